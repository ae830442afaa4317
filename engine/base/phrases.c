/* phrases.c: see phrases.h. A phrase is a row of steps; the first letters of what it may begin with say where it is worth trying. Each step moves a set of
 * places, one bit a word, so that no entry and no text costs more than their lengths multiplied. */
#include "engine/base/phrases.h"

#include "engine/base/letters.h"

/* count: of words; begins: what follows in its last word does not matter; head: its first letters, as far as `mask` has bits: nearly all that do not stand differ there */
typedef struct alternative {
    uint32_t head, mask;
    ru_str words;
    uint32_t count;
    bool begins, number;
} alternative;
typedef enum step_kind { WORDS, GAP, NOT } step_kind;
typedef struct step {
    step_kind kind;
    bool optional;
    uint32_t first, count;
} step; /* alternatives [first, first + count) */
typedef struct phrase {
    uint32_t first, count, tag;
} phrase;
typedef struct start {
    uint32_t head, mask, phrase;
    uint16_t key;
} start; /* head, mask: of the alternative it may begin with */
typedef struct named {
    ru_str name;
    uint32_t first, count;
} named;

enum { SIGNS = 37, KEYS = SIGNS * SIGNS };
struct ru_phrases {
    ru_arena *a;
    alternative *alternatives;
    step *steps;
    phrase *items;
    start *starts;               /* sorted by key once sealed */
    named *names;                /* its alternatives lie among the others */
    ru_phrases *assures, *firms; /* NULL: none; `<names>` are looked up in `above` */
    const ru_phrases *above;
    size_t alternative_count, alternative_room, step_count, step_room, count, room, start_count, start_room, name_count, name_room;
    uint32_t keys[KEYS + 1]; /* starts of key k: [keys[k], keys[k + 1]) */
};

static unsigned sign(char c) { return c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') + 1 : c >= '0' && c <= '9' ? (unsigned)(c - '0') + 27 : 0; }
static unsigned key_of(const char *p) { return sign(p[0]) * SIGNS + sign(p[1]); }

ru_phrases *ru_phrases_new(ru_arena *a) {
    ru_phrases *p = RU_NEW(a, ru_phrases);
    if (p) p->a = a;
    return p;
}

size_t ru_phrases_count(const ru_phrases *p) { return p->count; }

/* ---- reading an entry ---- */
static const char out_of_memory[] = "out of memory";

static uint32_t head_of(const char *p, size_t n) {
    uint32_t head = 0;
    if (n >= sizeof head) memcpy(&head, p, sizeof head); /* nearly always, and then one load */
    else if (n) memcpy(&head, p, n);
    return head;
}

static const char *keep_alternative(ru_phrases *p, alternative one, bool *nomem) {
    one.head = head_of(one.words.p, one.words.n);
    one.mask = head_of("\xff\xff\xff\xff", one.words.n);
    p->alternatives = ru_arena_grow(p->a, p->alternatives, p->alternative_count, &p->alternative_room, sizeof one);
    *nomem = !p->alternatives;
    if (*nomem) return out_of_memory;
    p->alternatives[p->alternative_count++] = one;
    return NULL;
}

static const char *add_named(ru_phrases *p, ru_str name, bool *nomem) {
    const ru_phrases *where = p->above ? p->above : p;
    for (size_t i = 0; i < where->name_count; i++) {
        const named *n = &where->names[i];
        const char *bad = NULL;
        if (!ru_str_eq(n->name, name)) continue;
        for (uint32_t k = 0; k < n->count && !bad; k++) bad = keep_alternative(p, where->alternatives[n->first + k], nomem);
        return bad;
    }
    return "names words in < > that are given nowhere before";
}

static uint32_t count_words(ru_str folded) {
    uint32_t n = 1;
    for (size_t i = 0; i < folded.n; i++) n += folded.p[i] == ' ';
    return n;
}

static const char *add_alternative(ru_phrases *p, ru_str text, bool *nomem) {
    alternative one = {.number = ru_str_is(text, "#"), .count = 1};
    if (text.n > 2 && text.p[0] == '<' && text.p[text.n - 1] == '>') return add_named(p, (ru_str){text.p + 1, text.n - 2}, nomem);
    if (text.n && text.p[text.n - 1] == '*') {
        one.begins = true;
        text.n--;
    }
    if (!one.number) {
        ru_str folded = ru_letters_fold(p->a, text, NULL);
        *nomem = !folded.p;
        if (*nomem) return out_of_memory;
        if (folded.n > 3 && !memcmp(folded.p + folded.n - 3, " . ", 3)) folded.n -= 2; /* "now!" */
        if (folded.n < 3) return "has no letter to look for";
        if (memchr(folded.p, '{', folded.n) || memchr(folded.p, '.', folded.n)) return "has a sign that no word has";
        one.words = (ru_str){folded.p + 1, folded.n - 2};
        one.count = count_words(one.words);
    }
    return keep_alternative(p, one, nomem);
}

/* "a|b|c" from byte `at` on. */
static const char *add_alternatives(ru_phrases *p, ru_str token, size_t at, bool *nomem) {
    while (at <= token.n) {
        const char *bar = at < token.n ? memchr(token.p + at, '|', token.n - at) : NULL;
        size_t end = bar ? (size_t)(bar - token.p) : token.n;
        const char *bad = add_alternative(p, (ru_str){token.p + at, end - at}, nomem);
        if (bad) return bad;
        at = end + 1;
    }
    return NULL;
}

const char *ru_phrases_name(ru_phrases *p, ru_str name, ru_str words, bool *nomem) {
    named n = {name, (uint32_t)p->alternative_count, 0};
    const char *bad = add_alternatives(p, words, 0, nomem);
    if (bad) return bad;
    n.count = (uint32_t)p->alternative_count - n.first;
    p->names = ru_arena_grow(p->a, p->names, p->name_count, &p->name_room, sizeof n);
    *nomem = !p->names;
    if (*nomem) return out_of_memory;
    p->names[p->name_count++] = n;
    return NULL;
}

static const char *add_step(ru_phrases *p, ru_str token, bool *nomem) {
    step s = {.kind = WORDS, .first = (uint32_t)p->alternative_count};
    if (ru_str_is(token, "...")) s.kind = GAP;
    else if (token.p[0] == '!') s.kind = NOT;
    else if (token.p[0] == '?') s.optional = true;
    const char *bad = s.kind == GAP ? NULL : add_alternatives(p, token, s.kind == NOT || s.optional ? 1 : 0, nomem);
    if (bad) return bad;
    s.count = (uint32_t)p->alternative_count - s.first;
    p->steps = ru_arena_grow(p->a, p->steps, p->step_count, &p->step_room, sizeof s);
    *nomem = !p->steps;
    if (*nomem) return out_of_memory;
    p->steps[p->step_count++] = s;
    return NULL;
}

/* The words it may begin with, by their first two letters. */
static const char *add_starts(ru_phrases *p, const phrase *ph, bool *nomem) {
    const step *s = &p->steps[ph->first];
    if (s->kind == NOT && ph->count > 1) s++;
    if (s->kind != WORDS || s->optional) return "has to begin with a word that must be there";
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        const alternative *one = &p->alternatives[i];
        if (one->number || (one->begins && one->words.n < 2)) return "has to begin with letters, two at least before a *";
        p->starts = ru_arena_grow(p->a, p->starts, p->start_count, &p->start_room, sizeof *p->starts);
        *nomem = !p->starts;
        if (*nomem) return out_of_memory;
        p->starts[p->start_count++] = (start){one->head, one->mask, (uint32_t)p->count, (uint16_t)key_of(one->words.p)};
    }
    return NULL;
}

const char *ru_phrases_add(ru_phrases *p, ru_str entry, uint32_t tag, bool *nomem) {
    phrase ph = {.first = (uint32_t)p->step_count, .tag = tag};
    *nomem = false;
    for (size_t at = 0; at < entry.n;) {
        size_t from = at;
        while (at < entry.n && entry.p[at] != ' ' && entry.p[at] != '\n') at++;
        const char *bad = at > from ? add_step(p, (ru_str){entry.p + from, at - from}, nomem) : NULL;
        if (bad) return bad;
        at += at < entry.n;
    }
    ph.count = (uint32_t)p->step_count - ph.first;
    if (!ph.count) return "has no letter to look for";
    if (ph.count > RU_PHRASE_STEPS) return "is too long";
    const char *bad = add_starts(p, &ph, nomem);
    if (bad) return bad;
    p->items = ru_arena_grow(p->a, p->items, p->count, &p->room, sizeof ph);
    *nomem = !p->items;
    if (*nomem) return out_of_memory;
    p->items[p->count++] = ph;
    return NULL;
}

const char *ru_phrases_add_role(ru_phrases *p, ru_str entry, ru_phrase_role role, bool *nomem) {
    ru_phrases **set = role == RU_PHRASE_ASSURES ? &p->assures : &p->firms;
    if (role == RU_PHRASE_FOUND) return ru_phrases_add(p, entry, 0, nomem);
    if (!*set) *set = ru_phrases_new(p->a);
    *nomem = !*set;
    if (*nomem) return out_of_memory;
    (*set)->above = p;
    return ru_phrases_add(*set, entry, 0, nomem);
}

bool ru_phrases_seal(ru_phrases *p) {
    if ((p->assures && !ru_phrases_seal(p->assures)) || (p->firms && !ru_phrases_seal(p->firms))) return false;
    start *sorted = RU_NEWS(p->a, start, p->start_count + 1);
    if (!sorted) return false;
    for (size_t i = 0; i < p->start_count; i++) p->keys[p->starts[i].key + 1]++;
    for (size_t k = 0; k < KEYS; k++) p->keys[k + 1] += p->keys[k];
    for (size_t i = p->start_count; i-- > 0;) sorted[--p->keys[p->starts[i].key + 1]] = p->starts[i]; /* entry k + 1 falls back to where key k's begin … */
    for (size_t k = 0; k < KEYS; k++) p->keys[k] = p->keys[k + 1];                                    /* … and becomes entry k */
    p->keys[KEYS] = (uint32_t)p->start_count;
    p->starts = sorted;
    return true;
}

/* ---- looking ---- */
enum { WORDS_MOST = 64 }; /* places a phrase may reach, its first word among them */
typedef struct look {
    const ru_phrases *p;
    ru_str text;
    bool wild;                /* a { may be any number, amount or date */
    size_t words[WORDS_MOST]; /* where each word begins, from the one that is tried; as far as known */
    unsigned known;
} look;

static size_t behind_word(ru_str text, size_t at) {
    const char *space = memchr(text.p + at, ' ', text.n - at);
    return space ? (size_t)(space - text.p) + 1 : text.n;
}

/* Where word i from the first begins; the text's end behind the last. */
static size_t word_at(look *l, unsigned i) {
    for (; l->known <= i; l->known++) {
        size_t last = l->words[l->known - 1];
        l->words[l->known] = last < l->text.n ? behind_word(l->text, last) : last;
    }
    return l->words[i];
}

static bool is_number(ru_str text, size_t at) { return at < text.n && text.p[at] >= '0' && text.p[at] <= '9'; }

static uint32_t head_at(const look *l, size_t at) { return head_of(l->text.p + at, l->text.n - at); }

/* Does the alternative stand at `at`, where the text's `head` is? */
static bool stands(const look *l, const alternative *one, uint32_t head, size_t at) {
    if ((head ^ one->head) & one->mask) return false;
    if (one->number) return is_number(l->text, at);
    size_t end = at + one->words.n;
    return end < l->text.n && !memcmp(l->text.p + at, one->words.p, one->words.n) && (one->begins || l->text.p[end] == ' ');
}

/* What a number, an amount or a date may hold: figures, a currency. */
static bool may_be_figures(const alternative *one) {
    bool figures = one->number || one->words.n <= 3;
    for (size_t i = 0; !figures && i < one->words.n; i++) figures = one->words.p[i] >= '0' && one->words.p[i] <= '9';
    return figures;
}

static uint64_t place(unsigned i) { return i < WORDS_MOST ? (uint64_t)1 << i : 0; }

/* The places behind the step's words at place i. */
static uint64_t behind_words(look *l, const step *s, unsigned i) {
    size_t at = word_at(l, i);
    uint64_t to = 0;
    if (at >= l->text.n) return 0;
    uint32_t head = head_at(l, at);
    for (uint32_t k = s->first; k < s->first + s->count; k++) {
        const alternative *one = &l->p->alternatives[k];
        if (l->text.p[at] == '{') to |= l->wild && may_be_figures(one) ? place(i) | place(i + 1) : 0; /* the figures of one placeholder may be several words */
        else if (stands(l, one, head, at)) to |= place(i + one->count);
    }
    return to;
}

static bool stands_none(look *l, const step *s, unsigned i) {
    size_t at = word_at(l, i);
    for (uint32_t k = s->first; k < s->first + s->count; k++)
        if (at < l->text.n && stands(l, &l->p->alternatives[k], head_at(l, at), at)) return false;
    return true;
}

/* Places i to i + 4, but not over the end of a sentence. */
static uint64_t over_gap(look *l, unsigned i) {
    uint64_t to = 0;
    for (unsigned k = 0; k <= RU_PHRASE_GAP && i + k < WORDS_MOST; k++) {
        to |= place(i + k);
        size_t at = word_at(l, i + k);
        if (at >= l->text.n || l->text.p[at] == '.') break;
    }
    return to;
}

static uint64_t take_step(look *l, const step *s, uint64_t from) {
    uint64_t to = s->kind == WORDS && s->optional ? from : 0;
    for (uint64_t left = from; left; left &= left - 1) {
        unsigned i = (unsigned)__builtin_ctzll(left);
        if (s->kind == WORDS) to |= behind_words(l, s, i);
        else if (s->kind == GAP) to |= over_gap(l, i);
        else if (stands_none(l, s, i)) to |= place(i);
    }
    return to;
}

/* Does one of the alternatives stand right before `at`? */
static bool stands_before(const look *l, const step *s, size_t at) {
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        const alternative *one = &l->p->alternatives[i];
        size_t n = one->words.n + 1;
        if (one->words.n && at > n && l->text.p[at - n - 1] == ' ' && stands(l, one, head_at(l, at - n), at - n)) return true;
    }
    return false;
}

/* Where the word behind the phrase begins, the furthest; 0: it does not stand at the word that is tried. */
static size_t match_phrase(look *l, const phrase *ph) {
    const step *s = &l->p->steps[ph->first], *end = s + ph->count;
    uint64_t at = 1;
    if (s->kind == NOT && stands_before(l, s++, l->words[0])) return 0;
    for (; s < end && at; s++) at = take_step(l, s, at);
    return at ? word_at(l, 63 - (unsigned)__builtin_clzll(at)) : 0;
}

/* May the phrase begin where the text's `head` is? Nearly none does, and its steps need not be looked at. */
static bool may_start(const start *s, uint32_t head) { return !((head ^ s->head) & s->mask); }

static void try_at(look *l, size_t at) {
    l->words[0] = at;
    l->known = 1;
}

/* ---- assurances ---- */
enum { SENTENCE_MOST = 48, REMARK = 3 };

/* The sentence around a place, of at most 48 words before and behind; p NULL: a longer one. A remark of up to three words behind it ("For now.") belongs to it. */
static ru_str sentence_around(ru_str text, size_t at) {
    size_t begin = at, end = at;
    int words = 0;
    while (begin > 1 && text.p[begin - 2] != '.' && words <= SENTENCE_MOST) {
        for (begin--; begin > 1 && text.p[begin - 1] != ' ';) begin--;
        words++;
    }
    for (int k = 0; end < text.n && text.p[end] != '.' && k <= SENTENCE_MOST; k++, words = k > words ? k : words) end = behind_word(text, end);
    if (words > SENTENCE_MOST) return (ru_str){NULL, 0};
    size_t next = end < text.n ? behind_word(text, end) : end;
    for (int k = 0; k < REMARK && next < text.n && text.p[next] != '.'; k++) next = behind_word(text, next);
    if (next >= text.n || text.p[next] == '.') end = next;
    return (ru_str){text.p + begin - 1, end - begin + 1};
}

static bool is_assured(const ru_phrases *p, ru_str text, size_t at) {
    ru_phrase_hit any;
    ru_str s = p->assures ? sentence_around(text, at) : (ru_str){NULL, 0};
    return s.p && ru_phrases_find(p->assures, s, 0, &any) && (!p->firms || !ru_phrases_find(p->firms, s, 0, &any));
}

bool ru_phrases_find(const ru_phrases *p, ru_str folded, size_t from, ru_phrase_hit *out) {
    look l = {.p = p, .text = folded};
    for (size_t at = from ? from : 1; at + 1 < folded.n; at = behind_word(folded, at)) {
        if (folded.p[at - 1] != ' ') continue;
        unsigned key = key_of(folded.p + at);
        *out = (ru_phrase_hit){at, 0, 0, 0};
        try_at(&l, at);
        uint32_t head = head_at(&l, at);
        for (uint32_t i = p->keys[key]; i < p->keys[key + 1]; i++) {
            if (!may_start(&p->starts[i], head)) continue;
            const phrase *ph = &p->items[p->starts[i].phrase];
            size_t next = match_phrase(&l, ph);
            if (next > out->end) *out = (ru_phrase_hit){at, next, ph->tag, p->starts[i].phrase};
        }
        if (!out->end || is_assured(p, folded, at)) continue;
        out->end--; /* without the space */
        return true;
    }
    return false;
}

bool ru_phrases_may(const ru_phrases *p, ru_str folded) {
    look l = {.p = p, .text = folded, .wild = true};
    for (size_t at = 1; at + 1 < folded.n; at = behind_word(folded, at)) {
        size_t next = behind_word(folded, at);
        const char *brace = memchr(folded.p + at, '{', next - at);
        if (brace && next - at > 2) return true; /* a placeholder that is part of a word: anything */
        unsigned key = key_of(folded.p + at);
        uint32_t begin = brace ? 0 : p->keys[key], end = brace ? (uint32_t)p->start_count : p->keys[key + 1];
        try_at(&l, at);
        uint32_t head = head_at(&l, at);
        for (uint32_t i = begin; i < end; i++)
            if ((brace || may_start(&p->starts[i], head)) && match_phrase(&l, &p->items[p->starts[i].phrase])) return true;
    }
    return false;
}

/* phrases.c: see phrases.h. A phrase is a row of steps; the first letters of what it may begin with say where it is worth trying. */
#include "engine/base/phrases.h"

#include "engine/base/letters.h"

typedef struct alternative { ru_str words; bool begins, number; } alternative; /* begins: what follows in its last word does not matter */
typedef enum step_kind { WORDS, GAP, NOT } step_kind;
typedef struct step { step_kind kind; bool optional; uint32_t first, count; } step; /* alternatives [first, first + count) */
typedef struct phrase { uint32_t first, count, tag; } phrase;
typedef struct start { uint16_t key; uint32_t phrase; } start;

enum { SIGNS = 37, KEYS = SIGNS * SIGNS };
struct ru_phrases {
    ru_arena *a;
    alternative *alternatives;
    step *steps;
    phrase *items;
    start *starts;           /* sorted by key once sealed */
    size_t alternative_count, alternative_room, step_count, step_room, count, room, start_count, start_room;
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
static const char *add_alternative(ru_phrases *p, ru_str text, bool *nomem) {
    alternative one = {.number = ru_str_is(text, "#")};
    if (text.n && text.p[text.n - 1] == '*') {
        one.begins = true;
        text.n--;
    }
    if (!one.number) {
        ru_str folded = ru_letters_fold(p->a, text, NULL);
        if (!folded.p) {
            *nomem = true;
            return "out of memory";
        }
        if (folded.n > 3 && !memcmp(folded.p + folded.n - 3, " . ", 3)) folded.n -= 2; /* "now!" */
        if (folded.n < 3) return "has no letter to look for";
        if (memchr(folded.p, '{', folded.n) || memchr(folded.p, '.', folded.n)) return "has a sign that no word has";
        one.words = (ru_str){folded.p + 1, folded.n - 2};
    }
    p->alternatives = ru_arena_grow(p->a, p->alternatives, p->alternative_count, &p->alternative_room, sizeof one);
    if (!p->alternatives) {
        *nomem = true;
        return "out of memory";
    }
    p->alternatives[p->alternative_count++] = one;
    return NULL;
}

static const char *add_step(ru_phrases *p, ru_str token, bool *nomem) {
    step s = {.kind = WORDS, .first = (uint32_t)p->alternative_count};
    if (ru_str_is(token, "...")) s.kind = GAP;
    else if (token.p[0] == '!') s.kind = NOT;
    else if (token.p[0] == '?') s.optional = true;
    size_t at = s.kind == NOT || s.optional ? 1 : 0;
    while (s.kind != GAP && at <= token.n) {
        const char *bar = at < token.n ? memchr(token.p + at, '|', token.n - at) : NULL;
        size_t end = bar ? (size_t)(bar - token.p) : token.n;
        const char *bad = add_alternative(p, (ru_str){token.p + at, end - at}, nomem);
        if (bad) return bad;
        at = end + 1;
    }
    s.count = (uint32_t)p->alternative_count - s.first;
    p->steps = ru_arena_grow(p->a, p->steps, p->step_count, &p->step_room, sizeof s);
    if (!p->steps) {
        *nomem = true;
        return "out of memory";
    }
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
        if (!p->starts) {
            *nomem = true;
            return "out of memory";
        }
        p->starts[p->start_count++] = (start){(uint16_t)key_of(one->words.p), (uint32_t)p->count};
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
    if (!p->items) {
        *nomem = true;
        return "out of memory";
    }
    p->items[p->count++] = ph;
    return NULL;
}

bool ru_phrases_seal(ru_phrases *p) {
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
typedef struct look { const ru_phrases *p; ru_str text; bool wild; } look; /* wild: a { may be any number, amount or date */

static size_t behind_word(ru_str text, size_t at) {
    const char *space = memchr(text.p + at, ' ', text.n - at);
    return space ? (size_t)(space - text.p) + 1 : text.n;
}

static bool is_number(ru_str text, size_t at) { return at < text.n && text.p[at] >= '0' && text.p[at] <= '9'; }

/* Where the next word begins behind the alternative at `at`; 0: it does not stand there. */
static size_t behind(const look *l, const alternative *one, size_t at) {
    if (one->number) return is_number(l->text, at) ? behind_word(l->text, at) : 0;
    size_t end = at + one->words.n;
    if (end >= l->text.n || memcmp(l->text.p + at, one->words.p, one->words.n) != 0) return 0;
    return l->text.p[end] == ' ' ? end + 1 : one->begins ? behind_word(l->text, end) : 0;
}

/* What a number, an amount or a date may hold: figures, a currency. */
static bool may_be_figures(const alternative *one) {
    bool figures = one->number || one->words.n <= 3;
    for (size_t i = 0; !figures && i < one->words.n; i++) figures = one->words.p[i] >= '0' && one->words.p[i] <= '9';
    return figures;
}

static size_t match(const look *l, const step *s, const step *end, size_t at);

static size_t match_words(const look *l, const step *s, const step *end, size_t at) {
    size_t best = s->optional ? match(l, s + 1, end, at) : 0;
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        const alternative *one = &l->p->alternatives[i];
        size_t next = behind(l, one, at), found = next ? match(l, s + 1, end, next) : 0;
        if (found > best) best = found;
        if (!l->wild || l->text.p[at] != '{' || !may_be_figures(one)) continue;
        found = match(l, s + 1, end, behind_word(l->text, at));
        if (found > best) best = found;
        found = match(l, s + 1, end, at); /* the figures of one placeholder may be several words */
        if (found > best) best = found;
    }
    return best;
}

/* Where the word behind the phrase begins; 0: it does not stand here. */
static size_t match(const look *l, const step *s, const step *end, size_t at) {
    if (s == end) return at;
    if (s->kind == NOT) {
        for (uint32_t i = s->first; i < s->first + s->count; i++)
            if (at < l->text.n && behind(l, &l->p->alternatives[i], at)) return 0;
        return match(l, s + 1, end, at);
    }
    if (s->kind == WORDS && at >= l->text.n) return s->optional ? match(l, s + 1, end, at) : 0;
    if (s->kind == WORDS) return match_words(l, s, end, at);
    size_t best = 0;
    for (int i = 0; i <= RU_PHRASE_GAP; i++) {
        size_t found = match(l, s + 1, end, at);
        if (found > best) best = found;
        if (at >= l->text.n || l->text.p[at] == '.') break;
        at = behind_word(l->text, at);
    }
    return best;
}

/* Does one of the alternatives stand right before `at`? */
static bool stands_before(const look *l, const step *s, size_t at) {
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        const alternative *one = &l->p->alternatives[i];
        if (one->words.n && at > one->words.n + 1 && behind(l, one, at - one->words.n - 1) == at && l->text.p[at - one->words.n - 2] == ' ') return true;
    }
    return false;
}

static size_t match_phrase(const look *l, const phrase *ph, size_t at) {
    const step *s = &l->p->steps[ph->first], *end = s + ph->count;
    if (s->kind == NOT && stands_before(l, s, at)) return 0;
    return match(l, s->kind == NOT ? s + 1 : s, end, at);
}

bool ru_phrases_find(const ru_phrases *p, ru_str folded, size_t from, ru_phrase_hit *out) {
    const look l = {p, folded, false};
    for (size_t at = from ? from : 1; at + 1 < folded.n; at = behind_word(folded, at)) {
        if (folded.p[at - 1] != ' ') continue;
        unsigned key = key_of(folded.p + at);
        *out = (ru_phrase_hit){at, 0, 0, 0};
        for (uint32_t i = p->keys[key]; i < p->keys[key + 1]; i++) {
            const phrase *ph = &p->items[p->starts[i].phrase];
            size_t next = match_phrase(&l, ph, at);
            if (next > out->end) *out = (ru_phrase_hit){at, next, ph->tag, p->starts[i].phrase};
        }
        if (!out->end) continue;
        out->end--; /* without the space */
        return true;
    }
    return false;
}

bool ru_phrases_may(const ru_phrases *p, ru_str folded) {
    const look l = {p, folded, true};
    for (size_t at = 1; at + 1 < folded.n; at = behind_word(folded, at)) {
        size_t next = behind_word(folded, at);
        const char *brace = memchr(folded.p + at, '{', next - at);
        if (brace && next - at > 2) return true; /* a placeholder that is part of a word: anything */
        unsigned key = key_of(folded.p + at);
        uint32_t begin = brace ? 0 : p->keys[key], end = brace ? (uint32_t)p->start_count : p->keys[key + 1];
        for (uint32_t i = begin; i < end; i++)
            if (match_phrase(&l, &p->items[p->starts[i].phrase], at)) return true;
    }
    return false;
}

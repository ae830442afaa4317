/* readability.c: see readability.h. One walk over a text, a word at a time. */
#include "engine/author/readability.h"

#include "engine/base/letters.h"

typedef struct walk {
    ru_readability *r;
    ru_str s;
    bool french;
    size_t at;            /* the byte that comes next */
    size_t sentence;      /* where the sentence began */
    int64_t words;        /* of the sentence */
    int64_t line_letters; /* of the line … */
    bool line_small;      /* … and has it a small letter? */
} walk;

/* One word, as far as it was read. */
typedef struct word {
    char letters[64]; /* base letters of the part behind the last hyphen or apostrophe; longer ones are counted, not kept */
    size_t n;
    bool accented_end; /* an accent on the last letter kept that is an e */
    int64_t groups, syllables, count, small;
    bool in_vowels;      /* the last letter was a vowel */
    bool number, filled; /* begins with a digit; is a {placeholder} */
} word;

static bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

static bool ends_with(const word *w, const char *end) {
    size_t n = strlen(end);
    return w->n >= n && !memcmp(w->letters + w->n - n, end, n);
}

/* Is the last group of the part one that is not heard? */
static bool is_mute(const word *w, bool french) {
    size_t kept = french ? (ends_with(w, "ent") ? w->n - 3 : ends_with(w, "es") ? w->n - 2 : w->n - 1) : w->n - 1;
    bool e = french ? ends_with(w, "ent") || ends_with(w, "es") || ends_with(w, "e") : ends_with(w, "e");
    if (!e || w->accented_end || !kept || is_vowel(w->letters[kept - 1])) return false; /* "due", "vie": the e is part of a sound */
    return french || !(ends_with(w, "le") && w->n >= 3 && !is_vowel(w->letters[w->n - 3]));
}

/* A part ends at a hyphen, an apostrophe, or with the word. */
static void end_part(word *w, bool french, bool elided) {
    int64_t groups = w->groups;
    if (french && elided && ends_with(w, "qu")) groups--; /* qu', jusqu', lorsqu' */
    else if (groups > 1 && is_mute(w, french)) groups--;
    w->syllables += groups;
    w->n = 0;
    w->groups = 0;
    w->in_vowels = w->accented_end = false;
}

static void take_letter(word *w, const ru_letter *l) {
    w->count++;
    w->small += !l->upper;
    if (w->n == sizeof w->letters) { /* a word of 64 letters: its end is kept */
        memmove(w->letters, w->letters + 1, sizeof w->letters - 1);
        w->n--;
    }
    bool vowel = is_vowel(l->base);
    if (vowel && !w->in_vowels) w->groups++;
    w->in_vowels = vowel;
    w->letters[w->n++] = l->base;
    if (l->base == 'e' && !l->second) w->accented_end = l->accent;
}

/* Reads up to the next space, but no further than to the end of a placeholder in it. */
static void read_word(walk *k, word *w, size_t *letters_end) {
    *w = (word){.n = 0};
    *letters_end = k->at;
    while (k->at < k->s.n) {
        ru_letter l = ru_letter_at(k->s, k->at);
        if (l.space) {
            ru_letter next = ru_letter_at(k->s, k->at + l.length);
            bool inside = l.code > 0x7F && w->number && next.base >= '0' && next.base <= '9'; /* 1 234,50 */
            if (!inside) break;
        }
        size_t left = k->s.n - k->at;
        const char *close = l.code == '{' ? memchr(k->s.p + k->at, '}', left < RU_BRACES_MOST ? left : RU_BRACES_MOST) : NULL;
        if (close) {
            w->filled = true;
            k->at = *letters_end = (size_t)(close - k->s.p) + 1;
            continue;
        }
        if (l.base >= '0' && l.base <= '9') w->number = w->number || !w->count;
        else if (l.base) take_letter(w, &l);
        else if (l.unseen) (void)0; /* part of the word, and no letter of it */
        else if (l.mark && w->n) w->accented_end = w->letters[w->n - 1] == 'e';
        else end_part(w, k->french, l.apostrophe);
        k->at += l.length;
        if (l.base || l.mark) *letters_end = k->at;
    }
    end_part(w, k->french, false);
}

static bool is_abbreviation(ru_str said, bool before_number) {
    static const char *const titles[] = {"Mr", "Mrs", "Ms", "Dr", "M", "MM", "Inc"}, *const counts[] = {"art", "Art", "no", "No", "nos", "p"};
    for (size_t i = 0; i < RU_COUNT(titles); i++)
        if (ru_str_is(said, titles[i])) return true;
    for (size_t i = 0; before_number && i < RU_COUNT(counts); i++)
        if (ru_str_is(said, counts[i])) return true;
    return false;
}

static size_t behind_spaces(ru_str s, size_t at) {
    for (ru_letter l = ru_letter_at(s, at); l.space; l = ru_letter_at(s, at)) at += l.length;
    return at;
}

/* Does a sentence end with the signs in [from, k->at), which stand behind a word's letters or alone? */
static bool ends_sentence(const walk *k, size_t begin, size_t from) {
    bool dot = false, strong = false;
    for (size_t i = from; i < k->at;) {
        ru_letter l = ru_letter_at(k->s, i);
        dot = dot || l.code == '.';
        strong = strong || l.code == '!' || l.code == '?' || l.code == 0x2026;
        i += l.length;
    }
    if (strong) return true;
    char next = ru_letter_at(k->s, behind_spaces(k->s, k->at)).base;
    return dot && !is_abbreviation((ru_str){k->s.p + begin, from - begin}, next >= '0' && next <= '9');
}

static void end_sentence(walk *k) {
    if (k->words > k->r->longest) {
        k->r->longest = k->words;
        size_t from = behind_spaces(k->s, k->sentence);
        k->r->longest_sentence = (ru_str){k->s.p + from, k->at - from};
    }
    k->r->sentences += k->words > 0;
    k->words = 0;
    k->sentence = k->at;
}

static void end_line(walk *k) {
    if (k->line_letters >= 4 && !k->line_small) k->r->shouted_line = true;
    k->line_letters = 0;
    k->line_small = false;
}

static void take_word(walk *k, const word *w) {
    bool counts = w->count || w->number || w->filled;
    if (!counts) return;
    k->words++;
    k->r->words++;
    k->r->syllables += w->number || w->filled || w->syllables < 1 ? 1 : w->syllables;
    k->line_letters += w->count;
    k->line_small = k->line_small || w->small || w->filled;
    if (w->count < 4 || w->number) return;
    k->r->long_words++;
    k->r->shouted += !w->small;
}

static bool is_empty_line(ru_str s, size_t at) {
    while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t' || s.p[at] == '\r')) at++;
    return at < s.n && s.p[at] == '\n';
}

static void take_next(walk *k) {
    ru_letter l = ru_letter_at(k->s, k->at);
    if (l.code == '\n') {
        end_line(k);
        if (is_empty_line(k->s, k->at + 1)) end_sentence(k);
    }
    if (l.space) {
        k->at += l.length;
        return;
    }
    word w;
    size_t begin = k->at, letters_end;
    read_word(k, &w, &letters_end);
    take_word(k, &w);
    if (ends_sentence(k, begin, letters_end)) end_sentence(k);
}

bool ru_readability_count(ru_str text, bool french, ru_readability *out) {
    walk k = {.r = out, .s = text, .french = french};
    *out = (ru_readability){.words = 0};
    while (k.at < text.n) take_next(&k);
    end_sentence(&k);
    end_line(&k);
    for (size_t i = 1; i < text.n; i++) out->exclaims = out->exclaims || (text.p[i] == '!' && text.p[i - 1] == '!');
    return out->words > 0;
}

size_t ru_readability_sentence(ru_str text, size_t from, bool french, ru_readability *out) {
    walk k = {.r = out, .s = text, .french = french, .at = from, .sentence = from};
    *out = (ru_readability){.words = 0};
    while (k.at < text.n && !out->sentences) take_next(&k);
    if (!out->sentences) end_sentence(&k);
    return k.at;
}

/* per_sentence · W/S + per_word · Y/W in thousandths, rounded. */
static int64_t weigh(const ru_readability *r, int64_t per_sentence, int64_t per_word) {
    int64_t over = r->sentences * r->words;
    return (2 * (per_sentence * r->words * r->words + per_word * r->syllables * r->sentences) + over) / (2 * over);
}

int64_t ru_readability_grade(const ru_readability *r) { return weigh(r, 390, 11800) - 15590; }
int64_t ru_readability_flesch(const ru_readability *r) { return 206835 - weigh(r, 1015, 84600); }
int64_t ru_readability_kandel_moles(const ru_readability *r) { return 207000 - weigh(r, 1015, 73600); }

bool ru_readability_shouts(const ru_readability *r) { return r->shouted_line || (r->shouted >= 2 && r->shouted * 10 >= r->long_words); }

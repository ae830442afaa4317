/* letters.c: see letters.h. Latin letters with their accents are enough for the languages that word lists and formulas are for; what only looks like one is one. */
#include "engine/base/letters.h"

/* U+00C0 … U+00FF without the accent; a space where it is no letter. */
static const char latin1[] = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";

/* U+0100 … U+017F. */
static const char extended[] =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/* Letters of other alphabets, and signs, that a reader takes for a Latin letter. Sorted. */
static const struct {
    uint16_t code;
    char base;
} lookalikes[] = {
    {0x251, 'a'},  {0x261, 'g'},  {0x391, 'a'},  {0x392, 'b'},  {0x395, 'e'},  {0x396, 'z'},  {0x397, 'h'},  {0x399, 'i'},  {0x39A, 'k'},  {0x39C, 'm'},
    {0x39D, 'n'},  {0x39F, 'o'},  {0x3A1, 'p'},  {0x3A4, 't'},  {0x3A5, 'y'},  {0x3A7, 'x'},  {0x3B1, 'a'},  {0x3B5, 'e'},  {0x3B9, 'i'},  {0x3BA, 'k'},
    {0x3BD, 'v'},  {0x3BF, 'o'},  {0x3C1, 'p'},  {0x3C4, 't'},  {0x3C5, 'u'},  {0x3C7, 'x'},  {0x401, 'e'},  {0x405, 's'},  {0x406, 'i'},  {0x407, 'i'},
    {0x408, 'j'},  {0x410, 'a'},  {0x412, 'b'},  {0x415, 'e'},  {0x41A, 'k'},  {0x41C, 'm'},  {0x41D, 'h'},  {0x41E, 'o'},  {0x420, 'p'},  {0x421, 'c'},
    {0x422, 't'},  {0x423, 'y'},  {0x425, 'x'},  {0x430, 'a'},  {0x432, 'b'},  {0x435, 'e'},  {0x43A, 'k'},  {0x43C, 'm'},  {0x43D, 'h'},  {0x43E, 'o'},
    {0x440, 'p'},  {0x441, 'c'},  {0x442, 't'},  {0x443, 'y'},  {0x445, 'x'},  {0x451, 'e'},  {0x455, 's'},  {0x456, 'i'},  {0x457, 'i'},  {0x458, 'j'},
    {0x4AE, 'y'},  {0x4BB, 'h'},  {0x4CF, 'l'},  {0x501, 'd'},  {0x51B, 'q'},  {0x51D, 'w'},  {0x210E, 'h'}, {0x2113, 'l'}, {0x2160, 'i'}, {0x2164, 'v'},
    {0x2169, 'x'}, {0x216C, 'l'}, {0x216D, 'c'}, {0x216E, 'd'}, {0x216F, 'm'}, {0x2170, 'i'}, {0x2174, 'v'}, {0x2179, 'x'}, {0x217C, 'l'}, {0x217D, 'c'},
    {0x217E, 'd'}, {0x217F, 'm'},
};

static char lookalike(uint32_t c) {
    size_t low = 0, high = RU_COUNT(lookalikes);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (lookalikes[middle].code < c) low = middle + 1;
        else high = middle;
    }
    return low < RU_COUNT(lookalikes) && lookalikes[low].code == c ? lookalikes[low].base : 0;
}

/* Letters and signs drawn wide, in circles or as mathematics, as the keyboard has them. */
static uint32_t plain(uint32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
    if (c >= 0x24B6 && c <= 0x24CF) return c - 0x24B6 + 'A';
    if (c >= 0x24D0 && c <= 0x24E9) return c - 0x24D0 + 'a';
    if (c >= 0x1D400 && c <= 0x1D6A3) return (c - 0x1D400) % 52 < 26 ? (c - 0x1D400) % 52 + 'A' : (c - 0x1D400) % 52 - 26 + 'a';
    if (c >= 0x1D7CE && c <= 0x1D7FF) return (c - 0x1D7CE) % 10 + '0';
    return c;
}

static bool is_mark(uint32_t c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
           (c >= 0xFE20 && c <= 0xFE2F);
}

/* Soft hyphens, joiners, marks of direction, spaces of no width: nobody sees them. */
static bool is_unseen(uint32_t c) {
    return c == 0xAD || c == 0x34F || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE01EF);
}

static bool is_space(uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x3000;
}

static uint8_t decode(ru_str s, size_t at, uint32_t *code) {
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t left = s.n - at, n = p[0] < 0x80 ? 1 : p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : p[0] >= 0xC0 ? 2 : 0;
    static const uint8_t lead[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    *code = 0xFFFD;
    if (!n || n > left) return 1;
    uint32_t c = p[0] & lead[n];
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) return 1;
        c = c << 6 | (p[i] & 0x3F);
    }
    *code = c ? c : 0xFFFD;
    return (uint8_t)n;
}

ru_letter ru_letter_at(ru_str s, size_t at) {
    ru_letter l = {0};
    if (at >= s.n) return l;
    l.length = decode(s, at, &l.code);
    l.code = plain(l.code);
    uint32_t c = l.code;
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) l.base = (char)c;
    else if (c >= 'A' && c <= 'Z') l.base = (char)(c | 32), l.upper = true;
    else if (c >= 0xC0 && c <= 0xFF && latin1[c - 0xC0] != ' ') {
        l.base = latin1[c - 0xC0];
        l.upper = c < 0xDF;
        l.accent = true;
        if (c == 0xC6 || c == 0xE6) l.second = 'e';
    } else if (c == 0x152 || c == 0x153) {
        l.base = 'o', l.second = 'e', l.accent = true, l.upper = c == 0x152;
    } else if (c >= 0x100 && c <= 0x17F) {
        l.base = extended[c - 0x100], l.accent = true;
    } else if (c > 0xFF) {
        l.base = lookalike(c), l.upper = (c >= 0x391 && c <= 0x3A9) || (c >= 0x400 && c <= 0x42F);
    }
    l.mark = is_mark(c);
    l.unseen = is_unseen(c);
    l.space = is_space(c);
    l.apostrophe = c == '\'' || c == 0x2019;
    return l;
}

/* Behind the } of the { at `at`; `at` where there is none. */
static size_t behind_braces(ru_str s, size_t at) {
    const char *close = s.p[at] == '{' ? memchr(s.p + at, '}', s.n - at < RU_BRACES_MOST ? s.n - at : RU_BRACES_MOST) : NULL;
    return close ? (size_t)(close - s.p) + 1 : at;
}

/* . ! ? … before a space or the end, or an empty line. */
static bool ends_sentence(ru_str s, size_t at, const ru_letter *l) {
    if (l->code == '\n') {
        size_t i = at + 1;
        while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r')) i++;
        return i < s.n && s.p[i] == '\n';
    }
    if (l->code != '.' && l->code != '!' && l->code != '?' && l->code != 0x2026) return false;
    return at + l->length >= s.n || ru_letter_at(s, at + l->length).space;
}

/* ---- words written so that no list finds them ---- */

enum { ADDRESS_MOST = 256 };

/* The letter that a figure or sign between two letters stands for: pr1son, h0me, ju$tice; 0: none. */
static char disguised(ru_str s, size_t at, char before, uint32_t code) {
    static const char signs[] = "0134578@$", letters[] = "oieastbas";
    const char *known = code && code < 0x80 ? strchr(signs, (char)code) : NULL;
    if (!known || before < 'a' || before > 'z') return 0;
    ru_letter next = ru_letter_at(s, at + 1);
    if (next.code && next.code < 0x80 && strchr(signs, (char)next.code)) next = ru_letter_at(s, at + 2); /* "a55hole", "po11ce" */
    if (next.base < 'a') return 0;
    bool vowels = strchr("aeiouy", before) && strchr("aeiouy", next.base);
    for (size_t i = at + 1; code == '@' && i + 1 < s.n && i < at + ADDRESS_MOST && !ru_letter_at(s, i).space; i++)
        if (s.p[i] == '.' && ru_letter_at(s, i + 1).base) return 0; /* an address for e-mail */
    return code == '1' && vowels ? 'l' : letters[known - signs];
}

/* Behind letters that stand one by one with the same sign between ("S U E", "d.e.b.t"), three at least; `at`: no such row. */
static size_t behind_row(ru_str s, size_t at) {
    char between = at + 1 < s.n ? s.p[at + 1] : 0;
    size_t end = at, count = 0;
    if (!between || !strchr(" .-*", between)) return at;
    for (size_t i = at; i < s.n && ru_letter_at(s, i).length == 1 && ru_letter_at(s, i).base >= 'a'; i += 2) {
        ru_letter next = ru_letter_at(s, i + 1);
        if (next.base) break; /* a longer word, which is none of them */
        count++;
        end = i + 1;
        if (next.code != (unsigned char)between) break;
    }
    return count >= 3 ? end : at;
}

/* Behind the hyphen and the line's end that part one word; `at`: they do not. */
static size_t behind_broken(ru_str s, size_t at, const ru_letter *l) {
    size_t i = at + l->length;
    if (l->code != '-' && l->code != 0x2010 && l->code != 0xAD) return at;
    if (i < s.n && s.p[i] == '\r') i++;
    return i < s.n && s.p[i] == '\n' && ru_letter_at(s, i + 1).base >= 'a' ? i + 1 : at;
}

/* ---- folding ---- */
typedef struct fold {
    char *out;
    uint32_t *from;
    size_t n;
} fold;

static void put(fold *f, char sign, size_t at) {
    f->from[f->n] = (uint32_t)at;
    f->out[f->n++] = sign;
}

static void put_letter(fold *f, const ru_letter *l, size_t at) {
    put(f, l->base, at);
    if (l->second) put(f, l->second, at);
}

/* A sign that is no letter parts words, and may end the sentence. */
static void put_gap(fold *f, ru_str s, size_t at, const ru_letter *l) {
    if (f->out[f->n - 1] != ' ') put(f, ' ', at);
    if (f->n > 1 && f->out[f->n - 2] != '.' && ends_sentence(s, at, l)) {
        put(f, '.', at);
        put(f, ' ', at);
    }
}

/* What stands at `at`, to where the next begins. */
static size_t fold_one(fold *f, ru_str s, size_t at) {
    ru_letter l = ru_letter_at(s, at);
    size_t behind = behind_braces(s, at), end;
    char last = f->out[f->n - 1], meant = disguised(s, at, last, l.code);
    if (behind > at) {
        put(f, '{', at);
        return behind;
    }
    if (last == ' ' && l.base >= 'a' && (end = behind_row(s, at)) > at) {
        for (size_t i = at; i < end; i += 2) put(f, ru_letter_at(s, i).base, i);
        return end;
    }
    if (last >= 'a' && last <= 'z' && (end = behind_broken(s, at, &l)) > at) return end;
    if (meant) put(f, meant, at);
    else if (l.base) put_letter(f, &l, at);
    else if (!l.mark && !l.unseen) put_gap(f, s, at, &l);
    return at + l.length;
}

ru_str ru_letters_fold(ru_arena *a, ru_str s, const uint32_t **places) {
    size_t room = 3 * s.n + 3;
    fold f = {ru_arena_alloc(a, room), ru_arena_alloc(a, room * sizeof(uint32_t)), 0};
    if (!f.out || !f.from) return (ru_str){NULL, 0};
    put(&f, ' ', 0);
    for (size_t at = 0; at < s.n;) at = fold_one(&f, s, at);
    if (f.out[f.n - 1] != ' ') put(&f, ' ', s.n);
    f.out[f.n] = 0;
    if (places) *places = f.from;
    return (ru_str){f.out, f.n};
}

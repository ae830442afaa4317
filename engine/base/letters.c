/* letters.c: see letters.h. Latin letters with their accents are enough for the languages that word lists and formulas are for. */
#include "engine/base/letters.h"

/* U+00C0 … U+00FF without the accent; a space where it is no letter. */
static const char latin1[] = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";

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
    }
    l.mark = c >= 0x300 && c <= 0x36F;
    l.space = c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x202F || c == 0x2009;
    l.apostrophe = c == '\'' || c == 0x2019;
    return l;
}

/* Behind the } of the { at `at`; `at` where there is none. */
static size_t behind_braces(ru_str s, size_t at) {
    const char *close = s.p[at] == '{' ? memchr(s.p + at, '}', s.n - at) : NULL;
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

ru_str ru_letters_fold(ru_arena *a, ru_str s, const uint32_t **places) {
    size_t room = 3 * s.n + 3, n = 0;
    char *out = ru_arena_alloc(a, room);
    uint32_t *from = ru_arena_alloc(a, room * sizeof *from);
    if (!out || !from) return (ru_str){NULL, 0};
#define PUT(sign, at) (from[n] = (uint32_t)(at), out[n++] = (sign))
    PUT(' ', 0);
    for (size_t at = 0; at < s.n;) {
        size_t behind = behind_braces(s, at);
        ru_letter l = ru_letter_at(s, at);
        if (behind > at) {
            PUT('{', at);
            at = behind;
            continue;
        }
        if (l.base) {
            PUT(l.base, at);
            if (l.second) PUT(l.second, at);
        } else if (!l.mark) {
            if (out[n - 1] != ' ') PUT(' ', at);
            if (n > 1 && out[n - 2] != '.' && ends_sentence(s, at, &l)) {
                PUT('.', at);
                PUT(' ', at);
            }
        }
        at += l.length;
    }
    if (out[n - 1] != ' ') PUT(' ', s.n);
#undef PUT
    out[n] = 0;
    if (places) *places = from;
    return (ru_str){out, n};
}

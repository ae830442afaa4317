/* text.c: comparing byte strings, finding the nearest name, checking UTF-8. */
#include "engine/base/base.h"

int ru_str_cmp(ru_str a, ru_str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

/* Names longer than this are nobody's misspelling of an identifier; the bound keeps the rows on the stack. */
enum { NEAREST_LONGEST = 64 };

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Edit distance where two swapped neighbours count once: the slip people make most. */
static size_t distance(ru_str a, ru_str b) {
    size_t rows[3][NEAREST_LONGEST + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.n; j++) before[j] = above[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t d = above[j - 1] + (a.p[i - 1] != b.p[j - 1]);
            d = least(d, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1]) d = least(d, before[j - 2] + 1);
            row[j] = d;
        }
        size_t *oldest = before;
        before = above, above = row, row = oldest;
    }
    return above[b.n];
}

ru_str ru_str_nearest(ru_str s, const ru_str *names, size_t count) {
    ru_str found = {NULL, 0};
    if (s.n == 0 || s.n > NEAREST_LONGEST) return found;
    size_t allowed = s.n / 3 ? s.n / 3 : 1, best = allowed + 1;
    for (size_t i = 0; i < count; i++) {
        size_t n = names[i].n, gap = n > s.n ? n - s.n : s.n - n;
        if (n == 0 || n > NEAREST_LONGEST || gap >= best) continue;
        size_t d = distance(s, names[i]);
        if (d < best) best = d, found = names[i];
    }
    return found;
}

/* Length of the well-formed sequence that begins with the high-bit byte at p, 0 if there is none (RFC 3629, table in 4). */
static size_t sequence(const unsigned char *p, size_t left) {
    unsigned char c = p[0];
    unsigned char low = 0x80, high = 0xBF; /* what the second byte may be */
    size_t n;
    if (c >= 0xC2 && c <= 0xDF) n = 2;
    else if (c >= 0xE0 && c <= 0xEF) {
        n = 3;
        if (c == 0xE0) low = 0xA0;  /* else overlong */
        if (c == 0xED) high = 0x9F; /* else a surrogate */
    } else if (c >= 0xF0 && c <= 0xF4) {
        n = 4;
        if (c == 0xF0) low = 0x90;  /* else overlong */
        if (c == 0xF4) high = 0x8F; /* else beyond U+10FFFF */
    } else return 0;
    if (left < n || p[1] < low || p[1] > high) return 0;
    for (size_t i = 2; i < n; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    return n;
}

bool ru_utf8_valid(ru_str s, size_t *bad) {
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0;
    while (i < s.n) {
        uint64_t word;
        if (s.n - i >= sizeof word) {
            memcpy(&word, p + i, sizeof word);
            if (!(word & UINT64_C(0x8080808080808080))) {
                i += sizeof word;
                continue;
            }
        }
        if (p[i] < 0x80) {
            i++;
            continue;
        }
        size_t n = sequence(p + i, s.n - i);
        if (n == 0) {
            if (bad) *bad = i;
            return false;
        }
        i += n;
    }
    return true;
}

static bool shows(const unsigned char *p, size_t n) {
    if (n != 3) return true;
    unsigned u = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    return !(u >= 0x200B && u <= 0x200F) && !(u >= 0x2028 && u <= 0x202E) && !(u >= 0x2060 && u <= 0x206F) && u != 0xFEFF;
}

void ru_text_tame(char *p, size_t *n) {
    size_t out = 0;
    for (size_t i = 0, k; i < *n; i += k ? k : 1) {
        const unsigned char *u = (const unsigned char *)p + i;
        k = *u < 0x80 ? 1 : sequence(u, *n - i);
        if (k == 1 && (*u < 0x20 || *u == 0x7F)) p[out++] = ' ';
        else if (k == 2 && u[0] == 0xC2 && u[1] < 0xA0) p[out++] = ' ';
        else if (!k || !shows(u, k)) p[out++] = '?';
        else
            for (size_t b = 0; b < k; b++) p[out++] = p[i + b];
    }
    *n = out;
}

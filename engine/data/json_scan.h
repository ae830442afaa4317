/* json_scan.h: running over white space and plain text, inlined into the reader and the writer. For data/ only. */
#ifndef RU_JSON_SCAN_H
#define RU_JSON_SCAN_H

#include "engine/data/data.h"

/* Sixteen bytes at once where the processor surely can; elsewhere, or with RU_JSON_PORTABLE, eight in a word. */
#if defined(__SSE2__) && defined(__GNUC__) && !defined(RU_JSON_PORTABLE)
#define RU_JSON_SSE2 1
typedef signed char ru_bytes16 __attribute__((vector_size(16)));
typedef unsigned char ru_ubytes16 __attribute__((vector_size(16)));
typedef char ru_chars16 __attribute__((vector_size(16)));
/* A bit for each byte of a comparison's outcome. */
static inline unsigned ru_bits16(ru_bytes16 v) { return (unsigned)__builtin_ia32_pmovmskb128((ru_chars16)v); }
#else
#define RU_JSON_SSE2 0
#endif

enum { RU_JSON_LONGEST_TEXT = 64 * 1024 };

static inline const char *ru_json_space(const char *p, const char *end) {
    while (p < end && (unsigned char)*p <= ' ' && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) p++;
    return p;
}

/* The first quote, backslash or control character at or after p, else end. *high is set when a byte above 0x7F was passed. */
static inline const char *ru_json_plain(const char *p, const char *end, bool *high) {
#if RU_JSON_SSE2
    for (; end - p >= 16; p += 16) {
        ru_ubytes16 x;
        memcpy(&x, p, sizeof x);
        unsigned stops = ru_bits16((ru_bytes16)((x == '"') | (x == '\\') | (x < 0x20)));
        if (ru_bits16((ru_bytes16)x) & (stops ^ (stops - 1))) *high = true; /* the bits up to the first stop, all if there is none */
        if (RU_LIKELY(stops)) return p + __builtin_ctz(stops);
    }
#else
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    while (end - p >= 8) {
        uint64_t x, q, s;
        memcpy(&x, p, 8);
        q = x ^ (ones * '"');
        s = x ^ (ones * '\\');
        /* A zero byte, or a byte below 0x20, borrows into its top bit; that a false hit is possible only costs the slow loop. */
        if ((((q - ones) & ~q) | ((s - ones) & ~s) | ((x - ones * 0x20) & ~x)) & tops) break;
        if (x & tops) *high = true;
        p += 8;
    }
#endif
    for (; p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20; p++)
        if ((unsigned char)*p >= 0x80) *high = true;
    return p;
}

/* What the files of the reader share. `at`: where to point. Always false. */
static inline bool ru_json_fail(ru_json *j, const char *at, const char *problem) {
    j->p = at;
    j->problem = problem;
    return false;
}
bool ru_json_out_of_memory(ru_json *j, const char *at);
/* A text whose opening quote is eaten and that is not plain ASCII without escapes. `out` NULL: checked only, nothing allocated. */
bool ru_json_string_slow(ru_json *j, const char *first, ru_str *out);

/* Makes `block` one that holds p, which is not in the present one. False when p is at the end or the whole text is too short. */
bool ru_json_block(ru_json *j, const char *p);

/* The quote that ends a text of plain ASCII without escapes; NULL when the text is another, or nobody can tell yet.
 * Where one text ends decides where the next begins, so what lies between is the time of a whole request. Quotes are therefore
 * looked for by blocks, whose places are known before, and here only the next bit is taken. */
static inline const char *ru_json_quote(ru_json *j, const char *p) {
#if RU_JSON_SSE2
    for (;;) {
        size_t off = (size_t)(p - j->block);
        if (RU_UNLIKELY(off >= 64)) {
            if (!ru_json_block(j, p)) return NULL;
            off = (size_t)(p - j->block);
        }
        uint64_t quotes = j->quotes >> off;
        /* the bits below the first quote, all when there is none */
        if (RU_UNLIKELY(j->others) && ((j->others >> off) & (quotes ^ (quotes - 1)))) return NULL;
        if (RU_LIKELY(quotes)) return p + __builtin_ctzll(quotes);
        p = j->block + 64;
    }
#else
    bool high = false;
    p = ru_json_plain(p, j->end, &high);
    return p < j->end && *p == '"' && !high ? p : NULL;
#endif
}

static inline bool ru_json_string_rest(ru_json *j, const char *first, ru_str *out) {
    const char *p = ru_json_quote(j, first);
    if (RU_UNLIKELY(!p || p - first > RU_JSON_LONGEST_TEXT)) return ru_json_string_slow(j, first, out);
    if (out) *out = (ru_str){first, (size_t)(p - first)};
    j->p = p + 1;
    return true;
}

#endif

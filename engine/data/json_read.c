/* json_read.c: strict JSON, token by token, straight from the bytes. The hot path of a request. */
#include "engine/data/json_scan.h"

enum { DEEPEST = 32, BLOCK = 64 };

#if RU_JSON_SSE2
/* Out of the way of the fast path, which comes here once in 64 bytes. */
__attribute__((noinline)) bool ru_json_block(ru_json *j, const char *p) {
    if (p >= j->end || j->end - j->start < BLOCK) return false;
    const char *next = (size_t)(p - j->block) < 2 * BLOCK ? j->block + BLOCK : p; /* mostly known without knowing p */
    if (j->end - next < BLOCK) next = j->end - BLOCK;
    uint64_t quotes = 0, plain = 0;
    for (unsigned i = 0; i < BLOCK; i += 16) {
        ru_bytes16 x;
        memcpy(&x, next + i, sizeof x);
        quotes |= (uint64_t)ru_bits16(x == '"') << i;
        plain |= (uint64_t)ru_bits16((x > 0x1F) & (x != '\\')) << i; /* signed: above 0x7F counts as below */
    }
    j->block = next;
    j->quotes = quotes;
    j->others = ~plain;
    return true;
}
#endif

void ru_json_begin(ru_json *j, ru_str bytes, ru_arena *arena) {
    const char *p = bytes.p ? bytes.p : "";
    *j = (ru_json){.start = p, .p = p, .end = p + bytes.n, .arena = arena, .block = p + bytes.n}; /* no place is in this block */
#if RU_JSON_SSE2
    ru_json_block(j, p);
#endif
}

static bool no_value(ru_json *j, const char *p, const char *expected) {
    if (p == j->end) return ru_json_fail(j, p, "the text ends where a value is expected");
    if (p == j->start && j->end - p >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) return ru_json_fail(j, p, "a byte order mark stands before the text");
    return ru_json_fail(j, p, expected);
}

/* By the first character, plus one; a table, for a switch is a jump nobody can foresee. */
static const unsigned char kinds[256] = {
    ['n'] = RU_JSON_NULL + 1,   ['t'] = RU_JSON_TRUE + 1,   ['f'] = RU_JSON_FALSE + 1,  ['"'] = RU_JSON_STRING + 1, ['['] = RU_JSON_ARRAY + 1,
    ['{'] = RU_JSON_OBJECT + 1, ['-'] = RU_JSON_NUMBER + 1, ['0'] = RU_JSON_NUMBER + 1, ['1'] = RU_JSON_NUMBER + 1, ['2'] = RU_JSON_NUMBER + 1,
    ['3'] = RU_JSON_NUMBER + 1, ['4'] = RU_JSON_NUMBER + 1, ['5'] = RU_JSON_NUMBER + 1, ['6'] = RU_JSON_NUMBER + 1, ['7'] = RU_JSON_NUMBER + 1,
    ['8'] = RU_JSON_NUMBER + 1, ['9'] = RU_JSON_NUMBER + 1,
};

bool ru_json_peek(ru_json *j, ru_json_kind *kind) {
    const char *p = ru_json_space(j->p, j->end);
    if (RU_UNLIKELY(p != j->p)) j->p = p; /* a store the next call must wait for, and seldom needed */
    if (RU_LIKELY(p < j->end)) {
        unsigned char k = kinds[(unsigned char)*p];
        *kind = (ru_json_kind)(k - 1);
        if (RU_LIKELY(k)) return true;
    }
    return no_value(j, p, "a value is expected here");
}

/* ---- scalars ---- */
static inline bool word(ru_json *j, const char *p, const char *expected, size_t n) {
    if ((size_t)(j->end - p) < n || memcmp(p, expected, n) != 0) return false;
    j->p = p + n;
    return true;
}

bool ru_json_null(ru_json *j) {
    const char *p = ru_json_space(j->p, j->end);
    return word(j, p, "null", 4) || no_value(j, p, "null is expected here");
}

bool ru_json_bool(ru_json *j, bool *out) {
    const char *p = ru_json_space(j->p, j->end);
    *out = p < j->end && *p == 't';
    return (*out ? word(j, p, "true", 4) : word(j, p, "false", 5)) || no_value(j, p, "true or false is expected here");
}

bool ru_json_string(ru_json *j, ru_str *out) {
    if (RU_LIKELY(j->p < j->end && *j->p == '"')) return ru_json_string_rest(j, j->p + 1, out);
    const char *p = ru_json_space(j->p, j->end);
    if (RU_UNLIKELY(p == j->end || *p != '"')) return no_value(j, p, "a text in double quotes is expected here");
    return ru_json_string_rest(j, p + 1, out);
}

bool ru_json_int(ru_json *j, int64_t *out) {
    enum { SAFE = 18 }; /* digits that cannot overflow */
    const char *p = ru_json_space(j->p, j->end), *begin = p;
    bool negative = p < j->end && *p == '-';
    p += negative;
    const char *first = p;
    uint64_t v = 0;
    for (unsigned d; p < j->end && (d = (unsigned char)*p - (unsigned)'0') <= 9; p++) {
        if (RU_UNLIKELY(p - first > SAFE)) return ru_json_fail(j, begin, "this number is too large");
        v = v * 10 + d;
    }
    if (RU_UNLIKELY(p == first)) return no_value(j, begin, "a whole number is expected here");
    if (RU_UNLIKELY(*first == '0' && p - first > 1)) return ru_json_fail(j, first, "a number may not begin with 0");
    if (RU_UNLIKELY(p < j->end && (*p == '.' || *p == 'e' || *p == 'E'))) return ru_json_fail(j, p, "a whole number is expected, without fraction or exponent");
    if (RU_UNLIKELY(negative && v == 0)) return ru_json_fail(j, begin, "0 may not have a minus");
    /* 19 digits are at most 9999999999999999999, which fits unsigned */
    if (RU_UNLIKELY(v > (uint64_t)INT64_MAX + negative)) return ru_json_fail(j, begin, "this number is too large");
    *out = negative ? (int64_t)(0 - v) : (int64_t)v;
    j->p = p;
    return true;
}

/* ---- containers ---- */
static inline bool open_container(ru_json *j, char bracket, const char *expected) {
    const char *p = ru_json_space(j->p, j->end);
    if (RU_UNLIKELY(p == j->end || *p != bracket)) return no_value(j, p, expected);
    if (RU_UNLIKELY(j->depth >= DEEPEST)) return ru_json_fail(j, p, "objects and arrays stand more than 32 deep inside each other");
    j->depth++;
    j->p = p + 1;
    return true;
}

bool ru_json_object_begin(ru_json *j) { return open_container(j, '{', "an object is expected here"); }
bool ru_json_array_begin(ru_json *j) { return open_container(j, '[', "an array is expected here"); }

/* The shape that nearly all keys have: nothing between , "key" and :, all of it plain. False: look again, slowly. */
static inline bool plain_key(ru_json *j, bool comma, ru_str *key) {
    const char *p = j->p;
    if (RU_UNLIKELY(j->end - p < 2) || (comma && *p != ',') || p[comma] != '"') return false;
    p += comma + 1;
    const char *quote = ru_json_quote(j, p);
    if (RU_UNLIKELY(!quote || quote + 1 == j->end || quote[1] != ':' || quote - p > RU_JSON_LONGEST_TEXT)) return false;
    *key = (ru_str){p, (size_t)(quote - p)};
    j->p = quote + 2;
    return true;
}

bool ru_json_object_next(ru_json *j, bool *first, ru_str *key, bool *more) {
    if (RU_LIKELY(plain_key(j, !*first, key))) {
        *first = false;
        return *more = true;
    }
    const char *p = ru_json_space(j->p, j->end);
    if (RU_UNLIKELY(p == j->end)) return ru_json_fail(j, p, "the text ends inside an object");
    if (*p == '}') {
        j->depth--;
        j->p = p + 1;
        *more = false;
        return true;
    }
    if (!*first) {
        if (RU_UNLIKELY(*p != ',')) return ru_json_fail(j, p, "\",\" or \"}\" is expected here");
        p = ru_json_space(p + 1, j->end);
    }
    *first = false;
    if (RU_UNLIKELY(p == j->end || *p != '"')) return ru_json_fail(j, p, "a key in double quotes is expected here");
    if (RU_UNLIKELY(!ru_json_string_rest(j, p + 1, key))) return false;
    p = ru_json_space(j->p, j->end);
    if (RU_UNLIKELY(p == j->end || *p != ':')) return ru_json_fail(j, p, "\":\" is expected after a key");
    j->p = p + 1;
    *more = true;
    return true;
}

bool ru_json_array_next(ru_json *j, bool *first, bool *more) {
    const char *p = ru_json_space(j->p, j->end);
    if (RU_UNLIKELY(p == j->end)) return ru_json_fail(j, p, "the text ends inside an array");
    if (*p == ']') {
        j->depth--;
        j->p = p + 1;
        *more = false;
        return true;
    }
    if (!*first) {
        if (RU_UNLIKELY(*p != ',')) return ru_json_fail(j, p, "\",\" or \"]\" is expected here");
        p = ru_json_space(p + 1, j->end);
        if (RU_UNLIKELY(p < j->end && *p == ']')) return ru_json_fail(j, p, "a value is expected after \",\"");
    }
    *first = false;
    j->p = p;
    *more = true;
    return true;
}

bool ru_json_end(ru_json *j) {
    const char *p = ru_json_space(j->p, j->end);
    j->p = p;
    return p == j->end || ru_json_fail(j, p, "nothing may follow the end of the value");
}

/* json_skip.c: values nobody asked for, checked as strictly as the rest. */
#include "engine/data/json_scan.h"
#include "engine/data/keys.h"

enum { FEW_KEYS = 16, MOST_KEYS = 4096, LARGEST_DOCUMENT = 1024 * 1024 };

/* ---- numbers ---- */
/* 2^1024 - 2^970 to the digit: from here on a number is nearer to 2^1024 than to the largest double, and would read as infinite. */
static const char infinite[] = "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555"
                               "547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719"
                               "074168444365510704342711559699508093042880177904174497792";

static bool digit(char c) { return c >= '0' && c <= '9'; }

static const char *digits(const char *p, const char *end) {
    while (p < end && digit(*p)) p++;
    return p;
}

/* The number is 0.ddd… × 10^exponent, ddd… its significant digits in [p,end), which may have a point in it. */
static bool is_finite(const char *p, const char *end, int64_t exponent) {
    enum { INFINITE_EXPONENT = sizeof infinite - 1 };
    if (exponent != INFINITE_EXPONENT) return exponent < INFINITE_EXPONENT;
    for (const char *limit = infinite; *limit; p++) {
        if (p < end && *p == '.') continue;
        char d = p < end ? *p : '0';
        if (d != *limit) return d < *limit;
        limit++;
    }
    return false;
}

/* A whole number without point or exponent, its digits in [p,end). */
static bool fits(const char *p, const char *end, bool negative) {
    int64_t v = 0; /* counted downwards: the most negative number has no positive */
    for (; p < end; p++)
        if (!ru_mul64(v, 10, &v) || !ru_sub64(v, *p - '0', &v)) return false;
    return negative || v != INT64_MIN;
}

/* -?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)? and not beyond a double. */
static bool skip_number(ru_json *j) {
    enum { NOUGHT_EXPONENT = -323 }; /* 0.ddd… × 10^-323 and less: among or below the last doubles above 0 */
    const char *begin = j->p, *p = begin + (*begin == '-'), *whole = p;
    p = digits(p, j->end);
    if (p == whole) return ru_json_fail(j, p, "a digit is expected here");
    if (*whole == '0' && p - whole > 1) return ru_json_fail(j, whole, "a number may not begin with 0");
    const char *point = p;
    if (p < j->end && *p == '.') {
        p = digits(p + 1, j->end);
        if (p == point + 1) return ru_json_fail(j, p, "a digit is expected after the point");
    }
    const char *end = p;
    int64_t exponent = 0;
    bool whole_form = p == point && !(p < j->end && (*p == 'e' || *p == 'E'));
    if (p < j->end && (*p == 'e' || *p == 'E')) {
        bool negative = ++p < j->end && *p == '-';
        if (p < j->end && (*p == '-' || *p == '+')) p++;
        const char *first = p;
        for (; p < j->end && digit(*p); p++)
            if (exponent < INT32_MAX) exponent = exponent * 10 + (*p - '0');
        if (p == first) return ru_json_fail(j, p, "a digit is expected in the exponent");
        if (negative) exponent = -exponent;
    }
    const char *significant = whole;
    while (significant < end && (*significant == '0' || *significant == '.')) significant++;
    exponent += point - significant + (significant > point); /* the point counts for nothing */
    if (significant < end && !is_finite(significant, end, exponent)) return ru_json_fail(j, begin, "this number is too large");
    if (j->exact && whole_form && !fits(whole, end, *begin == '-')) return ru_json_fail(j, begin, "this number is too large");
    if (j->exact && significant < end && exponent <= NOUGHT_EXPONENT) return ru_json_fail(j, begin, "this number is too near to 0");
    j->p = p;
    return true;
}

/* ---- objects ---- */
static const char twice[] = "this key stands twice in its object";

static bool is_among(const ru_key *keys, size_t count, ru_str name) {
    for (size_t i = 0; i < count; i++)
        if (ru_str_eq(keys[i].name, name)) return true;
    return false;
}

static bool skip_value(ru_json *j);

static bool skip_object(ru_json *j) {
    ru_key few[FEW_KEYS], *keys = few;
    size_t count = 0, room = FEW_KEYS, one, two;
    bool first = true, more;
    if (!ru_json_object_begin(j)) return false;
    for (;;) {
        const char *before = j->p;
        ru_key key;
        if (!ru_json_object_next(j, &first, &key.name, &more)) return false;
        if (!more) break;
        while (*before != '"') before++; /* the quote that opens the key */
        key.place = (size_t)(before - j->start);
        if (count < FEW_KEYS && is_among(few, count, key.name)) return ru_json_fail(j, before, twice);
        if (count == MOST_KEYS) return ru_json_fail(j, before, "an object has more than 4096 keys");
        if (count == room) {
            ru_key *grown = ru_arena_alloc(j->arena, 4 * room * sizeof *keys);
            if (!grown) return ru_json_out_of_memory(j, before);
            memcpy(grown, keys, count * sizeof *keys);
            keys = grown;
            room *= 4;
        }
        keys[count++] = key;
        if (!skip_value(j)) return false;
    }
    if (count > FEW_KEYS && ru_key_twice(keys, count, &one, &two)) return ru_json_fail(j, j->start + two, twice);
    return true;
}

static bool skip_array(ru_json *j) {
    bool first = true, more;
    if (!ru_json_array_begin(j)) return false;
    for (;;) {
        if (!ru_json_array_next(j, &first, &more)) return false;
        if (!more) return true;
        if (!skip_value(j)) return false;
    }
}

/* Recursive, but never deeper than 32: opening a container counts. */
static bool skip_value(ru_json *j) {
    ru_json_kind kind;
    bool ignored;
    if (!ru_json_peek(j, &kind)) return false;
    switch (kind) {
    case RU_JSON_NULL: return ru_json_null(j);
    case RU_JSON_TRUE:
    case RU_JSON_FALSE: return ru_json_bool(j, &ignored);
    case RU_JSON_NUMBER: return skip_number(j);
    case RU_JSON_STRING: return ru_json_string_rest(j, j->p + 1, NULL);
    case RU_JSON_ARRAY: return skip_array(j);
    case RU_JSON_OBJECT: return skip_object(j);
    }
    return false;
}

bool ru_json_skip(ru_json *j) { return skip_value(j); }

/* ---- a whole document ---- */
static void place(const ru_json *j, int *line, int *column) {
    *line = *column = 1;
    for (const char *p = j->start; p < j->p; p++) {
        if (*p == '\n') {
            ++*line;
            *column = 1;
        } else if (((unsigned char)*p & 0xC0) != 0x80) ++*column;
    }
}

static ruth_status check(ru_str bytes, ru_arena *scratch, bool request, ruth_error *e) {
    if (bytes.n > LARGEST_DOCUMENT) return ru_fail(e, RUTH_E_LIMIT, "the text is larger than 1 MiB");
    ru_json j;
    ru_json_kind kind;
    ru_json_begin(&j, bytes, scratch);
    j.exact = request;
    bool good = ru_json_peek(&j, &kind);
    if (good && request && kind != RU_JSON_OBJECT) good = ru_json_fail(&j, ru_json_space(j.p, j.end), "a request is one object, { … }");
    if (good && ru_json_skip(&j) && ru_json_end(&j)) return RUTH_OK;
    if (ru_json_nomem(&j)) return ru_fail_nomem(e);
    int line, column;
    place(&j, &line, &column);
    return ru_fail_at(e, RUTH_E_REQUEST, RU_STR(""), line, column, "%s", j.problem);
}

ruth_status ru_json_check(ru_str bytes, ru_arena *scratch, ruth_error *e) { return check(bytes, scratch, false, e); }
ruth_status ru_json_check_request(ru_str bytes, ru_arena *scratch, ruth_error *e) { return check(bytes, scratch, true, e); }

/* lint.c: what Lua would swallow and policies never need: fractions in binary, bits, goto, <close>.
 *
 * Amounts are exact in a policy, so no number may become a binary fraction: no 12.5, no ^, and / only between facts and numbers of
 * the policy. Bits, goto and <close> are refused because some Lua releases compile them wrongly. Only tokens are read: texts and
 * comments are known, of grammar nothing but where a function begins and ends. */
#include "engine/script/sandbox.h"

enum { BLOCKS = 256 };

typedef struct scan {
    const char *p, *end, *line_start;
    int line;
    bool block[BLOCKS]; /* of the blocks that are open: is it a function's? */
    int blocks, functions;
    bool after_numeral, after_division; /* the token before; the two before: numeral / */
} scan;

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static char peek(const scan *s, ptrdiff_t ahead) { return s->end - s->p > ahead ? s->p[ahead] : 0; }

static void step(scan *s) {
    if (*s->p++ == '\n') {
        s->line++;
        s->line_start = s->p;
    }
}

/* At '[': the level of a long bracket that opens here, or −1. */
static int long_level(const scan *s) {
    int level = 0;
    while (peek(s, 1 + level) == '=') level++;
    return peek(s, 1 + level) == '[' ? level : -1;
}

static void skip_long(scan *s, int level) {
    for (int i = 0; i < level + 2; i++) step(s);
    while (s->p < s->end) {
        if (*s->p == ']') {
            int n = 0;
            while (peek(s, 1 + n) == '=') n++;
            if (n == level && peek(s, 1 + n) == ']') {
                for (int i = 0; i < level + 2; i++) step(s);
                return;
            }
        }
        step(s);
    }
}

static void skip_quoted(scan *s) {
    char quote = *s->p;
    step(s);
    while (s->p < s->end && *s->p != quote && *s->p != '\n') {
        if (*s->p == '\\' && s->end - s->p > 1) step(s);
        step(s);
    }
    if (s->p < s->end) step(s);
}

static void skip_comment(scan *s) {
    s->p += 2;
    int level = peek(s, 0) == '[' ? long_level(s) : -1;
    if (level >= 0) {
        skip_long(s, level);
        return;
    }
    while (s->p < s->end && *s->p != '\n') step(s);
}

static ruth_status refuse(const ru_source *source, const scan *s, ruth_error *e, const char *what, const char *advice) {
    int column = 1;
    for (const char *p = s->line_start; p < s->p; p++)
        if (((unsigned char)*p & 0xC0) != 0x80) column++;
    return ru_fail_at(e, RUTH_E_SYNTAX, source->name, s->line, column, "%s%s", what, advice);
}

static void open_block(scan *s, bool function) {
    if (s->blocks < BLOCKS) s->block[s->blocks] = function;
    s->blocks++;
    s->functions += function;
}

static void close_block(scan *s) {
    if (!s->blocks) return;
    s->blocks--;
    if (s->blocks < BLOCKS && s->block[s->blocks]) s->functions--;
}

static ruth_status word(const ru_source *source, scan *s, ruth_error *e) {
    scan at = *s;
    while (s->p < s->end && (is_letter(*s->p) || is_digit(*s->p))) s->p++;
    ru_str name = {at.p, (size_t)(s->p - at.p)};
    s->after_numeral = s->after_division = false;
    if (ru_str_is(name, "goto")) return refuse(source, &at, e, "goto", " is not part of the policy language; use while, for or return");
    if (ru_str_is(name, "function")) open_block(s, true);
    else if (ru_str_is(name, "do") || ru_str_is(name, "if") || ru_str_is(name, "repeat")) open_block(s, false);
    else if (ru_str_is(name, "end") || ru_str_is(name, "until")) close_block(s);
    return RUTH_OK;
}

static ruth_status numeral(const ru_source *source, scan *s, ruth_error *e) {
    scan at = *s;
    bool hex = *s->p == '0' && (peek(s, 1) == 'x' || peek(s, 1) == 'X'), fraction = false, large = false;
    int64_t value = 0;
    for (; s->p < s->end && (is_letter(*s->p) || is_digit(*s->p) || *s->p == '.'); s->p++) {
        char c = *s->p;
        bool exponent = hex ? c == 'p' || c == 'P' : c == 'e' || c == 'E';
        if (c == '.' || exponent) fraction = true;
        if (exponent && (peek(s, 1) == '-' || peek(s, 1) == '+')) s->p++;
        if (!hex && is_digit(c) && (!ru_mul64(value, 10, &value) || !ru_add64(value, c - '0', &value))) large = true;
    }
    char text[24];
    size_t n = (size_t)(s->p - at.p) < sizeof text ? (size_t)(s->p - at.p) : sizeof text - 1;
    memcpy(text, at.p, n);
    text[n] = 0;
    if (fraction) return refuse(source, &at, e, text, " has a fraction, which is not exact; write money(\"12.50 USD\"), percent(\"12.5\") or a whole number");
    if (large) return refuse(source, &at, e, text, " is too large a number");
    if (s->after_division) return refuse(source, &at, e, "a division of two plain numbers", " gives a fraction, which is not exact; write its result, or percent(\"12.5\")");
    s->after_numeral = true;
    return RUTH_OK;
}

static ruth_status sign(const ru_source *source, scan *s, ruth_error *e) {
    static const char joined[] = " is not part of the policy language: conditions are joined by all_of { … }, any_of { … }, none_of_these { … }, in functions by and, or, not";
    char c = *s->p, next = peek(s, 1);
    char one[] = {c, 0}, two[] = {c, c, 0};
    bool after_numeral = s->after_numeral;
    s->after_numeral = s->after_division = false;
    if (c == '&' || c == '|' || (c == '~' && next != '=')) return refuse(source, s, e, one, joined);
    if ((c == '<' || c == '>') && next == c) return refuse(source, s, e, two, joined);
    if (c == ':' && next == ':') return refuse(source, s, e, two, " is not part of the policy language");
    if (c == '<' && s->end - s->p >= 7 && memcmp(s->p, "<close>", 7) == 0) return refuse(source, s, e, "<close>", " is not part of the policy language");
    if (c == '^') return refuse(source, s, e, one, " is not part of the policy language; write the product out");
    if (c == '/' && next != '/') {
        if (s->functions) return refuse(source, s, e, "/ in a function", " gives a fraction, which is not exact; divide with //, which gives whole numbers");
        s->after_division = after_numeral;
    }
    step(s);
    if (next == '=' && (c == '~' || c == '<' || c == '>' || c == '=')) step(s);
    else if (c == '/' && next == '/') step(s);
    return RUTH_OK;
}

ruth_status ru_source_lint(const ru_source *source, ruth_error *e) {
    scan s = {.p = source->bytes.p, .end = source->bytes.p + source->bytes.n, .line_start = source->bytes.p, .line = 1};
    ruth_status st = RUTH_OK;
    while (s.p < s.end && !st) {
        char c = *s.p;
        int level = c == '[' ? long_level(&s) : -1;
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            step(&s);
        } else if (c == '-' && peek(&s, 1) == '-') {
            skip_comment(&s);
        } else if (c == '"' || c == '\'' || level >= 0) {
            s.after_numeral = s.after_division = false;
            if (level >= 0) skip_long(&s, level);
            else skip_quoted(&s);
        } else if (is_letter(c)) {
            st = word(source, &s, e);
        } else if (is_digit(c) || (c == '.' && is_digit(peek(&s, 1)))) {
            st = numeral(source, &s, e);
        } else if (c == '.' && peek(&s, 1) == '.') {
            while (s.p < s.end && *s.p == '.') s.p++;
        } else {
            st = sign(source, &s, e);
        }
    }
    return st;
}

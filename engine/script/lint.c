/* lint.c: what Lua would swallow and policies never need: fractions in binary, bits, goto, <close>.
 *
 * Amounts are exact in a policy, so no number may become a binary fraction: no 12.5, no ^, and / only between facts and numbers of
 * the policy. Bits, goto and <close> are refused because some Lua releases compile them wrongly. Only tokens are read: texts and
 * comments are known, of grammar nothing but where a function begins and ends. */
#include "engine/script/sandbox.h"
#include "engine/script/token.h"

enum { BLOCKS = 256 };

typedef struct scan {
    bool block[BLOCKS]; /* of the blocks that are open: is it a function's? */
    int blocks, functions;
    bool after_numeral, after_division; /* the token before; the two before: numeral / */
} scan;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static ruth_status refuse(const ru_source *source, const ru_token *at, ruth_error *e, const char *what, const char *advice) {
    return ru_fail_at(e, RUTH_E_SYNTAX, source->name, at->line, at->column, "%s%s", what, advice);
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

static ruth_status word(const ru_source *source, scan *s, const ru_token *t, ruth_error *e) {
    s->after_numeral = s->after_division = false;
    if (ru_token_is(t, "goto")) return refuse(source, t, e, "goto", " is not part of the policy language; use while, for or return");
    if (ru_token_is(t, "function")) open_block(s, true);
    else if (ru_token_is(t, "do") || ru_token_is(t, "if") || ru_token_is(t, "repeat")) open_block(s, false);
    else if (ru_token_is(t, "end") || ru_token_is(t, "until")) close_block(s);
    return RUTH_OK;
}

static ruth_status numeral(const ru_source *source, scan *s, const ru_token *t, ruth_error *e) {
    ru_str n = t->bytes;
    bool hex = n.n > 1 && n.p[0] == '0' && (n.p[1] == 'x' || n.p[1] == 'X'), fraction = false, large = false;
    int64_t value = 0;
    for (size_t i = 0; i < n.n; i++) {
        char c = n.p[i];
        bool exponent = hex ? c == 'p' || c == 'P' : c == 'e' || c == 'E';
        if (c == '.' || exponent) fraction = true;
        if (!hex && is_digit(c) && (!ru_mul64(value, 10, &value) || !ru_add64(value, c - '0', &value))) large = true;
    }
    char text[24];
    size_t room = n.n < sizeof text ? n.n : sizeof text - 1;
    memcpy(text, n.p, room);
    text[room] = 0;
    if (fraction) return refuse(source, t, e, text, " has a fraction, which is not exact; write money(\"12.50 USD\"), percent(\"12.5\") or a whole number");
    if (large) return refuse(source, t, e, text, " is too large a number");
    if (s->after_division) return refuse(source, t, e, "a division of two plain numbers", " gives a fraction, which is not exact; write its result, or percent(\"12.5\")");
    s->after_numeral = true;
    return RUTH_OK;
}

static ruth_status sign(const ru_source *source, scan *s, const ru_token *t, ruth_error *e) {
    static const char joined[] = " is not part of the policy language: conditions are joined by all_of { … }, any_of { … }, none_of_these { … }, in functions by and, or, not";
    static const char *const joins[] = {"&", "|", "~", "<<", ">>"};
    bool after_numeral = s->after_numeral;
    ptrdiff_t left = source->bytes.p + source->bytes.n - t->bytes.p;
    s->after_numeral = s->after_division = false;
    for (size_t i = 0; i < RU_COUNT(joins); i++)
        if (ru_token_is(t, joins[i])) return refuse(source, t, e, joins[i], joined);
    if (ru_token_is(t, "::")) return refuse(source, t, e, "::", " is not part of the policy language");
    if (left >= 7 && memcmp(t->bytes.p, "<close>", 7) == 0) return refuse(source, t, e, "<close>", " is not part of the policy language");
    if (ru_token_is(t, "^")) return refuse(source, t, e, "^", " is not part of the policy language; write the product out");
    if (!ru_token_is(t, "/")) return RUTH_OK;
    if (s->functions) return refuse(source, t, e, "/ in a function", " gives a fraction, which is not exact; divide with //, which gives whole numbers");
    s->after_division = after_numeral;
    return RUTH_OK;
}

ruth_status ru_source_lint(const ru_source *source, ruth_error *e) {
    scan s = {.blocks = 0};
    ru_tokens tokens;
    ruth_status st = RUTH_OK;
    ru_tokens_begin(&tokens, source->bytes);
    while (!st) {
        ru_token t = ru_tokens_next(&tokens);
        switch (t.kind) {
        case RU_TOKEN_END: return RUTH_OK;
        case RU_TOKEN_NAME: st = word(source, &s, &t, e); break;
        case RU_TOKEN_NUMBER: st = numeral(source, &s, &t, e); break;
        case RU_TOKEN_TEXT: s.after_numeral = s.after_division = false; break;
        case RU_TOKEN_SIGN: st = sign(source, &s, &t, e); break;
        }
    }
    return st;
}

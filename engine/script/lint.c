/* lint.c: what Lua would swallow and policies never need: fractions in binary, bits, goto, <close>.
 *
 * Amounts are exact in a policy, so no number may become a binary fraction: no 12.5, no ^, and / only between facts and numbers of
 * the policy. Bits, goto and <close> are refused because some Lua releases compile them wrongly; very many branches in one function
 * because compiling them takes time that grows with their square, and nothing can stop a compiler. Only tokens are read: of grammar
 * nothing is known but where a function begins and ends. */
#include "engine/script/sandbox.h"
#include "engine/script/tokens.h"

enum { BLOCKS = 256, MOST_BRANCHES = 1000 };

typedef struct scan {
    const ru_source *source;
    ruth_error *e;
    bool block[BLOCKS]; /* of the blocks that are open: is it a function's? */
    int blocks, functions;
    int branches[BLOCKS];               /* of the innermost function around each block: and, or, elseif, break so far */
    int outside;                        /* the same for what stands in no function */
    bool after_numeral, after_division; /* the token before; the two before: numeral / */
    ru_token less, close;               /* the token before, if it is <; the two before, if they are < close: its < */
} scan;

static ruth_status refuse(const scan *s, ru_token k, const char *what, const char *advice) {
    return ru_fail_at(s->e, RUTH_E_SYNTAX, s->source->name, k.line, k.column, "%s%s", what, advice);
}

/* Lua runs along a list of jumps for each one it adds. */
static ruth_status branch(scan *s, ru_token k) {
    int b = (s->blocks < BLOCKS ? s->blocks : BLOCKS) - 1;
    while (b >= 0 && !s->block[b]) b--;
    int *count = b >= 0 ? &s->branches[b] : &s->outside;
    if (++*count <= MOST_BRANCHES) return RUTH_OK;
    return ru_fail_at(s->e, RUTH_E_SYNTAX, s->source->name, k.line, k.column,
                      "this is and, or, elseif or break number %d of one function; use rows, a table or several functions", *count);
}

static void open_block(scan *s, bool function) {
    if (s->blocks < BLOCKS) {
        s->block[s->blocks] = function;
        s->branches[s->blocks] = 0;
    }
    s->blocks++;
    s->functions += function;
}

static void close_block(scan *s) {
    if (!s->blocks) return;
    s->blocks--;
    if (s->blocks < BLOCKS && s->block[s->blocks]) s->functions--;
}

static ruth_status word(scan *s, ru_token k) {
    if (ru_str_is(k.text, "goto")) return refuse(s, k, "goto", " is not part of the policy language; use while, for or return");
    if (ru_str_is(k.text, "__over") || ru_str_is(k.text, "__whole")) return refuse(s, k, "this name", " belongs to the language itself (exact.c)");
    if (ru_str_is(k.text, "function")) open_block(s, true);
    else if (ru_str_is(k.text, "do") || ru_str_is(k.text, "if") || ru_str_is(k.text, "repeat")) open_block(s, false);
    else if (ru_str_is(k.text, "end") || ru_str_is(k.text, "until")) close_block(s);
    else if (ru_str_is(k.text, "and") || ru_str_is(k.text, "or") || ru_str_is(k.text, "elseif") || ru_str_is(k.text, "break")) return branch(s, k);
    return RUTH_OK;
}

static ruth_status numeral(scan *s, ru_token k, bool after_division) {
    const char *p = k.text.p;
    bool hex = k.text.n > 1 && p[0] == '0' && (p[1] == 'x' || p[1] == 'X'), fraction = false, large = false;
    int64_t value = 0;
    for (size_t i = 0; i < k.text.n; i++) {
        char c = p[i];
        if (c == '.' || (hex ? c == 'p' || c == 'P' : c == 'e' || c == 'E')) fraction = true;
        int d = c >= '0' && c <= '9' ? c - '0' : hex && i > 1 && (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
        if (d >= 0 && (!ru_mul64(value, hex ? 16 : 10, &value) || !ru_add64(value, d, &value)))
            large = true; /* Lua would make it a fraction, or wrap it around */
    }
    char text[24];
    size_t n = k.text.n < sizeof text ? k.text.n : sizeof text - 1;
    memcpy(text, p, n);
    text[n] = 0;
    if (fraction) return refuse(s, k, text, " has a fraction, which is not exact; write money(\"12.50 USD\"), percent(\"12.5\") or a whole number");
    if (large) return refuse(s, k, text, " is too large a number");
    if (after_division) return refuse(s, k, "a division of two plain numbers", " gives a fraction, which is not exact; write its result, or percent(\"12.5\")");
    s->after_numeral = true;
    return RUTH_OK;
}

static ruth_status sign(scan *s, ru_token k, bool after_numeral) {
    static const char joined[] =
        " is not part of the policy language: conditions are joined by all_of { … }, any_of { … }, none_of_these { … }, in functions by and, or, not";
    char two[3] = {k.text.p[0], k.text.n > 1 ? k.text.p[1] : (char)0, 0};
    if (!strcmp(two, "&") || !strcmp(two, "|") || !strcmp(two, "~") || !strcmp(two, "<<") || !strcmp(two, ">>")) return refuse(s, k, two, joined);
    if (!strcmp(two, "::")) return refuse(s, k, two, " is not part of the policy language");
    if (!strcmp(two, "^")) return refuse(s, k, two, " is not part of the policy language; write the product out");
    if (strcmp(two, "/") != 0) return RUTH_OK;
    if (s->functions) return refuse(s, k, "/ in a function", " gives a fraction, which is not exact; divide with //, which gives whole numbers");
    s->after_division = after_numeral;
    return RUTH_OK;
}

ruth_status ru_source_lint(const ru_source *source, ruth_error *e) {
    scan s = {.source = source, .e = e};
    ru_tokens t;
    ruth_status st = RUTH_OK;
    ru_tokens_begin(&t, source->bytes);
    for (ru_token k; !st && (k = ru_tokens_next(&t)).kind != RU_TOKEN_END;) {
        bool after_numeral = s.after_numeral, after_division = s.after_division;
        ru_token less = s.less, close = s.close;
        s.after_numeral = s.after_division = false;
        s.less = k.kind == RU_TOKEN_SIGN && ru_str_is(k.text, "<") ? k : (ru_token){.text = {NULL, 0}};
        s.close = less.text.n && ru_str_is(k.text, "close") ? less : (ru_token){.text = {NULL, 0}};
        if (close.text.n && k.kind == RU_TOKEN_SIGN && ru_str_is(k.text, ">")) return refuse(&s, close, "<close>", " is not part of the policy language");
        if (k.kind == RU_TOKEN_NAME) st = word(&s, k);
        else if (k.kind == RU_TOKEN_NUMBER) st = numeral(&s, k, after_division);
        else if (k.kind == RU_TOKEN_SIGN) st = sign(&s, k, after_numeral);
    }
    return st;
}

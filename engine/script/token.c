/* token.c: the tokens of a Lua source, one after the other. */
#include "engine/script/token.h"

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static char peek(const ru_tokens *t, ptrdiff_t ahead) { return t->end - t->p > ahead ? t->p[ahead] : 0; }

void ru_tokens_begin(ru_tokens *t, ru_str source) { *t = (ru_tokens){.p = source.p, .end = source.p + source.n, .line_start = source.p, .line = 1}; }

static void step(ru_tokens *t) {
    if (*t->p++ == '\n') {
        t->line++;
        t->line_start = t->p;
    }
}

/* At '[': the level of a long bracket that opens here, or −1. */
static int long_level(const ru_tokens *t) {
    int level = 0;
    while (peek(t, 1 + level) == '=') level++;
    return peek(t, 0) == '[' && peek(t, 1 + level) == '[' ? level : -1;
}

static void skip_long(ru_tokens *t, int level) {
    for (int i = 0; i < level + 2; i++) step(t);
    while (t->p < t->end) {
        if (*t->p == ']') {
            int n = 0;
            while (peek(t, 1 + n) == '=') n++;
            if (n == level && peek(t, 1 + n) == ']') {
                for (int i = 0; i < level + 2; i++) step(t);
                return;
            }
        }
        step(t);
    }
}

static void skip_quoted(ru_tokens *t) {
    char quote = *t->p;
    step(t);
    while (t->p < t->end && *t->p != quote && *t->p != '\n') {
        if (*t->p == '\\' && t->end - t->p > 1) step(t);
        step(t);
    }
    if (t->p < t->end) step(t);
}

static void skip_comment(ru_tokens *t) {
    t->p += 2;
    int level = long_level(t);
    if (level >= 0) {
        skip_long(t, level);
        return;
    }
    while (t->p < t->end && *t->p != '\n') step(t);
}

static void skip_blank(ru_tokens *t) {
    while (t->p < t->end) {
        if (*t->p == ' ' || *t->p == '\t' || *t->p == '\r' || *t->p == '\n') step(t);
        else if (*t->p == '-' && peek(t, 1) == '-') skip_comment(t);
        else return;
    }
}

/* Also what Lua would refuse, such as 12abc: one token, so that it can be shown whole. */
static void skip_number(ru_tokens *t) {
    bool hex = *t->p == '0' && (peek(t, 1) == 'x' || peek(t, 1) == 'X');
    for (; t->p < t->end && (is_letter(*t->p) || is_digit(*t->p) || (*t->p == '.' && peek(t, 1) != '.')); t->p++) {
        bool exponent = hex ? *t->p == 'p' || *t->p == 'P' : *t->p == 'e' || *t->p == 'E';
        if (exponent && (peek(t, 1) == '-' || peek(t, 1) == '+')) t->p++;
    }
}

/* ... .. == ~= <= >= << >> // :: and the single ones. */
static void skip_sign(ru_tokens *t) {
    char c = *t->p, next = peek(t, 1);
    if (c == '.' && next == '.') t->p += peek(t, 2) == '.' ? 3 : 2;
    else if (next == '=' && (c == '=' || c == '~' || c == '<' || c == '>')) t->p += 2;
    else if (next == c && (c == '<' || c == '>' || c == '/' || c == ':')) t->p += 2;
    else step(t);
}

static int column_of(const ru_tokens *t) {
    int column = 1;
    for (const char *p = t->line_start; p < t->p; p++)
        if (((unsigned char)*p & 0xC0) != 0x80) column++;
    return column;
}

ru_token ru_tokens_next(ru_tokens *t) {
    skip_blank(t);
    ru_token out = {.kind = RU_TOKEN_END, .bytes = {t->p, 0}, .line = t->line, .column = column_of(t)};
    if (t->p == t->end) return out;
    char c = *t->p;
    int level = long_level(t);
    if (c == '"' || c == '\'' || level >= 0) {
        out.kind = RU_TOKEN_TEXT;
        if (level >= 0) skip_long(t, level);
        else skip_quoted(t);
    } else if (is_letter(c)) {
        out.kind = RU_TOKEN_NAME;
        while (t->p < t->end && (is_letter(*t->p) || is_digit(*t->p))) t->p++;
    } else if (is_digit(c) || (c == '.' && is_digit(peek(t, 1)))) {
        out.kind = RU_TOKEN_NUMBER;
        skip_number(t);
    } else {
        out.kind = RU_TOKEN_SIGN;
        skip_sign(t);
    }
    out.bytes.n = (size_t)(t->p - out.bytes.p);
    return out;
}

ru_str ru_token_text(const ru_token *t) {
    size_t open = 1, close = 1;
    if (t->bytes.n && t->bytes.p[0] == '[') {
        while (open < t->bytes.n && t->bytes.p[open] == '=') open++;
        close = ++open;
    } else if (t->bytes.n < 2 || t->bytes.p[t->bytes.n - 1] != t->bytes.p[0]) {
        close = 0; /* not closed on its line */
    }
    return t->bytes.n >= open + close ? (ru_str){t->bytes.p + open, t->bytes.n - open - close} : (ru_str){t->bytes.p, 0};
}

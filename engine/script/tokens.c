/* tokens.c: Lua's tokens and their places; comments and white space are passed over. */
#include "engine/script/tokens.h"

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static char peek(const ru_tokens *t, ptrdiff_t ahead) { return t->end - t->p > ahead ? t->p[ahead] : 0; }

static void step(ru_tokens *t) {
    unsigned char c = (unsigned char)*t->p++;
    if (c == '\n') {
        t->line++;
        t->column = 1;
    } else if ((c & 0xC0) != 0x80) {
        t->column++;
    }
}

static void steps(ru_tokens *t, int n) {
    while (n-- > 0 && t->p < t->end) step(t);
}

/* At '[': the level of a long bracket that opens here, or −1. */
static int long_level(const ru_tokens *t) {
    int level = 0;
    if (peek(t, 0) != '[') return -1;
    while (peek(t, 1 + level) == '=') level++;
    return peek(t, 1 + level) == '[' ? level : -1;
}

/* Gives false when nothing closes it. */
static bool skip_long(ru_tokens *t, int level) {
    steps(t, level + 2);
    while (t->p < t->end) {
        if (*t->p == ']') {
            int n = 0;
            while (peek(t, 1 + n) == '=') n++;
            if (n == level && peek(t, 1 + n) == ']') {
                steps(t, level + 2);
                return true;
            }
        }
        step(t);
    }
    return false;
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Behind a backslash: what belongs to it. \z swallows all white space, lines too; a line break may be two characters. */
static void skip_escaped(ru_tokens *t) {
    char c = *t->p, next = peek(t, 1);
    step(t);
    if ((c == '\r' && next == '\n') || (c == '\n' && next == '\r')) step(t);
    if (c == 'z')
        while (t->p < t->end && is_blank(*t->p)) step(t);
}

static bool skip_quoted(ru_tokens *t) {
    char quote = *t->p;
    step(t);
    while (t->p < t->end && *t->p != quote && *t->p != '\n') {
        bool escaped = *t->p == '\\' && t->end - t->p > 1;
        step(t);
        if (escaped) skip_escaped(t);
    }
    if (t->p == t->end || *t->p == '\n') return false;
    step(t);
    return true;
}

static void skip_comment(ru_tokens *t) {
    steps(t, 2);
    int level = long_level(t);
    if (level >= 0) {
        skip_long(t, level);
        return;
    }
    while (t->p < t->end && *t->p != '\n') step(t);
}

static void skip_blank(ru_tokens *t) {
    for (;;) {
        char c = peek(t, 0);
        if (t->p < t->end && is_blank(c)) step(t);
        else if (c == '-' && peek(t, 1) == '-') skip_comment(t);
        else return;
    }
}

static void skip_number(ru_tokens *t) {
    bool hex = peek(t, 0) == '0' && (peek(t, 1) == 'x' || peek(t, 1) == 'X');
    for (char c; is_letter(c = peek(t, 0)) || is_digit(c) || c == '.'; step(t)) {
        bool exponent = hex ? c == 'p' || c == 'P' : c == 'e' || c == 'E';
        if (exponent && (peek(t, 1) == '-' || peek(t, 1) == '+')) step(t);
    }
}

static void skip_sign(ru_tokens *t) {
    char c = peek(t, 0), next = peek(t, 1);
    bool two = (next == '=' && (c == '=' || c == '~' || c == '<' || c == '>')) || (next == c && (c == '/' || c == ':' || c == '<' || c == '>' || c == '.'));
    steps(t, c == '.' && two && peek(t, 2) == '.' ? 3 : two ? 2 : 1);
    while (t->p < t->end && ((unsigned char)*t->p & 0xC0) == 0x80) t->p++; /* a whole character, whatever it is */
}

void ru_tokens_begin(ru_tokens *t, ru_str source) { *t = (ru_tokens){source.p, source.p + source.n, 1, 1}; }

ru_token ru_tokens_next(ru_tokens *t) {
    skip_blank(t);
    ru_token k = {.text = {t->p, 0}, .line = t->line, .column = t->column};
    if (t->p == t->end) return k;
    int level = long_level(t);
    char c = *t->p;
    if (c == '"' || c == '\'' || level >= 0) {
        k.kind = RU_TOKEN_TEXT;
        k.open = !(level >= 0 ? skip_long(t, level) : skip_quoted(t));
    } else if (is_letter(c)) {
        k.kind = RU_TOKEN_NAME;
        while (is_letter(peek(t, 0)) || is_digit(peek(t, 0))) step(t);
    } else if (is_digit(c) || (c == '.' && is_digit(peek(t, 1)))) {
        k.kind = RU_TOKEN_NUMBER;
        skip_number(t);
    } else {
        k.kind = RU_TOKEN_SIGN;
        skip_sign(t);
    }
    k.text.n = (size_t)(t->p - k.text.p);
    return k;
}

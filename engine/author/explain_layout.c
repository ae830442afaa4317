/* explain_layout.c: text becomes lines that fit a screen. */
#include "engine/author/explain.h"

enum { WIDTH = 110 };

static void spaces(ru_buf *b, int n) {
    while (n-- > 0) ru_buf_char(b, ' ');
}

/* In French ; ? ! : and » stand apart from the word before them and never begin a line, however the policy's texts were typed. */
static const char *joint(const ru_explainer *x, ru_str word) {
    if (!x->french) return NULL;
    if (ru_str_is(word, ":") || ru_str_is(word, "\xC2\xBB")) return "\xC2\xA0";
    return ru_str_is(word, ";") || ru_str_is(word, "?") || ru_str_is(word, "!") ? "\xE2\x80\xAF" : NULL;
}

static bool breaks(char c) { return c == ' ' || c == '\n'; }

/* The first word of what is left, which is cut off; *wide: its characters. */
static ru_str next_word(ru_str *left, size_t *wide) {
    const char *p = left->p, *end = p + left->n;
    size_t n = 0;
    while (p < end && breaks(*p)) p++;
    const char *from = p;
    for (; p < end && !breaks(*p); p++) n += ((unsigned char)*p & 0xC0) != 0x80;
    *left = (ru_str){p, (size_t)(end - p)};
    *wide = n;
    return (ru_str){from, (size_t)(p - from)};
}

/* Words flow into lines; those after the first stand under its text. */
static void flow(ru_explainer *x, int indent, ru_str text) {
    size_t column = (size_t)indent, wide, next_wide;
    bool first = true;
    for (ru_str word = next_word(&text, &wide), next; word.n; word = next, wide = next_wide) {
        next = next_word(&text, &next_wide);
        const char *joined = first ? NULL : joint(x, word);
        size_t behind = joint(x, next) ? 1 + next_wide : 0;
        if (!first && !joined && column + 1 + wide + behind > WIDTH) {
            ru_buf_char(&x->out, '\n');
            spaces(&x->out, indent);
            column = (size_t)indent;
            first = true;
        }
        if (joined) ru_buf_str(&x->out, ru_str_of(joined));
        else if (!first) ru_buf_char(&x->out, ' ');
        column += wide + !first;
        ru_buf_str(&x->out, word);
        first = false;
    }
    ru_buf_char(&x->out, '\n');
}

void ru_explain_put(ru_explainer *x, int indent, ru_str text) {
    spaces(&x->out, indent);
    flow(x, indent, text);
}

void ru_explain_head(ru_explainer *x, ru_phrase p) {
    ru_str text = RU_SAY0(x, p);
    if (x->out.n) ru_buf_char(&x->out, '\n');
    if (x->color) RU_BUF_LIT(&x->out, "\033[1m");
    ru_buf_str(&x->out, text);
    if (x->color) RU_BUF_LIT(&x->out, "\033[0m");
    ru_buf_char(&x->out, '\n');
}

static void marked(ru_explainer *x, int indent, const char *mark, const char *color, ru_str text) {
    spaces(&x->out, indent);
    if (x->color && color) ru_buf_str(&x->out, ru_str_of(color));
    ru_buf_str(&x->out, ru_str_of(mark));
    if (x->color && color) RU_BUF_LIT(&x->out, "\033[0m");
    ru_buf_char(&x->out, ' ');
    flow(x, indent + 2, text);
}

void ru_explain_mark(ru_explainer *x, int indent, ru_tri outcome, ru_str text) {
    static const char *const marks[] = {[RU_FALSE] = "\xE2\x9C\x97", [RU_MAYBE] = "?", [RU_TRUE] = "\xE2\x9C\x93"};
    static const char *const colors[] = {[RU_FALSE] = "\033[31m", [RU_MAYBE] = "\033[33m", [RU_TRUE] = "\033[32m"};
    marked(x, indent, marks[outcome], colors[outcome], text);
}

void ru_explain_item(ru_explainer *x, int indent, ru_str text) { marked(x, indent, "-", NULL, text); }

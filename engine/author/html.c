/* html.c: pages that need nothing from anywhere: a bar or a line beside every figure, a table behind each of them. */
#include "engine/author/html.h"

const char *ru_html_say(const ru_html *h, const char *en, const char *fr) { return h->french ? fr : en; }

void ru_html_text(ru_html *h, ru_str s) {
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '&') RU_BUF_LIT(h->b, "&amp;");
        else if (c == '<') RU_BUF_LIT(h->b, "&lt;");
        else if (c == '>') RU_BUF_LIT(h->b, "&gt;");
        else if (c == '"') RU_BUF_LIT(h->b, "&quot;");
        else if ((unsigned char)c >= ' ' || c == '\n' || c == '\t') ru_buf_char(h->b, c);
    }
}

void ru_html_plain(ru_html *h, const char *s) { ru_html_text(h, ru_str_of(s)); }

void ru_html_begin(ru_html *h, const char *title) {
    static const char style[] =
        "body{font:16px/1.4 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}table{border-collapse:collapse;margin:0 0 1.5rem}"
        "th,td{padding:.2rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid #ddd}.n{text-align:right}.back{fill:#eee}.hard{fill:#b33}.kind{fill:#283}.same{fill:#58a}small{color:#555}"
        ".line{stroke:#58a;stroke-width:2}.nought{stroke:#999}svg{display:block}@media print{body{margin:0}h2{break-after:avoid}}";
    ru_buf_printf(h->b,
                  "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"/><title>%s</title><style>%s</style></head><body><main>\n<h1>%s</h1>\n",
                  h->french ? "fr" : "en", title, style, title);
}

void ru_html_end(ru_html *h) { RU_BUF_LIT(h->b, "</main></body></html>\n"); }

void ru_html_section(ru_html *h, const char *title) {
    RU_BUF_LIT(h->b, "<h2>");
    ru_html_plain(h, title);
    RU_BUF_LIT(h->b, "</h2>\n");
}

void ru_html_paragraph(ru_html *h, const char *text) {
    RU_BUF_LIT(h->b, "<p>");
    ru_html_plain(h, text);
    RU_BUF_LIT(h->b, "</p>\n");
}

void ru_html_head(ru_html *h, const char *const *heads, size_t count) {
    RU_BUF_LIT(h->b, "<table><thead><tr>");
    for (size_t i = 0; i < count; i++) {
        RU_BUF_LIT(h->b, "<th scope=\"col\">");
        ru_html_plain(h, heads[i]);
        RU_BUF_LIT(h->b, "</th>");
    }
    RU_BUF_LIT(h->b, "</tr></thead><tbody>\n");
}

void ru_html_table_end(ru_html *h) { RU_BUF_LIT(h->b, "</tbody></table>\n"); }

void ru_html_row(ru_html *h, ru_str name) {
    RU_BUF_LIT(h->b, "<tr><th scope=\"row\">");
    ru_html_text(h, name);
    RU_BUF_LIT(h->b, "</th>");
}

void ru_html_number(ru_html *h, size_t n) { ru_buf_printf(h->b, "<td class=\"n\">%zu</td>", n); }

void ru_html_bar(ru_html *h, size_t part, size_t whole, const char *kind) {
    size_t wide = whole ? part * 100 / whole : 0;
    ru_buf_printf(
        h->b,
        "<td><svg width=\"100\" height=\"10\" viewBox=\"0 0 100 10\" role=\"img\" aria-label=\"%zu / %zu\"><rect width=\"100\" height=\"10\" class=\"back\"/><rect width=\"%zu\" height=\"10\" class=\"%s\"/></svg></td>",
        part, whole, wide, kind);
}

/* In tenths of a pixel, so that what differs a little is drawn so. */
static long long place(const ru_whisker *w, int64_t v) {
    enum { WIDE = 1000 };
    return w->to > w->from ? (v - w->from) * WIDE / (w->to - w->from) : 0;
}

void ru_html_whisker(ru_html *h, const ru_whisker *w, const char *label) {
    RU_BUF_LIT(h->b, "<svg width=\"110\" height=\"12\" viewBox=\"-20 0 1040 100\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"");
    ru_html_plain(h, label);
    RU_BUF_LIT(h->b, "\"><rect width=\"1000\" height=\"100\" class=\"back\"/>");
    if (w->from < 0)
        ru_buf_printf(h->b, "<line x1=\"%lld\" x2=\"%lld\" y1=\"0\" y2=\"100\" class=\"nought\" vector-effect=\"non-scaling-stroke\"/>", place(w, 0),
                      place(w, 0));
    ru_buf_printf(
        h->b,
        "<line x1=\"%lld\" x2=\"%lld\" y1=\"50\" y2=\"50\" class=\"line\" vector-effect=\"non-scaling-stroke\"/><rect x=\"%lld\" y=\"15\" width=\"24\" height=\"70\" class=\"same\"/></svg>",
        place(w, w->low), place(w, w->high), place(w, w->at) - 12);
}

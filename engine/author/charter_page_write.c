/* charter_page_write.c: the page as lines for a terminal, or as one HTML document that needs nothing from anywhere. */
#include "engine/author/charter_page.h"

/* Letters of a policy may be anything; control characters have no place on a page, and none in HTML. */
static bool control(ru_str s, size_t i) {
    unsigned char c = (unsigned char)s.p[i];
    if (c == 0xEF && i + 2 < s.n && (unsigned char)s.p[i + 1] == 0xBF && (unsigned char)s.p[i + 2] >= 0xBE) return true; /* U+FFFE, U+FFFF */
    return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

static void put_clean(ru_buf *b, ru_str s, bool escape) {
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (control(s, i)) {
            RU_BUF_LIT(b, "\xEF\xBF\xBD");
            if ((unsigned char)c == 0xEF) i += 2;
        } else if (escape && c == '&') RU_BUF_LIT(b, "&amp;");
        else if (escape && c == '<') RU_BUF_LIT(b, "&lt;");
        else if (escape && c == '>') RU_BUF_LIT(b, "&gt;");
        else if (escape && c == '"') RU_BUF_LIT(b, "&quot;");
        else ru_buf_char(b, c);
    }
}

static void html(ru_page *p, ru_str s) { put_clean(&p->x->out, s, true); }
static void raw(ru_page *p, const char *s) { ru_buf_str(&p->x->out, ru_str_of(s)); }

static ru_str clean(ru_page *p, ru_str s) {
    put_clean(&p->x->words, s, false);
    return ru_explain_keep(p->x);
}

/* Where the text is in another language. */
static void put_language(ru_page *p) {
    if (!p->foreign.n) return;
    raw(p, " lang=\"");
    html(p, p->foreign);
    raw(p, "\"");
}

static void open_tag(ru_page *p, const char *tag) {
    raw(p, "<");
    raw(p, tag);
    put_language(p);
    raw(p, ">");
}

static void element(ru_page *p, const char *tag, ru_str text) {
    open_tag(p, tag);
    html(p, text);
    raw(p, "</");
    raw(p, tag);
    raw(p, ">");
}

/* ---- the document ---- */
static const char style[] =
    "\n:root { color-scheme: light dark; }\n"
    "body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }\n"
    "h1, h2, h3 { line-height: 1.2; }\nh2 { border-bottom: 2px solid; margin-top: 2.5rem; }\nh3 { font-family: ui-monospace, monospace; font-size: 1rem; margin-bottom: .25rem; }\n"
    "article { border-left: 4px solid; padding-left: 1rem; margin: 1.25rem 0; break-inside: avoid; }\n"
    "dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0; }\ndt { font-weight: 600; }\ndd { margin: 0; }\nol { margin: 0; padding-left: 1.5rem; }\n"
    "table { border-collapse: collapse; width: 100%; margin: 1.5rem 0; }\ncaption { text-align: left; font-weight: 600; }\nth, td { border: 1px solid; padding: .3rem .5rem; text-align: left; vertical-align: top; }\n"
    "@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } }\n"
    "@media print { nav { display: none; } body { max-width: none; padding: 0; font-size: 10pt; } a { color: inherit; text-decoration: none; } thead { display: table-header-group; } tr { break-inside: avoid; } }\n";

/* In a terminal a heading is underlined. */
static void heading(ru_page *p, ru_str text, char line) {
    ru_explain_put(p->x, 0, clean(p, text));
    for (size_t i = 0; i < text.n; i++)
        if (((unsigned char)text.p[i] & 0xC0) != 0x80) ru_buf_char(&p->x->out, line);
    raw(p, "\n");
}

void ru_page_begin(ru_page *p, ru_str title) {
    if (!p->html) {
        heading(p, title, '=');
        return;
    }
    raw(p, "<!DOCTYPE html>\n<html lang=\"");
    html(p, p->language);
    raw(p, "\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n");
    element(p, "title", title);
    raw(p, "\n<style>");
    raw(p, style);
    raw(p, "</style>\n</head>\n<body>\n<main>\n");
    element(p, "h1", title);
    raw(p, "\n");
}

void ru_page_end(ru_page *p) {
    if (p->html) raw(p, "</main>\n</body>\n</html>\n");
}

static void put_anchor(ru_page *p, size_t n) { ru_buf_printf(&p->x->out, "section-%zu", n); }

void ru_page_links(ru_page *p, const ru_words *sections) {
    if (!p->html) return;
    raw(p, "<nav aria-label=\"");
    html(p, RU_PAGE0(p, "Sections", "Parties"));
    raw(p, "\">\n<ul>\n");
    for (size_t i = 0; i < sections->count; i++) {
        raw(p, "<li><a href=\"#");
        put_anchor(p, i);
        raw(p, "\">");
        html(p, sections->items[i]);
        raw(p, "</a></li>\n");
    }
    raw(p, "</ul>\n</nav>\n");
}

void ru_page_section(ru_page *p, ru_str title, size_t n) {
    if (!p->html) {
        raw(p, "\n");
        heading(p, title, '-');
        return;
    }
    raw(p, "<section aria-labelledby=\"");
    put_anchor(p, n);
    raw(p, "\">\n<h2 id=\"");
    put_anchor(p, n);
    raw(p, "\"");
    put_language(p);
    raw(p, ">");
    html(p, title);
    raw(p, "</h2>\n");
}

void ru_page_section_end(ru_page *p) {
    if (p->html) raw(p, "</section>\n");
}

void ru_page_put(ru_page *p, ru_str text) {
    if (!text.n) return;
    if (p->html) {
        element(p, "p", text);
        raw(p, "\n");
    } else {
        ru_explain_put(p->x, 2, clean(p, text));
    }
}

/* ---- a rule and its entries ---- */
void ru_page_entries(ru_page *p, bool begin) {
    if (p->html) raw(p, begin ? "<dl>\n" : "</dl>\n");
}

void ru_page_rule(ru_page *p, ru_str id) {
    if (!p->html) {
        raw(p, "\n");
        ru_explain_put(p->x, 2, clean(p, id));
        return;
    }
    raw(p, p->left ? "<article>\n<h3 id=\"left-" : "<article>\n<h3 id=\"rule-"); /* a rule of several cases may stand in both places */
    html(p, id);
    raw(p, "\">");
    html(p, id);
    raw(p, "</h3>\n<dl>\n");
}

void ru_page_rule_end(ru_page *p) {
    if (p->html) raw(p, "</dl>\n</article>\n");
}

void ru_page_entry(ru_page *p, ru_str label, ru_str text) {
    if (!text.n) return;
    if (!p->html) {
        ru_explain_put(p->x, 4, clean(p, RU_PAGE2(p, "{0}: {1}", "{0}\xC2\xA0: {1}", label, text)));
        return;
    }
    ru_str foreign = p->foreign;
    p->foreign = RU_STR("");
    element(p, "dt", label);
    p->foreign = foreign;
    element(p, "dd", text);
    raw(p, "\n");
}

void ru_page_cases(ru_page *p, ru_str label, const ru_words *cases) {
    if (!p->html) {
        ru_explain_put(p->x, 4, RU_PAGE1(p, "{0}:", "{0}\xC2\xA0:", label));
        for (size_t i = 0; i < cases->count; i++) ru_explain_item(p->x, 6, clean(p, cases->items[i]));
        return;
    }
    element(p, "dt", label);
    raw(p, "<dd><ol>\n");
    for (size_t i = 0; i < cases->count; i++) {
        element(p, "li", cases->items[i]);
        raw(p, "\n");
    }
    raw(p, "</ol></dd>\n");
}

/* ---- tables ---- */
void ru_page_table(ru_page *p, ru_str caption, const ru_str *heads, size_t count) {
    p->heads = heads;
    if (!p->html) {
        raw(p, "\n");
        ru_explain_put(p->x, 2, clean(p, caption));
        return;
    }
    raw(p, "<table>\n");
    element(p, "caption", caption);
    raw(p, "\n<thead><tr>");
    for (size_t i = 0; i < count; i++) {
        raw(p, "<th scope=\"col\">");
        html(p, heads[i]);
        raw(p, "</th>");
    }
    raw(p, "</tr></thead>\n<tbody>\n");
}

/* A line: "name: 60 days; may be tightened: higher; …". */
static void put_line(ru_page *p, const ru_str *cells, size_t count) {
    ru_str line = RU_PAGE2(p, "{0}: {1}", "{0}\xC2\xA0: {1}", cells[0], cells[1]);
    for (size_t i = 2; i < count; i++) {
        ru_str head = ru_arena_str(&p->x->arena, p->heads[i]), cell = RU_STR("");
        if (!head.p) p->failed = true;
        else if (head.p[0] >= 'A' && head.p[0] <= 'Z') ((char *)(uintptr_t)head.p)[0] = (char)(head.p[0] - 'A' + 'a');
        if (cells[i].n && head.p) cell = RU_PAGE2(p, "{0}: {1}", "{0}\xC2\xA0: {1}", head, cells[i]);
        if (cell.n) line = RU_PAGE2(p, "{0}; {1}", "{0}\xE2\x80\xAF; {1}", line, cell);
    }
    ru_explain_item(p->x, 4, clean(p, line));
}

void ru_page_row(ru_page *p, const ru_str *cells, size_t count) {
    ru_str foreign = p->foreign;
    if (!p->html) {
        put_line(p, cells, count);
        return;
    }
    raw(p, "<tr><th scope=\"row\">");
    html(p, cells[0]);
    raw(p, "</th>");
    for (size_t i = 1; i < count; i++) {
        p->foreign = i + 1 == count ? foreign : RU_STR("");
        element(p, "td", cells[i].n ? cells[i] : RU_STR("\xE2\x80\x93"));
    }
    raw(p, "</tr>\n");
    p->foreign = foreign;
}

void ru_page_table_end(ru_page *p) {
    if (p->html) raw(p, "</tbody>\n</table>\n");
}

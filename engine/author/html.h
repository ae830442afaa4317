/* html.h: the pieces of a page that needs nothing from anywhere: words escaped, tables, bars and whiskers drawn in it. */
#ifndef RU_HTML_H
#define RU_HTML_H

#include "engine/base/base.h"

typedef struct ru_html {
    ru_buf *b;
    bool french;
} ru_html;
const char *ru_html_say(const ru_html *h, const char *en, const char *fr);
void ru_html_begin(ru_html *h, const char *title); /* up to and with the title, in both its places */
void ru_html_end(ru_html *h);
void ru_html_text(ru_html *h, ru_str s); /* escaped; control characters left out */
void ru_html_plain(ru_html *h, const char *s);
void ru_html_section(ru_html *h, const char *title);
void ru_html_paragraph(ru_html *h, const char *text);
void ru_html_head(ru_html *h, const char *const *heads, size_t count); /* a table and its first row */
void ru_html_table_end(ru_html *h);
void ru_html_row(ru_html *h, ru_str name); /* a row's first cell, which heads it */
void ru_html_number(ru_html *h, size_t n); /* a cell */
/* A cell with a bar of a hundred parts; the figure stands beside it in the table. */
void ru_html_bar(ru_html *h, size_t part, size_t whole, const char *kind);
/* A line from low to high with a dot at the figure, on a scale from `from` to `to`; the figures stand beside it. */
typedef struct ru_whisker {
    int64_t low, at, high, from, to;
} ru_whisker;
void ru_html_whisker(ru_html *h, const ru_whisker *w, const char *label);
#endif

/* diff_plot.c: inline SVG: bars, and streams from what was to what would be. Whole numbers only, so that the same counts give the same bytes. */
#include "engine/author/diff.h"

enum {
    WIDE = 1000,
    NAMES = 280 /* room for names */,
    BAR = 15,
    LINE = 18,
    FIGURES = 70 /* room for a number behind a bar */,
    TENTHS = 10,
    TALL = 300,
    NODE = 14
};

void ru_diff_put_markup(ru_buf *b, ru_str s) {
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '&') RU_BUF_LIT(b, "&amp;");
        else if (c == '<') RU_BUF_LIT(b, "&lt;");
        else if (c == '>') RU_BUF_LIT(b, "&gt;");
        else if (c == '"') RU_BUF_LIT(b, "&quot;");
        else if ((unsigned char)c >= ' ' || c == '\n' || c == '\t') ru_buf_char(b, c);
    }
}

static void attribute(ru_buf *b, const char *name, ru_str value) {
    ru_buf_printf(b, " %s=\"", name);
    ru_diff_put_markup(b, value);
    ru_buf_char(b, '"');
}

static void open_plot(ru_buf *b, const char *title, size_t height) {
    ru_buf_printf(b, "<figure><svg viewBox=\"0 0 %d %zu\" width=\"%d\" height=\"%zu\" role=\"img\"", (int)WIDE, height, (int)WIDE, height);
    attribute(b, "aria-label", ru_str_of(title));
    RU_BUF_LIT(b, ">\n");
}

static void label(ru_buf *b, int64_t x, int64_t y, const char *anchor, ru_str words) {
    ru_buf_printf(b, "<text x=\"%lld\" y=\"%lld\" text-anchor=\"%s\">", (long long)x, (long long)y, anchor);
    ru_diff_put_markup(b, words);
    RU_BUF_LIT(b, "</text>");
}

/* ---- bars ---- */
static void legend(ru_buf *b, const ru_series *series, size_t count) {
    int64_t x = NAMES;
    for (size_t k = 0; k < count; k++) {
        ru_str name = ru_str_of(series[k].name);
        ru_buf_printf(b, "<rect class=\"%s\" x=\"%lld\" y=\"4\" width=\"12\" height=\"12\"/>", series[k].kind, (long long)x);
        label(b, x + 18, 15, "start", name);
        x += 40 + (int64_t)name.n * 8;
    }
    ru_buf_char(b, '\n');
}

static void bar(ru_buf *b, const ru_bars *row, const ru_series *s, size_t n, size_t most, size_t y) {
    size_t room = WIDE - NAMES - FIGURES, wide = most ? n * room * TENTHS / most : 0;
    ru_buf_printf(b, "<rect class=\"%s\" x=\"%d\" y=\"%zu\" width=\"%zu.%zu\" height=\"%d\"", s->kind, (int)NAMES, y, wide / TENTHS, wide % TENTHS, (int)BAR);
    attribute(b, "data-row", row->name);
    attribute(b, "data-series", ru_str_of(s->name));
    ru_buf_printf(b, " data-n=\"%zu\"/><text class=\"figure\" x=\"%zu\" y=\"%zu\">%zu</text>\n", n, NAMES + wide / TENTHS + 6, y + 12, n);
}

void ru_diff_plot_bars(ru_buf *b, const char *title, const ru_series *series, size_t series_count, const ru_bars *rows, size_t count) {
    size_t most = 0, y = series_count > 1 ? 28 : 4;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < series_count; k++) most = rows[i].n[k] > most ? rows[i].n[k] : most;
    open_plot(b, title, y + count * (series_count * LINE + 8));
    if (series_count > 1) legend(b, series, series_count);
    for (size_t i = 0; i < count; i++, y += series_count * LINE + 8) {
        label(b, NAMES - 10, (int64_t)(y + series_count * LINE / 2 + 4), "end", rows[i].name);
        for (size_t k = 0; k < series_count; k++) bar(b, &rows[i], &series[k], rows[i].n[k], most, y + k * LINE);
    }
    RU_BUF_LIT(b, "</svg></figure>\n");
}

/* ---- streams ---- */
typedef struct streams {
    ru_buf *b;
    const ru_flow *f;
    bool french;
    size_t total;
    size_t *filled[2]; /* tenths, where the next stream of a value docks */
} streams;

static size_t cell(const ru_flow *f, size_t i, size_t k) { return f->cells[i * (f->count[1] + 1) + k]; }

static size_t people_of(const ru_flow *f, int side, size_t at) {
    size_t sum = 0;
    for (size_t i = 0; i <= f->count[!side]; i++) sum += side ? cell(f, i, at) : cell(f, at, i);
    return sum;
}

static size_t tall(const streams *s, size_t n) { return n * TALL * TENTHS / s->total; }

/* A value's own height, but at least a line of text, so that no two names stand on each other. */
static size_t place(const streams *s, size_t n) { return (tall(s, n) > LINE * TENTHS ? tall(s, n) : LINE * TENTHS) + 6 * TENTHS; }

static size_t height(const streams *s, int side) {
    size_t sum = 0;
    for (size_t i = 0; i <= s->f->count[side]; i++)
        if (people_of(s->f, side, i)) sum += place(s, people_of(s->f, side, i));
    return sum;
}

static void nodes(streams *s, int side) {
    size_t y = 0;
    for (size_t i = 0; i <= s->f->count[side]; i++) {
        size_t n = people_of(s->f, side, i), h = n ? tall(s, n) : 0;
        ru_str name = ru_diff_flow_name(s->f, side, i, s->french);
        if (!n) continue;
        ru_buf_printf(s->b, "<rect class=\"%s\" x=\"%d\" y=\"%zu.%zu\" width=\"%d\" height=\"%zu.%zu\"", side ? "after" : "before",
                      side ? WIDE - NAMES - NODE : NAMES, y / TENTHS, y % TENTHS, (int)NODE, h / TENTHS, h % TENTHS);
        attribute(s->b, side ? "data-to" : "data-from", name);
        ru_buf_printf(s->b, " data-n=\"%zu\"/><text x=\"%d\" y=\"%zu\" text-anchor=\"%s\">", n, side ? WIDE - NAMES + 8 : NAMES - 8,
                      (y + (h > LINE * TENTHS ? h / 2 : LINE * TENTHS / 2)) / TENTHS + 4, side ? "start" : "end");
        ru_diff_put_markup(s->b, name);
        ru_buf_printf(s->b, " <tspan class=\"figure\">%zu</tspan></text>\n", n);
        y += place(s, n);
    }
}

static void places(streams *s, int side) {
    size_t y = 0;
    for (size_t i = 0; i <= s->f->count[side]; i++) {
        size_t n = people_of(s->f, side, i);
        s->filled[side][i] = y;
        if (n) y += place(s, n);
    }
}

static void stream(streams *s, size_t i, size_t k, bool moved) {
    size_t n = cell(s->f, i, k), h = n ? tall(s, n) : 0, *a = &s->filled[0][i], *z = &s->filled[1][k];
    ru_str from = ru_diff_flow_name(s->f, 0, i, s->french), to = ru_diff_flow_name(s->f, 1, k, s->french);
    const int left = NAMES + NODE, right = WIDE - NAMES - NODE, middle = WIDE / 2;
    if (!n || ru_str_eq(from, to) == moved) {
        *a += h; /* its place is kept */
        *z += h;
        return;
    }
    ru_buf_printf(s->b, "<path class=\"%s\" d=\"M%d %zu.%zuC%d %zu.%zu %d %zu.%zu %d %zu.%zu", moved ? "moved" : "still", left, *a / TENTHS, *a % TENTHS,
                  middle, *a / TENTHS, *a % TENTHS, middle, *z / TENTHS, *z % TENTHS, right, *z / TENTHS, *z % TENTHS);
    *a += h;
    *z += h;
    ru_buf_printf(s->b, "V%zu.%zuC%d %zu.%zu %d %zu.%zu %d %zu.%zuZ\"", *z / TENTHS, *z % TENTHS, middle, *z / TENTHS, *z % TENTHS, middle, *a / TENTHS,
                  *a % TENTHS, left, *a / TENTHS, *a % TENTHS);
    attribute(s->b, "data-from", from);
    attribute(s->b, "data-to", to);
    ru_buf_printf(s->b, " data-n=\"%zu\"><title>", n);
    ru_diff_put_markup(s->b, from);
    RU_BUF_LIT(s->b, " \xE2\x86\x92 ");
    ru_diff_put_markup(s->b, to);
    ru_buf_printf(s->b, ": %zu</title></path>\n", n);
}

void ru_diff_plot_flow(ru_diff *d, const char *title, const ru_flow *f, bool french) {
    streams s = {.b = &d->out, .f = f, .french = french};
    for (int side = 0; side < 2; side++)
        if (!(s.filled[side] = RU_NEWS(&d->scratch, size_t, f->count[side] + 1))) d->out.failed = true;
    for (size_t i = 0; i <= f->count[0]; i++) s.total += people_of(f, 0, i);
    if (!s.total || d->out.failed) return;
    open_plot(s.b, title, (height(&s, 0) > height(&s, 1) ? height(&s, 0) : height(&s, 1)) / TENTHS + 1);
    for (int side = 0; side < 2; side++) nodes(&s, side);
    for (int moved = 0; moved < 2; moved++) { /* who moves lies above who stays */
        for (int side = 0; side < 2; side++) places(&s, side);
        for (size_t i = 0; i <= f->count[0]; i++)
            for (size_t k = 0; k <= f->count[1]; k++) stream(&s, i, k, moved);
    }
    RU_BUF_LIT(s.b, "</svg></figure>\n");
}

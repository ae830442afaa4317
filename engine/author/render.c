/* render.c: a finding with its line and what is underlined in it; the closing line. */
#include "engine/author/render.h"

static const char *const levels[] = {"error", "warning", "note"};
static const char *const colors[] = {"\x1b[31m", "\x1b[33m", "\x1b[36m"};

static void colored(ru_buf *b, bool color, const char *code, const char *text) {
    if (color) ru_buf_str(b, ru_str_of(code));
    ru_buf_str(b, ru_str_of(text));
    if (color) RU_BUF_LIT(b, "\x1b[0m");
}

static void put_place(ru_buf *b, const ru_finding *f) {
    if (!f->file.n) return;
    ru_buf_str(b, f->file);
    if (f->line) ru_buf_printf(b, ":%d", f->line);
    if (f->line && f->column) ru_buf_printf(b, ":%d", f->column);
    RU_BUF_LIT(b, ": ");
}

static void spaces(ru_buf *b, int n) {
    for (; n > 0; n--) ru_buf_char(b, ' ');
}

/* A tab of the line stays a tab below it, so that the carets stand where they should. */
static void indent(ru_buf *b, ru_str line, int column) {
    int at = 1;
    for (size_t i = 0; i < line.n && at < column; i++) {
        if (((unsigned char)line.p[i] & 0xC0) == 0x80) continue;
        ru_buf_char(b, line.p[i] == '\t' ? '\t' : ' ');
        at++;
    }
    spaces(b, column - at);
}

/* The part of a long line around the column: at most this many characters, so that it fits a screen. */
enum { WIDEST = 150, BEFORE = 70 };

static ru_str window(ru_str line, int *column, bool *cut) {
    size_t skip = 0, n = 0;
    *cut = false;
    if (line.n > WIDEST && *column > BEFORE) {
        for (int at = 1; at < *column - BEFORE; at++)
            for (skip++; skip < line.n && ((unsigned char)line.p[skip] & 0xC0) == 0x80;) skip++;
        *column = BEFORE + 1;
        *cut = true;
    }
    for (int at = 0; skip + n < line.n && at < WIDEST; at++)
        for (n++; skip + n < line.n && ((unsigned char)line.p[skip + n] & 0xC0) == 0x80;) n++;
    return (ru_str){line.p + skip, n};
}

static size_t characters(ru_str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

static void put_source(ru_buf *b, const ru_finding *f, bool color, ru_str line) {
    int column = f->column ? f->column : 1;
    bool cut;
    ru_str shown = window(line, &column, &cut);
    ru_buf_printf(b, "%5d | ", f->line);
    if (cut) RU_BUF_LIT(b, "\xE2\x80\xA6");
    ru_buf_str(b, shown);
    RU_BUF_LIT(b, "\n      | ");
    if (cut) ru_buf_char(b, ' ');
    indent(b, shown, column);
    if (color) ru_buf_str(b, ru_str_of(colors[f->level]));
    size_t room = characters(shown); /* what goes on in the next line is not underlined */
    int most = (int)room - column + 1, length = f->length ? f->length : 1;
    for (int i = 0; i < (length > most && most > 0 ? most : length); i++) ru_buf_char(b, '^');
    if (color) RU_BUF_LIT(b, "\x1b[0m");
    if (f->effect.n) RU_BUF_LIT(b, "    ");
    ru_buf_str(b, f->effect);
    ru_buf_char(b, '\n');
}

static bool says(ru_str text, ru_str part) {
    for (size_t i = 0; i + part.n <= text.n; i++)
        if (!memcmp(text.p + i, part.p, part.n)) return true;
    return false;
}

void ru_render_finding(ru_buf *b, const ru_finding *f, bool color, ru_line_of line_of, void *context) {
    ru_str line = f->line ? line_of(context, f->file, f->line) : (ru_str){NULL, 0};
    put_place(b, f);
    colored(b, color, colors[f->level], levels[f->level]);
    RU_BUF_LIT(b, ": ");
    ru_buf_str(b, f->message);
    ru_buf_char(b, '\n');
    if (line.p) {
        put_source(b, f, color, line);
    } else if (f->effect.n) {
        RU_BUF_LIT(b, "        ");
        ru_buf_str(b, f->effect);
        ru_buf_char(b, '\n');
    }
    if (f->suggestion.n && !says(f->message, f->suggestion)) {
        RU_BUF_LIT(b, "      = ");
        ru_buf_str(b, f->suggestion);
        ru_buf_char(b, '\n');
    }
    if (!f->request.p) return;
    RU_BUF_LIT(b, "      = for example: ");
    ru_buf_str(b, f->request);
    ru_buf_char(b, '\n');
}

static size_t count(const ru_findings *f, ru_level level) {
    size_t n = 0;
    for (size_t i = 0; i < f->count; i++) n += f->items[i].level == level;
    return n;
}

static void put_count(ru_buf *b, size_t n, const char *what, bool *first) {
    if (!n) return;
    if (!*first) RU_BUF_LIT(b, ", ");
    *first = false;
    ru_buf_printf(b, "%zu %s%s", n, what, n == 1 ? "" : "s");
}

static void put_closing(ru_buf *b, const ru_findings *f, const ru_shown *shown) {
    size_t errors = count(f, RU_ERROR), warnings = count(f, RU_WARNING), notes = count(f, RU_NOTE), listed = errors + warnings + (shown->all ? notes : 0);
    bool first = true;
    if (shown->name.p)
        ru_buf_printf(b, "%.*s %.*s: %.*s.\n", (int)shown->name.n, shown->name.p, (int)shown->version.n, shown->version.p, (int)shown->counts.n,
                      shown->counts.p);
    if (!listed) {
        RU_BUF_LIT(b, "No findings.");
    } else {
        ru_buf_printf(b, "%zu finding%s: ", listed, listed == 1 ? "" : "s");
        put_count(b, errors, "error", &first);
        put_count(b, warnings, "warning", &first);
        if (shown->all) put_count(b, notes, "note", &first);
        ru_buf_char(b, '.');
    }
    if (notes && !shown->all) ru_buf_printf(b, " %zu note%s with --all.", notes, notes == 1 ? "" : "s");
    if (errors) RU_BUF_LIT(b, " The policy in force has not changed.");
    ru_buf_char(b, '\n');
}

void ru_render_text(ru_buf *b, const ru_findings *f, const ru_shown *shown, bool color, ru_line_of line_of, void *context) {
    for (size_t i = 0; i < f->count; i++)
        if (f->items[i].level != RU_NOTE || shown->all) ru_render_finding(b, &f->items[i], color, line_of, context);
    put_closing(b, f, shown);
}

static void put_text(ru_buf *b, const char *key, ru_str text) {
    ru_buf_printf(b, ",\"%s\":", key);
    ru_json_put_string(b, text.p ? text : RU_STR(""));
}

void ru_render_json(ru_buf *b, const ru_findings *f, const ru_shown *shown) {
    RU_BUF_LIT(b, "{\"policy\":");
    if (shown->name.p) {
        RU_BUF_LIT(b, "{\"name\":");
        ru_json_put_string(b, shown->name);
        put_text(b, "version", shown->version);
        ru_buf_char(b, '}');
    } else {
        RU_BUF_LIT(b, "null");
    }
    ru_buf_printf(b, ",\"errors\":%zu,\"warnings\":%zu,\"notes\":%zu,\"findings\":[", count(f, RU_ERROR), count(f, RU_WARNING), count(f, RU_NOTE));
    for (size_t i = 0, n = 0; i < f->count; i++) {
        const ru_finding *one = &f->items[i];
        if (n++) ru_buf_char(b, ',');
        ru_buf_printf(b, "\n{\"level\":\"%s\",\"code\":\"%s\"", levels[one->level], one->code);
        put_text(b, "file", one->file);
        ru_buf_printf(b, ",\"line\":%d,\"column\":%d,\"length\":%d", one->line, one->column, one->length);
        put_text(b, "message", one->message);
        put_text(b, "effect", one->effect);
        put_text(b, "suggestion", one->suggestion);
        RU_BUF_LIT(b, ",\"request\":");
        if (one->request.p) ru_buf_str(b, one->request);
        else RU_BUF_LIT(b, "null");
        ru_buf_char(b, '}');
    }
    RU_BUF_LIT(b, "]}\n");
}

/* mend_lua.c: cutting a fault out of a Lua file: a value, an entry, a row, a rule; a rule that cannot be read as a whole. */
#include "engine/author/mend_inside.h"

#include "engine/script/outline.h"

enum { DEEPEST = 64 };

size_t ru_mend_offset(ru_str s, int line, int column) {
    size_t i = 0;
    for (int l = 1; l < line && i < s.n; i++) l += s.p[i] == '\n';
    if (!column)
        while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t')) i++;
    for (int c = 1; c < column && i < s.n && s.p[i] != '\n'; c++)
        for (i++; i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80;) i++;
    return i < s.n ? i : s.n ? s.n - 1 : 0;
}

typedef struct extent {
    size_t from, to;
} extent;

static extent extent_of(const ru_loaded *f, ru_str part) {
    size_t from = (size_t)(part.p - f->bytes.p);
    return (extent){from, from + part.n};
}

static bool is_rule(const ru_piece *p) {
    return p->kind == RU_PIECE_CALL && p->count == 2 && p->first->kind == RU_PIECE_TEXT && p->first->next->kind == RU_PIECE_TABLE;
}
static bool is_row(const ru_piece *p) {
    return p->kind == RU_PIECE_CALL && (ru_str_is(p->name, "row") || ru_str_is(p->name, "columns")) && p->first && p->first->kind == RU_PIECE_TABLE;
}

/* Every name that the piece declares: the rule's own, those of its rows. */
static void remember_names(ru_mending *m, const ru_piece *p) {
    if (p->kind == RU_PIECE_SET && p->name.n > 7 && !memcmp(p->name.p, "derive.", 7)) {
        m->lost_derive = true;
        return;
    }
    if (p->kind == RU_PIECE_CALL && ru_str_is(p->name, "experiment")) m->lost_derive = true;
    bool rows = p->kind == RU_PIECE_CALL && ru_str_is(p->name, "rows");
    for (const ru_piece *v = p->kind == RU_PIECE_CALL && !rows ? p->first : NULL; v; v = v->next)
        if (v->kind == RU_PIECE_TEXT) ru_mend_remember(m, v->name); /* more than one where a rule word was lost between two rules */
    const ru_piece *table = rows && p->first ? p->first->next : is_row(p) ? p : NULL;
    for (const ru_piece *e = table && rows ? table->first : NULL; e; e = e->next)
        if (e->first && is_row(e->first)) remember_names(m, e->first);
    for (const ru_piece *cell = is_row(p) && !ru_str_is(p->name, "columns") ? p->first->first : NULL; cell; cell = cell->next)
        if (cell->first && cell->first->kind == RU_PIECE_TEXT) {
            ru_mend_remember(m, cell->first->name);
            return; /* the first text of a row is its name, in every table we have seen */
        }
}

/* A rule that says as little as a rule of its kind can, so that its name stays known. */
static const char *neutral_body(ru_str kind) {
    static const char *const bodies[][2] = {{"segment", "{when=_}"},
                                            {"action", "{when=_}"},
                                            {"tone", "{when=_}"},
                                            {"channel", "{when=_}"},
                                            {"referral", "{when=_}"},
                                            {"message", "{when=_}"},
                                            {"plan", "{when=_,offer=pause_payments{months=1}}"},
                                            {"limit", "{on=outbound,when=_,forbid=true}"},
                                            {"guarantee", "{never=\"harsher\"}"},
                                            {"circumstance", "{_}"}};
    for (size_t i = 0; i < RU_COUNT(bodies); i++)
        if (ru_str_is(kind, bodies[i][0])) return bodies[i][1];
    return NULL;
}

static bool cut_statement(ru_mending *m, ru_loaded *f, const ru_piece *s) {
    extent e = extent_of(f, s->text);
    size_t line_end = e.from;
    while (line_end < e.to && f->bytes.p[line_end] != '\n') line_end++;
    const char *body = is_rule(s) && !ru_mend_was_cut(m, f->path, e.from, e.to) ? neutral_body(s->name) : NULL;
    ru_str id = body ? s->first->name : (ru_str){"", 0};
    ru_str text = body ? ru_arena_printf(m->scratch, "%.*s\"%.*s\"%s", (int)s->name.n, s->name.p, (int)id.n, id.p, body) : (ru_str){"", 0};
    if (!text.p) {
        m->failed = true;
        return false;
    }
    remember_names(m, s);
    return ru_mend_replace(m, f, e.from, e.to, text.n <= line_end - e.from ? text.p : "");
}

/* The whole entry and the comma that parts it from the next. */
static bool cut_entry(ru_mending *m, ru_loaded *f, extent e) {
    size_t i = e.to;
    while (i < f->bytes.n && (f->bytes.p[i] == ' ' || f->bytes.p[i] == '\n')) i++;
    if (i < f->bytes.n && f->bytes.p[i] == ',') e.to = i + 1;
    return ru_mend_replace(m, f, e.from, e.to, "");
}

/* A column that nobody knows goes with the cells below it. */
static bool cut_column(ru_mending *m, ru_loaded *f, const ru_piece *rows, size_t nth) {
    bool done = false;
    for (const ru_piece *e = rows->first->next->first; e; e = e->next) {
        if (!e->first || !is_row(e->first)) continue;
        const ru_piece *cell = e->first->first->first;
        for (size_t i = 0; cell && i < nth; i++) cell = cell->next;
        if (cell) done |= cut_entry(m, f, extent_of(f, cell->text));
    }
    return done;
}

/* ---- a file that Lua cannot read ---- */

/* The names that rules and rows in [from, to) have, as far as their words can be read. */
static void remember_words(ru_mending *m, const ru_loaded *f, size_t from, size_t to) {
    ru_tokens t = {f->bytes.p + from, f->bytes.p + to, 1, 1};
    bool any = false;
    for (ru_token k = ru_tokens_next(&t), next; k.kind != RU_TOKEN_END; k = next) {
        next = ru_tokens_next(&t);
        bool row = ru_str_is(k.text, "row");
        if (k.kind != RU_TOKEN_NAME || (!row && !ru_outline_begins_rule(k.text))) continue;
        if (next.kind == RU_TOKEN_SIGN && (ru_str_is(next.text, "{") || ru_str_is(next.text, "."))) next = ru_tokens_next(&t);
        ru_str name = next.text;
        if (next.kind == RU_TOKEN_TEXT) name = (ru_str){name.p + 1, strcspn(name.p + 1, "\" \n")};
        if (ru_str_is(k.text, "derive") || ru_str_is(k.text, "experiment")) m->lost_derive = true;
        else if (next.kind == RU_TOKEN_TEXT || next.kind == RU_TOKEN_NAME) ru_mend_remember(m, name);
        any |= next.kind == RU_TOKEN_TEXT || next.kind == RU_TOKEN_NAME;
    }
    if (!any) ru_mend_remember_file(m, f->path);
}

static bool rule_begins_at(const ru_loaded *f, size_t i) {
    size_t n = 0;
    if (i > 0 && f->bytes.p[i - 1] != '\n') return false;
    while (i + n < f->bytes.n && f->bytes.p[i + n] >= '_' && f->bytes.p[i + n] <= 'z') n++;
    return ru_outline_begins_rule((ru_str){f->bytes.p + i, n});
}

/* From the rule at the left margin before the place to the next one: what cannot be read is somewhere in it. */
static bool cut_unread(ru_mending *m, ru_loaded *f, const ru_piece *file, size_t at) {
    size_t from = file->odd ? (size_t)(file->odd - f->bytes.p) : at, to;
    if (file->odd && from > 0 && rule_begins_at(f, from)) from--;
    if (from >= f->bytes.n) from = f->bytes.n - 1;
    for (;; from--) {
        while (from > 0 && !rule_begins_at(f, from)) from--;
        to = from + 1;
        while (to < f->bytes.n && !rule_begins_at(f, to)) to++;
        while (to > from + 1 && (f->bytes.p[to - 1] == '\n' || f->bytes.p[to - 1] == ' ')) to--;
        if (!ru_mend_was_cut(m, f->path, from, to)) break;
        if (!from) return false;
    }
    remember_words(m, f, from, to);
    return ru_mend_replace(m, f, from, to, "");
}

static bool cut_derive(ru_mending *m, ru_loaded *f, const ru_piece *s) {
    remember_names(m, s);
    extent e = extent_of(f, s->text);
    return ru_mend_replace(m, f, e.from, e.to, "");
}

/* From the smallest entry outwards: its value becomes `_`; a row goes as a whole. */
static bool cut_inside(ru_mending *m, ru_loaded *f, const ru_piece *const *path, size_t n, const ruth_error *fault, bool *done) {
    *done = true;
    for (size_t i = n; i-- > 2;) {
        const ru_piece *entry = path[i];
        if (entry->kind != RU_PIECE_ENTRY || !entry->first) continue;
        extent v = extent_of(f, entry->first->text), all = extent_of(f, entry->text);
        if (strstr(fault->message, "stands twice in this table") && entry->name.n) return cut_entry(m, f, all);
        if (is_row(entry->first)) {
            remember_names(m, entry->first);
            return cut_entry(m, f, all);
        }
        if (ru_mend_was_cut(m, f->path, v.from, v.to)) continue;
        if (strstr(fault->message, "stands without its") && !entry->name.n) return cut_entry(m, f, all);
        return ru_mend_replace(m, f, v.from, v.to, "_");
    }
    *done = false;
    return false;
}

static bool holds(ru_str bytes, const char *at) { return bytes.p <= at && at < bytes.p + bytes.n; }

/* In the columns of rows: which one; −1: somewhere else. */
static long column_at(const ru_piece *rows, const char *at) {
    const ru_piece *table = rows->kind == RU_PIECE_CALL && ru_str_is(rows->name, "rows") && is_rule(rows) ? rows->first->next : NULL;
    const ru_piece *columns = table && table->first ? table->first->first : NULL;
    long nth = 0;
    if (!columns || !is_row(columns) || !holds(columns->text, at)) return -1;
    for (const ru_piece *c = columns->first->first; c; c = c->next, nth++)
        if (holds(c->text, at)) return nth;
    return -1;
}

bool ru_mend_lua(ru_mending *m, ru_loaded *f, const ruth_error *fault) {
    const ru_piece *path[DEEPEST], *file = ru_outline_read(m->scratch, f->bytes);
    if (!file) {
        m->failed = true;
        return false;
    }
    size_t offset = ru_mend_offset(f->bytes, fault->line, fault->column);
    if (fault->status == RUTH_E_SYNTAX && !strstr(fault->message, "fraction")) return cut_unread(m, f, file, offset);
    size_t n = ru_outline_path(file, f->bytes.p + offset, path, DEEPEST);
    if (n < 2) return cut_unread(m, f, file, offset);
    const ru_piece *s = path[1];
    if (s->kind == RU_PIECE_SET) return cut_derive(m, f, s);
    long column = column_at(s, f->bytes.p + offset);
    if (column >= 0) return cut_column(m, f, s, (size_t)column);
    bool done, cut = cut_inside(m, f, path, n, fault, &done);
    return done ? cut : cut_statement(m, f, s);
}

bool ru_mend_lua_around(ru_mending *m, const ru_loaded *f, size_t at, size_t *from, size_t *to) {
    const ru_piece *path[DEEPEST], *file = ru_outline_read(m->scratch, f->bytes), *whole;
    if (!file) m->failed = true;
    size_t n = file ? ru_outline_path(file, f->bytes.p + at, path, DEEPEST) : 0;
    if (n < 2) return false;
    whole = path[1];
    for (size_t i = 2; i < n; i++)
        if (is_row(path[i])) whole = path[i]; /* a row is a rule of its own */
    extent e = extent_of(f, whole->text);
    *from = e.from;
    *to = e.to;
    return true;
}

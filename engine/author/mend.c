/* mend.c: the smallest piece around a fault becomes `_`, or goes. */
#include "engine/author/mend.h"

#include "engine/script/outline.h"

enum { FILE_LIMIT = 1 << 20 };

ru_str ru_mend_file(ru_arena *a, const char *folder, ru_str path) {
    ru_str own = ru_arena_printf(a, "%s/%.*s", folder, (int)path.n, path.p), pack = ru_arena_printf(a, "%s/../%.*s", folder, (int)path.n, path.p), bytes;
    if (own.p && ru_file_read(a, own.p, FILE_LIMIT, &bytes, NULL) == RUTH_OK) return bytes;
    if (pack.p && ru_file_read(a, pack.p, FILE_LIMIT, &bytes, NULL) == RUTH_OK) return bytes; /* a pack's folder stands beside the policy's */
    return (ru_str){NULL, 0};
}

static ru_loaded *file_of(ru_mending *m, ru_str path) {
    for (size_t i = 0; i < m->count; i++)
        if (ru_str_eq(m->files[i].path, path)) return &m->files[i];
    ru_str bytes = ru_mend_file(m->arena, m->folder, path), name = ru_arena_str(m->arena, path);
    if (!bytes.p || !name.p) return NULL;
    m->files = ru_arena_grow(m->arena, m->files, m->count, &m->capacity, sizeof *m->files);
    if (!m->files) return NULL;
    m->files[m->count] = (ru_loaded){name, bytes};
    return &m->files[m->count++];
}

/* The byte at a line and column (characters from 1; 0: the first that is no blank). */
static size_t offset_of(ru_str s, int line, int column) {
    size_t i = 0;
    for (int l = 1; l < line && i < s.n; i++) l += s.p[i] == '\n';
    if (!column)
        while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t')) i++;
    for (int c = 1; c < column && i < s.n && s.p[i] != '\n'; c++)
        for (i++; i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80;) i++;
    return i < s.n ? i : s.n ? s.n - 1 : 0;
}

static bool was_cut(const ru_mending *m, ru_str path, size_t from, size_t to) {
    for (size_t i = 0; i < m->cut_count; i++)
        if (ru_str_eq(m->cuts[i].path, path) && m->cuts[i].from <= from && to <= m->cuts[i].to) return true;
    return false;
}

static bool touches_cut(const ru_mending *m, ru_str path, size_t from, size_t to) {
    for (size_t i = 0; i < m->cut_count; i++)
        if (ru_str_eq(m->cuts[i].path, path) && m->cuts[i].from < to && from < m->cuts[i].to) return true;
    return false;
}

/* Blanks over [from, to), lines kept, and `word` where it begins. */
static bool replace(ru_mending *m, ru_loaded *f, size_t from, size_t to, const char *word) {
    char *bytes = ru_arena_dup(m->arena, f->bytes.p, f->bytes.n + 1);
    if (!bytes || from >= to) return false;
    for (size_t i = from; i < to; i++)
        if (bytes[i] != '\n') bytes[i] = ' ';
    size_t n = strlen(word);
    for (size_t i = 0; i < n && from + i < to; i++) bytes[from + i] = word[i];
    f->bytes.p = bytes;
    m->cuts = ru_arena_grow(m->arena, m->cuts, m->cut_count, &m->cut_capacity, sizeof *m->cuts);
    if (!m->cuts) return false;
    m->cuts[m->cut_count++] = (ru_cut){f->path, from, to};
    return true;
}

static void remember(ru_mending *m, ru_str name) {
    m->names = ru_arena_grow(m->arena, m->names, m->name_count, &m->name_capacity, sizeof *m->names);
    if (m->names && name.n) m->names[m->name_count++] = name;
}

/* ---- Lua ---- */
static bool holds(ru_str bytes, const char *at) { return bytes.p <= at && at < bytes.p + bytes.n; }

typedef struct trail { const ru_piece *entries[64]; size_t count; } trail; /* entries of tables around a place, the outermost first */

static void follow(const ru_piece *n, const char *at, trail *t) {
    for (const ru_piece *i = n->items; i; i = i->next) {
        bool entry = n->kind == RU_PIECE_TABLE;
        if (!holds(entry ? i->entry : i->bytes, at)) continue;
        if (entry && t->count < RU_COUNT(t->entries)) t->entries[t->count++] = i;
        follow(i, at, t);
        return;
    }
}

static ru_str id_of(const ru_piece *statement) {
    const ru_piece *id = ru_piece_at(statement, 0);
    if (statement->kind == RU_PIECE_SET && statement->text.n > 7 && !memcmp(statement->text.p, "derive.", 7)) return (ru_str){statement->text.p + 7, statement->text.n - 7};
    return statement->kind == RU_PIECE_CALL && id && id->kind == RU_PIECE_TEXT ? id->text : (ru_str){"", 0};
}

/* A rule that says as little as a rule of its kind can, so that its name stays known. */
static const char *neutral_body(ru_str kind) {
    static const char *const bodies[][2] = {{"segment", "{when=_}"}, {"action", "{when=_}"}, {"tone", "{when=_}"}, {"channel", "{when=_}"}, {"referral", "{when=_}"}, {"message", "{when=_}"},
        {"plan", "{when=_,offer=pause_payments{months=1}}"}, {"limit", "{on=outbound,when=_,forbid=true}"}, {"guarantee", "{never=\"harsher\"}"}, {"circumstance", "{_}"}};
    for (size_t i = 0; i < RU_COUNT(bodies); i++)
        if (ru_str_is(kind, bodies[i][0])) return bodies[i][1];
    return NULL;
}

static bool cut_statement(ru_mending *m, ru_loaded *f, const ru_piece *s) {
    size_t from = (size_t)(s->bytes.p - f->bytes.p), to = from + s->bytes.n, first = from;
    ru_str id = id_of(s);
    const char *body = s->kind == RU_PIECE_CALL && id.n && !was_cut(m, f->path, from, to) ? neutral_body(s->text) : NULL;
    ru_str text = body ? ru_arena_printf(m->arena, "%.*s\"%.*s\"%s", (int)s->text.n, s->text.p, (int)id.n, id.p, body) : (ru_str){"", 0};
    while (first < to && f->bytes.p[first] != '\n') first++;
    if (!text.p) return false;
    if (id.n) remember(m, id);
    return replace(m, f, from, to, text.n <= first - from ? text.p : "");
}

/* The whole entry and the comma that parts it from the next, or from the one before. */
static bool cut_entry(ru_mending *m, ru_loaded *f, const ru_piece *entry) {
    size_t from = (size_t)(entry->entry.p - f->bytes.p), to = from + entry->entry.n, i = to;
    while (i < f->bytes.n && (f->bytes.p[i] == ' ' || f->bytes.p[i] == '\n')) i++;
    if (i < f->bytes.n && f->bytes.p[i] == ',') to = i + 1;
    return replace(m, f, from, to, "");
}

static bool in_columns(const ru_piece *s, const char *at) {
    for (const ru_piece *n = ru_piece_table(s) ? ru_piece_table(s)->items : NULL; n; n = n->next)
        if (n->kind == RU_PIECE_CALL && ru_str_is(n->text, "columns") && holds(n->bytes, at)) return true;
    return false;
}

/* Lua could not read the file: what the outline shows may be far from what was meant, so the statement goes, and if that does not help the next. */
static bool cut_unread(ru_mending *m, ru_loaded *f, const ru_outline *o, size_t at) {
    const ru_piece *best = NULL;
    for (const ru_piece *s = o->statements; s; s = s->next) {
        size_t from = (size_t)(s->bytes.p - f->bytes.p);
        if (from <= at && !was_cut(m, f->path, from, from + s->bytes.n)) best = s;
    }
    if (!best) return false;
    size_t from = (size_t)(best->bytes.p - f->bytes.p), to = best->next ? (size_t)(best->next->bytes.p - f->bytes.p) : f->bytes.n;
    while (to > from + 1 && (f->bytes.p[to - 1] == ' ' || f->bytes.p[to - 1] == '\n')) to--;
    remember(m, id_of(best));
    return replace(m, f, from, to, "");
}

static bool cut_lua(ru_mending *m, ru_loaded *f, const ruth_error *fault) {
    ru_outline o;
    trail t = {.count = 0};
    size_t offset = offset_of(f->bytes, fault->line, fault->column);
    const char *at = f->bytes.p + offset;
    if (!ru_outline_try(m->arena, f->bytes, &o)) return false;
    if (fault->status == RUTH_E_SYNTAX) return cut_unread(m, f, &o, offset);
    const ru_piece *s = o.statements;
    while (s && !holds(s->bytes, at)) s = s->next;
    if (!s) return cut_unread(m, f, &o, offset);
    follow(s, at, &t);
    if (s->kind == RU_PIECE_SET || s->kind == RU_PIECE_OPAQUE || in_columns(s, at)) t.count = 0;
    for (size_t i = t.count; i-- > 0;) { /* the smallest first, then what is around it */
        const ru_piece *e = t.entries[i];
        size_t from = (size_t)(e->bytes.p - f->bytes.p), to = from + e->bytes.n;
        bool row = e->kind == RU_PIECE_CALL && (ru_str_is(e->text, "row") || ru_str_is(e->text, "columns"));
        if (strstr(fault->message, "stands twice in this table") && e->key.p) return cut_entry(m, f, e);
        if (was_cut(m, f->path, from, to)) continue;
        if (!row) return replace(m, f, from, to, "_");
        const ru_piece *cells = ru_piece_table(e); /* a row that is wrong as a whole goes as a whole */
        for (const ru_piece *c = cells ? cells->items : NULL; c; c = c->next)
            if (c->kind == RU_PIECE_TEXT) remember(m, c->text);
        return cut_entry(m, f, e);
    }
    return cut_statement(m, f, s);
}

/* ---- YAML: the top-level entry that holds the line ---- */
static bool begins_entry(const char *p) { return *p != ' ' && *p != '\t' && *p != '#' && *p != '\n' && *p != '-' && *p != '}' && *p != ']' && *p != '\r'; }

static bool cut_yaml(ru_mending *m, ru_loaded *f, const ruth_error *fault) {
    size_t at = offset_of(f->bytes, fault->line ? fault->line : 1, 1), from = at, to;
    const char *p = f->bytes.p;
    for (;;) { /* up to the entry's first line; one that is gone already: the one before */
        while (from > 0 && !(p[from - 1] == '\n' && begins_entry(p + from))) from--;
        to = from + 1;
        while (to < f->bytes.n && !(p[to - 1] == '\n' && begins_entry(p + to))) to++;
        if (!was_cut(m, f->path, from, to) && begins_entry(p + from)) break;
        if (!from) return false;
        from--;
    }
    while (to > from + 1 && (p[to - 1] == '\n' || p[to - 1] == ' ')) to--;
    size_t n = 0;
    while (from + n < to && p[from + n] != ':' && p[from + n] != '\n') n++;
    ru_str key = {p + from, n};
    if (ru_str_is(f->path, "policy.yaml") && (ru_str_is(key, "uses") || ru_str_is(key, "languages"))) return false; /* everything hangs on these */
    remember(m, key);
    return replace(m, f, from, to, "");
}

static bool ends_in(const char *s, const char *end) {
    size_t n = strlen(s), k = strlen(end);
    return n >= k && !strcmp(s + n - k, end);
}

/* A file that does not belong: it is passed over. */
static bool pass_over(ru_mending *m, const char *path) {
    ru_str name = ru_arena_str(m->arena, ru_str_of(path));
    m->files = ru_arena_grow(m->arena, m->files, m->count, &m->capacity, sizeof *m->files);
    if (!name.p || !m->files) return false;
    for (size_t i = 0; i < m->count; i++)
        if (ru_str_eq(m->files[i].path, name)) return false;
    m->files[m->count++] = (ru_loaded){name, {NULL, 0}};
    return true;
}

bool ru_mend(ru_mending *m, const ruth_error *fault) {
    if (!fault->file[0]) return false;
    if (strstr(fault->message, "not a file of a policy")) return pass_over(m, fault->file);
    ru_loaded *f = file_of(m, ru_str_of(fault->file));
    if (!f || !f->bytes.n) return false;
    return ends_in(fault->file, ".lua") ? cut_lua(m, f, fault) : cut_yaml(m, f, fault);
}

/* ---- echoes ---- */
static bool of_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; }

static bool names_word(const char *message, ru_str word) {
    for (const char *p = message; (p = strchr(p, word.p[0])); p++)
        if (!strncmp(p, word.p, word.n) && !of_name(p[word.n]) && (p == message || !of_name(p[-1]))) return true;
    return false;
}

/* At the head of a statement of which something was cut, or of the place itself: what is missing now was there before. */
bool ru_mend_is_echo(ru_mending *m, const ruth_error *fault) {
    for (size_t i = 0; i < m->name_count; i++)
        if (names_word(fault->message, m->names[i])) return true;
    ru_loaded *f = m->cut_count && fault->file[0] ? file_of(m, ru_str_of(fault->file)) : NULL;
    if (!f || !f->bytes.p) return false;
    size_t at = offset_of(f->bytes, fault->line, fault->column);
    if (was_cut(m, f->path, at, at + 1)) return true;
    ru_outline o;
    if (!ends_in(fault->file, ".lua")) return strstr(fault->message, "the file is empty") != NULL;
    if (!ru_outline_try(m->arena, f->bytes, &o)) return false;
    for (const ru_piece *s = o.statements; s; s = s->next) {
        size_t from = (size_t)(s->bytes.p - f->bytes.p);
        if (from == at && touches_cut(m, f->path, from, from + s->bytes.n)) return true;
    }
    return strstr(fault->message, "the last segment must be") && touches_cut(m, f->path, 0, f->bytes.n);
}

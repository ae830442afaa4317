/* mend.c: the smallest piece around a fault becomes `_`, or goes. Lengths and lines stay, so that every other place does. */
#include "engine/author/mend.h"

#include "engine/author/mend_inside.h"

enum { FILE_LIMIT = 1 << 20 };

ru_str ru_mend_read(ru_arena *a, const char *folder, ru_str path, bool *failed) {
    ru_str own = ru_arena_printf(a, "%s/%.*s", folder, (int)path.n, path.p), pack = ru_arena_printf(a, "%s/../%.*s", folder, (int)path.n, path.p), bytes;
    ruth_status st = own.p && pack.p ? ru_file_read(a, own.p, FILE_LIMIT, &bytes, NULL) : RUTH_E_NOMEM;
    if (st && st != RUTH_E_NOMEM) st = ru_file_read(a, pack.p, FILE_LIMIT, &bytes, NULL); /* a pack's folder stands beside the policy's */
    if (st == RUTH_OK) return bytes;
    if (st == RUTH_E_NOMEM) *failed = true;
    return (ru_str){NULL, 0};
}

ru_str ru_mend_file(ru_arena *a, const char *folder, ru_str path) {
    bool failed;
    return ru_mend_read(a, folder, path, &failed);
}

static ru_loaded *file_of(ru_mending *m, ru_str path) {
    for (size_t i = 0; i < m->count; i++)
        if (ru_str_eq(m->files[i].path, path)) return &m->files[i];
    ru_str bytes = ru_mend_read(m->arena, m->folder, path, &m->failed), name = ru_arena_str(m->arena, path);
    if (!bytes.p) return NULL;
    if (name.p) m->files = ru_arena_grow(m->arena, m->files, m->count, &m->capacity, sizeof *m->files);
    if (!name.p || !m->files) {
        m->failed = true;
        m->count = 0;
        return NULL;
    }
    m->files[m->count] = (ru_loaded){name, bytes};
    return &m->files[m->count++];
}

bool ru_mend_was_cut(const ru_mending *m, ru_str path, size_t from, size_t to) {
    for (size_t i = 0; i < m->cut_count; i++)
        if (ru_str_eq(m->cuts[i].path, path) && m->cuts[i].from <= from && to <= m->cuts[i].to) return true;
    return false;
}

bool ru_mend_touched(const ru_mending *m, ru_str path, size_t from, size_t to) {
    for (size_t i = 0; i < m->cut_count; i++)
        if (ru_str_eq(m->cuts[i].path, path) && m->cuts[i].from < to && from < m->cuts[i].to) return true;
    return false;
}

/* Blanks over [from, to), lines kept, and `word` where it begins. The bytes are ours: they were read for the mending. */
bool ru_mend_replace(ru_mending *m, ru_loaded *f, size_t from, size_t to, const char *word) {
    char *bytes = (char *)(uintptr_t)f->bytes.p;
    if (from >= to) return false;
    m->lost_derive |= f->path.n >= 10 && !memcmp(f->path.p + f->path.n - 10, "derive.lua", 10);
    size_t n = strlen(word);
    for (size_t i = from; i < to; i++)
        if (bytes[i] != '\n') bytes[i] = ' ';
    for (size_t i = 0; i < n && from + i < to && bytes[from + i] != '\n'; i++) bytes[from + i] = word[i];
    m->cuts = ru_arena_grow(m->arena, m->cuts, m->cut_count, &m->cut_capacity, sizeof *m->cuts);
    if (!m->cuts) {
        m->failed = true;
        m->cut_count = 0;
        return false;
    }
    m->cuts[m->cut_count++] = (ru_cut){f->path, from, to};
    return true;
}

void ru_mend_remember(ru_mending *m, ru_str name) {
    if (!name.n) return;
    name = ru_arena_str(m->arena, name); /* where it stands is about to be blanked */
    if (name.p) m->names = ru_arena_grow(m->arena, m->names, m->name_count, &m->name_capacity, sizeof *m->names);
    if (name.p && m->names) {
        m->names[m->name_count++] = name;
        return;
    }
    m->failed = true;
    m->name_count = 0;
}

/* What a file declares, and how the loader says that it is not there. */
static const struct {
    const char *file, *says;
} declared[] = {
    {"facts.yaml", "is not a fact of facts.yaml"},
    {"facts.yaml", "there is no fact"},
    {"numbers.yaml", "there is no number"},
    {"teams.yaml", "no team of teams.yaml"},
    {"messages/", "has a message called"},
    {"messages/", "has no text called"},
    {"messages/", "is missing in this language"},
    {"contacts.yaml", "contacts have no field"},
    {"contacts.yaml", "is not a field of contacts.yaml"},
    {"segments", "no segment is called"},
    {"plans", "no plan is called"},
    {"referrals", "no referral is called"},
    {"ladders", "is called"},
    {"circumstances", "no circumstance is called"},
    {"facts.yaml", "neither a fact, a number"},
    {"numbers.yaml", "neither a fact, a number"},
};

void ru_mend_remember_file(ru_mending *m, ru_str path) {
    for (size_t i = 0; i < RU_COUNT(declared); i++) {
        size_t n = strlen(declared[i].file);
        if (path.n >= n && !memcmp(path.p, declared[i].file, n)) m->lost_kinds |= 1u << i;
    }
}

static bool is_of_lost_kind(const ru_mending *m, const char *message) {
    for (size_t i = 0; i < RU_COUNT(declared); i++)
        if ((m->lost_kinds >> i & 1) && strstr(message, declared[i].says)) return true;
    return false;
}

static bool ends_in(const char *s, const char *end) {
    size_t n = strlen(s), k = strlen(end);
    return n >= k && !strcmp(s + n - k, end);
}

/* A file that does not belong: it is passed over. */
static bool pass_over(ru_mending *m, const char *path) {
    ru_str name = ru_arena_str(m->arena, ru_str_of(path));
    m->files = ru_arena_grow(m->arena, m->files, m->count, &m->capacity, sizeof *m->files);
    if (!name.p || !m->files) {
        m->failed = true;
        m->count = 0;
        return false;
    }
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
    return ends_in(fault->file, ".lua") ? ru_mend_lua(m, f, fault) : ru_mend_yaml(m, f, fault);
}

/* ---- echoes ---- */
static bool of_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; }

static bool names_word(const char *message, ru_str word) {
    for (const char *p = message; (p = strchr(p, word.p[0])); p++)
        if (!strncmp(p, word.p, word.n) && !of_name(p[word.n]) && (p == message || !of_name(p[-1]))) return true;
    return false;
}

/* Something is missing: where something was cut out, that is no news. */
static bool misses_something(const char *message) {
    static const char *const phrases[] = {"limits nothing",
                                          "has no ",
                                          "have no ",
                                          "belong together",
                                          "does not say",
                                          "is empty",
                                          "it would fit",
                                          "must be when = otherwise",
                                          "is missing",
                                          "write its values",
                                          "needs",
                                          "stands without",
                                          "says nothing",
                                          "no row",
                                          "expected what",
                                          "names nothing",
                                          "expected a condition",
                                          "expected fact = value",
                                          "expected one figure",
                                          "expected { fact",
                                          "expected \"harsher\""};
    for (size_t i = 0; i < RU_COUNT(phrases); i++)
        if (strstr(message, phrases[i])) return true;
    return false;
}

bool ru_mend_is_echo(ru_mending *m, const ruth_error *fault) {
    for (size_t i = 0; i < m->name_count; i++)
        if (names_word(fault->message, m->names[i])) return true;
    if (is_of_lost_kind(m, fault->message)) return true;
    ru_loaded *f = m->cut_count && fault->file[0] ? file_of(m, ru_str_of(fault->file)) : NULL;
    if (!f || !f->bytes.p || !f->bytes.n) return false;
    if (!fault->line) return misses_something(fault->message) && ru_mend_touched(m, f->path, 0, f->bytes.n);
    size_t at = ru_mend_offset(f->bytes, fault->line, fault->column), from, to;
    if (ru_mend_was_cut(m, f->path, at, at + 1)) return true;
    if (strstr(fault->message, "the file is empty")) return true;
    if (strstr(fault->message, "the last segment must be") || strstr(fault->message, "is declared as derived"))
        return ru_mend_touched(m, f->path, 0, f->bytes.n) || m->lost_derive;
    bool lua = ends_in(fault->file, ".lua"), found = lua ? ru_mend_lua_around(m, f, at, &from, &to) : ru_mend_yaml_around(f, at, &from, &to);
    return found && ((lua && at == from) || misses_something(fault->message)) && ru_mend_touched(m, f->path, from, to);
}

/* check.c: everything there is to say about a policy: the faults that keep it from loading, one after the other; then what is unwise though it loads. */
#include "engine/author/check.h"

#include "engine/author/effects.h"
#include "engine/author/mend.h"
#include "engine/author/render.h"
#include "engine/decide/engine.h"
#include "engine/script/outline.h"

enum { BLOCK = 64 << 10, MOST = 100, MOST_ROUNDS = 400 };

struct ruth_check {
    ruth_allocator alloc;
    ru_arena arena, scratch; /* scratch: of one finding */
    ru_findings findings;
    ru_shown shown;
    const char *folder;
    ru_loaded *files; /* read again to show lines */
    size_t file_count, file_capacity;
    ru_buf out;
};

/* ---- a fault of the loader becomes a finding ---- */

/* What stands between two marks of a message is what to write; the first row that fits counts. */
typedef struct advice {
    const char *before, *behind;
    bool whole; /* with the mark before it */
} advice;
static const advice advices[] = {
    {"is a comma ", "?", true},
    {"did you mean ", "?", false},
    {"are joined already: ", "", false},
    {"write it as an entry: ", "", false},
    {"; write ", "", false},
    {"written ", ", without", false},
    {"are written ", "", false},
    {"the catch-all is ", "", false},
    {"needs its parentheses: ", "", false},
    {"needs its table: ", "", false},
    {"needs its name in quotes: ", "", false},
    {"before its table: ", "", false},
    {"belong together: ", "", false},
    {"comes first, ", "", false},
    {"expected ", ", found", false},
    {"expected ", "; found", false},
    {"expected ", "", false},
    {"such as ", ", found", false},
    {": write ", "", false},
    {"; use ", "", false},
    {"derive.lua has no ", "", false},
    {"add it to ", "", true},
    {"it needs one of ", "", false},
    {"give it ", "", true},
    {"; a name ", "", true},
    {"instead; ", "", false},
};

static ru_str suggestion_of(ru_arena *a, const char *message) {
    for (size_t i = 0; i < RU_COUNT(advices); i++) {
        const char *at = strstr(message, advices[i].before);
        if (!at) continue;
        const char *from = at + (advices[i].whole ? strspn(at, "; ") : strlen(advices[i].before)),
                   *end = *advices[i].behind ? strstr(from, advices[i].behind) : from + strlen(from);
        if (!end) continue;
        ru_str said = {from, (size_t)(end - from)};
        bool quoted = !strncmp(advices[i].before, "did you", 7) && said.n > 1 && said.p[0] == '"' && said.p[said.n - 1] == '"';
        return ru_arena_str(a, quoted ? (ru_str){said.p + 1, said.n - 2} : said);
    }
    return RU_STR("");
}

/* The fact that has this word among its values; p NULL: none. Reads facts.yaml alone, because the policy did not load. */
static ru_str fact_with_value(ru_arena *a, const char *folder, ru_str word, bool *failed) {
    ru_str bytes = ru_mend_read(a, folder, RU_STR("facts.yaml"), failed);
    ru_node *facts = NULL;
    ruth_status st = bytes.p ? ru_yaml_read(a, RU_STR("facts.yaml"), bytes, &facts, NULL) : RUTH_E_IO;
    *failed |= st == RUTH_E_NOMEM;
    if (st || facts->kind != RU_NODE_MAP) return (ru_str){NULL, 0};
    for (size_t i = 0; i < facts->count; i++) {
        const ru_node *values = ru_node_get(facts->items[i], "values");
        for (size_t k = 0; values && values->kind == RU_NODE_LIST && k < values->count; k++)
            if (ru_str_eq(values->items[k]->text, word)) return facts->keys[i];
    }
    return (ru_str){NULL, 0};
}

static int length_at(ru_arena *a, const char *folder, const ru_finding *f, bool *failed) {
    ru_str bytes = f->column ? ru_mend_read(a, folder, f->file, failed) : (ru_str){NULL, 0};
    int length = bytes.p ? ru_outline_length(a, f->file, bytes, f->line, f->column) : 0;
    if (bytes.p && !length) *failed = true;
    ru_arena_reset(a);
    return length;
}

static bool ends_in_lua(ru_str file) { return file.n > 4 && !memcmp(file.p + file.n - 4, ".lua", 4); }

/* A loader knows where the value of an unknown key stands, not where the key does. */
static void sharpen(ruth_check *c, ru_finding *f) {
    const ru_piece *path[64];
    bool lua = ends_in_lua(f->file);
    ru_str bytes = lua && f->column ? ru_mend_read(&c->scratch, c->folder, f->file, &c->findings.failed) : (ru_str){NULL, 0};
    const ru_piece *file = bytes.p ? ru_outline_read(&c->scratch, bytes) : NULL;
    if (bytes.p && !file) c->findings.failed = true;
    size_t n = file ? ru_outline_path(file, ru_outline_at(bytes, f->line, f->column), path, RU_COUNT(path)) : 0;
    const char *said = strncmp(f->message.p, "with: ", 6) == 0 || strncmp(f->message.p, "hours: ", 7) == 0 ? strchr(f->message.p, ' ') + 1 : NULL;
    while (said && n-- > 0) {
        const ru_piece *e = path[n];
        if (e->kind != RU_PIECE_ENTRY || !e->name.n || strncmp(said, e->name.p, e->name.n) != 0 || said[e->name.n] != ' ') continue;
        f->line = e->line;
        f->column = e->column;
        return;
    }
}

/* A bracket of YAML that nothing closes is noticed lines later: what counts is where it was opened. */
static int opened_at(const char *message, int line) {
    const char *began = strstr(message, "\",\" or") ? strstr(message, "begins at line ") : NULL;
    int opened = 0;
    for (began = began ? began + 15 : ""; *began >= '0' && *began <= '9' && opened < 1000000; began++) opened = opened * 10 + (*began - '0');
    return opened ? opened : line;
}

static void add_fault(ruth_check *c, const ruth_error *e) {
    const ru_effect *row = ru_effect_of(e->message);
    ru_str file = ru_str_of(e->file);
    int line = opened_at(e->message, e->line), column = line == e->line ? e->column : 1;
    ru_str bytes = e->status == RUTH_E_SYNTAX && !ends_in_lua(file) && line > 0 ? ru_mend_read(&c->scratch, c->folder, file, &c->findings.failed)
                                                                                : (ru_str){NULL, 0};
    bool quote = bytes.p && ru_mend_lost_quote(bytes, &line, &column);
    ru_finding *f = ru_finding_at(&c->findings, RU_ERROR, row->code, file, line, column, "%s",
                                  quote ? "the quotes on this line do not come in pairs" : e->message);
    if (!f) return;
    f->effect = ru_str_of(row->effect);
    f->suggestion = suggestion_of(&c->arena, e->message);
    if (!strcmp(row->code, "unknown_word")) {
        ru_str word = {e->message, strcspn(e->message, " ")}, fact = fact_with_value(&c->scratch, c->folder, word, &c->findings.failed);
        if (fact.p) f->message = ru_arena_printf(&c->arena, "%s (\"%.*s\" is a value of %.*s)", e->message, (int)word.n, word.p, (int)fact.n, fact.p);
        if (fact.p) f->suggestion = ru_arena_printf(&c->arena, "\"%.*s\"", (int)word.n, word.p);
    }
    if (f->message.p) sharpen(c, f);
    f->length = length_at(&c->scratch, c->folder, f, &c->findings.failed);
    if (!strcmp(row->code, "unknown_word")) f->length = (int)strcspn(e->message, " ");
    if (!f->message.p || !f->suggestion.p) c->findings.failed = true;
}

/* A fault found again where it was found before, or close behind it in a file that cannot be read: nothing new. */
static bool told_before(const ruth_check *c, const ruth_error *e) {
    for (size_t i = 0; i < c->findings.count; i++) {
        const ru_finding *f = &c->findings.items[i];
        if (ru_str_is(f->file, e->file) && f->line == e->line && (f->column == e->column || ru_str_is(f->message, e->message))) return true;
    }
    return false;
}

/* One name that is missing where it is declared is missed in many places: told once, with how often. */
static bool told_elsewhere(const ruth_check *c, const ruth_error *e, size_t again[MOST]) {
    for (size_t i = 0; i < c->findings.count; i++)
        if (!strncmp(c->findings.items[i].code, "unknown_", 8) && ru_str_is(c->findings.items[i].message, e->message)) {
            again[i]++;
            return true;
        }
    return false;
}

static void tell_again(ruth_check *c, const size_t again[MOST]) {
    for (size_t i = 0; i < c->findings.count; i++) {
        ru_finding *f = &c->findings.items[i];
        if (again[i])
            f->message = ru_arena_printf(&c->arena, "%.*s (and at %zu more place%s)", (int)f->message.n, f->message.p, again[i], again[i] == 1 ? "" : "s");
        if (!f->message.p) c->findings.failed = true;
    }
}

/* Opens the policy, cutting out one fault after the other. *study stays NULL where it cannot be gone on. Fails only when memory does. */
static ruth_status find_faults(ruth_check *c, const ru_places *places, ru_study **study) {
    ru_mending m = {.arena = &c->arena, .scratch = &c->scratch, .folder = c->folder};
    ruth_error e;
    size_t again[MOST] = {0};
    ruth_status st = RUTH_OK;
    *study = NULL;
    for (int round = 0; round < MOST_ROUNDS && c->findings.count < MOST; round++) {
        st = ru_study_open(&c->alloc, c->folder, places, m.files, m.count, study, &e);
        if (st == RUTH_OK || st == RUTH_E_NOMEM || st == RUTH_E_INTERNAL) break;
        if (!ru_mend_is_echo(&m, &e) && !told_before(c, &e) && !told_elsewhere(c, &e, again)) add_fault(c, &e);
        bool mended = st != RUTH_E_LIMIT && ru_mend(&m, &e); /* what did not come to an end may not do so again: one such finding is enough to wait for */
        ru_arena_reset(&c->scratch);
        if (!mended || m.failed) break;
    }
    if (m.failed) c->findings.failed = true;
    tell_again(c, again);
    return st == RUTH_E_NOMEM || st == RUTH_E_INTERNAL ? st : RUTH_OK;
}

/* ---- the policy as a whole ---- */
static ru_str counts_of(ruth_check *c, const ru_study *s) {
    size_t facts = s->policy->schema->facts.count;
    return ru_arena_printf(&c->arena, "%zu facts, %zu segments, %zu plans, %zu actions, %zu tones, %zu channel rules, %zu limits, %zu messages", facts,
                           s->raw[RU_KIND_SEGMENT].count, s->raw[RU_KIND_PLAN].count, s->raw[RU_KIND_ACTION].count, s->raw[RU_KIND_TONE].count,
                           s->raw[RU_KIND_CHANNEL].count, s->raw[RU_KIND_LIMIT].count, s->policy->message_count);
}

static void describe(ruth_check *c, const ru_study *s) {
    c->shown.name = ru_arena_str(&c->arena, s->policy->name);
    c->shown.version = ru_arena_str(&c->arena, s->policy->version);
    c->shown.counts = counts_of(c, s);
    if (!c->shown.name.p || !c->shown.version.p || !c->shown.counts.p) c->findings.failed = true;
}

/* Texts of findings may lie in the study, which goes. */
static void keep_texts(ruth_check *c) {
    for (size_t i = 0; i < c->findings.count; i++) {
        ru_finding *f = &c->findings.items[i];
        ru_str *const texts[] = {&f->file, &f->message, &f->effect, &f->suggestion, &f->request};
        for (size_t k = 0; k < RU_COUNT(texts); k++) {
            if (!texts[k]->p) continue;
            *texts[k] = ru_arena_str(&c->arena, *texts[k]);
            if (!texts[k]->p) c->findings.failed = true;
        }
        if (!f->length) f->length = length_at(&c->scratch, c->folder, f, &c->findings.failed);
    }
}

static ruth_status run(ruth_check *c, const ru_places *places, const ru_check_context *context, ruth_error *error) {
    ru_study *study = NULL;
    ruth_status st = find_faults(c, places, &study);
    bool faults = c->findings.count > 0;
    if (st) {
        ru_study_free(study);
        return st == RUTH_E_NOMEM ? ru_fail_nomem(error) : ru_fail(error, st, "the check met a fault of ruth itself");
    }
    if (study && !faults) { /* what is wrong with a policy that only loads in parts is known well enough */
        describe(c, study);
        ru_check_boxes(study, context, &c->findings);
        ru_check_lints(study, context, &c->findings);
    }
    ru_check_strays(c->folder, &c->findings, &c->scratch);
    keep_texts(c);
    ru_findings_sort(&c->findings);
    ru_study_free(study);
    return c->findings.failed ? ru_fail_nomem(error) : RUTH_OK;
}

/* ---- ruth_author.h ---- */
static ruth_status read_options(const ruth_check_options *o, ru_check_context *out, ruth_error *error) {
    *out = (ru_check_context){.has_now = false};
    if (!o) return RUTH_OK;
    if (o->size != sizeof *o) return ru_fail(error, RUTH_E_ARGUMENT, "ruth_check_options has size %zu, this library knows %zu", o->size, sizeof *o);
    out->strict = o->strict != 0;
    out->all = o->all != 0;
    out->has_now = o->now != NULL;
    if (o->now && !ru_instant_parse(ru_str_of(o->now), &out->now))
        return ru_fail(error, RUTH_E_ARGUMENT, "expected an instant such as 2026-03-02T14:00:00Z, found %s", o->now);
    return RUTH_OK;
}

ruth_status ruth_check_run(ruth_engine *engine, const char *folder, const ruth_check_options *options, ruth_check **out, ruth_error *error) {
    ru_check_context context;
    ru_error_clear(error);
    *out = NULL;
    ruth_status st = read_options(options, &context, error);
    if (st) return st;
    ruth_check *c = ru_alloc(&engine->alloc, sizeof *c);
    if (!c) return ru_fail_nomem(error);
    *c = (ruth_check){.alloc = engine->alloc};
    ru_arena_init(&c->arena, &c->alloc, BLOCK);
    ru_arena_init(&c->scratch, &c->alloc, BLOCK);
    ru_buf_init(&c->out, &c->alloc);
    c->findings.arena = &c->arena;
    c->shown.all = context.all;
    ru_str name = ru_arena_str(&c->arena, ru_str_of(folder));
    c->folder = name.p;
    st = name.p ? RUTH_OK : ru_fail_nomem(error);
    if (!st && !ru_mend_read(&c->arena, folder, RU_STR("policy.yaml"), &c->findings.failed).p)
        st = c->findings.failed ? ru_fail_nomem(error)
                                : ru_fail(error, RUTH_E_IO, "%s: there is no policy here; a policy is a folder with a policy.yaml", folder);
    if (!st) st = run(c, &engine->places, &context, error);
    if (st) ruth_check_free(c);
    else *out = c;
    return st;
}

void ruth_check_free(ruth_check *c) {
    if (!c) return;
    ruth_allocator alloc = c->alloc;
    ru_buf_free(&c->out);
    ru_arena_free(&c->arena);
    ru_arena_free(&c->scratch);
    ru_free(&alloc, c, sizeof *c);
}

size_t ruth_check_count(const ruth_check *c, int level) {
    size_t n = 0;
    for (size_t i = 0; i < c->findings.count; i++) n += level < 0 || (int)c->findings.items[i].level == level;
    return n;
}

ruth_status ruth_check_finding(const ruth_check *c, size_t i, ruth_finding *out) {
    if (i >= c->findings.count) return RUTH_E_ARGUMENT;
    const ru_finding *f = &c->findings.items[i];
    *out = (ruth_finding){.level = (int)f->level,
                          .code = f->code,
                          .file = f->file.p ? f->file.p : "",
                          .line = f->line,
                          .column = f->column,
                          .length = f->length,
                          .message = f->message.p,
                          .effect = f->effect.p,
                          .suggestion = f->suggestion.p,
                          .request = f->request.p ? f->request.p : ""};
    return RUTH_OK;
}

static ru_str line_of(void *context, ru_str file, int line) {
    ruth_check *c = context;
    ru_str bytes = {NULL, 0};
    for (size_t i = 0; i < c->file_count; i++)
        if (ru_str_eq(c->files[i].path, file)) bytes = c->files[i].bytes;
    if (!bytes.p) {
        bytes = ru_mend_read(&c->arena, c->folder, file, &c->out.failed);
        c->files = bytes.p ? ru_arena_grow(&c->arena, c->files, c->file_count, &c->file_capacity, sizeof *c->files) : c->files;
        if (bytes.p && c->files) c->files[c->file_count++] = (ru_loaded){file, bytes};
    }
    const char *p = bytes.p, *end = bytes.p + bytes.n;
    for (int l = 1; l < line && p && p < end; p++) l += *p == '\n';
    size_t n = 0;
    while (p && p + n < end && p[n] != '\n' && p[n] != '\r') n++;
    return p && p < end ? (ru_str){p, n} : (ru_str){NULL, 0};
}

ruth_status ruth_check_write(ruth_check *c, ruth_format format, ruth_text *out, ruth_error *error) {
    ru_error_clear(error);
    *out = (ruth_text){NULL, 0};
    ru_buf_clear(&c->out);
    if (format == RUTH_AS_JUNIT) return ru_fail(error, RUTH_E_ARGUMENT, "findings are written as text or JSON");
    if (format == RUTH_AS_JSON) ru_render_json(&c->out, &c->findings, &c->shown);
    else ru_render_text(&c->out, &c->findings, &c->shown, format == RUTH_AS_COLOR, line_of, c);
    if (c->out.failed) return ru_fail_nomem(error);
    *out = (ruth_text){c->out.p, c->out.n};
    return RUTH_OK;
}

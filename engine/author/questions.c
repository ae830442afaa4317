/* questions.c: cases of permit, one question a line with what is expected: cases/NAME.ndjson of a policy and of the packs it uses. */
#include <dirent.h>

#include "engine/author/test.h"

enum { FILE_LIMIT = 16 << 20, WORDS = 512 };

typedef struct asking {
    ruth_test *t;
    ru_str file;
    int line;
    ruth_error *e;
    size_t capacity;
} asking;

static bool ends(ru_str s, const char *tail) {
    size_t n = strlen(tail);
    return s.n > n && memcmp(s.p + s.n - n, tail, n) == 0;
}

/* ---- one line: the question, and what is expected of its answer ---- */
typedef struct line_parts {
    ru_str id, expect;
} line_parts;

static bool belongs_to_the_case(ru_str key) {
    static const char *const keys[] = {"expect", "why", "source", "convention"};
    for (size_t i = 0; i < RU_COUNT(keys); i++)
        if (ru_str_is(key, keys[i])) return true;
    return false;
}

/* An id is shown as it reads, not as JSON writes it. False: memory ran out; that it is well-formed is known. */
static bool read_id(asking *q, line_parts *parts) {
    ru_json j;
    ru_json_begin(&j, parts->id, &q->t->study->arena);
    return parts->id.p[0] != '"' || ru_json_string(&j, &parts->id); /* what else it is: the answer says what is wrong with it */
}

/* Copies the line into t->line without the keys that are the case's own. *nomem: memory ran out, else it is not such a line. */
static bool split(asking *q, ru_str line, line_parts *out, bool *nomem) {
    ru_json j;
    bool first = true, more, any = false;
    ru_str key;
    ru_buf *b = &q->t->line;
    ru_buf_clear(b);
    ru_buf_char(b, '{');
    ru_json_begin(&j, line, &q->t->study->arena);
    bool well = ru_json_object_begin(&j);
    while (well && (well = ru_json_object_next(&j, &first, &key, &more)) && more) {
        ru_json_kind kind;
        if (!(well = ru_json_peek(&j, &kind))) break;
        const char *from = j.p;
        if (!(well = ru_json_skip(&j))) break;
        ru_str value = {from, (size_t)(j.p - from)};
        ru_str *part = ru_str_is(key, "expect") ? &out->expect : ru_str_is(key, "id") ? &out->id : NULL;
        if (!(well = !part || !part->p)) break; /* twice */
        if (part) *part = value;
        if (belongs_to_the_case(key)) continue;
        if (any) ru_buf_char(b, ',');
        any = true;
        ru_json_put_string(b, key);
        ru_buf_char(b, ':');
        ru_buf_str(b, value);
    }
    ru_buf_char(b, '}');
    well = well && ru_json_end(&j) && out->id.p && out->expect.p;
    *nomem = b->failed || ru_json_nomem(&j) || (well && !read_id(q, out));
    return well && !*nomem;
}

#define EXPECTED "allowed, rules, block_kind, earliest_allowed_at, require, not_require"
static const char *const lists[] = {"rules", "require", "not_require"};

/* A misspelt key would expect nothing, and hold whatever comes. */
static ruth_status read_expect(asking *q, ru_str text, ru_node **out) {
    static const char *const keys[] = {"allowed", "rules", "block_kind", "earliest_allowed_at", "require", "not_require"};
    ruth_status st = ru_yaml_read(&q->t->study->arena, q->file, text, out, q->e);
    const ru_node *n = *out;
    if (st) {
        if (q->e) q->e->line = q->line; /* it stands alone there */
        return st;
    }
    if (n->kind != RU_NODE_MAP) return ru_fail_at(q->e, RUTH_E_POLICY, q->file, q->line, 0, "expect: expected " EXPECTED);
    for (size_t i = 0; i < n->count; i++) {
        size_t k = 0;
        while (k < RU_COUNT(keys) && !ru_str_is(n->keys[i], keys[k])) k++;
        if (k == RU_COUNT(keys))
            return ru_fail_at(q->e, RUTH_E_POLICY, q->file, q->line, 0, "expect: expected " EXPECTED ", found %.*s", (int)n->keys[i].n, n->keys[i].p);
    }
    for (size_t i = 0; i < RU_COUNT(lists); i++) {
        const ru_node *list = ru_node_get(n, lists[i]);
        if (list && list->kind != RU_NODE_LIST) return ru_fail_at(q->e, RUTH_E_POLICY, q->file, q->line, 0, "expect: %s is a list of ids", lists[i]);
    }
    return RUTH_OK;
}

static ru_str shown(const ru_node *n) {
    return !n || n->kind == RU_NODE_NULL ? RU_STR("null") : n->kind == RU_NODE_BOOL ? (n->number ? RU_STR("true") : RU_STR("false")) : n->text;
}

static void put_list(ru_buf *b, const ru_node *n) {
    if (!n || !n->count) RU_BUF_LIT(b, "none");
    for (size_t i = 0; n && i < n->count; i++) ru_buf_printf(b, "%s%.*s", i ? " " : "", (int)n->items[i]->text.n, n->items[i]->text.p);
}

static bool same_list(const ru_node *a, const ru_node *b) {
    size_t n = a ? a->count : 0;
    if (n != (b ? b->count : 0)) return false;
    for (size_t i = 0; i < n; i++)
        if (!ru_str_eq(a->items[i]->text, b->items[i]->text)) return false;
    return true;
}

/* What has to be said, or need not be: other packs may ask for more, so each is looked for by itself. */
static void compare_duties(const ru_node *expect, const ru_node *answer, const char *key, bool wanted, ru_buf *words) {
    const ru_node *list = ru_node_get(expect, key), *got = ru_node_get(answer, "require");
    for (size_t i = 0; list && i < list->count; i++) {
        ru_str id = list->items[i]->text;
        bool there = false;
        for (size_t k = 0; got && k < got->count; k++) there = there || ru_str_eq(got->items[k]->text, id);
        if (there != wanted) ru_buf_printf(words, "%srequire: %s %.*s", words->n ? "; " : "", wanted ? "lacks" : "has", (int)id.n, id.p);
    }
}

/* What differs goes into `words`; nothing: the answer is as expected. */
static void compare(const ru_node *expect, const ru_node *answer, ru_buf *words) {
    static const char *const keys[] = {"allowed", "block_kind", "earliest_allowed_at"};
    const ru_node *error = ru_node_get(answer, "error"), *rules = ru_node_get(expect, "rules");
    if (error) {
        ru_buf_printf(words, "rejected at %.*s: %.*s", (int)ru_node_get(error, "at")->text.n, ru_node_get(error, "at")->text.p,
                      (int)ru_node_get(error, "message")->text.n, ru_node_get(error, "message")->text.p);
        return;
    }
    for (size_t i = 0; i < RU_COUNT(keys); i++) {
        const ru_node *wanted = ru_node_get(expect, keys[i]);
        bool open = i == 2 && (!wanted || wanted->kind == RU_NODE_NULL); /* no date is asserted */
        ru_str want = shown(wanted), got = shown(ru_node_get(answer, keys[i]));
        if (open || !wanted || ru_str_eq(want, got)) continue;
        ru_buf_printf(words, "%s%s: expected %.*s, got %.*s", words->n ? "; " : "", keys[i], (int)want.n, want.p, (int)got.n, got.p);
    }
    compare_duties(expect, answer, "require", true, words);
    compare_duties(expect, answer, "not_require", false, words);
    if (same_list(rules, ru_node_get(answer, "limits"))) return;
    ru_buf_printf(words, "%slimits: expected ", words->n ? "; " : "");
    put_list(words, rules);
    RU_BUF_LIT(words, ", got ");
    put_list(words, ru_node_get(answer, "limits"));
}

static ruth_status keep(asking *q, ru_str id, ru_buf *words) {
    ruth_test *t = q->t;
    ru_arena *a = &t->study->arena;
    ru_question one = {.file = q->file, .line = q->line, .id = ru_arena_str(a, id), .passed = !words->n};
    if (words->n) one.words = ru_arena_str(a, (ru_str){words->p, words->n});
    t->questions = ru_arena_grow(a, t->questions, t->question_count, &q->capacity, sizeof *t->questions);
    if (!t->questions || !one.id.p || words->failed) return ru_fail_nomem(q->e);
    t->questions[t->question_count++] = one;
    if (one.passed) t->passed++;
    else t->failed++;
    return RUTH_OK;
}

static ruth_status ask(asking *q, ru_str line) {
    ruth_test *t = q->t;
    line_parts parts = {{NULL, 0}, {NULL, 0}};
    ru_node *expect = NULL, *answer = NULL;
    ruth_text out;
    bool nomem;
    if (!split(q, line, &parts, &nomem))
        return nomem ? ru_fail_nomem(q->e) : ru_fail_at(q->e, RUTH_E_POLICY, q->file, q->line, 0, "a question is one JSON object a line with id and expect");
    ruth_status st = read_expect(q, parts.expect, &expect);
    if (st) return st;
    st = ruth_permit_line(t->session, t->line.p, t->line.n, (uint64_t)q->line, &out, NULL);
    /* a request that could not be held is rejected like one that is wrong: here that is no answer */
    if (st && (st != RUTH_E_REQUEST || ru_rejected_memory(&t->session->rejection))) return ru_fail_nomem(q->e);
    if (!st) ru_cover_asked(t);
    if ((st = ru_yaml_read(&t->study->arena, RU_STR("the answer"), (ru_str){out.bytes, out.length}, &answer, q->e))) return st;
    ru_buf words;
    ru_buf_init(&words, &t->alloc);
    compare(expect, answer, &words);
    st = keep(q, parts.id, &words);
    ru_buf_free(&words);
    return st;
}

static ruth_status ask_file(asking *q, ru_str bytes) {
    ruth_status st = RUTH_OK;
    q->line = 0;
    for (size_t at = 0; !st && at < bytes.n;) {
        size_t from = at;
        while (at < bytes.n && bytes.p[at] != '\n') at++;
        q->line++;
        if (at > from) st = ask(q, (ru_str){bytes.p + from, at - from});
        at++;
    }
    return st;
}

/* ---- which files ---- */
/* The names in the pack's cases/ that end in .ndjson, sorted. */
static ruth_status list_questions(ruth_test *t, const ru_pack *pack, ru_str **names, size_t *count, ruth_error *e) {
    ru_arena *a = &t->study->arena;
    size_t capacity = 0;
    *names = NULL;
    *count = 0;
    ru_str folder = ru_arena_printf(a, "%.*s/cases", (int)pack->folder.n, pack->folder.p);
    DIR *d = folder.p ? opendir(folder.p) : NULL;
    bool ok = folder.p != NULL;
    for (struct dirent *entry; ok && d && (entry = readdir(d));) {
        ru_str name = ru_str_of(entry->d_name);
        if (name.p[0] == '.' || !ends(name, ".ndjson")) continue;
        name = ru_arena_str(a, name);
        *names = name.p ? ru_arena_grow(a, *names, *count, &capacity, sizeof **names) : NULL;
        if (!(ok = *names != NULL)) break;
        size_t k = (*count)++;
        for (; k > 0 && ru_str_cmp((*names)[k - 1], name) > 0; k--) (*names)[k] = (*names)[k - 1];
        (*names)[k] = name;
    }
    if (d) closedir(d);
    return ok ? RUTH_OK : ru_fail_nomem(e);
}

bool ru_pack_has_questions(ruth_test *t, const ru_pack *pack) {
    ru_str *names;
    size_t count;
    t->nomem |= list_questions(t, pack, &names, &count, NULL) != RUTH_OK;
    return count > 0;
}

/* A pack's questions expect what such packs refuse, and nothing else: a policy with other limits does not ask them. */
bool ru_questions_stand_alone(ruth_test *t) {
    const ru_study *s = t->study;
    const ru_pack *last = NULL; /* limits of one pack mostly stand together */
    for (size_t i = 0; i < s->raw[RU_KIND_LIMIT].count; i++) {
        const ru_pack *pack = s->raw[RU_KIND_LIMIT].items[i].pack;
        if (pack == &s->packs[0] || (pack != last && !ru_pack_has_questions(t, pack))) return false;
        last = pack;
    }
    return true;
}

static ruth_status ask_pack(asking *q, const ru_pack *pack) {
    ru_arena *a = &q->t->study->arena;
    ru_str *names, bytes;
    size_t count;
    ruth_status st = list_questions(q->t, pack, &names, &count, q->e);
    for (size_t i = 0; !st && i < count; i++) {
        ru_str path = ru_arena_printf(a, "%.*s/cases/%.*s", (int)pack->folder.n, pack->folder.p, (int)names[i].n, names[i].p);
        q->file = ru_arena_printf(a, "%.*s%scases/%.*s", (int)pack->name.n, pack->name.p, pack->name.n ? "/" : "", (int)names[i].n, names[i].p);
        if (!path.p || !q->file.p) return ru_fail_nomem(q->e);
        st = ru_file_read(a, path.p, FILE_LIMIT, &bytes, q->e);
        if (!st) st = ask_file(q, bytes);
    }
    return st;
}

ruth_status ru_questions_ask(ruth_test *t, ruth_error *e) {
    asking q = {.t = t, .e = e};
    size_t packs = ru_questions_stand_alone(t) ? t->study->pack_count : 1;
    ruth_status st = t->nomem ? ru_fail_nomem(e) : RUTH_OK;
    for (size_t i = 0; !st && i < packs; i++) st = ask_pack(&q, &t->study->packs[i]);
    return st;
}

/* test.c: every case decided and marked, step by step; then guarantees and made-up people. ruth_test of ruth_author.h. */
#include "engine/author/test.h"

#include "engine/decide/engine.h"

bool ru_test_decide(ruth_test *t, ruth_session *s, ru_str line, ru_str *answer) {
    ruth_text out;
    ruth_status st = ruth_decide_line(s, line.p, line.n, 1, &out, NULL);
    *answer = (ru_str){out.bytes, out.length};
    /* a request that could not be held is rejected like one that is wrong: here that is no answer */
    if (st && (st != RUTH_E_REQUEST || ru_rejected_memory(&s->rejection))) t->nomem = true;
    return st == RUTH_OK;
}

/* ---- reasons: why it came out so ---- */
static bool add_reason(ruth_test *t, ru_case_result *r, const char *what, const ru_node *of, const char *because, const char *place) {
    ru_arena *a = &t->study->arena;
    ru_reason_line one = {ru_str_of(what), ru_answer_value(a, of, because), ru_answer_value(a, of, place)};
    if (!one.because.p || !one.place.p) return false;
    r->reasons = ru_arena_grow(a, r->reasons, r->reason_count, &r->reason_capacity, sizeof *r->reasons);
    if (!r->reasons) return false;
    r->reasons[r->reason_count++] = one;
    return true;
}

static bool missed(const ru_case_result *r, const char *key) {
    for (size_t i = 0; i < r->marks.count; i++)
        if (!r->marks.items[i].ok && ru_str_is(r->marks.items[i].key, key)) return true;
    return false;
}

/* "ethics.hours, charter.lua:12"; a limit with two effects is listed twice and said once. */
static bool add_limit(ruth_test *t, ru_case_result *r, const ru_node *limit) {
    ru_arena *a = &t->study->arena;
    ru_str id = ru_answer_value(a, limit, "id"), rule = ru_answer_value(a, limit, "rule");
    ru_str place = id.p && rule.p ? ru_arena_printf(a, "%.*s, %.*s", (int)id.n, id.p, (int)rule.n, rule.p) : (ru_str){NULL, 0};
    if (!place.p) return false;
    for (size_t i = 0; i < r->reason_count; i++)
        if (ru_str_eq(r->reasons[i].place, place)) return true;
    if (!add_reason(t, r, "limit", limit, "because", "id")) return false;
    r->reasons[r->reason_count - 1].place = place;
    return true;
}

static bool read_reasons(ruth_test *t, ru_case_result *r, const ru_node *answer) {
    const ru_node *limits = ru_node_get(answer, "limits");
    if (ru_node_get(answer, "error")) return add_reason(t, r, "rejected", answer, "error.message", "error.at");
    if (!add_reason(t, r, "segment", answer, "segment.because", "segment.rule") || !add_reason(t, r, "action", answer, "action.because", "action.rule"))
        return false;
    if (missed(r, "tone") && !add_reason(t, r, "tone", answer, "tone.because", "tone.rule")) return false;
    if (missed(r, "channel") && ru_node_get(answer, "contact")->kind == RU_NODE_MAP &&
        !add_reason(t, r, "channel", answer, "contact.because", "contact.reason"))
        return false;
    for (size_t i = 0; limits && i < limits->count; i++)
        if (!add_limit(t, r, limits->items[i])) return false;
    r->unknown = ru_answer_value(&t->study->arena, answer, "unknown[]");
    return r->unknown.p != NULL;
}

/* ---- one case ---- */
static void put_fields(ruth_test *t, size_t way, ru_buf *played) {
    const ru_policy *p = t->study->policy;
    for (size_t i = 0; i < p->schema->contact.count; i++) {
        const ru_value *v = &p->ways[way].fields[i];
        if (v->state != RU_VALUE) continue;
        ru_buf_char(played, ',');
        ru_json_put_string(played, p->schema->contact.names[i]);
        ru_buf_char(played, ':');
        ru_value_write(played, &p->schema->contact.items[i], v);
    }
}

/* The contact just decided, as one that has taken place: {"at":…} and what its channel rule sets. Where nobody was to be contacted, what the step rests on has not happened. */
static bool play(ruth_test *t, ru_case_result *r, size_t step, const ru_node *answer, ru_buf *played) {
    ru_arena *a = &t->study->arena;
    ru_str channel = ru_answer_value(a, answer, "contact.channel"), from = ru_answer_value(a, answer, "contact.from"),
           reason = ru_answer_value(a, answer, "contact.reason");
    const ru_rules *ways = &t->study->policy->ways_rules;
    if (!channel.p || !from.p || !reason.p) return false;
    if (ru_str_is(channel, "none"))
        return ru_mark_add(a, &r->marks,
                           (ru_mark){.key = RU_STR("contact"), .expected = RU_STR("one to have taken place"), .got = RU_STR("none was decided"), .step = step});
    if (played->n) ru_buf_char(played, ',');
    ru_buf_printf(played, "{\"at\":\"%.*s\"", (int)from.n, from.p);
    for (size_t w = 0; w < ways->count; w++)
        if (ru_str_eq(ways->items[w].id, reason)) put_fields(t, w, played);
    ru_buf_char(played, '}');
    return !played->failed;
}

static ruth_status run_step(ruth_test *t, ru_case_result *r, size_t step, ru_buf *played, const ru_node **answer, ruth_error *e) {
    ru_arena *a = &t->study->arena;
    ru_str line;
    int64_t now;
    ru_node *tree = NULL;
    const ru_case *c = r->of;
    size_t failed = r->marks.failed;
    if (c->steps[step].played && *answer && !play(t, r, step, *answer, played)) return ru_fail_nomem(e);
    ru_buf_clear(&t->line);
    ruth_status st = ru_case_request(t->study, c, step, (ru_str){played->p, played->n}, &t->line, &now, e);
    if (st) return st;
    bool decided = ru_test_decide(t, t->session, (ru_str){t->line.p, t->line.n}, &line);
    if (t->nomem) return ru_fail_nomem(e);
    if (decided) ru_cover_see(t);
    if ((st = ru_yaml_read(a, RU_STR("the answer"), line, &tree, e))) return st; /* canonical JSON is YAML too */
    *answer = tree;
    if (!ru_case_mark(a, &c->steps[step].wanted, step, tree, &r->marks)) return ru_fail_nomem(e);
    if (decided && (!ru_promises_try(t, (ru_str){t->line.p, t->line.n}) || t->nomem)) return ru_fail_nomem(e);
    if (r->marks.failed == failed || r->request.p) return RUTH_OK;
    r->failed_step = step;
    r->request = ru_arena_str(a, (ru_str){t->line.p, t->line.n});
    ru_buf_clear(&t->line);
    ru_case_words(t->study, c, step, &t->line);
    r->given = ru_arena_str(a, (ru_str){t->line.p, t->line.n});
    return !t->line.failed && r->request.p && r->given.p && read_reasons(t, r, tree) ? RUTH_OK : ru_fail_nomem(e);
}

static ruth_status run_case(ruth_test *t, ru_case_result *r, ruth_error *e) {
    const ru_node *answer = NULL;
    ru_buf played;
    ruth_status st = RUTH_OK;
    ru_buf_init(&played, &t->alloc);
    for (size_t i = 0; !st && i < r->of->step_count; i++) st = run_step(t, r, i, &played, &answer, e);
    ru_buf_free(&played);
    r->passed = r->marks.failed == 0;
    return st;
}

static bool wanted(const ruth_test *t, const ru_case *c) {
    if (!t->only) return true;
    size_t n = strlen(t->only);
    for (size_t i = 0; i + n <= c->sentence.n; i++)
        if (!memcmp(c->sentence.p + i, t->only, n)) return true;
    return false;
}

static ruth_status run(ruth_test *t, ruth_error *e) {
    ruth_status st = ru_cases_read(t->study, &t->cases, e);
    if (st) return st;
    t->results = RU_NEWS(&t->study->arena, ru_case_result, t->cases.count);
    if (!t->results || !ru_cover_open(t) || !ru_promises_open(t)) return ru_fail_nomem(e);
    size_t kept = 0;
    for (size_t i = 0; i < t->cases.count; i++) {
        if (!wanted(t, &t->cases.items[i])) continue;
        ru_case_result *r = &t->results[kept++];
        r->of = &t->cases.items[i];
        if ((st = run_case(t, r, e))) return st;
        if (r->passed) t->passed++;
        else t->failed++;
    }
    t->cases.count = kept;
    if (!t->only && (st = ru_questions_ask(t, e))) return st;
    if (!kept && t->only) return ru_fail(e, RUTH_E_ARGUMENT, "no case has the words \"%s\" in its sentence", t->only);
    if (kept && (!ru_people_try(t) || t->nomem)) return ru_fail_nomem(e);
    for (size_t i = 0; i < t->promise_count; i++) {
        if (t->promises[i].broken) t->failed++;
        else t->passed++;
    }
    return RUTH_OK;
}

/* ---- ruth_author.h ---- */
static ruth_status open_sessions(ruth_test *t, ruth_error *e) {
    ruth_policy *p = (ruth_policy *)(void *)t->study->policy;
    ruth_status st = ruth_session_new(p, &t->session, e);
    return st ? st : ruth_session_new(p, &t->other, e);
}

ruth_status ruth_test_run(ruth_engine *engine, const char *folder, const ruth_test_options *o, ruth_test **out, ruth_error *error) {
    ru_error_clear(error);
    *out = NULL;
    if (o && o->size != sizeof *o) return ru_fail(error, RUTH_E_ARGUMENT, "ruth_test_options has size %zu, this library knows %zu", o->size, sizeof *o);
    ruth_test *t = ru_alloc(&engine->alloc, sizeof *t);
    if (!t) return ru_fail_nomem(error);
    *t = (ruth_test){
        .alloc = engine->alloc, .seed = o ? o->seed : 0, .people = o && o->people ? (size_t)o->people : 1000, .all = o && o->all, .only = o ? o->only : NULL};
    ru_buf_init(&t->line, &t->alloc);
    ru_buf_init(&t->out, &t->alloc);
    ruth_status st = ru_study_open(&t->alloc, folder, &engine->places, NULL, 0, &t->study, error);
    if (!st) st = open_sessions(t, error);
    if (!st) st = run(t, error);
    t->only = NULL; /* the caller's */
    if (st) ruth_test_free(t);
    else *out = t;
    return st;
}

void ruth_test_free(ruth_test *t) {
    if (!t) return;
    ruth_allocator alloc = t->alloc;
    ruth_session_free(t->session);
    ruth_session_free(t->other);
    ru_study_free(t->study);
    ru_buf_free(&t->line);
    ru_buf_free(&t->out);
    ru_free(&alloc, t, sizeof *t);
}

void ruth_test_counts(const ruth_test *t, size_t *passed, size_t *failed) {
    if (passed) *passed = t->passed;
    if (failed) *failed = t->failed;
}

ruth_status ruth_test_write(ruth_test *t, ruth_format format, ruth_text *out, ruth_error *error) {
    ru_error_clear(error);
    ru_buf_clear(&t->out);
    if (format == RUTH_AS_JSON) ru_test_json(&t->out, t);
    else if (format == RUTH_AS_JUNIT) ru_test_junit(&t->out, t);
    else ru_test_text(&t->out, t, format == RUTH_AS_COLOR);
    *out = (ruth_text){NULL, 0};
    if (t->out.failed) return ru_fail_nomem(error);
    *out = (ruth_text){t->out.p, t->out.n};
    return RUTH_OK;
}

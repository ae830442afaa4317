/* explain.c: ruth_explain of ruth_author.h: the request is decided as always, then told: what, why, what was held back. */
#include "engine/author/explain.h"
#include "engine/decide/engine.h"

/* The copy shares everything with the study's policy but its limits; it is never released as a policy, so its count stays above 0. */
static ruth_status open_copy(ru_explainer *x, ruth_error *e) {
    const ru_policy *p = x->study->policy;
    size_t size = (p->charter.limit_count + 1) * sizeof *x->limits;
    x->limits = ru_alloc(&x->alloc, size);
    if (!x->limits) return ru_fail_nomem(e);
    if (p->charter.limit_count) memcpy(x->limits, p->charter.limits, p->charter.limit_count * sizeof *x->limits);
    x->copy = *p;
    x->copy.references = 1;
    x->copy.charter.limits = x->limits;
    return ruth_session_new((ruth_policy *)(void *)&x->copy, &x->without, e);
}

ruth_status ruth_explainer_new(ruth_engine *engine, const char *folder, ruth_explainer **out, ruth_error *error) {
    ru_error_clear(error);
    *out = NULL;
    ru_explainer *x = ru_alloc(&engine->alloc, sizeof *x);
    if (!x) return ru_fail_nomem(error);
    memset(x, 0, sizeof *x);
    x->alloc = engine->alloc;
    ru_arena_init(&x->arena, &x->alloc, 64 << 10);
    ru_buf_init(&x->decision, &x->alloc);
    ru_buf_init(&x->out, &x->alloc);
    ru_buf_init(&x->words, &x->alloc);
    ruth_status st = ru_study_open(&x->alloc, folder, &engine->places, NULL, 0, &x->study, error);
    if (!st) st = ruth_session_new((ruth_policy *)(void *)x->study->policy, &x->session, error);
    if (!st) st = open_copy(x, error);
    if (st) ruth_explainer_free(x);
    else *out = x;
    return st;
}

void ruth_explainer_free(ruth_explainer *x) {
    if (!x) return;
    ruth_allocator alloc = x->alloc;
    ruth_session_free(x->session);
    ruth_session_free(x->without);
    if (x->limits) ru_free(&alloc, x->limits, (x->study->policy->charter.limit_count + 1) * sizeof *x->limits);
    ru_study_free(x->study);
    ru_arena_free(&x->arena);
    ru_buf_free(&x->decision);
    ru_buf_free(&x->out);
    ru_buf_free(&x->words);
    ru_free(&alloc, x, sizeof *x);
}

/* ---- options ---- */
static ruth_status read_options(ru_explainer *x, const ruth_explain_options *o, ruth_error *e) {
    if (o && o->size != sizeof *o) return ru_fail(e, RUTH_E_ARGUMENT, "ruth_explain_options has size %zu, this library knows %zu", o->size, sizeof *o);
    x->audience = o ? o->audience : RUTH_FOR_OFFICER;
    x->all = o && o->all;
    x->color = o && o->format == RUTH_AS_COLOR;
    if (x->audience > RUTH_FOR_EXAMINER) return ru_fail(e, RUTH_E_ARGUMENT, "no such audience");
    if (o && o->format > RUTH_AS_JSON) return ru_fail(e, RUTH_E_ARGUMENT, "an explanation is written as text or as JSON");
    if (o && o->lang && strcmp(o->lang, "en") != 0 && strcmp(o->lang, "fr") != 0)
        return ru_fail(e, RUTH_E_ARGUMENT, "an explanation is written in en or fr, not %s", o->lang);
    ruth_status st = ruth_session_set_now(x->session, o ? o->now : NULL, e);
    return st ? st : ruth_session_set_now(x->without, o ? o->now : NULL, e);
}

/* The policy's texts in the language asked for, where it has them; the words around them always. */
static void choose_language(ru_explainer *x, const char *wanted) {
    const ru_schema *s = x->session->policy->schema;
    x->language = x->audience == RUTH_FOR_PERSON ? x->session->d.lang : 0;
    x->french = wanted ? !strcmp(wanted, "fr") : ru_str_is(s->languages[x->language], "fr");
    for (size_t i = 0; wanted && i < s->language_count; i++)
        if (ru_str_is(s->languages[i], wanted)) x->language = (int)i;
}

/* Which fact, and what was expected: /facts/balance → "the fact balance". */
static ruth_status say_rejection(const ru_explainer *x, ruth_error *e) {
    const ru_rejection *r = &x->session->rejection;
    if (!strncmp(r->at, "/facts/", 7)) return ru_fail(e, RUTH_E_REQUEST, "the fact %s: %s", r->at + 7, r->message);
    if (!strncmp(r->at, "/contacts/", 10)) return ru_fail(e, RUTH_E_REQUEST, "contact %s: %s", r->at + 10, r->message);
    if (r->at[0]) return ru_fail(e, RUTH_E_REQUEST, "%s: %s", r->at + 1, r->message);
    return ru_fail(e, RUTH_E_REQUEST, "%s", r->message);
}

static ruth_status tell(ru_explainer *x, const ruth_explain_options *o, const char *bytes, size_t length, ruth_error *e) {
    choose_language(x, o ? o->lang : NULL);
    x->tracer = (ru_tracer){.study = x->study, .session = x->session, .arena = &x->arena, .words = &x->words, .language = x->language};
    x->outcome = ru_explain_outcome(x->session);
    x->failure_count = x->session->d.failure_count;
    x->failed = false;
    ruth_status st = ru_explain_without(x, bytes, length, e);
    if (st) return st;
    if (o && o->format == RUTH_AS_JSON) ru_explain_json(x);
    else if (x->audience == RUTH_FOR_PERSON) ru_explain_person(x);
    else ru_explain_officer(x);
    return x->failed || x->tracer.failed || x->out.failed ? ru_fail_nomem(e) : RUTH_OK;
}

ruth_status ruth_explain(ruth_explainer *x, const char *bytes, size_t length, const ruth_explain_options *options, ruth_text *out, ruth_text *decision,
                         ruth_error *error) {
    ruth_text line = {NULL, 0};
    ru_error_clear(error);
    *out = line;
    if (decision) *decision = line;
    ru_buf_clear(&x->decision);
    ru_buf_clear(&x->out);
    ru_buf_clear(&x->words);
    ru_arena_reset(&x->arena);
    ruth_status st = read_options(x, options, error);
    if (st) return st;
    st = ruth_decide_line(x->session, bytes, length, 1, &line, error);
    if (st && st != RUTH_E_REQUEST) return st;
    ru_buf_put(&x->decision, line.bytes, line.length); /* what is asked of the session from here on must not touch the answer */
    if (x->decision.failed) return ru_fail_nomem(error);
    st = st ? say_rejection(x, error) : tell(x, options, bytes, length, error);
    if (st && st != RUTH_E_REQUEST) return st;
    if (decision) *decision = (ruth_text){x->decision.p, x->decision.n};
    if (!st) *out = (ruth_text){x->out.p, x->out.n};
    return st;
}

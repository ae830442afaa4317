/* whatif.c: ruth_whatif of ruth_author.h: which smallest changes of facts would change a decision, or reach a wanted one. */
#include "engine/author/whatif.h"

#include "engine/decide/engine.h"

ruth_status ruth_whatif_new(ruth_engine *engine, const char *folder, ruth_whatif **out, ruth_error *error) {
    ru_error_clear(error);
    *out = NULL;
    ru_whatif *w = ru_alloc(&engine->alloc, sizeof *w);
    if (!w) return ru_fail_nomem(error);
    memset(w, 0, sizeof *w);
    w->alloc = engine->alloc;
    ru_arena_init(&w->arena, &w->alloc, 64 << 10);
    ru_buf_init(&w->out, &w->alloc);
    ruth_status st = ru_study_open(&w->alloc, folder, &engine->places, NULL, 0, &w->study, error);
    if (!st) st = ruth_session_new((ruth_policy *)(void *)w->study->policy, &w->session, error);
    if (!st) w->hints = ru_hints_of(w->study, &w->study->arena);
    if (!st && !w->hints) st = ru_fail_nomem(error);
    if (st) ruth_whatif_free(w);
    else *out = w;
    return st;
}

void ruth_whatif_free(ruth_whatif *w) {
    if (!w) return;
    ruth_allocator alloc = w->alloc;
    ruth_session_free(w->session);
    ru_study_free(w->study);
    ru_arena_free(&w->arena);
    ru_buf_free(&w->out);
    ru_free(&alloc, w, sizeof *w);
}

/* ---- what is wanted: PATH=VALUE ---- */
static int place(const ru_ordinal *names, size_t count, ru_str name) {
    for (size_t i = 0; i < count; i++)
        if (ru_str_eq(names[i].name, name)) return (int)i;
    return -1;
}

static ruth_status read_goal(ru_whatif *w, const char *want, ruth_error *e) {
    const ru_policy *p = w->study->policy;
    const struct {
        const char *path;
        ru_goal_kind kind;
        const ru_ordinal *names;
        size_t count;
        bool none;
    } goals[] = {
        {"segment", RU_GOAL_SEGMENT, p->segment_names, p->segment_count, false},
        {"action", RU_GOAL_ACTION, p->action_names, (size_t)p->charter.ladders.action_count, false},
        {"tone", RU_GOAL_TONE, p->tone_names, (size_t)p->charter.ladders.tone_count, false},
        {"channel", RU_GOAL_CHANNEL, p->channel_names, (size_t)p->charter.ladders.channel_count, true},
        {"hand_over", RU_GOAL_HAND_OVER, p->teams, p->team_count, true},
        {"plans", RU_GOAL_PLAN, NULL, 0, true},
    };
    const char *equals = want ? strchr(want, '=') : NULL;
    w->goal = (ru_goal){RU_GOAL_NONE, -1};
    if (!want) return RUTH_OK;
    if (!equals) return ru_fail(e, RUTH_E_ARGUMENT, "expected PATH=VALUE, as in action=offer_plans; found %s", want);
    ru_str path = {want, (size_t)(equals - want)}, value = ru_str_of(equals + 1);
    for (size_t i = 0; i < RU_COUNT(goals); i++) {
        if (!ru_str_is(path, goals[i].path)) continue;
        w->goal = (ru_goal){goals[i].kind, goals[i].names ? place(goals[i].names, goals[i].count, value) : -1};
        for (size_t k = 0; goals[i].kind == RU_GOAL_PLAN && k < p->plans.count; k++)
            if (ru_str_eq(p->plans.items[k].id, value)) w->goal.value = (int)k;
        if (w->goal.value >= 0 || (goals[i].none && ru_str_is(value, "none"))) return RUTH_OK;
        return ru_fail(e, RUTH_E_ARGUMENT, "the policy has no %.*s %.*s", (int)path.n, path.p, (int)value.n, value.p);
    }
    return ru_fail(e, RUTH_E_ARGUMENT, "%.*s cannot be wanted; segment, action, tone, channel, hand_over and plans can", (int)path.n, path.p);
}

/* ---- one question ---- */
static ruth_status rejected(const ru_whatif *w, ruth_error *e) {
    const ru_rejection *r = &w->session->rejection;
    if (r->code == RU_REJECT_NONE) return ru_fail_nomem(e);
    return ru_fail(e, RUTH_E_REQUEST, "%s%s%s", r->at, r->at[0] ? ": " : "", r->message);
}

/* The request as it was read, before a decision changes anything in it; lists and texts point into the line or the policy. */
static ruth_status read_facts(ru_whatif *w, ruth_error *e) {
    ru_session *s = w->session;
    size_t count = s->policy->schema->facts.count;
    ru_arena_reset(&s->arena);
    s->rejection.code = RU_REJECT_NONE;
    if (!ru_request_read(s->policy->schema, s->zones, &s->arena, w->line, s->has_now ? &s->now : NULL, false, &s->request, &s->rejection))
        return rejected(w, e);
    w->facts = ru_arena_dup(&w->arena, s->request.facts, (count + 1) * sizeof *w->facts);
    return w->facts ? RUTH_OK : ru_fail_nomem(e);
}

ruth_status ruth_whatif_ask(ruth_whatif *w, const char *bytes, size_t length, const char *want, const char *now, ruth_format format, ruth_text *out,
                            ruth_error *error) {
    ru_error_clear(error);
    *out = (ruth_text){NULL, 0};
    ru_arena_reset(&w->arena);
    ru_buf_clear(&w->out);
    w->failed = false;
    if (format == RUTH_AS_JUNIT) return ru_fail(error, RUTH_E_ARGUMENT, "what if is answered as text or as JSON");
    ruth_status st = read_goal(w, want, error);
    if (!st) st = ruth_session_set_now(w->session, now, error);
    w->line = ru_arena_str(&w->arena, (ru_str){bytes, length});
    if (!st && !w->line.p) st = ru_fail_nomem(error);
    if (st || (st = read_facts(w, error))) return st;
    if (!ru_whatif_decide(w, NULL, 0, &w->now, &w->segment)) return rejected(w, error);
    w->reached = w->goal.kind && ru_whatif_is_reached(w, &w->now, w->segment);
    ru_whatif_candidates(w);
    ru_whatif_search(w);
    if (format == RUTH_AS_JSON) ru_whatif_json(w);
    else ru_whatif_text(w);
    w->session->decided = false;
    if (w->failed || w->out.failed) return ru_fail_nomem(error);
    *out = (ruth_text){w->out.p, w->out.n};
    return RUTH_OK;
}

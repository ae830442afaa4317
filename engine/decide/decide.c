/* decide.c: read this from top to bottom and you have seen a decision happen. */
#include "engine/decide/session.h"

/* The possible values of a stage of at most 64, as bits. */
static uint64_t bits_of(const ru_stage_result *r) {
    uint64_t bits = 0;
    for (size_t i = 0; i < r->ordinal_count; i++) bits |= (uint64_t)1 << r->ordinals[i];
    return bits;
}

/* A first-hit stage of the ladder: with no definite hit the kindest is possible too (SEMANTICS 12). */
static void ladder_stage(ru_session *s, const ru_rules *rules, int stage, ru_stage_result *out) {
    ru_stage_first_hit(s, rules, out);
    if (!out->definite) ru_stage_add(out, 0);
    ru_match_give(s->run, stage, out->ordinals, out->ordinal_count);
}

static ru_proposal propose(ru_session *s) {
    const ru_policy *p = s->policy;
    int slot = p->schema->core.preferred_channel;
    ru_proposal out = {
        .actions = bits_of(&s->d.actions),
        .tones = (uint32_t)bits_of(&s->d.tones),
        .ways = s->d.ways,
        .preferred_state = RU_NONE,
        .preferred = -1,
        .has_plan = s->d.plans_definite > 0,
        .plans = s->d.plans_proposed,
        .currency = s->scene.currency,
        .now = s->request.now,
        .horizon = s->request.now + (int64_t)p->horizon_days * 86400,
        .contact_by = ru_contact_by(s),
        .scene = &s->scene,
        .applying = s->d.applying,
        .applying_count = s->d.applying_count,
    };
    if (slot >= 0) {
        const ru_value *v = &s->request.facts[slot];
        out.preferred_state = (ru_state)v->state;
        if (v->state == RU_VALUE && v->i < 64) out.preferred = p->preferred_of[v->i];
    }
    return out;
}

/* segment → plans, referrals → action → tone → channels: what the rules propose, every possible outcome of it. */
static bool run_stages(ru_session *s) {
    const ru_policy *p = s->policy;
    ru_decision *d = &s->d;
    ru_stage_first_hit(s, &p->segments, &d->segments);
    ru_match_give(s->run, RU_STAGE_SEGMENT, d->segments.ordinals, d->segments.ordinal_count);
    ru_limits_resolve(s);
    if (!ru_plans_offer(s)) return false;
    ru_stage_each(s, &p->referrals, d->referrals);
    int32_t reach[2] = {d->plans_definite, d->plans_definite + d->plans_possible};
    ru_match_give(s->run, RU_STAGE_PLANS, reach, 2);
    ladder_stage(s, &p->actions, RU_STAGE_ACTION, &d->actions);
    ladder_stage(s, &p->tones, RU_STAGE_TONE, &d->tones);
    ru_stage_each(s, &p->ways_rules, d->ways);
    return true;
}

bool ru_decide(ru_session *s) {
    ru_decision *d = &s->d;
    d->failure_count = 0;
    d->message = -1;
    s->script_spent = s->script_refused = false;
    s->rejection.code = RU_REJECT_NONE;

    /* facts → zones, expiries, what plugins say, derived facts */
    if (!ru_scene_open(&s->scene, s->policy->schema, s->zones, &s->request, &s->arena) || ru_zones_refused(s->zones)) return false;
    if (!ru_policy_in_force(s) || !ru_enrich(s)) return false;
    ru_derive(s);

    /* every rule at once, then the stages in their order */
    if (s->policy->coded_count) memset(s->coded_ran, 0, s->policy->coded_count);
    ru_match_env env = {.scene = &s->scene, .coded = ru_run_coded, .context = s};
    ru_match_start(s->run, &env);
    if (!run_stages(s)) return false;
    if (s->script_spent) {
        s->rejection.code = s->script_refused ? RU_REJECT_NONE : RU_REJECT_SCRIPT_MEMORY;
        return false;
    }

    /* every possible outcome through every limit, the least harsh taken: the permission */
    ru_proposal proposal = propose(s);
    ru_charter_judge(&s->policy->charter, d->limits, &proposal, &d->permission);
    d->judged = d->permission;

    /* what is said: may only take more away; then the seal */
    if (!ru_compose(s) || !ru_card_choose(s) || !ru_recorded_end(s)) return false;
    d->good_until = ru_good_until(s);
    if (!ru_schema_kept(s->policy->schema))
        ru_permission_silence(&d->permission); /* a figure of a charter was loosened behind its back: nobody is contacted by it */
    d->sealed = ru_seal(&d->permission, d->good_until, d->seal.bytes);
#ifdef RU_CHECK_HOLDS
    if (!ru_holds_decision(s)) return false;
#endif
    return true;
}

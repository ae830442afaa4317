/* limit.c: when one limit refuses, as an interval function of the instant. */
#include "engine/charter/inside.h"

enum { HOURS_SEARCH = 40 * 86400 }; /* how far beyond the horizon an opening hour is looked for */

bool ru_next_applying(const ru_permission *p, size_t *k, size_t *limit) {
    if (p->proposal.applying) {
        if (*k == p->proposal.applying_count) return false;
        *limit = p->proposal.applying[(*k)++];
        return true;
    }
    while (*k < p->charter->limit_count) {
        size_t i = (*k)++;
        if (p->now[i].holds == RU_FALSE) continue;
        *limit = i;
        return true;
    }
    return false;
}

/* SEMANTICS 3: from the earliest start to the latest end. */
static int64_t force_begins(const ru_permission *p, const ru_limit *l) { return l->valid_from == INT32_MIN ? INT64_MIN : ru_scene_earliest(p->proposal.scene, l->valid_from); }
static int64_t force_ends(const ru_permission *p, const ru_limit *l) { return l->valid_until == INT32_MAX ? INT64_MAX : ru_scene_latest(p->proposal.scene, l->valid_until + 1); }

int64_t ru_limit_force_ends(const ru_permission *p, size_t limit) { return force_ends(p, &p->charter->limits[limit]); }

bool ru_limit_in_force(const ru_permission *p, size_t limit, int64_t t) {
    const ru_limit *l = &p->charter->limits[limit];
    if (l->valid_from == INT32_MIN && l->valid_until == INT32_MAX) return true;
    return t >= force_begins(p, l) && t < force_ends(p, l);
}

/* Each effect for itself: an only_if that is met does not lift a forbid of the same limit. */
static int64_t effects_until(const ru_permission *p, size_t limit, unsigned effects) {
    const ru_limit_now *now = &p->now[limit];
    int64_t end = INT64_MIN;
    effects &= p->charter->limits[limit].effects;
    if ((effects & RU_ONLY_IF) && now->met != RU_TRUE) end = INT64_MAX;
    if ((effects & (RU_FORBID | RU_HAND_OVER)) && now->ends > end) end = now->ends;
    return end;
}

int64_t ru_limit_refuses_until(const ru_permission *p, size_t limit) { return effects_until(p, limit, RU_ALL_EFFECTS); }

bool ru_limit_refuses_now(const ru_permission *p, size_t limit) {
    return ru_limit_refuses_until(p, limit) > p->proposal.now && ru_limit_in_force(p, limit, p->proposal.now);
}

bool ru_limit_on_channel(const ru_permission *p, size_t limit, uint64_t ways) {
    const ru_limit *l = &p->charter->limits[limit];
    return l->acts_on == RU_ON_CHANNEL && (l->effects & (RU_FORBID | RU_HOURS | RU_ONLY_IF | RU_HAND_OVER)) && (l->ways & ways) && (l->actions & p->actions_visited) && (l->tones & p->tones_visited);
}

/* Within its effective dates: the first instant ≥ t at which nothing of these effects refuses. */
static int64_t free_within(const ru_permission *p, size_t limit, unsigned effects, int64_t t) {
    int64_t constant = effects_until(p, limit, effects), until, stop = (t > p->proposal.horizon ? t : p->proposal.horizon) + HOURS_SEARCH;
    if (constant > t) t = constant;
    if (!(p->charter->limits[limit].effects & effects & RU_HOURS)) return t;
    while (t < stop && !ru_hours_open(p, limit, t, &until)) t = until;
    return t < stop ? t : INT64_MAX;
}

int64_t ru_effects_free_from(const ru_permission *p, size_t limit, unsigned effects, int64_t t) {
    const ru_limit *l = &p->charter->limits[limit];
    int64_t begins = force_begins(p, l), ends = force_ends(p, l);
    if (t < begins || t >= ends) return t;
    int64_t free = free_within(p, limit, effects, t);
    return free < ends ? free : ends;
}

int64_t ru_effects_refuse_from(const ru_permission *p, size_t limit, unsigned effects, int64_t t) {
    const ru_limit *l = &p->charter->limits[limit];
    int64_t begins = force_begins(p, l), ends = force_ends(p, l), until, stop;
    if (t < begins) t = begins;
    if (t >= ends) return INT64_MAX;
    if (effects_until(p, limit, effects) > t) return t;
    if (!(l->effects & effects & RU_HOURS)) return INT64_MAX;
    stop = (t > p->proposal.horizon ? t : p->proposal.horizon) + HOURS_SEARCH;
    while (t < stop && ru_hours_open(p, limit, t, &until)) t = until;
    return t < stop && t < ends ? t : INT64_MAX;
}

int64_t ru_limit_free_from(const ru_permission *p, size_t limit, int64_t t) { return ru_effects_free_from(p, limit, RU_ALL_EFFECTS, t); }
int64_t ru_limit_refuses_from(const ru_permission *p, size_t limit, int64_t t) { return ru_effects_refuse_from(p, limit, RU_ALL_EFFECTS, t); }

/* Is it beyond doubt, whatever the zone, that the limit is in force? */
static bool surely_in_force(const ru_permission *p, const ru_limit *l) {
    const ru_scene *sc = p->proposal.scene;
    bool begun = l->valid_from == INT32_MIN || p->proposal.now >= ru_scene_latest(sc, l->valid_from);
    return begun && (l->valid_until == INT32_MAX || p->proposal.now < ru_scene_earliest(sc, l->valid_until + 1));
}

ru_tri ru_charter_plan(const ru_charter *c, const ru_limit_now *now, const ru_proposal *proposal, size_t plan) {
    ru_tri refused = RU_FALSE;
    if (!c->limits_plans) return RU_FALSE;
    ru_permission p = {.charter = c, .now = now, .proposal = *proposal};
    for (size_t k = 0, i = 0; ru_next_applying(&p, &k, &i);) {
        const ru_limit *l = &c->limits[i];
        if (l->acts_on != RU_ON_PLAN || !(l->plans[plan / 64] >> (plan % 64) & 1) || !ru_limit_refuses_now(&p, i)) continue;
        bool forbidden = (l->effects & RU_FORBID) && now[i].ends_surely > proposal->now, unmet = (l->effects & RU_ONLY_IF) && now[i].met == RU_FALSE;
        bool sure = now[i].holds == RU_TRUE && (forbidden || unmet) && surely_in_force(&p, l);
        refused = ru_tri_or(refused, sure ? RU_TRUE : RU_MAYBE);
    }
    return refused;
}

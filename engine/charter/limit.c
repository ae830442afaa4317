/* limit.c: when one limit refuses, as an interval function of the instant. */
#include "engine/charter/inside.h"

enum {
    DAY = 86400,
    HOURS_SEARCH = 40 * DAY, /* how far beyond the horizon an opening hour is looked for */
    MARGIN = 2 * DAY         /* no zone's midnight is further than that from the date's midnight in UTC */
};

/* SEMANTICS 3: from the earliest start to the latest end. Zones are looked into only where that may lie in [now, stop). */
static int64_t force_begins(const ru_permission *p, const ru_limit *l) {
    if (l->valid_from == INT32_MIN || (int64_t)l->valid_from * DAY + MARGIN <= p->proposal.now) return INT64_MIN;
    return ru_scene_earliest(p->proposal.scene, l->valid_from);
}
static int64_t force_ends(const ru_permission *p, const ru_limit *l, int64_t stop) {
    if (l->valid_until == INT32_MAX || (int64_t)l->valid_until * DAY - MARGIN >= stop) return INT64_MAX;
    return ru_scene_latest(p->proposal.scene, l->valid_until + 1);
}

int64_t ru_limit_force_ends(const ru_permission *p, size_t limit) { return force_ends(p, &p->charter->limits[limit], INT64_MAX); }

bool ru_limit_in_force(const ru_permission *p, size_t limit, int64_t t) {
    const ru_limit *l = &p->charter->limits[limit];
    if (l->valid_from == INT32_MIN && l->valid_until == INT32_MAX) return true;
    return t >= force_begins(p, l) && t < force_ends(p, l, t);
}

/* Each effect for itself: an only_if that is met does not lift a forbid of the same limit. All of them are refused from some instant on
 * until some other: contacts only grow older, and a date comes once. */
static int64_t effects_until(const ru_permission *p, size_t limit, unsigned effects) {
    const ru_limit_now *now = &p->now[limit];
    int64_t end = INT64_MIN;
    effects &= p->charter->limits[limit].effects;
    if ((effects & RU_ONLY_IF) && now->met != RU_TRUE) end = INT64_MAX;
    if ((effects & (RU_FORBID | RU_HAND_OVER)) && now->ends > end) end = now->ends;
    if ((effects & RU_AT_MOST) && now->counted_until > end) end = now->counted_until;
    if ((effects & RU_WAIT) && now->waits_until > end) end = now->waits_until;
    if ((effects & RU_CEILING) && now->over) end = INT64_MAX;
    if ((effects & RU_CLOSED_IN) && now->closed_always) end = INT64_MAX;
    return end;
}

int64_t ru_limit_refuses_until(const ru_permission *p, size_t limit) { return effects_until(p, limit, RU_ALL_EFFECTS); }

/* Nothing is refused before the limit starts, nor while it is lifted: until when, from t on; t itself: it is in its strength. */
static int64_t rests_until(const ru_limit_now *now, int64_t t) {
    int64_t until = t < now->starts ? now->starts : t;
    return until >= now->lifted_from && until < now->lifted_until ? now->lifted_until : until;
}

/* The next instant after t at which it begins to rest, for a t at which it does not. */
static int64_t rests_from(const ru_limit_now *now, int64_t t) {
    return now->lifted_from > t && now->lifted_from < now->lifted_until ? now->lifted_from : INT64_MAX;
}

bool ru_limit_refuses_now(const ru_permission *p, size_t limit) {
    int64_t t = p->proposal.now;
    return rests_until(&p->now[limit], t) == t && t < ru_limit_refuses_until(p, limit) && ru_limit_in_force(p, limit, t);
}

/* What is free at or after t while it is in its strength: once what lasts is over, and by the clock. */
static ru_stretch strong_stretch(const ru_permission *p, size_t limit, unsigned effects, int64_t t, int64_t before, int64_t stop) {
    int64_t until = effects_until(p, limit, effects);
    effects &= p->charter->limits[limit].effects;
    if (t < until) t = until;
    return effects & RU_BY_THE_CLOCK ? ru_hours_stretch(p, limit, effects, t, before, stop) : (ru_stretch){t, INT64_MAX};
}

/* Some of what is free at or after t, from its first instant; more may follow without a gap. */
static ru_stretch free_piece(const ru_permission *p, size_t limit, unsigned effects, int64_t t, int64_t before, int64_t stop) {
    const ru_limit_now *now = &p->now[limit];
    int64_t until = rests_until(now, t), rests = rests_from(now, t);
    if (until > t) return (ru_stretch){t, until};
    ru_stretch s = strong_stretch(p, limit, effects, t, before, stop);
    if (s.from >= rests && rests < INT64_MAX) return (ru_stretch){rests, now->lifted_until};
    return (ru_stretch){s.from, s.until < rests ? s.until : rests};
}

/* Until what follows is refused: a limit rests at most twice, so that few pieces make it whole. */
static ru_stretch free_stretch(const ru_permission *p, size_t limit, unsigned effects, int64_t t, int64_t before, int64_t stop) {
    if (rests_until(&p->now[limit], t) == t && rests_from(&p->now[limit], t) == INT64_MAX)
        return strong_stretch(p, limit, effects, t, before, stop); /* it never rests again */
    ru_stretch s = free_piece(p, limit, effects, t, before, stop);
    while (s.until < stop) {
        ru_stretch next = free_piece(p, limit, effects, s.until, s.until + 1, stop);
        if (next.from > s.until) return s;
        s.until = next.until;
    }
    return s;
}

/* The interval function of one limit, for some of its effects: see ru_limit_stretch. */
static ru_stretch stretch(const ru_permission *p, size_t limit, unsigned effects, int64_t t, int64_t before, int64_t stop) {
    const ru_limit *l = &p->charter->limits[limit];
    int64_t begins = force_begins(p, l), ends = force_ends(p, l, stop), at = t < begins ? begins : t;
    if (at >= ends) return (ru_stretch){t, INT64_MAX};
    ru_stretch s = free_stretch(p, limit, effects, at, before > at ? before : at + 1, stop);
    if (at > t) { /* not yet in force */
        s.until = s.from > at ? at : s.until;
        s.from = t;
    }
    if (s.from > ends) s.from = ends;
    if (s.until >= ends) s.until = INT64_MAX;
    return s;
}

ru_stretch ru_limit_stretch(const ru_permission *p, size_t limit, int64_t t, int64_t before, int64_t stop) {
    return stretch(p, limit, RU_ALL_EFFECTS, t, before, stop);
}

static int64_t furthest(const ru_permission *p, int64_t t) { return (t > p->proposal.horizon ? t : p->proposal.horizon) + HOURS_SEARCH; }

int64_t ru_effects_free_from(const ru_permission *p, size_t limit, unsigned effects, int64_t t) {
    int64_t from = stretch(p, limit, effects, t, furthest(p, t), furthest(p, t)).from;
    int64_t ends = from > t ? ru_limit_force_ends(p, limit) : INT64_MAX;
    return from < ends ? from : ends;
}

int64_t ru_effects_refuse_from(const ru_permission *p, size_t limit, unsigned effects, int64_t t) {
    ru_stretch s = stretch(p, limit, effects, t, t + 1, furthest(p, t));
    return s.from > t ? t : s.until;
}

void ru_gather_acting(ru_permission *p, uint16_t room[RU_MAX_ACTING]) {
    size_t count = 0;
    for (size_t k = 0, i = 0; ru_next_applying(p, &k, &i);) {
        const ru_limit *l = &p->charter->limits[i];
        if (!ru_limit_on_channel(p, i, p->ways_open) || (!(l->effects & RU_BY_THE_CLOCK) && ru_limit_refuses_until(p, i) <= p->proposal.now)) continue;
        if (l->valid_until != INT32_MAX && (int64_t)l->valid_until * DAY + DAY + MARGIN <= p->proposal.now) continue; /* long over */
        if (count == RU_MAX_ACTING) return;
        room[count++] = (uint16_t)i;
    }
    p->acting = room;
    p->acting_count = count;
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
        bool begun = now[i].starts_surely <= proposal->now, forbidden = (l->effects & RU_FORBID) && begun && now[i].ends_surely > proposal->now,
             unmet = (l->effects & RU_ONLY_IF) && begun && now[i].met == RU_FALSE;
        bool sure = now[i].holds == RU_TRUE && (forbidden || unmet) && surely_in_force(&p, l);
        refused = ru_tri_or(refused, sure ? RU_TRUE : RU_MAYBE);
    }
    return refused;
}

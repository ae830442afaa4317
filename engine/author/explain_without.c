/* explain_without.c: what would be decided without a limit, by deciding again without it; and whether it alone refuses anything. */
#include "engine/author/explain.h"

static bool same(const ru_outcome *a, const ru_outcome *b) {
    return a->action == b->action && a->tone == b->tone && a->channel == b->channel && a->message == b->message && a->team == b->team && a->from == b->from &&
           a->until == b->until && a->by == b->by && a->plans == b->plans;
}

static bool matters(const ru_outcome *now, const ru_outcome *then) {
    ru_outcome o = *then;
    o.from = now->from;
    o.until = now->until;
    return now->channel != then->channel || !same(now, &o);
}

/* The whole decision on the copy, where the limit has no effect and no end. The dates that the policy as a whole looks at stay. */
static ruth_status decide_without(ru_explainer *x, const char *bytes, size_t length, size_t limit, ru_outcome *out, ruth_error *e) {
    ru_limit kept = x->limits[limit];
    x->limits[limit].effects = 0;
    x->limits[limit].bounded = false;
    ruth_status st = ru_explain_decide(x->without, bytes, length, out, e);
    x->limits[limit] = kept;
    if (st) *out = x->outcome;
    return st == RUTH_E_REQUEST ? RUTH_OK : st; /* a coded condition that now spends its memory: nothing can be said of it */
}

/* ---- alone ---- */
static bool caps_something(const ru_permission *p, const ru_limit *l) {
    const ru_ladders *d = &p->charter->ladders;
    for (int a = 0; (l->effects & RU_ACTION_AT_MOST) && a < d->action_count; a++)
        if (a > l->action_cap && a != d->none && (l->actions & p->proposal.actions) >> a & 1) return true;
    for (int t = 0; (l->effects & RU_TONE_AT_MOST) && t < d->tone_count; t++)
        if (t > l->tone_cap && (l->tones & p->proposal.tones) >> t & 1) return true;
    return false;
}

static bool meets_way(const ru_permission *p, const ru_limit *l) {
    for (size_t w = 0; w < p->charter->way_count; w++)
        if ((l->ways >> w & 1) && p->proposal.ways[w] != RU_FALSE) return true;
    return false;
}

/* By itself: something possible that the limit is about, at a time at which it refuses. Channels count up to the horizon, all else now. */
static bool refuses_alone(const ru_permission *p, size_t limit) {
    const ru_limit *l = &p->charter->limits[limit];
    int64_t now = p->proposal.now;
    if (p->now[limit].holds == RU_FALSE) return false;
    if (l->effects & RU_HAND_OVER) return true;
    if (caps_something(p, l)) return true;
    if (p->now[limit].took_lines) return true;
    if (!(l->effects & (RU_FORBID | RU_HOURS | RU_ONLY_IF | RU_AT_MOST | RU_WAIT | RU_CLOSED_IN | RU_CEILING))) return false;
    int64_t from = ru_limit_refuses_from(p, limit, now);
    switch (l->acts_on) {
    case RU_ON_PLAN: return (l->plans[0] & p->proposal.plans) && from <= now;
    case RU_ON_CHANNEL: return from < p->proposal.horizon && (l->actions & p->proposal.actions) && (l->tones & p->proposal.tones) && meets_way(p, l);
    case RU_ON_TONE: return from <= now && (l->tones & p->proposal.tones) && (l->actions & p->proposal.actions);
    case RU_ON_ACTION: return from <= now && (l->actions & p->proposal.actions & ~((uint64_t)1 << p->charter->ladders.none));
    }
    return false;
}

/* Entries of one limit stand together: it is taken out once for all its effects. */
ruth_status ru_explain_without(ru_explainer *x, const char *bytes, size_t length, ruth_error *e) {
    const ru_decision *d = &x->session->d;
    x->held_count = 0;
    x->held = RU_NEWS(&x->arena, ru_held, d->listed_count + 1);
    if (!x->held) return ru_fail_nomem(e);
    for (size_t i = 0; i < d->listed_count; i++) {
        ru_held *h = &x->held[i];
        if (i && d->listed[i].limit == d->listed[i - 1].limit) {
            *h = x->held[i - 1];
        } else {
            ruth_status st = decide_without(x, bytes, length, d->listed[i].limit, &h->without, e);
            if (st) return st;
            h->changes = !same(&x->outcome, &h->without);
            h->matters = h->changes && matters(&x->outcome, &h->without);
            h->alone = refuses_alone(&d->judged, d->listed[i].limit);
        }
        h->listed = &d->listed[i];
        x->held_count++;
    }
    return RUTH_OK;
}

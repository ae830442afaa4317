/* whatif_search.c: one fact, then two, then three: each set of changes is really decided, through the door of every decision. */
#include "engine/author/whatif.h"

bool ru_whatif_decide(ru_whatif *w, const ru_change *changes, size_t count, ru_outcome *out, int *segment) {
    ru_session *s = w->session;
    ru_arena_reset(&s->arena);
    w->decided++;
    s->rejection.code = RU_REJECT_NONE;
    bool read = ru_request_read(s->policy->schema, s->zones, &s->arena, w->line, s->has_now ? &s->now : NULL, false, &s->request, &s->rejection);
    for (size_t i = 0; read && i < count; i++) s->request.facts[changes[i].slot] = changes[i].to;
    if (!read || !ru_decide(s)) {
        w->failed |= s->rejection.code == RU_REJECT_NONE ||
                     ru_rejected_memory(&s->rejection); /* memory ran out: what was not tried is not known to lead nowhere */
        return false;
    }
    s->d.hand_over_count = ru_charter_hand_overs(&s->policy->charter, s->d.limits, &s->d.judged.proposal, s->d.hand_overs, RU_MAX_HANDOVERS);
    if (s->d.hand_over_count > RU_MAX_HANDOVERS) s->d.hand_over_count = RU_MAX_HANDOVERS;
    *out = ru_explain_outcome(s);
    *segment = s->policy->segments.items[s->d.segments.rules[0]].is;
    return true;
}

static bool same(const ru_outcome *a, const ru_outcome *b) {
    return a->action == b->action && a->tone == b->tone && a->channel == b->channel && a->message == b->message && a->team == b->team && a->plans == b->plans;
}

bool ru_whatif_is_reached(const ru_whatif *w, const ru_outcome *o, int segment) {
    switch (w->goal.kind) {
    case RU_GOAL_SEGMENT: return segment == w->goal.value;
    case RU_GOAL_ACTION: return o->action == w->goal.value;
    case RU_GOAL_TONE: return o->channel >= 0 && o->tone == w->goal.value;
    case RU_GOAL_CHANNEL: return o->channel == w->goal.value;
    case RU_GOAL_HAND_OVER: return o->team == w->goal.value;
    case RU_GOAL_PLAN: return w->goal.value < 0 ? !o->plans : (o->plans >> w->goal.value & 1) != 0;
    case RU_GOAL_NONE: break;
    }
    return !same(o, &w->now);
}

static void keep(ru_whatif *w, const ru_change *changes, size_t count, const ru_outcome *outcome) {
    ru_turn t = {.count = count, .outcome = *outcome};
    for (size_t i = 0; i < count; i++) t.changes[i] = changes[i];
    w->turns = ru_arena_grow(&w->arena, w->turns, w->turn_count, &w->turn_capacity, sizeof *w->turns);
    if (w->turns) w->turns[w->turn_count++] = t;
    else w->failed = true;
}

/* The nearest value of a fact for each thing it can lead to; later ones that lead to the same are dropped. */
static void keep_nearest(ru_whatif *w, const ru_change *change, const ru_outcome *outcome) {
    for (size_t i = 0; i < w->turn_count; i++) {
        ru_turn *t = &w->turns[i];
        if (t->changes[0].slot != change->slot || !same(&t->outcome, outcome)) continue;
        if (change->distance < t->changes[0].distance) t->changes[0] = *change;
        return;
    }
    keep(w, change, 1, outcome);
}

/* Does the change alone lead anywhere? Pairs are made of those first. */
static void singles(ru_whatif *w, bool *moves) {
    for (size_t i = 0; i < w->candidate_count && !w->failed; i++) {
        ru_outcome o;
        int segment;
        if (!ru_whatif_decide(w, &w->candidates[i], 1, &o, &segment)) continue;
        moves[i] = !same(&o, &w->now) || segment != w->segment;
        if (ru_whatif_is_reached(w, &o, segment)) keep_nearest(w, &w->candidates[i], &o);
    }
}

static bool over_budget(ru_whatif *w) { return w->spent |= w->decided >= RU_WHATIF_BUDGET, w->spent || w->failed; }

static void try(ru_whatif *w, const ru_change *changes, size_t count) {
    ru_outcome o;
    int segment;
    if (ru_whatif_decide(w, changes, count, &o, &segment) && ru_whatif_is_reached(w, &o, segment)) keep(w, changes, count, &o);
}

/* Every pair of which one part leads somewhere by itself. */
static void pairs(ru_whatif *w, const bool *moves) {
    for (size_t i = 0; i < w->candidate_count; i++)
        for (size_t k = 0; moves[i] && k < w->candidate_count && !over_budget(w); k++) {
            if (w->candidates[k].slot == w->candidates[i].slot || (moves[k] && k < i)) continue;
            ru_change both[2] = {w->candidates[i], w->candidates[k]};
            try(w, both, 2);
        }
}

/* Every three that each lead somewhere by themselves. */
static void triples(ru_whatif *w, const bool *moves) {
    for (size_t i = 0; i < w->candidate_count; i++)
        for (size_t k = i + 1; moves[i] && k < w->candidate_count; k++)
            for (size_t m = k + 1; moves[k] && m < w->candidate_count && !over_budget(w); m++) {
                ru_change all[3] = {w->candidates[i], w->candidates[k], w->candidates[m]};
                if (!moves[m] || all[0].slot == all[1].slot || all[1].slot == all[2].slot || all[0].slot == all[2].slot) continue;
                try(w, all, 3);
            }
}

static int64_t distance(const ru_turn *t) {
    int64_t sum = 0;
    for (size_t i = 0; i < t->count; i++)
        if (!ru_add64(sum, t->changes[i].distance, &sum)) return INT64_MAX;
    return sum;
}

/* In whose power a change is: the person's, then ours, then nobody's. */
static int power(const ru_whatif *w, const ru_turn *t) {
    int worst = 0;
    for (size_t i = 0; i < t->count; i++) {
        ru_str p = w->study->policy->schema->facts.items[t->changes[i].slot].in_power_of;
        int rank = ru_str_is(p, "person") ? 0 : ru_str_is(p, "us") ? 1 : 2;
        if (rank > worst) worst = rank;
    }
    return worst;
}

static bool before(const ru_whatif *w, const ru_turn *a, const ru_turn *b) {
    if (a->count != b->count) return a->count < b->count;
    if (power(w, a) != power(w, b)) return power(w, a) < power(w, b);
    if (a->changes[0].slot == b->changes[0].slot) return distance(a) < distance(b);
    return a->changes[0].slot < b->changes[0].slot;
}

static void sort(ru_whatif *w) {
    for (size_t i = 1; i < w->turn_count; i++)
        for (size_t k = i; k > 0 && before(w, &w->turns[k], &w->turns[k - 1]); k--) {
            ru_turn t = w->turns[k];
            w->turns[k] = w->turns[k - 1];
            w->turns[k - 1] = t;
        }
}

void ru_whatif_search(ru_whatif *w) {
    w->turns = NULL;
    w->turn_count = w->turn_capacity = 0;
    w->decided = 0;
    w->spent = false;
    bool *moves = RU_NEWS(&w->arena, bool, w->candidate_count + 1);
    if (!moves) w->failed = true;
    if (w->failed || w->reached) return;
    singles(w, moves);
    if (!w->turn_count && w->goal.kind) pairs(w, moves);
    if (!w->turn_count && w->goal.kind) triples(w, moves);
    sort(w);
}

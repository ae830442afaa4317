/* outcomes.c: possible actions and tones through the limits; refused ones give way (SEMANTICS 14–16). */
#include "engine/charter/inside.h"

uint64_t ru_ways_of(const ru_permission *p, int channel, bool *definite) {
    uint64_t bits = 0;
    for (uint64_t open = p->ways_open; open; open &= open - 1)
        if (p->charter->ways[__builtin_ctzll(open)].channel == channel) bits |= open & -open;
    *definite = (bits & p->ways_sure) != 0;
    return bits;
}

void ru_gather_ways(ru_permission *p) {
    for (size_t w = 0; w < p->charter->way_count; w++) {
        p->ways_open |= (uint64_t)(p->proposal.ways[w] != RU_FALSE) << w;
        p->ways_sure |= (uint64_t)(p->proposal.ways[w] == RU_TRUE) << w;
    }
}

/* A limit that names no channel is about every one; with no channel rule open nothing can be said anyway. */
bool ru_way_gate(const ru_permission *p, const ru_limit *l) { return l->acts_on != RU_ON_CHANNEL || l->ways == UINT64_MAX || (l->ways & p->ways_open); }

bool ru_action_refused(const ru_permission *p, int action) {
    const ru_action *a = &p->charter->ladders.actions[action];
    if (action == p->charter->ladders.none) return false;
    if (a->needs_plan && !p->proposal.has_plan) return true;
    for (size_t k = 0, i = 0; ru_next_applying(p, &k, &i);) {
        const ru_limit *l = &p->charter->limits[i];
        if (!(l->actions >> action & 1)) continue;
        if (l->acts_on == RU_ON_ACTION && (a->contact || l->actions != UINT64_MAX) && ru_limit_refuses_now(p, i)) return true;
        if ((l->effects & RU_ACTION_AT_MOST) && action > l->action_cap && ru_way_gate(p, l) && ru_limit_in_force(p, i, p->proposal.now)) return true;
    }
    return false;
}

void ru_judge_actions(ru_permission *p) {
    const ru_action *ladder = p->charter->ladders.actions;
    p->action = -1;
    for (uint64_t left = p->proposal.actions; left; left &= left - 1) {
        int from = __builtin_ctzll(left), a = from;
        for (;; a = ladder[a].gives_way) {
            p->actions_visited |= (uint64_t)1 << a;
            if (!ru_action_refused(p, a)) break;
            p->actions_refused |= (uint64_t)1 << a;
        }
        if (p->action >= 0 && ladder[a].rank >= ladder[p->action].rank) continue;
        p->action = a;
        p->action_from = from;
    }
}

bool ru_tone_refused(const ru_permission *p, int tone) {
    for (size_t k = 0, i = 0; ru_next_applying(p, &k, &i);) {
        const ru_limit *l = &p->charter->limits[i];
        if (!(l->actions & p->actions_visited)) continue;
        if ((l->effects & RU_TONE_AT_MOST) && tone > l->tone_cap && (l->tones >> tone & 1) && ru_way_gate(p, l) && ru_limit_in_force(p, i, p->proposal.now))
            return true;
        if (l->acts_on == RU_ON_TONE && (l->tones >> tone & 1) && ru_limit_refuses_now(p, i)) return true;
    }
    return false;
}

bool ru_judge_tones(ru_permission *p) {
    bool speakable = true;
    p->tone = p->charter->ladders.tone_count;
    p->tone_from = -1;
    for (uint32_t left = p->proposal.tones; left; left &= left - 1) {
        int from = __builtin_ctz(left), t = from;
        for (; t >= 0; t--) {
            p->tones_visited |= 1u << t;
            if (!ru_tone_refused(p, t)) break;
            p->tones_refused |= 1u << t;
        }
        speakable &= t >= 0;
        if (t >= 0 && t < p->tone) {
            p->tone = t;
            p->tone_from = from;
        }
    }
    if (p->tone_from < 0) {
        p->tone = 0;
        p->tone_from = __builtin_ctz(p->proposal.tones);
    }
    return speakable;
}

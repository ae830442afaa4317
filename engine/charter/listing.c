/* listing.c: the limits that bit, each judged alone (SEMANTICS 24), and hand-overs. */
#include "engine/charter/inside.h"

typedef struct list { const ru_permission *p; ru_listed *out; size_t room, count; } list;

static void add(list *l, size_t limit, unsigned effect, int channel, int64_t until) {
    if (l->count < l->room) l->out[l->count] = (ru_listed){(uint16_t)limit, (uint16_t)effect, channel, until};
    l->count++;
}

/* The one channel a limit is about, or −1: several, or all. */
static int only_channel(const ru_permission *p, const ru_limit *l) {
    int channel = -1;
    if (l->ways == UINT64_MAX) return -1;
    for (size_t w = 0; w < p->charter->way_count; w++) {
        if (!(l->ways >> w & 1)) continue;
        if (channel >= 0 && channel != p->charter->ways[w].channel) return -1;
        channel = p->charter->ways[w].channel;
    }
    for (size_t w = 0; w < p->charter->way_count; w++)
        if (p->charter->ways[w].channel != channel) return channel; /* the policy has other channels too */
    return -1;
}

static bool gates_open(const ru_permission *p, const ru_limit *l) {
    return (l->actions & p->proposal.actions) && (l->tones & p->proposal.tones) && (l->acts_on != RU_ON_CHANNEL || (l->ways & p->ways_open));
}

bool ru_limit_concerns(const ru_permission *p, size_t limit) {
    const ru_limit *l = &p->charter->limits[limit];
    if (l->effects & RU_HAND_OVER) return true;
    if (l->acts_on == RU_ON_PLAN) return (l->plans[0] & p->proposal.plans) != 0;
    return (l->actions & p->actions_visited) && (l->tones & p->tones_visited) && (l->acts_on != RU_ON_CHANNEL || (l->ways & p->ways_open));
}

/* Would forbid, only_if or hand_over refuse something that was possible? *until: the end of that. */
static bool constant_bites(const ru_permission *p, size_t limit, int64_t *until) {
    const ru_limit *l = &p->charter->limits[limit];
    int64_t end = ru_limit_refuses_until(p, limit);
    *until = end;
    switch (l->acts_on) {
    case RU_ON_PLAN: return (l->plans[0] & p->proposal.plans) && ru_limit_refuses_now(p, limit);
    case RU_ON_TONE: return (l->tones & p->proposal.tones) && (l->actions & p->proposal.actions) && ru_limit_refuses_now(p, limit);
    case RU_ON_ACTION: {
        uint64_t refused = l->actions & p->proposal.actions & ~((uint64_t)1 << p->charter->ladders.none);
        for (uint64_t bits = refused; bits; bits &= bits - 1)
            if ((p->charter->ladders.actions[__builtin_ctzll(bits)].contact || l->actions != UINT64_MAX) && ru_limit_refuses_now(p, limit)) return true;
        return false;
    }
    default: {
        if (!gates_open(p, l) || end <= p->proposal.now) return false;
        int64_t from = ru_limit_refuses_from(p, limit, p->proposal.now);
        return from < p->proposal.horizon && from < end;
    }
    }
}

static void list_hours(list *o, size_t limit) {
    const ru_permission *p = o->p;
    const ru_limit *l = &p->charter->limits[limit];
    int64_t t = p->proposal.now, until;
    if (!gates_open(p, l)) return;
    while (t < p->proposal.horizon && (ru_hours_open(p, limit, t, &until) || !ru_limit_in_force(p, limit, t))) t = until;
    if (t >= p->proposal.horizon) return;
    while (t < p->proposal.horizon && !ru_hours_open(p, limit, t, &until)) t = until;
    add(o, limit, RU_HOURS, only_channel(p, l), t < p->proposal.horizon ? t : INT64_MAX);
}

static bool caps_action(const ru_permission *p, size_t limit) {
    const ru_limit *l = &p->charter->limits[limit];
    uint64_t above = l->action_cap >= 63 ? 0 : ~(((uint64_t)2 << l->action_cap) - 1);
    return (above & l->actions & p->proposal.actions & ~((uint64_t)1 << p->charter->ladders.none)) && gates_open(p, l) && ru_limit_in_force(p, limit, p->proposal.now);
}

static bool caps_tone(const ru_permission *p, size_t limit) {
    const ru_limit *l = &p->charter->limits[limit];
    uint32_t above = ~((2u << l->tone_cap) - 1);
    return (above & l->tones & p->proposal.tones) && gates_open(p, l) && ru_limit_in_force(p, limit, p->proposal.now);
}

static void list_limit(list *o, size_t i) {
    const ru_permission *p = o->p;
    const ru_limit *l = &p->charter->limits[i];
    int64_t until = INT64_MAX;
    int channel = l->acts_on == RU_ON_CHANNEL ? only_channel(p, l) : -1;
    bool bites = (l->effects & (RU_FORBID | RU_ONLY_IF | RU_HAND_OVER)) && constant_bites(p, i, &until);
    if ((l->effects & RU_ACTION_AT_MOST) && caps_action(p, i)) add(o, i, RU_ACTION_AT_MOST, -1, INT64_MAX);
    if ((l->effects & RU_FORBID) && bites) add(o, i, RU_FORBID, channel, until);
    if ((l->effects & RU_HAND_OVER) && ru_limit_in_force(p, i, p->proposal.now) && (l->acts_on != RU_ON_ACTION || (l->actions & p->proposal.actions))) add(o, i, RU_HAND_OVER, channel, (l->effects & RU_FORBID) ? INT64_MAX : p->now[i].ends);
    if (l->effects & RU_HOURS) list_hours(o, i);
    if ((l->effects & RU_ONLY_IF) && !(l->effects & RU_FORBID) && p->now[i].met != RU_TRUE && bites) add(o, i, RU_ONLY_IF, channel, until);
    if ((l->effects & RU_TONE_AT_MOST) && caps_tone(p, i)) add(o, i, RU_TONE_AT_MOST, -1, INT64_MAX);
}

size_t ru_charter_list(const ru_permission *p, ru_listed *out, size_t room) {
    list o = {.p = p, .out = out, .room = room};
    for (size_t k = 0, i = 0; ru_next_applying(p, &k, &i);) list_limit(&o, i); /* limits stand in id order, effects in theirs */
    return o.count;
}

size_t ru_charter_hand_overs(const ru_charter *c, const ru_limit_now *now, const ru_proposal *proposal, uint16_t *limits, size_t room) {
    ru_permission p = {.charter = c, .now = now, .proposal = *proposal};
    size_t count = 0;
    for (size_t k = 0, i = 0; ru_next_applying(&p, &k, &i);) {
        const ru_limit *l = &c->limits[i];
        if (!(l->effects & RU_HAND_OVER) || !ru_limit_in_force(&p, i, proposal->now) || (l->acts_on == RU_ON_ACTION && !(l->actions & proposal->actions))) continue;
        size_t at = count < room ? count : room;
        while (at > 0 && now[limits[at - 1]].hand_over_by > now[i].hand_over_by) { /* earliest first; ids are in order already */
            if (at < room) limits[at] = limits[at - 1];
            at--;
        }
        if (at < room) limits[at] = (uint16_t)i;
        count++;
    }
    return count;
}

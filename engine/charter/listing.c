/* listing.c: the limits that bit, each judged alone (SEMANTICS 24), and hand-overs. */
#include "engine/charter/inside.h"

typedef struct list {
    const ru_permission *p;
    ru_listed *out;
    size_t room, count;
} list;

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
    uint64_t reached = p->actions_visited | p->actions_on_way;
    if ((l->effects & RU_ACTION_AT_MOST) && (l->actions & reached) && ru_way_gate(p, l)) return true; /* a gate on tones stands open for it */
    if (l->acts_on == RU_ON_ACTION && (l->actions & reached)) return true;
    return (l->actions & p->actions_visited) && (l->tones & p->tones_visited) && (l->acts_on != RU_ON_CHANNEL || (l->ways & p->ways_open));
}

/* Is there something possible that these effects, acting where the limit acts, would refuse? */
static bool touches(const ru_permission *p, size_t limit) {
    const ru_limit *l = &p->charter->limits[limit];
    if (l->acts_on == RU_ON_PLAN) return (l->plans[0] & p->proposal.plans) != 0;
    if (l->acts_on != RU_ON_ACTION) return gates_open(p, l);
    for (uint64_t bits = l->actions & p->proposal.actions & ~((uint64_t)1 << p->charter->ladders.none); bits; bits &= bits - 1)
        if (p->charter->ladders.actions[__builtin_ctzll(bits)].contact || l->actions != UINT64_MAX) return true;
    return false;
}

/* forbid, only_if, hours: listed with the end of their first refused interval. Channels are asked up to the horizon, all else now. */
static void list_refusal(list *o, size_t limit, unsigned effect) {
    const ru_permission *p = o->p;
    const ru_limit *l = &p->charter->limits[limit];
    bool on_channel = l->acts_on == RU_ON_CHANNEL;
    if (!touches(p, limit)) return;
    int64_t from = ru_effects_refuse_from(p, limit, effect, p->proposal.now);
    if (from >= p->proposal.horizon || (!on_channel && from > p->proposal.now)) return;
    add(o, limit, effect, on_channel ? only_channel(p, l) : -1, ru_effects_free_from(p, limit, effect, from));
}

static void list_hand_over(list *o, size_t limit) {
    const ru_permission *p = o->p;
    const ru_limit *l = &p->charter->limits[limit];
    int64_t now = p->proposal.now, until = INT64_MAX;
    if (!ru_limit_in_force(p, limit, now) || (l->acts_on == RU_ON_ACTION && !(l->actions & p->proposal.actions))) return;
    if (!(l->effects & RU_FORBID)) until = ru_effects_free_from(p, limit, RU_HAND_OVER, now);
    add(o, limit, RU_HAND_OVER, l->acts_on == RU_ON_CHANNEL ? only_channel(p, l) : -1,
        until > now ? until : INT64_MAX); /* a refusal that is over: the hand-over lasts as long as its condition */
}

static bool caps_action(const ru_permission *p, const ru_limit *l) {
    uint64_t above = l->action_cap >= 63 ? 0 : ~(((uint64_t)2 << l->action_cap) - 1);
    return (above & l->actions & p->proposal.actions & ~((uint64_t)1 << p->charter->ladders.none)) && ru_way_gate(p, l);
}

static bool caps_tone(const ru_permission *p, const ru_limit *l) {
    uint32_t above = ~((2u << l->tone_cap) - 1);
    return (above & l->tones & p->proposal.tones) && (l->actions & p->proposal.actions) && ru_way_gate(p, l);
}

static void list_cap(list *o, size_t limit, unsigned effect, bool (*caps)(const ru_permission *p, const ru_limit *l)) {
    const ru_permission *p = o->p;
    const ru_limit *l = &p->charter->limits[limit];
    if (ru_limit_in_force(p, limit, p->proposal.now) && caps(p, l)) add(o, limit, effect, -1, ru_limit_force_ends(p, limit));
}

/* The effects that a limit has, by their names. */
static void list_limit(list *o, size_t limit) {
    unsigned has = o->p->charter->limits[limit].effects;
    if (has & RU_ACTION_AT_MOST) list_cap(o, limit, RU_ACTION_AT_MOST, caps_action);
    if (has & RU_AT_MOST) list_refusal(o, limit, RU_AT_MOST);
    if (has & RU_CEILING) list_refusal(o, limit, RU_CEILING);
    if (has & RU_CLOSED_IN) list_refusal(o, limit, RU_CLOSED_IN);
    if (has & RU_FORBID) list_refusal(o, limit, RU_FORBID);
    if (has & RU_HAND_OVER) list_hand_over(o, limit);
    if (has & RU_HOURS) list_refusal(o, limit, RU_HOURS);
    if (o->p->now[limit].took_lines) add(o, limit, RU_LEAVE_AT_LEAST, -1, INT64_MAX);
    if (has & RU_ONLY_IF) list_refusal(o, limit, RU_ONLY_IF);
    if (has & RU_TONE_AT_MOST) list_cap(o, limit, RU_TONE_AT_MOST, caps_tone);
    if (has & RU_WAIT) list_refusal(o, limit, RU_WAIT);
}

size_t ru_charter_list(const ru_permission *p, ru_listed *out, size_t room) {
    list o = {.p = p, .out = out, .room = room};
    for (size_t k = 0, i = 0; ru_next_applying(p, &k, &i);) list_limit(&o, i); /* limits stand in id order, effects in theirs */
    return o.count;
}

size_t ru_charter_hand_overs(const ru_charter *c, const ru_limit_now *now, const ru_proposal *proposal, uint16_t *limits, size_t room) {
    size_t count = 0;
    for (size_t k = 0, i = 0; ru_next_of(c, now, proposal, &k, &i);) {
        const ru_limit *l = &c->limits[i];
        if (!(l->effects & RU_HAND_OVER) || !ru_charter_in_force(c, i, proposal->scene, proposal->now) ||
            (l->acts_on == RU_ON_ACTION && !(l->actions & proposal->actions)))
            continue;
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

/* channels.c: the walk over channel rules, with what is not known tried both ways (SEMANTICS 17). */
#include "engine/charter/inside.h"

/* Each limit pushes it on; one that would refuse again before it is asked anew. */
ru_stretch ru_open_stretch(const ru_permission *p, uint64_t ways, int64_t t, int64_t before) {
    ru_stretch all = {t, INT64_MAX};
    for (size_t k = 0, i = 0; all.from < before && ru_next_acting(p, &k, &i);) {
        if (!ru_limit_on_channel(p, i, ways)) continue;
        ru_stretch s = ru_limit_stretch(p, i, all.from, before, p->proposal.horizon);
        bool again = s.from >= all.until;
        if (s.from > all.from) all.from = s.from;
        if (again) {
            all.until = INT64_MAX;
            k = 0;
        } else if (s.until < all.until) {
            all.until = s.until;
        }
    }
    return all;
}

/* `ways`: all channel rules of the channel that are not false; one of them is true. */
static bool next_interval(const ru_permission *p, uint64_t ways, int64_t t, int64_t before, int64_t *from, int64_t *until) {
    int64_t horizon = p->proposal.horizon;
    if (!p->speakable) return false;
    ru_stretch s = ru_open_stretch(p, ways, t < p->proposal.now ? p->proposal.now : t, before);
    if (s.from >= before) return false;
    *from = s.from;
    *until = s.until < horizon ? s.until : horizon;
    return true;
}

bool ru_permission_next(ru_permission *p, int channel, int64_t t, int64_t *from, int64_t *until) {
    bool definite;
    uint64_t ways = ru_ways_of(p, channel, &definite);
    return definite && !(p->channels_removed >> channel & 1) && next_interval(p, ways, t, p->proposal.horizon, from, until);
}

/* Looked for once: later only what was found is asked for. */
static bool channel_tried(ru_permission *p, int channel, uint64_t ways) {
    uint32_t bit = 1u << channel;
    if (!(p->channels_tried & bit) && next_interval(p, ways, p->proposal.now, p->proposal.contact_by, &p->seen_from, &p->seen_until)) {
        p->channels_open |= bit;
        p->seen = channel;
    }
    p->channels_tried |= bit;
    return (p->channels_open & bit) != 0;
}

bool ru_channel_open(ru_permission *p, int channel) {
    uint32_t bit = 1u << channel;
    bool definite;
    if (p->channels_removed & bit) return false;
    if (p->channels_tried & bit) return (p->channels_open & bit) != 0;
    uint64_t ways = ru_ways_of(p, channel, &definite);
    return definite && channel_tried(p, channel, ways);
}

/* Permitted by the limits, whether or not its rule is definite: what a walk asks. */
static bool channel_permitted(ru_permission *p, int channel) {
    uint32_t bit = 1u << channel;
    bool definite;
    uint64_t ways = ru_ways_of(p, channel, &definite);
    if (definite) return !(p->channels_removed & bit) && channel_tried(p, channel, ways);
    if (p->walks_tried & bit) return (p->walks_open & bit) != 0;
    p->walks_tried |= bit;
    if (ru_open_stretch(p, ways, p->proposal.now, p->proposal.contact_by).from < p->proposal.contact_by) p->walks_open |= bit;
    return (p->walks_open & bit) != 0;
}

/* Costs count only where every channel rule has a figure in the request's currency. */
static bool costs_known(const ru_permission *p) {
    for (size_t w = 0; w < p->charter->way_count; w++) {
        const ru_way *way = &p->charter->ways[w];
        if (way->cost && (p->proposal.currency < 0 || !way->has_cost[p->proposal.currency])) return false;
    }
    return true;
}

/* Every walk at once: the rules in their order, and after each the bounds that some truth of the rules so far may have left. A bound is the
 * kindest channel refused so far, a bit each; a walk that has found its channel is no longer among them. */
typedef struct order {
    ru_permission *p;
    bool costs;
    uint64_t sure, left;         /* channel rules that are true; those that may be and are not sorted yet */
    uint8_t sorted[RU_MAX_WAYS]; /* as far as somebody asked */
    size_t count;
    uint64_t bounds;
    int least;
} order;

/* Does rule a stand before rule b, preference aside? */
static bool before(const order *o, size_t a, size_t b) {
    const ru_way *x = &o->p->charter->ways[a], *y = &o->p->charter->ways[b];
    if (x->prefer != y->prefer) return x->prefer < y->prefer;
    if (o->costs) {
        int currency = o->p->proposal.currency < 0 ? 0 : o->p->proposal.currency;
        int64_t cx = x->cost ? x->cost[currency] : 0, cy = y->cost ? y->cost[currency] : 0;
        if (cx != cy) return cx < cy;
    }
    if (x->channel != y->channel) return x->channel < y->channel;
    return a < b;
}

/* The rule at place k of the order; false: there are no more. */
static bool rule_at(order *o, size_t k, size_t *way) {
    for (; o->count <= k && o->left; o->count++) {
        size_t first = (size_t)__builtin_ctzll(o->left);
        for (uint64_t bits = o->left & (o->left - 1); bits; bits &= bits - 1) {
            size_t w = (size_t)__builtin_ctzll(bits);
            if (before(o, w, first)) first = w;
        }
        o->left &= ~((uint64_t)1 << first);
        o->sorted[o->count] = (uint8_t)first;
    }
    if (o->count <= k) return false;
    *way = o->sorted[k];
    return true;
}

/* The walks come to a rule of this channel: those whose bound lets it in take it, or are bound by it from here. Where the rule is not
 * sure, there are also those that never came by. */
static void meet(order *o, int channel, bool sure) {
    uint64_t entered = 0;
    for (uint64_t bits = o->bounds; bits; bits &= bits - 1) {
        int bound = __builtin_ctzll(bits);
        if (channel >= bound) continue;
        entered |= (uint64_t)1 << bound;
    }
    if (!entered) return;
    if (sure) o->bounds &= ~entered;
    if (!channel_permitted(o->p, channel)) o->bounds |= (uint64_t)1 << channel;
    else if (channel < o->least) o->least = channel;
}

/* The least channel that walks with this preference reach, −1 silence: any truth of the rules that are not known. */
static int least_preferring(order *o, int preferred, uint64_t ways) {
    o->bounds = (uint64_t)1 << RU_MAX_CHANNELS;
    o->least = RU_MAX_CHANNELS;
    if (ways) meet(o, preferred, (ways & o->sure) != 0);
    for (size_t k = 0, w; o->bounds && rule_at(o, k, &w); k++) meet(o, o->p->charter->ways[w].channel, o->sure >> w & 1);
    return o->bounds ? -1 : o->least;
}

static int least_over_preferences(order *o) {
    const ru_proposal *proposal = &o->p->proposal;
    bool definite;
    int preferred = proposal->preferred_state == RU_VALUE ? proposal->preferred : -1, last = preferred, least = RU_MAX_CHANNELS;
    if (proposal->preferred_state == RU_UNKNOWN) last = o->p->charter->ladders.channel_count - 1;
    for (; preferred <= last && least >= 0; preferred++) {
        int c = least_preferring(o, preferred, preferred >= 0 ? ru_ways_of(o->p, preferred, &definite) : 0);
        if (c < least) least = c;
    }
    return least;
}

/* The least of every walk: rules that are not known tried as true and as false. */
static int least_walk(ru_permission *p) {
    order o;
    if (__builtin_popcountll(p->ways_open & ~p->ways_sure) > RU_MAX_OPEN_WAYS) return -1;
    o.p = p;
    o.costs = costs_known(p);
    o.sure = p->ways_sure;
    o.left = p->ways_open;
    o.count = 0;
    return least_over_preferences(&o);
}

void ru_judge_channel(ru_permission *p) {
    int most = least_walk(p);
    p->channel = -1;
    for (int c = most; c >= 0; c--)
        if (ru_channel_open(p, c)) {
            p->channel = c;
            break;
        }
    if (p->channel < 0) return;
    p->from = p->seen_from;
    p->until = p->seen_until;
    if (p->seen != p->channel) ru_permission_next(p, p->channel, p->proposal.now, &p->from, &p->until);
}

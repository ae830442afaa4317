/* channels.c: the walk over channel rules, with what is not known tried both ways (SEMANTICS 17). */
#include "engine/charter/inside.h"

/* The first instant ≥ t at which no limit refuses these channel rules; stops looking at `stop`. */
static int64_t first_free(const ru_permission *p, uint64_t ways, int64_t t, int64_t stop) {
    for (bool moved = true; moved && t < stop;) { /* until no limit pushes it further */
        moved = false;
        for (size_t k = 0, i = 0; t < stop && ru_next_applying(p, &k, &i);) {
            int64_t free = ru_limit_on_channel(p, i, ways) ? ru_limit_free_from(p, i, t) : t;
            moved |= free > t;
            if (free > t) t = free;
        }
    }
    return t;
}

bool ru_permission_next(ru_permission *p, int channel, int64_t t, int64_t *from, int64_t *until) {
    bool definite;
    uint64_t ways = ru_ways_of(p, channel, &definite);
    int64_t horizon = p->proposal.horizon;
    if (!definite || (p->channels_removed >> channel & 1) || !p->speakable) return false;
    if (t < p->proposal.now) t = p->proposal.now;
    t = first_free(p, ways, t, horizon);
    if (t >= horizon) return false;
    *from = t;
    *until = horizon;
    for (size_t k = 0, i = 0; ru_next_applying(p, &k, &i);) {
        if (!ru_limit_on_channel(p, i, ways)) continue;
        int64_t refuses = ru_limit_refuses_from(p, i, t);
        if (refuses < *until) *until = refuses;
    }
    return true;
}

bool ru_channel_open(ru_permission *p, int channel) {
    uint32_t bit = 1u << channel;
    int64_t from, until;
    if (p->channels_removed & bit) return false;
    if (!(p->channels_tried & bit)) {
        p->channels_tried |= bit;
        if (ru_permission_next(p, channel, p->proposal.now, &from, &until) && from < p->proposal.contact_by) p->channels_open |= bit;
    }
    return (p->channels_open & bit) != 0;
}

/* Permitted by the limits, whether or not its rule is definite: what a walk asks. */
static bool channel_permitted(ru_permission *p, int channel) {
    uint32_t bit = 1u << channel;
    bool definite;
    uint64_t ways = ru_ways_of(p, channel, &definite);
    if (definite) return ru_channel_open(p, channel);
    if (p->walks_tried & bit) return (p->walks_open & bit) != 0;
    p->walks_tried |= bit;
    if (first_free(p, ways, p->proposal.now, p->proposal.contact_by) < p->proposal.contact_by) p->walks_open |= bit;
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

typedef struct order { ru_permission *p; bool costs; int preferred; uint64_t truth; } order;

/* Does rule a stand before rule b? */
static bool before(const order *o, size_t a, size_t b) {
    const ru_way *x = &o->p->charter->ways[a], *y = &o->p->charter->ways[b];
    bool px = x->channel == o->preferred, py = y->channel == o->preferred;
    if (px != py) return px;
    if (x->prefer != y->prefer) return x->prefer < y->prefer;
    if (o->costs) {
        int64_t cx = x->cost ? x->cost[o->p->proposal.currency < 0 ? 0 : o->p->proposal.currency] : 0, cy = y->cost ? y->cost[o->p->proposal.currency < 0 ? 0 : o->p->proposal.currency] : 0;
        if (cx != cy) return cx < cy;
    }
    if (x->channel != y->channel) return x->channel < y->channel;
    return a < b;
}

/* One walk for a given truth of every rule and one preference: the channel reached, −1 silence. */
static int walk(const order *o) {
    int bound = RU_MAX_CHANNELS;
    for (uint64_t left = o->truth; left;) {
        size_t first = RU_MAX_WAYS;
        for (uint64_t bits = left; bits; bits &= bits - 1) {
            size_t w = (size_t)__builtin_ctzll(bits);
            if (first == RU_MAX_WAYS || before(o, w, first)) first = w;
        }
        left &= ~((uint64_t)1 << first);
        int channel = o->p->charter->ways[first].channel;
        if (channel >= bound) continue;
        if (channel_permitted(o->p, channel)) return channel;
        bound = channel;
    }
    return -1;
}

static int least_over_preferences(order *o) {
    int least = RU_MAX_CHANNELS;
    if (o->p->proposal.preferred_state != RU_UNKNOWN) {
        o->preferred = o->p->proposal.preferred_state == RU_VALUE ? o->p->proposal.preferred : -1;
        return walk(o);
    }
    for (o->preferred = -1; o->preferred < o->p->charter->ladders.channel_count && least >= 0; o->preferred++) {
        int c = walk(o);
        if (c < least) least = c;
    }
    return least;
}

/* The least of every walk: rules that are not known tried as true and as false. */
static int least_walk(ru_permission *p) {
    order o = {.p = p, .costs = costs_known(p)};
    size_t open[RU_MAX_OPEN_WAYS], n = 0;
    uint64_t sure = 0;
    int least = RU_MAX_CHANNELS;
    for (size_t w = 0; w < p->charter->way_count; w++) {
        if (p->proposal.ways[w] == RU_TRUE) sure |= (uint64_t)1 << w;
        if (p->proposal.ways[w] != RU_MAYBE) continue;
        if (n == RU_MAX_OPEN_WAYS) return -1;
        open[n++] = w;
    }
    for (unsigned trial = 0; trial < 1u << n && least >= 0; trial++) {
        o.truth = sure;
        for (size_t i = 0; i < n; i++)
            if (trial >> i & 1) o.truth |= (uint64_t)1 << open[i];
        int c = least_over_preferences(&o);
        if (c < least) least = c;
    }
    return least;
}

void ru_judge_channel(ru_permission *p) {
    int most = least_walk(p);
    p->channel = -1;
    for (int c = most; c >= 0; c--)
        if (ru_channel_open(p, c)) {
            p->channel = c;
            break;
        }
    if (p->channel >= 0) ru_permission_next(p, p->channel, p->proposal.now, &p->from, &p->until);
}

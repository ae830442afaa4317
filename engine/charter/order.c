/* order.c: the pressure order of two permissions, whole calendars included (1-idea.md). */
#include "engine/charter/inside.h"

/* Is every instant permitted in d on the channel permitted in e too? */
static bool calendar_within(ru_permission *d, ru_permission *e, int channel) {
    int64_t t = d->proposal.now, from, until, efrom, euntil;
    while (ru_permission_next(d, channel, t, &from, &until)) {
        for (int64_t at = from; at < until; at = euntil)
            if (!ru_permission_next(e, channel, at, &efrom, &euntil) || efrom > at) return false;
        t = until;
    }
    return true;
}

bool ru_permission_not_harsher(const ru_permission *d, const ru_permission *e) {
    const ru_ladders *l = &d->charter->ladders;
    ru_permission a = *d, b = *e;
    if (l->actions[d->action].rank > e->charter->ladders.actions[e->action].rank) return false;
    if (d->channel >= 0 && (e->channel < 0 || d->tone > e->tone || d->channel > e->channel)) return false;
    for (int c = 0; c < l->channel_count; c++)
        if (!calendar_within(&a, &b, c)) return false;
    return true;
}

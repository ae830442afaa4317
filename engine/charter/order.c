/* order.c: the pressure order of two permissions, whole calendars included (1-idea.md). */
#include "engine/charter/inside.h"

bool ru_permission_hours_within(const ru_permission *inner, int inner_channel, const ru_permission *outer, int outer_channel, int64_t before) {
    ru_permission d = *inner, e = *outer;
    int64_t t = d.proposal.now, from, until, efrom, euntil;
    while (t < before && ru_permission_next(&d, inner_channel, t, &from, &until)) {
        for (int64_t at = from; at < until && at < before; at = euntil)
            if (!ru_permission_next(&e, outer_channel, at, &efrom, &euntil) || efrom > at) return false;
        t = until;
    }
    return true;
}

bool ru_permission_not_harsher(const ru_permission *d, const ru_permission *e) {
    const ru_ladders *l = &d->charter->ladders;
    if (l->actions[d->action].rank > e->charter->ladders.actions[e->action].rank) return false;
    if (d->channel >= 0 && (e->channel < 0 || d->tone > e->tone || d->channel > e->channel)) return false;
    for (int c = 0; c < l->channel_count; c++)
        if (!ru_permission_hours_within(d, c, e, c, INT64_MAX)) return false;
    return true;
}

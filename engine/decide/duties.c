/* duties.c: what a message must carry because a limit requires it, and whether it can (SEMANTICS 32b). */
#include "engine/decide/session.h"

typedef struct due {
    uint64_t surely, perhaps;
} due; /* bit per duty of the policy */

static due due_now(const ru_session *s, int channel, int tone) {
    const ru_policy *p = s->policy;
    const ru_permission *perm = &s->d.permission;
    due out = {0, 0};
    uint64_t ways = 0;
    if (!p->duty_count) return out;
    for (size_t w = 0; w < p->charter.way_count; w++)
        if (p->charter.ways[w].channel == channel && s->d.ways[w] != RU_FALSE) ways |= (uint64_t)1 << w;
    for (size_t k = 0; k < s->d.applying_count; k++) {
        size_t i = s->d.applying[k];
        const ru_limit *l = &p->charter.limits[i];
        if (!p->limits[i].duties || !(l->actions >> perm->action & 1) || !(l->tones >> tone & 1) || !ru_permit_in_force(perm, i, perm->from)) continue;
        if (l->acts_on == RU_ON_CHANNEL && !(l->ways & ways)) continue;
        if (s->d.limits[i].holds == RU_TRUE) out.surely |= p->limits[i].duties;
        else out.perhaps |= p->limits[i].duties;
    }
    out.perhaps &= ~out.surely;
    return out;
}

static bool carried(const ru_message *m, ru_str id) {
    for (size_t i = 0; i < m->carries_count; i++)
        if (ru_str_eq(m->carries[i], id)) return true;
    return false;
}

uint64_t ru_duties_added(const ru_session *s, const ru_message *m, int channel, int tone) {
    due d = due_now(s, channel, tone);
    uint64_t added = d.surely | d.perhaps;
    for (size_t i = 0; i < s->policy->duty_count; i++)
        if (carried(m, s->policy->duties[i].id)) added &= ~((uint64_t)1 << i);
    return added;
}

/* One that only may be due does no harm where its text says so; else nobody is told something that may not be true. */
bool ru_duties_fit(const ru_session *s, const ru_message *m, int channel, int tone) {
    due d = due_now(s, channel, tone);
    for (size_t i = 0; i < s->policy->duty_count; i++) {
        const ru_duty *duty = &s->policy->duties[i];
        bool surely = d.surely >> i & 1, perhaps = d.perhaps >> i & 1;
        if ((!surely && !perhaps) || carried(m, duty->id)) continue;
        if ((perhaps && !duty->harmless[s->d.lang]) || !duty->by_lang[s->d.lang] || !ru_template_known(s, duty->by_lang[s->d.lang])) return false;
    }
    return true;
}

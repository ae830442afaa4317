/* seal_slow.c: docs/SEMANTICS.md 15–19 read aloud: one instant at a time, one assignment at a time, nothing remembered. */
#include "tests/support/seal_world.h"

static int32_t date_at(int64_t t, int64_t offset) {
    int64_t wall = t + offset;
    return (int32_t)((wall - ((wall % SEAL_DAY) + SEAL_DAY) % SEAL_DAY) / SEAL_DAY);
}

static int64_t clock_at(int64_t t, int64_t offset) { return t + offset - (int64_t)date_at(t, offset) * SEAL_DAY; }

/* From the earliest start to the latest end: some zone has come to the first day, some zone is still in the last. */
bool slow_in_force(const seal_world *w, size_t limit, int64_t t) {
    const ru_limit *l = &w->limits[limit];
    bool begun = false, over = true;
    if (w->scene.zone_count == 0) {
        begun = date_at(t, 14 * 3600) >= l->valid_from;
        over = date_at(t, -12 * 3600) > l->valid_until;
    }
    for (size_t z = 0; z < w->scene.zone_count; z++) {
        int32_t date = date_at(t, ru_zone_offset(w->scene.zones[z], t, NULL));
        begun |= date >= l->valid_from;
        over &= date > l->valid_until;
    }
    return begun && !over;
}

static bool listed_holiday(const seal_world *w, int32_t date) {
    for (size_t i = 0; i < w->charter.days.count; i++)
        if (w->charter.days.holidays[i] == date) return true;
    return false;
}

static bool zone_permits(const seal_world *w, size_t limit, const ru_zone *zone, int64_t t) {
    const ru_hours *h = w->limits[limit].hours;
    int64_t offset = ru_zone_offset(zone, t, NULL), clock = clock_at(t, offset);
    int32_t date = date_at(t, offset);
    int weekday = ru_weekday(date), before = ru_weekday(date - 1), kind = h->holidays && listed_holiday(w, date) ? 7 : weekday;
    for (int i = 0; i < h->counts[kind]; i++)
        if (clock >= h->spans[kind][i].from && clock < h->spans[kind][i].to) return true;
    for (size_t i = 0; i < w->now[limit].widened_count; i++) {
        ru_window x = w->now[limit].widened[i];
        bool today = x.days & 1 << weekday, yesterday = x.days & 1 << before;
        if (x.from < x.to ? today && clock >= x.from && clock < x.to : x.to < x.from && ((today && clock >= x.from) || (yesterday && clock < x.to)))
            return true;
    }
    return false;
}

bool slow_hours_open(const seal_world *w, size_t limit, int64_t t) {
    for (size_t z = 0; z < w->scene.zone_count; z++)
        if (!zone_permits(w, limit, w->scene.zones[z], t)) return false;
    return w->scene.zone_count > 0;
}

bool slow_refuses(const seal_world *w, size_t limit, unsigned effects, int64_t t) {
    const ru_limit_now *now = &w->now[limit];
    unsigned has = w->limits[limit].effects;
    if (now->holds == RU_FALSE || !slow_in_force(w, limit, t)) return false;
    if (has & effects & RU_FORBID && t < now->ends) return true;
    if (has & effects & RU_HAND_OVER && !(has & RU_FORBID) && t < now->ends) return true;
    if (has & effects & RU_ONLY_IF && now->met != RU_TRUE) return true;
    return has & effects & RU_HOURS && !slow_hours_open(w, limit, t);
}

enum { CONSTANT = RU_FORBID | RU_ONLY_IF | RU_HAND_OVER };

/* Is a channel rule that is not false among those the limit is about? Limits on actions and tones name no channel. */
static bool about_open_way(const seal_world *w, const ru_limit *l) {
    if (l->acts_on != RU_ON_CHANNEL || l->ways == UINT64_MAX) return true;
    for (size_t i = 0; i < w->charter.way_count; i++)
        if (l->ways >> i & 1 && w->truth[i] != RU_FALSE) return true;
    return false;
}

static bool action_refused(const seal_world *w, int a) {
    const ru_ladders *d = &w->charter.ladders;
    int64_t now = w->proposal.now;
    if (a == d->none) return false;
    if (d->actions[a].needs_plan && !w->proposal.has_plan) return true;
    for (size_t i = 0; i < w->charter.limit_count; i++) {
        const ru_limit *l = &w->limits[i];
        bool named = l->actions != UINT64_MAX; /* silence of some kind is refused only by name */
        if (!(l->actions >> a & 1)) continue;
        if (l->acts_on == RU_ON_ACTION && slow_refuses(w, i, CONSTANT, now) && (named || d->actions[a].contact)) return true;
        if (l->effects & RU_ACTION_AT_MOST && w->now[i].holds != RU_FALSE && slow_in_force(w, i, now) && a > l->action_cap && about_open_way(w, l)) return true;
    }
    return false;
}

static bool tone_refused(const seal_world *w, const slow_judgement *j, int t) {
    int64_t now = w->proposal.now;
    for (size_t i = 0; i < w->charter.limit_count; i++) {
        const ru_limit *l = &w->limits[i];
        if (!(l->tones >> t & 1) || !(l->actions & j->visited)) continue;
        if (l->acts_on == RU_ON_TONE && slow_refuses(w, i, CONSTANT, now)) return true;
        if (l->effects & RU_TONE_AT_MOST && w->now[i].holds != RU_FALSE && slow_in_force(w, i, now) && t > l->tone_cap && about_open_way(w, l)) return true;
    }
    return false;
}

bool slow_permitted(const seal_world *w, const slow_judgement *j, int channel, int64_t t) {
    for (size_t i = 0; i < w->charter.limit_count; i++) {
        const ru_limit *l = &w->limits[i];
        bool about = false;
        for (size_t k = 0; k < w->charter.way_count; k++) about |= w->ways[k].channel == channel && w->truth[k] != RU_FALSE && l->ways >> k & 1;
        if (l->acts_on == RU_ON_CHANNEL && about && l->actions & j->visited && l->tones & j->tones_visited && slow_refuses(w, i, CONSTANT | RU_HOURS, t))
            return false;
    }
    return true;
}

bool slow_definite(const seal_world *w, int channel) {
    for (size_t k = 0; k < w->charter.way_count; k++)
        if (w->ways[k].channel == channel && w->truth[k] == RU_TRUE) return true;
    return false;
}

/* Opens before contact_by? Everything changes on quarters of an hour. */
static bool opens(const seal_world *w, const slow_judgement *j, int channel) {
    int64_t now = w->proposal.now;
    for (int64_t t = now; t < w->proposal.contact_by; t += SEAL_STEP - t % SEAL_STEP)
        if (slow_permitted(w, j, channel, t)) return true;
    return false;
}

/* Is rule x before rule y? */
static bool stands_before(const seal_world *w, int preferred, int x, int y) {
    const ru_way *a = &w->ways[x], *b = &w->ways[y];
    int currency = w->proposal.currency;
    bool priced = true;
    for (size_t k = 0; k < w->charter.way_count; k++)
        if (w->ways[k].cost && (currency < 0 || !w->ways[k].has_cost[currency])) priced = false;
    if ((a->channel == preferred) != (b->channel == preferred)) return a->channel == preferred;
    if (a->prefer != b->prefer) return a->prefer < b->prefer;
    int64_t ca = priced && a->cost ? a->cost[currency] : 0, cb = priced && b->cost ? b->cost[currency] : 0;
    if (ca != cb) return ca < cb;
    return a->channel != b->channel ? a->channel < b->channel : x < y;
}

static int slow_walk(const seal_world *w, unsigned taken, int preferred, const bool *open) {
    int sorted[SEAL_WAYS], n = 0, refused = RU_MAX_CHANNELS;
    for (int k = 0; k < (int)w->charter.way_count; k++) {
        if (!(taken >> k & 1)) continue;
        int at = n++;
        for (; at > 0 && stands_before(w, preferred, k, sorted[at - 1]); at--) sorted[at] = sorted[at - 1];
        sorted[at] = k;
    }
    for (int i = 0; i < n; i++) {
        int channel = w->ways[sorted[i]].channel;
        if (channel >= refused) continue; /* only kinder than the refused one */
        if (open[channel]) return channel;
        refused = channel;
    }
    return -1;
}

static int slow_channel(const seal_world *w, const slow_judgement *j) {
    const ru_proposal *p = &w->proposal;
    bool open[RU_MAX_CHANNELS];
    int least = RU_MAX_CHANNELS;
    for (int c = 0; c < w->charter.ladders.channel_count; c++) open[c] = opens(w, j, c);
    for (unsigned taken = 0; taken < 1u << w->charter.way_count; taken++) {
        bool may = true;
        for (size_t k = 0; k < w->charter.way_count; k++) may &= taken >> k & 1 ? w->truth[k] != RU_FALSE : w->truth[k] != RU_TRUE;
        for (int preferred = -1; may && preferred < w->charter.ladders.channel_count; preferred++) {
            int known = p->preferred_state == RU_VALUE ? p->preferred : -1, c;
            if (p->preferred_state != RU_UNKNOWN && preferred != known) continue;
            if ((c = slow_walk(w, taken, preferred, open)) < least) least = c;
        }
    }
    for (int c = least; c >= 0; c--)
        if (j->speakable && open[c] && slow_definite(w, c)) return c;
    return -1;
}

void slow_judge(const seal_world *w, slow_judgement *j) {
    const ru_ladders *d = &w->charter.ladders;
    int end = -1, silent = -1, kindest = -1;
    *j = (slow_judgement){.action = -1, .tone = -1, .channel = -1, .speakable = true};
    for (int a = 0; a < d->action_count; a++) {
        if (!(w->proposal.actions >> a & 1)) continue;
        int at = a;
        for (j->visited |= 1u << at; action_refused(w, at); j->visited |= 1u << at) at = d->actions[at].gives_way;
        if (end < 0 || d->actions[at].rank < d->actions[end].rank) end = at;
        while (d->actions[at].contact || action_refused(w, at)) at = d->actions[at].gives_way;
        if (silent < 0 || d->actions[at].rank < d->actions[silent].rank) silent = at;
    }
    for (int t = 0; t < d->tone_count; t++) {
        if (!(w->proposal.tones >> t & 1)) continue;
        int at = t;
        if (kindest < 0) kindest = t;
        for (j->tones_visited |= 1u << at; at >= 0 && tone_refused(w, j, at);)
            if (--at >= 0) j->tones_visited |= 1u << at;
        if (at < 0) j->speakable = false;
        else if (j->tone < 0 || at < j->tone) j->tone = at;
    }
    j->channel = slow_channel(w, j);
    j->action = j->channel < 0 ? silent : end;
    if (!d->actions[j->action].contact) j->channel = -1;
    if (j->channel < 0) j->tone = kindest;
}

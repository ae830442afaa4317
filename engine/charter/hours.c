/* hours.c: permitted local hours, zone by zone, exact across changes of the clock. */
#include "engine/charter/inside.h"

enum { DAY = 86400 };

typedef struct local { int64_t midnight, second; int32_t date; int weekday; } local; /* midnight: instant minus wall-clock seconds, under the offset in force */

static local local_at(int64_t t, int32_t offset) {
    int64_t wall = t + offset, day = wall >= 0 ? wall / DAY : -((DAY - 1 - wall) / DAY);
    return (local){t - (wall - day * DAY), wall - day * DAY, (int32_t)day, ru_weekday((int32_t)day)};
}

static bool is_holiday(const ru_charter *c, int32_t date) {
    size_t low = 0, high = c->holiday_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (c->holidays[mid] < date) low = mid + 1;
        else high = mid;
    }
    return low < c->holiday_count && c->holidays[low] == date;
}

/* Folds one span of the day into the answer: inside, and the next edge after `second`. */
static void span_at(int64_t second, int64_t from, int64_t to, bool *inside, int64_t *edge) {
    if (second >= from && second < to) *inside = true;
    if (from > second && from < *edge) *edge = from;
    if (to > second && to < *edge) *edge = to;
}

static void window_at(const ru_window *w, const local *l, bool *inside, int64_t *edge) {
    int yesterday = (l->weekday + 6) % 7;
    bool overnight = w->to < w->from;
    if (w->days >> l->weekday & 1) span_at(l->second, w->from, overnight ? DAY : w->to, inside, edge);
    if (overnight && (w->days >> yesterday & 1)) span_at(l->second, 0, w->to, inside, edge);
}

static bool zone_open(const ru_permission *p, size_t limit, const ru_zone *zone, const ru_zone_memo *known, int64_t t, int64_t *until) {
    const ru_hours *h = p->charter->limits[limit].hours;
    const ru_limit_now *now = &p->now[limit];
    ru_zone_memo memo = *known;
    local l = local_at(t, ru_zone_offset(zone, t, &memo));
    int kind = h->holidays && is_holiday(p->charter, l.date) ? 7 : l.weekday;
    int64_t edge = DAY;
    bool inside = false;
    for (int i = 0; i < h->counts[kind]; i++) span_at(l.second, h->spans[kind][i].from, h->spans[kind][i].to, &inside, &edge);
    for (size_t i = 0; i < now->widened_count; i++) window_at(&now->widened[i], &l, &inside, &edge);
    *until = l.midnight + edge;
    int64_t change = memo.zone == zone && t >= memo.from && t < memo.until ? memo.until : ru_zone_next_transition(zone, t);
    if (change < *until) *until = change;
    return inside;
}

bool ru_hours_open(const ru_permission *p, size_t limit, int64_t t, int64_t *until) {
    const ru_scene *sc = p->proposal.scene;
    bool open = sc->zone_count > 0; /* no zone: refused at every instant */
    *until = INT64_MAX;
    for (size_t z = 0; z < sc->zone_count; z++) {
        int64_t change;
        open &= zone_open(p, limit, sc->zones[z], &sc->memo[z], t, &change);
        if (change < *until) *until = change;
    }
    return open;
}

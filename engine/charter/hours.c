/* hours.c: permitted local hours, zone by zone, exact across changes of the clock. */
#include "engine/charter/inside.h"

enum { DAY = 86400 };

/* One instant on the wall of one zone. */
typedef struct local {
    int64_t midnight, change; /* midnight: the instant minus the second, under the offset in force, which holds until `change` */
    int64_t second;
    int32_t date;
} local;

/* The state found at an instant lasts until `until`; `closes`: it is open, and at `until` it is closed for certain. */
typedef struct run { bool open, closes; int64_t until; } run;

static local local_at(const ru_scene *sc, size_t z, int64_t t) {
    const ru_zone_memo *memo = &sc->memo[z];
    ru_zone_memo far;
    if (RU_UNLIKELY(memo->zone != sc->zones[z] || t < memo->from || t >= memo->until)) {
        far = *memo;
        ru_zone_offset(sc->zones[z], t, &far);
        memo = &far;
    }
    int64_t wall = t + memo->offset, midnight = (int64_t)sc->today[z] * DAY;
    local l = {.change = memo->until, .date = sc->today[z]};
    if (wall < midnight || wall >= midnight + DAY) {
        l.date = (int32_t)(wall >= 0 ? wall / DAY : -((DAY - 1 - wall) / DAY));
        midnight = (int64_t)l.date * DAY;
    }
    l.second = wall - midnight;
    l.midnight = t - l.second;
    return l;
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
static inline void span_at(int64_t second, int64_t from, int64_t to, bool *inside, int64_t *edge) {
    if (second >= from && second < to) *inside = true;
    if (from > second && from < *edge) *edge = from;
    if (to > second && to < *edge) *edge = to;
}

static void window_at(const ru_window *w, int weekday, int64_t second, bool *inside, int64_t *edge) {
    int yesterday = (weekday + 6) % 7;
    bool overnight = w->to < w->from;
    if (w->days >> weekday & 1) span_at(second, w->from, overnight ? DAY : w->to, inside, edge);
    if (overnight && (w->days >> yesterday & 1)) span_at(second, 0, w->to, inside, edge);
}

typedef struct day { const ru_span *spans; int count, weekday; const ru_window *windows; size_t window_count; } day;

/* Open at this second of the day? *edge: the next second at which a span or window begins or ends; at most the day's end. */
static inline bool open_at(const day *d, int64_t second, int64_t *edge) {
    bool inside = false;
    *edge = DAY;
    for (int i = 0; i < d->count; i++) span_at(second, d->spans[i].from, d->spans[i].to, &inside, edge);
    for (size_t i = 0; i < d->window_count; i++) window_at(&d->windows[i], d->weekday, second, &inside, edge);
    return inside;
}

static run zone_run(const ru_permission *p, size_t limit, size_t z, int64_t t) {
    const ru_hours *h = p->charter->limits[limit].hours;
    const ru_limit_now *now = &p->now[limit];
    local l = local_at(p->proposal.scene, z, t);
    day d = {.weekday = ru_weekday(l.date), .windows = now->widened, .window_count = now->widened_count};
    int kind = h->holidays && is_holiday(p->charter, l.date) ? 7 : d.weekday;
    d.spans = h->spans[kind];
    d.count = h->counts[kind];
    int64_t edge, next;
    run r = {.open = open_at(&d, l.second, &edge)};
    while (edge < DAY && open_at(&d, edge, &next) == r.open) edge = next; /* spans may touch, windows overlap */
    r.until = l.midnight + edge;
    r.closes = r.open && edge < DAY;
    if (l.change <= r.until) { /* what the clock says then is another question */
        r.until = l.change;
        r.closes = false;
    }
    return r;
}

/* In every zone at once: open until the first closes, closed until the last of those closed now may open. */
static run run_at(const ru_permission *p, size_t limit, int64_t t) {
    const ru_scene *sc = p->proposal.scene;
    run open = {.open = sc->zone_count > 0, .until = INT64_MAX}; /* no zone: refused at every instant */
    run closed = {.until = sc->zone_count ? INT64_MIN : INT64_MAX};
    for (size_t z = 0; z < sc->zone_count; z++) {
        run r = zone_run(p, limit, z, t);
        open.open &= r.open;
        if (!r.open && r.until > closed.until) closed.until = r.until;
        if (!r.open || r.until >= open.until) continue;
        open.until = r.until;
        open.closes = r.closes;
    }
    return open.open ? open : closed;
}

ru_stretch ru_hours_stretch(const ru_permission *p, size_t limit, int64_t t, int64_t before, int64_t stop) {
    run r = {.open = false};
    for (; t < before; t = r.until)
        if ((r = run_at(p, limit, t)).open) break;
    if (t >= before) return (ru_stretch){INT64_MAX, INT64_MAX};
    int64_t from = t;
    while (!r.closes) {
        t = r.until;
        if (t >= stop) return (ru_stretch){from, INT64_MAX};
        r = run_at(p, limit, t);
        if (!r.open) return (ru_stretch){from, t};
    }
    return (ru_stretch){from, r.until};
}

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
typedef struct run {
    bool open, closes;
    int64_t until;
} run;

/* The memo of a zone of the person's, for the instant; `far` holds it where the scene's own does not reach. */
static const ru_zone_memo *memo_at(const ru_zone *zone, const ru_zone_memo *memo, int64_t t, ru_zone_memo *far) {
    if (RU_LIKELY(memo->zone == zone && t >= memo->from && t < memo->until)) return memo;
    *far = *memo;
    ru_zone_offset(zone, t, far);
    return far;
}

static local local_at(const ru_zone_memo *memo, int32_t today, int64_t t) {
    int64_t wall = t + memo->offset, midnight = (int64_t)today * DAY;
    local l = {.change = memo->until, .date = today};
    if (wall < midnight || wall >= midnight + DAY) {
        l.date = (int32_t)(wall >= 0 ? wall / DAY : -((DAY - 1 - wall) / DAY));
        midnight = (int64_t)l.date * DAY;
    }
    l.second = wall - midnight;
    l.midnight = t - l.second;
    return l;
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

/* One weekday as the limit and the person see it. */
typedef struct day {
    const ru_span *spans; /* NULL: open all day */
    int count, weekday;
    const ru_window *windows, *closed;
    size_t window_count, closed_count;
} day;

/* Open at this second of the day? *edge: the next second at which a span or window begins or ends; at most the day's end. */
static inline bool open_at(const day *d, int64_t second, int64_t *edge) {
    bool inside = !d->spans, shut = false;
    *edge = DAY;
    for (int i = 0; i < d->count; i++) span_at(second, d->spans[i].from, d->spans[i].to, &inside, edge);
    for (size_t i = 0; i < d->window_count; i++) window_at(&d->windows[i], d->weekday, second, &inside, edge);
    for (size_t i = 0; i < d->closed_count; i++) window_at(&d->closed[i], d->weekday, second, &shut, edge);
    return inside && !shut;
}

/* The clock of one limit: which of its effects ask, on which calendar. */
typedef struct clock {
    const ru_permission *p;
    const ru_hours *hours;
    const ru_calendar *calendar;
    const ru_limit_now *now;
    bool closes;
} clock;

static day day_of(const clock *c, int32_t date) {
    day d = {.weekday = ru_weekday(date)};
    if (c->hours) {
        int kind = c->hours->holidays && ru_calendar_holiday(c->calendar, date) ? 7 : d.weekday;
        d.spans = c->hours->spans[kind];
        d.count = c->hours->counts[kind];
        d.windows = c->now->widened;
        d.window_count = c->now->widened_count;
    }
    if (c->closes) {
        d.closed = c->now->closed;
        d.closed_count = c->now->closed_count;
    }
    return d;
}

static run run_on(const clock *c, local l) {
    day d = day_of(c, l.date);
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

static run zone_run(const clock *c, size_t z, int64_t t) {
    const ru_scene *sc = c->p->proposal.scene;
    ru_zone_memo far;
    return run_on(c, local_at(memo_at(sc->zones[z], &sc->memo[z], t, &far), sc->today[z], t));
}

/* A limit with a clock of its own, wherever the person is. */
static run own_run(const clock *c, const ru_zone *zone, int64_t t) {
    ru_zone_memo memo = {0};
    ru_zone_offset(zone, t, &memo);
    return run_on(c, local_at(&memo, (int32_t)(t / DAY), t));
}

/* In every zone at once: open until the first closes, closed until the last of those closed now may open. */
static run run_at(const clock *c, int64_t t) {
    const ru_scene *sc = c->p->proposal.scene;
    run open = {.open = sc->zone_count > 0, .until = INT64_MAX}; /* no zone: refused at every instant */
    run closed = {.until = sc->zone_count ? INT64_MIN : INT64_MAX};
    for (size_t z = 0; z < sc->zone_count; z++) {
        run r = zone_run(c, z, t);
        open.open &= r.open;
        if (!r.open && r.until > closed.until) closed.until = r.until;
        if (!r.open || r.until >= open.until) continue;
        open.until = r.until;
        open.closes = r.closes;
    }
    return open.open ? open : closed;
}

static inline run look(const clock *c, const ru_zone *own, int64_t t) { return own ? own_run(c, own, t) : run_at(c, t); }

ru_stretch ru_hours_stretch(const ru_permission *p, size_t limit, unsigned effects, int64_t t, int64_t before, int64_t stop) {
    const ru_limit *l = &p->charter->limits[limit];
    clock c = {.p = p, .hours = effects & RU_HOURS ? l->hours : NULL, .calendar = ru_limit_calendar(p->charter, l), .now = &p->now[limit]};
    c.closes = (effects & RU_CLOSED_IN) && c.now->closed_count;
    if (!c.hours && !c.closes) return t < before ? (ru_stretch){t, INT64_MAX} : (ru_stretch){INT64_MAX, INT64_MAX};
    run r = {.open = false};
    for (; t < before; t = r.until)
        if ((r = look(&c, l->zone, t)).open) break;
    if (t >= before) return (ru_stretch){INT64_MAX, INT64_MAX};
    int64_t from = t;
    while (!r.closes) {
        t = r.until;
        if (t >= stop) return (ru_stretch){from, INT64_MAX};
        r = look(&c, l->zone, t);
        if (!r.open) return (ru_stretch){from, t};
    }
    return (ru_stretch){from, r.until};
}

/* charter_world.c: charters made by hand and by chance, and limits read plainly, one instant at a time. */
#include <stdarg.h>
#include <stdio.h>

#include "tests/support/charter_world.h"

/* ---- zones: kept for the whole program ---- */
static struct {
    ru_arena arena;
    const ru_zone *zones[16];
    size_t count;
    bool open;
} kept;

const ru_zone *charter_zone(const char *name) {
    for (size_t i = 0; i < kept.count; i++)
        if (ru_str_is(ru_zone_name(kept.zones[i]), name)) return kept.zones[i];
    if (!kept.open) {
        ruth_allocator a = ru_allocator_default();
        ru_arena_init(&kept.arena, &a, 65536);
        kept.open = true;
    }
    ru_zone *zone = NULL;
    ruth_error e;
    assert_true(kept.count < RU_COUNT(kept.zones));
    if (ru_zone_load(&kept.arena, NULL, ru_str_of(name), &zone, &e)) fail_msg("%s", e.message);
    return kept.zones[kept.count++] = zone;
}

void charter_zones_free(void) {
    if (kept.open) ru_arena_free(&kept.arena);
    memset(&kept, 0, sizeof kept);
}

/* ---- by hand ---- */
int64_t charter_at(const char *instant) {
    int64_t t = 0;
    assert_true(ru_instant_parse(ru_str_of(instant), &t));
    return t;
}

int32_t charter_date(const char *date) {
    int32_t days = 0;
    assert_true(ru_date_parse(ru_str_of(date), &days));
    return days;
}

static void link_up(charter_world *w) {
    w->charter.ways = w->ways;
    w->charter.limits = w->limits;
    w->charter.days.holidays = w->holidays;
    w->proposal.ways = w->tri;
    w->proposal.scene = &w->scene;
}

static void relink(const void **p, const void *from, size_t size, void *to) {
    const char *at = *p, *base = from;
    if (at && at >= base && at < base + size) *p = (char *)to + (at - base);
}

void charter_copy(charter_world *to, const charter_world *from) {
    *to = *from;
    link_up(to);
    for (size_t i = 0; i < to->charter.limit_count; i++) {
        const void *hours = to->limits[i].hours, *widened = to->now[i].widened;
        relink(&hours, from, sizeof *from, to);
        relink(&widened, from, sizeof *from, to);
        to->limits[i].hours = hours;
        to->now[i].widened = widened;
    }
    charter_settle(to);
}

void charter_world_open(charter_world *w, const char *now) {
    memset(w, 0, sizeof *w);
    link_up(w);
    ru_ladders *l = &w->charter.ladders;
    l->action_count = l->tone_count = l->channel_count = 4;
    for (int i = 0; i < 4; i++) {
        l->actions[i] = (ru_action){.contact = i > 0, .rank = i};
        w->ways[i] = (ru_way){.channel = i, .prefer = i};
        w->tri[i] = RU_TRUE;
    }
    w->charter.way_count = 4;
    w->proposal.actions = w->proposal.tones = 1u << 3;
    w->proposal.preferred_state = RU_NONE;
    w->proposal.preferred = -1;
    w->proposal.has_plan = true;
    w->proposal.now = charter_at(now);
    w->proposal.horizon = w->proposal.now + 14 * CHARTER_DAY;
    charter_settle(w);
}

void charter_zone_add(charter_world *w, const ru_zone *zone) {
    assert_true(w->scene.zone_count < RU_MAX_ZONES);
    w->scene.zones[w->scene.zone_count++] = zone;
    charter_settle(w);
}

void charter_zones(charter_world *w, ...) {
    va_list names;
    va_start(names, w);
    w->scene.zone_count = 0;
    for (const char *name; (name = va_arg(names, const char *));) charter_zone_add(w, charter_zone(name));
    va_end(names);
}

ru_limit *charter_limit(charter_world *w, unsigned effects, ru_acts_on on) {
    size_t i = w->charter.limit_count++;
    assert_true(i < CHARTER_LIMITS);
    w->limits[i] = (ru_limit){.effects = effects,
                              .acts_on = on,
                              .actions = UINT64_MAX,
                              .tones = UINT32_MAX,
                              .ways = UINT64_MAX,
                              .tone_cap = -1,
                              .action_cap = -1,
                              .valid_from = INT32_MIN,
                              .valid_until = INT32_MAX,
                              .team = -1};
    w->now[i] = (ru_limit_now){.holds = RU_TRUE, .met = RU_TRUE, .ends = INT64_MAX, .ends_surely = INT64_MAX, .hand_over_by = INT64_MAX};
    return &w->limits[i];
}

static int64_t floor_day(int64_t t) { return t >= 0 ? t / CHARTER_DAY : -((CHARTER_DAY - 1 - t) / CHARTER_DAY); }

void charter_settle(charter_world *w) {
    ru_proposal *p = &w->proposal;
    int64_t by = p->horizon;
    for (size_t i = 0; i < w->scene.zone_count; i++) {
        memset(&w->scene.memo[i], 0, sizeof w->scene.memo[i]);
        w->scene.today[i] = ru_zone_date(w->scene.zones[i], p->now, &w->scene.memo[i]);
        int64_t midnight = ru_zone_day_start(w->scene.zones[i], w->scene.today[i] + 1, NULL);
        if (w->reads_day && midnight < by) by = midnight;
    }
    if (w->reads_day && !w->scene.zone_count && (p->now / 900 + 1) * 900 < by) by = (p->now / 900 + 1) * 900;
    p->contact_by = by;
    p->applying = w->lists_applying ? w->applying : NULL;
    p->applying_count = 0;
    for (size_t i = 0; i < w->charter.limit_count; i++)
        if (w->now[i].holds != RU_FALSE) w->applying[p->applying_count++] = (uint16_t)i;
}

void charter_judge(charter_world *w, ru_permission *p) {
    charter_settle(w);
    ru_charter_judge(&w->charter, w->now, &w->proposal, p);
}

/* ---- the plain reading ---- */
bool charter_in_force(const charter_world *w, size_t limit, int64_t t) {
    const ru_limit *l = &w->limits[limit];
    const ru_scene *sc = &w->scene;
    bool begun = l->valid_from == INT32_MIN, goes_on = l->valid_until == INT32_MAX;
    for (size_t z = 0; z < sc->zone_count; z++) {
        int64_t date = floor_day(t + ru_zone_offset(sc->zones[z], t, NULL));
        begun |= date >= l->valid_from;
        goes_on |= date <= l->valid_until;
    }
    if (!sc->zone_count) {
        begun |= floor_day(t + 14 * 3600) >= l->valid_from;
        goes_on |= floor_day(t - 12 * 3600) <= l->valid_until;
    }
    return begun && goes_on;
}

static bool window_open(const ru_window *w, int weekday, int64_t second) {
    bool today = w->days >> weekday & 1, yesterday = w->days >> (weekday + 6) % 7 & 1;
    if (w->from <= w->to) return today && second >= w->from && second < w->to;
    return (today && second >= w->from) || (yesterday && second < w->to);
}

static bool zone_open(const charter_world *w, size_t limit, const ru_zone *zone, int64_t t) {
    const ru_hours *h = w->limits[limit].hours;
    int64_t wall = t + ru_zone_offset(zone, t, NULL), date = floor_day(wall), second = wall - date * CHARTER_DAY;
    int weekday = ru_weekday((int32_t)date), kind = weekday;
    for (size_t i = 0; i < w->charter.days.count; i++)
        if (h->holidays && w->holidays[i] == date) kind = 7;
    bool open = false;
    for (int i = 0; i < h->counts[kind]; i++) open |= second >= h->spans[kind][i].from && second < h->spans[kind][i].to;
    for (size_t i = 0; i < w->now[limit].widened_count; i++) open |= window_open(&w->now[limit].widened[i], weekday, second);
    return open;
}

bool charter_hours_open(const charter_world *w, size_t limit, int64_t t) {
    for (size_t z = 0; z < w->scene.zone_count; z++)
        if (!zone_open(w, limit, w->scene.zones[z], t)) return false;
    return w->scene.zone_count > 0;
}

bool charter_refuses(const charter_world *w, size_t limit, int64_t t) {
    unsigned effects = w->limits[limit].effects;
    const ru_limit_now *now = &w->now[limit];
    if (!charter_in_force(w, limit, t)) return false;
    if ((effects & RU_HOURS) && !charter_hours_open(w, limit, t)) return true;
    if ((effects & RU_ONLY_IF) && now->met != RU_TRUE) return true;
    return (effects & (RU_FORBID | RU_HAND_OVER)) && t < now->ends;
}

bool charter_permits(const charter_world *w, const ru_permission *p, int channel, int64_t t) {
    for (size_t i = 0; i < w->charter.limit_count; i++) {
        const ru_limit *l = &w->limits[i];
        bool about = false;
        for (size_t k = 0; k < w->charter.way_count; k++) about |= w->ways[k].channel == channel && w->tri[k] != RU_FALSE && (l->ways >> k & 1);
        if (w->now[i].holds == RU_FALSE || l->acts_on != RU_ON_CHANNEL || !about) continue;
        if (!(l->actions & p->actions_visited) || !(l->tones & p->tones_visited)) continue;
        if (charter_refuses(w, i, t)) return false;
    }
    return true;
}

/* ---- by chance ---- */
bool charter_chance(support_random *r, int percent) { return support_between(r, 1, 100) <= percent; }

void charter_random_hours(ru_hours *h, support_random *r, int minutes) {
    int steps = 24 * 60 / minutes;
    memset(h, 0, sizeof *h);
    h->holidays = charter_chance(r, 50);
    for (int d = 0; d < 8; d++) {
        int most = charter_chance(r, 20) ? 0 : charter_chance(r, 60) ? 1 : 4, at = charter_chance(r, 15) ? 0 : (int)support_between(r, 0, steps - 1);
        while (h->counts[d] < most && at < steps) {
            int to = charter_chance(r, 20) ? steps : (int)support_between(r, at + 1, steps);
            h->spans[d][h->counts[d]++] = (ru_span){at * minutes * 60, to * minutes * 60};
            at = charter_chance(r, 20) ? to : to + (int)support_between(r, 1, 4); /* spans may touch */
        }
    }
}

static uint64_t some_bits(support_random *r, int count) {
    return (support_next(r) & ((UINT64_C(2) << (count - 1)) - 1)) | UINT64_C(1) << support_between(r, 0, count - 1);
}

static void random_effects(charter_world *w, support_random *r, ru_limit *l) {
    static const unsigned effects[] = {RU_FORBID,
                                       RU_FORBID,
                                       RU_HOURS,
                                       RU_HOURS,
                                       RU_ONLY_IF,
                                       RU_TONE_AT_MOST,
                                       RU_ACTION_AT_MOST,
                                       RU_HAND_OVER,
                                       RU_FORBID | RU_HAND_OVER,
                                       RU_FORBID | RU_HOURS,
                                       RU_ONLY_IF | RU_HAND_OVER};
    const ru_ladders *d = &w->charter.ladders;
    l->effects = effects[support_next(r) % RU_COUNT(effects)];
    if (l->effects & RU_HOURS) {
        l->acts_on = RU_ON_CHANNEL;
        l->hours = &w->tables[support_next(r) % CHARTER_TABLES];
    }
    if (l->effects & RU_TONE_AT_MOST) l->tone_cap = (int)support_between(r, 0, d->tone_count - 1);
    if (l->effects & RU_ACTION_AT_MOST) l->action_cap = (int)support_between(r, 0, d->action_count - 1);
}

bool charter_random_limit(charter_world *w, support_random *r) {
    if (w->charter.limit_count == CHARTER_LIMITS) return false;
    const ru_ladders *d = &w->charter.ladders;
    ru_limit *l = charter_limit(w, RU_FORBID, (ru_acts_on)support_between(r, RU_ON_ACTION, RU_ON_CHANNEL));
    ru_limit_now *now = &w->now[w->charter.limit_count - 1];
    random_effects(w, r, l);
    int32_t today = (int32_t)floor_day(w->proposal.now);
    if (l->acts_on == RU_ON_ACTION || charter_chance(r, 25)) l->actions = some_bits(r, d->action_count);
    if (l->acts_on == RU_ON_TONE || charter_chance(r, 25)) l->tones = (uint32_t)some_bits(r, d->tone_count);
    if (l->acts_on == RU_ON_CHANNEL && charter_chance(r, 60)) l->ways = some_bits(r, (int)w->charter.way_count);
    if (charter_chance(r, 20)) l->valid_from = today + (int32_t)support_between(r, -3, 4);
    if (charter_chance(r, 20)) l->valid_until = today + (int32_t)support_between(r, -3, 6);
    now->holds = charter_chance(r, 50) ? RU_FALSE : charter_chance(r, 50) ? RU_MAYBE : RU_TRUE;
    now->met = !(l->effects & RU_ONLY_IF) || charter_chance(r, 50) ? RU_TRUE : charter_chance(r, 50) ? RU_MAYBE : RU_FALSE;
    l->bounded = (l->effects & (RU_FORBID | RU_HAND_OVER)) && charter_chance(r, 60);
    if (l->bounded) now->ends = w->proposal.now + support_between(r, -12, 72) * 3600 + support_between(r, 0, 1) * 60;
    if ((l->effects & RU_HOURS) && charter_chance(r, 30)) {
        now->widened = w->windows;
        now->widened_count = (size_t)support_between(r, 1, CHARTER_WINDOWS);
    }
    if (l->effects & RU_HAND_OVER) now->hand_over_by = charter_chance(r, 70) ? w->proposal.now + support_between(r, 0, 3) * 3600 : INT64_MAX;
    return true;
}

/* `none` is the least; then the other actions without contact; then those with (SEMANTICS 13). */
static void random_ladder(ru_ladders *l, support_random *r) {
    memset(l, 0, sizeof *l);
    l->action_count = (int)support_between(r, 2, 7);
    l->none = charter_chance(r, 60) ? 0 : (int)support_between(r, 0, l->action_count - 1);
    l->tone_count = (int)support_between(r, 1, 4);
    l->channel_count = (int)support_between(r, 1, 5);
    int by_rank[RU_MAX_ACTIONS], rank = 0;
    for (int i = 0; i < l->action_count; i++)
        l->actions[i] = (ru_action){
            .contact = i != l->none && charter_chance(r, 75), .needs_plan = i != l->none && charter_chance(r, 15), .gives_way = l->none};
    by_rank[rank++] = l->none;
    for (int contact = 0; contact < 2; contact++)
        for (int i = 0; i < l->action_count; i++) {
            if (i == l->none || l->actions[i].contact != (contact == 1)) continue;
            l->actions[i].rank = rank;
            if (charter_chance(r, 60)) l->actions[i].gives_way = by_rank[support_between(r, 0, rank - 1)];
            by_rank[rank++] = i;
        }
}

static void random_proposal(charter_world *w, support_random *r) {
    const ru_ladders *l = &w->charter.ladders;
    ru_proposal *p = &w->proposal;
    p->actions = UINT64_C(1) << support_between(r, 0, l->action_count - 1);
    p->tones = 1u << support_between(r, 0, l->tone_count - 1);
    if (charter_chance(r, 30)) p->actions |= some_bits(r, l->action_count);
    if (charter_chance(r, 30)) p->tones |= (uint32_t)some_bits(r, l->tone_count);
    p->preferred_state = charter_chance(r, 20) ? RU_UNKNOWN : charter_chance(r, 50) ? RU_NONE : RU_VALUE;
    p->preferred = p->preferred_state == RU_VALUE ? (int)support_between(r, -1, l->channel_count - 1) : -1;
    p->has_plan = charter_chance(r, 60);
    p->currency = (int)support_between(r, -1, 1);
}

void charter_random(charter_world *w, support_random *r) {
    static const char *const names[] = {"America/New_York", "America/Los_Angeles", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"};
    static const char *const moments[] = {"2026-03-05T00:00:00Z", "2026-03-26T00:00:00Z", "2026-10-23T00:00:00Z",
                                          "2026-10-30T00:00:00Z", "2026-06-01T00:00:00Z", "2026-04-02T00:00:00Z"};
    static const int64_t cost[CHARTER_WAYS][2] = {{5, 1}, {1, 2}, {3, 3}, {2, 1}, {4, 4}, {1, 1}};
    static const bool figures[2][2] = {{true, true}, {true, false}};
    memset(w, 0, sizeof *w);
    link_up(w);
    random_ladder(&w->charter.ladders, r);
    w->charter.way_count = (size_t)support_between(r, 1, CHARTER_WAYS - 2);
    bool costly = charter_chance(r, 40);
    for (size_t i = 0; i < w->charter.way_count; i++) {
        w->ways[i] = (ru_way){.channel = (int)support_between(r, 0, w->charter.ladders.channel_count - 1), .prefer = support_between(r, 1, 3)};
        if (costly && charter_chance(r, 80)) w->ways[i].cost = cost[i], w->ways[i].has_cost = figures[support_next(r) % 10 == 0];
        w->tri[i] = (uint8_t)(charter_chance(r, 60) ? RU_TRUE : charter_chance(r, 50) ? RU_MAYBE : RU_FALSE);
    }
    random_proposal(w, r);
    w->proposal.now = charter_at(moments[support_next(r) % RU_COUNT(moments)]) + support_between(r, 0, 5 * CHARTER_DAY);
    w->proposal.horizon = w->proposal.now + support_between(r, 1, 5) * CHARTER_DAY;
    for (size_t i = 0; i < CHARTER_TABLES; i++) charter_random_hours(&w->tables[i], r, charter_chance(r, 70) ? 60 : 15);
    for (size_t i = 0; i < CHARTER_WINDOWS; i++)
        w->windows[i] = (ru_window){
            .days = (uint8_t)support_between(r, 1, 127), .from = (int32_t)support_between(r, 0, 23) * 3600, .to = (int32_t)support_between(r, 0, 24) * 3600};
    w->charter.days.count = (size_t)support_between(r, 0, CHARTER_HOLIDAYS);
    for (size_t i = 0; i < CHARTER_HOLIDAYS; i++) w->holidays[i] = (int32_t)floor_day(w->proposal.now) + 1 + 2 * (int32_t)i;
    for (int64_t zones = charter_chance(r, 12) ? 0 : charter_chance(r, 60) ? 1 : support_between(r, 2, 3); zones > 0; zones--)
        charter_zone_add(w, charter_zone(names[support_next(r) % RU_COUNT(names)]));
    for (int64_t limits = support_between(r, 0, 8); limits > 0; limits--) charter_random_limit(w, r);
    w->reads_day = charter_chance(r, 50);
    w->lists_applying = charter_chance(r, 50);
    charter_settle(w);
}

/* test_seal_hours.c: permitted local hours in real zones, to the second: changes of the clock, candidate zones, holidays, windows; and minute by minute. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/seal_world.h"

static int open_zones(void **state) {
    (void)state;
    seal_zones_open();
    return 0;
}

static int close_zones(void **state) {
    (void)state;
    seal_zones_close();
    return 0;
}

static seal_world w;
static ru_permission p;

static int64_t at(const char *text) {
    int64_t t;
    if (!ru_instant_parse(ru_str_of(text), &t)) fail_msg("%s is no instant", text);
    return t;
}

static int32_t day(const char *text) {
    int32_t d;
    if (!ru_date_parse(ru_str_of(text), &d)) fail_msg("%s is no date", text);
    return d;
}

/* A world with one hours limit, the same span every day, in these zones (NULL: none). */
static ru_hours *world(const char *now, const char *zone, const char *other, int32_t from, int32_t to) {
    const ru_zone *list[2] = {zone ? seal_zone_named(zone) : NULL, other ? seal_zone_named(other) : NULL};
    seal_plain(&w);
    seal_limit(&w, RU_HOURS, RU_ON_CHANNEL);
    w.proposal.now = at(now);
    w.proposal.horizon = w.proposal.contact_by = w.proposal.now + 14 * SEAL_DAY;
    seal_scene(&w.scene, list, zone ? other ? 2 : 1 : 0, w.proposal.now);
    for (int d = 0; d < 8; d++) {
        w.hours[0].spans[d][0] = (ru_span){from, to};
        w.hours[0].counts[d] = 1;
    }
    return &w.hours[0];
}

static void expect_text(int64_t found, const char *expected, const char *what, int line) {
    char a[21] = "never";
    if (found != INT64_MAX) ru_instant_text(found, a);
    if (strcmp(a, expected) != 0) fail_msg("line %d: %s is %s, expected %s", line, what, a, expected);
}

/* The permitted intervals from now on, on channel 0: pairs of texts. */
#define CALENDAR(...) calendar(__LINE__, (const char *const[]){__VA_ARGS__, NULL})
static void calendar(int line, const char *const *edges) {
    seal_judge(&w, &p);
    int64_t t = w.proposal.now, from, until;
    for (; edges[0]; edges += 2, t = until) {
        if (!ru_permission_next(&p, 0, t, &from, &until)) fail_msg("line %d: no interval left, expected one from %s", line, edges[0]);
        expect_text(from, edges[0], "from", line);
        expect_text(until, edges[1], "until", line);
        /* half-open, to the second */
        assert_true(ru_limit_free_from(&p, 0, from) == from && ru_limit_free_from(&p, 0, until - 1) == until - 1);
        assert_true(until >= w.proposal.horizon || ru_limit_refuses_from(&p, 0, until) == until);
        assert_true(ru_limit_refuses_from(&p, 0, until - 1) == until || until >= w.proposal.horizon);
        if (from > w.proposal.now) assert_true(ru_limit_refuses_from(&p, 0, from - 1) == from - 1 && ru_limit_free_from(&p, 0, from - 1) == from);
    }
}

static void new_york(void **state) {
    (void)state;
    world("2026-03-07T10:00:00Z", "America/New_York", NULL, 9 * 3600, 19 * 3600); /* clocks go forward on 8 March at 07:00 UTC */
    CALENDAR("2026-03-07T14:00:00Z", "2026-03-08T00:00:00Z", "2026-03-08T13:00:00Z", "2026-03-08T23:00:00Z", "2026-03-09T13:00:00Z", "2026-03-09T23:00:00Z");
    world("2026-03-08T05:00:00Z", "America/New_York", NULL, 3600 + 1800, 2 * 3600 + 1800); /* 01:30 to 02:30: the second half does not exist */
    CALENDAR("2026-03-08T06:30:00Z", "2026-03-08T07:00:00Z", "2026-03-09T05:30:00Z", "2026-03-09T06:30:00Z");
    world("2026-03-08T05:00:00Z", "America/New_York", NULL, 2 * 3600, 3 * 3600); /* no such hour on that day */
    CALENDAR("2026-03-09T06:00:00Z", "2026-03-09T07:00:00Z");
    world("2026-03-08T05:00:00Z", "America/New_York", NULL, 2 * 3600 + 1800, 3 * 3600 + 1800); /* 02:30 to 03:30 starts at 03:00 */
    CALENDAR("2026-03-08T07:00:00Z", "2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z", "2026-03-09T07:30:00Z");
    world("2026-11-01T00:00:00Z", "America/New_York", NULL, 9 * 3600, 19 * 3600); /* and back on 1 November at 06:00 UTC */
    CALENDAR("2026-11-01T14:00:00Z", "2026-11-02T00:00:00Z");
    world("2026-11-01T04:00:00Z", "America/New_York", NULL, 3600, 2 * 3600); /* 01:00 to 02:00 comes twice, both inside, without a gap */
    CALENDAR("2026-11-01T05:00:00Z", "2026-11-01T07:00:00Z", "2026-11-02T06:00:00Z", "2026-11-02T07:00:00Z");
    world("2026-11-01T04:00:00Z", "America/New_York", NULL, 3600 + 1200, 3600 + 2400); /* 01:20 to 01:40: two stretches */
    CALENDAR("2026-11-01T05:20:00Z", "2026-11-01T05:40:00Z", "2026-11-01T06:20:00Z", "2026-11-01T06:40:00Z", "2026-11-02T06:20:00Z", "2026-11-02T06:40:00Z");
}

static void london(void **state) {
    (void)state;
    world("2026-03-28T20:00:00Z", "Europe/London", NULL, 8 * 3600, 21 * 3600); /* forward on 29 March at 01:00 UTC */
    CALENDAR("2026-03-28T20:00:00Z", "2026-03-28T21:00:00Z", "2026-03-29T07:00:00Z", "2026-03-29T20:00:00Z");
    world("2026-03-29T00:00:00Z", "Europe/London", NULL, 0, SEAL_DAY); /* the whole day, also a short one: no gap at all */
    CALENDAR("2026-03-29T00:00:00Z", "2026-04-12T00:00:00Z");
    world("2026-10-25T00:00:00Z", "Europe/London", NULL, 3600, 3601); /* one second; back at 01:00 UTC: twice */
    CALENDAR("2026-10-25T00:00:00Z", "2026-10-25T00:00:01Z", "2026-10-25T01:00:00Z", "2026-10-25T01:00:01Z", "2026-10-26T01:00:00Z", "2026-10-26T01:00:01Z");
    world("2026-10-25T00:59:59Z", "Europe/London", NULL, 2 * 3600, 3 * 3600);
    CALENDAR("2026-10-25T02:00:00Z", "2026-10-25T03:00:00Z");
}

static void odd_offsets(void **state) {
    (void)state;
    world("2026-03-02T00:00:00Z", "Asia/Kathmandu", NULL, 9 * 3600, 17 * 3600); /* 5:45 */
    CALENDAR("2026-03-02T03:15:00Z", "2026-03-02T11:15:00Z");
    world("2026-03-02T00:00:00Z", "Asia/Kolkata", NULL, 9 * 3600, 17 * 3600); /* 5:30 */
    CALENDAR("2026-03-02T03:30:00Z", "2026-03-02T11:30:00Z");
    world("2026-04-04T13:00:00Z", "Australia/Lord_Howe", NULL, 3600 + 1800, 2 * 3600); /* back by half an hour on 5 April: 01:30 to 02:00 twice */
    CALENDAR("2026-04-04T14:30:00Z", "2026-04-04T15:30:00Z", "2026-04-05T15:00:00Z", "2026-04-05T15:30:00Z");
}

static void candidate_zones(void **state) {
    (void)state;
    world("2026-03-02T05:00:00Z", "America/New_York", "America/Los_Angeles", 9 * 3600, 19 * 3600);
    CALENDAR("2026-03-02T17:00:00Z", "2026-03-03T00:00:00Z", "2026-03-03T17:00:00Z", "2026-03-04T00:00:00Z");
    world("2026-03-02T05:00:00Z", "America/New_York", "Asia/Tokyo", 9 * 3600, 19 * 3600); /* 14–24 and 00–10 UTC: they never agree */
    seal_judge(&w, &p);
    int64_t from, until;
    assert_false(ru_permission_next(&p, 0, w.proposal.now, &from, &until));
    assert_int_equal(p.channel, -1);
    assert_true(ru_limit_free_from(&p, 0, w.proposal.now) == INT64_MAX);
    ru_hours *h = world("2026-03-07T00:00:00Z", "Pacific/Kiritimati", "Pacific/Honolulu", 0, SEAL_DAY); /* a whole day apart: a closed Sunday is two */
    h->counts[6] = 0;
    CALENDAR("2026-03-07T00:00:00Z", "2026-03-07T10:00:00Z", "2026-03-09T10:00:00Z", "2026-03-14T10:00:00Z");
}

static void no_zone(void **state) {
    (void)state;
    world("2026-03-02T05:00:00Z", NULL, NULL, 0, SEAL_DAY);
    seal_judge(&w, &p);
    assert_int_equal(p.channel, -1);
    assert_true(ru_limit_refuses_from(&p, 0, w.proposal.now) == w.proposal.now);
    assert_true(ru_limit_free_from(&p, 0, w.proposal.now) == INT64_MAX);
    w.limits[0].valid_until = day("2026-03-03"); /* in force until 12:00 UTC of the next day, in UTC−12 */
    CALENDAR("2026-03-04T12:00:00Z", "2026-03-16T05:00:00Z");
    w.limits[0].valid_until = INT32_MAX;
    w.limits[0].valid_from = day("2026-03-05"); /* from 10:00 UTC of the day before, in UTC+14 */
    CALENDAR("2026-03-02T05:00:00Z", "2026-03-04T10:00:00Z");
}

static void holidays(void **state) {
    (void)state;
    ru_hours *h = world("2026-12-24T14:00:00Z", "America/New_York", NULL, 9 * 3600, 19 * 3600);
    w.holidays[0] = day("2026-12-25");
    w.holidays[1] = day("2026-12-28");
    w.charter.days.count = 2;
    h->spans[7][0] = (ru_span){10 * 3600, 11 * 3600};
    CALENDAR("2026-12-24T14:00:00Z", "2026-12-25T00:00:00Z", "2026-12-25T14:00:00Z", "2026-12-26T00:00:00Z"); /* a table that does not speak of holidays */
    h->holidays = true;
    CALENDAR("2026-12-24T14:00:00Z", "2026-12-25T00:00:00Z", "2026-12-25T15:00:00Z", "2026-12-25T16:00:00Z", "2026-12-26T14:00:00Z", "2026-12-27T00:00:00Z",
             "2026-12-27T14:00:00Z", "2026-12-28T00:00:00Z", "2026-12-28T15:00:00Z", "2026-12-28T16:00:00Z", "2026-12-29T14:00:00Z", "2026-12-30T00:00:00Z");
    h->counts[7] = 0; /* closed */
    CALENDAR("2026-12-24T14:00:00Z", "2026-12-25T00:00:00Z", "2026-12-26T14:00:00Z", "2026-12-27T00:00:00Z", "2026-12-27T14:00:00Z", "2026-12-28T00:00:00Z",
             "2026-12-29T14:00:00Z", "2026-12-30T00:00:00Z");
}

static void widened(void **state) {
    (void)state;
    world("2026-03-02T05:00:00Z", "America/New_York", NULL, 9 * 3600, 19 * 3600);      /* midnight on Monday */
    w.windows[0][0] = (ru_window){.days = 1 << 0, .from = 18 * 3600, .to = 20 * 3600}; /* overlaps, and goes on */
    w.windows[0][1] = (ru_window){.days = 1 << 1, .from = 22 * 3600, .to = 3600};      /* Tuesday evening, past midnight */
    w.now[0].widened_count = 2;
    CALENDAR("2026-03-02T14:00:00Z", "2026-03-03T01:00:00Z", "2026-03-03T14:00:00Z", "2026-03-04T00:00:00Z", "2026-03-04T03:00:00Z", "2026-03-04T06:00:00Z",
             "2026-03-04T14:00:00Z", "2026-03-05T00:00:00Z", "2026-03-05T14:00:00Z", "2026-03-06T00:00:00Z");
    w.windows[0][0] = (ru_window){.days = 1 << 6, .from = 23 * 3600, .to = 3 * 3600}; /* Sunday night: ends on Monday, today */
    w.now[0].widened_count = 1;
    CALENDAR("2026-03-02T05:00:00Z", "2026-03-02T08:00:00Z", "2026-03-02T14:00:00Z", "2026-03-03T00:00:00Z");
    w.windows[0][0] = (ru_window){.days = 127, .from = 19 * 3600, .to = 9 * 3600}; /* every night: never closed */
    CALENDAR("2026-03-02T05:00:00Z", "2026-03-16T05:00:00Z");
    ru_hours *h = world("2026-03-07T10:00:00Z", "America/New_York", NULL, 0, SEAL_DAY); /* a window over the night the clocks change */
    for (int d = 0; d < 8; d++) h->counts[d] = 0;
    w.windows[0][0] = (ru_window){.days = 1 << 5, .from = 23 * 3600, .to = 4 * 3600}; /* Saturday 23:00 to Sunday 04:00: four hours */
    w.now[0].widened_count = 1;
    CALENDAR("2026-03-08T04:00:00Z", "2026-03-08T08:00:00Z", "2026-03-15T03:00:00Z", "2026-03-15T08:00:00Z");
}

static void limits_with_dates_and_a_forbid(void **state) {
    (void)state;
    world("2026-03-02T05:00:00Z", "America/New_York", "Europe/London", 9 * 3600, 19 * 3600); /* both: 14:00 to 19:00 UTC */
    w.limits[0].valid_until = day("2026-03-03");                                             /* until midnight in New York */
    CALENDAR("2026-03-02T14:00:00Z", "2026-03-02T19:00:00Z", "2026-03-03T14:00:00Z", "2026-03-03T19:00:00Z", "2026-03-04T05:00:00Z", "2026-03-16T05:00:00Z");
    w.limits[0].valid_from = day("2026-03-03"); /* from midnight in London */
    CALENDAR("2026-03-02T05:00:00Z", "2026-03-03T00:00:00Z", "2026-03-03T14:00:00Z", "2026-03-03T19:00:00Z", "2026-03-04T05:00:00Z", "2026-03-16T05:00:00Z");
    w.limits[0].effects |= RU_FORBID;
    w.now[0].ends = at("2026-03-03T16:30:00Z");
    CALENDAR("2026-03-02T05:00:00Z", "2026-03-03T00:00:00Z", "2026-03-03T16:30:00Z", "2026-03-03T19:00:00Z", "2026-03-04T05:00:00Z", "2026-03-16T05:00:00Z");
}

/* ---- minute by minute ---- */
enum { MINUTES = 14 * 24 * 60 };
static bool refused[MINUTES];

/* Plainly: what the clock on each wall says in this minute. Kept apart from the engine's reading and from the slow one of tests/support. */
static bool open_in(const ru_zone *zone, int64_t t) {
    int64_t local = t + ru_zone_offset(zone, t, NULL);
    int32_t date = (int32_t)(local / SEAL_DAY), second = (int32_t)(local % SEAL_DAY);
    int kind = ru_weekday(date), last_night = (kind + 6) % 7;
    bool inside = false;
    for (size_t i = 0; i < w.now[0].widened_count; i++) {
        ru_window x = w.windows[0][i];
        if (x.from < x.to && (x.days & 1 << kind) && second >= x.from && second < x.to) inside = true;
        if (x.from > x.to && (x.days & 1 << kind) && second >= x.from) inside = true;
        if (x.from > x.to && (x.days & 1 << last_night) && second < x.to) inside = true;
    }
    for (size_t i = 0; i < w.charter.days.count; i++)
        if (w.hours[0].holidays && w.holidays[i] == date) kind = 7;
    for (int i = 0; i < w.hours[0].counts[kind]; i++)
        if (second >= w.hours[0].spans[kind][i].from && second < w.hours[0].spans[kind][i].to) inside = true;
    return inside;
}

static void random_world(support_random *r) {
    const ru_zone *list[3] = {seal_zone((int)support_between(r, 0, 2)), seal_zone((int)support_between(r, 3, 5)),
                              seal_zone((int)support_between(r, 6, SEAL_ZONES - 1))};
    size_t zones = seal_chance(r, 5) ? 0 : seal_chance(r, 60) ? 1 : (size_t)support_between(r, 2, 3);
    seal_plain(&w);
    seal_limit(&w, RU_HOURS, RU_ON_CHANNEL);
    w.proposal.now = seal_instant(r);
    w.proposal.horizon = w.proposal.contact_by = w.proposal.now + 14 * SEAL_DAY;
    seal_scene(&w.scene, list + support_between(r, 0, 3 - (int64_t)(zones ? zones : 1)), zones, w.proposal.now);
    seal_random_hours(r, &w.hours[0], seal_chance(r, 50) ? 60 : 1800);
    for (int i = 0; i < 2; i++) w.windows[0][i] = seal_random_window(r, 60);
    w.now[0].widened_count = seal_chance(r, 50) ? 0 : (size_t)support_between(r, 1, 2);
    int32_t date = (int32_t)(w.proposal.now / SEAL_DAY);
    w.charter.days.count = (size_t)support_between(r, 0, 3);
    for (int i = 0; i < 3; i++) w.holidays[i] = date += (int32_t)support_between(r, 1, 5);
    for (int m = 0; m < MINUTES; m++) {
        refused[m] = zones == 0;
        for (size_t z = 0; z < zones; z++) refused[m] |= !open_in(w.scene.zones[z], w.proposal.now + m * 60);
    }
}

/* The first instant ≥ t that is refused (or not), by the minutes; the horizon when there is none. */
static int64_t search(int64_t t, bool wanted) {
    for (int64_t m = (t - w.proposal.now) / 60; m < MINUTES; m++, t = w.proposal.now + m * 60)
        if (refused[m] == wanted) return t;
    return w.proposal.horizon;
}

static void check_instant(int64_t t) {
    int64_t found[2] = {ru_limit_free_from(&p, 0, t), ru_limit_refuses_from(&p, 0, t)}, horizon = w.proposal.horizon;
    for (int k = 0; k < 2; k++) {
        int64_t expected = search(t, k == 1);
        if (expected == horizon ? found[k] >= horizon : found[k] == expected) continue;
        seal_print(&w);
        fail_msg("from %lld (now %+lld) %s %lld, by the minutes %lld", (long long)t, (long long)(t - w.proposal.now), k ? "it refuses from" : "it is free from",
                 (long long)found[k], (long long)expected);
    }
}

static void check_calendar(void) {
    int64_t t = w.proposal.now, from = 0, until = 0, horizon = w.proposal.horizon;
    for (;; t = until) {
        int64_t expected = search(t, false);
        bool more = ru_permission_next(&p, 0, t, &from, &until);
        assert_true(more == (expected < horizon));
        if (!more) return;
        assert_true(from == expected && until == search(from, true));
    }
}

static void minute_by_minute(void **state) {
    (void)state;
    uint64_t seed = 42;
    support_random r = {seed};
    long worlds = support_scaled(1000), instants = 0;
    for (long i = 0; i < worlds; i++) {
        random_world(&r);
        seal_judge(&w, &p);
        check_calendar();
        for (int k = 0; k < 60; k++, instants++)
            check_instant(w.proposal.now + support_between(&r, 0, MINUTES - 1) * 60 + (seal_chance(&r, 50) ? 0 : support_between(&r, 0, 59)));
    }
    printf("seed %llu: %ld tables, 14 days minute by minute, %ld instants\n", (unsigned long long)seed, worlds, instants);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_york),        cmocka_unit_test(london),   cmocka_unit_test(odd_offsets), cmocka_unit_test(candidate_zones),
        cmocka_unit_test(no_zone),         cmocka_unit_test(holidays), cmocka_unit_test(widened),     cmocka_unit_test(limits_with_dates_and_a_forbid),
        cmocka_unit_test(minute_by_minute)};
    return cmocka_run_group_tests(tests, open_zones, close_zones);
}

/* test_charter_calendar.c: the permitted intervals of each channel: by hand at their edges, and against the plain reading minute by minute. */
#include <inttypes.h>
#include <stdio.h>

#include "tests/support/charter_world.h"

static charter_world w;
static ru_permission p;

static void assert_interval(int channel, const char *t, const char *from, const char *until, int line) {
    int64_t a = 0, b = 0;
    char x[21] = "none", y[21] = "none";
    if (ru_permission_next(&p, channel, charter_at(t), &a, &b)) ru_instant_text(a, x), ru_instant_text(b, y);
    if (strcmp(x, from) != 0 || strcmp(y, until) != 0) fail_msg("line %d: %s to %s, expected %s to %s", line, x, y, from, until);
}
#define INTERVAL(channel, t, from, until) assert_interval(channel, t, from, until, __LINE__)

static void open_world(void) {
    charter_world_open(&w, "2026-03-02T15:00:00Z"); /* a Monday; the horizon is 16 March, 15:00 */
    charter_zones(&w, "Europe/London", NULL);
}

static void without_limits_all_is_open(void **state) {
    (void)state;
    open_world();
    charter_judge(&w, &p);
    INTERVAL(0, "2026-03-02T15:00:00Z", "2026-03-02T15:00:00Z", "2026-03-16T15:00:00Z");
    INTERVAL(0, "2020-01-01T00:00:00Z", "2026-03-02T15:00:00Z", "2026-03-16T15:00:00Z"); /* before now nothing is asked */
    INTERVAL(3, "2026-03-10T00:00:00Z", "2026-03-10T00:00:00Z", "2026-03-16T15:00:00Z");
    INTERVAL(3, "2026-03-16T14:59:59Z", "2026-03-16T14:59:59Z", "2026-03-16T15:00:00Z");
    INTERVAL(3, "2026-03-16T15:00:00Z", "none", "none");
}

static void bounded_refusals_and_effective_dates(void **state) {
    (void)state;
    open_world();
    ru_limit *pause = charter_limit(&w, RU_FORBID, RU_ON_CHANNEL), *law = charter_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    pause->bounded = true;
    w.now[0].ends = charter_at("2026-03-03T12:00:01Z");
    law->valid_from = charter_date("2026-03-05");
    law->valid_until = charter_date("2026-03-07");
    charter_judge(&w, &p);
    INTERVAL(0, "2026-03-02T15:00:00Z", "2026-03-03T12:00:01Z", "2026-03-05T00:00:00Z");
    INTERVAL(0, "2026-03-05T00:00:00Z", "2026-03-08T00:00:00Z", "2026-03-16T15:00:00Z");
    assert_true(p.from == w.now[0].ends && p.until == charter_at("2026-03-05T00:00:00Z"));
    charter_zones(&w, "America/New_York", "Europe/London", NULL); /* from the earliest start to the latest end */
    charter_judge(&w, &p);
    INTERVAL(0, "2026-03-04T00:00:00Z", "2026-03-04T00:00:00Z", "2026-03-05T00:00:00Z");
    INTERVAL(0, "2026-03-05T00:00:00Z", "2026-03-08T05:00:00Z", "2026-03-16T15:00:00Z");
    w.scene.zone_count = 0;
    charter_judge(&w, &p);
    INTERVAL(0, "2026-03-04T00:00:00Z", "2026-03-04T00:00:00Z", "2026-03-04T10:00:00Z");
    INTERVAL(0, "2026-03-05T00:00:00Z", "2026-03-08T12:00:00Z", "2026-03-16T15:00:00Z");
    law->valid_from = INT32_MIN; /* open to one side */
    charter_judge(&w, &p);
    INTERVAL(0, "2026-03-02T15:00:00Z", "2026-03-08T12:00:00Z", "2026-03-16T15:00:00Z");
    law->valid_from = charter_date("2026-03-10");
    law->valid_until = INT32_MAX;
    charter_judge(&w, &p);
    INTERVAL(0, "2026-03-04T00:00:00Z", "2026-03-04T00:00:00Z", "2026-03-09T10:00:00Z");
    INTERVAL(0, "2026-03-09T10:00:00Z", "none", "none");
    law->valid_from = charter_date("2026-03-14"); /* from after until: never */
    law->valid_until = charter_date("2026-03-09");
    charter_judge(&w, &p);
    INTERVAL(0, "2026-03-04T00:00:00Z", "2026-03-04T00:00:00Z", "2026-03-16T15:00:00Z");
}

static void limits_push_each_other_along(void **state) {
    (void)state;
    open_world();
    for (int d = 0; d < 5; d++) w.tables[0].spans[d][w.tables[0].counts[d]++] = (ru_span){9 * 3600, 19 * 3600};
    for (int d = 0; d < 7; d += 2)
        w.tables[1].spans[d][w.tables[1].counts[d]++] = (ru_span){17 * 3600, 24 * 3600}; /* Monday, Wednesday, Friday, Sunday evenings */
    charter_limit(&w, RU_HOURS, RU_ON_CHANNEL)->hours = &w.tables[1];
    charter_limit(&w, RU_HOURS, RU_ON_CHANNEL)->hours = &w.tables[0];
    ru_limit *pause = charter_limit(&w, RU_FORBID, RU_ON_CHANNEL);
    pause->bounded = true;
    w.now[2].ends = charter_at("2026-03-04T18:30:00Z");
    charter_judge(&w, &p);
    INTERVAL(0, "2026-03-02T15:00:00Z", "2026-03-04T18:30:00Z", "2026-03-04T19:00:00Z");
    INTERVAL(0, "2026-03-04T19:00:00Z", "2026-03-06T17:00:00Z", "2026-03-06T19:00:00Z");
    INTERVAL(0, "2026-03-06T19:00:00Z", "2026-03-09T17:00:00Z", "2026-03-09T19:00:00Z"); /* the Sunday evening is closed by the other */
    w.now[2].ends = INT64_MAX;
    charter_judge(&w, &p);
    INTERVAL(0, "2026-03-02T15:00:00Z", "none", "none");
}

static void only_definite_and_untaken_channels_have_a_calendar(void **state) {
    (void)state;
    open_world();
    w.tri[1] = RU_MAYBE;
    w.tri[2] = RU_FALSE;
    charter_limit(&w, RU_ONLY_IF, RU_ON_CHANNEL)->ways = 1 << 3;
    w.now[0].met = RU_MAYBE;
    charter_judge(&w, &p);
    INTERVAL(0, "2026-03-02T15:00:00Z", "2026-03-02T15:00:00Z", "2026-03-16T15:00:00Z");
    INTERVAL(1, "2026-03-02T15:00:00Z", "none", "none");
    INTERVAL(2, "2026-03-02T15:00:00Z", "none", "none");
    INTERVAL(3, "2026-03-02T15:00:00Z", "none", "none");
    w.now[0].met = RU_TRUE;
    w.now[0].holds = RU_MAYBE;
    charter_judge(&w, &p);
    INTERVAL(3, "2026-03-02T15:00:00Z", "2026-03-02T15:00:00Z", "2026-03-16T15:00:00Z");
    ru_permission_drop_channel(&p, 3);
    INTERVAL(3, "2026-03-02T15:00:00Z", "none", "none");
    INTERVAL(0, "2026-03-02T15:00:00Z", "2026-03-02T15:00:00Z", "2026-03-16T15:00:00Z");
}

static void many_limits(void **state) {
    (void)state;
    open_world();
    for (int i = 0; i < CHARTER_LIMITS; i++) {
        ru_limit *l = charter_limit(&w, RU_FORBID, RU_ON_CHANNEL);
        l->ways = (uint64_t)1 << i % 4;
        l->bounded = true;
        w.now[i].ends = w.proposal.now + 60 * (i + 1);
    }
    w.now[CHARTER_LIMITS - 1].ends = INT64_MAX;
    for (int from = 0; from < CHARTER_LIMITS; from++) { /* however many of them apply */
        charter_judge(&w, &p);
        for (int c = 0; c < 4; c++) {
            int64_t open = w.proposal.now, a, b;
            for (int i = 0; i < CHARTER_LIMITS; i++)
                if (i % 4 == c && w.now[i].holds != RU_FALSE && w.now[i].ends > open) open = w.now[i].ends;
            assert_true(ru_permission_next(&p, c, w.proposal.now, &a, &b) == (open < w.proposal.horizon));
            if (open < w.proposal.horizon) assert_true(a == open && b == w.proposal.horizon);
            if (c == 0) assert_true(p.channel == 0 && p.from == open && p.until == w.proposal.horizon);
        }
        w.now[from].holds = RU_FALSE;
    }
}

/* hand_over keeps machines away while it applies; with an end only until then. */
static void hand_overs_refuse_every_contact(void **state) {
    (void)state;
    open_world();
    charter_limit(&w, RU_HAND_OVER, RU_ON_CHANNEL);
    charter_judge(&w, &p);
    INTERVAL(0, "2026-03-02T15:00:00Z", "none", "none");
    w.limits[0].bounded = true;
    w.now[0].ends = charter_at("2026-03-05T00:00:00Z");
    charter_judge(&w, &p);
    INTERVAL(0, "2026-03-02T15:00:00Z", "2026-03-05T00:00:00Z", "2026-03-16T15:00:00Z");
}

/* ---- by chance ---- */
static bool definite(int channel) {
    for (size_t k = 0; k < w.charter.way_count; k++)
        if (w.ways[k].channel == channel && w.tri[k] == RU_TRUE) return true;
    return false;
}

static long compare(int channel, uint64_t seed) {
    int64_t now = w.proposal.now, horizon = w.proposal.horizon, from = now, until = now;
    bool some = definite(channel) && p.speakable, more = true;
    long intervals = 0;
    for (int64_t t = now; t < horizon; t += 60) {
        while (more && until <= t) {
            int64_t asked = until;
            more = ru_permission_next(&p, channel, asked, &from, &until);
            if (!more) break;
            intervals++;
            if (from < asked || until <= from || until > horizon)
                fail_msg("seed %" PRIu64 ": [%" PRId64 ", %" PRId64 ") after %" PRId64, seed, from, until, asked);
            if (from > now && charter_permits(&w, &p, channel, from - 1)) fail_msg("seed %" PRIu64 ": channel %d opens before %" PRId64, seed, channel, from);
            if (!charter_permits(&w, &p, channel, from) || !charter_permits(&w, &p, channel, until - 1))
                fail_msg("seed %" PRIu64 ": channel %d is not open in [%" PRId64 ", %" PRId64 ")", seed, channel, from, until);
            if (until < horizon && charter_permits(&w, &p, channel, until))
                fail_msg("seed %" PRIu64 ": channel %d is still open at %" PRId64, seed, channel, until);
        }
        bool open = more && t >= from && t < until, expected = some && charter_permits(&w, &p, channel, t);
        if (open != expected) fail_msg("seed %" PRIu64 ": channel %d at %" PRId64 ": %d, expected %d", seed, channel, t, open, expected);
    }
    return intervals;
}

static void random_calendars_minute_by_minute(void **state) {
    (void)state;
    uint64_t seed = 5000;
    long charters = support_scaled(4000), intervals = 0, found = 0;
    for (long i = 0; i < charters; i++, seed++) {
        support_random r = {seed};
        charter_random(&w, &r);
        if (charter_chance(&r, 80)) w.proposal.now -= w.proposal.now % 60; /* else the edges are met a few seconds off */
        charter_judge(&w, &p);
        for (int c = 0; c < w.charter.ladders.channel_count; c++) intervals += compare(c, seed);
        if (p.channel < 0) continue;
        int64_t from, until;
        assert_true(ru_permission_next(&p, p.channel, w.proposal.now, &from, &until));
        assert_true(from == p.from && until == p.until && from < w.proposal.contact_by);
        found++;
    }
    print_message("seeds from 5000, %ld charters, %ld intervals, %ld with a contact\n", charters, intervals, found);
    if (charters >= 300) assert_true(intervals > charters && found > charters / 20);
}

/* The first instant each limit leaves free, and the next it refuses, alone. */
static void random_limits_alone(void **state) {
    (void)state;
    uint64_t seed = 90000;
    long charters = support_scaled(1500);
    for (long i = 0; i < charters; i++, seed++) {
        support_random r = {seed};
        charter_random(&w, &r);
        charter_judge(&w, &p);
        int64_t horizon = w.proposal.horizon;
        for (size_t l = 0; l < w.charter.limit_count; l++) {
            if (w.now[l].holds == RU_FALSE || w.limits[l].acts_on != RU_ON_CHANNEL) continue;
            int64_t t = w.proposal.now + support_between(&r, 0, CHARTER_DAY), end = t + 3 * CHARTER_DAY < horizon ? t + 3 * CHARTER_DAY : horizon;
            int64_t free = ru_limit_free_from(&p, l, t), refuses = ru_limit_refuses_from(&p, l, t);
            if (free < t || refuses < t || (free == t) == (refuses == t))
                fail_msg("seed %" PRIu64 " limit %zu: free %" PRId64 ", refuses %" PRId64, seed, l, free, refuses);
            if (free < horizon && charter_refuses(&w, l, free)) fail_msg("seed %" PRIu64 " limit %zu: not free", seed, l);
            if (refuses < horizon && !charter_refuses(&w, l, refuses)) fail_msg("seed %" PRIu64 " limit %zu: does not refuse", seed, l);
            for (int64_t at = t; at < end; at += 300) {
                if (at < free && !charter_refuses(&w, l, at)) fail_msg("seed %" PRIu64 " limit %zu: free already at %" PRId64, seed, l, at);
                if (at < refuses && charter_refuses(&w, l, at)) fail_msg("seed %" PRIu64 " limit %zu: refuses already at %" PRId64, seed, l, at);
            }
        }
    }
    print_message("seeds from 90000, %ld charters\n", charters);
}

static int teardown(void **state) {
    (void)state;
    charter_zones_free();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_limits_all_is_open),
        cmocka_unit_test(bounded_refusals_and_effective_dates),
        cmocka_unit_test(limits_push_each_other_along),
        cmocka_unit_test(only_definite_and_untaken_channels_have_a_calendar),
        cmocka_unit_test(many_limits),
        cmocka_unit_test(hand_overs_refuse_every_contact),
        cmocka_unit_test(random_calendars_minute_by_minute),
        cmocka_unit_test(random_limits_alone),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}

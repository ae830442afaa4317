/* test_charter_hours.c: permitted hours, exact to the second across changes of the clock, against the plain reading minute by minute. */
#include <inttypes.h>
#include <stdio.h>

#include "tests/support/charter_world.h"

enum { MON, TUE, WED, THU, FRI, SAT, SUN, HOLIDAY };

typedef struct bench {
    charter_world w;
    ru_permission p;
    ru_hours *hours;
} bench;

/* One hours limit on every channel; the table is empty: closed all week. */
static void open_bench(bench *b, const char *now) {
    charter_world_open(&b->w, now);
    b->hours = &b->w.tables[0];
    charter_limit(&b->w, RU_HOURS, RU_ON_CHANNEL)->hours = b->hours;
}

static void span(bench *b, int day, const char *from, const char *to) {
    int h1, m1, h2, m2;
    assert_int_equal(sscanf(from, "%d:%d", &h1, &m1) + sscanf(to, "%d:%d", &h2, &m2), 4);
    b->hours->spans[day][b->hours->counts[day]++] = (ru_span){h1 * 3600 + m1 * 60, h2 * 3600 + m2 * 60};
}

static void every_day(bench *b, const char *from, const char *to) {
    for (int d = MON; d <= SUN; d++) span(b, d, from, to);
}

static void assert_instant(int64_t is, const char *expected, int line) {
    char text[21] = "never";
    if (is != INT64_MAX) ru_instant_text(is, text);
    if (strcmp(text, expected) != 0) fail_msg("line %d: %s, expected %s", line, text, expected);
}

/* From `t` on: first free at `free`, and from there first refused again at `refused`. */
static void expect(bench *b, const char *t, const char *free, const char *refused, int line) {
    charter_judge(&b->w, &b->p);
    int64_t from = ru_limit_free_from(&b->p, 0, charter_at(t));
    assert_instant(from, free, line);
    if (from != INT64_MAX) assert_instant(ru_limit_refuses_from(&b->p, 0, from), refused, line);
}
#define EXPECT(t, free, refused) expect(&b, t, free, refused, __LINE__)

static void edges_are_half_open(void **state) {
    (void)state;
    bench b;
    open_bench(&b, "2026-03-02T00:00:00Z"); /* a Monday; London is at UTC */
    charter_zones(&b.w, "Europe/London", NULL);
    for (int d = MON; d <= FRI; d++) span(&b, d, "09:00", "19:00");
    EXPECT("2026-03-02T08:59:59Z", "2026-03-02T09:00:00Z", "2026-03-02T19:00:00Z");
    EXPECT("2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z", "2026-03-02T19:00:00Z");
    EXPECT("2026-03-02T18:59:59Z", "2026-03-02T18:59:59Z", "2026-03-02T19:00:00Z");
    EXPECT("2026-03-02T19:00:00Z", "2026-03-03T09:00:00Z", "2026-03-03T19:00:00Z");
    EXPECT("2026-03-06T19:00:00Z", "2026-03-09T09:00:00Z", "2026-03-09T19:00:00Z"); /* over the week end */
    assert_instant(ru_limit_refuses_from(&b.p, 0, charter_at("2026-03-02T19:00:00Z")), "2026-03-02T19:00:00Z", __LINE__);
    assert_instant(ru_limit_refuses_from(&b.p, 0, charter_at("2026-03-02T18:59:59Z")), "2026-03-02T19:00:00Z", __LINE__);
}

static void touching_spans_and_midnight_are_one_interval(void **state) {
    (void)state;
    bench b;
    open_bench(&b, "2026-03-02T00:00:00Z");
    charter_zones(&b.w, "Europe/London", NULL);
    span(&b, MON, "08:00", "12:00");
    span(&b, MON, "12:00", "24:00");
    span(&b, TUE, "00:00", "06:30");
    span(&b, TUE, "07:00", "08:00");
    EXPECT("2026-03-02T00:00:00Z", "2026-03-02T08:00:00Z", "2026-03-03T06:30:00Z");
    EXPECT("2026-03-03T06:30:00Z", "2026-03-03T07:00:00Z", "2026-03-03T08:00:00Z");
    open_bench(&b, "2026-03-02T00:00:00Z");
    charter_zones(&b.w, "Europe/London", NULL);
    every_day(&b, "00:00", "24:00");
    EXPECT("2026-03-02T12:00:00Z", "2026-03-02T12:00:00Z", "never");
}

static void clocks_go_forward(void **state) {
    (void)state;
    bench b;
    open_bench(&b, "2026-03-08T05:00:00Z"); /* New York: 02:00 to 03:00 on 8 March do not exist; the change is at 07:00 UTC */
    charter_zones(&b.w, "America/New_York", NULL);
    every_day(&b, "01:30", "02:30");
    EXPECT("2026-03-08T05:00:00Z", "2026-03-08T06:30:00Z", "2026-03-08T07:00:00Z");
    open_bench(&b, "2026-03-08T05:00:00Z");
    charter_zones(&b.w, "America/New_York", NULL);
    every_day(&b, "02:30", "04:00");
    EXPECT("2026-03-08T05:00:00Z", "2026-03-08T07:00:00Z", "2026-03-08T08:00:00Z");
    open_bench(&b, "2026-03-08T05:00:00Z");
    charter_zones(&b.w, "America/New_York", NULL);
    every_day(&b, "02:15", "02:45"); /* wholly skipped on that day */
    EXPECT("2026-03-08T05:00:00Z", "2026-03-09T06:15:00Z", "2026-03-09T06:45:00Z");
    open_bench(&b, "2026-03-08T05:00:00Z");
    charter_zones(&b.w, "America/New_York", NULL);
    every_day(&b, "01:00", "02:00");
    EXPECT("2026-03-08T05:00:00Z", "2026-03-08T06:00:00Z", "2026-03-08T07:00:00Z");
    every_day(&b, "03:00", "04:00"); /* on that day 02:00 is 03:00: the two spans are one */
    EXPECT("2026-03-08T05:00:00Z", "2026-03-08T06:00:00Z", "2026-03-08T08:00:00Z");
    EXPECT("2026-03-07T06:00:00Z", "2026-03-07T06:00:00Z", "2026-03-07T07:00:00Z");
    open_bench(&b, "2026-03-08T05:00:00Z");
    charter_zones(&b.w, "America/New_York", NULL);
    every_day(&b, "09:00", "19:00");
    EXPECT("2026-03-07T23:59:59Z", "2026-03-07T23:59:59Z", "2026-03-08T00:00:00Z"); /* 19:00 EST */
    EXPECT("2026-03-08T05:00:00Z", "2026-03-08T13:00:00Z", "2026-03-08T23:00:00Z"); /* 09:00 and 19:00 EDT */
}

static void clocks_go_back(void **state) {
    (void)state;
    bench b;
    open_bench(&b, "2026-11-01T04:00:00Z"); /* New York: 01:00 to 02:00 on 1 November come twice; the change is at 06:00 UTC */
    charter_zones(&b.w, "America/New_York", NULL);
    every_day(&b, "01:15", "01:45");
    EXPECT("2026-11-01T04:00:00Z", "2026-11-01T05:15:00Z", "2026-11-01T05:45:00Z");
    EXPECT("2026-11-01T05:45:00Z", "2026-11-01T06:15:00Z", "2026-11-01T06:45:00Z");
    EXPECT("2026-11-01T06:45:00Z", "2026-11-02T06:15:00Z", "2026-11-02T06:45:00Z");
    open_bench(&b, "2026-11-01T04:00:00Z");
    charter_zones(&b.w, "America/New_York", NULL);
    every_day(&b, "00:30", "01:30");
    EXPECT("2026-11-01T04:00:00Z", "2026-11-01T04:30:00Z", "2026-11-01T05:30:00Z");
    EXPECT("2026-11-01T05:30:00Z", "2026-11-01T06:00:00Z", "2026-11-01T06:30:00Z"); /* the second 01:00 is inside again */
    open_bench(&b, "2026-11-01T04:00:00Z");
    charter_zones(&b.w, "America/New_York", NULL);
    every_day(&b, "00:30", "02:00");
    EXPECT("2026-11-01T04:00:00Z", "2026-11-01T04:30:00Z", "2026-11-01T07:00:00Z"); /* it would close just when the clock says 01:00 again */
    open_bench(&b, "2026-11-01T04:00:00Z");
    charter_zones(&b.w, "America/New_York", NULL);
    every_day(&b, "01:00", "03:00");
    EXPECT("2026-11-01T04:00:00Z", "2026-11-01T05:00:00Z", "2026-11-01T08:00:00Z"); /* three hours long */
}

static void european_clocks(void **state) {
    (void)state;
    bench b;
    open_bench(&b, "2026-03-28T00:00:00Z"); /* 29 March, 01:00 UTC: London and Berlin go forward */
    charter_zones(&b.w, "Europe/London", NULL);
    every_day(&b, "00:30", "09:00");
    EXPECT("2026-03-29T00:00:00Z", "2026-03-29T00:30:00Z", "2026-03-29T08:00:00Z");
    open_bench(&b, "2026-10-24T12:00:00Z"); /* 25 October, 01:00 UTC: back */
    charter_zones(&b.w, "Europe/London", NULL);
    every_day(&b, "00:30", "09:00");
    EXPECT("2026-10-24T22:00:00Z", "2026-10-24T23:30:00Z", "2026-10-25T09:00:00Z");
}

static void every_zone_must_agree(void **state) {
    (void)state;
    bench b;
    open_bench(&b, "2026-03-02T00:00:00Z");
    every_day(&b, "09:00", "19:00");
    charter_zones(&b.w, "America/New_York", "America/Los_Angeles", NULL); /* 14–24 and 17–03 UTC */
    EXPECT("2026-03-02T12:00:00Z", "2026-03-02T17:00:00Z", "2026-03-03T00:00:00Z");
    EXPECT("2026-03-03T00:00:00Z", "2026-03-03T17:00:00Z", "2026-03-04T00:00:00Z");
    charter_zones(&b.w, "America/New_York", "Asia/Kolkata", NULL); /* 03:30–13:30 UTC there: only once New York has gone forward */
    EXPECT("2026-03-02T00:00:00Z", "2026-03-08T13:00:00Z", "2026-03-08T13:30:00Z");
    charter_zones(&b.w, "America/Los_Angeles", "Asia/Kolkata", NULL); /* never both */
    EXPECT("2026-03-02T00:00:00Z", "never", "");
    charter_zones(&b.w, "America/New_York", "Europe/London", NULL); /* three weeks a year only four hours apart */
    EXPECT("2026-03-07T00:00:00Z", "2026-03-07T14:00:00Z", "2026-03-07T19:00:00Z");
    EXPECT("2026-03-09T00:00:00Z", "2026-03-09T13:00:00Z", "2026-03-09T19:00:00Z");
}

static void without_a_zone_hours_always_refuse(void **state) {
    (void)state;
    bench b;
    open_bench(&b, "2026-03-02T00:00:00Z");
    every_day(&b, "00:00", "24:00");
    b.w.windows[0] = (ru_window){.days = 127, .from = 0, .to = CHARTER_DAY};
    b.w.now[0].widened = b.w.windows;
    b.w.now[0].widened_count = 1;
    EXPECT("2026-03-02T00:00:00Z", "never", "");
    assert_instant(ru_limit_refuses_from(&b.p, 0, charter_at("2026-03-04T00:00:00Z")), "2026-03-04T00:00:00Z", __LINE__);
    assert_int_equal(b.p.channel, -1);
    assert_int_equal(b.p.action, 0);
    /* not in force until the day after tomorrow, by the most generous clock: UTC+14 */
    b.w.limits[0].valid_from = charter_date("2026-03-04");
    EXPECT("2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-03T10:00:00Z");
    b.w.limits[0].valid_until = charter_date("2026-03-05"); /* to the end of that day in UTC−12 */
    EXPECT("2026-03-04T00:00:00Z", "2026-03-06T12:00:00Z", "never");
}

static void holidays_have_hours_of_their_own(void **state) {
    (void)state;
    bench b;
    open_bench(&b, "2026-03-02T00:00:00Z");
    charter_zones(&b.w, "Europe/London", NULL);
    every_day(&b, "09:00", "19:00");
    b.w.holidays[0] = charter_date("2026-03-03");
    b.w.holidays[1] = charter_date("2026-03-05");
    b.w.charter.days.count = 2;
    EXPECT("2026-03-02T20:00:00Z", "2026-03-03T09:00:00Z", "2026-03-03T19:00:00Z"); /* the table says nothing of holidays */
    b.hours->holidays = true;
    EXPECT("2026-03-02T20:00:00Z", "2026-03-04T09:00:00Z", "2026-03-04T19:00:00Z"); /* closed */
    span(&b, HOLIDAY, "11:00", "12:00");
    EXPECT("2026-03-02T20:00:00Z", "2026-03-03T11:00:00Z", "2026-03-03T12:00:00Z");
    EXPECT("2026-03-04T20:00:00Z", "2026-03-05T11:00:00Z", "2026-03-05T12:00:00Z");
    charter_zones(&b.w, "America/New_York", NULL); /* its 3 March begins at 05:00 UTC */
    EXPECT("2026-03-03T01:00:00Z", "2026-03-03T16:00:00Z", "2026-03-03T17:00:00Z");
}

static void the_person_may_widen_hours(void **state) {
    (void)state;
    bench b;
    open_bench(&b, "2026-03-02T00:00:00Z");
    charter_zones(&b.w, "Europe/London", NULL);
    for (int d = MON; d <= FRI; d++) span(&b, d, "09:00", "19:00");
    b.w.windows[0] = (ru_window){.days = 1 << MON | 1 << SUN, .from = 18 * 3600, .to = 21 * 3600};
    b.w.now[0].widened = b.w.windows;
    b.w.now[0].widened_count = 1;
    EXPECT("2026-03-02T12:00:00Z", "2026-03-02T12:00:00Z", "2026-03-02T21:00:00Z"); /* they overlap */
    EXPECT("2026-03-03T12:00:00Z", "2026-03-03T12:00:00Z", "2026-03-03T19:00:00Z");
    EXPECT("2026-03-07T12:00:00Z", "2026-03-08T18:00:00Z", "2026-03-08T21:00:00Z");
    b.w.windows[0] = (ru_window){.days = 1 << FRI, .from = 22 * 3600, .to = 2 * 3600}; /* past midnight it belongs to Friday */
    EXPECT("2026-03-06T20:00:00Z", "2026-03-06T22:00:00Z", "2026-03-07T02:00:00Z");
    EXPECT("2026-03-07T02:00:00Z", "2026-03-09T09:00:00Z", "2026-03-09T19:00:00Z");
    charter_zones(&b.w, "Europe/London", "Europe/Berlin", NULL); /* 22–02 and 21–01 UTC: both */
    EXPECT("2026-03-06T20:00:00Z", "2026-03-06T22:00:00Z", "2026-03-07T01:00:00Z");
    b.w.windows[0] = (ru_window){.days = 1 << MON, .from = 18 * 3600, .to = 18 * 3600}; /* nothing */
    EXPECT("2026-03-02T19:00:00Z", "2026-03-03T09:00:00Z", "2026-03-03T18:00:00Z");     /* London until 19:00, Berlin until 18:00 UTC */
}

/* Each change that the limit names is one, and between them nothing changes. */
static void compare(charter_world *w, ru_permission *p, uint64_t seed) {
    int64_t now = p->proposal.now, horizon = p->proposal.horizon, edge = now;
    bool open = charter_hours_open(w, 0, now);
    for (int64_t t = now; t < horizon; t += 60) {
        while (edge <= t) { /* the next change after t */
            if ((ru_limit_free_from(p, 0, edge) == edge) != charter_hours_open(w, 0, edge)) fail_msg("seed %" PRIu64 ": wrong at %" PRId64, seed, edge);
            open = charter_hours_open(w, 0, edge);
            int64_t next = open ? ru_limit_refuses_from(p, 0, edge) : ru_limit_free_from(p, 0, edge);
            if (next <= edge) fail_msg("seed %" PRIu64 ": no step from %" PRId64, seed, edge);
            if (next < horizon && charter_hours_open(w, 0, next - 1) != open) fail_msg("seed %" PRIu64 ": %" PRId64 " is late", seed, next);
            if (next < horizon && charter_hours_open(w, 0, next) == open) fail_msg("seed %" PRIu64 ": nothing changes at %" PRId64, seed, next);
            edge = next;
        }
        if (charter_hours_open(w, 0, t) != open) fail_msg("seed %" PRIu64 ": the plain reading differs at %" PRId64, seed, t);
    }
}

static void random_tables_minute_by_minute(void **state) {
    (void)state;
    uint64_t seed = 20260302;
    long tables = support_scaled(400);
    for (long i = 0; i < tables; i++, seed++) {
        support_random r = {seed};
        charter_world w;
        ru_permission p;
        charter_random(&w, &r);
        w.charter.limit_count = 0;
        charter_limit(&w, RU_HOURS, RU_ON_CHANNEL)->hours = &w.tables[0];
        charter_random_hours(&w.tables[0], &r, charter_chance(&r, 50) ? 60 : 5);
        if (charter_chance(&r, 50)) {
            w.now[0].widened = w.windows;
            w.now[0].widened_count = (size_t)support_between(&r, 1, CHARTER_WINDOWS);
        }
        w.proposal.now -= w.proposal.now % 60;
        w.proposal.horizon = w.proposal.now + 14 * CHARTER_DAY;
        charter_judge(&w, &p);
        compare(&w, &p, seed);
    }
    print_message("seeds from 20260302, %ld tables, 14 days each\n", tables);
}

static int teardown(void **state) {
    (void)state;
    charter_zones_free();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_are_half_open),
        cmocka_unit_test(touching_spans_and_midnight_are_one_interval),
        cmocka_unit_test(clocks_go_forward),
        cmocka_unit_test(clocks_go_back),
        cmocka_unit_test(european_clocks),
        cmocka_unit_test(every_zone_must_agree),
        cmocka_unit_test(without_a_zone_hours_always_refuse),
        cmocka_unit_test(holidays_have_hours_of_their_own),
        cmocka_unit_test(the_person_may_widen_hours),
        cmocka_unit_test(random_tables_minute_by_minute),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}

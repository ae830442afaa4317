/* test_data_time.c: the calendar day by day, dates and instants read and written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/data/data.h"

static bool leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }

/* Walks every day of 800 years and keeps its own calendar beside. */
static void every_day(void **state) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int y = 1600, m = 1, d = 1, weekday = 5; /* 1 January 1600 was a Saturday */
    for (int32_t day = ru_days_from_civil(1600, 1, 1); y < 2400; day++) {
        int year, month, of_month;
        assert_int_equal(ru_days_from_civil(y, m, d), day);
        ru_civil_from_days(day, &year, &month, &of_month);
        assert_true(year == y && month == m && of_month == d);
        assert_int_equal(ru_weekday(day), weekday);
        int length = lengths[m - 1] + (m == 2 && leap(y));
        assert_int_equal(ru_days_in_month(y, m), length);
        weekday = (weekday + 1) % 7;
        if (++d > length) d = 1, m++;
        if (m > 12) m = 1, y++;
    }
    assert_int_equal(ru_days_from_civil(1970, 1, 1), 0);
    assert_int_equal(ru_days_from_civil(2000, 2, 29), 11016);
    assert_int_equal(ru_weekday(0), 3);
    assert_int_equal(ru_days_in_month(2000, 0), 0);
    assert_int_equal(ru_days_in_month(2000, 13), 0);
    assert_int_equal(ru_days_in_month(1900, 2), 28);
}

static void the_ends_of_days(void **state) {
    static const int32_t ends[] = {INT32_MIN, INT32_MIN + 1, -1, 0, 1, INT32_MAX - 1, INT32_MAX};
    for (size_t i = 0; i < RU_COUNT(ends); i++) {
        int y, m, d;
        ru_civil_from_days(ends[i], &y, &m, &d);
        assert_int_equal(ru_days_from_civil(y, m, d), ends[i]);
        assert_int_equal((ru_weekday(ends[i]) + 1) % 7, ends[i] < INT32_MAX ? ru_weekday(ends[i] + 1) : (ru_weekday(ends[i]) + 1) % 7);
    }
    assert_int_equal(ru_days_from_civil(INT32_MAX, 1, 1), INT32_MAX);
    assert_int_equal(ru_days_from_civil(INT32_MIN, 1, 1), INT32_MIN);
    assert_int_equal(ru_add_months(0, INT32_MAX), INT32_MAX);
    assert_int_equal(ru_add_months(0, INT32_MIN), INT32_MIN);
    char text[21];
    ru_date_text(INT32_MIN, text);
    assert_string_equal(text, "0001-01-01");
    ru_date_text(INT32_MAX, text);
    assert_string_equal(text, "9999-12-31");
    ru_instant_text(INT64_MIN, text);
    assert_string_equal(text, "0001-01-01T00:00:00Z");
    ru_instant_text(INT64_MAX, text);
    assert_string_equal(text, "9999-12-31T23:59:59Z");
    ru_instant_text(-1, text);
    assert_string_equal(text, "1969-12-31T23:59:59Z");
}

static int32_t date(const char *s) {
    int32_t days = 0;
    if (!ru_date_parse(ru_str_of(s), &days)) fail_msg("refused %s", s);
    return days;
}

static void months_are_added(void **state) {
    static const struct {
        const char *from;
        int months;
        const char *to;
    } all[] = {
        {"2026-01-31", 1, "2026-02-28"},  {"2024-01-31", 1, "2024-02-29"},   {"2026-01-31", 2, "2026-03-31"},    {"2026-03-31", -1, "2026-02-28"},
        {"2026-01-15", 0, "2026-01-15"},  {"2026-12-31", 2, "2027-02-28"},   {"2024-02-29", 12, "2025-02-28"},   {"2024-02-29", -48, "2020-02-29"},
        {"2026-01-01", -1, "2025-12-01"}, {"2026-05-31", 120, "2036-05-31"}, {"2000-02-29", 1200, "2100-02-28"}, {"1970-01-31", -2, "1969-11-30"},
    };
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        char text[11];
        ru_date_text(ru_add_months(date(all[i].from), all[i].months), text);
        assert_string_equal(text, all[i].to);
    }
    int y, m, d;
    ru_civil_from_days(ru_add_months(date("2000-01-31"), -24001), &y, &m, &d);
    assert_true(y == -1 && m == 12 && d == 31);
}

static void dates_are_read(void **state) {
    char text[11];
    for (int32_t d = ru_days_from_civil(1900, 1, 1); d <= ru_days_from_civil(2200, 12, 31); d++) {
        int32_t back;
        ru_date_text(d, text);
        assert_true(ru_date_parse((ru_str){text, 10}, &back));
        assert_int_equal(back, d);
    }
    static const char *const wrong[] = {"",           "2026",       "2026-1-1",   "2026-02-29", "2100-02-29", "2026-13-01",  "2026-00-01",    "2026-01-00",
                                        "2026-01-32", "2026-04-31", "1899-12-31", "2201-01-01", "2026/01/01", "2026-01-01 ", " 2026-01-01",   "2026-01-01T",
                                        "20260101",   "+026-01-01", "-026-01-01", "2026-0a-01", "2026-01-:0", "2026-01- 1",  "202\xFF-01-01", "9999-01-01",
                                        "0000-00-00"};
    for (size_t i = 0; i < RU_COUNT(wrong); i++) {
        int32_t d = 77;
        if (ru_date_parse(ru_str_of(wrong[i]), &d)) fail_msg("accepted %s", wrong[i]);
        assert_int_equal(d, 77);
    }
    int32_t d;
    assert_false(ru_date_parse((ru_str){"2026-01-01\0", 11}, &d));
    assert_false(ru_date_parse((ru_str){NULL, 0}, &d));
}

/* Nothing but the year is wrong. */
static void the_year_alone_is_beyond(void **state) {
    static const char *const beyond[] = {"1899-12-31", "2201-01-01", "0000-01-01", "9999-12-31T23:59:59Z", "1800-02-28t00:00:00+05:00", "2023-02-29"},
                             *const not [] = {
                                 "2026-01-01", "2026-13-01", "2201-13-01", "2201-01-01T24:00:00Z", "x201-01-01", "2201", "2201-01-01 ", "2201-1-1", ""};
    (void)state;
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++)
        if (!ru_year_beyond(ru_str_of(beyond[i]))) fail_msg("%s", beyond[i]);
    for (size_t i = 0; i < sizeof not / sizeof *not ; i++)
        if (ru_year_beyond(ru_str_of(not [i]))) fail_msg("%s", not [i]);
}

static void instant_is(const char *s, int64_t expected) {
    int64_t t = 0;
    size_t n = strlen(s);
    char *exact = malloc(n + 1); /* so that reading beyond shows */
    assert_non_null(exact);
    memcpy(exact, s, n);
    if (!ru_instant_parse((ru_str){exact, n}, &t)) fail_msg("refused %s", s);
    free(exact);
    if (t != expected) fail_msg("%s gave %lld", s, (long long)t);
}

static void instants_are_read(void **state) {
    instant_is("1970-01-01T00:00:00Z", 0);
    instant_is("2026-03-02T14:00:00Z", 1772460000);
    instant_is("2026-03-02t14:00:00z", 1772460000);
    instant_is("2026-03-02T15:30:00+01:30", 1772460000);
    instant_is("2026-03-02T09:00:00-05:00", 1772460000);
    instant_is("2026-03-02T14:00:00-00:00", 1772460000);
    instant_is("2026-03-02T14:00:00.000Z", 1772460000);
    instant_is("2026-03-02T14:00:00.999999999999999999999Z", 1772460000); /* dropped, not rounded */
    instant_is("1969-12-31T23:59:59.9Z", -1);
    instant_is("2026-03-02T14:00:00.5+00:00", 1772460000);
    instant_is("2026-12-31T23:59:59+23:59", 1798761599 - 86340);
    instant_is("1900-01-01T00:00:00+23:59", -2208988800 - 86340);
    instant_is("2200-12-31T23:59:59-23:59", 7289654399 + 86340);
    static const char *const wrong[] = {"",
                                        "2026-03-02",
                                        "2026-03-02T14:00:00",
                                        "2026-03-02T14:00Z",
                                        "2026-03-02 14:00:00Z",
                                        "2026-03-02T24:00:00Z",
                                        "2026-03-02T23:60:00Z",
                                        "2026-03-02T23:59:60Z",
                                        "2016-12-31T23:59:60Z",
                                        "2026-02-30T00:00:00Z",
                                        "1899-12-31T00:00:00Z",
                                        "2201-01-01T00:00:00Z",
                                        "2026-03-02T14:00:00.Z",
                                        "2026-03-02T14:00:00,5Z",
                                        "2026-03-02T14:00:00+1:00",
                                        "2026-03-02T14:00:00+0100",
                                        "2026-03-02T14:00:00+01",
                                        "2026-03-02T14:00:00+24:00",
                                        "2026-03-02T14:00:00+01:60",
                                        "2026-03-02T14:00:00 01:00",
                                        "2026-03-02T14:00:00ZZ",
                                        "2026-03-02T14:00:00Z ",
                                        "2026-03-02T14:00:00.5",
                                        "2026-03-02T1 :00:00Z",
                                        "2026-03-02T14-00:00Z",
                                        "2026-03-02T14:00:00+01:00Z",
                                        "2026-03-02T14:00:00.000000",
                                        "2026-03-02T14:00:00.5a",
                                        "2026-03-02T14:00:0aZ"};
    for (size_t i = 0; i < RU_COUNT(wrong); i++) {
        int64_t t = 77;
        if (ru_instant_parse(ru_str_of(wrong[i]), &t)) fail_msg("accepted %s", wrong[i]);
        assert_int_equal(t, 77);
    }
}

static void instants_read_back(void **state) {
    const int64_t from = (int64_t)ru_days_from_civil(1900, 1, 1) * 86400, to = (int64_t)ru_days_from_civil(2200, 12, 31) * 86400;
    for (int64_t t = from; t < to; t += 7919 * 11) {
        char text[21];
        int64_t back;
        ru_instant_text(t, text);
        assert_int_equal(strlen(text), 20);
        assert_true(ru_instant_parse((ru_str){text, 20}, &back));
        assert_int_equal(back, t);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day),         cmocka_unit_test(the_ends_of_days),         cmocka_unit_test(months_are_added),   cmocka_unit_test(dates_are_read),
        cmocka_unit_test(instants_are_read), cmocka_unit_test(the_year_alone_is_beyond), cmocka_unit_test(instants_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

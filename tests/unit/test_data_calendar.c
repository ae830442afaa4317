/* test_data_calendar.c: which days are holidays, which are business days, and counting on from a day, against a walk made another way. */
#include <stdio.h>

#include "engine/data/data.h"
#include "tests/support/support.h"

static int32_t day(int y, int m, int d) { return ru_days_from_civil(y, m, d); }

/* Every place of a sorted list is found, and nothing beside it. */
static void holidays_are_found(void **state) {
    int32_t dates[33];
    (void)state;
    for (size_t n = 0; n <= 33; n++) {
        ru_calendar c = {dates, n, 0};
        for (size_t i = 0; i < n; i++) dates[i] = (int32_t)(3 * i) - 30;
        for (int32_t d = -40; d < 80; d++) {
            bool listed = d >= -30 && (d + 30) % 3 == 0 && (size_t)(d + 30) / 3 < n;
            assert_int_equal(ru_calendar_holiday(&c, d), listed);
        }
    }
}

static void a_day_that_stands_twice(void **state) {
    static const int32_t dates[] = {5, 5, 5, 9, 9};
    const ru_calendar c = {dates, 5, 0};
    (void)state;
    assert_true(ru_calendar_holiday(&c, 5));
    assert_true(ru_calendar_holiday(&c, 9));
    assert_false(ru_calendar_holiday(&c, 6));
}

/* Named days of one week, the holiday in the middle of it. */
static void weekdays(void **state) {
    const int32_t monday = day(2026, 6, 8), holiday = day(2026, 6, 10);
    static const bool five[] = {1, 1, 0, 1, 1, 0, 0}, six[] = {1, 1, 0, 1, 1, 1, 0};
    const ru_calendar plain = {&holiday, 1, 0}, mon_fri = {&holiday, 1, 31}, mon_sat = {&holiday, 1, 63};
    (void)state;
    for (int i = 0; i < 7; i++) {
        assert_int_equal(ru_calendar_business(&plain, monday + i), five[i]); /* nothing said: Monday to Friday */
        assert_int_equal(ru_calendar_business(&mon_fri, monday + i), five[i]);
        assert_int_equal(ru_calendar_business(&mon_sat, monday + i), six[i]);
    }
}

static void counting_on(void **state) {
    const int32_t holidays[] = {day(2026, 12, 25), day(2026, 12, 28), day(2027, 1, 1)};
    const ru_calendar five = {holidays, 3, 31}, six = {holidays, 3, 63}, none = {NULL, 0, 0};
    const int32_t thursday = day(2026, 12, 24);
    (void)state;
    assert_int_equal(ru_calendar_after(&five, thursday, 0), thursday);
    assert_int_equal(ru_calendar_after(&five, day(2026, 12, 26), 0), day(2026, 12, 26)); /* n 0: the date itself, whatever it is */
    assert_int_equal(ru_calendar_after(&five, thursday, 1), day(2026, 12, 29));
    assert_int_equal(ru_calendar_after(&six, thursday, 1), day(2026, 12, 26));
    assert_int_equal(ru_calendar_after(&five, thursday, 4), day(2027, 1, 4));
    assert_int_equal(ru_calendar_after(&six, thursday, 5), day(2027, 1, 2));
    assert_int_equal(ru_calendar_after(&none, day(2026, 6, 13), 5), day(2026, 6, 19)); /* from a Saturday */
    assert_int_equal(ru_calendar_after(&none, day(1969, 12, 26), 3), day(1969, 12, 31));
}

/* The n-th business day after a date is itself one, and n of them lie between. */
static void against_a_walk(void **state) {
    support_random r = {7};
    (void)state;
    for (long i = 0; i < support_scaled(2000); i++) {
        int32_t dates[20];
        size_t n = (size_t)support_between(&r, 0, 20);
        for (size_t k = 0; k < n; k++) dates[k] = 20000 + 3 * (int32_t)k + (int32_t)support_between(&r, 0, 2);
        ru_calendar c = {dates, n, support_between(&r, 0, 1) ? 63 : 31};
        int32_t from = (int32_t)support_between(&r, 19990, 20070), date = from;
        int64_t count = support_between(&r, 0, 30), left = count;
        while (left) {
            bool free_day = false;
            date++;
            for (size_t k = 0; k < n; k++) free_day |= dates[k] == date;
            int weekday = (date + 3) % 7; /* 1970-01-01 was a Thursday */
            left -= !free_day && weekday < (c.working == 63 ? 6 : 5);
        }
        if (ru_calendar_after(&c, from, count) != date) fail_msg("seed 7, case %ld: %lld business days after %d", i, (long long)count, (int)from);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(holidays_are_found), cmocka_unit_test(a_day_that_stands_twice), cmocka_unit_test(weekdays),
                                       cmocka_unit_test(counting_on), cmocka_unit_test(against_a_walk)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

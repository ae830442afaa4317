/* test_plugin_plans.c: the plans plugin as a static twin: sums to the cent, never over what is affordable, the lowest payment found by search, due dates. */
#include <string.h>

#include "plugins/plans/kinds.h"
#include "tests/support/plugin_host.h"
#include "tests/support/support.h"

extern const ruth_plugin ruth_plugin_entry_plans;

static void adds_up(const plans_line *l, const plans_terms *t) {
    assert_true(l->instalment >= 1 && l->instalment <= t->up_to);
    assert_true(l->count >= 1 && l->count <= t->longest);
    assert_true(l->last >= 1 && l->last <= l->instalment);
    assert_int_equal(l->instalment * (l->count - 1) + l->last, l->total);
}

/* The lowest payment that pays all of it in time, tried one by one from 1; 0: none. */
static int64_t searched(const plans_terms *t) {
    for (int64_t a = 1; a <= t->up_to; a++) {
        int64_t left = t->of, n = 0;
        if (a < t->smallest && a < t->of) continue;
        while (left > 0 && n <= t->longest) left -= a, n++;
        if (left <= 0 && n <= t->longest) return a;
    }
    return 0;
}

/* Affordable and unaffordable people: the first line is the lowest there is, and no line adds up wrong, asks too much or eats what is protected. */
static void test_equal_by_search(void **state) {
    (void)state;
    support_random r = {61};
    long offered = 0, people = support_scaled(100000);
    for (long i = 0; i < people; i++) {
        plans_line lines[PLANS_MENU];
        int every = (int)support_between(&r, PLANS_WEEK, PLANS_MONTH);
        int64_t affordable = support_between(&r, -10, 500), disposable = support_between(&r, -100, 900), keep = support_between(&r, 0, 400);
        plans_terms t = {.of = support_between(&r, 0, 3000),
                         .up_to = plans_payment(plans_affordable(affordable, disposable, keep), every),
                         .smallest = support_between(&r, 1, 60),
                         .longest = support_between(&r, 0, 40)};
        size_t n = plans_equal(&t, lines);
        int64_t lowest = t.of > 0 ? searched(&t) : 0;
        assert_int_equal(n > 0, lowest > 0);
        if (n) assert_int_equal(lines[0].instalment, lowest);
        offered += n > 0;
        for (size_t k = 0; k < n; k++) {
            adds_up(&lines[k], &t);
            assert_int_equal(lines[k].total, t.of);
            assert_true(lines[k].instalment >= lowest);
            assert_true(plans_monthly(lines[k].instalment, every) <= affordable && disposable - plans_monthly(lines[k].instalment, every) >= keep);
            for (size_t j = 0; j < k; j++) assert_true(lines[j].count != lines[k].count);
        }
        if (t.of > 0 && t.longest > 0 && !n) { /* nobody is refused who could pay one unit more and still keep what is protected */
            int64_t next = plans_monthly(t.up_to + 1, every);
            assert_true(next > affordable || disposable - next < keep || !searched(&t));
        }
    }
    print_message("equal: seed 61, %ld people, %ld offered\n", people, offered);
    assert_true(offered > people / 20);
}

/* A step-up, paid one payment after the other. */
static void test_step_up(void **state) {
    (void)state;
    support_random r = {63};
    long offered = 0;
    for (long i = 0; i < support_scaled(50000); i++) {
        plans_line l;
        plans_terms t = {.of = support_between(&r, 0, 3000), .up_to = support_between(&r, 0, 300), .smallest = 1, .longest = support_between(&r, 0, 60)};
        int64_t start = support_between(&r, 0, 120), step = support_between(&r, 0, 40), stage = support_between(&r, 0, 8), left = t.of, payment = start, n = 0;
        bool ok = t.of > 0 && t.up_to > 0 && start > 0 && start <= t.up_to && step > 0 && stage > 0;
        for (; ok && left > 0 && n < t.longest; n++) {
            if (n && n % stage == 0) payment = payment + step < t.up_to ? payment + step : t.up_to;
            left -= payment;
        }
        ok = ok && left <= 0;
        assert_int_equal(plans_step_up(&t, start, step, stage, &l), ok);
        if (!ok) continue;
        offered++;
        adds_up(&l, &t);
        assert_true(l.instalment <= start && l.count <= stage && l.total <= t.of);
    }
    print_message("step-up: seed 63, %ld offered\n", offered);
    assert_true(offered > 0);
}

static void test_re_age(void **state) {
    (void)state;
    assert_true(plans_may_re_age(&(plans_account){9, 3, 0, 1}));
    static const plans_account none[] = {{8, 3, 0, 1}, {9, 2, 0, 1}, {9, 3, 1, 1}, {9, 3, 0, 2}, {9, 3, -1, 1}, {-1, 3, 0, 0}, {9, 3, 0, -1}};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) assert_false(plans_may_re_age(&none[i]));
}

/* Affordable and unaffordable, in every rhythm: nothing eats what is to be kept. */
static void test_kept(void **state) {
    (void)state;
    support_random r = {62};
    for (long i = 0; i < support_scaled(100000); i++) {
        plans_line lines[PLANS_MENU];
        int every = (int)support_between(&r, PLANS_WEEK, PLANS_MONTH);
        int64_t disposable = support_between(&r, -50000, 300000), keep = support_between(&r, 0, 100000), affordable = support_between(&r, -100, 150000);
        int64_t monthly = plans_affordable(affordable, disposable, keep);
        plans_terms t = {.of = support_between(&r, -10, 5000000),
                         .up_to = plans_payment(monthly, every),
                         .smallest = support_between(&r, 1, 5000),
                         .longest = plans_payments(support_between(&r, 0, 60), every)};
        size_t n = plans_equal(&t, lines);
        for (int kind = 0; kind < 5; kind++) {
            if (kind == 1) n = plans_reduced(&t, lines);
            if (kind == 2) n = plans_token(&t, support_between(&r, -1, 500), lines);
            if (kind == 3) n = plans_interest(&t, support_between(&r, 0, 300000), lines);
            if (kind == 4) n = plans_settlement(&t, support_between(&r, 0, 1000000), lines);
            for (size_t k = 0; k < n; k++) {
                adds_up(&lines[k], &t);
                if (kind == 0) assert_int_equal(lines[k].total, t.of);
                if (kind != 3) assert_true(lines[k].total <= t.of);
                assert_true(plans_monthly(lines[k].instalment, every) <= affordable);
                assert_true(disposable - plans_monthly(lines[k].instalment, every) >= keep);
            }
        }
    }
}

static void test_figures(void **state) {
    (void)state;
    plans_line l[PLANS_MENU];
    plans_terms t = {.of = 100000, .up_to = 33334, .smallest = 1, .longest = 3};
    assert_int_equal(plans_equal(&t, l), 1); /* 1000.00 over 3, the last one smaller */
    assert_int_equal(l[0].instalment, 33334);
    assert_int_equal(l[0].last, 33332);
    t.longest = 6;
    assert_true(plans_token(&t, 100, l) && l[0].count == 6 && l[0].total == 600);
    assert_true(plans_interest(&t, 199900, l) && l[0].instalment == 1666); /* 1000.00 at 19.99 %: 16.658… */
    t.up_to = 40000;
    assert_true(plans_settlement(&t, 333333, l) && l[0].total == 33333);
    assert_false(plans_settlement(&t, 500000, l)); /* more than can be paid */
    assert_int_equal(plans_payment(10000, PLANS_WEEK), 2307);
    assert_int_equal(plans_payment(INT64_MAX, PLANS_WEEK), 0);
    t = (plans_terms){.of = INT64_MAX, .up_to = INT64_MAX, .smallest = 1, .longest = 2};
    assert_true(plans_equal(&t, l) && l[0].count == 2);
    assert_true(plans_reduced(&t, l) && l[0].total == INT64_MAX);
}

static void test_first_due(void **state) {
    (void)state;
    assert_int_equal(plans_first_due(18262, false, 0), 18274);    /* Wed 2020-01-01: ten days on is a Saturday, so Monday the 13th */
    assert_int_equal(plans_first_due(18262, true, 18262), 18264); /* payday today: Friday */
    assert_int_equal(plans_first_due(18262, true, 18263), 18267); /* Thursday: Saturday becomes Monday */
    assert_int_equal(plans_first_due(18262, true, 18000), 18274); /* a payday that is past says nothing */
    for (int32_t day = -1000; day < 1000; day++) {
        int32_t due = plans_first_due(day, false, 0);
        assert_true(due >= day + 10 && due <= day + 12);
    }
}

static void test_admitted(void **state) {
    (void)state;
    plugin_host h;
    plugin_host_begin(&h, &ruth_plugin_entry_plans);
    assert_int_equal(plugin_host_open(&h), 0);
    assert_int_equal(ruth_plugin_entry_plans.ability_count, 1);
    assert_string_equal(ruth_plugin_entry_plans.abilities[0].name, RUTH_PLUGIN_OFFER);
    const ruth_plugin_offer *o = ruth_plugin_entry_plans.abilities[0].ability;
    assert_non_null(o);
    assert_int_equal(o->word_count, 8);
    plugin_host_close(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_by_search), cmocka_unit_test(test_step_up),   cmocka_unit_test(test_re_age),   cmocka_unit_test(test_kept),
        cmocka_unit_test(test_figures),         cmocka_unit_test(test_first_due), cmocka_unit_test(test_admitted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

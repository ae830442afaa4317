/* test_facts_expr_refuses.c: what is no calculation, and in which words it is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/facts_fixture.h"

static int setup(void **state) {
    facts_fixture *f = malloc(sizeof *f);
    facts_open(f);
    *state = f;
    return 0;
}
static int teardown(void **state) {
    facts_close(*state);
    free(*state);
    return 0;
}

#define INCOME "{x: fact, name: monthly_income}"
#define COSTS "{x: fact, name: essential_costs}"
#define SHARE "{x: number, name: share}"

static const struct {
    ru_type want;
    const char *text, *says;
} refused[] = {
    {RU_MONEY, "{x: add, a: " INCOME ", b: {x: fact, name: plans_broken_12m}}", "money cannot be added to an integer"},
    {RU_MONEY, "{x: add, a: " INCOME ", b: 5}", "5 is no amount of money"},
    {RU_MONEY, "{x: smaller, items: [" INCOME ", 5]}", "5 is no amount of money"},
    {RU_MONEY, "5", "5 is no amount of money"},
    {RU_MONEY, "{x: sub, a: " INCOME ", b: " SHARE "}", "a ratio cannot be subtracted from money"},
    {RU_MONEY, "{x: mul, a: " INCOME ", b: " COSTS "}", "money cannot be multiplied by money"},
    {RU_MONEY, "{x: div, a: " INCOME ", b: " SHARE "}", "money cannot be divided by a ratio"},
    {RU_MONEY, "{x: div, a: " INCOME ", b: 0}", "divided by 0"},
    {RU_INTEGER, "{x: add, a: {x: fact, name: days_past_due}, b: {x: months, n: 3}}", "days cannot be added to months"},
    {RU_INTEGER, "{x: smaller, items: [{x: fact, name: days_past_due}, {x: hours, n: 3}]}", "days cannot be compared with hours"},
    {RU_INTEGER, "{x: mul, a: {x: fact, name: days_past_due}, b: {x: days, n: 3}}", "days cannot be multiplied by days"},
    {RU_INTEGER, "{x: hours, n: {x: number, name: early_until}}", "counts days already"},
    {RU_DATE, "{x: add, a: {x: fact, name: life_event_on}, b: 5}", "days(5)"},
    {RU_DATE, "{x: add, a: {x: fact, name: life_event_on}, b: {x: hours, n: 5}}", "a date cannot be added to hours"},
    {RU_INTEGER, "{x: sub, a: {x: fact, name: life_event_on}, b: {x: fact, name: cease_received_at}}", "an instant cannot be subtracted from a date"},
    {RU_INTEGER, INCOME, "expected an integer, found money"},
    {RU_MONEY, "{x: fact, name: days_past_due}", "expected money, found days"},
    {RU_MONEY, "{x: fact, name: montly_income}", "did you mean monthly_income?"},
    {RU_MONEY, "{x: number, name: reserv}", "did you mean reserve?"},
    {RU_INTEGER, "{x: fact, name: sex}", "protected"},
    {RU_INTEGER, "{x: fact, name: role}", "one of a list of names"},
    {RU_MONEY, "{x: mul, a: " INCOME ", b: 0.5}", "percent(\"12.5\")"},
    {RU_MONEY, "{x: money, text: \"5.00 EUR\"}", "does not list it"},
    {RU_MONEY, "{x: money, text: \"5 dollars\"}", "50.00 USD"},
    {RU_RATIO, "{x: percent, text: \"12.54321\"}", "at most 4 decimals"},
    {RU_MONEY, "{x: money_of, of: {x: fact, name: days_past_due}}", "expected money, found days"},
    {RU_MONEY, "{x: money_of, of: " INCOME ", round: sideways}", "down"},
    {RU_INTEGER, "{x: business_days, n: 3}", "cannot stand in a calculation"},
    {RU_INSTANT, "{x: last, filter: {op: atom, fact: outcom, test: {m: eq, value: conversation}}}", "did you mean outcome?"},
    {RU_INTEGER, "{x: count, filter: {op: all, items: []}, within: {x: days, n: {x: fact, name: days_past_due}}}", "must be a constant"},
    {RU_INTEGER, "{x: count, filter: {op: all, items: []}, within: {x: months, n: 3}}", "expected a span"},
    {RU_INTEGER, "{x: count, filter: {op: all, items: []}, within: 7}", "expected a span, days(7) or hours(24), found 7"},
    {RU_INTEGER, "{x: count, filter: {op: all, items: []}, within: {x: [days], n: 7}}", "expected a span, days(7) or hours(24), found a table"},
    {RU_INTEGER, "{x: count, filter: {op: all, items: []}, within: {x: days}}", "expected a span"},
    {RU_INTEGER, "{x: count, filter: {op: all, items: []}, within: {x: days, n: 0}}", "within needs at least one day or hour"},
    {RU_INTEGER, "{x: count, filter: {op: all, items: []}, within: {x: days, n: 1000001}}", "a span of 1000001 days; expected 0 to 1000000"},
    {RU_INTEGER, "{x: count, filter: {op: all, items: []}, within: {x: hours, n: -1}}", "a span of -1 hours; expected 0 to 1000000"},
    {RU_INTEGER,
     "{x: count, filter: {op: all, items: []}, within: {x: days, n: {x: integer_of, of: {x: div, a: {x: number, name: reserve}, b: {x: money, text: \"5.00 USD\"}}}}}",
     "must be a constant"},
    {RU_INTEGER, "{x: count, filter: {op: all, items: []}, within: {x: days, n: {x: mul, a: 9000000000000000000, b: 9}}}", "must be a constant"},
    {RU_INTEGER, "{x: count, filter: {op: all, items: []}, within: {x: days, n: {x: count, filter: {op: all, items: []}}}}", "must be a constant"},
    {RU_INTEGER, "{x: count, filter: {op: all, items: []}, since_last: {op: otherwise}}", "cannot stand here"},
    {RU_INTEGER, "{x: count}", "last and count need a filter over contacts"},
    {RU_INSTANT, "{x: last, filter: {op: all, items: []}, since_last: {op: all, items: []}}", "since_last and within belong to count"},
    {RU_INSTANT, "{x: last, filter: {op: all, items: []}, within: {x: days, n: 3}}", "since_last and within belong to count"},
    {RU_MONEY, "{x: add, a: " INCOME "}", "a calculation needs two sides"},
    {RU_MONEY, "{x: add, b: " INCOME "}", "a calculation needs two sides"},
    {RU_MONEY, "{x: smaller, items: []}", "need something to choose from"},
    {RU_MONEY, "{x: larger, items: 3}", "need something to choose from"},
    {RU_MONEY, "{x: larger}", "need something to choose from"},
    {RU_INTEGER, "{x: smaller, items: [1, {x: fact, name: lat}]}", "there is no fact lat"},
    {RU_INTEGER, "{x: days}", "days needs a figure, as in days(7)"},
    {RU_INTEGER, "{x: days, n: {x: fact, name: balance}}", "expected an integer, found money"},
    {RU_INTEGER, "{x: days, n: {x: fact, name: lat}}", "there is no fact lat"},
    {RU_MONEY, "{x: money_of}", "money_of needs an expression"},
    {RU_INTEGER, "{x: integer_of}", "integer_of needs an expression"},
    {RU_MONEY, "{x: money_of, of: {x: fact, name: lat}}", "there is no fact lat"},
    {RU_MONEY, "{x: money_of, of: " INCOME ", not_below: {x: fact, name: lat}}", "there is no fact lat"},
    {RU_MONEY, "{x: money_of, of: " INCOME ", not_below: 5}", "5 is no amount of money"},
    {RU_MONEY, "{x: money_of, of: " INCOME ", round: 3}", "round is 3; expected \"down\""},
    {RU_INTEGER, "{x: fact, name: [balance]}", "there is no fact"},
    {RU_INTEGER, "{x: fact, name: references}", "references is a list of texts; only numbers"},
    {RU_INTEGER, "{x: number}", "there is no number  in numbers.yaml"},
    {RU_ENUM, "{x: experiment, id: role}", "an experiment needs its arms"},
    {RU_INTEGER, "{x: experiment, id: role}", "an experiment cannot stand in a calculation"},
    {RU_ENUM, "{x: add, a: {x: experiment, id: role}, b: 1}", "an experiment cannot stand in a calculation"},
    {RU_DATE, "{x: date_of}", "date_of needs a date or an instant"},
    {RU_DATE, "{x: date_of, of: {x: fact, name: lat}}", "there is no fact lat"},
    {RU_DATE, "{x: date_of, of: {x: fact, name: days_past_due}}", "date_of starts from a date or an instant"},
    {RU_DATE, "{x: date_of, of: {x: fact, name: life_event_on}, steps: [{x: days, n: 1}, {x: days, n: 1}, {x: days, n: 1}, {x: days, n: 1}, {x: days, n: 1}]}",
     "date_of takes at most 4 spans"},
    {RU_DATE, "{x: date_of, of: {x: fact, name: life_event_on}, steps: [{x: hours, n: 1}]}", "goes on by days(n) or business_days(n)"},
    {RU_DATE, "{x: date_of, of: {x: fact, name: life_event_on}, steps: [3]}", "goes on by days(n) or business_days(n)"},
    {RU_DATE, "{x: date_of, of: {x: fact, name: life_event_on}, steps: [{x: days}]}", "needs a figure"},
    {RU_DATE, "{x: date_of, of: {x: fact, name: life_event_on}, steps: [{x: days, n: {x: fact, name: days_past_due}}]}", "a constant from 0 to 3660"},
    {RU_DATE, "{x: date_of, of: {x: fact, name: life_event_on}, steps: [{x: days, n: 3661}]}", "a constant from 0 to 3660"},
    {RU_DATE, "{x: date_of, of: {x: fact, name: life_event_on}, steps: [{x: days, n: -1}]}", "a constant from 0 to 3660"},
    {RU_DATE, "{x: date_of, of: {x: fact, name: life_event_on}, steps: [{x: days, n: {x: mul, a: 9000000000000000000, b: 9}}]}", "a constant from 0 to 3660"},
    {RU_DATE, "{x: date_of, of: {x: fact, name: life_event_on}, steps: [{x: days, n: 1}, {x: business_days, n: 1}]}",
     "business days need the calendar of a policy or a pack"},
    {RU_DATE, "tomorrow", "expected a date, found \"tomorrow\""},
    {RU_RATIO, "half", "expected a ratio, found \"half\""},
    {RU_MONEY, "{a: 1}", "expected a calculation over facts and numbers, found a table"},
    {RU_MONEY, "[1, 2]", "expected money, found a list"},
    {RU_MONEY, "{x: sub, a: 0, b: 0.5}", "percent(\"12.5\")"},
    {RU_BOOLEAN, "{x: add, a: {x: fact, name: complaint_open}, b: true}", "true or false cannot be added to true or false"},
    {RU_BOOLEAN, "{x: smaller, items: [{x: fact, name: complaint_open}, false]}", "has no order"},
    {RU_MONEY, "{x: div, a: " SHARE ", b: 2}", "a ratio cannot be divided by an integer"},
    {RU_INTEGER, "{x: div, a: {x: fact, name: days_past_due}, b: {x: hours, n: 2}}", "days cannot be divided by hours"},
    {RU_MONEY, "{x: div, a: {x: fact, name: complaint_open}, b: 2}", "true or false cannot be divided by an integer"},
    {RU_RATIO, "{x: mul, a: " SHARE ", b: " SHARE "}", "a ratio cannot be multiplied by a ratio"},
    {RU_MONEY, "{x: mul, a: " INCOME ", b: {x: fact, name: complaint_open}}", "money cannot be multiplied by true or false"},
    {RU_MONEY, "{x: mul, a: {x: fact, name: complaint_open}, b: " INCOME "}", "true or false cannot be multiplied by money"},
    {RU_INTEGER, "{x: mul, a: 2, b: {x: fact, name: complaint_open}}", "an integer cannot be multiplied by true or false"},
    {RU_RATIO, "{x: mul, a: " SHARE ", b: {x: fact, name: complaint_open}}", "a ratio cannot be multiplied by true or false"},
    {RU_INSTANT, "{x: add, a: {x: fact, name: cease_received_at}, b: 5}", "hours(5)"},
    {RU_INSTANT, "{x: add, a: {x: fact, name: cease_received_at}, b: {x: days, n: 5}}", "an instant cannot be added to days"},
    {RU_INTEGER, "{x: sub, a: {x: fact, name: days_past_due}, b: {x: fact, name: life_event_on}}", "a date cannot be subtracted from days"},
    {RU_INTEGER, "{x: sub, a: {x: fact, name: cease_received_at}, b: {x: fact, name: cease_received_at}}", "an instant cannot be subtracted from an instant"},
    {RU_RATIO, "{x: sub, a: 2, b: " SHARE "}", "a ratio cannot be subtracted from an integer"},
    {RU_RATIO, "2", "expected a ratio, found an integer"},
    {RU_RATIO, "{x: add, a: 0, b: 0}", "expected a ratio, found an integer"},
    {RU_MONEY, "{x: mul, a: 0, b: 1}", "expected money, found an integer"},
    {RU_RATIO, "{x: mul, a: 1, b: 1}", "expected a ratio, found an integer"},
    {RU_DATE, "0", "expected a date, found an integer"},
};

static void refuses(void **state) {
    facts_fixture *f = *state;
    for (size_t i = 0; i < RU_COUNT(refused); i++) {
        const ru_expr *x;
        if (ru_expr_build(&f->arena, f->s, facts_node(f, refused[i].text), refused[i].want, NULL, 0, &x, &f->error) == RUTH_OK)
            fail_msg("was not refused: %s", refused[i].text);
        if (!strstr(f->error.message, refused[i].says)) fail_msg("%s gave: %s", refused[i].text, f->error.message);
        assert_string_equal(f->error.file, "rules.lua");
    }
}

static void refuses_what_is_no_expression(void **state) {
    facts_fixture *f = *state;
    const ru_expr *x = NULL;
    assert_int_equal(ru_expr_build(&f->arena, f->s, NULL, RU_MONEY, NULL, 0, &x, &f->error), RUTH_E_POLICY);
    assert_string_equal(f->error.message, "an expression is missing");
    ru_node *node = facts_node(f, "{x: money_of, of: 0}"), *inner = node;
    for (int i = 0; i < 64; i++) { /* deeper than the reader of YAML would go */
        ru_node *next = facts_node(f, "{x: money_of, of: 0}");
        for (size_t k = 0; k < inner->count; k++)
            if (ru_str_is(inner->keys[k], "of")) inner->items[k] = next;
        inner = next;
    }
    assert_int_equal(ru_expr_build(&f->arena, f->s, node, RU_MONEY, NULL, 0, &x, &f->error), RUTH_E_POLICY);
    assert_non_null(strstr(f->error.message, "deep; give a part of it a name in derive.lua"));
    assert_null(x);
    /* Without the fact currency no amount can be said. */
    facts_fixture bare;
    assert_int_equal(facts_open_with(&bare, "balance: { type: money }", "{}", "{}"), RUTH_OK);
    assert_int_equal(ru_expr_build(&bare.arena, bare.s, facts_node(&bare, "{x: money, text: \"5.00 USD\"}"), RU_MONEY, NULL, 0, &x, &bare.error),
                     RUTH_E_POLICY);
    assert_non_null(strstr(bare.error.message, "needs the fact currency"));
    facts_close(&bare);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(refuses, setup, teardown),
                                       cmocka_unit_test_setup_teardown(refuses_what_is_no_expression, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

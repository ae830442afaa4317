/* test_facts_expr.c: expressions: types and units at load, strict whole-number evaluation, last and count (docs/SEMANTICS.md 7, 9, 28 to 30). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/facts_fixture.h"

#define NOW "2026-03-02T14:00:00Z"

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

static void scene(facts_fixture *f, const char *facts, const char *rest) {
    static char line[4096];
    snprintf(line, sizeof line, "{\"id\":\"a\",\"now\":\"" NOW "\",\"facts\":{%s}%s%s}", facts, *rest ? "," : "", rest);
    facts_scene(f, line);
}

static const ru_expr *expr(facts_fixture *f, ru_type want, const char *text) {
    const ru_expr *x = NULL;
    if (ru_expr_build(&f->arena, f->s, facts_node(f, text), want, NULL, 0, &x, &f->error) != RUTH_OK) fail_msg("%s: %s", text, f->error.message);
    assert_int_equal(ru_expr_type(x), want);
    return x;
}

static void expect(facts_fixture *f, ru_type want, const char *text, ru_state state, int64_t value) {
    int64_t out = 0;
    bool overflow = true;
    ru_state s = ru_expr_eval(expr(f, want, text), &f->scene, &out, &overflow);
    if (s != state || (s == RU_VALUE && out != value))
        fail_msg("%s gave state %d, %lld; expected state %d, %lld", text, (int)s, (long long)out, (int)state, (long long)value);
    if (overflow) fail_msg("%s overflowed", text);
}

#define INCOME "{x: fact, name: monthly_income}"
#define COSTS "{x: fact, name: essential_costs}"
#define SHARE "{x: number, name: share}"

static void computes_money(void **state) {
    facts_fixture *f = *state;
    scene(
        f,
        "\"currency\":\"CAD\",\"monthly_income\":200005,\"essential_costs\":100000,\"balance\":7,\"days_past_due\":10,\"life_event_on\":\"2026-01-31\",\"interest\":\"0.333333\"",
        "");
    expect(f, RU_MONEY, "{x: sub, a: " INCOME ", b: " COSTS "}", RU_VALUE, 100005);
    expect(f, RU_MONEY, "{x: add, a: " INCOME ", b: 0}", RU_VALUE, 200005);
    expect(f, RU_MONEY, "{x: add, a: 0, b: " INCOME "}", RU_VALUE, 200005);
    expect(f, RU_MONEY, "0", RU_VALUE, 0);
    expect(f, RU_MONEY, "{x: mul, a: " SHARE ", b: " INCOME "}", RU_VALUE, 100002); /* 100002.5: half to even */
    expect(f, RU_MONEY, "{x: money_of, of: {x: mul, a: " SHARE ", b: " INCOME "}, round: up}", RU_VALUE, 100003);
    expect(f, RU_MONEY, "{x: money_of, of: {x: mul, a: " SHARE ", b: " INCOME "}, round: down}", RU_VALUE, 100002);
    expect(f, RU_MONEY, "{x: mul, a: " INCOME ", b: 3}", RU_VALUE, 600015);
    expect(f, RU_MONEY, "{x: div, a: " INCOME ", b: 2}", RU_VALUE, 100002);
    expect(f, RU_MONEY, "{x: money_of, of: {x: div, a: " INCOME ", b: 2}, round: up}", RU_VALUE, 100003);
    expect(f, RU_RATIO, "{x: div, a: " COSTS ", b: " INCOME "}", RU_VALUE, 499988);
    expect(f, RU_INTEGER, "{x: integer_of, of: {x: div, a: " INCOME ", b: " COSTS "}, round: down}", RU_VALUE, 2);
    expect(f, RU_INTEGER, "{x: integer_of, of: {x: div, a: " INCOME ", b: " COSTS "}, round: up}", RU_VALUE, 3);
    expect(f, RU_MONEY, "{x: number, name: reserve}", RU_VALUE, 6500);
    expect(f, RU_MONEY, "{x: smaller, items: [" INCOME ", " COSTS ", {x: money, text: \"999.99 CAD\"}]}", RU_VALUE, 99999);
    expect(f, RU_MONEY, "{x: larger, items: [0, {x: sub, a: " COSTS ", b: " INCOME "}]}", RU_VALUE, 0);
    expect(f, RU_MONEY, "{x: money_of, of: {x: sub, a: " COSTS ", b: " INCOME "}, not_below: 0}", RU_VALUE, 0);
    /* The direction reaches the products of a choice and of a sum; what is taken away is rounded the other way round. */
    expect(f, RU_MONEY, "{x: money_of, round: up, of: {x: smaller, items: [{x: mul, a: " SHARE ", b: " INCOME "}, " INCOME "]}}", RU_VALUE, 100003);
    expect(f, RU_MONEY, "{x: money_of, round: up, of: {x: add, a: {x: mul, a: " SHARE ", b: " INCOME "}, b: " COSTS "}}", RU_VALUE, 200003);
    expect(f, RU_MONEY, "{x: money_of, round: down, of: {x: sub, a: " INCOME ", b: {x: mul, a: " SHARE ", b: " INCOME "}}}", RU_VALUE, 100002);
    expect(f, RU_MONEY, "{x: money_of, round: up, of: {x: sub, a: " INCOME ", b: {x: mul, a: " SHARE ", b: " INCOME "}}}", RU_VALUE, 100003);
    /* Only the last operation rounds as asked: 100002.5 became 100002 before. */
    expect(f, RU_MONEY, "{x: money_of, round: up, of: {x: mul, a: {x: mul, a: " SHARE ", b: " INCOME "}, b: " SHARE "}}", RU_VALUE, 50001);
    expect(f, RU_MONEY, "{x: mul, a: {x: percent, text: \"12.5\"}, b: " COSTS "}", RU_VALUE, 12500);
    expect(f, RU_INTEGER, "{x: mul, a: {x: fact, name: days_past_due}, b: {x: percent, text: \"25\"}}", RU_VALUE, 2);
    expect(f, RU_INTEGER, "{x: integer_of, round: up, of: {x: mul, a: {x: fact, name: days_past_due}, b: {x: percent, text: \"25\"}}}", RU_VALUE, 3);
    expect(f, RU_RATIO, "{x: sub, a: 1, b: {x: fact, name: interest}}", RU_VALUE, 666667);
}

static void computes_time(void **state) {
    facts_fixture *f = *state;
    scene(f, "\"days_past_due\":10,\"life_event_on\":\"2026-01-31\",\"cease_received_at\":\"2026-03-01T00:00:00Z\"", "");
    int32_t d = ru_days_from_civil(2026, 1, 31);
    expect(f, RU_DATE, "{x: add, a: {x: fact, name: life_event_on}, b: {x: days, n: 5}}", RU_VALUE, d + 5);
    expect(f, RU_DATE, "{x: add, a: {x: days, n: 5}, b: {x: fact, name: life_event_on}}", RU_VALUE, d + 5);
    expect(f, RU_DATE, "{x: sub, a: {x: fact, name: life_event_on}, b: {x: number, name: early_until}}", RU_VALUE, d - 15);
    expect(f, RU_DATE, "{x: add, a: {x: fact, name: life_event_on}, b: {x: fact, name: days_past_due}}", RU_VALUE, d + 10);
    expect(f, RU_DATE, "{x: add, a: {x: fact, name: life_event_on}, b: {x: months, n: 1}}", RU_VALUE, ru_days_from_civil(2026, 2, 28));
    expect(f, RU_INTEGER, "{x: sub, a: {x: fact, name: life_event_on}, b: {x: number, name: cutoff}}", RU_VALUE, 30);
    expect(f, RU_INTEGER, "{x: sub, a: {x: fact, name: life_event_on}, b: \"2026-01-30\"}", RU_VALUE, 1);
    expect(f, RU_INSTANT, "{x: add, a: {x: fact, name: cease_received_at}, b: {x: hours, n: 2}}", RU_VALUE, 1772323200 + 7200);
    const ru_expr *x = expr(f, RU_INTEGER, "{x: sub, a: {x: fact, name: life_event_on}, b: {x: number, name: cutoff}}");
    assert_true(ru_str_is(ru_expr_unit(x), "days"));
    assert_int_equal(ru_expr_unit(expr(f, RU_INTEGER, "{x: fact, name: plans_broken_12m}")).n, 0);
}

static void is_strict(void **state) {
    facts_fixture *f = *state;
    int64_t out;
    bool overflow;
    scene(f, "\"currency\":\"CAD\",\"monthly_income\":null,\"essential_costs\":1,\"interest\":null", "");
    expect(f, RU_MONEY, "{x: sub, a: " INCOME ", b: " COSTS "}", RU_UNKNOWN, 0);
    expect(f, RU_MONEY, "{x: smaller, items: [0, " INCOME "]}", RU_UNKNOWN, 0);
    expect(f, RU_MONEY, "{x: money_of, of: " INCOME ", not_below: 0}", RU_UNKNOWN, 0);
    expect(f, RU_INTEGER, "{x: sub, a: {x: fact, name: life_event_on}, b: {x: number, name: cutoff}}", RU_NONE, 0);
    expect(f, RU_MONEY, "{x: mul, a: " INCOME ", b: {x: sub, a: {x: fact, name: life_event_on}, b: {x: number, name: cutoff}}}", RU_UNKNOWN, 0);
    expect(f, RU_MONEY, "{x: mul, a: " COSTS ", b: {x: sub, a: {x: fact, name: life_event_on}, b: {x: number, name: cutoff}}}", RU_NONE, 0);
    expect(f, RU_MONEY, "{x: money, text: \"5.00 USD\"}", RU_UNKNOWN, 0); /* no figure in this currency */
    scene(f, "\"currency\":null,\"essential_costs\":9223372036854775807", "");
    expect(f, RU_MONEY, "{x: number, name: reserve}", RU_UNKNOWN, 0);
    assert_int_equal(ru_expr_eval(expr(f, RU_MONEY, "{x: add, a: " COSTS ", b: " COSTS "}"), &f->scene, &out, &overflow), RU_UNKNOWN);
    assert_true(overflow);
    assert_int_equal(ru_expr_eval(expr(f, RU_RATIO, "{x: div, a: " COSTS ", b: {x: sub, a: " COSTS ", b: " COSTS "}}"), &f->scene, &out, &overflow),
                     RU_UNKNOWN);
    assert_true(overflow);
    assert_int_equal(ru_expr_eval(expr(f, RU_DATE, "{x: add, a: \"2026-01-01\", b: {x: days, n: 9000000}}"), &f->scene, &out, &overflow), RU_UNKNOWN);
    assert_true(overflow);
}

/* What cannot be held is not known, and says so; at the last that can be held it is still a value. */
static void overflows(void **state) {
    facts_fixture *f = *state;
    static const struct {
        ru_type want;
        const char *text;
        bool fits;
        int64_t value;
    } all[] = {
        {RU_INTEGER, "{x: add, a: 9223372036854775807, b: {x: fact, name: plans_broken_12m}}", true, INT64_MAX},
        {RU_INTEGER, "{x: add, a: 9223372036854775807, b: {x: add, a: {x: fact, name: plans_broken_12m}, b: 1}}", false, 0},
        {RU_INTEGER, "{x: sub, a: -9223372036854775807, b: {x: add, a: {x: fact, name: plans_broken_12m}, b: 1}}", true, INT64_MIN},
        {RU_INTEGER, "{x: sub, a: -9223372036854775807, b: {x: add, a: {x: fact, name: plans_broken_12m}, b: 2}}", false, 0},
        {RU_INTEGER, "{x: mul, a: 4611686018427387904, b: 2}", false, 0},
        {RU_MONEY, "{x: mul, a: {x: fact, name: balance}, b: {x: add, a: 1, b: {x: number, name: share}}}", false, 0},
        {RU_INTEGER, "{x: div, a: 5, b: {x: fact, name: plans_broken_12m}}", false, 0},
        {RU_DATE, "{x: add, a: \"2200-12-31\", b: {x: days, n: 2848526}}", true, 2932896}, /* 9999-12-31 */
        {RU_DATE, "{x: add, a: \"2200-12-31\", b: {x: days, n: 2848527}}", false, 0},
        {RU_DATE, "{x: sub, a: \"1900-01-01\", b: {x: days, n: 693595}}", true, -719162}, /* 0001-01-01 */
        {RU_DATE, "{x: sub, a: \"1900-01-01\", b: {x: days, n: 693596}}", false, 0},
        {RU_DATE, "{x: sub, a: \"2026-03-31\", b: {x: months, n: 1}}", true, 20512},
        {RU_DATE, "{x: add, a: \"2026-03-31\", b: {x: months, n: 120001}}", false, 0},
        {RU_DATE, "{x: add, a: \"2026-03-31\", b: {x: months, n: -120001}}", false, 0},
        {RU_DATE, "{x: add, a: \"2026-03-31\", b: {x: months, n: 119000}}", false, 0},
        {RU_DATE, "{x: add, a: \"1970-01-02\", b: {x: days, n: 9223372036854775807}}", false, 0},
        {RU_DATE, "{x: sub, a: \"1970-01-02\", b: {x: days, n: -9223372036854775807}}", false, 0},
        {RU_DATE, "{x: date_of, of: {x: add, a: \"2200-12-31\", b: {x: days, n: 2848525}}, steps: [{x: days, n: 1}]}", true, 2932896},
        {RU_DATE, "{x: date_of, of: {x: add, a: \"2200-12-31\", b: {x: days, n: 2848526}}, steps: [{x: days, n: 1}]}", false, 0},
        {RU_INSTANT, "{x: add, a: \"2200-12-31T23:59:59Z\", b: {x: hours, n: 68364624}}", true, 253402300799},
        {RU_INSTANT, "{x: add, a: \"2200-12-31T23:59:59Z\", b: {x: hours, n: 68364625}}", false, 0},
        {RU_INSTANT, "{x: sub, a: \"1900-01-01T00:00:00Z\", b: {x: hours, n: 16646280}}", true, -719162 * INT64_C(86400)},
        {RU_INSTANT, "{x: sub, a: \"1900-01-01T00:00:00Z\", b: {x: hours, n: 16646281}}", false, 0},
        {RU_INSTANT, "{x: sub, a: \"1970-01-01T00:00:00Z\", b: {x: hours, n: 9223372036854775807}}", false, 0},
        {RU_INTEGER, "{x: integer_of, round: up, of: {x: add, a: {x: number, name: share}, b: 0}}", true, 1},
        {RU_INTEGER, "{x: integer_of, round: down, of: {x: add, a: {x: number, name: share}, b: 0}}", true, 0},
        {RU_INTEGER,
         "{x: integer_of, of: {x: add, a: {x: number, name: share}, b: {x: div, a: {x: fact, name: balance}, b: {x: fact, name: essential_costs}}}}", false, 0},
    };
    scene(f, "\"currency\":\"CAD\",\"plans_broken_12m\":0,\"balance\":9223372036854775807,\"essential_costs\":0", "");
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        int64_t out = 0;
        bool overflow = false;
        ru_state got = ru_expr_eval(expr(f, all[i].want, all[i].text), &f->scene, &out, &overflow);
        if (overflow == all[i].fits || got != (all[i].fits ? RU_VALUE : RU_UNKNOWN) || (all[i].fits && out != all[i].value))
            fail_msg("%s gave state %d, %lld%s", all[i].text, (int)got, (long long)out, overflow ? ", overflow" : "");
    }
}

/* Types and units that only come of the less usual words. */
static void takes_over_types_and_units(void **state) {
    facts_fixture *f = *state;
    static const struct {
        ru_type want;
        const char *text;
        int64_t value;
        const char *unit;
    } all[] = {
        {RU_INTEGER, "{x: mul, a: {x: fact, name: days_past_due}, b: 2}", 20, "days"},
        {RU_INTEGER, "{x: mul, a: 2, b: {x: fact, name: days_past_due}}", 20, "days"},
        {RU_INTEGER, "{x: mul, a: 2, b: 3}", 6, ""},
        {RU_INTEGER, "{x: mul, a: {x: fact, name: plans_broken_12m}, b: 3}", 3, ""},
        {RU_INTEGER, "{x: mul, a: " SHARE ", b: {x: fact, name: days_past_due}}", 5, "days"},
        {RU_INTEGER, "{x: div, a: {x: fact, name: days_past_due}, b: 4}", 2, "days"},
        {RU_INTEGER, "{x: div, a: {x: fact, name: days_past_due}, b: {x: days, n: 5}}", 2, ""},
        {RU_MONEY, "{x: mul, a: 3, b: " COSTS "}", 300, ""},
        {RU_MONEY, "{x: mul, a: " COSTS ", b: {x: fact, name: plans_broken_12m}}", 100, ""},
        {RU_RATIO, "{x: add, a: 0, b: " SHARE "}", 500000, ""},
        {RU_RATIO, "{x: smaller, items: [1, " SHARE "]}", 500000, ""},
        {RU_INTEGER, "{x: larger, items: [{x: fact, name: days_past_due}, 3]}", 10, "days"},
        {RU_INTEGER, "{x: larger, items: [3, {x: fact, name: days_past_due}]}", 10, "days"},
        {RU_INTEGER, "{x: add, a: {x: days, n: 3}, b: {x: fact, name: days_past_due}}", 13, "days"},
        {RU_RATIO, "\"0.25\"", 250000, ""},
        {RU_RATIO, "{x: add, a: " SHARE ", b: 1}", 1500000, ""},
        {RU_INSTANT, "{x: sub, a: \"2026-03-02T14:00:00Z\", b: {x: hours, n: 2}}", 1772460000 - 7200, ""},
        {RU_INSTANT, "{x: add, a: {x: hours, n: 2}, b: \"2026-03-02T14:00:00Z\"}", 1772460000 + 7200, ""},
        {RU_BOOLEAN, "{x: fact, name: complaint_open}", 1, ""},
        {RU_BOOLEAN, "true", 1, ""},
        {RU_RATIO, "1", 1000000, ""},
        {RU_RATIO, "0", 0, ""},
    };
    scene(f, "\"currency\":\"CAD\",\"days_past_due\":10,\"essential_costs\":100,\"plans_broken_12m\":1,\"complaint_open\":true", "");
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        expect(f, all[i].want, all[i].text, RU_VALUE, all[i].value);
        const ru_expr *x = expr(f, all[i].want, all[i].text);
        if (!ru_str_is(ru_expr_unit(x), all[i].unit)) fail_msg("%s counts \"%.*s\"", all[i].text, (int)ru_expr_unit(x).n, ru_expr_unit(x).p);
    }
}

static void constants(void **state) {
    facts_fixture *f = *state;
    int64_t values[RU_MAX_CURRENCIES];
    bool has[RU_MAX_CURRENCIES], by_currency;
    assert_true(ru_expr_constant(expr(f, RU_MONEY, "{x: mul, a: " SHARE ", b: {x: number, name: reserve}}"), f->s, &by_currency, values, has));
    assert_true(by_currency && has[0] && values[0] == 2500 && has[1] && values[1] == 3250 && !has[2]);
    assert_true(ru_expr_constant(expr(f, RU_INTEGER, "{x: days, n: 7}"), f->s, &by_currency, values, has));
    assert_true(!by_currency && has[0] && values[0] == 7);
    assert_true(ru_expr_constant(expr(f, RU_MONEY, "0"), f->s, &by_currency, values, has));
    assert_true(!by_currency && has[0] && values[0] == 0);
    assert_false(ru_expr_constant(expr(f, RU_MONEY, INCOME), f->s, &by_currency, values, has));
    assert_false(ru_expr_constant(expr(f, RU_INTEGER, "{x: count, filter: {op: all, items: []}}"), f->s, &by_currency, values, has));
}

static void note_slot(void *ctx, int slot) {
    int *seen = ctx;
    seen[slot + 1]++;
}

static void reads(void **state) {
    facts_fixture *f = *state;
    int seen[64] = {0};
    ru_expr_reads(expr(f, RU_MONEY, "{x: mul, a: {x: sub, a: " INCOME ", b: {x: number, name: reserve}}, b: {x: count, filter: {op: all, items: []}}}"),
                  note_slot, seen);
    assert_int_equal(seen[facts_slot(f, "monthly_income") + 1], 1);
    assert_int_equal(seen[facts_slot(f, "currency") + 1], 1);
    assert_int_equal(seen[0], 1);
    assert_int_equal(seen[facts_slot(f, "essential_costs") + 1], 0);
}

/* ---- what happened ---- */

#define CONVERSATION "filter: {op: atom, fact: outcome, test: {m: eq, value: conversation}}"
#define AT(t, rest) "{\"at\":\"" t "\"" rest "}"

static void last_contact(void **state) {
    facts_fixture *f = *state;
    const char *last = "{x: last, " CONVERSATION "}";
    int64_t feb = 1770026400; /* 2026-02-02T10:00:00Z */
    scene(f, "",
          "\"contacts\":[" AT("2026-02-01T10:00:00Z", ",\"outcome\":\"conversation\"") "," AT("2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\"") "," AT(
              "2026-02-03T10:00:00Z", ",\"outcome\":\"voicemail\"") "]");
    expect(f, RU_INSTANT, last, RU_VALUE, feb);
    scene(f, "", "\"contacts\":[" AT("2026-02-01T10:00:00Z", ",\"outcome\":null") "," AT("2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\"") "]");
    expect(f, RU_INSTANT, last, RU_VALUE, feb); /* what only may match is older */
    scene(f, "", "\"contacts\":[" AT("2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\"") "," AT("2026-02-02T10:00:00Z", "") "]");
    expect(f, RU_INSTANT, last, RU_VALUE, feb); /* the same instant is one instant */
    scene(f, "", "\"contacts\":[" AT("2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\"") "," AT("2026-02-02T10:00:01Z", "") "]");
    expect(f, RU_INSTANT, last, RU_UNKNOWN, 0);
    scene(f, "", "\"contacts\":[" AT("2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\"") ",{\"at\":null,\"outcome\":\"conversation\"}]");
    expect(f, RU_INSTANT, last, RU_UNKNOWN, 0);
    scene(f, "", "\"contacts\":[" AT("2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\"") ",{\"at\":null,\"outcome\":\"voicemail\"}]");
    expect(f, RU_INSTANT, last, RU_VALUE, feb);
    scene(f, "", "\"contacts\":[" AT("2026-02-02T10:00:00Z", ",\"outcome\":\"voicemail\"") "]");
    expect(f, RU_INSTANT, last, RU_NONE, 0);
    scene(f, "", "");
    expect(f, RU_INSTANT, last, RU_NONE, 0);
    scene(f, "", "\"contacts\":null");
    expect(f, RU_INSTANT, last, RU_UNKNOWN, 0);
}

#define OUT "filter: {op: atom, fact: direction, test: {m: eq, value: outbound}}"

static void counts(void **state) {
    facts_fixture *f = *state;
    static const char contacts[] = "\"contacts\":[" AT("2026-02-01T10:00:00Z", ",\"automated\":true") "," AT(
        "2026-02-23T10:00:00Z",
        ",\"automated\":false") "," AT("2026-02-24T04:30:00Z",
                                       ",\"automated\":true") "," AT("2026-03-02T10:00:00Z",
                                                                     ",\"automated\":true,\"direction\":\"inbound\"") "," AT("2026-03-02T12:00:00Z",
                                                                                                                             ",\"automated\":true") "]";
    scene(f, "\"timezone\":\"America/Toronto\"", contacts);
    expect(f, RU_INTEGER, "{x: count, " OUT "}", RU_VALUE, 4);
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: days, n: 1}}", RU_VALUE, 1);
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: days, n: 7}}", RU_VALUE, 1); /* 04:30Z is the 23rd in Toronto, outside 24 … 2 */
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: days, n: 8}}", RU_VALUE, 3);
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: hours, n: 2}}", RU_VALUE, 0); /* exactly two hours ago is outside */
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: hours, n: 3}}", RU_VALUE, 1);
    expect(f, RU_INTEGER, "{x: count, " OUT ", since_last: {op: atom, fact: automated, test: {m: eq, value: false}}}", RU_VALUE, 2);
    expect(f, RU_INTEGER, "{x: count, " OUT ", since_last: {op: atom, fact: outcome, test: {m: eq, value: conversation}}}", RU_UNKNOWN, 0);
    expect(f, RU_INTEGER, "{x: count, " OUT ", since_last: {op: atom, fact: asked, test: {m: eq, value: review}}}", RU_VALUE, 4);
    scene(f, "\"timezone_candidates\":[\"America/Toronto\",\"Europe/Paris\"]", contacts);
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: days, n: 7}}", RU_UNKNOWN, 0); /* inside in Paris only */
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: days, n: 8}}", RU_VALUE, 3);
    scene(f, "", contacts);
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: days, n: 7}}", RU_UNKNOWN, 0);
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: hours, n: 3}}", RU_VALUE, 1);
    scene(f, "\"timezone\":\"UTC\"", "\"contacts\":[{\"at\":null},{\"direction\":\"inbound\"}]");
    expect(f, RU_INTEGER, "{x: count, " OUT "}", RU_VALUE, 1);
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: days, n: 7}}", RU_UNKNOWN, 0);
    scene(f, "", "\"contacts\":null");
    expect(f, RU_INTEGER, "{x: count, " OUT "}", RU_UNKNOWN, 0);
    scene(f, "", "");
    expect(f, RU_INTEGER, "{x: count, " OUT "}", RU_VALUE, 0);
}

static ru_unknowns unknowns(facts_fixture *f, ru_type want, const char *text, uint64_t *facts) {
    ru_unknowns u = {.facts = facts};
    *facts = 0;
    ru_expr_unknown(expr(f, want, text), &f->scene, &u);
    return u;
}

static uint64_t field(const facts_fixture *f, const char *name) {
    return UINT64_C(1) << (strcmp(name, "at") == 0 ? (int)f->s->contact.count : ru_fields_find(&f->s->contact, ru_str_of(name)));
}

static void names_what_is_unknown(void **state) {
    facts_fixture *f = *state;
    uint64_t facts;
    scene(f, "\"essential_costs\":5", "");
    unknowns(f, RU_MONEY, "{x: sub, a: " INCOME ", b: {x: smaller, items: [" COSTS ", {x: number, name: reserve}]}}", &facts);
    assert_true(facts == (UINT64_C(1) << facts_slot(f, "monthly_income") | UINT64_C(1) << facts_slot(f, "currency")));
    ru_unknowns u = unknowns(f, RU_INTEGER, "{x: count, " OUT "}", &facts);
    assert_true(!facts && !u.contacts && !u.contact_fields && !u.zone);
    scene(f, "", "\"contacts\":null");
    assert_true(unknowns(f, RU_INTEGER, "{x: count, " OUT "}", &facts).contacts);
    assert_true(unknowns(f, RU_INSTANT, "{x: last, " CONVERSATION "}", &facts).contacts);
    scene(f, "",
          "\"contacts\":[" AT("2026-02-01T10:00:00Z", "") "," AT("2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\"") ",{\"outcome\":\"voicemail\"}]");
    u = unknowns(f, RU_INSTANT, "{x: last, " CONVERSATION "}", &facts);
    assert_true(u.contact_fields == 0);
    u = unknowns(f, RU_INTEGER, "{x: count, " CONVERSATION "}", &facts);
    assert_true(u.contact_fields == field(f, "outcome"));
    u = unknowns(f, RU_INTEGER, "{x: count, " OUT ", within: {x: days, n: 7}}", &facts);
    assert_true(u.zone && u.contact_fields == field(f, "at"));
    u = unknowns(f, RU_INTEGER, "{x: count, " OUT ", within: {x: hours, n: 7}}", &facts);
    assert_true(!u.zone && u.contact_fields == field(f, "at"));
    scene(f, "", "\"contacts\":[{\"outcome\":\"conversation\"}]");
    u = unknowns(f, RU_INSTANT, "{x: last, " CONVERSATION "}", &facts);
    assert_true(u.contact_fields == field(f, "at"));
    scene(f, "",
          "\"contacts\":[" AT("2026-02-01T10:00:00Z", ",\"outcome\":\"conversation\"") "," AT(
              "2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\",\"automated\":true") "," AT("2026-02-03T10:00:00Z", ",\"automated\":true") "]");
    u = unknowns(
        f, RU_INSTANT,
        "{x: last, filter: {op: all, items: [{op: atom, fact: outcome, test: {m: eq, value: conversation}}, {op: atom, fact: automated, test: {m: eq, value: true}}]}}",
        &facts);
    assert_true(u.contact_fields == field(f, "outcome")); /* what is older than a sure one does not matter */
    scene(f, "\"cease_received_at\":\"2026-03-01T12:00:00Z\",\"life_event_on\":\"2026-03-01\"", "");
    assert_true(unknowns(f, RU_DATE, "{x: date_of, of: {x: fact, name: cease_received_at}, steps: []}", &facts).zone);
    assert_false(unknowns(f, RU_DATE, "{x: date_of, of: {x: fact, name: life_event_on}}", &facts).zone);
    expect(f, RU_DATE, "{x: date_of, of: {x: fact, name: cease_received_at}, steps: []}", RU_UNKNOWN, 0); /* no zone to read it in */
    expect(f, RU_DATE, "{x: date_of, of: {x: fact, name: life_event_on}}", RU_VALUE, ru_days_from_civil(2026, 3, 1));
}

/* ---- what time alone changes (docs/SEMANTICS.md 5) ---- */

/* now is 14:00 on 2 March; contacts: yesterday 20:00, a known one, and one whose instant is not known. */
static void moves_with_time(void **state) {
    facts_fixture *f = *state;
#define WHEN(span) "{op: atom, fact: at, test: " span "}"
    static const struct {
        ru_type want;
        const char *text;
        bool reads_day, day; /* as written; with these contacts */
        int64_t next;        /* seconds after now; 0: nothing */
    } all[] = {
        {RU_INTEGER, "{x: count, " OUT "}", false, false, 0},
        {RU_INTEGER, "{x: count, " OUT ", within: {x: days, n: 3}}", true, true, 0},
        {RU_INTEGER, "{x: count, " OUT ", within: {x: hours, n: 20}}", false, false, 2 * 3600}, /* 20 h after 20:00 is 16:00 */
        {RU_INTEGER, "{x: count, " OUT ", within: {x: hours, n: 18}}", false, false, 0},        /* it has left the window already */
        {RU_INTEGER, "{x: count, filter: " WHEN("{m: within_last, value: {x: hours, n: 20}}") "}", false, false, 2 * 3600 + 1}, /* both ends in */
        {RU_INTEGER, "{x: count, filter: " WHEN("{m: longer_ago_than, value: {x: hours, n: 19}}") "}", false, false, 3600 + 1},
        {RU_INTEGER, "{x: count, filter: " WHEN("{m: within_next, value: {x: hours, n: 19}}") "}", false, false, 0},
        {RU_INTEGER, "{x: count, filter: " WHEN("{m: today}") "}", true, true, 0},
        {RU_INTEGER, "{x: count, filter: " WHEN("{m: within_last, value: {x: days, n: 3}}") "}", true, true, 0},
        {RU_INTEGER, "{x: count, filter: " WHEN("{m: at_least, value: \"2026-03-01T00:00:00Z\"}") "}", false, false, 0},
        {RU_INTEGER, "{x: count, filter: {op: atom, fact: promised_on, test: {m: within_last, value: {x: days, n: 3}}}}", false, false, 0},
        {RU_INTEGER, "{x: count, filter: {op: any, items: [{op: all, items: []}, " WHEN("{m: within_last, value: {x: hours, n: 20}}") "]}}", false, false,
         2 * 3600 + 1},
        {RU_INTEGER, "{x: count, filter: {op: not, item: " WHEN("{m: today}") "}}", true, true, 0},
        {RU_INTEGER, "{x: count, " OUT ", since_last: " WHEN("{m: within_last, value: {x: hours, n: 20}}") "}", false, false, 2 * 3600 + 1},
        {RU_INTEGER, "{x: count, " OUT ", since_last: " WHEN("{m: today}") "}", true, true, 0},
        {RU_INSTANT, "{x: last, filter: " WHEN("{m: within_last, value: {x: hours, n: 20}}") "}", false, false, 2 * 3600 + 1},
        {RU_INTEGER, "{x: add, a: 1, b: {x: count, " OUT ", within: {x: hours, n: 20}}}", false, false, 2 * 3600},
        {RU_INTEGER, "{x: smaller, items: [1, {x: count, " OUT ", within: {x: hours, n: 20}}]}", false, false, 2 * 3600},
        {RU_INTEGER, "{x: smaller, items: [1, {x: count, " OUT ", within: {x: days, n: 20}}]}", true, true, 0},
        {RU_INTEGER, "{x: smaller, items: [1, 2]}", false, false, 0},
    };
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        const ru_expr *x = expr(f, all[i].want, all[i].text);
        for (int which = 0; which < 3; which++) {
            bool day = false;
            int64_t next = INT64_MAX;
            scene(f, "\"timezone\":\"UTC\"",
                  which == 0   ? "\"contacts\":[" AT("2026-03-01T20:00:00Z", ",\"promised_on\":\"2026-03-01\"") ",{\"at\":null}]"
                  : which == 1 ? "\"contacts\":[{\"at\":null}]"
                               : "\"contacts\":null");
            ru_expr_moves(x, &f->scene, &day, &next);
            int64_t expected = which || !all[i].next ? INT64_MAX : f->r.now + all[i].next; /* nothing flips that is not known to be there */
            if (day != (which == 0 && all[i].day) || next != expected)
                fail_msg("%s, contacts %d: day %d, next %lld", all[i].text, which, (int)day, next == INT64_MAX ? 0 : (long long)(next - f->r.now));
        }
        if (ru_expr_reads_day(x) != all[i].reads_day) fail_msg("%s reads the day: %d", all[i].text, (int)ru_expr_reads_day(x));
    }
    /* A contact that is yet to come, as simulations may have it, flips when it comes and when it has passed. */
    const ru_expr *soon = expr(f, RU_INTEGER, "{x: count, filter: " WHEN("{m: within_next, value: {x: hours, n: 2}}") "}");
    static const int64_t ahead[][2] = {{10800, 3600}, {7200, 7201}, {3600, 3601}};
    for (size_t i = 0; i < RU_COUNT(ahead); i++) {
        bool day = false;
        int64_t next = INT64_MAX;
        scene(f, "", "\"contacts\":[" AT("2026-03-02T14:00:00Z", "") "]");
        f->r.contacts[0].at = f->r.now + ahead[i][0];
        ru_expr_moves(soon, &f->scene, &day, &next);
        assert_int_equal(next - f->r.now, ahead[i][1]);
    }
#undef WHEN
}

typedef struct shown {
    char text[256];
    size_t n;
} shown;

static void note_contact(void *ctx, const ru_contact *c, ru_tri counts) {
    shown *s = ctx;
    char at[21] = "null";
    if (c->at_state == RU_VALUE) ru_instant_text(c->at, at);
    s->n += (size_t)snprintf(s->text + s->n, sizeof s->text - s->n, "%s%.10s%s", s->n ? " " : "", at, counts == RU_TRUE ? "" : "?");
}

static void shows_contacts(void **state) {
    facts_fixture *f = *state;
    static const struct {
        ru_type want;
        const char *text, *contacts, *shown;
    } all[] = {
        {RU_INSTANT, "{x: last, " CONVERSATION "}",
         AT("2026-02-01T10:00:00Z", ",\"outcome\":\"conversation\"") "," AT("2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\"") "," AT(
             "2026-02-03T10:00:00Z", ",\"outcome\":\"voicemail\""),
         "2026-02-02"},
        {RU_INSTANT, "{x: last, " CONVERSATION "}",
         AT("2026-02-01T10:00:00Z", "") "," AT("2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\"") "," AT("2026-02-03T10:00:00Z", "") ",{\"at\":null}",
         "2026-02-02 2026-02-03? null?"},
        {RU_INSTANT, "{x: last, " CONVERSATION "}", AT("2026-02-01T10:00:00Z", "") ",{\"at\":null,\"outcome\":\"conversation\"}", "2026-02-01? null?"},
        {RU_INSTANT, "{x: last, " CONVERSATION "}", AT("2026-02-01T10:00:00Z", ",\"outcome\":\"voicemail\""), ""},
        {RU_INTEGER, "{x: count, " CONVERSATION "}",
         AT("2026-02-01T10:00:00Z", ",\"outcome\":\"conversation\"") "," AT("2026-02-02T10:00:00Z", "") "," AT("2026-02-03T10:00:00Z",
                                                                                                               ",\"outcome\":\"voicemail\""),
         "2026-02-01 2026-02-02?"},
        {RU_INTEGER, "{x: count, " OUT ", since_last: {op: atom, fact: outcome, test: {m: eq, value: conversation}}}",
         AT("2026-02-01T10:00:00Z", ",\"outcome\":\"conversation\"") "," AT("2026-02-02T10:00:00Z", ",\"outcome\":\"voicemail\""), "2026-02-02"},
        {RU_INTEGER, "{x: count, " OUT ", since_last: {op: atom, fact: outcome, test: {m: eq, value: conversation}}}", AT("2026-02-01T10:00:00Z", ""),
         "2026-02-01?"}, /* since when is not known */
        {RU_INTEGER, "{x: add, a: {x: smaller, items: [1, {x: count, " OUT "}]}, b: 2}", AT("2026-02-01T10:00:00Z", ""), "2026-02-01"},
        {RU_INTEGER, "{x: mul, a: 2, b: {x: count, " OUT "}}", AT("2026-02-01T10:00:00Z", ""), "2026-02-01"},
        {RU_INTEGER, "{x: mul, a: 2, b: 3}", AT("2026-02-01T10:00:00Z", ""), ""},
    };
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        char rest[1024];
        shown s = {"", 0};
        snprintf(rest, sizeof rest, "\"contacts\":[%s]", all[i].contacts);
        scene(f, "", rest);
        ru_expr_contacts(expr(f, all[i].want, all[i].text), &f->scene, note_contact, &s);
        if (strcmp(s.text, all[i].shown) != 0) fail_msg("%s over %s showed %s", all[i].text, all[i].contacts, s.text);
        scene(f, "", "\"contacts\":null");
        s = (shown){"", 0};
        ru_expr_contacts(expr(f, all[i].want, all[i].text), &f->scene, note_contact, &s);
        assert_string_equal(s.text, "");
    }
}

/* An expression whose unknown parts become known must keep every definite answer it gave before. */
static void knowing_more_changes_nothing_definite(void **state) {
    facts_fixture *f = *state;
    static const char *const fields[] = {"\"automated\":true", "\"automated\":false", "\"automated\":null"};
    static const char *const texts[] = {"{x: count, " OUT ", since_last: {op: atom, fact: automated, test: {m: eq, value: false}}}",
                                        "{x: last, filter: {op: atom, fact: automated, test: {m: eq, value: true}}}",
                                        "{x: count, filter: {op: atom, fact: automated, test: {m: eq, value: true}}, within: {x: days, n: 3}}"};
    unsigned seed = 99;
    print_message("seed %u\n", seed);
    for (int i = 0; i < facts_scaled(3000); i++) {
        char with[1024], without[1024];
        size_t n = (size_t)snprintf(with, sizeof with, "\"contacts\":["), m = (size_t)snprintf(without, sizeof without, "\"contacts\":[");
        int count = 1 + i % 5;
        seed = seed * 1664525u + 1013904223u;
        int hidden = (int)(seed >> 8) % count, what = (int)(seed >> 16) % 2;
        for (int k = 0; k < count; k++) {
            seed = seed * 1664525u + 1013904223u;
            char at[48];
            snprintf(at, sizeof at, "\"at\":\"2026-03-0%uT%02u:00:00Z\",", 1 + (seed >> 9) % 2, (seed >> 12) % 14);
            const char *value = fields[(seed >> 20) % 3];
            n += (size_t)snprintf(with + n, sizeof with - n, "%s{%s%s}", k ? "," : "", at, value);
            m += (size_t)snprintf(without + m, sizeof without - m, "%s{%s%s}", k ? "," : "", k == hidden && what ? "\"at\":null," : at,
                                  k == hidden && !what ? fields[2] : value);
        }
        snprintf(with + n, sizeof with - n, "]");
        snprintf(without + m, sizeof without - m, "]");
        for (size_t t = 0; t < RU_COUNT(texts); t++) {
            const ru_expr *x = expr(f, t == 1 ? RU_INSTANT : RU_INTEGER, texts[t]);
            int64_t less, more;
            bool overflow;
            uint64_t facts = 0;
            ru_unknowns u = {.facts = &facts};
            scene(f, "\"timezone\":\"America/Toronto\"", without);
            ru_state a = ru_expr_eval(x, &f->scene, &less, &overflow);
            ru_expr_unknown(x, &f->scene, &u);
            if ((a == RU_UNKNOWN) != (u.contact_fields != 0 || u.zone))
                fail_msg("%s: state %d, unknown fields %llx", without, (int)a, (unsigned long long)u.contact_fields);
            scene(f, "\"timezone\":\"America/Toronto\"", with);
            ru_state b = ru_expr_eval(x, &f->scene, &more, &overflow);
            if (a != RU_UNKNOWN && (a != b || (a == RU_VALUE && less != more))) fail_msg("%s\n%s\n%s", texts[t], without, with);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(computes_money, setup, teardown),
                                       cmocka_unit_test_setup_teardown(computes_time, setup, teardown),
                                       cmocka_unit_test_setup_teardown(is_strict, setup, teardown),
                                       cmocka_unit_test_setup_teardown(overflows, setup, teardown),
                                       cmocka_unit_test_setup_teardown(takes_over_types_and_units, setup, teardown),
                                       cmocka_unit_test_setup_teardown(moves_with_time, setup, teardown),
                                       cmocka_unit_test_setup_teardown(shows_contacts, setup, teardown),
                                       cmocka_unit_test_setup_teardown(constants, setup, teardown),
                                       cmocka_unit_test_setup_teardown(reads, setup, teardown),
                                       cmocka_unit_test_setup_teardown(last_contact, setup, teardown),
                                       cmocka_unit_test_setup_teardown(counts, setup, teardown),
                                       cmocka_unit_test_setup_teardown(names_what_is_unknown, setup, teardown),
                                       cmocka_unit_test_setup_teardown(knowing_more_changes_nothing_definite, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

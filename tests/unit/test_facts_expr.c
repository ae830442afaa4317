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
    if (ru_expr_build(&f->arena, f->s, facts_node(f, text), want, NULL, 0, &x, &f->error) != RUTH_OK)
        fail_msg("%s: %s", text, f->error.message);
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
    expect(f, RU_MONEY, "{x: money_of, round: up, of: {x: smaller, items: [{x: mul, a: " SHARE ", b: " INCOME "}, " INCOME "]}}",
           RU_VALUE, 100003);
    expect(f, RU_MONEY, "{x: money_of, round: up, of: {x: add, a: {x: mul, a: " SHARE ", b: " INCOME "}, b: " COSTS "}}",
           RU_VALUE, 200003);
    expect(f, RU_MONEY, "{x: money_of, round: down, of: {x: sub, a: " INCOME ", b: {x: mul, a: " SHARE ", b: " INCOME "}}}",
           RU_VALUE, 100002);
    expect(f, RU_MONEY, "{x: money_of, round: up, of: {x: sub, a: " INCOME ", b: {x: mul, a: " SHARE ", b: " INCOME "}}}",
           RU_VALUE, 100003);
    /* Only the last operation rounds as asked: 100002.5 became 100002 before. */
    expect(f, RU_MONEY, "{x: money_of, round: up, of: {x: mul, a: {x: mul, a: " SHARE ", b: " INCOME "}, b: " SHARE "}}",
           RU_VALUE, 50001);
    expect(f, RU_MONEY, "{x: mul, a: {x: percent, text: \"12.5\"}, b: " COSTS "}", RU_VALUE, 12500);
    expect(f, RU_INTEGER, "{x: mul, a: {x: fact, name: days_past_due}, b: {x: percent, text: \"25\"}}", RU_VALUE, 2);
    expect(f, RU_INTEGER,
           "{x: integer_of, round: up, of: {x: mul, a: {x: fact, name: days_past_due}, b: {x: percent, text: \"25\"}}}", RU_VALUE,
           3);
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
    expect(f, RU_DATE, "{x: add, a: {x: fact, name: life_event_on}, b: {x: months, n: 1}}", RU_VALUE,
           ru_days_from_civil(2026, 2, 28));
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
    expect(f, RU_MONEY, "{x: mul, a: " INCOME ", b: {x: sub, a: {x: fact, name: life_event_on}, b: {x: number, name: cutoff}}}",
           RU_UNKNOWN, 0);
    expect(f, RU_MONEY, "{x: mul, a: " COSTS ", b: {x: sub, a: {x: fact, name: life_event_on}, b: {x: number, name: cutoff}}}",
           RU_NONE, 0);
    expect(f, RU_MONEY, "{x: money, text: \"5.00 USD\"}", RU_UNKNOWN, 0); /* no figure in this currency */
    scene(f, "\"currency\":null,\"essential_costs\":9223372036854775807", "");
    expect(f, RU_MONEY, "{x: number, name: reserve}", RU_UNKNOWN, 0);
    assert_int_equal(ru_expr_eval(expr(f, RU_MONEY, "{x: add, a: " COSTS ", b: " COSTS "}"), &f->scene, &out, &overflow),
                     RU_UNKNOWN);
    assert_true(overflow);
    assert_int_equal(ru_expr_eval(expr(f, RU_RATIO, "{x: div, a: " COSTS ", b: {x: sub, a: " COSTS ", b: " COSTS "}}"), &f->scene,
                                  &out, &overflow),
                     RU_UNKNOWN);
    assert_true(overflow);
    assert_int_equal(
        ru_expr_eval(expr(f, RU_DATE, "{x: add, a: \"2026-01-01\", b: {x: days, n: 9000000}}"), &f->scene, &out, &overflow),
        RU_UNKNOWN);
    assert_true(overflow);
}

static void refuses(void **state) {
    facts_fixture *f = *state;
    static const struct {
        ru_type want;
        const char *text, *says;
    } all[] = {
        {RU_MONEY, "{x: add, a: " INCOME ", b: {x: fact, name: plans_broken_12m}}", "money cannot be added to an integer"},
        {RU_MONEY, "{x: add, a: " INCOME ", b: 5}", "5 is no amount of money"},
        {RU_MONEY, "{x: smaller, items: [" INCOME ", 5]}", "5 is no amount of money"},
        {RU_MONEY, "5", "5 is no amount of money"},
        {RU_MONEY, "{x: sub, a: " INCOME ", b: " SHARE "}", "a ratio cannot be subtracted from money"},
        {RU_MONEY, "{x: mul, a: " INCOME ", b: " COSTS "}", "money cannot be multiplied by money"},
        {RU_MONEY, "{x: div, a: " INCOME ", b: " SHARE "}", "money cannot be divided by a ratio"},
        {RU_MONEY, "{x: div, a: " INCOME ", b: 0}", "divided by 0"},
        {RU_INTEGER, "{x: add, a: {x: fact, name: days_past_due}, b: {x: months, n: 3}}", "days cannot be added to months"},
        {RU_INTEGER, "{x: smaller, items: [{x: fact, name: days_past_due}, {x: hours, n: 3}]}",
         "days cannot be compared with hours"},
        {RU_INTEGER, "{x: mul, a: {x: fact, name: days_past_due}, b: {x: days, n: 3}}", "days cannot be multiplied by days"},
        {RU_INTEGER, "{x: hours, n: {x: number, name: early_until}}", "counts days already"},
        {RU_DATE, "{x: add, a: {x: fact, name: life_event_on}, b: 5}", "days(5)"},
        {RU_DATE, "{x: add, a: {x: fact, name: life_event_on}, b: {x: hours, n: 5}}", "a date cannot be added to hours"},
        {RU_INTEGER, "{x: sub, a: {x: fact, name: life_event_on}, b: {x: fact, name: cease_received_at}}",
         "an instant cannot be subtracted from a date"},
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
        {RU_INTEGER, "{x: count, filter: {op: all, items: []}, within: {x: days, n: {x: fact, name: days_past_due}}}",
         "must be a constant"},
        {RU_INTEGER, "{x: count, filter: {op: all, items: []}, within: {x: months, n: 3}}", "expected a span"},
    };
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        const ru_expr *x;
        if (ru_expr_build(&f->arena, f->s, facts_node(f, all[i].text), all[i].want, NULL, 0, &x, &f->error) == RUTH_OK)
            fail_msg("was not refused: %s", all[i].text);
        if (!strstr(f->error.message, all[i].says)) fail_msg("%s gave: %s", all[i].text, f->error.message);
        assert_string_equal(f->error.file, "rules.lua");
    }
}

static void constants(void **state) {
    facts_fixture *f = *state;
    int64_t values[RU_MAX_CURRENCIES];
    bool has[RU_MAX_CURRENCIES], by_currency;
    assert_true(ru_expr_constant(expr(f, RU_MONEY, "{x: mul, a: " SHARE ", b: {x: number, name: reserve}}"), f->s, &by_currency,
                                 values, has));
    assert_true(by_currency && has[0] && values[0] == 2500 && has[1] && values[1] == 3250 && !has[2]);
    assert_true(ru_expr_constant(expr(f, RU_INTEGER, "{x: days, n: 7}"), f->s, &by_currency, values, has));
    assert_true(!by_currency && has[0] && values[0] == 7);
    assert_true(ru_expr_constant(expr(f, RU_MONEY, "0"), f->s, &by_currency, values, has));
    assert_true(!by_currency && has[0] && values[0] == 0);
    assert_false(ru_expr_constant(expr(f, RU_MONEY, INCOME), f->s, &by_currency, values, has));
    assert_false(
        ru_expr_constant(expr(f, RU_INTEGER, "{x: count, filter: {op: all, items: []}}"), f->s, &by_currency, values, has));
}

static void note_slot(void *ctx, int slot) {
    int *seen = ctx;
    seen[slot + 1]++;
}

static void reads(void **state) {
    facts_fixture *f = *state;
    int seen[64] = {0};
    ru_expr_reads(expr(f, RU_MONEY,
                       "{x: mul, a: {x: sub, a: " INCOME
                       ", b: {x: number, name: reserve}}, b: {x: count, filter: {op: all, items: []}}}"),
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
          "\"contacts\":[" AT("2026-02-01T10:00:00Z", ",\"outcome\":\"conversation\"") "," AT(
              "2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\"") "," AT("2026-02-03T10:00:00Z",
                                                                              ",\"outcome\":\"voicemail\"") "]");
    expect(f, RU_INSTANT, last, RU_VALUE, feb);
    scene(f, "",
          "\"contacts\":[" AT("2026-02-01T10:00:00Z", ",\"outcome\":null") "," AT("2026-02-02T10:00:00Z",
                                                                                  ",\"outcome\":\"conversation\"") "]");
    expect(f, RU_INSTANT, last, RU_VALUE, feb); /* what only may match is older */
    scene(f, "",
          "\"contacts\":[" AT("2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\"") "," AT("2026-02-02T10:00:00Z", "") "]");
    expect(f, RU_INSTANT, last, RU_VALUE, feb); /* the same instant is one instant */
    scene(f, "",
          "\"contacts\":[" AT("2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\"") "," AT("2026-02-02T10:00:01Z", "") "]");
    expect(f, RU_INSTANT, last, RU_UNKNOWN, 0);
    scene(f, "",
          "\"contacts\":[" AT("2026-02-02T10:00:00Z",
                              ",\"outcome\":\"conversation\"") ",{\"at\":null,\"outcome\":\"conversation\"}]");
    expect(f, RU_INSTANT, last, RU_UNKNOWN, 0);
    scene(
        f, "",
        "\"contacts\":[" AT("2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\"") ",{\"at\":null,\"outcome\":\"voicemail\"}]");
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
    static const char contacts[] =
        "\"contacts\":[" AT("2026-02-01T10:00:00Z", ",\"automated\":true") "," AT("2026-02-23T10:00:00Z", ",\"automated\":false") "," AT(
            "2026-02-24T04:30:00Z",
            ",\"automated\":true") "," AT("2026-03-02T10:00:00Z",
                                          ",\"automated\":true,\"direction\":\"inbound\"") "," AT("2026-03-02T12:00:00Z",
                                                                                                  ",\"automated\":true") "]";
    scene(f, "\"timezone\":\"America/Toronto\"", contacts);
    expect(f, RU_INTEGER, "{x: count, " OUT "}", RU_VALUE, 4);
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: days, n: 1}}", RU_VALUE, 1);
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: days, n: 7}}", RU_VALUE,
           1); /* 04:30Z is the 23rd in Toronto, outside 24 … 2 */
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: days, n: 8}}", RU_VALUE, 3);
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: hours, n: 2}}", RU_VALUE, 0); /* exactly two hours ago is outside */
    expect(f, RU_INTEGER, "{x: count, " OUT ", within: {x: hours, n: 3}}", RU_VALUE, 1);
    expect(f, RU_INTEGER, "{x: count, " OUT ", since_last: {op: atom, fact: automated, test: {m: eq, value: false}}}", RU_VALUE,
           2);
    expect(f, RU_INTEGER, "{x: count, " OUT ", since_last: {op: atom, fact: outcome, test: {m: eq, value: conversation}}}",
           RU_UNKNOWN, 0);
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
          "\"contacts\":[" AT("2026-02-01T10:00:00Z", "") "," AT(
              "2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\"") ",{\"outcome\":\"voicemail\"}]");
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
              "2026-02-02T10:00:00Z", ",\"outcome\":\"conversation\",\"automated\":true") "," AT("2026-02-03T10:00:00Z",
                                                                                                 ",\"automated\":true") "]");
    u = unknowns(
        f, RU_INSTANT,
        "{x: last, filter: {op: all, items: [{op: atom, fact: outcome, test: {m: eq, value: conversation}}, {op: atom, fact: automated, test: {m: eq, value: true}}]}}",
        &facts);
    assert_true(u.contact_fields == field(f, "outcome")); /* what is older than a sure one does not matter */
}

/* An expression whose unknown parts become known must keep every definite answer it gave before. */
static void knowing_more_changes_nothing_definite(void **state) {
    facts_fixture *f = *state;
    static const char *const fields[] = {"\"automated\":true", "\"automated\":false", "\"automated\":null"};
    static const char *const texts[] = {
        "{x: count, " OUT ", since_last: {op: atom, fact: automated, test: {m: eq, value: false}}}",
        "{x: last, filter: {op: atom, fact: automated, test: {m: eq, value: true}}}",
        "{x: count, filter: {op: atom, fact: automated, test: {m: eq, value: true}}, within: {x: days, n: 3}}"};
    unsigned seed = 99;
    print_message("seed %u\n", seed);
    for (int i = 0; i < facts_scaled(3000); i++) {
        char with[1024], without[1024];
        size_t n = (size_t)snprintf(with, sizeof with, "\"contacts\":["),
               m = (size_t)snprintf(without, sizeof without, "\"contacts\":[");
        int count = 1 + i % 5;
        seed = seed * 1664525u + 1013904223u;
        int hidden = (int)(seed >> 8) % count, what = (int)(seed >> 16) % 2;
        for (int k = 0; k < count; k++) {
            seed = seed * 1664525u + 1013904223u;
            char at[48];
            snprintf(at, sizeof at, "\"at\":\"2026-03-0%uT%02u:00:00Z\",", 1 + (seed >> 9) % 2, (seed >> 12) % 14);
            const char *value = fields[(seed >> 20) % 3];
            n += (size_t)snprintf(with + n, sizeof with - n, "%s{%s%s}", k ? "," : "", at, value);
            m += (size_t)snprintf(without + m, sizeof without - m, "%s{%s%s}", k ? "," : "",
                                  k == hidden && what ? "\"at\":null," : at, k == hidden && !what ? fields[2] : value);
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
                                       cmocka_unit_test_setup_teardown(refuses, setup, teardown),
                                       cmocka_unit_test_setup_teardown(constants, setup, teardown),
                                       cmocka_unit_test_setup_teardown(reads, setup, teardown),
                                       cmocka_unit_test_setup_teardown(last_contact, setup, teardown),
                                       cmocka_unit_test_setup_teardown(counts, setup, teardown),
                                       cmocka_unit_test_setup_teardown(names_what_is_unknown, setup, teardown),
                                       cmocka_unit_test_setup_teardown(knowing_more_changes_nothing_definite, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_decide_plans.c: instalments against a search of every number of payments; menus, pauses, reduced payments. */
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

#include "engine/decide/session.h"

static int64_t up(int64_t a, int64_t b) { return (a + b - 1) / b; }

/* Lowest feasible payment by trying every n. */
static int64_t search_most(int64_t sum, int64_t smallest, int64_t longest) {
    int64_t best = 0;
    for (int64_t n = 1; n <= longest && n <= sum; n++) {
        int64_t p = up(sum, n);
        if (p >= smallest && (n - 1) * p < sum) best = n;
    }
    return best;
}

static void most_is_what_a_search_finds(void **state) {
    (void)state;
    support_random r = {20260302};
    printf("seed 20260302\n");
    for (long i = 0; i < support_scaled(200000); i++) {
        int64_t sum = support_between(&r, 1, 400), smallest = support_between(&r, 0, 60), longest = support_between(&r, 1, 60);
        int64_t got = ru_instalment_most(sum, smallest, longest), want = search_most(sum, smallest, longest);
        if (got != want)
            fail_msg("sum %lld smallest %lld longest %lld: %lld payments, a search finds %lld", (long long)sum, (long long)smallest, (long long)longest,
                     (long long)got, (long long)want);
    }
}

static const support_file plan_files[] = {
    {"facts.yaml",
     "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD, JPY], source: host }\n"
     "balance: { type: money, source: host }\ncan_pay: { type: money, source: person, ask: { en: \"How much?\" } }\nill: { type: boolean, if_missing: false, source: person }\n"
     "rhythm: { type: enum, values: [week, two_weeks, month], source: person }\n"},
    {"numbers.yaml", "least: { type: money, USD: \"5.00\", JPY: \"500\" }\n"},
    {"plans.lua",
     "plan \"steps\" { when = { balance = above(0) }, offer = instalments { of = fact.balance, up_to = fact.can_pay, every = fact.rhythm, longest = months(36), smallest = number.least }, because = \"{instalment} times {count}\" }\n"
     "plan \"rest\" { when = { ill = true }, offer = pause_payments { months = 2 } }\n"
     "plan \"less\" { when = { ill = true }, offer = reduced { up_to = fact.can_pay, every = \"month\", months = 6 } }\n"},
    {NULL, NULL},
};

static const char *ask(support_world *w, const char *facts) {
    char line[1024];
    snprintf(line, sizeof line, "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",%s}}", facts);
    return support_decide(w, line);
}

static void menu_starts_with_the_lowest_payment(void **state) {
    (void)state;
    support_world w;
    support_open(&w, plan_files);
    const char *d = ask(&w, "\"currency\":\"USD\",\"balance\":123456,\"can_pay\":10000,\"rhythm\":\"month\"");
    assert_has(
        d,
        "\"plans\":[{\"id\":\"steps-36\",\"plan\":\"steps\",\"instalment\":3430,\"count\":36,\"every\":\"month\",\"first_due\":\"2026-04-01\",\"last\":3406,\"total\":123456,\"left\":null,\"because\":\"34.30 USD times 36\"}");
    assert_has(d, "{\"id\":\"steps-13\",\"plan\":\"steps\",\"instalment\":9497,\"count\":13");
    assert_has(d, "\"possible\":{\"plans\":[],\"referrals\":[]}");
    support_close(&w);
}

static void weekly_payments_fit_the_month(void **state) {
    (void)state;
    support_world w;
    support_open(&w, plan_files);
    /* 100.00 a month is 23.07 a week, rounded toward the person; 4 x 23.07 is under 100.00 */
    const char *d = ask(&w, "\"currency\":\"USD\",\"balance\":20000,\"can_pay\":10000,\"rhythm\":\"week\"");
    assert_has(d, "\"instalment\":2223,\"count\":9,\"every\":\"week\"");
    assert_has(d, "\"first_due\":\"2026-03-12\"");
    support_close(&w);
}

static void unknown_means_is_possible_and_asks(void **state) {
    (void)state;
    support_world w;
    support_open(&w, plan_files);
    const char *d = ask(&w, "\"currency\":\"USD\",\"balance\":123456,\"can_pay\":null,\"rhythm\":\"month\"");
    assert_has(d, "\"plans\":[],");
    assert_has(d, "\"possible\":{\"plans\":[{\"plan\":\"steps\",\"needs\":[\"can_pay\"]}]");
    assert_has(d, "\"ask\":[{\"fact\":\"can_pay\",\"question\":\"How much?\",\"would_change\":[\"plans\"]}]");
    assert_has(d, "\"unknown\":[\"can_pay\"]");
    d = ask(&w, "\"currency\":null,\"balance\":123456,\"can_pay\":10000,\"rhythm\":\"month\"");
    assert_has(d, "\"needs\":[\"currency\"]"); /* the smallest instalment has no figure without a currency */
    support_close(&w);
}

static void nothing_feasible_is_not_offered(void **state) {
    (void)state;
    support_world w;
    support_open(&w, plan_files);
    assert_has(ask(&w, "\"currency\":\"USD\",\"balance\":123456,\"can_pay\":3000,\"rhythm\":\"month\""), "\"plans\":[],"); /* 36 x 30.00 < 1234.56 */
    assert_has(ask(&w, "\"currency\":\"USD\",\"balance\":0,\"can_pay\":3000,\"rhythm\":\"month\""), "\"plans\":[],");
    assert_has(ask(&w, "\"currency\":\"USD\",\"balance\":-5000,\"can_pay\":3000,\"rhythm\":\"month\""), "\"plans\":[],");
    support_close(&w);
}

static void pause_and_reduced(void **state) {
    (void)state;
    support_world w;
    support_open(&w, plan_files);
    const char *d = ask(&w, "\"currency\":\"JPY\",\"balance\":100000,\"can_pay\":4000,\"rhythm\":\"month\",\"ill\":true");
    assert_has(d, "\"plans\":[{\"id\":\"rest-0\",\"plan\":\"rest\",\"instalment\":0,\"count\":0,\"every\":\"month\",\"first_due\":\"2026-05-02\"");
    assert_has(
        d,
        "{\"id\":\"less-6\",\"plan\":\"less\",\"instalment\":4000,\"count\":6,\"every\":\"month\",\"first_due\":\"2026-04-01\",\"last\":4000,\"total\":24000");
    support_close(&w);
}

/* The first payment is due two days after the payday, on a business day; one that is past comes round in the rhythm of the payments, one too far away says nothing (SEMANTICS 35). */
static void the_first_payment_follows_the_payday(void **state) {
    static const support_file files[] = {
        {"policy.yaml", "policy: p\nversion: 1.0.0\nlanguages: [en]\nholidays: [2026-03-09]\n"},
        {"facts.yaml",
         "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\n"
         "payday: { type: date, if_missing: none_on_file }\nrhythm: { type: enum, values: [week, two_weeks, month] }\n"},
        {"plans.lua",
         "plan \"steps\" { when = otherwise, offer = instalments { up_to = money \"500.00 USD\", every = fact.rhythm, longest = 5, payday = fact.payday } }\n"
         "plan \"less\" { when = otherwise, offer = reduced { up_to = money \"50.00 USD\", every = fact.rhythm, months = 2, payday = fact.payday, left_of = money \"80.00 USD\" } }\n"},
        {NULL, NULL},
    };
    static const struct {
        const char *payday, *rhythm, *due;
    } all[] = {
        /* today is Monday, 2 March 2026 */
        {"\"2026-03-02\"", "month", "2026-03-04"}, {"\"2026-03-06\"", "month", "2026-03-10"}, /* the 8th is a Sunday, the 9th a holiday */
        {"\"2026-02-27\"", "month", "2026-03-30"}, {"\"2026-02-27\"", "week", "2026-03-10"},  {"\"2026-02-27\"", "two_weeks", "2026-03-16"},
        {"\"2026-01-31\"", "month", "2026-04-02"}, /* 31 January, 28 February (past), 31 March */
        {"\"2025-03-01\"", "month", "2026-04-03"}, {"\"2025-02-28\"", "month", "2026-04-01"}, {"\"2027-03-03\"", "month", "2027-03-05"},
        {"\"2027-03-04\"", "month", "2026-04-01"}, {"null", "month", "2026-04-01"},           {"null", "week", "2026-03-12"},
        {"\"2027-03-04\"", "week", "2026-03-12"},
    };
    support_world w;
    (void)state;
    support_open(&w, files);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char facts[256], has[64];
        snprintf(facts, sizeof facts, "\"currency\":\"USD\",\"balance\":50000,\"payday\":%s,\"rhythm\":\"%s\"", all[i].payday, all[i].rhythm);
        snprintf(has, sizeof has, "\"first_due\":\"%s\"", all[i].due);
        const char *d = ask(&w, facts), *steps = strstr(d, "{\"id\":\"steps-"), *less = strstr(d, "{\"id\":\"less-");
        assert_non_null(steps);
        assert_non_null(less);
        if (strncmp(strstr(steps, "\"first_due\""), has, strlen(has)) != 0 || strncmp(strstr(less, "\"first_due\""), has, strlen(has)) != 0)
            fail_msg("payday %s, %s: expected %s in %.200s", all[i].payday, all[i].rhythm, has, steps);
    }
    support_close(&w);
}

/* Sums as large as they can be: what cannot be reckoned is not offered, and nothing overflows. */
static void the_largest_sums(void **state) {
    static const struct {
        const char *facts, *has;
    } all[] = {
        {"\"currency\":\"USD\",\"balance\":9223372036854775807,\"can_pay\":9223372036854775807,\"rhythm\":\"month\"",
         "\"instalment\":256204778801521551,\"count\":36"},
        {"\"currency\":\"USD\",\"balance\":9223372036854775807,\"can_pay\":9223372036854775807,\"rhythm\":\"week\"",
         "\"plans\":[],"}, /* a month's figure as a week's */
        {"\"currency\":\"USD\",\"balance\":9223372036854775807,\"can_pay\":768614336404564650,\"rhythm\":\"week\"",
         "\"instalment\":59124179723428051,\"count\":156"},
        {"\"currency\":\"USD\",\"balance\":9223372036854775807,\"can_pay\":768614336404564650,\"rhythm\":\"two_weeks\"", "\"count\":78"},
        {"\"currency\":\"USD\",\"balance\":9223372036854775807,\"can_pay\":9223372036854775807,\"rhythm\":null,\"ill\":true",
         "{\"id\":\"less-1\",\"plan\":\"less\",\"instalment\":9223372036854775807,\"count\":1"},
        {"\"currency\":\"USD\",\"balance\":9223372036854775807,\"can_pay\":2000000000000000000,\"rhythm\":null,\"ill\":true",
         "{\"id\":\"less-5\",\"plan\":\"less\",\"instalment\":2000000000000000000,\"count\":5,\"every\":\"month\",\"first_due\":\"2026-04-01\",\"last\":1223372036854775807,\"total\":9223372036854775807"},
        {"\"currency\":\"USD\",\"balance\":-5,\"can_pay\":100,\"rhythm\":\"month\",\"ill\":true", "{\"id\":\"rest-0\""},
    };
    support_world w;
    (void)state;
    support_open(&w, plan_files);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) assert_has(ask(&w, all[i].facts), all[i].has);
    assert_lacks(ask(&w, all[6].facts), "\"id\":\"less-");
    support_close(&w);
    assert_int_equal(ru_plan_monthly(INT64_MAX / 52, RU_EVERY_WEEK), INT64_MAX / 52 * 52 / 12);
    assert_int_equal(ru_plan_monthly(INT64_MAX / 52 + 1, RU_EVERY_WEEK), INT64_MAX); /* heavier than any */
    assert_int_equal(ru_plan_monthly(INT64_MAX / 26 + 1, RU_EVERY_TWO_WEEKS), INT64_MAX);
    const ru_plan_item endless = {.first_due = 20600, .every = RU_EVERY_MONTH, .count = 20002}, pause = {.first_due = 20600};
    assert_int_equal(ru_plan_until(&endless), INT32_MAX);
    assert_int_equal(ru_plan_until(&pause), 20600);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(most_is_what_a_search_finds),          cmocka_unit_test(menu_starts_with_the_lowest_payment),
        cmocka_unit_test(weekly_payments_fit_the_month),        cmocka_unit_test(unknown_means_is_possible_and_asks),
        cmocka_unit_test(nothing_feasible_is_not_offered),      cmocka_unit_test(pause_and_reduced),
        cmocka_unit_test(the_first_payment_follows_the_payday), cmocka_unit_test(the_largest_sums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_policy_limits.c: limits in the forms that are seldom written: whom they are about, when they begin and end, what they leave open. */
#include <stdio.h>
#include <string.h>

#include "tests/support/asking.h"

#define LIMIT(text) "limit \"l\" { cite = house \"1\", " text " }\n"
static support_world w;

/* Asked on Wednesday, 10 June 2026, noon in New York; the 15th is a holiday. */
/* clang-format off */
static void whom_and_when(void **state) {
    static const struct { const char *limit; asking q; const char *outcome; } rows[] = {
        /* hours */
        {LIMIT("hours = { mon_fri = { \"09:00\", \"17:00\" }, sat = open }"), {0}, "free"},
        {LIMIT("hours = { mon_fri = { \"09:00\", \"17:00\" }, sat = open }"), {.now = "2026-06-13T07:00:00Z"}, "free"}, /* Saturday, 03:00 */
        {LIMIT("hours = { mon_fri = { \"09:00\", \"17:00\" }, sat = open }"), {.now = "2026-06-14T16:00:00Z"}, "2026-06-15T13:00:00Z"}, /* a holiday of which nothing is said is a day like another */
        {LIMIT("hours = { mon_fri = { \"09:00\", \"17:00\" }, holidays = closed }"), {.now = "2026-06-14T16:00:00Z"}, "2026-06-16T13:00:00Z"},
        {LIMIT("hours = { mon_fri = closed, sat_sun = { \"09:00\", \"17:00\" }, holidays = open }"), {.now = "2026-06-15T05:00:00Z"}, "free"},
        {LIMIT("hours = { mon_sat = { { \"09:00\", \"10:00\" }, { \"10:00\", \"11:00\" }, { \"13:00\", \"24:00\" } } }"), {0}, "2026-06-10T17:00:00Z"},
        {LIMIT("hours = { mon_thu = { \"13:00\", \"14:00\" } }, hours_in = \"Europe/Paris\""), {0}, "2026-06-11T11:00:00Z"},
        /* whom */
        {LIMIT("on = { channel = none_of(\"letter\", \"email\") }, forbid = true"), {0}, "event"},
        {LIMIT("on = { channel = none_of(\"voice\") }, forbid = true"), {0}, "free"},
        {LIMIT("on = { channel = one_of(\"voice\", \"email\") }, forbid = true"), {0}, "event"},
        {LIMIT("on = outbound, except_on = { channel = \"voice\", place = \"work\" }, forbid = true"), {0}, "event"}, /* where is not said */
        {LIMIT("on = outbound, except_on = { channel = \"voice\", place = \"work\" }, forbid = true"), {.proposed = "\"channel\":\"voice\",\"at\":\"2026-06-10T16:00:00Z\",\"place\":\"work\""}, "free"},
        {LIMIT("on = { place = \"work\" }, forbid = true"), {.proposed = "\"channel\":\"voice\",\"at\":\"2026-06-10T16:00:00Z\",\"place\":\"home\""}, "free"},
        {LIMIT("on = { tone = none_of(\"plain\") }, forbid = true"), {0}, "free"}, /* about tones: no contact by itself is refused */
        {LIMIT("on = { action = \"none\" }, hours = { mon_fri = closed }"), {0}, "event"}, /* hours are about contacts, whatever they are on */
        {LIMIT("on = outbound, except_on = { tone = \"plain\" }, forbid = true"), {0}, "event"},
        {LIMIT("on = outbound, except_on = { action = \"none\" }, forbid = true"), {0}, "event"},
        {LIMIT("when = { late = above(5) }, unless = { balance = 0 }, forbid = true"), {.facts = "\"late\":6,\"balance\":0"}, "free"},
        {LIMIT("when = { late = above(5) }, unless = { balance = 0 }, forbid = true"), {.facts = "\"late\":6,\"balance\":null"}, "event"},
        /* from when, until when */
        {LIMIT("forbid = true, during = hours(5), from = fact.told_at"), {.facts = "\"told_at\":\"2026-06-10T14:30:00Z\""}, "2026-06-10T19:30:00Z"},
        {LIMIT("forbid = true, during = hours(0), from = fact.told_at"), {.facts = "\"told_at\":\"2026-06-10T14:30:00Z\""}, "free"},
        {LIMIT("forbid = true, during = days(2), from = fact.told_at"), {.facts = "\"told_at\":\"2026-06-10T03:30:00Z\""}, "2026-06-11T04:00:00Z"}, /* the evening before, in New York */
        {LIMIT("forbid = true, during = days(2), from = last { outcome = \"conversation\" }"), {.contacts = "{\"at\":\"2026-06-10T12:00:00Z\",\"channel\":\"voice\",\"outcome\":\"conversation\"}"}, "2026-06-12T04:00:00Z"},
        {LIMIT("forbid = true, during = days(2), from = last { outcome = \"conversation\" }"), {0}, "event"}, /* it has no beginning, so no end */
        {LIMIT("forbid = true, until_date = fact.told_at"), {.facts = "\"told_at\":\"2026-06-20T03:30:00Z\""}, "2026-06-20T03:30:00Z"},
        {LIMIT("forbid = true, until_date = fact.owed_on"), {.facts = "\"owed_on\":\"2026-06-12\""}, "2026-06-12T04:00:00Z"},
        {LIMIT("forbid = true, through = fact.owed_on"), {.facts = "\"owed_on\":\"2026-06-12\""}, "2026-06-13T04:00:00Z"},
        {LIMIT("forbid = true, starting = fact.told_at"), {.facts = "\"told_at\":\"2026-06-10T16:00:01Z\""}, "free"},
        {LIMIT("forbid = true, starting = fact.told_at"), {.facts = "\"told_at\":\"2026-06-10T16:00:00Z\""}, "event"},
        {LIMIT("forbid = true, starting = fact.owed_on, until_date = fact.free_on"), {.facts = "\"owed_on\":\"2026-06-10\",\"told_at\":\"2026-06-10T16:00:00Z\""}, "2026-06-14T04:00:00Z"}, /* a business day and three days on */
        {LIMIT("hand_over = team \"care\", by = hours(4), during = days(1), from = fact.owed_on"), {.facts = "\"owed_on\":\"2026-06-10\""}, "2026-06-11T04:00:00Z"},
        {LIMIT("valid_from = \"2026-06-11\", forbid = true"), {0}, "free"},
        {LIMIT("valid_until = \"2026-06-10\", forbid = true"), {0}, "2026-06-11T04:00:00Z"},
        /* counting */
        {LIMIT("at_most = { 1, days(7) }, per = \"person\""), {.contacts = "{\"at\":\"2026-06-10T12:00:00Z\",\"channel\":\"voice\",\"person\":\"a\"}", .proposed = "\"channel\":\"voice\",\"at\":\"2026-06-10T16:00:00Z\",\"person\":\"b\""}, "free"},
        {LIMIT("at_most = { 1, days(7) }, per = \"person\""), {.contacts = "{\"at\":\"2026-06-10T12:00:00Z\",\"channel\":\"voice\",\"person\":\"a\"}", .proposed = "\"channel\":\"voice\",\"at\":\"2026-06-10T16:00:00Z\",\"person\":\"a\""}, "2026-06-17T04:00:00Z"},
        {LIMIT("at_most = { { 0, ever } }, counting = { outcome = \"conversation\" }"), {0}, "event"}, /* none at all */
        {LIMIT("at_most = { { 1, stricter(hours(2), business_days(1)) } }"), {.contacts = "{\"at\":\"2026-06-10T15:00:00Z\",\"channel\":\"voice\"}"}, "2026-06-11T04:00:00Z"},
        {LIMIT("at_most = { { 1, days(7) } }, except = { prior = true }"), {.contacts = "{\"at\":\"2026-06-10T15:00:00Z\",\"channel\":\"voice\"}", .proposed = "\"channel\":\"voice\",\"at\":\"2026-06-10T16:00:00Z\",\"prior\":true"}, "free"},
        {LIMIT("wait = stricter(hours(30), days(1)), after = fact.told_at"), {.facts = "\"told_at\":\"2026-06-10T12:00:00Z\""}, "2026-06-11T18:00:00Z"},
        {LIMIT("wait = { business_days(1), days(1) }, after = fact.owed_on"), {.facts = "\"owed_on\":\"2026-06-12\""}, "2026-06-17T04:00:00Z"}, /* Friday; the next business day is Tuesday */
        {LIMIT("wait = days(1), after = fact.owed_on, at_most = { { 9, days(1) } }"), {.facts = "\"owed_on\":\"2026-06-10\""}, "2026-06-11T04:00:00Z"},
        {LIMIT("forbid = true, lifted_for = days(2), lifted_from = fact.owed_on"), {.facts = "\"owed_on\":\"2026-06-10\""}, "free"},
        {LIMIT("ceiling = { amount = money \"5.00 USD\" }"), {.facts = "\"currency\":\"USD\"", .proposed = "\"channel\":\"voice\",\"at\":\"2026-06-10T16:00:00Z\",\"amount\":501"}, "event"},
        {LIMIT("ceiling = { amount = money \"5.00 USD\" }"), {.facts = "\"currency\":\"USD\"", .proposed = "\"channel\":\"voice\",\"at\":\"2026-06-10T16:00:00Z\",\"amount\":500"}, "free"},
        {LIMIT("ceiling = { amount = fact.cap }"), {.facts = "\"cap\":null", .proposed = "\"channel\":\"voice\",\"at\":\"2026-06-10T16:00:00Z\",\"amount\":1"}, "event"},
    };
    static const support_file more[] = {{"teams.yaml", "care: { name: { en: Care } }\n"}, {NULL, NULL}};
    int wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        asking_open_with(&w, rows[i].limit, more);
        const char *outcome = asking_outcome(&w, &rows[i].q);
        if (strcmp(outcome, rows[i].outcome) != 0) print_error("%s gives %s, expected %s\n", rows[i].limit, outcome, rows[i].outcome), wrong++;
        support_close(&w);
    }
    assert_int_equal(wrong, 0);
}
/* clang-format on */

/* Tones, actions and plans that a limit leaves open. */
static void tones_actions_and_plans(void **state) {
    static const struct {
        const char *limit, *action, *tone, *plans;
    } rows[] = {
        {"", "write", "firm", "\"plan\":\"parts\""},
        {LIMIT("on = { tone = \"firm\" }, forbid = true"), "write", "plain", "\"plan\":\"parts\""},
        {LIMIT("on = { tone = none_of(\"soft\") }, forbid = true"), "write", "soft", "\"plan\":\"parts\""},
        {LIMIT("on = { tone = one_of(\"firm\", \"plain\") }, except_on = { tone = \"plain\" }, forbid = true"), "write", "plain", "\"plan\":\"parts\""},
        {LIMIT("on = { action = one_of(\"write\", \"sue\") }, forbid = true"), "note", "firm", "\"plan\":\"parts\""},
        {LIMIT("on = { action = none_of(\"none\") }, except_on = { action = \"note\" }, forbid = true"), "note", "firm", "\"plan\":\"parts\""},
        {LIMIT("on = { purpose = \"demand\" }, forbid = true"), "note", "firm", "\"plan\":\"parts\""},
        {LIMIT("on = { purpose = none_of(\"help\") }, forbid = true"), "note", "firm", "\"plan\":\"parts\""},
        {LIMIT("on = { action = \"write\", tone = \"firm\" }, forbid = true"), "write", "plain", "\"plan\":\"parts\""},
        {LIMIT("on = { action = \"note\", tone = \"firm\" }, forbid = true"), "write", "firm", "\"plan\":\"parts\""}, /* another action */
        {LIMIT("tone_at_most = \"soft\", action_at_most = \"note\""), "note", "soft", "\"plan\":\"parts\""},
        {LIMIT("on = { plan = \"parts\" }, forbid = true"), "write", "firm", "\"plan\":\"later\""},
        {LIMIT("on = { plan = none_of(\"later\") }, forbid = true"), "write", "firm", "\"plan\":\"later\""},
        {LIMIT("on = { plan = one_of(\"parts\", \"later\") }, except_on = { plan = \"parts\" }, forbid = true"), "write", "firm", "\"plan\":\"parts\""},
        {LIMIT("on = { plan = \"parts\" }, only_if = { late = above(50) }"), "write", "firm", "\"plan\":\"later\""},
        {LIMIT("on = { plan = \"parts\" }, leave_at_least = money \"90.00 USD\""), "write", "firm", "\"plan\":\"later\""},
        {LIMIT("leave_at_least = money \"70.00 USD\""), "write", "firm", "\"plan\":\"parts\""},
    };
    int wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const support_file files[] = {
            {"facts.yaml",
             "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nlate: { type: integer, source: host }\ndisposable: { type: money, source: person }\n"},
            {"ladders.lua",
             "ladder \"action\" { { \"none\", contact = false }, { \"note\" }, { \"write\", gives_way = \"note\" }, { \"sue\" } }\nladder \"tone\" { { \"soft\" }, { \"plain\" }, { \"firm\" } }\nladder \"channel\" { { \"letter\" } }\n"},
            {"actions.lua", "action \"write\" { when = { late = above(5) }, message = \"ask\" }\naction \"note\" { when = otherwise, message = \"help\" }\n"},
            {"tones.lua", "tone \"firm\" { when = otherwise }\n"},
            {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
            {"plans.lua",
             "plan \"parts\" { when = otherwise, offer = instalments { up_to = money \"20.00 USD\", longest = 5 } }\nplan \"later\" { when = otherwise, offer = pause_payments { months = 1 } }\n"},
            {"messages/en.yaml",
             "ask:\n  purpose: demand\n  variants: { letter: { soft: { body: a }, plain: { body: b }, firm: { body: c } } }\nhelp:\n  purpose: help\n  variants: { letter: { soft: { body: a }, plain: { body: b }, firm: { body: c } } }\n"},
            {"charter.lua", rows[i].limit},
            {NULL, NULL}};
        char action[64], tone[64];
        support_open(&w, files);
        const char *d = support_decide(
            &w,
            "{\"id\":\"a\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"jurisdiction\":\"us\",\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":5000,\"late\":20,\"disposable\":9000},\"contacts\":[]}");
        snprintf(action, sizeof action, "\"action\":{\"is\":\"%s\"", rows[i].action);
        snprintf(tone, sizeof tone, "\"tone\":{\"is\":\"%s\"", rows[i].tone);
        const char *plans = strstr(d, "\"plans\":[");
        if (!strstr(d, action) || !strstr(d, tone) || !plans || !strstr(plans, rows[i].plans))
            print_error("%s: expected %s, %s, %s in\n%.900s\n", rows[i].limit, action, tone, rows[i].plans, d), wrong++;
        support_close(&w);
    }
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(whom_and_when), cmocka_unit_test(tones_actions_and_plans)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

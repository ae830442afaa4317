/* test_decide_answers.c: the answers to a choice and to an offer, as they stand in a decision. */
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

static const support_file files[] = {
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\n"
     "can_pay: { type: money, source: person, say: { en: \"what the person can pay\" }, ask: { en: \"How much?\" } }\ndisposable: { type: money, source: person }\n"
     "late: { type: integer, source: host }\nill: { type: boolean, if_missing: false, source: person }\nrhythm: { type: enum, values: [week, month], source: person }\nbroken: { type: integer, if_missing: none_on_file, source: host }\n"
     "spoken: { type: instant, source: derived }\nspare: { type: money, source: derived }\n"},
    {"contacts.yaml", "outcome: { type: enum, values: [conversation, none] }\n"},
    {"derive.lua", "derive.spoken = last { outcome = \"conversation\" }\nderive.spare = money_of { smaller(fact.can_pay, fact.disposable) }\n"},
    {"numbers.yaml", "least: { type: money, USD: \"5.00\" }\n"},
    {"segments.lua", "segment \"hard\" { when = { ill = true } }\nsegment \"late\" { when = { late = above(60) } }\nsegment \"rest\" { when = otherwise }\n"},
    {"teams.yaml", "desk: { name: { en: Desk } }\ncare: { name: { en: Care } }\n"},
    {"plans.lua",
     "plan \"steps\" { when = { segment = \"rest\" }, unless = { broken = above(1) }, offer = instalments { up_to = fact.spare, every = \"month\", longest = 24, smallest = number.least }, because = \"{instalment} times {count}\" }\n"
     "plan \"weekly\" { when = { rhythm = on_file, late = above(60) }, offer = instalments { up_to = fact.can_pay, every = fact.rhythm, longest = months(12) } }\n"
     "plan \"heard\" { when = { spoken = on_file, ill = false, late = below(0) }, offer = pause_payments { months = 1 } }\n"
     "plan \"less\" { when = { ill = true }, offer = reduced { up_to = fact.can_pay, every = \"month\", months = 6 } }\n"
     "plan \"held\" { when = { late = 250 }, offer = pause_payments { months = 1 } }\n"
     "plan \"kept\" { when = { late = 251 }, offer = pause_payments { months = 1 } }\n"
     "plan \"signed\" { when = { late = 252, broken = above(fact.late) }, offer = pause_payments { months = 1 } }\n"
     "plan \"later\" { when = { late = 253 }, valid_from = \"2030-01-01\", offer = pause_payments { months = 1 } }\n"
     "plan \"coded\" { when = function(f) return f.late == 999 end, offer = pause_payments { months = 1 } }\n"
     "plan \"rest\" { when = { ill = true }, offer = pause_payments { months = 2 }, because = \"until {until}\" }\n"},
    {"charter.lua",
     "limit \"keep\" { cite = house \"1\", on = { plan = \"steps\" }, leave_at_least = money(\"100.00 USD\") }\n"
     "limit \"no_weekly\" { cite = house \"2\", on = { plan = \"weekly\" }, when = { broken = above(1) }, forbid = true }\n"
     "limit \"heard_of\" { cite = house \"4\", on = { plan = one_of(\"held\", \"kept\") }, only_if = { spoken = on_file, broken = at_most(0) } }\n"
     "limit \"heavy\" { cite = house \"3\", on = outbound, when = { ill = true }, hand_over = team \"care\", by = days(2) }\n"},
    {NULL, NULL},
};

#define WELL "\"balance\":120000,\"can_pay\":20000,\"disposable\":50000,\"late\":5,\"rhythm\":\"week\""

static const char *ask(support_world *w, const char *facts, const char *more) {
    char line[2048];
    snprintf(line, sizeof line,
             "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\",%s},\"contacts\":[]%s}", facts,
             more);
    return support_decide(w, line);
}

typedef struct trial {
    const char *facts, *more, *has;
} trial;

static void each(const trial *t, size_t count) {
    support_world w;
    support_open(&w, files);
    for (size_t i = 0; i < count; i++) assert_has(ask(&w, t[i].facts, t[i].more), t[i].has);
    support_close(&w);
}

static void nothing_said_nothing_answered(void **state) {
    (void)state;
    support_world w;
    support_open(&w, files);
    assert_has(ask(&w, WELL, ""), "\"possible\":{\"plans\":[],\"referrals\":[]},\"hand_over\":null");
    assert_has(ask(&w, WELL, ",\"choice\":null,\"offer\":null"), "\"possible\":{\"plans\":[],\"referrals\":[]},\"hand_over\":null");
    support_close(&w);
}

#define STEPS \
    "\"id\":\"steps-24\",\"plan\":\"steps\",\"kind\":\"instalments\",\"instalment\":5000,\"count\":24,\"every\":\"month\",\"first_due\":\"2026-04-01\",\"until\":\"2028-03-01\",\"last\":5000,\"total\":120000,\"left\":45000"
#define REFUSED(id, because, changed) "\"agreement\":null,\"refused_choice\":{\"choice\":\"" id "\",\"because\":\"" because "\",\"changed\":[" changed "]}"

static void a_choice(void **state) {
    (void)state;
    static const trial all[] = {
        {WELL, ",\"choice\":\"steps-24\"",
         ",\"agreement\":{" STEPS ",\"terms_seen\":false,\"because\":\"50.00 USD times 24\"},\"refused_choice\":null,\"hand_over\""},
        {WELL, ",\"choice\":{\"id\":\"steps-24\",\"instalment\":5000,\"total\":120000}", ",\"agreement\":{" STEPS ",\"terms_seen\":true"},
        {WELL ",\"ill\":true", ",\"choice\":\"rest-0\"",
         ",\"agreement\":{\"id\":\"rest-0\",\"plan\":\"rest\",\"kind\":\"pause_payments\",\"instalment\":0,\"count\":0,\"every\":\"month\",\"first_due\":\"2026-05-02\",\"until\":\"2026-05-02\",\"last\":0,\"total\":0,\"left\":null,\"terms_seen\":true,\"because\":\"until 2026-05-02\"}"},
        {WELL ",\"ill\":true", ",\"choice\":\"less-6\"", ",\"kind\":\"reduced\",\"instalment\":20000,\"count\":6"},
        /* not of this policy; a slip is refused like one that is gone */
        {WELL, ",\"choice\":\"other-3\"", REFUSED("other-3", "no plan offered now has this id", "")},
        {WELL, ",\"choice\":\"steps-024\"", REFUSED("steps-024", "no plan offered now has this id", "")},
        {WELL, ",\"choice\":\"steps\"", "\"agreement\":null"},
        {WELL, ",\"choice\":\"-1\"", "\"agreement\":null"},
        {WELL, ",\"choice\":\"steps-99999999999999999999\"", "\"agreement\":null"},
        {WELL, ",\"choice\":\"steps-\"", REFUSED("steps-", "no plan offered now has this id", "")},
        {WELL, ",\"choice\":\"steps-0\"", "\"agreement\":null"},
        {WELL, ",\"choice\":\"steps-2x\"", REFUSED("steps-2x", "no plan offered now has this id", "")},
        {WELL, ",\"choice\":\"steps-2/\"", REFUSED("steps-2/", "no plan offered now has this id", "")},
        {WELL, ",\"choice\":\"steps-1234567890\"", REFUSED("steps-1234567890", "no plan offered now has this id", "")},
        {WELL, ",\"choice\":\"x\"", REFUSED("x", "no plan offered now has this id", "")},
        /* the id is still there, but not the line: each word of it is compared */
        {WELL, ",\"choice\":{\"id\":\"steps-24\",\"instalment\":5000,\"count\":24,\"every\":\"month\",\"last\":5000,\"total\":120000}", "\"terms_seen\":true"},
        {WELL, ",\"choice\":{\"id\":\"steps-24\",\"count\":23}", "\"agreement\":null"},
        {WELL, ",\"choice\":{\"id\":\"steps-24\",\"every\":\"week\"}", "\"agreement\":null"},
        {WELL, ",\"choice\":{\"id\":\"steps-24\",\"last\":4999}", "\"agreement\":null"},
        {WELL, ",\"choice\":{\"id\":\"steps-24\",\"total\":119999}", "\"agreement\":null"},
        {WELL, ",\"choice\":{\"id\":\"steps-24\",\"instalment\":5000,\"every\":\"week\",\"total\":120000}", "because of: "},
        {WELL ",\"ill\":true", ",\"choice\":{\"id\":\"less-6\",\"instalment\":20000,\"total\":119999}", "\"agreement\":null"},
        {WELL ",\"ill\":true", ",\"choice\":{\"id\":\"rest-0\",\"instalment\":1}", "\"agreement\":null"},
        /* one fact against another; a date; code, which says nothing of what it reads */
        {"\"balance\":120000,\"late\":252,\"broken\":1", ",\"choice\":\"signed-0\"",
         REFUSED("signed-0", "this plan is no longer offered, because of: broken, late", "\"broken\",\"late\"")},
        {"\"balance\":120000,\"late\":253", ",\"choice\":\"later-0\"", "\"changed\":[]}"},
        {"\"balance\":120000,\"late\":5", ",\"choice\":\"coded-0\"", "\"changed\":[]}"},
        /* a limit that something must have happened for */
        {"\"balance\":120000,\"late\":250,\"broken\":1", ",\"choice\":\"held-0\"",
         REFUSED("held-0", "a limit keeps it back (heard_of)", "\"broken\",\"contacts\"")},
        {"\"balance\":120000,\"late\":251,\"broken\":0", ",\"choice\":\"kept-0\"", REFUSED("kept-0", "a limit keeps it back (heard_of)", "\"contacts\"")},
        {WELL, ",\"choice\":{\"id\":\"steps-24\",\"plan\":\"less\"}", REFUSED("steps-24", "no plan offered now has this id", "")},
        /* what changed is named: the figure that the terms show, or any it may be */
        {WELL, ",\"choice\":{\"id\":\"steps-24\",\"instalment\":4000,\"count\":24,\"total\":96000}",
         REFUSED("steps-24", "this plan is offered on other terms now, because of: balance", "\"balance\"")},
        {WELL, ",\"choice\":{\"id\":\"steps-4\",\"instalment\":30000,\"total\":120000}",
         REFUSED("steps-4", "this plan is offered on other terms now, because of: what the person can pay, disposable", "\"can_pay\",\"disposable\"")},
        {WELL, ",\"choice\":{\"id\":\"steps-300\",\"instalment\":400,\"total\":120000}",
         REFUSED("steps-300", "this plan is offered on other terms now, because of: what the policy offers", "")}, /* a number did */
        {WELL, ",\"choice\":\"steps-30\"", "\"changed\":[\"balance\",\"can_pay\",\"disposable\"]"},
        {"\"balance\":120000,\"can_pay\":1000,\"disposable\":50000,\"late\":5", ",\"choice\":\"steps-24\"",
         REFUSED("steps-24", "this plan is no longer offered, because of: balance, what the person can pay, disposable",
                 "\"balance\",\"can_pay\",\"disposable\"")},
        {WELL ",\"broken\":2", ",\"choice\":\"steps-24\"", REFUSED("steps-24", "this plan is no longer offered, because of: broken", "\"broken\"")},
        {WELL, ",\"choice\":\"rest-0\"", "because of: ill\",\"changed\":[\"ill\"]}"},
        {WELL, ",\"choice\":\"heard-0\"", "\"changed\":[\"contacts\",\"late\"]}"},
        /* another segment: because of what leads there */
        {WELL ",\"ill\":true", ",\"choice\":\"steps-24\"", "\"changed\":[\"ill\"]}"},
        {"\"balance\":120000,\"can_pay\":20000,\"disposable\":50000,\"late\":70,\"rhythm\":\"week\"", ",\"choice\":\"steps-24\"", "\"changed\":[\"late\"]}"},
        /* no longer certain */
        {"\"balance\":120000,\"can_pay\":null,\"disposable\":50000,\"late\":5", ",\"choice\":\"steps-24\"",
         REFUSED("steps-24", "it can be offered once this is known: what the person can pay", "\"can_pay\"")},
        /* a limit */
        {"\"balance\":120000,\"can_pay\":20000,\"disposable\":12000,\"late\":5", ",\"choice\":\"steps-24\"",
         REFUSED("steps-24", "a limit keeps it back (keep)", "\"balance\",\"can_pay\",\"disposable\"")},
        {"\"balance\":120000,\"can_pay\":20000,\"disposable\":22000,\"late\":5",
         ",\"choice\":{\"id\":\"steps-9\",\"instalment\":14000,\"every\":\"month\",\"total\":120000}",
         REFUSED("steps-9", "a limit keeps it back (keep)", "\"disposable\"")},
        {"\"balance\":120000,\"can_pay\":20000,\"disposable\":50000,\"late\":70,\"rhythm\":\"week\",\"broken\":2", ",\"choice\":\"weekly-52\"",
         REFUSED("weekly-52", "a limit keeps it back (no_weekly)", "\"broken\"")},
    };
    each(all, sizeof all / sizeof *all);
}

#define OFFER(amount, every) ",\"offer\":{\"amount\":" #amount ",\"every\":\"" every "\"}"
#define LATE "\"balance\":120000,\"can_pay\":26000,\"disposable\":50000,\"late\":70,\"rhythm\":\"month\""

static void an_offer(void **state) {
    (void)state;
    static const trial all[] = {
        {WELL, OFFER(5000, "month"),
         ",\"counter\":{\"answer\":\"accepted\"," STEPS
         ",\"binding\":null,\"limit\":null,\"needs\":[],\"to\":null,\"because\":\"50.00 USD times 24\"},\"hand_over\""},
        {WELL, OFFER(7000, "month"),
         "\"answer\":\"accepted\",\"id\":null,\"plan\":\"steps\",\"kind\":\"instalments\",\"instalment\":7000,\"count\":18,\"every\":\"month\",\"first_due\":\"2026-04-01\",\"until\":\"2027-09-01\",\"last\":1000,\"total\":120000,\"left\":43000"},
        {WELL, OFFER(4999, "month"),
         "\"answer\":\"nearest\"," STEPS
         ",\"binding\":\"longest\",\"limit\":null,\"needs\":[],\"to\":null,\"because\":\"50.00 USD is the least that settles it in 24 payments\""},
        {"\"balance\":5000,\"can_pay\":20000,\"disposable\":50000,\"late\":5", OFFER(1, "month"),
         "\"instalment\":500,\"count\":10,\"every\":\"month\",\"first_due\":\"2026-04-01\",\"until\":\"2027-01-01\",\"last\":500,\"total\":5000,\"left\":49500,\"binding\":\"smallest\",\"limit\":null,\"needs\":[],\"to\":null,\"because\":\"5.00 USD is the smallest payment of this plan\""},
        /* more than is affordable is not taken, however much is offered */
        {WELL, OFFER(20001, "month"), "\"answer\":\"nearest\",\"id\":\"steps-6\",\"plan\":\"steps\",\"kind\":\"instalments\",\"instalment\":20000,\"count\":6"},
        {WELL, OFFER(1000000000000000, "week"),
         "\"binding\":\"up_to\",\"limit\":null,\"needs\":[],\"to\":null,\"because\":\"200.00 USD is the most that can be afforded each time\""},
        {"\"balance\":120000,\"can_pay\":20000,\"disposable\":25000,\"late\":5", OFFER(18000, "month"),
         "\"instalment\":15000,\"count\":8,\"every\":\"month\",\"first_due\":\"2026-04-01\",\"until\":\"2026-11-01\",\"last\":15000,\"total\":120000,\"left\":10000,\"binding\":\"leave_at_least\",\"limit\":\"keep\",\"needs\":[],\"to\":null,\"because\":\"150.00 USD is the most that leaves enough to live on\""},
        {"\"balance\":15000,\"can_pay\":20000,\"disposable\":50000,\"late\":5", OFFER(90000, "month"),
         "\"answer\":\"accepted\",\"id\":\"steps-1\",\"plan\":\"steps\",\"kind\":\"instalments\",\"instalment\":15000,\"count\":1"},
        /* rhythm: 60.00 a week is 260.00 a month; where a fact says the rhythm, the person may say another */
        {WELL, OFFER(3000, "week"),
         "\"instalment\":13000,\"count\":10,\"every\":\"month\",\"first_due\":\"2026-04-01\",\"until\":\"2027-01-01\",\"last\":3000,\"total\":120000,\"left\":37000,\"binding\":\"every\""},
        {LATE, OFFER(6000, "week"),
         "\"answer\":\"accepted\",\"id\":null,\"plan\":\"weekly\",\"kind\":\"instalments\",\"instalment\":6000,\"count\":20,\"every\":\"week\",\"first_due\":\"2026-03-12\",\"until\":\"2026-07-23\""},
        {LATE, OFFER(6001, "week"),
         "\"answer\":\"nearest\",\"id\":null,\"plan\":\"weekly\",\"kind\":\"instalments\",\"instalment\":6000,\"count\":20,\"every\":\"week\""},
        {LATE, OFFER(11000, "two_weeks"),
         "\"instalment\":23833,\"count\":6,\"every\":\"month\",\"first_due\":\"2026-04-01\",\"until\":\"2026-09-01\",\"last\":835,\"total\":120000,\"left\":26167,\"binding\":\"every\""}, /* the fact has no such value */
        /* count and day */
        {WELL, ",\"offer\":{\"amount\":7000,\"every\":\"month\",\"count\":18}", "\"answer\":\"accepted\""},
        {WELL, ",\"offer\":{\"amount\":7000,\"every\":\"month\",\"count\":17}",
         "\"binding\":\"count\",\"limit\":null,\"needs\":[],\"to\":null,\"because\":\"18 such payments settle it\""},
        {WELL, ",\"offer\":{\"amount\":7000,\"every\":\"month\",\"first_due\":\"2026-03-31\"}", "\"first_due\":\"2026-03-31\",\"until\":\"2027-08-31\""},
        {WELL, ",\"offer\":{\"amount\":7000,\"every\":\"month\",\"first_due\":\"2026-03-05\"}",
         "\"answer\":\"nearest\",\"id\":null,\"plan\":\"steps\",\"kind\":\"instalments\",\"instalment\":7000,\"count\":18,\"every\":\"month\",\"first_due\":\"2026-03-12\""},
        {WELL, ",\"offer\":{\"amount\":7000,\"every\":\"month\",\"first_due\":\"2026-06-01\"}",
         "\"binding\":\"first_due\",\"limit\":null,\"needs\":[],\"to\":null,\"because\":\"the first payment can be due from 2026-03-12 to 2026-04-30\""},
        /* what settles it is accepted, what does not is shown; a person decides where nothing can be paid by */
        {WELL ",\"ill\":true", OFFER(20000, "month"),
         "\"answer\":\"accepted\",\"id\":\"less-6\",\"plan\":\"less\",\"kind\":\"reduced\",\"instalment\":20000,\"count\":6,\"every\":\"month\",\"first_due\":\"2026-04-01\",\"until\":\"2026-09-01\",\"last\":20000,\"total\":120000"},
        {"\"balance\":500000,\"can_pay\":20000,\"disposable\":50000,\"late\":5,\"ill\":true", OFFER(20000, "month"),
         "\"binding\":\"balance\",\"limit\":null,\"needs\":[],\"to\":null"},
        {"\"balance\":120000,\"can_pay\":null,\"disposable\":50000,\"late\":5", OFFER(5000, "month"),
         ",\"counter\":{\"answer\":\"human\",\"id\":null,\"plan\":null,\"kind\":null,\"instalment\":null,\"count\":null,\"every\":null,\"first_due\":null,\"until\":null,\"last\":null,\"total\":null,\"left\":null,\"binding\":\"not_known\",\"limit\":null,\"needs\":[\"can_pay\"],\"to\":\"desk\",\"because\":\"a person looks at it, because this is not known: what the person can pay\"}"},
        {"\"balance\":120000,\"can_pay\":100,\"disposable\":50000,\"late\":5", OFFER(5000, "month"),
         "\"binding\":\"no_plan\",\"limit\":null,\"needs\":[],\"to\":\"desk\""},
        {LATE ",\"broken\":2", OFFER(5000, "month"), "\"binding\":\"limit\",\"limit\":\"no_weekly\",\"needs\":[],\"to\":\"desk\""},
        {"\"balance\":120000,\"can_pay\":0,\"disposable\":50000,\"late\":5,\"ill\":true", OFFER(5000, "month"),
         "\"binding\":\"no_plan\",\"limit\":null,\"needs\":[],\"to\":\"care\""}, /* who takes over anyway */
        /* both */
        {WELL, ",\"choice\":\"steps-24\"" OFFER(7000, "month"), "\"refused_choice\":null,\"counter\":{\"answer\":\"accepted\""},
    };
    each(all, sizeof all / sizeof *all);
}

/* Where a plan is only possible, nobody is asked for more than they offer. */
static void asked_before_more_is(void **state) {
    (void)state;
    static const support_file two[] = {
        {"facts.yaml",
         "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nhard: { type: boolean, source: person }\n"},
        {"policy.yaml", "policy: test\nversion: \"1\"\nlanguages: [fr]\n"},
        {"plans.lua", "plan \"short\" { when = { balance = above(0) }, offer = instalments { up_to = fact.balance, every = \"month\", longest = 4 } }\n"
                      "plan \"long\" { when = { hard = true }, offer = instalments { up_to = fact.balance, every = \"month\", longest = 40 } }\n"},
        {NULL, NULL},
    };
    support_world w;
    support_open(&w, two);
    assert_has(ask(&w, "\"balance\":4000,\"hard\":true", OFFER(210, "month")), "\"answer\":\"accepted\",\"id\":null,\"plan\":\"long\"");
    assert_has(ask(&w, "\"balance\":4000,\"hard\":false", OFFER(200, "month")), "\"instalment\":1000,\"count\":4");
    const char *open = ask(&w, "\"balance\":4000,\"hard\":null", OFFER(200, "month"));
    assert_has(open, "\"answer\":\"human\"");
    assert_has(open, "\"needs\":[\"hard\"],\"to\":null,\"because\":\"une personne examine l'offre, car ceci n'est pas connu : hard\"");
    assert_has(ask(&w, "\"balance\":4000,\"hard\":null", OFFER(1100, "month")), "\"answer\":\"accepted\",\"id\":null,\"plan\":\"short\"");
    assert_has(ask(&w, "\"balance\":4000,\"hard\":null", OFFER(300, "week")),
               "\"answer\":\"nearest\",\"id\":null,\"plan\":\"short\",\"kind\":\"instalments\",\"instalment\":1300,\"count\":4,\"every\":\"month\"");
    support_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_said_nothing_answered), cmocka_unit_test(a_choice), cmocka_unit_test(an_offer),
                                       cmocka_unit_test(asked_before_more_is)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

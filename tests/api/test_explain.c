/* test_explain.c: explanations through the public header: what an officer, a person and an examiner are told of a few fixed requests, in both languages. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/support.h"

#define NB "\xC2\xA0"
#define THIN "\xE2\x80\xAF"
#define WHERE "\"jurisdiction\":\"us-ny-nyc\",\"role\":\"first_party\",\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":123456"
#define LISTENED \
    "\"contacts\":[{\"at\":\"2026-01-10T15:00:00Z\",\"channel\":\"voice\",\"direction\":\"inbound\",\"outcome\":\"conversation\",\"asked\":\"three_questions\",\"automated\":false}]"
static const char bereaved[] = "{\"id\":\"b\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{" WHERE
                               ",\"days_past_due\":45,\"life_event\":\"bereavement\",\"life_event_on\":\"2026-02-20\"}}";
static const char income[] = "{\"id\":\"i\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{" WHERE
                             ",\"days_past_due\":45,\"email_consent\":true,\"monthly_income\":null}," LISTENED "}";
static const char nothing[] =
    "{\"id\":\"n\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"role\":\"first_party\",\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":0,\"days_past_due\":0}}";
static const char plans[] =
    "{\"id\":\"p\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{" WHERE
    ",\"days_past_due\":45,\"email_consent\":true,\"monthly_income\":250000,\"essential_costs\":180000,\"priority_debts\":10000}," LISTENED "}";
static const char night[] = "{\"id\":\"c\",\"now\":\"2026-03-01T04:00:00Z\",\"facts\":{" WHERE
                            ",\"days_past_due\":45,\"call_consent\":true,\"call_reason\":\"asked_for_a_call\",\"preferred_channel\":\"voice\"}}";

typedef struct world {
    ruth_engine *engine;
    ruth_explainer *explainer;
} world;
static world w;

static int open_humane(void **state) {
    (void)state;
    ruth_error e;
    if (ruth_engine_new(NULL, &w.engine, &e) || ruth_explainer_new(w.engine, "policies/humane", &w.explainer, &e)) {
        print_error("%s:%d: %s\n", e.file, e.line, e.message);
        return 1;
    }
    return 0;
}

static int close_humane(void **state) {
    (void)state;
    ruth_explainer_free(w.explainer);
    ruth_engine_free(w.engine);
    return 0;
}

static const char *copied(ruth_text t) {
    static char copy[1 << 17];
    assert_true(t.length < sizeof copy);
    memcpy(copy, t.bytes, t.length);
    copy[t.length] = 0;
    return copy;
}

static const char *told(const char *line, ruth_audience audience, const char *lang, bool all) {
    const ruth_explain_options o = {.size = sizeof o, .audience = audience, .lang = lang, .all = all};
    ruth_text text;
    ruth_error e;
    if (ruth_explain(w.explainer, line, strlen(line), &o, &text, NULL, &e)) fail_msg("%s", e.message);
    return copied(text);
}

/* `before` stands before `after`. */
static void in_order(const char *text, const char *before, const char *after) {
    assert_has(text, before);
    assert_has(text, after);
    if (strstr(text, before) > strstr(text, after)) fail_msg("\"%s\" stands behind \"%s\":\n%s", before, after, text);
}

static void an_officer_reads_the_decision_first(void **state) {
    (void)state;
    const char *t = told(bereaved, RUTH_FOR_OFFICER, NULL, false);
    assert_true(!strncmp(t, "Nobody is contacted now: action none.\nA person takes over: Care team, by 5 March 2026, 00:00 in New York.\n", 100));
    assert_has(t, "Segment bereaved by rule bereaved (segments.lua:4): A death in the family was reported to us;");
    assert_has(t, "    ✓ circumstance.bereaved\n      ✓ life_event = \"bereavement\": a death in the family, given in the request\n");
    assert_has(t, "ethics.pause_life_event forbids every contact, until 21 April 2026, 00:00 in New York; hands over to Care");
    assert_has(t, "Without this limit: nobody would take over.");
    assert_has(t, "need a condition that is not known, until a fact changes: ethics.consent.email, ethics.consent.sms,");
    in_order(t, "\nWhy\n", "\nWhat the charter held back\n");
    in_order(t, "\nWhat the charter held back\n", "\nWhat stays open\n");
    in_order(t, "\nWhat stays open\n", "\nWhat is not known, and would change\n");
    in_order(t, "\nWhat is not known, and would change\n", "\nWhen to ask again\n");
    assert_has(t, "a new day begins, and these move with the days: days_past_due,");
    t = told(bereaved, RUTH_FOR_OFFICER, "fr", false);
    assert_true(!strncmp(t, "Personne n'est contacté pour le moment" NB ": action none.\n", 50));
    assert_has(t, "Une personne prend le relais" NB ": Équipe d'accompagnement, au plus tard le 5 mars 2026 à 0 h (heure de New York).");
    assert_has(t, "On nous a signalé un deuil" THIN "; la personne est");
    assert_has(t, "life_event = \"bereavement\"" NB ": un deuil, donné dans la demande");
}

static void an_officer_reads_what_is_open_and_what_would_be(void **state) {
    (void)state;
    const char *t = told(income, RUTH_FOR_OFFICER, "en", false);
    assert_has(t, "Instead of offer_plans");
    assert_has(t, "Only possible, as this is not known: essential_costs, monthly_income, priority_debts.");
    assert_has(t, "? plans_in_reach = at_least(1): 0 to 1, decided before");
    assert_has(t, "smaller_instalments, budget_coaching, once this is known: essential_costs, monthly_income, priority_debts");
    assert_has(t, "monthly_income (plans, help): About how much comes in each month, after tax?");
    t = told(night, RUTH_FOR_OFFICER, "en", false);
    assert_has(t, "We write a letter on 28 February 2026 between 23:00 and midnight in New York.");
    assert_has(t, "Without this limit: we would call on 28");
    assert_has(t, "listened_on = not_on_file: none on file, from the contacts: none matches");
    t = told(plans, RUTH_FOR_OFFICER, "en", false);
    assert_has(t, " - smaller_instalments: 24 × 51.44" NB "USD a month from 1 April 2026, 1,234.56" NB "USD in all, 548.56" NB "USD a month left\n");
    assert_has(t, "days_past_due = between(1, number.middle_until) (middle_until is 60): 45 days, given in the request");
    t = told(plans, RUTH_FOR_OFFICER, "fr", false);
    assert_has(t, "24 × 51,44" NB "USD par mois à partir du 1er avril 2026" THIN "; 1" THIN "234,56" NB "USD en tout");
}

static void all_names_every_rule_and_what_failed_it(void **state) {
    (void)state;
    const char *t = told(plans, RUTH_FOR_OFFICER, "en", true);
    assert_has(t, "\nEvery rule considered\n");
    assert_has(t, "    ✗ nothing_owed (segments.lua:3): balance = at_most(0): 1,234.56" NB "USD, given in the request\n");
    assert_has(t, "    ✗ hard_plans (actions.lua:");
    assert_has(t, "segment = \"lost_income\": middle, decided before");
    assert_lacks(t, "late (segments.lua:14)"); /* behind the one that decided */
    assert_lacks(told(plans, RUTH_FOR_OFFICER, "en", false), "Every rule considered");
}

static void a_person_reads_plain_words(void **state) {
    (void)state;
    const char *t = told(bereaved, RUTH_FOR_PERSON, NULL, false);
    assert_has(t, "No machine will write to you or call you now.\nOne of us (Care team) will look at your file by 5 March 2026.\n");
    assert_has(t, "  - No payment until 2 May 2026.\n");
    assert_has(t, "  - a hard moment: a death in the family (you told us)\n");
    assert_has(t, "No machine will write to you before 21 April 2026.");
    assert_lacks(t, "ethics");
    t = told(nothing, RUTH_FOR_PERSON, "en", false);
    assert_has(t, "We will not write to you now, and we will not call.");
    assert_has(t, "  - Nothing is owed, so there is nothing to write about.\n");
    assert_has(t, "  - the amount owed: 0.00" NB "USD (from our records)\n");
    assert_has(t, "You will be left in peace until something changes.");
    t = told(plans, RUTH_FOR_PERSON, "en", false);
    assert_has(
        t,
        "We will send you an e-mail. We want to hear how you are and to help.\nIt will go out on 2 March 2026 between 10:00 and 19:00.\nIt is called “Payments that fit”.\n");
    assert_has(t, "  - 24 payments of 51.44" NB "USD, each month. The first is due on 1 April 2026.\n");
    t = told(income, RUTH_FOR_PERSON, "fr", false);
    assert_has(t, "Nous allons vous envoyer un courriel.");
    assert_has(t, "Il y a une chose que nous ne savons pas" NB ": les dépenses essentielles, le revenu mensuel,");
    assert_has(t, "Combien recevez-vous environ par mois, après impôt" THIN "?");
}

/* The language of the person, unless another one is asked for. */
static void a_person_is_told_in_their_language(void **state) {
    (void)state;
    static const char french[] =
        "{\"id\":\"f\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"language\":\"fr\",\"balance\":0,\"currency\":\"EUR\",\"timezone\":\"Europe/Paris\"}}";
    assert_has(told(french, RUTH_FOR_PERSON, NULL, false), "Ce que nous avons décidé\n");
    assert_has(told(french, RUTH_FOR_PERSON, "en", false), "What we decided\n");
    assert_has(told(french, RUTH_FOR_OFFICER, NULL, false), "Nobody is contacted now");
}

static void an_examiner_reads_everything(void **state) {
    (void)state;
    const char *t = told(night, RUTH_FOR_EXAMINER, "en", false);
    assert_true(!strncmp(t, "Decision ", 9));
    assert_has(t, " of request c\nJudged as of 28 February 2026, 23:00 in New York [2026-03-01T04:00:00Z]\nPolicy humane 1.0.0, digest sha256:");
    assert_has(t, "\nEngine sha256:");
    assert_has(t, "[ethics: humane_hours, charter]");
    assert_has(t, "\nEvery limit of the policy\n");
    assert_has(t, "  ✗ ethics.nothing_owed (charter/ethics/charter.lua:");
    assert_has(t, "at_most(0)\n"); /* its line is broken where it is too long */
    assert_has(t, "    only_if\n      ? email_consent = true: not known, left out (if_missing in facts.yaml)\n");
}

/* Where one fact keeps many limits open, they are counted on one line; all of them, each, is to be had. */
static void limits_that_wait_for_one_fact_share_a_line(void **state) {
    (void)state;
    static const char nowhere[] =
        "{\"id\":\"n\",\"now\":\"2026-03-04T14:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"days_past_due\":45,\"balance\":123456,\"currency\":\"USD\"}}";
    const char *t = told(nowhere, RUTH_FOR_OFFICER, "en", false);
    assert_has(t, "limits may be in the way as long as jurisdiction is not known: ");
    assert_has(t, "us.fl.quiet_hours");
    t = told(nowhere, RUTH_FOR_OFFICER, "en", true);
    assert_lacks(t, "as long as jurisdiction is not known");
    assert_has(t, "us.fl.quiet_hours");
    t = told(nowhere, RUTH_FOR_EXAMINER, "fr", false);
    assert_has(t, "limites peuvent s'appliquer tant que jurisdiction n'est pas connu");
    assert_lacks(t, "  ? au.ncc_s88 (");
    t = told(nowhere, RUTH_FOR_EXAMINER, "fr", true);
    assert_lacks(t, "limites peuvent s'appliquer");
    assert_has(t, "  ? au.ncc_s88 (charter/au/charter.lua:");
}

static void the_decision_is_the_same(void **state) {
    (void)state;
    const char *const lines[] = {bereaved, income, nothing, plans, night, "{\"id\":\"x\",\"facts\":{}}", "nonsense"};
    ruth_policy *policy;
    ruth_session *session;
    ruth_error e;
    assert_int_equal(ruth_policy_load(w.engine, "policies/humane", &policy, &e), RUTH_OK);
    assert_int_equal(ruth_session_new(policy, &session, &e), RUTH_OK);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        ruth_text answer, text, decision;
        ruth_status st = ruth_decide_line(session, lines[i], strlen(lines[i]), 1, &answer, &e);
        assert_int_equal(ruth_explain(w.explainer, lines[i], strlen(lines[i]), NULL, &text, &decision, &e), st);
        assert_int_equal(decision.length, answer.length);
        assert_memory_equal(decision.bytes, answer.bytes, answer.length);
        assert_true((text.length > 0) == (st == RUTH_OK));
    }
    ruth_session_free(session);
    ruth_policy_release(policy);
}

static void a_rejection_says_which_fact_and_what_was_expected(void **state) {
    (void)state;
    static const char wrong[] = "{\"id\":\"x\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"balance\":\"much\"}}";
    ruth_text text, decision;
    ruth_error e;
    assert_int_equal(ruth_explain(w.explainer, wrong, strlen(wrong), NULL, &text, &decision, &e), RUTH_E_REQUEST);
    assert_true(!strncmp(e.message, "the fact balance: ", 18));
    assert_has(e.message, "expected");
    assert_has(copied(decision), "\"error\":{\"code\":\"type\",\"at\":\"/facts/balance\"");
    assert_int_equal(text.length, 0);
}

static void options_are_checked(void **state) {
    (void)state;
    ruth_text text;
    ruth_error e;
    const ruth_explain_options wrong[] = {
        {.size = 1}, {.size = sizeof *wrong, .lang = "de"}, {.size = sizeof *wrong, .now = "tomorrow"}, {.size = sizeof *wrong, .format = RUTH_AS_JUNIT}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(ruth_explain(w.explainer, nothing, strlen(nothing), &wrong[i], &text, NULL, &e), RUTH_E_ARGUMENT);
    const ruth_explain_options later = {.size = sizeof later, .now = "2026-06-01T15:00:00Z"};
    assert_int_equal(ruth_explain(w.explainer, bereaved, strlen(bereaved), &later, &text, NULL, &e), RUTH_OK);
    assert_lacks(copied(text), "21 April 2026");                                /* the pause is over by then */
    assert_has(told(bereaved, RUTH_FOR_OFFICER, "en", false), "21 April 2026"); /* its own time again */
    ruth_explainer *none = w.explainer;
    assert_int_equal(ruth_explainer_new(w.engine, "/nowhere", &none, &e), RUTH_E_IO);
    assert_null(none);
}

static void json_and_color(void **state) {
    (void)state;
    ruth_text text;
    ruth_error e;
    const ruth_explain_options json = {.size = sizeof json, .format = RUTH_AS_JSON}, color = {.size = sizeof color, .format = RUTH_AS_COLOR};
    assert_int_equal(ruth_explain(w.explainer, bereaved, strlen(bereaved), &json, &text, NULL, &e), RUTH_OK);
    const char *t = copied(text);
    assert_true(!strncmp(t, "{\"decision\":{\"id\":\"b\",\"decision\":\"", 33));
    assert_has(
        t,
        "\"segment\":{\"is\":\"bereaved\",\"proposed\":\"bereaved\",\"decided_by\":\"bereaved\",\"certain\":true,\"considered\":[{\"id\":\"nothing_owed\",\"place\":\"segments.lua:3\",\"is\":\"nothing_owed\",\"outcome\":\"false\",\"decided\":false,");
    assert_has(
        t,
        "\"outcome\":\"true\",\"fact\":\"life_event\",\"state\":\"value\",\"value\":\"bereavement\",\"words\":\"a death in the family\",\"source\":\"request\",\"source_words\":\"given in the request\",\"items\":[]");
    assert_has(
        t,
        "\"alone\":true,\"changes\":true,\"without\":{\"action\":\"none\",\"tone\":\"encouragement\",\"channel\":null,\"from\":null,\"until\":null,\"plans\":[\"pause\"],\"hand_over\":null,\"by\":null}");
    assert_null(memchr(t, '\n', text.length));
    assert_int_equal(ruth_explain(w.explainer, bereaved, strlen(bereaved), &color, &text, NULL, &e), RUTH_OK);
    assert_has(copied(text), "\033[32m✓\033[0m life_event");
    assert_lacks(told(bereaved, RUTH_FOR_OFFICER, "en", false), "\033");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_officer_reads_the_decision_first),
                                       cmocka_unit_test(an_officer_reads_what_is_open_and_what_would_be),
                                       cmocka_unit_test(all_names_every_rule_and_what_failed_it),
                                       cmocka_unit_test(a_person_reads_plain_words),
                                       cmocka_unit_test(a_person_is_told_in_their_language),
                                       cmocka_unit_test(an_examiner_reads_everything),
                                       cmocka_unit_test(limits_that_wait_for_one_fact_share_a_line),
                                       cmocka_unit_test(the_decision_is_the_same),
                                       cmocka_unit_test(a_rejection_says_which_fact_and_what_was_expected),
                                       cmocka_unit_test(options_are_checked),
                                       cmocka_unit_test(json_and_color)};
    return cmocka_run_group_tests(tests, open_humane, close_humane);
}

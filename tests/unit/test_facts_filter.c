/* test_facts_filter.c: does a contact match: every matcher, in three values; and what keeps the answer open. */
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

static const ru_filter *filter(facts_fixture *f, const char *text) {
    const ru_filter *x = NULL;
    if (ru_filter_build(&f->arena, f->s, facts_node(f, text), NULL, 0, &x, &f->error) != RUTH_OK) fail_msg("%s: %s", text, f->error.message);
    return x;
}

static void contact(facts_fixture *f, const char *facts, const char *fields, const char *rest) {
    static char line[2048];
    snprintf(line, sizeof line, "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{%s},\"contacts\":[{%s}]%s}", facts, fields, rest);
    facts_scene(f, line);
}

static ru_tri match(facts_fixture *f, const char *text) { return ru_filter_match(filter(f, text), &f->scene, &f->r.contacts[0]); }

#define ATOM(field, test) "{op: atom, fact: " field ", test: " test "}"

static const struct {
    const char *fields, *text;
    ru_tri expected;
} matches[] = {
    {"\"channel\":\"voice\"", ATOM("channel", "{m: eq, value: voice}"), RU_TRUE},
    {"\"channel\":\"sms\"", ATOM("channel", "{m: eq, value: voice}"), RU_FALSE},
    {"\"channel\":null", ATOM("channel", "{m: eq, value: voice}"), RU_MAYBE},
    {"\"channel\":\"sms\"", ATOM("channel", "{m: one_of, values: [voice, sms]}"), RU_TRUE},
    {"\"channel\":\"sms\"", ATOM("channel", "{m: none_of, values: [voice, sms]}"), RU_FALSE},
    {"\"channel\":\"email\"", ATOM("channel", "{m: none_of, values: [voice, sms]}"), RU_TRUE},
    {"", ATOM("asked", "{m: eq, value: review}"), RU_FALSE}, /* none on file */
    {"", ATOM("asked", "{m: none_of, values: [review]}"), RU_TRUE},
    {"", ATOM("asked", "{m: on_file}"), RU_FALSE},
    {"", ATOM("asked", "{m: not_on_file}"), RU_TRUE},
    {"\"asked\":null", ATOM("asked", "{m: not_on_file}"), RU_MAYBE},
    {"\"asked\":\"review\"", ATOM("asked", "{m: on_file}"), RU_TRUE},
    {"\"automated\":true", ATOM("automated", "{m: eq, value: true}"), RU_TRUE},
    {"\"automated\":false", ATOM("automated", "{m: eq, value: true}"), RU_FALSE},
    {"\"minutes\":5", ATOM("minutes", "{m: at_least, value: 5}"), RU_TRUE},
    {"\"minutes\":5", ATOM("minutes", "{m: above, value: 5}"), RU_FALSE},
    {"\"minutes\":5", ATOM("minutes", "{m: at_most, value: 5}"), RU_TRUE},
    {"\"minutes\":5", ATOM("minutes", "{m: below, value: 5}"), RU_FALSE},
    {"\"minutes\":5", ATOM("minutes", "{m: between, low: 1, high: {x: number, name: per_week}}"), RU_FALSE},
    {"\"minutes\":3", ATOM("minutes", "{m: between, low: 1, high: {x: number, name: per_week}}"), RU_TRUE},
    {"\"minutes\":5", ATOM("minutes", "{m: one_of, values: [1, 5]}"), RU_TRUE},
    {"\"minutes\":5", ATOM("minutes", "{m: none_of, values: [1, 5]}"), RU_FALSE},
    {"\"amount\":6500", ATOM("amount", "{m: at_least, value: {x: number, name: reserve}}"), RU_TRUE},
    {"\"amount\":6499", ATOM("amount", "{m: at_least, value: {x: number, name: reserve}}"), RU_FALSE},
    {"\"amount\":1", ATOM("amount", "{m: above, value: 0}"), RU_TRUE},
    {"\"amount\":1", ATOM("amount", "{m: at_most, value: {x: money, text: \"5.00 USD\"}}"), RU_MAYBE}, /* no figure in CAD */
    {"\"number\":\"+1 555\"", ATOM("number", "{m: eq, value: \"+1 555\"}"), RU_TRUE},
    {"\"number\":\"+1 556\"", ATOM("number", "{m: one_of, values: [\"+1 555\"]}"), RU_FALSE},
    {"\"promised_on\":\"2026-03-05\"", ATOM("promised_on", "{m: within_next, value: {x: days, n: 3}}"), RU_TRUE},
    {"\"promised_on\":\"2026-03-06\"", ATOM("promised_on", "{m: within_next, value: {x: days, n: 3}}"), RU_FALSE},
    {"\"promised_on\":\"2026-03-02\"", ATOM("promised_on", "{m: today}"), RU_TRUE},
    {"\"promised_on\":\"2026-01-01\"", ATOM("promised_on", "{m: above, value: {x: number, name: cutoff}}"), RU_FALSE},
    {"\"at\":\"2026-02-23T14:00:00Z\"", ATOM("at", "{m: within_last, value: {x: days, n: 7}}"), RU_TRUE},
    {"\"at\":\"2026-02-23T04:00:00Z\"", ATOM("at", "{m: within_last, value: {x: days, n: 7}}"), RU_FALSE}, /* the 22nd in Toronto */
    {"\"at\":\"2026-02-23T04:00:00Z\"", ATOM("at", "{m: longer_ago_than, value: {x: days, n: 7}}"), RU_TRUE},
    {"\"at\":\"2026-03-02T13:00:00Z\"", ATOM("at", "{m: within_last, value: {x: hours, n: 1}}"), RU_TRUE},
    {"\"at\":\"2026-03-02T12:59:59Z\"", ATOM("at", "{m: within_last, value: {x: hours, n: 1}}"), RU_FALSE},
    {"\"at\":null", ATOM("at", "{m: within_last, value: {x: hours, n: 1}}"), RU_MAYBE},
    {"\"at\":\"2026-03-02T12:59:59Z\"", ATOM("at", "{m: at_least, value: \"2026-03-02T00:00:00Z\"}"), RU_TRUE},
    {"\"debts\":[\"D1\",\"D2\"]", ATOM("debts", "{m: has_any, values: [D2, D3]}"), RU_TRUE},
    {"\"debts\":[\"D1\"]", ATOM("debts", "{m: has_all, values: [D1, D3]}"), RU_FALSE},
    {"\"debts\":[]", ATOM("debts", "{m: has_none, values: [D1]}"), RU_TRUE},
    {"\"debts\":[]", ATOM("debts", "{m: has_any, values: [D1]}"), RU_FALSE},
    {"\"debts\":null", ATOM("debts", "{m: has_any, values: [D1]}"), RU_MAYBE},
    {"\"tags\":[\"a\",\"c\"]", ATOM("tags", "{m: has_all, values: [a, c]}"), RU_TRUE},
    {"\"tags\":[\"a\",\"c\"]", ATOM("tags", "{m: has_none, values: [c]}"), RU_FALSE},
    {"\"tags\":[]", ATOM("tags", "{m: has_all, values: [a]}"), RU_FALSE},
    {"", ATOM("tags", "{m: has_none, values: [c]}"), RU_TRUE},
    {"", ATOM("tags", "{m: has_any, values: [c]}"), RU_FALSE},
};

static void every_matcher(void **state) {
    facts_fixture *f = *state;
    for (size_t i = 0; i < RU_COUNT(matches); i++) {
        contact(f, "\"timezone\":\"America/Toronto\",\"currency\":\"CAD\"", matches[i].fields, "");
        ru_tri t = match(f, matches[i].text);
        if (t != matches[i].expected) fail_msg("{%s} %s gave %d", matches[i].fields, matches[i].text, (int)t);
    }
}

static void groups(void **state) {
    facts_fixture *f = *state;
    static const char *const atoms[] = {ATOM("channel", "{m: eq, value: sms}"), ATOM("outcome", "{m: eq, value: voicemail}"),
                                        ATOM("channel", "{m: eq, value: voice}")}; /* false, maybe, true */
    contact(f, "", "\"channel\":\"voice\"", "");
    for (int a = 0; a < 3; a++)
        for (int b = 0; b < 3; b++) {
            char text[512];
            snprintf(text, sizeof text, "{op: all, items: [%s, %s]}", atoms[a], atoms[b]);
            assert_int_equal(match(f, text), a < b ? a : b);
            snprintf(text, sizeof text, "{op: any, items: [%s, %s]}", atoms[a], atoms[b]);
            assert_int_equal(match(f, text), a > b ? a : b);
            snprintf(text, sizeof text, "{op: none, items: [%s, %s]}", atoms[a], atoms[b]);
            assert_int_equal(match(f, text), 2 - (a > b ? a : b));
            snprintf(text, sizeof text, "{op: not, item: %s}", atoms[a]);
            assert_int_equal(match(f, text), 2 - a);
        }
    assert_int_equal(match(f, "{op: all, items: []}"), RU_TRUE);
    assert_int_equal(match(f, "{op: any, items: []}"), RU_FALSE);
    assert_int_equal(match(f, "{op: outbound}"), RU_TRUE);
    contact(f, "", "\"direction\":\"inbound\"", "");
    assert_int_equal(match(f, "{op: outbound}"), RU_FALSE);
}

static void debts(void **state) {
    facts_fixture *f = *state;
    const char *same = ATOM("debts", "{m: eq, value: {x: same_debt}}");
    contact(f, "", "\"debts\":[\"D1\",\"D2\"]", ",\"debt\":\"D2\"");
    assert_int_equal(match(f, same), RU_TRUE);
    contact(f, "", "\"debts\":[\"D1\"]", ",\"debt\":\"D2\"");
    assert_int_equal(match(f, same), RU_FALSE);
    contact(f, "", "\"debts\":[\"D1\"]", "");
    assert_int_equal(match(f, same), RU_TRUE); /* no debt in the request: every debt */
    contact(f, "", "\"debts\":[\"D1\"]", ",\"debt\":null");
    assert_int_equal(match(f, same), RU_MAYBE);
    ru_unknowns u = {0};
    ru_filter_unknowns(filter(f, same), &f->scene, &f->r.contacts[0], &u);
    assert_true(u.debt && !u.contact_fields);
    contact(f, "", "", ",\"debt\":\"D2\"");
    assert_int_equal(match(f, same), RU_MAYBE);
    uint64_t bits = 0;
    ru_filter_unknown(filter(f, same), &f->scene, &f->r.contacts[0], &bits);
    assert_true(bits == UINT64_C(1) << ru_fields_find(&f->s->contact, RU_STR("debts")));
}

static void zones_and_unknowns(void **state) {
    facts_fixture *f = *state;
    const char *week = ATOM("at", "{m: within_last, value: {x: days, n: 7}}");
    contact(f, "\"timezone_candidates\":[\"America/Toronto\",\"Europe/Paris\"]", "\"at\":\"2026-02-23T04:00:00Z\"", "");
    assert_int_equal(match(f, week), RU_MAYBE);
    contact(f, "", "\"at\":\"2026-02-27T04:00:00Z\"", "");
    assert_int_equal(match(f, week), RU_MAYBE);
    ru_unknowns u = {0};
    ru_filter_unknowns(filter(f, week), &f->scene, &f->r.contacts[0], &u);
    assert_true(u.zone && !u.contact_fields);
    contact(f, "", "\"channel\":\"voice\"", "");
    uint64_t bits = 0;
    ru_filter_unknown(filter(f, "{op: any, items: [" ATOM("channel", "{m: eq, value: voice}") ", " ATOM("outcome", "{m: eq, value: voicemail}") "]}"),
                      &f->scene, &f->r.contacts[0], &bits);
    assert_true(bits == 0); /* already settled */
    ru_filter_unknown(filter(f, "{op: all, items: [" ATOM("channel", "{m: eq, value: voice}") ", " ATOM("outcome", "{m: eq, value: voicemail}") ", " ATOM(
                                    "at", "{m: today}") "]}"),
                      &f->scene, &f->r.contacts[0], &bits);
    assert_true(bits == (UINT64_C(1) << ru_fields_find(&f->s->contact, RU_STR("outcome")) | UINT64_C(1) << f->s->contact.count));
}

static void named_filters_and_proposals(void **state) {
    facts_fixture *f = *state;
    ru_named_filter likes[] = {{RU_STR("could_not_connect"), filter(f, ATOM("outcome", "{m: one_of, values: [not_connected]}"))}};
    const ru_filter *x = NULL;
    assert_int_equal(
        ru_filter_build(&f->arena, f->s, facts_node(f, "{op: none, items: [{op: contacts_like, name: could_not_connect}]}"), likes, 1, &x, &f->error), RUTH_OK);
    contact(f, "", "\"outcome\":\"voicemail\"", "");
    assert_int_equal(ru_filter_match(x, &f->scene, &f->r.contacts[0]), RU_TRUE);
    contact(f, "", "\"outcome\":\"not_connected\"", "");
    assert_int_equal(ru_filter_match(x, &f->scene, &f->r.contacts[0]), RU_FALSE);
    assert_int_equal(ru_filter_build(&f->arena, f->s, facts_node(f, "{op: contacts_like, name: could_not_conect}"), likes, 1, &x, &f->error), RUTH_E_POLICY);
    assert_non_null(strstr(f->error.message, "did you mean could_not_connect?"));
    ru_value fields[32];
    memcpy(fields, f->s->contact.missing, f->s->contact.count * sizeof *fields);
    fields[ru_fields_find(&f->s->contact, RU_STR("channel"))] = (ru_value){.i = 4, .state = RU_VALUE};
    assert_int_equal(ru_filter_match_fields(filter(f, ATOM("channel", "{m: eq, value: voice}")), f->s, fields), RU_TRUE);
    assert_int_equal(ru_filter_match_fields(filter(f, ATOM("channel", "{m: eq, value: sms}")), f->s, fields), RU_FALSE);
    assert_int_equal(ru_filter_match_fields(filter(f, ATOM("at", "{m: today}")), f->s, fields), RU_MAYBE);
    assert_int_equal(ru_filter_match_fields(filter(f, ATOM("outcome", "{m: eq, value: voicemail}")), f->s, fields), RU_MAYBE);
}

static void refuses(void **state) {
    facts_fixture *f = *state;
    static const struct {
        const char *text, *says;
    } all[] = {
        {ATOM("outcom", "{m: eq, value: voicemail}"), "did you mean outcome?"},
        {ATOM("balance", "{m: eq, value: 0}"), "a fact about the person"},
        {ATOM("outcome", "{m: eq, value: voicmail}"), "did you mean voicemail?"},
        {ATOM("outcome", "{m: at_least, value: voicemail}"), "at_least does not go with outcome"},
        {ATOM("outcome", "{m: has_any, values: [voicemail]}"), "asks about a list"},
        {ATOM("tags", "{m: eq, value: a}"), "has_any"},
        {ATOM("outcome", "{m: within_last, value: {x: days, n: 3}}"), "a date or an instant"},
        {ATOM("promised_on", "{m: within_last, value: {x: hours, n: 3}}"), "has no hours"},
        {ATOM("at", "{m: within_last, value: 3}"), "expected a span"},
        {ATOM("minutes", "{m: at_least, value: 1.5}"), "fraction"},
        {ATOM("minutes", "{m: at_least, value: {x: fact, name: days_past_due}}"), "with a constant"},
        {ATOM("minutes", "{m: atleast, value: 1}"), "did you mean at_least?"},
        {ATOM("amount", "{m: at_least, value: 5}"), "50.00 USD"},
        {ATOM("channel", "{m: eq, value: {x: same_debt}}"), "same_debt"},
        {"{op: otherwise}", "cannot stand here"},
        {"{op: coded, code: 1}", "cannot stand here"},
        {"{op: circumstance, name: bereaved}", "cannot stand here"},
        {"{op: contacts_like, name: [a]}", "there is no contacts_like \"\""},
        {"[1]", "expected a condition over the fields of a contact, found a list"},
        {"{op: all}", "expected conditions over the fields of a contact"},
        {"{op: all, items: [3]}", "expected a condition over the fields of a contact, found 3"},
        {"{op: all, items: {fact: channel}}", "expected conditions over the fields of a contact"},
        {"{op: not, item: 3}", "expected a condition over the fields of a contact, found 3"},
        {"{op: [all]}", "a filter over contacts says fields of a contact"},
        {"{op: atom, test: {m: eq, value: voice}}", "expected a field of a contact and what it should be"},
        {"{op: atom, fact: [channel], test: {m: eq, value: voice}}", "expected a field of a contact and what it should be"},
        {"{op: atom, fact: channel}", "expected a field of a contact and what it should be"},
        {ATOM("channel", "voice"), "expected a matcher for channel, found \"voice\""},
        {ATOM("channel", "{m: [eq]}"), "expected a matcher for channel, found a table"},
        {ATOM("channel", "{m: eq}"), "a matcher of channel has no value to compare with"},
        {ATOM("channel", "{m: one_of, values: voice}"), "a matcher of channel has no value to compare with"},
        {ATOM("channel", "{m: one_of, values: [voice, vois]}"), "\"vois\" is no value of channel"},
        {ATOM("minutes", "{m: one_of, values: [1, {x: fact, name: balance}]}"), "expected an integer, found money"},
        {ATOM("minutes", "{m: at_least}"), "this matcher has no value"},
        {ATOM("minutes", "{m: between, high: 5}"), "this matcher has no value"},
        {ATOM("minutes", "{m: between, low: 5}"), "between needs two ends"},
        {ATOM("minutes", "{m: between, low: x, high: 5}"), "x"},
        {ATOM("minutes", "{m: between, low: 1, high: x}"), "x"},
        {ATOM("minutes", "{m: above, value: 9223372036854775807}"), "no number lies beyond this one"},
        {ATOM("minutes", "{m: below, value: {x: sub, a: -9223372036854775807, b: 1}}"), "no number lies beyond this one"},
        {ATOM("minutes", "{m: at_least, value: {x: mul, a: 9223372036854775807, b: 2}}"), "too large to be computed"},
        {ATOM("minutes", "{m: at_least, value: {x: nothing}}"), "cannot stand in a calculation"},
        {ATOM("amount", "{m: above, value: {x: money, text: \"92233720368547758.07 CAD\"}}"), "no number lies beyond this one"},
        {ATOM("waited", "{m: at_least, value: {x: hours, n: 3}}"), "waited counts days; it cannot be compared with hours"},
        {ATOM("hidden", "{m: on_file}"), "hidden is protected: no policy may read it"},
        {ATOM("hours", "{m: eq, value: x}"), "use on_file or not_on_file"},
        {ATOM("hours", "{m: has_any, values: [x]}"), "has_any does not go with hours, which is weekly windows; it asks about a list"},
        {ATOM("number", "{m: at_least, value: a}"), "at_least does not go with number, which is text; use a bare value, one_of or none_of"},
        {ATOM("number", "{m: one_of, values: [[a]]}"), "expected"},
        {ATOM("debts", "{m: has_any}"), "this matcher names nothing to look for"},
        {ATOM("debts", "{m: has_any, values: []}"), "this matcher names nothing to look for"},
        {ATOM("debts", "{m: has_any, values: D1}"), "this matcher names nothing to look for"},
        {ATOM("debts", "{m: has_any, values: [{a: 1}]}"), "expected"},
        {ATOM("at", "{m: within_last}"), "this matcher needs a span"},
        {ATOM("at", "{m: longer_ago_than, value: {x: days, n: 1000001}}"), "expected 0 to 1000000"},
        {ATOM("wide", "{m: one_of, values: [v63, v64]}"), "wide has more than 64 values; a filter can compare with the first 64 only"},
        {ATOM("minutes", "{x: same_debt}"), "same_debt asks about a text or a list of text"},
    };
    char contacts[4096], *end = contacts;
    end += snprintf(
        end, sizeof contacts,
        "%shidden: { type: text, protected: true }\nhours: { type: weekly windows }\nwaited: { type: integer, unit: days }\nwide: { type: enum, values: [v0",
        contacts_yaml);
    for (int i = 1; i < 70; i++) end += snprintf(end, sizeof contacts - (size_t)(end - contacts), ", v%d", i);
    snprintf(end, sizeof contacts - (size_t)(end - contacts), "] }\n");
    facts_close(f);
    assert_int_equal(facts_open_with(f, NULL, contacts, NULL), RUTH_OK);
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        const ru_filter *x;
        if (ru_filter_build(&f->arena, f->s, facts_node(f, all[i].text), NULL, 0, &x, &f->error) == RUTH_OK) fail_msg("was not refused: %s", all[i].text);
        if (!strstr(f->error.message, all[i].says)) fail_msg("%s gave: %s", all[i].text, f->error.message);
    }
}

static void refuses_what_is_no_filter(void **state) {
    facts_fixture *f = *state;
    const ru_filter *x = NULL;
    assert_int_equal(ru_filter_build(&f->arena, f->s, NULL, NULL, 0, &x, &f->error), RUTH_E_POLICY);
    assert_string_equal(f->error.message, "a filter over contacts is missing");
    ru_node *node = facts_node(f, "{op: not, item: {op: all, items: []}}"), *inner = node;
    for (int i = 0; i < 64; i++) { /* deeper than the reader of YAML would go */
        ru_node *next = facts_node(f, "{op: not, item: {op: all, items: []}}");
        for (size_t k = 0; k < inner->count; k++)
            if (ru_str_is(inner->keys[k], "item")) inner->items[k] = next;
        inner = next;
    }
    assert_int_equal(ru_filter_build(&f->arena, f->s, node, NULL, 0, &x, &f->error), RUTH_E_POLICY);
    assert_non_null(strstr(f->error.message, "conditions are nested more than 64 deep"));
    assert_null(x);
}

/* on = outbound where contacts tell no directions apart, or other ones: everything is outbound. */
static void outbound_without_directions(void **state) {
    static const char *const contacts[] = {"channel: { type: text }", "direction: { type: enum, values: [in, out] }", "direction: { type: text }"};
    (void)state;
    for (size_t i = 0; i < RU_COUNT(contacts); i++) {
        facts_fixture f;
        assert_int_equal(facts_open_with(&f, NULL, contacts[i], NULL), RUTH_OK);
        contact(&f, "", i == 1 ? "\"direction\":\"in\"" : i == 2 ? "\"direction\":\"inbound\"" : "", "");
        assert_int_equal(match(&f, "{op: outbound}"), RU_TRUE);
        facts_close(&f);
    }
    facts_fixture f;
    char text[4096], *end = text;
    end += snprintf(end, sizeof text, "direction: { type: enum, values: [");
    for (int i = 0; i < 64; i++) end += snprintf(end, sizeof text - (size_t)(end - text), "v%d, ", i);
    snprintf(end, sizeof text - (size_t)(end - text), "outbound] }\n");
    const ru_filter *x;
    assert_int_equal(facts_open_with(&f, NULL, text, NULL), RUTH_OK);
    assert_int_equal(ru_filter_build(&f.arena, f.s, facts_node(&f, "{op: outbound}"), NULL, 0, &x, &f.error), RUTH_E_POLICY);
    assert_non_null(strstr(f.error.message, "direction has too many values"));
    facts_close(&f);
}

/* A debt named by a text; and what is said of a proposal, of which no scene is known. */
static void debts_and_amounts_of_proposals(void **state) {
    facts_fixture f;
    (void)state;
    assert_int_equal(
        facts_open_with(
            &f, NULL,
            "debts: { type: text }\ntags: { type: list of text }\namount: { type: money }\nasked: { type: enum, values: [review, more], if_missing: none_on_file }\n",
            NULL),
        RUTH_OK);
    const char *same = ATOM("debts", "{m: eq, value: {x: same_debt}}");
    contact(&f, "", "\"debts\":\"D2\"", ",\"debt\":\"D2\"");
    assert_int_equal(match(&f, same), RU_TRUE);
    contact(&f, "", "\"debts\":\"D22\"", ",\"debt\":\"D2\"");
    assert_int_equal(match(&f, same), RU_FALSE);
    contact(&f, "", "\"tags\":[\"a\",\"b\"]", "");
    assert_int_equal(match(&f, ATOM("tags", "{m: has_all, values: [a, b]}")), RU_TRUE);
    assert_int_equal(match(&f, ATOM("tags", "{m: has_all, values: [a, c]}")), RU_FALSE);
    ru_value fields[8];
    memcpy(fields, f.s->contact.missing, f.s->contact.count * sizeof *fields);
    fields[ru_fields_find(&f.s->contact, RU_STR("debts"))] = (ru_value){.u.s = RU_STR("D2"), .state = RU_VALUE};
    fields[ru_fields_find(&f.s->contact, RU_STR("amount"))] = (ru_value){.i = 7000, .state = RU_VALUE};
    assert_int_equal(ru_filter_match_fields(filter(&f, same), f.s, fields), RU_MAYBE);
    assert_int_equal(ru_filter_match_fields(filter(&f, ATOM("amount", "{m: at_least, value: {x: number, name: reserve}}")), f.s, fields), RU_MAYBE);
    assert_int_equal(ru_filter_match_fields(filter(&f, ATOM("amount", "{m: above, value: 0}")), f.s, fields), RU_TRUE);
    assert_int_equal(ru_filter_match_fields(filter(&f, ATOM("asked", "{m: none_of, values: [more]}")), f.s, fields), RU_TRUE);
    /* An amount in a currency that is not known: that is what has to be asked. */
    uint64_t facts = 0;
    ru_unknowns u = {.facts = &facts};
    contact(&f, "\"currency\":null", "\"amount\":7000", "");
    const char *dear = ATOM("amount", "{m: at_least, value: {x: number, name: reserve}}");
    assert_int_equal(match(&f, dear), RU_MAYBE);
    ru_filter_unknowns(filter(&f, dear), &f.scene, &f.r.contacts[0], &u);
    assert_true(facts == UINT64_C(1) << facts_slot(&f, "currency") && !u.contact_fields);
    contact(&f, "\"currency\":\"JPY\"", "\"amount\":7000", ""); /* no figure in yen, whatever is asked */
    facts = 0;
    assert_int_equal(match(&f, dear), RU_MAYBE);
    ru_filter_unknowns(filter(&f, dear), &f.scene, &f.r.contacts[0], &u);
    assert_true(facts == 0);
    facts_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(every_matcher, setup, teardown),
                                       cmocka_unit_test_setup_teardown(groups, setup, teardown),
                                       cmocka_unit_test_setup_teardown(debts, setup, teardown),
                                       cmocka_unit_test_setup_teardown(zones_and_unknowns, setup, teardown),
                                       cmocka_unit_test_setup_teardown(named_filters_and_proposals, setup, teardown),
                                       cmocka_unit_test_setup_teardown(refuses, setup, teardown),
                                       cmocka_unit_test_setup_teardown(refuses_what_is_no_filter, setup, teardown),
                                       cmocka_unit_test(outbound_without_directions),
                                       cmocka_unit_test(debts_and_amounts_of_proposals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

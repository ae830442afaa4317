/* test_facts_schema.c: facts.yaml, contacts.yaml and numbers.yaml: what is read, and what is refused in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/facts_fixture.h"

static void builds_the_example(void **state) {
    (void)state;
    facts_fixture f;
    facts_open(&f);
    assert_int_equal(f.s->facts.count, 27);
    for (size_t i = 1; i < f.s->facts.count; i++) assert_true(ru_str_cmp(f.s->facts.names[i - 1], f.s->facts.names[i]) < 0);
    for (size_t i = 0; i < f.s->facts.count; i++) assert_int_equal(ru_fields_find(&f.s->facts, f.s->facts.names[i]), i);
    assert_int_equal(ru_fields_find(&f.s->facts, RU_STR("balanc")), -1);
    assert_int_equal(ru_fields_find(&f.s->facts, RU_STR("")), -1);
    assert_int_equal(f.s->core.balance, facts_slot(&f, "balance"));
    assert_int_equal(f.s->core.subject, facts_slot(&f, "subject"));
    assert_int_equal(f.s->currency_count, 3);
    assert_string_equal(f.s->currencies[1].p, "CAD");

    const ru_fact *days = &f.s->facts.items[facts_slot(&f, "days_past_due")];
    assert_int_equal(days->type, RU_INTEGER);
    assert_true(days->has_range && days->low == -60 && days->high == 3650 && days->moves_daily);
    assert_string_equal(days->unit.p, "days");
    assert_int_equal(days->missing.state, RU_UNKNOWN);
    assert_int_equal(days->line, 8);
    assert_string_equal(days->say.by_lang[1].p, "jours de retard");

    const ru_fact *event = &f.s->facts.items[facts_slot(&f, "life_event")];
    assert_int_equal(event->missing.state, RU_NONE);
    assert_int_equal(event->expiry, RU_EXPIRES_AFTER);
    assert_int_equal(event->expiry_days, 180);
    assert_int_equal(event->expiry_from, facts_slot(&f, "life_event_on"));
    assert_int_equal(event->expiry_then, RU_NONE);
    assert_string_equal(event->say.by_lang[0].p, "what happened");
    assert_string_equal(event->say_values[2].by_lang[1].p, "un deuil");
    assert_null(event->say_values[0].by_lang[0].p);

    const ru_fact *broken = &f.s->facts.items[facts_slot(&f, "plans_broken_12m")];
    assert_true(broken->missing.state == RU_VALUE && broken->missing.i == 0);
    assert_true(f.s->facts.items[facts_slot(&f, "sex")].is_protected);
    assert_true(f.s->facts.items[facts_slot(&f, "score")].from_plugin);
    assert_true(f.s->facts.items[facts_slot(&f, "disposable")].derived);
    assert_string_equal(ru_fact_question(&f.s->facts.items[facts_slot(&f, "monthly_income")], 1).p, "Combien recevez-vous ?");
    assert_int_equal(f.s->expiring_count, 2);
    facts_close(&f);
}

static void reads_numbers(void **state) {
    (void)state;
    facts_fixture f;
    facts_open(&f);
    const ru_number *n = ru_schema_number(f.s, RU_STR("share"));
    assert_non_null(n);
    assert_int_equal(n->value, 500000);
    assert_int_equal(n->tighter, -1);
    n = ru_schema_number(f.s, RU_STR("reserve"));
    assert_true(n->has_money[0] && n->money[0] == 5000 && n->has_money[1] && n->money[1] == 6500 && !n->has_money[2]);
    n = ru_schema_number(f.s, RU_STR("cutoff"));
    assert_int_equal(n->value, ru_days_from_civil(2026, 1, 1));
    assert_string_equal(ru_schema_number(f.s, RU_STR("early_until"))->unit.p, "days");
    assert_null(ru_schema_number(f.s, RU_STR("shares")));
    facts_close(&f);
}

typedef struct refusal {
    const char *facts, *contacts, *numbers, *says;
    int line;
} refusal;

static void check_refusals(const refusal *all, size_t count) {
    for (size_t i = 0; i < count; i++) {
        facts_fixture f;
        ruth_status st = facts_open_with(&f, all[i].facts, all[i].contacts, all[i].numbers);
        if (st == RUTH_OK)
            fail_msg("was not refused: %s%s%s", all[i].facts ? all[i].facts : "", all[i].contacts ? all[i].contacts : "", all[i].numbers ? all[i].numbers : "");
        if (!strstr(f.error.message, all[i].says)) fail_msg("expected \"%s\" in \"%s\"", all[i].says, f.error.message);
        assert_true(f.error.file[0] != '\0');
        assert_int_equal(f.error.line, all[i].line);
        assert_true(f.error.column > 0);
        facts_close(&f);
    }
}

static const refusal facts_refused[] = {
    {"a: { type: intger }", NULL, NULL, "did you mean integer?", 1},
    {"a: { kind: integer }", NULL, NULL, "kind", 1},
    {"\na: { values: [x] }", NULL, NULL, "no type", 2},
    {"a: { type: enum }", NULL, NULL, "write its values", 1},
    {"a: { type: integer, values: [x] }", NULL, NULL, "values belong to", 1},
    {"a: { type: enum, values: [x, x] }", NULL, NULL, "stands twice", 1},
    {"a: { type: enum, values: [x, unknown] }", NULL, NULL, "cannot be a value", 1},
    {"a: { type: integer, range: [5, 1] }", NULL, NULL, "upside down", 1},
    {"a: { type: text, range: [5, 1] }", NULL, NULL, "has no range", 1},
    {"a: { type: integer, range: [0, 5], if_missing: 7 }", NULL, NULL, "outside its range", 1},
    {"a: { type: enum, values: [x, z], if_missing: none_onfile }", NULL, NULL, "did you mean none_on_file?", 1},
    {"a: { type: enum, values: [first, second], if_missing: secund }", NULL, NULL, "did you mean second?", 1},
    {"a: { type: money, if_missing: \"5.00 USD\" }\ncurrency: { type: enum, values: [USD] }", NULL, NULL, "the only amount that can stand for a missing a is 0",
     1},
    {"a: { type: money, if_missing: \"5.00\" }\ncurrency: { type: enum, values: [USD] }", NULL, NULL, "an amount with its currency", 1},
    {"a: { type: boolean, source: hsot }", NULL, NULL, "did you mean host?", 1},
    {"a: { type: boolean, in_power_of: me }", NULL, NULL, "person, us, nobody", 1},
    {"a: { type: boolean, moves: weekly }", NULL, NULL, "daily", 1},
    {"a: { type: boolean, unit: days }", NULL, NULL, "only an integer has a unit", 1},
    {"a: { type: boolean, expires: { after: 5 days, from: b } }", NULL, NULL, "no then", 1},
    {"a: { type: boolean, expires: { after: 5 weeks, from: b, then: unknown } }", NULL, NULL, "180 days", 1},
    {"a: { type: boolean, expires: { on: deat, then: unknown } }\ndate: { type: date }\ndeath: { type: date }", NULL, NULL, "did you mean", 1},
    {"a: { type: boolean, expires: { on: b, then: unknown } }\nb: { type: integer }", NULL, NULL, "a date or an instant", 1},
    {"a: { type: boolean, expires: { on: b, then: unknown } }\nb: { type: date, protected: true }", NULL, NULL, "b is protected", 1},
    {"a: { type: boolean, expires: { on: b, after: 5 days, then: unknown } }", NULL, NULL, "either", 1},
    {"a: { type: text, source: derived }", NULL, NULL, "what is computed", 1},
    {"a: { type: money, source: derived, if_missing: 0 }", NULL, NULL, "never left out", 1},
    {"a: { type: money, source: derived, ask: { en: \"?\" } }", NULL, NULL, "give the question to", 1},
    {"a: { type: boolean, say: { english: \"x\" } }", NULL, NULL, "no language", 1},
    {"a: { type: enum, values: [job_loss], say: { job_los: { en: \"x\" } } }", NULL, NULL, "did you mean job_loss?", 1},
    {"a: { type: enum, values: [job_loss], say: { job_loss: \"x\" } }", NULL, NULL, "text a language for the value", 1},
    {"A: { type: boolean }", NULL, NULL, "small letters", 1},
    {"segment: { type: boolean }", NULL, NULL, "call the fact otherwise", 1},
    {"role: { type: text }", NULL, NULL, "needs it of type enum", 1},
    {"role: { type: enum, values: [a], if_missing: a }", NULL, NULL, "never switches a law off", 1},
    {"timezone: { type: zone, if_missing: none_on_file }", NULL, NULL, "never switches a law off", 1},
    {"language: { type: enum, values: [en], protected: true }", NULL, NULL, "cannot be protected", 1},
    {"balance: { type: money, source: derived }", NULL, NULL, "cannot be derived", 1},
    {"currency: { type: enum, values: [USD, XQZ] }", NULL, NULL, "ISO 4217", 1},
    {"a: 5", NULL, NULL, "expected what a is", 1},
    {"[a, b]", NULL, NULL, "expected names with what they are", 1},
    {"a: { type: [integer] }", NULL, NULL, "expected one value", 1},
    {"a: { type: enum, values: x }", NULL, NULL, "expected a list of values, as in [one, another], found \"x\"", 1},
    {"a: { type: enum, values: [] }", NULL, NULL, "expected a list of values", 1},
    {"a: { type: enum, values: [x, \"y z\"] }", NULL, NULL, "y z", 1},
    {"a: { type: enum, values: [x, none_on_file] }", NULL, NULL, "none_on_file cannot be a value", 1},
    {"a: { type: integer, range: 5 }", NULL, NULL, "a range of two ends, both in", 1},
    {"a: { type: integer, range: [1, 2, 3] }", NULL, NULL, "a range of two ends, both in, as in [0, 365], found a list", 1},
    {"a: { type: integer, range: [x, 5] }", NULL, NULL, "x", 1},
    {"a: { type: integer, range: [1, x] }", NULL, NULL, "x", 1},
    {"a: { type: ratio, range: [\"0.1234567\", 1] }", NULL, NULL, "no ratio; expected a decimal with at most 6 places", 1},
    {"a: { type: ratio, range: [[0], 1] }", NULL, NULL, "expected one value", 1},
    {"a: { type: integer, range: [5, 9], if_missing: 4 }", NULL, NULL, "outside its range", 1},
    {"a: { type: boolean, if_missing: null }", NULL, NULL, "if_missing says nothing", 1},
    {"currency: { type: enum, values: [USD] }\na: { type: money, if_missing: \"5.00 USD\" }", NULL, NULL, "the only amount that can stand for a missing a is 0",
     2},
    {"a: { type: integer, source: plugin, if_missing: 0 }", NULL, NULL, "what no plugin wrote is not known", 1},
    {"a: { type: integer, source: plugin, ask: { en: \"?\" } }", NULL, NULL, "give the question to the facts the plugin reads", 1},
    {"a: { type: integer, source: plugin, expires: { on: b, then: unknown } }\nb: { type: date }", NULL, NULL, "written anew for every decision", 1},
    {"a: { type: integer, source: derived, expires: { on: b, then: unknown } }\nb: { type: date }", NULL, NULL, "derived and cannot expire", 1},
    {"a: { type: boolean, expires: never }", NULL, NULL, "expected expires: { after: 180 days, from: a_date, then: none_on_file }, found \"never\"", 1},
    {"a: { type: boolean, expires: { at: b, then: unknown } }", NULL, NULL, "at", 1},
    {"a: { type: boolean, expires: { after: 5 days, then: unknown } }", NULL, NULL, "either after: and from:, or on: alone", 1},
    {"a: { type: boolean, expires: { from: b, then: unknown } }", NULL, NULL, "either after: and from:, or on: alone", 1},
    {"a: { type: boolean, expires: { on: b, from: b, then: unknown } }", NULL, NULL, "either after: and from:, or on: alone", 1},
    {"a: { type: boolean, expires: { on: b, then: gone } }", NULL, NULL, "\"gone\" is no end of an expiry; expected one of: none_on_file, unknown", 1},
    {"a: { type: boolean, expires: { on: [b], then: unknown } }", NULL, NULL, "expected one value", 1},
    {"a: { type: boolean, expires: { after: [5], from: b, then: unknown } }", NULL, NULL, "expected one value", 1},
    {"a: { type: boolean, expires: { after: days, from: b, then: unknown } }", NULL, NULL, "\"days\" is no span of days", 1},
    {"a: { type: boolean, expires: { after: \" days\", from: b, then: unknown } }", NULL, NULL, "no span of days", 1},
    {"a: { type: boolean, expires: { after: 123456 days, from: b, then: unknown } }", NULL, NULL, "no span of days", 1},
    {"a: { type: boolean, expires: { after: 30, from: b, then: unknown } }", NULL, NULL, "\"30\" is no span of days", 1},
    {"a: { type: boolean, expires: { after: \"3: days\", from: b, then: unknown } }", NULL, NULL, "no span of days", 1},
    {"a: { type: boolean, expires: { on: b, then: unknown } }\nb: { type: date, source: derived }", NULL, NULL, "b is derived, a date", 1},
    {"a: { type: boolean, expires: { on: b, then: unknown } }\nb: { type: instant, source: plugin }", NULL, NULL, "b is a plugin's, an instant", 1},
    {"a: { type: integer, unit: [days] }", NULL, NULL, "expected", 1},
    {"a: { type: integer, meter: top }", NULL, NULL, "only a derived integer is measured against a number", 1},
    {"a: { type: money, source: derived, meter: top }", NULL, NULL, "only a derived integer is measured against a number", 1},
    {"a: { type: integer, source: derived, meter: \"t o p\" }", NULL, NULL, "t o p", 1},
    {"a: { type: boolean, purpose: [law] }", NULL, NULL, "expected", 1},
    {"a: { type: boolean, protected: maybe }", NULL, NULL, "maybe", 1},
    {"a: { type: boolean, say: yes }", NULL, NULL, "expected a text a language, as in say: { en: \"days late\" }", 1},
    {"a: { type: boolean, ask: yes }", NULL, NULL, "expected a text a language, as in ask: { en: \"Has something changed?\" }", 1},
    {"a: { type: boolean, say: { e: \"x\" } }", NULL, NULL, "\"e\" is no language", 1},
    {"a: { type: boolean, say: { fr-ca: \"x\" } }", NULL, NULL, "\"fr-ca\" is no language", 1},
    {"a: { type: boolean, say: { fr-CAN: \"x\" } }", NULL, NULL, "\"fr-CAN\" is no language", 1},
    {"a: { type: boolean, say: { frenc: \"x\" } }", NULL, NULL, "\"frenc\" is no language", 1},
    {"a: { type: boolean, say: { fr_CA: \"x\" } }", NULL, NULL, "\"fr_CA\" is no language", 1},
    {"a: { type: boolean, say: { fr-C1: \"x\" } }", NULL, NULL, "\"fr-C1\" is no language", 1},
    {"a: { type: boolean, say: { FR: \"x\" } }", NULL, NULL, "\"FR\" is no language", 1},
    {"a: { type: boolean, say: { en: \"\" } }", NULL, NULL, "the text is empty", 1},
    {"a: { type: boolean, say: { de: [x] } }", NULL, NULL, "expected", 1},
    {"a: { type: enum, values: [x, job_loss], say: { job_loss: \"x\" } }", NULL, NULL, "a text a language for the value job_loss", 1},
    {"a: { type: enum, values: [x, job_loss], say: { job_loss: { en: \"\" } } }", NULL, NULL, "the text is empty", 1},
    {"\"\": { type: boolean }", NULL, NULL, "small letters", 1},
    {"_a: { type: boolean }", NULL, NULL, "small letters", 1},
    {"a-b: { type: boolean }", NULL, NULL, "\"a-b\" cannot be the name of a fact", 1},
    {"a{b: { type: boolean }", NULL, NULL, "\"a{b\" cannot be the name of a fact", 1},
    {"'{b': { type: boolean }", NULL, NULL, "\"{b\" cannot be the name of a fact", 1},
    {"a2345678901234567890123456789012345678901234567890123456789012345: { type: boolean }", NULL, NULL, "at most 64", 1},
    {"balance: { type: money, source: plugin }", NULL, NULL, "no plugin can write it", 1},
    {"role: { type: enum, values: [a], if_missing: none_on_file }", NULL, NULL, "if_missing of role must be unknown", 1},
};

static void refuses_facts(void **state) {
    (void)state;
    check_refusals(facts_refused, RU_COUNT(facts_refused));
}

/* More than there may be of something. */
static char *many(const char *before, int count, char letter, const char *each, const char *after) {
    size_t room = strlen(before) + strlen(after) + (size_t)count * 40 + 1, n = (size_t)snprintf(NULL, 0, "%s", before);
    char *text = malloc(room);
    assert_non_null(text);
    memcpy(text, before, n + 1);
    for (int i = 0; i < count; i++) n += (size_t)snprintf(text + n, room - n, "%c%d%s", letter, i, each);
    snprintf(text + n, room - n, "%s", after);
    return text;
}

static void refuses_too_many(void **state) {
    (void)state;
    char *list = many("a: { type: list of enum, values: [", 65, 'v', ", ", "] }"), *most = many("a: { type: list of enum, values: [", 64, 'v', ", ", "] }");
    char *words = many("a: { type: enum, values: [", 4097, 'v', ", ", "] }"), *facts = many("", RU_MAX_FACTS + 1, 'f', ": { type: boolean }\n", "");
    char *fields = many("", RU_MAX_CONTACT_FIELDS + 1, 'f', ": { type: boolean }\n", "");
    const refusal all[] = {
        {list, NULL, NULL, "a has 65 values; a list of enum has at most 64", 1},
        {words, NULL, NULL, "a has 4097 values; an enum has at most 4096", 1},
        {facts, NULL, NULL, "there are more than 1024 facts", RU_MAX_FACTS + 1},
        {NULL, fields, NULL, "fields of a contact", RU_MAX_CONTACT_FIELDS + 1},
        {"currency: { type: enum, values: [USD, CAD, EUR, GBP, CHF, JPY, AUD, NZD, SEK, NOK, DKK, PLN, CZK, HUF, RON, BGN, TRY, INR, CNY, KRW, BRL, MXN, ZAR, SGD, HKD, THB, IDR, PHP, MYR, CLP, COP, PEN, ARS] }",
         NULL, NULL, "currency has 33 values; a policy serves at most 32 currencies", 1}};
    facts_fixture f;
    check_refusals(all, RU_COUNT(all));
    assert_int_equal(facts_open_with(&f, most, "{}", "{}"), RUTH_OK);
    assert_int_equal(f.s->facts.items[0].value_count, 64);
    assert_true(f.s->facts.settable[0].low == INT64_MIN && f.s->facts.settable[0].high == INT64_MAX); /* every bit is a value */
    facts_close(&f);
    free(list), free(most), free(words), free(facts), free(fields);
}

/* What is left open or said for a language that this policy does not speak is no fault. */
static void reads_open_ends_and_other_languages(void **state) {
    (void)state;
    facts_fixture f;
    assert_int_equal(
        facts_open_with(
            &f,
            "a: { type: integer, range: [null, 5] }\nb: { type: ratio, range: [\"0.5\", null] }\n"
            "c: { type: boolean, expires: { after: 1 day, from: d, then: unknown }, say: { de: \"x\", deu: \"y\", fr-CA: \"z\", en: \"c\" } }\nd: { type: date }\n"
            "e: { type: enum, values: [fr, aa], say: { fr: \"un\", aa: { fr: \"deux\" } } }\n",
            "null", "null"),
        RUTH_OK);
    const ru_fact *a = &f.s->facts.items[0];
    assert_true(a[0].low == INT64_MIN && a[0].high == 5);
    assert_true(a[1].low == 500000 && a[1].high == INT64_MAX);
    assert_int_equal(a[2].expiry_days, 1);
    assert_string_equal(a[2].say.by_lang[0].p, "c");
    assert_null(a[2].say.by_lang[1].p);
    assert_string_equal(a[4].say.by_lang[1].p, "un"); /* a text under fr is French, though fr is a value too */
    assert_string_equal(a[4].say_values[1].by_lang[1].p, "deux");
    assert_int_equal(f.s->contact.count, 0);
    assert_int_equal(f.s->number_count, 0);
    facts_close(&f);
}

/* A policy speaks so many languages at most. */
static void refuses_too_many_languages(void **state) {
    static const ru_str languages[RU_MAX_LANGS + 1] = {{"en", 2}};
    (void)state;
    facts_fixture f;
    facts_open(&f);
    ru_schema *s = NULL;
    ru_schema_files files = {NULL, NULL, NULL, 0, 0, 0, languages, RU_MAX_LANGS + 1};
    assert_int_equal(ru_schema_build(&f.arena, &files, &s, &f.error), RUTH_E_POLICY);
    assert_non_null(strstr(f.error.message, "languages; at most"));
    assert_null(s);
    facts_close(&f);
}

static void refuses_contacts_and_numbers(void **state) {
    (void)state;
    static const refusal all[] = {
        {NULL, "at: { type: instant }", NULL, "built in", 1},
        {NULL, "x: { type: boolean, source: host }", NULL, "source", 1},
        {NULL, NULL, "a: { type: enum, value: 5 }", "no type of a number", 1},
        {NULL, NULL, "a: { type: integer }", "no value", 1},
        {NULL, NULL, "a: { type: integer, value: 1.5 }", "1.5", 1},
        {NULL, NULL, "a: { type: integer, vale: 5 }", "did you mean value?", 1},
        {NULL, NULL, "a: { type: ratio, value: \"0.1234567\" }", "at most 6", 1},
        {NULL, NULL, "a: { type: money, value: 5 }", "one figure a currency", 1},
        {NULL, NULL, "a: { type: money, USX: \"5.00\" }", "did you mean USD?", 1},
        {NULL, NULL, "a: { type: money, USD: \"5.001\" }", "at most 2 decimals", 1},
        {NULL, NULL, "a: { type: money, JPY: \"5.0\" }", "at most 0 decimals", 1},
        {NULL, NULL, "a: { type: integer, value: 5, tighter: up }", "tighter: lower", 1},
        {NULL, NULL, "a: { type: ratio, value: \"0.5\", unit: days }", "only an integer", 1},
        {NULL, NULL, "a: { type: date, value: 2026-02-30 }", "no date", 1},
        {NULL, "[a]", NULL, "expected names with what they are", 1},
        {NULL, "x: { type: boolean, source: derived }", NULL, "source", 1},
        {NULL, NULL, "[a]", "expected numbers by name, found a list", 1},
        {NULL, NULL, "a: 5", "expected what a is, as in { type: integer, value: 15 }", 1},
        {NULL, NULL, "a b: { type: integer, value: 5 }", "a b", 1},
        {NULL, NULL, "a: { value: 5 }", "a has no type; expected integer, money, ratio or date", 1},
        {NULL, NULL, "a: { type: [integer], value: 5 }", "expected one value", 1},
        {NULL, NULL, "a: { type: intger, value: 5 }", "did you mean integer?", 1},
        {NULL, NULL, "a: { type: ratio, value: [1] }", "expected one value", 1},
        {NULL, NULL, "a: { type: date, value: { y: 2026 } }", "expected one value", 1},
        {NULL, NULL, "a: { type: money, USD: [5] }", "expected one value", 1},
        {NULL, NULL, "a: { type: money }", "one figure a currency", 1},
        {NULL, NULL, "a: { type: integer, value: 5, unit: [days] }", "expected", 1},
        {NULL, NULL, "a: { type: integer, value: 5, doc: [x] }", "expected", 1},
        {NULL, NULL, "a: { type: integer, value: 5, tighter: [lower] }", "expected one value", 1},
    };
    check_refusals(all, RU_COUNT(all));
}

/* Two files may declare the same fact alike; labels are put together. */
static ruth_status build_two(facts_fixture *f, const char *one, const char *two) {
    static const ru_str languages[] = {{"en", 2}, {"fr", 2}};
    ru_node *a = NULL, *b = NULL;
    assert_int_equal(facts_open_with(f, "{}", "{}", "{}"), RUTH_OK);
    assert_int_equal(ru_yaml_read(&f->arena, RU_STR("facts.yaml"), ru_str_of(one), &a, &f->error), RUTH_OK);
    assert_int_equal(ru_yaml_read(&f->arena, RU_STR("pack/facts.yaml"), ru_str_of(two), &b, &f->error), RUTH_OK);
    const ru_node *nodes[] = {a, b};
    ru_schema_files files = {nodes, NULL, NULL, 2, 0, 0, languages, 2};
    return ru_schema_build(&f->arena, &files, &f->s, &f->error);
}

static void declares_alike(void **state) {
    (void)state;
    facts_fixture f;
    assert_int_equal(build_two(&f, "a: { type: date, say: { en: \"day\" } }", "a: { type: date, purpose: law, say: { fr: \"jour\" } }\nb: { type: boolean }"),
                     RUTH_OK);
    assert_int_equal(f.s->facts.count, 2);
    assert_string_equal(f.s->facts.items[0].say.by_lang[0].p, "day");
    assert_string_equal(f.s->facts.items[0].say.by_lang[1].p, "jour");
    assert_string_equal(f.s->facts.items[0].purpose.p, "law");
    facts_close(&f);
    static const char *const others[][2] = {{"a: { type: instant }", "type"},
                                            {"a: { type: date, protected: true }", "protected"},
                                            {"a: { type: date, source: plugin }", "source"},
                                            {"a: { type: date, moves: daily }", "moves"},
                                            {"a: { type: date, say: { en: \"other\" } }", "say"},
                                            {"a: { type: date, expires: { on: a, then: unknown } }", "expires"}};
    for (size_t i = 0; i < RU_COUNT(others); i++) {
        assert_int_equal(build_two(&f, "a: { type: date, say: { en: \"day\" } }", others[i][0]), RUTH_E_POLICY);
        assert_non_null(strstr(f.error.message, others[i][1]));
        assert_non_null(strstr(f.error.message, "facts.yaml, line 1"));
        assert_string_equal(f.error.file, "pack/facts.yaml");
        facts_close(&f);
    }
}

static void declares_apart(void **state) {
    static const struct {
        const char *one, *two, *differs;
    } all[] = {
        {"a: { type: enum, values: [x, z] }", "a: { type: enum, values: [x] }", "values"},
        {"a: { type: enum, values: [x, z] }", "a: { type: enum, values: [x, w] }", "values"},
        {"a: { type: integer, range: [0, 5] }", "a: { type: integer }", "range"},
        {"a: { type: integer, range: [0, 5] }", "a: { type: integer, range: [1, 5] }", "range"},
        {"a: { type: integer, range: [0, 5] }", "a: { type: integer, range: [0, 6] }", "range"},
        {"a: { type: integer, unit: days }", "a: { type: integer, unit: hours }", "unit"},
        {"a: { type: boolean, expires: { after: 5 days, from: b, then: unknown } }\nb: { type: date }",
         "a: { type: boolean, expires: { after: 6 days, from: b, then: unknown } }", "expires"},
        {"a: { type: boolean, expires: { after: 5 days, from: b, then: unknown } }\nb: { type: date }",
         "a: { type: boolean, expires: { after: 5 days, from: b, then: none_on_file } }", "expires"},
        {"a: { type: boolean, expires: { on: b, then: unknown } }\nb: { type: date }",
         "a: { type: boolean, expires: { on: c, then: unknown } }\nc: { type: date }", "expires"},
        {"a: { type: boolean, purpose: law }", "a: { type: boolean, purpose: care }", "purpose"},
        {"a: { type: boolean, in_power_of: us }", "a: { type: boolean, in_power_of: person }", "in_power_of"},
        {"a: { type: integer, source: derived, meter: low }", "a: { type: integer, source: derived, meter: high }", "meter"},
        {"a: { type: boolean, ask: { en: \"Is it?\" } }", "a: { type: boolean, ask: { en: \"Was it?\" } }", "ask"},
        {"a: { type: enum, values: [x], say: { x: { en: \"ex\" } } }", "a: { type: enum, values: [x], say: { x: { en: \"ix\" } } }", "say"},
    };
    facts_fixture f;
    (void)state;
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        char says[64];
        assert_int_equal(build_two(&f, all[i].one, all[i].two), RUTH_E_POLICY);
        snprintf(says, sizeof says, "line 1, too, and the two differ in %s; declare it alike", all[i].differs);
        if (!strstr(f.error.message, says)) fail_msg("%s | %s: %s", all[i].one, all[i].two, f.error.message);
        facts_close(&f);
        assert_int_equal(build_two(&f, all[i].one, all[i].one), RUTH_OK); /* the same twice is no contradiction */
        facts_close(&f);
    }
}

/* What only one of the two says is taken over. */
static void declarations_add_up(void **state) {
    facts_fixture f;
    (void)state;
    assert_int_equal(
        build_two(
            &f, "a: { type: enum, values: [x, z], source: derived }\nm: { type: integer, source: derived }",
            "a: { type: enum, values: [x, z], source: derived, purpose: law, in_power_of: us, say: { z: { fr: \"zed\" } } }\nm: { type: integer, source: derived, meter: top }"),
        RUTH_OK);
    const ru_fact *a = &f.s->facts.items[0];
    assert_string_equal(a[0].purpose.p, "law");
    assert_true(ru_str_is(a[0].in_power_of, "us"));
    assert_string_equal(a[0].say_values[1].by_lang[1].p, "zed");
    assert_string_equal(a[1].meter.p, "top");
    facts_close(&f);
    assert_int_equal(build_two(&f, "a: { type: enum, values: [x, z], say: { x: { en: \"ex\" } } }",
                               "a: { type: enum, values: [x, z], say: { x: { fr: \"ixe\" }, z: { en: \"zed\" } } }"),
                     RUTH_OK);
    assert_string_equal(f.s->facts.items[0].say_values[0].by_lang[0].p, "ex");
    assert_string_equal(f.s->facts.items[0].say_values[0].by_lang[1].p, "ixe");
    assert_string_equal(f.s->facts.items[0].say_values[1].by_lang[0].p, "zed");
    facts_close(&f);
}

/* Packs may share a figure if they say it alike. */
static ruth_status numbers_of_two(facts_fixture *f, const char *one, const char *two) {
    static const ru_str languages[] = {{"en", 2}};
    ru_node *facts = NULL, *a = NULL, *b = NULL;
    assert_int_equal(facts_open_with(f, "{}", "{}", "{}"), RUTH_OK);
    assert_int_equal(ru_yaml_read(&f->arena, RU_STR("facts.yaml"), RU_STR("currency: { type: enum, values: [USD, CAD] }"), &facts, &f->error), RUTH_OK);
    assert_int_equal(ru_yaml_read(&f->arena, RU_STR("numbers.yaml"), ru_str_of(one), &a, &f->error), RUTH_OK);
    assert_int_equal(ru_yaml_read(&f->arena, RU_STR("pack/numbers.yaml"), ru_str_of(two), &b, &f->error), RUTH_OK);
    const ru_node *schema[] = {facts, NULL}, *nodes[] = {NULL, a, b};
    ru_schema_files files = {schema, NULL, nodes, 2, 0, 3, languages, 1};
    return ru_schema_build(&f->arena, &files, &f->s, &f->error);
}

static void numbers_are_declared_alike(void **state) {
    static const char *const apart[][2] = {
        {"fee: { type: integer, value: 5 }", "fee: { type: ratio, value: 1 }"},
        {"fee: { type: integer, value: 5 }", "fee: { type: integer, value: 6 }"},
        {"fee: { type: integer, value: 5, tighter: lower }", "fee: { type: integer, value: 5 }"},
        {"fee: { type: integer, value: 5, unit: days }", "fee: { type: integer, value: 5 }"},
        {"fee: { type: money, USD: \"5.00\" }", "fee: { type: money, USD: \"5.00\", CAD: \"6.00\" }"},
        {"fee: { type: money, USD: \"5.00\" }", "fee: { type: money, USD: \"5.01\" }"},
    };
    facts_fixture f;
    (void)state;
    for (size_t i = 0; i < RU_COUNT(apart); i++) {
        assert_int_equal(numbers_of_two(&f, apart[i][0], apart[i][1]), RUTH_E_POLICY);
        assert_string_equal(f.error.message, "number fee is declared otherwise in numbers.yaml, line 1; declare it alike, or tighten it in policy.yaml");
        assert_string_equal(f.error.file, "pack/numbers.yaml");
        facts_close(&f);
        assert_int_equal(numbers_of_two(&f, apart[i][1], apart[i][1]), RUTH_OK);
        assert_int_equal(f.s->number_count, 1);
        facts_close(&f);
    }
    assert_int_equal(numbers_of_two(&f, "fee: { type: money, EUR: \"5.00\" }", "null"), RUTH_OK); /* a currency of others alone */
    assert_false(f.s->numbers[0].has_money[0] || f.s->numbers[0].has_money[1]);
    facts_close(&f);
}

/* Of two words for what is left out, not known is kept, whichever stands first: it releases nothing. */
static void declares_alike_but_for_if_missing(void **state) {
    static const char *const says[] = {"a: { type: date }", "a: { type: date, if_missing: unknown }", "a: { type: date, if_missing: none_on_file }",
                                       "a: { type: date, if_missing: 2026-01-01 }"};
    static const ru_state kept[] = {RU_UNKNOWN, RU_UNKNOWN, RU_NONE, RU_VALUE};
    facts_fixture f;
    (void)state;
    for (size_t i = 0; i < RU_COUNT(says); i++)
        for (size_t k = 0; k < RU_COUNT(says); k++) {
            bool apart = i >= 2 && k >= 2 && i != k; /* two values, and no way to be on the safe side */
            assert_int_equal(build_two(&f, says[i], says[k]), apart ? RUTH_E_POLICY : RUTH_OK);
            if (apart) assert_non_null(strstr(f.error.message, "differ in if_missing"));
            else assert_int_equal(f.s->facts.items[0].missing.state, i < 2 || k < 2 ? RU_UNKNOWN : kept[i]);
            facts_close(&f);
        }
}

static void tightens(void **state) {
    (void)state;
    facts_fixture f;
    facts_open(&f);
    assert_int_equal(ru_schema_tighten(f.s, &f.arena, RU_STR("per_week"), facts_node(&f, "2"), &f.error), RUTH_OK);
    assert_int_equal(ru_schema_number(f.s, RU_STR("per_week"))->value, 2);
    assert_int_equal(ru_schema_tighten(f.s, &f.arena, RU_STR("per_week"), facts_node(&f, "2"), &f.error), RUTH_OK);
    assert_int_equal(ru_schema_tighten(f.s, &f.arena, RU_STR("per_week"), facts_node(&f, "3"), &f.error), RUTH_E_POLICY);
    assert_non_null(strstr(f.error.message, "lower"));
    assert_int_equal(ru_schema_number(f.s, RU_STR("per_week"))->value, 2);
    assert_int_equal(ru_schema_tighten(f.s, &f.arena, RU_STR("share"), facts_node(&f, "\"0.40\""), &f.error), RUTH_OK);
    assert_int_equal(ru_schema_number(f.s, RU_STR("share"))->value, 400000);
    assert_int_equal(ru_schema_tighten(f.s, &f.arena, RU_STR("reserve"), facts_node(&f, "{ USD: \"60.00\" }"), &f.error), RUTH_OK);
    assert_int_equal(ru_schema_number(f.s, RU_STR("reserve"))->money[0], 6000);
    assert_int_equal(ru_schema_number(f.s, RU_STR("reserve"))->money[1], 6500);
    assert_int_equal(ru_schema_tighten(f.s, &f.arena, RU_STR("reserve"), facts_node(&f, "{ CAD: \"60.00\" }"), &f.error), RUTH_E_POLICY);
    assert_int_equal(ru_schema_tighten(f.s, &f.arena, RU_STR("reserve"), facts_node(&f, "{ JPY: \"60\" }"), &f.error), RUTH_E_POLICY);
    assert_int_equal(ru_schema_tighten(f.s, &f.arena, RU_STR("early_until"), facts_node(&f, "10"), &f.error), RUTH_E_POLICY);
    assert_non_null(strstr(f.error.message, "no direction"));
    assert_int_equal(ru_schema_tighten(f.s, &f.arena, RU_STR("per_weak"), facts_node(&f, "2"), &f.error), RUTH_E_POLICY);
    assert_non_null(strstr(f.error.message, "did you mean per_week?"));
    static const struct {
        const char *number, *value, *says;
    } all[] = {
        {"weekly", "2", "there is no number weekly to tighten"},
        {"per_week", "{a: 1}", "expected"},
        {"share", "\"0.6\"", "may only become lower"},
        {"share", "[1]", "expected one value"},
        {"reserve", "5", "reserve is money: expected one figure a currency, as in { USD: \"60.00\" }, found 5"},
        {"reserve", "{}", "one figure a currency"},
        {"reserve", "{USD: \"60.001\"}", "at most 2 decimals"},
        {"reserve", "{USX: \"60.00\"}", "reserve has no figure in USX to tighten; did you mean USD?"},
        {"reserve", "{EUR: \"60.00\"}", "reserve has no figure in EUR to tighten"},
        {"reserve", "{USD: \"59.99\"}", "may only become higher"},
    };
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        assert_int_equal(ru_schema_tighten(f.s, &f.arena, ru_str_of(all[i].number), facts_node(&f, all[i].value), &f.error), RUTH_E_POLICY);
        if (!strstr(f.error.message, all[i].says)) fail_msg("%s = %s: %s", all[i].number, all[i].value, f.error.message);
        assert_true(ru_schema_kept(f.s));
    }
    /* Were a figure ever looser than the file says, that would be seen. */
    ru_number *reserve = &f.s->numbers[ru_schema_number(f.s, RU_STR("reserve")) - f.s->numbers],
              *week = &f.s->numbers[ru_schema_number(f.s, RU_STR("per_week")) - f.s->numbers];
    week->value = 4;
    assert_false(ru_schema_kept(f.s));
    week->value = 3;
    assert_true(ru_schema_kept(f.s));
    reserve->money[1] = 6499;
    assert_false(ru_schema_kept(f.s));
    facts_close(&f);
}

static void an_enum_of_many_values_is_found_by_hash(void **state) {
    (void)state;
    facts_fixture f;
    char text[16384], line[256];
    size_t n = (size_t)snprintf(text, sizeof text, "big: { type: enum, values: [");
    for (int i = 0; i < 500; i++) n += (size_t)snprintf(text + n, sizeof text - n, "%svalue_%d", i ? ", " : "", i * 7);
    snprintf(text + n, sizeof text - n, "] }\n");
    assert_int_equal(facts_open_with(&f, text, "{}", "{}"), RUTH_OK);
    for (int i = 0; i < 500; i++) {
        snprintf(line, sizeof line, "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"big\":\"value_%d\"}}", i * 7);
        assert_true(facts_read(&f, line));
        assert_int_equal(f.r.facts[0].i, i);
    }
    assert_false(facts_read(&f, "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"big\":\"value_8\"}}"));
    assert_int_equal(f.why.code, RU_REJECT_RANGE);
    facts_close(&f);
}

/* Names are looked up by their first 16 bytes; what begins alike must still be told apart. */
static void long_names_that_begin_alike(void **state) {
    (void)state;
    static const char *const names[] = {
        "written_dispute_",           "written_dispute", "written_dispute_a", "written_dispute_b", "written_dispute_received_at", "written_dispute_received_on",
        "written_dispute_received_by"};
    facts_fixture f;
    char text[1024], line[512];
    size_t n = 0;
    for (size_t i = 0; i < RU_COUNT(names); i++) n += (size_t)snprintf(text + n, sizeof text - n, "%s: { type: integer }\n", names[i]);
    assert_int_equal(facts_open_with(&f, text, "{}", "{}"), RUTH_OK);
    for (size_t i = 0; i < RU_COUNT(names); i++) {
        int slot = facts_slot(&f, names[i]);
        assert_true(ru_str_is(f.s->facts.names[slot], names[i]));
        snprintf(line, sizeof line, "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"%s\":5},\"ref\":\"some text that leaves room\"}", names[i]);
        assert_true(facts_read(&f, line));
        for (int k = 0; k < (int)RU_COUNT(names); k++) assert_int_equal(f.r.facts[k].given, k == slot ? 2 : 0);
    }
    assert_int_equal(ru_fields_find(&f.s->facts, RU_STR("written_dispute_received_of")), -1);
    assert_int_equal(ru_fields_find(&f.s->facts, RU_STR("written_dispute_c")), -1);
    assert_int_equal(ru_fields_find(&f.s->facts, RU_STR("written_dispute\0")), -1);
    facts_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(builds_the_example),
                                       cmocka_unit_test(reads_numbers),
                                       cmocka_unit_test(refuses_facts),
                                       cmocka_unit_test(refuses_contacts_and_numbers),
                                       cmocka_unit_test(refuses_too_many),
                                       cmocka_unit_test(refuses_too_many_languages),
                                       cmocka_unit_test(reads_open_ends_and_other_languages),
                                       cmocka_unit_test(declares_apart),
                                       cmocka_unit_test(declarations_add_up),
                                       cmocka_unit_test(numbers_are_declared_alike),
                                       cmocka_unit_test(declares_alike),
                                       cmocka_unit_test(declares_alike_but_for_if_missing),
                                       cmocka_unit_test(tightens),
                                       cmocka_unit_test(long_names_that_begin_alike),
                                       cmocka_unit_test(an_enum_of_many_values_is_found_by_hash)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

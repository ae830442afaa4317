/* test_facts_literal.c: values of a policy, read from YAML and Lua, written as JSON and as words. */
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

static void reads_and_writes(void **state) {
    facts_fixture *f = *state;
    static const struct {
        const char *fact, *text, *json, *english, *french;
    } all[] = {
        {"complaint_open", "true", "true", "yes", "oui"},
        {"complaint_open", "false", "false", "no", "non"},
        {"days_past_due", "-45", "-45", "-45", "-45"},
        {"balance", "\"1234.56 CAD\"", "123456", "1234.56 CAD", "1234.56 CAD"},
        {"balance", "{x: money, text: \"1234.56 CAD\"}", "123456", "1234.56 CAD", "1234.56 CAD"},
        {"balance", "0", "0", "0.00 CAD", "0.00 CAD"},
        {"balance", "\"-0.05 CAD\"", "-5", "-0.05 CAD", "-0.05 CAD"},
        {"interest", "\"0.125\"", "\"0.125\"", "12.5 %", "12.5 %"},
        {"interest", "{x: percent, text: \"12.5\"}", "\"0.125\"", "12.5 %", "12.5 %"},
        {"interest", "1", "\"1\"", "100 %", "100 %"},
        {"interest", "\"0.000001\"", "\"0.000001\"", "0.0001 %", "0.0001 %"},
        {"life_event", "bereavement", "\"bereavement\"", "a death in the family", "un deuil"},
        {"life_event", "job_loss", "\"job_loss\"", "job loss", "job loss"},
        {"life_event_on", "2026-02-20", "\"2026-02-20\"", "2026-02-20", "2026-02-20"},
        {"cease_received_at", "2026-03-02T14:00:00+01:00", "\"2026-03-02T13:00:00Z\"", "2026-03-02 13:00 UTC", "2026-03-02 13:00 UTC"},
        {"timezone", "America/Toronto", "\"America/Toronto\"", "America/Toronto", "America/Toronto"},
        {"vulnerabilities", "[capability, health]", "[\"health\",\"capability\"]", "health, capability", "health, capability"},
        {"vulnerabilities", "[]", "[]", "", ""},
        {"references", "[\"a\", \"b\"]", "[\"a\",\"b\"]", "a, b", "a, b"},
        {"convenient_windows", "[{days: [sun, mon], from: \"09:00\", to: \"17:30\"}]",
         "[{\"days\":[\"mon\",\"sun\"],\"from\":\"09:00:00\",\"to\":\"17:30:00\"}]", "mon sun 09:00–17:30", "mon sun 09:00–17:30"},
        {"convenient_windows", "[{from: \"22:15\", to: \"24:00\"}]", "[{\"from\":\"22:15:00\",\"to\":\"24:00:00\"}]", "22:15–24:00", "22:15–24:00"},
    };
    ru_arena_reset(&f->request_arena);
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        const ru_fact *fact = &f->s->facts.items[facts_slot(f, all[i].fact)];
        ru_value v;
        int currency = 7;
        if (ru_value_read(f->s, fact, facts_node(f, all[i].text), &f->arena, &v, &currency, &f->error) != RUTH_OK)
            fail_msg("%s: %s", all[i].text, f->error.message);
        assert_int_equal(v.state, RU_VALUE);
        assert_int_equal(currency, strstr(all[i].text, "CAD") ? 1 : -1);
        ru_value_write(&f->out, fact, &v);
        assert_string_equal(facts_text(f), all[i].json);
        ru_value_say(&f->out, f->s, fact, &v, 0, 1);
        assert_string_equal(facts_text(f), all[i].english);
        ru_value_say(&f->out, f->s, fact, &v, 1, 1);
        assert_string_equal(facts_text(f), all[i].french);
        assert_true(ru_value_same(fact, &v, &v));
    }
}

/* Lists and windows are the same only if every part of them is. */
static void tells_values_apart(void **state) {
    facts_fixture *f = *state;
    static const char *const windows[] = {"[]", "[{days: [mon], from: \"09:00\", to: \"17:00\"}]", "[{days: [tue], from: \"09:00\", to: \"17:00\"}]",
                                          "[{days: [mon], from: \"09:01\", to: \"17:00\"}]", "[{days: [mon], from: \"09:00\", to: \"17:00:01\"}]"};
    static const char *const texts[] = {"[]", "{}", "[a]", "[b]", "[a, b]"};
    static const char *const zones[] = {"America/Toronto", "Europe/Paris"};
    static const struct {
        const char *fact;
        const char *const *values;
        size_t count;
    } all[] = {{"convenient_windows", windows, RU_COUNT(windows)}, {"references", texts, RU_COUNT(texts)}, {"timezone", zones, RU_COUNT(zones)}};
    for (size_t k = 0; k < RU_COUNT(all); k++) {
        const ru_fact *fact = &f->s->facts.items[facts_slot(f, all[k].fact)];
        for (size_t i = 0; i < all[k].count; i++)
            for (size_t j = 0; j < all[k].count; j++) {
                ru_value a, b, none = {.state = RU_NONE};
                assert_int_equal(ru_value_read(f->s, fact, facts_node(f, all[k].values[i]), &f->arena, &a, NULL, &f->error), RUTH_OK);
                assert_int_equal(ru_value_read(f->s, fact, facts_node(f, all[k].values[j]), &f->arena, &b, NULL, &f->error), RUTH_OK);
                bool empty = a.u.l.n == 0 && b.u.l.n == 0 && k == 1; /* Lua's empty table is an empty list */
                if (ru_value_same(fact, &a, &b) != (i == j || empty)) fail_msg("%s and %s", all[k].values[i], all[k].values[j]);
                assert_false(ru_value_same(fact, &a, &none));
                assert_true(ru_value_same(fact, &none, &none));
            }
    }
}

/* Words of slips are cut where they are long, between two characters; what is no text is named for what it is. */
static void shortens_what_it_shows(void **state) {
    facts_fixture *f = *state;
    ru_value v;
    const ru_fact *event = &f->s->facts.items[facts_slot(f, "life_event")];
    static const char long_word[] = "[aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeefffffffff\xC3\xA9ggg]"; /* the 60th byte is the first of é */
    assert_int_equal(ru_value_read(f->s, event, facts_node(f, long_word)->items[0], &f->arena, &v, NULL, &f->error), RUTH_E_POLICY);
    assert_string_equal(f->error.message, "\"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeefffffffff\" is no value of life_event");
    ru_node code = {.kind = RU_NODE_CODE, .file = RU_STR("rules.lua"), .line = 3}, no = {.kind = RU_NODE_BOOL, .file = RU_STR("rules.lua"), .line = 3};
    assert_int_equal(ru_value_read(f->s, event, &code, &f->arena, &v, NULL, &f->error), RUTH_E_POLICY);
    assert_string_equal(f->error.message, "life_event is one of a list of names: expected one of a list of names, found a function");
    assert_int_equal(ru_value_read(f->s, &f->s->facts.items[facts_slot(f, "interest")], &no, &f->arena, &v, NULL, &f->error), RUTH_E_POLICY);
    assert_non_null(strstr(f->error.message, "found false"));
    assert_int_equal(f->error.line, 3);
}

static void says_what_has_no_value(void **state) {
    facts_fixture *f = *state;
    const ru_fact *fact = &f->s->facts.items[facts_slot(f, "balance")];
    ru_value v = {.state = RU_UNKNOWN};
    ru_value_say(&f->out, f->s, fact, &v, 0, 0);
    assert_string_equal(facts_text(f), "…");
    v.state = RU_NONE;
    ru_value_say(&f->out, f->s, fact, &v, 0, 0);
    assert_string_equal(facts_text(f), "none on file");
    ru_value_say(&f->out, f->s, fact, &v, 1, 0);
    assert_string_equal(facts_text(f), "rien au dossier");
    ru_value_say(&f->out, f->s, fact, &v, 7, 0); /* no language of this policy */
    assert_string_equal(facts_text(f), "none on file");
    ru_value_say(&f->out, f->s, fact, &v, -1, 0);
    assert_string_equal(facts_text(f), "none on file");
    v = (ru_value){.state = RU_VALUE, .i = 123};
    ru_value_say(&f->out, f->s, fact, &v, 0, 2);
    assert_string_equal(facts_text(f), "123 JPY");
    ru_value_say(&f->out, f->s, fact, &v, 0, -1);
    assert_string_equal(facts_text(f), "123");
    ru_value_say(&f->out, f->s, fact, &v, 0, 3); /* a fourth currency of three */
    assert_string_equal(facts_text(f), "123");
    v.i = -1250000;
    ru_value_say(&f->out, f->s, &f->s->facts.items[facts_slot(f, "interest")], &v, 0, 0);
    assert_string_equal(facts_text(f), "-125 %");
    const ru_fact *event = &f->s->facts.items[facts_slot(f, "life_event")];
    ru_fact_say_value(&f->out, event, -1, 0);
    ru_fact_say_value(&f->out, event, 3, 0);
    assert_string_equal(facts_text(f), ""); /* no value, no word */
    ru_fact_say_value(&f->out, event, 2, RU_MAX_LANGS);
    assert_string_equal(facts_text(f), "bereavement");
    assert_null(ru_fact_question(event, -1).p);
    assert_null(ru_fact_question(event, RU_MAX_LANGS).p);
    assert_null(ru_fact_question(event, 0).p); /* nobody asks for it */
    ru_fact_say(&f->out, &f->s->facts.items[facts_slot(f, "monthly_income")], 0);
    assert_string_equal(facts_text(f), "monthly income");
    ru_fact_say(&f->out, &f->s->facts.items[facts_slot(f, "days_past_due")], 1);
    assert_string_equal(facts_text(f), "jours de retard");
    ru_fact_say(&f->out, &f->s->facts.items[facts_slot(f, "days_past_due")], -1);
    assert_string_equal(facts_text(f), "days past due");
}

static void refuses(void **state) {
    facts_fixture *f = *state;
    static const struct {
        const char *fact, *text, *says;
    } all[] = {
        {"complaint_open", "1", ""},
        {"days_past_due", "1.5", "fraction"},
        {"days_past_due", "[1]", "an integer"},
        {"balance", "5", "\"50.00 USD\""},
        {"balance", "\"5.00\"", "\"50.00 USD\""},
        {"balance", "\"5.00 EUR\"", "does not list it"},
        {"balance", "\"5.001 USD\"", "\"50.00 USD\""},
        {"interest", "0.5", "percent(\"12.5\")"},
        {"interest", "\"0.1234567\"", "6 places"},
        {"interest", "2", "percent"},
        {"life_event", "bereavment", "did you mean bereavement?"},
        {"life_event_on", "2026-02-30", "a day of the calendar"},
        {"cease_received_at", "2026-02-20", "an instant with its offset"},
        {"vulnerabilities", "health", "a list"},
        {"vulnerabilities", "[heath]", "did you mean health?"},
        {"convenient_windows", "[{days: [sunday], from: \"09:00\", to: \"17:30\"}]", "no day"},
        {"convenient_windows", "[{from: \"9\", to: \"17:30\"}]", "no time of day"},
        {"convenient_windows", "[{from: \"24:00\", to: \"17:30\"}]", "no time of day"},
        {"convenient_windows", "[{from: \"09:00\"}]", "has no to"},
        {"convenient_windows", "[{from: \"09:00\", to: \"09:00\"}]", "empty"},
        {"life_event", "{x: fact, name: a}", "one of a list of names"},
        {"subject", "", "text"},
        {"subject", "[a]", "text: expected text, found a list"},
        {"subject", "{a: b}", "expected text, found a table"},
        {"life_event", "3", "expected"},
        {"complaint_open", "[true]", "expected true or false, found a list"},
        {"interest", "true", "found true"},
        {"interest", "{x: percent, text: \"12.54321\"}", "expected a ratio"},
        {"interest", "{x: money, text: \"12.50 CAD\"}", "expected a ratio"},
        {"interest", "{x: percent, text: [5]}", "expected a ratio"},
        {"interest", "{text: \"5\"}", "expected a ratio"},
        {"balance", "{x: percent, text: \"5\"}", "expected money"},
        {"balance", "true", "\"50.00 USD\", found true"},
        {"days_past_due", "{x: money, text: \"5.00 CAD\"}", "expected an integer"},
        {"vulnerabilities", "{a: health}", "a list, as in [one, another], found a table"},
        {"vulnerabilities", "[3]", "expected"},
        {"references", "a", "a list, as in [\"one\", \"another\"]"},
        {"references", "[a, [b]]", "expected"},
        {"timezone_candidates", "{a: b}", "a list, as in [\"one\", \"another\"], found a table"},
        {"convenient_windows", "mon", "a list of windows, as in"},
        {"convenient_windows", "[mon]", "expected a window, as in { days: [mon]"},
        {"convenient_windows", "[{day: [mon], from: \"09:00\", to: \"17:00\"}]", "day"},
        {"convenient_windows", "[{days: mon, from: \"09:00\", to: \"17:00\"}]", "days: a list, as in [mon, tue]"},
        {"convenient_windows", "[{days: [], from: \"09:00\", to: \"17:00\"}]", "days: a list, as in [mon, tue]"},
        {"convenient_windows", "[{days: [[mon]], from: \"09:00\", to: \"17:00\"}]", "expected one value"},
        {"convenient_windows", "[{from: [9], to: \"17:00\"}]", "expected one value"},
        {"convenient_windows", "[{from: \"09:00\", to: [17]}]", "expected one value"},
        {"convenient_windows", "[{to: \"17:00\"}]", "has no from"},
        {"convenient_windows", "[{from: \"09:60\", to: \"17:00\"}]", "no time of day"},
        {"convenient_windows", "[{from: \"25:00\", to: \"17:00\"}]", "no time of day"},
        {"convenient_windows", "[{from: \"x9:00\", to: \"17:00\"}]", "no time of day"},
        {"convenient_windows", "[{from: \"9x:00\", to: \"17:00\"}]", "no time of day"},
        {"convenient_windows", "[{from: \"09:x0\", to: \"17:00\"}]", "no time of day"},
        {"convenient_windows", "[{from: \"09:00:6\", to: \"17:00\"}]", "no time of day"},
        {"convenient_windows", "[{from: \"09:00:60\", to: \"17:00\"}]", "no time of day"},
        {"convenient_windows", "[{from: \"09:00-00\", to: \"17:00\"}]", "no time of day"},
        {"convenient_windows", "[{from: \"09:00\", to: \"24:01\"}]", "no time of day"},
        {"life_event_on", "[2026]", "a date, found a list"},
        {"life_event_on", "true", "found true"},
    };
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        ru_value v;
        const ru_fact *fact = &f->s->facts.items[facts_slot(f, all[i].fact)];
        ru_node *n = *all[i].text ? facts_node(f, all[i].text) : facts_node(f, "[null]")->items[0];
        if (ru_value_read(f->s, fact, n, &f->arena, &v, NULL, &f->error) == RUTH_OK) fail_msg("was not refused: %s", all[i].text);
        if (!strstr(f->error.message, all[i].says)) fail_msg("%s gave: %s", all[i].text, f->error.message);
        assert_int_equal(f->error.line, 1);
    }
    int64_t index;
    const ru_fact *list = &f->s->facts.items[facts_slot(f, "vulnerabilities")];
    assert_int_equal(ru_value_element(list, facts_node(f, "capability"), &index, &f->error), RUTH_OK);
    assert_int_equal(index, 2);
    assert_int_equal(ru_value_element(list, facts_node(f, "capabilty"), &index, &f->error), RUTH_E_POLICY);
    assert_non_null(strstr(f->error.message, "did you mean capability?"));
}

/* What is written is read again by the request reader as the same value. */
static void goes_round(void **state) {
    facts_fixture *f = *state;
    const ru_fact *fact = &f->s->facts.items[facts_slot(f, "interest")];
    unsigned seed = 7;
    print_message("seed %u\n", seed);
    for (int i = 0; i < facts_scaled(2000); i++) {
        char line[256];
        seed = seed * 1664525u + 1013904223u;
        ru_value v = {.state = RU_VALUE, .i = (int64_t)(seed >> 8) % 1000001};
        ru_value_write(&f->out, fact, &v);
        snprintf(line, sizeof line, "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"interest\":%s}}", facts_text(f));
        assert_true(facts_read(f, line));
        assert_true(ru_value_same(fact, &v, facts_value(f, "interest")));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(reads_and_writes, setup, teardown),
                                       cmocka_unit_test_setup_teardown(says_what_has_no_value, setup, teardown),
                                       cmocka_unit_test_setup_teardown(tells_values_apart, setup, teardown),
                                       cmocka_unit_test_setup_teardown(shortens_what_it_shows, setup, teardown),
                                       cmocka_unit_test_setup_teardown(refuses, setup, teardown),
                                       cmocka_unit_test_setup_teardown(goes_round, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_author_simulate.c: simulation.yaml that does not hold, options that are none, and small policies lived through day by day: why somebody hears nothing, and how it is told. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/support.h"

static const support_file plain[] = {
    {"policy.yaml", "policy: days\nversion: 1.0.0\nlanguages: [en]\n"},
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nlate: { type: integer, range: [0, 6], moves: daily, source: host }\nangry: { type: boolean, if_missing: false, source: host }\n"},
    {"contacts.yaml",
     "channel: { type: enum, values: [letter, email] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\nabout: { type: enum, values: [thanks, help], if_missing: none_on_file }\namount: { type: money, if_missing: none_on_file }\n"},
    {"teams.yaml", "care: { name: { en: Care } }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" }, { \"email\" } }\n"},
    {"segments.lua", "segment \"all\" { when = otherwise }\n"},
    {"actions.lua", "action \"write\" { when = { late = above(3) }, message = \"hello\" }\naction \"none\" { when = otherwise }\n"},
    {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
    {"messages/en.yaml", "hello: { purpose: help, variants: { letter: { plain: { body: hello } } } }\n"},
    {NULL, NULL},
};

static ruth_engine *engine;
static char folder[256];

static int open_engine(void **state) {
    (void)state;
    return ruth_engine_new(NULL, &engine, NULL) != RUTH_OK;
}

static int close_engine(void **state) {
    (void)state;
    ruth_engine_free(engine);
    return 0;
}

/* The plain policy with these files in place of its own, or beside them. */
static void lay(const support_file *changed) {
    support_file files[20];
    size_t n = 0;
    for (; plain[n].name; n++) files[n] = plain[n];
    for (; changed->name; changed++) {
        size_t k = 0;
        while (k < n && strcmp(files[k].name, changed->name) != 0) k++;
        files[k] = *changed;
        n += k == n;
    }
    files[n] = (support_file){NULL, NULL};
    snprintf(folder, sizeof folder, "%s", support_folder(files));
}

/* ---- what does not hold ---- */
static void notes_are_read_strictly(void **state) {
    (void)state;
    static const struct {
        const char *notes;
        int line, column;
        const char *says;
    } tries[] = {
        {"action: { write: { about: help } }\nconversation: { write: { about: thanks, amount: \"5.00 USD\" } }\n", 0, 0, NULL},
        {"- action\n", 1, 1, "expected `action:` and `conversation:`"},
        {"actions: { write: { about: help } }\n", 1, 1, "actions is no key of simulation.yaml; expected action or conversation"},
        {"action: write\n", 1, 9, "expected actions, as in { thank: { about: thanks } }"},
        {"action: { wrote: { about: help } }\n", 1, 11, "wrote is not an action of the ladder"},
        {"action: { write: help }\n", 1, 18, "expected fields of a contact, as in { about: thanks }"},
        {"action: { write: { abuot: help } }\n", 1, 20, "abuot is not a field of contacts.yaml; did you mean about?"},
        {"action: { write: { zzzzzzzzz: help } }\n", 1, 20, "zzzzzzzzz is not a field of contacts.yaml"},
        {"conversation: { write: { about: hlep } }\n", 1, 33, "help"},
        {"action: {\n", 2, 1, ""},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        const support_file notes[] = {{"simulation.yaml", tries[i].notes}, {NULL, NULL}};
        const ruth_simulation_options o = {.size = sizeof o, .days = 3};
        ruth_simulation *s = NULL;
        ruth_error e;
        lay(notes);
        ruth_status st = ruth_simulation_open(engine, folder, &o, &s, &e);
        assert_true((s != NULL) == (st == RUTH_OK));
        ruth_simulation_free(s);
        support_remove(folder);
        if (!tries[i].says) {
            if (st) fail_msg("%s%s:%d:%d: %s", tries[i].notes, e.file, e.line, e.column, e.message);
            continue;
        }
        assert_true(st == RUTH_E_POLICY || st == RUTH_E_SYNTAX);
        assert_string_equal(e.file, "simulation.yaml");
        assert_has(e.message, tries[i].says);
        if (e.line != tries[i].line || e.column != tries[i].column) fail_msg("%sat %d:%d: %s", tries[i].notes, e.line, e.column, e.message);
    }
}

static void options_are_read_strictly(void **state) {
    (void)state;
    const ruth_simulation_options good = {.size = sizeof good, .days = 3};
    ruth_simulation_options o;
    ruth_simulation *s;
    ruth_error e;
    lay(&plain[10]);
#define WRONG(change, why) \
    o = good, change, assert_int_equal(ruth_simulation_open(engine, folder, &o, &s, &e), RUTH_E_ARGUMENT), assert_null(s), assert_has(e.message, why)
    WRONG(o.size = 8, "has size 8");
    WRONG(o.days = 0, "1 to 3660 days");
    WRONG(o.days = 3661, "1 to 3660 days");
    WRONG(o.every = 257, "every 1 to 256 hours");
    WRONG(o.now = "noon", "expected an instant such as 2026-03-02T14:00:00Z, found noon");
    assert_int_equal(ruth_simulation_open(engine, folder, NULL, &s, &e), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_simulation_open(engine, "/nowhere", &good, &s, &e), RUTH_E_IO);
    ruth_simulation_free(NULL);
    support_remove(folder);
}

/* ---- lived through ---- */
static char *lived(const ruth_simulation_options *options, const char *const *people, char *contacts, size_t room, ruth_format format) {
    ruth_simulation *s;
    ruth_error e;
    ruth_text t;
    uint64_t counted, decisions;
    size_t rejected = 0, lines = 0;
    if (ruth_simulation_open(engine, folder, options, &s, &e)) fail_msg("%s:%d: %s", e.file, e.line, e.message);
    if (contacts) contacts[0] = 0;
    for (size_t i = 0; people[i]; i++, lines++) {
        ruth_status st = ruth_simulation_line(s, people[i], strlen(people[i]), i + 1, &t, &e);
        if (st && st != RUTH_E_REQUEST) fail_msg("%s", e.message);
        rejected += st == RUTH_E_REQUEST;
        if (!st && contacts) snprintf(contacts + strlen(contacts), room - strlen(contacts), "%.*s", (int)t.length, t.bytes);
    }
    ruth_simulation_counts(s, &counted, &decisions);
    assert_int_equal(counted, lines - rejected);
    assert_true(decisions >= counted);
    ruth_simulation_counts(s, NULL, NULL);
    assert_int_equal(ruth_simulation_write(s, format, &t, &e), RUTH_OK);
    char *out = support_copy(t);
    ruth_simulation_free(s);
    support_remove(folder);
    return out;
}
#define PERSON(id, late, more) \
    "{\"id\":\"" id "\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"timezone\":\"UTC\",\"currency\":\"USD\",\"balance\":100,\"late\":" late more "}}"

/* What moves with the days moves to the end of its range and stays there. */
static void facts_move_with_the_days(void **state) {
    (void)state;
    static const char *const people[] = {PERSON("a", "0", ""), PERSON("b", "null", ""), "{}", NULL};
    const support_file gap[] = {
        {"charter.lua", "limit \"gap\" { cite = house \"1\", on = outbound, wait = days(3), after = last { direction = \"outbound\" } }\n"},
        {"simulation.yaml", "action: { write: { about: help } }\n"},
        {NULL, NULL}};
    char contacts[4000];
    const ruth_simulation_options o = {.size = sizeof o, .days = 10};
    lay(gap);
    char *text = lived(&o, people, contacts, sizeof contacts, RUTH_AS_TEXT);
    assert_has(text, "days 1.0.0: 2 people, 10 days from 2026-03-02, decided every 24 hours, seed 0; 1 rejected\n");
    assert_has(text, "day 5, from 2026-03-06\n  contacted    1 of 2 people (50.0 %), 1 contact, 3.50 a person in 7 days\n");
    assert_has(
        text,
        "day 7, from 2026-03-08\n  contacted    0 of 2 people (0.0 %), 0 contacts, 0.00 a person in 7 days\n  silent       2 people: action none 1, limit gap 1\n");
    assert_has(
        text,
        "  the most contacts of one person 1 day: 1 (a), 7 days: 2 (a), 30 days: 2 (a)\n  the shortest time between two   72 h 0 min (a)\n  never contacted                 1 of 2 people (50.0 %): action none 1\n");
    assert_has(
        contacts,
        "{\"id\":\"a\",\"decided\":\"2026-03-09T15:00:00Z\",\"contact\":{\"at\":\"2026-03-09T15:00:00Z\",\"about\":\"help\",\"channel\":\"letter\",\"direction\":\"outbound\"}");
    free(text);
}

/* Why somebody hears nothing, and what somebody hears. */
static void small_policies_are_lived_through(void **state) {
    (void)state;
    static const struct {
        const char *name;
        support_file more[5];
        const char *people[4];
        ruth_simulation_options o;
        const char *says[3];
    } tries[] = {
        {"ends",
         {{"policy.yaml", "policy: days\nversion: 1.0.0\nlanguages: [en]\nvalid_until: 2026-03-04\n"}},
         {PERSON("a", "4", "")},
         {.days = 5, .every = 6},
         {"day 3, from 2026-03-04\n  contacted    1 of 1 people (100.0 %), 2 contacts",
          "day 4, from 2026-03-05\n  contacted    0 of 1 people (0.0 %), 0 contacts, 0.00 a person in 7 days\n  silent       1 person: the request was rejected from a day on 1\n"}},
        {"ends eager",
         {{"policy.yaml", "policy: days\nversion: 1.0.0\nlanguages: [en]\nvalid_until: 2026-03-04\n"}},
         {PERSON("a", "4", "")},
         {.days = 5, .every = 6, .eager = 1},
         {"day 3, from 2026-03-04\n  contacted    1 of 1 people (100.0 %), 2 contacts",
          "day 4, from 2026-03-05\n  contacted    0 of 1 people (0.0 %), 0 contacts, 0.00 a person in 7 days\n  silent       1 person: the request was rejected from a day on 1\n"}},
        {"no text",
         {{"messages/en.yaml", "hello: { purpose: help, variants: { email: { plain: { body: hello } } } }\n"}},
         {PERSON("a", "4", "")},
         {.days = 2},
         {"never contacted                 1 of 1 people (100.0 %): no text could be used 1\n"}},
        {"no way",
         {{"channels.lua", "channel \"letter\" { when = { angry = true } }\n"}},
         {PERSON("a", "4", "")},
         {.days = 2},
         {"never contacted                 1 of 1 people (100.0 %): no channel is open 1\n"}},
        {"action forbidden",
         {{"charter.lua", "limit \"act\" { cite = house \"1\", on = { action = \"write\" }, forbid = true }\n"}},
         {PERSON("a", "4", "")},
         {.days = 2},
         {"never contacted                 1 of 1 people (100.0 %): limit act 1\n"}},
        {"channel forbidden",
         {{"charter.lua",
           "limit \"way\" { cite = house \"1\", on = { channel = \"letter\" }, forbid = true }\nlimit \"other\" { cite = house \"1\", on = { channel = \"letter\" }, forbid = true, until_date = fact.day }\n"},
          {"facts.yaml",
           "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nlate: { type: integer, range: [0, 6], moves: daily, source: host }\nangry: { type: boolean, if_missing: false, source: host }\nday: { type: date, if_missing: none_on_file, source: host }\n"}},
         {PERSON("a", "4", ""), PERSON("b", "4", ",\"day\":\"2026-03-04\"")},
         {.days = 2},
         {"never contacted                 2 of 2 people (100.0 %): limit other 1, limit way 1\n"}},
        {"hand over",
         {{"charter.lua", "limit \"hand\" { cite = house \"1\", on = outbound, when = { angry = true }, hand_over = team \"care\", by = business_days(1) }\n"}},
         {PERSON("a", "4", ",\"angry\":true"), PERSON("b", "4", ",\"angry\":true"), PERSON("c", "4", "")},
         {.days = 20},
         {"week 3, from 2026-03-16\n  contacted    1 of 3 people (33.3 %), 6 contacts, 2.33 a person in 7 days\n",
          "  handed over  2 people: care 2\n  silent       2 people: limit hand 2\n",
          "pressure, week by week: people contacted, contacts a person in 7 days\n    1  33.3 %  2.33\n"}},
        {"earlier",
         {{"charter.lua", "limit \"cap\" { cite = house \"1\", on = outbound, at_most = { { 2, days(7) } } }\n"}},
         {"{\"id\":\"a\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"timezone\":\"UTC\",\"currency\":\"USD\",\"balance\":100,\"late\":4},\"contacts\":[{\"at\":\"2026-03-01T15:00:00Z\",\"channel\":\"letter\"},{\"at\":\"2026-03-02T10:00:00Z\",\"channel\":\"letter\",\"direction\":\"inbound\"},{\"at\":null,\"channel\":\"email\"},{\"at\":\"2026-03-02T11:00:00Z\",\"channel\":\"email\",\"direction\":null}]}",
          "{\"id\":\"b\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"timezone\":\"UTC\",\"currency\":\"USD\",\"balance\":100,\"late\":4},\"contacts\":null}"},
         {.days = 3},
         {"  silent       2 people: limit cap 2\n", "  the shortest time between two   nobody had two\n"}},
        {"no direction",
         {{"contacts.yaml", "channel: { type: enum, values: [letter, email] }\n"},
          {"charter.lua", "limit \"gap\" { cite = house \"1\", on = outbound, wait = days(2), after = last { channel = \"letter\" } }\n"}},
         {PERSON("a", "4", ""),
          "{\"id\":\"b\",\"now\":\"2026-03-05T15:00:00Z\",\"facts\":{\"currency\":\"USD\",\"balance\":100,\"late\":4},\"contacts\":[{\"at\":\"2026-03-02T10:00:00Z\",\"channel\":\"letter\"}]}"},
         {.days = 3, .every = 1},
         {"days 1.0.0: 2 people, 3 days, decided every 1 hour, seed 0\n\nday 1\n",
          "1 day: 1 (a), 7 days: 3 (b), 30 days: 3 (b)\n  the shortest time between two   33 h 0 min (a)\n"}},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        for (int f = 0; f < 2; f++) {
            ruth_simulation_options o = tries[i].o;
            o.size = sizeof o;
            lay(tries[i].more);
            char *told = lived(&o, tries[i].people, NULL, 0, f ? RUTH_AS_JSON : RUTH_AS_TEXT);
            for (size_t k = 0; k < 3 && tries[i].says[k]; k++)
                if (!f && !strstr(told, tries[i].says[k])) fail_msg("%s: no\n%s\nin\n%s", tries[i].name, tries[i].says[k], told);
            if (f) assert_has(told, "{\"policy\":");
            free(told);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(notes_are_read_strictly), cmocka_unit_test(options_are_read_strictly),
                                       cmocka_unit_test(facts_move_with_the_days), cmocka_unit_test(small_policies_are_lived_through)};
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}

/* test_cases.c: `ruth test` through the public header: what passes, what fails and how it is said, what does not load, guarantees, coverage to the digit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/support.h"

#define FACTS                                                                                                                                                                                      \
    "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD, CAD], source: host }\nbalance: { type: money, source: host, say: { en: \"the amount owed\" } }\n"               \
    "late: { type: integer, range: [0, 400], moves: daily, source: host, say: { en: \"days late\" } }\nevent: { type: enum, values: [loss, illness], if_missing: none_on_file, source: person }\n" \
    "angry: { type: boolean, if_missing: false, source: host }\nlast: { type: instant, source: derived }\n"
#define SEGMENTS \
    "segment \"hard\" { when = { event = \"loss\" }, because = \"a loss was reported\" }\nsegment \"rest\" { when = otherwise, because = \"{late} days late\" }\n"
#define ACTIONS                                                                                                                                                                                               \
    "action \"quiet\" { is = \"none\", when = { last = within_last(days(5)) }, because = \"just written\" }\naction \"help\" { is = \"none\", when = { segment = \"hard\" }, because = \"left in peace\" }\n" \
    "action \"w\" { is = \"write\", when = { late = above(3) }, message = \"m\", because = \"a letter\" }\naction \"wait\" { is = \"none\", when = otherwise, because = \"nothing to say\" }\n"
#define CONTACTS "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"
#define LADDERS "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" } }\n"
#define GIVEN "given: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, currency: USD, balance: \"10.00 USD\", late: 5 } }"

typedef struct outcome {
    ruth_status status;
    size_t passed, failed;
    ruth_error error;
    char *text;
} outcome;

static outcome run_with(const support_file *more, ruth_format format, uint64_t people) {
    support_file files[16] = {{"facts.yaml", FACTS},
                              {"derive.lua", "derive.last = last { direction = \"outbound\" }\n"},
                              {"segments.lua", SEGMENTS},
                              {"actions.lua", ACTIONS},
                              {"contacts.yaml", CONTACTS},
                              {"ladders.lua", LADDERS},
                              {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
                              {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
                              {"messages/en.yaml", "m: { purpose: help, variants: { letter: { plain: { body: \"hello\" } } } }\n"}};
    size_t n = 9;
    for (const support_file *f = more; f->name; f++) {
        size_t k = 0;
        while (k < n && strcmp(files[k].name, f->name) != 0) k++;
        files[k] = *f;
        if (k == n) n++;
    }
    files[n] = (support_file){NULL, NULL};
    const char *folder = support_folder(files);
    ruth_engine *engine;
    ruth_test *test = NULL;
    ruth_text text;
    outcome out = {.status = RUTH_OK};
    ruth_test_options options = {.size = sizeof options, .people = people, .all = 1};
    assert_int_equal(ruth_engine_new(NULL, &engine, NULL), RUTH_OK);
    out.status = ruth_test_run(engine, folder, &options, &test, &out.error);
    if (out.status == RUTH_OK) {
        ruth_test_counts(test, &out.passed, &out.failed);
        assert_int_equal(ruth_test_write(test, format, &text, NULL), RUTH_OK);
        out.text = support_copy(text);
    }
    ruth_test_free(test);
    ruth_engine_free(engine);
    support_remove(folder);
    return out;
}

static outcome run(const support_file *more, ruth_format format) { return run_with(more, format, 50); }

static outcome run_cases(const char *cases) {
    support_file more[] = {{"cases/a.yaml", cases}, {NULL, NULL}};
    return run(more, RUTH_AS_TEXT);
}

/* ---- what passes and what fails ---- */
typedef struct trial {
    const char *cases;
    size_t passed, failed;
    const char *says;
} trial;

/* clang-format off */
static void what_is_expected_is_marked(void **state) {
    static const trial trials[] = {
        {"- { case: a, " GIVEN ", expect: { action: write, segment: rest, channel: letter, message: m } }\n", 1, 0, "\xE2\x9C\x93 cases/a.yaml:1: a"},
        {"- { case: a, " GIVEN ", expect: { action: none } }\n", 0, 1, "expected action: none   got: write"},
        {"- { case: a, " GIVEN ", expect: { action: [none, write] } }\n", 1, 0, NULL},
        {"- { case: a, " GIVEN ", never: { action: none, channel: none } }\n", 1, 0, NULL},
        {"- { case: a, " GIVEN ", never: { action: [none, write] } }\n", 0, 1, "never action: none, write   got: write"},
        {"- { case: a, " GIVEN ", expect: { channel: none } }\n", 0, 1, "expected channel: none   got: letter"},
        {"- { case: a, " GIVEN ", expect: { hand_over: none, again_at: 2026-03-05 } }\n", 1, 0, NULL},
        {"- { case: a, " GIVEN ", expect: { from: 2026-03-04T16:00:00+01:00 } }\n", 1, 0, NULL},
        {"- { case: a, " GIVEN ", expect: { from: 2026-03-04T15:00:01Z } }\n", 0, 1, "got: 2026-03-04T15:00:00Z"},
        {"- { case: a, " GIVEN ", limits_exactly: [] }\n", 1, 0, NULL},
        {"- { case: a, " GIVEN ", expect: { plans: [], unknown: [], ask: [] } }\n", 1, 0, NULL},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, currency: USD, late: null } }, expect: { unknown: [late], action: none } }\n", 1, 0, NULL},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, late: 5, currency: USD, balance: 1000 } }, expect: { action: write } }\n", 1, 0, NULL},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, late: 401 } }, expect: { error: range } }\n", 1, 0, NULL},
        {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 4 days, contact: played, expect: { action: none } }, { after: 6 days, expect: { action: write } } ] }\n", 1, 0, NULL},
        {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 4 days, expect: { action: none } } ] }\n", 0, 1, "then, 96 hours later:"},
        {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 1 hour, given: { facts: { event: loss } }, expect: { segment: hard } }, { after: 2 hours, expect: { segment: hard } } ] }\n", 1, 0, NULL},
        {"- case: a\n  " GIVEN "\n  rows:\n    - { row: x, facts: { late: 3 }, expect: { action: none } }\n    - { row: y, facts: { late: 4 }, expect: { action: write } }\n    - { row: z, facts: { late: 4 }, expect: { action: none } }\n", 2, 1, "a (row 3: z)"},
        {"- case: a\n  " GIVEN "\n  rows: { columns: [late, event, expect.action, never.segment], lines: [[3, null, none, hard], [4, illness, write, hard], [4, loss, none, rest]] }\n", 2, 1, "(row 1)"},
        {"- { case: a, " GIVEN ", expect: { instalment: none, count: none, inbound: true, plans: none, disclosures: none, text: hello, by: none } }\n", 1, 0, NULL},
        {"- { case: a, " GIVEN ", expect: { inbound: false } }\n", 0, 1, "expected inbound: false   got: true"},
        {"- { case: a, " GIVEN ", expect: { text: [hell, adieu] } }\n", 0, 1, "expected text: hell, adieu   got: hello"},
        {"- { case: a, " GIVEN ", never: { text: [adieu, hell] } }\n", 0, 1, "never text: adieu, hell"},
        {"- { case: a, " GIVEN ", expect: { from: [2026-03-05, 2026-03-04] } }\n", 1, 0, NULL},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, late: 401 } }, never: { action: write } }\n", 0, 1, "expected error: none   got: range at /facts/late"},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, late: 401 } }, expect: { error: type } }\n", 0, 1, "expected error: type   got: range"},
        {"- { case: a, " GIVEN ", expect: { error: none } }\n", 1, 0, NULL},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, late: 1 } }, expect: { channel: none }, then: [ { after: 1 day, contact: played, expect: { action: none } } ] }\n", 0, 1, "expected contact: one to have taken place   got: none was decided"},
        {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 4 days, given: { contacts: [{ at: 2026-03-07T15:00:00Z }] }, expect: { action: none } } ] }\n", 1, 0, NULL},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, choice: { id: x-3, count: 3 }, offer: { amount: 2500, every: week }, debt: D1, facts: { timezone: UTC, late: 5 } }, expect: { action: write, agreement: none, changed: none, counter: human, counter_plan: none, counter_instalment: none, binding: no_plan } }\n", 1, 0, NULL},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, offer: { amount: 2500, every: week }, facts: { timezone: UTC, late: 5 } }, expect: { counter: accepted } }\n", 0, 1, "expected counter: accepted   got: human"},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, contacts: null, facts: { timezone: null, currency: USD, balance: 1, late: null } }, expect: { action: write } }\n", 0, 1, "days late: not known;\n            timezone: not known; earlier contacts: not known"},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, contacts: [{ at: 2026-03-01T15:00:00Z, channel: letter, direction: null }], facts: { late: 2 } }, expect: { action: write } }\n", 0, 1, "days late: 2; contact: at 2026-03-01T15:00:00Z, letter, direction not\n            known"},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { currency: CAD, balance: '12.00 CAD', late: 2 } }, expect: { action: write } }\n", 0, 1, "the amount owed: 12.00 CAD"},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, debt: null, choice: null, offer: null, facts: { timezone: UTC, late: 5 } }, expect: { action: write } }\n", 1, 0, NULL},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, choice: [1, x], facts: { timezone: UTC, late: 5 } }, expect: { error: type } }\n", 1, 0, NULL},
        {"- { case: a, " GIVEN ", expect: { possible_segments: [rest] }, never: { possible_segments: hard } }\n", 1, 0, NULL},
        {"- { case: a, " GIVEN ", expect: { plans: [none] } }\n", 1, 0, NULL},
        {"- { case: a, " GIVEN ", expect: { count: 3 } }\n", 0, 1, "expected count: 3   got: none"},
        {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 90 minutes, expect: { action: write } }, { after: 1 day, given: { facts: { event: loss } }, expect: { action: none } } ] }\n", 1, 0, NULL},
        {"- case: a\n  " GIVEN "\n  rows: { columns: [now, facts.late, expect.action], lines: [[2026-03-05T15:00:00Z, 5, write], [2026-03-06T15:00:00Z, 1, none]] }\n", 2, 0, NULL},
        {"- case: a\n  " GIVEN "\n  rows: { columns: [never.action], lines: [[none], [write]] }\n", 1, 1, "(row 2)"},
        {"- case: a\n  " GIVEN "\n  rows: [ { now: 2026-03-05T15:00:00Z, expect: { action: write } }, { contacts: [{ at: 2026-03-03T15:00:00Z }], expect: { action: none } }, { given: { facts: { late: 1 } }, expect: { action: none } } ]\n", 3, 0, NULL},
        {"- case: a\n  " GIVEN "\n  expect: { segment: rest, action: write }\n  rows: [ { row: x, facts: { late: 3 }, expect: { action: none } }, { row: y } ]\n", 2, 0, NULL},
    };
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        outcome o = run_cases(trials[i].cases);
        if (o.status != RUTH_OK) fail_msg("%s%s:%d:%d: %s", trials[i].cases, o.error.file, o.error.line, o.error.column, o.error.message);
        if (o.passed != trials[i].passed || o.failed != trials[i].failed) fail_msg("%s%zu passed, %zu failed\n%s", trials[i].cases, o.passed, o.failed, o.text);
        if (trials[i].says) assert_has(o.text, trials[i].says);
        free(o.text);
    }
}
/* clang-format on */

/* Figures of a plan, the limits that bit and no others. */
static void plans_and_limits_are_marked(void **state) {
    static const trial trials[] = {
        {"- { case: a, " GIVEN
         ", expect: { plans: parts, instalment: '2.50 USD', count: 4, last: 250, total: '10.00 USD', left: none, first_due: 2026-04-01 } }\n",
         1, 0, NULL},
        {"- { case: a, " GIVEN ", expect: { instalment: '2.51 USD' } }\n", 0, 1, "expected instalment: 2.51 USD   got: 250"},
        {"- { case: a, " GIVEN ", expect: { instalment: 251 } }\n", 0, 1, "expected instalment: 251   got: 250"},
        {"- { case: a, " GIVEN ", expect: { count: [3, 4] } }\n", 1, 0, NULL},
        {"- { case: a, " GIVEN ", expect: { first_due: 2026-04-02 } }\n", 0, 1, "expected first_due: 2026-04-02   got: 2026-04-01"},
        {"- { case: a, " GIVEN ", never: { plans: parts } }\n", 0, 1, "never plans: parts"},
        {"- { case: a, " GIVEN ", expect: { action: none }, limits_exactly: [cap] }\n", 1, 0, NULL},
        {"- { case: a, " GIVEN ", limits_exactly: cap }\n", 1, 0, NULL},
        {"- { case: a, " GIVEN ", limits_exactly: [] }\n", 0, 1, "expected limits_exactly: nothing   got: cap"},
        {"- { case: a, " GIVEN ", limits_exactly: none }\n", 0, 1, "expected limits_exactly: none   got: cap"},
        {"- { case: a, " GIVEN ", limits_exactly: [cap, gap] }\n", 0, 1, "expected limits_exactly: cap, gap   got: cap"},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, currency: USD, balance: '10.00 USD', late: 5, angry: true } }, limits_exactly: [gap] }\n",
         0, 1, "expected limits_exactly: gap   got: cap, gap"},
        {"- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, currency: USD, balance: '10.00 USD', late: 5, angry: true } }, expect: { limits: [gap] } }\n",
         1, 0, NULL},
    };
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        support_file more[] = {
            {"cases/a.yaml", trials[i].cases},
            {"plans.lua",
             "plan \"parts\" { when = { balance = above(0) }, offer = instalments { of = fact.balance, up_to = money(\"2.50 USD\"), every = \"month\", longest = 4 } }\n"},
            {"charter.lua",
             "limit \"cap\" { cite = house \"1\", on = outbound, forbid = true }\nlimit \"gap\" { cite = house \"2\", on = outbound, when = { angry = true }, forbid = true }\n"},
            {NULL, NULL}};
        outcome o = run(more, RUTH_AS_TEXT);
        if (o.status != RUTH_OK) fail_msg("%s%s:%d:%d: %s", trials[i].cases, o.error.file, o.error.line, o.error.column, o.error.message);
        if (o.passed != trials[i].passed || o.failed != trials[i].failed) fail_msg("%s%zu passed, %zu failed\n%s", trials[i].cases, o.passed, o.failed, o.text);
        if (trials[i].says) assert_has(o.text, trials[i].says);
        free(o.text);
    }
}

static void people_are_taken_by_name(void **state) {
    support_file more[] = {
        {"cases/people.yaml",
         "ana: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, currency: USD, late: 5 } }\nbruno: { like: ana, facts: { event: loss } }\n"},
        {"cases/a.yaml",
         "- { case: a, like: ana, expect: { action: write } }\n- { case: b, like: bruno, expect: { segment: hard } }\n- { case: c, like: bruno, given: { facts: { event: illness } }, expect: { action: write } }\n"},
        {NULL, NULL}};
    outcome o = run(more, RUTH_AS_TEXT);
    assert_int_equal(o.status, RUTH_OK);
    assert_int_equal(o.passed, 3);
    free(o.text);
}

/* The person of a row takes the place of the case's; what the case gives stands over either. */
static void a_row_may_have_its_own_person(void **state) {
    support_file more[] = {
        {"cases/people.yaml",
         "ana: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, late: 2, event: loss } }\nbruno: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, late: 5, event: loss } }\n"},
        {"cases/a.yaml",
         "- case: a\n  like: ana\n  given: { facts: { event: illness } }\n  expect: { segment: rest }\n  rows:\n    - { expect: { action: none } }\n    - { like: bruno, expect: { action: write } }\n"},
        {NULL, NULL}};
    outcome o = run(more, RUTH_AS_TEXT);
    assert_int_equal(o.status, RUTH_OK);
    assert_has(o.text, "2 passed, 0 failed");
    free(o.text);
}

typedef struct stranger {
    const char *people;
    int line, column;
    const char *says;
} stranger;

/* Also of people whom no case takes. */
static void people_are_read_strictly(void **state) {
    static const stranger strangers[] = {
        {"ana: { facts: { latte: 5 } }\n", 1, 17, "did you mean late?"},
        {"ana: { facts: { late: many } }\n", 1, 23, "expected"},
        {"ana: { now: noon }\n", 1, 13, "expected an instant"},
        {"ana: { expect: { action: none } }\n", 1, 8, "is not known here"},
        {"ana: { like: bert }\nbruno: { late: 5 }\n", 2, 10, "is not known here"},
        {"ana: { like: brun }\nbruno: { facts: { late: 5 } }\n", 1, 14, "did you mean bruno?"},
        {"ana: { like: bruno }\nbruno: { like: ana }\n", 0, 0, "never in a circle"},
        {"ana: { contacts: [{ at: noon }] }\n", 1, 25, "expected"},
        {"ana: { like: zzzzzzzz }\n", 1, 14, "nobody in cases/people.yaml is called zzzzzzzz"},
        {"ana: { like: [] }\n", 1, 14, "expected"},
        {"ana: { facts: 3 }\n", 1, 15, "expected facts: { name: value }"},
        {"ana: { now: [] }\n", 1, 13, "expected"},
        {"ana: { debt: [] }\n", 1, 14, "expected"},
        {"ana: 3\n", 1, 6, "expected what is given as keys with values"},
        {"- ana\n", 1, 1, "expected people by name"},
    };
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        support_file more[] = {
            {"cases/people.yaml", strangers[i].people}, {"cases/a.yaml", "- { case: a, " GIVEN ", expect: { action: write } }\n"}, {NULL, NULL}};
        outcome o = run(more, RUTH_AS_TEXT);
        if (o.status == RUTH_OK) fail_msg("%sran", strangers[i].people);
        assert_has(o.error.message, strangers[i].says);
        assert_has(o.error.file, "cases/people.yaml");
        if (strangers[i].line && (o.error.line != strangers[i].line || o.error.column != strangers[i].column))
            fail_msg("%sat %d:%d: %s", strangers[i].people, o.error.line, o.error.column, o.error.message);
    }
}

/* A case that failed says what was given, what was expected and got, and why it came out so. */
static void a_failure_says_why(void **state) {
    outcome o = run_cases(
        "- { case: a letter to somebody who lost a job, given: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, currency: USD, balance: \"10.00 USD\", late: 5, event: loss } }, expect: { action: write } }\n");
    assert_int_equal(o.failed, 1);
    assert_has(o.text, "\xE2\x9C\x97 cases/a.yaml:1: a letter to somebody who lost a job");
    assert_has(o.text, "given now: 2026-03-04T15:00:00Z; the amount owed: 10.00 USD");
    assert_has(o.text, "days late: 5");
    assert_has(o.text, "because segment: a loss was reported (segments.lua:1)");
    assert_has(o.text, "action: left in peace (actions.lua:2)");
    assert_has(o.text, "\n0 passed, 1 failed\n");
    free(o.text);
}

/* ---- what does not load: nothing may pass by being misspelt ---- */
typedef struct refusal {
    const char *cases;
    int line;
    const char *at, *says;
} refusal; /* at: where the place points; "" the line; "#2" the second case */

static const refusal refusals[] = {
    {"- { case: a, " GIVEN " }\n", 1, "{ case: a, given", "expects nothing"},
    {"- { case: a, " GIVEN ", expect: {} }\n", 1, "{} }", "expects nothing"},
    {"- { case: a, " GIVEN ", never: {} }\n", 1, "{} }", "forbids nothing"},
    {"- { case: a, " GIVEN ", expects: { action: write } }\n", 1, "expects", "did you mean \"expect\"?"},
    {"- { case: a, " GIVEN ", expect: { acton: write } }\n", 1, "acton", "did you mean action?"},
    {"- { case: a, " GIVEN ", expect: { action: wriite } }\n", 1, "wriite", "did you mean write?"},
    {"- { case: a, " GIVEN ", never: { tone: firmly } }\n", 1, "firmly", "no tone called firmly"},
    {"- { case: a, " GIVEN ", expect: { limits: [no.such.limit] } }\n", 1, "no.such", "no limit called no.such.limit"},
    {"- { case: a, " GIVEN ", limits_exactly: [no.such.limit] }\n", 1, "no.such", "no limit called"},
    {"- { case: a, " GIVEN ", expect: { unknown: [latte] } }\n", 1, "latte] }", "did you mean late?"},
    {"- { case: a, " GIVEN ", expect: { from: soon } }\n", 1, "soon", "expected an instant"},
    {"- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { latte: 5 } }, expect: { action: none } }\n", 1, "latte: 5", "did you mean late?"},
    {"- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { event: los } }, expect: { action: none } }\n", 1, "los }", "did you mean loss?"},
    {"- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { last: 2026-03-04T15:00:00Z } }, expect: { action: none } }\n", 1, "last:", "is derived"},
    {"- { case: a, given: { facts: { late: 5 } }, expect: { action: none } }\n", 1, "", "does not say when it is"},
    {"- { case: a, given: { now: tomorrow, facts: { late: 5 } }, expect: { action: none } }\n", 1, "tomorrow", "expected an instant"},
    {"- { case: a, given: { now: 2026-03-04T15:00:00Z, fact: { late: 5 } }, expect: { action: none } }\n", 1, "fact:", "did you mean \"facts\"?"},
    {"- { case: a, like: ana, expect: { action: none } }\n", 1, "ana,", "nobody in cases/people.yaml is called ana"},
    {"- { case: a, given: { now: 2026-03-04T15:00:00Z, contacts: [{ chanel: letter }] }, expect: { action: none } }\n", 1, "chanel", "did you mean channel?"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { expect: { action: none } } ] }\n", 1, "{ expect: { action: none } } ]", "no time"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 3 weeks, expect: { action: none } } ] }\n", 1, "3 weeks", "expected after: 60 days"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 3 days } ] }\n", 1, "{ after: 3 days }", "expects nothing"},
    {"- { case: a, " GIVEN ", rows: { columns: [late, expect.action], lines: [[3]] } }\n", 1, "[3]]", "1 cells under 2 columns"},
    {"- { case: a, " GIVEN ", expect: { action: write } }\n- { case: a, " GIVEN ", expect: { action: write } }\n", 2, "#2", "another case with this sentence"},
    {"- { case: a, " GIVEN ", expect: { action: write } }\n- { case: a, " GIVEN ", rows: [ { expect: { action: write } } ] }\n", 2, "#2",
     "another case with this sentence"},
    {"- { case: a, given: { like: ana, now: 2026-03-04T15:00:00Z }, expect: { action: none } }\n", 1, "like:", "is not known here"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 1 day, given: { now: 2026-03-04T15:00:00Z }, expect: { action: none } } ] }\n", 1,
     "now: 2026-03-04T15:00:00Z }, expect: { action: none } } ]", "is not known here"},
    {"- { case: a, " GIVEN ", never: { action: [] } }\n", 1, "[] }", "forbids nothing"},
    {"- { case: a, " GIVEN ", never: { limits: [] } }\n", 1, "[] }", "forbids nothing"},
    {"- { case: a, " GIVEN ", expect: { tone: [] } }\n", 1, "[] }", "the list is empty"},
    {"- { case: a, " GIVEN ", expect: { text: '' } }\n", 1, "'' }", "every text contains nothing"},
    {"- { case: a, " GIVEN ", never: { limits_exactly: [a] } }\n", 1, "limits_exactly", "never: { limits"},
    {"- { case: a, " GIVEN ", never: { disclosures: [debt_help] } }\n", 1, "debt_help", "no disclosure called debt_help"},
    {"- { case: a, " GIVEN ", never: { failures: [gone] } }\n", 1, "gone", "no rule or message called gone"},
    {"- { case: a, " GIVEN ", expect: { error: rang } }\n", 1, "rang", "did you mean range?"},
    {"- { case: a, " GIVEN ", expect: { inbound: open } }\n", 1, "open", "true or false"},
    {"- { case: a, " GIVEN ", expect: { instalment: a lot } }\n", 1, "a lot", "expected an amount"},
    {"- { case: a, " GIVEN ", expect: { instalment: '5.00 QQQ' } }\n", 1, "'5.00 QQQ'", "expected an amount"},
    {"- { case: a, " GIVEN ", expect: { instalment: '5.00 EUR' } }\n", 1, "'5.00 EUR'", "knows no currency EUR"},
    {"- { case: a, " GIVEN ", expect: { action: none }, rows: [ { facts: [late] } ] }\n", 1, "[late]", "expected facts"},
    {"- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { currency: CAD, balance: 10.00 USD } }, expect: { action: none } }\n", 1, "10.00 USD",
     "this is in USD, but the currency given is CAD"},
    {"- a\n", 1, "a\n", "expected a case as keys with values"},
    {"- { case: a, given: 3, expect: { action: none } }\n", 1, "3, expect", "expected what is given as keys with values"},
    {"- { case: a, given: { now: [] }, expect: { action: none } }\n", 1, "[] }, expect", "expected"},
    {"- { case: a, given: { now: 2026-03-04T15:00:00Z, contacts: 3 }, expect: { action: none } }\n", 1, "3 }, expect",
     "expected contacts: a list of them, or null"},
    {"- { case: a, given: { now: 2026-03-04T15:00:00Z, contacts: [3] }, expect: { action: none } }\n", 1, "3] }, expect", "expected a contact: {"},
    {"- { case: a, given: { now: 2026-03-04T15:00:00Z, contacts: [{ zzzzzzzzz: 1 }] }, expect: { action: none } }\n", 1, "zzzzzzzzz",
     "zzzzzzzzz is not a field of contacts.yaml"},
    {"- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { zzzzzzzzz: 1 } }, expect: { action: none } }\n", 1, "zzzzzzzzz",
     "zzzzzzzzz is not a fact of facts.yaml"},
    {"- { case: a, given: { now: 2026-03-04T15:00:00Z, debt: [a] }, expect: { action: none } }\n", 1, "[a] }", "expected"},
    {"- { case: a, " GIVEN ", expect: 3 }\n", 1, "3 }\n", "expects nothing"},
    {"- { case: a, " GIVEN ", never: 3 }\n", 1, "3 }\n", "forbids nothing"},
    {"- { case: a, " GIVEN ", expect: { zzzzzzzzz: 1 } }\n", 1, "zzzzzzzzz", "zzzzzzzzz is nothing that a decision has"},
    {"- { case: a, " GIVEN ", expect: { count: many } }\n", 1, "many", "expected"},
    {"- { case: a, " GIVEN ", expect: { action: {} } }\n", 1, "{} }", "expected"},
    {"- { case: a, " GIVEN ", expect: { from: {} } }\n", 1, "{} }", "expected"},
    {"- { case: a, " GIVEN ", expect: { total: {} } }\n", 1, "{} }", "expected"},
    {"- { case: [], " GIVEN ", expect: { action: none } }\n", 1, "[], given", "expected"},
    {"- { case: '', " GIVEN ", expect: { action: none } }\n", 1, "''", "this case has no sentence"},
    {"- { " GIVEN ", expect: { action: none } }\n", 1, "{ given", "this case has no sentence"},
    {"- { case: a, like: [], expect: { action: none } }\n", 1, "[], expect", "expected"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: 3 }\n", 1, "3 }\n", "expected then: a list of steps"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [3] }\n", 1, "3] }\n", "expected a step as keys with values"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: [], expect: { action: none } } ] }\n", 1, "[], expect", "expected"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 3, expect: { action: none } } ] }\n", 1, "3, expect", "expected after: 60 days"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: days, expect: { action: none } } ] }\n", 1, "days, expect",
     "expected after: 60 days"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 3_days, expect: { action: none } } ] }\n", 1, "3_days", "expected after: 60 days"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 1234567 days, expect: { action: none } } ] }\n", 1, "1234567",
     "expected after: 60 days"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 0 days, expect: { action: none } } ] }\n", 1, "0 days", "go forward in time"},
    {"- { case: a, " GIVEN
     ", expect: { action: write }, then: [ { after: 2 days, expect: { action: none } }, { after: 30 minutes, expect: { action: none } } ] }\n",
     1, "30 minutes", "go forward in time"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 2 days, contact: [], expect: { action: none } } ] }\n", 1, "[], expect", "expected"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 2 days, contact: sent, expect: { action: none } } ] }\n", 1, "sent, expect",
     "expected contact: played"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 2 days, given: 3, expect: { action: none } } ] }\n", 1, "3, expect",
     "expected what is given as keys with values"},
    {"- { case: a, " GIVEN ", expect: { action: write }, then: [ { after: 2 days, expect: { action: nine } } ] }\n", 1, "nine", "did you mean none?"},
    {"- { case: a, " GIVEN ", rows: [] }\n", 1, "[] }\n", "expected rows: a list of variations"},
    {"- { case: a, " GIVEN ", rows: 3 }\n", 1, "3 }\n", "expected rows: a list of variations"},
    {"- { case: a, " GIVEN ", rows: [3] }\n", 1, "3] }\n", "expected a row as keys with values"},
    {"- { case: a, " GIVEN ", rows: [ { row: [], expect: { action: none } } ] }\n", 1, "[], expect", "expected"},
    {"- { case: a, " GIVEN ", rows: [ { like: ana, expect: { action: none } } ] }\n", 1, "ana, expect", "nobody in cases/people.yaml is called ana"},
    {"- { case: a, " GIVEN ", rows: [ { given: 3, expect: { action: none } } ] }\n", 1, "3, expect", "expected what is given as keys with values"},
    {"- { case: a, " GIVEN ", rows: [ { expect: { action: nine } } ] }\n", 1, "nine", "did you mean none?"},
    {"- { case: a, " GIVEN ", rows: { columns: 3, lines: [[3]] } }\n", 1, "{ columns", "expected rows: { columns: ["},
    {"- { case: a, " GIVEN ", rows: { columns: [], lines: [[3]] } }\n", 1, "{ columns", "expected rows: { columns: ["},
    {"- { case: a, " GIVEN ", rows: { columns: [late], lines: 3 } }\n", 1, "{ columns", "expected rows: { columns: ["},
    {"- { case: a, " GIVEN ", rows: { columns: [late], lines: [] } }\n", 1, "{ columns", "expected rows: { columns: ["},
    {"- { case: a, " GIVEN ", rows: { lines: [[3]] } }\n", 1, "{ lines", "expected rows: { columns: ["},
    {"- { case: a, " GIVEN ", rows: { columns: [late] } }\n", 1, "{ columns", "expected rows: { columns: ["},
    {"- { case: a, " GIVEN ", rows: { columns: [late, expect.action], lines: [3] } }\n", 1, "3] } }", "1 cells under 2 columns"},
    {"- { case: a, " GIVEN ", rows: { columns: [[late], expect.action], lines: [[3, none]] } }\n", 1, "[late],", "a column is the name of a fact"},
    {"- { case: a, " GIVEN ", rows: { columns: [late, expect.action], lines: [[3, none]], line: 3 } }\n", 1, "line: 3", "did you mean \"lines\"?"},
    {"- { case: a, " GIVEN ", rows: { columns: [late, expect.action], lines: [[3, nine]] } }\n", 1, "nine", "did you mean none?"},
    {"a: b\n", 1, "a: b", "a file of cases is a list"},
    {"[]\n", 1, "[]", "a file of cases is a list"},
};

static void what_is_misspelt_does_not_pass(void **state) {
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        outcome o = run_cases(refusals[i].cases);
        if (o.status == RUTH_OK) fail_msg("%sran: %zu passed, %zu failed", refusals[i].cases, o.passed, o.failed);
        assert_has(o.error.message, refusals[i].says);
        const char *at = strstr(refusals[i].cases, refusals[i].at);
        int column = !refusals[i].at[0] ? 0 : refusals[i].at[0] == '#' ? 3 : (int)(at - refusals[i].cases) + 1;
        if (o.error.line != refusals[i].line || o.error.column != column)
            fail_msg("%sat %d:%d, expected %d:%d: %s", refusals[i].cases, o.error.line, o.error.column, refusals[i].line, column, o.error.message);
        assert_has(o.error.file, "cases/a.yaml");
    }
}

static void no_case_is_no_exam(void **state) {
    support_file none[] = {{NULL, NULL}}, people[] = {{"cases/people.yaml", "ana: { now: 2026-03-04T15:00:00Z }\n"}, {NULL, NULL}};
    outcome o = run(none, RUTH_AS_TEXT);
    assert_int_not_equal(o.status, RUTH_OK);
    assert_has(o.error.message, "has no cases");
    o = run(people, RUTH_AS_TEXT);
    assert_int_not_equal(o.status, RUTH_OK);
    assert_has(o.error.message, "not one case");
}

static void a_file_that_would_never_be_tried_is_refused(void **state) {
    support_file more[] = {{"cases/a.yaml", "- { case: a, " GIVEN ", expect: { action: write } }\n"},
                           {"cases/b.yml", "- { case: b, " GIVEN ", expect: { action: none } }\n"},
                           {NULL, NULL}};
    outcome o = run(more, RUTH_AS_TEXT);
    assert_int_not_equal(o.status, RUTH_OK);
    assert_has(o.error.message, "end in .yaml");
    assert_has(o.error.file, "cases/b.yml");
}

/* ---- guarantees ---- */
static void promises_are_tried(void **state) {
    support_file kept[] = {
        {"cases/a.yaml", "- { case: a, " GIVEN ", expect: { action: write } }\n"},
        {"guarantees.lua",
         "guarantee \"anger costs nothing\" { changing = { angry = { false, true } }, never = \"harsher\" }\nguarantee \"a loss is left in peace\" { when = { event = \"loss\" }, never = { action = \"write\" } }\n"},
        {NULL, NULL}};
    outcome o = run(kept, RUTH_AS_TEXT);
    assert_int_equal(o.status, RUTH_OK);
    assert_int_equal(o.passed, 3);
    assert_int_equal(o.failed, 0);
    free(o.text);
    support_file broken[] = {
        {"cases/a.yaml",
         "- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, currency: USD, balance: \"10.00 USD\", late: 2 } }, expect: { action: none } }\n"},
        {"actions.lua",
         "action \"w\" { is = \"write\", when = { any_of { angry = true, late = above(3) } }, message = \"m\" }\naction \"wait\" { is = \"none\", when = otherwise }\n"},
        {"guarantees.lua",
         "guarantee \"anger costs nothing\" { changing = { angry = { false, true } }, never = \"harsher\" }\nguarantee \"a loss is left in peace\" { when = { event = \"loss\" }, never = { action = \"write\" } }\n"},
        {NULL, NULL}};
    o = run(broken, RUTH_AS_TEXT);
    assert_int_equal(o.status, RUTH_OK);
    assert_int_equal(o.failed, 2);
    assert_has(o.text, "guarantee \"anger costs nothing\" (guarantees.lua:1)");
    assert_has(o.text, "with angry = true the answer is harsher: write by letter instead of none by nothing");
    assert_has(o.text, "by {\"id\":\"case\",\"now\":\"2026-03-04T15:00:00Z\",\"facts\":{}}"); /* the smallest: nothing else is needed */
    assert_has(o.text, "the action is write");
    free(o.text);
}

/* What must never be is looked for with each value, not with the first alone. */
static void promises_are_tried_with_each_value(void **state) {
    static const struct {
        const char *guarantee;
        size_t failed;
        const char *says;
    } tries[] = {
        {"changing = { angry = { false, true } }, never = { action = \"write\" }", 1, "broken: with angry = true the action is write"},
        {"changing = { angry = { true, false } }, never = { action = \"write\" }", 1, "broken: with angry = true the action is write"},
        {"changing = { late = { 0, 2, 5 } }, unless = { angry = true }, never = { channel = \"letter\" }", 1, "broken: with late = 5 the channel is letter"},
        {"changing = { late = { 0, 2, 5 } }, when = { angry = false }, never = { tone = { \"plain\" } }", 1, "broken: with late = 5 the tone is plain"},
        {"changing = { late = { 0, 2, 5 } }, never = \"harsher\"", 1,
         "broken: with late = 5 the answer is harsher: write by letter instead of none by nothing"},
        {"changing = { event = { \"illness\", \"loss\" } }, never = { segment = \"hard\" }", 1, "broken: with event = \"loss\" the segment is hard"},
        {"changing = { event = { \"loss\", \"illness\" } }, when = { angry = false, late = below(3) }, never = \"harsher\"", 0, NULL},
        {"changing = { late = { 0, 2 } }, when = { angry = false }, never = { action = \"write\", tone = \"plain\", channel = \"letter\" }", 0, NULL},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        char guarantee[300];
        snprintf(guarantee, sizeof guarantee, "guarantee \"x\" { %s }\n", tries[i].guarantee);
        support_file more[] = {
            {"cases/a.yaml", "- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, late: 2 } }, expect: { action: none } }\n"},
            {"actions.lua",
             "action \"w\" { is = \"write\", when = { any_of { angry = true, late = above(3) } }, message = \"m\" }\naction \"wait\" { is = \"none\", when = otherwise }\n"},
            {"guarantees.lua", guarantee},
            {NULL, NULL}};
        outcome o = run(more, RUTH_AS_TEXT);
        if (o.status) fail_msg("%s: %s", guarantee, o.error.message);
        if (o.failed != tries[i].failed) fail_msg("%s%zu failed\n%s", guarantee, o.failed, o.text);
        if (tries[i].says) assert_has(o.text, tries[i].says);
        free(o.text);
    }
}

/* Only the contact that breaks it is left of three, whichever it is, and only the fact that does. */
static void a_broken_promise_is_small(void **state) {
    static const char *const contacts[] = {"{ at: 2026-03-03T15:00:00Z }, { at: 2026-01-02T15:00:00Z }, { at: 2026-01-01T15:00:00Z }",
                                           "{ at: 2026-01-01T15:00:00Z }, { at: 2026-03-03T15:00:00Z }, { at: 2026-01-02T15:00:00Z }",
                                           "{ at: 2026-01-01T15:00:00Z }, { at: 2026-01-02T15:00:00Z }, { at: 2026-03-03T15:00:00Z }"};
    for (size_t i = 0; i < 3; i++) {
        char cases[512];
        snprintf(
            cases, sizeof cases,
            "- { case: a, given: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, late: 5, event: loss }, contacts: [%s] }, expect: { action: none } }\n",
            contacts[i]);
        support_file more[] = {
            {"cases/a.yaml", cases},
            {"guarantees.lua", "guarantee \"nobody written to is lost\" { when = { last = within_last(days(5)) }, never = { segment = \"hard\" } }\n"},
            {NULL, NULL}};
        outcome o = run(more, RUTH_AS_TEXT);
        assert_int_equal(o.status, RUTH_OK);
        assert_has(o.text, "broken: the segment is hard");
        assert_has(o.text, "given event: loss; timezone: UTC; 1 earlier contact\n");
        assert_has(
            o.text,
            "by {\"id\":\"case\",\"now\":\"2026-03-04T15:00:00Z\",\"facts\":{\"event\":\"loss\",\"timezone\":\"UTC\"},\"contacts\":[{\"at\":\"2026-03-03T15:00:00Z\"}]}\n");
        assert_has(o.text, "1 passed, 1 failed\n");
        free(o.text);
    }
}

/* Nobody draws 217 days, or a call of one kind in ten thousand, by chance: made-up people stand at the figures, spans and filters of the policy. */
static void made_up_people_stand_where_rules_differ(void **state) {
    static const char *const whens[] = {"late = 217", "last = on_file", "last = within_last(days(333)), none_of_these { last = within_last(days(332)) }"};
    for (size_t i = 0; i < sizeof whens / sizeof *whens; i++) {
        char actions[256];
        snprintf(actions, sizeof actions,
                 "action \"w\" { is = \"write\", when = { %s }, message = \"m\" }\naction \"wait\" { is = \"none\", when = otherwise }\n", whens[i]);
        support_file more[] = {
            {"cases/a.yaml", "- { case: a, " GIVEN ", expect: { action: none } }\n"},
            {"contacts.yaml",
             "channel: { type: enum, values: [letter, a, b, c, d, e, f, g, h, call], if_missing: letter }\ndirection: { type: enum, values: [outbound, x1, x2, x3, x4, x5, x6, x7, x8, inbound], if_missing: outbound }\n"
             "about: { type: enum, values: [y0, y1, y2, y3, y4, y5, y6, y7, y8, money], if_missing: y0 }\nmood: { type: enum, values: [z0, z1, z2, z3, z4, z5, z6, z7, z8, calm], if_missing: z0 }\n"},
            {"derive.lua", i == 1 ? "derive.last = last { direction = \"inbound\", channel = \"call\", about = one_of(\"money\"), mood = \"calm\" }\n"
                                  : "derive.last = last { direction = one_of(\"inbound\", \"x1\") }\n"},
            {"actions.lua", actions},
            {"guarantees.lua", "guarantee \"figures\" { when = { angry = false }, never = { action = \"write\" } }\n"},
            {NULL, NULL}};
        outcome o = run_with(more, RUTH_AS_TEXT, 1000);
        if (o.status) fail_msg("%s", o.error.message);
        if (!strstr(o.text, "broken: the action is write")) fail_msg("nobody stands at %s", whens[i]);
        free(o.text);
    }
}

static void a_promise_about_nobody_says_so(void **state) {
    support_file more[] = {
        {"cases/a.yaml", "- { case: a, " GIVEN ", expect: { action: write } }\n"},
        {"guarantees.lua", "guarantee \"x\" { when = { late = at_least(7), all_of { late = at_most(6) } }, never = { action = \"write\" } }\n"},
        {NULL, NULL}};
    outcome o = run(more, RUTH_AS_TEXT);
    if (o.status) fail_msg("%s", o.error.message);
    assert_has(o.text, "guarantee \"x\" (guarantees.lua:1), tried on nobody");
    free(o.text);
}

/* ---- coverage, counted by hand: one case takes segment rest, action w, tone, channel; conditions: event, last, late seen ---- */
static void coverage_is_exact(void **state) {
    outcome o = run_cases("- { case: a, " GIVEN ", expect: { action: write } }\n");
    assert_has(o.text, "not touched: segment \"hard\" (segments.lua:1)");
    assert_has(o.text, "not touched: action \"quiet\" (actions.lua:1)");
    assert_has(o.text, "not touched: action \"wait\" (actions.lua:4)");
    assert_lacks(o.text, "not touched: action \"w\"");
    assert_lacks(o.text, "not touched: segment \"rest\"");
    assert_has(o.text, "never true: event (segments.lua:1:27)");
    assert_has(o.text, "never false: late (actions.lua:3:37)");
    assert_has(o.text, "(both true and false: 0 of 4, 0 %)");
    free(o.text);
    o = run_cases("- { case: a, " GIVEN ", rows: { columns: [late, event, expect.action], lines: [[5, illness, write], [3, loss, none]] } }\n");
    assert_has(o.text, "(both true and false: 3 of 4, 75 %)"); /* all but `last` */
    assert_has(o.text, "never true: last (actions.lua:1:");
    free(o.text);
}

/* ---- for machines ---- */
static void machines_read_it(void **state) {
    support_file more[] = {{"cases/a.yaml", "- { case: 'a \"<&> case', " GIVEN ", expect: { action: none } }\n"}, {NULL, NULL}};
    outcome o = run(more, RUTH_AS_JSON);
    assert_has(o.text, "{\"passed\":0,\"failed\":1,");
    assert_has(o.text, "\"case\":\"a \\\"<&> case\"");
    assert_has(o.text, "{\"step\":0,\"expect\":\"action\",\"wanted\":\"none\",\"got\":\"write\",\"ok\":false}");
    free(o.text);
    support_file all[] = {
        {"cases/a.yaml",
         "- { case: a, given: { now: 2026-03-04T15:00:00Z, choice: { id: x-3, count: 3 }, offer: { amount: 2500, every: week }, debt: D1, facts: { timezone: UTC, late: 5 } }, rows: [ { row: '<b>', expect: { action: none } } ] }\n"},
        {NULL, NULL}};
    o = run(all, RUTH_AS_JSON);
    assert_has(o.text, "\"debt\":\"D1\",\"choice\":{\"id\":\"x-3\",\"count\":3},\"offer\":{\"amount\":2500,\"every\":\"week\"}}");
    assert_has(o.text, "\"row\":1,\"label\":\"<b>\"");
    free(o.text);
    o = run(all, RUTH_AS_JUNIT);
    assert_has(o.text, "name=\"a (row 1: &lt;b&gt;)\"");
    free(o.text);
    o = run(more, RUTH_AS_JUNIT);
    assert_has(o.text, "<testsuite name=");
    assert_has(o.text, "name=\"a &quot;&lt;&amp;&gt; case\"");
    assert_has(o.text, "<failure message=\"1 of 1 marks failed\">expected action: none, got: write");
    free(o.text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_expected_is_marked),
                                       cmocka_unit_test(plans_and_limits_are_marked),
                                       cmocka_unit_test(people_are_taken_by_name),
                                       cmocka_unit_test(a_row_may_have_its_own_person),
                                       cmocka_unit_test(people_are_read_strictly),
                                       cmocka_unit_test(a_file_that_would_never_be_tried_is_refused),
                                       cmocka_unit_test(a_broken_promise_is_small),
                                       cmocka_unit_test(a_promise_about_nobody_says_so),
                                       cmocka_unit_test(made_up_people_stand_where_rules_differ),
                                       cmocka_unit_test(a_failure_says_why),
                                       cmocka_unit_test(what_is_misspelt_does_not_pass),
                                       cmocka_unit_test(no_case_is_no_exam),
                                       cmocka_unit_test(promises_are_tried),
                                       cmocka_unit_test(promises_are_tried_with_each_value),
                                       cmocka_unit_test(coverage_is_exact),
                                       cmocka_unit_test(machines_read_it)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_cases_refused.c: a test of a policy whose allocator refuses, once or for ever: out of memory is said, nothing leaks, no case fails for want of memory. */
#include <stdio.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/json_tree.h"
#include "tests/support/refusing.h"
#include "tests/support/scenes.h"
#include "tests/support/support.h"

static const support_file files[] = {
    {"policy.yaml", "policy: small\nversion: 1.0.0\nlanguages: [en]\n"},
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host, say: { en: \"the amount owed\" } }\nlate: { type: integer, range: [0, 400], source: host }\nangry: { type: boolean, if_missing: false, source: host }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"},
    {"segments.lua",
     "segment \"late\" { when = { late = above(10) }, because = \"{late} days late\" }\nsegment \"rest\" { when = otherwise, because = \"not late\" }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" } }\n"},
    {"actions.lua",
     "action \"write\" { when = { any_of { segment = \"late\", angry = true } }, message = \"hello\", because = \"a letter\" }\naction \"none\" { when = otherwise, because = \"nothing to say\" }\n"},
    {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise, with = { direction = \"outbound\" } }\n"},
    {"charter.lua", "limit \"a\" { on = outbound, when = { late = above(300) }, forbid = true, because = \"too late\" }\n"},
    {"guarantees.lua", "guarantee \"anger costs nothing\" { changing = { angry = { false, true } }, never = \"harsher\" }\n"},
    {"messages/en.yaml", "hello: { purpose: help, variants: { letter: { plain: { body: hello } } } }\n"},
    {"cases/people.yaml", "ana: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, currency: USD, balance: \"10.00 USD\", late: 5 } }\n"},
    {"cases/a.yaml",
     "- case: a\n  like: ana\n  rows: { columns: [late, expect.action], lines: [[11, write], [301, write]] }\n  then: [ { after: 1 day, contact: played, given: { facts: { angry: true } }, expect: { unknown: none } } ]\n"
     "- { case: b, like: ana, never: { limits: [a], action: write, text: [hell] } }\n"},
    {NULL, NULL},
};

static char folder[256];

static ruth_status run(ruth_engine *engine, ruth_error *e) {
    const ruth_test_options how = {.size = sizeof how, .people = 12, .all = 1};
    static const ruth_format formats[] = {RUTH_AS_TEXT, RUTH_AS_JSON, RUTH_AS_JUNIT};
    ruth_test *test = NULL;
    ruth_status st = ruth_test_run(engine, folder, &how, &test, e);
    if (!st) { /* it ran to its end: what was refused was not needed */
        size_t passed, failed;
        ruth_test_counts(test, &passed, &failed);
        assert_int_equal(passed, 2);
        assert_int_equal(failed, 2); /* row 2, where the limit forbids and nothing is played; the guarantee */
    }
    for (size_t i = 0; !st && i < sizeof formats / sizeof *formats; i++) {
        ruth_text text;
        st = ruth_test_write(test, formats[i], &text, e);
        assert_true((text.length > 0) == (st == RUTH_OK));
        if (!st) scene_note(text);
    }
    ruth_test_free(test);
    return st;
}

static void every_call(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "%s", support_folder(files));
    scene_loads_elsewhere(folder);
    scene_refuse(run, "cases", 400);
    support_remove(folder);
}

/* --json is one document, with every part. */
static void json_is_one_document(void **state) {
    (void)state;
    const ruth_test_options how = {.size = sizeof how, .people = 12};
    ruth_engine *engine;
    ruth_test *test;
    ruth_text text;
    ru_arena a;
    refusing none = {0};
    const ruth_allocator alloc = refusing_allocator(&none);
    ru_arena_init(&a, &alloc, 4096);
    snprintf(folder, sizeof folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &engine, NULL), RUTH_OK);
    assert_int_equal(ruth_test_run(engine, folder, &how, &test, NULL), RUTH_OK);
    assert_int_equal(ruth_test_write(test, RUTH_AS_JSON, &text, NULL), RUTH_OK);
    const ru_node *doc = json_tree(&a, (ru_str){text.bytes, text.length});
    assert_non_null(doc);
    assert_true(json_is(doc, "failed", "2"));
    assert_int_equal(json_count(doc, "cases"), 3);
    assert_true(json_is(doc, "cases.1.case", "a"));
    assert_true(json_is(doc, "cases.1.row", "2"));
    assert_true(json_is(doc, "cases.1.line", "3"));
    assert_true(json_is(doc, "cases.1.failed_step", "0"));
    assert_true(json_is(doc, "cases.1.request.facts.late", "301"));
    assert_true(json_is(doc, "cases.2.passed", "true"));
    assert_true(json_is(doc, "guarantees.0.broken", "true"));
    assert_true(json_is(doc, "guarantees.0.rule", "guarantees.lua:1"));
    assert_true(json_count(doc, "rules") > 5);
    assert_true(json_count(doc, "conditions") > 2);
    assert_true(json_is(doc, "people", "12"));
    json_count(doc, "silent_for_lack_of");
    ru_arena_free(&a);
    ruth_test_free(test);
    ruth_engine_free(engine);
    support_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_call), cmocka_unit_test(json_is_one_document)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

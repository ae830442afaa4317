/* test_cases_refused.c: a test of a policy whose allocator refuses, once or for ever, at every one of its calls: out of memory is said, nothing leaks, no case fails for want of memory. */
#include <stdio.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/json_tree.h"
#include "tests/support/refusing.h"
#include "tests/support/support.h"

static const support_file files[] = {
    {"policy.yaml", "policy: small\nversion: 1.0.0\nlanguages: [en]\n"},
    {"facts.yaml", "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host, say: { en: \"the amount owed\" } }\nlate: { type: integer, range: [0, 400], source: host }\nangry: { type: boolean, if_missing: false, source: host }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"},
    {"segments.lua", "segment \"late\" { when = { late = above(10) }, because = \"{late} days late\" }\nsegment \"rest\" { when = otherwise, because = \"not late\" }\n"},
    {"ladders.lua", "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" } }\n"},
    {"actions.lua", "action \"write\" { when = { any_of { segment = \"late\", angry = true } }, message = \"hello\", because = \"a letter\" }\naction \"none\" { when = otherwise, because = \"nothing to say\" }\n"},
    {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise, with = { direction = \"outbound\" } }\n"},
    {"charter.lua", "limit \"a\" { on = outbound, when = { late = above(300) }, forbid = true, because = \"too late\" }\n"},
    {"guarantees.lua", "guarantee \"anger costs nothing\" { changing = { angry = { false, true } }, never = \"harsher\" }\n"},
    {"messages/en.yaml", "hello: { purpose: help, variants: { letter: { plain: { body: hello } } } }\n"},
    {"cases/people.yaml", "ana: { now: 2026-03-04T15:00:00Z, facts: { timezone: UTC, currency: USD, balance: \"10.00 USD\", late: 5 } }\n"},
    {"cases/a.yaml", "- case: a\n  like: ana\n  rows: { columns: [late, expect.action], lines: [[11, write], [301, write]] }\n  then: [ { after: 1 day, contact: played, given: { facts: { angry: true } }, expect: { unknown: none } } ]\n"
                     "- { case: b, like: ana, never: { limits: [a], action: write, text: [hell] } }\n"},
    {NULL, NULL},
};

typedef struct told { bool whole; size_t loaded, passed, failed; } told;

static told run(const char *folder, refusing *r) {
    const ruth_options options = {.size = sizeof options, .allocator = refusing_allocator(r)};
    const ruth_test_options how = {.size = sizeof how, .people = 12, .all = 1};
    static const ruth_format formats[] = {RUTH_AS_TEXT, RUTH_AS_JSON, RUTH_AS_JUNIT};
    ruth_engine *engine = NULL;
    ruth_policy *policy = NULL;
    ruth_test *test = NULL;
    ruth_error e;
    told out = {false, 0, 0, 0};
    ruth_status st = ruth_engine_new(&options, &engine, &e);
    if (!st) st = ruth_policy_load(engine, folder, &policy, &e); /* about as much as the test loads first */
    ruth_policy_release(policy);
    out.loaded = r->calls;
    if (!st) st = ruth_test_run(engine, folder, &how, &test, &e);
    if (!st) ruth_test_counts(test, &out.passed, &out.failed);
    for (size_t i = 0; !st && i < sizeof formats / sizeof *formats; i++) {
        ruth_text text;
        st = ruth_test_write(test, formats[i], &text, &e);
        assert_true((text.length > 0) == (st == RUTH_OK));
    }
    if (st && st != RUTH_E_NOMEM) fail_msg("call %zu: status %d: %s", r->refuse_at, (int)st, e.message);
    out.whole = st == RUTH_OK;
    ruth_test_free(test);
    ruth_engine_free(engine);
    assert_int_equal(r->held, 0);
    assert_int_equal(r->blocks, 0);
    assert_false(r->wrong_size);
    return out;
}

static void every_call(void **state) {
    (void)state;
    char folder[256];
    refusing all = {0};
    long refused = 0;
    snprintf(folder, sizeof folder, "%s", support_folder(files));
    told whole = run(folder, &all);
    assert_true(whole.whole);
    assert_int_equal(whole.passed, 2);
    assert_int_equal(whole.failed, 2); /* row 2, where the limit forbids and nothing is played; the guarantee */
    for (size_t at = whole.loaded + 1; at <= all.calls; at += at + 97 < 2 * whole.loaded ? 97 : 1) /* loading is refused elsewhere, call by call */
        for (int for_ever = 0; for_ever < 2; for_ever++) {
            refusing r = {.refuse_at = at, .for_ever = for_ever};
            told one = run(folder, &r);
            if (one.passed + one.failed) { /* it ran to its end: writing was refused, or what was refused was not needed */
                assert_int_equal(one.passed, whole.passed);
                assert_int_equal(one.failed, whole.failed);
            }
            refused += !one.whole;
        }
    printf("%zu calls, refused %ld times\n", all.calls, refused);
    assert_true(refused > 0);
    support_remove(folder);
}

/* --json is one document, with every part. */
static void json_is_one_document(void **state) {
    (void)state;
    const ruth_test_options how = {.size = sizeof how, .people = 12};
    char folder[256];
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

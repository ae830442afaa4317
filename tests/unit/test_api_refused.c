/* test_api_refused.c: an allocator that refuses, once or for ever, at the n-th call, n = 1, 2, 3 …, through the public calls: a clean status, nothing leaks, no half answer. */
#define _GNU_SOURCE /* memmem */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/scenes.h"
#include "tests/support/support.h"

static const support_file files[] = {
    {"policy.yaml", "policy: small\nversion: 1.0.0\nlanguages: [en]\n"},
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host, ask: { en: \"How much?\" } }\nlate: { type: integer, source: host }\n"
     "note: { type: text, if_missing: none_on_file, source: host }\nwrote: { type: integer, source: derived }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"},
    {"derive.lua", "derive.wrote = count { direction = \"outbound\" }\n"},
    {"segments.lua",
     "local far = { 10, 20 }\nsegment \"late\" { when = function(f) for _, n in ipairs(far) do if f.late <= n then return false end end return true end, because = \"{late} days\" }\nsegment \"rest\" { when = otherwise }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" } }\n"},
    {"actions.lua",
     "action \"write\" { when = { segment = \"late\" }, message = \"hello\", because = \"{late} days\" }\naction \"none\" { when = otherwise }\n"},
    {"plans.lua",
     "plan \"parts\" { when = { balance = above(0) }, offer = instalments { smallest = money(\"10.00 USD\"), up_to = money(\"100.00 USD\"), longest = 12 } }\n"},
    {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
    {"charter.lua", "limit \"a\" { on = outbound, when = { wrote = at_least(3) }, forbid = true, because = \"three letters\" }\n"},
    {"messages/en.yaml", "hello:\n  purpose: help\n  variants: { letter: { plain: { subject: Hello, body: \"{late} days late\" } } }\n"},
    {"cases/first.yaml",
     "- case: \"somebody late is written to\"\n  given: { now: \"2026-03-02T14:00:00Z\", facts: { timezone: America/New_York, currency: USD, balance: 500, late: 30 } }\n  expect: { action: write }\n"},
    {NULL, NULL},
};
static const support_file others[] = {
    {"map.yaml",
     "map: test\nnow: \"2026-03-04T16:00:00Z\"\nid_prefix: T-\nconstants: { currency: USD }\ncolumns:\n  No: { to: id, empty: reject }\n  Owes: { to: balance, type: money, times: 100, empty: absent }\n  Note: { to: note, type: text, empty: absent }\n"},
    {"a.lua", "local t = {} for i = 1, 50 do t[i] = { i, ('x'):rep(i), fact.a / 2 } end return { #t, a = 'b' }\n"},
    {"a.yaml", "a: { b: [1, 2, \"drei\"], c: true }\n"},
    {"a.json", "{\"a\":{\"b\":[1,2.5,\"\\u00e9\"],\"c\":null}}"},
    {NULL, NULL},
};
static char folder[256], beside[256];

static bool whole(ruth_text t) { return t.length > 1 && t.bytes[0] == '{' && t.bytes[t.length - 1] == '}'; }

static ruth_status line_by_line(ruth_session *s, ruth_error *e) {
    static const char request[] =
        "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"late\":30,\"balance\":24000,\"note\":\"a\\u00e9b\"},"
        "\"contacts\":[{\"at\":\"2026-03-01T14:00:00Z\",\"channel\":\"letter\"}],\"choice\":{\"id\":\"parts-99\"},\"offer\":{\"amount\":2100,\"every\":\"week\"},\"ref\":{\"x\":[1, 2]}}";
    static const char question[] =
        "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\"},\"proposed\":{\"channel\":\"letter\",\"at\":\"2026-03-02T14:00:00Z\"}}";
    ruth_text t;
    ruth_status st = ruth_session_set_now(s, "2026-03-02T15:00:00Z", e);
    if (!st) st = ruth_session_set_recorded(s, "[]", 2, e);
    if (!st) {
        st = ruth_decide_line(s, request, strlen(request), 1, &t, e);
        assert_true(st == RUTH_OK || st == RUTH_E_REQUEST ? whole(t) : t.length == 0);
        if (!st) assert_true(memmem(t.bytes, t.length, "\"action\":{\"is\":\"write\"", 22) != NULL); /* never another decision */
    }
    if (!st) st = ruth_decision_json(s, &t, e);
    if (!st) assert_true(whole(t));
    if (!st) st = ruth_decision_recorded(s, &t);
    if (!st) st = ruth_permit_line(s, question, strlen(question), 1, &t, e);
    if (!st) assert_true(whole(t));
    if (!st) scene_note(t);
    return st;
}

/* Contacts out of order, more than there is room for at once; a debt, answers, a ref. */
static ruth_status built(ruth_policy *p, ruth_session *s, ruth_error *e) {
    const ruth_plan_line line = {.size = sizeof line,
                                 .id = "parts-99",
                                 .plan = "parts",
                                 .instalment = 100,
                                 .count = 99,
                                 .every = RUTH_EVERY_MONTH,
                                 .last = 100,
                                 .total = 9900,
                                 .first_due = 20600};
    const ruth_offer offer = {.size = sizeof offer, .amount = 2100, .every = RUTH_EVERY_WEEK};
    int channel = ruth_field_find(p, "channel");
    const ruth_field letter = {.field = channel, .value = ruth_field_value(p, channel, "letter")};
    ruth_status st = RUTH_OK;
    for (int i = 0; i < 40 && !st; i++) {
        const ruth_contact c = {.size = sizeof c, .at = 1772400000 - i * 86400, .fields = &letter, .field_count = 1};
        st = ruth_request_contact(s, &c, e);
    }
    if (!st) st = ruth_request_debt(s, "D1");
    if (!st) st = ruth_request_choice(s, &line, e);
    if (!st) st = ruth_request_offer(s, &offer, e);
    return st ? st : ruth_request_ref(s, "{\"x\":[1, \"\\u00e9\"]}", 19, e);
}

static ruth_status deciding(ruth_engine *engine, ruth_error *e) {
    ruth_policy *p = NULL;
    ruth_session *s = NULL;
    ruth_text t;
    ruth_status st = ruth_policy_load(engine, folder, &p, e);
    assert_true((p != NULL) == (st == RUTH_OK));
    if (!st) st = ruth_session_new(p, &s, e);
    if (!st) st = line_by_line(s, e);
    if (!st) st = ruth_request_begin(s, "b", 1772460000);
    if (!st) st = ruth_request_set(s, ruth_fact_find(p, "late"), 5);
    if (!st) st = ruth_request_set_text(s, ruth_fact_find(p, "timezone"), "Europe/Paris");
    if (!st) st = ruth_request_set_text(s, ruth_fact_find(p, "note"), "something longer than what fits a small place");
    if (!st) st = ruth_request_set_unknown(s, ruth_fact_find(p, "balance"));
    if (!st) st = built(p, s, e);
    if (!st) st = ruth_decide(s, e);
    if (!st) st = ruth_decision_json(s, &t, e);
    if (!st) scene_note(t);
    ruth_session_free(s);
    ruth_policy_release(p);
    return st;
}

static ruth_status trying(ruth_engine *engine, ruth_error *e) {
    static const char *const tries[][2] = {{"a.lua", "error "}, {"a.yaml", "accepted"}, {"a.json", "accepted"}, {"nothing.json", "rejected "}};
    ruth_status st = RUTH_OK;
    for (size_t i = 0; !st && i < sizeof tries / sizeof *tries; i++) {
        char path[300];
        ruth_try *t = NULL;
        snprintf(path, sizeof path, "%s/%s", beside, tries[i][0]);
        st = ruth_try_open(engine, path, &t, e);
        assert_true((t != NULL) == (st == RUTH_OK));
        if (!st) assert_memory_equal(ruth_try_line(t, NULL).bytes, tries[i][1], strlen(tries[i][1]));
        ruth_try_free(t);
    }
    return st;
}

typedef struct table {
    const char *at;
} table;

static long give(void *context, char *into, size_t room) {
    table *t = context;
    size_t n = strlen(t->at) < room ? strlen(t->at) : room;
    if (n > 7) n = 7; /* by small pieces */
    memcpy(into, t->at, n);
    t->at += n;
    return (long)n;
}

static ruth_status importing(ruth_engine *engine, ruth_error *e) {
    char map[300];
    table t = {"No,Owes,Note\n1,12,plain\n2,-3,\"with \"\"quotes\"\"\nand lines\"\n3,x,\n4,1,\n"};
    ruth_import *im = NULL;
    ruth_text line = {"", 0};
    ruth_import_problem problem;
    snprintf(map, sizeof map, "%s/map.yaml", beside);
    ruth_status st = ruth_import_open(engine, map, give, &t, &im, e);
    assert_true((im != NULL) == (st == RUTH_OK));
    int rows = 0;
    while (!st && line.bytes) {
        st = ruth_import_next(im, &line, &problem, e);
        rows += st == RUTH_OK && line.bytes;
        if (st == RUTH_E_REQUEST) {
            st = RUTH_OK;
            line.bytes = "";
        } else if (!st && line.bytes) {
            assert_true(whole(line));
            scene_note(line);
        }
    }
    if (!st) assert_int_equal(rows, 3);
    ruth_import_free(im);
    return st;
}

static ruth_status checking(ruth_engine *engine, ruth_error *e) {
    ruth_check *c = NULL;
    ruth_text t;
    const ruth_check_options o = {.size = sizeof o, .now = "2026-03-02T14:00:00Z", .all = 1};
    ruth_status st = ruth_check_run(engine, folder, &o, &c, e);
    for (int f = RUTH_AS_TEXT; !st && f <= RUTH_AS_JSON; f++)
        if (!(st = ruth_check_write(c, (ruth_format)f, &t, e))) scene_note(t);
    ruth_check_free(c);
    return st;
}

static ruth_status testing(ruth_engine *engine, ruth_error *e) {
    ruth_test *c = NULL;
    ruth_text t;
    const ruth_test_options o = {.size = sizeof o, .people = 3, .all = 1};
    ruth_status st = ruth_test_run(engine, folder, &o, &c, e);
    for (int f = RUTH_AS_TEXT; !st && f <= RUTH_AS_JUNIT; f++)
        if (!(st = ruth_test_write(c, (ruth_format)f, &t, e))) scene_note(t);
    ruth_test_free(c);
    return st;
}

static ruth_status telling_the_charter(ruth_engine *engine, ruth_error *e) {
    ruth_charter_page *page = NULL;
    ruth_text t;
    ruth_status st = ruth_charter_page_open(engine, folder, &page, e);
    for (int html = 0; !st && html < 2; html++) {
        const ruth_charter_page_options o = {.size = sizeof o, .html = html};
        st = ruth_charter_page_write(page, &o, &t, e);
        if (!st) scene_note(t);
    }
    ruth_charter_page_free(page);
    return st;
}

static void every_decision(void **state) {
    (void)state;
    scene_refuse(deciding, "deciding", 600);
}
static void every_try(void **state) {
    (void)state;
    scene_refuse(trying, "try", 200);
}
static void every_import(void **state) {
    (void)state;
    scene_refuse(importing, "import", 100000);
}
static void every_check(void **state) {
    (void)state;
    scene_loads_elsewhere(folder);
    scene_refuse(checking, "check", 150);
}
static void every_test(void **state) {
    (void)state;
    scene_refuse(testing, "test", 150);
}
static void every_charter(void **state) {
    (void)state;
    scene_refuse(telling_the_charter, "charter", 150);
}

static int make_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "%s", support_folder(files));
    snprintf(beside, sizeof beside, "%s", support_folder(others));
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    support_remove(folder);
    support_remove(beside);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_decision), cmocka_unit_test(every_try),  cmocka_unit_test(every_import),
                                       cmocka_unit_test(every_check),    cmocka_unit_test(every_test), cmocka_unit_test(every_charter)};
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

/* test_test_questions.c: cases/NAME.ndjson of a policy and its packs, asked by ruth_test_run: what passes, what differs, lines that are no question, the three forms of the result. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/json_tree.h"
#include "tests/support/refusing.h"
#include "tests/support/scenes.h"
#include "tests/support/support.h"

#define FACTS \
    "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nstop: { type: boolean, if_missing: none_on_file, source: person }\n"
#define CONTACTS "channel: { type: enum, values: [letter, voice] }\n"
#define CHARTER \
    "limit \"a.stop\" { cite = house \"1\", on = outbound, when = { stop = true }, forbid = true }\nlimit \"b.week\" { cite = house \"2\", on = { channel = \"voice\" }, at_most = { { 1, days(7) } } }\n"
#define ASK(id, facts, at, rest)                                                                             \
    "{\"id\":\"" id "\",\"now\":\"2026-06-10T16:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\"" facts \
    "},\"contacts\":[{\"at\":\"2026-06-08T15:00:00Z\",\"channel\":\"voice\"}],\"proposed\":{\"channel\":\"voice\",\"at\":\"" at "\"}," rest "}\n"
#define JUNE_10 "2026-06-10T16:00:00Z"
#define JUNE_15 "2026-06-15T16:00:00Z"
#define WAITS "\"allowed\":false,\"rules\":[\"b.week\"],\"block_kind\":\"until_time\",\"earliest_allowed_at\":\"2026-06-15T04:00:00Z\""

static char folder[256];

static void lay(const support_file *files) { snprintf(folder, sizeof folder, "%s", support_folder(files)); }

/* The one folder of a pack by itself, with these questions. */
static void lay_pack(const char *questions) {
    const support_file files[] = {{"policy.yaml", "pack: p\nversion: 1.0.0\n"}, {"facts.yaml", FACTS}, {"contacts.yaml", CONTACTS}, {"charter.lua", CHARTER},
                                  {"cases/permit.ndjson", questions},           {NULL, NULL}};
    lay(files);
}

typedef struct exam {
    ruth_engine *engine;
    ruth_test *test;
    size_t passed, failed;
    ruth_error error;
} exam;

static ruth_status sit(exam *x, const char *under, bool all) {
    const ruth_test_options how = {.size = sizeof how, .people = 10, .all = all};
    char path[300];
    *x = (exam){0};
    snprintf(path, sizeof path, "%s%s", folder, under);
    assert_int_equal(ruth_engine_new(NULL, &x->engine, NULL), RUTH_OK);
    ruth_status st = ruth_test_run(x->engine, path, &how, &x->test, &x->error);
    if (!st) ruth_test_counts(x->test, &x->passed, &x->failed);
    return st;
}

static void leave(exam *x) {
    ruth_test_free(x->test);
    ruth_engine_free(x->engine);
    support_remove(folder);
}

/* The result in one form; freed by the caller. */
static char *written(exam *x, ruth_format format) {
    ruth_text text;
    assert_int_equal(ruth_test_write(x->test, format, &text, &x->error), RUTH_OK);
    return support_copy(text);
}

static const char mixed[] = ASK("good", "", JUNE_10, "\"expect\":{" WAITS "},\"why\":\"it waits\",\"source\":\"house\"")
    ASK("open", "", JUNE_10, "\"expect\":{\"allowed\":false,\"rules\":[\"b.week\"],\"block_kind\":\"until_time\",\"earliest_allowed_at\":null}") "\n" ASK(
        "free", "", JUNE_15, "\"expect\":{\"allowed\":true,\"rules\":[],\"block_kind\":null,\"earliest_allowed_at\":null}")
        ASK("wrong", "", JUNE_10, "\"expect\":{\"allowed\":true,\"rules\":[],\"block_kind\":null,\"earliest_allowed_at\":null}") ASK(
            "later", ",\"stop\":true", JUNE_10,
            "\"expect\":{\"allowed\":false,\"rules\":[\"b.week\",\"a.stop\"],\"block_kind\":\"until_time\",\"earliest_allowed_at\":\"2026-06-16T04:00:00Z\"}")
            ASK("<odd> & \\\"so\\\"", "", "tomorrow", "\"expect\":{" WAITS "}");

static void what_differs_is_said(void **state) {
    exam x;
    (void)state;
    lay_pack(mixed);
    assert_int_equal(sit(&x, "", false), RUTH_OK);
    assert_int_equal(x.passed, 3);
    assert_int_equal(x.failed, 3);
    char *text = written(&x, RUTH_AS_TEXT);
    assert_has(
        text,
        "✗ cases/permit.ndjson:5: wrong\n      differs: allowed: expected true, got false; block_kind: expected null, got until_time; limits: expected\n               none, got b.week\n");
    assert_has(
        text,
        "✗ cases/permit.ndjson:6: later\n      differs: block_kind: expected until_time, got until_event; earliest_allowed_at: expected\n               2026-06-16T04:00:00Z, got null; limits: expected b.week a.stop, got a.stop b.week\n");
    assert_has(text, "✗ cases/permit.ndjson:7: <odd> & \"so\"\n      differs: rejected at /proposed/at: \"tomorrow\" is no instant;");
    assert_has(text, "6 questions\n");
    assert_has(text, "3 passed, 3 failed\n");
    assert_lacks(text, "✓ cases");
    free(text);
    leave(&x);
    lay_pack(mixed);
    assert_int_equal(sit(&x, "", true), RUTH_OK);
    text = written(&x, RUTH_AS_TEXT);
    assert_has(text, "✓ cases/permit.ndjson:1: good\n✓ cases/permit.ndjson:2: open\n✓ cases/permit.ndjson:4: free\n");
    free(text);
    leave(&x);
}

static void for_machines(void **state) {
    exam x;
    ru_arena a;
    refusing none = {0};
    const ruth_allocator alloc = refusing_allocator(&none);
    (void)state;
    lay_pack(mixed);
    assert_int_equal(sit(&x, "", false), RUTH_OK);
    char *json = written(&x, RUTH_AS_JSON), *junit = written(&x, RUTH_AS_JUNIT);
    ru_arena_init(&a, &alloc, 4096);
    const ru_node *doc = json_tree(&a, ru_str_of(json));
    assert_non_null(doc);
    assert_true(json_is(doc, "passed", "3"));
    assert_true(json_is(doc, "failed", "3"));
    assert_int_equal(json_count(doc, "questions"), 6);
    assert_true(json_is(doc, "questions.0.question", "good"));
    assert_true(json_is(doc, "questions.0.passed", "true"));
    assert_true(json_is(doc, "questions.2.line", "4"));
    assert_true(json_is(doc, "questions.3.file", "cases/permit.ndjson"));
    assert_true(json_is(doc, "questions.3.passed", "false"));
    assert_true(
        json_is(doc, "questions.3.differs", "allowed: expected true, got false; block_kind: expected null, got until_time; limits: expected none, got b.week"));
    assert_true(json_is(doc, "questions.5.question", "<odd> & \"so\""));
    assert_has(json, "\"id\":\"a.stop\",\"rule\":\"charter.lua:1\",\"touched\":1}"); /* what a question was refused by is covered */
    assert_has(json, "\"id\":\"b.week\",\"rule\":\"charter.lua:2\",\"touched\":4}");
    assert_has(junit, "<testsuite name=\"unnamed\" tests=\"6\" failures=\"3\">\n");
    assert_has(junit, "<testcase classname=\"cases/permit.ndjson\" name=\"good\" line=\"1\"/>\n");
    assert_has(
        junit,
        "<testcase classname=\"cases/permit.ndjson\" name=\"wrong\" line=\"5\"><failure message=\"allowed: expected true, got false; block_kind: expected null, got until_time; limits: expected none, got b.week\"/></testcase>\n");
    assert_has(junit, "name=\"&lt;odd&gt; &amp; &quot;so&quot;\" line=\"7\"><failure message=\"rejected at /proposed/at: &quot;tomorrow&quot; is no instant;");
    ru_arena_free(&a);
    free(json);
    free(junit);
    leave(&x);
}

/* ---- duties ---- */
static void duties_are_looked_for_each_alone(void **state) {
    exam x;
    (void)state;
    const support_file files[] = {{"facts.yaml", FACTS},
                                  {"contacts.yaml", CONTACTS},
                                  {"messages/en.yaml", "who: \"We are a bank.\"\nwhy: \"You owe us.\"\n"},
                                  {"charter.lua", "limit \"who\" { cite = \"x\", on = outbound, when = otherwise, require = { \"who\", \"why\" } }\n"},
                                  {"policy.yaml", "policy: t\nversion: 1.0.0\nlanguages: [en]\n"},
                                  {"segments.lua", "segment \"all\" { when = otherwise }\n"},
                                  {"cases/q.ndjson", ASK("one", "", JUNE_10, "\"expect\":{\"allowed\":true,\"require\":[\"who\"]}")
                                                         ASK("lacks", "", JUNE_10, "\"expect\":{\"allowed\":true,\"require\":[\"what\",\"who\"]}")
                                                             ASK("has", "", JUNE_10, "\"expect\":{\"allowed\":true,\"not_require\":[\"what\",\"why\"]}")},
                                  {NULL, NULL}};
    lay(files);
    if (sit(&x, "", true)) fail_msg("%s:%d: %s", x.error.file, x.error.line, x.error.message);
    char *text = written(&x, RUTH_AS_TEXT);
    assert_has(text, "✓ cases/q.ndjson:1: one\n");
    assert_has(text, "✗ cases/q.ndjson:2: lacks\n      differs: require: lacks what\n");
    assert_has(text, "✗ cases/q.ndjson:3: has\n      differs: require: has why\n");
    free(text);
    leave(&x);
}

/* ---- lines that are no question ---- */
#define GOOD ASK("g", "", JUNE_10, "\"expect\":{" WAITS "}")
static const struct {
    const char *lines;
    int line;
    const char *says;
} slips[] = {
    {GOOD "nonsense\n", 2, "a question is one JSON object a line with id and expect"},
    {GOOD "\n[1]\n", 3, "a question is one JSON object a line with id and expect"},
    {"{\"id\":\"x\"\n" GOOD, 1, "a question is one JSON object a line with id and expect"},
    {GOOD "{} trailing\n", 2, "a question is one JSON object a line with id and expect"},
    {"{\"id\":\"x\",\"proposed\":{}}\n", 1, "with id and expect"},
    {"{\"expect\":{\"allowed\":true}}\n", 1, "with id and expect"},
    {"{\"id\":\"x\",\"expect\":{\"allowed\":true,\"allowed\":false}}\n", 1, "with id and expect"},
    {"{\"id\":\"x\",\"expect\":{\"allowed\":true},\"expect\":{\"allowed\":false}}\n", 1, "with id and expect"},
    {GOOD ASK("x", "", JUNE_10, "\"expect\":{\"rules\":[\"\\u202e\"]}"), 2, ""}, /* a sign that turns the text around */
    {GOOD ASK("x", "", JUNE_10, "\"expect\":true"), 2, "expect: expected allowed, rules, block_kind, earliest_allowed_at"},
    {GOOD ASK("x", "", JUNE_10, "\"expect\":{\"alowed\":false,\"rules\":[\"b.week\"]}"), 2,
     "expect: expected allowed, rules, block_kind, earliest_allowed_at, require, not_require, found alowed"},
    {GOOD GOOD ASK("x", "", JUNE_15, "\"expect\":{\"allowed\":true,\"rules\":\"b.week\"}"), 3, "rules is a list"},
    {GOOD ASK("x", "", JUNE_10, "\"expect\":{\"require\":\"a\"}"), 2, "require is a list"},
    {GOOD ASK("x", "", JUNE_10, "\"expect\":{\"not_require\":{}}"), 2, "not_require is a list"},
};

static void lines_that_are_no_question(void **state) {
    int wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        exam x;
        lay_pack(slips[i].lines);
        ruth_status st = sit(&x, "", false);
        if (st == RUTH_OK || strcmp(x.error.file, "cases/permit.ndjson") != 0 || x.error.line != slips[i].line || !strstr(x.error.message, slips[i].says)) {
            wrong++;
            print_error("%s→ status %d, %s:%d: %s\n    expected :%d: … %s …\n", slips[i].lines, (int)st, x.error.file, x.error.line, x.error.message,
                        slips[i].line, slips[i].says);
        }
        leave(&x);
    }
    assert_int_equal(wrong, 0);
}

/* ---- whose questions ---- */
#define PACK_FILES \
    {"p/facts.yaml", FACTS}, {"p/contacts.yaml", CONTACTS}, {"p/policy.yaml", "pack: p\nversion: 1.0.0\n"}, { "p/charter.lua", CHARTER }
#define MAIN_FILES                                                                                                                                   \
    {"main/policy.yaml", "policy: m\nversion: 1.0.0\nuses: [p]\n"}, {"main/facts.yaml", "late: { type: integer, range: [0, 9], source: host }\n"}, { \
        "main/segments.lua", "segment \"all\" { when = otherwise }\n"                                                                                \
    }

static void questions_of_packs(void **state) {
    exam x;
    (void)state;
    const support_file both[] = {PACK_FILES,
                                 MAIN_FILES,
                                 {"p/cases/b.ndjson", ASK("b", "", JUNE_10, "\"expect\":{" WAITS "}")},
                                 {"p/cases/a.ndjson", ASK("a", "", JUNE_10, "\"expect\":{\"allowed\":true}")},
                                 {"p/cases/notes.txt", "no question\n"},
                                 {"p/cases/.hidden.ndjson", "no question\n"},
                                 {NULL, NULL}};
    lay(both);
    assert_int_equal(sit(&x, "/main", true), RUTH_OK);
    assert_int_equal(x.passed, 1);
    assert_int_equal(x.failed, 1);
    char *text = written(&x, RUTH_AS_TEXT);
    assert_has(text, "✗ p/cases/a.ndjson:1: a\n");
    assert_has(text, "✓ p/cases/b.ndjson:1: b\n");
    assert_true(strstr(text, "a.ndjson") < strstr(text, "b.ndjson"));
    free(text);
    leave(&x);
    const support_file own[] = {
        PACK_FILES,
        MAIN_FILES,
        {"main/charter.lua", "limit \"own\" { cite = house \"1\", on = outbound, forbid = true }\n"},
        {"p/cases/a.ndjson", ASK("a", "", JUNE_10, "\"expect\":{\"allowed\":true}")},
        {"main/cases/own.ndjson", ASK("o", "", JUNE_15, "\"expect\":{\"allowed\":false,\"rules\":[\"own\"],\"block_kind\":\"until_event\"}")},
        {NULL, NULL}};
    lay(own); /* a policy with a limit of its own refuses what its packs allow: it asks its own questions only */
    assert_int_equal(sit(&x, "/main", true), RUTH_OK);
    assert_int_equal(x.passed, 1);
    assert_int_equal(x.failed, 0);
    leave(&x);
    const support_file slip[] = {PACK_FILES, MAIN_FILES, {"p/cases/a.ndjson", "\n\n{\n"}, {NULL, NULL}};
    lay(slip);
    assert_int_equal(sit(&x, "/main", false), RUTH_E_POLICY);
    assert_string_equal(x.error.file, "p/cases/a.ndjson");
    assert_int_equal(x.error.line, 3);
    leave(&x);
}

/* ---- memory that is refused ---- */
static size_t asked, differing;
static ruth_status sit_in(ruth_engine *engine, ruth_error *e) {
    const ruth_test_options how = {.size = sizeof how, .people = 1};
    char path[300];
    ruth_test *test = NULL;
    snprintf(path, sizeof path, "%s%s", folder, asked == 6 ? "" : "/main");
    ruth_status st = ruth_test_run(engine, path, &how, &test, e);
    if (!st) {
        size_t passed, failed;
        ruth_test_counts(test, &passed, &failed);
        assert_int_equal(passed + failed, asked);
        assert_int_equal(failed, differing); /* none for want of memory */
    }
    ruth_test_free(test);
    return st;
}

static void memory_that_is_refused(void **state) {
    (void)state;
    lay_pack(mixed);
    asked = 6, differing = 3;
    scene_loads_elsewhere(folder);
    scene_refuse(sit_in, "questions", 300);
    support_remove(folder);
    const support_file both[] = {PACK_FILES,
                                 MAIN_FILES,
                                 {"p/cases/b.ndjson", ASK("b\\u00e9", "", JUNE_10, "\"expect\":{" WAITS "}")},
                                 {"p/cases/a.ndjson", ASK("a", "", JUNE_10, "\"expect\":{\"allowed\":true}")},
                                 {NULL, NULL}};
    lay(both);
    asked = 2, differing = 1;
    scene_refuse(sit_in, "questions of a pack", 300);
    support_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_differs_is_said),       cmocka_unit_test(for_machines),       cmocka_unit_test(duties_are_looked_for_each_alone),
        cmocka_unit_test(lines_that_are_no_question), cmocka_unit_test(questions_of_packs), cmocka_unit_test(memory_that_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_tools_refused.c: the officer's other tools (what if, diff, lint-text, plugins) while every request for memory is refused in turn; and tables whose reading fails. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/include/ruth_author.h"
#include "tests/support/refusing.h"
#include "tests/support/scenes.h"
#include "tests/support/support.h"

static const support_file files[] = {
    {"policy.yaml", "policy: small\nversion: 1.0.0\nlanguages: [en]\n"},
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nlate: { type: integer, source: host }\nill: { type: boolean, source: person }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"},
    {"segments.lua", "segment \"late\" { when = { late = above(10), ill = false } }\nsegment \"rest\" { when = otherwise }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" } }\n"},
    {"actions.lua", "action \"write\" { when = { segment = \"late\" }, message = \"hello\" }\naction \"none\" { when = otherwise }\n"},
    {"plans.lua",
     "plan \"parts\" { when = { balance = above(0) }, offer = instalments { smallest = money(\"10.00 USD\"), up_to = money(\"100.00 USD\"), longest = 12 } }\n"},
    {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
    {"messages/en.yaml", "hello:\n  purpose: help\n  variants: { letter: { plain: { subject: Hello, body: \"{late} days late\" } } }\n"},
    {NULL, NULL},
};
static const support_file changed[] = {{"segments.lua", "segment \"late\" { when = { late = above(5) } }\nsegment \"rest\" { when = otherwise }\n"},
                                       {NULL, NULL}};
static const support_file maps[] = {
    {"map.yaml",
     "map: test\nnow: \"2026-03-04T16:00:00Z\"\nconstants: { currency: USD }\ncolumns:\n  No: { to: id, empty: reject }\n  Owes: { to: balance, type: money, times: 100, empty: absent }\n"},
    {NULL, NULL},
};
static char folder[256], other[256], beside[256], plugin[600];
#define REQUEST(late)                                                                                                                                   \
    "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":24000,\"late\":" late \
    ",\"ill\":false}}"
static const char request[] = REQUEST("30"), nearly[] = REQUEST("8"), unknown[] = REQUEST("null");

static ruth_status asking_what_if(ruth_engine *engine, ruth_error *e) {
    static const char *const wants[] = {NULL, "action=none", "segment=rest"};
    ruth_whatif *q = NULL;
    ruth_text t;
    ruth_status st = ruth_whatif_new(engine, folder, &q, e);
    assert_true((q != NULL) == (st == RUTH_OK));
    for (size_t i = 0; !st && i < sizeof wants / sizeof *wants; i++)
        if (!(st = ruth_whatif_ask(q, request, strlen(request), wants[i], NULL, i % 2 ? RUTH_AS_JSON : RUTH_AS_TEXT, &t, e))) scene_note(t);
    ruth_whatif_free(q);
    return st;
}

static ruth_status comparing(ruth_engine *engine, ruth_error *e) {
    static const char *const by[] = {"ill", "late", "timezone", "circumstance"}, *const guards[] = {"harsher=0", "silent=+1%"};
    const ruth_diff_options o = {.size = sizeof o, .by = by, .by_count = 4, .guards = guards, .guard_count = 2, .days = 8};
    ruth_diff *d = NULL;
    ruth_text t;
    size_t broken = 0;
    ruth_status st = ruth_diff_open(engine, folder, other, &o, &d, e);
    assert_true((d != NULL) == (st == RUTH_OK));
    if (!st) st = ruth_diff_line(d, request, strlen(request), e);
    if (!st) st = ruth_diff_line(d, nearly, strlen(nearly), e);
    if (!st) st = ruth_diff_line(d, unknown, strlen(unknown), e);
    for (int f = RUTH_DIFF_TEXT; !st && f <= RUTH_DIFF_HTML_FR; f++)
        if (!(st = ruth_diff_write(d, (ruth_diff_format)f, &t, &broken, e))) scene_note(t);
    if (!st) assert_int_equal(broken, 1);
    ruth_diff_free(d);
    return st;
}

static ruth_status reading_a_text(ruth_engine *engine, ruth_error *e) {
    static const char text[] =
        "FINAL NOTICE! You must pay immediately or we will send the police and tell your employer.\n\nIf you do not pay, you will lose your home. Call us today.";
    static const char *const languages[] = {NULL, "en"};
    ruth_status st = RUTH_OK;
    for (size_t i = 0; !st && i < 2; i++) {
        const ruth_wording_options o = {.size = sizeof o, .lang = languages[i]};
        ruth_wording *w = NULL;
        ruth_reading r;
        ruth_text t;
        st = ruth_wording_run(engine, text, strlen(text), &o, &w, e);
        assert_true((w != NULL) == (st == RUTH_OK));
        if (!st) {
            ruth_wording_reading(w, &r);
            assert_true(r.threats > 0 && r.words > 10);
        }
        for (int f = RUTH_AS_TEXT; !st && f <= RUTH_AS_JSON; f++)
            if (!(st = ruth_wording_write(w, (ruth_format)f, &t, e))) scene_note(t);
        ruth_wording_free(w);
    }
    return st;
}

static ruth_status looking_at_a_plugin(ruth_engine *engine, ruth_error *e) {
    ruth_plugin_probe *p = NULL;
    ruth_text t;
    ruth_status st = ruth_plugin_probe_open(engine, plugin, &p, e);
    assert_true((p != NULL) == (st == RUTH_OK));
    for (int f = RUTH_AS_TEXT; !st && f <= RUTH_AS_JSON; f++)
        if (!(st = ruth_plugin_probe_info(p, (ruth_format)f, &t, e))) scene_note(t);
    ruth_plugin_probe_free(p);
    return st;
}

static ruth_status trying_a_plugin(ruth_engine *engine, ruth_error *e) {
    const ruth_plugin_check_options o = {.size = sizeof o, .calls = 3};
    ruth_plugin_probe *p = NULL;
    ruth_text t;
    size_t failing = 0;
    ruth_status st = ruth_plugin_probe_open(engine, plugin, &p, e);
    if (!st) st = ruth_plugin_probe_check(p, &o, &failing, e);
    for (int f = RUTH_AS_TEXT; !st && f <= RUTH_AS_JSON; f++)
        if (!(st = ruth_plugin_probe_result(p, (ruth_format)f, &t, e))) scene_note(t);
    if (!st && failing) fail_msg("%.*s", (int)t.length, t.bytes);
    ruth_plugin_probe_free(p);
    return st;
}

/* Memory that runs out anywhere while changes are tried, and stays out: never the answer that none was found. */
static void a_search_without_memory_says_so(void **state) {
    static const char *const wants[] = {NULL, "action=none", "segment=rest"};
    long said = 0;
    (void)state;
    for (size_t at = 1; at; at++) {
        refusing r = {0};
        const ruth_options options = {.size = sizeof options, .allocator = refusing_allocator(&r)};
        ruth_engine *engine = NULL;
        ruth_whatif *q = NULL;
        ruth_text t;
        assert_int_equal(ruth_engine_new(&options, &engine, NULL), RUTH_OK);
        assert_int_equal(ruth_whatif_new(engine, folder, &q, NULL), RUTH_OK);
        r.refuse_at = r.calls + at;
        r.for_ever = true;
        for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
            ruth_error e = {.message = ""};
            ruth_status st = ruth_whatif_ask(q, request, strlen(request), wants[i], NULL, RUTH_AS_TEXT, &t, &e);
            if (st == RUTH_E_REQUEST) assert_has(e.message, "out of memory"); /* the request itself could not be held */
            else if (st) assert_int_equal(st, RUTH_E_NOMEM);
            char *text = support_copy(t);
            if (!st) assert_has(text, "The smallest changes");
            free(text);
            said += st != RUTH_OK;
        }
        if (!r.refused) at = SIZE_MAX; /* it was enough for all of it */
        ruth_whatif_free(q);
        ruth_engine_free(engine);
        assert_int_equal(r.held, 0);
    }
    printf("what if: %ld times it said so\n", said);
    assert_true(said > 3);
}

static void every_what_if(void **state) {
    (void)state;
    scene_refuse(asking_what_if, "what if", 150);
}
static void every_diff(void **state) {
    (void)state;
    scene_refuse(comparing, "diff", 150);
}
static void every_text(void **state) {
    (void)state;
    scene_refuse(reading_a_text, "lint-text", 150);
}
static void every_peek(void **state) {
    (void)state;
    scene_refuse(looking_at_a_plugin, "plugin info", 150);
}
static void every_probe(void **state) {
    (void)state;
    scene_refuse(trying_a_plugin, "plugin check", 60);
}

/* ---- a table whose reading fails, at the first piece, the second …: what came before it is whole, and it is told as that ---- */
typedef struct source {
    const char *at;
    long reads, fails_at;
} source;

static long give(void *context, char *into, size_t room) {
    source *s = context;
    size_t n = strlen(s->at) < 5 ? strlen(s->at) : 5;
    if (++s->reads == s->fails_at) return -1;
    if (n > room) n = room;
    memcpy(into, s->at, n);
    s->at += n;
    return (long)n;
}

static void a_failing_read_is_told(void **state) {
    ruth_engine *engine = NULL;
    ruth_error e;
    char map[300];
    (void)state;
    assert_int_equal(ruth_engine_new(NULL, &engine, &e), RUTH_OK);
    snprintf(map, sizeof map, "%s/map.yaml", beside);
    bool whole = false;
    for (long at = 1; !whole; at++) {
        source s = {.at = "\xef\xbb\xbfNo,Owes\r\n1,12\r\n2,\"3\"\r\n3,150\r\n", .fails_at = at};
        ruth_import *im = NULL;
        ruth_import_problem problem;
        ruth_text line = {"", 0};
        long rows = 0;
        ruth_status st = ruth_import_open(engine, map, give, &s, &im, &e);
        while (!st && line.bytes) {
            st = ruth_import_next(im, &line, &problem, &e);
            if (st || !line.bytes) continue;
            rows++;
            assert_true(line.length > 2 && line.bytes[0] == '{' && line.bytes[line.length - 1] == '}');
        }
        ruth_import_free(im);
        whole = s.reads < at;
        if (st != (whole ? RUTH_OK : RUTH_E_IO)) fail_msg("read %ld: %ld rows, status %d: %s", at, rows, (int)st, e.message);
        if (whole) assert_int_equal(rows, 3);
    }
    ruth_engine_free(engine);
}

static int make_folders(void **state) {
    char self[400];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    (void)state;
    if (n <= 0) return 1;
    self[n] = 0;
    *strstr(self, "/tests/unit/") = 0;
    snprintf(plugin, sizeof plugin, "%s/plugins/plans.so", self);
    snprintf(folder, sizeof folder, "%s", support_folder(files));
    support_file second[16];
    size_t k = 0;
    for (; files[k].name; k++) second[k] = strcmp(files[k].name, changed[0].name) ? files[k] : changed[0];
    second[k] = files[k];
    snprintf(other, sizeof other, "%s", support_folder(second));
    snprintf(beside, sizeof beside, "%s", support_folder(maps));
    scene_loads_elsewhere(folder);
    scene_loads_elsewhere(other);
    return 0;
}

static int remove_folders(void **state) {
    (void)state;
    support_remove(folder);
    support_remove(other);
    support_remove(beside);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_search_without_memory_says_so),
                                       cmocka_unit_test(every_what_if),
                                       cmocka_unit_test(every_diff),
                                       cmocka_unit_test(every_text),
                                       cmocka_unit_test(every_peek),
                                       cmocka_unit_test(every_probe),
                                       cmocka_unit_test(a_failing_read_is_told)};
    return cmocka_run_group_tests(tests, make_folders, remove_folders);
}

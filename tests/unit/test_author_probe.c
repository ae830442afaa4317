/* test_author_probe.c: `ruth plugin check` through the library: a plugin that keeps to its contract, and one fault at a time, each told by name. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/include/ruth_author.h"
#include "tests/support/support.h"

static ruth_engine *engine;
static char file[800];

static int set_up(void **state) {
    (void)state;
    char self[600];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n <= 0) return 1;
    self[n] = 0;
    *strstr(self, "/unit/") = 0;
    snprintf(file, sizeof file, "%s/abi/probing.so", self);
    return ruth_engine_new(NULL, &engine, NULL) != RUTH_OK;
}

static int tear_down(void **state) {
    (void)state;
    unsetenv("RUTH_TEST_PROBE");
    ruth_engine_free(engine);
    return 0;
}

static int64_t ticks(void *context) { return *(int64_t *)context += 500; }

/* What is said of the plugin when it is told to do this; yours to free. */
static char *checked(const char *does, const char *policy, ruth_format format, size_t *failing) {
    int64_t now = 0;
    const ruth_plugin_check_options o = {.size = sizeof o, .calls = 40, .policy = policy, .clock = does ? NULL : ticks, .context = &now};
    ruth_plugin_probe *p;
    ruth_text t;
    ruth_error e;
    if (does) setenv("RUTH_TEST_PROBE", does, 1);
    else unsetenv("RUTH_TEST_PROBE");
    if (ruth_plugin_probe_open(engine, file, &p, &e)) fail_msg("%s", e.message);
    assert_int_equal(ruth_plugin_probe_result(p, RUTH_AS_TEXT, &t, &e), RUTH_E_ARGUMENT);
    assert_string_equal(e.message, "this plugin has not been checked");
    if (ruth_plugin_probe_check(p, &o, failing, &e)) fail_msg("%s: %s", does ? does : "-", e.message);
    if (ruth_plugin_probe_result(p, format, &t, &e)) fail_msg("%s", e.message);
    char *copy = support_copy(t);
    ruth_plugin_probe_free(p);
    return copy;
}

static void a_plugin_that_keeps_to_its_contract(void **state) {
    (void)state;
    size_t failing = 1;
    char *t = checked(NULL, NULL, RUTH_AS_TEXT, &failing);
    assert_int_equal(failing, 0);
    assert_has(t, "probing 1.0.0, ABI 1.1, pure, one thread\n  enrich: 40 calls, median 500 ns, 99 of 100 within 500 ns\n  offer probed: 40 calls,");
    assert_has(t, "\nok: declared facts only, same input same output, no memory left behind\n");
    free(t);
    t = checked(NULL, NULL, RUTH_AS_JSON, &failing);
    assert_has(
        t,
        "\"calls\":[{\"ability\":\"enrich\",\"calls\":40,\"failed\":0,\"median_ns\":500,\"p99_ns\":500},{\"ability\":\"offer\",\"word\":\"probed\",\"calls\":40,");
    free(t);
}

static void each_fault_is_told(void **state) {
    (void)state;
    static const struct {
        const char *does;
        size_t failing;
        const char *says;
    } tries[] = {
        {"reads", 6, "FAIL render: it reads no_such_fact, which it did not declare\n"},
        {"writes", 5, "FAIL inspect: it writes points; only enrich writes facts\n"},
        {"writes what it did not declare", 6, "FAIL enrich: it writes no_such_fact, which it did not declare\n"},
        {"writes another type", 1, "FAIL enrich: it writes a value into points that does not fit its type, its range or its values\n"},
        {"offers", 4, "FAIL observe: it adds a line to a plan; only offer does\n"},
        {"puts", 5, "FAIL enrich: it gives a text; only render does\n"},
        {"finds", 5, "FAIL offer: it finds something in a text; only inspect does\n"},
        {"asks for a file", 6, "FAIL offer: it asks for the file card.yaml in a call; that is for open\n"},
        {"declares", 6, "FAIL observe: it declares late in a call; that is for open\n"},
        {"takes memory", 6, "FAIL render: it asks for lasting memory in a call; that is for open and close (host->scratch is for calls)\n"},
        {"looks at contacts", 0, "\nok: "}, /* its entry says so */
        {"is not the same twice", 1, "FAIL enrich: it says it is pure, but the same request gave another result\n"},
        {"fails", 1, "  enrich: 40 calls, 40 failed: told to fail\n"},
        {"fails without a word", 1, "FAIL enrich: every one of its calls failed\n"},
        {"adds up wrongly", 2,
         "FAIL offer: it offers a line that does not add up, lies before today, or is one too many (2 payments of 100, the last 50, together 151)\n"},
        {"has no words", 0, "\nok: "}, /* the policy's own are used */
        {"says nothing", 1, "FAIL render: every one of its calls failed\n"},
        {"puts what is no text", 1, "FAIL render: its text is no UTF-8, has a NUL in it, or is too long\n"},
        {"finds outside", 6, "FAIL inspect: it finds something outside of the text (bytes 0 to "},
        {"opens badly", 2, "FAIL plugin probing could not be opened: told not to open\nFAIL close: it keeps memory of host->resize: 1 blocks are left\n"},
        {"keeps a block", 1, "FAIL close: it keeps memory of host->resize: "},
    };
    const char *variant = getenv("RUTH_VARIANT");
    bool watched = variant && strstr(variant, "san");
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        if (watched && strstr(tries[i].says, "keeps memory")) continue; /* theirs to lose, and a finding of the sanitizer all the same */
        for (int json = 0; json < 2; json++) {
            size_t failing;
            char *t = checked(tries[i].does, NULL, json ? RUTH_AS_JSON : RUTH_AS_TEXT, &failing);
            if (failing != tries[i].failing) fail_msg("%s: %zu\n%s", tries[i].does, failing, t);
            assert_has(t, json ? "{\"id\":\"probing\"" : tries[i].says);
            free(t);
        }
    }
}

/* With a policy that lists it: its facts and its contacts, a protected field among them. */
static void it_is_tried_with_a_policy(void **state) {
    (void)state;
    static char files_head[200];
    static const support_file files[] = {
        {"policy.yaml", files_head},
        {"facts.yaml",
         "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nflag: { type: boolean, source: host }\nlate: { type: integer, range: [0, 400], source: host }\nbalance: { type: money, source: host }\nrate: { type: ratio, range: [\"0\", \"1\"], source: host }\n"
         "kind: { type: enum, values: [a, b], source: host }\ndue: { type: date, source: host }\nseen: { type: instant, source: host }\nhome: { type: zone, source: host }\nwish: { type: text, source: host }\nareas: { type: list of enum, values: [flat, light], source: host }\nshut: { type: weekly windows, source: person }\n"
         "points: { type: integer, source: plugin }\nnote: { type: text, source: plugin }\n"},
        {"contacts.yaml",
         "channel: { type: enum, values: [letter, email] }\nmood: { type: integer, protected: true }\nnoted: { type: text, if_missing: none_on_file }\n"},
        {"segments.lua", "segment \"all\" { when = otherwise }\n"},
        {NULL, NULL},
    };
    size_t failing;
    char path[300];
    ruth_plugin_probe *p;
    ruth_error e;
    /* the folder of plugins is the file's */
    snprintf(files_head, sizeof files_head, "policy: p\nversion: 1.0.0\nlanguages: [en]\nplugins: [probing]\n");
    snprintf(path, sizeof path, "%s", support_folder(files));
    char *t = checked(NULL, path, RUTH_AS_TEXT, &failing);
    if (failing) fail_msg("%s", t);
    assert_has(t, "\nok: ");
    free(t);
    support_remove(path);
    snprintf(files_head, sizeof files_head, "policy: p\nversion: 1.0.0\nlanguages: [en]\n");
    snprintf(path, sizeof path, "%s", support_folder(files));
    const ruth_plugin_check_options o = {.size = sizeof o, .policy = path}, odd = {.size = 4}, many = {.size = sizeof many, .calls = 10000001};
    assert_int_equal(ruth_plugin_probe_open(engine, file, &p, &e), RUTH_OK);
    assert_int_equal(ruth_plugin_probe_check(p, &o, &failing, &e), RUTH_E_ARGUMENT);
    assert_has(e.message, "does not list the plugin probing");
    assert_int_equal(ruth_plugin_probe_check(p, &odd, &failing, &e), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_plugin_probe_check(p, &many, &failing, &e), RUTH_E_ARGUMENT);
    assert_has(e.message, "at most 10,000,000 calls");
    ruth_plugin_probe_free(p);
    ruth_plugin_probe_free(NULL);
    support_remove(path);
}

static void what_it_states_is_written(void **state) {
    (void)state;
    static const char *const wrong[] = {"probing", "x/Probing.so", ".so", "9.so", "a b.so"};
    ruth_plugin_probe *p;
    ruth_text t;
    ruth_error e;
    assert_int_equal(ruth_plugin_probe_open(engine, file, &p, &e), RUTH_OK);
    assert_int_equal(ruth_plugin_probe_info(p, RUTH_AS_JSON, &t, &e), RUTH_OK);
    char *copy = support_copy(t);
    assert_has(copy, "\"purity\":\"pure\",\"threads\":\"one\"");
    assert_has(copy, "\"reads_contacts\":true,\"declares_more\":false");
    assert_has(
        copy,
        "\"words\":[{\"word\":\"probed\",\"keys\":[{\"key\":\"of\",\"type\":\"money\",\"optional\":false},{\"key\":\"sure\",\"type\":\"boolean\",\"optional\":true},");
    assert_has(copy, "{\"word\":\"bare\",\"keys\":[]}]");
    free(copy);
    assert_int_equal(ruth_plugin_probe_info(p, RUTH_AS_TEXT, &t, &e), RUTH_OK);
    copy = support_copy(t);
    assert_has(copy, "earlier contacts\n");
    free(copy);
    ruth_plugin_probe_free(p);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(ruth_plugin_probe_open(engine, wrong[i], &p, &e), RUTH_E_ARGUMENT);
        assert_null(p);
        assert_has(e.message, "is not the file of a plugin: it would be called NAME.so");
    }
    assert_int_equal(ruth_plugin_probe_open(engine, "nowhere.so", &p, &e), RUTH_E_POLICY); /* in this folder there is none */
    assert_int_equal(ruth_plugin_probe_open(engine, "/nowhere.so", &p, &e), RUTH_E_POLICY);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_plugin_that_keeps_to_its_contract), cmocka_unit_test(each_fault_is_told),
                                       cmocka_unit_test(it_is_tried_with_a_policy), cmocka_unit_test(what_it_states_is_written)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

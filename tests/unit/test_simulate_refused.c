/* test_simulate_refused.c: a simulation whose allocator refuses, once or for ever: out of memory is said, nothing leaks, no half report is given. */
#include <stdio.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/scenes.h"
#include "tests/support/support.h"

static const char *const people[] = {
    "{\"id\":\"ana\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"jurisdiction\":\"us\",\"role\":\"first_party\",\"timezone\":\"America/New_York\",\"language\":\"en\",\"currency\":\"USD\",\"balance\":50000,\"days_past_due\":45,\"call_consent\":true,\"preferred_channel\":\"voice\"}}",
    "{\"id\":\"bruno\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"jurisdiction\":\"us\",\"role\":\"first_party\",\"currency\":\"USD\",\"balance\":50000,\"days_past_due\":-5}}",
    "{\"id\":\"nobody\",\"now\":\"soon\",\"facts\":{}}",
};

/* Three people, one of them rejected, through 40 days, then both reports. */
static ruth_status live(ruth_engine *engine, ruth_error *e) {
    const ruth_simulation_options o = {.size = sizeof o, .days = 40, .every = 6, .seed = 3};
    ruth_simulation *s = NULL;
    ruth_text text;
    ruth_status st = ruth_simulation_open(engine, "policies/starter", &o, &s, e);
    for (size_t i = 0; !st && i < sizeof people / sizeof *people; i++) {
        st = ruth_simulation_line(s, people[i], strlen(people[i]), i + 1, &text, e);
        if (st == RUTH_E_REQUEST && i == 2 && !strstr(e->message, "memory")) st = RUTH_OK;
        if (!st && i == 0) assert_true(text.length > 0);
        if (!st && i < 2) scene_note(text);
    }
    for (int k = 0; !st && k < 2; k++) {
        st = ruth_simulation_write(s, k ? RUTH_AS_JSON : RUTH_AS_TEXT, &text, e);
        assert_true((text.length > 0) == (st == RUTH_OK));
        if (!st) scene_note(text);
    }
    ruth_simulation_free(s);
    return st;
}

static void every_call(void **state) {
    (void)state;
    scene_loads_elsewhere("policies/starter");
    scene_refuse(live, "simulate", 300);
}

/* What a caller may get wrong. */
static void options(void **state) {
    ruth_engine *engine = NULL;
    ruth_simulation *s = NULL;
    ruth_error e;
    static const struct {
        size_t size;
        uint64_t days, every;
        const char *now;
    } wrong[] = {{1, 5, 1, NULL}, {0, 0, 1, NULL}, {0, 3661, 1, NULL}, {0, UINT64_MAX, 1, NULL}, {0, 5, 257, NULL}, {0, 5, 1, "tomorrow"}};
    (void)state;
    assert_int_equal(ruth_engine_new(NULL, &engine, &e), RUTH_OK);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const ruth_simulation_options o = {
            .size = wrong[i].size ? wrong[i].size : sizeof o, .days = wrong[i].days, .every = wrong[i].every, .now = wrong[i].now};
        assert_int_equal(ruth_simulation_open(engine, "policies/starter", &o, &s, &e), RUTH_E_ARGUMENT);
        assert_null(s);
        assert_true(e.message[0] != 0);
    }
    assert_int_equal(ruth_simulation_open(engine, "policies/starter", NULL, &s, &e), RUTH_E_ARGUMENT);
    ruth_simulation_free(NULL);
    ruth_engine_free(engine);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_call), cmocka_unit_test(options)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    printf("%d passed, %d failed\n", (int)(sizeof tests / sizeof *tests) - failed, failed);
    return failed;
}

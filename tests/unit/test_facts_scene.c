/* test_facts_scene.c: zones, today and expiry (docs/SEMANTICS.md 1 to 4). */
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

static void scene_at(facts_fixture *f, const char *now, const char *facts) {
    static char line[2048];
    snprintf(line, sizeof line, "{\"id\":\"a\",\"now\":\"%s\",\"facts\":{%s}}", now, facts);
    facts_scene(f, line);
}

static void zones(void **state) {
    facts_fixture *f = *state;
    scene_at(f, "2026-03-02T03:00:00Z", "\"timezone\":\"America/Toronto\",\"currency\":\"CAD\"");
    assert_int_equal(f->scene.zone_count, 1);
    assert_int_equal(f->scene.today[0], ru_days_from_civil(2026, 3, 1));
    assert_int_equal(f->scene.currency, 1);
    assert_true(f->scene.expires_next == INT64_MAX);
    scene_at(f, "2026-03-02T03:00:00Z", "\"timezone_candidates\":[\"America/Toronto\",\"Europe/Paris\",\"America/Toronto\"]");
    assert_int_equal(f->scene.zone_count, 2);
    assert_int_equal(f->scene.today[1], ru_days_from_civil(2026, 3, 2));
    assert_int_equal(f->scene.currency, -1);
    scene_at(f, "2026-03-02T03:00:00Z", "\"timezone\":\"Europe/Paris\",\"timezone_candidates\":[\"America/Toronto\",\"Europe/Paris\"]");
    assert_int_equal(f->scene.zone_count, 2);
    scene_at(f, "2026-03-02T03:00:00Z", "\"timezone\":\"Europe/Paris\",\"timezone_candidates\":[]");
    assert_int_equal(f->scene.zone_count, 1);
    scene_at(f, "2026-03-02T03:00:00Z", "\"timezone\":\"Europe/Paris\",\"timezone_candidates\":null");
    assert_int_equal(f->scene.zone_count, 0);
    scene_at(f, "2026-03-02T03:00:00Z", "\"timezone\":null");
    assert_int_equal(f->scene.zone_count, 0);
    scene_at(f, "2026-03-02T03:00:00Z", "");
    assert_int_equal(f->scene.zone_count, 0);
    scene_at(
        f, "2026-03-02T03:00:00Z",
        "\"timezone_candidates\":[\"Etc/GMT+1\",\"Etc/GMT+2\",\"Etc/GMT+3\",\"Etc/GMT+4\",\"Etc/GMT+5\",\"Etc/GMT+6\",\"Etc/GMT+7\",\"Etc/GMT+8\",\"Etc/GMT+9\","
        "\"Etc/GMT-1\",\"Etc/GMT-2\",\"Etc/GMT-3\",\"Etc/GMT-4\",\"Etc/GMT-5\",\"Etc/GMT-6\",\"Etc/GMT-7\"]");
    assert_int_equal(f->scene.zone_count, 16);
    scene_at(
        f, "2026-03-02T03:00:00Z",
        "\"timezone_candidates\":[\"Etc/GMT+1\",\"Etc/GMT+2\",\"Etc/GMT+3\",\"Etc/GMT+4\",\"Etc/GMT+5\",\"Etc/GMT+6\",\"Etc/GMT+7\",\"Etc/GMT+8\",\"Etc/GMT+9\","
        "\"Etc/GMT-1\",\"Etc/GMT-2\",\"Etc/GMT-3\",\"Etc/GMT-4\",\"Etc/GMT-5\",\"Etc/GMT-6\",\"Etc/GMT-7\",\"Etc/GMT-8\"]");
    assert_int_equal(f->scene.zone_count, 0);
}

static bool blurred(const facts_fixture *f, const char *name) {
    int slot = facts_slot(f, name);
    return f->scene.expired_by && f->scene.expired_by[slot >> 6] >> (slot & 63) & 1;
}

static int64_t instant(const char *text) {
    int64_t t;
    assert_true(ru_instant_parse(ru_str_of(text), &t));
    return t;
}

/* 2026-01-01 and 180 days: the last day is 2026-06-30. */
#define EVENT "\"life_event\":\"illness\",\"life_event_on\":\"2026-01-01\","

static void expiry_by_date(void **state) {
    facts_fixture *f = *state;
    scene_at(f, "2026-07-01T03:59:59Z", EVENT "\"timezone\":\"America/Toronto\"");
    assert_int_equal(facts_value(f, "life_event")->state, RU_VALUE);
    assert_int_equal(f->scene.expires_next, instant("2026-07-01T04:00:00Z"));
    scene_at(f, "2026-07-01T04:00:00Z", EVENT "\"timezone\":\"America/Toronto\"");
    assert_int_equal(facts_value(f, "life_event")->state, RU_NONE);
    assert_false(blurred(f, "life_event"));
    assert_true(f->scene.expires_next == INT64_MAX);
    scene_at(f, "2026-07-01T03:00:00Z", EVENT "\"timezone_candidates\":[\"America/Toronto\",\"Europe/Paris\"]"); /* the latest zone counts */
    assert_int_equal(facts_value(f, "life_event")->state, RU_VALUE);
    assert_int_equal(f->scene.expires_next, instant("2026-07-01T04:00:00Z"));
    scene_at(f, "2026-06-30T09:59:59Z", EVENT "\"timezone\":null");
    assert_int_equal(facts_value(f, "life_event")->state, RU_VALUE);
    assert_int_equal(f->scene.expires_next, instant("2026-06-30T10:00:00Z"));
    scene_at(f, "2026-06-30T10:00:00Z", EVENT "\"timezone\":null");
    assert_int_equal(facts_value(f, "life_event")->state, RU_UNKNOWN);
    assert_true(blurred(f, "life_event"));
    assert_int_equal(f->scene.expires_next, instant("2026-07-01T12:00:00Z"));
    scene_at(f, "2026-07-01T12:00:00Z", EVENT "\"timezone\":null");
    assert_int_equal(facts_value(f, "life_event")->state, RU_NONE);
}

static void expiry_without_its_date(void **state) {
    facts_fixture *f = *state;
    scene_at(f, "2026-07-01T00:00:00Z", "\"life_event\":\"illness\",\"life_event_on\":null,\"timezone\":\"UTC\"");
    assert_int_equal(facts_value(f, "life_event")->state, RU_UNKNOWN);
    assert_true(blurred(f, "life_event"));
    scene_at(f, "2036-07-01T00:00:00Z", "\"life_event\":\"illness\",\"timezone\":\"UTC\""); /* the date none on file: no expiry */
    assert_int_equal(facts_value(f, "life_event")->state, RU_VALUE);
    scene_at(f, "2026-07-01T00:00:00Z", "\"life_event\":null,\"life_event_on\":null,\"timezone\":\"UTC\"");
    assert_int_equal(facts_value(f, "life_event")->state, RU_UNKNOWN);
    assert_false(blurred(f, "life_event"));
    scene_at(f, "2026-07-01T00:00:00Z", "\"life_event_on\":null,\"timezone\":\"UTC\""); /* left out: none on file, left alone */
    assert_int_equal(facts_value(f, "life_event")->state, RU_NONE);
}

static void expiry_on_an_instant(void **state) {
    facts_fixture *f = *state;
    /* 03:00Z is still 9 April in Toronto: the consent lasts to the end of that day there. */
    scene_at(f, "2026-04-10T03:59:59Z", "\"call_consent\":true,\"consent_until\":\"2026-04-10T03:00:00Z\",\"timezone\":\"America/Toronto\"");
    assert_int_equal(facts_value(f, "call_consent")->state, RU_VALUE);
    assert_int_equal(f->scene.expires_next, instant("2026-04-10T04:00:00Z"));
    scene_at(f, "2026-04-10T04:00:00Z", "\"call_consent\":true,\"consent_until\":\"2026-04-10T03:00:00Z\",\"timezone\":\"America/Toronto\"");
    assert_int_equal(facts_value(f, "call_consent")->state, RU_UNKNOWN); /* then: unknown */
    assert_false(blurred(f, "call_consent"));
}

static void the_earliest_expiry(void **state) {
    facts_fixture *f = *state;
    scene_at(f, "2026-02-01T00:00:00Z", EVENT "\"call_consent\":true,\"consent_until\":\"2026-04-10T03:00:00Z\",\"timezone\":\"UTC\"");
    assert_int_equal(f->scene.expires_next, instant("2026-04-11T00:00:00Z"));
    scene_at(f, "2026-02-01T00:00:00Z", EVENT "\"call_consent\":true,\"consent_until\":\"2026-08-10T03:00:00Z\",\"timezone\":\"UTC\"");
    assert_int_equal(f->scene.expires_next, instant("2026-07-01T00:00:00Z"));
}

/* Whatever zone a person turns out to have, not knowing it never says more than knowing it. */
static void no_zone_is_between_all_zones(void **state) {
    facts_fixture *f = *state;
    static const char *const names[] = {"Etc/GMT+12",   "Pacific/Honolulu", "America/Toronto",    "UTC",           "Europe/Paris",
                                        "Asia/Kolkata", "Asia/Tokyo",       "Pacific/Kiritimati", "Asia/Kathmandu"};
    unsigned seed = 4711;
    print_message("seed %u\n", seed);
    for (int i = 0; i < facts_scaled(2000); i++) {
        char text[21], now[21], with[256];
        seed = seed * 1664525u + 1013904223u;
        int64_t until = 1775000000 + (int64_t)(seed >> 4) % 2000000, at;
        seed = seed * 1664525u + 1013904223u;
        at = until + (int64_t)(seed >> 4) % (3 * 86400) - 86400;
        ru_instant_text(until, text);
        ru_instant_text(at, now);
        snprintf(with, sizeof with, "\"call_consent\":true,\"consent_until\":\"%s\",\"timezone\":null", text);
        scene_at(f, now, with);
        bool sharp = !blurred(f, "call_consent");
        int without = facts_value(f, "call_consent")->state;
        int64_t next = f->scene.expires_next;
        snprintf(with, sizeof with, "\"call_consent\":true,\"consent_until\":\"%s\",\"timezone\":\"%s\"", text, names[(seed >> 12) % RU_COUNT(names)]);
        scene_at(f, now, with);
        if (sharp) assert_int_equal(without, facts_value(f, "call_consent")->state);
        if (without == RU_VALUE) assert_true(next <= f->scene.expires_next);
    }
}

static void zones_are_kept(void **state) {
    facts_fixture *f = *state;
    const ru_zone *paris = ru_zones_get(f->zones, RU_STR("Europe/Paris"));
    assert_non_null(paris);
    assert_ptr_equal(paris, ru_zones_get(f->zones, RU_STR("Europe/Paris")));
    assert_null(ru_zones_get(f->zones, RU_STR("Europe/Pari")));
    assert_null(ru_zones_get(f->zones, RU_STR("")));
    assert_null(ru_zones_get(f->zones, RU_STR("Europe")));
    assert_null(ru_zones_get(f->zones, RU_STR("zone.tab")));
}

static void dates_beyond_2038(void **state) {
    ru_scene sc = {.zone_count = 0};
    int32_t date = ru_days_from_civil(2040, 1, 1);
    assert_true(ru_scene_earliest(&sc, date) == INT64_C(2208988800) - 14 * 3600);
    assert_true(ru_scene_latest(&sc, date) == INT64_C(2208988800) + 12 * 3600);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(dates_beyond_2038),
                                       cmocka_unit_test_setup_teardown(zones, setup, teardown),
                                       cmocka_unit_test_setup_teardown(expiry_by_date, setup, teardown),
                                       cmocka_unit_test_setup_teardown(expiry_without_its_date, setup, teardown),
                                       cmocka_unit_test_setup_teardown(expiry_on_an_instant, setup, teardown),
                                       cmocka_unit_test_setup_teardown(the_earliest_expiry, setup, teardown),
                                       cmocka_unit_test_setup_teardown(no_zone_is_between_all_zones, setup, teardown),
                                       cmocka_unit_test_setup_teardown(zones_are_kept, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

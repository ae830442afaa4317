/* test_facts_event.c: lines that say what came of a decision: what is read, how it is written, what is refused and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/facts/facts.h"

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define AT "\"at\":\"2026-03-09T10:00:00Z\""

static ru_arena arena;
static ru_event event;
static ru_rejection why;

static int setup(void **state) {
    static const ruth_allocator plain = {NULL, NULL};
    (void)state;
    ru_arena_init(&arena, &plain, 4096);
    return 0;
}
static int teardown(void **state) {
    (void)state;
    ru_arena_free(&arena);
    return 0;
}

static void what_is_read_is_written_again(void **state) {
    static const struct {
        const char *line, *canonical;
    } rows[] = {
        {"{\"decision\":\"" HEX "\",\"event\":\"payment\"," AT ",\"amount\":5000,\"currency\":\"EUR\"}",
         "{\"event\":\"payment\"," AT ",\"amount\":5000,\"currency\":\"EUR\"}"},
        {" { \"currency\" : \"EUR\" , \"amount\" : 1000000000000000000 , \"at\" : \"2026-03-09T11:00:00+01:00\" , \"event\" : \"payment\" , \"id\" : \"a\" } ",
         "{\"event\":\"payment\"," AT ",\"amount\":1000000000000000000,\"currency\":\"EUR\"}"},
        {"{\"subject\":\"p\",\"event\":\"promise_kept\"," AT "}", "{\"event\":\"promise_kept\"," AT "}"},
        {"{\"subject\":\"p\",\"event\":\"promise_kept\"," AT ",\"amount\":1,\"currency\":\"JPY\"}",
         "{\"event\":\"promise_kept\"," AT ",\"amount\":1,\"currency\":\"JPY\"}"},
        {"{\"subject\":\"p\",\"event\":\"promise_broken\"," AT ",\"event_id\":\"\\u0065 1\"}", "{\"event\":\"promise_broken\"," AT ",\"event_id\":\"e 1\"}"},
        {"{\"subject\":\"p\",\"event\":\"complaint\"," AT ",\"about\":\"letters.tone\"}", "{\"event\":\"complaint\"," AT ",\"about\":\"letters.tone\"}"},
        {"{\"subject\":\"p\",\"event\":\"complaint\"," AT "}", "{\"event\":\"complaint\"," AT "}"},
        {"{\"subject\":\"p\",\"event\":\"survey\"," AT ",\"rating\":5}", "{\"event\":\"survey\"," AT ",\"rating\":5}"},
        {"{\"subject\":\"p\",\"event\":\"opt_out\"," AT ",\"channel\":\"sms\"}", "{\"event\":\"opt_out\"," AT ",\"channel\":\"sms\"}"},
    };
    static const ruth_allocator plain = {NULL, NULL};
    ru_buf b;
    (void)state;
    ru_buf_init(&b, &plain);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ru_event again;
        if (!ru_event_read(&arena, ru_str_of(rows[i].line), &event, &why)) fail_msg("%s: %s: %s", rows[i].line, why.at, why.message);
        assert_int_equal(event.at, 1773050400);
        ru_buf_clear(&b);
        ru_event_write(&b, &event);
        assert_int_equal(b.n, strlen(rows[i].canonical));
        assert_memory_equal(b.p, rows[i].canonical, b.n);
        assert_true(ru_event_take(&arena, (ru_str){b.p, b.n}, &again, &why)); /* the row of a ledger: without its decision */
        assert_true(again.kind == event.kind && again.at == event.at && again.amount == event.amount && again.rating == event.rating);
        assert_true(!again.decision.p && !again.id.p && !again.subject.p);
        assert_false(ru_event_read(&arena, (ru_str){b.p, b.n}, &again, &why));
        assert_int_equal(why.code, RU_REJECT_MISSING);
    }
    ru_buf_free(&b);
}

#define OF "{\"subject\":\"p\",\"event\":\"payment\"," AT ",\"amount\":5000,\"currency\":"
#define PAID(more) OF "\"EUR\"" more
static const struct {
    const char *line;
    ru_reject code;
    const char *at, *says;
} refused[] = {
    {"", RU_REJECT_JSON, "", "ends"},
    {"[]", RU_REJECT_TYPE, "", "expected an event"},
    {"{]", RU_REJECT_JSON, "", ""},
    {PAID("} x"), RU_REJECT_JSON, "", ""},
    {PAID(",}"), RU_REJECT_JSON, "", ""},
    {PAID(",\"chanel\":\"sms\"}"), RU_REJECT_KEY, "/chanel", "did you mean channel?"},
    {PAID(",\"at\":\"2026-03-09T10:00:00Z\"}"), RU_REJECT_KEY, "/at", "stands twice"},
    {PAID(",\"id\":\"a\"}"), RU_REJECT_KEY, "", "names its decision twice"},
    {PAID(",\"rating\":4}"), RU_REJECT_KEY, "/rating", "has no place in payment"},
    {PAID(",\"about\":\"tone\"}"), RU_REJECT_KEY, "/about", "has no place in payment"},
    {"{\"event\":\"complaint\"," AT "}", RU_REJECT_MISSING, "", "does not say of which decision"},
    {"{\"id\":\"a\"," AT "}", RU_REJECT_MISSING, "/event", "has no \"event\""},
    {"{\"id\":\"a\",\"event\":\"complaint\"}", RU_REJECT_MISSING, "/at", "has no \"at\""},
    {"{\"id\":\"a\",\"event\":\"payment\"," AT ",\"currency\":\"EUR\"}", RU_REJECT_MISSING, "/amount", "in minor units"},
    {"{\"id\":\"a\",\"event\":\"promise_kept\"," AT ",\"amount\":5}", RU_REJECT_MISSING, "/currency", "expected as in"},
    {"{\"id\":\"a\",\"event\":\"survey\"," AT "}", RU_REJECT_MISSING, "/rating", "\"rating\":4"},
    {"{\"id\":\"a\",\"event\":\"complaint\"," AT ",\"channel\":\"sms\"}", RU_REJECT_KEY, "/channel", "has no place in complaint"},
    {"{\"id\":7}", RU_REJECT_TYPE, "/id", "a string"},
    {"{\"id\":\"\"}", RU_REJECT_RANGE, "/id", "id has 0 bytes; expected 1 to 200"},
    {"{\"id\":\"a", RU_REJECT_JSON, "", ""},
    {"{\"subject\":null}", RU_REJECT_TYPE, "/subject", "found null"},
    {"{\"event_id\":[]}", RU_REJECT_TYPE, "/event_id", "a string"},
    {"{\"decision\":7}", RU_REJECT_TYPE, "/decision", "a string"},
    {"{\"decision\":\"abc\"}", RU_REJECT_TYPE, "/decision", "64 hex digits"},
    {"{\"decision\":\"G123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}", RU_REJECT_TYPE, "/decision", "64 hex digits"},
    {"{\"decision\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde/\"}", RU_REJECT_TYPE, "/decision", "64 hex digits"},
    {"{\"decision\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdez\"}", RU_REJECT_TYPE, "/decision", "64 hex digits"},
    {"{\"event\":\"paymnt\"}", RU_REJECT_RANGE, "/event", "did you mean payment?"},
    {"{\"event\":true}", RU_REJECT_TYPE, "/event", "found true"},
    {"{\"at\":17}", RU_REJECT_TYPE, "/at", "an instant"},
    {"{\"at\":\"2026-03-09\"}", RU_REJECT_TYPE, "/at", "date, time and offset"},
    {"{\"at\":\"2026\\x\"}", RU_REJECT_JSON, "", ""},
    {"{\"amount\":\"5\"}", RU_REJECT_TYPE, "/amount", "a whole number"},
    {"{\"amount\":", RU_REJECT_JSON, "", ""},
    {"{\"amount\":5.5}", RU_REJECT_TYPE, "/amount", "at most 18 digits"},
    {"{\"amount\":0}", RU_REJECT_RANGE, "/amount", "0 is outside of 1 to 1000000000000000000"},
    {"{\"rating\":6}", RU_REJECT_RANGE, "/rating", "6 is outside of 1 to 5"},
    {"{\"currency\":\"EURO\"}", RU_REJECT_RANGE, "/currency", "no currency ruth knows"},
    {"{\"currency\":978}", RU_REJECT_TYPE, "/currency", "a string"},
    {"{\"about\":\"You called me at night\"}", RU_REJECT_RANGE, "/about", "is no word"},
    {"{\"channel\":false}", RU_REJECT_TYPE, "/channel", "found true or false"},
};

static void what_is_refused_says_where(void **state) {
    static char lengthy[300], large[(1 << 20) + 2];
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (ru_event_read(&arena, ru_str_of(refused[i].line), &event, &why)) fail_msg("was read: %s", refused[i].line);
        if (why.code != refused[i].code || strcmp(why.at, refused[i].at) != 0 || !strstr(why.message, refused[i].says))
            fail_msg("%s\ngave %d at \"%s\": %s", refused[i].line, why.code, why.at, why.message);
    }
    for (int n = 200; n <= 201; n++) {
        snprintf(lengthy, sizeof lengthy, "{\"id\":\"%0*d\",\"event\":\"complaint\"," AT "}", n, 1);
        assert_int_equal(ru_event_read(&arena, ru_str_of(lengthy), &event, &why), n == 200);
    }
    assert_non_null(strstr(why.message, "id has 201 bytes"));
    memset(large, ' ', sizeof large);
    assert_false(ru_event_read(&arena, (ru_str){large, sizeof large}, &event, &why));
    assert_int_equal(why.code, RU_REJECT_TOO_LONG);
    assert_false(ru_event_take(&arena, RU_STR("{" AT "}"), &event, &why)); /* a row that says nothing */
    assert_false(ru_event_take(&arena, RU_STR("{\"event\":\"complaint\"}"), &event, &why));
    assert_false(ru_event_take(&arena, RU_STR("{\"event\":\"complaint\""), &event, &why));
}

/* Cut at any byte it is refused; with another byte somewhere it is refused at a place, or is again an event that is whole. */
static void damage_is_seen(void **state) {
    static const char *const good[] = {"{\"decision\":\"" HEX "\",\"event\":\"payment\"," AT ",\"amount\":5000,\"currency\":\"EUR\",\"event_id\":\"x\\u0079\"}",
                                       "{\"id\":\"a\",\"event\":\"survey\"," AT ",\"rating\":4}",
                                       "{\"subject\":\"p\",\"event\":\"opt_out\"," AT ",\"channel\":\"sms\"}",
                                       "{\"subject\":\"p\",\"event\":\"complaint\"," AT ",\"about\":\"tone\"}"};
    static const char others[] = "\"\\{}[]:,0x-\x01\xff";
    (void)state;
    for (size_t g = 0; g < sizeof good / sizeof *good; g++) {
        size_t n = strlen(good[g]);
        for (size_t cut = 0; cut <= n; cut++) {
            char *exact = malloc(cut ? cut : 1); /* exactly as long, so that a sanitizer sees a read beyond */
            memcpy(exact, good[g], cut);
            ru_arena_reset(&arena);
            assert_int_equal(ru_event_read(&arena, (ru_str){exact, cut}, &event, &why), cut == n);
            for (size_t k = 0; cut == n && k < n; k++) {
                for (size_t o = 0; o < sizeof others - 1; o++) {
                    exact[k] = others[o];
                    ru_arena_reset(&arena);
                    if (ru_event_read(&arena, (ru_str){exact, n}, &event, &why))
                        assert_true((event.decision.n || event.id.n || event.subject.n) && event.at > 0 && (unsigned)event.kind < RU_EVENTS);
                    else
                        assert_true(why.code != RU_REJECT_NONE && why.message[0] && ru_utf8_valid(ru_str_of(why.message), NULL) &&
                                    ru_utf8_valid(ru_str_of(why.at), NULL));
                }
                exact[k] = good[g][k];
            }
            free(exact);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(what_is_read_is_written_again, setup, teardown),
                                       cmocka_unit_test_setup_teardown(what_is_refused_says_where, setup, teardown),
                                       cmocka_unit_test_setup_teardown(damage_is_seen, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_facts_answers.c: `choice` and `offer` as the reader takes them: strict, each refusal at its place. */
#include <stdlib.h>
#include <string.h>

#include "tests/support/support.h"

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

#define LINE(rest) "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{}," rest "}"

static bool reads(facts_fixture *f, const char *line) {
    ru_arena_reset(&f->request_arena);
    return ru_request_read(f->s, f->zones, &f->request_arena, ru_str_of(line), NULL, false, &f->r, &f->why);
}

static void a_line_taken(void **state) {
    facts_fixture *f = *state;
    assert_true(reads(f, LINE("\"choice\":\"steps-36\"")));
    assert_true(f->r.taken.given && !f->r.taken.seen && ru_str_is(f->r.taken.id, "steps-36"));
    assert_true(reads(
        f,
        LINE(
            "\"choice\":{\"id\":\"steps-36\",\"plan\":\"steps\",\"instalment\":3430,\"count\":36,\"every\":\"month\",\"first_due\":\"2026-04-01\",\"last\":3406,\"total\":123456,\"left\":null,\"because\":\"x\"}")));
    const ru_taken *t = &f->r.taken;
    assert_int_equal(t->seen, RU_SEEN_PLAN | RU_SEEN_INSTALMENT | RU_SEEN_COUNT | RU_SEEN_EVERY | RU_SEEN_LAST | RU_SEEN_TOTAL);
    assert_true(t->instalment == 3430 && t->count == 36 && t->every == 2 && t->last == 3406 && t->total == 123456);
    assert_true(reads(f, LINE("\"choice\":null,\"offer\":null"))); /* nobody knows of an answer: none */
    assert_true(!f->r.taken.given && !f->r.bid.given);
    assert_true(reads(f, LINE("\"debt\":\"D1\"")));
    assert_true(!f->r.taken.given && !f->r.bid.given);
}

static void an_offer(void **state) {
    facts_fixture *f = *state;
    assert_true(reads(f, LINE("\"offer\": { \"every\":\"week\",\"amount\":2500 }")));
    const ru_bid *b = &f->r.bid;
    assert_true(b->given && b->amount == 2500 && b->every == 0 && !b->has_count && !b->has_first_due);
    assert_true(reads(f, LINE("\"offer\":{\"amount\":1,\"every\":\"two_weeks\",\"count\":2000,\"first_due\":\"2026-04-01\"}")));
    assert_true(b->has_count && b->count == 2000 && b->has_first_due && b->every == 1);
    ru_request_write(&f->out, f->s, &f->r);
    assert_non_null(strstr(facts_text(f), "\"offer\":{\"amount\":1,\"every\":\"two_weeks\",\"count\":2000,\"first_due\":\"2026-04-01\"}}"));
}

static void refusals(void **state) {
    facts_fixture *f = *state;
    static const struct {
        const char *line;
        ru_reject code;
        const char *at;
    } all[] = {
        {LINE("\"choice\":3"), RU_REJECT_TYPE, "/choice"},
        {LINE("\"choice\":[\"a-1\"]"), RU_REJECT_TYPE, "/choice"},
        {LINE("\"choice\":\"\""), RU_REJECT_RANGE, "/choice"},
        {LINE("\"choice\":{}"), RU_REJECT_MISSING, "/choice/id"},
        {LINE("\"choice\":{\"plan\":\"a\"}"), RU_REJECT_MISSING, "/choice/id"},
        {LINE("\"choice\":{\"id\":\"a-1\",\"id\":\"a-1\"}"), RU_REJECT_KEY, "/choice/id"},
        {LINE("\"choice\":{\"id\":\"a-1\",\"amount\":3}"), RU_REJECT_KEY, "/choice/amount"},
        {LINE("\"choice\":{\"id\":\"a-1\",\"count\":\"3\"}"), RU_REJECT_TYPE, "/choice/count"},
        {LINE("\"choice\":{\"id\":\"a-1\",\"count\":-3}"), RU_REJECT_RANGE, "/choice/count"},
        {LINE("\"choice\":{\"id\":\"a-1\",\"every\":\"day\"}"), RU_REJECT_RANGE, "/choice/every"},
        {LINE("\"choice\":{\"id\":\"a-1\",\"first_due\":\"soon\"}"), RU_REJECT_TYPE, "/choice/first_due"},
        {LINE("\"choice\":\"a-1\",\"choice\":\"a-1\""), RU_REJECT_KEY, "/choice"},
        {LINE("\"offer\":2500"), RU_REJECT_TYPE, "/offer"},
        {LINE("\"offer\":[]"), RU_REJECT_TYPE, "/offer"},
        {LINE("\"offer\":{}"), RU_REJECT_MISSING, "/offer/amount"},
        {LINE("\"offer\":{\"amount\":5}"), RU_REJECT_MISSING, "/offer/every"},
        {LINE("\"offer\":{\"amount\":0,\"every\":\"week\"}"), RU_REJECT_RANGE, "/offer/amount"},
        {LINE("\"offer\":{\"amount\":1000000000000001,\"every\":\"week\"}"), RU_REJECT_RANGE, "/offer/amount"},
        {LINE("\"offer\":{\"amount\":2.5,\"every\":\"week\"}"), RU_REJECT_JSON, ""},
        {LINE("\"offer\":{\"amount\":null,\"every\":\"week\"}"), RU_REJECT_TYPE, "/offer/amount"},
        {LINE("\"offer\":{\"amount\":5,\"every\":\"year\"}"), RU_REJECT_RANGE, "/offer/every"},
        {LINE("\"offer\":{\"amount\":5,\"every\":\"week\",\"count\":0}"), RU_REJECT_RANGE, "/offer/count"},
        {LINE("\"offer\":{\"amount\":5,\"every\":\"week\",\"count\":2001}"), RU_REJECT_RANGE, "/offer/count"},
        {LINE("\"offer\":{\"amount\":5,\"every\":\"week\",\"first_due\":\"2026-02-30\"}"), RU_REJECT_TYPE, "/offer/first_due"},
        {LINE("\"offer\":{\"amount\":5,\"every\":\"week\",\"ammount\":5}"), RU_REJECT_KEY, "/offer/ammount"},
        {LINE("\"offer\":{\"amount\":5,\"every\":\"week\",}"), RU_REJECT_JSON, ""},
        {"{\"id\":\"a\",\"offer\":{\"amount\":5", RU_REJECT_JSON, ""},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (reads(f, all[i].line)) fail_msg("accepted: %s", all[i].line);
        if (f->why.code != all[i].code || strcmp(f->why.at, all[i].at) != 0)
            fail_msg("%s: %s at %s: %s", all[i].line, ru_reject_name(f->why.code), f->why.at, f->why.message);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_line_taken, setup, teardown),
        cmocka_unit_test_setup_teardown(an_offer, setup, teardown),
        cmocka_unit_test_setup_teardown(refusals, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

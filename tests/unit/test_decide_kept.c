/* test_decide_kept.c: a figure that a policy has tightened is compared with its file at every seal: one that was loosened behind its back leaves silence. */
#include "engine/policy/policy.h"
#include "tests/support/support.h"

static const support_file files[] = {
    {"policy.yaml", "policy: t\nversion: 1.0.0\ntighten: { most: 2, least: { USD: \"7.00\" } }\n"},
    {"facts.yaml", "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\n"},
    {"numbers.yaml",
     "most: { type: integer, value: 3, tighter: lower }\nleast: { type: money, USD: \"5.00\", tighter: higher }\nfree: { type: integer, value: 1 }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" } }\n"},
    {"actions.lua", "action \"write\" { when = otherwise, message = \"note\" }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
    {"messages/en.yaml", "note:\n  purpose: help\n  variants:\n    letter: { plain: { body: \"We are here.\" } }\n"},
    {NULL, NULL},
};
static const char request[] =
    "{\"id\":\"a\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":5000}}";

static ru_number *number(support_world *w, const char *name) {
    ru_schema *s = ((ru_policy *)(void *)w->policy)->schema;
    for (size_t i = 0; i < s->number_count; i++)
        if (ru_str_is(s->numbers[i].name, name)) return &s->numbers[i];
    fail_msg("no number is called %s", name);
    return NULL;
}

static void as_it_stands(void **state) {
    (void)state;
    support_world w;
    support_open(&w, files);
    assert_int_equal(number(&w, "most")->value, 2);
    assert_int_equal(number(&w, "most")->written, 3);
    assert_int_equal(number(&w, "least")->money[0], 700);
    assert_has(support_decide(&w, request), "\"contact\":{\"channel\":");
    support_close(&w);
}

static void loosened(const char *name, int64_t value, const char *expected) {
    support_world w;
    support_open(&w, files);
    ru_number *n = number(&w, name);
    if (n->type == RU_MONEY) n->money[0] = value;
    else n->value = value;
    assert_has(support_decide(&w, request), expected);
    support_close(&w);
}

static void tighter_is_fine_and_looser_is_silence(void **state) {
    (void)state;
    loosened("most", 1, "\"contact\":{\"channel\":");
    loosened("most", 3, "\"contact\":{\"channel\":"); /* as loose as its file: still its file's */
    loosened("most", 4, "\"contact\":null");
    loosened("least", 900, "\"contact\":{\"channel\":");
    loosened("least", 499, "\"contact\":null");
    loosened("free", 100, "\"contact\":{\"channel\":"); /* nobody tightened it */
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_it_stands), cmocka_unit_test(tighter_is_fine_and_looser_is_silence)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_audit_look.c: what a kept decision says of one channel: the contact, what held the channel back, the hours on the person's clocks. */
#include <stdio.h>
#include <string.h>

#include "engine/audit/audit.h"
#include "engine/base/base.h"
#include "tests/support/records.h"
#include "tests/support/support.h"

static const support_file files[] = {
    {"facts.yaml",
     "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\ntimezone_candidates: { type: list of zone, if_missing: none_on_file, source: host }\n"
     "currency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nlate: { type: integer, source: host }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" }, { \"email\" } }\n"},
    {"actions.lua", "action \"write\" { when = { late = above(0) }, message = \"ask\" }\n"},
    {"channels.lua",
     "channel \"email\" { when = { late = above(20) } }\nchannel \"letter\" { when = { late = at_least(0) }, unless = { late = between(21, 30) } }\n"},
    {"messages/en.yaml", "ask:\n  purpose: demand\n  variants: { letter: { plain: { body: a } }, email: { plain: { body: b } } }\n"},
    {"charter.lua", "limit \"no-email\" { cite = house \"1\", on = { channel = \"email\" }, when = { late = above(30) }, forbid = true }\n"
                    "limit \"nor-at-all\" { cite = house \"2\", on = outbound, when = { late = above(40) }, forbid = true }\n"
                    "limit \"nor-at-night\" { cite = house \"3\", hours = { every_day = { \"09:00\", \"17:00\" } } }\n"
                    "limit \"no-letter\" { cite = house \"4\", on = { channel = \"letter\" }, when = { late = above(50) }, forbid = true }\n"},
    {NULL, NULL},
};
static support_world w;
static ruth_ledger *l;

static void open_ledger(void) {
    char path[300];
    support_open(&w, files);
    snprintf(path, sizeof path, "%s/ledger.db", w.folder);
    assert_int_equal(ruth_ledger_open(w.engine, path, RUTH_LEDGER_CREATE, &l, &w.error), RUTH_OK);
}

static void close_ledger(void) {
    ruth_ledger_close(l);
    support_close(&w);
}

/* The record of what is decided about somebody so many days late; valid until the next call on the session. */
static ruth_text decided(int late, const char *zones) {
    char line[512];
    ruth_text t;
    snprintf(
        line, sizeof line,
        "{\"id\":\"a\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"jurisdiction\":\"us\",%s,\"currency\":\"USD\",\"balance\":5000,\"late\":%d},\"contacts\":[]}",
        zones, late);
    support_decide(&w, line);
    assert_int_equal(ruth_decision_record(w.session, &t), RUTH_OK);
    return t;
}

static void looks(uint64_t row, const char *channel, int contacted, const int minutes[4], const char *limits) {
    ruth_ledger_contact c;
    if (ruth_ledger_look(l, row, channel, &c, &w.error)) fail_msg("row %d: %s", (int)row, w.error.message);
    char is[256], expected[256];
    snprintf(is, sizeof is, "%d %s %d %d %d %d %.*s", c.contacted, c.from == RUTH_NEVER ? "never" : "from", c.from_earliest, c.from_latest, c.now_earliest,
             c.now_latest, (int)c.limits.length, c.limits.bytes);
    snprintf(expected, sizeof expected, "%d %s %d %d %d %d %s", contacted, contacted ? "from" : "never", minutes[0], minutes[1], minutes[2], minutes[3],
             limits);
    assert_string_equal(is, expected);
}

static void each_channel_by_itself(void **state) {
    static const char *const east = "\"timezone\":\"America/New_York\"",
                             *const both = "\"timezone\":null,\"timezone_candidates\":[\"America/New_York\",\"America/Los_Angeles\"]",
                             *const three = "\"timezone\":null,\"timezone_candidates\":[\"America/Chicago\",\"America/Los_Angeles\",\"America/New_York\"]";
    static const struct {
        int late;
        int zones;
        const char *channel;
        int contacted, minutes[4];
        const char *limits;
    } rows[] = {
        {0, 0, "letter", 0, {-1, -1, 600, 600}, "[\"nor-at-night\"]"},
        {10, 0, "letter", 1, {600, 600, 600, 600}, "[\"nor-at-night\"]"},
        {10, 0, "email", 0, {-1, -1, 600, 600}, "[\"nor-at-night\"]"},
        {25, 0, "email", 1, {600, 600, 600, 600}, "[\"nor-at-night\"]"},
        {35, 0, "email", 0, {-1, -1, 600, 600}, "[\"no-email\",\"nor-at-night\"]"},
        {35, 0, "letter", 1, {600, 600, 600, 600}, "[\"nor-at-night\"]"},
        {45, 0, "letter", 0, {-1, -1, 600, 600}, "[\"nor-at-all\",\"nor-at-night\"]"},
        {45, 0, "email", 0, {-1, -1, 600, 600}, "[\"no-email\",\"nor-at-all\",\"nor-at-night\"]"},
        {55, 0, "letter", 0, {-1, -1, 600, 600}, "[\"no-letter\",\"nor-at-all\",\"nor-at-night\"]"},
        {55, 0, "fax", 0, {-1, -1, 600, 600}, "[\"nor-at-all\",\"nor-at-night\"]"},
        {10, 1, "letter", 1, {540, 720, 420, 600}, "[\"nor-at-night\"]"}, /* not before nine in the west */
        {10, 2, "letter", 1, {540, 720, 420, 600}, "[\"nor-at-night\"]"},
    };
    (void)state;
    open_ledger();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ruth_text t = decided(rows[i].late, rows[i].zones == 2 ? three : rows[i].zones ? both : east);
        assert_int_equal(ruth_ledger_add(l, w.policy, t.bytes, t.length, &w.error), RUTH_OK);
    }
    assert_int_equal(ruth_ledger_commit(l, &w.error), RUTH_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) looks(i + 2, rows[i].channel, rows[i].contacted, rows[i].minutes, rows[i].limits);
    ruth_ledger_contact c;
    assert_int_equal(ruth_ledger_look(l, 1, "letter", &c, &w.error), RUTH_E_ARGUMENT);
    assert_has(w.error.message, "row 1 holds no decision any more");
    assert_int_equal(ruth_ledger_look(l, 99, "letter", &c, &w.error), RUTH_E_ARGUMENT);
    ruth_erased gone;
    assert_int_equal(ruth_ledger_erase(l, "a", "2026-03-03T00:00:00Z", &gone, &w.error), RUTH_OK);
    assert_int_equal(ruth_ledger_look(l, 2, "letter", &c, &w.error), RUTH_E_ARGUMENT);
    assert_has(w.error.message, "row 2 holds no decision any more");
    close_ledger();
}

/* A row of another hand: what cannot be read is said, what can be read and is new is passed over. */
static void rows_of_another_hand(void **state) {
    static const struct {
        const char *decision, *limits;
        int contacted;
    } rows[] = {
        {"{}", "[]", 0},
        {"{\"contact\":null,\"limits\":[]}", "[]", 0},
        {"{\"contact\":{\"channel\":\"letter\",\"from\":\"2026-03-02T15:00:00Z\",\"until\":\"2026-03-02T16:00:00Z\",\"why\":[1]},\"limits\":[{\"id\":\"b\",\"on\":\"letter\",\"cite\":{}},{\"id\":\"c\",\"on\":3}]}",
         "[\"b\"]", 1},
        {"{\"limits\":[{\"id\":\"b\",\"on\":\"letter\"},{\"id\":\"b\",\"on\":\"outbound\"},{\"id\":[1],\"on\":\"letter\"}]}", "[\"b\",\"\"]", 0},
        {"", NULL, 0},
        {"[]", NULL, 0},
        {"{", NULL, 0},
        {"{\"contact\"", NULL, 0},
        {"{\"contact\":", NULL, 0},
        {"{\"contact\":{", NULL, 0},
        {"{\"contact\":{\"channel\":3}}", NULL, 0},
        {"{\"contact\":{\"channel\":\"letter\"", NULL, 0},
        {"{\"contact\":{\"from\":\"tomorrow\"}}", NULL, 0},
        {"{\"contact\":{\"until\":7}}", NULL, 0},
        {"{\"contact\":{\"until\":\"2026-03-02T16:00:00Z\"]", NULL, 0},
        {"{\"contact\":{\"why\":nothing}}", NULL, 0},
        {"{\"other\":nothing}", NULL, 0},
        {"{\"limits\":3}", NULL, 0},
        {"{\"limits\":[", NULL, 0},
        {"{\"limits\":[3]}", NULL, 0},
        {"{\"limits\":[{]", NULL, 0},
        {"{\"limits\":[{\"id\":", NULL, 0},
        {"{\"limits\":[{\"id\":\"b]", NULL, 0},
        {"{\"limits\":[{\"on\":\"b]", NULL, 0},
        {"{\"limits\":[{\"cite\":nothing}]}", NULL, 0},
        {"{\"limits\":[{}", NULL, 0},
    };
    (void)state;
    open_ledger();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        opened_record r;
        ru_buf b;
        ruth_allocator plain = {NULL, NULL};
        ru_buf_init(&b, &plain);
        ruth_text t = decided(10, "\"timezone\":\"America/New_York\"");
        record_open(&r, w.policy, (ru_str){t.bytes, t.length});
        r.record.content.decision = ru_str_of(rows[i].decision);
        record_again(&r, &b);
        record_close(&r);
        if (ruth_ledger_add(l, w.policy, b.p, b.n, &w.error)) fail_msg("%s: %s", rows[i].decision, w.error.message);
        ru_buf_free(&b);
    }
    assert_int_equal(ruth_ledger_commit(l, &w.error), RUTH_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ruth_ledger_contact c;
        char says[64];
        ruth_status st = ruth_ledger_look(l, i + 2, "letter", &c, &w.error);
        if ((st == RUTH_OK) != (rows[i].limits != NULL)) fail_msg("%s: %d", rows[i].decision, st);
        if (st) {
            assert_int_equal(st, RUTH_E_LEDGER);
            snprintf(says, sizeof says, "row %d holds a decision that cannot be read", (int)i + 2);
            assert_string_equal(w.error.message, says);
            continue;
        }
        assert_int_equal(c.contacted, rows[i].contacted);
        assert_int_equal(c.limits.length, strlen(rows[i].limits));
        assert_memory_equal(c.limits.bytes, rows[i].limits, c.limits.length);
    }
    close_ledger();
}

/* Where the policy of that day does not load, what it decided is read all the same; only the clocks stand still. */
static void without_the_policy_of_that_day(void **state) {
    static const int none[] = {-1, -1, -1, -1};
    char path[300], zones[320];
    (void)state;
    open_ledger();
    ruth_text t = decided(35, "\"timezone\":\"America/New_York\"");
    assert_int_equal(ruth_ledger_add(l, w.policy, t.bytes, t.length, &w.error), RUTH_OK);
    assert_int_equal(ruth_ledger_commit(l, &w.error), RUTH_OK);
    ruth_ledger_close(l);
    snprintf(path, sizeof path, "%s/ledger.db", w.folder);
    snprintf(zones, sizeof zones, "%s/none", w.folder); /* no zone is described there */
    ruth_options options = {.size = sizeof options, .zoneinfo = zones};
    ruth_engine *bare;
    assert_int_equal(ruth_engine_new(&options, &bare, &w.error), RUTH_OK);
    assert_int_equal(ruth_ledger_open(bare, path, RUTH_LEDGER_READ, &l, &w.error), RUTH_OK);
    looks(2, "letter", 1, none, "[\"nor-at-night\"]");
    looks(2, "email", 0, none, "[\"no-email\",\"nor-at-night\"]");
    close_ledger();
    ruth_engine_free(bare);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_channel_by_itself), cmocka_unit_test(rows_of_another_hand),
                                       cmocka_unit_test(without_the_policy_of_that_day)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

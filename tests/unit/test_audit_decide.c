/* test_audit_decide.c: decisions through the public interface into a ledger and out again: plugins, refs, other environments, memory that is refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/plugins.h"

static support_world w;
static char ledger_path[300];

static void open_policy(const char *list, const char *zoneinfo) {
    ruth_options options = {.size = sizeof options, .zoneinfo = zoneinfo};
    memset(&w, 0, sizeof w);
    memset(&plugin_told, 0, sizeof plugin_told);
    snprintf(w.folder, sizeof w.folder, "%s", support_folder(plugin_policy(list, "")));
    snprintf(ledger_path, sizeof ledger_path, "%s/ledger.db", w.folder);
    assert_int_equal(ruth_engine_new(&options, &w.engine, &w.error), RUTH_OK);
    plugin_add_all(w.engine);
    if (ruth_policy_load(w.engine, w.folder, &w.policy, &w.error)) fail_msg("%s:%d: %s", w.error.file, w.error.line, w.error.message);
    assert_int_equal(ruth_session_new(w.policy, &w.session, &w.error), RUTH_OK);
}

static ruth_ledger *open_ledger(ruth_engine *engine, unsigned how) {
    ruth_ledger *l = NULL;
    ruth_error e;
    if (ruth_ledger_open(engine, ledger_path, how, &l, &e)) fail_msg("%s", e.message);
    return l;
}

static void keep(ruth_ledger *l) {
    ruth_text t;
    assert_int_equal(ruth_decision_record(w.session, &t), RUTH_OK);
    assert_int_equal(ruth_ledger_add(l, w.policy, t.bytes, t.length, &w.error), RUTH_OK);
}

static const char *line_of(const char *facts, const char *more) {
    static char line[1024];
    snprintf(line, sizeof line,
             "{\"id\":\"p \\\"q\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":39700,%s}%s}",
             facts, more);
    return line;
}

static void what_plugins_gave_is_not_asked_again(void **state) {
    (void)state;
    ruth_replay r;
    ruth_ledger_row row;
    open_policy("scorer, bureau", NULL);
    ruth_ledger *l = open_ledger(w.engine, RUTH_LEDGER_CREATE);
    char *was[4];
    for (int i = 0; i < 4; i++) { /* the bureau says something else each time */
        was[i] = strdup(support_decide(&w, line_of(i % 2 ? "\"late\":null" : "\"late\":300", i == 3 ? ",\"ref\":{\"a\": [1.50, \"x\"]}" : "")));
        keep(l);
    }
    assert_int_equal(ruth_ledger_commit(l, &w.error), RUTH_OK);
    for (uint64_t i = 2; i <= 5; i++) {
        assert_int_equal(ruth_ledger_replay(l, i, &r, &w.error), RUTH_OK);
        assert_int_equal(r.result, RUTH_REPLAY_SAME);
        assert_int_equal(r.other_environment, 0);
        assert_true(r.is.length == strlen(was[i - 2]) && !memcmp(r.is.bytes, was[i - 2], r.is.length));
        assert_int_equal(ruth_ledger_read(l, i, &row, &w.error), RUTH_OK);
        assert_string_equal(row.id, "p \"q");
        assert_string_equal(row.kind, "decision");
        assert_string_equal(row.policy_digest, ruth_policy_digest(w.policy));
        free(was[i - 2]);
    }
    assert_int_equal(ruth_ledger_replay(l, 1, &r, &w.error), RUTH_OK);
    assert_int_equal(r.result, RUTH_REPLAY_NOTHING);
    ruth_ledger_close(l);
    support_close(&w);
}

static void another_environment_is_no_difference(void **state) {
    (void)state;
    ruth_replay r;
    ruth_engine *bare, *moved;
    ruth_error e;
    char zones[320], command[1024];
    open_policy("scorer", NULL);
    ruth_ledger *l = open_ledger(w.engine, RUTH_LEDGER_CREATE);
    support_decide(&w, line_of("\"late\":300", ""));
    keep(l);
    assert_int_equal(ruth_ledger_commit(l, &w.error), RUTH_OK);
    ruth_ledger_close(l);
    snprintf(zones, sizeof zones, "%s/zones", w.folder);
    snprintf(command, sizeof command, "mkdir -p %s/America && cp -L /usr/share/zoneinfo/America/New_York %s/America/", zones,
             zones); /* no release is named there */
    assert_int_equal(system(command), 0);
    ruth_options options = {.size = sizeof options, .zoneinfo = zones};
    assert_int_equal(ruth_engine_new(&options, &moved, &e), RUTH_OK);
    plugin_add_all(moved);
    l = open_ledger(moved, RUTH_LEDGER_READ);
    assert_int_equal(ruth_ledger_replay(l, 2, &r, &e), RUTH_OK);
    assert_int_equal(r.result, RUTH_REPLAY_SAME);
    assert_int_equal(r.other_environment, 1);
    assert_true(r.was.length == r.is.length && memcmp(r.was.bytes, r.is.bytes, r.is.length) != 0); /* the two digests */
    ruth_ledger_close(l);
    ruth_engine_free(moved);
    assert_int_equal(ruth_engine_new(NULL, &bare, &e), RUTH_OK); /* and no plugin */
    l = open_ledger(bare, RUTH_LEDGER_READ);
    assert_int_equal(ruth_ledger_replay(l, 2, &r, &e), RUTH_OK);
    assert_int_equal(r.result, RUTH_REPLAY_CANNOT);
    assert_has(e.message, "scorer");
    ruth_ledger_close(l);
    ruth_engine_free(bare);
    support_close(&w);
}

static void an_in_process_decision_is_kept_too(void **state) {
    (void)state;
    ruth_text t;
    ruth_replay r;
    open_policy("", NULL);
    ruth_ledger *l = open_ledger(w.engine, RUTH_LEDGER_CREATE);
    assert_int_equal(ruth_decision_record(w.session, &t), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_begin(w.session, "in process", 1772460000), RUTH_OK);
    assert_int_equal(ruth_request_set_text(w.session, ruth_fact_find(w.policy, "timezone"), "America/New_York"), RUTH_OK);
    assert_int_equal(ruth_request_set(w.session, ruth_fact_find(w.policy, "balance"), 500), RUTH_OK);
    assert_int_equal(ruth_decide(w.session, &w.error), RUTH_OK);
    keep(l);
    assert_int_equal(ruth_ledger_commit(l, &w.error), RUTH_OK);
    assert_int_equal(ruth_ledger_replay(l, 2, &r, &w.error), RUTH_OK);
    assert_int_equal(r.result, RUTH_REPLAY_SAME);
    ruth_ledger_close(l);
    support_close(&w);
}

static void an_answer_is_kept_too(void **state) {
    (void)state;
    ruth_text t;
    ruth_replay r;
    ruth_ledger_row row;
    open_policy("", NULL);
    ruth_ledger *l = open_ledger(w.engine, RUTH_LEDGER_CREATE);
    assert_int_equal(ruth_permit_record(w.session, &t), RUTH_E_ARGUMENT);
    support_decide(&w, line_of("\"late\":5", ""));
    assert_int_equal(ruth_permit_record(w.session, &t), RUTH_E_ARGUMENT); /* that was a decision */
    const char *question = line_of("\"late\":5", ",\"proposed\":{ \"channel\" : \"letter\", \"at\":\"2026-03-03T15:00:00Z\"}");
    char answer[4096];
    assert_int_equal(ruth_permit_line(w.session, question, strlen(question), 1, &t, &w.error), RUTH_OK);
    snprintf(answer, sizeof answer, "%.*s", (int)t.length, t.bytes);
    assert_int_equal(ruth_decision_record(w.session, &t), RUTH_E_ARGUMENT); /* and this is none */
    assert_int_equal(ruth_permit_record(w.session, &t), RUTH_OK);
    assert_int_equal(ruth_ledger_add(l, w.policy, t.bytes, t.length, &w.error), RUTH_OK);
    assert_int_equal(ruth_ledger_commit(l, &w.error), RUTH_OK);
    assert_int_equal(ruth_ledger_replay(l, 2, &r, &w.error), RUTH_OK);
    assert_int_equal(r.result, RUTH_REPLAY_SAME);
    assert_int_equal(ruth_ledger_read(l, 2, &row, &w.error), RUTH_OK);
    assert_string_equal(row.kind, "answer");
    assert_true(row.decision.length == strlen(answer) && !memcmp(row.decision.bytes, answer, row.decision.length));
    assert_int_equal(ruth_permit_line(w.session, "{}", 2, 1, &t, &w.error), RUTH_E_REQUEST);
    assert_int_equal(ruth_permit_record(w.session, &t), RUTH_E_ARGUMENT);
    ruth_ledger_close(l);
    support_close(&w);
}

static void a_batch_that_fails_leaves_nothing(void **state) {
    (void)state;
    char head[RUTH_HEX], again[RUTH_HEX];
    ruth_ledger_fault fault;
    open_policy("", NULL);
    ruth_ledger *l = open_ledger(w.engine, RUTH_LEDGER_CREATE);
    support_decide(&w, line_of("\"late\":5", ""));
    keep(l);
    assert_int_equal(ruth_ledger_add(l, w.policy, "nonsense", 8, &w.error), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_ledger_commit(l, &w.error), RUTH_OK);
    assert_int_equal(ruth_ledger_head(l, head), 0);
    keep(l); /* the policy's row went with the batch, and comes again */
    assert_int_equal(ruth_ledger_commit(l, &w.error), RUTH_OK);
    assert_int_equal(ruth_ledger_head(l, head), 2);
    keep(l);
    ruth_ledger_rollback(l);
    assert_int_equal(ruth_ledger_head(l, again), 2);
    assert_string_equal(head, again);
    assert_int_equal(ruth_ledger_verify(l, head, NULL, NULL, NULL, &fault, &w.error), RUTH_OK);
    assert_int_equal(ruth_ledger_verify(l, "abc", NULL, NULL, NULL, &fault, &w.error), RUTH_E_ARGUMENT);
    ruth_ledger_close(l);
    support_close(&w);
}

static void a_record_of_another_form_is_none(void **state) {
    (void)state;
    ruth_text t;
    char head[RUTH_HEX];
    open_policy("", NULL);
    ruth_ledger *l = open_ledger(w.engine, RUTH_LEDGER_CREATE);
    support_decide(&w, line_of("\"late\":5", ""));
    assert_int_equal(ruth_decision_record(w.session, &t), RUTH_OK);
    char *longer = calloc(1, t.length + 1);
    memcpy(longer, t.bytes, t.length);
    for (size_t n = 0; n <= t.length + 1; n += n < 100 || n + 100 > t.length ? 1 : 37)
        if (n != t.length) assert_int_equal(ruth_ledger_add(l, w.policy, longer, n, &w.error), RUTH_E_ARGUMENT);
    longer[0] ^= 1;
    assert_int_equal(ruth_ledger_add(l, w.policy, longer, t.length, &w.error), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_ledger_commit(l, &w.error), RUTH_OK);
    assert_int_equal(ruth_ledger_head(l, head), 0);
    free(longer);
    ruth_ledger_close(l);
    support_close(&w);
}

/* Changed on its way, it is refused, or says something else that is whole: never a row that cannot be read, or is found under another name. */
static void a_record_with_a_changed_byte_breaks_no_ledger(void **state) {
    (void)state;
    enum { FRAME = 24 }; /* mark, kind, instant */
    ruth_text t;
    ruth_ledger_fault fault;
    size_t refused = 0;
    open_policy("", NULL);
    ruth_ledger *l = open_ledger(w.engine, RUTH_LEDGER_CREATE);
    support_decide(&w, line_of("\"late\":5", ""));
    assert_int_equal(ruth_decision_record(w.session, &t), RUTH_OK);
    char *bytes = support_copy(t);
    for (size_t i = FRAME; i < t.length; i++) {
        bytes[i] ^= 1;
        ruth_status st = ruth_ledger_add(l, w.policy, bytes, t.length, &w.error);
        if (st != RUTH_OK) assert_int_equal(st, RUTH_E_ARGUMENT);
        refused += st != RUTH_OK;
        assert_int_equal(ruth_ledger_commit(l, &w.error), RUTH_OK);
        bytes[i] ^= 1;
    }
    assert_true(refused > FRAME);
    if (ruth_ledger_verify(l, NULL, NULL, NULL, NULL, &fault, &w.error)) fail_msg("row %llu: %s", (unsigned long long)fault.row, fault.why);
    assert_int_equal(ruth_ledger_add(l, w.policy, bytes, t.length, &w.error), RUTH_OK);
    assert_int_equal(ruth_ledger_verify(l, NULL, NULL, NULL, NULL, &fault, &w.error), RUTH_OK); /* gives the batch up, and the policy's row with it */
    assert_int_equal(ruth_ledger_add(l, w.policy, bytes, t.length, &w.error), RUTH_OK);
    assert_int_equal(ruth_ledger_commit(l, &w.error), RUTH_OK);
    free(bytes);
    ruth_ledger_close(l);
    support_close(&w);
}

static void who_looks_at_a_new_ledger_gives_its_batch_up(void **state) {
    (void)state;
    ruth_ledger_fault fault;
    ruth_erased gone;
    open_policy("", NULL);
    ruth_ledger *l = open_ledger(w.engine, RUTH_LEDGER_CREATE);
    support_decide(&w, line_of("\"late\":5", ""));
    keep(l);
    assert_int_equal(ruth_ledger_verify(l, NULL, NULL, NULL, NULL, &fault, &w.error), RUTH_OK);
    keep(l);
    assert_int_equal(ruth_ledger_erase(l, "nobody", "2026-03-02T15:00:00Z", &gone, &w.error), RUTH_OK);
    keep(l);
    assert_int_equal(ruth_ledger_retain(l, "2020-03-02T15:00:00Z", "2026-03-02T15:00:00Z", &gone, &w.error), RUTH_OK);
    keep(l);
    assert_int_equal(ruth_ledger_commit(l, &w.error), RUTH_OK);
    ruth_ledger_close(l);
    support_close(&w);
}

/* A record says by which policy it was made: under another one's row nobody could open it. */
static void a_record_of_another_policy_is_none(void **state) {
    (void)state;
    ruth_text t;
    char head[RUTH_HEX];
    open_policy("", NULL);
    support_decide(&w, line_of("\"late\":5", ""));
    assert_int_equal(ruth_decision_record(w.session, &t), RUTH_OK);
    char *bytes = support_copy(t);
    size_t length = t.length;
    assert_true(length < strlen(support_decide(&w, line_of("\"late\":5", "")))); /* it is packed */
    support_close(&w);
    open_policy("scorer", NULL);
    ruth_ledger *l = open_ledger(w.engine, RUTH_LEDGER_CREATE);
    assert_int_equal(ruth_ledger_add(l, w.policy, bytes, length, &w.error), RUTH_E_ARGUMENT);
    assert_has(w.error.message, "by another policy");
    assert_int_equal(ruth_ledger_head(l, head), 0);
    free(bytes);
    ruth_ledger_close(l);
    support_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_plugins_gave_is_not_asked_again),
        cmocka_unit_test(another_environment_is_no_difference),
        cmocka_unit_test(an_in_process_decision_is_kept_too),
        cmocka_unit_test(an_answer_is_kept_too),
        cmocka_unit_test(a_batch_that_fails_leaves_nothing),
        cmocka_unit_test(a_record_of_another_form_is_none),
        cmocka_unit_test(a_record_of_another_policy_is_none),
        cmocka_unit_test(a_record_with_a_changed_byte_breaks_no_ledger),
        cmocka_unit_test(who_looks_at_a_new_ledger_gives_its_batch_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_report_refused.c: outcomes taken down, reported and exported while every request for memory is refused in turn: an error, nothing lost, nothing half there. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/audit/audit.h"
#include "engine/include/ruth_author.h"
#include "tests/support/full_disk.h"
#include "tests/support/records.h"
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
static char folder[256], ledger_path[300];
static ruth_policy *policy; /* loaded once, with memory: what is tried here is the ledger */
static ruth_engine *calm;
static char records[4][4096];
static size_t lengths[4];

static const char *const outcomes[] = {
    "{\"id\":\"a0\",\"event\":\"payment\",\"at\":\"2026-03-09T10:00:00Z\",\"amount\":100,\"currency\":\"USD\"}",
    "{\"id\":\"a1\",\"event\":\"complaint\",\"at\":\"2026-03-09T10:00:00Z\",\"about\":\"\\u0063alls\",\"event_id\":\"E \\u0041\"}",
    "{\"id\":\"a1\",\"event\":\"complaint\",\"at\":\"2026-03-09T10:00:00Z\",\"about\":\"calls\",\"event_id\":\"E A\"}", /* the same */
    "{\"id\":\"a2\",\"event\":\"survey\",\"at\":\"2026-03-09T10:00:00Z\",\"rating\":2}",
    "{\"id\":\"nobody\",\"event\":\"opt_out\",\"at\":\"2026-03-09T10:00:00Z\"}",
    "{\"id\":\"a2\",\"event\":\"opt_out\"}",
};
enum { OUTCOMES = sizeof outcomes / sizeof *outcomes };

static ruth_status take_down(ruth_ledger *l, ruth_error *e) {
    static const char *const ends[OUTCOMES] = {"\"known\":false}", "\"known\":false}", "\"known\":true}", "\"known\":false}", "\"line\":5}}", "\"line\":6}}"};
    ruth_status st = RUTH_OK;
    for (size_t i = 0; i < OUTCOMES && !st; i++) {
        ruth_text t;
        st = ruth_ledger_outcome_line(l, outcomes[i], strlen(outcomes[i]), i + 1, &t, e);
        if (st && st != RUTH_E_REQUEST) return st;
        size_t n = strlen(ends[i]);
        if (t.length < n || memcmp(t.bytes + t.length - n, ends[i], n) != 0) fail_msg("%.*s", (int)t.length, t.bytes);
        st = RUTH_OK;
    }
    return st ? st : ruth_ledger_commit(l, e);
}

static ruth_status report(ruth_ledger *l, ruth_error *e) {
    static const char *const by[] = {"segment,action,tone", "channel,message,plan,month,policy,experiment"};
    const ruth_report_options o = {.size = sizeof o, .by = by, .by_count = 2, .from = INT64_MIN, .until = INT64_MAX};
    ruth_report *r = NULL;
    ruth_text t;
    ruth_status st = ruth_report_open(l, &o, &r, e);
    assert_true((r != NULL) == (st == RUTH_OK));
    for (int f = RUTH_REPORT_TEXT; !st && f <= RUTH_REPORT_HTML; f++)
        if (!(st = ruth_report_write(r, (ruth_report_format)f, f % 2 ? "fr" : NULL, &t, e))) scene_note(t);
    if (!st) assert_int_equal(ruth_report_write(r, RUTH_REPORT_TEXT, "de", &t, e), RUTH_E_ARGUMENT);
    ruth_report_free(r);
    return st;
}

/* Into a folder of its own, which is there afterwards or not: what is not whole has no manifest. */
static char exam_path[300];
static ruth_status examine(ruth_ledger *l, ruth_error *e) {
    char manifest[400];
    support_remove(exam_path);
    ruth_status st = ruth_exam_write(l, "cfpb", exam_path, INT64_MIN, INT64_MAX, e);
    snprintf(manifest, sizeof manifest, "%s/manifest.sha256", exam_path);
    if (!st) assert_int_equal(access(manifest, F_OK), 0);
    static const char *const sheets[] = {"2-communications-contacts.csv", "2-communications-limits.csv", "5-payments-plans.csv",
                                         "4-complaints-hand-overs.csv",   "4-complaints-outcomes.csv",   "5-payments-outcomes.csv"};
    for (size_t i = 0; !st && i < sizeof sheets / sizeof *sheets; i++) { /* no cell of them is lost */
        static char text[4000];
        snprintf(manifest, sizeof manifest, "%s/%s", exam_path, sheets[i]);
        FILE *f = fopen(manifest, "r");
        assert_non_null(f);
        scene_note((ruth_text){text, fread(text, 1, sizeof text, f)});
        fclose(f);
    }
    return st;
}

/* The policy belongs to another engine, which may not be asked for memory: its records are bytes. */
static ruth_status keeping(ruth_engine *engine, ruth_error *e) {
    ruth_ledger *l = NULL;
    ruth_ledger_fault fault;
    uint64_t next = 0;
    unlink(ledger_path);
    ruth_status st = ruth_ledger_open(engine, ledger_path, RUTH_LEDGER_CREATE, &l, e);
    for (int i = 0; !st && i < 3; i++) st = ruth_ledger_add(l, policy, records[i], lengths[i], e);
    if (!st) st = ruth_ledger_commit(l, e);
    if (!st) st = take_down(l, e);
    if (!st) st = ruth_ledger_find(l, "a1", 0, &next, e);
    if (!st) assert_int_equal(next, 3);
    if (!st) st = ruth_ledger_find(l, "a1", 3, &next, e);
    if (!st) assert_int_equal(next, 6);
    if (!st) st = report(l, e);
    if (!st) st = examine(l, e);
    if (!st) st = ruth_ledger_verify(l, NULL, NULL, NULL, NULL, &fault, e);
    ruth_ledger_close(l);
    if (!st) return RUTH_OK;
    ruth_error why;
    if (ruth_ledger_open(calm, ledger_path, RUTH_LEDGER_READ, &l, &why)) return st; /* it was not made */
    if (ruth_ledger_verify(l, NULL, NULL, NULL, NULL, &fault, &why) != RUTH_OK) fail_msg("row %llu: %s", (unsigned long long)fault.row, why.message);
    ruth_ledger_close(l);
    return st;
}

static void every_refusal(void **state) {
    (void)state;
    scene_loads_elsewhere(folder);
    scene_refuse(keeping, "outcomes and report", 300);
}

/* On a disk that is full at any byte: an error that names the file, never a manifest that fits less than there is. */
static void an_examination_on_a_full_disk(void **state) {
    (void)state;
    ruth_ledger *l = NULL;
    ruth_error e;
    long refused = 0;
    bool whole = false;
    unlink(ledger_path);
    assert_int_equal(ruth_ledger_open(calm, ledger_path, RUTH_LEDGER_CREATE, &l, &e), RUTH_OK);
    for (int i = 0; i < 4; i++) assert_int_equal(ruth_ledger_add(l, policy, records[i], lengths[i], &e), RUTH_OK);
    assert_int_equal(ruth_ledger_commit(l, &e), RUTH_OK);
    assert_int_equal(take_down(l, &e), RUTH_OK);
    for (long bytes = 0; !whole; bytes = bytes * 3 / 2 + 1) {
        full_disk disk;
        support_remove(exam_path);
        full_disk_begin(&disk, bytes);
        ruth_status st = ruth_exam_write(l, "cfpb", exam_path, INT64_MIN, INT64_MAX, &e);
        full_disk_end(&disk);
        whole = st == RUTH_OK;
        if (whole) continue;
        refused++;
        assert_int_equal(st, RUTH_E_IO);
        assert_has(e.message, " cannot be written");
        char manifest[400];
        snprintf(manifest, sizeof manifest, "%s/manifest.sha256", exam_path);
        FILE *f = fopen(manifest, "r");
        if (!f) continue;
        char text[8000];
        text[fread(text, 1, sizeof text - 1, f)] = 0;
        fclose(f);
        assert_true(strlen(text) <= (size_t)bytes);
    }
    assert_true(refused > 5);
    ruth_ledger_close(l);
}

static void examinations_that_cannot_be_written(void **state) {
    (void)state;
    ruth_ledger *l = NULL;
    ruth_error e;
    char text[20000], path[400];
    assert_int_equal(ruth_ledger_open(calm, ledger_path, RUTH_LEDGER_READ, &l, &e), RUTH_OK);
    support_remove(exam_path);
    assert_int_equal(ruth_exam_write(l, "fca", exam_path, INT64_MIN, INT64_MAX, &e), RUTH_E_ARGUMENT);
    assert_string_equal(e.message, "there is no examination fca; there is cfpb");
    assert_int_equal(ruth_exam_write(l, "cfpb", folder, INT64_MIN, INT64_MAX, &e), RUTH_E_IO);
    assert_has(e.message, "cannot be made, or is there already");
    assert_int_equal(ruth_exam_write(l, "cfpb", exam_path, INT64_MIN, 0, &e), RUTH_OK); /* nothing was decided so early */
    snprintf(path, sizeof path, "%s/decisions.ndjson", exam_path);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_int_equal(fread(text, 1, sizeof text, f), 0);
    fclose(f);
    snprintf(path, sizeof path, "%s/4-complaints-outcomes.csv", exam_path);
    assert_int_equal(access(path, F_OK), 0);
    support_remove(exam_path);
    assert_int_equal(ruth_exam_write(l, "cfpb", exam_path, INT64_MIN, INT64_MAX, &e), RUTH_OK);
    f = fopen(path, "r");
    assert_non_null(f);
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    assert_has(text, "\"complaint\",\"calls\",,");
    assert_has(text, "\"survey\",,2,");
    snprintf(path, sizeof path, "%s/2-communications-contacts.csv", exam_path);
    f = fopen(path, "r");
    assert_non_null(f);
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    assert_has(text, "\"'=2+3,\"\"q\"\"\""); /* text stays text in every spreadsheet */
    ruth_ledger_close(l);
}

/* A host may have changed what it was given to keep: a row that cannot be read ends report and examination, whatever is wrong with it. */
static void decisions_that_cannot_be_read(void **state) {
    (void)state;
    enum { EACH = 40 };
    opened_record whole;
    ruth_error e;
    record_open(&whole, policy, (ru_str){records[0], lengths[0]});
    ru_str decision = whole.record.content.decision;
    const int64_t at = whole.record.at;
    static const char *const others[] = {"[]", "{\"plans\":{}}", "{\"plans\":[", "{\"plans\":[{\"plan\":\"\\ud800\"}]}", "{\"contact\":{\"channel\":1e}}"};
    size_t cuts = decision.n, all = cuts + RU_COUNT(others);
    for (size_t from = 0; from < all; from += EACH) {
        size_t to = from + EACH < all ? from + EACH : all;
        ruth_ledger *l = NULL;
        unlink(ledger_path);
        assert_int_equal(ruth_ledger_open(calm, ledger_path, RUTH_LEDGER_CREATE, &l, &e), RUTH_OK);
        for (size_t i = from; i < to; i++) { /* cut off anywhere, or something else where a part should be */
            ru_buf changed, record;
            ru_buf_init(&changed, NULL);
            ru_buf_init(&record, NULL);
            if (i < cuts) ru_buf_put(&changed, decision.p, i);
            else ru_buf_printf(&changed, "%s", others[i - cuts]);
            whole.record.at = at + (int64_t)i;
            whole.record.content.decision = (ru_str){changed.p, changed.n};
            record_again(&whole, &record);
            assert_int_equal(ruth_ledger_add(l, policy, record.p, record.n, &e), RUTH_OK);
            ru_buf_free(&changed);
            ru_buf_free(&record);
        }
        assert_int_equal(ruth_ledger_commit(l, &e), RUTH_OK);
        for (size_t i = from; i < to; i++) {
            static const char *const by[] = {"segment"};
            const ruth_report_options o = {.size = sizeof o, .by = by, .by_count = 1, .from = at + (int64_t)i, .until = at + (int64_t)i + 1};
            ruth_report *r = NULL;
            char message[80];
            snprintf(message, sizeof message, "row %zu holds what cannot be read", i - from + 2);
            if (ruth_report_open(l, &o, &r, &e) != RUTH_E_LEDGER) fail_msg("%zu: a report", i);
            assert_null(r);
            assert_string_equal(e.message, message);
            support_remove(exam_path);
            snprintf(message, sizeof message, "row %zu holds a decision that cannot be read", i - from + 2);
            if (ruth_exam_write(l, "cfpb", exam_path, o.from, o.until, &e) != RUTH_E_LEDGER) fail_msg("%zu: an examination", i);
            assert_string_equal(e.message, message);
        }
        ruth_ledger_close(l);
    }
    unlink(ledger_path);
    record_close(&whole);
}

static int open_all(void **state) {
    ruth_session *session = NULL;
    ruth_error e;
    (void)state;
    snprintf(folder, sizeof folder, "%s", support_folder(files));
    snprintf(ledger_path, sizeof ledger_path, "%s/ledger.db", folder);
    snprintf(exam_path, sizeof exam_path, "%s/exam", folder);
    if (ruth_engine_new(NULL, &calm, &e) || ruth_policy_load(calm, folder, &policy, &e) || ruth_session_new(policy, &session, &e)) return 1;
    for (int i = 0; i < 4; i++) {
        static const char *const ids[] = {"a0", "a1", "a2", "=2+3,\\\"q\\\""}; /* the last is one that a spreadsheet would work out */
        char request[300];
        ruth_text t;
        int n = snprintf(
            request, sizeof request,
            "{\"id\":\"%s\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":24000,\"late\":30,\"ill\":false}}",
            ids[i]);
        if (ruth_decide_line(session, request, (size_t)n, 1, &t, &e) || ruth_decision_record(session, &t) || t.length > sizeof records[i]) return 1;
        memcpy(records[i], t.bytes, lengths[i] = t.length);
    }
    ruth_session_free(session);
    return 0;
}

static int close_all(void **state) {
    (void)state;
    ruth_policy_release(policy);
    ruth_engine_free(calm);
    support_remove(folder);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_refusal), cmocka_unit_test(an_examination_on_a_full_disk),
                                       cmocka_unit_test(examinations_that_cannot_be_written), cmocka_unit_test(decisions_that_cannot_be_read)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}

/* test_rich_refused.c: the larger tools on policies rich in forms and on policies with a fault, while the n-th request for memory is refused. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/include/ruth_author.h"
#include "tests/support/charter_garden.h"
#include "tests/support/plugins.h"
#include "tests/support/refusing.h"
#include "tests/support/scenes.h"
#include "tests/support/slips.h"

static char folder[256], place[300];
static const char late[] =
    "{\"id\":\"a\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":39700,\"late\":30},\"contacts\":[{\"at\":\"2026-03-01T14:00:00Z\",\"channel\":\"letter\"}],\"ref\":{\"x\":[1,2]}}";

/* ---- a ledger: kept, looked into, made again, laid out ---- */
static ruth_status keep(ruth_ledger *l, ruth_policy *p, ruth_session *s, ruth_error *e) {
    ruth_text t;
    ruth_status st = ruth_decide_line(s, late, strlen(late), 1, &t, e);
    if (!st) scene_note(t);
    if (!st && (st = ruth_decision_record(s, &t))) snprintf(e->message, sizeof e->message, "out of memory");
    if (!st) st = ruth_ledger_add(l, p, t.bytes, t.length, e);
    return st ? st : ruth_ledger_commit(l, e);
}

static ruth_status look(ruth_ledger *l, uint64_t row, ruth_error *e) {
    ruth_ledger_row r;
    ruth_ledger_contact c;
    ruth_replay again;
    ruth_status st = ruth_ledger_read(l, row, &r, e);
    if (!st) scene_note(r.request);
    if (!st) scene_note(r.decision);
    if (!st) st = ruth_ledger_look(l, row, "letter", &c, e);
    if (!st) scene_note(c.limits);
    if (!st) st = ruth_ledger_replay(l, row, &again, e);
    if (!st && again.result != RUTH_REPLAY_SAME) fail_msg("made again it is another: %d: %s", (int)again.result, e->message);
    return st;
}

static ruth_status keeping(ruth_engine *engine, ruth_error *e) {
    ruth_policy *p = NULL;
    ruth_session *s = NULL;
    ruth_ledger *l = NULL;
    char exam[340], db[340];
    ruth_erased gone;
    support_remove(place);
    assert_int_equal(mkdir(place, 0700), 0);
    snprintf(exam, sizeof exam, "%s/exam", place);
    snprintf(db, sizeof db, "%s/db", place);
    plugin_told = (plugin_control){.steady = 7};
    plugin_add_all(engine);
    ruth_status st = ruth_policy_load(engine, folder, &p, e);
    if (!st) st = ruth_session_new(p, &s, e);
    if (!st) st = ruth_ledger_open(engine, db, RUTH_LEDGER_CREATE, &l, e);
    if (!st) st = keep(l, p, s, e);
    if (!st) st = look(l, 2, e);
    if (!st) st = ruth_exam_write(l, "cfpb", exam, INT64_MIN, INT64_MAX, e);
    if (!st) st = ruth_ledger_erase(l, "a", "2026-03-05T00:00:00Z", &gone, e);
    ruth_ledger_close(l);
    ruth_session_free(s);
    ruth_policy_release(p);
    return st;
}

/* Memory that runs out while a decision is made again is no other decision. */
static void a_replay_without_memory_never_differs(void **state) {
    (void)state;
    support_random random = {20261127};
    long refused = 0;
    snprintf(folder, sizeof folder, "%s", support_folder(plugin_policy("scorer, bureau", "")));
    snprintf(place, sizeof place, "%s.kept", folder);
    for (size_t at = 1; at;) {
        refusing r = {0};
        const ruth_options options = {.size = sizeof options, .allocator = refusing_allocator(&r)};
        char db[340];
        ruth_engine *engine;
        ruth_policy *p;
        ruth_session *s;
        ruth_ledger *l;
        ruth_replay again;
        ruth_error e;
        support_remove(place);
        assert_int_equal(mkdir(place, 0700), 0);
        snprintf(db, sizeof db, "%s/db", place);
        plugin_told = (plugin_control){.steady = 7};
        assert_int_equal(ruth_engine_new(&options, &engine, &e), RUTH_OK);
        plugin_add_all(engine);
        assert_int_equal(ruth_policy_load(engine, folder, &p, &e), RUTH_OK);
        assert_int_equal(ruth_session_new(p, &s, &e), RUTH_OK);
        assert_int_equal(ruth_ledger_open(engine, db, RUTH_LEDGER_CREATE, &l, &e), RUTH_OK);
        assert_int_equal(keep(l, p, s, &e), RUTH_OK);
        assert_int_equal(ruth_ledger_replay(l, 2, &again, &e), RUTH_OK); /* the policy of that day is loaded */
        r.refuse_at = r.calls + at;
        r.for_ever = true;
        ruth_status st = ruth_ledger_replay(l, 2, &again, &e);
        if (st ? st != RUTH_E_NOMEM : again.result != RUTH_REPLAY_SAME) fail_msg("refused at %zu: status %d, result %d", at, (int)st, (int)again.result);
        refused += st != RUTH_OK;
        at = r.refused ? at + (size_t)support_between(&random, 1, at < 20 ? 1 : 10) : 0;
        ruth_ledger_close(l);
        ruth_session_free(s);
        ruth_policy_release(p);
        ruth_engine_free(engine);
        assert_int_equal(r.held, 0);
    }
    printf("seed 20261127, replay: %ld times it said that memory ran out\n", refused);
    support_remove(place);
    support_remove(folder);
}

static void a_ledger(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "%s", support_folder(plugin_policy("scorer, bureau", "")));
    snprintf(place, sizeof place, "%s.kept", folder);
    scene_refuse(keeping, "ledger", 300); /* which loads the policy from what is kept */
    support_remove(place);
    support_remove(folder);
}

/* ---- checks ---- */
static ruth_status checking(ruth_engine *engine, ruth_error *e) {
    ruth_check *c = NULL;
    ruth_text t;
    const ruth_check_options o = {.size = sizeof o, .now = "2026-03-02T14:00:00Z", .all = 1};
    ruth_status st = ruth_check_run(engine, folder, &o, &c, e);
    for (int f = RUTH_AS_TEXT; !st && f <= RUTH_AS_JSON; f++)
        if (!(st = ruth_check_write(c, (ruth_format)f, &t, e))) scene_note(t);
    ruth_check_free(c);
    return st;
}

static void a_fault_of_each_kind(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "%s", support_folder(slips_garden));
    scene_loads_elsewhere(folder);
    support_remove(folder);
    for (size_t which = 0; which < slips_count; which += 9) {
        support_file files[SLIPS_ROOM];
        slips_marked m;
        slips_plant(&slips_all[which], files, &m);
        snprintf(folder, sizeof folder, "%s", support_folder(files));
        scene_refuse(checking, slips_all[which].name, 30);
        support_remove(folder);
        slips_free(files);
    }
}

static void a_check_of_every_form(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "%s", support_folder(charter_garden));
    scene_loads_elsewhere(folder);
    scene_refuse(checking, "check of the garden", 150);
    support_remove(folder);
}

/* ---- explanations and questions ---- */
static const char person[] =
    "{\"id\":\"a\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":40000,\"late\":45,\"event\":\"loss\",\"event_on\":\"2026-02-25\",\"opt_outs\":[\"voice\"]},\"contacts\":[{\"at\":\"2026-03-01T14:00:00Z\",\"channel\":\"voice\"}]}";

static ruth_status explaining(ruth_engine *engine, ruth_error *e) {
    ruth_explainer *x = NULL;
    ruth_status st = ruth_explainer_new(engine, folder, &x, e);
    for (int i = 0; !st && i < 4; i++) {
        const ruth_explain_options o = {.size = sizeof o,
                                        .lang = i % 2 ? "fr" : "en",
                                        .all = 1,
                                        .audience = i == 0   ? RUTH_FOR_EXAMINER
                                                    : i == 1 ? RUTH_FOR_PERSON
                                                             : RUTH_FOR_OFFICER,
                                        .format = i == 3 ? RUTH_AS_JSON : RUTH_AS_TEXT};
        ruth_text text;
        if (!(st = ruth_explain(x, person, strlen(person), &o, &text, NULL, e))) scene_note(text);
    }
    ruth_explainer_free(x);
    return st;
}

static ruth_status asking(ruth_engine *engine, ruth_error *e) {
    ruth_whatif *q = NULL;
    ruth_text t;
    ruth_status st = ruth_whatif_new(engine, folder, &q, e);
    for (int i = 0; !st && i < 2; i++)
        if (!(st = ruth_whatif_ask(q, person, strlen(person), NULL, NULL, i ? RUTH_AS_JSON : RUTH_AS_TEXT, &t, e))) scene_note(t);
    ruth_whatif_free(q);
    return st;
}

static void explanations_of_every_form(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "%s", support_folder(charter_garden));
    scene_loads_elsewhere(folder);
    scene_refuse(explaining, "explain the garden", 200);
    scene_refuse(asking, "what if in the garden", 100);
    support_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_replay_without_memory_never_differs), cmocka_unit_test(a_ledger),
                                       cmocka_unit_test(a_fault_of_each_kind), cmocka_unit_test(a_check_of_every_form),
                                       cmocka_unit_test(explanations_of_every_form)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

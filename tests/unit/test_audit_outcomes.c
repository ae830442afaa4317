/* test_audit_outcomes.c: what came of decisions, as rows: found by name, proved, erased; and ledgers of before there were such rows. */
#include "tests/support/support.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/ledger_world.h"

static uint64_t add_outcome(ledger_world *w, uint64_t decision, int i) {
    char subject[32], event[64], of[32], id[32], mark[32];
    uint64_t row = 0;
    int d = (int)decision - 2;
    ru_ledger_content c = {.subject = ledger_format(subject, sizeof subject, "PERSON", d % PEOPLE),
                           .request = ledger_format(event, sizeof event, "EVENT", i),
                           .decision = ledger_format(of, sizeof of, "MARK", d),
                           .recorded = {"", 0},
                           .id = ledger_format(id, sizeof id, "ID", d),
                           .mark = ledger_format(mark, sizeof mark, "KNOWN", i)};
    assert_int_equal(ru_ledger_add_outcome(w->ledger, decision, 2000 + i, &c, &row, &w->e), RUTH_OK);
    return row;
}

static void fill_outcomes(ledger_world *w) { /* decisions in rows 2 to 13, outcomes in 14 to 17 */
    ledger_fill(w);
    for (int i = 0; i < 4; i++) assert_int_equal(add_outcome(w, 4 + (uint64_t)i, i), 14 + i);
    assert_int_equal(ru_ledger_commit(w->ledger, &w->e), RUTH_OK);
}

enum { MANY = 66000 };
static int64_t number(const ledger_world *w, const char *sql) {
    sqlite3 *db;
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return n;
}

static void outcomes_are_found(void **state) {
    (void)state;
    ledger_world w;
    ru_ledger_row r;
    uint64_t next;
    ledger_open_world(&w);
    fill_outcomes(&w);
    assert_int_equal(ledger_verify(&w, w.ledger, NULL), 0);
    for (int ordered = 0; ordered < 2; ordered++) {
        assert_int_equal(ru_ledger_named(w.ledger, RU_NAME_REQUEST, RU_STR("ID-3"), 0, &next, &w.e), RUTH_OK);
        assert_int_equal(next, 5);
        assert_int_equal(ru_ledger_named(w.ledger, RU_NAME_REQUEST, RU_STR("ID-3"), 5, &next, &w.e), RUTH_OK);
        assert_int_equal(next, 15);
        assert_int_equal(ru_ledger_named(w.ledger, RU_NAME_REQUEST, RU_STR("ID-3"), 15, &next, &w.e), RUTH_OK);
        assert_int_equal(next, 0);
        assert_int_equal(ru_ledger_named(w.ledger, RU_NAME_DECISION, RU_STR("MARK-3"), 5, &next, &w.e), RUTH_OK);
        assert_int_equal(next, 15);
        assert_int_equal(ru_ledger_named(w.ledger, RU_NAME_EVENT, RU_STR("MARK-3"), 0, &next, &w.e), RUTH_OK);
        assert_int_equal(next, 0); /* of another kind */
        assert_int_equal(ru_ledger_last(w.ledger, RU_ROW_DECISION, RU_NAME_SUBJECT, RU_STR("PERSON-1"), INT64_MAX, &r, &w.e), RUTH_OK);
        assert_int_equal(r.row, 13);
        assert_int_equal(ru_ledger_last(w.ledger, RU_ROW_DECISION, RU_NAME_SUBJECT, RU_STR("PERSON-1"), 1006, &r, &w.e), RUTH_OK);
        assert_int_equal(r.row, 8);
        assert_int_equal(ru_ledger_last(w.ledger, RU_ROW_DECISION, RU_NAME_SUBJECT, RU_STR("PERSON-1"), 1000, &r, &w.e), RUTH_OK);
        assert_int_equal(r.row, 0);
        assert_int_equal(ru_ledger_last(w.ledger, RU_ROW_OUTCOME, RU_NAME_EVENT, RU_STR("KNOWN-2"), INT64_MAX, &r, &w.e), RUTH_OK);
        assert_true(r.row == 16 && r.on == 6 && ru_str_is(r.content.request, "EVENT-2"));
        if (ordered) break;
        for (int i = 0; i < MANY; i++) { /* so many names that the commit puts them in order */
            add_outcome(&w, 10, 100 + i);
            char known[32];
            if (i % 1000) continue;
            assert_int_equal(ru_ledger_last(w.ledger, RU_ROW_OUTCOME, RU_NAME_EVENT, ledger_format(known, sizeof known, "KNOWN", 100 + i), INT64_MAX, &r, &w.e),
                             RUTH_OK); /* before it is committed */
            assert_int_equal(r.row, 18 + i);
        }
        assert_int_equal(ru_ledger_commit(w.ledger, &w.e), RUTH_OK);
        assert_int_equal(number(&w, "SELECT count(*) FROM name_new"), 0);
        assert_int_equal(ledger_verify(&w, w.ledger, NULL), 0);
        assert_int_equal(ru_ledger_begin(w.ledger, &w.e), RUTH_OK); /* in a batch, while no name waits */
        assert_int_equal(ru_ledger_last(w.ledger, RU_ROW_DECISION, RU_NAME_SUBJECT, RU_STR("PERSON-1"), INT64_MAX, &r, &w.e), RUTH_OK);
        assert_int_equal(r.row, 13);
        ru_ledger_rollback(w.ledger);
    }
    ru_ledger_close(w.ledger);
    w.ledger = ledger_reopen(&w, w.path, RU_LEDGER_WRITE);
    assert_int_equal(ledger_after(&w, "DELETE FROM name WHERE row = 15", NULL), 1); /* all rows are good, one would not be found */
    ledger_close_world(&w);
}

static void in_an_empty_ledger_nothing_is_found(void **state) {
    (void)state;
    ledger_world w;
    ru_ledger_row r;
    ledger_open_world(&w);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(ru_ledger_begin(w.ledger, &w.e), RUTH_OK);
        assert_int_equal(ru_ledger_last(w.ledger, RU_ROW_DECISION, RU_NAME_SUBJECT, RU_STR("PERSON-1"), INT64_MAX, &r, &w.e), RUTH_OK);
        assert_int_equal(r.row, 0);
        if (i) break;
        ledger_fill(&w);
        assert_int_equal(ru_ledger_begin(w.ledger, &w.e), RUTH_OK); /* what was sorted in memory goes with the batch, and comes again */
        assert_int_equal(ru_ledger_last(w.ledger, RU_ROW_DECISION, RU_NAME_SUBJECT, RU_STR("PERSON-1"), INT64_MAX, &r, &w.e), RUTH_OK);
        assert_int_equal(r.row, 13);
        ru_ledger_rollback(w.ledger);
        assert_int_equal(ru_ledger_retain(w.ledger, INT64_MAX, 1, &(ru_erased){0, 0, 0}, &w.e), RUTH_OK);
    }
    ledger_close_world(&w);
}

static void every_change_of_an_outcome_is_noticed(void **state) {
    (void)state;
    static const struct {
        const char *sql;
        uint64_t row;
    } changes[] = {
        {"UPDATE entry SET at = at + 1 WHERE row = 15", 15},
        {"UPDATE entry SET kind = 2 WHERE row = 15", 15},
        {"UPDATE entry SET policy = 6 WHERE row = 15", 15},
        {"UPDATE entry SET subject = 2 WHERE row = 15", 15},
        {"UPDATE entry SET commitment = zeroblob(32) WHERE row = 15", 15},
        {"UPDATE entry SET hash = zeroblob(32) WHERE row = 15", 15},
        {"UPDATE entry SET body = (SELECT body FROM entry WHERE row = 14) WHERE row = 15", 15},
        {"UPDATE entry SET body = NULL WHERE row = 15", 15},
        {"DELETE FROM entry WHERE row = 15", 15},
        {"DELETE FROM name_new WHERE row = 15", 1},
        {"UPDATE entry SET row = 99 WHERE row = 14; UPDATE entry SET row = 14 WHERE row = 15; UPDATE entry SET row = 15 WHERE row = 99", 14},
    };
    ledger_world w;
    ledger_open_world(&w);
    fill_outcomes(&w);
    ru_ledger_close(w.ledger);
    w.ledger = ledger_reopen(&w, w.path, RU_LEDGER_WRITE);
    for (size_t i = 0; i < RU_COUNT(changes); i++) {
        uint64_t row = ledger_after(&w, changes[i].sql, NULL);
        if (row != changes[i].row) fail_msg("%s: row %llu, expected %llu", changes[i].sql, (unsigned long long)row, (unsigned long long)changes[i].row);
    }
    assert_int_equal(ledger_after(&w, "SELECT 1", NULL), 0);
    /* well chained and well sealed, but of somebody else's decision, or of none: what no ledger writes by itself */
    char subject[32];
    uint64_t row;
    ru_ledger_content c = {.subject = ledger_format(subject, sizeof subject, "PERSON", 1),
                           .request = RU_STR("EVENT"),
                           .decision = RU_STR("MARK-0"),
                           .recorded = {"", 0},
                           .id = RU_STR("ID-0"),
                           .mark = RU_STR("KNOWN")};
    const uint64_t wrong[] = {2, 1, 0, 14, 99};
    for (size_t i = 0; i < RU_COUNT(wrong); i++) {
        assert_int_equal(ru_ledger_add_outcome(w.ledger, wrong[i], 3000, &c, &row, &w.e), RUTH_OK);
        assert_int_equal(ru_ledger_commit(w.ledger, &w.e), RUTH_OK);
        assert_int_equal(ledger_verify(&w, w.ledger, NULL), 18);
    }
    ledger_close_world(&w);
}

static void outcomes_are_erased_too(void **state) {
    (void)state;
    ledger_world w;
    ru_ledger_row r;
    ru_erased gone;
    uint64_t next;
    ledger_open_world(&w);
    fill_outcomes(&w);
    assert_int_equal(ru_ledger_erase(w.ledger, RU_STR("PERSON-2"), 5000, &gone, &w.e), RUTH_OK); /* decisions in 4 and 9, an outcome in 14 */
    assert_true(gone.decisions == 2 && gone.outcomes == 1);
    assert_int_equal(ru_ledger_read(w.ledger, 14, &r, &w.e), RUTH_OK);
    assert_true(r.erased && r.kind == RU_ROW_OUTCOME && !r.content.request.n);
    assert_int_equal(ledger_verify(&w, w.ledger, NULL), 0);
    assert_int_equal(number(&w, "SELECT count(*) FROM name_new WHERE row IN (4, 9, 14)"), 0);
    assert_int_equal(ru_ledger_named(w.ledger, RU_NAME_REQUEST, RU_STR("ID-2"), 0, &next, &w.e), RUTH_OK);
    assert_int_equal(next, 0);
    assert_int_equal(ru_ledger_retain(w.ledger, 2002, 6000, &gone, &w.e), RUTH_OK); /* every decision, and the outcome in 15; 16 and 17 are younger */
    assert_true(gone.decisions == DECISIONS - 2 && gone.outcomes == 1);
    assert_int_equal(ledger_verify(&w, w.ledger, NULL), 0);
    assert_int_equal(ru_ledger_read(w.ledger, 16, &r, &w.e), RUTH_OK);
    assert_true(!r.erased && ru_str_is(r.content.request, "EVENT-2"));
    assert_int_equal(number(&w, "SELECT count(*) FROM name_new"), 2);
    assert_int_equal(number(&w, "SELECT count(*) FROM subject"), 2);
    ru_ledger_close(w.ledger);
    w.ledger = ledger_reopen(&w, w.path, RU_LEDGER_WRITE);
    assert_int_equal(ledger_after(&w, "UPDATE entry SET body = x'00' WHERE row = 14", NULL), 14);
    assert_int_equal(ledger_after(&w, "INSERT INTO name_new VALUES(14, 1, NULL, NULL)", NULL), 1); /* who is erased has no name */
    ledger_close_world(&w);
}

/* Two processes in turns: what one has taken down or erased meanwhile, the other sees in its next batch. */
static void two_look_up_in_turns(void **state) {
    (void)state;
    ledger_world w;
    ru_ledger_row r;
    ru_erased gone;
    ledger_open_world(&w);
    fill_outcomes(&w);
    ru_ledger *mine = w.ledger, *other = ledger_reopen(&w, w.path, RU_LEDGER_WRITE);
    for (int i = 0; i < 20; i++) {
        ru_ledger *l = i % 2 ? other : mine;
        char known[32];
        assert_int_equal(ru_ledger_begin(l, &w.e), RUTH_OK);
        assert_int_equal(ru_ledger_last(l, RU_ROW_OUTCOME, RU_NAME_EVENT, ledger_format(known, sizeof known, "KNOWN", 200 + i), INT64_MAX, &r, &w.e), RUTH_OK);
        assert_int_equal(r.row, 0);
        for (int k = i ? i - 1 : 0; k < i; k++) {
            assert_int_equal(ru_ledger_last(l, RU_ROW_OUTCOME, RU_NAME_EVENT, ledger_format(known, sizeof known, "KNOWN", 200 + k), INT64_MAX, &r, &w.e),
                             RUTH_OK);
            assert_int_equal(r.row, 18 + k);
        }
        w.ledger = l;
        add_outcome(&w, 10, 200 + i);
        if (i % 5 == 4) { /* given up, and done once more */
            ru_ledger_rollback(l);
            add_outcome(&w, 10, 200 + i);
        }
        assert_int_equal(ru_ledger_last(l, RU_ROW_OUTCOME, RU_NAME_EVENT, ledger_format(known, sizeof known, "KNOWN", 200 + i), INT64_MAX, &r, &w.e), RUTH_OK);
        assert_int_equal(r.row, 18 + i);
        assert_int_equal(ru_ledger_commit(l, &w.e), RUTH_OK);
    }
    assert_int_equal(ledger_verify(&w, mine, NULL), 0);
    assert_true(ru_ledger_erase(other, RU_STR("PERSON-3"), 9000, &gone, &w.e) != RUTH_E_LEDGER && gone.outcomes == 21);
    assert_int_equal(ru_ledger_begin(mine, &w.e), RUTH_OK);
    assert_int_equal(ru_ledger_last(mine, RU_ROW_OUTCOME, RU_NAME_EVENT, RU_STR("KNOWN-219"), INT64_MAX, &r, &w.e), RUTH_OK);
    assert_int_equal(r.row, 0);
    ru_ledger_rollback(mine);
    ru_ledger_close(other);
    w.ledger = mine;
    ledger_close_world(&w);
}

/* One whole person after the other, each row once. */
typedef struct visit {
    uint64_t subject, row;
    int rows, people;
} visit;
static ruth_status note(void *context, uint64_t subject, uint64_t row) {
    visit *v = context;
    assert_true(subject == v->subject ? row > v->row : subject > v->subject);
    v->people += subject != v->subject;
    v->rows++;
    v->subject = subject;
    v->row = row;
    return RUTH_OK;
}

static void by_person(void **state) {
    (void)state;
    ledger_world w;
    visit v = {0};
    ledger_open_world(&w);
    fill_outcomes(&w);
    assert_int_equal(ru_ledger_by_person(w.ledger, note, &v, &w.e), RUTH_OK);
    assert_true(v.rows == DECISIONS + 4 && v.people == PEOPLE);
    ledger_close_world(&w);
}

/* Ledgers of before the first release had other tables. */
static void another_form_is_not_opened(void **state) {
    (void)state;
    ledger_world w;
    ru_ledger *l;
    static const char *const changes[] = {"PRAGMA user_version = 2", "PRAGMA user_version = 4"};
    ledger_open_world(&w);
    ledger_fill(&w);
    ru_ledger_close(w.ledger);
    for (size_t i = 0; i < RU_COUNT(changes); i++) {
        sqlite3 *db;
        ledger_copy(&w);
        assert_int_equal(sqlite3_open(w.copy, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, changes[i], NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
        assert_int_equal(ru_ledger_open(&w.alloc, w.copy, 0, &l, &w.e), RUTH_E_LEDGER);
        assert_non_null(strstr(w.e.message, i ? "of form 4; this version knows form 3 alone" : "of form 2; this version knows form 3 alone"));
    }
    w.ledger = ledger_reopen(&w, w.path, 0);
    ledger_close_world(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcomes_are_found),
        cmocka_unit_test(in_an_empty_ledger_nothing_is_found),
        cmocka_unit_test(every_change_of_an_outcome_is_noticed),
        cmocka_unit_test(outcomes_are_erased_too),
        cmocka_unit_test(two_look_up_in_turns),
        cmocka_unit_test(by_person),
        cmocka_unit_test(another_form_is_not_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

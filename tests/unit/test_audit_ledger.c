/* test_audit_ledger.c: the ledger from inside: every way to change a row is noticed, and what is erased is gone. */
#include "tests/support/support.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/ledger_world.h"
#include "tests/support/refusing.h"

static void what_went_in_comes_out(void **state) {
    (void)state;
    ledger_world w;
    ru_ledger_row r;
    ledger_open_world(&w);
    assert_int_equal(ledger_verify(&w, w.ledger, NULL), 0);
    ledger_fill(&w);
    uint64_t again = w.policy;
    ledger_add_policy(&w, 7);
    assert_int_equal(w.policy, again); /* a policy stands there once */
    ledger_add_policy(&w, 8);
    assert_true(w.policy != again);
    ru_ledger_rollback(w.ledger);
    assert_int_equal(ru_ledger_rows(w.ledger), 1 + DECISIONS);
    ru_ledger_close(w.ledger);
    w.ledger = ledger_reopen(&w, w.path, 0);
    assert_int_equal(ru_ledger_rows(w.ledger), 1 + DECISIONS);
    assert_int_equal(ru_ledger_read(w.ledger, 4, &r, &w.e), RUTH_OK);
    assert_int_equal(r.kind, RU_ROW_DECISION);
    assert_int_equal(r.at, 1002);
    assert_int_equal(r.on, again);
    assert_true(ru_str_is(r.content.subject, "PERSON-2") && ru_str_is(r.content.request, "REQUEST-2") && ru_str_is(r.content.decision, "DECISION-2") &&
                ru_str_is(r.content.recorded, "RECORDED-2"));
    assert_int_equal(ru_ledger_read(w.ledger, 99, &r, &w.e), RUTH_E_ARGUMENT);
    ru_arena a;
    ru_ledger_policy p;
    ru_arena_init(&a, &w.alloc, 4096);
    assert_int_equal(ru_ledger_read_policy(w.ledger, again, &a, &p, &w.e), RUTH_OK);
    assert_true(p.file_count == 3 && ru_str_is(p.files[2].bytes, "one") && ru_str_is(p.files[1].path, "b.lua") && !p.files[1].bytes.n &&
                ru_str_is(p.name, "humane"));
    ru_arena_free(&a);
    assert_int_equal(ru_ledger_add_decision(w.ledger, 1, 1, &r.content, &w.e), RUTH_E_ARGUMENT); /* opened for reading */
    assert_int_equal(ledger_verify(&w, w.ledger, NULL), 0);
    ledger_close_world(&w);
}

/* ---- by statements, the guards taken away first ---- */
static void every_change_is_noticed(void **state) {
    (void)state;
    static const struct {
        const char *sql;
        uint64_t row;
    } changes[] = {
        {"UPDATE entry SET at = at + 1 WHERE row = 4", 4},
        {"UPDATE entry SET kind = 3 WHERE row = 4", 4},
        {"UPDATE entry SET policy = 0 WHERE row = 4", 4},
        {"UPDATE entry SET subject = 2 WHERE row = 4", 4},
        {"UPDATE entry SET commitment = zeroblob(32) WHERE row = 4", 4},
        {"UPDATE entry SET commitment = x'00' WHERE row = 4", 4},
        {"UPDATE entry SET hash = zeroblob(32) WHERE row = 4", 4},
        {"UPDATE entry SET hash = zeroblob(31) WHERE row = 4", 4},
        {"UPDATE entry SET body = (SELECT body FROM entry WHERE row = 5) WHERE row = 4", 4},
        {"UPDATE entry SET body = NULL WHERE row = 4", 4},
        {"UPDATE entry SET body = NULL WHERE row = 1", 1},
        {"DELETE FROM entry WHERE row = 1", 1},
        {"DELETE FROM entry WHERE row = 6", 6},
        {"UPDATE entry SET row = 99 WHERE row = 4; UPDATE entry SET row = 4 WHERE row = 5; UPDATE entry SET row = 5 WHERE row = 99", 4},
        {"UPDATE entry SET row = -row WHERE row > 5; UPDATE entry SET row = 1 - row WHERE row < 0; INSERT INTO entry SELECT 6, kind, at, policy, subject, commitment, hash, body FROM entry WHERE row = 5",
         6},
        {"INSERT INTO entry SELECT 0, kind, at, policy, subject, commitment, hash, body FROM entry WHERE row = 5", 1},
        {"INSERT INTO entry SELECT 14, kind, at, policy, subject, commitment, hash, body FROM entry WHERE row = 5", 14},
        {"DELETE FROM subject WHERE number = 3", 3},
        {"UPDATE subject SET key = zeroblob(32) WHERE number = 3", 3},
        {"UPDATE subject SET tag = zeroblob(16) WHERE number = 3", 3},
        {"UPDATE subject SET tag = x'00' WHERE number = 3", 3},
        {"UPDATE meta SET value = zeroblob(32) WHERE name = 'number'", 1},
        {"UPDATE meta SET value = zeroblob(32) WHERE name = 'pepper'", 2},
        {"UPDATE file SET bytes = x'00' WHERE length(bytes) = 3", 1},
        {"UPDATE file SET bytes = CAST(bytes || 'x' AS BLOB) WHERE bytes = CAST('DECISION- REQUEST- ' AS BLOB)", 1},
        {"DELETE FROM file WHERE bytes = CAST('DECISION- REQUEST- ' AS BLOB)", 1},
        {"DELETE FROM file WHERE length(bytes) = 0", 1},
        {"DELETE FROM name_new WHERE row = 4", 1},
        {"UPDATE name_new SET row = 99 WHERE row = 4", 1},
        {"UPDATE name_new SET a = a + 1 WHERE row = 4", 1},
        {"UPDATE name_new SET c = NULL WHERE row = 4", 1},
        {"INSERT INTO name VALUES(7, 4)", 1},
        {"INSERT INTO name_new VALUES(1, 7, 8, 9)", 1},
        {"DROP INDEX entry_other", 1},
        {"CREATE TRIGGER more AFTER INSERT ON entry BEGIN SELECT 1; END", 1},
        {"CREATE TABLE more(x)", 1},
    };
    ledger_world w;
    ledger_open_world(&w);
    ledger_fill(&w);
    ru_ledger_close(w.ledger); /* what is in the -wal goes into the file */
    w.ledger = ledger_reopen(&w, w.path, RU_LEDGER_WRITE);
    for (size_t i = 0; i < RU_COUNT(changes); i++) {
        uint64_t row = ledger_after(&w, changes[i].sql, NULL);
        if (row != changes[i].row) fail_msg("%s: row %llu, expected %llu", changes[i].sql, (unsigned long long)row, (unsigned long long)changes[i].row);
    }
    assert_int_equal(ledger_after(&w, "SELECT 1", NULL), 0);
    ledger_close_world(&w);
}

static void guards_stop_accidents(void **state) {
    (void)state;
    static const char *const slips[] = {"DELETE FROM entry", "UPDATE entry SET at = 1", "UPDATE entry SET hash = x'00'",
                                        "UPDATE entry SET body = x'00' WHERE row = 3"};
    ledger_world w;
    sqlite3 *db;
    ledger_open_world(&w);
    ledger_fill(&w);
    assert_int_equal(sqlite3_open(w.path, &db), SQLITE_OK);
    for (size_t i = 0; i < RU_COUNT(slips); i++) assert_int_equal(sqlite3_exec(db, slips[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
    sqlite3_close(db);
    ledger_close_world(&w);
}

static void a_cut_tail_needs_the_head(void **state) {
    (void)state;
    ledger_world w;
    unsigned char head[RU_DIGEST_SIZE], early[RU_DIGEST_SIZE];
    ledger_open_world(&w);
    ledger_add_policy(&w, 7);
    ledger_add(&w, 0);
    assert_int_equal(ru_ledger_commit(w.ledger, &w.e), RUTH_OK);
    memcpy(early, ru_ledger_head(w.ledger), sizeof early);
    for (int i = 1; i < DECISIONS; i++) ledger_add(&w, i);
    assert_int_equal(ru_ledger_commit(w.ledger, &w.e), RUTH_OK);
    memcpy(head, ru_ledger_head(w.ledger), sizeof head);
    ru_ledger_close(w.ledger);
    w.ledger = ledger_reopen(&w, w.path, RU_LEDGER_WRITE);
    ru_ledger_proof proof = {.head = head}, older = {.head = early};
    assert_int_equal(ledger_verify(&w, w.ledger, &proof), 0);
    assert_int_equal(ledger_verify(&w, w.ledger, &older), 0); /* it has grown since */
    assert_int_equal(ledger_after(&w, "DELETE FROM entry WHERE row > 10; DELETE FROM name_new WHERE row > 10", NULL), 0);
    assert_int_equal(ledger_after(&w, "DELETE FROM entry WHERE row > 10", NULL), 1); /* who forgets that the rows had names */
    assert_int_equal(ledger_after(&w, "DELETE FROM entry WHERE row > 10", &proof), 11);
    assert_int_equal(ledger_after(&w, "DELETE FROM entry", &older), 1);
    ledger_close_world(&w);
}

/* ---- by bytes ---- */
/* The row that is named when the copy holds these bytes; 0: none; UINT64_MAX: it does not even open. */
static uint64_t verdict(ledger_world *w, const char *bytes, size_t size) {
    FILE *f = fopen(w->copy, "wb");
    ru_ledger *l = NULL;
    uint64_t row = UINT64_MAX;
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
    if (ru_ledger_open(&w->alloc, w->copy, 0, &l, &w->e) == RUTH_OK) row = ledger_verify(w, l, NULL);
    ru_ledger_close(l);
    return row;
}

static void every_byte_of_a_row_counts(void **state) {
    (void)state;
    enum { ROW = 9, BEFORE = 3 + 10 + 4 + 2 * RU_DIGEST_SIZE }; /* its size and number, the list of its types, its small fields, its hashes */
    ledger_world w;
    unsigned char body[512];
    ledger_open_world(&w);
    ledger_fill(&w);
    ru_ledger_close(w.ledger);
    size_t size, n = ledger_fetch(&w, "SELECT body FROM entry WHERE row = 9", body, sizeof body), at = 0;
    w.ledger = ledger_reopen(&w, w.path, RU_LEDGER_WRITE);
    ru_ledger_close(w.ledger);
    char *bytes = ledger_slurp(w.path, &size);
    while (at + n <= size && memcmp(bytes + at, body, n) != 0) at++;
    assert_true(at > BEFORE && at + n <= size);
    for (size_t i = at - BEFORE; i < at + n; i++) {
        bytes[i] = (char)~bytes[i];
        uint64_t row = verdict(&w, bytes, size);
        bool sizes = i - (at - BEFORE) < 2 && row == UINT64_MAX; /* a row that seems to reach beyond its page: the file is damaged before it is opened */
        if (row != ROW && !sizes) fail_msg("byte %zu of the row: row %llu is named", i + BEFORE - at, (unsigned long long)row);
        bytes[i] = (char)~bytes[i];
    }
    free(bytes);
    w.ledger = ledger_reopen(&w, w.path, RU_LEDGER_WRITE);
    ledger_close_world(&w);
}

/* Anywhere at all: nothing crashes, and what goes unnoticed is part of no row (what was freed inside a page, say). */
static void a_flipped_bit_anywhere(void **state) {
    (void)state;
    ledger_world w;
    ledger_open_world(&w);
    ledger_fill(&w);
    ru_ledger_close(w.ledger);
    size_t size, at, noticed = 0;
    long rounds = support_scaled(200);
    char *bytes = ledger_slurp(w.path, &size);
    support_random random = {11};
    for (long i = 0; i < rounds; i++) {
        do at = (size_t)support_between(&random, 100, (int64_t)size - 1);
        while (!bytes[at]); /* mostly room that nothing uses */
        char saved = bytes[at];
        bytes[at] = (char)(saved ^ 1 << support_between(&random, 0, 7));
        noticed += verdict(&w, bytes, size) != 0;
        bytes[at] = saved;
    }
    print_message("%zu of %ld flipped bits were noticed\n", noticed, rounds);
    assert_true(noticed + (size_t)rounds / 10 >= (size_t)rounds);
    free(bytes);
    w.ledger = ledger_reopen(&w, w.path, RU_LEDGER_WRITE);
    ledger_close_world(&w);
}

/* ---- erasure ---- */
static bool holds(const char *path, const void *what, size_t n) {
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    size_t size = (size_t)ftell(f);
    char *bytes = malloc(size + 1);
    rewind(f);
    assert_int_equal(fread(bytes, 1, size, f), size);
    fclose(f);
    bool found = false;
    for (size_t i = 0; i + n <= size && !found; i++) found = bytes[i] == *(const char *)what && !memcmp(bytes + i, what, n);
    free(bytes);
    return found;
}

static bool anywhere(const ledger_world *w, const void *what, size_t n) {
    char wal[112];
    snprintf(wal, sizeof wal, "%s-wal", w->path);
    return holds(w->path, what, n) || holds(wal, what, n);
}

static void what_is_erased_is_gone(void **state) {
    (void)state;
    ledger_world w;
    ru_ledger_row r;
    ru_erased gone;
    unsigned char key[64], tag[64], body[512];
    ledger_open_world(&w);
    ledger_fill(&w);
    assert_false(anywhere(&w, "PERSON-2", 8)); /* nor before: it is sealed */
    assert_false(anywhere(&w, "REQUEST-2", 9));
    size_t key_size = ledger_fetch(&w, "SELECT key FROM subject WHERE number = 4", key, sizeof key),
           tag_size = ledger_fetch(&w, "SELECT tag FROM subject WHERE number = 4", tag, sizeof tag);
    size_t body_size = ledger_fetch(&w, "SELECT body FROM entry WHERE row = 9", body, sizeof body);
    assert_true(anywhere(&w, key, key_size) && anywhere(&w, body, body_size));
    assert_int_equal(ru_ledger_erase(w.ledger, RU_STR("PERSON-2"), 5000, &gone, &w.e), RUTH_OK);
    assert_int_equal(gone.decisions, 2);
    assert_false(anywhere(&w, key, key_size));
    assert_false(anywhere(&w, tag, tag_size));
    assert_false(anywhere(&w, body, body_size));
    assert_int_equal(ledger_verify(&w, w.ledger, NULL), 0);
    assert_int_equal(ru_ledger_read(w.ledger, 9, &r, &w.e), RUTH_OK);
    assert_true(r.erased && !r.content.request.n);
    assert_int_equal(ru_ledger_read(w.ledger, ru_ledger_rows(w.ledger), &r, &w.e), RUTH_OK);
    assert_int_equal(r.kind, RU_ROW_ERASURE);
    assert_int_equal(ru_ledger_erase(w.ledger, RU_STR("PERSON-2"), 5000, &gone, &w.e), RUTH_OK);
    assert_int_equal(gone.decisions, 0);
    ledger_add(&w, 2); /* who comes again is a new number with a new key */
    assert_int_equal(ru_ledger_commit(w.ledger, &w.e), RUTH_OK);
    assert_int_equal(ru_ledger_read(w.ledger, ru_ledger_rows(w.ledger), &r, &w.e), RUTH_OK);
    assert_true(r.subject == r.row && ru_str_is(r.content.subject, "PERSON-2"));
    assert_int_equal(ledger_verify(&w, w.ledger, NULL), 0);
    ru_ledger_close(w.ledger);
    w.ledger = ledger_reopen(&w, w.path, RU_LEDGER_WRITE);
    uint64_t last = ru_ledger_rows(w.ledger);
    assert_int_equal(ledger_after(&w, "UPDATE entry SET body = x'00' WHERE row = 9", NULL), 9);
    assert_int_equal(ledger_after(&w, "INSERT INTO subject VALUES(4, randomblob(16), randomblob(32))", NULL), last - 1); /* the row that says that it went */
    assert_int_equal(ledger_after(&w, "INSERT INTO subject VALUES(4, x'00', x'00')", NULL), last - 1);
    ledger_close_world(&w);
}

static void what_is_old_goes(void **state) {
    (void)state;
    ledger_world w;
    ru_ledger_row r;
    ru_erased gone;
    ledger_open_world(&w);
    ledger_fill(&w);
    assert_int_equal(ru_ledger_retain(w.ledger, 1008, 6000, &gone, &w.e), RUTH_OK);
    assert_int_equal(gone.decisions, 8);
    assert_int_equal(ledger_verify(&w, w.ledger, NULL), 0);
    assert_int_equal(ru_ledger_read(w.ledger, 9, &r, &w.e), RUTH_OK);
    assert_true(r.erased);
    assert_int_equal(ru_ledger_read(w.ledger, 10, &r, &w.e), RUTH_OK);
    assert_true(!r.erased && ru_str_is(r.content.request, "REQUEST-8"));
    assert_int_equal(ru_ledger_retain(w.ledger, 1008, 6000, &gone, &w.e), RUTH_OK);
    assert_int_equal(gone.decisions, 0);
    assert_int_equal(ru_ledger_erase(w.ledger, RU_STR("PERSON-3"), 6001, &gone, &w.e), RUTH_OK);
    assert_int_equal(gone.decisions, 1); /* one had gone before */
    assert_int_equal(ledger_verify(&w, w.ledger, NULL), 0);
    ledger_close_world(&w);
}

static void who_rewrites_needs_the_key(void **state) {
    (void)state;
    ledger_world w;
    unsigned char secret[RU_KEY_SIZE], open[RU_KEY_SIZE], other[RU_KEY_SIZE], unused[RU_KEY_SIZE];
    ledger_open_world(&w);
    ledger_fill(&w);
    assert_int_equal(ru_ledger_key_new(secret, open, &w.e), RUTH_OK);
    assert_int_equal(ru_ledger_key_new(unused, other, &w.e), RUTH_OK);
    ru_ledger_proof mine = {.key = open}, theirs = {.key = other};
    assert_true(ledger_verify(&w, w.ledger, &mine) > 0);
    assert_int_equal(ru_ledger_sign(w.ledger, secret, 7000, &w.e), RUTH_OK);
    assert_int_equal(ledger_verify(&w, w.ledger, NULL), 0);
    assert_int_equal(ledger_verify(&w, w.ledger, &mine), 0);
    assert_true(ledger_verify(&w, w.ledger, &theirs) > 0);
    ledger_close_world(&w);
}

static void files_that_are_none(void **state) {
    (void)state;
    static const char *const names[] = {"", ":memory:", "file:x?mode=memory"};
    ledger_world w;
    ru_ledger *l;
    struct stat about;
    ledger_open_world(&w);
    assert_int_equal(stat(w.path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    for (size_t i = 0; i < RU_COUNT(names); i++)
        assert_int_equal(ru_ledger_open(&w.alloc, names[i], RU_LEDGER_WRITE | RU_LEDGER_CREATE, &l, &w.e), RUTH_E_ARGUMENT);
    assert_int_equal(ru_ledger_open(&w.alloc, w.copy, RU_LEDGER_WRITE, &l, &w.e), RUTH_E_IO);
    assert_int_equal(ru_ledger_open(&w.alloc, "/nowhere/at/all", RU_LEDGER_WRITE | RU_LEDGER_CREATE, &l, &w.e), RUTH_E_IO);
    FILE *f = fopen(w.copy, "w");
    fputs("this is a text, and it is long enough to be looked at as if it might be a database; it is none, and never was one", f);
    fclose(f);
    assert_int_equal(ru_ledger_open(&w.alloc, w.copy, RU_LEDGER_WRITE | RU_LEDGER_CREATE, &l, &w.e), RUTH_E_LEDGER);
    assert_int_equal(remove(w.copy), 0);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(w.copy, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t(x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(ru_ledger_open(&w.alloc, w.copy, RU_LEDGER_WRITE | RU_LEDGER_CREATE, &l, &w.e), RUTH_E_LEDGER);
    ledger_close_world(&w);
}

static void two_take_turns(void **state) {
    (void)state;
    ledger_world w;
    ledger_open_world(&w);
    ledger_fill(&w);
    ru_ledger *first = w.ledger;
    w.ledger = ledger_reopen(&w, w.path, RU_LEDGER_WRITE);
    ru_ledger *second = w.ledger;
    for (int i = 0; i < 6; i++) {
        w.ledger = i % 2 ? first : second;
        ledger_add(&w, 100 + i);
        assert_int_equal(ru_ledger_commit(w.ledger, &w.e), RUTH_OK);
    }
    w.ledger = first;
    assert_int_equal(ru_ledger_rows(second), 1 + DECISIONS + 5); /* as of its own last commit */
    assert_int_equal(ru_ledger_refresh(second, &w.e), RUTH_OK);
    assert_int_equal(ru_ledger_rows(second), 1 + DECISIONS + 6);
    ru_ledger_close(second);
    assert_int_equal(ledger_verify(&w, w.ledger, NULL), 0);
    ledger_close_world(&w);
}

/* One whole use, with the n-th request for memory refused: an error, nothing lost, nothing half there. */
static ruth_status use(ledger_world *w, const ruth_allocator *alloc) {
    static const unsigned char secret[RU_KEY_SIZE] = {1};
    ru_ledger *l = NULL;
    ru_arena a;
    ru_ledger_fault fault;
    ru_ledger_row r;
    uint64_t policy;
    ru_erased gone;
    ru_ledger_file file = {RU_STR("a.lua"), RU_STR("one")};
    ru_ledger_policy p = {
        .name = RU_STR("humane"), .version = RU_STR("1"), .release = RU_STR("ruth"), .files = &file, .file_count = 1, .words = RU_STR("words")};
    ru_ledger_content c = {
        .subject = RU_STR("P"), .request = RU_STR("{}"), .decision = RU_STR("{}"), .recorded = RU_STR("[]"), .id = RU_STR("R"), .mark = RU_STR("D")};
    ruth_status st = ru_ledger_open(alloc, w->copy, RU_LEDGER_WRITE | RU_LEDGER_CREATE, &l, &w->e);
    if (!st) st = ru_ledger_add_policy(l, &p, 1, &policy, &w->e);
    if (!st) st = ru_ledger_add_decision(l, policy, 1, &c, &w->e);
    if (!st) st = ru_ledger_commit(l, &w->e);
    if (!st) st = ru_ledger_read(l, ru_ledger_rows(l), &r, &w->e);
    ru_arena_init(&a, alloc, 4096);
    if (!st) st = ru_ledger_read_policy(l, policy, &a, &p, &w->e);
    ru_arena_free(&a);
    if (!st) st = ru_ledger_sign(l, secret, 1, &w->e);
    if (!st) st = ru_ledger_retain(l, 1, 1, &gone, &w->e);
    if (!st) st = ru_ledger_retain(l, 2, 1, &gone, &w->e);
    if (!st) st = ru_ledger_verify(l, NULL, NULL, NULL, &fault, &w->e);
    if (!st) st = ru_ledger_erase(l, c.subject, 2, &gone, &w->e);
    if (!st) st = ru_ledger_verify(l, NULL, NULL, NULL, &fault, &w->e);
    ru_ledger_close(l);
    return st;
}

static void memory_that_is_refused(void **state) {
    (void)state;
    ledger_world w;
    refusing r = {0};
    ruth_allocator alloc = refusing_allocator(&r);
    ledger_open_world(&w);
    assert_int_equal(use(&w, &alloc), RUTH_OK);
    size_t calls = r.calls;
    for (size_t n = 1; n <= calls; n++) {
        r = (refusing){.refuse_at = n};
        ruth_status st = use(&w, &alloc);
        if (st != RUTH_E_NOMEM && st != RUTH_E_INTERNAL && st != RUTH_OK) fail_msg("call %zu: status %d, %s", n, (int)st, w.e.message);
        assert_true(r.blocks == 0 && !r.wrong_size);
        ru_ledger *l = ledger_reopen(&w, w.copy, 0);
        assert_int_equal(ledger_verify(&w, l, NULL), 0);
        ru_ledger_close(l);
    }
    ledger_close_world(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_went_in_comes_out),
        cmocka_unit_test(every_change_is_noticed),
        cmocka_unit_test(guards_stop_accidents),
        cmocka_unit_test(a_cut_tail_needs_the_head),
        cmocka_unit_test(every_byte_of_a_row_counts),
        cmocka_unit_test(a_flipped_bit_anywhere),
        cmocka_unit_test(what_is_erased_is_gone),
        cmocka_unit_test(what_is_old_goes),
        cmocka_unit_test(who_rewrites_needs_the_key),
        cmocka_unit_test(files_that_are_none),
        cmocka_unit_test(two_take_turns),
        cmocka_unit_test(memory_that_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

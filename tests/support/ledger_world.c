/* ledger_world.c: a small ledger in a folder of its own, copies of it that were changed, and what a proof says of them. */
#include "tests/support/ledger_world.h"

#include "tests/support/support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

ru_ledger *ledger_reopen(ledger_world *w, const char *path, unsigned how) {
    ru_ledger *l = NULL;
    ruth_status st = ru_ledger_open(&w->alloc, path, how, &l, &w->e);
    if (st) print_message("%s\n", w->e.message);
    assert_int_equal(st, RUTH_OK);
    return l;
}

void ledger_add_policy(ledger_world *w, char digest) {
    ru_ledger_file files[] = {{RU_STR("a.lua"), RU_STR("one")}, {RU_STR("b.lua"), RU_STR("")}, {RU_STR("c.lua"), RU_STR("one")}};
    ru_ledger_policy p = {.name = RU_STR("humane"),
                          .version = RU_STR("1"),
                          .release = RU_STR("ruth"),
                          .files = files,
                          .file_count = RU_COUNT(files),
                          .words = RU_STR(LEDGER_WORDS)};
    memset(p.digest, digest, sizeof p.digest);
    assert_int_equal(ru_ledger_add_policy(w->ledger, &p, 1000, &w->policy, &w->e), RUTH_OK);
}

ru_str ledger_format(char *room, size_t size, const char *what, int i) {
    int n = snprintf(room, size, "%s-%d", what, i);
    return (ru_str){room, (size_t)n};
}

void ledger_add(ledger_world *w, int i) {
    char subject[32], request[64], decision[64], recorded[64], id[32], mark[32];
    ru_ledger_content c = {.subject = ledger_format(subject, sizeof subject, "PERSON", i % PEOPLE),
                           .request = ledger_format(request, sizeof request, "REQUEST", i),
                           .decision = ledger_format(decision, sizeof decision, "DECISION", i),
                           .recorded = ledger_format(recorded, sizeof recorded, "RECORDED", i),
                           .id = ledger_format(id, sizeof id, "ID", i),
                           .mark = ledger_format(mark, sizeof mark, "MARK", i)};
    assert_int_equal(ru_ledger_add_decision(w->ledger, w->policy, 1000 + i, &c, &w->e), RUTH_OK);
}

void ledger_open_world(ledger_world *w) {
    *w = (ledger_world){.alloc = ru_allocator_default()};
    strcpy(w->folder, "/tmp/ruth-ledger.XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    snprintf(w->path, sizeof w->path, "%s/db", w->folder);
    snprintf(w->copy, sizeof w->copy, "%s/copy", w->folder);
    w->ledger = ledger_reopen(w, w->path, RU_LEDGER_WRITE | RU_LEDGER_CREATE);
}

void ledger_fill(ledger_world *w) {
    ledger_add_policy(w, 7);
    for (int i = 0; i < DECISIONS; i++) ledger_add(w, i);
    assert_int_equal(ru_ledger_commit(w->ledger, &w->e), RUTH_OK);
}

void ledger_close_world(ledger_world *w) {
    char command[128];
    ru_ledger_close(w->ledger);
    snprintf(command, sizeof command, "rm -rf %s", w->folder);
    assert_int_equal(system(command), 0);
}

uint64_t ledger_verify(ledger_world *w, ru_ledger *l, const ru_ledger_proof *proof) {
    ru_ledger_fault fault;
    ruth_status st = ru_ledger_verify(l, proof, NULL, NULL, &fault, &w->e);
    assert_true(st == RUTH_OK ? fault.row == 0 : st == RUTH_E_LEDGER);
    if (st == RUTH_E_LEDGER) assert_true(fault.row > 0 && fault.why[0]);
    return fault.row;
}

void ledger_copy(const ledger_world *w) {
    char command[512];
    snprintf(command, sizeof command, "cp %s %s && rm -f %s-wal %s-shm", w->path, w->copy, w->copy, w->copy);
    assert_int_equal(system(command), 0);
}

static void change(const char *path, const char *sql) {
    static const char away[] = "DROP TRIGGER entry_stays; DROP TRIGGER entry_is_kept; DROP TRIGGER entry_is_only_emptied;";
    char *saved[3] = {0}, *error = NULL;
    sqlite3 *db;
    sqlite3_stmt *s;
    int n = 0;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_schema WHERE type = 'trigger'", -1, &s, NULL), SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW && n < 3) saved[n++] = strdup((const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    assert_int_equal(sqlite3_exec(db, away, NULL, NULL, NULL), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) fail_msg("%s: %s", sql, error);
    for (int i = 0; i < n; i++) {
        assert_int_equal(sqlite3_exec(db, saved[i], NULL, NULL, NULL), SQLITE_OK);
        free(saved[i]);
    }
    sqlite3_close(db);
}

uint64_t ledger_after(ledger_world *w, const char *sql, const ru_ledger_proof *proof) {
    ledger_copy(w);
    change(w->copy, sql);
    ru_ledger *l = ledger_reopen(w, w->copy, 0);
    uint64_t row = ledger_verify(w, l, proof);
    ru_ledger_close(l);
    return row;
}

char *ledger_slurp(const char *path, size_t *size) {
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    *size = (size_t)ftell(f);
    char *bytes = malloc(*size);
    rewind(f);
    assert_int_equal(fread(bytes, 1, *size, f), *size);
    fclose(f);
    return bytes;
}

size_t ledger_fetch(const ledger_world *w, const char *sql, unsigned char *out, size_t room) {
    sqlite3 *db;
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    size_t n = (size_t)sqlite3_column_bytes(s, 0);
    assert_true(n && n <= room);
    memcpy(out, sqlite3_column_blob(s, 0), n);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return n;
}

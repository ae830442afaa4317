/* test_audit_faults.c: a ledger on a disk that fails or is full, and with memory of SQLite and OpenSSL that is refused, at the n-th call, n = 1, 2, 3 …:
 * a clean status, no decision without its row, no ledger accused of what the machine did, no proof of what was not looked at, nothing left of who was erased. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>

#include "engine/include/ruth.h"
#include "tests/support/faulty.h"
#include "tests/support/refusing.h"
#include "tests/support/support.h"

enum { PEOPLE = 3, DECISIONS = 6, BATCH = 2 };
static const support_file files[] = {
    {"facts.yaml",
     "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nsubject: { type: text, source: host }\n"},
    {NULL, NULL},
};
static support_world w;
static refusing counted; /* what the library holds */
static char path[300], kept[300], secret[RUTH_HEX], open_half[RUTH_HEX], head[RUTH_HEX];
static char *records[DECISIONS];
static size_t lengths[DECISIONS];
static ruth_error e;

/* ---- one file, as it was before ---- */
static void shell(const char *command) {
    if (system(command) != 0) fail_msg("%s", command);
}

static void take_away(void) {
    char command[1400];
    snprintf(command, sizeof command, "%s-wal", path);
    remove(command);
    snprintf(command, sizeof command, "%s-shm", path);
    remove(command);
    remove(path);
}

static void put_back(void) {
    static char bytes[1 << 20];
    take_away();
    FILE *from = fopen(kept, "rb"), *to = fopen(path, "wb");
    assert_true(from && to);
    size_t n = fread(bytes, 1, sizeof bytes, from);
    assert_true(n > 0 && n < sizeof bytes);
    assert_int_equal(fwrite(bytes, 1, n, to), n);
    assert_int_equal(fclose(from) | fclose(to), 0);
}

static bool holds(const char *name, const char *what, size_t n) {
    static char bytes[1 << 20];
    FILE *f = fopen(name, "rb");
    if (!f) return false;
    size_t size = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    for (size_t i = 0; i + n <= size; i++)
        if (!memcmp(bytes + i, what, n)) return true;
    return false;
}

static ruth_ledger *reopen(unsigned how) {
    ruth_ledger *l = NULL;
    if (ruth_ledger_open(w.engine, path, how, &l, &e)) fail_msg("it does not open again: %s", e.message);
    return l;
}

/* Walks the file again when all is well: it is proved, and these decisions are in it, each once. Gives how many others are. */
static long look_again(const bool *released) {
    ruth_ledger_fault fault;
    ruth_ledger_row row;
    int seen[DECISIONS] = {0};
    char digits[RUTH_HEX];
    ruth_ledger *l = reopen(RUTH_LEDGER_CREATE);
    if (ruth_ledger_verify(l, NULL, NULL, NULL, NULL, &fault, &e)) fail_msg("row %llu: %s", (unsigned long long)fault.row, e.message);
    uint64_t rows = ruth_ledger_head(l, digits);
    for (uint64_t i = 1; i <= rows; i++) {
        assert_int_equal(ruth_ledger_read(l, i, &row, &e), RUTH_OK);
        if (!strcmp(row.kind, "decision") && !row.erased) seen[row.id[0] - 'a']++;
    }
    ruth_ledger_close(l);
    long others = 0;
    for (int i = 0; i < DECISIONS; i++) {
        if (seen[i] > 1 || (released[i] && !seen[i]))
            fail_msg("decision %d was %s, and stands %d times in the ledger", i, released[i] ? "released" : "kept back", seen[i]);
        others += seen[i] && !released[i];
    }
    return others;
}

/* ---- scenes: each gives the worst that was said ---- */
static ruth_status worse(ruth_status a, ruth_status b) {
    if (b && b != e.status) fail_msg("status %d, but the error says %d: %s", (int)b, (int)e.status, e.message);
    if (b && !e.message[0]) fail_msg("status %d without a word", (int)b);
    return b ? b : a;
}

static bool released[DECISIONS];

static ruth_status commit_batch(ruth_ledger *l, int from, int until) {
    ruth_status st = RUTH_OK;
    for (int i = from; i < until && !st; i++) st = ruth_ledger_add(l, w.policy, records[i], lengths[i], &e);
    if (!st) st = ruth_ledger_commit(l, &e);
    for (int i = from; i < until && !st; i++) released[i] = true;
    return worse(RUTH_OK, st);
}

/* A host that goes on after what failed. The last batch of a fault that came once must be kept again. */
static ruth_status keeping(const faulty *f) {
    ruth_ledger *l = NULL;
    memset(released, 0, sizeof released);
    ruth_status st = worse(RUTH_OK, ruth_ledger_open(w.engine, path, RUTH_LEDGER_CREATE, &l, &e)), last = st;
    assert_true((l != NULL) == (st == RUTH_OK));
    if (!l) return st;
    for (int i = 0; i < DECISIONS; i += BATCH) {
        bool before = f->failed;
        st = worse(st, last = commit_batch(l, i, i + BATCH));
        if (before && !f->for_ever && last) fail_msg("it did not recover: %s", e.message);
    }
    if (!last) st = worse(st, ruth_ledger_sign(l, secret, "2026-03-05T00:00:00Z", &e));
    ruth_ledger_close(l);
    return st;
}

static void kept_is_kept(ruth_status st) {
    long others = look_again(released);
    if (!st) assert_int_equal(others, 0);
    if (!st) assert_true(released[0] && released[DECISIONS - 1]);
    if (released[0]) return;
    ruth_ledger *l = reopen(RUTH_LEDGER_CREATE); /* what could not even be opened, or kept nothing: now it can */
    ruth_ledger_close(l);
}

/* Reads all of a good ledger. */
static uint64_t proved; /* a sum over all that came out */
static uint64_t digest(ruth_text t) {
    uint64_t sum = 14695981039346656037u;
    for (size_t i = 0; i < t.length; i++) sum = (sum ^ (unsigned char)t.bytes[i]) * 1099511628211u;
    return sum;
}

static ruth_status read_row(ruth_ledger *l, uint64_t row) {
    ruth_ledger_row r;
    ruth_ledger_contact c;
    ruth_replay again;
    ruth_status st = ruth_ledger_read(l, row, &r, &e);
    bool decision = !st && !strcmp(r.kind, "decision");
    if (!st) proved += row * (uint64_t)r.at + digest(r.decision) + digest(r.request);
    if (decision && !st) st = ruth_ledger_look(l, row, "letter", &c, &e);
    if (decision && !st) st = ruth_ledger_replay(l, row, &again, &e);
    if (decision && !st) assert_int_equal(again.result, RUTH_REPLAY_SAME);
    return st;
}

static ruth_status proving(const faulty *f) {
    ruth_ledger *l = NULL;
    ruth_ledger_fault fault;
    uint64_t next = 0;
    (void)f;
    proved = 0;
    ruth_status st = ruth_ledger_open(w.engine, path, RUTH_LEDGER_READ, &l, &e);
    if (!st) st = ruth_ledger_verify(l, head, open_half, NULL, NULL, &fault, &e);
    if (!st) st = ruth_ledger_refresh(l, &e);
    do {
        if (!st) st = ruth_ledger_next(l, next, INT64_MIN, INT64_MAX, &next, &e);
        if (!st && next) st = read_row(l, next);
    } while (!st && next);
    if (!st) st = read_row(l, 1);
    ruth_ledger_close(l);
    return worse(RUTH_OK, st);
}

static uint64_t proved_well;
static void proved_is_the_same(ruth_status st) {
    if (!st && !proved_well) proved_well = proved;
    if (!st) assert_true(proved == proved_well);
}

/* A ledger of which something was changed is never proved. */
static bool accused;
static ruth_status accusing(const faulty *f) {
    ruth_ledger *l = NULL;
    ruth_ledger_fault fault;
    (void)f;
    ruth_status st = ruth_ledger_open(w.engine, path, RUTH_LEDGER_READ, &l, &e);
    if (!st) {
        st = ruth_ledger_verify(l, NULL, NULL, NULL, NULL, &fault, &e);
        if (!st) fail_msg("a changed ledger was proved");
    }
    ruth_ledger_close(l);
    accused = st == RUTH_E_LEDGER;
    return accused ? RUTH_OK : worse(RUTH_OK, st);
}

static void accused_or_said(ruth_status st) { assert_true(accused == (st == RUTH_OK)); }

/* Erases a person, and what is old. */
static ruth_status erased[2];
static ruth_status erasing(const faulty *f) {
    ruth_ledger *l = NULL;
    ruth_erased gone;
    (void)f;
    erased[0] = erased[1] = ruth_ledger_open(w.engine, path, RUTH_LEDGER_WRITE, &l, &e);
    if (!l) return worse(RUTH_OK, erased[0]);
    ruth_status st = worse(RUTH_OK, erased[0] = ruth_ledger_erase(l, "person 1", "2026-03-05T00:00:00Z", &gone, &e));
    st = worse(st, erased[1] = ruth_ledger_retain(l, "2026-03-02T15:00:02Z", "2026-03-05T00:00:00Z", &gone, &e));
    ruth_ledger_close(l);
    return st;
}

static char traces[2][32]; /* keys: of that person, and of one who has old rows alone */
static void erased_is_gone(ruth_status st) {
    char wal[320];
    ruth_erased gone;
    (void)st;
    snprintf(wal, sizeof wal, "%s-wal", path);
    for (int i = 0; i < 2; i++)
        if (!erased[i] && (holds(path, traces[i], sizeof traces[i]) || holds(wal, traces[i], sizeof traces[i]))) fail_msg("the key is still there (%d)", i);
    ruth_ledger *l = reopen(RUTH_LEDGER_WRITE);
    ruth_ledger_fault fault;
    if (ruth_ledger_verify(l, NULL, NULL, NULL, NULL, &fault, &e)) fail_msg("row %llu: %s", (unsigned long long)fault.row, e.message);
    assert_int_equal(ruth_ledger_erase(l, "person 1", "2026-03-05T00:00:00Z", &gone, &e), RUTH_OK);
    assert_int_equal(ruth_ledger_retain(l, "2026-03-02T15:00:02Z", "2026-03-05T00:00:00Z", &gone, &e), RUTH_OK);
    ruth_ledger_close(l);
    for (int i = 0; i < 2; i++)
        if (holds(path, traces[i], sizeof traces[i]) || holds(wal, traces[i], sizeof traces[i])) fail_msg("the key is still there after a second time (%d)", i);
}

/* ---- every n ---- */
typedef struct play {
    const char *name;
    ruth_status (*body)(const faulty *f);
    void (*before)(void), (*after)(ruth_status st);
} play;

static ruth_status run(const play *p, faulty *f, long at, bool for_ever, bool full) {
    p->before();
    sqlite3_release_memory(1 << 30);
    faulty_begin(f, at, for_ever, full);
    e.message[0] = 0;
    e.status = RUTH_OK;
    size_t before = counted.blocks;
    long sqlite = faulty_sqlite.held;
    ruth_status st = p->body(f);
    faulty_end();
    if (counted.blocks != before) fail_msg("%s, call %ld: %zu blocks are left", p->name, at, counted.blocks - before);
    if (faulty_sqlite.held != sqlite) fail_msg("%s, call %ld: %ld blocks of SQLite's are left", p->name, at, faulty_sqlite.held - sqlite);
    bool known = st == RUTH_OK || st == RUTH_E_NOMEM || (st == RUTH_E_IO && f == &faulty_files) || (st == RUTH_E_INTERNAL && f == &faulty_crypto);
    if (!known) fail_msg("%s, call %ld%s%s: status %d: %s", p->name, at, for_ever ? " and all after it" : "", full ? ", full" : "", (int)st, e.message);
    ERR_clear_error();
    p->after(st);
    return st;
}

static void every(const play *p, faulty *f, const char *what, bool full) {
    assert_int_equal(run(p, f, 0, false, false), RUTH_OK);
    assert_int_equal(run(p, f, 0, false, false), RUTH_OK); /* what is made once is there now */
    long calls = f->calls, said = 0, tried = 0, step = calls / support_scaled(100) + 1;
    for (long at = 1; at <= calls; at += step)
        for (int for_ever = 0; for_ever < 2; for_ever++, tried++) said += run(p, f, at, for_ever, full) != RUTH_OK;
    print_message("%s, %s%s: %ld calls, %ld tried, %ld said so\n", p->name, what, full ? ", full" : "", calls, tried, said);
    assert_true(said > 0);
}

static void leave(void) {}
static const play plays[] = {
    {"keeping", keeping, take_away, kept_is_kept}, {"proving", proving, leave, proved_is_the_same}, {"erasing", erasing, put_back, erased_is_gone}};

static void every_play(faulty *f, const char *what, bool full) {
    for (size_t i = 0; i < sizeof plays / sizeof *plays; i++) {
        put_back();
        every(&plays[i], f, what, full);
    }
}

static void a_broken_disk(void **state) {
    (void)state;
    every_play(&faulty_files, "files", false);
}
static void a_full_disk(void **state) {
    (void)state;
    every_play(&faulty_files, "files", true);
}
static void memory_of_sqlite(void **state) {
    (void)state;
    every_play(&faulty_sqlite, "memory of SQLite", false);
}
static void memory_of_openssl(void **state) {
    (void)state;
    every_play(&faulty_crypto, "memory of OpenSSL", false);
}

static void change(const char *sql) {
    sqlite3 *db;
    put_back();
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL)) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void nothing_hides_a_change(void **state) {
    static const char *const changes[] = {"UPDATE file SET bytes = x'00' WHERE rowid = 1", "CREATE TABLE more(x)", "DELETE FROM subject WHERE number = 3",
                                          "UPDATE meta SET value = zeroblob(32) WHERE name = 'number'"};
    static const play p = {"accusing", accusing, leave, accused_or_said};
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        change(changes[i]);
        every(&p, &faulty_files, "files", false);
        every(&p, &faulty_sqlite, "memory of SQLite", false);
    }
}

static void no_random_bytes(void **state) {
    ruth_ledger *l = NULL;
    ruth_status st = RUTH_OK;
    char digits[RUTH_HEX], unused[RUTH_HEX];
    (void)state;
    take_away();
    faulty_random(true);
    assert_int_equal(ruth_ledger_open(w.engine, path, RUTH_LEDGER_CREATE, &l, &e), RUTH_E_INTERNAL);
    assert_int_equal(ruth_ledger_key_new(digits, unused, &e), RUTH_E_INTERNAL);
    faulty_random(false);
    l = reopen(RUTH_LEDGER_CREATE);
    faulty_random(true); /* what was drawn before lasts for some rows, not for all */
    uint64_t rows = 0;
    for (int i = 0; i < 200 && !st; i++) {
        rows = ruth_ledger_head(l, digits);
        st = ruth_ledger_add(l, w.policy, records[0], lengths[0], &e);
        if (!st) st = ruth_ledger_commit(l, &e);
    }
    assert_int_equal(st, RUTH_E_INTERNAL);
    assert_int_equal(ruth_ledger_head(l, digits), rows);
    faulty_random(false);
    assert_int_equal(commit_batch(l, 0, 1), RUTH_OK);
    assert_int_equal(ruth_ledger_head(l, digits), rows + 1);
    ruth_ledger_close(l);
}

/* Others hold the file, or it may only be read: said, and nothing kept. */
static void others_hold_it(void **state) {
    sqlite3 *db;
    ruth_ledger *l = NULL;
    ruth_erased gone;
    (void)state;
    put_back();
    l = reopen(RUTH_LEDGER_WRITE);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN; SELECT count(*) FROM entry", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(ruth_ledger_erase(l, "person 1", "2026-03-05T00:00:00Z", &gone, &e), RUTH_E_IO); /* a reader keeps the old pages in the -wal */
    assert_has(e.message, "another process holds it");
    assert_int_equal(gone.decisions, 2);
    assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(ruth_ledger_erase(l, "person 1", "2026-03-05T00:00:00Z", &gone, &e), RUTH_OK);
    ruth_ledger_close(l);
    sqlite3_close(db);
    assert_false(holds(path, traces[0], sizeof traces[0]));
    l = reopen(RUTH_LEDGER_READ);
    assert_int_equal(ruth_ledger_erase(l, "person 2", "2026-03-05T00:00:00Z", &gone, &e), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_ledger_sign(l, secret, "2026-03-05T00:00:00Z", &e), RUTH_E_ARGUMENT);
    ruth_ledger_close(l);
}

/* ---- around them ---- */
static void fetch_key(sqlite3 *db, int person, char out[32]) {
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT key FROM subject ORDER BY number LIMIT 1 OFFSET ?", -1, &s, NULL), SQLITE_OK);
    sqlite3_bind_int(s, 1, person);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    memcpy(out, sqlite3_column_blob(s, 0), 32);
    sqlite3_finalize(s);
}

/* Persons 0, 1, 2, 0, 1, 2 …, a second between them; person 0 comes no more after the first two seconds. */
static int make(void **state) {
    ruth_text t;
    char line[600], command[700];
    sqlite3 *db;
    (void)state;
    const ruth_options options = {.size = sizeof options, .allocator = refusing_allocator(&counted)};
    snprintf(w.folder, sizeof w.folder, "%s", support_folder(files));
    snprintf(path, sizeof path, "%s/ledger.db", w.folder);
    snprintf(kept, sizeof kept, "%s/kept.db", w.folder);
    assert_int_equal(ruth_engine_new(&options, &w.engine, &e), RUTH_OK);
    if (ruth_policy_load(w.engine, w.folder, &w.policy, &e)) fail_msg("%s:%d: %s", e.file, e.line, e.message);
    assert_int_equal(ruth_session_new(w.policy, &w.session, &e), RUTH_OK);
    for (int i = 0; i < DECISIONS; i++) {
        snprintf(line, sizeof line,
                 "{\"id\":\"%c\",\"now\":\"2026-03-02T15:00:0%dZ\",\"facts\":{\"timezone\":\"America/New_York\",\"balance\":%d,\"subject\":\"person %d\"}}",
                 'a' + i, i, 100 * i, i < PEOPLE ? i : 1 + i % (PEOPLE - 1));
        assert_int_equal(ruth_decide_line(w.session, line, strlen(line), 1, &t, &e), RUTH_OK);
        assert_int_equal(ruth_decision_record(w.session, &t), RUTH_OK);
        records[i] = support_copy(t);
        lengths[i] = t.length;
    }
    assert_int_equal(ruth_ledger_key_new(secret, open_half, &e), RUTH_OK);
    assert_int_equal(keeping(&(faulty){.calls = 0}), RUTH_OK);
    ruth_ledger *l = reopen(RUTH_LEDGER_WRITE);
    ruth_ledger_head(l, head);
    ruth_ledger_close(l);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    fetch_key(db, 1, traces[0]);
    fetch_key(db, 0, traces[1]);
    sqlite3_close(db);
    snprintf(command, sizeof command, "cp %s %s", path, kept);
    shell(command);
    return 0;
}

static int unmake(void **state) {
    (void)state;
    for (int i = 0; i < DECISIONS; i++) free(records[i]);
    support_close(&w);
    assert_int_equal(counted.blocks, 0);
    return 0;
}

int main(void) {
    faulty_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_broken_disk),          cmocka_unit_test(a_full_disk),     cmocka_unit_test(memory_of_sqlite), cmocka_unit_test(memory_of_openssl),
        cmocka_unit_test(nothing_hides_a_change), cmocka_unit_test(no_random_bytes), cmocka_unit_test(others_hold_it)};
    return cmocka_run_group_tests(tests, make, unmake);
}

/* test_audit_ledger.c: the ledger from inside: every way to change a row is noticed, and what is erased is gone. */
#include "tests/support/support.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/audit/inside.h"
#include "tests/support/refusing.h"

enum { PEOPLE = 5, DECISIONS = 12 };
typedef struct world { char folder[64], path[96], copy[96]; ru_ledger *ledger; ruth_allocator alloc; ruth_error e; uint64_t policy; } world;

static ru_ledger *reopen(world *w, const char *path, unsigned how) {
    ru_ledger *l = NULL;
    ruth_status st = ru_ledger_open(&w->alloc, path, how, &l, &w->e);
    if (st) print_message("%s\n", w->e.message);
    assert_int_equal(st, RUTH_OK);
    return l;
}

static void add_policy(world *w, char digest) {
    ru_ledger_file files[] = {{RU_STR("a.lua"), RU_STR("one")}, {RU_STR("b.lua"), RU_STR("")}, {RU_STR("c.lua"), RU_STR("one")}};
    ru_ledger_policy p = {.name = RU_STR("humane"), .version = RU_STR("1"), .release = RU_STR("ruth"), .files = files, .file_count = RU_COUNT(files)};
    memset(p.digest, digest, sizeof p.digest);
    assert_int_equal(ru_ledger_add_policy(w->ledger, &p, 1000, &w->policy, &w->e), RUTH_OK);
}

static ru_str format(char *room, size_t size, const char *what, int i) {
    int n = snprintf(room, size, "%s-%d", what, i);
    return (ru_str){room, (size_t)n};
}

static void add(world *w, int i) {
    char subject[32], request[64], decision[64], recorded[64];
    ru_ledger_content c = {format(subject, sizeof subject, "PERSON", i % PEOPLE), format(request, sizeof request, "REQUEST", i), format(decision, sizeof decision, "DECISION", i), format(recorded, sizeof recorded, "RECORDED", i)};
    assert_int_equal(ru_ledger_add_decision(w->ledger, w->policy, 1000 + i, &c, &w->e), RUTH_OK);
}

static void open_world(world *w) {
    *w = (world){.alloc = ru_allocator_default()};
    strcpy(w->folder, "/tmp/ruth-ledger.XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    snprintf(w->path, sizeof w->path, "%s/db", w->folder);
    snprintf(w->copy, sizeof w->copy, "%s/copy", w->folder);
    w->ledger = reopen(w, w->path, RU_LEDGER_WRITE | RU_LEDGER_CREATE);
}

static void fill(world *w) {
    add_policy(w, 7);
    for (int i = 0; i < DECISIONS; i++) add(w, i);
    assert_int_equal(ru_ledger_commit(w->ledger, &w->e), RUTH_OK);
}

static void close_world(world *w) {
    char command[128];
    ru_ledger_close(w->ledger);
    snprintf(command, sizeof command, "rm -rf %s", w->folder);
    assert_int_equal(system(command), 0);
}

static uint64_t verify(world *w, ru_ledger *l, const ru_ledger_proof *proof) {
    ru_ledger_fault fault;
    ruth_status st = ru_ledger_verify(l, proof, NULL, NULL, &fault, &w->e);
    assert_true(st == RUTH_OK ? fault.row == 0 : st == RUTH_E_LEDGER);
    if (st == RUTH_E_LEDGER) assert_true(fault.row > 0 && fault.why[0]);
    return fault.row;
}

static void what_went_in_comes_out(void **state) {
    (void)state;
    world w;
    ru_ledger_row r;
    open_world(&w);
    assert_int_equal(verify(&w, w.ledger, NULL), 0);
    fill(&w);
    uint64_t again = w.policy;
    add_policy(&w, 7);
    assert_int_equal(w.policy, again); /* a policy stands there once */
    add_policy(&w, 8);
    assert_true(w.policy != again);
    ru_ledger_rollback(w.ledger);
    assert_int_equal(ru_ledger_rows(w.ledger), 1 + DECISIONS);
    ru_ledger_close(w.ledger);
    w.ledger = reopen(&w, w.path, 0);
    assert_int_equal(ru_ledger_rows(w.ledger), 1 + DECISIONS);
    assert_int_equal(ru_ledger_read(w.ledger, 4, &r, &w.e), RUTH_OK);
    assert_int_equal(r.kind, RU_ROW_DECISION);
    assert_int_equal(r.at, 1002);
    assert_int_equal(r.policy, again);
    assert_true(ru_str_is(r.content.subject, "PERSON-2") && ru_str_is(r.content.request, "REQUEST-2") && ru_str_is(r.content.decision, "DECISION-2") && ru_str_is(r.content.recorded, "RECORDED-2"));
    assert_int_equal(ru_ledger_read(w.ledger, 99, &r, &w.e), RUTH_E_ARGUMENT);
    ru_arena a;
    ru_ledger_policy p;
    ru_arena_init(&a, &w.alloc, 4096);
    assert_int_equal(ru_ledger_read_policy(w.ledger, again, &a, &p, &w.e), RUTH_OK);
    assert_true(p.file_count == 3 && ru_str_is(p.files[2].bytes, "one") && ru_str_is(p.files[1].path, "b.lua") && !p.files[1].bytes.n && ru_str_is(p.name, "humane"));
    ru_arena_free(&a);
    assert_int_equal(ru_ledger_add_decision(w.ledger, 1, 1, &r.content, &w.e), RUTH_E_ARGUMENT); /* opened for reading */
    assert_int_equal(verify(&w, w.ledger, NULL), 0);
    close_world(&w);
}

/* ---- by statements, the guards taken away first ---- */
static void copy_file(const world *w) {
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

static uint64_t after(world *w, const char *sql, const ru_ledger_proof *proof) {
    copy_file(w);
    change(w->copy, sql);
    ru_ledger *l = reopen(w, w->copy, 0);
    uint64_t row = verify(w, l, proof);
    ru_ledger_close(l);
    return row;
}

static void every_change_is_noticed(void **state) {
    (void)state;
    static const struct { const char *sql; uint64_t row; } changes[] = {
        {"UPDATE entry SET at = at + 1 WHERE row = 4", 4},
        {"UPDATE entry SET kind = 3 WHERE row = 4", 4},
        {"UPDATE entry SET policy = 0 WHERE row = 4", 4},
        {"UPDATE entry SET subject = 2 WHERE row = 4", 4},
        {"UPDATE entry SET commitment = zeroblob(32) WHERE row = 4", 4},
        {"UPDATE entry SET commitment = x'00' WHERE row = 4", 4},
        {"UPDATE entry SET body_hash = zeroblob(32) WHERE row = 4", 4},
        {"UPDATE entry SET body_hash = x'' WHERE row = 4", 4},
        {"UPDATE entry SET hash = zeroblob(32) WHERE row = 4", 4},
        {"UPDATE entry SET hash = zeroblob(31) WHERE row = 4", 4},
        {"UPDATE entry SET body = (SELECT body FROM entry WHERE row = 5) WHERE row = 4", 4},
        {"UPDATE entry SET body = NULL WHERE row = 4", 4},
        {"UPDATE entry SET body = NULL WHERE row = 1", 1},
        {"DELETE FROM entry WHERE row = 1", 1},
        {"DELETE FROM entry WHERE row = 6", 6},
        {"UPDATE entry SET row = 99 WHERE row = 4; UPDATE entry SET row = 4 WHERE row = 5; UPDATE entry SET row = 5 WHERE row = 99", 4},
        {"UPDATE entry SET row = -row WHERE row > 5; UPDATE entry SET row = 1 - row WHERE row < 0; INSERT INTO entry SELECT 6, kind, at, policy, subject, commitment, body_hash, hash, body FROM entry WHERE row = 5", 6},
        {"INSERT INTO entry SELECT 0, kind, at, policy, subject, commitment, body_hash, hash, body FROM entry WHERE row = 5", 1},
        {"INSERT INTO entry SELECT 14, kind, at, policy, subject, commitment, body_hash, hash, body FROM entry WHERE row = 5", 14},
        {"DELETE FROM subject WHERE number = 3", 3},
        {"UPDATE subject SET key = zeroblob(32) WHERE number = 3", 3},
        {"UPDATE subject SET tag = zeroblob(32) WHERE number = 3", 3},
        {"UPDATE meta SET value = zeroblob(32) WHERE name = 'number'", 1},
        {"UPDATE meta SET value = zeroblob(32) WHERE name = 'pepper'", 2},
        {"UPDATE file SET bytes = x'00' WHERE length(bytes) = 3", 1},
        {"DELETE FROM file WHERE length(bytes) = 0", 1},
        {"DROP INDEX entry_other", 1},
        {"CREATE TRIGGER more AFTER INSERT ON entry BEGIN SELECT 1; END", 1},
        {"CREATE TABLE more(x)", 1},
    };
    world w;
    open_world(&w);
    fill(&w);
    ru_ledger_close(w.ledger); /* what is in the -wal goes into the file */
    w.ledger = reopen(&w, w.path, RU_LEDGER_WRITE);
    for (size_t i = 0; i < RU_COUNT(changes); i++) {
        uint64_t row = after(&w, changes[i].sql, NULL);
        if (row != changes[i].row) fail_msg("%s: row %llu, expected %llu", changes[i].sql, (unsigned long long)row, (unsigned long long)changes[i].row);
    }
    assert_int_equal(after(&w, "SELECT 1", NULL), 0);
    close_world(&w);
}

static void guards_stop_accidents(void **state) {
    (void)state;
    static const char *const slips[] = {"DELETE FROM entry", "UPDATE entry SET at = 1", "UPDATE entry SET hash = x'00'", "UPDATE entry SET body = x'00' WHERE row = 3"};
    world w;
    sqlite3 *db;
    open_world(&w);
    fill(&w);
    assert_int_equal(sqlite3_open(w.path, &db), SQLITE_OK);
    for (size_t i = 0; i < RU_COUNT(slips); i++) assert_int_equal(sqlite3_exec(db, slips[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
    sqlite3_close(db);
    close_world(&w);
}

static void a_cut_tail_needs_the_head(void **state) {
    (void)state;
    world w;
    unsigned char head[RU_DIGEST_SIZE], early[RU_DIGEST_SIZE];
    open_world(&w);
    add_policy(&w, 7);
    add(&w, 0);
    assert_int_equal(ru_ledger_commit(w.ledger, &w.e), RUTH_OK);
    memcpy(early, ru_ledger_head(w.ledger), sizeof early);
    for (int i = 1; i < DECISIONS; i++) add(&w, i);
    assert_int_equal(ru_ledger_commit(w.ledger, &w.e), RUTH_OK);
    memcpy(head, ru_ledger_head(w.ledger), sizeof head);
    ru_ledger_close(w.ledger);
    w.ledger = reopen(&w, w.path, RU_LEDGER_WRITE);
    ru_ledger_proof proof = {.head = head}, older = {.head = early};
    assert_int_equal(verify(&w, w.ledger, &proof), 0);
    assert_int_equal(verify(&w, w.ledger, &older), 0); /* it has grown since */
    assert_int_equal(after(&w, "DELETE FROM entry WHERE row > 10", NULL), 0);
    assert_int_equal(after(&w, "DELETE FROM entry WHERE row > 10", &proof), 11);
    assert_int_equal(after(&w, "DELETE FROM entry", &older), 1);
    close_world(&w);
}

static size_t fetch(const world *w, const char *sql, unsigned char *out, size_t room) {
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

/* ---- by a forger who knows the form, and hashes every row again ---- */
typedef struct forged { uint64_t row; int kind; int64_t policy; ru_str body, commitment; bool body_given, commitment_given; } forged;

static void store_again(sqlite3 *db, const ru_entry *r) {
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_prepare_v2(db, "UPDATE entry SET kind = ?, policy = ?, commitment = ?, body = ?, body_hash = ?, hash = ? WHERE row = ?", -1, &s, NULL), SQLITE_OK);
    sqlite3_bind_int64(s, 1, (int64_t)r->kind);
    sqlite3_bind_int64(s, 2, (int64_t)r->policy);
    sqlite3_bind_blob(s, 3, r->commitment.n ? r->commitment.p : "", (int)r->commitment.n, SQLITE_STATIC);
    if (r->body.p) sqlite3_bind_blob(s, 4, r->body.n ? r->body.p : "", (int)r->body.n, SQLITE_STATIC); /* else it is emptied */
    sqlite3_bind_blob(s, 5, r->body_hash, RU_DIGEST_SIZE, SQLITE_STATIC);
    sqlite3_bind_blob(s, 6, r->hash, RU_DIGEST_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(s, 7, (int64_t)r->row);
    assert_int_equal(sqlite3_step(s), SQLITE_DONE);
    sqlite3_finalize(s);
}

static void chain_again(sqlite3 *db, const forged *f) {
    sqlite3_stmt *s, *meta;
    unsigned char prev[RU_DIGEST_SIZE];
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT value FROM meta WHERE name = 'number'", -1, &meta, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(meta), SQLITE_ROW);
    memcpy(prev, sqlite3_column_blob(meta, 0), sizeof prev);
    sqlite3_finalize(meta);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT row, kind, at, policy, subject, commitment, body_hash, hash, body FROM entry ORDER BY row", -1, &s, NULL), SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW) {
        ru_entry r;
        assert_true(ru_entry_load(s, &r));
        if (r.row == f->row) {
            if (f->kind >= 0) r.kind = (uint64_t)f->kind;
            if (f->policy >= 0) r.policy = (uint64_t)f->policy;
            if (f->body_given) r.body = f->body;
            if (f->commitment_given) r.commitment = f->commitment;
            ru_sha256_once(r.body.p, r.body.n, r.body_hash);
        }
        assert_true(ru_entry_hash(&r, prev, r.hash));
        memcpy(prev, r.hash, sizeof prev);
        store_again(db, &r);
    }
    sqlite3_finalize(s);
}

/* The row that is named, and what the reading calls say of it: a status, never a crash. */
static uint64_t forge(world *w, forged f) {
    static const char away[] = "DROP TRIGGER entry_stays; DROP TRIGGER entry_is_kept; DROP TRIGGER entry_is_only_emptied;";
    sqlite3 *db;
    ru_ledger_row r;
    ru_ledger_policy p;
    ru_arena a;
    copy_file(w);
    assert_int_equal(sqlite3_open(w->copy, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, away, NULL, NULL, NULL), SQLITE_OK);
    chain_again(db, &f);
    for (size_t i = 0; ru_ledger_schema[i]; i++)
        if (!strncmp(ru_ledger_schema[i], "CREATE TRIGGER", 14)) assert_int_equal(sqlite3_exec(db, ru_ledger_schema[i], NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    ru_ledger *l = reopen(w, w->copy, 0);
    uint64_t row = verify(w, l, NULL);
    ruth_status st = ru_ledger_read(l, f.row, &r, &w->e);
    ru_arena_init(&a, &w->alloc, 4096);
    if (st) assert_int_equal(st, f.row == 99 ? RUTH_E_ARGUMENT : RUTH_E_LEDGER);
    if (ru_ledger_read_policy(l, f.row, &a, &p, &w->e) == RUTH_OK) assert_int_equal(row, 0);
    ru_arena_free(&a);
    ru_ledger_close(l);
    return row;
}

#define FORGED(number) FORGED_AS(number, -1, -1)
#define FORGED_AS(number, what, by) .row = (number), .kind = (what), .policy = (by) /* -1: as it is */
static void a_forger_who_hashes_again(void **state) {
    (void)state;
    enum { SIGNED = 2 + DECISIONS, GONE };
    static unsigned char body[4096], secret[RU_KEY_SIZE], open[RU_KEY_SIZE];
    world w;
    uint64_t rows;
    open_world(&w);
    fill(&w);
    assert_int_equal(ru_ledger_key_new(secret, open, &w.e), RUTH_OK);
    assert_int_equal(ru_ledger_sign(w.ledger, secret, 7000, &w.e), RUTH_OK);
    assert_int_equal(ru_ledger_retain(w.ledger, 1002, 7001, &rows, &w.e), RUTH_OK);
    ru_ledger_close(w.ledger);
    assert_int_equal(forge(&w, (forged){FORGED(99)}), 0); /* the same again is the same */
    assert_int_equal(forge(&w, (forged){FORGED_AS(6, 9, -1)}), 6);
    assert_int_equal(forge(&w, (forged){FORGED_AS(6, 0, -1)}), 6);
    assert_int_equal(forge(&w, (forged){FORGED_AS(6, RU_ROW_SIGNATURE, -1)}), 6);
    assert_int_equal(forge(&w, (forged){FORGED_AS(6, -1, 0)}), 6);
    assert_int_equal(forge(&w, (forged){FORGED_AS(6, -1, 6)}), 6);
    assert_int_equal(forge(&w, (forged){FORGED(6), .commitment = RU_STR("short"), .commitment_given = true}), 6);
    assert_int_equal(forge(&w, (forged){FORGED(GONE), .body = RU_STR("short"), .body_given = true}), 2); /* who was emptied by it, was by nothing */
    /* what was signed is another now: the chain up to it was changed, or the signature */
    size_t n = fetch(&w, "SELECT body FROM entry WHERE row = 14", body, sizeof body);
    assert_int_equal(n, RU_KEY_SIZE + 64);
    assert_int_equal(forge(&w, (forged){FORGED(SIGNED), .body = {(char *)body, n - 1}, .body_given = true}), SIGNED);
    body[n - 1] ^= 1;
    assert_int_equal(forge(&w, (forged){FORGED(SIGNED), .body = {(char *)body, n}, .body_given = true}), SIGNED);
    /* a policy's row cut anywhere, or longer */
    n = fetch(&w, "SELECT body FROM entry WHERE row = 1", body, sizeof body - 1);
    for (size_t cut = 0; cut < n; cut++)
        if (!forge(&w, (forged){FORGED(1), .body = {(char *)body, cut}, .body_given = true})) fail_msg("a policy's row cut at %zu of %zu is proved", cut, n);
    assert_true(forge(&w, (forged){FORGED(1), .body = {(char *)body, n + 1}, .body_given = true}) > 0);
    w.ledger = reopen(&w, w.path, RU_LEDGER_WRITE);
    close_world(&w);
}

static size_t seal_by_hand(const unsigned char key[KEY_SIZE], uint64_t row, const unsigned char *plain, size_t n, unsigned char *out) {
    unsigned char number[8];
    int done = 0, last = 0;
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    memset(out, 7, NONCE_SIZE);
    ru_put64(number, row);
    assert_true(EVP_EncryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, out) && EVP_EncryptUpdate(c, NULL, &done, number, sizeof number));
    assert_true(EVP_EncryptUpdate(c, out + NONCE_SIZE, &done, plain, (int)n) && EVP_EncryptFinal_ex(c, out + NONCE_SIZE + done, &last));
    assert_true(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE, out + NONCE_SIZE + n));
    EVP_CIPHER_CTX_free(c);
    return NONCE_SIZE + n + TAG_SIZE;
}

/* The keys stand in the file: who has it can seal anything. Content of another form opens nowhere. */
static void a_forger_who_seals_again(void **state) {
    (void)state;
    unsigned char key[64], plain[1024], sealed[1200], commitment[RU_DIGEST_SIZE];
    ru_buf b;
    world w;
    open_world(&w);
    fill(&w);
    ru_ledger_close(w.ledger);
    assert_int_equal(fetch(&w, "SELECT key FROM subject WHERE number = 2", key, sizeof key), KEY_SIZE);
    ru_buf_init(&b, &w.alloc);
    for (int i = 0; i < SALT_SIZE; i++) ru_buf_char(&b, 's');
    ru_buf_field(&b, RU_STR("PERSON-0"));
    for (int i = 0; i < 3; i++) ru_buf_field(&b, RU_STR("{}"));
    size_t n = b.n;
    memset(plain, 0, sizeof plain);
    memcpy(plain, b.p, n);
    ru_buf_free(&b);
    for (size_t cut = 0; cut <= n + 1; cut++) {
        size_t size = seal_by_hand(key, 2, plain, cut, sealed);
        ru_sha256_once(plain, cut, commitment);
        uint64_t row = forge(&w, (forged){FORGED(2), .body = {(char *)sealed, size}, .body_given = true, .commitment = {(char *)commitment, sizeof commitment}, .commitment_given = true});
        if (row != (cut == n ? 0 : 2)) fail_msg("content of %zu bytes instead of %zu: row %llu is named", cut, n, (unsigned long long)row);
    }
    for (size_t cut = 0; cut < NONCE_SIZE + TAG_SIZE; cut++) assert_int_equal(forge(&w, (forged){FORGED(2), .body = {(char *)sealed, cut}, .body_given = true}), 2);
    w.ledger = reopen(&w, w.path, RU_LEDGER_WRITE);
    close_world(&w);
}

/* ---- by bytes ---- */
static char *slurp(const char *path, size_t *size) {
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

/* The row that is named when the copy holds these bytes; 0: none; UINT64_MAX: it does not even open. */
static uint64_t verdict(world *w, const char *bytes, size_t size) {
    FILE *f = fopen(w->copy, "wb");
    ru_ledger *l = NULL;
    uint64_t row = UINT64_MAX;
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
    if (ru_ledger_open(&w->alloc, w->copy, 0, &l, &w->e) == RUTH_OK) row = verify(w, l, NULL);
    ru_ledger_close(l);
    return row;
}

static void every_byte_of_a_row_counts(void **state) {
    (void)state;
    enum { ROW = 9, BEFORE = 3 + 11 + 4 + 3 * RU_DIGEST_SIZE }; /* its size and number, the list of its types, its small fields, its hashes */
    world w;
    unsigned char body[512];
    open_world(&w);
    fill(&w);
    ru_ledger_close(w.ledger);
    size_t size, n = fetch(&w, "SELECT body FROM entry WHERE row = 9", body, sizeof body), at = 0;
    w.ledger = reopen(&w, w.path, RU_LEDGER_WRITE);
    ru_ledger_close(w.ledger);
    char *bytes = slurp(w.path, &size);
    while (at + n <= size && memcmp(bytes + at, body, n) != 0) at++;
    assert_true(at > BEFORE && at + n <= size);
    for (size_t i = at - BEFORE; i < at + n; i++) {
        bytes[i] = (char)~bytes[i];
        uint64_t row = verdict(&w, bytes, size);
        if (row != ROW) fail_msg("byte %zu of the row: row %llu is named", i + BEFORE - at, (unsigned long long)row);
        bytes[i] = (char)~bytes[i];
    }
    free(bytes);
    w.ledger = reopen(&w, w.path, RU_LEDGER_WRITE);
    close_world(&w);
}

/* Anywhere at all: nothing crashes, and what goes unnoticed is part of no row (what was freed inside a page, say). */
static void a_flipped_bit_anywhere(void **state) {
    (void)state;
    world w;
    open_world(&w);
    fill(&w);
    ru_ledger_close(w.ledger);
    size_t size, at, noticed = 0;
    long rounds = support_scaled(200);
    char *bytes = slurp(w.path, &size);
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
    w.ledger = reopen(&w, w.path, RU_LEDGER_WRITE);
    close_world(&w);
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

static bool anywhere(const world *w, const void *what, size_t n) {
    char wal[112];
    snprintf(wal, sizeof wal, "%s-wal", w->path);
    return holds(w->path, what, n) || holds(wal, what, n);
}

static void what_is_erased_is_gone(void **state) {
    (void)state;
    world w;
    ru_ledger_row r;
    uint64_t rows;
    unsigned char key[64], tag[64], body[512];
    open_world(&w);
    fill(&w);
    assert_false(anywhere(&w, "PERSON-2", 8)); /* nor before: it is sealed */
    assert_false(anywhere(&w, "REQUEST-2", 9));
    size_t key_size = fetch(&w, "SELECT key FROM subject WHERE number = 4", key, sizeof key), tag_size = fetch(&w, "SELECT tag FROM subject WHERE number = 4", tag, sizeof tag);
    size_t body_size = fetch(&w, "SELECT body FROM entry WHERE row = 9", body, sizeof body);
    assert_true(anywhere(&w, key, key_size) && anywhere(&w, body, body_size));
    assert_int_equal(ru_ledger_erase(w.ledger, RU_STR("PERSON-2"), 5000, &rows, &w.e), RUTH_OK);
    assert_int_equal(rows, 2);
    assert_false(anywhere(&w, key, key_size));
    assert_false(anywhere(&w, tag, tag_size));
    assert_false(anywhere(&w, body, body_size));
    assert_int_equal(verify(&w, w.ledger, NULL), 0);
    assert_int_equal(ru_ledger_read(w.ledger, 9, &r, &w.e), RUTH_OK);
    assert_true(r.erased && !r.content.request.n);
    assert_int_equal(ru_ledger_read(w.ledger, ru_ledger_rows(w.ledger), &r, &w.e), RUTH_OK);
    assert_int_equal(r.kind, RU_ROW_ERASURE);
    assert_int_equal(ru_ledger_erase(w.ledger, RU_STR("PERSON-2"), 5000, &rows, &w.e), RUTH_OK);
    assert_int_equal(rows, 0);
    add(&w, 2); /* who comes again is a new number with a new key */
    assert_int_equal(ru_ledger_commit(w.ledger, &w.e), RUTH_OK);
    assert_int_equal(ru_ledger_read(w.ledger, ru_ledger_rows(w.ledger), &r, &w.e), RUTH_OK);
    assert_true(r.subject == r.row && ru_str_is(r.content.subject, "PERSON-2"));
    assert_int_equal(verify(&w, w.ledger, NULL), 0);
    ru_ledger_close(w.ledger);
    w.ledger = reopen(&w, w.path, RU_LEDGER_WRITE);
    uint64_t last = ru_ledger_rows(w.ledger);
    assert_int_equal(after(&w, "UPDATE entry SET body = x'00' WHERE row = 9", NULL), 9);
    assert_int_equal(after(&w, "INSERT INTO subject VALUES(4, randomblob(32), randomblob(32))", NULL), last - 1); /* the row that says that it went */
    close_world(&w);
}

static void what_is_old_goes(void **state) {
    (void)state;
    world w;
    ru_ledger_row r;
    uint64_t rows;
    open_world(&w);
    fill(&w);
    assert_int_equal(ru_ledger_retain(w.ledger, 1008, 6000, &rows, &w.e), RUTH_OK);
    assert_int_equal(rows, 8);
    assert_int_equal(verify(&w, w.ledger, NULL), 0);
    assert_int_equal(ru_ledger_read(w.ledger, 9, &r, &w.e), RUTH_OK);
    assert_true(r.erased);
    assert_int_equal(ru_ledger_read(w.ledger, 10, &r, &w.e), RUTH_OK);
    assert_true(!r.erased && ru_str_is(r.content.request, "REQUEST-8"));
    assert_int_equal(ru_ledger_retain(w.ledger, 1008, 6000, &rows, &w.e), RUTH_OK);
    assert_int_equal(rows, 0);
    assert_int_equal(ru_ledger_erase(w.ledger, RU_STR("PERSON-3"), 6001, &rows, &w.e), RUTH_OK);
    assert_int_equal(rows, 1); /* one had gone before */
    assert_int_equal(verify(&w, w.ledger, NULL), 0);
    close_world(&w);
}

static void who_rewrites_needs_the_key(void **state) {
    (void)state;
    world w;
    unsigned char secret[RU_KEY_SIZE], open[RU_KEY_SIZE], other[RU_KEY_SIZE], unused[RU_KEY_SIZE];
    open_world(&w);
    fill(&w);
    assert_int_equal(ru_ledger_key_new(secret, open, &w.e), RUTH_OK);
    assert_int_equal(ru_ledger_key_new(unused, other, &w.e), RUTH_OK);
    ru_ledger_proof mine = {.key = open}, theirs = {.key = other};
    assert_true(verify(&w, w.ledger, &mine) > 0);
    assert_int_equal(ru_ledger_sign(w.ledger, secret, 7000, &w.e), RUTH_OK);
    assert_int_equal(verify(&w, w.ledger, NULL), 0);
    assert_int_equal(verify(&w, w.ledger, &mine), 0);
    assert_true(verify(&w, w.ledger, &theirs) > 0);
    close_world(&w);
}

static void files_that_are_none(void **state) {
    (void)state;
    static const char *const names[] = {"", ":memory:", "file:x?mode=memory"};
    world w;
    ru_ledger *l;
    struct stat about;
    open_world(&w);
    assert_int_equal(stat(w.path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    for (size_t i = 0; i < RU_COUNT(names); i++) assert_int_equal(ru_ledger_open(&w.alloc, names[i], RU_LEDGER_WRITE | RU_LEDGER_CREATE, &l, &w.e), RUTH_E_ARGUMENT);
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
    close_world(&w);
}

static void two_take_turns(void **state) {
    (void)state;
    world w;
    open_world(&w);
    fill(&w);
    ru_ledger *first = w.ledger;
    w.ledger = reopen(&w, w.path, RU_LEDGER_WRITE);
    ru_ledger *second = w.ledger;
    for (int i = 0; i < 6; i++) {
        w.ledger = i % 2 ? first : second;
        add(&w, 100 + i);
        assert_int_equal(ru_ledger_commit(w.ledger, &w.e), RUTH_OK);
    }
    w.ledger = first;
    assert_int_equal(ru_ledger_rows(second), 1 + DECISIONS + 5); /* as of its own last commit */
    assert_int_equal(ru_ledger_refresh(second, &w.e), RUTH_OK);
    assert_int_equal(ru_ledger_rows(second), 1 + DECISIONS + 6);
    ru_ledger_close(second);
    assert_int_equal(verify(&w, w.ledger, NULL), 0);
    close_world(&w);
}

/* One whole use, with the n-th request for memory refused: an error, nothing lost, nothing half there. */
static ruth_status use(world *w, const ruth_allocator *alloc) {
    static const unsigned char secret[RU_KEY_SIZE] = {1};
    ru_ledger *l = NULL;
    ru_arena a;
    ru_ledger_fault fault;
    ru_ledger_row r;
    uint64_t policy, rows;
    ru_ledger_file file = {RU_STR("a.lua"), RU_STR("one")};
    ru_ledger_policy p = {.name = RU_STR("humane"), .version = RU_STR("1"), .release = RU_STR("ruth"), .files = &file, .file_count = 1};
    ru_ledger_content c = {RU_STR("P"), RU_STR("{}"), RU_STR("{}"), RU_STR("[]")};
    ruth_status st = ru_ledger_open(alloc, w->copy, RU_LEDGER_WRITE | RU_LEDGER_CREATE, &l, &w->e);
    if (!st) st = ru_ledger_add_policy(l, &p, 1, &policy, &w->e);
    if (!st) st = ru_ledger_add_decision(l, policy, 1, &c, &w->e);
    if (!st) st = ru_ledger_commit(l, &w->e);
    if (!st) st = ru_ledger_read(l, ru_ledger_rows(l), &r, &w->e);
    ru_arena_init(&a, alloc, 4096);
    if (!st) st = ru_ledger_read_policy(l, policy, &a, &p, &w->e);
    ru_arena_free(&a);
    if (!st) st = ru_ledger_sign(l, secret, 1, &w->e);
    if (!st) st = ru_ledger_retain(l, 1, 1, &rows, &w->e);
    if (!st) st = ru_ledger_retain(l, 2, 1, &rows, &w->e);
    if (!st) st = ru_ledger_verify(l, NULL, NULL, NULL, &fault, &w->e);
    if (!st) st = ru_ledger_erase(l, c.subject, 2, &rows, &w->e);
    if (!st) st = ru_ledger_verify(l, NULL, NULL, NULL, &fault, &w->e);
    ru_ledger_close(l);
    return st;
}

static void memory_that_is_refused(void **state) {
    (void)state;
    world w;
    refusing r = {0};
    ruth_allocator alloc = refusing_allocator(&r);
    open_world(&w);
    assert_int_equal(use(&w, &alloc), RUTH_OK);
    size_t calls = r.calls;
    for (size_t n = 1; n <= calls; n++) {
        r = (refusing){.refuse_at = n};
        ruth_status st = use(&w, &alloc);
        if (st != RUTH_E_NOMEM && st != RUTH_E_INTERNAL && st != RUTH_OK) fail_msg("call %zu: status %d, %s", n, (int)st, w.e.message);
        assert_true(r.blocks == 0 && !r.wrong_size);
        ru_ledger *l = reopen(&w, w.copy, 0);
        assert_int_equal(verify(&w, l, NULL), 0);
        ru_ledger_close(l);
    }
    close_world(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_went_in_comes_out), cmocka_unit_test(every_change_is_noticed), cmocka_unit_test(guards_stop_accidents), cmocka_unit_test(a_cut_tail_needs_the_head), cmocka_unit_test(a_forger_who_hashes_again), cmocka_unit_test(a_forger_who_seals_again),
        cmocka_unit_test(every_byte_of_a_row_counts), cmocka_unit_test(a_flipped_bit_anywhere), cmocka_unit_test(what_is_erased_is_gone), cmocka_unit_test(what_is_old_goes), cmocka_unit_test(who_rewrites_needs_the_key),
        cmocka_unit_test(files_that_are_none), cmocka_unit_test(two_take_turns),
        cmocka_unit_test(memory_that_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

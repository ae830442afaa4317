/* test_audit_forgers.c: who has the file can hash and seal again; what does not fit the form is named, and read by nobody. */
#include <openssl/evp.h>
#include <sqlite3.h>
#include <string.h>

#include "engine/audit/inside.h"
#include "tests/support/ledger_world.h"
#include "tests/support/support.h"

/* ---- by a forger who knows the form, and hashes every row again ---- */
typedef struct forged {
    uint64_t row;
    int kind;
    int64_t policy;
    ru_str body, commitment;
    bool body_given;
} forged; /* commitment.p NULL: the right one */

static void store_again(sqlite3 *db, const ru_entry *r) {
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_prepare_v2(db, "UPDATE entry SET kind = ?, policy = ?, commitment = ?, body = ?, hash = ? WHERE row = ?", -1, &s, NULL),
                     SQLITE_OK);
    sqlite3_bind_int64(s, 1, (int64_t)r->kind);
    sqlite3_bind_int64(s, 2, (int64_t)r->on);
    sqlite3_bind_blob(s, 3, r->commitment, RU_DIGEST_SIZE, SQLITE_STATIC);
    if (r->body.p) sqlite3_bind_blob(s, 4, r->body.n ? r->body.p : "", (int)r->body.n, SQLITE_STATIC); /* else it is emptied */
    sqlite3_bind_blob(s, 5, r->hash, RU_DIGEST_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(s, 6, (int64_t)r->row);
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
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT " RU_ENTRY ", body FROM entry ORDER BY row", -1, &s, NULL), SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW) {
        ru_entry r;
        assert_true(ru_entry_load(s, &r));
        if (r.row == f->row) {
            if (f->kind >= 0) r.kind = (uint64_t)f->kind;
            if (f->policy >= 0) r.on = (uint64_t)f->policy;
            if (f->body_given) r.body = f->body;
            if (f->commitment.p) memcpy(r.commitment, f->commitment.p, RU_DIGEST_SIZE);
            else if (!ru_sealed_kind(r.kind)) ru_sha256_once(r.body.p, r.body.n, r.commitment);
        }
        ru_entry_hash(&r, prev, r.hash);
        memcpy(prev, r.hash, sizeof prev);
        store_again(db, &r);
    }
    sqlite3_finalize(s);
}

/* The row that is named, and what the reading calls say of it: a status, never a crash. */
static uint64_t forge(ledger_world *w, forged f) {
    static const char away[] = "PRAGMA synchronous=OFF; DROP TRIGGER entry_stays; DROP TRIGGER entry_is_kept; DROP TRIGGER entry_is_only_emptied;";
    sqlite3 *db;
    ru_ledger_row r;
    ru_ledger_policy p;
    ru_arena a;
    ledger_copy(w);
    assert_int_equal(sqlite3_open(w->copy, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, away, NULL, NULL, NULL), SQLITE_OK);
    chain_again(db, &f);
    for (size_t i = 0; ru_ledger_schema[i]; i++)
        if (!strncmp(ru_ledger_schema[i], "CREATE TRIGGER", 14)) assert_int_equal(sqlite3_exec(db, ru_ledger_schema[i], NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    ru_ledger *l = ledger_reopen(w, w->copy, 0);
    uint64_t row = ledger_verify(w, l, NULL);
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
    ledger_world w;
    ru_erased gone;
    ledger_open_world(&w);
    ledger_fill(&w);
    assert_int_equal(ru_ledger_key_new(secret, open, &w.e), RUTH_OK);
    assert_int_equal(ru_ledger_sign(w.ledger, secret, 7000, &w.e), RUTH_OK);
    assert_int_equal(ru_ledger_retain(w.ledger, 1002, 7001, &gone, &w.e), RUTH_OK);
    ru_ledger_close(w.ledger);
    assert_int_equal(forge(&w, (forged){FORGED(99)}), 0); /* the same again is the same */
    assert_int_equal(forge(&w, (forged){FORGED_AS(6, 9, -1)}), 6);
    assert_int_equal(forge(&w, (forged){FORGED_AS(6, 0, -1)}), 6);
    assert_int_equal(forge(&w, (forged){FORGED_AS(6, RU_ROW_SIGNATURE, -1)}), 6);
    assert_int_equal(forge(&w, (forged){FORGED_AS(6, -1, 0)}), 6);
    assert_int_equal(forge(&w, (forged){FORGED_AS(6, -1, 6)}), 6);
    assert_int_equal(forge(&w, (forged){FORGED_AS(3, -1, 2)}), 3); /* it was emptied, and yet rests on a policy */
    assert_int_equal(forge(&w, (forged){FORGED(6), .commitment = RU_STR("01234567890123456789012345678901")}), 6);
    assert_int_equal(forge(&w, (forged){FORGED(GONE), .body = RU_STR("short"), .body_given = true}), 2); /* who was emptied by it, was by nothing */
    /* what was signed is another now: the chain up to it was changed, or the signature */
    size_t n = ledger_fetch(&w, "SELECT body FROM entry WHERE row = 14", body, sizeof body);
    assert_int_equal(n, RU_KEY_SIZE + 64);
    assert_int_equal(forge(&w, (forged){FORGED(SIGNED), .body = {(char *)body, n - 1}, .body_given = true}), SIGNED);
    body[n - 1] ^= 1;
    assert_int_equal(forge(&w, (forged){FORGED(SIGNED), .body = {(char *)body, n}, .body_given = true}), SIGNED);
    /* a policy's row cut anywhere, or longer */
    n = ledger_fetch(&w, "SELECT body FROM entry WHERE row = 1", body, sizeof body - 1);
    for (size_t cut = 0; cut < n; cut++)
        if (!forge(&w, (forged){FORGED(1), .body = {(char *)body, cut}, .body_given = true})) fail_msg("a policy's row cut at %zu of %zu is proved", cut, n);
    assert_true(forge(&w, (forged){FORGED(1), .body = {(char *)body, n + 1}, .body_given = true}) > 0);
    w.ledger = ledger_reopen(&w, w.path, RU_LEDGER_WRITE);
    ledger_close_world(&w);
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
    ledger_world w;
    ledger_open_world(&w);
    ledger_fill(&w);
    ru_ledger_close(w.ledger);
    assert_int_equal(ledger_fetch(&w, "SELECT key FROM subject WHERE number = 2", key, sizeof key), KEY_SIZE);
    ru_packer *p = ru_packer_new(&w.alloc, RU_STR(LEDGER_WORDS));
    const ru_ledger_content c = {.subject = RU_STR("PERSON-0"),
                                 .request = RU_STR("{}"),
                                 .decision = RU_STR("DECISION-"),
                                 .recorded = RU_STR("{}"),
                                 .id = RU_STR("ID-0"),
                                 .mark = RU_STR("MARK-0")}; /* another name would not be in the index */
    ru_buf_init(&b, &w.alloc);
    for (int i = 0; i < SALT_SIZE; i++) ru_buf_char(&b, 's');
    assert_true(ru_pack(p, &c, (ru_str){NULL, 0}, &b));
    ru_packer_free(p);
    size_t n = b.n;
    memset(plain, 0, sizeof plain);
    memcpy(plain, b.p, n);
    ru_buf_free(&b);
    for (size_t cut = 0; cut <= n + 1; cut++) {
        size_t size = seal_by_hand(key, 2, plain, cut, sealed);
        ru_sha256_once(plain, cut, commitment);
        uint64_t row = forge(&w,
                             (forged){FORGED(2), .body = {(char *)sealed, size}, .body_given = true, .commitment = {(char *)commitment, sizeof commitment}});
        if (row != (cut == n ? 0 : 2)) fail_msg("content of %zu bytes instead of %zu: row %llu is named", cut, n, (unsigned long long)row);
    }
    for (size_t cut = 0; cut < NONCE_SIZE + TAG_SIZE; cut++)
        assert_int_equal(forge(&w, (forged){FORGED(2), .body = {(char *)sealed, cut}, .body_given = true}), 2);
    w.ledger = ledger_reopen(&w, w.path, RU_LEDGER_WRITE);
    ledger_close_world(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_forger_who_hashes_again), cmocka_unit_test(a_forger_who_seals_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

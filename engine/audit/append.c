/* append.c: rows are added in batches with one commit; what fails takes its whole batch back. */
#include <openssl/crypto.h>

#include "engine/audit/inside.h"

ruth_status ru_ledger_begin(ru_ledger *l, ruth_error *e) {
    if (l->batch) return RUTH_OK;
    if (!l->writes) return ru_fail(e, RUTH_E_ARGUMENT, "the ledger was opened for reading");
    ruth_status st = ru_ledger_start(l, "BEGIN IMMEDIATE", e);
    if (st) return st;
    l->batch = true;
    if ((st = ru_ledger_refresh(l, e))) ru_ledger_rollback(l); /* another process may have added rows */
    return st;
}

void ru_ledger_rollback(ru_ledger *l) {
    if (!l->batch) return;
    for (int i = 0; i < SQL_COUNT; i++) sqlite3_reset(l->sql[i]);
    ru_ledger_quit(l);
    l->batch = false;
    l->fresh = 0;
    l->words_of = 0; /* another policy may come to stand in that row */
    l->rows = l->committed;
    memcpy(l->head, l->committed_head, sizeof l->head);
}

ruth_status ru_ledger_commit(ru_ledger *l, ruth_error *e) {
    if (!l->batch) return RUTH_OK;
    ruth_status st = ru_names_order(l, e);
    if (!st) st = ru_ledger_exec(l, "COMMIT", e);
    if (st) {
        ru_ledger_rollback(l);
        return st;
    }
    l->batch = false;
    l->committed = l->rows;
    memcpy(l->committed_head, l->head, sizeof l->head);
    return RUTH_OK;
}

static ruth_status undo(ru_ledger *l, ruth_status st) {
    if (st) ru_ledger_rollback(l);
    return st;
}

/* ---- policies ---- */
static ruth_status keep_file(ru_ledger *l, ru_str bytes, unsigned char digest[RU_DIGEST_SIZE], ruth_error *e) {
    sqlite3_stmt *s;
    ruth_status st;
    ru_sha256_once(bytes.p, bytes.n, digest);
    if ((st = ru_ledger_sql(l, SQL_FILE_NEW, &s, e))) return st;
    sqlite3_bind_blob(s, 1, digest, RU_DIGEST_SIZE, SQLITE_STATIC);
    sqlite3_bind_blob64(s, 2, bytes.n ? bytes.p : "", bytes.n, SQLITE_STATIC);
    if (sqlite3_step(s) != SQLITE_DONE) st = ru_ledger_fail(l, e, "a file of the policy could not be added");
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return st;
}

static ruth_status find_policy(ru_ledger *l, const ru_ledger_policy *p, uint64_t *row, ruth_error *e) {
    sqlite3_stmt *s;
    ruth_status st = ru_ledger_sql(l, SQL_OF_KIND, &s, e);
    int rc = SQLITE_DONE;
    *row = 0;
    if (st) return st;
    sqlite3_bind_int64(s, 1, RU_ROW_POLICY);
    sqlite3_bind_int64(s, 2, 0);
    while (!*row && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        ru_entry r;
        if (!ru_entry_load(s, &r) || r.body.n < 3 * RU_DIGEST_SIZE) continue;
        if (!memcmp(r.body.p, p->digest, RU_DIGEST_SIZE) && !memcmp(r.body.p + RU_DIGEST_SIZE, p->engine, RU_DIGEST_SIZE) &&
            ru_has_hash(p->words, (const unsigned char *)r.body.p + r.body.n - RU_DIGEST_SIZE))
            *row = r.row;
    }
    if (!*row && rc != SQLITE_DONE) st = ru_ledger_fail(l, e, "its policies cannot be read");
    sqlite3_reset(s);
    return st;
}

/* The body of a policy's row: both digests, what it is called, the versions, of each file its path and the digest it is kept under, and the digest of its words. */
static ruth_status add_policy(ru_ledger *l, const ru_ledger_policy *p, int64_t at, uint64_t *row, ruth_error *e) {
    ru_buf body;
    unsigned char digest[RU_DIGEST_SIZE];
    ruth_status st = RUTH_OK;
    ru_buf_init(&body, &l->alloc);
    ru_buf_put(&body, (const char *)p->digest, RU_DIGEST_SIZE);
    ru_buf_put(&body, (const char *)p->engine, RU_DIGEST_SIZE);
    ru_buf_field(&body, p->name);
    ru_buf_field(&body, p->version);
    ru_buf_field(&body, p->release);
    ru_buf_u64(&body, p->file_count);
    for (size_t i = 0; !st && i < p->file_count; i++) {
        st = keep_file(l, p->files[i].bytes, digest, e);
        ru_buf_field(&body, p->files[i].path);
        ru_buf_field(&body, (ru_str){(const char *)digest, sizeof digest});
    }
    if (!st) st = keep_file(l, p->words, digest, e);
    ru_buf_put(&body, (const char *)digest, sizeof digest);
    if (!st && body.failed) st = ru_fail_nomem(e);
    ru_entry r = {.kind = RU_ROW_POLICY, .at = at, .body = {body.p, body.n}};
    if (!st) st = ru_entry_add(l, &r, e);
    *row = r.row;
    ru_buf_free(&body);
    return st;
}

ruth_status ru_ledger_add_policy(ru_ledger *l, const ru_ledger_policy *policy, int64_t at, uint64_t *row, ruth_error *e) {
    ruth_status st;
    if ((st = ru_ledger_begin(l, e)) || (st = find_policy(l, policy, row, e))) return undo(l, st);
    return *row ? RUTH_OK : undo(l, add_policy(l, policy, at, row, e));
}

/* ---- what speaks of a person ---- */
/* The person's number and key; a new person gets the number of the row that is the first about them, which nobody else ever has. */
static ruth_status find_subject(ru_ledger *l, ru_str name, uint64_t *number, unsigned char key[KEY_SIZE], ruth_error *e) {
    unsigned char tag[PERSON_SIZE];
    sqlite3_stmt *s;
    ru_person_tag(l, name, tag);
    ruth_status st = ru_ledger_sql(l, SQL_SUBJECT, &s, e);
    if (st) return st;
    sqlite3_bind_blob(s, 1, tag, sizeof tag, SQLITE_STATIC);
    int rc = sqlite3_step(s);
    *number = 0;
    if (rc == SQLITE_ROW && sqlite3_column_bytes(s, 1) == KEY_SIZE) {
        *number = (uint64_t)sqlite3_column_int64(s, 0);
        memcpy(key, sqlite3_column_blob(s, 1), KEY_SIZE);
    } else if (rc == SQLITE_ROW) st = ru_fail(e, RUTH_E_LEDGER, "a key in the ledger is damaged");
    else if (rc != SQLITE_DONE) st = ru_ledger_fail(l, e, "a key could not be read");
    sqlite3_reset(s);
    if (st || *number) return st;
    *number = l->rows + 1;
    if (!ru_ledger_random(l, key, KEY_SIZE)) return ru_fail(e, RUTH_E_INTERNAL, "the system has no random bytes");
    if ((st = ru_ledger_sql(l, SQL_SUBJECT_NEW, &s, e))) return st;
    sqlite3_bind_int64(s, 1, (int64_t)*number);
    sqlite3_bind_blob(s, 2, tag, sizeof tag, SQLITE_STATIC);
    sqlite3_bind_blob(s, 3, key, KEY_SIZE, SQLITE_STATIC);
    if (sqlite3_step(s) != SQLITE_DONE) st = ru_ledger_fail(l, e, "a key could not be added");
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return st;
}

/* What was packed before it came here is looked into: it must open by the policy's own words, and be about whom it says. */
static ruth_status check_packed(ru_ledger *l, const ru_packer *p, const ru_ledger_content *c, ruth_error *e) {
    ru_ledger_content in;
    if (!c->packed.p) return RUTH_OK;
    if (memcmp(c->words, p->digest, sizeof c->words) != 0) return ru_fail(e, RUTH_E_ARGUMENT, "this record is of a decision by another policy");
    bool whole = ru_unpack(p, c->packed, &l->plain) && ru_content_take((ru_str){l->plain.p, l->plain.n}, &in);
    if (l->plain.failed) return ru_fail_nomem(e);
    if (whole && ru_str_eq(in.subject, c->subject) && ru_str_eq(in.id, c->id) && ru_str_eq(in.mark, c->mark)) return RUTH_OK;
    return ru_fail(e, RUTH_E_ARGUMENT, "these bytes are no record of a decision: they were changed");
}

static ruth_status add_sealed(ru_ledger *l, ru_row_kind kind, uint64_t on, int64_t at, const ru_ledger_content *content, uint64_t *row, ruth_error *e) {
    unsigned char key[KEY_SIZE];
    ru_entry r = {.kind = kind, .at = at, .on = on};
    ru_packer *p;
    ruth_status st;
    if ((st = ru_ledger_begin(l, e)) || (st = ru_packer_for(l, &r, &p, e)) || (st = check_packed(l, p, content, e)) ||
        (st = find_subject(l, content->subject, &r.subject, key, e)))
        return undo(l, st);
    r.row = l->rows + 1;
    if (!ru_content_seal(l, key, p, &r, content))
        st = ru_content_failed(l) ? ru_fail_nomem(e) : ru_fail(e, RUTH_E_INTERNAL, "a decision could not be sealed for the ledger");
    OPENSSL_cleanse(key, sizeof key);
    r.body = (ru_str){l->sealed.p, l->sealed.n};
    if (!st) st = ru_entry_add(l, &r, e);
    if (!st) st = ru_names_add(l, *row = r.row, kind, content, e);
    return undo(l, st);
}

ruth_status ru_ledger_add_decision(ru_ledger *l, uint64_t policy, int64_t at, const ru_ledger_content *content, ruth_error *e) {
    uint64_t row;
    return add_sealed(l, RU_ROW_DECISION, policy, at, content, &row, e);
}

ruth_status ru_ledger_add_answer(ru_ledger *l, uint64_t policy, int64_t at, const ru_ledger_content *content, ruth_error *e) {
    uint64_t row;
    return add_sealed(l, RU_ROW_ANSWER, policy, at, content, &row, e);
}

ruth_status ru_ledger_add_outcome(ru_ledger *l, uint64_t decision, int64_t at, const ru_ledger_content *content, uint64_t *row, ruth_error *e) {
    return add_sealed(l, RU_ROW_OUTCOME, decision, at, content, row, e);
}

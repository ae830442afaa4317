/* erase.c: what is held about a person, or is older than it may be, is destroyed; the chain says that it was, and still holds. */
#include "engine/audit/inside.h"

/* The pages were overwritten when they were freed (secure_delete); now the -wal that still holds their old state, and the gaps, go too. */
static ruth_status sweep(ru_ledger *l, ruth_error *e) {
    static const char late[] = "it was erased, but copies may stand in the -wal until no other process has the ledger open: erase again then";
    int rc = sqlite3_wal_checkpoint_v2(l->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    if (rc != SQLITE_OK) return ru_ledger_fail(l, e, late);
    if (sqlite3_exec(l->db, "VACUUM", NULL, NULL, NULL) != SQLITE_OK) return ru_ledger_fail(l, e, late);
    rc = sqlite3_wal_checkpoint_v2(l->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return rc == SQLITE_OK ? RUTH_OK : ru_ledger_fail(l, e, late);
}

static ruth_status run(ru_ledger *l, const char *sql, int64_t number, ruth_error *e) {
    sqlite3_stmt *s = NULL;
    ruth_status st = RUTH_OK;
    bool ok = sqlite3_prepare_v2(l->db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_bind_int64(s, 1, number) == SQLITE_OK && sqlite3_step(s) == SQLITE_DONE;
    if (!ok) st = ru_ledger_fail(l, e, "it could not be erased");
    sqlite3_finalize(s);
    return st;
}

static ruth_status find_number(ru_ledger *l, ru_str subject, int64_t *number, ruth_error *e) {
    unsigned char tag[PERSON_SIZE];
    sqlite3_stmt *s;
    *number = 0;
    ru_person_tag(l, subject, tag);
    ruth_status st = ru_ledger_sql(l, SQL_SUBJECT, &s, e);
    if (st) return st;
    sqlite3_bind_blob(s, 1, tag, sizeof tag, SQLITE_STATIC);
    int rc = sqlite3_step(s);
    if (rc == SQLITE_ROW) *number = sqlite3_column_int64(s, 0);
    else if (rc != SQLITE_DONE) st = ru_ledger_fail(l, e, "a key could not be read");
    sqlite3_reset(s);
    return st;
}

static ruth_status empty(ru_ledger *l, const char *sql, int64_t number, uint64_t *rows, ruth_error *e) {
    ruth_status st = run(l, sql, number, e);
    if (!st) *rows = (uint64_t)sqlite3_changes(l->db);
    return st;
}

/* What is empty has no name any more. */
static ruth_status forget_names(ru_ledger *l, ruth_error *e) {
    l->fresh = 0;
    return ru_ledger_exec(l,
                          "DELETE FROM name WHERE row IN (SELECT row FROM entry WHERE kind IN (2, 6, 7) AND body IS NULL); "
                          "DELETE FROM name_new WHERE row IN (SELECT row FROM entry WHERE kind IN (2, 6, 7) AND body IS NULL)",
                          e);
}

static ruth_status close_batch(ru_ledger *l, ru_entry *r, uint64_t rows, uint64_t extra, bool has_extra, ruth_error *e) {
    ru_buf body;
    ru_buf_init(&body, &l->alloc);
    if (has_extra) ru_buf_u64(&body, extra);
    ru_buf_u64(&body, rows);
    r->body = (ru_str){body.p, body.n};
    ruth_status st = body.failed ? ru_fail_nomem(e) : ru_entry_add(l, r, e);
    ru_buf_free(&body);
    if (!st) st = ru_ledger_commit(l, e);
    if (st) ru_ledger_rollback(l);
    return st ? st : sweep(l, e);
}

ruth_status ru_ledger_erase(ru_ledger *l, ru_str subject, int64_t at, ru_erased *out, ruth_error *e) {
    int64_t number = 0;
    *out = (ru_erased){0, 0, 0};
    ru_ledger_rollback(l);
    ruth_status st = ru_ledger_begin(l, e);
    if (!st) st = find_number(l, subject, &number, e);
    if (!st && !number) {
        ru_ledger_rollback(l);
        return sweep(l, e); /* an erasure whose sweep was held up is finished here */
    }
    if (!st) st = empty(l, "UPDATE entry SET body = NULL WHERE kind = 2 AND subject = ? AND body IS NOT NULL", number, &out->decisions, e);
    if (!st) st = empty(l, "UPDATE entry SET body = NULL WHERE kind = 6 AND subject = ? AND body IS NOT NULL", number, &out->outcomes, e);
    if (!st) st = empty(l, "UPDATE entry SET body = NULL WHERE kind = 7 AND subject = ? AND body IS NOT NULL", number, &out->answers, e);
    if (!st) st = forget_names(l, e);
    if (!st) st = run(l, "DELETE FROM subject WHERE number = ?", number, e);
    ru_entry r = {.kind = RU_ROW_ERASURE, .at = at, .subject = (uint64_t)number};
    if (!st) return close_batch(l, &r, out->decisions + out->outcomes + out->answers, 0, false, e);
    ru_ledger_rollback(l);
    return st;
}

ruth_status ru_ledger_retain(ru_ledger *l, int64_t before, int64_t at, ru_erased *out, ruth_error *e) {
    *out = (ru_erased){0, 0, 0};
    ru_ledger_rollback(l);
    ruth_status st = ru_ledger_begin(l, e);
    if (!st) st = empty(l, "UPDATE entry SET body = NULL WHERE kind = 2 AND at < ? AND body IS NOT NULL", before, &out->decisions, e);
    if (!st) st = empty(l, "UPDATE entry SET body = NULL WHERE kind = 6 AND at < ? AND body IS NOT NULL", before, &out->outcomes, e);
    if (!st) st = empty(l, "UPDATE entry SET body = NULL WHERE kind = 7 AND at < ? AND body IS NOT NULL", before, &out->answers, e);
    if (!st && !out->decisions && !out->outcomes && !out->answers) {
        ru_ledger_rollback(l);
        return RUTH_OK;
    }
    if (!st) st = forget_names(l, e);
    if (!st) st = ru_ledger_exec(l, "DELETE FROM subject WHERE number NOT IN (SELECT subject FROM entry WHERE kind IN (2, 6, 7) AND body IS NOT NULL)", e);
    ru_entry r = {.kind = RU_ROW_RETENTION, .at = at};
    if (!st) return close_batch(l, &r, out->decisions + out->outcomes + out->answers, (uint64_t)before, true, e);
    ru_ledger_rollback(l);
    return st;
}

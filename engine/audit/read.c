/* read.c: rows come out again, opened where their key is still there. */
#include <openssl/crypto.h>

#include "engine/audit/inside.h"

static ruth_status open_body(ru_ledger *l, const ru_entry *r, ru_ledger_row *out, ruth_error *e) {
    unsigned char key[KEY_SIZE], tag[PERSON_SIZE];
    ru_packer *p;
    bool found;
    ruth_status st = ru_packer_for(l, r, &p, e);
    if (!st) st = ru_ledger_subject_key(l, r->subject, key, tag, &found, e);
    if (st) return st;
    bool opens = found && ru_content_open(l, key, p, r, &out->content);
    if (!opens && found && ru_content_failed(l)) st = ru_fail_nomem(e);
    else if (!opens) st = ru_fail(e, RUTH_E_LEDGER, "row %llu of the ledger cannot be opened", (unsigned long long)r->row);
    OPENSSL_cleanse(key, sizeof key);
    return st;
}

ruth_status ru_ledger_read(ru_ledger *l, uint64_t row, ru_ledger_row *out, ruth_error *e) {
    sqlite3_stmt *s;
    ru_entry r;
    ruth_status st = ru_ledger_sql(l, SQL_ROW, &s, e);
    if (st) return st;
    sqlite3_bind_int64(s, 1, (int64_t)row);
    int rc = sqlite3_step(s);
    if (rc == SQLITE_DONE) st = ru_fail(e, RUTH_E_ARGUMENT, "the ledger has no row %llu", (unsigned long long)row);
    else if (rc != SQLITE_ROW) st = ru_ledger_fail(l, e, "a row cannot be read");
    else if (!ru_entry_load(s, &r)) st = ru_fail(e, RUTH_E_LEDGER, "row %llu of the ledger has not the form of a row", (unsigned long long)row);
    if (!st) {
        *out = (ru_ledger_row){.row = r.row, .kind = (ru_row_kind)r.kind, .at = r.at, .on = r.on, .subject = r.subject, .erased = !r.body.p};
        memcpy(out->hash, r.hash, sizeof out->hash);
        if (ru_sealed_kind(r.kind) && r.body.p) st = open_body(l, &r, out, e);
        else if (r.body.p) {
            ru_buf_clear(&l->plain); /* what SQLite holds goes with the next reset */
            ru_buf_str(&l->plain, r.body);
            out->body = (ru_str){l->plain.p, l->plain.n};
            if (l->plain.failed) st = ru_fail_nomem(e);
        }
    }
    sqlite3_reset(s);
    return st;
}

ruth_status ru_ledger_next(ru_ledger *l, uint64_t row, int64_t from, int64_t until, uint64_t *out, ruth_error *e) {
    sqlite3_stmt *s;
    ruth_status st = ru_ledger_sql(l, SQL_NEXT, &s, e);
    *out = 0;
    if (st) return st;
    sqlite3_bind_int64(s, 1, (int64_t)row);
    sqlite3_bind_int64(s, 2, from);
    sqlite3_bind_int64(s, 3, until);
    int rc = sqlite3_step(s);
    if (rc == SQLITE_ROW) *out = (uint64_t)sqlite3_column_int64(s, 0);
    else if (rc != SQLITE_DONE) st = ru_ledger_fail(l, e, "its rows cannot be read");
    sqlite3_reset(s);
    return st;
}

static ruth_status read_file(ru_ledger *l, ru_str digest, ru_arena *a, ru_str *bytes, ruth_error *e) {
    sqlite3_stmt *s;
    ruth_status st = ru_ledger_sql(l, SQL_FILE, &s, e);
    if (st) return st;
    sqlite3_bind_blob64(s, 1, digest.p, digest.n, SQLITE_STATIC);
    int rc = sqlite3_step(s);
    if (rc == SQLITE_ROW) {
        const char *p = sqlite3_column_blob(s, 0);
        *bytes = ru_arena_str(a, (ru_str){p ? p : "", (size_t)sqlite3_column_bytes(s, 0)});
        if (!bytes->p) st = ru_fail_nomem(e);
        else if (digest.n != RU_DIGEST_SIZE || !ru_has_hash(*bytes, (const unsigned char *)digest.p))
            st = ru_fail(e, RUTH_E_LEDGER, "a file of the policy is not the one that was kept");
    } else
        st = rc == SQLITE_DONE ? ru_fail(e, RUTH_E_LEDGER, "a file of the policy is not in the ledger any more")
                               : ru_ledger_fail(l, e, "a file of the policy cannot be read");
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return st;
}

ruth_status ru_ledger_read_policy(ru_ledger *l, uint64_t row, ru_arena *a, ru_ledger_policy *out, ruth_error *e) {
    ru_ledger_row r;
    uint64_t count = 0;
    ruth_status st = ru_ledger_read(l, row, &r, e);
    if (st) return st;
    *out = (ru_ledger_policy){.file_count = 0};
    if (r.kind != RU_ROW_POLICY || r.body.n < 2 * RU_DIGEST_SIZE)
        return ru_fail(e, RUTH_E_LEDGER, "row %llu of the ledger is no policy", (unsigned long long)row);
    ru_str left = ru_arena_str(a, r.body);
    if (!left.p) return ru_fail_nomem(e);
    memcpy(out->digest, left.p, RU_DIGEST_SIZE);
    memcpy(out->engine, left.p + RU_DIGEST_SIZE, RU_DIGEST_SIZE);
    left = (ru_str){left.p + 2 * RU_DIGEST_SIZE, left.n - 2 * RU_DIGEST_SIZE};
    bool ok = ru_take_field(&left, &out->name) && ru_take_field(&left, &out->version) && ru_take_field(&left, &out->release) && ru_take_u64(&left, &count) &&
              count <= left.n;
    ru_ledger_file *files = ok ? RU_NEWS(a, ru_ledger_file, count + 1) : NULL;
    if (ok && !files) return ru_fail_nomem(e);
    for (uint64_t i = 0; ok && !st && i < count; i++) {
        ru_str digest;
        ok = ru_take_field(&left, &files[i].path) && ru_take_field(&left, &digest);
        if (ok) st = read_file(l, digest, a, &files[i].bytes, e);
    }
    out->files = files;
    out->file_count = (size_t)count;
    if (ok && !st) st = read_file(l, left, a, &out->words, e);
    return st ? st : ok ? RUTH_OK : ru_fail(e, RUTH_E_LEDGER, "row %llu of the ledger has not the form of a policy", (unsigned long long)row);
}

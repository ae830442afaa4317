/* row.c: a row's canonical bytes, its hash, and how it is stored and read back. */
#include "engine/audit/inside.h"

void ru_put64(unsigned char out[8], uint64_t v) {
    for (int i = 0; i < 8; i++) out[i] = (unsigned char)(v >> (8 * i));
}

void ru_buf_u64(ru_buf *b, uint64_t v) {
    unsigned char le[8];
    ru_put64(le, v);
    ru_buf_put(b, (const char *)le, sizeof le);
}

void ru_buf_field(ru_buf *b, ru_str s) {
    ru_buf_u64(b, s.n);
    ru_buf_str(b, s);
}

bool ru_take_u64(ru_str *from, uint64_t *out) {
    if (from->n < 8) return false;
    *out = 0;
    for (int i = 0; i < 8; i++) *out |= (uint64_t)(unsigned char)from->p[i] << (8 * i);
    *from = (ru_str){from->p + 8, from->n - 8};
    return true;
}

bool ru_take_field(ru_str *from, ru_str *out) {
    uint64_t n;
    if (!ru_take_u64(from, &n) || n > from->n) return false;
    *out = (ru_str){from->p, (size_t)n};
    *from = (ru_str){from->p + n, from->n - (size_t)n};
    return true;
}

static const char record_mark[8] = "ruthre2";

void ru_record_put(ru_buf *b, const ru_record *r, ru_str more) {
    const ru_ledger_content *c = &r->content;
    ru_buf_put(b, record_mark, sizeof record_mark);
    ru_buf_u64(b, r->kind);
    ru_buf_u64(b, (uint64_t)r->at);
    ru_buf_field(b, c->subject);
    ru_buf_u64(b, c->request.n + more.n);
    ru_buf_put(b, c->request.p, c->request.n - 1); /* all but the brace that closes it */
    ru_buf_str(b, more);
    ru_buf_char(b, '}');
    ru_buf_field(b, c->decision);
    ru_buf_field(b, c->recorded.n ? c->recorded : RU_STR("[]"));
    ru_buf_field(b, c->id);
    ru_buf_field(b, c->mark);
}

bool ru_record_take(ru_str bytes, ru_record *out) {
    uint64_t kind, instant;
    ru_ledger_content *c = &out->content;
    if (bytes.n < sizeof record_mark || memcmp(bytes.p, record_mark, sizeof record_mark) != 0) return false;
    ru_str left = {bytes.p + sizeof record_mark, bytes.n - sizeof record_mark};
    bool ok = ru_take_u64(&left, &kind) && ru_take_u64(&left, &instant) && ru_take_field(&left, &c->subject) && ru_take_field(&left, &c->request) && ru_take_field(&left, &c->decision) && ru_take_field(&left, &c->recorded) && ru_take_field(&left, &c->id) && ru_take_field(&left, &c->mark);
    if (!ok || left.n || (kind != RU_ROW_DECISION && kind != RU_ROW_ANSWER)) return false;
    out->kind = (ru_row_kind)kind;
    out->at = (int64_t)instant;
    return true;
}

/* Every field has a fixed length or stands behind its length, so that no two rows have the same bytes. The body counts by its hash: it may be erased. */
bool ru_entry_hash(const ru_entry *r, const unsigned char prev[RU_DIGEST_SIZE], unsigned char out[RU_DIGEST_SIZE]) {
    static const char domain[16] = "ruth ledger 1";
    unsigned char bytes[sizeof domain + 3 * RU_DIGEST_SIZE + 7 * 8];
    size_t n = 0;
    uint64_t fields[] = {r->row, r->kind, (uint64_t)r->at, r->on, r->subject, r->commitment.n};
    if (r->commitment.n > RU_DIGEST_SIZE) return false;
    memcpy(bytes, domain, sizeof domain);
    memcpy(bytes + (n += sizeof domain), prev, RU_DIGEST_SIZE);
    n += RU_DIGEST_SIZE;
    for (size_t i = 0; i < RU_COUNT(fields); i++, n += 8) ru_put64(bytes + n, fields[i]);
    if (r->commitment.n) memcpy(bytes + n, r->commitment.p, r->commitment.n);
    n += r->commitment.n;
    ru_put64(bytes + n, RU_DIGEST_SIZE);
    memcpy(bytes + (n += 8), r->body_hash, RU_DIGEST_SIZE);
    ru_sha256_once(bytes, n + RU_DIGEST_SIZE, out);
    return true;
}

bool ru_has_hash(ru_str bytes, const unsigned char hash[RU_DIGEST_SIZE]) {
    unsigned char now[RU_DIGEST_SIZE];
    ru_sha256_once(bytes.p, bytes.n, now);
    return memcmp(now, hash, sizeof now) == 0;
}

static bool digest_column(sqlite3_stmt *s, int column, unsigned char out[RU_DIGEST_SIZE]) {
    if (sqlite3_column_type(s, column) != SQLITE_BLOB || sqlite3_column_bytes(s, column) != RU_DIGEST_SIZE) return false;
    memcpy(out, sqlite3_column_blob(s, column), RU_DIGEST_SIZE);
    return true;
}

static ru_str blob_column(sqlite3_stmt *s, int column) {
    const char *p = sqlite3_column_blob(s, column);
    return (ru_str){p ? p : "", (size_t)sqlite3_column_bytes(s, column)};
}

bool ru_entry_load(sqlite3_stmt *s, ru_entry *out) {
    *out = (ru_entry){.row = (uint64_t)sqlite3_column_int64(s, 0), .kind = (uint64_t)sqlite3_column_int64(s, 1), .at = sqlite3_column_int64(s, 2), .on = (uint64_t)sqlite3_column_int64(s, 3), .subject = (uint64_t)sqlite3_column_int64(s, 4)};
    for (int i = 0; i < 5; i++)
        if (sqlite3_column_type(s, i) != SQLITE_INTEGER) return false;
    if (sqlite3_column_type(s, 5) != SQLITE_BLOB || !digest_column(s, 6, out->body_hash) || !digest_column(s, 7, out->hash)) return false;
    out->commitment = blob_column(s, 5);
    int body = sqlite3_column_type(s, 8);
    if (body == SQLITE_BLOB) out->body = blob_column(s, 8);
    return body == SQLITE_BLOB || body == SQLITE_NULL;
}

ruth_status ru_entry_add(ru_ledger *l, ru_entry *r, ruth_error *e) {
    sqlite3_stmt *s;
    r->row = l->rows + 1;
    ru_sha256_once(r->body.p, r->body.n, r->body_hash);
    ru_entry_hash(r, l->head, r->hash);
    ruth_status st = ru_ledger_sql(l, SQL_INSERT, &s, e);
    if (st) return st;
    sqlite3_bind_int64(s, 1, (int64_t)r->row);
    sqlite3_bind_int64(s, 2, (int64_t)r->kind);
    sqlite3_bind_int64(s, 3, r->at);
    sqlite3_bind_int64(s, 4, (int64_t)r->on);
    sqlite3_bind_int64(s, 5, (int64_t)r->subject);
    sqlite3_bind_blob64(s, 6, r->commitment.n ? r->commitment.p : "", r->commitment.n, SQLITE_STATIC);
    sqlite3_bind_blob(s, 7, r->body_hash, RU_DIGEST_SIZE, SQLITE_STATIC);
    sqlite3_bind_blob(s, 8, r->hash, RU_DIGEST_SIZE, SQLITE_STATIC);
    sqlite3_bind_blob64(s, 9, r->body.p, r->body.n, SQLITE_STATIC);
    int rc = sqlite3_step(s);
    if (rc != SQLITE_DONE) st = ru_ledger_fail(l, e, "a row could not be added");
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    if (st) return st;
    l->rows = r->row;
    memcpy(l->head, r->hash, RU_DIGEST_SIZE);
    return RUTH_OK;
}

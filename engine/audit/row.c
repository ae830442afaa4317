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

static const char record_mark[8] = "ruthre3";

bool ru_record_put(ru_buf *b, ru_packer *p, const ru_record *r, ru_str more) {
    const ru_ledger_content *c = &r->content;
    ru_buf_put(b, record_mark, sizeof record_mark);
    ru_buf_u64(b, r->kind);
    ru_buf_u64(b, (uint64_t)r->at);
    ru_buf_put(b, (const char *)p->digest, sizeof p->digest);
    ru_buf_field(b, c->subject);
    ru_buf_field(b, c->id);
    ru_buf_field(b, c->mark);
    size_t at = b->n;
    ru_buf_u64(b, 0);
    if (b->failed || !ru_pack(p, c, more, b)) return false;
    ru_put64((unsigned char *)b->p + at, b->n - at - 8);
    return true;
}

bool ru_record_take(ru_str bytes, ru_record *out) {
    uint64_t kind, instant;
    ru_ledger_content *c = &out->content;
    if (bytes.n < sizeof record_mark || memcmp(bytes.p, record_mark, sizeof record_mark) != 0) return false;
    ru_str left = {bytes.p + sizeof record_mark, bytes.n - sizeof record_mark};
    bool ok = ru_take_u64(&left, &kind) && ru_take_u64(&left, &instant) && left.n >= sizeof c->words;
    if (!ok || (kind != RU_ROW_DECISION && kind != RU_ROW_ANSWER)) return false;
    *c = (ru_ledger_content){.packed = {NULL, 0}};
    memcpy(c->words, left.p, sizeof c->words);
    left = (ru_str){left.p + sizeof c->words, left.n - sizeof c->words};
    ok = ru_take_field(&left, &c->subject) && ru_take_field(&left, &c->id) && ru_take_field(&left, &c->mark) && ru_take_field(&left, &c->packed) && !left.n;
    out->kind = (ru_row_kind)kind;
    out->at = (int64_t)instant;
    return ok;
}

/* Every field has a fixed length, so that no two rows have the same bytes; and together they fit into two blocks of SHA-256. */
void ru_entry_hash(const ru_entry *r, const unsigned char prev[RU_DIGEST_SIZE], unsigned char out[RU_DIGEST_SIZE]) {
    static const char domain[8] = "ruthlog3";
    unsigned char bytes[sizeof domain + 2 * RU_DIGEST_SIZE + 5 * 8], *at = bytes;
    const uint64_t fields[] = {r->row, r->kind, (uint64_t)r->at, r->on, r->subject};
    memcpy(at, domain, sizeof domain);
    memcpy(at += sizeof domain, prev, RU_DIGEST_SIZE);
    at += RU_DIGEST_SIZE;
    for (size_t i = 0; i < RU_COUNT(fields); i++, at += 8) ru_put64(at, fields[i]);
    memcpy(at, r->commitment, RU_DIGEST_SIZE);
    ru_sha256_once(bytes, sizeof bytes, out);
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
    *out = (ru_entry){.row = (uint64_t)sqlite3_column_int64(s, 0),
                      .kind = (uint64_t)sqlite3_column_int64(s, 1),
                      .at = sqlite3_column_int64(s, 2),
                      .on = (uint64_t)sqlite3_column_int64(s, 3),
                      .subject = (uint64_t)sqlite3_column_int64(s, 4)};
    for (int i = 0; i < 5; i++)
        if (sqlite3_column_type(s, i) != SQLITE_INTEGER) return false;
    if (!digest_column(s, 5, out->commitment) || !digest_column(s, 6, out->hash)) return false;
    int body = sqlite3_column_type(s, 7);
    if (body == SQLITE_BLOB) out->body = blob_column(s, 7);
    return body == SQLITE_BLOB || body == SQLITE_NULL;
}

ruth_status ru_entry_add(ru_ledger *l, ru_entry *r, ruth_error *e) {
    sqlite3_stmt *s;
    r->row = l->rows + 1;
    if (!ru_sealed_kind(r->kind)) ru_sha256_once(r->body.p, r->body.n, r->commitment);
    ru_entry_hash(r, l->head, r->hash);
    ruth_status st = ru_ledger_sql(l, SQL_INSERT, &s, e);
    if (st) return st;
    sqlite3_bind_int64(s, 1, (int64_t)r->row);
    sqlite3_bind_int64(s, 2, (int64_t)r->kind);
    sqlite3_bind_int64(s, 3, r->at);
    sqlite3_bind_int64(s, 4, (int64_t)r->on);
    sqlite3_bind_int64(s, 5, (int64_t)r->subject);
    sqlite3_bind_blob(s, 6, r->commitment, RU_DIGEST_SIZE, SQLITE_STATIC);
    sqlite3_bind_blob(s, 7, r->hash, RU_DIGEST_SIZE, SQLITE_STATIC);
    sqlite3_bind_blob64(s, 8, r->body.p, r->body.n, SQLITE_STATIC);
    int rc = sqlite3_step(s);
    if (rc != SQLITE_DONE) st = ru_ledger_fail(l, e, "a row could not be added");
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    if (st) return st;
    l->rows = r->row;
    memcpy(l->head, r->hash, RU_DIGEST_SIZE);
    return RUTH_OK;
}

/* pack.c: content is packed (LZ4) before it is sealed. What decisions of one policy have in common stands once, in the clear, with that policy. */
#include <openssl/crypto.h>

#include "engine/audit/inside.h"

enum {
    WORDS_MOST = 64 << 10 /* LZ4 looks no further back */,
    PLAIN_MOST = 64 << 20 /* many times what a line and its decision take */,
    EXPANDS = 255 /* a byte of LZ4 says at most so many */
};

/* ---- a packer ---- */
void ru_packer_init(ru_packer *p, const ruth_allocator *alloc) {
    p->alloc = *alloc;
    ru_buf_init(&p->words, alloc);
    ru_buf_init(&p->plain, alloc);
    ru_packer_load(p, (ru_str){"", 0});
}

void ru_packer_clear(ru_packer *p) {
    if (p->plain.p) OPENSSL_cleanse(p->plain.p, p->plain.capacity);
    ru_buf_free(&p->plain);
    ru_buf_free(&p->words);
}

bool ru_packer_load(ru_packer *p, ru_str words) {
    ru_buf_clear(&p->words);
    ru_buf_str(&p->words, words);
    if (p->words.failed) return false;
    ru_sha256_once(p->words.p, p->words.n, p->digest);
    LZ4_initStream(&p->loaded, sizeof p->loaded);
    LZ4_loadDict(&p->loaded, p->words.p, (int)p->words.n);
    return true;
}

ru_packer *ru_packer_new(const ruth_allocator *alloc, ru_str words) {
    ru_packer *p = words.n > WORDS_MOST ? NULL : ru_alloc(alloc, sizeof *p);
    if (!p) return NULL;
    ru_packer_init(p, alloc);
    if (ru_packer_load(p, words)) return p;
    ru_packer_free(p);
    return NULL;
}

void ru_packer_free(ru_packer *p) {
    if (!p) return;
    ruth_allocator alloc = p->alloc;
    ru_packer_clear(p);
    ru_free(&alloc, p, sizeof *p);
}

/* ---- in and out ---- */
static void put_fields(ru_buf *b, const ru_ledger_content *c, ru_str more) {
    ru_buf_field(b, c->subject);
    ru_buf_u64(b, c->request.n + more.n);
    ru_buf_put(b, c->request.p, c->request.n - (more.n > 0)); /* all but the brace that closes it */
    ru_buf_str(b, more);
    if (more.n) ru_buf_char(b, '}');
    ru_buf_field(b, c->decision);
    ru_buf_field(b, c->recorded);
    ru_buf_field(b, c->id);
    ru_buf_field(b, c->mark);
}

bool ru_pack(ru_packer *p, const ru_ledger_content *c, ru_str more, ru_buf *out) {
    ru_buf_clear(&p->plain);
    put_fields(&p->plain, c, more);
    if (p->plain.failed || p->plain.n > PLAIN_MOST) return false;
    ru_buf_u64(out, p->plain.n);
    int room = LZ4_compressBound((int)p->plain.n);
    if (!ru_buf_reserve(out, (size_t)room)) return false;
    p->stream = p->loaded; /* it holds no pointer but that to the words */
    int n = LZ4_compress_fast_continue(&p->stream, p->plain.p, out->p + out->n, (int)p->plain.n, room, 1);
    out->n += (size_t)n;
    return n > 0;
}

bool ru_unpack(const ru_packer *p, ru_str packed, ru_buf *out) {
    uint64_t size;
    ru_buf_clear(out);
    if (!ru_take_u64(&packed, &size) || size > PLAIN_MOST || packed.n > PLAIN_MOST || size > EXPANDS * packed.n || !ru_buf_reserve(out, (size_t)size + 1))
        return false;
    int n = LZ4_decompress_safe_usingDict(packed.p, out->p, (int)packed.n, (int)size, p->words.p, (int)p->words.n);
    if (n < 0 || (uint64_t)n != size) return false;
    out->n = (size_t)size;
    return true;
}

/* ---- the words of a policy ---- */
/* Their digest ends the body of the policy's row. */
static ruth_status read_words(ru_ledger *l, uint64_t policy, ruth_error *e) {
    sqlite3_stmt *s;
    ruth_status st = ru_ledger_sql(l, SQL_WORDS, &s, e);
    if (st) return st;
    sqlite3_bind_int64(s, 1, (int64_t)policy);
    int rc = sqlite3_step(s);
    bool found = rc == SQLITE_ROW && sqlite3_column_bytes(s, 1) == RU_DIGEST_SIZE && sqlite3_column_bytes(s, 0) <= WORDS_MOST;
    const char *bytes = found ? sqlite3_column_blob(s, 0) : NULL;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) st = ru_ledger_fail(l, e, "the words of a policy cannot be read");
    else if (found && !ru_packer_load(&l->packer, (ru_str){bytes ? bytes : "", (size_t)sqlite3_column_bytes(s, 0)})) st = ru_fail_nomem(e);
    else if (!found || memcmp(l->packer.digest, sqlite3_column_blob(s, 1), RU_DIGEST_SIZE) != 0)
        st = ru_fail(e, RUTH_E_LEDGER, "the words of the policy in row %llu are not those that were kept", (unsigned long long)policy);
    sqlite3_reset(s);
    return st;
}

ruth_status ru_words_load(ru_ledger *l, uint64_t policy, ruth_error *e) {
    if (policy && l->words_of == policy) return RUTH_OK;
    l->words_of = 0;
    ruth_status st = read_words(l, policy, e);
    if (!st) l->words_of = policy;
    return st;
}

/* An event is short, and has little in common with others. */
ruth_status ru_packer_for(ru_ledger *l, const ru_entry *r, ru_packer **out, ruth_error *e) {
    *out = r->kind == RU_ROW_OUTCOME ? &l->wordless : &l->packer;
    return r->kind == RU_ROW_OUTCOME ? RUTH_OK : ru_words_load(l, r->on, e);
}

/* seal.c: what speaks of a person is closed under that person's own key (AES-256-GCM), and found again by a tag that says nothing to others. */
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "engine/audit/inside.h"

bool ru_ledger_random(ru_ledger *l, unsigned char *out, size_t n) {
    if (n > l->pool_left) {
        if (RAND_bytes(l->pool, POOL_SIZE) != 1) return false;
        l->pool_left = POOL_SIZE;
    }
    unsigned char *from = l->pool + POOL_SIZE - l->pool_left;
    memcpy(out, from, n);
    OPENSSL_cleanse(from, n); /* keys come out of here too */
    l->pool_left -= n;
    return true;
}

/* Cut in half, so that nobody who sees a tag can hash on from it: behind a secret, that is enough. */
void ru_person_tag(ru_ledger *l, ru_str subject, unsigned char out[PERSON_SIZE]) {
    unsigned char digest[RU_DIGEST_SIZE];
    ru_sha256_begin(l->hash);
    ru_sha256_update(l->hash, l->pepper, KEY_SIZE);
    ru_sha256_update(l->hash, subject.p, subject.n);
    ru_sha256_end(l->hash, digest);
    memcpy(out, digest, PERSON_SIZE);
}

/* nonce, what was encrypted, tag. The row's number is authenticated: a sealed text moved to another row does not open. */
static bool encrypt(ru_ledger *l, const unsigned char key[KEY_SIZE], uint64_t row) {
    unsigned char nonce[NONCE_SIZE], number[8];
    int n = 0, last = 0;
    if (l->packed.n > INT32_MAX || !ru_ledger_random(l, nonce, sizeof nonce)) return false;
    ru_put64(number, row);
    ru_buf_clear(&l->sealed);
    ru_buf_put(&l->sealed, (const char *)nonce, sizeof nonce);
    if (l->sealed.failed || !ru_buf_reserve(&l->sealed, l->packed.n + TAG_SIZE)) return false;
    unsigned char *out = (unsigned char *)l->sealed.p + NONCE_SIZE;
    bool ok = EVP_EncryptInit_ex2(l->cipher, NULL, key, nonce, NULL) == 1 && EVP_EncryptUpdate(l->cipher, NULL, &n, number, sizeof number) == 1 &&
              EVP_EncryptUpdate(l->cipher, out, &n, (const unsigned char *)l->packed.p, (int)l->packed.n) == 1 &&
              EVP_EncryptFinal_ex(l->cipher, out + n, &last) == 1 && EVP_CIPHER_CTX_ctrl(l->cipher, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE, out + n + last) == 1;
    l->sealed.n = NONCE_SIZE + (size_t)(n + last) + TAG_SIZE;
    return ok;
}

bool ru_content_failed(const ru_ledger *l) {
    return l->plain.failed || l->wordless.plain.failed || l->packer.plain.failed || l->packed.failed || l->sealed.failed;
}

/* Sealed is the salt, then the fields, packed; the commitment is to just these bytes, for they can be unpacked in one way only. */
bool ru_content_seal(ru_ledger *l, const unsigned char key[KEY_SIZE], ru_packer *p, ru_entry *r, const ru_ledger_content *c) {
    unsigned char salt[SALT_SIZE];
    if (!ru_ledger_random(l, salt, sizeof salt)) return false;
    ru_buf_clear(&l->packed);
    ru_buf_put(&l->packed, (const char *)salt, sizeof salt);
    if (c->packed.p) ru_buf_str(&l->packed, c->packed);
    else if (!ru_pack(p, c, (ru_str){NULL, 0}, &l->packed)) return false;
    if (l->packed.failed) return false;
    ru_sha256_once(l->packed.p, l->packed.n, r->commitment);
    return encrypt(l, key, r->row);
}

static bool decrypt(ru_ledger *l, const unsigned char key[KEY_SIZE], uint64_t row, ru_str sealed) {
    unsigned char number[8], tag[TAG_SIZE];
    const unsigned char *in = (const unsigned char *)sealed.p;
    int n = 0, last = 0;
    ru_buf_clear(&l->packed);
    if (sealed.n < NONCE_SIZE + TAG_SIZE || sealed.n > INT32_MAX) return false;
    size_t size = sealed.n - NONCE_SIZE - TAG_SIZE;
    ru_put64(number, row);
    memcpy(tag, in + NONCE_SIZE + size, TAG_SIZE);
    if (!ru_buf_reserve(&l->packed, size + 1)) return false;
    l->packed.n = size;
    return EVP_DecryptInit_ex2(l->cipher, NULL, key, in, NULL) == 1 && EVP_DecryptUpdate(l->cipher, NULL, &n, number, sizeof number) == 1 &&
           EVP_DecryptUpdate(l->cipher, (unsigned char *)l->packed.p, &n, in + NONCE_SIZE, (int)size) == 1 &&
           EVP_CIPHER_CTX_ctrl(l->cipher, EVP_CTRL_AEAD_SET_TAG, TAG_SIZE, tag) == 1 &&
           EVP_DecryptFinal_ex(l->cipher, (unsigned char *)l->packed.p + n, &last) == 1;
}

bool ru_content_take(ru_str bytes, ru_ledger_content *out) {
    ru_str *const fields[] = {&out->subject, &out->request, &out->decision, &out->recorded, &out->id, &out->mark};
    *out = (ru_ledger_content){.packed = {NULL, 0}};
    for (size_t i = 0; i < RU_COUNT(fields); i++)
        if (!ru_take_field(&bytes, fields[i])) return false;
    return !bytes.n;
}

bool ru_content_open(ru_ledger *l, const unsigned char key[KEY_SIZE], const ru_packer *p, const ru_entry *r, ru_ledger_content *out) {
    if (!decrypt(l, key, r->row, r->body) || l->packed.n < SALT_SIZE || !ru_has_hash((ru_str){l->packed.p, l->packed.n}, r->commitment)) return false;
    if (!ru_unpack(p, (ru_str){l->packed.p + SALT_SIZE, l->packed.n - SALT_SIZE}, &l->plain)) return false;
    return ru_content_take((ru_str){l->plain.p, l->plain.n}, out);
}

ruth_status ru_ledger_subject_key(ru_ledger *l, uint64_t subject, unsigned char key[KEY_SIZE], unsigned char tag[PERSON_SIZE], bool *found, ruth_error *e) {
    sqlite3_stmt *s;
    ruth_status st = ru_ledger_sql(l, SQL_KEY, &s, e);
    *found = false;
    if (st) return st;
    sqlite3_bind_int64(s, 1, (int64_t)subject);
    int rc = sqlite3_step(s);
    *found = rc == SQLITE_ROW;
    memset(key, 0, KEY_SIZE); /* one of another size opens nothing */
    memset(tag, 0, PERSON_SIZE);
    if (*found && sqlite3_column_bytes(s, 0) == KEY_SIZE && sqlite3_column_bytes(s, 1) == PERSON_SIZE) {
        memcpy(key, sqlite3_column_blob(s, 0), KEY_SIZE);
        memcpy(tag, sqlite3_column_blob(s, 1), PERSON_SIZE);
    }
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) st = ru_ledger_fail(l, e, "a key could not be read");
    sqlite3_reset(s);
    return st;
}

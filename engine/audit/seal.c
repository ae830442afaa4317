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

/* Hashed twice, each time behind the secret: an HMAC in all but name, without its look-ups. */
bool ru_subject_tag(ru_ledger *l, ru_str subject, unsigned char out[RU_DIGEST_SIZE]) {
    unsigned char outer[KEY_SIZE + RU_DIGEST_SIZE];
    ru_buf_clear(&l->plain);
    ru_buf_put(&l->plain, (const char *)l->pepper, KEY_SIZE);
    ru_buf_str(&l->plain, subject);
    memcpy(outer, l->pepper, KEY_SIZE);
    if (l->plain.failed) return false;
    ru_sha256_once(l->plain.p, l->plain.n, outer + KEY_SIZE);
    ru_sha256_once(outer, sizeof outer, out);
    return true;
}

/* nonce, what was encrypted, tag. The row's number is authenticated: a sealed text moved to another row does not open. */
static bool encrypt(ru_ledger *l, const unsigned char key[KEY_SIZE], uint64_t row) {
    unsigned char nonce[NONCE_SIZE], number[8];
    int n = 0, last = 0;
    if (l->plain.n > INT32_MAX || !ru_ledger_random(l, nonce, sizeof nonce)) return false;
    ru_put64(number, row);
    ru_buf_clear(&l->sealed);
    ru_buf_put(&l->sealed, (const char *)nonce, sizeof nonce);
    if (l->sealed.failed || !ru_buf_reserve(&l->sealed, l->plain.n + TAG_SIZE)) return false;
    unsigned char *out = (unsigned char *)l->sealed.p + NONCE_SIZE;
    bool ok = EVP_EncryptInit_ex2(l->cipher, NULL, key, nonce, NULL) == 1 && EVP_EncryptUpdate(l->cipher, NULL, &n, number, sizeof number) == 1 &&
              EVP_EncryptUpdate(l->cipher, out, &n, (const unsigned char *)l->plain.p, (int)l->plain.n) == 1 && EVP_EncryptFinal_ex(l->cipher, out + n, &last) == 1 &&
              EVP_CIPHER_CTX_ctrl(l->cipher, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE, out + n + last) == 1;
    l->sealed.n = NONCE_SIZE + (size_t)(n + last) + TAG_SIZE;
    return ok;
}

bool ru_content_seal(ru_ledger *l, const unsigned char key[KEY_SIZE], uint64_t row, const ru_ledger_content *c, unsigned char commitment[RU_DIGEST_SIZE]) {
    unsigned char salt[SALT_SIZE];
    if (!ru_ledger_random(l, salt, sizeof salt)) return false;
    ru_buf_clear(&l->plain);
    ru_buf_put(&l->plain, (const char *)salt, sizeof salt);
    ru_buf_field(&l->plain, c->subject);
    ru_buf_field(&l->plain, c->request);
    ru_buf_field(&l->plain, c->decision);
    ru_buf_field(&l->plain, c->recorded);
    if (l->form > 1) {
        ru_buf_field(&l->plain, c->id);
        ru_buf_field(&l->plain, c->mark);
    }
    if (l->plain.failed) return false;
    ru_sha256_once(l->plain.p, l->plain.n, commitment);
    return encrypt(l, key, row);
}

static bool decrypt(ru_ledger *l, const unsigned char key[KEY_SIZE], uint64_t row, ru_str sealed) {
    unsigned char number[8], tag[TAG_SIZE];
    const unsigned char *in = (const unsigned char *)sealed.p;
    int n = 0, last = 0;
    ru_buf_clear(&l->plain);
    if (sealed.n < NONCE_SIZE + TAG_SIZE || sealed.n > INT32_MAX) return false;
    size_t size = sealed.n - NONCE_SIZE - TAG_SIZE;
    ru_put64(number, row);
    memcpy(tag, in + NONCE_SIZE + size, TAG_SIZE);
    if (!ru_buf_reserve(&l->plain, size + 1)) return false;
    l->plain.n = size;
    return EVP_DecryptInit_ex2(l->cipher, NULL, key, in, NULL) == 1 && EVP_DecryptUpdate(l->cipher, NULL, &n, number, sizeof number) == 1 &&
           EVP_DecryptUpdate(l->cipher, (unsigned char *)l->plain.p, &n, in + NONCE_SIZE, (int)size) == 1 &&
           EVP_CIPHER_CTX_ctrl(l->cipher, EVP_CTRL_AEAD_SET_TAG, TAG_SIZE, tag) == 1 && EVP_DecryptFinal_ex(l->cipher, (unsigned char *)l->plain.p + n, &last) == 1;
}

bool ru_content_open(ru_ledger *l, const unsigned char key[KEY_SIZE], uint64_t row, ru_str sealed, ru_str commitment, ru_ledger_content *out) {
    unsigned char now[RU_DIGEST_SIZE];
    if (!decrypt(l, key, row, sealed)) return false;
    ru_sha256_once(l->plain.p, l->plain.n, now);
    if (commitment.n != RU_DIGEST_SIZE || memcmp(commitment.p, now, RU_DIGEST_SIZE) != 0 || l->plain.n < SALT_SIZE) return false;
    ru_str left = {l->plain.p + SALT_SIZE, l->plain.n - SALT_SIZE};
    *out = (ru_ledger_content){.id = {"", 0}, .mark = {"", 0}};
    bool ok = ru_take_field(&left, &out->subject) && ru_take_field(&left, &out->request) && ru_take_field(&left, &out->decision) && ru_take_field(&left, &out->recorded);
    if (ok && l->form > 1) ok = ru_take_field(&left, &out->id) && ru_take_field(&left, &out->mark);
    return ok && !left.n;
}

ruth_status ru_ledger_subject_key(ru_ledger *l, uint64_t subject, unsigned char key[KEY_SIZE], unsigned char tag[RU_DIGEST_SIZE], bool *found, ruth_error *e) {
    sqlite3_stmt *s;
    ruth_status st = ru_ledger_sql(l, SQL_KEY, &s, e);
    *found = false;
    if (st) return st;
    sqlite3_bind_int64(s, 1, (int64_t)subject);
    int rc = sqlite3_step(s);
    if (rc == SQLITE_ROW && sqlite3_column_bytes(s, 0) == KEY_SIZE && sqlite3_column_bytes(s, 1) == RU_DIGEST_SIZE) {
        memcpy(key, sqlite3_column_blob(s, 0), KEY_SIZE);
        memcpy(tag, sqlite3_column_blob(s, 1), RU_DIGEST_SIZE);
        *found = true;
    }
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) st = ru_ledger_fail(l, e, "a key could not be read");
    sqlite3_reset(s);
    return st;
}

/* sign.c: the head is signed (Ed25519), as a row of its own: who rewrites the chain needs the key too. */
#include <openssl/crypto.h>

#include "engine/audit/inside.h"

enum { SIGNATURE_SIZE = 64 };

/* What is signed: that the ledger has so many rows, and the hash of the last. */
static void message_of(uint64_t rows, const unsigned char head[RU_DIGEST_SIZE], unsigned char out[16 + 8 + RU_DIGEST_SIZE]) {
    static const char domain[16] = "ruth head 1";
    memcpy(out, domain, sizeof domain);
    ru_put64(out + 16, rows);
    memcpy(out + 24, head, RU_DIGEST_SIZE);
}

ruth_status ru_ledger_key_new(unsigned char secret[RU_KEY_SIZE], unsigned char open[RU_KEY_SIZE], ruth_error *e) {
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    size_t n = RU_KEY_SIZE, m = RU_KEY_SIZE;
    bool ok = key && EVP_PKEY_get_raw_private_key(key, secret, &n) == 1 && EVP_PKEY_get_raw_public_key(key, open, &m) == 1;
    EVP_PKEY_free(key);
    return ok ? RUTH_OK : ru_fail(e, RUTH_E_INTERNAL, "a key could not be made");
}

ruth_status ru_ledger_sign(ru_ledger *l, const unsigned char secret[RU_KEY_SIZE], int64_t at, ruth_error *e) {
    unsigned char message[16 + 8 + RU_DIGEST_SIZE], body[RU_KEY_SIZE + SIGNATURE_SIZE];
    size_t open_size = RU_KEY_SIZE, size = SIGNATURE_SIZE;
    ru_ledger_rollback(l);
    ruth_status st = ru_ledger_begin(l, e);
    if (st) return st;
    message_of(l->rows, l->head, message);
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key_ex(NULL, "ED25519", NULL, secret, RU_KEY_SIZE);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool ok = key && context && EVP_PKEY_get_raw_public_key(key, body, &open_size) == 1 &&
              EVP_DigestSignInit_ex(context, NULL, NULL, NULL, NULL, key, NULL) == 1 &&
              EVP_DigestSign(context, body + RU_KEY_SIZE, &size, message, sizeof message) == 1 && size == SIGNATURE_SIZE;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    ru_entry r = {.kind = RU_ROW_SIGNATURE, .at = at, .body = {(const char *)body, sizeof body}};
    st = ok ? ru_entry_add(l, &r, e) : ru_fail(e, RUTH_E_INTERNAL, "the head could not be signed");
    if (!st) st = ru_ledger_commit(l, e);
    if (st) ru_ledger_rollback(l);
    return st;
}

/* RUTH_E_NOMEM: it could not be tried. Any 32 bytes make a key here. */
static ruth_status try_signature(const unsigned char open[RU_KEY_SIZE], const unsigned char signature[SIGNATURE_SIZE], const unsigned char *message, size_t n) {
    EVP_PKEY *key = EVP_PKEY_new_raw_public_key_ex(NULL, "ED25519", NULL, open, RU_KEY_SIZE);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    ruth_status st = RUTH_E_NOMEM;
    if (key && context && EVP_DigestVerifyInit_ex(context, NULL, NULL, NULL, NULL, key, NULL) == 1)
        st = EVP_DigestVerify(context, signature, SIGNATURE_SIZE, message, n) == 1 ? RUTH_OK : RUTH_E_LEDGER;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return st;
}

ruth_status ru_signature_check(ru_str body, uint64_t rows, const unsigned char head[RU_DIGEST_SIZE], const unsigned char *key, bool *by_key, ruth_error *e) {
    unsigned char message[16 + 8 + RU_DIGEST_SIZE];
    const unsigned char *p = (const unsigned char *)body.p;
    *by_key = false;
    if (body.n != RU_KEY_SIZE + SIGNATURE_SIZE) return RUTH_E_LEDGER;
    message_of(rows, head, message);
    ruth_status st = try_signature(p, p + RU_KEY_SIZE, message, sizeof message);
    if (st == RUTH_E_LEDGER)
        st = try_signature(p, p + RU_KEY_SIZE, message,
                           sizeof message); /* where memory runs out within it says "false": none is called so that is not so twice */
    if (st == RUTH_E_NOMEM) return ru_fail_nomem(e);
    *by_key = !st && key && CRYPTO_memcmp(key, p, RU_KEY_SIZE) == 0;
    return st;
}

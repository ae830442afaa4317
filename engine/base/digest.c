/* digest.c: SHA-256 by libcrypto, which uses the processor's own instructions. */
/* The low-level functions, which OpenSSL 3 marks old: they need no look-up of a provider and no heap, so that they cannot fail, and the
 * look-up costs EVP_Digest and SHA256() 150 to 250 ns a call, a quarter of the time of hashing one request. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include "engine/base/base.h"

struct ru_sha256 {
    ruth_allocator alloc;
    SHA256_CTX context;
};

ru_sha256 *ru_sha256_new(const ruth_allocator *alloc) {
    ruth_allocator own = alloc ? *alloc : ru_allocator_default();
    ru_sha256 *h = ru_alloc(&own, sizeof *h);
    if (h) h->alloc = own;
    return h;
}

void ru_sha256_free(ru_sha256 *h) {
    if (!h) return;
    ruth_allocator alloc = h->alloc;
    ru_free(&alloc, h, sizeof *h);
}

static void add(SHA256_CTX *c, const void *p, size_t n) {
    if (n) SHA256_Update(c, p, n);
}

void ru_sha256_begin(ru_sha256 *h) { SHA256_Init(&h->context); }
void ru_sha256_update(ru_sha256 *h, const void *p, size_t n) { add(&h->context, p, n); }
void ru_sha256_end(ru_sha256 *h, unsigned char out[RU_DIGEST_SIZE]) { SHA256_Final(out, &h->context); }

void ru_sha256_once(const void *p, size_t n, unsigned char out[RU_DIGEST_SIZE]) {
    SHA256_CTX c;
    SHA256_Init(&c);
    add(&c, p, n);
    SHA256_Final(out, &c);
}

void ru_sha256_named(ru_str name, ru_str content, unsigned char out[RU_DIGEST_SIZE]) {
    SHA256_CTX c;
    SHA256_Init(&c);
    add(&c, name.p, name.n);
    add(&c, "", 1);
    add(&c, content.p, content.n);
    SHA256_Final(out, &c);
}

void ru_hex(const unsigned char *p, size_t n, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[p[i] >> 4];
        out[2 * i + 1] = digits[p[i] & 15];
    }
}

/* digest.c: SHA-256 by libcrypto, which uses the processor's own instructions. */
/* The one-shot path uses the low-level functions, which OpenSSL 3 marks old: they need no look-up of a provider and no heap, which
 * costs EVP_Digest and SHA256() 150 to 250 ns a call, a quarter of the time of hashing one request. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/sha.h>

#include "engine/base/base.h"

struct ru_sha256 {
    ruth_allocator alloc;
    EVP_MD *md; /* looked up once: a look-up at each start costs more than hashing a request */
    EVP_MD_CTX *context;
};

ru_sha256 *ru_sha256_new(const ruth_allocator *alloc) {
    ruth_allocator own = alloc ? *alloc : ru_allocator_default();
    ru_sha256 *h = ru_alloc(&own, sizeof *h);
    if (!h) return NULL;
    *h = (ru_sha256){.alloc = own, .md = EVP_MD_fetch(NULL, "SHA256", NULL), .context = EVP_MD_CTX_new()};
    if (h->md && h->context) return h;
    ru_sha256_free(h);
    return NULL;
}

void ru_sha256_free(ru_sha256 *h) {
    if (!h) return;
    EVP_MD_CTX_free(h->context);
    EVP_MD_free(h->md);
    ruth_allocator alloc = h->alloc;
    ru_free(&alloc, h, sizeof *h);
}

bool ru_sha256_begin(ru_sha256 *h) { return EVP_DigestInit_ex2(h->context, h->md, NULL) == 1; }
bool ru_sha256_update(ru_sha256 *h, const void *p, size_t n) { return n == 0 || EVP_DigestUpdate(h->context, p, n) == 1; }
bool ru_sha256_end(ru_sha256 *h, unsigned char out[RU_DIGEST_SIZE]) { return EVP_DigestFinal_ex(h->context, out, NULL) == 1; }

bool ru_sha256_once(const void *p, size_t n, unsigned char out[RU_DIGEST_SIZE]) {
    SHA256_CTX c;
    return SHA256_Init(&c) == 1 && (n == 0 || SHA256_Update(&c, p, n) == 1) && SHA256_Final(out, &c) == 1;
}

bool ru_sha256_named(ru_str name, ru_str content, unsigned char out[RU_DIGEST_SIZE]) {
    SHA256_CTX c;
    return SHA256_Init(&c) == 1 && SHA256_Update(&c, name.p, name.n) == 1 && SHA256_Update(&c, "", 1) == 1 && (content.n == 0 || SHA256_Update(&c, content.p, content.n) == 1) && SHA256_Final(out, &c) == 1;
}

void ru_hex(const unsigned char *p, size_t n, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[p[i] >> 4];
        out[2 * i + 1] = digits[p[i] & 15];
    }
}

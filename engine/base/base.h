/* base.h: what every room of the engine needs: status, errors, allocation, arena, buffer, text. */
#ifndef RU_BASE_H
#define RU_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "engine/include/ruth.h" /* types only: status, error, allocator */

#define RU_COUNT(a) (sizeof(a) / sizeof((a)[0]))
#if defined(__GNUC__)
#define RU_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define RU_LIKELY(x) __builtin_expect(!!(x), 1)
#define RU_UNLIKELY(x) __builtin_expect(!!(x), 0)
#else
#define RU_PRINTF(f, a)
#define RU_LIKELY(x) (x)
#define RU_UNLIKELY(x) (x)
#endif

/* ---- text: pointer and length, not owned, may hold any byte but is UTF-8 once validated ---- */
typedef struct ru_str {
    const char *p;
    size_t n;
} ru_str;
#define RU_STR(lit) ((ru_str){(lit), sizeof(lit) - 1})
static inline ru_str ru_str_of(const char *z) { return (ru_str){z, z ? strlen(z) : 0}; }
static inline bool ru_str_eq(ru_str a, ru_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
static inline bool ru_str_is(ru_str a, const char *z) { return ru_str_eq(a, ru_str_of(z)); }
int ru_str_cmp(ru_str a, ru_str b); /* by bytes, then length: <0 0 >0 */
/* The name in `names` nearest to `s` by edit distance (at most a third of its length, at least 1), or {NULL,0}. */
ru_str ru_str_nearest(ru_str s, const ru_str *names, size_t count);

/* ---- utf8 ---- */
/* True when s is well-formed UTF-8 (no overlongs, no surrogates, at most U+10FFFF). *bad gets the first bad offset. */
bool ru_utf8_valid(ru_str s, size_t *bad);
/* Makes one line of text that shows as it reads, in place: control characters become spaces; what is not UTF-8, turns the direction of writing or is invisible becomes '?'. */
void ru_text_tame(char *p, size_t *n);

/* ---- errors: caller-owned record, NULL allowed; each gives back the status so that `return ru_fail(...)` reads ---- */
ruth_status ru_fail(ruth_error *e, ruth_status st, const char *format, ...) RU_PRINTF(3, 4);
ruth_status ru_fail_at(ruth_error *e, ruth_status st, ru_str file, int line, int column, const char *format, ...) RU_PRINTF(6, 7);
ruth_status ru_fail_nomem(ruth_error *e);
void ru_error_clear(ruth_error *e);

/* ---- allocator: ruth_allocator with a default that is malloc ---- */
ruth_allocator ru_allocator_default(void);
void *ru_alloc(const ruth_allocator *a, size_t size); /* NULL on failure; size > 0 */
void *ru_resize(const ruth_allocator *a, void *p, size_t old_size, size_t size);
void ru_free(const ruth_allocator *a, void *p, size_t size); /* NULL allowed */

/* ---- arena: blocks from one allocator, freed together. Not thread-safe. ---- */
typedef struct ru_arena_block ru_arena_block;
typedef struct ru_arena {
    ruth_allocator alloc;
    ru_arena_block *first; /* newest; oversize requests get a block of their own, behind it */
    ru_arena_block *spare; /* kept by a reset, not in use */
    bool exact;            /* see ru_arena_init */
    char *at, *end;        /* the free part of the current block */
    size_t block_size;     /* size of an ordinary block */
    size_t total;          /* bytes held from the allocator */
    size_t cap;            /* 0: no cap; else asking beyond it fails like an allocator that refused */
} ru_arena;
/* Allocates nothing yet. Built with -DRU_ARENA_EXACT, every request goes to the allocator by itself, and a reset gives all back: so that tests can refuse each, and a sanitizer sees where each ends. */
void ru_arena_init(ru_arena *a, const ruth_allocator *alloc, size_t block_size);
void ru_arena_free(ru_arena *a);                /* gives all back; may be used again */
void ru_arena_reset(ru_arena *a);               /* forgets all; keeps enough blocks that a repeat of the same use allocates nothing */
void *ru_arena_alloc(ru_arena *a, size_t size); /* 16-aligned, uninitialised, NULL on failure */
void *ru_arena_zalloc(ru_arena *a, size_t size);
void *ru_arena_dup(ru_arena *a, const void *p, size_t size);
ru_str ru_arena_str(ru_arena *a, ru_str s);                                   /* a copy, NUL after it; p NULL on failure */
ru_str ru_arena_printf(ru_arena *a, const char *format, ...) RU_PRINTF(2, 3); /* locale-free formats only: %s %.*s %d %lld %zu */
#define RU_NEW(arena, type) ((type *)ru_arena_zalloc((arena), sizeof(type)))
#define RU_NEWS(arena, type, count) ((type *)ru_arena_zalloc((arena), sizeof(type) * (size_t)(count)))

/* ---- vector growth in an arena: old storage stays in the arena until it is freed ---- */
/* Makes room for one more element; gives the (possibly moved) storage or NULL. */
void *ru_arena_grow(ru_arena *a, void *items, size_t count, size_t *capacity, size_t item_size);

/* ---- buffer: growing bytes on an allocator; failure is sticky (`failed`), so check once at the end ---- */
typedef struct ru_buf {
    ruth_allocator alloc;
    char *p;
    size_t n, capacity;
    bool failed;
} ru_buf;
void ru_buf_init(ru_buf *b, const ruth_allocator *alloc);
void ru_buf_free(ru_buf *b);
bool ru_buf_reserve_slow(ru_buf *b, size_t more); /* room for `more` bytes behind n; false and failed on refusal */
static inline void ru_buf_clear(ru_buf *b) {
    b->n = 0;
    b->failed = false;
}
static inline bool ru_buf_reserve(ru_buf *b, size_t more) { return RU_LIKELY(b->capacity - b->n >= more) ? true : ru_buf_reserve_slow(b, more); }
static inline void ru_buf_put(ru_buf *b, const char *p, size_t n) {
    if (n && ru_buf_reserve(b, n)) {
        memcpy(b->p + b->n, p, n);
        b->n += n;
    }
}
static inline void ru_buf_char(ru_buf *b, char c) {
    if (ru_buf_reserve(b, 1)) b->p[b->n++] = c;
}
#define RU_BUF_LIT(b, lit) ru_buf_put((b), "" lit, sizeof("" lit) - 1) /* nothing but a literal: of two to choose from it would put half */
static inline void ru_buf_str(ru_buf *b, ru_str s) { ru_buf_put(b, s.p, s.n); }
void ru_buf_int(ru_buf *b, int64_t v);                                  /* plain decimal */
void ru_buf_printf(ru_buf *b, const char *format, ...) RU_PRINTF(2, 3); /* cold paths only */

/* ---- checked integer arithmetic: false on overflow, *out untouched then ---- */
static inline bool ru_add64(int64_t a, int64_t b, int64_t *out) {
    int64_t r;
    if (__builtin_add_overflow(a, b, &r)) return false;
    *out = r;
    return true;
}
static inline bool ru_sub64(int64_t a, int64_t b, int64_t *out) {
    int64_t r;
    if (__builtin_sub_overflow(a, b, &r)) return false;
    *out = r;
    return true;
}
static inline bool ru_mul64(int64_t a, int64_t b, int64_t *out) {
    int64_t r;
    if (__builtin_mul_overflow(a, b, &r)) return false;
    *out = r;
    return true;
}
/* a*b/c with the product in 128 bits. mode: 'd' down (toward minus infinity), 'u' up, 'e' half to even. false when c == 0 or the result does not fit. */
bool ru_muldiv64(int64_t a, int64_t b, int64_t c, char mode, int64_t *out);

/* ---- SHA-256 (libcrypto) ---- */
#define RU_DIGEST_SIZE 32
typedef struct ru_sha256 ru_sha256; /* one hashing context, reusable; allocated from the allocator given */
ru_sha256 *ru_sha256_new(const ruth_allocator *alloc);
void ru_sha256_free(ru_sha256 *h);
void ru_sha256_begin(ru_sha256 *h);
void ru_sha256_update(ru_sha256 *h, const void *p, size_t n);
void ru_sha256_end(ru_sha256 *h, unsigned char out[RU_DIGEST_SIZE]);
void ru_sha256_once(const void *p, size_t n, unsigned char out[RU_DIGEST_SIZE]);      /* one shot, the fast path */
void ru_sha256_named(ru_str name, ru_str content, unsigned char out[RU_DIGEST_SIZE]); /* of name, a zero byte, content */
void ru_hex(const unsigned char *p, size_t n, char *out);                             /* 2n lower-case digits, no NUL */

#endif

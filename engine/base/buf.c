/* buf.c: growing bytes. */
#include <stdio.h>

#include "engine/base/base.h"

enum { SMALLEST = 256 };

void ru_buf_init(ru_buf *b, const ruth_allocator *alloc) { *b = (ru_buf){.alloc = alloc ? *alloc : ru_allocator_default()}; }

void ru_buf_free(ru_buf *b) {
    ru_free(&b->alloc, b->p, b->capacity);
    b->p = NULL;
    b->n = b->capacity = 0;
    b->failed = false;
}

bool ru_buf_reserve_slow(ru_buf *b, size_t more) {
    if (b->capacity - b->n >= more) return true;
    if (more > SIZE_MAX / 2 - b->n) goto refused; /* twice the size must not wrap */
    size_t need = b->n + more, size = b->capacity ? b->capacity : SMALLEST;
    while (size < need) size *= 2;
    char *p = ru_resize(&b->alloc, b->p, b->capacity, size);
    if (!p) goto refused;
    b->p = p;
    b->capacity = size;
    return true;
refused:
    b->failed = true;
    return false;
}

/* How many digits a number has: each comparison is one more. */
static inline unsigned digits_of(uint64_t u) {
    unsigned n = 1;
    for (; u >= 10000; u /= 10000) n += 4;
    return n + (u >= 10) + (u >= 100) + (u >= 1000);
}

/* Written where it stands in the end, from its last digit. */
void ru_buf_int(ru_buf *b, int64_t v) {
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    enum { LONGEST = 20 };
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v; /* the negative of INT64_MIN exists only unsigned */
    if (!ru_buf_reserve(b, LONGEST)) return;
    if (v < 0) b->p[b->n++] = '-';
    b->n += digits_of(u);
    char *at = b->p + b->n;
    for (; u >= 100; u /= 100) memcpy(at -= 2, pairs + u % 100 * 2, 2);
    if (u >= 10) memcpy(at - 2, pairs + u * 2, 2);
    else at[-1] = (char)('0' + u);
}

void ru_buf_printf(ru_buf *b, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    char small[256];
    int n = vsnprintf(small, sizeof small, format, args);
    if (n < 0) b->failed = true;
    else if ((size_t)n < sizeof small) ru_buf_put(b, small, (size_t)n);
    else if (ru_buf_reserve(b, (size_t)n + 1)) { /* vsnprintf ends with a NUL, which does not count */ vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

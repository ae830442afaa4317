/* refusing.c: an allocator that counts what is out, and refuses when told. */
#include "tests/support/refusing.h"

#include <stdlib.h>

/* Each block carries its size in front, to hold the caller to what it says. */
enum { HEAD = 16 };

void refusing_here(refusing *r) { r->refused++; }

static void *resize(void *context, void *block, size_t old_size, size_t size) {
    refusing *r = context;
    char *whole = block ? (char *)block - HEAD : NULL;
    size_t was = 0;
    if (whole) {
        memcpy(&was, whole, sizeof was);
        if (was != old_size) r->wrong_size = true;
    }
    if (size == 0) {
        if (whole) r->held -= was, r->blocks--;
        free(whole);
        return NULL;
    }
    if (size > was) {
        r->calls++;
        if (r->refuse_at && (r->for_ever ? r->calls >= r->refuse_at : r->calls == r->refuse_at)) {
            refusing_here(r);
            return NULL;
        }
        if (size > SIZE_MAX >> 24) return NULL; /* what no machine has; the sanitizer would stop the test */
    }
    char *p = malloc(size + HEAD); /* always another place, so that an old pointer shows */
    if (!p) abort();
    memcpy(p, &size, sizeof size);
    if (whole) memcpy(p + HEAD, block, was < size ? was : size);
    free(whole);
    r->held = r->held - was + size;
    r->blocks += !whole;
    return p + HEAD;
}

ruth_allocator refusing_allocator(refusing *r) { return (ruth_allocator){resize, r}; }

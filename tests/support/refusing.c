/* refusing.c: an allocator that counts what is out, and refuses when told. */
#include "tests/support/refusing.h"

#include <execinfo.h>
#include <stdlib.h>
#include <unistd.h>

/* Each block carries its size in front, to hold the caller to what it says. */
enum { HEAD = 16 };

enum { NEAR = 10 /* up to eight of them lie between an arena and here */, DEEP = 13, DEEPER = 24 };
static void *last[DEEPER];
static int last_count;

void refusing_here(refusing *r) {
    if (!r->refused++) last_count = backtrace(last, DEEPER);
}

void refusing_tell(void) { backtrace_symbols_fd(last, last_count, STDERR_FILENO); }

/* The callers, as far up as tells two places apart, and as far as tells two ways to one place apart. */
static refusing_stack stack_now(void) {
    void *from[DEEP];
    uint64_t sum = 14695981039346656037u, near = 0;
    for (int i = 0, n = backtrace(from, DEEP); i < n; i++) {
        sum = (sum ^ (uintptr_t)from[i]) * 1099511628211u;
        if (i < NEAR) near = sum;
    }
    return (refusing_stack){near, sum};
}

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
        if (r->calls < r->stacks_room) r->stacks[r->calls] = stack_now();
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

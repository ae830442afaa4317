/* arena.c: memory that is freed together. */
#include <stdio.h>

#include "engine/base/base.h"

#ifdef RU_ARENA_EXACT
enum { EXACT = 1 };
#else
enum { EXACT = 0 };
#endif
enum { ALIGN = 16, SMALLEST_BLOCK = 512, ORDINARY_BLOCK = 16384 };

struct ru_arena_block {
    _Alignas(ALIGN) ru_arena_block *next;
    size_t size; /* whole, this head included: what the allocator was asked for */
};

static size_t rounded(size_t n) { return (n + (ALIGN - 1)) & ~(size_t)(ALIGN - 1); }
static char *inside(ru_arena_block *b) { return (char *)b + sizeof *b; }

void ru_arena_init(ru_arena *a, const ruth_allocator *alloc, size_t block_size) {
    if (block_size == 0) block_size = ORDINARY_BLOCK;
    if (block_size < SMALLEST_BLOCK) block_size = SMALLEST_BLOCK;
    if (block_size > SIZE_MAX / 4) block_size = SIZE_MAX / 4;
    *a = (ru_arena){.alloc = alloc ? *alloc : ru_allocator_default(), .block_size = EXACT ? sizeof(ru_arena_block) : rounded(block_size), .exact = EXACT};
}

static void drop(ru_arena *a, ru_arena_block *b) {
    a->total -= b->size;
    ru_free(&a->alloc, b, b->size);
}

static void drop_list(ru_arena *a, ru_arena_block **list) {
    while (*list) {
        ru_arena_block *next = (*list)->next;
        drop(a, *list);
        *list = next;
    }
}

void ru_arena_free(ru_arena *a) {
    drop_list(a, &a->first);
    drop_list(a, &a->spare);
    a->at = a->end = NULL;
}

/* Blocks come back in the order they were used, those unused this time after them, and ordinary and oversize blocks never stand in
 * for each other: so the same use again finds the same block for each request. */
void ru_arena_reset(ru_arena *a) {
    if (a->exact) ru_arena_free(a);
    if (RU_LIKELY(a->first && !a->first->next && a->at)) { /* one ordinary block, as mostly: it stays */
        a->at = inside(a->first);
        return;
    }
    while (a->first) {
        ru_arena_block *b = a->first;
        a->first = b->next;
        b->next = a->spare;
        a->spare = b;
    }
    a->at = a->end = NULL;
}

static ru_arena_block *take_spare(ru_arena *a, size_t size) {
    bool ordinary = size == a->block_size;
    for (ru_arena_block **at = &a->spare; *at; at = &(*at)->next) {
        ru_arena_block *b = *at;
        if (ordinary ? b->size != size : b->size < size || b->size == a->block_size) continue;
        *at = b->next;
        return b;
    }
    return NULL;
}

/* An oversize request that no spare fits takes the place of one: else every new size would be kept for ever. */
static void drop_one_oversize(ru_arena *a) {
    for (ru_arena_block **at = &a->spare; *at; at = &(*at)->next) {
        ru_arena_block *b = *at;
        if (b->size == a->block_size) continue;
        *at = b->next;
        drop(a, b);
        return;
    }
}

static bool over_cap(const ru_arena *a, size_t size) { return a->cap && (size > a->cap || a->total > a->cap - size); }

static ru_arena_block *block(ru_arena *a, size_t size) {
    ru_arena_block *b = take_spare(a, size);
    if (b) return b;
    if (size != a->block_size) drop_one_oversize(a);
    if (over_cap(a, size)) drop_list(a, &a->spare);
    if (over_cap(a, size)) return NULL;
    b = ru_alloc(&a->alloc, size);
    if (!b && a->spare) { /* what we only keep for later may be what is missing now */
        drop_list(a, &a->spare);
        b = ru_alloc(&a->alloc, size);
    }
    if (!b) return NULL;
    b->size = size;
    a->total += size;
    return b;
}

static void *alloc_oversize(ru_arena *a, size_t size) {
    size_t whole = size + sizeof(ru_arena_block);
    if (whole == a->block_size) whole += ALIGN; /* its size tells an ordinary block from one of its own */
    ru_arena_block *b = block(a, whole);
    if (!b) return NULL;
    if (a->first && a->at) { /* the current block stays current */
        b->next = a->first->next;
        a->first->next = b;
    } else {
        b->next = a->first;
        a->first = b;
    }
    return inside(b);
}

void *ru_arena_alloc(ru_arena *a, size_t size) {
    if (RU_UNLIKELY(size > SIZE_MAX / 4)) return NULL;
    size = size ? rounded(size) : ALIGN;
    if (RU_LIKELY((size_t)(a->end - a->at) >= size)) {
        char *p = a->at;
        a->at += size;
        return p;
    }
    /* A big request gets its own block rather than waste the rest of this one. */
    if (size > (a->block_size - sizeof(ru_arena_block)) / 4) return alloc_oversize(a, size);
    ru_arena_block *b = block(a, a->block_size);
    if (!b) return NULL;
    b->next = a->first;
    a->first = b;
    a->at = inside(b) + size;
    a->end = (char *)b + b->size;
    return inside(b);
}

void *ru_arena_zalloc(ru_arena *a, size_t size) {
    void *p = ru_arena_alloc(a, size);
    if (p && size) memset(p, 0, size);
    return p;
}

void *ru_arena_dup(ru_arena *a, const void *p, size_t size) {
    void *copy = ru_arena_alloc(a, size);
    if (copy && size) memcpy(copy, p, size);
    return copy;
}

ru_str ru_arena_str(ru_arena *a, ru_str s) {
    char *p = s.n < SIZE_MAX ? ru_arena_alloc(a, s.n + 1) : NULL;
    if (!p) return (ru_str){NULL, 0};
    if (s.n) memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return (ru_str){p, s.n};
}

ru_str ru_arena_printf(ru_arena *a, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    char *p = n < 0 ? NULL : ru_arena_alloc(a, (size_t)n + 1);
    if (p) vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    va_end(args);
    return p ? (ru_str){p, (size_t)n} : (ru_str){NULL, 0};
}

void *ru_arena_grow(ru_arena *a, void *items, size_t count, size_t *capacity, size_t item_size) {
    if (count < *capacity) return items;
    size_t wanted = *capacity ? *capacity * 2 : 8;
    if (item_size == 0 || wanted < *capacity || wanted > SIZE_MAX / 4 / item_size) return NULL;
    size_t old = rounded(*capacity * item_size), size = rounded(wanted * item_size);
    if (*capacity && (char *)items + old == a->at && (size_t)(a->end - a->at) >= size - old) {
        a->at += size - old; /* the last thing allocated grows where it stands */
        *capacity = wanted;
        return items;
    }
    void *p = ru_arena_alloc(a, size);
    if (!p) return NULL;
    if (count) memcpy(p, items, count * item_size);
    *capacity = wanted;
    return p;
}

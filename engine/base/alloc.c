/* alloc.c: the allocator the host gave, and malloc where it gave none. */
#include <stdlib.h>

#include "engine/base/base.h"

static void *resize_malloc(void *context, void *block, size_t old_size, size_t size) {
    (void)context, (void)old_size;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, size);
}

ruth_allocator ru_allocator_default(void) { return (ruth_allocator){resize_malloc, NULL}; }

void *ru_resize(const ruth_allocator *a, void *p, size_t old_size, size_t size) {
    if (!a || !a->resize) return resize_malloc(NULL, p, old_size, size);
    return a->resize(a->context, p, old_size, size);
}

void *ru_alloc(const ruth_allocator *a, size_t size) { return size ? ru_resize(a, NULL, 0, size) : NULL; }

void ru_free(const ruth_allocator *a, void *p, size_t size) {
    if (p) ru_resize(a, p, size, 0);
}

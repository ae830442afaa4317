/* meter.c: an allocator that counts and can fail. */
#include "tests/support/meter.h"

#include <stdlib.h>

void *metered(void *context, void *block, size_t old_size, size_t size) {
    meter *m = context;
    if (size > (block ? old_size : 0)) {
        m->calls++;
        if (m->fail_at && m->calls >= m->fail_at) return NULL;
    }
    if (!size) {
        m->live -= block != NULL;
        free(block);
        return NULL;
    }
    void *p = realloc(block, size);
    m->live += p && !block;
    return p;
}

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
        m->bytes -= block ? old_size : 0;
        free(block);
        return NULL;
    }
    void *p = realloc(block, size);
    if (!p) return NULL;
    m->live += !block;
    m->bytes += size - (block ? old_size : 0);
    return p;
}

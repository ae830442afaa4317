/* refusing.h: an allocator that counts what is out, and refuses when told. */
#ifndef TESTS_REFUSING_H
#define TESTS_REFUSING_H

#include "engine/base/base.h"

typedef struct refusing_stack {
    uint64_t place, way;
} refusing_stack; /* who asked, and by which way it was called; 0: not asked, or seen before */

typedef struct refusing {
    size_t calls;           /* that asked for memory */
    size_t refuse_at;       /* the call that is refused; 0: none */
    bool for_ever;          /* and all after it */
    size_t refused;         /* how often it was */
    size_t held;            /* bytes out */
    size_t blocks;          /* blocks out */
    refusing_stack *stacks; /* where each call came from, as numbers: `stacks_room` of them; NULL: not asked */
    size_t stacks_room;
    bool wrong_size; /* a block came back with another size than it was asked with */
} refusing;
void refusing_tell(void);        /* on standard error: the callers that were refused last, for addr2line -f -e PROGRAM */
void refusing_here(refusing *r); /* where a debugger may wait for a refusal: break refusing_here if r->refuse_at == N */
ruth_allocator refusing_allocator(refusing *r);

#endif

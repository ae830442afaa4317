/* meter.h: an allocator that counts, and that fails from a given call on: for tests that let every allocation fail once. */
#ifndef TEST_METER_H
#define TEST_METER_H

#include <stddef.h>

/* Counters of one engine's memory; one thread at a time. */
typedef struct meter {
    long calls;   /* that asked for more */
    long live;    /* blocks held */
    long fail_at; /* from this call on nothing is given; 0: never */
} meter;
/* For ruth_allocator: {metered, &a_meter}. */
void *metered(void *context, void *block, size_t old_size, size_t size);

#endif

/* keys.h: finding a key that stands twice, in time that does not explode, whoever wrote the keys. For data/ only. */
#ifndef RU_KEYS_H
#define RU_KEYS_H

#include "engine/base/base.h"

typedef struct ru_key {
    ru_str name;
    size_t place; /* grows in the order of reading */
} ru_key;

/* Sorts keys[0..count) in place. True when a name stands twice: *second is the earliest place that repeats one, *first the place
 * it repeats. n log n comparisons at worst. */
bool ru_key_twice(ru_key *keys, size_t count, size_t *first, size_t *second);

#endif

/* interval.h: how sure a share of so many is. Whole numbers only: the same everywhere. */
#ifndef RU_INTERVAL_H
#define RU_INTERVAL_H

#include "engine/base/base.h"

enum { RU_MILLION = 1000000 };
typedef struct ru_interval {
    int64_t low, high;
} ru_interval; /* in millionths, rounded outward: the exact interval lies within */

/* k of n (0 <= k <= n, n > 0). */
int64_t ru_share(uint64_t k, uint64_t n);      /* in millionths, half to even */
ru_interval ru_wilson(uint64_t k, uint64_t n); /* Wilson's score interval, 95 % */
/* k1 of n1 less k2 of n2: the difference, and Newcombe's hybrid score interval of it (his method 10), 95 %. */
int64_t ru_share_difference(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2);
ru_interval ru_newcombe(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2);
#endif

/* keys.c: finding a key that stands twice. Sorting, not hashing: no seed to keep, and no input that makes it slow. */
#include "engine/data/keys.h"

static bool before(const ru_key *a, const ru_key *b) {
    int c = ru_str_cmp(a->name, b->name);
    return c ? c < 0 : a->place < b->place;
}

static void sink(ru_key *keys, size_t root, size_t count) {
    ru_key moving = keys[root];
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && before(&keys[child], &keys[child + 1])) child++;
        if (!before(&moving, &keys[child])) break;
        keys[root] = keys[child];
    }
    keys[root] = moving;
}

/* A heap: qsort may allocate, and recurses as deep as the input likes. */
static void sort(ru_key *keys, size_t count) {
    for (size_t i = count / 2; i-- > 0;) sink(keys, i, count);
    for (size_t n = count; n-- > 1;) {
        ru_key largest = keys[0];
        keys[0] = keys[n];
        keys[n] = largest;
        sink(keys, 0, n);
    }
}

bool ru_key_twice(ru_key *keys, size_t count, size_t *first, size_t *second) {
    sort(keys, count);
    bool twice = false;
    for (size_t i = 1; i < count; i++) {
        if (!ru_str_eq(keys[i - 1].name, keys[i].name)) continue;
        if (twice && keys[i].place > *second) continue;
        *first = keys[i - 1].place;
        *second = keys[i].place;
        twice = true;
    }
    return twice;
}

/* kept.h: a second count of what a person was to be spared, written without the engine: from the request and the contacts that took place alone, by brute force,
 * with the C library's own clock. What the ethical charter says in policies/charter/ethics stands here once more, in numbers. */
#ifndef TEST_KEPT_H
#define TEST_KEPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct kept_tally {
    long people, contacts;
    int most_day, most_week, most_month, robots;
    int64_t shortest;
} kept_tally;
/* `request`: the person at the start; `contacts`: lines of JSON, one a contact, as a simulation writes them. Adds to *t. Gives the first breach in words, static until the next call; NULL: all was kept. */
const char *kept_look(const char *request, const char *contacts, size_t length, kept_tally *t);
#endif

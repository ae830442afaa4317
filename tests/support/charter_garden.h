/* charter_garden.h: a small policy with a limit of every form, and the words its page must say. */
#ifndef TESTS_CHARTER_GARDEN_H
#define TESTS_CHARTER_GARDEN_H

#include "tests/support/support.h"

extern const support_file charter_garden[];
typedef struct charter_words {
    const char *rule, *en, *fr;
} charter_words;                                   /* as they stand in HTML */
extern const charter_words charter_garden_words[]; /* ends with rule NULL */

#endif

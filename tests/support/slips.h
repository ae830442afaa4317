/* slips.h: a small policy with every kind of file, and the slips an officer makes in it: one edit each, and what a check has to say. */
#ifndef TEST_SLIPS_H
#define TEST_SLIPS_H

#include <stdbool.h>

#include "tests/support/support.h"

typedef struct slip {
    const char *name;
    const char *file, *from,
        *to; /* in this file `from`, which stands there once, becomes `to`; from NULL: the file becomes `to`. «…» in `to` marks what has to be underlined */
    const char *code, *suggestion; /* suggestion: a part of it; "": none is due */
    const char *says;              /* a part of the message */
    const char *elsewhere, *there; /* the place is in this file of the garden, where `there` begins; NULL: it is marked */
} slip;
extern const support_file slips_garden[]; /* ends with a NULL name */
extern const slip slips_all[];
extern const size_t slips_count;

enum { SLIPS_ROOM = 24 };
typedef struct slips_marked {
    int line, column, length;
} slips_marked; /* line 0: nothing was marked */
/* The garden with the edit made; texts are malloced where they differ from the garden's and freed by slips_free. */
void slips_plant(const slip *s, support_file files[SLIPS_ROOM], slips_marked *marked);
void slips_free(support_file files[SLIPS_ROOM]);

#endif

/* rows.h: between rows.c, which finds out where conjuncts are not satisfied, and store.c, which lays that out. */
#ifndef RU_MATCH_ROWS_H
#define RU_MATCH_ROWS_H

#include "engine/match/inside.h"

typedef struct ru_gap {
    uint32_t bit, from, to;
} ru_gap;                           /* the conjunct's atoms on this axis do not hold in cells [from, to) */
typedef struct ru_sequence {        /* the rows of all cells of one axis in one group, one currency, possible or definite */
    ru_gap *gaps;                   /* of one bit: ascending, neither touching nor overlapping */
    uint32_t gap_count, cells, row; /* row: number of cell 0's */
    uint32_t *events;               /* [cells]: gaps that begin or end at this cell; only where rows are packed */
} ru_sequence;
typedef struct ru_table { /* one axis in one group */
    uint32_t group, axis;
    ru_sequence *sequences;
    uint32_t sequence_count;
    uint64_t *none, *free; /* [words] */
    uint64_t weight;       /* how much it excludes: decides the order of the axes */
} ru_table;

bool ru_store_rows(ru_build *b, ru_table *tables, size_t count); /* store.c: fills the entries of every group */

#endif

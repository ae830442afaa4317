/* import.h: a table and a map → request lines. What the keys of a map mean stands in docs/import.md. */
#ifndef RU_IMPORT_H
#define RU_IMPORT_H

#include "engine/data/csv.h"
#include "engine/data/data.h"

typedef struct ru_import ru_import;
typedef struct ru_import_problem {
    uint64_t row;
    ru_str column;
    const char *reason;
} ru_import_problem; /* row from 1 behind the header; column p NULL: the whole row */
typedef enum ru_import_end { RU_IMPORT_LINE, RU_IMPORT_DONE, RU_IMPORT_REJECTED, RU_IMPORT_FAILED } ru_import_end;

/* Reads the map and the table's header; a column named nowhere, or named but not there, fails here. */
ruth_status ru_import_open(const ruth_allocator *alloc, const char *map, ru_csv_read read, void *context, ru_import **out, ruth_error *e);
void ru_import_free(ru_import *im); /* NULL allowed */
/* The next row: a request line, or why there is none; both the import's until the next call. */
ru_import_end ru_import_next(ru_import *im, ru_str *line, ru_import_problem *problem, ruth_error *e);
/* Sentence i of the map's assumptions; p NULL behind the last. */
ru_str ru_import_assumption(const ru_import *im, size_t i);

#endif

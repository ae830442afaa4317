/* ruth_author.h: the contract for tools around policies; hosts that only decide do not need it. Same rules as ruth.h. */
#ifndef RUTH_AUTHOR_H
#define RUTH_AUTHOR_H

#include "ruth.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- import: a table and a map → request lines (docs/import.md) ---- */
typedef struct ruth_import ruth_import;
/* Gives bytes of the table into `into`, at most `room`: how many; 0 the end; below 0 when reading failed. Called from the thread that calls the import. */
typedef long (*ruth_import_read)(void *context, char *into, size_t room);
/* Why a row was not used. Texts live until the next call on the import. */
typedef struct ruth_import_problem {
    uint64_t row;           /* from 1, behind the line that names the columns */
    ruth_text column;       /* bytes NULL: the whole row */
    const char *reason;     /* one sentence, NUL-terminated, constant */
} ruth_import_problem;

/* Does: reads the map (a file) and the table's first line. Gives: *out, yours to free before the engine.
 * Fails: RUTH_E_IO, RUTH_E_SYNTAX, RUTH_E_POLICY (the map, with file, line and column; a column named nowhere, or named but not there), RUTH_E_NOMEM. Threads: one at a time per import. */
RUTH_API ruth_status ruth_import_open(ruth_engine *engine, const char *map, ruth_import_read read, void *context, ruth_import **out, ruth_error *error);
RUTH_API void ruth_import_free(ruth_import *import); /* NULL allowed */
/* Gives: RUTH_OK and the next request, one line without newline, the import's until its next call; bytes NULL behind the last row.
 * Fails: RUTH_E_REQUEST: this row cannot be used, *problem says why, the next call goes on. RUTH_E_IO, RUTH_E_NOMEM: it cannot go on. */
RUTH_API ruth_status ruth_import_next(ruth_import *import, ruth_text *line, ruth_import_problem *problem, ruth_error *error);
/* Sentence i of what the map assumes; bytes NULL behind the last. */
RUTH_API ruth_text ruth_import_assumption(const ruth_import *import, size_t i);

#ifdef __cplusplus
}
#endif
#endif

/* import.c: the import of tables, ruth_author.h in terms of engine/data. */
#include "engine/include/ruth_author.h"

#include "engine/data/import.h"
#include "engine/decide/engine.h"

/* ruth_import is an ru_import; the two names keep tools out of the engine's struct. */
static ru_import *inside(ruth_import *im) { return (ru_import *)(void *)im; }

ruth_status ruth_import_open(ruth_engine *engine, const char *map, ruth_import_read read, void *context, ruth_import **out, ruth_error *error) {
    ru_import *im = NULL;
    ru_error_clear(error);
    ruth_status st = ru_import_open(&engine->alloc, map, read, context, &im, error);
    *out = (ruth_import *)(void *)im;
    return st;
}

void ruth_import_free(ruth_import *import) { ru_import_free(inside(import)); }

ruth_status ruth_import_next(ruth_import *import, ruth_text *line, ruth_import_problem *problem, ruth_error *error) {
    ru_str text = {NULL, 0};
    ru_import_problem why = {0, {NULL, 0}, NULL};
    ru_error_clear(error);
    *line = (ruth_text){NULL, 0};
    ru_import_end end = ru_import_next(inside(import), &text, &why, error);
    if (end == RU_IMPORT_LINE) *line = (ruth_text){text.p, text.n};
    if (end == RU_IMPORT_LINE || end == RU_IMPORT_DONE) return RUTH_OK;
    if (end == RU_IMPORT_FAILED) return error && error->status ? error->status : RUTH_E_IO;
    if (problem) *problem = (ruth_import_problem){why.row, {why.column.p, why.column.n}, why.reason};
    return ru_fail(error, RUTH_E_REQUEST, "row %llu: %s", (unsigned long long)why.row, why.reason);
}

ruth_text ruth_import_assumption(const ruth_import *import, size_t i) {
    ru_str s = ru_import_assumption((const ru_import *)(const void *)import, i);
    return (ruth_text){s.p, s.n};
}

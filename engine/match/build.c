/* build.c: conditions in, one immutable matcher out. */
#include "engine/match/inside.h"

ruth_status ru_match_new(ru_arena *a, ru_arena *scratch, const ru_schema *schema, const ru_cond *const *conds, size_t count, const ru_expr *const *exprs,
                         size_t expr_count, ru_match **out, ruth_error *e) {
    *out = NULL;
    ruth_error local;
    ru_build b = {.arena = a, .scratch = scratch, .e = e ? e : &local};
    ru_error_clear(b.e);
    if (!(b.m = RU_NEW(a, ru_match))) return ru_fail_nomem(b.e);
    b.m->bytes = sizeof *b.m;
    b.m->schema = schema;
    b.m->exprs = exprs;
    b.m->expr_count = expr_count;
    b.m->result_count = count;
    if (!ru_build_conjs(&b, conds, count) || !ru_build_groups(&b) || !ru_build_cuts(&b) || !ru_build_rows(&b) || !ru_build_lists(&b)) return b.e->status;
    *out = b.m;
    return RUTH_OK;
}

size_t ru_match_bytes(const ru_match *m) { return m->bytes; }

/* lint_reach.c: what a condition can still become when one fact is not known and all others are whatever they may be. Never says "cannot" where it could. */
#include "engine/author/lint.h"

typedef struct search {
    const ru_lint *l;
    int on;
    bool found;
} search;

static void visit(void *ctx, int slot) {
    search *q = ctx;
    if (slot >= 0 && !q->found) q->found = ru_lint_depends(q->l, slot, q->on);
}

static bool reads(const ru_lint *l, const ru_expr *x, int on) {
    search q = {l, on, false};
    ru_expr_reads(x, visit, &q);
    return q.found;
}

/* Derived facts are in evaluation order and never made of themselves, so this ends. */
bool ru_lint_depends(const ru_lint *l, int slot, int on) {
    const ru_policy *p = l->s->policy;
    if (slot == on) return true;
    if (!p->schema->facts.items[slot].derived) return false;
    for (size_t i = 0; i < p->derived_count; i++)
        if (p->derived[i].slot == slot) return reads(l, p->derived[i].expr, on);
    return false;
}

static bool in_ranges(const ru_atom *a, int64_t v) {
    for (int i = 0; a->sets && i < a->sets[0].count; i++)
        if (v >= a->sets[0].items[i].low && v <= a->sets[0].items[i].high) return true;
    return false;
}

/* Can the segment surely be one of these? Not while a rule above the first of them cannot be ruled out. */
static bool segment_can_be_sure(const ru_lint *l, const ru_atom *a, int slot) {
    const ru_rules *r = &l->s->policy->segments;
    for (size_t i = 0; i < r->count && !in_ranges(a, r->items[i].is); i++)
        if (!ru_lint_reach(l, l->s->conds[r->items[i].result], slot).can_false) return false;
    return true;
}

static ru_reach_of reach_atom(const ru_lint *l, const ru_atom *a, int slot) {
    ru_reach_of any = {true, true}, neither = {false, false};
    if (a->by_currency && slot == l->s->policy->schema->core.currency) return neither;
    switch (a->axis) {
    case RU_AXIS_SLOT:
    case RU_AXIS_TEXT:
    case RU_AXIS_ELEMENT:
    case RU_AXIS_ON_FILE:
    case RU_AXIS_DAYS:
    case RU_AXIS_SECONDS: return ru_lint_depends(l, a->a, slot) ? neither : any;
    case RU_AXIS_SIGN: return ru_lint_depends(l, a->a, slot) || reads(l, l->s->policy->exprs[a->b], slot) ? neither : any;
    case RU_AXIS_STAGE: return (ru_reach_of){a->a != RU_STAGE_SEGMENT || segment_can_be_sure(l, a, slot), true};
    default: return any;
    }
}

ru_reach_of ru_lint_reach(const ru_lint *l, const ru_cond *c, int slot) {
    if (c->kind == RU_COND_ATOM) return reach_atom(l, c->atom, slot);
    bool all_true = true, some_true = false, all_false = true, some_false = false;
    for (size_t i = 0; i < c->count; i++) {
        ru_reach_of one = ru_lint_reach(l, c->items[i], slot);
        all_true = all_true && one.can_true;
        some_true = some_true || one.can_true;
        all_false = all_false && one.can_false;
        some_false = some_false || one.can_false;
    }
    if (c->kind == RU_COND_ALL) return (ru_reach_of){all_true, some_false};
    if (c->kind == RU_COND_ANY) return (ru_reach_of){some_true, all_false};
    return (ru_reach_of){all_false, some_true};
}

/* lint_plans.c: plans whose own figures leave nothing to offer. */
#include "engine/author/lint.h"

typedef struct figure {
    bool known, by_currency, has[RU_MAX_CURRENCIES];
    int64_t values[RU_MAX_CURRENCIES];
} figure;

static figure figure_of(const ru_lint *l, const ru_expr *x) {
    figure f = {.known = false};
    if (x) f.known = ru_expr_constant(x, l->s->policy->schema, &f.by_currency, f.values, f.has);
    return f;
}

static bool has(const figure *f, size_t c) { return f->known && (!f->by_currency || f->has[c]); }
static int64_t value(const figure *f, size_t c) { return f->values[f->by_currency ? c : 0]; }

/* The most that up_to can ever be: a fixed sum, or the top of a fact's range; false: there is none. */
static bool most_of(const ru_lint *l, const ru_offer *o, const ru_node *with, size_t c, int64_t *out) {
    figure f = figure_of(l, o->up_to);
    const ru_node *n = ru_node_get(with, "up_to"), *x = ru_node_get(n, "x"), *name = ru_node_get(n, "name");
    int slot = x && name && ru_str_is(x->text, "fact") ? ru_fields_find(&l->s->policy->schema->facts, name->text) : -1;
    if (has(&f, c)) *out = value(&f, c);
    else if (slot >= 0 && l->s->policy->schema->facts.items[slot].has_range) *out = l->s->policy->schema->facts.items[slot].high;
    else return false;
    return true;
}

static void add(ru_lint *l, const ru_raw *r, const ru_node *at, const char *why, const char *suggestion) {
    ru_lint_say(ru_finding_add(l->f, RU_WARNING, "empty_offer", at ? at : r->node, "plan %.*s can never offer anything: %s", (int)r->id.n, r->id.p, why),
                "whom it is meant for gets no plan", suggestion);
}

static void check_smallest(ru_lint *l, const ru_raw *r, const ru_offer *o, const ru_node *with) {
    const ru_schema *s = l->s->policy->schema;
    const ru_node *at = ru_node_get(with, "smallest");
    figure smallest = figure_of(l, o->smallest);
    bool none = smallest.known, told = false;
    if (!smallest.known) return;
    for (size_t c = 0; c < s->currency_count; c++) {
        int64_t most;
        bool fits = !has(&smallest, c) || !most_of(l, o, with, c, &most) || value(&smallest, c) <= most;
        none = none && has(&smallest, c) && !fits;
        if (has(&smallest, c) || told) continue;
        told = true;
        ru_str code = s->currencies[c];
        ru_finding *f = ru_finding_add(l->f, RU_WARNING, "empty_offer", at ? at : r->node,
                                       "plan %.*s can never offer anything in %.*s: `smallest` has no figure in it", (int)r->id.n, r->id.p, (int)code.n,
                                       code.p);
        if (ru_lint_say(f, "whoever owes in that currency gets no plan", NULL))
            f->suggestion = ru_lint_print(l, "%.*s: \"…\" where the number stands in numbers.yaml", (int)code.n, code.p);
    }
    if (none && s->currency_count) add(l, r, at, "its smallest payment is more than the most it may take", "a smaller `smallest`, or a larger `up_to`");
}

static void check_plan(ru_lint *l, size_t i) {
    const ru_raw *r = &l->s->raw[RU_KIND_PLAN].items[i];
    const ru_offer *o = &l->s->policy->offers[i];
    const ru_node *with = ru_node_get(ru_node_get(r->body, "offer"), "with");
    if (o->kind == RU_OFFER_INSTALMENTS && !o->longest && !o->longest_months)
        add(l, r, ru_node_get(with, "longest"), "its longest time is no time", "longest = 24, or longest = months(24)");
    if (o->kind == RU_OFFER_PAUSE && !o->months) add(l, r, ru_node_get(with, "months"), "it pauses for no time", "months = 2");
    if (o->kind != RU_OFFER_PAUSE) check_smallest(l, r, o, with);
}

void ru_lint_plans(ru_lint *l) {
    for (size_t i = 0; i < l->s->policy->plans.count; i++) check_plan(l, i);
}

/* space.c: every condition of a policy, shared parts once, as terms over the axes of the space of people. */
#include "engine/author/space.h"

#include <stdlib.h>

/* ---- which expression a comparison was written with ---- */
typedef struct sign {
    const ru_cond *cond;
    const ru_node *expr;
} sign;
typedef struct signs {
    sign *items;
    size_t count, room;
} signs;

static bool put_sign(ru_space *sp, signs *out, const ru_cond *c, const ru_node *expr) {
    if (c->kind != RU_COND_ATOM || c->atom->axis != RU_AXIS_SIGN) return true;
    sign *items = ru_arena_grow(sp->a, out->items, out->count, &out->room, sizeof *items);
    if (!items) return false;
    out->items = items;
    items[out->count++] = (sign){c, expr};
    return true;
}

static int by_cond(const void *x, const void *y) {
    uintptr_t a = (uintptr_t)((const sign *)x)->cond, b = (uintptr_t)((const sign *)y)->cond;
    return a < b ? -1 : a > b;
}

/* The compiler makes one comparison of each operand, in their order. */
static bool gather_signs(ru_space *sp, signs *out) {
    for (size_t i = 0; i < sp->study->said_count; i++) {
        const ru_said *said = &sp->study->said[i];
        const ru_node *op = ru_node_get(said->node, "op"), *test = ru_node_get(said->node, "test");
        if (!op || !ru_str_is(op->text, "atom")) continue;
        const ru_node *values = ru_node_get(test, "values"), *low = ru_node_get(test, "low");
        const ru_node *pair[2] = {low ? low : ru_node_get(test, "value"), ru_node_get(test, "high")};
        if (said->cond->kind == RU_COND_ATOM && !put_sign(sp, out, said->cond, values && values->count ? values->items[0] : pair[0])) return false;
        for (size_t k = 0; said->cond->kind != RU_COND_ATOM && k < said->cond->count; k++) {
            const ru_node *expr = values ? (k < values->count ? values->items[k] : NULL) : pair[k < 2 ? k : 1];
            if (!put_sign(sp, out, said->cond->items[k], expr)) return false;
        }
    }
    if (out->count) qsort(out->items, out->count, sizeof *out->items, by_cond);
    return true;
}

static const ru_node *expr_of(const signs *s, const ru_cond *c) {
    sign key = {c, NULL};
    const sign *found = s->count ? bsearch(&key, s->items, s->count, sizeof key, by_cond) : NULL;
    return found ? found->expr : NULL;
}

/* ---- conditions → terms ---- */
static size_t seat_of(const ru_space *sp, const ru_cond *c) {
    size_t at = (size_t)(((uintptr_t)c >> 4) * 0x9E3779B97F4A7C15u >> 20) & (sp->seen_size - 1);
    while (sp->seen[at].cond && sp->seen[at].cond != c) at = (at + 1) & (sp->seen_size - 1);
    return at;
}

static bool remember(ru_space *sp, const ru_cond *c, uint32_t term) {
    if (sp->seen_count * 2 >= sp->seen_size) {
        size_t size = sp->seen_size ? sp->seen_size * 2 : 1024, old_size = sp->seen_size;
        ru_seen_cond *old = sp->seen;
        sp->seen = RU_NEWS(sp->a, ru_seen_cond, size);
        if (!sp->seen) return false;
        sp->seen_size = size;
        for (size_t i = 0; i < old_size; i++)
            if (old[i].cond) sp->seen[seat_of(sp, old[i].cond)] = old[i];
    }
    sp->seen[seat_of(sp, c)] = (ru_seen_cond){c, term};
    sp->seen_count++;
    return true;
}

uint32_t ru_space_term(const ru_space *sp, const ru_cond *c) {
    if (!sp->seen_size) return RU_NOWHERE;
    const ru_seen_cond *s = &sp->seen[seat_of(sp, c)];
    return s->cond ? s->term : RU_NOWHERE;
}

static bool make_test(ru_space *sp, const signs *s, const ru_cond *c, uint32_t *out) {
    ru_test *tests = ru_arena_grow(sp->a, sp->tests, sp->test_count, &sp->test_room, sizeof *tests);
    if (!tests) return false;
    sp->tests = tests;
    uint32_t dim = ru_space_dim(sp, c->atom, c->atom->axis == RU_AXIS_SIGN ? expr_of(s, c) : NULL);
    *out = (uint32_t)sp->test_count;
    tests[sp->test_count++] = (ru_test){.dim = dim, .atom = c->atom};
    return dim != RU_NOWHERE;
}

/* Gives the term; RU_NOWHERE: out of memory. */
static uint32_t make_term(ru_space *sp, const signs *s, const ru_cond *c) {
    uint32_t known = ru_space_term(sp, c);
    if (known != RU_NOWHERE) return known;
    ru_term t = {.kind = c->kind, .count = (uint32_t)c->count, .cond = c};
    if (c->kind == RU_COND_ATOM && !make_test(sp, s, c, &t.test)) return RU_NOWHERE;
    uint32_t *mine = RU_NEWS(sp->a, uint32_t, c->count + 1);
    if (!mine) return RU_NOWHERE;
    for (size_t i = 0; i < c->count; i++)
        if ((mine[i] = make_term(sp, s, c->items[i])) == RU_NOWHERE) return RU_NOWHERE;
    t.first = (uint32_t)sp->kid_count;
    for (size_t i = 0; i < c->count; i++) {
        uint32_t *kids = ru_arena_grow(sp->a, sp->kids, sp->kid_count, &sp->kid_room, sizeof *kids);
        if (!kids) return RU_NOWHERE;
        sp->kids = kids;
        kids[sp->kid_count++] = mine[i];
    }
    ru_term *terms = ru_arena_grow(sp->a, sp->terms, sp->term_count, &sp->term_room, sizeof *terms);
    if (!terms || !remember(sp, c, (uint32_t)sp->term_count)) return RU_NOWHERE;
    sp->terms = terms;
    terms[sp->term_count] = t;
    return (uint32_t)sp->term_count++;
}

static bool make_terms(ru_space *sp, const signs *s) {
    const ru_study *study = sp->study;
    sp->roots = RU_NEWS(sp->a, uint32_t, study->cond_count + 1);
    if (!sp->roots) return false;
    for (size_t i = 0; i < study->cond_count; i++)
        if ((sp->roots[i] = make_term(sp, s, study->conds[i])) == RU_NOWHERE) return false;
    for (size_t i = 0; i < study->raw[RU_KIND_CIRCUMSTANCE].count; i++) { /* those that no rule uses too */
        const ru_node *body = study->raw[RU_KIND_CIRCUMSTANCE].items[i].body, *when = ru_node_get(body, "when");
        const ru_cond *c = ru_study_cond(study, when ? when : body);
        if (c && make_term(sp, s, c) == RU_NOWHERE) return false;
    }
    return true;
}

bool ru_space_build(ru_space *sp, ru_study *s, ru_arena *a) {
    *sp = (ru_space){.study = s,
                     .policy = s->policy,
                     .schema = s->policy->schema,
                     .a = a,
                     .currency = RU_NOWHERE,
                     .plans = RU_NOWHERE,
                     .stage = {RU_NOWHERE, RU_NOWHERE, RU_NOWHERE}};
    size_t facts = sp->schema->facts.count, chains = facts + 1 + s->policy->coded_count;
    sp->slot_dims = RU_NEWS(a, uint32_t, chains);
    sp->may_be_none = RU_NEWS(a, uint8_t, facts + 1);
    signs known = {0};
    if (!sp->slot_dims || !sp->may_be_none || !gather_signs(sp, &known)) return false;
    for (size_t i = 0; i < chains; i++) sp->slot_dims[i] = RU_NOWHERE;
    if (sp->schema->core.currency >= 0) {
        ru_atom currency = {.axis = RU_AXIS_SLOT, .a = sp->schema->core.currency};
        if ((sp->currency = ru_space_dim(sp, &currency, NULL)) == RU_NOWHERE) return false;
    }
    if (!make_terms(sp, &known) || !ru_space_settle(sp)) return false;
    static const int stages[3] = {RU_STAGE_SEGMENT, RU_STAGE_ACTION, RU_STAGE_TONE};
    for (uint32_t i = 0; i < sp->dim_count; i++) {
        if (sp->dims[i].kind != RU_AXIS_STAGE) continue;
        if (sp->dims[i].a == RU_STAGE_PLANS) sp->plans = i;
        for (int k = 0; k < 3; k++)
            if (sp->dims[i].a == stages[k]) sp->stage[k] = i;
    }
    return true;
}

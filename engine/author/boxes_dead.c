/* boxes_dead.c: rules that can never be true, and which of their conditions see to that. */
#include "engine/author/boxes.h"

enum { MOST = 64 };
typedef struct parts {
    ru_claim items[MOST];
    size_t count;
} parts;

/* ---- is it told elsewhere? ---- */
/* Were the empty circumstances it speaks of true for somebody, could it be? Then mending those is enough. */
static bool rests_on_empty(ru_boxes *b, uint32_t term) {
    ru_claim c = {term, RU_WANT_TRUE};
    if (!b->any_empty) return false;
    b->sp.assumed = b->empty;
    ru_verdict v = ru_boxes_ask(b, &c, 1);
    b->sp.assumed = NULL;
    return v == RU_YES;
}

/* ---- which of its conditions ---- */
/* The conditions that must all hold; one with a name stays one. */
static void gather(const ru_boxes *b, uint32_t term, bool whole, parts *out) {
    const ru_term *t = &b->sp.terms[term];
    const ru_node *n = ru_boxes_node(b, t->cond), *op = ru_node_get(n, "op");
    bool named = !whole && op && ru_str_is(op->text, "circumstance");
    if (t->kind == RU_COND_ALL && !named) {
        for (uint32_t i = 0; i < t->count; i++) gather(b, b->sp.kids[t->first + i], false, out);
    } else if (out->count < MOST) {
        out->items[out->count++] = (ru_claim){term, RU_WANT_TRUE};
    }
}

/* Takes away what is not needed for the contradiction. */
static void shrink(ru_boxes *b, parts *p) {
    for (size_t i = p->count; i-- > 0 && p->count > 1;) {
        parts less = *p;
        memmove(&less.items[i], &less.items[i + 1], (less.count - i - 1) * sizeof *less.items);
        less.count--;
        if (ru_boxes_ask(b, less.items, less.count) == RU_NO) *p = less;
    }
}

static void say_bounds(const ru_boxes *b, ru_buf *out, const ru_test *t) {
    const ru_dim *d = &b->sp.dims[t->dim];
    const ru_fact *f = d->kind == RU_AXIS_SLOT ? &b->sp.schema->facts.items[d->a] : NULL;
    bool number = f && (f->type == RU_INTEGER || f->type == RU_MONEY);
    if (d->kind == RU_AXIS_STAGE && d->a == RU_STAGE_PLANS) ru_buf_printf(out, "; at most %lld can be in reach", (long long)d->high);
    else if (f && t->atom->if_none && d->none == RU_NOWHERE) ru_buf_printf(out, "; %.*s is never none on file", (int)f->name.n, f->name.p);
    else if (number && !f->derived && d->low != INT64_MIN && d->high != INT64_MAX)
        ru_buf_printf(out, "; %.*s lies between %lld and %lld", (int)f->name.n, f->name.p, (long long)d->low, (long long)d->high);
    else if (number && d->low != INT64_MIN) ru_buf_printf(out, "; %.*s is never below %lld", (int)f->name.n, f->name.p, (long long)d->low);
}

static void say_why(ru_boxes *b, ru_buf *out, const parts *p) {
    for (size_t i = 0; i < p->count; i++) {
        if (i) ru_buf_printf(out, i + 1 == p->count ? " and " : ", ");
        ru_boxes_say(b, out, b->sp.terms[p->items[i].term].cond);
    }
    if (p->count == 2) RU_BUF_LIT(out, " exclude each other");
    if (p->count > 2) RU_BUF_LIT(out, " never hold together");
    const ru_term *t = p->count == 1 ? &b->sp.terms[p->items[0].term] : NULL;
    if (!t) return;
    RU_BUF_LIT(out, " is never so");
    if (t->kind == RU_COND_ATOM) say_bounds(b, out, &b->sp.tests[t->test]);
}

static void tell(ru_boxes *b, const ru_family *k, size_t rule, uint32_t root, bool only_if) {
    const ru_raw *r = ru_boxes_raw(b, k, rule);
    parts why = {.count = 0};
    gather(b, root, true, &why);
    if (why.count < MOST) shrink(b, &why);
    ru_buf_clear(&b->line);
    if (why.count && why.count < 6) say_why(b, &b->line, &why);
    else RU_BUF_LIT(&b->line, "its conditions never hold together");
    ru_finding *f = ru_finding_add(b->f, RU_WARNING, "never_fires", r->node,
                                   only_if ? "%s \"%.*s\": its only_if can never be met: %.*s" : "%s \"%.*s\" can never be true: %.*s", k->name, (int)r->id.n,
                                   r->id.p, (int)b->line.n, b->line.p);
    if (!f) return;
    f->effect = only_if ? RU_STR("what the limit speaks of is refused for everybody, always") : ru_str_of(k->effect);
    f->suggestion = why.count > 1 ? RU_STR("change one of these conditions, or take it out")
                                  : RU_STR("write a condition that can be true, or take the rule out");
}

/* ---- every rule ---- */
static ru_life life_of(ru_boxes *b, uint32_t root) {
    ru_claim c = {root, RU_WANT_TRUE};
    if (ru_boxes_ask(b, &c, 1) != RU_NO) return RU_ALIVE;
    return rests_on_empty(b, root) || ru_boxes_waits(b, &c, 1) ? RU_NOT_TOLD : RU_DEAD;
}

static void look_at_only_if(ru_boxes *b, const ru_family *k, size_t limit) {
    int result = b->s->policy->limits[limit].only_if;
    if (result < 0) return;
    b->state[result] = (uint8_t)life_of(b, b->sp.roots[result]);
    if (b->state[result] == RU_DEAD) tell(b, k, limit, b->sp.roots[result], true);
}

/* One that is empty only because another is need not be told. */
static void look_at_circumstances(ru_boxes *b, const ru_family *k) {
    for (size_t i = 0; i < k->count; i++) {
        uint32_t root = ru_boxes_root(b, k, i);
        ru_claim c = {root, RU_WANT_TRUE};
        if (root == RU_NOWHERE || ru_boxes_ask(b, &c, 1) != RU_NO) continue;
        b->empty[root] = 1;
        b->any_empty = true;
    }
    for (size_t i = 0; i < k->count; i++) {
        uint32_t root = ru_boxes_root(b, k, i);
        if (root == RU_NOWHERE || !b->empty[root]) continue;
        b->empty[root] = 0;
        bool told = rests_on_empty(b, root);
        b->empty[root] = 1;
        if (!told) tell(b, k, i, root, false);
    }
}

/* Plans that can never be offered are never in reach. */
static void lower_reach(ru_boxes *b, size_t alive) {
    for (uint32_t i = 0; i < b->sp.dim_count; i++) {
        ru_dim *d = &b->sp.dims[i];
        if (d->kind != RU_AXIS_STAGE || d->a != RU_STAGE_PLANS) continue;
        d->high = (int64_t)alive;
        for (size_t k = alive + 1; k < d->cells; k++) b->sp.whole[d->word + k / 64] &= ~((uint64_t)1 << (k % 64));
    }
}

void ru_boxes_dead(ru_boxes *b, const ru_family *k) {
    size_t alive = 0;
    if (k->kind == RU_KIND_CIRCUMSTANCE) {
        look_at_circumstances(b, k);
        return;
    }
    for (size_t i = 0; i < k->count; i++) {
        uint32_t root = ru_boxes_root(b, k, i);
        uint8_t *state = &b->state[ru_boxes_result(b, k, i)];
        *state = (uint8_t)life_of(b, root);
        if (*state == RU_DEAD) tell(b, k, i, root, false);
        if (k->kind == RU_KIND_LIMIT) look_at_only_if(b, k, i);
        alive += *state == RU_ALIVE;
    }
    if (k->kind == RU_KIND_PLAN) lower_reach(b, alive);
}

/* expr_unknown.c: looking at an expression from outside: is it constant, what does it read, what makes it not known. */
#include "engine/facts/internal.h"

/* Calls `see` for the expression and all below it. */
static void walk(const ru_expr *x, void (*see)(void *ctx, const ru_expr *x), void *ctx) {
    if (!x) return;
    see(ctx, x);
    walk(x->a, see, ctx);
    walk(x->b, see, ctx);
    for (size_t i = 0; i < x->count; i++) walk(x->items[i], see, ctx);
}

typedef struct needs {
    bool facts, contacts, currency;
} needs;

static void see_needs(void *ctx, const ru_expr *x) {
    needs *n = ctx;
    n->facts = n->facts || x->op == RU_OP_FACT || x->op == RU_OP_ARM;
    n->contacts = n->contacts || x->op == RU_OP_LAST || x->op == RU_OP_COUNT;
    n->currency = n->currency || x->op == RU_OP_MONEY;
}

bool ru_expr_constant(const ru_expr *x, const ru_schema *s, bool *by_currency, int64_t values[RU_MAX_CURRENCIES], bool has[RU_MAX_CURRENCIES]) {
    needs n = {false, false, false};
    walk(x, see_needs, &n);
    if (n.facts || n.contacts) return false;
    ru_scene sc; /* a constant looks at the currency alone */
    memset(&sc, 0, sizeof sc);
    sc.schema = s;
    *by_currency = n.currency;
    size_t count = n.currency ? s->currency_count : 1;
    for (size_t c = 0; c < count; c++) {
        bool overflow;
        sc.currency = (int)c;
        values[c] = 0;
        has[c] = ru_expr_eval(x, &sc, &values[c], &overflow) == RU_VALUE;
    }
    return true;
}

typedef struct reading {
    void (*visit)(void *ctx, int slot);
    void *ctx;
    bool contacts;
} reading;

static void see_reads(void *ctx, const ru_expr *x) {
    reading *r = ctx;
    if (x->slot >= 0) r->visit(r->ctx, x->slot); /* a fact, or the currency that an amount depends on */
    r->contacts = r->contacts || x->op == RU_OP_LAST || x->op == RU_OP_COUNT;
}

void ru_expr_reads(const ru_expr *x, void (*visit)(void *ctx, int slot), void *ctx) {
    reading r = {visit, ctx, false};
    walk(x, see_reads, &r);
    if (r.contacts) visit(ctx, -1);
}

typedef struct asking {
    const ru_scene *sc;
    ru_unknowns *into;
} asking;

static void mark_fact(ru_unknowns *into, int slot) {
    if (slot >= 0 && into->facts) into->facts[slot >> 6] |= UINT64_C(1) << (slot & 63);
}

static void mark_at(const asking *q, const ru_contact *c) {
    if (c->at_state != RU_VALUE) q->into->contact_fields |= UINT64_C(1) << q->sc->schema->contact.count;
}

/* Every contact that may be the latest one and is not surely it. */
static void mark_last(const asking *q, const ru_filter *f) {
    const ru_request *r = q->sc->request;
    int64_t at;
    if (ru_contacts_last(f, q->sc, &at) != RU_UNKNOWN) return;
    if (r->contacts_state == RU_UNKNOWN) {
        q->into->contacts = true;
        return;
    }
    int64_t sure = INT64_MIN; /* the latest that surely matches: what is not later does not matter */
    for (size_t i = 0; i < r->contact_count; i++) {
        const ru_contact *c = &r->contacts[i];
        if (c->at_state == RU_VALUE && c->at > sure && ru_filter_match(f, q->sc, c) == RU_TRUE) sure = c->at;
    }
    for (size_t i = 0; i < r->contact_count; i++) {
        const ru_contact *c = &r->contacts[i];
        if ((c->at_state == RU_VALUE && c->at <= sure) || ru_filter_match(f, q->sc, c) == RU_FALSE) continue;
        mark_at(q, c);
        ru_filter_unknowns(f, q->sc, c, q->into);
    }
}

static void mark_count(const asking *q, const ru_expr *x) {
    const ru_request *r = q->sc->request;
    int64_t since = 0;
    if (r->contacts_state == RU_UNKNOWN) {
        q->into->contacts = true;
        return;
    }
    ru_state state = x->since ? ru_contacts_last(x->since, q->sc, &since) : RU_NONE;
    if (state == RU_UNKNOWN) mark_last(q, x->since);
    for (size_t i = 0; i < r->contact_count; i++) {
        const ru_contact *c = &r->contacts[i];
        if (ru_count_judge(x, q->sc, c, state, since) != RU_MAYBE) continue;
        ru_filter_unknowns(x->filter, q->sc, c, q->into);
        if (x->within || state == RU_VALUE) mark_at(q, c);
        if (x->within && !x->within_hours && c->at_state == RU_VALUE) {
            ru_reach days = {RU_REACH_LAST, false, x->within_n - 1};
            if (ru_reach_judge(&days, q->sc, RU_INSTANT, c->at) == RU_MAYBE) q->into->zone = true;
        }
    }
}

static void see_unknown(void *ctx, const ru_expr *x) {
    const asking *q = ctx;
    const ru_request *r = q->sc->request;
    if (x->op == RU_OP_FACT && r->facts[x->slot].state == RU_UNKNOWN) mark_fact(q->into, x->slot);
    if (x->op == RU_OP_ARM && r->facts[x->slot].state != RU_VALUE) mark_fact(q->into, x->slot); /* nobody to assign */
    if (x->op == RU_OP_MONEY && q->sc->currency < 0) mark_fact(q->into, q->sc->schema->core.currency);
    if (x->op == RU_OP_LAST) mark_last(q, x->filter);
    if (x->op == RU_OP_COUNT) mark_count(q, x);
    if (x->op == RU_OP_DATE_OF && x->a->type == RU_INSTANT) q->into->zone = true; /* where it is read decides the date */
}

void ru_expr_unknown(const ru_expr *x, const ru_scene *sc, ru_unknowns *into) {
    asking q = {sc, into};
    walk(x, see_unknown, &q);
}

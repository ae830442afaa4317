/* filter.c: does a contact match a filter: surely, surely not, or perhaps; and what keeps it from being sure. */
#include "engine/facts/internal.h"

typedef struct looked { /* one contact, or the fields of a proposal (then without a scene) */
    const ru_schema *s;
    const ru_scene *sc;
    const ru_contact *c;
    const ru_value *fields;
} looked;

static ru_tri sure(bool b) { return b ? RU_TRUE : RU_FALSE; }

static bool has_text(const ru_filter *f, ru_str s) {
    for (size_t i = 0; i < f->text_count; i++)
        if (ru_str_eq(f->texts[i], s)) return true;
    return false;
}

static bool list_has(const ru_value *v, ru_str s) {
    for (size_t i = 0; i < v->u.l.n; i++)
        if (ru_str_eq(((const ru_str *)v->u.l.list)[i], s)) return true;
    return false;
}

static bool has_any(const ru_filter *f, const ru_value *v) {
    if (f->type == RU_LIST_ENUM) return ((uint64_t)v->i & f->mask) != 0;
    for (size_t i = 0; i < f->text_count; i++)
        if (list_has(v, f->texts[i])) return true;
    return false;
}

static bool has_all(const ru_filter *f, const ru_value *v) {
    if (f->type == RU_LIST_ENUM) return ((uint64_t)v->i & f->mask) == f->mask;
    for (size_t i = 0; i < f->text_count; i++)
        if (!list_has(v, f->texts[i])) return false;
    return true;
}

static ru_tri in_ranges(const ru_filter *f, const looked *l, int64_t i) {
    int currency = l->sc ? l->sc->currency : -1;
    if (f->by_currency && (currency < 0 || !f->has[currency])) return RU_MAYBE;
    const ru_between *r = f->ranges + (f->by_currency ? (size_t)currency * f->range_count : 0);
    for (size_t k = 0; k < f->range_count; k++)
        if (i >= r[k].low && i <= r[k].high) return RU_TRUE;
    return RU_FALSE;
}

/* docs/SEMANTICS.md 30: a request without a debt means every debt. */
static ru_tri same_debt(const ru_filter *f, const looked *l, ru_state state, const ru_value *v) {
    const ru_request *r = l->sc ? l->sc->request : NULL;
    if (!r) return RU_MAYBE;
    if (r->debt_state == RU_NONE) return RU_TRUE;
    if (r->debt_state != RU_VALUE || state != RU_VALUE) return RU_MAYBE;
    return sure(f->type == RU_LIST_TEXT ? list_has(v, r->debt) : ru_str_eq(v->u.s, r->debt));
}

static ru_tri judge_value(const ru_filter *f, const looked *l, const ru_value *v) {
    ru_tri t = RU_TRUE;
    switch (f->test) {
    case RU_TEST_MASK: t = sure(v->i < 64 && (f->mask >> v->i & 1)); break;
    case RU_TEST_RANGES: t = in_ranges(f, l, v->i); break;
    case RU_TEST_TEXTS: t = sure(has_text(f, v->u.s)); break;
    case RU_TEST_HAS_ANY: t = sure(has_any(f, v)); break;
    case RU_TEST_HAS_ALL: t = sure(has_all(f, v)); break;
    case RU_TEST_REACH: t = l->sc ? ru_reach_judge(&f->reach, l->sc, f->type, v->i) : RU_MAYBE; break;
    case RU_TEST_ON_FILE:
    case RU_TEST_SAME_DEBT: break;
    }
    return f->negate ? ru_tri_not(t) : t;
}

static ru_state state_of(const ru_filter *f, const looked *l, ru_value *v) {
    if (f->field >= 0) *v = l->fields[f->field];
    else *v = (ru_value){.i = l->c ? l->c->at : 0, .state = l->c ? (uint8_t)l->c->at_state : (uint8_t)RU_UNKNOWN};
    return (ru_state)v->state;
}

static ru_tri judge_atom(const ru_filter *f, const looked *l) {
    ru_value v;
    ru_state state = state_of(f, l, &v);
    if (f->test == RU_TEST_SAME_DEBT) return same_debt(f, l, state, &v);
    if (state == RU_UNKNOWN) return RU_MAYBE;
    if (state == RU_NONE) return sure(f->if_none);
    return judge_value(f, l, &v);
}

static ru_tri judge(const ru_filter *f, const looked *l) {
    if (f->op == RU_FILTER_ATOM) return judge_atom(f, l);
    ru_tri stop = f->op == RU_FILTER_ALL ? RU_FALSE : RU_TRUE, t = ru_tri_not(stop);
    for (size_t i = 0; i < f->count && t != stop; i++) {
        ru_tri one = judge(f->items[i], l);
        t = f->op == RU_FILTER_ALL ? ru_tri_and(t, one) : ru_tri_or(t, one);
    }
    return f->op == RU_FILTER_NONE ? ru_tri_not(t) : t;
}

ru_tri ru_filter_match(const ru_filter *f, const ru_scene *sc, const ru_contact *c) {
    looked l = {sc->schema, sc, c, c->fields};
    return judge(f, &l);
}

ru_tri ru_filter_match_fields(const ru_filter *f, const ru_schema *s, const ru_value *fields) {
    looked l = {s, NULL, NULL, fields};
    return judge(f, &l);
}

static void mark_fact(ru_unknowns *into, int slot) {
    if (slot >= 0 && into->facts) into->facts[slot >> 6] |= UINT64_C(1) << (slot & 63);
}

static void mark_atom(const ru_filter *f, const looked *l, ru_unknowns *into) {
    ru_value v;
    bool known = state_of(f, l, &v) != RU_UNKNOWN;
    if (!known) into->contact_fields |= UINT64_C(1) << (f->field >= 0 ? (size_t)f->field : l->s->contact.count);
    if (f->test == RU_TEST_SAME_DEBT && l->sc->request->debt_state == RU_UNKNOWN) into->debt = true;
    if (known && f->test == RU_TEST_REACH) into->zone = true;
    if (known && f->by_currency && l->sc->currency < 0) mark_fact(into, l->s->core.currency);
}

static void mark(const ru_filter *f, const looked *l, ru_unknowns *into) {
    if (judge(f, l) != RU_MAYBE) return;
    if (f->op == RU_FILTER_ATOM) mark_atom(f, l, into);
    for (size_t i = 0; i < f->count; i++) mark(f->items[i], l, into);
}

void ru_filter_unknowns(const ru_filter *f, const ru_scene *sc, const ru_contact *c, ru_unknowns *into) {
    looked l = {sc->schema, sc, c, c->fields};
    mark(f, &l, into);
}

void ru_filter_unknown(const ru_filter *f, const ru_scene *sc, const ru_contact *c, uint64_t *fields_bits) {
    ru_unknowns u = {0};
    ru_filter_unknowns(f, sc, c, &u);
    *fields_bits |= u.contact_fields;
}

/* counts.c: how many contacts lie in a window, and how long ago the last one was: what is not known counts (SEMANTICS 22). */
#include "engine/charter/inside.h"

const ru_calendar *ru_limit_calendar(const ru_charter *c, const ru_limit *l) { return l->calendar ? l->calendar : &c->days; }

static ru_tri same_person(const ru_tally *t, const ru_scene *sc, const ru_value *person, const ru_contact *c) {
    if (t->person < 0 || !person || person->state == RU_UNKNOWN || c->fields[t->person].state == RU_UNKNOWN) return t->person < 0 ? RU_TRUE : RU_MAYBE;
    return ru_value_same(&sc->schema->contact.items[t->person], person, &c->fields[t->person]) ? RU_TRUE : RU_FALSE;
}

static bool names(const ru_scene *sc, int field, const ru_value *v, ru_str debt) {
    if (sc->schema->contact.items[field].type == RU_TEXT) return ru_str_eq(v->u.s, debt);
    for (size_t i = 0; i < v->u.l.n; i++)
        if (ru_str_eq(((const ru_str *)v->u.l.list)[i], debt)) return true;
    return false;
}

/* A request without a debt is about every debt (SEMANTICS 30). */
static ru_tri same_debt(const ru_tally *t, const ru_scene *sc, const ru_contact *c) {
    const ru_request *r = sc->request;
    if (!t->per_debt || r->debt_state == RU_NONE) return RU_TRUE;
    if (r->debt_state != RU_VALUE || t->debts < 0 || c->fields[t->debts].state == RU_UNKNOWN) return RU_MAYBE;
    return c->fields[t->debts].state == RU_VALUE && names(sc, t->debts, &c->fields[t->debts], r->debt) ? RU_TRUE : RU_FALSE;
}

static ru_tri counts(const ru_tally *t, const ru_scene *sc, const ru_value *person, const ru_contact *c) {
    ru_tri yes = t->counting ? ru_filter_match(t->counting, sc, c) : RU_TRUE;
    if (yes != RU_FALSE && t->except) yes = ru_tri_and(yes, ru_tri_not(ru_filter_match(t->except, sc, c)));
    if (yes != RU_FALSE) yes = ru_tri_and(yes, same_person(t, sc, person, c));
    return yes == RU_FALSE ? yes : ru_tri_and(yes, same_debt(t, sc, c));
}

/* The contact that opens the count: the first that may. Contacts stand in order of time, those without an instant last: one of
 * these may have been the first of all. False: none, so nothing counts. */
static bool opens(const ru_tally *t, const ru_scene *sc, const ru_value *person, int64_t *from) {
    const ru_request *r = sc->request;
    *from = INT64_MAX;
    if (!t->from_first) *from = INT64_MIN;
    for (size_t i = 0; t->from_first && i < r->contact_count; i++) {
        const ru_contact *c = &r->contacts[i];
        if (ru_filter_match(t->from_first, sc, c) == RU_FALSE || same_person(t, sc, person, c) == RU_FALSE || same_debt(t, sc, c) == RU_FALSE) continue;
        int64_t at = c->at_state == RU_VALUE ? c->at : INT64_MIN;
        if (at < *from) *from = at;
    }
    return *from != INT64_MAX;
}

static bool in_count(const ru_tally *t, const ru_scene *sc, const ru_value *person, int64_t from, const ru_contact *c) {
    return from != INT64_MAX && (c->at_state != RU_VALUE || c->at >= from) && counts(t, sc, person, c) != RU_FALSE;
}

/* When the contact at `at` has left the window. */
static int64_t leaves(const ru_cap *cap, const ru_charter *c, const ru_limit *l, const ru_scene *sc, int64_t at) {
    ru_stride step = {cap->kind, cap->n};
    if (cap->kind == 'e') return INT64_MAX;
    return ru_scene_walk(sc, at, true, &step, 1, ru_limit_calendar(c, l)).at;
}

/* While `most` contacts lie in the window it is full, and contacts only leave it: free once the most-th latest has left. */
static int64_t cap_until(const ru_cap *cap, const ru_limit *l, const ru_charter *c, const ru_scene *sc, const ru_value *person, int64_t from) {
    const ru_request *r = sc->request;
    int64_t left = cap->most;
    if (left <= 0) return INT64_MAX;
    for (size_t i = r->contact_count; i-- > 0;) { /* those without an instant stand last and lie in every window */
        if (!in_count(l->tally, sc, person, from, &r->contacts[i]) || --left > 0) continue;
        return r->contacts[i].at_state == RU_VALUE ? leaves(cap, c, l, sc, r->contacts[i].at) : INT64_MAX;
    }
    return INT64_MIN;
}

int64_t ru_tally_until(const ru_limit *l, const ru_charter *c, const ru_scene *sc, const ru_value *person) {
    int64_t from, until = INT64_MIN;
    if (sc->request->contacts_state == RU_UNKNOWN) return INT64_MAX;
    (void)opens(l->tally, sc, person, &from); /* nothing opens the count: no contact lies behind */
    for (size_t k = 0; k < l->tally->cap_count; k++) {
        int64_t t = cap_until(&l->tally->caps[k], l, c, sc, person, from);
        if (t > until) until = t;
    }
    return until;
}

ru_state ru_tally_last(const ru_tally *t, const ru_scene *sc, const ru_value *person, int64_t *at) {
    const ru_request *r = sc->request;
    int64_t from;
    if (r->contacts_state == RU_UNKNOWN) return RU_UNKNOWN;
    if (!opens(t, sc, person, &from)) return RU_NONE;
    for (size_t i = r->contact_count; i-- > 0;) {
        if (!in_count(t, sc, person, from, &r->contacts[i])) continue;
        *at = r->contacts[i].at;
        return (ru_state)r->contacts[i].at_state;
    }
    return RU_NONE;
}

int64_t ru_wait_until(const ru_limit *l, const ru_charter *c, const ru_scene *sc, int64_t value, bool is_instant) {
    int64_t until = INT64_MIN;
    for (size_t k = 0; k < l->wait_count; k++) {
        int64_t t = ru_scene_walk(sc, value, is_instant, l->waits[k].steps, l->waits[k].count, ru_limit_calendar(c, l)).at;
        if (t > until) until = t;
    }
    return until;
}

void ru_tally_unknown(const ru_tally *t, const ru_scene *sc, const ru_value *person, ru_unknowns *into) {
    const ru_request *r = sc->request;
    into->contacts |= r->contacts_state == RU_UNKNOWN;
    for (size_t i = 0; i < r->contact_count; i++) {
        const ru_contact *c = &r->contacts[i];
        ru_tri first = t->from_first ? ru_filter_match(t->from_first, sc, c) : RU_FALSE, yes = counts(t, sc, person, c);
        if (first == RU_MAYBE) ru_filter_unknowns(t->from_first, sc, c, into);
        if (yes == RU_FALSE && first == RU_FALSE) continue;
        if (c->at_state != RU_VALUE) into->contact_fields |= UINT64_C(1) << sc->schema->contact.count;
        if (yes != RU_MAYBE) continue;
        if (t->counting) ru_filter_unknowns(t->counting, sc, c, into);
        if (t->except) ru_filter_unknowns(t->except, sc, c, into);
        if (t->person >= 0 && c->fields[t->person].state == RU_UNKNOWN) into->contact_fields |= UINT64_C(1) << t->person;
        if (t->per_debt && t->debts >= 0 && c->fields[t->debts].state == RU_UNKNOWN) into->contact_fields |= UINT64_C(1) << t->debts;
        into->debt |= t->per_debt && r->debt_state == RU_UNKNOWN;
    }
}

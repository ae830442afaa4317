/* expr_eval.c: strict evaluation in whole numbers: not known wins over none on file, which wins over a value. */
#include "engine/facts/internal.h"

typedef struct running {
    const ru_scene *sc;
    bool overflow;
} running;

static ru_state eval(const ru_expr *x, running *r, char mode, int64_t *out);

static ru_state failed(running *r) {
    r->overflow = true;
    return RU_UNKNOWN;
}

/* Both operands, strictly. `b_mode` because what is taken away is rounded the other way round. */
static ru_state both(const ru_expr *x, running *r, char a_mode, char b_mode, int64_t *a, int64_t *b) {
    ru_state sa = eval(x->a, r, a_mode, a), sb = eval(x->b, r, b_mode, b);
    return sa < sb ? sa : sb;
}

static char turned(char mode) { return mode == 'd' ? 'u' : mode == 'u' ? 'd' : mode; }

static ru_state in_calendar(const ru_expr *x, running *r, int64_t v, int64_t *out) {
    bool fits = x->type == RU_DATE ? v >= RU_FIRST_DATE && v <= RU_LAST_DATE
                                   : v >= (int64_t)RU_FIRST_DATE * RU_DAY && v < ((int64_t)RU_LAST_DATE + 1) * RU_DAY;
    if (!fits) return failed(r);
    *out = v;
    return RU_VALUE;
}

static ru_state sum(const ru_expr *x, running *r, char mode, int64_t *out) {
    int64_t a, b;
    bool minus = x->op == RU_OP_SUB;
    ru_state s = both(x, r, mode, minus ? turned(mode) : mode, &a, &b);
    if (s != RU_VALUE) return s;
    if (x->months) {
        if (b < -120000 || b > 120000) return failed(r);
        return in_calendar(x, r, ru_add_months((int32_t)a, (int)(minus ? -b : b)), out);
    }
    if (!ru_mul64(b, x->value, &b) || !(minus ? ru_sub64(a, b, &a) : ru_add64(a, b, &a))) return failed(r);
    if (x->type == RU_DATE || x->type == RU_INSTANT) return in_calendar(x, r, a, out);
    *out = a;
    return RU_VALUE;
}

/* The operands round as usual; only this operation, the last, rounds as asked. */
static ru_state product(const ru_expr *x, running *r, char mode, int64_t *out) {
    int64_t a, b;
    ru_state s = both(x, r, 'e', 'e', &a, &b);
    if (s != RU_VALUE) return s;
    bool ratio = x->a->type == RU_RATIO || x->b->type == RU_RATIO, fits;
    if (x->op == RU_OP_DIV)
        fits = ru_muldiv64(a, x->type == RU_RATIO ? RU_MILLION : 1, b, mode, out);
    else
        fits = ratio ? ru_muldiv64(a, b, RU_MILLION, mode, out) : ru_mul64(a, b, out);
    return fits ? RU_VALUE : failed(r);
}

static ru_state choice(const ru_expr *x, running *r, char mode, int64_t *out) {
    ru_state worst = RU_VALUE;
    int64_t best = 0;
    for (size_t i = 0; i < x->count; i++) {
        int64_t v = 0;
        ru_state s = eval(x->items[i], r, mode, &v);
        if (s < worst) worst = s;
        if (i == 0 || (x->op == RU_OP_SMALLER ? v < best : v > best)) best = v;
    }
    *out = best;
    return worst;
}

/* A ratio of money that integer_of wants whole: divided once, so rounded once. */
static ru_state whole_ratio(const ru_expr *x, running *r, char mode, int64_t *out) {
    int64_t a, b;
    if (x->op == RU_OP_DIV) {
        ru_state s = both(x, r, 'e', 'e', &a, &b);
        if (s != RU_VALUE) return s;
        return ru_muldiv64(a, 1, b, mode, out) ? RU_VALUE : failed(r);
    }
    ru_state s = eval(x, r, mode, &a);
    if (s != RU_VALUE) return s;
    return ru_muldiv64(a, 1, RU_MILLION, mode, out) ? RU_VALUE : failed(r);
}

static ru_state rounded(const ru_expr *x, running *r, char mode, int64_t *out) {
    int64_t v = 0, floor = INT64_MIN;
    char use = x->round ? x->round : mode;
    ru_state s = x->type != x->a->type ? whole_ratio(x->a, r, use, &v) : eval(x->a, r, use, &v);
    ru_state f = x->b ? eval(x->b, r, use, &floor) : RU_VALUE;
    *out = v < floor ? floor : v;
    return s < f ? s : f;
}

static ru_state money(const ru_expr *x, const running *r, int64_t *out) {
    int c = r->sc->currency;
    if (c < 0 || !x->has[c]) return RU_UNKNOWN;
    *out = x->money[c];
    return RU_VALUE;
}

/* ---- what happened ---- */

ru_state ru_contacts_last(const ru_filter *f, const ru_scene *sc, int64_t *at) {
    const ru_request *r = sc->request;
    if (r->contacts_state == RU_UNKNOWN) return RU_UNKNOWN;
    bool perhaps = false;
    int64_t perhaps_at = 0;
    for (size_t i = r->contact_count; i-- > 0;) { /* newest first; those without an instant stand last and could be newer still */
        const ru_contact *c = &r->contacts[i];
        if (perhaps && c->at_state == RU_VALUE && c->at < perhaps_at) return RU_UNKNOWN;
        ru_tri t = ru_filter_match(f, sc, c);
        if (t == RU_FALSE) continue;
        if (c->at_state != RU_VALUE) return RU_UNKNOWN;
        if (t == RU_TRUE) {
            *at = c->at;
            return RU_VALUE;
        }
        perhaps = true; /* one that matches surely at the same instant settles it */
        perhaps_at = c->at;
    }
    return perhaps ? RU_UNKNOWN : RU_NONE;
}

static ru_tri in_window(const ru_expr *x, const ru_scene *sc, const ru_contact *c) {
    if (!x->within) return RU_TRUE;
    if (c->at_state != RU_VALUE) return RU_MAYBE;
    if (x->within_hours) return sc->request->now - c->at < x->within_n * RU_HOUR ? RU_TRUE : RU_FALSE;
    ru_reach days = {RU_REACH_LAST, false, x->within_n - 1}; /* today is the first of the n days */
    return ru_reach_judge(&days, sc, RU_INSTANT, c->at);
}

ru_tri ru_count_judge(const ru_expr *x, const ru_scene *sc, const ru_contact *c, ru_state since_state, int64_t since) {
    ru_tri t = in_window(x, sc, c);
    if (t != RU_FALSE && since_state == RU_VALUE)
        t = ru_tri_and(t, c->at_state != RU_VALUE ? RU_MAYBE : c->at > since ? RU_TRUE : RU_FALSE);
    return t == RU_FALSE ? t : ru_tri_and(t, ru_filter_match(x->filter, sc, c));
}

static ru_state count(const ru_expr *x, const ru_scene *sc, int64_t *out) {
    const ru_request *r = sc->request;
    int64_t since = 0, n = 0;
    if (r->contacts_state == RU_UNKNOWN) return RU_UNKNOWN;
    ru_state since_state = x->since ? ru_contacts_last(x->since, sc, &since) : RU_NONE;
    if (since_state == RU_UNKNOWN) return RU_UNKNOWN;
    for (size_t i = 0; i < r->contact_count; i++) {
        ru_tri t = ru_count_judge(x, sc, &r->contacts[i], since_state, since);
        if (t == RU_MAYBE) return RU_UNKNOWN;
        n += t == RU_TRUE;
    }
    *out = n;
    return RU_VALUE;
}

static ru_state date_of(const ru_expr *x, running *r, int64_t *out) {
    int64_t from;
    ru_state s = eval(x->a, r, 'e', &from);
    if (s != RU_VALUE) return s;
    s = ru_scene_date(r->sc, from, x->a->type == RU_INSTANT, x->steps, x->step_count, x->calendar, out);
    return s == RU_VALUE ? in_calendar(x, r, *out, out) : s;
}

static ru_state eval(const ru_expr *x, running *r, char mode, int64_t *out) {
    const ru_value *v;
    *out = 0;
    switch (x->op) {
    case RU_OP_LITERAL: *out = x->value; return RU_VALUE;
    case RU_OP_MONEY: return money(x, r, out);
    case RU_OP_FACT:
        v = &r->sc->request->facts[x->slot];
        *out = v->i;
        return (ru_state)v->state;
    case RU_OP_ADD:
    case RU_OP_SUB: return sum(x, r, mode, out);
    case RU_OP_MUL:
    case RU_OP_DIV: return product(x, r, mode, out);
    case RU_OP_SMALLER:
    case RU_OP_LARGER: return choice(x, r, mode, out);
    case RU_OP_ROUND: return rounded(x, r, mode, out);
    case RU_OP_LAST: return ru_contacts_last(x->filter, r->sc, out);
    case RU_OP_COUNT: return count(x, r->sc, out);
    case RU_OP_DATE_OF: return date_of(x, r, out);
    case RU_OP_ARM: return ru_arm_eval(x, r->sc, out);
    }
    return RU_UNKNOWN;
}

ru_state ru_expr_eval(const ru_expr *x, const ru_scene *sc, int64_t *out, bool *overflow) {
    running r = {sc, false};
    int64_t v;
    ru_state s = eval(x, &r, 'e', &v);
    *overflow = r.overflow;
    if (s == RU_VALUE) *out = v;
    return s;
}

/* expr_eval.c: strict evaluation in whole numbers: not known wins over none on file, which wins over a value. */
#include "engine/facts/internal.h"

/* What stands on the stack while the steps of an expression are taken. */
typedef struct term {
    int64_t v;
    ru_state state;
} term;

static ru_state weaker(ru_state a, ru_state b) { return a < b ? a : b; }

/* ---- one step with two values ---- */
static bool in_calendar(ru_type type, int64_t v) {
    return type == RU_DATE ? v >= RU_FIRST_DATE && v <= RU_LAST_DATE : v >= (int64_t)RU_FIRST_DATE * RU_DAY && v < ((int64_t)RU_LAST_DATE + 1) * RU_DAY;
}

/* Spans that are added to a date or an instant: the sum has a calendar to stay in. */
static bool moved(const ru_expr *x, int64_t a, int64_t b, int64_t *out) {
    bool minus = x->op == RU_OP_SUB;
    if (x->months) {
        if (b < -120000 || b > 120000) return false;
        *out = ru_add_months((int32_t)a, (int)(minus ? -b : b));
        return in_calendar(x->type, *out);
    }
    if (!ru_mul64(b, x->value, &b) || !(minus ? ru_sub64(a, b, out) : ru_add64(a, b, out))) return false;
    return in_calendar(x->type, *out);
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
    if (t != RU_FALSE && since_state == RU_VALUE) t = ru_tri_and(t, c->at_state != RU_VALUE ? RU_MAYBE : c->at > since ? RU_TRUE : RU_FALSE);
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

static ru_state asked(const ru_expr *x, const ru_scene *sc, int64_t *out) {
    switch (x->op) {
    case RU_OP_LAST: return ru_contacts_last(x->filter, sc, out);
    case RU_OP_COUNT: return count(x, sc, out);
    default: return ru_arm_eval(x, sc, out);
    }
}

/* ---- the steps ---- */
static inline term fact(const ru_expr_step *s, const ru_scene *sc) {
    const ru_value *v = &sc->request->facts[s->slot];
    return (term){v->i, (ru_state)v->state};
}

static inline term money(const ru_expr *x, const ru_scene *sc) {
    int c = sc->currency;
    return c < 0 || !x->has[c] ? (term){0, RU_UNKNOWN} : (term){x->money[c], RU_VALUE};
}

static term history(const ru_expr *x, const ru_scene *sc) {
    term t = {0, RU_UNKNOWN};
    t.state = asked(x, sc, &t.v);
    return t;
}

static inline term alone(const ru_expr_step *s, const ru_scene *sc) {
    switch ((ru_expr_step_op)s->op) {
    case RU_STEP_VALUE: return (term){s->is.value, RU_VALUE};
    case RU_STEP_FACT: return fact(s, sc);
    case RU_STEP_MONEY: return money(s->is.x, sc);
    default: return history(s->is.x, sc);
    }
}

/* False: the date is none that can be written. */
static bool dated(const ru_expr *x, const ru_scene *sc, term *t) {
    t->state = ru_scene_date(sc, t->v, x->a->type == RU_INSTANT, x->steps, x->step_count, x->calendar, &t->v);
    return t->state != RU_VALUE || in_calendar(x->type, t->v);
}

/* The upper two become one, which `top` points at afterwards; true: both are values, and it can be worked out. */
static inline bool joined(term **top) {
    term *t = --*top;
    t[0].state = weaker(t[0].state, t[1].state);
    return t[0].state == RU_VALUE;
}

static ru_state take_steps(const ru_expr *x, const ru_scene *sc, int64_t *out, bool *overflow) {
    term stack[RU_STEPS_DEEP], *top = stack - 1;
    for (const ru_expr_step *s = x->code, *end = s + x->code_count; s < end; s++) {
        bool fits = true;
        switch ((ru_expr_step_op)s->op) {
        case RU_STEP_VALUE: *++top = (term){s->is.value, RU_VALUE}; break;
        case RU_STEP_FACT: *++top = fact(s, sc); break;
        case RU_STEP_MONEY: *++top = money(s->is.x, sc); break;
        case RU_STEP_ASK: *++top = history(s->is.x, sc); break;
        case RU_STEP_WHOLE: fits = top->state != RU_VALUE || ru_muldiv64(top->v, 1, RU_MILLION, s->mode, &top->v); break;
        case RU_STEP_DATE_OF: fits = top->state != RU_VALUE || dated(s->is.x, sc, top); break;
        case RU_STEP_ADD: fits = !joined(&top) || ru_add64(top[0].v, top[1].v, &top->v); break;
        case RU_STEP_SUB: fits = !joined(&top) || ru_sub64(top[0].v, top[1].v, &top->v); break;
        case RU_STEP_MOVE: fits = !joined(&top) || moved(s->is.x, top[0].v, top[1].v, &top->v); break;
        case RU_STEP_MUL: fits = !joined(&top) || ru_mul64(top[0].v, top[1].v, &top->v); break;
        case RU_STEP_SHARE: fits = !joined(&top) || ru_muldiv64(top[0].v, top[1].v, RU_MILLION, s->mode, &top->v); break;
        case RU_STEP_DIV: fits = !joined(&top) || ru_muldiv64(top[0].v, s->is.value, top[1].v, s->mode, &top->v); break;
        case RU_STEP_SMALLER:
            if (joined(&top) && top[1].v < top[0].v) top->v = top[1].v;
            break;
        case RU_STEP_LARGER:
            if (joined(&top) && top[1].v > top[0].v) top->v = top[1].v;
            break;
        }
        if (RU_LIKELY(fits)) continue;
        *overflow = true;
        top->state = RU_UNKNOWN;
    }
    if (top->state == RU_VALUE) *out = top->v;
    return top->state;
}

ru_state ru_expr_eval(const ru_expr *x, const ru_scene *sc, int64_t *out, bool *overflow) {
    *overflow = false;
    if (x->code_count > 1) return take_steps(x, sc, out, overflow);
    term t = alone(x->code, sc); /* most expressions are one fact or one figure */
    if (t.state == RU_VALUE) *out = t.v;
    return t.state;
}

/* expr_types.c: what may be added to, subtracted from, multiplied with and divided by what; refusals name both sides. */
#include "engine/facts/internal.h"

/* "days", "an integer", "money". */
static ru_str side(const ru_expr *x) { return x->unit.n ? x->unit : ru_str_of(ru_type_phrase(x->type)); }

static bool bare_zero(const ru_expr *x) { return x->bare && x->op == RU_OP_LITERAL && x->value == 0; }

static ruth_status refuse(const ru_expr *x, const ru_node *at, ruth_error *e) {
    ru_str a = side(x->a), b = side(x->b);
    switch (x->op) {
    case RU_OP_ADD: return ru_node_fail(at, e, "%.*s cannot be added to %.*s", RU_SHOW(a), RU_SHOW(b));
    case RU_OP_SUB: return ru_node_fail(at, e, "%.*s cannot be subtracted from %.*s", RU_SHOW(b), RU_SHOW(a));
    case RU_OP_MUL:
        return ru_node_fail(at, e, "%.*s cannot be multiplied by %.*s; what can be: money by a ratio or an integer, an integer by a ratio", RU_SHOW(a),
                            RU_SHOW(b));
    case RU_OP_DIV:
        return ru_node_fail(at, e, "%.*s cannot be divided by %.*s; what can be: money by an integer or by money, an integer by an integer", RU_SHOW(a),
                            RU_SHOW(b));
    default: return ru_node_fail(at, e, "%.*s cannot be compared with %.*s", RU_SHOW(a), RU_SHOW(b));
    }
}

/* A bare figure next to money says how it should have been written. */
static ruth_status refuse_bare(const ru_expr *x, const ru_node *at, ruth_error *e) {
    return ru_node_fail(
        at, e, "money cannot be added to or compared with an integer: %lld is no amount of money; write money(\"%lld.00 USD\"), a number of numbers.yaml, or 0",
        (long long)x->value, (long long)x->value);
}

ruth_status ru_expr_fit(ru_expr *x, ru_type to, const ru_node *at, ruth_error *e) {
    if (x->type == to) return RUTH_OK;
    if (bare_zero(x) && (to == RU_MONEY || to == RU_RATIO)) {
        x->type = to;
        return RUTH_OK;
    }
    if (x->bare && x->op == RU_OP_LITERAL && x->value == 1 && to == RU_RATIO) {
        x->type = RU_RATIO;
        x->value = RU_MILLION;
        return RUTH_OK;
    }
    if (x->bare && x->op == RU_OP_LITERAL && to == RU_MONEY) return refuse_bare(x, at, e);
    ru_str found = side(x);
    return ru_node_fail(at, e, "expected %s, found %.*s", ru_type_phrase(to), RU_SHOW(found));
}

/* A bare 0 is money next to money; anything else bare next to money is refused in so many words. */
static ruth_status follow(ru_expr *lit, const ru_expr *other, const ru_node *at, ruth_error *e) {
    if (lit->op != RU_OP_LITERAL || !lit->bare || other->bare) return RUTH_OK;
    if (other->type == RU_MONEY || (other->type == RU_RATIO && (lit->value == 0 || lit->value == 1))) return ru_expr_fit(lit, other->type, at, e);
    return RUTH_OK;
}

static bool units_differ(const ru_expr *a, const ru_expr *b) { return a->unit.n && b->unit.n && !ru_str_eq(a->unit, b->unit); }

/* Equal types and units that do not contradict: the result takes them over. */
static bool take_common(ru_expr *x, const ru_expr *a, const ru_expr *b) {
    if (a->type != b->type || units_differ(a, b)) return false;
    x->type = a->type;
    x->unit = a->unit.n ? a->unit : b->unit;
    x->bare = a->bare && b->bare;
    return true;
}

/* A date and a count of days or months; an instant and a count of hours. */
static ruth_status shift(ru_expr *x, const ru_node *at, ruth_error *e) {
    x->type = x->a->type;
    x->value = 1;
    x->months = ru_str_is(x->b->unit, "months");
    if (x->type == RU_DATE && (x->months || ru_str_is(x->b->unit, "days"))) return RUTH_OK;
    if (x->type == RU_INSTANT && ru_str_is(x->b->unit, "hours")) {
        x->value = RU_HOUR;
        return RUTH_OK;
    }
    if (!x->b->unit.n)
        return ru_node_fail(at, e, "%s and an integer without a unit: write %s", ru_type_phrase(x->type), x->type == RU_DATE ? "days(5)" : "hours(5)");
    return refuse(x, at, e);
}

static ruth_status type_sum(ru_expr *x, const ru_node *at, ruth_error *e) {
    ruth_status st = follow(x->a, x->b, at, e);
    if (!st) st = follow(x->b, x->a, at, e);
    if (st) return st;
    if (x->op == RU_OP_ADD && x->a->type == RU_INTEGER && (x->b->type == RU_DATE || x->b->type == RU_INSTANT)) {
        ru_expr *swap = x->a; /* days(3) + fact.due is fact.due + days(3) */
        x->a = x->b;
        x->b = swap;
    }
    if ((x->a->type == RU_DATE || x->a->type == RU_INSTANT) && x->b->type == RU_INTEGER) return shift(x, at, e);
    if (x->op == RU_OP_SUB && x->a->type == RU_DATE && x->b->type == RU_DATE) {
        x->type = RU_INTEGER;
        x->unit = RU_STR("days");
        return RUTH_OK;
    }
    bool numbers = x->a->type == RU_INTEGER || x->a->type == RU_MONEY || x->a->type == RU_RATIO;
    return numbers && take_common(x, x->a, x->b) ? RUTH_OK : refuse(x, at, e);
}

static ruth_status type_product(ru_expr *x, const ru_node *at, ruth_error *e) {
    ru_type a = x->a->type, b = x->b->type;
    if (a == RU_INTEGER && b == RU_INTEGER) {
        if (x->a->unit.n && x->b->unit.n) return refuse(x, at, e); /* days by days are no days */
        x->type = RU_INTEGER;
        x->unit = x->a->unit.n ? x->a->unit : x->b->unit;
        x->bare = x->a->bare && x->b->bare;
        return RUTH_OK;
    }
    if ((a == RU_MONEY && (b == RU_RATIO || b == RU_INTEGER)) || (b == RU_MONEY && (a == RU_RATIO || a == RU_INTEGER))) {
        x->type = RU_MONEY;
        return RUTH_OK;
    }
    if ((a == RU_INTEGER && b == RU_RATIO) || (a == RU_RATIO && b == RU_INTEGER)) {
        x->type = RU_INTEGER;
        x->unit = a == RU_INTEGER ? x->a->unit : x->b->unit;
        return RUTH_OK;
    }
    return refuse(x, at, e);
}

static ruth_status type_quotient(ru_expr *x, const ru_node *at, ruth_error *e) {
    ru_type a = x->a->type, b = x->b->type;
    if (b == RU_INTEGER && x->b->op == RU_OP_LITERAL && x->b->value == 0) return ru_node_fail(at, e, "nothing can be divided by 0");
    if (a == RU_MONEY && b == RU_MONEY) {
        x->type = RU_RATIO;
        return RUTH_OK;
    }
    if (b != RU_INTEGER || (a != RU_MONEY && a != RU_INTEGER) || units_differ(x->a, x->b)) return refuse(x, at, e);
    x->type = a;
    x->unit = x->b->unit.n ? (ru_str){NULL, 0} : x->a->unit; /* days by days are a plain number */
    return RUTH_OK;
}

static ruth_status type_choice(ru_expr *x, const ru_node *at, ruth_error *e) {
    for (size_t i = 0; i < x->count; i++)
        for (size_t j = 0; j < x->count; j++) {
            ruth_status st = follow(x->items[i], x->items[j], at, e);
            if (st) return st;
        }
    take_common(x, x->items[0], x->items[0]);
    for (size_t i = 1; i < x->count; i++) {
        ru_expr so_far = *x, pair = {.op = x->op, .a = &so_far, .b = x->items[i]};
        if (!take_common(x, &so_far, x->items[i])) return refuse(&pair, at, e);
    }
    if (x->type == RU_BOOLEAN)
        return ru_node_fail(at, e, "%s has no order; smaller and larger compare numbers, money, dates and instants", ru_type_phrase(x->type));
    return RUTH_OK;
}

ruth_status ru_expr_type_of(ru_expr *x, const ru_node *at, ruth_error *e) {
    switch (x->op) {
    case RU_OP_ADD:
    case RU_OP_SUB: return type_sum(x, at, e);
    case RU_OP_MUL: return type_product(x, at, e);
    case RU_OP_DIV: return type_quotient(x, at, e);
    default: return type_choice(x, at, e);
    }
}

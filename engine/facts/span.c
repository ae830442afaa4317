/* span.c: "within the last seven days": spans of local days and of hours, three-valued because a person may have several zones. */
#include "engine/facts/internal.h"

static bool inside(const ru_reach *r, int64_t diff, int64_t n) {
    switch (r->kind) {
    case RU_REACH_LAST: return diff >= 0 && diff <= n;
    case RU_REACH_NEXT: return diff <= 0 && diff >= -n;
    case RU_REACH_LONGER: return diff > n;
    case RU_REACH_TODAY: return diff == 0;
    }
    return false;
}

ru_tri ru_reach_judge(const ru_reach *r, const ru_scene *sc, ru_type type, int64_t value) {
    size_t in = 0;
    if (r->hours) return inside(r, sc->request->now - value, r->n * RU_HOUR) ? RU_TRUE : RU_FALSE;
    for (size_t i = 0; i < sc->zone_count; i++) {
        ru_zone_memo near = sc->memo[i];
        int64_t date = type == RU_DATE ? value : ru_zone_date(sc->zones[i], value, &near);
        in += inside(r, sc->today[i] - date, r->n);
    }
    if (sc->zone_count == 0) return RU_MAYBE;
    return in == 0 ? RU_FALSE : in == sc->zone_count ? RU_TRUE : RU_MAYBE;
}

ruth_status ru_reach_read(ru_arena *a, const ru_schema *s, const ru_node *n, bool *hours, int64_t *count, ruth_error *e) {
    const ru_node *x = ru_node_get(n, "x"), *amount = ru_node_get(n, "n");
    if (!x || x->kind != RU_NODE_TEXT || !amount || !(ru_str_is(x->text, "days") || ru_str_is(x->text, "hours")))
        return ru_node_fail(n, e, "expected a span, days(7) or hours(24), found %s", x && x->kind == RU_NODE_TEXT ? ru_found(x).text : ru_found(n).text);
    *hours = ru_str_is(x->text, "hours");
    const ru_expr *expr = NULL;
    bool by_currency, has[RU_MAX_CURRENCIES];
    int64_t values[RU_MAX_CURRENCIES];
    ruth_status st = ru_expr_build(a, s, n, RU_INTEGER, NULL, 0, &expr, e); /* the whole span, so that a number of days is not taken for hours */
    if (st) return st;
    if (!ru_expr_constant(expr, s, &by_currency, values, has) || by_currency || !has[0])
        return ru_node_fail(n, e, "the length of this span must be a constant: a figure or a number of numbers.yaml, not what a fact says");
    if (values[0] < 0 || values[0] > 1000000)
        return ru_node_fail(n, e, "a span of %lld %s; expected 0 to 1000000", (long long)values[0], *hours ? "hours" : "days");
    *count = values[0];
    return RUTH_OK;
}

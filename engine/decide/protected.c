/* protected.c: what a plan must leave the person each month: lines that leave less are taken off the menu (SEMANTICS 35b). */
#include "engine/decide/session.h"

/* RU_TRUE: the line leaves too little; RU_MAYBE: nobody knows. A pause takes nothing. */
static ru_tri too_little(const ru_session *s, const ru_expr *least, const ru_plan_item *i) {
    int64_t floor;
    bool overflow = false;
    if (i->instalment <= 0) return RU_FALSE;
    if (ru_expr_eval(least, &s->scene, &floor, &overflow) != RU_VALUE || !i->has_left) return RU_MAYBE;
    return i->left < floor ? RU_TRUE : RU_FALSE;
}

static size_t keep_lines(ru_session *s, size_t limit, ru_plan_item *items, size_t count, ru_tri *refused) {
    const ru_expr *least = s->policy->limits[limit].leaves;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        ru_tri bad = ru_tri_and(too_little(s, least, &items[i]), s->d.limits[limit].holds);
        if (bad == RU_FALSE) {
            items[kept++] = items[i];
            continue;
        }
        s->d.limits[limit].took_lines = true;
        *refused = ru_tri_and(*refused, bad);
    }
    return kept;
}

static bool protects(const ru_session *s, size_t limit, size_t plan) {
    const ru_limit *l = &s->policy->charter.limits[limit];
    return (l->effects & RU_LEAVE_AT_LEAST) && (l->plans[plan / 64] >> (plan % 64) & 1) &&
           ru_charter_in_force(&s->policy->charter, limit, &s->scene, s->request.now);
}

ru_tri ru_plan_takes_too_much(const ru_session *s, const ru_plan_item *item, size_t *limit) {
    for (size_t k = 0; k < s->d.applying_count; k++) {
        size_t i = s->d.applying[k];
        if (!protects(s, i, (size_t)item->plan)) continue;
        ru_tri bad = ru_tri_and(too_little(s, s->policy->limits[i].leaves, item), s->d.limits[i].holds);
        if (bad == RU_FALSE) continue;
        *limit = i;
        return bad;
    }
    return RU_FALSE;
}

ru_tri ru_plan_protect(ru_session *s, size_t plan, ru_plan_item *items, size_t *count) {
    ru_tri refused = RU_TRUE;
    size_t before = *count;
    for (size_t k = 0; k < s->d.applying_count; k++) {
        size_t i = s->d.applying[k];
        if (!protects(s, i, plan)) continue;
        *count = keep_lines(s, i, items, *count, &refused);
    }
    return before && !*count ? refused : RU_FALSE; /* some line is left: the plan stands */
}

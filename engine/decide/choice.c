/* choice.c: a line that was offered and taken: is it offered still, and if not, what changed. */
#include "engine/decide/session.h"

/* "plan-36": the plan, and how many payments; a pause has 0. −1: no plan of this policy. */
static int plan_of(const ru_policy *p, ru_str id, int64_t *count) {
    size_t cut = id.n;
    while (cut > 0 && id.p[cut - 1] != '-') cut--;
    if (cut < 2 || id.n - cut < 1 || id.n - cut > 9 || (id.p[cut] == '0' && id.n - cut > 1)) return -1;
    *count = 0;
    for (size_t i = cut; i < id.n; i++) {
        if (id.p[i] < '0' || id.p[i] > '9') return -1;
        *count = *count * 10 + (id.p[i] - '0');
    }
    for (size_t i = 0; i < p->plans.count; i++)
        if (ru_str_eq(p->plans.items[i].id, (ru_str){id.p, cut - 1})) return (int)i;
    return -1;
}

static bool same_terms(const ru_taken *t, const ru_plan_item *i) {
    if ((t->seen & RU_SEEN_INSTALMENT) && t->instalment != i->instalment) return false;
    if ((t->seen & RU_SEEN_COUNT) && t->count != i->count) return false;
    if ((t->seen & RU_SEEN_EVERY) && t->every != (int)i->every) return false;
    if ((t->seen & RU_SEEN_LAST) && t->last != i->last) return false;
    return !(t->seen & RU_SEEN_TOTAL) || t->total == i->total;
}

static const ru_plan_item *offered(const ru_session *s, int plan, int64_t count) {
    for (size_t k = 0; k < s->d.menu_count; k++) {
        const ru_plan_item *i = &s->d.menu[k];
        if (i->plan == plan && (i->kind == RU_OFFER_PAUSE ? 0 : i->count) == count && same_terms(&s->request.taken, i)) return i;
    }
    return NULL;
}

int ru_limit_of_plan(const ru_session *s, size_t plan) {
    for (size_t k = 0; k < s->d.listed_count; k++) {
        size_t i = s->d.listed[k].limit;
        const ru_limit *l = &s->policy->charter.limits[i];
        if ((l->acts_on == RU_ON_PLAN || (l->effects & RU_LEAVE_AT_LEAST)) && (l->plans[plan / 64] >> (plan % 64) & 1)) return (int)i;
    }
    return -1;
}

static void all_figures(ru_reasons *r, const ru_offer *o) {
    ru_reasons_expr(r, o->of);
    ru_reasons_expr(r, o->up_to);
    ru_reasons_expr(r, o->smallest);
    ru_reasons_slot(r, o->every_slot);
    for (uint32_t k = 0; k < o->key_count; k++) {
        ru_reasons_expr(r, o->keys[k].expr);
        ru_reasons_slot(r, o->keys[k].slot);
    }
}

/* The line is gone though the plan stands. The terms that were seen say which figure moved; where they do not, it may be any. */
static void moved_figures(ru_reasons *r, const ru_taken *t, size_t plan) {
    const ru_offer *o = &r->s->policy->offers[plan];
    ru_terms now;
    bool found = false;
    if (o->kind == RU_OFFER_PLUGIN || o->kind == RU_OFFER_PAUSE || ru_plan_terms(r->s, plan, -1, &now) != RU_VALUE) {
        all_figures(r, o);
        return;
    }
    if ((t->seen & RU_SEEN_EVERY) && t->every != (int)now.every) {
        ru_reasons_slot(r, o->every_slot);
        found = true;
    }
    if (o->kind == RU_OFFER_INSTALMENTS && (t->seen & RU_SEEN_TOTAL) && t->total != now.sum) {
        ru_reasons_expr(r, o->of);
        found = true;
    }
    if ((t->seen & RU_SEEN_INSTALMENT) && t->instalment > now.up_to) {
        ru_reasons_expr(r, o->up_to);
        found = true;
    }
    if ((t->seen & RU_SEEN_INSTALMENT) && o->kind == RU_OFFER_INSTALMENTS && t->instalment < now.smallest) {
        ru_reasons_expr(r, o->smallest);
        found = true;
    }
    if (!found) all_figures(r, o);
}

/* A limit keeps the line back: what makes it apply, and what it looks at. */
static void kept_back(ru_reasons *r, int limit, size_t plan) {
    if (limit < 0) return;
    const ru_limit_info *info = &r->s->policy->limits[limit];
    const ru_limit_now *now = &r->s->d.limits[limit];
    if (now->holds == RU_TRUE) ru_reasons_rule(r, info->rule.result, RU_TRUE);
    if (info->only_if >= 0 && now->met == RU_FALSE) ru_reasons_rule(r, info->only_if, RU_FALSE);
    ru_reasons_expr(r, info->leaves);
    if (!info->leaves) return;
    ru_reasons_expr(r, r->s->policy->offers[plan].left_of);
    if (r->s->d.plans[plan] == RU_FALSE) all_figures(r, &r->s->policy->offers[plan]); /* all its lines take too much: any figure may be why */
}

/* Does a limit take just this line off? */
static bool taken_off(ru_session *s, const ru_taken *t, size_t plan, int *limit) {
    ru_terms now;
    size_t which = 0;
    if (!(t->seen & RU_SEEN_INSTALMENT) || s->policy->offers[plan].kind != RU_OFFER_INSTALMENTS || t->instalment < 1 ||
        ru_plan_terms(s, plan, -1, &now) != RU_VALUE)
        return false;
    if (t->instalment > now.up_to || t->instalment < now.smallest || ((t->seen & RU_SEEN_TOTAL) && t->total != now.sum) ||
        ((t->seen & RU_SEEN_EVERY) && t->every != (int)now.every))
        return false;
    ru_plan_item i = {.plan = (int)plan, .instalment = t->instalment, .monthly = ru_plan_monthly(t->instalment, now.every)};
    i.has_left = now.has_left && ru_sub64(now.left_of, i.monthly, &i.left);
    if (ru_plan_takes_too_much(s, &i, &which) == RU_FALSE) return false;
    *limit = (int)which;
    return true;
}

bool ru_choice_find(ru_session *s, ru_choice_answer *out) {
    const ru_policy *p = s->policy;
    const ru_taken *t = &s->request.taken;
    ru_reasons r;
    int64_t count;
    int plan = plan_of(p, t->id, &count);
    *out = (ru_choice_answer){.stale = RU_STALE_NO_SUCH_PLAN, .limit = -1};
    if (plan < 0 || ((t->seen & RU_SEEN_PLAN) && !ru_str_eq(t->plan, p->plans.items[plan].id))) return true;
    if ((out->line = offered(s, plan, count))) return true;
    if (!ru_reasons_open(s, &r)) return false;
    if (s->d.plans[plan] == RU_MAYBE) {
        out->stale = RU_STALE_NOT_KNOWN;
        return ru_needs(s, (size_t)plan, &out->changed);
    }
    int result = p->plans.items[plan].result;
    if (ru_match_result(s->run, (size_t)result) == RU_FALSE) {
        out->stale = RU_STALE_RULE;
        ru_reasons_rule(&r, result, RU_FALSE);
    } else if (s->d.plan_rules[plan] == RU_FALSE) {
        out->stale = RU_STALE_FIGURES;
        all_figures(&r, &p->offers[plan]);
    } else if (s->d.plans[plan] == RU_FALSE || taken_off(s, t, (size_t)plan, &out->limit)) {
        out->stale = RU_STALE_LIMIT;
        if (out->limit < 0) out->limit = ru_limit_of_plan(s, (size_t)plan);
        kept_back(&r, out->limit, (size_t)plan);
    } else {
        out->stale = RU_STALE_TERMS;
        moved_figures(&r, t, (size_t)plan);
    }
    return ru_reasons_report(&r, &out->changed);
}

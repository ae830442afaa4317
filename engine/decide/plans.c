/* plans.c: which plans a person may have, and their exact integer arithmetic. */
#include "engine/decide/session.h"

static int64_t ceil_div(int64_t a, int64_t b) { return a / b + (a % b != 0); } /* a ≥ 0, b > 0 */

/* Most payments n ≤ longest with ⌈sum/n⌉ ≥ smallest and a last payment that is still above 0. */
int64_t ru_instalment_most(int64_t sum, int64_t smallest, int64_t longest) {
    int64_t n = smallest > 1 ? ceil_div(sum, smallest - 1) - 1 : sum;
    if (n > longest) n = longest;
    if (n < 1) return 0;
    return ceil_div(sum, ceil_div(sum, n)); /* fewer payments of the same size, when rounding up pays it off sooner */
}

int64_t ru_plan_monthly(int64_t payment, ru_every every) {
    if (every == RU_EVERY_WEEK) return payment <= INT64_MAX / 52 ? payment * 52 / 12 : INT64_MAX;
    if (every == RU_EVERY_TWO_WEEKS) return payment <= INT64_MAX / 26 ? payment * 26 / 12 : INT64_MAX;
    return payment;
}

/* `up_to` bounds each payment. Where `every` is a fact the policy cannot know the rhythm it names a figure for, so the figure
 * is read as a month's and divided, rounded toward the person. */
static int64_t payment_of(int64_t monthly, ru_every every) {
    if (every == RU_EVERY_MONTH) return monthly;
    if (monthly > INT64_MAX / 12) return 0;
    return monthly * 12 / (every == RU_EVERY_WEEK ? 52 : 26);
}

static int64_t payments_in(int64_t months, ru_every every) {
    return every == RU_EVERY_MONTH ? months : every == RU_EVERY_WEEK ? months * 52 / 12 : months * 26 / 12;
}

/* charter-facts 12: payday and two days. A payday that is past comes round again in the rhythm of the payments. INT32_MIN: none, or not known. */
static int32_t after_payday(const ru_session *s, const ru_offer *o, ru_every every) {
    enum { YEAR = 366, DAYS_AFTER = 2 };
    const ru_value *v = o->payday_slot >= 0 ? &s->request.facts[o->payday_slot] : NULL;
    int32_t today = ru_today(&s->scene);
    if (!v || v->state != RU_VALUE || v->i < today - YEAR || v->i > today + YEAR) return INT32_MIN; /* one so far away says nothing about now */
    int32_t payday = (int32_t)v->i;
    for (int64_t n = 1; payday < today; n++) payday = ru_plan_step((int32_t)v->i, every, n);
    return payday + DAYS_AFTER;
}

static int32_t usual_first_due(ru_session *s, ru_every every) {
    int32_t soonest = ru_today(&s->scene) + RU_SOONEST_FIRST_PAYMENT;
    int y, m, d;
    if (every != RU_EVERY_MONTH) return soonest;
    if (s->d.due_today == ru_today(&s->scene)) return s->d.due_monthly; /* the same for every monthly plan of a day */
    ru_civil_from_days(soonest, &y, &m, &d);
    s->d.due_today = ru_today(&s->scene);
    return s->d.due_monthly = d == 1 ? soonest : ru_add_months(ru_days_from_civil(y, m, 1), 1);
}

int32_t ru_plan_first_due(ru_session *s, size_t plan, ru_every every) {
    const ru_offer *o = &s->policy->offers[plan];
    int32_t due = after_payday(s, o, every);
    if (due == INT32_MIN) due = usual_first_due(s, every);
    if (o->payday_slot < 0 || ru_calendar_business(&s->policy->charter.days, due)) return due;
    return ru_calendar_after(&s->policy->charter.days, due, 1);
}

int32_t ru_plan_step(int32_t date, ru_every every, int64_t payments) {
    if (payments > 20000) return INT32_MAX; /* a plugin's count has no bound */
    if (every == RU_EVERY_MONTH) return ru_add_months(date, (int)payments);
    return date + (int32_t)payments * (every == RU_EVERY_WEEK ? 7 : 14);
}

int32_t ru_plan_until(const ru_plan_item *i) { return i->count > 1 ? ru_plan_step(i->first_due, i->every, i->count - 1) : i->first_due; }

ru_plan_item ru_plan_paying(size_t plan, const ru_terms *t, int64_t payment) {
    ru_plan_item i = {.plan = (int)plan, .kind = RU_OFFER_INSTALMENTS, .every = t->every};
    i.instalment = payment;
    i.count = ceil_div(t->sum, i.instalment);
    i.last = t->sum - (i.count - 1) * i.instalment;
    i.total = t->sum;
    i.monthly = ru_plan_monthly(i.instalment, t->every);
    i.has_left = t->has_left && ru_sub64(t->left_of, i.monthly, &i.left);
    i.first_due = t->first_due;
    return i;
}

/* Lowest feasible payment first, then the shortest plan, then one between where they differ. */
static size_t instalment_menu(size_t plan, const ru_terms *t, ru_plan_item *menu) {
    if (t->sum <= 0 || t->up_to <= 0) return 0;
    int64_t most = ru_instalment_most(t->sum, t->smallest, t->longest);
    if (most < 1) return 0;
    int64_t least = ceil_div(t->sum, t->up_to);
    if (least > most) return 0;
    int64_t low = ceil_div(t->sum, most), quick = ceil_div(t->sum, least);
    menu[0] = ru_plan_paying(plan, t, low);
    if (quick == low) return 1;
    menu[1] = ru_plan_paying(plan, t, quick);
    int64_t between = ceil_div(t->sum, least + (most - least) / 2);
    if (between == quick || between == low) return 2;
    menu[2] = ru_plan_paying(plan, t, between);
    return 3;
}

static size_t reduced_menu(size_t plan, const ru_terms *t, int64_t months, ru_plan_item *menu) {
    int64_t count = payments_in(months, t->every);
    if (t->sum <= 0 || t->up_to <= 0 || count < 1) return 0;
    ru_plan_item i = {.plan = (int)plan, .kind = RU_OFFER_REDUCED, .every = t->every};
    i.instalment = t->up_to < t->sum ? t->up_to : t->sum;
    i.count = ceil_div(t->sum, i.instalment);
    if (i.count > count) i.count = count;
    i.total = i.instalment <= t->sum / i.count ? i.instalment * i.count : t->sum;
    i.last = i.total - (i.count - 1) * i.instalment;
    i.monthly = ru_plan_monthly(i.instalment, t->every);
    i.has_left = t->has_left && ru_sub64(t->left_of, i.monthly, &i.left);
    i.first_due = t->first_due;
    menu[0] = i;
    return 1;
}

static size_t pause_menu(const ru_session *s, size_t plan, int64_t months, ru_plan_item *menu) {
    menu[0] = (ru_plan_item){.plan = (int)plan, .kind = RU_OFFER_PAUSE, .every = RU_EVERY_MONTH, .first_due = ru_add_months(ru_today(&s->scene), (int)months)};
    return 1;
}

static ru_state eval(const ru_session *s, const ru_expr *x, int64_t fallback, int64_t *out) {
    bool overflow = false;
    *out = fallback;
    return x ? ru_expr_eval(x, &s->scene, out, &overflow) : RU_VALUE;
}

ru_state ru_plan_terms(ru_session *s, size_t plan, int rhythm, ru_terms *t) {
    const ru_offer *o = &s->policy->offers[plan];
    ru_state of = eval(s, o->of, 0, &t->sum), up_to = eval(s, o->up_to, 0, &t->up_to), smallest = eval(s, o->smallest, 1, &t->smallest), every = RU_VALUE;
    t->every = o->every;
    if (o->every_slot >= 0) {
        const ru_value *v = &s->request.facts[o->every_slot];
        every = (ru_state)v->state;
        if (every == RU_VALUE) t->every = rhythm >= 0 ? (ru_every)rhythm : (ru_every)o->every_of[v->i];
    }
    t->has_left = o->left_of && eval(s, o->left_of, 0, &t->left_of) == RU_VALUE;
    if (of == RU_UNKNOWN || up_to == RU_UNKNOWN || smallest == RU_UNKNOWN || every == RU_UNKNOWN) return RU_UNKNOWN;
    if (of == RU_NONE || up_to == RU_NONE || smallest == RU_NONE || every == RU_NONE) return RU_NONE;
    if (o->every_slot >= 0) t->up_to = payment_of(t->up_to, t->every);
    t->first_due = ru_plan_first_due(s, plan, t->every);
    t->longest = o->longest_months ? payments_in(o->longest_months, t->every) : o->longest;
    return RU_VALUE;
}

/* *state: can the offer be made? RU_MAYBE when a figure is not known. At most RU_MENU_MAX items. False: out of memory. */
bool ru_plan_values(ru_session *s, size_t plan, ru_plan_item *menu, size_t *count, ru_tri *state) {
    const ru_offer *o = &s->policy->offers[plan];
    ru_terms t;
    *count = 0;
    if (o->kind == RU_OFFER_PLUGIN) return ru_plugin_plan(s, plan, menu, count, state);
    if (o->kind == RU_OFFER_PAUSE) {
        *count = pause_menu(s, plan, o->months, menu);
        *state = RU_TRUE;
        return true;
    }
    ru_state known = ru_plan_terms(s, plan, -1, &t);
    if (known == RU_VALUE) *count = o->kind == RU_OFFER_INSTALMENTS ? instalment_menu(plan, &t, menu) : reduced_menu(plan, &t, o->months, menu);
    *state = known == RU_UNKNOWN ? RU_MAYBE : *count ? RU_TRUE : RU_FALSE;
    return true;
}

/* Smallest instalment a month first; then the order of the file and of the plan's own menu. */
static void add_items(ru_decision *d, const ru_plan_item *items, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t at = d->menu_count++;
        while (at > 0 && d->menu[at - 1].monthly > items[i].monthly) {
            d->menu[at] = d->menu[at - 1];
            at--;
        }
        d->menu[at] = items[i];
    }
}

/* What limits on plans say to it; lines that leave too little are gone from `items` then. */
static ru_tri refused(ru_session *s, size_t plan, ru_plan_item *items, size_t *count) {
    const ru_charter *c = &s->policy->charter;
    if (!c->limits_plans) return RU_FALSE;
    ru_proposal proposal = {.now = s->request.now,
                            .scene = &s->scene,
                            .currency = s->scene.currency,
                            .applying = s->d.applying,
                            .applying_count = s->d.applying_count}; /* plan limits look at the plan and the date alone */
    ru_tri said = ru_charter_plan(c, s->d.limits, &proposal, plan);
    return ru_tri_or(said, ru_plan_protect(s, plan, items, count));
}

static bool offer_plan(ru_session *s, size_t plan, ru_tri rule) {
    ru_decision *d = &s->d;
    ru_plan_item items[RU_MENU_MAX];
    size_t count = 0;
    ru_tri offer = RU_FALSE;
    if (!ru_plan_values(s, plan, items, &count, &offer)) return false;
    ru_tri eligible = ru_tri_and(rule, offer), is = ru_tri_and(eligible, ru_tri_not(refused(s, plan, items, &count)));
    d->plan_rules[plan] = (uint8_t)eligible;
    d->plans[plan] = (uint8_t)is;
    if (eligible != RU_FALSE) d->plans_proposed |= (uint64_t)1 << plan;
    if (eligible != RU_FALSE) d->plans_possible++;
    if (is != RU_TRUE) return true;
    d->plans_definite++;
    add_items(d, items, count);
    return true;
}

bool ru_plans_offer(ru_session *s) {
    const ru_rules *rules = &s->policy->plans;
    ru_decision *d = &s->d;
    size_t first = (size_t)rules->first_result, end = first + rules->count;
    ru_tri rule;
    d->menu_count = 0;
    d->plans_definite = d->plans_possible = 0;
    d->plans_proposed = 0;
    memset(d->plans, RU_FALSE, rules->count);
    memset(d->plan_rules, RU_FALSE, rules->count);
    for (size_t at = first; (at = ru_match_next(&s->results, at, end, &rule)) < end; at++)
        if (!offer_plan(s, at - first, rule)) return false;
    d->plans_possible -= d->plans_definite; /* a plan that a limit takes away stays in reach as a possible one (SEMANTICS 11) */
    return true;
}

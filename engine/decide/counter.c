/* counter.c: what a person offers to pay, held against the plans that are offered: accepted, the nearest that can be had, or for a person to decide. */
#include "engine/decide/session.h"

static const int64_t a_year[RU_EVERY_COUNT] = {52, 26, 12};

/* The payments that one plan admits in one rhythm: every amount from `low` to `high`, or, where `line` does not pay off what is owed, just that line. */
typedef struct family {
    size_t plan, order;
    ru_every every;
    int64_t sum, low, high, longest;
    ru_binds low_by, high_by;
    int high_limit; /* RU_BINDS_LEAVE: which */
    bool settles;
    ru_terms terms;           /* of instalments; else … */
    const ru_plan_item *line; /* … a line of the menu to go by */
} family;

typedef struct best {
    bool found;
    family f;
    int64_t payment, distance;
} best;
typedef struct search {
    ru_session *s;
    const ru_bid *bid;
    ru_counter *out;
    best near;
    size_t order;
} search;

static int64_t ceil_div(int64_t a, int64_t b) { return a / b + (a % b != 0); } /* a ≥ 0, b > 0 */
static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

static ru_plan_item item_of(const family *f, int64_t payment) {
    if (!f->line) return ru_plan_paying(f->plan, &f->terms, payment);
    ru_plan_item i = *f->line;
    if (!f->settles || payment == i.instalment) return i;
    i.instalment = payment;
    i.count = ceil_div(f->sum, payment);
    i.last = f->sum - (i.count - 1) * payment;
    i.monthly = ru_plan_monthly(payment, i.every);
    i.has_left = false; /* how it is rounded, the plugin alone knows */
    return i;
}

/* ---- when the first payment may be due ---- */
static void due_window(ru_session *s, const ru_plan_item *i, int32_t *from, int32_t *until) {
    int32_t soonest = ru_today(&s->scene) + RU_SOONEST_FIRST_PAYMENT;
    *from = i->first_due < soonest ? i->first_due : soonest;
    *until = ru_plan_step(i->first_due, i->every, 1) - 1;
}

/* ---- one family ---- */
static bool enough(const family *f, const ru_bid *b, int64_t payment) { return !b->has_count || ceil_div(f->sum, payment) <= b->count; }

static bool due_fits(ru_session *s, const ru_plan_item *i, const ru_bid *b) {
    int32_t from, until;
    due_window(s, i, &from, &until);
    return !b->has_first_due || (b->first_due >= from && b->first_due <= until);
}

static bool accepts(search *k, const family *f) {
    const ru_bid *b = k->bid;
    int64_t payment = least(b->amount, f->sum);
    if (!f->settles || (int)f->every != b->every || payment < f->low || payment > f->high || !enough(f, b, payment)) return false;
    ru_plan_item i = item_of(f, payment);
    if (!due_fits(k->s, &i, b)) return false;
    k->out->accepted = k->out->has_item = true;
    k->out->item = i;
    if (b->has_first_due) k->out->item.first_due = b->first_due;
    return true;
}

static bool nearer(const best *a, const best *b, const ru_bid *bid) {
    if (!b->found || a->distance != b->distance) return !b->found || a->distance < b->distance;
    if (a->f.settles != b->f.settles) return a->f.settles;
    bool mine = (int)a->f.every == bid->every, its = (int)b->f.every == bid->every;
    if (mine != its) return mine;
    int64_t year = a->payment * a_year[a->f.every], other = b->payment * a_year[b->f.every];
    return year != other ? year < other : a->f.order < b->f.order;
}

/* Nearest is what takes nearly the same in a year. */
static void try_payment(search *k, const family *f, int64_t payment) {
    best one = {.found = true, .f = *f};
    int64_t year, offered = k->bid->amount * a_year[k->bid->every];
    one.payment = payment < f->low ? f->low : payment > f->high ? f->high : payment;
    if (!ru_mul64(one.payment, a_year[f->every], &year)) return;
    one.distance = year > offered ? year - offered : offered - year;
    if (nearer(&one, &k->near, k->bid)) k->near = one;
}

static bool consider(search *k, family *f) {
    if (f->low > f->high || f->low < 1) return false;
    f->order = k->order++;
    if (accepts(k, f)) return true;
    int64_t payment = k->bid->amount * a_year[k->bid->every] / a_year[f->every];
    try_payment(k, f, payment);
    if ((int)f->every != k->bid->every) try_payment(k, f, payment + 1);
    return false;
}

/* ---- the families of a plan ---- */
/* The highest payment that no limit takes off: more leaves less. 0: none. */
static void leave_enough(ru_session *s, family *f) {
    int64_t low = f->low - 1, high = f->high; /* low is kept, or below all */
    size_t limit = 0;
    ru_plan_item i = item_of(f, high);
    if (ru_plan_takes_too_much(s, &i, &limit) == RU_FALSE) return;
    while (low < high - 1) {
        int64_t middle = low + (high - low) / 2;
        size_t which;
        i = item_of(f, middle);
        if (ru_plan_takes_too_much(s, &i, &which) == RU_FALSE) {
            low = middle;
            continue;
        }
        high = middle;
        limit = which;
    }
    f->high = low;
    f->high_by = RU_BINDS_LEAVE;
    f->high_limit = (int)limit;
}

static bool instalments(search *k, size_t plan, int rhythm) {
    family f = {.plan = plan, .settles = true, .high_limit = -1};
    ru_terms *t = &f.terms;
    if (ru_plan_terms(k->s, plan, rhythm, t) != RU_VALUE || t->sum <= 0 || t->up_to <= 0 || t->longest < 1) return false;
    f.every = t->every;
    f.sum = t->sum;
    f.longest = t->longest;
    int64_t slowest = ceil_div(t->sum, t->longest), smallest = t->smallest > 1 ? t->smallest : 1;
    f.low = slowest > smallest ? slowest : smallest;
    f.low_by = slowest > smallest ? RU_BINDS_LONGEST : RU_BINDS_SMALLEST;
    f.high = least(t->up_to, t->sum);
    f.high_by = RU_BINDS_UP_TO;
    if (f.low > f.high) return false;
    leave_enough(k->s, &f);
    return consider(k, &f);
}

static bool leaves_open(const ru_offer *o, const ru_fact *fact, int rhythm) {
    for (size_t i = 0; i < fact->value_count; i++)
        if (o->every_of[i] == rhythm) return true;
    return false;
}

/* Where a fact says the rhythm, the person may name another that it could have: theirs, then the one on file. */
static bool any_rhythm(search *k, size_t plan) {
    const ru_offer *o = &k->s->policy->offers[plan];
    if (o->every_slot < 0) return instalments(k, plan, -1);
    const ru_value *v = &k->s->request.facts[o->every_slot];
    bool open = leaves_open(o, &k->s->policy->schema->facts.items[o->every_slot], k->bid->every);
    if (open && instalments(k, plan, k->bid->every)) return true;
    return (!open || v->state != RU_VALUE || o->every_of[v->i] != k->bid->every) && instalments(k, plan, -1);
}

/* What is owed, as far as a line can be said to pay it off. */
static bool pays_off(ru_session *s, const ru_plan_item *i) {
    int slot = s->policy->schema->core.balance;
    if (i->kind == RU_OFFER_REDUCED) {
        ru_terms t;
        return ru_plan_terms(s, (size_t)i->plan, -1, &t) == RU_VALUE && t.sum == i->total;
    }
    return slot >= 0 && s->request.facts[slot].state == RU_VALUE && s->request.facts[slot].i == i->total;
}

/* The lines as they are. Two lines of a plugin's that pay off the same in one rhythm stand for every payment between: each takes less than the one and is
 * done before the other. */
static bool lines(search *k, size_t plan) {
    const ru_plan_item *low = NULL, *high = NULL;
    for (size_t n = 0; n < k->s->d.menu_count; n++) {
        const ru_plan_item *i = &k->s->d.menu[n];
        if (i->plan != (int)plan || i->instalment < 1) continue;
        family f = {.plan = plan,
                    .every = i->every,
                    .sum = i->total,
                    .low = i->instalment,
                    .high = i->instalment,
                    .low_by = RU_BINDS_PLAN,
                    .high_by = i->kind == RU_OFFER_REDUCED ? RU_BINDS_UP_TO : RU_BINDS_PLAN,
                    .high_limit = -1,
                    .settles = pays_off(k->s, i),
                    .line = i};
        if (consider(k, &f)) return true;
        if (!f.settles || (low && (low->every != i->every || low->first_due != i->first_due))) continue;
        if (!low || i->instalment < low->instalment) low = i;
        if (!high || i->instalment > high->instalment) high = i;
    }
    if (!low || low == high) return false;
    family f = {.plan = plan,
                .every = low->every,
                .sum = low->total,
                .low = low->instalment,
                .high = high->instalment,
                .low_by = RU_BINDS_PLAN,
                .high_by = RU_BINDS_PLAN,
                .high_limit = -1,
                .settles = true,
                .line = low};
    return consider(k, &f);
}

/* ---- the answer ---- */
/* Nobody is asked for more than they offer while a plan may fit that is only possible: what is not known is asked first. */
static bool asks_too_soon(const search *k) {
    int64_t offered = k->bid->amount * a_year[k->bid->every];
    if (k->near.payment * a_year[k->near.f.every] <= offered) return false;
    for (size_t i = 0; i < k->s->policy->plans.count; i++)
        if (k->s->d.plans[i] == RU_MAYBE && k->s->policy->offers[i].kind != RU_OFFER_PAUSE) return true;
    return false;
}

static void say_nearest(search *k) {
    const family *f = &k->near.f;
    const ru_bid *b = k->bid;
    ru_counter *o = k->out;
    int64_t offered = b->amount * a_year[b->every], year = a_year[f->every];
    o->has_item = true;
    o->item = item_of(f, k->near.payment);
    bool whole = f->settles && f->high == f->sum; /* all at once: more than that is not too much */
    if (offered > f->high * year && !whole) {
        o->binds = f->high_by;
        o->bound = f->high;
        o->limit = f->high_limit;
    } else if (offered < f->low * year) {
        o->binds = f->low_by;
        o->bound = f->low;
    } else if ((int)f->every != b->every) {
        o->binds = RU_BINDS_EVERY;
    } else if (!f->settles) {
        o->binds = RU_BINDS_BALANCE;
    } else if (!enough(f, b, k->near.payment)) {
        o->binds = RU_BINDS_COUNT;
    } else {
        o->binds = RU_BINDS_FIRST_DUE;
    }
    o->longest = f->longest;
    due_window(k->s, &o->item, &o->due_from, &o->due_until);
    if (!b->has_first_due || !f->settles) return;
    o->item.first_due = b->first_due < o->due_from ? o->due_from : b->first_due > o->due_until ? o->due_until : b->first_due;
}

/* Nothing to pay by is offered: why not. */
static void say_why_none(search *k) {
    const ru_decision *d = &k->s->d;
    ru_counter *o = k->out;
    o->binds = RU_BINDS_NO_PLAN;
    for (size_t i = 0; i < k->s->policy->plans.count; i++) {
        if (d->plans[i] == RU_MAYBE) {
            o->binds = RU_BINDS_NOT_KNOWN;
            return;
        }
        if (d->plan_rules[i] != RU_TRUE || d->plans[i] != RU_FALSE || o->binds == RU_BINDS_LIMIT) continue;
        o->binds = RU_BINDS_LIMIT;
        o->limit = ru_limit_of_plan(k->s, i);
    }
}

/* What every plan that is only possible needs, as one list. */
static bool gather_needs(ru_session *s, ru_unknown_report *out) {
    const ru_schema *schema = s->policy->schema;
    uint8_t *there = ru_arena_zalloc(&s->arena, schema->facts.count + 1);
    *out = (ru_unknown_report){.facts = ru_arena_zalloc(&s->arena, (schema->facts.count + 1) * sizeof *out->facts)};
    if (!there || !out->facts) return false;
    for (size_t i = 0; i < s->policy->plans.count; i++) {
        ru_unknown_report one;
        if (s->d.plans[i] != RU_MAYBE) continue;
        if (!ru_needs(s, i, &one)) return false;
        for (size_t n = 0; n < one.fact_count; n++) there[one.facts[n].slot] = 1;
        out->contact_fields |= one.contact_fields;
        out->contacts |= one.contacts;
        out->debt |= one.debt;
    }
    for (size_t slot = 0; slot < schema->facts.count; slot++)
        if (there[slot]) out->facts[out->fact_count++].slot = (int)slot;
    return true;
}

static bool on_menu(const ru_session *s, const ru_plan_item *i) {
    for (size_t n = 0; n < s->d.menu_count; n++) {
        const ru_plan_item *m = &s->d.menu[n];
        if (m->plan == i->plan && m->instalment == i->instalment && m->count == i->count && m->last == i->last && m->every == i->every) return true;
    }
    return false;
}

bool ru_counter_find(ru_session *s, ru_counter *out) {
    search k = {.s = s, .bid = &s->request.bid, .out = out};
    *out = (ru_counter){.limit = -1};
    for (size_t i = 0; i < s->policy->plans.count && !out->accepted; i++) {
        if (s->d.plans[i] != RU_TRUE) continue;
        if (s->policy->offers[i].kind == RU_OFFER_INSTALMENTS) any_rhythm(&k, i);
        else lines(&k, i);
    }
    if (!out->accepted && k.near.found && !asks_too_soon(&k)) say_nearest(&k);
    if (!out->has_item) say_why_none(&k);
    if (out->has_item) out->on_menu = on_menu(s, &out->item);
    return out->accepted || gather_needs(s, &out->needs);
}

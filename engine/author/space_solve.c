/* space_solve.c: is there somebody for whom these claims hold? Narrow what is certain, then split an axis in two and look at each half. */
#include "engine/author/space_inside.h"

enum { PASSES = 3, STEPS = 400000, DEEPEST = 2000 };

typedef struct split {
    bool found, by_currency;
    uint32_t dim;
    const ru_test *test;
    size_t variant;
    bool accepted_first;
} split;

/* ---- where to split ---- */
static bool pick_atom(const ru_solver *so, const ru_test *t, bool yes, split *out) {
    bool stuck;
    if (ru_test_judge(so->sp, so->domain, t, &stuck) != RU_MAYBE || stuck) return false;
    *out = (split){.found = true, .dim = t->dim, .test = t, .accepted_first = yes};
    if (!t->atom->by_currency) return true;
    int one = ru_domain_currency(so->sp, so->domain);
    out->by_currency = one == RU_CURRENCY_MANY;
    if (out->by_currency) out->dim = so->sp->currency;
    else out->variant = (size_t)one;
    return true;
}

/* Finds an axis that keeps the term open. */
static bool pick(ru_solver *so, uint32_t term, bool yes, split *out) {
    const ru_term *t = &so->sp->terms[term];
    so->steps++;
    if (t->kind == RU_COND_ATOM) return pick_atom(so, &so->sp->tests[t->test], yes, out);
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t kid = so->sp->kids[t->first + i];
        if (ru_space_judge(so->sp, so->domain, kid) == RU_MAYBE && pick(so, kid, t->kind == RU_COND_NONE ? !yes : yes, out)) return true;
    }
    return false;
}

/* The first currency that is left, one with a figure for the test if there is any. */
static uint32_t first_currency(const ru_solver *so, const ru_test *t) {
    const ru_dim *d = &so->sp->dims[so->sp->currency];
    uint32_t any = 0;
    bool found = false;
    for (uint32_t k = 0; k < d->cells; k++) {
        if (!ru_domain_has(so->domain, d, k)) continue;
        if (k != d->none && !ru_test_unknown(t, k)) return k;
        if (!found) any = k;
        found = true;
    }
    return any;
}

static bool take_half(ru_solver *so, const split *s, bool first) {
    const ru_dim *d = &so->sp->dims[s->dim];
    if (s->by_currency) {
        uint32_t one = first_currency(so, s->test);
        return first ? ru_narrow_to(so, s->dim, one) : ru_narrow_without(so, s->dim, one);
    }
    bool accepted = (s->accepted_first == first) != so->backwards;
    if (ru_test_unknown(s->test, s->variant)) return accepted ? ru_narrow_to(so, s->dim, d->none) : ru_narrow_without(so, s->dim, d->none);
    return ru_narrow_test(so, s->test, s->variant, accepted);
}

/* ---- parts that do not count ---- */
/* 0 somewhere else, 1 inside, 2 it depends: *dim is an axis that decides. */
static int inside_box(const ru_solver *so, const ru_box *b, uint32_t *dim) {
    int is = 1;
    for (uint32_t i = 0; i < so->sp->dim_count; i++) {
        const ru_dim *d = &so->sp->dims[i];
        bool in = false, out = false;
        for (uint32_t w = 0; w < d->words; w++) {
            in |= (so->domain[d->word + w] & b->domain[d->word + w]) != 0;
            out |= (so->domain[d->word + w] & ~b->domain[d->word + w]) != 0;
        }
        if (!in) return 0;
        if (out && is == 1) {
            is = 2;
            *dim = i;
        }
    }
    return is;
}

static bool take_part(ru_solver *so, const ru_box *b, uint32_t dim, bool outside) {
    const ru_dim *d = &so->sp->dims[dim];
    for (uint32_t w = 0; w < d->words; w++)
        if (!ru_narrow_word(so, d, w, outside ? ~b->domain[d->word + w] : b->domain[d->word + w])) return false;
    return ru_narrow_done(so, dim);
}

/* ---- the search ---- */
static ru_verdict search(ru_solver *so, size_t from, size_t to);

static bool push(ru_solver *so, uint32_t term, ru_want want) {
    ru_claim *claims = ru_arena_grow(so->a, so->claims, so->claim_count, &so->claim_room, sizeof *claims);
    if (!claims) {
        so->failed = true;
        return false;
    }
    so->claims = claims;
    claims[so->claim_count++] = (ru_claim){term, (uint8_t)want};
    return true;
}

static const ru_rules *rules_of(const ru_solver *so, int stage) {
    const ru_policy *p = so->sp->policy;
    return stage == 0 ? &p->segments : stage == 1 ? &p->actions : &p->tones;
}

/* The stage's value comes from this rule: it holds, and none above it. rule == count: none holds, so it is the kindest. */
static ru_verdict by_rule(ru_solver *so, int stage, size_t rule) {
    const ru_rules *r = rules_of(so, stage);
    size_t mark = so->trail_count, base = so->claim_count;
    int32_t is = rule < r->count ? r->items[rule].is : 0;
    ru_verdict v = RU_NO;
    so->resolved[stage] = rule < r->count ? (int)rule : -2;
    bool fine = ru_narrow_to(so, so->sp->stage[stage], (uint32_t)is);
    if (fine && rule < r->count) fine = push(so, so->sp->roots[r->items[rule].result], RU_WANT_TRUE);
    for (size_t i = 0; i < rule && i < r->count && fine; i++) fine = push(so, so->sp->roots[r->items[i].result], RU_WANT_NOT_TRUE);
    if (fine) v = search(so, base, so->claim_count);
    so->claim_count = base;
    if (v != RU_NO) return v;
    so->resolved[stage] = -1;
    ru_undo(so, mark);
    return v;
}

/* The stage's value is this one; no rule is asked. */
static ru_verdict by_value(ru_solver *so, int stage, uint32_t is) {
    size_t mark = so->trail_count, base = so->claim_count;
    so->resolved[stage] = -2;
    ru_verdict v = ru_narrow_to(so, so->sp->stage[stage], is) ? search(so, base, base) : RU_NO;
    if (v != RU_NO) return v;
    so->resolved[stage] = -1;
    ru_undo(so, mark);
    return v;
}

static ru_verdict by_stage(ru_solver *so, int stage) {
    const ru_rules *r = rules_of(so, stage);
    const ru_dim *d = &so->sp->dims[so->sp->stage[stage]];
    for (uint32_t is = 0; so->given[stage] && is < d->cells; is++) {
        if (!so->given[stage][is] || !ru_domain_has(so->domain, d, is)) continue;
        ru_verdict v = by_value(so, stage, is);
        if (v != RU_NO) return v;
    }
    for (size_t i = 0; i <= r->count; i++) {
        if (i == r->count && stage == 0) break; /* somebody has always a segment */
        uint32_t is = i < r->count ? (uint32_t)r->items[i].is : 0;
        if (!ru_domain_has(so->domain, d, is)) continue;
        ru_verdict v = by_rule(so, stage, i);
        if (v != RU_NO) return v;
    }
    return RU_NO;
}

/* ---- plans in reach ---- */
/* So many plans at least are in reach: then as many of their rules hold. Those from `from` on are still to choose among. */
static ru_verdict choose_plans(ru_solver *so, size_t base, size_t from, int64_t need) {
    const ru_rules *plans = &so->sp->policy->plans;
    if (need == 0) return search(so, base, so->claim_count);
    for (size_t i = from; i + (size_t)need <= plans->count; i++) {
        size_t top = so->claim_count, mark = so->trail_count;
        uint32_t root = so->sp->roots[plans->items[i].result];
        if (ru_space_judge(so->sp, so->domain, root) == RU_FALSE) continue;
        ru_verdict v = push(so, root, RU_WANT_TRUE) ? choose_plans(so, base, i + 1, need - 1) : RU_TOO_LONG;
        so->claim_count = top;
        if (v != RU_NO) return v;
        ru_undo(so, mark);
    }
    return RU_NO;
}

/* None in reach: no rule of a plan holds, or what it offers is not possible. The first is tried first. */
static ru_verdict without_plans(ru_solver *so) {
    const ru_rules *plans = &so->sp->policy->plans;
    size_t base = so->claim_count, mark = so->trail_count;
    bool fine = true;
    for (size_t i = 0; i < plans->count && fine; i++) fine = push(so, so->sp->roots[plans->items[i].result], RU_WANT_NOT_TRUE);
    ru_verdict v = fine ? search(so, base, so->claim_count) : RU_TOO_LONG;
    so->claim_count = base;
    if (v != RU_NO) return v;
    ru_undo(so, mark);
    return search(so, base, base);
}

static ru_verdict by_plans(ru_solver *so) {
    const ru_dim *d = &so->sp->dims[so->sp->plans];
    uint32_t least = 0;
    while (least < d->cells && !ru_domain_has(so->domain, d, least)) least++;
    so->plans_resolved = true;
    ru_verdict v = least ? choose_plans(so, so->claim_count, 0, least) : without_plans(so);
    if (v == RU_NO) so->plans_resolved = false;
    return v;
}

/* All claims hold. Do the parts that do not count, and the rules of stages that were spoken of, agree? */
static ru_verdict settle(ru_solver *so) {
    uint32_t dim = 0;
    for (size_t i = 0; i < so->box_count; i++) {
        int is = inside_box(so, &so->boxes[i], &dim);
        if (is == 1) return RU_NO;
        if (is == 0) continue;
        for (int half = 0; half < 2; half++) {
            size_t mark = so->trail_count;
            ru_verdict v = take_part(so, &so->boxes[i], dim, half == 0) ? search(so, so->claim_count, so->claim_count) : RU_NO;
            if (v != RU_NO) return v;
            ru_undo(so, mark);
        }
        return RU_NO;
    }
    for (int k = 2; k >= 0; k--) {
        if (k == 0 && so->sp->plans != RU_NOWHERE && !so->plans_resolved && ru_domain_narrowed(so->sp, so->domain, so->sp->plans)) return by_plans(so);
        if (so->sp->stage[k] != RU_NOWHERE && so->resolved[k] == -1 && ru_domain_narrowed(so->sp, so->domain, so->sp->stage[k])) return by_stage(so, k);
    }
    return ru_times_agree(so) ? RU_YES : RU_NO;
}

static bool must(const ru_claim *c) { return c->want == RU_WANT_TRUE || c->want == RU_WANT_FALSE; }

/* Keeps the claims that are still open, on top of the stack; false: one cannot hold. */
static bool keep_open(ru_solver *so, size_t from, size_t to, split *where) {
    bool sure = false; /* a rule that must hold is looked at before those that must not */
    for (size_t i = from; i < to; i++) {
        ru_claim c = so->claims[i];
        bool yes = c.want == RU_WANT_TRUE || c.want == RU_WANT_NOT_FALSE;
        ru_tri t = ru_space_judge(so->sp, so->domain, c.term);
        so->steps += 1 + so->sp->terms[c.term].count;
        if (t != RU_MAYBE) {
            if ((t == RU_TRUE) != yes) return false;
            continue;
        }
        split s = {.found = false};
        if (!pick(so, c.term, yes, &s)) { /* unknown whatever is chosen */
            if (must(&c)) return false;
            continue;
        }
        if (!where->found || (must(&c) && !sure)) *where = s;
        sure |= must(&c);
        if (!push(so, c.term, (ru_want)c.want)) return false;
    }
    return true;
}

/* What must hold narrows most, and is seldom more than one claim: it goes first, and more than once. */
static bool narrow_musts(ru_solver *so, size_t from, size_t to) {
    for (int pass = 0; pass < PASSES; pass++) {
        size_t before = so->trail_count;
        for (size_t i = from; i < to; i++)
            if (must(&so->claims[i]) && !ru_narrow_claim(so, &so->claims[i])) return false;
        if (before == so->trail_count) break;
    }
    return true;
}

/* Narrows until nothing changes any more; [*from, *to) becomes what is open. False: nobody is left. */
static bool narrow_all(ru_solver *so, size_t *from, size_t *to, split *where) {
    for (int pass = 0; pass < PASSES; pass++) {
        size_t base = so->claim_count;
        where->found = false;
        if (!narrow_musts(so, *from, *to) || !keep_open(so, *from, *to, where)) return false;
        *from = base;
        *to = so->claim_count;
        size_t before = so->trail_count;
        for (size_t i = *from; i < *to && pass + 1 < PASSES; i++)
            if (!ru_narrow_claim(so, &so->claims[i])) return false;
        if (before == so->trail_count) break;
    }
    return true;
}

static ru_verdict search(ru_solver *so, size_t from, size_t to) {
    size_t base = so->claim_count;
    split where = {.found = false};
    ru_verdict v = RU_NO;
    if (so->steps > STEPS || so->steps > so->allowed || so->depth >= DEEPEST) {
        so->spent = true;
        return RU_TOO_LONG;
    }
    so->depth++;
    if (narrow_all(so, &from, &to, &where)) {
        if (!where.found) v = settle(so);
        for (int half = 0; where.found && half < 2 && v == RU_NO; half++) {
            size_t mark = so->trail_count;
            if (take_half(so, &where, half == 0)) v = search(so, from, to);
            if (v == RU_NO) ru_undo(so, mark);
        }
    }
    if (so->failed) v = RU_TOO_LONG;
    so->claim_count = base;
    so->depth--;
    return v;
}

bool ru_solver_open(ru_solver *so, const ru_space *sp, ru_arena *a, int64_t allowed) {
    *so = (ru_solver){.sp = sp, .a = a, .allowed = allowed};
    so->domain = RU_NEWS(a, uint64_t, sp->words + 1);
    return so->domain != NULL;
}

ru_verdict ru_solve(ru_solver *so, const ru_claim *claims, size_t count) {
    memcpy(so->domain, so->sp->whole, so->sp->words * sizeof *so->domain);
    so->trail_count = so->claim_count = 0;
    so->steps = so->depth = 0;
    so->spent = so->plans_resolved = false;
    for (int k = 0; k < 3; k++) so->resolved[k] = -1;
    for (size_t i = 0; i < count; i++)
        if (!push(so, claims[i].term, (ru_want)claims[i].want)) return RU_TOO_LONG;
    ru_verdict v = so->allowed > 0 ? search(so, 0, count) : RU_TOO_LONG;
    so->allowed -= so->steps + 1;
    return v;
}

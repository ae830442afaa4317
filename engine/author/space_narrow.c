/* space_narrow.c: what a claim says for certain narrows the space before anything is tried. */
#include "engine/author/space_inside.h"

enum { DAY = 86400 };

void ru_undo(ru_solver *so, size_t mark) {
    while (so->trail_count > mark) {
        const ru_trail *t = &so->trail[--so->trail_count];
        so->domain[t->word] = t->bits;
    }
}

bool ru_narrow_word(ru_solver *so, const ru_dim *d, uint32_t word, uint64_t keep) {
    uint64_t *bits = &so->domain[d->word + word];
    so->steps++;
    if ((*bits & keep) == *bits) return true;
    ru_trail *trail = ru_arena_grow(so->a, so->trail, so->trail_count, &so->trail_room, sizeof *trail);
    if (!trail) {
        so->failed = true;
        return false;
    }
    so->trail = trail;
    trail[so->trail_count++] = (ru_trail){d->word + word, *bits};
    *bits &= keep;
    return true;
}

/* ---- the axes of one fact know together whether it is on file ---- */
static uint32_t none_cell(const ru_dim *d) {
    if (d->kind == RU_AXIS_ON_FILE) return d->low == 0 && d->cells == 2 ? 0 : RU_NOWHERE;
    return d->none;
}

static bool is_empty(const ru_solver *so, const ru_dim *d) {
    for (uint32_t w = 0; w < d->words; w++)
        if (so->domain[d->word + w]) return false;
    return true;
}

static bool has_others(const ru_solver *so, const ru_dim *d, uint32_t cell) {
    for (uint32_t w = 0; w < d->words; w++) {
        uint64_t bits = so->domain[d->word + w];
        if (w == cell / 64) bits &= ~((uint64_t)1 << (cell % 64));
        if (bits) return true;
    }
    return false;
}

static bool keep_only(ru_solver *so, const ru_dim *d, uint32_t cell) {
    for (uint32_t w = 0; w < d->words; w++)
        if (!ru_narrow_word(so, d, w, w == cell / 64 ? (uint64_t)1 << (cell % 64) : 0)) return false;
    return !is_empty(so, d);
}

static bool drop(ru_solver *so, const ru_dim *d, uint32_t cell) { return ru_narrow_word(so, d, cell / 64, ~((uint64_t)1 << (cell % 64))) && !is_empty(so, d); }

/* A list none on file has no element; a comparison with an expression may be empty for the expression's sake. */
static bool tell(ru_solver *so, const ru_dim *d, bool none) {
    uint32_t cell = none_cell(d);
    if (d->kind == RU_AXIS_ELEMENT) return !none || keep_only(so, d, 0);
    if (cell == RU_NOWHERE) return !none;
    if (none) return keep_only(so, d, cell);
    return d->kind == RU_AXIS_SIGN || drop(so, d, cell);
}

bool ru_narrow_done(ru_solver *so, uint32_t dim) {
    const ru_dim *d = &so->sp->dims[dim];
    if (is_empty(so, d)) return false;
    if (d->kind == RU_AXIS_TODAY || d->kind == RU_AXIS_STAGE || d->kind == RU_AXIS_CODED) return true;
    uint32_t cell = none_cell(d);
    bool none = false, some = false;
    if (d->kind == RU_AXIS_ELEMENT) {
        some = d->cells == 2 && !ru_domain_has(so->domain, d, 0);
    } else if (cell != RU_NOWHERE) {
        some = !ru_domain_has(so->domain, d, cell);
        none = d->kind != RU_AXIS_SIGN && !some && !has_others(so, d, cell);
    }
    if (!none && !some) return true;
    for (uint32_t i = so->sp->slot_dims[d->a]; i != RU_NOWHERE; i = so->sp->dims[i].next)
        if (i != dim && !tell(so, &so->sp->dims[i], none)) return false;
    return true;
}

bool ru_narrow_to(ru_solver *so, uint32_t dim, uint32_t cell) { return keep_only(so, &so->sp->dims[dim], cell) && ru_narrow_done(so, dim); }
bool ru_narrow_without(ru_solver *so, uint32_t dim, uint32_t cell) { return drop(so, &so->sp->dims[dim], cell) && ru_narrow_done(so, dim); }

bool ru_narrow_test(ru_solver *so, const ru_test *t, size_t variant, bool accepted) {
    const ru_dim *d = &so->sp->dims[t->dim];
    size_t before = so->trail_count;
    for (uint32_t w = 0; w < d->words; w++) {
        uint64_t mask = ru_test_mask(so->sp, t, variant, w);
        if (!ru_narrow_word(so, d, w, accepted ? mask : ~mask)) return false;
    }
    return before == so->trail_count || ru_narrow_done(so, t->dim);
}

/* ---- claims ---- */
static ru_want opposite(ru_want w) {
    static const ru_want other[] = {
        [RU_WANT_TRUE] = RU_WANT_FALSE, [RU_WANT_FALSE] = RU_WANT_TRUE, [RU_WANT_NOT_TRUE] = RU_WANT_NOT_FALSE, [RU_WANT_NOT_FALSE] = RU_WANT_NOT_TRUE};
    return other[w];
}

static bool excluded(ru_tri t, ru_want w) { return w == RU_WANT_TRUE || w == RU_WANT_NOT_FALSE ? t == RU_FALSE : t == RU_TRUE; }

static bool narrow_atom(ru_solver *so, const ru_test *t, ru_want w) {
    const ru_dim *d = &so->sp->dims[t->dim];
    int variant = t->atom->by_currency ? ru_domain_currency(so->sp, so->domain) : 0;
    if (variant < 0) return true;
    bool yes = w == RU_WANT_TRUE || w == RU_WANT_NOT_FALSE;
    if (!ru_test_unknown(t, (size_t)variant)) return ru_narrow_test(so, t, (size_t)variant, yes);
    bool fits = t->atom->if_none == yes; /* no figure: a value says nothing, none on file has its answer */
    if (w == RU_WANT_TRUE || w == RU_WANT_FALSE) return d->none != RU_NOWHERE && fits && ru_narrow_to(so, t->dim, d->none);
    return fits || d->none == RU_NOWHERE || ru_narrow_without(so, t->dim, d->none);
}

static bool narrow(ru_solver *so, uint32_t term, ru_want w) {
    const ru_term *t = &so->sp->terms[term];
    so->steps++;
    if (so->sp->assumed && so->sp->assumed[term]) return w == RU_WANT_TRUE || w == RU_WANT_NOT_FALSE;
    if (t->kind == RU_COND_ATOM) return narrow_atom(so, &so->sp->tests[t->test], w);
    ru_want inner = t->kind == RU_COND_NONE ? opposite(w) : w;
    bool yes = inner == RU_WANT_TRUE || inner == RU_WANT_NOT_FALSE, all = t->kind == RU_COND_ALL ? yes : !yes;
    const uint32_t *kids = so->sp->kids + t->first;
    uint32_t open = 0, last = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        if (all && !narrow(so, kids[i], inner)) return false;
        if (all) continue;
        so->steps++;
        if (excluded(ru_space_judge(so->sp, so->domain, kids[i]), inner)) continue;
        last = kids[i];
        if (++open > 1) return true;
    }
    if (all) return true;
    return open == 1 && narrow(so, last, inner); /* one of them must, and only one can */
}

bool ru_narrow_claim(ru_solver *so, const ru_claim *c) { return narrow(so, c->term, (ru_want)c->want); }

/* ---- moments ---- */
typedef struct hull {
    int64_t low, high;
    bool any;
} hull;

static hull hull_of(const ru_solver *so, const ru_dim *d) {
    hull h = {0, 0, false};
    for (uint32_t k = 0; k < d->cells; k++) {
        int64_t low, high;
        if (k == d->none || !ru_domain_has(so->domain, d, k)) continue;
        ru_dim_bounds(d, k, &low, &high);
        if (!h.any || low < h.low) h.low = low;
        if (!h.any || high > h.high) h.high = high;
        h.any = true;
    }
    return h;
}

/* a − b lies in [low, high], as far as 64 bits say. */
static bool apart(hull a, hull b, int64_t low, int64_t high) {
    int64_t least, most;
    if (ru_sub64(a.low, b.high, &least) && least > high) return false;
    return !ru_sub64(a.high, b.low, &most) || most >= low;
}

static hull in_seconds(hull days) {
    hull h = {INT64_MIN, INT64_MAX, days.any};
    if (days.low > -1000000 && days.low < 1000000) h.low = days.low * DAY;
    if (days.high > -1000000 && days.high < 1000000) h.high = days.high * DAY;
    return h;
}

/* Clocks are moved, even across a day: two days of room rule out nothing that can be. */
static bool days_agree(const ru_solver *so, uint32_t days, hull today) {
    const ru_space *sp = so->sp;
    const ru_dim *d = &sp->dims[days];
    hull mine = hull_of(so, d);
    if (!mine.any) return true;
    for (uint32_t i = sp->slot_dims[d->a]; i != RU_NOWHERE; i = sp->dims[i].next) {
        const ru_dim *o = &sp->dims[i];
        hull other = hull_of(so, o);
        if (!other.any) continue;
        if (o->kind == RU_AXIS_SECONDS && !apart(in_seconds(mine), other, -2 * DAY, 2 * DAY)) return false;
        int64_t low, high;
        bool known = today.any && ru_sub64(today.low, other.high, &low) && ru_sub64(today.high, other.low, &high);
        if (known && o->kind == RU_AXIS_SLOT && sp->schema->facts.items[d->a].type == RU_DATE && !apart(mine, (hull){0, 0, true}, low, high)) return false;
    }
    return true;
}

bool ru_times_agree(const ru_solver *so) {
    const ru_space *sp = so->sp;
    hull today = {ru_days_from_civil(1900, 1, 1), ru_days_from_civil(2200, 12, 31), true};
    for (uint32_t i = 0; i < sp->dim_count; i++)
        if (sp->dims[i].kind == RU_AXIS_TODAY) today = hull_of(so, &sp->dims[i]);
    for (uint32_t i = 0; i < sp->dim_count; i++)
        if (sp->dims[i].kind == RU_AXIS_DAYS && !days_agree(so, i, today)) return false;
    return true;
}

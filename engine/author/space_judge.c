/* space_judge.c: what conditions say of a whole part of the space at once: true everywhere, false everywhere, or it depends. */
#include "engine/author/space_inside.h"

uint64_t ru_test_mask(const ru_space *sp, const ru_test *t, size_t variant, uint32_t word) {
    if (sp->dims[t->dim].words == 1) return t->masks[variant];
    uint64_t mask = 0;
    uint32_t from = word * 64, to = from + 64;
    for (uint32_t i = t->first[variant]; i < t->first[variant + 1]; i++) {
        uint32_t a = t->spans[i].from > from ? t->spans[i].from : from, b = t->spans[i].to < to ? t->spans[i].to : to;
        if (a >= b) continue;
        uint64_t bits = b - a == 64 ? UINT64_MAX : ((uint64_t)1 << (b - a)) - 1;
        mask |= bits << (a - from);
    }
    return mask;
}

bool ru_test_unknown(const ru_test *t, size_t variant) { return t->atom->axis != RU_AXIS_TEXT && t->atom->sets[variant].count < 0; }

/* In one currency, or where currencies do not matter. */
static ru_tri judge_variant(const ru_space *sp, const uint64_t *domain, const ru_test *t, size_t variant, bool *stuck) {
    const ru_dim *d = &sp->dims[t->dim];
    bool in = false, out = false, unknown = ru_test_unknown(t, variant);
    if (unknown && (d->none == RU_NOWHERE || !ru_domain_has(domain, d, d->none))) {
        *stuck = true;
        return RU_MAYBE;
    }
    for (uint32_t w = 0; w < d->words && !(in && out); w++) {
        uint64_t bits = domain[d->word + w], mask = ru_test_mask(sp, t, variant, w);
        in |= (bits & mask) != 0;
        out |= (bits & ~mask) != 0;
    }
    if (!unknown) return in && out ? RU_MAYBE : in ? RU_TRUE : RU_FALSE;
    for (uint32_t k = 0; k < d->cells; k++) /* only where none is on file is there an answer */
        if (k != d->none && ru_domain_has(domain, d, k)) return RU_MAYBE;
    return in ? RU_TRUE : RU_FALSE;
}

int ru_domain_currency(const ru_space *sp, const uint64_t *domain) {
    if (sp->currency == RU_NOWHERE) return RU_CURRENCY_NONE;
    const ru_dim *d = &sp->dims[sp->currency];
    int found = RU_CURRENCY_NONE;
    for (uint32_t k = 0; k < d->cells; k++) {
        if (!ru_domain_has(domain, d, k)) continue;
        if (found != RU_CURRENCY_NONE) return RU_CURRENCY_MANY;
        found = k == d->none ? RU_CURRENCY_EMPTY : (int)k;
    }
    return found < 0 ? RU_CURRENCY_NONE : found;
}

/* Is `none on file` all that is left? Then no figure is asked for. */
static bool only_none(const uint64_t *domain, const ru_dim *d) {
    if (d->none == RU_NOWHERE) return false;
    for (uint32_t k = 0; k < d->cells; k++)
        if (ru_domain_has(domain, d, k) != (k == d->none)) return false;
    return true;
}

ru_tri ru_test_judge(const ru_space *sp, const uint64_t *domain, const ru_test *t, bool *stuck) {
    *stuck = false;
    if (!t->atom->by_currency) return judge_variant(sp, domain, t, 0, stuck);
    if (only_none(domain, &sp->dims[t->dim])) return t->atom->if_none ? RU_TRUE : RU_FALSE;
    int one = ru_domain_currency(sp, domain);
    if (one == RU_CURRENCY_NONE) {
        *stuck = true;
        return RU_MAYBE;
    }
    if (one >= 0) return judge_variant(sp, domain, t, (size_t)one, stuck);
    const ru_dim *d = &sp->dims[sp->currency];
    bool all = true, any = false, open;
    for (uint32_t k = 0; k < d->cells; k++) {
        if (!ru_domain_has(domain, d, k)) continue;
        ru_tri r = k == d->none ? RU_MAYBE : judge_variant(sp, domain, t, k, &open);
        all &= r == RU_TRUE;
        any |= r != RU_FALSE;
    }
    return all ? RU_TRUE : any ? RU_MAYBE : RU_FALSE;
}

ru_tri ru_space_judge(const ru_space *sp, const uint64_t *domain, uint32_t term) {
    const ru_term *t = &sp->terms[term];
    bool stuck;
    if (sp->assumed && sp->assumed[term]) return RU_TRUE;
    if (t->kind == RU_COND_ATOM) return ru_test_judge(sp, domain, &sp->tests[t->test], &stuck);
    ru_tri stop = t->kind == RU_COND_ALL ? RU_FALSE : RU_TRUE, sum = ru_tri_not(stop);
    for (uint32_t i = 0; i < t->count && sum != stop; i++) {
        ru_tri one = ru_space_judge(sp, domain, sp->kids[t->first + i]);
        sum = t->kind == RU_COND_ALL ? ru_tri_and(sum, one) : ru_tri_or(sum, one);
    }
    return t->kind == RU_COND_NONE ? ru_tri_not(sum) : sum;
}

bool ru_domain_narrowed(const ru_space *sp, const uint64_t *domain, uint32_t dim) {
    const ru_dim *d = &sp->dims[dim];
    return memcmp(domain + d->word, sp->whole + d->word, d->words * sizeof *domain) != 0;
}

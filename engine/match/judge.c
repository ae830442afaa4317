/* judge.c: one condition judged slowly, atom by atom, from its tree: no bit vectors. Tests hold the fast way against it; explain uses it. */
#include "engine/match/inside.h"

ru_tri ru_coded_ask(const ru_match_run *r, int index) {
    if (index < 0 || (uint32_t)index >= r->match->coded_count) return RU_MAYBE;
    uint8_t *known = &r->coded[index];
    if (!*known) *known = (uint8_t)((r->env.coded ? r->env.coded(r->env.context, index) : RU_MAYBE) + 1);
    return (ru_tri)(*known - 1);
}

/* How many of the values low … high lie in the set. */
static uint64_t inside(const ru_ranges *set, int64_t low, int64_t high) {
    uint64_t n = 0;
    for (int i = 0; i < set->count; i++) {
        int64_t from = low > set->items[i].low ? low : set->items[i].low;
        int64_t to = high < set->items[i].high ? high : set->items[i].high;
        if (from <= to) n += (uint64_t)to - (uint64_t)from + 1;
    }
    return n;
}

static ru_tri truth(uint64_t hits, uint64_t of) { return hits == of ? RU_TRUE : hits ? RU_MAYBE : RU_FALSE; }

static ru_tri judge_text(const ru_atom *atom, ru_str s) {
    bool found = false;
    for (int i = 0; i < atom->text_count && !found; i++) found = ru_str_eq(atom->texts[i], s);
    return found != atom->negate ? RU_TRUE : RU_FALSE;
}

ru_tri ru_atom_judge(const ru_match_run *r, const ru_atom *atom) {
    ru_reading now = {.state = RU_UNKNOWN, .shape = RU_ONE};
    ru_axis_read(r, (int)atom->axis, atom->a, atom->b, &now);
    if (now.state == RU_UNKNOWN) return RU_MAYBE;
    if (now.state == RU_NONE) return atom->if_none ? RU_TRUE : RU_FALSE;
    if (atom->axis == RU_AXIS_TEXT) return judge_text(atom, now.text);
    int currency = atom->by_currency ? r->env.scene->currency : 0;
    if (currency < 0 || (atom->by_currency && (size_t)currency >= r->match->schema->currency_count)) return RU_MAYBE;
    const ru_ranges *set = &atom->sets[currency];
    if (set->count < 0) return RU_MAYBE;
    switch (now.shape) {
    case RU_RANGE: return truth(inside(set, now.low, now.high), (uint64_t)now.high - (uint64_t)now.low + 1);
    case RU_LIST: {
        uint64_t hits = 0;
        for (size_t i = 0; i < now.count; i++) hits += inside(set, now.list[i], now.list[i]);
        return truth(hits, now.count);
    }
    default: return truth(inside(set, now.low, now.low), 1);
    }
}

/* 0: no coded atom in it, 1: a coded atom, 2: one somewhere below. */
static int coded_depth(const ru_cond *c) {
    if (c->kind == RU_COND_ATOM) return c->atom->axis == RU_AXIS_CODED;
    for (size_t i = 0; i < c->count; i++)
        if (coded_depth(c->items[i])) return 2;
    return 0;
}

ru_tri ru_cond_judge(const ru_match *m, const ru_match_run *r, const ru_cond *c) {
    if (c->kind == RU_COND_ATOM) return ru_atom_judge(r, c->atom);
    ru_tri all = RU_TRUE, any = RU_FALSE;
    /* What is coded comes last: it is asked only while the rest leaves the answer open. */
    int passes = coded_depth(c) + 1;
    for (int pass = 0; pass < passes; pass++) {
        for (size_t i = 0; i < c->count; i++) {
            if (c->kind == RU_COND_ALL ? all == RU_FALSE : any == RU_TRUE) break;
            if (passes > 1 && coded_depth(c->items[i]) != pass) continue;
            ru_tri t = ru_cond_judge(m, r, c->items[i]);
            all = ru_tri_and(all, t);
            any = ru_tri_or(any, t);
        }
    }
    switch (c->kind) {
    case RU_COND_ALL: return all;
    case RU_COND_ANY: return any;
    default: return ru_tri_not(any);
    }
}

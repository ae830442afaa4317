/* unknown.c: which atoms keep a result open. */
#include "engine/match/inside.h"

typedef struct search {
    const ru_match_run *r;
    void (*leaf)(void *ctx, const ru_atom *atom);
    void *ctx;
} search;

static bool is_open(const ru_match_run *r, uint32_t bit) {
    uint64_t mask = UINT64_C(1) << bit % 64;
    return (r->pos[bit / 64] & mask) && !(r->def[bit / 64] & mask);
}

/* Is the atom unknown now? Mostly the state of its axis says so; where an axis holds a set, or an atom may lack a figure, it is judged. */
static bool is_unknown(const ru_match_run *r, uint32_t lit) {
    uint32_t axis = r->match->lit_axes[lit];
    if (axis != RU_NO_AXIS) {
        const ru_axis *x = &r->match->axes[axis];
        bool set = x->set_slot != RU_NO_AXIS && r->sets[x->set_slot].active;
        ru_at at = r->at[axis];
        if (!set && at.pos == at.def) return false;
        if (!set && at.def == x->free_row) return true;
    }
    return ru_atom_judge(r, r->match->lit_atoms[lit]) == RU_MAYBE;
}

/* A conjunct that is unknown has no false part: its unknown parts are what keeps it so. */
static void search_conj(const search *s, uint32_t bit) {
    const ru_match *m = s->r->match;
    const ru_conj *c = &m->conjs[bit];
    if (s->r->stamps[bit] == *s->r->stamp) return; /* shared, and seen already */
    s->r->stamps[bit] = *s->r->stamp;
    for (uint32_t i = c[0].lit_first; i < c[1].lit_first; i++)
        if (is_unknown(s->r, i)) s->leaf(s->ctx, m->lit_atoms[i]);
    for (uint32_t i = c[0].list_first; i < c[1].list_first; i++) {
        uint32_t item = m->list[i];
        if (ru_item_kind(item) != RU_ITEM_CODED && is_open(s->r, ru_item_index(item))) search_conj(s, ru_item_index(item));
    }
}

void ru_match_unknown(const ru_match_run *r, size_t index, void (*leaf)(void *ctx, const ru_atom *atom), void *ctx) {
    uint32_t bit = r->match->result_conj[index] / 2;
    if (r->match->result_rank[index] > r->given || !is_open(r, bit)) return; /* not judged yet, or settled */
    if (++*r->stamp == 0) {                                                  /* the numbers are used up: begin again */
        memset(r->stamps, 0, (size_t)r->match->words * 64 * sizeof *r->stamps);
        *r->stamp = 1;
    }
    search s = {r, leaf, ctx};
    search_conj(&s, bit);
}

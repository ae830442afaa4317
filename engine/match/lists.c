/* lists.c: what the walks after the vectors need: the literals of every conjunct, its list, and where its result goes. */
#include "engine/match/inside.h"

/* The inner literals of one kind. */
static uint32_t list_kids(ru_build *b, const ru_bconj *c, ru_item kind, uint32_t at) {
    for (uint32_t k = c->kid_first; k < c->kid_first + c->kid_count; k++) {
        const ru_bconj *kid = &b->conjs[b->kids[k] / 2];
        ru_item is = b->kid_by_axis[k] ? RU_ITEM_AXIS : kid->lazy ? RU_ITEM_LAZY : RU_ITEM_PLAIN;
        if (is == kind) b->m->list[at++] = ru_item_code(kid->bit, kind, b->kids[k] % 2);
    }
    return at;
}

/* The list of one conjunct, its literals beginning at `lit`. */
static uint32_t list_one(ru_build *b, const ru_bconj *c, uint32_t lit, uint32_t at) {
    uint64_t mask = UINT64_C(1) << c->bit % 64;
    uint32_t plain = list_kids(b, c, RU_ITEM_PLAIN, at), hard = plain;
    for (uint32_t k = 0; k < c->lit_count; k++) {
        const ru_blit *l = &b->lits[c->lit_first + k];
        if (l->axis == RU_NO_AXIS) b->m->list[hard++] = ru_item_code(lit + k, RU_ITEM_CODED, l->negated);
    }
    hard = list_kids(b, c, RU_ITEM_LAZY, hard);
    if (c->lazy) b->m->lazy[c->bit / 64] |= mask;
    else if (hard > plain) b->m->hard[c->bit / 64] |= mask;
    else if (plain > at) b->m->plain[c->bit / 64] |= mask;
    return list_kids(b, c, RU_ITEM_AXIS, hard);
}

static bool list_all(ru_build *b) {
    ru_match *m = b->m;
    size_t coded = 0, bits = (size_t)m->words * 64;
    for (size_t i = 0; i < b->lit_count; i++) coded += b->lits[i].axis == RU_NO_AXIS;
    m->conjs = ru_build_keep(b, bits + 1, sizeof *m->conjs);
    m->list = ru_build_keep(b, b->kid_count + coded, sizeof *m->list);
    m->lit_atoms = ru_build_keep(b, b->lit_count, sizeof *m->lit_atoms);
    m->lit_axes = ru_build_keep(b, b->lit_count, sizeof *m->lit_axes);
    if (!m->conjs || !m->list || !m->lit_atoms || !m->lit_axes) return false;
    uint32_t lit = 0, at = 0;
    size_t bit = 0;
    for (size_t i = 0; i < b->conj_count; i++) {
        const ru_bconj *c = &b->conjs[b->order[i]];
        for (; bit <= c->bit; bit++) m->conjs[bit] = (ru_conj){lit, at}; /* bits of no conjunct: nothing */
        at = list_one(b, c, lit, at);
        for (uint32_t k = 0; k < c->lit_count; k++, lit++) {
            const ru_blit *l = &b->lits[c->lit_first + k];
            m->lit_atoms[lit] = l->atom;
            m->lit_axes[lit] = l->axis;
        }
    }
    for (; bit <= bits; bit++) m->conjs[bit] = (ru_conj){lit, at};
    m->coded_count = (uint32_t)b->coded_count;
    return true;
}

/* Conjuncts come in the order of their bits and of their results: a piece that one could join is among the last two, as it is and negated. */
static ru_piece *piece_of(ru_group *g, ru_piece *pieces, ru_piece like) {
    for (uint32_t k = g->piece_count; k > 0 && k + 2 > g->piece_count; k--)
        if (pieces[k - 1].from == like.from && pieces[k - 1].to == like.to && pieces[k - 1].turn == like.turn && pieces[k - 1].negate == like.negate)
            return &pieces[k - 1];
    pieces[g->piece_count] = like;
    return &pieces[g->piece_count++];
}

static void piece_group(ru_build *b, ru_group *g, ru_piece *pieces) {
    ru_match *m = b->m;
    for (size_t i = 0; i < b->conj_count; i++) {
        const ru_bconj *c = &b->conjs[b->order[i]];
        if (c->result == UINT32_MAX || c->bit / 64 < g->word || c->bit / 64 >= g->word + g->words) continue;
        m->result_conj[c->result] = c->bit * 2 + c->result_negated;
        m->result_rank[c->result] = c->rank;
        piece_of(g, pieces, (ru_piece){0, c->bit / 64, c->result / 64, (uint8_t)((c->result - c->bit) % 64), c->result_negated})->mask |= UINT64_C(1)
                                                                                                                                          << c->result % 64;
    }
}

static bool piece_all(ru_build *b) {
    ru_match *m = b->m;
    m->result_words = (m->result_count + 63) / 64;
    m->result_conj = ru_build_keep(b, m->result_count, sizeof *m->result_conj);
    m->result_rank = ru_build_keep(b, m->result_count, sizeof *m->result_rank);
    ru_piece *pieces = RU_NEWS(b->scratch, ru_piece, m->result_count + 1);
    if (!m->result_conj || !m->result_rank || !pieces) return ru_build_nomem(b);
    for (uint32_t i = 0; i < m->group_count; i++) {
        ru_group *g = &m->groups[i];
        piece_group(b, g, pieces);
        ru_piece *kept = ru_build_keep(b, g->piece_count, sizeof *kept);
        if (!kept) return false;
        if (g->piece_count) memcpy(kept, pieces, g->piece_count * sizeof *kept);
        g->pieces = kept;
        for (uint32_t w = g->word; w < g->word + g->words; w++) {
            g->plain |= m->plain[w] != 0;
            g->hard |= m->hard[w] != 0;
            g->lazy |= m->lazy[w] != 0;
        }
    }
    return true;
}

static bool feeds(const ru_group *g, const ru_axis *x) {
    uint32_t word = (uint32_t)x->a / 64; /* of the conjunct whose result the axis is */
    return word >= g->word && word < g->word + g->words;
}

/* The inner axes that each group feeds, and the entries that may hold a set. */
static bool link_groups(ru_build *b) {
    ru_match *m = b->m;
    for (uint32_t i = 0; i < m->group_count; i++) {
        ru_group *g = &m->groups[i];
        uint32_t fed = 0, from = m->rank_axes[RU_RANK_COUNT];
        for (uint32_t x = from; x < m->axis_count; x++) fed += feeds(g, &m->axes[x]);
        uint32_t *inner = ru_build_keep(b, fed, sizeof *inner), *settable = ru_build_keep(b, g->entry_count, sizeof *settable);
        if (!inner || !settable) return false;
        for (uint32_t x = from; x < m->axis_count; x++)
            if (feeds(g, &m->axes[x])) inner[g->inner_axis_count++] = x;
        for (uint32_t k = 0; k < g->entry_count; k++)
            if (m->axes[g->entries[k].axis].set_slot != RU_NO_AXIS) settable[g->settable_count++] = k;
        g->inner_axes = inner;
        g->settable = settable;
        if (g->entry_count > m->most_entries) m->most_entries = g->entry_count;
    }
    return true;
}

bool ru_build_lists(ru_build *b) { return list_all(b) && piece_all(b) && link_groups(b); }

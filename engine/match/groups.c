/* groups.c: puts conjuncts into groups that can be judged one after the other, and gives every conjunct its bit. */
#include <stdlib.h>

#include "engine/match/inside.h"

enum {
    MANY_USERS = 4
}; /* an inner result read by at least so many conjuncts of a group (and a share of its words) becomes an axis there; by any, where words are few */

typedef struct sorted {
    uint64_t place;
    uint32_t inner, index;
} sorted; /* rank and level; inner before results; then results in order */

static int compare(const void *p, const void *q) {
    const sorted *x = p, *y = q;
    if (x->place != y->place) return x->place < y->place ? -1 : 1;
    if (x->inner != y->inner) return x->inner < y->inner ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Results wait for the last level of their rank: they then stand in few groups, side by side in their own order. */
static void sink_results(ru_build *b) {
    uint32_t deepest[RU_RANK_COUNT] = {0};
    for (size_t i = 0; i < b->conj_count; i++)
        if (b->conjs[i].level > deepest[b->conjs[i].rank]) deepest[b->conjs[i].rank] = b->conjs[i].level;
    for (size_t i = 0; i < b->conj_count; i++)
        if (b->conjs[i].result != UINT32_MAX) b->conjs[i].level = deepest[b->conjs[i].rank];
}

static bool sort_conjs(ru_build *b) {
    size_t n = b->conj_count;
    sorted *keys = RU_NEWS(b->scratch, sorted, n + 1);
    b->order = RU_NEWS(b->scratch, uint32_t, n + 1);
    if (!keys || !b->order) return ru_build_nomem(b);
    for (size_t i = 0; i < n; i++) {
        const ru_bconj *c = &b->conjs[i];
        bool is_result = c->result != UINT32_MAX;
        keys[i] = (sorted){(uint64_t)c->rank << 32 | c->level, is_result ? c->result + 1 : 0, (uint32_t)i};
    }
    if (n) qsort(keys, n, sizeof *keys, compare);
    for (size_t i = 0; i < n; i++) b->order[i] = keys[i].index;
    return true;
}

static bool same_group(const ru_bconj *x, const ru_bconj *y) { return x->rank == y->rank && x->level == y->level; }

/* Gives how many words they take. `level`: a result has the same place in its word of the group as in its word of the results. */
static uint32_t give_bits(ru_build *b, size_t from, size_t to, bool level) {
    uint32_t bit = b->m->words * 64, first = bit;
    for (size_t i = from; i < to; i++, bit++) {
        ru_bconj *c = &b->conjs[b->order[i]];
        if (level && c->result != UINT32_MAX) bit += (c->result - bit) % 64;
        c->bit = bit;
    }
    return (bit - first + 63) / 64;
}

/* Where the words are few the places are made level, so that results move many at a time; where they are many the gaps would cost more. */
static uint32_t give_places(ru_build *b, size_t from, size_t to) {
    uint32_t words = give_bits(b, from, to, true);
    return words <= RU_FEW_WORDS ? words : give_bits(b, from, to, false);
}

static bool cut_groups(ru_build *b) {
    ru_match *m = b->m;
    size_t n = b->conj_count;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || !same_group(&b->conjs[b->order[i - 1]], &b->conjs[b->order[i]])) m->group_count++;
    m->groups = ru_build_keep(b, m->group_count, sizeof *m->groups);
    if (!m->groups) return false;
    uint32_t g = 0;
    for (size_t i = 0, end; i < n; i = end, g++) {
        ru_group *group = &m->groups[g];
        const ru_bconj *first = &b->conjs[b->order[i]];
        for (end = i; end < n && same_group(first, &b->conjs[b->order[end]]);) end++;
        group->word = m->words;
        group->words = give_places(b, i, end);
        group->rank = first->rank;
        group->few = group->words <= RU_FEW_WORDS;
        if (!group->few) group->words = (group->words + RU_BLOCK_WORDS - 1) / RU_BLOCK_WORDS * RU_BLOCK_WORDS;
        group->stride = group->words;
        if (group->words > m->most_words) m->most_words = group->words;
        m->words += group->words;
        for (int r = group->rank + 1; r <= RU_RANK_COUNT; r++) m->rank_groups[r] = g + 1;
    }
    return true;
}

static bool mark_live(ru_build *b) {
    ru_match *m = b->m;
    m->live = ru_build_keep(b, m->words, sizeof *m->live);
    m->plain = ru_build_keep(b, m->words, sizeof *m->plain);
    m->hard = ru_build_keep(b, m->words, sizeof *m->hard);
    m->lazy = ru_build_keep(b, m->words, sizeof *m->lazy);
    if (!m->live || !m->plain || !m->hard || !m->lazy) return false;
    for (size_t i = 0; i < b->conj_count; i++) {
        uint32_t bit = b->conjs[i].bit;
        m->live[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    return true;
}

/* Which inner results are read so often in a group that one AND of a row is cheaper than a look per reader? Lazy ones never:
 * their coded conditions must not be asked for nothing. */
static bool choose_inner_axes(ru_build *b) {
    const ru_match *m = b->m;
    uint32_t *users = RU_NEWS(b->scratch, uint32_t, b->conj_count + 1), axis;
    b->kid_by_axis = RU_NEWS(b->scratch, uint8_t, b->kid_count + 1);
    if (!users || !b->kid_by_axis) return ru_build_nomem(b);
    for (size_t i = 0, end; i < b->conj_count; i = end) {
        const ru_bconj *first = &b->conjs[b->order[i]];
        uint32_t words = 0;
        for (uint32_t g = 0; g < m->group_count; g++)
            if (m->groups[g].word == first->bit / 64) words = m->groups[g].words;
        uint32_t enough = words <= RU_FEW_WORDS ? 1 : MANY_USERS + words / 4;
        for (int pass = 0; pass < 3; pass++) { /* count; decide; forget */
            for (end = i; end < b->conj_count && same_group(first, &b->conjs[b->order[end]]); end++) {
                const ru_bconj *c = &b->conjs[b->order[end]];
                for (uint32_t k = c->kid_first; k < c->kid_first + c->kid_count; k++) {
                    uint32_t kid = b->kids[k] / 2;
                    if (pass == 0) users[kid]++;
                    else if (pass == 2) users[kid] = 0;
                    else if (users[kid] >= enough && !b->conjs[kid].lazy) {
                        b->kid_by_axis[k] = 1;
                        if (!ru_build_axis(b, RU_AXIS_INNER, (int)b->conjs[kid].bit, 0, false, 0, 0, &axis)) return false;
                    }
                }
            }
        }
    }
    return true;
}

bool ru_build_groups(ru_build *b) {
    sink_results(b);
    return sort_conjs(b) && cut_groups(b) && mark_live(b) && choose_inner_axes(b);
}

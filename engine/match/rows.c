/* rows.c: for each axis in each group, the cells in which each conjunct does not hold. */
#include <stdlib.h>

#include "engine/match/rows.h"

typedef struct stretch {
    uint32_t from, to;
} stretch; /* cells, half-open */
typedef struct stretches {
    stretch *items;
    size_t count, room;
} stretches;
typedef struct use {
    uint32_t group, axis, bit, order;
    const ru_atom *atom;
    bool negated;
} use; /* one literal on an axis; atom NULL: an inner result */

static bool push(ru_build *b, stretches *s, uint32_t from, uint32_t to) {
    if (from >= to) return true;
    stretch *items = ru_arena_grow(b->scratch, s->items, s->count, &s->room, sizeof *items);
    if (!items) return ru_build_nomem(b);
    s->items = items;
    items[s->count++] = (stretch){from, to};
    return true;
}

static int compare_stretches(const void *p, const void *q) {
    const stretch *x = p, *y = q;
    return x->from < y->from ? -1 : x->from > y->from;
}

/* Sorts, and joins what touches or overlaps. */
static void join(stretches *s) {
    size_t n = 0;
    if (s->count) qsort(s->items, s->count, sizeof *s->items, compare_stretches);
    for (size_t i = 0; i < s->count; i++) {
        if (n && s->items[i].from <= s->items[n - 1].to) {
            if (s->items[i].to > s->items[n - 1].to) s->items[n - 1].to = s->items[i].to;
        } else s->items[n++] = s->items[i];
    }
    s->count = n;
}

/* The cells in which an atom holds in variant v, before it is negated. */
static bool truths(ru_build *b, const ru_axis *x, uint32_t v, const use *u, stretches *out) {
    out->count = 0;
    if (!u->atom) return push(b, out, 1, 2);
    if (x->kind == RU_AXIS_TEXT) {
        for (int i = 0; i < u->atom->text_count; i++) {
            uint32_t cell = ru_text_cell(x, u->atom->texts[i]);
            if (!push(b, out, cell, cell + 1)) return false;
        }
    } else {
        const ru_ranges *set = &u->atom->sets[v];
        for (int i = 0; i < set->count; i++) {
            if (set->items[i].low > set->items[i].high) continue;
            if (!push(b, out, ru_cell(&x->cuts[v], set->items[i].low), ru_cell(&x->cuts[v], set->items[i].high) + 1)) return false;
        }
    }
    join(out);
    return true;
}

/* Adds the cells in which the literal does not hold. */
static bool falsities(ru_build *b, const ru_axis *x, uint32_t v, const use *u, stretches *tmp, stretches *out) {
    if (!truths(b, x, v, u, tmp)) return false;
    bool negated = u->negated != (u->atom && x->kind == RU_AXIS_TEXT && u->atom->negate);
    uint32_t at = 0;
    for (size_t i = 0; i < tmp->count; i++) {
        if (!push(b, out, negated ? tmp->items[i].from : at, negated ? tmp->items[i].to : tmp->items[i].from)) return false;
        at = tmp->items[i].to;
    }
    return negated || push(b, out, at, x->cuts[v].count + 1);
}

/* One sequence. An atom without a figure is unknown: possible everywhere, definite nowhere. */
static bool sequence(ru_build *b, const ru_axis *x, uint32_t v, bool definite, const use *uses, size_t count, ru_sequence *out) {
    stretches tmp = {0}, own = {0};
    size_t room = 0;
    *out = (ru_sequence){.cells = x->cuts[v].count + 1, .row = definite ? x->cuts[v].def_row : x->cuts[v].pos_row};
    for (size_t i = 0, end; i < count; i = end) {
        own.count = 0;
        for (end = i; end < count && uses[end].bit == uses[i].bit; end++) {
            bool figure = !uses[end].atom || x->kind == RU_AXIS_TEXT || uses[end].atom->sets[v].count >= 0;
            if (figure && !falsities(b, x, v, &uses[end], &tmp, &own)) return false;
            if (!figure && definite && !push(b, &own, 0, out->cells)) return false;
        }
        join(&own);
        for (size_t k = 0; k < own.count; k++) {
            ru_gap *gaps = ru_arena_grow(b->scratch, out->gaps, out->gap_count, &room, sizeof *gaps);
            if (!gaps) return ru_build_nomem(b);
            out->gaps = gaps;
            gaps[out->gap_count++] = (ru_gap){uses[i].bit, own.items[k].from, own.items[k].to};
        }
    }
    return true;
}

static void clear_bit(uint64_t *row, uint32_t bit) { row[bit / 64] &= ~(UINT64_C(1) << bit % 64); }

static bool table(ru_build *b, const use *uses, size_t count, ru_table *out) {
    const ru_axis *x = &b->m->axes[uses->axis];
    const ru_group *g = &b->m->groups[uses->group];
    *out = (ru_table){.group = uses->group, .axis = uses->axis};
    out->sequences = RU_NEWS(b->scratch, ru_sequence, 2 * (size_t)x->variants + 1);
    out->none = RU_NEWS(b->scratch, uint64_t, g->words);
    out->free = RU_NEWS(b->scratch, uint64_t, g->words);
    if (!out->sequences || !out->none || !out->free) return ru_build_nomem(b);
    memcpy(out->none, b->m->live + g->word, g->words * sizeof(uint64_t));
    memcpy(out->free, out->none, g->words * sizeof(uint64_t));
    for (size_t i = 0; i < count; i++) {
        bool if_none = uses[i].atom && uses[i].atom->if_none;
        clear_bit(out->free, uses[i].bit);
        if (if_none == uses[i].negated) clear_bit(out->none, uses[i].bit);
    }
    for (uint32_t v = 0; v < x->variants; v++) {
        if (!sequence(b, x, v, false, uses, count, &out->sequences[out->sequence_count++])) return false;
        if (x->cuts[v].def_row != x->cuts[v].pos_row && !sequence(b, x, v, true, uses, count, &out->sequences[out->sequence_count++])) return false;
    }
    if (out->sequence_count) {
        const ru_sequence *s = &out->sequences[0];
        for (uint32_t i = 0; i < s->gap_count; i++) out->weight += (uint64_t)(s->gaps[i].to - s->gaps[i].from) * 1024 / s->cells;
    }
    return true;
}

static int compare_uses(const void *p, const void *q) {
    const use *x = p, *y = q;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    if (x->axis != y->axis) return x->axis < y->axis ? -1 : 1;
    if (x->bit != y->bit) return x->bit < y->bit ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static uint32_t inner_axis(const ru_match *m, uint32_t bit) {
    uint32_t from = m->rank_axes[RU_RANK_COUNT], to = m->axis_count; /* sorted by `a` */
    while (from < to) {
        uint32_t mid = from + (to - from) / 2;
        if ((uint32_t)m->axes[mid].a < bit) from = mid + 1;
        else to = mid;
    }
    return from;
}

/* Every literal that stands on an axis, by group and axis. */
static bool gather(ru_build *b, use **out, size_t *count) {
    const ru_match *m = b->m;
    use *uses = RU_NEWS(b->scratch, use, b->lit_count + b->kid_count + 1);
    if (!uses) return ru_build_nomem(b);
    size_t n = 0;
    uint32_t g = 0;
    for (size_t i = 0; i < b->conj_count; i++) {
        const ru_bconj *c = &b->conjs[b->order[i]];
        while (c->bit / 64 >= m->groups[g].word + m->groups[g].words) g++;
        uint32_t bit = c->bit - m->groups[g].word * 64;
        for (uint32_t k = c->lit_first; k < c->lit_first + c->lit_count; k++, n++) {
            if (b->lits[k].axis == RU_NO_AXIS) {
                n--;
                continue;
            }
            uses[n] = (use){g, b->lits[k].axis, bit, (uint32_t)n, b->lits[k].atom, b->lits[k].negated};
        }
        for (uint32_t k = c->kid_first; k < c->kid_first + c->kid_count; k++) {
            if (!b->kid_by_axis[k]) continue;
            uses[n] = (use){g, inner_axis(m, b->conjs[b->kids[k] / 2].bit), bit, (uint32_t)n, NULL, b->kids[k] % 2 == 1};
            n++;
        }
    }
    if (n) qsort(uses, n, sizeof *uses, compare_uses);
    *out = uses;
    *count = n;
    return true;
}

bool ru_build_rows(ru_build *b) {
    use *uses = NULL;
    size_t count = 0, tables = 0;
    if (!gather(b, &uses, &count)) return false;
    for (size_t i = 0; i < count; i++) tables += i == 0 || uses[i].group != uses[i - 1].group || uses[i].axis != uses[i - 1].axis;
    ru_table *all = RU_NEWS(b->scratch, ru_table, tables + 1);
    if (!all) return ru_build_nomem(b);
    tables = 0;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && uses[end].group == uses[i].group && uses[end].axis == uses[i].axis;) end++;
        if (!table(b, uses + i, end - i, &all[tables++])) return false;
    }
    return ru_store_rows(b, all, tables);
}

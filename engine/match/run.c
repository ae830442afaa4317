/* run.c: one decision: find the cell of every axis, AND the rows, move the results out. */
#include "engine/match/run.h"

/* ---- memory ---- */
typedef struct layout {
    size_t size;
} layout;
static size_t take(layout *l, size_t count, size_t item) {
    size_t at = (l->size + 15) & ~(size_t)15;
    l->size = at + count * item;
    return at;
}

ruth_status ru_match_run_new(const ru_match *m, const ruth_allocator *alloc, ru_match_run **out, ruth_error *e) {
    *out = NULL;
    layout l = {0};
    size_t ordinals = 0;
    for (int k = 0; k < RU_RANK_COUNT; k++) ordinals += m->stage_cells[k];
    take(&l, 1, sizeof(ru_match_run));
    size_t at = take(&l, m->axis_count, sizeof(ru_at)), words = take(&l, (size_t)m->words * 3, sizeof(uint64_t));
    size_t results = take(&l, m->result_words * 2, sizeof(uint64_t)), spare = take(&l, (size_t)m->most_words * 3, sizeof(uint64_t));
    size_t rows = take(&l, (size_t)m->most_entries * 2, sizeof(uint64_t *)), sets = take(&l, m->set_count, sizeof(ru_set));
    size_t coded = take(&l, m->coded_count, 1), stamps = take(&l, (size_t)m->words * 64 + 1, sizeof(uint32_t));
    size_t lists = take(&l, ordinals, sizeof(int32_t));
    char *p = ru_alloc(alloc, l.size);
    if (!p) return ru_fail_nomem(e);
    memset(p, 0, l.size);
    ru_match_run *r = (ru_match_run *)(void *)p;
    r->match = m;
    r->alloc = *alloc;
    r->size = l.size;
    r->at = (ru_at *)(void *)(p + at);
    r->pos = (uint64_t *)(void *)(p + words);
    r->def = r->pos + m->words;
    r->open = r->def + m->words;
    r->result_pos = (uint64_t *)(void *)(p + results);
    r->result_def = r->result_pos + m->result_words;
    r->spare = (uint64_t *)(void *)(p + spare);
    r->pos_rows = (const uint64_t **)(void *)(p + rows);
    r->def_rows = r->pos_rows + m->most_entries;
    r->sets = (ru_set *)(void *)(p + sets);
    r->coded = (uint8_t *)(p + coded);
    r->stamp = (uint32_t *)(void *)(p + stamps);
    r->stamps = r->stamp + 1;
    int32_t *list = (int32_t *)(void *)(p + lists);
    for (int k = 0; k < RU_RANK_COUNT; k++) {
        r->stages[k].list = list;
        list += m->stage_cells[k];
    }
    *out = r;
    return RUTH_OK;
}

void ru_match_run_free(ru_match_run *r) {
    if (!r) return;
    ruth_allocator alloc = r->alloc;
    ru_free(&alloc, r, r->size);
}

/* ---- axes ---- */
/* The cuts that hold in the request's currency, or NULL: no figure is known. */
static const ru_cuts *cuts_now(const ru_match_run *r, const ru_axis *x) {
    if (!x->by_currency) return x->cuts;
    int c = r->env.scene->currency;
    return c >= 0 && (uint32_t)c < x->variants ? &x->cuts[c] : NULL;
}

static inline void put(ru_match_run *r, uint32_t axis, ru_at at) {
    r->at[axis] = at;
    r->unsure |= at.pos ^ at.def;
}

static inline ru_at at_cell(const ru_cuts *c, uint32_t cell) { return (ru_at){c->pos_row + cell, c->def_row + cell}; }

/* A single value. Which of the three states it has cannot be foreseen, so no branch is spent on it. */
static inline ru_at at_value(const ru_axis *x, const ru_cuts *c, ru_state state, int64_t v) {
    uint32_t cell = ru_cell(c, v), keep = 0U - (uint32_t)(state == RU_VALUE);
    ru_at no = x->empty[state & 1];
    return (ru_at){((c->pos_row + cell) & keep) | (no.pos & ~keep), ((c->def_row + cell) & keep) | (no.def & ~keep)};
}

/* A set of values: one cell when all lie in it, else kept as a set. */
static ru_at at_set(ru_match_run *r, const ru_axis *x, const ru_cuts *c, ru_set *set) {
    const ru_reading *now = &set->reading;
    uint32_t first, last;
    if (now->shape == RU_RANGE) {
        first = ru_cell(c, now->low);
        last = ru_cell(c, now->high);
    } else {
        first = last = ru_cell(c, now->list[0]);
        for (size_t i = 1; i < now->count && last == first; i++) last = ru_cell(c, now->list[i]);
    }
    if (first == last) return at_cell(c, first);
    set->active = true;
    r->sets_active++;
    return (ru_at){x->ones_row, x->ones_row};
}

/* Any axis but those of inner results. */
static void place(ru_match_run *r, uint32_t i) {
    const ru_axis *x = &r->match->axes[i];
    ru_set single, *set = x->set_slot == RU_NO_AXIS ? &single : &r->sets[x->set_slot];
    ru_reading *now = &set->reading;
    if (x->set_slot != RU_NO_AXIS && set->active) r->sets_active--;
    set->active = false;
    ru_axis_read(r, x->kind, x->a, x->b, now);
    const ru_cuts *c = cuts_now(r, x);
    if (now->state != RU_VALUE || !c) r->at[i] = x->empty[now->state & 1];
    else if (x->kind == RU_AXIS_TEXT) r->at[i] = at_cell(c, ru_text_cell(x, now->text));
    else if (now->shape == RU_ONE) r->at[i] = at_cell(c, ru_cell(c, now->low));
    else r->at[i] = at_set(r, x, c, set);
    r->unsure |= r->at[i].pos ^ r->at[i].def;
}

/* An axis of a stage that has been given: mostly one ordinal. */
static void place_stage(ru_match_run *r, uint32_t i, const ru_given *g) {
    const ru_axis *x = &r->match->axes[i];
    if (g->state == RU_VALUE && g->shape == RU_ONE && !(x->set_slot != RU_NO_AXIS && r->sets[x->set_slot].active))
        r->at[i] = at_cell(x->cuts, ru_cell(x->cuts, g->low));
    else place(r, i);
}

static void place_facts(ru_match_run *r) {
    const ru_match *m = r->match;
    const ru_value *facts = r->env.scene->request->facts;
    for (const ru_near *n = m->nears, *end = n + m->near_count; n < end; n++) {
        const ru_value *v = &facts[n->slot];
        int64_t at = v->i < n->low ? n->low : v->i;
        at = (at > n->high ? n->high : at) - n->low;
        at = v->state == RU_VALUE ? at : n->high - n->low + 1 + v->state;
        uint32_t row = n->rows[at];
        if (RU_UNLIKELY(v->state == RU_UNKNOWN)) r->unsure = 1;
        r->at[n->axis] = (ru_at){row, v->state == RU_UNKNOWN ? n->free_row : row};
    }
    for (const ru_far *f = m->fars, *end = f + m->far_count; f < end; f++) {
        const ru_value *v = &facts[f->slot];
        int64_t at = v->i < f->low ? f->low : v->i;
        at = at > f->high ? f->high : at;
        uint32_t first = f->shelves[((uint64_t)at - (uint64_t)f->low) >> f->shift], row = f->row + first + ru_shelf(f->cuts + first, at);
        row = v->state == RU_VALUE ? row : f->empty[v->state & 1];
        if (RU_UNLIKELY(v->state == RU_UNKNOWN)) r->unsure = 1;
        r->at[f->axis] = (ru_at){row, v->state == RU_UNKNOWN ? f->free_row : row};
    }
    for (uint32_t k = 0; k < m->odd_count; k++) {
        const ru_axis *x = &m->axes[m->odds[k]];
        put(r, m->odds[k], at_value(x, x->cuts, (ru_state)facts[x->a].state, facts[x->a].i));
    }
    uint32_t i = m->plain_end;
    for (; i < m->money_end; i++) {
        const ru_axis *x = &m->axes[i];
        const ru_cuts *c = cuts_now(r, x);
        const ru_value *v = &facts[x->a];
        put(r, i, c ? at_value(x, c, (ru_state)v->state, v->i) : x->empty[v->state & 1]); /* a value, but no currency: not known */
    }
    for (; i < m->on_file_end; i++) {
        const ru_axis *x = &m->axes[i];
        int64_t v;
        ru_state state = ru_axis_slot(i < m->element_end ? RU_AXIS_ELEMENT : RU_AXIS_ON_FILE, x->b, &facts[x->a], &v);
        put(r, i, at_value(x, x->cuts, state, v));
    }
    for (; i < m->rank_axes[1]; i++) place(r, i);
}

static void place_inner(ru_match_run *r, const ru_group *g) {
    for (uint32_t k = 0; k < g->inner_axis_count; k++) {
        const ru_axis *x = &r->match->axes[g->inner_axes[k]];
        uint32_t bit = (uint32_t)x->a;
        unsigned pos = (unsigned)(r->pos[bit / 64] >> bit % 64) & 1, def = (unsigned)(r->def[bit / 64] >> bit % 64) & 1;
        put(r, g->inner_axes[k], pos == def ? at_cell(x->cuts, pos) : x->empty[RU_UNKNOWN]);
    }
}

/* ---- results ---- */
static inline uint64_t turned(uint64_t word, unsigned turn) { return word << turn | word >> (64 - turn) % 64; }

static void move_results(ru_match_run *r, const ru_group *g) {
    const ru_piece *end = g->pieces + g->piece_count;
    for (const ru_piece *p = g->pieces; p < end; p++) {
        uint64_t may = turned(r->pos[p->from], p->turn), must = turned(r->def[p->from], p->turn);
        uint64_t pos = p->negate ? ~must : may, def = p->negate ? ~may : must;
        r->result_pos[p->to] = (r->result_pos[p->to] & ~p->mask) | (pos & p->mask);
        r->result_def[p->to] = (r->result_def[p->to] & ~p->mask) | (def & p->mask);
    }
}

/* All groups of one rank. */
static void judge_rank(ru_match_run *r, int rank) {
    const ru_match *m = r->match;
    for (uint32_t i = m->rank_groups[rank]; i < m->rank_groups[rank + 1]; i++) {
        const ru_group *g = &m->groups[i];
        if (g->few) ru_run_few(r, g);
        else ru_run_many(r, g);
        if (r->sets_active && g->settable_count) ru_run_sets(r, g);
        if (g->lazy) memcpy(r->open + g->word, m->lazy + g->word, g->words * sizeof(uint64_t));
        if (g->plain || g->hard) ru_run_lists(r, g);
        if (g->inner_axis_count) place_inner(r, g);
        move_results(r, g);
    }
}

void ru_match_start(ru_match_run *r, const ru_match_env *env) {
    const ru_match *m = r->match;
    r->env = *env;
    r->given = 0;
    r->sets_active = r->unsure = 0;
    for (uint32_t i = 0; i < m->set_count; i++) r->sets[i].active = false;
    for (int k = 0; k < RU_RANK_COUNT; k++) r->stages[k].state = RU_UNKNOWN;
    for (uint32_t i = m->rank_axes[1]; i < m->rank_axes[RU_RANK_COUNT]; i++) r->at[i] = m->start_at[i];
    if (m->coded_count) memset(r->coded, 0, m->coded_count);
    for (size_t w = 0; w < m->result_words; w++) { /* what was not judged may hold */
        r->result_pos[w] = ~UINT64_C(0);
        r->result_def[w] = 0;
    }
    place_facts(r);
    judge_rank(r, 0);
}

/* Of ordinals that no atom tells apart, one is enough. */
static void keep_ordinals(ru_given *g, const ru_cuts *c, const int32_t *ordinals, size_t count, size_t room) {
    uint32_t last = 0;
    g->count = 0;
    for (size_t i = 0; i < count && g->count < room; i++) {
        uint32_t cell = ru_cell(c, ordinals[i]);
        if (g->count && cell == last) continue;
        g->list[g->count++] = ordinals[i];
        last = cell;
    }
}

void ru_match_give(ru_match_run *r, int stage, const int32_t *ordinals, size_t count) {
    const ru_match *m = r->match;
    int rank = stage > RU_STAGE_FACTS && stage < RU_STAGE_COUNT ? stage : ru_stage_rank(stage);
    if (rank < 0) return;
    ru_given *g = &r->stages[rank];
    g->state = count ? RU_VALUE : RU_UNKNOWN;
    g->shape = count && ordinals[0] == ordinals[count - 1] ? RU_ONE : rank == RU_STAGE_PLANS ? RU_RANGE : RU_LIST;
    if (count) {
        g->low = ordinals[0];
        g->high = ordinals[count - 1];
        if (m->stage_axis[rank] != RU_NO_AXIS && g->shape == RU_LIST)
            keep_ordinals(g, m->axes[m->stage_axis[rank]].cuts, ordinals, count, m->stage_cells[rank]);
    }
    for (uint32_t i = m->rank_axes[rank]; i < m->rank_axes[rank + 1]; i++) place_stage(r, i, g);
    int from = rank <= r->given ? rank : r->given + 1; /* given again: all that may rest on it is judged again */
    if (rank > r->given) r->given = rank;
    for (int k = from; k <= r->given; k++) judge_rank(r, k);
}

ru_tri ru_match_result(const ru_match_run *r, size_t index) {
    unsigned pos = (unsigned)(r->result_pos[index / 64] >> index % 64) & 1, def = (unsigned)(r->result_def[index / 64] >> index % 64) & 1;
    return (ru_tri)(pos + def);
}

ru_results ru_match_results(const ru_match_run *r) { return (ru_results){r->result_pos, r->result_def}; }

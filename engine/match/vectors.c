/* vectors.c: the ANDs of a group's rows, and the walk over what is left. */
#include "engine/match/run.h"

/* ---- few words: everything in registers ---- */
static inline void and_few_sure(ru_match_run *r, const ru_group *g, const uint32_t words) {
    const uint64_t *live = r->match->live + g->word;
    uint64_t bits[RU_FEW_WORDS];
    for (uint32_t w = 0; w < words; w++) bits[w] = live[w];
    for (const ru_entry *e = g->entries, *end = e + g->entry_count; e < end; e++) {
        const uint64_t *row = e->rows + (size_t)r->at[e->axis].pos * words;
        for (uint32_t w = 0; w < words; w++) bits[w] &= row[w];
    }
    for (uint32_t w = 0; w < words; w++) r->pos[g->word + w] = r->def[g->word + w] = bits[w];
}

static inline void and_few(ru_match_run *r, const ru_group *g, const uint32_t words) {
    if (!r->unsure) { /* all is known, as mostly: what is possible is definite */
        and_few_sure(r, g, words);
        return;
    }
    const uint64_t *live = r->match->live + g->word;
    uint64_t pos[RU_FEW_WORDS], def[RU_FEW_WORDS];
    for (uint32_t w = 0; w < words; w++) pos[w] = def[w] = live[w];
    for (size_t i = 0; i < g->entry_count; i++) {
        const ru_entry *e = &g->entries[i];
        ru_at at = r->at[e->axis];
        const uint64_t *p = e->rows + (size_t)at.pos * words, *d = e->rows + (size_t)at.def * words;
        for (uint32_t w = 0; w < words; w++) {
            pos[w] &= p[w];
            def[w] &= d[w];
        }
    }
    for (uint32_t w = 0; w < words; w++) {
        r->pos[g->word + w] = pos[w];
        r->def[g->word + w] = def[w];
    }
}

void ru_run_few(ru_match_run *r, const ru_group *g) {
    switch (g->words) { /* each with its number known to the compiler */
    case 1: and_few(r, g, 1); break;
    case 2: and_few(r, g, 2); break;
    case 3: and_few(r, g, 3); break;
    default: and_few(r, g, RU_FEW_WORDS); break;
    }
}

/* ---- many words ---- */
static const uint64_t *row_of(const ru_group *g, const ru_entry *e, uint32_t row) {
    return e->rows + (size_t)(e->packed ? e->packed->stretch_of[row] : row) * g->stride;
}

/* Takes out of `bits` what the shared full row says too much. */
static void correct(const ru_entry *e, uint32_t row, uint64_t *bits) {
    if (!e->packed) return;
    const ru_stretch *s = &e->packed->stretches[e->packed->stretch_of[row]];
    uint32_t at = row - s->first;
    for (const ru_clear *c = e->packed->clears + s->clear_from, *end = e->packed->clears + s->clear_to; c < end; c++) {
        uint64_t hit = at - c->from < (uint32_t)c->to - c->from;
        bits[c->bit / 64] &= ~(hit << c->bit % 64);
    }
}

/* A block is eight words in four registers. Rows are read as they lie, aligned or not. */
typedef uint64_t lane __attribute__((vector_size(16), aligned(8), may_alias));
typedef struct block {
    lane a, b, c, d;
} block;

static inline block load(const uint64_t *row) {
    const lane *p = (const lane *)(const void *)row;
    return (block){p[0], p[1], p[2], p[3]};
}

static inline void save(uint64_t *row, block b) {
    lane *p = (lane *)(void *)row;
    p[0] = b.a;
    p[1] = b.b;
    p[2] = b.c;
    p[3] = b.d;
}

static inline block both(block x, block y) { return (block){x.a & y.a, x.b & y.b, x.c & y.c, x.d & y.d}; }

static inline bool is_zero(block b) {
    lane any = (b.a | b.b) | (b.c | b.d);
    return (any[0] | any[1]) == 0;
}

/* One block: possible first; definite is what is left of it. */
static void run_block(ru_match_run *r, const ru_group *g, uint32_t at, size_t pos_count, size_t def_count) {
    const uint64_t *const *rows = r->pos_rows;
    block b = load(r->match->live + g->word + at);
    size_t i = 0;
    for (; i + 4 <= pos_count; i += 4) {
        b = both(both(both(b, load(rows[i] + at)), load(rows[i + 1] + at)), both(load(rows[i + 2] + at), load(rows[i + 3] + at)));
        if (!is_zero(b)) continue;
        save(r->pos + g->word + at, b);
        save(r->def + g->word + at, b);
        return;
    }
    for (; i < pos_count; i++) b = both(b, load(rows[i] + at));
    save(r->pos + g->word + at, b);
    for (i = 0; i < def_count; i++) b = both(b, load(r->def_rows[i] + at));
    save(r->def + g->word + at, b);
}

static void run_words(ru_match_run *r, const ru_group *g, uint32_t from, size_t pos_count, size_t def_count) {
    for (uint32_t w = from; w < g->words; w++) {
        uint64_t acc = r->match->live[g->word + w];
        for (size_t i = 0; i < pos_count; i++) acc &= r->pos_rows[i][w];
        r->pos[g->word + w] = acc;
        for (size_t i = 0; i < def_count; i++) acc &= r->def_rows[i][w];
        r->def[g->word + w] = acc;
    }
}

void ru_run_many(ru_match_run *r, const ru_group *g) {
    size_t pos_count = 0, def_count = 0;
    for (uint32_t i = 0; i < g->entry_count; i++) {
        const ru_entry *e = &g->entries[i];
        ru_at at = r->at[e->axis];
        if (at.pos != e->ones) r->pos_rows[pos_count++] = row_of(g, e, at.pos);
        if (at.def != at.pos) r->def_rows[def_count++] = row_of(g, e, at.def);
    }
    uint32_t w = 0;
    for (; w + RU_BLOCK_WORDS <= g->words; w += RU_BLOCK_WORDS) run_block(r, g, w, pos_count, def_count);
    run_words(r, g, w, pos_count, def_count);
    uint64_t *pos = r->pos + g->word, *def = r->def + g->word;
    for (uint32_t i = 0; i < g->entry_count; i++)
        if (r->at[g->entries[i].axis].pos != g->entries[i].ones) correct(&g->entries[i], r->at[g->entries[i].axis].pos, pos);
    /* What is definite is possible. That corrects the definite rows too: they differ from the possible ones of the same cell only in whole bits. */
    for (w = 0; w < g->words; w++) def[w] &= pos[w];
}

/* ---- axes that hold a set: definite where all values agree, possible where one does ---- */
static void add_cell(ru_match_run *r, const ru_group *g, const ru_entry *e, const ru_cuts *c, uint32_t cell) {
    uint64_t *any = r->spare, *all = any + r->match->most_words, *row = all + r->match->most_words;
    memcpy(row, row_of(g, e, c->pos_row + cell), g->words * sizeof *row);
    correct(e, c->pos_row + cell, row);
    for (uint32_t w = 0; w < g->words; w++) any[w] |= row[w];
    if (c->def_row != c->pos_row) {
        memcpy(row, row_of(g, e, c->def_row + cell), g->words * sizeof *row);
        correct(e, c->def_row + cell, row);
    }
    for (uint32_t w = 0; w < g->words; w++) all[w] &= row[w];
}

void ru_run_sets(ru_match_run *r, const ru_group *g) {
    const ru_match *m = r->match;
    for (uint32_t k = 0; k < g->settable_count; k++) {
        const ru_entry *e = &g->entries[g->settable[k]];
        const ru_axis *x = &m->axes[e->axis];
        const ru_set *set = &r->sets[x->set_slot];
        if (!set->active) continue;
        const ru_cuts *c = x->by_currency ? &x->cuts[r->env.scene->currency] : x->cuts;
        memset(r->spare, 0, g->words * sizeof(uint64_t));
        memset(r->spare + m->most_words, 0xff, g->words * sizeof(uint64_t));
        if (set->reading.shape == RU_RANGE) {
            uint32_t last = ru_cell(c, set->reading.high);
            for (uint32_t cell = ru_cell(c, set->reading.low); cell <= last; cell++) add_cell(r, g, e, c, cell);
        } else
            for (size_t i = 0; i < set->reading.count; i++) add_cell(r, g, e, c, ru_cell(c, set->reading.list[i]));
        for (uint32_t w = 0; w < g->words; w++) {
            r->pos[g->word + w] &= r->spare[w];
            r->def[g->word + w] &= r->spare[m->most_words + w];
        }
    }
}

/* ---- lists ---- */
static inline unsigned bit_of(const uint64_t *words, uint32_t bit) { return (unsigned)(words[bit / 64] >> bit % 64) & 1; }

/* Conjuncts with plain inner literals only, without a branch for what those say: it cannot be foreseen. */
static void run_plain(ru_match_run *r, const ru_group *g) {
    const ru_match *m = r->match;
    for (uint32_t w = g->word; w < g->word + g->words; w++) {
        uint64_t pos = r->pos[w], def = r->def[w];
        for (uint64_t left = pos & m->plain[w]; left; left &= left - 1) {
            unsigned at = (unsigned)__builtin_ctzll(left);
            const ru_conj *c = &m->conjs[w * 64 + at];
            uint64_t may = 1, must = 1;
            for (uint32_t i = c[0].list_first; i < c[1].list_first; i++) {
                uint32_t item = m->list[i];
                unsigned p = bit_of(r->pos, ru_item_index(item)), d = bit_of(r->def, ru_item_index(item)), n = item & 1;
                may &= (n ? d : p) ^ n;
                must &= (n ? p : d) ^ n;
            }
            pos &= ~((may ^ 1) << at);
            def &= ~((must ^ 1) << at);
        }
        r->pos[w] = pos;
        r->def[w] = def;
    }
}

static void walk(ru_match_run *r, uint32_t bit);

static ru_tri judge_item(ru_match_run *r, uint32_t item) {
    uint32_t index = ru_item_index(item), w = index / 64;
    ru_tri t;
    if (ru_item_kind(item) == RU_ITEM_CODED) t = ru_atom_judge(r, r->match->lit_atoms[index]);
    else {
        uint64_t mask = UINT64_C(1) << index % 64;
        if (r->open[w] & mask) { /* lazy, and the first to need it */
            r->open[w] &= ~mask;
            walk(r, index);
        }
        t = (ru_tri)(bit_of(r->pos, index) + bit_of(r->def, index));
    }
    return item & 1 ? ru_tri_not(t) : t;
}

/* The rest of one conjunct, as long as it may hold. Recursion is bounded by the nesting that building allowed. */
static void walk(ru_match_run *r, uint32_t bit) {
    const ru_conj *c = &r->match->conjs[bit];
    uint64_t mask = UINT64_C(1) << bit % 64;
    for (uint32_t i = c[0].list_first; i < c[1].list_first && r->pos[bit / 64] & mask; i++) {
        uint32_t item = r->match->list[i];
        ru_tri t = ru_item_kind(item) == RU_ITEM_AXIS ? RU_TRUE : judge_item(r, item);
        if (t != RU_TRUE) r->def[bit / 64] &= ~mask;
        if (t == RU_FALSE) r->pos[bit / 64] &= ~mask;
    }
}

void ru_run_lists(ru_match_run *r, const ru_group *g) {
    if (g->plain) run_plain(r, g);
    for (uint32_t w = g->word; g->hard && w < g->word + g->words; w++)
        for (uint64_t left = r->pos[w] & r->match->hard[w]; left; left &= left - 1) walk(r, w * 64 + (uint32_t)__builtin_ctzll(left));
}

/* axes.c: collects the axes that conditions read, cuts their domains where an atom may change, and numbers their rows. */
#include <stdlib.h>

#include "engine/match/inside.h"

enum { NEAR_SPAN = 512 }; /* up to here a domain is small */
enum { SHELVES = 64, SHELVES_A_CUT = 4 };

void *ru_build_keep(ru_build *b, size_t count, size_t size) {
    void *p = ru_arena_zalloc(b->arena, count * size + (count * size == 0));
    if (!p) ru_build_nomem(b);
    b->m->bytes += count * size;
    return p;
}

/* ---- collecting ---- */
static size_t hash_of(const ru_axis *x) {
    uint64_t h = (uint64_t)(uint32_t)x->kind << 32 ^ (uint32_t)x->a;
    h = (h * 0x9E3779B97F4A7C15U) ^ ((uint64_t)(uint32_t)x->b << 16 | (unsigned)x->lane << 1 | (unsigned)x->by_currency);
    return (size_t)(h * 0x9E3779B97F4A7C15U >> 24);
}

static bool is_same(const ru_axis *x, const ru_axis *y) {
    return x->kind == y->kind && x->a == y->a && x->b == y->b && x->lane == y->lane && x->by_currency == y->by_currency;
}

static bool grow_hash(ru_build *b) {
    size_t size = b->axis_hash_size ? b->axis_hash_size * 2 : 128;
    uint32_t *items = RU_NEWS(b->scratch, uint32_t, size);
    if (!items) return ru_build_nomem(b);
    for (size_t i = 0; i < b->axis_count; i++) {
        size_t at = hash_of(&b->axes[i]) & (size - 1);
        while (items[at]) at = (at + 1) & (size - 1);
        items[at] = (uint32_t)i + 1;
    }
    b->axis_hash = items;
    b->axis_hash_size = size;
    return true;
}

bool ru_build_axis(ru_build *b, int kind, int a, int b2, bool by_currency, uint8_t lane, uint8_t rank, uint32_t *out) {
    if (b->axis_count * 2 >= b->axis_hash_size && !grow_hash(b)) return false;
    bool has_b = kind == RU_AXIS_ELEMENT || kind == RU_AXIS_SIGN;
    ru_axis x = {.kind = kind, .a = kind == RU_AXIS_TODAY ? 0 : a, .b = has_b ? b2 : 0, .lane = lane, .rank = rank};
    x.by_currency = by_currency && kind != RU_AXIS_TEXT;
    x.set_slot = RU_NO_AXIS;
    size_t at = hash_of(&x) & (b->axis_hash_size - 1);
    for (; b->axis_hash[at]; at = (at + 1) & (b->axis_hash_size - 1)) {
        *out = b->axis_hash[at] - 1;
        if (is_same(&b->axes[*out], &x)) return true;
    }
    ru_axis *axes = ru_arena_grow(b->scratch, b->axes, b->axis_count, &b->axis_room, sizeof *axes);
    if (!axes) return ru_build_nomem(b);
    b->axes = axes;
    axes[b->axis_count] = x;
    *out = (uint32_t)b->axis_count++;
    b->axis_hash[at] = *out + 1;
    return true;
}

/* ---- order ---- */
/* Facts first, by how they are read; then stages by rank; then inner results. */
static int class_of(const ru_axis *x) {
    if (x->kind == RU_AXIS_INNER) return 100;
    if (x->rank) return 10 + x->rank;
    switch (x->kind) {
    case RU_AXIS_SLOT: return x->by_currency ? 1 : 0;
    case RU_AXIS_ELEMENT: return x->by_currency ? 4 : 2;
    case RU_AXIS_ON_FILE: return x->by_currency ? 4 : 3;
    default: return 4;
    }
}

static int compare_axes(const void *p, const void *q) {
    const ru_axis *x = p, *y = q;
    int cx = class_of(x), cy = class_of(y);
    if (cx != cy) return cx - cy;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    if (x->b != y->b) return x->b < y->b ? -1 : 1;
    if (x->by_currency != y->by_currency) return x->by_currency ? 1 : -1;
    return (int)x->lane - (int)y->lane; /* lanes stand side by side */
}

static bool sort_axes(ru_build *b) {
    ru_match *m = b->m;
    uint32_t *moved = RU_NEWS(b->scratch, uint32_t, b->axis_count + 1);
    m->axes = ru_build_keep(b, b->axis_count, sizeof *m->axes);
    if (!moved || !m->axes) return ru_build_nomem(b);
    m->axis_count = (uint32_t)b->axis_count;
    for (uint32_t i = 0; i < m->axis_count; i++) {
        m->axes[i] = b->axes[i];
        m->axes[i].row_count = i; /* its old number, for a moment */
    }
    if (m->axis_count) qsort(m->axes, m->axis_count, sizeof *m->axes, compare_axes);
    for (uint32_t i = 0; i < m->axis_count; i++) moved[m->axes[i].row_count] = i;
    for (size_t i = 0; i < b->lit_count; i++)
        if (b->lits[i].axis != RU_NO_AXIS) b->lits[i].axis = moved[b->lits[i].axis];
    uint32_t *const ends[] = {&m->plain_end, &m->money_end, &m->element_end, &m->on_file_end};
    for (int r = 0; r < RU_RANK_COUNT; r++) m->stage_axis[r] = RU_NO_AXIS;
    for (uint32_t i = 0; i < m->axis_count; i++) {
        ru_axis *x = &m->axes[i];
        int k = class_of(x);
        for (int c = k; c < 4; c++) *ends[c] = i + 1;
        if (x->kind == RU_AXIS_INNER) continue;
        for (int r = x->rank + 1; r <= RU_RANK_COUNT; r++) m->rank_axes[r] = i + 1;
        if (x->kind == RU_AXIS_DAYS || x->kind == RU_AXIS_TODAY || x->kind == RU_AXIS_STAGE) x->set_slot = m->set_count++;
        if (x->rank && x->lane == 0) m->stage_axis[x->rank] = i;
    }
    return true;
}

/* ---- cutting ---- */
typedef struct cutting {
    int64_t *items;
    size_t count, room;
} cutting;

static bool cut(ru_build *b, cutting *c, int64_t at) {
    int64_t *items = ru_arena_grow(b->scratch, c->items, c->count, &c->room, sizeof *items);
    if (!items) return ru_build_nomem(b);
    c->items = items;
    items[c->count++] = at;
    return true;
}

static int compare_ints(const void *p, const void *q) {
    const int64_t x = *(const int64_t *)p, y = *(const int64_t *)q;
    return x < y ? -1 : x > y;
}

/* How many cuts stand on the fullest shelf, those at its very beginning left out? */
static size_t fullest(const ru_cuts *c, unsigned shift) {
    size_t most = 0, here = 0;
    uint64_t shelf = UINT64_MAX;
    for (uint32_t i = 0; i < c->count; i++) {
        uint64_t at = (uint64_t)c->cuts[i] - (uint64_t)c->low;
        here = at >> shift == shelf ? here + 1 : 1;
        shelf = at >> shift;
        if (at == shelf << shift) here = 0;
        if (here > most) most = here;
    }
    return most;
}

/* A few values to a shelf, so that the place of any value is nearly known at once; not for constants that lie too unevenly. */
static bool make_shelves(ru_build *b, ru_cuts *c) {
    if (c->count == 0 || c->count > UINT16_MAX || c->cuts[c->count - 1] == INT64_MAX) return true;
    c->low = c->cuts[0] - 1; /* no cut is INT64_MIN */
    c->high = c->cuts[c->count - 1];
    uint64_t span = (uint64_t)c->high - (uint64_t)c->low, most = SHELVES + SHELVES_A_CUT * (uint64_t)c->count;
    unsigned shift = 63;
    while (shift && fullest(c, shift) > RU_SHELF_CUTS) shift--;
    if (span >> shift >= most) return true;
    uint16_t *shelves = ru_build_keep(b, (size_t)(span >> shift) + 1, sizeof *shelves);
    if (!shelves) return false;
    uint32_t below = 0;
    for (uint64_t k = 0; k <= span >> shift; k++) {
        while (below < c->count && (uint64_t)c->cuts[below] - (uint64_t)c->low <= k << shift) below++;
        shelves[k] = (uint16_t)below;
    }
    c->shelves = shelves;
    c->shift = shift;
    return true;
}

static bool finish_cuts(ru_build *b, cutting *c, ru_cuts *out) {
    if (c->count) qsort(c->items, c->count, sizeof *c->items, compare_ints);
    size_t n = 0;
    for (size_t i = 0; i < c->count; i++)
        if (n == 0 || c->items[n - 1] != c->items[i]) c->items[n++] = c->items[i];
    int64_t *cuts = ru_build_keep(b, n + RU_SHELF_CUTS, sizeof *cuts);
    if (!cuts) return false;
    if (n) memcpy(cuts, c->items, n * sizeof *cuts);
    for (size_t i = 0; i < RU_SHELF_CUTS; i++) cuts[n + i] = INT64_MAX;
    out->cuts = cuts;
    out->count = (uint32_t)n;
    return make_shelves(b, out);
}

static bool cut_ranges(ru_build *b, cutting *c, const ru_ranges *set) {
    for (int i = 0; i < set->count; i++) {
        if (set->items[i].low > INT64_MIN && !cut(b, c, set->items[i].low)) return false;
        if (set->items[i].high < INT64_MAX && !cut(b, c, set->items[i].high + 1)) return false;
    }
    return true;
}

/* Possible and definite rows of each currency, then none, free and ones. */
static void number_rows(ru_axis *x, ru_cuts *variants) {
    uint32_t row = 0;
    for (uint32_t v = 0; v < x->variants; v++) {
        bool two = variants[v].def_row == 1;
        variants[v].pos_row = row;
        row += variants[v].count + 1;
        variants[v].def_row = two ? row : variants[v].pos_row;
        if (two) row += variants[v].count + 1;
    }
    x->none_row = row++;
    x->free_row = row++;
    x->ones_row = row++;
    x->row_count = row;
    x->empty[RU_UNKNOWN] = (ru_at){x->ones_row, x->free_row};
    x->empty[RU_NONE] = (ru_at){x->none_row, x->none_row};
}

static int compare_texts(const void *p, const void *q) { return ru_str_cmp(*(const ru_str *)p, *(const ru_str *)q); }

static bool cut_texts(ru_build *b, ru_axis *x, const uint32_t *lits, size_t count) {
    size_t n = 0, all = 0;
    for (size_t i = 0; i < count; i++) all += (size_t)b->lits[lits[i]].atom->text_count;
    ru_str *texts = ru_build_keep(b, all, sizeof *texts);
    ru_cuts *cuts = ru_build_keep(b, 1, sizeof *cuts);
    if (!texts || !cuts) return false;
    for (size_t i = 0; i < count; i++) {
        const ru_atom *a = b->lits[lits[i]].atom;
        for (int k = 0; k < a->text_count; k++) texts[n++] = a->texts[k];
    }
    if (n) qsort(texts, n, sizeof *texts, compare_texts);
    all = n;
    n = 0;
    for (size_t i = 0; i < all; i++)
        if (n == 0 || !ru_str_eq(texts[n - 1], texts[i])) texts[n++] = texts[i];
    x->texts = texts;
    x->text_count = (uint32_t)n;
    cuts->count = (uint32_t)n; /* cells are what counts; the texts are found among themselves */
    x->cuts = cuts;
    x->variants = 1;
    number_rows(x, cuts);
    return true;
}

/* Cuts one axis at the constants of its literals. */
static bool cut_axis(ru_build *b, ru_axis *x, const uint32_t *lits, size_t count) {
    if (x->kind == RU_AXIS_TEXT) return cut_texts(b, x, lits, count);
    x->variants = x->by_currency ? (uint32_t)b->m->schema->currency_count : 1;
    ru_cuts *variants = ru_build_keep(b, x->variants, sizeof *variants);
    if (!variants) return false;
    x->cuts = variants;
    for (uint32_t v = 0; v < x->variants; v++) {
        cutting c = {0};
        if (x->kind == RU_AXIS_INNER && !cut(b, &c, 1)) return false;
        for (size_t i = 0; i < count; i++)
            if (!cut_ranges(b, &c, &b->lits[lits[i]].atom->sets[v])) return false;
        if (!finish_cuts(b, &c, &variants[v])) return false;
        for (size_t i = 0; i < count; i++)
            if (b->lits[lits[i]].atom->sets[v].count < 0) variants[v].def_row = 1; /* a mark for number_rows */
    }
    number_rows(x, variants);
    return true;
}

static void start_axes(ru_match *m) {
    for (uint32_t i = 0; i < m->axis_count; i++) {
        const ru_axis *x = &m->axes[i];
        m->start_at[i] = x->empty[RU_UNKNOWN];
        if (x->kind == RU_AXIS_STAGE) m->stage_cells[x->rank] = x->cuts[0].count + 1;
    }
}

/* The row of every value of a small domain; false with the error filled. */
static bool make_near(ru_build *b, uint32_t axis, ru_near *out) {
    const ru_axis *x = &b->m->axes[axis];
    const ru_cuts *c = x->cuts;
    int64_t low = c->count ? c->cuts[0] - 1 : 0; /* no cut is INT64_MIN */
    size_t span = c->count ? (size_t)(c->cuts[c->count - 1] - low) + 1 : 1;
    uint16_t *rows = ru_build_keep(b, span + 2, sizeof *rows);
    if (!rows) return false;
    for (size_t i = 0; i < span; i++) rows[i] = (uint16_t)(c->pos_row + ru_cell(c, low + (int64_t)i));
    rows[span + RU_UNKNOWN] = (uint16_t)x->ones_row;
    rows[span + RU_NONE] = (uint16_t)x->none_row;
    *out = (ru_near){rows, low, low + (int64_t)span - 1, (uint32_t)x->a, axis, x->free_row};
    return true;
}

static ru_far make_far(const ru_axis *x, uint32_t axis) {
    const ru_cuts *c = x->cuts;
    return (ru_far){c->cuts, c->shelves, c->low, c->high, c->shift, c->pos_row, {x->ones_row, x->none_row}, (uint32_t)x->a, axis, x->free_row};
}

/* How is the cell of each plain slot found? By one look-up, through shelves, or by a search. */
static bool sort_slots(ru_build *b) {
    ru_match *m = b->m;
    m->nears = ru_build_keep(b, m->plain_end, sizeof *m->nears);
    m->fars = ru_build_keep(b, m->plain_end, sizeof *m->fars);
    m->odds = ru_build_keep(b, m->plain_end, sizeof *m->odds);
    if (!m->nears || !m->fars || !m->odds) return false;
    for (uint32_t i = 0; i < m->plain_end; i++) {
        const ru_cuts *c = m->axes[i].cuts;
        bool small = c->count == 0 || (uint64_t)c->cuts[c->count - 1] - (uint64_t)c->cuts[0] < NEAR_SPAN;
        if (c->def_row != c->pos_row || (!small && !c->shelves)) m->odds[m->odd_count++] = i;
        else if (!small) m->fars[m->far_count++] = make_far(&m->axes[i], i);
        else if (!make_near(b, i, &m->nears[m->near_count++])) return false;
    }
    return true;
}

/* All lanes of an axis have the same cuts: the literals of each are those of all. */
static uint32_t base_of(const ru_match *m, uint32_t axis) { return axis - m->axes[axis].lane; }

bool ru_build_cuts(ru_build *b) {
    ru_match *m = b->m;
    if (!sort_axes(b)) return false;
    size_t *first = RU_NEWS(b->scratch, size_t, m->axis_count + 2);
    uint32_t *by_axis = RU_NEWS(b->scratch, uint32_t, b->lit_count + 1);
    m->start_at = ru_build_keep(b, m->axis_count, sizeof *m->start_at);
    if (!first || !by_axis || !m->start_at) return ru_build_nomem(b);
    for (size_t i = 0; i < b->lit_count; i++)
        if (b->lits[i].axis != RU_NO_AXIS) first[base_of(m, b->lits[i].axis) + 2]++;
    for (uint32_t i = 2; i < m->axis_count + 2; i++) first[i] += first[i - 1];
    for (size_t i = 0; i < b->lit_count; i++)
        if (b->lits[i].axis != RU_NO_AXIS) by_axis[first[base_of(m, b->lits[i].axis) + 1]++] = (uint32_t)i;
    for (uint32_t i = 0; i < m->axis_count; i++) {
        uint32_t base = base_of(m, i);
        if (!cut_axis(b, &m->axes[i], by_axis + first[base], first[base + 1] - first[base])) return false;
    }
    start_axes(m);
    return sort_slots(b);
}

uint32_t ru_text_cell(const ru_axis *x, ru_str s) {
    size_t from = 0, to = x->text_count;
    while (from < to) {
        size_t mid = (from + to) / 2;
        int order = ru_str_cmp(x->texts[mid], s);
        if (order == 0) return (uint32_t)mid + 1;
        if (order < 0) from = mid + 1;
        else to = mid;
    }
    return 0;
}

/* store.c: lays rows out: plain where they are few and short, packed (a full row for several cells, corrected by a list) where they are many. */
#include <stdlib.h>

#include "engine/match/rows.h"

enum {
    PLAIN_BYTES = 64 * 1024,    /* a larger table of a small group is packed all the same */
    PACKED_BYTES = 2048 * 1024, /* what the packed rows of a matcher may take together */
    CLEARS_MOST = 1024          /* corrections of one row, at the very most */
};

/* ---- which groups are packed ---- */
static int compare_tables(const void *p, const void *q) {
    const ru_table *x = p, *y = q;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return x->axis < y->axis ? -1 : x->axis > y->axis;
}

/* Large groups, and small ones with an axis of very many cells, get packed rows. */
static bool choose(ru_build *b, ru_table *tables, size_t count) {
    ru_match *m = b->m;
    for (size_t i = 0; i < count; i++) {
        ru_group *g = &m->groups[tables[i].group];
        if ((size_t)m->axes[tables[i].axis].row_count * g->words * sizeof(uint64_t) > PLAIN_BYTES) g->few = false;
        g->entry_count++;
    }
    for (size_t i = 0; i < count; i++) {
        if (m->groups[tables[i].group].few) continue;
        for (uint32_t k = 0; k < tables[i].sequence_count; k++) {
            ru_sequence *s = &tables[i].sequences[k];
            s->events = RU_NEWS(b->scratch, uint32_t, (size_t)s->cells + 1);
            if (!s->events) return ru_build_nomem(b);
            for (uint32_t j = 0; j < s->gap_count; j++) {
                s->events[s->gaps[j].from]++;
                s->events[s->gaps[j].to]++;
            }
        }
    }
    return true;
}

/* Cuts a sequence into stretches with at most `most` events strictly inside; gives how many. starts may be NULL. */
static uint32_t cut(const ru_sequence *s, uint32_t most, uint32_t *starts) {
    uint32_t n = 0, inside = 0, first = 0;
    for (uint32_t cell = 0; cell < s->cells; cell++) {
        if (cell && s->events[cell] == 0 && cell - first < UINT16_MAX) continue;
        if (cell && inside + s->events[cell] <= most && cell - first < UINT16_MAX) {
            inside += s->events[cell];
            continue;
        }
        if (starts) starts[n] = cell;
        n++;
        inside = 0;
        first = cell;
    }
    return n;
}

/* The fewest corrections with which all packed rows fit. */
static uint32_t choose_most(const ru_build *b, const ru_table *tables, size_t count) {
    for (uint32_t most = 0;; most = most ? most * 2 : 4) {
        size_t bytes = 0;
        for (size_t i = 0; i < count; i++) {
            const ru_group *g = &b->m->groups[tables[i].group];
            if (g->few) continue;
            size_t rows = 3;
            for (uint32_t k = 0; k < tables[i].sequence_count; k++) rows += cut(&tables[i].sequences[k], most, NULL);
            bytes += rows * g->stride * sizeof(uint64_t);
        }
        if (bytes <= PACKED_BYTES || most >= CLEARS_MOST) return most;
    }
}

/* ---- plain ---- */
static bool store_plain(ru_build *b, const ru_group *g, const ru_table *t, ru_entry *out) {
    const ru_axis *x = &b->m->axes[t->axis];
    const uint64_t *live = b->m->live + g->word;
    uint64_t *rows = ru_build_keep(b, (size_t)x->row_count * g->stride, sizeof *rows);
    if (!rows) return false;
    for (uint32_t r = 0; r < x->row_count; r++) {
        const uint64_t *from = r == x->none_row ? t->none : r == x->free_row ? t->free : live;
        memcpy(rows + (size_t)r * g->stride, from, g->words * sizeof *rows);
    }
    for (uint32_t k = 0; k < t->sequence_count; k++) {
        const ru_sequence *s = &t->sequences[k];
        for (uint32_t i = 0; i < s->gap_count; i++)
            for (uint32_t c = s->gaps[i].from; c < s->gaps[i].to; c++)
                rows[(size_t)(s->row + c) * g->stride + s->gaps[i].bit / 64] &= ~(UINT64_C(1) << s->gaps[i].bit % 64);
    }
    *out = (ru_entry){.rows = rows, .axis = t->axis, .ones = x->ones_row};
    return true;
}

/* ---- packed ---- */
typedef struct packing {
    uint64_t *rows;
    uint32_t *stretch_of;
    ru_stretch *stretches;
    ru_clear *clears;
    uint32_t used; /* stretches */
    size_t clear_count, clear_room;
    uint64_t *running; /* [stride] */
} packing;

static void full_row(const ru_group *g, packing *p, uint32_t row, const uint64_t *bits) {
    memcpy(p->rows + (size_t)p->used * g->stride, bits, g->words * sizeof *bits);
    p->stretches[p->used] = (ru_stretch){row, (uint32_t)p->clear_count, (uint32_t)p->clear_count};
    p->stretch_of[row] = p->used++;
}

static bool add_clear(ru_build *b, packing *p, ru_clear c) {
    ru_clear *clears = ru_arena_grow(b->scratch, p->clears, p->clear_count, &p->clear_room, sizeof *clears);
    if (!clears) return ru_build_nomem(b);
    p->clears = clears;
    clears[p->clear_count++] = c;
    return true;
}

typedef struct part {
    uint32_t stretch, bit;
    uint16_t from, to;
    bool whole;
} part; /* a gap's share of one stretch, or all of it */

static int compare_parts(const void *p, const void *q) {
    const part *x = p, *y = q;
    if (x->stretch != y->stretch) return x->stretch < y->stretch ? -1 : 1;
    if (x->bit != y->bit) return x->bit < y->bit ? -1 : 1;
    return x->from < y->from ? -1 : x->from > y->from;
}

/* The first stretch that begins after `cell`, less one. */
static uint32_t stretch_at(const uint32_t *starts, uint32_t count, uint32_t cell) {
    uint32_t from = 0, to = count;
    while (to - from > 1) {
        uint32_t mid = from + (to - from) / 2;
        if (starts[mid] <= cell) from = mid;
        else to = mid;
    }
    return from;
}

/* Splits every gap at the stretches: at most two shares, and the stretches between whole. */
static bool split(ru_build *b, const ru_sequence *s, const uint32_t *starts, uint32_t n, part **out, size_t *count) {
    part *parts = RU_NEWS(b->scratch, part, 4 * (size_t)s->gap_count + 1);
    size_t at = 0;
    if (!parts) return ru_build_nomem(b);
    for (uint32_t i = 0; i < s->gap_count; i++) {
        const ru_gap *g = &s->gaps[i];
        uint32_t first = stretch_at(starts, n, g->from), last = stretch_at(starts, n, g->to - 1);
        uint32_t whole_from = starts[first] == g->from ? first : first + 1;
        uint32_t last_end = last + 1 < n ? starts[last + 1] : s->cells;
        uint32_t whole_to = last_end == g->to ? last + 1 : last;
        if (whole_from < whole_to) { /* two flips: 0 from here, 1 again from there */
            parts[at++] = (part){whole_from, g->bit, 0, 0, true};
            if (whole_to < n) parts[at++] = (part){whole_to, g->bit, 0, 0, true};
        }
        if (first < whole_from || first >= whole_to) {
            uint32_t end = first + 1 < n ? starts[first + 1] : s->cells;
            uint32_t to = g->to < end ? g->to : end;
            parts[at++] = (part){first, g->bit, (uint16_t)(g->from - starts[first]), (uint16_t)(to - starts[first]), false};
        }
        if (last != first && last >= whole_to) parts[at++] = (part){last, g->bit, 0, (uint16_t)(g->to - starts[last]), false};
    }
    if (at) qsort(parts, at, sizeof *parts, compare_parts);
    *out = parts;
    *count = at;
    return true;
}

static bool pack_sequence(ru_build *b, const ru_group *g, const ru_sequence *s, uint32_t most, packing *p) {
    uint32_t n = cut(s, most, NULL);
    uint32_t *starts = RU_NEWS(b->scratch, uint32_t, n + 1);
    part *parts = NULL;
    size_t count = 0, at = 0;
    if (!starts) return ru_build_nomem(b);
    cut(s, most, starts);
    if (!split(b, s, starts, n, &parts, &count)) return false;
    memcpy(p->running, b->m->live + g->word, g->words * sizeof(uint64_t));
    for (uint32_t k = 0; k < n; k++) {
        size_t end = at;
        for (; end < count && parts[end].stretch == k; end++)
            if (parts[end].whole) p->running[parts[end].bit / 64] ^= UINT64_C(1) << parts[end].bit % 64;
        uint32_t stretch = p->used;
        full_row(g, p, s->row + starts[k], p->running);
        for (; at < end; at++)
            if (!parts[at].whole && !add_clear(b, p, (ru_clear){parts[at].bit, parts[at].from, parts[at].to})) return false;
        p->stretches[stretch].clear_to = (uint32_t)p->clear_count;
        for (uint32_t c = starts[k]; c < (k + 1 < n ? starts[k + 1] : s->cells); c++) p->stretch_of[s->row + c] = stretch;
    }
    return true;
}

static bool store_packed(ru_build *b, const ru_group *g, const ru_table *t, uint32_t most, ru_entry *out) {
    const ru_axis *x = &b->m->axes[t->axis];
    packing p = {.running = RU_NEWS(b->scratch, uint64_t, g->stride)};
    uint32_t n = 3;
    for (uint32_t k = 0; k < t->sequence_count; k++) n += cut(&t->sequences[k], most, NULL);
    ru_packed *packed = ru_build_keep(b, 1, sizeof *packed);
    p.rows = ru_build_keep(b, (size_t)n * g->stride, sizeof *p.rows);
    p.stretch_of = ru_build_keep(b, x->row_count, sizeof *p.stretch_of);
    p.stretches = ru_build_keep(b, n, sizeof *p.stretches);
    if (!packed || !p.running || !p.rows || !p.stretch_of || !p.stretches) return ru_build_nomem(b);
    for (uint32_t k = 0; k < t->sequence_count; k++)
        if (!pack_sequence(b, g, &t->sequences[k], most, &p)) return false;
    full_row(g, &p, x->none_row, t->none);
    full_row(g, &p, x->free_row, t->free);
    full_row(g, &p, x->ones_row, b->m->live + g->word);
    ru_clear *clears = ru_build_keep(b, p.clear_count, sizeof *clears);
    if (!clears) return false;
    if (p.clear_count) memcpy(clears, p.clears, p.clear_count * sizeof *clears);
    *packed = (ru_packed){p.stretch_of, p.stretches, clears};
    *out = (ru_entry){.rows = p.rows, .packed = packed, .axis = t->axis, .ones = x->ones_row};
    return true;
}

bool ru_store_rows(ru_build *b, ru_table *tables, size_t count) {
    if (count) qsort(tables, count, sizeof *tables, compare_tables);
    if (!choose(b, tables, count)) return false;
    uint32_t most = choose_most(b, tables, count);
    for (size_t i = 0, end; i < count; i = end) {
        ru_group *g = &b->m->groups[tables[i].group];
        for (end = i; end < count && tables[end].group == tables[i].group;) end++;
        ru_entry *entries = ru_build_keep(b, end - i, sizeof *entries);
        if (!entries) return false;
        g->entries = entries;
        for (size_t k = i; k < end; k++)
            if (!(g->few ? store_plain(b, g, &tables[k], &entries[k - i]) : store_packed(b, g, &tables[k], most, &entries[k - i]))) return false;
    }
    return true;
}

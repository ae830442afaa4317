/* conjuncts.c: takes condition trees apart into conjuncts of literals; linear in the size of the trees. */
#include "engine/match/inside.h"

enum { SMALL_SHARED = 4 }; /* a shared part of so few atoms is copied into its parents: cheaper than a group of its own */
enum { MOST = 1 << 24 };

bool ru_build_nomem(ru_build *b) {
    ru_fail_nomem(b->e);
    return false;
}

/* ---- nodes by address ---- */
static size_t slot_of(const ru_cond *node, size_t size) { return (size_t)(((uint64_t)(uintptr_t)node >> 3) * 0x9E3779B97F4A7C15U >> 24) & (size - 1); }

static bool grow_seen(ru_build *b) {
    size_t size = b->seen_size ? b->seen_size * 2 : 256;
    ru_seen *items = RU_NEWS(b->scratch, ru_seen, size);
    if (!items) return ru_build_nomem(b);
    for (size_t i = 0; i < b->seen_size; i++) {
        if (!b->seen[i].node) continue;
        size_t at = slot_of(b->seen[i].node, size);
        while (items[at].node) at = (at + 1) & (size - 1);
        items[at] = b->seen[i];
    }
    b->seen = items;
    b->seen_size = size;
    return true;
}

/* The slot of a node, or the empty one where it belongs. Valid until the next node is entered. */
static ru_seen *find(const ru_build *b, const ru_cond *node) {
    size_t at = slot_of(node, b->seen_size);
    while (b->seen[at].node && b->seen[at].node != node) at = (at + 1) & (b->seen_size - 1);
    return &b->seen[at];
}

static bool refuse_depth(ru_build *b) {
    ru_fail(b->e, RUTH_E_LIMIT, "a condition is nested more than %d deep, or contains itself", RU_NESTING_MAX);
    return false;
}

/* A node of one item is no more than that item: who shares the one shares the other. */
static void share_item(ru_build *b, const ru_cond *c) {
    for (; c->count == 1 && c->items[0]->kind != RU_COND_ATOM; c = c->items[0]) find(b, c->items[0])->refs++;
}

/* Counts the parents of every node and refuses what is nested too deeply: all later walks recurse no deeper than this one. */
static bool survey(ru_build *b, const ru_cond *c, int depth) {
    if (c->kind == RU_COND_ATOM) return true;
    if (b->seen_count * 2 >= b->seen_size && !grow_seen(b)) return false;
    ru_seen *s = find(b, c);
    if (s->node) {
        if (s->open || depth + s->height > RU_NESTING_MAX) return refuse_depth(b);
        s->refs++;
        share_item(b, c);
        return true;
    }
    if (depth >= RU_NESTING_MAX) return refuse_depth(b);
    *s = (ru_seen){.node = c, .refs = 1, .conj = UINT32_MAX, .open = true};
    b->seen_count++;
    unsigned height = 1;
    for (size_t i = 0; i < c->count; i++) {
        if (!survey(b, c->items[i], depth + 1)) return false;
        if (c->items[i]->kind == RU_COND_ATOM) continue;
        unsigned below = find(b, c->items[i])->height + 1U;
        if (below > height) height = below;
    }
    s = find(b, c);
    s->height = (uint16_t)height;
    s->open = false;
    return true;
}

/* ---- literals ---- */
static int atom_rank(const ru_atom *a) { return a->axis == RU_AXIS_STAGE ? ru_stage_rank(a->a) : 0; }

static bool add_atom(ru_build *b, ru_bconj *c, const ru_atom *a, bool negated) {
    const ru_blit *own = c->lit_count ? b->lits + c->lit_first : NULL;
    uint32_t axis = RU_NO_AXIS;
    int rank = atom_rank(a);
    if (rank < 0) {
        ru_fail(b->e, RUTH_E_INTERNAL, "a condition reads stage %d, which there is not", a->a);
        return false;
    }
    for (uint32_t i = 0; i < c->lit_count; i++)
        if (own[i].atom == a && own[i].negated == negated) return true;
    if (a->axis == RU_AXIS_CODED) {
        if ((size_t)a->b + 1 > b->coded_count) b->coded_count = (size_t)a->b + 1;
    } else {
        unsigned lane = 0;
        bool sets = a->axis == RU_AXIS_DAYS || a->axis == RU_AXIS_TODAY || a->axis == RU_AXIS_STAGE;
        for (uint32_t i = 0; sets && i < c->lit_count; i++) {
            const ru_atom *o = own[i].atom;
            lane += o->axis == a->axis && (o->axis == RU_AXIS_TODAY || o->a == a->a) && o->by_currency == a->by_currency;
        }
        if (lane > UINT8_MAX) {
            ru_fail(b->e, RUTH_E_LIMIT, "a condition asks the same thing more than %d times", UINT8_MAX);
            return false;
        }
        if (!ru_build_axis(b, (int)a->axis, a->a, a->b, a->by_currency, (uint8_t)lane, (uint8_t)rank, &axis)) return false;
    }
    ru_blit *lits = ru_arena_grow(b->scratch, b->lits, b->lit_count, &b->lit_room, sizeof *lits);
    if (!lits) return ru_build_nomem(b);
    b->lits = lits;
    lits[b->lit_count++] = (ru_blit){a, axis, negated};
    c->lit_count++;
    return true;
}

/* The conjunct that stands for a node, made now, taken apart later. */
static bool inner_of(ru_build *b, const ru_cond *node, uint32_t *out) {
    ru_seen *s = find(b, node);
    if (s->conj == UINT32_MAX) {
        ru_bconj *conjs = ru_arena_grow(b->scratch, b->conjs, b->conj_count, &b->conj_room, sizeof *conjs);
        if (!conjs) return ru_build_nomem(b);
        b->conjs = conjs;
        s->conj = (uint32_t)b->conj_count;
        conjs[b->conj_count++] = (ru_bconj){.node = node, .result = UINT32_MAX};
    }
    *out = s->conj;
    return true;
}

static bool add_inner(ru_build *b, ru_bconj *c, const ru_cond *node, bool negated) {
    uint32_t conj;
    if (!inner_of(b, node, &conj)) return false;
    uint32_t kid = conj * 2 + (negated != (node->kind == RU_COND_ANY)); /* the conjunct of ANY is its negation */
    for (uint32_t i = 0; i < c->kid_count; i++)
        if (b->kids[c->kid_first + i] == kid) return true;
    uint32_t *kids = ru_arena_grow(b->scratch, b->kids, b->kid_count, &b->kid_room, sizeof *kids);
    if (!kids) return ru_build_nomem(b);
    b->kids = kids;
    kids[b->kid_count++] = kid;
    c->kid_count++;
    return true;
}

/* Shared, and not worth a copy: judged once. What has one item is that item. */
static bool is_kept(const ru_build *b, const ru_cond *c) {
    if (find(b, c)->refs < 2 || c->count == 1) return false;
    for (size_t i = 0; i < c->count; i++)
        if (c->items[i]->kind != RU_COND_ATOM) return true;
    return c->count > SMALL_SHARED;
}

/* Adds the literals of c (or of not c) to a conjunct. `top`: c is the conjunct's own node. */
static bool flatten(ru_build *b, ru_bconj *into, const ru_cond *c, bool negated, bool top) {
    if (c->kind == RU_COND_ATOM) return add_atom(b, into, c->atom, negated);
    bool is_and = negated ? c->kind == RU_COND_ANY : c->kind != RU_COND_ANY;
    if (!top && is_kept(b, c)) return add_inner(b, into, c, negated);
    if (!is_and && c->count != 1) return add_inner(b, into, c, negated);
    bool below = c->kind == RU_COND_NONE ? !negated : negated;
    for (size_t i = 0; i < c->count; i++)
        if (!flatten(b, into, c->items[i], below, false)) return false;
    return true;
}

/* Fills conjunct i. The record is a copy meanwhile: flatten may move the vector. */
static bool fill(ru_build *b, uint32_t i, const ru_cond *c, bool negated, bool top) {
    ru_bconj conj = b->conjs[i];
    conj.lit_first = (uint32_t)b->lit_count;
    conj.kid_first = (uint32_t)b->kid_count;
    if (!flatten(b, &conj, c, negated, top)) return false;
    b->conjs[i] = conj;
    return true;
}

static bool root(ru_build *b, const ru_cond *c, uint32_t result) {
    bool negated = false;
    while (c->kind != RU_COND_ATOM && c->count == 1 && !is_kept(b, c)) {
        if (c->kind == RU_COND_NONE) negated = !negated;
        c = c->items[0];
    }
    ru_bconj *conjs = ru_arena_grow(b->scratch, b->conjs, b->conj_count, &b->conj_room, sizeof *conjs);
    if (!conjs) return ru_build_nomem(b);
    b->conjs = conjs;
    bool any = c->kind == RU_COND_ANY;
    conjs[b->conj_count] = (ru_bconj){.node = c, .result = result, .result_negated = any != negated};
    return fill(b, (uint32_t)b->conj_count++, c, any, false);
}

/* Rank, level and laziness from what a conjunct reads. Recursion is bounded: survey() saw to that. */
static void place(ru_build *b, uint32_t i) {
    ru_bconj *c = &b->conjs[i];
    if (c->state) return;
    c->state = 1;
    for (uint32_t k = 0; k < c->lit_count; k++) {
        const ru_atom *a = b->lits[c->lit_first + k].atom;
        uint8_t rank = (uint8_t)atom_rank(a);
        if (rank > c->rank) c->rank = rank;
        c->lazy |= a->axis == RU_AXIS_CODED;
    }
    for (uint32_t k = 0; k < c->kid_count; k++) {
        uint32_t kid = b->kids[c->kid_first + k] / 2;
        place(b, kid);
        if (b->conjs[kid].rank > c->rank) c->rank = b->conjs[kid].rank;
        c->lazy |= b->conjs[kid].lazy;
    }
    for (uint32_t k = 0; k < c->kid_count; k++) {
        const ru_bconj *kid = &b->conjs[b->kids[c->kid_first + k] / 2];
        if (kid->rank == c->rank && kid->level >= c->level) c->level = kid->level + 1;
    }
    if (c->result != UINT32_MAX) c->lazy = false; /* a result is always wanted */
}

bool ru_build_conjs(ru_build *b, const ru_cond *const *conds, size_t count) {
    if (!grow_seen(b)) return false;
    for (size_t i = 0; i < count; i++)
        if (!survey(b, conds[i], 0)) return false;
    for (size_t i = 0; i < count; i++)
        if (!root(b, conds[i], (uint32_t)i)) return false;
    for (size_t i = 0; i < b->conj_count; i++) { /* the inner ones; more may be added meanwhile */
        const ru_bconj *c = &b->conjs[i];
        if (c->result == UINT32_MAX && !fill(b, (uint32_t)i, c->node, c->node->kind == RU_COND_ANY, true)) return false;
    }
    if (b->conj_count > MOST || b->lit_count > MOST) {
        ru_fail(b->e, RUTH_E_LIMIT, "there are too many conditions: %zu", b->conj_count > b->lit_count ? b->conj_count : b->lit_count);
        return false;
    }
    for (size_t i = 0; i < b->conj_count; i++) place(b, (uint32_t)i);
    return true;
}

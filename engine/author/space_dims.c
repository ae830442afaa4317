/* space_dims.c: the axes of the space of people: what each can be at all, where it is cut, which cells a test accepts. */
#include <stdlib.h>

#include "engine/author/space.h"

enum { DAY = 86400 };

/* ---- what a fact can be ---- */
const ru_node *ru_space_derivation(const ru_space *sp, int slot) {
    const ru_raws *r = &sp->study->raw[RU_KIND_DERIVE];
    for (size_t i = 0; i < r->count; i++)
        if (ru_str_eq(r->items[i].id, sp->schema->facts.items[slot].name)) return ru_node_get(r->items[i].body, "expression");
    return NULL;
}

static bool can_be_none(ru_space *sp, int slot);

/* Strict: one operand none on file makes the whole so. */
static bool expr_can_be_none(ru_space *sp, const ru_node *n) {
    const ru_node *x = ru_node_get(n, "x");
    if (x && ru_str_is(x->text, "last")) return true;
    if (x && ru_str_is(x->text, "count")) return false;
    if (x && ru_str_is(x->text, "fact")) {
        const ru_node *name = ru_node_get(n, "name");
        int slot = name ? ru_fields_find(&sp->schema->facts, name->text) : -1;
        return slot < 0 || can_be_none(sp, slot);
    }
    for (size_t i = 0; n && (n->kind == RU_NODE_MAP || n->kind == RU_NODE_LIST) && i < n->count; i++)
        if (expr_can_be_none(sp, n->items[i])) return true;
    return false;
}

static bool can_be_none(ru_space *sp, int slot) {
    uint8_t *known = &sp->may_be_none[slot];
    const ru_fact *f = &sp->schema->facts.items[slot];
    if (*known) return *known == 2;
    bool yes = f->missing.state == RU_NONE || (f->expiry != RU_EXPIRES_NEVER && f->expiry_then == RU_NONE);
    if (f->derived) {
        const ru_node *n = ru_space_derivation(sp, slot);
        yes = !n || expr_can_be_none(sp, n);
    }
    *known = yes ? 2 : 1;
    return yes;
}

/* A derived number has no declared range, but a count and a `not_below` have a lowest value. */
static void derived_bounds(const ru_space *sp, int slot, int64_t *low, int64_t *high) {
    const ru_node *n = ru_space_derivation(sp, slot), *x = ru_node_get(n, "x"), *floor = ru_node_get(n, "not_below");
    if (x && ru_str_is(x->text, "count")) {
        *low = 0;
        *high = RU_MAX_CONTACTS;
    } else if (floor && floor->kind == RU_NODE_INT && (floor->number == 0 || sp->schema->facts.items[slot].type == RU_INTEGER)) {
        *low = floor->number;
    }
}

static void value_bounds(const ru_space *sp, int slot, int64_t *low, int64_t *high) {
    const ru_fact *f = &sp->schema->facts.items[slot];
    if (f->type == RU_BOOLEAN || f->type == RU_ENUM) {
        *low = 0;
        *high = f->type == RU_BOOLEAN ? 1 : (int64_t)f->value_count - 1;
    } else if (f->derived) {
        derived_bounds(sp, slot, low, high);
    } else if (f->type == RU_DATE || f->type == RU_INSTANT) { /* what a request may name */
        *low = ru_days_from_civil(1900, 1, 1);
        *high = ru_days_from_civil(2200, 12, 31);
        if (f->type == RU_INSTANT) {
            *low = (*low - 1) * DAY;
            *high = (*high + 2) * DAY;
        }
    } else if (f->has_range) {
        *low = f->low;
        *high = f->high;
    }
}

/* Contacts never lie in the future, so neither does the last of them. */
static bool is_last(const ru_space *sp, int slot) {
    const ru_node *x = sp->schema->facts.items[slot].derived ? ru_node_get(ru_space_derivation(sp, slot), "x") : NULL;
    return x && ru_str_is(x->text, "last");
}

static void stage_bounds(const ru_policy *p, ru_dim *d) {
    const ru_ladders *l = &p->charter.ladders;
    size_t count = d->a == RU_STAGE_SEGMENT                             ? p->segment_count
                   : d->a == RU_STAGE_PLANS                             ? p->plans.count + 1
                   : d->a == RU_STAGE_ACTION || d->a == RU_FINAL_ACTION ? (size_t)l->action_count
                   : d->a == RU_STAGE_TONE || d->a == RU_FINAL_TONE     ? (size_t)l->tone_count
                                                                        : (size_t)l->channel_count;
    d->low = 0;
    d->high = count ? (int64_t)count - 1 : 0;
}

static void set_bounds(ru_space *sp, ru_dim *d, bool *none) {
    d->low = INT64_MIN;
    d->high = INT64_MAX;
    *none = false;
    switch (d->kind) {
    case RU_AXIS_SLOT:
        value_bounds(sp, d->a, &d->low, &d->high);
        *none = can_be_none(sp, d->a);
        break;
    case RU_AXIS_DAYS:
    case RU_AXIS_SECONDS:
        if (is_last(sp, d->a)) d->low = 0;
        *none = can_be_none(sp, d->a);
        break;
    case RU_AXIS_TEXT: *none = can_be_none(sp, d->a); break;
    case RU_AXIS_SIGN:
        d->low = -1;
        d->high = 1;
        *none = can_be_none(sp, d->a) || !d->expr || expr_can_be_none(sp, d->expr);
        break;
    case RU_AXIS_ON_FILE:
        d->low = can_be_none(sp, d->a) ? 0 : 1;
        d->high = 1;
        break;
    case RU_AXIS_TODAY:
        d->low = sp->policy->valid_from != INT32_MIN ? sp->policy->valid_from : ru_days_from_civil(1900, 1, 1);
        d->high = sp->policy->valid_until != INT32_MAX ? sp->policy->valid_until : ru_days_from_civil(2200, 12, 31);
        break;
    case RU_AXIS_STAGE: stage_bounds(sp->policy, d); break;
    default: /* an element, a coded condition */ d->low = 0; d->high = 1;
    }
}

/* ---- finding and making axes ---- */
static bool same_node(const ru_node *x, const ru_node *y) {
    if (!x || !y || x->kind != y->kind || x->number != y->number || x->count != y->count || !ru_str_eq(x->text, y->text)) return x == y;
    for (size_t i = 0; i < x->count; i++) {
        if (x->kind == RU_NODE_MAP && !ru_str_eq(x->keys[i], y->keys[i])) return false;
        if (!same_node(x->items[i], y->items[i])) return false;
    }
    return true;
}

static bool of_slot(ru_axis_kind k) { return k != RU_AXIS_TODAY && k != RU_AXIS_STAGE && k != RU_AXIS_CODED; }

static bool is_axis(const ru_dim *d, const ru_atom *atom, const ru_node *expr) {
    if (d->kind != atom->axis) return false;
    if (d->kind == RU_AXIS_SIGN) return same_node(d->expr, expr);
    if (d->kind == RU_AXIS_STAGE) return d->a == atom->a;
    return d->kind != RU_AXIS_ELEMENT || d->b == atom->b;
}

/* Where the chain of axes that may be the one begins. */
static uint32_t *chain_of(ru_space *sp, const ru_atom *atom) {
    size_t facts = sp->schema->facts.count;
    if (of_slot(atom->axis)) return &sp->slot_dims[atom->a];
    return &sp->slot_dims[atom->axis == RU_AXIS_CODED ? facts + 1 + (size_t)atom->b : facts];
}

uint32_t ru_space_dim(ru_space *sp, const ru_atom *atom, const ru_node *expr) {
    uint32_t *chain = chain_of(sp, atom);
    for (uint32_t i = *chain; i != RU_NOWHERE; i = sp->dims[i].next)
        if (is_axis(&sp->dims[i], atom, expr)) return i;
    ru_dim *dims = ru_arena_grow(sp->a, sp->dims, sp->dim_count, &sp->dim_room, sizeof *dims);
    if (!dims) return RU_NOWHERE;
    sp->dims = dims;
    ru_dim *d = &dims[sp->dim_count];
    bool none;
    *d = (ru_dim){.kind = atom->axis, .a = atom->a, .b = atom->b, .expr = expr, .none = RU_NOWHERE, .next = *chain};
    set_bounds(sp, d, &none);
    if (none) d->none = 0; /* its place is known when the cells are */
    return *chain = (uint32_t)sp->dim_count++;
}

/* ---- cutting ---- */
static bool cut(ru_space *sp, ru_dim *d, int64_t at) {
    if (at <= d->low || at > d->high) return true;
    int64_t *cuts = ru_arena_grow(sp->a, d->cuts, d->cut_count, &d->cut_room, sizeof *cuts);
    if (!cuts) return false;
    d->cuts = cuts;
    cuts[d->cut_count++] = at;
    return true;
}

static bool cut_for(ru_space *sp, const ru_atom *atom, ru_dim *d) {
    if (atom->axis == RU_AXIS_TEXT) return true;
    size_t sets = atom->by_currency ? sp->schema->currency_count : 1;
    for (size_t v = 0; v < sets; v++)
        for (int i = 0; i < atom->sets[v].count; i++) {
            const ru_range *r = &atom->sets[v].items[i];
            if (!cut(sp, d, r->low) || (r->high != INT64_MAX && !cut(sp, d, r->high + 1))) return false;
        }
    return true;
}

static int by_value(const void *x, const void *y) {
    const int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return a < b ? -1 : a > b;
}

static int by_text(const void *x, const void *y) { return ru_str_cmp(*(const ru_str *)x, *(const ru_str *)y); }

static size_t text_at(const ru_dim *d, ru_str s) {
    const ru_str *found = d->text_count ? bsearch(&s, d->texts, d->text_count, sizeof s, by_text) : NULL;
    return found ? (size_t)(found - d->texts) : d->text_count;
}

static bool gather_texts(ru_space *sp, uint32_t dim) {
    size_t all = 0, n = 0, kept = 0;
    for (size_t i = 0; i < sp->test_count; i++)
        if (sp->tests[i].dim == dim) all += (size_t)sp->tests[i].atom->text_count;
    ru_str *texts = RU_NEWS(sp->a, ru_str, all + 1);
    if (!texts) return false;
    for (size_t i = 0; i < sp->test_count; i++)
        for (int k = 0; sp->tests[i].dim == dim && k < sp->tests[i].atom->text_count; k++) texts[n++] = sp->tests[i].atom->texts[k];
    if (n) qsort(texts, n, sizeof *texts, by_text);
    for (size_t i = 0; i < n; i++)
        if (!kept || !ru_str_eq(texts[kept - 1], texts[i])) texts[kept++] = texts[i];
    sp->dims[dim].texts = texts;
    sp->dims[dim].text_count = kept;
    return true;
}

static bool settle_dim(ru_space *sp, uint32_t dim) {
    ru_dim *d = &sp->dims[dim];
    if (d->kind == RU_AXIS_TEXT && !gather_texts(sp, dim)) return false;
    if (d->kind == RU_AXIS_STAGE || dim == sp->currency)
        for (int64_t v = d->low; v <= d->high; v++)
            if (!cut(sp, d, v)) return false;
    size_t kept = 0;
    if (d->cut_count) qsort(d->cuts, d->cut_count, sizeof *d->cuts, by_value);
    for (size_t i = 0; i < d->cut_count; i++)
        if (!kept || d->cuts[kept - 1] != d->cuts[i]) d->cuts[kept++] = d->cuts[i];
    d->cut_count = kept;
    d->cells = (uint32_t)(d->kind == RU_AXIS_TEXT ? d->text_count + 1 : d->cut_count + 1);
    if (d->none != RU_NOWHERE) d->none = d->cells++;
    d->word = sp->words;
    d->words = (d->cells + 63) / 64;
    sp->words += d->words;
    return true;
}

void ru_dim_bounds(const ru_dim *d, uint32_t cell, int64_t *low, int64_t *high) {
    *low = cell ? d->cuts[cell - 1] : d->low;
    *high = cell < d->cut_count ? d->cuts[cell] - 1 : d->high;
}

static uint32_t cell_of(const ru_dim *d, int64_t v) {
    size_t from = 0, to = d->cut_count;
    while (from < to) {
        size_t mid = (from + to) / 2;
        if (d->cuts[mid] <= v) from = mid + 1;
        else to = mid;
    }
    return (uint32_t)from;
}

/* ---- what a test accepts ---- */
typedef struct spans {
    ru_cells *items;
    uint32_t count;
} spans;

static void put(spans *s, uint32_t from, uint32_t to) {
    if (from >= to) return;
    if (s->count && s->items[s->count - 1].to == from) s->items[s->count - 1].to = to;
    else s->items[s->count++] = (ru_cells){from, to};
}

static void accept_texts(const ru_dim *d, const ru_atom *atom, spans *s) {
    for (uint32_t cell = 0; cell <= d->text_count; cell++) {
        bool named = false;
        for (int k = 0; k < atom->text_count && !named; k++) named = text_at(d, atom->texts[k]) == cell && cell < d->text_count;
        if (named != atom->negate) put(s, cell, cell + 1);
    }
}

static void accept_ranges(const ru_dim *d, const ru_ranges *set, spans *s) {
    for (int i = 0; i < set->count; i++) {
        int64_t low = set->items[i].low > d->low ? set->items[i].low : d->low;
        int64_t high = set->items[i].high < d->high ? set->items[i].high : d->high;
        if (low <= high) put(s, cell_of(d, low), cell_of(d, high) + 1);
    }
}

static bool settle_test(ru_space *sp, ru_test *t) {
    const ru_atom *atom = t->atom;
    const ru_dim *d = &sp->dims[t->dim];
    size_t variants = atom->by_currency ? sp->schema->currency_count : 1, most = 1;
    for (size_t v = 0; v < variants; v++) most += d->kind == RU_AXIS_TEXT ? d->text_count + 2 : (size_t)(atom->sets[v].count > 0 ? atom->sets[v].count : 0) + 1;
    spans s = {RU_NEWS(sp->a, ru_cells, most), 0};
    t->first = RU_NEWS(sp->a, uint32_t, variants + 1);
    t->masks = RU_NEWS(sp->a, uint64_t, variants + 1);
    if (!s.items || !t->first || !t->masks) return false;
    t->spans = s.items;
    for (size_t v = 0; v < variants; v++) {
        spans one = {s.items + s.count, 0};
        if (d->kind == RU_AXIS_TEXT) accept_texts(d, atom, &one);
        else accept_ranges(d, &atom->sets[v], &one);
        if (atom->if_none && d->none != RU_NOWHERE) put(&one, d->none, d->none + 1);
        for (uint32_t i = 0; d->words == 1 && i < one.count; i++)
            for (uint32_t k = one.items[i].from; k < one.items[i].to; k++) t->masks[v] |= (uint64_t)1 << k;
        s.count += one.count;
        t->first[v + 1] = s.count;
    }
    return true;
}

bool ru_space_settle(ru_space *sp) {
    for (size_t i = 0; i < sp->test_count; i++)
        if (!cut_for(sp, sp->tests[i].atom, &sp->dims[sp->tests[i].dim])) return false;
    for (uint32_t i = 0; i < sp->dim_count; i++)
        if (!settle_dim(sp, i)) return false;
    for (size_t i = 0; i < sp->test_count; i++)
        if (!settle_test(sp, &sp->tests[i])) return false;
    sp->whole = RU_NEWS(sp->a, uint64_t, sp->words + 1);
    if (!sp->whole) return false;
    for (size_t i = 0; i < sp->dim_count; i++)
        for (uint32_t k = 0; k < sp->dims[i].cells; k++) sp->whole[sp->dims[i].word + k / 64] |= (uint64_t)1 << (k % 64);
    return true;
}

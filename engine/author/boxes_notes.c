/* boxes_notes.c: good to know: two rules that both fit one person, and people whom only the catch-all takes. */
#include "engine/author/boxes.h"

enum { MOST_PAIRS = 400, MOST_BOXES = 5, MOST_TRIED = 12 };

static bool holds(const ru_boxes *b, const ru_family *k, size_t rule) {
    return ru_match_result(b->session->run, (size_t)ru_boxes_result(b, k, rule)) == RU_TRUE;
}

/* ---- overlaps ---- */
typedef struct pair {
    const ru_family *k;
    size_t first, second;
} pair;

static bool shows_both(const ru_boxes *b, const void *claim) {
    const pair *p = claim;
    return holds(b, p->k, p->first) && holds(b, p->k, p->second);
}

static int value_of(const ru_boxes *b, const ru_family *k, size_t rule) {
    const ru_policy *p = b->s->policy;
    switch (k->kind) {
    case RU_KIND_SEGMENT: return p->segments.items[rule].is;
    case RU_KIND_ACTION: return p->actions.items[rule].is;
    case RU_KIND_TONE: return p->tones.items[rule].is;
    default: return p->messages_rules.items[rule].message;
    }
}

static void tell_overlap(ru_boxes *b, const pair *p, ru_str request) {
    const ru_raw *one = ru_boxes_raw(b, p->k, p->first), *two = ru_boxes_raw(b, p->k, p->second);
    ru_finding *f = ru_finding_add(b->f, RU_NOTE, "overlap", two->node, "%s \"%.*s\" and %s \"%.*s\" (%.*s:%d) fit one person", p->k->name, (int)two->id.n,
                                   two->id.p, p->k->name, (int)one->id.n, one->id.p, (int)one->file.n, one->file.p, one->node->line);
    if (!f) return;
    f->request = request;
    f->effect = ru_arena_printf(b->f->arena, "where both fit, \"%.*s\" counts, because it stands first", (int)one->id.n, one->id.p);
    if (!f->effect.p) b->f->failed = true;
}

static void look_at_pair(ru_boxes *b, const pair *p) {
    ru_claim both[2] = {{ru_boxes_root(b, p->k, p->first), RU_WANT_TRUE}, {ru_boxes_root(b, p->k, p->second), RU_WANT_TRUE}};
    ru_str request;
    if (ru_boxes_show(b, both, 2, shows_both, p, &request)) tell_overlap(b, p, request);
}

void ru_boxes_overlaps(ru_boxes *b) {
    int pairs = MOST_PAIRS;
    for (int n = 0; n < RU_FAMILIES; n++) {
        const ru_family *k = &b->families[n];
        for (size_t j = 1; k->first_hit && j < k->count; j++) {
            if (b->state[ru_boxes_result(b, k, j)] != RU_ALIVE || ru_boxes_always(b, ru_boxes_root(b, k, j))) continue;
            for (size_t i = 0; i < j && b->so.allowed > 0; i++) {
                pair p = {k, i, j};
                if (b->state[ru_boxes_result(b, k, i)] != RU_ALIVE || value_of(b, k, i) == value_of(b, k, j)) continue;
                if (pairs-- <= 0) return;
                look_at_pair(b, &p);
            }
        }
    }
}

/* ---- what only the catch-all covers ---- */
typedef struct rest {
    const ru_family *k;
    size_t last;
} rest;

static bool shows_rest(const ru_boxes *b, const void *claim) {
    const rest *r = claim;
    for (size_t i = 0; i < r->last; i++)
        if (ru_match_result(b->session->run, (size_t)ru_boxes_result(b, r->k, i)) != RU_FALSE) return false;
    return holds(b, r->k, r->last);
}

static bool none_above(const ru_boxes *b, const rest *r, const uint64_t *domain) {
    for (size_t i = 0; i < r->last; i++)
        if (ru_space_judge(&b->sp, domain, ru_boxes_root(b, r->k, i)) != RU_FALSE) return false;
    return true;
}

static void copy_dim(const ru_dim *d, uint64_t *to, const uint64_t *from) { memcpy(to + d->word, from + d->word, d->words * sizeof *to); }

/* As large a part as can be without a rule above that might hold. */
static void widen(const ru_boxes *b, const rest *r, uint64_t *domain, uint64_t *held) {
    for (uint32_t i = 0; i < b->sp.dim_count; i++) {
        const ru_dim *d = &b->sp.dims[i];
        if (!ru_domain_narrowed(&b->sp, domain, i)) continue;
        copy_dim(d, held, domain);
        copy_dim(d, domain, b->sp.whole);
        if (none_above(b, r, domain)) continue;
        copy_dim(d, domain, held);
        for (uint32_t k = 0; k < d->cells; k++) { /* then cell by cell */
            uint64_t bit = (uint64_t)1 << (k % 64), *word = &domain[d->word + k / 64];
            if (*word & bit || !(b->sp.whole[d->word + k / 64] & bit)) continue;
            *word |= bit;
            if (!none_above(b, r, domain)) *word &= ~bit;
        }
    }
}

static void tell_rest(ru_boxes *b, const rest *r, const uint64_t *domain, ru_str request) {
    const ru_raw *last = ru_boxes_raw(b, r->k, r->last);
    ru_buf_clear(&b->line);
    ru_boxes_say_domain(b, &b->line, domain);
    ru_finding *f = ru_finding_add(b->f, RU_NOTE, "only_otherwise", last->node, "only the last %s, \"%.*s\", covers: %.*s", r->k->name, (int)last->id.n,
                                   last->id.p, (int)(b->line.n < 600 ? b->line.n : 600), b->line.p);
    if (!f) return;
    f->request = request;
    f->effect = RU_STR("no other rule was written for these people");
}

static void look_at_rest(ru_boxes *b, const rest *r) {
    ru_claim *claims = RU_NEWS(b->a, ru_claim, r->last + 1);
    uint64_t *held = RU_NEWS(b->a, uint64_t, b->sp.words + 1);
    ru_box boxes[MOST_TRIED];
    int told = 0;
    if (!claims || !held) {
        b->so.failed = true;
        return;
    }
    for (size_t i = 0; i < r->last; i++) claims[i] = (ru_claim){ru_boxes_root(b, r->k, i), RU_WANT_FALSE};
    b->so.boxes = boxes;
    for (size_t n = 0; n < MOST_TRIED && told < MOST_BOXES; n++) {
        ru_str request;
        b->so.box_count = n;
        if (ru_boxes_ask(b, claims, r->last) != RU_YES) break;
        uint64_t *wide = ru_arena_dup(b->a, b->so.domain, (b->sp.words + 1) * sizeof *wide);
        uint64_t *found = ru_arena_dup(b->a, b->so.domain, (b->sp.words + 1) * sizeof *found);
        if (!wide || !found) {
            b->so.failed = true;
            break;
        }
        widen(b, r, wide, held);
        boxes[n].domain = wide;
        if (!ru_boxes_request(b, found, shows_rest, r, &request)) continue;
        tell_rest(b, r, wide, request);
        told++;
    }
    b->so.box_count = 0;
    b->so.boxes = NULL;
}

void ru_boxes_leftovers(ru_boxes *b) {
    for (int n = 0; n < RU_FAMILIES; n++) {
        const ru_family *k = &b->families[n];
        rest r = {k, k->count ? k->count - 1 : 0};
        if (k->first_hit && k->count > 1 && ru_boxes_always(b, ru_boxes_root(b, k, r.last)) && b->state[ru_boxes_result(b, k, r.last)] == RU_ALIVE)
            look_at_rest(b, &r);
    }
}

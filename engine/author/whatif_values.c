/* whatif_values.c: what each fact might be instead: values on either side of what rules compare it with, every word of an enum, nothing on file. */
#include "engine/author/whatif.h"

enum { DAY = 86400, STEPS = 6 };

static void add(ru_whatif *w, int slot, ru_value to, int64_t distance) {
    const ru_fact *f = &w->study->policy->schema->facts.items[slot];
    to.given = 2;
    if (ru_value_same(f, &to, &w->facts[slot])) return;
    for (size_t i = w->candidate_count; i-- > 0 && w->candidates[i].slot == slot;)
        if (ru_value_same(f, &to, &w->candidates[i].to)) return;
    ru_change *grown = ru_arena_grow(&w->arena, w->candidates, w->candidate_count, &w->candidate_capacity, sizeof *w->candidates);
    if (!grown) {
        w->failed = true;
        return;
    }
    w->candidates = grown;
    w->candidates[w->candidate_count++] = (ru_change){slot, to, distance};
}

static int64_t away(int64_t a, int64_t b) {
    int64_t d;
    if (!ru_sub64(a > b ? a : b, a > b ? b : a, &d)) return INT64_MAX;
    return d;
}

static void add_number(ru_whatif *w, int slot, int64_t v) {
    const ru_fact *f = &w->study->policy->schema->facts.items[slot];
    const ru_value *now = &w->facts[slot];
    if (f->has_range && (v < f->low || v > f->high)) return;
    add(w, slot, (ru_value){.i = v, .state = RU_VALUE}, now->state == RU_VALUE ? away(v, now->i) : 0);
}

/* Amounts that no rule names by themselves work through what is derived from them: a share of what they are, or something usual. */
static void add_amounts(ru_whatif *w, int slot) {
    static const int64_t percent[STEPS] = {0, 50, 75, 125, 150, 200}, usual[STEPS] = {0, 50000, 100000, 200000, 300000, 500000};
    const ru_value *now = &w->facts[slot];
    for (size_t i = 0; i < STEPS; i++) {
        bool known = now->state == RU_VALUE && now->i > 0 && now->i < INT64_MAX / 200;
        add_number(w, slot, known ? now->i * percent[i] / 100 : usual[i]);
    }
}

/* On a figure that rules compare with, and next to it. */
static void add_figures(ru_whatif *w, int slot, int64_t step, int64_t origin) {
    const ru_hint_values *h = &w->hints->facts[slot];
    for (size_t i = 0; i < h->count; i++)
        for (int64_t by = -1; by <= 1; by++) {
            int64_t v;
            if (ru_mul64(h->items[i] + by, step, &v) && ru_add64(v, origin, &v)) add_number(w, slot, v);
        }
}

static void add_words(ru_whatif *w, int slot, const ru_fact *f) {
    for (size_t i = 0; i < f->value_count; i++) add(w, slot, (ru_value){.i = (int64_t)i, .state = RU_VALUE}, 1);
}

/* One word more or less. */
static void add_toggles(ru_whatif *w, int slot, const ru_fact *f) {
    int64_t now = w->facts[slot].state == RU_VALUE ? w->facts[slot].i : 0;
    if (now) add(w, slot, (ru_value){.i = 0, .state = RU_VALUE}, __builtin_popcountll((uint64_t)now));
    for (size_t i = 0; i < f->value_count && i < 64; i++) add(w, slot, (ru_value){.i = now ^ (int64_t)((uint64_t)1 << i), .state = RU_VALUE}, 1);
}

static void add_values(ru_whatif *w, int slot, const ru_fact *f) {
    int64_t now = w->session->request.now, today = now / DAY;
    switch (f->type) {
    case RU_BOOLEAN:
        add(w, slot, (ru_value){.i = 1, .state = RU_VALUE}, 1);
        add(w, slot, (ru_value){.i = 0, .state = RU_VALUE}, 1);
        break;
    case RU_ENUM: add_words(w, slot, f); break;
    case RU_LIST_ENUM: add_toggles(w, slot, f); break;
    case RU_INTEGER:
    case RU_RATIO: add_figures(w, slot, 1, 0); break;
    case RU_MONEY:
        add_figures(w, slot, 1, 0);
        add_amounts(w, slot);
        break;
    case RU_DATE:
        add_number(w, slot, today);
        add_figures(w, slot, 1, today);
        break;
    case RU_INSTANT:
        add_number(w, slot, now);
        add_figures(w, slot, DAY, now);
        break;
    default: return; /* names, windows and places are not varied */
    }
    if (f->missing.state == RU_NONE) add(w, slot, (ru_value){.state = RU_NONE}, 1);
}

/* Who it is and where they live is nothing to be changed; what is not known of it may be found out. */
static bool fixed(const ru_whatif *w, int slot) {
    const ru_schema *s = w->study->policy->schema;
    bool identity = slot == s->core.jurisdiction || slot == s->core.role || slot == s->core.currency || slot == s->core.language || slot == s->core.subject;
    return identity && w->facts[slot].state == RU_VALUE;
}

void ru_whatif_values(ru_whatif *w, int slot) {
    w->candidates = NULL;
    w->candidate_count = w->candidate_capacity = 0;
    add_values(w, slot, &w->study->policy->schema->facts.items[slot]);
}

void ru_whatif_candidates(ru_whatif *w) {
    const ru_fields *facts = &w->study->policy->schema->facts;
    w->candidates = NULL;
    w->candidate_count = w->candidate_capacity = 0;
    for (size_t slot = 0; slot < facts->count && !w->failed; slot++) {
        const ru_fact *f = &facts->items[slot];
        if (f->derived || f->from_plugin || f->is_protected || fixed(w, (int)slot)) continue;
        add_values(w, (int)slot, f);
    }
}

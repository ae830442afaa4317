/* diff_groups.c: people told apart: by the segment they were in, by circumstances, by what a fact says. Words and truth as they are; amounts in bands of 1, 2, 5, 10; dates by month. */
#include "engine/author/diff.h"

enum { MILLIONTHS = 1000000 };

static ruth_status add_group(ru_diff *d, ru_group g, size_t room, ruth_error *e) {
    if (d->group_count == RU_DIFF_GROUPS) return ru_fail(e, RUTH_E_ARGUMENT, "at most %d groups", (int)RU_DIFF_GROUPS);
    g.tallied = RU_NEWS(&d->arena, ru_tallied, room + 1);
    if (!g.tallied) return ru_fail_nomem(e);
    d->groups[d->group_count++] = g;
    return RUTH_OK;
}

static ruth_status open_segments(ru_diff *d, ruth_error *e) {
    const ru_policy *p = d->sides[0].policy;
    ru_str *names = RU_NEWS(&d->arena, ru_str, p->segment_count + 1);
    if (!names) return ru_fail_nomem(e);
    for (size_t i = 0; i < p->segment_count; i++) names[i] = p->segment_names[i].name;
    return add_group(d, (ru_group){.name = RU_STR("segment"), .kind = RU_BY_SEGMENT, .slot = -1, .count = p->segment_count, .values = names}, p->segment_count,
                     e);
}

static ruth_status open_circumstances(ru_diff *d, ruth_error *e) {
    const ru_raws *raws = &d->sides[0].study->raw[RU_KIND_CIRCUMSTANCE];
    ru_group g = {.name = RU_STR("circumstance"),
                  .kind = RU_BY_CIRCUMSTANCE,
                  .slot = -1,
                  .count = raws->count,
                  .values = RU_NEWS(&d->arena, ru_str, raws->count + 1),
                  .conds = RU_NEWS(&d->arena, const ru_cond *, raws->count + 1)};
    if (!g.values || !g.conds) return ru_fail_nomem(e);
    for (size_t i = 0; i < raws->count; i++) {
        const ru_node *when = ru_node_get(raws->items[i].body, "when");
        g.values[i] = raws->items[i].id;
        g.conds[i] = ru_study_cond(d->sides[0].study, when ? when : raws->items[i].body);
    }
    return add_group(d, g, g.count, e);
}

static ruth_status open_fact(ru_diff *d, int slot, ruth_error *e) {
    const ru_fact *f = &d->sides[0].policy->schema->facts.items[slot];
    ru_group g = {.name = d->sides[0].policy->schema->facts.names[slot], .kind = RU_BY_WORD, .slot = slot, .count = f->value_count, .values = f->values};
    switch (f->type) {
    case RU_ENUM: return add_group(d, g, g.count, e);
    case RU_BOOLEAN:
        g.count = 2;
        if (!(g.values = RU_NEWS(&d->arena, ru_str, 2))) return ru_fail_nomem(e);
        g.values[0] = RU_STR("false");
        g.values[1] = RU_STR("true");
        return add_group(d, g, 2, e);
    case RU_TEXT:
    case RU_ZONE: g.kind = RU_BY_TEXT; break;
    case RU_INTEGER:
    case RU_MONEY:
    case RU_RATIO:
    case RU_DATE:
    case RU_INSTANT: g.kind = RU_BY_BAND; break;
    default:
        return ru_fail(e, RUTH_E_ARGUMENT, "%.*s is %s; people are told apart by a fact that has one value", (int)g.name.n, g.name.p, ru_type_phrase(f->type));
    }
    g.count = 0;
    g.values = RU_NEWS(&d->arena, ru_str, RU_DIFF_VALUES);
    g.keys = RU_NEWS(&d->arena, int64_t, RU_DIFF_VALUES);
    return g.values && g.keys ? add_group(d, g, RU_DIFF_VALUES, e) : ru_fail_nomem(e);
}

ruth_status ru_diff_open_group(ru_diff *d, const char *by, ruth_error *e) {
    const ru_fields *facts = &d->sides[0].policy->schema->facts;
    for (size_t i = 0; i < d->group_count; i++)
        if (ru_str_is(d->groups[i].name, by)) return RUTH_OK;
    if (!strcmp(by, "segment")) return open_segments(d, e);
    if (!strcmp(by, "circumstance")) return open_circumstances(d, e);
    int slot = ru_fields_find(facts, ru_str_of(by));
    if (slot >= 0) return open_fact(d, slot, e);
    ru_str near = ru_str_nearest(ru_str_of(by), facts->names, facts->count);
    return near.p ? ru_fail(e, RUTH_E_ARGUMENT, "the old policy has no fact %s; did you mean %.*s?", by, (int)near.n, near.p)
                  : ru_fail(e, RUTH_E_ARGUMENT, "the old policy has no fact %s", by);
}

/* ---- bands ---- */
static int64_t floor_to(int64_t v, int64_t step) { return v >= 0 ? v / step * step : -((-(v + 1)) / step + 1) * step; }

/* The band of 1, 2, 5, 10, 20 … in which a number lies; below nought the same mirrored, nought by itself. */
static void number_band(int64_t v, int64_t *low, int64_t *high) {
    static const int64_t steps[] = {1, 2, 5, 10};
    int64_t size = v < 0 ? (v == INT64_MIN ? INT64_MAX : -v) : v, ten = 1, from = 0, to = 0;
    while (size / ten >= 10) ten *= 10;
    for (size_t i = 0; size && i + 1 < RU_COUNT(steps); i++)
        if (size / ten >= steps[i]) {
            from = steps[i] * ten;
            if (!ru_mul64(steps[i + 1], ten, &to)) to = INT64_MAX;
            to -= 1;
        }
    *low = v < 0 ? -to : from;
    *high = v < 0 ? -from : to;
}

static ru_str band_name(ru_diff *d, const ru_fact *f, int64_t v, int64_t *key) {
    int64_t low, high;
    char date[11];
    if (f->type == RU_DATE || f->type == RU_INSTANT) {
        int64_t day = f->type == RU_DATE ? v : floor_to(v, 86400) / 86400;
        if (!ru_date_fits(day)) day = 0;
        ru_date_text((int32_t)day, date);
        int year, month, of_month;
        ru_civil_from_days((int32_t)day, &year, &month, &of_month);
        *key = (int64_t)year * 12 + month;
        return ru_arena_printf(&d->scratch, "%.7s", date);
    }
    if (f->type == RU_RATIO) {
        *key = low = floor_to(v, MILLIONTHS / 10) / (MILLIONTHS / 10) * 10;
        return ru_arena_printf(&d->scratch, "%lld %% \xE2\x80\x93 %lld %%", (long long)low, (long long)low + 10);
    }
    number_band(v, &low, &high);
    *key = low;
    if (low == high) return ru_arena_printf(&d->scratch, "%lld", (long long)low);
    return ru_arena_printf(&d->scratch, "%lld \xE2\x80\x93 %lld", (long long)low, (long long)high);
}

/* A value that comes up for the first time takes its place in the order; one too many is another. */
static ru_tallied *row_of(ru_diff *d, ru_group *g, ru_str name, int64_t key) {
    size_t at = 0;
    while (at < g->count && (g->kind == RU_BY_BAND ? g->keys[at] < key : ru_str_cmp(g->values[at], name) < 0)) at++;
    if (at < g->count && (g->kind == RU_BY_BAND ? g->keys[at] == key : ru_str_eq(g->values[at], name))) return &g->tallied[at];
    if (g->count == RU_DIFF_VALUES) return &g->rest[RU_REST_OTHER];
    ru_str kept = ru_arena_str(&d->arena, name);
    d->failed |= !kept.p;
    memmove(&g->values[at + 1], &g->values[at], (g->count - at) * sizeof *g->values);
    memmove(&g->keys[at + 1], &g->keys[at], (g->count - at) * sizeof *g->keys);
    memmove(&g->tallied[at + 1], &g->tallied[at], (g->count - at) * sizeof *g->tallied);
    g->values[at] = kept;
    g->keys[at] = key;
    g->tallied[at] = (ru_tallied){.people = 0};
    g->count++;
    return &g->tallied[at];
}

/* ---- the present person ---- */
static void add_row(ru_diff *d, ru_tallied *t) {
    d->rows = ru_arena_grow(&d->arena, d->rows, d->row_count, &d->row_capacity, sizeof *d->rows);
    if (d->rows) d->rows[d->row_count++] = t;
    else d->failed = true;
}

static void find_circumstances(ru_diff *d, ru_group *g) {
    const ru_session *s = d->sides[0].session;
    ru_tri best = RU_FALSE;
    for (size_t i = 0; i < g->count; i++) {
        ru_tri is = g->conds[i] ? ru_cond_judge(s->policy->match, s->run, g->conds[i]) : RU_MAYBE;
        if (is == RU_TRUE) add_row(d, &g->tallied[i]);
        if (is > best) best = is;
    }
    if (best != RU_TRUE) add_row(d, &g->rest[best == RU_MAYBE ? RU_REST_UNKNOWN : RU_REST_NONE]);
}

static ru_tallied *by_fact(ru_diff *d, ru_group *g) {
    const ru_fact *f = &d->sides[0].policy->schema->facts.items[g->slot];
    const ru_value *v = &d->sides[0].session->request.facts[g->slot];
    int64_t key = 0;
    if (v->state != RU_VALUE) return &g->rest[v->state == RU_UNKNOWN ? RU_REST_UNKNOWN : RU_REST_NONE];
    if (g->kind == RU_BY_WORD) return v->i >= 0 && (size_t)v->i < g->count ? &g->tallied[v->i] : &g->rest[RU_REST_OTHER];
    ru_str name = g->kind == RU_BY_TEXT ? v->u.s : band_name(d, f, v->i, &key);
    if (!name.p) d->failed = true;
    return name.p ? row_of(d, g, name, key) : &g->rest[RU_REST_OTHER];
}

void ru_diff_find_rows(ru_diff *d) {
    d->row_count = 0;
    add_row(d, &d->all);
    for (size_t i = 0; i < d->group_count && !d->failed; i++) {
        ru_group *g = &d->groups[i];
        if (g->kind == RU_BY_CIRCUMSTANCE) find_circumstances(d, g);
        else add_row(d, g->kind == RU_BY_SEGMENT ? &g->tallied[d->sides[0].segment] : by_fact(d, g));
    }
}

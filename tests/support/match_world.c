/* match_world.c: a small made-up world for tests of the matcher. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/match_world.h"

/* ---- chance ---- */
uint64_t dice_roll(dice *d) {
    uint64_t z = d->state += 0x9E3779B97F4A7C15U;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return z ^ z >> 31;
}

uint32_t dice_below(dice *d, uint32_t n) { return (uint32_t)(dice_roll(d) >> 32) % n; }
bool dice_chance(dice *d, uint32_t per_cent) { return dice_below(d, 100) < per_cent; }

uint64_t dice_seed(void) {
    const char *s = getenv("RUTH_SEED");
    return s && *s ? strtoull(s, NULL, 10) : 20260302;
}

size_t dice_scale(size_t n) {
    const char *s = getenv("RUTH_SCALE");
    size_t scale = s && *s ? strtoull(s, NULL, 10) : 1000;
    return n * scale / 1000 ? n * scale / 1000 : 1;
}

/* ---- the world ---- */
const char *world_facts(void) {
    return "currency: { type: enum, values: [USD, CAD, EUR] }\n"
           "timezone: { type: zone }\n"
           "jurisdiction: { type: enum, values: [us, ca] }\n"
           "role: { type: enum, values: [first_party, third_party] }\n"
           "late: { type: integer, range: [-100, 5000] }\n"
           "early: { type: integer, range: [-100, 5000] }\n"
           "balance: { type: money }\n"
           "income: { type: money }\n"
           "event: { type: enum, values: [none_such, loss, illness, disaster] }\n"
           "complaint: { type: boolean }\n"
           "consent: { type: boolean }\n"
           "due: { type: date }\n"
           "called: { type: instant }\n"
           "branch: { type: text }\n"
           "needs: { type: list of enum, values: [health, resilience, capability, money] }\n";
}

static void read_schema(world *w, const char *yaml) {
    ruth_error e = {0};
    ru_node *node = NULL;
    if (ru_yaml_read(&w->arena, RU_STR("facts.yaml"), ru_str_of(yaml), &node, &e)) fail_msg("facts.yaml:%d: %s", e.line, e.message);
    const ru_node *facts[] = {node};
    const ru_str languages[] = {RU_STR("en")};
    ru_schema_files files = {.facts = facts, .facts_count = 1, .languages = languages, .language_count = 1};
    if (ru_schema_build(&w->arena, &files, &w->schema, &e)) fail_msg("facts.yaml:%d: %s", e.line, e.message);
}

void world_open(world *w, const char *facts_yaml) {
    static const char *const names[] = {"UTC", "America/New_York", "Etc/GMT+12", "Pacific/Kiritimati", "Asia/Kathmandu"};
    memset(w, 0, sizeof *w);
    ruth_allocator alloc = ru_allocator_default();
    ruth_error e = {0};
    ru_arena_init(&w->arena, &alloc, 64 * 1024);
    read_schema(w, facts_yaml ? facts_yaml : world_facts());
    for (size_t i = 0; i < RU_COUNT(names); i++) {
        ru_zone *z = NULL;
        if (ru_zone_load(&w->arena, NULL, ru_str_of(names[i]), &z, &e)) fail_msg("%s: %s", names[i], e.message);
        w->zones[i] = z;
    }
    w->request.now = 1772460000; /* 2026-03-02T14:00:00Z */
    w->request.facts = RU_NEWS(&w->arena, ru_value, w->schema->facts.count + 1);
    assert_non_null(w->request.facts);
    w->exprs = RU_NEWS(&w->arena, const ru_expr *, 256);
    assert_non_null(w->exprs);
    w->scene.schema = w->schema;
    w->scene.request = &w->request;
    w->scene.currency = -1;
    w->scene.expires_next = INT64_MAX;
}

void world_close(world *w) { ru_arena_free(&w->arena); }

int world_slot(const world *w, const char *name) {
    int slot = ru_fields_find(&w->schema->facts, ru_str_of(name));
    if (slot < 0) fail_msg("no fact %s", name);
    return slot;
}

void world_set(world *w, int slot, int64_t v) { w->request.facts[slot] = (ru_value){.i = v, .state = RU_VALUE}; }

void world_set_text(world *w, int slot, const char *text) { w->request.facts[slot] = (ru_value){.u.s = ru_str_of(text), .state = RU_VALUE}; }

void world_none(world *w, int slot) { w->request.facts[slot] = (ru_value){.state = RU_NONE}; }
void world_unknown(world *w, int slot) { w->request.facts[slot] = (ru_value){.state = RU_UNKNOWN}; }

void world_zones(world *w, size_t count, const int *which) {
    memset(w->scene.memo, 0, sizeof w->scene.memo);
    w->scene.zone_count = count;
    for (size_t i = 0; i < count; i++) {
        w->scene.zones[i] = w->zones[which[i]];
        w->scene.today[i] = ru_zone_date(w->scene.zones[i], w->request.now, &w->scene.memo[i]);
    }
}

int world_expr_fact(world *w, const char *name, ru_type want) {
    ru_node *n = RU_NEW(&w->arena, ru_node), *x = RU_NEW(&w->arena, ru_node), *of = RU_NEW(&w->arena, ru_node);
    ruth_error e = {0};
    assert_true(n && x && of && w->expr_count < 256);
    *x = (ru_node){.kind = RU_NODE_TEXT, .text = RU_STR("fact"), .file = RU_STR("test.lua"), .line = 1};
    *of = (ru_node){.kind = RU_NODE_TEXT, .text = ru_str_of(name), .file = RU_STR("test.lua"), .line = 1};
    *n = (ru_node){.kind = RU_NODE_MAP, .count = 2, .file = RU_STR("test.lua"), .line = 1};
    n->items = RU_NEWS(&w->arena, ru_node *, 2);
    n->keys = RU_NEWS(&w->arena, ru_str, 2);
    assert_true(n->items && n->keys);
    n->keys[0] = RU_STR("name");
    n->items[0] = of;
    n->keys[1] = RU_STR("x");
    n->items[1] = x;
    if (ru_expr_build(&w->arena, w->schema, n, want, NULL, 0, &w->exprs[w->expr_count], &e)) fail_msg("%s", e.message);
    return (int)w->expr_count++;
}

static ru_tri answer(void *context, int index) {
    world *w = context;
    w->asked[index]++;
    return w->coded[index];
}

void world_start(world *w, ru_match_run *r) {
    ru_match_env env = {.scene = &w->scene, .coded = answer, .context = w};
    memset(w->asked, 0, sizeof w->asked);
    ru_match_start(r, &env);
}

ru_match *world_match(world *w, const ru_cond *const *conds, size_t count) {
    ruth_allocator alloc = ru_allocator_default();
    ru_arena scratch;
    ru_match *m = NULL;
    ruth_error e = {0};
    ru_arena_init(&scratch, &alloc, 64 * 1024);
    if (ru_match_new(&w->arena, &scratch, w->schema, conds, count, w->exprs, w->expr_count, &m, &e)) fail_msg("%s", e.message);
    ru_arena_free(&scratch);
    return m;
}

ru_match_run *world_run(const ru_match *m) {
    ruth_allocator alloc = ru_allocator_default();
    ru_match_run *r = NULL;
    assert_int_equal(ru_match_run_new(m, &alloc, &r, NULL), RUTH_OK);
    return r;
}

/* ---- conditions ---- */
ru_atom *atom_make(world *w, ru_axis_kind axis, int a, int b) {
    ru_atom *atom = RU_NEW(&w->arena, ru_atom);
    ru_ranges *sets = RU_NEWS(&w->arena, ru_ranges, RU_MAX_CURRENCIES);
    assert_true(atom && sets);
    *atom = (ru_atom){.axis = axis, .a = a, .b = b, .sets = sets};
    return atom;
}

/* Ranges come in ascending order, at most 8. */
void atom_add(world *w, ru_atom *atom, int64_t low, int64_t high) {
    const ru_ranges *old = atom->sets;
    ru_ranges *sets = RU_NEWS(&w->arena, ru_ranges, RU_MAX_CURRENCIES);
    assert_non_null(sets);
    for (int v = 0; v < RU_MAX_CURRENCIES; v++) {
        ru_range *items = RU_NEWS(&w->arena, ru_range, old[v].count + 1);
        assert_non_null(items);
        if (old[v].count) memcpy(items, old[v].items, (size_t)old[v].count * sizeof *items);
        items[old[v].count] = (ru_range){low, high};
        sets[v] = (ru_ranges){items, old[v].count + 1};
        if (!atom->by_currency) break;
    }
    atom->sets = sets;
}

const ru_cond *cond_of(world *w, const ru_atom *atom) {
    ru_cond *c = RU_NEW(&w->arena, ru_cond);
    assert_non_null(c);
    *c = (ru_cond){.kind = RU_COND_ATOM, .atom = atom};
    return c;
}

const ru_cond *cond_axis(world *w, ru_axis_kind axis, int a, int b, int64_t low, int64_t high) {
    ru_atom *atom = atom_make(w, axis, a, b);
    atom_add(w, atom, low, high);
    return cond_of(w, atom);
}

const ru_cond *cond_in(world *w, int slot, int64_t low, int64_t high) { return cond_axis(w, RU_AXIS_SLOT, slot, 0, low, high); }
const ru_cond *cond_coded(world *w, int index) { return cond_axis(w, RU_AXIS_CODED, 0, index, 1, 1); }

ru_cond *cond_many(world *w, ru_cond_kind kind, size_t room) {
    ru_cond *c = RU_NEW(&w->arena, ru_cond);
    assert_non_null(c);
    *c = (ru_cond){.kind = kind, .items = RU_NEWS(&w->arena, const ru_cond *, room + 1)};
    assert_non_null(c->items);
    return c;
}

void cond_add(ru_cond *c, const ru_cond *item) { c->items[c->count++] = item; }

const ru_cond *cond_both(world *w, ru_cond_kind kind, const ru_cond *a, const ru_cond *b) {
    ru_cond *c = cond_many(w, kind, 2);
    cond_add(c, a);
    if (b) cond_add(c, b);
    return c;
}

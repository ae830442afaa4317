/* match_bench.c: what matching costs: 36 rules, and 10,000; every request differs from the last. Prints nanoseconds a decision. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "engine/match/match.h"

enum { FACTS = 25, PEOPLE = 512, ROUNDS = 200, SAMPLES = 9 };
enum { SEGMENTS = 8, LIMITS = 10, TONES = 6, PLANS = 6, CHANNELS = 6 }; /* 36 rules */

typedef struct setup {
    ru_arena arena;
    ru_schema schema;
    ru_fact facts[FACTS];
    ru_match *match;
    ru_match_run *run;
    size_t rules, per_kind;
    uint64_t chance;
    const ru_cond *care, *income; /* circumstances that several rules share */
    ru_value people[PEOPLE][FACTS];
} setup;

static uint32_t roll(setup *s, uint32_t n) {
    uint64_t z = s->chance += 0x9E3779B97F4A7C15U;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return (uint32_t)(z >> 33) % n;
}

static void *need(void *p) {
    if (p) return p;
    fputs("match_bench: out of memory\n", stderr);
    exit(70);
}

/* ---- facts: 8 booleans, 6 enums of 6, 4 integers of days, 7 amounts ---- */
static ru_type type_of(int slot) { return slot < 8 ? RU_BOOLEAN : slot < 14 ? RU_ENUM : slot < 18 ? RU_INTEGER : RU_MONEY; }
static uint32_t span_of(int slot) { return slot < 8 ? 2 : slot < 14 ? 6 : slot < 18 ? 180 : 500000; }

static const ru_cond *range(setup *s, ru_axis_kind axis, int slot, int64_t low, int64_t high) {
    ru_cond *c = need(RU_NEW(&s->arena, ru_cond));
    ru_atom *a = need(RU_NEW(&s->arena, ru_atom));
    ru_ranges *set = need(RU_NEW(&s->arena, ru_ranges));
    ru_range *r = need(RU_NEW(&s->arena, ru_range));
    *r = (ru_range){low, high};
    *set = (ru_ranges){r, 1};
    *a = (ru_atom){.axis = axis, .a = slot, .sets = set};
    *c = (ru_cond){.kind = RU_COND_ATOM, .atom = a};
    return c;
}

static ru_cond *join(setup *s, ru_cond_kind kind, size_t room) {
    ru_cond *c = need(RU_NEW(&s->arena, ru_cond));
    *c = (ru_cond){.kind = kind, .items = need(RU_NEWS(&s->arena, const ru_cond *, room))};
    return c;
}

static const ru_cond *leaf(setup *s) {
    int slot = (int)roll(s, FACTS);
    int64_t at = roll(s, span_of(slot));
    if (slot < 14) return range(s, RU_AXIS_SLOT, slot, at, at);
    return roll(s, 2) ? range(s, RU_AXIS_SLOT, slot, at, INT64_MAX) : range(s, RU_AXIS_SLOT, slot, at / 2, at / 2 + span_of(slot) / 3);
}

/* Two to four facts; one rule in six has an any_of of its own, one in six a circumstance; tones and channels read the segment. */
static const ru_cond *rule(setup *s, bool by_segment) {
    ru_cond *c = join(s, RU_COND_ALL, 8);
    uint32_t n = 2 + roll(s, 3);
    for (uint32_t i = 0; i < n; i++) c->items[c->count++] = leaf(s);
    uint32_t extra = roll(s, 6);
    if (extra == 0) {
        ru_cond *any = join(s, RU_COND_ANY, 2);
        any->items[any->count++] = leaf(s);
        any->items[any->count++] = leaf(s);
        c->items[c->count++] = any;
    } else if (extra == 1) c->items[c->count++] = roll(s, 2) ? s->care : s->income;
    if (by_segment) c->items[c->count++] = range(s, RU_AXIS_STAGE, RU_STAGE_SEGMENT, 0, (int64_t)roll(s, SEGMENTS));
    return c;
}

static void build(setup *s, size_t times) {
    ruth_allocator alloc = ru_allocator_default();
    ru_arena scratch;
    ruth_error e = {0};
    ru_arena_init(&s->arena, &alloc, 1 << 16);
    ru_arena_init(&scratch, &alloc, 1 << 16);
    s->chance = 1;
    for (int i = 0; i < FACTS; i++) s->facts[i].type = type_of(i);
    s->schema.facts.items = s->facts;
    s->schema.facts.count = FACTS;
    ru_cond *care = join(s, RU_COND_ANY, 3), *income = join(s, RU_COND_ANY, 3);
    for (int i = 0; i < 3; i++) care->items[care->count++] = leaf(s);
    for (int i = 0; i < 3; i++) income->items[income->count++] = leaf(s);
    s->care = care;
    s->income = income;
    static const int kinds[] = {SEGMENTS, LIMITS, PLANS, TONES, CHANNELS};
    const ru_cond **conds = need(RU_NEWS(&s->arena, const ru_cond *, 36 * times));
    for (size_t k = 0; k < RU_COUNT(kinds); k++)
        for (size_t i = 0; i < (size_t)kinds[k] * times; i++) conds[s->rules++] = rule(s, k >= 3);
    clock_t from = clock();
    if (ru_match_new(&s->arena, &scratch, &s->schema, conds, s->rules, NULL, 0, &s->match, &e) || ru_match_run_new(s->match, &alloc, &s->run, &e)) {
        fprintf(stderr, "match_bench: %s\n", e.message);
        exit(70);
    }
    printf("%zu rules: %zu KiB of tables, built in %ld ms\n", s->rules, ru_match_bytes(s->match) / 1024, (long)((clock() - from) * 1000 / CLOCKS_PER_SEC));
    ru_arena_free(&scratch);
}

static void people(setup *s, uint32_t unknown) {
    for (int p = 0; p < PEOPLE; p++)
        for (int i = 0; i < FACTS; i++) {
            ru_state st = roll(s, 100) < unknown ? RU_UNKNOWN : roll(s, 100) < 5 ? RU_NONE : RU_VALUE;
            s->people[p][i] = (ru_value){.i = roll(s, span_of(i)), .state = (uint8_t)st};
        }
}

/* As a first-hit stage looks: up to the first that is true. */
static size_t look(const setup *s, size_t from, size_t to) {
    ru_results results = ru_match_results(s->run);
    size_t sum = 0;
    ru_tri is = RU_FALSE;
    for (; is != RU_TRUE && (from = ru_match_next(&results, from, to, &is)) < to; from++) sum += from + (size_t)is;
    return sum;
}

static size_t decide(setup *s, const ru_match_env *env) {
    ru_match_start(s->run, env);
    size_t sum = look(s, 0, s->rules / 36 * SEGMENTS);
    int32_t segment = (int32_t)(sum % SEGMENTS), plans[] = {0, 2};
    ru_match_give(s->run, RU_STAGE_SEGMENT, &segment, 1);
    ru_match_give(s->run, RU_STAGE_PLANS, plans, 2);
    ru_match_give(s->run, RU_STAGE_ACTION, &segment, 1);
    ru_match_give(s->run, RU_STAGE_TONE, &segment, 1);
    return sum + look(s, s->rules / 36 * 24, s->rules / 36 * 30);
}

static int compare(const void *p, const void *q) {
    const double x = *(const double *)p, y = *(const double *)q;
    return x < y ? -1 : x > y;
}

static double measure(setup *s, size_t *sum) {
    double samples[SAMPLES];
    ru_request request = {.now = 1772460000};
    ru_scene scene = {.schema = &s->schema, .request = &request, .currency = -1};
    ru_match_env env = {.scene = &scene};
    size_t rounds = s->rules > 1000 ? ROUNDS / 20 : ROUNDS;
    for (int k = 0; k < SAMPLES; k++) {
        clock_t from = clock();
        for (size_t i = 0; i < rounds; i++)
            for (int p = 0; p < PEOPLE; p++) {
                request.facts = s->people[p];
                *sum += decide(s, &env);
            }
        samples[k] = (double)(clock() - from) / CLOCKS_PER_SEC * 1e9 / ((double)rounds * PEOPLE);
    }
    qsort(samples, SAMPLES, sizeof *samples, compare);
    return samples[SAMPLES / 2];
}

int main(void) {
    static setup s;
    static const size_t times[] = {1, 8, 28, 278};
    size_t sum = 0;
    for (size_t i = 0; i < RU_COUNT(times); i++) {
        memset(&s, 0, sizeof s);
        build(&s, times[i]);
        people(&s, 0);
        double known = measure(&s, &sum);
        people(&s, 8);
        printf("  all known %.0f ns, 8 %% unknown %.0f ns a decision\n", known, measure(&s, &sum));
        ru_match_run_free(s.run);
        ru_arena_free(&s.arena);
    }
    printf("(%zu)\n", sum % 10);
    return 0;
}

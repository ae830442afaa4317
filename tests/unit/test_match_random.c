/* test_match_random.c: the bit vectors against plain Kleene evaluation, on conditions and people made by chance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/support/match_world.h"

enum { CONDS = 40, PEOPLE = 25, POLICIES = 260 };

/* A schema of 6 to 14 facts of chance types; at least one of each type that an axis needs. */
static void random_schema(dice *d, char *out, size_t room) {
    static const char *const types[] = {
        "integer", "money", "boolean", "date", "instant", "text", "list of enum, values: [e0, e1, e2, e3]", "enum, values: [v0, v1, v2, v3, v4]"};
    int n = snprintf(out, room, "currency: { type: enum, values: [USD, CAD, EUR] }\n");
    uint32_t facts = RU_COUNT(types) + dice_below(d, 7);
    for (uint32_t i = 0; i < facts; i++) {
        const char *type = types[i < RU_COUNT(types) ? i : dice_below(d, RU_COUNT(types))];
        n += snprintf(out + n, room - (size_t)n, "f%02u: { type: %s }\n", (unsigned)i, type);
    }
}

typedef struct stage {
    int id;
    int32_t ordinals[4];
    size_t count;
} stage;

static void shake_stages(dice *d, stage *stages) {
    static const int ids[] = {RU_STAGE_SEGMENT, RU_STAGE_PLANS,  RU_STAGE_ACTION, RU_STAGE_TONE,
                              RU_STAGE_FINAL,   RU_FINAL_ACTION, RU_FINAL_TONE,   RU_FINAL_CHANNEL};
    for (size_t i = 0; i < RU_COUNT(ids); i++) {
        stage *s = &stages[i];
        s->id = ids[i];
        s->count = 0;
        size_t want = i >= 4 || dice_chance(d, 50) ? 1 : 1 + dice_below(d, 4);
        for (int32_t o = (int32_t)dice_below(d, 3); s->count < want; o += 1 + (int32_t)dice_below(d, 3)) s->ordinals[s->count++] = o;
        if (s->id == RU_STAGE_PLANS && s->count > 2) s->count = 2;
    }
}

typedef struct tally {
    size_t compared, seen[3];
} tally;

static void compare(const ru_match *m, const ru_match_run *r, const ru_cond *const *conds, const ru_tri *now, tally *t) {
    for (size_t i = 0; i < CONDS; i++) {
        ru_tri slow = ru_cond_judge(m, r, conds[i]);
        if (now[i] != slow) fail_msg("condition %zu: the vectors say %d, the tree says %d", i, (int)now[i], (int)slow);
        t->compared++;
        t->seen[slow]++;
    }
}

/* Decides in full; every result is final at the end. */
static void decide(world *w, const ru_match *m, ru_match_run *r, const stage *stages, ru_tri *out) {
    (void)m;
    world_start(w, r);
    for (size_t i = 0; i < 8; i++) ru_match_give(r, stages[i].id, stages[i].ordinals, stages[i].count);
    for (size_t i = 0; i < CONDS; i++) out[i] = ru_match_result(r, i);
    for (size_t i = 0; i < RU_COUNT(w->asked); i++) assert_in_range(w->asked[i], 0, 1);
}

/* next shows exactly what result gives, on any stretch. */
static void compare_next(const ru_match_run *r, dice *d) {
    ru_tri seen[CONDS] = {RU_FALSE};
    size_t from = dice_below(d, CONDS), to = from + dice_below(d, CONDS - (uint32_t)from + 1);
    ru_results results = ru_match_results(r);
    ru_tri is;
    for (size_t i = from; (i = ru_match_next(&results, i, to, &is)) < to; i++) seen[i] = is;
    for (size_t i = 0; i < CONDS; i++) assert_int_equal(seen[i], i >= from && i < to ? ru_match_result(r, i) : RU_FALSE);
}

/* Not knowing more never turns true into false, nor false into true, nor unknown into either. */
static void compare_vaguer(world *w, const ru_match *m, ru_match_run *r, stage *stages, const ru_tri *before, dice *d) {
    ru_tri after[CONDS];
    ru_value *facts = w->request.facts;
    int slot = (int)dice_below(d, (uint32_t)w->schema->facts.count);
    ru_value kept = facts[slot];
    int currency = w->scene.currency;
    ru_tri answer = w->coded[3];
    world_unknown(w, slot);
    if (dice_chance(d, 30)) w->scene.currency = -1;
    if (dice_chance(d, 30)) w->coded[3] = RU_MAYBE;
    if (dice_chance(d, 30) && stages[0].count < 4) {
        stages[0].ordinals[stages[0].count] = stages[0].ordinals[stages[0].count - 1] + 1;
        stages[0].count++;
    }
    decide(w, m, r, stages, after);
    for (size_t i = 0; i < CONDS; i++)
        if (after[i] != before[i] && after[i] != RU_MAYBE) fail_msg("condition %zu: %d became %d when less was known", i, (int)before[i], (int)after[i]);
    facts[slot] = kept;
    w->scene.currency = currency;
    w->coded[3] = answer;
}

static void test_against_the_tree(void **state) {
    dice d = {dice_seed()};
    tally t = {0};
    size_t policies = dice_scale(POLICIES);
    print_message("seed %llu, %zu policies\n", (unsigned long long)d.state, policies);
    for (size_t p = 0; p < policies; p++) {
        world w;
        char yaml[4096];
        random_schema(&d, yaml, sizeof yaml);
        world_open(&w, yaml);
        world_expr_fact(&w, "f00", RU_INTEGER);
        garden g = {.w = &w, .d = &d, .top_stage = p % 4 ? (int)(p % 6) : 0, .with_coded = p % 3 == 0};
        const ru_cond *conds[CONDS];
        for (size_t i = 0; i < CONDS; i++) conds[i] = garden_grow(&g, 4);
        ru_match *m = world_match(&w, conds, CONDS);
        ru_match_run *r = world_run(m);
        for (int i = 0; i < PEOPLE; i++) {
            stage stages[8];
            ru_tri now[CONDS];
            world_shake(&w, &d, i % 3 ? 15 : 0, 15);
            shake_stages(&d, stages);
            decide(&w, m, r, stages, now);
            compare_next(r, &d);
            compare(m, r, conds, now, &t);
            compare_vaguer(&w, m, r, stages, now, &d);
        }
        ru_match_run_free(r);
        world_close(&w);
    }
    print_message("%zu comparisons: %zu false, %zu unknown, %zu true\n", t.compared, t.seen[0], t.seen[1], t.seen[2]);
    if (policies >= POLICIES) assert_true(t.compared >= 200000);
    for (int k = 0; k < 3; k++) assert_true(t.seen[k] * 20 > t.compared); /* the chance conditions say something */
}

/* After each stage: what it settles is as the tree says; what waits is unknown. */
static void test_stage_by_stage(void **state) {
    dice d = {dice_seed() + 1};
    size_t policies = dice_scale(40), settled = 0;
    for (size_t p = 0; p < policies; p++) {
        world w;
        world_open(&w, NULL);
        world_expr_fact(&w, "early", RU_INTEGER);
        garden g = {.w = &w, .d = &d, .top_stage = 5, .with_coded = true};
        const ru_cond *conds[CONDS];
        for (size_t i = 0; i < CONDS; i++) conds[i] = garden_grow(&g, 3);
        ru_match *m = world_match(&w, conds, CONDS);
        ru_match_run *r = world_run(m);
        for (int k = 0; k < 10; k++) {
            stage stages[8];
            world_shake(&w, &d, 10, 10);
            shake_stages(&d, stages);
            world_start(&w, r);
            for (size_t s = 0; s <= 8; s++) {
                for (size_t i = 0; i < CONDS; i++) {
                    ru_tri now = ru_match_result(r, i);
                    if (now == RU_MAYBE) continue;
                    assert_int_equal(now, ru_cond_judge(m, r, conds[i])); /* a stage not given reads as unknown */
                    settled++;
                }
                if (s < 8) ru_match_give(r, stages[s].id, stages[s].ordinals, stages[s].count);
            }
            shake_stages(&d, stages); /* given again: as if given for the first time */
            for (size_t s = 0; s < 8; s++) ru_match_give(r, stages[s].id, stages[s].ordinals, stages[s].count);
            for (size_t i = 0; i < CONDS; i++) assert_int_equal(ru_match_result(r, i), ru_cond_judge(m, r, conds[i]));
        }
        ru_match_run_free(r);
        world_close(&w);
    }
    assert_true(settled > 0);
}

/* The laws of three-valued logic, on results of the matcher itself. */
enum { A, B, NOT_A, NOT_NOT_A, A_AND_B, A_OR_B, NONE_AB, NOT_A_AND_NOT_B, A_OR_NOT_A, A_AND_NOT_A, LAWS };

static void test_laws(void **state) {
    dice d = {dice_seed() + 2};
    size_t policies = dice_scale(150);
    for (size_t p = 0; p < policies; p++) {
        world w;
        world_open(&w, NULL);
        world_expr_fact(&w, "early", RU_INTEGER);
        garden g = {.w = &w, .d = &d};
        const ru_cond *c[LAWS] = {garden_grow(&g, 3), garden_grow(&g, 3)};
        c[NOT_A] = cond_both(&w, RU_COND_NONE, c[A], NULL);
        c[NOT_NOT_A] = cond_both(&w, RU_COND_NONE, c[NOT_A], NULL);
        c[A_AND_B] = cond_both(&w, RU_COND_ALL, c[A], c[B]);
        c[A_OR_B] = cond_both(&w, RU_COND_ANY, c[A], c[B]);
        c[NONE_AB] = cond_both(&w, RU_COND_NONE, c[A], c[B]);
        c[NOT_A_AND_NOT_B] = cond_both(&w, RU_COND_ALL, c[NOT_A], cond_both(&w, RU_COND_NONE, c[B], NULL));
        c[A_OR_NOT_A] = cond_both(&w, RU_COND_ANY, c[A], c[NOT_A]);
        c[A_AND_NOT_A] = cond_both(&w, RU_COND_ALL, c[A], c[NOT_A]);
        ru_match *m = world_match(&w, c, LAWS);
        ru_match_run *r = world_run(m);
        for (int k = 0; k < 20; k++) {
            ru_tri t[LAWS];
            world_shake(&w, &d, 20, 15);
            world_start(&w, r);
            for (size_t i = 0; i < LAWS; i++) t[i] = ru_match_result(r, i);
            assert_int_equal(t[NOT_A], ru_tri_not(t[A]));
            assert_int_equal(t[NOT_NOT_A], t[A]);
            assert_int_equal(t[A_AND_B], ru_tri_and(t[A], t[B]));
            assert_int_equal(t[A_OR_B], ru_tri_or(t[A], t[B]));
            assert_int_equal(t[NONE_AB], ru_tri_not(t[A_OR_B]));
            assert_int_equal(t[NOT_A_AND_NOT_B], t[NONE_AB]);
            assert_int_equal(t[A_OR_NOT_A], ru_tri_or(t[A], t[NOT_A])); /* unknown stays unknown: no law of the excluded middle */
            assert_int_equal(t[A_AND_NOT_A], ru_tri_and(t[A], t[NOT_A]));
        }
        ru_match_run_free(r);
        world_close(&w);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_the_tree),
        cmocka_unit_test(test_stage_by_stage),
        cmocka_unit_test(test_laws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

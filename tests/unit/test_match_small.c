/* test_match_small.c: the matcher case by case, each small enough to check by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/match_world.h"

enum { MOST = 16 };
typedef struct bench {
    world w;
    ru_match *m;
    ru_match_run *r;
    const ru_cond *conds[MOST];
    size_t count;
} bench;

static int open_bench(void **state) {
    bench *b = test_calloc(1, sizeof *b);
    world_open(&b->w, NULL);
    *state = b;
    return 0;
}

static int close_bench(void **state) {
    bench *b = *state;
    ru_match_run_free(b->r);
    world_close(&b->w);
    test_free(b);
    return 0;
}

static size_t rule(bench *b, const ru_cond *c) {
    assert_true(b->count < MOST);
    b->conds[b->count] = c;
    return b->count++;
}

static void judge(bench *b) {
    if (!b->m) {
        b->m = world_match(&b->w, b->conds, b->count);
        b->r = world_run(b->m);
    }
    world_start(&b->w, b->r);
}

/* The result, which the tree must confirm. */
static ru_tri result(const bench *b, size_t i) {
    ru_tri t = ru_match_result(b->r, i);
    assert_int_equal(t, ru_cond_judge(b->m, b->r, b->conds[i]));
    return t;
}

#define EXPECT(b, ...)                                                                                                       \
    do {                                                                                                                     \
        const ru_tri want[] = {__VA_ARGS__};                                                                                 \
        for (size_t i_ = 0; i_ < RU_COUNT(want); i_++)                                                                       \
            if (result((b), i_) != want[i_]) fail_msg("rule %zu: %d, expected %d", i_, (int)result((b), i_), (int)want[i_]); \
    } while (0)

static const ru_cond *if_none(bench *b, ru_axis_kind axis, int a, int64_t low, int64_t high) {
    ru_atom *atom = atom_make(&b->w, axis, a, 0);
    atom_add(&b->w, atom, low, high);
    atom->if_none = true;
    return cond_of(&b->w, atom);
}

static void test_three_states(void **state) {
    bench *b = *state;
    int late = world_slot(&b->w, "late");
    rule(b, cond_in(&b->w, late, 10, 20));
    rule(b, if_none(b, RU_AXIS_SLOT, late, 10, 20));
    rule(b, cond_axis(&b->w, RU_AXIS_ON_FILE, late, 0, 1, 1));
    rule(b, cond_axis(&b->w, RU_AXIS_ON_FILE, late, 0, 0, 0));
    rule(b, cond_both(&b->w, RU_COND_NONE, cond_in(&b->w, late, 10, 20), NULL));
    judge(b); /* not known */
    EXPECT(b, RU_MAYBE, RU_MAYBE, RU_MAYBE, RU_MAYBE, RU_MAYBE);
    world_none(&b->w, late);
    judge(b);
    EXPECT(b, RU_FALSE, RU_TRUE, RU_FALSE, RU_TRUE, RU_TRUE);
    for (int v = 8; v < 23; v++) {
        world_set(&b->w, late, v);
        judge(b);
        ru_tri in_it = v >= 10 && v <= 20 ? RU_TRUE : RU_FALSE;
        EXPECT(b, in_it, in_it, RU_TRUE, RU_FALSE, ru_tri_not(in_it));
    }
}

static void test_ends_of_the_world(void **state) {
    bench *b = *state;
    int late = world_slot(&b->w, "late");
    rule(b, cond_in(&b->w, late, INT64_MIN, INT64_MAX));
    rule(b, cond_in(&b->w, late, INT64_MIN, -1));
    rule(b, cond_in(&b->w, late, INT64_MAX, INT64_MAX));
    rule(b, cond_in(&b->w, late, INT64_MIN, INT64_MIN));
    rule(b, cond_of(&b->w, atom_make(&b->w, RU_AXIS_SLOT, late, 0))); /* no range: never */
    world_set(&b->w, late, INT64_MIN);
    judge(b);
    EXPECT(b, RU_TRUE, RU_TRUE, RU_FALSE, RU_TRUE, RU_FALSE);
    world_set(&b->w, late, INT64_MAX);
    judge(b);
    EXPECT(b, RU_TRUE, RU_FALSE, RU_TRUE, RU_FALSE, RU_FALSE);
    world_unknown(&b->w, late);
    judge(b);
    EXPECT(b, RU_MAYBE, RU_MAYBE, RU_MAYBE, RU_MAYBE, RU_MAYBE); /* even what can never be true: exactly Kleene */
}

static void test_empty_conditions(void **state) {
    bench *b = *state;
    rule(b, cond_many(&b->w, RU_COND_ALL, 0));
    rule(b, cond_many(&b->w, RU_COND_ANY, 0));
    rule(b, cond_many(&b->w, RU_COND_NONE, 0));
    rule(b, cond_both(&b->w, RU_COND_ALL, cond_many(&b->w, RU_COND_ANY, 0), cond_in(&b->w, 0, 0, 1)));
    rule(b, cond_both(&b->w, RU_COND_ANY, cond_many(&b->w, RU_COND_ALL, 0), cond_in(&b->w, 0, 0, 1)));
    judge(b);
    EXPECT(b, RU_TRUE, RU_FALSE, RU_TRUE, RU_FALSE, RU_TRUE);
}

static void test_two_atoms_on_one_axis(void **state) {
    bench *b = *state;
    int late = world_slot(&b->w, "late");
    const ru_cond *high = cond_in(&b->w, late, 10, INT64_MAX), *low = cond_in(&b->w, late, INT64_MIN, 5);
    rule(b, cond_both(&b->w, RU_COND_ALL, high, low));
    rule(b, cond_both(&b->w, RU_COND_ANY, high, low));
    rule(b, cond_both(&b->w, RU_COND_ALL, high, cond_both(&b->w, RU_COND_NONE, high, NULL)));
    judge(b);
    EXPECT(b, RU_MAYBE, RU_MAYBE, RU_MAYBE); /* unknown and unknown is unknown, though no value could do it */
    world_set(&b->w, late, 7);
    judge(b);
    EXPECT(b, RU_FALSE, RU_FALSE, RU_FALSE);
    world_set(&b->w, late, 10);
    judge(b);
    EXPECT(b, RU_FALSE, RU_TRUE, RU_FALSE);
}

/* A set of possible stages: each atom is judged over the whole set, then they are joined. */
static void test_two_atoms_on_a_stage(void **state) {
    bench *b = *state;
    const ru_cond *one = cond_axis(&b->w, RU_AXIS_STAGE, RU_STAGE_SEGMENT, 0, 0, 1), *two = cond_axis(&b->w, RU_AXIS_STAGE, RU_STAGE_SEGMENT, 0, 2, 3);
    rule(b, cond_both(&b->w, RU_COND_ALL, one, two));
    rule(b, cond_both(&b->w, RU_COND_ANY, one, two));
    rule(b, one);
    rule(b, two);
    judge(b);
    for (size_t i = 0; i < 4; i++) assert_int_equal(ru_match_result(b->r, i), RU_MAYBE); /* waits */
    ru_match_give(b->r, RU_STAGE_SEGMENT, (const int32_t[]){1, 2}, 2);
    EXPECT(b, RU_MAYBE, RU_MAYBE, RU_MAYBE, RU_MAYBE);
    judge(b);
    ru_match_give(b->r, RU_STAGE_SEGMENT, (const int32_t[]){0, 1}, 2);
    EXPECT(b, RU_FALSE, RU_TRUE, RU_TRUE, RU_FALSE);
    judge(b);
    ru_match_give(b->r, RU_STAGE_SEGMENT, (const int32_t[]){5}, 1);
    EXPECT(b, RU_FALSE, RU_FALSE, RU_FALSE, RU_FALSE);
}

static void test_plans_are_a_range(void **state) {
    bench *b = *state;
    rule(b, cond_axis(&b->w, RU_AXIS_STAGE, RU_STAGE_PLANS, 0, 2, INT64_MAX));
    rule(b, cond_axis(&b->w, RU_AXIS_STAGE, RU_STAGE_PLANS, 0, 2, 2));
    rule(b, cond_axis(&b->w, RU_AXIS_STAGE, RU_STAGE_PLANS, 0, 0, 4));
    judge(b);
    ru_match_give(b->r, RU_STAGE_PLANS, (const int32_t[]){1, 3}, 2);
    EXPECT(b, RU_MAYBE, RU_MAYBE, RU_TRUE);
    judge(b);
    ru_match_give(b->r, RU_STAGE_PLANS, (const int32_t[]){2, 2}, 2);
    EXPECT(b, RU_TRUE, RU_TRUE, RU_TRUE);
    judge(b);
    ru_match_give(b->r, RU_STAGE_PLANS, (const int32_t[]){3}, 1);
    EXPECT(b, RU_TRUE, RU_FALSE, RU_TRUE);
}

static void test_finals_one_by_one(void **state) {
    bench *b = *state;
    const ru_cond *action = cond_axis(&b->w, RU_AXIS_STAGE, RU_FINAL_ACTION, 0, 3, 3), *tone = cond_axis(&b->w, RU_AXIS_STAGE, RU_FINAL_TONE, 0, 1, 1);
    const ru_cond *channel = cond_axis(&b->w, RU_AXIS_STAGE, RU_FINAL_CHANNEL, 0, 2, 2), *late = cond_in(&b->w, world_slot(&b->w, "late"), 1, 9);
    rule(b, cond_both(&b->w, RU_COND_ALL, action, late));
    rule(b, cond_both(&b->w, RU_COND_ALL, cond_both(&b->w, RU_COND_ANY, tone, action), late));
    rule(b, cond_both(&b->w, RU_COND_ALL, channel, tone));
    world_set(&b->w, world_slot(&b->w, "late"), 4);
    judge(b);
    ru_match_give(b->r, RU_FINAL_ACTION, (const int32_t[]){3}, 1);
    assert_int_equal(ru_match_result(b->r, 0), RU_TRUE);
    assert_int_equal(ru_match_result(b->r, 1), RU_MAYBE);
    ru_match_give(b->r, RU_FINAL_TONE, (const int32_t[]){0}, 1);
    assert_int_equal(ru_match_result(b->r, 1), RU_TRUE);
    ru_match_give(b->r, RU_FINAL_CHANNEL, (const int32_t[]){2}, 1);
    EXPECT(b, RU_TRUE, RU_TRUE, RU_FALSE);
    ru_match_give(b->r, RU_FINAL_TONE, (const int32_t[]){1}, 1); /* a kinder tone was taken: what rests on it is judged again */
    EXPECT(b, RU_TRUE, RU_TRUE, RU_TRUE);
    ru_match_give(b->r, RU_FINAL_ACTION, (const int32_t[]){0}, 1);
    EXPECT(b, RU_FALSE, RU_TRUE, RU_TRUE);
}

static void test_lists_by_element(void **state) {
    bench *b = *state;
    int needs = world_slot(&b->w, "needs");
    const ru_cond *health = cond_axis(&b->w, RU_AXIS_ELEMENT, needs, 0, 1, 1), *money = cond_axis(&b->w, RU_AXIS_ELEMENT, needs, 3, 1, 1);
    rule(b, cond_both(&b->w, RU_COND_ANY, health, money));  /* has_any */
    rule(b, cond_both(&b->w, RU_COND_ALL, health, money));  /* has_all */
    rule(b, cond_both(&b->w, RU_COND_NONE, health, money)); /* has_none */
    judge(b);
    EXPECT(b, RU_MAYBE, RU_MAYBE, RU_MAYBE);
    world_none(&b->w, needs);
    judge(b);
    EXPECT(b, RU_FALSE, RU_FALSE, RU_TRUE);
    world_set(&b->w, needs, 0); /* an empty list */
    judge(b);
    EXPECT(b, RU_FALSE, RU_FALSE, RU_TRUE);
    world_set(&b->w, needs, 8);
    judge(b);
    EXPECT(b, RU_TRUE, RU_FALSE, RU_FALSE);
    world_set(&b->w, needs, 9);
    judge(b);
    EXPECT(b, RU_TRUE, RU_TRUE, RU_FALSE);
}

static void test_one_fact_with_another(void **state) {
    bench *b = *state;
    int late = world_slot(&b->w, "late"), early = world_slot(&b->w, "early");
    int x = world_expr_fact(&b->w, "early", RU_INTEGER);
    rule(b, cond_axis(&b->w, RU_AXIS_SIGN, late, x, -1, -1)); /* below */
    rule(b, cond_axis(&b->w, RU_AXIS_SIGN, late, x, 0, 1));   /* at_least */
    rule(b, cond_axis(&b->w, RU_AXIS_SIGN, late, x, 0, 0));
    static const ru_state states[] = {RU_UNKNOWN, RU_NONE, RU_VALUE};
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++) {
            b->w.request.facts[late] = (ru_value){.i = 4, .state = (uint8_t)states[i]};
            b->w.request.facts[early] = (ru_value){.i = 7, .state = (uint8_t)states[k]};
            judge(b);
            bool unknown = i == 0 || k == 0, none = i == 1 || k == 1;
            ru_tri below = unknown ? RU_MAYBE : none ? RU_FALSE : RU_TRUE, other = unknown ? RU_MAYBE : RU_FALSE;
            EXPECT(b, below, other, other);
        }
    world_set(&b->w, late, 7);
    judge(b);
    EXPECT(b, RU_FALSE, RU_TRUE, RU_TRUE);
    world_set(&b->w, late, INT64_MAX);
    world_set(&b->w, early, INT64_MIN); /* a difference would not fit */
    judge(b);
    EXPECT(b, RU_FALSE, RU_TRUE, RU_FALSE);
}

static void test_days_and_zones(void **state) {
    bench *b = *state;
    int due = world_slot(&b->w, "due");
    int32_t today = (int32_t)(b->w.request.now / 86400); /* in UTC */
    for (int d = 0; d < 3; d++) rule(b, cond_axis(&b->w, RU_AXIS_DAYS, due, 0, d, d));
    rule(b, cond_axis(&b->w, RU_AXIS_DAYS, due, 0, 0, 2));
    world_set(&b->w, due, today - 1);
    judge(b);
    EXPECT(b, RU_MAYBE, RU_MAYBE, RU_MAYBE, RU_MAYBE); /* no zone */
    world_zones(&b->w, 1, (const int[]){ZONE_UTC});
    judge(b);
    EXPECT(b, RU_FALSE, RU_TRUE, RU_FALSE, RU_TRUE);
    b->w.request.now = (int64_t)today * 86400 + 11 * 3600; /* 11:00 UTC: yesterday 23:00 in the west, tomorrow 01:00 in the east */
    world_zones(&b->w, 2, (const int[]){ZONE_WEST, ZONE_EAST});
    judge(b);
    EXPECT(b, RU_MAYBE, RU_FALSE, RU_MAYBE, RU_TRUE); /* 0 or 2 days ago, in no zone 1 */
    world_zones(&b->w, 2, (const int[]){ZONE_UTC, ZONE_NEW_YORK});
    judge(b);
    EXPECT(b, RU_FALSE, RU_TRUE, RU_FALSE, RU_TRUE);
    world_none(&b->w, due);
    judge(b);
    EXPECT(b, RU_FALSE, RU_FALSE, RU_FALSE, RU_FALSE);
}

static void test_an_instant_has_a_date_in_each_zone(void **state) {
    bench *b = *state;
    int called = world_slot(&b->w, "called");
    rule(b, cond_axis(&b->w, RU_AXIS_DAYS, called, 0, 0, 0));
    rule(b, cond_axis(&b->w, RU_AXIS_SECONDS, called, 0, 0, 12 * 3600));
    world_set(&b->w, called, b->w.request.now - 11 * 3600); /* 03:00 UTC: 22:00 the day before in New York */
    world_zones(&b->w, 1, (const int[]){ZONE_UTC});
    judge(b);
    EXPECT(b, RU_TRUE, RU_TRUE);
    world_zones(&b->w, 1, (const int[]){ZONE_NEW_YORK});
    judge(b);
    EXPECT(b, RU_FALSE, RU_TRUE);
    world_zones(&b->w, 2, (const int[]){ZONE_NEW_YORK, ZONE_UTC});
    judge(b);
    EXPECT(b, RU_MAYBE, RU_TRUE);
    world_zones(&b->w, 0, NULL);
    judge(b);
    EXPECT(b, RU_MAYBE, RU_TRUE); /* elapsed time needs no zone */
}

static void test_today_without_a_zone(void **state) {
    bench *b = *state;
    int64_t day = b->w.request.now / 86400;
    rule(b, cond_axis(&b->w, RU_AXIS_TODAY, 0, 0, day, day));
    rule(b, cond_axis(&b->w, RU_AXIS_TODAY, 0, 0, day - 1, day + 1));
    rule(b, cond_axis(&b->w, RU_AXIS_TODAY, 0, 0, day + 1, INT64_MAX));
    rule(b, cond_axis(&b->w, RU_AXIS_TODAY, 0, 0, day + 2, INT64_MAX));
    b->w.request.now = day * 86400 + 9 * 3600; /* everywhere between UTC-12 and UTC+14: the day before, or this day */
    judge(b);
    EXPECT(b, RU_MAYBE, RU_TRUE, RU_FALSE, RU_FALSE);
    b->w.request.now = day * 86400 + 11 * 3600; /* three dates at once */
    judge(b);
    EXPECT(b, RU_MAYBE, RU_TRUE, RU_MAYBE, RU_FALSE);
    world_zones(&b->w, 1, (const int[]){ZONE_UTC});
    judge(b);
    EXPECT(b, RU_TRUE, RU_TRUE, RU_FALSE, RU_FALSE);
}

static void test_money_by_currency(void **state) {
    bench *b = *state;
    int balance = world_slot(&b->w, "balance");
    static const ru_range usd = {5000, INT64_MAX}, cad = {7000, INT64_MAX};
    static const ru_ranges sets[] = {{&usd, 1}, {&cad, 1}, {NULL, -1}}; /* no figure in EUR */
    ru_atom *atom = atom_make(&b->w, RU_AXIS_SLOT, balance, 0);
    atom->by_currency = true;
    atom->sets = sets;
    rule(b, cond_of(&b->w, atom));
    rule(b, cond_in(&b->w, balance, 1, INT64_MAX)); /* above 0: needs no currency */
    rule(b, cond_both(&b->w, RU_COND_ALL, cond_of(&b->w, atom), cond_in(&b->w, balance, 1, INT64_MAX)));
    rule(b, cond_both(&b->w, RU_COND_NONE, cond_of(&b->w, atom), NULL));
    world_set(&b->w, balance, 6000);
    judge(b); /* currency not known */
    EXPECT(b, RU_MAYBE, RU_TRUE, RU_MAYBE, RU_MAYBE);
    b->w.scene.currency = 0;
    judge(b);
    EXPECT(b, RU_TRUE, RU_TRUE, RU_TRUE, RU_FALSE);
    b->w.scene.currency = 1;
    judge(b);
    EXPECT(b, RU_FALSE, RU_TRUE, RU_FALSE, RU_TRUE);
    b->w.scene.currency = 2;
    judge(b);
    EXPECT(b, RU_MAYBE, RU_TRUE, RU_MAYBE, RU_MAYBE);
    world_set(&b->w, balance, 0);
    judge(b);
    EXPECT(b, RU_MAYBE, RU_FALSE, RU_FALSE, RU_MAYBE);
    world_none(&b->w, balance); /* none on file is settled in any currency, and in none */
    judge(b);
    EXPECT(b, RU_FALSE, RU_FALSE, RU_FALSE, RU_TRUE);
    b->w.scene.currency = -1;
    judge(b);
    EXPECT(b, RU_FALSE, RU_FALSE, RU_FALSE, RU_TRUE);
}

static void test_texts(void **state) {
    bench *b = *state;
    int branch = world_slot(&b->w, "branch");
    static const ru_str some[] = {{"south", 5}, {"north", 5}, {"south", 5}}, one[] = {{"", 0}};
    ru_atom *is = atom_make(&b->w, RU_AXIS_TEXT, branch, 0), *is_not = atom_make(&b->w, RU_AXIS_TEXT, branch, 0),
            *empty = atom_make(&b->w, RU_AXIS_TEXT, branch, 0);
    is->texts = is_not->texts = some;
    is->text_count = is_not->text_count = 3;
    is_not->negate = is_not->if_none = true;
    empty->texts = one;
    empty->text_count = 1;
    rule(b, cond_of(&b->w, is));
    rule(b, cond_of(&b->w, is_not));
    rule(b, cond_of(&b->w, empty));
    rule(b, cond_both(&b->w, RU_COND_NONE, cond_of(&b->w, is), cond_of(&b->w, empty)));
    judge(b);
    EXPECT(b, RU_MAYBE, RU_MAYBE, RU_MAYBE, RU_MAYBE);
    world_none(&b->w, branch);
    judge(b);
    EXPECT(b, RU_FALSE, RU_TRUE, RU_FALSE, RU_TRUE);
    world_set_text(&b->w, branch, "north");
    judge(b);
    EXPECT(b, RU_TRUE, RU_FALSE, RU_FALSE, RU_FALSE);
    world_set_text(&b->w, branch, "norths"); /* bytes, all of them */
    judge(b);
    EXPECT(b, RU_FALSE, RU_TRUE, RU_FALSE, RU_TRUE);
    world_set_text(&b->w, branch, "");
    judge(b);
    EXPECT(b, RU_FALSE, RU_TRUE, RU_TRUE, RU_FALSE);
}

static void test_coded_are_asked_late_and_once(void **state) {
    bench *b = *state;
    int late = world_slot(&b->w, "late"), due = world_slot(&b->w, "complaint");
    const ru_cond *c0 = cond_coded(&b->w, 0), *is_late = cond_in(&b->w, late, 10, INT64_MAX), *complaint = cond_in(&b->w, due, 1, 1);
    rule(b, cond_both(&b->w, RU_COND_ALL, c0, is_late));
    rule(b, cond_both(&b->w, RU_COND_ALL, cond_both(&b->w, RU_COND_NONE, c0, NULL), is_late));
    /* inside an any_of of a rule that is dead already: not asked either */
    const ru_cond *nested = cond_both(&b->w, RU_COND_ANY, cond_both(&b->w, RU_COND_ALL, cond_coded(&b->w, 1), complaint), cond_coded(&b->w, 2));
    rule(b, cond_both(&b->w, RU_COND_ALL, nested, is_late));
    world_set(&b->w, late, 3);
    world_set(&b->w, due, 0);
    b->w.coded[0] = RU_TRUE;
    b->w.coded[2] = RU_TRUE;
    judge(b);
    EXPECT(b, RU_FALSE, RU_FALSE, RU_FALSE);
    for (int i = 0; i < 3; i++) assert_int_equal(b->w.asked[i], 0);
    world_set(&b->w, late, 30);
    judge(b);
    EXPECT(b, RU_TRUE, RU_FALSE, RU_TRUE);
    assert_int_equal(b->w.asked[0], 1);
    assert_int_equal(b->w.asked[1], 0); /* its part is false: no complaint */
    assert_int_equal(b->w.asked[2], 1);
    b->w.coded[0] = RU_MAYBE;
    b->w.coded[2] = RU_FALSE;
    judge(b);
    EXPECT(b, RU_MAYBE, RU_MAYBE, RU_FALSE);
    world_unknown(&b->w, late); /* may hold: asked */
    judge(b);
    EXPECT(b, RU_MAYBE, RU_MAYBE, RU_FALSE);
    assert_int_equal(b->w.asked[0], 1);
}

/* One circumstance, used by many rules: judged once, through an axis of its own. */
static void test_a_shared_circumstance(void **state) {
    bench *b = *state;
    int late = world_slot(&b->w, "late"), event = world_slot(&b->w, "event");
    ru_cond *shared = cond_many(&b->w, RU_COND_ANY, 6);
    for (int i = 0; i < 6; i++) cond_add(shared, i % 2 ? cond_in(&b->w, event, i / 2, i / 2) : cond_in(&b->w, late, i * 10, i * 10 + 3));
    for (int i = 0; i < 6; i++) rule(b, cond_both(&b->w, RU_COND_ALL, shared, cond_in(&b->w, late, i, 100)));
    for (int i = 0; i < 6; i++) rule(b, cond_both(&b->w, RU_COND_ALL, cond_both(&b->w, RU_COND_NONE, shared, NULL), cond_in(&b->w, late, i, 100)));
    world_set(&b->w, late, 3);
    judge(b); /* 3 is in the first stretch: true, whatever the event */
    EXPECT(b, RU_TRUE, RU_TRUE, RU_TRUE, RU_TRUE, RU_FALSE, RU_FALSE, RU_FALSE);
    world_set(&b->w, late, 5);
    judge(b);
    EXPECT(b, RU_MAYBE, RU_MAYBE, RU_MAYBE, RU_MAYBE, RU_MAYBE, RU_MAYBE, RU_MAYBE, RU_MAYBE);
    world_none(&b->w, event);
    judge(b);
    EXPECT(b, RU_FALSE, RU_FALSE, RU_FALSE, RU_FALSE, RU_FALSE, RU_FALSE, RU_TRUE, RU_TRUE, RU_TRUE, RU_TRUE, RU_TRUE, RU_TRUE);
}

/* A few rules, one with a very long list: its axis is packed. */
static void test_a_long_list(void **state) {
    bench *b = *state;
    enum { MANY = 12000 };
    int late = world_slot(&b->w, "late");
    ru_range *items = RU_NEWS(&b->w.arena, ru_range, MANY);
    assert_non_null(items);
    for (int i = 0; i < MANY; i++) items[i] = (ru_range){i * 3, i * 3};
    ru_ranges *sets = RU_NEW(&b->w.arena, ru_ranges);
    assert_non_null(sets);
    *sets = (ru_ranges){items, MANY};
    ru_atom *atom = atom_make(&b->w, RU_AXIS_SLOT, late, 0);
    atom->sets = sets;
    rule(b, cond_of(&b->w, atom));
    rule(b, cond_both(&b->w, RU_COND_ALL, cond_both(&b->w, RU_COND_NONE, cond_of(&b->w, atom), NULL), cond_in(&b->w, late, 0, 9)));
    for (int v = 0; v < 3 * MANY; v += 1 + v / 50) {
        world_set(&b->w, late, v);
        judge(b);
        EXPECT(b, v % 3 ? RU_FALSE : RU_TRUE, v % 3 && v <= 9 ? RU_TRUE : RU_FALSE);
    }
    assert_true(ru_match_bytes(b->m) < 1024 * 1024);
}

static void test_next(void **state) {
    bench *b = *state;
    int late = world_slot(&b->w, "late");
    for (int i = 0; i < 5; i++) rule(b, i % 2 ? cond_in(&b->w, late, i, 9) : cond_many(&b->w, RU_COND_ANY, 0));
    rule(b, cond_many(&b->w, RU_COND_ALL, 0));
    ru_tri is = RU_FALSE;
    judge(b);
    ru_results results = ru_match_results(b->r);
    assert_int_equal(ru_match_next(&results, 2, 6, &is), 3);
    assert_int_equal(is, RU_MAYBE);
    assert_int_equal(ru_match_next(&results, 4, 6, &is), 5);
    assert_int_equal(is, RU_TRUE);
    assert_int_equal(ru_match_next(&results, 5, 6, &is), 5);
    assert_int_equal(ru_match_next(&results, 6, 6, &is), 6); /* none is left */
    assert_int_equal(ru_match_next(&results, 4, 4, &is), 4);
    assert_int_equal(ru_match_next(&results, 4, 5, &is), 5); /* rule 5 lies behind the stretch */
    assert_int_equal(ru_match_next(&results, 0, 1, &is), 1);
}

static void test_too_deep_is_refused(void **state) {
    bench *b = *state;
    const ru_cond *c = cond_in(&b->w, 0, 0, 1);
    for (int i = 0; i < 300; i++) c = cond_both(&b->w, i % 2 ? RU_COND_ANY : RU_COND_ALL, c, c);
    ruth_allocator alloc = ru_allocator_default();
    ru_arena scratch;
    ru_match *m = NULL;
    ruth_error e = {0};
    ru_arena_init(&scratch, &alloc, 4096);
    assert_int_equal(ru_match_new(&b->w.arena, &scratch, b->w.schema, &c, 1, NULL, 0, &m, &e), RUTH_E_LIMIT);
    assert_non_null(strstr(e.message, "nested more than 200 deep"));
    assert_null(m);
    ru_arena_free(&scratch);
    ru_cond *self = cond_many(&b->w, RU_COND_ALL, 2);
    cond_add(self, self);
    cond_add(self, cond_in(&b->w, 0, 0, 1));
    const ru_cond *looped = self;
    ru_arena_init(&scratch, &alloc, 4096);
    assert_int_equal(ru_match_new(&b->w.arena, &scratch, b->w.schema, &looped, 1, NULL, 0, &m, &e), RUTH_E_LIMIT);
    ru_arena_free(&scratch);
}

static void test_senseless_is_refused(void **state) {
    bench *b = *state;
    ruth_allocator alloc = ru_allocator_default();
    ru_cond *much = cond_many(&b->w, RU_COND_ALL, 300);
    for (int i = 0; i < 300; i++) cond_add(much, cond_axis(&b->w, RU_AXIS_TODAY, 0, 0, i, i));
    const ru_cond *bad[] = {cond_axis(&b->w, RU_AXIS_STAGE, 77, 0, 1, 1), cond_axis(&b->w, RU_AXIS_STAGE, RU_STAGE_FACTS, 0, 1, 1), much};
    static const ruth_status want[] = {RUTH_E_INTERNAL, RUTH_E_INTERNAL, RUTH_E_LIMIT};
    for (size_t i = 0; i < RU_COUNT(bad); i++) {
        ru_arena scratch;
        ru_match *m = NULL;
        ru_arena_init(&scratch, &alloc, 4096);
        assert_int_equal(ru_match_new(&b->w.arena, &scratch, b->w.schema, &bad[i], 1, NULL, 0, &m, NULL), want[i]); /* no error record: allowed */
        assert_null(m);
        ru_arena_free(&scratch);
    }
}

/* Hundreds of axes in one rule; each alone decides. */
static void test_many_axes(void **state) {
    bench *b = *state;
    int needs = world_slot(&b->w, "needs");
    ru_cond *all = cond_many(&b->w, RU_COND_ALL, 200), *any = cond_many(&b->w, RU_COND_ANY, 200);
    for (int i = 0; i < 64; i++) {
        cond_add(all, cond_axis(&b->w, RU_AXIS_ELEMENT, needs, i, 0, 0));
        cond_add(any, cond_axis(&b->w, RU_AXIS_ELEMENT, needs, i, 1, 1));
    }
    for (int i = 0; i < 60; i++) cond_add(all, cond_axis(&b->w, RU_AXIS_TODAY, 0, 0, i, INT64_MAX));
    rule(b, all);
    rule(b, any);
    world_set(&b->w, needs, 0);
    judge(b);
    EXPECT(b, RU_TRUE, RU_FALSE);
    for (int i = 0; i < 64; i++) {
        world_set(&b->w, needs, (int64_t)(UINT64_C(1) << i));
        judge(b);
        EXPECT(b, RU_FALSE, RU_TRUE);
    }
}

/* A doubling chain of shared parts: 2^60 leaves written out, 60 conjuncts here. */
static void test_sharing_stays_linear(void **state) {
    bench *b = *state;
    const ru_cond *c = cond_both(&b->w, RU_COND_ALL, cond_in(&b->w, world_slot(&b->w, "late"), 1, 5), cond_in(&b->w, world_slot(&b->w, "early"), 1, 5));
    for (int i = 0; i < 60; i++) {
        const ru_cond *twice = cond_both(&b->w, i % 3 ? RU_COND_ANY : RU_COND_ALL, c, c);
        c = cond_both(&b->w, RU_COND_ALL, twice, NULL);
    }
    rule(b, c);
    b->m = world_match(&b->w, b->conds, b->count);
    b->r = world_run(b->m);
    world_start(&b->w, b->r);
    assert_int_equal(ru_match_result(b->r, 0), RU_MAYBE);
    world_set(&b->w, world_slot(&b->w, "late"), 3);
    world_set(&b->w, world_slot(&b->w, "early"), 3);
    world_start(&b->w, b->r);
    assert_int_equal(ru_match_result(b->r, 0), RU_TRUE);
}

/* Out of memory at any step of building is an error, never a crash. */
typedef struct rationed {
    size_t left;
} rationed;
static void *ration(void *context, void *block, size_t old_size, size_t size) {
    rationed *ra = context;
    (void)old_size;
    if (size == 0) {
        test_free(block);
        return NULL;
    }
    if (ra->left == 0) return NULL;
    ra->left--;
    return block ? test_realloc(block, size) : test_malloc(size);
}

static void test_out_of_memory(void **state) {
    bench *b = *state;
    int late = world_slot(&b->w, "late");
    for (int i = 0; i < 8; i++)
        rule(b,
             cond_both(&b->w, RU_COND_ANY, cond_both(&b->w, RU_COND_ALL, cond_in(&b->w, late, i, 9), cond_in(&b->w, 0, i, i)), cond_in(&b->w, late, 50, 60)));
    bool built = false;
    for (size_t n = 0; n < 200 && !built; n++) {
        rationed ra = {n};
        ruth_allocator alloc = {ration, &ra};
        ru_arena keep, scratch;
        ru_match *m = NULL;
        ru_match_run *r = NULL;
        ruth_error e = {0};
        ru_arena_init(&keep, &alloc, 64);
        ru_arena_init(&scratch, &alloc, 64);
        ruth_status st = ru_match_new(&keep, &scratch, b->w.schema, b->conds, b->count, NULL, 0, &m, &e);
        if (st == RUTH_OK) st = ru_match_run_new(m, &alloc, &r, &e);
        built = st == RUTH_OK;
        if (!built) assert_int_equal(st, RUTH_E_NOMEM);
        ru_match_run_free(r);
        ru_arena_free(&scratch);
        ru_arena_free(&keep);
    }
    assert_true(built);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_bench, close_bench)
int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(test_three_states),
        CASE(test_ends_of_the_world),
        CASE(test_empty_conditions),
        CASE(test_two_atoms_on_one_axis),
        CASE(test_two_atoms_on_a_stage),
        CASE(test_plans_are_a_range),
        CASE(test_finals_one_by_one),
        CASE(test_lists_by_element),
        CASE(test_one_fact_with_another),
        CASE(test_days_and_zones),
        CASE(test_an_instant_has_a_date_in_each_zone),
        CASE(test_today_without_a_zone),
        CASE(test_money_by_currency),
        CASE(test_texts),
        CASE(test_coded_are_asked_late_and_once),
        CASE(test_a_shared_circumstance),
        CASE(test_a_long_list),
        CASE(test_next),
        CASE(test_too_deep_is_refused),
        CASE(test_senseless_is_refused),
        CASE(test_many_axes),
        CASE(test_sharing_stays_linear),
        CASE(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

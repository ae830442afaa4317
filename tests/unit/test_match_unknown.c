/* test_match_unknown.c: what is named as keeping a result open is unknown, is enough, and is not too much. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/match_world.h"

enum { CONDS = 24, LEAVES = 512 };
typedef struct found {
    const ru_atom *atoms[LEAVES];
    size_t count;
} found;

static void take(void *ctx, const ru_atom *atom) {
    found *f = ctx;
    assert_true(f->count < LEAVES);
    f->atoms[f->count++] = atom;
}

static found named(const ru_match_run *r, size_t i) {
    found f = {.count = 0};
    ru_match_unknown(r, i, take, &f);
    return f;
}

static bool names(const found *f, const ru_atom *atom) {
    for (size_t i = 0; i < f->count; i++)
        if (f->atoms[i] == atom) return true;
    return false;
}

static void test_by_hand(void **state) {
    world w;
    world_open(&w, NULL);
    int late = world_slot(&w, "late"), event = world_slot(&w, "event"), consent = world_slot(&w, "consent");
    const ru_cond *is_late = cond_in(&w, late, 10, 99), *loss = cond_in(&w, event, 1, 1), *agreed = cond_in(&w, consent, 1, 1);
    const ru_cond *c[] = {
        cond_both(&w, RU_COND_ALL, is_late, agreed),
        cond_both(&w, RU_COND_ALL, cond_both(&w, RU_COND_ANY, is_late, cond_both(&w, RU_COND_ALL, loss, agreed)), agreed),
        cond_both(&w, RU_COND_NONE, cond_both(&w, RU_COND_ALL, is_late, loss), agreed),
    };
    ru_match *m = world_match(&w, c, 3);
    ru_match_run *r = world_run(m);
    world_set(&w, event, 2);
    world_set(&w, consent, 0);
    world_start(&w, r); /* consent false kills rule 0 whole; in rule 2 the inner part is false: nothing is open */
    assert_int_equal(ru_match_result(r, 0), RU_FALSE);
    assert_int_equal(named(r, 0).count, 0);
    assert_int_equal(ru_match_result(r, 2), RU_TRUE);
    assert_int_equal(named(r, 2).count, 0);
    world_set(&w, consent, 1);
    world_start(&w, r);
    found f = named(r, 0);
    assert_int_equal(f.count, 1);
    assert_ptr_equal(f.atoms[0], is_late->atom);
    f = named(r, 1);
    assert_int_equal(f.count, 1); /* not `loss`: its part is false already */
    assert_ptr_equal(f.atoms[0], is_late->atom);
    world_unknown(&w, event);
    world_unknown(&w, consent);
    world_start(&w, r);
    f = named(r, 1);
    assert_true(names(&f, is_late->atom) && names(&f, loss->atom) && names(&f, agreed->atom));
    ru_match_run_free(r);
    world_close(&w);
}

static void test_stages_are_named(void **state) {
    world w;
    world_open(&w, NULL);
    const ru_cond *segment = cond_axis(&w, RU_AXIS_STAGE, RU_STAGE_SEGMENT, 0, 1, 2), *late = cond_in(&w, world_slot(&w, "late"), 1, 9);
    const ru_cond *c[] = {cond_both(&w, RU_COND_ALL, segment, late)};
    ru_match *m = world_match(&w, c, 1);
    ru_match_run *r = world_run(m);
    world_set(&w, world_slot(&w, "late"), 4);
    world_start(&w, r);
    assert_int_equal(named(r, 0).count, 0); /* waits for the segment: nothing is judged */
    ru_match_give(r, RU_STAGE_SEGMENT, (const int32_t[]){1, 5}, 2);
    found f = named(r, 0);
    assert_int_equal(f.count, 1);
    assert_ptr_equal(f.atoms[0], segment->atom);
    ru_match_give(r, RU_STAGE_SEGMENT, (const int32_t[]){1, 2}, 2);
    assert_int_equal(ru_match_result(r, 0), RU_TRUE);
    assert_int_equal(named(r, 0).count, 0);
    ru_match_run_free(r);
    world_close(&w);
}

/* Gives every fact that a named leaf rests on some value. */
static void settle(world *w, dice *d, const found *f) {
    ru_value *facts = w->request.facts;
    for (size_t i = 0; i < f->count; i++) {
        const ru_atom *a = f->atoms[i];
        if (a->by_currency && w->scene.currency < 0) w->scene.currency = (int)dice_below(d, (uint32_t)w->schema->currency_count);
        if ((a->axis == RU_AXIS_DAYS || a->axis == RU_AXIS_TODAY) && w->scene.zone_count != 1) world_zones(w, 1, (const int[]){ZONE_KATHMANDU});
        if (a->axis == RU_AXIS_CODED) w->coded[a->b] = dice_chance(d, 50) ? RU_TRUE : RU_FALSE;
        if (a->axis == RU_AXIS_CODED || a->axis == RU_AXIS_TODAY) continue;
        int slots[] = {a->a, a->axis == RU_AXIS_SIGN ? world_slot(w, "early") : a->a};
        for (size_t k = 0; k < 2; k++) {
            ru_value *v = &facts[slots[k]];
            if (v->state != RU_UNKNOWN) continue;
            ru_type type = w->schema->facts.items[slots[k]].type;
            if (type == RU_TEXT || type == RU_ZONE) world_set_text(w, slots[k], dice_chance(d, 50) ? "north" : "elsewhere");
            else if (type == RU_INSTANT) world_set(w, slots[k], w->request.now - dice_below(d, 99999));
            else world_set(w, slots[k], dice_below(d, 12));
        }
    }
}

/* An atom without a figure stays unknown whatever is known. */
static bool lacks_figure(const world *w, const found *f) {
    for (size_t i = 0; i < f->count; i++)
        if (f->atoms[i]->by_currency)
            for (size_t c = 0; c < w->schema->currency_count; c++)
                if (f->atoms[i]->sets[c].count < 0) return true;
    return false;
}

static void check_one(world *w, dice *d, const ru_match *m, ru_match_run *r, const ru_cond *c, size_t i, size_t *settled) {
    found f = named(r, i);
    if (ru_match_result(r, i) != RU_MAYBE) {
        assert_int_equal(f.count, 0);
        return;
    }
    assert_true(f.count > 0);
    for (size_t k = 0; k < f.count; k++) {
        ru_cond leaf = {.kind = RU_COND_ATOM, .atom = f.atoms[k]};
        assert_int_equal(ru_cond_judge(m, r, &leaf), RU_MAYBE);
    }
    if (lacks_figure(w, &f)) return;
    settle(w, d, &f);
    world_start(w, r);
    ru_tri now = ru_match_result(r, i);
    if (now == RU_MAYBE) fail_msg("condition %zu: still unknown after all %zu leaves were settled", i, f.count);
    assert_int_equal(now, ru_cond_judge(m, r, c));
    ++*settled;
}

static void test_leaves_by_chance(void **state) {
    dice d = {dice_seed()};
    size_t policies = dice_scale(250), settled = 0;
    print_message("seed %llu, %zu policies\n", (unsigned long long)d.state, policies);
    for (size_t p = 0; p < policies; p++) {
        world w;
        world_open(&w, NULL);
        world_expr_fact(&w, "early", RU_INTEGER);
        garden g = {.w = &w, .d = &d, .with_coded = p % 2 == 0};
        const ru_cond *conds[CONDS];
        for (size_t i = 0; i < CONDS; i++) conds[i] = garden_grow(&g, 4);
        ru_match *m = world_match(&w, conds, CONDS);
        ru_match_run *r = world_run(m);
        for (size_t i = 0; i < CONDS; i++) {
            world_shake(&w, &d, 40, 10);
            world_start(&w, r);
            check_one(&w, &d, m, r, conds[i], i, &settled);
        }
        ru_match_run_free(r);
        world_close(&w);
    }
    print_message("%zu unknown results settled\n", settled);
    assert_true(settled > policies);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_stages_are_named),
        cmocka_unit_test(test_leaves_by_chance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

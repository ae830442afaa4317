/* test_match_big.c: ten thousand rules: the same answers as the tree, in little memory, in constant memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/support/match_world.h"

enum { RULES = 10000, FACTS = 25, MIB = 1024 * 1024 };

static int fact(dice *d) { return 1 + (int)dice_below(d, FACTS); } /* slot 0 is the currency */

static void wide_schema(char *out, size_t room) {
    int n = snprintf(out, room, "currency: { type: enum, values: [USD, CAD, EUR] }\n");
    for (int i = 0; i < FACTS; i++) {
        const char *type = i < 18 ? "integer" : i < 20 ? "money" : i < 22 ? "date" : i == 22 ? "text" : "enum, values: [v0, v1, v2, v3]";
        n += snprintf(out + n, room - (size_t)n, "f%02d: { type: %s }\n", i, type);
    }
}

static ru_atom *money_atom(world *w, dice *d, int slot) {
    ru_atom *atom = atom_make(w, RU_AXIS_SLOT, slot, 0);
    ru_ranges *sets = RU_NEWS(&w->arena, ru_ranges, 3);
    ru_range *items = RU_NEWS(&w->arena, ru_range, 3);
    assert_true(sets && items);
    for (int c = 0; c < 3; c++) {
        int64_t low = dice_below(d, 5000);
        items[c] = (ru_range){low, low + dice_below(d, 4000)};
        sets[c] = (ru_ranges){&items[c], c == 2 && dice_chance(d, 5) ? -1 : 1};
    }
    atom->by_currency = true;
    atom->sets = sets;
    return atom;
}

static const ru_cond *leaf(world *w, dice *d) {
    static const ru_str names[] = {{"north", 5}, {"south", 5}, {"east", 4}};
    int slot = fact(d);
    const ru_fact *f = &w->schema->facts.items[slot];
    ru_atom *atom;
    switch (f->type) {
    case RU_MONEY: atom = money_atom(w, d, slot); break;
    case RU_DATE:
        atom = atom_make(w, RU_AXIS_DAYS, slot, 0);
        atom_add(w, atom, (int64_t)dice_below(d, 90) - 30, 60);
        break;
    case RU_TEXT:
        atom = atom_make(w, RU_AXIS_TEXT, slot, 0);
        atom->texts = &names[dice_below(d, 3)];
        atom->text_count = 1;
        break;
    case RU_ENUM:
        atom = atom_make(w, RU_AXIS_SLOT, slot, 0);
        atom_add(w, atom, dice_below(d, 4), 3);
        break;
    default: {
        atom = atom_make(w, RU_AXIS_SLOT, slot, 0);
        int64_t low = dice_below(d, 4000);
        if (dice_chance(d, 10)) atom_add(w, atom, low - 40, low - 20);
        atom_add(w, atom, low, low + dice_below(d, 4000));
    }
    }
    atom->if_none = dice_chance(d, 10);
    return cond_of(w, atom);
}

/* A rule: three or four facts, at times an any_of, at times a shared circumstance, at times a segment. */
static const ru_cond *a_rule(world *w, dice *d, const ru_cond *const *shared, size_t shared_count) {
    ru_cond *c = cond_many(w, RU_COND_ALL, 6);
    uint32_t n = 2 + dice_below(d, 3);
    for (uint32_t i = 0; i < n; i++) cond_add(c, leaf(w, d));
    if (dice_chance(d, 15)) cond_add(c, cond_both(w, RU_COND_ANY, leaf(w, d), leaf(w, d)));
    if (dice_chance(d, 15)) cond_add(c, shared[dice_below(d, (uint32_t)shared_count)]);
    if (dice_chance(d, 15)) cond_add(c, cond_axis(w, RU_AXIS_STAGE, RU_STAGE_SEGMENT, 0, dice_below(d, 8), 9));
    return c;
}

static void a_person(world *w, dice *d) {
    for (int s = 1; s <= FACTS; s++) {
        ru_type type = w->schema->facts.items[s].type;
        if (dice_chance(d, 6)) world_unknown(w, s);
        else if (dice_chance(d, 6)) world_none(w, s);
        else if (type == RU_TEXT) world_set_text(w, s, dice_chance(d, 50) ? "south" : "west");
        else if (type == RU_DATE) world_set(w, s, w->request.now / 86400 - dice_below(d, 70));
        else world_set(w, s, dice_below(d, type == RU_ENUM ? 4 : 8000));
    }
    w->scene.currency = (int)dice_below(d, 4) - 1;
    world_zones(w, dice_below(d, 3), (const int[]){ZONE_WEST, ZONE_EAST});
}

typedef struct big {
    world w;
    const ru_cond **conds;
    ru_match *m;
    ru_match_run *r;
} big;

static void open_big(big *b, dice *d, size_t rules) {
    char yaml[4096];
    wide_schema(yaml, sizeof yaml);
    world_open(&b->w, yaml);
    const ru_cond *shared[12];
    for (size_t i = 0; i < RU_COUNT(shared); i++) {
        ru_cond *any = cond_many(&b->w, i % 3 ? RU_COND_ANY : RU_COND_NONE, 6);
        for (int k = 0; k < 6; k++) cond_add(any, leaf(&b->w, d));
        shared[i] = any;
    }
    b->conds = RU_NEWS(&b->w.arena, const ru_cond *, rules);
    assert_non_null(b->conds);
    for (size_t i = 0; i < rules; i++) b->conds[i] = a_rule(&b->w, d, shared, RU_COUNT(shared));
    b->m = world_match(&b->w, b->conds, rules);
    b->r = world_run(b->m);
}

static void close_big(big *b) {
    ru_match_run_free(b->r);
    world_close(&b->w);
}

static void check_people(big *b, dice *d, size_t rules, size_t people, size_t every) {
    size_t seen[3] = {0}, visited[3] = {0};
    for (size_t p = 0; p < people; p++) {
        a_person(&b->w, d);
        world_start(&b->w, b->r);
        int32_t segments[3] = {(int32_t)dice_below(d, 4), 5, 8};
        ru_match_give(b->r, RU_STAGE_SEGMENT, segments, 1 + dice_below(d, 3));
        for (size_t i = dice_below(d, (uint32_t)every); i < rules; i += 1 + dice_below(d, (uint32_t)every)) {
            ru_tri t = ru_match_result(b->r, i);
            if (t != ru_cond_judge(b->m, b->r, b->conds[i])) fail_msg("rule %zu: the vectors say %d", i, (int)t);
        }
        for (size_t i = 0; i < rules; i++) seen[ru_match_result(b->r, i)]++;
        ru_results results = ru_match_results(b->r);
        ru_tri is;
        for (size_t i = 0; (i = ru_match_next(&results, i, rules, &is)) < rules; i++) visited[is]++;
    }
    assert_int_equal(seen[RU_TRUE], visited[RU_TRUE]);
    assert_int_equal(seen[RU_MAYBE], visited[RU_MAYBE]);
    assert_true(seen[RU_TRUE] && seen[RU_MAYBE] && seen[RU_FALSE]);
    print_message("%zu rules: %zu true, %zu unknown a person; %zu KiB\n", rules, seen[RU_TRUE] / people, seen[RU_MAYBE] / people, ru_match_bytes(b->m) / 1024);
}

static void test_ten_thousand_rules(void **state) {
    dice d = {dice_seed()};
    big b;
    print_message("seed %llu\n", (unsigned long long)d.state);
    open_big(&b, &d, RULES);
    assert_true(ru_match_bytes(b.m) < 4 * MIB);
    check_people(&b, &d, RULES, dice_scale(40), 20);
    close_big(&b);
}

/* Sizes around the borders of words, blocks and of the two layouts. */
static void test_sizes_between(void **state) {
    static const size_t sizes[] = {1, 63, 64, 65, 128, 192, 255, 256, 257, 320, 511, 513, 700, 2000};
    dice d = {dice_seed() + 3};
    for (size_t i = 0; i < RU_COUNT(sizes); i++) {
        big b;
        open_big(&b, &d, sizes[i]);
        for (size_t p = 0; p < dice_scale(20); p++) {
            a_person(&b.w, &d);
            world_start(&b.w, b.r);
            ru_match_give(b.r, RU_STAGE_SEGMENT, (const int32_t[]){1, 6}, 1 + p % 2);
            for (size_t k = 0; k < sizes[i]; k++) assert_int_equal(ru_match_result(b.r, k), ru_cond_judge(b.m, b.r, b.conds[k]));
        }
        close_big(&b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ten_thousand_rules),
        cmocka_unit_test(test_sizes_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

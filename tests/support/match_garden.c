/* match_garden.c: conditions and people by chance, for tests of the matcher. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/match_world.h"

static const char *const texts[] = {"north", "south", "east", "west", "n", "", "zone"};

static int a_slot(garden *g, ru_type type, ru_type or_type) {
    const ru_fields *f = &g->w->schema->facts;
    for (;;) {
        int slot = (int)dice_below(g->d, (uint32_t)f->count);
        if (f->items[slot].type == type || f->items[slot].type == or_type) return slot;
    }
}

/* Up to `most` ranges in ascending order around `around`. */
static void some_ranges(garden *g, ru_atom *atom, int64_t around, uint32_t step) {
    uint32_t n = dice_below(g->d, 4);
    int64_t at = around - (int64_t)dice_below(g->d, step * 4);
    if (dice_chance(g->d, 15)) {
        int64_t high = at + (int64_t)dice_below(g->d, step);
        atom_add(g->w, atom, INT64_MIN, high);
        at = high + 1 + (int64_t)dice_below(g->d, step);
    }
    for (uint32_t i = 0; i < n; i++) {
        int64_t high = at + (int64_t)dice_below(g->d, step);
        atom_add(g->w, atom, at, high);
        at = high + 1 + (int64_t)dice_below(g->d, step);
    }
    if (dice_chance(g->d, 25)) atom_add(g->w, atom, at, INT64_MAX);
}

/* Money: a set a currency, some without a figure. */
static ru_atom *money_atom(garden *g) {
    ru_atom *atom = atom_make(g->w, RU_AXIS_SLOT, a_slot(g, RU_MONEY, RU_MONEY), 0);
    ru_ranges *sets = RU_NEWS(&g->w->arena, ru_ranges, RU_MAX_CURRENCIES);
    assert_non_null(sets);
    for (size_t c = 0; c < g->w->schema->currency_count; c++) {
        ru_atom *one = atom_make(g->w, RU_AXIS_SLOT, 0, 0);
        some_ranges(g, one, 10, 6);
        sets[c] = one->sets[0];
        if (dice_chance(g->d, 25)) sets[c].count = -1;
    }
    atom->by_currency = true;
    atom->sets = sets;
    return atom;
}

static ru_atom *text_atom(garden *g) {
    ru_atom *atom = atom_make(g->w, RU_AXIS_TEXT, a_slot(g, RU_TEXT, RU_ZONE), 0);
    ru_str *names = RU_NEWS(&g->w->arena, ru_str, 4);
    assert_non_null(names);
    atom->texts = names;
    atom->text_count = (int)dice_below(g->d, 4);
    for (int i = 0; i < atom->text_count; i++) names[i] = ru_str_of(texts[dice_below(g->d, RU_COUNT(texts))]);
    atom->negate = dice_chance(g->d, 40);
    return atom;
}

static ru_atom *stage_atom(garden *g) {
    static const int stages[] = {RU_STAGE_SEGMENT, RU_STAGE_PLANS,  RU_STAGE_ACTION, RU_STAGE_TONE,
                                 RU_STAGE_FINAL,   RU_FINAL_ACTION, RU_FINAL_TONE,   RU_FINAL_CHANNEL};
    uint32_t known = g->top_stage >= RU_STAGE_FINAL ? (uint32_t)RU_COUNT(stages) : (uint32_t)g->top_stage;
    ru_atom *atom = atom_make(g->w, RU_AXIS_STAGE, stages[dice_below(g->d, known)], 0);
    some_ranges(g, atom, 3, 3);
    return atom;
}

static ru_atom *any_atom(garden *g) {
    world *w = g->w;
    ru_atom *atom;
    switch (dice_below(g->d, g->with_coded ? 14 : 13)) {
    case 0:
        atom = atom_make(w, RU_AXIS_SLOT, a_slot(g, RU_BOOLEAN, RU_ENUM), 0);
        some_ranges(g, atom, 1, 2);
        break;
    case 1:
    case 2:
        atom = atom_make(w, RU_AXIS_SLOT, a_slot(g, RU_INTEGER, RU_MONEY), 0);
        some_ranges(g, atom, 10, 6);
        break;
    case 3: atom = money_atom(g); break;
    case 4: atom = text_atom(g); break;
    case 5:
        atom = atom_make(w, RU_AXIS_ELEMENT, a_slot(g, RU_LIST_ENUM, RU_LIST_ENUM), (int)dice_below(g->d, 4));
        atom_add(w, atom, 1, 1);
        break;
    case 6:
        atom = atom_make(w, RU_AXIS_ON_FILE, (int)dice_below(g->d, (uint32_t)w->schema->facts.count), 0);
        atom_add(w, atom, dice_below(g->d, 2), 1);
        break;
    case 7:
        atom = atom_make(w, RU_AXIS_SIGN, a_slot(g, RU_INTEGER, RU_INTEGER), (int)dice_below(g->d, (uint32_t)w->expr_count));
        some_ranges(g, atom, 0, 2);
        break;
    case 8:
    case 9:
        atom = atom_make(w, RU_AXIS_DAYS, a_slot(g, RU_DATE, RU_INSTANT), 0);
        some_ranges(g, atom, 1, 3);
        break;
    case 10:
        atom = atom_make(w, RU_AXIS_SECONDS, a_slot(g, RU_INSTANT, RU_INSTANT), 0);
        some_ranges(g, atom, 40000, 30000);
        break;
    case 11:
        atom = atom_make(w, RU_AXIS_TODAY, 0, 0);
        some_ranges(g, atom, w->request.now / 86400, 2);
        break;
    case 12: atom = g->top_stage ? stage_atom(g) : money_atom(g); break;
    default:
        atom = atom_make(w, RU_AXIS_CODED, 0, (int)dice_below(g->d, 8));
        atom_add(w, atom, 1, 1);
        break;
    }
    atom->if_none = dice_chance(g->d, 25);
    return atom;
}

const ru_cond *garden_grow(garden *g, int depth) {
    if (g->count && dice_chance(g->d, 20)) {
        size_t i = dice_below(g->d, (uint32_t)g->count);
        if (g->heights[i] <= depth) return g->nodes[i];
    }
    const ru_cond *c;
    if (depth == 0 || dice_chance(g->d, 25)) {
        c = cond_of(g->w, any_atom(g));
        depth = 0;
    } else {
        static const ru_cond_kind kinds[] = {RU_COND_ALL, RU_COND_ALL, RU_COND_ANY, RU_COND_NONE};
        uint32_t n = dice_chance(g->d, 4) ? 0 : dice_chance(g->d, 10) ? 7 : 1 + dice_below(g->d, 3);
        ru_cond *made = cond_many(g->w, kinds[dice_below(g->d, 4)], n);
        for (uint32_t i = 0; i < n; i++) cond_add(made, garden_grow(g, depth - 1));
        c = made;
    }
    size_t keep = g->count < RU_COUNT(g->nodes) ? g->count++ : dice_below(g->d, RU_COUNT(g->nodes));
    g->nodes[keep] = c;
    g->heights[keep] = depth;
    return c;
}

/* ---- people ---- */
static int64_t a_value(const world *w, dice *d, const ru_fact *f) {
    switch (f->type) {
    case RU_BOOLEAN: return dice_below(d, 2);
    case RU_ENUM: return dice_below(d, (uint32_t)f->value_count);
    case RU_LIST_ENUM: return dice_below(d, 16);
    case RU_DATE: return w->request.now / 86400 + 3 - (int64_t)dice_below(d, 10);
    case RU_INSTANT: return w->request.now - (int64_t)dice_below(d, 200000);
    default: return (int64_t)dice_below(d, 40) - 10;
    }
}

void world_shake(world *w, dice *d, uint32_t unknown, uint32_t none) {
    w->request.now = 1772460000 + (int64_t)dice_below(d, 86400);
    for (size_t i = 0; i < w->schema->facts.count; i++) {
        const ru_fact *f = &w->schema->facts.items[i];
        if (dice_chance(d, unknown)) world_unknown(w, (int)i);
        else if (dice_chance(d, none)) world_none(w, (int)i);
        else if (f->type == RU_TEXT || f->type == RU_ZONE) world_set_text(w, (int)i, texts[dice_below(d, RU_COUNT(texts))]);
        else world_set(w, (int)i, a_value(w, d, f));
    }
    w->scene.currency = dice_chance(d, unknown) ? -1 : (int)dice_below(d, (uint32_t)w->schema->currency_count);
    int which[5];
    size_t zones = dice_chance(d, 20) ? 0 : dice_chance(d, 60) ? 1 : 2 + dice_below(d, 3);
    for (size_t i = 0; i < zones; i++) which[i] = (int)dice_below(d, 5);
    world_zones(w, zones, which);
    for (size_t i = 0; i < RU_COUNT(w->coded); i++) w->coded[i] = (ru_tri)dice_below(d, 3);
}

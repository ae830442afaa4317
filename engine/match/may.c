/* may.c: could a condition hold while a stage has one value, whatever else may be? And must it? */
#include "engine/match/inside.h"

static bool in_ranges(const ru_ranges *r, int64_t v) {
    for (int i = 0; i < r->count; i++)
        if (v >= r->items[i].low && v <= r->items[i].high) return true;
    return false;
}

bool ru_cond_may(const ru_cond *c, int stage, int value) {
    if (c->kind == RU_COND_ATOM) return c->atom->axis != RU_AXIS_STAGE || c->atom->a != stage || in_ranges(&c->atom->sets[0], value);
    if (c->kind == RU_COND_NONE) return true;
    size_t may = 0;
    for (size_t i = 0; i < c->count; i++) may += ru_cond_may(c->items[i], stage, value);
    return c->kind == RU_COND_ALL ? may == c->count : may > 0;
}

bool ru_cond_must(const ru_cond *c, int stage, int value) {
    if (c->kind == RU_COND_ATOM) return c->atom->axis == RU_AXIS_STAGE && c->atom->a == stage && in_ranges(&c->atom->sets[0], value);
    if (c->kind == RU_COND_NONE) return false;
    size_t must = 0;
    for (size_t i = 0; i < c->count; i++) must += ru_cond_must(c->items[i], stage, value);
    return c->kind == RU_COND_ALL ? must == c->count : must > 0;
}

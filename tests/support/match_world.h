/* match_world.h: a small made-up world for tests of the matcher: a schema, a person, conditions said in one line. */
#ifndef TESTS_MATCH_WORLD_H
#define TESTS_MATCH_WORLD_H

#include "engine/match/match.h"

/* ---- chance, repeatable ---- */
typedef struct dice {
    uint64_t state;
} dice;
uint64_t dice_roll(dice *d);
uint32_t dice_below(dice *d, uint32_t n); /* 0 … n−1 */
bool dice_chance(dice *d, uint32_t per_cent);
uint64_t dice_seed(void);    /* RUTH_SEED or a fixed one */
size_t dice_scale(size_t n); /* n × RUTH_SCALE per mille, at least 1 */

/* ---- the world ---- */
typedef struct world {
    ru_arena arena; /* policy */
    ru_schema *schema;
    ru_request request;
    ru_scene scene;
    const ru_zone *zones[8]; /* UTC, New York, UTC−12, UTC+14 … */
    const ru_expr **exprs;
    size_t expr_count;
    ru_tri coded[64]; /* what coded conditions answer */
    int asked[64];    /* how often each was asked */
} world;
enum { ZONE_UTC, ZONE_NEW_YORK, ZONE_WEST, ZONE_EAST, ZONE_KATHMANDU };

/* `facts_yaml`: the text of a facts.yaml; NULL: that of world_facts(). Every fact is not known, now is 2026-03-02T14:00:00Z, no zone, no currency. */
void world_open(world *w, const char *facts_yaml);
void world_close(world *w);
const char *world_facts(void);
int world_slot(const world *w, const char *name);
void world_set(world *w, int slot, int64_t v);
void world_set_text(world *w, int slot, const char *text);
void world_none(world *w, int slot);
void world_unknown(world *w, int slot);
void world_zones(world *w, size_t count, const int *which);    /* also today in each */
int world_expr_fact(world *w, const char *name, ru_type want); /* an expression that reads one fact; gives its index */
void world_start(world *w, ru_match_run *r);                   /* ru_match_start with the coded answers above */
ru_match *world_match(world *w, const ru_cond *const *conds, size_t count);
ru_match_run *world_run(const ru_match *m);

/* ---- conditions, in the world's arena ---- */
ru_atom *atom_make(world *w, ru_axis_kind axis, int a, int b);
void atom_add(world *w, ru_atom *atom, int64_t low, int64_t high); /* one more range, in every set */
const ru_cond *cond_of(world *w, const ru_atom *atom);
const ru_cond *cond_in(world *w, int slot, int64_t low, int64_t high); /* slot between low and high */
const ru_cond *cond_axis(world *w, ru_axis_kind axis, int a, int b, int64_t low, int64_t high);
const ru_cond *cond_coded(world *w, int index);
ru_cond *cond_many(world *w, ru_cond_kind kind, size_t room); /* to be filled: items[count++] */
void cond_add(ru_cond *c, const ru_cond *item);
const ru_cond *cond_both(world *w, ru_cond_kind kind, const ru_cond *a, const ru_cond *b); /* b may be NULL */

/* ---- chance conditions over every axis there is ---- */
typedef struct garden {
    world *w;
    dice *d;
    const ru_cond *nodes[64]; /* what may be shared */
    int heights[64];
    size_t count;
    int top_stage; /* stages up to this may be read: 0 none, 5 the finals too */
    bool with_coded;
} garden;
const ru_cond *garden_grow(garden *g, int depth);
void world_shake(world *w, dice *d, uint32_t unknown, uint32_t none); /* random values; shares in per cent; also zones, currency, coded answers */

#endif

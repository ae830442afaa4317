/* scenes.c: see scenes.h. */
#include "tests/support/scenes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/refusing.h"
#include "tests/support/support.h"

/* What a scene was told, whole. */
static char told[1 << 20], expected[1 << 20];
static size_t told_length;

void scene_note(ruth_text t) {
    size_t n = t.length < sizeof told - told_length ? t.length : sizeof told - told_length;
    memcpy(told + told_length, t.bytes, n);
    told_length += n;
}

/* RUTH_GO_ON=1: all that is wrong is told, not the first alone. */
static long complaints;
#define complain(...) (print_error(__VA_ARGS__), print_error("\n"), refusing_tell(), complaints++, getenv("RUTH_GO_ON") ? (void)0 : fail())

static ruth_status play(scene body, refusing *r) {
    const ruth_options options = {.size = sizeof options, .allocator = refusing_allocator(r)};
    ruth_engine *engine = NULL;
    ruth_error e = {.message = ""};
    told_length = 0;
    ruth_status st = ruth_engine_new(&options, &engine, &e);
    assert_true((engine != NULL) == (st == RUTH_OK));
    if (!st) st = body(engine, &e);
    ruth_engine_free(engine);
    bool memory = st == RUTH_E_REQUEST && (strstr(e.message, "memory") || strstr(e.message, "script")); /* answered as an error line, never as a decision */
    if (st && st != RUTH_E_NOMEM && !memory)
        complain("call %zu refused%s: status %d: %s", r->refuse_at, r->for_ever ? " and all after it" : "", (int)st, e.message);
    assert_int_equal(r->held, 0);
    assert_int_equal(r->blocks, 0);
    assert_false(r->wrong_size);
    return st;
}

enum { CALLS = 1 << 20 };
static refusing_stack stacks[CALLS / 2];
static uint64_t known[CALLS], refused_before[CALLS]; /* tables, 0 free: of this scene; by any scene of this program */

/* Its place in the table, which is free if it is not there. */
static uint64_t *place_of(uint64_t *table, uint64_t stack) {
    size_t at = (size_t)(stack % CALLS);
    while (table[at] && table[at] != stack) at = (at + 1) % CALLS;
    return &table[at];
}

static bool first_of_its_kind(uint64_t stack) {
    uint64_t *place = place_of(known, stack);
    if (*place) return false;
    *place = stack;
    return true;
}

/* Leaves of each call's stack what was not seen before it; gives how many there are of each. */
static void firsts(size_t calls, long *places, long *ways) {
    memset(known, 0, sizeof known);
    *places = *ways = 0;
    for (size_t at = 0; at < calls && at < CALLS / 2; at++) {
        refusing_stack *s = &stacks[at];
        if (!first_of_its_kind(s->way) || *place_of(refused_before, s->way))
            s->way = 0; /* scenes share most of their ways: each goes on where the one before it ended */
        if (!s->way || !first_of_its_kind(s->place)) s->place = 0;
        *places += s->place != 0;
        *ways += s->way != 0;
    }
}

/* Which calls are refused: where a place asks first, as far as the limit goes; ways to it, if it goes further; and some spread evenly. */
typedef struct choice {
    long places_every, ways_every, places, ways;
    size_t step;
} choice;

static choice choose(size_t calls, long places, long ways, long limit) {
    long left = limit > places ? limit - places : 1;
    return (choice){.places_every = places / limit + 1, .ways_every = ways / left + 1, .step = calls / (size_t)limit + 1};
}

static bool chosen(choice *c, size_t at) {
    const refusing_stack none = {0, 0}, *s = at <= CALLS / 2 ? &stacks[at - 1] : &none;
    if (s->place) return c->places++ % c->places_every == 0 || at % c->step == 0;
    return (s->way && c->ways++ % c->ways_every == 0) || at % c->step == 0;
}

static const char *loaded;
static ruth_status load(ruth_engine *engine, ruth_error *e) {
    ruth_policy *p = NULL;
    ruth_session *s = NULL;
    ruth_explainer *x = NULL;
    ruth_status st = ruth_policy_load(engine, loaded, &p, e);
    if (!st) st = ruth_session_new(p, &s, e);
    if (!st) st = ruth_explainer_new(engine, loaded, &x, e); /* with its sources, as the officer's tools do */
    ruth_explainer_free(x);
    ruth_session_free(s);
    ruth_policy_release(p);
    return st;
}

void scene_loads_elsewhere(const char *folder) {
    refusing all = {.stacks = stacks, .stacks_room = CALLS / 2};
    loaded = folder;
    assert_int_equal(play(load, &all), RUTH_OK);
    for (size_t at = 0; at < all.calls && at < CALLS / 2; at++) *place_of(refused_before, stacks[at].way) = stacks[at].way;
}

void scene_refuse(scene body, const char *name, long most) {
    refusing all = {.stacks = stacks, .stacks_room = CALLS / 2};
    complaints = 0;
    assert_int_equal(play(body, &all), RUTH_OK);
    long refused = 0, tried = 0, places, ways;
    size_t length = told_length;
    memcpy(expected, told, length);
    firsts(all.calls, &places, &ways);
    choice c = choose(all.calls, places, ways, support_scaled(most));
    for (size_t at = 1; at <= all.calls; at++) {
        if (!chosen(&c, at)) continue;
        if (at <= CALLS / 2 && stacks[at - 1].way) *place_of(refused_before, stacks[at - 1].way) = stacks[at - 1].way;
        for (int for_ever = 0; for_ever < 2; for_ever++, tried++) {
            refusing r = {.refuse_at = at, .for_ever = for_ever};
            bool said = play(body, &r) != RUTH_OK;
            refused += said;
            size_t same = 0;
            while (same < length && same < told_length && told[same] == expected[same]) same++;
            if (!said && (told_length != length || memcmp(told, expected, length) != 0))
                complain("%s: call %zu%s went unnoticed:\n%.*s\ninstead of\n%.*s", name, at, for_ever ? " and all after it" : "",
                         told_length - same > 200 ? 200 : (int)(told_length - same), told + same, length - same > 200 ? 200 : (int)(length - same),
                         expected + same);
        }
    }
    printf("%s: %zu calls from %ld places by %ld ways, %ld tried, %ld said so\n", name, all.calls, places, ways, tried, refused);
    assert_true(refused > 0 && !complaints);
}

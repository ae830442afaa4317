/* scenes.c: see scenes.h. */
#include "tests/support/scenes.h"

#include <stdio.h>
#include <string.h>

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
    if (st && st != RUTH_E_NOMEM && !memory) fail_msg("call %zu refused%s: status %d: %s", r->refuse_at, r->for_ever ? " and all after it" : "", (int)st, e.message);
    assert_int_equal(r->held, 0);
    assert_int_equal(r->blocks, 0);
    assert_false(r->wrong_size);
    return st;
}

void scene_refuse(scene body, const char *name, long most) {
    refusing all = {0};
    assert_int_equal(play(body, &all), RUTH_OK);
    long refused = 0, tried = 0;
    size_t length = told_length;
    memcpy(expected, told, length);
    size_t step = all.calls / (size_t)support_scaled(most) + 1;
    for (size_t at = 1; at <= all.calls; at += at < 100 ? 1 : step)
        for (int for_ever = 0; for_ever < 2; for_ever++, tried++) {
            refusing r = {.refuse_at = at, .for_ever = for_ever};
            bool said = play(body, &r) != RUTH_OK;
            refused += said;
            size_t same = 0;
            while (same < length && same < told_length && told[same] == expected[same]) same++;
            if (!said && (told_length != length || memcmp(told, expected, length) != 0)) fail_msg("%s: call %zu%s went unnoticed:\n%.*s\ninstead of\n%.*s", name, at, for_ever ? " and all after it" : "", told_length - same > 200 ? 200 : (int)(told_length - same), told + same, length - same > 200 ? 200 : (int)(length - same), expected + same);
        }
    printf("%s: %zu calls, %ld tried, %ld said so\n", name, all.calls, tried, refused);
    assert_true(refused > 0);
}

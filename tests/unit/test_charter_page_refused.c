/* test_charter_page_refused.c: a charter's page whose allocator refuses, once or for ever, at every one of its calls: out of memory is said, nothing leaks, no half page is given. */
#include <stdio.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/charter_garden.h"
#include "tests/support/refusing.h"

/* Both pages, in another language than the policy's first. False: memory ran out somewhere. */
static bool write_both(const char *folder, refusing *r, size_t *loaded) {
    const ruth_options options = {.size = sizeof options, .allocator = refusing_allocator(r)};
    const ruth_charter_page_options ways[] = {{.size = sizeof *ways, .lang = "fr", .html = 1}, {.size = sizeof *ways, .lang = "en"}};
    ruth_engine *engine = NULL;
    ruth_charter_page *page = NULL;
    ruth_error e;
    ruth_status st = ruth_engine_new(&options, &engine, &e);
    if (!st) st = ruth_charter_page_open(engine, folder, &page, &e);
    *loaded = r->calls;
    for (size_t i = 0; !st && i < sizeof ways / sizeof *ways; i++) {
        ruth_text text;
        st = ruth_charter_page_write(page, &ways[i], &text, &e);
        assert_true((text.length > 0) == (st == RUTH_OK));
    }
    if (st && st != RUTH_E_NOMEM) fail_msg("status %d: %s", (int)st, e.message);
    ruth_charter_page_free(page);
    ruth_engine_free(engine);
    assert_int_equal(r->held, 0);
    assert_int_equal(r->blocks, 0);
    assert_false(r->wrong_size);
    return st == RUTH_OK;
}

static void every_call(void **state) {
    (void)state;
    char folder[256];
    refusing all = {0};
    size_t loaded, ignored;
    long refused = 0;
    snprintf(folder, sizeof folder, "%s", support_folder(charter_garden));
    assert_true(write_both(folder, &all, &loaded));
    for (size_t at = 1; at <= all.calls; at += at + 97 < loaded ? 97 : 1) /* loading is refused elsewhere, call by call */
        for (int for_ever = 0; for_ever < 2; for_ever++) {
            refusing r = {.refuse_at = at, .for_ever = for_ever};
            refused += !write_both(folder, &r, &ignored);
        }
    printf("%zu calls, %zu of them to load, refused %ld times\n", all.calls, loaded, refused);
    assert_true(refused > 0);
    support_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_call)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

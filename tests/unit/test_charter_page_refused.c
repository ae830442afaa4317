/* test_charter_page_refused.c: a charter's page whose allocator refuses, once or for ever: out of memory is said, nothing leaks, no half page is given. */
#include <stdio.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/charter_garden.h"
#include "tests/support/scenes.h"

static char folder[256];

/* Both pages, in another language than the policy's first. */
static ruth_status write_both(ruth_engine *engine, ruth_error *e) {
    const ruth_charter_page_options ways[] = {{.size = sizeof *ways, .lang = "fr", .html = 1}, {.size = sizeof *ways, .lang = "en"}};
    ruth_charter_page *page = NULL;
    ruth_status st = ruth_charter_page_open(engine, folder, &page, e);
    for (size_t i = 0; !st && i < sizeof ways / sizeof *ways; i++) {
        ruth_text text;
        st = ruth_charter_page_write(page, &ways[i], &text, e);
        assert_true((text.length > 0) == (st == RUTH_OK));
        if (!st) scene_note(text);
    }
    ruth_charter_page_free(page);
    return st;
}

static void every_call(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "%s", support_folder(charter_garden));
    scene_loads_elsewhere(folder);
    scene_refuse(write_both, "charter page", 400);
    support_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_call)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

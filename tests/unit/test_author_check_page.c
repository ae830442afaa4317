/* test_author_check_page.c: docs/check.md lists every code that a check can give, and no other. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/author/effects.h"
#include "tests/support/support.h"

static char *read_whole(const char *path) {
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    assert_true(fread(text, 1, (1 << 20) - 1, f) > 0);
    fclose(f);
    return text;
}

static void every_code_is_on_the_page(void **state) {
    (void)state;
    char *page = read_whole("docs/check.md"), row[80];
    size_t rows = 0;
    for (const ru_effect *e; (e = ru_effect_at(rows)); rows++) {
        snprintf(row, sizeof row, "| `%s` |", e->code);
        if (!strstr(page, row)) fail_msg("docs/check.md does not list %s", e->code);
        assert_true(e->effect[0] != 0);
    }
    assert_true(rows > 100);
    free(page);
}

/* Is the code written in some file of the authors' room? */
static bool is_given(const char *code) {
    char quoted[80], path[512];
    bool found = false;
    snprintf(quoted, sizeof quoted, "\"%s\"", code);
    DIR *d = opendir("engine/author");
    assert_non_null(d);
    for (struct dirent *e; !found && (e = readdir(d));) {
        size_t n = strlen(e->d_name);
        if (n < 3 || strcmp(e->d_name + n - 2, ".c") != 0) continue;
        snprintf(path, sizeof path, "engine/author/%s", e->d_name);
        char *text = read_whole(path);
        found = strstr(text, quoted) != NULL;
        free(text);
    }
    closedir(d);
    return found;
}

static void every_code_on_the_page_is_given(void **state) {
    (void)state;
    char *page = read_whole("docs/check.md"), code[64];
    size_t count = 0;
    for (const char *p = page; (p = strstr(p, "\n| `")); count++) {
        p += 4;
        size_t n = strcspn(p, "`");
        assert_true(n < sizeof code);
        memcpy(code, p, n);
        code[n] = 0;
        if (!is_given(code)) fail_msg("docs/check.md lists %s, which nothing gives", code);
    }
    assert_true(count > 60);
    free(page);
}

/* The first row that fits counts, so a row that stands behind a wider one is never reached. */
static void every_row_can_be_reached(void **state) {
    (void)state;
    const ru_effect *e;
    for (size_t i = 0; (e = ru_effect_at(i)); i++)
        if (ru_effect_of(e->says) != e) fail_msg("\"%s\" is hidden by \"%s\"", e->says, ru_effect_of(e->says)->says);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_code_is_on_the_page), cmocka_unit_test(every_code_on_the_page_is_given), cmocka_unit_test(every_row_can_be_reached)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

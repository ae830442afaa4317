/* test_author_check.c: docs/check.md lists every code that a check can give, and no other; a check that gets no memory says so and leaves nothing behind. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/author/effects.h"
#include "engine/include/ruth_author.h"
#include "tests/support/refusing.h"
#include "tests/support/slips.h"

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

/* What the looks at a loaded policy give, as their sources write it: ru_finding_add(f, RU_WARNING, "code", … */
static void every_code_of_a_look_is_on_the_page(void **state) {
    (void)state;
    static const char *const levels[] = {"RU_ERROR, \"", "RU_WARNING, \"", "RU_NOTE, \""};
    char *page = read_whole("docs/check.md"), path[512], row[80];
    size_t count = 0;
    DIR *d = opendir("engine/author");
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        size_t n = strlen(e->d_name);
        if (n < 3 || strcmp(e->d_name + n - 2, ".c") != 0) continue;
        snprintf(path, sizeof path, "engine/author/%s", e->d_name);
        char *text = read_whole(path);
        for (size_t l = 0; l < sizeof levels / sizeof *levels; l++)
            for (const char *p = text; (p = strstr(p, levels[l])); count++) {
                p += strlen(levels[l]);
                snprintf(row, sizeof row, "| `%.*s` |", (int)strcspn(p, "\""), p);
                if (!strstr(page, row)) fail_msg("docs/check.md does not list %s of %s", row, path);
            }
        free(text);
    }
    closedir(d);
    free(page);
    assert_true(count > 20);
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

/* Each call for memory refused in turn; where the check goes on, it has found what it finds with all its memory. */
static void every_refusal_is_clean(void **state) {
    (void)state;
    support_file files[SLIPS_ROOM];
    slips_marked m;
    size_t told = 0, whole = 0;
    for (size_t which = 0; which < slips_count; which += 31) {
        slips_plant(&slips_all[which], files, &m);
        const char *folder = support_folder(files);
        for (size_t k = 1;; k += k < 20 ? 1 : 311) {
            refusing r = {.refuse_at = k, .for_ever = true};
            ruth_allocator alloc = refusing_allocator(&r);
            ruth_check_options options = {.size = sizeof options};
            ruth_options of_engine = {.size = sizeof of_engine, .allocator = alloc};
            ruth_engine *engine = NULL;
            ruth_check *check = NULL;
            ruth_error e;
            ruth_status st = ruth_engine_new(&of_engine, &engine, &e);
            if (!st) st = ruth_check_run(engine, folder, &options, &check, &e);
            size_t found = check ? ruth_check_count(check, 0) : 0;
            bool enough = r.calls < k;
            ruth_check_free(check);
            ruth_engine_free(engine);
            assert_int_equal(r.blocks, 0);
            assert_false(r.wrong_size);
            if (st != RUTH_OK && st != RUTH_E_NOMEM) fail_msg("%s, call %zu: status %d: %s", slips_all[which].name, k, (int)st, e.message);
            if (st == RUTH_OK && found != 1) fail_msg("%s, call %zu: %zu findings without a word about memory", slips_all[which].name, k, found);
            told += st == RUTH_E_NOMEM;
            whole += st == RUTH_OK;
            if (enough) break;
        }
        support_remove(folder);
        slips_free(files);
    }
    printf("%zu refusals told, %zu survived\n", told, whole);
    assert_true(told > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_code_is_on_the_page), cmocka_unit_test(every_code_of_a_look_is_on_the_page),
                                       cmocka_unit_test(every_code_on_the_page_is_given), cmocka_unit_test(every_row_can_be_reached),
                                       cmocka_unit_test(every_refusal_is_clean)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

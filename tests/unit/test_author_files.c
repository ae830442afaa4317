/* test_author_files.c: what is made on disk, a policy or a plugin to start from: all of it, or nothing, on a disk that is full at any byte. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/include/ruth_author.h"
#include "tests/support/full_disk.h"
#include "tests/support/support.h"

static char folder[200];

static int set_up(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/ruth-files-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int tear_down(void **state) {
    (void)state;
    support_remove(folder);
    return 0;
}

static size_t entries(const char *path) {
    size_t n = 0;
    DIR *d = opendir(path);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) n += e->d_name[0] != '.';
    closedir(d);
    return n;
}

typedef ruth_status (*making)(const char *path, ruth_error *e);
static ruth_status a_policy(const char *path, ruth_error *e) { return ruth_new_policy(path, e); }
static ruth_status a_plugin(const char *path, ruth_error *e) { return ruth_new_plugin(path, "enrich", e); }

/* No file may be longer than so many bytes; what does not fit is not written, and nothing else stays. */
static void on_a_full_disk(making make, const char *says) {
    char path[300];
    long refused = 0;
    bool whole = false;
    snprintf(path, sizeof path, "%s/mine", folder);
    for (long bytes = 0; !whole; bytes = bytes * 3 / 2 + 1) {
        ruth_error e = {.message = ""};
        full_disk disk;
        full_disk_begin(&disk, bytes);
        ruth_status st = make(path, &e);
        full_disk_end(&disk);
        whole = st == RUTH_OK;
        if (whole) continue;
        refused++;
        assert_int_equal(st, RUTH_E_IO);
        assert_has(e.message, says);
        assert_int_equal(entries(folder), 0);
    }
    assert_true(refused > 10);
    assert_int_equal(entries(folder), 1);
    assert_true(entries(path) > 2);
}

static void a_policy_is_whole_or_not_there(void **state) {
    (void)state;
    on_a_full_disk(a_policy, "not all of it could be written; nothing was left behind");
}

static void a_plugin_is_whole_or_not_there(void **state) {
    (void)state;
    on_a_full_disk(a_plugin, "could not be written");
}

static void where_a_policy_cannot_be_made(void **state) {
    (void)state;
    ruth_error e;
    char path[300], *endless = malloc(5000);
    assert_non_null(endless);
    snprintf(path, sizeof path, "%s/nowhere/mine", folder);
    assert_int_equal(ruth_new_policy(path, &e), RUTH_E_IO);
    assert_has(e.message, "the folder cannot be made here (the folder around it is not there)");
    snprintf(path, sizeof path, "%s/file", folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fclose(f);
    snprintf(path, sizeof path, "%s/file/mine", folder);
    assert_int_equal(ruth_new_policy(path, &e), RUTH_E_IO);
    assert_has(e.message, "the folder cannot be made here (the system refuses)");
    assert_int_equal(ruth_new_plugin(path, "enrich", &e), RUTH_E_IO);
    assert_has(e.message, "/file/mine could not be made: ");
    memset(endless, '/', 4999);
    memcpy(endless + 4993, "mine/", 6);
    assert_int_equal(ruth_new_policy(endless, &e), RUTH_E_ARGUMENT);
    assert_string_equal(e.message, "the path is too long");
    free(endless);
}

/* Slashes at the end are no part of a name. */
static void names_of_policies(void **state) {
    (void)state;
    static const char *const wrong[] = {"", "_a", "-a", "A", "a.b", "a b", "{", "`", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
                             *const right[] = {"a///", "0_z-9", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    ruth_error e;
    char path[400];
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        snprintf(path, sizeof path, "%s/%s%s", folder, wrong[i], wrong[i][0] ? "" : "..");
        assert_int_equal(ruth_new_policy(path, &e), RUTH_E_ARGUMENT);
        assert_has(e.message, "is no name for a policy");
    }
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, right[i]);
        if (ruth_new_policy(path, &e)) fail_msg("%s: %s", path, e.message);
        assert_int_equal(ruth_new_policy(path, &e), RUTH_E_ARGUMENT);
        assert_has(e.message, "is there already");
    }
    assert_int_equal(entries(folder), 3);
}

static void kinds_and_names_of_plugins(void **state) {
    (void)state;
    static const char *const kinds[] = {"enrich", "offer", "render", "inspect", "observe"};
    ruth_error e;
    char path[400];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        snprintf(path, sizeof path, "%s/my-%s", folder, kinds[i]);
        if (ruth_new_plugin(path, kinds[i], &e)) fail_msg("%s: %s", path, e.message);
        char source[900];
        snprintf(source, sizeof source, "%s/my-%s.c", path, kinds[i]);
        FILE *f = fopen(source, "r");
        assert_non_null(f);
        char text[20000];
        text[fread(text, 1, sizeof text - 1, f)] = 0;
        fclose(f);
        snprintf(source, sizeof source, "RUTH_PLUGIN_ENTRY(my_%s)", kinds[i]);
        assert_has(text, source);
        assert_lacks(text, "@ID@");
    }
    assert_int_equal(ruth_new_plugin(path, "observe", &e), RUTH_E_ARGUMENT);
    assert_has(e.message, "is there already; nothing was changed");
    assert_int_equal(ruth_new_plugin(path, "observer", &e), RUTH_E_ARGUMENT);
    assert_has(e.message, "there is no kind of plugin called observer");
    snprintf(path, sizeof path, "%s/%0*d", folder, 90, 0);
    assert_int_equal(ruth_new_plugin(path, "observe", &e), RUTH_E_ARGUMENT);
    assert_has(e.message, "is not the name of a plugin");
    assert_int_equal(ruth_new_plugin("9", "observe", &e), RUTH_E_ARGUMENT);
    assert_has(e.message, "\"9\" is not the name of a plugin");
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(a_policy_is_whole_or_not_there), T(a_plugin_is_whole_or_not_there), T(where_a_policy_cannot_be_made), T(names_of_policies),
        T(kinds_and_names_of_plugins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

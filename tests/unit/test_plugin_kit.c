/* test_plugin_kit.c: the probe and the kit from the inside: memory that is refused at any point, folders that are taken back. What they find and make: tests/cli/plugin.sh. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/include/ruth_author.h"
#include "tests/support/refusing.h"
#include "tests/support/support.h"

static char desk[256];

static int set_up(void **state) {
    snprintf(desk, sizeof desk, "/tmp/ruth-kit-XXXXXX");
    return mkdtemp(desk) ? 0 : 1;
}
static int tear_down(void **state) {
    support_remove(desk);
    return 0;
}

/* A plugin of tests/abi, as it was built beside this program, in a folder of our own. */
static void copy_plugin(const char *name, char out[800]) {
    char from[800], *bytes = malloc(1 << 20);
    ssize_t n = readlink("/proc/self/exe", from, 400);
    assert_true(n > 0 && bytes != NULL);
    from[n] = 0;
    *strrchr(from, '/') = 0;
    snprintf(strrchr(from, '/'), 300, "/abi/%s.so", name);
    snprintf(out, 800, "%s/%s.so", desk, name);
    FILE *in = fopen(from, "rb"), *to = fopen(out, "wb");
    if (!in) fail_msg("%s was not built", from);
    assert_non_null(to);
    size_t size = fread(bytes, 1, 1 << 20, in);
    assert_int_equal(fwrite(bytes, 1, size, to), size);
    fclose(in);
    assert_int_equal(fclose(to), 0);
    assert_int_equal(chmod(out, 0700), 0);
    free(bytes);
}

static int64_t ticks(void *context) { return ++*(int64_t *)context; }

/* Everything once, under one allocator. */
static ruth_status whole(const ruth_allocator *alloc, const char *file, const char *policy, size_t *failing, char *said, size_t room) {
    int64_t time = 0;
    ruth_options options = {.size = sizeof options, .allocator = *alloc};
    ruth_plugin_check_options check = {.size = sizeof check, .policy = policy, .calls = 4, .clock = ticks, .context = &time};
    ruth_engine *engine = NULL;
    ruth_plugin_probe *probe = NULL;
    ruth_text text = {NULL, 0};
    ruth_error e;
    ruth_status st = ruth_engine_new(&options, &engine, &e);
    if (!st) st = ruth_plugin_probe_open(engine, file, &probe, &e);
    if (!st) st = ruth_plugin_probe_info(probe, RUTH_AS_JSON, &text, &e);
    if (!st) st = ruth_plugin_probe_check(probe, &check, failing, &e);
    if (!st) st = ruth_plugin_probe_result(probe, RUTH_AS_TEXT, &text, &e);
    if (!st) snprintf(said, room, "%.*s", (int)text.length, text.bytes);
    else assert_true(e.message[0] != 0);
    ruth_plugin_probe_free(probe);
    ruth_engine_free(engine);
    return st;
}

static void refuse_everywhere(const char *file, const char *policy) {
    bool done = false;
    for (size_t n = 1; !done; n++) {
        refusing r = {.refuse_at = n, .for_ever = true};
        ruth_allocator alloc = refusing_allocator(&r);
        char said[2000] = "";
        size_t failing = 0;
        ruth_status st = whole(&alloc, file, policy, &failing, said, sizeof said);
        if (st && st != RUTH_E_NOMEM) fail_msg("allocation %zu refused: status %d", n, (int)st);
        done = st == RUTH_OK && r.calls < n;
        assert_int_equal(r.blocks, 0);
        assert_false(r.wrong_size);
        if (st == RUTH_OK) assert_has(said, "median 1 ns");
        assert_true(n < 5000);
    }
}

static void test_memory(void **state) {
    static const support_file files[] = {
        {"policy.yaml", "policy: t\nversion: \"1\"\nlanguages: [en]\nplugins: [first]\n"},
        {"facts.yaml",
         "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\ndays_late: { type: integer, range: [0, 4000], source: host }\n"
         "score: { type: integer, source: plugin }\nband: { type: enum, values: [calm, tight], source: plugin }\n"},
        {NULL, NULL},
    };
    char file[800], policy[256];
    copy_plugin("larger", file);
    refuse_everywhere(file, NULL);
    copy_plugin("first", file);
    snprintf(policy, sizeof policy, "%s", support_folder(files));
    refuse_everywhere(file, policy);
    support_remove(policy);
}

/* A plugin that writes an enum is checked with a policy; a policy that does not list it is no help. */
static void test_needs_a_policy(void **state) {
    static const support_file files[] = {{NULL, NULL}};
    ruth_allocator alloc = ru_allocator_default();
    char file[800], policy[256], said[2000];
    size_t failing;
    copy_plugin("first", file);
    snprintf(policy, sizeof policy, "%s", support_folder(files));
    assert_int_equal(whole(&alloc, file, NULL, &failing, said, sizeof said), RUTH_E_ARGUMENT);
    assert_int_equal(whole(&alloc, file, policy, &failing, said, sizeof said), RUTH_E_ARGUMENT);
    support_remove(policy);
    copy_plugin("undeclared", file); /* reads what only a policy may lack: made-up facts have it */
    assert_int_equal(whole(&alloc, file, NULL, &failing, said, sizeof said), RUTH_OK);
    assert_int_equal(failing, 0);
}

static void test_not_checked(void **state) {
    char file[800];
    ruth_engine *engine = NULL;
    ruth_plugin_probe *probe = NULL;
    ruth_text text;
    ruth_error e;
    size_t failing;
    ruth_plugin_check_options wrong = {.size = 3};
    copy_plugin("larger", file);
    assert_int_equal(ruth_engine_new(NULL, &engine, &e), RUTH_OK);
    assert_int_equal(ruth_plugin_probe_open(engine, "nowhere/larger.so", &probe, &e), RUTH_E_POLICY);
    assert_null(probe);
    assert_int_equal(ruth_plugin_probe_open(engine, "larger", &probe, &e), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_plugin_probe_open(engine, file, &probe, &e), RUTH_OK);
    assert_int_equal(ruth_plugin_probe_result(probe, RUTH_AS_TEXT, &text, &e), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_plugin_probe_check(probe, &wrong, &failing, &e), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_plugin_probe_check(probe, NULL, &failing, &e), RUTH_OK);
    assert_int_equal(ruth_plugin_probe_result(probe, RUTH_AS_JSON, &text, &e), RUTH_OK);
    ruth_plugin_probe_free(probe);
    ruth_plugin_probe_free(NULL);
    ruth_engine_free(engine);
}

/* ---- the kit ---- */
static void no_blanks(const char *folder, int *files) {
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *entry; (entry = readdir(d));) {
        char path[800], text[20000];
        struct stat about;
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%.400s/%.300s", folder, entry->d_name);
        assert_int_equal(stat(path, &about), 0);
        assert_int_equal(about.st_mode & 022, 0);
        if (S_ISDIR(about.st_mode)) {
            no_blanks(path, files);
            continue;
        }
        FILE *f = fopen(path, "r");
        assert_non_null(f);
        text[fread(text, 1, sizeof text - 1, f)] = 0;
        fclose(f);
        assert_lacks(text, "@ID@");
        assert_lacks(text, "@NAME@");
        ++*files;
    }
    closedir(d);
}

static void test_new(void **state) {
    static const char *const kinds[] = {"enrich", "offer", "render", "inspect", "observe"};
    ruth_error e;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char folder[400];
        int files = 0;
        snprintf(folder, sizeof folder, "%s/a-%s", desk, kinds[i]);
        mode_t before = umask(0);
        assert_int_equal(ruth_new_plugin(folder, kinds[i], &e), RUTH_OK);
        umask(before);
        no_blanks(folder, &files);
        assert_true(files >= 8);
        assert_int_equal(ruth_new_plugin(folder, kinds[i], &e), RUTH_E_ARGUMENT);
    }
}

/* No file can be opened any more: the folder that was begun is not left behind. */
static void test_nothing_is_left_behind(void **state) {
    struct rlimit before, none;
    char folder[400];
    ruth_error e;
    snprintf(folder, sizeof folder, "%s/begun", desk);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = before;
    none.rlim_cur = 0;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    ruth_status st = ruth_new_plugin(folder, "enrich", &e);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(st, RUTH_E_IO);
    assert_has(e.message, "could not be written");
    assert_int_equal(access(folder, F_OK), -1);
    assert_int_equal(errno, ENOENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_memory), cmocka_unit_test(test_needs_a_policy), cmocka_unit_test(test_not_checked),
                                       cmocka_unit_test(test_new), cmocka_unit_test(test_nothing_is_left_behind)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

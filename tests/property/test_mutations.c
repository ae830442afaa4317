/* test_mutations.c: slips of the pen in policies/humane (RUTH_SCALE=40000: a thousand): how many `check` or `test` catches, and what the rest does to 10,000 decisions.
 *
 * A slip that is neither caught nor without effect is printed: each is a case to write, or a thing that check should know. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/include/ruth_author.h"
#include "tests/support/mutate.h"

enum { REQUESTS = 10000, LINE = 8192, PEOPLE = 100 }; /* with a smaller RUTH_SCALE fewer */

typedef struct world {
    ruth_engine *engine;
    mutation_folder folder;
    char copy[64];
    char **requests;
    uint64_t *answers; /* of the policy as it is */
    size_t count;
} world;

static long at_most(long count) { return support_scaled(count) < count ? support_scaled(count) : count; }

/* What of an answer a slip may change: everything behind the digests. */
static uint64_t answer_of(ruth_session *session, const char *line) {
    ruth_text out;
    ruth_error e;
    uint64_t h = 14695981039346656037u;
    ruth_status st = ruth_decide_line(session, line, strlen(line), 1, &out, &e);
    if (st != RUTH_OK && st != RUTH_E_REQUEST) return 0;
    const char *end = out.bytes + out.length, *p = out.bytes;
    while (st == RUTH_OK && p < end && memcmp(p, "\"segment\":", 10) != 0) p++;
    for (; p < end; p++) h = (h ^ (unsigned char)*p) * 1099511628211u;
    return h;
}

static void read_requests(world *w) {
    char command[512], line[LINE];
    const size_t wanted = (size_t)at_most(REQUESTS);
    const char *build = getenv("RUTH_BUILD");
    snprintf(command, sizeof command, "%s/tools/portfolio 3 %d > %s.a && %s/tools/portfolio --fill 3 < %s.a > %s.b && cat %s.a %s.b", build ? build : "build",
             (int)wanted / 2, w->copy, build ? build : "build", w->copy, w->copy, w->copy, w->copy);
    FILE *in = popen(command, "r");
    assert_non_null(in);
    w->requests = calloc(REQUESTS, sizeof *w->requests);
    w->answers = calloc(REQUESTS, sizeof *w->answers);
    while (w->count < wanted && fgets(line, sizeof line, in)) {
        line[strcspn(line, "\n")] = 0;
        w->requests[w->count++] = strdup(line);
    }
    assert_int_equal(pclose(in), 0);
    assert_int_equal(w->count, wanted);
    snprintf(command, sizeof command, "rm -f %s.a %s.b", w->copy, w->copy);
    assert_int_equal(system(command), 0);
}

static void open_world(world *w) {
    char command[512];
    ruth_policy *policy;
    ruth_session *session;
    ruth_error e;
    memset(w, 0, sizeof *w);
    assert_int_equal(ruth_engine_new(NULL, &w->engine, &e), RUTH_OK);
    mutation_read(&w->folder, "policies/humane");
    strcpy(w->copy, "/tmp/ruth-mutate.XXXXXX");
    assert_non_null(mkdtemp(w->copy));
    snprintf(command, sizeof command, "cp -r policies/humane %s/humane && for d in policies/*; do [ -e %s/${d##*/} ] || ln -s \"$PWD/$d\" %s/${d##*/}; done",
             w->copy, w->copy, w->copy);
    assert_int_equal(system(command), 0);
    read_requests(w);
    assert_int_equal(ruth_policy_load(w->engine, "policies/humane", &policy, &e), RUTH_OK);
    assert_int_equal(ruth_session_new(policy, &session, &e), RUTH_OK);
    for (size_t i = 0; i < w->count; i++) w->answers[i] = answer_of(session, w->requests[i]);
    ruth_session_free(session);
    ruth_policy_release(policy);
}

static void close_world(world *w) {
    char command[256];
    snprintf(command, sizeof command, "rm -rf %s", w->copy);
    assert_int_equal(system(command), 0);
    for (size_t i = 0; i < w->count; i++) free(w->requests[i]);
    free(w->requests);
    free(w->answers);
    mutation_free(&w->folder);
    ruth_engine_free(w->engine);
}

static void put_file(const world *w, const char *name, const char *bytes, size_t size) {
    char path[512];
    snprintf(path, sizeof path, "%s/humane/%s", w->copy, name);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, size, out), size);
    fclose(out);
}

typedef enum fate { BY_CHECK, BY_WARNING, BY_TEST, NO_EFFECT, SURVIVED, FATES } fate;

/* Nothing an officer sees may speak Lua, whatever the slip. */
static void assert_plain(const ruth_check *check, const char *said) {
    static const char *const lua[] = {"nil value", "attempt to", "near '", "upvalue", "stack traceback", "bad argument", "global '", "<eof>", "LUA_"};
    ruth_finding one;
    for (size_t i = 0; ruth_check_finding(check, i, &one) == RUTH_OK; i++)
        for (size_t k = 0; k < sizeof lua / sizeof *lua; k++)
            if (strstr(one.message, lua[k])) fail_msg("%s\n  says: %s", said, one.message);
}

static fate by_check(const world *w, const char *folder, const char *said) {
    ruth_check *check = NULL;
    ruth_error e;
    ruth_check_options o = {.size = sizeof o, .now = "2026-03-04T15:00:00Z"};
    assert_int_equal(ruth_check_run(w->engine, folder, &o, &check, &e), RUTH_OK);
    fate out = ruth_check_count(check, 0) ? BY_CHECK : ruth_check_count(check, 1) ? BY_WARNING : FATES;
    assert_plain(check, said);
    ruth_check_free(check);
    return out;
}

static fate by_test(const world *w, const char *folder, const char *said) {
    ruth_test *test = NULL;
    ruth_error e;
    ruth_test_options o = {.size = sizeof o, .people = (uint64_t)at_most(PEOPLE)};
    size_t passed = 0, failed = 1;
    ruth_status st = ruth_test_run(w->engine, folder, &o, &test, &e);
    if (st == RUTH_OK) ruth_test_counts(test, &passed, &failed);
    else if (st != RUTH_E_POLICY && st != RUTH_E_SYNTAX) fail_msg("%s: test: %s", said, e.message);
    ruth_test_free(test);
    return failed ? BY_TEST : FATES;
}

static fate by_decisions(const world *w, const char *folder, const char *said, size_t *differ) {
    ruth_policy *policy;
    ruth_session *session;
    ruth_error e;
    *differ = 0;
    if (ruth_policy_load(w->engine, folder, &policy, &e) != RUTH_OK)
        fail_msg("%s: passed check, but does not load: %s:%d: %s", said, e.file, e.line, e.message);
    assert_int_equal(ruth_session_new(policy, &session, &e), RUTH_OK);
    for (size_t i = 0; i < w->count; i++) *differ += answer_of(session, w->requests[i]) != w->answers[i];
    ruth_session_free(session);
    ruth_policy_release(policy);
    return *differ ? SURVIVED : NO_EFFECT;
}

static void slips_are_caught(void **state) {
    world w;
    uint64_t seed = 20261127;
    support_random r = {seed};
    long count = support_scaled(25), fates[FATES] = {0}, of_kind[MUTATE_KINDS] = {0}, caught[MUTATE_KINDS] = {0};
    char folder[128];
    open_world(&w);
    snprintf(folder, sizeof folder, "%s/humane", w.copy);
    assert_int_equal(by_check(&w, folder, "the policy as it is"), FATES);
    assert_int_equal(by_test(&w, folder, "the policy as it is"), FATES);
    for (long i = 0; i < count; i++) {
        char said[600];
        size_t size, differ = 0;
        const mutation_site *site;
        char *bytes = mutation_make(&w.folder, &r, &site, &size, said, sizeof said);
        const mutation_file *file = &w.folder.files[site->file];
        put_file(&w, file->name, bytes, size);
        fate f = by_check(&w, folder, said);
        if (f == FATES) f = by_test(&w, folder, said);
        if (f == FATES) f = by_decisions(&w, folder, said, &differ);
        if (f == SURVIVED) printf("  survived: %s  (%zu of %zu decisions differ)\n", said, differ, w.count);
        fates[f]++;
        of_kind[site->kind]++;
        caught[site->kind] += f == BY_CHECK || f == BY_WARNING || f == BY_TEST;
        put_file(&w, file->name, file->bytes, file->size);
        free(bytes);
    }
    printf("%ld slips, seed %llu: %ld caught by check (%ld more by a warning), %ld by test, %ld without effect on %zu decisions, %ld survived\n", count,
           (unsigned long long)seed, fates[BY_CHECK], fates[BY_WARNING], fates[BY_TEST], fates[NO_EFFECT], w.count, fates[SURVIVED]);
    for (int k = 0; k < MUTATE_KINDS; k++) printf("  %-18s %ld of %ld caught\n", mutation_names[k], caught[k], of_kind[k]);
    long effective = count - fates[NO_EFFECT];
    close_world(&w);
    assert_true(fates[SURVIVED] * 100 <= effective * 5); /* at least 95 of 100 slips that matter are caught */
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(slips_are_caught)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

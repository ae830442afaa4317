/* test_peek.c: what a plugin states, read from its file: the same as what it says once loaded; nothing of it runs; bytes of any kind are only bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/plugin/plugin.h"
#include "tests/support/meter.h"
#include "tests/support/support.h"

static char built[512]; /* where the test's objects are */

static int set_up(void **state) {
    (void)state;
    ssize_t n = readlink("/proc/self/exe", built, sizeof built - 1);
    if (n <= 0) return 1;
    built[n] = 0;
    *strrchr(built, '/') = 0;
    return 0;
}

static char *read_object(const char *name, size_t *size) {
    char path[800];
    snprintf(path, sizeof path, "%s/%s.so", built, name);
    FILE *f = fopen(path, "rb");
    if (!f) fail_msg("%s was not built", path);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    *size = (size_t)ftell(f);
    rewind(f);
    char *bytes = malloc(*size);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *size, f), *size);
    fclose(f);
    return bytes;
}

static const ruth_plugin *peek(ru_arena *a, const char *name) {
    const ruth_plugin *p = NULL;
    size_t size;
    char *bytes = read_object(name, &size);
    const char *why = ru_plugin_peek(a, bytes, size, &p);
    free(bytes); /* nothing of what is stated lies in them */
    if (why) fail_msg("%s: %s", name, why);
    assert_non_null(p);
    return p;
}

static void begin(ru_arena *a) {
    static ruth_allocator alloc;
    alloc = ru_allocator_default();
    ru_arena_init(a, &alloc, 4 << 10);
}

static void what_it_states_is_read(void **state) {
    ru_arena a;
    ruth_error e;
    (void)state;
    begin(&a);
    const ruth_plugin *p = peek(&a, "stated");
    assert_int_equal(ru_plugin_greet(p, RU_STR("stated"), &e), RUTH_OK);
    assert_string_equal(p->version, "1.2.3");
    assert_string_equal(p->summary, "States what it can.");
    assert_int_equal(p->purity, RUTH_PLUGIN_CLOCK);
    assert_int_equal(p->threads, RUTH_PLUGIN_ONE_THREAD);
    assert_int_equal(p->flags, RUTH_PLUGIN_READS_CONTACTS);
    assert_int_equal(p->read_count, 2);
    assert_string_equal(p->reads[1].name, "stage");
    assert_int_equal(p->reads[1].type, RUTH_PLUGIN_ENUM);
    assert_true(ru_plugin_states_abilities(p));
    assert_null(ru_plugin_ability(p, RUTH_PLUGIN_ENRICH));
    assert_non_null(ru_plugin_ability(p, RUTH_PLUGIN_OBSERVE));
    const ruth_plugin_offer *o = ru_plugin_ability(p, RUTH_PLUGIN_OFFER);
    assert_non_null(o);
    assert_int_equal(o->word_count, 2);
    assert_string_equal(o->words[0].word, "evenly");
    assert_string_equal(o->words[0].keys[1].name, "most");
    assert_int_equal(o->words[0].keys[1].optional, 1);
    assert_string_equal(o->words[1].word, "at_once");
    assert_true(!o->offer && !p->open && !p->close); /* none of its functions is to be had */
    assert_null(getenv("RUTH_TEST_STATED_RAN"));
    ru_arena_free(&a);
}

/* Which table of symbols the linker wrote makes no difference. */
static void the_older_table_of_symbols_is_read(void **state) {
    ru_arena a;
    ruth_error e;
    (void)state;
    begin(&a);
    const ruth_plugin *p = peek(&a, "older_hash");
    assert_int_equal(ru_plugin_greet(p, RU_STR("stated"), &e), RUTH_OK);
    assert_string_equal(p->reads[1].name, "stage");
    const ruth_plugin_offer *o = ru_plugin_ability(p, RUTH_PLUGIN_OFFER);
    assert_non_null(o);
    assert_string_equal(o->words[1].word, "at_once");
    ru_arena_free(&a);
}

static void one_of_1_0_states_no_abilities(void **state) {
    ru_arena a;
    ruth_error e;
    (void)state;
    begin(&a);
    const ruth_plugin *p = peek(&a, "oldest");
    assert_int_equal(ru_plugin_greet(p, RU_STR("oldest"), &e), RUTH_OK);
    assert_int_equal(p->abi_minor, 0);
    assert_false(ru_plugin_states_abilities(p));
    assert_null(ru_plugin_ability(p, RUTH_PLUGIN_ENRICH)); /* it would have to be asked, and is not */
    assert_string_equal(p->writes[1].name, "band");
    ru_arena_free(&a);
}

static void the_same_is_refused_as_at_the_door(void **state) {
    static const struct {
        const char *name, *why;
    } all[] = {
        {"alien_major", "speaks ABI 2.0, this ruth 1."}, {"newer_minor", "speaks ABI 1."}, {"truncated", "cut short"},
        {"wrong_magic", "does not begin with the mark"}, {"wrong_layout", "another size"}, {"other_name", "calls itself somebody_else"},
    };
    ru_arena a;
    ruth_error e;
    (void)state;
    begin(&a);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_int_equal(ru_plugin_greet(peek(&a, all[i].name), ru_str_of(all[i].name), &e), RUTH_E_POLICY);
        assert_has(e.message, all[i].why);
    }
    size_t size;
    const ruth_plugin *p;
    char *bytes = read_object("no_symbol", &size);
    assert_has(ru_plugin_peek(&a, bytes, size, &p), "no symbol ruth_plugin_entry");
    assert_null(p);
    free(bytes);
    ru_arena_free(&a);
}

static void what_is_no_object_is_said(void **state) {
    ru_arena a;
    const ruth_plugin *p;
    size_t size;
    (void)state;
    begin(&a);
    char *bytes = read_object("first", &size);
    for (size_t n = 0; n < 2000 && n < size; n++) {
        char *cut = malloc(n + 1); /* exactly so long that a byte too far is noticed */
        assert_non_null(cut);
        memcpy(cut, bytes, n);
        const char *why = ru_plugin_peek(&a, cut, n, &p);
        assert_non_null(why);
        assert_null(p);
        free(cut);
    }
    free(bytes);
    ru_arena_free(&a);
}

/* Reads all that a struct which passed the greeting promises. */
static size_t walk(const ruth_plugin *p) {
    size_t n = strlen(p->id) + strlen(p->version) + strlen(p->summary);
    for (uint32_t i = 0; i < p->read_count; i++) n += strlen(p->reads[i].name);
    for (uint32_t i = 0; i < p->write_count; i++) n += strlen(p->writes[i].name);
    return n + (ru_plugin_ability(p, RUTH_PLUGIN_OFFER) != NULL);
}

static void any_bytes_are_only_bytes(void **state) {
    static const char *const names[] = {"stated", "first", "oldest", "older_hash"};
    const uint64_t seed = 20261127;
    support_random r = {seed};
    size_t read = 0, walked = 0;
    (void)state;
    for (int name = 0; name < 4; name++) {
        size_t size;
        char *whole = read_object(names[name], &size), *bytes = malloc(size);
        assert_non_null(bytes);
        for (int i = 0; i < 4000; i++) {
            ru_arena a;
            ruth_error e;
            const ruth_plugin *p;
            begin(&a);
            memcpy(bytes, whole, size);
            /* most of it where the tables are: the first page, and the data behind the code */
            for (int64_t flips = support_between(&r, 1, 6); flips; flips--) {
                size_t within = support_between(&r, 0, 1) || size < 1200 ? size : 1200;
                bytes[support_next(&r) % within] = (char)support_next(&r);
            }
            if (!ru_plugin_peek(&a, bytes, size, &p) && p) {
                read++;
                if (!ru_plugin_greet(p, (ru_str){NULL, 0}, &e)) walked += walk(p) > 0;
            }
            ru_arena_free(&a);
        }
        free(bytes);
        free(whole);
    }
    printf("seed %llu: 16000 broken files, %zu could be read, %zu state something\n", (unsigned long long)seed, read, walked);
    assert_true(read > 100 && walked > 100 && walked < 16000);
    assert_null(getenv("RUTH_TEST_STATED_RAN"));
}

static void every_allocation_may_fail(void **state) {
    size_t size;
    const ruth_plugin *p = NULL;
    long n = 0;
    (void)state;
    char *bytes = read_object("stated", &size);
    while (!p) {
        meter m = {.fail_at = ++n};
        ruth_allocator alloc = {metered, &m};
        ru_arena a;
        ru_arena_init(&a, &alloc, 64);                    /* small blocks: many allocations */
        assert_null(ru_plugin_peek(&a, bytes, size, &p)); /* memory is no fault of the file */
        ru_arena_free(&a);
        assert_int_equal(m.live, 0);
    }
    assert_true(n > 3);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_states_is_read),         cmocka_unit_test(the_older_table_of_symbols_is_read),
        cmocka_unit_test(one_of_1_0_states_no_abilities), cmocka_unit_test(the_same_is_refused_as_at_the_door),
        cmocka_unit_test(what_is_no_object_is_said),      cmocka_unit_test(any_bytes_are_only_bytes),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}

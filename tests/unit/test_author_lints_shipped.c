/* test_author_lints_shipped.c: the policies that ship have nothing that a lint would not leave as a note, strictly looked at. */
#include "engine/author/check.h"
#include "tests/support/support.h"

/* A law pack says itself what was written from memory, or read in a secondary source: for counsel to look at, and for nobody to mend here. */
static bool for_counsel(const ru_finding *f) { return f->file.n > 8 && !memcmp(f->file.p, "charter/", 8) && !strcmp(f->code, "unverified_law"); }

static void has_nothing(const char *folder) {
    ruth_allocator alloc = ru_allocator_default();
    ru_findings f = {.failed = false};
    ru_arena arena;
    ru_study *s;
    ru_check_context c = {.strict = true, .all = true};
    ruth_error e;
    ru_arena_init(&arena, &alloc, 1 << 14);
    f.arena = &arena;
    assert_int_equal(ru_study_open(&alloc, folder, NULL, NULL, 0, &s, &e), RUTH_OK);
    ru_check_lints(s, &c, &f);
    assert_false(f.failed);
    for (size_t i = 0; i < f.count; i++)
        if (f.items[i].level != RU_NOTE && !for_counsel(&f.items[i])) fail_msg("%s:%d %s", f.items[i].file.p, f.items[i].line, f.items[i].message.p);
    ru_study_free(s);
    ru_arena_free(&arena);
}

static void test_humane(void **state) {
    (void)state;
    has_nothing("policies/humane");
}

static void test_starter(void **state) {
    (void)state;
    has_nothing("policies/starter");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_humane), cmocka_unit_test(test_starter)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

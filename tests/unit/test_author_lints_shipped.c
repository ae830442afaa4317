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

/* What packs read is called something in both languages, and whoever can tell is asked: explanations speak of nothing by its name in a file. */
static void facts_have_words(const char *folder) {
    ruth_allocator alloc = ru_allocator_default();
    ruth_error e;
    ru_study *study;
    size_t asked = 0;
    if (ru_study_open(&alloc, folder, NULL, NULL, 0, &study, &e)) fail_msg("%s:%d: %s", e.file, e.line, e.message);
    const ru_schema *s = study->policy->schema;
    for (size_t i = 0; i < s->facts.count; i++) {
        const ru_fact *f = &s->facts.items[i];
        for (size_t lang = 0; lang < s->language_count; lang++) {
            if (!f->say.by_lang[lang].n)
                fail_msg("%s: %.*s has no say in %.*s", folder, (int)f->name.n, f->name.p, (int)s->languages[lang].n, s->languages[lang].p);
            if ((f->ask.by_lang[0].n != 0) != (f->ask.by_lang[lang].n != 0))
                fail_msg("%s: %.*s is asked for in one language alone", folder, (int)f->name.n, f->name.p);
        }
        asked += f->ask.by_lang[0].n != 0;
    }
    assert_true(s->language_count == 2 && asked > 5);
    ru_study_free(study);
}

static void test_facts(void **state) {
    (void)state;
    facts_have_words("policies/law");
    facts_have_words("policies/sectors");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_humane), cmocka_unit_test(test_starter), cmocka_unit_test(test_facts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

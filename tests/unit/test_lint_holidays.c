/* test_lint_holidays.c: a holiday that stands twice in one list is told at the second, once. */
#include <stdio.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/slips.h"

#define HEAD "policy: slips\nversion: 1.0.0\nlanguages: [en, fr]\n"
static const struct {
    const char *holidays;
    int line;
    const char *says;
} tries[] = {
    {"holidays: [2026-12-25, 2027-01-01, 2026-12-25]\n", 4, "stands twice in the list; first at line 4"},
    {"holidays:\n  - { name: a, nth: [1, monday, may] }\n  - { name: b, nth: [1, monday, may] }\n", 6, "stands twice in the list; first at line 5"},
    {"holidays:\n  - { name: a, easter: 1 }\n  - { easter: 1, doc: words }\n", 6, "stands twice"},
    {"holidays:\n  - { name: a, date: 12-25 }\n  - 2026-12-25\n", 6, "the day that line 5 gives already"},
    {"holidays:\n  - 2026-12-25\n  - { name: a, date: 12-25 }\n", 6, "the day that line 5 gives already"},
    {"holidays: [2026-12-25, 2026-12-26]\n", 0, ""},
    {"holidays:\n  - { name: a, date: 12-25, if_on: { sunday: 1 } }\n  - 2026-12-25\n  - { name: a, date: 12-25, from: 2030 }\n  - 2027-12-25\n", 0, ""},
    {"holidays:\n  - { name: a, nth: [2, monday, may] }\n  - { name: a, nth: [1, monday, may] }\n  - { name: a, last: [monday, may] }\n", 0, ""},
};

static void each_is_told_once(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        char head[1000];
        support_file files[SLIPS_ROOM];
        ruth_engine *engine;
        ruth_check *check;
        ruth_finding f;
        ruth_error e;
        size_t n = 0, told = 0;
        const ruth_check_options options = {.size = sizeof options};
        snprintf(head, sizeof head, HEAD "%s", tries[i].holidays);
        for (; slips_garden[n].name; n++) files[n] = strcmp(slips_garden[n].name, "policy.yaml") ? slips_garden[n] : (support_file){"policy.yaml", head};
        files[n] = (support_file){NULL, NULL};
        const char *folder = support_folder(files);
        assert_int_equal(ruth_engine_new(NULL, &engine, &e), RUTH_OK);
        assert_int_equal(ruth_check_run(engine, folder, &options, &check, &e), RUTH_OK);
        for (size_t k = 0; k < ruth_check_count(check, -1); k++) {
            assert_int_equal(ruth_check_finding(check, k, &f), RUTH_OK);
            if (!f.level) fail_msg("%s: [%s] %s", tries[i].holidays, f.code, f.message);
            if (strcmp(f.code, "holiday_twice") != 0) continue;
            if (told++ || f.level != 1 || f.line != tries[i].line || strcmp(f.file, "policy.yaml") != 0 || !strstr(f.message, tries[i].says) || !f.effect[0])
                fail_msg("%s: %s:%d %s", tries[i].holidays, f.file, f.line, f.message);
        }
        assert_int_equal(told, tries[i].line ? 1 : 0);
        ruth_check_free(check);
        ruth_engine_free(engine);
        support_remove(folder);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_is_told_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_policy_people.c: slips in teams.yaml and directory.yaml are refused where they stand; a lost quote in YAML is seen. */
#include <string.h>

#include "tests/support/support.h"

static void refused(const char *file, const char *text, int line, int column, const char *says) {
    support_world w;
    support_file files[] = {{"referrals.lua", "referral \"advice\" { when = otherwise }\n"}, {file, text}, {NULL, NULL}};
    assert_int_not_equal(support_load_status(&w, files), RUTH_OK);
    assert_has(w.error.message, says);
    assert_string_equal(w.error.file, file);
    assert_int_equal(w.error.line, line);
    assert_int_equal(w.error.column, column);
}

static void teams(void **state) {
    refused("teams.yaml", "care: { nam: { en: \"Care\" } }\n", 1, 9, "did you mean \"name\"?");
    refused("teams.yaml", "care: { name: { english: \"Care\" } }\n", 1, 17, "english is no language");
    refused("teams.yaml", "care: { name: \"Care\", urgency: soon }\n", 1, 32, "whole number");
}

static void directory(void **state) {
    refused("directory.yaml", "advise:\n  - { name: \"Helpers\" }\n", 1, 1, "did you mean advice?");
    refused("directory.yaml", "advice:\n  - { name: \"Helpers\", fon: \"1\" }\n", 2, 24, "\"fon\" is not known here");
    refused("directory.yaml", "advice:\n  - { phone: \"1\" }\n", 2, 5, "has no name");
    refused("directory.yaml", "advice:\n  - { name: \"Helpers\", checked_on: yesterday }\n", 2, 36, "YYYY-MM-DD");
}

static void a_lost_quote(void **state) { refused("teams.yaml", "care: { name: Care team\" }\n", 1, 15, "ends in a quote"); }

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(teams), cmocka_unit_test(directory), cmocka_unit_test(a_lost_quote)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

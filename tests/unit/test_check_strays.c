/* test_check_strays.c: what stands in a policy's folder and is not read is told, with what it may have been meant for. */
#include <stdio.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/slips.h"

typedef struct stray {
    const char *name, *shown;
    int level;
    const char *suggestion, *says;
} stray; /* level -1: nothing is told */
static const stray strays[] = {
    {"numbers.yml", "numbers.yml", 1, "", "reads nothing of this file"}, /* numbers.yaml is there */
    {"simulation.yml", "simulation.yml", 0, "simulation.yaml", "did you mean simulation.yaml?"},
    {"simulations.yaml", "simulations.yaml", 0, "simulation.yaml", "did you mean simulation.yaml?"},
    {"charter.lok", "charter.lok", 0, "charter.lock", "did you mean charter.lock?"},
    {"facts.yaml~", "facts.yaml~", 1, "", "reads nothing of this file"},
    {"limits.yaml", "limits.yaml", 1, "", "reads nothing of this file"},
    {"charters/more.lua", "charters/", 0, "charter", "did you mean charter/?"},
    {"limits/more.lua", "limits/", 1, "", "rules stand in KIND.lua or in a folder KIND/"},
    {"message/en.yaml", "message/", 1, "", "reads nothing of this folder"}, /* messages/ is there */
    {"messages/de.yaml", "messages/de.yaml", 1, "", "policy.yaml does not name this language under languages"},
    {"messages/en.yml", "messages/en.yml", 1, "", "reads nothing of this file"},
    {"messages/more/en.yaml", "messages/more/", 1, "", "ruth goes no folder deeper"},
    {"lexicons/en.yml", "lexicons/en.yml", 0, "en.yaml", "did you mean en.yaml?"},
    {"charter/more.lua.bak", "charter/more.lua.bak", 1, "", "reads nothing of this file"},
    {"segments/old/more.lua", "segments/old/", 1, "", "ruth goes no folder deeper"},
    {"cases/more.json", "cases/more.json", 1, "", "reads nothing of this file"},
    {"cases/old/more.yaml", "cases/old/", 1, "", "ruth goes no folder deeper"},
    {"plugins/scorecard/card.yaml", "plugins/scorecard/", 1, "", "policy.yaml lists no such plugin"},
    {"plugins/card.yaml", "plugins/card.yaml", 1, "", "a plugin's data files stand in a folder that is called like it"},
    {"README.md", NULL, -1, NULL, NULL},
    {"LICENSE", NULL, -1, NULL, NULL},
    {"request.json", NULL, -1, NULL, NULL},
    {"people.ndjson", NULL, -1, NULL, NULL},
    {".facts.yaml.swp", NULL, -1, NULL, NULL},
    {"cases/more.ndjson", NULL, -1, NULL, NULL},
    {"messages/notes.md", NULL, -1, NULL, NULL},
};

static void each_stray_is_told_once(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof strays / sizeof *strays; i++) {
        const stray *s = &strays[i];
        support_file files[SLIPS_ROOM];
        ruth_engine *engine;
        ruth_check *check;
        ruth_finding f;
        ruth_error e;
        ruth_check_options options = {.size = sizeof options};
        size_t n = 0;
        for (; slips_garden[n].name; n++) files[n] = slips_garden[n];
        assert_true(n + 1 < SLIPS_ROOM);
        files[n] = (support_file){s->name, "x"};
        files[n + 1] = (support_file){NULL, NULL};
        const char *folder = support_folder(files);
        assert_int_equal(ruth_engine_new(NULL, &engine, &e), RUTH_OK);
        assert_int_equal(ruth_check_run(engine, folder, &options, &check, &e), RUTH_OK);
        size_t told = 0;
        for (size_t k = 0; k < ruth_check_count(check, -1); k++) {
            assert_int_equal(ruth_check_finding(check, k, &f), RUTH_OK);
            if (strcmp(f.code, "stray_file") != 0 && strcmp(f.code, "unknown_file") != 0) continue;
            if (s->level < 0 || told++) fail_msg("%s: [%s] %s: %s", s->name, f.code, f.file, f.message);
            if (f.level != s->level || strcmp(f.file, s->shown) != 0 || !strstr(f.message, s->says) || strcmp(f.suggestion, s->suggestion) != 0 || !f.effect[0])
                fail_msg("%s: %d [%s] %s: %s → %s", s->name, f.level, f.code, f.file, f.message, f.suggestion);
        }
        if (s->level >= 0 && !told) fail_msg("%s is passed over", s->name);
        ruth_check_free(check);
        ruth_engine_free(engine);
        support_remove(folder);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_stray_is_told_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_simulate_kept.c: 60 days, decided every hour: from the contacts alone, no cap, no quiet hour, no pause and no stay of the ethical charter is ever breached; by
 * policies/humane, and by one that would press as hard as it can. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/kept.h"
#include "tests/support/requests.h"

enum { SEED = 20260304, DAYS = 60, LINE_ROOM = 1 << 16 };

typedef struct world {
    ruth_engine *engine;
    ruth_simulation *simulation;
    ruth_error error;
} world;

static void open_world(world *w, const char *folder, int every, int eager) {
    const ruth_simulation_options o = {.size = sizeof o, .days = DAYS, .every = (uint64_t)every, .seed = SEED, .eager = eager};
    assert_int_equal(ruth_engine_new(NULL, &w->engine, &w->error), RUTH_OK);
    if (ruth_simulation_open(w->engine, folder, &o, &w->simulation, &w->error)) fail_msg("%s:%d: %s", w->error.file, w->error.line, w->error.message);
}

static void close_world(world *w) {
    ruth_simulation_free(w->simulation);
    ruth_engine_free(w->engine);
}

/* The synthetic portfolio; the program that makes it stands beside the tests, or where they were built without sanitizers. */
static FILE *portfolio(int seed, long count) {
    const char *build = getenv("RUTH_BUILD");
    char command[1024];
    snprintf(command, sizeof command, "%s/tools/portfolio %d %ld", build ? build : "build", seed, count);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    return f;
}

static bool next_person(FILE *f, char line[LINE_ROOM]) {
    if (!fgets(line, LINE_ROOM, f)) return false;
    line[strcspn(line, "\n")] = 0;
    return true;
}

/* Through all the days, and looked at by somebody else. False: the request was rejected. */
static bool live(world *w, const char *line, kept_tally *t) {
    ruth_text contacts;
    ruth_status st = ruth_simulation_line(w->simulation, line, strlen(line), 1, &contacts, &w->error);
    if (st == RUTH_E_REQUEST) return false;
    assert_int_equal(st, RUTH_OK);
    const char *breach = kept_look(line, contacts.bytes, contacts.length, t);
    if (breach) fail_msg("%s\n%s\n%.*s", breach, line, (int)contacts.length, contacts.bytes);
    return true;
}

static void tell(const char *what, const world *w, const kept_tally *t) {
    uint64_t people, decisions;
    ruth_simulation_counts(w->simulation, &people, &decisions);
    printf(
        "%s: seed %d, %ld people, %d days hourly, %llu decisions, %ld contacts; at most %d in a day, %d in 7, %d in 30; shortest gap %lld s; %d automatic in a row\n",
        what, SEED, t->people, DAYS, (unsigned long long)decisions, t->contacts, t->most_day, t->most_week, t->most_month, (long long)t->shortest, t->robots);
}

static void everybody(const char *what, const char *folder, long count, kept_tally *t) {
    static char line[LINE_ROOM];
    world w;
    open_world(&w, folder, 1, 0);
    FILE *people = portfolio(SEED, count);
    while (next_person(people, line)) assert_true(live(&w, line, t));
    assert_int_equal(pclose(people), 0);
    assert_int_equal(t->people, count);
    tell(what, &w, t);
    close_world(&w);
}

static void humane(void **state) {
    kept_tally t = {0};
    long count = support_scaled(300);
    (void)state;
    everybody("policies/humane", "policies/humane", count, &t);
    assert_true(t.contacts > count);
}

/* policies/humane, changed by a line of shell. */
static const char *changed(const char *how) {
    static char folder[256];
    char command[2048];
    const char *temporary = support_folder((support_file[]){{NULL, NULL}});
    snprintf(folder, sizeof folder, "%s", temporary);
    snprintf(command, sizeof command, "cp -r policies/humane policies/charter '%s/' && chmod -R u+w '%s' && cd '%s/humane' && { %s; }", folder, folder, folder,
             how);
    assert_int_equal(system(command), 0);
    return folder;
}

/* Nobody gets time to answer, and every message counts as a person's: what holds it back is the charter alone. */
#define IMPATIENT "sed -i '/row *{ \"give_time\"/d; /row *{ \"hard_rest\"/d' actions.lua"
#define BY_PEOPLE "sed -i 's/automated = true/automated = false/' channels.lua"
static const char *pressing(void) { return changed(IMPATIENT " && ! grep -q give_time actions.lua && " BY_PEOPLE); }

static void one_that_presses(void **state) {
    kept_tally t = {0};
    char folder[512];
    const char *root = pressing();
    (void)state;
    snprintf(folder, sizeof folder, "%s/humane", root);
    everybody("one that presses", folder, support_scaled(400), &t);
    support_remove(root);
    if (support_scaled(1000) < 100) return; /* too few to meet every cap */
    /* the caps are what stopped it: each is reached, none is passed */
    assert_int_equal(t.most_day, 2);
    assert_int_equal(t.most_week, 3);
    assert_int_equal(t.most_month, 8);
    assert_true(t.shortest < 5 * 3600);
}

/* People to whom anything may happen: every fact as likely as any, contacts in any order, much of it not known. */
static void anybody(void **state) {
    support_world schema;
    kept_tally t = {0};
    support_random r = {SEED};
    world w;
    long count = support_scaled(300), rejected = 0;
    char folder[512];
    const char *root = pressing();
    (void)state;
    memset(&schema, 0, sizeof schema);
    snprintf(folder, sizeof folder, "%s/humane", root);
    open_world(&w, folder, 1, 0);
    assert_int_equal(ruth_policy_load(w.engine, folder, &schema.policy, &schema.error), RUTH_OK);
    assert_int_equal(ruth_session_new(schema.policy, &schema.session, &schema.error), RUTH_OK);
    for (long i = 0; i < count; i++) {
        static request_draft draft;
        ru_dice d = {support_next(&r)};
        ru_someone_random(&d, schema.session->policy->schema, i % 8 != 0, &draft);
        rejected += !live(&w, request_text(schema.session->policy->schema, &draft), &t);
    }
    tell("anybody", &w, &t);
    assert_true(rejected < count / 2);
    if (count >= 300) assert_true(t.contacts > 0);
    ruth_session_free(schema.session);
    ruth_policy_release(schema.policy);
    close_world(&w);
    support_remove(root);
}

/* A decision is good until it says: deciding again before then, at every hour, leads to the same contacts. And a person's days do not depend on who else is there. */
static void good_until(void **state) {
    static char line[LINE_ROOM];
    world lazy, eager;
    ruth_text a, b;
    uint64_t few, many;
    long count = support_scaled(40), contacts = 0;
    char root[256], folder[512];
    (void)state;
    snprintf(root, sizeof root, "%s", pressing());
    snprintf(folder, sizeof folder, "%s/humane", root);
    for (int k = 0; k < 2; k++) {
        open_world(&lazy, k ? folder : "policies/humane", 1, 0);
        open_world(&eager, k ? folder : "policies/humane", 1, 1);
        FILE *people = portfolio(SEED + 1 + k, count);
        while (next_person(people, line)) {
            assert_int_equal(ruth_simulation_line(lazy.simulation, line, strlen(line), 1, &a, NULL), RUTH_OK);
            assert_int_equal(ruth_simulation_line(eager.simulation, line, strlen(line), 1, &b, NULL), RUTH_OK);
            char *one = support_copy(a), *other = support_copy(b);
            for (char *p = one, *q = other; *p || *q;) { /* but for when they were decided */
                char *c = strstr(p, "\"contact\":"), *d = strstr(q, "\"contact\":");
                if (!c || !d || strcspn(c, "\n") != strcspn(d, "\n") || strncmp(c, d, strcspn(c, "\n")) != 0)
                    fail_msg("decided each hour, another contact:\n%s\n%s\n%s", line, one, other);
                p = c + strcspn(c, "\n") + 1;
                q = d + strcspn(d, "\n") + 1;
                contacts++;
            }
            free(one);
            free(other);
        }
        assert_int_equal(pclose(people), 0);
        ruth_simulation_counts(lazy.simulation, NULL, &few);
        ruth_simulation_counts(eager.simulation, NULL, &many);
        printf("good_until, %s: seed %d, %ld people, %llu decisions instead of %llu\n", k ? "one that presses" : "policies/humane", SEED + 1 + k, count,
               (unsigned long long)few, (unsigned long long)many);
        assert_true(few < many / 10);
        close_world(&lazy);
        close_world(&eager);
    }
    assert_true(contacts > 0);
    support_remove(root);
}

/* One number of the charter loosened, one limit left out: the look sees each. */
static void what_is_loosened_is_seen(void **state) {
    static const struct {
        const char *how, *word;
    } slips[] = {
        {IMPATIENT "; " BY_PEOPLE "; sed -i '/^per_day/s/value: 2/value: 3/' ../charter/ethics/numbers.yaml", " in 1 days"},
        {IMPATIENT "; " BY_PEOPLE "; sed -i '/^per_week/s/value: 3/value: 4/' ../charter/ethics/numbers.yaml", " in 7 days"},
        {IMPATIENT "; " BY_PEOPLE "; sed -i '/^per_month/s/value: 8/value: 9/' ../charter/ethics/numbers.yaml", " in 30 days"},
        {IMPATIENT "; " BY_PEOPLE "; sed -i '/^gap_hours/s/value: 4/value: 3/' ../charter/ethics/numbers.yaml", "two contacts within"},
        {IMPATIENT "; sed -i '/^robots_in_a_row/s/value: 6/value: 8/' ../charter/ethics/numbers.yaml", "automatic ones"},
        {IMPATIENT "; sed -i '/mon_fri/s/09:00/08:00/' ../charter/ethics/charter.lua", "it is 08:"},
        {IMPATIENT "; sed -i '/mon_fri/s/sun = closed/sun = { \"11:00\", \"12:00\" }/' ../charter/ethics/charter.lua", "of day 6"},
        {"sed -i '/\"peace\"/d; /\"asked_peace\"/d' actions.lua; sed -i '/^limit \"ethics.asked_pause\"/d' ../charter/ethics/charter.lua",
         "pause that was asked for"},
        {"sed -i '/\"peace\"/d' actions.lua; sed -i '/^bereavement_pause/s/value: 60/value: 30/' ../charter/ethics/numbers.yaml", "in mourning"},
    };
    static char line[LINE_ROOM];
    (void)state;
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        world w;
        char folder[512], root[256], found[256] = "";
        long looked = 0;
        snprintf(root, sizeof root, "%s", changed(slips[i].how));
        snprintf(folder, sizeof folder, "%s/humane", root);
        open_world(&w, folder, 1, 0);
        FILE *people = portfolio(SEED, 1000);
        while (!strstr(found, slips[i].word) && next_person(people, line)) {
            ruth_text contacts;
            kept_tally t = {0};
            assert_int_equal(ruth_simulation_line(w.simulation, line, strlen(line), 1, &contacts, &w.error), RUTH_OK);
            const char *breach = kept_look(line, contacts.bytes, contacts.length, &t);
            if (breach) snprintf(found, sizeof found, "%s", breach);
            looked++;
        }
        pclose(people);
        printf("seen at person %ld: %s\n", looked, found);
        if (!strstr(found, slips[i].word)) fail_msg("not seen: %s", slips[i].how);
        close_world(&w);
        support_remove(root);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(humane), cmocka_unit_test(one_that_presses), cmocka_unit_test(anybody), cmocka_unit_test(good_until),
                                       cmocka_unit_test(what_is_loosened_is_seen)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    printf("%d passed, %d failed\n", (int)(sizeof tests / sizeof *tests) - failed, failed);
    return failed;
}

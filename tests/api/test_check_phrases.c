/* test_check_phrases.c: phrases.yaml: a phrase in a message that may go out where it is not for is found, by rule, by giving way and by message rules; and what does not load. */
#include <stdio.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/slips.h"

#define PHRASES "calm:\n  say: { en: \"peace of mind\" }\n  segments: [early]\n  source: \"a trial\"\n  result: \"not measured\"\n  on: 2026-03-02\n"

static const support_file policy[] = {
    {"policy.yaml", "policy: phrases\nversion: 1.0.0\nlanguages: [en]\n"},
    {"facts.yaml", "late: { type: integer, range: [0, 100], if_missing: 0, source: host, in_power_of: us }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter] }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"ask\" }, { \"remind\", gives_way = \"ask\" } }\nladder \"tone\" { { \"soft\" } }\nladder \"channel\" { { \"letter\" } }\n"},
    {"segments.lua",
     "segment \"nothing\" { when = { late = at_most(0) } }\nsegment \"early\" { when = { late = at_most(20) } }\nsegment \"old\" { when = otherwise }\n"},
    {"actions.lua",
     "action \"none\" { when = { segment = \"nothing\" } }\naction \"ask\" { when = { segment = \"early\" }, message = \"note\" }\naction \"remind\" { when = { late = above(50) }, message = \"demand\" }\n"},
    {"tones.lua", "tone \"soft\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
    {"messages.lua", ""},
    {"phrases.yaml", PHRASES},
    {"messages/en.yaml", ""},
    {NULL, NULL},
};
enum { FILES = sizeof policy / sizeof *policy };

/* Opens the check of the policy with these files exchanged: name, text, name, text … NULL. */
static int found(const char *const *instead, char said[400]) {
    support_file files[FILES];
    ruth_check_options options = {.size = sizeof options};
    ruth_engine *engine;
    ruth_check *check;
    ruth_error e;
    char folder[256];
    int n = 0;
    said[0] = 0;
    memcpy(files, policy, sizeof files);
    for (size_t i = 0; instead[i]; i += 2)
        for (size_t k = 0; k + 1 < FILES; k++)
            if (!strcmp(files[k].name, instead[i])) files[k].text = instead[i + 1];
    snprintf(folder, sizeof folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &engine, &e), RUTH_OK);
    if (ruth_check_run(engine, folder, &options, &check, &e) != RUTH_OK) fail_msg("the check did not run: %s", e.message);
    for (size_t i = 0; i < ruth_check_count(check, -1); i++) {
        ruth_finding f;
        assert_int_equal(ruth_check_finding(check, i, &f), RUTH_OK);
        if (f.level && strcmp(f.code, "phrase_elsewhere") != 0) continue; /* errors count: what did not load */
        size_t at = strlen(said);
        snprintf(said + at, 400 - at, "%s%s", n++ ? "; " : "", f.message);
    }
    ruth_check_free(check);
    ruth_engine_free(engine);
    support_remove(folder);
    return n;
}

#define MESSAGE(id, body) \
    id ":\n  purpose: help\n  variants: { letter: { soft: { body: \"" body "\" } } }\n  next_step: \"Tell us.\"\n  cannot: \"If you can not, tell us.\"\n"
#define CALM "We wish you peace of  Mind."
#define PLAIN "How are you?"

static void where_a_phrase_may_stand(void **state) {
    (void)state;
    char said[400];
    const char *plain[] = {"messages/en.yaml", MESSAGE("note", PLAIN) MESSAGE("demand", CALM), NULL};
    assert_int_equal(found(plain, said), 1); /* the demand goes out in the segment old */
    assert_string_equal(said, "the phrase calm may be said in old, and is not for it");
    const char *way[] = {"messages/en.yaml", MESSAGE("note", CALM) MESSAGE("demand", PLAIN), NULL};
    assert_int_equal(found(way, said), 1); /* a refused demand gives way to it */
    const char *alone[] = {
        "messages/en.yaml", MESSAGE("note", CALM) MESSAGE("demand", PLAIN), "ladders.lua",
        "ladder \"action\" { { \"none\", contact = false }, { \"ask\" }, { \"remind\" } }\nladder \"tone\" { { \"soft\" } }\nladder \"channel\" { { \"letter\" } }\n",
        NULL};
    assert_int_equal(found(alone, said), 0); /* only early, and nobody who owes nothing */
    const char *elsewhere[] = {"messages/en.yaml", MESSAGE("note", PLAIN) MESSAGE("demand", PLAIN) MESSAGE("other", CALM), "messages.lua",
                               "message \"other\" { when = { action = \"remind\", segment = \"old\" } }\n", NULL};
    assert_int_equal(found(elsewhere, said), 1);
    const char *fits[] = {"messages/en.yaml", MESSAGE("note", PLAIN) MESSAGE("demand", PLAIN) MESSAGE("other", CALM), "messages.lua",
                          "message \"other\" { when = { action = \"remind\", segment = \"early\" } }\n", NULL};
    assert_int_equal(found(fits, said), 0);
}

static void what_does_not_load(void **state) {
    (void)state;
    static const struct {
        const char *text, *says;
    } all[] = {
        {"calm:\n  say: { en: \"a\" }\n  segments: [earl]\n  source: a\n  result: b\n  on: 2026-03-02\n", "earl"},
        {"calm:\n  say: { en: \"a\" }\n  source: a\n  result: b\n  on: 2026-03-02\n", "where it may be used"},
        {"calm:\n  segments: [early]\n  source: a\n  result: b\n  on: 2026-03-02\n", "say"},
        {"calm:\n  say: { en: \"a\" }\n  segments: [early]\n  result: b\n  on: 2026-03-02\n", "where it comes from"},
        {"calm:\n  say: { en: \"a\" }\n  segments: [early]\n  source: a\n  result: b\n  on: soon\n", "expected a date"},
        {"calm:\n  say: { en: \"a\" }\n  segments: [early]\n  source: a\n  result: b\n  on: 2026-03-02\n  stage: early\n", "stage"},
        {"calm: words\n", "expected { say"},
    };
    char said[400];
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const char *instead[] = {"phrases.yaml", all[i].text, "messages/en.yaml", MESSAGE("note", PLAIN) MESSAGE("demand", PLAIN), NULL};
        assert_true(found(instead, said) >= 1);
        assert_has(said, all[i].says);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(where_a_phrase_may_stand), cmocka_unit_test(what_does_not_load)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

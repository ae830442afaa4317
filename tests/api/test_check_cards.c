/* test_check_cards.c: what `check` finds in talk cards: words that are not said, cards that nobody holds, lines and placeholders that one language lacks. */
#include <stdio.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/slips.h"

#define CARD_EN \
    "card_care:\n  opening: \"Hello, I am here to listen.\"\n  questions: [\"How are you?\", \"What would help?\"]\n  avoid: [\"Do not ask for money.\"]\n"
#define CARD_FR \
    "card_care:\n  opening: \"Bonjour, je vous écoute.\"\n  questions: [\"Comment allez-vous ?\", \"Qu'est-ce qui aiderait ?\"]\n  avoid: [\"Ne pas parler d'argent.\"]\n"

static const support_file policy[] = {
    {"policy.yaml", "policy: cards\nversion: 1.0.0\nlanguages: [en, fr]\nvalid_from: 2026-01-01\n"},
    {"facts.yaml",
     "late: { type: integer, range: [0, 100], if_missing: 0, source: host, in_power_of: us }\nsad: { type: boolean, if_missing: false, source: person, in_power_of: person }\n"},
    {"ladders.lua", "ladder \"action\" { { \"none\", contact = false } }\nladder \"tone\" { { \"soft\" } }\nladder \"channel\" { { \"letter\" } }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter] }\n"},
    {"segments.lua", "segment \"all\" { when = otherwise }\n"},
    {"actions.lua", "action \"none\" { when = { late = at_least(0) } }\n"},
    {"tones.lua", "tone \"soft\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = { late = above(0) } }\n"},
    {"charter.lua",
     "limit \"sad\" { cite = ethics \"x\", nature = \"charter\", on = outbound, when = { sad = true }, forbid = true, hand_over = team \"care\", card = \"card_care\" }\n"},
    {"teams.yaml", "care: { name: { en: \"Care\", fr: \"Accueil\" } }\n"},
    {"messages/en.yaml", CARD_EN},
    {"messages/fr.yaml", CARD_FR},
    {NULL, NULL},
};
enum { FILES = sizeof policy / sizeof *policy };

/* How many findings of the code there are; *line: of the first. */
static int found(const char *name, const char *text, const char *other, const char *its_text, const char *code, int *line) {
    support_file files[FILES];
    ruth_check_options options = {.size = sizeof options};
    ruth_engine *engine;
    ruth_check *check;
    ruth_error e;
    int n = 0;
    memcpy(files, policy, sizeof files);
    for (size_t i = 0; i + 1 < FILES; i++) {
        if (!strcmp(files[i].name, name)) files[i].text = text;
        if (other && !strcmp(files[i].name, other)) files[i].text = its_text;
    }
    char folder[256];
    snprintf(folder, sizeof folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &engine, &e), RUTH_OK);
    if (ruth_check_run(engine, folder, &options, &check, &e) != RUTH_OK) fail_msg("the check did not run: %s", e.message);
    for (size_t i = 0; i < ruth_check_count(check, -1); i++) {
        ruth_finding f;
        assert_int_equal(ruth_check_finding(check, i, &f), RUTH_OK);
        if (!code || strcmp(f.code, code) != 0) continue;
        if (!n++ && line) *line = f.line;
    }
    if (!code) n = (int)ruth_check_count(check, -1);
    ruth_check_free(check);
    ruth_engine_free(engine);
    support_remove(folder);
    return n;
}

static void cards_are_checked(void **state) {
    (void)state;
    int line = 0;
    static const char more[] = CARD_EN "card_old: { opening: \"Hello.\", questions: [\"How are you?\"], avoid: [\"Do not hurry.\"] }\n",
                      plus[] = CARD_FR "card_old: { opening: \"Bonjour.\", questions: [\"Ça va ?\"], avoid: [\"Ne pas se presser.\"] }\n";
    assert_int_equal(found("messages/en.yaml", CARD_EN, NULL, NULL, "banned_word", NULL), 0);
    assert_int_equal(
        found("messages/en.yaml",
              "card_care:\n  opening: \"Hello.\"\n  questions: [\"How are you?\", \"What would help?\"]\n  avoid: [\"Do not speak of the police.\"]\n", NULL,
              NULL, "banned_word", &line),
        1);
    assert_int_equal(line, 4); /* no "not" takes a word back, on a card neither */
    assert_int_equal(found("messages/fr.yaml",
                           "card_care:\n  opening: \"Bonjour.\"\n  questions: [\"Avez-vous honte ?\", \"Ça va ?\"]\n  avoid: [\"Ne pas parler d'argent.\"]\n",
                           NULL, NULL, "banned_word", &line),
                     1);
    assert_int_equal(line, 3);
    assert_int_equal(found("messages/en.yaml", CARD_EN, NULL, NULL, "unused_text", NULL), 0);
    assert_int_equal(found("messages/en.yaml", more, "messages/fr.yaml", plus, "unused_text", &line), 1);
    assert_int_equal(line, 5);
    assert_int_equal(found("messages/en.yaml", CARD_EN, NULL, NULL, "no_way_out", NULL) + found("messages/en.yaml", CARD_EN, NULL, NULL, "no_next_step", NULL),
                     0);
    assert_int_equal(found("messages/fr.yaml", "card_care:\n  opening: \"Bonjour.\"\n  questions: [\"Ça va ?\"]\n  avoid: [\"Ne pas parler d'argent.\"]\n",
                           NULL, NULL, "language_lacks", NULL),
                     1);
    assert_int_equal(found("messages/fr.yaml",
                           "card_care:\n  opening: \"Bonjour.\"\n  questions: [\"Ça va ?\", \"{late} jours ?\"]\n  avoid: [\"Ne pas parler d'argent.\"]\n",
                           NULL, NULL, "placeholder_lacks", NULL),
                     1);
    assert_int_equal(
        found(
            "messages/en.yaml",
            "card_care:\n  opening: \"Notwithstanding the aforementioned contractual considerations, representatives communicate institutional responsibilities.\"\n"
            "  questions: [\"Which organisational necessities predominate?\", \"Whatever alternative?\"]\n  avoid: [\"Unnecessary intellectualisation.\"]\n",
            NULL, NULL, "hard_to_read", &line),
        1);
    assert_int_equal(line, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(cards_are_checked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

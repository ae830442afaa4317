/* test_decide_card.c: the talk card of a hand-over: which one, in whose language, what stands on it, and what keeps it away. */
#include <stdio.h>
#include <string.h>

#include "tests/support/support.h"

#define TEXTS_EN                                                                                                                                  \
    "messages/en.yaml",                                                                                                                           \
        "sad:\n  opening: \"Hello {nickname}.\"\n  questions: [\"How are you?\", \"Is it {event}?\"]\n  avoid: [\"Do not ask for {balance}.\"]\n" \
        "quiet: { opening: \"Good day.\", questions: [\"How are you?\"], avoid: [\"Do not ask for money.\"] }\n"                                  \
        "why.steps: \"{instalment} fits\"\nwhy.advice: \"Advice is free\"\n"
#define TEXTS_FR                                                                                                                                   \
    "messages/fr.yaml",                                                                                                                            \
        "sad:\n  opening: \"Bonjour {nickname}.\"\n  questions: [\"Ça va ?\", \"Est-ce {event} ?\"]\n  avoid: [\"Ne pas demander {balance}.\"]\n" \
        "quiet: { opening: \"Bonjour.\", questions: [\"Ça va ?\"], avoid: [\"Ne pas parler d'argent.\"] }\n"                                      \
        "why.steps: \"{instalment} va bien\"\n"
#define LIMIT "limit \"l\" { cite = house \"1\", on = outbound, when = { event = \"loss\" }, forbid = true, hand_over = team \"care\", card = \"sad\" }\n"
#define WORDS "limit \"words\" { cite = house \"2\", on = outbound, no_words = { \"seize\", \"120 00\", \"fits\" } }\n"

static const support_file policy[] = {
    {"policy.yaml", "policy: card\nversion: 1.0.0\nlanguages: [en, fr]\n"},
    {"facts.yaml",
     "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nlanguage: { type: enum, values: [en, fr], source: person }\n"
     "balance: { type: money, source: host }\ncan_pay: { type: money, if_missing: none_on_file, source: person }\nnickname: { type: text, if_missing: none_on_file, source: person }\n"
     "event: { type: enum, values: [loss, move], if_missing: none_on_file, source: person, say: { loss: { en: a loss, fr: une perte } } }\nhinted: { type: enum, values: [loss, move], if_missing: none_on_file, source: person }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter] }\n"},
    {"ladders.lua", "ladder \"action\" { { \"none\", contact = false } }\nladder \"tone\" { { \"soft\" } }\nladder \"channel\" { { \"letter\" } }\n"},
    {"segments.lua", "segment \"all\" { when = otherwise }\n"},
    {"actions.lua", "action \"none\" { when = otherwise }\n"},
    {"tones.lua", "tone \"soft\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
    {"plans.lua",
     "plan \"steps\" { when = { can_pay = above(0) }, offer = instalments { of = fact.balance, up_to = fact.can_pay, every = \"month\", longest = months(12), smallest = 0 }, because = \"why.steps\" }\n"},
    {"referrals.lua", "referral \"advice\" { when = { can_pay = above(0) }, because = \"why.advice\" }\n"},
    {TEXTS_EN},
    {TEXTS_FR},
};
enum { FILES = sizeof policy / sizeof *policy };
static support_world w;

static const support_file *files_with(const char *charter, const char *teams) {
    static support_file files[FILES + 3];
    memcpy(files, policy, sizeof policy);
    files[FILES] = (support_file){"charter.lua", charter};
    files[FILES + 1] = (support_file){"teams.yaml", teams};
    files[FILES + 2] = (support_file){NULL, NULL};
    return files;
}

static const char *decide(const char *facts) {
    static char line[1024];
    snprintf(
        line, sizeof line,
        "{\"id\":\"d\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"jurisdiction\":\"us\",\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":12000,%s}}",
        facts);
    return support_decide(&w, line);
}

static void what_stands_on_it(void **state) {
    (void)state;
    support_open(&w, files_with(LIMIT, "care: { name: Care, card: quiet }\n"));
    assert_has(
        decide("\"event\":\"loss\",\"nickname\":\"Jo\",\"can_pay\":2000"),
        "\"card\":{\"id\":\"sad\",\"lang\":\"en\",\"opening\":\"Hello Jo.\",\"questions\":[\"How are you?\",\"Is it a loss?\"],\"avoid\":[\"Do not ask for 120.00 USD.\"],"
        "\"offers\":[{\"plan\":\"steps-12\",\"text\":\"10.00 USD fits\"},{\"referral\":\"advice\",\"text\":\"Advice is free\"}]}}"); /* one line a plan, the lowest payment */
    assert_has(
        decide("\"event\":\"loss\",\"nickname\":\"Jo\",\"can_pay\":2000,\"language\":\"fr\""),
        "\"card\":{\"id\":\"sad\",\"lang\":\"fr\",\"opening\":\"Bonjour Jo.\",\"questions\":[\"Ça va ?\",\"Est-ce une perte ?\"],\"avoid\":[\"Ne pas demander 120.00 USD.\"],"
        "\"offers\":[{\"plan\":\"steps-12\",\"text\":\"10.00 USD va bien\"},{\"referral\":\"advice\",\"text\":\"Advice is free\"}]}}"); /* no French words: the first language's */
    assert_has(decide("\"event\":\"loss\",\"nickname\":\"Jo\",\"can_pay\":null"), "\"offers\":[]}}"); /* what is only possible is no offer */
    support_close(&w);
}

static void which_one(void **state) {
    (void)state;
    support_open(&w, files_with(LIMIT, "care: { name: Care, card: quiet }\n"));
    assert_has(decide("\"event\":null"),
               "\"certain\":false,\"also\":[],\"because\":\"\",\"card\":{\"id\":\"quiet\""); /* nobody is told of a loss that may not be */
    assert_has(decide("\"event\":\"move\""), "\"hand_over\":null");
    support_close(&w);
    support_open(&w, files_with(LIMIT, "care: { name: Care }\n"));
    assert_has(decide("\"event\":null"), "\"certain\":false,\"also\":[],\"because\":\"\",\"card\":null}");
    support_close(&w);
    support_open(&w, files_with("limit \"l\" { cite = house \"1\", on = outbound, when = { event = \"loss\" }, hand_over = team \"care\" }\n",
                                "care: { name: Care, card: quiet }\n"));
    assert_has(decide("\"event\":\"loss\""), "\"card\":{\"id\":\"quiet\"");
    support_close(&w);
}

static void what_keeps_it_away(void **state) {
    (void)state;
    support_open(&w, files_with(LIMIT WORDS, "care: { name: Care, card: quiet }\n"));
    assert_has(decide("\"event\":\"loss\",\"nickname\":\"Jo\""), "\"card\":null}"); /* 120.00 stands on it */
    support_close(&w);
    support_open(&w,
                 files_with(LIMIT "limit \"words\" { cite = house \"2\", on = outbound, no_words = { \"seize\" } }\n", "care: { name: Care, card: quiet }\n"));
    assert_has(decide("\"event\":\"loss\",\"nickname\":\"Jo\""), "\"card\":{\"id\":\"sad\"");
    const char *d = decide("\"event\":\"loss\",\"nickname\":\"Seize\"");
    assert_has(d, "\"hand_over\":{\"to\":\"care\"");
    assert_has(d, "\"card\":null}");
    assert_has(d, "\"failures\":[{\"rule\":\"sad\",\"code\":\"text_refused\"},{\"rule\":\"words\",\"code\":\"text_refused\"}]");
    d = decide("\"event\":\"loss\""); /* no name: nothing to open with */
    assert_has(d, "\"card\":null}");
    assert_has(d, "\"failures\":[{\"rule\":\"sad\",\"code\":\"text_unknown\"}]");
    support_close(&w);
    support_open(&w, files_with("limit \"l\" { cite = house \"1\", on = outbound, when = { hinted = \"loss\" }, hand_over = team \"care\", card = \"sad\" }\n",
                                "care: { name: Care }\n"));
    assert_has(decide("\"hinted\":\"loss\",\"nickname\":\"Jo\""),
               "\"questions\":[\"How are you?\"],"); /* the line whose fact is not on file is left out, the others stand */
    support_close(&w);
}

/* Words are kept out while their limit is in force; where several limits keep them out, one that does is named. */
static void words_of_limits_in_force(void **state) {
    static const struct {
        const char *dates;
        const char *nickname, *card, *failures;
    } rows[] = {
        {"valid_from = \"2026-03-03\"", "Jo", "{\"id\":\"sad\"", "[]"},
        {"valid_until = \"2026-03-01\"", "Jo", "{\"id\":\"sad\"", "[]"},
        {"valid_from = \"2026-03-02\"", "Jo", "null", "[{\"rule\":\"a\",\"code\":\"text_refused\"},{\"rule\":\"sad\",\"code\":\"text_refused\"}]"},
        {"valid_until = \"2026-03-02\"", "Seize", "null", "[{\"rule\":\"a\",\"code\":\"text_refused\"},{\"rule\":\"sad\",\"code\":\"text_refused\"}]"},
        {"valid_from = \"2026-03-03\"", "Seize", "null", "[{\"rule\":\"b\",\"code\":\"text_refused\"},{\"rule\":\"sad\",\"code\":\"text_refused\"}]"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char charter[800], facts[100], card[64], failures[200];
        snprintf(
            charter, sizeof charter,
            "%slimit \"a\" { cite = house \"2\", on = outbound, no_words = { \"hello\" }, %s }\nlimit \"b\" { cite = house \"3\", on = outbound, no_words = { \"seize\" } }\n",
            LIMIT, rows[i].dates);
        snprintf(facts, sizeof facts, "\"event\":\"loss\",\"nickname\":\"%s\"", rows[i].nickname);
        snprintf(card, sizeof card, "\"card\":%s", rows[i].card);
        snprintf(failures, sizeof failures, "\"failures\":%s", rows[i].failures);
        support_open(&w, files_with(charter, "care: { name: Care, card: quiet }\n"));
        const char *d = decide(facts);
        assert_has(d, card);
        assert_has(d, failures);
        support_close(&w);
    }
}

static void in_another_language(void **state) {
    (void)state;
    support_file files[FILES + 3];
    memcpy(files, files_with(LIMIT, "care: { name: Care, card: quiet }\n"), sizeof files);
    for (size_t i = 0; i < FILES; i++)
        if (!strcmp(files[i].name, "messages/fr.yaml")) files[i].text = "why.steps: \"{instalment} va bien\"\n";
    support_open(&w, files);
    assert_has(decide("\"event\":\"loss\",\"nickname\":\"Jo\",\"can_pay\":2000,\"language\":\"fr\""),
               "\"card\":{\"id\":\"sad\",\"lang\":\"en\",\"opening\":\"Hello Jo.\""); /* all of it in the one language it has */
    assert_has(decide("\"event\":\"loss\",\"nickname\":\"Jo\",\"can_pay\":2000,\"language\":\"fr\""), "\"text\":\"10.00 USD fits\"");
    support_close(&w);
}

static void offers_are_read_too(void **state) {
    (void)state;
    support_open(
        &w,
        files_with(
            "limit \"l\" { cite = house \"1\", on = outbound, when = { event = \"loss\" }, hand_over = team \"care\" }\nlimit \"words\" { cite = house \"2\", on = outbound, no_words = { \"fits\" } }\n",
            "care: { name: Care, card: quiet }\n"));
    assert_has(decide("\"event\":\"loss\""), "\"card\":{\"id\":\"quiet\"");
    assert_has(decide("\"event\":\"loss\",\"can_pay\":2000"), "\"card\":null}");
    support_close(&w);
}

static void refused(const char *name, const char *text, const char *charter, const char *message) {
    support_file files[FILES + 3];
    memcpy(files, files_with(charter, "care: { name: Care }\n"), sizeof files);
    for (size_t i = 0; i < FILES + 2; i++)
        if (!strcmp(files[i].name, name)) files[i].text = text;
    assert_int_equal(support_load_status(&w, files), RUTH_E_POLICY);
    assert_has(w.error.message, message);
    support_close(&w);
}

static void what_does_not_load(void **state) {
    (void)state;
    refused("charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, when = { event = \"loss\" }, hand_over = team \"care\", card = \"sat\" }\n", LIMIT,
            "talk card");
    refused("charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, when = { event = \"loss\" }, forbid = true, card = \"sad\" }\n", LIMIT,
            "hands nobody over");
    refused("teams.yaml", "care: { name: Care, card: why.steps }\n", LIMIT, "talk card");
    refused("messages/fr.yaml", "sad: \"a\"\n", LIMIT, "sad is a talk card in the policy's first language");
    refused("messages/fr.yaml", "sad: { opening: a, questions: [], avoid: [c] }\nquiet: { opening: a, questions: [b], avoid: [c] }\n", LIMIT, "questions: [");
    refused("messages/fr.yaml", "sad: { opening: a, questions: [b] }\nquiet: { opening: a, questions: [b], avoid: [c] }\n", LIMIT, "avoid: [");
    refused("messages/fr.yaml", "sad: { opening: a, questions: [b], avoid: [c], close: d }\nquiet: { opening: a, questions: [b], avoid: [c] }\n", LIMIT,
            "close");
    refused("messages/fr.yaml", "sad: { opening: \"{nick}\", questions: [b], avoid: [c] }\nquiet: { opening: a, questions: [b], avoid: [c] }\n", LIMIT,
            "{nick}");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_stands_on_it),        cmocka_unit_test(which_one),           cmocka_unit_test(what_keeps_it_away),
                                       cmocka_unit_test(words_of_limits_in_force), cmocka_unit_test(in_another_language), cmocka_unit_test(offers_are_read_too),
                                       cmocka_unit_test(what_does_not_load)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_decide_duties.c: what a message must carry, words that are kept out of it, what a plan must leave: how each is found out, and what gives way. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/support.h"

static const support_file policy[] = {
    {"policy.yaml", "policy: duties\nversion: 1.0.0\nlanguages: [en, fr]\n"},
    {"facts.yaml",
     "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nlanguage: { type: enum, values: [en, fr], source: person }\n"
     "balance: { type: money, source: host }\ncan_pay: { type: money, if_missing: none_on_file, source: person }\ndisposable: { type: money, source: person }\nfloor: { type: money, if_missing: none_on_file, source: host }\n"
     "mail_ok: { type: boolean, if_missing: false, source: person }\nflag: { type: boolean, if_missing: none_on_file, source: host }\nnickname: { type: text, if_missing: none_on_file, source: person }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter, email] }\nplace: { type: enum, values: [home, work] }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\", message = \"note\" } }\nladder \"tone\" { { \"gentle\" }, { \"plain\" } }\nladder \"channel\" { { \"letter\" }, { \"email\" } }\n"},
    {"actions.lua", "action \"write\" { when = otherwise, message = \"note\" }\n"},
    {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"email\" { when = { mail_ok = true }, prefer = 1 }\nchannel \"letter\" { when = otherwise, prefer = 2 }\n"},
    {"plans.lua",
     "plan \"steps\" { when = { can_pay = above(0) }, offer = instalments { of = fact.balance, up_to = fact.can_pay, every = \"month\", longest = months(12), smallest = 0 } }\nplan \"rest\" { when = { can_pay = above(0) }, offer = pause_payments { months = 2 } }\n"},
    {"messages/en.yaml",
     "note:\n  purpose: demand\n  variants:\n    letter: { plain: { body: \"Dear {nickname}, you owe {balance}.\" }, gentle: { body: \"Take your time.\" } }\n    email: { plain: { body: \"Please look at {balance}.\" }, gentle: { body: \"All is well.\" } }\n"
     "  next_step: \"Call us.\"\n  carries: [law.m]\nlaw.m: \"We are a bank.\"\nlaw.a: \"First.\"\nlaw.z: \"Last of all.\"\nlaw.soft: { text: \"Should this be a debt: we collect it.\", harmless_if_not_due: true }\n"
     "law.hard: { text: \"This is a debt.\", harmless_if_not_due: false }\nlaw.english: \"English only.\"\nlaw.name: \"For {nickname}.\"\n"},
    {"messages/fr.yaml",
     "note:\n  variants:\n    letter: { plain: { body: \"Vous devez {balance}.\" }, gentle: { body: \"Prenez votre temps.\" } }\n    email: { plain: { body: \"Voyez {balance}.\" }, gentle: { body: \"Tout va bien.\" } }\n"
     "  next_step: \"Appelez-nous.\"\nlaw.m: \"Nous sommes une banque.\"\nlaw.a: \"Premier.\"\nlaw.z: \"Dernier.\"\nlaw.soft: { text: \"Si c'est une dette, nous la recouvrons.\", harmless_if_not_due: true }\nlaw.hard: \"C'est une dette.\"\nlaw.name: \"Pour {nickname}.\"\n"},
    {"lexicons/en.yaml", "threats: [\"legal action\", seize, \"Prénom\"]\n"},
    {"lexicons/fr.yaml", "threats: [\"saisie immédiate\", \"VOUS DÉVEZ\"]\n"},
};
enum { FILES = sizeof policy / sizeof *policy };
static support_world w;

/* The policy with this charter.lua, and some of its files exchanged. */
static void open_with(const char *charter, const support_file *instead) {
    support_file files[FILES + 3];
    memcpy(files, policy, sizeof policy);
    for (size_t i = 0; instead && i < FILES; i++)
        if (!strcmp(files[i].name, instead->name)) files[i] = *instead;
    files[FILES] = (support_file){"charter.lua", charter};
    files[FILES + 1] = (support_file){NULL, NULL};
    support_open(&w, files);
}

static ruth_status open_status(const char *charter, const support_file *instead) {
    support_file files[FILES + 3];
    memcpy(files, policy, sizeof policy);
    for (size_t i = 0; i < FILES; i++)
        if (!strcmp(files[i].name, instead->name)) files[i] = *instead;
    files[FILES] = (support_file){"charter.lua", charter};
    files[FILES + 1] = (support_file){NULL, NULL};
    return support_load_status(&w, files);
}

static const char *decide(const char *facts) {
    char line[1024];
    snprintf(
        line, sizeof line,
        "{\"id\":\"d\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"jurisdiction\":\"us\",\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":12000%s%s},\"contacts\":[]}",
        *facts ? "," : "", facts);
    return support_decide(&w, line);
}

/* A limit, facts, and up to three things that stand in the decision; a fourth that does not. */
typedef struct row {
    const char *name, *charter, *facts, *has[3], *lacks;
} row;

static void try_rows(const row *rows, size_t n) {
    int wrong = 0;
    for (size_t i = 0; i < n; i++) {
        const row *r = &rows[i];
        open_with(r->charter, NULL);
        const char *d = decide(r->facts);
        bool well = !r->lacks || !strstr(d, r->lacks);
        for (int k = 0; k < 3 && r->has[k]; k++) well &= strstr(d, r->has[k]) != NULL;
        if (!well) {
            wrong++;
            print_error("%s: %s\n", r->name, d);
        }
        support_close(&w);
    }
    assert_int_equal(wrong, 0);
}
#define TRY(rows) try_rows(rows, sizeof(rows) / sizeof *(rows))

#define LIMIT(body) "limit \"l\" { cite = house \"1\", " body " }\n"
#define JO "\"nickname\":\"Jo\""
#define LETTER "\"contact\":{\"channel\":\"letter\""
#define EMAIL "\"contact\":{\"channel\":\"email\""
#define UNKNOWN "\"failures\":[{\"rule\":\"note\",\"code\":\"text_unknown\"}"
#define PLAIN_TEXT "\"text\":\"Dear Jo, you owe 120.00 USD.\\n\\nCall us.\\n\\nWe are a bank."

static const row duties[] = {
    {"none", "", JO, {LETTER, PLAIN_TEXT "\"", "\"disclosures\":[\"law.m\"]"}, "failures\":[{"},
    {"carried already", LIMIT("on = outbound, require = { \"law.m\" }"), JO, {LETTER, PLAIN_TEXT "\"", "\"disclosures\":[\"law.m\"]"}, NULL},
    {"appended in order of ids, listed as one list",
     LIMIT("on = outbound, require = { \"law.z\", \"law.a\" }"),
     JO,
     {LETTER, PLAIN_TEXT "\\n\\nFirst.\\n\\nLast of all.\"", "\"disclosures\":[\"law.a\",\"law.m\",\"law.z\"]"},
     NULL},
    {"two limits, one duty",
     LIMIT("on = outbound, require = { \"law.a\" }") "limit \"m\" { cite = house \"2\", on = outbound, require = { \"law.a\", \"law.m\" } }\n",
     JO,
     {PLAIN_TEXT "\\n\\nFirst.\"", "\"disclosures\":[\"law.a\",\"law.m\"]"},
     NULL},
    {"in the person's language",
     LIMIT("on = outbound, require = { \"law.a\" }"),
     "\"language\":\"fr\"",
     {"\"text\":\"Vous devez 120.00 USD.\\n\\nAppelez-nous.\\n\\nNous sommes une banque.\\n\\nPremier.\""},
     NULL},
    {"not due", LIMIT("on = outbound, when = { flag = true }, require = { \"law.a\" }"), JO ",\"flag\":false", {PLAIN_TEXT "\""}, "law.a"},
    {"not yet in force", LIMIT("on = outbound, valid_from = \"2026-03-03\", require = { \"law.a\" }"), JO, {PLAIN_TEXT "\""}, "law.a"},
    {"about another channel", LIMIT("on = { channel = \"email\" }, require = { \"law.a\" }"), JO, {PLAIN_TEXT "\""}, "law.a"},
    {"about this channel", LIMIT("on = { channel = \"letter\" }, require = { \"law.a\" }"), JO, {PLAIN_TEXT "\\n\\nFirst.\""}, NULL},
    {"about another tone", LIMIT("on = { tone = \"gentle\" }, require = { \"law.a\" }"), JO, {PLAIN_TEXT "\""}, "law.a"},
    {"perhaps due, and harmless",
     LIMIT("on = outbound, when = { flag = true }, require = { \"law.soft\" }"),
     JO ",\"flag\":null",
     {LETTER, PLAIN_TEXT "\\n\\nShould this be a debt: we collect it.\"", "\"disclosures\":[\"law.m\",\"law.soft\"]"},
     NULL},
    {"perhaps due, and not harmless",
     LIMIT("on = outbound, when = { flag = true }, require = { \"law.hard\" }"),
     JO ",\"flag\":null",
     {"\"contact\":null", UNKNOWN},
     "This is a debt"},
    {"… when nothing is said of harm",
     LIMIT("on = outbound, when = { flag = true }, require = { \"law.a\" }"),
     JO ",\"flag\":null",
     {"\"contact\":null", UNKNOWN},
     NULL},
    {"… but surely due",
     LIMIT("on = outbound, when = { flag = true }, require = { \"law.hard\" }"),
     JO ",\"flag\":true",
     {LETTER, PLAIN_TEXT "\\n\\nThis is a debt.\""},
     NULL},
    {"perhaps by one limit, surely by another",
     LIMIT(
         "on = outbound, when = { flag = true }, require = { \"law.hard\" }") "limit \"m\" { cite = house \"2\", on = outbound, require = { \"law.hard\" } }\n",
     JO ",\"flag\":null",
     {LETTER, PLAIN_TEXT "\\n\\nThis is a debt.\""},
     NULL},
    {"perhaps due, and carried", LIMIT("on = outbound, when = { flag = true }, require = { \"law.m\" }"), JO ",\"flag\":null", {LETTER, PLAIN_TEXT "\""}, NULL},
    {"perhaps due on one channel: the kinder one is left",
     LIMIT("on = { channel = \"email\" }, when = { flag = true }, require = { \"law.hard\" }"),
     JO ",\"mail_ok\":true,\"flag\":null",
     {LETTER, "{\"rule\":\"note\",\"code\":\"text_refused\"}"},
     NULL},
    {"no text in the person's language", LIMIT("on = outbound, require = { \"law.english\" }"), "\"language\":\"fr\"", {"\"contact\":null", UNKNOWN}, NULL},
    {"… in the other", LIMIT("on = outbound, require = { \"law.english\" }"), JO, {PLAIN_TEXT "\\n\\nEnglish only.\""}, NULL},
    {"no text for this tone: the kinder tone",
     LIMIT("on = { tone = \"plain\" }, require = { \"law.english\" }"),
     "\"language\":\"fr\"",
     {LETTER, "\"text\":\"Prenez votre temps.", "\"tone\":{\"is\":\"gentle\""},
     NULL},
    {"its placeholder is known", LIMIT("on = outbound, require = { \"law.name\" }"), JO, {PLAIN_TEXT "\\n\\nFor Jo.\""}, NULL},
    {"its placeholder is not", LIMIT("on = outbound, require = { \"law.name\" }"), "\"mail_ok\":true,\"nickname\":null", {"\"contact\":null", UNKNOWN}, NULL},
    {"its placeholder is none on file", LIMIT("on = outbound, require = { \"law.name\" }"), "\"mail_ok\":true", {"\"contact\":null", UNKNOWN}, NULL},
};

#define REFUSED "{\"rule\":\"l\",\"code\":\"text_refused\"}"
static const row words[] = {
    {"a word of the list", LIMIT("on = outbound, no_words = { \"you owe\" }"), JO, {LETTER, "\"text\":\"Take your time.", REFUSED}, "You owe"},
    {"not one of them", LIMIT("on = outbound, no_words = { \"you pay\", \"ow\", \"owe me\" }"), JO, {PLAIN_TEXT}, REFUSED},
    {"by capitals", LIMIT("on = outbound, no_words = { \"DEAR jo\" }"), JO, {"\"text\":\"Take your time.", REFUSED}, NULL},
    {"over punctuation", LIMIT("on = outbound, no_words = { \"jo you\" }"), JO, {"\"text\":\"Take your time.", REFUSED}, NULL},
    {"not over the end of a paragraph", LIMIT("on = outbound, no_words = { \"usd call us\" }"), JO, {PLAIN_TEXT}, REFUSED},
    {"in what a person is called",
     LIMIT("on = outbound, no_words = lexicon \"threats\""),
     "\"nickname\":\"Seize\"",
     {"\"text\":\"Take your time.", REFUSED},
     NULL},
    {"part of a longer word is none",
     LIMIT("on = outbound, no_words = lexicon \"threats\""),
     "\"nickname\":\"Seizes\"",
     {"\"text\":\"Dear Seizes, you owe"},
     REFUSED},
    {"accents in the lexicon",
     LIMIT("on = outbound, no_words = lexicon \"threats\""),
     "\"nickname\":\"PRENOM\"",
     {"\"text\":\"Take your time.", REFUSED},
     NULL},
    {"accents in the text", LIMIT("on = outbound, no_words = { \"rene\" }"), "\"nickname\":\"Réné\"", {"\"text\":\"Take your time.", REFUSED}, NULL},
    {"a lexicon of one language is not asked in the other",
     LIMIT("on = outbound, no_words = lexicon \"threats\""),
     "\"nickname\":\"saisie immediate\"",
     {"\"text\":\"Dear saisie"},
     REFUSED},
    {"the lexicon of the person's language",
     LIMIT("on = outbound, no_words = lexicon \"threats\""),
     "\"language\":\"fr\"",
     {"\"text\":\"Prenez votre temps.", REFUSED},
     NULL},
    {"in the next step: no tone is left", LIMIT("on = outbound, no_words = { \"call us\" }"), JO, {"\"contact\":null", REFUSED}, NULL},
    {"in what it carries", LIMIT("on = outbound, no_words = { \"a bank\" }"), JO, {"\"contact\":null", REFUSED}, NULL},
    {"in what a limit adds",
     LIMIT("on = outbound, no_words = { \"first\" }") "limit \"m\" { cite = house \"2\", on = outbound, require = { \"law.a\" } }\n",
     JO,
     {"\"contact\":null", REFUSED},
     NULL},
    {"the kinder tone, then the channel",
     LIMIT("on = outbound, no_words = { \"please look\", \"all is well\" }"),
     JO ",\"mail_ok\":true",
     {LETTER, REFUSED, "\"text\":\"Take your time."},
     NULL},
    {"on one channel only", LIMIT("on = { channel = \"email\" }, no_words = { \"you owe\" }"), JO, {PLAIN_TEXT}, REFUSED},
    {"… on that one", LIMIT("on = { channel = \"letter\" }, no_words = { \"you owe\" }"), JO, {"\"text\":\"Take your time.", REFUSED}, NULL},
    {"in one tone only", LIMIT("on = { tone = \"gentle\" }, no_words = { \"you owe\" }"), JO, {PLAIN_TEXT}, REFUSED},
    {"a limit that does not hold", LIMIT("on = outbound, when = { flag = true }, no_words = { \"you owe\" }"), JO ",\"flag\":false", {PLAIN_TEXT}, REFUSED},
    {"one that may hold does",
     LIMIT("on = outbound, when = { flag = true }, no_words = { \"you owe\" }"),
     JO ",\"flag\":null",
     {"\"text\":\"Take your time.", REFUSED},
     NULL},
    {"one that is no longer in force", LIMIT("on = outbound, valid_until = \"2026-03-01\", no_words = { \"you owe\" }"), JO, {PLAIN_TEXT}, REFUSED},
    {"an arm is named by its rule", "limit \"l/x\" { cite = house \"1\", on = outbound, no_words = { \"you owe\" } }\n", JO, {REFUSED}, "l/x"},
};

/* 120.00 over at most twelve months, at most 120.00 a month. */
#define PAYS "\"can_pay\":12000,\"disposable\":5000"
#define TWELVE "\"id\":\"steps-12\",\"plan\":\"steps\",\"instalment\":1000,\"count\":12"
#define LISTED "{\"id\":\"l\",\"effect\":\"leave_at_least\""
static const row plans[] = {
    {"nothing to leave", "", PAYS, {TWELVE, "\"id\":\"steps-1\"", "\"plan\":\"rest\""}, "leave_at_least"},
    {"lines that leave less are taken off",
     LIMIT("on = { plan = \"steps\" }, leave_at_least = money(\"40.00 USD\")"),
     PAYS,
     {TWELVE ",\"every\":\"month\",\"first_due\":\"2026-04-01\",\"last\":1000,\"total\":12000,\"left\":4000", "\"plan\":\"rest\"", LISTED},
     "steps-1\""},
    {"a cent too little",
     LIMIT("on = { plan = \"steps\" }, leave_at_least = money(\"40.01 USD\")"),
     PAYS,
     {"\"plan\":\"rest\"", "\"possible\":{\"plans\":[]", LISTED},
     "\"plan\":\"steps\""},
    {"every plan when it names none", LIMIT("on = outbound, leave_at_least = money(\"40.01 USD\")"), PAYS, {"\"plan\":\"rest\"", LISTED}, "\"plan\":\"steps\""},
    {"another plan", LIMIT("on = { plan = \"rest\" }, leave_at_least = money(\"900.00 USD\")"), PAYS, {TWELVE, "\"plan\":\"rest\""}, LISTED},
    {"what is left is not known",
     LIMIT("on = { plan = \"steps\" }, leave_at_least = money(\"10.00 USD\")"),
     "\"can_pay\":12000,\"disposable\":null",
     {"\"possible\":{\"plans\":[{\"plan\":\"steps\",\"needs\":[\"disposable\"]}]", "\"plan\":\"rest\"", LISTED},
     "\"id\":\"steps"},
    {"the amount is not known",
     LIMIT("on = { plan = \"steps\" }, leave_at_least = fact.floor"),
     PAYS ",\"floor\":null",
     {"\"possible\":{\"plans\":[{\"plan\":\"steps\",\"needs\":[\"floor\"]}]", LISTED},
     "\"id\":\"steps"},
    {"the amount is on file", LIMIT("on = { plan = \"steps\" }, leave_at_least = fact.floor"), PAYS ",\"floor\":4000", {TWELVE, LISTED}, "steps-1\""},
    {"the limit only may hold",
     LIMIT("on = { plan = \"steps\" }, when = { flag = true }, leave_at_least = money(\"90.00 USD\")"),
     PAYS ",\"flag\":null",
     {"\"possible\":{\"plans\":[{\"plan\":\"steps\",\"needs\":[\"flag\"]}]", LISTED},
     "\"id\":\"steps"},
    {"it does not hold",
     LIMIT("on = { plan = \"steps\" }, when = { flag = true }, leave_at_least = money(\"90.00 USD\")"),
     PAYS ",\"flag\":false",
     {TWELVE, "\"id\":\"steps-1\""},
     LISTED},
    {"it is over", LIMIT("on = { plan = \"steps\" }, valid_until = \"2026-03-01\", leave_at_least = money(\"90.00 USD\")"), PAYS, {TWELVE}, LISTED},
    {"two of them: the higher floor",
     LIMIT(
         "on = { plan = \"steps\" }, leave_at_least = money(\"1.00 USD\")") "limit \"m\" { cite = house \"2\", on = { plan = \"steps\" }, leave_at_least = money(\"40.00 USD\") }\n",
     PAYS,
     {TWELVE, LISTED, "{\"id\":\"m\",\"effect\":\"leave_at_least\""},
     "steps-1\""},
};

static void what_is_due(void **state) { TRY(duties); }
static void words_that_are_kept_out(void **state) { TRY(words); }
static void what_a_plan_must_leave(void **state) { TRY(plans); }

/* What the law prescribes is said as the law says it. */
static void the_laws_own_words(void **state) {
    static const support_file statutory = {
        "messages/en.yaml",
        "note:\n  purpose: demand\n  statutory: \"12 CFR 1006.34\"\n  variants:\n    letter: { plain: { body: \"You owe {balance}.\" } }\n    email: { plain: { body: \"You owe {balance}.\" } }\n"};
    static const support_file ordinary = {
        "messages/en.yaml",
        "note:\n  purpose: demand\n  variants:\n    letter: { plain: { body: \"You owe {balance}.\" } }\n    email: { plain: { body: \"You owe {balance}.\" } }\n"};
    (void)state;
    open_with(LIMIT("on = outbound, no_words = { \"you owe\" }"), &statutory);
    assert_has(decide(JO), "\"text\":\"You owe 120.00 USD.\"");
    support_close(&w);
    open_with(LIMIT("on = outbound, no_words = { \"you owe\" }"), &ordinary);
    assert_has(decide(JO), "\"contact\":null");
    support_close(&w);
}

/* Whoever writes that no law prescribes it means that. */
static void not_the_laws_own_words(void **state) {
    static const char *const none[] = {"\"\"", "true", "\"false\"", "\"no\"", "[a]"};
    static char text[400];
    const support_file files[] = {{"messages/en.yaml", text}, {NULL, NULL}};
    (void)state;
    snprintf(text, sizeof text, "note:\n  purpose: demand\n  statutory: false\n  variants: { letter: { plain: { body: \"You owe {balance}.\" } } }\n");
    open_with(LIMIT("on = outbound, no_words = { \"you owe\" }"), files);
    assert_has(decide(JO), "\"contact\":null");
    support_close(&w);
    snprintf(
        text, sizeof text,
        "note:\n  purpose: demand\n  variants: { letter: { plain: { body: \"Hello.\" } } }\nlaw.soft: { text: \"You owe it.\", statutory: false }\nlaw.m: m\n");
    open_with(LIMIT("on = outbound, require = { \"law.soft\" }") "limit \"n\" { cite = house \"2\", on = outbound, no_words = { \"you owe\" } }\n", files);
    assert_has(decide(JO), "\"contact\":null");
    support_close(&w);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        snprintf(text, sizeof text,
                 "note:\n  purpose: demand\n  statutory: %s\n  variants: { letter: { plain: { body: \"Hello.\" } } }\nlaw.soft: soft\nlaw.m: m\n", none[i]);
        if (open_status(LIMIT("on = outbound, no_words = { \"you owe\" }"), files) == RUTH_OK) fail_msg("statutory: %s loads", none[i]);
        assert_has(w.error.message, "statutory: expected the law");
    }
}

/* Each text speaks for itself: harmless in French is not harmless in English. */
static void harmless_text_by_text(void **state) {
    static const support_file english = {
        "messages/en.yaml",
        "note:\n  purpose: demand\n  variants: { letter: { plain: { body: \"Hello.\" } } }\nlaw.soft: { text: \"This is a debt.\", harmless_if_not_due: false }\nlaw.m: m\n"};
    static const char limit[] = LIMIT("on = outbound, when = { flag = true }, require = { \"law.soft\" }");
    (void)state;
    open_with(limit, &english);
    assert_has(decide("\"flag\":true"), "\"text\":\"Hello.\\n\\nThis is a debt.\"");
    assert_has(decide("\"flag\":null"), "\"contact\":null");
    support_close(&w);
    open_with(limit, NULL);
    assert_has(decide("\"flag\":null,\"language\":\"fr\""), "nous la recouvrons.\"");
    support_close(&w);
}

/* Arms of one name are one entry of a decision, until the last of them ends. */
static void arms_in_a_decision(void **state) {
    (void)state;
    open_with(
        "limit \"l/a\" { cite = house \"1\", on = outbound, hours = { mon_fri = { \"11:00\", \"19:00\" } } }\nlimit \"l/b\" { cite = house \"1\", on = outbound, hours = { mon_fri = { \"12:00\", \"19:00\" } } }\n",
        NULL);
    const char *d = decide(JO);
    assert_has(d, "\"limits\":[{\"id\":\"l\",\"effect\":\"hours\",\"on\":\"outbound\",\"until\":\"2026-03-02T17:00:00Z\"");
    assert_lacks(d, "},{\"id\":\"l\"");
    assert_lacks(d, "l/");
    support_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_due),        cmocka_unit_test(words_that_are_kept_out), cmocka_unit_test(what_a_plan_must_leave),
        cmocka_unit_test(the_laws_own_words), cmocka_unit_test(not_the_laws_own_words),  cmocka_unit_test(harmless_text_by_text),
        cmocka_unit_test(arms_in_a_decision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

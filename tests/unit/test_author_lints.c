/* test_author_lints.c: for each lint a small policy that has what it finds, with its place, and one that has not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/author/check.h"
#include "tests/support/refusing.h"
#include "tests/support/support.h"

/* ---- a policy in which there is nothing to find; each test changes a file of it ---- */
static const char head[] = "policy: test\nversion: 1.0.0\nlanguages: [en, fr]\nvalid_from: 2026-01-01\n";
static const char facts[] = "jurisdiction: { type: enum, values: [us, fr], source: host, in_power_of: nobody }\n"
                            "timezone: { type: zone, source: host, in_power_of: nobody }\n"
                            "currency: { type: enum, values: [USD, EUR], source: host, in_power_of: nobody }\n"
                            "language: { type: enum, values: [en, fr], source: person, in_power_of: person, ask: { en: \"Which?\", fr: \"Laquelle ?\" } }\n"
                            "balance: { type: money, source: host, in_power_of: nobody }\n"
                            "income: { type: money, range: [0, 1000], source: person, in_power_of: person, ask: { en: \"How much?\", fr: \"Combien ?\" } }\n"
                            "late: { type: boolean, if_missing: false, source: host, in_power_of: us }\n"
                            "stopped: { type: boolean, if_missing: false, source: person, in_power_of: person }\n";
static const char numbers[] = "small: { type: money, USD: \"5.00\", EUR: \"5.00\", tighter: lower }\n";
static const char contacts[] =
    "channel: { type: enum, values: [letter, voice] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n";
static const char ladders[] =
    "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"soft\" }, { \"plain\" } }\nladder \"channel\" { { \"letter\" }, { \"voice\" } }\n";
static const char segments[] = "segment \"late\" { when = { late = true } }\nsegment \"rest\" { when = otherwise }\n";
static const char actions[] =
    "action \"rest\" { is = \"none\", when = { stopped = true } }\naction \"write\" { when = otherwise, message = \"hello\", because = \"why.write\" }\n";
static const char tones[] = "tone \"plain\" { when = otherwise }\n";
static const char channels[] = "channel \"letter\" { when = otherwise }\nchannel \"voice\" { when = { income = above(0) } }\n";
static const char plans[] =
    "plan \"spread\" { when = { balance = above(0) }, offer = instalments { of = fact.balance, up_to = fact.income, longest = 24, smallest = number.small } }\n";
static const char charter[] =
    "limit \"stop\" { cite = ethics \"asked_to_stop\", nature = \"charter\", on = outbound, when = { stopped = true }, forbid = true }\n";
static const char teams[] = "care: { name: { en: \"Care\", fr: \"Accueil\" } }\n";
static const char english[] = "why.write: \"We write\"\n"
                              "sender: \"A person reads it.\"\n"
                              "hello:\n"
                              "  purpose: help\n"
                              "  variants:\n"
                              "    letter: { soft: { subject: \"Hello\", body: \"We are here to help you.\" } }\n"
                              "  next_step: \"Tell us how you are.\"\n"
                              "  cannot: \"If you can not, tell us.\"\n"
                              "  carries: [sender]\n";
static const char french[] = "why.write: \"Nous vous parlons\"\n"
                             "sender: \"Quelqu'un le lit.\"\n"
                             "hello:\n"
                             "  purpose: help\n"
                             "  variants:\n"
                             "    letter: { soft: { subject: \"Bonjour\", body: \"Nous voulons vous aider.\" } }\n"
                             "  next_step: \"Dites-nous comment \xc3\xa7"
                             "a va.\"\n"
                             "  cannot: \"Si vous ne pouvez pas, dites-le.\"\n"
                             "  carries: [sender]\n";

enum { FILES = 14 };
static const support_file fine[FILES + 1] = {
    {"policy.yaml", head},      {"facts.yaml", facts},    {"numbers.yaml", numbers},     {"contacts.yaml", contacts},  {"ladders.lua", ladders},
    {"segments.lua", segments}, {"actions.lua", actions}, {"tones.lua", tones},          {"channels.lua", channels},   {"plans.lua", plans},
    {"charter.lua", charter},   {"teams.yaml", teams},    {"messages/en.yaml", english}, {"messages/fr.yaml", french}, {NULL, NULL},
};

typedef struct looked {
    ru_study *study;
    ru_arena arena;
    ru_findings f;
    char folder[256];
} looked;

static ru_check_context context; /* of the test that runs: what it asks for */

/* docs/check.md lists the code. */
static void must_be_listed(const char *code) {
    static char page[1 << 16];
    char row[80];
    if (!page[0]) {
        FILE *f = fopen("docs/check.md", "r");
        assert_non_null(f);
        assert_true(fread(page, 1, sizeof page - 1, f) > 0);
        fclose(f);
    }
    snprintf(row, sizeof row, "| `%s` |", code);
    if (!strstr(page, row)) fail_msg("docs/check.md does not list %s", code);
}

/* The fine policy with some files of its own. */
static void look(looked *l, const support_file *changed) {
    ruth_allocator alloc = ru_allocator_default();
    ruth_error e;
    support_file files[FILES + 8];
    size_t n = 0;
    for (const support_file *f = fine; f->name; f++) {
        files[n] = *f;
        for (const support_file *c = changed; c->name; c++)
            if (!strcmp(c->name, f->name)) files[n] = *c;
        n++;
    }
    for (const support_file *c = changed; c->name; c++) {
        bool known = false;
        for (const support_file *f = fine; f->name; f++) known = known || !strcmp(c->name, f->name);
        if (!known) files[n++] = *c;
    }
    files[n] = (support_file){NULL, NULL};
    memset(l, 0, sizeof *l);
    snprintf(l->folder, sizeof l->folder, "%s", support_folder(files));
    if (ru_study_open(&alloc, l->folder, NULL, NULL, 0, &l->study, &e)) fail_msg("%s:%d:%d: %s", e.file, e.line, e.column, e.message);
    ru_arena_init(&l->arena, &alloc, 1 << 14);
    l->f.arena = &l->arena;
    ru_check_lints(l->study, &context, &l->f);
    assert_false(l->f.failed);
    for (size_t i = 0; i < l->f.count; i++) must_be_listed(l->f.items[i].code);
}

static void done(looked *l) {
    ru_study_free(l->study);
    ru_arena_free(&l->arena);
    support_remove(l->folder);
}

static size_t count(const looked *l, const char *code) {
    size_t n = 0;
    for (size_t i = 0; i < l->f.count; i++) n += !strcmp(l->f.items[i].code, code);
    return n;
}

static void show(const looked *l) {
    for (size_t i = 0; i < l->f.count; i++)
        print_error("  %d %s %s:%d:%d %s | %s | %s\n", (int)l->f.items[i].level, l->f.items[i].code, l->f.items[i].file.p, l->f.items[i].line,
                    l->f.items[i].column, l->f.items[i].message.p, l->f.items[i].effect.p, l->f.items[i].suggestion.p);
}

typedef struct wanted {
    ru_level level;
    const char *code, *place, *at, *says, *suggests;
} wanted; /* place: "file:line"; at: what stands at its column */

/* Does `at` stand in the text at the finding's line and column (characters)? */
static void must_stand(const char *text, const ru_finding *f, const char *at) {
    for (int line = 1; line < f->line; line++) text = strchr(text, '\n') + 1;
    for (int column = 1; column < f->column; column++)
        for (text++; ((unsigned char)*text & 0xC0) == 0x80;) text++;
    if (strncmp(text, at, strlen(at)) != 0) fail_msg("column %d: expected %s, found %.40s", f->column, at, text);
}

/* One file changed: exactly one finding of this code, here, so. */
static void finds_in(const char *file, const char *text, const char *shown, wanted w) {
    looked l;
    char place[300];
    const support_file changed[] = {{file, text}, {NULL, NULL}};
    look(&l, changed);
    const ru_finding *f = NULL;
    for (size_t i = 0; i < l.f.count; i++)
        if (!strcmp(l.f.items[i].code, w.code)) f = &l.f.items[i];
    if (!f || count(&l, w.code) != 1) show(&l);
    if (!f) fail_msg("no %s", w.code);
    assert_int_equal(count(&l, w.code), 1);
    snprintf(place, sizeof place, "%.*s:%d", (int)f->file.n, f->file.p, f->line);
    assert_string_equal(place, w.place);
    must_stand(shown, f, w.at);
    assert_int_equal(f->level, w.level);
    assert_has(f->message.p, w.says);
    assert_has(f->suggestion.p, w.suggests);
    assert_true(f->effect.n > 0);
    done(&l);
}

static void finds(const char *file, const char *text, wanted w) { finds_in(file, text, text, w); }

static void finds_none(const char *file, const char *text, const char *code) {
    looked l;
    const support_file changed[] = {{file, text}, {NULL, NULL}};
    look(&l, changed);
    if (count(&l, code)) show(&l);
    assert_int_equal(count(&l, code), 0);
    done(&l);
}

/* Texts that tests make: the last eight are kept. */
static char *room(void) {
    static char texts[8][8192];
    static int next;
    return texts[next++ % 8];
}

/* A file of the policy with one piece of text in place of another. */
static const char *with(const char *text, const char *old, const char *new) {
    char *out = room();
    const char *at = strstr(text, old);
    if (!at) fail_msg("no \"%s\" to replace", old);
    snprintf(out, 8192, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
    return out;
}

static const char *plus(const char *text, const char *more) {
    char *out = room();
    snprintf(out, 8192, "%s%s", text, more);
    return out;
}

/* ---- */
static void test_fine(void **state) {
    looked l;
    const support_file none[] = {{NULL, NULL}};
    look(&l, none);
    size_t bad = 0;
    for (size_t i = 0; i < l.f.count; i++) bad += l.f.items[i].level != RU_NOTE;
    if (bad) show(&l);
    assert_int_equal(bad, 0);
    done(&l);
}

static void test_languages(void **state) {
    finds("messages/fr.yaml", with(french, "why.write", "whhy.write"),
          (wanted){RU_ERROR, "language_lacks", "messages/fr.yaml:1", "whhy.write", "messages/en.yaml:1 has why.write", "why.write"});
    finds("messages/fr.yaml", plus(french, "more: \"Encore\"\n"),
          (wanted){RU_ERROR, "language_lacks", "messages/fr.yaml:10", "more:", "more is missing in messages/en.yaml", "write more in messages/en.yaml"});
    finds("messages/fr.yaml", plus(french, "bye:\n  purpose: help\n"),
          (wanted){RU_ERROR, "language_lacks", "messages/fr.yaml:10", "bye:", "bye is missing in messages/en.yaml", "bye"});
    finds("messages/fr.yaml", with(french, "subject: \"Bonjour\", ", ""),
          (wanted){RU_ERROR, "language_lacks", "messages/fr.yaml:6", "{ body", "hello has no subject for letter, soft in fr, but messages/en.yaml:6 has",
                   "both languages"});
    finds("messages/fr.yaml", with(french, "soft: { subject: \"Bonjour\", body: \"Nous voulons vous aider.\" } ", ""),
          (wanted){RU_ERROR, "language_lacks", "messages/fr.yaml:6", "{ }", "hello has no text for letter, soft in fr", "both languages"});
}

static void test_parts(void **state) {
    finds("messages/fr.yaml",
          with(french,
               "  next_step: \"Dites-nous comment \xc3\xa7"
               "a va.\"\n",
               ""),
          (wanted){RU_ERROR, "language_lacks", "messages/fr.yaml:3", "hello:", "no next_step in fr, but messages/en.yaml:7 has", "both languages"});
    finds("messages/fr.yaml", with(french, "  cannot: \"Si vous ne pouvez pas, dites-le.\"\n", ""),
          (wanted){RU_ERROR, "language_lacks", "messages/fr.yaml:3", "hello:", "no cannot in fr, but messages/en.yaml:8 has", "both languages"});
    finds("messages/fr.yaml", with(french, "  carries: [sender]\n", ""),
          (wanted){RU_ERROR, "language_lacks", "messages/fr.yaml:3", "hello:", "no disclosure sender in fr, but messages/en.yaml:9 has", "both languages"});
    finds_in("messages/fr.yaml", with(french, "Nous vous parlons", "Pour {balance}"), english,
             (wanted){RU_ERROR, "placeholder_lacks", "messages/en.yaml:1", "\"We write\"", "does not say {balance}, but messages/fr.yaml:1 does", "{balance}"});
    finds_in("messages/en.yaml", with(english, "help you", "help with {income}"), french,
             (wanted){RU_ERROR, "placeholder_lacks", "messages/fr.yaml:6", "\"Nous voulons", "does not say {income}, but messages/en.yaml:6 does", "{income}"});
    finds_none("messages/fr.yaml", french, "placeholder_lacks");
    finds_none("messages/fr.yaml", french, "language_lacks");
    finds("messages/fr.yaml", with(french, "purpose: help", "purpose: legal"),
          (wanted){RU_ERROR, "purpose_differs", "messages/fr.yaml:4", "legal", "the purpose of hello is legal here, and help in en", "purpose: help"});
    finds("messages/fr.yaml", with(french, "  purpose: help\n", ""),
          (wanted){RU_ERROR, "purpose_differs", "messages/fr.yaml:3", "hello:", "is demand here", "purpose: help"});
    finds_none("messages/fr.yaml", french, "purpose_differs");
    finds_in("messages/fr.yaml", with(french, "  purpose: help\n", "  purpose: help\n  statutory: \"C. civ. 1344\"\n"), english,
             (wanted){RU_ERROR, "language_lacks", "messages/en.yaml:3", "hello:", "hello has no statutory in en", "both"});
}

static void test_dead_ends(void **state) {
    finds("messages/en.yaml", with(english, "  next_step: \"Tell us how you are.\"\n", ""),
          (wanted){RU_WARNING, "no_next_step", "messages/en.yaml:3", "hello:", "hello names no next step", "next_step"});
    finds("messages/en.yaml", with(english, "  cannot: \"If you can not, tell us.\"\n", ""),
          (wanted){RU_WARNING, "no_way_out", "messages/en.yaml:3", "hello:", "hello has no way to say", "cannot"});
    finds_none("messages/en.yaml", with(english, "  cannot: \"If you can not, tell us.\"\n", "  statutory: \"C. civ. 1344\"\n"), "no_way_out");
    finds("messages/en.yaml", with(english, "\"Tell us how you are.\"", "\" \""),
          (wanted){RU_WARNING, "no_next_step", "messages/en.yaml:3", "hello:", "hello names no next step", "next_step"});
    finds("messages/fr.yaml", with(french, "\"Si vous ne pouvez pas, dites-le.\"", "\"\""),
          (wanted){RU_WARNING, "no_way_out", "messages/fr.yaml:3", "hello:", "hello has no way to say", "cannot"});
}

static void test_unused_texts(void **state) {
    looked l;
    const support_file changed[] = {
        {"messages/en.yaml", plus(english, "why.old: \"Old\"\n")}, {"messages/fr.yaml", plus(french, "why.old: \"Vieux\"\n")}, {NULL, NULL}};
    look(&l, changed);
    assert_int_equal(count(&l, "unused_text"), 1);
    assert_int_equal(l.f.items[0].line, 10);
    assert_int_equal(l.f.items[0].level, RU_WARNING);
    done(&l);
    finds_none("messages/en.yaml", english, "unused_text");
}

static void test_channels(void **state) {
    looked l;
    const support_file changed[] = {
        {"messages/en.yaml", with(english, "    letter:", "    voice:")}, {"messages/fr.yaml", with(french, "    letter:", "    voice:")}, {NULL, NULL}};
    look(&l, changed);
    assert_int_equal(count(&l, "no_text_for_channel"), 1);
    done(&l);
    finds_none("messages/en.yaml", english, "no_text_for_channel");
    finds("actions.lua", "action \"write\" { when = otherwise, because = \"why.write\" }\n",
          (wanted){RU_WARNING, "no_message", "actions.lua:1", "action", "write has no message", "message ="});
    finds_none("actions.lua", actions, "no_message");
}

static void test_placeholders(void **state) {
    const char *asks = "action \"write\" { when = { income = above(0) }, message = \"hello\", because = \"why.write\" }\n";
    const char *guard = "limit \"owes\" { cite = ethics \"x\", on = outbound, when = { income = at_most(0) }, forbid = true }\n";
    for (int i = 0; i < 4; i++) { /* nothing asks for it · the action does · a limit refuses without it · it is another fact */
        looked l;
        const char *en = with(english, "help you", i == 3 ? "help with {late}" : "help with {income}"),
                   *fr = with(french, "vous aider", i == 3 ? "parler de {late}" : "parler de {income}");
        const support_file changed[] = {{"messages/en.yaml", en},
                                        {"messages/fr.yaml", fr},
                                        {"actions.lua", i == 1 ? asks : actions},
                                        {"charter.lua", i == 2 ? guard : charter},
                                        {NULL, NULL}};
        look(&l, changed);
        assert_int_equal(count(&l, "placeholder_unknown"), i == 0);
        done(&l);
    }
}

/* Found once with a request, and whoever that is hears nothing; or not found. */
static void silences_somebody(const char *code, const support_file *changed, bool is_so) {
    looked l;
    ruth_session *session = NULL;
    ruth_text answer;
    ruth_error e;
    look(&l, changed);
    if (count(&l, code) != is_so) show(&l);
    assert_int_equal(count(&l, code), is_so);
    for (size_t i = 0; i < l.f.count; i++) {
        if (strcmp(l.f.items[i].code, code) != 0) continue;
        assert_int_equal(l.f.items[i].level, RU_WARNING);
        assert_true(l.f.items[i].request.p != NULL && l.f.items[i].effect.n && l.f.items[i].suggestion.n);
        assert_int_equal(ruth_session_new((ruth_policy *)(void *)l.study->policy, &session, &e), RUTH_OK);
        assert_int_equal(ruth_decide_line(session, l.f.items[i].request.p, l.f.items[i].request.n, 1, &answer, &e), RUTH_OK);
        char *said = support_copy(answer);
        assert_has(said, "\"contact\":null");
        free(said);
        ruth_session_free(session);
    }
    done(&l);
}

static void test_no_kind_text(void **state) {
    const char *en = with(english, "soft:", "plain:"), *fr = with(french, "soft:", "plain:");
    const char *cap = plus(charter, "limit \"kind\" { cite = ethics \"x\", on = outbound, when = { late = true }, tone_at_most = \"soft\" }\n");
    silences_somebody(
        "no_kind_text",
        (const support_file[]){{"messages/en.yaml", en}, {"messages/fr.yaml", fr}, {"tones.lua", "tone \"soft\" { when = otherwise }\n"}, {NULL, NULL}}, true);
    silences_somebody("no_kind_text", (const support_file[]){{"messages/en.yaml", en}, {"messages/fr.yaml", fr}, {"charter.lua", cap}, {NULL, NULL}}, true);
    silences_somebody("no_kind_text", (const support_file[]){{"messages/en.yaml", en}, {"messages/fr.yaml", fr}, {NULL, NULL}}, false);
    silences_somebody("no_kind_text", (const support_file[]){{"channels.lua", "channel \"voice\" { when = otherwise }\n"}, {NULL, NULL}},
                      false); /* no_text_for_channel says it */
}

static void test_placeholder_gap(void **state) {
    const char *none = with(facts, "range: [0, 1000], ", "range: [0, 1000], if_missing: none_on_file, ");
    const char *en = with(english, "help you", "help with {income}"), *fr = with(french, "vous aider", "parler de {income}");
    const char *asks =
        "action \"write\" { when = { income = on_file }, message = \"hello\", because = \"why.write\" }\naction \"rest\" { is = \"none\", when = otherwise }\n";
    silences_somebody("placeholder_gap", (const support_file[]){{"facts.yaml", none}, {"messages/en.yaml", en}, {"messages/fr.yaml", fr}, {NULL, NULL}}, true);
    silences_somebody("placeholder_gap",
                      (const support_file[]){{"facts.yaml", none}, {"messages/en.yaml", en}, {"messages/fr.yaml", fr}, {"actions.lua", asks}, {NULL, NULL}},
                      false);
    silences_somebody("placeholder_gap",
                      (const support_file[]){{"messages/en.yaml", with(english, "help you", "pay {instalment}")},
                                             {"messages/fr.yaml", with(french, "vous aider", "payer {instalment}")},
                                             {"plans.lua", "plan \"rest\" { when = { late = true }, offer = pause_payments { months = 1 } }\n"},
                                             {NULL, NULL}},
                      true);
}

static void test_banned(void **state) {
    finds("messages/fr.yaml", with(with(french, "purpose: help", "purpose: legal"), "vous aider", "voir un tribunal"),
          (wanted){RU_ERROR, "banned_word", "messages/fr.yaml:6", "tribunal", "\"tribunal\"", "without"}); /* what French says it is for does not count */
    finds("facts.yaml", with(facts, "How much?", "Are you a debtor?"), (wanted){RU_ERROR, "banned_word", "facts.yaml:6", "debtor", "\"debtor\"", "you"});
    finds("teams.yaml", with(teams, "fr: \"Accueil\"", "fr: \"Contentieux, huissier\""),
          (wanted){RU_ERROR, "banned_word", "teams.yaml:1", "huissier", "\"huissier\"", "without"});
    finds("messages/en.yaml", with(english, "help you", "call THE Police"),
          (wanted){RU_ERROR, "banned_word", "messages/en.yaml:6", "Police", "\"Police\" is not said to people", "without"});
    finds("messages/en.yaml", with(english, "Tell us how you are", "We do not say last   chance"),
          (wanted){RU_ERROR, "banned_word", "messages/en.yaml:7", "last   chance", "\"last   chance\"", "without"});
    finds("messages/fr.yaml", with(french, "vous aider", "un DEBITEUR"),
          (wanted){RU_ERROR, "banned_word", "messages/fr.yaml:6", "DEBITEUR", "\"DEBITEUR\"", "vous"});
    finds("messages/fr.yaml", with(french, "vous aider", "agir, et vous refusez d\xe2\x80\x99honorer"),
          (wanted){RU_ERROR, "banned_word", "messages/fr.yaml:6", "vous refusez", "vous refusez d\xe2\x80\x99honorer", "without"});
    finds("messages/fr.yaml", with(french, "Bonjour", "Contentieux"),
          (wanted){RU_ERROR, "banned_word", "messages/fr.yaml:6", "Contentieux", "\"Contentieux\"", "vous"});
    finds_none("messages/fr.yaml", with(french, "vous aider", "vous dire contentieux"), "banned_word"); /* a subject line alone */
    finds_none("messages/en.yaml", with(english, "help you", "say policed courtyards"), "banned_word");
    finds_none("messages/en.yaml", with(english, "purpose: help", "statutory: \"Reg F\"\n  purpose: legal"), "banned_word");
}

static void test_jargon(void **state) {
    finds("messages/en.yaml", with(english, "help you", "talk about your arrears"),
          (wanted){RU_WARNING, "jargon", "messages/en.yaml:6", "arrears", "few people use \"arrears\"", "what is late"});
    finds("messages/en.yaml", with(with(english, "purpose: help", "purpose: legal"), "help you", "talk about your arrears"),
          (wanted){RU_WARNING, "jargon", "messages/en.yaml:6", "arrears", "arrears", "late"}); /* the law is said plainly too */
    finds("messages/fr.yaml",
          with(french, "vous aider",
               "parler de l'\xc3\xa9"
               "ch\xc3\xa9"
               "ancier"),
          (wanted){RU_WARNING, "jargon", "messages/fr.yaml:6",
                   "\xc3\xa9"
                   "ch\xc3\xa9"
                   "ancier",
                   "few people use", "calendrier"});
    finds("facts.yaml", with(facts, "How much?", "How much in arrears?"), (wanted){RU_WARNING, "jargon", "facts.yaml:6", "arrears", "arrears", "late"});
    finds_none("messages/en.yaml", with(with(english, "help you", "talk about your arrears"), "purpose: help", "statutory: \"Reg F\"\n  purpose: legal"),
               "jargon");
}

static void test_banned_by_purpose(void **state) {
    looked l;
    const char *en = with(with(english, "purpose: help", "purpose: legal"), "help you", "say final warning");
    finds_none("messages/en.yaml", en, "banned_word");
    const support_file changed[] = {{"messages/en.yaml", with(en, "final warning", "deadbeat")}, {NULL, NULL}};
    look(&l, changed);
    assert_int_equal(count(&l, "banned_word"), 1);
    done(&l);
}

static void test_lexicon(void **state) {
    looked l;
    const support_file changed[] = {{"lexicons/en.yaml", "pressure: [\"here to help\"]\n"}, {NULL, NULL}};
    look(&l, changed);
    assert_int_equal(count(&l, "banned_word"), 1);
    assert_has(l.f.items[0].message.p, "lexicons/en.yaml:1 names it under pressure");
    done(&l);
    finds("lexicons/en.yaml", "pressure\n", (wanted){RU_ERROR, "lexicon", "lexicons/en.yaml:1", "pressure", "lists of words", "threats"});
}

static void test_reading(void **state) {
    const char *hard = "Notwithstanding considerable administrative difficulties, organisational reconsideration necessitates additional documentation";
    finds("messages/en.yaml", with(english, "We are here to help you", hard),
          (wanted){RU_WARNING, "hard_to_read", "messages/en.yaml:6", "\"Notwith", "school grade", "shorter"});
    finds("messages/fr.yaml",
          with(french, "Nous voulons vous aider",
               "L'administration r\xc3\xa9organisera ind\xc3\xa9pendamment l'accompagnement personnalis\xc3\xa9 d'am\xc3\xa9nagement"),
          (wanted){RU_WARNING, "hard_to_read", "messages/fr.yaml:6", "\"L'admin", "Kandel-Moles", "shorter"});
    finds_none("messages/en.yaml", with(with(english, "We are here to help you", hard), "purpose: help", "purpose: legal"), "hard_to_read");
    finds("messages/en.yaml", with(english, "We write", "Yes. We go on and on and on and on and on and on and on and on and on and on and on and on and on."),
          (wanted){RU_WARNING, "long_sentence", "messages/en.yaml:1", "We go on", "27 words", "two sentences"});
    finds("messages/en.yaml", with(english, "We write", "We write!!"),
          (wanted){RU_WARNING, "loud", "messages/en.yaml:1", "\"We write!!\"", "exclamation", "full stop"});
    finds("messages/en.yaml", with(english, "We write", "WE WRITE"), (wanted){RU_WARNING, "loud", "messages/en.yaml:1", "\"WE WRITE\"", "capitals", "small"});
    finds_none("messages/en.yaml", with(english, "We write", "We write!"), "loud");
}

static void test_law(void **state) {
    const char *rest = ", on = outbound, when = { late = true }, forbid = true }\n";
    char text[1024];
    finds("charter.lua", "limit \"a\" { nature = \"charter\", on = outbound, when = { late = true }, forbid = true }\n",
          (wanted){RU_ERROR, "no_cite", "charter.lua:1", "limit", "limit a does not say where it comes from", "cite ="});
    snprintf(text, sizeof text, "limit \"a\" { cite = \"12 CFR 1006.14\", nature = \"prohibtion\"%s", rest);
    finds("charter.lua", text, (wanted){RU_ERROR, "unknown_nature", "charter.lua:1", "\"prohibtion\"", "\"prohibtion\"", "nature = \"prohibition\""});
    snprintf(text, sizeof text, "limit \"a\" { cite = \"12 CFR 1006.14\", status = \"verifed\"%s", rest);
    finds("charter.lua", text, (wanted){RU_ERROR, "unknown_status", "charter.lua:1", "\"verifed\"", "\"verifed\"", "status = \"verified\""});
    snprintf(text, sizeof text, "limit \"a\" { cite = \"12 CFR 1006.14\", status = \"withdrawn\"%s", rest);
    finds("charter.lua", text, (wanted){RU_WARNING, "withdrawn_law", "charter.lua:1", "\"withdrawn\"", "withdrawn", "take it out"});
    snprintf(text, sizeof text, "limit \"a\" { cite = \"12 CFR 1006.14\", status = \"from_memory\"%s", rest);
    finds_none("charter.lua", text, "unverified_law");
    context.strict = true;
    finds("charter.lua", text, (wanted){RU_WARNING, "unverified_law", "charter.lua:1", "\"from_memory\"", "from memory", "verified"});
    context.strict = false;
    finds_none("charter.lua", charter, "no_cite");
}

static void test_citations(void **state) {
    static const char two[] =
        "limit \"a\" { cite = %s, on = outbound, when = { late = true }, forbid = true }\nlimit \"b\" { cite = %s, on = outbound, when = { stopped = true }, forbid = true }\nlimit \"c\" { cite = %s, on = { channel = \"voice\" }, when = { late = true }, forbid = true }\n";
    char text[1024];
    snprintf(text, sizeof text, two, "ethics \"preferred_channel\"", "ethics \"preferred_channel\"", "ethics \"preferredchannel\"");
    finds("charter.lua", text,
          (wanted){RU_WARNING, "odd_citation", "charter.lua:3", "ethics \"preferredchannel\"", "\"preferred_channel\" 2 times", "\"preferred_channel\""});
    snprintf(text, sizeof text, two, "ethics \"opt_out_of\"", "ethics \"opt_out_of\"", "ethics \"opt_oat_of\"");
    finds("charter.lua", text, (wanted){RU_WARNING, "odd_citation", "charter.lua:3", "ethics \"opt_oat_of\"", "opt_oat_of", "opt_out_of"});
    snprintf(text, sizeof text, two, "\"12 CFR 1006.14(b)(1)\"", "\"12 CFR 1006.14(b)(1)\"", "\"12 CFR 1006.14(b)(2)\""); /* another paragraph */
    finds_none("charter.lua", text, "odd_citation");
    snprintf(text, sizeof text, two, "ethics \"human_touch\"", "ethics \"human_touch\"", "ethics \"humane_hours\"");
    finds_none("charter.lua", text, "odd_citation");
}

static void test_idle(void **state) {
    static const char form[] = "limit \"a\" { cite = ethics \"x\", on = %s, when = { late = true }, %s }\n";
    char text[512];
    snprintf(text, sizeof text, form, "{ purpose = \"legal\" }", "forbid = true");
    finds("charter.lua", text, (wanted){RU_WARNING, "idle_limit", "charter.lua:1", "{ purpose", "limit a can touch nothing: no rule chooses", "`on`"});
    snprintf(text, sizeof text, form, "outbound", "tone_at_most = \"plain\"");
    finds("charter.lua", text, (wanted){RU_WARNING, "idle_limit", "charter.lua:1", "outbound", "harshest tone", "`on`"});
    snprintf(text, sizeof text, form, "outbound", "action_at_most = \"write\"");
    finds("charter.lua", text, (wanted){RU_WARNING, "idle_limit", "charter.lua:1", "outbound", "harshest action", "`on`"});
    snprintf(text, sizeof text, form, "{ purpose = \"help\" }", "forbid = true");
    finds_none("charter.lua", text, "idle_limit");
    snprintf(text, sizeof text, form, "outbound", "tone_at_most = \"soft\"");
    finds_none("charter.lua", text, "idle_limit");
}

static void test_dates(void **state) {
    static const char form[] = "limit \"a\" { cite = ethics \"x\", on = outbound, when = { late = true }, forbid = true, %s }\n";
    char text[512];
    context.has_now = true;
    assert_true(ru_instant_parse(RU_STR("2026-06-01T12:00:00Z"), &context.now));
    snprintf(text, sizeof text, form, "valid_until = \"2026-05-31\"");
    finds("charter.lua", text, (wanted){RU_WARNING, "expired", "charter.lua:1", "\"2026-05-31\"", "limit a ended on 2026-05-31", "take it out"});
    snprintf(text, sizeof text, form, "valid_until = \"2026-06-01\"");
    finds_none("charter.lua", text, "expired");
    finds("charter.lua", text, (wanted){RU_NOTE, "ends_soon", "charter.lua:1", "\"2026-06-01\"", "limit a ends on 2026-06-01, in 0 days", "later"});
    snprintf(text, sizeof text, form, "valid_until = \"2026-08-01\"");
    finds_none("charter.lua", text, "ends_soon");
    snprintf(text, sizeof text, form, "valid_from = \"2026-06-02\"");
    finds("charter.lua", text, (wanted){RU_NOTE, "not_yet", "charter.lua:1", "\"2026-06-02\"", "limit a begins on 2026-06-02", ""});
    finds("policy.yaml", plus(head, "valid_until: 2026-02-01\n"),
          (wanted){RU_WARNING, "expired", "policy.yaml:5", "2026-02-01", "the policy ended on 2026-02-01", "later"});
    context.has_now = false;
    finds_none("policy.yaml", plus(head, "valid_until: 2026-02-01\n"), "expired");
}

static void test_hours(void **state) {
    static const char form[] =
        "limit \"a\" { cite = ethics \"x\", on = { channel = \"voice\" }, hours = { mon_fri = { \"09:00\", \"12:00\" } } }\nlimit \"b\" { cite = ethics \"y\", on = outbound, %shours = { %s } }\n";
    char text[1024];
    snprintf(text, sizeof text, form, "", "mon_fri = { \"12:00\", \"14:00\" }, sat = { \"09:00\", \"12:00\" }");
    finds("charter.lua", text,
          (wanted){RU_ERROR, "no_hours", "charter.lua:2", "{ mon_fri = { \"12",
                   "together with the limits before it, limit b leaves no hour of any week for voice", "overlap"});
    snprintf(text, sizeof text, form, "when = { late = true }, ", "mon_fri = { \"12:00\", \"14:00\" }");
    finds("charter.lua", text,
          (wanted){RU_ERROR, "no_hours", "charter.lua:2", "{ mon_fri = { \"12", "where it holds, limit b leaves no hour of any week for voice", "overlap"});
    snprintf(text, sizeof text, form, "", "mon_fri = { \"11:59\", \"14:00\" }");
    finds_none("charter.lua", text, "no_hours");
    const support_file widened[] = {
        {"facts.yaml", plus(facts, "suits: { type: weekly windows, if_missing: none_on_file, source: person, in_power_of: person }\n")},
        {"charter.lua", "limit \"a\" { cite = ethics \"x\", on = outbound, hours = { every_day = closed }, widened_by = fact.suits }\n"},
        {NULL, NULL}};
    looked l;
    look(&l, widened);
    assert_int_equal(count(&l, "no_hours"), 0);
    done(&l);
    finds("charter.lua", "limit \"a\" { cite = ethics \"x\", on = outbound, hours = { every_day = closed } }\n",
          (wanted){RU_ERROR, "no_hours", "charter.lua:1", "{ every_day", "limit a leaves no hour of any week for letter, voice", "forbid"});
    finds("charter.lua", "limit \"a\" { cite = ethics \"x\", on = outbound, hours = { every_day = { \"00:00\", \"24:00\" }, holidays = open } }\n",
          (wanted){RU_WARNING, "all_hours", "charter.lua:1", "{ every_day", "limit a closes no hour of any week", "the hours"});
}

static void test_silence(void **state) {
    const char *only = "limit \"a\" { cite = ethics \"x\", on = outbound, only_if = { income = at_least(0) } }\n";
    finds("charter.lua", only,
          (wanted){RU_WARNING, "silences_all", "charter.lua:1", "limit", "without income, limit a silences everybody: 20 of 20", "send income"});
    finds_none("charter.lua", "limit \"a\" { cite = ethics \"x\", on = { channel = \"voice\" }, only_if = { income = at_least(0) } }\n", "silences_all");
    finds_none("charter.lua", charter, "silences_all");
    finds("charter.lua", "limit \"a\" { cite = ethics \"x\", on = outbound, hours = { every_day = { \"09:00\", \"18:00\" } } }\n",
          (wanted){RU_WARNING, "silences_all", "charter.lua:1", "limit", "without timezone, limit a", "timezone"});
    finds_none("charter.lua", "limit \"a\" { cite = ethics \"x\", on = { channel = \"voice\" }, hours = { every_day = { \"09:00\", \"18:00\" } } }\n",
               "silences_all");
    finds("charter.lua", "limit \"a\" { cite = ethics \"x\", on = outbound, when = { balance = at_most(0) }, forbid = true }\n",
          (wanted){RU_NOTE, "silences_all", "charter.lua:1", "limit", "without balance", "send balance"});
    finds(
        "charter.lua",
        "limit \"a\" { cite = ethics \"x\", on = outbound, hours = { every_day = { \"00:00\", \"24:00\" } }, when = { jurisdiction = \"us\" } }\nlimit \"b\" { cite = ethics \"x\", on = outbound, only_if = { jurisdiction = one_of(\"us\", \"fr\") } }\n",
        (wanted){RU_WARNING, "silences_all", "charter.lua:2", "limit", "without jurisdiction, limit b", "jurisdiction"});
}

static void test_questions(void **state) {
    const char *rule = "segment \"rich\" { when = { income = above(0) } }\nsegment \"rest\" { when = otherwise }\n";
    looked l;
    char no_question[4096];
    snprintf(no_question, sizeof no_question, "%s", with(facts, ", ask: { en: \"How much?\", fr: \"Combien ?\" }", ""));
    for (int i = 0; i < 5; i++) { /* none · none in French · ours to know · has an answer when left out · asked */
        const char *text = i == 0   ? no_question
                           : i == 1 ? with(facts, ", fr: \"Combien ?\"", "")
                           : i == 2 ? with(no_question, "source: person, in_power_of: person }\nlate", "source: host, in_power_of: us }\nlate")
                           : i == 3 ? with(no_question, "range: [0, 1000], ", "range: [0, 1000], if_missing: none_on_file, ")
                                    : facts;
        const support_file changed[] = {{"facts.yaml", text}, {"segments.lua", rule}, {NULL, NULL}};
        look(&l, changed);
        assert_int_equal(count(&l, "never_asked"), i < 2);
        assert_int_equal(count(&l, "ours_to_know"), i == 2 ? 1 : 0);
        for (size_t k = 0; k < l.f.count; k++)
            if (!strcmp(l.f.items[k].code, "never_asked")) {
                assert_has(l.f.items[k].message.p, i ? "asked for it in fr" : "segment rich rests on income, and nobody is ever asked for it");
                assert_has(l.f.items[k].suggestion.p, i ? "ask: { fr:" : "ask: { en:");
                assert_int_equal(l.f.items[k].line, 1);
                assert_int_equal(l.f.items[k].level, RU_WARNING);
            }
        done(&l);
    }
    const support_file through[] = {{"facts.yaml", plus(no_question, "spare: { type: money, source: derived }\n")},
                                    {"derive.lua", "derive.spare = money_of { fact.income - 1 * fact.income }\n"},
                                    {"segments.lua", "segment \"rich\" { when = { spare = above(0) } }\nsegment \"rest\" { when = otherwise }\n"},
                                    {NULL, NULL}};
    look(&l, through);
    assert_int_equal(count(&l, "never_asked"), 1);
    done(&l);
}

static void test_leftovers(void **state) {
    finds("facts.yaml", plus(facts, "spare: { type: boolean, source: host }\n"),
          (wanted){RU_NOTE, "unused_fact", "facts.yaml:9", "spare", "nothing uses the fact spare", "take it out"});
    finds_none("facts.yaml", facts, "unused_fact");
    finds("numbers.yaml", plus(numbers, "old: { type: integer, value: 3 }\n"),
          (wanted){RU_NOTE, "unused_number", "numbers.yaml:2", "old", "nothing uses the number old", "take it out"});
    finds_none("numbers.yaml", numbers, "unused_number");
    finds("facts.yaml", with(facts, "values: [en, fr]", "values: [en, fr, es]"),
          (wanted){RU_ERROR, "language_without_messages", "facts.yaml:4", "language", "language may be es", "messages/es.yaml"});
    finds_none("facts.yaml", facts, "language_without_messages");
    finds("teams.yaml", with(teams, ", fr: \"Accueil\"", ""),
          (wanted){RU_WARNING, "team_without_name", "teams.yaml:1", "care", "the team care has no name in fr", "fr:"});
    finds("teams.yaml", "care: { urgency: 1 }\n", (wanted){RU_WARNING, "team_without_name", "teams.yaml:1", "care", "no name in en", "en:"});
    finds_none("teams.yaml", "care: { name: \"Care\" }\n", "team_without_name");
}

static void test_direction(void **state) {
    looked l;
    const support_file changed[] = {
        {"numbers.yaml", "small: { type: money, USD: \"5.00\", EUR: \"5.00\" }\nmost: { type: integer, value: 2 }\n"},
        {"charter.lua", "limit \"a\" { cite = ethics \"x\", on = outbound, when = { balance = below(number.small) }, forbid = true }\n"},
        {NULL, NULL}};
    look(&l, changed);
    assert_int_equal(count(&l, "no_direction"), 1);
    for (size_t i = 0; i < l.f.count; i++)
        if (!strcmp(l.f.items[i].code, "no_direction")) assert_has(l.f.items[i].message.p, "small");
    done(&l);
    finds_none("numbers.yaml", "small: { type: money, USD: \"5.00\", EUR: \"5.00\" }\n", "no_direction"); /* a plan's figure */
}

static void test_places(void **state) {
    looked l;
    const support_file changed[] = {
        {"referrals.lua", "referral \"advice\" { when = otherwise }\n"}, {"directory.yaml", "advice:\n  - { region: us, name: \"Advice\" }\n"}, {NULL, NULL}};
    for (int strict = 0; strict < 2; strict++) {
        context.strict = strict;
        look(&l, changed);
        assert_int_equal(count(&l, "no_place"), 1);
        assert_int_equal(count(&l, "not_rung"), strict);
        for (size_t i = 0; i < l.f.count; i++) {
            if (!strcmp(l.f.items[i].code, "no_place")) assert_has(l.f.items[i].message.p, "no place for referral advice in fr");
            assert_int_equal(l.f.items[i].level, RU_NOTE);
        }
        done(&l);
    }
    context.strict = false;
    const support_file rung[] = {
        changed[0],
        {"directory.yaml", "advice:\n  - { name: \"Advice\", checked_on: 2025-05-31 }\n  - { name: \"Help\", checked_on: 2025-06-01 }\n"},
        {NULL, NULL}};
    context.has_now = true;
    assert_true(ru_instant_parse(RU_STR("2026-06-01T12:00:00Z"), &context.now));
    look(&l, rung);
    context.has_now = false;
    assert_int_equal(count(&l, "not_rung"), 1);
    done(&l);
    const support_file all[] = {changed[0], {"directory.yaml", "advice:\n  - { name: \"Advice\", checked_on: 2026-01-02 }\n"}, {NULL, NULL}};
    look(&l, all);
    assert_int_equal(count(&l, "no_place"), 0);
    done(&l);
}

static void test_plans(void **state) {
    static const char form[] =
        "plan \"spread\" { when = { balance = above(0) }, offer = instalments { of = fact.balance, up_to = %s, longest = %s, smallest = %s } }\n";
    char text[512];
    finds_in("numbers.yaml", with(numbers, ", EUR: \"5.00\"", ""), plans,
             (wanted){RU_WARNING, "empty_offer", "plans.lua:1", "number.small", "in EUR: `smallest` has no figure", "EUR:"});
    finds_in("numbers.yaml", with(numbers, "USD: \"5.00\", EUR: \"5.00\"", "USD: \"11.00\", EUR: \"11.00\""), plans,
             (wanted){RU_WARNING, "empty_offer", "plans.lua:1", "number.small", "its smallest payment is more than the most",
                      "smaller"}); /* income goes up to 10.00 */
    finds_none("numbers.yaml", with(numbers, "USD: \"5.00\"", "USD: \"10.00\""), "empty_offer");
    snprintf(text, sizeof text, form, "fact.income", "months(0)", "number.small");
    finds("plans.lua", text, (wanted){RU_WARNING, "empty_offer", "plans.lua:1", "months(0)", "longest time is no time", "24"});
    finds_none("plans.lua", plans, "empty_offer");
}

/* ---- memory ---- */
static void test_every_refusal_is_clean(void **state) {
    const support_file files[] = {{"policy.yaml", head},
                                  {"facts.yaml", facts},
                                  {"numbers.yaml", numbers},
                                  {"contacts.yaml", contacts},
                                  {"ladders.lua", ladders},
                                  {"segments.lua", segments},
                                  {"actions.lua", actions},
                                  {"channels.lua", channels},
                                  {"plans.lua", plans},
                                  {"charter.lua", "limit \"a\" { on = outbound, only_if = { income = at_least(0) } }\n"},
                                  {"teams.yaml", teams},
                                  {"messages/en.yaml", with(english, "help you", "say last chance to {income}")},
                                  {"messages/fr.yaml", french},
                                  {"lexicons/en.yaml", "pressure: [\"here\"]\n"},
                                  {NULL, NULL}};
    char folder[256];
    snprintf(folder, sizeof folder, "%s", support_folder(files));
    size_t whole = 0, refused = 0;
    for (size_t k = 0; k < 4000; k++) {
        refusing r = {0};
        ruth_allocator alloc = refusing_allocator(&r);
        ru_check_context c = {.all = true};
        ru_study *s;
        ru_arena a;
        ruth_error e;
        assert_int_equal(ru_study_open(&alloc, folder, NULL, NULL, 0, &s, &e), RUTH_OK);
        ru_arena_init(&a, &alloc, 256);
        ru_findings f = {.arena = &a};
        r.refuse_at = k ? r.calls + k : 0;
        size_t before = r.calls;
        ru_check_lints(s, &c, &f);
        size_t asked = r.calls - before;
        if (!k) whole = f.count;
        else if (f.failed) refused++;
        else assert_int_equal(f.count, whole); /* nothing is lost without a word */
        ru_study_free(s);
        ru_arena_free(&a);
        assert_int_equal(r.held, 0);
        assert_int_equal(r.blocks, 0);
        assert_false(r.wrong_size);
        if (k > asked) break;
    }
    assert_true(whole >= 4 && refused > 5);
    support_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fine),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_dead_ends),
        cmocka_unit_test(test_unused_texts),
        cmocka_unit_test(test_channels),
        cmocka_unit_test(test_placeholders),
        cmocka_unit_test(test_no_kind_text),
        cmocka_unit_test(test_placeholder_gap),
        cmocka_unit_test(test_banned),
        cmocka_unit_test(test_jargon),
        cmocka_unit_test(test_banned_by_purpose),
        cmocka_unit_test(test_lexicon),
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_law),
        cmocka_unit_test(test_citations),
        cmocka_unit_test(test_idle),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_hours),
        cmocka_unit_test(test_silence),
        cmocka_unit_test(test_questions),
        cmocka_unit_test(test_leftovers),
        cmocka_unit_test(test_direction),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_plans),
        cmocka_unit_test(test_every_refusal_is_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

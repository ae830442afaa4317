/* test_plugin_messages.c: the messages plugin as a static twin: exact texts in languages and regions, which wording is taken, what is refused at load and in a call, memory, threads. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/umsg.h>
#include <unicode/ustring.h>

#include "engine/data/data.h"
#include "plugins/messages/words.h"
#include "tests/support/plugin_host.h"
#include "tests/support/support.h"

extern const ruth_plugin ruth_plugin_entry_messages;

/* What ICU puts between groups and before a sign: narrow (French from France) and ordinary no-break spaces. */
#define NNBSP "\u202f"
#define NBSP "\u00a0"

static const char settings[] =
    "languages: { en: en-US, fr: fr-FR }\nregion: jurisdiction\nregions: { us: US, gb: GB, ca-on: CA, ca-qc: CA, fr: FR }\ncurrencies: [USD, CAD, EUR, GBP, JPY, KWD]\n"
    "tones: [encouragement, nudge, plain, firm]\nstage: stage\npersona: persona\nvalues: { balance: money, count: integer, share: ratio, due: date, every: enum, open: boolean, name: text }\n"
    "facts: { principal: money, interest: money, fees: money, credits: money, total: money }\nsums: { account: { add: [principal, interest, fees], less: [credits], total: total } }\n";
static const char phrases[] =
    "calm: { language: en, stages: any, text: \"peace of mind\", source: \"trial 7\", result: \"+4 %\", date: 2024-05-31 }\n"
    "early_calm: { language: en, stages: [early], text: \"peace of mind, early\", source: \"trial 8\", result: \"+2 %\", date: 2024-06-30 }\n";

static void begin(plugin_host *h, const char *en, const char *fr) {
    static const char *const enums[] = {"jurisdiction", "currency", "stage", "persona"}, *const money[] = {"principal", "interest", "fees", "credits", "total"};
    plugin_host_begin(h, &ruth_plugin_entry_messages);
    for (size_t i = 0; i < 4; i++) plugin_host_fact(h, enums[i], RUTH_PLUGIN_ENUM);
    for (size_t i = 0; i < 5; i++) plugin_host_fact(h, money[i], RUTH_PLUGIN_MONEY);
    plugin_host_file(h, "settings.yaml", settings);
    plugin_host_file(h, "phrases.yaml", phrases);
    plugin_host_file(h, "en.yaml", en);
    plugin_host_file(h, "fr.yaml", fr);
}

static void open_well(plugin_host *h, const char *en, const char *fr) {
    begin(h, en, fr);
    if (plugin_host_open(h)) fail_msg("%s:%d:%d: %s", h->file, h->line, h->column, h->message);
}

/* One message m of one body, the same in both languages. */
static char bodies[2][9000];
static void open_body(plugin_host *h, const char *body) {
    for (int i = 0; i < 2; i++) snprintf(bodies[i], sizeof bodies[i], "m: [ { channel: letter, tone: plain, body: \"%s\" } ]\n", body);
    open_well(h, bodies[0], bodies[1]);
}

static ruth_plugin_named number(const char *name, uint32_t type, int64_t v) { return (ruth_plugin_named){name, {RUTH_PLUGIN_VALUE, type, v, {NULL, 0}}}; }
static ruth_plugin_named word(const char *name, uint32_t type, const char *text) {
    return (ruth_plugin_named){name, {RUTH_PLUGIN_VALUE, type, 0, {text, strlen(text)}}};
}

static int ask(plugin_host *h, const char *language, ruth_plugin_named v) { return plugin_host_render(h, "m", "letter", "plain", language, &v, 1); }
static void gives(plugin_host *h, int st, const char *text) {
    if (st) fail_msg("no text (%s), expected \"%s\"", h->message, text);
    if (strcmp(h->text, text) != 0) fail_msg("\"%s\", expected \"%s\"", h->text, text);
}
static void refuses(plugin_host *h, int st, const char *why) {
    if (!st) fail_msg("it gave \"%s\"", h->text);
    if (!strstr(h->message, why)) fail_msg("it says \"%s\", expected \"%s\"", h->message, why);
}

/* ---- exact texts ---- */
static void test_money(void **state) {
    static const struct {
        const char *language, *where, *currency;
        int64_t minor;
        const char *text;
    } rows[] = {
        {"en", "us", "USD", 123450, "$1,234.50"},
        {"en", "us", "CAD", 123450, "CA$1,234.50"},
        {"en", "us", "USD", -5, "-$0.05"},
        {"en", "us", "JPY", 1234, "¥1,234"},
        {"en", "us", "KWD", 1234567, "KWD" NBSP "1,234.567"},
        {"en", "ca-on", "CAD", 123450, "$1,234.50"},
        {"en", "ca-on", "USD", 123450, "US$1,234.50"},
        {"en", "gb", "GBP", 123450, "£1,234.50"},
        {"en", "gb", "EUR", 100, "€1.00"},
        {"fr", "fr", "EUR", 123450, "1" NNBSP "234,50" NBSP "€"},
        {"fr", "fr", "EUR", 5, "0,05" NBSP "€"},
        {"fr", "ca-qc", "CAD", 123450, "1" NBSP "234,50" NBSP "$"},
        {"fr", "ca-qc", "USD", 123450, "1" NBSP "234,50" NBSP "$" NBSP "US"},
        {"fr", "ca-qc", "CAD", -123450, "-1" NBSP "234,50" NBSP "$"},
        {"fr", "us", "USD", 99, "0,99" NBSP "$US"},
        {"en", "us", "USD", 0, "$0.00"},
        {"en", "us", "USD", INT64_MAX, "$92,233,720,368,547,758.07"},
        {"en", "us", "USD", INT64_MIN, "-$92,233,720,368,547,758.08"},
        {"en", "us", "USD", 9007199254740993, "$90,071,992,547,409.93"},
    };
    plugin_host h;
    open_body(&h, "{balance}");
    for (size_t i = 0; i < RU_COUNT(rows); i++) {
        plugin_host_say(&h, "jurisdiction", rows[i].where);
        plugin_host_say(&h, "currency", rows[i].currency);
        gives(&h, ask(&h, rows[i].language, number("balance", RUTH_PLUGIN_MONEY, rows[i].minor)), rows[i].text);
    }
    plugin_host_state(&h, "jurisdiction", RUTH_PLUGIN_UNKNOWN); /* the language's own region then */
    plugin_host_say(&h, "currency", "EUR");
    gives(&h, ask(&h, "fr", number("balance", RUTH_PLUGIN_MONEY, 123450)), "1" NNBSP "234,50" NBSP "€");
    plugin_host_close(&h);
}

enum { DAY = 20544 /* 2026-04-01 */ };
static void test_dates(void **state) {
    static const struct {
        const char *form, *language, *where;
        int64_t day;
        const char *text;
    } rows[] = {
        {"", "en", "us", DAY, "April 1, 2026"},
        {"", "en", "gb", DAY, "1 April 2026"},
        {"", "en", "ca-on", DAY, "April 1, 2026"},
        {"", "fr", "fr", DAY, "1er avril 2026"},
        {"", "fr", "fr", DAY + 1, "2 avril 2026"},
        {"", "fr", "ca-qc", DAY + 10, "11 avril 2026"},
        {", date", "fr", "ca-qc", DAY, "1er avril 2026"},
        {", date, full", "fr", "fr", DAY, "mercredi 1er avril 2026"},
        {", date, full", "en", "us", DAY, "Wednesday, April 1, 2026"},
        {", date, short", "en", "us", DAY, "4/1/26"},
        {", date, short", "en", "gb", DAY, "01/04/2026"},
        {", date, short", "en", "ca-on", DAY, "4/1/26"},
        {", date, short", "fr", "fr", DAY, "01/04/2026"},
        {", date, short", "fr", "ca-qc", DAY, "2026-04-01"},
        {", date, medium", "fr", "fr", DAY, "1er avr. 2026"},
        {", date, ::MMMMd", "fr", "fr", DAY, "1er avril"},
        {", date, ::MMMMd", "en", "us", DAY, "April 1"},
        {", date, ::yMMMM", "fr", "fr", DAY, "avril 2026"},
        {"", "en", "us", -719162, "January 1, 1"},
        {"", "en", "us", 2932896, "December 31, 9999"},
        {"", "en", "us", -141428, "October 14, 1582"},
        {"", "en", "us", -1, "December 31, 1969"},
    };
    for (size_t i = 0; i < RU_COUNT(rows); i++) {
        char body[60];
        plugin_host h;
        snprintf(body, sizeof body, "{due%s}", rows[i].form);
        open_body(&h, body);
        plugin_host_say(&h, "jurisdiction", rows[i].where);
        gives(&h, ask(&h, rows[i].language, number("due", RUTH_PLUGIN_DATE, rows[i].day)), rows[i].text);
        refuses(&h, ask(&h, "en", number("due", RUTH_PLUGIN_DATE, 2932897)), "outside of the years");
        refuses(&h, ask(&h, "en", number("due", RUTH_PLUGIN_DATE, INT64_MIN)), "outside of the years");
        plugin_host_close(&h);
    }
}

static void test_words(void **state) {
    static const struct {
        const char *body, *language;
        ruth_plugin_named value;
        const char *text;
    } rows[] = {
        {"{count, plural, one {# day} other {# days}}", "en", {"count", {2, RUTH_PLUGIN_INTEGER, 1, {NULL, 0}}}, "1 day"},
        {"{count, plural, one {# day} other {# days}}", "en", {"count", {2, RUTH_PLUGIN_INTEGER, 0, {NULL, 0}}}, "0 days"},
        {"{count, plural, one {# jour} other {# jours}}", "fr", {"count", {2, RUTH_PLUGIN_INTEGER, 0, {NULL, 0}}}, "0 jour"},
        {"{count, plural, one {# jour} other {# jours}}", "fr", {"count", {2, RUTH_PLUGIN_INTEGER, 2000, {NULL, 0}}}, "2" NNBSP "000 jours"},
        {"{count, plural, =0 {none} =12 {a year} other {# left}}", "en", {"count", {2, RUTH_PLUGIN_INTEGER, 12, {NULL, 0}}}, "a year"},
        {"{count, plural, =0 {none} =12 {a year} other {# left}}",
         "en",
         {"count", {2, RUTH_PLUGIN_INTEGER, INT64_MAX, {NULL, 0}}},
         "9,223,372,036,854,775,807 left"},
        {"{count, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} time", "en", {"count", {2, RUTH_PLUGIN_INTEGER, 22, {NULL, 0}}}, "22nd time"},
        {"{count} # {count, number}", "en", {"count", {2, RUTH_PLUGIN_INTEGER, -1234, {NULL, 0}}}, "-1,234 # -1,234"},
        {"{share} {share, number, percent}", "en", {"share", {2, RUTH_PLUGIN_RATIO, 125000, {NULL, 0}}}, "12.5% 12.5%"},
        {"{share}", "fr", {"share", {2, RUTH_PLUGIN_RATIO, 125000, {NULL, 0}}}, "12,5" NBSP "%"},
        {"{share}", "en", {"share", {2, RUTH_PLUGIN_RATIO, 1, {NULL, 0}}}, "0.0001%"},
        {"{every, select, week {each week} two_weeks {every other week} other {each month}}",
         "en",
         {"every", {2, RUTH_PLUGIN_ENUM, 0, {"two_weeks", 9}}},
         "every other week"},
        {"{open, select, true {yes} other {no}}", "en", {"open", {2, RUTH_PLUGIN_BOOLEAN, 1, {NULL, 0}}}, "yes"},
        {"l'an d'{name}, '{name}' {name}'s",
         "fr",
         {"name", {2, RUTH_PLUGIN_TEXT, 0, {"O'Neil {count} #'", 17}}},
         "l'an d'O'Neil {count} #', 'O'Neil {count} #'' O'Neil {count} #''s"},
        {"{name}", "en", {"name", {2, RUTH_PLUGIN_TEXT, 0, {"", 0}}}, ""},
        {"{balance, plural, =0 {nothing} other {# left}}", "en", {"balance", {2, RUTH_PLUGIN_MONEY, 0, {NULL, 0}}}, "nothing"},
        {"{balance, plural, =0 {nothing} other {# left, {balance, number, currency}}}",
         "en",
         {"balance", {2, RUTH_PLUGIN_MONEY, 100, {NULL, 0}}},
         "$1.00 left, $1.00"},
        {"{count, plural, one {{every, select, other {#}}} other {x}}", "en", {"count", {2, RUTH_PLUGIN_INTEGER, 2, {NULL, 0}}}, NULL},
        {"two\\n\\nparts {phrase_calm}", "en", {"count", {2, RUTH_PLUGIN_INTEGER, 2, {NULL, 0}}}, "two\n\nparts peace of mind"},
    };
    for (size_t i = 0; i < RU_COUNT(rows); i++) {
        char en[400];
        plugin_host h;
        snprintf(en, sizeof en, "m: [ { channel: letter, tone: plain, body: \"%s\" } ]\n", rows[i].body);
        bool english = strstr(rows[i].body, "phrase_") || strstr(rows[i].body, "ordinal");
        open_well(&h, en, english ? "m: [ { channel: letter, tone: plain, body: \"x\" } ]" : en);
        plugin_host_say(&h, "currency", "USD");
        int st = ask(&h, rows[i].language, rows[i].value);
        if (rows[i].text) gives(&h, st, rows[i].text);
        else refuses(&h, st, "does not hand over every");
        plugin_host_close(&h);
    }
}

/* ---- which wording ---- */
static const char choices[] = "m:\n"
                              "  - { channel: [letter, email], tone: plain, stage: late, body: \"late plain\" }\n"
                              "  - { channel: letter, tone: plain, body: \"plain\" }\n"
                              "  - { channel: letter, tone: nudge, persona: [brief, calm], subject: \"S\", body: \"nudge brief\" }\n"
                              "  - { channel: letter, tone: encouragement, body: \"encouragement {phrase_early_calm}\" }\n"
                              "  - { channel: sms, tone: firm, body: \"firm\" }\n"
                              "  - { channel: voice, tone: plain, region: [ca-qc, ca-on], body: \"Canada\" }\n"
                              "  - { channel: voice, tone: plain, body: \"elsewhere\" }\n";

static void test_choice(void **state) {
    plugin_host h;
    open_well(&h, choices, "m: [ { channel: letter, tone: plain, body: \"x\" } ]");
    plugin_host_say(&h, "stage", "late");
    gives(&h, plugin_host_render(&h, "m", "letter", "plain", "en", NULL, 0), "late plain");
    gives(&h, plugin_host_render(&h, "m", "letter", "firm", "en", NULL, 0), "late plain");
    plugin_host_state(&h, "stage", RUTH_PLUGIN_UNKNOWN);
    gives(&h, plugin_host_render(&h, "m", "letter", "firm", "en", NULL, 0), "plain");
    plugin_host_say(&h, "persona", "calm");
    gives(&h, plugin_host_render(&h, "m", "letter", "nudge", "en", NULL, 0), "S\n\nnudge brief");
    plugin_host_state(&h, "persona", RUTH_PLUGIN_NONE);
    refuses(&h, plugin_host_render(&h, "m", "letter", "nudge", "en", NULL, 0), "the stage is not known");
    plugin_host_say(&h, "stage", "late");
    refuses(&h, plugin_host_render(&h, "m", "letter", "nudge", "en", NULL, 0), "the phrase early_calm is not for stage late");
    plugin_host_say(&h, "stage", "early");
    gives(&h, plugin_host_render(&h, "m", "letter", "nudge", "en", NULL, 0), "encouragement peace of mind, early");
    assert_int_equal(plugin_host_render(&h, "m", "sms", "plain", "en", NULL, 0), RUTH_PLUGIN_ABSENT); /* there is a firm one: never harsher */
    gives(&h, plugin_host_render(&h, "m", "voice", "plain", "en", NULL, 0), "elsewhere");
    plugin_host_say(&h, "jurisdiction", "ca-on");
    gives(&h, plugin_host_render(&h, "m", "voice", "plain", "en", NULL, 0), "Canada");
    assert_int_equal(plugin_host_render(&h, "m", "email", "plain", "en", NULL, 0), RUTH_PLUGIN_ABSENT);
    assert_int_equal(plugin_host_render(&h, "n", "sms", "plain", "en", NULL, 0), RUTH_PLUGIN_ABSENT);
    assert_int_equal(plugin_host_render(&h, "m", "letter", "shouting", "en", NULL, 0), RUTH_PLUGIN_ABSENT);
    assert_int_equal(plugin_host_render(&h, "m", "letter", "plain", "de", NULL, 0), RUTH_PLUGIN_ABSENT);
    plugin_host_close(&h);
}

/* ---- sums ---- */
static void test_sums(void **state) {
    static const struct {
        int64_t principal, interest, fees, credits, total;
        const char *why;
    } rows[] = {
        {200000, 28456, 1000, 1000, 228456, NULL},
        {0, 0, 0, 0, 0, NULL},
        {100, 0, 0, 200, -100, NULL},
        {INT64_MAX, 0, 0, 0, INT64_MAX, NULL},
        {0, 0, 0, INT64_MAX, -INT64_MAX, NULL},
        {200000, 28456, 1000, 1000, 228457, "do not add up"},
        {200000, 28456, 1000, -1000, 228456, "do not add up"},
        {INT64_MAX, 1, 0, 0, INT64_MIN, "out of range"},
        {0, 0, 0, INT64_MIN, INT64_MIN, "out of range"},
    };
    plugin_host h;
    open_body(&h, "{principal} + {interest} + {fees} - {credits} = {total}");
    plugin_host_say(&h, "currency", "USD");
    for (size_t i = 0; i < RU_COUNT(rows); i++) {
        plugin_host_set(&h, "principal", rows[i].principal);
        plugin_host_set(&h, "interest", rows[i].interest);
        plugin_host_set(&h, "fees", rows[i].fees);
        plugin_host_set(&h, "credits", rows[i].credits);
        plugin_host_set(&h, "total", rows[i].total);
        int st = plugin_host_render(&h, "m", "letter", "plain", "en", NULL, 0);
        if (rows[i].why) refuses(&h, st, rows[i].why);
        else assert_int_equal(st, 0);
        if (!i) assert_string_equal(h.text, "$2,000.00 + $284.56 + $10.00 - $10.00 = $2,284.56");
    }
    plugin_host_state(&h, "fees", RUTH_PLUGIN_UNKNOWN);
    refuses(&h, plugin_host_render(&h, "m", "letter", "plain", "en", NULL, 0), "fees is not known");
    plugin_host_close(&h);
}

/* ---- refusals in a call ---- */
static void test_no_text(void **state) {
    ruth_plugin_named v = number("balance", RUTH_PLUGIN_MONEY, 1);
    plugin_host h;
    open_body(&h, "{balance}");
    refuses(&h, ask(&h, "en", v), "the currency is not known");
    plugin_host_say(&h, "currency", "XXX");
    refuses(&h, ask(&h, "en", v), "does not have the currency XXX");
    plugin_host_say(&h, "currency", "USD");
    v.value.state = RUTH_PLUGIN_UNKNOWN;
    refuses(&h, ask(&h, "en", v), "balance is not known");
    v.value.state = RUTH_PLUGIN_NONE;
    refuses(&h, ask(&h, "en", v), "balance is not known, or none on file");
    refuses(&h, ask(&h, "en", number("balance", RUTH_PLUGIN_INTEGER, 1)), "another type");
    refuses(&h, ask(&h, "en", number("count", RUTH_PLUGIN_INTEGER, 1)), "does not hand over balance");
    plugin_host_close(&h);
    open_body(&h, "{name}");
    refuses(&h, ask(&h, "en", word("name", RUTH_PLUGIN_TEXT, "a\xff z")), "not UTF-8");
    plugin_host_close(&h);
}

/* ---- refusals at load, each with its place ---- */
static void test_slips_of_texts(void **state) {
    /* ^ stands before what is wrong; without one, the place is the text's own */
    static const struct {
        const char *body, *why;
    } rows[] = {
        {"Hello {^balnce}", "no value and no fact balnce"},
        {"é ^{balance", "never closed"},
        {"^{}", "expected a name"},
        {"a ^} b", "a } without its {"},
        {"^{ }", "expected a name"},
        {"{balance, ^money}", "expected number, date, select"},
        {"{balance, ^date}", "date does not fit balance"},
        {"{due, ^number}", "number does not fit due"},
        {"{count, number, ^currency}", "this form of a number does not fit count"},
        {"{due, date, ^::hm}", "a date is short"},
        {"{^every}", "every is no text"},
        {"{^open}", "open is no text"},
        {"{every, ^plural, other {x}}", "plural does not fit every"},
        {"{count, ^select, other {x}}", "select does not fit count"},
        {"{name, ^select, other {x}}", "select does not fit name"},
        {"^{count, plural, one {x}}", "no case other"},
        {"{count, plural, ^ones {x} other {y}}", "en has no plural form ones"},
        {"{count, plural, ^few {x} other {y}}", "en has no plural form few"},
        {"{count, plural, ^=x {x} other {y}}", "expected a number like =1"},
        {"{count, plural, =1 {x} ^=1 {z} other {y}}", "stands here twice"},
        {"{count, plural, =1 {x} ^=01 {z} other {y}}", "stands here twice"},
        {"{every, select, a {x} ^a {y} other {z}}", "stands here twice"},
        {"{every, select, ^a-b {x} other {z}}", "letters, digits and _"},
        {"{count, plural, other {a {^balnce}}}", "no fact balnce"},
        {"^{count, plural, other {a}", "never closed"},
        {"{count, plural ^other {a}}", "expected a comma"},
        {"{count, plural, other ^a}", "expected a case and its text"},
        {"{balance, plural, ^=1 {x} other {y}}", "=0 or other"},
        {"{balance, plural, ^one {x} other {y}}", "=0 or other"},
        {"{open, select, ^yes {x} other {y}}", "expected true, false or other"},
        {"{^phrase_nope}", "no phrase nope"},
        {"{principal}", "is missing"},
        {"{principal} {total}", "names all of it"},
        {"  ", "says nothing"},
        {"^{count, number, integer, x}", "never closed"},
        {"a^\tb", "no control characters"},
        {"{count, plural, offset:1 ^one {x} other {y}}", ""},
    };
    for (size_t i = 0; i < RU_COUNT(rows); i++) {
        static const char head[] = "  - { channel: letter, tone: plain, body:  \"";
        char en[300];
        plugin_host h;
        const char *mark = strchr(rows[i].body, '^');
        size_t before = mark ? (size_t)(mark - rows[i].body) : 0;
        int column = (int)sizeof head - !mark;
        for (size_t k = 0; k < before; k++) column += ((unsigned char)rows[i].body[k] & 0xC0) != 0x80;
        snprintf(en, sizeof en, "m:\n%s%.*s%s\" }\n", head, (int)before, rows[i].body, mark ? mark + 1 : rows[i].body);
        begin(&h, en, en);
        assert_int_not_equal(plugin_host_open(&h), 0);
        bool placed = h.line == 2 && h.column == column && !strcmp(h.file, "en.yaml");
        if (!strstr(h.message, rows[i].why) || (rows[i].why[0] && !placed))
            fail_msg("%s: %s:%d:%d: %s (expected column %d, %s)", rows[i].body, h.file, h.line, h.column, h.message, column, rows[i].why);
        plugin_host_close(&h);
    }
}

static void test_slips_of_files(void **state) {
    static const char good[] = "m: [ { channel: letter, tone: plain, body: \"x\" } ]\n";
    static const struct {
        const char *file, *text;
        int line, column;
        const char *why;
    } rows[] = {
        {"en.yaml", "m:\n  - channel: letter\n    tone: plain\n    body: |\n      Two lines,\n      é {oops}\n", 6, 10, "no fact oops"},
        {"en.yaml", "m: [ { channel: letter, tone: soft, body: \"x\" } ]", 1, 31, "no tone soft"},
        {"en.yaml", "m: [ { tone: plain, body: \"x\" } ]", 1, 6, "channel: is missing"},
        {"en.yaml", "m: []", 1, 4, "list of wordings"},
        {"en.yaml", "[]", 1, 1, "table of messages"},
        {"en.yaml", "m: [ { channel: letter, tone: plain } ]", 1, 6, "body: is missing"},
        {"en.yaml", "m: [ { channel: letter, tone: plain, text: x } ]", 1, 38, "no key text"},
        {"en.yaml", "m: [ { channel: letter, tone: plain, body: x }, { channel: letter, tone: plain, stage: late, body: x } ]", 1, 49, "never said"},
        {"en.yaml", "m: [ { channel: letter, tone: plain, stage: late, body: \"{phrase_early_calm}\" } ]", 1, 59, "is for stage early only (trial 8)"},
        {"fr.yaml", "m: [ { channel: letter, tone: plain, body: \"{phrase_calm}\" } ]", 1, 46, "the phrase calm is en"},
        {"fr.yaml", "n: [ { channel: letter, tone: plain, body: x } ]", 1, 1, "en.yaml has no n"},
        {"fr.yaml", "{}", 1, 1, "m is missing here"},
        {"settings.yaml", "languages: { en: xx-US }\ntones: [plain]", 1, 18, "no words for xx-US"},
        {"settings.yaml", "languages: { en: \"en US\" }\ntones: [plain]", 1, 18, "expected a language tag"},
        {"settings.yaml", "languages: {}\ntones: [plain]", 1, 12, "expected 1 to"},
        {"settings.yaml", "languages: { ../en: en }\ntones: [plain]", 1, 14, "expected a language of the policy"},
        {"settings.yaml", "languages: { en: en }", 1, 1, "tones: is missing"},
        {"settings.yaml", "languages: { en: en }\ntones: [plain]\nvalues: { balance: money }", 3, 20, "money needs currencies"},
        {"settings.yaml", "languages: { en: en }\ntones: [plain]\nvalues: { a-b: integer }", 3, 11, "cannot name a-b"},
        {"settings.yaml", "languages: { en: en }\ntones: [plain]\nvalues: { a: float }", 3, 14, "expected one of"},
        {"settings.yaml", "languages: { en: en }\ntones: [plain]\nregion: jurisdiction", 3, 1, "go together"},
        {"settings.yaml", "languages: { en: en }\ntones: [plain]\nregion: jurisdiction\nregions: { us: usa }", 4, 16, "expected a country"},
        {"settings.yaml", "languages: { en: en }\ntones: [plain]\ncurrencies: [usd]", 3, 14, "expected a currency"},
        {"settings.yaml", "languages: { en: en }\ntones: [plain, plain]", 2, 16, "twice"},
        {"settings.yaml", "languages: { en: en }\ntones: [plain]\ncurrencies: [USD]\nvalues: { a: money, b: integer }\nsums: { s: { add: [a, b], total: a } }",
         5, 23, "b is no money"},
        {"settings.yaml", "languages: { en: en }\ntones: [plain]\ncurrencies: [USD]\nvalues: { a: money, b: money }\nsums: { s: { add: [a, b], total: a } }", 5,
         34, "one of its parts"},
        {"settings.yaml",
         "languages: { en: en }\ntones: [plain]\ncurrencies: [USD]\nvalues: { a: money, b: money }\nsums: { s: { add: [a], less: [a], total: b } }", 5, 31,
         "counted twice"},
        {"settings.yaml", "languages: { en: en }\ntones: [plain]\nstage: no_such", 0, 0, "no fact no_such"},
        {"settings.yaml", "languages: { en: en }\ntones: [plain]\nvalues: { a: integer }\nfacts: { a: integer }", 4, 10, "under values and under facts"},
        {"phrases.yaml", "p: { language: en, stages: any, text: \"x\", source: s, result: r, date: 2024-13-01 }", 1, 72, "expected a day"},
        {"phrases.yaml", "p: { language: en, text: \"x\", source: s, result: r, date: 2024-01-01 }", 1, 4, "stages: is missing"},
        {"phrases.yaml", "p: { language: de, stages: any, text: \"x\", source: s, result: r, date: 2024-01-01 }", 1, 16, "no language de"},
        {"phrases.yaml", "p: { language: en, stages: any, text: \"x\", result: r, date: 2024-01-01 }", 1, 4, "source: is missing"},
        {"phrases.yaml", "p: [", 2, 1, "not YAML"},
    };
    for (size_t i = 0; i < RU_COUNT(rows); i++) {
        plugin_host h;
        begin(&h, good, good);
        plugin_host_file(&h, rows[i].file, rows[i].text);
        assert_int_not_equal(plugin_host_open(&h), 0);
        if (!strstr(h.message, rows[i].why) || h.line != rows[i].line || h.column != rows[i].column)
            fail_msg("%s: %s:%d:%d: %s (expected %d:%d %s)", rows[i].text, h.file, h.line, h.column, h.message, rows[i].line, rows[i].column, rows[i].why);
        plugin_host_close(&h);
    }
}

/* ---- the same as ICU itself ---- */
static void test_same_as_icu(void **state) {
    static const struct {
        const char *locale, *cases;
    } rows[] = {
        {"en", "one {# day} other {# days}"},
        {"fr", "one {# jour} many {# de jours} other {# jours}"},
        {"pl", "one {# dzień} few {# dni} many {# dni+} other {# dnia}"},
        {"ar", "zero {z #} one {o #} two {t #} few {f #} many {m #} other {x #}"},
        {"en", "=0 {nil} =5 {five} one {#} other {##}"},
    };
    for (size_t i = 0; i < RU_COUNT(rows); i++) {
        char set[200], en[300], numbered[300], narrow[200];
        UChar pattern[300], out[200];
        UErrorCode e = U_ZERO_ERROR;
        plugin_host h;
        snprintf(set, sizeof set, "languages: { en: %s }\ntones: [plain]\nvalues: { count: integer }", rows[i].locale);
        snprintf(en, sizeof en, "m: [ { channel: letter, tone: plain, body: \"{count, plural, %s}\" } ]\n", rows[i].cases);
        snprintf(numbered, sizeof numbered, "{0, plural, %s}", rows[i].cases);
        open_well(&h, "m: [ { channel: letter, tone: plain, body: x } ]", "m: [ { channel: letter, tone: plain, body: x } ]");
        plugin_host_close(&h);
        begin(&h, en, "");
        plugin_host_file(&h, "settings.yaml", set);
        plugin_host_file(&h, "phrases.yaml", "{}");
        if (plugin_host_open(&h)) fail_msg("%s:%d:%d: %s", h.file, h.line, h.column, h.message);
        u_strFromUTF8(pattern, 300, NULL, numbered, -1, &e);
        UMessageFormat *f = umsg_open(pattern, -1, rows[i].locale, NULL, &e);
        for (int64_t n = 0; n < 3000000; n += n < 130 ? 1 : n * 2 / 3) {
            if (n >= 1000 && n < 10000 && !strcmp(rows[i].locale, "pl"))
                continue; /* 1000: Polish groups from five digits on, which ICU's older number formats do not know */
            umsg_format(f, out, 200, &e, (double)n);
            u_strToUTF8(narrow, sizeof narrow, NULL, out, -1, &e);
            assert_true(U_SUCCESS(e));
            gives(&h, ask(&h, "en", number("count", RUTH_PLUGIN_INTEGER, n)), narrow);
        }
        umsg_close(f);
        plugin_host_close(&h);
    }
}

/* ---- digits of currencies: the same as the engine's ---- */
static void test_digits(void **state) {
    char code[4] = "AAA";
    for (int i = 0; i < 26 * 26 * 26; i++) {
        code[0] = (char)('A' + i / 676), code[1] = (char)('A' + i / 26 % 26), code[2] = (char)('A' + i % 26);
        int digits = ru_currency_digits(ru_str_of(code));
        if (digits >= 0) assert_int_equal(messages_currency_digits(code), digits);
    }
}

/* ---- memory ---- */
static void test_no_memory(void **state) {
    ruth_plugin_named v = number("balance", RUTH_PLUGIN_MONEY, 123450);
    static const char en[] =
        "m: [ { channel: letter, tone: plain, subject: \"{balance}\", body: \"{balance, plural, =0 {x} other {#}} {phrase_calm} it's\" } ]",
                      fr[] = "m: [ { channel: letter, tone: plain, body: \"x\" } ]";
    int st = 1;
    long n = 0;
    for (; st; n++) {
        plugin_host h;
        begin(&h, en, fr);
        h.allowed = n;
        st = plugin_host_open(&h);
        h.allowed = -1;
        plugin_host_close(&h);
    }
    assert_true(n > 50);
    plugin_host h;
    open_well(&h, en, fr);
    plugin_host_say(&h, "currency", "USD");
    for (n = 0, st = 1; st; n++) {
        h.allowed = n;
        st = ask(&h, "en", v);
    }
    assert_true(n > 3);
    gives(&h, st, "$1,234.50\n\n$1,234.50 peace of mind it's");
    plugin_host_close(&h);
}

/* ---- long texts: longer than what is first given to ICU ---- */
static void test_long(void **state) {
    static char body[4000], name[3000];
    plugin_host h;
    memset(body, 'a', 3900);
    memcpy(body + 3900, "{name}", 7);
    memset(name, 'b', 2999);
    open_body(&h, body);
    assert_int_equal(ask(&h, "en", word("name", RUTH_PLUGIN_TEXT, name)), 0);
    assert_int_equal(strlen(h.text), 3900 + 2999);
    plugin_host_close(&h);
}

/* ---- two sessions at once, each with its own ---- */
static void *talk(void *arg) {
    plugin_host *h = arg;
    intptr_t wrong = 0;
    for (int64_t i = 0; i < 2000; i++) {
        char text[40];
        ruth_plugin_named v = number("balance", RUTH_PLUGIN_MONEY, 100 * (i % 900));
        snprintf(text, sizeof text, "$%d.00", (int)(i % 900));
        wrong += ask(h, "en", v) != 0 || strcmp(h->text, text) != 0;
    }
    return (void *)wrong;
}

static void test_threads(void **state) {
    static plugin_host h[2];
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        open_body(&h[i], "{balance}");
        plugin_host_say(&h[i], "currency", "USD");
    }
    for (int i = 0; i < 2; i++) assert_int_equal(pthread_create(&threads[i], NULL, talk, &h[i]), 0);
    for (int i = 0; i < 2; i++) {
        void *wrong;
        pthread_join(threads[i], &wrong);
        assert_null(wrong);
        plugin_host_close(&h[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_money),       cmocka_unit_test(test_dates),   cmocka_unit_test(test_words),          cmocka_unit_test(test_choice),
        cmocka_unit_test(test_sums),        cmocka_unit_test(test_no_text), cmocka_unit_test(test_slips_of_texts), cmocka_unit_test(test_slips_of_files),
        cmocka_unit_test(test_same_as_icu), cmocka_unit_test(test_digits),  cmocka_unit_test(test_no_memory),      cmocka_unit_test(test_long),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

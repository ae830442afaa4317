/* test_author_whatif.c: what if, on a policy made for it: three facts at once, every outcome that can be wanted, values of every kind, and how it is written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/support.h"

static char facts[6000], plans[3000];
static const support_file files[] = {
    {"policy.yaml", "policy: choices\nversion: 1.0.0\nlanguages: [en]\n"},
    {"facts.yaml", facts},
    {"contacts.yaml", "channel: { type: enum, values: [letter, email] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"},
    {"derive.lua", "derive.spare = money_of { fact.income - fact.balance }\n"},
    {"numbers.yaml", "share: { type: ratio, value: \"0.6\" }\n"},
    {"teams.yaml", "care: { name: { en: Care } }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"help\", message = \"soft\" }, { \"write\", message = \"hello\" } }\nladder \"tone\" { { \"gentle\" }, { \"plain\" } }\nladder \"channel\" { { \"letter\" }, { \"email\" } }\n"},
    {"segments.lua",
     "segment \"calm\" { when = { mood = \"calm\" } }\nsegment \"ill\" { when = { needs = has_any(\"health\") } }\nsegment \"new\" { when = { since = within_last(days(5)) } }\nsegment \"seen\" { when = { seen = within_last(hours(12)) } }\nsegment \"poor\" { when = { spare = below(0) } }\nsegment \"low\" { when = { rate = below(\"0.1\") } }\nsegment \"high\" { when = { rate = above(percent(\"75\")) } }\nsegment \"most\" { when = { rate = at_least(number.share) } }\nsegment \"rest\" { when = otherwise }\n"},
    {"actions.lua",
     "action \"help\" { when = { a = true, b = true, c = true } }\naction \"write\" { when = { late = above(0) } }\naction \"none\" { when = otherwise }\n"},
    {"plans.lua", plans},
    {"tones.lua", "tone \"gentle\" { when = { a = true } }\ntone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"email\" { when = { b = true }, prefer = 1 }\nchannel \"letter\" { when = otherwise, prefer = 2 }\n"},
    {"messages.lua", "message \"m\" { is = \"other\", when = { c = true, action = \"write\" } }\n"},
    {"charter.lua", "limit \"hand\" { cite = house \"1\", on = outbound, when = { mood = \"angry\" }, hand_over = team \"care\", by = business_days(2) }\n"},
    {"messages/en.yaml",
     "hello:\n  purpose: help\n  variants: { letter: { gentle: { body: a }, plain: { body: b } }, email: { gentle: { body: c }, plain: { body: d } } }\nsoft:\n  purpose: help\n  variants: { letter: { gentle: { body: a }, plain: { body: b } }, email: { gentle: { body: c }, plain: { body: d } } }\n"
     "other:\n  purpose: help\n  variants: { letter: { gentle: { body: a }, plain: { body: b } }, email: { gentle: { body: c }, plain: { body: d } } }\n"},
    {NULL, NULL},
};
enum { SMALL = 22 }; /* facts that each add a plan */

static struct {
    ruth_engine *engine;
    ruth_whatif *whatif;
    char folder[256];
} w;

static int open_world(void **state) {
    ruth_error e;
    (void)state;
    size_t n = (size_t)snprintf(
        facts, sizeof facts,
        "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host, in_power_of: nobody }\nbalance: { type: money, source: host, in_power_of: nobody }\nincome: { type: money, range: [0, 10000000], source: person, in_power_of: person }\n"
        "late: { type: integer, range: [0, 400], source: host, in_power_of: person }\na: { type: boolean, source: person, in_power_of: person }\nb: { type: boolean, source: host, in_power_of: us }\nc: { type: boolean, source: host, in_power_of: nobody }\n"
        "mood: { type: enum, values: [calm, angry, tired], if_missing: none_on_file, source: person, in_power_of: person }\nsince: { type: date, if_missing: none_on_file, source: host }\nseen: { type: instant, if_missing: none_on_file, source: host }\n"
        "needs: { type: list of enum, values: [health, money], if_missing: none_on_file, source: person }\nrate: { type: ratio, source: host }\nwords: { type: text, if_missing: none_on_file, source: host }\nsecret: { type: boolean, protected: true, source: host }\nspare: { type: money, source: derived }\n");
    size_t m = (size_t)snprintf(plans, sizeof plans, "plan \"pause\" { when = { any_of { c = true");
    for (int i = 0; i < SMALL; i++) {
        n += (size_t)snprintf(facts + n, sizeof facts - n, "f%02d: { type: boolean, source: host }\n", i);
        m += (size_t)snprintf(plans + m, sizeof plans - m, ", f%02d = true", i);
    }
    snprintf(plans + m, sizeof plans - m, " } }, offer = pause_payments { months = 1 } }\n");
    snprintf(w.folder, sizeof w.folder, "%s", support_folder(files));
    if (ruth_engine_new(NULL, &w.engine, &e)) return 1;
    if (ruth_whatif_new(w.engine, w.folder, &w.whatif, &e)) return fprintf(stderr, "%s:%d: %s\n", e.file, e.line, e.message), 1;
    return 0;
}

static int close_world(void **state) {
    (void)state;
    ruth_whatif_free(w.whatif);
    ruth_engine_free(w.engine);
    support_remove(w.folder);
    return 0;
}

/* The usual person; `more` stands last. */
static const char *asked(const char *more, const char *want, ruth_format format) {
    static char line[3000], copy[60000];
    ruth_text t;
    ruth_error e;
    size_t n = (size_t)snprintf(
        line, sizeof line,
        "{\"id\":\"x\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":20000,\"income\":100000,\"late\":5,\"a\":false,\"b\":false,\"c\":false,\"rate\":\"0.5\",\"secret\":true");
    for (int i = 0; i < SMALL; i++) n += (size_t)snprintf(line + n, sizeof line - n, ",\"f%02d\":false", i);
    snprintf(line + n, sizeof line - n, "%s}}", more);
    if (ruth_whatif_ask(w.whatif, line, strlen(line), want, NULL, format, &t, &e)) fail_msg("%s", e.message);
    assert_true(t.length < sizeof copy);
    memcpy(copy, t.bytes, t.length);
    copy[t.length] = 0;
    return copy;
}

#define ARROW " \xE2\x86\x92 "
static void three_facts_at_once(void **state) {
    (void)state;
    const char *t = asked("", "action=help", RUTH_AS_TEXT);
    assert_has(t, "Decided: action write, channel letter.\nThe smallest changes that lead there, each decided again:\n");
    assert_has(t, "  - a: no" ARROW "yes (the person can change it)\n    and b: no" ARROW "yes (we can change it)\n    and c: no" ARROW
                  "yes (nobody can change it)\n    then action write" ARROW "help, channel letter" ARROW "email, tone plain" ARROW "gentle, adds plan pause\n");
}

/* Each outcome that can be wanted, by the fact that leads there. */
static void every_outcome_can_be_wanted(void **state) {
    (void)state;
    static const struct {
        const char *want, *by, *then;
    } tries[] = {
        {"tone=gentle", "a: no" ARROW "yes (the person can change it)", "tone plain" ARROW "gentle"},
        {"channel=email", "b: no" ARROW "yes (we can change it)", "channel letter" ARROW "email"},
        {"channel=none", "late: 5" ARROW "0 (the person can change it)", "action write" ARROW "none, channel letter" ARROW "none"},
        {"action=none", "mood: none on file" ARROW "angry (the person can change it)",
         "action write" ARROW "none, channel letter" ARROW "none, hand-over none" ARROW "care"},
        {"hand_over=care", "mood: none on file" ARROW "angry (the person can change it)",
         "action write" ARROW "none, channel letter" ARROW "none, hand-over none" ARROW "care"},
        {"plans=pause", "f07: no" ARROW "yes (in whose power is not said)", "adds plan pause"},
        {"segment=calm", "mood: none on file" ARROW "calm (the person can change it)", "the same"},
        {"segment=ill", "needs: none on file" ARROW "health (in whose power is not said)", "the same"},
        {"segment=new", "since: none on file" ARROW "2026-03-02 (in whose power is not said)", "the same"},
        {"segment=seen", "seen: none on file" ARROW "2026-03-02 15:00 UTC (in whose power is not said)", "the same"},
        {"segment=poor", "income: 1000.00 USD" ARROW "0.00 USD (the person can change it)", "the same"}, /* by way of what is derived */
        {"segment=low", "rate: 50 %" ARROW "9.9999 % (in whose power is not said)", "the same"},
        {"segment=high", "rate: 50 %" ARROW "75.0001 % (in whose power is not said)", "the same"},
        {"segment=most", "rate: 50 %" ARROW "60 % (in whose power is not said)", "the same"},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        char wanted[300];
        snprintf(wanted, sizeof wanted, "  - %s\n    then %s\n", tries[i].by, tries[i].then);
        assert_has(asked("", tries[i].want, RUTH_AS_TEXT), wanted);
    }
    static const char *const already[] = {"tone=plain", "plans=none", "hand_over=none", "segment=rest", "action=write"};
    for (size_t i = 0; i < sizeof already / sizeof *already; i++)
        assert_string_equal(asked("", already[i], RUTH_AS_TEXT), "Decided: action write, channel letter.\nIt is so already.\n");
}

static void the_smallest_stand_first(void **state) {
    (void)state;
    const char *t = asked("", NULL, RUTH_AS_TEXT);
    assert_has(t, "The smallest changes that change it, each decided again:\n  - a: no" ARROW "yes (the person can change it)\n");
    assert_true(strstr(t, "(the person can change it)") < strstr(t, "(we can change it)") &&
                strstr(t, "(we can change it)") < strstr(t, "(nobody can change it)")); /* in whose power first */
    assert_has(t, "  and 7 more (--json)\n");
    t = asked(",\"mood\":\"angry\",\"needs\":[\"money\"]", "segment=ill", RUTH_AS_JSON);
    assert_has(
        t,
        "\"changes\":[{\"set\":[{\"fact\":\"needs\",\"from\":[\"money\"],\"to\":[\"health\",\"money\"],\"in_power_of\":null}],\"then\":{\"action\":\"none\",\"tone\":\"plain\",\"channel\":null,\"hand_over\":\"care\",\"plans\":[]}}]");
    t = asked(",\"since\":\"2026-03-01\"", "segment=rest", RUTH_AS_JSON);
    assert_has(t, "\"from\":\"2026-03-01\",\"to\":\"none_on_file\"");
    t = asked(",\"mood\":null", "segment=calm", RUTH_AS_TEXT); /* of all that is possible the kindest is taken */
    assert_has(t, "It is so already.");
    t = asked(",\"mood\":null", "segment=rest", RUTH_AS_TEXT);
    assert_has(t, "  - mood: not known" ARROW "angry (the person can change it)\n");
    t = asked(",\"mood\":null", "segment=rest", RUTH_AS_JSON);
    assert_has(t, "\"fact\":\"mood\",\"from\":null,\"to\":\"angry\"");
    t = asked(",\"mood\":null,\"since\":\"2026-03-01\",\"needs\":null", "segment=rest", RUTH_AS_TEXT); /* three, none of which leads anywhere alone */
    assert_has(t, "No change of up to 3 facts was found that leads there (");
    t = asked(",\"mood\":\"angry\"", "action=write", RUTH_AS_TEXT);
    assert_has(t, "  - mood: angry" ARROW "calm (the person can change it)\n    then action none" ARROW "write, channel none" ARROW
                  "letter, hand-over care" ARROW "none\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(three_facts_at_once), cmocka_unit_test(every_outcome_can_be_wanted),
                                       cmocka_unit_test(the_smallest_stand_first)};
    return cmocka_run_group_tests(tests, open_world, close_world);
}

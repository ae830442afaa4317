/* test_policy_refusals.c: what a policy may not say: each row one slip, where it is found and what is said about it. */
#include <stdio.h>
#include <string.h>

#include "tests/support/support.h"

#define FACTS \
    "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD, CAD], source: host }\nbalance: { type: money, source: host }\n" \
    "late: { type: integer, range: [0, 100], source: host }\nevent: { type: enum, values: [job_loss, bereavement], if_missing: none_on_file, source: person }\nevent_on: { type: date, if_missing: none_on_file, source: person }\n" \
    "needs: { type: list of enum, values: [health, means], if_missing: none_on_file, source: person }\nwish: { type: weekly windows, if_missing: none_on_file, source: person }\n" \
    "sex: { type: enum, values: [female, male], source: host, protected: true }\nspare: { type: money, source: derived }\n"

typedef struct slip { const char *name, *file, *text, *at; int line; const char *says; } slip;

static const slip slips[] = {
    {"an unknown fact", "actions.lua", "action \"a\" { is = \"none\",\n when = { balanc = above(0) } }", "actions.lua", 2, "did you mean balance?"},
    {"an unknown enum value", "actions.lua", "\naction \"a\" { is = \"none\", when = { event = \"bereavment\" } }", "actions.lua", 2, "bereavement"},
    {"a matcher that does not fit", "actions.lua", "action \"a\" { is = \"none\", when = { event = at_least(1) } }", "actions.lua", 1, "at_least does not fit event"},
    {"a list compared as a word", "actions.lua", "action \"a\" { is = \"none\", when = { needs = \"health\" } }", "actions.lua", 1, "does not fit needs"},
    {"a protected fact", "actions.lua", "action \"a\" { is = \"none\", when = { sex = \"female\" } }", "actions.lua", 1, "protected"},
    {"money without its currency", "actions.lua", "action \"a\" { is = \"none\", when = { balance = above(5) } }", "actions.lua", 1, ""},
    {"an unknown number", "actions.lua", "action \"a\" { is = \"none\", when = { late = above(number.lat) } }", "actions.lua", 1, "lat"},
    {"an unknown circumstance", "actions.lua", "action \"a\" { is = \"none\", when = circumstance.sad }", "actions.lua", 1, "no circumstance is called sad; did you mean bad?"},
    {"a circumstance of itself", "circumstances.lua", "circumstance \"bad\" { any_of { circumstance.worse, late = 1 } }\ncircumstance \"worse\" { any_of { circumstance.bad, late = 2 } }\n", "circumstances.lua", 2, "made of itself"},
    {"an unknown action", "actions.lua", "action \"wriite\" { when = otherwise, message = \"m\" }", "actions.lua", 1, "did you mean write?"},
    {"an unknown message", "actions.lua", "action \"write\" { when = otherwise, message = \"hello\" }", "actions.lua", 1, "no file of messages/ has a message called hello"},
    {"an unknown text", "segments.lua", "segment \"all\" { when = otherwise, because = \"why.not\" }", "segments.lua", 1, "messages/en.yaml has no text called why.not"},
    {"an unknown placeholder", "segments.lua", "segment \"all\" { when = otherwise, because = \"owes {balanse} now\" }", "segments.lua", 1, "{balanse}"},
    {"no otherwise", "segments.lua", "segment \"all\" { when = { late = above(1) } }", "segments.lua", 1, "the last segment must be when = otherwise"},
    {"otherwise too early", "segments.lua", "segment \"all\" { when = otherwise }\nsegment \"b\" { when = otherwise }", "segments.lua", 2, "can never be chosen"},
    {"a stage not known yet", "segments.lua", "segment \"a\" { when = { action = \"none\" } }\nsegment \"all\" { when = otherwise }", "segments.lua", 1, "not known yet"},
    {"a limit that reads a stage", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, when = { segment = \"all\" }, forbid = true }", "charter.lua", 1, "only facts may stand here"},
    {"counting without a count", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, forbid = true, counting = { channel = \"email\" } }", "charter.lua", 1, "goes with at_most or wait"},
    {"a window that is none", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, at_most = { { 7, months(2) } } }", "charter.lua", 1, "a window is days(n)"},
    {"waiting for nothing", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, wait = days(7) }", "charter.lua", 1, "wait needs its after"},
    {"per what", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, at_most = { { 7, days(7) } }, per = { \"town\" } }", "charter.lua", 1, "expected \"person\", \"debt\""},
    {"a ceiling on nothing", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, ceiling = { fees = 0 } }", "charter.lua", 1, "is not a field of contacts.yaml"},
    {"a clock of no place", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, hours = { mon_fri = { \"09:00\", \"19:00\" } }, hours_in = \"Mars/Olympus\" }", "charter.lua", 1, "is no time zone"},
    {"lifted for ever", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, forbid = true, lifted_for = days(7) }", "charter.lua", 1, "belong together"},
    {"a disclosure without a text", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, require = { \"no.such\" } }", "charter.lua", 1, "has no text in messages/"},
    {"words that are nowhere", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, no_words = lexicon \"threats\" }", "charter.lua", 1, "no file of lexicons/"},
    {"during without from", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, forbid = true, during = days(3) }", "charter.lua", 1, "belong together"},
    {"an unknown team", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, hand_over = team \"cares\", by = days(1) }", "charter.lua", 1, "did you mean care?"},
    {"hours upside down", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, hours = { mon_fri = { \"19:00\", \"09:00\" } } }", "charter.lua", 1, "the first before the second"},
    {"an hour with one digit", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, hours = { mon_fri = { \"9:00\", \"19:00\" } } }", "charter.lua", 1, "\"9:00\" is no time of day; write \"09:00\""},
    {"an hour after the last", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, hours = { mon_fri = { \"09:00\", \"25:00\" } } }", "charter.lua", 1, "\"25:00\" is no time of day"},
    {"a day that is none", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, hours = { monday = { \"09:00\", \"19:00\" } } }", "charter.lua", 1, "is not a day"},
    {"two ends", "charter.lua", "limit \"l\" { cite = house \"1\", on = outbound, forbid = true, during = days(3), from = fact.event_on, until_date = fact.event_on }", "charter.lua", 1, "not both"},
    {"a channel that is none", "charter.lua", "limit \"l\" { cite = house \"1\", on = { channel = \"fax\" }, forbid = true }", "charter.lua", 1, "no channel is called fax"},
    {"an undeclared derived fact", "derive.lua", "derive.spare = money_of { fact.balance }\nderive.more = money_of { fact.balance }", "derive.lua", 2, "more is derived but not declared"},
    {"a fact derived from itself", "derive.lua", "derive.spare = money_of { fact.spare }", "derive.lua", 1, "derived from itself"},
    {"a declared fact nobody derives", "derive.lua", "-- nothing", "facts.yaml", 11, "derive.lua has no derive.spare"},
    {"money plus an integer", "derive.lua", "derive.spare = money_of { fact.balance + fact.late }", "derive.lua", 1, "money"},
    {"an offer of a later version", "plans.lua", "plan \"p\" { when = otherwise, offer = settlement { of = fact.balance } }", "plans.lua", 1, "not an offer of this version"},
    {"a ladder without silence", "ladders.lua", "ladder \"action\" { { \"write\" } }", "ladders.lua", 1, "none"},
    {"giving way upwards", "ladders.lua", "ladder \"action\" { { \"none\", contact = false }, { \"write\", gives_way = \"shout\" }, { \"shout\" } }", "ladders.lua", 1, "not kinder"},
    {"a misspelt file", "segment.lua", "segment \"x\" { when = otherwise }", "segment.lua", 0, "did you mean segments.lua?"},
    {"an unknown key of policy.yaml", "policy.yaml", "policy: t\nversion: 1.0.0\nhorizont: 3 days\n", "policy.yaml", 3, "horizon"},
    {"plugins", "policy.yaml", "policy: t\nversion: 1.0.0\nplugins: [score]\n", "policy.yaml", 3, "plugin score cannot be loaded: the host names no folder of plugins"},
    {"a pack that is not there", "policy.yaml", "policy: t\nversion: 1.0.0\nuses: [charter/us-moon]\n", "policy.yaml", 3, "there is no pack charter/us-moon beside this policy: there is no folder "},
    {"where packs are looked for", "policy.yaml", "policy: t\nversion: 1.0.0\nuses: [charter/us-moon]\n", "policy.yaml", 3, "packs are looked for nowhere else"},
    {"a list of summaries", "policy.yaml", "policy: t\nversion: 1.0.0\nsummary: [a, b]\n", "policy.yaml", 3, "summary: expected a sentence, or one a language"},
    {"a summary that is no sentence", "policy.yaml", "policy: t\nversion: 1.0.0\nsummary: { en: [a] }\n", "policy.yaml", 3, "summary: expected a sentence"},
    {"a pack within the policy", "policy.yaml", "policy: t\nversion: 1.0.0\nuses: [messages]\n", "policy.yaml", 3, "it stands in the policy's own folder"},
    {"dates upside down", "policy.yaml", "policy: t\nversion: 1.0.0\nvalid_from: 2026-02-01\nvalid_until: 2026-01-01\n", "policy.yaml", 1, "valid_from lies after valid_until"},
    {"a language without texts", "policy.yaml", "policy: t\nversion: 1.0.0\nlanguages: [en, fr]\n", "messages/fr.yaml", 0, "the message m is missing in this language"},
    {"a doubled rule", "actions.lua", "action \"write\" { when = { late = 1 }, message = \"m\" }\naction \"write\" { when = otherwise, message = \"m\" }", "actions.lua", 2, "actions.lua:1"},
    {"a doubled key of YAML", "numbers.yaml", "n: { type: integer, value: 1 }\nn: { type: integer, value: 2 }\n", "numbers.yaml", 2, "twice"},
    {"a channel rule of no channel", "channels.lua", "channel \"fax\" { when = otherwise }", "channels.lua", 1, "no channel is called fax"},
};

static void each_slip_is_found_where_it_stands(void **state) {
    (void)state;
    static const support_file base[] = {
        {"policy.yaml", "policy: t\nversion: 1.0.0\nlanguages: [en]\n"}, {"facts.yaml", FACTS}, {"teams.yaml", "care: { name: { en: Care } }\n"}, {"segments.lua", "segment \"all\" { when = otherwise }\n"},
        {"circumstances.lua", "circumstance \"bad\" { late = above(5) }\n"}, {"derive.lua", "derive.spare = money_of { fact.balance }\n"}, {"ladders.lua", "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\n"},
        {"actions.lua", "action \"write\" { when = otherwise, message = \"m\" }\n"}, {"channels.lua", "channel \"letter\" { when = otherwise }\n"}, {"messages/en.yaml", "m:\n  purpose: help\n  variants: { letter: { plain: { body: hello } } }\n"},
    };
    enum { BASE = sizeof base / sizeof *base };
    support_world w;
    support_file files[BASE + 2];
    int wrong = 0;
    memcpy(files, base, sizeof base);
    files[BASE] = (support_file){NULL, NULL};
    if (support_load_status(&w, files) != RUTH_OK) fail_msg("the base policy does not load: %s:%d: %s", w.error.file, w.error.line, w.error.message);
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        const slip *s = &slips[i];
        int n = BASE, at = 0;
        memcpy(files, base, sizeof base);
        while (at < BASE && strcmp(files[at].name, s->file) != 0) at++;
        files[at] = (support_file){s->file, s->text};
        if (at == BASE) n++;
        files[n] = (support_file){NULL, NULL};
        ruth_status st = support_load_status(&w, files);
        if (st != RUTH_OK && !strcmp(w.error.file, s->at) && w.error.line == s->line && strstr(w.error.message, s->says) && !strstr(w.error.message, "attempt to")) continue;
        wrong++;
        print_error("%s: status %d, %s:%d: %s\n    expected %s:%d … %s …\n", s->name, (int)st, w.error.file, w.error.line, w.error.message, s->at, s->line, s->says);
    }
    printf("%zu slips\n", sizeof slips / sizeof *slips);
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_slip_is_found_where_it_stands)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_author_boxes.c: rules that can never be true or never get their turn, and people whom two rules or only the last one fit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/boxes_look.h"
#include "tests/support/refusing.h"
#include "tests/support/support.h"

static const char facts[] = "jurisdiction: { type: enum, values: [us, fr], source: host }\n"
                            "timezone: { type: zone, source: host }\n"
                            "currency: { type: enum, values: [USD, EUR], source: host }\n"
                            "balance: { type: money, source: host }\n"
                            "income: { type: money, range: [0, 10000000], source: host }\n"
                            "costs: { type: money, range: [0, 10000000], source: host }\n"
                            "left: { type: money, source: derived }\n"
                            "talked: { type: instant, source: derived }\n"
                            "sent: { type: integer, source: derived }\n"
                            "days: { type: integer, range: [-400, 9000], source: host }\n"
                            "owes: { type: boolean, source: host }\n"
                            "event: { type: enum, values: [loss, birth], if_missing: none_on_file, source: host }\n"
                            "state: { type: enum, values: [a, b], source: host }\n"
                            "until_on: { type: date, if_missing: none_on_file, source: host }\n"
                            "stop_at: { type: instant, if_missing: none_on_file, source: host }\n"
                            "needs: { type: list of enum, values: [health, money], if_missing: none_on_file, source: host }\n"
                            "place: { type: text, if_missing: none_on_file, source: host }\n";
static const char numbers[] = "small: { type: money, USD: \"5.00\" }\n";
static const char contacts[] =
    "channel: { type: enum, values: [letter, voice] }\noutcome: { type: enum, values: [conversation, nobody], if_missing: unknown }\n";
static const char derive[] = "derive.left = money_of { fact.income - fact.costs }\n"
                             "derive.talked = last { outcome = \"conversation\" }\n"
                             "derive.sent = count { channel = \"letter\", within = days(30) }\n";
static const char ladders[] =
    "ladder \"action\" { { \"none\", contact = false }, { \"write\" }, { \"ask\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" } }\n";

/* A policy of these segments and actions. */
static void look_at_rules(looked *l, const char *segments, const char *actions, bool all) {
    const support_file files[] = {{"policy.yaml", "policy: test\nversion: 1.0.0\nlanguages: [en]\nvalid_from: 2026-01-01\n"},
                                  {"facts.yaml", facts},
                                  {"numbers.yaml", numbers},
                                  {"contacts.yaml", contacts},
                                  {"derive.lua", derive},
                                  {"ladders.lua", ladders},
                                  {"segments.lua", segments},
                                  {"actions.lua", actions},
                                  {NULL, NULL}};
    boxes_look(l, files, all);
}

static void look_at_segments(looked *l, const char *rules) {
    char text[4096];
    snprintf(text, sizeof text, "%s\nsegment \"rest\" { when = otherwise }\n", rules);
    look_at_rules(l, text, "", false);
}

/* ---- can never be true ---- */
static void never(const char *condition, const char *part) {
    char text[1024];
    looked l;
    snprintf(text, sizeof text, "segment \"x\" { %s }", condition);
    look_at_segments(&l, text);
    const ru_finding *f = boxes_must_find(&l, "never_fires", "segment \"x\"");
    if (!strstr(f->message.p, part)) fail_msg("expected \"%s\" in: %s", part, f->message.p);
    assert_int_equal(f->line, 1);
    assert_string_equal(f->file.p, "segments.lua");
    assert_int_equal(f->level, RU_WARNING);
    boxes_must_count(&l, 1);
    boxes_close(&l);
}

static void sometimes(const char *condition) {
    char text[1024];
    looked l;
    snprintf(text, sizeof text, "segment \"x\" { %s }", condition);
    look_at_segments(&l, text);
    boxes_must_count(&l, 0);
    boxes_close(&l);
}

static void test_never_true(void **state) {
    (void)state;
    never("when = all_of { { days = below(5) }, { days = above(10) }, { owes = true } }", "days = below(5) and days = above(10) exclude each other");
    sometimes("when = all_of { { days = above(5) }, { days = below(10) } }");
    sometimes("when = { any_of { { days = below(5) }, { days = above(10) } } }");
    never("when = { days = above(9000) }", "days = above(9000) is never so; days lies between -400 and 9000");
    sometimes("when = { days = at_least(9000) }");
    never("when = { state = none_of(\"a\", \"b\") }", "state = none_of(\"a\", \"b\") is never so");
    sometimes("when = { event = none_of(\"loss\", \"birth\") }"); /* none on file */
    never("when = { state = not_on_file }", "never so");
    sometimes("when = { event = not_on_file }");
    never("when = { owes = true }, unless = { owes = true }", "owes = true and unless owes = true exclude each other");
    never("when = all_of { { event = not_on_file }, { event = none_of(\"loss\") }, { event = on_file } }",
          "event = not_on_file and event = on_file exclude each other");
    never("when = all_of { { needs = has_any(\"health\") }, { needs = not_on_file } }", "exclude each other");
    sometimes("when = all_of { { needs = has_none(\"health\") }, { needs = not_on_file } }");
    never("when = all_of { { needs = has_all(\"health\", \"money\") }, { needs = has_none(\"money\") } }", "exclude each other");
    never("when = all_of { { place = one_of(\"x\", \"y\") }, { place = none_of(\"x\", \"y\", \"z\") } }", "exclude each other");
    sometimes("when = all_of { { place = one_of(\"x\", \"y\") }, { place = none_of(\"x\", \"z\") } }");
}

/* As it was written, or near enough. */
static void test_conditions_in_words(void **state) {
    (void)state;
    never("when = { any_of { { days = below(-400) }, { days = above(9000) } } }", "any_of { days = below(-400), days = above(9000) } is never so");
    never("when = { days = between(9001, 9002) }", "days = between(9001, 9002) is never so");
    never("when = { none_of_these { { days = at_least(-400) } } }", "none_of_these { days = at_least(-400) } is never so");
    never("when = { owes = false, none_of_these { owes = false } }", "owes = false and none_of_these { owes = false } exclude each other");
    never("when = all_of { { income = below(fact.costs + money(\"1.00 USD\")) }, { income = at_least(fact.costs + money(\"1.00 USD\")) } }",
          "income = below(fact.costs + money(\"1.00 USD\")) and income = at_least(fact.costs + money(\"1.00 USD\"))");
    never("when = all_of { { income = below(number.small * 2) }, { income = at_least(number.small * 2) } }", "income = below(number.small * 2)");
    never("when = all_of { { income = below(larger(fact.costs, number.small)) }, { income = at_least(larger(fact.costs, number.small)) } }",
          "income = below(larger(fact.costs, number.small))");
    never("when = { any_of { { days = 9001 }, { days = 9002 }, { days = 9003 }, { days = 9004 }, { days = 9005 } } }",
          "any_of { days = 9001, days = 9002, days = 9003, days = 9004, … } is never so");
    never("when = { any_of { all_of { days = 9001, any_of { all_of { owes = true, days = 9002 }, { days = 9004 } } }, { days = 9003 } } }", "… ");
    never("when = { needs = has_any(\"health\") }, unless = { any_of { { needs = has_any(\"health\") }, { owes = true } } }",
          "needs = has_any(\"health\") and unless any_of { …, … } exclude each other"); /* not deeper than three */
    never("when = { days = one_of(9001, 9002) }", "days = one_of(9001, 9002) is never so");
}

static void test_never_true_of_time_money_and_derived(void **state) {
    (void)state;
    never("when = all_of { { until_on = within_last(days(5)) }, { until_on = longer_ago_than(days(6)) } }", "exclude each other");
    sometimes("when = all_of { { until_on = within_last(days(5)) }, { until_on = within_next(days(5)) } }"); /* today */
    never("when = all_of { { stop_at = within_last(hours(5)) }, { stop_at = longer_ago_than(days(6)) } }", "exclude each other");
    sometimes("when = all_of { { stop_at = longer_ago_than(hours(5)) }, { stop_at = within_last(days(0)) } }");
    never("when = all_of { { until_on = today }, { until_on = not_on_file } }", "exclude each other");
    never("when = { talked = within_next(days(3)), days = 4 }, unless = { talked = today }",
          "talked = within_next(days(3)) and unless talked = today exclude each other");
    never("when = { sent = below(0) }", "sent is never below 0");
    sometimes("when = { sent = at_least(3) }");
    never("when = all_of { { income = below(fact.costs) }, { income = at_least(fact.costs) } }", "exclude each other");
    sometimes("when = all_of { { income = at_most(fact.costs) }, { income = at_least(fact.costs) } }");
    sometimes("when = { income = at_least(number.small), currency = \"USD\" }");
    never("when = { income = at_least(number.small), currency = \"EUR\" }", "exclude each other"); /* no figure in euro: not known */
    never("when = all_of { { income = below(money(\"5.00 USD\")) }, { income = above(money(\"5.00 EUR\")) } }", "exclude each other");
    never("valid_until = \"2025-12-31\", when = { owes = true }", "valid_from"); /* over before the policy begins */
    sometimes("valid_until = \"2026-12-31\", when = { owes = true }");
}

static void test_coded_conditions_may_be_anything(void **state) {
    (void)state;
    sometimes("when = function(f) return f.days > 10000 end");
    looked l;
    look_at_segments(&l, "segment \"x\" { when = function(f) return f.days > 3 end }\nsegment \"y\" { when = function(f) return f.days > 3 end }");
    boxes_must_count(&l, 0);
    boxes_close(&l);
}

static void test_kinds(void **state) {
    (void)state;
    const support_file files[] = {
        {"policy.yaml", "policy: test\nversion: 1.0.0\nlanguages: [en]\n"},
        {"facts.yaml", facts},
        {"numbers.yaml", numbers},
        {"contacts.yaml", contacts},
        {"derive.lua", derive},
        {"ladders.lua", ladders},
        {"circumstances.lua", "circumstance \"never\" { days = below(-400) }\ncircumstance \"made\" { circumstance.never }\n"},
        {"segments.lua",
         "segment \"lost\" { when = circumstance.never }\nsegment \"gone\" { when = { days = above(9000) } }\nsegment \"rest\" { when = otherwise }\n"},
        {"plans.lua",
         "plan \"p\" { when = { days = above(9000) }, offer = pause_payments { months = 2 } }\nplan \"q\" { when = { owes = true }, offer = pause_payments { months = 2 } }\n"},
        {"referrals.lua", "referral \"r\" { when = { days = above(9000) } }\n"},
        {"actions.lua",
         "action \"a\" { is = \"write\", when = { segment = \"gone\" } }\naction \"b\" { is = \"write\", when = { plans_in_reach = at_least(2) } }\n"
         "action \"c\" { is = \"ask\", when = { plans_in_reach = 1 } }\naction \"d\" { is = \"none\", when = otherwise }\n"},
        {"tones.lua", "tone \"plain\" { when = { days = above(9000) } }\n"},
        {"channels.lua", "channel \"letter\" { when = { days = above(9000) } }\n"},
        {"charter.lua", "limit \"l\" { cite = ethics \"x\", on = outbound, when = { days = above(9000) }, forbid = true }\n"
                        "limit \"m\" { cite = ethics \"x\", on = outbound, only_if = { days = above(9000) } }\n"},
        {NULL, NULL},
    };
    looked l;
    boxes_look(&l, files, false);
    boxes_must_find(&l, "never_fires", "circumstance \"never\"");
    boxes_must_find(&l, "never_fires", "segment \"gone\"");
    boxes_must_find(&l, "never_fires", "plan \"p\"");
    boxes_must_find(&l, "never_fires", "referral \"r\"");
    boxes_must_find(&l, "never_fires", "action \"b\" can never be true: plans_in_reach = at_least(2) is never so; at most 1 can be in reach");
    boxes_must_find(&l, "never_fires", "tone \"plain\"");
    boxes_must_find(&l, "never_fires", "channel \"letter\"");
    boxes_must_find(&l, "never_fires", "limit \"l\"");
    boxes_must_find(&l, "never_fires", "limit \"m\": its only_if can never be met");
    boxes_must_count(&l, 9); /* what rests on an empty circumstance or an empty segment is not told again */
    boxes_close(&l);
}

static void test_stages_are_what_their_rules_say(void **state) {
    (void)state;
    looked l;
    look_at_rules(&l, "segment \"early\" { when = { days = below(10) } }\nsegment \"late\" { when = otherwise }\n",
                  "action \"x\" { is = \"write\", when = { segment = \"early\", days = above(20) } }\n"
                  "action \"y\" { is = \"write\", when = { segment = \"late\", days = above(20) } }\n"
                  "action \"z\" { is = \"none\", when = otherwise }\n",
                  false);
    boxes_must_find(&l, "never_fires", "action \"x\" can never be true: days = above(20) and segment = \"early\" exclude each other");
    boxes_must_count(&l, 1);
    boxes_close(&l);
}

/* ---- never gets its turn ---- */
static void test_shadowed(void **state) {
    (void)state;
    looked l;
    look_at_segments(
        &l,
        "segment \"one\" { when = { days = below(10) } }\nsegment \"two\" { when = { owes = true } }\nsegment \"three\" { when = { days = at_least(10) } }\n"
        "segment \"four\" { when = { event = \"loss\" } }");
    const ru_finding *f = boxes_must_find(
        &l, "shadowed",
        "segment \"four\" never gets its turn: everybody it fits is taken before by segment \"one\" (segments.lua:1) and segment \"three\" (segments.lua:3)");
    assert_int_equal(f->line, 4);
    assert_int_equal(f->level, RU_WARNING);
    assert_has(f->request.p, "\"event\":\"loss\"");
    assert_has(f->suggestion.p, "move it above segment \"one\"");
    boxes_must_count(&l, 1);
    boxes_close(&l);
    look_at_segments(
        &l,
        "segment \"one\" { when = { days = below(10) } }\nsegment \"three\" { when = { days = at_least(11) } }\nsegment \"four\" { when = { event = \"loss\" } }");
    boxes_must_count(&l, 0); /* day 10 is left */
    boxes_close(&l);
    look_at_segments(
        &l,
        "segment \"one\" { when = { event = one_of(\"loss\", \"birth\") } }\nsegment \"two\" { when = { event = none_of(\"loss\") } }\nsegment \"three\" { when = { owes = true } }");
    boxes_must_find(&l, "shadowed", "segment \"three\"");
    boxes_must_count(&l, 1);
    boxes_close(&l);
    look_at_segments(&l, "segment \"one\" { when = { event = one_of(\"loss\", \"birth\") } }\nsegment \"three\" { when = { owes = true } }");
    boxes_must_count(&l, 0); /* none on file is left */
    boxes_close(&l);
    look_at_segments(
        &l,
        "segment \"one\" { when = { income = above(fact.costs) } }\nsegment \"two\" { when = { income = at_least(fact.costs + money(\"1.00 USD\")) } }\nsegment \"three\" { when = { income = above(fact.costs), owes = true } }");
    boxes_must_find(&l, "shadowed", "segment \"three\"");
    boxes_must_count(&l, 1); /* what is compared with something else may be anything */
    boxes_close(&l);
    look_at_segments(
        &l,
        "segment \"one\" { when = { income = at_least(number.small) } }\nsegment \"two\" { when = { income = below(number.small) } }\nsegment \"three\" { when = { owes = true } }");
    boxes_must_count(&l, 0); /* in euro there is no figure */
    boxes_close(&l);
}

static void test_shadowed_behind_a_stage(void **state) {
    (void)state;
    looked l;
    look_at_rules(
        &l, "segment \"early\" { when = { days = below(10) } }\nsegment \"late\" { when = otherwise }\n",
        "action \"w\" { is = \"write\", when = { segment = \"early\" } }\naction \"x\" { is = \"ask\", when = { days = below(5) } }\naction \"y\" { is = \"ask\", when = { talked = on_file } }\n"
        "action \"z\" { is = \"none\", when = otherwise }\n",
        false);
    const ru_finding *f = boxes_must_find(&l, "shadowed",
                                          "action \"x\" never gets its turn: everybody it fits is taken before by action \"w\" (actions.lua:1)");
    assert_non_null(f->request.p);
    assert_has(f->effect.p, "nobody ever gets this answer");
    boxes_must_count(&l, 1);
    boxes_close(&l);
}

static void test_told_once(void **state) {
    (void)state;
    looked l; /* nobody is in "late": the action for it is no second slip */
    look_at_rules(
        &l, "segment \"early\" { when = { days = below(10) } }\nsegment \"late\" { when = { days = below(5) } }\nsegment \"rest\" { when = otherwise }\n",
        "action \"w\" { is = \"write\", when = { segment = \"late\" } }\naction \"x\" { is = \"ask\", when = { segment = \"early\" } }\naction \"y\" { is = \"write\", when = { segment = one_of(\"early\", \"late\") } }\n"
        "action \"z\" { is = \"none\", when = otherwise }\n",
        false);
    boxes_must_find(&l, "shadowed", "segment \"late\"");
    boxes_must_count(&l, 1);
    boxes_close(&l);
}

static void test_messages(void **state) {
    (void)state;
    const support_file files[] = {
        {"facts.yaml", facts},
        {"numbers.yaml", numbers},
        {"contacts.yaml", contacts},
        {"derive.lua", derive},
        {"ladders.lua", ladders},
        {"segments.lua", "segment \"rest\" { when = otherwise }\n"},
        {"actions.lua", "action \"w\" { is = \"write\", message = \"one\", when = { owes = true } }\naction \"z\" { is = \"none\", when = otherwise }\n"},
        {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
        {"messages/en.yaml",
         "one:\n  purpose: help\n  variants: { letter: { plain: { body: one } } }\ntwo:\n  purpose: help\n  variants: { letter: { plain: { body: two } } }\n"},
        {"messages.lua",
         "message \"a\" { is = \"one\", when = { channel = \"letter\", days = below(10) } }\nmessage \"b\" { is = \"two\", when = { action = \"write\", channel = \"letter\", days = below(5) } }\n"
         "message \"c\" { is = \"two\", when = { action = \"write\", days = below(5) } }\nmessage \"d\" { is = \"two\", when = { action = none_of(\"write\", \"ask\", \"none\") } }\n"},
        {NULL, NULL},
    };
    looked l;
    boxes_look(&l, files, true);
    const ru_finding *f = boxes_must_find(&l, "shadowed",
                                          "message \"b\" never gets its turn: everybody it fits is taken before by message \"a\" (messages.lua:1)");
    assert_non_null(f->request.p);
    assert_non_null(boxes_must_find(&l, "shadowed", "message \"c\"")->request.p); /* the only channel is the letter */
    boxes_must_find(&l, "never_fires", "message \"d\"");
    boxes_close(&l);
}

static void test_below_otherwise(void **state) {
    (void)state;
    looked l;
    look_at_rules(
        &l, "segment \"rest\" { when = otherwise }\n",
        "action \"w\" { is = \"write\", when = { owes = true } }\naction \"x\" { is = \"none\", when = otherwise }\naction \"y\" { is = \"ask\", when = { owes = false } }\naction \"z\" { is = \"ask\", when = { days = 4 } }\n",
        false);
    const ru_finding *f = boxes_must_find(&l, "below_otherwise", "action \"y\" stands below action \"x\" (actions.lua:2)");
    assert_int_equal(f->line, 3);
    assert_has(f->effect.p, "nor by the 1 rules below it");
    boxes_must_count(&l, 1);
    boxes_close(&l);
    look_at_rules(
        &l, "segment \"rest\" { when = otherwise }\n",
        "action \"w\" { is = \"write\", when = { owes = true } }\naction \"x\" { is = \"none\", when = otherwise, unless = { days = 4 } }\naction \"y\" { is = \"ask\", when = { owes = false } }\n",
        false);
    boxes_must_count(&l, 0);
    boxes_close(&l);
}

/* ---- good to know ---- */
static const char *decided(const looked *l, const char *line) {
    static char copy[8192];
    ruth_session *s;
    ruth_text t;
    ruth_error e;
    assert_int_equal(ruth_session_new((ruth_policy *)(void *)l->study->policy, &s, &e), RUTH_OK);
    if (ruth_decide_line(s, line, strlen(line), 1, &t, &e)) fail_msg("%s", e.message);
    snprintf(copy, sizeof copy, "%.*s", (int)t.length, t.bytes);
    ruth_session_free(s);
    return copy;
}

static void test_overlaps(void **state) {
    (void)state;
    looked l;
    const char *actions =
        "action \"w\" { is = \"write\", when = { days = below(10), sent = at_least(2) } }\naction \"x\" { is = \"ask\", when = { talked = within_last(days(3)), left = below(0) } }\n"
        "action \"y\" { is = \"write\", when = { days = above(20) } }\naction \"z\" { is = \"none\", when = otherwise }\n";
    look_at_rules(&l, "segment \"rest\" { when = otherwise }\n", actions, false);
    boxes_must_count(&l, 0);
    boxes_close(&l);
    look_at_rules(&l, "segment \"rest\" { when = otherwise }\n", actions, true);
    const ru_finding *f = boxes_must_find(&l, "overlap", "action \"x\" and action \"w\" (actions.lua:1) fit one person");
    assert_int_equal(f->level, RU_NOTE);
    assert_has(decided(&l, f->request.p), "\"instead_of\":[\"write\"]");
    boxes_must_find(&l, "overlap", "action \"y\" and action \"x\"");
    assert_null(boxes_found(&l, "overlap", "action \"y\" and action \"w\"")); /* the days exclude each other, and the answer is the same */
    assert_null(boxes_found(&l, "overlap", "action \"z\""));
    boxes_close(&l);
}

static void test_only_otherwise(void **state) {
    (void)state;
    looked l;
    look_at_rules(
        &l, "segment \"early\" { when = { days = below(10) } }\nsegment \"rest\" { when = otherwise }\n",
        "action \"w\" { is = \"write\", when = { segment = \"rest\", talked = not_on_file } }\naction \"x\" { is = \"ask\", when = { segment = \"early\" } }\naction \"z\" { is = \"none\", when = otherwise }\n",
        true);
    const ru_finding *f = boxes_must_find(&l, "only_otherwise", "segment, \"rest\", covers: days 10 or more");
    assert_has(decided(&l, f->request.p), "\"segment\":{\"is\":\"rest\"");
    f = boxes_must_find(&l, "only_otherwise", "action, \"z\", covers: segment rest, talked on file");
    assert_has(decided(&l, f->request.p), "\"action\":{\"is\":\"none\"");
    assert_int_equal(f->level, RU_NOTE);
    boxes_close(&l);
    look_at_rules(
        &l, "segment \"rest\" { when = otherwise }\n",
        "action \"w\" { is = \"write\", when = { owes = true } }\naction \"x\" { is = \"ask\", when = { owes = false } }\naction \"z\" { is = \"none\", when = otherwise }\n",
        true);
    assert_null(boxes_found(&l, "only_otherwise", "action"));
    boxes_close(&l);
}

/* What only the last rule covers, told by what was decided before, by dates, by functions and by expressions. */
static void test_left_over_in_words(void **state) {
    (void)state;
    static const struct {
        const char *segments, *actions, *tones, *words, *request;
    } tries[] = {
        {"segment \"x\" { valid_until = \"2026-05-01\", when = { owes = true } }\nsegment \"y\" { when = { owes = false } }\nsegment \"rest\" { when = otherwise }\n",
         "", "", "owes true, today \"2026-05-02\" or more",
         "\"now\":\"2026-05-02T15:00:00Z\",\"facts\":{\"balance\":50000,\"costs\":50000,\"currency\":\"USD\",\"days\":0,\"income\":50000,\"jurisdiction\":\"us\",\"owes\":true"},
        {"segment \"x\" { valid_from = \"2026-05-01\", when = { owes = true } }\nsegment \"y\" { when = { owes = false } }\nsegment \"rest\" { when = otherwise }\n",
         "", "", "owes true, today \"2026-04-30\" or less",
         "\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"balance\":50000,\"costs\":50000,\"currency\":\"USD\",\"days\":0,\"income\":50000,\"jurisdiction\":\"us\",\"owes\":true"},
        {"segment \"x\" { valid_from = \"2026-02-01\", valid_until = \"2026-05-01\", when = { owes = true } }\nsegment \"y\" { when = { owes = false } }\nsegment \"rest\" { when = otherwise }\n",
         "", "", "owes true, today \"2026-01-31\" or less or \"2026-05-02\" or more",
         "\"now\":\"2026-01-31T15:00:00Z\",\"facts\":{\"balance\":50000,\"costs\":50000,\"currency\":\"USD\",\"days\":0,\"income\":50000,\"jurisdiction\":\"us\",\"owes\":true"},
        {"segment \"rest\" { when = otherwise }\n",
         "action \"w\" { is = \"write\", when = { owes = true } }\naction \"z\" { is = \"none\", when = otherwise }\n",
         "tone \"a\" { is = \"firm\", when = { action = \"write\" } }\ntone \"b\" { is = \"plain\", when = otherwise }\n", "\"b\", covers: action none or ask",
         "\"owes\":false"},
        {"segment \"rest\" { when = otherwise }\n",
         "action \"w\" { is = \"write\", when = { plans_in_reach = at_least(1) } }\naction \"z\" { is = \"none\", when = otherwise }\n", "",
         "covers: plans_in_reach 0", "\"owes\":false"},
        {"segment \"x\" { when = function(f) return f.days > 3 end }\nsegment \"rest\" { when = otherwise }\n", "", "", "covers: a function says no",
         "\"days\":0"},
        {"segment \"x\" { when = { income = above(fact.costs) } }\nsegment \"rest\" { when = otherwise }\n", "", "", "covers: income against an expression",
         "\"costs\":50000,\"currency\":\"USD\",\"days\":0,\"income\":50000"},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        const support_file files[] = {
            {"policy.yaml", "policy: test\nversion: 1.0.0\nlanguages: [en]\nvalid_from: 2026-01-01\n"},
            {"facts.yaml", facts},
            {"numbers.yaml", numbers},
            {"contacts.yaml", contacts},
            {"derive.lua", derive},
            {"ladders.lua",
             "ladder \"action\" { { \"none\", contact = false }, { \"write\" }, { \"ask\" } }\nladder \"tone\" { { \"plain\" }, { \"firm\" } }\nladder \"channel\" { { \"letter\" } }\n"},
            {"segments.lua", tries[i].segments},
            {"actions.lua", tries[i].actions},
            {"tones.lua", tries[i].tones},
            {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
            {"plans.lua", "plan \"p\" { when = { owes = true }, offer = pause_payments { months = 2 } }\n"},
            {"messages/en.yaml",
             "one:\n  purpose: help\n  variants: { letter: { plain: { body: one }, firm: { body: one } } }\ntwo:\n  purpose: help\n  variants: { letter: { plain: { body: two }, firm: { body: two } } }\n"},
            {NULL, NULL}};
        looked l;
        boxes_look(&l, files, true);
        const ru_finding *f = boxes_must_find(&l, "only_otherwise", tries[i].words);
        assert_has(f->request.p, tries[i].request);
        boxes_close(&l);
    }
}

/* ---- people whom a condition fits, in words and as a request ---- */
static const support_file wide[] = {
    {"policy.yaml", "policy: test\nversion: 1.0.0\nlanguages: [en]\nvalid_from: 2026-01-01\n"},
    {"facts.yaml",
     "jurisdiction: { type: enum, values: [us, fr], source: host }\ntimezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD, EUR], source: host }\nbalance: { type: money, source: host }\n"
     "days: { type: integer, range: [-400, 9000], source: host }\nkind: { type: enum, values: [a, b, c, d, e], source: host }\ndue: { type: date, if_missing: none_on_file, source: host }\nstop_at: { type: instant, if_missing: none_on_file, source: host }\n"
     "needs: { type: list of enum, values: [health, money], if_missing: none_on_file, source: host }\nplace: { type: text, if_missing: none_on_file, source: host }\nname: { type: text, source: host }\nrate: { type: ratio, range: [\"0\", \"1\"], source: host }\n"
     "calm: { type: boolean, if_missing: true, source: host }\nlevel: { type: integer, range: [0, 9], if_missing: 3, source: host }\nspoke: { type: instant, source: derived }\nmany: { type: integer, source: derived }\nfew: { type: integer, source: derived }\nleft: { type: integer, source: derived }\n"
     "x_begun: { type: date, source: host }\nx_end: { type: date, source: host }\nx_seen: { type: instant, source: host }\nx_well: { type: boolean, source: host }\n"},
    {"numbers.yaml", "span: { type: integer, value: 20 }\nlow: { type: money, USD: \"5.00\", EUR: \"6.00\" }\n"},
    {"contacts.yaml",
     "channel: { type: enum, values: [letter, voice, email] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\nautomated: { type: boolean }\nhelped: { type: boolean, if_missing: none_on_file }\nabout: { type: list of enum, values: [plan, debt], if_missing: none_on_file }\n"
     "paid: { type: money, range: [100, 100000], if_missing: none_on_file }\nnoted: { type: text, if_missing: none_on_file }\nrated: { type: integer, range: [1, 5] }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" } }\n"},
};

/* Of a policy in which everybody else is taken before: what is said about those that are left, and whether the request shown is one of them. */
static void left_over(const char *derived, const char *condition, const char *words, const char *request) {
    char segments[1000];
    support_file files[16];
    size_t n = 0;
    for (; n < sizeof wide / sizeof *wide; n++) files[n] = wide[n];
    snprintf(segments, sizeof segments, "segment \"x\" { when = { none_of_these { %s } } }\nsegment \"rest\" { when = otherwise }\n", condition);
    files[n++] = (support_file){"derive.lua", derived};
    files[n++] = (support_file){"circumstances.lua", "circumstance \"fine\" { calm = true }\n"};
    files[n++] = (support_file){"segments.lua", segments};
    files[n] = (support_file){NULL, NULL};
    looked l;
    boxes_look(&l, files, true);
    if (!words) {
        if (boxes_found(&l, "only_otherwise", "")) fail_msg("%s: %s", condition, boxes_found(&l, "only_otherwise", "")->message.p);
    } else {
        const ru_finding *f = boxes_must_find(&l, "only_otherwise", words);
        if (!f->request.p) fail_msg("%s: no request", condition);
        assert_has(decided(&l, f->request.p), "\"segment\":{\"is\":\"rest\"");
        assert_has(f->request.p, request);
    }
    boxes_close(&l);
}

#define NO_CONTACTS \
    "derive.spoke = last { channel = \"letter\" }\nderive.many = count { channel = \"voice\" }\nderive.few = count { channel = \"voice\" }\nderive.left = fact.days + 1\n"
#define CONTACTS(many)                                                                                                                             \
    "contacts_like \"kind\" { channel = \"email\", automated = false }\nderive.spoke = last { channel = \"letter\" }\nderive.many = count { " many \
    " }\nderive.few = count { channel = \"voice\" }\nderive.left = fact.days + 1\n"

static void test_people_in_words(void **state) {
    (void)state;
    static const struct {
        const char *condition, *words, *request;
    } tries[] = {
        {"kind = one_of(\"a\", \"d\", \"e\")", "kind a or d or e", "\"kind\":\"a\""},
        {"kind = none_of(\"a\")", "kind b, c, d, e", "\"kind\":\"b\""},
        {"days = between(3, 7)", "days 3 to 7", "\"days\":3,"},
        {"days = at_least(1)", "days above 0", "\"days\":1,"},
        {"days = at_most(0)", "days 0 or less", "\"days\":0,"},
        {"days = 4", "days 4", "\"days\":4,"},
        {"any_of { { days = 4 }, { days = 9 } }", "days 4", "\"days\":4,"},
        {"rate = above(\"0.25\")", "rate \"0.250001\" or more", "\"rate\":\"0.250001\""},
        {"due = within_last(days(5))", "due days ago: 0 to 5", "\"due\":\"2026-03-02\""},
        {"due = longer_ago_than(days(90))", "due days ago: 91 or more", "\"due\":\"2025-12-01\""},
        {"due = within_next(days(5))", "due days ago: -5 to 0", "\"due\":\"2026-03-02\""},

        {"due = not_on_file", "people of whom nothing particular is known", "\"days\":0,\"jurisdiction\""},
        {"stop_at = within_last(hours(5))", "stop_at hours ago: 0 to 5", "\"stop_at\":\"2026-03-02T15:00:00Z\""},
        {"stop_at = longer_ago_than(hours(36))", "stop_at hours ago: 36 or more", "\"stop_at\":\"2026-03-01T02:59:59Z\""},
        {"needs = has_any(\"health\")", "needs with health", "\"needs\":[\"health\"]"},
        {"all_of { { needs = has_none(\"health\") }, { needs = on_file } }", "needs on file, and nothing else particular", "\"needs\":[]"},
        {"needs = not_on_file", "people of whom nothing particular is known", "\"name\":\"a\",\"rate\""},
        {"place = one_of(\"x\", \"y\")", "place x", "\"place\":\"x\""},
        {"place = none_of(\"a\", \"x\")", "people of whom nothing particular is known", "\"name\":\"a\",\"rate\""},
        {"place = on_file", "place on file", "\"place\":\"a\""},
        {"name = \"a\"", "name a", "\"name\":\"a\""},
        {"calm = false", "calm false", "\"calm\":false"},
        {"circumstance.fine", "people of whom nothing particular is known", "\"balance\":50000,\"currency\""},
        {"level = below(3)", "level 2 or less", "\"level\":2"},
        {"level = above(2), days = 5", "days 5", "\"kind\":\"a\",\"name\""},
        {"balance = above(money(\"5.00 USD\"))", "currency USD, balance 5.01 USD or more", "\"currency\":\"USD\""},
        {"left = above(10)", "left 11 or more", "\"days\":1000"},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) left_over(NO_CONTACTS, tries[i].condition, tries[i].words, tries[i].request);
}

#define DERIVED(spoke, left) \
    "derive.spoke = " spoke "\nderive.many = count { channel = \"voice\" }\nderive.few = count { channel = \"voice\" }\nderive.left = " left "\n"

/* What is derived is made of days and figures: these are moved until it comes out right. */
static void test_people_made_of_other_facts(void **state) {
    (void)state;
    static const struct {
        const char *derive, *condition, *words, *request;
    } tries[] = {
        {DERIVED("last { channel = \"letter\" }", "fact.x_end - fact.x_begun"), "left = above(10)", "left 11 or more",
         "\"x_begun\":\"2025-01-26\",\"x_end\":\"2026-03-02\""},
        {DERIVED("last { channel = \"letter\" }", "fact.x_end - fact.x_begun"), "left = at_most(-30)", "left -30 or less",
         "\"x_begun\":\"2026-04-11\",\"x_end\":\"2026-03-02\""},
        {DERIVED("last { channel = \"letter\" }", "fact.x_end - fact.x_begun"), "left = between(1, 9)", "left 1 to 9",
         "\"x_begun\":\"2026-03-01\",\"x_end\":\"2026-03-02\""},
        {NO_CONTACTS, "x_begun = above(fact.x_end)", "x_begun against an expression", "\"x_begun\":\"20"},
        {NO_CONTACTS, "x_begun = below(fact.x_end)", "x_begun against an expression", "\"x_begun\":\"20"},
        {NO_CONTACTS, "days = below(fact.level + 3)", "days against an expression", "\"days\":0"},
        {NO_CONTACTS, "x_well = true", "x_well true", "\"x_well\":true"},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) left_over(tries[i].derive, tries[i].condition, tries[i].words, tries[i].request);
}

static void test_people_with_contacts(void **state) {
    (void)state;
    static const struct {
        const char *derive, *condition, *words, *request;
    } tries[] = {
        {CONTACTS("channel = none_of(\"letter\")"), "many = at_least(1)", "many above 0", "\"channel\":\"voice\""},
        {CONTACTS("channel = none_of(\"letter\", \"voice\")"), "many = at_least(2)", "many 2 or more", "\"channel\":\"email\",\"rated\":1},{"},
        {CONTACTS("automated = none_of(true)"), "many = at_least(1)", "many above 0", "\"automated\":false"},
        {CONTACTS("none_of_these { channel = \"letter\" }"), "many = at_least(1)", "many above 0", "\"channel\":\"voice\""},
        {CONTACTS("any_of { channel = \"voice\", automated = true }"), "many = at_least(1)", "many above 0", "\"automated\":true"},
        {CONTACTS("none_of_these { any_of { { channel = \"voice\" }, { channel = \"letter\" } } }"), "many = at_least(1)", NULL,
         ""}, /* nobody is found, and nothing is said */
        {CONTACTS("contacts_like.kind"), "many = at_least(1)", "many above 0", "\"automated\":false,\"channel\":\"email\""},
        {CONTACTS("none_of_these { contacts_like.kind }"), "many = at_least(1)", "many above 0", "\"automated\":true"},
        {CONTACTS("contacts_like.kind, at = longer_ago_than(days(30))"), "many = at_least(1)", "many above 0",
         "\"at\":\"2026-01-30T15:00:00Z\",\"automated\":false,\"channel\":\"email\""},
        {CONTACTS("at = longer_ago_than(days(number.span))"), "many = at_least(3)", "many 3 or more", "\"at\":\"2026-02-09T15:00:00Z\""},
        {CONTACTS("at = within_last(hours(6))"), "many = at_least(1)", "many above 0", "\"at\":\"2026-03-02T13:00:00Z\""},
        {CONTACTS("none_of_these { at = within_last(days(6)) }"), "many = at_least(1)", "many above 0", "\"at\":\"2026-02-23T15:00:00Z\""},
        {CONTACTS("channel = \"voice\", within = days(7)"), "many = at_least(1)", "many above 0", "\"at\":\"2026-02-27T15:00:00Z\""},
        {CONTACTS("channel = \"voice\", within = hours(7)"), "many = at_least(1)", "many above 0", "\"at\":\"2026-03-02T13:00:00Z\""},
        {CONTACTS("helped = on_file"), "many = at_least(1)", "many above 0", "\"helped\":false"},
        {CONTACTS("helped = not_on_file"), "many = at_least(1)", "many above 0", "\"channel\":\"letter\",\"rated\""},
        {CONTACTS("about = has_all(\"plan\", \"debt\")"), "many = at_least(1)", "many above 0", "\"about\":[\"plan\",\"debt\"]"},
        {CONTACTS("about = has_any(\"plan\")"), "many = at_least(1)", "many above 0", "\"about\":[\"plan\"]"},
        {CONTACTS("paid = between(money(\"5.00 USD\"), money(\"6.00 USD\"))"), "many = at_least(1)", "many above 0", "\"paid\":500"},
        {CONTACTS("paid = on_file"), "many = at_least(1)", "many above 0", "\"paid\":100"},
        {CONTACTS("noted = \"kindly\""), "many = at_least(1)", "many above 0", "\"noted\":\"kindly\""},
        {CONTACTS("rated = at_least(4)"), "many = at_least(1)", "many above 0", "\"rated\":4"},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) left_over(tries[i].derive, tries[i].condition, tries[i].words, tries[i].request);
}

/* ---- the shipped policy ---- */
static void test_humane(void **state) {
    (void)state;
    ruth_allocator alloc = ru_allocator_default();
    ruth_error e;
    ru_study *s;
    ru_arena a;
    ru_check_context c = {.all = true};
    ru_arena_init(&a, &alloc, 1 << 14);
    ru_findings f = {.arena = &a};
    if (ru_study_open(&alloc, "policies/humane", NULL, NULL, 0, &s, &e)) fail_msg("%s:%d: %s", e.file, e.line, e.message);
    ru_check_boxes(s, &c, &f);
    size_t notes = 0;
    for (size_t i = 0; i < f.count; i++) {
        if (f.items[i].level != RU_NOTE) fail_msg("%s:%d: %s", f.items[i].file.p, f.items[i].line, f.items[i].message.p);
        assert_non_null(f.items[i].request.p);
        notes++;
    }
    assert_true(notes > 20);
    ru_study_free(s);
    ru_arena_free(&a);
}

/* ---- large policies: each rule can be true, and looking at thousands of them ends ---- */
static void test_large(void **state) {
    (void)state;
    support_random r = {7};
    size_t count = (size_t)support_scaled(3000), room = count * 200 + 1, n = 0;
    char *actions = malloc(room);
    assert_non_null(actions);
    for (size_t i = 0; i < count; i++) {
        int from = (int)support_between(&r, -400, 8000), cost = (int)support_between(&r, 0, 90000);
        n += (size_t)snprintf(
            actions + n, room - n,
            "action \"a%zu\" { is = \"%s\", when = { days = between(%d, %d), costs = between(money(\"%d.00 USD\"), money(\"%d.00 USD\")), event = %s } }\n", i,
            i & 1 ? "write" : "ask", from, from + 300, cost, cost + 9000, i & 2 ? "\"loss\"" : "none_of(\"birth\")");
        assert_true(n < room);
        if (n > 200000) break; /* as much as one file may hold */
    }
    looked l;
    look_at_rules(&l, "segment \"rest\" { when = otherwise }\n", actions, true);
    assert_null(boxes_found(&l, "never_fires", ""));
    boxes_close(&l);
    free(actions);
}

/* ---- memory ---- */
static void test_every_refusal_is_clean(void **state) {
    (void)state;
    const support_file files[] = {
        {"facts.yaml", facts},
        {"numbers.yaml", numbers},
        {"contacts.yaml", contacts},
        {"derive.lua", derive},
        {"ladders.lua", ladders},
        {"circumstances.lua", "circumstance \"never\" { days = below(-400) }\n"},
        {"segments.lua",
         "segment \"a\" { when = { days = above(9000) } }\nsegment \"b\" { when = { days = above(3) } }\nsegment \"c\" { when = { days = 7 } }\nsegment \"rest\" { when = otherwise }\n"},
        {"actions.lua",
         "action \"w\" { is = \"write\", when = { segment = \"b\", sent = at_least(2) } }\naction \"x\" { is = \"ask\", when = { talked = within_last(days(3)) } }\naction \"z\" { is = \"none\", when = otherwise }\n"},
        {NULL, NULL},
    };
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
        ru_arena_init(&a, &alloc, 4096);
        ru_findings f = {.arena = &a};
        r.refuse_at = k ? r.calls + k : 0;
        size_t before = r.calls;
        ru_check_boxes(s, &c, &f);
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
        cmocka_unit_test(test_never_true),
        cmocka_unit_test(test_conditions_in_words),
        cmocka_unit_test(test_never_true_of_time_money_and_derived),
        cmocka_unit_test(test_coded_conditions_may_be_anything),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_stages_are_what_their_rules_say),
        cmocka_unit_test(test_shadowed),
        cmocka_unit_test(test_shadowed_behind_a_stage),
        cmocka_unit_test(test_told_once),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_below_otherwise),
        cmocka_unit_test(test_overlaps),
        cmocka_unit_test(test_only_otherwise),
        cmocka_unit_test(test_left_over_in_words),
        cmocka_unit_test(test_people_in_words),
        cmocka_unit_test(test_people_made_of_other_facts),
        cmocka_unit_test(test_people_with_contacts),
        cmocka_unit_test(test_large),
        cmocka_unit_test(test_humane),
        cmocka_unit_test(test_every_refusal_is_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

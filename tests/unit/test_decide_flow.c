/* test_decide_flow.c: whole decisions of small policies: words, hours, pauses, hand-overs, dates, what stays good until when. */
#include <stdio.h>
#include <string.h>

#include "tests/support/support.h"

#define FACTS                                                                                                                                                                                                                                            \
    "facts.yaml",                                                                                                                                                                                                                                        \
        "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\ntimezone_candidates: { type: list of zone, if_missing: none_on_file, source: host }\ncurrency: { type: enum, values: [USD], source: host }\n" \
        "language: { type: enum, values: [en, fr], source: person }\nbalance: { type: money, source: host }\nlate: { type: integer, range: [-60, 4000], source: host, moves: daily, say: { en: days late } }\n"                                          \
        "event: { type: enum, values: [job_loss, bereavement], if_missing: none_on_file, source: person, expires: { after: 180 days, from: event_on, then: none_on_file }, say: { bereavement: { en: a death in the family, fr: un deuil } } }\n"        \
        "event_on: { type: date, if_missing: none_on_file, source: person }\npause_until: { type: date, if_missing: none_on_file, source: person }\nnickname: { type: text, if_missing: none_on_file, source: person }\n"                                \
        "mail_ok: { type: boolean, source: person, ask: { en: \"May we e-mail?\", fr: \"Par courriel ?\" } }\nspoke: { type: instant, source: derived }\ncalls: { type: integer, source: derived }\n"
#define CONTACTS     \
    "contacts.yaml", \
        "channel: { type: enum, values: [letter, email, voice] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\noutcome: { type: enum, values: [conversation, no_answer], if_missing: unknown }\n"
#define DERIVE    \
    "derive.lua", \
        "derive.spoke = last { outcome = \"conversation\" }\nderive.calls = count { channel = \"voice\", direction = \"outbound\", within = days(7) }\n"
#define POLICY     \
    "policy.yaml", \
        "policy: flow\nversion: 1.0.0\nlanguages: [en, fr]\nhorizon: 14 days\nvalid_from: 2026-01-01\nvalid_until: 2026-12-31\nholidays: [2026-03-09]\n"
#define TEAMS "teams.yaml", "care: { name: { en: Care } }\nlegal: { name: { en: Legal } }\n"
#define LADDERS    \
    "ladders.lua", \
        "ladder \"action\" { { \"none\", contact = false }, { \"listen\", message = \"note\" }, { \"remind\", gives_way = \"listen\" } }\nladder \"tone\" { { \"gentle\" }, { \"plain\" } }\nladder \"channel\" { { \"letter\" }, { \"email\" }, { \"voice\" } }\n"
#define SEGMENTS    \
    "segments.lua", \
        "segment \"sad\" { when = { event = \"bereavement\" }, because = \"{event}, {late} days late\" }\nsegment \"late\" { when = { late = above(0) }, because = \"why.late\" }\nsegment \"rest\" { when = otherwise }\n"
#define ACTIONS    \
    "actions.lua", \
        "action \"remind\" { when = { segment = one_of(\"late\", \"sad\") }, message = \"note\", because = \"why.late\" }\naction \"none\" { when = otherwise }\n"
#define TONES "tones.lua", "tone \"gentle\" { when = { segment = \"sad\" } }\ntone \"plain\" { when = otherwise }\n"
#define CHANNELS "channels.lua", "channel \"email\" { when = { mail_ok = true }, prefer = 1 }\nchannel \"letter\" { when = otherwise, prefer = 2 }\n"
#define TEXTS_EN        \
    "messages/en.yaml", \
        "why.late: \"{late} days late\"\nnote:\n  purpose: demand\n  variants:\n    letter: { plain: { subject: Hello, body: \"You owe {balance}.\" }, gentle: { body: \"Take your time.\" } }\n    email: { plain: { body: \"Dear {nickname}\" }, gentle: { body: \"Take your time.\" } }\n  next_step: \"Call us.\"\n  carries: [who]\nwho: \"We are a bank.\"\nspecial:\n  purpose: help\n  variants: { letter: { gentle: { body: special } } }\n"
#define TEXTS_FR        \
    "messages/fr.yaml", \
        "why.late: \"{late} jours de retard\"\nnote:\n  variants:\n    letter: { plain: { subject: Bonjour, body: \"Vous devez {balance}.\" }, gentle: { body: \"Prenez votre temps.\" } }\n    email: { plain: { body: \"Cher {nickname}\" }, gentle: { body: \"Prenez votre temps.\" } }\n  next_step: \"Appelez-nous.\"\nwho: \"Nous sommes une banque.\"\nspecial:\n  variants: { letter: { gentle: { body: spécial } } }\n"

static support_world w;

static void open_with(const char *charter, const char *messages) {
    const support_file files[] = {{FACTS},
                                  {CONTACTS},
                                  {DERIVE},
                                  {POLICY},
                                  {TEAMS},
                                  {LADDERS},
                                  {SEGMENTS},
                                  {ACTIONS},
                                  {TONES},
                                  {CHANNELS},
                                  {TEXTS_EN},
                                  {TEXTS_FR},
                                  {"charter.lua", charter},
                                  {"messages.lua", messages},
                                  {NULL, NULL}};
    support_open(&w, files);
}

static const char *at(const char *now, const char *facts, const char *contacts) {
    static char line[2048];
    snprintf(
        line, sizeof line,
        "{\"id\":\"f\",\"now\":\"%s\",\"facts\":{\"jurisdiction\":\"us\",\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":12345,\"language\":\"en\",%s},\"contacts\":[%s]}",
        now, facts, contacts);
    return support_decide(&w, line);
}

static void words(void **state) {
    (void)state;
    open_with("", "");
    const char *d = at("2026-03-02T15:00:00Z", "\"late\":20,\"mail_ok\":false", "");
    assert_has(d, "\"segment\":{\"is\":\"late\",\"possible\":[\"late\"],\"because\":\"20 days late\",\"rule\":\"segments.lua:2\"}");
    assert_has(d,
               "\"message\":\"note\",\"lang\":\"en\",\"text\":\"Hello\\n\\nYou owe 123.45 USD.\\n\\nCall us.\\n\\nWe are a bank.\",\"disclosures\":[\"who\"]");
    d = at("2026-03-02T15:00:00Z", "\"late\":20,\"mail_ok\":false,\"language\":\"fr\"", "");
    assert_has(d, "\"code\":\"key\"");                                  /* a doubled key is no way to change the language */
    d = at("2026-03-02T15:00:00Z", "\"late\":20,\"mail_ok\":true", ""); /* the e-mail needs a name that is not on file: it gives way to the kinder tone */
    assert_has(d, "\"contact\":{\"channel\":\"email\"");
    assert_has(d, "\"text\":\"Take your time.");
    assert_has(d, "\"tone\":{\"is\":\"gentle\"");
    assert_has(d, "\"failures\":[{\"rule\":\"note\",\"code\":\"text_unknown\"}]");
    d = at("2026-03-02T15:00:00Z", "\"late\":20,\"mail_ok\":true,\"nickname\":\"Jo \\\"J\\\"\"", "");
    assert_has(d, "\"text\":\"Dear Jo \\\"J\\\"\\n\\nCall us.");
    d = at("2026-03-02T15:00:00Z", "\"late\":20,\"mail_ok\":null", "");
    assert_has(d, "\"contact\":{\"channel\":\"letter\"");
    assert_has(d, "\"ask\":[{\"fact\":\"mail_ok\",\"question\":\"May we e-mail?\",\"would_change\":[\"channel\"]}]");
    d = at("2026-03-02T15:00:00Z", "\"late\":null,\"mail_ok\":false", "");
    assert_has(d,
               "\"segment\":{\"is\":\"late\",\"possible\":[\"late\",\"rest\"],\"because\":\"the kinder way was taken because this is not known: days late\"");
    assert_has(d, "\"action\":{\"is\":\"none\"");
    support_close(&w);
    open_with("", "message \"special\" { when = { segment = \"late\", channel = \"letter\", action = \"remind\" } }\n");
    d = at("2026-03-02T15:00:00Z", "\"late\":20,\"mail_ok\":false", "");
    assert_has(d, "\"message\":\"special\"");
    assert_has(at("2026-03-02T15:00:00Z", "\"late\":20,\"mail_ok\":false,\"event\":\"bereavement\",\"event_on\":\"2026-03-01\"", ""), "\"message\":\"note\"");
    support_close(&w);
}

static void hours(void **state) {
    (void)state;
    open_with(
        "limit \"h\" { cite = ethics \"h\", on = outbound, hours = { mon_fri = { \"09:00\", \"19:00\" }, sat = { { \"10:00\", \"12:00\" }, { \"14:00\", \"17:00\" } }, sun = closed, holidays = closed } }\n",
        "");
    const char *d = at("2026-03-02T15:00:00Z", "\"late\":20,\"mail_ok\":false", ""); /* Monday 10:00 */
    assert_has(d, "\"from\":\"2026-03-02T15:00:00Z\",\"until\":\"2026-03-03T00:00:00Z\"");
    assert_has(d, "{\"id\":\"h\",\"effect\":\"hours\",\"on\":\"outbound\",\"until\":\"2026-03-03T14:00:00Z\"");
    d = at("2026-03-02T13:59:59Z", "\"late\":20,\"mail_ok\":false", "");
    assert_has(d, "\"from\":\"2026-03-02T14:00:00Z\"");
    d = at("2026-03-03T00:00:00Z", "\"late\":20,\"mail_ok\":false", ""); /* 19:00:00: closed, and the fact moves at midnight */
    assert_has(d, "\"contact\":null");
    assert_has(d, "\"good_until\":\"2026-03-03T05:00:00Z\",\"again_at\":\"2026-03-03T05:00:00Z\"");
    d = at("2026-03-07T17:30:00Z", "\"late\":20,\"mail_ok\":false", ""); /* Saturday 12:30, between two spans */
    assert_has(d, "\"from\":\"2026-03-07T19:00:00Z\",\"until\":\"2026-03-07T22:00:00Z\"");
    d = at("2026-03-09T14:00:00Z", "\"late\":20,\"mail_ok\":false", ""); /* Monday, but a holiday of the policy; summer time began on the 8th */
    assert_has(d, "\"contact\":null");
    assert_has(d, "\"until\":\"2026-03-10T13:00:00Z\"");
    d = at("2026-03-02T15:00:00Z", "\"late\":20,\"mail_ok\":false,\"timezone_candidates\":[\"America/New_York\",\"America/Los_Angeles\"]", "");
    assert_has(d, "\"from\":\"2026-03-02T17:00:00Z\",\"until\":\"2026-03-03T00:00:00Z\""); /* open in both */
    d = at("2026-03-02T15:00:00Z", "\"late\":20,\"mail_ok\":false,\"timezone_candidates\":[\"Europe/Paris\"]", "");
    assert_has(d, "\"error\":{\"code\":\"range\",\"at\":\"/facts/timezone\"");
    d = at("2026-03-02T15:00:00Z", "\"late\":20,\"mail_ok\":false,\"timezone_candidates\":null", "");
    assert_has(d, "\"contact\":null"); /* where the person may be is not known: no hour is permitted */
    assert_has(d, "\"unknown\":[\"timezone_candidates\"]");
    support_close(&w);
}

static void pauses_and_hand_overs(void **state) {
    (void)state;
    open_with(
        "limit \"b.pause\" { cite = ethics \"p\", on = outbound, when = { event = \"bereavement\" }, forbid = true, during = days(60), from = fact.event_on, hand_over = team \"care\", by = business_days(2), because = \"{event}\" }\n"
        "limit \"a.asked\" { cite = ethics \"q\", on = outbound, when = { pause_until = on_file }, forbid = true, until_date = fact.pause_until }\n"
        "limit \"c.soft\" { cite = ethics \"r\", on = outbound, when = { event = on_file }, tone_at_most = \"gentle\", action_at_most = \"listen\" }\n",
        "");
    const char *d = at("2026-03-05T15:00:00Z", "\"late\":20,\"mail_ok\":false,\"event\":\"bereavement\",\"event_on\":\"2026-02-20\"", ""); /* a Thursday */
    assert_has(d, "\"segment\":{\"is\":\"sad\",\"possible\":[\"sad\"],\"because\":\"a death in the family, 20 days late\"");
    assert_has(d, "\"action\":{\"is\":\"none\",\"instead_of\":[\"remind\",\"listen\"]");
    assert_has(
        d,
        "\"hand_over\":{\"to\":\"care\",\"by\":\"2026-03-11T04:00:00Z\",\"certain\":true,\"also\":[],\"because\":\"a death in the family\",\"card\":null}"); /* Friday, Monday is a holiday, Tuesday ends in summer time */
    assert_has(d, "{\"id\":\"b.pause\",\"effect\":\"forbid\",\"on\":\"outbound\",\"until\":\"2026-04-21T04:00:00Z\"");
    assert_has(d, "{\"id\":\"b.pause\",\"effect\":\"hand_over\"");
    assert_has(d, "{\"id\":\"c.soft\",\"effect\":\"action_at_most\",\"on\":\"action\"");
    d = at("2026-04-21T15:00:00Z", "\"late\":20,\"mail_ok\":false,\"event\":\"bereavement\",\"event_on\":\"2026-02-20\"",
           ""); /* the pause is over, the hand-over is not */
    assert_has(d, "\"action\":{\"is\":\"listen\",\"instead_of\":[\"remind\"]");
    assert_has(d, "\"hand_over\":{\"to\":\"care\"");
    d = at("2026-08-20T15:00:00Z", "\"late\":20,\"mail_ok\":false,\"event\":\"bereavement\",\"event_on\":\"2026-02-20\"", ""); /* 181 days later: expired */
    assert_has(d, "\"segment\":{\"is\":\"late\"");
    assert_has(d, "\"hand_over\":null");
    d = at("2026-03-05T15:00:00Z", "\"late\":20,\"mail_ok\":false,\"event\":\"bereavement\",\"event_on\":null",
           ""); /* an unknown date makes the fact not known */
    assert_has(d, "\"hand_over\":{\"to\":\"care\",\"by\":\"2026-03-11T04:00:00Z\",\"certain\":false");
    assert_has(d, "\"unknown\":[\"event_on\"]");
    d = at("2026-03-05T15:00:00Z", "\"late\":20,\"mail_ok\":false,\"pause_until\":\"2026-03-12\"", "");
    assert_has(d, "{\"id\":\"a.asked\",\"effect\":\"forbid\",\"on\":\"outbound\",\"until\":\"2026-03-12T04:00:00Z\"");
    assert_has(d, "\"contact\":null");
    d = at("2026-03-12T04:00:00Z", "\"late\":20,\"mail_ok\":false,\"pause_until\":\"2026-03-12\"", "");
    assert_has(d, "\"contact\":{\"channel\":\"letter\"");
    support_close(&w);
}

static void contacts_and_conditions(void **state) {
    (void)state;
    open_with(
        "limit \"a.listen\" { cite = ethics \"l\", on = { action = \"remind\" }, only_if = { spoke = on_file } }\nlimit \"b.often\" { cite = ethics \"o\", on = outbound, when = { calls = at_least(2) }, forbid = true }\n",
        "");
    const char *d = at("2026-03-05T15:00:00Z", "\"late\":20,\"mail_ok\":false", "");
    assert_has(d, "\"action\":{\"is\":\"listen\",\"instead_of\":[\"remind\"]");
    assert_has(d, "{\"id\":\"a.listen\",\"effect\":\"only_if\",\"on\":\"action\",\"until\":null");
    d = at("2026-03-05T15:00:00Z", "\"late\":20,\"mail_ok\":false", "{\"at\":\"2026-03-01T15:00:00Z\",\"channel\":\"voice\",\"outcome\":\"conversation\"}");
    assert_has(d, "\"action\":{\"is\":\"remind\"");
    d = at("2026-03-05T15:00:00Z", "\"late\":20,\"mail_ok\":false", "{\"at\":\"2026-03-01T15:00:00Z\",\"channel\":\"voice\",\"outcome\":null}");
    assert_has(d, "\"action\":{\"is\":\"listen\"");
    assert_has(d, "\"unknown\":[\"contacts.outcome\"]");
    d = at(
        "2026-03-05T15:00:00Z", "\"late\":20,\"mail_ok\":false",
        "{\"at\":\"2026-03-01T15:00:00Z\",\"channel\":\"voice\",\"outcome\":\"conversation\"},{\"at\":\"2026-02-26T06:00:00Z\",\"channel\":\"voice\",\"outcome\":\"no_answer\"}");
    assert_has(d, "\"contact\":{\"channel\":\"letter\""); /* 26 February 01:00 is the day before the seven that end today */
    d = at(
        "2026-03-05T15:00:00Z", "\"late\":20,\"mail_ok\":false",
        "{\"at\":\"2026-03-01T15:00:00Z\",\"channel\":\"voice\",\"outcome\":\"conversation\"},{\"at\":\"2026-02-27T05:30:00Z\",\"channel\":\"voice\",\"outcome\":\"no_answer\"}");
    assert_has(d, "\"contact\":null"); /* 27 February 00:30 is the first of them */
    d = at("2026-03-05T15:00:00Z", "\"late\":20,\"mail_ok\":false", "{\"at\":\"2026-03-06T15:00:00Z\",\"channel\":\"voice\",\"outcome\":\"conversation\"}");
    assert_has(d, "\"error\":{\"code\":\"contact\",\"at\":\"/contacts/0/at\"");
    support_close(&w);
}

static void dates(void **state) {
    (void)state;
    open_with(
        "limit \"a.old\" { cite = house \"1\", on = outbound, forbid = true, valid_until = \"2026-03-04\" }\nlimit \"b.new\" { cite = house \"2\", on = outbound, forbid = true, valid_from = \"2026-03-07\" }\n",
        "");
    const char *d = at("2026-03-05T04:59:59Z", "\"late\":20,\"mail_ok\":false", "");
    assert_has(d, "\"contact\":null");
    assert_has(d, "\"good_until\":\"2026-03-05T05:00:00Z\"");
    d = at("2026-03-05T05:00:00Z", "\"late\":20,\"mail_ok\":false", "");
    assert_has(d, "\"contact\":{\"channel\":\"letter\"");
    assert_has(d, "{\"id\":\"b.new\""); /* it refuses an instant before the horizon */
    assert_lacks(d, "{\"id\":\"a.old\"");
    assert_has(at("2027-01-01T05:00:00Z", "\"late\":20", ""), "\"error\":{\"code\":\"policy_not_in_force\",\"at\":\"/now\"");
    assert_has(at("2026-01-01T04:59:59Z", "\"late\":20", ""), "\"error\":{\"code\":\"policy_not_in_force\"");
    assert_has(at("2026-01-01T05:00:00Z", "\"late\":20", ""), "\"decision\"");
    support_close(&w);
}

/* More rules than the lists of a stage begin with: none is lost. */
static void many_rules_that_may_apply(void **state) {
    char segments[8000], want[1200];
    size_t n = 0, k = (size_t)snprintf(want, sizeof want, "\"possible\":[");
    (void)state;
    for (int i = 0; i < 80; i++) {
        n += (size_t)snprintf(segments + n, sizeof segments - n, "segment \"s%02d\" { when = { late = above(%d) } }\n", i, 200 - 2 * i);
        k += (size_t)snprintf(want + k, sizeof want - k, "\"s%02d\",", i);
    }
    snprintf(segments + n, sizeof segments - n, "segment \"rest\" { when = otherwise }\n");
    snprintf(want + k, sizeof want - k, "\"rest\"]");
    const support_file files[] = {
        {"facts.yaml",
         "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nlate: { type: integer, source: host }\n"},
        {"segments.lua", segments},
        {NULL, NULL}};
    support_open(&w, files);
    assert_has(support_decide(&w, "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"Europe/Paris\",\"currency\":\"USD\"}}"), want);
    assert_has(support_decide(&w, "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"Europe/Paris\",\"currency\":\"USD\",\"late\":0}}"),
               "\"possible\":[\"rest\"]");
    support_close(&w);
}

/* A limit that no date lifts says nothing of 1970. */
static void before_1970(void **state) {
    (void)state;
    static const support_file files[] = {
        {"facts.yaml", "timezone: { type: zone, source: host }\n"},
        {"contacts.yaml", "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"},
        {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
        {"segments.lua", "segment \"all\" { when = otherwise }\n"},
        {"charter.lua",
         "limit \"a\" { cite = house \"1\", on = outbound, forbid = true }\nlimit \"b\" { cite = house \"2\", on = outbound, at_most = { { 3, days(7) } } }\n"},
        {NULL, NULL}};
    support_open(&w, files);
    assert_has(support_decide(&w, "{\"id\":\"a\",\"now\":\"1965-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"Europe/Paris\"}}"), "\"good_until\":null");
    support_close(&w);
}

/* What a plan computes, and figures of the policy, in a text; where one of them has no value the text is not used. */
static void figures_of_a_plan(void **state) {
    static const support_file files[] = {
        {"policy.yaml", "policy: figures\nversion: 1.0.0\nlanguages: [en, fr]\n"},
        {"facts.yaml",
         "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD, CAD], source: host }\nlanguage: { type: enum, values: [fr, en, de], source: person }\n"
         "balance: { type: money, source: host }\ncan_pay: { type: money, source: person }\ndisposable: { type: money, source: person }\nrhythm: { type: enum, values: [week, two_weeks, month], source: person }\n"},
        {"numbers.yaml", "fee: { type: money, USD: \"5.00\" }\ncalls: { type: integer, value: 7 }\nshare: { type: ratio, value: \"0.125\" }\n"},
        {"ladders.lua",
         "ladder \"action\" { { \"none\", contact = false }, { \"tell\" } }\nladder \"tone\" { { \"gentle\" }, { \"plain\" } }\nladder \"channel\" { { \"letter\" } }\n"},
        {"segments.lua", "segment \"all\" { when = otherwise, because = \"{calls} calls, {share}, {instalment}\" }\n"},
        {"plans.lua",
         "plan \"p\" { when = otherwise, offer = instalments { up_to = fact.can_pay, every = fact.rhythm, longest = months(12) }, because = \"{count} times {instalment}, {last} at last, {total} in all, {left} left, each {every} from {first_due} until {until}\" }\n"},
        {"actions.lua", "action \"tell\" { when = otherwise, message = \"note\" }\n"},
        {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
        {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
        {"messages/en.yaml",
         "note:\n  purpose: help\n  variants: { letter: { plain: { subject: \"{fee} a call\", body: \"{count} x {instalment}, then {last}: {total}; {left} stay; every {every}, {first_due} to {until}.\" }, gentle: { body: \"Hello.\" } } }\n"},
        {"messages/fr.yaml", "note:\n  variants: { letter: { plain: { body: \"{count} x {instalment} par {every}\" }, gentle: { body: \"Bonjour.\" } } }\n"},
        {NULL, NULL},
    };
    static const struct {
        const char *facts, *has;
    } all[] = {
        {"\"currency\":\"USD\",\"balance\":10000,\"can_pay\":3000,\"disposable\":5000,\"rhythm\":\"month\",\"language\":\"en\"",
         "\"text\":\"5.00 USD a call\\n\\n12 x 8.34 USD, then 8.26 USD: 100.00 USD; 41.66 USD stay; every month, 2026-04-01 to 2027-03-01.\""},
        {"\"currency\":\"USD\",\"balance\":10000,\"can_pay\":3000,\"disposable\":5000,\"rhythm\":\"month\",\"language\":\"en\"",
         "\"because\":\"12 times 8.34 USD, 8.26 USD at last, 100.00 USD in all, 41.66 USD left, each month from 2026-04-01 until 2027-03-01\""},
        {"\"currency\":\"USD\",\"balance\":10000,\"can_pay\":3000,\"disposable\":5000,\"rhythm\":\"month\",\"language\":\"en\"",
         "\"because\":\"7 calls, 12.5 %, …\",\"rule\":\"segments.lua:1\""}, /* a segment has no plan */
        {"\"currency\":\"USD\",\"balance\":10000,\"can_pay\":43000,\"disposable\":5000,\"rhythm\":\"week\",\"language\":\"fr\"", "x 1.93 USD par semaine\""},
        {"\"currency\":\"USD\",\"balance\":10000,\"can_pay\":43000,\"disposable\":5000,\"rhythm\":\"two_weeks\",\"language\":\"fr\"", "par deux semaines\""},
        {"\"currency\":\"USD\",\"balance\":10000,\"can_pay\":43000,\"disposable\":5000,\"rhythm\":\"month\",\"language\":\"fr\"", "par mois\""},
        {"\"currency\":\"USD\",\"balance\":10000,\"can_pay\":43000,\"disposable\":5000,\"rhythm\":\"two_weeks\",\"language\":\"de\"",
         "every two weeks"}, /* a language that no text is in: the first of the policy */
        {"\"currency\":\"USD\",\"balance\":10000,\"can_pay\":43000,\"disposable\":5000,\"rhythm\":\"week\",\"language\":null", "every week, "},
        {"\"currency\":\"CAD\",\"balance\":10000,\"can_pay\":3000,\"disposable\":5000,\"rhythm\":\"month\",\"language\":\"en\"",
         "\"text\":\"Hello.\""}, /* the fee has no figure in it */
        {"\"currency\":\"USD\",\"balance\":10000,\"can_pay\":3000,\"disposable\":null,\"rhythm\":\"month\",\"language\":\"en\"",
         "\"text\":\"Hello.\""}, /* what is left is not known */
        {"\"currency\":\"USD\",\"balance\":10000,\"can_pay\":null,\"disposable\":5000,\"rhythm\":\"month\",\"language\":\"fr\"",
         "\"text\":\"Bonjour.\""}, /* no plan yet */
        {"\"currency\":null,\"balance\":10000,\"can_pay\":3000,\"disposable\":5000,\"rhythm\":\"month\",\"language\":\"fr\"",
         "\"text\":\"Bonjour.\""}, /* in no currency */
    };
    (void)state;
    support_open(&w, files);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char line[1024];
        snprintf(line, sizeof line,
                 "{\"id\":\"f\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"jurisdiction\":\"us\",\"timezone\":\"America/New_York\",%s},\"contacts\":[]}",
                 all[i].facts);
        assert_has(support_decide(&w, line), all[i].has);
    }
    support_close(&w);
}

/* An action whose rules and ladder name no message, or whose message falls away on every channel: nobody is written to, and why stands in failures. */
static void actions_without_words(void **state) {
    static const char *const messages[] = {"note:\n  purpose: help\n  variants: { letter: { plain: { body: \"Dear {nick}\" } } }\n",
                                           "note:\n  purpose: help\n  variants: { email: { plain: { body: hello } } }\n"};
    static const char *const actions[] = {"action \"tell\" { when = otherwise, message = \"note\" }\n",
                                          "action \"tell\" { when = { balance = above(0) } }\naction \"none\" { when = otherwise }\n",
                                          "action \"why\" { is = \"tell\", when = otherwise }\n"};
    static const struct {
        int message, action;
        const char *has;
    } all[] = {
        {0, 0, "\"failures\":[{\"rule\":\"note\",\"code\":\"text_unknown\"},{\"rule\":\"note\",\"code\":\"text_refused\"}]"},
        {1, 0, "\"failures\":[{\"rule\":\"note\",\"code\":\"text_refused\"}]"},
        {0, 1, "\"failures\":[{\"rule\":\"tell\",\"code\":\"text_refused\"}]"},
        {0, 2, "\"failures\":[{\"rule\":\"why\",\"code\":\"text_refused\"}]"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const support_file files[] = {
            {"facts.yaml",
             "jurisdiction: { type: enum, values: [us] }\ntimezone: { type: zone }\ncurrency: { type: enum, values: [USD] }\nbalance: { type: money }\nnick: { type: text }\n"},
            {"ladders.lua",
             "ladder \"action\" { { \"none\", contact = false }, { \"tell\" } }\nladder \"tone\" { { \"plain\" } }\nladder \"channel\" { { \"letter\" }, { \"email\" } }\n"},
            {"actions.lua", actions[all[i].action]},
            {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
            {"messages/en.yaml", messages[all[i].message]},
            {NULL, NULL}};
        support_open(&w, files);
        const char *d = support_decide(
            &w,
            "{\"id\":\"f\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"jurisdiction\":\"us\",\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":500},\"contacts\":[]}");
        assert_has(d, "\"action\":{\"is\":\"none\"");
        assert_has(d, "\"contact\":null");
        assert_has(d, all[i].has);
        support_close(&w);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(words), cmocka_unit_test(figures_of_a_plan),         cmocka_unit_test(actions_without_words),
                                       cmocka_unit_test(hours), cmocka_unit_test(pauses_and_hand_overs),     cmocka_unit_test(contacts_and_conditions),
                                       cmocka_unit_test(dates), cmocka_unit_test(many_rules_that_may_apply), cmocka_unit_test(before_1970)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

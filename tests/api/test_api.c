/* test_api.c: the public header as a host uses it: several engines, errors, allocators that fail, no allocation once warm. */
#include "tests/support/meter.h"
#include "tests/support/support.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const support_file small[] = {
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\nlate: { type: integer, range: [0, 100], source: host, ask: { en: \"How late?\" } }\n"
     "mood: { type: enum, values: [good, bad], if_missing: none_on_file, source: person }\nneeds: { type: list of enum, values: [a, b, c], if_missing: none_on_file, source: person }\nnote: { type: text, if_missing: none_on_file, source: host }\n"
     "paid_on: { type: date, if_missing: none_on_file, source: host }\nheard_at: { type: instant, if_missing: none_on_file, source: host }\n"},
    {"segments.lua", "segment \"late\" { when = { late = above(10) }, because = \"{late} days late\" }\nsegment \"rest\" { when = otherwise }\n"},
    {"ladders.lua", "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\n"},
    {"actions.lua", "action \"write\" { when = { segment = \"late\" }, message = \"hello\" }\naction \"rest\" { is = \"none\", when = otherwise }\n"},
    {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
    {"messages/en.yaml", "hello:\n  purpose: help\n  variants: { letter: { plain: { body: \"You are {late} days late.\" } } }\n"},
    {NULL, NULL},
};
static const char line[] =
    "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":500,\"late\":20,\"mood\":\"bad\",\"needs\":[\"a\",\"c\"]},\"ref\":{\"x\":[1, 2.50]}}";

static void text_and_in_process_agree(void **state) {
    (void)state;
    support_world w;
    ruth_decision d;
    ruth_text t;
    char first[8192];
    support_open(&w, small);
    snprintf(first, sizeof first, "%s", support_decide(&w, line));
    assert_has(first, "\"action\":{\"is\":\"write\"");
    assert_has(first, "\"text\":\"You are 20 days late.\"");
    assert_has(first, "\"ref\":{\"x\":[1, 2.50]}}"); /* echoed token by token */
    const char *broken = support_decide(&w, "{\"id\":\"a\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{},\n \"ref\":{\"x\":[1,\r\n2.50,\"\\n\"]}}");
    assert_has(broken, "\"ref\":{\"x\":[1,  2.50,\"\\n\"]}}"); /* and still one line */
    assert_int_equal(ruth_request_begin(w.session, "a", 1772460000), RUTH_OK);
    assert_int_equal(ruth_request_set_text(w.session, ruth_fact_find(w.policy, "timezone"), "America/New_York"), RUTH_OK);
    assert_int_equal(ruth_request_set(w.session, ruth_fact_find(w.policy, "currency"), 0), RUTH_OK);
    assert_int_equal(ruth_request_set(w.session, ruth_fact_find(w.policy, "balance"), 500), RUTH_OK);
    assert_int_equal(ruth_request_set(w.session, ruth_fact_find(w.policy, "late"), 20), RUTH_OK);
    assert_int_equal(ruth_request_set(w.session, ruth_fact_find(w.policy, "mood"), ruth_fact_value(w.policy, ruth_fact_find(w.policy, "mood"), "bad")),
                     RUTH_OK);
    assert_int_equal(ruth_request_set(w.session, ruth_fact_find(w.policy, "needs"), 5), RUTH_OK);
    assert_int_equal(ruth_decide(w.session, &w.error), RUTH_OK);
    assert_int_equal(ruth_decision_read(w.session, &d), RUTH_OK);
    assert_string_equal(d.segment, "late");
    assert_string_equal(d.action, "write");
    assert_string_equal(d.channel, "letter");
    assert_string_equal(d.message, "hello");
    assert_int_equal(ruth_decision_json(w.session, &t, &w.error), RUTH_OK);
    char *ref = strstr(first, ",\"ref\":"), *id = strstr(first, "\"decision\":");
    assert_non_null(ref);
    assert_non_null(id);
    assert_true(t.length > 100 &&
                !strncmp(t.bytes + (id - first) + 80, id + 80, (size_t)(ref - id) - 80)); /* all but contacts, which were never named, and ref */
    support_close(&w);
}

static void arguments_are_checked(void **state) {
    (void)state;
    support_world w;
    ruth_decision d;
    support_open(&w, small);
    assert_int_equal(ruth_decision_read(w.session, &d), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_decide(w.session, &w.error), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_fact_find(w.policy, "nothing"), -1);
    assert_int_equal(ruth_fact_value(w.policy, ruth_fact_find(w.policy, "mood"), "ugly"), -1);
    assert_int_equal(ruth_request_begin(w.session, "a", 1772460000), RUTH_OK);
    int late = ruth_fact_find(w.policy, "late"), mood = ruth_fact_find(w.policy, "mood");
    assert_int_equal(ruth_request_set(w.session, late, 101), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set(w.session, mood, 2), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set(w.session, ruth_fact_find(w.policy, "needs"), 8), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set(w.session, 99, 1), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set(w.session, -1, 1), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set_text(w.session, late, "x"), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set_text(w.session, ruth_fact_find(w.policy, "timezone"), "Mars/Olympus"), RUTH_E_ARGUMENT);
    /* what no line could say, no call says: dates and instants of the years 1900 to 2200, texts in UTF-8, an id of 1 to 200 bytes */
    static const int64_t last_day = 84370, last_second = 84370 * INT64_C(86400) + 86399; /* of 2200-12-31 */
    int paid = ruth_fact_find(w.policy, "paid_on"), heard = ruth_fact_find(w.policy, "heard_at"), note = ruth_fact_find(w.policy, "note");
    assert_int_equal(ruth_request_set(w.session, paid, last_day), RUTH_OK);
    assert_int_equal(ruth_request_set(w.session, paid, last_day + 1), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set(w.session, paid, -25567), RUTH_OK); /* 1900-01-01 */
    assert_int_equal(ruth_request_set(w.session, paid, -25568), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set(w.session, paid, INT64_MAX), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set(w.session, heard, last_second), RUTH_OK);
    assert_int_equal(ruth_request_set(w.session, heard, last_second + 1), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set(w.session, heard, INT64_MIN), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set_text(w.session, note, "caf\xC3\xA9"), RUTH_OK);
    assert_int_equal(ruth_request_set_text(w.session, note, "caf\xE9"), RUTH_E_ARGUMENT);
    char lengthy[202];
    memset(lengthy, 'a', sizeof lengthy);
    lengthy[201] = 0;
    static const int64_t ends[] = {INT64_MIN, INT64_MAX, last_second + 1};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) assert_int_equal(ruth_request_begin(w.session, "a", ends[i]), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_begin(w.session, lengthy, 1772460000), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_begin(w.session, lengthy + 1, 1772460000), RUTH_OK);
    assert_int_equal(ruth_request_begin(w.session, "", 1772460000), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_begin(w.session, NULL, 1772460000), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_begin(w.session, "\xFF", 1772460000), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_decide(w.session, &w.error), RUTH_E_ARGUMENT); /* none was begun */
    assert_int_equal(ruth_request_begin(w.session, "a", last_second), RUTH_OK);
    assert_int_equal(ruth_decide(w.session, &w.error), RUTH_OK);
    assert_int_equal(ruth_session_set_now(w.session, "yesterday", &w.error), RUTH_E_ARGUMENT);
    ruth_options wrong = {.size = 1};
    ruth_engine *e;
    assert_int_equal(ruth_engine_new(&wrong, &e, &w.error), RUTH_E_ARGUMENT);
    support_close(&w);
}

/* ---- what happened before, what was answered ---- */
static const support_file spoken[] = {
    {"policy.yaml", "policy: spoken\nversion: 1.0.0\nlanguages: [en]\n"},
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ntimezone_candidates: { type: list of zone, if_missing: none_on_file, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\n"
     "free: { type: weekly windows, if_missing: none_on_file, source: person }\nwords: { type: list of text, if_missing: none_on_file, source: host }\n"},
    {"contacts.yaml",
     "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\nminutes: { type: integer, range: [0, 60], if_missing: unknown }\nperson: { type: text, if_missing: consumer }\ndebts: { type: list of text, if_missing: unknown }\n"},
    {"plans.lua",
     "plan \"parts\" { when = { balance = above(0) }, offer = instalments { smallest = money(\"10.00 USD\"), up_to = money(\"100.00 USD\"), longest = 12 } }\n"},
    {"charter.lua",
     "limit \"t.one\" { cite = \"t\", status = \"verified\", on = { channel = \"letter\" }, at_most = { { 1, days(7) } }, per = { \"person\" }, counting = { direction = \"outbound\" } }\n"},
    {"ladders.lua", "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"channel\" { { \"letter\" } }\n"},
    {"actions.lua", "action \"write\" { when = otherwise, message = \"hello\" }\n"},
    {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise }\n"},
    {"messages/en.yaml", "hello:\n  purpose: help\n  variants: { letter: { plain: { body: \"Hello.\" } } }\n"},
    {NULL, NULL},
};
enum { NOW = 1772460000 };

static ruth_status contact(support_world *w, int64_t at, const ruth_field *fields, size_t count) {
    const ruth_contact c = {.size = sizeof c, .at = at, .fields = fields, .field_count = count};
    return ruth_request_contact(w->session, &c, &w->error);
}

static const char *decided(support_world *w) {
    ruth_text t;
    static char copy[8192];
    assert_int_equal(ruth_decide(w->session, &w->error), RUTH_OK);
    assert_int_equal(ruth_decision_json(w->session, &t, &w->error), RUTH_OK);
    snprintf(copy, sizeof copy, "%.*s", (int)t.length, t.bytes);
    return copy;
}

static void contacts_count_in_process(void **state) {
    (void)state;
    support_world w;
    support_open(&w, spoken);
    int direction = ruth_field_find(w.policy, "direction"), minutes = ruth_field_find(w.policy, "minutes"), person = ruth_field_find(w.policy, "person"),
        debts = ruth_field_find(w.policy, "debts");
    ruth_field in = {.field = direction, .value = ruth_field_value(w.policy, direction, "inbound")};
    assert_int_equal(ruth_field_find(w.policy, "at"), -1);
    assert_int_equal(ruth_field_find(w.policy, "balance"), -1);
    assert_int_equal(ruth_field_value(w.policy, direction, "sideways"), -1);
    const ruth_contact early = {.size = sizeof early};
    assert_int_equal(ruth_request_contact(w.session, &early, &w.error), RUTH_E_ARGUMENT); /* none was begun */
    assert_int_equal(ruth_request_begin(w.session, "a", NOW), RUTH_OK);
    assert_has(decided(&w), "\"contact\":{\"channel\":\"letter\",\"from\":\"2026-03-02T14:00:00Z\"");
    assert_int_equal(ruth_request_begin(w.session, "a", NOW), RUTH_OK);
    assert_int_equal(contact(&w, NOW - 86400, &in, 1), RUTH_OK);
    assert_has(decided(&w), "\"from\":\"2026-03-02T14:00:00Z\"");
    assert_int_equal(ruth_request_begin(w.session, "a", NOW), RUTH_OK);
    assert_int_equal(contact(&w, NOW - 86400, NULL, 0), RUTH_OK);
    assert_has(decided(&w), "\"limits\":[{\"id\":\"t.one\"");
    assert_int_equal(ruth_request_begin(w.session, "a", NOW), RUTH_OK);
    assert_int_equal(ruth_request_contacts_unknown(w.session), RUTH_OK);
    assert_int_equal(contact(&w, NOW, NULL, 0), RUTH_E_ARGUMENT); /* not known, and yet one */
    const char *nobody = decided(&w);
    assert_has(nobody, "\"contact\":null");
    assert_has(nobody, "\"unknown\":[\"balance\",\"contacts\"");
    /* what no line could say, no call says; and a contact that is refused is not there */
    static const ruth_field none = {.field = -1};
    const ruth_field long_call = {.field = minutes, .value = 61}, nobodys = {.field = person}, twice[2] = {in, in}, no_debts = {.field = debts, .count = 1},
                     latin = {.field = person, .text = "caf\xE9"};
    ruth_contact c = {.size = sizeof c - 1, .at = NOW};
    assert_int_equal(ruth_request_begin(w.session, "a", NOW), RUTH_OK);
    assert_int_equal(ruth_request_contact(w.session, &c, &w.error), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_contact(w.session, NULL, &w.error), RUTH_E_ARGUMENT);
    assert_int_equal(contact(&w, NOW + 1, NULL, 0), RUTH_E_ARGUMENT);
    assert_int_equal(contact(&w, INT64_MIN, NULL, 0), RUTH_E_ARGUMENT);
    assert_int_equal(contact(&w, NOW, NULL, 1), RUTH_E_ARGUMENT);
    assert_int_equal(contact(&w, NOW, &none, 1), RUTH_E_ARGUMENT);
    assert_int_equal(contact(&w, NOW, twice, 2), RUTH_E_ARGUMENT);
    assert_has(w.error.message, "direction stands twice");
    assert_int_equal(contact(&w, NOW, &long_call, 1), RUTH_E_ARGUMENT);
    assert_has(w.error.message, "minutes: this does not fit an integer");
    assert_int_equal(contact(&w, NOW, &nobodys, 1), RUTH_E_ARGUMENT);
    assert_int_equal(contact(&w, NOW, &latin, 1), RUTH_E_ARGUMENT);
    assert_int_equal(contact(&w, NOW, &no_debts, 1), RUTH_E_ARGUMENT);
    assert_has(decided(&w), "\"from\":\"2026-03-02T14:00:00Z\"");
    assert_int_equal(ruth_request_begin(w.session, "a", NOW), RUTH_OK);
    for (int i = 0; i < 4096; i++) assert_int_equal(contact(&w, NOW - i, NULL, 0), RUTH_OK);
    assert_int_equal(contact(&w, NOW, NULL, 0), RUTH_E_LIMIT);
    support_close(&w);
}

static void answers_are_given_in_process(void **state) {
    (void)state;
    support_world w;
    ruth_plan_line offered = {.size = sizeof offered}, gone;
    ruth_offer offer = {.size = sizeof offer, .amount = 2500, .every = RUTH_EVERY_WEEK};
    support_open(&w, spoken);
    int balance = ruth_fact_find(w.policy, "balance"), currency = ruth_fact_find(w.policy, "currency"), zone = ruth_fact_find(w.policy, "timezone");
    assert_int_equal(ruth_decision_plan(w.session, 0, &offered), RUTH_E_ARGUMENT);
    for (int round = 0; round < 4; round++) {
        assert_int_equal(ruth_request_begin(w.session, "a", NOW), RUTH_OK);
        assert_int_equal(ruth_request_set(w.session, balance, 24000), RUTH_OK);
        assert_int_equal(ruth_request_set(w.session, currency, 0), RUTH_OK);
        assert_int_equal(ruth_request_set_text(w.session, zone, "America/New_York"), RUTH_OK);
        gone = offered;
        if (round == 1) assert_int_equal(ruth_request_choice(w.session, &offered, &w.error), RUTH_OK); /* what was read is handed back */
        gone.plan = NULL;
        if (round == 2) assert_int_equal(ruth_request_choice(w.session, &gone, &w.error), RUTH_OK);
        snprintf(gone.id, sizeof gone.id, "parts-99");
        if (round == 3) assert_int_equal(ruth_request_choice(w.session, &gone, &w.error), RUTH_OK);
        if (round == 3) assert_int_equal(ruth_request_offer(w.session, &offer, &w.error), RUTH_OK);
        const char *answer = decided(&w);
        if (round == 1 || round == 2) assert_has(answer, "\"agreement\":{");
        if (round == 3) assert_has(answer, "\"refused_choice\":{");
        if (round == 3) assert_has(answer, "\"counter\":{");
        assert_int_equal(ruth_decision_plan(w.session, 0, &offered), RUTH_OK);
        assert_string_equal(offered.plan, "parts");
        assert_int_equal(offered.instalment * (offered.count - 1) + offered.last, offered.total);
        assert_int_equal(ruth_decision_plan(w.session, 3, &offered), RUTH_E_ARGUMENT);
        assert_has(answer, offered.id);
    }
    assert_int_equal(ruth_request_choice(w.session, &offered, &w.error), RUTH_E_ARGUMENT); /* none was begun */
    assert_int_equal(ruth_request_begin(w.session, "a", NOW), RUTH_OK);
    offered.every = 3;
    assert_int_equal(ruth_request_choice(w.session, &offered, &w.error), RUTH_E_ARGUMENT);
    offered.every = RUTH_EVERY_MONTH;
    offered.instalment = -1;
    assert_int_equal(ruth_request_choice(w.session, &offered, &w.error), RUTH_E_ARGUMENT);
    assert_has(w.error.message, "/choice/instalment: instalment is -1");
    offered.instalment = 1;
    offered.id[0] = 0;
    assert_int_equal(ruth_request_choice(w.session, &offered, &w.error), RUTH_E_ARGUMENT);
    memset(offered.id, 'a', sizeof offered.id);
    assert_int_equal(ruth_request_choice(w.session, &offered, &w.error), RUTH_E_ARGUMENT);
    offer.amount = 0;
    assert_int_equal(ruth_request_offer(w.session, &offer, &w.error), RUTH_E_ARGUMENT);
    offer.amount = 1, offer.count = 2001;
    assert_int_equal(ruth_request_offer(w.session, &offer, &w.error), RUTH_E_ARGUMENT);
    offer.count = 0, offer.has_first_due = 1, offer.first_due = INT32_MAX;
    assert_int_equal(ruth_request_offer(w.session, &offer, &w.error), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_ref(w.session, "{\"a\":1", 6, &w.error), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_ref(w.session, "1 2", 3, &w.error), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_ref(w.session, NULL, 0, &w.error), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_ref(w.session, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", 65, &w.error),
                     RUTH_E_ARGUMENT); /* one deeper than a offered could have it */
    assert_int_equal(ruth_request_debt(w.session, ""), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_ref(w.session, " [1, 2.50] ", 11, &w.error), RUTH_OK);
    const char *answer = decided(&w);
    assert_has(answer, ",\"ref\":[1, 2.50]}");
    assert_lacks(answer, "\"counter\"");
    support_close(&w);
}

static void lists_and_windows_are_checked(void **state) {
    (void)state;
    support_world w;
    support_open(&w, spoken);
    int zones = ruth_fact_find(w.policy, "timezone_candidates"), zone = ruth_fact_find(w.policy, "timezone"), open = ruth_fact_find(w.policy, "free"),
        words = ruth_fact_find(w.policy, "words");
    static const char *const two[] = {"Europe/Paris", "Mars/Olympus"};
    ruth_window w1 = {1, 3600, 0}, bad[] = {{0, 0, 1}, {0x80, 0, 1}, {1, 5, 5}, {1, -1, 5}, {1, 86400, 5}, {1, 5, 86401}};
    assert_int_equal(ruth_request_begin(w.session, "a", NOW), RUTH_OK);
    assert_int_equal(ruth_request_set_texts(w.session, zones, two, 2), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set_texts(w.session, zone, two, 1), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set_texts(w.session, words, NULL, 1), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set_texts(w.session, words, NULL, 0), RUTH_OK);
    assert_int_equal(ruth_request_set_windows(w.session, words, &w1, 1), RUTH_E_ARGUMENT);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_int_equal(ruth_request_set_windows(w.session, open, &bad[i], 1), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set_windows(w.session, open, &w1, 1), RUTH_OK);
    assert_int_equal(ruth_request_set_texts(w.session, zones, two, 1), RUTH_OK);
    assert_int_equal(ruth_request_set_text(w.session, zone, "America/New_York"), RUTH_OK);
    assert_int_equal(ruth_decide(w.session, &w.error), RUTH_E_REQUEST); /* they contradict, as they would in a line */
    assert_has(w.error.message, "not among timezone_candidates");
    static char large[64 * 1024 + 2];
    memset(large, 'a', sizeof large - 1);
    assert_int_equal(ruth_request_begin(w.session, "a", NOW), RUTH_OK);
    const char *many[17];
    for (int i = 0; i < 17; i++) many[i] = large + 1;
    assert_int_equal(ruth_request_set_texts(w.session, words, (const char *const[]){large}, 1), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_set_texts(w.session, words, many, 17), RUTH_OK);
    assert_int_equal(ruth_decide(w.session, &w.error), RUTH_E_REQUEST); /* no line could carry it, so nobody could decide it again */
    assert_has(w.error.message, "longer than 1 MiB");
    support_close(&w);
}

static const char *const paris[] = {"Europe/Paris"};
static const ruth_window nine = {1, 32400, 36000};

/* The policy of these tests, with facts and fields of every type. */
static void open_of_every_type(support_world *w) {
    support_file files[24];
    int n = 0;
    while (spoken[n].name) files[n] = spoken[n], n++;
    for (int i = 0; i < n; i++)
        if (!strcmp(files[i].name, "contacts.yaml"))
            files[i].text =
                "channel: { type: enum, values: [letter] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\nperson: { type: text, if_missing: consumer }\n"
                "place: { type: zone, if_missing: none_on_file }\nplaces: { type: list of zone, if_missing: none_on_file }\nhours: { type: weekly windows, if_missing: none_on_file }\nfee: { type: money, if_missing: none_on_file }\n";
        else if (!strcmp(files[i].name, "facts.yaml"))
            files[i].text =
                "timezone: { type: zone, source: host }\ntimezone_candidates: { type: list of zone, if_missing: none_on_file, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nbalance: { type: money, source: host }\n"
                "free: { type: weekly windows, if_missing: none_on_file, source: person }\nwords: { type: list of text, if_missing: none_on_file, source: host }\nhalf: { type: money, source: derived }\nmany: { type: integer, source: derived }\n";
    files[n++] = (support_file){"derive.lua", "derive.half = money_of { fact.balance * percent(\"50\") }\nderive.many = count { channel = \"letter\" }\n"};
    files[n] = (support_file){NULL, NULL};
    support_open(w, files);
}

/* Fields of a contact: of each type what fits and what does not. */
static void contacts_that_do_not_fit(support_world *w) {
    int person = ruth_field_find(w->policy, "person"), place = ruth_field_find(w->policy, "place"), places = ruth_field_find(w->policy, "places"),
        hours = ruth_field_find(w->policy, "hours"), fee = ruth_field_find(w->policy, "fee");
    const ruth_field good[] = {{.field = person, .text = "P"},
                               {.field = place, .text = "Europe/Paris"},
                               {.field = places, .texts = paris, .count = 1},
                               {.field = hours, .windows = &nine, .count = 1},
                               {.field = fee, .unknown = 1}};
    const ruth_field bad[] = {{.field = 99},
                              {.field = place, .text = "Mars/Olympus"},
                              {.field = place},
                              {.field = places, .texts = (const char *const[]){"Mars/Olympus"}, .count = 1},
                              {.field = hours, .count = 1},
                              {.field = person, .text = "caf\xE9"}};
    assert_int_equal(contact(w, NOW, good, 5), RUTH_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_int_equal(contact(w, NOW, &bad[i], 1), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_contacts_unknown(w->session), RUTH_E_ARGUMENT); /* one was told */
    const ruth_contact when = {.size = sizeof when, .at_unknown = 1};
    assert_int_equal(ruth_request_contact(w->session, &when, &w->error), RUTH_OK);
}

/* Answers: every word of them is looked at. */
static void answers_that_do_not_fit(support_world *w) {
    ruth_plan_line taken = {
        .size = sizeof taken, .id = "parts-3", .plan = "parts", .every = RUTH_EVERY_MONTH, .instalment = 1, .count = 1, .last = 1, .total = 1};
    ruth_offer offer = {.size = sizeof offer - 1, .amount = 100, .every = RUTH_EVERY_WEEK};
    assert_int_equal(ruth_request_choice(w->session, NULL, &w->error), RUTH_E_ARGUMENT);
    assert_has(w->error.message, "ruth_plan_line is NULL, or its size is not what this library knows");
    taken.size--;
    assert_int_equal(ruth_request_choice(w->session, &taken, &w->error), RUTH_E_ARGUMENT);
    taken.size++;
    assert_int_equal(ruth_request_offer(w->session, &offer, &w->error), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_offer(w->session, NULL, &w->error), RUTH_E_ARGUMENT);
    assert_has(w->error.message, "ruth_offer is NULL, or its size is not what this library knows");
    offer.size++;
    offer.every = -1;
    assert_int_equal(ruth_request_offer(w->session, &offer, &w->error), RUTH_E_ARGUMENT);
    assert_has(w->error.message, "every is -1; expected RUTH_EVERY_WEEK, RUTH_EVERY_TWO_WEEKS or RUTH_EVERY_MONTH");
    taken.plan = "caf\xE9";
    assert_int_equal(ruth_request_choice(w->session, &taken, &w->error), RUTH_E_ARGUMENT);
    assert_has(w->error.message, "not in UTF-8");
    taken.plan = "parts", taken.id[0] = '\xE9';
    assert_int_equal(ruth_request_choice(w->session, &taken, &w->error), RUTH_E_ARGUMENT);
    assert_has(w->error.message, "not in UTF-8");
    static char long_plan[64 * 1024 + 2];
    memset(long_plan, 'p', sizeof long_plan - 1);
    taken.id[0] = 'p', taken.plan = long_plan;
    assert_int_equal(ruth_request_choice(w->session, &taken, &w->error), RUTH_E_ARGUMENT);
    taken.plan = "parts", taken.first_due = INT32_MIN;
    assert_int_equal(ruth_request_choice(w->session, &taken, &w->error), RUTH_E_ARGUMENT);
    assert_has(w->error.message, "first_due lies outside of the years 1900 to 2200");
    assert_int_equal(ruth_request_ref(w->session, "\"a\xFF\"", 4, &w->error), RUTH_E_ARGUMENT);
    static char large[4200];
    memset(large, 'a', sizeof large);
    large[0] = large[sizeof large - 1] = '"';
    assert_int_equal(ruth_request_ref(w->session, large, sizeof large, &w->error), RUTH_E_ARGUMENT);
}

/* Each call before a request was begun, with a fact that is none, of another type, or not the host's to say. */
static void no_call_takes_what_does_not_fit(void **state) {
    (void)state;
    support_world w;
    open_of_every_type(&w);
    int zone = ruth_fact_find(w.policy, "timezone"), open = ruth_fact_find(w.policy, "free"), words = ruth_fact_find(w.policy, "words"), half = -1;
    assert_int_equal(ruth_fact_find(w.policy, "half"), -1); /* it is computed */
    for (int i = 0; i < 16 && half < 0; i++)
        if (i != zone && i != open && i != words && ruth_fact_value(w.policy, i, "USD") < 0 && i != ruth_fact_find(w.policy, "balance") &&
            i != ruth_fact_find(w.policy, "timezone_candidates"))
            half = i;
    for (int begun = 0; begun < 2; begun++) {
        static const int none[] = {-1, 99};
        if (begun) assert_int_equal(ruth_request_begin(w.session, "a", NOW), RUTH_OK);
        for (size_t i = 0; i < 3; i++) { /* no fact, no fact, a fact that is derived */
            int fact = i < 2 ? none[i] : half;
            assert_int_equal(ruth_request_set(w.session, fact, 1), RUTH_E_ARGUMENT);
            assert_int_equal(ruth_request_set_text(w.session, fact, "a"), RUTH_E_ARGUMENT);
            assert_int_equal(ruth_request_set_texts(w.session, fact, paris, 1), RUTH_E_ARGUMENT);
            assert_int_equal(ruth_request_set_windows(w.session, fact, &nine, 1), RUTH_E_ARGUMENT);
            assert_int_equal(ruth_request_set_unknown(w.session, fact), RUTH_E_ARGUMENT);
        }
        assert_int_equal(ruth_request_set(w.session, zone, 1), RUTH_E_ARGUMENT);
        assert_int_equal(ruth_request_set_text(w.session, zone, NULL), RUTH_E_ARGUMENT);
        assert_int_equal(ruth_request_set_text(w.session, words, "a"), RUTH_E_ARGUMENT);
        assert_int_equal(ruth_request_set_text(w.session, ruth_fact_find(w.policy, "balance"), "a"), RUTH_E_ARGUMENT);
        assert_int_equal(ruth_request_set_texts(w.session, words, paris, (size_t)1 << 40), RUTH_E_ARGUMENT);
        assert_int_equal(ruth_request_set_texts(w.session, words, (const char *const[]){NULL}, 1), RUTH_E_ARGUMENT);
        assert_int_equal(ruth_request_set_texts(w.session, open, paris, 1), RUTH_E_ARGUMENT);
        assert_int_equal(ruth_request_set_windows(w.session, open, NULL, 1), RUTH_E_ARGUMENT);
        assert_int_equal(ruth_request_set_windows(w.session, open, &nine, (size_t)1 << 40), RUTH_E_ARGUMENT);
        assert_int_equal(ruth_request_set_windows(w.session, open, &(ruth_window){1, 0, -1}, 1), RUTH_E_ARGUMENT);
        if (begun) break;
        assert_int_equal(ruth_request_debt(w.session, NULL), RUTH_E_ARGUMENT);
        assert_int_equal(ruth_request_contacts_unknown(w.session), RUTH_E_ARGUMENT);
        assert_int_equal(ruth_request_choice(w.session, NULL, &w.error), RUTH_E_ARGUMENT);
        assert_has(w.error.message, "no request was begun");
        assert_int_equal(ruth_request_offer(w.session, NULL, &w.error), RUTH_E_ARGUMENT);
        assert_has(w.error.message, "no request was begun");
        assert_int_equal(ruth_request_ref(w.session, "1", 1, &w.error), RUTH_E_ARGUMENT);
    }
    assert_int_equal(ruth_request_set_windows(w.session, open, NULL, 0), RUTH_OK);
    assert_int_equal(ruth_request_set_windows(w.session, open, &(ruth_window){0x7f, 0, 86400}, 1), RUTH_OK);
    static char lengthy[202];
    memset(lengthy, 'a', sizeof lengthy - 1);
    assert_int_equal(ruth_request_debt(w.session, lengthy), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_debt(w.session, lengthy + 1), RUTH_OK);
    assert_int_equal(ruth_request_debt(w.session, "\xFF"), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_field_value(w.policy, -1, "letter"), -1);
    assert_int_equal(ruth_field_value(w.policy, 99, "letter"), -1);
    contacts_that_do_not_fit(&w);
    answers_that_do_not_fit(&w);
    assert_has(decided(&w), "\"id\":\"a\"");
    support_close(&w);
}

/* What a decision says to who asks it: silence, a person who takes over, nothing of a request that is gone. */
static void decisions_are_read(void **state) {
    (void)state;
    support_world w;
    support_file files[24];
    int n = 0;
    ruth_decision d;
    ruth_text t;
    while (spoken[n].name) files[n] = spoken[n], n++;
    for (int i = 0; i < n; i++)
        if (!strcmp(files[i].name, "charter.lua"))
            files[i].text =
                "limit \"t.person\" { cite = house \"1\", on = outbound, when = { balance = above(0) }, hand_over = team \"care\", by = days(2) }\n";
    files[n++] = (support_file){"teams.yaml", "care: { name: { en: Care } }\n"};
    files[n] = (support_file){NULL, NULL};
    support_open(&w, files);
    assert_string_equal(ruth_policy_name(w.policy), "spoken");
    assert_string_equal(ruth_policy_version(w.policy), "1.0.0");
    assert_true(ruth_policy_memory(w.policy) > 0);
    assert_string_equal(ruth_version(), RUTH_VERSION);
    assert_string_equal(ruth_status_text(RUTH_E_REQUEST), "the request was rejected");
    assert_string_equal(ruth_status_text((ruth_status)99), "unknown status");
    assert_int_equal(ruth_decision_json(w.session, &t, &w.error), RUTH_E_ARGUMENT);
    assert_has(w.error.message, "the session holds no decision");
    assert_int_equal(ruth_decision_recorded(w.session, &t), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_request_begin(w.session, "a", NOW), RUTH_OK);
    assert_int_equal(ruth_request_set(w.session, ruth_fact_find(w.policy, "balance"), 500), RUTH_OK);
    assert_int_equal(ruth_request_set(w.session, ruth_fact_find(w.policy, "currency"), 0), RUTH_OK);
    assert_int_equal(ruth_request_set_text(w.session, ruth_fact_find(w.policy, "timezone"), "America/New_York"), RUTH_OK);
    assert_int_equal(ruth_decide(w.session, &w.error), RUTH_OK);
    assert_int_equal(ruth_decision_read(w.session, &d), RUTH_OK);
    assert_string_equal(d.action, "none");
    assert_null(d.channel);
    assert_null(d.message);
    assert_true(d.from == RUTH_NEVER && d.until == RUTH_NEVER);
    assert_string_equal(d.hand_over, "care");
    assert_int_equal(d.hand_over_by, 1772686800); /* 2026-03-05T05:00:00Z: the end of the second day in New York */
    assert_int_equal(ruth_decision_recorded(w.session, &t), RUTH_OK);
    assert_true(t.length == 2 && !memcmp(t.bytes, "[]", 2));
    ruth_plan_line small_line = {.size = 1};
    assert_int_equal(ruth_decision_plan(w.session, 0, &small_line), RUTH_E_ARGUMENT);
    /* an instant of another century, a line that is too long */
    assert_int_equal(ruth_session_set_now(w.session, "2300-01-01T00:00:00Z", &w.error), RUTH_E_ARGUMENT);
    assert_has(w.error.message, "its years are 1900 to 2200");
    assert_int_equal(ruth_session_set_now(w.session, "2026-03-02T14:00:00Z", &w.error), RUTH_OK);
    assert_int_equal(ruth_request_begin(w.session, "a", INT64_MAX), RUTH_OK); /* now is given once for all */
    assert_int_equal(ruth_session_set_now(w.session, NULL, &w.error), RUTH_OK);
    char *large = malloc((1 << 20) + 2);
    assert_non_null(large);
    memset(large, ' ', (1 << 20) + 1);
    assert_int_equal(ruth_decide_line(w.session, large, (1 << 20) + 1, 7, &t, &w.error), RUTH_E_REQUEST);
    char *said = support_copy(t);
    assert_string_equal(said, "{\"id\":null,\"error\":{\"code\":\"too_long\",\"at\":\"\",\"message\":\"the line is longer than 1 MiB\",\"line\":7}}");
    free(said);
    free(large);
    assert_int_equal(ruth_decision_read(w.session, &d), RUTH_E_ARGUMENT); /* it held that one no more */
    support_close(&w);
}

static void a_bad_line_is_answered_and_the_next_one_decided(void **state) {
    (void)state;
    support_world w;
    support_open(&w, small);
    assert_has(support_decide(&w, "{\"id\":\"x\",\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{\"lat\":3}}"),
               "{\"id\":\"x\",\"error\":{\"code\":\"key\",\"at\":\"/facts/lat\"");
    assert_has(support_decide(&w, "nonsense"), "{\"id\":null,\"error\":{\"code\":\"json\"");
    assert_has(support_decide(&w, line), "\"action\":{\"is\":\"write\"");
    support_close(&w);
}

/* ---- allocators ---- */
static ruth_status whole_life(meter *m, const char *folder, bool *decided) {
    ruth_options o = {.size = sizeof o, .allocator = {metered, m}};
    ruth_engine *e = NULL;
    ruth_policy *p = NULL;
    ruth_session *s = NULL;
    ruth_error error;
    ruth_text t = {NULL, 0};
    ruth_status st = ruth_engine_new(&o, &e, &error);
    if (!st) st = ruth_policy_load(e, folder, &p, &error);
    if (!st) st = ruth_session_new(p, &s, &error);
    if (!st) st = ruth_decide_line(s, line, strlen(line), 1, &t, &error);
    static char copy[8192]; /* the text ends at its length, not at a NUL */
    size_t n = t.length < sizeof copy ? t.length : sizeof copy - 1;
    if (n) memcpy(copy, t.bytes, n);
    copy[n] = 0;
    *decided = st == RUTH_OK && strstr(copy, "\"action\":{\"is\":\"write\"");
    ruth_session_free(s);
    ruth_policy_release(p);
    ruth_engine_free(e);
    return st;
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    const char *folder = support_folder(small);
    bool decided = false;
    long n = 1, failed = 0;
    for (; n < 100000; n++) {
        meter m = {.fail_at = n};
        ruth_status st = whole_life(&m, folder, &decided);
        assert_int_equal(m.live, 0); /* nothing leaks */
        if (st == RUTH_OK) break;
        assert_int_equal(st, RUTH_E_NOMEM);
        failed++;
    }
    assert_true(decided);
    assert_true(failed > 20);
    printf("%ld points of failure, each a clean RUTH_E_NOMEM\n", failed);
    support_remove(folder);
}

static void a_warm_session_allocates_nothing(void **state) {
    (void)state;
#ifdef RU_ARENA_EXACT
    skip(); /* arenas ask for each request then */
#endif
    const char *folder = support_folder(small);
    meter m = {0};
    ruth_options o = {.size = sizeof o, .allocator = {metered, &m}};
    ruth_engine *e;
    ruth_policy *p;
    ruth_session *s;
    ruth_text t;
    assert_int_equal(ruth_engine_new(&o, &e, NULL), RUTH_OK);
    assert_int_equal(ruth_policy_load(e, folder, &p, NULL), RUTH_OK);
    assert_int_equal(ruth_session_new(p, &s, NULL), RUTH_OK);
    for (int i = 0; i < 10; i++) assert_int_equal(ruth_decide_line(s, line, strlen(line), 1, &t, NULL), RUTH_OK);
    long before = m.calls;
    for (int i = 0; i < 1000; i++) assert_int_equal(ruth_decide_line(s, line, strlen(line), 1, &t, NULL), RUTH_OK);
    assert_int_equal(m.calls, before);
    ruth_session_free(s);
    ruth_policy_release(p);
    ruth_engine_free(e);
    assert_int_equal(m.live, 0);
    support_remove(folder);
}

/* ---- several engines, several threads ---- */
typedef struct job {
    const char *folder;
    char answer[8192];
    ruth_policy *shared;
} job;

static void *own_engine(void *context) {
    job *j = context;
    ruth_engine *e = NULL;
    ruth_policy *p = j->shared ? ruth_policy_retain(j->shared) : NULL;
    ruth_session *s = NULL;
    ruth_text t;
    if (!p && (ruth_engine_new(NULL, &e, NULL) || ruth_policy_load(e, j->folder, &p, NULL))) return NULL;
    if (!ruth_session_new(p, &s, NULL))
        for (int i = 0; i < 200; i++)
            if (!ruth_decide_line(s, line, strlen(line), 1, &t, NULL) && t.length < sizeof j->answer) {
                memcpy(j->answer, t.bytes, t.length);
                j->answer[t.length] = 0;
            }
    ruth_session_free(s);
    ruth_policy_release(p);
    ruth_engine_free(e);
    return NULL;
}

static void engines_and_threads_give_the_same_bytes(void **state) {
    (void)state;
    support_world w;
    pthread_t threads[6];
    static job jobs[6];
    char expected[8192];
    support_open(&w, small);
    snprintf(expected, sizeof expected, "%s", support_decide(&w, line));
    for (int i = 0; i < 6; i++) {
        jobs[i] = (job){.folder = w.folder, .shared = i % 2 ? w.policy : NULL};
        assert_int_equal(pthread_create(&threads[i], NULL, own_engine, &jobs[i]), 0);
    }
    for (int i = 0; i < 6; i++) {
        pthread_join(threads[i], NULL);
        assert_string_equal(jobs[i].answer, expected);
    }
    support_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_and_in_process_agree),
        cmocka_unit_test(arguments_are_checked),
        cmocka_unit_test(contacts_count_in_process),
        cmocka_unit_test(answers_are_given_in_process),
        cmocka_unit_test(lists_and_windows_are_checked),
        cmocka_unit_test(no_call_takes_what_does_not_fit),
        cmocka_unit_test(decisions_are_read),
        cmocka_unit_test(a_bad_line_is_answered_and_the_next_one_decided),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(a_warm_session_allocates_nothing),
        cmocka_unit_test(engines_and_threads_give_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

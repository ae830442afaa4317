/* test_decide_permit.c: what permit answers about one proposed contact: every key, several limits at once, arms, duties, what is not known, rejections, whose and when. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/asking.h"

#define CALL(at) "{\"at\":\"" at "\",\"channel\":\"voice\",\"outcome\":\"no_answer\"}"
#define AT(at) "\"channel\":\"voice\",\"at\":\"" at "\""
#define NOW AT("2026-06-10T16:00:00Z")
static support_world w;

static const char *answer(asking q) { return asking_answer(&w, &q); }
static void comes(asking q, const char *outcome) { assert_string_equal(asking_outcome(&w, &q), outcome); }

/* ---- the keys ---- */
static void every_key(void **state) {
    (void)state;
    asking_open(
        &w,
        "limit \"x.hours\" { cite = \"12 CFR 1006.6(b)(1)\", nature = \"prohibition\", status = \"verified\", because = \"why.stop\", on = { channel = \"voice\" }, hours = { mon_fri = { \"09:00\", \"19:00\" } } }\n"
        "limit \"x.says\" { cite = ethics \"says\", on = outbound, require = { \"law.b\", \"law.a\" } }\n");
    assert_string_equal(
        answer((asking){.now = "2026-06-10T02:00:00Z", .facts = "\"late\":5", .proposed = AT("2026-06-10T03:00:00Z")}),
        "{\"id\":\"q\",\"allowed\":false,\"limits\":[\"x.hours\"],\"block_kind\":\"until_time\",\"earliest_allowed_at\":\"2026-06-10T13:00:00Z\",\"require\":[\"law.a\",\"law.b\"],"
        "\"why\":[{\"id\":\"x.hours\",\"because\":\"5 days late\",\"cite\":\"12 CFR 1006.6(b)(1)\",\"nature\":\"prohibition\",\"status\":\"verified\",\"until\":\"2026-06-10T13:00:00Z\"}],"
        "\"calendar\":[[\"2026-06-10T13:00:00Z\",\"2026-06-10T23:00:00Z\"],[\"2026-06-11T13:00:00Z\",\"2026-06-11T23:00:00Z\"],[\"2026-06-12T13:00:00Z\",\"2026-06-12T23:00:00Z\"],"
        "[\"2026-06-15T13:00:00Z\",\"2026-06-15T23:00:00Z\"],[\"2026-06-16T13:00:00Z\",\"2026-06-16T23:00:00Z\"]]}");
    assert_string_equal(
        answer((asking){.now = "2026-06-10T02:00:00Z", .proposed = "\"channel\":\"letter\",\"at\":\"2026-06-10T03:00:00Z\""}),
        "{\"id\":\"q\",\"allowed\":true,\"limits\":[],\"block_kind\":null,\"earliest_allowed_at\":null,\"require\":[\"law.a\",\"law.b\"],\"why\":[],\"calendar\":[[\"2026-06-10T02:00:00Z\",\"2026-06-17T03:00:00Z\"]]}");
    assert_has(answer((asking){.now = "2026-06-10T02:00:00Z", .facts = "\"late\":null"}), "\"because\":\"… days late\"");
    support_close(&w);
    asking_open(&w, "limit \"x\" { cite = ethics \"peace\", on = outbound, forbid = true }\n"); /* what a limit does not say is null */
    assert_has(answer((asking){0}),
               "\"why\":[{\"id\":\"x\",\"because\":null,\"cite\":\"ethics: peace\",\"nature\":null,\"status\":null,\"until\":null}],\"calendar\":[]}");
    support_close(&w);
}

static void the_calendar_begins_where_it_is_asked(void **state) {
    (void)state;
    asking_open(
        &w,
        "limit \"h\" { cite = house \"1\", on = outbound, hours = { every_day = { \"20:00\", \"24:00\" } }, lifted_for = days(2), lifted_from = fact.owed_on }\n");
    assert_has(answer((asking){.proposed = AT("2026-06-08T00:00:00Z")}),
               "\"calendar\":[[\"2026-06-08T00:00:00Z\",\"2026-06-08T04:00:00Z\"],"); /* before now: from there */
    const char *a = answer((asking){.facts = "\"owed_on\":\"2026-06-12\""});
    assert_has(
        a,
        "\"calendar\":[[\"2026-06-11T00:00:00Z\",\"2026-06-11T04:00:00Z\"],[\"2026-06-12T00:00:00Z\",\"2026-06-14T04:00:00Z\"],[\"2026-06-15T00:00:00Z\",\"2026-06-15T04:00:00Z\"],"); /* the lifted days join the evening before */
    assert_has(a, "[\"2026-06-17T00:00:00Z\",\"2026-06-17T04:00:00Z\"]]}"); /* a week from now, the policy's horizon */
    support_close(&w);
}

static void kinds_of_refusal(void **state) {
    (void)state;
    asking_open(
        &w,
        "limit \"a.time\" { cite = house \"1\", on = outbound, at_most = { { 1, days(7) } } }\nlimit \"b.event\" { cite = house \"2\", on = outbound, when = { stop = true }, forbid = true }\n");
    const char *a = answer((asking){.facts = "\"stop\":true", .contacts = CALL("2026-06-08T15:00:00Z")});
    assert_has(a, "\"limits\":[\"a.time\",\"b.event\"],\"block_kind\":\"until_event\",\"earliest_allowed_at\":null");
    assert_has(a, "\"id\":\"a.time\",\"because\":null,\"cite\":\"house: 1\",\"nature\":null,\"status\":null,\"until\":\"2026-06-15T04:00:00Z\"");
    assert_has(a, "\"id\":\"b.event\",\"because\":null,\"cite\":\"house: 2\",\"nature\":null,\"status\":null,\"until\":null");
    assert_has(answer((asking){.contacts = CALL("2026-06-08T15:00:00Z")}),
               "\"limits\":[\"a.time\"],\"block_kind\":\"until_time\",\"earliest_allowed_at\":\"2026-06-15T04:00:00Z\"");
    assert_has(answer((asking){.facts = "\"stop\":true"}), "\"limits\":[\"b.event\"],\"block_kind\":\"until_event\"");
    assert_has(answer((asking){.facts = "\"stop\":null"}), "\"limits\":[\"b.event\"],\"block_kind\":\"until_event\""); /* not known: it applies */
    assert_has(answer((asking){.facts = "\"stop\":false"}), "\"allowed\":true");
    support_close(&w);
}

static void the_earliest_over_all(void **state) {
    (void)state;
    asking_open(
        &w,
        "limit \"a.count\" { cite = house \"1\", on = outbound, at_most = { { 1, days(3) } } }\nlimit \"b.hours\" { cite = house \"2\", on = outbound, hours = { mon_fri = { \"09:00\", \"19:00\" }, holidays = closed } }\n"
        "limit \"c.shut\" { cite = house \"3\", on = outbound, closed_in = fact.shut }\n");
    comes((asking){.contacts = CALL("2026-06-10T15:00:00Z")}, "2026-06-16T13:00:00Z"); /* counted until Saturday; then the weekend, then a holiday */
    comes((asking){.facts = "\"shut\":[{\"from\":\"08:00\",\"to\":\"10:30\"}]", .contacts = CALL("2026-06-10T15:00:00Z")}, "2026-06-16T14:30:00Z");
    const char *a = answer((asking){.facts = "\"shut\":[{\"from\":\"08:00\",\"to\":\"10:30\"}]", .contacts = CALL("2026-06-10T15:00:00Z")});
    assert_has(a, "\"limits\":[\"a.count\"]"); /* only it refuses at noon; the others only put the earliest off */
    assert_has(a, "\"until\":\"2026-06-13T04:00:00Z\"");
    assert_has(answer((asking){.facts = "\"shut\":[{\"from\":\"08:00\",\"to\":\"19:30\"}]"}),
               "\"limits\":[\"c.shut\"],\"block_kind\":\"until_time\",\"earliest_allowed_at\":null"); /* each ends, but never together */
    support_close(&w);
}

/* ---- which limits are about it ---- */
static void arms_are_reported_once(void **state) {
    (void)state;
    asking_open(
        &w,
        "limit \"x/call\" { cite = house \"1\", on = { channel = \"voice\" }, at_most = { { 1, days(7) } } }\nlimit \"x/any\" { cite = house \"2\", on = outbound, wait = days(2), after = last { channel = \"voice\" } }\n");
    const char *a = answer((asking){.contacts = CALL("2026-06-10T15:00:00Z")});
    assert_has(a, "\"limits\":[\"x\"],");
    assert_has(
        a,
        "\"why\":[{\"id\":\"x\",\"because\":null,\"cite\":\"house: 2\",\"nature\":null,\"status\":null,\"until\":\"2026-06-17T04:00:00Z\"}]"); /* the later of the two ends */
    assert_has(answer((asking){.contacts = CALL("2026-06-10T15:00:00Z"), .proposed = "\"channel\":\"letter\",\"at\":\"2026-06-10T16:00:00Z\""}),
               "\"until\":\"2026-06-12T04:00:00Z\"}]");
    support_close(&w);
    asking_open(
        &w,
        "limit \"x\" { cite = house \"1\", on = outbound, forbid = true }\nlimit \"x.y\" { cite = house \"2\", on = outbound, forbid = true }\nlimit \"x/z\" { cite = house \"3\", on = outbound, forbid = true }\n");
    a = answer((asking){0}); /* the ids do not stand side by side */
    assert_has(a, "\"limits\":[\"x\",\"x.y\"],");
    assert_lacks(a, "house: 3");
    support_close(&w);
}

static void limits_about_other_things(void **state) {
    (void)state;
    static const support_file more[] = {
        {"ladders.lua", "ladder \"action\" { { \"none\", contact = false }, { \"write\" } }\nladder \"tone\" { { \"gentle\" }, { \"plain\" } }\n"},
        {"contacts.yaml",
         "channel: { type: enum, values: [letter, email, voice] }\naction: { type: enum, values: [furnish, contact], if_missing: contact }\nplace: { type: enum, values: [home, work] }\n"},
        {NULL, NULL},
    };
    asking_open_with(
        &w,
        "limit \"a\" { cite = house \"1\", on = { action = \"write\" }, forbid = true }\nlimit \"b\" { cite = house \"2\", on = { tone = \"plain\" }, forbid = true }\nlimit \"c\" { cite = house \"3\", on = { action = \"furnish\" }, forbid = true }\n",
        more);
    comes((asking){0}, "free"); /* what a decision may be is not asked about */
    assert_has(answer((asking){.proposed = NOW ",\"action\":\"furnish\""}), "\"limits\":[\"c\"]");
    assert_has(answer((asking){.proposed = NOW ",\"action\":null"}), "\"limits\":[\"c\"]");
    support_close(&w);
}

static void fields_that_are_not_known(void **state) {
    (void)state;
    asking_open(&w, "limit \"work\" { cite = house \"1\", on = { channel = \"voice\", place = \"work\" }, forbid = true }\n");
    comes((asking){.proposed = NOW ",\"place\":\"work\""}, "event");
    comes((asking){.proposed = NOW ",\"place\":\"home\""}, "free");
    comes((asking){.proposed = NOW ",\"place\":null"}, "event");
    comes((asking){.proposed = NOW}, "event");
    comes((asking){.proposed = "\"at\":\"2026-06-10T16:00:00Z\",\"place\":\"work\""}, "event"); /* on which channel is not known */
    comes((asking){.proposed = "\"at\":\"2026-06-10T16:00:00Z\",\"place\":\"work\",\"channel\":\"letter\""}, "free");
    support_close(&w);
    asking_open(&w, "limit \"not_at_work\" { cite = house \"1\", on = { channel = \"voice\" }, except_on = { place = \"work\" }, forbid = true }\n");
    comes((asking){.proposed = NOW ",\"place\":\"work\""}, "free");
    comes((asking){.proposed = NOW ",\"place\":\"home\""}, "event");
    comes((asking){.proposed = NOW ",\"place\":null"}, "event"); /* only what matches for certain is left out */
    support_close(&w);
    asking_open(&w, "limit \"count\" { cite = house \"1\", on = outbound, at_most = { { 1, days(7) } }, except = { prior = true }, forbid = true }\n");
    comes((asking){.proposed = NOW ",\"prior\":true"}, "event"); /* `except` is about counting; the forbid beside it stays */
    support_close(&w);
}

static void duties(void **state) {
    (void)state;
    asking_open(
        &w,
        "limit \"a\" { cite = house \"1\", on = { channel = \"voice\" }, require = { \"law.b\" } }\nlimit \"b\" { cite = house \"2\", on = outbound, when = { late = above(5) }, require = { \"law.a\", \"law.b\" } }\n"
        "limit \"c\" { cite = house \"3\", on = { channel = \"email\" }, valid_from = \"2026-06-12\", require = { \"law.a\" } }\n");
    assert_has(answer((asking){.facts = "\"late\":1"}), "\"require\":[\"law.b\"]");
    assert_has(answer((asking){.facts = "\"late\":9"}), "\"require\":[\"law.a\",\"law.b\"]");
    assert_has(answer((asking){.facts = "\"late\":null"}), "\"require\":[\"law.a\",\"law.b\"]"); /* what may be due is due */
    assert_has(answer((asking){.facts = "\"late\":1", .proposed = "\"channel\":\"letter\",\"at\":\"2026-06-12T16:00:00Z\""}), "\"require\":[]");
    assert_has(answer((asking){.facts = "\"late\":1", .proposed = "\"channel\":\"email\",\"at\":\"2026-06-12T03:59:59Z\""}),
               "\"require\":[]"); /* not in force yet where the person is */
    assert_has(answer((asking){.facts = "\"late\":1", .proposed = "\"channel\":\"email\",\"at\":\"2026-06-12T04:00:00Z\""}), "\"require\":[\"law.a\"]");
    assert_has(answer((asking){.facts = "\"late\":9"}), "\"allowed\":true"); /* a duty refuses nothing */
    support_close(&w);
}

/* ---- whose, and when ---- */
static void whose(void **state) {
    static const char debt[] = "{\"at\":\"2026-06-08T15:00:00Z\",\"channel\":\"voice\",\"person\":\"p2\",\"debts\":[\"D2\"]}", until[] = "2026-06-15T04:00:00Z";
    char line[1024];
    (void)state;
    asking_open(&w, "limit \"d\" { cite = house \"1\", on = outbound, at_most = { { 1, days(7) } }, per = \"debt\" }\n");
    static const struct {
        const char *request, *proposed;
        bool free;
    } rows[] = {
        {"", "", true},
        {"\"debt\":\"D2\",", "", false},
        {"\"debt\":\"D2\",", ",\"debt\":\"D1\"", true},
        {"\"debt\":\"D1\",", ",\"debt\":\"D2\"", false},
        {"\"debt\":null,", "", false},
        {"\"debt\":null,", ",\"debt\":\"D1\"", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(
            line, sizeof line,
            "{\"id\":\"q\",\"now\":\"2026-06-10T16:00:00Z\",%s\"facts\":{\"jurisdiction\":\"us\",\"timezone\":\"America/New_York\"},\"contacts\":[%s],\"proposed\":{%s%s}}",
            rows[i].request, debt, NOW, rows[i].proposed);
        if ((strstr(asking_line(&w, line), "\"allowed\":true") != NULL) != rows[i].free) fail_msg("row %zu: %s", i, asking_line(&w, line));
    }
    support_close(&w);
    asking_open(&w, "limit \"p\" { cite = house \"1\", on = outbound, at_most = { { 1, days(7) } }, per = \"person\" }\n");
    comes((asking){.contacts = debt, .proposed = NOW ",\"recipient\":\"p1\""}, "free"); /* it counts for whom it goes to */
    comes((asking){.contacts = debt, .proposed = NOW ",\"recipient\":\"p2\""}, until);
    comes((asking){.contacts = debt, .proposed = NOW ",\"recipient\":\"p1\",\"person\":\"p2\""}, until); /* unless it says so */
    comes((asking){.contacts = debt, .proposed = NOW ",\"recipient\":\"p1\",\"person\":null"}, until);
    comes((asking){.contacts = debt, .proposed = NOW ",\"recipient\":null"}, until);
    support_close(&w);
}

static void the_person_now_the_contact_then(void **state) {
    (void)state;
    asking_open(&w, "limit \"a\" { cite = house \"1\", on = outbound, when = { owed_on = within_last(days(2)) }, forbid = true }\n");
    comes((asking){.facts = "\"owed_on\":\"2026-06-09\"", .proposed = AT("2026-06-30T16:00:00Z")}, "event"); /* the person is judged as of now */
    comes((asking){.facts = "\"owed_on\":\"2026-06-01\"", .proposed = AT("2026-06-03T16:00:00Z")}, "free");
    support_close(&w);
    asking_open(&w, "limit \"a\" { cite = house \"1\", on = outbound, forbid = true, valid_until = \"2026-06-11\" }\n");
    comes((asking){.proposed = AT("2026-06-12T03:59:59Z")}, "2026-06-12T04:00:00Z"); /* effective dates as of the instant asked */
    comes((asking){.proposed = AT("2026-06-12T04:00:00Z")}, "free");
    support_close(&w);
    asking_open(&w, "limit \"a\" { cite = house \"1\", on = outbound, forbid = true, valid_from = \"2026-06-12\" }\n");
    comes((asking){.proposed = AT("2026-06-12T03:59:59Z")}, "free");
    comes((asking){.proposed = AT("2026-06-12T04:00:00Z")}, "event");
    support_close(&w);
    asking_open(&w, "limit \"a\" { cite = house \"1\", on = outbound, hours = { mon_fri = { \"09:00\", \"19:00\" } } }\n");
    comes((asking){.proposed = AT("2026-06-10T23:00:00Z")}, "2026-06-11T13:00:00Z");
    comes((asking){.now = "2026-06-11T03:00:00Z", .proposed = AT("2026-06-11T14:00:00Z")}, "free");
    support_close(&w);
    asking_open(&w, "limit \"a\" { cite = house \"1\", on = outbound, at_most = { { 1, days(1) } } }\n");
    assert_int_equal(ruth_session_set_now(w.session, "2026-06-12T16:00:00Z", &w.error), RUTH_OK); /* --at: now is replaced, the proposal's instant is not */
    comes((asking){.now = "2026-06-01T16:00:00Z", .contacts = CALL("2026-06-12T15:00:00Z"), .proposed = AT("2026-06-12T17:00:00Z")}, "2026-06-13T04:00:00Z");
    support_close(&w);
}

static void a_far_end(void **state) {
    (void)state;
    asking_open(&w, "limit \"a\" { cite = house \"1\", on = outbound, wait = days(700), after = fact.owed_on }\n");
    comes((asking){.facts = "\"owed_on\":\"2026-06-09\""}, "2028-05-09T04:00:00Z");
    support_close(&w);
    asking_open(
        &w,
        "limit \"a\" { cite = house \"1\", on = outbound, wait = days(3000), after = fact.owed_on }\n"); /* further than an opening is looked for: its end stands in `why` */
    const char *a = answer((asking){.facts = "\"owed_on\":\"2026-06-09\""});
    assert_has(a, "\"block_kind\":\"until_time\",\"earliest_allowed_at\":null");
    assert_has(a, "\"until\":\"2034-08-26T04:00:00Z\"");
    support_close(&w);
    asking_open(&w, "limit \"a\" { cite = house \"1\", on = outbound, hours = { every_day = closed } }\n"); /* no time will do */
    comes((asking){0}, "event");
    support_close(&w);
}

/* ---- rejections ---- */
#define HEAD "{\"id\":\"q\",\"now\":\"2026-06-10T16:00:00Z\",\"facts\":{\"timezone\":\"America/New_York\"}"
#define ASKED(proposed) HEAD ",\"proposed\":" proposed "}"
static const struct {
    const char *line, *code, *at, *says;
} rejections[] = {
    {HEAD "}", "missing", "/proposed", "a question has "},
    {ASKED("null"), "type", "/proposed", "an object, as in"},
    {ASKED("[]"), "type", "/proposed", "an object, as in"},
    {ASKED("{}"), "missing", "/proposed/at", "the proposal has no"},
    {ASKED("{\"channel\":\"voice\"}"), "missing", "/proposed/at", "the proposal has no"},
    {ASKED("{\"at\":null}"), "type", "/proposed/at", "an instant"},
    {ASKED("{\"at\":5}"), "type", "/proposed/at", "an instant"},
    {ASKED("{\"at\":\"2026-06-10\"}"), "type", "/proposed/at", "is no instant"},
    {ASKED("{\"at\":\"2206-06-10T10:00:00Z\"}"), "type", "/proposed/at", "is no instant that ruth reads: its years are 1900 to 2200"},
    {ASKED("{\"at\":\"0026-06-10T10:00:00Z\"}"), "type", "/proposed/at", "its years are 1900 to 2200"},
    {ASKED("{\"at\":\"2206-13-10T10:00:00Z\"}"), "type", "/proposed/at", "expected date, time and offset"},
    {ASKED("{\"at\":\"2026-06-10T16:00:00Z\",\"at\":\"2026-06-10T17:00:00Z\"}"), "json", "", "stands twice"},
    {ASKED("{" NOW ",\"chanel\":\"voice\"}"), "key", "/proposed/chanel", "did you mean channel?"},
    {ASKED("{" NOW ",\"channel\":\"voice\"}"), "json", "", "stands twice"},
    {ASKED("{" NOW ",\"debt\":\"D1\",\"debt\":\"D1\"}"), "json", "", "stands twice"},
    {ASKED("{\"at\":\"2026-06-10T16:00:00Z\",\"channel\":5}"), "type", "/proposed/channel", ""},
    {ASKED("{\"at\":\"2026-06-10T16:00:00Z\",\"channel\":\"fax\"}"), "range", "/proposed/channel", "fax"},
    {ASKED("{" NOW ",\"prior\":\"yes\"}"), "type", "/proposed/prior", ""},
    {ASKED("{" NOW ",\"debts\":\"D1\"}"), "type", "/proposed/debts", ""},
    {ASKED("{" NOW ",\"debt\":\"\"}"), "range", "/proposed/debt", "expected 1 to"},
    {ASKED("{" NOW ",\"debt\":7}"), "type", "/proposed/debt", "a string"},
    {HEAD ",\"proposed\":{" NOW "},\"proposed\":{" NOW "}}", "key", "/proposed", "twice"},
    {HEAD ",\"contacts\":[" CALL("2026-06-10T16:00:01Z") "],\"proposed\":{" NOW "}}", "contact", "/contacts/0/at", ""},
    {HEAD ",\"propsed\":{" NOW "}}", "key", "/propsed", "proposed"},
    {"{\"id\":\"q\",\"now\":\"2026-06-10T16:00:00Z\",\"facts\":{\"shut\":5},\"proposed\":{" NOW "}}", "type", "/facts/shut", ""},
};

static void rejected(void **state) {
    int wrong = 0;
    (void)state;
    asking_open(&w, "limit \"a\" { cite = house \"1\", on = outbound, forbid = true }\n");
    for (size_t i = 0; i < sizeof rejections / sizeof *rejections; i++) {
        char head[160];
        ruth_text t;
        assert_int_equal(ruth_permit_line(w.session, rejections[i].line, strlen(rejections[i].line), 77, &t, &w.error), RUTH_E_REQUEST);
        char *a = support_copy(t);
        snprintf(head, sizeof head, "{\"id\":\"q\",\"error\":{\"code\":\"%s\",\"at\":\"%s\",\"message\":", rejections[i].code, rejections[i].at);
        if (strncmp(a, head, strlen(head)) != 0 || !strstr(a, rejections[i].says) || !strstr(a, ",\"line\":77}}")) {
            wrong++;
            print_error("%s\n  %s\n  expected %s … %s\n", rejections[i].line, a, head, rejections[i].says);
        }
        free(a);
    }
    assert_int_equal(wrong, 0);
    comes((asking){0}, "event"); /* the next question is answered */
    support_close(&w);
}

static void the_policy_is_not_in_force(void **state) {
    static const support_file more[] = {{"policy.yaml", "policy: asked\nversion: 1.0.0\nvalid_from: 2026-06-10\n"}, {NULL, NULL}};
    (void)state;
    asking_open_with(&w, "limit \"a\" { cite = house \"1\", on = outbound, hours = { every_day = closed } }\n", more);
    assert_has(answer((asking){.now = "2026-06-10T03:59:59Z"}), "\"error\":{\"code\":\"policy_not_in_force\",\"at\":\"/now\"");
    comes((asking){.now = "2026-06-10T04:00:00Z"}, "event");
    support_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key),
        cmocka_unit_test(the_calendar_begins_where_it_is_asked),
        cmocka_unit_test(kinds_of_refusal),
        cmocka_unit_test(the_earliest_over_all),
        cmocka_unit_test(arms_are_reported_once),
        cmocka_unit_test(limits_about_other_things),
        cmocka_unit_test(fields_that_are_not_known),
        cmocka_unit_test(duties),
        cmocka_unit_test(whose),
        cmocka_unit_test(the_person_now_the_contact_then),
        cmocka_unit_test(a_far_end),
        cmocka_unit_test(rejected),
        cmocka_unit_test(the_policy_is_not_in_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

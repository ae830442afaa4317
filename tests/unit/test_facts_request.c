/* test_facts_request.c: the strict request reader: what is read, what is refused and where, and the canonical request. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/facts_fixture.h"

#define HEAD "{\"id\":\"A-1\",\"now\":\"2026-03-02T14:00:00Z\","
#define FACTS(x) HEAD "\"facts\":{" x "}}"
#define CONTACTS(x) HEAD "\"contacts\":[" x "]}"

static int setup(void **state) {
    facts_fixture *f = malloc(sizeof *f);
    facts_open(f);
    *state = f;
    return 0;
}
static int teardown(void **state) {
    facts_close(*state);
    free(*state);
    return 0;
}

static void must_read(facts_fixture *f, const char *line) {
    if (!facts_read(f, line)) fail_msg("%s\n%s at \"%s\": %s", line, ru_reject_name(f->why.code), f->why.at, f->why.message);
}

static void reads_every_type(void **state) {
    facts_fixture *f = *state;
    must_read(f, FACTS("\"jurisdiction\":\"ca-qc\", \"timezone\":\"America/Toronto\",\"timezone_candidates\":[\"America/Toronto\",\"America/Vancouver\"],"
                       "\"days_past_due\":-45,\"balance\":123456,\"interest\":\"0.125\",\"monthly_income\":null,\"life_event_on\":\"2026-02-20\","
                       "\"cease_received_at\":\"2026-02-20T10:00:00-05:00\",\"vulnerabilities\":[\"capability\",\"health\"],\"complaint_open\":true,"
                       "\"subject\":\"M-\\u00e977\",\"references\":[\"x\",\"y\\n\"],"
                       "\"convenient_windows\":[{\"days\":[\"sun\",\"mon\"],\"from\":\"09:00\",\"to\":\"17:30:15\"},{\"from\":\"22:00\",\"to\":\"24:00\"}]"));
    assert_string_equal("A-1", ru_arena_str(&f->request_arena, f->r.id).p);
    assert_int_equal(f->r.now, 1772460000);
    assert_int_equal(facts_value(f, "jurisdiction")->i, 1);
    assert_non_null(facts_value(f, "timezone")->zone);
    assert_int_equal(facts_value(f, "timezone_candidates")->u.l.n, 2);
    assert_int_equal(facts_value(f, "days_past_due")->i, -45);
    assert_int_equal(facts_value(f, "balance")->i, 123456);
    assert_int_equal(facts_value(f, "interest")->i, 125000);
    assert_int_equal(facts_value(f, "life_event_on")->i, ru_days_from_civil(2026, 2, 20));
    assert_int_equal(facts_value(f, "cease_received_at")->i, 1771599600);
    assert_int_equal(facts_value(f, "vulnerabilities")->i, 5);
    assert_int_equal(facts_value(f, "complaint_open")->i, 1);
    assert_true(ru_str_is(facts_value(f, "subject")->u.s, "M-\xc3\xa9"
                                                          "77"));
    assert_true(ru_str_is(((const ru_str *)facts_value(f, "references")->u.l.list)[1], "y\n"));
    const ru_window *w = facts_value(f, "convenient_windows")->u.l.list;
    assert_int_equal(facts_value(f, "convenient_windows")->u.l.n, 2);
    assert_true(w[0].days == 0x41 && w[0].from == 9 * 3600 && w[0].to == 17 * 3600 + 30 * 60 + 15);
    assert_true(w[1].days == 0x7f && w[1].to == 86400);
}

static void three_states(void **state) {
    facts_fixture *f = *state;
    must_read(f, FACTS("\"monthly_income\":null,\"life_event\":null,\"balance\":0"));
    assert_true(facts_value(f, "monthly_income")->state == RU_UNKNOWN && facts_value(f, "monthly_income")->given == 1);
    assert_true(facts_value(f, "life_event")->state == RU_UNKNOWN && facts_value(f, "life_event")->given == 1);
    assert_true(facts_value(f, "essential_costs")->state == RU_UNKNOWN && facts_value(f, "essential_costs")->given == 0);
    assert_true(facts_value(f, "cease_received_at")->state == RU_NONE && facts_value(f, "cease_received_at")->given == 0);
    assert_true(facts_value(f, "plans_broken_12m")->state == RU_VALUE && facts_value(f, "plans_broken_12m")->given == 0);
    assert_true(facts_value(f, "balance")->state == RU_VALUE && facts_value(f, "balance")->given == 2);
    assert_true(f->r.contacts_given == 0 && f->r.contacts_state == RU_VALUE && f->r.contact_count == 0 && f->r.debt_state == RU_NONE);
    must_read(f, HEAD "\"contacts\":null,\"debt\":null}");
    assert_true(f->r.contacts_given == 1 && f->r.contacts_state == RU_UNKNOWN && f->r.debt_state == RU_UNKNOWN);
    must_read(f, HEAD "\"contacts\":[],\"debt\":\"D2\"}");
    assert_true(f->r.contacts_given == 2 && f->r.contacts_state == RU_VALUE && f->r.debt_state == RU_VALUE && ru_str_is(f->r.debt, "D2"));
}

static void reads_contacts_in_order(void **state) {
    facts_fixture *f = *state;
    must_read(
        f,
        CONTACTS(
            "{\"at\":\"2026-03-01T10:00:00Z\",\"channel\":\"voice\"},{\"channel\":\"sms\"},{\"at\":\"2026-02-01T10:00:00Z\",\"channel\":\"letter\",\"debts\":[\"D1\",\"D2\"]},"
            "{\"at\":null,\"channel\":\"email\",\"direction\":null},{\"at\":\"2026-03-01T10:00:00Z\",\"channel\":\"portal\"}"));
    static const int channels[] = {1, 4, 0, 3, 2};
    int slot = ru_fields_find(&f->s->contact, RU_STR("channel")), direction = ru_fields_find(&f->s->contact, RU_STR("direction"));
    assert_int_equal(f->r.contact_count, 5);
    for (size_t i = 0; i < 5; i++) assert_int_equal(f->r.contacts[i].fields[slot].i, channels[i]);
    assert_int_equal(f->r.contacts[0].at_state, RU_VALUE);
    assert_int_equal(f->r.contacts[3].at_state, RU_UNKNOWN);
    assert_int_equal(f->r.contacts[3].at_given, 0);
    assert_int_equal(f->r.contacts[4].at_given, 1);
    assert_true(f->r.contacts[0].fields[direction].state == RU_VALUE && f->r.contacts[0].fields[direction].i == 0);
    assert_int_equal(f->r.contacts[4].fields[direction].state, RU_UNKNOWN);
}

typedef struct refusal {
    const char *line;
    ru_reject code;
    const char *at, *says;
} refusal;

static const refusal refusals[] = {
    {"", RU_REJECT_JSON, "", ""},
    {"[]", RU_REJECT_TYPE, "", "a request"},
    {"{\"id\":\"a\"", RU_REJECT_JSON, "", "byte"},
    {"{\"now\":\"2026-03-02T14:00:00Z\",\"facts\":{}}", RU_REJECT_MISSING, "/id", "\"id\""},
    {"{\"id\":\"a\",\"facts\":{}}", RU_REJECT_MISSING, "/now", "\"now\""},
    {"{\"id\":\"\",\"now\":\"2026-03-02T14:00:00Z\"}", RU_REJECT_RANGE, "/id", "1 to 200"},
    {"{\"id\":5,\"now\":\"2026-03-02T14:00:00Z\"}", RU_REJECT_TYPE, "/id", "found a number"},
    {"{\"id\":\"a\",\"now\":\"2026-03-02\"}", RU_REJECT_TYPE, "/now", "no instant"},
    {HEAD "\"fact\":{}}", RU_REJECT_KEY, "/fact", "did you mean facts?"},
    {HEAD "\"proposed\":{}}", RU_REJECT_KEY, "/proposed", "permit"},
    {HEAD "\"id\":\"b\"}", RU_REJECT_KEY, "/id", "twice"},
    {HEAD "\"\\u0069d\":\"b\"}", RU_REJECT_KEY, "/id", "twice"},
    {HEAD "\"facts\":null}", RU_REJECT_TYPE, "/facts", "found null"},
    {FACTS("\"balanc\":5"), RU_REJECT_KEY, "/facts/balanc", "did you mean balance?"},
    {FACTS("\"disposable\":5"), RU_REJECT_KEY, "/facts/disposable", "derived"},
    {FACTS("\"a/b~c\":5"), RU_REJECT_KEY, "/facts/a~1b~0c", "no fact"},
    {FACTS("\"balance\":5,\"balance\":5"), RU_REJECT_KEY, "/facts/balance", "twice"},
    {FACTS("\"balance\":5,\"b\\u0061lance\":null"), RU_REJECT_KEY, "/facts/balance", "twice"},
    {FACTS("\"balance\":5.0"), RU_REJECT_TYPE, "/facts/balance", "whole number, found 5.0"},
    {FACTS("\"balance\":1e2"), RU_REJECT_TYPE, "/facts/balance", "1e2"},
    {FACTS("\"balance\":-0"), RU_REJECT_TYPE, "/facts/balance", "-0"},
    {FACTS("\"balance\":01"), RU_REJECT_JSON, "", ""},
    {FACTS("\"balance\":\"5\""), RU_REJECT_TYPE, "/facts/balance", "found a string"},
    {FACTS("\"balance\":9223372036854775808"), RU_REJECT_RANGE, "/facts/balance", "too large"},
    {FACTS("\"days_past_due\":3651"), RU_REJECT_RANGE, "/facts/days_past_due", "-60 to 3650"},
    {FACTS("\"interest\":0.5"), RU_REJECT_TYPE, "/facts/interest", "ratio as a string"},
    {FACTS("\"interest\":\"0.1234567\""), RU_REJECT_TYPE, "/facts/interest", "6 places"},
    {FACTS("\"interest\":\"1.5\""), RU_REJECT_RANGE, "/facts/interest", "range"},
    {FACTS("\"life_event\":\"bereavment\""), RU_REJECT_RANGE, "/facts/life_event", "did you mean bereavement?"},
    {FACTS("\"life_event\":true"), RU_REJECT_TYPE, "/facts/life_event", "found true"},
    {FACTS("\"life_event_on\":\"2026-02-30\""), RU_REJECT_TYPE, "/facts/life_event_on", "calendar"},
    {FACTS("\"cease_received_at\":\"2026-02-20T10:00:00\""), RU_REJECT_TYPE, "/facts/cease_received_at", "offset"},
    {FACTS("\"complaint_open\":1"), RU_REJECT_TYPE, "/facts/complaint_open", "true or false"},
    {FACTS("\"complaint_open\":\"yes\""), RU_REJECT_TYPE, "/facts/complaint_open", "true or false"},
    {FACTS("\"timezone\":\"America/Nowhere\""), RU_REJECT_RANGE, "/facts/timezone", "no time zone"},
    {FACTS("\"timezone\":\"../../etc/passwd\""), RU_REJECT_RANGE, "/facts/timezone", "no time zone"},
    {FACTS("\"timezone\":\"Europe/Paris\",\"timezone_candidates\":[\"America/Toronto\"]"), RU_REJECT_RANGE, "/facts/timezone", "not among"},
    {FACTS("\"vulnerabilities\":\"health\""), RU_REJECT_TYPE, "/facts/vulnerabilities", "a list"},
    {FACTS("\"vulnerabilities\":[\"heath\"]"), RU_REJECT_RANGE, "/facts/vulnerabilities", "did you mean health?"},
    {FACTS("\"vulnerabilities\":[null]"), RU_REJECT_TYPE, "/facts/vulnerabilities", "found null"},
    {FACTS("\"convenient_windows\":[{\"from\":\"09:00\"}]"), RU_REJECT_MISSING, "/facts/convenient_windows", "needs"},
    {FACTS("\"convenient_windows\":[{\"from\":\"09:00\",\"to\":\"25:00\"}]"), RU_REJECT_RANGE, "/facts/convenient_windows", "no time of day"},
    {FACTS("\"convenient_windows\":[{\"from\":\"09:00\",\"to\":\"09:00\"}]"), RU_REJECT_RANGE, "/facts/convenient_windows", "empty"},
    {FACTS("\"convenient_windows\":[{\"day\":[],\"from\":\"09:00\",\"to\":\"10:00\"}]"), RU_REJECT_KEY, "/facts/convenient_windows", "did you mean days?"},
    {FACTS("\"convenient_windows\":[{\"days\":[\"Sun\"],\"from\":\"09:00\",\"to\":\"10:00\"}]"), RU_REJECT_RANGE, "/facts/convenient_windows", "no day"},
    {FACTS("\"subject\":\"\\ud800\""), RU_REJECT_JSON, "", ""},
    {FACTS("\"subject\":\"\xff\""), RU_REJECT_JSON, "", ""},
    {HEAD "\"contacts\":{}}", RU_REJECT_TYPE, "/contacts", "found an object"},
    {CONTACTS("5"), RU_REJECT_TYPE, "/contacts/0", "found a number"},
    {CONTACTS("{},{},{\"outcome\":\"convrsation\"}"), RU_REJECT_RANGE, "/contacts/2/outcome", "did you mean conversation?"},
    {CONTACTS("{\"chanel\":\"sms\"}"), RU_REJECT_KEY, "/contacts/0/chanel", "did you mean channel?"},
    {CONTACTS("{\"att\":null}"), RU_REJECT_KEY, "/contacts/0/att", "no field of a contact"},
    {CONTACTS("{\"att\":\"2026-03-01T10:00:00Z\",\"number\":\"some text that leaves room\"}"), RU_REJECT_KEY, "/contacts/0/att", "no field"},
    {CONTACTS("{\"channel\":\"sms\",\"channel\":\"sms\"}"), RU_REJECT_KEY, "/contacts/0/channel", "twice"},
    {CONTACTS("{\"at\":null,\"at\":null}"), RU_REJECT_KEY, "/contacts/0/at", "twice"},
    {CONTACTS("{},{\"at\":\"2026-03-02T14:00:01Z\"}"), RU_REJECT_CONTACT, "/contacts/1/at", "lies after now"},
    {CONTACTS("{\"at\":5}"), RU_REJECT_TYPE, "/contacts/0/at", "an instant"},
    {HEAD "\"debt\":\"\"}", RU_REJECT_RANGE, "/debt", "1 to 200"},
    {HEAD "\"ref\":{\"a\":1,\"a\":2}}", RU_REJECT_JSON, "", ""},
    {HEAD "\"facts\":{}} x", RU_REJECT_JSON, "", ""},
    {HEAD "\"facts\":{},}", RU_REJECT_JSON, "", ""},
    {HEAD "\"facts\" 5}", RU_REJECT_JSON, "", ""},
    {HEAD "\"facts\":{\"balance\":5 \"interest\":null}}", RU_REJECT_JSON, "", ""},
    {HEAD "\"facts\":{,\"balance\":5}}", RU_REJECT_JSON, "", ""},
    {FACTS("\"balance\";5,\"subject\":\"some text that leaves room\""), RU_REJECT_JSON, "", ""},
    {FACTS("\"balance\":5;\"subject\":\"some text that leaves room\""), RU_REJECT_JSON, "", ""},
};

static void refuses(void **state) {
    facts_fixture *f = *state;
    for (size_t i = 0; i < RU_COUNT(refusals); i++) {
        if (facts_read(f, refusals[i].line)) fail_msg("was not refused: %s", refusals[i].line);
        if (f->why.code != refusals[i].code || strcmp(f->why.at, refusals[i].at) != 0 || !strstr(f->why.message, refusals[i].says))
            fail_msg("%s\ngave %s at \"%s\": %s", refusals[i].line, ru_reject_name(f->why.code), f->why.at, f->why.message);
        assert_true(ru_utf8_valid(ru_str_of(f->why.message), NULL));
    }
}

static void long_things(void **state) {
    facts_fixture *f = *state;
    static char line[RU_MAX_LINE + 2];
    size_t n = (size_t)snprintf(line, sizeof line, "%s", HEAD "\"ref\":\"");
    memset(line + n, 'x', 4094);
    memcpy(line + n + 4094, "\"}", 3);
    must_read(f, line);
    assert_int_equal(f->r.ref.n, 4096);
    memset(line + n, 'x', 4095);
    memcpy(line + n + 4095, "\"}", 3);
    assert_false(facts_read(f, line));
    assert_int_equal(f->why.code, RU_REJECT_TOO_LONG);
    assert_string_equal(f->why.at, "/ref");
    memset(line, ' ', RU_MAX_LINE + 1);
    memcpy(line, FACTS(""), strlen(FACTS("")));
    line[RU_MAX_LINE] = '\0';
    must_read(f, line);
    line[RU_MAX_LINE] = ' ';
    line[RU_MAX_LINE + 1] = '\0';
    assert_false(facts_read(f, line));
    assert_int_equal(f->why.code, RU_REJECT_TOO_LONG);
    n = (size_t)snprintf(line, sizeof line, "%s", HEAD "\"contacts\":[{}");
    for (int i = 1; i < 4096; i++, n += 3) memcpy(line + n, ",{}", 3);
    memcpy(line + n, "]}", 3);
    must_read(f, line);
    assert_int_equal(f->r.contact_count, 4096);
    memcpy(line + n, ",{}]}", 6);
    assert_false(facts_read(f, line));
    assert_string_equal(f->why.at, "/contacts");
    memset(line, 'x', 210);
    memcpy(line, "{\"id\":\"", 7);
    snprintf(line + 7 + 201, 64, "%s", "\",\"now\":\"2026-03-02T14:00:00Z\"}");
    assert_false(facts_read(f, line));
    assert_string_equal(f->why.at, "/id");
}

static void keeps_the_id_of_a_refused_line(void **state) {
    facts_fixture *f = *state;
    assert_false(facts_read(f, "{\"facts\":{\"balanc\":5},\"now\":\"x\",\"id\":\"late\"}"));
    assert_true(ru_str_is(f->r.id, "late"));
    assert_false(facts_read(f, "{\"id\":\"early\",\"facts\":{\"balanc\":5"));
    assert_true(ru_str_is(f->r.id, "early"));
    assert_false(facts_read(f, "{\"facts\":[,],\"id\":\"lost\"}"));
    assert_null(f->r.id.p);
}

static void proposed_and_override(void **state) {
    facts_fixture *f = *state;
    ru_str line = RU_STR(HEAD "\"proposed\" : {\"channel\": \"voice\"} , \"contacts\":[{\"at\":\"2026-03-02T13:00:00Z\"}]}");
    int64_t earlier = 1772460000 - 7200;
    assert_true(ru_request_read(f->s, f->zones, &f->request_arena, line, NULL, true, &f->r, &f->why));
    assert_true(ru_str_is(f->r.proposed, "{\"channel\": \"voice\"}"));
    assert_false(ru_request_read(f->s, f->zones, &f->request_arena, line, &earlier, true, &f->r, &f->why));
    assert_int_equal(f->why.code, RU_REJECT_CONTACT);
    line = RU_STR("{\"id\":\"a\",\"facts\":{}}");
    assert_true(ru_request_read(f->s, f->zones, &f->request_arena, line, &earlier, false, &f->r, &f->why));
    assert_int_equal(f->r.now, earlier);
}

static void writes_canonically(void **state) {
    facts_fixture *f = *state;
    must_read(
        f,
        " { \"ref\" : { \"a\" : [1, 2] } , \"facts\" : { \"interest\" : \"0.50\" , \"balance\" : 5, \"monthly_income\":null, \"vulnerabilities\":[\"capability\",\"health\",\"health\"],"
        "\"cease_received_at\":\"2026-02-20T10:00:00-05:00\",\"convenient_windows\":[{\"to\":\"17:00\",\"from\":\"09:00\",\"days\":[\"sun\",\"mon\"]},{\"from\":\"22:00\",\"to\":\"02:00\"}],"
        "\"subject\":\"a\\u002fb\",\"complaint_open\":false,\"timezone\":\"UTC\"},\"choice\":{ \"id\" : \"x \\\" y\" },\"debt\":\"D1\","
        "\"contacts\":[{\"outcome\":\"voicemail\",\"at\":null,\"debts\":[]},{\"channel\":\"sms\",\"at\":\"2026-03-01T10:00:00+01:00\"}],"
        "\"now\":\"2026-03-02T15:00:00+01:00\",\"id\":\"A-1\"}");
    ru_request_write(&f->out, f->s, &f->r);
    const char *once = facts_text(f);
    assert_string_equal(
        once,
        HEAD "\"facts\":{\"balance\":5,\"cease_received_at\":\"2026-02-20T15:00:00Z\",\"complaint_open\":false,"
             "\"convenient_windows\":[{\"days\":[\"mon\",\"sun\"],\"from\":\"09:00:00\",\"to\":\"17:00:00\"},{\"from\":\"22:00:00\",\"to\":\"02:00:00\"}],"
             "\"interest\":\"0.5\",\"monthly_income\":null,\"subject\":\"a/b\",\"timezone\":\"UTC\",\"vulnerabilities\":[\"health\",\"capability\"]},"
             "\"contacts\":[{\"at\":\"2026-03-01T09:00:00Z\",\"channel\":\"sms\"},{\"at\":null,\"debts\":[],\"outcome\":\"voicemail\"}],"
             "\"debt\":\"D1\",\"choice\":{\"id\":\"x \\\" y\"}}");
    ru_request_put_raw(&f->out, f->r.ref);
    assert_string_equal(facts_text(f), "{\"a\":[1,2]}");
    char *copy = strdup(once);
    must_read(f, copy);
    ru_request_write(&f->out, f->s, &f->r);
    assert_string_equal(facts_text(f), copy); /* canonical is a fixed point */
    free(copy);
}

/* The quick way and the ordinary one must read the same: every line is read as it is, and once more with a space that the quick way does not take. */
static void both_ways_read_the_same(void **state) {
    facts_fixture *f = *state;
    static const char *const numbers[] = {"0",
                                          "7",
                                          "-7",
                                          "42",
                                          "999",
                                          "-1000",
                                          "12345",
                                          "654321",
                                          "7654321",
                                          "-7654321",
                                          "12345678",
                                          "987654321",
                                          "123456789012345678",
                                          "-123456789012345678",
                                          "1234567890123456789",
                                          "9223372036854775807",
                                          "-9223372036854775808",
                                          "9223372036854775808",
                                          "00",
                                          "01",
                                          "-0",
                                          "-",
                                          "1.",
                                          "1e1",
                                          "+1",
                                          "1/",
                                          "1:",
                                          "1a",
                                          ""};
    for (size_t i = 0; i < RU_COUNT(numbers); i++) {
        char quick[512], plain[512];
        snprintf(quick, sizeof quick, FACTS("\"balance\":%s,\"subject\":\"some text that is long enough to leave room\""), numbers[i]);
        snprintf(plain, sizeof plain, FACTS(" \"balance\" : %s , \"subject\":\"some text that is long enough to leave room\""), numbers[i]);
        bool a = facts_read(f, quick);
        ru_rejection why = f->why;
        int64_t value = facts_value(f, "balance")->i;
        bool b = facts_read(f, plain);
        if (a != b || why.code != f->why.code || strcmp(why.at, f->why.at) != 0) fail_msg("%s is read in two ways", numbers[i]);
        if (!a) continue;
        assert_int_equal(value, facts_value(f, "balance")->i);
        assert_int_equal(value, strtoll(numbers[i], NULL, 10));
    }
    static const char *const lists[] = {"[]",
                                        "[\"health\"]",
                                        "[\"health\",\"capability\"]",
                                        "[,]",
                                        "[\"health\",]",
                                        "[\"health\"",
                                        "[\"health\"}",
                                        "[\"heath\"]",
                                        "[\"health\"\"capability\"]",
                                        "[null]",
                                        "{}"};
    for (size_t i = 0; i < RU_COUNT(lists); i++) {
        char quick[512], plain[512];
        snprintf(quick, sizeof quick, FACTS("\"vulnerabilities\":%s,\"subject\":\"some text that is long enough to leave room\""), lists[i]);
        snprintf(plain, sizeof plain, FACTS(" \"vulnerabilities\" : %s , \"subject\":\"some text that is long enough to leave room\""), lists[i]);
        bool a = facts_read(f, quick);
        ru_rejection why = f->why;
        int64_t value = facts_value(f, "vulnerabilities")->i;
        bool b = facts_read(f, plain);
        if (a != b || why.code != f->why.code || strcmp(why.at, f->why.at) != 0) fail_msg("%s is read in two ways", lists[i]);
        if (a) assert_int_equal(value, facts_value(f, "vulnerabilities")->i);
    }
}

/* What expired is still what the request said. */
static void writes_what_was_said(void **state) {
    facts_fixture *f = *state;
    const char *line = FACTS("\"life_event\":\"illness\",\"life_event_on\":\"2020-01-01\",\"timezone\":\"UTC\"");
    facts_scene(f, line);
    assert_int_equal(facts_value(f, "life_event")->state, RU_NONE);
    ru_request_write(&f->out, f->s, &f->r);
    assert_string_equal(facts_text(f), line);
}

/* Damaged lines: never a crash, and what is accepted must be accepted again in canonical form. Also cuts at every byte. */
static void survives_damage(void **state) {
    facts_fixture *f = *state;
    static const char good[] = HEAD
        "\"facts\":{\"jurisdiction\":\"us\",\"timezone\":\"America/New_York\",\"balance\":123456,\"interest\":\"0.125\",\"vulnerabilities\":[\"health\"],"
        "\"convenient_windows\":[{\"days\":[\"sun\"],\"from\":\"09:00\",\"to\":\"10:00\"}],\"subject\":\"\\u00e9\\ud83d\\ude00\",\"monthly_income\":null},"
        "\"contacts\":[{\"at\":\"2026-02-27T15:00:00Z\",\"channel\":\"voice\",\"debts\":[\"D1\"]}],\"ref\":{\"a\":[1,{\"b\":null}]}}";
    unsigned seed = 20260302;
    print_message("seed %u\n", seed);
    size_t n = sizeof good - 1;
    for (size_t cut = 0; cut <= n; cut++) {
        char *exact = malloc(cut ? cut : 1); /* exactly as long, so that a sanitizer sees a read beyond */
        memcpy(exact, good, cut);
        ru_arena_reset(&f->request_arena);
        bool ok = ru_request_read(f->s, f->zones, &f->request_arena, (ru_str){exact, cut}, NULL, false, &f->r, &f->why);
        assert_int_equal(ok, cut == n);
        free(exact);
    }
    static const char noise[] = "\"\\{}[],:0-.e \tnulltrue\x01\xc3\xff";
    for (int i = 0; i < facts_scaled(20000); i++) {
        char *line = malloc(n + 1);
        memcpy(line, good, n + 1);
        for (int k = 0; k < 1 + i % 3; k++) {
            seed = seed * 1664525u + 1013904223u;
            line[(seed >> 8) % n] = noise[(seed >> 3) % (sizeof noise - 1)];
        }
        ru_arena_reset(&f->request_arena);
        if (ru_request_read(f->s, f->zones, &f->request_arena, (ru_str){line, n}, NULL, false, &f->r, &f->why)) {
            ru_request_write(&f->out, f->s, &f->r);
            char *canonical = strdup(facts_text(f));
            if (!facts_read(f, canonical)) fail_msg("%s\nis not read again: %s", canonical, f->why.message);
            free(canonical);
        } else {
            assert_int_not_equal(f->why.code, RU_REJECT_NONE);
            assert_true(ru_utf8_valid(ru_str_of(f->why.message), NULL) && ru_utf8_valid(ru_str_of(f->why.at), NULL));
        }
        free(line);
    }
}

/* A refusing allocator must give an orderly answer at every step. */
typedef struct stingy {
    long left;
} stingy;
static void *stingy_resize(void *context, void *block, size_t old_size, size_t size) {
    stingy *s = context;
    (void)old_size;
    if (size == 0) {
        free(block);
        return NULL;
    }
    if (s->left-- <= 0) return NULL;
    return realloc(block, size);
}

static void survives_want_of_memory(void **state) {
    facts_fixture *f = *state;
    bool done = false;
    for (long left = 0; left < 200 && !done; left++) {
        stingy s = {left};
        ruth_allocator alloc = {stingy_resize, &s};
        ru_arena arena;
        ru_arena_init(&arena, &alloc, 256);
        done = ru_request_read(
            f->s, f->zones, &arena,
            RU_STR(CONTACTS("{\"at\":\"2026-03-01T10:00:00Z\"},{\"at\":\"2026-02-01T10:00:00Z\",\"debts\":[\"\\u0041\",\"B\"]},{},{},{},{},{},{}")), NULL,
            false, &f->r, &f->why);
        if (!done) assert_int_equal(f->why.code, RU_REJECT_TOO_LONG);
        if (done) done = ru_scene_open(&f->scene, f->s, f->zones, &f->r, &arena);
        ru_arena_free(&arena);
    }
    assert_true(done);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(reads_every_type, setup, teardown),
                                       cmocka_unit_test_setup_teardown(three_states, setup, teardown),
                                       cmocka_unit_test_setup_teardown(reads_contacts_in_order, setup, teardown),
                                       cmocka_unit_test_setup_teardown(refuses, setup, teardown),
                                       cmocka_unit_test_setup_teardown(long_things, setup, teardown),
                                       cmocka_unit_test_setup_teardown(keeps_the_id_of_a_refused_line, setup, teardown),
                                       cmocka_unit_test_setup_teardown(proposed_and_override, setup, teardown),
                                       cmocka_unit_test_setup_teardown(writes_canonically, setup, teardown),
                                       cmocka_unit_test_setup_teardown(writes_what_was_said, setup, teardown),
                                       cmocka_unit_test_setup_teardown(both_ways_read_the_same, setup, teardown),
                                       cmocka_unit_test_setup_teardown(survives_damage, setup, teardown),
                                       cmocka_unit_test_setup_teardown(survives_want_of_memory, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_facts_damage.c: requests cut off at every byte and with another byte at every place: facts of every type, contacts, answers, proposals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/facts_fixture.h"

#define HEAD "{\"id\":\"A-1\",\"now\":\"2026-03-02T14:00:00Z\","

static int setup(void **state) {
    facts_fixture *f = malloc(sizeof *f);
    *state = f;
    return facts_open_with(
        f, NULL,
        "channel: { type: enum, values: [portal, letter, email, sms, voice] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\nanswered: { type: boolean, if_missing: unknown }\n"
        "debts: { type: list of text, if_missing: unknown }\ntags: { type: list of enum, values: [a, b, c], if_missing: none_on_file }\namount: { type: money, if_missing: none_on_file }\nshare: { type: ratio, if_missing: none_on_file }\n"
        "person: { type: text, if_missing: unknown }\nrecipient: { type: text, if_missing: unknown }\nminutes: { type: integer, if_missing: unknown }\npromised_on: { type: date, if_missing: none_on_file }\n"
        "seen_at: { type: instant, if_missing: none_on_file }\nplace: { type: zone, if_missing: none_on_file }\nhours: { type: weekly windows, if_missing: none_on_file }\n",
        NULL);
}
static int teardown(void **state) {
    facts_close(*state);
    free(*state);
    return 0;
}

#define FIELDS \
    "\"channel\":\"voice\",\"answered\":true,\"debts\":[\"D\\u0031\",\"D2\"],\"tags\":[\"a\",\"c\"],\"amount\":500,\"share\":\"0.5\",\"minutes\":-3,\"promised_on\":\"2026-03-05\",\"seen_at\":\"2026-03-01T09:00:00-05:00\",\"place\":\"America/Toronto\",\"hours\":[{\"days\":[\"sun\",\"mon\"],\"from\":\"09:00\",\"to\":\"17:30\"}]"
static const char *const good[] = {
    HEAD
    "\"facts\":{\"jurisdiction\":\"us\",\"timezone\":null,\"timezone_candidates\":[\"America/Toronto\",\"UTC\"],\"days_past_due\":-45,\"interest\":\"0.125\",\"life_event_on\":\"2026-02-20\",\"cease_received_at\":\"2026-02-20T10:00:00-05:00\",\"vulnerabilities\":[\"health\"],"
    "\"complaint_open\":true,\"subject\":\"M\\n7\",\"references\":[\"x\",\"y\"],\"convenient_windows\":[{\"days\":[\"sun\",\"mon\"],\"from\":\"09:00\",\"to\":\"17:30:15\"}]}}",
    HEAD "\"contacts\":[{\"at\":\"2026-02-27T15:00:00Z\"," FIELDS "},{\"at\":null,\"channel\":\"sms\",\"person\":null}],\"debt\":\"D1\"}",
    HEAD
    "\"choice\":{\"id\":\"p-36\",\"plan\":\"p\",\"instalment\":34,\"count\":36,\"every\":\"month\",\"first_due\":\"2026-04-01\",\"last\":34,\"total\":1234,\"left\":null,\"because\":[\"x\",1]},\"offer\":{\"amount\":25,\"every\":\"week\",\"count\":9,\"first_due\":\"2026-04-01\"}}",
    HEAD "\"choice\":\"p-36\",\"offer\":null,\"debt\":null,\"contacts\":null,\"facts\":{},\"ref\":[1.5e3,{\"a\":false}]}",
};
static const char others[] = "\"\\{}[]:,0x-.\x01\xff";

static bool reads(facts_fixture *f, const char *bytes, size_t n) {
    ru_arena_reset(&f->request_arena);
    return ru_request_read(f->s, f->zones, &f->request_arena, (ru_str){bytes, n}, NULL, false, &f->r, &f->why);
}

static void is_told(const facts_fixture *f) {
    assert_true(f->why.code != RU_REJECT_NONE && f->why.message[0]);
    assert_true(ru_utf8_valid(ru_str_of(f->why.message), NULL) && ru_utf8_valid(ru_str_of(f->why.at), NULL));
}

static void requests(void **state) {
    facts_fixture *f = *state;
    for (size_t g = 0; g < RU_COUNT(good); g++) {
        size_t n = strlen(good[g]);
        if (!reads(f, good[g], n)) fail_msg("%s at %s: %s", good[g], f->why.at, f->why.message);
        for (size_t cut = 0; cut < n; cut++) {
            char *exact = malloc(cut ? cut : 1); /* exactly as long, so that a sanitizer sees a read beyond */
            memcpy(exact, good[g], cut);
            if (reads(f, exact, cut)) fail_msg("%zu bytes of %s were read", cut, good[g]);
            is_told(f);
            free(exact);
        }
        char *line = malloc(n);
        memcpy(line, good[g], n);
        for (size_t k = 0; k < n; k++) {
            for (size_t o = 0; o < sizeof others - 1; o++) {
                line[k] = others[o];
                if (!reads(f, line, n)) {
                    is_told(f);
                    continue;
                }
                ru_request_write(&f->out, f->s, &f->r); /* whatever it says now, it says it again */
                char *canonical = strdup(facts_text(f));
                if (!facts_read(f, canonical)) fail_msg("%s\nis not read again: %s", canonical, f->why.message);
                ru_request_write(&f->out, f->s, &f->r);
                assert_string_equal(facts_text(f), canonical);
                free(canonical);
            }
            line[k] = good[g][k];
        }
        free(line);
    }
}

static bool proposed(facts_fixture *f, ru_str raw, ru_asked *asked) {
    ru_arena_reset(&f->request_arena);
    if (!ru_request_read(f->s, f->zones, &f->request_arena, RU_STR(HEAD "\"facts\":{}}"), NULL, true, &f->r, &f->why)) fail_msg("%s", f->why.message);
    f->r.proposed = raw;
    return ru_proposed_read(f->s, f->zones, &f->request_arena, &f->r, asked, &f->why);
}

static void proposals(void **state) {
    facts_fixture *f = *state;
    static const char whole[] = "{\"at\":\"2026-03-03T15:00:00Z\",\"debt\":\"D\\u0032\"," FIELDS "}";
    ru_asked asked;
    size_t n = sizeof whole - 1;
    assert_true(proposed(f, (ru_str){whole, n}, &asked));
    assert_int_equal(asked.at, 1772550000);
    assert_true(ru_str_is(asked.debt, "D2"));
    for (size_t cut = 0; cut < n; cut++) {
        char *exact = malloc(cut ? cut : 1);
        memcpy(exact, whole, cut);
        assert_false(proposed(f, (ru_str){exact, cut}, &asked));
        is_told(f);
        free(exact);
    }
    static const char request[] = HEAD "\"proposed\":{\"at\":\"2026-03-03T15:00:00Z\",\"debt\":\"D\\u0032\"," FIELDS "}}";
    n = sizeof request - 1;
    char *line = malloc(n);
    memcpy(line, request, n);
    for (size_t k = sizeof HEAD; k < n; k++) {
        for (size_t o = 0; o < sizeof others - 1; o++) {
            line[k] = others[o];
            ru_arena_reset(&f->request_arena);
            if (!ru_request_read(f->s, f->zones, &f->request_arena, (ru_str){line, n}, NULL, true, &f->r, &f->why) ||
                !ru_proposed_read(f->s, f->zones, &f->request_arena, &f->r, &asked, &f->why))
                is_told(f);
            else if (asked.at == 0 || !asked.debt.n) fail_msg("%.*s", (int)n, line); /* it is whole */
        }
        line[k] = request[k];
    }
    free(line);
}

static void slips_of_a_proposal(void **state) {
    facts_fixture *f = *state;
    static const struct {
        const char *text;
        ru_reject code;
        const char *at, *says;
    } rows[] = {
        {"[]", RU_REJECT_TYPE, "/proposed", "an object"},
        {"{}", RU_REJECT_MISSING, "/proposed/at", "when the contact would take place"},
        {"{\"at\":7}", RU_REJECT_TYPE, "/proposed/at", "an instant"},
        {"{\"at\":\"2026-03-03\"}", RU_REJECT_TYPE, "/proposed/at", "instant"},
        {"{\"at\":\"2026-03-03T15:00:00Z\",\"at\":\"2026-03-03T15:00:00Z\"}", RU_REJECT_KEY, "/proposed/at", "\"at\" stands twice"},
        {"{\"debt\":\"a\",\"debt\":\"a\"}", RU_REJECT_KEY, "/proposed/debt", "\"debt\" stands twice"},
        {"{\"debt\":3}", RU_REJECT_TYPE, "/proposed/debt", "a string"},
        {"{\"debt\":\"\"}", RU_REJECT_RANGE, "/proposed/debt", "debt has 0 bytes; expected 1 to 200"},
        {"{\"amount\":3,\"amount\":3}", RU_REJECT_KEY, "/proposed/amount", "\"amount\" stands twice"},
        {"{\"chanel\":\"sms\"}", RU_REJECT_KEY, "/proposed/chanel", "did you mean channel?"},
        {"{\"hours\":[{\"days\":[],\"from\":\"09:00\",\"to\":\"10:00\"}]}", RU_REJECT_RANGE, "/proposed/hours", "the list of days is empty"},
        {"{\"hours\":[{\"from\":\"09:00\",\"from\":\"09:00\",\"to\":\"10:00\"}]}", RU_REJECT_KEY, "/proposed/hours", "stands twice in a window"},
    };
    ru_asked asked;
    for (size_t i = 0; i < RU_COUNT(rows); i++) {
        if (proposed(f, ru_str_of(rows[i].text), &asked)) fail_msg("was read: %s", rows[i].text);
        if (f->why.code != rows[i].code || strncmp(f->why.at, rows[i].at, strlen(rows[i].at)) != 0 || !strstr(f->why.message, rows[i].says))
            fail_msg("%s gave %s at \"%s\": %s", rows[i].text, ru_reject_name(f->why.code), f->why.at, f->why.message);
    }
    char lengthy[300];
    for (int n = 200; n <= 201; n++) {
        snprintf(lengthy, sizeof lengthy, "{\"at\":\"2026-03-03T15:00:00Z\",\"debt\":\"%0*d\"}", n, 1);
        assert_int_equal(proposed(f, ru_str_of(lengthy), &asked), n == 200);
    }
    assert_true(proposed(f, RU_STR("{\"at\":\"2026-03-03T15:00:00Z\",\"debt\":null}"), &asked));
    assert_true(!asked.debt.p && f->r.debt_state == RU_UNKNOWN);
    /* whom it counts for: who is named; else whom it goes to; else nobody knows */
    static const struct {
        const char *says, *person;
    } whom[] = {{"", NULL},
                {",\"recipient\":\"r\"", "r"},
                {",\"recipient\":\"r\",\"person\":\"p\"", "p"},
                {",\"recipient\":\"r\",\"person\":null", NULL},
                {",\"person\":\"p\"", "p"}};
    int person = ru_fields_find(&f->s->contact, RU_STR("person"));
    for (size_t i = 0; i < RU_COUNT(whom); i++) {
        snprintf(lengthy, sizeof lengthy, "{\"at\":\"2026-03-03T15:00:00Z\"%s}", whom[i].says);
        assert_true(proposed(f, ru_str_of(lengthy), &asked));
        const ru_value *v = &asked.fields[person];
        assert_int_equal(v->state, whom[i].person ? RU_VALUE : RU_UNKNOWN);
        if (whom[i].person) assert_true(ru_str_is(v->u.s, whom[i].person));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(requests, setup, teardown), cmocka_unit_test_setup_teardown(proposals, setup, teardown),
                                       cmocka_unit_test_setup_teardown(slips_of_a_proposal, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

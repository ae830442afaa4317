/* test_experiment.c: experiments: arms known beforehand, the planned split, the decision's own words, and a person whose subject is not known, who
 * is never treated harsher than in any arm. */
#include <stdio.h>
#include <string.h>

#include "tests/support/requests.h"

#define FACTS                                                                                                                                                    \
    "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\nlate: { type: integer, range: [0, 100], source: host }\n" \
    "opening: { type: enum, values: [gentler, as_before], source: derived }\nwhen_to: { type: enum, values: [soon, later, never], source: derived }\n"
#define SUBJECT "subject: { type: text, if_missing: none_on_file, source: host }\n"
#define CONTACTS \
    "contacts.yaml", "channel: { type: enum, values: [letter, email, voice] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"
#define EXPERIMENTS \
    "experiment \"opening\" { arms = { \"as_before\", \"gentler\" }, share = { 90, 10 } }\nexperiment \"when_to\" { arms = { \"never\", \"soon\", \"later\" }, share = { 1, 2, 4 } }\n"
#define LADDERS    \
    "ladders.lua", \
        "ladder \"action\" { { \"none\", contact = false }, { \"listen\", message = \"note\" }, { \"remind\", gives_way = \"listen\" } }\nladder \"tone\" { { \"gentle\" }, { \"plain\" }, { \"firm\" } }\nladder \"channel\" { { \"letter\" }, { \"email\" }, { \"voice\" } }\n"
#define TEXTS           \
    "messages/en.yaml", \
        "note:\n  purpose: help\n  variants:\n    letter: { gentle: { body: Hello } }\n    email: { gentle: { body: Hello } }\n    voice: { gentle: { body: Hello } }\n  next_step: \"Call us.\"\n"
#define ACTIONS \
    "action \"listen\" { when = { opening = \"gentler\", late = above(5) }, message = \"note\" }\naction \"remind\" { when = { when_to = one_of(\"soon\", \"later\") }, message = \"note\" }\naction \"none\" { when = otherwise }\n"
#define TONES \
    "tones.lua", "tone \"firm\" { when = { when_to = \"soon\" } }\ntone \"gentle\" { when = { opening = \"gentler\" } }\ntone \"plain\" { when = otherwise }\n"
#define CHANNELS    \
    "channels.lua", \
        "channel \"voice\" { when = { opening = \"as_before\", late = above(20) }, prefer = 1 }\nchannel \"letter\" { when = otherwise, prefer = 2 }\n"
#define CHARTER \
    "limit \"calm\" { cite = house \"1\", on = { channel = \"voice\" }, when = { when_to = \"later\" }, forbid = true }\nlimit \"soft\" { cite = house \"2\", when = { opening = \"gentler\" }, tone_at_most = \"plain\" }\n"

static void open_world(support_world *w) {
    const support_file files[] = {
        {"facts.yaml", FACTS SUBJECT}, {CONTACTS},  {"derive.lua", EXPERIMENTS}, {LADDERS}, {TEXTS}, {"actions.lua", ACTIONS}, {TONES}, {CHANNELS},
        {"charter.lua", CHARTER},      {NULL, NULL}};
    support_open(w, files);
}

static const char *decide(support_world *w, const char *facts) {
    static char line[512];
    snprintf(line, sizeof line, "{\"id\":\"e\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"jurisdiction\":\"us\",\"timezone\":\"America/New_York\"%s}}",
             facts);
    return support_decide(w, line);
}

/* Worked out with another program's SHA-256: 65, 90, 89 of 100. */
static void known_arms(void **state) {
    (void)state;
    support_world w;
    open_world(&w);
    assert_has(decide(&w, ",\"subject\":\"M-0\",\"late\":30"), "\"failures\":[],\"experiments\":{\"opening\":\"as_before\",\"when_to\":\"");
    assert_has(decide(&w, ",\"subject\":\"M-3\",\"late\":30"), "\"experiments\":{\"opening\":\"gentler\",");
    assert_has(decide(&w, ",\"subject\":\"M-6\",\"late\":30"), "\"experiments\":{\"opening\":\"as_before\",");
    assert_has(decide(&w, ",\"subject\":\"\\u004d-3\",\"late\":1"), "\"experiments\":{\"opening\":\"gentler\","); /* the text, not how it was written */
    const char *d = decide(&w, ",\"subject\":null,\"late\":30");
    assert_has(d, "\"experiments\":{\"opening\":null,\"when_to\":null}");
    assert_has(d, "\"unknown\":[\"subject\"]");
    assert_has(decide(&w, ",\"late\":30"), "\"unknown\":[\"subject\"]"); /* none on file: nobody to assign */
    assert_has(decide(&w, ",\"subject\":\"M-3\",\"opening\":\"as_before\""), "\"error\":{\"code\":\"key\"");
    support_close(&w);
}

/* Within the binomial 99 % interval (normal approximation) of the plan. */
static void planned_split(void **state) {
    (void)state;
    static const char *const arms[] = {"\"opening\":\"as_before\"", "\"opening\":\"gentler\"", "\"when_to\":\"never\"", "\"when_to\":\"soon\"",
                                       "\"when_to\":\"later\""};
    static const double plan[] = {0.9, 0.1, 1.0 / 7, 2.0 / 7, 4.0 / 7};
    support_world w;
    long n = support_scaled(100000), seen[5] = {0};
    char facts[64];
    open_world(&w);
    for (long i = 0; i < n; i++) {
        snprintf(facts, sizeof facts, ",\"subject\":\"P-%ld\",\"late\":30", i);
        const char *d = decide(&w, facts);
        for (size_t k = 0; k < 5; k++) seen[k] += strstr(d, arms[k]) != NULL;
    }
    support_close(&w);
    for (size_t k = 0; k < 5; k++) {
        double planned = plan[k] * (double)n, off = (double)seen[k] - planned, variance = planned * (1 - plan[k]);
        printf("%s: %ld of %ld, planned %.0f: %.2f variances off\n", arms[k], seen[k], n, planned, off * off / variance);
        assert_true(off * off <= 2.5758 * 2.5758 * variance);
    }
    assert_int_equal(seen[0] + seen[1], n);
    assert_int_equal(seen[2] + seen[3] + seen[4], n);
}

static void unknown_is_never_harsher(void **state) {
    (void)state;
    support_world d, e;
    support_random r = {20260302};
    long differ = 0, n = support_scaled(20000);
    char facts[96];
    open_world(&d);
    open_world(&e);
    for (long i = 0; i < n; i++) {
        int64_t late = support_between(&r, -1, 40);
        char lateness[32] = "null";
        if (late >= 0) snprintf(lateness, sizeof lateness, "%d", (int)late);
        snprintf(facts, sizeof facts, ",\"subject\":\"Q-%llu\",\"late\":%s", (unsigned long long)support_next(&r), lateness);
        decide(&d, facts);
        snprintf(facts, sizeof facts, i % 2 ? ",\"subject\":null,\"late\":%s" : ",\"late\":%s", lateness);
        decide(&e, facts);
        const ru_permission *x = &e.session->d.judged, *y = &d.session->d.judged;
        assert_true(ru_permission_not_harsher(x, y));
        differ += x->action != y->action || x->tone != y->tone || x->channel != y->channel;
    }
    printf("%ld of %ld were treated more kindly\n", differ, n);
    assert_true(differ > n / 10);
    support_close(&d);
    support_close(&e);
}

typedef struct slip {
    const char *facts, *lua;
    int line;
    const char *says;
} slip;

static void slips(void **state) {
    (void)state;
    static const char both[] = FACTS SUBJECT, nobody[] = FACTS;
    static const slip all[] = {
        {both, "experiment \"opening\" { arms = { \"as_before\", \"gentler\" }, share = { 90, 5, 5 } }", 1, "3 shares do not fit 2 arms"},
        {both, "experiment \"opening\" { arms = { \"as_before\", \"gentle\" }, share = { 90, 10 } }", 1, "opening has no value gentle; did you mean gentler?"},
        {both, "experiment \"opening\" { arms = { \"gentler\", \"gentler\" }, share = { 90, 10 } }", 1, "the arm gentler stands twice"},
        {both, "experiment \"opening\" { arms = { \"as_before\", \"gentler\" }, share = { 90, -1 } }", 1, "a share is a whole number from 0 to 1000000"},
        {both, "experiment \"opening\" { arms = { \"as_before\", \"gentler\" }, share = { 0, 0 } }", 1, "the shares add up to 0"},
        {both, "experiment \"opening\" { arms = { \"as_before\", \"gentler\" }, share = { 0.9, 0.1 } }", 1, "0.9 has a fraction"},
        {both, "experiment \"opening\" { arms = { \"as_before\" }, share = { 90 } }", 1, "needs at least two arms"},
        {both, "experiment \"opening\" { arms = { \"as_before\", \"gentler\" } }", 1, "share is a list, such as { 90, 10 }"},
        {both, "experiment \"opening\" { arms = { \"as_before\", \"gentler\" }, shares = { 90, 10 } }", 1, "did you mean share?"},
        {both, "experiment \"when_to\" { arms = { \"soon\", \"later\" }, share = { 90, 10 } }", 1, "when_to has 3 values, and the experiment 2 arms"},
        {both, "experiment \"open\" { arms = { \"soon\", \"later\" }, share = { 90, 10 } }", 1, "open is derived but not declared"},
        {both, "experiment \"late\" { arms = { \"soon\", \"later\" }, share = { 90, 10 } }", 1, "late comes from the request"},
        {both, "derive.opening = last { channel = \"voice\" }", 1, "expected one of"},
        {both, "derive.opening = experiment \"opening\" { arms = { \"as_before\", \"gentler\" }, share = { 90, 10 } }", 1,
         "derive.opening needs an expression"},
        {both,
         "experiment \"opening\" { arms = { \"as_before\", \"gentler\" }, share = { 90, 10 } }\nexperiment \"opening\" { arms = { \"as_before\", \"gentler\" }, share = { 1, 1 } }",
         2, "stands twice"},
        {both, "experiment \"opening\" { arms = { \"as_before\", \"gentler\" }, share = { 90, 10 } }", 5, "there is no experiment \"when_to\""},
        {nobody, EXPERIMENTS, 1, "an experiment needs the fact subject"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        support_world w;
        const support_file files[] = {{"facts.yaml", all[i].facts}, {CONTACTS}, {"derive.lua", all[i].lua}, {NULL, NULL}};
        assert_int_not_equal(support_load_status(&w, files), RUTH_OK);
        assert_has(w.error.message, all[i].says);
        assert_int_equal(w.error.line, all[i].line);
    }
    support_world w;
    const support_file kept[] = {
        {"facts.yaml", "subject: { type: text, source: host }\nopening: { type: enum, values: [a, b], source: derived, protected: true }\n"},
        {"derive.lua", "experiment \"opening\" { arms = { \"a\", \"b\" }, share = { 1, 1 } }"},
        {NULL, NULL}};
    assert_int_not_equal(support_load_status(&w, kept), RUTH_OK);
    assert_has(w.error.message, "opening is protected");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(known_arms), cmocka_unit_test(planned_split), cmocka_unit_test(unknown_is_never_harsher),
                                       cmocka_unit_test(slips)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

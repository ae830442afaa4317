/* test_counterexamples.c: the hand-made counterexamples behind rules S1–S5 of the semantics. Random search meets some of them once in
 * thousands of pairs, so they stand here. tools/mutants.sh takes each rule out of the engine and expects this program to fail. */
#include <stdio.h>
#include <string.h>

#include "tests/support/support.h"

#define FACTS     \
    "facts.yaml", \
        "timezone: { type: zone, source: host }\nx: { type: integer, source: host, if_missing: none_on_file }\nconsent: { type: boolean, source: person }\n"
#define SEGMENTS "segments.lua", "segment \"all\" { when = otherwise }\n"
#define LADDERS    \
    "ladders.lua", \
        "ladder \"action\" { { \"none\", contact = false }, { \"remind\" }, { \"formal\" }, { \"legal\" } }\nladder \"tone\" { { \"gentle\" }, { \"plain\" }, { \"firm\" } }\nladder \"channel\" { { \"letter\" }, { \"email\" }, { \"voice\" } }\n"
#define TONES "tones.lua", "tone \"plain\" { when = otherwise }\n"
#define CHANNELS "channels.lua", "channel \"letter\" { when = otherwise }\n"
#define MESSAGES        \
    "messages/en.yaml", \
        "m:\n  purpose: demand\n  variants:\n    letter: { gentle: { body: a }, plain: { body: b }, firm: { body: c } }\n    email: { gentle: { body: a }, plain: { body: b }, firm: { body: c } }\n    voice: { gentle: { body: a }, plain: { body: b }, firm: { body: c } }\n"

static const char *with(support_world *w, const char *facts) {
    static char line[512];
    snprintf(line, sizeof line, "{\"id\":\"s\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"timezone\":\"UTC\"%s%s}}", *facts ? "," : "", facts);
    return support_decide(w, line);
}

static void s1_not_knowing_is_not_a_fact_about_a_person(void **state) {
    (void)state;
    support_world w;
    const support_file files[] = {{FACTS},
                                  {SEGMENTS},
                                  {LADDERS},
                                  {CHANNELS},
                                  {MESSAGES},
                                  {"actions.lua", "action \"formal\" { when = otherwise, message = \"m\" }\n"},
                                  {"tones.lua", "tone \"firm\" { when = { x = not_on_file } }\ntone \"plain\" { when = otherwise }\n"},
                                  {NULL, NULL}};
    support_open(&w, files);
    assert_has(with(&w, "\"x\":5"), "\"tone\":{\"is\":\"plain\"");
    assert_has(with(&w, ""), "\"tone\":{\"is\":\"firm\""); /* none on file is known to be so */
    const char *d = with(&w, "\"x\":null");
    assert_has(d, "\"tone\":{\"is\":\"plain\"");
    assert_has(d, "\"unknown\":[\"x\"]");
    support_close(&w);
    const support_file other[] = {{FACTS},
                                  {SEGMENTS},
                                  {LADDERS},
                                  {CHANNELS},
                                  {MESSAGES},
                                  {"actions.lua", "action \"formal\" { when = otherwise, message = \"m\" }\n"},
                                  {"tones.lua", "tone \"plain\" { when = { x = on_file } }\ntone \"firm\" { when = otherwise }\n"},
                                  {NULL, NULL}};
    support_open(&w, other);
    assert_has(with(&w, "\"x\":5"), "\"tone\":{\"is\":\"plain\"");
    assert_has(with(&w, "\"x\":null"), "\"tone\":{\"is\":\"plain\"");
    support_close(&w);
}

static void s2_every_possible_outcome_meets_the_charter_first(void **state) {
    (void)state;
    support_world w;
    const support_file files[] = {
        {FACTS},
        {SEGMENTS},
        {LADDERS},
        {TONES},
        {CHANNELS},
        {MESSAGES},
        {"actions.lua", "action \"formal\" { when = { x = 2 }, message = \"m\" }\naction \"remind\" { when = otherwise, message = \"m\" }\n"},
        {"charter.lua", "limit \"house.no_formal\" { cite = house \"1\", on = { action = \"formal\" }, forbid = true }\n"},
        {NULL, NULL}};
    support_open(&w, files);
    assert_has(with(&w, "\"x\":2"), "\"action\":{\"is\":\"none\",\"instead_of\":[\"formal\"]");
    assert_has(with(&w, "\"x\":1"), "\"action\":{\"is\":\"remind\"");
    assert_has(with(&w, "\"x\":null"), "\"action\":{\"is\":\"none\"");
    support_close(&w);
}

static void s3_a_ceiling_is_only_a_refusal(void **state) {
    (void)state;
    support_world w;
    const char *forbid = "limit \"house.no_legal\" { cite = house \"1\", on = { action = \"legal\" }, forbid = true }\n";
    char both[512];
    snprintf(both, sizeof both, "%slimit \"house.ceiling\" { cite = house \"2\", on = outbound, action_at_most = \"remind\" }\n", forbid);
    const char *charters[] = {forbid, both};
    for (int i = 0; i < 2; i++) {
        const support_file files[] = {{FACTS},
                                      {SEGMENTS},
                                      {LADDERS},
                                      {TONES},
                                      {CHANNELS},
                                      {MESSAGES},
                                      {"actions.lua", "action \"legal\" { when = otherwise, message = \"m\" }\n"},
                                      {"charter.lua", charters[i]},
                                      {NULL, NULL}};
        support_open(&w, files);
        assert_has(with(&w, ""), "\"action\":{\"is\":\"none\",\"instead_of\":[\"legal\"]"); /* adding the ceiling must not turn silence into a reminder */
        support_close(&w);
    }
}

static void s4_an_unknown_consent_is_no_reason_to_call(void **state) {
    (void)state;
    support_world w;
    const support_file files[] = {
        {FACTS},
        {SEGMENTS},
        {LADDERS},
        {TONES},
        {MESSAGES},
        {"actions.lua", "action \"remind\" { when = otherwise, message = \"m\" }\n"},
        {"channels.lua", "channel \"email\" { when = { consent = true }, prefer = 1 }\nchannel \"voice\" { when = otherwise, prefer = 2 }\n"},
        {NULL, NULL}};
    support_open(&w, files);
    assert_has(with(&w, "\"consent\":true"), "\"contact\":{\"channel\":\"email\"");
    assert_has(with(&w, "\"consent\":false"), "\"contact\":{\"channel\":\"voice\"");
    const char *d = with(&w, "\"consent\":null");
    assert_has(d, "\"contact\":null"); /* a call is harsher than the e-mail that may have been meant; the e-mail lacks its consent */
    assert_has(d, "\"unknown\":[\"consent\"]");
    support_close(&w);
    const support_file refused[] = {
        {FACTS},
        {SEGMENTS},
        {LADDERS},
        {TONES},
        {MESSAGES},
        {"actions.lua", "action \"remind\" { when = otherwise, message = \"m\" }\n"},
        {"channels.lua",
         "channel \"email\" { when = otherwise, prefer = 1 }\nchannel \"voice\" { when = otherwise, prefer = 2 }\nchannel \"letter\" { when = { consent = true }, prefer = 3 }\n"},
        {"charter.lua", "limit \"house.no_email\" { cite = house \"1\", on = { channel = \"email\" }, forbid = true }\n"},
        {NULL, NULL}};
    support_open(&w, refused);
    assert_has(with(&w, "\"consent\":true"), "\"contact\":{\"channel\":\"letter\""); /* a refused e-mail gives way to kinder channels only */
    assert_has(with(&w, "\"consent\":false"), "\"contact\":null");
    support_close(&w);
}

static void s5_a_coded_rule_cannot_use_that_a_fact_is_not_known(void **state) {
    (void)state;
    support_world w;
    const support_file files[] = {
        {FACTS},
        {SEGMENTS},
        {LADDERS},
        {TONES},
        {CHANNELS},
        {MESSAGES},
        {"actions.lua",
         "action \"formal\" { when = function(f) return f.x == nil end, message = \"m\" }\naction \"remind\" { when = otherwise, message = \"m\" }\n"},
        {NULL, NULL}};
    support_open(&w, files);
    assert_has(with(&w, "\"x\":5"), "\"action\":{\"is\":\"remind\"");
    assert_has(with(&w, ""), "\"action\":{\"is\":\"formal\"");
    const char *d = with(&w, "\"x\":null");
    assert_has(d, "\"action\":{\"is\":\"remind\"");
    assert_has(d, "\"unknown\":[\"x\"]");
    assert_has(d, "\"failures\":[]"); /* not knowing is no failure */
    support_close(&w);
}

static void a_failing_rule_is_unknown_and_a_failing_limit_applies(void **state) {
    (void)state;
    support_world w;
    const support_file files[] = {
        {FACTS},
        {SEGMENTS},
        {LADDERS},
        {TONES},
        {CHANNELS},
        {MESSAGES},
        {"actions.lua",
         "action \"formal\" { when = function(f) return f.x + 1 end, message = \"m\" }\naction \"remind\" { when = otherwise, message = \"m\" }\n"},
        {"charter.lua", "limit \"house.odd\" { cite = house \"1\", on = outbound, when = function(f) return nothing_here end, forbid = true }\n"},
        {NULL, NULL}};
    support_open(&w, files);
    const char *d = with(&w, "\"x\":5");
    assert_has(d, "\"action\":{\"is\":\"none\"");
    assert_has(d, "{\"rule\":\"formal\",\"code\":\"not_boolean\"}");
    assert_has(d, "{\"rule\":\"house.odd\",\"code\":\"error\"}");
    assert_has(d, "\"id\":\"house.odd\",\"effect\":\"forbid\"");
    support_close(&w);
    const support_file endless[] = {
        {FACTS},
        {SEGMENTS},
        {LADDERS},
        {TONES},
        {CHANNELS},
        {MESSAGES},
        {"actions.lua",
         "action \"formal\" { when = function(f) while true do end end, message = \"m\" }\naction \"remind\" { when = otherwise, message = \"m\" }\n"},
        {NULL, NULL}};
    support_open(&w, endless);
    d = with(&w, "\"x\":5");
    assert_has(d, "\"action\":{\"is\":\"remind\"");
    assert_has(d, "\"failures\":[{\"rule\":\"formal\",\"code\":\"budget\"}]");
    support_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s1_not_knowing_is_not_a_fact_about_a_person),
        cmocka_unit_test(s2_every_possible_outcome_meets_the_charter_first),
        cmocka_unit_test(s3_a_ceiling_is_only_a_refusal),
        cmocka_unit_test(s4_an_unknown_consent_is_no_reason_to_call),
        cmocka_unit_test(s5_a_coded_rule_cannot_use_that_a_fact_is_not_known),
        cmocka_unit_test(a_failing_rule_is_unknown_and_a_failing_limit_applies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

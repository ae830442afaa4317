/* test_policy_conditions.c: every matcher against constants, numbers and other facts, at its ends, with what is none on file or not known (SEMANTICS 2, 7–10). */
#include <stdio.h>
#include <string.h>

#include "engine/decide/session.h"
#include "tests/support/support.h"

#define FACTS                                                                                                                                                                                                                                                                  \
    "jurisdiction: { type: enum, values: [us], source: host }\ntimezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD, CAD, JPY], source: host }\nbalance: { type: money, if_missing: none_on_file }\nowed: { type: money, if_missing: none_on_file }\n" \
    "late: { type: integer, if_missing: none_on_file }\nage: { type: integer, if_missing: none_on_file }\nrate: { type: ratio, if_missing: none_on_file }\nevent: { type: enum, values: [job_loss, birth, other], if_missing: none_on_file }\n"                                \
    "event_on: { type: date, if_missing: none_on_file }\nended_on: { type: date, if_missing: none_on_file }\ntold_at: { type: instant, if_missing: none_on_file }\nasked_at: { type: instant, if_missing: none_on_file }\nnick: { type: text, if_missing: none_on_file }\n"    \
    "paid: { type: boolean, if_missing: none_on_file }\nneeds: { type: list of enum, values: [health, means, time], if_missing: none_on_file }\nwish: { type: weekly windows, if_missing: none_on_file }\nnames: { type: list of text, if_missing: none_on_file }\n"

/* Everything known; everything known and other; none on file; not known; known, but in no currency that is known, and in no place. */
static const char *const scenes[] = {
    "\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":5000,\"owed\":5000,\"late\":10,\"age\":20,\"rate\":\"0.5\",\"event\":\"job_loss\",\"event_on\":\"2026-02-20\",\"ended_on\":\"2026-02-21\",\"told_at\":\"2026-03-01T15:00:00Z\",\"asked_at\":\"2026-03-01T16:00:00Z\",\"nick\":\"Jo\",\"paid\":true,\"needs\":[\"health\",\"means\"],\"wish\":[],\"names\":[]",
    "\"timezone\":\"America/New_York\",\"currency\":\"JPY\",\"balance\":5001,\"owed\":0,\"late\":20,\"age\":20,\"rate\":\"0.500001\",\"event\":\"birth\",\"event_on\":\"2026-03-02\",\"ended_on\":\"2026-03-02\",\"told_at\":\"2026-03-02T15:00:00Z\",\"asked_at\":\"2026-03-01T15:00:00Z\",\"nick\":\"\",\"paid\":false,\"needs\":[],\"names\":[\"a\"],\"wish\":[{\"from\":\"09:00\",\"to\":\"10:00\"}]",
    "\"timezone\":\"America/New_York\",\"currency\":\"USD\"",
    "\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":null,\"owed\":null,\"late\":null,\"age\":null,\"rate\":null,\"event\":null,\"event_on\":null,\"ended_on\":null,\"told_at\":null,\"asked_at\":null,\"nick\":null,\"paid\":null,\"needs\":null,\"wish\":null,\"names\":null",
    "\"timezone\":null,\"currency\":null,\"balance\":5000,\"owed\":5000,\"late\":-9223372036854775808,\"age\":9223372036854775807,\"rate\":\"0\",\"event\":\"other\",\"event_on\":\"2026-02-20\",\"ended_on\":\"2026-02-20\",\"told_at\":\"2026-03-01T15:00:00Z\",\"asked_at\":\"2026-03-01T15:00:00Z\",\"nick\":\"jo\",\"paid\":true,\"needs\":[\"time\"],\"wish\":[],\"names\":[]",
};
enum { SCENES = sizeof scenes / sizeof *scenes };

static const struct {
    const char *when, *is; /* T, F or M (maybe) in each scene */
} rows[] = {
    /* against constants */
    {"late = 10", "TFFMF"},
    {"late = at_least(10)", "TTFMF"},
    {"late = at_most(10)", "TFFMT"},
    {"late = above(10)", "FTFMF"},
    {"late = below(20)", "TFFMT"},
    {"late = between(10, 19)", "TFFMF"},
    {"late = between(11, 20)", "FTFMF"},
    {"late = between(number.ten * 2, 10)", "FFFMF"},
    {"late = one_of(20, 10, 20, 15)", "TTFMF"},
    {"late = none_of(20, 15)", "TFTMT"},
    {"late = none_of(10, 11, 10)", "FTTMT"},
    {"late = on_file", "TTFMT"},
    {"late = not_on_file", "FFTMF"},
    {"late = at_least(number.ten)", "TTFMF"},
    {"late = one_of(number.ten, 7)", "TFFMF"},
    {"late = at_least(number.ten * 2)", "FTFMF"},
    {"age = above(9223372036854775807)", "FFFMF"},
    {"age = at_least(9223372036854775807)", "FFFMT"},
    {"late = below(-9223372036854775807 - 1)", "FFFMF"},
    {"late = at_most(-9223372036854775807 - 1)", "FFFMT"},
    {"age = none_of(9223372036854775807)", "TTTMF"},
    {"late = none_of(-9223372036854775807 - 1)", "TTTMF"},
    {"age = none_of(9223372036854775806, 9223372036854775807)", "TTTMF"},
    {"rate = \"0.5\"", "TFFMF"},
    {"rate = above(percent \"50\")", "FTFMF"},
    {"rate = at_most(0)", "FFFMT"},
    {"rate = below(number.half)", "FFFMT"},
    {"event = \"job_loss\"", "TFFMF"},
    {"event = one_of(\"birth\", \"other\")", "FTFMT"},
    {"event = none_of(\"birth\")", "TFTMT"},
    {"event = on_file", "TTFMT"},
    {"event = not_on_file", "FFTMF"},
    {"paid = true", "TFFMT"},
    {"paid = false", "FTFMF"},
    {"paid = none_of(true)", "FTTMF"},
    {"paid = one_of(true, false)", "TTFMT"},
    {"nick = \"Jo\"", "TFFMF"},
    {"nick = one_of(\"jo\", \"\")", "FTFMT"},
    {"nick = none_of(\"Jo\", \"Jim\")", "FTTMT"},
    {"nick = on_file", "TTFMT"},
    {"nick = not_on_file", "FFTMF"},
    {"timezone = \"America/New_York\"", "TTTTM"},
    {"timezone = none_of(\"America/New_York\")", "FFFFM"},
    {"needs = has_any(\"health\", \"time\")", "TFFMT"},
    {"needs = has_all(\"health\", \"means\")", "TFFMF"},
    {"needs = has_none(\"health\")", "FTTMT"},
    {"needs = on_file", "TTFMT"},
    {"needs = not_on_file", "FFTMF"},
    {"wish = on_file", "TTFMT"},
    {"names = not_on_file", "FFTMF"},
    {"event_on = \"2026-02-20\"", "TFFMT"},
    {"event_on = above(\"2026-02-20\")", "FTFMF"},
    {"told_at = at_least(\"2026-03-02T15:00:00Z\")", "FTFMF"},
    /* money: a figure a currency; without one the answer is open */
    {"balance = at_least(money \"50.00 USD\")", "TMFMM"},
    {"balance = above(number.fee)", "FMFMM"},
    {"balance = one_of(money \"50.00 USD\", money \"50.00 CAD\")", "MMFMM"},
    {"balance = above(0)", "TTFMT"},
    {"owed = 0", "FTFMF"},
    {"owed = none_of(0)", "TFTMT"},
    {"balance = between(0, money \"5000 JPY\")", "MFFMM"},
    {"balance = one_of(0, number.fee)", "TMFMM"},
    /* against other facts */
    {"late = below(fact.age)", "TFFMT"},
    {"late = at_least(fact.age)", "FTFMF"},
    {"late = at_most(fact.age)", "TTFMT"},
    {"late = above(fact.age - 15)", "TTFMF"},
    {"late = fact.age", "FTFMF"},
    {"late = one_of(fact.age, 10)", "TTFMF"},
    {"late = none_of(fact.age, 11)", "TFTMT"},
    {"late = between(5, fact.age)", "TTFMF"},
    {"late = between(fact.age, 30)", "FTFMF"},
    {"late = between(fact.age - 15, fact.age)", "TTFMF"},
    {"late = below(fact.age + 5)", "TTFMM"},
    {"balance = fact.owed", "TFFMT"},
    {"balance = above(fact.owed)", "FTFMF"},
    {"balance = below(fact.owed + money \"0.01 USD\")", "TMFMM"},
    {"rate = below(fact.rate + percent \"1\")", "TTFMT"},
    {"event_on = below(fact.ended_on)", "TFFMF"},
    {"told_at = above(fact.asked_at)", "FTFMF"},
    {"told_at = at_least(fact.asked_at)", "FTFMT"},
    {"event_on = none_of(fact.ended_on)", "TFTMF"},
    /* spans: days of the person's zone, hours of any */
    {"event_on = today", "FTFMM"},
    {"event_on = within_last(days(10))", "TTFMM"},
    {"event_on = within_last(days(9))", "FTFMM"},
    {"event_on = within_next(days(0))", "FTFMM"},
    {"event_on = longer_ago_than(days(9))", "TFFMM"},
    {"event_on = longer_ago_than(days(10))", "FFFMM"},
    {"told_at = within_last(hours(24))", "TTFMT"},
    {"told_at = within_last(hours(23))", "FTFMF"},
    {"told_at = longer_ago_than(hours(23))", "TFFMT"},
    {"told_at = within_next(hours(1))", "FTFMF"},
    {"told_at = today", "FTFMM"},
    {"told_at = within_last(days(number.ten))", "TTFMM"},
    /* groups */
    {"any_of { late = 10, paid = false }", "TTFMF"},
    {"none_of_these { late = 10, paid = false }", "FFTMT"},
    {"all_of { late = 10, any_of { paid = true } }", "TFFMF"},
    {"any_of { all_of { late = 10, age = 20 }, circumstance.young }", "TTFMF"},
    {"none_of_these { circumstance.young }", "FFTMT"},
    {"circumstance.young, late = 20", "FTFMF"},
    {"function(f) return f.late ~= nil and f.late > 5 end", "TTFMF"},
    /* stages that are settled before it */
    {"segment = \"young\"", "TTFMF"},
    {"segment = one_of(\"young\", \"all\")", "TTTTT"},
    {"segment = none_of(\"young\")", "FFTMT"},
    {"segment = none_of(\"young\", \"young\")", "FFTMT"},
};
enum { ROWS = sizeof rows / sizeof *rows };

static void every_condition_in_every_scene(void **state) {
    static char referrals[32768], line[2048], said[65536];
    support_world w;
    size_t n = 0;
    int wrong = 0;
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        bool bare = !strncmp(rows[i].when, "function", 8);
        n += (size_t)snprintf(referrals + n, sizeof referrals - n, bare ? "referral \"r%zu\" { when = %s }\n" : "referral \"r%zu\" { when = { %s } }\n", i,
                              rows[i].when);
    }
    assert_true(n < sizeof referrals);
    const support_file files[] = {
        {"policy.yaml", "policy: t\nversion: 1.0.0\nlanguages: [en]\n"},
        {"facts.yaml", FACTS},
        {"numbers.yaml", "ten: { type: integer, value: 10 }\nhalf: { type: ratio, value: \"0.5\" }\nfee: { type: money, USD: \"50.00\", CAD: \"60.00\" }\n"},
        {"circumstances.lua", "circumstance \"young\" { age = 20 }\n"},
        {"segments.lua", "segment \"young\" { when = circumstance.young }\nsegment \"all\" { when = otherwise }\n"},
        {"referrals.lua", referrals},
        {NULL, NULL}};
    support_open(&w, files);
    for (size_t s = 0; s < SCENES; s++) {
        snprintf(line, sizeof line, "{\"id\":\"a\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{\"jurisdiction\":\"us\",%s},\"contacts\":[]}", scenes[s]);
        const char *answer = support_decide(&w, line), *possible = strstr(answer, "\"possible\":{");
        assert_non_null(possible);
        snprintf(said, sizeof said, "%.*s", (int)(possible - answer), answer);
        for (size_t i = 0; i < ROWS; i++) {
            char is = "FMT"[w.session->d.referrals[i]], quoted[32];
            if (is != rows[i].is[s]) print_error("scene %zu: %s is %c, expected %c\n", s, rows[i].when, is, rows[i].is[s]), wrong++;
            snprintf(quoted, sizeof quoted, "\"to\":\"r%zu\"", i); /* only what holds for certain is offered */
            if ((strstr(said, quoted) != NULL) != (is == 'T')) print_error("scene %zu: %s is %c\n", s, rows[i].when, is), wrong++;
        }
    }
    support_close(&w);
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_condition_in_every_scene)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

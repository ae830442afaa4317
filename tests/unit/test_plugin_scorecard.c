/* test_plugin_scorecard.c: the scorecard plugin as a static twin: its arithmetic against other methods, what it refuses and where, what is not known, memory. */
#include <stdio.h>
#include <string.h>

#include "plugins/scorecard/card.h"
#include "tests/support/plugin_host.h"
#include "tests/support/support.h"

extern const ruth_plugin ruth_plugin_entry_scorecard;

#define HEAD \
    "scorecard: payday_risk\nversion: \"2026.1\"\ninto: score\nversion_into: version\ncomplete_into: complete\nreasons: { into: reasons, most: 2 }\nbetter: higher\ncurrency: USD\nbase: 500\nresult: { min: 300, max: 850 }\n"
#define LATE \
    "  - name: days late\n    fact: late\n    type: integer\n    ranges:\n      - { to: 0, points: 40.5 }\n      - { from: 0, to: 30, points: 10 }\n      - { from: 30, points: -60 }\n    missing: -10\n    none_on_file: 0\n"
#define EVENT \
    "  - { name: what happened, fact: event, type: enum, values: { job_loss: -30, illness: -20.25 }, others: 5, missing: not_known, none_on_file: 0 }\n"
#define HOME "  - { name: owns a home, fact: home, type: boolean, values: { true: 15, false: 0 }, missing: not_known, none_on_file: not_known }\n"
#define DEBT \
    "  - name: debt\n    fact: balance\n    type: money\n    ranges: [ { to: 100000, points: 20 }, { from: 100000, points: 0 } ]\n    missing: 0\n    none_on_file: 20\n"
#define SHARE \
    "  - name: share of income\n    fact: share\n    type: ratio\n    ranges: [ { to: 0.3, points: 25 }, { from: 0.3, to: 0.555555, points: 5 }, { from: 0.555555, points: -5 } ]\n    missing: 0\n    none_on_file: 0\n"
static const char whole[] = HEAD "characteristics:\n" LATE EVENT HOME DEBT SHARE;

static void begin(plugin_host *h, const char *yaml) {
    static const struct {
        const char *name;
        uint32_t type;
    } facts[] = {{"late", RUTH_PLUGIN_INTEGER}, {"event", RUTH_PLUGIN_ENUM},       {"home", RUTH_PLUGIN_BOOLEAN},  {"balance", RUTH_PLUGIN_MONEY},
                 {"share", RUTH_PLUGIN_RATIO},  {"currency", RUTH_PLUGIN_ENUM},    {"score", RUTH_PLUGIN_INTEGER}, {"chance", RUTH_PLUGIN_RATIO},
                 {"version", RUTH_PLUGIN_TEXT}, {"complete", RUTH_PLUGIN_BOOLEAN}, {"reasons", RUTH_PLUGIN_TEXT},  {"born", RUTH_PLUGIN_DATE}};
    plugin_host_begin(h, &ruth_plugin_entry_scorecard);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) plugin_host_fact(h, facts[i].name, facts[i].type);
    plugin_host_file(h, "scorecard.yaml", yaml);
}

static void open_well(plugin_host *h, const char *yaml) {
    begin(h, yaml);
    if (plugin_host_open(h)) fail_msg("%s:%d:%d: %s", h->file, h->line, h->column, h->message);
    plugin_host_set(h, "late", 10);
    plugin_host_say(h, "event", "illness");
    plugin_host_set(h, "home", 1);
    plugin_host_set(h, "balance", 50000);
    plugin_host_set(h, "share", 300000);
    plugin_host_say(h, "currency", "USD");
}

static int64_t number(plugin_host *h, const char *fact) {
    const host_fact *f = plugin_host_wrote(h, fact);
    assert_non_null(f);
    assert_int_equal(f->written.state, RUTH_PLUGIN_VALUE);
    return f->written.number;
}
static const char *text(plugin_host *h, const char *fact) {
    const host_fact *f = plugin_host_wrote(h, fact);
    return !f ? "(not written)" : f->written.state == RUTH_PLUGIN_NONE ? "(none)" : f->written_text;
}

/* ---- points ---- */
static void test_points(void **state) {
    plugin_host h;
    open_well(&h, whole);
    assert_int_equal(plugin_host_enrich(&h), 0);
    assert_int_equal(number(&h, "score"), 530); /* 500 + 10 − 20.25 + 15 + 20 + 5 = 529.75 */
    assert_string_equal(text(&h, "version"), "payday_risk 2026.1");
    assert_int_equal(number(&h, "complete"), 1);
    assert_string_equal(text(&h, "reasons"), "days late, what happened"); /* 30.5, 25.25; share costs 20 */
    plugin_host_close(&h);
}

static void test_ends_of_ranges(void **state) {
    static const struct {
        int64_t late, share, balance, score;
    } rows[] = {
        {-1, 299999, 99999, 601}, /* 500 + 40.5 + 0 + 15 + 20 + 25 = 600.5 */
        {0, 299999, 99999, 570},  {29, 299999, 99999, 570},  {30, 299999, 99999, 500}, {-1, 300000, 99999, 581}, {-1, 555554, 99999, 581},
        {-1, 555555, 99999, 571}, {-1, 299999, 100000, 581}, {INT64_MAX, 0, 0, 500},   {INT64_MIN, 0, 0, 601},
    };
    plugin_host h;
    open_well(&h, whole);
    plugin_host_state(&h, "event", RUTH_PLUGIN_NONE);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        plugin_host_set(&h, "late", rows[i].late);
        plugin_host_set(&h, "share", rows[i].share);
        plugin_host_set(&h, "balance", rows[i].balance);
        assert_int_equal(plugin_host_enrich(&h), 0);
        if (number(&h, "score") != rows[i].score) fail_msg("row %zu: %lld, expected %lld", i, (long long)number(&h, "score"), (long long)rows[i].score);
    }
    plugin_host_close(&h);
}

static void test_rounding_and_bounds(void **state) {
    static const struct {
        const char *points;
        int64_t score;
    } rows[] = {{"0.499", 0}, {"0.5", 1},     {"-0.5", 0},  {"-0.501", -1}, {"-1.5", -1},       {"-1.501", -2},
                {"1.4", 1},   {"99.499", 99}, {"500", 100}, {"-500", -100}, {"1000000000", 100}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        plugin_host h;
        char yaml[400];
        snprintf(
            yaml, sizeof yaml,
            "scorecard: a\nversion: \"1\"\ninto: score\nbetter: higher\nbase: 0\nresult: { min: -100, max: 100 }\ncharacteristics: [ { name: n, fact: late, type: integer, ranges: [ { points: %s } ], missing: 0, none_on_file: 0 } ]\n",
            rows[i].points);
        open_well(&h, yaml);
        assert_int_equal(plugin_host_enrich(&h), 0);
        if (number(&h, "score") != rows[i].score) fail_msg("%s gives %lld", rows[i].points, (long long)number(&h, "score"));
        plugin_host_close(&h);
    }
}

/* ---- not known, none on file ---- */
static void test_not_known(void **state) {
    plugin_host h;
    open_well(&h, whole);
    plugin_host_state(&h, "late", RUTH_PLUGIN_UNKNOWN); /* the card has points for that */
    assert_int_equal(plugin_host_enrich(&h), 0);
    assert_int_equal(number(&h, "score"), 510);
    assert_int_equal(number(&h, "complete"), 0);
    assert_string_equal(text(&h, "reasons"), "days late, what happened");
    plugin_host_state(&h, "event", RUTH_PLUGIN_UNKNOWN); /* and for that it has none */
    assert_int_equal(plugin_host_enrich(&h), 0);
    assert_null(plugin_host_wrote(&h, "score"));
    assert_null(plugin_host_wrote(&h, "reasons"));
    assert_int_equal(number(&h, "complete"), 0);
    assert_string_equal(text(&h, "version"), "payday_risk 2026.1");
    plugin_host_state(&h, "event", RUTH_PLUGIN_NONE);
    plugin_host_set(&h, "late", -3);
    plugin_host_state(&h, "home", RUTH_PLUGIN_NONE);
    assert_int_equal(plugin_host_enrich(&h), 0);
    assert_null(plugin_host_wrote(&h, "score"));
    plugin_host_set(&h, "home", 1);
    plugin_host_set(&h, "share", 0);
    plugin_host_say(&h, "event", "moved"); /* a value the card does not name */
    assert_int_equal(plugin_host_enrich(&h), 0);
    assert_int_equal(number(&h, "score"), 606);
    assert_string_equal(text(&h, "reasons"), "(none)");
    plugin_host_close(&h);
}

static void test_currency(void **state) {
    plugin_host h;
    open_well(&h, whole);
    plugin_host_say(&h, "currency", "EUR");
    assert_int_equal(plugin_host_enrich(&h), 0);
    assert_null(plugin_host_wrote(&h, "score"));
    plugin_host_state(&h, "currency", RUTH_PLUGIN_UNKNOWN);
    assert_int_equal(plugin_host_enrich(&h), 0);
    assert_null(plugin_host_wrote(&h, "score"));
    plugin_host_close(&h);
}

/* Where fewer points are better, what has most of them costs most. */
static void test_lower_is_better(void **state) {
    plugin_host h;
    open_well(
        &h,
        "scorecard: a\nversion: \"1\"\ninto: score\nreasons: { into: reasons, most: 10 }\nbetter: lower\nbase: 0\nresult: { min: 0, max: 100 }\ncharacteristics:\n"
        "  - { name: one, fact: late, type: integer, ranges: [ { to: 5, points: 0 }, { from: 5, points: 3 } ], missing: 0, none_on_file: 0 }\n"
        "  - { name: two, fact: home, type: boolean, values: { true: 7, false: 1 }, missing: 0, none_on_file: 0 }\n"
        "  - { name: three, fact: event, type: enum, values: { illness: 2 }, others: 2, missing: 0, none_on_file: 0 }\n"
        "  - { name: four, fact: late, type: integer, ranges: [ { to: 5, points: 0 }, { from: 5, points: 3 } ], missing: 0, none_on_file: 0 }\n");
    assert_int_equal(plugin_host_enrich(&h), 0);
    assert_int_equal(number(&h, "score"), 15);
    assert_string_equal(text(&h, "reasons"), "two, one, four");
    plugin_host_close(&h);
}

/* ---- probability ---- */
/* e^x by its series on a small part, squared up again: nothing of what the plugin does. */
static long double power_of_e(long double x) {
    long double small = x / 1048576.0L, term = 1, sum = 1;
    for (int i = 1; i < 12; i++) sum += term *= small / i;
    for (int i = 0; i < 20; i++) sum *= sum;
    return sum;
}
#define LN2 0.693147180559945309417232121458176568L

static void close_to(int64_t got, long double t) {
    long double expected = 1000000.0L / (1.0L + power_of_e(-t)), off = (long double)got - expected;
    if (off > 0.51L || off < -0.51L) fail_msg("%lld millionths, %.6Lf expected", (long long)got, expected);
}

static void test_powers_rise(void **state) {
    assert_int_equal(scorecard_power(0), (int64_t)1 << 40);
    for (int i = 0; i < 4096; i++)
        if (scorecard_power(i) >= scorecard_power(i + 1)) fail_msg("step %d does not rise", i);
}

static void test_probability(void **state) {
    support_random r = {7};
    for (long i = -30000; i <= 30000; i++) close_to(scorecard_natural(i), (long double)i / 1000);
    for (long i = 0; i < support_scaled(200000); i++) {
        int64_t every = support_between(&r, 1, i % 2 ? SCORECARD_LONGEST_DOUBLING : 50000), over = support_between(&r, -22 * every, 22 * every);
        close_to(scorecard_doubling(over, every), LN2 * (long double)over / (long double)every);
    }
    assert_int_equal(scorecard_natural(0), 500000);
    assert_int_equal(scorecard_natural(INT64_MAX), 1000000);
    assert_int_equal(scorecard_natural(INT64_MIN), 0);
    assert_int_equal(scorecard_doubling(INT64_MIN, 1), 0);
    assert_int_equal(scorecard_doubling(INT64_MAX, 1), 1000000);
    assert_int_equal(scorecard_doubling(20000, 20000), 666667);  /* two to one */
    assert_int_equal(scorecard_doubling(-40000, 20000), 200000); /* one to four */
}

/* Over every score that a card can reach around its middle, and at random doublings: never down. */
static void test_probability_never_falls(void **state) {
    support_random r = {11};
    int64_t before = 0;
    for (int64_t over = -500000; over <= 500000; over++) {
        int64_t p = scorecard_doubling(over, 20000);
        if (p < before) fail_msg("falls at %lld", (long long)over);
        before = p;
    }
    before = 0;
    for (int64_t over = -16000; over <= 16000; over++) {
        int64_t p = scorecard_natural(over);
        assert_true(p >= before && p + scorecard_natural(-over) == 1000000);
        before = p;
    }
    for (long i = 0; i < support_scaled(300000); i++) {
        int64_t every = support_between(&r, 1, SCORECARD_LONGEST_DOUBLING), over = support_between(&r, -22 * every, 22 * every),
                step = support_between(&r, 1, 1 + every / 1000);
        assert_true(scorecard_doubling(over, every) <= scorecard_doubling(over + step, every));
    }
}

static void test_logistic_card(void **state) {
    static const struct {
        const char *how;
        int64_t expected;
    } rows[] = {
        {"{ even_at: 10, doubles_every: 20 }", 666667},
        {"{ even_at: 10, halves_every: 20 }", 333333},
        {"{ even_at: 30, doubles_every: 20 }", 500000},
        {"{ log_odds: natural }", 950000 /* held by max */},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        plugin_host h;
        char yaml[500];
        snprintf(
            yaml, sizeof yaml,
            "scorecard: a\nversion: \"1\"\ninto: chance\nbetter: higher\nbase: 20\nlogistic: %s\nresult: { min: 0.05, max: 0.95 }\ncharacteristics: [ { name: n, fact: late, type: integer, ranges: [ { points: 10 } ], missing: 0, none_on_file: 0 } ]\n",
            rows[i].how);
        open_well(&h, yaml);
        assert_int_equal(plugin_host_enrich(&h), 0);
        assert_int_equal(number(&h, "chance"), rows[i].expected);
        plugin_host_close(&h);
    }
}

/* ---- refusals ---- */
#define TOP "scorecard: a\nversion: \"1\"\ninto: score\nbetter: higher\nbase: 0\nresult: { min: 0, max: 100 }\n" /* six lines */
#define ONE(ranges, rest) TOP "characteristics:\n  - name: n\n    fact: late\n    type: integer\n    ranges: " ranges "\n    " rest "\n"
#define REST "missing: 0\n    none_on_file: 0"
static const struct {
    const char *yaml;
    int line, column;
    const char *says;
} refusals[] = {
    {"", 1, 1, "the file is empty"},
    {"a: [", 2, 1, "this is not YAML"},
    {"--- {a: 1}\n--- {b: 1}\n", 2, 1, "more than one document"},
    {TOP "extra: 1\n", 7, 1, "there is no key extra here"},
    {TOP "base: 1\n", 7, 1, "base stands here twice"},
    {TOP, 1, 1, "characteristics: is missing"},
    {TOP "characteristics: []\n", 7, 18, "expected 1 to 256 characteristics"},
    {TOP "characteristics: {}\n", 7, 18, "expected a list, found a table"},
    {TOP "characteristics: [ 7 ]\n", 7, 20, "expected a characteristic"},
    {TOP "characteristics: [ *a ]\n", 7, 20, "aliases are not used"},
    {TOP "characteristics: !!seq [ 7 ]\n", 7, 18, "anchors and tags"},
    {ONE("[ { from: 0, points: 1 } ]", REST), 11, 15, "a gap: the first range has no from"},
    {ONE("[ { to: 0, points: 1 } ]", REST), 11, 15, "a gap: the last range has no to"},
    {ONE("[ { to: 0, points: 1 }, { from: 1, points: 2 } ]", REST), 11, 37, "a gap: this range must begin where the one above it ends"},
    {ONE("[ { to: 2, points: 1 }, { from: 1, points: 2 } ]", REST), 11, 37, "an overlap"},
    {ONE("[ { to: 2, points: 1 }, { from: 2, to: 2, points: 2 } ]", REST), 11, 37, "from must be below to"},
    {ONE("[ { to: 2 }, { from: 2, points: 2 } ]", REST), 11, 15, "points: is missing"},
    {ONE("[ { to: 2.5, points: 1 } ]", REST), 11, 21, "expected a whole number"},
    {ONE("[ { points: 1.0001 } ]", REST), 11, 25, "at most 3 digits behind the point"},
    {ONE("[ { points: \"1\" } ]", REST), 11, 25, "expected a number"},
    {ONE("[ { points: 1e3 } ]", REST), 11, 25, "expected a number"},
    {ONE("[ { points: 1000000000.001 } ]", REST), 11, 25, "expected a number from -1000000000 to 1000000000"},
    {ONE("[ { points: 99999999999999999999 } ]", REST), 11, 25, "expected a number"},
    {ONE("[ { points: 1 } ]", "none_on_file: 0"), 8, 5, "missing: is missing"},
    {ONE("[ { points: 1 } ]", "missing: 0"), 8, 5, "none_on_file: is missing"},
    {ONE("[ { points: 1 } ]", "missing: maybe\n    none_on_file: 0"), 12, 14, "expected a number"},
    {ONE("[ { points: 1 } ]", REST "\n    others: 0"), 14, 5, "there is no key others"},
    {TOP "characteristics:\n  - { name: n, fact: home, type: boolean, values: { true: 1 }, missing: 0, none_on_file: 0 }\n", 8, 51,
     "a gap: false has no points"},
    {TOP "characteristics:\n  - { name: n, fact: home, type: boolean, values: { true: 1, yes: 2 }, missing: 0, none_on_file: 0 }\n", 8, 62,
     "expected one of true, false"},
    {TOP "characteristics:\n  - { name: n, fact: event, type: enum, values: { a: 1, a: 2 }, others: 0, missing: 0, none_on_file: 0 }\n", 8, 57,
     "a stands here twice"},
    {TOP "characteristics:\n  - { name: n, fact: event, type: enum, values: { a: 1 }, missing: 0, none_on_file: 0 }\n", 8, 5, "others: is missing"},
    {TOP "characteristics:\n  - { name: n, fact: born, type: date, values: { a: 1 }, missing: 0, none_on_file: 0 }\n", 8, 34,
     "expected one of boolean, integer, money, ratio, enum"},
    {TOP "characteristics:\n  - { name: n, fact: balance, type: money, ranges: [ { points: 1 } ], missing: 0, none_on_file: 0 }\n", 8, 37, "in which currency"},
    {ONE("[ { points: 1 } ]", REST "\n  - { name: n, fact: home, type: boolean, values: { true: 1, false: 2 }, missing: 0, none_on_file: 0 }"), 14, 13,
     "two characteristics are called n"},
    {"scorecard: A\n", 1, 12, "expected a name"},
    {"scorecard: a\n", 1, 1, "version: is missing"},
    {"scorecard: a\nversion: 1\nbetter: more\n", 3, 9, "expected one of higher, lower"},
    {"scorecard: a\nversion: 1\nbetter: lower\nbase: 0\nresult: { min: 5, max: 4 }\n", 5, 9, "min is above max"},
    {"scorecard: a\nversion: 1\nbetter: lower\nbase: 0\nresult: { min: 1, max: 4 }\ninto: score\nversion_into: score\n", 7, 15, "takes another result"},
    {"scorecard: a\nversion: 1\nlogistic: { even_at: 1 }\n", 3, 11, "expected one of doubles_every"},
    {"scorecard: a\nversion: 1\nlogistic: { even_at: 1, doubles_every: 0 }\n", 3, 40, "expected a number from 0.001"},
    {"scorecard: a\nversion: 1\nlogistic: { doubles_every: 2 }\n", 3, 11, "even_at: is missing"},
    {"scorecard: a\nversion: 1\nlogistic: { log_odds: natural, even_at: 3 }\n", 3, 11, "stands alone"},
    {"scorecard: a\nversion: 1\nlogistic: { log_odds: natural }\nbetter: lower\nbase: 0\nresult: { min: 0, max: 1.5 }\n", 6, 24,
     "expected a number from 0 to 1"},
    {"scorecard: a\nversion: 1\nbetter: lower\nbase: 0\nresult: { min: 1, max: 4 }\ninto: score\nreasons: { into: reasons, most: 11 }\n", 7, 33,
     "expected a whole number from 1 to 10"},
};

static void test_refusals(void **state) {
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        plugin_host h;
        begin(&h, refusals[i].yaml);
        assert_int_not_equal(plugin_host_open(&h), 0);
        bool right = !strcmp(h.file, "scorecard.yaml") && h.line == refusals[i].line && h.column == refusals[i].column && strstr(h.message, refusals[i].says);
        if (!right)
            fail_msg("refusal %zu: %s:%d:%d: %s (expected %d:%d: %s)", i, h.file, h.line, h.column, h.message, refusals[i].line, refusals[i].column,
                     refusals[i].says);
        plugin_host_close(&h);
    }
}

static void test_facts_must_be_there(void **state) {
    plugin_host h;
    begin(&h, TOP "characteristics: [ { name: n, fact: nowhere, type: integer, ranges: [ { points: 1 } ], missing: 0, none_on_file: 0 } ]\n");
    assert_int_equal(plugin_host_open(&h), RUTH_PLUGIN_UNDECLARED);
    plugin_host_close(&h);
    begin(&h, "scorecard: a\nversion: 1\nbetter: lower\nbase: 0\nresult: { min: 1, max: 4 }\ninto: chance\n");
    assert_int_equal(plugin_host_open(&h), RUTH_PLUGIN_TYPE);
    plugin_host_close(&h);
    plugin_host_begin(&h, &ruth_plugin_entry_scorecard);
    assert_int_equal(plugin_host_open(&h), RUTH_PLUGIN_FAILED);
    assert_has(h.message, "does not have this file");
    plugin_host_close(&h);
}

/* Every allocation fails once: opening and scoring fail cleanly, or go well. */
static void test_memory(void **state) {
    plugin_host h;
    int opened = 0;
    for (long n = 0; !opened; n++) {
        begin(&h, whole);
        h.allowed = n;
        opened = plugin_host_open(&h) == 0;
        plugin_host_close(&h);
        assert_true(n < 1000);
    }
    open_well(&h, whole);
    for (long n = 0, done = 0; !done; n++) {
        h.allowed = n;
        done = plugin_host_enrich(&h) == 0;
        assert_true(n < 100);
    }
    h.allowed = -1;
    plugin_host_close(&h);
}

/* Cards broken at random: refused or read, never worse. */
static void test_broken_cards(void **state) {
    support_random r = {23};
    char yaml[sizeof whole];
    for (long i = 0; i < support_scaled(3000); i++) {
        plugin_host h;
        memcpy(yaml, whole, sizeof whole);
        for (int64_t k = support_between(&r, 1, 4); k > 0; k--)
            yaml[support_between(&r, 0, sizeof whole - 2)] = "\n :-{}[],#\"'&*!0129.\t\x80z"[support_between(&r, 0, 23)];
        begin(&h, yaml);
        if (plugin_host_open(&h) == 0) plugin_host_enrich(&h);
        else assert_true(h.message[0]);
        plugin_host_close(&h);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_points),        cmocka_unit_test(test_ends_of_ranges), cmocka_unit_test(test_rounding_and_bounds),
        cmocka_unit_test(test_not_known),     cmocka_unit_test(test_currency),       cmocka_unit_test(test_lower_is_better),
        cmocka_unit_test(test_powers_rise),   cmocka_unit_test(test_probability),    cmocka_unit_test(test_probability_never_falls),
        cmocka_unit_test(test_logistic_card), cmocka_unit_test(test_refusals),       cmocka_unit_test(test_facts_must_be_there),
        cmocka_unit_test(test_memory),        cmocka_unit_test(test_broken_cards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

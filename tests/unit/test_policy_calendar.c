/* test_policy_calendar.c: `holidays`, `business_days` and `not_on` of policy.yaml: every form of rule, errors with their place, and the shipped calendars day by day. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/decide/session.h"
#include "tests/support/plugin_host.h"
#include "tests/support/support.h"

extern const ruth_plugin ruth_plugin_entry_holidays;

#define HEAD "policy: days\nversion: 1.0.0\n" /* two lines */
static support_world w;

static void open_days(const char *yaml) {
    static char text[32768];
    assert_true(snprintf(text, sizeof text, HEAD "%s", yaml) < (int)sizeof text);
    const support_file files[] = {{"policy.yaml", text}, {NULL, NULL}};
    support_open(&w, files);
}

static const ru_calendar *days(void) { return &w.session->policy->charter.days; }

static int32_t date(const char *text) {
    int32_t out;
    if (!ru_date_parse((ru_str){text, 10}, &out)) fail_msg("%.10s is no date", text);
    return out;
}

/* In these years exactly these days ("2026-01-01 2026-…", sorted) are holidays. */
typedef struct form {
    const char *name, *yaml, *from, *until, *dates;
} form;
static const form forms[] = {
    {"a date by itself", "holidays: [2026-12-25]\n", "2020-01-01", "2030-12-31", "2026-12-25"},
    {"dates out of order, one twice", "holidays: [2026-12-25, 2026-03-01, 2026-12-25]\n", "2020-01-01", "2030-12-31", "2026-03-01 2026-12-25"},
    {"none", "holidays: []\n", "2020-01-01", "2030-12-31", ""},
    {"a day of every year", "holidays: [ { name: n, date: 12-25 } ]\n", "2025-01-01", "2027-12-31", "2025-12-25 2026-12-25 2027-12-25"},
    {"the first year and the last", "holidays: [ { name: n, date: 01-01 } ]\n", "1998-01-01", "2001-12-31", "2000-01-01 2001-01-01"},
    {"… of those there are", "holidays: [ { name: n, date: 12-31 } ]\n", "2099-01-01", "2103-12-31", "2099-12-31 2100-12-31"},
    {"Easter Sunday", "holidays: [ { name: n, easter: 0 } ]\n", "2023-01-01", "2027-12-31", "2023-04-09 2024-03-31 2025-04-20 2026-04-05 2027-03-28"},
    {"before Easter", "holidays: [ { name: n, easter: -2 } ]\n", "2026-01-01", "2027-12-31", "2026-04-03 2027-03-26"},
    {"after Easter", "holidays: [ { name: n, easter: 39 } ]\n", "2026-01-01", "2027-12-31", "2026-05-14 2027-05-06"},
    {"the first such weekday", "holidays: [ { name: n, nth: [1, monday, september] } ]\n", "2025-01-01", "2027-12-31", "2025-09-01 2026-09-07 2027-09-06"},
    {"the fourth", "holidays: [ { name: n, nth: [4, thursday, november] } ]\n", "2025-01-01", "2026-12-31", "2025-11-27 2026-11-26"},
    {"the last such weekday", "holidays: [ { name: n, last: [monday, may] } ]\n", "2025-01-01", "2027-12-31", "2025-05-26 2026-05-25 2027-05-31"},
    {"the last of a short month", "holidays: [ { name: n, last: [thursday, february] } ]\n", "2023-01-01", "2024-12-31", "2023-02-23 2024-02-29"},
    {"the weekday before a day, never that day", "holidays: [ { name: n, weekday_before: [monday, 05-25] } ]\n", "2025-01-01", "2027-12-31",
     "2025-05-19 2026-05-18 2027-05-24"}, /* 25 May 2026 is a Monday */
    {"every such weekday", "holidays: [ { name: n, every: sunday } ]\n", "2026-01-01", "2026-01-31", "2026-01-04 2026-01-11 2026-01-18 2026-01-25"},
    {"moved when it falls on a Sunday", "holidays: [ { name: n, date: 07-01, if_on: { sunday: 1 } } ]\n", "2028-01-01", "2030-12-31",
     "2028-07-01 2029-07-02 2030-07-01"},
    {"moved either way", "holidays: [ { name: n, date: 01-01, if_on: { saturday: -1, sunday: 1 } } ]\n", "2021-01-01", "2023-12-31",
     "2021-01-01 2021-12-31 2023-01-02"},
    {"moved once, not on and on", "holidays: [ { name: n, date: 07-01, if_on: { sunday: 1, monday: 1 } } ]\n", "2029-01-01", "2030-12-31",
     "2029-07-02 2030-07-02"},
    {"from a year on", "holidays: [ { name: n, date: 09-30, from: 2021 } ]\n", "2019-01-01", "2022-12-31", "2021-09-30 2022-09-30"},
    {"until a year", "holidays: [ { name: n, date: 09-30, until: 2021 } ]\n", "2020-01-01", "2023-12-31", "2020-09-30 2021-09-30"},
    {"in one year only", "holidays: [ { name: n, nth: [1, monday, may], from: 2024, until: 2024 } ]\n", "2020-01-01", "2028-12-31", "2024-05-06"},
    {"every Friday for a year", "holidays: [ { name: n, every: friday, from: 2026, until: 2026 } ]\nnot_on: sunday\n", "2025-12-01", "2026-01-10",
     "2026-01-02 2026-01-09"},
    {"not on Sundays", "holidays: [ 2026-03-01, { name: n, date: 11-01 } ]\nnot_on: sunday\n", "2026-01-01", "2027-12-31",
     "2027-11-01"}, /* 1 March and 1 November 2026 are Sundays */
    {"moved onto the weekday that counts for none", "holidays: [ { name: n, date: 10-31, if_on: { saturday: 1 } } ]\nnot_on: sunday\n", "2026-01-01",
     "2027-12-31", ""},
    {"a note beside it", "holidays: [ { name: n, doc: why, date: 12-25 } ]\n", "2026-01-01", "2026-12-31", "2026-12-25"},
    {"several together", "holidays:\n  - { name: a, easter: 1 }\n  - 2026-02-02\n  - { name: b, date: 01-06 }\n", "2026-01-01", "2026-12-31",
     "2026-01-06 2026-02-02 2026-04-06"},
};

static void every_form(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const form *f = &forms[i];
        const char *next = f->dates;
        open_days(f->yaml);
        for (int32_t d = date(f->from); d <= date(f->until); d++) {
            char text[11];
            bool wanted = *next && date(next) == d;
            ru_date_text(d, text);
            if (wanted) next += next[10] ? 11 : 10;
            if (ru_calendar_holiday(days(), d) != wanted) fail_msg("%s: %s is%s a holiday", f->name, text, wanted ? " not" : "");
        }
        if (*next) fail_msg("%s: %s was not come to", f->name, next);
        support_close(&w);
    }
}

static void business_weeks(void **state) {
    static const struct {
        const char *yaml;
        int working;
    } rows[] = {{"business_days: mon_fri\n", 31}, {"business_days: mon_sat\n", 63}, {"horizon: 3 days\n", 31}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        open_days(rows[i].yaml);
        for (int32_t d = date("2026-06-08"); d < date("2026-06-15"); d++)
            assert_int_equal(ru_calendar_business(days(), d), rows[i].working >> ru_weekday(d) & 1);
        support_close(&w);
    }
}

/* ---- refusals ---- */
#define ITEM(item) "holidays:\n  - " item "\n"
static const struct {
    const char *yaml;
    int line, column;
    const char *says;
} refusals[] = {
    {"not_on: never\n", 3, 9, "not_on: expected a weekday such as sunday"},
    {"business_days: mon_sun\n", 3, 16, "business_days: expected mon_fri or mon_sat"},
    {"holidays: 2026-12-25\n", 3, 11, "expected holidays: [2026-12-25"},
    {ITEM("2026-02-30"), 4, 5, "holidays: expected a date as YYYY-MM-DD, found 2026-02-30"},
    {ITEM("christmas"), 4, 5, "found christmas"},
    {ITEM("{ name: n, date: 13-01 }"), 4, 5, "expected a date, date: MM-DD"},
    {ITEM("{ name: n, date: 02-30 }"), 4, 5, "expected a date, date: MM-DD"},
    {ITEM("{ name: n, date: 2026-12-25 }"), 4, 5, "expected a date, date: MM-DD"},
    {ITEM("{ name: n, easter: soon }"), 4, 5, "easter: n"},
    {ITEM("{ name: n, easter: 101 }"), 4, 5, "easter: n"},
    {ITEM("{ name: n, nth: [5, monday, may] }"), 4, 5, "nth: [1, monday, may]"},
    {ITEM("{ name: n, nth: [0, monday, may] }"), 4, 5, "nth: [1, monday, may]"},
    {ITEM("{ name: n, nth: [1, moonday, may] }"), 4, 5, "nth: [1, monday, may]"},
    {ITEM("{ name: n, nth: [1, monday, mai] }"), 4, 5, "nth: [1, monday, may]"},
    {ITEM("{ name: n, nth: [1, monday] }"), 4, 5, "nth: [1, monday, may]"},
    {ITEM("{ name: n, last: monday }"), 4, 5, "last: [monday, may]"},
    {ITEM("{ name: n, last: [may, monday] }"), 4, 5, "last: [monday, may]"},
    {ITEM("{ name: n, weekday_before: [monday, 25-05] }"), 4, 5, "weekday_before: [monday, MM-DD]"},
    {ITEM("{ name: n, weekday_before: [monday] }"), 4, 5, "weekday_before: [monday, MM-DD]"},
    {ITEM("{ name: n, every: day }"), 4, 23, "every: expected a weekday such as sunday"},
    {ITEM("{ name: n }"), 4, 5, "or every: sunday"},
    {ITEM("{ name: n, date: 12-25, on: monday }"), 4, 29, "on"},
    {ITEM("{ name: n, date: 12-25, from: soon }"), 4, 5, "from and until are years"},
    {ITEM("{ name: n, date: 12-25, until: soon }"), 4, 5, "from and until are years"},
    {ITEM("{ name: n, date: 12-25, from: 2025, until: 2024 }"), 4, 5, "from lies after until"},
    {ITEM("{ name: n, date: 12-25, until: 1999 }"), 4, 5, "from lies after until"},
    {ITEM("{ name: n, date: 07-01, if_on: { someday: 1 } }"), 4, 36, "if_on: expected { sunday: 1 }"},
    {ITEM("{ name: n, date: 07-01, if_on: { sunday: 8 } }"), 4, 36, "if_on: expected { sunday: 1 }"},
    {ITEM("{ name: n, date: 07-01, if_on: { sunday: next } }"), 4, 36, "if_on: expected { sunday: 1 }"},
    {ITEM("{ name: n, date: 07-01, if_on: sunday }"), 4, 36, "if_on: expected { sunday: 1 }"},
    {ITEM("{ name: n, every: sunday, if_on: { sunday: 1 } }"), 4, 38, "every and if_on do not go together"},
    {ITEM("{ name: n, date: 07-01, easter: 1 }"), 4, 5, "says its day twice"},
    {ITEM("{ name: n, every: sunday, date: 07-01 }"), 4, 5, "says its day twice"},
    {"holidays:\n  - { name: a, every: monday }\n  - { name: b, every: tuesday }\n  - { name: c, every: wednesday }\n  - { name: d, every: thursday }\n", 7, 5,
     "more than 20000 holidays"},
};

static void errors_with_their_place(void **state) {
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        char text[1024];
        snprintf(text, sizeof text, HEAD "%s", refusals[i].yaml);
        const support_file files[] = {{"policy.yaml", text}, {NULL, NULL}};
        ruth_status st = support_load_status(&w, files);
        if (st == RUTH_E_POLICY && !strcmp(w.error.file, "policy.yaml") && w.error.line == refusals[i].line && w.error.column == refusals[i].column &&
            strstr(w.error.message, refusals[i].says))
            continue;
        wrong++;
        print_error("%s→ status %d, %s:%d:%d: %s\n    expected %d:%d … %s …\n", refusals[i].yaml, (int)st, w.error.file, w.error.line, w.error.column,
                    w.error.message, refusals[i].line, refusals[i].column, refusals[i].says);
    }
    assert_int_equal(wrong, 0);
}

/* ---- the calendars that the holidays plugin ships, as rules of a policy, against the plugin: every day of sixteen years ---- */
#define GB                                                                                                                                                                                                                \
    "holidays:\n  - { name: a, date: 01-01 }\n  - { name: b, date: 12-25 }\n  - { name: c, date: 12-26 }\n  - { name: d, easter: -2 }\n  - { name: e, easter: 1 }\n  - { name: f, nth: [1, monday, may], until: 2019 }\n" \
    "  - { name: f, nth: [1, monday, may], from: 2021 }\n  - { name: g, last: [monday, may], until: 2021 }\n  - { name: g, last: [monday, may], from: 2023 }\n  - { name: h, last: [monday, august] }\n"                  \
    "  - { name: i, date: 01-01, if_on: { saturday: 2, sunday: 1 } }\n  - { name: j, date: 12-25, if_on: { saturday: 2, sunday: 2 } }\n  - { name: k, date: 12-26, if_on: { saturday: 2, sunday: 2 } }\n"                 \
    "  - 2020-05-08\n  - 2022-06-02\n  - 2022-06-03\n  - 2022-09-19\n  - 2023-05-08\n"
static const struct {
    const char *name, *file, *own;
    bool both;
} places[] = {
    {"au", "au.yaml", NULL, false},       {"be", "be.yaml", NULL, false},       {"fr", "fr.yaml", NULL, false}, {"ca", "ca.yaml", NULL, false},
    {"ca-qc", "ca-qc.yaml", NULL, false}, {"ca-on", "ca-on.yaml", NULL, false}, {"us", "us.yaml", NULL, true},  {"gb", "gb-eng.yaml", GB, false},
};
enum { PLACES = sizeof places / sizeof *places, FROM = 18262 /* 2020-01-01 */, DAYS = 5844 };

static char *read_whole(const char *name) {
    char path[200], *text = calloc(1, 65536);
    snprintf(path, sizeof path, "plugins/holidays/data/%s", name);
    FILE *f = fopen(path, "r");
    if (!f || !text) fail_msg("%s cannot be read", path);
    assert_true(fread(text, 1, 65535, f) > 0);
    fclose(f);
    return text;
}

/* Its list, rule by rule: what the plugin calls `instead` is what if_on means here; where the file keeps the day itself too (`both`), the rule stands twice. */
static void as_policy(const char *file, bool both, char *out, size_t room) {
    char line[400];
    size_t n = (size_t)snprintf(out, room, "holidays:\n");
    for (const char *p = strstr(file, "\nholidays:\n") + 11; *p; p++) {
        size_t length = strcspn(p, "\n");
        assert_true(length < sizeof line);
        memcpy(line, p, length);
        line[length] = 0;
        char *instead = strstr(line, ", instead: true");
        if (instead) memmove(instead, instead + 15, strlen(instead + 15) + 1);
        n += (size_t)snprintf(out + n, room - n, "%s\n", line);
        char *end = strstr(line, " }");
        if (both && strstr(line, " date: ") && end)
            n += (size_t)snprintf(out + n, room - n, "%.*s, if_on: { saturday: -1, sunday: 1 } }\n", (int)(end - line), line);
        assert_true(n < room);
        p += length;
        if (!*p) break;
    }
}

static void the_shipped_calendars(void **state) {
    static const char settings[] =
        "jurisdiction: jurisdiction\ncalendars: { au: [au.yaml], be: [be.yaml], fr: [fr.yaml], ca: [ca.yaml], ca-qc: [ca-qc.yaml], ca-on: [ca-on.yaml], us: [us.yaml], gb: [gb-eng.yaml] }\n"
        "into: { holiday_today: holiday_today, business_day_today: business_day_today }\n";
    plugin_host h;
    char *files[PLACES], yaml[16384];
    (void)state;
    plugin_host_begin(&h, &ruth_plugin_entry_holidays);
    plugin_host_fact(&h, "jurisdiction", RUTH_PLUGIN_ENUM);
    plugin_host_fact(&h, "holiday_today", RUTH_PLUGIN_BOOLEAN);
    plugin_host_fact(&h, "business_day_today", RUTH_PLUGIN_BOOLEAN);
    plugin_host_file(&h, "calendars.yaml", settings);
    for (int p = 0; p < PLACES; p++) plugin_host_file(&h, places[p].file, files[p] = read_whole(places[p].file));
    h.has_today = true;
    if (plugin_host_open(&h)) fail_msg("%s:%d:%d: %s", h.file, h.line, h.column, h.message);
    for (int p = 0; p < PLACES; p++) {
        int seen = 0;
        as_policy(files[p], places[p].both, yaml, sizeof yaml);
        open_days(places[p].own ? places[p].own : yaml);
        plugin_host_say(&h, "jurisdiction", places[p].name);
        for (int32_t d = FROM; d < FROM + DAYS; d++) {
            char text[11];
            h.today = d;
            assert_int_equal(plugin_host_enrich(&h), 0);
            bool holiday = plugin_host_wrote(&h, "holiday_today")->written.number, business = plugin_host_wrote(&h, "business_day_today")->written.number;
            ru_date_text(d, text);
            if (ru_calendar_holiday(days(), d) != holiday || ru_calendar_business(days(), d) != business)
                fail_msg("%s %s: the plugin has holiday %d, business day %d", places[p].name, text, holiday, business);
            seen += holiday;
        }
        assert_true(seen >= 16 * 7);
        support_close(&w);
        free(files[p]);
    }
    plugin_host_close(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_form), cmocka_unit_test(business_weeks), cmocka_unit_test(errors_with_their_place),
                                       cmocka_unit_test(the_shipped_calendars)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

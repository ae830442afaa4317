/* test_plugin_holidays.c: the holidays plugin as a static twin: every day of 2020–2035 in every shipped jurisdiction against tables made another way, refusals, memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/holidays/calendar.h"
#include "tests/support/plugin_host.h"
#include "tests/support/support.h"

extern const ruth_plugin ruth_plugin_entry_holidays;

enum { FROM = 2020, UNTIL = 2035, DAYS = 5844 /* of these years */, FIRST = 18262 /* 2020-01-01 */ };
enum { MON, TUE, WED, THU, FRI, SAT, SUN };

/* ---- a calendar walked day by day, sharing nothing with the plugin ---- */
typedef struct date {
    int year, month, day, weekday;
} date;
static date walked[DAYS];
static bool leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }
static int length(int y, int m) { return m == 2 ? (leap(y) ? 29 : 28) : m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31; }

static void walk(void) {
    date d = {FROM, 1, 1, WED}; /* 2020-01-01 was a Wednesday */
    for (int i = 0; i < DAYS; i++) {
        walked[i] = d;
        d.weekday = (d.weekday + 1) % 7;
        if (++d.day <= length(d.year, d.month)) continue;
        d.day = 1;
        if (++d.month <= 12) continue;
        d.month = 1;
        d.year++;
    }
    assert_int_equal(d.year, UNTIL + 1);
}

static int at(int y, int m, int day) {
    for (int i = 0; i < DAYS; i++)
        if (walked[i].year == y && walked[i].month == m && walked[i].day == day) return i;
    return -1;
}

/* The n-th such weekday of a month, by going through its days; n 0: the last. */
static int nth(int y, int m, int weekday, int n) {
    int seen = 0, found = -1;
    for (int day = 1; day <= length(y, m); day++) {
        int i = at(y, m, day);
        if (walked[i].weekday != weekday) continue;
        found = i;
        if (++seen == n) return i;
    }
    return found;
}

/* Easter as Butcher's Ecclesiastical Calendar has it (Meeus, Astronomical Algorithms). */
static int easter(int y) {
    int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    return at(y, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
}

typedef struct table {
    unsigned char holiday[DAYS];
} table;
static void put(table *t, int i) {
    if (i >= 0 && i < DAYS) t->holiday[i] = 1;
}
static void put_days(table *t, const char *days) { /* "01-01 12-25", every year */
    for (const char *p = days; *p; p += p[5] ? 6 : 5)
        for (int y = FROM; y <= UNTIL; y++) put(t, at(y, atoi(p), atoi(p + 3)));
}
static void put_dates(table *t, const char *dates) { /* "2022-06-03 …" */
    for (const char *p = dates; *p; p += p[10] ? 11 : 10) put(t, at(atoi(p), atoi(p + 5), atoi(p + 8)));
}
static void put_easter(table *t, int offset) {
    for (int y = FROM; y <= UNTIL; y++) put(t, easter(y) + offset);
}
static void put_nth(table *t, int m, int weekday, int n) {
    for (int y = FROM; y <= UNTIL; y++) put(t, nth(y, m, weekday, n));
}
/* Victoria Day: the last Monday that is not later than the 24th of May. */
static void put_victoria(table *t) {
    for (int y = FROM; y <= UNTIL; y++)
        for (int day = 24; day > 17; day--)
            if (walked[at(y, 5, day)].weekday == MON) put(t, at(y, 5, day));
}
static void put_sundays(table *t) {
    for (int i = 0; i < DAYS; i++) t->holiday[i] |= walked[i].weekday == SUN;
}

static void us(table *t) {
    static const int fixed[][2] = {{1, 1}, {6, 19}, {7, 4}, {11, 11}, {12, 25}};
    for (int y = FROM; y <= UNTIL + 1; y++)
        for (size_t k = 0; k < sizeof fixed / sizeof *fixed; k++) {
            int i = y > UNTIL ? (fixed[k][0] == 1 ? DAYS : -9) : at(y, fixed[k][0], fixed[k][1]);
            int weekday = y > UNTIL ? TUE /* 2036-01-01 */ : i < 0 ? MON : walked[i].weekday;
            if (i < 0 || (fixed[k][0] == 6 && y < 2021)) continue;
            put(t, i);
            if (weekday == SAT) put(t, i - 1);
            if (weekday == SUN) put(t, i + 1);
        }
    put_nth(t, 1, MON, 3);
    put_nth(t, 2, MON, 3);
    put_nth(t, 5, MON, 0);
    put_nth(t, 9, MON, 1);
    put_nth(t, 10, MON, 2);
    put_nth(t, 11, THU, 4);
}
static void canada_day(table *t) {
    for (int y = FROM; y <= UNTIL; y++) put(t, at(y, 7, walked[at(y, 7, 1)].weekday == SUN ? 2 : 1));
}
static void ca(table *t) {
    put_sundays(t);
    put_days(t, "01-01 11-11 12-25");
    put_easter(t, -2);
    put_easter(t, 1);
    put_victoria(t);
    canada_day(t);
    put_nth(t, 9, MON, 1);
    for (int y = 2021; y <= UNTIL; y++) put(t, at(y, 9, 30));
}
static void ca_qc(table *t) {
    put_sundays(t);
    put_days(t, "01-01 06-24 12-25");
    put_easter(t, -2);
    put_easter(t, 1);
    put_victoria(t);
    canada_day(t);
    put_nth(t, 9, MON, 1);
    put_nth(t, 10, MON, 2);
}
static void ca_on(table *t) {
    put_days(t, "01-01 07-01 12-25 12-26");
    put_easter(t, -2);
    put_victoria(t);
    put_nth(t, 2, MON, 3);
    put_nth(t, 9, MON, 1);
    put_nth(t, 10, MON, 2);
}
static void au(table *t) {
    put_days(t, "01-01 01-26 04-25 12-25 12-26");
    put_easter(t, -2);
    put_easter(t, 1);
}
static void be(table *t) {
    put_days(t, "01-01 05-01 07-21 08-15 11-01 11-11 12-25");
    put_easter(t, 1);
    put_easter(t, 39);
    put_easter(t, 50);
}
static void fr(table *t) {
    put_days(t, "01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25");
    put_easter(t, 1);
    put_easter(t, 39);
    put_easter(t, 50);
}
static void gb(table *t) {
    put_days(t, "01-01 12-25 12-26");
    put_easter(t, -2);
    put_easter(t, 1);
    put_nth(t, 5, MON, 1);
    put_nth(t, 5, MON, 0);
    put_nth(t, 8, MON, 0);
    t->holiday[at(2020, 5, 4)] = 0;  /* moved to the 8th */
    t->holiday[at(2022, 5, 30)] = 0; /* moved to 2 June */
    put_dates(t, "2020-05-08 2022-06-02 2022-06-03 2022-09-19 2023-05-08");
    /* substitutes, written down year by year */
    put_dates(
        t,
        "2020-12-28 2021-12-27 2021-12-28 2022-01-03 2022-12-27 2023-01-02 2026-12-28 2027-12-27 2027-12-28 2028-01-03 2032-12-27 2032-12-28 2033-01-03 2033-12-27 2034-01-02");
}

static const struct {
    const char *name, *file;
    void (*fill)(table *t);
} places[] = {
    {"us", "us.yaml", us}, {"ca", "ca.yaml", ca}, {"ca-qc", "ca-qc.yaml", ca_qc}, {"ca-on", "ca-on.yaml", ca_on},
    {"au", "au.yaml", au}, {"be", "be.yaml", be}, {"fr", "fr.yaml", fr},          {"gb", "gb-eng.yaml", gb},
};
enum { PLACES = sizeof places / sizeof *places };
static char *files[PLACES];

static char *read_whole(const char *path) {
    FILE *f = fopen(path, "r");
    if (!f) fail_msg("%s cannot be opened", path);
    char *text = calloc(1, 65536);
    assert_true(fread(text, 1, 65535, f) > 0);
    fclose(f);
    return text;
}

static int set_up(void **state) {
    walk();
    for (int i = 0; i < PLACES; i++) {
        char path[200];
        snprintf(path, sizeof path, "plugins/holidays/data/%s", places[i].file);
        files[i] = read_whole(path);
    }
    return 0;
}
static int tear_down(void **state) {
    for (int i = 0; i < PLACES; i++) free(files[i]);
    return 0;
}

/* ---- the plugin ---- */
static const char settings[] =
    "jurisdiction: jurisdiction\ncalendars:\n  us: [us.yaml]\n  ca: [ca.yaml]\n  ca-qc: [ca-qc.yaml]\n  ca-both: [ca.yaml, ca-qc.yaml]\n  ca-on: [ca-on.yaml]\n  au: [au.yaml]\n  be: [be.yaml]\n  fr: [fr.yaml]\n  gb: [gb-eng.yaml]\n"
    "due: due_on\ninto: { holiday_today: holiday_today, business_day_today: business_day_today, next_business_day: next_business_day, business_days_late: business_days_late }\n";

static void begin(plugin_host *h, const char *yaml) {
    plugin_host_begin(h, &ruth_plugin_entry_holidays);
    plugin_host_fact(h, "jurisdiction", RUTH_PLUGIN_ENUM);
    plugin_host_fact(h, "due_on", RUTH_PLUGIN_DATE);
    plugin_host_fact(h, "holiday_today", RUTH_PLUGIN_BOOLEAN);
    plugin_host_fact(h, "business_day_today", RUTH_PLUGIN_BOOLEAN);
    plugin_host_fact(h, "next_business_day", RUTH_PLUGIN_DATE);
    plugin_host_fact(h, "business_days_late", RUTH_PLUGIN_INTEGER);
    plugin_host_file(h, "calendars.yaml", yaml);
    for (int i = 0; i < PLACES; i++) plugin_host_file(h, places[i].file, files[i]);
    h->has_today = true;
}

static void open_well(plugin_host *h, const char *yaml) {
    begin(h, yaml);
    if (plugin_host_open(h)) fail_msg("%s:%d:%d: %s", h->file, h->line, h->column, h->message);
}

static int64_t number(plugin_host *h, const char *fact) {
    const host_fact *f = plugin_host_wrote(h, fact);
    if (!f || f->written.state != RUTH_PLUGIN_VALUE) fail_msg("%s has no value", fact);
    return f->written.number;
}

static void ask(plugin_host *h, const char *where, int32_t today) {
    plugin_host_say(h, "jurisdiction", where);
    h->today = today;
    assert_int_equal(plugin_host_enrich(h), 0);
}

/* Every day of sixteen years in eight jurisdictions. */
static void test_tables(void **state) {
    plugin_host h;
    open_well(&h, settings);
    for (int p = 0; p < PLACES; p++) {
        table t = {{0}};
        places[p].fill(&t);
        for (int i = 0; i < DAYS; i++) {
            bool business = !t.holiday[i] && walked[i].weekday < SAT;
            ask(&h, places[p].name, FIRST + i);
            bool same = number(&h, "holiday_today") == t.holiday[i] && number(&h, "business_day_today") == business;
            if (!same)
                fail_msg("%s %d-%02d-%02d: holiday %d, business day %d; the table has %d, %d", places[p].name, walked[i].year, walked[i].month, walked[i].day,
                         (int)number(&h, "holiday_today"), (int)number(&h, "business_day_today"), t.holiday[i], business);
        }
    }
    plugin_host_close(&h);
}

/* Dates that anybody can look up. */
static void test_known_dates(void **state) {
    static const struct {
        const char *where, *date;
        int holiday;
    } rows[] = {
        {"us", "2026-11-26", 1},    {"us", "2026-07-03", 1},    {"us", "2026-07-04", 1},    {"us", "2026-07-06", 0},    {"us", "2021-12-31", 1},
        {"us", "2020-06-19", 0},    {"us", "2021-06-18", 1},    {"us", "2023-01-02", 1},    {"us", "2026-05-25", 1},    {"us", "2026-01-19", 1},
        {"us", "2026-10-12", 1},    {"us", "2026-04-03", 0},    {"ca", "2026-04-03", 1},    {"ca", "2026-04-06", 1},    {"ca", "2026-05-18", 1},
        {"ca", "2026-10-12", 0},    {"ca", "2026-12-26", 0},    {"ca", "2020-09-30", 0},    {"ca", "2026-09-30", 1},    {"ca", "2029-07-02", 1},
        {"ca-qc", "2026-06-24", 1}, {"ca-qc", "2026-10-12", 1}, {"ca-qc", "2026-11-11", 0}, {"ca-qc", "2029-07-02", 1}, {"ca-on", "2026-02-16", 1},
        {"ca-on", "2026-04-06", 0}, {"ca-on", "2026-04-05", 0}, {"be", "2026-05-14", 1},    {"be", "2026-05-25", 1},    {"be", "2026-07-21", 1},
        {"be", "2026-05-08", 0},    {"fr", "2026-05-08", 1},    {"fr", "2026-07-14", 1},    {"fr", "2024-05-20", 1},    {"gb", "2026-05-04", 1},
        {"gb", "2026-08-31", 1},    {"gb", "2022-09-19", 1},    {"gb", "2022-05-30", 0},    {"gb", "2021-12-28", 1},    {"gb", "2026-12-28", 1},
        {"au", "2026-01-26", 1},    {"au", "2026-04-25", 1},    {"au", "2026-04-27", 0},
    };
    plugin_host h;
    open_well(&h, settings);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ask(&h, rows[i].where, FIRST + at(atoi(rows[i].date), atoi(rows[i].date + 5), atoi(rows[i].date + 8)));
        if (number(&h, "holiday_today") != rows[i].holiday) fail_msg("%s %s", rows[i].where, rows[i].date);
    }
    plugin_host_close(&h);
}

/* Easter and civil days of three centuries against the other method. */
static void test_easter(void **state) {
    static const struct {
        int year, month, day;
    } known[] = {{1961, 4, 2},  {2000, 4, 23}, {2008, 3, 23}, {2011, 4, 24}, {2019, 4, 21}, {2024, 3, 31},
                 {2025, 4, 20}, {2026, 4, 5},  {2027, 3, 28}, {2038, 4, 25}, {2076, 4, 19}, {2285, 3, 22}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_int_equal(holidays_easter(known[i].year), holidays_day(known[i].year, known[i].month, known[i].day));
    int32_t days = holidays_day(1900, 1, 1);
    assert_int_equal(days, -25567);
    for (int y = 1900; y < 2200; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= length(y, m); d++, days++) assert_int_equal(holidays_day(y, m, d), days);
    for (int y = 1900; y < 2200; y++) {
        int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30;
        int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
        assert_int_equal(holidays_easter(y), holidays_day(y, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1));
    }
}

static int32_t day(int y, int m, int d) { return FIRST + at(y, m, d); }

static void test_next_and_late(void **state) {
    plugin_host h;
    open_well(&h, settings);
    plugin_host_set(&h, "due_on", day(2026, 11, 20));
    ask(&h, "us", day(2026, 11, 25));
    assert_int_equal(number(&h, "next_business_day"), day(2026, 11, 27)); /* over Thanksgiving */
    assert_int_equal(number(&h, "business_days_late"), 3);                /* Mon, Tue, Wed */
    ask(&h, "us", day(2026, 11, 29));
    assert_int_equal(number(&h, "business_days_late"), 4);
    assert_int_equal(number(&h, "next_business_day"), day(2026, 11, 30));
    ask(&h, "us", day(2026, 11, 20));
    assert_int_equal(number(&h, "business_days_late"), 0);
    ask(&h, "us", day(2026, 11, 2));
    assert_int_equal(number(&h, "business_days_late"), 0);
    /* the counted bits against a walk */
    support_random r = {3};
    for (long n = 0; n < support_scaled(2000); n++) {
        int from = (int)support_between(&r, 0, DAYS - 1), to = (int)support_between(&r, from, DAYS - 1), walk_late = 0;
        table t = {{0}};
        int p = (int)support_between(&r, 0, PLACES - 1);
        places[p].fill(&t);
        for (int i = from + 1; i <= to; i++) walk_late += !t.holiday[i] && walked[i].weekday < SAT;
        plugin_host_set(&h, "due_on", FIRST + from);
        ask(&h, places[p].name, FIRST + to);
        assert_int_equal(number(&h, "business_days_late"), walk_late);
    }
    plugin_host_close(&h);
}

/* Two calendars at once: a holiday of one is a holiday. */
static void test_both(void **state) {
    plugin_host h;
    open_well(&h, settings);
    ask(&h, "ca-both", day(2026, 6, 24)); /* of Québec alone */
    assert_int_equal(number(&h, "holiday_today"), 1);
    ask(&h, "ca-both", day(2026, 11, 11)); /* federal alone */
    assert_int_equal(number(&h, "holiday_today"), 1);
    ask(&h, "ca-both", day(2026, 6, 23));
    assert_int_equal(number(&h, "business_day_today"), 1);
    plugin_host_close(&h);
}

static void test_not_known(void **state) {
    plugin_host h;
    open_well(&h, settings);
    h.has_today = false; /* no zone, or zones that disagree */
    ask(&h, "us", day(2026, 11, 25));
    assert_null(plugin_host_wrote(&h, "holiday_today"));
    h.has_today = true;
    ask(&h, "nowhere", day(2026, 11, 25));
    assert_null(plugin_host_wrote(&h, "holiday_today"));
    ask(&h, "us", day(2026, 11, 25));
    assert_non_null(plugin_host_wrote(&h, "holiday_today"));
    assert_null(plugin_host_wrote(&h, "business_days_late")); /* the due date is not known */
    plugin_host_state(&h, "due_on", RUTH_PLUGIN_NONE);
    assert_int_equal(plugin_host_enrich(&h), 0);
    assert_int_equal(plugin_host_wrote(&h, "business_days_late")->written.state, RUTH_PLUGIN_NONE);
    plugin_host_set(&h, "due_on", holidays_day(1999, 1, 1)); /* before the years that are covered */
    assert_int_equal(plugin_host_enrich(&h), 0);
    assert_null(plugin_host_wrote(&h, "business_days_late"));
    ask(&h, "us", holidays_day(2009, 12, 31));
    assert_null(plugin_host_wrote(&h, "holiday_today"));
    ask(&h, "us", holidays_day(2099, 12, 31));
    assert_non_null(plugin_host_wrote(&h, "holiday_today"));
    assert_null(plugin_host_wrote(&h, "next_business_day"));
    ask(&h, "us", holidays_day(2100, 1, 1));
    assert_null(plugin_host_wrote(&h, "holiday_today"));
    plugin_host_state(&h, "jurisdiction", RUTH_PLUGIN_UNKNOWN);
    h.today = day(2026, 11, 25);
    assert_int_equal(plugin_host_enrich(&h), 0);
    assert_null(plugin_host_wrote(&h, "holiday_today"));
    plugin_host_close(&h);
}

/* ---- refusals ---- */
#define FILE_HEAD "calendar: a\nname: A\ncite: c\nstatus: verified\nsource: s\nyears: { from: 2020, until: 2030 }\nweekend: [sunday]\n" /* seven lines */
#define RULE(rule) FILE_HEAD "holidays:\n  - { name: n, " rule " }\n"
static const struct {
    const char *yaml;
    int line, column;
    const char *says;
} refusals[] = {
    {RULE("date: 02-29"), 9, 22, "a day of every year"},
    {RULE("date: 13-01"), 9, 22, "a month and a day"},
    {RULE("date: 1-1"), 9, 22, "a month and a day"},
    {RULE("nth: [5, monday, may]"), 9, 22, "from 1 to 4"},
    {RULE("nth: [1, monday]"), 9, 21, "a list like"},
    {RULE("nth: [1, moonday, may]"), 9, 25, "expected one of monday"},
    {RULE("last: monday"), 9, 22, "a list like"},
    {RULE("weekday_before: [monday, 31-05]"), 9, 41, "a month and a day"},
    {RULE("easter: 61"), 9, 24, "from -60 to 60"},
    {RULE("every: day"), 9, 23, "expected one of monday"},
    {RULE("days: [2019-01-01]"), 9, 23, "outside of the years"},
    {RULE("days: [2021-02-29]"), 9, 23, "expected a date"},
    {RULE("days: []"), 9, 22, "a list of dates"},
    {RULE("from: 2021"), 9, 5, "expected one of date"},
    {RULE("date: 01-01, easter: 1"), 9, 5, "expected one of date"},
    {RULE("date: 01-01, from: 2025, until: 2024"), 9, 5, "from is after until"},
    {RULE("date: 01-01, if_on: { sunday: 0 }"), 9, 46, "moves nothing"},
    {RULE("date: 01-01, if_on: { sunday: 7 }"), 9, 46, "from -6 to 6"},
    {RULE("date: 01-01, if_on: monday"), 9, 36, "expected none"},
    {RULE("date: 01-01, instead: yes"), 9, 38, "expected one of true"},
    {RULE("date: 01-01, on: 3"), 9, 29, "there is no key on here"},
    {RULE("date: 01-01, except: 2020"), 9, 37, "a list of years"},
    {FILE_HEAD "holidays: []\n", 8, 11, "expected 1 to 100 holidays"},
    {FILE_HEAD, 1, 1, "holidays: is missing"},
    {"calendar: a\n", 1, 1, "name: is missing"},
    {"calendar: a\nname: A\ncite: c\nsource: s\nstatus: sure\n", 5, 9, "expected one of verified"},
    {"calendar: a\nname: A\ncite: c\nsource: s\nstatus: verified\nweekend: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]\n", 6, 10,
     "no business day"},
};
static const struct {
    const char *yaml;
    int line, column;
    const char *says;
} bad_settings[] = {
    {"jurisdiction: jurisdiction\ninto: {}\n", 2, 7, "at least one fact"},
    {"jurisdiction: jurisdiction\ninto: { holiday: holiday_today }\n", 2, 9, "there is no key holiday here"},
    {"jurisdiction: jurisdiction\ninto: { business_days_late: business_days_late }\n", 2, 7, "name its fact with due:"},
    {"jurisdiction: jurisdiction\ndue: due_on\ninto: { holiday_today: holiday_today }\n", 2, 6, "not asked for"},
    {"jurisdiction: jurisdiction\ninto: { holiday_today: holiday_today, business_day_today: holiday_today }\n", 2, 59, "takes another result"},
    {"jurisdiction: jurisdiction\ninto: { holiday_today: holiday_today }\ncalendars: { us: us.yaml }\n", 3, 18, "a list of files"},
    {"jurisdiction: jurisdiction\ninto: { holiday_today: holiday_today }\ncalendars: {}\n", 3, 12, "at least one jurisdiction"},
    {"jurisdiction: jurisdiction\ninto: { holiday_today: holiday_today }\n", 1, 1, "calendars: is missing"},
    {"jurisdiction: jurisdiction\ninto: { holiday_today: holiday_today }\ncalendars: { us: [us.yaml, old.yaml] }\n", 3, 28, "none in common"},
};

static void test_refusals(void **state) {
    plugin_host h;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        begin(&h, "jurisdiction: jurisdiction\ncalendars: { x: [x.yaml] }\ninto: { holiday_today: holiday_today }\n");
        plugin_host_file(&h, "x.yaml", refusals[i].yaml);
        assert_int_not_equal(plugin_host_open(&h), 0);
        bool right = !strcmp(h.file, "x.yaml") && h.line == refusals[i].line && h.column == refusals[i].column && strstr(h.message, refusals[i].says);
        if (!right)
            fail_msg("refusal %zu: %s:%d:%d: %s (expected %d:%d: %s)", i, h.file, h.line, h.column, h.message, refusals[i].line, refusals[i].column,
                     refusals[i].says);
        plugin_host_close(&h);
    }
    for (size_t i = 0; i < sizeof bad_settings / sizeof *bad_settings; i++) {
        begin(&h, bad_settings[i].yaml);
        plugin_host_file(
            &h, "old.yaml",
            "calendar: a\nname: A\ncite: c\nstatus: verified\nsource: s\nyears: { from: 1990, until: 1999 }\nweekend: []\nholidays: [ { name: n, date: 01-01 } ]\n");
        assert_int_not_equal(plugin_host_open(&h), 0);
        bool right = !strcmp(h.file, "calendars.yaml") && h.line == bad_settings[i].line && h.column == bad_settings[i].column &&
                     strstr(h.message, bad_settings[i].says);
        if (!right)
            fail_msg("settings %zu: %s:%d:%d: %s (expected %d:%d: %s)", i, h.file, h.line, h.column, h.message, bad_settings[i].line, bad_settings[i].column,
                     bad_settings[i].says);
        plugin_host_close(&h);
    }
}

/* Rules that no shipped file needs: none, instead with free days, a join of files whose years begin apart. */
static void test_other_rules(void **state) {
    plugin_host h;
    begin(&h,
          "jurisdiction: jurisdiction\ncalendars: { x: [x.yaml, y.yaml] }\ninto: { holiday_today: holiday_today, business_day_today: business_day_today }\n");
    plugin_host_file(
        &h, "x.yaml",
        FILE_HEAD
        "if_on: { saturday: 2 }\nholidays:\n  - { name: moved, date: 05-02, if_on: { saturday: free }, instead: true }\n  - { name: stays, date: 05-09, if_on: none }\n  - { name: default, date: 05-16 }\n  - { name: \"in the way\", days: [2026-05-04] }\n");
    plugin_host_file(
        &h, "y.yaml",
        "calendar: b\nname: B\ncite: c\nstatus: verified\nsource: s\nyears: { from: 2026, until: 2040 }\nweekend: [friday]\nholidays:\n  - { name: n, date: 12-31, except: [2027] }\n");
    assert_int_equal(plugin_host_open(&h), 0);
    static const struct {
        int y, m, d, holiday, business;
    } rows[] = {
        {2026, 5, 2, 0, 1},  {2026, 5, 3, 0, 0},  {2026, 5, 4, 1, 0},   {2026, 5, 5, 1, 0},   {2026, 5, 9, 1, 0},   {2026, 5, 11, 0, 1},  {2026, 5, 16, 1, 0},
        {2026, 5, 18, 1, 0}, {2026, 5, 15, 0, 0}, {2026, 12, 31, 1, 0}, {2027, 12, 31, 0, 0}, {2028, 12, 31, 1, 0}, {2029, 12, 31, 1, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ask(&h, "x", day(rows[i].y, rows[i].m, rows[i].d));
        if (number(&h, "holiday_today") != rows[i].holiday || number(&h, "business_day_today") != rows[i].business) fail_msg("row %zu", i);
    }
    ask(&h, "x", day(2025, 12, 31)); /* the second file begins in 2026 */
    assert_null(plugin_host_wrote(&h, "holiday_today"));
    ask(&h, "x", day(2031, 1, 1)); /* the first ends in 2030 */
    assert_null(plugin_host_wrote(&h, "holiday_today"));
    plugin_host_close(&h);
}

static void test_memory(void **state) {
    plugin_host h;
    int opened = 0;
    for (long n = 0; !opened; n++) {
        begin(&h, "jurisdiction: jurisdiction\ncalendars: { us: [us.yaml], gb: [gb-eng.yaml] }\ninto: { holiday_today: holiday_today }\n");
        h.allowed = n;
        opened = plugin_host_open(&h) == 0;
        plugin_host_close(&h);
        assert_true(n < 4000);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),        cmocka_unit_test(test_known_dates), cmocka_unit_test(test_easter),
        cmocka_unit_test(test_next_and_late), cmocka_unit_test(test_both),        cmocka_unit_test(test_not_known),
        cmocka_unit_test(test_refusals),      cmocka_unit_test(test_other_rules), cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

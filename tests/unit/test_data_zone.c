/* test_data_zone.c: every installed zone against zdump, rules for later years, day starts, hostile files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/data/zone.h"
#include "tests/support/refusing.h"

#define FOLDER "/usr/share/zoneinfo"

static ru_arena arena;
static ruth_error error;

static int open_arena(void **state) {
    ru_arena_init(&arena, NULL, 0);
    return 0;
}

static int close_arena(void **state) {
    ru_arena_free(&arena);
    return 0;
}

static ru_zone *load(const char *name) {
    ru_zone *z = NULL;
    if (ru_zone_load(&arena, NULL, ru_str_of(name), &z, &error)) fail_msg("%s: %s", name, error.message);
    return z;
}

/* ---- zdump ---- */
static int month_number(const char *name) {
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const char *at = strstr(names, name);
    return at ? (int)(at - names) / 3 + 1 : 0;
}

/* "ZONE  Sun Apr  6 00:59:59 1980 UT = … gmtoff=3600" */
static bool parse_line(const char *line, const char *name, int64_t *instant, long *offset) {
    char month[8];
    int day, hour, minute, second, year;
    const char *at = line + strlen(name), *gmtoff = strstr(line, "gmtoff=");
    if (strncmp(line, name, strlen(name)) != 0 || !gmtoff) return false;
    if (sscanf(at, " %*3s %3s %d %d:%d:%d %d UT", month, &day, &hour, &minute, &second, &year) != 6 || !month_number(month)) return false;
    *instant = (int64_t)ru_days_from_civil(year, month_number(month), day) * 86400 + hour * 3600 + minute * 60 + second;
    *offset = strtol(gmtoff + 7, NULL, 10);
    return true;
}

/* Every line of zdump agrees with the zone, and the zone has no changes but those. Gives how many. */
static long compare(const ru_zone *z, const char *name, int from, int to) {
    char command[256], line[512];
    snprintf(command, sizeof command, "/usr/bin/zdump -v -c %d,%d '%s'", from, to, name);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    long changes = 0, offset, last = 0;
    int64_t instant, first_change = 0, last_change = 0;
    bool second_of_pair = false;
    ru_zone_memo memo = {.zone = NULL};
    while (fgets(line, sizeof line, f)) {
        if (!parse_line(line, name, &instant, &offset)) continue;
        if (ru_zone_offset(z, instant, NULL) != offset || ru_zone_offset(z, instant, &memo) != offset)
            fail_msg("%s at %lld: %d, zdump says %ld", name, (long long)instant, ru_zone_offset(z, instant, NULL), offset);
        if (second_of_pair && offset != last) {
            if (ru_zone_next_transition(z, instant - 1) != instant) fail_msg("%s: the change at %lld is not listed", name, (long long)instant);
            if (!changes) first_change = instant;
            last_change = instant;
            changes++;
        }
        last = offset;
        second_of_pair = !second_of_pair;
    }
    assert_int_equal(pclose(f), 0);
    long ours = 0;
    if (changes)
        for (int64_t t = first_change - 1; (t = ru_zone_next_transition(z, t)) <= last_change;) ours++;
    if (ours != changes) fail_msg("%s has %ld changes, zdump %ld", name, ours, changes);
    return changes;
}

typedef struct tally {
    long zones, changes;
} tally;

static bool is_zone_file(const char *path) {
    char magic[4] = "";
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    size_t n = fread(magic, 1, sizeof magic, f);
    fclose(f);
    return n == 4 && memcmp(magic, "TZif", 4) == 0;
}

typedef void visit(const char *name, tally *t);

static void walk(const char *folder, visit *each, tally *t) {
    char path[512];
    snprintf(path, sizeof path, FOLDER "%s%s", *folder ? "/" : "", folder);
    DIR *d = opendir(path);
    if (!d) return;
    for (struct dirent *entry; (entry = readdir(d));) {
        char name[300];
        struct stat about;
        if (entry->d_name[0] == '.' || (!*folder && (!strcmp(entry->d_name, "posix") || !strcmp(entry->d_name, "right")))) continue;
        if (!strcmp(entry->d_name, "localtime") || !strcmp(entry->d_name, "posixrules") || !strcmp(entry->d_name, "Factory")) continue; /* zones of no place */
        int n = snprintf(name, sizeof name, "%s%s%s", folder, *folder ? "/" : "", entry->d_name);
        if (n < 0 || n >= (int)sizeof name) continue;
        snprintf(path, sizeof path, FOLDER "/%s", name);
        if (stat(path, &about) != 0) continue;
        if (S_ISDIR(about.st_mode)) walk(name, each, t);
        else if (is_zone_file(path)) each(name, t);
    }
    closedir(d);
}

static bool zdump_is_there(void) { return access("/usr/bin/zdump", X_OK) == 0 && access(FOLDER "/UTC", R_OK) == 0; }

static void compare_one(const char *name, tally *t) {
    t->changes += compare(load(name), name, 1970, 2038);
    t->zones++;
    ru_arena_reset(&arena);
}

static void every_zone_against_zdump(void **state) {
    if (!zdump_is_there()) skip();
    tally t = {0, 0};
    walk("", compare_one, &t);
    print_message("zones compared with zdump, 1970 to 2038: %ld zones, %ld changes of offset, both sides of each\n", t.zones, t.changes);
    assert_true(t.zones > 300);
    assert_true(t.changes > 10000);
}

/* What the rule of the footer says, in years that no file lists, and beyond the 400 years that are kept. */
static void far_years_against_zdump(void **state) {
    static const char *const names[] = {"Europe/Berlin",     "America/New_York", "Australia/Lord_Howe", "Africa/Cairo",     "Asia/Jerusalem",
                                        "Europe/Dublin",     "America/Nuuk",     "Pacific/Chatham",     "America/Santiago", "Asia/Gaza",
                                        "Africa/Casablanca", "Asia/Kathmandu",   "America/Asuncion",    "Antarctica/Troll"};
    static const int years[][2] = {{2038, 2060}, {2100, 2105}, {2399, 2402}, {2434, 2445}, {2839, 2841}, {9990, 9999}};
    if (!zdump_is_there()) skip();
    for (size_t i = 0; i < RU_COUNT(names); i++)
        for (size_t y = 0; y < RU_COUNT(years); y++) {
            compare(load(names[i]), names[i], years[y][0], years[y][1]);
            ru_arena_reset(&arena);
        }
    compare(load("Europe/London"), "Europe/London", 1800, 1970);
    compare(load("America/New_York"), "America/New_York", 1800, 1970);
}

/* ---- files made here ---- */
static void put32(ru_buf *b, uint32_t v) {
    for (int i = 24; i >= 0; i -= 8) ru_buf_char(b, (char)(v >> i & 0xFF));
}

static void put_head(ru_buf *b, char version, uint32_t times, uint32_t types) {
    RU_BUF_LIT(b, "TZif");
    ru_buf_char(b, version);
    for (int i = 0; i < 15; i++) ru_buf_char(b, 0);
    put32(b, 0), put32(b, 0), put32(b, 0), put32(b, times), put32(b, types), put32(b, 4);
}

static void put_type(ru_buf *b, int32_t offset) {
    put32(b, (uint32_t)offset);
    ru_buf_put(b, "\0\0", 2);
}

/* A zone of version 2 with no transition, one offset, and this footer. */
static const char *read_footer(const char *footer, int32_t offset, ru_zone *z) {
    ru_buf b;
    ru_buf_init(&b, NULL);
    put_head(&b, '2', 0, 1), put_type(&b, 0), ru_buf_put(&b, "ABC\0", 4);
    put_head(&b, '2', 0, 1), put_type(&b, offset), ru_buf_put(&b, "ABC\0", 4);
    ru_buf_printf(&b, "\n%s\n", footer);
    memset(z, 0, sizeof *z);
    const char *problem = ru_zone_read(&arena, ru_arena_str(&arena, (ru_str){b.p, b.n}), z);
    ru_buf_free(&b);
    return problem;
}

static void footers_against_zdump(void **state) {
    static const char *const all[] = {"EST5EDT,M3.2.0,M11.1.0",
                                      "CET-1CEST,M3.5.0,M10.5.0/3",
                                      "<+03>-3",
                                      "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
                                      "NZST-12NZDT,M9.5.0,M4.1.0/3",
                                      "EET-2EEST,M4.5.5/0,M10.5.4/24",
                                      "IST-2IDT,M3.4.4/26,M10.5.0",
                                      "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
                                      "UTC0",
                                      "AAA3BBB,J60/0,J300/1:30:15",
                                      "AAA-3BBB,59,299/4",
                                      "AAA0BBB-2,M1.1.1/5,M2.5.6/-20"};
    if (!zdump_is_there()) skip();
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        ru_zone z;
        const char *problem = read_footer(all[i], 0, &z);
        if (problem) fail_msg("%s: %s", all[i], problem);
        compare(&z, all[i], 1971, 2037);
    }
}

static void rules_well_formed_and_not(void **state) {
    static const char *const wrong[] = {"E",
                                        "ES5",
                                        "EST",
                                        "EST5EDT",
                                        "EST5EDT,M3.2.0",
                                        "EST5EDT,M3.2.0,",
                                        "EST5EDT,M13.2.0,M11.1.0",
                                        "EST5EDT,M0.2.0,M11.1.0",
                                        "EST5EDT,M3.6.0,M11.1.0",
                                        "EST5EDT,M3.0.0,M11.1.0",
                                        "EST5EDT,M3.2.7,M11.1.0",
                                        "EST5EDT,J0,J5",
                                        "EST5EDT,J366,J5",
                                        "EST5EDT,366,5",
                                        "EST5EDT,M3.2.0/168,M11.1.0",
                                        "EST5EDT,M3.2.0,M11.1.0x",
                                        "EST25",
                                        "EST5:60",
                                        "EST5:00:60",
                                        "<>5",
                                        "<+035",
                                        "<+0 3>5",
                                        "EST5EDT,M3.2,M11.1.0",
                                        "EST5EDT,M3.2.0/,M11.1.0",
                                        "EST--5",
                                        "EST99999999999999999999",
                                        "5",
                                        ",",
                                        "EST5,M3.2.0,M11.1.0",
                                        "EST5EDT4,",
                                        "EST5 ",
                                        " EST5"};
    ru_zone z;
    for (size_t i = 0; i < RU_COUNT(wrong); i++) {
        if (!read_footer(wrong[i], 0, &z)) fail_msg("accepted %s", wrong[i]);
        ru_zone_rule r;
        assert_false(ru_zone_rule_parse(ru_str_of(wrong[i]), &r));
    }
    /* Summer time all the year (RFC 8536, 3.3): its end falls on its next beginning, so the offset never changes. */
    assert_null(read_footer("XXX3EDT4,0/0,J365/23", -10800, &z));
    for (int64_t t = 0; t < INT64_C(4000000000); t += 86400 * 5 + 1) assert_int_equal(ru_zone_offset(&z, t, NULL), -14400);
    assert_int_equal(ru_zone_next_transition(&z, 0), INT64_MAX);
    assert_null(read_footer("", 3600, &z)); /* no rule: the one offset for ever */
    assert_int_equal(ru_zone_offset(&z, INT64_MAX, NULL), 3600);
    assert_int_equal(ru_zone_next_transition(&z, INT64_MIN), INT64_MAX);
}

static void version_1_files(void **state) {
    ru_buf b;
    ru_zone z = {.count = 0};
    ru_buf_init(&b, NULL);
    put_head(&b, 0, 3, 2);
    put32(&b, (uint32_t)-1000), put32(&b, 1000), put32(&b, 2000);
    ru_buf_put(&b, "\1\0\0", 3);
    put_type(&b, 3600), put_type(&b, 7200), ru_buf_put(&b, "ABC\0", 4);
    assert_null(ru_zone_read(&arena, (ru_str){b.p, b.n}, &z));
    assert_int_equal(ru_zone_offset(&z, -1001, NULL), 3600);
    assert_int_equal(ru_zone_offset(&z, -1000, NULL), 7200);
    assert_int_equal(ru_zone_offset(&z, 999, NULL), 7200);
    assert_int_equal(ru_zone_offset(&z, 1000, NULL), 3600);
    assert_int_equal(ru_zone_next_transition(&z, -1000), 1000);
    assert_int_equal(ru_zone_next_transition(&z, 1000), INT64_MAX); /* at 2000 nothing changes */
    b.p[44 + 7] = 0, b.p[44 + 6] = 0;                               /* the second time now before the first */
    b.p[44 + 4] = (char)0x80;
    assert_non_null(ru_zone_read(&arena, (ru_str){b.p, b.n}, &z));
    ru_buf_free(&b);
}

/* A rule's change of the year before the last transition's can come after it. */
static void rules_take_over_at_new_year(void **state) {
    ru_buf b;
    ru_zone z = {.count = 0};
    ru_buf_init(&b, NULL);
    put_head(&b, '2', 0, 1), put_type(&b, 0), ru_buf_put(&b, "ABC\0", 4);
    put_head(&b, '2', 1, 2), put32(&b, 0), put32(&b, 86400), ru_buf_char(&b, 1);
    put_type(&b, 0), put_type(&b, 3600), ru_buf_put(&b, "ABC\0", 4);
    RU_BUF_LIT(&b, "\nAAA0BBB,J100/0,J365/167\n"); /* ends on 6 January, 22:00 UTC */
    assert_null(ru_zone_read(&arena, (ru_str){b.p, b.n}, &z));
    assert_int_equal(ru_zone_offset(&z, 86399, NULL), 0);
    assert_int_equal(ru_zone_offset(&z, 86400, NULL), 3600);
    assert_int_equal(ru_zone_next_transition(&z, 86400), 5 * 86400 + 22 * 3600);
    assert_int_equal(ru_zone_offset(&z, 6 * 86400, NULL), 0);
    ru_buf_free(&b);
}

/* ---- days ---- */
static int64_t at(const char *s) {
    int64_t t;
    if (!ru_instant_parse(ru_str_of(s), &t)) fail_msg("%s", s);
    return t;
}

static void starts(const char *zone, const char *day, const char *instant) {
    int32_t d;
    ru_zone *z = load(zone);
    ru_zone_memo memo = {.zone = NULL};
    assert_true(ru_date_parse(ru_str_of(day), &d));
    for (int again = 0; again < 2; again++)
        if (ru_zone_day_start(z, d, &memo) != at(instant)) {
            char text[21];
            ru_instant_text(ru_zone_day_start(z, d, &memo), text);
            fail_msg("%s of %s began %s, not %s", day, zone, text, instant);
        }
}

static void days_begin(void **state) {
    if (!zdump_is_there()) skip();
    starts("UTC", "2026-03-02", "2026-03-02T00:00:00Z");
    starts("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z");
    starts("America/New_York", "2026-03-09", "2026-03-09T04:00:00Z");
    starts("America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00:00Z"); /* 00:00 to 01:00 did not exist */
    starts("America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z"); /* 23:00 came twice the evening before */
    starts("Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z");
    starts("Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00Z");
    starts("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z");
    starts("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"); /* never was: the next day begins */
    starts("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z");
    starts("Pacific/Kwajalein", "1993-08-21", "1993-08-21T12:00:00Z"); /* never was, either */
    starts("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z");  /* at 00:01 back to 23:01 of the day before */
    starts("America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z");   /* from 23:30 to 00:30 */
    starts("Europe/Berlin", "2150-07-01", "2150-06-30T22:00:00Z");
}

/* The promise itself, around every change: the day has come at that instant, and not at any before. */
static void days_around(const char *name, tally *t) {
    ru_zone *z = load(name);
    ru_zone_memo memo = {.zone = NULL};
    t->zones++;
    for (int64_t change = -3000000000; (change = ru_zone_next_transition(z, change)) < 4200000000; t->changes++) {
        int32_t day = ru_zone_date(z, change, NULL);
        int64_t before = INT64_MIN;
        for (int32_t d = day - 2; d <= day + 2; d++) {
            int64_t start = ru_zone_day_start(z, d, &memo);
            assert_int_equal(start, ru_zone_day_start(z, d, NULL));
            assert_true(start >= before);
            assert_true(ru_zone_date(z, start, NULL) >= d);
            for (int64_t s = start - 1; s > start - 100000; s -= 1799)
                if (ru_zone_date(z, s, NULL) >= d) fail_msg("%s: day %d had come at %lld, before %lld", name, d, (long long)s, (long long)start);
            before = start;
        }
    }
    ru_arena_reset(&arena);
}

static void days_around_every_change(void **state) {
    if (!zdump_is_there()) skip();
    tally t = {0, 0};
    walk("", days_around, &t);
    assert_true(t.changes > 20000);
}

static void memory_changes_nothing(void **state) {
    if (!zdump_is_there()) skip();
    ru_zone *zones[] = {load("Europe/Berlin"), load("Africa/Casablanca"), load("UTC")};
    ru_zone_memo memo = {.zone = NULL};
    uint64_t s = 88172645463325252u;
    for (int i = 0; i < 300000; i++) {
        s ^= s << 13, s ^= s >> 7, s ^= s << 17;
        const ru_zone *z = zones[(s >> 8) % 3];
        int64_t t = i % 100 == 0 ? (int64_t)s : (int64_t)(s >> 20) % 20000000000 - 5000000000;
        assert_int_equal(ru_zone_offset(z, t, &memo), ru_zone_offset(z, t, NULL));
        if (memo.zone == z && t < INT64_C(1) << 50) {
            assert_int_equal(memo.until, ru_zone_next_transition(z, t));
            if (memo.from > INT64_MIN) assert_int_equal(ru_zone_next_transition(z, memo.from - 1), memo.from);
        }
        ru_zone_date(z, t, &memo);
    }
    static const int64_t ends[] = {INT64_MIN, INT64_MIN + 1, INT64_MAX - 1, INT64_MAX, INT64_C(1) << 56, -(INT64_C(1) << 59)};
    for (size_t i = 0; i < RU_COUNT(ends); i++)
        for (size_t k = 0; k < 3; k++) {
            memo.zone = NULL;
            ru_zone_offset(zones[k], ends[i], &memo);
            assert_int_equal(ru_zone_date(zones[k], ends[i], &memo), ends[i] < 0 ? INT32_MIN : INT32_MAX);
            assert_true(ru_zone_next_transition(zones[k], ends[i]) >= ends[i]);
        }
    for (size_t k = 0; k < 3; k++) {
        assert_int_equal(ru_zone_date(zones[k], ru_zone_day_start(zones[k], INT32_MAX, NULL), NULL), INT32_MAX);
        assert_int_equal(ru_zone_date(zones[k], ru_zone_day_start(zones[k], INT32_MIN, NULL), NULL), INT32_MIN);
    }
}

/* ---- names, files, refusals ---- */
static void names_are_checked(void **state) {
    static const char *const wrong[] = {
        "",      "/",    "/etc/passwd", "../etc/passwd", "Europe/../UTC", "Europe/", "Europe//Berlin", "Europe/Ber.lin", "a b", "Europe\\Berlin",
        "UTC\n", "UTC'", "\xC3\xA9"};
    ru_zone *z = NULL;
    for (size_t i = 0; i < RU_COUNT(wrong); i++) {
        assert_int_equal(ru_zone_load(&arena, NULL, ru_str_of(wrong[i]), &z, &error), RUTH_E_ARGUMENT);
        assert_null(z);
    }
    /* files of the system's folder that are zones of no place: the machine's own, and "not set" */
    static const char *const nowhere[] = {"localtime", "posix/localtime", "posixrules", "Factory", "posix/Factory"};
    for (size_t i = 0; i < RU_COUNT(nowhere); i++) {
        assert_int_equal(ru_zone_load(&arena, NULL, ru_str_of(nowhere[i]), &z, &error), RUTH_E_ARGUMENT);
        assert_non_null(strstr(error.message, "is the zone of no place"));
        assert_null(z);
    }
    char lengthy[200];
    memset(lengthy, 'a', sizeof lengthy);
    assert_int_equal(ru_zone_load(&arena, NULL, (ru_str){lengthy, sizeof lengthy}, &z, &error), RUTH_E_ARGUMENT);
    assert_int_equal(ru_zone_load(&arena, NULL, (ru_str){"UTC\0", 4}, &z, &error), RUTH_E_ARGUMENT);
    assert_int_equal(ru_zone_load(&arena, NULL, RU_STR("Europe/Berln"), &z, &error), RUTH_E_IO);
    assert_non_null(strstr(error.message, "there is no time zone \"Europe/Berln\""));
    assert_int_equal(ru_zone_load(&arena, NULL, RU_STR("Europe"), &z, NULL), RUTH_E_IO);
    assert_null(z);
    if (!zdump_is_there()) return;
    z = load("Europe/Berlin");
    assert_true(ru_str_is(ru_zone_name(z), "Europe/Berlin"));
    assert_memory_equal(ru_zone_bytes(z).p, "TZif", 4);
    if (access(FOLDER "/right/UTC", R_OK) == 0) {
        assert_int_equal(ru_zone_load(&arena, NULL, RU_STR("right/UTC"), &z, &error), RUTH_E_IO);
        assert_non_null(strstr(error.message, "leap seconds"));
    }
}

/* Whatever a file made a zone of, it can be asked everything. */
static void ask(const ru_zone *z) {
    static const int64_t when[] = {INT64_MIN, -(INT64_C(1) << 59), -5000000000, -1, 0, 1700000000, 4000000000, INT64_C(1) << 40, INT64_MAX};
    for (size_t i = 0; i < RU_COUNT(when); i++) {
        ru_zone_memo memo = {.zone = NULL};
        int32_t offset = ru_zone_offset(z, when[i], &memo);
        assert_true(offset > -90000 && offset < RU_ZONE_FURTHEST);
        assert_true(memo.from <= when[i] || when[i] == INT64_MAX);
        assert_true(ru_zone_next_transition(z, when[i]) > when[i] || when[i] == INT64_MAX);
        int32_t day = ru_zone_date(z, when[i], NULL);
        assert_true(ru_zone_date(z, ru_zone_day_start(z, day, &memo), NULL) >= day);
    }
    int64_t t = -5000000000, next;
    for (int i = 0; i < 50 && (next = ru_zone_next_transition(z, t)) < INT64_MAX; i++, t = next) assert_true(next > t);
}

static void mutilated_files(void **state) {
    if (!zdump_is_there()) skip();
    static const char *const names[] = {"Europe/Berlin", "Africa/Casablanca", "UTC"};
    for (size_t k = 0; k < RU_COUNT(names); k++) {
        ru_str whole = ru_zone_bytes(load(names[k]));
        char *copy = malloc(whole.n);
        assert_non_null(copy);
        ru_arena a;
        ru_arena_init(&a, NULL, 0);
        for (size_t n = 0; n < whole.n; n++) {
            char *cut = malloc(n + !n);
            assert_non_null(cut);
            memcpy(cut, whole.p, n);
            ru_zone z = {.count = 0};
            assert_non_null(ru_zone_read(&a, (ru_str){cut, n}, &z));
            free(cut);
            ru_arena_reset(&a);
        }
        static const unsigned char bytes[] = {0, 1, 0x7F, 0x80, 0xFF, '9', ',', '\n', '2', '4'};
        for (size_t i = 0; i < whole.n; i++)
            for (size_t b = 0; b < sizeof bytes; b++) {
                ru_zone z = {.count = 0};
                memcpy(copy, whole.p, whole.n);
                copy[i] = (char)bytes[b];
                if (!ru_zone_read(&a, (ru_str){copy, whole.n}, &z)) ask(&z);
                ru_arena_reset(&a);
            }
        ru_arena_free(&a);
        free(copy);
    }
}

static void survives_every_refusal(void **state) {
    if (!zdump_is_there()) skip();
    for (size_t n = 1;; n++) {
        refusing r = {.refuse_at = n};
        ruth_allocator alloc = refusing_allocator(&r);
        ru_arena a;
        ru_zone *z = NULL;
        ru_arena_init(&a, &alloc, 512);
        ruth_status st = ru_zone_load(&a, NULL, RU_STR("Europe/Berlin"), &z, &error);
        assert_int_equal(st, r.calls < n ? RUTH_OK : RUTH_E_NOMEM);
        assert_int_equal(st == RUTH_OK, z != NULL);
        ru_arena_free(&a);
        assert_int_equal(r.blocks, 0);
        if (st == RUTH_OK) {
            assert_true(n > 3);
            break;
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_zone_against_zdump),
        cmocka_unit_test(far_years_against_zdump),
        cmocka_unit_test(footers_against_zdump),
        cmocka_unit_test(rules_well_formed_and_not),
        cmocka_unit_test(version_1_files),
        cmocka_unit_test(rules_take_over_at_new_year),
        cmocka_unit_test(days_begin),
        cmocka_unit_test(days_around_every_change),
        cmocka_unit_test(memory_changes_nothing),
        cmocka_unit_test(names_are_checked),
        cmocka_unit_test(mutilated_files),
        cmocka_unit_test(survives_every_refusal),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}

/* kept.c: see kept.h. */
#include "tests/support/kept.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/support/json_tree.h"
#include "tests/support/support.h"

enum { DAY = 86400, ZONES = 8, MOST = 4096, PER_DAY = 2, PER_WEEK = 3, PER_MONTH = 8, GAP = 4 * 3600, ROBOTS = 6, BEREAVED = 60 };

/* One contact of ours. Not known: at −1 when `at_known` is false. */
typedef struct contact {
    int64_t at;
    bool at_known, automated, person_surely;
} contact;
typedef struct look {
    char breach[240];
    const ru_node *facts;
    const char *zones[ZONES];
    int zone_count;
    contact items[MOST];
    int count;
} look;

/* The first is the one that is told. */
#define BREACH(l, ...)                                                              \
    do {                                                                            \
        if (!(l)->breach[0]) snprintf((l)->breach, sizeof(l)->breach, __VA_ARGS__); \
    } while (0)

/* ---- time, by the C library ---- */
static int64_t days_of(int64_t y, int m, int d) {
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int64_t past = y - 1, leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    return past * 365 + past / 4 - past / 100 + past / 400 - 719162 + before[m - 1] + (m > 2 && leap) + d - 1;
}

static int64_t instant(const char *text) {
    int y, mo, d, h, mi, s;
    char z;
    assert_int_equal(sscanf(text, "%d-%d-%dT%d:%d:%d%c", &y, &mo, &d, &h, &mi, &s, &z), 7);
    assert_int_equal(z, 'Z');
    return days_of(y, mo, d) * DAY + h * 3600 + mi * 60 + s;
}

static int64_t date(const char *text) {
    int y, m, d;
    assert_int_equal(sscanf(text, "%d-%d-%d", &y, &m, &d), 3);
    return days_of(y, m, d);
}

typedef struct wall {
    int64_t date;
    int weekday /* 0 Monday */, second;
} wall;
static wall on_the_wall(const char *zone, int64_t at) {
    struct tm t;
    time_t when = (time_t)at;
    setenv("TZ", zone, 1);
    tzset();
    assert_non_null(localtime_r(&when, &t));
    return (wall){days_of(t.tm_year + 1900, t.tm_mon + 1, t.tm_mday), (t.tm_wday + 6) % 7, t.tm_hour * 3600 + t.tm_min * 60 + t.tm_sec};
}

/* ---- facts ---- */
static const ru_node *fact(const look *l, const char *name) { return ru_node_get(l->facts, name); }
static bool unknown(const look *l, const char *name) { return fact(l, name) && fact(l, name)->kind == RU_NODE_NULL; }
static const char *text(const look *l, const char *name) { return fact(l, name) && fact(l, name)->kind == RU_NODE_TEXT ? fact(l, name)->text.p : NULL; }
static bool is(const look *l, const char *name, const char *value) { return text(l, name) && !strcmp(text(l, name), value); }
static bool may_be(const look *l, const char *name, const char *value) { return unknown(l, name) || is(l, name, value); }

static void read_zones(look *l) {
    const ru_node *candidates = fact(l, "timezone_candidates");
    if (unknown(l, "timezone_candidates")) return;
    for (size_t i = 0; candidates && i < candidates->count && l->zone_count < ZONES; i++) l->zones[l->zone_count++] = candidates->items[i]->text.p;
    if (!l->zone_count && text(l, "timezone")) l->zones[l->zone_count++] = text(l, "timezone");
}

/* The latest date the person may have: of all their zones, or the first place on earth. Stays end when the last zone is through. */
static int64_t earliest_date(const look *l, int64_t at) {
    int64_t first = INT64_MAX;
    for (int i = 0; i < l->zone_count; i++) {
        int64_t d = on_the_wall(l->zones[i], at).date;
        if (d < first) first = d;
    }
    return l->zone_count ? first : (at - 12 * 3600) / DAY;
}

/* ---- contacts ---- */
static void add(look *l, const ru_node *c) {
    const ru_node *at = ru_node_get(c, "at"), *direction = ru_node_get(c, "direction"), *automated = ru_node_get(c, "automated");
    if (direction && direction->kind == RU_NODE_TEXT && !strcmp(direction->text.p, "inbound")) return;
    assert_true(l->count < MOST);
    bool known = at && at->kind == RU_NODE_TEXT;
    bool person = automated && automated->kind == RU_NODE_TEXT && !strcmp(automated->text.p, "false");
    bool machine = !automated || (automated->kind == RU_NODE_TEXT && !strcmp(automated->text.p, "true"));
    l->items[l->count++] = (contact){known ? instant(at->text.p) : -1, known, machine, person};
}

/* ---- what must hold for the contact at `at`, the last of l->items ---- */
static void look_at_caps(look *l, int64_t at, kept_tally *t) {
    static const struct { int days, most; } caps[] = {{1, PER_DAY}, {7, PER_WEEK}, {30, PER_MONTH}};
    const char *utc[] = {"UTC"}, *const *zones = l->zone_count ? l->zones : utc;
    for (int z = 0; z < (l->zone_count ? l->zone_count : 1); z++) {
        int64_t today = on_the_wall(zones[z], at).date;
        int in[3] = {0};
        for (int i = 0; i < l->count; i++)
            for (int k = 0; k < 3; k++) in[k] += !l->items[i].at_known || today - on_the_wall(zones[z], l->items[i].at).date < caps[k].days;
        for (int k = 0; k < 3; k++)
            if (in[k] > caps[k].most)
                BREACH(l, "%d contacts in %d days in %s, at %lld; at most %d", in[k], caps[k].days, zones[z], (long long)at, caps[k].most);
        if (in[0] > t->most_day) t->most_day = in[0];
        if (in[1] > t->most_week) t->most_week = in[1];
        if (in[2] > t->most_month) t->most_month = in[2];
    }
    for (int i = 0; i < l->count - 1; i++) {
        if (!l->items[i].at_known) BREACH(l, "a contact at %lld, though it is not known when another was", (long long)at);
        int64_t gap = at - l->items[i].at;
        if (gap < GAP) BREACH(l, "two contacts within %lld seconds, at %lld", (long long)gap, (long long)at);
        if (!t->shortest || gap < t->shortest) t->shortest = gap;
    }
}

/* Machines in a row, up to this contact and without it: more than the sixth is for a person to make. */
static void look_at_robots(look *l, kept_tally *t) {
    int64_t person = INT64_MIN;
    int row = 0;
    for (int i = 0; i < l->count - 1; i++)
        if (l->items[i].person_surely && l->items[i].at > person) person = l->items[i].at;
    for (int i = 0; i < l->count - 1; i++) row += !l->items[i].person_surely && l->items[i].at > person;
    if (row > t->robots) t->robots = row;
    if (row >= ROBOTS) BREACH(l, "a contact after %d automatic ones in a row", row);
}

static bool holiday(int64_t day) {
    static const char *const days[] = {"2026-04-03", "2026-04-06", "2026-05-01", "2026-05-18", "2026-05-25", "2026-06-19",
                                       "2026-06-24", "2026-07-01", "2026-07-03", "2026-01-01", "2026-01-19", "2026-02-16",
                                       "2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25", "2026-12-26"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (date(days[i]) == day) return true;
    return false;
}

static int clock_of(const char *text) {
    int h, m, s = 0;
    assert_true(sscanf(text, "%d:%d:%d", &h, &m, &s) >= 2);
    return h * 3600 + m * 60 + s;
}

/* Inside one of the windows the person named? One that ends before it begins goes on past midnight and belongs to its first day. */
static bool named(const look *l, wall w) {
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const ru_node *windows = fact(l, "convenient_windows");
    for (size_t i = 0; windows && windows->kind == RU_NODE_LIST && i < windows->count; i++) {
        const ru_node *days = ru_node_get(windows->items[i], "days");
        int from = clock_of(ru_node_get(windows->items[i], "from")->text.p), to = clock_of(ru_node_get(windows->items[i], "to")->text.p);
        for (size_t d = 0; d < days->count; d++) {
            int day = 0;
            while (day < 7 && strcmp(days->items[d]->text.p, names[day])) day++;
            assert_true(day < 7);
            bool today = w.weekday == day, yesterday = w.weekday == (day + 1) % 7;
            if (to > from ? today && w.second >= from && w.second < to : (today && w.second >= from) || (yesterday && w.second < to)) return true;
        }
    }
    return false;
}

static void look_at_hours(look *l, int64_t at, const char *channel) {
    if (!strcmp(channel, "letter") || !strcmp(channel, "portal")) return;
    if (!l->zone_count) BREACH(l, "%s at %lld, and nobody knows what the hour is there", channel, (long long)at);
    for (int z = 0; z < l->zone_count; z++) {
        wall w = on_the_wall(l->zones[z], at);
        bool open = w.weekday < 5 ? w.second >= 9 * 3600 && w.second < 19 * 3600 : w.weekday == 5 && w.second >= 10 * 3600 && w.second < 17 * 3600;
        if ((!open || holiday(w.date)) && !named(l, w))
            BREACH(l, "%s at %lld: in %s it is %02d:%02d of day %d", channel, (long long)at, l->zones[z], w.second / 3600, w.second / 60 % 60, w.weekday);
    }
}

/* Has what expires 180 days after a date certainly expired? Without its date it has not. */
static bool expired(const look *l, const char *since, int64_t today) { return text(l, since) && today > date(text(l, since)) + 180; }

static void look_at_stays(look *l, int64_t at) {
    int64_t today = earliest_date(l, at);
    bool event = !expired(l, "life_event_on", today), answer = !expired(l, "answered_on", today);
    const char *since = text(l, "life_event_on"), *pause = text(l, "pause_until");
    if (event && may_be(l, "life_event", "bereavement") && (!since || today < date(since) + BEREAVED))
        BREACH(l, "a contact in mourning, at %lld", (long long)at);
    if (unknown(l, "pause_until") || (pause && today < date(pause))) BREACH(l, "a contact in a pause that was asked for, at %lld", (long long)at);
    if (fact(l, "cease_received_at")) BREACH(l, "a contact after a request to stop, at %lld", (long long)at);
    if (event && may_be(l, "life_event", "violence")) BREACH(l, "a contact where there is violence, at %lld", (long long)at);
    static const char *const flags[] = {"harm_signal", "distress", "complaint_open", "dispute_open", "wants_human"};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (may_be(l, flags[i], "true")) BREACH(l, "a contact in spite of %s, at %lld", flags[i], (long long)at);
    if (answer && (may_be(l, "barrier", "disagree") || may_be(l, "ease_request", "talk")))
        BREACH(l, "a contact where a person was asked for, at %lld", (long long)at);
    if (unknown(l, "balance") || !text(l, "balance") || atoll(text(l, "balance")) <= 0)
        BREACH(l, "a contact where nothing may be owed, at %lld", (long long)at);
    if (unknown(l, "plans_broken_12m") || (text(l, "plans_broken_12m") && atoll(text(l, "plans_broken_12m")) >= 2))
        BREACH(l, "a contact after plans that broke, at %lld", (long long)at);
    if (unknown(l, "vulnerabilities") || (fact(l, "vulnerabilities") && fact(l, "vulnerabilities")->count))
        BREACH(l, "a contact where care is needed, at %lld", (long long)at);
}

static void look_at_way(look *l, int64_t at, const char *channel) {
    static const char *const pairs[][2] = {
        {"email", "email_consent"}, {"sms", "sms_consent"}, {"whatsapp", "whatsapp_consent"}, {"voice", "call_consent"}, {"portal", "portal_user"}};
    const ru_node *out = fact(l, "medium_opt_outs");
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (!strcmp(channel, pairs[i][0]) && !is(l, pairs[i][1], "true")) BREACH(l, "%s without %s, at %lld", channel, pairs[i][1], (long long)at);
    for (size_t i = 0; out && out->kind == RU_NODE_LIST && i < out->count; i++)
        if (!strcmp(out->items[i]->text.p, channel)) BREACH(l, "%s, which they asked us not to use, at %lld", channel, (long long)at);
}

static void look_at_line(look *l, const ru_node *line, const char *id, kept_tally *t) {
    assert_string_equal(json_text(line, "id"), id);
    int64_t at = instant(json_text(line, "contact.at")), decided = instant(json_text(line, "decided"));
    assert_true(at >= decided);
    add(l, ru_node_get(line, "contact"));
    t->contacts++;
    look_at_caps(l, at, t);
    look_at_robots(l, t);
    look_at_hours(l, at, json_text(line, "contact.channel"));
    look_at_stays(l, at);
    look_at_way(l, at, json_text(line, "contact.channel"));
}

const char *kept_look(const char *request, const char *contacts, size_t length, kept_tally *t) {
    static look l;
    ruth_allocator alloc = ru_allocator_default();
    ru_arena a;
    char *lines = support_copy((ruth_text){contacts, length});
    ru_arena_init(&a, &alloc, 64 << 10);
    const ru_node *tree = json_tree(&a, ru_str_of(request)), *history = tree ? ru_node_get(tree, "contacts") : NULL;
    assert_non_null(tree);
    l = (look){.facts = ru_node_get(tree, "facts")};
    read_zones(&l);
    t->people++;
    if (history && history->kind == RU_NODE_NULL && length) BREACH(&l, "a contact, though nobody knows what came before");
    for (size_t i = 0; history && i < history->count; i++) add(&l, history->items[i]);
    for (const char *p = lines; *p;) {
        size_t n = strcspn(p, "\n");
        const ru_node *line = json_tree(&a, (ru_str){p, n});
        assert_non_null(line);
        look_at_line(&l, line, json_text(tree, "id"), t);
        p += n + (p[n] == '\n');
    }
    ru_arena_free(&a);
    free(lines);
    return l.breach[0] ? l.breach : NULL;
}

/* calendar.c: `holidays` and `business_days` of a folder's policy.yaml → sorted dates. A rule names one day of every year. */
#include <stdlib.h>

#include "engine/policy/build.h"

enum { FIRST_YEAR = 2000, LAST_YEAR = 2100, MOST_DATES = 20000 };
static const char *const weekdays[7] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
static const char *const months[12] = {"january", "february", "march",     "april",   "may",      "june",
                                       "july",    "august",   "september", "october", "november", "december"};

typedef struct dates {
    ru_build *b;
    int32_t *items;
    size_t count, capacity;
    int not_on;
} dates;

static int place_of(const ru_node *n, const char *const *names, int count) {
    for (int i = 0; n && n->kind == RU_NODE_TEXT && i < count; i++)
        if (ru_str_is(n->text, names[i])) return i;
    return -1;
}

static ruth_status add(dates *d, const ru_node *at, int32_t date) {
    if (d->count == MOST_DATES) return ru_node_fail(at, d->b->e, "more than %d holidays", (int)MOST_DATES);
    if (d->not_on >= 0 && ru_weekday(date) == d->not_on) return RUTH_OK;
    return RU_PUSH(d->b, d->b->scratch, d->items, d->count, d->capacity, date) ? RUTH_OK : ru_fail_nomem(d->b->e);
}

/* Easter Sunday of the Gregorian calendar: the anonymous algorithm (Nature, 20 April 1876; Meeus, Astronomical Algorithms, ch. 8). */
static int32_t easter(int year) {
    int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    return ru_days_from_civil(year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
}

/* "MM-DD" */
static bool month_and_day(const ru_node *n, int *month, int *day) {
    const char *p = n && n->kind != RU_NODE_MAP && n->text.n == 5 ? n->text.p : "";
    if (!*p || p[2] != '-') return false;
    for (int i = 0; i < 5; i++)
        if (i != 2 && (p[i] < '0' || p[i] > '9')) return false;
    *month = (p[0] - '0') * 10 + p[1] - '0';
    *day = (p[3] - '0') * 10 + p[4] - '0';
    return *month >= 1 && *month <= 12 && *day >= 1 && *day <= ru_days_in_month(FIRST_YEAR, *month);
}

static bool whole(const ru_node *n, int64_t *out) {
    ru_str t = n ? n->text : RU_STR("");
    bool minus = t.n && t.p[0] == '-';
    int64_t v = 0;
    if (n && n->kind == RU_NODE_INT) {
        *out = n->number;
        return true;
    }
    if (t.n <= (size_t)minus || t.n > 5) return false;
    for (size_t i = minus; i < t.n; i++) {
        if (t.p[i] < '0' || t.p[i] > '9') return false;
        v = v * 10 + t.p[i] - '0';
    }
    *out = minus ? -v : v;
    return true;
}

/* The n-th weekday of a month; n < 0: from its end. */
static int32_t nth(int year, int month, int weekday, int64_t n) {
    int32_t first = ru_days_from_civil(year, month, 1), last = first + ru_days_in_month(year, month) - 1;
    if (n > 0) return first + (weekday - ru_weekday(first) + 7) % 7 + 7 * ((int32_t)n - 1);
    return last - (ru_weekday(last) - weekday + 7) % 7;
}

/* Moved so many days when it falls on a weekday: if_on: { sunday: 1 }. */
static ruth_status moved(dates *d, const ru_node *rule, int32_t *date) {
    const ru_node *n = ru_node_get(rule, "if_on");
    if (n && n->kind != RU_NODE_MAP) return ru_node_fail(n, d->b->e, "if_on: expected { sunday: 1 }: so many days later");
    for (size_t i = 0; n && i < n->count; i++) {
        ru_node key = {.kind = RU_NODE_TEXT, .text = n->keys[i]};
        int on = place_of(&key, weekdays, 7);
        int64_t by;
        if (on < 0 || !whole(n->items[i], &by) || by < -7 || by > 7) return ru_node_fail(n, d->b->e, "if_on: expected { sunday: 1 }: so many days later");
        if (ru_weekday(*date) != on) continue;
        *date += (int32_t)by;
        break;
    }
    return RUTH_OK;
}

typedef enum day_kind { ON_DATE, AT_EASTER, NTH, LAST, BEFORE } day_kind;
typedef struct day_rule {
    day_kind kind;
    int month, day, weekday;
    int64_t n, from, until;
} day_rule;

static bool read_pair(const ru_node *n, size_t count) { return n && n->kind == RU_NODE_LIST && n->count == count; }

static bool read_kind(const ru_node *rule, day_rule *r) {
    const ru_node *date = ru_node_get(rule, "date"), *e = ru_node_get(rule, "easter"), *nth_of = ru_node_get(rule, "nth"), *last = ru_node_get(rule, "last"),
                  *before = ru_node_get(rule, "weekday_before");
    if (date) {
        r->kind = ON_DATE;
        return month_and_day(date, &r->month, &r->day);
    }
    if (e) {
        r->kind = AT_EASTER;
        return whole(e, &r->n) && r->n >= -100 && r->n <= 100;
    }
    if (read_pair(nth_of, 3)) {
        r->kind = NTH;
        r->weekday = place_of(nth_of->items[1], weekdays, 7);
        r->month = place_of(nth_of->items[2], months, 12) + 1;
        return whole(nth_of->items[0], &r->n) && r->n >= 1 && r->n <= 4 && r->weekday >= 0 && r->month > 0;
    }
    if (read_pair(last, 2)) {
        r->kind = LAST;
        r->n = -1;
        r->weekday = place_of(last->items[0], weekdays, 7);
        r->month = place_of(last->items[1], months, 12) + 1;
        return r->weekday >= 0 && r->month > 0;
    }
    r->kind = BEFORE;
    r->weekday = read_pair(before, 2) ? place_of(before->items[0], weekdays, 7) : -1;
    return r->weekday >= 0 && month_and_day(before->items[1], &r->month, &r->day);
}

static int32_t date_in(const day_rule *r, int year) {
    if (r->kind == AT_EASTER) return easter(year) + (int32_t)r->n;
    if (r->kind == NTH || r->kind == LAST) return nth(year, r->month, r->weekday, r->n);
    int most = ru_days_in_month(year, r->month);
    int32_t date = ru_days_from_civil(year, r->month, r->day < most ? r->day : most);
    return r->kind == ON_DATE ? date : date - 1 - (ru_weekday(date - 1) - r->weekday + 7) % 7; /* strictly before */
}

/* { name: "Sunday", every: sunday } */
static ruth_status every(dates *d, const ru_node *rule, const ru_node *on, const day_rule *r) {
    int weekday = place_of(on, weekdays, 7);
    const ru_node *if_on = ru_node_get(rule, "if_on");
    if (weekday < 0) return ru_node_fail(on, d->b->e, "every: expected a weekday such as sunday");
    if (if_on) return ru_node_fail(if_on, d->b->e, "every and if_on do not go together: it always falls on this weekday");
    ruth_status st = RUTH_OK;
    int32_t date = ru_days_from_civil((int)r->from, 1, 1), last = ru_days_from_civil((int)r->until, 12, 31);
    for (date += (weekday - ru_weekday(date) + 7) % 7; !st && date <= last; date += 7) st = add(d, rule, date);
    return st;
}

/* The years it holds in, cut to those there are. */
static ruth_status read_years(dates *d, const ru_node *rule, day_rule *r) {
    const ru_node *from = ru_node_get(rule, "from"), *until = ru_node_get(rule, "until");
    if ((from && !whole(from, &r->from)) || (until && !whole(until, &r->until))) return ru_node_fail(rule, d->b->e, "from and until are years");
    if (r->from < FIRST_YEAR) r->from = FIRST_YEAR;
    if (r->until > LAST_YEAR) r->until = LAST_YEAR;
    return r->from <= r->until ? RUTH_OK
                               : ru_node_fail(rule, d->b->e, "from lies after until, or outside of the years %d to %d", (int)FIRST_YEAR, (int)LAST_YEAR);
}

static ruth_status one_form(dates *d, const ru_node *rule) {
    static const char *const forms[] = {"date", "easter", "nth", "last", "weekday_before", "every"};
    int said = 0;
    for (size_t i = 0; i < RU_COUNT(forms); i++) said += ru_node_get(rule, forms[i]) != NULL;
    return said < 2 ? RUTH_OK : ru_node_fail(rule, d->b->e, "this rule says its day twice; write two rules");
}

static ruth_status add_rule(dates *d, const ru_node *rule) {
    static const char *const keys[] = {"name", "date", "easter", "nth", "last", "weekday_before", "every", "if_on", "from", "until", "doc", NULL};
    const ru_node *on = ru_node_get(rule, "every");
    day_rule r = {.from = FIRST_YEAR, .until = LAST_YEAR};
    ruth_status st = ru_node_only_keys(rule, keys, d->b->e);
    if (st || (st = one_form(d, rule)) || (st = read_years(d, rule, &r))) return st;
    if (on) return every(d, rule, on, &r);
    if (!read_kind(rule, &r))
        return ru_node_fail(
            rule, d->b->e,
            "holidays: expected a date, date: MM-DD, easter: n, nth: [1, monday, may], last: [monday, may], weekday_before: [monday, MM-DD] or every: sunday");
    for (int year = (int)r.from; !st && year <= (int)r.until; year++) {
        int32_t date = date_in(&r, year);
        st = moved(d, rule, &date);
        if (!st) st = add(d, rule, date);
    }
    return st;
}

static ruth_status add_item(dates *d, const ru_node *n) {
    ru_str t;
    int32_t date;
    if (n->kind == RU_NODE_MAP) return add_rule(d, n);
    ruth_status st = ru_node_scalar(n, &t, d->b->e);
    if (st) return st;
    if (!ru_date_parse(t, &date)) return ru_node_fail(n, d->b->e, "holidays: expected a date as YYYY-MM-DD, found %.*s", (int)t.n, t.p);
    return add(d, n, date);
}

static int compare(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

ruth_status ru_build_calendar(ru_build *b, ru_pack *pack) {
    static const char *const weeks[] = {"mon_fri", "mon_sat"};
    const ru_node *holidays = ru_node_get(pack->head, "holidays"), *business = ru_node_get(pack->head, "business_days"),
                  *not_on = ru_node_get(pack->head, "not_on");
    dates d = {.b = b, .not_on = not_on ? place_of(not_on, weekdays, 7) : -1};
    ru_calendar *c = RU_NEW(b->a, ru_calendar);
    ruth_status st = RUTH_OK;
    if (!c) return ru_fail_nomem(b->e);
    if (pack != b->packs && !holidays && !business) { /* it says nothing of days: those of the policy that uses it */
        pack->calendar = b->packs[0].calendar;
        return RUTH_OK;
    }
    if (not_on && d.not_on < 0) return ru_node_fail(not_on, b->e, "not_on: expected a weekday such as sunday");
    if (business && place_of(business, weeks, 2) < 0) return ru_node_fail(business, b->e, "business_days: expected mon_fri or mon_sat");
    if (holidays && holidays->kind != RU_NODE_LIST) return ru_node_fail(holidays, b->e, "expected holidays: [2026-12-25, …]");
    for (size_t i = 0; holidays && !st && i < holidays->count; i++) st = add_item(&d, holidays->items[i]);
    if (st) return st;
    if (d.count) {
        qsort(d.items, d.count, sizeof *d.items, compare);
        c->holidays = ru_arena_dup(b->a, d.items, d.count * sizeof *d.items);
        if (!c->holidays) return ru_fail_nomem(b->e);
    }
    c->count = d.count;
    c->working = place_of(business, weeks, 2) == 1 ? 63 : 31;
    pack->calendar = c;
    return RUTH_OK;
}

/* rules.c: a data file of rules (fixed days, weekdays of a month, Easter, what moves when it falls on a weekend) → the days they mean. */
#include <string.h>

#include "plugins/holidays/calendar.h"
#include "plugins/shared/data.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2199, MOST_EXCEPT = 64, MOST_RULES = 100, FREE = 100 /* the next day that is neither weekend nor holiday */ };
enum { FIXED, NTH, LAST, BEFORE, EASTER, EVERY, LISTED, FORMS };
static const char *const forms[] = {"date", "nth", "last", "weekday_before", "easter", "every", "days", NULL};
static const char *const weekdays[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", NULL};
static const char *const months[] = {"january", "february",  "march",   "april",    "may",      "june", "july",
                                     "august",  "september", "october", "november", "december", NULL};

typedef struct rule {
    int form, month, day, weekday, nth, offset;
    int from, until; /* years */
    int except[MOST_EXCEPT], except_count;
    int if_on[7]; /* days to move by; 0: stays; FREE */
    bool instead; /* it moves; else the other day is a holiday too */
} rule;
typedef struct reading {
    shared_data d;
    int from, until;     /* years of the file */
    int32_t first, last; /* bits are kept a year farther each way, because holidays move across New Year */
    unsigned weekend;
    uint64_t *bits;
    int32_t *waiting; /* days that wait for a free one */
    size_t waiting_count, waiting_room;
} reading;

static bool has(const reading *r, int32_t day) { return r->bits[(day - r->first) / 64] >> ((day - r->first) % 64) & 1; }
static void mark(reading *r, int32_t day) {
    if (day >= r->first && day <= r->last) r->bits[(day - r->first) / 64] |= (uint64_t)1 << ((day - r->first) % 64);
}
static bool is_weekend(const reading *r, int32_t day) { return r->weekend >> holidays_weekday(day) & 1; }

/* ---- dates as they are written ---- */
static bool digits(const char *s, int n, int *out) {
    *out = 0;
    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9') return false;
        *out = *out * 10 + (s[i] - '0');
    }
    return true;
}

static int month_length(int year, int month) {
    return (int)(holidays_day(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) - holidays_day(year, month, 1));
}

static int read_month_day(reading *r, const shared_node *n, int *month, int *day) {
    bool good = n->kind == SHARED_SCALAR && n->length == 5 && n->text[2] == '-' && digits(n->text, 2, month) && digits(n->text + 3, 2, day);
    good = good && *month >= 1 && *month <= 12 && *day >= 1 && *day <= month_length(2001, *month); /* a day of every year */
    return good ? 0 : shared_data_fail(&r->d, n, "expected a month and a day of every year, like 07-01");
}

static int read_date(reading *r, const shared_node *n, int32_t *out) {
    int y = 0, m = 0, d = 0;
    bool good = n->kind == SHARED_SCALAR && n->length == 10 && n->text[4] == '-' && n->text[7] == '-' && digits(n->text, 4, &y) && digits(n->text + 5, 2, &m) &&
                digits(n->text + 8, 2, &d);
    good = good && m >= 1 && m <= 12 && d >= 1 && d <= month_length(y, m);
    if (!good) return shared_data_fail(&r->d, n, "expected a date, like 2022-09-19");
    if (y < r->from || y > r->until) return shared_data_fail(&r->d, n, "this day lies outside of the years of this file");
    *out = holidays_day(y, m, d);
    return 0;
}

static int read_year(reading *r, const shared_node *n, int low, int high, int *out) {
    int64_t v = 0;
    int st = shared_data_decimal(&r->d, n, 0, low, high, &v);
    *out = (int)v;
    return st;
}

/* ---- a rule ---- */
/* A list of so many items. */
static int items(reading *r, const shared_node *n, size_t count, const char *like) {
    return n->kind == SHARED_LIST && n->count == count ? 0 : shared_data_fail(&r->d, n, "expected a list like %s", like);
}

static int read_nth(reading *r, rule *u, const shared_node *n) {
    int64_t nth = 0;
    int st = items(r, n, 3, "[3, monday, january]");
    if (!st) st = shared_data_decimal(&r->d, n->first, 0, 1, 4, &nth);
    if (!st) st = shared_data_word(&r->d, n->first->next, weekdays, &u->weekday);
    if (!st) st = shared_data_word(&r->d, n->first->next->next, months, &u->month);
    u->nth = (int)nth;
    u->month++;
    return st;
}

static int read_last(reading *r, rule *u, const shared_node *n) {
    int st = items(r, n, 2, "[monday, may]");
    if (!st) st = shared_data_word(&r->d, n->first, weekdays, &u->weekday);
    if (!st) st = shared_data_word(&r->d, n->first->next, months, &u->month);
    u->month++;
    return st;
}

static int read_before(reading *r, rule *u, const shared_node *n) {
    int st = items(r, n, 2, "[monday, 05-25]");
    if (!st) st = shared_data_word(&r->d, n->first, weekdays, &u->weekday);
    return st ? st : read_month_day(r, n->first->next, &u->month, &u->day);
}

static int read_easter(reading *r, rule *u, const shared_node *n) {
    int64_t offset = 0;
    int st = shared_data_decimal(&r->d, n, 0, -60, 60, &offset);
    u->offset = (int)offset;
    return st;
}

/* `none`, or days of the week with how many days later (or earlier) the holiday is then kept, or `free`. */
static int read_if_on(reading *r, int if_on[7], const shared_node *n) {
    for (int i = 0; i < 7; i++) if_on[i] = 0;
    if (shared_data_is(n, "none")) return 0;
    if (n->kind != SHARED_MAP) return shared_data_fail(&r->d, n, "expected none, or days like { saturday: -1, sunday: 1 }");
    for (const shared_node *e = n->first; e; e = e->next) {
        int weekday = 0, st = shared_data_word(&r->d, e->key, weekdays, &weekday);
        int64_t by = FREE;
        if (!st && !shared_data_is(e, "free")) st = shared_data_decimal(&r->d, e, 0, -6, 6, &by);
        if (st) return st;
        if (!by) return shared_data_fail(&r->d, e, "0 days moves nothing; leave the day out");
        if_on[weekday] = (int)by;
    }
    return 0;
}

static int read_except(reading *r, rule *u, const shared_node *n) {
    if (!n) return 0;
    if (n->kind != SHARED_LIST || !n->count || n->count > MOST_EXCEPT) return shared_data_fail(&r->d, n, "expected a list of years");
    for (const shared_node *e = n->first; e; e = e->next) {
        int st = read_year(r, e, FIRST_YEAR, LAST_YEAR, &u->except[u->except_count++]);
        if (st) return st;
    }
    return 0;
}

static int read_span(reading *r, rule *u, const shared_node *n) {
    static const char *const truths[] = {"true", NULL};
    const shared_node *from = shared_data_get(n, "from"), *until = shared_data_get(n, "until"), *if_on = shared_data_get(n, "if_on"),
                      *instead = shared_data_get(n, "instead");
    int which, st = from ? read_year(r, from, FIRST_YEAR, LAST_YEAR, &u->from) : 0;
    if (!st && until) st = read_year(r, until, FIRST_YEAR, LAST_YEAR, &u->until);
    if (!st && u->from > u->until) st = shared_data_fail(&r->d, n, "from is after until");
    if (!st) st = read_except(r, u, shared_data_get(n, "except"));
    if (!st && if_on) st = read_if_on(r, u->if_on, if_on);
    if (!st && instead) st = shared_data_word(&r->d, instead, truths, &which);
    u->instead = instead != NULL;
    return st;
}

/* ---- what a rule means ---- */
static int32_t day_of(const rule *u, int year) {
    int32_t first = holidays_day(year, u->month ? u->month : 1, 1), day;
    switch (u->form) {
    case FIXED: return holidays_day(year, u->month, u->day);
    case NTH: return first + (u->weekday - holidays_weekday(first) + 7) % 7 + 7 * (u->nth - 1);
    case LAST: day = first + month_length(year, u->month) - 1; return day - (holidays_weekday(day) - u->weekday + 7) % 7;
    case BEFORE: day = holidays_day(year, u->month, u->day) - 1; return day - (holidays_weekday(day) - u->weekday + 7) % 7;
    default: return holidays_easter(year) + u->offset;
    }
}

static void keep_day(reading *r, const rule *u, int32_t day) {
    int by = u->if_on[holidays_weekday(day)];
    if (!by || !u->instead) mark(r, day);
    if (by && by != FREE) mark(r, day + by);
    if (by == FREE && r->waiting_count < r->waiting_room) r->waiting[r->waiting_count++] = day;
}

static void keep_years(reading *r, const rule *u) {
    for (int year = r->from - 1; year <= r->until + 1; year++) {
        bool left_out = year < u->from || year > u->until;
        for (int i = 0; i < u->except_count; i++) left_out |= u->except[i] == year;
        if (!left_out) keep_day(r, u, day_of(u, year));
    }
}

static void keep_every(reading *r, const rule *u) {
    for (int32_t day = r->first; day <= r->last; day++)
        if (holidays_weekday(day) == u->weekday && day >= holidays_day(u->from, 1, 1) && day <= holidays_day(u->until, 12, 31)) mark(r, day);
}

static int keep_listed(reading *r, const shared_node *list) {
    if (list->kind != SHARED_LIST || !list->count) return shared_data_fail(&r->d, list, "expected a list of dates");
    for (const shared_node *n = list->first; n; n = n->next) {
        int32_t day = 0;
        int st = read_date(r, n, &day);
        if (st) return st;
        mark(r, day);
    }
    return 0;
}

static int read_rule(reading *r, const shared_node *n, const int if_on[7]) {
    static const char *const keys[] = {"name", "date", "nth",   "last",   "weekday_before", "easter",  "every",
                                       "days", "from", "until", "except", "if_on",          "instead", NULL};
    const shared_node *name, *what = NULL;
    const char *text;
    rule u = {.from = FIRST_YEAR, .until = LAST_YEAR, .form = FORMS};
    memcpy(u.if_on, if_on, sizeof u.if_on);
    int st = shared_data_keys(&r->d, n, keys), found = 0;
    if (!st) st = shared_data_need(&r->d, n, "name", SHARED_SCALAR, &name);
    if (!st) st = shared_data_text(&r->d, name, 120, &text);
    for (int i = 0; !st && i < FORMS; i++) {
        const shared_node *here = shared_data_get(n, forms[i]);
        if (!here) continue;
        u.form = i;
        what = here;
        found++;
    }
    if (!st && found != 1) st = shared_data_fail(&r->d, n, "expected one of date, nth, last, weekday_before, easter, every and days");
    if (!st) st = read_span(r, &u, n);
    if (st) return st;
    switch (u.form) {
    case FIXED: st = read_month_day(r, what, &u.month, &u.day); break;
    case NTH: st = read_nth(r, &u, what); break;
    case LAST: st = read_last(r, &u, what); break;
    case BEFORE: st = read_before(r, &u, what); break;
    case EASTER: st = read_easter(r, &u, what); break;
    case EVERY: st = shared_data_word(&r->d, what, weekdays, &u.weekday); break;
    default: return keep_listed(r, what);
    }
    if (st) return st;
    if (u.form == EVERY) keep_every(r, &u);
    else keep_years(r, &u);
    return 0;
}

/* ---- the file ---- */
static int read_years(reading *r, const shared_node *top) {
    static const char *const keys[] = {"from", "until", NULL};
    const shared_node *n, *from, *until;
    int st = shared_data_need(&r->d, top, "years", SHARED_MAP, &n);
    if (!st) st = shared_data_keys(&r->d, n, keys);
    if (!st) st = shared_data_need(&r->d, n, "from", SHARED_SCALAR, &from);
    if (!st) st = shared_data_need(&r->d, n, "until", SHARED_SCALAR, &until);
    if (!st) st = read_year(r, from, FIRST_YEAR + 1, LAST_YEAR - 1, &r->from);
    if (!st) st = read_year(r, until, FIRST_YEAR + 1, LAST_YEAR - 1, &r->until);
    return !st && r->from > r->until ? shared_data_fail(&r->d, n, "from is after until") : st;
}

/* The words that a file must have for a person to judge it: where it comes from, and how sure that is. */
static int read_head(reading *r, const shared_node *top) {
    static const char *const keys[] = {"calendar", "name", "cite", "status", "source", "years", "weekend", "if_on", "holidays", NULL}, *const texts[] = {
                                                                                                                                           "name", "cite",
                                                                                                                                           "source"};
    static const char *const statuses[] = {"verified", "verified_secondary", "from_memory", NULL};
    const shared_node *n;
    const char *text;
    int which, st = shared_data_keys(&r->d, top, keys);
    if (!st) st = shared_data_need(&r->d, top, "calendar", SHARED_SCALAR, &n);
    if (!st) st = shared_data_name(&r->d, n, &text);
    for (size_t i = 0; !st && i < sizeof texts / sizeof *texts; i++) {
        st = shared_data_need(&r->d, top, texts[i], SHARED_SCALAR, &n);
        if (!st) st = shared_data_text(&r->d, n, 1000, &text);
    }
    if (!st) st = shared_data_need(&r->d, top, "status", SHARED_SCALAR, &n);
    if (!st) st = shared_data_word(&r->d, n, statuses, &which);
    if (!st) st = shared_data_need(&r->d, top, "weekend", SHARED_LIST, &n);
    for (const shared_node *e = st ? NULL : n->first; e && !st; e = e->next) {
        int weekday = 0;
        st = shared_data_word(&r->d, e, weekdays, &weekday);
        r->weekend |= 1u << weekday;
    }
    if (!st && r->weekend == 0x7f) st = shared_data_fail(&r->d, n, "a week of weekends has no business day");
    return st ? st : read_years(r, top);
}

static int make_room(reading *r, size_t rules) {
    r->first = holidays_day(r->from - 1, 1, 1);
    r->last = holidays_day(r->until + 1, 12, 31);
    size_t words = (size_t)(r->last - r->first) / 64 + 1;
    r->waiting_room = rules * (size_t)(r->until - r->from + 3);
    r->bits = r->d.host->scratch(r->d.call, words * sizeof *r->bits);
    r->waiting = r->d.host->scratch(r->d.call, (r->waiting_room + 1) * sizeof *r->waiting);
    if (!r->bits || !r->waiting) return RUTH_PLUGIN_NO_MEMORY;
    memset(r->bits, 0, words * sizeof *r->bits);
    return 0;
}

/* Earlier days choose first. */
static void settle_waiting(reading *r) {
    for (size_t i = 1; i < r->waiting_count; i++)
        for (size_t k = i; k && r->waiting[k - 1] > r->waiting[k]; k--) {
            int32_t day = r->waiting[k];
            r->waiting[k] = r->waiting[k - 1];
            r->waiting[k - 1] = day;
        }
    for (size_t i = 0; i < r->waiting_count; i++) {
        int32_t day = r->waiting[i] + 1;
        while (day <= r->last && (is_weekend(r, day) || day < r->first || has(r, day))) day++;
        mark(r, day);
    }
}

int holidays_read_days(const ruth_host *host, void *call, const char *file, holidays_days *out) {
    reading r = {.d = {.host = host, .call = call, .file = file}};
    const shared_node *top = NULL, *list, *if_on;
    int moves[7] = {0};
    int st = shared_data_read(&r.d, &top);
    if (!st) st = read_head(&r, top);
    if (!st && (if_on = shared_data_get(top, "if_on"))) st = read_if_on(&r, moves, if_on);
    if (!st) st = shared_data_need(&r.d, top, "holidays", SHARED_LIST, &list);
    if (!st && (!list->count || list->count > MOST_RULES)) st = shared_data_fail(&r.d, list, "expected 1 to %d holidays", MOST_RULES);
    if (!st) st = make_room(&r, list->count);
    for (const shared_node *n = st ? NULL : list->first; n && !st; n = n->next) st = read_rule(&r, n, moves);
    if (st) return st;
    settle_waiting(&r);
    *out = (holidays_days){holidays_day(r.from, 1, 1), holidays_day(r.until, 12, 31), r.weekend, NULL};
    size_t days = (size_t)(out->last - out->first) + 1;
    out->bits = host->scratch(call, (days / 64 + 1) * sizeof *out->bits);
    if (!out->bits) return RUTH_PLUGIN_NO_MEMORY;
    memset(out->bits, 0, (days / 64 + 1) * sizeof *out->bits);
    for (size_t i = 0; i < days; i++)
        if (has(&r, out->first + (int32_t)i)) out->bits[i / 64] |= (uint64_t)1 << (i % 64);
    return 0;
}

/* zone_rule.c: the rule for the years after a zone file's last transition. */
#include "engine/data/zone.h"

typedef struct cursor {
    const char *p, *end;
} cursor;

static bool eat(cursor *c, char wanted) {
    if (c->p == c->end || *c->p != wanted) return false;
    c->p++;
    return true;
}

static bool is_letter(char x) { return (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z'); }
static bool is_digit(char x) { return x >= '0' && x <= '9'; }

/* EST, or <-03> in angle brackets; what it says is of no use here. */
static bool skip_name(cursor *c) {
    const char *first = c->p;
    if (eat(c, '<')) {
        while (c->p < c->end && (is_letter(*c->p) || is_digit(*c->p) || *c->p == '+' || *c->p == '-')) c->p++;
        return c->p - first > 1 && eat(c, '>');
    }
    while (c->p < c->end && is_letter(*c->p)) c->p++;
    return c->p - first >= 3;
}

static bool number(cursor *c, int most, int *out) {
    if (c->p == c->end || !is_digit(*c->p)) return false;
    int v = 0;
    for (; c->p < c->end && is_digit(*c->p); c->p++)
        if ((v = v * 10 + (*c->p - '0')) > most) return false;
    *out = v;
    return true;
}

/* [+-]hh[:mm[:ss]] */
static bool clock_time(cursor *c, int most_hours, int32_t *out) {
    bool negative = eat(c, '-');
    if (!negative) eat(c, '+');
    int hours, minutes = 0, seconds = 0;
    if (!number(c, most_hours, &hours)) return false;
    if (eat(c, ':')) {
        if (!number(c, 59, &minutes)) return false;
        if (eat(c, ':') && !number(c, 59, &seconds)) return false;
    }
    int32_t v = hours * 3600 + minutes * 60 + seconds;
    *out = negative ? -v : v;
    return true;
}

static bool change(cursor *c, ru_zone_change *out) {
    *out = (ru_zone_change){.form = 'n', .time = 7200};
    if (eat(c, 'M')) {
        out->form = 'M';
        if (!number(c, 12, &out->month) || !eat(c, '.') || !number(c, 5, &out->week) || !eat(c, '.') || !number(c, 6, &out->day)) return false;
        if (out->month < 1 || out->week < 1) return false;
    } else {
        if (eat(c, 'J')) out->form = 'J';
        if (!number(c, 365, &out->day) || (out->form == 'J' && out->day < 1)) return false;
    }
    return !eat(c, '/') || clock_time(c, 167, &out->time); /* a week, by RFC 8536, 3.3.1 */
}

bool ru_zone_rule_parse(ru_str s, ru_zone_rule *out) {
    cursor c = {s.p, s.p + s.n};
    int32_t west;
    *out = (ru_zone_rule){.has_summer = false};
    if (!skip_name(&c) || !clock_time(&c, 24, &west)) return false;
    out->standard = -west; /* POSIX counts westwards */
    if (c.p == c.end) return true;
    out->has_summer = true;
    if (!skip_name(&c)) return false;
    out->summer = out->standard + 3600;
    if (c.p < c.end && *c.p != ',') {
        if (!clock_time(&c, 24, &west)) return false;
        out->summer = -west;
    }
    return eat(&c, ',') && change(&c, &out->begins) && eat(&c, ',') && change(&c, &out->ends) && c.p == c.end;
}

/* The day of the year's change, as a day number. */
static int32_t change_day(const ru_zone_change *c, int year) {
    if (c->form != 'M') {
        int32_t new_year = ru_days_from_civil(year, 1, 1);
        if (c->form == 'n') return new_year + c->day;
        bool leap = ru_days_in_month(year, 2) == 29;
        return new_year + c->day - 1 + (leap && c->day >= 60);
    }
    int32_t first = ru_days_from_civil(year, c->month, 1);
    int sunday_based = (ru_weekday(first) + 1) % 7;
    int day = (c->day - sunday_based + 7) % 7 + 7 * (c->week - 1);
    if (day >= ru_days_in_month(year, c->month)) day -= 7; /* week 5 is the last, be it the fourth */
    return first + day;
}

void ru_zone_rule_year(const ru_zone_rule *r, int year, int64_t *begins, int64_t *ends) {
    *begins = (int64_t)change_day(&r->begins, year) * 86400 + r->begins.time - r->standard;
    *ends = (int64_t)change_day(&r->ends, year) * 86400 + r->ends.time - r->summer;
}

/* time.c: civil dates and instants, read and written. */
#include "engine/data/data.h"

enum { DAY = 86400, FIRST_YEAR = 1900, LAST_YEAR = 2200, ERA_DAYS = 146097 };

/* ---- calendar: eras of 400 years that begin on 1 March, so that the leap day is the last of its year ---- */
static int32_t within_int32(int64_t v) { return (int32_t)(v < INT32_MIN ? INT32_MIN : v > INT32_MAX ? INT32_MAX : v); }

static int64_t days_of(int64_t year, int month, int day) {
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

int32_t ru_days_from_civil(int year, int month, int day) { return within_int32(days_of(year, month, day)); }

/* By centuries of 36524.25 and years of 365.25 days: multiplied by four, both are whole and leave exact rests. Eras are added so that nothing is negative. */
void ru_civil_from_days(int32_t days, int *year, int *month, int *day) {
    enum { ERAS = 15000, CENTURY4 = ERA_DAYS, YEAR4 = 1461 };
    uint64_t d4 = ((uint64_t)(days + INT64_C(719468) + (int64_t)ERAS * ERA_DAYS)) * 4 + 3;
    unsigned of_century4 = (unsigned)(d4 % CENTURY4) | 3, of_year = of_century4 % YEAR4 / 4; /* | 3: the last quarter of its day */
    unsigned m = (5 * of_year + 2) / 153;                                                    /* from March on */
    *day = (int)(of_year - (153 * m + 2) / 5) + 1;
    *month = (int)m + (m < 10 ? 3 : -9);
    *year = (int)((int64_t)(d4 / CENTURY4) * 100 - (int64_t)ERAS * 400) + (int)(of_century4 / YEAR4) + (m >= 10);
}

int ru_weekday(int32_t days) {
    int64_t since_monday = ((int64_t)days + 3) % 7; /* day 0 was a Thursday */
    return (int)(since_monday < 0 ? since_monday + 7 : since_monday);
}

int ru_days_in_month(int year, int month) {
    static const unsigned char lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) return 0;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return lengths[month - 1] + (month == 2 && leap);
}

int32_t ru_add_months(int32_t days, int months) {
    int year, month, day;
    ru_civil_from_days(days, &year, &month, &day);
    int64_t count = (int64_t)year * 12 + (month - 1) + months;
    int64_t y = (count >= 0 ? count : count - 11) / 12;
    int m = (int)(count - y * 12) + 1;
    int longest = ru_days_in_month((int)(y % 400), m);
    return within_int32(days_of(y, m, day < longest ? day : longest));
}

/* ---- reading ---- */
static inline unsigned digit(char c) { return (unsigned char)c - (unsigned)'0'; }

/* Two digits; above 99 when they are not. */
static inline unsigned two(const char *p) {
    unsigned a = digit(p[0]), b = digit(p[1]);
    return a > 9 || b > 9 ? 1000 : a * 10 + b;
}

static bool date_at(const char *p, int32_t *days) {
    unsigned century = two(p), rest = two(p + 2), month = two(p + 5), day = two(p + 8);
    if (century > 99 || rest > 99 || p[4] != '-' || p[7] != '-') return false;
    int year = (int)(century * 100 + rest);
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return false;
    if (day > 28 && (int)day > ru_days_in_month(year, (int)month)) return false;
    *days = ru_days_from_civil(year, (int)month, (int)day);
    return true;
}

bool ru_date_parse(ru_str s, int32_t *days) { return s.n == 10 && date_at(s.p, days); }

/* "Z", or "+hh:mm" east of UTC. */
static bool offset_at(const char *p, size_t n, int *seconds) {
    if (n == 1) {
        *seconds = 0;
        return p[0] == 'Z' || p[0] == 'z';
    }
    if (n != 6 || (p[0] != '+' && p[0] != '-') || p[3] != ':') return false;
    unsigned hours = two(p + 1), minutes = two(p + 4);
    if (hours > 23 || minutes > 59) return false;
    int east = (int)(hours * 3600 + minutes * 60);
    *seconds = p[0] == '-' ? -east : east;
    return true;
}

bool ru_instant_parse(ru_str s, int64_t *seconds) {
    int32_t days;
    int east;
    if (s.n < 20 || !date_at(s.p, &days)) return false;
    const char *p = s.p;
    unsigned hours = two(p + 11), minutes = two(p + 14), secs = two(p + 17);
    if ((p[10] != 'T' && p[10] != 't') || p[13] != ':' || p[16] != ':' || hours > 23 || minutes > 59 || secs > 59) return false;
    size_t at = 19;
    if (p[at] == '.') {
        size_t first = ++at;
        while (at < s.n && digit(p[at]) <= 9) at++;
        if (at == first) return false;
    }
    if (!offset_at(p + at, s.n - at, &east)) return false;
    *seconds = (int64_t)days * DAY + (int64_t)(hours * 3600 + minutes * 60 + secs) - east;
    return true;
}

/* The same with another year is one: nothing but the year is wrong. 2000 has every day that some year has. */
bool ru_year_beyond(ru_str s) {
    char copy[64];
    int32_t days;
    int64_t seconds;
    if (s.n < 10 || s.n >= sizeof copy) return false;
    for (int i = 0; i < 4; i++)
        if (digit(s.p[i]) > 9) return false;
    memcpy(copy, s.p, s.n);
    memcpy(copy, "2000", 4);
    ru_str other = {copy, s.n};
    return (ru_date_parse(other, &days) && !ru_date_parse(s, &days)) || (ru_instant_parse(other, &seconds) && !ru_instant_parse(s, &seconds));
}

bool ru_date_fits(int64_t days) { return days >= RU_FIRST_DAY && days <= RU_LAST_DAY; }
bool ru_instant_fits(int64_t seconds) { return seconds >= RU_FIRST_INSTANT && seconds <= RU_LAST_INSTANT; }

/* ---- writing ---- */
static inline void put_two(char *p, unsigned v) {
    p[0] = (char)('0' + v / 10);
    p[1] = (char)('0' + v % 10);
}

static void put_date(char *p, int32_t days) {
    int year, month, day;
    ru_civil_from_days(days, &year, &month, &day);
    put_two(p, (unsigned)year / 100);
    put_two(p + 2, (unsigned)year % 100);
    p[4] = p[7] = '-';
    put_two(p + 5, (unsigned)month);
    put_two(p + 8, (unsigned)day);
}

enum { FIRST_WRITTEN = -719162, LAST_WRITTEN = 2932896 }; /* 0001-01-01 and 9999-12-31 */

void ru_date_text(int32_t days, char out[11]) {
    put_date(out, days < FIRST_WRITTEN ? FIRST_WRITTEN : days > LAST_WRITTEN ? LAST_WRITTEN : days);
    out[10] = 0;
}

void ru_instant_text(int64_t seconds, char out[21]) {
    const int64_t first = (int64_t)FIRST_WRITTEN * DAY, last = (int64_t)LAST_WRITTEN * DAY + DAY - 1;
    int64_t t = (seconds < first ? first : seconds > last ? last : seconds) - first; /* never negative */
    unsigned of_day = (unsigned)(t % DAY);
    put_date(out, (int32_t)(t / DAY) + FIRST_WRITTEN);
    out[10] = 'T';
    put_two(out + 11, of_day / 3600);
    out[13] = out[16] = ':';
    put_two(out + 14, of_day / 60 % 60);
    put_two(out + 17, of_day % 60);
    out[19] = 'Z';
    out[20] = 0;
}

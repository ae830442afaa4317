/* calendar.c: civil days, Easter, and the bits of a calendar. */
#include "plugins/holidays/calendar.h"

/* Years as if they began in March, so that the leap day stands last. */
int32_t holidays_day(int year, int month, int day) {
    int y = year - (month <= 2), era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return (int32_t)(era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468);
}

int holidays_weekday(int32_t day) {
    int w = (int)((day + 3) % 7); /* 1970-01-01 was a Thursday */
    return w < 0 ? w + 7 : w;
}

/* The Gregorian computus: the Sunday after the full moon of the tables on or after 21 March. */
int32_t holidays_easter(int year) {
    int golden = year % 19, century = year / 100;
    int moon = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    moon -= (moon / 28) * (1 - (moon / 28) * (29 / (moon + 1)) * ((21 - golden) / 11));
    int32_t full = holidays_day(year, 3, 21) + moon;
    return full + 7 - (holidays_weekday(full) + 1) % 7;
}

static bool bit(const uint64_t *bits, int32_t at) { return bits[at / 64] >> (at % 64) & 1; }
bool holidays_is_holiday(const holidays_calendar *c, int32_t day) { return bit(c->holiday, day - c->first); }
bool holidays_is_business(const holidays_calendar *c, int32_t day) { return bit(c->business, day - c->first); }

static uint32_t count_bits(uint64_t w) {
    uint32_t n = 0;
    for (; w; w &= w - 1) n++;
    return n;
}

int32_t holidays_business_until(const holidays_calendar *c, int32_t day) {
    int32_t at = day - c->first;
    uint64_t upto = ~(uint64_t)0 >> (63 - at % 64);
    return (int32_t)(c->before[at / 64] + count_bits(c->business[at / 64] & upto));
}

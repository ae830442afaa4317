/* calendar.c: which days are holidays, which are business days. */
#include "engine/data/data.h"

bool ru_calendar_holiday(const ru_calendar *c, int32_t date) {
    size_t low = 0, high = c->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (c->holidays[mid] < date) low = mid + 1;
        else high = mid;
    }
    return low < c->count && c->holidays[low] == date;
}

bool ru_calendar_business(const ru_calendar *c, int32_t date) {
    enum { MONDAY_TO_FRIDAY = 31 };
    int working = c->working ? c->working : MONDAY_TO_FRIDAY;
    return (working >> ru_weekday(date) & 1) && !ru_calendar_holiday(c, date);
}

int32_t ru_calendar_after(const ru_calendar *c, int32_t date, int64_t n) {
    while (n > 0)
        if (ru_calendar_business(c, ++date)) n--;
    return date;
}

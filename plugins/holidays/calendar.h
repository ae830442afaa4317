/* calendar.h: a jurisdiction's days as bits, and the few functions that this plugin's files share. Days count from 1970-01-01. */
#ifndef PLUGINS_HOLIDAYS_CALENDAR_H
#define PLUGINS_HOLIDAYS_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/include/ruth_plugin.h"

/* What one data file says, in scratch memory: the days from first to last, bit i of `bits` for day first + i. */
typedef struct holidays_days {
    int32_t first, last;
    unsigned weekend; /* bit 0 Monday … bit 6 Sunday */
    uint64_t *bits;
} holidays_days;

typedef struct holidays_calendar {
    struct holidays_calendar *next;
    size_t size;         /* of its block */
    const char *name;    /* the jurisdiction, as the fact says it */
    int32_t first, last; /* the days it vouches for */
    size_t words;
    uint64_t *holiday, *business;
    uint32_t *before; /* business days in all words before this one */
} holidays_calendar;

typedef struct holidays {
    size_t size;
    const char *jurisdiction, *due;                                                          /* facts it reads; due NULL: none */
    const char *holiday_today, *business_day_today, *next_business_day, *business_days_late; /* facts it writes; NULL: not asked for */
    holidays_calendar *calendars;
} holidays;

/* Does: reads calendars.yaml and every file it names. Gives: *out; with holidays_free, also of what failed half-way. [load] */
int holidays_read(const ruth_host *host, void *call, holidays **out);
void holidays_free(const ruth_host *host, void *call, holidays *h);
/* Does: reads one file of rules. [load] */
int holidays_read_days(const ruth_host *host, void *call, const char *file, holidays_days *out);

int32_t holidays_day(int year, int month, int day);
int holidays_weekday(int32_t day); /* 0 Monday … 6 Sunday */
int32_t holidays_easter(int year); /* Easter Sunday */

/* All three: `day` lies between first and last. */
bool holidays_is_holiday(const holidays_calendar *c, int32_t day);
bool holidays_is_business(const holidays_calendar *c, int32_t day);
int32_t holidays_business_until(const holidays_calendar *c, int32_t day); /* business days from first to day, both in */
#endif

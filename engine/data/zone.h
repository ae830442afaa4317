/* zone.h: a zone as its reader (zone_read.c, zone_rule.c) fills it and zone.c asks it. For data/ only. */
#ifndef RU_ZONE_H
#define RU_ZONE_H

#include "engine/data/data.h"

/* Transitions repeat after 400 years, which are a whole number of weeks. */
#define RU_ZONE_CYCLE (INT64_C(146097) * 86400)
/* No local time is further from UTC than this (RFC 8536, 3.2: -25 to +26 hours, both ends out). */
#define RU_ZONE_FURTHEST 93600

struct ru_zone {
    ru_str name, bytes;
    int64_t *at;     /* instants at which the offset changes, growing */
    int32_t *offset; /* from at[i] on */
    size_t count;
    int32_t before; /* in force before at[0] */
    bool cycle;     /* the footer's rule goes on for ever: the last 400 years before at[count - 1] repeat */
};

/* One change of clocks in a year: when, by local wall clock before the change. */
typedef struct ru_zone_change {
    char form; /* 'J' day 1 to 365, 29 February never counted; 'n' day 0 to 365; 'M' month, week (5 the last), weekday (0 Sunday) */
    int day, month, week;
    int32_t time; /* seconds after 00:00, may be negative or beyond a day */
} ru_zone_change;

typedef struct ru_zone_rule {
    int32_t standard, summer; /* seconds east */
    bool has_summer;
    ru_zone_change begins, ends; /* of summer time */
} ru_zone_rule;

/* The footer of a TZif file: a POSIX TZ string with the extensions of RFC 8536. False when it is not well-formed. */
bool ru_zone_rule_parse(ru_str s, ru_zone_rule *out);
/* The instants of the two changes in a year. */
void ru_zone_rule_year(const ru_zone_rule *r, int year, int64_t *begins, int64_t *ends);

/* Fills everything but the name from a TZif file. A sentence on a malformed one; RU_ZONE_NOMEM when the arena refused. */
const char *ru_zone_read(ru_arena *a, ru_str bytes, ru_zone *z);
#define RU_ZONE_NOMEM ""

#endif

/* span.c: --from and --to, where a verb looks at decisions of a stretch of time. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/cli.h"

/* An instant in UTC, in seconds, or a day. */
static bool read_instant(const char *verb, const char *text, int64_t otherwise, int64_t *out) {
    struct tm t = {0};
    int n = 0;
    *out = otherwise;
    if (!text) return true;
    int got = sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &t.tm_year, &t.tm_mon, &t.tm_mday, &t.tm_hour, &t.tm_min, &t.tm_sec, &n);
    if (got == 3 && strlen(text) == 10) n = 10; /* a day alone: its first instant, UTC */
    if ((got != 6 && got != 3) || (size_t)n != strlen(text) || t.tm_mon < 1 || t.tm_mon > 12 || t.tm_mday < 1 || t.tm_mday > 31) {
        fprintf(stderr, "ruth %s: expected an instant such as 2026-03-02T14:00:00Z, or a day, found %s\n", verb, text);
        return false;
    }
    int64_t y = t.tm_year - (t.tm_mon <= 2), era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400,
            doy = (153 * (t.tm_mon + (t.tm_mon > 2 ? -3 : 9)) + 2) / 5 + t.tm_mday - 1;
    *out = (era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468) * 86400 + t.tm_hour * 3600 + t.tm_min * 60 + t.tm_sec;
    return true;
}

bool cli_span(const char *verb, const cli_options *o, int64_t *from, int64_t *until) {
    return read_instant(verb, o->from, INT64_MIN, from) && read_instant(verb, o->until, INT64_MAX, until);
}

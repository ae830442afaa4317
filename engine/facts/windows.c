/* windows.c: names of days and times of day, the same wherever weekly windows are written. */
#include "engine/facts/internal.h"

const char ru_day_names[7][4] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

int ru_day_of(ru_str name) {
    for (int i = 0; i < 7; i++)
        if (name.n == 3 && memcmp(name.p, ru_day_names[i], 3) == 0) return i;
    return -1;
}

static bool two(const char *p, int32_t limit, int32_t *out) {
    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9') return false;
    *out = (p[0] - '0') * 10 + (p[1] - '0');
    return *out < limit;
}

bool ru_time_read(ru_str s, bool end, int32_t *seconds) {
    int32_t h, m, sec = 0;
    if ((s.n != 5 && s.n != 8) || s.p[2] != ':') return false;
    if (!two(s.p, 25, &h) || !two(s.p + 3, 60, &m)) return false;
    if (s.n == 8 && (s.p[5] != ':' || !two(s.p + 6, 60, &sec))) return false;
    *seconds = h * RU_HOUR + m * 60 + sec;
    return *seconds < RU_DAY || (end && *seconds == RU_DAY);
}

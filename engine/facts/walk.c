/* walk.c: from a day on, so many days, business days or hours: dates in the person's zones become instants. */
#include "engine/facts/internal.h"

enum { WEST = 12 * RU_HOUR, EAST = 14 * RU_HOUR }; /* where no zone is known: UTC−12 is the latest place, UTC+14 the earliest */

static int32_t floor_day(int64_t t) { return (int32_t)(t >= 0 ? t / RU_DAY : -((RU_DAY - 1 - t) / RU_DAY)); }

static int32_t stepped(int32_t date, const ru_stride *steps, size_t count, const ru_calendar *calendar) {
    for (size_t i = 0; i < count; i++) {
        if (steps[i].kind == 'b') date = ru_calendar_after(calendar, date, steps[i].n);
        else date += (int32_t)steps[i].n;
    }
    return date;
}

ru_due ru_scene_walk(const ru_scene *sc, int64_t value, bool is_instant, const ru_stride *steps, size_t count, const ru_calendar *calendar) {
    ru_due due = {INT64_MAX, INT64_MIN};
    if (count && steps[0].kind == 'h') return (ru_due){value + steps[0].n * RU_HOUR, value + steps[0].n * RU_HOUR};
    if (!is_instant) {
        int32_t date = stepped((int32_t)value, steps, count, calendar);
        return (ru_due){ru_scene_earliest(sc, date), ru_scene_latest(sc, date)};
    }
    if (!sc->zone_count)
        return (ru_due){(int64_t)stepped(floor_day(value - WEST), steps, count, calendar) * RU_DAY - EAST,
                        (int64_t)stepped(floor_day(value + EAST), steps, count, calendar) * RU_DAY + WEST};
    for (size_t i = 0; i < sc->zone_count; i++) {
        ru_zone_memo near = sc->memo[i];
        int32_t date = stepped(ru_zone_date(sc->zones[i], value, &near), steps, count, calendar);
        int64_t t = ru_zone_day_start(sc->zones[i], date, &near);
        if (t > due.at) due.at = t;
        if (t < due.surely) due.surely = t;
    }
    return due;
}

ru_state ru_scene_date(const ru_scene *sc, int64_t value, bool is_instant, const ru_stride *steps, size_t count, const ru_calendar *calendar, int64_t *date) {
    *date = is_instant ? 0 : stepped((int32_t)value, steps, count, calendar);
    if (!is_instant) return RU_VALUE;
    for (size_t i = 0; i < sc->zone_count; i++) {
        ru_zone_memo near = sc->memo[i];
        int32_t there = stepped(ru_zone_date(sc->zones[i], value, &near), steps, count, calendar);
        if (i && there != *date) return RU_UNKNOWN;
        *date = there;
    }
    return sc->zone_count ? RU_VALUE : RU_UNKNOWN;
}

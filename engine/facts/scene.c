/* scene.c: where and when a person is judged: their zones, today in each, their currency; and what has expired by now. */
#include "engine/facts/internal.h"

/* One more zone; the same zone twice counts once. False: more zones than fit. */
static bool add_zone(ru_scene *sc, const ru_zone *z) {
    for (size_t i = 0; i < sc->zone_count; i++)
        if (sc->zones[i] == z) return true;
    if (sc->zone_count == RU_MAX_ZONES) return false;
    sc->zones[sc->zone_count++] = z;
    return true;
}

/* docs/SEMANTICS.md 1. Leaves no zone where candidates are not known or too many. */
static void open_zones(ru_scene *sc, ru_zones *zones, const ru_request *r) {
    int one = sc->schema->core.timezone, many = sc->schema->core.timezone_candidates;
    const ru_value *c = many >= 0 ? &r->facts[many] : NULL, *z = one >= 0 ? &r->facts[one] : NULL;
    sc->zone_count = 0;
    if (c && c->state == RU_UNKNOWN) return;
    if (c && c->state == RU_VALUE && c->u.l.n) {
        for (size_t i = 0; i < c->u.l.n; i++) {
            const ru_zone *zone = ru_zones_get(zones, ((const ru_str *)c->u.l.list)[i]);
            if (zone && add_zone(sc, zone)) continue;
            sc->zone_count = 0;
            return;
        }
    } else if (z && z->state == RU_VALUE) {
        const ru_zone *zone = z->zone ? z->zone : ru_zones_get(zones, z->u.s);
        if (zone) add_zone(sc, zone);
    }
}

static int64_t floor_day(int64_t t) { return t >= 0 ? t / RU_DAY : -((RU_DAY - 1 - t) / RU_DAY); }

typedef struct ending {
    int64_t earliest, latest;
} ending; /* before earliest: surely not over; from latest on: surely over */

/* When the days after the date of `from` are over: at 00:00 after the last, in the latest zone. */
static ending ends_at(ru_scene *sc, const ru_fact *f, const ru_value *from, ru_type type) {
    int64_t n = f->expiry == RU_EXPIRES_AFTER ? f->expiry_days : 0;
    ending end = {INT64_MIN, INT64_MIN};
    for (size_t i = 0; i < sc->zone_count; i++) {
        ru_zone_memo near = sc->memo[i]; /* a copy: the scene's own stays at now */
        int64_t date = type == RU_DATE ? from->i : ru_zone_date(sc->zones[i], from->i, &near);
        int64_t at = ru_zone_day_start(sc->zones[i], (int32_t)(date + n + 1), &near);
        if (at > end.latest) end.earliest = end.latest = at;
    }
    if (sc->zone_count) return end;
    if (type == RU_DATE) { /* no zone: from UTC+14 to UTC-12 */
        end.earliest = (from->i + n + 1) * RU_DAY - 14 * RU_HOUR;
        end.latest = (from->i + n + 1) * RU_DAY + 12 * RU_HOUR;
    } else { /* its date as read in UTC-12 or in UTC+14: days of 23 and 25 hours rule out anything closer */
        end.earliest = (floor_day(from->i - 12 * RU_HOUR) + n + 1) * RU_DAY - 14 * RU_HOUR;
        end.latest = (floor_day(from->i + 14 * RU_HOUR) + n + 1) * RU_DAY + 12 * RU_HOUR;
    }
    return end;
}

typedef struct outcome {
    uint8_t state;
    bool blurred;
} outcome;

static outcome judge(ru_scene *sc, const ru_request *r, const ru_fact *f, const ru_value *v) {
    const ru_value *from = &r->facts[f->expiry_from];
    if (v->state != RU_VALUE || from->state == RU_NONE) return (outcome){v->state, false};
    if (from->state == RU_UNKNOWN) return (outcome){RU_UNKNOWN, true};
    ending end = ends_at(sc, f, from, sc->schema->facts.items[f->expiry_from].type);
    if (r->now >= end.latest) return (outcome){(uint8_t)f->expiry_then, false};
    bool blurred = r->now >= end.earliest;
    int64_t next = blurred ? end.latest : end.earliest;
    if (next < sc->expires_next) sc->expires_next = next;
    return (outcome){(uint8_t)(blurred ? RU_UNKNOWN : RU_VALUE), blurred};
}

/* Expiry dates read what the request said, so all is judged before anything is changed. */
static bool expire(ru_scene *sc, ru_request *r, ru_arena *a) {
    const ru_schema *s = sc->schema;
    outcome few[32], *all = few;
    sc->expired_by = ru_arena_zalloc(a, (s->facts.count + 64) / 64 * sizeof *sc->expired_by);
    if (!sc->expired_by) return false;
    if (s->expiring_count > RU_COUNT(few) && !(all = ru_arena_alloc(a, s->expiring_count * sizeof *all))) return false;
    for (size_t i = 0; i < s->expiring_count; i++) {
        int slot = s->expiring[i];
        all[i] = judge(sc, r, &s->facts.items[slot], &r->facts[slot]);
    }
    for (size_t i = 0; i < s->expiring_count; i++) {
        int slot = s->expiring[i];
        r->facts[slot].state = all[i].state;
        if (all[i].blurred) sc->expired_by[slot >> 6] |= UINT64_C(1) << (slot & 63);
    }
    return true;
}

bool ru_scene_open(ru_scene *sc, const ru_schema *s, ru_zones *zones, ru_request *r, ru_arena *a) {
    sc->schema = s;
    sc->request = r;
    sc->expires_next = INT64_MAX;
    sc->expired_by = NULL;
    sc->currency = -1;
    if (s->core.currency >= 0 && r->facts[s->core.currency].state == RU_VALUE) sc->currency = (int)r->facts[s->core.currency].i;
    open_zones(sc, zones, r);
    for (size_t i = 0; i < sc->zone_count; i++) {
        ru_zone_memo *near = ru_zones_near(zones, sc->zones[i]);
        sc->today[i] = ru_zone_date(sc->zones[i], r->now, near);
        sc->memo[i] = *near;
    }
    if (s->expiring_count && !expire(sc, r, a)) return false;
    /* A currency that expired is no longer known. */
    if (s->core.currency >= 0 && r->facts[s->core.currency].state != RU_VALUE) sc->currency = -1;
    return true;
}

int64_t ru_scene_earliest(const ru_scene *sc, int32_t date) {
    int64_t best = sc->zone_count ? INT64_MAX : (int64_t)date * RU_DAY - 14 * RU_HOUR;
    for (size_t i = 0; i < sc->zone_count; i++) {
        ru_zone_memo near = sc->memo[i];
        int64_t at = ru_zone_day_start(sc->zones[i], date, &near);
        if (at < best) best = at;
    }
    return best;
}

int64_t ru_scene_latest(const ru_scene *sc, int32_t date) {
    int64_t best = sc->zone_count ? INT64_MIN : (int64_t)date * RU_DAY + 12 * RU_HOUR;
    for (size_t i = 0; i < sc->zone_count; i++) {
        ru_zone_memo near = sc->memo[i];
        int64_t at = ru_zone_day_start(sc->zones[i], date, &near);
        if (at > best) best = at;
    }
    return best;
}

/* bounds.c: dates become instants: when limits end, when a hand-over is due, how long a decision stays good. */
#include "engine/decide/session.h"

enum { DAY = 86400, WEST = 12 * 3600, EAST = 14 * 3600 }; /* where no zone is known: UTC−12 is the latest place, UTC+14 the earliest */

static int32_t floor_day(int64_t t) { return (int32_t)(t >= 0 ? t / DAY : -((DAY - 1 - t) / DAY)); }

int32_t ru_today(const ru_scene *sc) { return sc->zone_count ? sc->today[0] : floor_day(sc->request->now); }

bool ru_policy_in_force(ru_session *s) {
    const ru_policy *p = s->policy;
    int64_t now = s->request.now;
    bool early = p->valid_from != INT32_MIN && now < ru_scene_earliest(&s->scene, p->valid_from);
    bool late = p->valid_until != INT32_MAX && now >= ru_scene_latest(&s->scene, p->valid_until + 1);
    if (!early && !late) return true;
    ru_rejection *r = &s->rejection;
    r->code = RU_REJECT_NOT_IN_FORCE;
    memcpy(r->at, "/now", 5);
    char date[11];
    ru_date_text(early ? p->valid_from : p->valid_until, date);
    ru_buf b; /* a message of known size: no formatting functions needed */
    ru_buf_init(&b, &s->alloc);
    ru_buf_printf(&b, "the policy is in force %s %s", early ? "from" : "until", date);
    size_t n = b.n < sizeof r->message - 1 ? b.n : sizeof r->message - 1;
    if (n) memcpy(r->message, b.p, n);
    r->message[n] = 0;
    ru_buf_free(&b);
    return false;
}

/* Two readings of one end: beyond doubt it is not over before `surely`; it is over from `at` on. */
typedef struct ending { int64_t surely, at; } ending;

/* n days after a date, or after the local date of an instant: the earliest and the latest 00:00 over the zones. */
static ending days_after(const ru_scene *sc, int64_t value, bool is_instant, int64_t n) {
    ending e = {INT64_MAX, INT64_MIN};
    if (!is_instant) return (ending){ru_scene_earliest(sc, (int32_t)(value + n)), ru_scene_latest(sc, (int32_t)(value + n))};
    if (!sc->zone_count) return (ending){((int64_t)floor_day(value - WEST) + n) * DAY - EAST, ((int64_t)floor_day(value + EAST) + n) * DAY + WEST};
    for (size_t i = 0; i < sc->zone_count; i++) {
        ru_zone_memo near = sc->memo[i];
        int64_t t = ru_zone_day_start(sc->zones[i], (int32_t)(ru_zone_date(sc->zones[i], value, &near) + n), &near);
        if (t > e.at) e.at = t;
        if (t < e.surely) e.surely = t;
    }
    return e;
}

/* An unknown end, or none on file, is no end (SEMANTICS 22); but what is not known is not beyond doubt either. */
static ending limit_ends(const ru_session *s, const ru_limit_info *info) {
    const ru_expr *x = info->until ? info->until : info->from;
    int64_t v;
    bool overflow = false;
    ru_state known = x ? ru_expr_eval(x, &s->scene, &v, &overflow) : RU_NONE;
    if (known != RU_VALUE) return (ending){known == RU_NONE ? INT64_MAX : INT64_MIN, INT64_MAX};
    if (info->until && info->from_is_instant) return (ending){v, v};
    if (info->until) return days_after(&s->scene, v, false, 0);
    if (info->during_hours >= 0) return (ending){v + info->during_hours * 3600, v + info->during_hours * 3600};
    return days_after(&s->scene, v, info->from_is_instant, info->during_days);
}

void ru_limits_resolve(ru_session *s) {
    const ru_policy *p = s->policy;
    size_t n = p->charter.limit_count;
    ru_limit_now *now = s->d.limits;
    s->d.applying_count = 0;
    for (size_t i = 0; i < n; i++) {
        const ru_limit_info *info = &p->limits[i];
        now[i].holds = ru_match_result(s->run, (size_t)info->rule.result);
        if (now[i].holds == RU_FALSE) continue;
        s->d.applying[s->d.applying_count++] = (uint16_t)i;
        now[i].met = info->only_if < 0 ? RU_TRUE : ru_match_result(s->run, (size_t)info->only_if);
        ending end = p->charter.limits[i].bounded ? limit_ends(s, info) : (ending){INT64_MAX, INT64_MAX};
        now[i].ends = end.at;
        now[i].ends_surely = end.surely;
        now[i].widened = NULL;
        now[i].widened_count = 0;
        now[i].hand_over_by = info->by_kind ? ru_hand_over_by(s, i) : INT64_MAX;
        if (info->widened_slot >= 0 && s->request.facts[info->widened_slot].state == RU_VALUE) {
            now[i].widened = s->request.facts[info->widened_slot].u.l.list;
            now[i].widened_count = s->request.facts[info->widened_slot].u.l.n;
        }
    }
}

static bool business_day(const ru_policy *p, int32_t date) {
    if (ru_weekday(date) >= 5) return false;
    for (size_t i = 0; i < p->charter.holiday_count; i++)
        if (p->charter.holidays[i] == date) return false;
    return true;
}

int64_t ru_hand_over_by(const ru_session *s, size_t limit) {
    const ru_limit_info *info = &s->policy->limits[limit];
    int32_t date = ru_today(&s->scene);
    if (info->by_kind == 'h') return s->request.now + info->by_count * 3600;
    if (info->by_kind == 'd') date += (int32_t)info->by_count;
    for (int64_t left = info->by_kind == 'b' ? info->by_count : 0; left > 0;)
        if (business_day(s->policy, ++date)) left--;
    return s->scene.zone_count ? ru_zone_day_start(s->scene.zones[0], date + 1, NULL) : ((int64_t)date + 1) * DAY;
}

/* ---- how long a decision stays good (SEMANTICS 5) ---- */
static void sooner(int64_t *best, int64_t now, int64_t t) {
    if (t > now && t < *best) *best = t;
}

static int64_t next_midnight(const ru_scene *sc) { /* each zone has a today of its own */
    int64_t best = INT64_MAX;
    for (size_t i = 0; i < sc->zone_count; i++) {
        ru_zone_memo near = sc->memo[i];
        int64_t t = ru_zone_day_start(sc->zones[i], sc->today[i] + 1, &near);
        if (t < best) best = t;
    }
    return sc->zone_count ? best : ((int64_t)floor_day(sc->request->now) + 1) * DAY;
}

/* A decision of a policy that reads the day is good until midnight at most, so a channel that opens later is no channel now. The
 * bound looks at the zone alone, and comes sooner when that is not known: nulling a fact must never move it later (SEMANTICS 17). */
int64_t ru_contact_by(const ru_session *s) {
    enum { QUARTER = 900 }; /* every zone's midnight lies on a quarter of an hour */
    int64_t now = s->request.now, horizon = now + (int64_t)s->policy->horizon_days * DAY;
    if (!s->policy->reads_day) return horizon;
    int64_t by = s->scene.zone_count ? next_midnight(&s->scene) : now - ((now % QUARTER) + QUARTER) % QUARTER + QUARTER;
    return by < horizon ? by : horizon;
}

static bool reads_the_day(const ru_session *s) {
    const ru_policy *p = s->policy;
    for (size_t i = 0; i < p->moving_count; i++)
        if (s->request.facts[p->moving_slots[i]].state == RU_VALUE) return true;
    for (size_t i = 0; i < p->day_span_count; i++)
        if (s->request.facts[p->day_span_slots[i]].state == RU_VALUE) return true;
    return false;
}

int64_t ru_good_until(ru_session *s) {
    const ru_policy *p = s->policy;
    int64_t now = s->request.now, best = INT64_MAX;
    sooner(&best, now, s->scene.expires_next);
    bool day = p->plugin_day || reads_the_day(s); /* what a plugin says may be another thing tomorrow (SEMANTICS 37) */
    for (size_t i = 0; i < p->timed_count; i++) ru_expr_moves(p->timed[i], &s->scene, &day, &best);
    s->d.next_midnight = day ? next_midnight(&s->scene) : INT64_MAX;
    sooner(&best, now, s->d.next_midnight);
    for (size_t i = 0; i < p->hour_span_count; i++) {
        const ru_value *v = &s->request.facts[p->hour_spans[i].slot];
        if (v->state == RU_VALUE) sooner(&best, now, v->i + p->hour_spans[i].seconds);
    }
    for (size_t i = 0; i < p->date_count; i++) {
        sooner(&best, now, ru_scene_earliest(&s->scene, p->dates[i]));
        sooner(&best, now, ru_scene_latest(&s->scene, p->dates[i]));
    }
    for (size_t k = 0; k < s->d.applying_count; k++) {
        int64_t ends = s->d.limits[s->d.applying[k]].ends;
        if (ends != INT64_MAX) sooner(&best, now, ends);
    }
    return best;
}

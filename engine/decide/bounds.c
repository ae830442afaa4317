/* bounds.c: dates become instants: when limits end, when a hand-over is due, how long a decision stays good. */
#include "engine/decide/session.h"

enum { MARGIN = 2 * 86400 };                              /* no zone's midnight is further than that from the date's midnight in UTC */
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

/* n days after a date, or after the local date of an instant: the earliest and the latest 00:00 over the zones. */
static ru_due days_after(const ru_scene *sc, int64_t value, bool is_instant, int64_t n) {
    ru_stride step = {'d', n};
    return ru_scene_walk(sc, value, is_instant, &step, 1, NULL);
}

static ru_state evaluated(const ru_session *s, const ru_expr *x, int64_t *v) {
    bool overflow = false;
    return x ? ru_expr_eval(x, &s->scene, v, &overflow) : RU_NONE;
}

/* An unknown end, or none on file, is no end (SEMANTICS 22); but what is not known is not beyond doubt either. */
static ru_due limit_ends(const ru_session *s, const ru_limit_info *info) {
    int64_t v;
    if (!info->until && !info->from) return (ru_due){INT64_MAX, INT64_MAX};
    ru_state known = evaluated(s, info->until ? info->until : info->from, &v);
    if (known != RU_VALUE) return (ru_due){known == RU_NONE ? INT64_MAX : INT64_MIN, INT64_MAX};
    if (info->until && info->from_is_instant) return (ru_due){v, v};
    if (info->until) return days_after(&s->scene, v, false, info->until_days);
    if (info->during_hours >= 0) return (ru_due){v + info->during_hours * 3600, v + info->during_hours * 3600};
    return days_after(&s->scene, v, info->from_is_instant, info->during_days);
}

/* Not known, or none on file: it has begun; but what is not known is not beyond doubt. */
static void limit_starts(const ru_session *s, const ru_limit_info *info, ru_limit_now *now) {
    int64_t v;
    ru_state known = evaluated(s, info->starts, &v);
    if (known == RU_UNKNOWN) now->starts_surely = INT64_MAX;
    if (known != RU_VALUE) return;
    now->starts = info->starts_is_instant ? v : ru_scene_earliest(&s->scene, (int32_t)v);
    now->starts_surely = info->starts_is_instant ? v : ru_scene_latest(&s->scene, (int32_t)v);
}

/* On these local dates nothing is refused: where zones disagree, only while all of them say so. */
static void limit_lifts(const ru_session *s, const ru_limit_info *info, ru_limit_now *now) {
    int64_t v;
    if (!s->scene.zone_count || evaluated(s, info->lifted_from, &v) != RU_VALUE) return;
    now->lifted_from = info->lifted_is_instant ? v : ru_scene_latest(&s->scene, (int32_t)v);
    now->lifted_until = days_after(&s->scene, v, info->lifted_is_instant, info->lifted_days).surely;
}

/* Whose contacts count: those of whom the contact would be for. */
static const ru_value *counted_person(const ru_session *s, const ru_limit *l) {
    const ru_policy *p = s->policy;
    const ru_value *person = NULL;
    if (!l->tally || l->tally->person < 0) return NULL;
    if (s->asked) return &s->asked[l->tally->person];
    for (size_t w = 0; w < p->charter.way_count; w++) { /* ways that disagree: everybody */
        if (!(l->ways >> w & 1)) continue;
        const ru_value *v = &p->ways[w].fields[l->tally->person];
        if (person && !ru_value_same(&p->schema->contact.items[l->tally->person], person, v)) return NULL;
        person = v;
    }
    return person;
}

const ru_value *ru_counted_person(const ru_session *s, size_t limit) { return counted_person(s, &s->policy->charter.limits[limit]); }

static int64_t limit_waits(const ru_session *s, const ru_limit *l, const ru_limit_info *info) {
    int64_t v;
    bool is_instant = !info->after || info->after_is_instant;
    ru_state known = info->after ? evaluated(s, info->after, &v) : ru_tally_last(l->tally, &s->scene, counted_person(s, l), &v);
    if (known == RU_NONE) return INT64_MIN;
    return known == RU_VALUE ? ru_wait_until(l, &s->policy->charter, &s->scene, v, is_instant) : INT64_MAX;
}

/* A ceiling that is not known is the lowest there could be: nothing at all passes but nothing. */
static bool over(const ru_session *s, const ru_ceiling *c, const ru_value *fields) {
    const ru_value *v = &fields[c->field];
    int64_t most;
    if (v->state == RU_NONE || (v->state == RU_VALUE && v->i <= 0)) return false;
    return v->state != RU_VALUE || evaluated(s, c->most, &most) != RU_VALUE || v->i > most;
}

static bool over_any(const ru_session *s, const ru_limit_info *info, const ru_value *fields) {
    for (size_t i = 0; i < info->ceiling_count; i++)
        if (over(s, &info->ceilings[i], fields)) return true;
    return false;
}

/* Some way the limit is about carries more. */
static bool limit_over(const ru_session *s, const ru_limit *l, const ru_limit_info *info) {
    if (s->asked) return over_any(s, info, s->asked);
    for (size_t w = 0; w < s->policy->charter.way_count; w++)
        if ((l->ways >> w & 1) && over_any(s, info, s->policy->ways[w].fields)) return true;
    return false;
}

static void windows_of(const ru_session *s, int slot, const ru_window **list, size_t *count) {
    if (s->request.facts[slot].state != RU_VALUE) return;
    *list = s->request.facts[slot].u.l.list;
    *count = s->request.facts[slot].u.l.n;
}

static void resolve_times(const ru_session *s, const ru_limit *l, const ru_limit_info *info, ru_limit_now *now) {
    const ru_charter *c = &s->policy->charter;
    if (l->bounded) {
        ru_due end = limit_ends(s, info);
        now->ends = end.at;
        now->ends_surely = end.surely;
    }
    if (info->starts) limit_starts(s, info, now);
    if (info->lifted_from) limit_lifts(s, info, now);
    if (l->effects & RU_AT_MOST) now->counted_until = ru_tally_until(l, c, &s->scene, counted_person(s, l));
    if (l->effects & RU_WAIT) now->waits_until = limit_waits(s, l, info);
}

/* A limit that applies, of which nothing more is said: it always has, it has no end, and nothing counts against it. */
static const ru_limit_now bare = {.met = RU_TRUE,
                                  .ends = INT64_MAX,
                                  .ends_surely = INT64_MAX,
                                  .starts = INT64_MIN,
                                  .starts_surely = INT64_MIN,
                                  .counted_until = INT64_MIN,
                                  .waits_until = INT64_MIN,
                                  .hand_over_by = INT64_MAX};

static void resolve(ru_session *s, size_t i, ru_tri holds) {
    const ru_policy *p = s->policy;
    const ru_limit *l = &p->charter.limits[i];
    const ru_limit_info *info = &p->limits[i];
    ru_limit_now *now = &s->d.limits[i];
    *now = bare;
    now->holds = holds;
    if (info->only_if >= 0) now->met = ru_match_result(s->run, (size_t)info->only_if);
    if (info->by_kind) now->hand_over_by = ru_hand_over_by(s, i);
    if (info->timed) resolve_times(s, l, info, now);
    if (info->ceiling_count) now->over = limit_over(s, l, info);
    if (info->widened_slot >= 0) windows_of(s, info->widened_slot, &now->widened, &now->widened_count);
    if (info->closed_slot < 0) return;
    windows_of(s, info->closed_slot, &now->closed, &now->closed_count);
    now->closed_always = s->request.facts[info->closed_slot].state == RU_UNKNOWN;
}

void ru_limits_resolve(ru_session *s) {
    ru_decision *d = &s->d;
    size_t first = (size_t)s->policy->limit_results, end = first + s->policy->charter.limit_count;
    ru_tri holds;
    for (size_t k = 0; k < d->applying_count; k++) d->limits[d->applying[k]].holds = RU_FALSE; /* those of the decision before */
    d->applying_count = 0;
    for (size_t at = first; (at = ru_match_next(&s->results, at, end, &holds)) < end; at++) {
        d->applying[d->applying_count++] = (uint16_t)(at - first);
        resolve(s, at - first, holds);
    }
}

int64_t ru_hand_over_by(const ru_session *s, size_t limit) {
    const ru_limit_info *info = &s->policy->limits[limit];
    int32_t date = ru_today(&s->scene);
    if (info->by_kind == 'h') return s->request.now + info->by_count * 3600;
    if (info->by_kind == 'd') date += (int32_t)info->by_count;
    if (info->by_kind == 'b') date = ru_calendar_after(ru_limit_calendar(&s->policy->charter, &s->policy->charter.limits[limit]), date, info->by_count);
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
        int64_t midnight = (int64_t)p->dates[i] * DAY;
        if (midnight + MARGIN <= now || midnight - MARGIN >= best) continue; /* most of them: zones are looked into only where it may matter */
        sooner(&best, now, ru_scene_earliest(&s->scene, p->dates[i]));
        sooner(&best, now, ru_scene_latest(&s->scene, p->dates[i]));
    }
    for (size_t k = 0; k < s->d.applying_count; k++) {
        if (!p->limits[s->d.applying[k]].timed) continue;
        const ru_limit_now *l = &s->d.limits[s->d.applying[k]];
        const int64_t edges[] = {l->ends, l->starts, l->counted_until, l->waits_until, l->lifted_from, l->lifted_until};
        size_t count = l->lifted_from == l->lifted_until ? RU_COUNT(edges) - 2 : RU_COUNT(edges); /* the last two only where it is lifted */
        for (size_t i = 0; i < count; i++)
            if (edges[i] != INT64_MAX) sooner(&best, now, edges[i]);
    }
    return best;
}

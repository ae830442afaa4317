/* holds.c: the second opinion: is this one decision, at this one instant, refused by some limit? By brute force, from facts and contacts. */
#include "engine/charter/charter.h"

/* Nothing here calls the rest of this folder, and nothing is remembered from one instant to the next: what an interval function gets
 * wrong must show as a difference. Where it costs a hundred times as much, it costs it. */

enum { DAY = 86400, HOUR = 3600, WEST = -12 * HOUR, EAST = 14 * HOUR, QUARTER = 900 };

/* ---- wall clocks ---- */
static int64_t date_under(int64_t t, int64_t offset) {
    int64_t wall = t + offset, second = wall % DAY;
    return (wall - (second < 0 ? second + DAY : second)) / DAY;
}

static int64_t offset_at(const ru_zone *zone, int64_t t) { return ru_zone_offset(zone, t, NULL); }

/* Readings of the calendar: one a zone of the person's; with none, one that has two clocks: what is asked about is read in the place that comes latest,
 * what it is compared with in the place that comes earliest. */
static size_t readings(const ru_scene *sc) { return sc->zone_count ? sc->zone_count : 1; }
static int64_t late_date(const ru_scene *sc, size_t z, int64_t t) { return date_under(t, sc->zone_count ? offset_at(sc->zones[z], t) : WEST); }
static int64_t early_date(const ru_scene *sc, size_t z, int64_t t) { return date_under(t, sc->zone_count ? offset_at(sc->zones[z], t) : EAST); }

/* The date of a moment as the past is read: as late as it may have been. */
static int64_t date_of(const ru_scene *sc, size_t z, const ru_moment *m) { return m->is_instant ? early_date(sc, z, m->value) : m->value; }

static bool in_force(const ru_limit *l, const ru_scene *sc, int64_t t) {
    bool begun = false, going = false;
    for (size_t z = 0; z < readings(sc); z++) {
        begun |= early_date(sc, z, t) >= l->valid_from;
        going |= late_date(sc, z, t) <= l->valid_until;
    }
    return begun && going;
}

/* ---- days ---- */
static bool holiday(const ru_calendar *c, int64_t date) {
    for (size_t i = 0; i < c->count; i++)
        if (c->holidays[i] == date) return true;
    return false;
}

static int weekday(int64_t date) { return (int)(((date + 3) % 7 + 7) % 7); } /* 1970-01-01 was a Thursday */

static bool business(const ru_calendar *c, int64_t date) {
    int working = c->working ? c->working : 0x1f;
    return (working >> weekday(date) & 1) && !holiday(c, date);
}

static const ru_calendar *days_of(const ru_charter *c, const ru_limit *l) { return l->calendar ? l->calendar : &c->days; }

/* How many business days lie after `from`, up to and with `to`: at most `enough`. */
static int64_t business_between(const ru_calendar *c, int64_t from, int64_t to, int64_t enough) {
    int64_t n = 0;
    for (int64_t d = from + 1; d <= to && n < enough; d++) n += business(c, d);
    return n;
}

/* ---- hours and windows ---- */
static bool in_window(const ru_window *w, int64_t date, int64_t second) {
    bool today = w->days >> weekday(date) & 1, yesterday = w->days >> weekday(date - 1) & 1;
    if (w->from <= w->to) return today && second >= w->from && second < w->to;
    return (today && second >= w->from) || (yesterday && second < w->to);
}

static bool in_windows(const ru_value *v, int64_t date, int64_t second) {
    if (!v || v->state != RU_VALUE) return false;
    for (size_t i = 0; i < v->u.l.n; i++)
        if (in_window((const ru_window *)v->u.l.list + i, date, second)) return true;
    return false;
}

static bool in_hours(const ru_hours *h, const ru_calendar *days, int64_t date, int64_t second) {
    int kind = h->holidays && holiday(days, date) ? 7 : weekday(date);
    for (int i = 0; i < h->counts[kind]; i++)
        if (second >= h->spans[kind][i].from && second < h->spans[kind][i].to) return true;
    return false;
}

static bool open_under(const ru_charter *c, const ru_limit *l, const ru_limit_facts *f, int64_t t, int64_t offset) {
    int64_t date = date_under(t, offset), second = t + offset - date * DAY;
    return in_hours(l->hours, days_of(c, l), date, second) || in_windows(f->widened, date, second);
}

static bool hours_refuse(const ru_charter *c, const ru_limit *l, const ru_limit_facts *f, const ru_scene *sc, int64_t t) {
    if (l->zone) return !open_under(c, l, f, t, offset_at(l->zone, t));
    for (size_t z = 0; z < sc->zone_count; z++)
        if (!open_under(c, l, f, t, offset_at(sc->zones[z], t))) return true;
    return sc->zone_count == 0;
}

/* The person's own windows, on the person's own clock. */
static bool closed(const ru_limit_facts *f, const ru_scene *sc, int64_t t) {
    if (!f->closed || f->closed->state == RU_NONE) return false;
    if (f->closed->state == RU_UNKNOWN) return true;
    for (size_t z = 0; z < sc->zone_count; z++) {
        int64_t offset = offset_at(sc->zones[z], t), date = date_under(t, offset);
        if (in_windows(f->closed, date, t + offset - date * DAY)) return true;
    }
    return sc->zone_count == 0 && f->closed->u.l.n > 0;
}

/* ---- contacts ---- */
static bool may_be_persons(const ru_tally *t, const ru_scene *sc, const ru_value *person, const ru_contact *c) {
    if (t->person < 0 || !person || person->state == RU_UNKNOWN) return true;
    const ru_value *theirs = &c->fields[t->person];
    return theirs->state == RU_UNKNOWN || ru_value_same(&sc->schema->contact.items[t->person], person, theirs);
}

static bool may_be_of_debt(const ru_tally *t, const ru_scene *sc, const ru_contact *c) {
    const ru_request *r = sc->request;
    if (!t->per_debt || r->debt_state != RU_VALUE || t->debts < 0) return true;
    const ru_value *v = &c->fields[t->debts];
    if (v->state != RU_VALUE) return v->state == RU_UNKNOWN;
    if (sc->schema->contact.items[t->debts].type == RU_TEXT) return ru_str_eq(v->u.s, r->debt);
    for (size_t i = 0; i < v->u.l.n; i++)
        if (ru_str_eq(((const ru_str *)v->u.l.list)[i], r->debt)) return true;
    return false;
}

/* Is there a contact, not later than this one for certain, that may be the first? */
static bool begun_by(const ru_tally *t, const ru_scene *sc, const ru_value *person, const ru_contact *c) {
    for (size_t i = 0; i < sc->request->contact_count; i++) {
        const ru_contact *first = &sc->request->contacts[i];
        bool before = first->at_state != RU_VALUE || c->at_state != RU_VALUE || first->at <= c->at;
        if (before && ru_filter_match(t->from_first, sc, first) != RU_FALSE && may_be_persons(t, sc, person, first) && may_be_of_debt(t, sc, first))
            return true;
    }
    return false;
}

static bool may_count(const ru_tally *t, const ru_scene *sc, const ru_value *person, const ru_contact *c) {
    if (t->counting && ru_filter_match(t->counting, sc, c) == RU_FALSE) return false;
    if (t->except && ru_filter_match(t->except, sc, c) == RU_TRUE) return false;
    return may_be_persons(t, sc, person, c) && may_be_of_debt(t, sc, c) && (!t->from_first || begun_by(t, sc, person, c));
}

/* Is the contact still in the window, as this reading has it? */
static bool in_cap(const ru_cap *cap, const ru_calendar *days, const ru_scene *sc, size_t z, const ru_contact *c, int64_t t) {
    if (c->at_state != RU_VALUE || cap->kind == 'e') return true;
    if (cap->kind == 'h') return t - c->at < cap->n * HOUR;
    int64_t today = late_date(sc, z, t), then = early_date(sc, z, c->at);
    return cap->kind == 'd' ? today - then < cap->n : business_between(days, then, today, cap->n) < cap->n;
}

static bool full(const ru_charter *c, const ru_limit *l, const ru_limit_facts *f, const ru_scene *sc, const ru_cap *cap, size_t z, int64_t t) {
    const ru_request *r = sc->request;
    int64_t n = 0;
    for (size_t i = 0; i < r->contact_count; i++)
        if (may_count(l->tally, sc, f->person, &r->contacts[i]) && in_cap(cap, days_of(c, l), sc, z, &r->contacts[i], t)) n++;
    return n >= cap->most;
}

static bool too_many(const ru_charter *c, const ru_limit *l, const ru_limit_facts *f, const ru_scene *sc, int64_t t) {
    if (sc->request->contacts_state == RU_UNKNOWN) return true;
    for (size_t k = 0; k < l->tally->cap_count; k++)
        for (size_t z = 0; z < readings(sc); z++)
            if (full(c, l, f, sc, &l->tally->caps[k], z, t)) return true;
    return false;
}

/* ---- waiting ---- */
/* Days and business days after a date, walked day by day. */
static int64_t walked(const ru_wait *w, const ru_calendar *days, int64_t date) {
    for (size_t i = 0; i < w->count; i++)
        for (int64_t left = w->steps[i].n; left > 0;) {
            date++;
            if (w->steps[i].kind != 'b' || business(days, date)) left--;
        }
    return date;
}

static bool still_after(const ru_charter *c, const ru_limit *l, const ru_scene *sc, const ru_moment *m, int64_t t) {
    for (size_t k = 0; k < l->wait_count; k++) {
        const ru_wait *w = &l->waits[k];
        if (w->count && w->steps[0].kind == 'h') {
            if (t - m->value < w->steps[0].n * HOUR) return true;
            continue;
        }
        for (size_t z = 0; z < readings(sc); z++)
            if (late_date(sc, z, t) < walked(w, days_of(c, l), date_of(sc, z, m))) return true;
    }
    return false;
}

static bool waits(const ru_charter *c, const ru_limit *l, const ru_limit_facts *f, const ru_scene *sc, int64_t t) {
    const ru_request *r = sc->request;
    if (f->after_given) return f->after.state == RU_UNKNOWN || (f->after.state == RU_VALUE && still_after(c, l, sc, &f->after, t));
    if (r->contacts_state == RU_UNKNOWN) return true;
    for (size_t i = 0; i < r->contact_count; i++) {
        const ru_contact *one = &r->contacts[i];
        ru_moment m = {RU_VALUE, true, one->at};
        if (may_count(l->tally, sc, f->person, one) && (one->at_state != RU_VALUE || still_after(c, l, sc, &m, t))) return true;
    }
    return false;
}

/* ---- bounds ---- */
static bool before_end(const ru_limit_facts *f, const ru_scene *sc, int64_t t) {
    const ru_moment *m = &f->end;
    if (m->state != RU_VALUE) return true; /* no end that anybody knows */
    if (!f->end_kind) return t < m->value;
    if (f->end_kind == 'h') return t - m->value < f->end_n * HOUR;
    for (size_t z = 0; z < readings(sc); z++)
        if (late_date(sc, z, t) < date_of(sc, z, m) + f->end_n) return true;
    return false;
}

static bool started(const ru_limit_facts *f, const ru_scene *sc, int64_t t) {
    const ru_moment *m = &f->starts;
    if (m->state != RU_VALUE) return true;
    if (m->is_instant) return t >= m->value;
    for (size_t z = 0; z < readings(sc); z++)
        if (early_date(sc, z, t) >= m->value) return true;
    return false;
}

/* On a date in every zone that is one of those from the moment on. */
static bool lifted(const ru_limit_facts *f, const ru_scene *sc, int64_t t) {
    const ru_moment *m = &f->lifted;
    if (m->state != RU_VALUE || !sc->zone_count || (m->is_instant && t < m->value)) return false;
    for (size_t z = 0; z < sc->zone_count; z++) {
        int64_t since = late_date(sc, z, t) - date_of(sc, z, m);
        if (since < 0 || since >= f->lifted_days) return false;
    }
    return true;
}

/* What refuses until an end, or for ever, the clock aside. */
static bool steadily_refuses(const ru_charter *c, const ru_limit *l, const ru_limit_facts *f, const ru_scene *sc, int64_t t) {
    if ((l->effects & (RU_FORBID | RU_HAND_OVER)) && before_end(f, sc, t)) return true;
    if ((l->effects & RU_ONLY_IF) && f->met != RU_TRUE) return true;
    if ((l->effects & RU_CEILING) && f->over) return true;
    if ((l->effects & RU_AT_MOST) && too_many(c, l, f, sc, t)) return true;
    return (l->effects & RU_WAIT) && waits(c, l, f, sc, t);
}

bool ru_holds_at(const ru_charter *c, size_t limit, const ru_limit_facts *f, const ru_scene *sc, int64_t t) {
    const ru_limit *l = &c->limits[limit];
    if (f->holds == RU_FALSE || !in_force(l, sc, t) || !started(f, sc, t) || lifted(f, sc, t)) return true;
    if ((l->effects & RU_HOURS) && hours_refuse(c, l, f, sc, t)) return false;
    if ((l->effects & RU_CLOSED_IN) && closed(f, sc, t)) return false;
    return !steadily_refuses(c, l, f, sc, t);
}

/* ---- a finished decision ---- */
static uint64_t ways_used(const ru_charter *c, const ru_decided *d, bool *sure) {
    uint64_t bits = 0;
    *sure = false;
    for (size_t w = 0; w < c->way_count; w++) {
        if (d->channel != c->ways[w].channel || d->ways[w] == RU_FALSE) continue;
        bits |= (uint64_t)1 << w;
        *sure |= d->ways[w] == RU_TRUE;
    }
    return bits;
}

/* Does the limit name the ways the contact may go? One that names no way at all is about silence too. */
static bool about_way(const ru_limit *l, uint64_t ways) { return l->acts_on != RU_ON_CHANNEL || l->ways == UINT64_MAX || (l->ways & ways); }

static bool action_passes(const ru_charter *c, size_t i, const ru_limit_facts *f, const ru_scene *sc, const ru_decided *d, uint64_t ways) {
    const ru_limit *l = &c->limits[i];
    if (d->action == c->ladders.none || !(l->actions >> d->action & 1)) return true;
    if ((l->effects & RU_ACTION_AT_MOST) && d->action > l->action_cap && about_way(l, ways) && in_force(l, sc, d->now)) return false;
    bool named = l->actions != UINT64_MAX;
    return l->acts_on != RU_ON_ACTION || !(named || c->ladders.actions[d->action].contact) || ru_holds_at(c, i, f, sc, d->now);
}

static bool tone_passes(const ru_charter *c, size_t i, const ru_limit_facts *f, const ru_scene *sc, const ru_decided *d, uint64_t ways) {
    const ru_limit *l = &c->limits[i];
    if (d->channel < 0 || !(l->actions >> d->action & 1) || !(l->tones >> d->tone & 1)) return true;
    if ((l->effects & RU_TONE_AT_MOST) && d->tone > l->tone_cap && about_way(l, ways) && in_force(l, sc, d->now)) return false;
    return l->acts_on != RU_ON_TONE || ru_holds_at(c, i, f, sc, d->now);
}

static bool contact_passes(const ru_charter *c, size_t i, const ru_limit_facts *f, const ru_scene *sc, const ru_decided *d, uint64_t ways) {
    const ru_limit *l = &c->limits[i];
    if (d->channel < 0 || l->acts_on != RU_ON_CHANNEL || !(l->ways & ways) || !(l->actions >> d->action & 1) || !(l->tones >> d->tone & 1)) return true;
    int64_t step = d->until - d->from > 2 * DAY ? HOUR : QUARTER;
    for (int64_t t = d->from; t < d->until; t += step - (t % step + step) % step)
        if (!ru_holds_at(c, i, f, sc, t)) return false;
    return ru_holds_at(c, i, f, sc, d->until - 1);
}

static bool plans_pass(const ru_charter *c, size_t i, const ru_limit_facts *f, const ru_scene *sc, const ru_decided *d) {
    const ru_limit *l = &c->limits[i];
    return l->acts_on != RU_ON_PLAN || !(*l->plans & d->plans) || ru_holds_at(c, i, f, sc, d->now);
}

int ru_holds(const ru_charter *c, const ru_limit_facts *facts, const ru_scene *sc, const ru_decided *d) {
    const ru_action *action = &c->ladders.actions[d->action];
    bool sure;
    uint64_t ways = ways_used(c, d, &sure);
    if (d->channel >= 0 && (!sure || !action->contact || d->from < d->now || d->from >= d->until)) return (int)c->limit_count;
    if ((d->channel < 0 && action->contact) || (action->needs_plan && !d->has_plan)) return (int)c->limit_count;
    for (size_t i = 0; i < c->limit_count; i++) {
        const ru_limit_facts *f = &facts[i];
        if (f->holds == RU_FALSE) continue;
        if (!action_passes(c, i, f, sc, d, ways) || !tone_passes(c, i, f, sc, d, ways) || !contact_passes(c, i, f, sc, d, ways) || !plans_pass(c, i, f, sc, d))
            return (int)i;
    }
    return -1;
}

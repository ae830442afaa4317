/* boxes_person.c: a made-up person: a value for every fact, out of the cells that are left. */
#include "engine/author/boxes_person.h"

enum { DAY = 86400, HOUR_OF_DAY = 15 * 3600, FAR_DAYS = 100000, MONEY = 50000, MOST_DIMS = 8 };
static const int64_t NOW = 1772463600; /* 2026-03-02T15:00:00Z */

static int32_t day_of(int64_t t) { return (int32_t)(t >= 0 ? t / DAY : -((DAY - 1 - t) / DAY)); }
static int64_t clamp(int64_t v, int64_t low, int64_t high) { return v < low ? low : v > high ? high : v; }

/* ---- when ---- */
static void choose_now(ru_person *p) {
    const ru_space *sp = &p->b->sp;
    const ru_policy *policy = sp->policy;
    p->now = p->b->c->has_now ? p->b->c->now : NOW;
    int64_t day = day_of(p->now), first = policy->valid_from == INT32_MIN ? INT32_MIN : policy->valid_from + 1,
            best = clamp(day, first, policy->valid_until == INT32_MAX ? INT32_MAX : policy->valid_until - 1), nearest = INT64_MAX;
    for (uint32_t i = 0; i < sp->dim_count; i++) {
        const ru_dim *d = &sp->dims[i];
        for (uint32_t k = 0; d->kind == RU_AXIS_TODAY && k < d->cells; k++) {
            int64_t low, high;
            ru_dim_bounds(d, k, &low, &high);
            int64_t at = clamp(day, low, high), off = at > day ? at - day : day - at;
            if (!ru_domain_has(p->domain, d, k) || off >= nearest) continue;
            nearest = off;
            best = nearest ? at : best;
        }
    }
    if (best != day) p->now = best * DAY + HOUR_OF_DAY;
    p->today = day_of(p->now);
}

/* ---- one value ---- */
typedef struct choice {
    const ru_dim *dims[MOST_DIMS];
    size_t count;
    int64_t want, best;
    bool found;
} choice;

/* The values of the fact that put it into the cell. */
static void values_of(const ru_person *p, const ru_dim *d, uint32_t cell, int64_t *low, int64_t *high) {
    int64_t a, b;
    ru_dim_bounds(d, cell, &a, &b);
    if (d->kind == RU_AXIS_DAYS) {
        bool instant = p->b->sp.schema->facts.items[d->a].type == RU_INSTANT;
        int64_t last = p->today - clamp(a, -FAR_DAYS, FAR_DAYS), first = p->today - clamp(b, -FAR_DAYS, FAR_DAYS);
        *low = instant ? first * DAY : first;
        *high = instant ? last * DAY + DAY - 1 : last;
    } else if (d->kind == RU_AXIS_SECONDS) {
        *high = p->now - clamp(a, -(int64_t)FAR_DAYS * DAY, (int64_t)FAR_DAYS * DAY);
        *low = p->now - clamp(b, -(int64_t)FAR_DAYS * DAY, (int64_t)FAR_DAYS * DAY);
    } else {
        *low = a;
        *high = b;
    }
}

/* The value nearest to what is wanted that lies in a cell of each axis. */
static void choose(const ru_person *p, choice *c, size_t at, int64_t low, int64_t high) {
    if (low > high) return;
    if (at == c->count) {
        int64_t v = clamp(c->want, low, high);
        uint64_t off = v > c->want ? (uint64_t)v - (uint64_t)c->want : (uint64_t)c->want - (uint64_t)v;
        uint64_t now = c->best > c->want ? (uint64_t)c->best - (uint64_t)c->want : (uint64_t)c->want - (uint64_t)c->best;
        if (c->found && off >= now) return;
        c->best = v;
        c->found = true;
        return;
    }
    const ru_dim *d = c->dims[at];
    for (uint32_t k = 0; k < d->cells; k++) {
        int64_t a, b;
        if (k == d->none || !ru_domain_has(p->domain, d, k)) continue;
        values_of(p, d, k, &a, &b);
        choose(p, c, at + 1, a > low ? a : low, b < high ? b : high);
    }
}

static void limits_of(const ru_fact *f, int64_t *low, int64_t *high) {
    *low = INT64_MIN;
    *high = INT64_MAX;
    if (f->type == RU_BOOLEAN || f->type == RU_ENUM) {
        *low = 0;
        *high = f->type == RU_BOOLEAN ? 1 : (int64_t)f->value_count - 1;
    } else if (f->type == RU_DATE || f->type == RU_INSTANT) {
        int64_t unit = f->type == RU_DATE ? 1 : DAY;
        *low = ru_days_from_civil(1900, 1, 2) * unit;
        *high = ru_days_from_civil(2200, 12, 30) * unit;
    } else if (f->has_range) {
        *low = f->low;
        *high = f->high;
    }
}

static bool fits_number(const ru_person *p, int slot, int64_t want, int64_t *out) {
    const ru_space *sp = &p->b->sp;
    choice c = {.want = want};
    int64_t low, high;
    for (uint32_t i = sp->slot_dims[slot]; i != RU_NOWHERE && c.count < MOST_DIMS; i = sp->dims[i].next) {
        ru_axis_kind k = sp->dims[i].kind;
        if (k == RU_AXIS_SLOT || k == RU_AXIS_DAYS || k == RU_AXIS_SECONDS) c.dims[c.count++] = &sp->dims[i];
    }
    limits_of(&sp->schema->facts.items[slot], &low, &high);
    choose(p, &c, 0, low, high);
    *out = c.best;
    return c.found;
}

static int64_t usual(const ru_person *p, const ru_fact *f) {
    if (f->missing.state == RU_VALUE && f->type <= RU_INSTANT) return f->missing.i;
    return f->type == RU_MONEY ? MONEY : f->type == RU_DATE ? p->today : f->type == RU_INSTANT ? p->now : 0;
}

bool ru_person_set(ru_person *p, int slot, int64_t want) {
    ru_value *v = &p->facts[slot];
    int64_t at;
    if (v->state != RU_VALUE || p->b->sp.schema->facts.items[slot].type > RU_INSTANT || !fits_number(p, slot, want, &at) || at == v->i) return false;
    v->i = at;
    v->given = 2;
    return true;
}

/* ---- texts and lists ---- */
static bool fits_text(const ru_person *p, int slot, ru_value *v) {
    static const char *const zones[] = {"UTC", "America/New_York", "Europe/Paris", "Asia/Taipei"}, *const texts[] = {"a", "b", "c", "d"};
    const ru_space *sp = &p->b->sp;
    bool zone = sp->schema->facts.items[slot].type == RU_ZONE;
    uint32_t i = sp->slot_dims[slot];
    while (i != RU_NOWHERE && sp->dims[i].kind != RU_AXIS_TEXT) i = sp->dims[i].next;
    const ru_dim *d = i == RU_NOWHERE ? NULL : &sp->dims[i];
    for (size_t t = 0; t < RU_COUNT(zones); t++) {
        v->u.s = ru_str_of(zone ? zones[t] : texts[t]);
        uint32_t cell = 0;
        while (d && cell < d->text_count && !ru_str_eq(d->texts[cell], v->u.s)) cell++;
        if (!d || ru_domain_has(p->domain, d, cell)) return true;
    }
    for (uint32_t cell = 0; d && cell < d->text_count; cell++) {
        v->u.s = d->texts[cell];
        if (ru_domain_has(p->domain, d, cell) && (!zone || ru_zones_get(p->b->session->zones, v->u.s))) return true;
    }
    return false;
}

static void fill_elements(const ru_person *p, int slot, ru_value *v) {
    const ru_space *sp = &p->b->sp;
    for (uint32_t i = sp->slot_dims[slot]; i != RU_NOWHERE; i = sp->dims[i].next)
        if (sp->dims[i].kind == RU_AXIS_ELEMENT && !ru_domain_has(p->domain, &sp->dims[i], 0)) v->i |= (int64_t)((uint64_t)1 << sp->dims[i].b);
}

/* ---- every fact ---- */
typedef struct need {
    bool narrowed, must_be_none, must_be_there;
} need;

static need need_of(const ru_person *p, int slot) {
    const ru_space *sp = &p->b->sp;
    need n = {false, false, false};
    for (uint32_t i = sp->slot_dims[slot]; i != RU_NOWHERE; i = sp->dims[i].next) {
        const ru_dim *d = &sp->dims[i];
        if (!ru_domain_narrowed(sp, p->domain, i)) continue;
        n.narrowed = true;
        uint32_t none = d->kind == RU_AXIS_ON_FILE ? (d->cells == 2 ? 0 : RU_NOWHERE) : d->none;
        if (d->kind == RU_AXIS_ELEMENT) {
            n.must_be_there |= !ru_domain_has(p->domain, d, 0);
            continue;
        }
        if (none == RU_NOWHERE) continue;
        bool some = false;
        for (uint32_t k = 0; k < d->cells; k++) some |= k != none && ru_domain_has(p->domain, d, k);
        n.must_be_there |= !ru_domain_has(p->domain, d, none);
        n.must_be_none |= !some && d->kind != RU_AXIS_SIGN;
    }
    return n;
}

static bool fill_value(ru_person *p, int slot) {
    const ru_fact *f = &p->b->sp.schema->facts.items[slot];
    ru_value *v = &p->facts[slot];
    v->state = RU_VALUE;
    v->given = 2;
    if (f->type <= RU_INSTANT) return fits_number(p, slot, usual(p, f), &v->i);
    if (f->type == RU_ZONE || f->type == RU_TEXT) return fits_text(p, slot, v);
    if (f->type == RU_LIST_ENUM) fill_elements(p, slot, v);
    return true; /* a list with nothing in it is on file */
}

/* What a left-out key means is kept where it fits, so that a request says no more than it must. */
static bool fill_fact(ru_person *p, int slot) {
    const ru_fact *f = &p->b->sp.schema->facts.items[slot];
    ru_value *v = &p->facts[slot];
    need n = need_of(p, slot);
    *v = f->missing;
    v->given = 0;
    if (f->derived || f->from_plugin || f->is_protected) return true;
    if (f->missing.state == RU_UNKNOWN) return !n.must_be_none && fill_value(p, slot);
    if (!n.narrowed) return true;
    if (f->missing.state == RU_NONE) return n.must_be_none || !n.must_be_there || fill_value(p, slot);
    int64_t at = f->missing.i;
    if (n.must_be_none) return false;
    if (f->type <= RU_INSTANT && fits_number(p, slot, f->missing.i, &at) && at == f->missing.i) return true;
    return fill_value(p, slot);
}

bool ru_person_make(ru_person *p, ru_boxes *b, const uint64_t *domain) {
    const ru_fields *facts = &b->sp.schema->facts;
    *p = (ru_person){.b = b, .domain = domain, .facts = RU_NEWS(b->a, ru_value, facts->count + 1)};
    if (!p->facts) {
        b->so.failed = true;
        return false;
    }
    choose_now(p);
    for (size_t i = 0; i < facts->count; i++)
        if (!fill_fact(p, (int)i)) return false;
    return true;
}

/* ---- the request ---- */
static void write_contact(const ru_person *p, ru_buf *out, const ru_made_contact *c) {
    const ru_fields *fields = &p->b->sp.schema->contact;
    ru_value values[RU_MAX_CONTACT_FIELDS];
    int64_t oldest, youngest;
    if (!ru_contact_fields(p->b, c->slot, values, &oldest, &youngest)) return;
    RU_BUF_LIT(out, "{\"at\":");
    ru_json_put_instant(out, p->now - c->age);
    for (size_t i = 0; i < fields->count; i++) {
        if (values[i].given != 2) continue;
        ru_buf_char(out, ',');
        ru_json_put_string(out, fields->items[i].name);
        ru_buf_char(out, ':');
        ru_value_write(out, &fields->items[i], &values[i]);
    }
    ru_buf_char(out, '}');
}

bool ru_person_write(ru_person *p, ru_buf *out) {
    const ru_fields *facts = &p->b->sp.schema->facts;
    bool any = false;
    ru_buf_clear(out);
    RU_BUF_LIT(out, "{\"id\":\"check\",\"now\":");
    ru_json_put_instant(out, p->now);
    RU_BUF_LIT(out, ",\"facts\":{");
    for (size_t i = 0; i < facts->count; i++) {
        if (p->facts[i].given != 2) continue;
        if (any) ru_buf_char(out, ',');
        any = true;
        ru_json_put_string(out, facts->items[i].name);
        ru_buf_char(out, ':');
        ru_value_write(out, &facts->items[i], &p->facts[i]);
    }
    ru_buf_char(out, '}');
    for (size_t i = 0; i < p->contact_count; i++) {
        ru_buf_printf(out, "%s", i ? "," : ",\"contacts\":[");
        write_contact(p, out, &p->contacts[i]);
    }
    if (p->contact_count) ru_buf_char(out, ']');
    ru_buf_char(out, '}');
    p->b->so.failed |= out->failed;
    return !out->failed;
}

/* boxes_derive.c: derived facts cannot be written into a request, so what they are made of is moved until they come out right. */
#include "engine/author/boxes_person.h"

enum { DAY = 86400, HOUR = 3600, STEPS = 40, MISSED = 1000, WRONG_STATE = 100000 };

/* ---- how far off ---- */
/* The number on the axis; false: none on file, or not known. */
static bool read_axis(const ru_boxes *b, const ru_dim *d, int64_t *out) {
    const ru_scene *sc = &b->session->scene;
    const ru_value *v = &b->session->request.facts[d->a];
    bool overflow = false;
    if (v->state != RU_VALUE) return false;
    *out = v->i;
    if (d->kind == RU_AXIS_SECONDS) *out = sc->request->now - v->i;
    if (d->kind == RU_AXIS_SIGN) {
        int64_t other = 0;
        if (ru_expr_eval(b->s->policy->exprs[d->b], sc, &other, &overflow) != RU_VALUE) return false;
        *out = v->i < other ? -1 : v->i > other;
    }
    if (d->kind != RU_AXIS_DAYS) return true;
    if (!sc->zone_count) return false;
    bool instant = b->sp.schema->facts.items[d->a].type == RU_INSTANT;
    *out = sc->today[0] - (instant ? ru_zone_date(sc->zones[0], v->i, NULL) : (int32_t)v->i);
    return true;
}

static int64_t miss(const ru_person *p, const ru_dim *d) {
    int64_t at = 0, best = INT64_MAX;
    bool has = read_axis(p->b, d, &at);
    const ru_value *v = &p->b->session->request.facts[d->a];
    if (!has && v->state == RU_NONE && d->none != RU_NOWHERE) return ru_domain_has(p->domain, d, d->none) ? 0 : WRONG_STATE;
    if (!has) return WRONG_STATE;
    for (uint32_t k = 0; k < d->cells; k++) {
        int64_t low, high, off = 0;
        if (k == d->none || !ru_domain_has(p->domain, d, k)) continue;
        ru_dim_bounds(d, k, &low, &high);
        if (at < low && !ru_sub64(low, at, &off)) off = INT64_MAX;
        if (at > high && !ru_sub64(at, high, &off)) off = INT64_MAX;
        if (off < best) best = off;
    }
    if (best == INT64_MAX) return WRONG_STATE;
    if (!best) return 0;
    int64_t size = 0;
    for (int64_t rest = best; rest; rest /= 2) size += 64;
    return MISSED + size + (best < 63 ? best : 63);
}

static bool checked(const ru_person *p, const ru_dim *d, uint32_t dim) {
    bool number = d->kind == RU_AXIS_SLOT || d->kind == RU_AXIS_DAYS || d->kind == RU_AXIS_SECONDS || d->kind == RU_AXIS_SIGN;
    if (!number || !ru_domain_narrowed(&p->b->sp, p->domain, dim)) return false;
    return d->kind == RU_AXIS_SIGN || p->b->sp.schema->facts.items[d->a].derived;
}

/* Reads and derives, without deciding. How far off the person is; −1: the request cannot be read. */
static int64_t look(ru_person *p, int64_t *misses) {
    ru_boxes *b = p->b;
    ru_session *s = b->session;
    int64_t sum = 0;
    if (b->tries-- <= 0 || !ru_person_write(p, &b->line)) return -1;
    ru_arena_reset(&s->arena);
    s->decided = false;
    s->d.failure_count = 0;
    if (!ru_request_read(s->policy->schema, s->zones, &s->arena, (ru_str){b->line.p, b->line.n}, NULL, false, &s->request, &s->rejection)) {
        b->so.failed |= ru_rejected_memory(&s->rejection);
        return -1;
    }
    if (!ru_scene_open(&s->scene, s->policy->schema, s->zones, &s->request, &s->arena)) {
        b->so.failed = true;
        return -1;
    }
    ru_derive(s);
    for (uint32_t i = 0; i < b->sp.dim_count; i++) {
        misses[i] = checked(p, &b->sp.dims[i], i) ? miss(p, &b->sp.dims[i]) : 0;
        sum += misses[i];
    }
    return sum;
}

/* ---- moves ---- */
typedef struct inputs {
    const ru_policy *policy;
    uint8_t *reads;
} inputs;

static void mark(void *ctx, int slot) {
    inputs *in = ctx;
    if (slot < 0 || in->reads[slot]) return;
    in->reads[slot] = 1;
    for (size_t i = 0; i < in->policy->derived_count; i++)
        if (in->policy->derived[i].slot == slot) ru_expr_reads(in->policy->derived[i].expr, mark, in);
}

typedef struct climb {
    ru_person *p;
    int64_t *misses, *other;
    uint8_t *reads;
    int64_t best;
} climb;

/* Keeps the change that was made if the person comes nearer. */
static bool nearer(climb *c) {
    int64_t now = look(c->p, c->other);
    if (now < 0 || now >= c->best) return false;
    c->best = now;
    memcpy(c->misses, c->other, c->p->b->sp.dim_count * sizeof *c->misses);
    return true;
}

static bool try_number(climb *c, int slot, int64_t want) {
    ru_value before = c->p->facts[slot];
    if (!ru_person_set(c->p, slot, want)) return false;
    if (nearer(c)) return true;
    c->p->facts[slot] = before;
    return false;
}

static bool move_numbers(climb *c) {
    static const int64_t tried[] = {0, 1, 1000, 5000, 20000, 100000, 300000, 1000000, 10000000, 100000000}, days[] = {-400, -40, -10, -1, 0, 1, 10, 40, 400};
    const ru_fields *facts = &c->p->b->sp.schema->facts;
    for (size_t slot = 0; slot < facts->count; slot++) {
        const ru_fact *f = &facts->items[slot];
        if (!c->reads[slot] || f->derived) continue;
        bool day = f->type == RU_DATE, number = f->type == RU_INTEGER || f->type == RU_MONEY || f->type == RU_RATIO;
        for (size_t i = 0; number && i < RU_COUNT(tried); i++)
            if (try_number(c, (int)slot, tried[i])) return true;
        for (size_t i = 0; day && i < RU_COUNT(days); i++)
            if (try_number(c, (int)slot, c->p->today + days[i])) return true;
        for (int64_t v = 0; (f->type == RU_ENUM || f->type == RU_BOOLEAN) && v < 16; v++)
            if (try_number(c, (int)slot, v)) return true;
    }
    return false;
}

static bool try_contact(climb *c, int slot, int64_t age) {
    ru_person *p = c->p;
    if (p->contact_count == RU_MADE_CONTACTS) return false;
    p->contacts[p->contact_count++] = (ru_made_contact){slot, age};
    if (nearer(c)) return true;
    p->contact_count--;
    return false;
}

/* Ages at which a wanted cell of days or seconds begins. */
static bool ages_of_cells(climb *c, const ru_dim *d, int64_t youngest, int64_t oldest) {
    int64_t unit = d->kind == RU_AXIS_DAYS ? DAY : 1;
    for (uint32_t k = 0; k < d->cells; k++) {
        int64_t low, high;
        if (k == d->none || !ru_domain_has(c->p->domain, d, k)) continue;
        ru_dim_bounds(d, k, &low, &high);
        int64_t age = low < 0 ? 0 : low * unit;
        if (low < 100000000 && age >= youngest && age <= oldest && try_contact(c, d->a, age)) return true;
    }
    return false;
}

/* One more contact of the kind that a fact looks for. */
static bool move_contacts(climb *c, const ru_dim *d) {
    static const int64_t ages[] = {2 * HOUR, 3 * DAY, 12 * DAY, 25 * DAY, 40 * DAY, 70 * DAY, 120 * DAY, 200 * DAY, 400 * DAY};
    ru_value fields[RU_MAX_CONTACT_FIELDS];
    int64_t oldest, youngest;
    if (!ru_contact_fields(c->p->b, d->a, fields, &oldest, &youngest)) return false;
    if ((d->kind == RU_AXIS_DAYS || d->kind == RU_AXIS_SECONDS) && ages_of_cells(c, d, youngest, oldest)) return true;
    if (youngest > 0 && try_contact(c, d->a, youngest)) return true;
    for (size_t i = RU_COUNT(ages); i-- > 0;)
        if (ages[i] >= youngest && ages[i] <= oldest && try_contact(c, d->a, ages[i])) return true;
    return oldest < ages[0] && try_contact(c, d->a, oldest);
}

static bool move(climb *c) {
    const ru_space *sp = &c->p->b->sp;
    inputs in = {sp->policy, c->reads};
    memset(c->reads, 0, sp->schema->facts.count);
    for (uint32_t i = 0; i < sp->dim_count; i++) {
        const ru_dim *d = &sp->dims[i];
        if (!c->misses[i]) continue;
        if (move_contacts(c, d)) return true;
        mark(&in, d->a);
        if (d->kind == RU_AXIS_SIGN) ru_expr_reads(sp->policy->exprs[d->b], mark, &in);
    }
    for (size_t slot = 0; slot < sp->schema->facts.count; slot++) { /* what they are made of may be looked for among contacts too */
        ru_dim of = {.kind = RU_AXIS_SLOT, .a = (int)slot};
        if (c->reads[slot] && sp->schema->facts.items[slot].derived && move_contacts(c, &of)) return true;
    }
    return move_numbers(c);
}

bool ru_person_derive(ru_person *p) {
    size_t dims = p->b->sp.dim_count + 1;
    climb c = {.p = p,
               .misses = RU_NEWS(p->b->a, int64_t, dims),
               .other = RU_NEWS(p->b->a, int64_t, dims),
               .reads = RU_NEWS(p->b->a, uint8_t, p->b->sp.schema->facts.count + 1)};
    if (!c.misses || !c.other || !c.reads) {
        p->b->so.failed = true;
        return false;
    }
    c.best = look(p, c.misses);
    for (int step = 0; step < STEPS && c.best > 0; step++)
        if (!move(&c)) return false;
    return c.best == 0;
}

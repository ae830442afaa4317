/* simulate.c: ruth_simulation of ruth_author.h: one person after another, decided step by step, each contact played back into what comes later. */
#include "engine/author/simulate.h"

#include "engine/decide/engine.h"

enum { DAY = 86400, HOUR = 3600, MOST_DAYS = 3660, MOST_EVERY = 256 };

/* ---- one person ---- */
static ruth_status rejected(ru_sim *s, ruth_error *e) {
    if (ru_rejected_memory(&s->rejection)) return ru_fail_nomem(e);
    return ru_fail(e, RUTH_E_REQUEST, "%s: %s", s->rejection.at, s->rejection.message);
}

int32_t ru_sim_date(const ru_sim *s, int64_t at) {
    if (s->person.zone) return ru_zone_date(s->person.zone, at, NULL);
    return (int32_t)(at >= 0 ? at / DAY : -((DAY - 1 - at) / DAY));
}

static int64_t next_midnight(const ru_sim *s, int64_t at) {
    int32_t tomorrow = ru_sim_date(s, at) + 1;
    return s->person.zone ? ru_zone_day_start(s->person.zone, tomorrow, NULL) : (int64_t)tomorrow * DAY;
}

/* Days late and their like: as much older as the person's date is later than at the start. */
static bool move_facts(ru_sim *s, const ru_value *start, int64_t now) {
    const ru_fields *f = &s->policy->schema->facts;
    int64_t days = ru_sim_date(s, now) - ru_sim_date(s, s->person.start);
    bool moved = false;
    for (size_t i = 0; i < f->count; i++) {
        if (!f->items[i].moves_daily || f->items[i].type != RU_INTEGER || start[i].given != 2) continue;
        int64_t v = start[i].i + days; /* values are within a few thousand millions, days within thousands */
        if (f->items[i].has_range && v > f->items[i].high) v = f->items[i].high;
        s->request.facts[i].i = v;
        moved = true;
    }
    return moved;
}

static ruth_status decide(ru_sim *s, int64_t now, uint64_t number, ruth_error *e) {
    ruth_text answer;
    s->request.now = now;
    ru_buf_clear(&s->line);
    ru_request_write(&s->line, s->policy->schema, &s->request);
    if (s->line.failed) return ru_fail_nomem(e);
    s->decisions++;
    ruth_status st = ruth_decide_line(s->session, s->line.p, s->line.n, number, &answer, e);
    return st == RUTH_E_REQUEST && ru_rejected_memory(&s->session->rejection) ? ru_fail_nomem(e) : st;
}

static size_t step_at_or_after(const ru_sim *s, int64_t at) { return (size_t)((at - s->person.start + s->step - 1) / s->step); }

static size_t period_of(const ru_sim *s, int64_t at) { return (size_t)((at - s->person.start) / (s->period_days * DAY)); }

static uint64_t teams_of(const ru_sim *s) {
    const ru_session *x = s->session;
    uint64_t teams = 0;
    for (size_t i = 0; i < x->d.hand_over_count; i++) {
        int team = s->policy->limits[x->d.hand_overs[i]].team;
        if (team >= 0 && team < 64) teams |= (uint64_t)1 << team;
    }
    return teams;
}

/* What one decision leads to, from `step` on; gives the step at which to decide again. */
static bool follow(ru_sim *s, size_t step, bool moving, size_t *next) {
    ruth_decision d;
    int64_t now = s->request.now;
    size_t steps = step_at_or_after(s, s->person.start + s->length);
    ruth_decision_read(s->session, &d);
    int64_t good = d.good_until;
    if (moving && next_midnight(s, now) < good) good = next_midnight(s, now);
    /* Until then the same would be decided again, so it is not. */
    *next = s->eager ? step + 1 : good == RUTH_NEVER || good - s->person.start >= s->length ? steps : step_at_or_after(s, good);
    if (*next > steps) *next = steps;
    int64_t until = s->person.start + (int64_t)*next * s->step, end = s->person.start + s->length;
    if (until > end) until = end;
    bool plays = d.channel && d.from < until;
    size_t last = plays ? (size_t)((d.from - s->person.start) / s->step) + 1 : *next;
    ru_sim_see(s, ru_sim_reason(s, &d), teams_of(s), step, last);
    *next = last;
    return !plays || ru_sim_play(s, &d, period_of(s, d.from));
}

static ruth_status play(ru_sim *s, uint64_t number, ruth_error *e) {
    const ru_value *start = ru_arena_dup(&s->own, s->request.facts, s->policy->schema->facts.count * sizeof *start);
    size_t steps, step = 0;
    if (!start) return ru_fail_nomem(e);
    s->person.start = s->request.now;
    s->person.zone = NULL;
    ruth_status st = decide(s, s->person.start, number, e);
    if (st) return st;
    if (!ru_sim_begin_person(s)) return ru_fail_nomem(e);
    steps = step_at_or_after(s, s->person.start + s->length);
    while (step < steps) {
        size_t next;
        int64_t now = s->person.start + (int64_t)step * s->step;
        bool moving = move_facts(s, start, now);
        if (step > 0) st = decide(s, now, number, e);
        if (st == RUTH_E_REQUEST) { /* not in force any more, say: silence, and asked again a day later */
            next = s->eager || s->step >= DAY ? step + 1 : step + (size_t)(DAY / s->step);
            ru_sim_see(s, (int)(s->reason_count - RU_SIM_OTHERS + RU_SIM_REJECTED), 0, step, next > steps ? steps : next);
            st = RUTH_OK;
        } else if (st) return st;
        else if (!follow(s, step, moving, &next)) return ru_fail_nomem(e);
        step = next;
    }
    return ru_sim_end_person(s) ? RUTH_OK : ru_fail_nomem(e);
}

ruth_status ruth_simulation_line(ruth_simulation *s, const char *bytes, size_t length, uint64_t line, ruth_text *contacts, ruth_error *error) {
    ru_error_clear(error);
    if (contacts) *contacts = (ruth_text){NULL, 0};
    ru_arena_reset(&s->own);
    ru_buf_clear(&s->played);
    s->rejection.code = RU_REJECT_NONE;
    ruth_status st = RUTH_OK;
    if (length > RU_LINE_LIMIT) st = ru_fail(error, RUTH_E_REQUEST, ": the line is longer than 1 MiB");
    else if (!ru_request_read(s->policy->schema, s->session->zones, &s->own, (ru_str){bytes, length}, s->has_now ? &s->now : NULL, false, &s->request,
                              &s->rejection))
        st = rejected(s, error);
    if (!st) st = play(s, line, error);
    if (st == RUTH_E_REQUEST) s->rejected++;
    if (!st && s->played.failed) st = ru_fail_nomem(error);
    if (!st && contacts) *contacts = (ruth_text){s->played.n ? s->played.p : "", s->played.n};
    return st;
}

/* ---- open and close ---- */
static ruth_status check_options(const ruth_simulation_options *o, ruth_error *e) {
    if (!o || o->size != sizeof *o)
        return ru_fail(e, RUTH_E_ARGUMENT, "ruth_simulation_options has size %zu, this library knows %zu", o ? o->size : 0, sizeof *o);
    if (o->days < 1 || o->days > MOST_DAYS) return ru_fail(e, RUTH_E_ARGUMENT, "a simulation takes 1 to %d days", MOST_DAYS);
    if (o->every > MOST_EVERY) return ru_fail(e, RUTH_E_ARGUMENT, "decisions are made every 1 to %d hours", MOST_EVERY);
    return RUTH_OK;
}

static int64_t value_named(const ru_fact *f, const char *name) {
    for (size_t i = 0; i < f->value_count; i++)
        if (ru_str_is(f->values[i], name)) return (int64_t)i;
    return -1;
}

static int field_of_type(const ru_fields *f, const char *name, ru_type type) {
    int slot = ru_fields_find(f, ru_str_of(name));
    return slot >= 0 && f->items[slot].type == type ? slot : -1;
}

static void find_fields(ru_sim *s) {
    const ru_fields *f = &s->policy->schema->contact;
    s->outcome_slot = field_of_type(f, "outcome", RU_ENUM);
    s->direction_slot = field_of_type(f, "direction", RU_ENUM);
    s->debts_slot = field_of_type(f, "debts", RU_LIST_TEXT);
    s->inbound = s->direction_slot >= 0 ? value_named(&f->items[s->direction_slot], "inbound") : -1;
}

static ruth_status fill(ruth_engine *engine, const char *folder, const ruth_simulation_options *o, ru_sim *s, ruth_error *e) {
    if (o->now && !ru_instant_parse(ru_str_of(o->now), &s->now))
        return ru_fail(e, RUTH_E_ARGUMENT, "expected an instant such as 2026-03-02T14:00:00Z, found %s", o->now);
    ruth_status st = ru_policy_load(&engine->alloc, folder, &engine->places, &s->policy, e);
    if (!st) st = ruth_session_new((ruth_policy *)(void *)s->policy, &s->session, e);
    if (!st && !ru_sim_open_counts(s)) st = ru_fail_nomem(e);
    if (st) return st;
    find_fields(s);
    return ru_sim_notes(s, e);
}

ruth_status ruth_simulation_open(ruth_engine *engine, const char *folder, const ruth_simulation_options *options, ruth_simulation **out, ruth_error *error) {
    ru_error_clear(error);
    *out = NULL;
    ruth_status st = check_options(options, error);
    if (st) return st;
    ru_sim *s = ru_alloc(&engine->alloc, sizeof *s);
    if (!s) return ru_fail_nomem(error);
    memset(s, 0, sizeof *s);
    s->alloc = engine->alloc;
    s->seed = options->seed;
    s->eager = options->eager;
    s->has_now = options->now != NULL;
    s->step = (int64_t)(options->every ? options->every : 24) * HOUR;
    s->length = (int64_t)options->days * DAY;
    s->period_days = options->days > 14 ? 7 : 1;
    s->period_count = (size_t)(((int64_t)options->days + s->period_days - 1) / s->period_days);
    s->shortest = INT64_MAX;
    ru_arena_init(&s->arena, &s->alloc, 64 << 10);
    ru_arena_init(&s->own, &s->alloc, 64 << 10);
    ru_buf_init(&s->line, &s->alloc);
    ru_buf_init(&s->out, &s->alloc);
    ru_buf_init(&s->played, &s->alloc);
    st = fill(engine, folder, options, s, error);
    if (st) ruth_simulation_free(s);
    else *out = s;
    return st;
}

void ruth_simulation_free(ruth_simulation *s) {
    if (!s) return;
    ruth_allocator alloc = s->alloc;
    ruth_session_free(s->session);
    if (s->policy) ru_policy_release(s->policy);
    ru_buf_free(&s->line);
    ru_buf_free(&s->out);
    ru_buf_free(&s->played);
    ru_arena_free(&s->own);
    ru_arena_free(&s->arena);
    ru_free(&alloc, s, sizeof *s);
}

void ruth_simulation_counts(const ruth_simulation *s, uint64_t *people, uint64_t *decisions) {
    if (people) *people = s->people;
    if (decisions) *decisions = s->decisions;
}

ruth_status ruth_simulation_write(ruth_simulation *s, ruth_format format, ruth_text *out, ruth_error *error) {
    ru_error_clear(error);
    *out = (ruth_text){NULL, 0};
    ru_buf_clear(&s->out);
    if (format == RUTH_AS_JSON) ru_sim_json(s);
    else ru_sim_text(s);
    if (s->out.failed) return ru_fail_nomem(error);
    *out = (ruth_text){s->out.p, s->out.n};
    return RUTH_OK;
}

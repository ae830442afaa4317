/* read.c: what an axis says now: one value, a set of values, none on file or not known. */
#include "engine/match/inside.h"

enum { DAY = 86400, WEST = -12 * 3600, EAST = 14 * 3600 }; /* the first and the last place on earth where a day begins */

int ru_stage_rank(int stage) {
    if (stage > RU_STAGE_FACTS && stage < RU_STAGE_COUNT) return stage;
    if (stage >= RU_FINAL_ACTION && stage <= RU_FINAL_CHANNEL) return RU_STAGE_COUNT + stage - RU_FINAL_ACTION;
    return -1;
}

static int32_t date_at(int64_t instant, int64_t offset) {
    int64_t local = instant + offset, day = local / DAY;
    return (int32_t)(local % DAY < 0 ? day - 1 : day);
}

static void be_one(ru_reading *out, int64_t v) {
    out->state = RU_VALUE;
    out->shape = RU_ONE;
    out->low = out->high = v;
}

/* Keeps each value once; a list of one is one value. */
static void be_list(ru_reading *out, size_t count) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < n && out->few[k] != out->few[i]) k++;
        if (k == n) out->few[n++] = out->few[i];
    }
    if (n == 1) {
        be_one(out, out->few[0]);
        return;
    }
    out->state = RU_VALUE;
    out->shape = RU_LIST;
    out->list = out->few;
    out->count = n;
}

static void read_sign(const ru_match_run *r, int a, int b, ru_reading *out) {
    const ru_scene *sc = r->env.scene;
    const ru_value *v = &sc->request->facts[a];
    out->state = RU_UNKNOWN;
    if (v->state == RU_UNKNOWN) return;
    int64_t other = 0;
    bool overflow = false;
    ru_state st = ru_expr_eval(r->match->exprs[b], sc, &other, &overflow);
    if (st == RU_UNKNOWN) return;
    if (st == RU_NONE || v->state == RU_NONE) {
        out->state = RU_NONE;
        return;
    }
    be_one(out, v->i < other ? -1 : v->i > other);
}

static void read_days(const ru_match_run *r, int a, ru_reading *out) {
    const ru_scene *sc = r->env.scene;
    const ru_value *v = &sc->request->facts[a];
    out->state = (ru_state)v->state;
    if (v->state != RU_VALUE) return;
    bool instant = r->match->schema->facts.items[a].type == RU_INSTANT;
    for (size_t z = 0; z < sc->zone_count; z++) {
        ru_zone_memo memo = sc->memo[z]; /* a copy: the scene is not ours to write */
        int32_t date = instant ? ru_zone_date(sc->zones[z], v->i, &memo) : (int32_t)v->i;
        out->few[z] = sc->today[z] - date;
    }
    out->state = RU_UNKNOWN;
    if (sc->zone_count) be_list(out, sc->zone_count);
}

static void read_today(const ru_match_run *r, ru_reading *out) {
    const ru_scene *sc = r->env.scene;
    if (sc->zone_count) {
        for (size_t z = 0; z < sc->zone_count; z++) out->few[z] = sc->today[z];
        be_list(out, sc->zone_count);
        return;
    }
    out->state = RU_VALUE;
    out->shape = RU_RANGE;
    out->low = date_at(sc->request->now, WEST);
    out->high = date_at(sc->request->now, EAST);
}

static void read_stage(const ru_match_run *r, int stage, ru_reading *out) {
    const ru_given *g = &r->stages[ru_stage_rank(stage)];
    out->state = g->state;
    out->shape = g->shape;
    out->low = g->low;
    out->high = g->high;
    out->list = g->list;
    out->count = g->count;
}

void ru_axis_read(const ru_match_run *r, int kind, int a, int b, ru_reading *out) {
    const ru_value *facts = r->env.scene->request->facts;
    switch (kind) {
    case RU_AXIS_TEXT:
        out->state = (ru_state)facts[a].state;
        out->shape = RU_ONE;
        out->text = facts[a].u.s;
        break;
    case RU_AXIS_SIGN: read_sign(r, a, b, out); break;
    case RU_AXIS_DAYS: read_days(r, a, out); break;
    case RU_AXIS_SECONDS:
        out->state = (ru_state)facts[a].state;
        if (out->state != RU_VALUE) break;
        be_one(out, 0);
        if (!ru_sub64(r->env.scene->request->now, facts[a].i, &out->low)) out->state = RU_UNKNOWN;
        break;
    case RU_AXIS_TODAY: read_today(r, out); break;
    case RU_AXIS_STAGE: read_stage(r, a, out); break;
    case RU_AXIS_CODED: {
        ru_tri t = ru_coded_ask(r, b);
        be_one(out, t == RU_TRUE);
        if (t == RU_MAYBE) out->state = RU_UNKNOWN;
        break;
    }
    default: out->shape = RU_ONE; out->state = ru_axis_slot(kind, b, &facts[a], &out->low);
    }
}

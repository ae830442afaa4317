/* moves.c: what time alone changes in an expression: contacts grow older, so windows and spans over them move (docs/SEMANTICS.md 5). */
#include "engine/facts/internal.h"

static bool filter_reads_day(const ru_filter *f) {
    if (!f) return false;
    if (f->op == RU_FILTER_ATOM) return f->test == RU_TEST_REACH && f->field < 0 && !f->reach.hours;
    for (size_t i = 0; i < f->count; i++)
        if (filter_reads_day(f->items[i])) return true;
    return false;
}

bool ru_filter_reads_at(const ru_filter *f) {
    if (f->op == RU_FILTER_ATOM) return f->field < 0;
    for (size_t i = 0; i < f->count; i++)
        if (ru_filter_reads_at(f->items[i])) return true;
    return false;
}

bool ru_expr_reads_day(const ru_expr *x) {
    if (!x) return false;
    if (x->op == RU_OP_LAST || x->op == RU_OP_COUNT) return (x->within && !x->within_hours) || filter_reads_day(x->filter) || filter_reads_day(x->since);
    for (size_t i = 0; i < x->count; i++)
        if (ru_expr_reads_day(x->items[i])) return true;
    return ru_expr_reads_day(x->a) || ru_expr_reads_day(x->b);
}

typedef struct flips {
    int64_t now;
    bool *day;
    int64_t *next;
} flips;

static void sooner(flips *f, int64_t t) {
    if (t > f->now && t < *f->next) *f->next = t;
}

/* A span of hours changes at both its ends, exactly; a span of days at midnight. */
static void reach_flips(const ru_reach *r, int64_t at, flips *f) {
    bool ahead = r->kind == RU_REACH_NEXT;
    if (!r->hours) {
        *f->day = true;
        return;
    }
    sooner(f, ahead ? at - r->n * RU_HOUR : at);
    sooner(f, ahead ? at + 1 : at + r->n * RU_HOUR + 1);
}

static void filter_flips(const ru_filter *filter, int64_t at, flips *f) {
    if (!filter) return;
    if (filter->op == RU_FILTER_ATOM && filter->test == RU_TEST_REACH && filter->field < 0) reach_flips(&filter->reach, at, f);
    for (size_t i = 0; filter->op != RU_FILTER_ATOM && i < filter->count; i++) filter_flips(filter->items[i], at, f);
}

static void contact_flips(const ru_expr *x, const ru_scene *sc, flips *f) {
    if (sc->request->contacts_state != RU_VALUE) return;
    for (size_t i = 0; i < sc->request->contact_count; i++) {
        const ru_contact *c = &sc->request->contacts[i];
        if (c->at_state != RU_VALUE) continue;
        if (x->within && x->within_hours) sooner(f, c->at + x->within_n * RU_HOUR);
        else if (x->within) *f->day = true;
        filter_flips(x->filter, c->at, f);
        filter_flips(x->since, c->at, f);
    }
}

void ru_expr_moves(const ru_expr *x, const ru_scene *sc, bool *day, int64_t *next) {
    flips f = {sc->request->now, day, next};
    if (!x) return;
    if (x->op == RU_OP_LAST || x->op == RU_OP_COUNT) {
        contact_flips(x, sc, &f);
        return;
    }
    for (size_t i = 0; i < x->count; i++) ru_expr_moves(x->items[i], sc, day, next);
    ru_expr_moves(x->a, sc, day, next);
    ru_expr_moves(x->b, sc, day, next);
}

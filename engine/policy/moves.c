/* moves.c: what may change a decision by itself: moving facts, day and hour spans, effective dates. */
#include "engine/policy/build.h"

static ruth_status collect(ru_build *b, bool (*wanted)(const ru_build *b, size_t slot), const int **out, size_t *count) {
    int *list = RU_NEWS(b->a, int, b->p->schema->facts.count + 1);
    if (!list) return ru_fail_nomem(b->e);
    *count = 0;
    for (size_t s = 0; s < b->p->schema->facts.count; s++)
        if (wanted(b, s)) list[(*count)++] = (int)s;
    *out = list;
    return RUTH_OK;
}

/* A coded condition may read any fact, so with one of them every moving fact counts as read. */
static bool moving(const ru_build *b, size_t slot) { return b->p->schema->facts.items[slot].moves_daily && (b->slot_read[slot] || b->coded_count); }
static bool day_span(const ru_build *b, size_t slot) { return b->slot_day_span[slot] != 0; }

ruth_status ru_build_moves(ru_build *b) {
    ruth_status st;
    if ((st = collect(b, moving, &b->p->moving_slots, &b->p->moving_count)) || (st = collect(b, day_span, &b->p->day_span_slots, &b->p->day_span_count)))
        return st;
    for (size_t s = 0; s < b->p->schema->facts.count; s++)
        b->p->plugin_day |= b->p->schema->facts.items[s].from_plugin &&
                            (b->slot_read[s] || b->coded_count); /* also of a plugin that is off: it must not make a channel count that would open later */
    b->p->reads_day = b->p->plugin_day || b->p->moving_count || b->p->day_span_count || b->date_count;
    for (size_t s = 0; s < b->p->schema->facts.count; s++) b->p->reads_day |= b->p->schema->facts.items[s].expiry != RU_EXPIRES_NEVER;
    for (size_t i = 0; i < b->p->charter.limit_count; i++) b->p->reads_day |= b->p->charter.limits[i].bounded;
    for (size_t i = 0; i < b->timed_count; i++) b->p->reads_day |= ru_expr_reads_day(b->timed[i]);
    b->p->timed = b->timed;
    b->p->timed_count = b->timed_count;
    b->p->hour_spans = b->hour_spans;
    b->p->hour_span_count = b->hour_span_count;
    b->p->dates = b->dates;
    b->p->date_count = b->date_count;
    return RUTH_OK;
}

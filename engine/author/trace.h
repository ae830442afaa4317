/* trace.h: one rule's condition as an officer wrote it, with what became of each part in the decision that a session holds. */
#ifndef RU_TRACE_H
#define RU_TRACE_H

#include "engine/author/author.h"

typedef enum ru_trace_op {
    RU_TRACE_ALL,
    RU_TRACE_ANY,
    RU_TRACE_NONE,
    RU_TRACE_UNLESS,
    RU_TRACE_CIRCUMSTANCE, /* have parts */
    RU_TRACE_APPLIES,      /* where the rule's pack applies: parts */
    RU_TRACE_ATOM,
    RU_TRACE_CODED,
    RU_TRACE_OTHERWISE,
    RU_TRACE_DATES /* valid_from, valid_until */
} ru_trace_op;
typedef struct ru_trace ru_trace;
struct ru_trace {
    ru_trace_op op;
    ru_tri outcome;
    ru_str written; /* as it stands in the file, put together again from the rule data */
    ru_str figures; /* "number.early_until is 15 days; …": the figures it names, in the request's currency; n 0: none */
    ru_str file;
    int line, column; /* column 0: not known */
    ru_str fact;      /* ATOM: the fact, or segment, action, tone, channel, plans_in_reach; n 0: none */
    int slot;         /* of the fact; −1: none */
    ru_trace **items; /* in the order of the file */
    size_t count;
};

typedef struct ru_tracer {
    const ru_study *study;
    ruth_session *session; /* holds a decision */
    ru_arena *arena;       /* what is given lives here */
    ru_buf *words;         /* scratch */
    int language;          /* of units and yes or no */
    bool failed;           /* out of memory: sticky */
} ru_tracer;

/* The condition of a rule: when, unless, where its pack applies, its dates; op ALL. `result`: of the rule; with_dates: its dates are part of that result (a limit's are
 * not: they are judged as the charter does). NULL: out of memory. */
ru_trace *ru_trace_rule(ru_tracer *t, const ru_raw *raw, int result, bool with_dates);
/* One condition that stands for itself: `only_if`. */
ru_trace *ru_trace_cond(ru_tracer *t, const ru_node *node);
/* The first part, leaf by leaf, because of which the outcome is what it is; the trace itself when it is a leaf. */
const ru_trace *ru_trace_reason(const ru_trace *t);

/* trace_text.c: Lua again. */
void ru_trace_write(ru_buf *b, const ru_node *cond);
void ru_trace_write_figures(ru_buf *b, const ru_node *cond, const ruth_session *s, int language);

/* ---- where a value came from ---- */
typedef enum ru_from {
    RU_FROM_REQUEST, /* the request gives it */
    RU_FROM_MISSING, /* left out: if_missing of facts.yaml */
    RU_FROM_NULL,    /* null: not known */
    RU_FROM_EXPIRED, /* given or left out, and expired since */
    RU_FROM_EXPIRY,  /* not known because the date or zone of its expiry is not */
    RU_FROM_DERIVED, /* worked out by derive.lua */
    RU_FROM_STAGES   /* segment, action …: what was decided before */
} ru_from;
ru_from ru_trace_from(const ruth_session *s, int slot);        /* −1: RU_FROM_STAGES */
const char *ru_trace_from_name(ru_from f);                     /* for machines: "request", "missing", … */
const ru_expr *ru_trace_expr(const ruth_session *s, int slot); /* of a derived fact; NULL: none */

#endif

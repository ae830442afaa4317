/* answers.h: what became of a person's `choice` (choice.c) and `offer` (counter.c), and which facts it was (changed.c). They are looked at when the
 * decision stands, and nothing of it changes with them. */
#ifndef RU_ANSWERS_H
#define RU_ANSWERS_H

#include "engine/decide/session.h"

/* changed.c: collects facts whose values decided something; derived ones are replaced by what they rest on. */
typedef struct ru_reasons {
    ru_session *s;
    uint64_t *facts;
    bool contacts;
} ru_reasons;
bool ru_reasons_open(ru_session *s, ru_reasons *r);
void ru_reasons_rule(ru_reasons *r, int result, ru_tri is); /* the conditions because of which the rule holds (RU_TRUE) or does not (RU_FALSE) */
void ru_reasons_expr(ru_reasons *r, const ru_expr *x);      /* NULL: nothing */
void ru_reasons_slot(ru_reasons *r, int slot);              /* −1: nothing */
bool ru_reasons_report(ru_reasons *r, ru_unknown_report *out);

/* choice.c */
typedef enum ru_stale { RU_STALE_NO_SUCH_PLAN, RU_STALE_NOT_KNOWN, RU_STALE_RULE, RU_STALE_FIGURES, RU_STALE_LIMIT, RU_STALE_TERMS } ru_stale;
typedef struct ru_choice_answer {
    const ru_plan_item *line; /* the agreement; NULL: refused, and … */
    ru_stale stale;
    int limit; /* RU_STALE_LIMIT: which, −1 not one alone */
    ru_unknown_report changed;
} ru_choice_answer;
bool ru_choice_find(ru_session *s, ru_choice_answer *out); /* false: out of memory */

/* counter.c */
typedef enum ru_binds {
    RU_BINDS_NOTHING,
    RU_BINDS_UP_TO,
    RU_BINDS_SMALLEST,
    RU_BINDS_LONGEST,
    RU_BINDS_LEAVE,
    RU_BINDS_PLAN,
    RU_BINDS_EVERY,
    RU_BINDS_BALANCE,
    RU_BINDS_COUNT,
    RU_BINDS_FIRST_DUE,
    RU_BINDS_LIMIT,
    RU_BINDS_NOT_KNOWN,
    RU_BINDS_NO_PLAN
} ru_binds;
typedef struct ru_counter {
    bool accepted, has_item; /* neither: a person decides */
    ru_plan_item item;       /* the terms */
    bool on_menu;            /* they are a line of the decision's plans */
    ru_binds binds;
    int64_t bound, longest;      /* the payment, or the number of payments, at which it binds */
    int32_t due_from, due_until; /* when the first payment may be due */
    int limit;                   /* RU_BINDS_LEAVE, RU_BINDS_LIMIT: which, −1 not one alone */
    ru_unknown_report needs;     /* what would open more plans */
} ru_counter;
bool ru_counter_find(ru_session *s, ru_counter *out);   /* false: out of memory */
int ru_limit_of_plan(const ru_session *s, size_t plan); /* a listed limit about this plan; −1: none */

/* answers.c: both, written behind `possible`; nothing where the request says neither */
const char *ru_binding_name(ru_binds binds);
bool ru_answers_write(ru_buf *b, ru_session *s);

#endif

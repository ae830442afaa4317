/* explain.h: what the files of an explanation share: one decided request, looked at once more, and the words it is told in. */
#ifndef RU_EXPLAIN_H
#define RU_EXPLAIN_H

#include "engine/author/explain_words.h"
#include "engine/author/trace.h"

/* What a decision comes to: two of them are compared. */
typedef struct ru_outcome {
    int action, tone, channel, message, team; /* channel, message, team: −1 none */
    int64_t from, until, by;
    uint64_t plans; /* offered: bit per plan */
} ru_outcome;

/* A listed limit, and what would be decided without it. */
typedef struct ru_held {
    const ru_listed *listed;
    ru_outcome without;
    bool changes; /* `without` differs from the decision */
    bool matters; /* … in more than the hours of the contact */
    bool alone;   /* were it the only limit, something that is possible would be refused, lowered or handed over */
} ru_held;

typedef enum ru_stage_kind { RU_WHY_SEGMENT, RU_WHY_ACTION, RU_WHY_TONE, RU_WHY_CHANNEL } ru_stage_kind;
/* What decided one stage. */
typedef struct ru_decider {
    ru_kind kind;
    const ru_rules *rules;
    const ru_stage_result *result; /* NULL: channel rules, all looked at */
    const ru_ordinal *names;
    int rule;     /* −1: none for certain */
    int is;       /* what came of it; channel −1: nobody is contacted */
    int proposed; /* what the rules proposed, before the charter */
    bool certain;
    size_t considered; /* rules [0, considered) were looked at, in the order of the file */
} ru_decider;

typedef struct ruth_explainer ru_explainer;
struct ruth_explainer {
    ruth_allocator alloc;
    ru_study *study;
    ruth_session *session;                      /* decides, and is looked at */
    ruth_session *without;                      /* decides again on the copy, with a limit taken out */
    ru_policy copy;                             /* the study's policy with limits of its own */
    ru_limit *limits;                           /* the copy's */
    const ru_template **because[RU_KIND_COUNT]; /* in other languages than the first, made when asked for: [language][rule] */
    ru_arena arena;                             /* of one explanation */
    ru_buf decision, out, words;
    /* the present explanation */
    ru_tracer tracer;
    ruth_audience audience;
    int language; /* of the policy's texts: index */
    bool french, color, all;
    ru_outcome outcome;
    ru_held *held;
    size_t held_count;
    size_t failure_count; /* of the decision: conditions asked about later may fail too */
    bool failed;          /* out of memory: sticky */
};

/* explain_lookup.c: what stands in the session, looked up */
ru_outcome ru_explain_outcome(const ruth_session *s);
/* Decides, without writing the answer; RUTH_E_REQUEST: rejected. */
ruth_status ru_explain_decide(ru_session *s, const char *bytes, size_t length, ru_outcome *out, ruth_error *e);
ru_decider ru_explain_decider(const ru_explainer *x, ru_stage_kind stage);
/* The text of a rule's `because`, with its figures, in the present language; n 0: none, or it names something that is not known. Rule i of a kind as in the study. */
ru_str ru_explain_because(ru_explainer *x, ru_kind kind, size_t rule, const ru_plan_item *plan);
ru_trace *ru_explain_trace(ru_explainer *x, ru_kind kind, size_t rule); /* NULL: out of memory */
ru_trace *ru_explain_only_if(ru_explainer *x, size_t limit);            /* NULL: it has none, or out of memory */
const ru_rules *ru_explain_rules(const ru_explainer *x, ru_kind kind);
const ru_rule *ru_explain_rule(const ru_explainer *x, ru_kind kind, size_t rule);
/* What is not known and kept a rule from being sure, at most three facts; n 0: what was decided before. ids: by their names, else by what they are called. */
ru_str ru_explain_kept_open(ru_explainer *x, const ru_decider *d, bool ids);
/* Why an instant is one at which to ask again. */
typedef struct ru_again {
    bool day, expires;
    size_t limits;
} ru_again; /* limits: how many listed ones end then */
ru_again ru_explain_again(const ru_explainer *x, int64_t at);

/* explain_without.c: fills x->held. False: out of memory, *st says. */
ruth_status ru_explain_without(ru_explainer *x, const char *bytes, size_t length, ruth_error *e);

/* explain_value.c: words for values and times; all given live in x->arena, "" when memory ran out (x->failed) */
ru_str ru_explain_say(ru_explainer *x, ru_phrase p, const ru_str *args, size_t count);
#define RU_SAY0(x, p) ru_explain_say((x), (p), NULL, 0)
#define RU_SAY1(x, p, a) ru_explain_say((x), (p), (ru_str[]){(a)}, 1)
#define RU_SAY2(x, p, a, b) ru_explain_say((x), (p), (ru_str[]){(a), (b)}, 2)
#define RU_SAY3(x, p, a, b, c) ru_explain_say((x), (p), (ru_str[]){(a), (b), (c)}, 3)
ru_str ru_explain_keep(ru_explainer *x);            /* what stands in x->words, which is emptied */
ru_str ru_explain_when(ru_explainer *x, int64_t t); /* "2 March 2026, 10:00 in New York"; for an examiner UTC before it */
ru_str ru_explain_date(ru_explainer *x, int32_t days);
ru_str ru_explain_span(ru_explainer *x, int64_t from, int64_t until);
ru_str ru_explain_money(ru_explainer *x, int64_t minor);
ru_str ru_explain_number(ru_explainer *x, int64_t n);
ru_str ru_explain_fact(ru_explainer *x, int slot); /* what it is called */
ru_str ru_explain_value(ru_explainer *x, const ru_fact *f, const ru_value *v);
ru_str ru_explain_stage_value(ru_explainer *x, ru_str stage); /* segment, action, tone, channel, plans_in_reach */
ru_str ru_explain_source(ru_explainer *x, int slot);          /* for officers and examiners */
ru_str ru_explain_team(ru_explainer *x, int team);
ru_str ru_explain_names(ru_explainer *x, const ru_ordinal *names, size_t count, uint64_t bits); /* "a, b and c" */
ru_str ru_explain_channel(ru_explainer *x, int channel, ru_phrase first);           /* first: RU_SAY_LETTER, RU_SAY_WOULD_LETTER or RU_SAY_YOU_LETTER */
ru_str ru_explain_needs(ru_explainer *x, const ru_unknown_report *needs, bool ids); /* facts by what they are called; ids: by their names */

/* explain_layout.c: lines of at most 110 characters */
void ru_explain_head(ru_explainer *x, ru_phrase p); /* an empty line, then a heading */
void ru_explain_put(ru_explainer *x, int indent, ru_str text);
void ru_explain_mark(ru_explainer *x, int indent, ru_tri outcome, ru_str text); /* ✓ ✗ ? before it */
void ru_explain_item(ru_explainer *x, int indent, ru_str text);                 /* a dash before it */

/* the documents */
void ru_explain_officer(ru_explainer *x);                      /* explain_officer.c; for an examiner too */
void ru_explain_why(ru_explainer *x);                          /* explain_why.c: the deciding rules with their conditions; with x->all every rule considered */
void ru_explain_limits(ru_explainer *x);                       /* explain_limits.c: what was held back, what would be without */
ru_str ru_explain_effect(ru_explainer *x, const ru_listed *l); /* "forbids every contact, until …" */
ru_str ru_explain_outcome_without(ru_explainer *x, const ru_held *h);
void ru_explain_conditions(ru_explainer *x, const ru_trace *t, int indent, bool everything); /* explain_why.c */
void ru_explain_person(ru_explainer *x);                                                     /* explain_person.c */
void ru_explain_json(ru_explainer *x);                                                       /* explain_json.c */

#endif

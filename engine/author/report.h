/* report.h: what the files of `ruth report` share: people by group, and what came of the decisions about them. */
#ifndef RU_REPORT_H
#define RU_REPORT_H

#include "engine/author/author.h"
#include "engine/author/interval.h"
#include "engine/decide/ledger.h"

enum { RU_REPORT_FEWEST = 20 /* a rate of fewer is not said: it would tell of persons, not of a group */, RU_REPORT_BY = 16 };
typedef enum ru_rate { RU_RATE_PAID, RU_RATE_KEPT, RU_RATE_COMPLAINT, RU_RATE_OPT_OUT, RU_RATE_LOW, RU_RATES } ru_rate;
typedef struct ru_fraction {
    uint64_t k, n;
} ru_fraction;
/* A group: each person once, however often they were decided about; promises and ratings one by one. */
typedef struct ru_cohort {
    ru_str name;
    uint64_t people, decisions, contacts, promises, kept, ratings, low;
    uint64_t did[RU_EVENTS];          /* people of whom at least one such event came */
    uint64_t met, met_did[RU_EVENTS]; /* the last person counted */
} ru_cohort;
typedef enum ru_by {
    RU_BY_SEGMENT,
    RU_BY_ACTION,
    RU_BY_TONE,
    RU_BY_CHANNEL,
    RU_BY_MESSAGE,
    RU_BY_PLAN,
    RU_BY_MONTH,
    RU_BY_POLICY,
    RU_BY_EXPERIMENT,
    RU_BYS
} ru_by;
typedef struct ru_side_by {
    ru_by by;
    ru_str name;
    uint64_t policy; /* of an experiment: the row of the policy that makes it */
    ru_cohort *groups;
    size_t count, capacity;
} ru_side_by;
typedef struct ru_counted {
    ru_str name;
    int64_t n;
} ru_counted; /* complaints about a thing; money in a currency */
typedef struct ru_countings {
    ru_counted *items;
    size_t count, capacity;
} ru_countings;

/* One decision about the person who is being read, and the groups it is in. */
typedef struct ru_member {
    uint32_t side, group;
} ru_member;
typedef struct ru_made {
    uint64_t row, policy;
    int64_t at;
    bool erased, contact;
    ru_member *in;
    size_t count, capacity;
} ru_made;

struct ruth_report {
    ruth_ledger *ledger;
    ruth_allocator alloc;
    ru_arena arena, person, scratch; /* of the report, of one person, of one row */
    ru_buf out;
    bool by[RU_BYS], contacted;         /* contacted: only decisions that contact somebody count, but for experiments */
    int64_t from, until, as_of, within; /* within: seconds; 0: however late */
    ru_cohort all;
    ru_side_by *sides;
    size_t side_count, side_capacity;
    ru_countings money, about;
    uint64_t events[RU_EVENTS], open, late, erased_people, erased_decisions, erased_outcomes, of_erased;
    uint64_t subject; /* the person who is being read, */
    bool left;        /* of whom something is left, */
    ru_made *made;    /* and the decisions about them */
    size_t made_count, made_capacity;
    bool french;
};
typedef struct ruth_report ru_report;

/* report_read.c */
ruth_status ru_report_read(ru_report *r, ruth_error *e);
/* report_words.c: what both pages and the text say. */
const char *ru_report_say(const ru_report *r, const char *en, const char *fr);
ru_fraction ru_report_part(const ru_cohort *t, ru_rate rate);
const char *ru_report_rate(const ru_report *r, ru_rate rate); /* "paid" */
const char *ru_report_unit(const ru_report *r, ru_rate rate); /* "people" */
const char *ru_report_side(const ru_report *r, ru_by by);     /* "by tone" */
ru_str ru_report_group(const ru_report *r, const ru_side_by *s, const ru_cohort *t);
void ru_report_percent(ru_buf *b, const ru_report *r, int64_t millionths, char mode);  /* "31.7": one digit, rounded as the mode says */
void ru_report_figure(ru_buf *b, const ru_report *r, ru_fraction p);                   /* "31.7 % (24.0 to 40.5), 38 of 120", or that they are too few */
void ru_report_change(ru_buf *b, const ru_report *r, ru_fraction p, ru_fraction base); /* "+3.2 (−1.0 to +7.5)" */
enum { RU_REPORT_NOTES = 5 };
size_t ru_report_notes(const ru_report *r, const char *out[RU_REPORT_NOTES]);
/* report_text.c, report_json.c, report_html.c */
void ru_report_text(ru_report *r);
void ru_report_json(ru_report *r);
void ru_report_html(ru_report *r);
#endif

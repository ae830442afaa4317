/* diff.h: what the files of `ruth diff` share: two policies, the same people, and what came of them. */
#ifndef RU_DIFF_H
#define RU_DIFF_H

#include "engine/author/simulate.h"
#include "engine/author/whatif.h"

enum {
    RU_DIFF_EXAMPLES = 10,
    RU_DIFF_GROUPS = 12,
    RU_DIFF_GUARDS = 16,
    RU_DIFF_VALUES = 64 /* of a fact that is no enum */,
    RU_DIFF_TRIALS = 50000 /* decisions at most, in search of facts that are lacking: a second or two */
};
typedef enum ru_move { RU_MOVE_SAME, RU_MOVE_KINDER, RU_MOVE_HARSHER, RU_MOVE_MIXED, RU_MOVES } ru_move; /* mixed: kinder in one thing, harsher in another */

/* People of one kind, before and after. */
typedef struct ru_tallied {
    size_t people, moves[RU_MOVES], contacted[2], plans[2], handed[2], gained, lost /* newly contacted, newly blocked */,
        lacking[2] /* silent only for lack of a fact */;
} ru_tallied;

/* Everybody by the segment they were in, by a circumstance, by the value of a fact. Those without a value are in `rest`. */
typedef enum ru_group_kind { RU_BY_SEGMENT, RU_BY_CIRCUMSTANCE /* one person may be in several */, RU_BY_WORD, RU_BY_BAND, RU_BY_TEXT } ru_group_kind;
enum { RU_REST_UNKNOWN, RU_REST_NONE, RU_REST_OTHER, RU_RESTS };
typedef struct ru_group {
    ru_str name;
    ru_group_kind kind;
    int slot;
    size_t count;
    ru_str *values;
    int64_t *keys;         /* RU_BY_BAND: what the values are sorted by */
    const ru_cond **conds; /* RU_BY_CIRCUMSTANCE */
    ru_tallied *tallied;   /* [count], room for more where values come up as people do */
    ru_tallied rest[RU_RESTS];
} ru_group;

/* Where people went: from a value of the old policy to one of the new. The last row and column: there is none. */
typedef enum ru_flow_kind { RU_FLOW_SEGMENT, RU_FLOW_ACTION, RU_FLOW_CHANNEL, RU_FLOW_TONE, RU_FLOW_TEAM, RU_FLOWS } ru_flow_kind;
typedef struct ru_flow {
    const char *title;
    const ru_ordinal *names[2];
    size_t count[2];
    size_t *cells; /* [count[0] + 1][count[1] + 1] */
} ru_flow;

/* One person before and after: what, and why in the policy's words, in English and in French (where the policy has none, in its first language). */
typedef struct ru_was {
    int action, tone, channel;
    ru_str why[2];
} ru_was;
typedef struct ru_example {
    ru_str id;
    int64_t distance;
    ru_was was[2];
} ru_example;
typedef struct ru_examples {
    ru_example items[RU_DIFF_EXAMPLES];
    size_t count;
} ru_examples; /* the most affected, most first */
/* Who is newly contacted or newly blocked, and by which rule or limit they were, or are, silent (as ru_sim_reason counts them). */
typedef struct ru_who {
    ru_str *ids;
    size_t count, capacity;
    size_t *reasons;
} ru_who;
typedef struct ru_week {
    int32_t monday;
    size_t contacts[2], gained, lost;
} ru_week;
/* "harsher=0", "silent=+1%", "harsher=0@segment=late". */
typedef struct ru_guard {
    ru_str text, group, value;
    char what;
    int64_t most;
    bool percent, broken;
    size_t got, of;
} ru_guard;

typedef struct ru_side {
    ru_study *study;
    ru_policy *policy; /* the study's */
    ruth_session *session;
    ru_outcome o;
    int segment;
    ru_sim asking;                       /* why somebody is silent, as a simulation says it */
    ru_whatif lack;                      /* what facts might be */
    ru_sim *lived;                       /* NULL: nobody is lived through days */
    size_t silent, lacking, passed_over; /* of those who owe, or may; passed over: not looked at for want of time */
    size_t *lacks;                       /* by slot: people who are silent only for lack of this fact; the last: of the contacts */
    size_t plans[RU_MAX_PLANS];          /* people whom each plan is offered */
} ru_side;

struct ruth_diff {
    ruth_allocator alloc;
    ru_side sides[2]; /* old, new */
    ru_arena arena;
    ru_arena scratch; /* of one line */
    ru_buf out, words;
    ru_tallied all;
    size_t rejected, erased;
    struct {
        uint64_t *hashes;
        size_t count, size;
    } people; /* by subject, else by id: different ones */
    ru_group groups[RU_DIFF_GROUPS];
    size_t group_count;
    ru_tallied **rows; /* in which tallies the present person is */
    size_t row_count, row_capacity;
    ru_flow flows[RU_FLOWS];
    size_t *fired; /* per rule of the new policy, kind after kind */
    ru_examples harsher, kinder;
    ru_who gained, lost;
    ru_week *weeks; /* by date */
    size_t week_count, week_capacity;
    size_t days;    /* 0: not lived through */
    ru_week *lived; /* the first week, the second … of these days */
    size_t lived_count;
    ru_guard guards[RU_DIFF_GUARDS];
    size_t guard_count;
    size_t trials;
    bool failed;
};
typedef struct ruth_diff ru_diff;

/* diff_pressure.c: is the new outcome kinder or harsher in the pressure order, as far as the two policies have the same words? */
ru_move ru_diff_move(const ru_side sides[2]);
int64_t ru_diff_distance(const ru_side sides[2]); /* how many rungs apart, up or down; silence is below the first rung of tones and channels */
/* diff_guard.c */
ruth_status ru_diff_guard_read(ru_diff *d, const char *text, ruth_error *e);
void ru_diff_guards_judge(ru_diff *d);
/* diff_groups.c */
ruth_status ru_diff_open_group(ru_diff *d, const char *by, ruth_error *e); /* "segment", "circumstance", a fact of the old policy */
void ru_diff_find_rows(ru_diff *d);                                        /* of the person now decided: d->rows */
/* diff_count.c: what both decisions of one request add up to. */
bool ru_diff_open_counts(ru_diff *d);
void ru_diff_count(ru_diff *d);
typedef struct ru_rules_of {
    const char *kind;
    const ru_rule *first;
    size_t size, count;
} ru_rules_of; /* size: from one rule to the next */
enum { RU_DIFF_KINDS = 7 };
void ru_diff_kinds(const ru_policy *p, ru_rules_of out[RU_DIFF_KINDS]);
const ru_rule *ru_diff_rule(const ru_rules_of *k, size_t i);
bool ru_diff_in_pack(const ru_diff *d, const ru_rules_of *k, size_t i); /* a limit that the new policy takes from a pack: that most never bite is no news */
/* diff_who.c: who exactly: the most affected, the newly contacted and the newly blocked, how many there are, and the weeks of the contacts. */
bool ru_diff_open_who(ru_diff *d);
void ru_diff_who(ru_diff *d, ru_move move);
/* diff_lack.c: decides again, so nothing of the present decisions is left: counts those who are silent only for lack of a fact. */
bool ru_diff_open_lack(ru_diff *d, ru_side *s, ruth_error *e);
void ru_diff_lack(ru_diff *d, const char *bytes, size_t length);
/* diff_lived.c */
ruth_status ru_diff_open_lived(ruth_engine *engine, ru_diff *d, const char *const folders[2], const ruth_diff_options *o, ruth_error *e);
ruth_status ru_diff_live(ru_diff *d, const char *bytes, size_t length, ruth_error *e);
/* diff_say.c: words that the documents share */
const char *ru_diff_noun(const ru_diff *d, size_t n, bool french);                  /* people, or decisions where somebody is decided about more than once */
void ru_diff_say_side(ru_buf *b, const ru_policy *p, const ru_was *w, bool french); /* "listen by letter, encouragement" */
ru_str ru_diff_rest_name(const ru_group *g, size_t rest, bool french);
ru_str ru_diff_flow_name(const ru_flow *f, int side, size_t i, bool french);
bool ru_diff_plan(const ru_diff *d, size_t i, ru_str *name, size_t n[2]); /* i below both policies' plans together: whom it is offered; false: told already */
size_t ru_diff_lacks(const ru_diff *d);
ru_str ru_diff_lack_of(const ru_diff *d, size_t i, size_t n[2]); /* i below that: a fact, and for lack of it alone how many are silent; nobody: 0, 0 */
size_t ru_diff_harsher(const ru_tallied *t);                     /* in anything */
bool ru_diff_alike(const ru_diff *d);                            /* same name and version: only the digests tell the two apart */
/* diff_text.c, diff_json.c, diff_html.c; diff_plot.c: inline SVG */
void ru_diff_text(ru_diff *d);
void ru_diff_json(ru_diff *d);
void ru_diff_html(ru_diff *d, bool french);
enum { RU_SERIES = 4 };
typedef struct ru_series {
    const char *name, *kind;
} ru_series; /* kind: the class of its bars */
typedef struct ru_bars {
    ru_str name;
    size_t n[RU_SERIES];
} ru_bars;
/* Both put a figure; each bar and each stream carries its number as text and as data-n, so that the table behind it can be compared. */
void ru_diff_plot_bars(ru_buf *b, const char *title, const ru_series *series, size_t series_count, const ru_bars *rows, size_t count);
void ru_diff_plot_flow(ru_diff *d, const char *title, const ru_flow *f, bool french); /* into d->out */
void ru_diff_put_markup(ru_buf *b, ru_str s);

#endif

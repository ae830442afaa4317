/* boxes.h: what the files of the box analysis share: the space, the question asker, and requests that show an answer. */
#ifndef RU_BOXES_H
#define RU_BOXES_H

#include "engine/author/check.h"
#include "engine/author/space.h"

typedef struct ru_said_cond {
    const ru_cond *cond;
    const ru_node *node;
} ru_said_cond;
/* Rules of one kind, as the analysis goes through them. */
typedef struct ru_family {
    ru_kind kind;
    const char *name; /* "segment" */
    size_t count;
    bool first_hit;
    const char *effect; /* what follows when a rule of it is never true */
} ru_family;
enum { RU_FAMILIES = 9 };

typedef struct ru_boxes {
    ru_study *s;
    const ru_check_context *c;
    ru_findings *f;
    ru_arena *a; /* gone after the check */
    ru_space sp;
    ru_solver so;
    ruth_session *session; /* decides what is shown */
    ru_buf line;
    const ru_said_cond *said; /* sorted by condition */
    size_t said_count;
    ru_family families[RU_FAMILIES];
    uint8_t *state; /* per result: what was found about it, ru_life */
    uint8_t *empty; /* per term: a circumstance that can never be true */
    bool any_empty;
    uint8_t *nobody[3];  /* per stage and value (segment, action, tone): no rule that lives gives it */
    bool some_nobody[3]; /* per stage: it has such a value */
    int tries;           /* how many more requests may be tried */
    size_t open;         /* questions that took too long: nothing was claimed */
} ru_boxes;
typedef enum ru_life { RU_ALIVE, RU_DEAD, RU_SHADOWED, RU_NOT_TOLD /* dead for something told elsewhere */ } ru_life;

/* boxes_rules.c: rules by family and place. */
void ru_boxes_families(ru_boxes *b);
int ru_boxes_result(const ru_boxes *b, const ru_family *k, size_t rule);
uint32_t ru_boxes_root(const ru_boxes *b, const ru_family *k, size_t rule);
const ru_raw *ru_boxes_raw(const ru_boxes *b, const ru_family *k, size_t rule);
bool ru_boxes_always(const ru_boxes *b, uint32_t term);      /* `otherwise`, and nothing besides */
bool ru_boxes_stages(ru_boxes *b);                           /* makes `nobody`; false: out of memory */
void ru_boxes_count_values(ru_boxes *b, const ru_family *k); /* when all is known about a family: which values does nobody get? */
/* The first claim is a rule's. Would all hold for somebody if a value that nobody gets, and that the rule may speak of, were given? Then what is wrong is told where it should be given. */
bool ru_boxes_waits(ru_boxes *b, const ru_claim *claims, size_t count);
ru_verdict ru_boxes_ask(ru_boxes *b, const ru_claim *claims, size_t count); /* counts those that took too long */

/* boxes_words.c */
bool ru_boxes_learn(ru_boxes *b);                                                        /* finds the node of every condition; false: out of memory */
const ru_node *ru_boxes_node(const ru_boxes *b, const ru_cond *c);                       /* NULL: the officer wrote none */
void ru_boxes_say(const ru_boxes *b, ru_buf *out, const ru_cond *c);                     /* as the officer wrote it */
void ru_boxes_say_rule(const ru_boxes *b, ru_buf *out, const ru_family *k, size_t rule); /* action "remind" (actions.lua:12) */
void ru_boxes_say_domain(const ru_boxes *b, ru_buf *out, const uint64_t *domain);        /* people in words */

/* boxes_request.c: makes a request whose people lie in the domain and decides it; gives the line when `shows` says that it shows what is claimed. False: none was found. */
typedef bool (*ru_shows)(const ru_boxes *b, const void *claim);
bool ru_boxes_request(ru_boxes *b, const uint64_t *domain, ru_shows shows, const void *claim, ru_str *out);
/* The same for people for whom all claims hold. */
bool ru_boxes_show(ru_boxes *b, const ru_claim *claims, size_t count, ru_shows shows, const void *claim, ru_str *out);
/* Keeps a buffer's text in the findings' arena. */
ru_str ru_boxes_keep(ru_boxes *b, ru_buf *text);

/* Each adds its findings. Families in their order: what a stage can be decides what may follow. */
void ru_boxes_dead(ru_boxes *b, const ru_family *k);    /* boxes_dead.c */
void ru_boxes_shadows(ru_boxes *b, const ru_family *k); /* boxes_shadow.c */
/* boxes_notes.c */
void ru_boxes_overlaps(ru_boxes *b);
void ru_boxes_leftovers(ru_boxes *b);

#endif

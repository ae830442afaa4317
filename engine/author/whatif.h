/* whatif.h: what the files of `ruth whatif` share: one decided request, the values facts may be changed to, and the smallest changes found. */
#ifndef RU_WHATIF_H
#define RU_WHATIF_H

#include "engine/author/explain.h"
#include "engine/author/people.h"

enum { RU_WHATIF_MOST_FACTS = 3, RU_WHATIF_BUDGET = 20000 /* decisions: a few seconds at most */ };

typedef struct ru_change {
    int slot;
    ru_value to;
    int64_t distance;
} ru_change; /* distance: how far from what it is, 0 where that cannot be said */
/* One set of changes and what it comes to. */
typedef struct ru_turn {
    ru_change changes[RU_WHATIF_MOST_FACTS];
    size_t count;
    ru_outcome outcome;
} ru_turn;

typedef enum ru_goal_kind { RU_GOAL_NONE, RU_GOAL_SEGMENT, RU_GOAL_ACTION, RU_GOAL_TONE, RU_GOAL_CHANNEL, RU_GOAL_HAND_OVER, RU_GOAL_PLAN } ru_goal_kind;
typedef struct ru_goal {
    ru_goal_kind kind;
    int value; /* −1 none */
} ru_goal;

struct ruth_whatif {
    ruth_allocator alloc;
    ru_study *study;
    ruth_session *session;
    const ru_hints *hints;
    ru_arena arena; /* of one question */
    ru_buf out;
    ru_str line;           /* the request */
    ru_value *facts;       /* as the request gave them, before anything expired or was derived: [facts] */
    ru_change *candidates; /* by fact */
    size_t candidate_count, candidate_capacity;
    ru_goal goal;
    ru_outcome now; /* what is decided */
    int segment;
    ru_turn *turns; /* smallest first */
    size_t turn_count, turn_capacity;
    size_t decided;
    bool reached; /* with a goal: already so */
    bool spent;   /* the budget came to its end */
    bool failed;  /* out of memory: sticky */
};
typedef struct ruth_whatif ru_whatif;

/* whatif_values.c: fills w->candidates with what each fact might be instead. */
void ru_whatif_candidates(ru_whatif *w);
void ru_whatif_values(ru_whatif *w, int slot); /* with what this one fact might be, whoever it is about */
/* whatif_search.c: fills w->turns. */
void ru_whatif_search(ru_whatif *w);
bool ru_whatif_is_reached(const ru_whatif *w, const ru_outcome *o, int segment);
/* Decides with these changes; false: that request would be rejected. */
bool ru_whatif_decide(ru_whatif *w, const ru_change *changes, size_t count, ru_outcome *out, int *segment);
/* whatif_write.c */
void ru_whatif_text(ru_whatif *w);
void ru_whatif_json(ru_whatif *w);

#endif

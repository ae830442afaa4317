/* diff.h: what the files of `ruth diff` share: two policies, the same people, and what came of them. */
#ifndef RU_DIFF_H
#define RU_DIFF_H

#include "engine/author/explain.h"

enum { RU_DIFF_EXAMPLES = 10, RU_DIFF_GROUPS = 8, RU_DIFF_GUARDS = 16 };
typedef enum ru_move { RU_MOVE_SAME, RU_MOVE_KINDER, RU_MOVE_HARSHER, RU_MOVE_MIXED, RU_MOVES } ru_move; /* mixed: kinder in one thing, harsher in another */

/* People of one kind, before and after. */
typedef struct ru_tallied { size_t people, moves[RU_MOVES], contacted[2], plans[2], handed[2]; } ru_tallied;
/* Everybody by the value of a fact, or by the segment they were in. */
typedef struct ru_group { ru_str name; int slot; /* −1: the segment of the old policy */ size_t count; const ru_str *values; ru_tallied *tallied; /* [count + 1], the last: not known, none on file or another */ } ru_group;
/* Where people went: from a value of the old policy to one of the new. The last row and column: nobody is contacted (channel), or there is none. */
typedef struct ru_flow { const char *title; const ru_ordinal *names[2]; size_t count[2]; size_t *cells; /* [count[0] + 1][count[1] + 1] */ } ru_flow;
typedef struct ru_example { ru_str id, before, after, why_before, why_after; } ru_example;
typedef struct ru_examples { ru_example items[RU_DIFF_EXAMPLES]; size_t count; } ru_examples;
/* "harsher=0", "silent=+1%", "harsher=0@segment=late". */
typedef struct ru_guard { ru_str text, group, value; char what; /* h s */ int64_t most; bool percent, broken; size_t got, of; } ru_guard;

typedef struct ru_side { ru_policy *policy; ruth_session *session; ru_outcome o; int segment; } ru_side;
struct ruth_diff {
    ruth_allocator alloc;
    ru_side sides[2];        /* old, new */
    ru_arena arena;
    ru_arena scratch;        /* of one line */
    ru_buf out;
    ru_tallied all;
    size_t rejected;
    ru_group groups[RU_DIFF_GROUPS];
    size_t group_count;
    ru_flow action, channel, tone;
    size_t *fired;           /* per rule of the new policy: segments, actions, tones, channels, plans, one after the other */
    ru_examples harsher, kinder;
    ru_guard guards[RU_DIFF_GUARDS];
    size_t guard_count;
    bool failed;
};
typedef struct ruth_diff ru_diff;

/* diff_pressure.c: is the new outcome kinder or harsher in the pressure order, as far as the two policies have the same words? */
ru_move ru_diff_move(const ru_side sides[2]);
/* diff_guard.c */
ruth_status ru_diff_guard_read(ru_diff *d, const char *text, ruth_error *e);
void ru_diff_guards_judge(ru_diff *d);
/* diff_count.c: what both decisions of one request add up to. */
bool ru_diff_open_counts(ru_diff *d);
ruth_status ru_diff_open_group(ru_diff *d, const char *fact, ruth_error *e); /* by this fact too */
void ru_diff_count(ru_diff *d);
typedef struct ru_rules_of { const char *kind; const ru_rules *rules; } ru_rules_of;
enum { RU_DIFF_KINDS = 5 };
void ru_diff_kinds(const ru_policy *p, ru_rules_of out[RU_DIFF_KINDS]);
/* diff_text.c, diff_json.c, diff_html.c */
void ru_diff_text(ru_diff *d);
void ru_diff_json(ru_diff *d);
void ru_diff_html(ru_diff *d, bool french);

#endif

/* cases.h: scenario cases as an officer writes them, read strictly: a misspelt expectation must never pass in silence. docs/testing.md is the format. */
#ifndef RU_CASES_H
#define RU_CASES_H

#include "engine/author/author.h"

enum { RU_CASE_LAYERS = 24, RU_CASE_STEPS = 32 };

/* Layers of `given`, the later ones over the earlier: people taken by `like`, the case's own, a row's, those of the steps so far. */
typedef struct ru_given {
    const ru_node *layers[RU_CASE_LAYERS + RU_CASE_STEPS];
    size_t count;
} ru_given;
typedef struct ru_wanted {
    const ru_node *expect[2], *never[2]; /* of the case and of its row; NULL where there is none */
    const ru_node *exactly;              /* limits_exactly */
} ru_wanted;
typedef struct ru_step {
    ru_wanted wanted;
    int64_t after; /* seconds since the case's now; 0: the case itself */
    size_t layers; /* how many layers of `given` count here */
    bool played;   /* the contact decided in the step before has taken place */
} ru_step;
typedef struct ru_case {
    ru_str sentence, file;
    int line, row;       /* row from 1; 0: none */
    ru_str label;        /* what the row is called; n 0: nothing */
    const ru_node *base; /* the case it was read from: rows of one case share it */
    ru_given given;
    ru_step steps[RU_CASE_STEPS];
    size_t step_count; /* at least 1 */
} ru_case;
typedef struct ru_cases {
    ru_case *items;
    size_t count, capacity, files;
} ru_cases;

/* Reads the files of cases/ of the policy, in order of their names. Gives cases in the study's arena. Fails: with file:line:column; also where there is no case at all. */
ruth_status ru_cases_read(ru_study *s, ru_cases *out, ruth_error *e);

/* ---- case_expect.c ---- */
typedef enum ru_expected_kind {
    RU_EXPECT_NAME,
    RU_EXPECT_NAMES,
    RU_EXPECT_INSTANT,
    RU_EXPECT_INTEGER,
    RU_EXPECT_MONEY,
    RU_EXPECT_TEXT,
    RU_EXPECT_FLAG
} ru_expected_kind;
/* What a key of `expect` is about. */
typedef struct ru_expectation {
    const char *key, *at; /* where the answer has it: "action.is", "plans[].plan" */
    ru_expected_kind kind;
    const char *of; /* whose names: "segment", "limit" …; NULL: no names */
    bool none;      /* it may be missing: `none` says so */
} ru_expectation;
const ru_expectation *ru_expectation_find(ru_str key); /* NULL: there is no such key */
bool ru_wanted_none(const ru_expectation *x, const ru_node *value);
/* Checks the keys and values of expect, never or limits_exactly against what the policy has. */
ruth_status ru_expect_check(ru_study *s, const ru_node *map, bool never, ruth_error *e);

/* ---- case_request.c ---- */
/* Fails where a layer names no fact, gives it no value of its type, or money of another currency than the last layer's. */
ruth_status ru_given_check(ru_study *s, const ru_given *g, ruth_error *e);
/* The request of a step, one line: `id`, the layers, `now` moved by the step, contacts played so far (JSON objects, comma between; "" none). Fails at the node of a value that does not fit. */
ruth_status ru_case_request(ru_study *s, const ru_case *c, size_t step, ru_str played, ru_buf *out, int64_t *now, ruth_error *e);
/* `given` in words: "days late: 45; the amount owed: 300.00 USD". */
void ru_case_words(ru_study *s, const ru_case *c, size_t step, ru_buf *out);

/* ---- case_marks.c ---- */
typedef struct ru_mark {
    ru_str key, expected, got;
    bool never, ok;
    size_t step;
} ru_mark;
typedef struct ru_marks {
    ru_mark *items;
    size_t count, capacity, failed;
} ru_marks;
/* Marks one answer (parsed) against what a step wants; in the arena. A rejected request fails unless the step expects an error. False: out of memory. */
bool ru_case_mark(ru_arena *a, const ru_wanted *w, size_t step, const ru_node *answer, ru_marks *out);
bool ru_mark_add(ru_arena *a, ru_marks *out, ru_mark m);
/* One value of an answer: "action.is"; "none" where it is null or not there. Lists: each name once, joined by ", ". */
ru_str ru_answer_value(ru_arena *a, const ru_node *answer, const char *at);

#endif

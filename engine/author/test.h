/* test.h: what a test of a policy found; shared by the files that run it, try the guarantees, count the coverage and write it all down. */
#ifndef RU_TEST_H
#define RU_TEST_H

#include "engine/author/cases.h"
#include "engine/author/people.h"

typedef struct ru_reason_line {
    ru_str what, because, place;
} ru_reason_line; /* "action", its words, "actions.lua:12" */
typedef struct ru_case_result {
    const ru_case *of;
    ru_marks marks;
    bool passed;
    size_t failed_step;    /* the first that failed */
    ru_str given, request; /* of the first step that failed; p NULL where all passed */
    ru_reason_line *reasons;
    size_t reason_count, reason_capacity;
    ru_str unknown; /* names, "" none */
} ru_case_result;
typedef struct ru_promise { /* one guarantee */
    const ru_raw *of;
    size_t tried; /* requests on which it could be broken */
    bool broken;
    ru_str request, given, words; /* the smallest request found that breaks it, the same in words, and what happened */
} ru_promise;
typedef struct ru_condition_seen {
    const ru_node *node;
    const ru_cond *cond;
    size_t seen[3];
} ru_condition_seen; /* false, unknown, true */
typedef struct ru_rule_seen {
    ru_kind kind;
    const ru_raw *raw;
    size_t index;
    size_t seen;
} ru_rule_seen;
typedef struct ru_lack {
    int slot;
    size_t people;
} ru_lack;

typedef struct ru_question {
    ru_str file, id, words;
    int line;
    bool passed;
} ru_question; /* one line of cases/NAME.ndjson; words: what differs */

struct ruth_test {
    ruth_allocator alloc;
    ru_study *study;
    ruth_session *session, *other;
    ru_cases cases;
    ru_case_result *results;
    ru_question *questions;
    size_t question_count;
    ru_promise *promises;
    size_t promise_count;
    ru_rule_seen *rules;
    size_t rule_count;
    ru_condition_seen *conditions;
    size_t condition_count;
    const ru_hints *hints; /* where made-up people stand */
    ru_lack *lacks;        /* most people first */
    size_t lack_count, silent, silent_for_lack /* people whom one fact would bring a contact */, people, owing;
    uint64_t seed;
    bool all, nomem; /* nomem: memory ran out in a decision; looked at by whoever goes on */
    const char *only;
    size_t passed, failed;
    ru_buf line, out; /* a request being made; what was written last */
};

static inline ru_session *ru_test_session(ruth_session *s) { return s; }
/* Decides `line` in one of the sessions; false: rejected (*answer is the error line then), or memory ran out (t->nomem). */
bool ru_test_decide(ruth_test *t, ruth_session *s, ru_str line, ru_str *answer);

/* test_cover.c */
bool ru_cover_open(ruth_test *t);
void ru_cover_see(ruth_test *t);   /* what the decision now in t->session touched */
void ru_cover_asked(ruth_test *t); /* the same of the question just answered */
/* questions.c */
ruth_status ru_questions_ask(ruth_test *t, ruth_error *e); /* every question of cases/NAME.ndjson */
bool ru_questions_stand_alone(ruth_test *t);               /* does the policy ask those of its packs? */
bool ru_pack_has_questions(ruth_test *t, const ru_pack *pack);
/* test_promises.c */
bool ru_promises_open(ruth_test *t);
bool ru_promises_try(ruth_test *t, ru_str line); /* every guarantee on one request; false: out of memory */
/* test_silence.c */
bool ru_people_try(ruth_test *t); /* guarantees on made-up people, and who is silent only for lack of what */
/* test_write.c, test_json.c */
void ru_test_text(ru_buf *b, ruth_test *t, bool color);
void ru_test_json(ru_buf *b, ruth_test *t);
void ru_test_junit(ru_buf *b, ruth_test *t);

#endif

/* boxes_look.h: a small policy looked at by the box analysis, and what was found. */
#ifndef TEST_BOXES_LOOK_H
#define TEST_BOXES_LOOK_H

#include "engine/author/check.h"
#include "tests/support/support.h"

typedef struct looked {
    ru_study *study;
    ru_arena arena;
    ru_findings f;
    char folder[256];
} looked;
void boxes_look(looked *l, const support_file *files, bool all); /* fails the test when the policy does not load */
void boxes_close(looked *l);
void boxes_show(const looked *l);                                                   /* what a failing test shows */
const ru_finding *boxes_found(const looked *l, const char *code, const char *part); /* whose message has the part; NULL: none */
const ru_finding *boxes_must_find(const looked *l, const char *code, const char *part);
void boxes_must_count(const looked *l, size_t count);
#endif

/* author.h: what the tools of an officer share: findings, and how they are shown. The tools read a study (policy/study.h) and decide through a session. */
#ifndef RU_AUTHOR_H
#define RU_AUTHOR_H

#include "engine/decide/session.h"
#include "engine/include/ruth_author.h"
#include "engine/policy/study.h"

/* ---- findings: what a check tells an officer ---- */
typedef enum ru_level { RU_ERROR, RU_WARNING, RU_NOTE } ru_level; /* does not load, or would do what nobody meant · deserves a look · good to know */
typedef struct ru_finding {
    ru_level level;
    const char *code;  /* a closed list, for machines: "unknown_word", "shadowed" … constant */
    ru_str file;       /* "" for the policy as a whole */
    int line, column;  /* from 1; 0 where there is none; columns count characters */
    int length;        /* characters that are underlined; 0: one */
    ru_str message;    /* what is wrong: one sentence, small first letter, no full stop */
    ru_str effect;     /* what would have happened; n 0: nothing to add */
    ru_str suggestion; /* what to write instead; n 0: none */
    ru_str request;    /* a request (one line of JSON) that shows it; p NULL: none */
} ru_finding;
typedef struct ru_findings {
    ru_arena *arena; /* holds the texts */
    ru_finding *items;
    size_t count, capacity;
    bool failed; /* out of memory: sticky, looked at once in the end */
} ru_findings;
/* Adds one at a node's place; gives it, to be filled further, or NULL when memory ran out. The format makes the message. */
ru_finding *ru_finding_add(ru_findings *f, ru_level level, const char *code, const ru_node *at, const char *format, ...) RU_PRINTF(5, 6);
ru_finding *ru_finding_at(ru_findings *f, ru_level level, const char *code, ru_str file, int line, int column, const char *format, ...) RU_PRINTF(7, 8);
void ru_findings_sort(ru_findings *f); /* the worst first; then by file, line, column */

#endif

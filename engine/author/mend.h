/* mend.h: a fault is cut out of a policy's file, in memory, so that the next one can be found. Lengths and lines never change: every place stays true. */
#ifndef RU_MEND_H
#define RU_MEND_H

#include "engine/author/author.h"

typedef struct ru_cut {
    ru_str path;
    size_t from, to;
} ru_cut; /* bytes that were replaced */
typedef struct ru_mending {
    ru_arena *arena;   /* of what lives as long as the mending */
    ru_arena *scratch; /* the caller's, who resets it between rounds */
    const char *folder;
    ru_loaded *files; /* as they stand now: what ru_study_open wants */
    size_t count, capacity;
    ru_cut *cuts;
    size_t cut_count, cut_capacity;
    ru_str *names; /* declared by what was cut: that they are missing is no news */
    size_t name_count, name_capacity;
    unsigned lost_kinds; /* of which something went whose name cannot be told: bits, see mend.c */
    bool failed;         /* out of memory: sticky, looked at once in the end */
    bool lost_derive;    /* a derivation was cut: that its fact has none is no news */
} ru_mending;

/* Is the fault only a consequence of an earlier cut? */
bool ru_mend_is_echo(ru_mending *m, const ruth_error *fault);
/* Cuts the smallest piece around the fault's place that is still there. False: nothing is left to cut, or it cannot be gone on from here. */
bool ru_mend(ru_mending *m, const ruth_error *fault);
/* A quotation of YAML that nothing closes is noticed lines later: from *line upwards, the line on which the quotes do not come in pairs. False: there is none near. */
bool ru_mend_lost_quote(ru_str bytes, int *line, int *column);
/* A file of the policy or of one of its packs as it stands on disk; p NULL: there is none. */
ru_str ru_mend_file(ru_arena *a, const char *folder, ru_str path);
ru_str ru_mend_read(ru_arena *a, const char *folder, ru_str path, bool *failed); /* the same; *failed: set when it is memory that is missing */

#endif

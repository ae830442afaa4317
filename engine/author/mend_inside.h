/* mend_inside.h: what the files of mending share; nobody else includes it. */
#ifndef RU_MEND_INSIDE_H
#define RU_MEND_INSIDE_H

#include "engine/author/mend.h"

size_t ru_mend_offset(ru_str s, int line, int column);                          /* the byte at a place; column 0: the first of the line that is no blank */
bool ru_mend_was_cut(const ru_mending *m, ru_str path, size_t from, size_t to); /* all of it, by one cut */
bool ru_mend_touched(const ru_mending *m, ru_str path, size_t from, size_t to); /* any of it */
bool ru_mend_replace(ru_mending *m, ru_loaded *f, size_t from, size_t to, const char *word); /* false: nothing to replace, or no memory */
void ru_mend_remember(ru_mending *m, ru_str name);                                           /* a name whose declaration goes */

void ru_mend_remember_file(ru_mending *m, ru_str path); /* something went from it whose name cannot be told */

/* Cut the smallest piece around the fault that is still there. */
bool ru_mend_lua(ru_mending *m, ru_loaded *f, const ruth_error *fault);
bool ru_mend_yaml(ru_mending *m, ru_loaded *f, const ruth_error *fault);
/* The statement, or the entry of the file, that holds the byte. */
bool ru_mend_lua_around(ru_mending *m, const ru_loaded *f, size_t at, size_t *from, size_t *to);
bool ru_mend_yaml_around(const ru_loaded *f, size_t at, size_t *from, size_t *to);

#endif

/* run.h: between run.c, which runs a decision, and vectors.c, which does the ANDs. */
#ifndef RU_MATCH_RUN_H
#define RU_MATCH_RUN_H

#include "engine/match/inside.h"

void ru_run_few(ru_match_run *r, const ru_group *g);   /* ANDs the rows in force: plain rows of up to RU_FEW_WORDS words */
void ru_run_many(ru_match_run *r, const ru_group *g);  /* … any rows, block by block, leaving a block as soon as nothing in it is possible */
void ru_run_sets(ru_match_run *r, const ru_group *g);  /* … and those of axes that hold a set of values */
void ru_run_lists(ru_match_run *r, const ru_group *g); /* then inner literals and coded atoms of what may still hold */

#endif

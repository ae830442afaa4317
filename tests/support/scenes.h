/* scenes.h: a use of the library, played again and again while the n-th request for memory is refused, once or from there on, n = 1, 2, 3 … */
#ifndef TEST_SCENES_H
#define TEST_SCENES_H

#include "engine/include/ruth.h"

/* Opens what it needs on this engine, uses it, closes it. Any status but RUTH_OK must be out of memory. */
typedef ruth_status (*scene)(ruth_engine *engine, ruth_error *e);
void scene_note(ruth_text t); /* what a scene was told: the same each time, unless it says that memory ran out */
/* Fails the test where a refusal leaks, goes unnoticed, or is told as something else. At so many points of failure at most (times RUTH_SCALE): where a place first asks, on a way that no scene of the program was refused on before, and some spread evenly. */
void scene_refuse(scene body, const char *name, long most);
/* What loading this policy asks for is refused elsewhere (test_policy_refused.c): the scenes that follow spend their refusals on what comes after. */
void scene_loads_elsewhere(const char *folder);

#endif

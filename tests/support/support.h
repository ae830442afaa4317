/* support.h: small helpers shared by tests: policies written into temporary folders, decisions as text, seeded numbers. */
#ifndef TEST_SUPPORT_H
#define TEST_SUPPORT_H

#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/include/ruth.h"

typedef struct support_file {
    const char *name, *text;
} support_file;
/* Writes the files (terminated by a NULL name) into a fresh folder; files that a policy needs and the list lacks get a minimal text. The path is static until the next call. */
const char *support_folder(const support_file *files);
void support_remove(const char *folder);

typedef struct support_world {
    ruth_engine *engine;
    ruth_policy *policy;
    ruth_session *session;
    char folder[256];
    ruth_error error;
} support_world;
/* Loads the files as a policy and opens a session; fails the test with the error when it does not load. */
void support_open(support_world *w, const support_file *files);
/* The status of loading; the error stays in w->error. Closes by itself. */
ruth_status support_load_status(support_world *w, const support_file *files);
void support_close(support_world *w);
/* Decides one line; gives a NUL-terminated copy, static until the next call. */
const char *support_decide(support_world *w, const char *line);
/* A NUL-terminated copy of a text the library gave; the caller frees it. (strndup looks for an end the library's texts need not have.) */
char *support_copy(ruth_text text);
/* Does the text contain the part? Prints both when not. */
#define assert_has(text, part) support_assert_has((text), (part), __FILE__, __LINE__)
#define assert_lacks(text, part) support_assert_lacks((text), (part), __FILE__, __LINE__)
void support_assert_has(const char *text, const char *part, const char *file, int line);
void support_assert_lacks(const char *text, const char *part, const char *file, int line);

/* splitmix64 */
typedef struct support_random {
    uint64_t state;
} support_random;
uint64_t support_next(support_random *r);
int64_t support_between(support_random *r, int64_t low, int64_t high); /* both ends in */
long support_scaled(long count);                                       /* count × RUTH_SCALE / 1000, at least 1 */
#endif

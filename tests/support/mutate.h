/* mutate.h: one slip of the pen in a policy file: a quote dropped, a key doubled, a number changed, a comma lost, a name misspelt. */
#ifndef TEST_MUTATE_H
#define TEST_MUTATE_H

#include "tests/support/support.h"

typedef enum mutation_kind { MUTATE_QUOTE, MUTATE_KEY, MUTATE_NUMBER, MUTATE_COMMA, MUTATE_NAME, MUTATE_KINDS } mutation_kind;
extern const char *const mutation_names[MUTATE_KINDS];

/* A place in a file where a slip of one kind can happen. */
typedef struct mutation_site {
    mutation_kind kind;
    int file;
    size_t from, to;
} mutation_site; /* the token's bytes */
typedef struct mutation_file {
    char name[300];
    char *bytes;
    size_t size;
    bool yaml;
} mutation_file;
typedef struct mutation_folder {
    mutation_file files[64];
    int file_count;
    mutation_site *sites;
    size_t site_count, room;
    size_t by_kind[MUTATE_KINDS];
} mutation_folder;

/* Reads every file of the policy that decides something (no cases), and finds the sites: comments and prose left out. */
void mutation_read(mutation_folder *f, const char *folder);
void mutation_free(mutation_folder *f);
/* Draws a site, each kind as likely as another, and makes the file with the slip in it: bytes of the caller's to free. `said`: one line that shows it. */
char *mutation_make(const mutation_folder *f, support_random *r, const mutation_site **site, size_t *size, char *said, size_t room);

#endif

/* ledger_world.h: a small ledger in a folder of its own: a policy in row 1, decisions in rows 2 to 13, about five people in turn. */
#ifndef TEST_LEDGER_WORLD_H
#define TEST_LEDGER_WORLD_H

#include <stdbool.h>

#include "engine/audit/audit.h"

enum { PEOPLE = 5, DECISIONS = 12 };
#define LEDGER_WORDS "DECISION- REQUEST- " /* of its policy */
typedef struct ledger_world {
    char folder[64], path[96], copy[96];
    ru_ledger *ledger;
    ruth_allocator alloc;
    ruth_error e;
    uint64_t policy;
} ledger_world;

ru_ledger *ledger_reopen(ledger_world *w, const char *path, unsigned how);
void ledger_add_policy(ledger_world *w, char digest);
ru_str ledger_format(char *room, size_t size, const char *what, int i);
void ledger_add(ledger_world *w, int i);
void ledger_open_world(ledger_world *w);
void ledger_fill(ledger_world *w);
void ledger_close_world(ledger_world *w);
uint64_t ledger_verify(ledger_world *w, ru_ledger *l, const ru_ledger_proof *proof);
uint64_t ledger_after(ledger_world *w, const char *sql, const ru_ledger_proof *proof);
void ledger_copy(const ledger_world *w); /* to w->copy */
char *ledger_slurp(const char *path, size_t *size);
size_t ledger_fetch(const ledger_world *w, const char *sql, unsigned char *out, size_t room);
#endif

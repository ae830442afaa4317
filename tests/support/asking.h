/* asking.h: small policies that are asked about one proposed contact: a charter over ordinary facts and contacts, and what permit answers. */
#ifndef TEST_ASKING_H
#define TEST_ASKING_H

#include "tests/support/support.h"

/* The policy's own facts: jurisdiction, role, timezone, timezone_candidates, currency, balance, late (integer, −60 … 4000), owed_on (date), told_at (instant), cap (money), shut and wished (weekly windows), stop (boolean), free_on (derived).
 * Fields of a contact: channel (letter, email, voice), direction, outcome (no_answer, conversation, not_connected), person (text), debts (list of text), recipient (text), place (home, work), amount (money), prior (boolean). */
void asking_open(support_world *w, const char *charter); /* charter.lua; everything else is ordinary */
/* The same with files that stand beside, or in place of, the ordinary ones; ends with a NULL name, lives until support_close. */
void asking_open_with(support_world *w, const char *charter, const support_file *more);
ruth_status asking_load_status(support_world *w, const char *charter, const support_file *more);
/* A policy in the folder main/ and packs beside it, as in {"packs/a/policy.yaml", …} and `uses: [packs/a]`: what main/ lacks is ordinary. Fails the test when it does not load. */
void asking_open_packs(support_world *w, const support_file *files);
/* The status of loading; the error stays in w->error, the rest is closed. */
ruth_status asking_packs_status(support_world *w, const support_file *files);
/* permit's answer to one line, NUL-terminated, static until the next call. */
const char *asking_line(support_world *w, const char *line);

/* A question in parts. NULL: now 2026-06-10T16:00:00Z, in New York, no facts beyond it, no contacts, a call at `now`. */
typedef struct asking {
    const char *now, *zone, *facts, *contacts, *proposed;
} asking;
const char *asking_answer(support_world *w, const asking *q);
/* What comes of it in one word: "free", "event", or the earliest instant; static until the next call. */
const char *asking_outcome(support_world *w, const asking *q);

#endif

/* ledger.h: a ledger and the policies it was written by, for the files that implement its part of ruth.h. */
#ifndef RU_DECIDE_LEDGER_H
#define RU_DECIDE_LEDGER_H

#include "engine/audit/audit.h"
#include "engine/decide/engine.h"
#include "engine/decide/session.h"

enum { RU_LEDGER_POLICIES = 8 };
typedef struct ru_ledger_loaded { /* a policy of the ledger, compiled again from its kept files */
    uint64_t row;                 /* 0: a free place */
    ru_policy *policy;            /* NULL: it does not load here, `why` says so */
    ruth_session *session;
    bool other_environment; /* what decides besides the policy is not what it was */
    char digest[2 * RU_DIGEST_SIZE + 1], engine[2 * RU_DIGEST_SIZE + 1], name[128], version[64];
    ruth_error why;
} ru_ledger_loaded;

struct ruth_ledger {
    ruth_engine *engine;
    ruth_allocator alloc;
    ru_ledger *file;
    ru_policy *added; /* the policy that was added last, held, and its row */
    uint64_t added_row;
    ru_ledger_loaded loaded[RU_LEDGER_POLICIES];
    size_t next; /* the place that is given up next */
    ru_buf text; /* what the last call gave */
};

/* The policy of that row, kept until some others were asked for. */
ruth_status ru_ledger_load(ruth_ledger *g, uint64_t row, ru_ledger_loaded **out, ruth_error *error);
/* Decides the row's request again: RUTH_OK and a line of that session. */
ruth_status ru_ledger_again(ruth_ledger *g, const ru_ledger_row *row, ru_ledger_loaded **policy, ruth_text *out, ruth_error *error);
/* kept_words.c: into an empty buffer. False: no memory. */
bool ru_kept_words(const ru_policy *p, ru_buf *b);
#endif

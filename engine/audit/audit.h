/* audit.h: the ledger: a file of rows, each chained to the one before, of what was decided, by which policy, and what was erased.
 *
 * Rows hold bytes and know nothing of policies; engine/decide/ledger.c brings the two together. What speaks of a person (subject, request,
 * decision, recorded results of plugins, what came of it) is sealed with a key of that person alone; the chain rests on salted hashes of what was sealed,
 * so that it still holds when key and sealed bytes are destroyed. One thread at a time per ledger; several processes may write one file in turns. */
#ifndef RU_AUDIT_H
#define RU_AUDIT_H

#include "engine/base/base.h"

typedef struct ru_ledger ru_ledger;
typedef enum ru_row_kind {
    RU_ROW_POLICY = 1,
    RU_ROW_DECISION,
    RU_ROW_ERASURE,
    RU_ROW_RETENTION,
    RU_ROW_SIGNATURE,
    RU_ROW_OUTCOME,
    RU_ROW_ANSWER /* to a question of ruth permit */
} ru_row_kind;
enum { RU_LEDGER_WRITE = 1, RU_LEDGER_CREATE = 2 /* and make it when it is not there; with WRITE */ };

typedef struct ru_ledger_file {
    ru_str path, bytes;
} ru_ledger_file;
typedef struct ru_ledger_policy {
    ru_str name, version, release; /* release: the versions that the engine's digest covers, for people */
    unsigned char digest[RU_DIGEST_SIZE], engine[RU_DIGEST_SIZE];
    const ru_ledger_file *files; /* sorted by path */
    size_t file_count;
    ru_str words; /* what its decisions are likely to say: what they have in common with it takes hardly any room. Stands in the clear */
} ru_ledger_policy;
/* Of a decision: mark is its own id. Of an answer: request is the question, decision the answer. Of an outcome: request is the event, decision the id of the one it came of, id its request's, mark what the event is known again by. */
typedef struct ru_ledger_content {
    ru_str subject, request, decision, recorded, id, mark;
    ru_str packed; /* all six, on the way to a ledger: then only subject, id and mark need to stand above; p NULL: they are not packed yet */
    unsigned char words[RU_DIGEST_SIZE]; /* of packed: the digest of the words it was packed against */
} ru_ledger_content;
typedef struct ru_ledger_row {
    uint64_t row; /* from 1, without a gap */
    ru_row_kind kind;
    int64_t at;       /* the instant the row speaks of: a decision's `now`, an event's own, an erasure's day */
    uint64_t on;      /* the row it rests on: a decision's or an answer's policy, an outcome's decision; 0 none */
    uint64_t subject; /* a number for the person, the first row about them; 0 none */
    unsigned char hash[RU_DIGEST_SIZE];
    bool erased;
    ru_ledger_content content; /* of what speaks of a person and is not erased */
    ru_str body;               /* of the other kinds, as it stands */
} ru_ledger_row;

/* Packs content against the words of a policy. One thread at a time. Yours to free. */
typedef struct ru_packer ru_packer;
ru_packer *ru_packer_new(const ruth_allocator *alloc, ru_str words); /* copies them, at most 64 KiB; NULL: more, or no memory */
void ru_packer_free(ru_packer *p);                                   /* NULL allowed */

/* A decision or an answer as bytes, on its way to a ledger; `more`: members, each behind a comma, that go to the end of the request. Into an empty buffer; false: no memory.
 * Taken apart again, still packed: false when they are no such bytes. */
typedef struct ru_record {
    ru_row_kind kind;
    int64_t at;
    ru_ledger_content content;
} ru_record;
bool ru_record_put(ru_buf *b, ru_packer *p, const ru_record *r, ru_str more);
bool ru_record_take(ru_str bytes, ru_record *out);

/* Does: opens the file, checks that it is a ledger and that its last row fits the one before. Gives: *out, closed by ru_ledger_close.
 * For reading alone its last row is not looked at, so that ru_ledger_verify can say what is wrong with it.
 * Fails: RUTH_E_IO, RUTH_E_NOMEM, RUTH_E_ARGUMENT (a name that is no file's), RUTH_E_LEDGER (another file, or a broken one). */
ruth_status ru_ledger_open(const ruth_allocator *alloc, const char *path, unsigned how, ru_ledger **out, ruth_error *e);
/* NULL allowed. What was not committed is given up. What stands in the -wal goes into the file. */
void ru_ledger_close(ru_ledger *l);
uint64_t ru_ledger_rows(const ru_ledger *l);                /* as of the last commit, or of the last ru_ledger_refresh */
const unsigned char *ru_ledger_head(const ru_ledger *l);    /* hash of that row; of an empty ledger, what its first row is chained to */
ruth_status ru_ledger_refresh(ru_ledger *l, ruth_error *e); /* what other processes have added since */

/* ---- batches: the first of these opens one, ru_ledger_commit ends it. A failure takes the whole batch back ---- */
ruth_status ru_ledger_begin(ru_ledger *l, ruth_error *e); /* what follows is read and written in one state of the file */
/* Gives the row of this policy; adds it when it is not there. */
ruth_status ru_ledger_add_policy(ru_ledger *l, const ru_ledger_policy *policy, int64_t at, uint64_t *row, ruth_error *e);
ruth_status ru_ledger_add_decision(ru_ledger *l, uint64_t policy, int64_t at, const ru_ledger_content *content, ruth_error *e);
ruth_status ru_ledger_add_answer(ru_ledger *l, uint64_t policy, int64_t at, const ru_ledger_content *content, ruth_error *e);
/* What came of the decision in row `decision`, of the same person. Gives the row. */
ruth_status ru_ledger_add_outcome(ru_ledger *l, uint64_t decision, int64_t at, const ru_ledger_content *content, uint64_t *row, ruth_error *e);
ruth_status ru_ledger_commit(ru_ledger *l, ruth_error *e); /* once it is RUTH_OK, the rows outlive the process and a loss of power */
void ru_ledger_rollback(ru_ledger *l);

/* ---- reading: what a row points to lives until the next call on the ledger ---- */
/* Fails: RUTH_E_ARGUMENT: there is no such row. RUTH_E_LEDGER: it cannot be opened, though nothing says that it was erased. */
ruth_status ru_ledger_read(ru_ledger *l, uint64_t row, ru_ledger_row *out, ruth_error *e);
/* The next row after `row` with from <= at < until that is a decision or an answer; 0: none. */
ruth_status ru_ledger_next(ru_ledger *l, uint64_t row, int64_t from, int64_t until, uint64_t *out, ruth_error *e);
/* Under which names a row is found: the id of its request, of its decision, its person (decisions only), the mark of an event. */
typedef enum ru_name { RU_NAME_REQUEST, RU_NAME_DECISION, RU_NAME_SUBJECT, RU_NAME_EVENT } ru_name;
/* The next row after `row` that is found under this name; 0: none. */
ruth_status ru_ledger_named(ru_ledger *l, ru_name by, ru_str name, uint64_t row, uint64_t *out, ruth_error *e);
/* The latest row of that kind under this name with at <= until, read; out->row 0: none. */
ruth_status ru_ledger_last(ru_ledger *l, ru_row_kind kind, ru_name by, ru_str name, int64_t until, ru_ledger_row *out, ruth_error *e);
ruth_status ru_ledger_latest(ru_ledger *l, int64_t *at, ruth_error *e); /* the latest instant that a row about a person speaks of; INT64_MIN: none */
/* Every row that speaks of a person, one person after the other, each's in order. What `each` gives but RUTH_OK ends it. */
ruth_status ru_ledger_by_person(ru_ledger *l, ruth_status (*each)(void *context, uint64_t subject, uint64_t row), void *context, ruth_error *e);
/* The policy of a row of that kind, its files in `a`. */
ruth_status ru_ledger_read_policy(ru_ledger *l, uint64_t row, ru_arena *a, ru_ledger_policy *out, ruth_error *e);

/* ---- proof ---- */
typedef struct ru_ledger_fault {
    uint64_t row;
    char why[200];
} ru_ledger_fault; /* row: the first bad one */
typedef struct ru_ledger_proof {
    const unsigned char *head;
    const unsigned char *key;
} ru_ledger_proof; /* NULL: not asked for. key: raw Ed25519, 32 bytes */
/* Walks everything. RUTH_E_LEDGER: broken, *fault says where. `step` (NULL allowed) is told how far it is. */
ruth_status ru_ledger_verify(ru_ledger *l, const ru_ledger_proof *proof, void (*step)(void *context, uint64_t row, uint64_t rows), void *context,
                             ru_ledger_fault *fault, ruth_error *e);

/* ---- erasure ---- */
/* Destroys the person's key and every sealed byte under it, adds a row that says so, and sees to it that the file and its -wal hold neither any more.
 * *out: how many rows were emptied; none: nothing is held about that person (then no row is added). */
typedef struct ru_erased {
    uint64_t decisions, outcomes, answers;
} ru_erased;
ruth_status ru_ledger_erase(ru_ledger *l, ru_str subject, int64_t at, ru_erased *out, ruth_error *e);
/* The same for all decisions made for an instant before `before`, and what happened before it. Keys stay while a newer row needs them. */
ruth_status ru_ledger_retain(ru_ledger *l, int64_t before, int64_t at, ru_erased *out, ruth_error *e);

/* ---- signatures: Ed25519 over the head, as a row ---- */
enum { RU_KEY_SIZE = 32 };
ruth_status ru_ledger_key_new(unsigned char secret[RU_KEY_SIZE], unsigned char open[RU_KEY_SIZE], ruth_error *e);
ruth_status ru_ledger_sign(ru_ledger *l, const unsigned char secret[RU_KEY_SIZE], int64_t at, ruth_error *e);
#endif

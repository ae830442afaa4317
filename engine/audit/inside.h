/* inside.h: what the files of the ledger share, and nobody else. */
#ifndef RU_AUDIT_INSIDE_H
#define RU_AUDIT_INSIDE_H

#include <lz4.h>
#include <openssl/evp.h>
#include <sqlite3.h>

#include "engine/audit/audit.h"

enum { KEY_SIZE = 32, NONCE_SIZE = 12, TAG_SIZE = 16, SALT_SIZE = 32, POOL_SIZE = 4096, PERSON_SIZE = 16 /* of a person's tag */ };
typedef enum ru_sql {
    SQL_INSERT,
    SQL_TAIL,
    SQL_ROW,
    SQL_NEXT,
    SQL_SUBJECT,
    SQL_SUBJECT_NEW,
    SQL_KEY,
    SQL_FILE,
    SQL_FILE_NEW,
    SQL_OF_KIND,
    SQL_NAME_NEW,
    SQL_NAMED,
    SQL_LAST,
    SQL_LAST_FRESH,
    SQL_FRESHEN,
    SQL_OWNER,
    SQL_BY_PERSON,
    SQL_WORDS,
    SQL_ROLLBACK,
    SQL_COUNT
} ru_sql;

struct ru_packer {
    ruth_allocator alloc;
    ru_buf words, plain;
    unsigned char digest[RU_DIGEST_SIZE]; /* of the words */
    LZ4_stream_t loaded, stream;          /* the words, ready to be packed against; and what packs */
};

struct ru_ledger {
    ruth_allocator alloc;
    sqlite3 *db;
    sqlite3_stmt *sql[SQL_COUNT]; /* made when first needed */
    EVP_CIPHER_CTX *cipher;
    bool writes, batch;
    int64_t form;                          /* of its tables */
    int64_t waiting;                       /* the first row whose names are not in order yet; 0: all are */
    int64_t fresh, version;                /* up to which row they are in memory too, sorted; 0: not. As of which state of the file */
    unsigned char genesis[RU_DIGEST_SIZE]; /* what row 1 is chained to: the ledger's own number */
    unsigned char pepper[KEY_SIZE];        /* of the tags under which people are found */
    uint64_t rows, committed;
    unsigned char head[RU_DIGEST_SIZE], committed_head[RU_DIGEST_SIZE];
    ru_buf plain, packed, sealed; /* one row's content, while it is closed or opened */
    ru_sha256 *hash;
    ru_packer wordless, packer; /* packer: with the words of the policy in row `words_of`; 0: of none */
    uint64_t words_of;
    unsigned char pool[POOL_SIZE]; /* random bytes not used yet: asking for a few at a time costs more than sealing */
    size_t pool_left;
};

/* One row as it is stored. */
typedef struct ru_entry {
    uint64_t row, kind, on, subject;
    int64_t at;
    ru_str body;                                                    /* body.p NULL: erased */
    unsigned char commitment[RU_DIGEST_SIZE], hash[RU_DIGEST_SIZE]; /* commitment: SHA-256 of the body, or of the salted content that is sealed in it */
} ru_entry;

/* The rows whose content is sealed: they speak of a person, and can be emptied. The same list stands in the SQL as (2, 6, 7). */
static inline bool ru_sealed_kind(uint64_t kind) { return kind == RU_ROW_DECISION || kind == RU_ROW_OUTCOME || kind == RU_ROW_ANSWER; }

extern const char *const ru_ledger_schema[]; /* store.c: each object's DDL, ends with NULL */
size_t ru_ledger_schema_count(void);

/* store.c */
ruth_status ru_ledger_fail(ru_ledger *l, ruth_error *e, const char *doing);               /* what SQLite says, as ours */
ruth_status ru_ledger_sql(ru_ledger *l, ru_sql which, sqlite3_stmt **out, ruth_error *e); /* reset, nothing bound */
ruth_status ru_ledger_exec(ru_ledger *l, const char *sql, ruth_error *e);
ruth_status ru_ledger_count(ru_ledger *l, const char *sql, int64_t *out, ruth_error *e); /* one number */
bool ru_ledger_machine(const ru_ledger *l); /* did SQLite fail for want of memory, disk or lock, which says nothing of the file? */
ruth_status ru_ledger_start(ru_ledger *l, const char *sql, ruth_error *e); /* a transaction; the end of it can be had without memory */
void ru_ledger_quit(ru_ledger *l);                                         /* ends it, taking back what was not committed; none: nothing */
ruth_status ru_ledger_begin(ru_ledger *l, ruth_error *e);                  /* opens a batch unless one is open */

/* names.c: rows are found by keyed hashes of their names, which say nothing to others. */
enum { RU_ROW_NAMES = 3 };
#define RU_NAMES_WAITING \
    "SELECT a AS tag, row FROM name_new WHERE a IS NOT NULL UNION ALL SELECT b, row FROM name_new WHERE b IS NOT NULL UNION ALL SELECT c, row FROM name_new WHERE c IS NOT NULL"
typedef struct ru_named {
    ru_name by;
    ru_str name;
} ru_named;
size_t ru_names_of(ru_row_kind kind, const ru_ledger_content *c, ru_named out[RU_ROW_NAMES]);
int64_t ru_name_tag(ru_ledger *l, const ru_named *name);
ruth_status ru_names_add(ru_ledger *l, uint64_t row, ru_row_kind kind, const ru_ledger_content *c, ruth_error *e);
ruth_status ru_names_order(ru_ledger *l, ruth_error *e); /* puts the new ones among the others, when they are many */

/* row.c */
#define RU_ENTRY "row, kind, at, policy, subject, commitment, hash" /* and then its body: what ru_entry_load reads */
void ru_put64(unsigned char out[8], uint64_t v);
void ru_buf_u64(ru_buf *b, uint64_t v);
void ru_buf_field(ru_buf *b, ru_str s); /* its length, itself */
bool ru_take_u64(ru_str *from, uint64_t *out);
bool ru_take_field(ru_str *from, ru_str *out);
void ru_entry_hash(const ru_entry *r, const unsigned char prev[RU_DIGEST_SIZE], unsigned char out[RU_DIGEST_SIZE]);
bool ru_has_hash(ru_str bytes, const unsigned char hash[RU_DIGEST_SIZE]);
bool ru_entry_load(sqlite3_stmt *s, ru_entry *out); /* false: not of the form of a row */
/* Gives the row its number and hash, and stores it. Needs row->kind, at, on, subject, body; and the commitment of a sealed one. */
ruth_status ru_entry_add(ru_ledger *l, ru_entry *r, ruth_error *e);

/* seal.c */
bool ru_ledger_random(ru_ledger *l, unsigned char *out, size_t n);
void ru_person_tag(ru_ledger *l, ru_str subject, unsigned char out[PERSON_SIZE]);
/* The content of row r->row, into l->sealed; gives the commitment: SHA-256 of the salted content. False: no memory, or no random bytes. */
bool ru_content_seal(ru_ledger *l, const unsigned char key[KEY_SIZE], ru_packer *p, ru_entry *r, const ru_ledger_content *c);
/* Into l->plain. False: it is not what was sealed under this key for this row; or ru_content_failed. */
bool ru_content_open(ru_ledger *l, const unsigned char key[KEY_SIZE], const ru_packer *p, const ru_entry *r, ru_ledger_content *out);
bool ru_content_failed(const ru_ledger *l);                 /* for want of memory */
bool ru_content_take(ru_str bytes, ru_ledger_content *out); /* the fields of what was unpacked; they point into it */
ruth_status ru_ledger_subject_key(ru_ledger *l, uint64_t subject, unsigned char key[KEY_SIZE], unsigned char tag[PERSON_SIZE], bool *found, ruth_error *e);

/* pack.c: content takes a fraction of its room when it is packed (LZ4) against what such decisions are likely to say. */
ruth_status ru_packer_for(ru_ledger *l, const ru_entry *r, ru_packer **out, ruth_error *e); /* with which the row's content is packed; needs r->kind, r->on */
ruth_status ru_words_load(ru_ledger *l, uint64_t policy, ruth_error *e);                    /* into l->packer */
void ru_packer_init(ru_packer *p, const ruth_allocator *alloc);
void ru_packer_clear(ru_packer *p);                                               /* frees what it holds */
bool ru_packer_load(ru_packer *p, ru_str words);                                  /* false: no memory */
bool ru_pack(ru_packer *p, const ru_ledger_content *c, ru_str more, ru_buf *out); /* the six fields, behind what is in `out`; more: as in ru_record_put */
bool ru_unpack(const ru_packer *p, ru_str packed, ru_buf *out);                   /* into `out`, which is empty. False: no such bytes, or out->failed */
/* sign.c. RUTH_E_LEDGER: false (then e says nothing); RUTH_E_NOMEM. */
ruth_status ru_signature_check(ru_str body, uint64_t rows, const unsigned char head[RU_DIGEST_SIZE], const unsigned char *key, bool *by_key, ruth_error *e);
#endif

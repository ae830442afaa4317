/* store.c: the file of a ledger: made, opened with its guards up, closed with nothing left in the -wal. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "engine/audit/inside.h"

/* "ruth" in the header of the file, and the form of the tables below. */
enum { APPLICATION = 0x72757468, FORM = 3, WAIT_MS = 10000, WAL_PAGES = 1024 };

/* Triggers guard against accidents; against intent there is the chain. `subject` holds the keys and is no part of the chain: a key must be able to go. */
const char *const ru_ledger_schema[] = {
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT",
    "CREATE TABLE subject(number INTEGER PRIMARY KEY, tag BLOB NOT NULL UNIQUE, key BLOB NOT NULL) STRICT",
    "CREATE TABLE file(digest BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT",
    "CREATE TABLE entry(row INTEGER PRIMARY KEY, kind INTEGER NOT NULL, at INTEGER NOT NULL, policy INTEGER NOT NULL, subject INTEGER NOT NULL, commitment BLOB NOT NULL, hash BLOB NOT NULL, body BLOB) STRICT",
    "CREATE INDEX entry_other ON entry(kind, row) WHERE kind <> 2",
    "CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'a row of the ledger stays'); END",
    "CREATE TRIGGER entry_is_kept BEFORE UPDATE OF row, kind, at, policy, subject, commitment, hash ON entry BEGIN SELECT RAISE(ABORT, 'a row of the ledger stays as it is'); END",
    "CREATE TRIGGER entry_is_only_emptied BEFORE UPDATE OF body ON entry WHEN new.body IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a row of the ledger may only be erased'); END",
    "CREATE TABLE name(tag INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY(tag, row)) STRICT, WITHOUT ROWID",
    "CREATE TABLE name_new(row INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c INTEGER) STRICT",
    NULL,
};

size_t ru_ledger_schema_count(void) { return RU_COUNT(ru_ledger_schema) - 1; }

#define LAST(more)                                                                       \
    "SELECT e.row FROM (SELECT row FROM name WHERE tag = ?1 UNION SELECT row FROM " more \
    ") n JOIN entry e ON e.row = n.row WHERE e.kind = ?2 AND e.at <= ?3 AND e.body IS NOT NULL ORDER BY e.at DESC, e.row DESC"
static const char *const statements[SQL_COUNT] = {
    [SQL_INSERT] = "INSERT INTO entry(" RU_ENTRY ", body) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_TAIL] = "SELECT " RU_ENTRY ", NULL FROM entry ORDER BY row DESC LIMIT 2",
    [SQL_ROW] = "SELECT " RU_ENTRY ", body FROM entry WHERE row = ?",
    [SQL_NEXT] = "SELECT row FROM entry WHERE row > ? AND kind IN (2, 7) AND at >= ? AND at < ? ORDER BY row LIMIT 1",
    [SQL_SUBJECT] = "SELECT number, key FROM subject WHERE tag = ?",
    [SQL_SUBJECT_NEW] = "INSERT INTO subject(number, tag, key) VALUES(?, ?, ?)",
    [SQL_KEY] = "SELECT key, tag FROM subject WHERE number = ?",
    [SQL_FILE] = "SELECT bytes FROM file WHERE digest = ?",
    [SQL_FILE_NEW] = "INSERT OR IGNORE INTO file(digest, bytes) VALUES(?, ?)",
    [SQL_ROLLBACK] = "ROLLBACK",
    [SQL_OF_KIND] = "SELECT " RU_ENTRY ", body FROM entry WHERE kind = ? AND kind <> 2 AND row > ? ORDER BY row",
    [SQL_NAME_NEW] = "INSERT INTO name_new(row, a, b, c) VALUES(?, ?, ?, ?)",
    [SQL_NAMED] =
        "SELECT row FROM (SELECT row FROM name WHERE tag = ?1 AND row > ?2 UNION SELECT row FROM name_new WHERE ?1 IN (a, b, c) AND row > ?2) ORDER BY row LIMIT 1",
    [SQL_LAST] = LAST("name_new WHERE ?1 IN (a, b, c)"),
    [SQL_LAST_FRESH] = LAST("temp.fresh WHERE tag = ?1"),
    [SQL_FRESHEN] = "INSERT OR IGNORE INTO temp.fresh(tag, row) SELECT tag, row FROM (" RU_NAMES_WAITING ") WHERE row > ?",
    [SQL_OWNER] = "SELECT kind, subject FROM entry WHERE row = ?",
    [SQL_WORDS] = "SELECT bytes, digest FROM file WHERE digest = (SELECT substr(body, -32) FROM entry WHERE row = ? AND kind = 1)",
    [SQL_BY_PERSON] = "SELECT subject, row FROM entry WHERE kind IN (2, 6) ORDER BY subject, row",
};

ruth_status ru_ledger_fail(ru_ledger *l, ruth_error *e, const char *doing) {
    int code = sqlite3_extended_errcode(l->db);
    switch (code == SQLITE_IOERR_NOMEM ? SQLITE_NOMEM : code & 0xff) {
    case SQLITE_NOMEM: return ru_fail_nomem(e);
    case SQLITE_FULL: return ru_fail(e, RUTH_E_IO, "the ledger: %s: the disk is full", doing);
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return ru_fail(e, RUTH_E_IO, "the ledger: %s: another process holds it", doing);
    case SQLITE_READONLY:
    case SQLITE_PERM: return ru_fail(e, RUTH_E_IO, "the ledger: %s: it may not be written", doing);
    case SQLITE_CANTOPEN: return ru_fail(e, RUTH_E_IO, "the ledger: %s: there is no such file, or it may not be opened", doing);
    case SQLITE_CORRUPT: return ru_fail(e, RUTH_E_LEDGER, "the ledger: %s: its file is damaged", doing);
    case SQLITE_NOTADB: return ru_fail(e, RUTH_E_LEDGER, "the ledger: %s: the file is no ledger", doing);
    default: return ru_fail(e, RUTH_E_IO, "the ledger: %s: %s", doing, sqlite3_errmsg(l->db));
    }
}

ruth_status ru_ledger_sql(ru_ledger *l, ru_sql which, sqlite3_stmt **out, ruth_error *e) {
    if (!l->sql[which] && sqlite3_prepare_v3(l->db, statements[which], -1, SQLITE_PREPARE_PERSISTENT, &l->sql[which], NULL) != SQLITE_OK)
        return ru_ledger_fail(l, e, "it cannot be asked");
    *out = l->sql[which];
    sqlite3_reset(*out);
    return RUTH_OK;
}

ruth_status ru_ledger_exec(ru_ledger *l, const char *sql, ruth_error *e) {
    return sqlite3_exec(l->db, sql, NULL, NULL, NULL) == SQLITE_OK ? RUTH_OK : ru_ledger_fail(l, e, sql);
}

ruth_status ru_ledger_count(ru_ledger *l, const char *sql, int64_t *out, ruth_error *e) {
    sqlite3_stmt *s = NULL;
    ruth_status st = RUTH_OK;
    if (sqlite3_prepare_v2(l->db, sql, -1, &s, NULL) != SQLITE_OK || sqlite3_step(s) != SQLITE_ROW) st = ru_ledger_fail(l, e, "it cannot be asked");
    else *out = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return st;
}

bool ru_ledger_machine(const ru_ledger *l) {
    switch (sqlite3_extended_errcode(l->db) & 0xff) {
    case SQLITE_NOMEM:
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_CANTOPEN: return true;
    default: return false;
    }
}

void ru_ledger_quit(ru_ledger *l) {
    if (!l->sql[SQL_ROLLBACK] || sqlite3_get_autocommit(l->db)) return; /* SQLite may have taken it back already */
    sqlite3_step(l->sql[SQL_ROLLBACK]);
    sqlite3_reset(l->sql[SQL_ROLLBACK]);
}

ruth_status ru_ledger_start(ru_ledger *l, const char *sql, ruth_error *e) {
    sqlite3_stmt *end;
    ruth_status st = ru_ledger_sql(l, SQL_ROLLBACK, &end, e);
    return st ? st : ru_ledger_exec(l, sql, e);
}

/* ---- open ---- */
static ruth_status meta_read(ru_ledger *l, const char *name, unsigned char out[RU_DIGEST_SIZE], ruth_error *e) {
    sqlite3_stmt *s = NULL;
    ruth_status st = RUTH_OK;
    int rc = SQLITE_ERROR;
    bool ok = sqlite3_prepare_v2(l->db, "SELECT value FROM meta WHERE name = ?", -1, &s, NULL) == SQLITE_OK &&
              sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC) == SQLITE_OK;
    if (ok) rc = sqlite3_step(s);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) st = ru_ledger_fail(l, e, "it cannot be opened");
    else if (rc == SQLITE_DONE || sqlite3_column_bytes(s, 0) != RU_DIGEST_SIZE) st = ru_fail(e, RUTH_E_LEDGER, "the ledger has lost its %s", name);
    else memcpy(out, sqlite3_column_blob(s, 0), RU_DIGEST_SIZE);
    sqlite3_finalize(s);
    return st;
}

static ruth_status meta_write(ru_ledger *l, const char *name, ruth_error *e) {
    unsigned char value[RU_DIGEST_SIZE];
    sqlite3_stmt *s = NULL;
    ruth_status st = RUTH_OK;
    if (!ru_ledger_random(l, value, sizeof value)) return ru_fail(e, RUTH_E_INTERNAL, "the system has no random bytes");
    bool ok = sqlite3_prepare_v2(l->db, "INSERT INTO meta(name, value) VALUES(?, ?)", -1, &s, NULL) == SQLITE_OK &&
              sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC) == SQLITE_OK && sqlite3_bind_blob(s, 2, value, sizeof value, SQLITE_STATIC) == SQLITE_OK &&
              sqlite3_step(s) == SQLITE_DONE;
    if (!ok) st = ru_ledger_fail(l, e, "it could not be made");
    sqlite3_finalize(s);
    return st;
}

/* Two processes may want to make it at once: the second finds it made. */
static ruth_status make(ru_ledger *l, ruth_error *e) {
    int64_t application = 0;
    char set[96];
    ruth_status st;
    if ((st = ru_ledger_exec(l, "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; BEGIN IMMEDIATE", e)) ||
        (st = ru_ledger_count(l, "PRAGMA application_id", &application, e)))
        return st;
    if (application == APPLICATION) return ru_ledger_exec(l, "COMMIT", e);
    for (size_t i = 0; !st && ru_ledger_schema[i]; i++) st = ru_ledger_exec(l, ru_ledger_schema[i], e);
    if (!st) st = meta_write(l, "number", e);
    if (!st) st = meta_write(l, "pepper", e);
    sqlite3_snprintf(sizeof set, set, "PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT", APPLICATION, FORM);
    if (!st) st = ru_ledger_exec(l, set, e);
    if (st) sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
    return st;
}

static ruth_status raise_guards(ru_ledger *l, ruth_error *e) {
    sqlite3_extended_result_codes(l->db, 1);
    sqlite3_busy_timeout(l->db, WAIT_MS);
    sqlite3_db_config(l->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(l->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(l->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_db_config(l->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(l->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_wal_autocheckpoint(l->db, WAL_PAGES);
    /* temp_store: what VACUUM sets aside must not lie about on the disk */
    return ru_ledger_exec(
        l, "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY",
        e);
}

static ruth_status identify(ru_ledger *l, unsigned how, ruth_error *e) {
    int64_t things = 0, application = 0;
    ruth_status st;
    /* a database without a thing in it is one whose making was broken off: SQLite writes the first page before the tables */
    if ((st = raise_guards(l, e)) || (st = ru_ledger_count(l, "SELECT count(*) FROM sqlite_schema", &things, e)) ||
        (st = ru_ledger_count(l, "PRAGMA application_id", &application, e)))
        return st;
    bool empty = !things && !application;
    if (empty && !(how & RU_LEDGER_CREATE)) return ru_fail(e, RUTH_E_LEDGER, "the ledger is empty: there is nothing in its file");
    if (empty && (st = make(l, e))) return st;
    if ((st = ru_ledger_count(l, "PRAGMA application_id", &application, e)) || (st = ru_ledger_count(l, "PRAGMA user_version", &l->form, e))) return st;
    if (application != APPLICATION) return ru_fail(e, RUTH_E_LEDGER, "the file is a database, but no ledger of ruth");
    if (l->form != FORM) return ru_fail(e, RUTH_E_LEDGER, "the ledger is of form %lld; this version knows form %d alone", (long long)l->form, FORM);
    /* A reader sorts nothing but numbers that stand in the clear, maybe many of them: that may go to a file. */
    if (!(how & RU_LEDGER_WRITE) && (st = ru_ledger_exec(l, "PRAGMA query_only=ON; PRAGMA temp_store=FILE", e))) return st;
    if ((st = meta_read(l, "number", l->genesis, e)) || (st = meta_read(l, "pepper", l->pepper, e))) return st;
    return ru_ledger_refresh(l, e);
}

/* SQLite would make it readable by everybody, as far as the umask lets it. */
static ruth_status touch(const char *path, ruth_error *e) {
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno != EEXIST) return ru_fail(e, RUTH_E_IO, "the ledger %s cannot be made: the folder is not there, or may not be written", path);
    if (fd >= 0) close(fd);
    return RUTH_OK;
}

ruth_status ru_ledger_open(const ruth_allocator *alloc, const char *path, unsigned how, ru_ledger **out, ruth_error *e) {
    ruth_status st = RUTH_OK;
    *out = NULL;
    if (!path[0] || path[0] == ':' || !strncmp(path, "file:", 5)) return ru_fail(e, RUTH_E_ARGUMENT, "a ledger is a file; \"%.80s\" names none", path);
    if ((how & RU_LEDGER_CREATE) && (st = touch(path, e))) return st;
    ru_ledger *l = ru_alloc(alloc, sizeof *l);
    if (!l) return ru_fail_nomem(e);
    memset(l, 0, sizeof *l);
    l->alloc = *alloc;
    l->writes = (how & RU_LEDGER_WRITE) != 0;
    ru_buf_init(&l->plain, alloc);
    ru_buf_init(&l->packed, alloc);
    ru_buf_init(&l->sealed, alloc);
    ru_packer_init(&l->wordless, alloc);
    ru_packer_init(&l->packer, alloc);
    l->hash = ru_sha256_new(alloc);
    /* what a cipher needs it gets here, once: a seal that cannot be opened later is a false one */
    EVP_CIPHER *aes = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    l->cipher = EVP_CIPHER_CTX_new();
    bool ready = l->hash && aes && l->cipher && EVP_EncryptInit_ex2(l->cipher, aes, NULL, NULL, NULL) == 1;
    EVP_CIPHER_free(aes); /* the context holds it */
    if (!ready) st = ru_fail_nomem(e);
    else if (sqlite3_open_v2(path, &l->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        st = l->db ? ru_ledger_fail(l, e, path) : ru_fail_nomem(e);
    else st = identify(l, how, e);
    if (st) ru_ledger_close(l);
    else *out = l;
    return st;
}

void ru_ledger_close(ru_ledger *l) {
    if (!l) return;
    ruth_allocator alloc = l->alloc;
    ru_ledger_rollback(l);
    for (int i = 0; i < SQL_COUNT; i++) sqlite3_finalize(l->sql[i]);
    if (l->db && l->writes)
        sqlite3_wal_checkpoint_v2(l->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL); /* a -wal that gets lost takes its rows along, in silence */
    sqlite3_close(l->db);
    EVP_CIPHER_CTX_free(l->cipher);
    if (l->plain.p) OPENSSL_cleanse(l->plain.p, l->plain.capacity);
    if (l->packed.p) OPENSSL_cleanse(l->packed.p, l->packed.capacity);
    ru_buf_free(&l->plain);
    ru_buf_free(&l->packed);
    ru_buf_free(&l->sealed);
    ru_packer_clear(&l->wordless);
    ru_packer_clear(&l->packer);
    ru_sha256_free(l->hash);
    OPENSSL_cleanse(l, sizeof *l);
    ru_free(&alloc, l, sizeof *l);
}

/* ---- where it stands ---- */
uint64_t ru_ledger_rows(const ru_ledger *l) { return l->committed; }
const unsigned char *ru_ledger_head(const ru_ledger *l) { return l->committed_head; }

/* What others did to the names shows in the version of the file, as this connection sees it. */
static ruth_status refresh_names(ru_ledger *l, ruth_error *e) {
    int64_t version = 0;
    ruth_status st = RUTH_OK;
    if ((st = ru_ledger_count(l, "PRAGMA data_version", &version, e)) ||
        (st = ru_ledger_count(l, "SELECT coalesce(min(row), 0) FROM name_new", &l->waiting, e)))
        return st;
    if (version != l->version) l->fresh = 0;
    l->version = version;
    return RUTH_OK;
}

ruth_status ru_ledger_refresh(ru_ledger *l, ruth_error *e) {
    sqlite3_stmt *s;
    ru_entry last, before;
    unsigned char hash[RU_DIGEST_SIZE];
    ruth_status st = ru_ledger_sql(l, SQL_TAIL, &s, e);
    if (st) return st;
    if ((st = refresh_names(l, e))) return st;
    last = (ru_entry){.row = 0};
    memcpy(last.hash, l->genesis, sizeof last.hash);
    int rc = sqlite3_step(s);
    if (rc == SQLITE_ROW) {
        bool ok = ru_entry_load(s, &last);
        rc = sqlite3_step(s);
        if (ok && rc == SQLITE_ROW) ok = ru_entry_load(s, &before);
        else ok = ok && last.row == 1;
        if (ok) ru_entry_hash(&last, rc == SQLITE_ROW ? before.hash : l->genesis, hash);
        ok = ok && memcmp(hash, last.hash, sizeof hash) == 0;
        if (!ok && l->writes && (rc == SQLITE_ROW || rc == SQLITE_DONE))
            st = ru_fail(e, RUTH_E_LEDGER, "the last row of the ledger does not fit the one before it; ruth audit verify tells more");
    }
    if (!st && rc != SQLITE_ROW && rc != SQLITE_DONE) st = ru_ledger_fail(l, e, "its last row cannot be read");
    sqlite3_reset(s);
    if (st) return st;
    l->rows = l->committed = last.row;
    memcpy(l->head, last.hash, sizeof l->head);
    memcpy(l->committed_head, last.hash, sizeof l->head);
    return RUTH_OK;
}

/* verify.c: the whole ledger is walked and every row proved: its number, its place in the chain, its content, its right to be empty. */
#include <stdlib.h>

#include <openssl/crypto.h>

#include "engine/audit/inside.h"

typedef struct erased {
    uint64_t subject, row;
} erased; /* a person, and the row that says that they were erased */
typedef struct retained {
    uint64_t row;
    int64_t before;
} retained; /* what was older than an instant, likewise */
typedef struct walk {
    ru_ledger *l;
    const ru_ledger_proof *proof;
    ru_ledger_fault *fault;
    ruth_error *e;
    ru_arena arena;
    erased *erased; /* sorted by subject: there may be many, and each row asks */
    size_t erased_count, erased_capacity;
    retained *retained;
    size_t retained_count, retained_capacity;
    uint64_t row; /* the last good one */
    unsigned char hash[RU_DIGEST_SIZE];
    bool head_seen;
    uint64_t signed_rows; /* the last row that a signature of the key covers */
    uint64_t names[2];    /* the sum of a hash of each name and its row: the index is as large, and the same, whatever its order */
} walk;

static ruth_status bad(walk *w, uint64_t row, const char *why) {
    w->fault->row = row;
    size_t n = strlen(why);
    if (n >= sizeof w->fault->why) n = sizeof w->fault->why - 1;
    memcpy(w->fault->why, why, n);
    w->fault->why[n] = 0;
    return ru_fail(w->e, RUTH_E_LEDGER, "row %llu: %s", (unsigned long long)row, why);
}

/* A step of SQLite that failed: the machine's fault is none of the ledger's. */
static ruth_status unread(walk *w, uint64_t row, const char *why) {
    return ru_ledger_machine(w->l) ? ru_ledger_fail(w->l, w->e, "it cannot be read") : bad(w, row, why);
}

/* ---- what has been emptied, and by which row ---- */
static bool note_row(walk *w, ru_row_kind kind, const ru_entry *r) {
    ru_str body = r->body;
    uint64_t before;
    if (kind == RU_ROW_ERASURE) {
        w->erased = ru_arena_grow(&w->arena, w->erased, w->erased_count, &w->erased_capacity, sizeof *w->erased);
        if (w->erased) w->erased[w->erased_count++] = (erased){r->subject, r->row};
        return w->erased;
    }
    if (!ru_take_u64(&body, &before)) return true; /* the walk will come to it */
    w->retained = ru_arena_grow(&w->arena, w->retained, w->retained_count, &w->retained_capacity, sizeof *w->retained);
    if (w->retained) w->retained[w->retained_count++] = (retained){r->row, (int64_t)before};
    return w->retained;
}

static ruth_status list_kind(walk *w, ru_row_kind kind) {
    sqlite3_stmt *s;
    ruth_status st = ru_ledger_sql(w->l, SQL_OF_KIND, &s, w->e);
    int rc = SQLITE_DONE;
    if (st) return st;
    sqlite3_bind_int64(s, 1, kind);
    sqlite3_bind_int64(s, 2, 0);
    while (!st && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        ru_entry r;
        if (ru_entry_load(s, &r) && !note_row(w, kind, &r)) st = ru_fail_nomem(w->e);
    }
    if (!st && rc != SQLITE_DONE && ru_ledger_machine(w->l)) st = ru_ledger_fail(w->l, w->e, "it cannot be read"); /* damage shows in the walk */
    sqlite3_reset(s);
    return st;
}

static int by_subject(const void *a, const void *b) {
    const erased *x = a, *y = b;
    return x->subject < y->subject ? -1 : x->subject > y->subject;
}

static ruth_status list_emptied(walk *w) {
    ruth_status st = list_kind(w, RU_ROW_ERASURE);
    if (!st) st = list_kind(w, RU_ROW_RETENTION);
    if (!st && w->erased_count) qsort(w->erased, w->erased_count, sizeof *w->erased, by_subject);
    return st;
}

static bool may_be_empty(const walk *w, const ru_entry *r) {
    erased wanted = {r->subject, 0};
    const erased *found = w->erased_count ? bsearch(&wanted, w->erased, w->erased_count, sizeof wanted, by_subject) : NULL;
    if (found && found->row > r->row) return true;
    for (size_t i = 0; i < w->retained_count; i++)
        if (w->retained[i].row > r->row && r->at < w->retained[i].before) return true;
    return false;
}

/* ---- one row ---- */
static void add_name(uint64_t sum[2], int64_t tag, uint64_t row) {
    unsigned char bytes[16], hash[RU_DIGEST_SIZE];
    uint64_t part[2];
    ru_put64(bytes, (uint64_t)tag);
    ru_put64(bytes + 8, row);
    ru_sha256_once(bytes, sizeof bytes, hash);
    memcpy(part, hash, sizeof part);
    for (int i = 0; i < 2; i++) sum[i] += part[i];
}

static void note_names(walk *w, const ru_entry *r, const ru_ledger_content *c) {
    ru_named names[RU_ROW_NAMES];
    size_t n = ru_names_of((ru_row_kind)r->kind, c, names);
    for (size_t i = 0; i < n; i++) add_name(w->names, ru_name_tag(w->l, &names[i]), r->row);
}

/* What came of a decision came of one of the same person. */
static ruth_status check_ground(walk *w, const ru_entry *r) {
    sqlite3_stmt *s;
    if (!r->on || r->on >= r->row)
        return bad(w, r->row, r->kind == RU_ROW_OUTCOME ? "it names no decision of an earlier row" : "it names no policy of an earlier row");
    ruth_status st = ru_ledger_sql(w->l, SQL_OWNER, &s, w->e);
    if (st) return st;
    sqlite3_bind_int64(s, 1, (int64_t)r->on);
    int rc = sqlite3_step(s);
    bool found = rc == SQLITE_ROW;
    int64_t kind = found ? sqlite3_column_int64(s, 0) : 0;
    uint64_t subject = found ? (uint64_t)sqlite3_column_int64(s, 1) : 0;
    if (!found && rc != SQLITE_DONE) st = unread(w, r->row, "what it rests on cannot be read");
    sqlite3_reset(s);
    if (st) return st;
    if (r->kind == RU_ROW_OUTCOME)
        return kind == RU_ROW_DECISION && subject == r->subject ? RUTH_OK : bad(w, r->row, "it names no decision of the same person");
    return kind == RU_ROW_POLICY ? RUTH_OK : bad(w, r->row, "it names no policy of an earlier row");
}

static ruth_status check_sealed(walk *w, const ru_entry *r) {
    unsigned char key[KEY_SIZE], tag[PERSON_SIZE], want[PERSON_SIZE];
    ru_ledger_content c;
    ru_packer *p;
    bool found;
    ruth_status st = check_ground(w, r);
    if (st) return st;
    if (!r->body.p) return may_be_empty(w, r) ? RUTH_OK : bad(w, r->row, "its content is gone, and no row says that it was erased");
    if (may_be_empty(w, r)) return bad(w, r->row, "its content is there, though a row says that it was erased");
    if ((st = ru_packer_for(w->l, r, &p, w->e))) return st == RUTH_E_LEDGER ? bad(w, r->row, "the words of its policy are not those that were kept") : st;
    if ((st = ru_ledger_subject_key(w->l, r->subject, key, tag, &found, w->e))) return st;
    if (!found) return bad(w, r->row, "its key is gone, and no row says that it was erased");
    bool opens = ru_content_open(w->l, key, p, r, &c);
    OPENSSL_cleanse(key, sizeof key);
    if (!opens && ru_content_failed(w->l)) return ru_fail_nomem(w->e);
    if (!opens) return bad(w, r->row, "its content does not open: it was changed, or its key");
    note_names(w, r, &c);
    ru_person_tag(w->l, c.subject, want);
    return memcmp(tag, want, sizeof tag) == 0 ? RUTH_OK : bad(w, r->row, "the tag of its key was changed: the person would not be found");
}

/* What rests on a policy opens with its words alone; so they are looked at first. */
static ruth_status check_words(walk *w, const ru_entry *r) {
    ruth_error why;
    ruth_status st = ru_words_load(w->l, r->row, &why);
    return st == RUTH_E_LEDGER ? bad(w, r->row, why.message) : st ? ru_fail(w->e, st, "%s", why.message) : RUTH_OK;
}

static ruth_status check_body(walk *w, const ru_entry *r) {
    if (ru_sealed_kind(r->kind)) return check_sealed(w, r);
    if (r->body.p && !ru_has_hash(r->body, r->commitment)) return bad(w, r->row, "its content was changed");
    if (!r->body.p) return bad(w, r->row, "its content is gone");
    if (r->kind < RU_ROW_POLICY || r->kind > RU_ROW_SIGNATURE) return bad(w, r->row, "there is no such kind of row");
    if (r->kind == RU_ROW_POLICY) return check_words(w, r);
    if (r->kind == RU_ROW_SIGNATURE) {
        bool by_key = false;
        ruth_status st = ru_signature_check(r->body, w->row, w->hash, w->proof ? w->proof->key : NULL, &by_key, w->e);
        if (st) return st == RUTH_E_LEDGER ? bad(w, r->row, "its signature is false") : st;
        if (by_key) w->signed_rows = w->row;
    }
    return RUTH_OK;
}

static ruth_status check_row(walk *w, const ru_entry *r) {
    unsigned char hash[RU_DIGEST_SIZE];
    if (r->row != w->row + 1) return bad(w, w->row + 1, "the row is missing");
    ru_entry_hash(r, w->hash, hash);
    if (memcmp(hash, r->hash, sizeof hash) != 0) return bad(w, r->row, "it does not fit the row before it: one of its fields was changed");
    ruth_status st = check_body(w, r);
    if (st) return st;
    w->row = r->row;
    memcpy(w->hash, r->hash, sizeof w->hash);
    if (w->proof && w->proof->head && memcmp(w->proof->head, r->hash, sizeof r->hash) == 0) w->head_seen = true;
    return RUTH_OK;
}

static ruth_status check_rows(walk *w, void (*step)(void *, uint64_t, uint64_t), void *context) {
    sqlite3_stmt *s = NULL;
    ruth_status st = RUTH_OK;
    int rc = SQLITE_DONE;
    if (sqlite3_prepare_v2(w->l->db, "SELECT " RU_ENTRY ", body FROM entry ORDER BY row", -1, &s, NULL) != SQLITE_OK)
        return unread(w, 1, "the rows cannot be read");
    while (!st && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        ru_entry r;
        if (!ru_entry_load(s, &r)) st = bad(w, w->row + 1, "it has not the form of a row");
        else st = check_row(w, &r);
        if (step && w->row % 1024 == 0) step(context, w->row, w->l->committed);
    }
    if (!st && rc != SQLITE_DONE) st = unread(w, w->row + 1, "the file is damaged there");
    sqlite3_finalize(s);
    return st;
}

/* ---- besides the rows ---- */
static ruth_status check_schema(walk *w) {
    sqlite3_stmt *s = NULL;
    size_t seen = 0, known = ru_ledger_schema_count();
    ruth_status st = RUTH_OK;
    int rc = SQLITE_DONE;
    if (sqlite3_prepare_v2(w->l->db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL", -1, &s, NULL) != SQLITE_OK)
        return unread(w, 1, "the tables cannot be read");
    while (!st && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        const char *sql = (const char *)sqlite3_column_text(s, 0);
        bool ours = false;
        for (size_t i = 0; sql && i < known; i++) ours |= !strcmp(sql, ru_ledger_schema[i]);
        seen++;
        if (!ours) st = bad(w, 1, "the tables or their guards were changed");
    }
    if (!st && rc != SQLITE_DONE) st = unread(w, 1, "the tables cannot be read");
    sqlite3_finalize(s);
    return st ? st : seen == known ? RUTH_OK : bad(w, 1, "the tables or their guards were changed");
}

/* Who is looked for must be found: the index holds the names of what is there, and no others. */
static ruth_status check_names(walk *w) {
    sqlite3_stmt *s = NULL;
    uint64_t sum[2] = {0, 0};
    ruth_status st = RUTH_OK;
    int rc = SQLITE_DONE;
    if (sqlite3_prepare_v2(w->l->db, "SELECT tag, row FROM name UNION ALL " RU_NAMES_WAITING, -1, &s, NULL) != SQLITE_OK)
        return unread(w, 1, "the names cannot be read");
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) add_name(sum, sqlite3_column_int64(s, 0), (uint64_t)sqlite3_column_int64(s, 1));
    if (rc != SQLITE_DONE) st = unread(w, 1, "the names cannot be read");
    if (!st && memcmp(sum, w->names, sizeof sum) != 0)
        st = bad(w, 1, "all rows are good, but the index of their names was changed: something would not be found");
    sqlite3_finalize(s);
    return st;
}

/* Files come by their own digests; so each policy is read once more. */
static ruth_status check_policies(walk *w) {
    ru_ledger_policy p;
    ruth_error why;
    for (uint64_t row = 0;;) {
        sqlite3_stmt *s;
        ruth_status st = ru_ledger_sql(w->l, SQL_OF_KIND, &s, w->e);
        if (st) return st;
        sqlite3_bind_int64(s, 1, RU_ROW_POLICY);
        sqlite3_bind_int64(s, 2, (int64_t)row);
        int rc = sqlite3_step(s);
        row = rc == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(s, 0) : row;
        if (rc != SQLITE_ROW && rc != SQLITE_DONE) st = unread(w, row + 1, "the file is damaged there");
        sqlite3_reset(s);
        if (st || rc == SQLITE_DONE) return st;
        st = ru_ledger_read_policy(w->l, row, &w->arena, &p, &why);
        ru_arena_reset(&w->arena);
        if (st == RUTH_E_LEDGER) return bad(w, row, why.message);
        if (st) return ru_fail(w->e, st, "%s", why.message);
    }
}

/* integrity_check tells a page that the disk did not give like one that is damaged: by its code. */
static bool disk_did_not_give(const char *told) {
    const char *code = strstr(told, "error code=");
    int n = code ? atoi(code + sizeof "error code=" - 1) & 0xff : 0;
    return n == SQLITE_IOERR || n == SQLITE_NOMEM;
}

static ruth_status check_file(walk *w) {
    sqlite3_stmt *s = NULL;
    ruth_status st = RUTH_OK;
    if (sqlite3_prepare_v2(w->l->db, "PRAGMA integrity_check(1)", -1, &s, NULL) != SQLITE_OK || sqlite3_step(s) != SQLITE_ROW)
        st = unread(w, w->row + 1, "the file is damaged");
    else {
        const char *told = (const char *)sqlite3_column_text(s, 0);
        if (!told) st = ru_fail_nomem(w->e);
        else if (disk_did_not_give(told)) st = ru_fail(w->e, RUTH_E_IO, "the ledger: it cannot be read: %s", told);
        else if (strcmp(told, "ok") != 0) st = bad(w, w->row + 1, "all rows are good, but the file is damaged elsewhere");
    }
    sqlite3_finalize(s);
    return st;
}

static ruth_status check_keys(walk *w) {
    for (size_t i = 0; i < w->erased_count; i++) {
        unsigned char key[KEY_SIZE], tag[PERSON_SIZE];
        bool found = false;
        ruth_status st = ru_ledger_subject_key(w->l, w->erased[i].subject, key, tag, &found, w->e);
        if (st) return st;
        if (found) return bad(w, w->erased[i].row, "it says that a key was destroyed, which is there");
    }
    return RUTH_OK;
}

ruth_status ru_ledger_verify(ru_ledger *l, const ru_ledger_proof *proof, void (*step)(void *context, uint64_t row, uint64_t rows), void *context,
                             ru_ledger_fault *fault, ruth_error *e) {
    walk w = {.l = l, .proof = proof, .fault = fault, .e = e};
    *fault = (ru_ledger_fault){.row = 0};
    ru_ledger_rollback(l);
    ruth_status st = ru_ledger_start(l, "BEGIN", e); /* one state of the file, whatever others write meanwhile */
    if (st) return st;
    ru_arena keep;
    ru_arena_init(&keep, &l->alloc, 4096);
    w.arena = keep;
    memcpy(w.hash, l->genesis, sizeof w.hash);
    st = list_emptied(&w);
    keep = w.arena; /* the list stays; what rows need comes and goes in another */
    ru_arena_init(&w.arena, &l->alloc, 64 << 10);
    if (!st) st = check_schema(&w);
    if (!st) st = check_rows(&w, step, context);
    if (!st) st = check_keys(&w);
    if (!st) st = check_policies(&w);
    if (!st && proof && proof->head && !w.head_seen && memcmp(proof->head, l->genesis, RU_DIGEST_SIZE) != 0)
        st = bad(&w, w.row + 1, "the head that was kept is not in this ledger: rows were cut off or rewritten, or this is an older copy");
    if (!st && proof && proof->key && !w.signed_rows) st = bad(&w, w.row ? w.row : 1, "no row is signed with this key");
    if (!st) st = check_names(&w);
    if (!st) st = check_file(&w);
    ru_arena_free(&w.arena);
    ru_arena_free(&keep);
    ru_ledger_quit(l);
    if (st) return st;
    l->rows = l->committed = w.row;
    memcpy(l->head, w.hash, sizeof l->head);
    memcpy(l->committed_head, w.hash, sizeof l->head);
    return RUTH_OK;
}

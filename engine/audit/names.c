/* names.c: rows are found by what they are called: the id of a request or of a decision, the person, the mark of an event.
 *
 * Kept are keyed hashes, which say nothing to who has not the file's own key, and to who has it only what they can guess. They come in any order; put among the others one by one they would touch as many
 * pages as there are rows, so new ones wait in the order they came, and are put in order many at a time. Who looks up much while writing has those that wait sorted in memory. */
#include "engine/audit/inside.h"

enum { FEWEST = 1 << 16, AT_MOST = 1 << 20, SHARE = 16 }; /* rows that wait */

size_t ru_names_of(ru_row_kind kind, const ru_ledger_content *c, ru_named out[RU_ROW_NAMES]) {
    bool outcome = kind == RU_ROW_OUTCOME;
    const ru_named all[] = {{RU_NAME_REQUEST, c->id},
                            {RU_NAME_DECISION, outcome ? c->decision : c->mark},
                            outcome ? (ru_named){RU_NAME_EVENT, c->mark} : (ru_named){RU_NAME_SUBJECT, c->subject}};
    size_t n = 0;
    for (size_t i = 0; i < RU_COUNT(all); i++)
        if (all[i].name.n) out[n++] = all[i];
    return n;
}

/* Behind the secret stands what a person's name cannot begin with, so that no tag of one kind is that of another, nor of a person. */
int64_t ru_name_tag(ru_ledger *l, const ru_named *name) {
    static const char marks[][2] = {{0, 'r'}, {0, 'd'}, {0, 's'}, {0, 'e'}};
    unsigned char digest[RU_DIGEST_SIZE];
    int64_t tag;
    ru_sha256_begin(l->hash);
    ru_sha256_update(l->hash, l->pepper, KEY_SIZE);
    ru_sha256_update(l->hash, marks[name->by], sizeof marks[0]);
    ru_sha256_update(l->hash, name->name.p, name->name.n);
    ru_sha256_end(l->hash, digest);
    memcpy(&tag, digest, sizeof tag);
    return tag;
}

ruth_status ru_names_add(ru_ledger *l, uint64_t row, ru_row_kind kind, const ru_ledger_content *c, ruth_error *e) {
    ru_named names[RU_ROW_NAMES];
    sqlite3_stmt *s;
    size_t n = ru_names_of(kind, c, names);
    ruth_status st = ru_ledger_sql(l, SQL_NAME_NEW, &s, e);
    if (st || !n) return st;
    sqlite3_bind_int64(s, 1, (int64_t)row);
    for (size_t i = 0; i < n; i++) sqlite3_bind_int64(s, 2 + (int)i, ru_name_tag(l, &names[i]));
    if (sqlite3_step(s) != SQLITE_DONE) st = ru_ledger_fail(l, e, "a name could not be added");
    sqlite3_reset(s);
    sqlite3_clear_bindings(s); /* the next row may have fewer */
    if (!l->waiting) l->waiting = (int64_t)row;
    return st;
}

ruth_status ru_names_order(ru_ledger *l, ruth_error *e) {
    int64_t most = (int64_t)(l->rows / SHARE), wait = l->waiting ? (int64_t)l->rows - l->waiting : 0;
    if (wait <= (most < FEWEST ? FEWEST : most > AT_MOST ? AT_MOST : most)) return RUTH_OK;
    ruth_status st = ru_ledger_exec(
        l, "INSERT OR IGNORE INTO name(tag, row) SELECT tag, row FROM (" RU_NAMES_WAITING ") ORDER BY tag, row; DELETE FROM name_new", e);
    if (!st) l->waiting = l->fresh = 0;
    return st;
}

/* ---- found ---- */
static bool is_called(const ru_ledger_row *r, ru_name by, ru_str name) {
    ru_named names[RU_ROW_NAMES];
    size_t n = r->erased ? 0 : ru_names_of(r->kind, &r->content, names);
    for (size_t i = 0; i < n; i++)
        if (names[i].by == by && ru_str_eq(names[i].name, name)) return true;
    return false;
}

static ruth_status next_candidate(ru_ledger *l, int64_t tag, uint64_t row, uint64_t *out, ruth_error *e) {
    sqlite3_stmt *s;
    ruth_status st = ru_ledger_sql(l, SQL_NAMED, &s, e);
    *out = 0;
    if (st) return st;
    sqlite3_bind_int64(s, 1, tag);
    sqlite3_bind_int64(s, 2, (int64_t)row);
    int rc = sqlite3_step(s);
    if (rc == SQLITE_ROW) *out = (uint64_t)sqlite3_column_int64(s, 0);
    else if (rc != SQLITE_DONE) st = ru_ledger_fail(l, e, "its names cannot be read");
    sqlite3_reset(s);
    return st;
}

ruth_status ru_ledger_named(ru_ledger *l, ru_name by, ru_str name, uint64_t row, uint64_t *out, ruth_error *e) {
    ru_named wanted = {by, name};
    ru_ledger_row r;
    int64_t tag = ru_name_tag(l, &wanted);
    ruth_status st = RUTH_OK;
    for (*out = row; !st;) {
        st = next_candidate(l, tag, *out, out, e);
        if (st || !*out) return st;
        st = ru_ledger_read(l, *out, &r, e);
        if (!st && is_called(&r, by, name)) return RUTH_OK; /* two names may have one tag */
    }
    return st;
}

/* In a batch nobody else writes: the names that wait are those that were copied, and those since. */
static ruth_status freshen(ru_ledger *l, ruth_error *e) {
    sqlite3_stmt *s;
    ruth_status st = RUTH_OK;
    if (l->fresh && l->fresh == (int64_t)l->rows) return RUTH_OK;
    if (!l->fresh)
        st = ru_ledger_exec(
            l, "CREATE TEMP TABLE IF NOT EXISTS fresh(tag INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY(tag, row)) WITHOUT ROWID; DELETE FROM temp.fresh",
            e);
    if (st || (st = ru_ledger_sql(l, SQL_FRESHEN, &s, e))) return st;
    sqlite3_bind_int64(s, 1, l->fresh);
    if (sqlite3_step(s) != SQLITE_DONE) st = ru_ledger_fail(l, e, "its names cannot be read");
    sqlite3_reset(s);
    if (!st) l->fresh = (int64_t)l->rows;
    return st;
}

ruth_status ru_ledger_last(ru_ledger *l, ru_row_kind kind, ru_name by, ru_str name, int64_t until, ru_ledger_row *out, ruth_error *e) {
    ru_named wanted = {by, name};
    sqlite3_stmt *s;
    int rc = SQLITE_DONE;
    out->row = 0;
    ruth_status st = l->batch ? freshen(l, e) : RUTH_OK;
    if (st || (st = ru_ledger_sql(l, l->batch ? SQL_LAST_FRESH : SQL_LAST, &s, e))) return st;
    sqlite3_bind_int64(s, 1, ru_name_tag(l, &wanted));
    sqlite3_bind_int64(s, 2, kind);
    sqlite3_bind_int64(s, 3, until);
    while (!st && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        st = ru_ledger_read(l, (uint64_t)sqlite3_column_int64(s, 0), out, e);
        if (!st && is_called(out, by, name)) break;
        out->row = 0;
    }
    if (!st && rc != SQLITE_ROW && rc != SQLITE_DONE) st = ru_ledger_fail(l, e, "its names cannot be read");
    sqlite3_reset(s);
    return st;
}

ruth_status ru_ledger_latest(ru_ledger *l, int64_t *at, ruth_error *e) {
    return ru_ledger_count(l, "SELECT coalesce(max(at), -9223372036854775807 - 1) FROM entry WHERE kind IN (2, 6)", at, e);
}

ruth_status ru_ledger_by_person(ru_ledger *l, ruth_status (*each)(void *context, uint64_t subject, uint64_t row), void *context, ruth_error *e) {
    sqlite3_stmt *s;
    int rc = SQLITE_DONE;
    ruth_status st = ru_ledger_sql(l, SQL_BY_PERSON, &s, e);
    if (st) return st;
    while (!st && (rc = sqlite3_step(s)) == SQLITE_ROW) st = each(context, (uint64_t)sqlite3_column_int64(s, 0), (uint64_t)sqlite3_column_int64(s, 1));
    if (!st && rc != SQLITE_DONE) st = ru_ledger_fail(l, e, "its rows cannot be read");
    sqlite3_reset(s);
    return st;
}

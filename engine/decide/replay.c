/* replay.c: rows of a ledger come out again, and decisions are made again with the policy of their day, from its kept files. */
#include "engine/decide/ledger.h"

/* ---- the policy of that day ---- */
static ruth_status compile(ruth_ledger *g, const ru_ledger_policy *kept, ru_arena *a, ru_ledger_loaded *p) {
    ru_places places = g->engine->places;
    ru_loaded *files = RU_NEWS(a, ru_loaded, kept->file_count + 1);
    if (!files) return ru_fail_nomem(&p->why);
    for (size_t i = 0; i < kept->file_count; i++) files[i] = (ru_loaded){kept->files[i].path, kept->files[i].bytes};
    places.files = files;
    places.file_count = kept->file_count;
    ruth_status st = ru_policy_load(&g->alloc, "ledger", &places, &p->policy, &p->why);
    if (!st && memcmp(p->policy->digest, kept->digest, RU_DIGEST_SIZE) != 0)
        st = ru_fail(&p->why, RUTH_E_LEDGER, "the files of the policy do not have its digest");
    if (!st) st = ruth_session_new((ruth_policy *)(void *)p->policy, &p->session, &p->why);
    if (!st) p->other_environment = memcmp(p->policy->engine, kept->engine, RU_DIGEST_SIZE) != 0;
    return st;
}

static void copy_name(char *out, size_t room, ru_str from) {
    size_t n = from.n < room ? from.n : room - 1;
    if (n) memcpy(out, from.p, n);
    out[n] = 0;
}

ruth_status ru_ledger_load(ruth_ledger *g, uint64_t row, ru_ledger_loaded **out, ruth_error *error) {
    ru_ledger_policy kept;
    ru_arena a;
    for (size_t i = 0; i < RU_LEDGER_POLICIES; i++) {
        *out = &g->loaded[i];
        if ((*out)->row == row) return RUTH_OK;
    }
    ru_ledger_loaded *p = *out = &g->loaded[g->next];
    g->next = (g->next + 1) % RU_LEDGER_POLICIES;
    ruth_session_free(p->session);
    ru_policy_release(p->policy);
    *p = (ru_ledger_loaded){.row = 0};
    ru_arena_init(&a, &g->alloc, 64 << 10);
    ruth_status st = ru_ledger_read_policy(g->file, row, &a, &kept, error);
    if (!st) {
        copy_name(p->name, sizeof p->name, kept.name);
        copy_name(p->version, sizeof p->version, kept.version);
        ru_hex(kept.digest, RU_DIGEST_SIZE, p->digest);
        ru_hex(kept.engine, RU_DIGEST_SIZE, p->engine);
        st = compile(g, &kept, &a, p);
        if (st == RUTH_E_NOMEM) st = ru_fail_nomem(error);
        else if (st) { /* a plugin that is not there, say: its rows can be read, but not decided again */ ruth_session_free(p->session);
            ru_policy_release(p->policy);
            p->session = NULL;
            p->policy = NULL;
            st = RUTH_OK;
        }
        if (!st) p->row = row;
    }
    ru_arena_free(&a);
    return st;
}

ruth_status ru_ledger_again(ruth_ledger *g, const ru_ledger_row *row, ru_ledger_loaded **policy, ruth_text *out, ruth_error *error) {
    *out = (ruth_text){NULL, 0};
    ruth_status st = ru_ledger_load(g, row->on, policy, error);
    if (st) return st;
    ruth_session *s = (*policy)->session;
    if (!s) return ru_fail(error, RUTH_E_POLICY, "the policy of that day does not load here: %s", (*policy)->why.message);
    if ((st = ruth_session_set_recorded(s, row->content.recorded.p, row->content.recorded.n, error))) return st;
    st = (row->kind == RU_ROW_ANSWER ? ruth_permit_line : ruth_decide_line)(s, row->content.request.p, row->content.request.n, 0, out, error);
    if (st != RUTH_E_REQUEST) return st;
    if (ru_rejected_memory(&s->rejection) || s->rejection.code == RU_REJECT_SCRIPT_MEMORY) return ru_fail_nomem(error); /* that is no answer */
    return RUTH_OK; /* another rejection is an answer too, and not the one that was kept */
}

/* ---- rows ---- */
static const char *kind_name(ru_row_kind kind) {
    switch (kind) {
    case RU_ROW_POLICY: return "policy";
    case RU_ROW_DECISION: return "decision";
    case RU_ROW_ERASURE: return "erasure";
    case RU_ROW_RETENTION: return "retention";
    case RU_ROW_SIGNATURE: return "signature";
    case RU_ROW_OUTCOME: return "outcome";
    case RU_ROW_ANSWER: return "answer";
    }
    return "unknown";
}

static ruth_text text(ru_str s) { return (ruth_text){s.p, s.n}; }

static ruth_status copy_content(ruth_ledger *g, const ru_ledger_row *r, ruth_ledger_row *out, ruth_error *error) {
    const ru_ledger_content *c = &r->content;
    const ru_str parts[] = {c->subject, c->request, c->decision, c->recorded};
    ruth_text none = {NULL, 0}, *const places[] = {&out->subject, r->kind == RU_ROW_OUTCOME ? &out->event : &out->request,
                                                   r->kind == RU_ROW_OUTCOME ? &none : &out->decision, r->kind == RU_ROW_OUTCOME ? &none : &out->recorded};
    copy_name(out->id, sizeof out->id, c->id);
    for (size_t i = 0; i < RU_COUNT(parts); i++) ru_buf_str(&g->text, parts[i]);
    if (g->text.failed) return ru_fail_nomem(error);
    for (size_t i = 0, at = 0; i < RU_COUNT(parts); at += parts[i++].n) *places[i] = (ruth_text){g->text.p + at, parts[i].n};
    return RUTH_OK;
}

ruth_status ruth_ledger_read(ruth_ledger *g, uint64_t row, ruth_ledger_row *out, ruth_error *error) {
    ru_ledger_row r;
    ru_ledger_loaded *p = NULL;
    ru_error_clear(error);
    *out = (ruth_ledger_row){.row = row, .kind = "unknown", .policy_name = "", .policy_version = "", .policy_digest = "", .policy_engine = ""};
    ruth_status st = ru_ledger_read(g->file, row, &r, error);
    if (st) return st;
    ru_buf_clear(&g->text);
    if (r.kind == RU_ROW_DECISION || r.kind == RU_ROW_OUTCOME ||
        r.kind == RU_ROW_ANSWER) { /* the policy is read through the same buffer: what is there must be set aside */
        st = r.erased ? RUTH_OK : copy_content(g, &r, out, error);
        if (!st && r.kind != RU_ROW_OUTCOME) st = ru_ledger_load(g, r.on, &p, error);
        else if (!st) out->of = r.on;
    } else if (r.kind == RU_ROW_POLICY) st = ru_ledger_load(g, row, &p, error);
    if (st) return st;
    out->kind = kind_name(r.kind);
    out->at = r.at;
    out->person = r.subject;
    out->erased = r.erased;
    ru_hex(r.hash, RU_DIGEST_SIZE, out->hash);
    out->hash[2 * RU_DIGEST_SIZE] = 0;
    if (p) {
        out->policy_name = p->name;
        out->policy_version = p->version;
        out->policy_digest = p->digest;
        out->policy_engine = p->engine;
    }
    return RUTH_OK;
}

ruth_status ruth_ledger_next(ruth_ledger *g, uint64_t row, int64_t from, int64_t until, uint64_t *next, ruth_error *error) {
    ru_error_clear(error);
    return ru_ledger_next(g->file, row, from, until, next, error);
}

/* An id may be a request's or a decision's: the next row that is called either. */
ruth_status ruth_ledger_find(ruth_ledger *g, const char *id, uint64_t row, uint64_t *next, ruth_error *error) {
    uint64_t other;
    ru_error_clear(error);
    ruth_status st = ru_ledger_named(g->file, RU_NAME_REQUEST, ru_str_of(id), row, next, error);
    if (!st) st = ru_ledger_named(g->file, RU_NAME_DECISION, ru_str_of(id), row, &other, error);
    if (!st && other && (!*next || other < *next)) *next = other;
    return st;
}

/* ---- again ---- */
/* Skips what the environment changes: the digest of the engine, and the decision's id that covers it. Equal but for these? */
static bool same_but_for_environment(ru_str was, ru_str is) {
    static const char *const marks[] = {",\"decision\":\"", ",\"engine\":\"sha256:"};
    for (size_t m = 0; m < RU_COUNT(marks); m++) {
        size_t n = strlen(marks[m]), at = 0;
        while (at + n <= was.n && memcmp(was.p + at, marks[m], n) != 0) at++; /* not inside a text: there a quotation mark is escaped */
        if (at + n + 64 > was.n || at + n + 64 > is.n || memcmp(was.p, is.p, at + n) != 0) return false;
        was = (ru_str){was.p + at + n + 64, was.n - at - n - 64};
        is = (ru_str){is.p + at + n + 64, is.n - at - n - 64};
    }
    return ru_str_eq(was, is);
}

ruth_status ruth_ledger_replay(ruth_ledger *g, uint64_t row, ruth_replay *out, ruth_error *error) {
    ru_ledger_row r;
    ru_ledger_loaded *p;
    ruth_text is;
    ru_error_clear(error);
    *out = (ruth_replay){.result = RUTH_REPLAY_NOTHING};
    ruth_status st = ru_ledger_read(g->file, row, &r, error);
    if (st || (r.kind != RU_ROW_DECISION && r.kind != RU_ROW_ANSWER)) return st;
    out->result = RUTH_REPLAY_ERASED;
    if (r.erased) return RUTH_OK;
    if ((st = ru_ledger_load(g, r.on, &p, error)) || (st = ru_ledger_read(g->file, row, &r, error))) return st; /* loading read other rows */
    st = ru_ledger_again(g, &r, &p, &is, error);
    if (st == RUTH_E_POLICY) {
        out->result = RUTH_REPLAY_CANNOT;
        return RUTH_OK;
    }
    if (st) return st;
    ru_str was = r.content.decision, now = {is.bytes, is.length};
    out->was = text(was);
    out->is = is;
    out->other_environment = p->other_environment;
    out->result = ru_str_eq(was, now) || (p->other_environment && same_but_for_environment(was, now)) ? RUTH_REPLAY_SAME : RUTH_REPLAY_DIFFERS;
    return RUTH_OK;
}

/* ledger.c: decisions go into a ledger: ruth.h in terms of engine/audit/, which knows rows and no policies. */
#include "engine/decide/ledger.h"

static ru_policy *inside(ruth_policy *p) { return (ru_policy *)(void *)p; }

ruth_status ruth_ledger_open(ruth_engine *engine, const char *path, unsigned how, ruth_ledger **out, ruth_error *error) {
    ru_error_clear(error);
    *out = NULL;
    ruth_ledger *g = ru_alloc(&engine->alloc, sizeof *g);
    if (!g) return ru_fail_nomem(error);
    memset(g, 0, sizeof *g);
    g->engine = engine;
    g->alloc = engine->alloc;
    ru_buf_init(&g->text, &g->alloc);
    unsigned flags = (how & (RUTH_LEDGER_WRITE | RUTH_LEDGER_CREATE) ? (unsigned)RU_LEDGER_WRITE : 0) |
                     (how & RUTH_LEDGER_CREATE ? (unsigned)RU_LEDGER_CREATE : 0);
    ruth_status st = ru_ledger_open(&g->alloc, path, flags, &g->file, error);
    if (st) ruth_ledger_close(g);
    else *out = g;
    return st;
}

static void unload(ru_ledger_loaded *p) {
    ruth_session_free(p->session);
    ru_policy_release(p->policy);
    *p = (ru_ledger_loaded){.row = 0};
}

void ruth_ledger_close(ruth_ledger *g) {
    if (!g) return;
    ruth_allocator alloc = g->alloc;
    for (size_t i = 0; i < RU_LEDGER_POLICIES; i++) unload(&g->loaded[i]);
    ru_policy_release(g->added);
    ru_ledger_close(g->file);
    ru_buf_free(&g->text);
    ru_free(&alloc, g, sizeof *g);
}

uint64_t ruth_ledger_head(const ruth_ledger *g, char hex[RUTH_HEX]) {
    ru_hex(ru_ledger_head(g->file), RU_DIGEST_SIZE, hex);
    hex[2 * RU_DIGEST_SIZE] = 0;
    return ru_ledger_rows(g->file);
}

ruth_status ruth_ledger_refresh(ruth_ledger *g, ruth_error *error) {
    ru_error_clear(error);
    return ru_ledger_refresh(g->file, error);
}

/* ---- in ---- */
/* The decision's own id: the first of its name, for in a text a quotation mark is escaped. */
static ru_str mark_of(ru_str decision) {
    static const char key[] = "\",\"decision\":\"";
    enum { KEY = sizeof key - 1, HEX = 2 * RU_DIGEST_SIZE };
    for (size_t i = 0; i + KEY + HEX <= decision.n; i++)
        if (!memcmp(decision.p + i, key, KEY)) return (ru_str){decision.p + i + KEY, HEX};
    return (ru_str){NULL, 0};
}

/* Under whose key it is sealed: the fact `subject`, or, where the request says none, its id. */
static ru_str subject_of(const ruth_session *s) {
    int slot = s->policy->schema->core.subject;
    const ru_value *v = slot >= 0 ? &s->request.facts[slot] : NULL;
    return v && v->state == RU_VALUE && v->u.s.n ? v->u.s : s->request.id;
}

static ru_str recorded_of(const ruth_session *s) { return s->recorded.n ? (ru_str){s->recorded.p, s->recorded.n} : RU_STR("[]"); }

/* The record is packed here, and not where it enters: sessions may be many, a ledger takes one at a time. */
static bool ready_to_pack(ruth_session *s) {
    if (s->packer) return true;
    ru_buf_clear(&s->record);
    if (ru_kept_words(s->policy, &s->record)) s->packer = ru_packer_new(&s->alloc, (ru_str){s->record.p, s->record.n});
    return s->packer;
}

static ruth_status put_record(ruth_session *s, const ru_record *r, ru_str more, ruth_text *out) {
    if (!ready_to_pack(s)) return RUTH_E_NOMEM;
    ru_buf_clear(&s->record);
    if (!ru_record_put(&s->record, s->packer, r, more)) return RUTH_E_NOMEM;
    *out = (ruth_text){s->record.p, s->record.n};
    return RUTH_OK;
}

/* What goes behind the canonical request: `proposed` and `ref`, as they are. */
static bool put_more(ruth_session *s, ru_str proposed) {
    ru_buf *b = &s->words;
    ru_buf_clear(b);
    if (proposed.p) {
        RU_BUF_LIT(b, ",\"proposed\":");
        ru_request_put_raw(b, proposed);
    }
    if (s->request.ref.p) {
        RU_BUF_LIT(b, ",\"ref\":");
        ru_buf_str(b, s->request.ref);
    }
    return !b->failed;
}

ruth_status ruth_decision_record(ruth_session *s, ruth_text *out) {
    *out = (ruth_text){NULL, 0};
    if (!s->decided) return RUTH_E_ARGUMENT;
    if (!s->written && !ru_decision_write(s)) return RUTH_E_NOMEM;
    s->written = true;
    /* both digests, the request, what plugins gave back: as the decision's id was taken of them */
    size_t from = 2 * RU_DIGEST_SIZE, recorded = s->policy->plugin_count ? s->recorded.n : 0;
    ru_record r = {.kind = RU_ROW_DECISION,
                   .at = s->request.now,
                   .content = {.subject = subject_of(s), .decision = {s->out.p, s->out.n}, .recorded = recorded_of(s), .id = s->request.id}};
    r.content.request = (ru_str){s->canonical.p + from, s->canonical.n - from - recorded};
    r.content.mark = mark_of(r.content.decision);
    return put_more(s, (ru_str){NULL, 0}) ? put_record(s, &r, (ru_str){s->words.p, s->words.n}, out) : RUTH_E_NOMEM;
}

ruth_status ruth_permit_record(ruth_session *s, ruth_text *out) {
    *out = (ruth_text){NULL, 0};
    if (!s->answered) return RUTH_E_ARGUMENT;
    ru_buf_clear(&s->canonical);
    ru_request_write(&s->canonical, s->policy->schema, &s->request);
    if (s->canonical.failed || !put_more(s, s->request.proposed)) return RUTH_E_NOMEM;
    ru_record r = {.kind = RU_ROW_ANSWER,
                   .at = s->request.now,
                   .content = {.subject = subject_of(s),
                               .request = {s->canonical.p, s->canonical.n},
                               .decision = {s->out.p, s->out.n},
                               .recorded = recorded_of(s),
                               .id = s->request.id,
                               .mark = {"", 0}}};
    return put_record(s, &r, (ru_str){s->words.p, s->words.n}, out);
}

static ruth_status add_policy(ruth_ledger *g, ru_policy *p, int64_t at, ruth_error *error) {
    ru_ledger_policy row = {.name = p->name, .version = p->version, .release = p->release, .file_count = p->file_count};
    ru_arena scratch;
    ru_arena_init(&scratch, &g->alloc, 64 << 10);
    ru_ledger_file *files = RU_NEWS(&scratch, ru_ledger_file, p->file_count + 1);
    ru_buf_clear(&g->text);
    ruth_status st = files && ru_kept_words(p, &g->text) ? RUTH_OK : ru_fail_nomem(error);
    for (size_t i = 0; !st && i < p->file_count; i++) files[i] = (ru_ledger_file){p->files[i].path, p->files[i].bytes};
    row.files = files;
    row.words = (ru_str){g->text.p, g->text.n};
    memcpy(row.digest, p->digest, sizeof row.digest);
    memcpy(row.engine, p->engine, sizeof row.engine);
    ru_policy_release(g->added);
    g->added = NULL;
    if (!st) st = ru_ledger_add_policy(g->file, &row, at, &g->added_row, error);
    if (!st) g->added = ru_policy_retain(p);
    ru_arena_free(&scratch);
    return st;
}

/* A batch that was taken back may have taken the policy's row with it. */
static ruth_status failed(ruth_ledger *g, ruth_status st) {
    if (!st) return RUTH_OK;
    ru_ledger_rollback(g->file);
    ru_policy_release(g->added);
    g->added = NULL;
    return st;
}

ruth_status ruth_ledger_add(ruth_ledger *g, ruth_policy *policy, const char *record, size_t length, ruth_error *error) {
    ru_record r;
    ruth_status st = RUTH_OK;
    ru_error_clear(error);
    if (!ru_record_take((ru_str){record, length}, &r)) return failed(g, ru_fail(error, RUTH_E_ARGUMENT, "these bytes are no record of a decision"));
    if (g->added != inside(policy)) st = add_policy(g, inside(policy), r.at, error);
    if (!st) st = (r.kind == RU_ROW_ANSWER ? ru_ledger_add_answer : ru_ledger_add_decision)(g->file, g->added_row, r.at, &r.content, error);
    return failed(g, st);
}

ruth_status ruth_ledger_commit(ruth_ledger *g, ruth_error *error) {
    ru_error_clear(error);
    return failed(g, ru_ledger_commit(g->file, error));
}

void ruth_ledger_rollback(ruth_ledger *g) { (void)failed(g, RUTH_E_IO); }

/* ---- proof, erasure, signatures ---- */
static bool from_hex(const char *hex, unsigned char out[RU_DIGEST_SIZE]) {
    if (strlen(hex) != 2 * RU_DIGEST_SIZE) return false;
    for (size_t i = 0; i < 2 * RU_DIGEST_SIZE; i++) {
        char c = hex[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        if (digit < 0) return false;
        out[i / 2] = (unsigned char)(i % 2 ? out[i / 2] | digit : digit << 4);
    }
    return true;
}

ruth_status ruth_ledger_verify(ruth_ledger *g, const char *head, const char *key, void (*step)(void *, uint64_t, uint64_t), void *context,
                               ruth_ledger_fault *fault, ruth_error *error) {
    unsigned char head_bytes[RU_DIGEST_SIZE], key_bytes[RU_DIGEST_SIZE];
    ru_ledger_fault found = {.row = 0};
    ru_error_clear(error);
    *fault = (ruth_ledger_fault){.row = 0};
    if (head && !from_hex(head, head_bytes)) return ru_fail(error, RUTH_E_ARGUMENT, "a head is 64 hex digits");
    if (key && !from_hex(key, key_bytes)) return ru_fail(error, RUTH_E_ARGUMENT, "a key is 64 hex digits");
    ruth_ledger_rollback(g);
    ru_ledger_proof proof = {head ? head_bytes : NULL, key ? key_bytes : NULL};
    ruth_status st = ru_ledger_verify(g->file, &proof, step, context, &found, error);
    fault->row = found.row;
    memcpy(fault->why, found.why, sizeof fault->why);
    return st;
}

static ruth_status instant(const char *text, int64_t *out, ruth_error *error) {
    if (text && ru_instant_parse(ru_str_of(text), out)) return RUTH_OK;
    return ru_fail(error, RUTH_E_ARGUMENT, "expected an instant such as 2026-03-02T14:00:00Z, found %s", text ? text : "nothing");
}

ruth_status ruth_ledger_erase(ruth_ledger *g, const char *subject, const char *at, ruth_erased *out, ruth_error *error) {
    int64_t when;
    ru_erased done = {0, 0, 0};
    ru_error_clear(error);
    ruth_status st = instant(at, &when, error);
    if (!st && !subject[0]) st = ru_fail(error, RUTH_E_ARGUMENT, "nobody is named");
    ruth_ledger_rollback(g);
    st = failed(g, st ? st : ru_ledger_erase(g->file, ru_str_of(subject), when, &done, error));
    *out = (ruth_erased){done.decisions, done.outcomes, done.answers};
    return st;
}

ruth_status ruth_ledger_retain(ruth_ledger *g, const char *before, const char *at, ruth_erased *out, ruth_error *error) {
    int64_t when, limit;
    ru_erased done = {0, 0, 0};
    ru_error_clear(error);
    ruth_status st = instant(at, &when, error);
    if (!st) st = instant(before, &limit, error);
    ruth_ledger_rollback(g);
    st = failed(g, st ? st : ru_ledger_retain(g->file, limit, when, &done, error));
    *out = (ruth_erased){done.decisions, done.outcomes, done.answers};
    return st;
}

ruth_status ruth_ledger_key_new(char secret[RUTH_HEX], char open[RUTH_HEX], ruth_error *error) {
    unsigned char s[RU_KEY_SIZE], o[RU_KEY_SIZE];
    ru_error_clear(error);
    ruth_status st = ru_ledger_key_new(s, o, error);
    if (st) return st;
    ru_hex(s, sizeof s, secret);
    ru_hex(o, sizeof o, open);
    secret[2 * RU_KEY_SIZE] = open[2 * RU_KEY_SIZE] = 0;
    memset(s, 0, sizeof s);
    return RUTH_OK;
}

ruth_status ruth_ledger_sign(ruth_ledger *g, const char *secret, const char *at, ruth_error *error) {
    unsigned char key[RU_KEY_SIZE];
    int64_t when;
    ru_error_clear(error);
    ruth_status st = instant(at, &when, error);
    if (!st && !from_hex(secret, key)) st = ru_fail(error, RUTH_E_ARGUMENT, "a key is 64 hex digits");
    ruth_ledger_rollback(g);
    if (!st) st = ru_ledger_sign(g->file, key, when, error);
    memset(key, 0, sizeof key);
    return failed(g, st);
}

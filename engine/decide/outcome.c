/* outcome.c: what came of a decision goes into its ledger: the line is read, its decision found, and what stood there before is known again. */
#include "engine/decide/ledger.h"

typedef struct taking {
    ruth_ledger *g;
    ru_arena a;
    ru_event event;
    ru_rejection why;
    ru_ledger_row of;
    ru_buf canonical;
    ruth_error *e;
} taking;

static ruth_status reject(taking *t, uint64_t line) {
    ru_buf_clear(&t->g->text);
    ru_rejection_write(&t->g->text, t->event.id, &t->why, line);
    if (t->g->text.failed) return ru_fail_nomem(t->e);
    return ru_fail(t->e, RUTH_E_REQUEST, "%s: %s", t->why.at, t->why.message);
}

static bool refuse(taking *t, ru_reject code, const char *at, const char *message) {
    t->why.code = code;
    memcpy(t->why.at, at, strlen(at) + 1);
    memcpy(t->why.message, message, strlen(message) + 1);
    return false;
}

/* A row's texts go with the next call on the ledger. */
static bool keep_row(taking *t) {
    ru_ledger_content *c = &t->of.content;
    ru_str *const parts[] = {&c->subject, &c->id, &c->mark};
    for (size_t i = 0; i < RU_COUNT(parts); i++)
        if (!(*parts[i] = ru_arena_str(&t->a, *parts[i])).p) return false;
    return true;
}

/* The decision that it came of: the one that is named, or the last one about this request or person before it. */
static ruth_status find_decision(taking *t, bool *good) {
    const ru_event *v = &t->event;
    ru_name by = v->decision.p ? RU_NAME_DECISION : v->id.p ? RU_NAME_REQUEST : RU_NAME_SUBJECT;
    ru_str name = v->decision.p ? v->decision : v->id.p ? v->id : v->subject;
    ruth_status st = ru_ledger_last(t->g->file, RU_ROW_DECISION, by, name, v->decision.p ? INT64_MAX : v->at, &t->of, t->e);
    *good = false;
    if (st) return st;
    if (!t->of.row)
        refuse(t, RU_REJECT_MISSING,
               by == RU_NAME_DECISION  ? "/decision"
               : by == RU_NAME_REQUEST ? "/id"
                                       : "/subject",
               by == RU_NAME_DECISION ? "the ledger has no such decision, or it was erased"
                                      : "the ledger has no decision about this one before the event, or it was erased");
    else if (t->of.at > v->at) refuse(t, RU_REJECT_RANGE, "/at", "the event is older than its decision");
    else *good = true;
    return *good && !keep_row(t) ? ru_fail_nomem(t->e) : RUTH_OK;
}

/* By what it is known again: the id that the host gave it, or, without one, the person and all it says but its decision. */
static bool mark_event(taking *t, ru_str *mark) {
    unsigned char digest[RU_DIGEST_SIZE];
    char hex[2 * RU_DIGEST_SIZE];
    ru_event_write(&t->canonical, &t->event);
    if (t->event.event_id.p) *mark = ru_arena_printf(&t->a, "id %.*s", (int)t->event.event_id.n, t->event.event_id.p);
    else {
        if (t->canonical.failed) return false;
        ru_sha256_named(t->of.content.subject, (ru_str){t->canonical.p, t->canonical.n}, digest);
        ru_hex(digest, sizeof digest, hex);
        *mark = ru_arena_printf(&t->a, "is %.*s", (int)sizeof hex, hex);
    }
    return mark->p && !t->canonical.failed;
}

/* Gives the row of the event: the one where it stood before, or a new one. */
static ruth_status add(taking *t, uint64_t *row, bool *known, bool *good) {
    ru_ledger_row before;
    ru_str mark;
    *known = *good = false;
    if (!mark_event(t, &mark)) return ru_fail_nomem(t->e);
    ru_str canonical = {t->canonical.p, t->canonical.n};
    ruth_status st = ru_ledger_last(t->g->file, RU_ROW_OUTCOME, RU_NAME_EVENT, mark, INT64_MAX, &before, t->e);
    if (st) return st;
    if (before.row) {
        *row = before.row;
        *known = *good = ru_str_eq(before.content.request, canonical) && ru_str_eq(before.content.subject, t->of.content.subject);
        t->of.content.id = ru_arena_str(&t->a, before.content.id);
        t->of.content.mark = ru_arena_str(&t->a, before.content.decision);
        if (!t->of.content.id.p || !t->of.content.mark.p) return ru_fail_nomem(t->e);
        if (!*good) refuse(t, RU_REJECT_RANGE, "/event_id", "another event has this id; an event that changed needs an id of its own");
        return RUTH_OK;
    }
    *good = true;
    const ru_ledger_content c = {
        .subject = t->of.content.subject, .request = canonical, .decision = t->of.content.mark, .recorded = {"", 0}, .id = t->of.content.id, .mark = mark};
    return ru_ledger_add_outcome(t->g->file, t->of.row, t->event.at, &c, row, t->e);
}

static ruth_status answer(taking *t, uint64_t row, bool known) {
    ru_buf *b = &t->g->text;
    ru_buf_clear(b);
    RU_BUF_LIT(b, "{\"row\":");
    ru_buf_int(b, (int64_t)row);
    RU_BUF_LIT(b, ",\"id\":");
    ru_json_put_string(b, t->of.content.id);
    RU_BUF_LIT(b, ",\"decision\":");
    ru_json_put_string(b, t->of.content.mark);
    RU_BUF_LIT(b, ",\"event\":");
    ru_json_put_string(b, ru_event_name(t->event.kind));
    RU_BUF_LIT(b, ",\"at\":");
    ru_json_put_instant(b, t->event.at);
    ru_buf_str(b, known ? RU_STR(",\"known\":true}") : RU_STR(",\"known\":false}"));
    return b->failed ? ru_fail_nomem(t->e) : RUTH_OK;
}

static ruth_status take(taking *t, ru_str bytes, uint64_t line) {
    uint64_t row = 0;
    bool known = false, good = ru_event_read(&t->a, bytes, &t->event, &t->why);
    if (!good && t->why.code == RU_REJECT_TOO_LONG && ru_str_is(ru_str_of(t->why.message), "out of memory")) return ru_fail_nomem(t->e);
    if (!good) return reject(t, line);
    ruth_status st = ru_ledger_begin(t->g->file, t->e); /* found and added in one state of the file, whatever others write or erase */
    if (!st) st = find_decision(t, &good);
    if (!st && good) st = add(t, &row, &known, &good);
    if (st) return st;
    return good ? answer(t, row, known) : reject(t, line);
}

ruth_status ruth_ledger_outcome_line(ruth_ledger *g, const char *bytes, size_t length, uint64_t line, ruth_text *out, ruth_error *error) {
    taking t = {.g = g, .e = error};
    ru_error_clear(error);
    *out = (ruth_text){NULL, 0};
    ru_arena_init(&t.a, &g->alloc, 4096);
    ru_buf_init(&t.canonical, &g->alloc);
    ruth_status st = take(&t, (ru_str){bytes, length}, line);
    if (st == RUTH_OK || st == RUTH_E_REQUEST) *out = (ruth_text){g->text.p, g->text.n};
    else ruth_ledger_rollback(g);
    ru_buf_free(&t.canonical);
    ru_arena_free(&t.a);
    return st;
}

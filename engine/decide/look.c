/* look.c: what a kept decision says of one channel, in the person's own hours: for an examiner's questions. */
#include "engine/decide/ledger.h"

/* What is read out of the decision's JSON. */
typedef struct looking {
    ru_json j;
    ru_str channel, last;
    ruth_ledger_contact *out;
    ru_buf *limits;
} looking;

static bool read_instant(ru_json *j, int64_t *out) {
    ru_str s;
    return ru_json_string(j, &s) && ru_instant_parse(s, out);
}

static bool read_contact(looking *k) {
    ru_json_kind kind;
    ru_str key, channel = {"", 0};
    bool first = true, more;
    if (!ru_json_peek(&k->j, &kind)) return false;
    if (kind != RU_JSON_OBJECT) return ru_json_skip(&k->j);
    if (!ru_json_object_begin(&k->j)) return false;
    while (ru_json_object_next(&k->j, &first, &key, &more)) {
        bool ok = true;
        if (!more) {
            k->out->contacted = ru_str_eq(channel, k->channel);
            return true;
        }
        if (ru_str_is(key, "channel")) ok = ru_json_string(&k->j, &channel);
        else if (ru_str_is(key, "from")) ok = read_instant(&k->j, &k->out->from);
        else if (ru_str_is(key, "until")) ok = read_instant(&k->j, &k->out->until);
        else ok = ru_json_skip(&k->j);
        if (!ok) return false;
    }
    return false;
}

static bool read_limit(looking *k) {
    ru_json_kind kind;
    ru_str key, id = {"", 0}, on = {"", 0};
    bool first = true, more;
    if (!ru_json_object_begin(&k->j)) return false;
    while (ru_json_object_next(&k->j, &first, &key, &more)) {
        if (!more) {
            if (!ru_str_eq(on, k->channel) && !ru_str_is(on, "outbound")) return true; /* outbound: every channel */
            if (k->last.p && ru_str_eq(id, k->last)) return true; /* they are sorted; one limit may hold back the channel and every channel */
            k->last = id;
            if (k->limits->n > 1) ru_buf_char(k->limits, ',');
            ru_json_put_string(k->limits, id);
            return true;
        }
        if (!ru_json_peek(&k->j, &kind)) return false;
        bool text = kind == RU_JSON_STRING;
        if (!(text && ru_str_is(key, "id") ? ru_json_string(&k->j, &id) : text && ru_str_is(key, "on") ? ru_json_string(&k->j, &on) : ru_json_skip(&k->j)))
            return false;
    }
    return false;
}

static bool read_limits(looking *k) {
    bool first = true, more;
    if (!ru_json_array_begin(&k->j)) return false;
    while (ru_json_array_next(&k->j, &first, &more)) {
        if (!more) return true;
        if (!read_limit(k)) return false;
    }
    return false;
}

static bool read_decision(looking *k) {
    ru_str key;
    bool first = true, more;
    if (!ru_json_object_begin(&k->j)) return false;
    while (ru_json_object_next(&k->j, &first, &key, &more)) {
        if (!more) return true;
        if (!(ru_str_is(key, "contact") ? read_contact(k) : ru_str_is(key, "limits") ? read_limits(k) : ru_json_skip(&k->j))) return false;
    }
    return false;
}

/* Earliest and latest minute of the local day, over every zone the person may be in. */
static void local(ru_scene *sc, int64_t instant, int *earliest, int *latest) {
    enum { DAY = 86400, MINUTE = 60 };
    *earliest = *latest = -1;
    for (size_t i = 0; i < sc->zone_count; i++) {
        int64_t at = instant + ru_zone_offset(sc->zones[i], instant, &sc->memo[i]);
        int minute = (int)((at % DAY + DAY) % DAY / MINUTE);
        if (*earliest < 0 || minute < *earliest) *earliest = minute;
        if (minute > *latest) *latest = minute;
    }
}

ruth_status ruth_ledger_look(ruth_ledger *g, uint64_t row, const char *channel, ruth_ledger_contact *out, ruth_error *error) {
    ru_ledger_row r;
    ru_ledger_loaded *p;
    ruth_text is;
    ru_arena a;
    ru_error_clear(error);
    *out = (ruth_ledger_contact){.from = RUTH_NEVER, .until = RUTH_NEVER, .from_earliest = -1, .from_latest = -1, .now_earliest = -1, .now_latest = -1};
    ruth_status st = ru_ledger_read(g->file, row, &r, error);
    if (st) return st;
    if (r.kind != RU_ROW_DECISION || r.erased) return ru_fail(error, RUTH_E_ARGUMENT, "row %llu holds no decision any more", (unsigned long long)row);
    if ((st = ru_ledger_load(g, r.on, &p, error)) || (st = ru_ledger_read(g->file, row, &r, error))) return st;
    st = ru_ledger_again(g, &r, &p, &is, error); /* the zones are what the policy makes of the request */
    if (st && st != RUTH_E_POLICY) return st;
    bool zones = st == RUTH_OK;
    ru_error_clear(error);
    ru_arena_init(&a, &g->alloc, 16 << 10);
    ru_buf_clear(&g->text);
    ru_buf_char(&g->text, '[');
    looking k = {.channel = ru_str_of(channel), .out = out, .limits = &g->text};
    ru_json_begin(&k.j, r.content.decision, &a);
    st = read_decision(&k)     ? RUTH_OK
         : ru_json_nomem(&k.j) ? ru_fail_nomem(error)
                               : ru_fail(error, RUTH_E_LEDGER, "row %llu holds a decision that cannot be read", (unsigned long long)row);
    ru_buf_char(&g->text, ']');
    if (!st && g->text.failed) st = ru_fail_nomem(error);
    if (!st) {
        if (!out->contacted) out->from = out->until = RUTH_NEVER;
        if (zones && out->contacted) local(&p->session->scene, out->from, &out->from_earliest, &out->from_latest);
        if (zones) local(&p->session->scene, r.at, &out->now_earliest, &out->now_latest);
        out->limits = (ruth_text){g->text.p, g->text.n};
    }
    ru_arena_free(&a);
    return st;
}

/* request_read.c: one line becomes one request: its top level, its facts, and what holds between them. */
#include "engine/facts/reader.h"

typedef enum top { TOP_ID, TOP_NOW, TOP_FACTS, TOP_CONTACTS, TOP_DEBT, TOP_REF, TOP_CHOICE, TOP_OFFER, TOP_PROPOSED, TOP_COUNT } top;
static const ru_str top_names[TOP_COUNT] = {{"id", 2},  {"now", 3},    {"facts", 5}, {"contacts", 8}, {"debt", 4},
                                            {"ref", 3}, {"choice", 6}, {"offer", 5}, {"proposed", 8}};

static int top_of(ru_str key) {
    int guess = key.n == 2        ? TOP_ID
                : key.n == 3      ? (key.p[0] == 'n' ? TOP_NOW : TOP_REF)
                : key.n == 4      ? TOP_DEBT
                : key.n == 5      ? (key.p[0] == 'f' ? TOP_FACTS : TOP_OFFER)
                : key.n == 6      ? TOP_CHOICE
                : key.p[0] == 'c' ? TOP_CONTACTS
                                  : TOP_PROPOSED;
    return ru_str_eq(key, top_names[guess]) ? guess : -1; /* their lengths and first letters tell them apart */
}

static bool read_short_text(ru_reading *rd, const char *what, ru_str *out) {
    if (ru_next_char(&rd->j) != '"') return ru_reject_type(rd, "a string");
    if (!ru_json_string(&rd->j, out)) return ru_reject_json(rd);
    if (out->n >= 1 && out->n <= RU_MAX_ID) return true;
    return ru_reject_at(rd, RU_REJECT_RANGE, "%s has %zu bytes; expected 1 to %d", what, out->n, (int)RU_MAX_ID);
}

static bool read_id(ru_reading *rd) {
    ru_str id = {NULL, 0};
    if (!read_short_text(rd, "id", &id)) return false;
    rd->r->id = id;
    return true;
}

static bool read_now(ru_reading *rd) {
    ru_str s;
    if (ru_next_char(&rd->j) != '"') return ru_reject_type(rd, "an instant, as in \"2026-03-02T14:00:00Z\"");
    if (!ru_json_string(&rd->j, &s)) return ru_reject_json(rd);
    if (ru_instant_parse(s, &rd->r->now)) return true;
    return ru_reject_time(rd, "instant", s);
}

static bool read_debt(ru_reading *rd) {
    if (ru_next_char(&rd->j) == 'n') {
        rd->r->debt_state = RU_UNKNOWN;
        return ru_json_null(&rd->j) || ru_reject_json(rd);
    }
    rd->r->debt_state = RU_VALUE;
    return read_short_text(rd, "debt", &rd->r->debt);
}

static bool read_raw(ru_reading *rd, size_t most, ru_str *out) {
    ru_next_char(&rd->j);
    const char *from = rd->j.p;
    if (!ru_json_skip(&rd->j)) return ru_reject_json(rd);
    *out = (ru_str){from, (size_t)(rd->j.p - from)};
    if (out->n <= most) return true;
    return ru_reject_at(rd, RU_REJECT_TOO_LONG, "\"%.*s\" has %zu bytes; at most %zu are kept", RU_SHOW(rd->key), out->n, most);
}

/* It is echoed as it is, but on one line: outside of texts, where a break cannot stand raw, a blank means the same. */
static bool read_ref(ru_reading *rd) {
    ru_str *ref = &rd->r->ref;
    if (!read_raw(rd, RU_MAX_REF, ref)) return false;
    if (RU_LIKELY(!memchr(ref->p, '\n', ref->n) && !memchr(ref->p, '\r', ref->n))) return true;
    char *flat = ru_arena_dup(rd->a, ref->p, ref->n);
    if (!flat) return ru_reject_memory(rd);
    for (size_t i = 0; i < ref->n; i++)
        if (flat[i] == '\n' || flat[i] == '\r') flat[i] = ' ';
    ref->p = flat;
    return true;
}

static bool refuse_fact(ru_reading *rd, int slot) {
    const ru_fields *f = &rd->s->facts;
    if (slot < 0) return ru_reject_unknown(rd, "fact of this policy", f->names, f->count);
    if (f->items[slot].from_plugin) return ru_reject_at(rd, RU_REJECT_KEY, "%.*s is what a plugin says: no request carries it; leave it out", RU_SHOW(rd->key));
    return ru_reject_at(rd, RU_REJECT_KEY, "%.*s is derived: ruth computes it from other facts; leave it out", RU_SHOW(rd->key));
}

static bool read_facts(ru_reading *rd) {
    const ru_fields *f = &rd->s->facts;
    ru_value *facts = rd->r->facts;
    bool first = true, more;
    if (ru_next_char(&rd->j) != '{') return ru_reject_type(rd, "an object of facts");
    if (!ru_json_object_begin(&rd->j)) return ru_reject_json(rd);
    rd->area = "facts";
    for (;;) {
        ru_quick_pairs(rd, f, facts, NULL, &first);
        if (!ru_json_object_next(&rd->j, &first, &rd->key, &more)) return ru_reject_json(rd);
        if (!more) break;
        int slot = ru_fields_find(f, rd->key);
        if (RU_UNLIKELY(slot < 0 || f->keys[slot].derived)) return refuse_fact(rd, slot);
        if (RU_UNLIKELY(facts[slot].given)) return ru_reject_at(rd, RU_REJECT_KEY, "\"%.*s\" stands twice", RU_SHOW(rd->key));
        if (!ru_read_value(rd, f, slot, &facts[slot])) return false;
    }
    return true;
}

static bool read_top(ru_reading *rd, int which) {
    ru_request *r = rd->r;
    switch ((top)which) {
    case TOP_ID: return read_id(rd);
    case TOP_NOW: return read_now(rd);
    case TOP_FACTS: return read_facts(rd);
    case TOP_CONTACTS: return ru_read_contacts(rd);
    case TOP_DEBT: return read_debt(rd);
    case TOP_REF: return read_ref(rd);
    case TOP_CHOICE: return ru_read_choice(rd);
    case TOP_OFFER: return ru_read_offer(rd);
    case TOP_PROPOSED: return read_raw(rd, RU_MAX_LINE, &r->proposed);
    case TOP_COUNT: break;
    }
    return false;
}

static bool unknown_top(ru_reading *rd, bool allow_proposed) {
    if (ru_str_is(rd->key, "proposed")) return ru_reject_at(rd, RU_REJECT_KEY, "\"proposed\" is a question for ruth permit, not for a decision");
    if (ru_str_is(rd->key, "expect") || ru_str_is(rd->key, "why") || ru_str_is(rd->key, "source"))
        return ru_reject_at(
            rd, RU_REJECT_KEY,
            "\"%.*s\" is part of a case, not of a request: ruth test asks the cases in cases/*.ndjson and compares; to ask here, leave expect, why and source out",
            RU_SHOW(rd->key));
    return ru_reject_unknown(rd, "key of a request", top_names, allow_proposed ? TOP_COUNT : TOP_PROPOSED);
}

static bool read_line(ru_reading *rd, bool allow_proposed, unsigned *seen) {
    bool first = true, more;
    if (ru_next_char(&rd->j) != '{') return ru_reject_type(rd, "a request, as in {\"id\":…,\"now\":…,\"facts\":{…}}");
    if (!ru_json_object_begin(&rd->j)) return ru_reject_json(rd);
    for (;;) {
        rd->area = NULL;
        if (!ru_json_object_next(&rd->j, &first, &rd->key, &more)) return ru_reject_json(rd);
        if (!more) break;
        int which = rd->key.n ? top_of(rd->key) : -1;
        if (which < 0 || (which == TOP_PROPOSED && !allow_proposed)) return unknown_top(rd, allow_proposed);
        if (*seen >> which & 1) return ru_reject_at(rd, RU_REJECT_KEY, "\"%.*s\" stands twice", RU_SHOW(rd->key));
        *seen |= 1u << which;
        if (!read_top(rd, which)) return false;
    }
    rd->key = (ru_str){NULL, 0};
    return ru_json_end(&rd->j) || ru_reject_json(rd);
}

/* docs/SEMANTICS.md 1: a known zone must be among the zones that are indicated. */
static bool check_zone(ru_reading *rd) {
    int zone = rd->s->core.timezone, candidates = rd->s->core.timezone_candidates;
    if (zone < 0 || candidates < 0) return true;
    const ru_value *z = &rd->r->facts[zone], *c = &rd->r->facts[candidates];
    if (z->state != RU_VALUE || c->state != RU_VALUE || c->u.l.n == 0) return true;
    for (size_t i = 0; i < c->u.l.n; i++)
        if (ru_str_eq(((const ru_str *)c->u.l.list)[i], z->u.s)) return true;
    rd->area = "facts";
    rd->key = RU_STR("timezone");
    return ru_reject_at(rd, RU_REJECT_RANGE, "%.*s is not among timezone_candidates; name it there too, or leave one of the two out", RU_SHOW(z->u.s));
}

static bool missing(ru_reading *rd, const char *name, const char *example) {
    rd->area = NULL;
    rd->contact = -1;
    rd->key = ru_str_of(name);
    return ru_reject_at(rd, RU_REJECT_MISSING, "the request has no \"%s\"; expected as in %s", name, example);
}

/* A line was refused before its id was met: the answer should still carry it, if the rest of the line allows. */
static void find_id(ru_reading *rd) {
    bool first = true, more;
    ru_str key, id;
    ru_json *j = &rd->j;
    ru_json_begin(j, (ru_str){j->start, (size_t)(j->end - j->start)}, rd->a);
    if (ru_next_char(j) != '{' || !ru_json_object_begin(j)) return;
    while (ru_json_object_next(j, &first, &key, &more) && more) {
        if (!ru_str_is(key, "id")) {
            if (!ru_json_skip(j)) return;
            continue;
        }
        if (ru_next_char(j) == '"' && ru_json_string(j, &id) && id.n >= 1 && id.n <= RU_MAX_ID) rd->r->id = id;
        return;
    }
}

static bool read_all(ru_reading *rd, ru_str line, const int64_t *at_override, bool allow_proposed) {
    const ru_fields *f = &rd->s->facts;
    ru_request *r = rd->r;
    unsigned seen = 0;
    if (line.n > RU_MAX_LINE) return ru_reject_at(rd, RU_REJECT_TOO_LONG, "the line has %zu bytes; at most %d are read", line.n, (int)RU_MAX_LINE);
    r->facts = ru_arena_alloc(rd->a, (f->count ? f->count : 1) * sizeof *r->facts);
    if (!r->facts) return ru_reject_memory(rd);
    memcpy(r->facts, f->missing, f->count * sizeof *r->facts);
    if (!read_line(rd, allow_proposed, &seen)) return false;
    if (!(seen >> TOP_ID & 1)) return missing(rd, "id", "\"id\":\"A-1001\"");
    if (at_override) r->now = *at_override;
    else if (!(seen >> TOP_NOW & 1)) return missing(rd, "now", "\"now\":\"2026-03-02T14:00:00Z\"");
    return check_zone(rd) && ru_contacts_order(rd);
}

bool ru_request_complete(const ru_schema *s, ru_zones *zones, ru_arena *a, ru_request *r, ru_rejection *why) {
    ru_reading rd = {.s = s, .zones = zones, .a = a, .r = r, .why = why, .contact = -1};
    return check_zone(&rd) && ru_contacts_order(&rd);
}

bool ru_request_read_key(const ru_schema *s, ru_zones *zones, ru_arena *a, ru_str key, ru_str json, ru_request *r, ru_rejection *why) {
    ru_request changed = *r;
    ru_reading rd = {.s = s, .zones = zones, .a = a, .r = &changed, .why = why, .contact = -1, .key = key};
    int which = top_of(key);
    if (which == TOP_CHOICE) changed.taken = (ru_taken){.given = false};
    if (which == TOP_OFFER) changed.bid = (ru_bid){.given = false};
    ru_json_begin(&rd.j, json, a);
    rd.j.depth = 1; /* it will stand in a request */
    if (!read_top(&rd, which)) return false;
    rd.j.depth = 0;
    if (!ru_json_end(&rd.j)) return ru_reject_json(&rd);
    *r = changed;
    return true;
}

bool ru_request_read(const ru_schema *s, ru_zones *zones, ru_arena *a, ru_str line, const int64_t *at_override, bool allow_proposed, ru_request *r,
                     ru_rejection *why) {
    ru_reading rd = {.s = s, .zones = zones, .a = a, .r = r, .why = why, .contact = -1};
    *r = (ru_request){.contacts_state = RU_VALUE, .debt_state = RU_NONE};
    why->code = RU_REJECT_NONE;
    why->at[0] = why->message[0] = '\0';
    ru_json_begin(&rd.j, line, a);
    if (RU_LIKELY(read_all(&rd, line, at_override, allow_proposed))) return true;
    if (!r->id.p && line.n <= RU_MAX_LINE) find_id(&rd);
    return false;
}

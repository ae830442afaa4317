/* request_proposed.c: the contact that `ruth permit` is asked about: fields of contacts.yaml, its instant, its debt. */
#include "engine/facts/reader.h"

typedef struct proposing {
    ru_reading rd;
    ru_asked *out;
    bool at, debt;
} proposing;

static bool read_at(proposing *p) {
    ru_str s;
    if (p->at) return ru_reject_at(&p->rd, RU_REJECT_KEY, "\"at\" stands twice");
    p->at = true;
    if (ru_next_char(&p->rd.j) != '"') return ru_reject_type(&p->rd, "an instant, as in \"2026-03-02T14:00:00Z\"");
    if (!ru_json_string(&p->rd.j, &s)) return ru_reject_json(&p->rd);
    if (ru_instant_parse(s, &p->out->at)) return true;
    return ru_reject_time(&p->rd, "instant", s);
}

static bool read_debt(proposing *p) {
    if (p->debt) return ru_reject_at(&p->rd, RU_REJECT_KEY, "\"debt\" stands twice");
    p->debt = true;
    if (ru_next_char(&p->rd.j) == 'n') {
        p->rd.r->debt_state = RU_UNKNOWN;
        return ru_json_null(&p->rd.j) || ru_reject_json(&p->rd);
    }
    if (ru_next_char(&p->rd.j) != '"') return ru_reject_type(&p->rd, "a string");
    if (!ru_json_string(&p->rd.j, &p->out->debt)) return ru_reject_json(&p->rd);
    if (p->out->debt.n >= 1 && p->out->debt.n <= RU_MAX_ID) return true;
    return ru_reject_at(&p->rd, RU_REJECT_RANGE, "debt has %zu bytes; expected 1 to %d", p->out->debt.n, (int)RU_MAX_ID);
}

static bool read_field(proposing *p) {
    const ru_fields *f = &p->rd.s->contact;
    if (ru_str_is(p->rd.key, "at")) return read_at(p);
    if (ru_str_is(p->rd.key, "debt")) return read_debt(p);
    int slot = ru_fields_find(f, p->rd.key);
    if (slot < 0) return ru_reject_unknown(&p->rd, "field of a contact in contacts.yaml", f->names, f->count);
    if (p->out->fields[slot].given) return ru_reject_at(&p->rd, RU_REJECT_KEY, "\"%.*s\" stands twice", RU_SHOW(p->rd.key));
    return ru_read_value(&p->rd, f, slot, &p->out->fields[slot]);
}

/* Whom it counts for, unless it says so: whom it goes to. */
static void default_person(proposing *p) {
    const ru_fields *f = &p->rd.s->contact;
    int person = ru_fields_find(f, RU_STR("person")), recipient = ru_fields_find(f, RU_STR("recipient"));
    if (person < 0 || recipient < 0 || p->out->fields[person].given || !p->out->fields[recipient].given || f->items[person].type != f->items[recipient].type)
        return;
    p->out->fields[person] = p->out->fields[recipient];
}

bool ru_proposed_read(const ru_schema *s, ru_zones *zones, ru_arena *a, ru_request *r, ru_asked *out, ru_rejection *why) {
    proposing p = {.rd = {.s = s, .zones = zones, .a = a, .r = r, .why = why, .area = "proposed", .contact = -1}, .out = out};
    bool first = true, more;
    ru_reading *rd = &p.rd;
    why->code = RU_REJECT_NONE;
    *out = (ru_asked){.fields = ru_arena_alloc(a, (s->contact.count + 1) * sizeof *out->fields)};
    if (!out->fields) return false;
    memcpy(out->fields, s->contact.missing, s->contact.count * sizeof *out->fields);
    ru_json_begin(&rd->j, r->proposed, a);
    if (ru_next_char(&rd->j) != '{') return ru_reject_type(rd, "an object, as in {\"channel\":\"voice\",\"at\":\"2026-03-02T14:00:00Z\"}");
    if (!ru_json_object_begin(&rd->j)) return ru_reject_json(rd);
    for (;;) {
        if (!ru_json_object_next(&rd->j, &first, &rd->key, &more)) return ru_reject_json(rd);
        if (!more) break;
        if (!read_field(&p)) return false;
    }
    rd->key = RU_STR("at");
    if (!p.at) return ru_reject_at(rd, RU_REJECT_MISSING, "the proposal has no \"at\": when the contact would take place");
    default_person(&p);
    return true;
}

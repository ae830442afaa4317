/* request_write.c: the canonical request, which the decision id and the audit rest on: the same facts are the same bytes. */
#include "engine/facts/internal.h"

void ru_request_put_raw(ru_buf *b, ru_str raw) {
    const char *p = raw.p, *end = raw.p + raw.n, *from = p;
    bool inside = false;
    for (; p < end; p++) {
        if (inside && *p == '\\') p++; /* whatever is escaped is not the end of the string */
        else if (*p == '"') inside = !inside;
        else if (!inside && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')) {
            ru_buf_put(b, from, (size_t)(p - from));
            from = p + 1;
        }
    }
    if (from < end) ru_buf_put(b, from, (size_t)(end - from));
}

/* Null is kept, absent left out. What an expiry took away is still what the request said. */
static void put_fields(ru_buf *b, const ru_fields *f, const ru_value *values, bool first) {
    for (size_t i = 0; i < f->count; i++) {
        const ru_field_json *json = &f->json[i];
        if (!values[i].given) continue;
        ru_buf_put(b, json->key.p + first, json->key.n - first); /* the first without its comma */
        first = false;
        if (values[i].given != 2) RU_BUF_LIT(b, "null");
        else if (json->values) ru_buf_str(b, json->values[values[i].i]);
        else ru_value_write(b, &f->items[i], &values[i]);
    }
}

static void put_contact(ru_buf *b, const ru_schema *s, const ru_contact *c) {
    ru_buf_char(b, '{');
    if (c->at_given == 1) RU_BUF_LIT(b, "\"at\":null");
    if (c->at_given == 2) {
        RU_BUF_LIT(b, "\"at\":");
        ru_json_put_instant(b, c->at);
    }
    put_fields(b, &s->contact, c->fields, c->at_given == 0);
    ru_buf_char(b, '}');
}

static void put_contacts(ru_buf *b, const ru_schema *s, const ru_request *r) {
    if (r->contacts_given == 0) return;
    RU_BUF_LIT(b, ",\"contacts\":");
    if (r->contacts_given == 1) {
        RU_BUF_LIT(b, "null");
        return;
    }
    ru_buf_char(b, '[');
    for (size_t i = 0; i < r->contact_count; i++) {
        if (i) ru_buf_char(b, ',');
        put_contact(b, s, &r->contacts[i]);
    }
    ru_buf_char(b, ']');
}

void ru_request_write(ru_buf *b, const ru_schema *s, const ru_request *r) {
    RU_BUF_LIT(b, "{\"id\":");
    ru_json_put_string(b, r->id);
    RU_BUF_LIT(b, ",\"now\":");
    ru_json_put_instant(b, r->now);
    RU_BUF_LIT(b, ",\"facts\":{");
    put_fields(b, &s->facts, r->facts, true);
    ru_buf_char(b, '}');
    put_contacts(b, s, r);
    if (r->debt_state == RU_UNKNOWN) RU_BUF_LIT(b, ",\"debt\":null");
    if (r->debt_state == RU_VALUE) {
        RU_BUF_LIT(b, ",\"debt\":");
        ru_json_put_string(b, r->debt);
    }
    if (r->choice.p) {
        RU_BUF_LIT(b, ",\"choice\":");
        ru_request_put_raw(b, r->choice);
    }
    if (r->offer.p) {
        RU_BUF_LIT(b, ",\"offer\":");
        ru_request_put_raw(b, r->offer);
    }
    ru_buf_char(b, '}');
}

/* case_request.c: a case's layers → the request they mean, and the same in words. */
#include "engine/author/cases.h"

/* The last layer that says something under `key`; a row of cases may say facts, now and contacts without given. */
static const ru_node *said(const ru_case *c, size_t layers, const char *key) {
    const ru_node *found = NULL;
    for (size_t i = 0; i < layers; i++) {
        const ru_node *n = ru_node_get(c->given.layers[i], key);
        if (n) found = n;
    }
    return found;
}

static const ru_node *fact_said(const ru_case *c, size_t layers, ru_str name, const ru_node **at) {
    const ru_node *found = NULL;
    for (size_t i = 0; i < layers; i++) {
        const ru_node *facts = ru_node_get(c->given.layers[i], "facts");
        for (size_t k = 0; facts && k < facts->count; k++)
            if (ru_str_eq(facts->keys[k], name)) {
                found = facts->items[k];
                if (at) *at = facts->key_at && facts->key_at[k] ? facts->key_at[k] : found;
            }
    }
    return found;
}

static ruth_status unknown_fact(ru_study *s, const ru_node *at, ru_str name, ruth_error *e) {
    const ru_fields *f = &s->policy->schema->facts;
    ru_str near = ru_str_nearest(name, f->names, f->count);
    if (near.p) return ru_node_fail(at, e, "%.*s is not a fact of facts.yaml; did you mean %.*s?", (int)name.n, name.p, (int)near.n, near.p);
    return ru_node_fail(at, e, "%.*s is not a fact of facts.yaml", (int)name.n, name.p);
}

/* Money may stand as "12.50 USD" or, as in a request, in whole minor units. */
static ruth_status read_value(ru_study *s, const ru_fact *f, const ru_node *n, ru_value *v, ruth_error *e) {
    int currency = -1;
    int64_t minor;
    if (f->type == RU_MONEY && !n->quoted && ru_node_int(n, &minor, NULL) == RUTH_OK) {
        *v = (ru_value){.i = minor, .state = RU_VALUE};
        return RUTH_OK;
    }
    return ru_value_read(s->policy->schema, f, n, &s->arena, v, &currency, e);
}

static ruth_status put_value(ru_study *s, const ru_fact *f, const ru_node *n, ru_buf *out, ruth_error *e) {
    ru_value v;
    if (n->kind == RU_NODE_NULL) {
        RU_BUF_LIT(out, "null");
        return RUTH_OK;
    }
    ruth_status st = read_value(s, f, n, &v, e);
    if (!st) ru_value_write(out, f, &v);
    return st;
}

static ruth_status check_names(ru_study *s, const ru_case *c, size_t layers, ruth_error *e) {
    const ru_fields *f = &s->policy->schema->facts;
    for (size_t i = 0; i < layers; i++) {
        const ru_node *facts = ru_node_get(c->given.layers[i], "facts");
        for (size_t k = 0; facts && k < facts->count; k++) {
            int slot = ru_fields_find(f, facts->keys[k]);
            const ru_node *at = facts->key_at && facts->key_at[k] ? facts->key_at[k] : facts->items[k];
            if (slot < 0) return unknown_fact(s, at, facts->keys[k], e);
            if (f->items[slot].derived) return ru_node_fail(at, e, "%.*s is derived: give the facts or the contacts it is computed from", (int)facts->keys[k].n, facts->keys[k].p);
        }
    }
    return RUTH_OK;
}

static ruth_status put_facts(ru_study *s, const ru_case *c, size_t layers, ru_buf *out, ruth_error *e) {
    const ru_fields *f = &s->policy->schema->facts;
    bool first = true;
    ruth_status st = check_names(s, c, layers, e);
    RU_BUF_LIT(out, ",\"facts\":{");
    for (size_t i = 0; !st && i < f->count; i++) {
        const ru_node *n = fact_said(c, layers, f->names[i], NULL);
        if (!n) continue;
        if (!first) ru_buf_char(out, ',');
        first = false;
        ru_json_put_string(out, f->names[i]);
        ru_buf_char(out, ':');
        st = put_value(s, &f->items[i], n, out, e);
    }
    ru_buf_char(out, '}');
    return st;
}

static ruth_status put_contact(ru_study *s, const ru_node *n, ru_buf *out, ruth_error *e) {
    const ru_fields *f = &s->policy->schema->contact;
    ruth_status st = RUTH_OK;
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, e, "expected a contact: { at: …, channel: …, outcome: … }");
    ru_buf_char(out, '{');
    for (size_t i = 0; !st && i < n->count; i++) {
        const ru_node *at = n->key_at && n->key_at[i] ? n->key_at[i] : n->items[i];
        bool is_at = ru_str_is(n->keys[i], "at");
        int slot = is_at ? 0 : ru_fields_find(f, n->keys[i]);
        if (slot < 0) {
            ru_str near = ru_str_nearest(n->keys[i], f->names, f->count);
            return ru_node_fail(at, e, "%.*s is not a field of contacts.yaml%s%.*s%s", (int)n->keys[i].n, n->keys[i].p, near.p ? "; did you mean " : "", (int)near.n, near.p ? near.p : "", near.p ? "?" : "");
        }
        if (i) ru_buf_char(out, ',');
        ru_json_put_string(out, n->keys[i]);
        ru_buf_char(out, ':');
        ru_fact instant = {.name = RU_STR("at"), .type = RU_INSTANT};
        st = put_value(s, is_at ? &instant : &f->items[slot], n->items[i], out, e);
    }
    ru_buf_char(out, '}');
    return st;
}

static ruth_status put_contacts(ru_study *s, const ru_node *n, ru_str played, ru_buf *out, ruth_error *e) {
    ruth_status st = RUTH_OK;
    if (!n && !played.n) return RUTH_OK;
    RU_BUF_LIT(out, ",\"contacts\":");
    if (n && n->kind == RU_NODE_NULL) {
        RU_BUF_LIT(out, "null");
        return RUTH_OK;
    }
    ru_buf_char(out, '[');
    for (size_t i = 0; !st && n && i < n->count; i++) {
        if (i) ru_buf_char(out, ',');
        st = put_contact(s, n->items[i], out, e);
    }
    if (played.n && n && n->count) ru_buf_char(out, ',');
    ru_buf_str(out, played);
    ru_buf_char(out, ']');
    return st;
}

static ruth_status read_now(const ru_case *c, size_t layers, int64_t *out, ruth_error *e) {
    const ru_node *n = said(c, layers, "now");
    ru_str text;
    if (!n) return ru_fail_at(e, RUTH_E_POLICY, c->file, c->line, 0, "this case does not say when it is; expected given: { now: 2026-03-02T14:00:00Z }");
    ruth_status st = ru_node_scalar(n, &text, e);
    if (st) return st;
    return ru_instant_parse(text, out) ? RUTH_OK : ru_node_fail(n, e, "expected an instant such as 2026-03-02T14:00:00Z, found %.*s", (int)text.n, text.p);
}

ruth_status ru_case_request(ru_study *s, const ru_case *c, size_t step, ru_str played, ru_buf *out, int64_t *now, ruth_error *e) {
    size_t layers = c->steps[step].layers;
    const ru_node *debt = said(c, layers, "debt");
    ru_str text;
    ruth_status st = read_now(c, layers, now, e);
    if (st) return st;
    *now += c->steps[step].after;
    RU_BUF_LIT(out, "{\"id\":\"case\",\"now\":");
    ru_json_put_instant(out, *now);
    if ((st = put_facts(s, c, layers, out, e)) || (st = put_contacts(s, said(c, layers, "contacts"), played, out, e))) return st;
    if (debt && debt->kind == RU_NODE_NULL) {
        RU_BUF_LIT(out, ",\"debt\":null");
    } else if (debt) {
        if ((st = ru_node_scalar(debt, &text, e))) return st;
        RU_BUF_LIT(out, ",\"debt\":");
        ru_json_put_string(out, text);
    }
    ru_buf_char(out, '}');
    return out->failed ? ru_fail_nomem(e) : RUTH_OK;
}

void ru_case_words(ru_study *s, const ru_case *c, size_t step, ru_buf *out) {
    const ru_schema *schema = s->policy->schema;
    size_t layers = c->steps[step].layers, said_count = 0;
    const ru_node *contacts = said(c, layers, "contacts"), *money = schema->core.currency >= 0 ? fact_said(c, layers, RU_STR("currency"), NULL) : NULL;
    int currency = -1;
    for (size_t i = 0; money && i < schema->currency_count; i++)
        if (ru_str_eq(schema->currencies[i], money->text)) currency = (int)i;
    for (size_t i = 0; i < schema->facts.count; i++) {
        const ru_node *n = fact_said(c, layers, schema->facts.names[i], NULL);
        ru_value v;
        if (!n) continue;
        if (said_count++) RU_BUF_LIT(out, "; ");
        ru_fact_say(out, &schema->facts.items[i], 0);
        RU_BUF_LIT(out, ": ");
        if (n->kind == RU_NODE_NULL || read_value(s, &schema->facts.items[i], n, &v, NULL)) RU_BUF_LIT(out, "not known");
        else ru_value_say(out, schema, &schema->facts.items[i], &v, 0, currency);
    }
    if (contacts && contacts->kind == RU_NODE_LIST) ru_buf_printf(out, "%s%zu earlier contact%s", said_count ? "; " : "", contacts->count, contacts->count == 1 ? "" : "s");
}

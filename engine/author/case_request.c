/* case_request.c: a case's layers → the request they mean, and the same in words. */
#include "engine/author/cases.h"

/* The last layer that says something under `key`; a row of cases may say facts, now and contacts without given. */
static const ru_node *said(const ru_given *g, size_t layers, const char *key) {
    const ru_node *found = NULL;
    for (size_t i = 0; i < layers; i++) {
        const ru_node *n = ru_node_get(g->layers[i], key);
        if (n) found = n;
    }
    return found;
}

static const ru_node *fact_said(const ru_given *g, size_t layers, ru_str name) {
    const ru_node *found = NULL;
    for (size_t i = 0; i < layers; i++) {
        const ru_node *facts = ru_node_get(g->layers[i], "facts");
        for (size_t k = 0; facts && k < facts->count; k++)
            if (ru_str_eq(facts->keys[k], name)) found = facts->items[k];
    }
    return found;
}

static ruth_status unknown_fact(ru_study *s, const ru_node *at, ru_str name, ruth_error *e) {
    const ru_fields *f = &s->policy->schema->facts;
    ru_str near = ru_str_nearest(name, f->names, f->count);
    if (near.p) return ru_node_fail(at, e, "%.*s is not a fact of facts.yaml; did you mean %.*s?", (int)name.n, name.p, (int)near.n, near.p);
    return ru_node_fail(at, e, "%.*s is not a fact of facts.yaml", (int)name.n, name.p);
}

/* The currency of the request, an index; −1: it is not given or not known. */
static int currency_said(const ru_study *s, const ru_given *g, size_t layers) {
    const ru_schema *schema = s->policy->schema;
    const ru_node *n = schema->core.currency >= 0 ? fact_said(g, layers, schema->facts.names[schema->core.currency]) : NULL;
    for (size_t i = 0; n && i < schema->currency_count; i++)
        if (ru_str_eq(schema->currencies[i], n->text)) return (int)i;
    return -1;
}

/* Money may stand as "12.50 USD" or, as in a request, in whole minor units. */
static ruth_status read_value(ru_study *s, const ru_fact *f, const ru_node *n, int currency, ru_value *v, ruth_error *e) {
    const ru_str *names = s->policy->schema->currencies;
    int said = -1;
    int64_t minor;
    if (f->type == RU_MONEY && !n->quoted && ru_node_int(n, &minor, NULL) == RUTH_OK) {
        *v = (ru_value){.i = minor, .state = RU_VALUE};
        return RUTH_OK;
    }
    ruth_status st = ru_value_read(s->policy->schema, f, n, &s->arena, v, &said, e);
    if (!st && f->type == RU_MONEY && said >= 0 && currency >= 0 && said != currency)
        st = ru_node_fail(n, e, "this is in %.*s, but the currency given is %.*s", (int)names[said].n, names[said].p, (int)names[currency].n,
                          names[currency].p);
    return st;
}

static ruth_status put_value(ru_study *s, const ru_fact *f, const ru_node *n, int currency, ru_buf *out, ruth_error *e) {
    ru_value v;
    if (n->kind == RU_NODE_NULL) {
        RU_BUF_LIT(out, "null");
        return RUTH_OK;
    }
    ruth_status st = read_value(s, f, n, currency, &v, e);
    if (!st) ru_value_write(out, f, &v);
    return st;
}

static ruth_status check_names(ru_study *s, const ru_given *g, size_t layers, ruth_error *e) {
    const ru_fields *f = &s->policy->schema->facts;
    for (size_t i = 0; i < layers; i++) {
        const ru_node *facts = ru_node_get(g->layers[i], "facts");
        for (size_t k = 0; facts && k < facts->count; k++) {
            int slot = ru_fields_find(f, facts->keys[k]);
            const ru_node *at = facts->key_at && facts->key_at[k] ? facts->key_at[k] : facts->items[k];
            if (slot < 0) return unknown_fact(s, at, facts->keys[k], e);
            if (f->items[slot].derived)
                return ru_node_fail(at, e, "%.*s is derived: give the facts or the contacts it is computed from", (int)facts->keys[k].n, facts->keys[k].p);
        }
    }
    return RUTH_OK;
}

static ruth_status put_facts(ru_study *s, const ru_given *g, size_t layers, ru_buf *out, ruth_error *e) {
    const ru_fields *f = &s->policy->schema->facts;
    int currency = currency_said(s, g, layers);
    bool first = true;
    ruth_status st = check_names(s, g, layers, e);
    RU_BUF_LIT(out, ",\"facts\":{");
    for (size_t i = 0; !st && i < f->count; i++) {
        const ru_node *n = fact_said(g, layers, f->names[i]);
        if (!n) continue;
        if (!first) ru_buf_char(out, ',');
        first = false;
        ru_json_put_string(out, f->names[i]);
        ru_buf_char(out, ':');
        st = put_value(s, &f->items[i], n, currency, out, e);
    }
    ru_buf_char(out, '}');
    return st;
}

static ruth_status put_contact(ru_study *s, const ru_node *n, int currency, ru_buf *out, ruth_error *e) {
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
            return ru_node_fail(at, e, "%.*s is not a field of contacts.yaml%s%.*s%s", (int)n->keys[i].n, n->keys[i].p, near.p ? "; did you mean " : "",
                                (int)near.n, near.p ? near.p : "", near.p ? "?" : "");
        }
        if (i) ru_buf_char(out, ',');
        ru_json_put_string(out, n->keys[i]);
        ru_buf_char(out, ':');
        ru_fact instant = {.name = RU_STR("at"), .type = RU_INSTANT};
        st = put_value(s, is_at ? &instant : &f->items[slot], n->items[i], currency, out, e);
    }
    ru_buf_char(out, '}');
    return st;
}

static ruth_status put_contacts(ru_study *s, const ru_node *n, int currency, ru_str played, ru_buf *out, ruth_error *e) {
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
        st = put_contact(s, n->items[i], currency, out, e);
    }
    if (played.n && n && n->count) ru_buf_char(out, ',');
    ru_buf_str(out, played);
    ru_buf_char(out, ']');
    return st;
}

static ruth_status read_now(const ru_case *c, size_t layers, int64_t *out, ruth_error *e) {
    const ru_node *n = said(&c->given, layers, "now");
    ru_str text;
    if (!n) return ru_fail_at(e, RUTH_E_POLICY, c->file, c->line, 0, "this case does not say when it is; expected given: { now: 2026-03-02T14:00:00Z }");
    ruth_status st = ru_node_scalar(n, &text, e);
    if (st) return st;
    return ru_instant_parse(text, out) ? RUTH_OK : ru_node_fail(n, e, "expected an instant such as 2026-03-02T14:00:00Z, found %.*s", (int)text.n, text.p);
}

static bool plain_word(const ru_node *n) {
    int64_t number;
    return !n->quoted && (ru_str_is(n->text, "true") || ru_str_is(n->text, "false") || !ru_node_int(n, &number, NULL));
}

/* choice and offer are handed on as they stand: the request reader says what they may be. */
static void put_json(ru_buf *out, const ru_node *n) {
    bool map = n->kind == RU_NODE_MAP;
    if (n->kind == RU_NODE_NULL) {
        RU_BUF_LIT(out, "null");
    } else if (n->kind == RU_NODE_TEXT) {
        if (plain_word(n)) ru_buf_str(out, n->text);
        else ru_json_put_string(out, n->text);
    } else {
        ru_buf_char(out, map ? '{' : '[');
        for (size_t i = 0; i < n->count; i++) {
            if (i) ru_buf_char(out, ',');
            if (map) ru_json_put_string(out, n->keys[i]);
            if (map) ru_buf_char(out, ':');
            put_json(out, n->items[i]);
        }
        ru_buf_char(out, map ? '}' : ']');
    }
}

static ruth_status put_top(const ru_given *g, size_t layers, ru_buf *out, ruth_error *e) {
    const ru_node *debt = said(g, layers, "debt"), *choice = said(g, layers, "choice"), *offer = said(g, layers, "offer");
    ru_str text;
    ruth_status st = debt && debt->kind != RU_NODE_NULL ? ru_node_scalar(debt, &text, e) : RUTH_OK;
    if (st) return st;
    if (debt) RU_BUF_LIT(out, ",\"debt\":");
    if (debt && debt->kind == RU_NODE_NULL) RU_BUF_LIT(out, "null");
    else if (debt) ru_json_put_string(out, text);
    if (choice) RU_BUF_LIT(out, ",\"choice\":");
    if (choice) put_json(out, choice);
    if (offer) RU_BUF_LIT(out, ",\"offer\":");
    if (offer) put_json(out, offer);
    return RUTH_OK;
}

static ruth_status put_given(ru_study *s, const ru_given *g, size_t layers, ru_str played, ru_buf *out, ruth_error *e) {
    ruth_status st = put_facts(s, g, layers, out, e);
    if (!st) st = put_contacts(s, said(g, layers, "contacts"), currency_said(s, g, layers), played, out, e);
    return st ? st : put_top(g, layers, out, e);
}

ruth_status ru_given_check(ru_study *s, const ru_given *g, ruth_error *e) {
    const ru_node *now = said(g, g->count, "now");
    ru_str text;
    int64_t seconds;
    ru_buf nowhere;
    ruth_status st = now ? ru_node_scalar(now, &text, e) : RUTH_OK;
    if (st) return st;
    if (now && !ru_instant_parse(text, &seconds))
        return ru_node_fail(now, e, "expected an instant such as 2026-03-02T14:00:00Z, found %.*s", (int)text.n, text.p);
    ru_buf_init(&nowhere, &s->arena.alloc);
    st = put_given(s, g, g->count, RU_STR(""), &nowhere, e);
    if (!st && nowhere.failed) st = ru_fail_nomem(e);
    ru_buf_free(&nowhere);
    return st;
}

ruth_status ru_case_request(ru_study *s, const ru_case *c, size_t step, ru_str played, ru_buf *out, int64_t *now, ruth_error *e) {
    size_t layers = c->steps[step].layers;
    ruth_status st = read_now(c, layers, now, e);
    if (st) return st;
    *now += c->steps[step].after;
    RU_BUF_LIT(out, "{\"id\":\"case\",\"now\":");
    ru_json_put_instant(out, *now);
    if ((st = put_given(s, &c->given, layers, played, out, e))) return st;
    ru_buf_char(out, '}');
    return out->failed ? ru_fail_nomem(e) : RUTH_OK;
}

static void put_item(ru_buf *out, size_t *count) {
    if ((*count)++) RU_BUF_LIT(out, "; ");
}

/* The request has been written: what cannot be read now has no memory to be read into, and `out` says so. */
static void say_value(ru_study *s, const ru_fact *f, const ru_node *n, int currency, ru_buf *out) {
    ru_value v;
    if (read_value(s, f, n, currency, &v, NULL)) out->failed = true;
    else ru_value_say(out, s->policy->schema, f, &v, 0, currency);
}

static void say_contact(ru_study *s, const ru_node *n, int currency, ru_buf *out) {
    const ru_fields *f = &s->policy->schema->contact;
    for (size_t i = 0; i < n->count; i++) {
        int slot = ru_fields_find(f, n->keys[i]);
        if (i) RU_BUF_LIT(out, ", ");
        if (slot >= 0 && n->items[i]->kind != RU_NODE_NULL) {
            if (f->items[slot].type != RU_ENUM) ru_buf_printf(out, "%.*s ", (int)f->names[slot].n, f->names[slot].p);
            say_value(s, &f->items[slot], n->items[i], currency, out);
        } else {
            ru_str text = n->items[i]->kind == RU_NODE_NULL ? RU_STR("not known") : n->items[i]->text;
            ru_buf_printf(out, "%.*s %.*s", (int)n->keys[i].n, n->keys[i].p, (int)text.n, text.p);
        }
    }
}

void ru_case_words(ru_study *s, const ru_case *c, size_t step, ru_buf *out) {
    const ru_schema *schema = s->policy->schema;
    const ru_given *g = &c->given;
    size_t layers = c->steps[step].layers, count = 0;
    const ru_node *contacts = said(g, layers, "contacts");
    int currency = currency_said(s, g, layers);
    int64_t now;
    char when[21];
    if (read_now(c, layers, &now, NULL) == RUTH_OK) {
        ru_instant_text(now + c->steps[step].after, when);
        put_item(out, &count);
        ru_buf_printf(out, "now: %s", when);
    }
    for (size_t i = 0; i < schema->facts.count; i++) {
        const ru_node *n = fact_said(g, layers, schema->facts.names[i]);
        if (!n) continue;
        put_item(out, &count);
        ru_fact_say(out, &schema->facts.items[i], 0);
        RU_BUF_LIT(out, ": ");
        if (n->kind == RU_NODE_NULL) RU_BUF_LIT(out, "not known");
        else say_value(s, &schema->facts.items[i], n, currency, out);
    }
    if (contacts && contacts->kind == RU_NODE_NULL) {
        put_item(out, &count);
        RU_BUF_LIT(out, "earlier contacts: not known");
    }
    for (size_t i = 0; contacts && contacts->kind == RU_NODE_LIST && i < contacts->count; i++) {
        put_item(out, &count);
        RU_BUF_LIT(out, "contact: ");
        say_contact(s, contacts->items[i], currency, out);
    }
}

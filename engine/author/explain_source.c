/* explain_source.c: where the value of a fact came from, in a sentence an officer can check. */
#include "engine/author/explain.h"

enum { SHOWN = 4 };

typedef struct inputs {
    ru_explainer *x;
    int slots[16];
    size_t count;
    bool contacts;
} inputs;

static void see_input(void *ctx, int slot) {
    inputs *in = ctx;
    if (slot < 0) {
        in->contacts = true;
        return;
    }
    if (slot == in->x->session->policy->schema->core.currency) return; /* money reads it; that says nothing */
    for (size_t i = 0; i < in->count; i++)
        if (in->slots[i] == slot) return;
    const ru_expr *further = ru_trace_expr(in->x->session, slot);
    if (further && in->x->session->request.facts[slot].state != RU_VALUE) { /* what is missing lies further back; derived facts never read themselves */
        ru_expr_reads(further, see_input, ctx);
        return;
    }
    if (in->count < RU_COUNT(in->slots)) in->slots[in->count++] = slot;
}

typedef struct met {
    ru_explainer *x;
    ru_str text;
    size_t shown, more;
} met;

/* "2 March 2026 email", "no date letter (perhaps)". */
static ru_str contact_words(ru_explainer *x, const ru_contact *c, ru_tri counts) {
    const ru_fields *fields = &x->session->policy->schema->contact;
    static const char *const told[] = {"channel", "about", "outcome"};
    ru_str at = c->at_state == RU_VALUE ? ru_explain_when(x, c->at) : RU_SAY0(x, RU_SAY_NO_DATE);
    ru_str perhaps = counts == RU_TRUE ? RU_STR("") : RU_SAY0(x, RU_SAY_PERHAPS);
    ru_buf_str(&x->words, at);
    for (size_t i = 0; i < RU_COUNT(told); i++) {
        int field = ru_fields_find(fields, ru_str_of(told[i]));
        if (field < 0 || c->fields[field].state != RU_VALUE) continue;
        ru_buf_char(&x->words, ' ');
        ru_value_say(&x->words, x->session->policy->schema, &fields->items[field], &c->fields[field], x->language, x->session->scene.currency);
    }
    ru_buf_str(&x->words, perhaps);
    return ru_explain_keep(x);
}

static void see_contact(void *ctx, const ru_contact *c, ru_tri counts) {
    met *m = ctx;
    if (m->shown == SHOWN) {
        m->more++;
        return;
    }
    ru_str one = contact_words(m->x, c, counts);
    ru_buf_str(&m->x->words, m->text);
    if (m->shown++) RU_BUF_LIT(&m->x->words, "; ");
    ru_buf_str(&m->x->words, one);
    m->text = ru_explain_keep(m->x);
}

static ru_str from_contacts(ru_explainer *x, const ru_expr *expr) {
    met m = {.x = x, .text = RU_STR("")};
    ru_expr_contacts(expr, &x->session->scene, see_contact, &m);
    if (!m.shown) return RU_SAY0(x, RU_SAY_FROM_NO_CONTACTS);
    if (m.more) {
        ru_str more = RU_SAY1(x, RU_SAY_MORE, ru_explain_number(x, (int64_t)m.more));
        ru_buf_str(&x->words, m.text);
        ru_buf_str(&x->words, more);
        m.text = ru_explain_keep(x);
    }
    return RU_SAY1(x, RU_SAY_FROM_CONTACTS, m.text);
}

/* The facts it was worked out from, with their values. */
static ru_str from_derived(ru_explainer *x, int slot) {
    const ru_expr *expr = ru_trace_expr(x->session, slot);
    inputs in = {.x = x};
    ru_str text = RU_STR("");
    if (!expr) return RU_SAY0(x, RU_SAY_NOT_KNOWN);
    ru_expr_reads(expr, see_input, &in);
    if (in.contacts) return from_contacts(x, expr);
    for (size_t i = 0; i < in.count; i++) {
        const ru_fact *f = &x->session->policy->schema->facts.items[in.slots[i]];
        ru_str value = ru_explain_value(x, f, &x->session->request.facts[in.slots[i]]);
        ru_buf_str(&x->words, text);
        if (i) RU_BUF_LIT(&x->words, ", ");
        ru_buf_str(&x->words, f->name);
        RU_BUF_LIT(&x->words, " = ");
        ru_buf_str(&x->words, value);
        text = ru_explain_keep(x);
    }
    return RU_SAY1(x, RU_SAY_FROM_DERIVED, text);
}

static ru_str from_expired(ru_explainer *x, const ru_fact *f) {
    const ru_fact *day = &x->session->policy->schema->facts.items[f->expiry_from];
    ru_str value = ru_explain_value(x, day, &x->session->request.facts[f->expiry_from]);
    if (f->expiry == RU_EXPIRES_ON) return RU_SAY2(x, RU_SAY_FROM_EXPIRED_ON, day->name, value);
    return RU_SAY3(x, RU_SAY_FROM_EXPIRED_DAYS, RU_SAY1(x, RU_SAY_DAYS, ru_explain_number(x, f->expiry_days)), day->name, value);
}

ru_str ru_explain_source(ru_explainer *x, int slot) {
    switch (ru_trace_from(x->session, slot)) {
    case RU_FROM_REQUEST: return RU_SAY0(x, RU_SAY_FROM_REQUEST);
    case RU_FROM_MISSING: return RU_SAY0(x, RU_SAY_FROM_MISSING);
    case RU_FROM_NULL: return RU_SAY0(x, RU_SAY_FROM_NULL);
    case RU_FROM_EXPIRED: return from_expired(x, &x->session->policy->schema->facts.items[slot]);
    case RU_FROM_EXPIRY: return RU_SAY0(x, RU_SAY_FROM_EXPIRY);
    case RU_FROM_DERIVED: return from_derived(x, slot);
    default: return RU_SAY0(x, RU_SAY_FROM_STAGES);
    }
}

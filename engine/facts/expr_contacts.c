/* expr_contacts.c: which contacts an expression rests on, for whoever has to show them. */
#include "engine/facts/internal.h"

typedef struct showing {
    const ru_scene *sc;
    void (*visit)(void *ctx, const ru_contact *c, ru_tri counts);
    void *ctx;
} showing;

/* The latest that matches; and every one that could be later, were it sure to match. */
static void show_last(const showing *w, const ru_filter *f) {
    const ru_request *r = w->sc->request;
    const ru_contact *latest = NULL;
    for (size_t i = 0; i < r->contact_count; i++) {
        const ru_contact *c = &r->contacts[i];
        if (c->at_state == RU_VALUE && ru_filter_match(f, w->sc, c) == RU_TRUE) latest = c;
    }
    if (latest) w->visit(w->ctx, latest, RU_TRUE);
    for (size_t i = 0; i < r->contact_count; i++) {
        const ru_contact *c = &r->contacts[i];
        ru_tri t = ru_filter_match(f, w->sc, c);
        bool later = c->at_state != RU_VALUE || !latest || c->at > latest->at;
        if (t != RU_FALSE && later && c != latest) w->visit(w->ctx, c, RU_MAYBE);
    }
}

static void show_count(const showing *w, const ru_expr *x) {
    const ru_request *r = w->sc->request;
    int64_t since = 0;
    ru_state state = x->since ? ru_contacts_last(x->since, w->sc, &since) : RU_NONE;
    for (size_t i = 0; i < r->contact_count; i++) {
        ru_tri t = ru_count_judge(x, w->sc, &r->contacts[i], state, since);
        if (t != RU_FALSE) w->visit(w->ctx, &r->contacts[i], state == RU_UNKNOWN ? RU_MAYBE : t);
    }
}

static void show(const showing *w, const ru_expr *x) {
    if (!x) return;
    if (x->op == RU_OP_LAST) show_last(w, x->filter);
    if (x->op == RU_OP_COUNT) show_count(w, x);
    show(w, x->a);
    show(w, x->b);
    for (size_t i = 0; i < x->count; i++) show(w, x->items[i]);
}

void ru_expr_contacts(const ru_expr *x, const ru_scene *sc, void (*visit)(void *ctx, const ru_contact *c, ru_tri counts), void *ctx) {
    showing w = {sc, visit, ctx};
    if (sc->request->contacts_state == RU_VALUE) show(&w, x);
}

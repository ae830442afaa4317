/* lint_questions.c: what is decided by facts that nobody is ever asked for. */
#include "engine/author/lint.h"

typedef struct walk {
    ru_lint *l;
    const ru_raw *rule;
    const char *kind;
    uint8_t *seen;
} walk;

/* The first language without the question; −1: all have it. */
static int lacks_question(const ru_lint *l, const ru_fact *f) {
    for (size_t i = 0; i < l->s->policy->schema->language_count; i++)
        if (!f->ask.by_lang[i].p) return (int)i;
    return -1;
}

static void look(void *ctx, int slot) {
    walk *w = ctx;
    const ru_policy *p = w->l->s->policy;
    if (slot < 0 || w->seen[slot]++) return;
    const ru_fact *f = &p->schema->facts.items[slot];
    for (size_t i = 0; f->derived && i < p->derived_count; i++)
        if (p->derived[i].slot == slot) ru_expr_reads(p->derived[i].expr, look, w);
    int lang = f->derived || f->from_plugin || f->missing.state != RU_UNKNOWN ? -1 : lacks_question(w->l, f);
    if (lang < 0) return;
    bool ours = ru_str_is(f->in_power_of, "us") || ru_str_is(f->in_power_of, "nobody");
    ru_str said = p->schema->languages[lang];
    bool none = lang == 0 || !f->ask.by_lang[0].p;
    ru_finding *found = ours   ? ru_finding_add(w->l->f, RU_NOTE, "ours_to_know", w->rule->node, "%s %.*s rests on %.*s, which only we can find out", w->kind,
                                                (int)w->rule->id.n, w->rule->id.p, (int)f->name.n, f->name.p)
                        : none ? ru_finding_add(w->l->f, RU_WARNING, "never_asked", w->rule->node, "%s %.*s rests on %.*s, and nobody is ever asked for it",
                                                w->kind, (int)w->rule->id.n, w->rule->id.p, (int)f->name.n, f->name.p)
                               : ru_finding_add(w->l->f, RU_WARNING, "never_asked", w->rule->node, "%s %.*s rests on %.*s, and nobody is asked for it in %.*s",
                                                w->kind, (int)w->rule->id.n, w->rule->id.p, (int)f->name.n, f->name.p, (int)said.n, said.p);
    if (ru_lint_say(found, "while it is not known, the rule is neither true nor false: the kindest of all that is still possible is done", NULL) && !ours)
        found->suggestion = ru_lint_print(w->l, "ask: { %.*s: \"…?\" } under %.*s at %.*s:%d, or an if_missing", (int)said.n, said.p, (int)f->name.n, f->name.p,
                                          (int)f->file.n, f->file.p, f->line);
}

static void look_atom(walk *w, const ru_atom *a) {
    switch (a->axis) {
    case RU_AXIS_SIGN:
        ru_expr_reads(w->l->s->policy->exprs[a->b], look, w);
        look(w, a->a);
        return;
    case RU_AXIS_SLOT:
    case RU_AXIS_TEXT:
    case RU_AXIS_ELEMENT:
    case RU_AXIS_ON_FILE:
    case RU_AXIS_DAYS:
    case RU_AXIS_SECONDS: look(w, a->a); return;
    default: return;
    }
}

static void look_cond(walk *w, const ru_cond *c) {
    if (c->kind == RU_COND_ATOM) look_atom(w, c->atom);
    for (size_t i = 0; i < c->count; i++) look_cond(w, c->items[i]);
}

void ru_lint_questions(ru_lint *l) {
    const ru_policy *p = l->s->policy;
    const struct {
        ru_kind kind;
        const ru_rules *rules;
    } families[] = {{RU_KIND_SEGMENT, &p->segments}, {RU_KIND_ACTION, &p->actions}, {RU_KIND_TONE, &p->tones}};
    walk w = {.l = l, .seen = RU_NEWS(l->a, uint8_t, p->schema->facts.count + 1)};
    if (!w.seen) l->failed = true;
    for (size_t k = 0; w.seen && k < RU_COUNT(families); k++)
        for (size_t i = 0; i < families[k].rules->count; i++) {
            w.rule = &l->s->raw[families[k].kind].items[i];
            w.kind = ru_kind_name(families[k].kind);
            look_cond(&w, l->s->conds[families[k].rules->items[i].result]);
        }
}

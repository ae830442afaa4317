/* diff_text.c: the impact of a change as text: people first, then counts, then rules. */
#include "engine/author/diff.h"

static void put_share(ru_buf *b, size_t part, size_t whole) { ru_buf_printf(b, "%zu (%zu.%zu %%)", part, whole ? part * 100 / whole : 0, whole ? part * 1000 / whole % 10 : 0); }

static void put_examples(ru_buf *b, const char *title, const ru_examples *list, size_t all) {
    if (!list->count) return;
    ru_buf_printf(b, "\n%s\n", title);
    for (size_t i = 0; i < list->count; i++) {
        const ru_example *x = &list->items[i];
        ru_buf_printf(b, "  %.*s: %.*s\n    \xE2\x86\x92 %.*s\n", (int)x->id.n, x->id.p, (int)x->before.n, x->before.p, (int)x->after.n, x->after.p);
        if (x->why_before.n || x->why_after.n) ru_buf_printf(b, "    before: %.*s\n    after: %.*s\n", (int)x->why_before.n, x->why_before.p, (int)x->why_after.n, x->why_after.p);
    }
    if (all > list->count) ru_buf_printf(b, "  and %zu more\n", all - list->count);
}

static ru_str name(const ru_flow *f, int side, size_t i) { return i == f->count[side] ? RU_STR("nobody is contacted") : f->names[side][i].name; }

static void put_flow(ru_buf *b, const ru_flow *f) {
    bool any = false;
    for (size_t i = 0; i <= f->count[0]; i++)
        for (size_t k = 0; k <= f->count[1]; k++) {
            size_t n = f->cells[i * (f->count[1] + 1) + k];
            ru_str from = name(f, 0, i), to = name(f, 1, k);
            if (!n || ru_str_eq(from, to)) continue;
            if (!any) ru_buf_printf(b, "\n%s\n", f->title);
            any = true;
            ru_buf_printf(b, "  %.*s \xE2\x86\x92 %.*s: %zu\n", (int)from.n, from.p, (int)to.n, to.p, n);
        }
}

static void put_group(ru_buf *b, const ru_group *g) {
    ru_buf_printf(b, "\nby %.*s (people: harsher, kinder, contacted before \xE2\x86\x92 after)\n", (int)g->name.n, g->name.p);
    for (size_t i = 0; i <= g->count; i++) {
        const ru_tallied *t = &g->tallied[i];
        ru_str value = i == g->count ? RU_STR("not known or none") : g->values[i];
        if (!t->people) continue;
        ru_buf_printf(b, "  %.*s: %zu: %zu, %zu, %zu \xE2\x86\x92 %zu\n", (int)value.n, value.p, t->people, t->moves[RU_MOVE_HARSHER] + t->moves[RU_MOVE_MIXED], t->moves[RU_MOVE_KINDER], t->contacted[0], t->contacted[1]);
    }
}

static void put_idle(ru_diff *d) {
    ru_rules_of kinds[RU_DIFF_KINDS];
    size_t at = 0;
    bool any = false;
    ru_diff_kinds(d->sides[1].policy, kinds);
    for (int k = 0; k < RU_DIFF_KINDS; k++)
        for (size_t i = 0; i < kinds[k].rules->count; i++, at++) {
            const ru_rule *r = &kinds[k].rules->items[i];
            if (d->fired[at]) continue;
            if (!any) RU_BUF_LIT(&d->out, "\nrules of the new policy that fired for nobody here\n");
            any = true;
            ru_buf_printf(&d->out, "  %s %.*s (%.*s:%d)\n", kinds[k].kind, (int)r->id.n, r->id.p, (int)r->file.n, r->file.p, r->line);
        }
}

static void put_guards(ru_diff *d) {
    for (size_t i = 0; i < d->guard_count; i++) {
        const ru_guard *g = &d->guards[i];
        ru_buf_printf(&d->out, "%sguard %.*s: %zu of %zu people%s\n", i ? "" : "\n", (int)g->text.n, g->text.p, g->got, g->of, g->broken ? ": broken" : "");
    }
}

void ru_diff_text(ru_diff *d) {
    ru_buf *b = &d->out;
    const ru_tallied *t = &d->all;
    ru_buf_printf(b, "Impact of %.*s %.*s on %zu people decided by %.*s %.*s", (int)d->sides[1].policy->name.n, d->sides[1].policy->name.p, (int)d->sides[1].policy->version.n, d->sides[1].policy->version.p, t->people, (int)d->sides[0].policy->name.n,
                  d->sides[0].policy->name.p, (int)d->sides[0].policy->version.n, d->sides[0].policy->version.p);
    if (d->rejected) ru_buf_printf(b, "; %zu lines were rejected", d->rejected);
    RU_BUF_LIT(b, "\n  harsher: ");
    put_share(b, t->moves[RU_MOVE_HARSHER] + t->moves[RU_MOVE_MIXED], t->people);
    if (t->moves[RU_MOVE_MIXED]) ru_buf_printf(b, ", of these %zu kinder in something else", t->moves[RU_MOVE_MIXED]);
    RU_BUF_LIT(b, "\n  kinder: ");
    put_share(b, t->moves[RU_MOVE_KINDER], t->people);
    RU_BUF_LIT(b, "\n  the same: ");
    put_share(b, t->moves[RU_MOVE_SAME], t->people);
    ru_buf_printf(b, "\n  contacted: %zu \xE2\x86\x92 %zu; offered a plan: %zu \xE2\x86\x92 %zu; handed to a person: %zu \xE2\x86\x92 %zu\n", t->contacted[0], t->contacted[1], t->plans[0], t->plans[1], t->handed[0], t->handed[1]);
    put_examples(b, "harsher, for example", &d->harsher, t->moves[RU_MOVE_HARSHER] + t->moves[RU_MOVE_MIXED]);
    put_examples(b, "kinder, for example", &d->kinder, t->moves[RU_MOVE_KINDER]);
    put_flow(b, &d->action);
    put_flow(b, &d->channel);
    put_flow(b, &d->tone);
    for (size_t i = 0; i < d->group_count; i++) put_group(b, &d->groups[i]);
    put_idle(d);
    put_guards(d);
}

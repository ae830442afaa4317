/* diff_text.c: the impact of a change as text: people first, then counts, then rules. */
#include "engine/author/diff.h"

#define ARROW " \xE2\x86\x92 "

static void put_share(ru_buf *b, size_t part, size_t whole) {
    ru_buf_printf(b, "%zu (%zu.%zu %%)", part, whole ? part * 100 / whole : 0, whole ? part * 1000 / whole % 10 : 0);
}

static void put_examples(ru_diff *d, const char *title, const ru_examples *list, size_t all) {
    ru_buf *b = &d->out;
    if (!list->count) return;
    ru_buf_printf(b, "\n%s, the most affected\n", title);
    for (size_t i = 0; i < list->count; i++) {
        const ru_example *x = &list->items[i];
        ru_buf_printf(b, "  %.*s: ", (int)x->id.n, x->id.p);
        ru_diff_say_side(b, d->sides[0].policy, &x->was[0], false);
        RU_BUF_LIT(b, "\n   " ARROW);
        ru_diff_say_side(b, d->sides[1].policy, &x->was[1], false);
        ru_buf_char(b, '\n');
        if (x->was[0].why[0].n || x->was[1].why[0].n)
            ru_buf_printf(b, "    before: %.*s\n    after: %.*s\n", (int)x->was[0].why[0].n, x->was[0].why[0].p, (int)x->was[1].why[0].n, x->was[1].why[0].p);
    }
    if (all > list->count) ru_buf_printf(b, "  and %zu more\n", all - list->count);
}

/* Whom, and what kept or keeps them silent, most people first. */
static void put_who(ru_diff *d, const char *title, const char *silence, const ru_who *w, const ru_sim *silent) {
    ru_buf *b = &d->out;
    size_t last = SIZE_MAX;
    if (!w->count) return;
    ru_buf_printf(b, "\n%s: %zu %s\n ", title, w->count, ru_diff_noun(d, w->count, false));
    for (size_t i = 0; i < w->count && i < RU_DIFF_EXAMPLES; i++) ru_buf_printf(b, " %.*s", (int)w->ids[i].n, w->ids[i].p);
    if (w->count > RU_DIFF_EXAMPLES) ru_buf_printf(b, " and %zu more (all of them: --json)", w->count - RU_DIFF_EXAMPLES);
    ru_buf_printf(b, "\n  %s:", silence);
    for (;;) { /* the next largest, in the order of the file where alike */
        size_t best = SIZE_MAX;
        for (size_t i = 0; i < silent->reason_count; i++) {
            bool behind = last == SIZE_MAX || w->reasons[i] < w->reasons[last] || (w->reasons[i] == w->reasons[last] && i > last);
            if (w->reasons[i] && behind && (best == SIZE_MAX || w->reasons[i] > w->reasons[best])) best = i;
        }
        if (best == SIZE_MAX) break;
        const char *kind;
        ru_str id = ru_sim_reason_text(silent, best, &kind);
        ru_buf_printf(b, "%s %s%s%.*s %zu", last == SIZE_MAX ? "" : ",", strcmp(kind, "other") ? kind : "", strcmp(kind, "other") ? " " : "", (int)id.n, id.p,
                      w->reasons[best]);
        last = best;
    }
    ru_buf_char(b, '\n');
}

static void put_lived(ru_diff *d) {
    if (!d->days) return;
    ru_buf_printf(&d->out, "\nlived through %zu days, each policy's own contacts played back in: contacts a week (before" ARROW "after: gained, lost)\n",
                  d->days);
    for (size_t i = 0; i < d->lived_count; i++)
        ru_buf_printf(&d->out, "  week %zu: %zu" ARROW "%zu: +%zu, -%zu\n", i + 1, d->lived[i].contacts[0], d->lived[i].contacts[1], d->lived[i].gained,
                      d->lived[i].lost);
}

static void put_weeks(ru_diff *d) {
    if (!d->week_count) return;
    RU_BUF_LIT(&d->out, "\ncontacts a week, by the day they would begin (before" ARROW "after: gained, lost)\n");
    for (size_t i = 0; i < d->week_count; i++) {
        const ru_week *w = &d->weeks[i];
        char date[11];
        ru_date_text(w->monday, date);
        ru_buf_printf(&d->out, "  week of %s: %zu" ARROW "%zu: +%zu, -%zu\n", date, w->contacts[0], w->contacts[1], w->gained, w->lost);
    }
}

static void put_flow(ru_buf *b, const ru_flow *f) {
    bool any = false;
    for (size_t i = 0; i <= f->count[0]; i++)
        for (size_t k = 0; k <= f->count[1]; k++) {
            size_t n = f->cells[i * (f->count[1] + 1) + k];
            ru_str from = ru_diff_flow_name(f, 0, i, false), to = ru_diff_flow_name(f, 1, k, false);
            if (!n || ru_str_eq(from, to)) continue;
            if (!any) ru_buf_printf(b, "\n%s\n", f->title);
            any = true;
            ru_buf_printf(b, "  %.*s" ARROW "%.*s: %zu\n", (int)from.n, from.p, (int)to.n, to.p, n);
        }
}

static void put_plans(ru_diff *d) {
    bool any = false;
    for (size_t i = 0; i < d->sides[0].policy->plans.count + d->sides[1].policy->plans.count; i++) {
        size_t n[2];
        ru_str plan;
        if (!ru_diff_plan(d, i, &plan, n) || n[0] == n[1]) continue;
        if (!any) RU_BUF_LIT(&d->out, "\nplans offered\n");
        any = true;
        ru_buf_printf(&d->out, "  %.*s: %zu" ARROW "%zu\n", (int)plan.n, plan.p, n[0], n[1]);
    }
}

static void put_lack(ru_diff *d) {
    const ru_side *a = &d->sides[0], *b = &d->sides[1];
    ru_buf *out = &d->out;
    if (!a->silent && !b->silent) return;
    ru_buf_printf(out, "\nsilent only for lack of a fact: %zu of %zu who owe and hear nothing" ARROW "%zu of %zu\n", a->lacking, a->silent, b->lacking,
                  b->silent);
    for (size_t i = 0; i < ru_diff_lacks(d); i++) {
        size_t n[2];
        ru_str fact = ru_diff_lack_of(d, i, n);
        if (n[0] || n[1]) ru_buf_printf(out, "  %.*s: %zu" ARROW "%zu\n", (int)fact.n, fact.p, n[0], n[1]);
    }
    if (a->passed_over + b->passed_over) ru_buf_printf(out, "  not looked at, for it would take too long: %zu" ARROW "%zu\n", a->passed_over, b->passed_over);
}

static void put_row(ru_buf *b, ru_str value, const ru_tallied *t) {
    if (!t->people) return;
    ru_buf_printf(b, "  %.*s: %zu: %zu, %zu, %zu" ARROW "%zu", (int)value.n, value.p, t->people, ru_diff_harsher(t), t->moves[RU_MOVE_KINDER], t->contacted[0],
                  t->contacted[1]);
    if (t->lacking[0] || t->lacking[1]) ru_buf_printf(b, ", silent for lack of a fact %zu" ARROW "%zu", t->lacking[0], t->lacking[1]);
    ru_buf_char(b, '\n');
}

static void put_group(ru_buf *b, const ru_group *g) {
    ru_buf_printf(b, "\nby %.*s (people: harsher, kinder, contacted before" ARROW "after)\n", (int)g->name.n, g->name.p);
    for (size_t i = 0; i < g->count; i++) put_row(b, g->values[i], &g->tallied[i]);
    for (size_t i = 0; i < RU_RESTS; i++) put_row(b, ru_diff_rest_name(g, i, false), &g->rest[i]);
}

static void put_idle(ru_diff *d) {
    ru_rules_of kinds[RU_DIFF_KINDS];
    size_t at = 0, packs = 0;
    bool any = false;
    ru_diff_kinds(d->sides[1].policy, kinds);
    for (int k = 0; k < RU_DIFF_KINDS; k++)
        for (size_t i = 0; i < kinds[k].count; i++, at++) {
            const ru_rule *r = ru_diff_rule(&kinds[k], i);
            if (d->fired[at]) continue;
            if (!any) RU_BUF_LIT(&d->out, "\nrules of the new policy that fired for nobody here\n");
            any = true;
            if (ru_diff_in_pack(d, &kinds[k], i)) packs++;
            else ru_buf_printf(&d->out, "  %s %.*s (%.*s:%d)\n", kinds[k].kind, (int)r->id.n, r->id.p, (int)r->file.n, r->file.p, r->line);
        }
    if (packs) ru_buf_printf(&d->out, "  and %zu %s of its packs (--json names them)\n", packs, packs == 1 ? "limit" : "limits");
}

static void put_guards(ru_diff *d) {
    for (size_t i = 0; i < d->guard_count; i++) {
        const ru_guard *g = &d->guards[i];
        ru_buf_printf(&d->out, "%sguard %.*s: %zu of %zu %s%s\n", i ? "" : "\n", (int)g->text.n, g->text.p, g->got, g->of, ru_diff_noun(d, g->of, false),
                      g->broken ? ": broken" : "");
    }
}

static void put_policy(ru_diff *d, int side) {
    const ru_policy *p = d->sides[side].policy;
    ru_buf_printf(&d->out, "%.*s %.*s", (int)p->name.n, p->name.p, (int)p->version.n, p->version.p);
    if (ru_diff_alike(d)) ru_buf_printf(&d->out, " (%.12s)", p->digest_hex);
}

static void put_head(ru_diff *d) {
    ru_buf *b = &d->out;
    RU_BUF_LIT(b, "Impact of ");
    put_policy(d, 1);
    ru_buf_printf(b, " on %zu %s ", d->all.people, ru_diff_noun(d, d->all.people, false));
    if (d->people.count < d->all.people) ru_buf_printf(b, "about %zu %s ", d->people.count, d->people.count == 1 ? "person" : "people");
    RU_BUF_LIT(b, "decided by ");
    put_policy(d, 0);
    if (d->rejected) ru_buf_printf(b, "; %zu %s rejected", d->rejected, d->rejected == 1 ? "request was" : "requests were");
    if (d->erased) ru_buf_printf(b, "; %zu erased %s passed over", d->erased, d->erased == 1 ? "decision was" : "decisions were");
    ru_buf_char(b, '\n');
    if (!strcmp(d->sides[0].policy->digest_hex, d->sides[1].policy->digest_hex)) RU_BUF_LIT(b, "  the two policies are the same, byte for byte\n");
}

static void put_people(ru_diff *d) {
    const ru_tallied *t = &d->all;
    ru_buf *b = &d->out;
    RU_BUF_LIT(b, "  harsher: ");
    put_share(b, ru_diff_harsher(t), t->people);
    if (t->moves[RU_MOVE_MIXED]) ru_buf_printf(b, ", of these %zu kinder in something else", t->moves[RU_MOVE_MIXED]);
    RU_BUF_LIT(b, "\n  kinder: ");
    put_share(b, t->moves[RU_MOVE_KINDER], t->people);
    RU_BUF_LIT(b, "\n  the same: ");
    put_share(b, t->moves[RU_MOVE_SAME], t->people);
    ru_buf_printf(b, "\n  contacted: %zu" ARROW "%zu; offered a plan: %zu" ARROW "%zu; handed to a person: %zu" ARROW "%zu\n", t->contacted[0], t->contacted[1],
                  t->plans[0], t->plans[1], t->handed[0], t->handed[1]);
    ru_buf_printf(b, "  newly contacted: %zu; newly blocked: %zu\n", t->gained, t->lost);
}

void ru_diff_text(ru_diff *d) {
    ru_buf *b = &d->out;
    put_head(d);
    if (!d->all.people) RU_BUF_LIT(b, "  nobody was decided about: there is nothing in the input, or nothing that both policies accept\n");
    else {
        put_people(d);
        put_examples(d, "harsher", &d->harsher, ru_diff_harsher(&d->all));
        put_examples(d, "kinder", &d->kinder, d->all.moves[RU_MOVE_KINDER]);
        put_who(d, "newly contacted", "were silent by", &d->gained, &d->sides[0].asking);
        put_who(d, "newly blocked", "are silent by", &d->lost, &d->sides[1].asking);
        put_weeks(d);
        put_lived(d);
        for (int k = 0; k < RU_FLOWS; k++) put_flow(b, &d->flows[k]);
        put_plans(d);
        put_lack(d);
        for (size_t i = 0; i < d->group_count; i++) put_group(b, &d->groups[i]);
        put_idle(d);
    }
    put_guards(d);
}

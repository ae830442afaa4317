/* diff_html.c: the impact of a change as one page that needs nothing from anywhere: plots, and behind each the table of its numbers. */
#include "engine/author/diff.h"

typedef struct page {
    ru_diff *d;
    ru_buf *b;
    bool french;
    ru_bars *rows;
    size_t count, capacity;
} page;

static const char *say(const page *p, const char *en, const char *fr) { return p->french ? fr : en; }
static void plain(page *p, const char *s) { ru_diff_put_markup(p->b, ru_str_of(s)); }

/* ---- tables ---- */
static void section(page *p, const char *title, const char *more) {
    RU_BUF_LIT(p->b, "<section><h2>");
    plain(p, title);
    RU_BUF_LIT(p->b, "</h2>\n");
    if (!more) return;
    RU_BUF_LIT(p->b, "<p>");
    plain(p, more);
    RU_BUF_LIT(p->b, "</p>\n");
}

static void end(page *p) { RU_BUF_LIT(p->b, "</section>\n"); }

static void head(page *p, const char *const *heads, size_t count) {
    RU_BUF_LIT(p->b, "<table><thead><tr>");
    for (size_t i = 0; i < count; i++) {
        RU_BUF_LIT(p->b, "<th scope=\"col\">");
        plain(p, heads[i]);
        RU_BUF_LIT(p->b, "</th>");
    }
    RU_BUF_LIT(p->b, "</tr></thead><tbody>\n");
}

static void foot(page *p) { RU_BUF_LIT(p->b, "</tbody></table>\n"); }
static void number(page *p, size_t n) { ru_buf_printf(p->b, "<td class=\"n\">%zu</td>", n); }

static void row_head(page *p, ru_str name) {
    RU_BUF_LIT(p->b, "<tr><th scope=\"row\">");
    ru_diff_put_markup(p->b, name);
    RU_BUF_LIT(p->b, "</th>");
}

static void cell(page *p, ru_str words) {
    RU_BUF_LIT(p->b, "<td>");
    ru_diff_put_markup(p->b, words);
    RU_BUF_LIT(p->b, "</td>");
}

/* ---- a plot of rows, and the same rows as a table ---- */
static void add(page *p, ru_str name, const size_t *n, size_t count) {
    p->rows = ru_arena_grow(&p->d->scratch, p->rows, p->count, &p->capacity, sizeof *p->rows);
    if (!p->rows) {
        p->b->failed = true;
        p->count = p->capacity = 0;
        return;
    }
    p->rows[p->count] = (ru_bars){.name = name};
    for (size_t i = 0; i < count; i++) p->rows[p->count].n[i] = n[i];
    p->count++;
}

/* Most people after, or before, first; alike: as they came. */
static void sort(page *p) {
    for (size_t i = 1; i < p->count; i++)
        for (size_t k = i; k > 0; k--) {
            ru_bars *a = &p->rows[k - 1], *b = &p->rows[k], kept = *a;
            if (a->n[1] > b->n[1] || (a->n[1] == b->n[1] && a->n[0] >= b->n[0])) break;
            *a = *b;
            *b = kept;
        }
}

static void show(page *p, const char *title, const char *of, const ru_series *series, size_t series_count) {
    const char *heads[RU_SERIES + 1] = {of};
    for (size_t i = 0; i < series_count; i++) heads[i + 1] = series[i].name;
    ru_diff_plot_bars(p->b, title, series, series_count, p->rows, p->count);
    head(p, heads, series_count + 1);
    for (size_t i = 0; i < p->count; i++) {
        row_head(p, p->rows[i].name);
        for (size_t k = 0; k < series_count; k++) number(p, p->rows[i].n[k]);
        RU_BUF_LIT(p->b, "</tr>\n");
    }
    foot(p);
    p->count = 0;
}

static void people(page *p) {
    const ru_tallied *t = &p->d->all;
    const ru_series moved[] = {{say(p, "people", "personnes"), "after"}};
    const ru_series both[] = {{say(p, "before", "avant"), "before"}, {say(p, "after", "après"), "after"}};
    const char *title = say(p, "People first", "Les personnes d'abord");
    const struct {
        const char *name;
        size_t n;
    } rows[] = {{say(p, "harsher", "plus dur"), ru_diff_harsher(t)},
                {say(p, "kinder", "plus doux"), t->moves[RU_MOVE_KINDER]},
                {say(p, "the same", "inchangé"), t->moves[RU_MOVE_SAME]},
                {say(p, "newly contacted", "nouvellement contactées"), t->gained},
                {say(p, "newly blocked", "nouvellement bloquées"), t->lost}};
    section(p, title,
            t->moves[RU_MOVE_MIXED] ? say(p, "Some of those treated more harshly are treated more kindly in something else.",
                                          "Certaines des personnes traitées plus durement le sont plus doucement sur un autre point.")
                                    : NULL);
    for (size_t i = 0; i < RU_COUNT(rows); i++) add(p, ru_str_of(rows[i].name), &rows[i].n, 1);
    show(p, title, "", moved, 1);
    add(p, ru_str_of(say(p, "contacted", "contactées")), t->contacted, 2);
    add(p, ru_str_of(say(p, "offered a plan", "plan proposé")), t->plans, 2);
    add(p, ru_str_of(say(p, "handed to a person", "confiées à un humain")), t->handed, 2);
    add(p, ru_str_of(say(p, "silent only for lack of a fact", "sans nouvelles faute d'un fait")), t->lacking, 2);
    show(p, say(p, "Before and after", "Avant et après"), "", both, 2);
    end(p);
}

static void week(page *p, ru_str name, const ru_week *w) {
    if (!name.p) p->b->failed = true;
    else add(p, name, (size_t[]){w->contacts[0], w->contacts[1], w->gained, w->lost}, 4);
}

static void weeks(page *p) {
    const ru_series series[] = {
        {say(p, "before", "avant"), "before"}, {say(p, "after", "après"), "after"}, {say(p, "gained", "gagnés"), "hard"}, {say(p, "lost", "perdus"), "kind"}};
    const char *title = say(p, "Contacts a week", "Contacts par semaine"),
               *lived = say(p, "Contacts a week, lived through", "Contacts par semaine, au fil des jours");
    ru_diff *d = p->d;
    if (d->week_count) {
        section(p, title,
                say(p, "By the week, from Monday on, in which a contact would begin.", "Selon la semaine, à partir du lundi, où un contact commencerait."));
        for (size_t i = 0; i < d->week_count; i++) {
            char date[11];
            ru_date_text(d->weeks[i].monday, date);
            week(p, ru_arena_str(&d->scratch, ru_str_of(date)), &d->weeks[i]);
        }
        show(p, title, say(p, "week of", "semaine du"), series, 4);
        end(p);
    }
    if (!d->days) return;
    section(p, lived,
            say(p, "Each policy's own contacts are played back into what it decides next.",
                "Les contacts de chaque politique entrent dans ce qu'elle décide ensuite."));
    for (size_t i = 0; i < d->lived_count; i++) week(p, ru_arena_printf(&d->scratch, "%zu", i + 1), &d->lived[i]);
    show(p, lived, say(p, "week", "semaine"), series, 4);
    end(p);
}

static void flow(page *p, ru_flow_kind kind, const char *title) {
    const ru_flow *f = &p->d->flows[kind];
    const char *heads[] = {say(p, "before", "avant"), say(p, "after", "après"), say(p, "people", "personnes")};
    section(p, title, NULL);
    ru_diff_plot_flow(p->d, title, f, p->french);
    head(p, heads, 3);
    for (size_t i = 0; i <= f->count[0]; i++)
        for (size_t k = 0; k <= f->count[1]; k++) {
            size_t n = f->cells[i * (f->count[1] + 1) + k];
            if (!n) continue;
            RU_BUF_LIT(p->b, "<tr>");
            cell(p, ru_diff_flow_name(f, 0, i, p->french));
            cell(p, ru_diff_flow_name(f, 1, k, p->french));
            number(p, n);
            RU_BUF_LIT(p->b, "</tr>\n");
        }
    foot(p);
    end(p);
}

static void plans(page *p) {
    const ru_series both[] = {{say(p, "before", "avant"), "before"}, {say(p, "after", "après"), "after"}};
    const char *title = say(p, "Plans offered", "Plans proposés");
    for (size_t i = 0; i < p->d->sides[0].policy->plans.count + p->d->sides[1].policy->plans.count; i++) {
        size_t n[2];
        ru_str plan;
        if (ru_diff_plan(p->d, i, &plan, n) && (n[0] || n[1])) add(p, plan, n, 2);
    }
    if (!p->count) return;
    section(p, title, NULL);
    show(p, title, "plan", both, 2);
    end(p);
}

static void lack(page *p) {
    const ru_side *a = &p->d->sides[0], *z = &p->d->sides[1];
    const ru_series both[] = {{say(p, "before", "avant"), "before"}, {say(p, "after", "après"), "after"}};
    const char *title = say(p, "Silent only for lack of a fact", "Sans nouvelles faute d'un seul fait");
    if (!a->silent && !z->silent) return;
    section(p, title,
            say(p, "Of those who owe and hear nothing: whom one value of this one fact would bring a contact.",
                "Parmi les personnes qui doivent et n'entendent rien : celles qu'une valeur de ce seul fait amènerait à contacter."));
    add(p, ru_str_of(say(p, "owe and hear nothing", "doivent et n'entendent rien")), (size_t[]){a->silent, z->silent}, 2);
    add(p, ru_str_of(say(p, "of these for lack of a fact", "dont faute d'un fait")), (size_t[]){a->lacking, z->lacking}, 2);
    if (a->passed_over || z->passed_over) add(p, ru_str_of(say(p, "not looked at", "non examinées")), (size_t[]){a->passed_over, z->passed_over}, 2);
    show(p, title, "", both, 2);
    for (size_t i = 0; i < ru_diff_lacks(p->d); i++) {
        size_t n[2];
        ru_str fact = ru_diff_lack_of(p->d, i, n);
        if (n[0] || n[1]) add(p, fact, n, 2);
    }
    sort(p);
    if (p->count) show(p, say(p, "Which fact", "Quel fait"), say(p, "fact", "fait"), both, 2);
    end(p);
}

static void group_row(page *p, ru_str name, const ru_tallied *t) {
    if (t->people) add(p, name, (size_t[]){ru_diff_harsher(t), t->moves[RU_MOVE_KINDER], t->moves[RU_MOVE_SAME]}, 3);
}

static ru_str group_title(page *p, const ru_group *g) {
    if (p->french && g->kind == RU_BY_SEGMENT) return RU_STR("Selon le segment");
    if (p->french && g->kind == RU_BY_CIRCUMSTANCE) return RU_STR("Selon la circonstance");
    ru_str by = ru_arena_printf(&p->d->scratch, "%s %.*s", say(p, "By", "Selon"), (int)g->name.n, g->name.p);
    p->b->failed |= !by.p;
    return by.p ? by : RU_STR("");
}

/* The second table has what the plot has no room for. */
static void group(page *p, const ru_group *g) {
    const ru_series series[] = {{say(p, "harsher", "plus dur"), "hard"}, {say(p, "kinder", "plus doux"), "kind"}, {say(p, "the same", "inchangé"), "still"}};
    const char *heads[] = {"",
                           say(p, "people", "personnes"),
                           say(p, "contacted before", "contactées avant"),
                           say(p, "after", "après"),
                           say(p, "newly contacted", "nouvellement contactées"),
                           say(p, "newly blocked", "nouvellement bloquées"),
                           say(p, "silent for lack of a fact, before", "sans nouvelles faute d'un fait, avant"),
                           say(p, "after", "après")};
    const char *title = group_title(p, g).p;
    section(p, title, g->kind == RU_BY_CIRCUMSTANCE ? say(p, "One person may be in several.", "Une personne peut être dans plusieurs.") : NULL);
    for (size_t i = 0; i < g->count; i++) group_row(p, g->values[i], &g->tallied[i]);
    for (size_t i = 0; i < RU_RESTS; i++) group_row(p, ru_diff_rest_name(g, i, p->french), &g->rest[i]);
    show(p, title, "", series, 3);
    head(p, heads, RU_COUNT(heads));
    for (size_t i = 0; i < g->count + RU_RESTS; i++) {
        const ru_tallied *t = i < g->count ? &g->tallied[i] : &g->rest[i - g->count];
        const size_t n[] = {t->people, t->contacted[0], t->contacted[1], t->gained, t->lost, t->lacking[0], t->lacking[1]};
        if (!t->people) continue;
        row_head(p, i < g->count ? g->values[i] : ru_diff_rest_name(g, i - g->count, p->french));
        for (size_t k = 0; k < RU_COUNT(n); k++) number(p, n[k]);
        RU_BUF_LIT(p->b, "</tr>\n");
    }
    foot(p);
    end(p);
}

/* ---- who ---- */
static void side(page *p, const ru_example *x, int k) {
    ru_buf_clear(&p->d->words);
    ru_diff_say_side(&p->d->words, p->d->sides[k].policy, &x->was[k], p->french);
    p->b->failed |= p->d->words.failed;
    RU_BUF_LIT(p->b, "<td>");
    ru_diff_put_markup(p->b, (ru_str){p->d->words.p, p->d->words.n});
    RU_BUF_LIT(p->b, "<br/><small>");
    ru_diff_put_markup(p->b, x->was[k].why[p->french]);
    RU_BUF_LIT(p->b, "</small></td>");
}

static void examples(page *p, const char *title, const ru_examples *list) {
    const char *heads[] = {"id", say(p, "before", "avant"), say(p, "after", "après")};
    if (!list->count) return;
    section(p, title, NULL);
    head(p, heads, 3);
    for (size_t i = 0; i < list->count; i++) {
        row_head(p, list->items[i].id);
        for (int k = 0; k < 2; k++) side(p, &list->items[i], k);
        RU_BUF_LIT(p->b, "</tr>\n");
    }
    foot(p);
    end(p);
}

static ru_str reason_name(page *p, const ru_sim *silent, size_t reason) {
    static const struct {
        const char *en, *fr;
    } others[] = {{"no channel is open", "aucun canal n'est ouvert"},
                  {"no text could be used", "aucun texte n'a pu servir"},
                  {"no rule applied", "aucune règle ne s'applique"}};
    const char *kind;
    ru_str id = ru_sim_reason_text(silent, reason, &kind);
    for (size_t i = 0; p->french && i < RU_COUNT(others); i++)
        if (ru_str_is(id, others[i].en)) return ru_str_of(others[i].fr);
    if (!strcmp(kind, "other")) return id;
    ru_str name = ru_arena_printf(&p->d->scratch, "%s %.*s", !strcmp(kind, "limit") ? say(p, "limit", "limite") : "action", (int)id.n, id.p);
    p->b->failed |= !name.p;
    return name;
}

static void who(page *p, const char *title, const char *silence, const ru_who *w, const ru_sim *silent) {
    const ru_series series[] = {{say(p, "people", "personnes"), "after"}};
    if (!w->count) return;
    section(p, title, NULL);
    for (size_t i = 0; i < silent->reason_count; i++)
        if (w->reasons[i]) add(p, reason_name(p, silent, i), &w->reasons[i], 1);
    show(p, title, silence, series, 1);
    ru_buf_printf(p->b, "<details><summary>%s (%zu)</summary><p>", say(p, "all of them", "toutes"), w->count);
    for (size_t i = 0; i < w->count; i++) {
        if (i) RU_BUF_LIT(p->b, ", ");
        ru_diff_put_markup(p->b, w->ids[i]);
    }
    RU_BUF_LIT(p->b, "</p></details>\n");
    end(p);
}

/* ---- rules, guards, the head ---- */
/* Those of the policy's own folder, or those that it takes from packs; gives how many there are. */
static size_t idle_rows(page *p, bool of_packs, bool write) {
    ru_rules_of kinds[RU_DIFF_KINDS];
    size_t at = 0, count = 0;
    ru_diff_kinds(p->d->sides[1].policy, kinds);
    for (int k = 0; k < RU_DIFF_KINDS; k++)
        for (size_t i = 0; i < kinds[k].count; i++, at++) {
            const ru_rule *r = ru_diff_rule(&kinds[k], i);
            if (p->d->fired[at] || ru_diff_in_pack(p->d, &kinds[k], i) != of_packs) continue;
            count++;
            if (!write) continue;
            row_head(p, r->id);
            cell(p, ru_str_of(kinds[k].kind));
            RU_BUF_LIT(p->b, "<td>");
            ru_diff_put_markup(p->b, r->file);
            ru_buf_printf(p->b, ":%d</td></tr>\n", r->line);
        }
    return count;
}

static void idle(page *p) {
    const char *heads[] = {say(p, "rule", "règle"), "", say(p, "where", "où")};
    size_t own = idle_rows(p, false, false), packs = idle_rows(p, true, false);
    if (!own && !packs) return;
    section(p, say(p, "Rules of the new policy that fired for nobody", "Règles de la nouvelle politique qui n'ont servi pour personne"), NULL);
    for (int of_packs = 0; of_packs < 2; of_packs++) {
        if (!(of_packs ? packs : own)) continue;
        if (of_packs) ru_buf_printf(p->b, "<details><summary>%s (%zu)</summary>\n", say(p, "limits of its packs", "limites de ses recueils"), packs);
        head(p, heads, 3);
        idle_rows(p, of_packs, true);
        foot(p);
        if (of_packs) RU_BUF_LIT(p->b, "</details>\n");
    }
    end(p);
}

static void guards(page *p) {
    const char *heads[] = {say(p, "guard", "garde"), say(p, "people", "personnes"), say(p, "of", "sur"), ""};
    if (!p->d->guard_count) return;
    section(p, say(p, "Guards", "Gardes"), NULL);
    head(p, heads, 4);
    for (size_t i = 0; i < p->d->guard_count; i++) {
        const ru_guard *g = &p->d->guards[i];
        row_head(p, g->text);
        number(p, g->got);
        number(p, g->of);
        cell(p, ru_str_of(g->broken ? say(p, "broken", "rompue") : say(p, "kept", "tenue")));
        RU_BUF_LIT(p->b, "</tr>\n");
    }
    foot(p);
    end(p);
}

static void policies(page *p) {
    for (int k = 0; k < 2; k++) {
        const ru_policy *x = p->d->sides[k].policy;
        RU_BUF_LIT(p->b, "<p>");
        plain(p, k ? say(p, "after: ", "après : ") : say(p, "before: ", "avant : "));
        ru_diff_put_markup(p->b, x->name);
        ru_buf_char(p->b, ' ');
        ru_diff_put_markup(p->b, x->version);
        ru_buf_printf(p->b, " <small>sha256:%s</small></p>\n", x->digest_hex);
    }
    if (!strcmp(p->d->sides[0].policy->digest_hex, p->d->sides[1].policy->digest_hex))
        ru_buf_printf(p->b, "<p>%s</p>\n", say(p, "The two policies are the same, byte for byte.", "Les deux politiques sont identiques, octet pour octet."));
}

static void counted(page *p) {
    const ru_diff *d = p->d;
    ru_buf_printf(p->b, "<p>%zu %s", d->all.people, ru_diff_noun(d, d->all.people, p->french));
    if (d->people.count < d->all.people)
        ru_buf_printf(p->b, " %s %zu %s", say(p, "about", "sur"), d->people.count,
                      d->people.count < 2 ? say(p, "person", "personne") : say(p, "people", "personnes"));
    plain(p, say(p, ", by both policies", ", selon les deux politiques"));
    if (d->rejected) ru_buf_printf(p->b, "%s%zu", say(p, "; rejected: ", " ; rejetées : "), d->rejected);
    if (d->erased) ru_buf_printf(p->b, "%s%zu", say(p, "; erased and passed over: ", " ; effacées et passées : "), d->erased);
    RU_BUF_LIT(p->b, ".</p>\n");
    if (!d->all.people)
        ru_buf_printf(p->b, "<p><strong>%s</strong></p>\n",
                      say(p, "Nobody was decided about: there is nothing in the input, or nothing that both policies accept.",
                          "Il n'y a eu personne à décider : l'entrée est vide, ou rien n'y est accepté par les deux politiques."));
}

static void figures(page *p) {
    ru_diff *d = p->d;
    people(p);
    weeks(p);
    examples(p, say(p, "Harsher, the most affected", "Plus dur, les plus touchées"), &d->harsher);
    examples(p, say(p, "Kinder, the most affected", "Plus doux, les plus touchées"), &d->kinder);
    who(p, say(p, "Newly contacted", "Nouvellement contactées"), say(p, "were silent by", "étaient sans nouvelles par"), &d->gained, &d->sides[0].asking);
    who(p, say(p, "Newly blocked", "Nouvellement bloquées"), say(p, "are silent by", "sont sans nouvelles par"), &d->lost, &d->sides[1].asking);
    lack(p);
    flow(p, RU_FLOW_SEGMENT, say(p, "From segment to segment", "D'un segment à l'autre"));
    flow(p, RU_FLOW_ACTION, say(p, "From action to action", "D'une action à l'autre"));
    flow(p, RU_FLOW_CHANNEL, say(p, "From channel to channel", "D'un canal à l'autre"));
    flow(p, RU_FLOW_TONE, say(p, "From tone to tone", "D'un ton à l'autre"));
    flow(p, RU_FLOW_TEAM, say(p, "Handed over", "Confiées à une équipe"));
    plans(p);
    for (size_t i = 0; i < d->group_count; i++) group(p, &d->groups[i]);
    idle(p);
}

void ru_diff_html(ru_diff *d, bool french) {
    static const char style[] =
        "body{font:16px/1.45 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}h1,h2{line-height:1.2}h2{margin:2.2rem 0 .6rem}figure{margin:0 0 1rem}"
        "svg{display:block;max-width:100%;height:auto;font:14px system-ui,sans-serif}svg text{fill:#222}.figure{fill:#555}table{border-collapse:collapse;margin:0 0 1rem}"
        "th,td{padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top;border-bottom:1px solid #ddd}thead th{font-weight:600;color:#555}tbody th{font-weight:400}.n{text-align:right;font-variant-numeric:tabular-nums}"
        ".before{fill:#9fb4c7}.after{fill:#2f5d8a}.hard{fill:#b3402f}.kind{fill:#2f7d4f}.still{fill:#c9ced3}.moved{fill:#d98b2b;fill-opacity:.75}small{color:#555;overflow-wrap:anywhere}details p{overflow-wrap:anywhere}"
        "@media screen and (max-width:62rem){table{display:block;max-width:100%;overflow-x:auto}}@media print{@page{margin:15mm}body{font-size:11pt;margin:0;max-width:none}h2,h2+p{break-after:avoid}figure,tr{break-inside:avoid}thead{display:table-header-group}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}";
    page p = {.d = d, .b = &d->out, .french = french};
    const char *title = say(&p, "Impact of a change", "Effet d'un changement");
    ru_arena_reset(&d->scratch);
    ru_buf_printf(
        p.b,
        "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"/><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/><meta name=\"viewport\" content=\"width=device-width\"/>",
        french ? "fr" : "en");
    ru_buf_printf(p.b, "<title>%s</title><style>%s</style></head><body><main>\n<h1>%s</h1>\n", title, style, title);
    policies(&p);
    counted(&p);
    guards(&p);
    if (d->all.people) figures(&p);
    RU_BUF_LIT(p.b, "</main></body></html>\n");
}

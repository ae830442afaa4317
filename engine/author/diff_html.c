/* diff_html.c: the impact of a change as one page that needs nothing from anywhere: a bar beside every figure, a table behind every bar. */
#include "engine/author/diff.h"

typedef struct page { ru_diff *d; ru_buf *b; bool french; } page;

static const char *say(const page *p, const char *en, const char *fr) { return p->french ? fr : en; }

static void text(page *p, ru_str s) {
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '&') RU_BUF_LIT(p->b, "&amp;");
        else if (c == '<') RU_BUF_LIT(p->b, "&lt;");
        else if (c == '>') RU_BUF_LIT(p->b, "&gt;");
        else if (c == '"') RU_BUF_LIT(p->b, "&quot;");
        else if ((unsigned char)c >= ' ' || c == '\n' || c == '\t') ru_buf_char(p->b, c);
    }
}

static void plain(page *p, const char *s) { text(p, ru_str_of(s)); }

/* A bar of a hundred parts; the figure stands beside it in the table. */
static void bar(page *p, size_t part, size_t whole, const char *kind) {
    size_t wide = whole ? part * 100 / whole : 0;
    ru_buf_printf(p->b, "<td><svg width=\"100\" height=\"10\" viewBox=\"0 0 100 10\" role=\"img\" aria-label=\"%zu / %zu\"><rect width=\"100\" height=\"10\" class=\"back\"/><rect width=\"%zu\" height=\"10\" class=\"%s\"/></svg></td>", part, whole, wide, kind);
}

static void head(page *p, const char *const *heads, size_t count) {
    RU_BUF_LIT(p->b, "<table><thead><tr>");
    for (size_t i = 0; i < count; i++) {
        RU_BUF_LIT(p->b, "<th scope=\"col\">");
        plain(p, heads[i]);
        RU_BUF_LIT(p->b, "</th>");
    }
    RU_BUF_LIT(p->b, "</tr></thead><tbody>\n");
}

static void section(page *p, const char *title) {
    RU_BUF_LIT(p->b, "<h2>");
    plain(p, title);
    RU_BUF_LIT(p->b, "</h2>\n");
}

static void number(page *p, size_t n) { ru_buf_printf(p->b, "<td class=\"n\">%zu</td>", n); }

static void people(page *p) {
    const ru_tallied *t = &p->d->all;
    const struct { const char *what, *kind; size_t n; } rows[] = {
        {say(p, "harsher", "plus dur"), "hard", t->moves[RU_MOVE_HARSHER] + t->moves[RU_MOVE_MIXED]}, {say(p, "kinder", "plus doux"), "kind", t->moves[RU_MOVE_KINDER]}, {say(p, "the same", "inchangé"), "same", t->moves[RU_MOVE_SAME]},
        {say(p, "contacted before", "contactés avant"), "same", t->contacted[0]}, {say(p, "contacted after", "contactés après"), "same", t->contacted[1]},
    };
    const char *heads[] = {say(p, "People", "Personnes"), say(p, "how many", "combien"), ""};
    section(p, say(p, "People first", "Les personnes d'abord"));
    head(p, heads, 3);
    for (size_t i = 0; i < RU_COUNT(rows); i++) {
        RU_BUF_LIT(p->b, "<tr><th scope=\"row\">");
        plain(p, rows[i].what);
        RU_BUF_LIT(p->b, "</th>");
        number(p, rows[i].n);
        bar(p, rows[i].n, t->people, rows[i].kind);
        RU_BUF_LIT(p->b, "</tr>\n");
    }
    RU_BUF_LIT(p->b, "</tbody></table>\n");
}

static void examples(page *p, const char *title, const ru_examples *list) {
    const char *heads[] = {"id", say(p, "before", "avant"), say(p, "after", "après")};
    if (!list->count) return;
    section(p, title);
    head(p, heads, 3);
    for (size_t i = 0; i < list->count; i++) {
        const ru_example *x = &list->items[i];
        RU_BUF_LIT(p->b, "<tr><th scope=\"row\">");
        text(p, x->id);
        RU_BUF_LIT(p->b, "</th><td>");
        text(p, x->before);
        RU_BUF_LIT(p->b, "<br/><small>");
        text(p, x->why_before);
        RU_BUF_LIT(p->b, "</small></td><td>");
        text(p, x->after);
        RU_BUF_LIT(p->b, "<br/><small>");
        text(p, x->why_after);
        RU_BUF_LIT(p->b, "</small></td></tr>\n");
    }
    RU_BUF_LIT(p->b, "</tbody></table>\n");
}

static void name(page *p, const ru_flow *f, int side, size_t i) {
    if (i == f->count[side]) plain(p, say(p, "nobody is contacted", "personne n'est contacté"));
    else text(p, f->names[side][i].name);
}

static void flow(page *p, const ru_flow *f, const char *title) {
    const char *heads[] = {say(p, "before", "avant"), say(p, "after", "après"), say(p, "people", "personnes"), ""};
    section(p, title);
    head(p, heads, 4);
    for (size_t i = 0; i <= f->count[0]; i++)
        for (size_t k = 0; k <= f->count[1]; k++) {
            size_t n = f->cells[i * (f->count[1] + 1) + k];
            if (!n) continue;
            RU_BUF_LIT(p->b, "<tr><td>");
            name(p, f, 0, i);
            RU_BUF_LIT(p->b, "</td><td>");
            name(p, f, 1, k);
            RU_BUF_LIT(p->b, "</td>");
            number(p, n);
            bar(p, n, p->d->all.people, "same");
            RU_BUF_LIT(p->b, "</tr>\n");
        }
    RU_BUF_LIT(p->b, "</tbody></table>\n");
}

static void group(page *p, const ru_group *g) {
    const char *heads[] = {say(p, "value", "valeur"), say(p, "people", "personnes"), say(p, "harsher", "plus dur"), "", say(p, "kinder", "plus doux"), "", say(p, "contacted before", "contactés avant"), say(p, "after", "après")};
    RU_BUF_LIT(p->b, "<h2>");
    plain(p, say(p, "by ", "selon "));
    text(p, g->name);
    RU_BUF_LIT(p->b, "</h2>\n");
    head(p, heads, RU_COUNT(heads));
    for (size_t i = 0; i <= g->count; i++) {
        const ru_tallied *t = &g->tallied[i];
        size_t harsher = t->moves[RU_MOVE_HARSHER] + t->moves[RU_MOVE_MIXED];
        if (!t->people) continue;
        RU_BUF_LIT(p->b, "<tr><th scope=\"row\">");
        if (i == g->count) plain(p, say(p, "not known or none", "inconnu ou rien au dossier"));
        else text(p, g->values[i]);
        RU_BUF_LIT(p->b, "</th>");
        number(p, t->people);
        number(p, harsher);
        bar(p, harsher, t->people, "hard");
        number(p, t->moves[RU_MOVE_KINDER]);
        bar(p, t->moves[RU_MOVE_KINDER], t->people, "kind");
        number(p, t->contacted[0]);
        number(p, t->contacted[1]);
        RU_BUF_LIT(p->b, "</tr>\n");
    }
    RU_BUF_LIT(p->b, "</tbody></table>\n");
}

static void guards(page *p) {
    const char *heads[] = {say(p, "guard", "garde"), say(p, "people", "personnes"), say(p, "of", "sur"), ""};
    if (!p->d->guard_count) return;
    section(p, say(p, "Guards", "Gardes"));
    head(p, heads, 4);
    for (size_t i = 0; i < p->d->guard_count; i++) {
        const ru_guard *g = &p->d->guards[i];
        RU_BUF_LIT(p->b, "<tr><th scope=\"row\">");
        text(p, g->text);
        RU_BUF_LIT(p->b, "</th>");
        number(p, g->got);
        number(p, g->of);
        RU_BUF_LIT(p->b, "<td>");
        plain(p, g->broken ? say(p, "broken", "rompue") : say(p, "kept", "tenue"));
        RU_BUF_LIT(p->b, "</td></tr>\n");
    }
    RU_BUF_LIT(p->b, "</tbody></table>\n");
}

static void policies(page *p) {
    for (int k = 0; k < 2; k++) {
        const ru_policy *x = p->d->sides[k].policy;
        RU_BUF_LIT(p->b, "<p>");
        plain(p, k ? say(p, "after: ", "après : ") : say(p, "before: ", "avant : "));
        text(p, x->name);
        ru_buf_char(p->b, ' ');
        text(p, x->version);
        ru_buf_printf(p->b, " <small>sha256:%s</small></p>\n", x->digest_hex);
    }
}

void ru_diff_html(ru_diff *d, bool french) {
    static const char style[] = "body{font:16px/1.4 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}table{border-collapse:collapse;margin:0 0 1.5rem}"
                                "th,td{padding:.2rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid #ddd}.n{text-align:right}.back{fill:#eee}.hard{fill:#b33}.kind{fill:#283}.same{fill:#58a}small{color:#555}"
                                "@media print{body{margin:0}h2{break-after:avoid}}";
    page p = {d, &d->out, french};
    const char *title = say(&p, "Impact of a change", "Effet d'un changement");
    ru_buf_printf(p.b, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"/><title>%s</title><style>%s</style></head><body><main>\n<h1>%s</h1>\n", french ? "fr" : "en", title, style, title);
    policies(&p);
    ru_buf_printf(p.b, "<p>%zu %s</p>\n", d->all.people, say(&p, "people were decided by both.", "personnes ont été décidées par les deux."));
    people(&p);
    guards(&p);
    examples(&p, say(&p, "Harsher, for example", "Plus dur, par exemple"), &d->harsher);
    examples(&p, say(&p, "Kinder, for example", "Plus doux, par exemple"), &d->kinder);
    flow(&p, &d->action, say(&p, "From action to action", "D'une action à l'autre"));
    flow(&p, &d->channel, say(&p, "From channel to channel", "D'un canal à l'autre"));
    flow(&p, &d->tone, say(&p, "From tone to tone", "D'un ton à l'autre"));
    for (size_t i = 0; i < d->group_count; i++) group(&p, &d->groups[i]);
    RU_BUF_LIT(p.b, "</main></body></html>\n");
}

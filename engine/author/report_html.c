/* report_html.c: the report as one page: in each cell the figure, its interval drawn below it, all of a column on one scale. */
#include "engine/author/html.h"
#include "engine/author/report.h"

typedef struct page {
    ru_report *r;
    ru_html h;
    ru_buf words;
} page;

static const char *say(const page *p, const char *en, const char *fr) { return ru_report_say(p->r, en, fr); }

static ru_str words(page *p) {
    if (p->words.failed) p->h.b->failed = true;
    ru_str s = {p->words.p, p->words.n};
    return s.p ? s : RU_STR("");
}

/* The end of a scale: the next round figure above what is drawn. */
static int64_t round_end(int64_t most) {
    static const int64_t ends[] = {10000, 20000, 50000, 100000, 200000, 500000};
    for (size_t i = 0; i < RU_COUNT(ends); i++)
        if (most <= ends[i]) return ends[i];
    return RU_MILLION;
}

static int64_t scale_of(const ru_cohort *groups, size_t count, ru_rate rate) {
    int64_t most = 0;
    for (size_t i = 0; i < count; i++) {
        ru_fraction p = ru_report_part(&groups[i], rate);
        ru_interval w = p.n >= RU_REPORT_FEWEST ? ru_wilson(p.k, p.n) : (ru_interval){0, 0};
        if (w.high > most) most = w.high;
    }
    return round_end(most);
}

/* What stands behind the comma goes on a line of its own. */
static void small(page *p, ru_str s) {
    size_t at = 0;
    while (at + 1 < s.n && memcmp(s.p + at, ", ", 2) != 0) at++;
    RU_BUF_LIT(p->h.b, "<td><small>");
    ru_html_text(&p->h, at + 1 < s.n ? (ru_str){s.p, at} : s);
    if (at + 1 < s.n) {
        RU_BUF_LIT(p->h.b, "<br/>");
        ru_html_text(&p->h, (ru_str){s.p + at + 2, s.n - at - 2});
    }
    RU_BUF_LIT(p->h.b, "</small>");
}

static void drawing(page *p, ru_interval i, int64_t at, int64_t from, int64_t to) {
    ru_buf_char(&p->words, 0); /* the words of the cell are what the drawing shows */
    ru_html_whisker(&p->h, &(ru_whisker){i.low, at, i.high, from, to}, words(p).p);
}

static void rate_cell(page *p, ru_fraction part, int64_t end) {
    ru_buf_clear(&p->words);
    ru_report_figure(&p->words, p->r, part);
    small(p, words(p));
    if (part.n >= RU_REPORT_FEWEST) drawing(p, ru_wilson(part.k, part.n), ru_share(part.k, part.n), 0, end);
    RU_BUF_LIT(p->h.b, "</td>");
}

static void change_cell(page *p, ru_fraction part, ru_fraction base) {
    ru_buf_clear(&p->words);
    ru_report_change(&p->words, p->r, part, base);
    small(p, words(p));
    if (part.n >= RU_REPORT_FEWEST && base.n >= RU_REPORT_FEWEST) {
        ru_interval i = ru_newcombe(part.k, part.n, base.k, base.n);
        int64_t end = round_end(-i.low > i.high ? -i.low : i.high);
        drawing(p, i, ru_share_difference(part.k, part.n, base.k, base.n), -end, end);
    }
    RU_BUF_LIT(p->h.b, "</td>");
}

/* "paid, of people" and, small, how long the scale is. */
static void heads(page *p, const int64_t ends[RU_RATES]) {
    RU_BUF_LIT(p->h.b, "<table><thead><tr><th scope=\"col\"></th>");
    for (int i = 0; i < RU_RATES; i++) {
        RU_BUF_LIT(p->h.b, "<th scope=\"col\">");
        ru_html_plain(&p->h, ru_report_rate(p->r, (ru_rate)i));
        if (ends) ru_buf_printf(p->h.b, "<br/><small>%s, 0–%lld %%</small>", ru_report_unit(p->r, (ru_rate)i), (long long)(ends[i] / (RU_MILLION / 100)));
        RU_BUF_LIT(p->h.b, "</th>");
    }
    RU_BUF_LIT(p->h.b, "</tr></thead><tbody>\n");
}

static void group_row(page *p, const ru_cohort *t, ru_str name, const int64_t ends[RU_RATES]) {
    RU_BUF_LIT(p->h.b, "<tr><th scope=\"row\">");
    ru_html_text(&p->h, name);
    ru_buf_printf(p->h.b, "<br/><small>%llu %s<br/>%llu %s<br/>%llu contacts</small></th>", (unsigned long long)t->people, say(p, "people", "personnes"),
                  (unsigned long long)t->decisions, say(p, "decisions", "décisions"), (unsigned long long)t->contacts);
    for (int i = 0; i < RU_RATES; i++) rate_cell(p, ru_report_part(t, (ru_rate)i), ends[i]);
    RU_BUF_LIT(p->h.b, "</tr>\n");
}

static void groups(page *p, const ru_side_by *s, const ru_cohort *items, size_t count) {
    int64_t ends[RU_RATES];
    for (int i = 0; i < RU_RATES; i++) ends[i] = scale_of(items, count, (ru_rate)i);
    heads(p, ends);
    for (size_t i = 0; i < count; i++) group_row(p, &items[i], s ? ru_report_group(p->r, s, &items[i]) : ru_str_of(say(p, "everybody", "tout le monde")), ends);
    ru_html_table_end(&p->h);
}

static void differences(page *p, const ru_side_by *s) {
    if (s->count < 2 || !s->groups[1].name.n) return;
    ru_html_paragraph(&p->h, say(p, "Differences, in percentage points:", "Écarts, en points :"));
    heads(p, NULL);
    for (size_t k = 1; k < s->count && s->groups[k].name.n; k++) {
        ru_buf_clear(&p->words);
        ru_buf_printf(&p->words, "%.*s %s %.*s", (int)s->groups[k].name.n, s->groups[k].name.p, say(p, "against", "contre"), (int)s->groups[0].name.n,
                      s->groups[0].name.p);
        ru_html_row(&p->h, words(p));
        for (int i = 0; i < RU_RATES; i++) change_cell(p, ru_report_part(&s->groups[k], (ru_rate)i), ru_report_part(&s->groups[0], (ru_rate)i));
        RU_BUF_LIT(p->h.b, "</tr>\n");
    }
    ru_html_table_end(&p->h);
}

static void count_row(page *p, const char *name, uint64_t n) {
    ru_html_row(&p->h, ru_str_of(name));
    ru_html_number(&p->h, (size_t)n);
    RU_BUF_LIT(p->h.b, "</tr>\n");
}

static void besides(page *p) {
    const ru_report *r = p->r;
    const char *columns[] = {say(p, "Besides", "En outre"), say(p, "how many", "combien")};
    ru_html_head(&p->h, columns, 2);
    if (r->open) count_row(p, say(p, "decisions that have not had their time yet", "décisions dont le délai court encore"), r->open);
    if (r->late) count_row(p, say(p, "outcomes that came too late to count", "suites venues trop tard pour compter"), r->late);
    count_row(p, say(p, "people erased", "personnes effacées"), r->erased_people);
    count_row(p, say(p, "decisions erased", "décisions effacées"), r->erased_decisions);
    count_row(p, say(p, "outcomes erased", "suites effacées"), r->erased_outcomes);
    if (r->of_erased) count_row(p, say(p, "outcomes whose decision was erased", "suites dont la décision a été effacée"), r->of_erased);
    ru_html_table_end(&p->h);
}

static void countings(page *p, const char *title, const ru_countings *c, const char *nameless) {
    const char *columns[] = {title, ""};
    if (!c->count) return;
    ru_html_head(&p->h, columns, 2);
    for (size_t i = 0; i < c->count; i++) {
        ru_html_row(&p->h, c->items[i].name.n ? c->items[i].name : ru_str_of(nameless));
        ru_buf_printf(p->h.b, "<td class=\"n\">%lld</td></tr>\n", (long long)c->items[i].n);
    }
    ru_html_table_end(&p->h);
}

/* For which decisions, and how long each has had. */
static void period(page *p) {
    enum { DAY = 86400 };
    char from[21] = "", until[21] = "", as_of[21];
    const ru_report *r = p->r;
    if (r->from != INT64_MIN) ru_instant_text(r->from, from);
    if (r->until != INT64_MAX) ru_instant_text(r->until, until);
    ru_instant_text(r->as_of, as_of);
    if (!from[0] && !until[0] && !r->within) return;
    RU_BUF_LIT(p->h.b, "<p>");
    if (from[0]) ru_buf_printf(p->h.b, "%s %s ", say(p, "from", "depuis"), from);
    if (until[0]) ru_buf_printf(p->h.b, "%s %s ", say(p, "until", "jusqu'à"), until);
    if (r->within)
        ru_buf_printf(p->h.b, "%s %lld %s %s", say(p, "each within", "chacune en"), (long long)(r->within / DAY), say(p, "days, as of", "jours, au"), as_of);
    RU_BUF_LIT(p->h.b, "</p>\n");
}

void ru_report_html(ru_report *r) {
    page p = {.r = r, .h = {&r->out, r->french}};
    const char *notes[RU_REPORT_NOTES];
    size_t n = ru_report_notes(r, notes);
    ru_buf_init(&p.words, &r->alloc);
    ru_html_begin(&p.h, say(&p, "What came of it", "Ce qui a suivi"));
    period(&p);
    for (size_t i = 0; i < n; i++) ru_html_paragraph(&p.h, notes[i]);
    groups(&p, NULL, &r->all, 1);
    besides(&p);
    countings(&p, say(&p, "Money that came, in minor units", "Argent reçu, en unités mineures"), &r->money, "");
    countings(&p, say(&p, "Complaints, about", "Réclamations, sur"), &r->about, say(&p, "nothing that was said", "rien de précisé"));
    for (size_t i = 0; i < r->side_count; i++) {
        const ru_side_by *s = &r->sides[i];
        ru_buf_clear(&p.words);
        ru_buf_printf(&p.words, "%s %.*s%c", ru_report_side(r, s->by), (int)s->name.n, s->name.p, 0);
        ru_html_section(&p.h, words(&p).n ? words(&p).p : "");
        groups(&p, s, s->groups, s->count);
        if (s->by == RU_BY_EXPERIMENT) differences(&p, s);
    }
    ru_html_end(&p.h);
    ru_buf_free(&p.words);
}

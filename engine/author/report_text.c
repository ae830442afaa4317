/* report_text.c: the report for people to read on a terminal. */
#include "engine/author/report.h"

static void line(ru_report *r, const char *words, uint64_t n) { ru_buf_printf(&r->out, "  %-44s %llu\n", words, (unsigned long long)n); }

/* Columns count characters: letters of French have two bytes. */
static void pad(ru_buf *b, const char *s, size_t width) {
    size_t shown = 0;
    for (const char *p = s; *p; p++) shown += ((unsigned char)*p & 0xC0) != 0x80;
    ru_buf_str(b, ru_str_of(s));
    for (; shown < width; shown++) ru_buf_char(b, ' ');
}

static void put_title(ru_report *r, const char *title, ru_str name) {
    ru_buf_char(&r->out, '\n');
    ru_buf_str(&r->out, ru_str_of(title));
    if (name.n) ru_buf_char(&r->out, ' ');
    ru_buf_str(&r->out, name);
    ru_buf_char(&r->out, '\n');
}

static void put_group(ru_report *r, const ru_cohort *t, ru_str name) {
    ru_buf *b = &r->out;
    if (name.n) {
        RU_BUF_LIT(b, "  ");
        ru_buf_str(b, name);
        RU_BUF_LIT(b, ": ");
    } else RU_BUF_LIT(b, "  ");
    ru_buf_printf(b, "%llu %s, %llu %s, %llu %s\n", (unsigned long long)t->people, ru_report_say(r, "people", "personnes"), (unsigned long long)t->decisions,
                  ru_report_say(r, "decisions", "décisions"), (unsigned long long)t->contacts, "contacts");
    for (int i = 0; i < RU_RATES; i++) {
        if (!ru_report_part(t, (ru_rate)i).n) continue;
        RU_BUF_LIT(b, "    ");
        pad(b, ru_report_rate(r, (ru_rate)i), 18);
        ru_report_figure(b, r, ru_report_part(t, (ru_rate)i));
        ru_buf_char(b, ' ');
        ru_buf_str(b, ru_str_of(ru_report_unit(r, (ru_rate)i)));
        ru_buf_char(b, '\n');
    }
}

/* Every arm against the first: what is tried against what was. */
static void put_differences(ru_report *r, const ru_side_by *s) {
    ru_buf *b = &r->out;
    for (size_t k = 1; k < s->count && s->groups[k].name.n; k++) {
        ru_buf_printf(b, "  %.*s %s %.*s\n", (int)s->groups[k].name.n, s->groups[k].name.p, ru_report_say(r, "against", "contre"), (int)s->groups[0].name.n,
                      s->groups[0].name.p);
        for (int i = 0; i < RU_RATES; i++) {
            RU_BUF_LIT(b, "    ");
            pad(b, ru_report_rate(r, (ru_rate)i), 18);
            ru_report_change(b, r, ru_report_part(&s->groups[k], (ru_rate)i), ru_report_part(&s->groups[0], (ru_rate)i));
            ru_buf_char(b, '\n');
        }
    }
}

static void put_countings(ru_report *r, const char *title, const ru_countings *c, const char *nameless) {
    if (!c->count) return;
    put_title(r, title, RU_STR(""));
    for (size_t i = 0; i < c->count; i++) {
        ru_str name = c->items[i].name.n ? c->items[i].name : ru_str_of(nameless);
        ru_buf_printf(&r->out, "  %.*s: %lld\n", (int)name.n, name.p, (long long)c->items[i].n);
    }
}

void ru_report_text(ru_report *r) {
    const char *notes[RU_REPORT_NOTES];
    size_t n = ru_report_notes(r, notes);
    ru_buf_printf(&r->out, "%s\n", ru_report_say(r, "everybody", "tout le monde"));
    put_group(r, &r->all, RU_STR(""));
    if (r->open) line(r, ru_report_say(r, "decisions that have not had their time yet", "décisions dont le délai court encore"), r->open);
    if (r->late) line(r, ru_report_say(r, "outcomes that came too late to count", "suites venues trop tard pour compter"), r->late);
    line(r, ru_report_say(r, "erased: people", "effacés : personnes"), r->erased_people);
    line(r, ru_report_say(r, "erased: decisions", "effacées : décisions"), r->erased_decisions);
    line(r, ru_report_say(r, "erased: outcomes", "effacées : suites"), r->erased_outcomes);
    if (r->of_erased) line(r, ru_report_say(r, "outcomes whose decision was erased", "suites dont la décision a été effacée"), r->of_erased);
    put_countings(r, ru_report_say(r, "money that came, in minor units", "argent reçu, en unités mineures"), &r->money, "");
    put_countings(r, ru_report_say(r, "complaints, about", "réclamations, sur"), &r->about, ru_report_say(r, "nothing that was said", "rien de précisé"));
    for (size_t i = 0; i < r->side_count; i++) {
        const ru_side_by *s = &r->sides[i];
        put_title(r, ru_report_side(r, s->by), s->name);
        for (size_t k = 0; k < s->count; k++) put_group(r, &s->groups[k], ru_report_group(r, s, &s->groups[k]));
        if (s->by == RU_BY_EXPERIMENT) put_differences(r, s);
    }
    ru_buf_char(&r->out, '\n');
    for (size_t i = 0; i < n; i++) ru_buf_printf(&r->out, "%s\n", notes[i]);
}

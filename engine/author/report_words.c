/* report_words.c: what the report says, in English or French, and how a figure is written. */
#include "engine/author/report.h"

const char *ru_report_say(const ru_report *r, const char *en, const char *fr) { return r->french ? fr : en; }

ru_fraction ru_report_part(const ru_cohort *t, ru_rate rate) {
    switch (rate) {
    case RU_RATE_PAID: return (ru_fraction){t->did[RU_EVENT_PAYMENT], t->people};
    case RU_RATE_KEPT: return (ru_fraction){t->kept, t->promises};
    case RU_RATE_COMPLAINT: return (ru_fraction){t->did[RU_EVENT_COMPLAINT], t->people};
    case RU_RATE_OPT_OUT: return (ru_fraction){t->did[RU_EVENT_OPT_OUT], t->people};
    case RU_RATE_LOW: return (ru_fraction){t->low, t->ratings};
    case RU_RATES: break;
    }
    return (ru_fraction){0, 0};
}

const char *ru_report_rate(const ru_report *r, ru_rate rate) {
    static const char *const en[RU_RATES] = {"paid", "promises kept", "complained", "opted out", "low ratings"};
    static const char *const fr[RU_RATES] = {"ont payé", "promesses tenues", "ont réclamé", "ne veulent plus", "notes basses"};
    return r->french ? fr[rate] : en[rate];
}

const char *ru_report_unit(const ru_report *r, ru_rate rate) {
    static const char *const en[RU_RATES] = {"people", "promises", "people", "people", "ratings"};
    static const char *const fr[RU_RATES] = {"personnes", "promesses", "personnes", "personnes", "notes"};
    return r->french ? fr[rate] : en[rate];
}

const char *ru_report_side(const ru_report *r, ru_by by) {
    static const char *const en[RU_BYS] = {"by segment", "by action", "by tone",   "by channel", "by message", "by kind of plan offered",
                                           "by month",   "by policy", "experiment"};
    static const char *const fr[RU_BYS] = {"par segment", "par action",    "par ton",   "par canal", "par message", "par type de plan proposé",
                                           "par mois",    "par politique", "expérience"};
    return r->french ? fr[by] : en[by];
}

/* The nameless group of each. */
ru_str ru_report_group(const ru_report *r, const ru_side_by *s, const ru_cohort *t) {
    if (t->name.n) return t->name;
    switch (s->by) {
    case RU_BY_CHANNEL:
    case RU_BY_MESSAGE: return ru_str_of(ru_report_say(r, "nobody was contacted", "personne n'a été contacté"));
    case RU_BY_PLAN: return ru_str_of(ru_report_say(r, "no plan was offered", "aucun plan proposé"));
    case RU_BY_EXPERIMENT: return ru_str_of(ru_report_say(r, "no arm: the person is not known", "aucun bras : personne inconnue"));
    default: return RU_STR("");
    }
}

void ru_report_percent(ru_buf *b, const ru_report *r, int64_t millionths, char mode) {
    enum { TENTH = RU_MILLION / 1000 };
    int64_t tenths = 0;
    (void)ru_muldiv64(millionths, 1, TENTH, mode, &tenths);
    if (tenths < 0) ru_buf_str(b, RU_STR("\xE2\x88\x92")); /* a minus, not a hyphen */
    if (tenths < 0) tenths = -tenths;
    ru_buf_int(b, tenths / 10);
    ru_buf_char(b, r->french ? ',' : '.');
    ru_buf_int(b, tenths % 10);
}

void ru_report_figure(ru_buf *b, const ru_report *r, ru_fraction p) {
    if (p.n < RU_REPORT_FEWEST) {
        ru_buf_printf(b, "%s (%llu)", ru_report_say(r, "too few", "trop peu"), (unsigned long long)p.n);
        return;
    }
    ru_interval i = ru_wilson(p.k, p.n);
    ru_report_percent(b, r, ru_share(p.k, p.n), 'e');
    RU_BUF_LIT(b, " % (");
    ru_report_percent(b, r, i.low, 'd');
    ru_buf_str(b, ru_str_of(ru_report_say(r, " to ", " à ")));
    ru_report_percent(b, r, i.high, 'u');
    ru_buf_printf(b, "), %llu %s %llu", (unsigned long long)p.k, ru_report_say(r, "of", "sur"), (unsigned long long)p.n);
}

static void put_signed(ru_buf *b, const ru_report *r, int64_t millionths, char mode) {
    if (millionths > 0) ru_buf_char(b, '+');
    ru_report_percent(b, r, millionths, mode);
}

void ru_report_change(ru_buf *b, const ru_report *r, ru_fraction p, ru_fraction base) {
    if (p.n < RU_REPORT_FEWEST || base.n < RU_REPORT_FEWEST) {
        ru_buf_str(b, ru_str_of(ru_report_say(r, "too few", "trop peu")));
        return;
    }
    ru_interval i = ru_newcombe(p.k, p.n, base.k, base.n);
    put_signed(b, r, ru_share_difference(p.k, p.n, base.k, base.n), 'e');
    RU_BUF_LIT(b, " (");
    put_signed(b, r, i.low, 'd');
    ru_buf_str(b, ru_str_of(ru_report_say(r, " to ", " à ")));
    put_signed(b, r, i.high, 'u');
    ru_buf_char(b, ')');
    if (i.low <= 0 && i.high >= 0) ru_buf_str(b, ru_str_of(ru_report_say(r, ", may be chance", ", peut-être le hasard")));
}

size_t ru_report_notes(const ru_report *r, const char *out[RU_REPORT_NOTES]) {
    bool tried = false;
    size_t n = 0;
    for (size_t i = 0; i < r->side_count; i++) tried |= r->sides[i].by == RU_BY_EXPERIMENT;
    out[n++] = ru_report_say(
        r,
        "Groups differ in more than their name: people were not put into them by lot. A difference between them is no proof that one thing causes the other.",
        "Les groupes diffèrent par plus que leur nom : les personnes n'y ont pas été tirées au sort. Un écart entre eux ne prouve pas que l'un cause l'autre.");
    if (tried)
        out[n++] = ru_report_say(r, "Only the arms of an experiment were drawn by lot. One comparison in twenty looks like a difference by chance alone.",
                                 "Seuls les bras d'une expérience ont été tirés au sort. Une comparaison sur vingt ressemble à un écart par simple hasard.");
    if (r->contacted)
        out[n++] = ru_report_say(
            r, "Only decisions that contact somebody count, each outcome for the last of them before it; experiments count everybody in an arm.",
            "Seules comptent les décisions qui contactent quelqu'un, chaque suite pour la dernière d'entre elles ; les expériences comptent toutes les personnes d'un bras.");
    if (!r->within)
        out[n++] = ru_report_say(
            r, "Everything counts that came of a decision, however late: older decisions have had more time. --within DAYS gives each the same.",
            "Tout ce qui a suivi une décision compte, même tard : les anciennes ont eu plus de temps. --within JOURS donne à chacune le même délai.");
    out[n++] = ru_report_say(r, "In brackets: 95 % intervals (Wilson's; of differences Newcombe's, in percentage points). A rate of fewer than 20 is not said.",
                             "Entre parenthèses : intervalles à 95 % (Wilson ; pour les écarts Newcombe, en points). Un taux sur moins de 20 n'est pas donné.");
    return n;
}

/* report_json.c: the same figures for machines; shares as decimal texts, as everywhere. */
#include "engine/author/report.h"

static const char *const rates[RU_RATES] = {"paid", "promises_kept", "complained", "opted_out", "low_ratings"};
static const char *const sides[RU_BYS] = {"segment", "action", "tone", "channel", "message", "plan", "month", "policy", "experiment"};

static void key(ru_buf *b, const char *name) { ru_buf_printf(b, "\"%s\":", name); }
static void number(ru_buf *b, const char *name, uint64_t n) { ru_buf_printf(b, "\"%s\":%llu,", name, (unsigned long long)n); }

/* Six decimals: millionths as they are. */
static void share(ru_buf *b, const char *name, int64_t v) {
    int64_t size = v < 0 ? -v : v;
    ru_buf_printf(b, "\"%s\":\"%s%lld.%06lld\"", name, v < 0 ? "-" : "", (long long)(size / RU_MILLION), (long long)(size % RU_MILLION));
}

static void put_rate(ru_buf *b, ru_fraction p) {
    if (p.n < RU_REPORT_FEWEST) {
        ru_buf_printf(b, "{\"n\":%llu,\"too_few\":true}", (unsigned long long)p.n);
        return;
    }
    ru_interval i = ru_wilson(p.k, p.n);
    ru_buf_printf(b, "{\"k\":%llu,\"n\":%llu,", (unsigned long long)p.k, (unsigned long long)p.n);
    share(b, "rate", ru_share(p.k, p.n));
    ru_buf_char(b, ',');
    share(b, "low", i.low);
    ru_buf_char(b, ',');
    share(b, "high", i.high);
    ru_buf_char(b, '}');
}

static void put_tally(ru_buf *b, const ru_cohort *t) {
    number(b, "people", t->people);
    number(b, "decisions", t->decisions);
    number(b, "contacts", t->contacts);
    RU_BUF_LIT(b, "\"rates\":{");
    for (int i = 0; i < RU_RATES; i++) {
        if (i) ru_buf_char(b, ',');
        key(b, rates[i]);
        put_rate(b, ru_report_part(t, (ru_rate)i));
    }
    RU_BUF_LIT(b, "}}");
}

static void put_name(ru_buf *b, const char *name, ru_str value) {
    key(b, name);
    if (value.n) ru_json_put_string(b, value);
    else RU_BUF_LIT(b, "null");
    ru_buf_char(b, ',');
}

static void put_change(ru_buf *b, ru_fraction p, ru_fraction base) {
    if (p.n < RU_REPORT_FEWEST || base.n < RU_REPORT_FEWEST) {
        RU_BUF_LIT(b, "{\"too_few\":true}");
        return;
    }
    ru_interval i = ru_newcombe(p.k, p.n, base.k, base.n);
    ru_buf_char(b, '{');
    share(b, "difference", ru_share_difference(p.k, p.n, base.k, base.n));
    ru_buf_char(b, ',');
    share(b, "low", i.low);
    ru_buf_char(b, ',');
    share(b, "high", i.high);
    ru_buf_char(b, '}');
}

static void put_differences(ru_buf *b, const ru_side_by *s) {
    RU_BUF_LIT(b, ",\"differences\":[");
    for (size_t k = 1; k < s->count && s->groups[k].name.n; k++) {
        if (k > 1) ru_buf_char(b, ',');
        ru_buf_char(b, '{');
        put_name(b, "arm", s->groups[k].name);
        put_name(b, "against", s->groups[0].name);
        for (int i = 0; i < RU_RATES; i++) {
            if (i) ru_buf_char(b, ',');
            key(b, rates[i]);
            put_change(b, ru_report_part(&s->groups[k], (ru_rate)i), ru_report_part(&s->groups[0], (ru_rate)i));
        }
        ru_buf_char(b, '}');
    }
    ru_buf_char(b, ']');
}

static void put_side(ru_buf *b, const ru_side_by *s) {
    ru_buf_printf(b, "{\"by\":\"%s\",", sides[s->by]);
    if (s->by == RU_BY_EXPERIMENT) put_name(b, "experiment", s->name);
    ru_buf_printf(b, "\"by_lot\":%s,\"groups\":[", s->by == RU_BY_EXPERIMENT ? "true" : "false");
    for (size_t i = 0; i < s->count; i++) {
        ru_buf_str(b, i ? RU_STR(",{") : RU_STR("{"));
        put_name(b, "is", s->groups[i].name);
        put_tally(b, &s->groups[i]);
    }
    ru_buf_char(b, ']');
    if (s->by == RU_BY_EXPERIMENT) put_differences(b, s);
    ru_buf_char(b, '}');
}

static void put_countings(ru_buf *b, const char *name, const ru_countings *c) {
    key(b, name);
    ru_buf_char(b, '{');
    for (size_t i = 0; i < c->count; i++) {
        if (i) ru_buf_char(b, ',');
        ru_json_put_string(b, c->items[i].name);
        ru_buf_char(b, ':');
        ru_buf_int(b, c->items[i].n);
    }
    RU_BUF_LIT(b, "},");
}

static void put_instant(ru_buf *b, const char *name, int64_t at, bool known) {
    key(b, name);
    if (known) ru_json_put_instant(b, at);
    else RU_BUF_LIT(b, "null");
    ru_buf_char(b, ',');
}

void ru_report_json(ru_report *r) {
    enum { DAY = 86400 };
    ru_buf *b = &r->out;
    const char *notes[RU_REPORT_NOTES];
    ru_buf_char(b, '{');
    put_instant(b, "from", r->from, r->from != INT64_MIN);
    put_instant(b, "to", r->until, r->until != INT64_MAX);
    put_instant(b, "as_of", r->as_of, r->within != 0);
    number(b, "within_days", (uint64_t)(r->within / DAY));
    ru_buf_printf(b, "\"contacted\":%s,", r->contacted ? "true" : "false");
    number(b, "fewest", RU_REPORT_FEWEST);
    number(b, "open", r->open);
    number(b, "late", r->late);
    ru_buf_printf(b, "\"erased\":{\"people\":%llu,\"decisions\":%llu,\"outcomes\":%llu},", (unsigned long long)r->erased_people,
                  (unsigned long long)r->erased_decisions, (unsigned long long)r->erased_outcomes);
    number(b, "outcomes_of_erased", r->of_erased);
    RU_BUF_LIT(b, "\"outcomes\":{");
    for (int i = 0; i < RU_EVENTS; i++) {
        if (i) ru_buf_char(b, ',');
        ru_json_put_string(b, ru_event_name((ru_event_kind)i));
        ru_buf_char(b, ':');
        ru_buf_int(b, (int64_t)r->events[i]);
    }
    RU_BUF_LIT(b, "},");
    put_countings(b, "money", &r->money);
    put_countings(b, "complaints_about", &r->about);
    RU_BUF_LIT(b, "\"everybody\":{");
    put_tally(b, &r->all);
    RU_BUF_LIT(b, ",\"sides\":[");
    for (size_t i = 0; i < r->side_count; i++) {
        if (i) ru_buf_char(b, ',');
        put_side(b, &r->sides[i]);
    }
    RU_BUF_LIT(b, "],\"notes\":[");
    size_t n = ru_report_notes(r, notes);
    for (size_t i = 0; i < n; i++) {
        if (i) ru_buf_char(b, ',');
        ru_json_put_string(b, ru_str_of(notes[i]));
    }
    RU_BUF_LIT(b, "]}");
}

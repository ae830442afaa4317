/* simulate_text.c: a simulation for people to read: each day or week, then all of it, then what no single day shows. */
#include "engine/author/simulate.h"

enum { DAY = 86400 };

typedef struct counted {
    ru_str name;
    const char *kind;
    size_t count;
} counted;

/* "41.2 %", rounded to the nearest. */
static void put_share(ru_buf *b, size_t part, size_t of) {
    size_t tenths = of ? (part * 2000 + of) / (2 * of) : 0;
    ru_buf_printf(b, "%zu.%zu %%", tenths / 10, tenths % 10);
}

/* Contacts of a person in 7 days, on average. */
static void put_pressure(ru_buf *b, size_t contacts, size_t people, int64_t days) {
    size_t of = people * (size_t)days, hundredths = of ? (contacts * 1400 + of) / (2 * of) : 0;
    ru_buf_printf(b, "%zu.%02zu", hundredths / 100, hundredths % 100);
}

/* A name and its count behind what stands there, on a new line where it would be too long. */
static void put_counted(ru_buf *b, const counted *c, bool first) {
    enum { WIDTH = 118, INDENT = 15 };
    bool kind = c->kind && strcmp(c->kind, "other") != 0;
    size_t line = 0, length = c->name.n + (kind ? strlen(c->kind) + 1 : 0) + 8;
    while (line < b->n && b->p[b->n - line - 1] != '\n') line++;
    if (!first && line + length > WIDTH) ru_buf_printf(b, ",\n%*s", (int)INDENT, "");
    else if (!first) RU_BUF_LIT(b, ", ");
    if (kind) ru_buf_printf(b, "%s ", c->kind);
    ru_buf_printf(b, "%.*s %zu", (int)c->name.n, c->name.p, c->count);
}

/* The most frequent first, in the order of the policy where they are even; ends its line. Nothing where there is none. */
static void put_list(ru_buf *b, const char *head, const counted *items, size_t count) {
    size_t shown = 0, largest = SIZE_MAX;
    for (;;) {
        size_t next = 0;
        for (size_t i = 0; i < count; i++)
            if (items[i].count < largest && items[i].count > next) next = items[i].count;
        if (!next) break;
        for (size_t i = 0; i < count; i++) {
            if (items[i].count != next) continue;
            if (!shown) ru_buf_str(b, ru_str_of(head));
            put_counted(b, &items[i], !shown++);
        }
        largest = next;
    }
    if (shown) ru_buf_char(b, '\n');
}

static void put_named(ru_sim *s, const char *head, const ru_ordinal *names, const size_t *counts, size_t count) {
    counted items[64];
    for (size_t i = 0; i < count && i < RU_COUNT(items); i++) items[i] = (counted){names[i].name, NULL, counts[i]};
    put_list(&s->out, head, items, count < RU_COUNT(items) ? count : RU_COUNT(items));
}

static void put_reasons(ru_sim *s, const char *head, const size_t *counts) {
    counted *items = ru_arena_alloc(&s->own, s->reason_count * sizeof *items);
    if (!items) {
        s->out.failed = true;
        return;
    }
    for (size_t i = 0; i < s->reason_count; i++) {
        items[i].name = ru_sim_reason_text(s, i, &items[i].kind);
        items[i].count = counts[i];
    }
    put_list(&s->out, head, items, s->reason_count);
}

static void put_date(ru_buf *b, int64_t at) {
    char text[21];
    ru_instant_text(at, text);
    ru_buf_put(b, text, 10);
}

static void put_counts(ru_sim *s, const ru_sim_period *p, int64_t days) {
    const ru_ladders *l = &s->policy->charter.ladders;
    ru_buf *b = &s->out;
    ru_buf_printf(b, "  contacted    %zu of %zu people (", p->contacted, s->people);
    put_share(b, p->contacted, s->people);
    ru_buf_printf(b, "), %zu contact%s, ", p->contacts, p->contacts == 1 ? "" : "s");
    put_pressure(b, p->contacts, s->people, days);
    RU_BUF_LIT(b, " a person in 7 days\n");
    put_named(s, "  channel      ", s->policy->channel_names, p->channels, (size_t)l->channel_count);
    put_named(s, "  tone         ", s->policy->tone_names, p->tones, (size_t)l->tone_count);
    put_named(s, "  action       ", s->policy->action_names, p->actions, (size_t)l->action_count);
    if (p->handed) ru_buf_printf(b, "  handed over  %zu %s: ", p->handed, p->handed == 1 ? "person" : "people");
    put_named(s, "", s->policy->teams, p->teams, s->policy->team_count);
}

static int64_t days_of(const ru_sim *s, size_t period) {
    int64_t left = s->length / DAY - (int64_t)period * s->period_days;
    return left < s->period_days ? left : s->period_days;
}

static void put_period(ru_sim *s, size_t i) {
    ru_buf *b = &s->out;
    int64_t from = s->started + (int64_t)i * s->period_days * DAY;
    ru_buf_printf(b, "\n%s %zu", s->period_days == 1 ? "day" : "week", i + 1);
    if (s->started != INT64_MIN) {
        RU_BUF_LIT(b, ", from ");
        put_date(b, from);
    }
    ru_buf_char(b, '\n');
    put_counts(s, &s->periods[i], days_of(s, i));
    size_t silent = s->people - s->periods[i].contacted;
    if (silent) ru_buf_printf(b, "  silent       %zu %s: ", silent, silent == 1 ? "person" : "people");
    put_reasons(s, "", s->periods[i].reasons);
}

static void put_most(ru_sim *s) {
    ru_buf *b = &s->out;
    RU_BUF_LIT(b, "  the most contacts of one person");
    for (int k = 0; k < RU_SIM_SPANS; k++) {
        ru_buf_printf(b, "%s %d day%s: %zu", k ? "," : "", ru_sim_spans[k], ru_sim_spans[k] == 1 ? "" : "s", s->most[k].count);
        if (s->most[k].count) ru_buf_printf(b, " (%.*s)", (int)s->most[k].id.n, s->most[k].id.p);
    }
    RU_BUF_LIT(b, "\n  the shortest time between two   ");
    if (s->shortest == INT64_MAX) RU_BUF_LIT(b, "nobody had two\n");
    else
        ru_buf_printf(b, "%lld h %lld min (%.*s)\n", (long long)(s->shortest / 3600), (long long)(s->shortest / 60 % 60), (int)s->shortest_id.n,
                      s->shortest_id.p);
    ru_buf_printf(b, "  never contacted                 %zu of %zu people (", s->never, s->people);
    put_share(b, s->never, s->people);
    ru_buf_str(b, s->never ? RU_STR("): ") : RU_STR(")\n"));
    put_reasons(s, "", s->never_reasons);
}

static void put_pressure_over_time(ru_sim *s) {
    ru_buf *b = &s->out;
    ru_buf_printf(b, "\npressure, %s by %s: people contacted, contacts a person in 7 days\n", s->period_days == 1 ? "day" : "week",
                  s->period_days == 1 ? "day" : "week");
    for (size_t i = 0; i < s->period_count; i++) {
        ru_buf_printf(b, "  %3zu  ", i + 1);
        put_share(b, s->periods[i].contacted, s->people);
        RU_BUF_LIT(b, "  ");
        put_pressure(b, s->periods[i].contacts, s->people, days_of(s, i));
        ru_buf_char(b, '\n');
    }
}

void ru_sim_text(ru_sim *s) {
    ru_buf *b = &s->out;
    int64_t days = s->length / DAY, hours = s->step / 3600;
    ru_arena_reset(&s->own);
    ru_buf_printf(b, "%.*s %.*s: %zu people, %lld day%s", (int)s->policy->name.n, s->policy->name.p, (int)s->policy->version.n, s->policy->version.p, s->people,
                  (long long)days, days == 1 ? "" : "s");
    if (s->people && s->started != INT64_MIN) {
        RU_BUF_LIT(b, " from ");
        put_date(b, s->started);
    }
    ru_buf_printf(b, ", decided every %lld hour%s, seed %llu", (long long)hours, hours == 1 ? "" : "s", (unsigned long long)s->seed);
    if (s->rejected) ru_buf_printf(b, "; %zu rejected", s->rejected);
    ru_buf_char(b, '\n');
    if (!s->people) return;
    for (size_t i = 0; i < s->period_count; i++) put_period(s, i);
    ru_buf_printf(b, "\nall %lld day%s\n", (long long)days, days == 1 ? "" : "s");
    put_counts(s, &s->all, days);
    put_most(s);
    put_pressure_over_time(s);
}

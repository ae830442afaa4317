/* simulate_json.c: the same as simulate_text.c for machines: one JSON object, every count, names in the order of the policy. */
#include "engine/author/simulate.h"

enum { DAY = 86400 };

static void put_named(ru_buf *b, const char *key, const ru_ordinal *names, const size_t *counts, size_t count) {
    ru_buf_printf(b, ",\"%s\":{", key);
    for (size_t i = 0, n = 0; i < count; i++) {
        if (!counts[i]) continue;
        if (n++) ru_buf_char(b, ',');
        ru_json_put_string(b, names[i].name);
        ru_buf_printf(b, ":%zu", counts[i]);
    }
    ru_buf_char(b, '}');
}

static void put_reasons(ru_sim *s, const char *key, const size_t *counts) {
    ru_buf *b = &s->out;
    ru_buf_printf(b, ",\"%s\":[", key);
    for (size_t i = 0, n = 0; i < s->reason_count; i++) {
        const char *kind;
        if (!counts[i]) continue;
        ru_str name = ru_sim_reason_text(s, i, &kind);
        ru_buf_printf(b, "%s{\"kind\":\"%s\",\"is\":", n++ ? "," : "", kind);
        ru_json_put_string(b, name);
        ru_buf_printf(b, ",\"people\":%zu}", counts[i]);
    }
    ru_buf_char(b, ']');
}

/* Ratios are decimal strings, as everywhere: share with four places, contacts a person in 7 days with four. */
static void put_ratio(ru_buf *b, const char *key, size_t part, size_t of) {
    size_t parts = of ? (part * 20000 + of) / (2 * of) : 0;
    ru_buf_printf(b, ",\"%s\":\"%zu.%04zu\"", key, parts / 10000, parts % 10000);
}

static void put_counts(ru_sim *s, const ru_sim_period *p, int64_t days) {
    const ru_ladders *l = &s->policy->charter.ladders;
    ru_buf *b = &s->out;
    ru_buf_printf(b, "\"days\":%lld,\"contacted\":%zu,\"contacts\":%zu", (long long)days, p->contacted, p->contacts);
    put_ratio(b, "share", p->contacted, s->people);
    put_ratio(b, "contacts_in_7_days", p->contacts * 7, s->people * (size_t)days);
    put_named(b, "channels", s->policy->channel_names, p->channels, (size_t)l->channel_count);
    put_named(b, "tones", s->policy->tone_names, p->tones, (size_t)l->tone_count);
    put_named(b, "actions", s->policy->action_names, p->actions, (size_t)l->action_count);
    ru_buf_printf(b, ",\"handed_over\":%zu", p->handed);
    put_named(b, "teams", s->policy->teams, p->teams, s->policy->team_count);
    ru_buf_printf(b, ",\"silent\":%zu", s->people - p->contacted);
}

static void put_head(ru_sim *s) {
    ru_buf *b = &s->out;
    RU_BUF_LIT(b, "{\"policy\":{\"name\":");
    ru_json_put_string(b, s->policy->name);
    RU_BUF_LIT(b, ",\"version\":");
    ru_json_put_string(b, s->policy->version);
    ru_buf_printf(b, ",\"digest\":\"sha256:%s\"},\"people\":%zu,\"rejected\":%zu,\"from\":", s->policy->digest_hex, s->people, s->rejected);
    if (s->people && s->started != INT64_MIN) ru_json_put_instant(b, s->started);
    else RU_BUF_LIT(b, "null");
    ru_buf_printf(b, ",\"every_hours\":%lld,\"seed\":%llu,\"decisions\":%zu", (long long)(s->step / 3600), (unsigned long long)s->seed, s->decisions);
}

static void put_most(ru_sim *s) {
    ru_buf *b = &s->out;
    RU_BUF_LIT(b, ",\"most\":[");
    for (int k = 0; k < RU_SIM_SPANS; k++) {
        ru_buf_printf(b, "%s{\"days\":%d,\"contacts\":%zu,\"id\":", k ? "," : "", ru_sim_spans[k], s->most[k].count);
        if (s->most[k].count) ru_json_put_string(b, s->most[k].id);
        else RU_BUF_LIT(b, "null");
        ru_buf_char(b, '}');
    }
    RU_BUF_LIT(b, "],\"shortest_gap_seconds\":");
    if (s->shortest == INT64_MAX) RU_BUF_LIT(b, "null");
    else ru_buf_printf(b, "%lld", (long long)s->shortest);
    ru_buf_printf(b, ",\"never_contacted\":%zu", s->never);
    put_reasons(s, "never_because", s->never_reasons);
}

void ru_sim_json(ru_sim *s) {
    ru_buf *b = &s->out;
    int64_t days = s->length / DAY;
    put_head(s);
    ru_buf_printf(b, ",\"%s\":[", s->period_days == 1 ? "by_day" : "by_week");
    for (size_t i = 0; i < s->period_count; i++) {
        int64_t left = days - (int64_t)i * s->period_days;
        ru_buf_str(b, i ? RU_STR(",{") : RU_STR("{"));
        put_counts(s, &s->periods[i], left < s->period_days ? left : s->period_days);
        put_reasons(s, "silent_because", s->periods[i].reasons);
        ru_buf_char(b, '}');
    }
    RU_BUF_LIT(b, "],\"all\":{");
    put_counts(s, &s->all, days);
    put_most(s);
    RU_BUF_LIT(b, "}}");
}

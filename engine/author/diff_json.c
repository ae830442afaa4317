/* diff_json.c: the impact of a change as one JSON document: every number that the page shows. */
#include "engine/author/diff.h"

static void put_text(ru_buf *b, const char *key, ru_str s) {
    ru_buf_printf(b, "\"%s\":", key);
    ru_json_put_string(b, s);
}

static void put_tallied(ru_buf *b, const ru_tallied *t) {
    ru_buf_printf(
        b,
        "\"people\":%zu,\"harsher\":%zu,\"mixed\":%zu,\"kinder\":%zu,\"same\":%zu,\"contacted\":[%zu,%zu],\"newly_contacted\":%zu,\"newly_blocked\":%zu,\"plans\":[%zu,%zu],\"handed_over\":[%zu,%zu],\"lacking\":[%zu,%zu]",
        t->people, t->moves[RU_MOVE_HARSHER], t->moves[RU_MOVE_MIXED], t->moves[RU_MOVE_KINDER], t->moves[RU_MOVE_SAME], t->contacted[0], t->contacted[1],
        t->gained, t->lost, t->plans[0], t->plans[1], t->handed[0], t->handed[1], t->lacking[0], t->lacking[1]);
}

static void put_name(ru_buf *b, const ru_flow *f, int side, size_t i) {
    if (i == f->count[side]) RU_BUF_LIT(b, "null");
    else ru_buf_str(b, f->names[side][i].json);
}

static void put_flow(ru_buf *b, const char *key, const ru_flow *f) {
    bool first = true;
    ru_buf_printf(b, ",\"%s\":[", key);
    for (size_t i = 0; i <= f->count[0]; i++)
        for (size_t k = 0; k <= f->count[1]; k++) {
            size_t n = f->cells[i * (f->count[1] + 1) + k];
            if (!n) continue;
            ru_buf_str(b, first ? RU_STR("{\"from\":") : RU_STR(",{\"from\":"));
            first = false;
            put_name(b, f, 0, i);
            RU_BUF_LIT(b, ",\"to\":");
            put_name(b, f, 1, k);
            ru_buf_printf(b, ",\"people\":%zu}", n);
        }
    ru_buf_char(b, ']');
}

static void put_group(ru_buf *b, const ru_group *g) {
    static const char *const rests[RU_RESTS] = {"not_known", "none_on_file", "another"};
    RU_BUF_LIT(b, "{");
    put_text(b, "by", g->name);
    RU_BUF_LIT(b, ",\"values\":[");
    for (size_t i = 0; i < g->count + RU_RESTS; i++) {
        ru_buf_str(b, i ? RU_STR(",{\"value\":") : RU_STR("{\"value\":"));
        if (i < g->count) ru_json_put_string(b, g->values[i]);
        else ru_buf_printf(b, "null,\"rest\":\"%s\"", rests[i - g->count]);
        ru_buf_char(b, ',');
        put_tallied(b, i < g->count ? &g->tallied[i] : &g->rest[i - g->count]);
        ru_buf_char(b, '}');
    }
    RU_BUF_LIT(b, "]}");
}

/* before, because_before and the like */
static void put_side(ru_diff *d, const ru_example *x, int side) {
    static const char *const keys[2][2] = {{"before", "because_before"}, {"after", "because_after"}};
    ru_buf_clear(&d->words);
    ru_diff_say_side(&d->words, d->sides[side].policy, &x->was[side], false);
    d->out.failed |= d->words.failed;
    ru_buf_char(&d->out, ',');
    put_text(&d->out, keys[side][0], (ru_str){d->words.p, d->words.n});
    ru_buf_char(&d->out, ',');
    put_text(&d->out, keys[side][1], x->was[side].why[0]);
}

static void put_examples(ru_diff *d, const char *key, const ru_examples *list) {
    ru_buf *b = &d->out;
    ru_buf_printf(b, ",\"%s\":[", key);
    for (size_t i = 0; i < list->count; i++) {
        const ru_example *x = &list->items[i];
        ru_buf_str(b, i ? RU_STR(",{") : RU_STR("{"));
        put_text(b, "id", x->id);
        for (int k = 0; k < 2; k++) put_side(d, x, k);
        ru_buf_printf(b, ",\"distance\":%lld}", (long long)x->distance);
    }
    ru_buf_char(b, ']');
}

static void put_who(ru_buf *b, const char *key, const ru_who *w, const ru_sim *silent) {
    bool first = true;
    ru_buf_printf(b, ",\"%s\":{\"people\":%zu,\"ids\":[", key, w->count);
    for (size_t i = 0; i < w->count; i++) {
        if (i) ru_buf_char(b, ',');
        ru_json_put_string(b, w->ids[i]);
    }
    RU_BUF_LIT(b, "],\"silent_by\":[");
    for (size_t i = 0; i < silent->reason_count; i++) {
        const char *kind;
        ru_str id = ru_sim_reason_text(silent, i, &kind);
        if (!w->reasons[i]) continue;
        ru_buf_printf(b, "%s{\"kind\":\"%s\",", first ? "" : ",", kind);
        put_text(b, "id", id);
        ru_buf_printf(b, ",\"people\":%zu}", w->reasons[i]);
        first = false;
    }
    RU_BUF_LIT(b, "]}");
}

static void put_weeks(ru_diff *d) {
    RU_BUF_LIT(&d->out, ",\"weeks\":[");
    for (size_t i = 0; i < d->week_count; i++) {
        const ru_week *w = &d->weeks[i];
        char date[11];
        ru_date_text(w->monday, date);
        ru_buf_printf(&d->out, "%s{\"monday\":\"%s\",\"contacts\":[%zu,%zu],\"gained\":%zu,\"lost\":%zu}", i ? "," : "", date, w->contacts[0], w->contacts[1],
                      w->gained, w->lost);
    }
    ru_buf_char(&d->out, ']');
}

static void put_lived(ru_diff *d) {
    if (!d->days) return;
    ru_buf_printf(&d->out, ",\"lived\":{\"days\":%zu,\"weeks\":[", d->days);
    for (size_t i = 0; i < d->lived_count; i++)
        ru_buf_printf(&d->out, "%s{\"week\":%zu,\"contacts\":[%zu,%zu],\"gained\":%zu,\"lost\":%zu}", i ? "," : "", i + 1, d->lived[i].contacts[0],
                      d->lived[i].contacts[1], d->lived[i].gained, d->lived[i].lost);
    RU_BUF_LIT(&d->out, "]}");
}

static void put_plans(ru_diff *d) {
    bool first = true;
    RU_BUF_LIT(&d->out, ",\"plan_offers\":[");
    for (size_t i = 0; i < d->sides[0].policy->plans.count + d->sides[1].policy->plans.count; i++) {
        size_t n[2];
        ru_str plan;
        if (!ru_diff_plan(d, i, &plan, n)) continue;
        ru_buf_str(&d->out, first ? RU_STR("{") : RU_STR(",{"));
        put_text(&d->out, "plan", plan);
        ru_buf_printf(&d->out, ",\"people\":[%zu,%zu]}", n[0], n[1]);
        first = false;
    }
    ru_buf_char(&d->out, ']');
}

static void put_lack(ru_diff *d) {
    const ru_side *a = &d->sides[0], *z = &d->sides[1];
    ru_buf *b = &d->out;
    bool first = true;
    ru_buf_printf(b, ",\"silent\":{\"people\":[%zu,%zu],\"for_lack_of_a_fact\":[%zu,%zu],\"not_looked_at\":[%zu,%zu],\"facts\":[", a->silent, z->silent,
                  a->lacking, z->lacking, a->passed_over, z->passed_over);
    for (size_t i = 0; i < ru_diff_lacks(d); i++) {
        size_t n[2];
        ru_str fact = ru_diff_lack_of(d, i, n);
        if (!n[0] && !n[1]) continue;
        ru_buf_str(b, first ? RU_STR("{") : RU_STR(",{"));
        put_text(b, "fact", fact);
        ru_buf_printf(b, ",\"people\":[%zu,%zu]}", n[0], n[1]);
        first = false;
    }
    RU_BUF_LIT(b, "]}");
}

static void put_rules(ru_diff *d) {
    ru_rules_of kinds[RU_DIFF_KINDS];
    size_t at = 0;
    ru_buf *b = &d->out;
    ru_diff_kinds(d->sides[1].policy, kinds);
    RU_BUF_LIT(b, ",\"rules\":[");
    for (int k = 0; k < RU_DIFF_KINDS; k++)
        for (size_t i = 0; i < kinds[k].count; i++, at++) {
            ru_buf_printf(b, "%s{\"kind\":\"%s\",", at ? "," : "", kinds[k].kind);
            put_text(b, "id", ru_diff_rule(&kinds[k], i)->id);
            ru_buf_printf(b, ",\"people\":%zu}", d->fired[at]);
        }
    ru_buf_char(b, ']');
}

static void put_policy(ru_buf *b, const char *key, const ru_policy *p) {
    ru_buf_printf(b, "\"%s\":{", key);
    put_text(b, "name", p->name);
    ru_buf_char(b, ',');
    put_text(b, "version", p->version);
    ru_buf_printf(b, ",\"digest\":\"sha256:%s\"}", p->digest_hex);
}

void ru_diff_json(ru_diff *d) {
    ru_buf *b = &d->out;
    ru_buf_char(b, '{');
    put_policy(b, "old", d->sides[0].policy);
    ru_buf_char(b, ',');
    put_policy(b, "new", d->sides[1].policy);
    ru_buf_printf(b, ",\"rejected\":%zu,\"erased\":%zu,\"different_people\":%zu,", d->rejected, d->erased, d->people.count);
    put_tallied(b, &d->all);
    for (int k = 0; k < RU_FLOWS; k++) put_flow(b, k == RU_FLOW_TEAM ? "team" : d->flows[k].title, &d->flows[k]);
    put_plans(d);
    RU_BUF_LIT(b, ",\"groups\":[");
    for (size_t i = 0; i < d->group_count; i++) {
        if (i) ru_buf_char(b, ',');
        put_group(b, &d->groups[i]);
    }
    ru_buf_char(b, ']');
    put_examples(d, "harsher_examples", &d->harsher);
    put_examples(d, "kinder_examples", &d->kinder);
    put_who(b, "contacted_newly", &d->gained, &d->sides[0].asking);
    put_who(b, "blocked_newly", &d->lost, &d->sides[1].asking);
    put_weeks(d);
    put_lived(d);
    put_lack(d);
    put_rules(d);
    RU_BUF_LIT(b, ",\"guards\":[");
    for (size_t i = 0; i < d->guard_count; i++) {
        const ru_guard *g = &d->guards[i];
        ru_buf_str(b, i ? RU_STR(",{") : RU_STR("{"));
        put_text(b, "guard", g->text);
        ru_buf_printf(b, ",\"people\":%zu,\"of\":%zu,\"broken\":%s}", g->got, g->of, g->broken ? "true" : "false");
    }
    RU_BUF_LIT(b, "]}");
}

/* diff_json.c: the impact of a change as one JSON document. */
#include "engine/author/diff.h"

static void put_text(ru_buf *b, const char *key, ru_str s) {
    ru_buf_printf(b, "\"%s\":", key);
    ru_json_put_string(b, s);
}

static void put_tallied(ru_buf *b, const ru_tallied *t) {
    ru_buf_printf(b, "\"people\":%zu,\"harsher\":%zu,\"mixed\":%zu,\"kinder\":%zu,\"same\":%zu,\"contacted\":[%zu,%zu],\"plans\":[%zu,%zu],\"handed_over\":[%zu,%zu]", t->people, t->moves[RU_MOVE_HARSHER], t->moves[RU_MOVE_MIXED],
                  t->moves[RU_MOVE_KINDER], t->moves[RU_MOVE_SAME], t->contacted[0], t->contacted[1], t->plans[0], t->plans[1], t->handed[0], t->handed[1]);
}

static void put_name(ru_buf *b, const ru_flow *f, int side, size_t i) {
    if (i == f->count[side]) RU_BUF_LIT(b, "null");
    else ru_buf_str(b, f->names[side][i].json);
}

static void put_flow(ru_buf *b, const ru_flow *f) {
    bool first = true;
    ru_buf_printf(b, ",\"%s\":[", f->title);
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
    RU_BUF_LIT(b, "{");
    put_text(b, "by", g->name);
    RU_BUF_LIT(b, ",\"values\":[");
    for (size_t i = 0; i <= g->count; i++) {
        ru_buf_str(b, i ? RU_STR(",{\"value\":") : RU_STR("{\"value\":"));
        if (i == g->count) RU_BUF_LIT(b, "null");
        else ru_json_put_string(b, g->values[i]);
        ru_buf_char(b, ',');
        put_tallied(b, &g->tallied[i]);
        ru_buf_char(b, '}');
    }
    RU_BUF_LIT(b, "]}");
}

static void put_examples(ru_buf *b, const char *key, const ru_examples *list) {
    ru_buf_printf(b, ",\"%s\":[", key);
    for (size_t i = 0; i < list->count; i++) {
        const ru_example *x = &list->items[i];
        ru_buf_str(b, i ? RU_STR(",{") : RU_STR("{"));
        put_text(b, "id", x->id);
        ru_buf_char(b, ',');
        put_text(b, "before", x->before);
        ru_buf_char(b, ',');
        put_text(b, "after", x->after);
        ru_buf_char(b, ',');
        put_text(b, "because_before", x->why_before);
        ru_buf_char(b, ',');
        put_text(b, "because_after", x->why_after);
        ru_buf_char(b, '}');
    }
    ru_buf_char(b, ']');
}

static void put_rules(ru_diff *d) {
    ru_rules_of kinds[RU_DIFF_KINDS];
    size_t at = 0;
    ru_buf *b = &d->out;
    ru_diff_kinds(d->sides[1].policy, kinds);
    RU_BUF_LIT(b, ",\"rules\":[");
    for (int k = 0; k < RU_DIFF_KINDS; k++)
        for (size_t i = 0; i < kinds[k].rules->count; i++, at++) {
            ru_buf_printf(b, "%s{\"kind\":\"%s\",\"id\":", at ? "," : "", kinds[k].kind);
            ru_buf_str(b, kinds[k].rules->items[i].id_json);
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
    ru_buf_printf(b, ",\"rejected\":%zu,", d->rejected);
    put_tallied(b, &d->all);
    put_flow(b, &d->action);
    put_flow(b, &d->channel);
    put_flow(b, &d->tone);
    RU_BUF_LIT(b, ",\"groups\":[");
    for (size_t i = 0; i < d->group_count; i++) {
        if (i) ru_buf_char(b, ',');
        put_group(b, &d->groups[i]);
    }
    ru_buf_char(b, ']');
    put_examples(b, "harsher_examples", &d->harsher);
    put_examples(b, "kinder_examples", &d->kinder);
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

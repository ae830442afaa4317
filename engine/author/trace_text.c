/* trace_text.c: rule data put together again as an officer wrote it, and the figures that it names. */
#include "engine/author/trace.h"

static void write_value(ru_buf *b, const ru_node *v);

static void write_list(ru_buf *b, const ru_node *list) {
    for (size_t i = 0; list && i < list->count; i++) {
        if (i) RU_BUF_LIT(b, ", ");
        write_value(b, list->items[i]);
    }
}

static void write_cond(ru_buf *b, const ru_node *n, int depth);

/* last{…} and count{…} hold a filter of contacts, written like a condition. */
static void write_counting(ru_buf *b, const ru_node *v, ru_str word) {
    const ru_node *since = ru_node_get(v, "since_last"), *within = ru_node_get(v, "within");
    ru_buf_str(b, word);
    RU_BUF_LIT(b, " { ");
    write_cond(b, ru_node_get(v, "filter"), 0);
    if (within) {
        RU_BUF_LIT(b, ", within = ");
        write_value(b, within);
    }
    if (since) {
        RU_BUF_LIT(b, ", since_last = { ");
        write_cond(b, since, 0);
        RU_BUF_LIT(b, " }");
    }
    RU_BUF_LIT(b, " }");
}

static bool write_pair(ru_buf *b, const ru_node *v, ru_str word) {
    static const struct { const char *word, *sign; } pairs[] = {{"add", " + "}, {"sub", " - "}, {"mul", " * "}, {"div", " / "}};
    for (size_t i = 0; i < RU_COUNT(pairs); i++) {
        if (!ru_str_is(word, pairs[i].word)) continue;
        write_value(b, ru_node_get(v, "a"));
        ru_buf_str(b, ru_str_of(pairs[i].sign));
        write_value(b, ru_node_get(v, "b"));
        return true;
    }
    return false;
}

static void write_expression(ru_buf *b, const ru_node *v, ru_str word) {
    const ru_node *name = ru_node_get(v, "name"), *text = ru_node_get(v, "text"), *n = ru_node_get(v, "n"), *of = ru_node_get(v, "of"),
                  *items = ru_node_get(v, "items");
    if (write_pair(b, v, word)) return;
    if (ru_str_is(word, "last") || ru_str_is(word, "count")) {
        write_counting(b, v, word);
        return;
    }
    ru_buf_str(b, word);
    if (name) {
        ru_buf_char(b, '.');
        ru_buf_str(b, name->text);
        return;
    }
    if (!text && !n && !of && !items) return; /* same_debt */
    ru_buf_char(b, '(');
    if (text) ru_json_put_string(b, text->text);
    else if (n || of) write_value(b, n ? n : of);
    else write_list(b, items);
    ru_buf_char(b, ')');
}

static void write_value(ru_buf *b, const ru_node *v) {
    const ru_node *x = ru_node_get(v, "x");
    if (x) write_expression(b, v, x->text);
    else if (v && v->kind == RU_NODE_TEXT) ru_json_put_string(b, v->text);
    else if (v && v->kind == RU_NODE_INT) ru_buf_int(b, v->number);
    else if (v && v->kind == RU_NODE_BOOL) ru_buf_str(b, v->number ? RU_STR("true") : RU_STR("false"));
    else if (v && v->kind == RU_NODE_LIST) write_list(b, v);
    else RU_BUF_LIT(b, "…");
}

static void write_atom(ru_buf *b, const ru_node *n) {
    const ru_node *test = ru_node_get(n, "test"), *m = ru_node_get(test, "m"), *value = ru_node_get(test, "value"), *low = ru_node_get(test, "low"),
                  *values = ru_node_get(test, "values");
    ru_buf_str(b, ru_node_get(n, "fact")->text);
    RU_BUF_LIT(b, " = ");
    if (ru_str_is(m->text, "eq")) {
        write_value(b, value);
        return;
    }
    ru_buf_str(b, m->text);
    if (!value && !low && !values) return; /* on_file, today */
    ru_buf_char(b, '(');
    if (value) write_value(b, value);
    else if (values) write_list(b, values);
    else {
        write_value(b, low);
        RU_BUF_LIT(b, ", ");
        write_value(b, ru_node_get(test, "high"));
    }
    ru_buf_char(b, ')');
}

static void write_items(ru_buf *b, const ru_node *n, const char *word, int depth) {
    const ru_node *items = ru_node_get(n, "items");
    if (word) ru_buf_printf(b, "%s { ", word);
    for (size_t i = 0; items && i < items->count; i++) {
        if (i) RU_BUF_LIT(b, ", ");
        write_cond(b, items->items[i], depth + 1);
    }
    if (word) RU_BUF_LIT(b, " }");
}

static void write_cond(ru_buf *b, const ru_node *n, int depth) {
    const ru_node *op = ru_node_get(n, "op"), *name = ru_node_get(n, "name");
    if (!op) return;
    if (ru_str_is(op->text, "atom")) write_atom(b, n);
    else if (ru_str_is(op->text, "circumstance") || ru_str_is(op->text, "contacts_like"))
        ru_buf_printf(b, "%.*s.%.*s", (int)op->text.n, op->text.p, name ? (int)name->text.n : 0, name ? name->text.p : "");
    else if (ru_str_is(op->text, "coded")) RU_BUF_LIT(b, "function");
    else if (ru_str_is(op->text, "any")) write_items(b, n, "any_of", depth);
    else if (ru_str_is(op->text, "none")) write_items(b, n, "none_of_these", depth);
    else if (ru_str_is(op->text, "all")) write_items(b, n, depth ? "all_of" : NULL, depth);
    else if (ru_str_is(op->text, "not")) {
        RU_BUF_LIT(b, "unless = ");
        write_cond(b, ru_node_get(n, "item"), depth + 1);
    } else ru_buf_str(b, op->text); /* otherwise, outbound */
}

void ru_trace_write(ru_buf *b, const ru_node *cond) { write_cond(b, cond, 0); }

/* ---- the figures behind number.x ---- */
typedef struct figures {
    ru_buf *b;
    const ruth_session *s;
    int language;
    size_t start;
} figures;

static void put_figure(figures *f, const ru_number *n) {
    const ru_schema *schema = f->s->policy->schema;
    int currency = f->s->scene.currency;
    bool known = n->type != RU_MONEY || (currency >= 0 && n->has_money[currency]);
    bool french = ru_str_is(schema->languages[f->language], "fr");
    ru_fact shape = {.name = n->name, .type = n->type};
    ru_value v = {.i = n->type == RU_MONEY && known ? n->money[currency] : n->value, .state = RU_VALUE};
    if (f->b->n > f->start) RU_BUF_LIT(f->b, ", ");
    ru_buf_str(f->b, n->name);
    ru_buf_str(f->b, french ? RU_STR(" vaut ") : RU_STR(" is "));
    if (known) ru_value_say(f->b, schema, &shape, &v, f->language, currency);
    else RU_BUF_LIT(f->b, "…");
}

static void find_figures(figures *f, const ru_node *n) {
    const ru_node *x = ru_node_get(n, "x"), *name = ru_node_get(n, "name");
    if (x && name && ru_str_is(x->text, "number")) {
        const ru_number *number = ru_schema_number(f->s->policy->schema, name->text);
        if (number) put_figure(f, number);
        return;
    }
    bool deep = n && (n->kind == RU_NODE_MAP || n->kind == RU_NODE_LIST);
    for (size_t i = 0; deep && i < n->count; i++) find_figures(f, n->items[i]);
}

void ru_trace_write_figures(ru_buf *b, const ru_node *cond, const ruth_session *s, int language) {
    figures f = {b, s, language, b->n};
    find_figures(&f, cond);
}

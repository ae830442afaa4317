/* boxes_words.c: conditions and people in the officer's own words. */
#include <stdlib.h>

#include "engine/author/boxes.h"
#include "engine/author/trace.h"

/* ---- which node became which condition ---- */
static bool is_name(const ru_node *n) {
    const ru_node *op = ru_node_get(n, "op");
    return op && ru_str_is(op->text, "circumstance");
}

/* A circumstance is known by its name before it is by what stands in it. */
static int by_cond(const void *x, const void *y) {
    const ru_said_cond *p = x, *q = y;
    uintptr_t a = (uintptr_t)p->cond, b = (uintptr_t)q->cond;
    if (a != b) return a < b ? -1 : 1;
    return (int)is_name(q->node) - (int)is_name(p->node);
}

bool ru_boxes_learn(ru_boxes *b) {
    size_t n = b->s->said_count;
    ru_said_cond *said = RU_NEWS(b->a, ru_said_cond, n + 1);
    if (!said) return false;
    for (size_t i = 0; i < n; i++) said[i] = (ru_said_cond){b->s->said[i].cond, b->s->said[i].node};
    if (n) qsort(said, n, sizeof *said, by_cond);
    b->said = said;
    b->said_count = n;
    return true;
}

const ru_node *ru_boxes_node(const ru_boxes *b, const ru_cond *c) {
    size_t from = 0, to = b->said_count;
    while (from < to) { /* the first of its condition */
        size_t mid = (from + to) / 2;
        if ((uintptr_t)b->said[mid].cond < (uintptr_t)c) from = mid + 1;
        else to = mid;
    }
    return from < b->said_count && b->said[from].cond == c ? b->said[from].node : NULL;
}

/* ---- nodes as they were written ---- */
static void say_node(ru_buf *out, const ru_node *n, int depth) {
    enum { DEEPEST = 3, WIDEST = 4 };
    const ru_node *op = ru_node_get(n, "op"), *items = ru_node_get(n, "items"), *name = ru_node_get(n, "name");
    if (!op || depth > DEEPEST) {
        RU_BUF_LIT(out, "…");
        return;
    }
    if (ru_str_is(op->text, "atom")) {
        ru_trace_write(out, n);
    } else if (ru_str_is(op->text, "circumstance")) {
        ru_buf_printf(out, "circumstance.%.*s", name ? (int)name->text.n : 0, name ? name->text.p : "");
    } else if (ru_str_is(op->text, "not")) {
        RU_BUF_LIT(out, "unless ");
        say_node(out, ru_node_get(n, "item"), depth + 1);
    } else if (ru_str_is(op->text, "coded")) {
        RU_BUF_LIT(out, "a function");
    } else if (ru_str_is(op->text, "otherwise")) {
        RU_BUF_LIT(out, "otherwise");
    } else {
        bool any = ru_str_is(op->text, "any"), none = ru_str_is(op->text, "none"), words = any || none;
        if (words) ru_buf_printf(out, "%s { ", any ? "any_of" : "none_of_these");
        for (size_t i = 0; items && i < items->count; i++) {
            if (i) RU_BUF_LIT(out, ", ");
            if (i == WIDEST) {
                RU_BUF_LIT(out, "…");
                break;
            }
            say_node(out, items->items[i], depth + 1);
        }
        if (words) RU_BUF_LIT(out, " }");
    }
}

void ru_boxes_say(const ru_boxes *b, ru_buf *out, const ru_cond *c) {
    const ru_node *n = ru_boxes_node(b, c);
    if (n) say_node(out, n, 0);
    else if (c->kind == RU_COND_ATOM && c->atom->axis == RU_AXIS_TODAY) RU_BUF_LIT(out, "its dates valid_from and valid_until");
    else RU_BUF_LIT(out, "where its pack applies");
}

void ru_boxes_say_rule(const ru_boxes *b, ru_buf *out, const ru_family *k, size_t rule) {
    const ru_raw *r = ru_boxes_raw(b, k, rule);
    ru_buf_printf(out, "%s \"%.*s\" (%.*s:%d)", k->name, (int)r->id.n, r->id.p, (int)r->file.n, r->file.p, r->node->line);
}

/* ---- people in words ---- */
static ru_str stage_name(const ru_policy *p, int stage, int64_t at, const char **what) {
    const ru_ordinal *names = NULL;
    switch (stage) {
    case RU_STAGE_SEGMENT:
        names = p->segment_names;
        *what = "segment";
        break;
    case RU_STAGE_ACTION:
    case RU_FINAL_ACTION:
        names = p->action_names;
        *what = "action";
        break;
    case RU_STAGE_TONE:
    case RU_FINAL_TONE:
        names = p->tone_names;
        *what = "tone";
        break;
    case RU_STAGE_PLANS: *what = "plans_in_reach"; break;
    default: names = p->channel_names; *what = "channel";
    }
    return names ? names[at].name : (ru_str){NULL, 0};
}

/* The only currency there is, or −1. */
static int only_currency(const ru_boxes *b, const uint64_t *domain) {
    const ru_dim *d = b->sp.currency == RU_NOWHERE ? NULL : &b->sp.dims[b->sp.currency];
    int one = -1;
    for (uint32_t k = 0; d && k < d->cells; k++) {
        if (!ru_domain_has(domain, d, k)) continue;
        if (one >= 0 || k == d->none) return -1;
        one = (int)k;
    }
    return one;
}

static void say_cell_value(const ru_boxes *b, ru_buf *out, const ru_dim *d, const uint64_t *domain, int64_t v) {
    const ru_fact *f = d->kind == RU_AXIS_SLOT ? &b->sp.schema->facts.items[d->a] : NULL;
    const char *what;
    ru_str name = d->kind == RU_AXIS_STAGE ? stage_name(b->s->policy, d->a, v, &what) : (ru_str){NULL, 0};
    ru_value value = {.i = v, .state = RU_VALUE};
    int currency = only_currency(b, domain);
    bool day = d->kind == RU_AXIS_TODAY, date = f && (f->type == RU_DATE || f->type == RU_INSTANT);
    if (name.p) ru_buf_str(out, name);
    else if (f && f->type == RU_ENUM) ru_buf_str(out, f->values[v]);
    else if (f && f->type == RU_MONEY && currency >= 0) ru_value_say(out, b->sp.schema, f, &value, 0, currency);
    else if (d->kind == RU_AXIS_SECONDS) ru_buf_int(out, v / 3600);
    else if (day) ru_json_put_date(out, (int32_t)v);
    else if (f && (f->type == RU_BOOLEAN || f->type == RU_RATIO || date)) ru_value_write(out, f, &value);
    else ru_buf_int(out, v);
}

/* Cells [from, to) side by side are one stretch of values. */
static void say_stretch(const ru_boxes *b, ru_buf *out, const ru_dim *d, const uint64_t *domain, uint32_t from, uint32_t to) {
    int64_t low, high, skip;
    ru_dim_bounds(d, from, &low, &skip);
    ru_dim_bounds(d, to - 1, &skip, &high);
    if (low == high) {
        say_cell_value(b, out, d, domain, low);
    } else if (low == d->low) {
        say_cell_value(b, out, d, domain, high);
        RU_BUF_LIT(out, " or less");
    } else if (high == d->high && low == 1) {
        RU_BUF_LIT(out, "above 0");
    } else if (high == d->high) {
        say_cell_value(b, out, d, domain, low);
        RU_BUF_LIT(out, " or more");
    } else {
        say_cell_value(b, out, d, domain, low);
        RU_BUF_LIT(out, " to ");
        say_cell_value(b, out, d, domain, high);
    }
}

/* Names one by one, numbers as stretches. */
static void say_values(const ru_boxes *b, ru_buf *out, const ru_dim *d, const uint64_t *domain) {
    const ru_fact *f = d->kind == RU_AXIS_SLOT ? &b->sp.schema->facts.items[d->a] : NULL;
    bool names = (f && f->type == RU_ENUM) || (d->kind == RU_AXIS_STAGE && d->a != RU_STAGE_PLANS);
    uint32_t values = d->none == RU_NOWHERE ? d->cells : d->cells - 1;
    const char *between = "";
    for (uint32_t k = 0; k < values; k++) {
        uint32_t to = k + 1;
        if (!ru_domain_has(domain, d, k)) continue;
        while (!names && to < values && ru_domain_has(domain, d, to)) to++;
        ru_buf_put(out, between, strlen(between));
        int64_t low, high;
        ru_dim_bounds(d, k, &low, &high);
        if (d->kind == RU_AXIS_TEXT) ru_buf_str(out, k < d->text_count ? d->texts[k] : RU_STR("something else"));
        else if (!names || low == high) say_stretch(b, out, d, domain, k, to);
        else
            for (int64_t v = low; v <= high; v++) { /* values that no rule tells apart */
                if (v > low) RU_BUF_LIT(out, ", ");
                say_cell_value(b, out, d, domain, v);
            }
        between = " or ";
        k = to - 1;
    }
    if (d->none != RU_NOWHERE && ru_domain_has(domain, d, d->none)) ru_buf_printf(out, "%snone on file", between);
}

static bool only_on_file(const ru_dim *d, const uint64_t *domain) {
    for (uint32_t k = 0; k < d->cells; k++)
        if (k != d->none && !ru_domain_has(domain, d, k)) return false;
    return d->none != RU_NOWHERE;
}

static void say_dim(const ru_boxes *b, ru_buf *out, const ru_dim *d, const uint64_t *domain) {
    const char *what = "";
    const ru_fact *f = d->kind == RU_AXIS_TODAY || d->kind == RU_AXIS_STAGE || d->kind == RU_AXIS_CODED ? NULL : &b->sp.schema->facts.items[d->a];
    if (d->kind == RU_AXIS_STAGE) stage_name(b->s->policy, d->a, 0, &what);
    if (f) ru_buf_str(out, f->name);
    else ru_buf_printf(out, "%s", d->kind == RU_AXIS_TODAY ? "today" : d->kind == RU_AXIS_CODED ? "a function says" : what);
    if (d->kind == RU_AXIS_CODED) ru_buf_printf(out, " %s", ru_domain_has(domain, d, 0) ? "no" : "yes");
    else if (d->kind == RU_AXIS_ELEMENT)
        ru_buf_printf(out, " %s %.*s", ru_domain_has(domain, d, 0) ? "without" : "with", (int)f->values[d->b].n, f->values[d->b].p);
    else if (d->kind == RU_AXIS_ON_FILE) ru_buf_printf(out, " %s", ru_domain_has(domain, d, 0) ? "none on file" : "on file");
    else if (only_on_file(d, domain)) RU_BUF_LIT(out, " on file");
    else if (d->kind == RU_AXIS_SIGN) ru_buf_printf(out, " against an expression");
    else {
        if (d->kind == RU_AXIS_DAYS) RU_BUF_LIT(out, " days ago:");
        if (d->kind == RU_AXIS_SECONDS) RU_BUF_LIT(out, " hours ago:");
        ru_buf_char(out, ' ');
        say_values(b, out, d, domain);
    }
}

/* What a key left out of the request means lies in the domain too: nothing particular. */
static bool is_usual(const ru_boxes *b, const ru_dim *d, const uint64_t *domain) {
    if (d->kind == RU_AXIS_TODAY || d->kind == RU_AXIS_STAGE || d->kind == RU_AXIS_CODED || d->kind == RU_AXIS_SIGN) return false;
    const ru_fact *f = &b->sp.schema->facts.items[d->a];
    if (f->derived || f->missing.state == RU_UNKNOWN) return false;
    if (f->missing.state == RU_NONE) return ru_domain_has(domain, d, d->kind == RU_AXIS_ELEMENT || d->kind == RU_AXIS_ON_FILE ? 0 : d->none);
    for (uint32_t k = 0; d->kind == RU_AXIS_SLOT && k < d->cells; k++) {
        int64_t low, high;
        if (k == d->none || !ru_domain_has(domain, d, k)) continue;
        ru_dim_bounds(d, k, &low, &high);
        if (f->missing.i >= low && f->missing.i <= high) return true;
    }
    return false;
}

void ru_boxes_say_domain(const ru_boxes *b, ru_buf *out, const uint64_t *domain) {
    bool any = false, usual = false;
    for (int pass = 0; pass < 2; pass++) /* stages first: they say most */
        for (uint32_t i = 0; i < b->sp.dim_count; i++) {
            if ((b->sp.dims[i].kind == RU_AXIS_STAGE) != (pass == 0) || !ru_domain_narrowed(&b->sp, domain, i)) continue;
            if (is_usual(b, &b->sp.dims[i], domain)) {
                usual = true;
                continue;
            }
            if (any) RU_BUF_LIT(out, ", ");
            any = true;
            say_dim(b, out, &b->sp.dims[i], domain);
        }
    if (!any) ru_buf_printf(out, "%s", usual ? "people of whom nothing particular is known" : "everybody");
    else if (usual) RU_BUF_LIT(out, ", and nothing else particular");
}

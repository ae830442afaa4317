/* trace.c: the parts of a rule's condition, each judged again after the decision, one atom at a time. */
#include "engine/author/trace.h"

static ru_trace *trace_node(ru_tracer *t, const ru_node *node);

static ru_trace *new_trace(ru_tracer *t, ru_trace_op op, ru_str file, int line, int column) {
    ru_trace *x = RU_NEW(t->arena, ru_trace);
    if (!x) {
        t->failed = true;
        return NULL;
    }
    x->op = op;
    x->file = file;
    x->line = line;
    x->column = column;
    x->slot = -1;
    x->outcome = RU_TRUE;
    return x;
}

static bool room(ru_tracer *t, ru_trace *x, size_t count) {
    x->items = RU_NEWS(t->arena, ru_trace *, count + 1);
    if (!x->items) t->failed = true;
    return x->items != NULL;
}

static ru_str keep_words(ru_tracer *t) {
    ru_str kept = ru_arena_str(t->arena, (ru_str){t->words->p, t->words->n});
    t->failed |= !kept.p || t->words->failed;
    ru_buf_clear(t->words);
    return kept;
}

static ru_tri judge(const ru_tracer *t, const ru_cond *c) { return c ? ru_cond_judge(t->session->policy->match, t->session->run, c) : RU_TRUE; }

/* As in the file, where the places are known: rule data has keyed entries sorted by key. */
static void in_order(ru_trace *x) {
    for (size_t i = 0; i < x->count; i++)
        if (!x->items[i]->column) return;
    for (size_t i = 1; i < x->count; i++)
        for (size_t k = i; k > 0; k--) {
            ru_trace *a = x->items[k - 1], *b = x->items[k];
            if (a->line < b->line || (a->line == b->line && a->column <= b->column)) break;
            x->items[k - 1] = b;
            x->items[k] = a;
        }
}

static bool add_items(ru_tracer *t, ru_trace *x, const ru_node *items) {
    size_t count = items ? items->count : 0;
    if (!room(t, x, count)) return false;
    for (size_t i = 0; i < count; i++) {
        ru_trace *part = trace_node(t, items->items[i]);
        if (!part) return false;
        x->items[x->count++] = part;
    }
    in_order(x);
    return true;
}

static bool add_one(ru_tracer *t, ru_trace *x, const ru_node *node) {
    if (!room(t, x, 1)) return false;
    ru_trace *part = node ? trace_node(t, node) : NULL;
    if (part) x->items[x->count++] = part;
    return !t->failed;
}

static const ru_node *circumstance(const ru_study *s, ru_str name) {
    const ru_raws *r = &s->raw[RU_KIND_CIRCUMSTANCE];
    for (size_t i = 0; i < r->count; i++) {
        if (!ru_str_eq(r->items[i].id, name)) continue;
        const ru_node *when = ru_node_get(r->items[i].body, "when");
        return when ? when : r->items[i].body;
    }
    return NULL;
}

/* A circumstance of one table is shown as the entries of that table. */
static bool add_circumstance(ru_tracer *t, ru_trace *x, const ru_node *node) {
    const ru_node *name = ru_node_get(node, "name"), *inner = name ? circumstance(t->study, name->text) : NULL, *op = ru_node_get(inner, "op");
    if (op && ru_str_is(op->text, "all")) return add_items(t, x, ru_node_get(inner, "items"));
    return add_one(t, x, inner);
}

static bool is_stage(ru_str name) {
    static const char *const names[] = {"segment", "action", "tone", "channel", "plans_in_reach"};
    for (size_t i = 0; i < RU_COUNT(names); i++)
        if (ru_str_is(name, names[i])) return true;
    return false;
}

static ru_trace_op op_of(ru_str op) {
    static const struct {
        const char *word;
        ru_trace_op op;
    } ops[] = {{"all", RU_TRACE_ALL},   {"any", RU_TRACE_ANY},    {"none", RU_TRACE_NONE}, {"not", RU_TRACE_UNLESS}, {"circumstance", RU_TRACE_CIRCUMSTANCE},
               {"atom", RU_TRACE_ATOM}, {"coded", RU_TRACE_CODED}};
    for (size_t i = 0; i < RU_COUNT(ops); i++)
        if (ru_str_is(op, ops[i].word)) return ops[i].op;
    return RU_TRACE_OTHERWISE;
}

static ru_trace *trace_node(ru_tracer *t, const ru_node *node) {
    const ru_node *op = ru_node_get(node, "op"), *fact = ru_node_get(node, "fact");
    ru_trace *x = new_trace(t, op ? op_of(op->text) : RU_TRACE_OTHERWISE, node->file, node->line, node->column);
    bool well = x != NULL;
    if (!well) return NULL;
    x->outcome = judge(t, ru_study_cond(t->study, node));
    if (x->op == RU_TRACE_ATOM) {
        x->fact = fact->text;
        x->slot = is_stage(x->fact) ? -1 : ru_fields_find(&t->session->policy->schema->facts, x->fact);
    }
    ru_trace_write(t->words, node);
    x->written = keep_words(t);
    if (x->op == RU_TRACE_ATOM) {
        ru_trace_write_figures(t->words, node, t->session, t->language);
        x->figures = keep_words(t);
    }
    if (x->op == RU_TRACE_CIRCUMSTANCE) well = add_circumstance(t, x, node);
    else if (x->op == RU_TRACE_UNLESS) well = add_one(t, x, ru_node_get(node, "item"));
    else if (x->op <= RU_TRACE_NONE) well = add_items(t, x, ru_node_get(node, "items"));
    return well && !t->failed ? x : NULL;
}

/* ---- what a rule's condition has besides `when` and `unless` ---- */
static ru_trace *applies_part(ru_tracer *t, const ru_node *map, size_t i, const ru_cond *cond) {
    const ru_node *v = map->items[i];
    ru_trace *x = new_trace(t, RU_TRACE_ATOM, v->file, v->line, v->column);
    if (!x) return NULL;
    x->fact = map->keys[i];
    x->slot = ru_fields_find(&t->session->policy->schema->facts, x->fact);
    x->outcome = judge(t, cond);
    ru_buf_str(t->words, x->fact);
    RU_BUF_LIT(t->words, ": ");
    if (v->kind == RU_NODE_LIST) {
        ru_buf_char(t->words, '[');
        for (size_t k = 0; k < v->count; k++) {
            if (k) RU_BUF_LIT(t->words, ", ");
            ru_buf_str(t->words, v->items[k]->text);
        }
        ru_buf_char(t->words, ']');
    } else {
        ru_buf_str(t->words, v->text);
    }
    x->written = keep_words(t);
    return x;
}

static ru_trace *trace_applies(ru_tracer *t, const ru_pack *pack) {
    const ru_node *map = ru_node_get(pack->head, "applies");
    ru_trace *x = new_trace(t, RU_TRACE_APPLIES, map->file, map->line, map->column);
    if (!x || !room(t, x, map->count)) return NULL;
    x->outcome = judge(t, pack->applies);
    ru_buf_printf(t->words, "applies (%.*s)", (int)pack->name.n, pack->name.p);
    x->written = keep_words(t);
    for (size_t i = 0; i < map->count; i++) {
        ru_trace *part = applies_part(t, map, i, pack->applies->items[i]);
        if (!part) return NULL;
        x->items[x->count++] = part;
    }
    return x;
}

/* The charter's reading of a limit's dates: from the earliest start to the latest end (SEMANTICS 3). */
static ru_tri in_force(const ru_tracer *t, const ru_node *from, const ru_node *until) {
    const ru_scene *sc = &t->session->scene;
    int32_t day;
    if (from && ru_date_parse(from->text, &day) && t->session->request.now < ru_scene_earliest(sc, day)) return RU_FALSE;
    if (until && ru_date_parse(until->text, &day) && t->session->request.now >= ru_scene_latest(sc, day + 1)) return RU_FALSE;
    return RU_TRUE;
}

static ru_trace *trace_dates(ru_tracer *t, const ru_raw *raw, const ru_cond *cond) {
    const ru_node *from = ru_node_get(raw->body, "valid_from"), *until = ru_node_get(raw->body, "valid_until"), *at = from ? from : until;
    ru_trace *x = new_trace(t, RU_TRACE_DATES, raw->file, at->line, at->column);
    if (!x) return NULL;
    x->outcome = cond ? judge(t, cond) : in_force(t, from, until);
    if (from) ru_buf_printf(t->words, "valid_from = \"%.*s\"", (int)from->text.n, from->text.p);
    if (from && until) RU_BUF_LIT(t->words, ", ");
    if (until) ru_buf_printf(t->words, "valid_until = \"%.*s\"", (int)until->text.n, until->text.p);
    x->written = keep_words(t);
    return x;
}

static bool add_when(ru_tracer *t, ru_trace *x, const ru_node *when) {
    const ru_node *op = ru_node_get(when, "op"), *items = ru_node_get(when, "items");
    if (!when) return room(t, x, 3);
    if (op && ru_str_is(op->text, "all")) {
        if (!room(t, x, (items ? items->count : 0) + 3)) return false;
        for (size_t i = 0; items && i < items->count; i++)
            if (!(x->items[x->count++] = trace_node(t, items->items[i]))) return false;
        in_order(x);
        return true;
    }
    return room(t, x, 4) && (x->items[x->count++] = trace_node(t, when)) != NULL;
}

static bool has_dates(const ru_node *body) {
    const ru_node *from = ru_node_get(body, "valid_from"), *until = ru_node_get(body, "valid_until");
    return (from && from->kind != RU_NODE_NULL) || (until && until->kind != RU_NODE_NULL);
}

ru_trace *ru_trace_rule(ru_tracer *t, const ru_raw *raw, int result, bool with_dates) {
    const ru_cond *whole = t->study->conds[result];
    const ru_node *unless = ru_node_get(raw->body, "unless");
    bool dated = has_dates(raw->body);
    ru_trace *x = new_trace(t, RU_TRACE_ALL, raw->file, raw->node->line, raw->node->column);
    if (!x || !add_when(t, x, ru_node_get(raw->body, "when"))) return NULL;
    if (unless && !(x->items[x->count++] = trace_node(t, unless))) return NULL;
    if (raw->pack->applies && !(x->items[x->count++] = trace_applies(t, raw->pack))) return NULL;
    if (dated && !(x->items[x->count++] = trace_dates(t, raw, with_dates ? whole->items[whole->count - 1] : NULL))) return NULL;
    x->outcome = judge(t, whole);
    if (dated && !with_dates) x->outcome = ru_tri_and(x->outcome, x->items[x->count - 1]->outcome);
    return t->failed ? NULL : x;
}

ru_trace *ru_trace_cond(ru_tracer *t, const ru_node *node) {
    ru_trace *x = new_trace(t, RU_TRACE_ALL, node->file, node->line, node->column);
    if (!x || !add_when(t, x, node)) return NULL;
    x->outcome = judge(t, ru_study_cond(t->study, node));
    return t->failed ? NULL : x;
}

/* What makes an `unless` or `none_of_these` fail is a part that holds: the outcome to look for turns round. */
static const ru_trace *reason(const ru_trace *t, ru_tri wanted) {
    bool turns = t->op == RU_TRACE_UNLESS || t->op == RU_TRACE_NONE;
    if (t->op == RU_TRACE_ANY && wanted == RU_FALSE) return t; /* all of it failed: no part is the one */
    for (size_t i = 0; i < t->count; i++)
        if (t->items[i]->outcome == (turns ? ru_tri_not(wanted) : wanted)) return reason(t->items[i], t->items[i]->outcome);
    return t;
}

const ru_trace *ru_trace_reason(const ru_trace *t) { return reason(t, t->outcome); }

/* ---- where a value came from ---- */
const ru_expr *ru_trace_expr(const ruth_session *s, int slot) {
    for (size_t i = 0; i < s->policy->derived_count; i++)
        if (s->policy->derived[i].slot == slot) return s->policy->derived[i].expr;
    return NULL;
}

ru_from ru_trace_from(const ruth_session *s, int slot) {
    if (slot < 0) return RU_FROM_STAGES;
    const ru_fact *f = &s->policy->schema->facts.items[slot];
    const ru_value *v = &s->request.facts[slot];
    bool blurred = s->scene.expired_by && (s->scene.expired_by[slot / 64] >> (slot % 64) & 1);
    if (f->derived) return RU_FROM_DERIVED;
    if (blurred) return RU_FROM_EXPIRY;
    if (v->given == 1) return RU_FROM_NULL;
    if (v->state != (v->given ? (uint8_t)RU_VALUE : f->missing.state)) return RU_FROM_EXPIRED;
    return v->given ? RU_FROM_REQUEST : RU_FROM_MISSING;
}

const char *ru_trace_from_name(ru_from f) {
    static const char *const names[] = {"request", "missing", "null", "expired", "expiry_not_known", "derived", "decided_before"};
    return names[f];
}

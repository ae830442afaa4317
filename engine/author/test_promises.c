/* test_promises.c: guarantees tried on one request after the other; a broken one is shown by the smallest request that still breaks it. */
#include <stdio.h>

#include "engine/author/test.h"

bool ru_promises_open(ruth_test *t) {
    const ru_raws *r = &t->study->raw[RU_KIND_GUARANTEE];
    t->promise_count = r->count;
    t->promises = RU_NEWS(&t->study->arena, ru_promise, r->count + 1);
    for (size_t i = 0; t->promises && i < r->count; i++) t->promises[i].of = &r->items[i];
    return t->promises != NULL;
}

/* ---- a request with one fact set otherwise ---- */
/* The end of the JSON value that begins at p. */
static const char *value_end(const char *p, const char *end) {
    int depth = 0;
    bool text = false;
    for (; p < end; p++) {
        if (text) {
            if (*p == '\\') p++;
            else if (*p == '"') text = false;
        } else if (*p == '"') {
            text = true;
        } else if (*p == '{' || *p == '[') {
            depth++;
        } else if (*p == '}' || *p == ']') {
            if (!depth--) return p;
        } else if (*p == ',' && !depth) {
            return p;
        }
    }
    return end;
}

/* Where "facts":{ opens: behind its brace. Our own lines always have it. */
static const char *facts_begin(ru_str line) {
    static const char key[] = "\"facts\":{";
    for (size_t i = 0; i + sizeof key - 1 <= line.n; i++)
        if (!memcmp(line.p + i, key, sizeof key - 1)) return line.p + i + sizeof key - 1;
    return NULL;
}

/* Copies the line without the fact, and with `value` for it when that is not NULL. */
static bool with_fact(ru_buf *out, ru_str line, ru_str name, const ru_buf *value) {
    const char *p = facts_begin(line), *end = line.p + line.n;
    if (!p) return false;
    ru_buf_clear(out);
    ru_buf_put(out, line.p, (size_t)(p - line.p));
    bool first = true;
    while (p < end && *p != '}') {
        const char *key = p, *stop = value_end(p, end);
        bool same = key + 1 + name.n < end && key[0] == '"' && !memcmp(key + 1, name.p, name.n) && key[1 + name.n] == '"';
        if (!same) {
            if (!first) ru_buf_char(out, ',');
            ru_buf_put(out, key, (size_t)(stop - key));
            first = false;
        }
        p = *stop == ',' ? stop + 1 : stop;
    }
    if (value) {
        if (!first) ru_buf_char(out, ',');
        ru_json_put_string(out, name);
        ru_buf_char(out, ':');
        ru_buf_put(out, value->p, value->n);
    }
    ru_buf_put(out, p, (size_t)(end - p));
    return !out->failed;
}

/* ---- is a promise broken here? ---- */
typedef struct trial {
    ruth_test *t;
    ru_promise *p;
    ru_buf line, value;
    bool nomem;
    ru_str words;
    bool keep_words;
} trial;

static ru_tri condition(const trial *x, const char *key) {
    const ru_node *n = ru_node_get(x->p->of->body, key);
    const ru_cond *c = n ? ru_study_cond(x->t->study, n) : NULL;
    return c ? ru_cond_judge(x->t->study->policy->match, ru_test_session(x->t->session)->run, c) : RU_TRUE;
}

static bool named(const ru_node *wanted, ru_str is) {
    if (wanted->kind != RU_NODE_LIST) return ru_str_eq(wanted->text, is);
    for (size_t i = 0; i < wanted->count; i++)
        if (ru_str_eq(wanted->items[i]->text, is)) return true;
    return false;
}

static void say(trial *x, const char *what, ru_str is) {
    if (!x->keep_words) return;
    x->words = ru_arena_printf(&x->t->study->arena, "%s is %.*s", what, (int)is.n, is.p);
    x->nomem |= !x->words.p;
}

/* never = { tone = "firm" }: each alone must not be. */
static bool breaks_never(trial *x, const ru_session *s, const ru_node *never) {
    const ru_policy *p = s->policy;
    struct ru_sealed_view v = ru_sealed_read(s->d.sealed);
    const ru_node *n;
    if ((n = ru_node_get(never, "segment")) && named(n, p->segment_names[p->segments.items[s->d.segments.rules[0]].is].name))
        return say(x, "the segment", p->segment_names[p->segments.items[s->d.segments.rules[0]].is].name), true;
    if ((n = ru_node_get(never, "action")) && named(n, p->action_names[v.action].name)) return say(x, "the action", p->action_names[v.action].name), true;
    if ((n = ru_node_get(never, "tone")) && v.channel >= 0 && named(n, p->tone_names[v.tone].name)) return say(x, "the tone", p->tone_names[v.tone].name), true;
    if ((n = ru_node_get(never, "channel")) && v.channel >= 0 && named(n, p->channel_names[v.channel].name))
        return say(x, "the channel", p->channel_names[v.channel].name), true;
    return false;
}

static void say_harsher(trial *x) {
    const ru_session *a = x->t->session, *b = x->t->other;
    const ru_policy *p = a->policy;
    ru_str was = p->action_names[a->d.judged.action].name, is = p->action_names[b->d.judged.action].name, silent = RU_STR("nothing");
    ru_str by = a->d.judged.channel >= 0 ? p->channel_names[a->d.judged.channel].name : silent,
           then = b->d.judged.channel >= 0 ? p->channel_names[b->d.judged.channel].name : silent;
    if (!x->keep_words) return;
    x->words = ru_arena_printf(&x->t->study->arena,
                               "the answer is harsher: %.*s by %.*s instead of %.*s by %.*s (or allowed at more hours, or in a firmer tone)", (int)is.n, is.p,
                               (int)then.n, then.p, (int)was.n, was.p, (int)by.n, by.p);
    x->nomem |= !x->words.p;
}

/* In front of what was said: by which value of the fact. */
static void say_changed(trial *x, ru_str name) {
    if (!x->keep_words || !x->words.p) return;
    x->words = ru_arena_printf(&x->t->study->arena, "with %.*s = %.*s %.*s", (int)name.n, name.p, (int)x->value.n, x->value.p, (int)x->words.n, x->words.p);
    x->nomem |= !x->words.p;
}

/* changing = { fact = { before, after, … } }: no later value may be harsher than the first; or what must never be is so with none of them. */
static bool breaks_changing(trial *x, ru_str line, const ru_node *changing, const ru_node *never) {
    ruth_test *t = x->t;
    const ru_fields *f = &t->study->policy->schema->facts;
    for (size_t i = 0; i < changing->count; i++) {
        const ru_fact *fact = &f->items[ru_fields_find(f, changing->keys[i])];
        const ru_node *values = changing->items[i];
        for (size_t k = 0; k < values->count; k++) {
            ru_value v;
            int currency = -1;
            ru_str answer;
            ruth_status st = ru_value_read(t->study->policy->schema, fact, values->items[k], &t->study->arena, &v, &currency, NULL);
            x->nomem |= st == RUTH_E_NOMEM;
            if (st) return false;
            ru_buf_clear(&x->value);
            ru_value_write(&x->value, fact, &v);
            if (x->value.failed || !with_fact(&x->line, line, fact->name, &x->value)) return x->nomem |= x->value.failed || x->line.failed, false;
            if (!ru_test_decide(t, k ? t->other : t->session, (ru_str){x->line.p, x->line.n}, &answer)) return false;
            if (!k && (condition(x, "when") != RU_TRUE || (ru_node_get(x->p->of->body, "unless") && condition(x, "unless") != RU_TRUE))) return false;
            const ru_session *now = ru_test_session(k ? t->other : t->session);
            bool broken = never->kind == RU_NODE_MAP ? breaks_never(x, now, never)
                                                     : k && !ru_permission_not_harsher(&now->d.judged, &ru_test_session(t->session)->d.judged);
            if (!broken) continue;
            if (never->kind != RU_NODE_MAP) say_harsher(x);
            say_changed(x, fact->name);
            return true;
        }
    }
    x->p->tried += x->keep_words ? 0 : 1;
    return false;
}

static bool breaks(trial *x, ru_str line) {
    const ru_node *never = ru_node_get(x->p->of->body, "never"), *changing = ru_node_get(x->p->of->body, "changing");
    ru_str answer;
    if (changing) return breaks_changing(x, line, changing, never);
    if (!ru_test_decide(x->t, x->t->session, line, &answer)) return false;
    if (condition(x, "when") != RU_TRUE || (ru_node_get(x->p->of->body, "unless") && condition(x, "unless") != RU_TRUE)) return false;
    if (!x->keep_words) x->p->tried++;
    return breaks_never(x, x->t->session, never);
}

/* ---- the smallest request that still breaks it ---- */
static bool shrink_facts(trial *x, ru_buf *line) {
    const ru_fields *f = &x->t->study->policy->schema->facts;
    ru_buf less;
    ru_buf_init(&less, &x->t->alloc);
    for (size_t i = 0; i < f->count; i++) {
        if (!with_fact(&less, (ru_str){line->p, line->n}, f->names[i], NULL) || less.n == line->n) continue;
        if (!breaks(x, (ru_str){less.p, less.n})) continue;
        ru_buf_clear(line);
        ru_buf_put(line, less.p, less.n);
    }
    bool ok = !less.failed && !line->failed;
    ru_buf_free(&less);
    return ok;
}

/* Behind the bracket of "contacts":[; NULL: the line has no list of contacts. What stands in a text has its quotes escaped. */
static char *contacts_begin(const ru_buf *line) {
    static const char key[] = ",\"contacts\":[";
    for (size_t i = 0; i + sizeof key - 1 <= line->n; i++)
        if (!memcmp(line->p + i, key, sizeof key - 1)) return line->p + i + sizeof key - 1;
    return NULL;
}

/* Copies the line without its contact `index`; false: there is none. */
static bool without_contact(ru_buf *out, const ru_buf *line, size_t index) {
    const char *p = contacts_begin(line), *end = line->p + line->n;
    for (size_t i = 0; p && p < end && *p != ']'; i++) {
        const char *stop = value_end(p, end), *from = p;
        if (i == index) {
            if (*stop == ',') stop++;
            else if (index) from--; /* the last one goes with the comma before it */
            ru_buf_clear(out);
            ru_buf_put(out, line->p, (size_t)(from - line->p));
            ru_buf_put(out, stop, (size_t)(end - stop));
            return true;
        }
        p = *stop == ',' ? stop + 1 : stop;
    }
    return false;
}

static bool shrink_contacts(trial *x, ru_buf *line) {
    ru_buf less;
    ru_buf_init(&less, &x->t->alloc);
    for (size_t i = 0; !less.failed && without_contact(&less, line, i);) {
        if (less.failed || !breaks(x, (ru_str){less.p, less.n})) {
            i++;
            continue;
        }
        ru_buf_clear(line);
        ru_buf_put(line, less.p, less.n);
    }
    bool ok = !less.failed && !line->failed;
    ru_buf_free(&less);
    return ok;
}

/* What the session was asked last, in words. */
static ru_str words_of_request(ruth_test *t) {
    const ru_session *s = t->session;
    const ru_schema *schema = s->policy->schema;
    const ru_value *money = schema->core.currency >= 0 ? &s->request.facts[schema->core.currency] : NULL;
    int currency = money && money->state == RU_VALUE ? (int)money->i : -1;
    ru_buf b;
    ru_buf_init(&b, &t->alloc);
    for (size_t i = 0; i < schema->facts.count; i++) {
        const ru_value *v = &s->request.facts[i];
        if (!v->given || schema->facts.items[i].derived) continue;
        if (b.n) RU_BUF_LIT(&b, "; ");
        ru_fact_say(&b, &schema->facts.items[i], 0);
        RU_BUF_LIT(&b, ": ");
        if (v->state == RU_VALUE) ru_value_say(&b, schema, &schema->facts.items[i], v, 0, currency);
        else RU_BUF_LIT(&b, "not known");
    }
    if (s->request.contact_count)
        ru_buf_printf(&b, "%s%zu earlier contact%s", b.n ? "; " : "", s->request.contact_count, s->request.contact_count == 1 ? "" : "s");
    ru_str out = b.failed ? (ru_str){NULL, 0} : ru_arena_str(&t->study->arena, b.n ? (ru_str){b.p, b.n} : RU_STR("nothing"));
    ru_buf_free(&b);
    return out;
}

static bool keep_smallest(trial *x, ru_str line) {
    ru_buf small;
    ru_buf_init(&small, &x->t->alloc);
    ru_buf_put(&small, line.p, line.n);
    x->keep_words = true;
    bool ok = !small.failed && shrink_contacts(x, &small) && shrink_facts(x, &small);
    if (ok) breaks(x, (ru_str){small.p, small.n}); /* once more: its words */
    ok = ok && !x->nomem && !x->t->nomem;
    x->p->broken = true;
    x->p->request = ru_arena_str(&x->t->study->arena, (ru_str){small.p, small.n});
    x->p->given = ok ? words_of_request(x->t) : (ru_str){NULL, 0}; /* a request that was not read has none */
    x->p->words = x->words.p ? x->words : RU_STR("");
    ru_buf_free(&small);
    return ok && x->p->request.p && x->p->given.p;
}

bool ru_promises_try(ruth_test *t, ru_str line) {
    trial x = {.t = t};
    ru_buf copy; /* the line may lie in a buffer that deciding reuses */
    ru_buf_init(&x.line, &t->alloc);
    ru_buf_init(&x.value, &t->alloc);
    ru_buf_init(&copy, &t->alloc);
    ru_buf_put(&copy, line.p, line.n);
    bool ok = !copy.failed;
    for (size_t i = 0; ok && i < t->promise_count; i++) {
        x.p = &t->promises[i];
        x.keep_words = false;
        x.words = (ru_str){NULL, 0};
        if (x.p->broken) continue;
        if (breaks(&x, (ru_str){copy.p, copy.n})) {
            x.p->tried += ru_node_get(x.p->of->body, "changing") != NULL; /* the others are counted when they are asked */
            ok = keep_smallest(&x, (ru_str){copy.p, copy.n});
        }
        ok = ok && !x.nomem && !t->nomem;
    }
    ru_buf_free(&copy);
    ru_buf_free(&x.line);
    ru_buf_free(&x.value);
    return ok;
}

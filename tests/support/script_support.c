/* script_support.c: policies as texts for the tests of the sandbox. */
#include "tests/support/script_support.h"

#include <stdio.h>
#include <stdlib.h>

void loaded_open_all(loaded *l) {
    ruth_allocator a = ru_allocator_default();
    ru_arena_init(&l->arena, &a, 1 << 16);
    l->status = ru_script_load(NULL, NULL, l->sources, l->count, &l->arena, &l->script, &l->rules, &l->error);
}

void loaded_open(loaded *l, const char *source) {
    *l = (loaded){.count = 1};
    l->sources[0] = (ru_source){RU_STR("policy.lua"), ru_str_of(source), false};
    loaded_open_all(l);
}

void loaded_close(loaded *l) {
    ru_script_free(l->script);
    ru_arena_free(&l->arena);
    l->script = NULL;
}

static void put_tree(ru_buf *b, const ru_node *n) {
    switch (n->kind) {
    case RU_NODE_NULL: RU_BUF_LIT(b, "null"); break;
    case RU_NODE_BOOL: ru_buf_str(b, ru_str_of(n->number ? "true" : "false")); break;
    case RU_NODE_INT: ru_buf_int(b, n->number); break;
    case RU_NODE_FLOAT:
    case RU_NODE_TEXT: ru_buf_str(b, n->text); break;
    case RU_NODE_CODE:
        RU_BUF_LIT(b, "code#");
        ru_buf_int(b, n->number);
        break;
    case RU_NODE_LIST:
        ru_buf_char(b, '[');
        for (size_t i = 0; i < n->count; i++) {
            if (i) ru_buf_char(b, ' ');
            put_tree(b, n->items[i]);
        }
        ru_buf_char(b, ']');
        break;
    case RU_NODE_MAP:
        ru_buf_char(b, '{');
        for (size_t i = 0; i < n->count; i++) {
            if (i) ru_buf_char(b, ' ');
            ru_buf_str(b, n->keys[i]);
            ru_buf_char(b, '=');
            put_tree(b, n->items[i]);
        }
        ru_buf_char(b, '}');
        break;
    }
}

static char *finished(ru_buf *b) {
    ru_buf_char(b, 0);
    char *copy = malloc(b->n);
    if (copy) memcpy(copy, b->p, b->n);
    ru_buf_free(b);
    return copy;
}

char *tree_text(const ru_node *n) {
    ruth_allocator a = ru_allocator_default();
    ru_buf b;
    ru_buf_init(&b, &a);
    put_tree(&b, n);
    return finished(&b);
}

char *rules_text(const ru_node *rules) {
    ruth_allocator a = ru_allocator_default();
    ru_buf b;
    ru_buf_init(&b, &a);
    for (size_t i = 0; i < rules->count; i++) {
        const ru_node *r = rules->items[i];
        if (i) ru_buf_char(&b, '\n');
        put_tree(&b, ru_node_get(r, "kind"));
        ru_buf_char(&b, ' ');
        put_tree(&b, ru_node_get(r, "id"));
        ru_buf_char(&b, ' ');
        put_tree(&b, ru_node_get(r, "body"));
    }
    return finished(&b);
}

char *failure_text(const loaded *l) {
    char text[1200];
    if (!l->status) return strdup("ok");
    snprintf(text, sizeof text, "%s:%d: %s", l->error.file, l->error.line, l->error.message);
    return strdup(text);
}

static void *count_resize(void *context, void *block, size_t old, size_t size) {
    counting *c = context;
    if (size == 0) {
        if (block) {
            c->held -= old;
            c->blocks--;
        }
        free(block);
        return NULL;
    }
    if (size > old || !block) {
        c->calls++;
        if (c->refuse_at && c->calls >= c->refuse_at) return NULL;
    }
    void *p = realloc(block, size);
    if (!p) return NULL;
    c->held += size - (block ? old : 0);
    c->blocks += block ? 0 : 1;
    return p;
}

ruth_allocator counting_allocator(counting *c) { return (ruth_allocator){count_resize, c}; }

/* A schema's names are not const; nobody writes them. */
static ru_str event_names[] = {{"loss", 4}, {"illness", 7}, {"birth", 5}};
static ru_str need_names[] = {{"sight", 5}, {"care", 4}, {"money", 5}};

void small_world_open(small_world *w) {
    static const ru_fact facts[] = {
        {.name = {"a", 1}, .type = RU_INTEGER},
        {.name = {"b", 1}, .type = RU_INTEGER},
        {.name = {"balance", 7}, .type = RU_MONEY},
        {.name = {"due", 3}, .type = RU_DATE},
        {.name = {"event", 5}, .type = RU_ENUM, .values = event_names, .value_count = 3},
        {.name = {"hours", 5}, .type = RU_WINDOWS},
        {.name = {"name", 4}, .type = RU_TEXT},
        {.name = {"needs", 5}, .type = RU_LIST_ENUM, .values = need_names, .value_count = 3},
        {.name = {"secret", 6}, .type = RU_INTEGER, .is_protected = true},
        {.name = {"words", 5}, .type = RU_LIST_TEXT},
        {.name = {"yes", 3}, .type = RU_BOOLEAN},
    };
    memset(w, 0, sizeof *w);
    memcpy(w->facts, facts, sizeof facts);
    w->schema.facts.items = w->facts;
    w->schema.facts.count = RU_COUNT(facts);
    w->request.facts = w->values;
    w->scene.schema = &w->schema;
    w->scene.request = &w->request;
    for (size_t i = 0; i < RU_COUNT(facts); i++) w->values[i].state = RU_NONE;
}

int small_world_slot(const small_world *w, const char *name) {
    for (size_t i = 0; i < w->schema.facts.count; i++)
        if (ru_str_is(w->facts[i].name, name)) return (int)i;
    return -1;
}

ru_value *small_world_fact(small_world *w, const char *name) {
    ru_value *v = &w->values[small_world_slot(w, name)];
    v->state = RU_VALUE;
    return v;
}

/* json_tree.c: see json_tree.h. */
#include "tests/support/json_tree.h"

#include <stdlib.h>

#include "tests/support/support.h"

static ru_node *read_any(ru_json *j, ru_arena *a);

static bool push(ru_node *n, ru_arena *a, size_t *room, ru_str key, ru_node *item) {
    if (!item) return false;
    if (n->count == *room) {
        size_t more = *room ? *room * 2 : 8;
        ru_node **items = ru_arena_zalloc(a, more * sizeof *items);
        ru_str *keys = ru_arena_zalloc(a, more * sizeof *keys);
        if (!items || !keys) return false;
        if (n->count) memcpy(items, n->items, n->count * sizeof *items);
        if (n->count) memcpy(keys, n->keys, n->count * sizeof *keys);
        n->items = items;
        n->keys = keys;
        *room = more;
    }
    n->keys[n->count] = key;
    n->items[n->count++] = item;
    return true;
}

static ru_node *read_many(ru_json *j, ru_arena *a, ru_node *n, bool object) {
    bool first = true, more;
    size_t room = 0;
    n->kind = object ? RU_NODE_MAP : RU_NODE_LIST;
    if (!(object ? ru_json_object_begin(j) : ru_json_array_begin(j))) return NULL;
    for (;;) {
        ru_str key = {"", 0};
        if (!(object ? ru_json_object_next(j, &first, &key, &more) : ru_json_array_next(j, &first, &more))) return NULL;
        if (!more) return n;
        key = ru_arena_str(a, key);
        if (!key.p || !push(n, a, &room, key, read_any(j, a))) return NULL;
    }
}

static ru_node *read_any(ru_json *j, ru_arena *a) {
    ru_json_kind kind;
    ru_node *n = RU_NEW(a, ru_node);
    if (!n || !ru_json_peek(j, &kind)) return NULL;
    n->kind = kind == RU_JSON_NULL ? RU_NODE_NULL : RU_NODE_TEXT;
    if (kind == RU_JSON_OBJECT || kind == RU_JSON_ARRAY) return read_many(j, a, n, kind == RU_JSON_OBJECT);
    if (kind == RU_JSON_STRING) {
        ru_str s;
        if (!ru_json_string(j, &s)) return NULL;
        n->text = ru_arena_str(a, s);
        return n;
    }
    const char *from = j->p;
    if (!ru_json_skip(j)) return NULL;
    while (from < j->p && (*from == ' ' || *from == '\n')) from++;
    n->text = ru_arena_str(a, (ru_str){from, (size_t)(j->p - from)});
    return n;
}

const ru_node *json_tree(ru_arena *a, ru_str bytes) {
    ru_json j;
    ru_json_begin(&j, bytes, a);
    const ru_node *n = read_any(&j, a);
    return n && ru_json_end(&j) ? n : NULL;
}

const ru_node *json_at(const ru_node *n, const char *path) {
    while (n && *path) {
        size_t len = strcspn(path, ".");
        const ru_node *next = NULL;
        if (n->kind == RU_NODE_LIST) {
            size_t i = (size_t)strtoul(path, NULL, 10);
            next = i < n->count ? n->items[i] : NULL;
        }
        for (size_t i = 0; n->kind == RU_NODE_MAP && i < n->count; i++)
            if (ru_str_eq(n->keys[i], (ru_str){path, len})) next = n->items[i];
        n = next;
        path += len + (path[len] == '.');
    }
    return n;
}

const char *json_text(const ru_node *n, const char *path) {
    const ru_node *at = json_at(n, path);
    if (!at) fail_msg("there is no %s", path);
    return at->kind == RU_NODE_TEXT ? at->text.p : "";
}

bool json_is(const ru_node *n, const char *path, const char *text) { return !strcmp(json_text(n, path), text); }

size_t json_count(const ru_node *n, const char *path) {
    const ru_node *at = json_at(n, path);
    if (!at || (at->kind != RU_NODE_LIST && at->kind != RU_NODE_MAP)) fail_msg("%s is no list", path);
    return at->count;
}

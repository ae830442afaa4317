/* yaml.c: YAML into a tree with positions, by the events of libyaml; the only file that knows libyaml. */
#include <yaml.h>

#include "engine/data/data.h"
#include "engine/data/keys.h"
#include "engine/data/yaml_text.h"

enum { LARGEST = 256 * 1024, DEEPEST = 32, FEW_KEYS = 32 };

typedef struct frame {
    ru_node *node;
    ru_node *key; /* of a mapping: the key read last, when its value stands next */
    size_t capacity;
} frame;

typedef struct reader {
    ru_arena *arena;
    ruth_error *e;
    ru_str file, bytes;
    yaml_parser_t parser;
    frame stack[DEEPEST];
    int depth;
    int documents;
    ru_node *root;
} reader;

#define FAIL(r, mark, ...) ru_fail_at((r)->e, RUTH_E_SYNTAX, (r)->file, (int)(mark).line + 1, (int)(mark).column + 1, __VA_ARGS__)

/* ---- nodes ---- */
static ru_node *new_node(reader *r, ru_node_kind kind, yaml_mark_t at) {
    ru_node *n = RU_NEW(r->arena, ru_node);
    if (!n) return NULL;
    n->kind = kind;
    n->file = r->file;
    n->line = (int)at.line + 1;
    n->column = (int)at.column + 1;
    return n;
}

static bool grow(reader *r, frame *f) {
    ru_node *n = f->node;
    size_t items = f->capacity, keys = f->capacity, places = f->capacity;
    n->items = ru_arena_grow(r->arena, n->items, n->count, &items, sizeof *n->items);
    if (!n->items) return false;
    if (n->kind == RU_NODE_MAP) {
        n->keys = ru_arena_grow(r->arena, n->keys, n->count, &keys, sizeof *n->keys);
        n->key_at = ru_arena_grow(r->arena, n->key_at, n->count, &places, sizeof *n->key_at);
        if (!n->keys || !n->key_at) return false;
    }
    f->capacity = items;
    return true;
}

/* A finished node becomes a key, a value, an item, or the root. */
static ruth_status attach(reader *r, ru_node *n, yaml_mark_t at) {
    if (r->depth == 0) {
        r->root = n;
        return RUTH_OK;
    }
    frame *f = &r->stack[r->depth - 1];
    if (f->node->kind == RU_NODE_MAP && !f->key) {
        if (n->kind == RU_NODE_LIST || n->kind == RU_NODE_MAP) return FAIL(r, at, "a key must be plain text, not a list or a mapping");
        if (!n->quoted && n->text.n == 0) return FAIL(r, at, "a key is missing before \":\"");
        if (!n->quoted && ru_str_is(n->text, "<<")) return FAIL(r, at, "\"<<\" (merging mappings) is not used here; write the keys out");
        n->kind = RU_NODE_TEXT;
        f->key = n;
        return RUTH_OK;
    }
    if (!grow(r, f)) return ru_fail_nomem(r->e);
    if (f->node->kind == RU_NODE_MAP) {
        f->node->keys[f->node->count] = f->key->text;
        f->node->key_at[f->node->count] = f->key;
        f->key = NULL;
    }
    f->node->items[f->node->count++] = n;
    return RUTH_OK;
}

/* After the keys are decoded, so that "a" and "\u0061" are one key. */
static ruth_status check_keys(reader *r, const ru_node *map) {
    ru_key few[FEW_KEYS], *keys = few;
    size_t first, second;
    if (map->count > FEW_KEYS) keys = RU_NEWS(r->arena, ru_key, map->count);
    if (!keys) return ru_fail_nomem(r->e);
    for (size_t i = 0; i < map->count; i++) keys[i] = (ru_key){map->keys[i], i};
    if (!ru_key_twice(keys, map->count, &first, &second)) return RUTH_OK;
    const ru_node *at = map->key_at[second];
    ru_str name = ru_yaml_shown(at->text);
    return ru_fail_at(r->e, RUTH_E_SYNTAX, r->file, at->line, at->column, "the key \"%.*s\" stands twice in this mapping; first at line %d", (int)name.n,
                      name.p, map->key_at[first]->line);
}

/* ---- events ---- */
static ruth_status refuse_marks(reader *r, const yaml_char_t *anchor, const yaml_char_t *tag, yaml_mark_t at) {
    if (anchor) return FAIL(r, at, "anchors (\"&name\") are not used here; write the text out where it is needed");
    if (tag) return FAIL(r, at, "tags (\"!name\") are not used here; put the text in quotes if it begins with \"!\"");
    return RUTH_OK;
}

static ruth_status read_scalar(reader *r, const yaml_event_t *event) {
    yaml_mark_t at = event->start_mark;
    ru_str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    ruth_status st = refuse_marks(r, event->data.scalar.anchor, event->data.scalar.tag, at);
    if (st) return st;
    const char *problem = ru_yaml_refused(text, false, NULL); /* again: escapes can make what the file does not show */
    if (problem) return FAIL(r, at, "%s in this text", problem);
    ru_node *n = new_node(r, RU_NODE_TEXT, at);
    if (!n) return ru_fail_nomem(r->e);
    n->text = ru_arena_str(r->arena, text);
    if (!n->text.p) return ru_fail_nomem(r->e);
    n->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    if (!n->quoted && text.n && text.p[text.n - 1] == '"')
        return FAIL(r, at, "this text ends in a quote but does not begin with one"); /* YAML would keep the quote as a letter */
    if (!n->quoted && (n->text.n == 0 || ru_str_is(n->text, "null"))) n->kind = RU_NODE_NULL;
    return attach(r, n, at);
}

static ruth_status open_container(reader *r, ru_node_kind kind, const yaml_char_t *anchor, const yaml_char_t *tag, yaml_mark_t at) {
    ruth_status st = refuse_marks(r, anchor, tag, at);
    if (st) return st;
    if (r->depth == DEEPEST) return FAIL(r, at, "lists and mappings stand more than %d deep inside each other", DEEPEST);
    ru_node *n = new_node(r, kind, at);
    if (!n) return ru_fail_nomem(r->e);
    if ((st = attach(r, n, at))) return st;
    r->stack[r->depth++] = (frame){.node = n};
    return RUTH_OK;
}

static ruth_status close_container(reader *r) {
    const ru_node *n = r->stack[--r->depth].node;
    return n->kind == RU_NODE_MAP ? check_keys(r, n) : RUTH_OK;
}

static ruth_status open_document(reader *r, const yaml_event_t *event) {
    if (r->documents++) return FAIL(r, event->start_mark, "a second document begins here; a file holds one");
    if (event->data.document_start.version_directive || event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end)
        return FAIL(r, event->start_mark, "directives (lines that begin with \"%%\") are not used here");
    return RUTH_OK;
}

static ruth_status take(reader *r, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT: return open_document(r, event);
    case YAML_ALIAS_EVENT:
        return FAIL(r, event->start_mark, "aliases (\"*name\") are not used here; write the text out, or put it in quotes if it begins with \"*\"");
    case YAML_SCALAR_EVENT: return read_scalar(r, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_container(r, RU_NODE_LIST, event->data.sequence_start.anchor, event->data.sequence_start.tag, event->start_mark);
    case YAML_MAPPING_START_EVENT: return open_container(r, RU_NODE_MAP, event->data.mapping_start.anchor, event->data.mapping_start.tag, event->start_mark);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: return close_container(r);
    default: return RUTH_OK;
    }
}

/* ---- what libyaml could not read ---- */
static ruth_status explain(reader *r) {
    const yaml_parser_t *p = &r->parser;
    if (p->error == YAML_MEMORY_ERROR) return ru_fail_nomem(r->e);
    if (!p->problem) return ru_fail_at(r->e, RUTH_E_SYNTAX, r->file, 0, 0, "this is not well-formed YAML");
    bool at_context = false;
    char byte = ru_yaml_byte(r->bytes, (int)p->problem_mark.line + 1, (int)p->problem_mark.column + 1);
    const char *sentence = ru_yaml_sentence(p->context, p->problem, byte, &at_context);
    yaml_mark_t at = at_context && p->context ? p->context_mark : p->problem_mark;
    if (!sentence) return FAIL(r, at, "this is not well-formed YAML (%s)", p->problem);
    if (!at_context && p->context && p->context_mark.line < at.line)
        return FAIL(r, at, "%s (what it belongs to begins at line %d)", sentence, (int)p->context_mark.line + 1);
    return FAIL(r, at, "%s", sentence);
}

/* Nesting is counted as the events come: libyaml takes time that grows with its square, so it must not run ahead. */
static ruth_status pull(reader *r) {
    for (;;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&r->parser, &event)) return explain(r);
        bool last = event.type == YAML_STREAM_END_EVENT;
        ruth_status st = take(r, &event);
        yaml_event_delete(&event);
        if (st) return st;
        if (last) break;
    }
    if (!r->root || (r->root->kind == RU_NODE_NULL && r->root->text.n == 0)) return ru_fail_at(r->e, RUTH_E_SYNTAX, r->file, 1, 1, "the file is empty");
    return RUTH_OK;
}

/* ---- the bytes before libyaml sees them ---- */
static ruth_status check_bytes(reader *r) {
    ru_str bytes = r->bytes;
    if (bytes.n > LARGEST) return ru_fail_at(r->e, RUTH_E_LIMIT, r->file, 0, 0, "the file is larger than %d KiB", LARGEST / 1024);
    const unsigned char *p = (const unsigned char *)bytes.p;
    if (bytes.n >= 3 && p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF)
        return ru_fail_at(r->e, RUTH_E_SYNTAX, r->file, 1, 1, "the file begins with a byte order mark; save it as plain UTF-8");
    if (bytes.n >= 2 && ((p[0] == 0xFF && p[1] == 0xFE) || (p[0] == 0xFE && p[1] == 0xFF)))
        return ru_fail_at(r->e, RUTH_E_SYNTAX, r->file, 1, 1, "the file is UTF-16; save it as plain UTF-8");
    size_t bad = 0;
    const char *problem = ru_utf8_valid(bytes, &bad) ? ru_yaml_refused(bytes, true, &bad) : "bytes that are not UTF-8";
    if (!problem) return RUTH_OK;
    int line, column;
    ru_yaml_place(bytes, bad, &line, &column);
    return ru_fail_at(r->e, RUTH_E_SYNTAX, r->file, line, column, "%s in the file", problem);
}

ruth_status ru_yaml_read(ru_arena *a, ru_str file, ru_str bytes, ru_node **out, ruth_error *e) {
    reader r = {.arena = a, .e = e, .file = ru_arena_str(a, file), .bytes = bytes};
    if (!r.file.p) return ru_fail_nomem(e);
    ruth_status st = check_bytes(&r);
    if (st) return st;
    if (!yaml_parser_initialize(&r.parser)) return ru_fail_nomem(e);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)(bytes.n ? bytes.p : ""), bytes.n);
    st = pull(&r);
    yaml_parser_delete(&r.parser);
    if (st == RUTH_OK) *out = r.root;
    return st;
}

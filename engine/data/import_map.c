/* import_map.c: a map (docs/import.md) → the plan of an import; every slip with its place. */
#include "engine/data/import_map.h"

static const char *const type_names[RU_MAP_TYPES] = {"integer", "money", "ratio", "boolean", "enum", "date", "instant", "zone", "text"};

static ru_str json_of(ru_import *im, ru_str s) {
    ru_buf b;
    ru_buf_init(&b, &im->alloc);
    ru_json_put_string(&b, s);
    ru_str out = b.failed ? (ru_str){NULL, 0} : ru_arena_str(&im->arena, (ru_str){b.p, b.n});
    ru_buf_free(&b);
    return out;
}

/* A scalar of the map as JSON: null, true, false and plain whole numbers as they are, everything else as text. */
static ruth_status scalar_json(ru_import *im, const ru_node *n, ru_str *out, ruth_error *e) {
    int64_t number;
    if (n->kind == RU_NODE_NULL) {
        *out = RU_STR("null");
        return RUTH_OK;
    }
    if (n->kind != RU_NODE_TEXT) return ru_node_fail(n, e, "expected one value here");
    bool word = !n->quoted && (ru_str_is(n->text, "true") || ru_str_is(n->text, "false") || ru_node_int(n, &number, NULL) == RUTH_OK);
    *out = word ? n->text : json_of(im, n->text);
    return out->p ? RUTH_OK : ru_fail_nomem(e);
}

static ruth_status read_values(ru_import *im, const ru_node *n, ru_map_column *c, ruth_error *e) {
    bool needed = c->type == RU_MAP_ENUM || c->type == RU_MAP_BOOLEAN;
    if (!n) return needed ? ru_node_fail(c->node, e, "a column of type %s says its values: { cell: value }", type_names[c->type]) : RUTH_OK;
    if (!needed) return ru_node_fail(n, e, "values belong to columns of type enum or boolean");
    if (n->kind != RU_NODE_MAP || !n->count) return ru_node_fail(n, e, "expected values: { cell: value }");
    c->from = RU_NEWS(&im->arena, ru_str, n->count);
    c->json = RU_NEWS(&im->arena, ru_str, n->count);
    if (!c->from || !c->json) return ru_fail_nomem(e);
    for (size_t i = 0; i < n->count; i++) {
        ruth_status st = scalar_json(im, n->items[i], &c->json[i], e);
        bool truth = ru_str_is(c->json[i], "true") || ru_str_is(c->json[i], "false") || ru_str_is(c->json[i], "null");
        if (st) return st;
        if (c->type == RU_MAP_BOOLEAN && !truth) return ru_node_fail(n->items[i], e, "expected true, false or null");
        c->from[i] = n->keys[i];
    }
    c->value_count = n->count;
    return RUTH_OK;
}

static ruth_status read_type(const ru_node *n, ru_map_column *c, ruth_error *e) {
    ru_str names[RU_MAP_TYPES], text;
    if (!n) return ru_node_fail(c->node, e, "column %.*s does not say its type", (int)c->name.n, c->name.p);
    ruth_status st = ru_node_text(n, &text, e);
    if (st) return st;
    for (int i = 0; i < RU_MAP_TYPES; i++) {
        names[i] = ru_str_of(type_names[i]);
        c->type = (ru_map_type)i;
        if (ru_str_is(text, type_names[i])) return RUTH_OK;
    }
    ru_str near = ru_str_nearest(text, names, RU_MAP_TYPES);
    if (near.p) return ru_node_fail(n, e, "%.*s is not a type; did you mean %.*s?", (int)text.n, text.p, (int)near.n, near.p);
    return ru_node_fail(n, e, "%.*s is not a type; types are integer, money, ratio, boolean, enum, date, instant, zone, text", (int)text.n, text.p);
}

/* YAML reads a bare null as nothing; here the word itself is meant. */
static ruth_status read_empty(const ru_node *n, ru_map_column *c, ruth_error *e) {
    if (!n) return ru_node_fail(c->node, e, "column %.*s does not say what an empty cell is: empty: absent, null or reject", (int)c->name.n, c->name.p);
    if (n->kind == RU_NODE_NULL || (n->kind == RU_NODE_TEXT && ru_str_is(n->text, "null"))) c->empty = RU_EMPTY_NULL;
    else if (n->kind == RU_NODE_TEXT && ru_str_is(n->text, "absent")) c->empty = RU_EMPTY_ABSENT;
    else if (n->kind == RU_NODE_TEXT && ru_str_is(n->text, "reject")) c->empty = RU_EMPTY_REJECT;
    else return ru_node_fail(n, e, "empty: expected absent, null or reject");
    return RUTH_OK;
}

static ruth_status read_column(ru_import *im, ru_str name, const ru_node *n, ru_map_column *c, ruth_error *e) {
    static const char *const keys[] = {"to", "type", "times", "values", "empty", NULL};
    *c = (ru_map_column){.name = name, .node = n, .times = 1};
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, e, "expected { to: …, type: …, empty: … }");
    const ru_node *to = ru_node_get(n, "to"), *times = ru_node_get(n, "times");
    ruth_status st = ru_node_only_keys(n, keys, e);
    if (st) return st;
    if (!to) return ru_node_fail(n, e, "column %.*s does not say where it goes: to: id, or a fact", (int)name.n, name.p);
    if ((st = ru_node_text(to, &c->to, e)) || (st = read_empty(ru_node_get(n, "empty"), c, e))) return st;
    if (ru_str_is(c->to, "id")) {
        if (c->empty != RU_EMPTY_REJECT) return ru_node_fail(n, e, "a row without an id cannot be used: empty: reject");
        if (im->id) return ru_node_fail(n, e, "two columns go to id");
        im->id = c;
        return RUTH_OK;
    }
    if ((st = read_type(ru_node_get(n, "type"), c, e)) || (st = read_values(im, ru_node_get(n, "values"), c, e))) return st;
    if (!times) return RUTH_OK;
    if (c->type != RU_MAP_INTEGER && c->type != RU_MAP_MONEY) return ru_node_fail(times, e, "times belongs to columns of type integer or money");
    return ru_node_int(times, &c->times, e);
}

static ruth_status add_output(ru_import *im, ru_str name, ru_str json, const ru_map_column *column, const ru_node *at, ruth_error *e) {
    size_t i = im->output_count;
    while (i > 0 && ru_str_cmp(im->outputs[i - 1].name, name) > 0) {
        im->outputs[i] = im->outputs[i - 1];
        i--;
    }
    if (i > 0 && ru_str_eq(im->outputs[i - 1].name, name)) return ru_node_fail(at, e, "two places of the map go to %.*s", (int)name.n, name.p);
    im->outputs[i] = (ru_map_output){name, json, column};
    im->output_count++;
    return RUTH_OK;
}

static ruth_status read_constants(ru_import *im, const ru_node *n, ruth_error *e) {
    if (!n) return RUTH_OK;
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, e, "expected constants: { fact: value }");
    for (size_t i = 0; i < n->count; i++) {
        ru_str json;
        ruth_status st = scalar_json(im, n->items[i], &json, e);
        if (st || (st = add_output(im, n->keys[i], json, NULL, n->items[i], e))) return st;
    }
    return RUTH_OK;
}

static ruth_status read_columns(ru_import *im, const ru_node *n, ruth_error *e) {
    if (!n || n->kind != RU_NODE_MAP || !n->count) return ru_node_fail(n ? n : im->map, e, "expected columns: { COLUMN: { to, type, empty } }");
    im->columns = RU_NEWS(&im->arena, ru_map_column, n->count);
    if (!im->columns) return ru_fail_nomem(e);
    for (size_t i = 0; i < n->count; i++) {
        ru_map_column *c = &im->columns[im->used_count++];
        ruth_status st = read_column(im, n->keys[i], n->items[i], c, e);
        if (!st && c != im->id) st = add_output(im, c->to, (ru_str){NULL, 0}, c, n->items[i], e);
        if (st) return st;
    }
    return im->id ? RUTH_OK : ru_node_fail(n, e, "no column goes to id");
}

static ruth_status read_head(ru_import *im, ruth_error *e) {
    const ru_node *now = ru_node_get(im->map, "now"), *delimiter = ru_node_get(im->map, "delimiter"), *prefix = ru_node_get(im->map, "id_prefix");
    ru_str text;
    int64_t instant;
    char canonical[21];
    ruth_status st;
    if (!now) return ru_node_fail(im->map, e, "the map does not say now: the instant of every request");
    if ((st = ru_node_scalar(now, &text, e))) return st;
    if (!ru_instant_parse(text, &instant))
        return ru_node_fail(now, e, "now: expected an instant such as \"2026-03-04T15:00:00Z\", found %.*s", (int)text.n, text.p);
    ru_instant_text(instant, canonical);
    im->head = ru_arena_printf(&im->arena, ",\"now\":\"%s\",\"facts\":{", canonical);
    im->delimiter = ',';
    if (delimiter) {
        if ((st = ru_node_scalar(delimiter, &text, e))) return st;
        if (text.n != 1 || text.p[0] == '"' || text.p[0] == '\n' || text.p[0] == '\r')
            return ru_node_fail(delimiter, e, "delimiter: expected one character such as \",\" or \";\"");
        im->delimiter = text.p[0];
    }
    if (prefix && (st = ru_node_scalar(prefix, &im->id_prefix, e))) return st;
    return im->head.p ? RUTH_OK : ru_fail_nomem(e);
}

static ruth_status check_list(const ru_node *n, ru_node_kind kind, const char *form, ruth_error *e) {
    if (!n) return RUTH_OK;
    if (n->kind != kind) return ru_node_fail(n, e, "expected %s", form);
    for (size_t i = 0; i < n->count; i++)
        if (n->items[i]->kind != RU_NODE_TEXT || !n->items[i]->text.n) return ru_node_fail(n->items[i], e, "expected a sentence");
    return RUTH_OK;
}

ruth_status ru_import_plan(ru_import *im, ruth_error *e) {
    static const char *const keys[] = {"map", "delimiter", "now", "id_prefix", "constants", "columns", "ignore", "assumptions", "doc", NULL};
    const ru_node *constants = ru_node_get(im->map, "constants"), *columns = ru_node_get(im->map, "columns");
    ruth_status st;
    if (im->map->kind != RU_NODE_MAP) return ru_node_fail(im->map, e, "expected a map: keys and values");
    if ((st = ru_node_only_keys(im->map, keys, e))) return st;
    if (!ru_node_get(im->map, "map")) return ru_node_fail(im->map, e, "the map does not say its name: map: NAME");
    im->outputs = RU_NEWS(&im->arena, ru_map_output, (constants ? constants->count : 0) + (columns ? columns->count : 0) + 1);
    if (!im->outputs) return ru_fail_nomem(e);
    if ((st = read_head(im, e)) || (st = read_constants(im, constants, e)) || (st = read_columns(im, columns, e)) ||
        (st = check_list(ru_node_get(im->map, "ignore"), RU_NODE_MAP, "ignore: { COLUMN: \"reason\" }", e)))
        return st;
    return check_list(ru_node_get(im->map, "assumptions"), RU_NODE_LIST, "assumptions: a list of sentences", e);
}

static ruth_status no_such_column(const ru_import *im, ru_str name, const ru_node *at, ruth_error *e) {
    ru_str near = ru_str_nearest(name, im->headers, im->column_count);
    if (near.p) return ru_node_fail(at, e, "the table has no column %.*s; did you mean %.*s?", (int)name.n, name.p, (int)near.n, near.p);
    return ru_node_fail(at, e, "the table has no column %.*s", (int)name.n, name.p);
}

static bool header_at(const ru_import *im, ru_str name, size_t *at) {
    for (*at = 0; *at < im->column_count; ++*at)
        if (ru_str_eq(im->headers[*at], name)) return true;
    return false;
}

ruth_status ru_import_match_header(ru_import *im, ruth_error *e) {
    const ru_node *ignore = ru_node_get(im->map, "ignore");
    uint8_t *seen = RU_NEWS(&im->arena, uint8_t, im->column_count + 1);
    size_t at;
    if (!seen) return ru_fail_nomem(e);
    for (size_t i = 0; i < im->column_count; i++)
        if (header_at(im, im->headers[i], &at) && at != i)
            return ru_fail(e, RUTH_E_POLICY, "the table has two columns called %.*s", (int)im->headers[i].n, im->headers[i].p);
    for (size_t i = 0; i < im->used_count; i++) {
        if (!header_at(im, im->columns[i].name, &at)) return no_such_column(im, im->columns[i].name, im->columns[i].node, e);
        im->columns[i].index = at;
        seen[at] = 1;
    }
    for (size_t i = 0; ignore && i < ignore->count; i++) {
        if (!header_at(im, ignore->keys[i], &at)) return no_such_column(im, ignore->keys[i], ignore->items[i], e);
        if (seen[at]) return ru_node_fail(ignore->items[i], e, "column %.*s is used and ignored at once", (int)ignore->keys[i].n, ignore->keys[i].p);
        seen[at] = 1;
    }
    for (size_t i = 0; i < im->column_count; i++)
        if (!seen[i])
            return ru_node_fail(im->map, e, "the column %.*s is named nowhere in the map: use it, or ignore it and say why", (int)im->headers[i].n,
                                im->headers[i].p);
    return RUTH_OK;
}

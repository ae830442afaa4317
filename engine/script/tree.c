/* tree.c: Lua tables → rule data: raw access, bounded depth and size, nothing kept of Lua. */
#include "engine/script/sandbox.h"

static const char intern_key = 'i'; /* registry: text → its copy in the arena (names repeat in every rule) */

typedef struct place {
    int source, line;
} place;

static _Noreturn void refuse_memory(lua_State *L) {
    ru_script *s = ru_sandbox_of(L);
    s->host_refused = true;
    s->dead = RU_DEAD_MEMORY;
    ru_sandbox_end(L);
}

static ru_str copy_text(lua_State *L, int index, place at) {
    ru_script *s = ru_sandbox_of(L);
    ru_str text;
    const char *what;
    text.p = lua_tolstring(L, index, &text.n);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &intern_key);
    lua_pushvalue(L, index);
    if (lua_rawget(L, -2) == LUA_TLIGHTUSERDATA) {
        ru_str known = {lua_touserdata(L, -1), text.n};
        lua_pop(L, 2);
        return known;
    }
    lua_pop(L, 1);
    if (ru_text_bad(text, &what) >= 0) ru_sandbox_raise_at(L, at.source, at.line, "a text of this rule holds %s", what);
    ru_sandbox_charge(L, text.n / 16);
    char *copy = ru_arena_alloc(s->arena, text.n + 1);
    if (!copy) refuse_memory(L);
    memcpy(copy, text.p, text.n + 1);
    lua_pushvalue(L, index);
    lua_pushlightuserdata(L, copy);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    return (ru_str){copy, text.n};
}

static ru_node *new_node(lua_State *L, ru_node_kind kind, place at) {
    ru_script *s = ru_sandbox_of(L);
    if (++s->node_count > RU_MAX_NODES) ru_sandbox_raise_at(L, at.source, at.line, "the policy's rules are too many");
    ru_node *n = RU_NEW(s->arena, ru_node);
    if (!n) refuse_memory(L);
    n->kind = kind;
    n->line = at.line;
    n->file = at.source >= 0 ? s->file_names[at.source] : (ru_str){"", 0};
    return n;
}

static ru_node *convert(lua_State *L, int index, place at, int depth);

static void *room(lua_State *L, size_t count, size_t size) {
    void *p = ru_arena_zalloc(ru_sandbox_of(L)->arena, (count ? count : 1) * size);
    if (!p) refuse_memory(L);
    return p;
}

static ru_node *convert_table(lua_State *L, int table, place at, int depth) {
    ru_sorted_keys(L, table);
    int keys = lua_gettop(L);
    size_t total = lua_rawlen(L, keys), used = 0;
    bool list = total > 0 && lua_rawgeti(L, keys, 1) == LUA_TNUMBER;
    lua_settop(L, keys);
    ru_node *n = new_node(L, list ? RU_NODE_LIST : RU_NODE_MAP, at);
    n->items = room(L, total, sizeof *n->items);
    if (!list) n->keys = room(L, total, sizeof *n->keys);
    for (size_t i = 0; i < total; i++) {
        lua_rawgeti(L, keys, (lua_Integer)i + 1);
        int key = lua_gettop(L);
        bool fits = list ? lua_isinteger(L, key) && lua_tointeger(L, key) == (lua_Integer)i + 1 : lua_type(L, key) == LUA_TSTRING;
        if (!fits) ru_sandbox_raise_at(L, at.source, at.line, "a table of this rule mixes a list with keys, or its list has a hole");
        if (!list && lua_tostring(L, key)[0] == '@') { /* a note of the vocabulary to itself */
            lua_settop(L, keys);
            continue;
        }
        lua_pushvalue(L, key);
        lua_rawget(L, table);
        if (!list) n->keys[used] = copy_text(L, key, at);
        n->items[used++] = convert(L, key + 1, at, depth + 1);
        lua_settop(L, keys);
    }
    n->count = used;
    lua_pop(L, 1);
    return n;
}

static ru_node *convert_code(lua_State *L, int index, place at) {
    ru_node *n = new_node(L, RU_NODE_CODE, at);
    n->number = ru_code_number(L, index);
    if (n->number < 0) ru_sandbox_raise_at(L, at.source, at.line, "a function stands where no condition can");
    int source, line;
    ru_code_place(L, index, &source, &line);
    if (source >= 0) n->line = line;
    return n;
}

static ru_node *convert(lua_State *L, int index, place at, int depth) {
    ru_node *n;
    if (depth > RU_MAX_DEPTH) ru_sandbox_raise_at(L, at.source, at.line, "a rule is nested more than %d deep, or a table of it contains itself", RU_MAX_DEPTH);
    luaL_checkstack(L, 12, NULL);
    ru_sandbox_charge(L, 2);
    switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
        n = new_node(L, RU_NODE_BOOL, at);
        n->number = lua_toboolean(L, index);
        return n;
    case LUA_TNUMBER:
        if (!lua_isinteger(L, index)) ru_sandbox_raise_at(L, at.source, at.line, "a number with a fraction stands in this rule");
        n = new_node(L, RU_NODE_INT, at);
        n->number = lua_tointeger(L, index);
        return n;
    case LUA_TSTRING:
        n = new_node(L, RU_NODE_TEXT, at);
        n->text = copy_text(L, index, at);
        return n;
    case LUA_TFUNCTION: return convert_code(L, index, at);
    case LUA_TUSERDATA:
        if (!ru_box_open(L, index)) break;
        n = convert(L, lua_gettop(L), at, depth + 1);
        lua_pop(L, 2);
        return n;
    case LUA_TTABLE:
        ru_raw_table(L, index);
        n = convert_table(L, lua_gettop(L), at, depth);
        lua_pop(L, 1);
        return n;
    default: break;
    }
    ru_sandbox_raise_at(L, at.source, at.line, "%s stands in this rule where a value is due", ru_args_describe(L, index));
}

static void prepare(lua_State *L) {
    ru_script *s = ru_sandbox_of(L);
    if (s->file_names) return;
    s->file_names = room(L, s->name_count, sizeof *s->file_names);
    for (size_t i = 0; i < s->name_count; i++) {
        s->file_names[i] = ru_arena_str(s->arena, s->names[i]);
        if (!s->file_names[i].p) refuse_memory(L);
    }
    lua_createtable(L, 0, 256);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &intern_key);
}

static ru_node *text_node(lua_State *L, ru_str text, place at) {
    ru_node *n = new_node(L, RU_NODE_TEXT, at);
    lua_pushlstring(L, text.p, text.n);
    n->text = copy_text(L, lua_gettop(L), at);
    lua_pop(L, 1);
    return n;
}

void ru_tree_emit(lua_State *L, ru_str kind, ru_str id, int source, int line, int body) {
    static const char *const keys[] = {"body", "file", "id", "kind", "line"};
    ru_script *s = ru_sandbox_of(L);
    if (!s->arena) return;
    s->own = true;
    prepare(L);
    place at = {source, line};
    ru_node *n = new_node(L, RU_NODE_MAP, at), *number = new_node(L, RU_NODE_INT, at);
    n->count = RU_COUNT(keys);
    n->items = room(L, n->count, sizeof *n->items);
    n->keys = room(L, n->count, sizeof *n->keys);
    for (size_t i = 0; i < n->count; i++) n->keys[i] = ru_str_of(keys[i]);
    number->number = line;
    n->items[0] = convert(L, body, at, 0);
    n->items[1] = text_node(L, ru_sandbox_file(s, source), at);
    n->items[2] = text_node(L, id, at);
    n->items[3] = text_node(L, kind, at);
    n->items[4] = number;
    s->items = ru_arena_grow(s->arena, s->items, s->item_count, &s->item_capacity, sizeof *s->items);
    if (!s->items) refuse_memory(L);
    s->items[s->item_count++] = n;
    s->own = false;
}

ru_node *ru_tree_list(ru_script *s) {
    ru_node *n = RU_NEW(s->arena, ru_node);
    if (!n) return NULL;
    n->kind = RU_NODE_LIST;
    n->count = s->item_count;
    n->items = s->items;
    return n;
}

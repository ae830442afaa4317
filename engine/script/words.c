/* words.c: the few C primitives that the vocabulary (lua/vocabulary*.lua) is made of, and the environment scripts see.
 *
 * What a word gives is a box: a userdata with one hidden table, so a script can neither look into it nor change it. */
#include "engine/script/sandbox.h"

static const char class_key = 'c';   /* marks the metatable of a box; its value is the class name */
static const char classes_key = 'C'; /* registry: class name → metatable */
static const char codes_key = 'n';   /* registry: list of coded conditions */
static const char numbers_key = 'N'; /* registry: coded condition → its number + 1 */

/* ---- boxes ---- */
static int define_class(lua_State *L) { /* name, metamethods */
    lua_settop(L, 2);
    lua_pushvalue(L, 1);
    lua_rawsetp(L, 2, &class_key);
    lua_pushboolean(L, 0);
    lua_setfield(L, 2, "__metatable");
    lua_pushliteral(L, "word");
    lua_setfield(L, 2, "__name");
    lua_rawgetp(L, LUA_REGISTRYINDEX, &classes_key);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    lua_rawset(L, -3);
    return 0;
}

static int make_box(lua_State *L) { /* class, content */
    lua_settop(L, 2);
    lua_newuserdatauv(L, 0, 1);
    lua_insert(L, 2);
    lua_setiuservalue(L, 2, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &classes_key);
    lua_pushvalue(L, 1);
    lua_rawget(L, -2);
    lua_setmetatable(L, 2);
    lua_settop(L, 2);
    return 1;
}

bool ru_box_open(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA) return false;
    index = lua_absindex(L, index);
    if (!lua_getmetatable(L, index)) return false;
    lua_rawgetp(L, -1, &class_key);
    lua_remove(L, -2);
    if (lua_type(L, -1) != LUA_TSTRING) {
        lua_pop(L, 1);
        return false;
    }
    lua_getiuservalue(L, index, 1);
    return true;
}

static int open_box(lua_State *L) {
    lua_settop(L, 1);
    return ru_box_open(L, 1) ? 2 : 0;
}

/* ---- places and faults ---- */
static int tell_here(lua_State *L) {
    int source, line;
    ru_sandbox_where(L, &source, &line);
    lua_pushinteger(L, source);
    lua_pushinteger(L, line);
    return 2;
}

static int tell_place(lua_State *L) { /* source, line → "segments.lua:14" */
    ru_str file = ru_sandbox_file(ru_sandbox_of(L), (int)lua_tointeger(L, 1));
    lua_pushlstring(L, file.p, file.n);
    lua_pushfstring(L, ":%d", (int)lua_tointeger(L, 2));
    lua_concat(L, 2);
    return 1;
}

static int fail(lua_State *L) { /* message [, source, line] */
    const char *message = lua_tostring(L, 1);
    if (lua_isinteger(L, 2)) ru_sandbox_raise_at(L, (int)lua_tointeger(L, 2), (int)lua_tointeger(L, 3), "%s", message);
    ru_sandbox_raise(L, "%s", message);
}

static int need_loading(lua_State *L) { /* word */
    if (!ru_sandbox_of(L)->loading)
        ru_sandbox_raise(L, "%s belongs into a rule; a coded condition reads facts as f.name and uses ordinary comparisons", lua_tostring(L, 1));
    return 0;
}

/* ---- looking at values ---- */
static int tell_kind(lua_State *L) {
    static const char *const names[] = {"nil", "boolean", "word", "number", "text", "table", "function", "word"};
    int type = lua_type(L, 1);
    if (type == LUA_TNUMBER) lua_pushstring(L, lua_isinteger(L, 1) ? "integer" : "float");
    else lua_pushstring(L, type >= 0 && type < (int)RU_COUNT(names) ? names[type] : "nil");
    return 1;
}

static int show_value(lua_State *L) {
    size_t n;
    switch (lua_type(L, 1)) {
    case LUA_TSTRING: {
        const char *s = lua_tolstring(L, 1, &n), *what;
        if (n > 60 || ru_text_bad((ru_str){s, n}, &what) >= 0) lua_pushliteral(L, "a text");
        else lua_pushfstring(L, "\"%s\"", s);
        return 1;
    }
    case LUA_TNUMBER:
        lua_settop(L, 1);
        lua_tostring(L, 1);
        return 1;
    default: lua_pushstring(L, ru_args_describe(L, 1)); return 1;
    }
}

/* is_name(text [, may_have_arm]): with an arm, "us.reg_f.medium_opt_out/sms", two names and a slash. */
static int is_name(lua_State *L) {
    size_t n, slashes = 0;
    bool arm = lua_toboolean(L, 2);
    const char *s = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &n) : NULL;
    bool good = s && n >= 1 && n <= 64;
    for (size_t i = 0; good && i < n; i++) {
        bool letter = (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9');
        bool begins = i == 0 || s[i - 1] == '/';
        if (s[i] == '/') good = arm && !begins && i + 1 < n && !slashes++;
        else good = letter || (!begins && (s[i] == '.' || s[i] == '_' || s[i] == '-'));
    }
    lua_pushboolean(L, good);
    return 1;
}

/* A table's keys and list part: gives the sorted list of its text keys and the length of its list, or nil and a sentence. */
static int tell_shape(lua_State *L) {
    if (!ru_raw_table(L, 1)) return 0;
    int table = lua_gettop(L);
    ru_sorted_keys(L, table);
    int keys = lua_gettop(L);
    lua_createtable(L, 0, 0);
    lua_Integer total = (lua_Integer)lua_rawlen(L, keys), count = 0, texts = 0;
    for (lua_Integer i = 1; i <= total; i++) {
        lua_rawgeti(L, keys, i);
        if (lua_isinteger(L, -1)) {
            if (lua_tointeger(L, -1) != ++count) {
                lua_pushnil(L);
                lua_pushfstring(L, "the list has a hole: entry %I is missing", (LUAI_UACINT)count);
                return 2;
            }
            lua_pop(L, 1);
        } else if (lua_type(L, -1) == LUA_TSTRING) {
            lua_rawseti(L, keys + 1, ++texts);
        } else {
            lua_pushnil(L);
            lua_pushliteral(L, "true and false cannot be keys; write the name of a fact or of a key");
            return 2;
        }
    }
    lua_settop(L, keys + 1);
    lua_pushinteger(L, count);
    return 2;
}

/* Gathers the texts among the keys (or, for a list, the values) of the table at index; at most room. */
static size_t gather(lua_State *L, int table, bool keys, ru_str *out, size_t room) {
    size_t n = 0;
    lua_pushnil(L);
    while (lua_next(L, table)) {
        int at = keys ? -2 : -1;
        if (lua_type(L, at) == LUA_TSTRING && n < room) {
            out[n].p = lua_tolstring(L, at, &out[n].n);
            n += out[n].n > 1; /* `_` is no name to suggest */
        }
        lua_pop(L, 1);
    }
    return n;
}

/* By bytes, so that a tie between names does not depend on where they happen to lie in a table. */
static void sort_names(ru_str *names, size_t n) {
    for (size_t i = 1; i < n; i++) {
        ru_str one = names[i];
        size_t k = i;
        for (; k > 0 && ru_str_cmp(one, names[k - 1]) < 0; k--) names[k] = names[k - 1];
        names[k] = one;
    }
}

static int find_nearest(lua_State *L) { /* name, list of names */
    ru_str names[160], name;
    name.p = lua_tolstring(L, 1, &name.n);
    size_t n = gather(L, 2, false, names, RU_COUNT(names));
    sort_names(names, n);
    ru_str near = ru_str_nearest(name, names, n);
    if (!near.p) return 0;
    lua_pushlstring(L, near.p, near.n);
    return 1;
}

/* ---- rules and coded conditions ---- */
static int emit(lua_State *L) { /* kind, id, source, line, body */
    ru_str kind, id;
    kind.p = lua_tolstring(L, 1, &kind.n);
    id.p = lua_tolstring(L, 2, &id.n);
    ru_tree_emit(L, kind, id, (int)lua_tointeger(L, 3), (int)lua_tointeger(L, 4), 5);
    return 0;
}

static int register_code(lua_State *L) { /* function → the same function, numbered */
    ru_script *s = ru_sandbox_of(L);
    lua_settop(L, 1);
    int source, line;
    if (!s->loading) ru_sandbox_raise(L, "a condition can be made only while the policy is loaded");
    ru_code_place(L, 1, &source, &line);
    if (source < 0) ru_sandbox_raise(L, "a function of the language cannot be a condition; write function(f) … end");
    if (ru_code_number(L, 1) >= 0) return 1;
    if (s->code_count == RU_MAX_CODES) ru_sandbox_raise(L, "a policy may have at most %d coded conditions", RU_MAX_CODES);
    s->code_count++;
    s->own = true;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &codes_key);
    lua_pushvalue(L, 1);
    lua_rawseti(L, -2, (lua_Integer)s->code_count);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &numbers_key);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, (lua_Integer)s->code_count);
    lua_rawset(L, -3);
    s->own = false;
    lua_settop(L, 1);
    return 1;
}

int64_t ru_code_number(lua_State *L, int index) {
    index = lua_absindex(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &numbers_key);
    lua_pushvalue(L, index);
    lua_rawget(L, -2);
    int64_t number = lua_tointeger(L, -1) - 1;
    lua_pop(L, 2);
    return number;
}

void ru_code_push(lua_State *L, int64_t number) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &codes_key);
    lua_rawgeti(L, -1, number + 1);
    lua_remove(L, -2);
}

void ru_code_place(lua_State *L, int index, int *source, int *line) {
    lua_Debug ar;
    lua_pushvalue(L, index);
    lua_getinfo(L, ">S", &ar);
    *source = -1;
    *line = 0;
    if (ar.short_src[0] < '0' || ar.short_src[0] > '9') return;
    *source = 0;
    for (const char *p = ar.short_src; *p >= '0' && *p <= '9'; p++) *source = *source * 10 + (*p - '0');
    *line = ar.linedefined;
}

/* ---- the environment ---- */
static int undefined_word(lua_State *L) { /* words, name */
    static const char *const lua_own[] = {"print",        "pcall",   "xpcall", "require", "dofile", "load",           "loadfile",  "loadstring", "setmetatable",
                                          "getmetatable", "rawget",  "rawset", "rawlen",  "next",   "collectgarbage", "coroutine", "debug",      "io",
                                          "os",           "package", "utf8",   "_G",      "warn",   "bit32",          "unpack"};
    ru_str names[200], name = {"this", 4};
    if (lua_type(L, 2) == LUA_TSTRING) name.p = lua_tolstring(L, 2, &name.n);
    if (name.n > 64) name.n = 64;
    for (size_t i = 0; i < RU_COUNT(lua_own); i++)
        if (ru_str_is(name, lua_own[i]))
            ru_sandbox_raise(L, "%s is not part of the policy language: no files, no clock, no chance, no catching of errors", lua_own[i]);
    size_t n = gather(L, 1, true, names, RU_COUNT(names));
    sort_names(names, n);
    ru_str near = ru_str_nearest(name, names, n);
    if (near.p)
        ru_sandbox_raise(L, "%.*s is not a word of the language; did you forget the quotes, or did you mean %.*s?", (int)name.n, name.p, (int)near.n, near.p);
    ru_sandbox_raise(L, "%.*s is not a word of the language; did you forget the quotes?", (int)name.n, name.p);
}

/* Upvalue: the table of words. */
static int refuse_global(lua_State *L) {
    if (lua_type(L, 2) != LUA_TSTRING) ru_sandbox_raise(L, "the words of the language cannot be changed");
    lua_pushvalue(L, 2);
    bool known = lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL;
    const char *name = lua_tostring(L, 2);
    if (known) ru_sandbox_raise(L, "%.64s is a word of the language and cannot be changed", name);
    ru_sandbox_raise(L, "%.64s is not a word of the language; a value of your own is written: local %.64s = …", name, name);
}

void ru_words_environment(lua_State *L) {
    int words = lua_gettop(L);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, undefined_word);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, words);
    lua_pushvalue(L, words);
    ru_freeze(L, RU_FROZEN_ENGINE);
    lua_getmetatable(L, -1);
    lua_pushvalue(L, words);
    lua_pushcclosure(L, refuse_global, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pop(L, 1);
    lua_replace(L, words);
}

static int define_word(lua_State *L) { /* name, value; upvalue: the table of words */
    lua_settop(L, 2);
    lua_rawset(L, lua_upvalueindex(1));
    return 0;
}

/* ---- words of plugins ---- */
static int is_taken(lua_State *L) { /* name; upvalue: the table of words */
    lua_settop(L, 1);
    lua_pushboolean(L, lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL);
    return 1;
}

static int refuse_offer(lua_State *L) { /* which of engine.offers */
    ru_script *s = ru_sandbox_of(L);
    const ru_script_offer *o = &s->caps.offers[lua_tointeger(L, 1) - 1];
    s->fault_offer = true;
    ru_sandbox_raise_at(L, -1, 0, "plugin %.*s: its word %.*s is a word of the language already", (int)o->by.n, o->by.p, (int)o->word.n, o->word.p);
}

static void push_offers(lua_State *L) {
    const ru_script_caps *caps = &ru_sandbox_of(L)->caps;
    lua_createtable(L, (int)caps->offer_count, 0);
    for (size_t i = 0; i < caps->offer_count; i++) {
        lua_pushlstring(L, caps->offers[i].word.p, caps->offers[i].word.n);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void new_registry_table(lua_State *L, const void *key) {
    lua_createtable(L, 0, 0);
    lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

void ru_words_open(lua_State *L) {
    static const luaL_Reg primitives[] = {{"class", define_class},
                                          {"box", make_box},
                                          {"open", open_box},
                                          {"here", tell_here},
                                          {"place", tell_place},
                                          {"fail", fail},
                                          {"loading", need_loading},
                                          {"kind", tell_kind},
                                          {"show", show_value},
                                          {"is_name", is_name},
                                          {"shape", tell_shape},
                                          {"nearest", find_nearest},
                                          {"emit", emit},
                                          {"code", register_code},
                                          {"refuse_offer", refuse_offer},
                                          {NULL, NULL}};
    int words = lua_gettop(L);
    new_registry_table(L, &classes_key);
    new_registry_table(L, &codes_key);
    new_registry_table(L, &numbers_key);
    lua_createtable(L, 0, 64); /* the vocabulary's own globals: the library, and `engine` */
    lua_pushnil(L);
    while (lua_next(L, words)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, words + 1);
    }
    lua_createtable(L, 0, 16);
    ru_library_fill(L, primitives);
    lua_pushvalue(L, words);
    lua_pushcclosure(L, define_word, 1);
    lua_setfield(L, -2, "word");
    lua_pushvalue(L, words);
    lua_pushcclosure(L, is_taken, 1);
    lua_setfield(L, -2, "taken");
    push_offers(L);
    lua_setfield(L, -2, "offers");
    lua_setfield(L, words + 1, "engine");
}

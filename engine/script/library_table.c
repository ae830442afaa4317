/* library_table.c: lists: raw access, bounded loops, a stable sort, keys in an order that never depends on chance. */
#include "engine/script/sandbox.h"

static int table_concat(lua_State *L) {
    ru_args_enter(L, "table.concat");
    lua_settop(L, 4);
    ru_args_table(L, 1, "table.concat", false);
    int table = lua_gettop(L);
    size_t between = 0;
    const char *sep = lua_isnoneornil(L, 2) ? "" : ru_args_text(L, 2, "table.concat", &between);
    lua_Integer from = ru_args_integer_or(L, 3, "table.concat", 1), length = (lua_Integer)lua_rawlen(L, table),
                to = ru_args_integer_or(L, 4, "table.concat", length);
    if (from < 1 || to > length) {
        if (from <= to) ru_sandbox_raise(L, "table.concat: the list has %lld entries", (long long)length);
    }
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (lua_Integer i = from; i <= to; i++) {
        size_t n = 0;
        lua_rawgeti(L, table, i);
        if (lua_type(L, -1) != LUA_TSTRING && !lua_isinteger(L, -1))
            ru_sandbox_raise(L, "table.concat joins texts and whole numbers; entry %lld is %s", (long long)i, ru_args_describe(L, -1));
        lua_tolstring(L, -1, &n);
        if (luaL_bufflen(&b) + n + between > RU_MAX_TEXT) ru_sandbox_raise(L, "table.concat would make a text of more than 64 KiB");
        ru_sandbox_charge(L, 1 + (n + between) / 16);
        luaL_addvalue(&b);
        if (i < to && between) luaL_addlstring(&b, sep, between);
    }
    luaL_pushresult(&b);
    return 1;
}

static int table_insert(lua_State *L) {
    ru_args_enter(L, "table.insert");
    int given = lua_gettop(L);
    if (given != 2 && given != 3) ru_sandbox_raise(L, "table.insert needs a table, perhaps a place, and a value");
    ru_args_table(L, 1, "table.insert", true);
    int table = lua_gettop(L);
    lua_Integer n = (lua_Integer)lua_rawlen(L, table), at = given == 3 ? ru_args_integer(L, 2, "table.insert") : n + 1;
    if (at < 1 || at > n + 1) ru_sandbox_raise(L, "table.insert: the list has %lld entries", (long long)n);
    ru_sandbox_charge(L, (size_t)(n + 1 - at));
    for (lua_Integer i = n; i >= at; i--) {
        lua_rawgeti(L, table, i);
        lua_rawseti(L, table, i + 1);
    }
    lua_pushvalue(L, given);
    lua_rawseti(L, table, at);
    return 0;
}

static int table_remove(lua_State *L) {
    ru_args_enter(L, "table.remove");
    lua_settop(L, 2);
    ru_args_table(L, 1, "table.remove", true);
    int table = lua_gettop(L);
    lua_Integer n = (lua_Integer)lua_rawlen(L, table), at = ru_args_integer_or(L, 2, "table.remove", n);
    if (n == 0 && (at == 0 || at == n)) {
        lua_pushnil(L);
        return 1;
    }
    if (at < 1 || at > n) ru_sandbox_raise(L, "table.remove: the list has %lld entries", (long long)n);
    ru_sandbox_charge(L, (size_t)(n - at));
    lua_rawgeti(L, table, at);
    for (lua_Integer i = at; i < n; i++) {
        lua_rawgeti(L, table, i + 1);
        lua_rawseti(L, table, i);
    }
    lua_pushnil(L);
    lua_rawseti(L, table, n);
    return 1;
}

static int table_unpack(lua_State *L) {
    ru_args_enter(L, "table.unpack");
    lua_settop(L, 3);
    ru_args_table(L, 1, "table.unpack", false);
    int table = lua_gettop(L);
    lua_Integer from = ru_args_integer_or(L, 2, "table.unpack", 1), to = ru_args_integer_or(L, 3, "table.unpack", (lua_Integer)lua_rawlen(L, table));
    int64_t span;
    if (from > to) return 0;
    if (!ru_sub64(to, from, &span) || span >= 255) ru_sandbox_raise(L, "table.unpack gives at most 255 values");
    ru_sandbox_charge(L, (size_t)span);
    luaL_checkstack(L, (int)span + 1, NULL);
    for (lua_Integer i = from;; i++) {
        lua_rawgeti(L, table, i);
        if (i == to) break;
    }
    return (int)span + 1;
}

/* Merges the sorted runs [low, middle) and [middle, high) of `from` into `to`. */
typedef struct sorter {
    lua_State *L;
    bool (*less)(lua_State *, void *);
    void *context;
} sorter;

static void merge_runs(const sorter *s, int from, int to, lua_Integer low, lua_Integer middle, lua_Integer high) {
    lua_State *L = s->L;
    lua_Integer left = low, right = middle;
    for (lua_Integer out = low; out < high; out++) {
        bool take_right = right < high;
        if (take_right && left < middle) {
            lua_rawgeti(L, from, right);
            lua_rawgeti(L, from, left);
            take_right = s->less(L, s->context); /* only a smaller one overtakes: equal ones keep their order */
        }
        lua_rawgeti(L, from, take_right ? right++ : left++);
        lua_rawseti(L, to, out);
    }
    ru_sandbox_charge(L, (size_t)(high - low));
}

void ru_merge_sort(lua_State *L, int table, lua_Integer n, bool (*less)(lua_State *L, void *context), void *context) {
    if (n < 2) return;
    luaL_checkstack(L, 8, NULL);
    sorter s = {L, less, context};
    lua_createtable(L, n > INT32_MAX ? INT32_MAX : (int)n, 0);
    int from = table, to = lua_gettop(L);
    for (lua_Integer width = 1; width < n; width *= 2) {
        for (lua_Integer low = 1; low <= n; low += 2 * width) {
            lua_Integer middle = low + width <= n + 1 ? low + width : n + 1, high = low + 2 * width <= n + 1 ? low + 2 * width : n + 1;
            merge_runs(&s, from, to, low, middle, high);
        }
        int other = from;
        from = to;
        to = other;
    }
    if (from != table) {
        ru_sandbox_charge(L, (size_t)n);
        for (lua_Integer i = 1; i <= n; i++) {
            lua_rawgeti(L, from, i);
            lua_rawseti(L, table, i);
        }
    }
    lua_pop(L, 1);
}

static bool text_less(lua_State *L, int a, int b) {
    size_t n, m;
    const char *s = lua_tolstring(L, a, &n), *t = lua_tolstring(L, b, &m);
    return ru_str_cmp((ru_str){s, n}, (ru_str){t, m}) < 0;
}

static bool natural_less(lua_State *L, void *context) {
    (void)context;
    bool less;
    if (lua_isinteger(L, -2) && lua_isinteger(L, -1)) less = lua_tointeger(L, -2) < lua_tointeger(L, -1);
    else if (lua_type(L, -2) == LUA_TSTRING && lua_type(L, -1) == LUA_TSTRING) less = text_less(L, -2, -1);
    else ru_sandbox_raise(L, "table.sort orders whole numbers, or texts; found %s beside %s", ru_args_describe(L, -2), ru_args_describe(L, -1));
    lua_pop(L, 2);
    return less;
}

static bool called_less(lua_State *L, void *context) {
    (void)context;
    ru_sandbox_charge(L, 4);
    lua_pushvalue(L, 2);
    lua_insert(L, -3);
    lua_call(L, 2, 1);
    bool less = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return less;
}

static int table_sort(lua_State *L) {
    ru_args_enter(L, "table.sort");
    lua_settop(L, 2);
    if (!lua_isnil(L, 2) && lua_type(L, 2) != LUA_TFUNCTION)
        ru_sandbox_raise(L, "table.sort takes a list and, if need be, a function that says which of two comes first");
    ru_args_table(L, 1, "table.sort", true);
    ru_merge_sort(L, 3, (lua_Integer)lua_rawlen(L, 3), lua_isnil(L, 2) ? natural_less : called_less, NULL);
    return 0;
}

/* Integers, then texts, then booleans. */
static int rank(lua_State *L, int index) { return lua_isinteger(L, index) ? 0 : lua_type(L, index) == LUA_TSTRING ? 1 : 2; }

static bool key_less(lua_State *L, void *context) {
    (void)context;
    int a = rank(L, -2), b = rank(L, -1);
    bool less;
    if (a != b) less = a < b;
    else if (a == 0) less = lua_tointeger(L, -2) < lua_tointeger(L, -1);
    else if (a == 1) less = text_less(L, -2, -1);
    else less = !lua_toboolean(L, -2) && lua_toboolean(L, -1);
    lua_pop(L, 2);
    return less;
}

void ru_sorted_keys(lua_State *L, int table) {
    enum { BYTES_A_STEP = 1600 }; /* a table that was emptied is as long to look through as it ever was, and cannot be told apart */
    luaL_checkstack(L, 8, NULL);
    ru_sandbox_charge(L, ru_sandbox_of(L)->widest / BYTES_A_STEP);
    lua_createtable(L, (int)(lua_rawlen(L, table) & 0xFFFFF), 0);
    int keys = lua_gettop(L);
    lua_Integer n = 0;
    bool sorted = true;
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        if (!lua_isinteger(L, -1) && lua_type(L, -1) != LUA_TSTRING && !lua_isboolean(L, -1))
            ru_sandbox_raise(L, "a table has %s as a key; keys are whole numbers, texts, true and false", ru_args_describe(L, -1));
        if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) != n + 1) sorted = false;
        lua_pushvalue(L, -1);
        lua_rawseti(L, keys, ++n);
        ru_sandbox_charge(L, 1);
    }
    if (!sorted) ru_merge_sort(L, keys, n, key_less, NULL);
}

void ru_library_table(lua_State *L) {
    static const luaL_Reg functions[] = {{"concat", table_concat}, {"insert", table_insert}, {"remove", table_remove},
                                         {"sort", table_sort},     {"unpack", table_unpack}, {NULL, NULL}};
    lua_createtable(L, 0, 8);
    ru_library_fill(L, functions);
}

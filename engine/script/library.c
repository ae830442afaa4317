/* library.c: the base functions and math, written for policies: whole numbers only, no order that chance decides, no catching.
 *
 * Every function enters through ru_args_enter, which refuses floats and takes a step from the budget; loops are bounded
 * before they start and charge for what they do; tables are read raw. */
#include "engine/script/sandbox.h"

/* ---- arguments ---- */
const char *ru_args_describe(lua_State *L, int index) {
    switch (lua_type(L, index)) {
    case LUA_TNONE:
    case LUA_TNIL: return "nothing (nil)";
    case LUA_TBOOLEAN: return lua_toboolean(L, index) ? "true" : "false";
    case LUA_TNUMBER: return lua_isinteger(L, index) ? "a whole number" : "a number with a fraction";
    case LUA_TSTRING: return "a text";
    case LUA_TTABLE: return "a table";
    case LUA_TFUNCTION: return "a function";
    default: return "a word";
    }
}

void ru_args_enter(lua_State *L, const char *name) {
    int top = lua_gettop(L);
    for (int i = 1; i <= top; i++)
        if (lua_type(L, i) == LUA_TNUMBER && !lua_isinteger(L, i))
            ru_sandbox_raise(L, "%s was given a number with a fraction; policies calculate in whole numbers (cents, millionths, days): divide with //", name);
    ru_sandbox_charge(L, 1);
}

lua_Integer ru_args_integer(lua_State *L, int index, const char *name) {
    if (!lua_isinteger(L, index)) ru_sandbox_raise(L, "%s needs a whole number in place %d, found %s", name, index, ru_args_describe(L, index));
    return lua_tointeger(L, index);
}

lua_Integer ru_args_integer_or(lua_State *L, int index, const char *name, lua_Integer otherwise) {
    return lua_isnoneornil(L, index) ? otherwise : ru_args_integer(L, index, name);
}

const char *ru_args_text(lua_State *L, int index, const char *name, size_t *n) {
    if (lua_type(L, index) != LUA_TSTRING) ru_sandbox_raise(L, "%s needs a text in place %d, found %s", name, index, ru_args_describe(L, index));
    return lua_tolstring(L, index, n);
}

void ru_args_table(lua_State *L, int index, const char *name, bool writable) {
    if (lua_type(L, index) != LUA_TTABLE) ru_sandbox_raise(L, "%s needs a table in place %d, found %s", name, index, ru_args_describe(L, index));
    if (writable && ru_frozen(L, index)) ru_sandbox_raise(L, "%s would change a table that is read-only", name);
    ru_raw_table(L, index);
}

/* ---- base ---- */
static int base_assert(lua_State *L) {
    ru_args_enter(L, "assert");
    if (lua_toboolean(L, 1)) return lua_gettop(L);
    if (lua_type(L, 2) == LUA_TSTRING) ru_sandbox_raise(L, "%.400s", lua_tostring(L, 2));
    ru_sandbox_raise(L, "an assertion does not hold");
}

static int base_error(lua_State *L) {
    ru_args_enter(L, "error");
    if (lua_type(L, 1) == LUA_TSTRING) ru_sandbox_raise(L, "%.400s", lua_tostring(L, 1));
    ru_sandbox_raise(L, "error without a text");
}

static int step_ipairs(lua_State *L) {
    ru_sandbox_charge(L, 1);
    lua_Integer i = ru_args_integer(L, 2, "ipairs") + 1;
    ru_args_table(L, 1, "ipairs", false);
    lua_pushinteger(L, i);
    return lua_rawgeti(L, -2, i) == LUA_TNIL ? 1 : 2;
}

static int base_ipairs(lua_State *L) {
    ru_args_enter(L, "ipairs");
    ru_args_table(L, 1, "ipairs", false);
    lua_pushcfunction(L, step_ipairs);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

/* Upvalues: the sorted keys, the table, the place. Keys whose entry has gone meanwhile are passed over. */
static int step_pairs(lua_State *L) {
    lua_Integer at = lua_tointeger(L, lua_upvalueindex(3));
    for (;;) {
        ru_sandbox_charge(L, 1);
        at++;
        if (lua_rawgeti(L, lua_upvalueindex(1), at) == LUA_TNIL) return 1;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL) break;
        lua_pop(L, 2);
    }
    lua_pushinteger(L, at);
    lua_replace(L, lua_upvalueindex(3));
    return 2;
}

bool ru_library_is_iterator(lua_State *L, int index) { return lua_tocfunction(L, index) == step_pairs; }

static int base_pairs(lua_State *L) {
    ru_args_enter(L, "pairs");
    ru_sandbox_charge(L, 20 + ru_sandbox_of(L)->widest / 160); /* a table emptied of its entries is long to look through, and cannot be told apart */
    ru_args_table(L, 1, "pairs", false);
    int table = lua_gettop(L);
    ru_sorted_keys(L, table);
    lua_pushvalue(L, table);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, step_pairs, 3);
    return 1;
}

static int base_select(lua_State *L) {
    ru_args_enter(L, "select");
    int top = lua_gettop(L);
    ru_sandbox_charge(L, (size_t)top / 8);
    if (lua_type(L, 1) == LUA_TSTRING && lua_tostring(L, 1)[0] == '#') {
        lua_pushinteger(L, top - 1);
        return 1;
    }
    lua_Integer n = ru_args_integer(L, 1, "select");
    if (n < 0) n = top + n;
    else if (n > top) n = top;
    if (n < 1) ru_sandbox_raise(L, "select counts from 1");
    return top - (int)n;
}

static int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 99;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Whole numbers only; anything else, and what does not fit, is nil. */
static int base_tonumber(lua_State *L) {
    ru_args_enter(L, "tonumber");
    if (lua_isinteger(L, 1)) {
        lua_settop(L, 1);
        return 1;
    }
    lua_Integer base = ru_args_integer_or(L, 2, "tonumber", 10), value = 0;
    if (base < 2 || base > 36) ru_sandbox_raise(L, "tonumber knows bases from 2 to 36");
    lua_settop(L, 1);
    lua_pushnil(L);
    if (lua_type(L, 1) != LUA_TSTRING) return 1;
    size_t n, i = 0;
    const char *p = lua_tolstring(L, 1, &n);
    if (n > 64) return 1;
    while (i < n && is_space(p[i])) i++;
    while (n > i && is_space(p[n - 1])) n--;
    bool minus = i < n && p[i] == '-';
    if (i < n && (p[i] == '-' || p[i] == '+')) i++;
    if (i == n) return 1;
    for (; i < n; i++) {
        int64_t next;
        int d = digit_of(p[i]);
        if (d >= base || !ru_mul64(value, base, &next) || !(minus ? ru_sub64(next, d, &next) : ru_add64(next, d, &next))) return 1;
        value = next;
    }
    lua_pushinteger(L, value);
    return 1;
}

/* No address and no float ever becomes a text. */
static int base_tostring(lua_State *L) {
    ru_args_enter(L, "tostring");
    switch (lua_type(L, 1)) {
    case LUA_TNUMBER: lua_pushfstring(L, "%I", (LUAI_UACINT)lua_tointeger(L, 1)); return 1;
    case LUA_TSTRING: lua_settop(L, 1); return 1;
    case LUA_TBOOLEAN: lua_pushstring(L, lua_toboolean(L, 1) ? "true" : "false"); return 1;
    case LUA_TTABLE: lua_pushliteral(L, "table"); return 1;
    case LUA_TFUNCTION: lua_pushliteral(L, "function"); return 1;
    case LUA_TUSERDATA: lua_pushliteral(L, "word"); return 1;
    default: lua_pushliteral(L, "nil"); return 1;
    }
}

static int base_type(lua_State *L) {
    ru_args_enter(L, "type");
    if (lua_isnone(L, 1)) ru_sandbox_raise(L, "type needs a value");
    lua_pushstring(L, lua_type(L, 1) == LUA_TUSERDATA ? "word" : lua_typename(L, lua_type(L, 1)));
    return 1;
}

static int base_rawequal(lua_State *L) {
    ru_args_enter(L, "rawequal");
    lua_settop(L, 2);
    lua_pushboolean(L, lua_rawequal(L, 1, 2));
    return 1;
}

/* What a loop's variable is asked (exact.c). */
static int base_whole(lua_State *L) {
    if (!lua_isinteger(L, 1)) ru_sandbox_raise(L, "a `for` needs whole numbers");
    return 0;
}

/* ---- math ---- */
static int math_abs(lua_State *L) {
    ru_args_enter(L, "math.abs");
    lua_Integer v = ru_args_integer(L, 1, "math.abs");
    if (v == LUA_MININTEGER) ru_sandbox_raise(L, "math.abs: the number is too large");
    lua_pushinteger(L, v < 0 ? -v : v);
    return 1;
}

static int extreme(lua_State *L, const char *name, bool larger) {
    ru_args_enter(L, name);
    int top = lua_gettop(L), best = 1;
    ru_sandbox_charge(L, (size_t)top / 8);
    for (int i = 1; i <= top || i == 1; i++) {
        lua_Integer v = ru_args_integer(L, i, name), b = lua_tointeger(L, best);
        if (larger ? v > b : v < b) best = i;
    }
    lua_pushvalue(L, best);
    return 1;
}

static int math_max(lua_State *L) { return extreme(L, "math.max", true); }
static int math_min(lua_State *L) { return extreme(L, "math.min", false); }

/* The remainder toward zero, as C has it. */
static int math_fmod(lua_State *L) {
    ru_args_enter(L, "math.fmod");
    lua_Integer a = ru_args_integer(L, 1, "math.fmod"), b = ru_args_integer(L, 2, "math.fmod");
    if (b == 0) ru_sandbox_raise(L, "a division by zero");
    lua_pushinteger(L, b == -1 ? 0 : a % b);
    return 1;
}

static int math_tointeger(lua_State *L) {
    ru_args_enter(L, "math.tointeger");
    lua_settop(L, 1);
    if (!lua_isinteger(L, 1)) lua_pushnil(L);
    return 1;
}

static int math_type(lua_State *L) {
    ru_args_enter(L, "math.type");
    lua_settop(L, 1);
    if (lua_isinteger(L, 1)) lua_pushliteral(L, "integer");
    else lua_pushnil(L);
    return 1;
}

/* ---- registration ---- */
void ru_library_fill(lua_State *L, const luaL_Reg *functions) {
    for (; functions->name; functions++) {
        lua_pushcfunction(L, functions->func);
        lua_setfield(L, -2, functions->name);
    }
}

void ru_library_math(lua_State *L) {
    static const luaL_Reg functions[] = {{"abs", math_abs},   {"max", math_max}, {"min", math_min}, {"fmod", math_fmod}, {"tointeger", math_tointeger},
                                         {"type", math_type}, {NULL, NULL}};
    lua_createtable(L, 0, 8);
    ru_library_fill(L, functions);
    lua_pushinteger(L, LUA_MAXINTEGER);
    lua_setfield(L, -2, "maxinteger");
    lua_pushinteger(L, LUA_MININTEGER);
    lua_setfield(L, -2, "mininteger");
}

/* Upvalue: the library's name. */
static int missing_function(lua_State *L) {
    const char *library = lua_tostring(L, lua_upvalueindex(1));
    if (lua_type(L, 2) != LUA_TSTRING) ru_sandbox_raise(L, "%s has only named functions", library);
    ru_sandbox_raise(L, "%s.%.60s is not part of the policy language", library, lua_tostring(L, 2));
}

/* Reading what a library does not have says so, instead of giving nil. */
static void close_library(lua_State *L, const char *name) {
    lua_createtable(L, 0, 1);
    lua_pushstring(L, name);
    lua_pushcclosure(L, missing_function, 1);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
}

static void add_library(lua_State *L, const char *name, void (*make)(lua_State *)) {
    make(L);
    close_library(L, name);
    if (make == ru_library_string) { /* methods of texts: s:upper(); without Lua's arithmetic on texts */
        lua_pushliteral(L, "");
        lua_createtable(L, 0, 2);
        lua_pushvalue(L, -3);
        lua_setfield(L, -2, "__index");
        lua_pushboolean(L, 0);
        lua_setfield(L, -2, "__metatable");
        lua_setmetatable(L, -2);
        lua_pop(L, 1);
    }
    ru_freeze(L, RU_FROZEN_ENGINE);
    lua_setfield(L, -2, name);
}

void ru_library_open(lua_State *L) {
    static const luaL_Reg functions[] = {{"assert", base_assert},
                                         {"error", base_error},
                                         {"ipairs", base_ipairs},
                                         {"pairs", base_pairs},
                                         {"select", base_select},
                                         {"tonumber", base_tonumber},
                                         {"tostring", base_tostring},
                                         {"type", base_type},
                                         {"rawequal", base_rawequal},
                                         {"__whole", base_whole},
                                         {NULL, NULL}};
    lua_createtable(L, 0, 128);
    ru_library_fill(L, functions);
    add_library(L, "string", ru_library_string);
    add_library(L, "table", ru_library_table);
    add_library(L, "math", ru_library_math);
}

/* freeze.c: read-only proxies: a table that shows another one and refuses every write.
 *
 * A proxy is an empty table whose metatable points at the real one. Scripts have no rawset, setmetatable, getmetatable, next
 * or debug, so a proxy is tight; our own functions look through it with ru_raw_table. */
#include "engine/script/sandbox.h"

static const char frozen_key = 'f'; /* its address marks the metatable of a proxy */

static int refuse_write(lua_State *L) {
    if (lua_type(L, 2) == LUA_TSTRING) ru_sandbox_raise(L, "%s cannot be set: this table is read-only", lua_tostring(L, 2));
    ru_sandbox_raise(L, "this table is read-only");
}

static int give_length(lua_State *L) {
    if (!ru_raw_table(L, 1)) return 0;
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
    return 1;
}

void ru_freeze(lua_State *L, int kind) {
    luaL_checkstack(L, 6, NULL);
    int table = lua_gettop(L);
    lua_createtable(L, 0, 0);
    lua_createtable(L, 0, 6);
    lua_pushvalue(L, table);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, refuse_write);
    lua_setfield(L, -2, "__newindex");
    lua_pushcfunction(L, give_length);
    lua_setfield(L, -2, "__len");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushinteger(L, kind);
    lua_rawsetp(L, -2, &frozen_key);
    lua_setmetatable(L, -2);
    lua_replace(L, table);
}

int ru_frozen(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TTABLE || !lua_getmetatable(L, index)) return 0;
    lua_rawgetp(L, -1, &frozen_key);
    int kind = (int)lua_tointeger(L, -1);
    lua_pop(L, 2);
    return kind;
}

bool ru_raw_table(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TTABLE) return false;
    if (!ru_frozen(L, index)) {
        lua_pushvalue(L, index);
        return true;
    }
    lua_getmetatable(L, index);
    lua_pushliteral(L, "__index");
    lua_rawget(L, -2);
    lua_remove(L, -2);
    return true;
}

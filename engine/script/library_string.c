/* library_string.c: texts by bytes: no patterns, no locale, no text longer than 64 KiB. */
#include "engine/script/sandbox.h"

/* Work on n bytes, in instructions. */
static void charge_bytes(lua_State *L, size_t n) { ru_sandbox_charge(L, n / 16); }

/* Lua's positions: from 1, negative from the end. Gives [*from, *to) in bytes. */
static void clip(lua_Integer i, lua_Integer j, size_t n, size_t *from, size_t *to) {
    lua_Integer size = (lua_Integer)n;
    if (i < 0) i = i < -size ? 1 : size + i + 1;
    if (i < 1) i = 1;
    if (j < 0) j = j < -size ? 0 : size + j + 1;
    if (j > size) j = size;
    *from = i > j ? 0 : (size_t)(i - 1);
    *to = i > j ? 0 : (size_t)j;
}

static int string_byte(lua_State *L) {
    ru_args_enter(L, "string.byte");
    size_t n, from, to;
    const char *s = ru_args_text(L, 1, "string.byte", &n);
    lua_Integer i = ru_args_integer_or(L, 2, "string.byte", 1);
    clip(i, ru_args_integer_or(L, 3, "string.byte", i), n, &from, &to);
    if (to - from > 255) ru_sandbox_raise(L, "string.byte gives at most 255 bytes at once");
    luaL_checkstack(L, (int)(to - from), NULL);
    for (size_t k = from; k < to; k++) lua_pushinteger(L, (unsigned char)s[k]);
    ru_sandbox_charge(L, to - from);
    return (int)(to - from);
}

static int string_char(lua_State *L) {
    ru_args_enter(L, "string.char");
    char bytes[255];
    int n = lua_gettop(L);
    if (n > 255) ru_sandbox_raise(L, "string.char takes at most 255 bytes at once");
    for (int i = 0; i < n; i++) {
        lua_Integer c = ru_args_integer(L, i + 1, "string.char");
        if (c < 0 || c > 255) ru_sandbox_raise(L, "string.char takes bytes from 0 to 255");
        bytes[i] = (char)(unsigned char)c;
    }
    lua_pushlstring(L, bytes, (size_t)n);
    return 1;
}

static int string_len(lua_State *L) {
    ru_args_enter(L, "string.len");
    size_t n;
    ru_args_text(L, 1, "string.len", &n);
    lua_pushinteger(L, (lua_Integer)n);
    return 1;
}

/* A new text of n bytes under construction: memory that Lua owns, on the stack. */
static char *scratch(lua_State *L, size_t n) {
    charge_bytes(L, n);
    return lua_newuserdatauv(L, n ? n : 1, 0);
}

static int string_lower(lua_State *L) {
    ru_args_enter(L, "string.lower");
    size_t n;
    const char *s = ru_args_text(L, 1, "string.lower", &n);
    char *out = scratch(L, n);
    for (size_t i = 0; i < n; i++) out[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + ('a' - 'A')) : s[i];
    lua_pushlstring(L, out, n);
    return 1;
}

static int string_upper(lua_State *L) {
    ru_args_enter(L, "string.upper");
    size_t n;
    const char *s = ru_args_text(L, 1, "string.upper", &n);
    char *out = scratch(L, n);
    for (size_t i = 0; i < n; i++) out[i] = s[i] >= 'a' && s[i] <= 'z' ? (char)(s[i] - ('a' - 'A')) : s[i];
    lua_pushlstring(L, out, n);
    return 1;
}

static int string_reverse(lua_State *L) {
    ru_args_enter(L, "string.reverse");
    size_t n;
    const char *s = ru_args_text(L, 1, "string.reverse", &n);
    char *out = scratch(L, n);
    for (size_t i = 0; i < n; i++) out[i] = s[n - 1 - i];
    lua_pushlstring(L, out, n);
    return 1;
}

static int string_sub(lua_State *L) {
    ru_args_enter(L, "string.sub");
    size_t n, from, to;
    const char *s = ru_args_text(L, 1, "string.sub", &n);
    clip(ru_args_integer_or(L, 2, "string.sub", 1), ru_args_integer_or(L, 3, "string.sub", -1), n, &from, &to);
    charge_bytes(L, to - from);
    lua_pushlstring(L, s + from, to - from);
    return 1;
}

static int string_rep(lua_State *L) {
    ru_args_enter(L, "string.rep");
    size_t n, between = 0;
    const char *s = ru_args_text(L, 1, "string.rep", &n), *sep = "";
    lua_Integer times = ru_args_integer(L, 2, "string.rep");
    if (!lua_isnoneornil(L, 3)) sep = ru_args_text(L, 3, "string.rep", &between);
    if (times <= 0 || n + between == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if ((size_t)times > (RU_MAX_TEXT + between) / (n + between)) ru_sandbox_raise(L, "string.rep would make a text of more than 64 KiB");
    size_t total = (size_t)times * n + (size_t)(times - 1) * between;
    if (total > RU_MAX_TEXT) ru_sandbox_raise(L, "string.rep would make a text of more than 64 KiB");
    ru_sandbox_charge(L, (size_t)times);
    char *out = scratch(L, total), *at = out;
    for (lua_Integer i = 0; i < times; i++) {
        memcpy(at, s, n);
        at += n;
        if (i + 1 < times && between) {
            memcpy(at, sep, between);
            at += between;
        }
    }
    lua_pushlstring(L, out, total);
    return 1;
}

/* Plain search, no patterns. */
static int string_find(lua_State *L) {
    ru_args_enter(L, "string.find");
    size_t n, m;
    const char *s = ru_args_text(L, 1, "string.find", &n), *needle = ru_args_text(L, 2, "string.find", &m);
    lua_Integer init = ru_args_integer_or(L, 3, "string.find", 1);
    if (init < 0) init = init < -(lua_Integer)n ? 1 : (lua_Integer)n + init + 1;
    if (init < 1) init = 1;
    if ((size_t)init <= n + 1 && m <= n - (size_t)(init - 1)) {
        size_t last = n - m;
        for (size_t i = (size_t)(init - 1); i <= last; i++) {
            if ((i & 63) == 0) ru_sandbox_charge(L, 8);
            if (m && s[i] != needle[0]) continue;
            charge_bytes(L, m);
            if (memcmp(s + i, needle, m) != 0) continue;
            lua_pushinteger(L, (lua_Integer)i + 1);
            lua_pushinteger(L, (lua_Integer)(i + m));
            return 2;
        }
    }
    lua_pushnil(L);
    return 1;
}

static void add_value(lua_State *L, luaL_Buffer *b, int arg, char how) {
    char digits[32];
    size_t n = 0;
    if (how == 'd') {
        ru_args_integer(L, arg, "string.format with %d");
    } else if (lua_type(L, arg) == LUA_TSTRING) {
        const char *s = lua_tolstring(L, arg, &n);
        if (luaL_bufflen(b) + n > RU_MAX_TEXT) ru_sandbox_raise(L, "string.format would make a text of more than 64 KiB");
        charge_bytes(L, n);
        luaL_addlstring(b, s, n);
        return;
    } else if (lua_isboolean(L, arg) || lua_isnil(L, arg)) {
        luaL_addstring(b, lua_isnil(L, arg) ? "nil" : lua_toboolean(L, arg) ? "true" : "false");
        return;
    } else if (!lua_isinteger(L, arg)) {
        ru_sandbox_raise(L, "string.format cannot print %s", ru_args_describe(L, arg));
    }
    lua_Integer v = lua_tointeger(L, arg);
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    char *p = digits + sizeof digits;
    do *--p = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0) *--p = '-';
    luaL_addlstring(b, p, (size_t)(digits + sizeof digits - p));
}

static int string_format(lua_State *L) {
    ru_args_enter(L, "string.format");
    size_t n;
    const char *f = ru_args_text(L, 1, "string.format", &n);
    int arg = 1, top = lua_gettop(L);
    charge_bytes(L, n);
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (size_t i = 0; i < n; i++) {
        if (f[i] != '%') {
            luaL_addchar(&b, f[i]);
            continue;
        }
        char how = i + 1 < n ? f[++i] : 0;
        if (how == '%') {
            luaL_addchar(&b, '%');
            continue;
        }
        if (how != 's' && how != 'd') ru_sandbox_raise(L, "string.format knows %%s, %%d and %%%% only");
        if (++arg > top) ru_sandbox_raise(L, "string.format has more %%s and %%d than values");
        ru_sandbox_charge(L, 1);
        add_value(L, &b, arg, how);
    }
    luaL_pushresult(&b);
    return 1;
}

void ru_library_string(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"byte", string_byte}, {"char", string_char},       {"len", string_len}, {"lower", string_lower},   {"upper", string_upper},
        {"rep", string_rep},   {"reverse", string_reverse}, {"sub", string_sub}, {"format", string_format}, {"find", string_find},
        {NULL, NULL}};
    lua_createtable(L, 0, 12);
    ru_library_fill(L, functions);
}

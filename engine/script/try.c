/* try.c: one chunk in the sandbox, its result on one line: an officer's playground, and the door for hostile files. */
#include "engine/script/sandbox.h"

enum { DEPTH = 16, ENTRIES = 1000, STEPS = 100 /* times the budget of a coded condition */ };

static void put_value(lua_State *L, ru_buf *out, int *entries, int depth);

static void put_text(lua_State *L, ru_buf *out, int depth) {
    ru_str s;
    const char *what;
    s.p = lua_tolstring(L, -1, &s.n);
    if (s.n > 4096) ru_sandbox_raise_at(L, -1, 0, "the result is a text of more than 4096 bytes");
    if (ru_text_bad(s, &what) >= 0) ru_sandbox_raise_at(L, -1, 0, "the result is a text with %s", what);
    if (depth) ru_buf_char(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (depth && (s.p[i] == '"' || s.p[i] == '\\')) ru_buf_char(out, '\\');
        ru_buf_char(out, s.p[i] == '\n' || s.p[i] == '\r' ? ' ' : s.p[i]);
    }
    if (depth) ru_buf_char(out, '"');
}

static void put_table(lua_State *L, ru_buf *out, int *entries, int depth) {
    if (depth >= DEPTH) ru_sandbox_raise_at(L, -1, 0, "the result is nested more than %d deep, or contains itself", DEPTH);
    luaL_checkstack(L, 8, NULL);
    ru_raw_table(L, -1);
    int table = lua_gettop(L);
    ru_sorted_keys(L, table);
    size_t n = lua_rawlen(L, table + 1);
    bool list = n && lua_rawgeti(L, table + 1, 1) == LUA_TNUMBER;
    lua_settop(L, table + 1);
    ru_buf_char(out, '{');
    for (size_t i = 1; i <= n; i++) {
        if (++*entries > ENTRIES) ru_sandbox_raise_at(L, -1, 0, "the result has more than %d entries", ENTRIES);
        lua_rawgeti(L, table + 1, (lua_Integer)i);
        if (list ? !lua_isinteger(L, -1) || lua_tointeger(L, -1) != (lua_Integer)i : lua_type(L, -1) != LUA_TSTRING)
            ru_sandbox_raise_at(L, -1, 0, "the result mixes a list with keys, or its list has a hole");
        if (i > 1) RU_BUF_LIT(out, ", ");
        if (!list) {
            put_text(L, out, 0);
            RU_BUF_LIT(out, " = ");
        }
        lua_rawget(L, table);
        put_value(L, out, entries, depth + 1);
        lua_settop(L, table + 1);
    }
    ru_buf_char(out, '}');
    lua_settop(L, table - 1);
}

static void put_value(lua_State *L, ru_buf *out, int *entries, int depth) {
    switch (lua_type(L, -1)) {
    case LUA_TNIL: RU_BUF_LIT(out, "nil"); return;
    case LUA_TBOOLEAN: ru_buf_str(out, ru_str_of(lua_toboolean(L, -1) ? "true" : "false")); return;
    case LUA_TSTRING: put_text(L, out, depth); return;
    case LUA_TTABLE: put_table(L, out, entries, depth); return;
    case LUA_TNUMBER:
        if (lua_isinteger(L, -1)) {
            ru_buf_int(out, lua_tointeger(L, -1));
            return;
        }
        break;
    case LUA_TUSERDATA:
        if (ru_box_open(L, -1)) {
            lua_pop(L, 2);
            RU_BUF_LIT(out, "a word");
            return;
        }
        break;
    default: break;
    }
    ru_sandbox_raise_at(L, -1, 0, "the result is %s; expected a whole number, a text, true, false, nil or a table of these", ru_args_describe(L, -1));
}

static int try_chunk(lua_State *L) {
    ru_script *s = ru_sandbox_of(L);
    int entries = 0;
    ru_load_words(L);
    lua_gc(L, LUA_GCSTOP);
    ru_sandbox_begin(s, false);
    s->budget *= STEPS;
    ru_load_source(L, 0);
    lua_call(L, 0, 1);
    ru_load_end_file(L);
    put_value(L, s->tried, &entries, 0);
    return 0;
}

static void put_failure(const ru_script *s, int rc, ru_buf *out) {
    if (s->dead == RU_DEAD_BUDGET) RU_BUF_LIT(out, "limit instructions");
    else if (s->dead == RU_DEAD_MEMORY || rc == LUA_ERRMEM) RU_BUF_LIT(out, "limit memory");
    else if (s->fault_line)
        ru_buf_printf(out, "error %.*s:%d: %s", (int)ru_sandbox_file(s, s->fault_source).n, ru_sandbox_file(s, s->fault_source).p, s->fault_line, s->fault);
    else if (s->fault_source >= 0)
        ru_buf_printf(out, "error %.*s: %s", (int)ru_sandbox_file(s, s->fault_source).n, ru_sandbox_file(s, s->fault_source).p, s->fault);
    else ru_buf_printf(out, "error %s", s->faulted ? s->fault : "the sandbox ended in a way that should not be");
}

ruth_status ru_script_try(const ruth_allocator *alloc, const ru_script_caps *caps, const ru_source *source, ru_buf *out, bool *returned) {
    ru_script *s = NULL;
    ruth_error e;
    ru_error_clear(&e);
    *returned = false;
    if (ru_source_check(source, &e)) {
        if (e.line) ru_buf_printf(out, "error %s:%d:%d: %s", e.file, e.line, e.column, e.message);
        else ru_buf_printf(out, "error %s: %s", e.file, e.message);
        return out->failed ? RUTH_E_NOMEM : RUTH_OK;
    }
    ruth_status st = ru_sandbox_new(alloc, caps, source, 1, &s, NULL);
    if (st) return st;
    size_t start = out->n;
    RU_BUF_LIT(out, "returned ");
    s->loading = true;
    s->tried = out;
    ru_sandbox_begin(s, true);
    int rc = ru_sandbox_guard(s, try_chunk);
    *returned = rc == 0 && !s->dead;
    if (!*returned) {
        out->n = start;
        put_failure(s, rc, out);
    }
    st = s->host_refused || out->failed ? RUTH_E_NOMEM : RUTH_OK;
    ru_sandbox_free(s);
    return st;
}

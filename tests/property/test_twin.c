/* test_twin.c: the engine beside its slow twin (lua/reference.lua) on generated policies and requests, and the theorem on both.
 * This program is the bridge: it gives Lua the engine's functions (see the head of lua/test/harness.lua) and runs the harness. */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/decide/session.h"
#include "tests/support/support.h"

typedef struct handle {
    ruth_policy *policy;
    ruth_session *session;
} handle;
static const char handle_type[] = "ruth.handle";

static ruth_engine *engine_of(lua_State *L) { return lua_touserdata(L, lua_upvalueindex(1)); }
static handle *handle_at(lua_State *L, int i) { return luaL_checkudata(L, i, handle_type); }

static int handle_gc(lua_State *L) {
    handle *h = handle_at(L, 1);
    ruth_session_free(h->session);
    ruth_policy_release(h->policy);
    memset(h, 0, sizeof *h);
    return 0;
}

/* engine_load(folder) → handle, or nil and the error as "file:line: message" */
static int engine_load(lua_State *L) {
    ruth_error e;
    handle *h = lua_newuserdatauv(L, sizeof *h, 0);
    memset(h, 0, sizeof *h);
    luaL_setmetatable(L, handle_type);
    if (!ruth_policy_load(engine_of(L), luaL_checkstring(L, 1), &h->policy, &e) && !ruth_session_new(h->policy, &h->session, &e)) return 1;
    lua_pushnil(L);
    lua_pushfstring(L, "%s:%d: %s", e.file, e.line, e.message);
    return 2;
}

/* engine_decide(handle, line) → answer line */
static int engine_decide(lua_State *L) {
    handle *h = handle_at(L, 1);
    size_t n;
    const char *line = luaL_checklstring(L, 2, &n);
    ruth_text t;
    ruth_error e;
    ruth_status st = ruth_decide_line(h->session, line, n, 1, &t, &e);
    if (st != RUTH_OK && st != RUTH_E_REQUEST) return luaL_error(L, "status %d: %s", (int)st, e.message);
    lua_pushlstring(L, t.bytes, t.length);
    return 1;
}

static void push_calendar(lua_State *L, ru_permission *p, int channel) {
    int64_t t = p->proposal.now, from, until;
    lua_newtable(L);
    for (lua_Integer i = 1; ru_permission_next(p, channel, t, &from, &until); i++, t = until) {
        lua_createtable(L, 2, 0);
        lua_pushinteger(L, from);
        lua_rawseti(L, -2, 1);
        lua_pushinteger(L, until);
        lua_rawseti(L, -2, 2);
        lua_rawseti(L, -2, i);
    }
}

/* engine_permission(handle) → { action, tone, channel or nil, calendar = { channel = { { from, until }, … } } } of the last decision, before words and good_until */
static int engine_permission(lua_State *L) {
    handle *h = handle_at(L, 1);
    const ru_policy *p = h->session->policy;
    ru_permission perm = h->session->d.judged;
    lua_newtable(L);
    lua_pushstring(L, p->action_names[perm.action].name.p);
    lua_setfield(L, -2, "action");
    lua_pushstring(L, p->tone_names[perm.tone].name.p);
    lua_setfield(L, -2, "tone");
    if (perm.channel >= 0) {
        lua_pushstring(L, p->channel_names[perm.channel].name.p);
        lua_setfield(L, -2, "channel");
    }
    lua_newtable(L);
    for (int c = 0; c < p->charter.ladders.channel_count; c++) {
        push_calendar(L, &perm, c);
        lua_setfield(L, -2, p->channel_names[c].name.p);
    }
    lua_setfield(L, -2, "calendar");
    return 1;
}

/* ---- zones for the twin: the engine's reader, which is proved against zdump elsewhere ---- */
typedef struct zone_book {
    ru_arena arena;
    ru_zone *zones[64];
    int count;
} zone_book;

static ru_zone *zone_of(lua_State *L, const char *name) {
    zone_book *b = lua_touserdata(L, lua_upvalueindex(1));
    for (int i = 0; i < b->count; i++)
        if (ru_str_is(ru_zone_name(b->zones[i]), name)) return b->zones[i];
    if (b->count == 64 || ru_zone_load(&b->arena, NULL, ru_str_of(name), &b->zones[b->count], NULL) != RUTH_OK) return NULL;
    return b->zones[b->count++];
}

/* zone_offset(name, instant) → seconds east of UTC, or nil: no such zone */
static int zone_offset(lua_State *L) {
    ru_zone *z = zone_of(L, luaL_checkstring(L, 1));
    if (z) lua_pushinteger(L, ru_zone_offset(z, luaL_checkinteger(L, 2), NULL));
    else lua_pushnil(L);
    return 1;
}

/* zone_next(name, instant) → the next instant at which the offset changes, or nil */
static int zone_next(lua_State *L) {
    ru_zone *z = zone_of(L, luaL_checkstring(L, 1));
    int64_t t = z ? ru_zone_next_transition(z, luaL_checkinteger(L, 2)) : INT64_MAX;
    if (t != INT64_MAX) lua_pushinteger(L, t);
    else lua_pushnil(L);
    return 1;
}

/* engine_free(handle): the garbage collector would do it too, later */
static int engine_free(lua_State *L) { return handle_gc(L); }

static void give(lua_State *L, const char *name, lua_CFunction f, void *context) {
    lua_pushlightuserdata(L, context);
    lua_pushcclosure(L, f, 1);
    lua_setglobal(L, name);
}

static void run(const char *call) {
    lua_State *L = luaL_newstate();
    ruth_engine *engine = NULL;
    zone_book book = {.count = 0};
    ruth_allocator alloc = ru_allocator_default();
    assert_non_null(L);
    assert_int_equal(ruth_engine_new(NULL, &engine, NULL), RUTH_OK);
    ru_arena_init(&book.arena, &alloc, 64 << 10);
    luaL_openlibs(L);
    luaL_newmetatable(L, handle_type);
    lua_pushcfunction(L, handle_gc);
    lua_setfield(L, -2, "__gc");
    lua_pop(L, 1);
    give(L, "engine_load", engine_load, engine);
    give(L, "engine_decide", engine_decide, engine);
    give(L, "engine_permission", engine_permission, engine);
    give(L, "zone_offset", zone_offset, &book);
    give(L, "zone_next", zone_next, &book);
    give(L, "engine_free", engine_free, NULL);
    if (luaL_dostring(L, "package.path = 'lua/?.lua;lua/test/?.lua;' .. package.path") || luaL_dostring(L, call)) {
        print_error("%s\n", lua_tostring(L, -1));
        lua_close(L);
        fail();
    }
    lua_Integer passed = lua_tointeger(L, -2), failed = lua_tointeger(L, -1);
    printf("%lld passed, %lld failed\n", (long long)passed, (long long)failed);
    fflush(stdout);
    lua_close(L);
    ru_arena_free(&book.arena);
    ruth_engine_free(engine);
    assert_int_equal(failed, 0);
    assert_true(passed > 0);
}

/* Runs a part of the harness in an empty folder of its own. */
static void in_folder(const char *part, long pairs) {
    char folder[] = "/tmp/ruth-twin-XXXXXX", messages[64], call[256];
    const char *seed = getenv("RUTH_SEED");
    assert_non_null(mkdtemp(folder));
    snprintf(messages, sizeof messages, "%s/messages", folder);
    assert_int_equal(mkdir(messages, 0700), 0);
    snprintf(call, sizeof call, "return require('harness').%s { seed = %ld, pairs = %ld, folder = '%s' }", part, seed ? atol(seed) : 20260302L, pairs, folder);
    run(call);
    support_remove(folder);
}

static void engine_and_twin_agree_and_the_theorem_holds(void **state) {
    (void)state;
    in_folder("run", support_scaled(500));
}

static void the_engine_holds_the_counterexamples(void **state) {
    (void)state;
    in_folder("counterexamples", 1);
}

/* Each of S1–S5 is switched off in the twin: its counterexample must then break the theorem. */
static void each_rule_is_needed(void **state) {
    (void)state;
    run("return require('theorem').counterexamples()");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_rule_is_needed), cmocka_unit_test(the_engine_holds_the_counterexamples),
                                       cmocka_unit_test(engine_and_twin_agree_and_the_theorem_holds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

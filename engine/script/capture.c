/* capture.c: a coded condition has no memory: what it captured is checked and frozen after the load, and put back after a run. */
#include "engine/script/sandbox.h"

static const char watched_key = 'w'; /* registry: list; 3k+1: a function, 3k+2: the value its watched variable must keep, 3k+3: which variable */

/* Stack places of the tables that one settling uses. */
typedef struct walk {
    lua_State *L;
    ru_script *s;
    int proxies; /* table → its proxy */
    int known;   /* identity of a variable → its place in the list of watched ones + 1 */
    int watched;
    int seen;  /* of the coded condition in hand: functions and proxies already visited */
    int queue; /* functions still to visit */
    lua_Integer queued, watched_count;
    const char *variable;
} walk;

static _Noreturn void refuse(const walk *w, const char *what) {
    ru_sandbox_raise(
        w->L, "this function uses %s, which holds %s; a coded condition may use whole numbers, texts, true, false, and tables and functions made of them",
        w->variable, what);
}

static void *grow(const walk *w, void *items, size_t *capacity, size_t size) {
    size_t more = *capacity ? *capacity * 2 : 64;
    void *p = ru_resize(&w->s->alloc, items, *capacity * size, more * size);
    if (!p) {
        w->s->host_refused = true;
        w->s->dead = RU_DEAD_MEMORY;
        ru_sandbox_end(w->L);
    }
    *capacity = more;
    return p;
}

/* Is the value at index in `seen` already? Puts it there. */
static bool seen_before(const walk *w, int index) {
    lua_State *L = w->L;
    index = lua_absindex(L, index);
    lua_pushvalue(L, index);
    bool before = lua_rawget(L, w->seen) != LUA_TNIL;
    lua_pop(L, 1);
    if (before) return true;
    lua_pushvalue(L, index);
    lua_pushboolean(L, 1);
    lua_rawset(L, w->seen);
    return false;
}

static void check_function(walk *w, int index) {
    lua_State *L = w->L;
    int source, line;
    if (ru_library_is_iterator(L, index)) refuse(w, "a walk through a table that is under way");
    if (lua_iscfunction(L, index)) return;
    ru_code_place(L, index, &source, &line);
    if (source < 0 || seen_before(w, index)) return; /* a word of the vocabulary */
    lua_pushvalue(L, index);
    lua_rawseti(L, w->queue, ++w->queued);
}

static void freeze_deep(walk *w, int index, int depth);

/* One value inside a captured table, on top of the stack: leaves it, or its proxy. */
static void settle_inner(walk *w, int depth) {
    lua_State *L = w->L;
    switch (lua_type(L, -1)) {
    case LUA_TNUMBER:
        if (!lua_isinteger(L, -1)) refuse(w, "a number with a fraction");
        return;
    case LUA_TTABLE:
        if (!ru_frozen(L, -1)) freeze_deep(w, lua_gettop(L), depth + 1);
        return;
    case LUA_TTHREAD:
    case LUA_TLIGHTUSERDATA: refuse(w, "something that is no value");
    default: return;
    }
}

/* Replaces the plain table at index by its proxy, and every table in it likewise. */
static void freeze_deep(walk *w, int index, int depth) {
    lua_State *L = w->L;
    if (depth > RU_MAX_DEPTH) refuse(w, "a table nested too deeply");
    luaL_checkstack(L, 12, NULL);
    lua_pushvalue(L, index);
    if (lua_rawget(L, w->proxies) == LUA_TTABLE) {
        lua_replace(L, index);
        return;
    }
    lua_pop(L, 1);
    lua_pushvalue(L, index); /* the proxy exists before its content is settled, so that a table may contain itself */
    ru_freeze(L, RU_FROZEN_DATA);
    lua_pushvalue(L, index);
    lua_pushvalue(L, -2);
    lua_rawset(L, w->proxies);
    ru_sorted_keys(L, index);
    int keys = lua_gettop(L);
    for (lua_Integer i = 1; lua_rawgeti(L, keys, i) != LUA_TNIL; i++) {
        ru_sandbox_charge(L, 2);
        lua_pushvalue(L, -1);
        lua_rawget(L, index);
        settle_inner(w, depth);
        lua_rawset(L, index);
    }
    lua_pop(L, 2);
    lua_replace(L, index);
}

/* Finds the functions inside a frozen table. */
static void visit_proxy(walk *w, int index, int depth) {
    lua_State *L = w->L;
    if (depth > RU_MAX_DEPTH) refuse(w, "a table nested too deeply");
    if (ru_frozen(L, index) != RU_FROZEN_DATA || seen_before(w, index)) return;
    luaL_checkstack(L, 12, NULL);
    ru_raw_table(L, index);
    int table = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, table)) {
        ru_sandbox_charge(L, 1);
        if (lua_type(L, -1) == LUA_TTABLE) visit_proxy(w, lua_gettop(L), depth + 1);
        else if (lua_type(L, -1) == LUA_TFUNCTION) check_function(w, lua_gettop(L));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/* The value of variable n of function is on top: remembers that it must stay. */
static void watch(walk *w, int function, int n) {
    lua_State *L = w->L;
    ru_script *s = w->s;
    lua_rawgetp(L, w->known, lua_upvalueid(L, function, n));
    lua_Integer place = lua_tointeger(L, -1);
    lua_pop(L, 1);
    if (place) {
        lua_rawgeti(L, w->watched, 3 * place);
        n = (int)lua_tointeger(L, -1); /* its number in the function that is kept, not in this one */
        lua_pop(L, 1);
    } else {
        place = ++w->watched_count;
        lua_pushvalue(L, function);
        lua_rawseti(L, w->watched, 3 * place - 2);
        lua_pushvalue(L, -1);
        lua_rawseti(L, w->watched, 3 * place - 1);
        lua_pushinteger(L, n);
        lua_rawseti(L, w->watched, 3 * place);
        lua_pushinteger(L, place);
        lua_rawsetp(L, w->known, lua_upvalueid(L, function, n));
    }
    if (s->watch_count == s->watch_capacity) s->watches = grow(w, s->watches, &s->watch_capacity, sizeof *s->watches);
    s->watches[s->watch_count++] = (ru_watch){n, (int)place - 1};
}

static void visit_function(walk *w, int function) {
    lua_State *L = w->L;
    for (int n = 1; (w->variable = lua_getupvalue(L, function, n)) != NULL; n++) {
        ru_sandbox_charge(L, 4);
        int value = lua_gettop(L);
        if (lua_type(L, value) == LUA_TFUNCTION) check_function(w, value);
        if (lua_type(L, value) == LUA_TTABLE) {
            if (!ru_frozen(L, value)) {
                freeze_deep(w, value, 0);
                lua_pushvalue(L, value);
                lua_setupvalue(L, function, n);
            }
            visit_proxy(w, value, 0);
        } else {
            settle_inner(w, 0);
        }
        watch(w, function, n);
        lua_settop(L, value - 1);
    }
}

static void settle_one(walk *w, int64_t number) {
    lua_State *L = w->L;
    ru_script *s = w->s;
    lua_createtable(L, 0, 0);
    w->seen = lua_gettop(L);
    lua_createtable(L, 0, 0);
    w->queue = lua_gettop(L);
    w->queued = 0;
    s->watches_of[number].first = s->watch_count;
    ru_code_push(L, number);
    ru_code_place(L, -1, &s->near_source, &s->near_line);
    check_function(w, lua_gettop(L));
    lua_pop(L, 1);
    for (lua_Integer i = 1; i <= w->queued; i++) {
        lua_rawgeti(L, w->queue, i);
        visit_function(w, lua_gettop(L));
        lua_pop(L, 1);
    }
    s->watches_of[number].count = s->watch_count - s->watches_of[number].first;
    lua_pop(L, 2);
}

void ru_capture_settle(lua_State *L) {
    ru_script *s = ru_sandbox_of(L);
    if (!s->code_count) return;
    walk w = {.L = L, .s = s};
    s->watches_of = ru_alloc(&s->alloc, (size_t)s->code_count * sizeof *s->watches_of);
    if (!s->watches_of) {
        s->host_refused = true;
        s->dead = RU_DEAD_MEMORY;
        ru_sandbox_end(L);
    }
    lua_createtable(L, 0, 0);
    w.proxies = lua_gettop(L);
    lua_createtable(L, 0, 0);
    w.known = lua_gettop(L);
    lua_createtable(L, 0, 0);
    w.watched = lua_gettop(L);
    lua_pushvalue(L, w.watched);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &watched_key);
    for (int64_t i = 0; i < s->code_count; i++) settle_one(&w, i);
    lua_pop(L, 3);
}

void ru_capture_check(lua_State *L) {
    ru_script *s = ru_sandbox_of(L);
    ru_watches of = s->watches_of[s->run_index];
    if (!of.count) return;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &watched_key);
    int list = lua_gettop(L);
    for (size_t i = of.first; i < of.first + of.count; i++) {
        const ru_watch *v = &s->watches[i];
        lua_rawgeti(L, list, 3 * (lua_Integer)v->watched + 1);
        lua_getupvalue(L, list + 1, v->upvalue);
        lua_rawgeti(L, list, 3 * (lua_Integer)v->watched + 2);
        if (!lua_rawequal(L, -1, -2)) {
            lua_setupvalue(L, list + 1, v->upvalue);
            s->changed = true;
        }
        lua_settop(L, list);
    }
    lua_pop(L, 1);
}

/* coded.c: coded conditions: the facts of one request as f.name, and one run under its own budget. */
#include <stdio.h>

#include "engine/script/sandbox.h"

enum { GARBAGE = 256 << 10 }; /* what runs may leave behind before it is collected, between runs */

static const char facts_key = 'f'; /* registry: the value that scripts see as f */

/* ---- f ---- */
static void push_windows(lua_State *L, const ru_value *v) {
    const ru_window *windows = v->u.l.list;
    lua_createtable(L, (int)v->u.l.n, 0);
    for (size_t i = 0; i < v->u.l.n; i++) {
        lua_createtable(L, 0, 3);
        lua_pushinteger(L, windows[i].days);
        lua_setfield(L, -2, "days");
        lua_pushinteger(L, windows[i].from);
        lua_setfield(L, -2, "from");
        lua_pushinteger(L, windows[i].to);
        lua_setfield(L, -2, "to");
        ru_freeze(L, RU_FROZEN_DATA);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    ru_freeze(L, RU_FROZEN_DATA);
}

static void push_names(lua_State *L, const ru_value *v) {
    const ru_str *names = v->u.l.list;
    lua_createtable(L, (int)v->u.l.n, 0);
    for (size_t i = 0; i < v->u.l.n; i++) {
        lua_pushlstring(L, names[i].p, names[i].n);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    ru_freeze(L, RU_FROZEN_DATA);
}

/* The names of the bits that are set, in the order of their bytes. */
static void push_set(lua_State *L, const ru_script *s, const ru_fact *f, int base, int64_t bits) {
    lua_Integer n = 0;
    lua_createtable(L, 0, 0);
    for (size_t k = 0; k < f->value_count; k++) {
        int value = s->order[(size_t)base + k];
        if (!(((uint64_t)bits >> value) & 1)) continue;
        lua_rawgeti(L, lua_upvalueindex(2), base + value + 1);
        lua_rawseti(L, -2, ++n);
    }
    ru_freeze(L, RU_FROZEN_DATA);
}

static void push_list(lua_State *L, const ru_script *s, const ru_fact *f, int base, const ru_value *v) {
    ru_sandbox_charge(L, 8 + 4 * (f->type == RU_LIST_ENUM ? f->value_count : v->u.l.n));
    if (f->type == RU_LIST_ENUM) push_set(L, s, f, base, v->i);
    else if (f->type == RU_WINDOWS) push_windows(L, v);
    else push_names(L, v);
}

static _Noreturn void refuse_fact(lua_State *L) {
    static const char *const stages[] = {"segment", "action", "tone", "channel", "plans_in_reach"};
    const ru_script *s = ru_sandbox_of(L);
    if (lua_type(L, 2) != LUA_TSTRING) ru_sandbox_raise(L, "f knows facts by name only, as in f.days_past_due");
    const ru_fields *facts = &s->schema->facts;
    ru_str name, names[256], near;
    name.p = lua_tolstring(L, 2, &name.n);
    if (name.n > 64) name.n = 64;
    for (size_t i = 0; i < facts->count; i++) /* a fact that is declared and was not bound */
        if (ru_str_eq(facts->items[i].name, name)) ru_sandbox_raise(L, "%.*s is protected: no policy may read it", (int)name.n, name.p);
    for (size_t i = 0; i < RU_COUNT(stages); i++)
        if (ru_str_is(name, stages[i])) ru_sandbox_raise(L, "%s is not a fact; a coded condition reads facts only", stages[i]);
    size_t n = 0;
    for (size_t i = 0; i < facts->count && n < RU_COUNT(names); i++)
        if (!facts->items[i].is_protected) names[n++] = facts->items[i].name;
    near = ru_str_nearest(name, names, n);
    if (near.p) ru_sandbox_raise(L, "%.*s is not a fact of facts.yaml; did you mean %.*s?", (int)name.n, name.p, (int)near.n, near.p);
    ru_sandbox_raise(L, "%.*s is not a fact of facts.yaml", (int)name.n, name.p);
}

/* Upvalues: fact name → slot; the list of all value names. */
static int read_fact(lua_State *L) {
    ru_script *s = ru_sandbox_of(L);
    lua_settop(L, 2);
    if (!s->scene) ru_sandbox_raise(L, "facts can be read only while somebody is decided on");
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNUMBER) refuse_fact(L);
    int slot = (int)lua_tointeger(L, 3);
    const ru_value *v = &s->scene->request->facts[slot];
    const ru_fact *f = &s->schema->facts.items[slot];
    if (v->state == RU_UNKNOWN) {
        s->unknown_slot = slot;
        ru_sandbox_end(L);
    }
    if (v->state == RU_NONE) {
        lua_pushnil(L);
        return 1;
    }
    switch (f->type) {
    case RU_BOOLEAN: lua_pushboolean(L, v->i != 0); break;
    case RU_INTEGER:
    case RU_MONEY:
    case RU_RATIO:
    case RU_DATE:
    case RU_INSTANT: lua_pushinteger(L, v->i); break;
    case RU_ENUM: lua_rawgeti(L, lua_upvalueindex(2), s->enum_base[slot] + v->i + 1); break;
    case RU_ZONE:
    case RU_TEXT:
        ru_sandbox_charge(L, v->u.s.n / 16);
        lua_pushlstring(L, v->u.s.p, v->u.s.n);
        break;
    case RU_LIST_ENUM:
    case RU_WINDOWS:
    case RU_LIST_ZONE:
    case RU_LIST_TEXT: push_list(L, s, f, s->enum_base[slot], v); break;
    }
    return 1;
}

static int refuse_set(lua_State *L) { ru_sandbox_raise(L, "facts cannot be set: a coded condition only reads them"); }

static int refuse_use(lua_State *L) { ru_sandbox_raise(L, "f stands for the facts of one person; it has no length and cannot be called: read f.name"); }

/* ---- binding ---- */
/* By insertion: at most 64 values. */
static void order_values(const ru_fact *f, uint8_t *order) {
    for (size_t i = 0; i < f->value_count; i++) {
        size_t k = i;
        for (; k > 0 && ru_str_cmp(f->values[i], f->values[order[k - 1]]) < 0; k--) order[k] = order[k - 1];
        order[k] = (uint8_t)i;
    }
}

static int bind_facts(lua_State *L) {
    ru_script *s = ru_sandbox_of(L);
    const ru_fields *facts = &s->schema->facts;
    luaL_checkstack(L, 10, NULL);
    lua_createtable(L, 0, (int)facts->count);
    lua_createtable(L, (int)s->order_count, 0);
    int slots = lua_gettop(L) - 1, names = lua_gettop(L), base = 0;
    for (size_t i = 0; i < facts->count; i++) {
        const ru_fact *f = &facts->items[i];
        s->enum_base[i] = base;
        for (size_t k = 0; k < f->value_count; k++) {
            lua_pushlstring(L, f->values[k].p, f->values[k].n);
            lua_rawseti(L, names, ++base);
        }
        if (f->type == RU_LIST_ENUM && f->value_count <= 64) order_values(f, s->order + s->enum_base[i]);
        if (f->is_protected) continue;
        lua_pushlstring(L, f->name.p, f->name.n);
        lua_pushinteger(L, (lua_Integer)i);
        lua_rawset(L, slots);
    }
    lua_newuserdatauv(L, 0, 0);
    lua_createtable(L, 0, 6);
    lua_pushvalue(L, slots);
    lua_pushvalue(L, names);
    lua_pushcclosure(L, read_fact, 2);
    lua_setfield(L, -2, "__index");
    static const luaL_Reg refusals[] = {{"__newindex", refuse_set}, {"__len", refuse_use}, {"__call", refuse_use}, {NULL, NULL}};
    ru_library_fill(L, refusals);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushliteral(L, "word");
    lua_setfield(L, -2, "__name");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &facts_key);
    lua_settop(L, 0);
    lua_gc(L, LUA_GCCOLLECT);
    return 0;
}

ruth_status ru_script_bind(ru_script *s, const ru_schema *schema, ruth_error *e) {
    size_t values = 0;
    if (s->spent) return ru_fail(e, RUTH_E_INTERNAL, "the script state is spent");
    ru_free(&s->alloc, s->order, s->order_count);
    ru_free(&s->alloc, s->enum_base, s->fact_count * sizeof *s->enum_base);
    s->order = NULL;
    s->enum_base = NULL;
    s->fact_count = schema->facts.count;
    for (size_t i = 0; i < s->fact_count; i++) values += schema->facts.items[i].value_count;
    s->order_count = values ? values : 1;
    s->order = ru_alloc(&s->alloc, s->order_count);
    s->enum_base = ru_alloc(&s->alloc, (s->fact_count ? s->fact_count : 1) * sizeof *s->enum_base);
    if (!s->order || !s->enum_base) {
        ru_free(&s->alloc, s->order, s->order_count);
        ru_free(&s->alloc, s->enum_base, (s->fact_count ? s->fact_count : 1) * sizeof *s->enum_base);
        s->order = NULL;
        s->enum_base = NULL;
        return ru_fail_nomem(e);
    }
    if (!s->fact_count) s->fact_count = 1;
    s->schema = schema;
    ru_sandbox_begin(s, true);
    int rc = ru_sandbox_guard(s, bind_facts);
    s->settled = s->used;
    if (rc == 0) return RUTH_OK;
    s->schema = NULL;
    s->spent = true;
    return ru_fail_nomem(e);
}

/* ---- running ---- */
static int run_condition(lua_State *L) {
    ru_script *s = ru_sandbox_of(L);
    ru_code_push(L, s->run_index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &facts_key);
    lua_call(L, 1, 1);
    if (lua_isboolean(L, 1)) {
        s->result->end = RU_CODE_OK;
        s->result->value = lua_toboolean(L, 1);
    } else if (lua_type(L, 1) == LUA_TNUMBER && !lua_isinteger(L, 1)) {
        ru_sandbox_raise_at(L, -1, 0, "the function gives back a number with a fraction; it must give true or false");
    } else {
        s->result->end = RU_CODE_NOT_BOOLEAN;
        snprintf(s->result->message, sizeof s->result->message, "the function gives back %s; it must give true or false", ru_args_describe(L, 1));
    }
    ru_capture_check(L);
    return 0;
}

static int check_only(lua_State *L) {
    ru_capture_check(L);
    return 0;
}

static int collect(lua_State *L) {
    lua_gc(L, LUA_GCCOLLECT);
    return 0;
}

static void tell_fault(const ru_script *s, ru_code_result *out) {
    ru_str file = ru_sandbox_file(s, s->fault_source);
    if (file.n) snprintf(out->message, sizeof out->message, "%.*s:%d: %.150s", (int)(file.n > 100 ? 100 : file.n), file.p, s->fault_line, s->fault);
    else snprintf(out->message, sizeof out->message, "%.190s", s->fault);
}

/* What ended the run that did not come to its end. */
static void tell_end(ru_script *s, int rc, ru_code_result *out) {
    out->value = false;
    if (rc < 0 || rc == LUA_ERRMEM || s->dead == RU_DEAD_MEMORY) {
        s->spent = true;
        out->end = RU_CODE_MEMORY;
        out->refused = s->host_refused;
        snprintf(out->message, sizeof out->message, "the coded conditions used more memory than they may");
    } else if (s->dead == RU_DEAD_BUDGET) {
        out->end = RU_CODE_BUDGET;
        snprintf(out->message, sizeof out->message, "the function did not end within %lld steps", (long long)s->caps.run_instructions);
    } else if (s->unknown_slot >= 0) {
        out->end = RU_CODE_UNKNOWN;
        out->unknown_slot = s->unknown_slot;
    } else {
        out->end = RU_CODE_ERROR;
        tell_fault(s, out);
    }
}

/* Garbage of runs is collected here and nowhere else, so that no run is touched by what ran before it. */
static void tidy(ru_script *s) {
    if (s->spent || s->used < s->settled + GARBAGE) return;
    ru_sandbox_begin(s, false);
    if (ru_sandbox_guard(s, collect) != 0) s->spent = true;
    if (s->used > s->settled + GARBAGE / 2) s->settled = s->used - GARBAGE / 2; /* never collect at every run */
}

void ru_script_run(ru_script *s, int64_t index, const ru_scene *scene, ru_code_result *out) {
    out->value = out->refused = false;
    out->unknown_slot = -1;
    out->message[0] = 0;
    out->end = RU_CODE_ERROR;
    if (s->spent) {
        out->end = RU_CODE_MEMORY;
        return;
    }
    if (!s->schema || index < 0 || index >= s->code_count) {
        snprintf(out->message, sizeof out->message, "no such coded condition");
        return;
    }
    s->run_index = index;
    s->scene = scene;
    s->result = out;
    s->unknown_slot = -1;
    s->changed = false;
    ru_sandbox_begin(s, false);
    int rc = ru_sandbox_guard(s, run_condition);
    if (rc != 0 || s->dead) tell_end(s, rc, out);
    if (rc != 0 && !s->spent && s->watches_of[index].count) {
        ru_sandbox_begin(s, false);
        if (ru_sandbox_guard(s, check_only) != 0) s->spent = true;
    }
    s->scene = NULL;
    s->result = NULL;
    if (s->changed && !s->spent) {
        out->end = RU_CODE_ERROR;
        out->value = false;
        out->unknown_slot = -1;
        snprintf(out->message, sizeof out->message, "a coded rule has no memory: it wrote to a captured variable");
    }
    tidy(s);
}

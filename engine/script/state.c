/* state.c: one Lua state with its caps: counted memory, counted instructions, one wall around every use. */
#include <stdio.h>

#include "engine/script/sandbox.h"

enum {
    SLACK = 1 << 20,      /* granted beyond the soft cap until the next hook looks: refusing outright would make Lua collect in an emergency */
    BYTES_A_STEP = 32,    /* while loading, memory traffic costs instructions */
    TRAFFIC_FACTOR = 4,   /* while deciding, a run may be granted this many times its memory cap in all */
    TEXT_OVERHEAD = 64,   /* of Lua, for a string */
    SHORT_TEXT = 1 << 10, /* longer ones make comparing dear … */
    SHORT_TEXT_LOADING = 16 << 10,
    BYTES_A_COMPARISON = 16 /* … one instruction in three may be one: so much of the longest text costs a step, at each look at the budget */
};

ru_script_caps ru_script_default_caps(void) {
    return (ru_script_caps){
        .load_bytes = (size_t)64 << 20, .run_bytes = (size_t)16 << 20, .load_instructions = 200000000, .run_instructions = 100000, .look_every = RU_HOOK_STEPS};
}

const char *ru_script_release_text(void) { return LUA_RELEASE; }

/* The allocator Lua sees. Shrinking and freeing never fail; when block is NULL, old is a type tag and not a size. */
static void *resize_block(void *context, void *block, size_t old, size_t size) {
    ru_script *s = context;
    size_t had = block ? old : 0, most = !block && old == LUA_TSTRING ? s->max_text : s->max_object;
    if (size == 0) {
        ru_free(&s->alloc, block, had);
        s->used -= had;
        return NULL;
    }
    if (size > had) {
        size_t more = size - had;
        s->traffic += size;
        if ((s->used + more > s->cap || s->traffic > s->traffic_cap) && !s->dead) s->dead = RU_DEAD_MEMORY;
        if (size > most || s->used + more > s->cap + SLACK) {
            s->dead = RU_DEAD_MEMORY;
            return NULL;
        }
        if (!block && old == LUA_TSTRING && size > s->longest) s->longest = size;
        if (!s->compiling && !s->own && (block || old == 0) && size > s->widest) s->widest = size;
    }
    void *p = block ? ru_resize(&s->alloc, block, had, size) : ru_alloc(&s->alloc, size);
    if (!p) {
        if (size <= had) {
            p = block;
        } else {
            s->host_refused = true;
            s->dead = RU_DEAD_MEMORY;
            return NULL;
        }
    }
    s->used = s->used - had + size;
    return p;
}

/* Reached only when something ran outside a protected call: the state is not trusted again. */
static int panic(lua_State *L) {
    ru_script *s = ru_sandbox_of(L);
    s->spent = true;
    if (s->wall) longjmp(*s->wall, 1);
    return 0;
}

static _Noreturn void throw(lua_State * L) {
    for (;;) {
        lua_pushlightuserdata(L, ru_sandbox_of(L));
        lua_error(L);
    }
}

_Noreturn void ru_sandbox_end(lua_State *L) { throw(L); }

static _Noreturn void die(lua_State *L) {
    ru_script *s = ru_sandbox_of(L);
    if (!s->dead) s->dead = RU_DEAD_BUDGET;
    if (!s->faulted) ru_sandbox_where(L, &s->fault_source, &s->fault_line);
    throw(L);
}

static void count_steps(lua_State *L, lua_Debug *ar) {
    (void)ar;
    ru_script *s = ru_sandbox_of(L);
    s->budget -= s->caps.look_every;
    size_t brief = s->loading ? SHORT_TEXT_LOADING : SHORT_TEXT;
    if (s->longest > brief) s->budget -= (int64_t)((s->longest - brief) / BYTES_A_COMPARISON);
    if (s->loading) {
        s->budget -= (int64_t)(s->traffic / BYTES_A_STEP);
        s->traffic = 0;
    }
    if (s->budget < 0 || s->dead) die(L);
}

void ru_sandbox_charge(lua_State *L, size_t work) {
    ru_script *s = ru_sandbox_of(L);
    s->budget -= work > INT32_MAX ? INT32_MAX : (int64_t)work;
    if (s->budget < 0 || s->dead) die(L);
}

void ru_sandbox_where(lua_State *L, int *source, int *line) {
    lua_Debug ar;
    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.short_src[0] < '0' || ar.short_src[0] > '9') continue;
        *source = 0;
        for (const char *p = ar.short_src; *p >= '0' && *p <= '9'; p++) *source = *source * 10 + (*p - '0');
        *line = ar.currentline > 0 ? ar.currentline : 0;
        return;
    }
    const ru_script *s = ru_sandbox_of(L);
    *source = s->near_source;
    *line = s->near_line;
}

ru_str ru_sandbox_file(const ru_script *s, int source) { return source >= 0 && (size_t)source < s->name_count ? s->names[source] : (ru_str){"", 0}; }

/* A script's own words go on to people and into answers: one line of text, whatever they were made of. */
static void tame_fault(ru_script *s) {
    size_t n = strlen(s->fault);
    ru_text_tame(s->fault, &n);
    s->fault[n] = 0;
}

/* The first fault is the one that counts. */
static void note_fault(ru_script *s, int source, int line, const char *format, va_list args) {
    if (s->faulted) return;
    s->faulted = true;
    s->fault_source = source;
    s->fault_line = line;
    vsnprintf(s->fault, sizeof s->fault, format, args);
    tame_fault(s);
}

_Noreturn void ru_sandbox_raise_at(lua_State *L, int source, int line, const char *format, ...) {
    va_list args;
    va_start(args, format);
    note_fault(ru_sandbox_of(L), source, line, format, args);
    va_end(args);
    throw(L);
}

_Noreturn void ru_sandbox_raise(lua_State *L, const char *format, ...) {
    int source, line;
    ru_sandbox_where(L, &source, &line);
    va_list args;
    va_start(args, format);
    note_fault(ru_sandbox_of(L), source, line, format, args);
    va_end(args);
    throw(L);
}

/* Keeps Lua's own message while it can be read safely; what is raised by the engine is already in `fault`. */
static int keep_message(lua_State *L) {
    ru_script *s = ru_sandbox_of(L);
    if (!s->faulted && !s->dead && lua_type(L, 1) == LUA_TSTRING) {
        const char *rest, *message = lua_tostring(L, 1);
        s->faulted = true;
        if (!ru_reword_place(message, &s->fault_source, &s->fault_line, &rest)) {
            ru_sandbox_where(L, &s->fault_source, &s->fault_line);
            rest = message;
        }
        ru_reword(rest, false, s->fault, sizeof s->fault);
        tame_fault(s);
    }
    lua_settop(L, 1);
    return 1;
}

int ru_sandbox_guard(ru_script *s, lua_CFunction body) {
    jmp_buf wall;
    int rc = -1;
    locale_t before = uselocale(s->locale);
    s->wall = &wall;
    if (setjmp(wall) == 0) {
        lua_settop(s->L, 0);
        lua_pushcfunction(s->L, keep_message);
        lua_pushcfunction(s->L, body);
        rc = lua_pcall(s->L, 0, 0, 1);
        lua_settop(s->L, 0);
        s->wall = NULL;
        uselocale(before);
        return rc;
    }
    s->wall = NULL;
    s->spent = true;
    uselocale(before);
    return -1;
}

static void set_caps(ru_script *s, bool loading) {
    s->budget = loading ? s->caps.load_instructions : s->caps.run_instructions;
    s->cap = s->used + (loading ? s->caps.load_bytes : s->caps.run_bytes);
    s->max_object = loading ? RU_MAX_OBJECT_LOADING : RU_MAX_OBJECT;
    s->max_text = TEXT_OVERHEAD + (loading ? RU_MAX_TEXT_LOADING : RU_MAX_TEXT);
    s->traffic = 0;
    s->traffic_cap = loading ? SIZE_MAX : TRAFFIC_FACTOR * s->caps.run_bytes;
}

void ru_sandbox_begin(ru_script *s, bool loading) {
    set_caps(s, loading);
    s->dead = RU_ALIVE;
    s->faulted = false;
    s->widest = s->widest_settled;
    s->longest = s->longest_settled;
    s->fault_syntax = false;
    s->fault_source = -1;
    s->fault_line = s->fault_column = 0;
    s->near_source = -1;
    s->near_line = 0;
    s->fault[0] = 0;
    lua_sethook(s->L, count_steps, LUA_MASKCOUNT, s->caps.look_every);
}

static bool keep_names(ru_script *s, const ru_source *sources, size_t count) {
    if (!count) return true;
    s->names = ru_alloc(&s->alloc, count * sizeof *s->names);
    if (!s->names) return false;
    s->name_count = count;
    for (size_t i = 0; i < count; i++) s->names[i] = sources[i].name;
    return true;
}

ruth_status ru_sandbox_new(const ruth_allocator *alloc, const ru_script_caps *caps, const ru_source *sources, size_t count, ru_script **out, ruth_error *e) {
    ruth_allocator a = alloc ? *alloc : ru_allocator_default();
    *out = NULL;
    ru_script *s = ru_alloc(&a, sizeof *s);
    if (!s) return ru_fail_nomem(e);
    *s = (ru_script){.alloc = a, .caps = caps ? *caps : ru_script_default_caps(), .unknown_slot = -1, .fault_source = -1, .near_source = -1};
    if (s->caps.look_every < 1) s->caps.look_every = RU_HOOK_STEPS; /* never at all would be no budget */
    set_caps(s, true);
    s->sources = sources;
    s->locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (s->locale == (locale_t)0 || !keep_names(s, sources, count)) goto refused;
    s->L = lua_newstate(resize_block, s);
    if (!s->L) goto refused;
    *(ru_script **)lua_getextraspace(s->L) = s;
    lua_atpanic(s->L, panic);
    *out = s;
    return RUTH_OK;
refused:
    ru_sandbox_free(s);
    return ru_fail_nomem(e);
}

void ru_sandbox_free(ru_script *s) {
    if (!s) return;
    if (s->L) lua_close(s->L);
    if (s->locale != (locale_t)0) freelocale(s->locale);
    ru_free(&s->alloc, s->names, s->name_count * sizeof *s->names);
    ru_free(&s->alloc, s->watches_of, (size_t)s->code_count * sizeof *s->watches_of);
    ru_free(&s->alloc, s->watches, s->watch_capacity * sizeof *s->watches);
    ru_free(&s->alloc, s->order, s->order_count);
    ru_free(&s->alloc, s->enum_base, s->fact_count * sizeof *s->enum_base);
    ruth_allocator a = s->alloc;
    ru_free(&a, s, sizeof *s);
}

void ru_script_free(ru_script *s) { ru_sandbox_free(s); }

int64_t ru_script_code_count(const ru_script *s) { return s->code_count; }

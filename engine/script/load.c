/* load.c: sources in, rule data out: checks, the vocabulary, every file in its order, then what was captured. */
#include <stdio.h>

#include "engine/script/embedded.h"
#include "engine/script/outline.h"
#include "engine/script/sandbox.h"

enum { WORDS = 1, VOCABULARY = 2, ENVIRONMENT = 3 }; /* stack places while loading */

/* Gives the chunk on top its environment. */
static void set_environment(lua_State *L, int environment) {
    lua_pushvalue(L, environment);
    lua_setupvalue(L, -2, 1);
}

static void run_vocabulary(lua_State *L) {
    for (size_t i = 0; i < ru_embedded_count; i++) {
        const struct ru_embedded *f = &ru_embedded_files[i];
        if (strncmp(f->name, "vocabulary", 10) != 0) continue;
        char name[80];
        snprintf(name, sizeof name, "=%s", f->name);
        if (luaL_loadbufferx(L, (const char *)f->bytes, f->size, name, "t") != LUA_OK)
            ru_sandbox_raise_at(L, -1, 0, "%s", lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : f->name);
        set_environment(L, VOCABULARY);
        lua_call(L, 0, 0);
    }
}

static void refuse_syntax(lua_State *L, int source) {
    ru_script *s = ru_sandbox_of(L);
    char said[512];
    const char *rest, *message = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    int line = 0, named = source;
    if (!ru_reword_place(message, &named, &line, &rest)) rest = message;
    ru_reword(rest, true, said, sizeof said);
    s->fault_syntax = true;
    ru_sandbox_raise_at(L, source, line, "%s", said);
}

void ru_load_words(lua_State *L) {
    luaL_checkstack(L, 16, NULL);
    ru_library_open(L);
    ru_words_open(L);
    run_vocabulary(L);
    lua_pushvalue(L, WORDS);
    ru_words_environment(L);
    ru_sandbox_of(L)->widest = 0;
}

void ru_load_source(lua_State *L, size_t index) {
    const ru_source *source = &ru_sandbox_of(L)->sources[index];
    char name[32];
    snprintf(name, sizeof name, "=%zu", index);
    ru_sandbox_of(L)->compiling = true;
    int rc = ru_compile(L, source, name);
    ru_sandbox_of(L)->compiling = false;
    if (rc == LUA_ERRMEM) lua_error(L);
    if (rc != LUA_OK) {
        if (!ru_sandbox_of(L)->dead) ru_sandbox_of(L)->faulted = false; /* some of the compiler's faults pass by the handler, which takes them for a run's */
        refuse_syntax(L, (int)index);
    }
    set_environment(L, ENVIRONMENT);
}

/* What the outline shows: before the file runs, behind Lua's own reading of it. */
static void refuse_slip(lua_State *L, size_t index) {
    ru_script *s = ru_sandbox_of(L);
    ru_slip slip;
    bool failed = false, found = ru_outline_slip(&s->sources[index], &s->alloc, &slip, &failed);
    if (failed) {
        s->host_refused = true;
        s->dead = RU_DEAD_MEMORY;
        ru_sandbox_end(L);
    }
    if (!found) return;
    s->fault_column = slip.column;
    ru_sandbox_raise_at(L, (int)index, slip.line, "%s", slip.message);
}

void ru_load_end_file(lua_State *L) {
    lua_getfield(L, VOCABULARY, "finish_file");
    lua_call(L, 0, 0);
}

static int load_all(lua_State *L) {
    ru_script *s = ru_sandbox_of(L);
    lua_gc(L, LUA_GCINC, 150, 0, 0);
    ru_load_words(L);
    for (size_t i = 0; i < s->name_count; i++) {
        ru_load_source(L, i);
        if (s->arena) refuse_slip(L, i); /* a session's own state has seen these sources before */
        lua_call(L, 0, 0);
        ru_load_end_file(L);
    }
    s->loading = false;
    ru_capture_settle(L);
    return 0;
}

/* From here on no collection happens inside a run. */
static int come_to_rest(lua_State *L) {
    lua_gc(L, LUA_GCCOLLECT);
    lua_gc(L, LUA_GCSTOP);
    return 0;
}

/* Lua knows lines; the outline finds the column, and the line where a rule is written over several. */
static ruth_status tell_fault(const ru_script *s, ru_str file, ruth_error *e) {
    int line = s->fault_line, column = s->fault_column;
    ruth_status st = s->fault_syntax ? RUTH_E_SYNTAX : s->fault_source < 0 && !s->fault_offer ? RUTH_E_INTERNAL : RUTH_E_POLICY;
    bool open_table = s->fault_syntax && !strncmp(s->fault, "expected '}' to close the table opened at line", 46);
    if (open_table && ru_places_brace(s->sources[s->fault_source].bytes, &s->alloc, &line, &column))
        return ru_fail_at(e, st, file, line, column,
                          "a } is missing at the end of this line: a table is opened on it or above, and the next line seems to be outside of it");
    bool whole = line <= 0 || column || !file.n || ru_places_fault(s->sources[s->fault_source].bytes, &s->alloc, s->fault_syntax, s->fault, &line, &column);
    if (!whole) return ru_fail_nomem(e);
    return ru_fail_at(e, st, file, line, column, "%s", s->fault);
}

static ruth_status tell_failure(const ru_script *s, int rc, ruth_error *e) {
    ru_str file = ru_sandbox_file(s, s->fault_source);
    if (s->host_refused) return ru_fail_nomem(e);
    if (rc == LUA_ERRMEM || s->dead == RU_DEAD_MEMORY)
        return ru_fail_at(e, RUTH_E_LIMIT, file, s->fault_line, 0, "the policy's Lua files need more than %zu bytes of memory", s->caps.load_bytes);
    if (s->dead == RU_DEAD_BUDGET)
        return ru_fail_at(e, RUTH_E_LIMIT, file, s->fault_line, 0, "the policy's Lua files did not come to an end within %lld steps",
                          (long long)s->caps.load_instructions);
    if (s->faulted) return tell_fault(s, file, e);
    return ru_fail(e, RUTH_E_INTERNAL, "the policy's Lua files ended in a way that should not be (%d)", rc);
}

ruth_status ru_script_load(const ruth_allocator *alloc, const ru_script_caps *caps, const ru_source *sources, size_t count, ru_arena *a, ru_script **out,
                           ru_node **rules, ruth_error *e) {
    ru_script *s = NULL;
    *out = NULL;
    if (rules) *rules = NULL;
    ruth_status st = RUTH_OK;
    for (size_t i = 0; !st && i < count; i++) st = ru_source_check(&sources[i], e);
    if (st || (st = ru_sandbox_new(alloc, caps, sources, count, &s, e))) return st;
    s->arena = rules ? a : NULL;
    s->loading = true;
    ru_sandbox_begin(s, true);
    int rc = ru_sandbox_guard(s, load_all);
    if (rc == 0 && !s->dead) rc = ru_sandbox_guard(s, come_to_rest);
    if (rc != 0 || s->dead) {
        st = tell_failure(s, rc, e);
        goto failed;
    }
    if (rules && a) {
        *rules = ru_tree_list(s);
        if (!*rules || !ru_places_set(*rules, sources, count, &s->alloc)) {
            *rules = NULL;
            st = ru_fail_nomem(e);
            goto failed;
        }
    }
    s->arena = NULL;
    s->sources = NULL;
    s->items = NULL;
    s->file_names = NULL;
    s->settled = s->used;
    s->widest_settled = s->widest;
    s->longest_settled = s->longest;
    *out = s;
    return RUTH_OK;
failed:
    ru_sandbox_free(s);
    return st;
}

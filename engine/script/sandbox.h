/* sandbox.h: what the files of engine/script/ share; nobody else includes it.
 *
 * Everything below but ru_sandbox_new, _free, _guard and _begin may raise, so it is only called inside the wall that
 * ru_sandbox_guard puts up. Scripts have no pcall: whatever is raised ends the whole load or run. */
#ifndef RU_SANDBOX_H
#define RU_SANDBOX_H

#include <lauxlib.h>
#include <locale.h>
#include <lua.h>
#include <setjmp.h>

#include "engine/script/script.h"

enum {
    RU_HOOK_STEPS = 100,    /* VM instructions between two looks at the budget, by default */
    RU_MAX_TEXT = 64 << 10, /* longest text that an engine function makes, or that exists at all while deciding: comparing two costs one instruction */
    RU_MAX_TEXT_LOADING = 1 << 20,
    RU_MAX_OBJECT = 1 << 20, /* largest single block while deciding: bounds tables and the Lua stack */
    RU_MAX_OBJECT_LOADING = 16 << 20,
    RU_MAX_DEPTH = 32,             /* deepest table in a rule or captured by a coded condition */
    RU_MAX_CODES = 1 << 16,        /* coded conditions in one policy */
    RU_MAX_NODES = 8 * 1000 * 1000 /* nodes of rule data in one load */
};

typedef enum ru_dead { RU_ALIVE, RU_DEAD_BUDGET, RU_DEAD_MEMORY } ru_dead;

/* One variable that a coded condition can reach and must leave as it is. */
typedef struct ru_watch {
    int upvalue;
    int watched; /* index into the registry's list of functions and values */
} ru_watch;
typedef struct ru_watches {
    size_t first, count;
} ru_watches; /* of one coded condition: a run of ru_script.watches */

struct ru_script {
    ruth_allocator alloc;
    lua_State *L;
    locale_t locale; /* "C", set for this thread while Lua runs: strings compare and numbers print alike everywhere */
    jmp_buf *wall;   /* where a panic goes; NULL outside a guarded call */
    ru_script_caps caps;
    size_t used, cap, max_object, max_text; /* bytes: held now, soft cap, largest single block, longest string */
    size_t traffic, traffic_cap;            /* bytes granted since the beginning, given back or not: bounds copying that costs few instructions */
    size_t widest; /* the largest block that scripts were granted which may be a table's: what one look through an emptied table may cost */
    size_t widest_settled, longest_settled; /* the same when the load had ended: where each run begins */
    size_t longest;                         /* the longest text: what one comparison may cost, which counts as one instruction */
    bool compiling, own;                    /* blocks asked for meanwhile are the compiler's, or the engine's own tables */
    size_t settled;                         /* bytes held when the load had ended */
    bool host_refused;                      /* the allocator below us gave NULL */
    int64_t budget;                         /* instructions left; engine functions take from it too */
    ru_dead dead;                           /* sticky: once set, the next hook or engine function ends everything */
    bool loading, spent;
    ru_str *names; /* names of the sources; a chunk is called "=INDEX" so that long names survive Lua's messages */
    size_t name_count;
    /* what went wrong: set by raise, or by the message handler from Lua's own words */
    bool faulted, fault_syntax, fault_offer;    /* offer: a plugin's word is taken; no file is at fault */
    int fault_source, fault_line, fault_column; /* source −1: no place; column 0: not known */
    int near_source, near_line;                 /* what C is busy with while no officer's file runs; source −1: nothing */
    char fault[640];
    /* load */
    const ru_source *sources;
    ru_arena *arena;    /* NULL: no rule data wanted */
    ru_str *file_names; /* the names, copied into the arena */
    ru_node **items;
    size_t item_count, item_capacity, node_count;
    ru_buf *tried; /* ru_script_try: where the result goes */
    int64_t code_count;
    ru_watches *watches_of; /* [code_count] */
    ru_watch *watches;
    size_t watch_count, watch_capacity;
    /* run */
    const ru_schema *schema;
    const ru_scene *scene;
    int64_t run_index;
    int unknown_slot;
    ru_code_result *result;
    bool changed;   /* a watched variable was written and put back */
    uint8_t *order; /* per LIST_ENUM fact: value indexes in the order of their names */
    size_t order_count;
    size_t fact_count;
    int *enum_base; /* [fact_count]: where a fact's value names begin in the list of names, −1 none */
};

static inline ru_script *ru_sandbox_of(lua_State *L) { return *(ru_script **)lua_getextraspace(L); }

/* ---- state.c ---- */
ruth_status ru_sandbox_new(const ruth_allocator *alloc, const ru_script_caps *caps, const ru_source *sources, size_t count, ru_script **out, ruth_error *e);
void ru_sandbox_free(ru_script *s);
/* Runs body under the wall, in the "C" locale. Gives Lua's code (0: fine), or −1 when the state panicked and is spent. */
int ru_sandbox_guard(ru_script *s, lua_CFunction body);
/* A fresh budget, fresh caps and a fresh count for the hook, and no fault. */
void ru_sandbox_begin(ru_script *s, bool loading);
void ru_sandbox_charge(lua_State *L, size_t work);                                      /* an engine function did as much as `work` instructions */
_Noreturn void ru_sandbox_raise(lua_State *L, const char *format, ...) RU_PRINTF(2, 3); /* at the officer's line that is running */
_Noreturn void ru_sandbox_raise_at(lua_State *L, int source, int line, const char *format, ...) RU_PRINTF(4, 5);
_Noreturn void ru_sandbox_end(lua_State *L);                 /* ends the run without a fault */
void ru_sandbox_where(lua_State *L, int *source, int *line); /* source −1: no officer's file is running */
ru_str ru_sandbox_file(const ru_script *s, int source);

/* ---- reword.c: Lua's own messages in an officer's words ---- */
/* Takes "3:14: message" apart; true when it names a source. */
bool ru_reword_place(const char *message, int *source, int *line, const char **rest);
void ru_reword(const char *message, bool syntax, char *out, size_t size);

/* ---- exact.c ---- */
int ru_compile(lua_State *L, const ru_source *source, const char *name); /* pushes the source as a function; else Lua's code and its message */

/* ---- source.c ---- */
ruth_status ru_source_check(const ru_source *source, ruth_error *e); /* size, characters, and what lint.c refuses */
ruth_status ru_source_lint(const ru_source *source, ruth_error *e);  /* lint.c */
/* The first byte that may not stand in a policy's text (control, bidi, zero width, bad UTF-8): its offset, or −1. */
ptrdiff_t ru_text_bad(ru_str s, const char **what);

/* ---- freeze.c: read-only tables ---- */
enum { RU_FROZEN_DATA = 1, RU_FROZEN_ENGINE = 2 };
void ru_freeze(lua_State *L, int kind);     /* replaces the table on top by a read-only proxy of it */
int ru_frozen(lua_State *L, int index);     /* 0: not a proxy; else its kind */
bool ru_raw_table(lua_State *L, int index); /* pushes the plain table behind a table or proxy; false (nothing pushed): no table */
/* ---- capture.c: a coded condition has no memory ---- */
void ru_capture_settle(lua_State *L); /* after a load: checks and freezes what coded conditions captured */
void ru_capture_check(lua_State *L);  /* after a run: puts back what was written, sets changed */

/* ---- library*.c: our own small library ---- */
void ru_library_open(lua_State *L);   /* pushes the table of words: base functions, string, table, math */
void ru_library_string(lua_State *L); /* pushes the table string */
void ru_library_table(lua_State *L);
void ru_library_math(lua_State *L);
bool ru_library_is_iterator(lua_State *L, int index);          /* the step function of pairs has a memory */
void ru_library_fill(lua_State *L, const luaL_Reg *functions); /* into the table on top */
void ru_args_enter(lua_State *L, const char *name);            /* charges one step and refuses floats among the arguments */
const char *ru_args_describe(lua_State *L, int index);         /* "a text", "a whole number", … */
lua_Integer ru_args_integer(lua_State *L, int index, const char *name);
lua_Integer ru_args_integer_or(lua_State *L, int index, const char *name, lua_Integer otherwise);
const char *ru_args_text(lua_State *L, int index, const char *name, size_t *n);
void ru_args_table(lua_State *L, int index, const char *name, bool writable); /* pushes the plain table */
/* Stable merge sort of 1..n of the table at `table`; less compares the two values on top and pops them. */
void ru_merge_sort(lua_State *L, int table, lua_Integer n, bool (*less)(lua_State *L, void *context), void *context);
void ru_sorted_keys(lua_State *L, int table); /* pushes the list of its keys: integers, texts by bytes, booleans */

/* ---- words.c: the primitives that the vocabulary is made of ---- */
void ru_words_open(lua_State *L);        /* expects the table of words on top; pushes the vocabulary's own environment */
void ru_words_environment(lua_State *L); /* replaces the table of words on top by the scripts' _ENV */
/* A word's value (a box): pushes its class name and its content; false (nothing pushed) for anything else. */
bool ru_box_open(lua_State *L, int index);
int64_t ru_code_number(lua_State *L, int index); /* of a coded condition; −1 none */
void ru_code_push(lua_State *L, int64_t number);
void ru_code_place(lua_State *L, int index, int *source, int *line); /* where a Lua function begins; source −1: not in an officer's file */

/* ---- load.c ---- */
void ru_load_words(lua_State *L);                /* on an empty stack: the words, the vocabulary's environment, the scripts' environment */
void ru_load_source(lua_State *L, size_t index); /* pushes a source as a function, ready to run */
void ru_load_end_file(lua_State *L);             /* refuses words that still wait for their table */

/* ---- tree.c ---- */
/* Adds one item of rule data; `body` is a stack index. Nothing when no rule data is wanted. */
void ru_tree_emit(lua_State *L, ru_str kind, ru_str id, int source, int line, int body);
ru_node *ru_tree_list(ru_script *s); /* all items; NULL: out of memory */

#endif

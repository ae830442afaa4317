/* script_support.h: policies as texts for the tests of the sandbox: load, print compactly, count memory, build a small scene. */
#ifndef RU_TEST_SCRIPT_SUPPORT_H
#define RU_TEST_SCRIPT_SUPPORT_H

#include "engine/script/script.h"

/* One load of one or more files; zero it, fill sources, call loaded_open. */
typedef struct loaded {
    ru_source sources[8];
    size_t count;
    ru_arena arena;
    ru_script *script;
    ru_node *rules;
    ruth_error error;
    ruth_status status;
} loaded;
void loaded_open(loaded *l, const char *source); /* one file, "policy.lua" */
void loaded_open_all(loaded *l);                 /* l->sources[0..count) */
void loaded_close(loaded *l);

/* A tree in one line: {key=value key=value}, [item item], code#0. Malloced. */
char *tree_text(const ru_node *n);
/* The bodies of all rules, one a line: kind id body. Malloced. */
char *rules_text(const ru_node *rules);
/* "file:line: message" or "ok"; columns are tested by test_script_places. Malloced. */
char *failure_text(const loaded *l);

/* An allocator that counts and, if told, refuses. */
typedef struct counting {
    size_t held, blocks, calls, refuse_at;
} counting; /* refuse_at: the call that fails, and all after it; 0 never */
ruth_allocator counting_allocator(counting *c);

/* A schema and a request made by hand: integers `a`, `b`, boolean `yes`, enum `event` (loss, illness, birth), text `name`, list of enum `needs` (sight,
 * care, money), list of text `words`, money `balance`, date `due`, windows `hours`, protected integer `secret`. Slots are by name. */
typedef struct small_world {
    ru_fact facts[16];
    ru_schema schema;
    ru_value values[16];
    ru_request request;
    ru_scene scene;
} small_world;
void small_world_open(small_world *w);
ru_value *small_world_fact(small_world *w, const char *name);
int small_world_slot(const small_world *w, const char *name);

#endif

/* plugin.h: objects that add abilities to ruth: found by name, checked before anything of theirs is called, spoken to through one table.
 * The contract with plugins is ruth_plugin.h; this is the host's side of it. Knows the schema and the scene of a request; of policies and decisions nothing. */
#ifndef RU_PLUGIN_H
#define RU_PLUGIN_H

#include <pthread.h>

#include "engine/facts/facts.h"
#include "engine/include/ruth_plugin.h"

enum { RU_MAX_PLUGINS = 64, RU_MAX_PLUGIN_LINES = 3, RU_MAX_PLUGIN_KEYS = 32, RU_MAX_PLUGIN_ABILITIES = 32, RU_MAX_PLUGIN_SCRATCH = 16 << 20 };

/* ---- where plugins come from: one store an engine, shared by its threads ---- */
typedef struct ru_plugin_found {
    const ruth_plugin *entry;
    bool linked;                          /* part of the host's program: there is no file */
    unsigned char digest[RU_DIGEST_SIZE]; /* of the file's bytes; zeros when linked */
} ru_plugin_found;
typedef struct ru_plugin_store {
    ruth_allocator alloc;
    char *folder; /* NULL: no files are looked for */
    size_t folder_size;
    pthread_mutex_t lock;
    ru_plugin_found *items; /* linked ones, and files loaded so far: code stays until the process ends, so each is loaded once */
    size_t count, capacity;
} ru_plugin_store;
ruth_status ru_plugin_store_open(ru_plugin_store *s, const ruth_allocator *alloc, const char *folder, ruth_error *e);
void ru_plugin_store_close(ru_plugin_store *s);
/* A plugin that the host's program brings along. `entry` stays valid as long as the store. */
ruth_status ru_plugin_store_link(ru_plugin_store *s, const ruth_plugin *entry, ruth_error *e);
/* The plugin of that name: a linked one, else FOLDER/ID.so. `pin`: the SHA-256 its file must have, NULL: any. Fails with one sentence that names plugin and reason. Thread-safe. */
ruth_status ru_plugin_store_find(ru_plugin_store *s, ru_str id, const unsigned char *pin, ru_plugin_found *out, ruth_error *e);

/* What the file of that name states of itself, read from its bytes: nothing of it is run, and none of the functions in *out may be called (they are NULL, or give nothing).
 * Refused with the same sentences as by the door above. What it states lies in the arena. */
ruth_status ru_plugin_store_peek(ru_plugin_store *s, ru_str id, ru_arena *a, ru_plugin_found *out, ruth_error *e);
/* peek.c: the entry in a shared object's bytes; NULL, and *why: it cannot be read. *out->p NULL where memory ran out. */
const char *ru_plugin_peek(ru_arena *a, const char *bytes, size_t size, const ruth_plugin **out);

/* Is this a struct we may go on to read and call? `id`: what the file is called. */
ruth_status ru_plugin_greet(const ruth_plugin *entry, ru_str id, ruth_error *e);
bool ru_plugin_states_abilities(const ruth_plugin *entry);                 /* as data, since 1.1; else it has to be asked */
const void *ru_plugin_ability(const ruth_plugin *entry, const char *name); /* of one that was greeted; NULL: it has not this one */
bool ru_plugin_name_fits(ru_str id);                                       /* [a-z][a-z0-9_-]*, at most 64 */

/* ---- a plugin of one policy ---- */
typedef struct ru_plugin_file {
    ru_str name, bytes;
} ru_plugin_file;
typedef struct ru_plugin {
    const ruth_plugin *entry;
    ru_str id;
    bool linked;
    unsigned char digest[RU_DIGEST_SIZE];
    const ruth_plugin_enrich *enrich; /* NULL: it has not this ability */
    const ruth_plugin_offer *offer;
    const ruth_plugin_render *render;
    const ruth_plugin_inspect *inspect;
    const ruth_plugin_observe *observe;
    uint8_t *uses; /* [fact count] RUTH_PLUGIN_READS, RUTH_PLUGIN_WRITES */
    int *writes;   /* slots */
    size_t write_count, write_capacity;
    ru_plugin_file *files; /* data files that `open` asked for */
    size_t file_count, file_capacity;
    void *self; /* shared; of a plugin for one thread every session has its own */
    bool opened;
} ru_plugin;

/* What `open` may ask of the policy that is being loaded. */
typedef struct ru_plugin_desk {
    const ru_schema *schema;
    ru_arena *arena, *scratch; /* of the policy; of the load */
    const ruth_allocator *alloc;
    int *writer; /* [fact count] index of the plugin that writes it, −1 none */
    int index;   /* of the plugin at the desk */
    /* A data file of the plugin; bytes->p NULL: there is none. */
    ruth_status (*file)(void *context, const ru_plugin *p, ru_str name, ru_str *bytes, ruth_error *e);
    void *context;
} ru_plugin_desk;
/* Abilities, declared facts, `open`: *p is ready to be called, or the load fails with one sentence. A plugin for one thread is opened to see what it asks for, and closed. */
ruth_status ru_plugin_admit(ru_plugin *p, const ru_plugin_found *found, ru_plugin_desk *desk, ruth_error *e);
/* A `self` of its own for a session. */
ruth_status ru_plugin_open(const ru_plugin *p, const ru_schema *schema, const ruth_allocator *alloc, ru_arena *scratch, void **self, ruth_error *e);
void ru_plugin_close(const ru_plugin *p, const ruth_allocator *alloc, ru_arena *scratch, void *self);
/* Declares one more fact; what is wrong goes into *e. */
ruth_status ru_plugin_declare(ru_plugin *p, ru_plugin_desk *desk, const char *fact, uint32_t type, unsigned uses, ruth_error *e);

/* ---- calls ---- */
typedef enum ru_plugin_doing {
    RU_PLUGIN_OPENING,
    RU_PLUGIN_CLOSING,
    RU_PLUGIN_ENRICHING,
    RU_PLUGIN_OFFERING,
    RU_PLUGIN_RENDERING,
    RU_PLUGIN_INSPECTING,
    RU_PLUGIN_OBSERVING
} ru_plugin_doing;
typedef struct ru_plugin_call {
    const ru_plugin *plugin;
    void *self;
    ru_plugin_doing doing;
    ru_arena *arena; /* scratch, and what is copied */
    const ru_schema *schema;
    const ru_scene *scene; /* NULL while opening */
    /* opening, closing */
    const ruth_allocator *alloc;
    ru_plugin_desk *desk; /* NULL: for a session; nothing new may be asked for */
    ru_plugin *admitted;  /* with desk */
    ruth_error *error;
    void *opened;
    /* what is asked */
    uint32_t word; /* offer */
    const ruth_plugin_value *values;
    const char *message, *channel, *tone, *language; /* render; inspect: the language */
    const ruth_plugin_named *named;
    uint32_t named_count;
    ruth_plugin_text text; /* inspect: the text; observe: the answer */
    /* what comes back */
    ru_value *written; /* [write_count], parallel to plugin->writes; the caller's */
    ruth_plugin_line lines[RU_MAX_PLUGIN_LINES];
    size_t line_count;
    ru_buf *out;   /* render; empty when it went well: it has no words for this */
    int64_t found; /* inspect */
    size_t scratched;
    bool failed;    /* it gave a failure, or did what it may not: nothing of it counts */
    bool no_memory; /* ours ran out: nothing can be decided */
    char why[200];
} ru_plugin_call;
/* Makes the call. False: out of memory; else call->failed tells whether it went well. */
bool ru_plugin_run(ru_plugin_call *c);
/* The table, for those who answer a call in a plugin's place (recorded results pass the same checks). */
const ruth_host *ru_plugin_host(void);
/* A value as plugins see it; enum names, lists and texts in the policy's or the arena's memory. False: out of memory. */
bool ru_plugin_show(ru_arena *a, const ru_fact *f, const ru_value *v, ruth_plugin_value *out);

#endif

/* probe.h: what the files of the plugin probe share: a plugin under the lamp, what it was seen doing, how that is told. */
#ifndef RU_PROBE_H
#define RU_PROBE_H

#include "engine/author/author.h"
#include "engine/plugin/plugin.h"

enum { RU_PROBE_ABILITIES = 5, RU_PROBE_MOST_FAULTS = 20 };
extern const char *const ru_probe_abilities[RU_PROBE_ABILITIES]; /* "enrich", …, without their version */

typedef struct ru_probe_row { /* one ability, one word of it: how its calls went */
    const char *ability;
    ru_str word; /* of `offer`; p NULL: none */
    uint64_t calls, failed;
    int64_t median, p99; /* nanoseconds */
    ru_str why;          /* of the first failed call */
} ru_probe_row;

struct ruth_plugin_probe {
    ruth_allocator alloc;
    const char *zoneinfo; /* the engine's */
    ru_arena arena;       /* what is told */
    ru_buf out;
    ru_plugin_store store;
    ru_str id;
    ru_plugin_found stated; /* what its file says, read only: none of its functions may be called */
    ru_plugin_found found;  /* loaded, once it is checked */
    ru_probe_row *rows;
    size_t row_count, row_room;
    ru_str faults[RU_PROBE_MOST_FAULTS];
    size_t fault_count;          /* kept; the rest say the same */
    bool checked, timed, failed; /* failed: out of memory */
};

/* Which abilities it has, in the order of ru_probe_abilities. */
const void *ru_probe_ability(const ruth_plugin *entry, int i);
/* One more thing that is wrong, unless it was said already. */
void ru_probe_fault(ruth_plugin_probe *p, const char *format, ...) RU_PRINTF(2, 3);

/* ---- a world for the plugin: facts, requests, itself opened ---- */
typedef struct ru_probe_count {
    ruth_allocator inner;
    long live;
} ru_probe_count; /* blocks held through it */
typedef struct ru_probe_world {
    ruth_plugin_probe *probe;
    ru_probe_count count;
    ruth_allocator counted;
    ru_arena arena, scratch; /* of the world; of one call */
    ru_zones *zones;
    ru_policy *policy; /* NULL: facts are made up */
    const ru_schema *schema;
    ru_plugin made, *plugin;
    void *self;    /* what calls are made with */
    bool own_self; /* of a plugin for one thread */
    ru_request request;
    ru_scene scene;
    uint64_t random; /* state of the request that is being made */
} ru_probe_world;
/* Fails with the plugin's own words where it cannot be opened: *refused then, and it is a fault of the plugin. */
ruth_status ru_probe_world_open(ru_probe_world *w, ruth_plugin_probe *p, const char *policy, bool *refused, ruth_error *e);
/* Closes the plugin and says what it left behind. */
void ru_probe_world_close(ru_probe_world *w);
/* Request number n: every fact the plugin reads has a value, none on file or is not known. False: out of memory. */
bool ru_probe_request(ru_probe_world *w, uint64_t seed, uint64_t n);
uint64_t ru_probe_random(ru_probe_world *w);
int64_t ru_probe_between(ru_probe_world *w, int64_t low, int64_t high);
/* Any value of that type, as plugins see it; texts live until the next request. */
bool ru_probe_value(ru_probe_world *w, const ru_fact *f, ruth_plugin_value *out);
ru_str ru_probe_text(ru_probe_world *w);

/* ---- calls that are watched ---- */
/* Calls each ability `calls` times, twice where it is pure, and fills rows and faults. */
ruth_status ru_probe_calls(ru_probe_world *w, const ruth_plugin_check_options *o, ruth_error *e);

#endif

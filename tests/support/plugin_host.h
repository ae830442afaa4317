/* plugin_host.h: a small host for one plugin that is linked in: the table of ruth_plugin.h over a table of facts, as strict as the real one.
 * What a plugin asks for beyond what it declared fails the test. */
#ifndef TESTS_PLUGIN_HOST_H
#define TESTS_PLUGIN_HOST_H

#include <stdbool.h>

#include "engine/include/ruth_plugin.h"

enum { HOST_FACTS = 64, HOST_FILES = 32, HOST_SCRATCH = 16384 };
typedef struct host_fact {
    char name[65];
    uint32_t type, uses; /* uses: what the plugin declared */
    ruth_plugin_value value, written;
    char text[256], written_text[4200];
    bool was_written;
} host_fact;
typedef struct plugin_host {
    const ruth_plugin *plugin;
    void *self;
    host_fact facts[HOST_FACTS];
    int fact_count;
    struct {
        const char *name, *text;
    } files[HOST_FILES];
    int file_count;
    bool opening, enriching, rendering, has_today;
    int32_t today;
    long live;    /* blocks the plugin holds */
    long allowed; /* allocations that still succeed; −1: all */
    void *scratch[HOST_SCRATCH];
    int scratch_count;
    char text[70000]; /* what the last render gave */
    size_t text_length;
    char file[128], message[512]; /* what it said on failure */
    int line, column, failures;
    char slip[200]; /* the first thing it did that it may not; "": nothing */
} plugin_host;

void plugin_host_begin(plugin_host *h, const ruth_plugin *plugin);
void plugin_host_file(plugin_host *h, const char *name, const char *text); /* `text` stays the caller's */
void plugin_host_fact(plugin_host *h, const char *name, uint32_t type);    /* a fact of the policy; not known at first */
void plugin_host_set(plugin_host *h, const char *name, int64_t number);
void plugin_host_say(plugin_host *h, const char *name, const char *text);
void plugin_host_state(plugin_host *h, const char *name, uint32_t state);
int plugin_host_open(plugin_host *h);
int plugin_host_enrich(plugin_host *h);
int plugin_host_render(plugin_host *h, const char *message, const char *channel, const char *tone, const char *language, const ruth_plugin_named *values,
                       uint32_t count);
const host_fact *plugin_host_wrote(plugin_host *h, const char *name); /* NULL: not written by the last call */
void plugin_host_close(plugin_host *h);                               /* fails the test when something leaks or slipped */
#endif

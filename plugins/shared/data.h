/* data.h: a plugin's data file, YAML with the place of every word, read strictly: what is not understood is refused with file, line and column.
 * Everything lives in the host's scratch memory of the call (`open`). Functions give 0 when well, else a RUTH_PLUGIN_ failure that was already said. */
#ifndef PLUGINS_SHARED_DATA_H
#define PLUGINS_SHARED_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/include/ruth_plugin.h"

typedef enum shared_kind { SHARED_SCALAR, SHARED_LIST, SHARED_MAP } shared_kind;
typedef struct shared_node {
    shared_kind kind;
    bool quoted;      /* a scalar between quotes is never a number, never true or false */
    int line, column; /* from 1 */
    const char *text; /* scalar; NUL-terminated, holds no NUL itself */
    size_t length;
    const struct shared_node *key; /* of an entry of a map */
    const struct shared_node *first, *next;
    size_t count; /* items or entries */
} shared_node;

/* One file being read. */
typedef struct shared_data {
    const ruth_host *host;
    void *call;
    const char *file;    /* "scorecard.yaml" */
    size_t nodes, bytes; /* how many nodes it has, how long their texts are together: enough to size what is kept of it */
} shared_data;

/* Does: reads POLICY/plugins/ID/FILE. Gives: its only document. */
int shared_data_read(shared_data *d, const shared_node **out);
/* Says what is wrong, at the node (NULL: the file as a whole). Gives RUTH_PLUGIN_FAILED. */
int shared_data_fail(const shared_data *d, const shared_node *at, const char *format, ...) __attribute__((format(printf, 3, 4)));

const shared_node *shared_data_get(const shared_node *map, const char *key); /* NULL: not there */
bool shared_data_is(const shared_node *scalar, const char *text);
/* A map with these keys and no others; `keys` ends with NULL. */
int shared_data_keys(const shared_data *d, const shared_node *n, const char *const *keys);
/* The entry `key` of that kind, which must be there. */
int shared_data_need(const shared_data *d, const shared_node *map, const char *key, shared_kind kind, const shared_node **out);
/* A text of 1 to `most` bytes without control characters. */
int shared_data_text(const shared_data *d, const shared_node *n, size_t most, const char **out);
/* A name of a fact or a value: [a-z][a-z0-9_-]*. */
int shared_data_name(const shared_data *d, const shared_node *n, const char **out);
/* A decimal with at most `places` digits behind the point, as an integer times 10^places, between low and high. */
int shared_data_decimal(const shared_data *d, const shared_node *n, int places, int64_t low, int64_t high, int64_t *out);
/* One of the words; `words` ends with NULL. Gives its index. */
int shared_data_word(const shared_data *d, const shared_node *n, const char *const *words, int *out);
#endif

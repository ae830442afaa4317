/* node.h: a plain tree with positions. Both YAML files and the Lua vocabulary end as one of these; the policy
 * compiler reads nothing else. Everything lives in the arena it was made in. */
#ifndef RU_NODE_H
#define RU_NODE_H

#include "engine/base/base.h"

typedef enum ru_node_kind {
    RU_NODE_NULL,  /* YAML: an empty or `null` scalar; never from Lua */
    RU_NODE_BOOL,  /* Lua only: YAML scalars stay text until the reader knows the expected type */
    RU_NODE_INT,   /* Lua only */
    RU_NODE_FLOAT, /* Lua only: kept so that it can be refused with its place; `text` is how Lua prints it */
    RU_NODE_TEXT,  /* a string; in YAML `quoted` tells '…' and "…" from plain; all from Lua count as quoted, with and without a column */
    RU_NODE_LIST,  /* items[0..count) */
    RU_NODE_MAP,   /* keys[i] → items[i]; YAML: in file order; Lua: sorted by key bytes */
    RU_NODE_CODE   /* Lua only: a function; `number` is its index in load order, line its first line */
} ru_node_kind;

typedef struct ru_node ru_node;
struct ru_node {
    ru_node_kind kind;
    bool quoted;
    int line, column; /* from 1; 0 unknown (what Lua computed carries its rule's line) */
    ru_str file;      /* path inside the policy, "segments.lua" */
    ru_str text;      /* TEXT, FLOAT */
    int64_t number;   /* INT, BOOL (0/1), CODE */
    size_t count;
    ru_node **items;
    ru_str *keys;     /* MAP */
    ru_node **key_at; /* MAP from YAML: a TEXT node holding each key's own position; NULL from Lua */
};

/* The value under `key`, or NULL when the node is NULL, not a map, or has no such key. */
const ru_node *ru_node_get(const ru_node *map, const char *key);
/* Fails at the node's own place: "file:line:column" goes into the error. */
ruth_status ru_node_fail(const ru_node *at, ruth_error *e, const char *format, ...) RU_PRINTF(3, 4);
/* Reads of one scalar by expected type; YAML text and Lua values both. Fail with what was found and what was expected.
 * bool: plain true/false. int: plain -?(0|[1-9][0-9]*) in int64. text: quoted scalars, or plain ones except those that other YAML
 * readers take for something else (yes no on off y n true false null ~, a number): "put it in quotes". */
ruth_status ru_node_bool(const ru_node *n, bool *out, ruth_error *e);
ruth_status ru_node_int(const ru_node *n, int64_t *out, ruth_error *e);
ruth_status ru_node_text(const ru_node *n, ru_str *out, ruth_error *e);
/* An identifier: [a-z0-9][a-z0-9._-]{0,63}; capitals too where `capitals` (currency codes, region names). */
ruth_status ru_node_name(const ru_node *n, bool capitals, ru_str *out, ruth_error *e);
bool ru_is_identifier(ru_str s, bool capitals);
/* The text of any scalar as written (dates, versions, numbers, words), refusing lists and maps. */
ruth_status ru_node_scalar(const ru_node *n, ru_str *out, ruth_error *e);
/* What keeps a scalar from meaning one thing to everybody, whatever is expected in its place; NULL: nothing. A constant sentence. */
const char *ru_node_doubt(const ru_node *n);
/* Every key of the map is one of `allowed` (NULL-terminated), else an error at the key with the nearest allowed name. */
ruth_status ru_node_only_keys(const ru_node *map, const char *const *allowed, ruth_error *e);

#endif

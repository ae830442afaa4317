/* import_map.h: what a map becomes; shared by import.c and import_map.c. */
#ifndef RU_IMPORT_MAP_H
#define RU_IMPORT_MAP_H

#include "engine/data/import.h"

typedef enum ru_map_type {
    RU_MAP_INTEGER,
    RU_MAP_MONEY,
    RU_MAP_RATIO,
    RU_MAP_BOOLEAN,
    RU_MAP_ENUM,
    RU_MAP_DATE,
    RU_MAP_INSTANT,
    RU_MAP_ZONE,
    RU_MAP_TEXT,
    RU_MAP_TYPES
} ru_map_type;
typedef enum ru_map_empty { RU_EMPTY_REJECT, RU_EMPTY_NULL, RU_EMPTY_ABSENT } ru_map_empty;
typedef struct ru_map_column {
    ru_str name, to;
    size_t index; /* in the table */
    ru_map_type type;
    ru_map_empty empty;
    int64_t times;
    ru_str *from, *json; /* `values`: the cell, and what it becomes */
    size_t value_count;
    const ru_node *node;
} ru_map_column;
typedef struct ru_map_output {
    ru_str name, json;
    const ru_map_column *column;
} ru_map_output; /* column NULL: the constant `json` */

struct ru_import {
    ruth_allocator alloc;
    ru_arena arena, row_arena;
    ru_csv csv;
    ru_buf line;
    ru_str *headers, *cells;
    size_t column_count;
    uint64_t row;
    const ru_node *map;
    ru_map_column *columns;
    size_t used_count;
    const ru_map_column *id;
    ru_str id_prefix, head;
    ru_map_output *outputs; /* by name */
    size_t output_count;
    char delimiter;
};

/* The map's tree → plan: checks everything that does not need the table. */
ruth_status ru_import_plan(ru_import *im, ruth_error *e);
/* Header against plan: every column of the table is used or ignored, every named one is there. */
ruth_status ru_import_match_header(ru_import *im, ruth_error *e);

#endif

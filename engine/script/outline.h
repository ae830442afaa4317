/* outline.h: a Lua source as a tree of what stands where: statements, tables with their entries, calls with their arguments.
 *
 * Tolerant: what it does not understand is one opaque piece. Function bodies and control structures are opaque too: what they do is known only when they run. */
#ifndef RU_OUTLINE_H
#define RU_OUTLINE_H

#include "engine/script/script.h"
#include "engine/script/token.h"

typedef enum ru_piece_kind {
    RU_PIECE_NAME,     /* bereaved, circumstance.bereaved: text is the path as written, without spaces */
    RU_PIECE_TEXT,     /* "…": text is what stands between the quotes */
    RU_PIECE_NUMBER,
    RU_PIECE_TABLE,    /* items: the entries */
    RU_PIECE_CALL,     /* text: the callee's path; items: the arguments of all its calls, as in limit "id" { … } */
    RU_PIECE_JOINED,   /* a + b, not a: items: the operands */
    RU_PIECE_SET,      /* a statement name = value: text the path, items: the value */
    RU_PIECE_OPAQUE
} ru_piece_kind;
typedef struct ru_piece ru_piece;
struct ru_piece {
    ru_piece_kind kind;
    ru_str bytes;            /* all of it, as written */
    ru_str text;
    int line, column;
    ru_str key;              /* of an entry written key = value; p NULL: by position */
    ru_str entry;            /* of an entry: key, = and value, as written */
    int key_line, key_column;
    ru_piece *items, *next;  /* first of those inside; the next beside it */
};
typedef struct ru_outline { ru_piece *statements; ru_str source; } ru_outline;

/* Refuses what Lua swallows without a word: a key twice in one table; and, or, not and comparisons between conditions. */
ruth_status ru_outline_read(ru_arena *a, const ru_source *source, ru_outline *out, ruth_error *e);
/* The same, refusing nothing: for sources that are known to be faulty. False: out of memory. */
bool ru_outline_try(ru_arena *a, ru_str source, ru_outline *out);
const ru_piece *ru_piece_entry(const ru_piece *table, ru_str key);   /* the entry of a key, or NULL */
const ru_piece *ru_piece_at(const ru_piece *parent, size_t n);       /* table: entry n without a key; else item n; or NULL */
const ru_piece *ru_piece_table(const ru_piece *call);                /* the last argument that is a table, or NULL */
/* The statement in which the line lies, or NULL. */
const ru_piece *ru_outline_statement(const ru_outline *o, int line);

/* ---- places.c ---- */
/* Gives every node of the rules its exact line and column, as far as the outlines show where it was written. Parallel to the sources. */
void ru_places_settle(ru_node *rules, const ru_source *sources, const ru_outline *outlines, size_t count);
/* A fault that names no column: looks for the thing its message speaks of, in the statement at *line. */
void ru_places_locate(const ru_outline *o, const char *message, int *line, int *column);
/* How many characters to underline at a place: the name, number or text that begins there; 1 where nothing does. */
int ru_places_length(ru_str source, int line, int column);

#endif

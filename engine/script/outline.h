/* outline.h: a policy's Lua source as a small tree with places: statements, tables, calls, names, texts, numbers.
 *
 * Nothing is understood of Lua but its shape: function bodies are one opaque piece, what stands inside loops and ifs counts as statements
 * of the file, and what cannot be read is passed over. The tree tells where things stand; what they mean only the sandbox knows. */
#ifndef RU_OUTLINE_H
#define RU_OUTLINE_H

#include "engine/script/script.h"
#include "engine/script/tokens.h"

typedef enum ru_piece_kind {
    RU_PIECE_FILE,  /* its statements */
    RU_PIECE_CALL,  /* name: what is called, "segment", "one_of"; its arguments in order. segment "a" { … } has two */
    RU_PIECE_SET,   /* a statement, derive.x = …; name: "derive.x"; the value */
    RU_PIECE_LOCAL, /* a statement, local x = …; name: "x"; the values */
    RU_PIECE_TABLE, /* its entries */
    RU_PIECE_ENTRY, /* of a table; name: the key, n 0 where there is none; the value */
    RU_PIECE_NAME,  /* a name with all its dots: fact.balance, otherwise, true */
    RU_PIECE_TEXT,  /* name: what stands between the quotes, escapes as written */
    RU_PIECE_NUMBER,
    RU_PIECE_OPERATION, /* name: its sign; one operand or two. Its place is that of the sign */
    RU_PIECE_OPAQUE     /* a function, or something else nobody looks into */
} ru_piece_kind;

typedef struct ru_piece ru_piece;
struct ru_piece {
    ru_piece_kind kind;
    int line, column, last_line; /* of its first character, from 1; columns count characters. The line of its last one */
    ru_str text;                 /* all of it, a part of the source */
    ru_str name;
    ru_piece *first, *next; /* what is in it; what follows it in the same piece */
    size_t count;           /* how many are in it */
    const char *odd;        /* of a file: the first token that stands where none of its kind can; NULL: none */
};

/* One source, statement by statement. */
typedef struct ru_outline {
    ru_tokens tokens;
    ru_token ahead;
    const char *end; /* behind the last token eaten */
    int last_line;
    ru_arena *arena, *kept;
    ru_str *locals; /* names of the source's own: locals, what a loop counts with */
    size_t local_count, local_capacity;
    ru_token odd; /* the first token that stands where none of its kind can */
    bool has_odd;
    int depth;
    bool failed; /* out of memory */
} ru_outline;

/* `kept` holds what lives as long as the outline; statements live in the arena given for each. */
void ru_outline_begin(ru_outline *o, ru_str source, ru_arena *kept);
ru_piece *ru_outline_next(ru_outline *o, ru_arena *arena); /* the next statement; NULL: the end, or out of memory */
ru_piece *ru_outline_read(ru_arena *a, ru_str source);     /* the whole file; NULL: out of memory */
bool ru_outline_begins_rule(ru_str word);                  /* segment, rows, derive, local, … */
bool ru_outline_local(const ru_outline *o, ru_str name);   /* is it a name of the source's own, as far as it has been read? */

/* The pieces that hold the byte, from the file down to the smallest one; gives how many (at most `room`, the outermost first). */
size_t ru_outline_path(const ru_piece *file, const char *at, const ru_piece **path, size_t room);
/* How many characters to underline at a place: a word, a text, a value or an entry that stands on one line, at least 1; 0: out of memory. Any file, YAML too. */
int ru_outline_length(ru_arena *a, ru_str file, ru_str source, int line, int column);
const char *ru_outline_at(ru_str source, int line, int column); /* the byte at a place; NULL: there is no such place */
/* The n-th value without a key of a table, or argument of a call; the value under a key. NULL: none. */
const ru_piece *ru_piece_item(const ru_piece *p, size_t n);
const ru_piece *ru_piece_value(const ru_piece *table, ru_str key);

/* ---- slips.c: what Lua would swallow, seen in the outline ---- */
typedef struct ru_slip {
    int line, column;
    char message[400];
} ru_slip;
/* A key twice in one table, conditions joined or compared by Lua's own signs. True: *out says the first one. Sets *failed when memory ran out. */
bool ru_outline_slip(const ru_source *source, const ruth_allocator *alloc, ru_slip *out, bool *failed);

/* ---- places.c: nodes of rule data get the place they come from ---- */
/* Every node of `rules` that can be found in a source gets its exact line and column (a text then counts as quoted); what Lua computed keeps its
 * rule's line and column 0. Entries of a condition are in written order when sorted by line and column. False: out of memory. */
bool ru_places_set(ru_node *rules, const ru_source *sources, size_t count, const ruth_allocator *alloc);
/* Lua has noticed at *line that a table is not closed: true when the indentation shows where its } is missing; the place is behind the end of that line. */
bool ru_places_brace(ru_str source, const ruth_allocator *alloc, int *line, int *column);
/* Where the thing stands that a message about a line speaks of: its column (0: not to be found), and its line, which may be another one of the same statement. */
bool ru_places_fault(ru_str source, const ruth_allocator *alloc, bool syntax, const char *message, int *line, int *column);

#endif

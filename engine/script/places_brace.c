/* places_brace.c: a } that is missing shows in how the lines are indented, long before Lua notices. */
#include "engine/script/outline.h"

enum { MOST = 4096 };

typedef struct row {
    int indent, depth;
} row; /* of a line: where it begins, how many tables are open there */

/* The last line above that begins in the same column, with none between that begins further left. */
static const row *level_with(const row *rows, size_t n, int indent) {
    while (n-- > 0) {
        if (rows[n].indent == indent) return &rows[n];
        if (rows[n].indent < indent) return NULL;
    }
    return NULL;
}

bool ru_places_brace(ru_str source, const ruth_allocator *alloc, int *line, int *column) {
    ru_arena work;
    ru_arena_init(&work, alloc, 16 << 10);
    row *rows = RU_NEWS(&work, row, MOST);
    size_t n = 0;
    int depth = 0, end_line = 0, end_column = 0;
    bool found = false;
    ru_tokens t;
    ru_tokens_begin(&t, source);
    for (ru_token k; rows && !found && (k = ru_tokens_next(&t)).kind != RU_TOKEN_END && k.line <= *line;) {
        bool first = k.line != end_line, sign = k.kind == RU_TOKEN_SIGN && k.text.n == 1;
        if (first && !depth && k.column == 1) n = 0; /* a new statement */
        const row *same = first && !(sign && *k.text.p == '}') ? level_with(rows, n, k.column) : NULL;
        found = same && depth > same->depth && n > 0;
        if (found) break;
        if (first && n < MOST) rows[n++] = (row){k.column, depth};
        if (sign) depth += (*k.text.p == '{') - (*k.text.p == '}');
        end_line = t.line;
        end_column = t.column;
    }
    ru_arena_free(&work);
    if (!found) return false;
    *line = end_line;
    *column = end_column;
    return true;
}

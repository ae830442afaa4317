/* outline_find.c: from a place to what stands there, and how long it is. */
#include "engine/script/outline.h"

const char *ru_outline_at(ru_str source, int line, int column) {
    const char *p = source.p, *end = source.p + source.n;
    for (int l = 1; l < line; l++) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (!p) return NULL;
        p++;
    }
    for (int c = 1; c < column; c++) {
        if (p >= end || *p == '\n') return NULL;
        do p++;
        while (p < end && ((unsigned char)*p & 0xC0) == 0x80);
    }
    return p;
}

const ru_piece *ru_piece_item(const ru_piece *p, size_t n) {
    for (const ru_piece *e = p ? p->first : NULL; e; e = e->next) {
        if (p->kind == RU_PIECE_TABLE && e->name.n) continue;
        if (!n--) return p->kind == RU_PIECE_TABLE ? e->first : e;
    }
    return NULL;
}

const ru_piece *ru_piece_value(const ru_piece *table, ru_str key) {
    for (const ru_piece *e = table->first; e; e = e->next)
        if (e->name.n && ru_str_eq(e->name, key)) return e->first;
    return NULL;
}

size_t ru_outline_path(const ru_piece *file, const char *at, const ru_piece **path, size_t room) {
    size_t n = 0;
    for (const ru_piece *p = file; p && at && n < room;) {
        path[n++] = p;
        p = p->first;
        while (p && !(at >= p->text.p && at < p->text.p + p->text.n)) p = p->next;
    }
    return n;
}

static int characters(const char *p, const char *end) {
    int n = 0;
    for (; p < end && *p != '\n'; p++) n += ((unsigned char)*p & 0xC0) != 0x80;
    return n > 0 ? n : 1;
}

/* A word of YAML, or a text in quotes, or all up to the end of a flow. */
static int yaml_length(const char *p, const char *end) {
    const char *q = p;
    if (*p == '"' || *p == '\'') {
        for (q++; q < end && *q != *p && *q != '\n'; q++)
            if (*q == '\\' && *p == '"' && q + 1 < end) q++;
        return characters(p, q < end ? q + 1 : end);
    }
    if (*p == '{' || *p == '[') {
        for (int depth = 0; q < end && *q != '\n'; q++) {
            depth += (*q == '{' || *q == '[') - (*q == '}' || *q == ']');
            if (!depth) return characters(p, q + 1);
        }
        return 1;
    }
    while (q < end && *q != '\n' && *q != ',' && *q != '}' && *q != ']' && !(*q == ':' && (q + 1 == end || q[1] == ' ' || q[1] == '\n')) &&
           !(*q == '#' && q > p && q[-1] == ' '))
        q++;
    while (q > p + 1 && (q[-1] == ' ' || q[-1] == '\r')) q--;
    return characters(p, q);
}

/* The largest value that begins here and ends on this line; of a rule its word and name, of an entry its key. */
static int lua_length(const ru_piece *p, const char *at, int line) {
    for (; p; p = p->next) {
        if (at < p->text.p || at >= p->text.p + p->text.n) continue;
        if (p->kind == RU_PIECE_OPERATION && p->line == line && p->name.p == at) return characters(at, at + p->name.n);
        bool statement = p->kind == RU_PIECE_CALL && p->count > 1 && p->first->kind == RU_PIECE_TEXT && p->first->next->kind == RU_PIECE_TABLE;
        if (p->text.p == at && p->kind == RU_PIECE_CALL && p->first && p->first->kind == RU_PIECE_TABLE) return characters(at, at + p->name.n);
        if (p->text.p == at && statement) return characters(at, p->first->text.p + p->first->text.n);
        if (p->text.p == at && p->kind == RU_PIECE_ENTRY && p->name.n && p->name.p == at) return characters(at, at + p->name.n);
        if (p->text.p == at && p->kind == RU_PIECE_SET) return characters(at, at + p->name.n);
        bool whole = p->kind != RU_PIECE_OPERATION && p->kind != RU_PIECE_ENTRY && p->kind != RU_PIECE_LOCAL && p->last_line == line && p->line == line;
        if (p->text.p == at && whole) return characters(at, at + p->text.n);
        int inner = lua_length(p->first, at, line);
        if (inner) return inner;
    }
    return 0;
}

int ru_outline_length(ru_arena *a, ru_str file, ru_str source, int line, int column) {
    const char *at = column > 0 ? ru_outline_at(source, line, column) : NULL, *end = source.p + source.n;
    if (!at || at == end || *at == '\n') return 1;
    if (file.n < 4 || memcmp(file.p + file.n - 4, ".lua", 4) != 0) return yaml_length(at, end);
    const ru_piece *outline = ru_outline_read(a, source);
    if (!outline) return 0;
    int n = lua_length(outline->first, at, line);
    if (n) return n;
    ru_tokens t = {at, end, line, column};
    ru_token k = ru_tokens_next(&t);
    return k.kind != RU_TOKEN_END && k.text.p == at ? characters(at, at + k.text.n) : 1;
}

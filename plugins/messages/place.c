/* place.c: where in the file something stands that is wrong in the middle of a text. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plugins/messages/words.h"

/* The file's line, from 1; its end in *end. NULL: it has none. */
static const char *line_of(ruth_plugin_text file, int line, const char **end) {
    const char *p = file.bytes, *stop = file.bytes + file.length;
    while (p && --line > 0) {
        p = memchr(p, '\n', (size_t)(stop - p));
        if (p) p++;
    }
    if (!p || p >= stop) return NULL;
    *end = memchr(p, '\n', (size_t)(stop - p));
    if (!*end) *end = stop;
    return p;
}

static int characters(const char *s, size_t bytes) {
    int n = 0;
    for (size_t i = 0; i < bytes; i++) n += ((unsigned char)s[i] & 0xC0) != 0x80;
    return n;
}

static const char *skip_characters(const char *p, const char *end, int count) {
    for (; p < end && count > 0; count--)
        for (p++; p < end && ((unsigned char)*p & 0xC0) == 0x80; p++) continue;
    return p;
}

/* A text on the node's own line, between quotes or without. */
static bool place_inline(ruth_plugin_text file, const shared_node *n, size_t at, int *column) {
    const char *end, *line = line_of(file, n->line, &end), *p = line ? skip_characters(line, end, n->column - 1) : NULL;
    int quote = p && p < end && (*p == '"' || *p == '\'');
    if (!p || memchr(n->text, '\n', at) || (size_t)(end - p) < (size_t)quote + at || memcmp(p + quote, n->text, at) != 0) return false;
    *column = n->column + quote + characters(n->text, at);
    return true;
}

/* A text of several lines below `key: |`. */
static bool place_below(ruth_plugin_text file, const shared_node *n, size_t at, int *line, int *column) {
    size_t start = 0;
    int lines = 0;
    for (size_t i = 0; i < at; i++)
        if (n->text[i] == '\n') start = i + 1, lines++;
    const char *end, *first = line_of(file, n->line + 1, &end);
    if (!first) return false;
    size_t indent = strspn(first, " ");
    const char *p = line_of(file, n->line + 1 + lines, &end);
    if (!p || (size_t)(end - p) < indent + at - start || memcmp(p + indent, n->text + start, at - start) != 0) return false;
    *line = n->line + 1 + lines;
    *column = (int)indent + characters(n->text + start, at - start) + 1;
    return true;
}

int messages_fail_in(const messages_reading *r, const shared_node *n, size_t at, const char *format, ...) {
    char message[192];
    int line = n->line, column = n->column;
    ruth_plugin_text file;
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    bool read = !r->d.host->file(r->d.call, r->d.file, &file) && file.bytes;
    if (read && !place_inline(file, n, at, &column)) place_below(file, n, at, &line, &column);
    return r->d.host->fail(r->d.call, r->d.file, line, column, message);
}

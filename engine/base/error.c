/* error.c: filling the caller's error record. */
#include <stdio.h>

#include "engine/base/base.h"

/* Copies what fits and never ends in the middle of a character. */
static void copy_cut(char *out, size_t size, ru_str s) {
    size_t n = s.n < size - 1 ? s.n : size - 1;
    if (n < s.n)
        while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    if (n) memcpy(out, s.p, n);
    out[n] = 0;
}

RU_PRINTF(3, 0)
static void vformat(char *out, size_t size, const char *format, va_list args) {
    int n = vsnprintf(out, size, format, args);
    if (n < 0) {
        copy_cut(out, size, RU_STR("an error that could not be put into words"));
        return;
    }
    if ((size_t)n < size) return;
    /* Cut: drop a last character that is not whole. */
    size_t end = size - 1, start = end;
    while (start && ((unsigned char)out[start - 1] & 0xC0) == 0x80) start--;
    if (start && (unsigned char)out[start - 1] >= 0xC0) start--;
    if (!ru_utf8_valid((ru_str){out + start, end - start}, NULL)) out[start] = 0;
}

static void place(ruth_error *e, ruth_status st, ru_str file, int line, int column) {
    e->status = st;
    e->line = line;
    e->column = column;
    copy_cut(e->file, sizeof e->file, file);
}

ruth_status ru_fail(ruth_error *e, ruth_status st, const char *format, ...) {
    if (!e) return st;
    va_list args;
    va_start(args, format);
    vformat(e->message, sizeof e->message, format, args);
    va_end(args);
    place(e, st, RU_STR(""), 0, 0);
    return st;
}

ruth_status ru_fail_at(ruth_error *e, ruth_status st, ru_str file, int line, int column, const char *format, ...) {
    if (!e) return st;
    va_list args;
    va_start(args, format);
    vformat(e->message, sizeof e->message, format, args);
    va_end(args);
    place(e, st, file, line, column);
    return st;
}

ruth_status ru_fail_nomem(ruth_error *e) { return ru_fail(e, RUTH_E_NOMEM, "out of memory"); }

void ru_error_clear(ruth_error *e) {
    if (!e) return;
    e->status = RUTH_OK;
    e->line = e->column = 0;
    e->file[0] = e->message[0] = 0;
}

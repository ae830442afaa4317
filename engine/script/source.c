/* source.c: what a policy's Lua file may be made of, checked before Lua sees a byte of it. */
#include "engine/script/sandbox.h"

enum { SOURCE_LIMIT = 1 << 20 }; /* no hook runs while Lua compiles, so the size is what bounds it */

static unsigned decode(const unsigned char *p) { /* a three-byte character, or 0; validity is already known */
    return (p[0] & 0xF0u) == 0xE0u ? (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu) : 0;
}

ptrdiff_t ru_text_bad(ru_str s, const char **what) {
    size_t bad = 0;
    if (!ru_utf8_valid(s, &bad)) {
        *what = "a byte that is not UTF-8";
        return (ptrdiff_t)bad;
    }
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) {
            *what = "a control character";
            return (ptrdiff_t)i;
        }
        if (c == 0xC2 && (unsigned char)s.p[i + 1] < 0xA0) {
            *what = "a control character";
            return (ptrdiff_t)i;
        }
        if ((c & 0xF0) != 0xE0) continue;
        unsigned u = decode((const unsigned char *)s.p + i);
        if ((u >= 0x202A && u <= 0x202E) || (u >= 0x2066 && u <= 0x2069)) {
            *what = "a character that turns the direction of writing, so that the text shows otherwise than it is read";
            return (ptrdiff_t)i;
        }
        if ((u >= 0x200B && u <= 0x200F) || u == 0xFEFF) {
            *what = u == 0xFEFF ? "a byte order mark" : "an invisible character";
            return (ptrdiff_t)i;
        }
    }
    return -1;
}

ruth_status ru_source_check(const ru_source *source, ruth_error *e) {
    if (source->bytes.n > SOURCE_LIMIT)
        return ru_fail_at(e, RUTH_E_LIMIT, source->name, 0, 0, "the file has %zu bytes; a policy's Lua file may have at most %d (a kind may be a folder of several files)", source->bytes.n, SOURCE_LIMIT);
    const char *what = NULL;
    ptrdiff_t bad = ru_text_bad(source->bytes, &what);
    if (bad < 0) return ru_source_lint(source, e);
    int line = 1, column = 1;
    for (ptrdiff_t i = 0; i < bad; i++) {
        unsigned char c = (unsigned char)source->bytes.p[i];
        if (c == '\n') {
            line++;
            column = 1;
        } else if ((c & 0xC0) != 0x80) {
            column++;
        }
    }
    return ru_fail_at(e, RUTH_E_SYNTAX, source->name, line, column, "found %s; save the file as plain UTF-8 text", what);
}

/* source.c: what a policy's Lua file may be made of, checked before Lua sees a byte of it. */
#include "engine/script/sandbox.h"

enum { SOURCE_LIMIT = 1 << 20 }; /* no hook runs while Lua compiles, so the size is what bounds it */

/* One character of valid UTF-8. */
static unsigned decode(const unsigned char *p, size_t *n) {
    if (p[0] < 0x80) return *n = 1, p[0];
    if (p[0] < 0xE0) return *n = 2, (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    if (p[0] < 0xF0) return *n = 3, (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    return *n = 4, (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

static const char *refused(unsigned u, char next) {
    if (u == '\r') return next == '\n' ? NULL : "a carriage return that is no part of a line break";
    if (u < 0x7F) return u >= 0x20 || u == '\t' || u == '\n' ? NULL : "a control character";
    if (u < 0xA0) return "a control character";
    if (u == 0x061C || (u >= 0x202A && u <= 0x202E) || (u >= 0x2066 && u <= 0x206F))
        return "a character that turns the direction of writing, so that the text shows otherwise than it is read";
    if (u == 0x2028 || u == 0x2029) return "a line separator that is not a line break";
    if (u == 0xFEFF) return "a byte order mark";
    if (u == 0x00AD || u == 0x180E || (u >= 0x200B && u <= 0x200F) || (u >= 0x2060 && u <= 0x2064) || (u >= 0xFFF9 && u <= 0xFFFB) ||
        (u >= 0xE0000 && u <= 0xE007F))
        return "an invisible character";
    return NULL;
}

ptrdiff_t ru_text_bad(ru_str s, const char **what) {
    size_t bad = 0;
    if (!ru_utf8_valid(s, &bad)) {
        *what = "a byte that is not UTF-8";
        return (ptrdiff_t)bad;
    }
    for (size_t i = 0, n; i < s.n; i += n) {
        unsigned u = decode((const unsigned char *)s.p + i, &n);
        if (u >= 0x20 && u < 0x7F) continue;
        *what = refused(u, i + 1 < s.n ? s.p[i + 1] : (char)0);
        if (*what) return (ptrdiff_t)i;
    }
    return -1;
}

ruth_status ru_source_check(const ru_source *source, ruth_error *e) {
    if (source->bytes.n > SOURCE_LIMIT)
        return ru_fail_at(e, RUTH_E_LIMIT, source->name, 0, 0,
                          "the file has %zu bytes; a policy's Lua file may have at most %d (a kind may be a folder of several files)", source->bytes.n,
                          SOURCE_LIMIT);
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

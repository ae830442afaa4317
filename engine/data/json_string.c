/* json_string.c: texts that are more than plain ASCII: escapes, UTF-8, and all that can be wrong with them. */
#include "engine/data/json_scan.h"

static const char out_of_memory[] = "out of memory";
bool ru_json_nomem(const ru_json *j) { return j->problem == out_of_memory; }
bool ru_json_out_of_memory(ru_json *j, const char *at) { return ru_json_fail(j, at, out_of_memory); }

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* The four digits of a \u escape; p stands on the backslash. -1 when it is none. */
static int32_t unit(const char *p, const char *end) {
    if (end - p < 6 || p[0] != '\\' || p[1] != 'u') return -1;
    int32_t v = 0;
    for (int i = 2; i < 6; i++) {
        int d = hex(p[i]);
        if (d < 0) return -1;
        v = v * 16 + d;
    }
    return v;
}

static size_t encode(uint32_t c, char out[4]) {
    if (c < 0x80) return out[0] = (char)c, 1;
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((n == 2 ? 0xC0 : n == 3 ? 0xE0 : 0xF0) | c);
    return n;
}

/* \uXXXX, or two that make one character. Gives the bytes made, 0 on a problem; *at moves on. */
static size_t unicode_escape(ru_json *j, const char **at, char out[4]) {
    const char *p = *at;
    int32_t c = unit(p, j->end);
    if (c < 0) return ru_json_fail(j, p, "\\u must be followed by four hexadecimal digits");
    if (c == 0) return ru_json_fail(j, p, "\\u0000 may not stand in a text");
    *at = p + 6;
    if (c >= 0xDC00 && c <= 0xDFFF) return ru_json_fail(j, p, "half of a surrogate pair stands alone");
    if (c >= 0xD800 && c <= 0xDBFF) {
        int32_t low = unit(*at, j->end);
        if (low < 0xDC00 || low > 0xDFFF) return ru_json_fail(j, p, "half of a surrogate pair stands alone");
        *at += 6;
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    return encode((uint32_t)c, out);
}

static size_t escape(ru_json *j, const char **at, char out[4]) {
    const char *p = *at;
    if (j->end - p < 2) return ru_json_fail(j, j->end, "the text ends inside a quotation");
    *at = p + 2;
    switch (p[1]) {
    case '"':
    case '\\':
    case '/': return *out = p[1], 1;
    case 'b': return *out = '\b', 1;
    case 'f': return *out = '\f', 1;
    case 'n': return *out = '\n', 1;
    case 'r': return *out = '\r', 1;
    case 't': return *out = '\t', 1;
    case 'u': *at = p; return unicode_escape(j, at, out);
    default: return ru_json_fail(j, p, "this escape is unknown");
    }
}

/* Walks to the closing quote, leaves p after it, and counts what the text unescapes to; writes it where `to` is not NULL. */
static bool walk(ru_json *j, const char *p, char *to, size_t *length) {
    size_t n = 0;
    for (;;) {
        bool high = false;
        size_t bad, run, made;
        const char *stop = ru_json_plain(p, j->end, &high);
        run = (size_t)(stop - p);
        if (high && !ru_utf8_valid((ru_str){p, run}, &bad)) return ru_json_fail(j, p + bad, "this is not UTF-8");
        if (to && run) memcpy(to + n, p, run);
        n += run;
        p = stop;
        if (p == j->end) return ru_json_fail(j, p, "the text ends inside a quotation");
        if (*p == '"') break;
        if (*p != '\\') return ru_json_fail(j, p, "a control character in a text must be escaped");
        char bytes[4];
        if (!(made = escape(j, &p, bytes))) return false;
        if (to) memcpy(to + n, bytes, made);
        n += made;
    }
    j->p = p + 1;
    *length = n;
    return true;
}

bool ru_json_string_slow(ru_json *j, const char *first, ru_str *out) {
    size_t n, again;
    if (!walk(j, first, NULL, &n)) return false;
    if (n > RU_JSON_LONGEST_TEXT) return ru_json_fail(j, first - 1, "a text is longer than 64 KiB");
    if (!out) return true;
    if ((size_t)(j->p - 1 - first) == n) { /* no escape: every escape is longer than what it makes */
        *out = (ru_str){first, n};
        return true;
    }
    char *p = ru_arena_alloc(j->arena, n ? n : 1);
    if (!p) return ru_json_out_of_memory(j, first - 1);
    if (!walk(j, first, p, &again)) return false;
    *out = (ru_str){p, n};
    return true;
}

/* members.h: just enough JSON to find the members of an object in a line, for the small programs of tools/. */
#ifndef TOOLS_MEMBERS_H
#define TOOLS_MEMBERS_H

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const char *blank(const char *s) {
    while (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n') s++;
    return s;
}

static const char *after_string(const char *s) { /* s at the opening quote; NULL when it never ends */
    for (s++; *s && *s != '"'; s++)
        if (*s == '\\' && !*++s) return NULL;
    return *s ? s + 1 : NULL;
}

static const char *after_value(const char *s) { /* behind one value; NULL when it does not end */
    int depth = 0;
    s = blank(s);
    do {
        if (*s == '"') {
            if (!(s = after_string(s))) return NULL;
            continue;
        }
        if (!*s) return NULL;
        if (*s == '{' || *s == '[') depth++;
        else if (*s == '}' || *s == ']') depth--;
        else if (isalnum((unsigned char)*s) || *s == '-') {
            while (isalnum((unsigned char)*s) || *s == '-' || *s == '+' || *s == '.') s++;
            continue;
        }
        if (depth < 0) return NULL;
        s++;
    } while (depth > 0);
    return s;
}

typedef struct member {
    const char *key;
    size_t key_n;
    const char *value;
    size_t value_n;
} member; /* the key without its quotes */

/* The next member of an object; *s behind it. 1: there is one, 0: the object has ended (*s behind it), -1: not JSON. */
static int next_member(const char **s, bool first, member *m) {
    const char *at = blank(*s);
    if (*at == '}') {
        *s = at + 1;
        return 0;
    }
    if (!first) {
        if (*at != ',') return -1;
        at = blank(at + 1);
    }
    const char *end = *at == '"' ? after_string(at) : NULL;
    if (!end) return -1;
    *m = (member){.key = at + 1, .key_n = (size_t)(end - at) - 2};
    at = blank(end);
    if (*at != ':') return -1;
    m->value = blank(at + 1);
    if (!(end = after_value(m->value))) return -1;
    m->value_n = (size_t)(end - m->value);
    *s = end;
    return 1;
}

static bool is_key(const member *m, const char *name) { return m->key_n == strlen(name) && !memcmp(m->key, name, m->key_n); }
static bool is_null(const member *m) { return m->value_n == 4 && !memcmp(m->value, "null", 4); }

#endif

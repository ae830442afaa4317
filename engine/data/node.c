/* node.c: reading single values out of the tree, and saying what was wrong with them. */
#include <stdio.h>

#include "engine/data/node.h"

const ru_node *ru_node_get(const ru_node *map, const char *key) {
    if (!map || map->kind != RU_NODE_MAP) return NULL;
    ru_str wanted = ru_str_of(key);
    for (size_t i = 0; i < map->count; i++)
        if (ru_str_eq(map->keys[i], wanted)) return map->items[i];
    return NULL;
}

ruth_status ru_node_fail(const ru_node *at, ruth_error *e, const char *format, ...) {
    char message[sizeof(((ruth_error *)NULL)->message)];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (n < 0) message[0] = 0;
    ru_str file = at ? at->file : RU_STR("");
    return ru_fail_at(e, RUTH_E_POLICY, file, at ? at->line : 0, at ? at->column : 0, "%s", message);
}

/* ---- what was found, in words ---- */
typedef struct words {
    char text[96];
} words;

/* What of a text goes into a message: one line, not too long, no half character. */
static ru_str shown(ru_str s) {
    enum { LONGEST = 60 };
    if (!s.p) return RU_STR("");
    if (s.n > LONGEST)
        for (s.n = LONGEST; s.n && ((unsigned char)s.p[s.n] & 0xC0) == 0x80;) s.n--;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ') s.n = i;
    return s;
}

static words found(const ru_node *n) {
    words w = {"nothing"};
    if (!n) return w;
    ru_str s = shown(n->text);
    switch (n->kind) {
    case RU_NODE_NULL: break;
    case RU_NODE_BOOL: snprintf(w.text, sizeof w.text, "%s", n->number ? "true" : "false"); break;
    case RU_NODE_INT: snprintf(w.text, sizeof w.text, "%lld", (long long)n->number); break;
    case RU_NODE_FLOAT: snprintf(w.text, sizeof w.text, "%.*s", (int)s.n, s.p); break;
    case RU_NODE_TEXT: snprintf(w.text, sizeof w.text, "\"%.*s\"%s", (int)s.n, s.p, s.n < n->text.n ? " and more" : ""); break;
    case RU_NODE_LIST: snprintf(w.text, sizeof w.text, "a list"); break;
    case RU_NODE_MAP: snprintf(w.text, sizeof w.text, "a mapping"); break;
    case RU_NODE_CODE: snprintf(w.text, sizeof w.text, "a function"); break;
    }
    return w;
}

static ruth_status expected(const ru_node *n, ruth_error *e, const char *what) { return ru_node_fail(n, e, "expected %s, found %s", what, found(n).text); }

/* ---- what a plain scalar is ---- */
static bool digit(char c) { return c >= '0' && c <= '9'; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

/* Text from Lua (no column) was quoted there: it is never a number or a truth value. */
static bool plain(const ru_node *n) { return n->kind == RU_NODE_TEXT && !n->quoted && n->column > 0; }

/* -?(0|[1-9][0-9]*) */
static bool integer_form(ru_str s) {
    size_t i = s.n && s.p[0] == '-';
    if (i == s.n || (s.p[i] == '0' && i + 1 < s.n)) return false;
    for (; i < s.n; i++)
        if (!digit(s.p[i])) return false;
    return true;
}

static bool word_is(ru_str s, const char *word) {
    size_t n = strlen(word);
    if (s.n != n) return false;
    for (size_t i = 0; i < n; i++)
        if (lower(s.p[i]) != word[i]) return false;
    return true;
}

static bool truth_or_null(ru_str s) {
    static const char *const all[] = {"yes", "no", "on", "off", "y", "n", "true", "false", "null", "~"};
    for (size_t i = 0; i < RU_COUNT(all); i++)
        if (word_is(s, all[i])) return true;
    return s.n == 0;
}

/* Anything some YAML reader takes for a number: 12 +1 010 0x1F 0o7 0b1 1_000 1.5 .5 5. 1e3 12:30:45 .inf .nan */
static bool number_like(ru_str s) {
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');
    ru_str rest = {s.p + i, s.n - i};
    if (word_is(rest, ".inf") || word_is(rest, ".nan")) return true;
    if (rest.n > 2 && rest.p[0] == '0' && (lower(rest.p[1]) == 'x' || lower(rest.p[1]) == 'o' || lower(rest.p[1]) == 'b')) {
        bool hex = lower(rest.p[1]) == 'x';
        for (i = 2; i < rest.n; i++) {
            char c = lower(rest.p[i]);
            if (!digit(c) && c != '_' && !(hex && c >= 'a' && c <= 'f')) return false;
        }
        return true;
    }
    size_t digits = 0, points = 0;
    for (i = 0; i < rest.n; i++) {
        char c = rest.p[i];
        if (digit(c)) digits++;
        else if (c == '.') points++;
        else if (lower(c) == 'e' && digits && i + 1 < rest.n) {
            i += rest.p[i + 1] == '-' || rest.p[i + 1] == '+';
            for (digits = 0, i++; i < rest.n && digit(rest.p[i]); i++) digits++;
            return digits && i == rest.n;
        } else if ((c != '_' && c != ':') || digits == 0) return false;
    }
    return digits && points < 2; /* 1.2.3 is a version to everybody */
}

/* ---- typed reads ---- */
ruth_status ru_node_bool(const ru_node *n, bool *out, ruth_error *e) {
    if (n && n->kind == RU_NODE_BOOL) {
        *out = n->number != 0;
        return RUTH_OK;
    }
    if (n && plain(n) && (ru_str_is(n->text, "true") || ru_str_is(n->text, "false"))) {
        *out = n->text.p[0] == 't';
        return RUTH_OK;
    }
    bool in_quotes = n && n->kind == RU_NODE_TEXT && !plain(n) && (ru_str_is(n->text, "true") || ru_str_is(n->text, "false"));
    return expected(n, e, in_quotes ? "true or false without quotes" : "true or false");
}

ruth_status ru_node_int(const ru_node *n, int64_t *out, ruth_error *e) {
    if (n && n->kind == RU_NODE_INT) {
        *out = n->number;
        return RUTH_OK;
    }
    if (!n || n->kind != RU_NODE_TEXT || !integer_form(n->text)) return expected(n, e, "a whole number such as 30");
    if (!plain(n)) return expected(n, e, "a whole number without quotes");
    bool negative = n->text.p[0] == '-';
    int64_t v = 0; /* counted downwards: the most negative number has no positive */
    for (size_t i = negative; i < n->text.n; i++)
        if (!ru_mul64(v, 10, &v) || !ru_sub64(v, n->text.p[i] - '0', &v)) return ru_node_fail(n, e, "%s is too large a number", found(n).text);
    if (!negative && !ru_sub64(0, v, &v)) return ru_node_fail(n, e, "%s is too large a number", found(n).text);
    if (negative && v == 0) return expected(n, e, "0 without a minus");
    *out = v;
    return RUTH_OK;
}

ruth_status ru_node_text(const ru_node *n, ru_str *out, ruth_error *e) {
    if (!n || n->kind != RU_NODE_TEXT) return expected(n, e, "text");
    ru_str s = shown(n->text);
    if (plain(n) && (truth_or_null(n->text) || number_like(n->text)))
        return ru_node_fail(n, e, "expected text, found %.*s, which some readers of YAML take for something else; put it in quotes", (int)s.n, s.p);
    *out = n->text;
    return RUTH_OK;
}

static bool name_char(char c, bool capitals, bool first) {
    if (digit(c) || (c >= 'a' && c <= 'z') || (capitals && c >= 'A' && c <= 'Z')) return true;
    return !first && (c == '.' || c == '_' || c == '-');
}

enum { LONGEST_NAME = 64 };

bool ru_is_identifier(ru_str s, bool capitals) {
    for (size_t i = 0; i < s.n; i++)
        if (!name_char(s.p[i], capitals, i == 0)) return false;
    return s.n >= 1 && s.n <= LONGEST_NAME;
}

ruth_status ru_node_name(const ru_node *n, bool capitals, ru_str *out, ruth_error *e) {
    ru_str s;
    if (!n || n->kind != RU_NODE_TEXT) return expected(n, e, "a name");
    ruth_status st = ru_node_text(n, &s, e);
    if (st) return st;
    if (s.n == 0) return expected(n, e, "a name");
    for (size_t i = 0; i < s.n; i++)
        if (!name_char(s.p[i], capitals, i == 0))
            return expected(n, e,
                            capitals ? "a name (letters, digits, and . _ - after the first)" : "a name (small letters, digits, and . _ - after the first)");
    if (s.n > LONGEST_NAME) return expected(n, e, "a name of at most 64 characters");
    *out = s;
    return RUTH_OK;
}

ruth_status ru_node_scalar(const ru_node *n, ru_str *out, ruth_error *e) {
    if (n && (n->kind == RU_NODE_TEXT || n->kind == RU_NODE_FLOAT)) *out = n->text;
    else if (n && n->kind == RU_NODE_BOOL) *out = n->number ? RU_STR("true") : RU_STR("false");
    else if (n && n->kind == RU_NODE_INT && n->text.p) *out = n->text;
    else return expected(n, e, "one value");
    return RUTH_OK;
}

/* -?(0|[1-9][0-9]*)[.][0-9]+ */
static bool decimal_form(ru_str s) {
    size_t point = 0, end = s.n;
    while (point < s.n && s.p[point] != '.') point++;
    while (end > point && digit(s.p[end - 1])) end--;
    return end < s.n && end == point + 1 && integer_form((ru_str){s.p, point});
}

const char *ru_node_doubt(const ru_node *n) {
    int64_t v;
    if (n->kind == RU_NODE_NULL && n->text.n == 0) return "nothing stands here; a value is missing, or write null where not known is meant";
    if (!plain(n) || ru_str_is(n->text, "true") || ru_str_is(n->text, "false") || decimal_form(n->text)) return NULL;
    if (integer_form(n->text))
        return ru_node_int(n, &v, NULL) == RUTH_OK ? NULL : ru_str_is(n->text, "-0") ? "expected 0 without a minus" : "this is too large a number";
    if (truth_or_null(n->text)) return "some readers of YAML take this word for something else; put it in quotes, or write true, false or null";
    return number_like(n->text) ? "some readers of YAML take this for another number than it shows; put it in quotes, or write it plainly, as in 30 or 12.5"
                                : NULL;
}

/* ---- keys ---- */
static ruth_status unknown_key(const ru_node *map, size_t i, const char *const *allowed, ruth_error *e) {
    enum { MOST = 64 };
    ru_str names[MOST], key = map->keys[i];
    size_t count = 0;
    char list[400] = "";
    size_t length = 0;
    for (; allowed[count] && count < MOST; count++) {
        names[count] = ru_str_of(allowed[count]);
        if (length + names[count].n + 3 > sizeof list) continue;
        length += (size_t)snprintf(list + length, sizeof list - length, "%s%s", count ? ", " : "", allowed[count]);
    }
    const ru_node *at = map->key_at && map->key_at[i] ? map->key_at[i] : map;
    ru_str near = ru_str_nearest(key, names, count), text = shown(key);
    if (near.p) return ru_node_fail(at, e, "\"%.*s\" is not known here; did you mean \"%s\"?", (int)text.n, text.p, near.p);
    if (count == 0) return ru_node_fail(at, e, "\"%.*s\" is not known here", (int)text.n, text.p);
    return ru_node_fail(at, e, "\"%.*s\" is not known here; expected: %s", (int)text.n, text.p, list);
}

ruth_status ru_node_only_keys(const ru_node *map, const char *const *allowed, ruth_error *e) {
    if (!map || map->kind != RU_NODE_MAP) return expected(map, e, "a mapping");
    for (size_t i = 0; i < map->count; i++) {
        bool known = false;
        for (const char *const *a = allowed; *a && !known; a++) known = ru_str_is(map->keys[i], *a);
        if (!known) return unknown_key(map, i, allowed, e);
    }
    return RUTH_OK;
}

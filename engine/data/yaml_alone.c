/* yaml_alone.c: a YAML file whose schema is not known: what no file of a policy takes anywhere, refused with its place. */
#include "engine/data/data.h"

/* ---- letters that pass for others ---- */
static uint32_t letter(ru_str s, size_t i, size_t *n) { /* valid UTF-8 */
    const unsigned char *p = (const unsigned char *)s.p + i;
    *n = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    uint32_t c = *n == 1 ? p[0] : *n == 2 ? p[0] & 0x1Fu : *n == 3 ? p[0] & 0x0Fu : p[0] & 0x07u;
    for (size_t k = 1; k < *n; k++) c = c << 6 | (p[k] & 0x3Fu);
    return c;
}

/* Alphabets with letters that look like those of ASCII: Greek, Cyrillic, Armenian, Cherokee, letters of formulas, wide ones; and marks that join a letter. */
static bool passes_for_ascii(uint32_t c) {
    static const uint32_t ranges[][2] = {{0x0300, 0x058F}, {0x13A0, 0x13FF}, {0x1C80, 0x1C8F}, {0x1D00, 0x1DBF}, {0x2100, 0x214F},
                                         {0x2C60, 0x2DFF}, {0xA640, 0xA69F}, {0xAB30, 0xABBF}, {0xFF00, 0xFFEF}, {0x1D400, 0x1D7FF}};
    for (size_t i = 0; i < RU_COUNT(ranges); i++)
        if (c >= ranges[i][0] && c <= ranges[i][1]) return true;
    return false;
}

static bool ascii_letter(uint32_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

/* Does one word of the text mix letters of ASCII with such as look like them? */
static bool mixes_alphabets(ru_str s) {
    bool plain = false, other = false;
    for (size_t i = 0, n; i < s.n; i += n) {
        uint32_t c = letter(s, i, &n);
        if (c < 0x80 && !ascii_letter(c) && c != '_' && c != '-' && c != '.') plain = other = false; /* a new word */
        plain |= c < 0x80 && ascii_letter(c);
        other |= passes_for_ascii(c);
        if (plain && other) return true;
    }
    return false;
}

static bool is_ascii(ru_str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

/* ---- the tree ---- */
static const char mixed[] = "letters of two alphabets stand in one word, and look alike";

static ruth_status look_at_key(const ru_node *key, ruth_error *e) {
    if (!key->quoted && !is_ascii(key->text)) return ru_node_fail(key, e, "a name is made of ASCII letters and digits; put the key in quotes if it is a text");
    return mixes_alphabets(key->text) ? ru_node_fail(key, e, "%s", mixed) : RUTH_OK;
}

/* No deeper than the reader lets a file be. */
static ruth_status look_at(const ru_node *n, ruth_error *e) {
    ruth_status st = RUTH_OK;
    const char *doubt = ru_node_doubt(n);
    if (doubt) return ru_node_fail(n, e, "%s", doubt);
    if (n->kind == RU_NODE_TEXT && mixes_alphabets(n->text)) return ru_node_fail(n, e, "%s", mixed);
    for (size_t i = 0; !st && i < n->count; i++) {
        if (n->kind == RU_NODE_MAP) st = look_at_key(n->key_at[i], e);
        if (!st) st = look_at(n->items[i], e);
    }
    return st;
}

/* plugins: [ name, name@sha256:… ]: never a path. */
static ruth_status look_at_plugins(const ru_node *list, ruth_error *e) {
    for (size_t i = 0; list && i < list->count; i++) {
        const ru_node *n = list->items[i];
        bool good = n->kind == RU_NODE_TEXT && n->text.n > 0;
        for (size_t k = 0; good && k < n->text.n && n->text.p[k] != '@'; k++) {
            char c = n->text.p[k];
            good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (k > 0 && (c == '_' || c == '-'));
        }
        if (!good) return ru_node_fail(n, e, "a plugin is listed by its name, as in scorecard; the host says in which folder plugins are");
    }
    return RUTH_OK;
}

ruth_status ru_yaml_alone(const ru_node *root, ruth_error *e) {
    if (root->kind != RU_NODE_MAP && root->kind != RU_NODE_LIST) return ru_node_fail(root, e, "expected a mapping, key: value, or a list on top of the file");
    ruth_status st = look_at(root, e);
    return st ? st : look_at_plugins(ru_node_get(root, "plugins"), e);
}

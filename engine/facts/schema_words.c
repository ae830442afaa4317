/* schema_words.c: how a fact and its values are called, and the question that asks for it, language by language. */
#include "engine/facts/internal.h"

static int language_of(const ru_schema *s, ru_str code) {
    for (size_t i = 0; i < s->language_count; i++)
        if (ru_str_eq(s->languages[i], code)) return (int)i;
    return -1;
}

/* "fr", "fra", "fr-CA": a language that this policy does not speak, but a pack may. */
static bool language_like(ru_str s) {
    size_t i = 0;
    while (i < s.n && s.p[i] >= 'a' && s.p[i] <= 'z') i++;
    if (i < 2 || i > 3) return false;
    if (i == s.n) return true;
    if (s.p[i++] != '-' || s.n - i != 2) return false;
    return s.p[i] >= 'A' && s.p[i] <= 'Z' && s.p[i + 1] >= 'A' && s.p[i + 1] <= 'Z';
}

static const ru_node *key_of(const ru_node *map, size_t i) { return map->key_at && map->key_at[i] ? map->key_at[i] : map->items[i]; }

static ruth_status read_one(ru_making *m, const ru_node *map, size_t i, ru_label *out) {
    int lang = language_of(m->s, map->keys[i]);
    ru_str s;
    if (lang < 0 && !language_like(map->keys[i]))
        return ru_node_fail(key_of(map, i), m->e, "\"%.*s\" is no language%s", RU_SHOW(map->keys[i]),
                            ru_nearest(map->keys[i], m->s->languages, m->s->language_count).text);
    ruth_status st = ru_node_text(map->items[i], &s, m->e);
    if (st || lang < 0) return st;
    if (s.n == 0) return ru_node_fail(map->items[i], m->e, "the text is empty; leave the key out instead");
    out->by_lang[lang] = ru_arena_str(m->a, s);
    return out->by_lang[lang].p ? RUTH_OK : ru_fail_nomem(m->e);
}

static ruth_status read_label(ru_making *m, const ru_node *n, const char *example, ru_label *out) {
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, m->e, "expected a text a language, as in %s, found %s", example, ru_found(n).text);
    for (size_t i = 0; i < n->count; i++) {
        ruth_status st = read_one(m, n, i, out);
        if (st) return st;
    }
    return RUTH_OK;
}

/* A table under a key is the label of a value; a text is the fact's own label in a language. So "fr" may be both a value and a language, of another policy too. */
static ruth_status read_say(ru_making *m, const ru_node *n, ru_fact *f) {
    static const char example[] = "say: { en: \"days late\" }";
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, m->e, "expected a text a language, as in %s, found %s", example, ru_found(n).text);
    for (size_t i = 0; i < n->count; i++) {
        ruth_status st;
        if (n->items[i]->kind != RU_NODE_MAP) {
            for (size_t v = 0; v < f->value_count && n->keys[i].n != 2 && language_of(m->s, n->keys[i]) < 0; v++)
                if (ru_str_eq(f->values[v], n->keys[i]))
                    return ru_node_fail(n->items[i], m->e, "expected a text a language for the value %.*s, as in { en: \"…\" }, found %s", RU_SHOW(n->keys[i]),
                                        ru_found(n->items[i]).text);
            st = read_one(m, n, i, &f->say);
        } else {
            size_t v = 0;
            while (v < f->value_count && !ru_str_eq(f->values[v], n->keys[i])) v++;
            if (v == f->value_count)
                return ru_node_fail(key_of(n, i), m->e, "\"%.*s\" is no value of %.*s%s", RU_SHOW(n->keys[i]), RU_SHOW(f->name),
                                    ru_nearest(n->keys[i], f->values, f->value_count).text);
            if (!f->say_values && !(f->say_values = RU_NEWS(m->a, ru_label, f->value_count))) return ru_fail_nomem(m->e);
            st = read_label(m, n->items[i], "{ en: \"a lost job\" }", &f->say_values[v]);
        }
        if (st) return st;
    }
    return RUTH_OK;
}

ruth_status ru_fact_words(ru_making *m, const ru_node *node, ru_fact *f) {
    const ru_node *say = ru_node_get(node, "say"), *ask = ru_node_get(node, "ask");
    ruth_status st = say ? read_say(m, say, f) : RUTH_OK;
    if (!st && ask) st = read_label(m, ask, "ask: { en: \"Has something changed?\" }", &f->ask);
    return st;
}

/* phrase_bank.c: phrases.yaml: words that help where they were tried, with the segments they are for and where they come from; `check` holds the texts to it. */
#include "engine/policy/build.h"

static ruth_status check_words(ru_build *b, const ru_node *phrase, ru_str id) {
    const ru_node *say = ru_node_get(phrase, "say");
    ru_str text;
    if (!say || say->kind != RU_NODE_MAP || !say->count)
        return ru_node_fail(say ? say : phrase, b->e, "the phrase %.*s has no words; expected say: { en: \"…\" }", (int)id.n, id.p);
    for (size_t i = 0; i < say->count; i++) {
        bool known = false;
        for (size_t l = 0; l < b->p->schema->language_count; l++) known |= ru_str_eq(b->p->schema->languages[l], say->keys[i]);
        if (!known && say->keys[i].n > 3) return ru_node_fail(say->items[i], b->e, "%.*s is no language", (int)say->keys[i].n, say->keys[i].p);
        ruth_status st = ru_node_text(say->items[i], &text, b->e);
        if (st) return st;
    }
    return RUTH_OK;
}

static ruth_status check_segments(ru_build *b, const ru_node *phrase, const ru_node *list, ru_str id) {
    if (!list || list->kind != RU_NODE_LIST || !list->count)
        return ru_node_fail(list ? list : phrase, b->e, "the phrase %.*s does not say where it may be used; expected segments: [early]", (int)id.n, id.p);
    for (size_t i = 0; i < list->count; i++) {
        ru_str name;
        ruth_status st = ru_node_name(list->items[i], true, &name, b->e);
        if (st) return st;
        if (ru_build_ordinal(b->p->segment_names, b->p->segment_count, name) < 0)
            return ru_build_unknown_name(list->items[i], b->e, "segment", name, b->p->segment_names, b->p->segment_count);
    }
    return RUTH_OK;
}

/* What came of it is said with its day and its source, or not at all. */
static ruth_status check_result(ru_build *b, const ru_node *phrase, ru_str id) {
    static const char *const keys[] = {"say", "segments", "source", "result", "on", "doc", NULL};
    const ru_node *on = ru_node_get(phrase, "on"), *source = ru_node_get(phrase, "source"), *result = ru_node_get(phrase, "result");
    ru_str text;
    int32_t day;
    ruth_status st = ru_node_only_keys(phrase, keys, b->e);
    if (st) return st;
    if (!source || !result || !on)
        return ru_node_fail(
            phrase, b->e,
            "the phrase %.*s does not say where it comes from, what came of it and when; expected source, result (\"not measured\" is one) and on", (int)id.n,
            id.p);
    if ((st = ru_node_text(source, &text, b->e)) || (st = ru_node_text(result, &text, b->e)) || (st = ru_node_scalar(on, &text, b->e))) return st;
    return ru_date_parse(text, &day) ? RUTH_OK : ru_node_fail(on, b->e, "expected a date as YYYY-MM-DD, found %.*s", (int)text.n, text.p);
}

ruth_status ru_build_phrase_bank(ru_build *b) {
    for (size_t i = 0; i < b->pack_count; i++) {
        const ru_node *n = b->packs[i].phrases;
        if (n && n->kind != RU_NODE_MAP) return ru_node_fail(n, b->e, "expected phrases.yaml to name phrases, each with say, segments, source, result and on");
        for (size_t k = 0; n && k < n->count; k++) {
            const ru_node *phrase = n->items[k];
            ruth_status st = phrase->kind == RU_NODE_MAP
                                 ? RUTH_OK
                                 : ru_node_fail(phrase, b->e, "expected { say: { en: \"…\" }, segments: […], source: …, result: …, on: … }");
            if (st || (st = check_result(b, phrase, n->keys[k])) || (st = check_words(b, phrase, n->keys[k])) ||
                (st = check_segments(b, phrase, ru_node_get(phrase, "segments"), n->keys[k])))
                return st;
        }
    }
    return RUTH_OK;
}

/* lexicon.c: see lexicon.h. */
#include "engine/data/lexicon.h"

bool ru_lexicon_is_frame(ru_str name) { return ru_str_is(name, "words") || ru_str_is(name, "assurances") || ru_str_is(name, "takes_back"); }

static const char *add_names(const ru_node *names, ru_phrases *out, const ru_node **at, bool *nomem) {
    for (size_t i = 0; names && i < names->count; i++) {
        const ru_node *words = names->items[i];
        const char *bad = words->kind == RU_NODE_TEXT ? ru_phrases_name(out, names->keys[i], words->text, nomem) : "is no text of words with | between them";
        *at = words;
        if (bad) return bad;
    }
    return NULL;
}

static const char *add_role(const ru_node *list, ru_phrase_role role, ru_phrases *out, const ru_node **at, bool *nomem) {
    for (size_t i = 0; list && i < list->count; i++) {
        const char *bad = list->items[i]->kind == RU_NODE_TEXT ? ru_phrases_add_role(out, list->items[i]->text, role, nomem) : "is no text";
        *at = list->items[i];
        if (bad) return bad;
    }
    return NULL;
}

const char *ru_lexicon_frame(const ru_node *file, ru_phrases *out, const ru_node **at, bool *nomem) {
    const ru_node *names = ru_node_get(file, "words"), *assures = ru_node_get(file, "assurances"), *firms = ru_node_get(file, "takes_back");
    const char *bad;
    *nomem = false;
    *at = names;
    if (names && names->kind != RU_NODE_MAP) return "is no map of names and words";
    *at = assures;
    if (assures && assures->kind != RU_NODE_LIST) return "is no list";
    *at = firms;
    if (firms && firms->kind != RU_NODE_LIST) return "is no list";
    if ((bad = add_names(names, out, at, nomem)) || (bad = add_role(assures, RU_PHRASE_ASSURES, out, at, nomem))) return bad;
    return add_role(firms, RU_PHRASE_FIRMS, out, at, nomem);
}

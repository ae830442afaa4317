/* unsaid.c: see unsaid.h. The lists travel inside the library, as policies/charter/ethics/lexicons/LANG.yaml. */
#include "engine/author/unsaid.h"

#include "engine/data/lexicon.h"
#include "engine/script/embedded.h"

const ru_unsaid_info ru_unsaid_classes[RU_UNSAID_CLASSES] = {
    {"arrest", "it threatens with arrest or crime", "say it without, or take the sentence out", true},
    {"legal_threat", "it threatens with a legal step that nobody has decided", "say it without, or take the sentence out", true},
    {"false_urgency", "it makes up a hurry", "say it without: name the day, and what can still be done after it", true},
    {"shame", "it shames", "say it without: what happened, not what the person is", true},
    {"third_party", "it brings in other people", "say it without: speak of this person and you alone", true},
    {"impersonation", "it sounds like a court or an office", "say it without: who you are, in plain words", true},
    {"status_threat", "it threatens somebody's standing", "say it without: what can be done, not what may be lost", true},
    {"dehumanising", "it makes a person into a case", "speak to the person: \"you\", \"vous\"", false},
};

static ru_str file_of(ru_str lang) {
    for (size_t i = 0; i < ru_embedded_count; i++) {
        static const char folder[] = "policies/charter/ethics/lexicons/";
        const char *name = ru_embedded_files[i].name;
        size_t n = strlen(name), head = sizeof folder - 1;
        if (n == head + lang.n + 5 && !memcmp(name, folder, head) && !memcmp(name + head, lang.p, lang.n))
            return (ru_str){(const char *)ru_embedded_files[i].bytes, ru_embedded_files[i].size};
    }
    return (ru_str){NULL, 0};
}

static const ru_node *list_of(const ru_node *lists, const char *class) {
    const ru_node *n = ru_node_get(lists, class);
    for (size_t i = 0; !n && i < lists->count; i++)
        if (lists->items[i]->kind == RU_NODE_MAP) n = ru_node_get(lists->items[i], class);
    return n;
}

static bool add(ru_phrases *p, const ru_node *list, uint32_t tag) {
    bool nomem = false;
    for (size_t i = 0; list && i < list->count; i++)
        if (ru_phrases_add(p, list->items[i]->text, tag, &nomem) && nomem) return false;
    return true;
}

static bool add_jargon(ru_phrases *p, const ru_node *plain) {
    bool nomem = false;
    for (size_t i = 0; plain && i < plain->count; i++)
        if (ru_phrases_add(p, plain->keys[i], (uint32_t)i, &nomem) && nomem) return false;
    return true;
}

bool ru_unsaid_read(ru_arena *a, ru_str lang, ru_unsaid *out) {
    ru_str bytes = file_of(lang);
    ru_node *lists = NULL;
    *out = (ru_unsaid){.plain = NULL};
    if (!bytes.p) return true;
    const ru_node *at;
    bool nomem;
    ru_phrases *anywhere = ru_phrases_new(a), *legal = ru_phrases_new(a), *subject = ru_phrases_new(a), *jargon = ru_phrases_new(a);
    if (!anywhere || !legal || !subject || !jargon || ru_yaml_read(a, RU_STR("lexicon"), bytes, &lists, NULL)) return false;
    if (ru_lexicon_frame(lists, anywhere, &at, &nomem) || ru_lexicon_frame(lists, legal, &at, &nomem)) return !nomem;
    for (uint32_t i = 0; i < RU_UNSAID_CLASSES; i++)
        if (!add(i == RU_LEGAL_THREAT ? legal : anywhere, list_of(lists, ru_unsaid_classes[i].name), i)) return false;
    out->plain = ru_node_get(lists, "jargon");
    if (!add(subject, ru_node_get(lists, "in_subject"), RU_DEHUMANISING) || !add_jargon(jargon, out->plain)) return false;
    out->anywhere = anywhere;
    out->legal = legal;
    out->subject = subject;
    out->jargon = jargon;
    return ru_phrases_seal(anywhere) && ru_phrases_seal(legal) && ru_phrases_seal(subject) && ru_phrases_seal(jargon);
}

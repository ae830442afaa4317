/* words.c: the small words that messages of this folder share: names of types, hints, what was found. */
#include <stdio.h>

#include "engine/facts/internal.h"

static const char *const type_names[] = {[RU_BOOLEAN] = "boolean",
                                         [RU_INTEGER] = "integer",
                                         [RU_MONEY] = "money",
                                         [RU_RATIO] = "ratio",
                                         [RU_ENUM] = "enum",
                                         [RU_DATE] = "date",
                                         [RU_INSTANT] = "instant",
                                         [RU_ZONE] = "zone",
                                         [RU_TEXT] = "text",
                                         [RU_LIST_ENUM] = "list of enum",
                                         [RU_WINDOWS] = "weekly windows",
                                         [RU_LIST_ZONE] = "list of zone",
                                         [RU_LIST_TEXT] = "list of text"};
static const char *const type_phrases[] = {[RU_BOOLEAN] = "true or false",
                                           [RU_INTEGER] = "an integer",
                                           [RU_MONEY] = "money",
                                           [RU_RATIO] = "a ratio",
                                           [RU_ENUM] = "one of a list of names",
                                           [RU_DATE] = "a date",
                                           [RU_INSTANT] = "an instant",
                                           [RU_ZONE] = "a time zone",
                                           [RU_TEXT] = "text",
                                           [RU_LIST_ENUM] = "a list of names",
                                           [RU_WINDOWS] = "weekly windows",
                                           [RU_LIST_ZONE] = "a list of time zones",
                                           [RU_LIST_TEXT] = "a list of texts"};

const char *ru_type_name(ru_type t) { return (size_t)t < RU_COUNT(type_names) ? type_names[t] : "?"; }
const char *ru_type_phrase(ru_type t) { return (size_t)t < RU_COUNT(type_phrases) ? type_phrases[t] : "?"; }

ru_str ru_shown(ru_str s) {
    enum { LONGEST = 60 };
    if (!s.p) return RU_STR("");
    if (s.n <= LONGEST) return s;
    s.n = LONGEST;
    while (s.n && ((unsigned char)s.p[s.n] & 0xC0) == 0x80) s.n--; /* not in the middle of a character */
    return s;
}

ru_hint ru_nearest(ru_str found, const ru_str *names, size_t count) {
    ru_hint h = {""};
    ru_str near = count ? ru_str_nearest(found, names, count) : (ru_str){NULL, 0};
    if (near.p) snprintf(h.text, sizeof h.text, "; did you mean %.*s?", RU_SHOW(near));
    return h;
}

ru_hint ru_found(const ru_node *n) {
    ru_hint h = {"nothing"};
    if (!n) return h;
    switch (n->kind) {
    case RU_NODE_NULL: break;
    case RU_NODE_BOOL: snprintf(h.text, sizeof h.text, "%s", n->number ? "true" : "false"); break;
    case RU_NODE_INT: snprintf(h.text, sizeof h.text, "%lld", (long long)n->number); break;
    case RU_NODE_FLOAT: snprintf(h.text, sizeof h.text, "%.*s", RU_SHOW(n->text)); break;
    case RU_NODE_TEXT: snprintf(h.text, sizeof h.text, "\"%.*s\"", RU_SHOW(n->text)); break;
    case RU_NODE_LIST: snprintf(h.text, sizeof h.text, "a list"); break;
    case RU_NODE_MAP: snprintf(h.text, sizeof h.text, "a table"); break;
    case RU_NODE_CODE: snprintf(h.text, sizeof h.text, "a function"); break;
    }
    return h;
}

/* A name for people: reserve_floor → "reserve floor". */
static void put_spaced(ru_buf *b, ru_str name) {
    for (size_t i = 0; i < name.n; i++) ru_buf_char(b, name.p[i] == '_' ? ' ' : name.p[i]);
}

static bool put_label(ru_buf *b, const ru_label *l, int language) {
    if (language < 0 || language >= RU_MAX_LANGS || !l->by_lang[language].p) return false;
    ru_buf_str(b, l->by_lang[language]);
    return true;
}

void ru_fact_say(ru_buf *b, const ru_fact *f, int language) {
    if (!put_label(b, &f->say, language)) put_spaced(b, f->name);
}

void ru_fact_say_value(ru_buf *b, const ru_fact *f, int64_t index, int language) {
    if (index < 0 || (uint64_t)index >= f->value_count) return;
    if (!f->say_values || !put_label(b, &f->say_values[index], language)) put_spaced(b, f->values[index]);
}

ru_str ru_fact_question(const ru_fact *f, int language) { return language < 0 || language >= RU_MAX_LANGS ? (ru_str){NULL, 0} : f->ask.by_lang[language]; }

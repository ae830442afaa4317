/* charter_page_say.c: phrases, lists and small joints of grammar, English and French. */
#include "engine/author/charter_page.h"

static ru_str made(ru_page *p, char *text, size_t n) {
    if (!text) p->failed = true;
    else text[n] = 0;
    return text ? (ru_str){text, n} : RU_STR("");
}

static size_t phrase(const char *c, const ru_str *args, size_t count, char *into) {
    size_t n = 0;
    while (*c) {
        size_t plain = strcspn(c, "{");
        if (into) memcpy(into + n, c, plain);
        n += plain;
        c += plain;
        if (!*c) break;
        size_t i = (size_t)(c[1] - '0'); /* "{0}": the phrases have no other braces */
        if (i < count && into && args[i].n) memcpy(into + n, args[i].p, args[i].n);
        if (i < count) n += args[i].n;
        c += 3;
    }
    return n;
}

ru_str ru_page_say(ru_page *p, const char *en, const char *fr, const ru_str *args, size_t count) {
    const char *c = p->x->french ? fr : en;
    size_t n = phrase(c, args, count, NULL);
    char *text = ru_arena_alloc(&p->x->arena, n + 1);
    if (text) phrase(c, args, count, text);
    return made(p, text, n);
}

ru_str ru_page_text(const ru_node *n, const char *key) {
    const ru_node *v = ru_node_get(n, key);
    return v && v->kind == RU_NODE_TEXT ? v->text : RU_STR("");
}

/* One sentence for all, or one a language: in the other where the page's is missing. */
ru_str ru_page_summary(const ru_page *p, const ru_node *head) {
    const ru_node *n = ru_node_get(head, "summary");
    if (!n || n->kind != RU_NODE_MAP) return ru_page_text(head, "summary");
    ru_str own = ru_page_text(n, p->x->french ? "fr" : "en");
    return own.n ? own : ru_page_text(n, p->x->french ? "en" : "fr");
}

const ru_node *ru_page_entry_of(const ru_node *map, ru_str key) {
    for (size_t i = 0; map && map->kind == RU_NODE_MAP && i < map->count; i++)
        if (ru_str_eq(map->keys[i], key)) return map->items[i];
    return NULL;
}

/* ---- lists ---- */
void ru_page_add(ru_page *p, ru_words *w, ru_str text) {
    if (!text.n) return;
    ru_str *items = ru_arena_grow(&p->x->arena, w->items, w->count, &w->capacity, sizeof *items);
    if (!items) {
        p->failed = true;
        return;
    }
    w->items = items;
    w->items[w->count++] = text;
}

ru_str ru_page_join(ru_page *p, const ru_words *w, const char *between, const char *last_en, const char *last_fr) {
    ru_str common = ru_str_of(between), last = ru_str_of(p->x->french ? last_fr : last_en);
    size_t n = 0, at = 0;
    for (size_t i = 0; i < w->count; i++) n += w->items[i].n + (!i ? 0 : i + 1 < w->count ? common.n : last.n);
    char *text = ru_arena_alloc(&p->x->arena, n + 1);
    for (size_t i = 0; text && i < w->count; i++) {
        ru_str joint = i + 1 < w->count ? common : last;
        if (i) memcpy(text + at, joint.p, joint.n);
        at += i ? joint.n : 0;
        memcpy(text + at, w->items[i].p, w->items[i].n);
        at += w->items[i].n;
    }
    return made(p, text, n);
}

ru_str ru_page_and(ru_page *p, const ru_words *w) { return ru_page_join(p, w, ", ", " and ", " et "); }
ru_str ru_page_or(ru_page *p, const ru_words *w) { return ru_page_join(p, w, ", ", " or ", " ou "); }

/* ---- joints ---- */
static bool begins(ru_str s, const char *with) {
    size_t n = strlen(with);
    return s.n >= n && !memcmp(s.p, with, n);
}

static bool vowel(ru_str s) {
    if (!s.n) return false;
    return strchr("aeiouyAEIOUY", s.p[0]) != NULL || (s.n > 1 && s.p[0] == '\xC3' && (unsigned char)s.p[1] >= 0x80); /* é, à, … */
}

static ru_str behind(ru_str s, size_t n) { return (ru_str){s.p + n, s.n - n}; }

ru_str ru_page_de(ru_page *p, ru_str s) {
    if (!p->x->french) return RU_PAGE1(p, "of {0}", "", s);
    if (begins(s, "le ")) return RU_PAGE1(p, "", "du {0}", behind(s, 3));
    if (begins(s, "les ")) return RU_PAGE1(p, "", "des {0}", behind(s, 4));
    if (begins(s, "des ")) return RU_PAGE1(p, "", "de {0}", behind(s, 4));
    return vowel(s) ? RU_PAGE1(p, "", "d'{0}", s) : RU_PAGE1(p, "", "de {0}", s);
}

ru_str ru_page_sentence(ru_page *p, ru_str s) {
    if (!s.n) return s;
    bool ends = s.p[s.n - 1] == '.' || s.p[s.n - 1] == '?' || s.p[s.n - 1] == '!';
    char *text = ru_arena_alloc(&p->x->arena, s.n + 2);
    if (text) {
        memcpy(text, s.p, s.n);
        if (!ends) text[s.n] = '.';
        if (text[0] >= 'a' && text[0] <= 'z') text[0] = (char)(text[0] - 'a' + 'A');
        else if (s.n > 1 && text[0] == '\xC3' && (unsigned char)text[1] >= 0xA0 && (unsigned char)text[1] <= 0xBE && (unsigned char)text[1] != 0xB7)
            text[1] = (char)(text[1] - 0x20); /* é → É */
    }
    return made(p, text, s.n + !ends);
}

ru_str ru_page_quoted(ru_page *p, ru_str s) { return RU_PAGE1(p, "\xE2\x80\x9C{0}\xE2\x80\x9D", "\xC2\xAB\xC2\xA0{0}\xC2\xA0\xC2\xBB", s); }

ru_str ru_page_spaced(ru_page *p, ru_str name) {
    ru_str copy = ru_arena_str(&p->x->arena, name);
    if (!copy.p) {
        p->failed = true;
        return RU_STR("");
    }
    for (size_t i = 0; i < copy.n; i++)
        if (copy.p[i] == '_') ((char *)(uintptr_t)copy.p)[i] = ' ';
    return copy;
}

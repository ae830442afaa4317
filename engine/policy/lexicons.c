/* lexicons.c: words that a limit keeps out: lexicon "name" of lexicons/LANG.yaml, or the words themselves → phrases to look for. */
#include "engine/data/lexicon.h"
#include "engine/policy/build.h"

/* A list of entries, or lists under names of their own. */
static ruth_status add_list(ru_build *b, const ru_node *list, ru_phrases *out) {
    bool map = list->kind == RU_NODE_MAP, nomem;
    if ((list->kind != RU_NODE_LIST && !map) || !list->count) return ru_node_fail(list, b->e, "expected a list of words");
    for (size_t i = 0; i < list->count; i++) {
        ru_str text;
        ruth_status st = map ? add_list(b, list->items[i], out) : ru_node_scalar(list->items[i], &text, b->e);
        if (st) return st;
        if (map) continue;
        const char *bad = ru_phrases_add(out, text, 0, &nomem);
        if (bad && nomem) return ru_fail_nomem(b->e);
        if (bad) return ru_node_fail(list->items[i], b->e, "\"%.*s\" %s", (int)text.n, text.p, bad);
    }
    return RUTH_OK;
}

/* file: the lexicon that it stands in; NULL: words of the limit itself. */
static ruth_status read_list(ru_build *b, const ru_node *file, const ru_node *list, const ru_phrases **out) {
    const ru_node *at;
    bool nomem = false;
    ru_phrases *p = ru_phrases_new(b->a);
    const char *bad = p && file ? ru_lexicon_frame(file, p, &at, &nomem) : NULL;
    if (!p || nomem) return ru_fail_nomem(b->e);
    if (bad) return ru_node_fail(at, b->e, "this %s", bad);
    ruth_status st = add_list(b, list, p);
    if (!st && !ru_phrases_seal(p)) st = ru_fail_nomem(b->e);
    *out = p;
    return st;
}

static const ru_node *entry(const ru_node *map, ru_str name) {
    for (size_t i = 0; map && map->kind == RU_NODE_MAP && i < map->count; i++)
        if (ru_str_eq(map->keys[i], name)) return map->items[i];
    return NULL;
}

/* The file with a list of that name: of the limit's own folder, else of the policy's, else of any. */
static const ru_node *find_lexicon(const ru_build *b, const ru_pack *pack, size_t lang, ru_str name) {
    const ru_node *file = pack->lexicons[lang];
    if (ru_lexicon_is_frame(name)) return NULL;
    for (size_t i = 0; !entry(file, name) && i < b->pack_count; i++) file = b->packs[i].lexicons[lang];
    return entry(file, name) ? file : NULL;
}

ruth_status ru_build_banned(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info) {
    const ru_node *n = ru_node_get(r->body, "no_words"), *name = ru_node_get(n, "name");
    bool any = false;
    if (!n) return RUTH_OK;
    for (size_t lang = 0; lang < b->p->schema->language_count; lang++) {
        const ru_node *file = name ? find_lexicon(b, r->pack, lang, name->text) : NULL, *list = file ? entry(file, name->text) : n;
        if (name && !file) continue;
        any = true;
        ruth_status st = read_list(b, file, list, &info->banned[lang]);
        if (st) return st;
    }
    if (!any) return ru_node_fail(n, b->e, "no file of lexicons/ has a list %.*s", name ? (int)name->text.n : 0, name ? name->text.p : "");
    b->p->bans_words = true;
    l->effects |= RU_NO_WORDS;
    return RUTH_OK;
}

ruth_status ru_build_protected(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info) {
    const ru_node *n = ru_node_get(r->body, "leave_at_least");
    if (!n) return RUTH_OK;
    l->effects |= RU_LEAVE_AT_LEAST;
    b->p->charter.limits_plans = true;
    if (l->acts_on != RU_ON_PLAN) { /* it is about every plan unless it names some */
        uint64_t *all = RU_NEW(b->a, uint64_t);
        if (!all) return ru_fail_nomem(b->e);
        *all = UINT64_MAX;
        l->plans = all;
        l->acts_on = RU_ON_PLAN;
    }
    return ru_build_expr(b, n, RU_MONEY, &info->leaves);
}

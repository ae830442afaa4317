/* duties.c: the disclosures that limits require, with their texts in every language. */
#include "engine/policy/build.h"

/* A text by itself, or { text: …, harmless_if_not_due: true }. NULL: it is neither. */
const ru_node *ru_disclosure_text(const ru_node *n) { return n && n->kind == RU_NODE_MAP ? ru_node_get(n, "text") : n; }

static ruth_status read_harmless(ru_build *b, const ru_node *n, bool *out) {
    static const char *const keys[] = {"text", "harmless_if_not_due", "statutory", "doc", NULL};
    const ru_node *harmless = n->kind == RU_NODE_MAP ? ru_node_get(n, "harmless_if_not_due") : NULL;
    ruth_status st = n->kind == RU_NODE_MAP ? ru_node_only_keys(n, keys, b->e) : RUTH_OK;
    ru_str text;
    if (st || !harmless) return st;
    if ((st = ru_node_scalar(harmless, &text, b->e))) return st;
    *out = ru_str_is(text, "true");
    return *out || ru_str_is(text, "false") ? RUTH_OK : ru_node_fail(harmless, b->e, "harmless_if_not_due is true or false");
}

static ruth_status read_texts(ru_build *b, const ru_node *limit, ru_duty *d) {
    bool any = false;
    for (size_t lang = 0; lang < b->p->schema->language_count; lang++) {
        const ru_node *n = ru_build_find_text(b, lang, d->id), *text = ru_disclosure_text(n);
        ru_str words;
        if (!text) continue; /* nobody is written to in this language where it is due */
        any = true;
        bool prescribed;
        ruth_status st = ru_build_statutory(b, n, &prescribed);
        d->statutory |= prescribed;
        if (st || (st = ru_node_scalar(text, &words, b->e)) || (st = read_harmless(b, n, &d->harmless[lang])) ||
            (st = ru_build_template(b, text, words, &d->by_lang[lang])))
            return st;
    }
    return any ? RUTH_OK : ru_node_fail(limit, b->e, "the disclosure %.*s has no text in messages/", (int)d->id.n, d->id.p);
}

static int duty_index(const ru_policy *p, ru_str id) {
    for (size_t i = 0; i < p->duty_count; i++)
        if (ru_str_eq(p->duties[i].id, id)) return (int)i;
    return -1;
}

static ruth_status add_duty(ru_build *b, const ru_node *limit, ru_str id) {
    ru_policy *p = b->p;
    if (duty_index(p, id) >= 0) return RUTH_OK;
    if (p->duty_count == RU_MAX_DUTIES) return ru_node_fail(limit, b->e, "a policy may require at most %d disclosures", (int)RU_MAX_DUTIES);
    ru_duty d = {.id = id};
    ruth_status st = read_texts(b, limit, &d);
    if (st) return st;
    size_t at = p->duty_count++;
    for (; at > 0 && ru_str_cmp(p->duties[at - 1].id, id) > 0; at--) p->duties[at] = p->duties[at - 1];
    p->duties[at] = d;
    return RUTH_OK;
}

ruth_status ru_build_duty_texts(ru_build *b) {
    ru_policy *p = b->p;
    p->duties = RU_NEWS(b->a, ru_duty, RU_MAX_DUTIES);
    if (!p->duties) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < p->charter.limit_count; i++)
        for (size_t k = 0; k < p->limits[i].require_count; k++) {
            ruth_status st = add_duty(b, b->raw[RU_KIND_LIMIT].items[i].node, p->limits[i].require[k]);
            if (st) return st;
        }
    for (size_t i = 0; i < p->charter.limit_count; i++)
        for (size_t k = 0; k < p->limits[i].require_count; k++) p->limits[i].duties |= (uint64_t)1 << duty_index(p, p->limits[i].require[k]);
    return RUTH_OK;
}

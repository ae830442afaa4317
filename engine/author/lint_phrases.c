/* lint_phrases.c: phrases of phrases.yaml in messages that may go out where nobody tried them. */
#include "engine/base/letters.h"
#include "engine/author/lint.h"

typedef struct phrase {
    ru_lint *l;
    const ru_node *node;
    ru_str id;
    size_t lang;
    const ru_phrases *words;
    int segment; /* one where it may not be said, the message may be sent there */
} phrase;

/* ---- where may a message be sent? Never no where it could. ---- */
static bool rule_may(const ru_lint *l, const ru_rule *r, int stage, int value) { return ru_cond_may(l->s->conds[r->result], stage, value); }

/* The action rules that can be the first hit there: none behind one that always is. */
static size_t rules_until(const ru_lint *l, int segment) {
    const ru_rules *r = &l->s->policy->actions;
    for (size_t i = 0; i < r->count; i++)
        if (ru_cond_must(l->s->conds[r->items[i].result], RU_STAGE_SEGMENT, segment)) return i + 1;
    return r->count;
}

/* By one of its own rules. */
static bool is_proposed(const ru_lint *l, int action, int segment) {
    const ru_rules *r = &l->s->policy->actions;
    for (size_t i = 0, until = rules_until(l, segment); i < until; i++)
        if (r->items[i].is == action && rule_may(l, &r->items[i], RU_STAGE_SEGMENT, segment)) return true;
    return false;
}

/* In place of a harsher one: chains of `gives_way` end. */
static bool is_fallen_to(const ru_lint *l, int action, int segment) {
    const ru_ladders *d = &l->s->policy->charter.ladders;
    for (int a = 0; a < d->action_count; a++) {
        if (!is_proposed(l, a, segment)) continue;
        for (int way = d->actions[a].gives_way, n = 0; way >= 0 && n < d->action_count; way = d->actions[way].gives_way, n++)
            if (way == action) return true;
    }
    return false;
}

static bool is_sent(const ru_lint *l, int message, int segment) {
    const ru_policy *p = l->s->policy;
    for (size_t i = 0, until = rules_until(l, segment); i < p->actions.count; i++) {
        const ru_rule *r = &p->actions.items[i];
        if (r->message == message && ((i < until && rule_may(l, r, RU_STAGE_SEGMENT, segment)) || is_fallen_to(l, r->is, segment))) return true;
    }
    for (int a = 0; a < p->charter.ladders.action_count; a++) {
        if (!is_proposed(l, a, segment) && !is_fallen_to(l, a, segment)) continue;
        if (p->action_info[a].message == message) return true;
        for (size_t i = 0; i < p->messages_rules.count; i++) {
            const ru_rule *r = &p->messages_rules.items[i];
            if (r->message == message && rule_may(l, r, RU_FINAL_ACTION, a) && rule_may(l, r, RU_STAGE_SEGMENT, segment)) return true;
        }
    }
    return false;
}

/* ---- one phrase ---- */
static bool is_for(const phrase *f, ru_str segment) {
    const ru_node *list = ru_node_get(f->node, "segments");
    for (size_t i = 0; i < list->count; i++)
        if (ru_str_eq(list->items[i]->text, segment)) return true;
    return false;
}

static void look(void *ctx, const ru_node *text, bool subject) {
    phrase *f = ctx;
    ru_phrase_hit hit;
    ru_str folded = ru_letters_fold(f->l->a, text->text, NULL), segment = f->l->s->policy->segment_names[f->segment].name;
    (void)subject;
    if (!folded.p) f->l->failed = true;
    if (!folded.p || !ru_phrases_find(f->words, folded, 0, &hit)) return;
    const ru_node *source = ru_node_get(f->node, "source");
    ru_finding *found = ru_finding_add(f->l->f, RU_WARNING, "phrase_elsewhere", text, "the phrase %.*s may be said in %.*s, and is not for it", (int)f->id.n,
                                       f->id.p, (int)segment.n, segment.p);
    if (ru_lint_say(found, "nobody tried what it does to people there", NULL))
        found->suggestion = ru_lint_print(f->l, "other words, or %.*s among its segments: %.*s:%d has where it comes from (%.*s)", (int)segment.n, segment.p,
                                          (int)f->node->file.n, f->node->file.p, f->node->line, (int)source->text.n, source->text.p);
}

static void check_message(phrase *f, int message) {
    const ru_policy *p = f->l->s->policy;
    const ru_text *t = ru_lint_text(f->l, f->lang, p->messages[message].id);
    for (f->segment = 0; t && f->segment < (int)p->segment_count; f->segment++) {
        if (is_for(f, p->segment_names[f->segment].name) || !is_sent(f->l, message, f->segment)) continue;
        ru_lint_each_text(t->node, look, f);
        return; /* told once */
    }
}

static ru_phrases *words_of(ru_lint *l, const ru_node *text) {
    bool nomem = false;
    ru_phrases *p = ru_phrases_new(l->a);
    ru_str folded = ru_letters_fold(l->a, text->text, NULL);
    if (!p || !folded.p || (ru_phrases_add(p, folded, 0, &nomem) && nomem) || !ru_phrases_seal(p)) l->failed = true;
    return p;
}

static void check_phrase(ru_lint *l, ru_str id, const ru_node *node) {
    const ru_node *say = ru_node_get(node, "say");
    for (size_t lang = 0; lang < l->s->policy->schema->language_count; lang++)
        for (size_t i = 0; i < say->count && !l->failed; i++) {
            if (!ru_str_eq(say->keys[i], l->s->policy->schema->languages[lang])) continue;
            phrase f = {.l = l, .node = node, .id = id, .lang = lang, .words = words_of(l, say->items[i])};
            for (size_t m = 0; m < l->s->policy->message_count && !l->failed; m++) check_message(&f, (int)m);
        }
}

void ru_lint_phrases(ru_lint *l) {
    for (size_t i = 0; i < l->s->pack_count; i++) {
        const ru_node *bank = l->s->packs[i].phrases;
        for (size_t k = 0; bank && k < bank->count; k++) check_phrase(l, bank->keys[k], bank->items[k]);
    }
}

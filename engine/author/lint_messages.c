/* lint_messages.c: messages that leave no way out, texts that nobody reads, and contacts that would end in silence for want of a text. */
#include "engine/author/lint.h"

/* ---- which texts are used ---- */
static void mark(ru_lint *l, ru_str id) {
    for (size_t lang = 0; lang < l->s->policy->schema->language_count; lang++) {
        ru_text *t = ru_lint_text(l, lang, id);
        if (t) t->used = true;
    }
}

static void mark_node(ru_lint *l, const ru_node *n) {
    if (n && n->kind == RU_NODE_TEXT) mark(l, n->text);
    for (size_t i = 0; n && n->kind == RU_NODE_LIST && i < n->count; i++) mark_node(l, n->items[i]);
}

static void mark_ladder(ru_lint *l, const ru_node *body) {
    const ru_node *entries = ru_node_get(body, "entries");
    for (size_t i = 0; entries && i < entries->count; i++) mark_node(l, ru_node_get(entries->items[i], "message"));
}

static void mark_rules(ru_lint *l) {
    for (int k = 0; k < RU_KIND_COUNT; k++)
        for (size_t i = 0; i < l->s->raw[k].count; i++) {
            const ru_raw *r = &l->s->raw[k].items[i];
            const ru_node *is = ru_node_get(r->body, "is");
            mark_node(l, ru_node_get(r->body, "because"));
            mark_node(l, ru_node_get(r->body, "message"));
            mark_node(l, ru_node_get(r->body, "require"));
            mark_node(l, ru_node_get(r->body, "card"));
            if (k == RU_KIND_MESSAGE) mark(l, is && is->kind == RU_NODE_TEXT ? is->text : r->id);
            if (k == RU_KIND_LADDER) mark_ladder(l, r->body);
        }
}

static void mark_teams(ru_lint *l) {
    for (size_t i = 0; i < l->s->pack_count; i++) {
        const ru_node *teams = l->s->packs[i].teams;
        for (size_t k = 0; teams && k < teams->count; k++) mark_node(l, ru_node_get(teams->items[k], "card"));
    }
}

void ru_lint_used(ru_lint *l) {
    mark_rules(l);
    mark_teams(l);
    mark(l, RU_STR("inbound.open"));
    for (size_t lang = 0; lang < l->s->policy->schema->language_count; lang++)
        for (size_t i = 0; i < l->texts[lang].count; i++) mark_node(l, ru_node_get(l->texts[lang].items[i].node, "carries"));
}

static void find_unused(ru_lint *l) {
    for (size_t i = 0; i < l->texts[0].count; i++) {
        const ru_text *t = &l->texts[0].items[i];
        bool lone = false; /* told as missing in a language */
        for (size_t lang = 1; lang < l->s->policy->schema->language_count; lang++) lone = lone || !ru_lint_text(l, lang, t->id);
        if (t->used || lone) continue;
        bool card = ru_lint_is_card(t->node), message = t->node->kind == RU_NODE_MAP && !ru_node_get(t->node, "text") && !card;
        ru_lint_say(ru_finding_add(l->f, RU_WARNING, "unused_text", t->key, "nothing uses the %s %.*s",
                                   card      ? "talk card"
                                   : message ? "message"
                                             : "text",
                                   (int)t->id.n, t->id.p),
                    "nobody would ever read it",
                    card      ? "name it as the card of a team or of a limit that hands over, or take it out"
                    : message ? "name it as the message of an action, or take it out"
                              : "name it in a rule's because or a message's carries, or take it out");
    }
}

/* ---- one step, one way out ---- */
/* A part that another language lacks as a whole is told as that. */
static bool says(const ru_node *message, size_t lang, const char *part) {
    const ru_node *n = ru_node_get(message, part);
    if (!n || n->kind != RU_NODE_TEXT) return lang > 0;
    for (size_t i = 0; i < n->text.n; i++)
        if (!strchr(" \t\n", n->text.p[i])) return true;
    return false;
}

static void find_dead_ends(ru_lint *l, size_t lang) {
    for (size_t i = 0; i < l->texts[lang].count; i++) {
        const ru_text *t = &l->texts[lang].items[i];
        if (t->node->kind != RU_NODE_MAP || ru_node_get(t->node, "text") || ru_lint_is_card(t->node) || ru_lint_is_statutory(t->node))
            continue; /* a disclosure is part of a message; a card is for whoever talks */
        if (!says(t->node, lang, "next_step"))
            ru_lint_say(ru_finding_add(l->f, RU_WARNING, "no_next_step", t->key, "the message %.*s names no next step", (int)t->id.n, t->id.p),
                        "people would not know what to do with it", "next_step: \"…\", one thing to do and how");
        if (!says(t->node, lang, "cannot"))
            ru_lint_say(ru_finding_add(l->f, RU_WARNING, "no_way_out", t->key, "the message %.*s has no way to say \"I can't\"", (int)t->id.n, t->id.p),
                        "who cannot do what is asked would have no answer to give", "cannot: \"If you cannot …, tell us …\"");
    }
}

/* ---- silence for want of a text ---- */
/* The kindest channel that some rule opens; −1: none. */
static int kindest_channel(const ru_policy *p) {
    int kindest = -1;
    for (size_t i = 0; i < p->charter.way_count; i++)
        if (kindest < 0 || p->charter.ways[i].channel < kindest) kindest = p->charter.ways[i].channel;
    return kindest;
}

static bool has_variant(const ru_policy *p, const ru_message *m, size_t lang, int channel) {
    int tones = p->charter.ladders.tone_count;
    for (int t = 0; t < tones; t++)
        if (m->by_lang[lang].variants[channel * tones + t].body) return true;
    return false;
}

static void mark_silent(ru_lint *l, ru_str id) {
    for (size_t lang = 0; lang < l->s->policy->schema->language_count; lang++) {
        ru_text *t = ru_lint_text(l, lang, id);
        if (t) t->silent = true;
    }
}

static void check_channels(ru_lint *l, const ru_message *m) {
    const ru_policy *p = l->s->policy;
    int channel = kindest_channel(p);
    for (size_t lang = 0; channel >= 0 && lang < p->schema->language_count; lang++) {
        ru_text *t = ru_lint_text(l, lang, m->id);
        if (!t || has_variant(p, m, lang, channel)) continue;
        ru_str name = p->channel_names[channel].name;
        ru_finding *f = ru_finding_add(l->f, RU_WARNING, "no_text_for_channel", t->key, "the message %.*s has no text for %.*s, the kindest channel",
                                       (int)m->id.n, m->id.p, (int)name.n, name.p);
        if (ru_lint_say(f, "where only that channel is open, the person would hear nothing", NULL))
            f->suggestion = ru_lint_print(l, "a variant under %.*s, in the kindest tone the action is said in", (int)name.n, name.p);
        mark_silent(l, m->id); /* the other languages are told as lacking it, or lack it for the same reason */
        return;
    }
}

static bool may_be_written(const ru_policy *p, int action) {
    if (p->action_info[action].message >= 0 || p->messages_rules.count) return true;
    for (size_t i = 0; i < p->actions.count; i++)
        if (p->actions.items[i].is == action && p->actions.items[i].message >= 0) return true;
    return false;
}

static void check_actions(ru_lint *l) {
    const ru_policy *p = l->s->policy;
    for (size_t i = 0; i < p->actions.count; i++) {
        const ru_rule *r = &p->actions.items[i];
        if (!p->charter.ladders.actions[r->is].contact || may_be_written(p, r->is)) continue;
        ru_str name = p->action_names[r->is].name;
        ru_finding *f = ru_finding_add(l->f, RU_WARNING, "no_message", l->s->raw[RU_KIND_ACTION].items[i].node, "the action %.*s has no message", (int)name.n,
                                       name.p);
        ru_lint_say(f, "it would end in silence, whomever it fits", "message = \"…\", one of messages/");
    }
}

/* ---- a placeholder whose fact may not be known ---- */
typedef struct filled {
    ru_lint *l;
    const ru_message *m;
    uint8_t *seen;
} filled;

/* Would what is not known about the fact keep the rule, or everything said by it, from happening? */
static bool is_needed_by(const ru_lint *l, const ru_rule *r, int slot) { return !ru_lint_reach(l, l->s->conds[r->result], slot).can_true; }

/* A limit that always refuses the action while the fact is not known. */
static bool is_guarded(const ru_lint *l, int action, int slot) {
    const ru_policy *p = l->s->policy;
    for (size_t i = 0; i < p->charter.limit_count; i++) {
        const ru_limit *limit = &p->charter.limits[i];
        if (limit->acts_on == RU_ON_PLAN || !(limit->actions >> action & 1) || limit->bounded) continue;
        if (limit->acts_on == RU_ON_CHANNEL && limit->ways != (p->charter.way_count >= 64 ? UINT64_MAX : ((uint64_t)1 << p->charter.way_count) - 1)) continue;
        ru_reach_of when = ru_lint_reach(l, l->s->conds[p->limits[i].rule.result], slot);
        if (when.can_false) continue;
        if (limit->effects & (RU_FORBID | RU_HAND_OVER)) return true;
        if (p->limits[i].only_if >= 0 && !ru_lint_reach(l, l->s->conds[p->limits[i].only_if], slot).can_true) return true;
    }
    return false;
}

static bool is_safe(const ru_lint *l, const ru_message *m, int slot) {
    const ru_policy *p = l->s->policy;
    for (size_t i = 0; i < p->actions.count; i++) {
        const ru_rule *r = &p->actions.items[i];
        bool by_rule = r->message >= 0 && &p->messages[r->message] == m;
        bool by_ladder = r->message < 0 && p->action_info[r->is].message >= 0 && &p->messages[p->action_info[r->is].message] == m;
        if (!by_rule && !by_ladder) continue;
        if (!is_needed_by(l, r, slot) && !is_guarded(l, r->is, slot)) return false;
    }
    for (size_t i = 0; i < p->messages_rules.count; i++) {
        const ru_rule *r = &p->messages_rules.items[i];
        if (r->message < 0 || &p->messages[r->message] != m) continue;
        if (!is_needed_by(l, r, slot)) return false;
    }
    return true;
}

static void check_fact(filled *x, const ru_node *at, ru_str name) {
    const ru_fields *facts = &x->l->s->policy->schema->facts;
    int slot = ru_fields_find(facts, name);
    if (slot < 0 || x->seen[slot]++) return;
    const ru_fact *f = &facts->items[slot];
    if (f->derived || f->missing.state != RU_UNKNOWN || is_safe(x->l, x->m, slot)) return;
    ru_finding *found = ru_finding_add(x->l->f, RU_WARNING, "placeholder_unknown", at, "{%.*s} may not be known to those who get the message %.*s", (int)name.n,
                                       name.p, (int)x->m->id.n, x->m->id.p);
    if (ru_lint_say(found, "a message with a gap is not written: they would hear nothing", NULL))
        found->suggestion = ru_lint_print(x->l, "%.*s = on_file among the conditions of the rule that uses the message, or a text without it", (int)name.n,
                                          name.p);
}

static void visit_text(void *ctx, const ru_node *text, bool subject) {
    (void)subject;
    ru_str s = text->text;
    for (size_t at = 0; at < s.n;) {
        const char *open = memchr(s.p + at, '{', s.n - at), *close = open ? memchr(open, '}', s.n - (size_t)(open - s.p)) : NULL;
        if (!close) return;
        check_fact(ctx, text, (ru_str){open + 1, (size_t)(close - open) - 1});
        at = (size_t)(close - s.p) + 1;
    }
}

static void check_placeholders(ru_lint *l, const ru_message *m) {
    filled x = {l, m, RU_NEWS(l->a, uint8_t, l->s->policy->schema->facts.count + 1)};
    ru_text *t = ru_lint_text(l, 0, m->id);
    if (!x.seen) l->failed = true;
    if (!x.seen || !t) return;
    ru_lint_each_text(t->node, visit_text, &x);
    for (size_t i = 0; i < m->carries_count; i++) {
        ru_text *disclosure = ru_lint_text(l, 0, m->carries[i]);
        if (disclosure) ru_lint_each_text(disclosure->node, visit_text, &x);
    }
}

void ru_lint_messages(ru_lint *l) {
    find_unused(l);
    for (size_t lang = 0; lang < l->s->policy->schema->language_count; lang++) find_dead_ends(l, lang);
    check_actions(l);
    for (size_t i = 0; i < l->s->policy->message_count && !l->failed; i++) {
        const ru_message *m = &l->s->policy->messages[i];
        ru_text *t = ru_lint_text(l, 0, m->id);
        if (t && t->used) check_channels(l, m);
        check_placeholders(l, m);
    }
}

/* messages.c: messages/LANG.yaml → texts with their placeholders, reasons, and the tables that find a variant. */
#include "engine/policy/build.h"

static const struct {
    const char *name;
    ru_part_kind kind;
} plan_words[] = {
    {"instalment", RU_PART_INSTALMENT}, {"count", RU_PART_COUNT}, {"every", RU_PART_EVERY},         {"last", RU_PART_LAST},
    {"total", RU_PART_TOTAL},           {"left", RU_PART_LEFT},   {"first_due", RU_PART_FIRST_DUE}, {"until", RU_PART_UNTIL},
};

/* The placeholder {name}: a fact, a number, or what a plan computed. */
static bool find_word(const ru_build *b, ru_str name, ru_part *out) {
    const ru_schema *s = b->p->schema;
    int slot = ru_fields_find(&s->facts, name);
    if (slot >= 0) {
        *out = (ru_part){RU_PART_FACT, slot, {NULL, 0}};
        return true;
    }
    for (size_t i = 0; i < RU_COUNT(plan_words); i++)
        if (ru_str_is(name, plan_words[i].name)) {
            *out = (ru_part){plan_words[i].kind, 0, {NULL, 0}};
            return true;
        }
    for (size_t i = 0; i < s->number_count; i++)
        if (ru_str_eq(s->numbers[i].name, name)) {
            *out = (ru_part){RU_PART_NUMBER, (int)i, {NULL, 0}};
            return true;
        }
    return false;
}

static ruth_status check_fact_part(ru_build *b, const ru_node *at, const ru_part *part) {
    if (part->kind != RU_PART_FACT) return RUTH_OK;
    const ru_fact *f = &b->p->schema->facts.items[part->index];
    if (f->is_protected) return ru_node_fail(at, b->e, "%.*s is protected: no text may show it", (int)f->name.n, f->name.p);
    b->slot_read[part->index] = 1;
    return RUTH_OK;
}

static ruth_status unknown_placeholder(ru_build *b, const ru_node *at, ru_str name) {
    const ru_schema *s = b->p->schema;
    ru_str *names = RU_NEWS(b->scratch, ru_str, s->facts.count + s->number_count + 1);
    size_t count = 0;
    if (!names) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < s->facts.count; i++) names[count++] = s->facts.items[i].name;
    for (size_t i = 0; i < s->number_count; i++) names[count++] = s->numbers[i].name;
    ru_str near = ru_str_nearest(name, names, count);
    if (near.p)
        return ru_node_fail(at, b->e, "{%.*s} is neither a fact, a number nor something a plan computes; did you mean {%.*s}?", (int)name.n, name.p,
                            (int)near.n, near.p);
    return ru_node_fail(at, b->e, "{%.*s} is neither a fact, a number nor something a plan computes", (int)name.n, name.p);
}

ruth_status ru_build_template(ru_build *b, const ru_node *at, ru_str text, const ru_template **out) {
    ru_template *t = RU_NEW(b->a, ru_template);
    size_t room = 1;
    for (size_t i = 0; i < text.n; i++) room += text.p[i] == '{' ? 2 : 0;
    ru_part *parts = RU_NEWS(b->a, ru_part, room + 1);
    if (!t || !parts) return ru_fail_nomem(b->e);
    size_t at_byte = 0;
    while (at_byte < text.n) {
        const char *open = memchr(text.p + at_byte, '{', text.n - at_byte);
        size_t end = open ? (size_t)(open - text.p) : text.n;
        if (end > at_byte) parts[t->count++] = (ru_part){RU_PART_LITERAL, 0, {text.p + at_byte, end - at_byte}};
        if (!open) break;
        const char *close = memchr(open, '}', text.n - end);
        if (!close) return ru_node_fail(at, b->e, "the text has a { without its }");
        ru_str name = {open + 1, (size_t)(close - open) - 1};
        if (!find_word(b, name, &parts[t->count])) return unknown_placeholder(b, at, name);
        ruth_status st = check_fact_part(b, at, &parts[t->count++]);
        if (st) return st;
        at_byte = (size_t)(close - text.p) + 1;
    }
    t->parts = parts;
    if (t->count <= 1 && (!t->count || parts[0].kind == RU_PART_LITERAL)) {
        t->json = ru_build_json(b, text);
        if (!t->json.p) return ru_fail_nomem(b->e);
    }
    *out = t;
    return RUTH_OK;
}

/* The node under a message id in one language, over the policy and its packs. */
const ru_node *ru_build_find_text(const ru_build *b, size_t lang, ru_str id) {
    for (size_t i = 0; i < b->pack_count; i++) {
        const ru_node *m = b->packs[i].messages[lang];
        for (size_t k = 0; m && k < m->count; k++)
            if (ru_str_eq(m->keys[k], id)) return m->items[k];
    }
    return NULL;
}

/* Of the same shape as the one that is missing: a text, not a message with its variants. */
static ruth_status unknown_text(ru_build *b, const ru_node *at, ru_str language, size_t lang, ru_str id) {
    size_t room = 0, count = 0;
    for (size_t i = 0; i < b->pack_count; i++) room += b->packs[i].messages[lang] ? b->packs[i].messages[lang]->count : 0;
    ru_str *names = RU_NEWS(b->scratch, ru_str, room + 1);
    if (!names) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < b->pack_count; i++) {
        const ru_node *m = b->packs[i].messages[lang];
        for (size_t k = 0; m && k < m->count; k++)
            if (m->items[k]->kind != RU_NODE_MAP) names[count++] = m->keys[k];
    }
    ru_str near = ru_str_nearest(id, names, count);
    if (near.p)
        return ru_node_fail(at, b->e, "messages/%.*s.yaml has no text called %.*s; did you mean %.*s?", (int)language.n, language.p, (int)id.n, id.p,
                            (int)near.n, near.p);
    return ru_node_fail(at, b->e, "messages/%.*s.yaml has no text called %.*s", (int)language.n, language.p, (int)id.n, id.p);
}

ruth_status ru_build_because_in(ru_build *b, const ru_node *body, const ru_node *at, size_t lang, const ru_template **out) {
    const ru_node *n = ru_node_get(body, "because");
    *out = NULL;
    if (!n) return RUTH_OK;
    if (n->kind != RU_NODE_TEXT) return ru_node_fail(n, b->e, "because: expected the name of a text, such as \"why.days_late\"");
    if (memchr(n->text.p, ' ', n->text.n) || memchr(n->text.p, '{', n->text.n)) { /* said in place */
        ru_str said = ru_arena_str(b->a, n->text);
        return said.p ? ru_build_template(b, n->column ? n : at, said, out) : ru_fail_nomem(b->e);
    }
    const ru_node *text = ru_build_find_text(b, lang, n->text);
    if (!text) text = ru_build_find_text(b, 0, n->text);
    ru_str first = b->p->schema->languages[0], value;
    if (!text) return unknown_text(b, n->column ? n : at, first, 0, n->text);
    ruth_status st = ru_node_scalar(text, &value, b->e);
    return st ? st : ru_build_template(b, text, value, out);
}

ruth_status ru_build_because(ru_build *b, const ru_node *body, const ru_node *at, const ru_template **out) { return ru_build_because_in(b, body, at, 0, out); }

int ru_build_message_index(const ru_build *b, ru_str id) {
    for (size_t i = 0; i < b->p->message_count; i++)
        if (ru_str_eq(b->p->messages[i].id, id)) return (int)i;
    return -1;
}

static ruth_status read_template(ru_build *b, const ru_node *map, const char *key, const ru_template **out) {
    const ru_node *n = ru_node_get(map, key);
    ru_str text;
    *out = NULL;
    if (!n) return RUTH_OK;
    ruth_status st = ru_node_scalar(n, &text, b->e);
    return st ? st : ru_build_template(b, n, text, out);
}

static ruth_status read_variant(ru_build *b, const ru_node *n, ru_variant *out) {
    static const char *const keys[] = {"subject", "body", NULL};
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, b->e, "expected { subject: …, body: … }");
    ruth_status st = ru_node_only_keys(n, keys, b->e);
    if (st || (st = read_template(b, n, "subject", &out->subject)) || (st = read_template(b, n, "body", &out->body))) return st;
    return out->body ? RUTH_OK : ru_node_fail(n, b->e, "this variant has no body");
}

static ruth_status read_variants(ru_build *b, const ru_node *n, ru_message_text *out) {
    const ru_ladders *l = &b->p->charter.ladders;
    ru_variant *v = RU_NEWS(b->a, ru_variant, (size_t)(l->channel_count * l->tone_count));
    if (!v) return ru_fail_nomem(b->e);
    out->variants = v;
    if (!n) return RUTH_OK;
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, b->e, "expected variants: { channel: { tone: { subject, body } } }");
    for (size_t i = 0; i < n->count; i++) {
        int c = ru_build_ordinal(b->p->channel_names, (size_t)l->channel_count, n->keys[i]);
        const ru_node *tones = n->items[i];
        if (c < 0) return ru_build_unknown_name(n->key_at ? n->key_at[i] : n, b->e, "channel", n->keys[i], b->p->channel_names, (size_t)l->channel_count);
        if (tones->kind != RU_NODE_MAP) return ru_node_fail(tones, b->e, "expected tones under %.*s", (int)n->keys[i].n, n->keys[i].p);
        for (size_t k = 0; k < tones->count; k++) {
            int t = ru_build_ordinal(b->p->tone_names, (size_t)l->tone_count, tones->keys[k]);
            if (t < 0)
                return ru_build_unknown_name(tones->key_at ? tones->key_at[k] : tones, b->e, "tone", tones->keys[k], b->p->tone_names, (size_t)l->tone_count);
            ruth_status st = read_variant(b, tones->items[k], &v[c * l->tone_count + t]);
            if (st) return st;
        }
    }
    return RUTH_OK;
}

static ruth_status read_carries(ru_build *b, const ru_node *n, ru_message *m) {
    if (!n || n->kind == RU_NODE_NULL) return RUTH_OK;
    if (n->kind != RU_NODE_LIST) return ru_node_fail(n, b->e, "expected carries: [disclosure, …]");
    ru_str *ids = RU_NEWS(b->a, ru_str, n->count);
    if (!ids) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < n->count; i++) {
        ruth_status st = ru_node_scalar(n->items[i], &ids[i], b->e);
        if (st) return st;
        for (size_t k = i; k > 0 && ru_str_cmp(ids[k - 1], ids[k]) > 0; k--) {
            ru_str t = ids[k];
            ids[k] = ids[k - 1];
            ids[k - 1] = t;
        }
    }
    m->carries = ids;
    m->carries_count = n->count;
    return RUTH_OK;
}

/* Where a message says that it carries the text. */
static const ru_node *carried_at(const ru_node *message, ru_str id) {
    const ru_node *list = ru_node_get(message, "carries");
    for (size_t i = 0; list && list->kind == RU_NODE_LIST && i < list->count; i++)
        if (ru_str_eq(list->items[i]->text, id)) return list->items[i];
    return message;
}

/* What is statutory is exempt from limits on words, so a word that only looks like yes does not make it so. */
ruth_status ru_build_statutory(ru_build *b, const ru_node *text, bool *out) {
    const ru_node *n = ru_node_get(text, "statutory");
    static const char *const no_law[] = {"", "true", "false", "yes", "no", "~", "null"};
    *out = false;
    if (!n || (n->kind == RU_NODE_TEXT && !n->quoted && ru_str_is(n->text, "false"))) return RUTH_OK;
    *out = n->kind == RU_NODE_TEXT;
    for (size_t i = 0; *out && i < RU_COUNT(no_law); i++) *out = !ru_str_is(n->text, no_law[i]);
    return *out ? RUTH_OK
                : ru_node_fail(
                      n, b->e,
                      "statutory: expected the law that prescribes the text, as in statutory: \"12 CFR 1006.34\"; false, or leaving it out, where none does");
}

static ruth_status read_disclosures(ru_build *b, size_t lang, const ru_message *m, ru_message_text *out) {
    const ru_template **list = RU_NEWS(b->a, const ru_template *, m->carries_count + 1);
    bool *statutory = RU_NEWS(b->a, bool, m->carries_count + 1);
    if (!list || !statutory) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < m->carries_count; i++) {
        const ru_node *n = ru_build_find_text(b, lang, m->carries[i]);
        ru_str l = b->p->schema->languages[lang], text;
        if (!n) return unknown_text(b, carried_at(ru_build_find_text(b, 0, m->id), m->carries[i]), l, lang, m->carries[i]);
        if (!ru_disclosure_text(n)) return ru_node_fail(n, b->e, "expected a text, or { text: … }");
        ruth_status st = ru_node_scalar(ru_disclosure_text(n), &text, b->e);
        if (st || (st = ru_build_template(b, ru_disclosure_text(n), text, &list[i])) || (st = ru_build_statutory(b, n, &statutory[i]))) return st;
    }
    out->statutory = statutory;
    out->disclosures = list;
    return RUTH_OK;
}

static ruth_status purpose_index(ru_build *b, const ru_node *n, int *out) {
    ru_str name = RU_STR("demand"); /* what does not say its purpose is treated as the most restricted one */
    ruth_status st = n ? ru_node_text(n, &name, b->e) : RUTH_OK;
    if (st) return st;
    *out = ru_build_ordinal(b->p->purposes, b->p->purpose_count, name);
    return *out >= 0 ? RUTH_OK : ru_build_unknown_name(n, b->e, "purpose", name, b->p->purposes, b->p->purpose_count);
}

static ruth_status read_language(ru_build *b, const ru_node *n, size_t lang, ru_message *m) {
    static const char *const keys[] = {"purpose", "variants", "next_step", "cannot", "carries", "statutory", "doc", NULL};
    ru_message_text *t = &m->by_lang[lang];
    ruth_status st;
    if ((st = ru_node_only_keys(n, keys, b->e)) || (st = read_variants(b, ru_node_get(n, "variants"), t)) ||
        (st = read_template(b, n, "next_step", &t->next_step)) || (st = read_template(b, n, "cannot", &t->cannot)))
        return st;
    return read_disclosures(b, lang, m, t);
}

/* One message: declared by the first language that has it; every language must have it. */
static ruth_status read_message(ru_build *b, ru_str id, ru_message *m) {
    ruth_status st;
    *m = (ru_message){.id = id, .id_json = ru_build_json(b, id)};
    if (!m->id_json.p) return ru_fail_nomem(b->e);
    for (size_t lang = 0; lang < b->p->schema->language_count; lang++) {
        const ru_node *n = ru_build_find_text(b, lang, id);
        ru_str l = b->p->schema->languages[lang];
        if (!n || n->kind != RU_NODE_MAP)
            return ru_fail_at(b->e, RUTH_E_POLICY, ru_arena_printf(b->scratch, "messages/%.*s.yaml", (int)l.n, l.p), 0, 0,
                              "the message %.*s is missing in this language", (int)id.n, id.p);
        bool prescribed;
        if ((st = ru_build_statutory(b, n, &prescribed))) return st;
        m->statutory |= prescribed;
        if (!lang && ((st = purpose_index(b, ru_node_get(n, "purpose"), &m->purpose)) || (st = read_carries(b, ru_node_get(n, "carries"), m)))) return st;
        if ((st = read_language(b, n, lang, m))) return st;
    }
    return RUTH_OK;
}

static ruth_status add_purposes(ru_build *b) {
    static const char *const names[] = {"demand", "help", "thanks", "legal"};
    b->p->purposes = RU_NEWS(b->a, ru_ordinal, RU_COUNT(names));
    if (!b->p->purposes) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < RU_COUNT(names); i++) b->p->purposes[i] = (ru_ordinal){ru_str_of(names[i]), {NULL, 0}};
    b->p->purpose_count = RU_COUNT(names);
    return RUTH_OK;
}

/* Why inbound help is open: ours, unless the policy has a text called inbound.open. */
static ruth_status add_inbound(ru_build *b) {
    for (size_t lang = 0; lang < b->p->schema->language_count; lang++) {
        const ru_node *n = ru_build_find_text(b, lang, RU_STR("inbound.open"));
        ru_str text = ru_str_is(b->p->schema->languages[lang], "fr") ? RU_STR("Payer, demander de l'aide ou parler à quelqu'un reste possible à toute heure.")
                                                                     : RU_STR("Paying, asking for help or talking to someone is open at any hour.");
        const ru_template *t;
        ruth_status st = n ? ru_node_scalar(n, &text, b->e) : RUTH_OK;
        if (st || (st = ru_build_template(b, n, text, &t))) return st;
        b->p->inbound[lang] = ru_arena_dup(b->a, t, sizeof *t);
        if (!b->p->inbound[lang]) return ru_fail_nomem(b->e);
    }
    return RUTH_OK;
}

/* What a pack says in a limit's name, or has a message carry, no other folder may word anew. */
static ruth_status refuse_twins(ru_build *b, size_t lang) {
    for (size_t i = 1; i < b->pack_count; i++) {
        const ru_node *later = b->packs[i].messages[lang];
        for (size_t k = 0; later && k < later->count; k++)
            for (size_t e = 0; e < i; e++) {
                const ru_node *earlier = b->packs[e].messages[lang];
                for (size_t m = 0; earlier && m < earlier->count; m++)
                    if (ru_str_eq(earlier->keys[m], later->keys[k]))
                        return ru_node_fail(earlier->items[m], b->e,
                                            "the text %.*s belongs to %.*s; what a pack says is not worded anew: give this one another name",
                                            (int)later->keys[k].n, later->keys[k].p, (int)b->packs[i].name.n, b->packs[i].name.p);
            }
    }
    return RUTH_OK;
}

/* Before anything is looked up in them. */
static ruth_status check_files(ru_build *b, size_t lang) {
    for (size_t i = 0; i < b->pack_count; i++) {
        const ru_node *m = b->packs[i].messages[lang];
        if (m && m->kind != RU_NODE_MAP) return ru_node_fail(m, b->e, "expected texts as id: text");
    }
    return RUTH_OK;
}

ruth_status ru_build_messages(ru_build *b) {
    size_t room = 0;
    ruth_status st = add_purposes(b);
    for (size_t lang = 0; !st && lang < b->p->schema->language_count; lang++)
        if (!(st = check_files(b, lang))) st = refuse_twins(b, lang);
    if (st || (st = add_inbound(b))) return st;
    for (size_t i = 0; i < b->pack_count; i++) room += b->packs[i].messages[0] ? b->packs[i].messages[0]->count : 0;
    b->p->messages = RU_NEWS(b->a, ru_message, room + 1);
    if (!b->p->messages) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < b->pack_count; i++) {
        const ru_node *m = b->packs[i].messages[0];
        for (size_t k = 0; m && k < m->count; k++) {
            if (m->items[k]->kind != RU_NODE_MAP || ru_node_get(m->items[k], "text") || ru_node_get(m->items[k], "opening"))
                continue; /* texts, disclosures, talk cards */
            if (ru_build_message_index(b, m->keys[k]) >= 0)
                return ru_node_fail(m->items[k], b->e, "the message %.*s is declared twice", (int)m->keys[k].n, m->keys[k].p);
            if ((st = read_message(b, m->keys[k], &b->p->messages[b->p->message_count]))) return st;
            b->p->message_count++;
        }
    }
    for (int i = 0; i < b->p->charter.ladders.action_count; i++) {
        ru_action_info *a = &b->p->action_info[i];
        a->message = a->message_name.p ? ru_build_message_index(b, a->message_name) : -1;
        if (a->message_name.p && a->message < 0)
            return ru_fail_at(b->e, RUTH_E_POLICY, RU_STR("ladders.lua"), 0, 0, "no file of messages/ has a message called %.*s", (int)a->message_name.n,
                              a->message_name.p);
    }
    return RUTH_OK;
}

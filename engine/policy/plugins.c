/* plugins.c: `plugins: [ … ]` of policy.yaml → opened plugins in their order, what they may read and write, their data files in the policy's digest. */
#include "engine/policy/build.h"

/* "scorecard" or "scorecard@sha256:<64 hex digits>". */
static ruth_status read_entry(ru_build *b, const ru_node *n, ru_str *id, unsigned char pin[RU_DIGEST_SIZE], bool *pinned) {
    static const char mark[] = "@sha256:";
    ru_str text;
    ruth_status st = ru_node_scalar(n, &text, b->e);
    if (st) return st;
    const char *at = memchr(text.p, '@', text.n);
    *id = (ru_str){text.p, at ? (size_t)(at - text.p) : text.n};
    *pinned = at != NULL;
    if (!at) return RUTH_OK;
    ru_str hex = {at, text.n - id->n};
    bool good = hex.n == sizeof mark - 1 + 2 * RU_DIGEST_SIZE && !memcmp(at, mark, sizeof mark - 1);
    for (size_t i = 0; good && i < 2 * RU_DIGEST_SIZE; i++) {
        char c = at[sizeof mark - 1 + i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        good = digit >= 0;
        pin[i / 2] = (unsigned char)(i % 2 ? pin[i / 2] | digit : digit << 4);
    }
    return good ? RUTH_OK
                : ru_node_fail(n, b->e, "a pinned plugin is written NAME@sha256: and the 64 small hex digits of its file; found %.*s",
                               text.n > 120 ? 120 : (int)text.n, text.p);
}

/* The places of a desk's refusals: the plugin's own entry in policy.yaml, unless they have a better one. */
static ruth_status place(ru_build *b, const ru_node *n, const ruth_error *said) {
    if (said->status == RUTH_E_NOMEM) return ru_fail_nomem(b->e);
    if (said->file[0]) return ru_fail_at(b->e, said->status, ru_str_of(said->file), said->line, said->column, "%s", said->message);
    return ru_fail_at(b->e, said->status, n->file, n->line, n->column, "%s", said->message);
}

static ruth_status data_file(void *context, const ru_plugin *p, ru_str name, ru_str *bytes, ruth_error *e) {
    ru_build *b = context;
    ruth_error *outer = b->e;
    b->e = e; /* refusals go to whoever asked */
    ruth_status st = ru_build_plugin_file(b, p->id, name, bytes);
    b->e = outer;
    return st;
}

static ruth_status admit(ru_build *b, const ru_node *n, ru_plugin_desk *desk) {
    ru_policy *p = b->p;
    ru_plugin_found found;
    unsigned char pin[RU_DIGEST_SIZE];
    bool pinned;
    ru_str id;
    ruth_error said;
    ruth_status st = read_entry(b, n, &id, pin, &pinned);
    if (st) return st;
    for (size_t i = 0; i < p->plugin_count; i++)
        if (ru_str_eq(p->plugins[i].id, id)) return ru_node_fail(n, b->e, "plugin %.*s is listed twice", (int)id.n, id.p);
    ru_error_clear(&said);
    if (!b->places || !b->places->plugins)
        st = ru_fail(&said, RUTH_E_POLICY, "plugin %.*s cannot be loaded: the host names no folder of plugins", (int)id.n, id.p);
    else st = ru_plugin_store_find(b->places->plugins, id, pinned ? pin : NULL, &found, &said);
    desk->index = (int)p->plugin_count;
    if (!st) st = ru_plugin_admit(&p->plugins[p->plugin_count], &found, desk, &said);
    if (!st) p->plugin_count++;
    return st ? place(b, n, &said) : RUTH_OK;
}

/* A plugin reads what an earlier one wrote: what a later one writes is not there yet. */
static ruth_status check_order(ru_build *b, const ru_node *list, const int *writer) {
    const ru_policy *p = b->p;
    for (size_t i = 0; i < p->plugin_count; i++)
        for (size_t slot = 0; slot < p->schema->facts.count; slot++) {
            if (!(p->plugins[i].uses[slot] & RUTH_PLUGIN_READS) || writer[slot] < (int)i) continue;
            ru_str me = p->plugins[i].id, other = p->plugins[writer[slot]].id, fact = p->schema->facts.items[slot].name;
            if (writer[slot] == (int)i)
                return ru_node_fail(list->items[i], b->e, "plugin %.*s reads %.*s, which it writes itself", (int)me.n, me.p, (int)fact.n, fact.p);
            return ru_node_fail(list->items[i], b->e, "plugin %.*s reads %.*s, which %.*s writes: list %.*s before it", (int)me.n, me.p, (int)fact.n, fact.p,
                                (int)other.n, other.p, (int)other.n, other.p);
        }
    return RUTH_OK;
}

/* Words for plans.lua, each of one plugin; and who does what. */
static ruth_status gather(ru_build *b, const ru_node *list) {
    ru_policy *p = b->p;
    size_t room = 0;
    for (size_t i = 0; i < p->plugin_count; i++) room += p->plugins[i].offer ? p->plugins[i].offer->word_count : 0;
    p->plugin_words = RU_NEWS(b->a, ru_script_offer, room + 1);
    if (!p->plugin_words) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < p->plugin_count; i++) {
        const ru_plugin *plugin = &p->plugins[i];
        for (uint32_t w = 0; plugin->offer && w < plugin->offer->word_count; w++) {
            ru_script_offer word = {ru_str_of(plugin->offer->words[w].word), plugin->id};
            for (size_t k = 0; k < p->plugin_word_count; k++)
                if (ru_str_eq(p->plugin_words[k].word, word.word))
                    return ru_node_fail(list->items[i], b->e, "plugin %.*s has the word %.*s, which plugin %.*s has too", (int)word.by.n, word.by.p,
                                        (int)word.word.n, word.word.p, (int)p->plugin_words[k].by.n, p->plugin_words[k].by.p);
            p->plugin_words[p->plugin_word_count++] = word;
        }
        if (plugin->render && p->renderer >= 0)
            return ru_node_fail(list->items[i], b->e, "plugin %.*s renders messages, and so does %.*s: a policy has one renderer", (int)plugin->id.n,
                                plugin->id.p, (int)p->plugins[p->renderer].id.n, p->plugins[p->renderer].id.p);
        if (plugin->render) p->renderer = (int)i;
        p->inspects |= plugin->inspect != NULL;
        p->observes |= plugin->observe != NULL;
        p->plugin_day |= plugin->enrich || plugin->offer || plugin->render || plugin->inspect;
    }
    return RUTH_OK;
}

ruth_status ru_build_plugins(ru_build *b) {
    const ru_node *list = ru_node_get(b->packs[0].head, "plugins");
    size_t facts = b->p->schema->facts.count;
    ruth_status st = RUTH_OK;
    b->p->renderer = -1;
    for (size_t i = 1; i < b->pack_count; i++) {
        const ru_node *n = ru_node_get(b->packs[i].head, "plugins");
        if (n && n->count) return ru_node_fail(n, b->e, "a pack lists no plugins; the policy that uses it does");
    }
    if (!list || list->kind == RU_NODE_NULL) return RUTH_OK;
    if (list->kind != RU_NODE_LIST || list->count > RU_MAX_PLUGINS)
        return ru_node_fail(list, b->e, "expected plugins: [name, name], at most %d", RU_MAX_PLUGINS);
    if (!list->count) return RUTH_OK;
    ru_plugin_desk desk = {.schema = b->p->schema, .arena = b->a, .scratch = b->scratch, .alloc = &b->p->alloc, .file = data_file, .context = b};
    desk.writer = RU_NEWS(b->scratch, int, facts + 1);
    b->p->plugins = RU_NEWS(b->a, ru_plugin, list->count);
    if (!desk.writer || !b->p->plugins) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < facts; i++) desk.writer[i] = -1;
    for (size_t i = 0; !st && i < list->count; i++) st = admit(b, list->items[i], &desk);
    if (!st) st = check_order(b, list, desk.writer);
    return st ? st : gather(b, list);
}

void ru_policy_close_plugins(ru_policy *p) {
    ru_arena scratch;
    ru_arena_init(&scratch, &p->alloc, 4096);
    for (size_t i = p->plugin_count; i-- > 0;)
        if (p->plugins[i].opened) ru_plugin_close(&p->plugins[i], &p->alloc, &scratch, p->plugins[i].self);
    ru_arena_free(&scratch);
}

/* One line a plugin for the engine's digest: a decision rests on its version and on the bytes of its file. */
bool ru_build_plugin_line(ru_build *b, const ru_plugin *p, ru_str *out) {
    char hex[2 * RU_DIGEST_SIZE];
    ru_hex(p->digest, RU_DIGEST_SIZE, hex);
    *out = ru_arena_printf(b->scratch, "plugin %.*s %s %.*s\n", (int)p->id.n, p->id.p, p->entry->version, p->linked ? 6 : (int)sizeof hex,
                           p->linked ? "linked" : hex);
    return out->p != NULL;
}

/* ---- a plan's offer in the words of a plugin ---- */
static ruth_status slot_key(ru_build *b, const ru_node *n, const ruth_plugin_key *key, ru_offer_key *out) {
    const ru_node *x = ru_node_get(n, "x"), *name = ru_node_get(n, "name");
    if (!x || !ru_str_is(x->text, "fact") || !name)
        return ru_node_fail(n, b->e, "%s: expected %s or a fact of that type", key->name, ru_type_phrase((ru_type)key->type));
    out->slot = ru_fields_find(&b->p->schema->facts, name->text);
    if (out->slot < 0) return ru_node_fail(n, b->e, "%s: there is no fact called %.*s", key->name, (int)name->text.n, name->text.p);
    const ru_fact *f = &b->p->schema->facts.items[out->slot];
    if ((uint32_t)f->type != key->type)
        return ru_node_fail(n, b->e, "%s: expected %s, but fact.%.*s is %s", key->name, ru_type_phrase((ru_type)key->type), (int)f->name.n, f->name.p,
                            ru_type_phrase(f->type));
    if (f->is_protected) return ru_node_fail(n, b->e, "%s: fact.%.*s is protected and cannot be handed to a plugin", key->name, (int)f->name.n, f->name.p);
    b->slot_read[out->slot] = 1;
    return RUTH_OK;
}

static ruth_status read_key(ru_build *b, const ru_node *n, const ruth_plugin_key *key, ru_offer_key *out) {
    ru_type type = (ru_type)key->type;
    *out = (ru_offer_key){.type = type, .slot = -1, .optional = key->optional != 0};
    if (!n) return RUTH_OK;
    if (type == RU_INTEGER || type == RU_MONEY || type == RU_RATIO || type == RU_DATE || type == RU_INSTANT) return ru_build_expr(b, n, type, &out->expr);
    out->given = true;
    if (n->kind == RU_NODE_BOOL && type == RU_BOOLEAN) {
        out->number = n->number;
        return RUTH_OK;
    }
    if (n->kind == RU_NODE_TEXT && (type == RU_ENUM || type == RU_TEXT)) {
        out->text = ru_arena_str(b->a, n->text);
        return out->text.p ? RUTH_OK : ru_fail_nomem(b->e);
    }
    return slot_key(b, n, key, out);
}

ruth_status ru_build_plugin_offer(ru_build *b, const ru_node *kind, const ru_node *with, ru_offer *out, bool *taken) {
    const ru_policy *p = b->p;
    const ruth_plugin_word *word = NULL;
    for (size_t i = 0; !word && i < p->plugin_count; i++)
        for (uint32_t w = 0; p->plugins[i].offer && w < p->plugins[i].offer->word_count; w++) {
            if (!ru_str_is(kind->text, p->plugins[i].offer->words[w].word)) continue;
            word = &p->plugins[i].offer->words[w];
            out->plugin = (int)i;
            out->word = w;
        }
    *taken = word != NULL;
    if (!word) return RUTH_OK;
    const char *names[RU_MAX_PLUGIN_KEYS + 1] = {NULL};
    for (uint32_t k = 0; k < word->key_count; k++) names[k] = word->keys[k].name;
    ruth_status st = ru_node_only_keys(with, names, b->e);
    ru_offer_key *keys = RU_NEWS(b->a, ru_offer_key, word->key_count + 1);
    if (!st && !keys) st = ru_fail_nomem(b->e);
    for (uint32_t k = 0; !st && k < word->key_count; k++) {
        const ru_node *n = ru_node_get(with, word->keys[k].name);
        if (!n && !word->keys[k].optional) st = ru_node_fail(with, b->e, "%s does not say `%s`", word->word, word->keys[k].name);
        if (!st) st = read_key(b, n, &word->keys[k], &keys[k]);
        if (!st && keys[k].type == RU_MONEY && strcmp(word->keys[k].name, "left_of") == 0)
            out->left_of = keys[k].expr; /* by which its lines are held to what they leave */
    }
    out->kind = RU_OFFER_PLUGIN;
    out->keys = keys;
    out->key_count = word->key_count;
    return st;
}

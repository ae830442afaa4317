/* ladders.c: the declared orders of actions, tones and channels, kindest first; the pressure rank of actions. */
#include "engine/policy/build.h"

static const char *const default_tones[] = {"gratitude", "encouragement", "nudge", "plain", "firm"};
static const char *const default_channels[] = {"portal", "letter", "email", "sms", "voice"};
static const char *const default_actions[] = {"none"};

int ru_build_ordinal(const ru_ordinal *items, size_t count, ru_str name) {
    for (size_t i = 0; i < count; i++)
        if (ru_str_eq(items[i].name, name)) return (int)i;
    return -1;
}

ruth_status ru_build_unknown_name(const ru_node *at, ruth_error *e, const char *what, ru_str name, const ru_ordinal *items, size_t count) {
    ru_str near = {NULL, 0}, names[RU_MAX_ACTIONS];
    size_t n = 0;
    for (; n < count && n < RU_COUNT(names); n++) names[n] = items[n].name;
    near = ru_str_nearest(name, names, n);
    if (near.p) return ru_node_fail(at, e, "no %s is called %.*s; did you mean %.*s?", what, (int)name.n, name.p, (int)near.n, near.p);
    return ru_node_fail(at, e, "no %s is called %.*s", what, (int)name.n, name.p);
}

ru_str ru_build_json(ru_build *b, ru_str s) { return ru_json_quoted(b->a, s); }

static ruth_status add_ordinal(ru_build *b, ru_ordinal *items, size_t *count, size_t room, ru_str name, const ru_node *at) {
    if (ru_build_ordinal(items, *count, name) >= 0) return ru_node_fail(at, b->e, "%.*s stands twice on the ladder", (int)name.n, name.p);
    if (*count == room) return ru_node_fail(at, b->e, "the ladder has more than %zu places", room);
    items[*count].name = ru_arena_str(b->a, name);
    items[*count].json = ru_build_json(b, name);
    const ru_ordinal *made = &items[(*count)++];
    return made->name.p && made->json.p ? RUTH_OK : ru_fail_nomem(b->e);
}

/* Names of one ladder: as declared, else the usual ones. *entries: the declared list, NULL when none is. */
static ruth_status ladder_names(ru_build *b, const char *id, const char *const *usual, size_t usual_count, size_t room, ru_ordinal **out, size_t *count,
                                const ru_node **entries) {
    *out = RU_NEWS(b->a, ru_ordinal, room);
    *entries = NULL;
    *count = 0;
    if (!*out) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < b->raw[RU_KIND_LADDER].count; i++) {
        const ru_raw *r = &b->raw[RU_KIND_LADDER].items[i];
        if (!ru_str_is(r->id, id)) continue;
        if (*entries) return ru_node_fail(r->node, b->e, "the ladder \"%s\" is declared twice", id);
        *entries = ru_node_get(r->body, "entries");
        if (!*entries || !(*entries)->count) return ru_node_fail(r->node, b->e, "the ladder \"%s\" is empty", id);
        for (size_t k = 0; k < (*entries)->count; k++) {
            const ru_node *name = ru_node_get((*entries)->items[k], "name");
            if (!name) return ru_node_fail(r->node, b->e, "each place of a ladder is written { \"name\" }");
            ruth_status st = add_ordinal(b, *out, count, room, name->text, r->node);
            if (st) return st;
        }
    }
    for (size_t i = 0; !*entries && i < usual_count; i++) {
        ruth_status st = add_ordinal(b, *out, count, room, ru_str_of(usual[i]), NULL);
        if (st) return st;
    }
    return RUTH_OK;
}

static ruth_status read_action(ru_build *b, const ru_node *entry, int at) {
    static const char *const keys[] = {"name", "contact", "needs", "gives_way", "message", NULL};
    ru_ladders *l = &b->p->charter.ladders;
    ru_action *a = &l->actions[at];
    const ru_node *contact = ru_node_get(entry, "contact"), *needs = ru_node_get(entry, "needs"), *way = ru_node_get(entry, "gives_way"),
                  *message = ru_node_get(entry, "message");
    ruth_status st = entry ? ru_node_only_keys(entry, keys, b->e) : RUTH_OK;
    if (st) return st;
    a->contact = !(contact && contact->kind == RU_NODE_BOOL && !contact->number);
    a->gives_way = -1;
    if (needs && !ru_str_is(needs->text, "plan"))
        return ru_node_fail(needs, b->e, "an action may need \"plan\"; found %.*s", (int)needs->text.n, needs->text.p);
    a->needs_plan = needs != NULL;
    if (way) {
        a->gives_way = ru_build_ordinal(b->p->action_names, (size_t)l->action_count, way->text);
        if (a->gives_way < 0) return ru_build_unknown_name(way, b->e, "action", way->text, b->p->action_names, (size_t)l->action_count);
    }
    b->p->action_info[at].message_name = message ? ru_arena_str(b->a, message->text) : (ru_str){NULL, 0};
    if (message && !b->p->action_info[at].message_name.p) return ru_fail_nomem(b->e);
    return RUTH_OK;
}

/* SEMANTICS 13: `none`, the other actions without contact, those with contact; within the groups the written order. */
static ruth_status rank_actions(ru_build *b, const ru_node *entries) {
    ru_ladders *l = &b->p->charter.ladders;
    int rank = 1; /* 0 is none's */
    for (int contact = 0; contact < 2; contact++)
        for (int i = 0; i < l->action_count; i++)
            if (i != l->none && l->actions[i].contact == (contact == 1)) l->actions[i].rank = rank++;
    for (int i = 0; i < l->action_count; i++) {
        ru_action *a = &l->actions[i];
        if (a->gives_way < 0) a->gives_way = l->none;
        if (i == l->none || (!a->contact && a->gives_way == l->none)) {
            a->gives_way = l->none;
            continue;
        }
        if (l->actions[a->gives_way].rank >= a->rank)
            return ru_node_fail(entries ? ru_node_get(entries->items[i], "gives_way") : NULL, b->e, "%.*s gives way to %.*s, which is not kinder",
                                (int)b->p->action_names[i].name.n, b->p->action_names[i].name.p, (int)b->p->action_names[a->gives_way].name.n,
                                b->p->action_names[a->gives_way].name.p);
    }
    return RUTH_OK;
}

static ruth_status build_actions(ru_build *b) {
    ru_ladders *l = &b->p->charter.ladders;
    const ru_node *entries;
    size_t count;
    ruth_status st = ladder_names(b, "action", default_actions, RU_COUNT(default_actions), RU_MAX_ACTIONS, &b->p->action_names, &count, &entries);
    if (st) return st;
    l->action_count = (int)count;
    l->none = ru_build_ordinal(b->p->action_names, count, RU_STR("none"));
    b->p->action_info = RU_NEWS(b->a, ru_action_info, count);
    if (!b->p->action_info) return ru_fail_nomem(b->e);
    if (l->none < 0) return ru_node_fail(entries, b->e, "the ladder \"action\" has no { \"none\", contact = false }: silence must always be possible");
    for (size_t i = 0; i < count; i++)
        if ((st = read_action(b, entries ? entries->items[i] : NULL, (int)i))) return st;
    if (!entries) l->actions[l->none].contact = false;
    if (l->actions[l->none].contact) return ru_node_fail(entries, b->e, "none must say contact = false: silence must always be possible");
    return rank_actions(b, entries);
}

static ruth_status build_preferred(ru_build *b) {
    int slot = b->p->schema->core.preferred_channel;
    for (size_t i = 0; i < RU_COUNT(b->p->preferred_of); i++) b->p->preferred_of[i] = -1;
    if (slot < 0) return RUTH_OK;
    const ru_fact *f = &b->p->schema->facts.items[slot];
    for (size_t i = 0; i < f->value_count && i < RU_COUNT(b->p->preferred_of); i++)
        b->p->preferred_of[i] = ru_build_ordinal(b->p->channel_names, (size_t)b->p->charter.ladders.channel_count, f->values[i]);
    return RUTH_OK;
}

/* In which language a person is written to, by what `language` says. */
static ruth_status build_languages(ru_build *b) {
    const ru_schema *s = b->p->schema;
    if (s->core.language < 0) return RUTH_OK;
    const ru_fact *f = &s->facts.items[s->core.language];
    b->p->language_of = RU_NEWS(b->a, int, f->value_count + 1);
    if (!b->p->language_of) return ru_fail_nomem(b->e);
    for (size_t v = 0; v < f->value_count; v++)
        for (size_t i = s->language_count; i-- > 0;)
            if (ru_str_eq(s->languages[i], f->values[v])) b->p->language_of[v] = (int)i;
    return RUTH_OK;
}

ruth_status ru_build_ladders(ru_build *b) {
    ru_ladders *l = &b->p->charter.ladders;
    const ru_node *entries;
    size_t count;
    static const char *const known[] = {"action", "tone", "channel"};
    for (size_t i = 0; i < b->raw[RU_KIND_LADDER].count; i++) {
        const ru_raw *r = &b->raw[RU_KIND_LADDER].items[i];
        if (!ru_str_is(r->id, known[0]) && !ru_str_is(r->id, known[1]) && !ru_str_is(r->id, known[2]))
            return ru_node_fail(r->node, b->e, "there are three ladders: \"action\", \"tone\" and \"channel\"; found \"%.*s\"", (int)r->id.n, r->id.p);
    }
    ruth_status st = build_actions(b);
    if (st) return st;
    if ((st = ladder_names(b, "tone", default_tones, RU_COUNT(default_tones), RU_MAX_TONES, &b->p->tone_names, &count, &entries))) return st;
    l->tone_count = (int)count;
    if ((st = ladder_names(b, "channel", default_channels, RU_COUNT(default_channels), RU_MAX_CHANNELS, &b->p->channel_names, &count, &entries))) return st;
    l->channel_count = (int)count;
    if ((st = build_preferred(b))) return st;
    return build_languages(b);
}

/* people.c: teams.yaml (who takes over) and directory.yaml (who helps from outside): read strictly, since a slip here is help that is not found. */
#include "engine/policy/build.h"

/* name: a text, or a text a language. */
static ruth_status check_name(ru_build *b, const ru_node *n) {
    ru_str text;
    if (n->kind != RU_NODE_MAP) return ru_node_text(n, &text, b->e);
    const ru_schema *s = b->p->schema;
    for (size_t i = 0; i < n->count; i++) {
        bool known = false;
        for (size_t l = 0; l < s->language_count; l++) known |= ru_str_eq(s->languages[l], n->keys[i]);
        if (!known && n->keys[i].n > 3)
            return ru_node_fail(n->key_at ? n->key_at[i] : n, b->e, "%.*s is no language; expected name: { en: \"…\", fr: \"…\" }", (int)n->keys[i].n,
                                n->keys[i].p);
        ruth_status st = ru_node_text(n->items[i], &text, b->e);
        if (st) return st;
    }
    return RUTH_OK;
}

static ruth_status check_names(ru_build *b, const ru_node *list, const char *what) {
    if (list->kind != RU_NODE_LIST || !list->count) return ru_node_fail(list, b->e, "expected %s: [en, fr]", what);
    for (size_t i = 0; i < list->count; i++) {
        ru_str name;
        ruth_status st = ru_node_name(list->items[i], true, &name, b->e);
        if (st) return st;
    }
    return RUTH_OK;
}

static ruth_status check_team(ru_build *b, ru_str id, const ru_node *n) {
    static const char *const keys[] = {"name", "languages", "skill", "urgency", "card", "doc", NULL};
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, b->e, "expected what the team %.*s is, as in { name: { en: \"Care team\" } }", (int)id.n, id.p);
    const ru_node *name = ru_node_get(n, "name"), *languages = ru_node_get(n, "languages"), *urgency = ru_node_get(n, "urgency");
    int64_t level;
    ruth_status st = ru_node_only_keys(n, keys, b->e);
    if (!st && name) st = check_name(b, name);
    if (!st && languages) st = check_names(b, languages, "languages");
    if (!st && urgency) st = ru_node_int(urgency, &level, b->e);
    return st;
}

ruth_status ru_build_teams(ru_build *b) {
    size_t room = 0;
    for (size_t i = 0; i < b->pack_count; i++) room += b->packs[i].teams ? b->packs[i].teams->count : 0;
    b->p->teams = RU_NEWS(b->a, ru_ordinal, room + 1);
    if (!b->p->teams) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < b->pack_count; i++) {
        const ru_node *n = b->packs[i].teams;
        if (n && n->kind != RU_NODE_MAP) return ru_node_fail(n, b->e, "expected teams.yaml to name teams: care: { name: … }");
        for (size_t k = 0; n && k < n->count; k++) {
            ruth_status st = check_team(b, n->keys[k], n->items[k]);
            if (st) return st;
            if (ru_build_ordinal(b->p->teams, b->p->team_count, n->keys[k]) >= 0) continue;
            ru_ordinal *t = &b->p->teams[b->p->team_count++];
            t->name = n->keys[k];
            t->json = ru_build_json(b, n->keys[k]);
            if (!t->json.p) return ru_fail_nomem(b->e);
        }
    }
    return RUTH_OK;
}

/* ---- directory.yaml: referral → [{ region, languages, name, phone, link, free, checked_on }] ---- */
static ruth_status check_region(ru_build *b, const ru_node *n) {
    int slot = b->p->schema->core.jurisdiction;
    ru_value v;
    int currency = -1;
    if (!n) return RUTH_OK;
    if (slot < 0) return ru_node_fail(n, b->e, "a region is a jurisdiction, and facts.yaml has no fact of that name");
    return ru_value_read(b->p->schema, &b->p->schema->facts.items[slot], n, b->scratch, &v, &currency, b->e);
}

static ruth_status check_entry(ru_build *b, const ru_node *n) {
    static const char *const keys[] = {"region", "languages", "name", "phone", "link", "free", "hours", "checked_on", "doc", NULL};
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, b->e, "expected { region: …, name: …, phone: … }");
    const ru_node *name = ru_node_get(n, "name"), *languages = ru_node_get(n, "languages"), *free_of_charge = ru_node_get(n, "free"),
                  *checked = ru_node_get(n, "checked_on");
    bool yes;
    int32_t day;
    ru_str text;
    ruth_status st = ru_node_only_keys(n, keys, b->e);
    if (!st && !name) st = ru_node_fail(n, b->e, "this entry has no name");
    if (!st) st = check_name(b, name);
    if (!st) st = check_region(b, ru_node_get(n, "region"));
    if (!st && languages) st = check_names(b, languages, "languages");
    if (!st && free_of_charge) st = ru_node_bool(free_of_charge, &yes, b->e);
    if (!st && checked && !(st = ru_node_scalar(checked, &text, b->e)) && !ru_date_parse(text, &day))
        st = ru_node_fail(checked, b->e, "expected a date as YYYY-MM-DD, found %.*s", (int)text.n, text.p);
    return st;
}

static ruth_status check_referral(ru_build *b, const ru_node *map, size_t at) {
    const ru_rules *r = &b->p->referrals;
    ru_ordinal *names = RU_NEWS(b->scratch, ru_ordinal, r->count + 1);
    if (!names) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < r->count; i++) names[i].name = r->items[i].id;
    if (ru_build_ordinal(names, r->count, map->keys[at]) < 0)
        return ru_build_unknown_name(map->key_at ? map->key_at[at] : map, b->e, "referral", map->keys[at], names, r->count);
    const ru_node *list = map->items[at];
    if (list->kind != RU_NODE_LIST) return ru_node_fail(list, b->e, "expected a list of places, each - { region: …, name: … }");
    for (size_t i = 0; i < list->count; i++) {
        ruth_status st = check_entry(b, list->items[i]);
        if (st) return st;
    }
    return RUTH_OK;
}

ruth_status ru_build_directory(ru_build *b) {
    for (size_t i = 0; i < b->pack_count; i++) {
        const ru_node *n = b->packs[i].directory;
        if (n && n->kind != RU_NODE_MAP) return ru_node_fail(n, b->e, "expected directory.yaml to name referrals, each with its list of places");
        for (size_t k = 0; n && k < n->count; k++) {
            ruth_status st = check_referral(b, n, k);
            if (st) return st;
        }
    }
    return RUTH_OK;
}

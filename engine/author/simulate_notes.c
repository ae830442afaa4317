/* simulate_notes.c: simulation.yaml beside a policy: what its host writes down about a contact, so that a simulation writes it down too. */
#include "engine/author/simulate.h"

#include <sys/stat.h>

enum { PATH_ROOM = 4096, NOTES_LIMIT = 64 << 10 };

static int action_named(const ru_sim *s, ru_str name) {
    for (int i = 0; i < s->policy->charter.ladders.action_count; i++)
        if (ru_str_eq(s->policy->action_names[i].name, name)) return i;
    return -1;
}

static const ru_node *key_of(const ru_node *map, size_t i) { return map->key_at && map->key_at[i] ? map->key_at[i] : map->items[i]; }

static ruth_status read_fields(ru_sim *s, const ru_node *n, const ru_value **out, ruth_error *e) {
    const ru_schema *schema = s->policy->schema;
    ru_value *v = RU_NEWS(&s->arena, ru_value, schema->contact.count + 1);
    if (!v) return ru_fail_nomem(e);
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, e, "expected fields of a contact, as in { about: thanks }");
    for (size_t i = 0; i < n->count; i++) {
        int slot = ru_fields_find(&schema->contact, n->keys[i]), currency = -1;
        ru_str near = ru_str_nearest(n->keys[i], schema->contact.names, schema->contact.count);
        if (slot < 0)
            return ru_node_fail(key_of(n, i), e, "%.*s is not a field of contacts.yaml%s%.*s%s", (int)n->keys[i].n, n->keys[i].p,
                                near.p ? "; did you mean " : "", (int)near.n, near.p ? near.p : "", near.p ? "?" : "");
        ruth_status st = ru_value_read(schema, &schema->contact.items[slot], n->items[i], &s->arena, &v[slot], &currency, e);
        if (st) return st;
    }
    *out = v;
    return RUTH_OK;
}

static ruth_status read_actions(ru_sim *s, const ru_node *n, const ru_value **by, ruth_error *e) {
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, e, "expected actions, as in { thank: { about: thanks } }");
    for (size_t i = 0; i < n->count; i++) {
        int action = action_named(s, n->keys[i]);
        if (action < 0) return ru_node_fail(key_of(n, i), e, "%.*s is not an action of the ladder", (int)n->keys[i].n, n->keys[i].p);
        ruth_status st = read_fields(s, n->items[i], &by[action], e);
        if (st) return st;
    }
    return RUTH_OK;
}

ruth_status ru_sim_notes(ru_sim *s, ruth_error *e) {
    char path[PATH_ROOM];
    struct stat about;
    ru_str bytes;
    ru_node *tree = NULL;
    static const char name[] = "/simulation.yaml";
    size_t actions = (size_t)s->policy->charter.ladders.action_count + 1, n = s->policy->folder.n;
    s->by_action = RU_NEWS(&s->arena, const ru_value *, actions);
    s->by_talk = RU_NEWS(&s->arena, const ru_value *, actions);
    if (!s->by_action || !s->by_talk) return ru_fail_nomem(e);
    if (n + sizeof name > sizeof path) return ru_fail(e, RUTH_E_IO, "the policy's path is too long");
    memcpy(path, s->policy->folder.p, n);
    memcpy(path + n, name, sizeof name);
    if (lstat(path, &about) != 0) return RUTH_OK; /* a policy need not have one */
    ruth_status st = ru_file_read(&s->arena, path, NOTES_LIMIT, &bytes, e);
    if (!st) st = ru_yaml_read(&s->arena, RU_STR("simulation.yaml"), bytes, &tree, e);
    if (!st && tree->kind != RU_NODE_MAP) st = ru_node_fail(tree, e, "expected `action:` and `conversation:`");
    for (size_t i = 0; !st && i < tree->count; i++) {
        bool action = ru_str_is(tree->keys[i], "action"), talk = ru_str_is(tree->keys[i], "conversation");
        if (!action && !talk)
            st = ru_node_fail(key_of(tree, i), e, "%.*s is no key of simulation.yaml; expected action or conversation", (int)tree->keys[i].n, tree->keys[i].p);
        else st = read_actions(s, tree->items[i], action ? s->by_action : s->by_talk, e);
    }
    return st;
}

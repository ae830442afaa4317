/* schema.c: the facts, contact fields and numbers of a policy and its packs become one schema. */
#include <stddef.h>
#include <stdlib.h>

#include "engine/facts/internal.h"

typedef struct drafts {
    ru_draft *items;
    size_t count, room;
} drafts;

static const ru_node *key_of(const ru_node *map, size_t i) { return map->key_at && map->key_at[i] ? map->key_at[i] : map->items[i]; }

static ru_draft *find_draft(const drafts *d, ru_str name) {
    for (size_t i = 0; i < d->count; i++)
        if (ru_str_eq(d->items[i].fact.name, name)) return &d->items[i];
    return NULL;
}

/* Words that a condition understands otherwise. */
static ruth_status check_name(ru_making *m, const ru_node *key, bool of_contact) {
    static const char *const taken[] = {"segment", "plans_in_reach", "action", "tone", "channel", "contacts", "debt"};
    ruth_status st = ru_name_check(key, of_contact ? "a contact's field" : "a fact", m->e);
    if (st) return st;
    if (of_contact && ru_str_is(key->text, "at")) return ru_node_fail(key, m->e, "every contact has its instant \"at\"; it is built in, so remove it here");
    for (size_t i = 0; !of_contact && i < RU_COUNT(taken); i++)
        if (ru_str_is(key->text, taken[i]))
            return ru_node_fail(key, m->e, "%s is what ruth decides or is given beside the facts; call the fact otherwise", taken[i]);
    return RUTH_OK;
}

/* Labels that one declaration has and the other has not are put together. */
static bool merge_label(ru_label *into, const ru_label *from) {
    for (size_t i = 0; i < RU_MAX_LANGS; i++) {
        if (!from->by_lang[i].p) continue;
        if (into->by_lang[i].p && !ru_str_eq(into->by_lang[i], from->by_lang[i])) return false;
        into->by_lang[i] = from->by_lang[i];
    }
    return true;
}

static const char *merge_words(ru_fact *into, const ru_fact *from) {
    if (!merge_label(&into->say, &from->say)) return "say";
    if (!merge_label(&into->ask, &from->ask)) return "ask";
    if (!into->say_values) into->say_values = from->say_values;
    else if (from->say_values)
        for (size_t v = 0; v < into->value_count; v++)
            if (!merge_label(&into->say_values[v], &from->say_values[v])) return "say";
    return NULL;
}

static bool text_or_nothing(ru_str a, ru_str b) { return !a.n || !b.n || ru_str_eq(a, b); }

const char *ru_draft_difference(const ru_draft *a, const ru_draft *b) {
    const ru_fact *x = &a->fact, *y = &b->fact;
    if (x->type != y->type) return "type";
    if (x->value_count != y->value_count) return "values";
    for (size_t i = 0; i < x->value_count; i++)
        if (!ru_str_eq(x->values[i], y->values[i])) return "values";
    if (x->has_range != y->has_range || x->low != y->low || x->high != y->high) return "range";
    bool strict = x->missing.state == RU_UNKNOWN || y->missing.state == RU_UNKNOWN; /* of the two, not known is kept: it never releases anything */
    if (!strict && !ru_value_same(x, &x->missing, &y->missing)) return "if_missing";
    if (!ru_str_eq(x->source, y->source)) return "source";
    if (x->is_protected != y->is_protected) return "protected";
    if (x->moves_daily != y->moves_daily) return "moves";
    if (!ru_str_eq(x->unit, y->unit)) return "unit";
    if (x->expiry != y->expiry || x->expiry_days != y->expiry_days || x->expiry_then != y->expiry_then || !ru_str_eq(a->expiry_name, b->expiry_name))
        return "expires";
    if (!text_or_nothing(x->purpose, y->purpose)) return "purpose";
    if (!text_or_nothing(x->in_power_of, y->in_power_of)) return "in_power_of";
    if (!text_or_nothing(x->meter, y->meter)) return "meter";
    return NULL;
}

static ruth_status merge(ru_making *m, const ru_node *key, ru_draft *old, const ru_draft *now) {
    const char *what = ru_draft_difference(old, now);
    if (!what) what = merge_words(&old->fact, &now->fact);
    if (what)
        return ru_node_fail(key, m->e, "%.*s is declared in %.*s, line %d, too, and the two differ in %s; declare it alike", RU_SHOW(now->fact.name),
                            RU_SHOW(old->fact.file), old->fact.line, what);
    if (now->fact.missing.state == RU_UNKNOWN) old->fact.missing = now->fact.missing;
    if (!old->fact.purpose.n) old->fact.purpose = now->fact.purpose;
    if (!old->fact.in_power_of.n) old->fact.in_power_of = now->fact.in_power_of;
    if (!old->fact.meter.n) old->fact.meter = now->fact.meter;
    return RUTH_OK;
}

static ruth_status read_file(ru_making *m, const ru_node *map, bool of_contact, drafts *d) {
    size_t most = of_contact ? RU_MAX_CONTACT_FIELDS : RU_MAX_FACTS;
    if (!map || map->kind == RU_NODE_NULL) return RUTH_OK;
    if (map->kind != RU_NODE_MAP)
        return ru_node_fail(map, m->e, "expected names with what they are, as in balance: { type: money }, found %s", ru_found(map).text);
    for (size_t i = 0; i < map->count; i++) {
        ru_draft draft;
        ruth_status st = check_name(m, key_of(map, i), of_contact);
        if (!st) st = ru_fact_read(m, map->keys[i], key_of(map, i), map->items[i], of_contact, &draft);
        if (st) return st;
        ru_draft *old = find_draft(d, draft.fact.name);
        if (old) {
            if ((st = merge(m, key_of(map, i), old, &draft))) return st;
            continue;
        }
        if (d->count == most) return ru_node_fail(key_of(map, i), m->e, "there are more than %zu %s", most, of_contact ? "fields of a contact" : "facts");
        ru_draft *items = ru_arena_grow(m->a, d->items, d->count, &d->room, sizeof *items);
        if (!items) return ru_fail_nomem(m->e);
        d->items = items;
        d->items[d->count++] = draft;
    }
    return RUTH_OK;
}

static int by_name(const void *a, const void *b) {
    const ru_draft *x = a, *y = b;
    return ru_str_cmp(x->fact.name, y->fact.name);
}

static ruth_status finish(ru_making *m, drafts *d, ru_fields *f) {
    if (d->count) qsort(d->items, d->count, sizeof *d->items, by_name);
    f->count = d->count;
    f->items = RU_NEWS(m->a, ru_fact, d->count ? d->count : 1);
    if (!f->items) return ru_fail_nomem(m->e);
    for (size_t i = 0; i < d->count; i++) f->items[i] = d->items[i].fact;
    return ru_fields_finish(m->a, f) ? RUTH_OK : ru_fail_nomem(m->e);
}

static ruth_status link_expiry(ru_making *m, const ru_draft *d, ru_fact *f) {
    ru_fields *facts = &m->s->facts;
    int slot = ru_fields_find(facts, d->expiry_name);
    if (slot < 0)
        return ru_node_fail(d->expiry_node, m->e, "there is no fact %.*s to expire by%s", RU_SHOW(d->expiry_name),
                            ru_nearest(d->expiry_name, facts->names, facts->count).text);
    const ru_fact *from = &facts->items[slot];
    if ((from->type != RU_DATE && from->type != RU_INSTANT) || from->derived || from->from_plugin)
        return ru_node_fail(d->expiry_node, m->e, "%.*s is %s%s; a fact expires by a date or an instant that the request gives", RU_SHOW(from->name),
                            from->derived       ? "derived, "
                            : from->from_plugin ? "a plugin's, "
                                                : "",
                            ru_type_phrase(from->type));
    if (from->is_protected && !f->is_protected)
        return ru_node_fail(d->expiry_node, m->e, "%.*s is protected: %.*s may not depend on it", RU_SHOW(from->name), RU_SHOW(f->name));
    f->expiry_from = slot;
    m->s->expiring[m->s->expiring_count++] = (int)(f - facts->items);
    return RUTH_OK;
}

static ruth_status link_expiries(ru_making *m, const drafts *d) {
    m->s->expiring = RU_NEWS(m->a, int, d->count ? d->count : 1);
    if (!m->s->expiring) return ru_fail_nomem(m->e);
    for (size_t i = 0; i < d->count; i++) {
        if (d->items[i].fact.expiry == RU_EXPIRES_NEVER) continue;
        ruth_status st = link_expiry(m, &d->items[i], &m->s->facts.items[i]);
        if (st) return st;
    }
    return RUTH_OK;
}

typedef struct core {
    const char *name;
    ru_type type;
    bool law;
    size_t at;
} core;
#define CORE(field) offsetof(ru_schema, core.field)

static ruth_status check_core(ru_making *m, const core *c, const ru_draft *d) {
    const ru_fact *f = &d->fact;
    const ru_node *n = d->node;
    const ru_node *type = ru_node_get(n, "type"), *missing = ru_node_get(n, "if_missing");
    if (f->type != c->type)
        return ru_node_fail(type ? type : n, m->e, "ruth itself reads %s and needs it of type %s, not %s", c->name, ru_type_name(c->type),
                            ru_type_name(f->type));
    if (f->is_protected) return ru_node_fail(n, m->e, "ruth itself reads %s, so it cannot be protected", c->name);
    if (f->derived) return ru_node_fail(n, m->e, "ruth itself reads %s before anything is derived, so it cannot be derived", c->name);
    if (f->from_plugin) return ru_node_fail(n, m->e, "ruth itself reads %s before plugins are asked, so no plugin can write it", c->name);
    if (c->law && f->missing.state != RU_UNKNOWN)
        return ru_node_fail(missing ? missing : n, m->e, "if_missing of %s must be unknown, so that leaving it out never switches a law off", c->name);
    return RUTH_OK;
}

static ruth_status link_core(ru_making *m, const drafts *d) {
    static const core all[] = {{"jurisdiction", RU_ENUM, true, CORE(jurisdiction)},
                               {"role", RU_ENUM, true, CORE(role)},
                               {"timezone", RU_ZONE, true, CORE(timezone)},
                               {"timezone_candidates", RU_LIST_ZONE, false, CORE(timezone_candidates)},
                               {"currency", RU_ENUM, false, CORE(currency)},
                               {"language", RU_ENUM, false, CORE(language)},
                               {"preferred_channel", RU_ENUM, false, CORE(preferred_channel)},
                               {"subject", RU_TEXT, false, CORE(subject)},
                               {"balance", RU_MONEY, false, CORE(balance)}};
    for (size_t i = 0; i < RU_COUNT(all); i++) {
        int slot = ru_fields_find(&m->s->facts, ru_str_of(all[i].name));
        memcpy((char *)m->s + all[i].at, &slot, sizeof slot);
        ruth_status st = slot < 0 ? RUTH_OK : check_core(m, &all[i], &d->items[slot]);
        if (st) return st;
    }
    return RUTH_OK;
}

static ruth_status link_currencies(ru_making *m, const drafts *d) {
    ru_schema *s = m->s;
    if (s->core.currency < 0) return RUTH_OK;
    const ru_fact *f = &s->facts.items[s->core.currency];
    const ru_node *values = ru_node_get(d->items[s->core.currency].node, "values");
    if (f->value_count > RU_MAX_CURRENCIES)
        return ru_node_fail(values, m->e, "currency has %zu values; a policy serves at most %d currencies", f->value_count, (int)RU_MAX_CURRENCIES);
    for (size_t i = 0; i < f->value_count; i++) {
        if (ru_currency_digits(f->values[i]) < 0)
            return ru_node_fail(values->items[i], m->e, "%.*s is no currency that ruth knows; expected an ISO 4217 code in capitals, as in USD",
                                RU_SHOW(f->values[i]));
        s->currencies[i] = f->values[i];
    }
    s->currency_count = f->value_count;
    return RUTH_OK;
}

static ruth_status read_languages(ru_making *m, const ru_schema_files *files) {
    if (files->language_count > RU_MAX_LANGS)
        return ru_fail(m->e, RUTH_E_POLICY, "the policy has %zu languages; at most %d", files->language_count, (int)RU_MAX_LANGS);
    for (size_t i = 0; i < files->language_count; i++) {
        m->s->languages[i] = ru_arena_str(m->a, files->languages[i]);
        if (!m->s->languages[i].p) return ru_fail_nomem(m->e);
    }
    m->s->language_count = files->language_count;
    return RUTH_OK;
}

ruth_status ru_schema_build(ru_arena *a, const ru_schema_files *files, ru_schema **out, ruth_error *e) {
    ru_making m = {.a = a, .s = RU_NEW(a, ru_schema), .e = e};
    drafts facts = {0}, contact = {0};
    if (!m.s) return ru_fail_nomem(e);
    ruth_status st = read_languages(&m, files);
    for (size_t i = 0; !st && i < files->facts_count; i++) st = read_file(&m, files->facts[i], false, &facts);
    for (size_t i = 0; !st && i < files->contacts_count; i++) st = read_file(&m, files->contacts[i], true, &contact);
    if (!st) st = finish(&m, &facts, &m.s->facts);
    if (!st) st = finish(&m, &contact, &m.s->contact);
    if (!st) st = link_expiries(&m, &facts);
    if (!st) st = link_core(&m, &facts);
    if (!st) st = link_currencies(&m, &facts);
    if (!st) st = ru_numbers_read(&m, files->numbers, files->numbers_count);
    if (!st) *out = m.s;
    return st;
}

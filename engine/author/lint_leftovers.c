/* lint_leftovers.c: facts and numbers that nothing uses, languages without texts, teams without a name, help without a place to find it. */
#include "engine/author/lint.h"

typedef struct uses {
    ru_lint *l;
    uint8_t *facts, *numbers, *by_limit;
    bool in_limit;
} uses;

static void use_number(uses *u, ru_str name) {
    const ru_number *n = ru_schema_number(u->l->s->policy->schema, name);
    if (!n) return;
    size_t i = (size_t)(n - u->l->s->policy->schema->numbers);
    u->numbers[i] = 1;
    u->by_limit[i] |= u->in_limit;
}

static void use_fact(uses *u, ru_str name) {
    int slot = ru_fields_find(&u->l->s->policy->schema->facts, name);
    if (slot >= 0) u->facts[slot] = 1;
}

/* What rule data reads: { fact = … } of conditions, fact.x and number.x of expressions. */
static void walk(uses *u, const ru_node *n) {
    const ru_node *x = ru_node_get(n, "x"), *name = ru_node_get(n, "name"), *fact = ru_node_get(n, "fact");
    if (x && name && ru_str_is(x->text, "number")) use_number(u, name->text);
    if (x && name && ru_str_is(x->text, "fact")) use_fact(u, name->text);
    if (fact && fact->kind == RU_NODE_TEXT) use_fact(u, fact->text);
    for (size_t i = 0; i < n->count; i++) walk(u, n->items[i]);
}

static void visit_text(void *ctx, const ru_node *text, bool subject) {
    uses *u = ctx;
    ru_str s = text->text;
    (void)subject;
    for (size_t at = 0; at < s.n;) {
        const char *open = memchr(s.p + at, '{', s.n - at), *close = open ? memchr(open, '}', s.n - (size_t)(open - s.p)) : NULL;
        if (!close) return;
        ru_str name = {open + 1, (size_t)(close - open) - 1};
        use_fact(u, name);
        use_number(u, name);
        at = (size_t)(close - s.p) + 1;
    }
}

static void use_keys(uses *u, const ru_node *map) {
    for (size_t i = 0; map && map->kind == RU_NODE_MAP && i < map->count; i++) use_fact(u, map->keys[i]);
}

/* What the engine itself looks at, what other facts expire by, what packs apply by, what guarantees change. */
static void use_elsewhere(uses *u) {
    const ru_schema *s = u->l->s->policy->schema;
    const int core[] = {s->core.jurisdiction,      s->core.role,    s->core.timezone, s->core.timezone_candidates, s->core.currency, s->core.language,
                        s->core.preferred_channel, s->core.subject, s->core.balance};
    for (size_t i = 0; i < RU_COUNT(core); i++)
        if (core[i] >= 0) u->facts[core[i]] = 1;
    for (size_t i = 0; i < s->expiring_count; i++) u->facts[s->facts.items[s->expiring[i]].expiry_from] = 1;
    for (size_t i = 0; i < u->l->s->pack_count; i++) use_keys(u, ru_node_get(u->l->s->packs[i].head, "applies"));
    for (size_t i = 0; i < u->l->s->raw[RU_KIND_GUARANTEE].count; i++) use_keys(u, ru_node_get(u->l->s->raw[RU_KIND_GUARANTEE].items[i].body, "changing"));
}

static void gather(uses *u) {
    ru_lint *l = u->l;
    for (int k = 0; k < RU_KIND_COUNT; k++)
        for (size_t i = 0; i < l->s->raw[k].count; i++) {
            u->in_limit = k == RU_KIND_LIMIT;
            walk(u, l->s->raw[k].items[i].body);
        }
    u->in_limit = false;
    for (size_t i = 0; i < l->texts[0].count; i++) ru_lint_each_text(l->texts[0].items[i].node, visit_text, u);
    use_elsewhere(u);
}

/* A function reads facts by f.NAME: any file with code may. */
static bool in_code(const ru_lint *l, ru_str name) {
    for (size_t i = 0; l->s->policy->coded_count && i < l->s->file_count; i++) {
        ru_str path = l->s->files[i].path, s = l->s->files[i].bytes;
        if (path.n < 4 || memcmp(path.p + path.n - 4, ".lua", 4)) continue;
        for (size_t at = 0; at + name.n <= s.n; at++)
            if (s.p[at] == name.p[0] && !memcmp(s.p + at, name.p, name.n)) return true;
    }
    return false;
}

static bool is_arm(const ru_policy *p, int slot) {
    for (size_t i = 0; i < p->experiment_count; i++)
        if (p->experiments[i] == slot) return true;
    return false;
}

static void check_uses(uses *u) {
    ru_lint *l = u->l;
    const ru_schema *s = l->s->policy->schema;
    for (size_t i = 0; i < s->facts.count; i++) {
        const ru_fact *f = &s->facts.items[i];
        if (u->facts[i] || f->is_protected || in_code(l, f->name)) continue;
        if (is_arm(l->s->policy, (int)i)) {
            ru_lint_say(ru_finding_at(l->f, RU_WARNING, "idle_experiment", f->file, f->line, f->column, "no rule reads the arm of experiment %.*s",
                                      (int)f->name.n, f->name.p),
                        "every arm would be treated alike, and the report would compare nothing", "a rule that reads it, or take the experiment out");
            continue;
        }
        ru_lint_say(ru_finding_at(l->f, RU_NOTE, "unused_fact", f->file, f->line, f->column, "nothing uses the fact %.*s", (int)f->name.n, f->name.p),
                    "it would be collected for nothing", "a rule that reads it, or take it out: what is not needed is not asked");
    }
    for (size_t i = 0; i < s->number_count; i++) {
        const ru_number *n = &s->numbers[i];
        if (!u->numbers[i] && !in_code(l, n->name))
            ru_lint_say(ru_finding_at(l->f, RU_NOTE, "unused_number", n->file, n->line, n->column, "nothing uses the number %.*s", (int)n->name.n, n->name.p),
                        "changing it would change nothing", "number.NAME where the figure belongs, or take it out");
        if (u->by_limit[i] && !n->tighter)
            ru_lint_say(ru_finding_at(l->f, RU_NOTE, "no_direction", n->file, n->line, n->column,
                                      "a limit uses %.*s, which does not say in which direction it protects more", (int)n->name.n, n->name.p),
                        "a policy that uses this one as a pack cannot make it stricter", "tighter: lower, or tighter: higher");
    }
}

/* ---- languages, teams, places ---- */
static void check_languages(ru_lint *l) {
    const ru_schema *s = l->s->policy->schema;
    const ru_fact *f = s->core.language >= 0 ? &s->facts.items[s->core.language] : NULL;
    for (size_t i = 0; f && l->texts[0].count && i < f->value_count; i++) {
        bool known = false;
        for (size_t k = 0; k < s->language_count; k++) known = known || (ru_str_eq(s->languages[k], f->values[i]) && l->texts[k].count);
        if (known) continue;
        ru_finding *found = ru_finding_at(l->f, RU_ERROR, "language_without_messages", f->file, f->line, f->column,
                                          "language may be %.*s, and there is no messages/%.*s.yaml for it", (int)f->values[i].n, f->values[i].p,
                                          (int)f->values[i].n, f->values[i].p);
        if (ru_lint_say(found, "they would be written to in another language", NULL))
            found->suggestion = ru_lint_print(l, "%.*s among the languages of policy.yaml, and messages/%.*s.yaml with every text", (int)f->values[i].n,
                                              f->values[i].p, (int)f->values[i].n, f->values[i].p);
    }
}

static void check_teams(ru_lint *l, const ru_node *teams) {
    const ru_schema *s = l->s->policy->schema;
    for (size_t i = 0; teams && teams->kind == RU_NODE_MAP && i < teams->count; i++) {
        const ru_node *name = ru_node_get(teams->items[i], "name");
        for (size_t k = 0; k < s->language_count; k++) {
            ru_str lang = s->languages[k];
            bool has = name && name->kind != RU_NODE_MAP;
            for (size_t m = 0; name && name->kind == RU_NODE_MAP && m < name->count; m++) has = has || ru_str_eq(name->keys[m], lang);
            if (has) continue;
            ru_finding *f = ru_finding_add(l->f, RU_WARNING, "team_without_name", ru_lint_key(teams, i), "the team %.*s has no name in %.*s",
                                           (int)teams->keys[i].n, teams->keys[i].p, (int)lang.n, lang.p);
            if (ru_lint_say(f, "people would be told the code instead of who takes over", NULL))
                f->suggestion = ru_lint_print(l, "name: { %.*s: \"…\" }", (int)lang.n, lang.p);
            break;
        }
    }
}

static const ru_node *places_of(const ru_lint *l, ru_str referral) {
    for (size_t i = 0; i < l->s->pack_count; i++) {
        const ru_node *d = l->s->packs[i].directory;
        for (size_t k = 0; d && d->kind == RU_NODE_MAP && k < d->count; k++)
            if (ru_str_eq(d->keys[k], referral)) return d->items[k];
    }
    return NULL;
}

/* Has the region a place of its own, or a larger one around it ("us" for "us-ma"), or one that is for all? */
static bool is_covered(const ru_node *places, ru_str region) {
    for (size_t i = 0; places && places->kind == RU_NODE_LIST && i < places->count; i++) {
        const ru_node *n = ru_node_get(places->items[i], "region");
        if (!n) return true;
        if (n->text.n <= region.n && !memcmp(n->text.p, region.p, n->text.n) && (n->text.n == region.n || region.p[n->text.n] == '-')) return true;
    }
    return false;
}

static void check_places(ru_lint *l, const ru_raw *r) {
    const ru_schema *s = l->s->policy->schema;
    const ru_node *places = places_of(l, r->id);
    const ru_fact *f = s->core.jurisdiction >= 0 ? &s->facts.items[s->core.jurisdiction] : NULL;
    char names[256] = "";
    size_t n = 0, unchecked = 0;
    for (size_t i = 0; f && i < f->value_count; i++) {
        if (is_covered(places, f->values[i]) || n + f->values[i].n + 3 > sizeof names) continue;
        if (n) memcpy(names + n, ", ", 2), n += 2;
        memcpy(names + n, f->values[i].p, f->values[i].n);
        names[n += f->values[i].n] = 0;
    }
    if (n)
        ru_lint_say(ru_finding_add(l->f, RU_NOTE, "no_place", r->node, "directory.yaml has no place for referral %.*s in %s", (int)r->id.n, r->id.p, names),
                    "people there would be told of help, and not where it is", "- { region: …, name: \"…\", phone: \"…\" }");
    for (size_t i = 0; l->c->strict && places && places->kind == RU_NODE_LIST && i < places->count; i++)
        unchecked += !ru_node_get(places->items[i], "checked_on");
    if (unchecked)
        ru_lint_say(
            ru_finding_add(l->f, RU_NOTE, "not_rung", places, "%zu places of %.*s do not say when somebody last rang them", unchecked, (int)r->id.n, r->id.p),
            "a number that no longer answers is worse than none", "ring it, then checked_on: YYYY-MM-DD");
}

/* A place that somebody rang, too long ago. */
static void check_calls(ru_lint *l, const ru_node *places) {
    enum { YEAR = 365 };
    int32_t today = (int32_t)((l->c->now - (l->c->now % 86400 + 86400) % 86400) / 86400), day;
    for (size_t i = 0; l->c->has_now && places && places->kind == RU_NODE_LIST && i < places->count; i++) {
        const ru_node *n = ru_node_get(places->items[i], "checked_on");
        if (!n || n->kind != RU_NODE_TEXT || !ru_date_parse(n->text, &day) || today - day <= YEAR) continue;
        ru_lint_say(ru_finding_add(l->f, RU_NOTE, "not_rung", n, "nobody has rung this place since %.*s", (int)n->text.n, n->text.p),
                    "a number that no longer answers is worse than none", "ring it, then checked_on: YYYY-MM-DD");
    }
}

void ru_lint_leftovers(ru_lint *l) {
    const ru_schema *s = l->s->policy->schema;
    uses u = {l, RU_NEWS(l->a, uint8_t, s->facts.count + 1), RU_NEWS(l->a, uint8_t, s->number_count + 1), RU_NEWS(l->a, uint8_t, s->number_count + 1), false};
    if (!u.facts || !u.numbers || !u.by_limit) {
        l->failed = true;
        return;
    }
    gather(&u);
    check_uses(&u);
    check_languages(l);
    for (size_t i = 0; i < l->s->pack_count; i++) check_teams(l, l->s->packs[i].teams);
    for (size_t i = 0; i < l->s->raw[RU_KIND_REFERRAL].count; i++) {
        check_places(l, &l->s->raw[RU_KIND_REFERRAL].items[i]);
        check_calls(l, places_of(l, l->s->raw[RU_KIND_REFERRAL].items[i].id));
    }
}

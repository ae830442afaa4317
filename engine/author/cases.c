/* cases.c: the files of cases/ → cases: people by name, rows, steps. */
#include "engine/author/cases.h"

#include <dirent.h>

enum { FILE_LIMIT = 256 << 10, LIKE_DEEPEST = 8 };

static const char *const case_keys[] = {"case", "like", "given", "expect", "never", "limits_exactly", "then", "rows", "doc", NULL};
static const char *const row_keys[] = {"row", "like", "given", "facts", "now", "contacts", "expect", "never", "limits_exactly", NULL};
static const char *const step_keys[] = {"after", "given", "contact", "expect", "never", "limits_exactly", "doc", NULL};
static const char *const person_keys[] = {"like", "now", "facts", "contacts", "debt", "choice", "offer", "doc", NULL};
static const char *const given_keys[] = {"now", "facts", "contacts", "debt", "choice", "offer", "doc", NULL};
static const char *const later_keys[] = {"facts", "contacts", "debt", "choice", "offer", "doc", NULL}; /* when a step is, its `after` says */

typedef struct reading {
    ru_study *s;
    ru_cases *out;
    const ru_node *people;
    ruth_error *e;
    bool questions;
} reading;

/* ---- given ---- */
static ruth_status check_map(const ru_node *n, const char *what, const char *const *keys, ruth_error *e) {
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, e, "expected %s as keys with values", what);
    return ru_node_only_keys(n, keys, e);
}

static ruth_status check_parts(reading *r, const ru_node *n) {
    const ru_node *facts = ru_node_get(n, "facts"), *contacts = ru_node_get(n, "contacts");
    if (facts && facts->kind != RU_NODE_MAP) return ru_node_fail(facts, r->e, "expected facts: { name: value }");
    if (contacts && contacts->kind != RU_NODE_LIST && contacts->kind != RU_NODE_NULL)
        return ru_node_fail(contacts, r->e, "expected contacts: a list of them, or null when they are not known");
    return RUTH_OK;
}

static ruth_status check_given(reading *r, const ru_node *n, const char *const *keys) {
    ruth_status st = check_map(n, "what is given", keys, r->e);
    return st ? st : check_parts(r, n);
}

static ruth_status push_layer(const ru_node *n, ru_given *g, ruth_error *e) {
    if (g->count == RU_COUNT(g->layers)) return ru_node_fail(n, e, "too many people and steps stand over each other here");
    g->layers[g->count++] = n;
    return RUTH_OK;
}

static ruth_status take_person(reading *r, const ru_node *like, int depth, ru_given *g) {
    ru_str name;
    ruth_status st = ru_node_scalar(like, &name, r->e);
    if (st) return st;
    if (depth > LIKE_DEEPEST)
        return ru_node_fail(like, r->e, "%.*s is like somebody who is like somebody …; people may be like each other %d deep, and never in a circle",
                            (int)name.n, name.p, LIKE_DEEPEST);
    for (size_t i = 0; r->people && i < r->people->count; i++) {
        const ru_node *person = r->people->items[i], *of = ru_node_get(person, "like");
        if (!ru_str_eq(r->people->keys[i], name)) continue;
        if (of && (st = take_person(r, of, depth + 1, g))) return st;
        return push_layer(person, g, r->e);
    }
    ru_str near = r->people ? ru_str_nearest(name, r->people->keys, r->people->count) : (ru_str){NULL, 0};
    if (near.p) return ru_node_fail(like, r->e, "nobody in cases/people.yaml is called %.*s; did you mean %.*s?", (int)name.n, name.p, (int)near.n, near.p);
    return ru_node_fail(like, r->e, "nobody in cases/people.yaml is called %.*s", (int)name.n, name.p);
}

/* ---- expectations ---- */
static bool says_something(const ru_wanted *w) {
    for (int i = 0; i < 2; i++)
        if ((w->expect[i] && w->expect[i]->count) || (w->never[i] && w->never[i]->count)) return true;
    return w->exactly != NULL;
}

static ruth_status read_wanted(reading *r, const ru_node *n, size_t layer, ru_wanted *w) {
    const ru_node *expect = ru_node_get(n, "expect"), *never = ru_node_get(n, "never"), *exactly = ru_node_get(n, "limits_exactly");
    ruth_status st;
    if (expect && (expect->kind != RU_NODE_MAP || !expect->count))
        return ru_node_fail(expect, r->e, "this expects nothing, so it would pass whatever happens; expected expect: { action: … }");
    if (never && (never->kind != RU_NODE_MAP || !never->count)) return ru_node_fail(never, r->e, "this forbids nothing; expected never: { tone: … }");
    if (expect && (st = ru_expect_check(r->s, expect, false, r->e))) return st;
    if (never && (st = ru_expect_check(r->s, never, true, r->e))) return st;
    if (exactly) {
        ru_str key = RU_STR("limits_exactly");
        ru_node *value = (ru_node *)(uintptr_t)exactly;
        ru_node map = {.kind = RU_NODE_MAP, .file = exactly->file, .line = exactly->line, .column = exactly->column, .count = 1, .keys = &key, .items = &value};
        if ((st = ru_expect_check(r->s, &map, false, r->e))) return st;
        w->exactly = exactly;
    }
    w->expect[layer] = expect;
    w->never[layer] = never;
    return RUTH_OK;
}

/* ---- steps: then ---- */
static ruth_status read_after(const ru_node *n, int64_t *out, ruth_error *e) {
    static const struct {
        const char *unit;
        int64_t seconds;
    } units[] = {{"days", 86400}, {"day", 86400}, {"hours", 3600}, {"hour", 3600}, {"minutes", 60}, {"minute", 60}};
    ru_str t;
    if (!n) return ru_fail(e, RUTH_E_POLICY, "a step needs its time");
    ruth_status st = ru_node_scalar(n, &t, e);
    if (st) return st;
    size_t i = 0;
    int64_t count = 0;
    while (i < t.n && i < 6 && t.p[i] >= '0' && t.p[i] <= '9') count = count * 10 + (t.p[i++] - '0');
    for (size_t u = 0; i && i < t.n && u < RU_COUNT(units); u++)
        if (ru_str_is((ru_str){t.p + i + 1, t.n - i - 1}, units[u].unit) && t.p[i] == ' ') {
            *out = count * units[u].seconds;
            return RUTH_OK;
        }
    return ru_node_fail(n, e, "expected after: 60 days, 4 hours or 30 minutes, found %.*s", (int)t.n, t.p);
}

static ruth_status read_step(reading *r, const ru_node *n, ru_case *c) {
    const ru_node *given = ru_node_get(n, "given"), *contact = ru_node_get(n, "contact"), *after = ru_node_get(n, "after");
    ruth_status st = check_map(n, "a step", step_keys, r->e);
    if (st) return st;
    if (c->step_count == RU_CASE_STEPS) return ru_node_fail(n, r->e, "a case may have at most %d steps", RU_CASE_STEPS - 1);
    ru_step *step = &c->steps[c->step_count];
    *step = (ru_step){.after = c->steps[c->step_count - 1].after};
    if (!after) return ru_node_fail(n, r->e, "this step has no time; expected after: 60 days, counted from the case's now");
    if ((st = read_after(after, &step->after, r->e))) return st;
    if (step->after <= c->steps[c->step_count - 1].after)
        return ru_node_fail(after, r->e, "the steps of a case go forward in time; this one is not after the one before");
    ru_str word;
    if (contact) {
        if ((st = ru_node_scalar(contact, &word, r->e))) return st;
        if (!ru_str_is(word, "played")) return ru_node_fail(contact, r->e, "expected contact: played (the contact decided before this step has taken place)");
        step->played = true;
    }
    if (given && ((st = check_given(r, given, later_keys)) || (st = push_layer(given, &c->given, r->e)))) return st;
    step->layers = c->given.count;
    if ((st = read_wanted(r, n, 0, &step->wanted))) return st;
    if (!says_something(&step->wanted)) return ru_node_fail(n, r->e, "this step expects nothing; it needs expect, never or limits_exactly");
    c->step_count++;
    return RUTH_OK;
}

/* ---- cases ---- */
static ruth_status push_case(reading *r, const ru_case *c, const ru_node *at) {
    for (size_t i = 0; i < r->out->count; i++)
        if (r->out->items[i].base != c->base && ru_str_eq(r->out->items[i].sentence, c->sentence))
            return ru_node_fail(at, r->e, "there is another case with this sentence, at %.*s:%d; one of them must be said differently",
                                (int)r->out->items[i].file.n, r->out->items[i].file.p, r->out->items[i].line);
    r->out->items = ru_arena_grow(&r->s->arena, r->out->items, r->out->count, &r->out->capacity, sizeof *r->out->items);
    if (!r->out->items) return ru_fail_nomem(r->e);
    r->out->items[r->out->count++] = *c;
    return RUTH_OK;
}

static ruth_status finish_case(reading *r, const ru_node *n, ru_case *c) {
    const ru_node *then = ru_node_get(n, "then");
    c->steps[0].layers = c->given.count;
    if (then && then->kind != RU_NODE_LIST) return ru_node_fail(then, r->e, "expected then: a list of steps, each with its after");
    for (size_t i = 0; then && i < then->count; i++) {
        ruth_status st = read_step(r, then->items[i], c);
        if (st) return st;
    }
    if (!says_something(&c->steps[0].wanted))
        return ru_node_fail(n, r->e, "this case expects nothing, so it would pass whatever happens; it needs expect, never or limits_exactly");
    for (size_t i = 0; i < c->step_count; i++) { /* now, so that no option of a test hides a slip */
        ru_given g = c->given;
        g.count = c->steps[i].layers;
        ruth_status st = ru_given_check(r->s, &g, r->e);
        if (st) return st;
    }
    return push_case(r, c, n);
}

/* A row of the first form: keys of a case over the base. facts:, now:, contacts: may stand without given: around them. */
static ruth_status read_row(reading *r, const ru_node *base, const ru_node *row, int number, const ru_case *of) {
    ru_case c = *of;
    const ru_node *like = ru_node_get(row, "like"), *given = ru_node_get(row, "given"), *label = ru_node_get(row, "row"), *under = ru_node_get(base, "given");
    ruth_status st = check_map(row, "a row", row_keys, r->e);
    if (st || (st = check_parts(r, row))) return st;
    c.line = row->line;
    c.row = number;
    if (label && (st = ru_node_scalar(label, &c.label, r->e))) return st;
    if (like) { /* the row's person instead of the case's; what the case gives stands over both */
        c.given.count = 0;
        if ((st = take_person(r, like, 0, &c.given)) || (under && (st = push_layer(under, &c.given, r->e)))) return st;
    }
    if (given && ((st = check_given(r, given, given_keys)) || (st = push_layer(given, &c.given, r->e)))) return st;
    if ((ru_node_get(row, "facts") || ru_node_get(row, "now") || ru_node_get(row, "contacts")) && (st = push_layer(row, &c.given, r->e))) return st;
    if ((st = read_wanted(r, row, 1, &c.steps[0].wanted))) return st;
    return finish_case(r, base, &c);
}

/* ---- rows of the second form: columns and lines ---- */
static ru_node *new_map(reading *r, const ru_node *at, size_t room) {
    ru_node *n = RU_NEW(&r->s->arena, ru_node);
    if (!n) return NULL;
    *n = (ru_node){.kind = RU_NODE_MAP, .file = at->file, .line = at->line, .column = at->column};
    n->keys = RU_NEWS(&r->s->arena, ru_str, room);
    n->items = RU_NEWS(&r->s->arena, ru_node *, room);
    n->key_at = RU_NEWS(&r->s->arena, ru_node *, room);
    return n->keys && n->items && n->key_at ? n : NULL;
}

static void put(ru_node *map, ru_str key, const ru_node *at, const ru_node *value) {
    map->keys[map->count] = key;
    map->key_at[map->count] = (ru_node *)(uintptr_t)at;
    map->items[map->count++] = (ru_node *)(uintptr_t)value;
}

static bool behind(ru_str name, const char *prefix, ru_str *rest) {
    size_t n = strlen(prefix);
    if (name.n <= n || memcmp(name.p, prefix, n) != 0) return false;
    *rest = (ru_str){name.p + n, name.n - n};
    return true;
}

/* One line: each cell goes into given.facts, given.now, expect or never, as its column says. */
static ruth_status read_line(reading *r, const ru_node *base, const ru_node *columns, const ru_node *line, int number, const ru_case *of) {
    ru_case c = *of;
    size_t room = columns->count + 1;
    ru_node *given = new_map(r, line, 3), *facts = new_map(r, line, room), *expect = new_map(r, line, room), *never = new_map(r, line, room),
            *row = new_map(r, line, 3);
    if (!given || !facts || !expect || !never || !row) return ru_fail_nomem(r->e);
    if (line->kind != RU_NODE_LIST || line->count != columns->count)
        return ru_node_fail(line, r->e, "this line has %zu cells under %zu columns", line->kind == RU_NODE_LIST ? line->count : 1, columns->count);
    for (size_t i = 0; i < columns->count; i++) {
        const ru_node *head = columns->items[i], *cell = line->items[i];
        ru_str name = head->text, rest;
        if (behind(name, "expect.", &rest)) put(expect, rest, head, cell);
        else if (behind(name, "never.", &rest)) put(never, rest, head, cell);
        else if (ru_str_is(name, "now")) put(given, name, head, cell);
        else put(facts, behind(name, "facts.", &rest) ? rest : name, head, cell);
    }
    if (facts->count) put(given, RU_STR("facts"), line, facts);
    if (expect->count) put(row, RU_STR("expect"), line, expect);
    if (never->count) put(row, RU_STR("never"), line, never);
    c.line = line->line;
    c.row = number;
    ruth_status st = given->count ? push_layer(given, &c.given, r->e) : RUTH_OK;
    if (!st) st = read_wanted(r, row, 1, &c.steps[0].wanted);
    return st ? st : finish_case(r, base, &c);
}

static ruth_status read_table(reading *r, const ru_node *base, const ru_node *rows, const ru_case *of) {
    static const char *const keys[] = {"columns", "lines", NULL};
    const ru_node *columns = ru_node_get(rows, "columns"), *lines = ru_node_get(rows, "lines");
    ruth_status st = ru_node_only_keys(rows, keys, r->e);
    if (st) return st;
    if (!columns || columns->kind != RU_NODE_LIST || !columns->count || !lines || lines->kind != RU_NODE_LIST || !lines->count)
        return ru_node_fail(rows, r->e, "expected rows: { columns: [days_past_due, expect.action], lines: [[10, listen]] }");
    for (size_t i = 0; !st && i < columns->count; i++)
        st = columns->items[i]->kind == RU_NODE_TEXT ? RUTH_OK
                                                     : ru_node_fail(columns->items[i], r->e, "a column is the name of a fact, now, expect.KEY or never.KEY");
    for (size_t i = 0; !st && i < lines->count; i++) st = read_line(r, base, columns, lines->items[i], (int)i + 1, of);
    return st;
}

static ruth_status read_case(reading *r, const ru_node *n) {
    ru_case c = {.step_count = 1, .file = n->file, .line = n->line, .base = n};
    const ru_node *sentence = ru_node_get(n, "case"), *like = ru_node_get(n, "like"), *given = ru_node_get(n, "given"), *rows = ru_node_get(n, "rows");
    ruth_status st = check_map(n, "a case", case_keys, r->e);
    if (st) return st;
    if (!sentence) return ru_node_fail(n, r->e, "this case has no sentence; expected case: what is meant to happen");
    if ((st = ru_node_scalar(sentence, &c.sentence, r->e))) return st;
    if (!c.sentence.n) return ru_node_fail(sentence, r->e, "this case has no sentence; expected case: what is meant to happen");
    if (like && (st = take_person(r, like, 0, &c.given))) return st;
    if (given && ((st = check_given(r, given, given_keys)) || (st = push_layer(given, &c.given, r->e)))) return st;
    if ((st = read_wanted(r, n, 0, &c.steps[0].wanted))) return st;
    if (!rows) return finish_case(r, n, &c);
    if (rows->kind == RU_NODE_MAP) return read_table(r, n, rows, &c);
    if (rows->kind != RU_NODE_LIST || !rows->count) return ru_node_fail(rows, r->e, "expected rows: a list of variations, or { columns: […], lines: [[…]] }");
    for (size_t i = 0; !st && i < rows->count; i++) st = read_row(r, n, rows->items[i], (int)i + 1, &c);
    return st;
}

/* ---- files ---- */
/* Everybody is looked at, also those whom no case takes: a slip should not wait for its case. */
static ruth_status read_people(reading *r, const ru_node *n) {
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, r->e, "expected people by name: member_quebec: { now: …, facts: { … } }");
    r->people = n;
    for (size_t i = 0; i < n->count; i++) {
        ruth_status st = check_given(r, n->items[i], person_keys);
        if (st) return st;
    }
    for (size_t i = 0; i < n->count; i++) {
        const ru_node *like = ru_node_get(n->items[i], "like");
        ru_given g = {.count = 0};
        ruth_status st = like ? take_person(r, like, 1, &g) : RUTH_OK;
        if (st || (st = push_layer(n->items[i], &g, r->e)) || (st = ru_given_check(r->s, &g, r->e))) return st;
    }
    return RUTH_OK;
}

static ruth_status read_file(reading *r, ru_str name, const ru_node **out) {
    ru_arena *a = &r->s->arena;
    ru_str shown = ru_arena_printf(a, "cases/%.*s", (int)name.n, name.p), bytes;
    ru_str path = ru_arena_printf(a, "%.*s/%.*s", (int)r->s->policy->folder.n, r->s->policy->folder.p, (int)shown.n, shown.p);
    ru_node *tree = NULL;
    *out = NULL;
    if (!shown.p || !path.p) return ru_fail_nomem(r->e);
    ruth_status st = ru_file_read(a, path.p, FILE_LIMIT, &bytes, r->e);
    if (!st) st = ru_yaml_read(a, shown, bytes, &tree, r->e);
    *out = tree;
    return st;
}

static bool ends(ru_str name, const char *with) {
    size_t n = strlen(with);
    return name.n > n && !memcmp(name.p + name.n - n, with, n);
}

/* A policy made of packs alone is tried by their questions. */
static bool has_packs(const ru_study *s) { return s->pack_count > 1 && !s->raw[RU_KIND_ACTION].count; }

static ruth_status list_files(reading *r, ru_str **names, size_t *count) {
    ru_arena *a = &r->s->arena;
    ru_str folder = ru_arena_printf(a, "%.*s/cases", (int)r->s->policy->folder.n, r->s->policy->folder.p);
    DIR *d = folder.p ? opendir(folder.p) : NULL;
    size_t capacity = 0;
    ruth_status st = RUTH_OK;
    if (!folder.p) return ru_fail_nomem(r->e);
    if (!d && !has_packs(r->s))
        return ru_fail_at(r->e, RUTH_E_POLICY, RU_STR("cases"), 0, 0,
                          "the policy has no cases; a case says what must happen to somebody: make a folder cases with a first.yaml");
    for (struct dirent *entry; d && !st && (entry = readdir(d));) {
        ru_str name = ru_str_of(entry->d_name);
        if (name.p[0] != '.' && ends(name, ".yml"))
            st = ru_fail_at(r->e, RUTH_E_POLICY, ru_arena_printf(a, "cases/%.*s", (int)name.n, name.p), 0, 0,
                            "files of cases end in .yaml; this one would never be tried");
        r->questions |= name.p[0] != '.' && ends(name, ".ndjson");
        if (name.p[0] == '.' || !ends(name, ".yaml")) continue;
        name = ru_arena_str(a, name);
        *names = name.p ? ru_arena_grow(a, *names, *count, &capacity, sizeof **names) : NULL;
        if (!*names) {
            st = ru_fail_nomem(r->e);
            break;
        }
        size_t k = (*count)++;
        for (; k > 0 && ru_str_cmp((*names)[k - 1], name) > 0; k--) (*names)[k] = (*names)[k - 1];
        (*names)[k] = name;
    }
    if (d) closedir(d);
    return st;
}

ruth_status ru_cases_read(ru_study *s, ru_cases *out, ruth_error *e) {
    reading r = {.s = s, .out = out, .e = e};
    ru_str *names = NULL;
    size_t count = 0;
    const ru_node *tree;
    *out = (ru_cases){.count = 0};
    ruth_status st = list_files(&r, &names, &count);
    for (size_t i = 0; !st && i < count; i++)
        if (ru_str_is(names[i], "people.yaml") && !(st = read_file(&r, names[i], &tree))) st = read_people(&r, tree);
    for (size_t i = 0; !st && i < count; i++) {
        if (ru_str_is(names[i], "people.yaml")) continue;
        if ((st = read_file(&r, names[i], &tree))) break;
        if (tree->kind != RU_NODE_LIST || !tree->count) st = ru_node_fail(tree, e, "a file of cases is a list of them: - case: what is meant to happen");
        for (size_t k = 0; !st && k < tree->count; k++) st = read_case(&r, tree->items[k]);
        out->files++;
    }
    if (!st && !out->count && !has_packs(s) && !r.questions)
        st = ru_fail_at(e, RUTH_E_POLICY, RU_STR("cases"), 0, 0, "there is not one case in cases/; a policy that nothing tries is not tested");
    return st;
}

/* report_read.c: the ledger person by person: which groups the decisions about them are in, and what came of them. */
#include "engine/author/report.h"

/* ---- groups ---- */
static ru_cohort *group(ru_report *r, ru_side_by *s, ru_str name, uint32_t *at) {
    for (*at = 0; *at < s->count; ++*at)
        if (ru_str_eq(s->groups[*at].name, name)) return &s->groups[*at];
    ru_cohort *grown = ru_arena_grow(&r->arena, s->groups, s->count, &s->capacity, sizeof *s->groups);
    ru_str kept = ru_arena_str(&r->arena, name);
    if (!grown || !kept.p) return NULL;
    s->groups = grown;
    s->groups[s->count] = (ru_cohort){.name = kept};
    return &s->groups[s->count++];
}

static ru_side_by *side(ru_report *r, ru_by by, ru_str name, uint32_t *at) {
    for (*at = 0; *at < r->side_count; ++*at)
        if (r->sides[*at].by == by && ru_str_eq(r->sides[*at].name, name)) return &r->sides[*at];
    ru_side_by *grown = ru_arena_grow(&r->arena, r->sides, r->side_count, &r->side_capacity, sizeof *r->sides);
    ru_str kept = ru_arena_str(&r->arena, name);
    if (!grown || !kept.p) return NULL;
    r->sides = grown;
    r->sides[r->side_count] = (ru_side_by){.by = by, .name = kept};
    return &r->sides[r->side_count++];
}

/* The decision is in this group; once, also where it offers two plans of a kind. */
static bool join(ru_report *r, ru_made *d, ru_by by, ru_str experiment, ru_str value) {
    ru_member m;
    if (!r->by[by]) return true;
    ru_side_by *s = side(r, by, experiment, &m.side);
    if (!s || !group(r, s, value, &m.group)) return false;
    if (d->policy > s->policy) s->policy = d->policy;
    for (size_t i = 0; i < d->count; i++)
        if (d->in[i].side == m.side && d->in[i].group == m.group) return true;
    ru_member *grown = ru_arena_grow(&r->person, d->in, d->count, &d->capacity, sizeof *d->in);
    if (!grown) return false;
    d->in = grown;
    d->in[d->count++] = m;
    return true;
}

static bool count_up(ru_report *r, ru_countings *c, ru_str name, int64_t n) {
    size_t i = 0;
    while (i < c->count && !ru_str_eq(c->items[i].name, name)) i++;
    if (i == c->count) {
        ru_counted *grown = ru_arena_grow(&r->arena, c->items, c->count, &c->capacity, sizeof *c->items);
        ru_str kept = ru_arena_str(&r->arena, name);
        if (!grown || !kept.p) return false;
        c->items = grown;
        c->items[c->count++] = (ru_counted){kept, 0};
    }
    if (!ru_add64(c->items[i].n, n, &c->items[i].n)) c->items[i].n = INT64_MAX;
    return true;
}

/* ---- a decision ---- */
/* The texts under these keys of an object; null and other things are left out. */
static bool read_members(ru_json *j, const char *const *keys, ru_str *values, size_t count) {
    ru_json_kind kind;
    ru_str key;
    bool first = true, more;
    if (!ru_json_peek(j, &kind)) return false;
    if (kind != RU_JSON_OBJECT) return ru_json_skip(j);
    if (!ru_json_object_begin(j)) return false;
    while (ru_json_object_next(j, &first, &key, &more)) {
        size_t i = 0;
        if (!more) return true;
        while (i < count && !ru_str_is(key, keys[i])) i++;
        if (!ru_json_peek(j, &kind) || !(i < count && kind == RU_JSON_STRING ? ru_json_string(j, &values[i]) : ru_json_skip(j))) return false;
    }
    return false;
}

static bool read_plans(ru_report *r, ru_json *j, ru_made *d) {
    static const char *const keys[] = {"plan"};
    bool first = true, more, any = false;
    if (!ru_json_array_begin(j)) return false;
    while (ru_json_array_next(j, &first, &more)) {
        ru_str plan = {NULL, 0};
        if (!more) return any || join(r, d, RU_BY_PLAN, RU_STR(""), RU_STR(""));
        if (!read_members(j, keys, &plan, 1) || (plan.p && !join(r, d, RU_BY_PLAN, RU_STR(""), plan))) return false;
        any |= plan.p != NULL;
    }
    return false;
}

static bool read_experiments(ru_report *r, ru_json *j, ru_made *d) {
    ru_json_kind kind;
    ru_str key, arm;
    bool first = true, more;
    if (!ru_json_object_begin(j)) return false;
    while (ru_json_object_next(j, &first, &key, &more)) {
        if (!more) return true;
        arm = (ru_str){"", 0};
        if (!ru_json_peek(j, &kind) || !(kind == RU_JSON_STRING ? ru_json_string(j, &arm) : ru_json_skip(j)) || !join(r, d, RU_BY_EXPERIMENT, key, arm))
            return false;
    }
    return false;
}

static bool read_contact(ru_report *r, ru_json *j, ru_made *d) {
    static const char *const keys[] = {"channel", "message"};
    ru_str values[2] = {{NULL, 0}, {NULL, 0}};
    if (!read_members(j, keys, values, 2)) return false;
    d->contact = values[0].p != NULL;
    return join(r, d, RU_BY_CHANNEL, RU_STR(""), values[0].p ? values[0] : RU_STR("")) &&
           join(r, d, RU_BY_MESSAGE, RU_STR(""), values[1].p ? values[1] : RU_STR(""));
}

static bool read_stage(ru_report *r, ru_json *j, ru_made *d, ru_by by) {
    static const char *const keys[] = {"is"};
    ru_str is = {"", 0};
    return read_members(j, keys, &is, 1) && join(r, d, by, RU_STR(""), is);
}

static bool read_policy(ru_report *r, ru_json *j, ru_made *d) {
    static const char *const keys[] = {"name", "version"};
    ru_str values[2] = {{"", 0}, {"", 0}};
    if (!read_members(j, keys, values, 2)) return false;
    ru_str name = ru_arena_printf(&r->scratch, "%.*s %.*s", (int)values[0].n, values[0].p, (int)values[1].n, values[1].p);
    return name.p && join(r, d, RU_BY_POLICY, RU_STR(""), name);
}

static bool read_decision(ru_report *r, ru_json *j, ru_made *d) {
    ru_str key;
    bool first = true, more;
    if (!ru_json_object_begin(j)) return false;
    while (ru_json_object_next(j, &first, &key, &more)) {
        if (!more) return true;
        bool ok = ru_str_is(key, "segment")       ? read_stage(r, j, d, RU_BY_SEGMENT)
                  : ru_str_is(key, "action")      ? read_stage(r, j, d, RU_BY_ACTION)
                  : ru_str_is(key, "tone")        ? read_stage(r, j, d, RU_BY_TONE)
                  : ru_str_is(key, "contact")     ? read_contact(r, j, d)
                  : ru_str_is(key, "plans")       ? read_plans(r, j, d)
                  : ru_str_is(key, "experiments") ? read_experiments(r, j, d)
                  : ru_str_is(key, "policy")      ? read_policy(r, j, d)
                                                  : ru_json_skip(j);
        if (!ok) return false;
    }
    return false;
}

static void count_decision(ru_report *r, ru_cohort *t, const ru_made *d) {
    t->people += t->met != r->subject;
    t->met = r->subject;
    t->decisions++;
    t->contacts += d->contact;
}

static ru_cohort *tally_of(ru_report *r, ru_member m) { return &r->sides[m.side].groups[m.group]; }

/* Arms were drawn for everybody: whoever looks at the contacted alone compares people whom the arm itself may have chosen. */
static bool by_lot(const ru_report *r, ru_member m) { return r->sides[m.side].by == RU_BY_EXPERIMENT; }

static bool add_decision(ru_report *r, const ru_ledger_row *row, bool *unreadable) {
    char month[21];
    ru_json j;
    ru_made *grown = ru_arena_grow(&r->person, r->made, r->made_count, &r->made_capacity, sizeof *r->made);
    if (!grown) return false;
    r->made = grown;
    ru_made *d = &r->made[r->made_count++];
    *d = (ru_made){.row = row->row, .policy = row->on, .at = row->at, .erased = row->erased};
    r->erased_decisions += row->erased;
    if (row->erased) return true;
    if (r->within && row->at > r->as_of - r->within) { /* it has not had its time yet */
        r->open++;
        r->made_count--;
        return true;
    }
    ru_instant_text(row->at, month);
    ru_json_begin(&j, row->content.decision, &r->scratch);
    bool read = join(r, d, RU_BY_MONTH, RU_STR(""), (ru_str){month, sizeof "2026-03" - 1}) && read_decision(r, &j, d);
    *unreadable = !read && j.problem && !ru_json_nomem(&j);
    if (!read) return false;
    if (!r->contacted || d->contact) count_decision(r, &r->all, d);
    for (size_t i = 0; i < d->count; i++)
        if (!r->contacted || d->contact || by_lot(r, d->in[i])) count_decision(r, tally_of(r, d->in[i]), d);
    return true;
}

/* ---- what came of it ---- */
static void count_event(ru_report *r, ru_cohort *t, const ru_event *v) {
    enum { LOW = 2 };
    t->did[v->kind] += t->met_did[v->kind] != r->subject;
    t->met_did[v->kind] = r->subject;
    t->promises += v->kind == RU_EVENT_PROMISE_KEPT || v->kind == RU_EVENT_PROMISE_BROKEN;
    t->kept += v->kind == RU_EVENT_PROMISE_KEPT;
    t->ratings += v->kind == RU_EVENT_SURVEY;
    t->low += v->kind == RU_EVENT_SURVEY && v->rating <= LOW;
}

/* The decision that it came of, and the one that it counts for: that, or, where only contacts count, the last one that contacted the person. */
static const ru_made *find_made(const ru_report *r, uint64_t row, const ru_made **counts) {
    const ru_made *d = NULL;
    *counts = NULL;
    for (size_t i = 0; i < r->made_count; i++)
        if (r->made[i].row == row) d = &r->made[i];
    for (size_t i = 0; d && i < r->made_count; i++) {
        const ru_made *m = &r->made[i];
        if (m->contact && m->at <= d->at && (m != d ? m->row < d->row : true) && (!*counts || m->at >= (*counts)->at)) *counts = m;
    }
    if (!r->contacted) *counts = d;
    return d;
}

static bool add_outcome(ru_report *r, const ru_ledger_row *row, bool *unreadable) {
    ru_rejection why = {.code = RU_REJECT_NONE};
    ru_event v;
    const ru_made *counts, *d = find_made(r, row->on, &counts);
    if (!d) return true; /* of a decision outside of what is asked for */
    r->erased_outcomes += row->erased;
    r->of_erased += !row->erased && d->erased;
    if (row->erased || d->erased) return true;
    if (!ru_event_take(&r->scratch, row->content.request, &v, &why)) {
        *unreadable = !ru_rejected_memory(&why);
        return false;
    }
    bool late = r->within && v.at >= d->at + r->within;
    if (!late)
        for (size_t i = 0; i < d->count; i++)
            if (r->contacted && by_lot(r, d->in[i])) count_event(r, tally_of(r, d->in[i]), &v);
    if (!counts) return true;
    if (r->within && v.at >= counts->at + r->within) {
        r->late++;
        return true;
    }
    r->events[v.kind]++;
    if (v.kind == RU_EVENT_PAYMENT && !count_up(r, &r->money, v.currency, v.amount)) return false;
    if (v.kind == RU_EVENT_COMPLAINT && !count_up(r, &r->about, v.about.p ? v.about : RU_STR(""), 1)) return false;
    count_event(r, &r->all, &v);
    for (size_t i = 0; i < counts->count; i++)
        if (!r->contacted || !by_lot(r, counts->in[i])) count_event(r, tally_of(r, counts->in[i]), &v);
    return true;
}

/* ---- all of it ---- */
typedef struct reading {
    ru_report *r;
    ruth_error *e;
} reading;

static void end_person(ru_report *r) {
    r->erased_people += r->subject && r->made_count && !r->left;
    ru_arena_reset(&r->person);
    r->made = NULL;
    r->made_count = r->made_capacity = 0;
    r->left = false;
}

static ruth_status read_row(void *context, uint64_t subject, uint64_t row) {
    const reading *g = context;
    ru_report *r = g->r;
    ru_ledger_row x;
    if (subject != r->subject) end_person(r);
    r->subject = subject;
    ruth_status st = ru_ledger_read(r->ledger->file, row, &x, g->e);
    if (st) return st;
    r->left |= !x.erased;
    ru_arena_reset(&r->scratch);
    bool asked = x.kind == RU_ROW_OUTCOME || (x.at >= r->from && x.at < r->until);
    bool unreadable = false;
    if (!asked || (x.kind == RU_ROW_OUTCOME ? add_outcome : add_decision)(r, &x, &unreadable)) return RUTH_OK;
    return unreadable ? ru_fail(g->e, RUTH_E_LEDGER, "row %llu holds what cannot be read", (unsigned long long)row) : ru_fail_nomem(g->e);
}

/* The arms of an experiment as its policy lists them: what was, then what is tried; NULL: nobody knows. */
static const ru_fact *arms_of(ru_report *r, const ru_side_by *s) {
    ru_ledger_loaded *p;
    ruth_error why;
    if (s->by != RU_BY_EXPERIMENT || ru_ledger_load(r->ledger, s->policy, &p, &why) || !p->policy) return NULL;
    const ru_fields *f = &p->policy->schema->facts;
    int slot = ru_fields_find(f, s->name);
    return slot >= 0 && f->items[slot].type == RU_ENUM ? &f->items[slot] : NULL;
}

static size_t arm_at(const ru_fact *arms, ru_str name) {
    size_t i = 0;
    while (arms && i < arms->value_count && !ru_str_eq(arms->values[i], name)) i++;
    return i;
}

/* By the order of arms, then by name; the nameless last. */
static bool after(const ru_fact *arms, const ru_cohort *a, const ru_cohort *b) {
    size_t x = arm_at(arms, a->name), y = arm_at(arms, b->name);
    if (!a->name.n || !b->name.n) return b->name.n > 0;
    return x != y ? x > y : ru_str_cmp(a->name, b->name) > 0;
}

static void sort(ru_report *r, ru_side_by *s) {
    const ru_fact *arms = arms_of(r, s);
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++)
        if (s->groups[i].decisions) s->groups[kept++] = s->groups[i];
    s->count = kept;
    for (size_t i = 1; i < s->count; i++)
        for (size_t k = i; k > 0 && after(arms, &s->groups[k - 1], &s->groups[k]); k--) {
            ru_cohort t = s->groups[k];
            s->groups[k] = s->groups[k - 1];
            s->groups[k - 1] = t;
        }
}

ruth_status ru_report_read(ru_report *r, ruth_error *e) {
    reading g = {r, e};
    ruth_status st = ru_ledger_by_person(r->ledger->file, read_row, &g, e);
    end_person(r);
    for (size_t i = 0; i < r->side_count; i++) sort(r, &r->sides[i]);
    for (size_t i = 1; i < r->side_count; i++) /* segments first, experiments last and by name */
        for (size_t k = i;
             k > 0 && (r->sides[k - 1].by > r->sides[k].by || (r->sides[k - 1].by == r->sides[k].by && ru_str_cmp(r->sides[k - 1].name, r->sides[k].name) > 0));
             k--) {
            ru_side_by t = r->sides[k];
            r->sides[k] = r->sides[k - 1];
            r->sides[k - 1] = t;
        }
    return st;
}

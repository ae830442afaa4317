/* limit_counts.c: what a limit counts, how long it waits, what it caps, where it is lifted: as officers say it → what the charter enforces. */
#include "engine/policy/build.h"

enum { MOST_CAPS = 8, MOST_STEPS = 4, LONGEST = 3660 };

/* ---- windows: days(7), hours(168), business_days(5), ever, or the stricter of several ---- */
static ruth_status read_length(ru_build *b, const ru_node *n, char *kind, int64_t *count) {
    const ru_node *x = ru_node_get(n, "x");
    *count = 0;
    *kind = 'e';
    if (x && ru_str_is(x->text, "ever")) return RUTH_OK;
    ruth_status st = ru_build_span(b, n, kind, count);
    if (st) return st;
    if (*kind == 'm') return ru_node_fail(n, b->e, "a window is days(n), hours(n), business_days(n) or ever");
    int most = *kind == 'h' ? LONGEST * 24 : LONGEST;
    return *count >= 1 && *count <= most ? RUTH_OK
                                         : ru_node_fail(n, b->e, "%.*s(%lld) is out of range; expected %.*s(1) to %.*s(%d)", (int)x->text.n, x->text.p,
                                                        (long long)*count, (int)x->text.n, x->text.p, (int)x->text.n, x->text.p, most);
}

static ruth_status add_cap(ru_build *b, const ru_node *n, int64_t most, ru_cap *caps, size_t *count) {
    ru_cap cap = {.most = (int32_t)most};
    if (*count == MOST_CAPS) return ru_node_fail(n, b->e, "at_most: at most %d windows in one limit", (int)MOST_CAPS);
    ruth_status st = read_length(b, n, &cap.kind, &cap.n);
    if (!st) caps[(*count)++] = cap;
    return st;
}

/* { 7, days(7) } */
static ruth_status read_cap(ru_build *b, const ru_node *n, ru_cap *caps, size_t *count) {
    int64_t most;
    if (n->kind != RU_NODE_LIST || n->count != 2) return ru_node_fail(n, b->e, "at_most: expected { { 7, days(7) }, … }: how many, in which window");
    ruth_status st = ru_build_constant(b, n->items[0], RU_INTEGER, &most);
    if (st) return st;
    if (most < 0 || most > INT32_MAX) return ru_node_fail(n->items[0], b->e, "at_most: %lld contacts; expected 0 or more", (long long)most);
    const ru_node *window = n->items[1], *x = ru_node_get(window, "x"), *items = ru_node_get(window, "items");
    if (!x || !ru_str_is(x->text, "stricter")) return add_cap(b, window, most, caps, count);
    for (size_t i = 0; !st && items && i < items->count; i++) st = add_cap(b, items->items[i], most, caps, count);
    return st;
}

static ruth_status read_caps(ru_build *b, const ru_node *n, ru_tally *t) {
    ru_cap caps[MOST_CAPS];
    if (n->kind != RU_NODE_LIST || !n->count) return ru_node_fail(n, b->e, "at_most: expected { { 7, days(7) } }");
    bool one = n->count == 2 && n->items[0]->kind != RU_NODE_LIST; /* at_most = { 7, days(7) } is one window */
    ruth_status st = one ? read_cap(b, n, caps, &t->cap_count) : RUTH_OK;
    for (size_t i = 0; !one && !st && i < n->count; i++) st = read_cap(b, n->items[i], caps, &t->cap_count);
    if (st) return st;
    t->caps = ru_arena_dup(b->a, caps, t->cap_count * sizeof *caps);
    return t->caps ? RUTH_OK : ru_fail_nomem(b->e);
}

/* ---- which contacts ---- */
/* How far back it looks is said by the limit's windows, so that when it ends can be told. */
static ruth_status timeless(ru_build *b, const ru_node *n, const ru_filter **out) {
    ruth_status st = ru_build_filter(b, n, out);
    return st || !ru_filter_reads_at(*out) ? st : ru_node_fail(n, b->e, "a limit says in its windows how far back it counts; leave `at` out here");
}

static ruth_status read_filter(ru_build *b, const ru_raw *r, const char *key, const ru_filter **out) {
    const ru_node *n = ru_node_get(r->body, key);
    return n ? timeless(b, n, out) : RUTH_OK;
}

static ruth_status read_per(ru_build *b, const ru_raw *r, ru_tally *t) {
    const ru_node *n = ru_node_get(r->body, "per");
    t->person = t->debts = -1;
    if (!n) return RUTH_OK;
    const ru_fields *fields = &b->p->schema->contact;
    for (size_t i = 0; i < (n->kind == RU_NODE_LIST ? n->count : 1); i++) {
        const ru_node *what = n->kind == RU_NODE_LIST ? n->items[i] : n;
        if (ru_str_is(what->text, "person")) {
            t->person = ru_fields_find(fields, RU_STR("person"));
            if (t->person < 0) return ru_node_fail(what, b->e, "per \"person\" counts by the contact field person, which contacts.yaml does not declare");
        } else if (ru_str_is(what->text, "debt")) {
            t->debts = ru_fields_find(fields, RU_STR("debts"));
            t->per_debt = true;
            if (t->debts < 0) return ru_node_fail(what, b->e, "per \"debt\" counts by the contact field debts, which contacts.yaml does not declare");
            ru_type type = fields->items[t->debts].type;
            if (type != RU_LIST_TEXT && type != RU_TEXT) return ru_node_fail(what, b->e, "the contact field debts is a list of text");
        } else {
            return ru_node_fail(what, b->e, "per: expected \"person\", \"debt\" or both");
        }
    }
    return RUTH_OK;
}

static ruth_status read_tally(ru_build *b, const ru_raw *r, ru_tally **out) {
    *out = RU_NEW(b->a, ru_tally);
    if (!*out) return ru_fail_nomem(b->e);
    ruth_status st = read_per(b, r, *out);
    if (!st) st = read_filter(b, r, "counting", &(*out)->counting);
    if (!st) st = read_filter(b, r, "except", &(*out)->except);
    return st ? st : read_filter(b, r, "from_first", &(*out)->from_first);
}

/* ---- waiting ---- */
static ruth_status read_step(ru_build *b, const ru_node *n, ru_stride *out) {
    ruth_status st = read_length(b, n, &out->kind, &out->n);
    return st || out->kind != 'e' ? st : ru_node_fail(n, b->e, "wait: expected days(n), hours(n) or business_days(n)");
}

static ruth_status read_way(ru_build *b, const ru_node *const *items, size_t count, ru_wait *out) {
    ru_stride *steps = RU_NEWS(b->a, ru_stride, count);
    if (!steps) return ru_fail_nomem(b->e);
    if (count > MOST_STEPS) return ru_node_fail(items[0], b->e, "wait: at most %d spans one after the other", (int)MOST_STEPS);
    for (size_t i = 0; i < count; i++) {
        ruth_status st = read_step(b, items[i], &steps[i]);
        if (st) return st;
        if (count > 1 && steps[i].kind == 'h')
            return ru_node_fail(items[i], b->e, "wait: hours stand alone; spans one after the other are days and business days");
    }
    *out = (ru_wait){steps, count};
    return RUTH_OK;
}

static ruth_status read_waits(ru_build *b, const ru_node *n, ru_limit *l) {
    const ru_node *x = ru_node_get(n, "x"), *items = ru_node_get(n, "items");
    bool stricter = x && items && ru_str_is(x->text, "stricter");
    l->wait_count = stricter ? items->count : 1;
    ru_wait *waits = RU_NEWS(b->a, ru_wait, l->wait_count);
    if (!waits) return ru_fail_nomem(b->e);
    l->waits = waits;
    if (n->kind == RU_NODE_LIST) return read_way(b, (const ru_node *const *)n->items, n->count, waits);
    if (!stricter) return read_way(b, &n, 1, waits);
    ruth_status st = RUTH_OK;
    for (size_t i = 0; !st && i < items->count; i++) {
        const ru_node *one = items->items[i];
        st = read_way(b, &one, 1, &waits[i]);
    }
    return st;
}

static bool has_hours(const ru_limit *l) {
    for (size_t i = 0; i < l->wait_count; i++)
        if (l->waits[i].steps[0].kind == 'h') return true;
    return false;
}

static ruth_status read_after(ru_build *b, const ru_raw *r, const ru_limit *l, ru_tally *tally, ru_limit_info *info) {
    const ru_node *after = ru_node_get(r->body, "after"), *x = ru_node_get(after, "x");
    if (!after) return ru_node_fail(r->node, b->e, "wait needs its after: after = last { … } or after = fact.x");
    if (x && ru_str_is(x->text, "last")) { /* the contacts themselves, so that one that only may have happened counts at its own instant */
        if (tally->counting)
            return ru_node_fail(after, b->e, "wait after last { … } says there which contacts it means; leave `counting` to at_most, in a limit of its own");
        return timeless(b, ru_node_get(after, "filter"), &tally->counting);
    }
    ruth_status st = ru_build_instant_or_date(b, after, &info->after, &info->after_is_instant);
    if (!st && has_hours(l) && !info->after_is_instant) return ru_node_fail(after, b->e, "wait = hours(n) needs an instant in after, not a date");
    return st;
}

ruth_status ru_build_counts(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info) {
    static const char *const needs[] = {"counting", "except", "per", "from_first", "after"};
    const ru_node *at_most = ru_node_get(r->body, "at_most"), *wait = ru_node_get(r->body, "wait");
    if (!at_most && !wait) {
        for (size_t i = 0; i < RU_COUNT(needs); i++)
            if (ru_node_get(r->body, needs[i]))
                return ru_node_fail(ru_node_get(r->body, needs[i]), b->e, "limit %.*s: %s goes with at_most or wait", (int)r->id.n, r->id.p, needs[i]);
        return RUTH_OK;
    }
    ru_tally *tally;
    ruth_status st = read_tally(b, r, &tally);
    if (st) return st;
    if (at_most && wait && ru_node_get(ru_node_get(r->body, "after"), "filter"))
        return ru_node_fail(wait, b->e, "limit %.*s counts contacts twice: at_most and wait after last { … } are two limits", (int)r->id.n, r->id.p);
    if (at_most && (st = read_caps(b, at_most, tally))) return st;
    if (wait && ((st = read_waits(b, wait, l)) || (st = read_after(b, r, l, tally, info)))) return st;
    l->tally = tally;
    l->bounded = true; /* it ends by itself */
    l->effects |= (at_most ? RU_AT_MOST : 0u) | (wait ? RU_WAIT : 0u);
    return RUTH_OK;
}

/* ---- ceilings ---- */
static ruth_status read_ceiling(ru_build *b, const ru_node *n, ru_str key, ru_ceiling *out) {
    out->field = ru_fields_find(&b->p->schema->contact, key);
    if (out->field < 0) return ru_node_fail(n, b->e, "ceiling: %.*s is not a field of contacts.yaml", (int)key.n, key.p);
    ru_type type = b->p->schema->contact.items[out->field].type;
    if (type != RU_MONEY && type != RU_INTEGER && type != RU_RATIO)
        return ru_node_fail(n, b->e, "ceiling: %.*s is %s; only money, integers and ratios have a ceiling", (int)key.n, key.p, ru_type_phrase(type));
    return ru_build_expr(b, n, type, &out->most);
}

ruth_status ru_build_ceilings(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info) {
    const ru_node *n = ru_node_get(r->body, "ceiling");
    if (!n) return RUTH_OK;
    if (n->kind != RU_NODE_MAP || !n->count || ru_node_get(n, "x")) return ru_node_fail(n, b->e, "ceiling: expected { amount = money(\"7.50 EUR\") }");
    ru_ceiling *list = RU_NEWS(b->a, ru_ceiling, n->count);
    if (!list) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < n->count; i++) {
        ruth_status st = read_ceiling(b, n->items[i], n->keys[i], &list[i]);
        if (st) return st;
    }
    info->ceilings = list;
    info->ceiling_count = n->count;
    l->effects |= RU_CEILING;
    return RUTH_OK;
}

/* ---- where it is lifted, and closed windows ---- */
ruth_status ru_build_lifts(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info) {
    const ru_node *how_long = ru_node_get(r->body, "lifted_for"), *from = ru_node_get(r->body, "lifted_from");
    char kind;
    if (!how_long && !from) return RUTH_OK;
    if (!how_long || !from) return ru_node_fail(r->node, b->e, "lifted_for and lifted_from belong together: lifted_for = days(7), lifted_from = fact.x");
    ruth_status st = ru_build_span(b, how_long, &kind, &info->lifted_days);
    if (st) return st;
    if (kind != 'd' || info->lifted_days < 1) return ru_node_fail(how_long, b->e, "lifted_for: expected days(n)");
    l->bounded = true;
    return ru_build_instant_or_date(b, from, &info->lifted_from, &info->lifted_is_instant);
}

ruth_status ru_build_windows_fact(ru_build *b, const ru_raw *r, const char *key, int *slot) {
    const ru_node *n = ru_node_get(r->body, key), *name = ru_node_get(n, "name");
    *slot = -1;
    if (!n) return RUTH_OK;
    int at = name ? ru_fields_find(&b->p->schema->facts, name->text) : -1;
    if (at < 0 || b->p->schema->facts.items[at].type != RU_WINDOWS) return ru_node_fail(n, b->e, "%s: expected a fact of type weekly windows", key);
    b->slot_read[at] = 1;
    *slot = at;
    return RUTH_OK;
}

ruth_status ru_build_own_clock(ru_build *b, const ru_raw *r, ru_limit *l) {
    const ru_node *n = ru_node_get(r->body, "hours_in");
    ru_zone *zone = NULL;
    if (!n) return RUTH_OK;
    if (!(l->effects & RU_HOURS)) return ru_node_fail(n, b->e, "hours_in goes with hours");
    if (ru_node_get(r->body, "widened_by") || ru_node_get(r->body, "closed_in"))
        return ru_node_fail(n, b->e, "hours_in is another clock than the person's, on which the windows are that they named; write two limits");
    ruth_error why;
    ruth_status st = ru_zone_load(b->a, b->p->zoneinfo.p, n->text, &zone, &why);
    if (st == RUTH_E_NOMEM) return ru_fail_nomem(b->e);
    if (st) return ru_node_fail(n, b->e, "hours_in: %.*s is no time zone of this system", (int)n->text.n, n->text.p);
    l->zone = zone;
    return RUTH_OK;
}

/* ---- duties ---- */
ruth_status ru_build_duties(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info) {
    const ru_node *n = ru_node_get(r->body, "require");
    if (ru_node_get(r->body, "left_to")) l->effects |= RU_LEFT_TO_HOST;
    if (!n) return RUTH_OK;
    if (n->kind != RU_NODE_LIST || !n->count) return ru_node_fail(n, b->e, "require: expected { \"disclosure\", … }");
    ru_str *ids = RU_NEWS(b->a, ru_str, n->count);
    if (!ids) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < n->count; i++) {
        ruth_status st = ru_node_name(n->items[i], true, &ids[i], b->e);
        if (st) return st;
        if (!(ids[i] = ru_arena_str(b->a, ids[i])).p) return ru_fail_nomem(b->e);
    }
    info->require = ids;
    info->require_count = n->count;
    l->effects |= RU_REQUIRE;
    return RUTH_OK;
}

/* rules.c: rule data sorted by kind, ids checked, then each kind of rule compiled. */
#include "engine/policy/build.h"

static const char *const kind_names[RU_KIND_COUNT] = {"circumstance", "derive",  "segment", "plan",      "referral", "action",       "tone",
                                                      "channel",      "message", "limit",   "guarantee", "ladder",   "contacts_like"};

const char *ru_kind_name(ru_kind k) { return kind_names[k]; }

static const ru_pack *pack_of(const ru_build *b, ru_str file) {
    const ru_pack *best = &b->packs[0];
    for (size_t i = 1; i < b->pack_count; i++) {
        ru_str name = b->packs[i].name;
        if (file.n > name.n && file.p[name.n] == '/' && !memcmp(file.p, name.p, name.n) && name.n > best->name.n) best = &b->packs[i];
    }
    return best;
}

static ruth_status unique_ids(ru_build *b, ru_kind k) {
    ru_raws *r = &b->raw[k];
    size_t size = 16;
    while (size < 2 * r->count) size *= 2;
    uint32_t *table = RU_NEWS(b->scratch, uint32_t, size);
    if (!table) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < r->count; i++) {
        uint32_t h = 2166136261u;
        for (size_t c = 0; c < r->items[i].id.n; c++) h = (h ^ (unsigned char)r->items[i].id.p[c]) * 16777619u;
        for (size_t at = h & (size - 1);; at = (at + 1) & (size - 1)) {
            if (!table[at]) {
                table[at] = (uint32_t)i + 1;
                break;
            }
            const ru_raw *first = &r->items[table[at] - 1];
            if (ru_str_eq(first->id, r->items[i].id))
                return ru_node_fail(r->items[i].node, b->e, "there are two %ss called %.*s; the first stands at %.*s:%d", kind_names[k], (int)first->id.n,
                                    first->id.p, (int)first->node->file.n, first->node->file.p, first->node->line);
        }
    }
    return RUTH_OK;
}

static ruth_status compile_circumstances(ru_build *b) {
    const ru_raws *r = &b->raw[RU_KIND_CIRCUMSTANCE];
    b->circumstances = RU_NEWS(b->scratch, ru_circumstance, r->count + 1);
    if (!b->circumstances) return ru_fail_nomem(b->e);
    b->circumstance_count = r->count;
    for (size_t i = 0; i < r->count; i++) {
        const ru_node *when = ru_node_get(r->items[i].body, "when");
        b->circumstances[i] = (ru_circumstance){.name = r->items[i].id, .node = when ? when : r->items[i].body};
    }
    return RUTH_OK;
}

ruth_status ru_build_sort(ru_build *b) {
    ru_str file = {NULL, 0};
    for (size_t i = 0; i < b->rules->count; i++) {
        const ru_node *n = b->rules->items[i], *kind = ru_node_get(n, "kind"), *id = ru_node_get(n, "id");
        ru_raw raw = {.node = n, .body = ru_node_get(n, "body"), .id = id ? id->text : (ru_str){"", 0}, .pack = pack_of(b, n->file)};
        raw.id = ru_arena_str(b->a, raw.id);
        if (!ru_str_eq(file, n->file)) file = ru_arena_str(b->a, n->file); /* rules of one file follow each other */
        raw.file = file;
        if (!raw.id.p || !file.p) return ru_fail_nomem(b->e);
        int k = 0;
        while (kind && k < RU_KIND_COUNT && !ru_str_is(kind->text, kind_names[k])) k++;
        if (!kind || k == RU_KIND_COUNT) return ru_node_fail(n, b->e, "an unknown kind of rule");
        if (!RU_PUSH(b, b->scratch, b->raw[k].items, b->raw[k].count, b->raw[k].capacity, raw)) return ru_fail_nomem(b->e);
    }
    for (int k = 0; k < RU_KIND_COUNT; k++) {
        ruth_status st = k == RU_KIND_LADDER ? RUTH_OK : unique_ids(b, (ru_kind)k);
        if (st) return st;
    }
    return compile_circumstances(b);
}

ruth_status ru_build_filter(ru_build *b, const ru_node *n, const ru_filter **out) {
    return ru_filter_build(b->a, b->p->schema, n, b->likes, b->like_count, out, b->e);
}

/* Slots an expression reads are read by the policy too. */
static void mark_read(void *ctx, int slot) {
    ru_build *b = ctx;
    if (slot >= 0) b->slot_read[slot] = 1;
    else b->meets_contacts = true;
}

ruth_status ru_build_expr(ru_build *b, const ru_node *n, ru_type want, const ru_expr **out) {
    ruth_status st = ru_expr_build(b->a, b->p->schema, n, want, b->likes, b->like_count, out, b->e);
    if (st) return st;
    b->meets_contacts = false;
    ru_expr_reads(*out, mark_read, b);
    if (b->meets_contacts && !RU_PUSH(b, b->a, b->timed, b->timed_count, b->timed_capacity, *out)) return ru_fail_nomem(b->e);
    return RUTH_OK;
}

ruth_status ru_build_constant(ru_build *b, const ru_node *n, ru_type want, int64_t *out) {
    const ru_expr *x = NULL;
    bool by_currency, has[RU_MAX_CURRENCIES];
    int64_t v[RU_MAX_CURRENCIES];
    if (!n) return ru_node_fail(n, b->e, "a number is missing");
    ruth_status st = ru_expr_build(b->a, b->p->schema, n, want, b->likes, b->like_count, &x, b->e);
    if (st) return st;
    if (!ru_expr_constant(x, b->p->schema, &by_currency, v, has) || by_currency) return ru_node_fail(n, b->e, "expected a plain number or number.x here");
    *out = v[0];
    return RUTH_OK;
}

static ruth_status build_likes(ru_build *b) {
    const ru_raws *r = &b->raw[RU_KIND_CONTACTS_LIKE];
    b->likes = RU_NEWS(b->scratch, ru_named_filter, r->count + 1);
    if (!b->likes) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < r->count; i++) {
        const ru_node *when = ru_node_get(r->items[i].body, "when");
        b->likes[i].name = r->items[i].id;
        ruth_status st = ru_build_filter(b, when ? when : r->items[i].body, &b->likes[i].filter);
        if (st) return st;
        b->like_count = i + 1;
    }
    return RUTH_OK;
}

/* ---- derived facts: evaluation order by what they read ---- */
typedef struct order {
    ru_build *b;
    const ru_expr **expr;
    const ru_raw **raw;
    uint8_t *state;
    bool *tried; /* an experiment */
    int cycle;
} order;

static void visit_derived(void *ctx, int slot) {
    order *o = ctx;
    if (slot < 0 || !o->b->p->schema->facts.items[slot].derived || o->cycle >= 0) return;
    if (o->state[slot] == 2 || !o->expr[slot]) return;
    if (o->state[slot] == 1) {
        o->cycle = slot;
        return;
    }
    o->state[slot] = 1;
    ru_expr_reads(o->expr[slot], visit_derived, o);
    o->state[slot] = 2;
    o->b->p->derived[o->b->p->derived_count++] = (ru_derivation){slot, o->expr[slot]};
}

static ruth_status build_derived(ru_build *b) {
    const ru_fields *f = &b->p->schema->facts;
    order o = {.b = b, .cycle = -1};
    o.expr = RU_NEWS(b->scratch, const ru_expr *, f->count + 1);
    o.raw = RU_NEWS(b->scratch, const ru_raw *, f->count + 1);
    o.state = RU_NEWS(b->scratch, uint8_t, f->count + 1);
    o.tried = RU_NEWS(b->scratch, bool, f->count + 1);
    b->p->derived = RU_NEWS(b->a, ru_derivation, f->count + 1);
    b->p->experiments = RU_NEWS(b->a, int, b->raw[RU_KIND_DERIVE].count + 1);
    if (!o.expr || !o.raw || !o.state || !o.tried || !b->p->derived || !b->p->experiments) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < b->raw[RU_KIND_DERIVE].count; i++) {
        const ru_raw *r = &b->raw[RU_KIND_DERIVE].items[i];
        int slot = ru_fields_find(f, r->id);
        if (slot < 0) return ru_node_fail(r->node, b->e, "%.*s is derived but not declared; add it to facts.yaml with source: derived", (int)r->id.n, r->id.p);
        if (!f->items[slot].derived)
            return ru_node_fail(r->node, b->e, "%.*s comes from the request; only a fact with source: derived may be derived", (int)r->id.n, r->id.p);
        const ru_node *x = ru_node_get(ru_node_get(r->body, "expression"), "x");
        bool experiment = x && x->kind == RU_NODE_TEXT && ru_str_is(x->text, "experiment");
        if (experiment && r->pack != &b->packs[0])
            return ru_node_fail(r->node, b->e, "experiment %.*s stands in a pack; only a policy itself may try things out", (int)r->id.n, r->id.p);
        o.tried[slot] = experiment;
        o.raw[slot] = r;
        b->p->schema->calendar = r->pack->calendar;
        ruth_status st = ru_build_expr(b, ru_node_get(r->body, "expression"), f->items[slot].type, &o.expr[slot]);
        if (st) return st;
    }
    for (size_t s = 0; s < f->count; s++) {
        if (f->items[s].derived && !o.expr[s])
            return ru_fail_at(b->e, RUTH_E_POLICY, f->items[s].file, f->items[s].line, f->items[s].column,
                              f->items[s].type == RU_ENUM ? "%.*s is declared as derived, but there is no experiment \"%.*s\""
                                                          : "%.*s is declared as derived, but derive.lua has no derive.%.*s",
                              (int)f->items[s].name.n, f->items[s].name.p, (int)f->items[s].name.n, f->items[s].name.p);
        visit_derived(&o, (int)s);
        if (o.tried[s]) b->p->experiments[b->p->experiment_count++] = (int)s; /* facts are sorted by name */
        if (o.cycle >= 0)
            return ru_node_fail(o.raw[o.cycle]->node, b->e, "%.*s is derived from itself", (int)f->items[o.cycle].name.n, f->items[o.cycle].name.p);
    }
    return RUTH_OK;
}

static ruth_status build_meters(ru_build *b) {
    const ru_schema *s = b->p->schema;
    b->p->meters = RU_NEWS(b->a, ru_meter, s->facts.count + 1);
    if (!b->p->meters) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < s->facts.count; i++) {
        const ru_fact *f = &s->facts.items[i];
        if (!f->meter.n) continue;
        int number = -1;
        for (size_t k = 0; k < s->number_count; k++)
            if (ru_str_eq(s->numbers[k].name, f->meter) && s->numbers[k].type == RU_INTEGER) number = (int)k;
        if (number < 0)
            return ru_fail_at(b->e, RUTH_E_POLICY, f->file, f->line, f->column, "%.*s is measured against %.*s, and numbers.yaml has no integer of that name",
                              (int)f->name.n, f->name.p, (int)f->meter.n, f->meter.p);
        b->p->meters[b->p->meter_count++] = (ru_meter){(int)i, number};
    }
    return RUTH_OK;
}

/* ---- ordinary rules ---- */
static ru_str is_of(const ru_raw *r) {
    const ru_node *n = ru_node_get(r->body, "is");
    return n && n->kind == RU_NODE_TEXT ? n->text : r->id;
}

ruth_status ru_build_rule(ru_build *b, const ru_raw *r, unsigned scope, bool with_dates, ru_rule *out) {
    b->p->schema->calendar = r->pack->calendar;
    out->id = r->id;
    out->file = r->file;
    out->line = r->node->line;
    out->message = -1;
    out->id_json = ru_build_json(b, r->id);
    ru_str place = ru_arena_printf(b->scratch, "%.*s:%d", (int)r->node->file.n, r->node->file.p, r->node->line);
    out->place_json = place.p ? ru_build_json(b, place) : place;
    if (!out->id_json.p || !out->place_json.p) return ru_fail_nomem(b->e);
    ruth_status st = ru_build_because(b, r->body, r->node, &out->because);
    return st ? st : ru_build_rule_cond(b, r, scope, with_dates, &out->result);
}

static ruth_status unknown_message(ru_build *b, const ru_node *at, ru_str id) {
    ru_str *names = RU_NEWS(b->scratch, ru_str, b->p->message_count + 1);
    if (!names) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < b->p->message_count; i++) names[i] = b->p->messages[i].id;
    ru_str near = ru_str_nearest(id, names, b->p->message_count);
    if (near.p) return ru_node_fail(at, b->e, "no file of messages/ has a message called %.*s; did you mean %.*s?", (int)id.n, id.p, (int)near.n, near.p);
    return ru_node_fail(at, b->e, "no file of messages/ has a message called %.*s", (int)id.n, id.p);
}

static ruth_status build_kind(ru_build *b, ru_kind k, unsigned scope, const ru_ordinal *names, size_t name_count, ru_rules *out) {
    const ru_raws *raws = &b->raw[k];
    out->items = RU_NEWS(b->a, ru_rule, raws->count + 1);
    out->count = raws->count;
    out->first_result = (int)b->cond_count;
    if (!out->items) return ru_fail_nomem(b->e);
    b->kind_now = ru_str_of(kind_names[k]);
    for (size_t i = 0; i < raws->count; i++) {
        const ru_raw *r = &raws->items[i];
        ruth_status st = ru_build_rule(b, r, scope | RU_MAY_BE_CODED, true, &out->items[i]);
        if (st) return st;
        out->items[i].is = names ? ru_build_ordinal(names, name_count, is_of(r)) : -1;
        if (names && out->items[i].is < 0)
            return ru_build_unknown_name(ru_node_get(r->body, "is") ? ru_node_get(r->body, "is") : r->node, b->e, kind_names[k], is_of(r), names, name_count);
        const ru_node *message = ru_node_get(r->body, "message");
        ru_str message_id = k == RU_KIND_MESSAGE ? is_of(r) : message && message->kind == RU_NODE_TEXT ? message->text : (ru_str){NULL, 0};
        if (!message_id.p) continue;
        out->items[i].message = ru_build_message_index(b, message_id);
        if (out->items[i].message < 0) return unknown_message(b, message ? message : r->node, message_id);
    }
    return RUTH_OK;
}

static ruth_status segment_names(ru_build *b) {
    const ru_raws *r = &b->raw[RU_KIND_SEGMENT];
    b->p->segment_names = RU_NEWS(b->a, ru_ordinal, r->count + 1);
    if (!b->p->segment_names) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < r->count; i++) {
        ru_str name = is_of(&r->items[i]);
        const ru_node *when = ru_node_get(r->items[i].body, "when"), *op = ru_node_get(when, "op");
        bool last = i + 1 == r->count, catches = op && ru_str_is(op->text, "otherwise");
        const ru_node *items = ru_node_get(when, "items");
        bool mended = op && ru_str_is(op->text, "all") && items && !items->count; /* a check has cut its condition out */
        if (last && ((!catches && !mended) || r->items[i].pack->applies || ru_node_get(r->items[i].body, "unless")))
            return ru_node_fail(r->items[i].node, b->e, "the last segment must be when = otherwise, so that everybody has a segment");
        if (!last && catches)
            return ru_node_fail(r->items[i + 1].node, b->e, "segment %.*s stands after when = otherwise and can never be chosen", (int)r->items[i + 1].id.n,
                                r->items[i + 1].id.p);
        if (ru_build_ordinal(b->p->segment_names, b->p->segment_count, name) >= 0) continue;
        ru_ordinal *o = &b->p->segment_names[b->p->segment_count++];
        *o = (ru_ordinal){ru_arena_str(b->a, name), ru_build_json(b, name)};
        if (!o->name.p || !o->json.p) return ru_fail_nomem(b->e);
    }
    if (!r->count)
        return ru_fail_at(b->e, RUTH_E_POLICY, RU_STR("segments.lua"), 0, 0, "the policy has no segments; it needs at least one, with when = otherwise");
    return RUTH_OK;
}

static ruth_status build_plans(ru_build *b) {
    ruth_status st = build_kind(b, RU_KIND_PLAN, RU_READS_SEGMENT, NULL, 0, &b->p->plans);
    if (st) return st;
    b->p->offers = RU_NEWS(b->a, ru_offer, b->p->plans.count + 1);
    if (!b->p->offers) return ru_fail_nomem(b->e);
    if (b->p->plans.count > 64) return ru_node_fail(b->raw[RU_KIND_PLAN].items[64].node, b->e, "a policy may have at most 64 plans");
    for (size_t i = 0; i < b->p->plans.count; i++)
        if ((st = ru_build_offer(b, &b->raw[RU_KIND_PLAN].items[i], &b->p->offers[i]))) return st;
    return RUTH_OK;
}

static ruth_status unknown_field(ru_build *b, const ru_node *with, size_t at) {
    const ru_fields *c = &b->p->schema->contact;
    ru_str *names = RU_NEWS(b->scratch, ru_str, c->count + 1), key = with->keys[at];
    if (!names) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < c->count; i++) names[i] = c->items[i].name;
    ru_str near = ru_str_nearest(key, names, c->count);
    if (near.p)
        return ru_node_fail(with->items[at], b->e, "with: %.*s is not a field of contacts.yaml; did you mean %.*s?", (int)key.n, key.p, (int)near.n, near.p);
    return ru_node_fail(with->items[at], b->e, "with: %.*s is not a field of contacts.yaml", (int)key.n, key.p);
}

/* ---- channels: a rule, a rank, and what a contact decided on it carries ---- */
static ruth_status way_fields(ru_build *b, const ru_raw *r, int channel, const ru_value **out) {
    const ru_fields *c = &b->p->schema->contact;
    ru_value *v = RU_NEWS(b->a, ru_value, c->count + 1);
    const ru_node *with = ru_node_get(r->body, "with");
    if (!v) return ru_fail_nomem(b->e);
    if (with && with->kind != RU_NODE_MAP) return ru_node_fail(with, b->e, "with: expected fields of contacts.yaml, as in { automated = true }");
    for (size_t i = 0; i < c->count; i++) {
        const ru_fact *f = &c->items[i];
        v[i] = f->missing;
        bool is_channel = ru_str_is(f->name, "channel");
        for (size_t k = 0; f->type == RU_ENUM && k < f->value_count; k++)
            if (ru_str_eq(f->values[k], is_channel ? b->p->channel_names[channel].name : RU_STR("outbound")) && (is_channel || ru_str_is(f->name, "direction")))
                v[i] = (ru_value){.i = (int64_t)k, .state = RU_VALUE};
        if (is_channel && v[i].state != RU_VALUE)
            return ru_node_fail(r->node, b->e, "contacts.yaml: channel has no value %.*s", (int)b->p->channel_names[channel].name.n,
                                b->p->channel_names[channel].name.p);
    }
    for (size_t k = 0; with && k < with->count; k++) {
        int slot = ru_fields_find(c, with->keys[k]);
        if (slot < 0) return unknown_field(b, with, k);
        ruth_status st = ru_value_read(b->p->schema, &c->items[slot], with->items[k], b->a, &v[slot], NULL, b->e);
        if (st) return st;
    }
    *out = v;
    return RUTH_OK;
}

static ruth_status way_cost(ru_build *b, const ru_raw *r, ru_way *out) {
    const ru_node *n = ru_node_get(r->body, "cost");
    const ru_expr *x = NULL;
    bool by_currency, has[RU_MAX_CURRENCIES] = {false}; /* only those of the policy's currencies are filled in */
    int64_t v[RU_MAX_CURRENCIES] = {0};
    if (!n) return RUTH_OK;
    ruth_status st = ru_build_expr(b, n, RU_MONEY, &x);
    if (st) return st;
    if (!ru_expr_constant(x, b->p->schema, &by_currency, v, has)) return ru_node_fail(r->node, b->e, "cost must be a fixed amount or a number");
    int64_t *cost = RU_NEWS(b->a, int64_t, RU_MAX_CURRENCIES);
    bool *has_cost = RU_NEWS(b->a, bool, RU_MAX_CURRENCIES);
    if (!cost || !has_cost) return ru_fail_nomem(b->e);
    for (int c = 0; c < RU_MAX_CURRENCIES; c++) {
        cost[c] = by_currency ? v[c] : v[0];
        has_cost[c] = !by_currency || has[c];
    }
    out->cost = cost;
    out->has_cost = has_cost;
    return RUTH_OK;
}

/* By id, the arms of one right behind it: "a", "a/x", "a.b". */
static int in_order(ru_str a, ru_str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    for (size_t i = 0; i < n; i++) {
        if (a.p[i] == b.p[i]) continue;
        if (a.p[i] == '/' || b.p[i] == '/') return a.p[i] == '/' ? -1 : 1;
        return (unsigned char)a.p[i] < (unsigned char)b.p[i] ? -1 : 1;
    }
    return a.n < b.n ? -1 : a.n > b.n;
}

/* A sift down a heap, because a policy may have thousands. */
static void sift(ru_raw *r, size_t at, size_t n) {
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && in_order(r[child].id, r[child + 1].id) < 0) child++;
        if (in_order(r[at].id, r[child].id) >= 0) return;
        ru_raw t = r[at];
        r[at] = r[child];
        r[child] = t;
    }
}

void ru_raws_sort(ru_raws *raws) {
    for (size_t i = raws->count / 2; i-- > 0;) sift(raws->items, i, raws->count);
    for (size_t n = raws->count; n > 1; n--) {
        ru_raw t = raws->items[0];
        raws->items[0] = raws->items[n - 1];
        raws->items[n - 1] = t;
        sift(raws->items, 0, n - 1);
    }
}

static ruth_status build_ways(ru_build *b) {
    ru_raws *raws = &b->raw[RU_KIND_CHANNEL];
    ru_raws_sort(raws);
    ruth_status st = build_kind(b, RU_KIND_CHANNEL, RU_READS_SEGMENT | RU_READS_PLANS | RU_READS_ACTION | RU_READS_TONE, b->p->channel_names,
                                (size_t)b->p->charter.ladders.channel_count, &b->p->ways_rules);
    if (st) return st;
    if (raws->count > RU_MAX_WAYS) return ru_node_fail(raws->items[RU_MAX_WAYS].node, b->e, "a policy may have at most %d channel rules", RU_MAX_WAYS);
    ru_way *ways = RU_NEWS(b->a, ru_way, raws->count + 1);
    b->p->ways = RU_NEWS(b->a, ru_way_info, raws->count + 1);
    if (!ways || !b->p->ways) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < raws->count; i++) {
        const ru_node *prefer = ru_node_get(raws->items[i].body, "prefer");
        ways[i].channel = b->p->ways_rules.items[i].is;
        ways[i].prefer = 1000;
        b->p->ways[i].rule = b->p->ways_rules.items[i];
        if (prefer && (st = ru_build_constant(b, prefer, RU_INTEGER, &ways[i].prefer))) return st;
        if ((st = way_cost(b, &raws->items[i], &ways[i])) || (st = way_fields(b, &raws->items[i], ways[i].channel, &b->p->ways[i].fields))) return st;
    }
    b->p->charter.ways = ways;
    b->p->charter.way_count = raws->count;
    return RUTH_OK;
}

ruth_status ru_build_rules(ru_build *b) {
    const unsigned S = RU_READS_SEGMENT, P = RU_READS_PLANS, A = RU_READS_ACTION, T = RU_READS_TONE;
    ru_policy *p = b->p;
    const ru_ladders *l = &p->charter.ladders;
    ruth_status st;
    if ((st = build_likes(b)) || (st = build_derived(b)) || (st = build_meters(b)) || (st = ru_build_circumstances(b)) || (st = segment_names(b))) return st;
    if ((st = build_kind(b, RU_KIND_SEGMENT, 0, p->segment_names, p->segment_count, &p->segments)) || (st = build_plans(b)) ||
        (st = build_kind(b, RU_KIND_REFERRAL, S, NULL, 0, &p->referrals)) ||
        (st = build_kind(b, RU_KIND_ACTION, S | P, p->action_names, (size_t)l->action_count, &p->actions)) ||
        (st = build_kind(b, RU_KIND_TONE, S | P | A, p->tone_names, (size_t)l->tone_count, &p->tones)) || (st = build_ways(b)))
        return st;
    return build_kind(b, RU_KIND_MESSAGE, S | P | A | T | RU_READS_FINAL, NULL, 0, &p->messages_rules);
}

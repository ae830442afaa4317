/* limits.c: limits as officers say them → masks, bounds and effects that the charter enforces. */
#include "engine/policy/build.h"

/* What `on` or `except_on` names. */
typedef struct aim {
    uint64_t actions, channels, plans;
    uint32_t tones;
    bool names_action, names_tone, names_channel, names_plan;
    const ru_filter *fields; /* contact fields, NULL: none named */
} aim;

static const aim anything = {.actions = UINT64_MAX, .channels = UINT64_MAX, .plans = UINT64_MAX, .tones = UINT32_MAX};

/* One atom over names: eq, one_of, none_of. */
typedef struct name_list {
    const ru_node *const *values;
    const ru_node *one;
    size_t count;
    bool none;
} name_list;

static ruth_status read_names(ru_build *b, const ru_node *atom, const char *what, name_list *out) {
    const ru_node *test = ru_node_get(atom, "test"), *m = ru_node_get(test, "m"), *values = ru_node_get(test, "values");
    *out = (name_list){.one = ru_node_get(test, "value"), .count = 1, .none = m && ru_str_is(m->text, "none_of")};
    if (!m || (!out->none && !ru_str_is(m->text, "eq") && !ru_str_is(m->text, "one_of")))
        return ru_node_fail(test ? test : atom, b->e, "on: %s is named by itself, by one_of or by none_of", what);
    if (!values) return RUTH_OK;
    out->values = (const ru_node *const *)values->items;
    out->count = values->count;
    return RUTH_OK;
}

static ru_str name_at(const name_list *n, size_t i) {
    const ru_node *v = n->values ? n->values[i] : n->one;
    return v && v->kind == RU_NODE_TEXT ? v->text : RU_STR("");
}

/* A field of contacts.yaml that is an enum and has this value. */
static bool is_value(const ru_build *b, const char *field, ru_str name) {
    const ru_fields *f = &b->p->schema->contact;
    int slot = ru_fields_find(f, ru_str_of(field));
    for (size_t i = 0; slot >= 0 && i < f->items[slot].value_count; i++)
        if (ru_str_eq(f->items[slot].values[i], name)) return true;
    return false;
}

/* The names as bits. `field`: names that stand on no ladder may be values of this contact field; NULL: none may. */
static ruth_status read_mask(ru_build *b, const ru_node *atom, const ru_ordinal *items, size_t count, const char *what, const char *field, uint64_t *out) {
    name_list n;
    uint64_t bits = 0;
    ruth_status st = read_names(b, atom, what, &n);
    if (st) return st;
    for (size_t i = 0; i < n.count; i++) {
        int at = ru_build_ordinal(items, count, name_at(&n, i));
        if (at >= 0) bits |= (uint64_t)1 << at;
        else if (!field || !is_value(b, field, name_at(&n, i)))
            return ru_build_unknown_name(n.values ? n.values[i] : n.one ? n.one : atom, b->e, what, name_at(&n, i), items, count);
    }
    *out = n.none ? ~bits : bits;
    return RUTH_OK;
}

/* Do all the names mean the contact field of this name, and not what the decision may be? A name that could mean both does not load. */
static ruth_status means_field(ru_build *b, const ru_node *atom, const ru_ordinal *items, size_t count, const char *what, bool *out) {
    name_list n;
    size_t ours = 0, fields = 0;
    ruth_status st = read_names(b, atom, what, &n);
    if (st) return st;
    for (size_t i = 0; i < n.count; i++) {
        bool decides = ru_build_ordinal(items, count, name_at(&n, i)) >= 0, field = is_value(b, what, name_at(&n, i));
        if (decides && field)
            return ru_node_fail(atom, b->e, "on: %.*s is both %s %s of the decision and a value of the contact field %s; give one of them another name",
                                (int)name_at(&n, i).n, name_at(&n, i).p, what[0] == 'a' ? "an" : "a", what, what);
        ours += decides;
        fields += field;
    }
    if (ours && fields)
        return ru_node_fail(atom, b->e, "on: some of these are a %s of the decision, some a value of the contact field %s; write two limits", what, what);
    *out = fields && !ours;
    return RUTH_OK;
}

/* Actions whose messages may have one of these purposes (SEMANTICS 14). */
static uint64_t actions_of(const ru_build *b, uint64_t purposes) {
    uint64_t bits = 0;
    for (int i = 0; i < b->p->charter.ladders.action_count; i++)
        if (b->p->action_info[i].purposes & purposes) bits |= (uint64_t)1 << i;
    return bits;
}

static ruth_status plan_names(ru_build *b, ru_ordinal **out) {
    *out = RU_NEWS(b->scratch, ru_ordinal, b->p->plans.count + 1);
    if (!*out) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < b->p->plans.count; i++) (*out)[i].name = b->p->plans.items[i].id;
    return RUTH_OK;
}

/* One entry of `on` that is no contact field; *taken false when it is one. */
static ruth_status read_entry(ru_build *b, const ru_node *n, aim *a, bool *taken) {
    const ru_ladders *l = &b->p->charter.ladders;
    const ru_node *op = ru_node_get(n, "op"), *fact = ru_node_get(n, "fact");
    uint64_t bits;
    ruth_status st;
    *taken = op && fact && ru_str_is(op->text, "atom");
    if (!*taken) return RUTH_OK;
    bool field = false;
    if (ru_str_is(fact->text, "action")) {
        if ((st = means_field(b, n, b->p->action_names, (size_t)l->action_count, "action", &field))) return st;
        if (field) {
            *taken = false;
            return RUTH_OK;
        }
        if ((st = read_mask(b, n, b->p->action_names, (size_t)l->action_count, "action", NULL, &bits))) return st;
        a->actions &= bits;
        a->names_action = true;
    } else if (ru_str_is(fact->text, "purpose")) {
        if ((st = means_field(b, n, b->p->purposes, b->p->purpose_count, "purpose", &field))) return st;
        if (field) {
            *taken = false;
            return RUTH_OK;
        }
        if ((st = read_mask(b, n, b->p->purposes, b->p->purpose_count, "purpose", NULL, &bits))) return st;
        a->actions &= actions_of(b, bits);
        a->names_action = true;
    } else if (ru_str_is(fact->text, "tone")) {
        if ((st = read_mask(b, n, b->p->tone_names, (size_t)l->tone_count, "tone", NULL, &bits))) return st;
        a->tones &= (uint32_t)bits;
        a->names_tone = true;
    } else if (ru_str_is(fact->text, "channel")) {
        if ((st = read_mask(b, n, b->p->channel_names, (size_t)l->channel_count, "channel", "channel", &bits))) return st;
        a->channels &= bits;
        a->names_channel = true;
        *taken = ru_fields_find(&b->p->schema->contact, RU_STR("channel")) < 0; /* it is a field of every contact too */
    } else if (ru_str_is(fact->text, "plan")) {
        ru_ordinal *names;
        if ((st = plan_names(b, &names)) || (st = read_mask(b, n, names, b->p->plans.count, "plan", NULL, &bits))) return st;
        a->plans &= bits;
        a->names_plan = true;
    } else {
        *taken = false;
    }
    return RUTH_OK;
}

static ruth_status read_aim(ru_build *b, const ru_node *n, aim *out) {
    *out = anything;
    if (!n) {
        out->names_channel = true; /* a limit without `on` is about every outbound contact */
        return RUTH_OK;
    }
    const ru_node *op = ru_node_get(n, "op"), *items = ru_node_get(n, "items");
    if (op && ru_str_is(op->text, "outbound")) {
        out->names_channel = true;
        return RUTH_OK;
    }
    if (!op || !ru_str_is(op->text, "all") || !items) return ru_node_fail(n, b->e, "on: expected outbound or { channel = …, action = …, … }");
    ru_node *rest = RU_NEW(b->scratch, ru_node), *rest_items = RU_NEW(b->scratch, ru_node);
    if (!rest || !rest_items) return ru_fail_nomem(b->e);
    *rest_items = *items;
    rest_items->items = RU_NEWS(b->scratch, ru_node *, items->count + 1);
    rest_items->count = 0;
    if (!rest_items->items) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < items->count; i++) {
        bool taken;
        ruth_status st = read_entry(b, items->items[i], out, &taken);
        if (st) return st;
        if (!taken) rest_items->items[rest_items->count++] = items->items[i];
    }
    if (!rest_items->count) return RUTH_OK;
    *rest = *n;
    rest->items = RU_NEWS(b->scratch, ru_node *, n->count);
    if (!rest->items) return ru_fail_nomem(b->e);
    for (size_t i = 0; i < n->count; i++) rest->items[i] = n->items[i] == items ? rest_items : n->items[i];
    return ru_build_filter(b, rest, &out->fields);
}

/* Which channel rules the limit may be about: `on` may match and `except_on` does not match for certain. */
static void match_ways(ru_build *b, const aim *on, const aim *except, bool excepts_contact, ru_limit *out) {
    out->ways = 0;
    for (size_t w = 0; w < b->p->charter.way_count; w++) {
        uint64_t channel = (uint64_t)1 << b->p->charter.ways[w].channel;
        const ru_value *fields = b->p->ways[w].fields;
        bool may = (on->channels & channel) && (!on->fields || ru_filter_match_fields(on->fields, b->p->schema, fields) != RU_FALSE);
        bool out_of_it = excepts_contact && (except->channels & channel) &&
                         (!except->fields || ru_filter_match_fields(except->fields, b->p->schema, fields) == RU_TRUE);
        if (may && !out_of_it) out->ways |= (uint64_t)1 << w;
    }
}

static ruth_status read_aims(ru_build *b, const ru_raw *r, ru_limit *out, ru_limit_info *info) {
    const ru_node *on_node = ru_node_get(r->body, "on"), *except_node = ru_node_get(r->body, "except_on");
    aim on, except = anything;
    ruth_status st = read_aim(b, on_node, &on);
    if (st || (except_node && (st = read_aim(b, except_node, &except)))) return st;
    bool contact = on.names_channel || on.fields, excepts_contact = except_node && (except.names_channel || except.fields);
    bool excepts_other = except.names_action || except.names_tone || except.names_plan;
    if (excepts_contact && excepts_other) return ru_node_fail(r->node, b->e, "except_on may name channels and contact fields, or actions, not both at once");
    out->acts_on = on.names_plan ? RU_ON_PLAN : contact ? RU_ON_CHANNEL : on.names_tone ? RU_ON_TONE : RU_ON_ACTION;
    out->actions = on.actions & (except.names_action ? ~except.actions : UINT64_MAX);
    out->tones = on.tones & (except.names_tone ? ~except.tones : UINT32_MAX);
    match_ways(b, &on, &except, excepts_contact, out);
    info->on = on.fields;
    info->except_on = except_node ? except.fields : NULL;
    if (out->acts_on == RU_ON_PLAN) {
        uint64_t *plans = RU_NEW(b->a, uint64_t);
        if (!plans) return ru_fail_nomem(b->e);
        *plans = on.plans & (except.names_plan ? ~except.plans : UINT64_MAX);
        b->p->charter.limits_plans = true;
        out->plans = plans;
    }
    return RUTH_OK;
}

/* ---- hours ---- */
static bool parse_clock(ru_str s, int32_t *out) { /* "HH:MM", 00:00 … 24:00 */
    if (s.n != 5 || s.p[2] != ':') return false;
    for (int i = 0; i < 5; i++)
        if (i != 2 && (s.p[i] < '0' || s.p[i] > '9')) return false;
    int32_t h = (s.p[0] - '0') * 10 + s.p[1] - '0', m = (s.p[3] - '0') * 10 + s.p[4] - '0';
    *out = h * 3600 + m * 60;
    return m < 60 && *out <= 86400;
}

static ruth_status read_span(ru_build *b, const ru_node *n, ru_span *out) {
    for (size_t i = 0; n->kind == RU_NODE_LIST && n->count == 2 && i < 2; i++)
        if (n->items[i]->kind == RU_NODE_TEXT && !parse_clock(n->items[i]->text, &out->from))
            return ru_node_fail(n->items[i], b->e, "hours: \"%.*s\" is no time of day; write \"09:00\" or \"18:30\", from 00:00 to 24:00",
                                (int)n->items[i]->text.n, n->items[i]->text.p);
    if (n->kind != RU_NODE_LIST || n->count != 2 || !parse_clock(n->items[0]->text, &out->from) || !parse_clock(n->items[1]->text, &out->to) ||
        out->from >= out->to)
        return ru_node_fail(n, b->e, "hours: expected { \"09:00\", \"19:00\" } or closed, the first before the second");
    return RUTH_OK;
}

static ruth_status read_day(ru_build *b, const ru_node *n, ru_span spans[4], uint8_t *count) {
    const ru_node *x = ru_node_get(n, "x");
    *count = 0;
    if (x && ru_str_is(x->text, "closed")) return RUTH_OK;
    if (x && ru_str_is(x->text, "open")) {
        spans[(*count)++] = (ru_span){0, 86400};
        return RUTH_OK;
    }
    bool several = n->kind == RU_NODE_LIST && n->count && n->items[0]->kind == RU_NODE_LIST;
    if (several && n->count > 4) return ru_node_fail(n, b->e, "hours: at most four spans a day");
    for (size_t i = 0; i < (several ? n->count : 1); i++) {
        ruth_status st = read_span(b, several ? n->items[i] : n, &spans[*count]);
        if (st) return st;
        if (*count && spans[*count].from < spans[*count - 1].to) return ru_node_fail(n, b->e, "hours: the spans of a day stand in order and do not overlap");
        ++*count;
    }
    return RUTH_OK;
}

static ruth_status read_hours(ru_build *b, const ru_node *n, const ru_hours **out) {
    static const struct {
        const char *key;
        uint8_t days;
    } keys[] = {{"mon", 1},      {"tue", 2},      {"wed", 4},      {"thu", 8},      {"fri", 16},        {"sat", 32},      {"sun", 64},
                {"mon_thu", 15}, {"mon_fri", 31}, {"mon_sat", 63}, {"sat_sun", 96}, {"every_day", 127}, {"holidays", 128}};
    ru_hours *h = RU_NEW(b->a, ru_hours);
    uint8_t said = 0;
    if (!h) return ru_fail_nomem(b->e);
    if (n->kind != RU_NODE_MAP) return ru_node_fail(n, b->e, "hours: expected { mon_fri = { \"09:00\", \"19:00\" }, sat = closed, … }");
    for (size_t i = 0; i < n->count; i++) {
        size_t k = 0;
        while (k < RU_COUNT(keys) && !ru_str_is(n->keys[i], keys[k].key)) k++;
        if (k == RU_COUNT(keys))
            return ru_node_fail(n->items[i], b->e, "hours: %.*s is not a day; days are mon … sun, mon_fri, mon_sat, sat_sun, every_day, holidays",
                                (int)n->keys[i].n, n->keys[i].p);
        if (said & keys[k].days) return ru_node_fail(n->items[i], b->e, "hours: %.*s says a day that another entry says too", (int)n->keys[i].n, n->keys[i].p);
        said |= keys[k].days;
        ru_span spans[4];
        uint8_t count;
        ruth_status st = read_day(b, n->items[i], spans, &count);
        if (st) return st;
        for (int d = 0; d < 8; d++)
            if (keys[k].days >> d & 1) {
                memcpy(h->spans[d], spans, sizeof spans);
                h->counts[d] = count;
            }
    }
    h->holidays = (said & 128) != 0; /* a weekday that is not named is closed: hours say when contact is allowed */
    *out = h;
    return RUTH_OK;
}

/* ---- bounds: during … from, until_date, by ---- */
ruth_status ru_build_instant_or_date(ru_build *b, const ru_node *n, const ru_expr **out, bool *is_instant) {
    const ru_node *x = ru_node_get(n, "x"), *name = ru_node_get(n, "name");
    ru_type want = RU_DATE;
    if (x && ru_str_is(x->text, "last")) want = RU_INSTANT;
    if (x && ru_str_is(x->text, "fact") && name) {
        int slot = ru_fields_find(&b->p->schema->facts, name->text);
        if (slot >= 0 && b->p->schema->facts.items[slot].type == RU_INSTANT) want = RU_INSTANT;
    }
    *is_instant = want == RU_INSTANT;
    return ru_build_expr(b, n, want, out);
}

static ruth_status read_end(ru_build *b, const ru_raw *r, ru_limit_info *info) {
    const ru_node *until = ru_node_get(r->body, "until_date"), *through = ru_node_get(r->body, "through");
    if (until && through) return ru_node_fail(through, b->e, "a limit ends by until_date or through, not both");
    if (!until && !through) return RUTH_OK;
    ruth_status st = ru_build_instant_or_date(b, until ? until : through, &info->until, &info->from_is_instant);
    info->until_days = through ? 1 : 0;
    if (!st && through && info->from_is_instant) return ru_node_fail(through, b->e, "through: expected a date, the last day");
    return st;
}

static ruth_status read_bounds(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info) {
    const ru_node *during = ru_node_get(r->body, "during"), *from = ru_node_get(r->body, "from"), *by = ru_node_get(r->body, "by"),
                  *starting = ru_node_get(r->body, "starting");
    char kind;
    int64_t n;
    ruth_status st;
    info->during_days = info->during_hours = -1;
    if ((during == NULL) != (from == NULL))
        return ru_node_fail(during ? during : from, b->e, "during and from belong together: during = days(30), from = fact.x");
    if ((st = read_end(b, r, info))) return st;
    if (during && info->until) return ru_node_fail(during, b->e, "a limit ends by during or by until_date, not both");
    if (during) {
        if ((st = ru_build_span(b, during, &kind, &n)) || (st = ru_build_instant_or_date(b, from, &info->from, &info->from_is_instant))) return st;
        if (kind == 'd') info->during_days = n;
        else if (kind == 'h' && info->from_is_instant) info->during_hours = n;
        else return ru_node_fail(during, b->e, kind == 'h' ? "during = hours(n) needs an instant in from, not a date" : "during: expected days(n) or hours(n)");
    }
    if (starting && (st = ru_build_instant_or_date(b, starting, &info->starts, &info->starts_is_instant))) return st;
    l->bounded = during || info->until || starting;
    if (by) {
        if ((st = ru_build_span(b, by, &kind, &info->by_count))) return st;
        if (kind == 'm') return ru_node_fail(by, b->e, "by: expected days(n), hours(n) or business_days(n)");
        info->by_kind = kind;
    }
    return RUTH_OK;
}

static ruth_status read_cap(ru_build *b, const ru_raw *r, const char *key, const ru_ordinal *names, size_t count, unsigned effect, ru_limit *l, int *out) {
    const ru_node *n = ru_node_get(r->body, key);
    *out = -1;
    if (!n) return RUTH_OK;
    *out = n->kind == RU_NODE_TEXT ? ru_build_ordinal(names, count, n->text) : -1;
    if (*out < 0) return ru_build_unknown_name(n, b->e, effect == RU_TONE_AT_MOST ? "tone" : "action", n->text, names, count);
    l->effects |= effect;
    return RUTH_OK;
}

static ruth_status read_effects(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info) {
    const ru_ladders *d = &b->p->charter.ladders;
    ruth_status st;
    const ru_node *forbid = ru_node_get(r->body, "forbid"), *hours = ru_node_get(r->body, "hours"), *team = ru_node_get(r->body, "hand_over");
    if (forbid && (forbid->kind != RU_NODE_BOOL || !forbid->number)) return ru_node_fail(forbid, b->e, "forbid is written forbid = true");
    if (forbid) l->effects |= RU_FORBID;
    if (hours) {
        if ((st = read_hours(b, hours, &l->hours))) return st;
        l->effects |= RU_HOURS;
        l->acts_on = l->acts_on == RU_ON_PLAN ? RU_ON_PLAN : RU_ON_CHANNEL;
    }
    if (ru_node_get(r->body, "only_if")) l->effects |= RU_ONLY_IF;
    if ((st = read_cap(b, r, "tone_at_most", b->p->tone_names, (size_t)d->tone_count, RU_TONE_AT_MOST, l, &l->tone_cap)) ||
        (st = read_cap(b, r, "action_at_most", b->p->action_names, (size_t)d->action_count, RU_ACTION_AT_MOST, l, &l->action_cap)))
        return st;
    l->team = info->team = -1;
    if ((st = ru_build_card_named(b, ru_node_get(r->body, "card"), &info->card))) return st;
    if (info->card >= 0 && !team)
        return ru_node_fail(r->node, b->e, "limit %.*s has a card and hands nobody over: give it hand_over = team \"…\"", (int)r->id.n, r->id.p);
    if (team) {
        const ru_node *name = ru_node_get(team, "name");
        ru_str text = name ? name->text : team->text;
        info->team = l->team = ru_build_ordinal(b->p->teams, b->p->team_count, text);
        if (l->team < 0) return ru_build_unknown_name(name ? name : team, b->e, "team of teams.yaml", text, b->p->teams, b->p->team_count);
        l->effects |= RU_HAND_OVER;
    }
    if (info->closed_slot >= 0) l->effects |= RU_CLOSED_IN;
    if ((st = ru_build_counts(b, r, l, info)) || (st = ru_build_ceilings(b, r, l, info)) || (st = ru_build_own_clock(b, r, l)) ||
        (st = ru_build_duties(b, r, l, info)) || (st = ru_build_banned(b, r, l, info)) || (st = ru_build_protected(b, r, l, info)))
        return st;
    if (!l->effects)
        return ru_node_fail(
            r->node, b->e,
            "limit %.*s has no effect: give it forbid, at_most, wait, hours, closed_in, only_if, ceiling, tone_at_most, action_at_most, hand_over or require",
            (int)r->id.n, r->id.p);
    if (l->acts_on == RU_ON_PLAN && (l->effects & ~(unsigned)(RU_FORBID | RU_ONLY_IF | RU_LEAVE_AT_LEAST)))
        return ru_node_fail(r->node, b->e, "a limit on a plan may forbid it, allow it only_if, or say what it must leave_at_least");
    return RUTH_OK;
}

/* What is not counted is not refused by the count either, where that is certain. */
static void except_ways(ru_build *b, ru_limit *l) {
    if (!l->tally || !l->tally->except || (l->effects & ~(unsigned)(RU_AT_MOST | RU_WAIT))) return;
    for (size_t w = 0; w < b->p->charter.way_count; w++)
        if (ru_filter_match_fields(l->tally->except, b->p->schema, b->p->ways[w].fields) == RU_TRUE) l->ways &= ~((uint64_t)1 << w);
}

/* "ethics: no_threat", or the text as written. */
static ruth_status read_cite(ru_build *b, const ru_raw *r, const char *key, ru_str *out) {
    const ru_node *n = ru_node_get(r->body, key), *id = ru_node_get(n, "id"), *scheme = ru_node_get(n, "scheme");
    ru_str text = id && scheme                   ? ru_arena_printf(b->scratch, "%.*s: %.*s", (int)scheme->text.n, scheme->text.p, (int)id->text.n, id->text.p)
                  : n && n->kind == RU_NODE_TEXT ? n->text
                                                 : RU_STR("");
    *out = !n ? RU_STR("null") : text.p ? ru_build_json(b, text) : text;
    return out->p ? RUTH_OK : ru_fail_nomem(b->e);
}

static ruth_status build_limit(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info) {
    ruth_status st;
    b->id_now = r->id;
    b->p->schema->calendar = r->pack->calendar;
    if ((st = ru_build_windows_fact(b, r, "widened_by", &info->widened_slot)) || (st = ru_build_windows_fact(b, r, "closed_in", &info->closed_slot)) ||
        (st = read_bounds(b, r, l, info)) || (st = read_aims(b, r, l, info)) || (st = read_effects(b, r, l, info)) || (st = ru_build_lifts(b, r, l, info)) ||
        (st = ru_build_dates(b, r->body, &l->valid_from, &l->valid_until)) || (st = read_cite(b, r, "cite", &info->cite_json)) ||
        (st = read_cite(b, r, "nature", &info->nature_json)) || (st = read_cite(b, r, "status", &info->status_json)) ||
        (st = ru_build_rule(b, r, RU_MAY_BE_CODED, false, &info->rule)))
        return st;
    if (l->valid_from == INT32_MIN) l->valid_from = r->pack->valid_from;
    if (l->valid_until == INT32_MAX) l->valid_until = r->pack->valid_until;
    l->calendar = r->pack->calendar;
    except_ways(b, l);
    info->id = info->name = info->rule.id;
    for (size_t i = 0; i < info->id.n; i++)
        if (info->id.p[i] == '/') info->name.n = i;
    info->id_json = ru_build_json(b, info->name);
    if (!info->id_json.p) return ru_fail_nomem(b->e);
    info->only_if = -1;
    return RUTH_OK;
}

static ruth_status build_only_if(ru_build *b, const ru_raw *r, ru_limit_info *info) {
    const ru_node *n = ru_node_get(r->body, "only_if");
    const ru_cond *c = NULL;
    if (!n) return RUTH_OK;
    b->id_now = r->id;
    ruth_status st = ru_build_cond(b, n, RU_MAY_BE_CODED, &c);
    if (st) return st;
    info->only_if = (int)b->cond_count;
    return RU_PUSH(b, b->scratch, b->conds, b->cond_count, b->cond_capacity, c) ? RUTH_OK : ru_fail_nomem(b->e);
}

/* Which purposes an action's messages may have: by its rules, by the ladder, by the message rules that may hold for it. */
static void mark_purposes(ru_build *b) {
    for (int a = 0; a < b->p->charter.ladders.action_count; a++) {
        ru_action_info *info = &b->p->action_info[a];
        if (!b->p->charter.ladders.actions[a].contact) continue;
        for (size_t i = 0; i < b->p->messages_rules.count; i++)
            if (ru_cond_may(b->conds[b->p->messages_rules.items[i].result], RU_FINAL_ACTION, a))
                info->purposes |= 1u << b->p->messages[b->p->messages_rules.items[i].message].purpose;
        if (info->message >= 0) info->purposes |= 1u << b->p->messages[info->message].purpose;
        for (size_t i = 0; i < b->p->actions.count; i++)
            if (b->p->actions.items[i].is == a && b->p->actions.items[i].message >= 0)
                info->purposes |= 1u << b->p->messages[b->p->actions.items[i].message].purpose;
        if (!info->purposes) info->purposes = UINT32_MAX; /* no message known: it may be about anything */
    }
}

ruth_status ru_build_limits(ru_build *b) {
    ru_raws *raws = &b->raw[RU_KIND_LIMIT];
    ruth_status st;
    mark_purposes(b);
    ru_raws_sort(raws);
    if (raws->count > UINT16_MAX) return ru_node_fail(raws->items[0].node, b->e, "a policy may have at most %d limits", UINT16_MAX);
    ru_limit *limits = RU_NEWS(b->a, ru_limit, raws->count + 1);
    b->p->limits = RU_NEWS(b->a, ru_limit_info, raws->count + 1);
    if (!limits || !b->p->limits) return ru_fail_nomem(b->e);
    b->kind_now = RU_STR("limit");
    b->p->limit_results = (int)b->cond_count;
    for (size_t i = 0; i < raws->count; i++)
        if ((st = build_limit(b, &raws->items[i], &limits[i], &b->p->limits[i]))) return st;
    for (size_t i = 1; i < raws->count; i++) /* what reports under a pack's name is the pack's */
        if (raws->items[i].pack != raws->items[i - 1].pack && ru_str_eq(b->p->limits[i].name, b->p->limits[i - 1].name))
            return ru_node_fail(raws->items[raws->items[i].pack == b->packs ? i : i - 1].node, b->e,
                                "limit %.*s: arms of one name stand in one folder; give this one a name of its own", (int)b->p->limits[i].name.n,
                                b->p->limits[i].name.p);
    for (size_t i = 0; i < raws->count; i++)
        b->p->limits[i].timed = limits[i].bounded || b->p->limits[i].starts || b->p->limits[i].lifted_from || (limits[i].effects & (RU_AT_MOST | RU_WAIT));
    b->p->only_if_results = (int)b->cond_count;
    for (size_t i = 0; i < raws->count; i++)
        if ((st = build_only_if(b, &raws->items[i], &b->p->limits[i]))) return st;
    b->p->charter.limits = limits;
    b->p->charter.limit_count = raws->count;
    return RUTH_OK;
}

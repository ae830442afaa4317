/* case_expect.c: what a case may expect, and whether the policy has such a thing: a misspelt expectation is refused, never passed by. */
#include "engine/author/cases.h"

/* clang-format off */
static const ru_expectation expectations[] = {
    {"segment", "segment.is", RU_EXPECT_NAME, "segment", false},                {"possible_segments", "segment.possible[]", RU_EXPECT_NAMES, "segment", true},
    {"action", "action.is", RU_EXPECT_NAME, "action", false},                   {"instead_of", "action.instead_of[]", RU_EXPECT_NAMES, "action", true},
    {"tone", "tone.is", RU_EXPECT_NAME, "tone", false},
    {"channel", "contact.channel", RU_EXPECT_NAME, "channel", true},            {"contact", "contact.channel", RU_EXPECT_NAME, "channel", true},
    {"message", "contact.message", RU_EXPECT_NAME, "message", true},            {"lang", "contact.lang", RU_EXPECT_NAME, "language", true},
    {"from", "contact.from", RU_EXPECT_INSTANT, NULL, true},                    {"until", "contact.until", RU_EXPECT_INSTANT, NULL, true},
    {"text", "contact.text", RU_EXPECT_TEXT, NULL, false},                      {"disclosures", "contact.disclosures[]", RU_EXPECT_NAMES, "disclosure", true},
    {"hand_over", "hand_over.to", RU_EXPECT_NAME, "team", true},                {"by", "hand_over.by", RU_EXPECT_INSTANT, NULL, true},
    {"card", "hand_over.card.id", RU_EXPECT_NAME, "talk card", true},           {"opening", "hand_over.card.opening", RU_EXPECT_TEXT, NULL, false},
    {"plans", "plans[].plan", RU_EXPECT_NAMES, "plan", true},                   {"possible_plans", "possible.plans[].plan", RU_EXPECT_NAMES, "plan", true},
    {"instalment", "plans[0].instalment", RU_EXPECT_MONEY, NULL, true},         {"count", "plans[0].count", RU_EXPECT_INTEGER, NULL, true},
    {"first_due", "plans[0].first_due", RU_EXPECT_INSTANT, NULL, true},         {"last", "plans[0].last", RU_EXPECT_MONEY, NULL, true},
    {"total", "plans[0].total", RU_EXPECT_MONEY, NULL, true},                   {"left", "plans[0].left", RU_EXPECT_MONEY, NULL, true},
    {"referrals", "referrals[].to", RU_EXPECT_NAMES, "referral", true},         {"possible_referrals", "possible.referrals[].to", RU_EXPECT_NAMES, "referral", true},
    {"limits", "limits[].id", RU_EXPECT_NAMES, "limit", true},                  {"limits_exactly", "limits[].id", RU_EXPECT_NAMES, "limit", true},
    {"ask", "ask[].fact", RU_EXPECT_NAMES, "fact", true},                       {"unknown", "unknown[]", RU_EXPECT_NAMES, "fact", true},
    {"again_at", "again_at", RU_EXPECT_INSTANT, NULL, true},                    {"good_until", "good_until", RU_EXPECT_INSTANT, NULL, true},
    {"inbound", "inbound.open", RU_EXPECT_FLAG, NULL, false},                   {"failures", "failures[].*", RU_EXPECT_NAMES, "rule or message", true},
    {"agreement", "agreement.plan", RU_EXPECT_NAME, "plan", true},              {"changed", "refused_choice.changed[]", RU_EXPECT_NAMES, "fact", true},
    {"counter", "counter.answer", RU_EXPECT_NAME, "answer to an offer", true},  {"binding", "counter.binding", RU_EXPECT_NAME, "constraint on an offer", true},
    {"counter_plan", "counter.plan", RU_EXPECT_NAME, "plan", true},             {"counter_instalment", "counter.instalment", RU_EXPECT_MONEY, NULL, true},
    {"pressure", "meters.pressure.is", RU_EXPECT_INTEGER, NULL, true},
    {"error", "error.code", RU_EXPECT_NAME, "reason to reject a request", true},
};
/* clang-format on */

const ru_expectation *ru_expectation_find(ru_str key) {
    for (size_t i = 0; i < RU_COUNT(expectations); i++)
        if (ru_str_is(key, expectations[i].key)) return &expectations[i];
    return NULL;
}

/* ---- the names a policy has ---- */
typedef struct names {
    ru_str *items;
    size_t count, capacity;
    ru_arena *arena;
    bool failed;
} names;

static void add(names *n, ru_str name) {
    if (n->failed || !name.p) {
        n->failed = true;
        return;
    }
    n->items = ru_arena_grow(n->arena, n->items, n->count, &n->capacity, sizeof *n->items);
    if (n->items) n->items[n->count++] = name;
    else n->failed = true;
}

static void add_all(names *n, const ru_str *items, size_t count) {
    for (size_t i = 0; i < count; i++) add(n, items[i]);
}

static void add_ordinals(names *n, const ru_ordinal *o, size_t count) {
    for (size_t i = 0; i < count; i++) add(n, o[i].name);
}

static void add_raws(names *n, const ru_raws *r) {
    for (size_t i = 0; i < r->count; i++) add(n, r->items[i].id);
}

static void add_facts(names *n, const ru_schema *s) {
    add_all(n, s->facts.names, s->facts.count);
    for (size_t i = 0; i < s->contact.count; i++) add(n, ru_arena_printf(n->arena, "contacts.%.*s", (int)s->contact.names[i].n, s->contact.names[i].p));
    add(n, RU_STR("contacts"));
    add(n, RU_STR("contacts.at"));
    add(n, RU_STR("debt"));
}

static void add_messages(names *n, const ru_policy *p, bool disclosures) {
    for (size_t i = 0; i < p->message_count; i++) {
        if (disclosures) add_all(n, p->messages[i].carries, p->messages[i].carries_count);
        else add(n, p->messages[i].id);
    }
}

static void add_cards(names *n, const ru_policy *p) {
    for (size_t i = 0; i < p->card_count; i++) add(n, p->cards[i].id);
}

/* Whatever can fail in a decision: coded rules, what is derived, messages, talk cards, and actions whose message cannot be written. */
static void add_failing(names *n, ru_study *s) {
    for (int k = 0; k < RU_KIND_COUNT; k++)
        if (k != RU_KIND_GUARANTEE && k != RU_KIND_LADDER) add_raws(n, &s->raw[k]);
    add_messages(n, s->policy, false);
    add_cards(n, s->policy);
    add_ordinals(n, s->policy->action_names, (size_t)s->policy->charter.ladders.action_count);
}

static void add_answers(names *n, const char *of) {
    static const char *const answers[] = {"accepted", "nearest", "human"}, *const binds[] = {"up_to",     "smallest", "longest",   "leave_at_least",
                                                                                             "plan",      "every",    "balance",   "count",
                                                                                             "first_due", "limit",    "not_known", "no_plan"};
    for (size_t i = 0; !strcmp(of, "answer to an offer") && i < RU_COUNT(answers); i++) add(n, ru_str_of(answers[i]));
    for (size_t i = 0; !strcmp(of, "constraint on an offer") && i < RU_COUNT(binds); i++) add(n, ru_str_of(binds[i]));
}

static bool names_of(ru_study *s, const char *of, names *n) {
    const ru_policy *p = s->policy;
    const ru_ladders *l = &p->charter.ladders;
    *n = (names){.arena = &s->arena};
    if (!strcmp(of, "segment")) add_ordinals(n, p->segment_names, p->segment_count);
    if (!strcmp(of, "action")) add_ordinals(n, p->action_names, (size_t)l->action_count);
    if (!strcmp(of, "tone")) add_ordinals(n, p->tone_names, (size_t)l->tone_count);
    if (!strcmp(of, "channel")) add_ordinals(n, p->channel_names, (size_t)l->channel_count);
    if (!strcmp(of, "team")) add_ordinals(n, p->teams, p->team_count);
    if (!strcmp(of, "plan")) add_raws(n, &s->raw[RU_KIND_PLAN]);
    if (!strcmp(of, "referral")) add_raws(n, &s->raw[RU_KIND_REFERRAL]);
    if (!strcmp(of, "limit")) add_raws(n, &s->raw[RU_KIND_LIMIT]);
    if (!strcmp(of, "message")) add_messages(n, p, false);
    if (!strcmp(of, "talk card")) add_cards(n, p);
    if (!strcmp(of, "disclosure")) add_messages(n, p, true);
    if (!strcmp(of, "language")) add_all(n, p->schema->languages, p->schema->language_count);
    if (!strcmp(of, "fact")) add_facts(n, p->schema);
    add_answers(n, of);
    if (!strcmp(of, "rule or message")) add_failing(n, s);
    for (int i = RU_REJECT_JSON; !strcmp(of, "reason to reject a request") && i <= RU_REJECT_SCRIPT_MEMORY; i++)
        add(n, ru_str_of(ru_reject_name((ru_reject)i)));
    return !n->failed;
}

/* ---- the value under one key ---- */
bool ru_wanted_none(const ru_expectation *x, const ru_node *n) {
    return x->none && (n->kind == RU_NODE_NULL || (n->kind == RU_NODE_TEXT && ru_str_is(n->text, "none")));
}

static ruth_status check_name(ru_study *s, const ru_expectation *x, const ru_node *n, ruth_error *e) {
    ru_str name;
    names all;
    ruth_status st = ru_node_scalar(n, &name, e);
    if (st) return st;
    if (!names_of(s, x->of, &all)) return ru_fail_nomem(e);
    for (size_t i = 0; i < all.count; i++)
        if (ru_str_eq(all.items[i], name)) return RUTH_OK;
    ru_str near = ru_str_nearest(name, all.items, all.count);
    if (near.p) return ru_node_fail(n, e, "the policy has no %s called %.*s; did you mean %.*s?", x->of, (int)name.n, name.p, (int)near.n, near.p);
    return ru_node_fail(n, e, "the policy has no %s called %.*s", x->of, (int)name.n, name.p);
}

static ruth_status check_instant(const ru_node *n, ruth_error *e) {
    ru_str text;
    int64_t seconds;
    int32_t day;
    ruth_status st = ru_node_scalar(n, &text, e);
    if (st || ru_instant_parse(text, &seconds) || ru_date_parse(text, &day)) return st;
    return ru_node_fail(n, e, "expected an instant such as 2026-03-02T14:00:00Z, a date, or none; found %.*s", (int)text.n, text.p);
}

static ruth_status check_money(ru_study *s, const ru_node *n, ruth_error *e) {
    ru_str text, currency;
    int64_t minor;
    ruth_status st = ru_node_scalar(n, &text, e);
    if (st || (!n->quoted && !ru_node_int(n, &minor, NULL))) return st;
    if (!ru_money_parse(text, &minor, &currency))
        return ru_node_fail(n, e, "expected an amount such as \"37.50 USD\", or a whole number of minor units (3750); found %.*s", (int)text.n, text.p);
    for (size_t i = 0; i < s->policy->schema->currency_count; i++)
        if (ru_str_eq(s->policy->schema->currencies[i], currency)) return RUTH_OK;
    return ru_node_fail(n, e, "this policy knows no currency %.*s", (int)currency.n, currency.p);
}

static ruth_status check_one(ru_study *s, const ru_expectation *x, const ru_node *n, ruth_error *e) {
    ru_str text;
    int64_t number;
    bool flag;
    if (ru_wanted_none(x, n)) return RUTH_OK;
    switch (x->kind) {
    case RU_EXPECT_NAME:
    case RU_EXPECT_NAMES: return check_name(s, x, n, e);
    case RU_EXPECT_INSTANT: return check_instant(n, e);
    case RU_EXPECT_INTEGER: return ru_node_int(n, &number, e);
    case RU_EXPECT_MONEY: return check_money(s, n, e);
    case RU_EXPECT_FLAG: return ru_node_bool(n, &flag, e);
    case RU_EXPECT_TEXT: break;
    }
    ruth_status st = ru_node_scalar(n, &text, e);
    return st || text.n ? st : ru_node_fail(n, e, "every text contains nothing; expected words that it must have");
}

static ruth_status check_value(ru_study *s, const ru_expectation *x, const ru_node *n, bool never, ruth_error *e) {
    if (n->kind != RU_NODE_LIST) return check_one(s, x, n, e);
    if (!n->count && never) return ru_node_fail(n, e, "an empty list forbids nothing");
    if (!n->count && x->kind != RU_EXPECT_NAMES) return ru_node_fail(n, e, "%s is none of these, whatever happens: the list is empty", x->key);
    for (size_t i = 0; i < n->count; i++) {
        ruth_status st = check_one(s, x, n->items[i], e);
        if (st) return st;
    }
    return RUTH_OK;
}

static ruth_status unknown_key(const ru_node *at, ru_str key, ruth_error *e) {
    ru_str keys[RU_COUNT(expectations)], near;
    for (size_t k = 0; k < RU_COUNT(keys); k++) keys[k] = ru_str_of(expectations[k].key);
    near = ru_str_nearest(key, keys, RU_COUNT(keys));
    if (near.p) return ru_node_fail(at, e, "%.*s is nothing that a decision has; did you mean %.*s?", (int)key.n, key.p, (int)near.n, near.p);
    return ru_node_fail(at, e, "%.*s is nothing that a decision has", (int)key.n, key.p);
}

ruth_status ru_expect_check(ru_study *s, const ru_node *map, bool never, ruth_error *e) {
    for (size_t i = 0; i < map->count; i++) {
        const ru_expectation *x = ru_expectation_find(map->keys[i]);
        const ru_node *at = map->key_at && map->key_at[i] ? map->key_at[i] : map->items[i];
        if (!x) return unknown_key(at, map->keys[i], e);
        if (never && ru_str_is(map->keys[i], "limits_exactly"))
            return ru_node_fail(at, e, "limits_exactly says which limits there are; what must not be among them stands under never: { limits: … }");
        ruth_status st = check_value(s, x, map->items[i], never, e);
        if (st) return st;
    }
    return RUTH_OK;
}

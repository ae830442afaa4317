/* whatif_write.c: what would change a decision, told as text and as JSON. */
#include "engine/author/whatif.h"

enum { SHOWN = 20 };

static const ru_policy *policy_of(const ru_whatif *w) { return w->study->policy; }

static void put_value(ru_whatif *w, int slot, const ru_value *v) {
    const ru_fact *f = &policy_of(w)->schema->facts.items[slot];
    if (v->state == RU_UNKNOWN) RU_BUF_LIT(&w->out, "not known");
    else if (v->state == RU_NONE) RU_BUF_LIT(&w->out, "none on file");
    else ru_value_say(&w->out, policy_of(w)->schema, f, v, 0, w->session->scene.currency);
}

static ru_str name_or(const ru_ordinal *names, int i, const char *none) { return i < 0 ? ru_str_of(none) : names[i].name; }

static void put_names(ru_buf *b, ru_str key, ru_str from, ru_str to, bool *first) {
    if (ru_str_eq(from, to)) return;
    ru_buf_printf(b, "%s%.*s %.*s \xE2\x86\x92 %.*s", *first ? "" : ", ", (int)key.n, key.p, (int)from.n, from.p, (int)to.n, to.p);
    *first = false;
}

static void put_plans(ru_whatif *w, uint64_t plans, const char *word, bool *first) {
    for (; plans; plans &= plans - 1) {
        ru_str id = policy_of(w)->plans.items[__builtin_ctzll(plans)].id;
        ru_buf_printf(&w->out, "%s%s %.*s", *first ? "" : ", ", word, (int)id.n, id.p);
        *first = false;
    }
}

static void put_outcome(ru_whatif *w, const ru_outcome *o) {
    const ru_policy *p = policy_of(w);
    bool first = true;
    put_names(&w->out, RU_STR("action"), p->action_names[w->now.action].name, p->action_names[o->action].name, &first);
    put_names(&w->out, RU_STR("channel"), name_or(p->channel_names, w->now.channel, "none"), name_or(p->channel_names, o->channel, "none"), &first);
    if (o->channel >= 0) put_names(&w->out, RU_STR("tone"), p->tone_names[w->now.tone].name, p->tone_names[o->tone].name, &first);
    put_names(&w->out, RU_STR("hand-over"), name_or(p->teams, w->now.team, "none"), name_or(p->teams, o->team, "none"), &first);
    put_plans(w, o->plans & ~w->now.plans, "adds plan", &first);
    put_plans(w, w->now.plans & ~o->plans, "loses plan", &first);
    if (first) ru_buf_str(&w->out, o->message != w->now.message ? RU_STR("another message") : RU_STR("the same"));
}

static const char *power_words(const ru_whatif *w, int slot) {
    ru_str p = policy_of(w)->schema->facts.items[slot].in_power_of;
    return ru_str_is(p, "person") ? "the person can change it"
           : ru_str_is(p, "us")   ? "we can change it"
           : p.n                  ? "nobody can change it"
                                  : "in whose power is not said";
}

static void put_turn(ru_whatif *w, const ru_turn *t) {
    const ru_fields *facts = &policy_of(w)->schema->facts;
    RU_BUF_LIT(&w->out, "  - ");
    for (size_t i = 0; i < t->count; i++) {
        const ru_change *c = &t->changes[i];
        ru_buf_printf(&w->out, "%s%.*s: ", i ? "\n    and " : "", (int)facts->names[c->slot].n, facts->names[c->slot].p);
        put_value(w, c->slot, &w->facts[c->slot]);
        RU_BUF_LIT(&w->out, " \xE2\x86\x92 ");
        put_value(w, c->slot, &c->to);
        ru_buf_printf(&w->out, " (%s)", power_words(w, c->slot));
    }
    RU_BUF_LIT(&w->out, "\n    then ");
    put_outcome(w, &t->outcome);
    ru_buf_char(&w->out, '\n');
}

void ru_whatif_text(ru_whatif *w) {
    const ru_policy *p = policy_of(w);
    ru_str action = p->action_names[w->now.action].name, channel = name_or(p->channel_names, w->now.channel, "none");
    ru_buf_printf(&w->out, "Decided: action %.*s, channel %.*s.\n", (int)action.n, action.p, (int)channel.n, channel.p);
    if (w->reached) {
        RU_BUF_LIT(&w->out, "It is so already.\n");
        return;
    }
    if (!w->turn_count)
        ru_buf_printf(&w->out, "No change of up to %d facts was found that %s (%zu requests were decided%s).\n", w->goal.kind ? RU_WHATIF_MOST_FACTS : 1,
                      w->goal.kind ? "leads there" : "changes it", w->decided, w->spent ? ", not all" : "");
    else ru_buf_printf(&w->out, "The smallest changes that %s, each decided again:\n", w->goal.kind ? "lead there" : "change it");
    for (size_t i = 0; i < w->turn_count && i < SHOWN; i++) put_turn(w, &w->turns[i]);
    if (w->turn_count > SHOWN) ru_buf_printf(&w->out, "  and %zu more (--json)\n", w->turn_count - SHOWN);
}

/* ---- JSON ---- */
static void json_value(ru_whatif *w, int slot, const ru_value *v) {
    if (v->state == RU_VALUE) ru_value_write(&w->out, &policy_of(w)->schema->facts.items[slot], v);
    else if (v->state == RU_NONE) RU_BUF_LIT(&w->out, "\"none_on_file\"");
    else RU_BUF_LIT(&w->out, "null");
}

static void json_name(ru_buf *b, const char *key, const ru_ordinal *names, int i) {
    ru_buf_printf(b, "\"%s\":", key);
    if (i < 0) RU_BUF_LIT(b, "null");
    else ru_buf_str(b, names[i].json);
}

static void json_outcome(ru_whatif *w, const ru_outcome *o) {
    const ru_policy *p = policy_of(w);
    ru_buf_char(&w->out, '{');
    json_name(&w->out, "action", p->action_names, o->action);
    ru_buf_char(&w->out, ',');
    json_name(&w->out, "tone", p->tone_names, o->tone);
    ru_buf_char(&w->out, ',');
    json_name(&w->out, "channel", p->channel_names, o->channel);
    ru_buf_char(&w->out, ',');
    json_name(&w->out, "hand_over", p->teams, o->team);
    RU_BUF_LIT(&w->out, ",\"plans\":[");
    bool first = true;
    for (uint64_t plans = o->plans; plans; plans &= plans - 1) {
        if (!first) ru_buf_char(&w->out, ',');
        first = false;
        ru_buf_str(&w->out, p->plans.items[__builtin_ctzll(plans)].id_json);
    }
    RU_BUF_LIT(&w->out, "]}");
}

static void json_turn(ru_whatif *w, const ru_turn *t) {
    const ru_fields *facts = &policy_of(w)->schema->facts;
    RU_BUF_LIT(&w->out, "{\"set\":[");
    for (size_t i = 0; i < t->count; i++) {
        const ru_change *c = &t->changes[i];
        RU_BUF_LIT(&w->out, "{\"fact\":");
        ru_json_put_string(&w->out, facts->names[c->slot]);
        RU_BUF_LIT(&w->out, ",\"from\":");
        json_value(w, c->slot, &w->facts[c->slot]);
        RU_BUF_LIT(&w->out, ",\"to\":");
        json_value(w, c->slot, &c->to);
        RU_BUF_LIT(&w->out, ",\"in_power_of\":");
        ru_str power = facts->items[c->slot].in_power_of;
        if (power.n) ru_json_put_string(&w->out, power);
        else RU_BUF_LIT(&w->out, "null");
        ru_buf_char(&w->out, '}');
        if (i + 1 < t->count) ru_buf_char(&w->out, ',');
    }
    RU_BUF_LIT(&w->out, "],\"then\":");
    json_outcome(w, &t->outcome);
    ru_buf_char(&w->out, '}');
}

void ru_whatif_json(ru_whatif *w) {
    RU_BUF_LIT(&w->out, "{\"id\":");
    ru_json_put_string(&w->out, w->session->request.id);
    RU_BUF_LIT(&w->out, ",\"decision\":");
    json_outcome(w, &w->now);
    ru_buf_printf(&w->out, ",\"reached\":%s,\"changes\":[", w->reached ? "true" : "false");
    for (size_t i = 0; i < w->turn_count; i++) {
        if (i) ru_buf_char(&w->out, ',');
        json_turn(w, &w->turns[i]);
    }
    ru_buf_printf(&w->out, "],\"decided\":%zu,\"all\":%s}", w->decided, w->spent ? "false" : "true");
}

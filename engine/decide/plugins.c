/* plugins.c: plugins asked during a decision: plans, wording, texts looked at, and the observers behind it. What fails takes the kinder way. */
#include "engine/decide/session.h"

static void note(ru_session *s, const ru_plugin_call *c) {
    ru_str id = c->plugin->id, why = ru_str_of(c->why[0] ? c->why : "it does not say why");
    size_t n = 0;
    ru_str parts[] = {id, RU_STR(": "), why};
    for (size_t i = 0; i < RU_COUNT(parts); i++)
        for (size_t k = 0; k < parts[i].n && n + 1 < sizeof s->plugin_note; k++) s->plugin_note[n++] = parts[i].p[k];
    s->plugin_note[n] = 0;
}

static void prepare(ru_session *s, size_t plugin, ru_plugin_call *c) {
    c->plugin = &s->policy->plugins[plugin];
    c->self = c->plugin->entry->threads == RUTH_PLUGIN_ONE_THREAD ? s->selves[plugin] : c->plugin->self;
    c->arena = &s->arena;
    c->schema = s->policy->schema;
    c->scene = &s->scene;
}

bool ru_plugin_ask(ru_session *s, size_t plugin, ru_plugin_call *c, ru_str of) {
    prepare(s, plugin, c);
    bool pure = c->plugin->entry->purity == RUTH_PLUGIN_PURE;
    if (!pure && s->replaying) {
        if (!ru_recorded_take(s, c, of)) return false;
    } else if (!ru_plugin_run(c)) {
        return false;
    }
    if (!pure) ru_recorded_put(s, c, of);
    if (!c->failed) return true;
    ru_fail_rule(s, RU_STR("plugin"), c->plugin->id, "plugin_failed");
    note(s, c);
    return true;
}

/* ---- plans ---- */
/* The values of a word's keys. RU_UNKNOWN: one is not known; RU_NONE: one that is needed is none on file. */
static bool key_values(ru_session *s, const ru_offer *o, ruth_plugin_value *values, ru_state *known) {
    *known = RU_VALUE;
    for (uint32_t k = 0; k < o->key_count; k++) {
        const ru_offer_key *key = &o->keys[k];
        bool overflow = false;
        values[k] = (ruth_plugin_value){
            .state = key->given ? RUTH_PLUGIN_VALUE : RUTH_PLUGIN_NONE, .type = (uint32_t)key->type, .number = key->number, .text = {key->text.p, key->text.n}};
        if (key->expr) values[k].state = (uint32_t)ru_expr_eval(key->expr, &s->scene, &values[k].number, &overflow);
        if (key->slot >= 0 && !ru_plugin_show(&s->arena, &s->policy->schema->facts.items[key->slot], &s->request.facts[key->slot], &values[k])) return false;
        if (values[k].state == RUTH_PLUGIN_UNKNOWN) *known = RU_UNKNOWN;
        if (values[k].state == RUTH_PLUGIN_NONE && !key->optional && *known == RU_VALUE) *known = RU_NONE;
    }
    return true;
}

/* Where the policy says of what a payment is taken, no line leaves more than that less the payment, whatever the plugin says: a limit may look at it. */
static void bound_left(const ru_session *s, const ru_expr *left_of, ru_plan_item *i) {
    int64_t of, left;
    bool overflow = false;
    if (!left_of || !i->has_left || ru_expr_eval(left_of, &s->scene, &of, &overflow) != RU_VALUE) return;
    i->has_left = ru_sub64(of, i->monthly, &left);
    if (i->has_left && left < i->left) i->left = left;
}

bool ru_plugin_plan(ru_session *s, size_t plan, ru_plan_item *menu, size_t *count, ru_tri *state) {
    const ru_offer *o = &s->policy->offers[plan];
    ruth_plugin_value *values = ru_arena_alloc(&s->arena, (o->key_count + 1) * sizeof *values);
    ru_plugin_call c = {.doing = RU_PLUGIN_OFFERING, .word = o->word, .values = values};
    ru_state known;
    *count = 0;
    if (!values || !key_values(s, o, values, &known)) return false;
    *state = known == RU_UNKNOWN ? RU_MAYBE : RU_FALSE;
    if (known != RU_VALUE) return true;
    if (!ru_plugin_ask(s, (size_t)o->plugin, &c, s->policy->plans.items[plan].id)) return false;
    *state = c.failed ? RU_MAYBE : c.line_count ? RU_TRUE : RU_FALSE;
    for (size_t i = 0; !c.failed && i < c.line_count; i++) {
        const ruth_plugin_line *l = &c.lines[i];
        menu[*count] = (ru_plan_item){.plan = (int)plan,
                                      .kind = l->instalment ? RU_OFFER_PLUGIN : RU_OFFER_PAUSE,
                                      .every = (ru_every)l->every,
                                      .instalment = l->instalment,
                                      .count = l->count,
                                      .last = l->last,
                                      .total = l->total,
                                      .left = l->left,
                                      .has_left = l->has_left != 0,
                                      .monthly = ru_plan_monthly(l->instalment, (ru_every)l->every),
                                      .first_due = l->first_due};
        bound_left(s, o->left_of, &menu[(*count)++]);
    }
    return true;
}

/* ---- wording ---- */
static bool part_value(ru_session *s, const ru_part *part, const ru_plan_item *plan, ruth_plugin_named *out) {
    static const char *const every_names[RU_EVERY_COUNT] = {"week", "two_weeks", "month"};
    const ru_schema *schema = s->policy->schema;
    ruth_plugin_value *v = &out->value;
    *v = (ruth_plugin_value){.state = RUTH_PLUGIN_VALUE, .type = RUTH_PLUGIN_MONEY};
    switch (part->kind) {
    case RU_PART_FACT: {
        const ru_fact *f = &schema->facts.items[part->index];
        out->name = f->name.p;
        if (f->type <= RU_LIST_ENUM) return ru_plugin_show(&s->arena, f, &s->request.facts[part->index], v);
        ru_buf_clear(&s->words); /* windows and lists have no form of their own there: in words */
        ru_value_say(&s->words, schema, f, &s->request.facts[part->index], s->d.lang, s->scene.currency);
        ru_str said = ru_arena_str(&s->arena, (ru_str){s->words.p, s->words.n});
        v->type = RUTH_PLUGIN_TEXT;
        v->text = (ruth_plugin_text){said.p, said.n};
        return said.p && !s->words.failed;
    }
    case RU_PART_NUMBER: {
        const ru_number *n = &schema->numbers[part->index];
        out->name = n->name.p;
        v->type = (uint32_t)n->type;
        v->number = n->type == RU_MONEY ? n->money[s->scene.currency] : n->value;
        return true;
    }
    case RU_PART_INSTALMENT:
        out->name = "instalment";
        v->number = plan->instalment;
        return true;
    case RU_PART_LAST:
        out->name = "last";
        v->number = plan->last;
        return true;
    case RU_PART_TOTAL:
        out->name = "total";
        v->number = plan->total;
        return true;
    case RU_PART_LEFT:
        out->name = "left";
        v->number = plan->left;
        return true;
    case RU_PART_COUNT:
        out->name = "count";
        v->type = RUTH_PLUGIN_INTEGER;
        v->number = plan->count;
        return true;
    case RU_PART_FIRST_DUE:
        out->name = "first_due";
        v->type = RUTH_PLUGIN_DATE;
        v->number = plan->first_due;
        return true;
    case RU_PART_UNTIL:
        out->name = "until";
        v->type = RUTH_PLUGIN_DATE;
        v->number = ru_plan_until(plan);
        return true;
    case RU_PART_EVERY:
        out->name = "every";
        v->type = RUTH_PLUGIN_ENUM;
        v->text = (ruth_plugin_text){every_names[plan->every], strlen(every_names[plan->every])};
        return true;
    case RU_PART_LITERAL: break;
    }
    return true;
}

/* What stands in { } in the policy's own wording, each once: all of it is known when this is asked. */
static bool part_values(ru_session *s, const ru_template *t, ruth_plugin_named *out, uint32_t *count) {
    const ru_plan_item *plan = s->d.menu_count ? &s->d.menu[0] : NULL;
    for (size_t i = 0; t && i < t->count; i++) {
        if (t->parts[i].kind == RU_PART_LITERAL) continue;
        if (!part_value(s, &t->parts[i], plan, &out[*count])) return false;
        bool seen = false;
        for (uint32_t k = 0; k < *count; k++) seen |= !strcmp(out[k].name, out[*count].name);
        *count += !seen;
    }
    return true;
}

static bool render(ru_session *s, const ru_message *m, int channel, int tone, bool *fit) {
    const ru_policy *p = s->policy;
    const ru_variant *v = &m->by_lang[s->d.lang].variants[channel * p->charter.ladders.tone_count + tone];
    size_t room = (v->subject ? v->subject->count : 0) + v->body->count + 1;
    ruth_plugin_named *named = ru_arena_alloc(&s->arena, room * sizeof *named);
    ru_plugin_call c = {.doing = RU_PLUGIN_RENDERING,
                        .message = m->id.p,
                        .channel = p->channel_names[channel].name.p,
                        .tone = p->tone_names[tone].name.p,
                        .named = named,
                        .out = &s->rendered};
    c.language = ru_arena_str(&s->arena, p->schema->languages[s->d.lang]).p;
    if (!named || !c.language || !part_values(s, v->subject, named, &c.named_count) || !part_values(s, v->body, named, &c.named_count)) return false;
    ru_buf_clear(&s->rendered);
    if (!ru_plugin_ask(s, (size_t)p->renderer, &c, m->id)) return false;
    *fit = !c.failed;
    return true;
}

static bool inspect(ru_session *s, ru_str of, size_t plugin, bool *fit) {
    ru_plugin_call c = {.doing = RU_PLUGIN_INSPECTING, .text = {s->words.p, s->words.n}};
    c.language = ru_arena_str(&s->arena, s->policy->schema->languages[s->d.lang]).p;
    if (!c.language || !ru_plugin_ask(s, plugin, &c, of)) return false;
    if (!c.failed && !c.found) return true;
    *fit = false;
    if (c.failed) return true; /* that stands in the list already */
    ru_fail_rule(s, RU_STR("plugin"), c.plugin->id, "text_refused");
    note(s, &c);
    return true;
}

bool ru_plugin_inspect(ru_session *s, ru_str of, bool *fit) {
    for (size_t i = 0; i < s->policy->plugin_count; i++)
        if (s->policy->plugins[i].inspect && !inspect(s, of, i, fit)) return false;
    return true;
}

bool ru_plugin_wording(ru_session *s, const ru_message *m, int channel, int tone, bool *fit) {
    const ru_policy *p = s->policy;
    *fit = true;
    if (p->renderer >= 0 && !render(s, m, channel, tone, fit)) return false;
    if (!*fit || !p->inspects) return true;
    ru_buf_clear(&s->words);
    ru_text_write_as(&s->words, s, m, channel, tone);
    return !s->words.failed && ru_plugin_inspect(s, m->id, fit);
}

/* ---- behind the seal ---- */
void ru_plugins_observe(ru_session *s) {
    const ru_policy *p = s->policy;
    if (!p->observes || s->replaying) return; /* what is decided a second time has been seen */
    for (size_t i = 0; i < p->plugin_count; i++) {
        ru_plugin_call c = {.doing = RU_PLUGIN_OBSERVING, .text = {s->out.p, s->out.n}};
        if (!p->plugins[i].observe) continue;
        prepare(s, i, &c);
        if (ru_plugin_run(&c) && !c.failed) continue;
        s->unobserved++;
        note(s, &c);
    }
}

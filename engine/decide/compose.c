/* compose.c: the message that goes with the action, in the tone and on the channel that have a text; only takes away (SEMANTICS 31, 32). */
#include "engine/decide/session.h"

/* ---- which message ---- */
static int chosen_by_rule(ru_session *s) {
    const ru_rules *rules = &s->policy->messages_rules;
    const ru_permission *perm = &s->d.permission;
    size_t first = (size_t)rules->first_result;
    ru_tri is = RU_FALSE;
    if (!rules->count) return -1;
    int32_t action = perm->action, tone = perm->tone, channel = perm->channel;
    ru_match_give(s->run, RU_FINAL_ACTION, &action, 1);
    ru_match_give(s->run, RU_FINAL_TONE, &tone, 1);
    ru_match_give(s->run, RU_FINAL_CHANNEL, &channel, 1);
    size_t hit = ru_match_next(&s->results, first, first + rules->count, &is);
    return is == RU_TRUE ? rules->items[hit - first].message
                         : -1; /* a rule that is only possible stands above whatever follows: the action's own message then */
}

static int choose_message(ru_session *s) {
    const ru_policy *p = s->policy;
    const ru_permission *perm = &s->d.permission;
    int by_rule = chosen_by_rule(s);
    if (by_rule >= 0) return by_rule;
    int rule = perm->action == perm->action_from ? ru_stage_rule(&p->actions, &s->d.actions, perm->action) : -1;
    if (rule >= 0 && p->actions.items[rule].message >= 0) return p->actions.items[rule].message;
    for (size_t i = 0; i < p->actions.count; i++)
        if (p->actions.items[i].is == perm->action && p->actions.items[i].message >= 0) return p->actions.items[i].message;
    return p->action_info[perm->action].message;
}

/* ---- is every placeholder known? ---- */
static bool part_known(const ru_session *s, const ru_part *part, const ru_plan_item *plan) {
    const ru_schema *schema = s->policy->schema;
    switch (part->kind) {
    case RU_PART_LITERAL: return true;
    case RU_PART_FACT: {
        ru_type type = schema->facts.items[part->index].type;
        return s->request.facts[part->index].state == RU_VALUE && (type != RU_MONEY || s->scene.currency >= 0);
    }
    case RU_PART_NUMBER: {
        const ru_number *n = &schema->numbers[part->index];
        return n->type != RU_MONEY || (s->scene.currency >= 0 && n->has_money[s->scene.currency]);
    }
    case RU_PART_LEFT: return plan && plan->has_left && s->scene.currency >= 0;
    case RU_PART_COUNT:
    case RU_PART_EVERY:
    case RU_PART_FIRST_DUE: return plan != NULL;
    case RU_PART_UNTIL: return plan && ru_plan_until(plan) < INT32_MAX;
    default: return plan && s->scene.currency >= 0;
    }
}

static bool template_known(const ru_session *s, const ru_template *t, const ru_plan_item *plan) {
    if (!t || t->json.p) return true; /* nothing is filled in */
    for (size_t i = 0; i < t->count; i++)
        if (!part_known(s, &t->parts[i], plan)) return false;
    return true;
}

bool ru_template_known(const ru_session *s, const ru_template *t) { return template_known(s, t, s->d.menu_count ? &s->d.menu[0] : NULL); }

static const ru_plan_item *first_plan(const ru_session *s) { return s->d.menu_count ? &s->d.menu[0] : NULL; }

static bool text_known(const ru_session *s, const ru_message *m, const ru_message_text *t, const ru_variant *v) {
    const ru_plan_item *plan = first_plan(s);
    bool known = template_known(s, v->subject, plan) && template_known(s, v->body, plan) && template_known(s, t->next_step, plan) &&
                 template_known(s, t->cannot, plan);
    for (size_t i = 0; known && i < m->carries_count; i++) known = template_known(s, t->disclosures[i], plan);
    return known;
}

/* The tone, at most `tone`, whose variant on the channel can be used; −1: none, and *least falls to the kindest that was tried. False: out of memory. */
static bool usable_tone(ru_session *s, const ru_message *m, int channel, int tone, int *out, int *least) {
    const ru_message_text *t = &m->by_lang[s->d.lang];
    int tones = s->policy->charter.ladders.tone_count;
    bool plugins = s->policy->renderer >= 0 || s->policy->inspects, fit = true;
    *out = -1;
    for (; tone >= 0; tone--) {
        const ru_variant *v = &t->variants[channel * tones + tone];
        if (!v->body || (tone < s->d.permission.tone && !ru_permission_tone_open(&s->d.permission, tone))) continue;
        *least = tone;
        if (!text_known(s, m, t, v) || !ru_duties_fit(s, m, channel, tone)) {
            ru_fail_rule(s, RU_STR("rule"), m->id, "text_unknown");
            continue;
        }
        if (plugins && !ru_plugin_wording(s, m, channel, tone, &fit)) return false;
        if (!fit) continue;
        if (!ru_wording_fits(s, m, channel, tone, &fit)) return false;
        if (!fit) {
            fit = true;
            continue;
        }
        *out = tone;
        return true;
    }
    return true;
}

static int language_of(const ru_session *s) {
    int slot = s->policy->schema->core.language;
    return slot < 0 || s->request.facts[slot].state != RU_VALUE ? 0 : s->policy->language_of[s->request.facts[slot].i];
}

bool ru_compose(ru_session *s) {
    ru_decision *d = &s->d;
    ru_permission *perm = &d->permission;
    int least = perm->tone; /* a text that was tried and fell away might have been sent, so the next channel speaks no louder */
    d->lang = language_of(s);
    while (perm->channel >= 0) {
        d->message = choose_message(s);
        if (d->message < 0) {
            int rule = ru_stage_rule(&s->policy->actions, &d->actions, perm->action_from);
            ru_fail_rule(s, RU_STR("rule"), rule >= 0 ? s->policy->actions.items[rule].id : s->policy->action_names[perm->action].name, "text_refused");
            ru_permission_silence(perm);
            break;
        }
        const ru_message *m = &s->policy->messages[d->message];
        int tone;
        if (!usable_tone(s, m, perm->channel, least, &tone, &least)) return false;
        if (tone >= 0) {
            ru_permission_lower_tone(perm, tone);
            break;
        }
        ru_fail_rule(s, RU_STR("rule"), m->id, "text_refused");
        ru_permission_drop_channel(perm, perm->channel);
    }
    if (perm->channel < 0) d->message = -1;
    d->variant_tone = perm->tone;
    return true;
}

/* ---- writing ---- */
void ru_money_write(ru_buf *b, const ru_session *s, int64_t minor, int lang) {
    static const ru_fact money = {.name = {"amount", 6}, .type = RU_MONEY};
    ru_value v = {.i = minor, .state = RU_VALUE};
    ru_value_say(b, s->policy->schema, &money, &v, lang, s->scene.currency);
}

static void write_number(ru_buf *b, const ru_session *s, const ru_number *n, int lang) {
    const ru_fact shape = {.name = n->name, .type = n->type};
    ru_value v = {.i = n->type == RU_MONEY ? n->money[s->scene.currency] : n->value, .state = RU_VALUE};
    ru_value_say(b, s->policy->schema, &shape, &v, lang, s->scene.currency);
}

static void write_every(ru_buf *b, const ru_session *s, ru_every every, int lang) {
    static const char *const en[] = {"week", "two weeks", "month"}, *const fr[] = {"semaine", "deux semaines", "mois"};
    bool french = ru_str_is(s->policy->schema->languages[lang], "fr");
    ru_buf_str(b, ru_str_of((french ? fr : en)[every]));
}

static void write_part(ru_buf *b, const ru_session *s, const ru_part *part, int lang, const ru_plan_item *plan) {
    const ru_schema *schema = s->policy->schema;
    char date[11];
    switch (part->kind) {
    case RU_PART_LITERAL: ru_buf_str(b, part->literal); break;
    case RU_PART_FACT: ru_value_say(b, schema, &schema->facts.items[part->index], &s->request.facts[part->index], lang, s->scene.currency); break;
    case RU_PART_NUMBER: write_number(b, s, &schema->numbers[part->index], lang); break;
    case RU_PART_INSTALMENT: ru_money_write(b, s, plan->instalment, lang); break;
    case RU_PART_LAST: ru_money_write(b, s, plan->last, lang); break;
    case RU_PART_TOTAL: ru_money_write(b, s, plan->total, lang); break;
    case RU_PART_LEFT: ru_money_write(b, s, plan->left, lang); break;
    case RU_PART_COUNT: ru_buf_int(b, plan->count); break;
    case RU_PART_EVERY: write_every(b, s, plan->every, lang); break;
    case RU_PART_FIRST_DUE:
    case RU_PART_UNTIL:
        ru_date_text(part->kind == RU_PART_UNTIL ? ru_plan_until(plan) : plan->first_due, date);
        ru_buf_put(b, date, 10);
        break;
    }
}

void ru_template_write(ru_buf *b, const ru_session *s, const ru_template *t, int lang, const ru_plan_item *plan) {
    for (size_t i = 0; i < t->count; i++) {
        if (part_known(s, &t->parts[i], plan)) write_part(b, s, &t->parts[i], lang, plan);
        else RU_BUF_LIT(b, "\xE2\x80\xA6"); /* … : what is not known is not guessed */
    }
}

static void paragraph(ru_buf *b, const ru_session *s, const ru_template *t, bool *first) {
    if (!t) return;
    if (!*first) RU_BUF_LIT(b, "\n\n");
    *first = false;
    ru_template_write(b, s, t, s->d.lang, first_plan(s));
}

/* A plugin that renders words the variant; what the message must carry along is always the policy's own. `all` false: without what the law prescribes. */
static void write_text(ru_buf *b, const ru_session *s, const ru_message *m, int channel, int tone, bool all) {
    const ru_message_text *t = &m->by_lang[s->d.lang];
    const ru_variant *v = &t->variants[channel * s->policy->charter.ladders.tone_count + tone];
    bool own = s->policy->renderer < 0 || !s->rendered.n, first = own; /* a renderer that has no words leaves it to the policy */
    if (!own) ru_buf_put(b, s->rendered.p, s->rendered.n);
    paragraph(b, s, own ? v->subject : NULL, &first);
    paragraph(b, s, own ? v->body : NULL, &first);
    paragraph(b, s, t->next_step, &first);
    paragraph(b, s, t->cannot, &first);
    for (size_t i = 0; i < m->carries_count; i++)
        if (all || !t->statutory[i]) paragraph(b, s, t->disclosures[i], &first);
    for (uint64_t added = ru_duties_added(s, m, channel, tone); added; added &= added - 1) {
        const ru_duty *duty = &s->policy->duties[__builtin_ctzll(added)];
        if (all || !duty->statutory) paragraph(b, s, duty->by_lang[s->d.lang], &first);
    }
}

void ru_text_write_as(ru_buf *b, const ru_session *s, const ru_message *m, int channel, int tone) { write_text(b, s, m, channel, tone, true); }
void ru_text_write_unprescribed(ru_buf *b, const ru_session *s, const ru_message *m, int channel, int tone) { write_text(b, s, m, channel, tone, false); }

void ru_text_write(ru_buf *b, const ru_session *s) { ru_text_write_as(b, s, &s->policy->messages[s->d.message], s->d.permission.channel, s->d.variant_tone); }

/* simulate_play.c: a contact that was decided takes place: what is written down about it, how it ends, and where it counts. */
#include "engine/author/simulate.h"

#include "engine/author/people.h"

enum { IN_A_HUNDRED = 100, NO_ANSWER = 50, VOICEMAIL = 25 /* else a conversation */ };

/* Dice of this one contact: the same whoever else is simulated, and in whatever order. */
static ru_dice dice_of(const ru_sim *s) {
    uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (size_t i = 0; i < s->request.id.n; i++) h = (h ^ (unsigned char)s->request.id.p[i]) * UINT64_C(0x100000001b3);
    ru_dice d = {h ^ s->seed};
    d.state = ru_dice_next(&d) + s->person.played;
    return d;
}

static void put_enum(const ru_fields *f, int slot, const char *name, ru_value *fields) {
    for (size_t i = 0; slot >= 0 && i < f->items[slot].value_count; i++)
        if (ru_str_is(f->items[slot].values[i], name)) fields[slot] = (ru_value){.i = (int64_t)i, .state = RU_VALUE, .given = 2};
}

static bool is_enum(const ru_fields *f, int slot, const char *name, const ru_value *fields) {
    return slot >= 0 && fields[slot].given == 2 && ru_str_is(f->items[slot].values[fields[slot].i], name);
}

static void put_noted(const ru_fields *f, const ru_value *noted, ru_value *fields) {
    for (size_t i = 0; noted && i < f->count; i++) {
        if (noted[i].state != RU_VALUE) continue;
        fields[i] = noted[i];
        fields[i].given = 2;
    }
}

/* The channel rule whose name the decision gives as its reason. */
static int way_of(const ru_session *x, int channel) {
    for (size_t i = 0; i < x->policy->ways_rules.count; i++)
        if (x->policy->ways_rules.items[i].is == channel && x->d.ways[i] == RU_TRUE) return (int)i;
    return -1;
}

/* A call rings out, ends at a machine, or somebody answers; everything else arrives. */
static void put_outcome(ru_sim *s, const char *channel, ru_value *fields) {
    ru_dice d = dice_of(s);
    int64_t roll = ru_dice_between(&d, 0, IN_A_HUNDRED - 1);
    const char *ends = strcmp(channel, "voice") ? "delivered" : roll < NO_ANSWER ? "no_answer" : roll < NO_ANSWER + VOICEMAIL ? "voicemail" : "conversation";
    put_enum(&s->policy->schema->contact, s->outcome_slot, ends, fields);
}

static ru_value *fields_of(ru_sim *s, const ruth_decision *d, int way, int action) {
    const ru_fields *f = &s->policy->schema->contact;
    ru_value *fields = ru_arena_dup(&s->own, f->missing, f->count * sizeof *fields);
    if (!fields) return NULL;
    for (size_t i = 0; i < f->count; i++) fields[i].given = 0;
    if (way >= 0) put_noted(f, s->policy->ways[way].fields, fields);
    if (s->debts_slot >= 0 && s->request.debt_state == RU_VALUE) {
        ru_str *debt = ru_arena_dup(&s->own, &s->request.debt, sizeof *debt);
        if (!debt) return NULL;
        fields[s->debts_slot] = (ru_value){.state = RU_VALUE, .given = 2, .u.l = {debt, 1}};
    }
    put_outcome(s, d->channel, fields);
    put_noted(f, s->by_action[action], fields);
    if (is_enum(f, s->outcome_slot, "conversation", fields)) put_noted(f, s->by_talk[action], fields);
    return fields;
}

/* ---- into the history: oldest first, those without an instant last ---- */
static bool remember(ru_sim *s, int64_t at, ru_value *fields) {
    ru_request *r = &s->request;
    if (r->contacts_state != RU_VALUE) return true; /* what came before is not known, and stays so */
    if (r->contact_count == s->person.capacity) {
        size_t more = s->person.capacity * 2 + 16;
        ru_contact *bigger = ru_arena_alloc(&s->own, more * sizeof *bigger);
        if (!bigger) return false;
        if (r->contact_count) memcpy(bigger, r->contacts, r->contact_count * sizeof *bigger);
        r->contacts = s->person.history = bigger;
        s->person.capacity = more;
    }
    size_t place = r->contact_count;
    while (place > 0 && (r->contacts[place - 1].at_state != RU_VALUE || r->contacts[place - 1].at > at)) place--;
    memmove(&r->contacts[place + 1], &r->contacts[place], (r->contact_count - place) * sizeof *r->contacts);
    r->contacts[place] = (ru_contact){.at_state = RU_VALUE, .at_given = 2, .at = at, .fields = fields};
    r->contact_count++;
    r->contacts_given = 2;
    return true;
}

/* ---- caps: how many contacts of this person lie in the days that end with this one ---- */
static void count_spans(ru_sim *s, int64_t at) {
    int32_t today = ru_sim_date(s, at);
    size_t in[RU_SIM_SPANS] = {0};
    bool known = s->request.contacts_state == RU_VALUE;
    for (size_t i = 0; known && i < s->request.contact_count; i++) {
        const ru_contact *c = &s->request.contacts[i];
        if (c->at_state != RU_VALUE || (s->inbound >= 0 && c->fields[s->direction_slot].state == RU_VALUE && c->fields[s->direction_slot].i == s->inbound))
            continue;
        int32_t ago = today - ru_sim_date(s, c->at);
        for (int k = 0; k < RU_SIM_SPANS; k++) in[k] += ago < ru_sim_spans[k];
    }
    for (int k = 0; known && k < RU_SIM_SPANS; k++) {
        if (in[k] <= s->most[k].count) continue;
        s->most[k] = (ru_sim_most){in[k], ru_arena_str(&s->arena, s->request.id)};
        s->played.failed |= !s->most[k].id.p;
    }
    if (s->person.last != INT64_MIN && at - s->person.last < s->shortest) {
        s->shortest = at - s->person.last;
        s->shortest_id = ru_arena_str(&s->arena, s->request.id);
        s->played.failed |= !s->shortest_id.p;
    }
    s->person.last = at;
}

/* ---- the line ---- */
static void put_text(ru_buf *b, const char *key, ru_str text) {
    ru_buf_printf(b, ",\"%s\":", key);
    ru_json_put_string(b, text);
}

static void write_line(ru_sim *s, const ruth_decision *d, int way, const ru_value *fields) {
    const ru_fields *f = &s->policy->schema->contact;
    ru_buf *b = &s->played;
    RU_BUF_LIT(b, "{\"id\":");
    ru_json_put_string(b, s->request.id);
    RU_BUF_LIT(b, ",\"decided\":");
    ru_json_put_instant(b, s->request.now);
    RU_BUF_LIT(b, ",\"contact\":{\"at\":");
    ru_json_put_instant(b, d->from);
    for (size_t i = 0; i < f->count; i++) {
        if (fields[i].given != 2) continue;
        ru_buf_char(b, ',');
        ru_json_put_string(b, f->names[i]);
        ru_buf_char(b, ':');
        ru_value_write(b, &f->items[i], &fields[i]);
    }
    ru_buf_char(b, '}');
    put_text(b, "segment", ru_str_of(d->segment));
    put_text(b, "action", ru_str_of(d->action));
    put_text(b, "tone", ru_str_of(d->tone));
    put_text(b, "message", ru_str_of(d->message));
    put_text(b, "reason", way >= 0 ? s->policy->ways_rules.items[way].id : RU_STR(""));
    RU_BUF_LIT(b, "}\n");
}

bool ru_sim_play(ru_sim *s, const ruth_decision *d, size_t period) {
    struct ru_sealed_view v = ru_sealed_read(s->session->d.sealed);
    int way = way_of(s->session, v.channel);
    ru_value *fields = fields_of(s, d, way, v.action);
    if (!fields || !remember(s, d->from, fields)) return false;
    write_line(s, d, way, fields);
    s->person.played++;
    s->person.contacts[period]++;
    ru_sim_period *const both[] = {&s->periods[period], &s->all};
    for (size_t i = 0; i < RU_COUNT(both); i++) {
        both[i]->contacts++;
        both[i]->channels[v.channel]++;
        both[i]->tones[v.tone]++;
        both[i]->actions[v.action]++;
    }
    count_spans(s, d->from);
    return true;
}

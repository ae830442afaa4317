/* in_process.c: ruth.h: a request put together call by call; it is the request that the same text would have been, byte for byte. */
#include "engine/decide/session.h"

enum { LONGEST_TEXT = 64 * 1024, A_FIELD = 64 }; /* the longest string of a line; about what a field and its name take in one */

static const ru_schema *schema_of(const ruth_policy *policy) { return ((const ru_policy *)(const void *)policy)->schema; }

static int value_of(const ru_fields *f, int field, const char *value) {
    if (field < 0 || (size_t)field >= f->count) return -1;
    for (size_t i = 0; i < f->items[field].value_count; i++)
        if (ru_str_is(f->items[field].values[i], value)) return (int)i;
    return -1;
}

int ruth_fact_find(const ruth_policy *policy, const char *name) {
    const ru_fields *f = &schema_of(policy)->facts;
    int slot = ru_fields_find(f, ru_str_of(name));
    return slot >= 0 && !f->keys[slot].derived ? slot : -1;
}

int ruth_fact_value(const ruth_policy *policy, int fact, const char *value) { return value_of(&schema_of(policy)->facts, fact, value); }
int ruth_field_find(const ruth_policy *policy, const char *name) { return ru_fields_find(&schema_of(policy)->contact, ru_str_of(name)); }
int ruth_field_value(const ruth_policy *policy, int field, const char *value) { return value_of(&schema_of(policy)->contact, field, value); }

ruth_status ruth_request_begin(ruth_session *s, const char *id, int64_t now) {
    const ru_schema *schema = s->policy->schema;
    ru_arena_reset(&s->arena);
    s->open = s->decided = s->written = false;
    memset(&s->request, 0, sizeof s->request);
    s->contact_room = s->built = 0;
    ru_str name = ru_str_of(id);
    if (!name.n || name.n > RU_MAX_ID || !ru_utf8_valid(name, NULL) || (!s->has_now && !ru_instant_fits(now))) return RUTH_E_ARGUMENT;
    s->request.id = ru_arena_str(&s->arena, name);
    s->request.now = s->has_now ? s->now : now;
    s->request.contacts_state = RU_VALUE;
    s->request.debt_state = RU_NONE;
    s->request.facts = ru_arena_alloc(&s->arena, (schema->facts.count + 1) * sizeof *s->request.facts);
    if (!s->request.id.p || !s->request.facts) return RUTH_E_NOMEM;
    memcpy(s->request.facts, schema->facts.missing, schema->facts.count * sizeof *s->request.facts);
    s->open = true;
    return RUTH_OK;
}

/* ---- one value, of a fact or of a field of a contact; what does not fit leaves *out as it was ---- */
static ruth_status put_number(ru_bounds fits, int64_t value, ru_value *out) {
    if (value < fits.low || value > fits.high) return RUTH_E_ARGUMENT;
    *out = (ru_value){.i = value, .state = RU_VALUE, .given = 2};
    return RUTH_OK;
}

static ruth_status keep_text(ruth_session *s, const char *text, ru_str *out) {
    ru_str t = ru_str_of(text ? text : "");
    if (!text || t.n > LONGEST_TEXT || !ru_utf8_valid(t, NULL)) return RUTH_E_ARGUMENT;
    *out = ru_arena_str(&s->arena, t);
    s->built += t.n;
    return out->p ? RUTH_OK : RUTH_E_NOMEM;
}

static ruth_status keep_zone(ruth_session *s, const char *name, ru_str *out, const ru_zone **zone) {
    *zone = name ? ru_zones_get(s->zones, ru_str_of(name)) : NULL;
    if (!*zone) return name && ru_zones_refused(s->zones) ? RUTH_E_NOMEM : RUTH_E_ARGUMENT;
    *out = ru_zone_name(*zone);
    return RUTH_OK;
}

static ruth_status put_text(ruth_session *s, const ru_fact *f, const char *text, ru_value *out) {
    ru_value v = {.state = RU_VALUE, .given = 2};
    if (f->type != RU_ZONE && f->type != RU_TEXT) return RUTH_E_ARGUMENT;
    ruth_status st = f->type == RU_ZONE ? keep_zone(s, text, &v.u.s, &v.zone) : keep_text(s, text, &v.u.s);
    if (!st) *out = v;
    return st;
}

static ruth_status put_texts(ruth_session *s, const ru_fact *f, const char *const *texts, size_t count, ru_value *out) {
    const ru_zone *zone;
    ruth_status st = RUTH_OK;
    if ((f->type != RU_LIST_TEXT && f->type != RU_LIST_ZONE) || (!texts && count) || count > RU_MAX_LINE) return RUTH_E_ARGUMENT;
    ru_str *list = ru_arena_alloc(&s->arena, (count ? count : 1) * sizeof *list);
    if (!list) return RUTH_E_NOMEM;
    for (size_t i = 0; i < count && !st; i++, s->built += 4)
        st = f->type == RU_LIST_ZONE ? keep_zone(s, texts[i], &list[i], &zone) : keep_text(s, texts[i], &list[i]);
    if (!st) *out = (ru_value){.u.l = {list, count}, .state = RU_VALUE, .given = 2};
    return st;
}

static ruth_status put_windows(ruth_session *s, const ru_fact *f, const ruth_window *windows, size_t count, ru_value *out) {
    if (f->type != RU_WINDOWS || (!windows && count) || count > RU_MAX_LINE) return RUTH_E_ARGUMENT;
    ru_window *list = ru_arena_alloc(&s->arena, (count ? count : 1) * sizeof *list);
    if (!list) return RUTH_E_NOMEM;
    for (size_t i = 0; i < count; i++, s->built += A_FIELD) {
        const ruth_window *w = &windows[i];
        if (!w->days || w->days > 0x7f || w->from < 0 || w->from >= 86400 || w->to < 0 || w->to > 86400 || w->from == w->to) return RUTH_E_ARGUMENT;
        memset(&list[i], 0, sizeof *list);
        list[i] = (ru_window){.days = (uint8_t)w->days, .from = w->from, .to = w->to};
    }
    *out = (ru_value){.u.l = {list, count}, .state = RU_VALUE, .given = 2};
    return RUTH_OK;
}

static ruth_status put_field(ruth_session *s, const ru_fields *fields, int slot, const ruth_field *from, ru_value *out) {
    const ru_fact *f = &fields->items[slot];
    s->built += A_FIELD;
    if (from->unknown) {
        *out = (ru_value){.state = RU_UNKNOWN, .given = 1};
        return RUTH_OK;
    }
    switch (f->type) {
    case RU_ZONE:
    case RU_TEXT: return put_text(s, f, from->text, out);
    case RU_LIST_ZONE:
    case RU_LIST_TEXT: return put_texts(s, f, from->texts, from->count, out);
    case RU_WINDOWS: return put_windows(s, f, from->windows, from->count, out);
    default: return put_number(fields->settable[slot], from->value, out);
    }
}

/* ---- facts ---- */
static const ru_fact *settable(const ruth_session *s, int fact) {
    const ru_fields *f = &s->policy->schema->facts;
    if (!s->open || fact < 0 || (size_t)fact >= f->count || f->keys[fact].derived) return NULL;
    return &f->items[fact];
}

ruth_status ruth_request_set(ruth_session *s, int fact, int64_t value) {
    const ru_fields *f = &s->policy->schema->facts;
    return s->open && fact >= 0 && (size_t)fact < f->count ? put_number(f->settable[fact], value, &s->request.facts[fact]) : RUTH_E_ARGUMENT;
}

ruth_status ruth_request_set_text(ruth_session *s, int fact, const char *text) {
    const ru_fact *f = settable(s, fact);
    return f ? put_text(s, f, text, &s->request.facts[fact]) : RUTH_E_ARGUMENT;
}

ruth_status ruth_request_set_texts(ruth_session *s, int fact, const char *const *texts, size_t count) {
    const ru_fact *f = settable(s, fact);
    return f ? put_texts(s, f, texts, count, &s->request.facts[fact]) : RUTH_E_ARGUMENT;
}

ruth_status ruth_request_set_windows(ruth_session *s, int fact, const ruth_window *windows, size_t count) {
    const ru_fact *f = settable(s, fact);
    return f ? put_windows(s, f, windows, count, &s->request.facts[fact]) : RUTH_E_ARGUMENT;
}

ruth_status ruth_request_set_unknown(ruth_session *s, int fact) {
    if (!settable(s, fact)) return RUTH_E_ARGUMENT;
    s->request.facts[fact] = (ru_value){.state = RU_UNKNOWN, .given = 1};
    return RUTH_OK;
}

/* ---- what happened before, and which debt this is about ---- */
static ruth_status fill_contact(ruth_session *s, const ruth_contact *from, ru_contact *c, ruth_error *error) {
    const ru_fields *f = &s->policy->schema->contact;
    c->fields = ru_arena_alloc(&s->arena, (f->count + 1) * sizeof *c->fields);
    if (!c->fields) return ru_fail_nomem(error);
    memcpy(c->fields, f->missing, f->count * sizeof *c->fields);
    for (size_t i = 0; i < from->field_count; i++) {
        int slot = from->fields[i].field;
        if (slot < 0 || (size_t)slot >= f->count)
            return ru_fail(error, RUTH_E_ARGUMENT, "%d is no field of a contact; expected what ruth_field_find gives", slot);
        if (c->fields[slot].given) return ru_fail(error, RUTH_E_ARGUMENT, "%.*s stands twice", (int)f->names[slot].n, f->names[slot].p);
        ruth_status st = put_field(s, f, slot, &from->fields[i], &c->fields[slot]);
        if (st == RUTH_E_NOMEM) return ru_fail_nomem(error);
        if (st) return ru_fail(error, st, "%.*s: this does not fit %s", (int)f->names[slot].n, f->names[slot].p, ru_type_phrase(f->items[slot].type));
    }
    return RUTH_OK;
}

ruth_status ruth_request_contact(ruth_session *s, const ruth_contact *contact, ruth_error *error) {
    ru_request *r = &s->request;
    ru_error_clear(error);
    if (!s->open) return ru_fail(error, RUTH_E_ARGUMENT, "no request was begun on this session");
    if (!contact || contact->size != sizeof *contact)
        return ru_fail(error, RUTH_E_ARGUMENT, "ruth_contact has size %zu, this library knows %zu", contact ? contact->size : 0, sizeof *contact);
    if (contact->field_count && !contact->fields) return ru_fail(error, RUTH_E_ARGUMENT, "fields is NULL and field_count %zu", contact->field_count);
    if (r->contacts_state != RU_VALUE) return ru_fail(error, RUTH_E_ARGUMENT, "the contacts of this request were said to be unknown");
    if (r->contact_count == RU_MAX_CONTACTS) return ru_fail(error, RUTH_E_LIMIT, "there are more than %d contacts", (int)RU_MAX_CONTACTS);
    if (!contact->at_unknown && (!ru_instant_fits(contact->at) || contact->at > r->now))
        return ru_fail(error, RUTH_E_ARGUMENT, "at: %lld lies after now, or outside of the years 1900 to 2200", (long long)contact->at);
    if (r->contact_count == s->contact_room) {
        ru_contact *items = ru_arena_grow(&s->arena, r->contacts, r->contact_count, &s->contact_room, sizeof *items);
        if (!items) return ru_fail_nomem(error);
        r->contacts = items;
    }
    ru_contact c = {
        .at_state = contact->at_unknown ? RU_UNKNOWN : RU_VALUE, .at_given = contact->at_unknown ? 1 : 2, .at = contact->at_unknown ? 0 : contact->at};
    ruth_status st = fill_contact(s, contact, &c, error);
    if (st) return st;
    s->built += A_FIELD;
    r->contacts[r->contact_count++] = c;
    r->contacts_given = 2;
    return RUTH_OK;
}

ruth_status ruth_request_contacts_unknown(ruth_session *s) {
    if (!s->open || s->request.contact_count) return RUTH_E_ARGUMENT;
    s->request.contacts_state = RU_UNKNOWN;
    s->request.contacts_given = 1;
    return RUTH_OK;
}

ruth_status ruth_request_debt(ruth_session *s, const char *debt) {
    ru_str name = ru_str_of(debt ? debt : "");
    if (!s->open || (debt && (!name.n || name.n > RU_MAX_ID || !ru_utf8_valid(name, NULL)))) return RUTH_E_ARGUMENT;
    ru_str kept = debt ? ru_arena_str(&s->arena, name) : (ru_str){NULL, 0};
    if (debt && !kept.p) return RUTH_E_NOMEM;
    s->request.debt = kept;
    s->request.debt_state = debt ? RU_VALUE : RU_UNKNOWN;
    return RUTH_OK;
}

/* ---- what the person answered: written as a request's text has it, and read by the reader of requests ---- */
static ruth_status answer(ruth_session *s, const char *key, ru_str json, ruth_error *error) {
    ru_rejection why = {.code = RU_REJECT_NONE};
    json = ru_arena_str(&s->arena, json);
    if (!json.p) return ru_fail_nomem(error);
    s->built += json.n;
    if (ru_request_read_key(s->policy->schema, s->zones, &s->arena, ru_str_of(key), json, &s->request, &why)) return RUTH_OK;
    if (why.code == RU_REJECT_TOO_LONG && !strcmp(why.message, "out of memory")) return ru_fail_nomem(error);
    return ru_fail(error, RUTH_E_ARGUMENT, "%s: %s", why.at[0] ? why.at : key, why.message);
}

static const char *every_name(int every) {
    static const char *const names[] = {[RUTH_EVERY_WEEK] = "week", [RUTH_EVERY_TWO_WEEKS] = "two_weeks", [RUTH_EVERY_MONTH] = "month"};
    return every >= 0 && (size_t)every < RU_COUNT(names) ? names[every] : NULL;
}

static ruth_status check_answer(const ruth_session *s, bool sized, const char *what, ruth_error *error) {
    ru_error_clear(error);
    if (!s->open) return ru_fail(error, RUTH_E_ARGUMENT, "no request was begun on this session");
    return sized ? RUTH_OK : ru_fail(error, RUTH_E_ARGUMENT, "%s is NULL, or its size is not what this library knows", what);
}

static ruth_status finish(ruth_session *s, const char *key, ru_buf *b, ruth_error *error) {
    ruth_status st = b->failed ? ru_fail_nomem(error) : answer(s, key, (ru_str){b->p, b->n}, error);
    ru_buf_clear(b);
    return st;
}

static void put_count(ru_buf *b, const char *key, int64_t value) {
    ru_buf_str(b, ru_str_of(key));
    ru_buf_int(b, value);
}

static bool put_due(ru_buf *b, int32_t date) {
    if (!ru_date_fits(date)) return false;
    RU_BUF_LIT(b, ",\"first_due\":");
    ru_json_put_date(b, date);
    return true;
}

ruth_status ruth_request_choice(ruth_session *s, const ruth_plan_line *line, ruth_error *error) {
    ruth_status st = check_answer(s, line && line->size == sizeof *line, "ruth_plan_line", error);
    if (st) return st;
    ru_buf *b = &s->words;
    ru_str id = {line->id, strnlen(line->id, sizeof line->id)}, plan = ru_str_of(line->plan ? line->plan : "");
    const char *every = every_name(line->every);
    if (!ru_utf8_valid(id, NULL) || !ru_utf8_valid(plan, NULL) || plan.n > LONGEST_TEXT) return ru_fail(error, RUTH_E_ARGUMENT, "the line is not in UTF-8");
    ru_buf_clear(b);
    if (line->plan) RU_BUF_LIT(b, "{\"id\":");
    ru_json_put_string(b, id);
    if (!line->plan) return finish(s, "choice", b, error);
    if (!every) return ru_fail(error, RUTH_E_ARGUMENT, "every is %d; expected RUTH_EVERY_WEEK, RUTH_EVERY_TWO_WEEKS or RUTH_EVERY_MONTH", line->every);
    RU_BUF_LIT(b, ",\"plan\":");
    ru_json_put_string(b, plan);
    put_count(b, ",\"instalment\":", line->instalment);
    put_count(b, ",\"count\":", line->count);
    RU_BUF_LIT(b, ",\"every\":");
    ru_json_put_string(b, ru_str_of(every));
    if (!put_due(b, line->first_due)) return ru_fail(error, RUTH_E_ARGUMENT, "first_due lies outside of the years 1900 to 2200");
    put_count(b, ",\"last\":", line->last);
    put_count(b, ",\"total\":", line->total);
    if (line->has_left) put_count(b, ",\"left\":", line->left);
    else RU_BUF_LIT(b, ",\"left\":null");
    ru_buf_char(b, '}');
    return finish(s, "choice", b, error);
}

ruth_status ruth_request_offer(ruth_session *s, const ruth_offer *offer, ruth_error *error) {
    ruth_status st = check_answer(s, offer && offer->size == sizeof *offer, "ruth_offer", error);
    if (st) return st;
    ru_buf *b = &s->words;
    const char *every = every_name(offer->every);
    if (!every) return ru_fail(error, RUTH_E_ARGUMENT, "every is %d; expected RUTH_EVERY_WEEK, RUTH_EVERY_TWO_WEEKS or RUTH_EVERY_MONTH", offer->every);
    ru_buf_clear(b);
    put_count(b, "{\"amount\":", offer->amount);
    RU_BUF_LIT(b, ",\"every\":");
    ru_json_put_string(b, ru_str_of(every));
    if (offer->count) put_count(b, ",\"count\":", offer->count);
    if (offer->has_first_due && !put_due(b, offer->first_due)) return ru_fail(error, RUTH_E_ARGUMENT, "first_due lies outside of the years 1900 to 2200");
    ru_buf_char(b, '}');
    return finish(s, "offer", b, error);
}

ruth_status ruth_request_ref(ruth_session *s, const char *bytes, size_t length, ruth_error *error) {
    ruth_status st = check_answer(s, bytes != NULL, "ref", error);
    return st ? st : answer(s, "ref", (ru_str){bytes, length}, error);
}

/* What holds between the parts; and no request is larger than a line may be, or nobody could make its decision again. */
bool ru_built_complete(ruth_session *s) {
    const ru_schema *schema = s->policy->schema;
    if (!ru_request_complete(schema, s->zones, &s->arena, &s->request, &s->rejection)) return false;
    if (s->built < RU_LINE_LIMIT / 16) return true;
    ru_buf_clear(&s->canonical);
    ru_request_write(&s->canonical, schema, &s->request);
    if (s->canonical.failed) return false;
    if (s->canonical.n + s->request.ref.n + A_FIELD <= RU_LINE_LIMIT) return true;
    s->rejection = (ru_rejection){.code = RU_REJECT_TOO_LONG, .message = "the request is longer than 1 MiB"};
    return false;
}

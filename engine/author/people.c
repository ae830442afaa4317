/* people.c: see people.h. Values lie where they matter: at the policy's own figures, one beside them, and at the ends of usual spans. */
#include "engine/author/people.h"

#include <stdio.h>

uint64_t ru_dice_next(ru_dice *d) {
    uint64_t z = (d->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int64_t ru_dice_between(ru_dice *d, int64_t low, int64_t high) { return low + (int64_t)(ru_dice_next(d) % ((uint64_t)high - (uint64_t)low + 1)); }

static bool one_in(ru_dice *r, int n) { return ru_dice_next(r) % (uint64_t)n == 0; }

/* One of them or beside it; false: there are none, or chance wants another value this time. Without hints the dice are not thrown. */
static bool hinted(ru_dice *r, const ru_hint_values *v, int64_t *out) {
    if (!v || !v->count || ru_dice_next(r) % (v->count + 1) == 0) return false;
    *out = v->items[ru_dice_next(r) % v->count] + ru_dice_between(r, -1, 1);
    return true;
}

static int64_t near_number(ru_dice *r, const ru_schema *s, ru_type type, const ru_hint_values *hints) {
    int64_t hint;
    if (hinted(r, hints, &hint)) return hint;
    if (s->number_count && !one_in(r, 3)) {
        const ru_number *n = &s->numbers[ru_dice_next(r) % s->number_count];
        int64_t v = n->type == RU_MONEY ? (s->currency_count && n->has_money[0] ? n->money[0] : 0) : n->value;
        if (type == RU_MONEY || n->type == type) return v + ru_dice_between(r, -1, 1);
    }
    static const int64_t usual[] = {-2, -1, 0, 1, 2, 3, 5, 10, 30, 60, 121, 200};
    int64_t v = usual[ru_dice_next(r) % (sizeof usual / sizeof *usual)];
    return type == RU_MONEY && one_in(r, 2) ? v * 1000 : v;
}

static int64_t clamp(int64_t v, const ru_fact *f) {
    if (!f->has_range) return v;
    return v < f->low ? f->low : v > f->high ? f->high : v;
}

static int64_t some_days(ru_dice *r, const ru_hint_values *hints) {
    int64_t hint;
    if (hinted(r, hints, &hint)) return hint;
    static const int64_t spans[] = {0, 1, 2, 4, 5, 9, 10, 11, 29, 30, 31, 59, 60, 61, 89, 90, 180, 181, 400};
    int64_t v = spans[ru_dice_next(r) % (sizeof spans / sizeof *spans)];
    return one_in(r, 5) ? v : -v;
}

static void quoted_list(char *out, size_t room, const ru_str *names, size_t count, uint64_t bits) {
    size_t n = 0;
    out[n++] = '[';
    for (size_t i = 0; i < count; i++)
        if (bits >> i & 1) n += (size_t)snprintf(out + n, room - n, "%s\"%.*s\"", n > 1 ? "," : "", (int)names[i].n, names[i].p);
    snprintf(out + n, room - n, "]");
}

static const char *const zones[] = {"America/New_York", "America/Los_Angeles", "Europe/Paris", "Asia/Kolkata"};

static void value_text(ru_dice *r, const ru_schema *s, const ru_fact *f, const ru_hint_values *hints, int64_t now, int zone, char *out) {
    char date[11], instant[21];
    switch (f->type) {
    case RU_BOOLEAN: snprintf(out, RU_SOMEONE_VALUE, "%s", one_in(r, 2) ? "true" : "false"); break;
    case RU_INTEGER:
    case RU_MONEY: snprintf(out, RU_SOMEONE_VALUE, "%lld", (long long)clamp(near_number(r, s, f->type, hints), f)); break;
    case RU_RATIO: snprintf(out, RU_SOMEONE_VALUE, "\"0.%06d\"", (int)ru_dice_between(r, 0, 999999)); break;
    case RU_ENUM: {
        ru_str v = f->values[ru_dice_next(r) % f->value_count];
        snprintf(out, RU_SOMEONE_VALUE, "\"%.*s\"", (int)v.n, v.p);
        break;
    }
    case RU_DATE:
        ru_date_text((int32_t)(now / 86400 + some_days(r, hints)), date);
        snprintf(out, RU_SOMEONE_VALUE, "\"%s\"", date);
        break;
    case RU_INSTANT:
        ru_instant_text(now + some_days(r, hints) * 86400 - ru_dice_between(r, 0, 86400), instant);
        snprintf(out, RU_SOMEONE_VALUE, "\"%s\"", instant);
        break;
    case RU_ZONE: snprintf(out, RU_SOMEONE_VALUE, "\"%s\"", zones[zone]); break;
    case RU_TEXT: snprintf(out, RU_SOMEONE_VALUE, "\"t%d\"", (int)ru_dice_between(r, 0, 3)); break;
    case RU_LIST_ENUM: quoted_list(out, RU_SOMEONE_VALUE, f->values, f->value_count, ru_dice_next(r) & ru_dice_next(r)); break;
    case RU_LIST_ZONE: snprintf(out, RU_SOMEONE_VALUE, one_in(r, 2) ? "[\"%s\"]" : "[\"%s\",\"Europe/London\"]", zones[zone]); break;
    case RU_LIST_TEXT: snprintf(out, RU_SOMEONE_VALUE, "[\"D%d\"]", (int)ru_dice_between(r, 1, 2)); break;
    case RU_WINDOWS:
        snprintf(out, RU_SOMEONE_VALUE, "[{\"days\":[\"mon\",\"sun\"],\"from\":\"%02d:00\",\"to\":\"22:30\"}]", (int)ru_dice_between(r, 5, 23));
        break;
    }
}

static ru_someone_field *field_of(ru_someone_contact *c, int slot) {
    for (int i = 0; i < c->count; i++)
        if (c->fields[i].slot == slot) return &c->fields[i];
    if (c->count == (int)RU_COUNT(c->fields)) return NULL;
    c->fields[c->count] = (ru_someone_field){.slot = slot};
    return &c->fields[c->count++];
}

/* What is computed cannot be put into a contact: the field stays as it was drawn. */
static void put_constant(ru_someone_field *f, const ru_node *v) {
    if (v->kind == RU_NODE_BOOL) snprintf(f->value, sizeof f->value, "%s", v->number ? "true" : "false");
    else if (v->kind == RU_NODE_INT) snprintf(f->value, sizeof f->value, "%lld", (long long)v->number);
    else if (v->text.n < RU_SOMEONE_VALUE - 3) snprintf(f->value, sizeof f->value, "\"%.*s\"", (int)v->text.n, v->text.p);
    f->null = false;
}

/* A contact that some rule looks for. */
static void match_filter(ru_dice *r, const ru_hints *h, ru_someone_contact *c) {
    const ru_hint_filter *f = &h->filters[ru_dice_next(r) % h->filter_count];
    for (int i = 0; i < f->count; i++) {
        const ru_node *v = f->fields[i].values;
        if (v && v->kind == RU_NODE_LIST) v = v->count ? v->items[ru_dice_next(r) % v->count] : NULL;
        bool plain = v && (v->kind == RU_NODE_BOOL || v->kind == RU_NODE_INT || v->kind == RU_NODE_TEXT);
        ru_someone_field *field = plain ? field_of(c, f->fields[i].slot) : NULL;
        if (field) put_constant(field, v);
    }
}

static void random_contact(ru_dice *r, const ru_schema *s, const ru_hints *h, int64_t now, ru_someone_contact *c) {
    char instant[21];
    int64_t days, a = ru_dice_between(r, 0, 12), ago = a * ru_dice_between(r, 0, 86400 * 3);
    c->count = 0;
    if (h && hinted(r, &h->contact_days, &days)) ago = days * 86400 + ru_dice_between(r, -7200, 7200);
    ru_instant_text(now - (ago < 0 ? 0 : ago), instant);
    ru_someone_field *at = &c->fields[c->count++];
    *at = (ru_someone_field){.slot = -1, .null = one_in(r, 20)};
    snprintf(at->value, sizeof at->value, "\"%s\"", instant);
    for (size_t i = 0; i < s->contact.count && c->count < 24; i++) {
        if (one_in(r, 4)) continue;
        ru_someone_field *f = &c->fields[c->count++];
        *f = (ru_someone_field){.slot = (int)i, .null = one_in(r, 12)};
        value_text(r, s, &s->contact.items[i], NULL, now, 0, f->value);
    }
    if (h && h->filter_count && !one_in(r, 3)) match_filter(r, h, c);
}

void ru_someone_likely(ru_dice *r, const ru_schema *s, const ru_hints *h, bool ordinary, ru_someone *out) {
    out->now = INT64_C(1772632800) + ru_dice_between(r, 0, 400 * 24) * 3600 + ru_dice_between(r, 0, 3599);
    out->fact_count = 0;
    int zone = (int)(ru_dice_next(r) % (sizeof zones / sizeof *zones)), gaps = one_in(r, 3) ? 3 : 12; /* some people are known better than others */
    for (size_t i = 0; i < s->facts.count; i++) {
        const ru_fact *f = &s->facts.items[i];
        if (f->derived || f->from_plugin || out->fact_count == RU_SOMEONE_FIELDS || one_in(r, gaps)) continue;
        if (ordinary && f->missing.state != RU_UNKNOWN && !one_in(r, 15)) continue;
        if (f->missing.state == RU_NONE && !one_in(r, 3)) continue; /* records of events are rare */
        if ((int)i == s->core.timezone_candidates && !one_in(r, 3)) continue;
        ru_someone_field *d = &out->facts[out->fact_count++];
        *d = (ru_someone_field){.slot = (int)i, .null = one_in(r, gaps)};
        value_text(r, s, f, h ? &h->facts[i] : NULL, out->now, zone, d->value);
    }
    out->contact_count = one_in(r, 3) || (ordinary && !one_in(r, 3)) ? 0 : (int)ru_dice_between(r, 0, RU_SOMEONE_CONTACTS);
    out->contacts_null = one_in(r, 40);
    for (int i = 0; i < out->contact_count; i++) random_contact(r, s, h, out->now, &out->contacts[i]);
}

void ru_someone_random(ru_dice *d, const ru_schema *s, bool ordinary, ru_someone *out) { ru_someone_likely(d, s, NULL, ordinary, out); }

void ru_someone_likely_value(ru_dice *d, const ru_schema *s, const ru_hints *h, int slot, int64_t now, char out[RU_SOMEONE_VALUE]) {
    value_text(d, s, &s->facts.items[slot], &h->facts[slot], now, 0, out);
}

void ru_someone_value(ru_dice *d, const ru_schema *s, const ru_fact *f, int64_t now, char out[RU_SOMEONE_VALUE]) { value_text(d, s, f, NULL, now, 0, out); }

ru_someone_field *ru_someone_fact(ru_someone *p, int slot) {
    for (int i = 0; i < p->fact_count; i++)
        if (p->facts[i].slot == slot) return &p->facts[i];
    return NULL;
}

static void put_field(ru_buf *b, const ru_fields *fields, const ru_someone_field *f, bool first) {
    ru_str name = f->slot < 0 ? RU_STR("at") : fields->items[f->slot].name;
    ru_buf_printf(b, "%s\"%.*s\":%s", first ? "" : ",", (int)name.n, name.p, f->null ? "null" : f->value);
}

void ru_someone_write(ru_buf *b, const ru_schema *s, const ru_someone *p) {
    char now[21];
    ru_instant_text(p->now, now);
    ru_buf_printf(b, "{\"id\":\"r\",\"now\":\"%s\",\"facts\":{", now);
    for (int i = 0; i < p->fact_count; i++) put_field(b, &s->facts, &p->facts[i], i == 0);
    RU_BUF_LIT(b, "},\"contacts\":");
    if (p->contacts_null) {
        RU_BUF_LIT(b, "null}");
        return;
    }
    ru_buf_char(b, '[');
    for (int i = 0; i < p->contact_count; i++) {
        if (i) ru_buf_char(b, ',');
        ru_buf_char(b, '{');
        for (int k = 0; k < p->contacts[i].count; k++) put_field(b, &s->contact, &p->contacts[i].fields[k], k == 0);
        ru_buf_char(b, '}');
    }
    RU_BUF_LIT(b, "]}");
}

/* requests.c: see requests.h. */
#include "tests/support/requests.h"

#include <stdio.h>
#include <string.h>

static bool one_in(support_random *r, int n) { return support_next(r) % (uint64_t)n == 0; }

static int64_t near_number(support_random *r, const ru_schema *s, ru_type type) {
    if (s->number_count && !one_in(r, 3)) {
        const ru_number *n = &s->numbers[support_next(r) % s->number_count];
        int64_t v = n->type == RU_MONEY ? (s->currency_count && n->has_money[0] ? n->money[0] : 0) : n->value;
        if (type == RU_MONEY || n->type == type) return v + support_between(r, -1, 1);
    }
    static const int64_t usual[] = {-2, -1, 0, 1, 2, 3, 5, 10, 30, 60, 121, 200};
    int64_t v = usual[support_next(r) % (sizeof usual / sizeof *usual)];
    return type == RU_MONEY && one_in(r, 2) ? v * 1000 : v;
}

static int64_t clamp(int64_t v, const ru_fact *f) {
    if (!f->has_range) return v;
    return v < f->low ? f->low : v > f->high ? f->high : v;
}

static int64_t some_days(support_random *r) {
    static const int64_t spans[] = {0, 1, 2, 4, 5, 9, 10, 11, 29, 30, 31, 59, 60, 61, 89, 90, 180, 181, 400};
    int64_t v = spans[support_next(r) % (sizeof spans / sizeof *spans)];
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

static void value_text(support_random *r, const ru_schema *s, const ru_fact *f, int64_t now, int zone, char *out) {
    char date[11], instant[21];
    switch (f->type) {
    case RU_BOOLEAN: snprintf(out, REQUEST_VALUE, "%s", one_in(r, 2) ? "true" : "false"); break;
    case RU_INTEGER:
    case RU_MONEY: snprintf(out, REQUEST_VALUE, "%lld", (long long)clamp(near_number(r, s, f->type), f)); break;
    case RU_RATIO: snprintf(out, REQUEST_VALUE, "\"0.%06d\"", (int)support_between(r, 0, 999999)); break;
    case RU_ENUM: {
        ru_str v = f->values[support_next(r) % f->value_count];
        snprintf(out, REQUEST_VALUE, "\"%.*s\"", (int)v.n, v.p);
        break;
    }
    case RU_DATE:
        ru_date_text((int32_t)(now / 86400 + some_days(r)), date);
        snprintf(out, REQUEST_VALUE, "\"%s\"", date);
        break;
    case RU_INSTANT:
        ru_instant_text(now + some_days(r) * 86400 - support_between(r, 0, 86400), instant);
        snprintf(out, REQUEST_VALUE, "\"%s\"", instant);
        break;
    case RU_ZONE: snprintf(out, REQUEST_VALUE, "\"%s\"", zones[zone]); break;
    case RU_TEXT: snprintf(out, REQUEST_VALUE, "\"t%d\"", (int)support_between(r, 0, 3)); break;
    case RU_LIST_ENUM: quoted_list(out, REQUEST_VALUE, f->values, f->value_count, support_next(r) & support_next(r)); break;
    case RU_LIST_ZONE: snprintf(out, REQUEST_VALUE, one_in(r, 2) ? "[\"%s\"]" : "[\"%s\",\"Europe/London\"]", zones[zone]); break;
    case RU_LIST_TEXT: snprintf(out, REQUEST_VALUE, "[\"D%d\"]", (int)support_between(r, 1, 2)); break;
    case RU_WINDOWS: snprintf(out, REQUEST_VALUE, "[{\"days\":[\"mon\",\"sun\"],\"from\":\"%02d:00\",\"to\":\"22:30\"}]", (int)support_between(r, 5, 23)); break;
    }
}

static void random_contact(support_random *r, const ru_schema *s, int64_t now, request_contact *c) {
    char instant[21];
    c->count = 0;
    ru_instant_text(now - support_between(r, 0, 12) * support_between(r, 0, 86400 * 3), instant);
    request_field *at = &c->fields[c->count++];
    *at = (request_field){.slot = -1, .null = one_in(r, 20)};
    snprintf(at->value, sizeof at->value, "\"%s\"", instant);
    for (size_t i = 0; i < s->contact.count && c->count < 24; i++) {
        if (one_in(r, 4)) continue;
        request_field *f = &c->fields[c->count++];
        *f = (request_field){.slot = (int)i, .null = one_in(r, 12)};
        value_text(r, s, &s->contact.items[i], now, 0, f->value);
    }
}

void request_random(support_random *r, const ru_schema *s, request_draft *out) {
    out->now = INT64_C(1772632800) + support_between(r, 0, 400 * 24) * 3600 + support_between(r, 0, 3599);
    out->fact_count = 0;
    int zone = (int)(support_next(r) % (sizeof zones / sizeof *zones)), gaps = one_in(r, 3) ? 3 : 12; /* some people are known better than others */
    for (size_t i = 0; i < s->facts.count; i++) {
        const ru_fact *f = &s->facts.items[i];
        if (f->derived || f->from_plugin || one_in(r, gaps)) continue;
        if (f->missing.state == RU_NONE && !one_in(r, 3)) continue; /* records of events are rare */
        if ((int)i == s->core.timezone_candidates && !one_in(r, 3)) continue;
        request_field *d = &out->facts[out->fact_count++];
        *d = (request_field){.slot = (int)i, .null = one_in(r, gaps)};
        value_text(r, s, f, out->now, zone, d->value);
    }
    out->contact_count = one_in(r, 3) ? 0 : (int)support_between(r, 0, REQUEST_CONTACTS);
    out->contacts_null = one_in(r, 40);
    for (int i = 0; i < out->contact_count; i++) random_contact(r, s, out->now, &out->contacts[i]);
}

static size_t put_field(char *out, size_t room, const ru_fields *fields, const request_field *f, bool first) {
    ru_str name = f->slot < 0 ? RU_STR("at") : fields->items[f->slot].name;
    return (size_t)snprintf(out, room, "%s\"%.*s\":%s", first ? "" : ",", (int)name.n, name.p, f->null ? "null" : f->value);
}

const char *request_text(const ru_schema *s, const request_draft *d) {
    static char out[1 << 16];
    char now[21];
    ru_instant_text(d->now, now);
    size_t n = (size_t)snprintf(out, sizeof out, "{\"id\":\"r\",\"now\":\"%s\",\"facts\":{", now);
    for (int i = 0; i < d->fact_count; i++) n += put_field(out + n, sizeof out - n, &s->facts, &d->facts[i], i == 0);
    n += (size_t)snprintf(out + n, sizeof out - n, "},\"contacts\":%s", d->contacts_null ? "null" : "[");
    for (int i = 0; !d->contacts_null && i < d->contact_count; i++) {
        n += (size_t)snprintf(out + n, sizeof out - n, "%s{", i ? "," : "");
        for (int k = 0; k < d->contacts[i].count; k++) n += put_field(out + n, sizeof out - n, &s->contact, &d->contacts[i].fields[k], k == 0);
        n += (size_t)snprintf(out + n, sizeof out - n, "}");
    }
    snprintf(out + n, sizeof out - n, d->contacts_null ? "}" : "]}");
    return out;
}

/* accounts.c: see accounts.h. */
#include "tests/support/accounts.h"

#include <stdio.h>
#include <string.h>

enum { DAY = 86400 };

int account_slot(const ru_schema *s, const char *name) {
    int slot = ru_fields_find(&s->facts, ru_str_of(name));
    if (slot < 0) fail_msg("the policy has no fact %s", name);
    return slot;
}

void account_leave_out(request_draft *r, int slot) {
    for (int i = 0; i < r->fact_count; i++)
        if (r->facts[i].slot == slot) r->facts[i--] = r->facts[--r->fact_count];
}

void account_put(request_draft *r, int slot, const char *json) {
    account_leave_out(r, slot);
    assert_true(r->fact_count < RU_SOMEONE_FIELDS);
    ru_someone_field *f = &r->facts[r->fact_count++];
    *f = (ru_someone_field){.slot = slot};
    snprintf(f->value, sizeof f->value, "%s", json);
}

static void put_date(request_draft *r, const ru_schema *s, const char *name, int64_t days) {
    char date[16], json[24];
    ru_date_text((int32_t)(r->now / DAY + days), date);
    snprintf(json, sizeof json, "\"%s\"", date);
    account_put(r, account_slot(s, name), json);
}

static void put_field(ru_someone_contact *c, const ru_schema *s, const char *name, const char *json) {
    int slot = ru_fields_find(&s->contact, ru_str_of(name));
    assert_true(slot >= 0 && c->count < (int)RU_COUNT(c->fields));
    ru_someone_field *f = &c->fields[c->count++];
    *f = (ru_someone_field){.slot = slot};
    snprintf(f->value, sizeof f->value, "%s", json);
}

static void put_course(support_random *r, const ru_schema *s, request_draft *out) {
    static const struct {
        int age;
        const char *about, *said, *asked;
    } course[] = {{100, "\"help\"", "\"encouragement\"", NULL}, {88, "\"plans\"", "\"encouragement\"", "\"three_questions\""},
                  {72, "\"review\"", "\"nudge\"", NULL},        {54, "\"reminder\"", "\"nudge\"", NULL},
                  {37, "\"reminder\"", "\"plain\"", NULL},      {20, "\"reminder\"", "\"plain\"", NULL}};
    out->contacts_null = false;
    out->contact_count = (int)support_between(r, 0, (int64_t)RU_COUNT(course));
    for (int i = 0; i < out->contact_count; i++) {
        ru_someone_contact *c = &out->contacts[i];
        char instant[24];
        c->count = 0;
        ru_instant_text(out->now - (course[i].age + support_between(r, -8, 8)) * DAY, instant);
        ru_someone_field *at = &c->fields[c->count++];
        *at = (ru_someone_field){.slot = -1};
        snprintf(at->value, sizeof at->value, "\"%s\"", instant);
        put_field(c, s, "channel", course[i].asked ? "\"voice\"" : "\"letter\"");
        put_field(c, s, "direction", "\"outbound\"");
        put_field(c, s, "outcome", course[i].asked ? "\"conversation\"" : "\"delivered\"");
        put_field(c, s, "automated", "false");
        put_field(c, s, "about", course[i].about);
        put_field(c, s, "said", course[i].said);
        if (course[i].asked) put_field(c, s, "asked", course[i].asked);
    }
}

void account_random(support_random *r, const ru_schema *s, request_draft *out) {
    static const char *const consents[] = {"email_consent", "sms_consent", "whatsapp_consent", "call_consent", "portal_user"};
    static const struct {
        const char *jurisdiction, *zone, *currency;
    } places[] = {{"\"us\"", "\"America/New_York\"", "\"USD\""}, {"\"ca-qc\"", "\"America/Toronto\"", "\"CAD\""}, {"\"fr\"", "\"Europe/Paris\"", "\"EUR\""}};
    char number[32];
    size_t place = (size_t)support_between(r, 0, 2);
    ru_dice d = {support_next(r)};
    ru_someone_random(&d, s, true, out);
    if (!support_between(r, 0, 5)) return; /* some are anybody */
    account_put(out, account_slot(s, "jurisdiction"), places[place].jurisdiction);
    account_put(out, account_slot(s, "timezone"), places[place].zone);
    account_put(out, account_slot(s, "currency"), places[place].currency);
    account_put(out, account_slot(s, "role"), "\"first_party\"");
    account_leave_out(out, account_slot(s, "timezone_candidates"));
    snprintf(number, sizeof number, "%d", (int)support_between(r, 1, 3000) * 100);
    account_put(out, account_slot(s, "balance"), number);
    snprintf(number, sizeof number, "%d", (int)support_between(r, -10, 220));
    account_put(out, account_slot(s, "days_past_due"), number);
    for (size_t i = 0; i < RU_COUNT(consents); i++) account_put(out, account_slot(s, consents[i]), support_between(r, 0, 1) ? "true" : "false");
    snprintf(number, sizeof number, "%d", (int)support_between(r, 1000, 3500) * 100);
    account_put(out, account_slot(s, "monthly_income"), number);
    account_put(out, account_slot(s, "essential_costs"), "150000");
    account_put(out, account_slot(s, "priority_debts"), "0");
    account_put(out, account_slot(s, "time_barred"), "false");
    account_put(out, account_slot(s, "harm_signal"), "false");
    put_date(out, s, "hardship_reviewed_on", -support_between(r, 1, 100));
    if (support_between(r, 0, 1)) put_date(out, s, "human_approval_on", -support_between(r, 1, 20));
    put_course(r, s, out);
}

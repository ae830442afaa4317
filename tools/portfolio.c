/* portfolio.c: makes the synthetic portfolio of docs/portfolio.md; people that never were, out of a seed.
 *
 *   portfolio SEED COUNT [NOW]         COUNT requests for policies/humane, one a line
 *   portfolio --fill SEED < requests   the same requests, every gap of their facts filled with something plausible
 *
 * Integers only, its own random numbers, no clock: the same words on the command line always give the same bytes. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "tools/members.h"

enum { TEXT_ROOM = 160, DATE_ROOM = 64, INSTANT_ROOM = 160, MOST_CONTACTS = 12, HISTORY_DAYS = 60, DAY = 86400 };
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

/* ---- random numbers: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) ---- */
typedef struct dice {
    uint64_t state;
} dice;

static uint64_t roll(dice *d) {
    uint64_t z = (d->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* Each person rolls dice of their own, so that more people do not change the first ones. */
static dice dice_of(uint64_t seed, uint64_t number) {
    dice d = {seed};
    d.state = roll(&d) ^ (number * 0xd1342543de82ef95u);
    return d;
}

static int64_t between(dice *d, int64_t low, int64_t high) { return low + (int64_t)(roll(d) % (uint64_t)(high - low + 1)); }
static bool chance(dice *d, int per_mille) { return between(d, 0, 999) < per_mille; }

/* Small sums more often than large ones. */
static int64_t mostly_small(dice *d, int64_t low, int64_t high) {
    int64_t r = between(d, 0, 9999);
    return low + (high - low) * r / 10000 * r / 10000;
}

/* Which of `shares` (they sum to at most 1000): its index, or their number when none is meant. */
static size_t pick(dice *d, const int *shares, size_t count) {
    int64_t r = between(d, 0, 999);
    for (size_t i = 0; i < count; i++) {
        if (r < shares[i]) return i;
        r -= shares[i];
    }
    return count;
}

/* ---- days ---- */
static int64_t days_of(int64_t y, int64_t m, int64_t d) { /* since 1970-01-01 */
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void date_text(int64_t days, char *out, size_t room) {
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int64_t d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9, y = yoe + era * 400 + (m <= 2);
    snprintf(out, room, "%04" PRId64 "-%02" PRId64 "-%02" PRId64, y, m, d);
}

static void instant_text(int64_t seconds, char *out, size_t room) {
    char date[DATE_ROOM];
    date_text(seconds / DAY, date, sizeof date);
    int64_t s = seconds % DAY;
    snprintf(out, room, "%sT%02" PRId64 ":%02" PRId64 ":%02" PRId64 "Z", date, s / 3600, s / 60 % 60, s % 60);
}

/* "2026-03-04T15:00:00Z", seconds since 1970; false on another form. An offset is read as Z: only the day matters here. */
static bool instant_read(const char *s, int64_t *seconds) {
    int y, mo, d, h, mi, se;
    if (sscanf(s, "%4d-%2d-%2dT%2d:%2d:%2d", &y, &mo, &d, &h, &mi, &se) != 6) return false;
    if (y < 1971 || y > 2199 || mo < 1 || mo > 12 || d < 1 || d > 31 || h < 0 || h > 23 || mi < 0 || mi > 59 || se < 0 || se > 59) return false;
    *seconds = days_of(y, mo, d) * DAY + h * 3600 + mi * 60 + se;
    return true;
}

static const char usual_now[] = "2026-03-04T15:00:00Z";

/* ---- facts: by name, as they are written ---- */
/* clang-format off */
typedef enum fact {
    AGE, ANSWERED_ON, BALANCE, BARRIER, CALL_CONSENT, CALL_REASON, CEASE_RECEIVED_AT, COMPLAINT_OPEN, CONVENIENT_WINDOWS, CURED_ON, CURRENCY,
    DAYS_PAST_DUE, DEADLINE_ON, DISPUTE_OPEN, DISTRESS, EASE_REQUEST, EDUCATION, EMAIL_CONSENT, ESSENTIAL_COSTS, HARDSHIP_REVIEWED_ON, HARM_SIGNAL,
    HUMAN_APPROVAL_ON, JURISDICTION, LANGUAGE, LIFE_EVENT, LIFE_EVENT_ON, MEDIUM_OPT_OUTS, MONTHLY_INCOME, PAUSE_UNTIL, PAUSES_12M, PAY_CYCLE,
    PLAN_STATUS, PLANS_BROKEN_12M, PORTAL_USER, PREFERRED_CHANNEL, PRIORITY_DEBTS, RISK_SIGNAL, ROLE, SEX, SMS_CONSENT, SUBJECT, SUPPORT_REVIEW_ON,
    TIME_BARRED, TIMEZONE, TIMEZONE_CANDIDATES, VULNERABILITIES, WANTS_HUMAN, WHATSAPP_CONSENT, FACT_COUNT
} fact;
static const char *const fact_names[FACT_COUNT] = {
    "age", "answered_on", "balance", "barrier", "call_consent", "call_reason", "cease_received_at", "complaint_open", "convenient_windows", "cured_on", "currency",
    "days_past_due", "deadline_on", "dispute_open", "distress", "ease_request", "education", "email_consent", "essential_costs", "hardship_reviewed_on", "harm_signal",
    "human_approval_on", "jurisdiction", "language", "life_event", "life_event_on", "medium_opt_outs", "monthly_income", "pause_until", "pauses_12m", "pay_cycle",
    "plan_status", "plans_broken_12m", "portal_user", "preferred_channel", "priority_debts", "risk_signal", "role", "sex", "sms_consent", "subject", "support_review_on",
    "time_barred", "timezone", "timezone_candidates", "vulnerabilities", "wants_human", "whatsapp_consent"};
/* clang-format on */

typedef struct person {
    dice dice;
    bool filling; /* gaps of somebody else's request: every question gets an answer */
    int64_t now, today;
    int64_t scale;                    /* of money: how many units of this currency a dollar is, about */
    int64_t late, balance, income;    /* days past due; minor units */
    char text[FACT_COUNT][TEXT_ROOM]; /* the JSON value of each fact; "" when there is none */
    bool given[FACT_COUNT];           /* known before: kept as it is */
} person;

__attribute__((format(printf, 3, 4))) static void put(person *p, fact f, const char *format, ...) {
    va_list args;
    if (p->given[f]) return;
    va_start(args, format);
    vsnprintf(p->text[f], TEXT_ROOM, format, args);
    va_end(args);
}
static void put_word(person *p, fact f, const char *word) { put(p, f, "\"%s\"", word); }
static void put_int(person *p, fact f, int64_t v) { put(p, f, "%" PRId64, v); }
static void put_bool(person *p, fact f, bool v) { put(p, f, "%s", v ? "true" : "false"); }
static void put_day(person *p, fact f, int64_t days) {
    char date[DATE_ROOM];
    date_text(days, date, sizeof date);
    put_word(p, f, date);
}
static bool has(const person *p, fact f) { return p->text[f][0] != '\0'; }
static bool is(const person *p, fact f, const char *word) {
    size_t n = strlen(word);
    return p->text[f][0] == '"' && !strncmp(p->text[f] + 1, word, n) && p->text[f][n + 1] == '"';
}

/* ---- where and who ---- */
typedef struct place {
    const char *jurisdiction;
    int share;
    const char *currency;
    const char *zones[3];
    int french;
} place;
static const place places[] = {
    {"us", 220, "USD", {"America/New_York", "America/Chicago", "America/Denver"}, 40},
    {"us-ca", 110, "USD", {"America/Los_Angeles", NULL, NULL}, 40},
    {"us-ma", 50, "USD", {"America/New_York", NULL, NULL}, 40},
    {"us-ny-nyc", 70, "USD", {"America/New_York", NULL, NULL}, 40},
    {"us-fl", 70, "USD", {"America/New_York", "America/Chicago", NULL}, 40},
    {"us-wa", 30, "USD", {"America/Los_Angeles", NULL, NULL}, 40},
    {"ca-qc", 140, "CAD", {"America/Toronto", NULL, NULL}, 820},
    {"ca-on", 60, "CAD", {"America/Toronto", NULL, NULL}, 80},
    {"ca-fed", 30, "CAD", {"America/Winnipeg", "America/Vancouver", NULL}, 80},
    {"fr", 90, "EUR", {"Europe/Paris", NULL, NULL}, 1000},
    {"be", 50, "EUR", {"Europe/Brussels", NULL, NULL}, 850},
    {"gb", 50, "GBP", {"Europe/London", NULL, NULL}, 0},
    {"au", 30, "AUD", {"Australia/Sydney", "Australia/Perth", NULL}, 0},
};

static const place *place_of(person *p) {
    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (is(p, JURISDICTION, places[i].jurisdiction)) return &places[i];
    int shares[COUNT_OF(places)];
    for (size_t i = 0; i < COUNT_OF(places); i++) shares[i] = places[i].share;
    size_t at = pick(&p->dice, shares, COUNT_OF(places));
    return &places[at < COUNT_OF(places) ? at : 0];
}

static void make_place(person *p) {
    dice *d = &p->dice;
    const place *at = place_of(p);
    size_t zones = 1;
    while (zones < COUNT_OF(at->zones) && at->zones[zones]) zones++;
    const char *zone = at->zones[between(d, 0, (int64_t)zones - 1)];
    put_word(p, JURISDICTION, at->jurisdiction);
    put_word(p, ROLE, chance(d, 850) ? "first_party" : "third_party");
    put_word(p, CURRENCY, at->currency);
    put_word(p, LANGUAGE, chance(d, at->french) ? "fr" : "en");
    if (!chance(d, 30) || p->filling) put_word(p, TIMEZONE, zone);
    if (chance(d, 20) && !p->given[TIMEZONE] && !strcmp(at->currency, "USD")) {
        const char *other = strcmp(zone, "America/Chicago") ? "America/Chicago" : "America/New_York";
        put(p, TIMEZONE_CANDIDATES, "[\"%s\",\"%s\"]", zone, other);
    }
    p->scale = is(p, CURRENCY, "TWD") ? 30 : 1;
}

static void make_protected(person *p) {
    static const char *const sexes[] = {"female", "male", "other"}, *const schools[] = {"graduate", "university", "high_school", "other"};
    static const int sex_shares[] = {510, 470, 20}, school_shares[] = {200, 380, 400, 20};
    put_word(p, SEX, sexes[pick(&p->dice, sex_shares, 3) % 3]);
    put_word(p, EDUCATION, schools[pick(&p->dice, school_shares, 4) % 4]);
    put_int(p, AGE, between(&p->dice, 18, 88));
}

/* ---- the account ---- */
static void make_stage(person *p) {
    static const int shares[] = {60, 180, 260, 260, 240};
    static const int64_t late[][2] = {{-30, 0}, {-30, 0}, {1, 15}, {16, 60}, {61, 420}}, sums[][2] = {{0, 0}, {40, 6000}, {40, 6000}, {60, 9000}, {80, 15000}};
    dice *d = &p->dice;
    size_t stage = pick(d, shares, COUNT_OF(shares)) % COUNT_OF(shares);
    int64_t days = between(d, late[stage][0], late[stage][1]);
    int64_t sum = mostly_small(d, sums[stage][0] * 100, sums[stage][1] * 100) * p->scale;
    int64_t credit = chance(d, 250) ? between(d, 1, 5000) : 0;
    if (stage == 0) sum = -credit;
    put_int(p, DAYS_PAST_DUE, days);
    put_int(p, BALANCE, sum);
    if (!p->given[DAYS_PAST_DUE]) p->late = days;
    if (!p->given[BALANCE]) p->balance = sum;
}

static void make_account(person *p) {
    static const char *const plans[] = {"kept", "missed", "broken"};
    static const int plan_shares[] = {60, 20, 30};
    dice *d = &p->dice;
    make_stage(p);
    bool due = p->late > 0;
    if (!due && chance(d, 350)) put_bool(p, RISK_SIGNAL, true);
    if (!due && chance(d, 110)) put_day(p, CURED_ON, p->today - between(d, 0, 40));
    size_t plan = pick(d, plan_shares, 3);
    if (plan < 3) put_word(p, PLAN_STATUS, plans[plan]);
    int64_t broken = between(d, 0, 999), pauses = between(d, 0, 999);
    if (broken < 110) put_int(p, PLANS_BROKEN_12M, broken < 80 ? 1 : broken < 100 ? 2 : 3);
    if (pauses < 80) put_int(p, PAUSES_12M, pauses < 60 ? 1 : 2);
    if (p->late > 15 && chance(d, 40)) put_day(p, DEADLINE_ON, p->today + between(d, 1, 20));
    int64_t barred = between(d, 0, 999);
    if (p->filling || barred < 710) put_bool(p, TIME_BARRED, barred >= 700 && barred < 710);
    bool reviewed = p->late > 120 && chance(d, 300);
    if (reviewed) put_day(p, HARDSHIP_REVIEWED_ON, p->today - between(d, 1, 120));
    if (reviewed ? chance(d, 600) : p->late > 120 && chance(d, 50)) put_day(p, HUMAN_APPROVAL_ON, p->today - between(d, 1, 60));
}

static void make_means(person *p) {
    static const char *const cycles[] = {"month", "two_weeks", "week"};
    static const int cycle_shares[] = {350, 250, 150};
    dice *d = &p->dice;
    int64_t income = mostly_small(d, 90000, 520000) * p->scale;
    if (p->given[MONTHLY_INCOME]) income = p->income;
    int64_t costs = income / 1000 * between(d, 550, 1100), debts = chance(d, 400) ? income / 1000 * between(d, 10, 200) : 0;
    bool told = p->filling || chance(d, 420);
    if (told) put_int(p, MONTHLY_INCOME, income);
    if (p->filling || (told && chance(d, 900))) put_int(p, ESSENTIAL_COSTS, costs);
    if (p->filling || (told && chance(d, 850))) put_int(p, PRIORITY_DEBTS, debts);
    size_t cycle = pick(d, cycle_shares, 3);
    if (cycle < 3) put_word(p, PAY_CYCLE, cycles[cycle]);
}

/* ---- life ---- */
static void make_event(person *p) {
    static const char *const events[] = {"job_loss", "illness", "bereavement", "separation", "birth", "disaster", "violence"};
    static const int shares[] = {50, 30, 20, 20, 10, 7, 3};
    size_t event = pick(&p->dice, shares, COUNT_OF(shares));
    if (event < COUNT_OF(shares)) put_word(p, LIFE_EVENT, events[event]);
    int64_t ago = between(&p->dice, 1, 220);
    bool dated = !chance(&p->dice, 83);
    if (has(p, LIFE_EVENT) && (dated || p->filling)) put_day(p, LIFE_EVENT_ON, p->today - ago);
}

static void make_answers(person *p) {
    static const char *const barriers[] = {"job_loss", "illness", "separation", "high_costs", "other_debts", "forgot", "disagree", "other"};
    static const int barrier_shares[] = {120, 100, 60, 280, 160, 140, 60, 80};
    static const char *const wishes[] = {"smaller_payments", "pause", "later_date", "talk", "nothing"};
    static const int wish_shares[] = {380, 200, 240, 100, 80};
    dice *d = &p->dice;
    size_t barrier = pick(d, barrier_shares, COUNT_OF(barrier_shares)) % COUNT_OF(barrier_shares),
           wish = pick(d, wish_shares, COUNT_OF(wish_shares)) % COUNT_OF(wish_shares);
    int64_t ago = between(d, 1, 220);
    if (chance(d, 180)) {
        put_word(p, BARRIER, barriers[barrier]);
        put_word(p, EASE_REQUEST, wishes[wish]);
    }
    if (has(p, BARRIER) || has(p, EASE_REQUEST)) put_day(p, ANSWERED_ON, p->today - ago);
}

static void make_life(person *p) {
    static const char *const needs[] = {"health", "resilience", "capability", "life_event"};
    dice *d = &p->dice;
    make_event(p);
    int64_t need = between(d, 0, 3), other = between(d, 0, 3), review = between(d, -30, 200);
    bool reviewed = chance(d, 800);
    if (chance(d, 60)) {
        if (other == need) put(p, VULNERABILITIES, "[\"%s\"]", needs[need]);
        else put(p, VULNERABILITIES, "[\"%s\",\"%s\"]", needs[need], needs[other]);
    }
    if (has(p, VULNERABILITIES) && reviewed) put_day(p, SUPPORT_REVIEW_ON, p->today + review);
    if (chance(d, 15)) put_bool(p, DISTRESS, true);
    if (chance(d, 3)) put_bool(p, HARM_SIGNAL, true);
    make_answers(p);
    if (chance(d, 20)) put_bool(p, WANTS_HUMAN, true);
    if (chance(d, 20)) put_bool(p, COMPLAINT_OPEN, true);
    if (chance(d, 20)) put_bool(p, DISPUTE_OPEN, true);
    if (chance(d, 30)) put_day(p, PAUSE_UNTIL, p->today + between(d, -10, 60));
    if (chance(d, 10)) {
        char when[INSTANT_ROOM];
        instant_text((p->today - between(d, 1, 300)) * DAY + 12 * 3600, when, sizeof when);
        put_word(p, CEASE_RECEIVED_AT, when);
    }
}

/* ---- how to reach them ---- */
static void make_consent(person *p, fact f, int yes, int no) {
    int64_t r = between(&p->dice, 0, p->filling ? yes + no - 1 : 999);
    if (r < yes + no) put_bool(p, f, r < yes);
    else if (r % 2) put(p, f, "null");
}

static void make_reach(person *p) {
    static const char *const channels[] = {"email", "sms", "letter", "portal", "whatsapp", "voice"};
    static const int shares[] = {180, 120, 80, 70, 40, 40};
    dice *d = &p->dice;
    size_t channel = pick(d, shares, COUNT_OF(shares));
    if (channel < COUNT_OF(shares)) put_word(p, PREFERRED_CHANNEL, channels[channel]);
    make_consent(p, PORTAL_USER, 350, 250);
    make_consent(p, EMAIL_CONSENT, 400, 150);
    make_consent(p, SMS_CONSENT, 300, 200);
    make_consent(p, WHATSAPP_CONSENT, 120, 200);
    make_consent(p, CALL_CONSENT, 220, 250);
    if (chance(d, 50)) put(p, MEDIUM_OPT_OUTS, "[\"%s\"]", channels[between(d, 0, 5)]);
    if (chance(d, 60))
        put(p, CONVENIENT_WINDOWS, "%s",
            chance(d, 500) ? "[{\"days\":[\"mon\",\"tue\",\"wed\",\"thu\",\"fri\"],\"from\":\"18:00:00\",\"to\":\"21:00:00\"}]"
                           : "[{\"days\":[\"sat\"],\"from\":\"08:00:00\",\"to\":\"12:00:00\"}]");
    if (chance(d, 20)) put_word(p, CALL_REASON, chance(d, 700) ? "asked_for_a_call" : "safety_check");
}

static void make_person(person *p) {
    p->today = p->now / DAY;
    make_place(p);
    make_account(p);
    make_means(p);
    make_life(p);
    make_reach(p);
    make_protected(p);
}

/* ---- what happened between us ---- */
typedef struct contact {
    int64_t at;
    const char *channel, *outcome, *about;
    bool asked, automated;
} contact;

static int contact_count(person *p) {
    dice *d = &p->dice;
    if (p->balance <= 0) return 0;
    if (p->late <= 0) return chance(d, 80) ? 1 : 0;
    if (p->late <= 15) return (int)between(d, 1, 2) - (chance(d, 400) ? 1 : 0);
    return p->late <= 60 ? (int)between(d, 1, 4) : (int)between(d, 2, 7);
}

static contact make_contact(person *p, int number) {
    static const char *const channels[] = {"letter", "email", "sms", "portal", "voice"}, *const ends[] = {"no_answer", "voicemail", "conversation"};
    static const int shares[] = {280, 300, 180, 90, 150};
    static const char *const course[] = {"listening", "help", "listening", "plans", "review", "reminder", "reminder"};
    dice *d = &p->dice;
    contact c = {.about = p->late <= 0 ? "support" : course[number % 7], .outcome = "delivered"};
    int64_t hour = between(d, 9, 17);
    c.at = (p->today - between(d, 1, p->late > 60 ? 2 * HISTORY_DAYS : HISTORY_DAYS)) * DAY + hour * 3600 + between(d, 0, 59) * 60;
    c.channel = channels[pick(d, shares, COUNT_OF(shares)) % COUNT_OF(shares)];
    c.automated = !chance(d, 90);
    if (!strcmp(c.channel, "voice")) {
        c.outcome = ends[between(d, 0, 2)];
        c.asked = !strcmp(c.outcome, "conversation") && chance(d, 500);
    }
    return c;
}

/* Oldest first; the later half of a course says the later things. */
static int make_contacts(person *p, contact *list) {
    int n = contact_count(p);
    for (int i = 0; i < n; i++) list[i] = make_contact(p, i);
    for (int i = 1; i < n; i++)
        for (int k = i; k > 0 && list[k - 1].at > list[k].at; k--) {
            contact c = list[k];
            const char *about = c.about;
            list[k] = list[k - 1];
            list[k - 1] = c;
            list[k - 1].about = list[k].about; /* what was said stays in its order: only the times change places */
            list[k].about = about;
        }
    if (n > 0 && p->late > 15 && chance(&p->dice, 550)) {
        contact *c = &list[between(&p->dice, 0, n - 1)];
        *c = (contact){c->at, "voice", "conversation", c->about, true, false};
    }
    return n;
}

static void print_contact(person *p, const contact *c) {
    char when[INSTANT_ROOM];
    instant_text(c->at, when, sizeof when);
    if (chance(&p->dice, 10)) printf("{\"at\":null");
    else printf("{\"at\":\"%s\"", when);
    printf(",\"channel\":\"%s\",\"direction\":\"outbound\"", c->channel);
    if (!chance(&p->dice, 80)) printf(",\"outcome\":\"%s\"", c->outcome);
    printf(",\"automated\":%s,\"about\":\"%s\"%s}", c->automated ? "true" : "false", c->about, c->asked ? ",\"asked\":\"three_questions\"" : "");
}

/* ---- printing ---- */
static void withdraw(person *p) {
    for (int f = 0; f < FACT_COUNT; f++) {
        int64_t r = between(&p->dice, 0, 999);
        if (!has(p, (fact)f) || f == SUBJECT) continue;
        if (r < 15) memcpy(p->text[f], "null", 5);
        else if (r < 25) p->text[f][0] = '\0';
    }
}

static void print_person(uint64_t seed, uint64_t number, int64_t now, const char *now_text) {
    person p = {.dice = dice_of(seed, number), .now = now};
    contact list[MOST_CONTACTS];
    make_person(&p);
    put(&p, SUBJECT, "\"SYN%06" PRIu64 "\"", number);
    int n = make_contacts(&p, list);
    bool lost = chance(&p.dice, 10), said = n > 0 || chance(&p.dice, 500);
    withdraw(&p);
    printf("{\"id\":\"SYN-%06" PRIu64 "\",\"now\":\"%s\",\"facts\":{", number, now_text);
    const char *comma = "";
    for (int f = 0; f < FACT_COUNT; f++) {
        if (!has(&p, (fact)f)) continue;
        printf("%s\"%s\":%s", comma, fact_names[f], p.text[f]);
        comma = ",";
    }
    putchar('}');
    if (lost) printf(",\"contacts\":null");
    else if (said) printf(",\"contacts\":[");
    for (int i = 0; !lost && i < n; i++) {
        if (i) putchar(',');
        print_contact(&p, &list[i]);
    }
    puts(!lost && said ? "]}" : "}");
}

/* ---- filling the gaps of somebody else's requests ---- */
/* What the request already says about this person. */
static bool know(person *p, const member *facts) {
    const char *s = facts->value;
    member m;
    int more = *s == '{' ? 1 : -1;
    s++;
    for (bool first = true; more > 0 && (more = next_member(&s, first, &m)) > 0; first = false) {
        for (int f = 0; f < FACT_COUNT; f++) {
            if (!is_key(&m, fact_names[f]) || is_null(&m)) continue;
            p->given[f] = true;
            size_t n = m.value_n < TEXT_ROOM ? m.value_n : TEXT_ROOM - 1;
            memcpy(p->text[f], m.value, n);
            p->text[f][n] = '\0';
        }
    }
    p->late = p->given[DAYS_PAST_DUE] ? strtoll(p->text[DAYS_PAST_DUE], NULL, 10) : 0;
    p->balance = p->given[BALANCE] ? strtoll(p->text[BALANCE], NULL, 10) : 0;
    p->income = p->given[MONTHLY_INCOME] ? strtoll(p->text[MONTHLY_INCOME], NULL, 10) : 0;
    return more == 0;
}

static void print_filled(const person *p, const member *facts) {
    const char *s = facts ? facts->value + 1 : "}", *comma = "";
    member m;
    putchar('{');
    for (bool first = true; next_member(&s, first, &m) > 0; first = false) {
        bool ours = false;
        for (int f = 0; f < FACT_COUNT; f++) ours |= is_key(&m, fact_names[f]);
        if (ours && is_null(&m)) continue;
        printf("%s\"%.*s\":%.*s", comma, (int)m.key_n, m.key, (int)m.value_n, m.value);
        comma = ",";
    }
    for (int f = 0; f < FACT_COUNT; f++) {
        if (p->given[f] || !has(p, (fact)f)) continue;
        printf("%s\"%s\":%s", comma, fact_names[f], p->text[f]);
        comma = ",";
    }
    putchar('}');
}

static bool fill_line(const char *line, uint64_t seed, uint64_t number) {
    enum { MOST_MEMBERS = 64 };
    member all[MOST_MEMBERS], m;
    size_t n = 0, facts = MOST_MEMBERS;
    person p = {.dice = dice_of(seed, number), .filling = true};
    const char *s = blank(line);
    instant_read(usual_now, &p.now);
    if (*s++ != '{') return false;
    int more = 1;
    for (bool first = true; n < MOST_MEMBERS && (more = next_member(&s, first, &m)) > 0; first = false) {
        if (is_key(&m, "facts")) facts = n;
        if (is_key(&m, "now") && m.value_n > 2) instant_read(m.value + 1, &p.now);
        all[n++] = m;
    }
    if (more || *blank(s)) return false;
    if (facts < n && !know(&p, &all[facts])) return false;
    make_person(&p);
    putchar('{');
    for (size_t i = 0; i < n; i++) {
        printf("%s\"%.*s\":", i ? "," : "", (int)all[i].key_n, all[i].key);
        if (i == facts) print_filled(&p, &all[i]);
        else printf("%.*s", (int)all[i].value_n, all[i].value);
    }
    if (facts >= n) {
        printf("%s\"facts\":", n ? "," : "");
        print_filled(&p, NULL);
    }
    puts("}");
    return true;
}

static int fill(uint64_t seed) {
    char *line = NULL;
    size_t room = 0;
    uint64_t number = 0;
    int end = 0;
    for (ssize_t got; !end && (got = getline(&line, &room, stdin)) > 0;) {
        number++;
        if (*blank(line) && !fill_line(line, seed, number)) {
            fprintf(stderr, "portfolio: line %" PRIu64 " is no request: expected a JSON object with an object of facts\n", number);
            end = 1;
        }
    }
    free(line);
    return end;
}

/* ---- the command line ---- */
static bool number_read(const char *s, uint64_t *out) {
    char *end;
    if (!isdigit((unsigned char)*s) || strlen(s) > 18) return false;
    *out = strtoull(s, &end, 10);
    return *end == '\0';
}

int main(int argc, char **argv) {
    uint64_t seed = 0, count = 0;
    int64_t now = 0;
    int end = 0;
    if (argc == 3 && !strcmp(argv[1], "--fill") && number_read(argv[2], &seed)) {
        end = fill(seed);
    } else if ((argc == 3 || argc == 4) && number_read(argv[1], &seed) && number_read(argv[2], &count) && instant_read(argc == 4 ? argv[3] : usual_now, &now)) {
        char text[INSTANT_ROOM];
        instant_text(now, text, sizeof text);
        for (uint64_t i = 1; i <= count && !ferror(stdout); i++) print_person(seed, i, now, text);
    } else {
        fputs("usage: portfolio SEED COUNT [NOW]          NOW as in 2026-03-04T15:00:00Z\n       portfolio --fill SEED < requests\n", stderr);
        return 2;
    }
    if (fflush(stdout) || ferror(stdout)) {
        fputs("portfolio: the output could not be written\n", stderr);
        return 1;
    }
    return end;
}

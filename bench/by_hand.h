/* by_hand.h: bench/policy written by hand in C, as fast as plain C goes: the physical limit we measure against.
 * Facts stand in an array; strings of the outcome are constants. Included by bench_decide.c alone. */
#ifndef BENCH_BY_HAND_H
#define BENCH_BY_HAND_H

#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
    FACT_JURISDICTION,
    FACT_ROLE,
    FACT_TIMEZONE,
    FACT_CURRENCY,
    FACT_LANGUAGE,
    FACT_PREFERRED,
    FACT_DAYS,
    FACT_BALANCE,
    FACT_INCOME,
    FACT_COSTS,
    FACT_PRIORITY,
    FACT_EVENT,
    FACT_BARRIER,
    FACT_EMAIL,
    FACT_SMS,
    FACT_CALL,
    FACT_COMPLAINT,
    FACT_DISPUTE,
    FACT_VULNERABLE,
    FACT_DISTRESS,
    FACT_RISK,
    FACT_BROKEN,
    FACT_KEPT,
    FACT_CONTACTS,
    FACT_MONTHS,
    FACTS
};
static const char *const by_hand_fact_names[FACTS] = {
    "jurisdiction",     "role",           "timezone",        "currency",       "language",   "preferred_channel", "days_past_due",
    "balance",          "monthly_income", "essential_costs", "priority_debts", "life_event", "barrier",           "email_consent",
    "sms_consent",      "call_consent",   "complaint_open",  "dispute_open",   "vulnerable", "distress",          "risk_signal",
    "plans_broken_12m", "promises_kept",  "contacts_7d",     "months_on_book",
};
#define NOT_ON_FILE INT64_MIN
#define BENCH_NOW INT64_C(1772636400) /* 2026-03-04T15:00:00Z, a Wednesday */

typedef struct account {
    char id[16];
    int64_t fact[FACTS];
} account;
typedef struct outcome {
    const char *segment, *action, *tone, *channel;
    int64_t from;
    size_t plans;
} outcome;
typedef struct by_hand_zone {
    const char *name;
    int64_t offset;
} by_hand_zone;
static const by_hand_zone by_hand_zones[] = {{"America/New_York", -5 * 3600}, {"America/Los_Angeles", -8 * 3600}, {"Europe/London", 0}};
static const char *const enum_words[FACTS][6] = {
    [FACT_JURISDICTION] = {"us", "ca-qc"},
    [FACT_ROLE] = {"first_party", "third_party"},
    [FACT_CURRENCY] = {"USD", "CAD"},
    [FACT_LANGUAGE] = {"en", "fr"},
    [FACT_PREFERRED] = {"portal", "letter", "email", "sms", "voice"},
    [FACT_EVENT] = {"job_loss", "illness", "bereavement", "separation", "disaster"},
    [FACT_BARRIER] = {"job_loss", "illness", "bills", "other"},
};
static bool is_enum(int f) { return enum_words[f][0] != NULL; }
static bool is_boolean(int f) { return f >= FACT_EMAIL && f <= FACT_RISK; }

/* ---- the rules ---- */
enum { NONE, OFFER_HELP, LISTEN, OFFER_PLANS, REMIND, FORMAL };
enum { NOTHING_OWED, BEREAVED, CONTESTED, VULNERABLE, LOST_INCOME, BEFORE_DUE, EARLY, LATE };
enum { PORTAL, LETTER, EMAIL, SMS, VOICE };
static const char *const action_words[] = {"none", "offer_help", "listen", "offer_plans", "remind", "formal_notice"};
static const char *const segment_words[] = {"nothing_owed", "bereaved", "contested", "vulnerable", "lost_income", "before_due", "early", "late"};
static const char *const tone_words[] = {"gratitude", "encouragement", "nudge", "plain", "firm"};
static const char *const channel_words[] = {"portal", "letter", "email", "sms", "voice"};
static const char *const plan_words[] = {"spread_12", "spread_24", "spread_36", "spread_60", "pause_1", "pause_3"};

typedef struct plan_line {
    int plan;
    int64_t payment, count, last;
} plan_line;

static int64_t div_up(int64_t a, int64_t b) { return (a + b - 1) / b; }
static int64_t min64(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t floor_half(int64_t a) { return a >= 0 ? a / 2 : -((1 - a) / 2); }

static int menu_of(int plan, int64_t sum, int64_t up_to, int64_t smallest, int64_t longest, plan_line *out) {
    if (sum <= 0 || up_to <= 0) return 0;
    int64_t n = min64(longest, div_up(sum, smallest - 1) - 1);
    if (n < 1) return 0;
    int64_t most = div_up(sum, div_up(sum, n)), least = div_up(sum, up_to), pay[3] = {most, least, least + (most - least) / 2};
    int used = 0;
    if (least > most) return 0;
    for (int i = 0; i < 3; i++) {
        plan_line l = {plan, div_up(sum, pay[i]), 0, 0};
        bool seen = false;
        for (int k = 0; k < used; k++) seen |= out[k].payment == l.payment;
        if (seen) continue;
        l.count = div_up(sum, l.payment);
        l.last = sum - (l.count - 1) * l.payment;
        out[used++] = l;
    }
    return used;
}

static int64_t open_from(int64_t now, int64_t offset) { /* l03.hours */
    for (int64_t day = (now + offset) / 86400;; day++) {
        int weekday = (int)((day + 3) % 7); /* 1970-01-01 was a Thursday; 0 Monday */
        int64_t open = weekday == 6 ? -1 : weekday == 5 ? 36000 : 32400, close = weekday == 5 ? 61200 : 68400, t = now + offset - day * 86400;
        if (open >= 0 && t < close) return t >= open ? now : day * 86400 + open - offset;
    }
}

typedef struct result {
    int segment, action, tone, channel, plan_count;
    int64_t from;
    plan_line plans[18];
} result;

static void decide_by_hand(const int64_t *f, result *r) {
    bool bereaved = f[FACT_EVENT] == 2, contested = f[FACT_COMPLAINT] || f[FACT_DISPUTE], care = f[FACT_VULNERABLE] || f[FACT_DISTRESS];
    bool lost = f[FACT_EVENT] == 0 || f[FACT_EVENT] == 1 || f[FACT_EVENT] == 3 || f[FACT_EVENT] == 4 || f[FACT_BARRIER] == 0 || f[FACT_BARRIER] == 1;
    int64_t days = f[FACT_DAYS], balance = f[FACT_BALANCE];
    bool cad = f[FACT_CURRENCY] == 1;
    int s = balance <= 0 ? NOTHING_OWED
            : bereaved   ? BEREAVED
            : contested  ? CONTESTED
            : care       ? VULNERABLE
            : lost       ? LOST_INCOME
            : days <= 0  ? BEFORE_DUE
            : days <= 15 ? EARLY
                         : LATE;
    r->segment = s;

    int64_t disposable = f[FACT_INCOME] - f[FACT_COSTS] - f[FACT_PRIORITY], affordable = min64(floor_half(disposable), disposable - (cad ? 6500 : 5000));
    if (affordable < 0) affordable = 0;
    int n = 0, definite = 0, got;
    if (affordable >= 500) {
        if (f[FACT_BROKEN] <= 1) definite += (got = menu_of(0, balance, affordable, 500, 12, r->plans + n)) > 0, n += got;
        if (f[FACT_BROKEN] <= 1 && balance >= (cad ? 26000 : 20000)) definite += (got = menu_of(1, balance, affordable, 500, 24, r->plans + n)) > 0, n += got;
        if (f[FACT_BROKEN] == 0 && balance >= (cad ? 65000 : 50000)) definite += (got = menu_of(2, balance, affordable, 500, 36, r->plans + n)) > 0, n += got;
        if (lost) definite += (got = menu_of(3, balance, affordable, 500, 60, r->plans + n)) > 0, n += got;
    }
    if (lost) r->plans[n++] = (plan_line){4, 0, 0, 0}, definite++;
    if (care && f[FACT_KEPT] >= 1) r->plans[n++] = (plan_line){5, 0, 0, 0}, definite++;
    r->plan_count = n;

    int a = s <= CONTESTED     ? NONE
            : s <= LOST_INCOME ? OFFER_HELP
            : s == BEFORE_DUE  ? NONE
            : definite         ? OFFER_PLANS
            : s == LATE        ? (days > 120 && !f[FACT_KEPT] ? FORMAL : REMIND)
                               : LISTEN;
    int tone = f[FACT_KEPT] >= 6 && days <= 5        ? 0
               : s == LOST_INCOME || s == VULNERABLE ? 1
               : s == EARLY && f[FACT_MONTHS] >= 24  ? 1
               : s == EARLY                          ? 2
               : a == FORMAL                         ? 4
                                                     : 3;
    r->tone = tone > 1 ? 1 : tone; /* the message has no harsher variant */

    bool capped = f[FACT_ROLE] == 1 && f[FACT_JURISDICTION] == 1;
    if (a == FORMAL && (f[FACT_BROKEN] < 1 || capped || days <= 30)) a = REMIND;
    if (a == REMIND && capped) a = LISTEN;
    bool silent = a == NONE || bereaved || contested || balance <= 0, often = f[FACT_CONTACTS] >= 3;
    r->channel = -1;
    r->from = 0;
    if (!silent) {
        bool may[5] = {f[FACT_MONTHS] >= 12, true, f[FACT_EMAIL], f[FACT_SMS] && days >= 5, f[FACT_CALL] && f[FACT_PREFERRED] == VOICE && days > 30};
        int order[6], count = 0, preferred = f[FACT_PREFERRED] == NOT_ON_FILE ? -1 : (int)f[FACT_PREFERRED];
        static const int prefer[5] = {EMAIL, SMS, LETTER, VOICE, PORTAL};
        if (preferred >= 0 && may[preferred]) order[count++] = preferred;
        for (int i = 0; i < 5; i++)
            if (may[prefer[i]] && prefer[i] != preferred) order[count++] = prefer[i];
        for (int i = 0, bound = 5; i < count; i++) {
            if (order[i] >= bound) continue;
            if (order[i] < EMAIL || !often) {
                r->channel = order[i];
                break;
            }
            bound = order[i];
        }
    }
    r->action = r->channel < 0 ? NONE : a;
    if (r->channel >= 0) r->from = r->channel < EMAIL ? BENCH_NOW : open_from(BENCH_NOW, by_hand_zones[f[FACT_TIMEZONE]].offset);
}

static void by_hand_decide(const account *a, outcome *out) {
    result r;
    decide_by_hand(a->fact, &r);
    *out = (outcome){
        segment_words[r.segment], action_words[r.action], r.channel < 0 ? NULL : tone_words[r.tone], r.channel < 0 ? NULL : channel_words[r.channel], r.from,
        (size_t)r.plan_count};
}

/* ---- accounts ---- */
static uint64_t by_hand_random(uint64_t *s) {
    uint64_t z = (*s += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static void by_hand_generate(account *a, int count, uint64_t seed) {
    for (int i = 0; i < count; i++) {
        int64_t *f = a[i].fact;
#define PICK(n) ((int64_t)(by_hand_random(&seed) % (uint64_t)(n)))
#define ONE_IN(n) (PICK(n) == 0)
        snprintf(a[i].id, sizeof a[i].id, "B-%06d", i);
        f[FACT_JURISDICTION] = ONE_IN(4), f[FACT_ROLE] = ONE_IN(3), f[FACT_TIMEZONE] = PICK(3), f[FACT_CURRENCY] = ONE_IN(4), f[FACT_LANGUAGE] = ONE_IN(4);
        f[FACT_PREFERRED] = ONE_IN(2) ? NOT_ON_FILE : PICK(5);
        f[FACT_DAYS] = PICK(220) - 30, f[FACT_BALANCE] = ONE_IN(10) ? -PICK(5000) : PICK(500000);
        f[FACT_INCOME] = PICK(600000), f[FACT_COSTS] = PICK(300000), f[FACT_PRIORITY] = PICK(100000);
        f[FACT_EVENT] = ONE_IN(8) ? PICK(5) : NOT_ON_FILE, f[FACT_BARRIER] = ONE_IN(10) ? PICK(4) : NOT_ON_FILE;
        for (int b = FACT_EMAIL; b <= FACT_CALL; b++) f[b] = ONE_IN(2);
        for (int b = FACT_COMPLAINT; b <= FACT_RISK; b++) f[b] = ONE_IN(15);
        f[FACT_BROKEN] = ONE_IN(3) ? PICK(4) : 0, f[FACT_KEPT] = PICK(10), f[FACT_CONTACTS] = PICK(5), f[FACT_MONTHS] = PICK(60);
    }
}

/* The request, facts by name as a host would write them. */
static size_t by_hand_request(const account *a, char *out, size_t room) {
    size_t n = (size_t)snprintf(out, room, "{\"id\":\"%s\",\"now\":\"2026-03-04T15:00:00Z\",\"facts\":{", a->id);
    bool first = true;
    for (int f = 0; f < FACTS; f++) {
        if (a->fact[f] == NOT_ON_FILE) continue;
        n += (size_t)snprintf(out + n, room - n, "%s\"%s\":", first ? "" : ",", by_hand_fact_names[f]);
        first = false;
        if (f == FACT_TIMEZONE) n += (size_t)snprintf(out + n, room - n, "\"%s\"", by_hand_zones[a->fact[f]].name);
        else if (is_enum(f)) n += (size_t)snprintf(out + n, room - n, "\"%s\"", enum_words[f][a->fact[f]]);
        else if (is_boolean(f)) n += (size_t)snprintf(out + n, room - n, "%s", a->fact[f] ? "true" : "false");
        else n += (size_t)snprintf(out + n, room - n, "%lld", (long long)a->fact[f]);
    }
    return n + (size_t)snprintf(out + n, room - n, "},\"contacts\":[]}");
}

/* ---- text to text: a reader for exactly these requests, a writer of the outcome with its id ---- */
static int fact_of(const char *p, size_t n) {
    for (int f = 0; f < FACTS; f++)
        if (by_hand_fact_names[f][0] == p[0] && strlen(by_hand_fact_names[f]) == n && !memcmp(by_hand_fact_names[f], p, n)) return f;
    return -1;
}

static const char *read_value(const char *p, int f, int64_t *out) {
    if (*p == '"') {
        const char *end = strchr(++p, '"');
        size_t n = (size_t)(end - p);
        if (f == FACT_TIMEZONE) {
            for (int z = 0; z < 3; z++)
                if (strlen(by_hand_zones[z].name) == n && !memcmp(by_hand_zones[z].name, p, n)) *out = z;
        } else {
            for (int v = 0; v < 6 && enum_words[f][v]; v++)
                if (strlen(enum_words[f][v]) == n && !memcmp(enum_words[f][v], p, n)) *out = v;
        }
        return end + 1;
    }
    if (*p == 't') return *out = 1, p + 4;
    if (*p == 'f') return *out = 0, p + 5;
    int64_t v = 0;
    bool minus = *p == '-';
    for (p += minus; *p >= '0' && *p <= '9'; p++) v = v * 10 + (*p - '0');
    return *out = minus ? -v : v, p;
}

static char *put(char *at, const char *text) {
    size_t n = strlen(text);
    memcpy(at, text, n);
    return at + n;
}

static char *put_number(char *at, int64_t v) {
    char digits[24];
    int n = 0;
    do digits[n++] = (char)('0' + v % 10);
    while (v /= 10);
    while (n) *at++ = digits[--n];
    return at;
}

static size_t by_hand_text(const char *line, size_t length, char *out, size_t room) {
    int64_t f[FACTS];
    result r;
    unsigned char digest[32];
    (void)room;
    for (int i = 0; i < FACTS; i++) f[i] = NOT_ON_FILE;
    const char *id = line + 7, *id_end = strchr(id, '"'), *p = strstr(id_end, "\"facts\":{") + 9;
    while (*p == '"') {
        const char *key = p + 1, *end = strchr(key, '"');
        int fact = fact_of(key, (size_t)(end - key));
        p = read_value(end + 2, fact, &f[fact]);
        if (*p == ',') p++;
    }
    decide_by_hand(f, &r);
    static EVP_MD_CTX *context; /* one context and one fetched digest, as fast as the library goes */
    static EVP_MD *sha256;
    if (!context) context = EVP_MD_CTX_new(), sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    EVP_DigestInit_ex2(context, sha256, NULL);
    EVP_DigestUpdate(context, line, length);
    EVP_DigestFinal_ex(context, digest, NULL);
    char *at = put(out, "{\"id\":\"");
    memcpy(at, id, (size_t)(id_end - id));
    at = put(at + (id_end - id), "\",\"decision\":\"");
    for (int i = 0; i < 32; i++) *at++ = "0123456789abcdef"[digest[i] >> 4], *at++ = "0123456789abcdef"[digest[i] & 15];
    at = put(put(at, "\",\"segment\":\""), segment_words[r.segment]);
    at = put(put(at, "\",\"action\":\""), action_words[r.action]);
    at = put(put(at, "\",\"tone\":\""), tone_words[r.tone]);
    at = put(put(at, "\",\"channel\":\""), r.channel < 0 ? "" : channel_words[r.channel]);
    at = put_number(put(at, "\",\"from\":"), r.from);
    at = put(at, ",\"plans\":[");
    for (int i = 0; i < r.plan_count; i++) {
        at = put(put(put(at, i ? ",{\"plan\":\"" : "{\"plan\":\""), plan_words[r.plans[i].plan]), "\",\"instalment\":");
        at = put_number(put(put_number(put(put_number(at, r.plans[i].payment), ",\"count\":"), r.plans[i].count), ",\"last\":"), r.plans[i].last);
        *at++ = '}';
    }
    at = put(at, "]}\n");
    return (size_t)(at - out);
}
#endif

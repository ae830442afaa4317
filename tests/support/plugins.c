/* plugins.c: see plugins.h. */
#define RUTH_PLUGIN_STATIC
#include "tests/support/plugins.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

plugin_control plugin_told;

/* What this call is told to do. */
static plugin_mood mood_now(const ruth_plugin *who) {
    plugin_told.calls++;
    plugin_told.impure += who->purity != RUTH_PLUGIN_PURE;
    if (plugin_told.only && strcmp(plugin_told.only, who->id) != 0) return PLUGIN_WELL;
    if (!plugin_told.every || plugin_told.calls % plugin_told.every != 0) return PLUGIN_WELL;
    if (plugin_told.mood == PLUGIN_SLOW) nanosleep(&(struct timespec){0, 20000}, NULL);
    return plugin_told.mood;
}

static ruth_plugin_text text(const char *s) { return (ruth_plugin_text){s, strlen(s)}; }
static ruth_plugin_value number(uint32_t type, int64_t n) { return (ruth_plugin_value){RUTH_PLUGIN_VALUE, type, n, {NULL, 0}}; }
static ruth_plugin_value word(const char *s) { return (ruth_plugin_value){RUTH_PLUGIN_VALUE, RUTH_PLUGIN_ENUM, 0, text(s)}; }

/* ---- scorer ---- */
static int score_garbage(const ruth_host *h, void *call) {
    ruth_plugin_value out = number(RUTH_PLUGIN_INTEGER, 5), money = number(RUTH_PLUGIN_MONEY, 5), high = number(RUTH_PLUGIN_INTEGER, 1001),
                      odd = word("furious"), state = {9, RUTH_PLUGIN_INTEGER, 1, {NULL, 0}};
    ruth_plugin_value date = number(RUTH_PLUGIN_DATE, 99999999);
    switch (plugin_told.calls % 8) {
    case 0: h->write(call, "score", &money); break;
    case 1: h->write(call, "score", &high); break;
    case 2: h->write(call, "band", &odd); break;
    case 3: h->write(call, "balance", &money); break;
    case 4: h->read(call, "income", &out); break;
    case 5: h->write(call, "score", &state); break;
    case 6: h->write(call, "due", &date); break;
    default: h->put(call, text("a text where none is due")); break;
    }
    return RUTH_PLUGIN_OK; /* as if nothing had been wrong */
}

static int score(const ruth_host *h, void *call, void *self) {
    ruth_plugin_value late, balance, out = {RUTH_PLUGIN_UNKNOWN, RUTH_PLUGIN_INTEGER, 0, {NULL, 0}}, band = out,
                                     due = {RUTH_PLUGIN_NONE, RUTH_PLUGIN_DATE, 0, {NULL, 0}};
    int32_t today;
    (void)self;
    plugin_mood mood = mood_now(&ruth_plugin_entry_scorer);
    if (mood == PLUGIN_FAILS) return (h->fail)(call, NULL, 0, 0, "told to fail");
    h->read(call, "late", &late);
    h->read(call, "balance", &balance);
    if (late.state == RUTH_PLUGIN_VALUE && balance.state == RUTH_PLUGIN_VALUE) {
        int64_t contacts = h->contacts(call),
                points = 1000 - 3 * (late.number > 0 ? late.number : 0) - balance.number % 397 - 20 * (contacts > 0 ? contacts : 0);
        out = number(RUTH_PLUGIN_INTEGER, points < 0 ? 0 : points > 1000 ? 1000 : points);
        band = word(out.number >= 700 ? "calm" : out.number >= 300 ? "tight" : "fragile");
        if (h->today(call, &today) && out.number % 2) due = number(RUTH_PLUGIN_DATE, today + 14);
    }
    h->write(call, "score", &out);
    h->write(call, "band", &band);
    h->write(call, "due", &due);
    return mood == PLUGIN_GARBAGE ? score_garbage(h, call) : RUTH_PLUGIN_OK;
}

/* ---- bureau ---- */
typedef struct bureau {
    uint64_t asked;
} bureau;

static int bureau_open(const ruth_host *h, void *call, void **self) {
    bureau *b = h->resize(call, NULL, 0, sizeof *b);
    if (!b) return RUTH_PLUGIN_NO_MEMORY;
    b->asked = 0;
    *self = b;
    plugin_told.opened++;
    return RUTH_PLUGIN_OK;
}

static void bureau_close(const ruth_host *h, void *call, void *self) {
    plugin_told.closed++;
    h->resize(call, self, sizeof(bureau), 0);
}

static int inquire(const ruth_host *h, void *call, void *self) {
    bureau *b = self;
    plugin_mood mood = mood_now(&ruth_plugin_entry_bureau);
    if (mood == PLUGIN_FAILS) return RUTH_PLUGIN_FAILED;
    uint64_t asked = plugin_told.steady ? (uint64_t)plugin_told.steady : ++b->asked; /* no two answers are alike */
    ruth_plugin_value risk = number(RUTH_PLUGIN_BOOLEAN, asked % 3 == 0), cap = number(RUTH_PLUGIN_MONEY, (int64_t)(asked * 7919 % 60000)),
                      said = {RUTH_PLUGIN_VALUE, RUTH_PLUGIN_TEXT, 0, text("said \"so\"")};
    if (asked % 5) h->write(call, "risk", &risk);
    h->write(call, "cap", &cap);
    h->write(call, "said", &said);
    if (mood == PLUGIN_GARBAGE) said.text = text("\xff\xfe");
    return mood == PLUGIN_GARBAGE ? (h->write(call, "said", &said), RUTH_PLUGIN_OK) : RUTH_PLUGIN_OK;
}

/* ---- payday and market ---- */
static int lines(const ruth_host *h, void *call, plugin_mood mood, int64_t of, int64_t most, int32_t due, uint32_t every) {
    if (mood == PLUGIN_FAILS) return RUTH_PLUGIN_FAILED;
    if (of <= 0 || most <= 0) return RUTH_PLUGIN_OK; /* nothing to offer */
    for (int64_t part = 1, before = 0; part <= 3; part++) {
        int64_t each = (most + part - 1) / part, count = (of + each - 1) / each;
        if (count == before) continue; /* each line has its own count */
        before = count;
        ruth_plugin_line l = {
            .size = sizeof l, .every = every, .instalment = each, .count = count, .last = of - each * (count - 1), .total = of, .first_due = due};
        if (mood == PLUGIN_GARBAGE && part == 2) l.total++;
        h->line(call, &l);
    }
    return RUTH_PLUGIN_OK;
}

static int offer_payday(const ruth_host *h, void *call, void *self, uint32_t which, const ruth_plugin_value *v) {
    int32_t today = 0;
    (void)self, (void)which;
    plugin_mood mood = mood_now(&ruth_plugin_entry_payday);
    uint32_t every = v[2].state == RUTH_PLUGIN_VALUE && v[2].text.length == 4 ? 0 : 2; /* "week" */
    if (!h->today(call, &today)) today = (int32_t)(h->now(call) / 86400);
    return lines(h, call, mood, v[0].number, v[1].number, v[3].state == RUTH_PLUGIN_VALUE ? (int32_t)v[3].number : today + 30, every);
}

static int offer_market(const ruth_host *h, void *call, void *self, uint32_t which, const ruth_plugin_value *v) {
    static int64_t rate; /* it moves */
    (void)self, (void)which;
    plugin_mood mood = mood_now(&ruth_plugin_entry_market);
    rate = plugin_told.steady ? plugin_told.steady % 17 + 1 : rate % 17 + 1;
    return lines(h, call, mood, v[0].number, v[0].number / rate + 1, (int32_t)(h->now(call) / 86400 + 40), 1);
}

/* ---- wordsmith, censor, watcher ---- */
static int words(const ruth_host *h, void *call, void *self, const char *message, const char *channel, const char *tone, const char *language,
                 const ruth_plugin_named *values, uint32_t count) {
    char out[800];
    size_t n = 0;
    (void)self;
    plugin_mood mood = mood_now(&ruth_plugin_entry_wordsmith);
    if (mood == PLUGIN_FAILS) return RUTH_PLUGIN_FAILED;
    if (mood == PLUGIN_ABSTAINS) return RUTH_PLUGIN_ABSENT;
    if (mood == PLUGIN_ABSTAINS_LATE) return h->put(call, text("half")), RUTH_PLUGIN_ABSENT;
    plugin_told.named[0] = 0;
    for (uint32_t i = 0; i < count && n < sizeof plugin_told.named; i++) {
        const ruth_plugin_value *v = &values[i].value;
        n += (size_t)(v->text.length
                          ? snprintf(plugin_told.named + n, sizeof plugin_told.named - n, "%s=%.*s ", values[i].name, (int)v->text.length, v->text.bytes)
                          : snprintf(plugin_told.named + n, sizeof plugin_told.named - n, "%s=%lld ", values[i].name, (long long)v->number));
    }
    snprintf(out, sizeof out, "%s/%s/%s/%s: %s%s", message, channel, tone, language, plugin_told.named, strcmp(tone, "firm") ? "" : "You must pay.");
    h->put(call, text("["));
    h->put(call, text(out));
    return h->put(call, text(mood == PLUGIN_GARBAGE ? "\xc3(" : "]")) && mood != PLUGIN_GARBAGE;
}

static int look(const ruth_host *h, void *call, void *self, ruth_plugin_text t, const char *language) {
    (void)self, (void)language;
    plugin_mood mood = mood_now(&ruth_plugin_entry_censor);
    if (mood == PLUGIN_FAILS) return RUTH_PLUGIN_FAILED;
    for (uint32_t i = 0; i + 4 <= t.length; i++) {
        ruth_plugin_span s = {
            .size = sizeof s, .from = i, .to = i + 4, .code = text("threat"), .message = text("this sounds like a threat"), .suggestion = text("can")};
        if (memcmp(t.bytes + i, "must", 4) == 0) h->found(call, &s);
    }
    ruth_plugin_span beyond = {.size = sizeof beyond, .from = 0, .to = (uint32_t)t.length + 1};
    return mood == PLUGIN_GARBAGE ? (h->found(call, &beyond), RUTH_PLUGIN_OK) : RUTH_PLUGIN_OK;
}

static int watch(const ruth_host *h, void *call, void *self, ruth_plugin_text decision) {
    ruth_plugin_value late;
    (void)self;
    if (plugin_told.mood == PLUGIN_FAILS && plugin_told.every == 1) return RUTH_PLUGIN_FAILED;
    plugin_told.observed++;
    snprintf(plugin_told.seen, sizeof plugin_told.seen, "%.*s", (int)decision.length, decision.bytes);
    return h->read(call, "late", &late);
}

/* ---- the entries ---- */
#define ABILITY(name, kind, ...)                           \
    static const void *name##_ability(const char *asked) { \
        static const kind it = {sizeof it, __VA_ARGS__};   \
        return !strcmp(asked, name##_kind) ? &it : NULL;   \
    }
static const char scorer_kind[] = RUTH_PLUGIN_ENRICH, bureau_kind[] = RUTH_PLUGIN_ENRICH, payday_kind[] = RUTH_PLUGIN_OFFER, market_kind[] = RUTH_PLUGIN_OFFER,
                  wordsmith_kind[] = RUTH_PLUGIN_RENDER, censor_kind[] = RUTH_PLUGIN_INSPECT, watcher_kind[] = RUTH_PLUGIN_OBSERVE;
static const ruth_plugin_key payday_keys[] = {{"of", RUTH_PLUGIN_MONEY, 0},
                                              {"up_to", RUTH_PLUGIN_MONEY, 0},
                                              {"every", RUTH_PLUGIN_ENUM, 1},
                                              {"from", RUTH_PLUGIN_DATE, 1}},
                             market_keys[] = {{"of", RUTH_PLUGIN_MONEY, 0}};
static const ruth_plugin_word payday_words[] = {{"score_payday", payday_keys, 4}}, market_words[] = {{"market_rate", market_keys, 1}};
ABILITY(scorer, ruth_plugin_enrich, score)
ABILITY(bureau, ruth_plugin_enrich, inquire)
ABILITY(payday, ruth_plugin_offer, payday_words, 1, offer_payday)
ABILITY(market, ruth_plugin_offer, market_words, 1, offer_market)
ABILITY(wordsmith, ruth_plugin_render, words)
ABILITY(censor, ruth_plugin_inspect, look)
ABILITY(watcher, ruth_plugin_observe, watch)
static const ruth_plugin_fact scorer_reads[] = {{"late", RUTH_PLUGIN_INTEGER}, {"balance", RUTH_PLUGIN_MONEY}},
                              scorer_writes[] = {{"score", RUTH_PLUGIN_INTEGER}, {"band", RUTH_PLUGIN_ENUM}, {"due", RUTH_PLUGIN_DATE}};
static const ruth_plugin_fact bureau_writes[] = {{"risk", RUTH_PLUGIN_BOOLEAN}, {"cap", RUTH_PLUGIN_MONEY}, {"said", RUTH_PLUGIN_TEXT}},
                              watcher_reads[] = {{"late", RUTH_PLUGIN_INTEGER}};
enum { PURE = RUTH_PLUGIN_PURE, IO = RUTH_PLUGIN_IO, ANY = RUTH_PLUGIN_ANY_THREAD, ONE = RUTH_PLUGIN_ONE_THREAD };
RUTH_PLUGIN_ENTRY(scorer) = {RUTH_PLUGIN_HEAD, "scorer", "1.0.0", "Points.",      PURE, ANY, RUTH_PLUGIN_READS_CONTACTS, 2, 3, scorer_reads,
                             scorer_writes,    NULL,     NULL,    scorer_ability, NULL, 0};
RUTH_PLUGIN_ENTRY(bureau) = {RUTH_PLUGIN_HEAD, "bureau",    "1.0.0",      "Asks elsewhere.", IO,   ONE, 0, 0, 3, NULL,
                             bureau_writes,    bureau_open, bureau_close, bureau_ability,    NULL, 0};
RUTH_PLUGIN_ENTRY(payday) = {RUTH_PLUGIN_HEAD, "payday", "1.0.0", "Plans.", PURE, ANY, 0, 0, 0, NULL, NULL, NULL, NULL, payday_ability, NULL, 0};
RUTH_PLUGIN_ENTRY(market) = {RUTH_PLUGIN_HEAD, "market", "1.0.0", "Plans at today's rate.", RUTH_PLUGIN_CLOCK, ANY, 0, 0, 0, NULL, NULL, NULL, NULL,
                             market_ability,   NULL,     0};
RUTH_PLUGIN_ENTRY(wordsmith) = {RUTH_PLUGIN_HEAD, "wordsmith", "1.0.0", "Words.", IO, ANY, 0, 0, 0, NULL, NULL, NULL, NULL, wordsmith_ability, NULL, 0};
RUTH_PLUGIN_ENTRY(censor) = {RUTH_PLUGIN_HEAD, "censor", "1.0.0", "Looks at texts.", IO, ANY, 0, 0, 0, NULL, NULL, NULL, NULL, censor_ability, NULL, 0};
RUTH_PLUGIN_ENTRY(watcher) = {RUTH_PLUGIN_HEAD, "watcher", "1.0.0", "Watches.", IO, ANY, 0, 1, 0, watcher_reads, NULL, NULL, NULL, watcher_ability, NULL, 0};

void plugin_add_all(ruth_engine *engine) {
    const ruth_plugin *all[] = {&ruth_plugin_entry_scorer,    &ruth_plugin_entry_bureau, &ruth_plugin_entry_payday, &ruth_plugin_entry_market,
                                &ruth_plugin_entry_wordsmith, &ruth_plugin_entry_censor, &ruth_plugin_entry_watcher};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) assert_int_equal(ruth_engine_add_plugin(engine, all[i], NULL), RUTH_OK);
}

/* ---- a policy for them ---- */
const char plugin_all[] = "scorer, bureau, payday, market, wordsmith, censor, watcher";
const char plugin_plans[] =
    "plan \"payday\" { when = { segment = one_of(\"strong\", \"late\") }, offer = score_payday { of = fact.balance, up_to = fact.cap, every = fact.rhythm, from = fact.due }, because = \"{count} of {instalment}\" }\n"
    "plan \"market\" { when = { band = one_of(\"calm\", \"tight\") }, offer = market_rate { of = fact.balance } }\n";

const support_file *plugin_policy(const char *list, const char *plans) {
    static char head[400], offers[2000];
    static const support_file files[] = {
        {"policy.yaml", head},
        {"facts.yaml",
         "timezone: { type: zone, source: host }\ncurrency: { type: enum, values: [USD], source: host }\nlanguage: { type: enum, values: [en, fr], source: person }\nbalance: { type: money, range: [0, 2000000], source: host }\n"
         "income: { type: money, range: [0, 2000000], source: person, ask: { en: \"What do you earn?\" } }\ncosts: { type: money, range: [0, 2000000], source: person }\nlate: { type: integer, range: [-60, 400], source: host, moves: daily, ask: { en: \"How late?\" } }\n"
         "event: { type: enum, values: [job_loss, bereavement], if_missing: none_on_file, source: person }\nmail_ok: { type: boolean, source: person }\nvoice_ok: { type: boolean, source: person }\nrhythm: { type: enum, values: [week, month], if_missing: none_on_file, source: person }\n"
         "preferred_channel: { type: enum, values: [letter, email, voice], if_missing: none_on_file, source: person }\n"
         "score: { type: integer, range: [0, 1000], source: plugin }\nband: { type: enum, values: [calm, tight, fragile], source: plugin }\ndue: { type: date, source: plugin }\nrisk: { type: boolean, source: plugin }\n"
         "cap: { type: money, source: plugin }\nsaid: { type: text, source: plugin }\nspare: { type: money, source: derived }\n"},
        {"contacts.yaml",
         "channel: { type: enum, values: [letter, email, voice] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"},
        {"derive.lua", "derive.spare = money_of { fact.cap - fact.costs, not_below = 0 }\n"},
        {"teams.yaml", "care: { name: { en: Care } }\n"},
        {"ladders.lua",
         "ladder \"action\" { { \"none\", contact = false }, { \"listen\", message = \"hello\" }, { \"offer_plans\", needs = \"plan\", gives_way = \"listen\", message = \"plans\" }, { \"remind\", gives_way = \"listen\", message = \"hello\" }, { \"formal\", gives_way = \"remind\", message = \"hello\" } }\n"
         "ladder \"tone\" { { \"gentle\" }, { \"plain\" }, { \"firm\" } }\nladder \"channel\" { { \"letter\" }, { \"email\" }, { \"voice\" } }\n"},
        {"segments.lua",
         "segment \"sad\" { when = { event = \"bereavement\" } }\nsegment \"fragile\" { when = { band = \"fragile\" } }\nsegment \"strong\" { when = { score = at_least(700), risk = false } }\nsegment \"late\" { when = { late = above(30) } }\nsegment \"rest\" { when = otherwise }\n"},
        {"plans.lua", offers},
        {"referrals.lua",
         "referral \"advice\" { when = { band = \"fragile\" } }\nreferral \"money_help\" { when = { late = above(0), spare = at_most(\"10.00 USD\") } }\n"},
        {"actions.lua",
         "action \"listen\" { when = { segment = one_of(\"sad\", \"fragile\") } }\naction \"offer_plans\" { when = { plans_in_reach = at_least(1), late = below(100) } }\naction \"formal\" { when = { score = below(500), late = above(60) } }\naction \"remind\" { when = { late = above(0) } }\naction \"none\" { when = otherwise }\n"},
        {"tones.lua",
         "tone \"gentle\" { when = { band = \"fragile\" } }\ntone \"firm\" { when = { score = below(600) } }\ntone \"plain\" { when = otherwise }\n"},
        {"channels.lua",
         "channel \"voice\" { when = { voice_ok = true, risk = false }, prefer = 1 }\nchannel \"email\" { when = { mail_ok = true }, prefer = 2 }\nchannel \"letter\" { when = otherwise, prefer = 3 }\n"},
        {"charter.lua",
         "limit \"a.fragile\" { cite = ethics \"1\", on = outbound, when = { band = \"fragile\" }, tone_at_most = \"gentle\", hand_over = team \"care\", by = business_days(2) }\nlimit \"b.sad\" { cite = ethics \"2\", on = { action = one_of(\"remind\", \"formal\") }, when = { event = \"bereavement\" }, forbid = true }\n"
         "limit \"c.hours\" { cite = ethics \"3\", on = { channel = \"voice\" }, hours = { mon_fri = { \"09:00\", \"19:00\" } } }\nlimit \"d.risk\" { cite = ethics \"4\", on = { action = \"formal\" }, when = { risk = true, spare = at_most(\"50.00 USD\") }, forbid = true }\n"
         "limit \"e.plan\" { cite = ethics \"5\", on = { plan = \"easy\" }, when = { score = below(350) }, forbid = true }\n"},
        {"messages/en.yaml",
         "hello:\n  purpose: help\n  variants:\n    letter: { gentle: { body: \"Hello, {balance}.\" }, plain: { body: \"Dear, {balance}, {late}.\" }, firm: { body: \"You must pay {balance}.\" } }\n    email: { gentle: { body: \"Hello.\" }, plain: { body: \"Dear.\" }, firm: { subject: \"{balance}\", body: \"You must.\" } }\n    voice: { gentle: { body: \"Ask.\" }, plain: { body: \"Say {late}.\" }, firm: { body: \"Say must.\" } }\n  carries: [who]\n"
         "plans:\n  purpose: help\n  variants:\n    letter: { gentle: { body: \"{instalment} {every} {first_due}\" }, plain: { body: \"{count} of {instalment}\" }, firm: { body: \"must, {total}\" } }\n    email: { gentle: { body: \"{count}\" }, plain: { body: \"{last}\" }, firm: { body: \"{until}\" } }\n    voice: { gentle: { body: \"{count}\" }, plain: { body: \"{last}\" }, firm: { body: \"{until}\" } }\nwho: \"We are a bank.\"\n"},
        {"messages/fr.yaml",
         "hello:\n  variants:\n    letter: { gentle: { body: \"Bonjour, {balance}.\" }, plain: { body: \"Cher, {balance}, {late}.\" }, firm: { body: \"You must, {balance}.\" } }\n    email: { gentle: { body: \"Bonjour.\" }, plain: { body: \"Cher.\" }, firm: { subject: \"{balance}\", body: \"You must.\" } }\n    voice: { gentle: { body: \"Demandez.\" }, plain: { body: \"Dites {late}.\" }, firm: { body: \"Say must.\" } }\n"
         "plans:\n  variants:\n    letter: { gentle: { body: \"{instalment} {every} {first_due}\" }, plain: { body: \"{count} de {instalment}\" }, firm: { body: \"must, {total}\" } }\n    email: { gentle: { body: \"{count}\" }, plain: { body: \"{last}\" }, firm: { body: \"{until}\" } }\n    voice: { gentle: { body: \"{count}\" }, plain: { body: \"{last}\" }, firm: { body: \"{until}\" } }\nwho: \"Nous sommes une banque.\"\n"},
        {NULL, NULL},
    };
    snprintf(head, sizeof head, "policy: plugged\nversion: 1.0.0\nlanguages: [en, fr]\nplugins: [%s]\n", list);
    snprintf(
        offers, sizeof offers,
        "%splan \"easy\" { when = { late = above(10) }, offer = instalments { of = fact.balance, up_to = fact.spare, every = \"month\", longest = 24 } }\n",
        plans);
    return files;
}

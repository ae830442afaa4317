/* event_read.c: one line says what came of a decision: a payment, a promise kept or broken, a complaint, a rating, an opt-out. As strict as for requests. */
#include "engine/facts/reader.h"

typedef enum key { KEY_DECISION, KEY_ID, KEY_SUBJECT, KEY_EVENT, KEY_AT, KEY_AMOUNT, KEY_CURRENCY, KEY_RATING, KEY_ABOUT, KEY_CHANNEL, KEY_EVENT_ID, KEYS } key;
static const ru_str keys[KEYS] = {{"decision", 8}, {"id", 2},     {"subject", 7}, {"event", 5},   {"at", 2},      {"amount", 6},
                                  {"currency", 8}, {"rating", 6}, {"about", 5},   {"channel", 7}, {"event_id", 8}};
static const ru_str kinds[RU_EVENTS] = {{"payment", 7}, {"promise_kept", 12}, {"promise_broken", 14}, {"complaint", 9}, {"survey", 6}, {"opt_out", 7}};

enum {
    LINKS = 1 << KEY_DECISION | 1 << KEY_ID | 1 << KEY_SUBJECT,
    MONEY = 1 << KEY_AMOUNT | 1 << KEY_CURRENCY,
    EVERY = LINKS | 1 << KEY_EVENT | 1 << KEY_AT | 1 << KEY_EVENT_ID
};
/* What an event may say beside what each does, and what it must say. */
static const struct {
    unsigned may, must;
} shapes[RU_EVENTS] = {
    [RU_EVENT_PAYMENT] = {MONEY, MONEY},
    [RU_EVENT_PROMISE_KEPT] = {MONEY, 0},
    [RU_EVENT_PROMISE_BROKEN] = {MONEY, 0},
    [RU_EVENT_COMPLAINT] = {1 << KEY_ABOUT, 0},
    [RU_EVENT_SURVEY] = {1 << KEY_RATING, 1 << KEY_RATING},
    [RU_EVENT_OPT_OUT] = {1 << KEY_CHANNEL, 0},
};
static const char *const examples[KEYS] = {[KEY_EVENT] = "\"event\":\"payment\"",
                                           [KEY_AT] = "\"at\":\"2026-03-09T10:00:00Z\"",
                                           [KEY_AMOUNT] = "\"amount\":5000, in minor units",
                                           [KEY_CURRENCY] = "\"currency\":\"EUR\"",
                                           [KEY_RATING] = "\"rating\":4"};

ru_str ru_event_name(ru_event_kind kind) { return kinds[kind]; }

static bool read_text(ru_reading *rd, ru_str *out) {
    if (ru_next_char(&rd->j) != '"') return ru_reject_type(rd, "a string");
    if (!ru_json_string(&rd->j, out)) return ru_reject_json(rd);
    if (out->n >= 1 && out->n <= RU_MAX_ID) return true;
    return ru_reject_at(rd, RU_REJECT_RANGE, "%.*s has %zu bytes; expected 1 to %d", RU_SHOW(rd->key), out->n, (int)RU_MAX_ID);
}

static bool read_decision(ru_reading *rd, ru_str *out) {
    if (!read_text(rd, out)) return false;
    bool hex = out->n == 2 * RU_DIGEST_SIZE;
    for (size_t i = 0; hex && i < out->n; i++) hex = (out->p[i] >= '0' && out->p[i] <= '9') || (out->p[i] >= 'a' && out->p[i] <= 'f');
    return hex ||
           ru_reject_at(rd, RU_REJECT_TYPE, "\"%.*s\" is no decision's id; expected the 64 hex digits that stand in it under \"decision\"", RU_SHOW(*out));
}

static bool read_kind(ru_reading *rd, ru_event_kind *out) {
    ru_str s;
    if (!read_text(rd, &s)) return false;
    for (int i = 0; i < RU_EVENTS; i++) {
        *out = (ru_event_kind)i;
        if (ru_str_eq(s, kinds[i])) return true;
    }
    return ru_reject_at(rd, RU_REJECT_RANGE, "\"%.*s\" is no event%s", RU_SHOW(s), ru_nearest(s, kinds, RU_EVENTS).text);
}

static bool read_at(ru_reading *rd, int64_t *out) {
    ru_str s;
    if (ru_next_char(&rd->j) != '"') return ru_reject_type(rd, "an instant, as in \"2026-03-09T10:00:00Z\"");
    if (!ru_json_string(&rd->j, &s)) return ru_reject_json(rd);
    return ru_instant_parse(s, out) ||
           ru_reject_at(rd, RU_REJECT_TYPE, "\"%.*s\" is no instant; expected date, time and offset, as in \"2026-03-09T10:00:00Z\"", RU_SHOW(s));
}

static bool read_number(ru_reading *rd, int64_t from, int64_t to, int64_t *out) {
    ru_json_kind kind;
    if (!ru_json_peek(&rd->j, &kind)) return ru_reject_json(rd);
    if (kind != RU_JSON_NUMBER) return ru_reject_type(rd, "a whole number");
    if (!ru_json_int(&rd->j, out)) return ru_reject_at(rd, RU_REJECT_TYPE, "expected a whole number of at most 18 digits");
    if (*out >= from && *out <= to) return true;
    return ru_reject_at(rd, RU_REJECT_RANGE, "%lld is outside of %lld to %lld", (long long)*out, (long long)from, (long long)to);
}

static bool read_currency(ru_reading *rd, ru_str *out) {
    if (!read_text(rd, out)) return false;
    return ru_currency_digits(*out) >= 0 || ru_reject_at(rd, RU_REJECT_RANGE, "\"%.*s\" is no currency ruth knows; expected a code such as EUR", RU_SHOW(*out));
}

/* A word and no sentence: what people wrote has no place in a report. */
static bool read_word(ru_reading *rd, ru_str *out) {
    if (!read_text(rd, out)) return false;
    return ru_is_identifier(*out, false) || ru_reject_at(rd, RU_REJECT_RANGE, "\"%.*s\" is no word; expected small letters, digits, . _ and -", RU_SHOW(*out));
}

static bool read_key(ru_reading *rd, int which, ru_event *e) {
    enum { BEST = 5 };
    switch ((key)which) {
    case KEY_DECISION: return read_decision(rd, &e->decision);
    case KEY_ID: return read_text(rd, &e->id);
    case KEY_SUBJECT: return read_text(rd, &e->subject);
    case KEY_EVENT: return read_kind(rd, &e->kind);
    case KEY_AT: return read_at(rd, &e->at);
    case KEY_AMOUNT: return read_number(rd, 1, (int64_t)1000000000000000000, &e->amount);
    case KEY_CURRENCY: return read_currency(rd, &e->currency);
    case KEY_RATING: return read_number(rd, 1, BEST, &e->rating);
    case KEY_ABOUT: return read_word(rd, &e->about);
    case KEY_CHANNEL: return read_word(rd, &e->channel);
    case KEY_EVENT_ID: return read_text(rd, &e->event_id);
    case KEYS: break;
    }
    return false;
}

static bool read_line(ru_reading *rd, ru_event *e, unsigned *seen) {
    bool first = true, more;
    if (ru_next_char(&rd->j) != '{') return ru_reject_type(rd, "an event, as in {\"decision\":…,\"event\":…,\"at\":…}");
    if (!ru_json_object_begin(&rd->j)) return ru_reject_json(rd);
    for (;;) {
        int which = 0;
        if (!ru_json_object_next(&rd->j, &first, &rd->key, &more)) return ru_reject_json(rd);
        if (!more) break;
        while (which < KEYS && !ru_str_eq(rd->key, keys[which])) which++;
        if (which == KEYS) return ru_reject_unknown(rd, "key of an event", keys, KEYS);
        if (*seen >> which & 1) return ru_reject_at(rd, RU_REJECT_KEY, "\"%.*s\" stands twice", RU_SHOW(rd->key));
        *seen |= 1u << which;
        if (!read_key(rd, which, e)) return false;
    }
    rd->key = (ru_str){NULL, 0};
    return ru_json_end(&rd->j) || ru_reject_json(rd);
}

static bool check(ru_reading *rd, const ru_event *e, unsigned seen) {
    unsigned links = seen & LINKS, must = 1u << KEY_EVENT | 1u << KEY_AT;
    if (!links)
        return ru_reject_at(rd, RU_REJECT_MISSING,
                            "the event does not say of which decision it came; expected \"decision\", or \"id\" of a request, or \"subject\"");
    if (links & (links - 1)) return ru_reject_at(rd, RU_REJECT_KEY, "the event names its decision twice; expected one of \"decision\", \"id\" and \"subject\"");
    if (seen >> KEY_EVENT & 1) must |= shapes[e->kind].must | (seen & MONEY ? MONEY & shapes[e->kind].may : 0);
    for (int i = 0; i < KEYS; i++) {
        rd->key = keys[i];
        if (must & ~seen & 1u << i) return ru_reject_at(rd, RU_REJECT_MISSING, "the event has no \"%.*s\"; expected as in %s", RU_SHOW(keys[i]), examples[i]);
        if (seen & ~(EVERY | shapes[e->kind].may) & 1u << i)
            return ru_reject_at(rd, RU_REJECT_KEY, "\"%.*s\" has no place in %.*s", RU_SHOW(keys[i]), RU_SHOW(kinds[e->kind]));
    }
    return true;
}

bool ru_event_read(ru_arena *a, ru_str line, ru_event *e, ru_rejection *why) {
    ru_reading rd = {.a = a, .why = why, .contact = -1};
    unsigned seen = 0;
    *e = (ru_event){.rating = 0};
    *why = (ru_rejection){.code = RU_REJECT_NONE};
    ru_json_begin(&rd.j, line, a);
    if (line.n > RU_MAX_LINE) return ru_reject_at(&rd, RU_REJECT_TOO_LONG, "the line has %zu bytes; at most %d are read", line.n, (int)RU_MAX_LINE);
    return read_line(&rd, e, &seen) && check(&rd, e, seen);
}

bool ru_event_take(ru_arena *a, ru_str canonical, ru_event *e, ru_rejection *why) {
    ru_reading rd = {.a = a, .why = why, .contact = -1};
    unsigned seen = 0;
    *e = (ru_event){.rating = 0};
    ru_json_begin(&rd.j, canonical, a);
    return read_line(&rd, e, &seen) && seen >> KEY_EVENT & 1 && seen >> KEY_AT & 1;
}

static void put(ru_buf *b, key k, ru_str value) {
    if (!value.p) return;
    ru_buf_char(b, ',');
    ru_json_put_string(b, keys[k]);
    ru_buf_char(b, ':');
    ru_json_put_string(b, value);
}

static void put_number(ru_buf *b, key k, int64_t value) {
    if (!value) return; /* no event has a number that may be 0 */
    ru_buf_char(b, ',');
    ru_json_put_string(b, keys[k]);
    ru_buf_char(b, ':');
    ru_buf_int(b, value);
}

void ru_event_write(ru_buf *b, const ru_event *e) {
    RU_BUF_LIT(b, "{\"event\":");
    ru_json_put_string(b, kinds[e->kind]);
    RU_BUF_LIT(b, ",\"at\":");
    ru_json_put_instant(b, e->at);
    put_number(b, KEY_AMOUNT, e->amount);
    put(b, KEY_CURRENCY, e->currency);
    put_number(b, KEY_RATING, e->rating);
    put(b, KEY_ABOUT, e->about);
    put(b, KEY_CHANNEL, e->channel);
    put(b, KEY_EVENT_ID, e->event_id);
    ru_buf_char(b, '}');
}

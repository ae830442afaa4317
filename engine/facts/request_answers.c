/* request_answers.c: what a person answered: `choice`, the offered line that was taken, and `offer`, what they would pay. */
#include "engine/facts/reader.h"

enum { MOST_COUNT = 2000 };
static const int64_t most_amount = INT64_C(1000000000000000); /* minor units; a year's sum of weekly ones still fits */
static const ru_str every_names[] = {{"week", 4}, {"two_weeks", 9}, {"month", 5}};

/* One object after the other: its keys, each once. */
typedef struct keys {
    const ru_str *names;
    size_t count;
    const char *what;
    bool (*read)(ru_reading *rd, size_t which);
} keys;

static bool read_object(ru_reading *rd, const keys *k, const char *area, unsigned *seen) {
    bool first = true, more;
    if (!ru_json_object_begin(&rd->j)) return ru_reject_json(rd);
    rd->area = area;
    for (;;) {
        size_t which = 0;
        if (!ru_json_object_next(&rd->j, &first, &rd->key, &more)) return ru_reject_json(rd);
        if (!more) return true;
        while (which < k->count && !ru_str_eq(rd->key, k->names[which])) which++;
        if (which == k->count) return ru_reject_unknown(rd, k->what, k->names, k->count);
        if (*seen >> which & 1) return ru_reject_at(rd, RU_REJECT_KEY, "\"%.*s\" stands twice", RU_SHOW(rd->key));
        *seen |= 1u << which;
        if (!k->read(rd, which)) return false;
    }
}

static bool need(ru_reading *rd, unsigned seen, unsigned which, const char *name, const char *why) {
    if (seen >> which & 1) return true;
    rd->key = ru_str_of(name);
    return ru_reject_at(rd, RU_REJECT_MISSING, "the %s has no \"%s\": %s", rd->area, name, why);
}

static bool read_whole(ru_reading *rd, int64_t least, int64_t most, int64_t *out) {
    char c = ru_next_char(&rd->j);
    if (c != '-' && (c < '0' || c > '9')) return ru_reject_type(rd, "a whole number");
    if (!ru_json_int(&rd->j, out)) return ru_reject_json(rd);
    if (*out >= least && *out <= most) return true;
    return ru_reject_at(rd, RU_REJECT_RANGE, "%.*s is %lld; expected %lld to %lld", RU_SHOW(rd->key), (long long)*out, (long long)least, (long long)most);
}

static bool read_text(ru_reading *rd, ru_str *out) {
    if (ru_next_char(&rd->j) != '"') return ru_reject_type(rd, "a string");
    return ru_json_string(&rd->j, out) || ru_reject_json(rd);
}

static bool read_every(ru_reading *rd, int *out) {
    ru_str s;
    if (!read_text(rd, &s)) return false;
    for (*out = 0; *out < (int)RU_COUNT(every_names); ++*out)
        if (ru_str_eq(s, every_names[*out])) return true;
    return ru_reject_at(rd, RU_REJECT_RANGE, "every is \"%.*s\"; expected \"week\", \"two_weeks\" or \"month\"", RU_SHOW(s));
}

static bool read_date(ru_reading *rd, int32_t *out) {
    ru_str s;
    if (!read_text(rd, &s)) return false;
    return ru_date_parse(s, out) || ru_reject_time(rd, "day of the calendar", s);
}

/* ---- choice ---- */
enum { LINE_ID, LINE_PLAN, LINE_INSTALMENT, LINE_COUNT, LINE_EVERY, LINE_FIRST_DUE, LINE_LAST, LINE_TOTAL, LINE_LEFT, LINE_BECAUSE };
static const ru_str line_names[] = {{"id", 2},        {"plan", 4}, {"instalment", 10}, {"count", 5}, {"every", 5},
                                    {"first_due", 9}, {"last", 4}, {"total", 5},       {"left", 4},  {"because", 7}};

static bool read_line_id(ru_reading *rd) {
    ru_taken *t = &rd->r->taken;
    if (!read_text(rd, &t->id)) return false;
    t->given = true;
    if (t->id.n >= 1 && t->id.n <= 2 * RU_MAX_ID) return true;
    return ru_reject_at(rd, RU_REJECT_RANGE, "the id has %zu bytes; expected 1 to %d", t->id.n, 2 * (int)RU_MAX_ID);
}

static bool read_line(ru_reading *rd, size_t which) {
    ru_taken *t = &rd->r->taken;
    int32_t date;
    static const unsigned bits[] = {[LINE_PLAN] = RU_SEEN_PLAN,   [LINE_INSTALMENT] = RU_SEEN_INSTALMENT,
                                    [LINE_COUNT] = RU_SEEN_COUNT, [LINE_EVERY] = RU_SEEN_EVERY,
                                    [LINE_LAST] = RU_SEEN_LAST,   [LINE_TOTAL] = RU_SEEN_TOTAL};
    if (which < RU_COUNT(bits)) t->seen |= bits[which];
    switch (which) {
    case LINE_ID: return read_line_id(rd);
    case LINE_PLAN: return read_text(rd, &t->plan);
    case LINE_INSTALMENT: return read_whole(rd, 0, INT64_MAX, &t->instalment);
    case LINE_COUNT: return read_whole(rd, 0, INT64_MAX, &t->count);
    case LINE_EVERY: return read_every(rd, &t->every);
    case LINE_FIRST_DUE: return read_date(rd, &date); /* it moves with the day, only ever later: none of the terms */
    case LINE_LAST: return read_whole(rd, 0, INT64_MAX, &t->last);
    case LINE_TOTAL: return read_whole(rd, 0, INT64_MAX, &t->total);
    default: return ru_json_skip(&rd->j) || ru_reject_json(rd); /* words about the line, none of its terms */
    }
}

static bool read_taken(ru_reading *rd) {
    static const keys line = {line_names, RU_COUNT(line_names), "key of an offered line", read_line};
    unsigned seen = 0;
    switch (ru_next_char(&rd->j)) {
    case 'n': return ru_json_null(&rd->j) || ru_reject_json(rd);
    case '"': return read_line_id(rd);
    case '{': return read_object(rd, &line, "choice", &seen) && need(rd, seen, LINE_ID, "id", "which line was taken");
    default: return ru_reject_type(rd, "the id of an offered line, or the line itself");
    }
}

/* ---- offer ---- */
enum { BID_AMOUNT, BID_EVERY, BID_COUNT, BID_FIRST_DUE };
static const ru_str bid_names[] = {{"amount", 6}, {"every", 5}, {"count", 5}, {"first_due", 9}};

static bool read_bid_key(ru_reading *rd, size_t which) {
    ru_bid *b = &rd->r->bid;
    switch (which) {
    case BID_AMOUNT: return read_whole(rd, 1, most_amount, &b->amount);
    case BID_EVERY: return read_every(rd, &b->every);
    case BID_COUNT: b->has_count = true; return read_whole(rd, 1, MOST_COUNT, &b->count);
    default: b->has_first_due = true; return read_date(rd, &b->first_due);
    }
}

static bool read_bid(ru_reading *rd) {
    static const keys bid = {bid_names, RU_COUNT(bid_names), "key of an offer", read_bid_key};
    unsigned seen = 0;
    char c = ru_next_char(&rd->j);
    if (c == 'n') return ru_json_null(&rd->j) || ru_reject_json(rd);
    if (c != '{') return ru_reject_type(rd, "an offer, as in {\"amount\":2500,\"every\":\"week\"}");
    rd->r->bid.given = true;
    return read_object(rd, &bid, "offer", &seen) && need(rd, seen, BID_AMOUNT, "amount", "what each payment would be") &&
           need(rd, seen, BID_EVERY, "every", "\"week\", \"two_weeks\" or \"month\"");
}

static bool kept(ru_reading *rd, bool (*read)(ru_reading *rd), ru_str *raw) {
    ru_next_char(&rd->j);
    const char *from = rd->j.p;
    if (!read(rd)) return false;
    *raw = (ru_str){from, (size_t)(rd->j.p - from)};
    return true;
}

bool ru_read_choice(ru_reading *rd) { return kept(rd, read_taken, &rd->r->choice); }
bool ru_read_offer(ru_reading *rd) { return kept(rd, read_bid, &rd->r->offer); }

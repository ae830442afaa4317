/* request_value.c: one JSON value of a request becomes one typed value; nothing is guessed, nothing is converted. */
#include "engine/facts/reader.h"

static bool read_boolean(ru_reading *rd, ru_value *out) {
    bool truth;
    char c = ru_next_char(&rd->j);
    if (c != 't' && c != 'f') return ru_reject_type(rd, "true or false");
    if (!ru_json_bool(&rd->j, &truth)) return ru_reject_json(rd);
    out->i = truth;
    return true;
}

/* A number that ru_json_int refuses: is it a JSON number at all, and then what is wrong with it? */
static bool reject_number(ru_reading *rd, const char *from) {
    const char *problem = rd->j.problem;
    rd->j.problem = NULL;
    rd->j.p = from;
    bool number = ru_json_skip(&rd->j);
    ru_str text = {from, (size_t)(rd->j.p - from)};
    if (!number) return ru_reject_json(rd);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '.' || text.p[i] == 'e' || text.p[i] == 'E')
            return ru_reject_at(rd, RU_REJECT_TYPE, "expected a whole number, found %.*s; money is in minor units (cents), a ratio is a string as in \"0.125\"",
                                RU_SHOW(text));
    if (text.n < 6)
        return ru_reject_at(rd, RU_REJECT_TYPE, "expected a whole number, found %.*s (%s)", RU_SHOW(text), problem ? problem : "not in its plain form");
    return ru_reject_at(rd, RU_REJECT_RANGE, "%.*s is too large a number for ruth (64 bits)", RU_SHOW(text));
}

static bool read_integer(ru_reading *rd, const ru_field_key *k, ru_value *out) {
    char c = ru_next_char(&rd->j);
    const char *from = rd->j.p;
    if (c != '-' && (c < '0' || c > '9')) return ru_reject_type(rd, k->type == RU_MONEY ? "a whole number of minor units (cents)" : "a whole number");
    if (RU_UNLIKELY(!ru_json_int(&rd->j, &out->i))) return reject_number(rd, from);
    if (RU_LIKELY(out->i >= k->low && out->i <= k->high)) return true;
    return ru_reject_at(rd, RU_REJECT_RANGE, "%lld lies outside the range %lld to %lld", (long long)out->i, (long long)k->low, (long long)k->high);
}

static bool take_text(ru_reading *rd, const char *expected, ru_str *out) {
    if (ru_next_char(&rd->j) != '"') return ru_reject_type(rd, expected);
    return ru_json_string(&rd->j, out) || ru_reject_json(rd);
}

static bool read_ratio(ru_reading *rd, const ru_field_key *k, ru_value *out) {
    ru_str s;
    if (!take_text(rd, "a ratio as a string, as in \"0.125\"", &s)) return false;
    if (!ru_decimal_parse(s, 6, &out->i))
        return ru_reject_at(rd, RU_REJECT_TYPE, "\"%.*s\" is no ratio; expected a decimal with at most 6 places, as in \"0.125\"", RU_SHOW(s));
    if (out->i >= k->low && out->i <= k->high) return true;
    return ru_reject_at(rd, RU_REJECT_RANGE, "\"%.*s\" lies outside the range of this fact", RU_SHOW(s));
}

static bool read_value_name(ru_reading *rd, const ru_field_key *k, int *index) {
    ru_str s;
    if (!take_text(rd, "one of this field's values, as a string", &s)) return false;
    *index = ru_lookup_find(&k->values, s);
    if (RU_LIKELY(*index >= 0)) return true;
    return ru_reject_at(rd, RU_REJECT_RANGE, "\"%.*s\" is no value of %.*s%s", RU_SHOW(s), RU_SHOW(rd->key),
                        ru_nearest(s, k->values.names, k->values.count).text);
}

static bool read_time_point(ru_reading *rd, ru_type type, ru_value *out) {
    ru_str s;
    int32_t days;
    if (!take_text(rd, type == RU_DATE ? "a date, as in \"2026-03-02\"" : "an instant, as in \"2026-03-02T14:00:00Z\"", &s)) return false;
    if (type == RU_INSTANT) {
        if (RU_LIKELY(ru_instant_parse(s, &out->i))) return true;
        return ru_reject_time(rd, "instant", s);
    }
    if (!ru_date_parse(s, &days)) return ru_reject_time(rd, "day of the calendar", s);
    out->i = days;
    return true;
}

static bool read_zone(ru_reading *rd, ru_str *name, const ru_zone **zone) {
    if (!take_text(rd, "a time zone by its IANA name, as in \"America/Toronto\"", name)) return false;
    *zone = ru_zones_get(rd->zones, *name);
    if (*zone) return true;
    if (ru_zones_refused(rd->zones)) return ru_reject_memory(rd);
    return ru_reject_at(rd, RU_REJECT_RANGE, "\"%.*s\" is no time zone of this system; expected an IANA name, as in \"America/Toronto\"", RU_SHOW(*name));
}

static bool read_enum_list(ru_reading *rd, const ru_field_key *k, ru_value *out) {
    bool first = true, more;
    uint64_t bits = 0;
    if (!ru_json_array_begin(&rd->j)) return ru_reject_json(rd);
    while (ru_json_array_next(&rd->j, &first, &more)) {
        int index;
        if (!more) {
            memcpy(&out->i, &bits, sizeof bits);
            return true;
        }
        if (!read_value_name(rd, k, &index)) return false;
        bits |= UINT64_C(1) << index;
    }
    return ru_reject_json(rd);
}

static bool read_days(ru_reading *rd, unsigned *days) {
    bool first = true, more;
    ru_str s;
    if (ru_next_char(&rd->j) != '[') return ru_reject_type(rd, "days as a list, as in [\"mon\",\"tue\"]");
    if (!ru_json_array_begin(&rd->j)) return ru_reject_json(rd);
    while (ru_json_array_next(&rd->j, &first, &more)) {
        if (!more) {
            if (*days) return true;
            return ru_reject_at(rd, RU_REJECT_RANGE, "the list of days is empty; leave \"days\" out to mean every day");
        }
        if (!take_text(rd, "a day as a string, as in \"mon\"", &s)) return false;
        int day = ru_day_of(s);
        if (day < 0) return ru_reject_at(rd, RU_REJECT_RANGE, "\"%.*s\" is no day; expected mon, tue, wed, thu, fri, sat or sun", RU_SHOW(s));
        *days |= 1u << day;
    }
    return ru_reject_json(rd);
}

/* {"days":["mon"],"from":"09:00","to":"17:00:00"} */
static bool read_window(ru_reading *rd, ru_window *w) {
    ru_str names[3] = {RU_STR("days"), RU_STR("from"), RU_STR("to")}, key, s;
    bool first = true, more;
    unsigned seen = 0, days = 0;
    if (ru_next_char(&rd->j) != '{') return ru_reject_type(rd, "a window, as in {\"days\":[\"mon\"],\"from\":\"09:00\",\"to\":\"17:00\"}");
    if (!ru_json_object_begin(&rd->j)) return ru_reject_json(rd);
    for (;;) {
        if (!ru_json_object_next(&rd->j, &first, &key, &more)) return ru_reject_json(rd);
        if (!more) break;
        unsigned which = ru_str_eq(key, names[0]) ? 0 : ru_str_eq(key, names[1]) ? 1 : ru_str_eq(key, names[2]) ? 2 : 3;
        if (which == 3) return ru_reject_at(rd, RU_REJECT_KEY, "\"%.*s\" is no key of a window%s", RU_SHOW(key), ru_nearest(key, names, 3).text);
        if (seen >> which & 1) return ru_reject_at(rd, RU_REJECT_KEY, "\"%.*s\" stands twice in a window", RU_SHOW(key));
        seen |= 1u << which;
        if (which == 0) {
            if (!read_days(rd, &days)) return false;
        } else {
            if (!take_text(rd, "a time as a string, as in \"09:00\"", &s)) return false;
            if (!ru_time_read(s, which == 2, which == 1 ? &w->from : &w->to))
                return ru_reject_at(rd, RU_REJECT_RANGE, "\"%.*s\" is no time of day; expected HH:MM or HH:MM:SS", RU_SHOW(s));
        }
    }
    if ((seen & 6) != 6) return ru_reject_at(rd, RU_REJECT_MISSING, "a window needs \"from\" and \"to\"");
    if (w->from == w->to) return ru_reject_at(rd, RU_REJECT_RANGE, "this window is empty: it ends when it begins");
    w->days = (uint8_t)(seen & 1 ? days : 0x7f);
    return true;
}

/* Windows, zones, texts: elements of one size, gathered in the arena. */
static bool read_list(ru_reading *rd, ru_type type, ru_value *out) {
    bool first = true, more;
    size_t room = 0, count = 0;
    size_t size = type == RU_WINDOWS ? sizeof(ru_window) : sizeof(ru_str);
    char *items = NULL;
    if (!ru_json_array_begin(&rd->j)) return ru_reject_json(rd);
    while (ru_json_array_next(&rd->j, &first, &more)) {
        if (!more) {
            out->u.l.list = items;
            out->u.l.n = count;
            return true;
        }
        if (!(items = ru_arena_grow(rd->a, items, count, &room, size))) return ru_reject_memory(rd);
        void *at = items + count++ * size;
        const ru_zone *zone;
        memset(at, 0, size);
        if (type == RU_WINDOWS ? !read_window(rd, at) : type == RU_LIST_ZONE ? !read_zone(rd, at, &zone) : !take_text(rd, "a string", at)) return false;
    }
    return ru_reject_json(rd);
}

static bool read_any_list(ru_reading *rd, const ru_field_key *k, ru_value *out) {
    if (ru_next_char(&rd->j) != '[') return ru_reject_type(rd, k->type == RU_WINDOWS ? "a list of windows" : "a list");
    return k->type == RU_LIST_ENUM ? read_enum_list(rd, k, out) : read_list(rd, (ru_type)k->type, out);
}

static bool read_null(ru_reading *rd, ru_value *out) {
    if (!ru_json_null(&rd->j)) return ru_reject_json(rd);
    out->state = RU_UNKNOWN;
    out->given = 1;
    return true;
}

bool ru_read_value(ru_reading *rd, const ru_fields *f, int slot, ru_value *out) {
    const ru_field_key *k = &f->keys[slot];
    bool fine = false;
    int index;
    if (RU_UNLIKELY(ru_next_char(&rd->j) == 'n')) return read_null(rd, out);
    switch ((ru_type)k->type) {
    case RU_BOOLEAN: fine = read_boolean(rd, out); break;
    case RU_INTEGER:
    case RU_MONEY: fine = read_integer(rd, k, out); break;
    case RU_RATIO: fine = read_ratio(rd, k, out); break;
    case RU_ENUM:
        fine = read_value_name(rd, k, &index);
        if (fine) out->i = index;
        break;
    case RU_DATE:
    case RU_INSTANT: fine = read_time_point(rd, (ru_type)k->type, out); break;
    case RU_ZONE: fine = read_zone(rd, &out->u.s, &out->zone); break;
    case RU_TEXT: fine = take_text(rd, "a string", &out->u.s); break;
    case RU_LIST_ENUM:
    case RU_WINDOWS:
    case RU_LIST_ZONE:
    case RU_LIST_TEXT: fine = read_any_list(rd, k, out); break;
    }
    out->state = RU_VALUE;
    out->given = 2;
    return fine;
}

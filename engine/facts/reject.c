/* reject.c: why a line is refused: the code, the JSON pointer and words that say what was found and what was expected. */
#include <stdio.h>

#include "engine/facts/reader.h"

const char *ru_reject_name(ru_reject code) {
    switch (code) {
    case RU_REJECT_NONE: return "none";
    case RU_REJECT_JSON: return "json";
    case RU_REJECT_KEY: return "key";
    case RU_REJECT_TYPE: return "type";
    case RU_REJECT_RANGE: return "range";
    case RU_REJECT_MISSING: return "missing";
    case RU_REJECT_CONTACT: return "contact";
    case RU_REJECT_NOT_IN_FORCE: return "policy_not_in_force";
    case RU_REJECT_TOO_LONG: return "too_long";
    case RU_REJECT_SCRIPT_MEMORY: return "script_memory";
    }
    return "none";
}

/* Appends one step of a JSON pointer, "~" and "/" escaped (RFC 6901), cut between characters when there is no room. */
static size_t step(char *at, size_t n, size_t room, ru_str name) {
    if (n + 1 >= room) return n;
    at[n++] = '/';
    name = ru_shown(name);
    size_t safe = n;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (((unsigned char)c & 0xC0) != 0x80) safe = n;
        if (n + 2 >= room) return safe;
        if (c == '~' || c == '/') {
            at[n++] = '~';
            at[n++] = c == '~' ? '0' : '1';
        } else {
            at[n++] = c;
        }
    }
    return n;
}

static void put_place(const ru_reading *rd, char *at, size_t room) {
    size_t n = 0;
    char index[24];
    if (rd->area) n = step(at, n, room, ru_str_of(rd->area));
    if (rd->contact >= 0) {
        snprintf(index, sizeof index, "%ld", rd->contact);
        n = step(at, n, room, ru_str_of(index));
    }
    if (rd->key.p) n = step(at, n, room, rd->key);
    at[n] = '\0';
}

bool ru_reject_at(ru_reading *rd, ru_reject code, const char *format, ...) {
    va_list args;
    rd->why->code = code;
    put_place(rd, rd->why->at, sizeof rd->why->at);
    va_start(args, format);
    vsnprintf(rd->why->message, sizeof rd->why->message, format, args);
    va_end(args);
    return false;
}

static const char no_memory[] = "out of memory";
bool ru_rejected_memory(const ru_rejection *why) { return why->code == RU_REJECT_TOO_LONG && !strcmp(why->message, no_memory); }
bool ru_reject_memory(ru_reading *rd) { return ru_reject_at(rd, RU_REJECT_TOO_LONG, "%s", no_memory); }

bool ru_reject_time(ru_reading *rd, const char *what, ru_str s) {
    bool day = what[0] == 'd';
    if (ru_year_beyond(s))
        return ru_reject_at(rd, RU_REJECT_TYPE, "\"%.*s\" is no %s that ruth reads: its years are 1900 to 2200%s", RU_SHOW(s), what,
                            memcmp(s.p + 4, "-02-29", 6) == 0 ? ", and 29 February is in leap years alone" : "");
    return ru_reject_at(rd, RU_REJECT_TYPE,
                        day ? "\"%.*s\" is no day of the calendar; expected as in \"2026-03-02\""
                            : "\"%.*s\" is no instant; expected date, time and offset, as in \"2026-03-02T14:00:00Z\"",
                        RU_SHOW(s));
}

bool ru_reject_json(ru_reading *rd) {
    if (ru_json_nomem(&rd->j)) return ru_reject_memory(rd);
    const char *problem = rd->j.problem ? rd->j.problem : "this is not JSON";
    long place = rd->j.p >= rd->j.start ? (long)(rd->j.p - rd->j.start) + 1 : 1;
    rd->area = NULL;
    rd->contact = -1;
    rd->key = (ru_str){NULL, 0};
    return ru_reject_at(rd, RU_REJECT_JSON, "%s (byte %ld of the line)", problem, place);
}

bool ru_reject_type(ru_reading *rd, const char *expected) {
    ru_json_kind kind;
    const char *found = "something else";
    if (!ru_json_peek(&rd->j, &kind)) return ru_reject_json(rd);
    switch (kind) {
    case RU_JSON_NULL: found = "null"; break;
    case RU_JSON_TRUE:
    case RU_JSON_FALSE: found = "true or false"; break;
    case RU_JSON_NUMBER: found = "a number"; break;
    case RU_JSON_STRING: found = "a string"; break;
    case RU_JSON_ARRAY: found = "a list"; break;
    case RU_JSON_OBJECT: found = "an object"; break;
    }
    if (!ru_json_skip(&rd->j)) return ru_reject_json(rd); /* not even JSON: that is the better complaint */
    return ru_reject_at(rd, RU_REJECT_TYPE, "expected %s, found %s", expected, found);
}

bool ru_reject_unknown(ru_reading *rd, const char *what, const ru_str *names, size_t count) {
    return ru_reject_at(rd, RU_REJECT_KEY, "\"%.*s\" is no %s%s", RU_SHOW(rd->key), what, ru_nearest(rd->key, names, count).text);
}

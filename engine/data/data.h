/* data.h: the outside world's formats: YAML and JSON in, canonical JSON out, civil time and zones. */
#ifndef RU_DATA_H
#define RU_DATA_H

#include "engine/base/base.h"
#include "engine/data/node.h"

/* ---- files ---- */
/* The whole regular file into the arena (NUL after it). Fails on anything but a regular file, over `limit` bytes, or unreadable. */
ruth_status ru_file_read(ru_arena *a, const char *path, size_t limit, ru_str *out, ruth_error *e);
/* The same, but a symbolic link is followed: only for folders of the system, whose files are links to each other. */
ruth_status ru_file_read_linked(ru_arena *a, const char *path, size_t limit, ru_str *out, ruth_error *e);

/* ---- YAML (libyaml events; the only file that includes yaml.h) ---- */
/* One document. Limits and refusals of facts/sandbox.md d: 256 KiB, depth 32, UTF-8 only, no BOM, no anchors, aliases, tags, directives,
 * merge keys, duplicate keys (both positions), control or bidi characters, second document. `file` is the name used in positions. */
ruth_status ru_yaml_read(ru_arena *a, ru_str file, ru_str bytes, ru_node **out, ruth_error *e);
/* A tree that stands alone, its schema not known: refuses what no file of a policy takes anywhere. A mapping or a list on top; keys of ASCII unless in quotes, no letters that pass for
 * ASCII beside ASCII; no empty values; no plain words or numbers that YAML readers take for different things; whole numbers in int64; plugins by name. */
ruth_status ru_yaml_alone(const ru_node *root, ruth_error *e);

/* ---- strict JSON, lexical layer: a cursor over one line ---- */
typedef enum ru_json_kind { RU_JSON_NULL, RU_JSON_TRUE, RU_JSON_FALSE, RU_JSON_NUMBER, RU_JSON_STRING, RU_JSON_ARRAY, RU_JSON_OBJECT } ru_json_kind;
typedef struct ru_json {
    const char *start, *p, *end;
    const char *problem; /* NULL, or a constant sentence saying what is wrong at p */
    ru_arena *arena;     /* unescaped strings that differ from their source go here */
    int depth;           /* open containers; more than 32 is an error */
    bool exact;          /* ru_json_skip refuses numbers that no reader could keep: whole ones beyond int64, others that would read as 0 */
    const char *block;   /* the reader's own: 64 bytes, a bit for each quote and for each byte that needs a closer look */
    uint64_t quotes, others;
} ru_json;
/* All functions below: false on error with `problem` set and p at the place. Leading white space is skipped. */
void ru_json_begin(ru_json *j, ru_str bytes, ru_arena *arena);
bool ru_json_peek(ru_json *j, ru_json_kind *kind); /* what comes next, without eating it */
bool ru_json_null(ru_json *j);
bool ru_json_bool(ru_json *j, bool *out);
bool ru_json_string(ru_json *j,
                    ru_str *out); /* validated UTF-8, unescaped; no copy when there was no escape. Lone surrogates, \u0000, raw controls, > 64 KiB refused */
bool ru_json_int(ru_json *j, int64_t *out); /* no fraction, exponent, leading zero, plus; -0 refused; int64 or error */
bool ru_json_object_begin(ru_json *j);
/* The next key, ':' eaten. *more false when the object ended ('}' eaten). Duplicate keys are the caller's to refuse. */
bool ru_json_object_next(ru_json *j, bool *first, ru_str *key, bool *more);
bool ru_json_array_begin(ru_json *j);
bool ru_json_array_next(ru_json *j, bool *first, bool *more); /* *more true: a value stands next */
bool ru_json_skip(ru_json *j);        /* any one value, checked in full: depth, duplicate keys after unescaping, numbers (finite), UTF-8 */
bool ru_json_end(ru_json *j);         /* only white space is left */
bool ru_json_nomem(const ru_json *j); /* true when the problem is that the arena refused */
/* One whole document checked, nothing kept. */
ruth_status ru_json_check(ru_str bytes, ru_arena *scratch, ruth_error *e);
/* The same for a document that could be a request, whatever its keys: one object, `exact` numbers. The lexical layer of `ruth try x.json`. */
ruth_status ru_json_check_request(ru_str bytes, ru_arena *scratch, ruth_error *e);

/* ---- canonical JSON out: no spaces, shortest escapes (\" \\ \b \f \n \r \t \u00XX for other controls; the rest as UTF-8) ---- */
void ru_json_put_string(ru_buf *b, ru_str s);         /* with quotes */
ru_str ru_json_quoted(ru_arena *a, ru_str s);         /* the same in an arena; p NULL: out of memory */
void ru_json_put_instant(ru_buf *b, int64_t seconds); /* "2026-03-02T14:00:00Z" with quotes; years 0001..9999 */
void ru_json_put_date(ru_buf *b, int32_t days);

/* ---- civil time: proleptic Gregorian; days and seconds since 1970-01-01T00:00:00Z ---- */
int32_t ru_days_from_civil(int year, int month, int day);
void ru_civil_from_days(int32_t days, int *year, int *month, int *day);
int ru_weekday(int32_t days); /* 0 Monday … 6 Sunday */
int ru_days_in_month(int year, int month);
int32_t ru_add_months(int32_t days, int months);     /* day 29–31 clamps to the last of the month */
bool ru_date_parse(ru_str s, int32_t *days);         /* YYYY-MM-DD, a real date, years 1900..2200 */
bool ru_instant_parse(ru_str s, int64_t *seconds);   /* RFC 3339 with offset or Z; fraction allowed and dropped; second 60 refused; years 1900..2200 */
enum { RU_FIRST_DAY = -25567, RU_LAST_DAY = 84370 }; /* 1900-01-01 and 2200-12-31 */
#define RU_FIRST_INSTANT (INT64_C(86400) * RU_FIRST_DAY)
#define RU_LAST_INSTANT (INT64_C(86400) * (RU_LAST_DAY + 1) - 1)
bool ru_date_fits(int64_t days);                     /* of the years 1900..2200 */
bool ru_instant_fits(int64_t seconds);               /* of these years in UTC */
bool ru_year_beyond(ru_str s);                       /* a date or an instant but for its year, which is none of these (or, of a 29 February, has no such day) */
void ru_instant_text(int64_t seconds, char out[21]); /* "2026-03-02T14:00:00Z" and NUL; outside years 0001..9999: the nearest inside */
void ru_date_text(int32_t days, char out[11]);

/* ---- days off and working days of one place ---- */
typedef struct ru_calendar {
    const int32_t *holidays; /* sorted dates */
    size_t count;
    uint8_t working; /* bit 0 Monday …: weekdays that are business days unless a holiday falls on them; 0: Monday to Friday */
} ru_calendar;
bool ru_calendar_holiday(const ru_calendar *c, int32_t date);
bool ru_calendar_business(const ru_calendar *c, int32_t date);
int32_t ru_calendar_after(const ru_calendar *c, int32_t date, int64_t n); /* the n-th business day after the date; n 0: the date itself */

/* ---- zones: TZif files of the system (RFC 8536), v1–v4, footer rule for times after the last transition ---- */
typedef struct ru_zone ru_zone;
/* `directory` NULL: /usr/share/zoneinfo. `name` is checked ([A-Za-z0-9_+-/], no "..", no leading '/'). The zone lives in the arena. */
ruth_status ru_zone_load(ru_arena *a, const char *directory, ru_str name, ru_zone **out, ruth_error *e);
ru_str ru_zone_name(const ru_zone *z);
ru_str ru_zone_bytes(const ru_zone *z); /* the file as read: part of the engine digest */
/* A caller-owned memory of the last answer: makes the next look-up near it O(1). Zero it before first use. */
typedef struct ru_zone_memo {
    const ru_zone *zone;
    int64_t from, until; /* the offset holds for instants in [from, until) */
    int32_t offset;
} ru_zone_memo;
/* Seconds east of UTC in force at the instant; memo may be NULL. [*from,*until) (may be NULL) is how long it holds. */
int32_t ru_zone_offset(const ru_zone *z, int64_t instant, ru_zone_memo *memo);
/* The local date at an instant, and seconds since local midnight by the wall clock. */
int32_t ru_zone_date(const ru_zone *z, int64_t instant, ru_zone_memo *memo);
/* The first instant whose local date is `days` or later (a day that starts in a gap starts at its first existing instant). */
int64_t ru_zone_day_start(const ru_zone *z, int32_t days, ru_zone_memo *memo);
/* The next instant > `instant` at which the offset changes; INT64_MAX when never. */
int64_t ru_zone_next_transition(const ru_zone *z, int64_t instant);

/* ---- ISO 4217: digits after the point for a currency code, or -1 when ruth does not know the code ---- */
int ru_currency_digits(ru_str code);
/* "50.00 USD" in minor units. Fails (false) on another form, too many decimals, an unknown code or overflow. */
bool ru_money_parse(ru_str s, int64_t *minor, ru_str *currency);
/* "12.5" → 12500000 for scale 6; at most `scale` decimals; false otherwise. */
bool ru_decimal_parse(ru_str s, int scale, int64_t *out);

#endif

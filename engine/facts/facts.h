/* facts.h: what is known about a person: the schema (facts.yaml, contacts.yaml, numbers.yaml), typed three-state values,
 * the strict request reader, expressions, contact filters. One request becomes one vector of values, slot by slot. */
#ifndef RU_FACTS_H
#define RU_FACTS_H

#include "engine/base/base.h"
#include "engine/data/data.h"

/* ---- values ---- */
typedef enum ru_type {
    RU_BOOLEAN,
    RU_INTEGER,
    RU_MONEY,
    RU_RATIO,
    RU_ENUM,
    RU_DATE,
    RU_INSTANT, /* in `i` */
    RU_ZONE,
    RU_TEXT,      /* in `s` (zone: also `zone`) */
    RU_LIST_ENUM, /* in `i`, one bit a value, at most 64 */
    RU_WINDOWS,
    RU_LIST_ZONE,
    RU_LIST_TEXT /* in `list`, `n` */
} ru_type;
typedef enum ru_state { RU_UNKNOWN = 0, RU_NONE = 1, RU_VALUE = 2 } ru_state; /* not known · none on file · has a value */
typedef enum ru_tri { RU_FALSE = 0, RU_MAYBE = 1, RU_TRUE = 2 } ru_tri;
static inline ru_tri ru_tri_and(ru_tri a, ru_tri b) { return a < b ? a : b; }
static inline ru_tri ru_tri_or(ru_tri a, ru_tri b) { return a > b ? a : b; }
static inline ru_tri ru_tri_not(ru_tri a) { return (ru_tri)(2 - (int)a); }

typedef struct ru_window {
    uint8_t days;
    int32_t from, to;
} ru_window; /* bit 0 Monday; local seconds, half-open; to < from: past midnight, belongs to its first day; to may be 86400 */
typedef struct ru_value {
    int64_t i; /* boolean 0/1, integer, money in minor units, ratio in millionths, enum index, date in days, instant in seconds, list of enum as bits */
    union {
        ru_str s; /* TEXT, ZONE: the name; points into the request line, its arena or the policy */
        struct {
            const void *list;
            size_t n;
        } l; /* WINDOWS: ru_window[]; LIST_ZONE, LIST_TEXT: ru_str[] */
    } u;
    const ru_zone *zone; /* ZONE only */
    uint8_t state;       /* ru_state */
    uint8_t given;       /* in a request: 0 key left out, 1 null, 2 value */
} ru_value;

/* ---- schema ---- */
enum { RU_MAX_LANGS = 8, RU_MAX_CURRENCIES = 32 };
typedef struct ru_label {
    ru_str by_lang[RU_MAX_LANGS];
} ru_label; /* p NULL where the policy says nothing */
typedef enum ru_expiry { RU_EXPIRES_NEVER, RU_EXPIRES_AFTER, RU_EXPIRES_ON } ru_expiry;
typedef struct ru_fact {
    ru_str name;
    ru_type type;
    ru_str *values; /* ENUM, LIST_ENUM: the names, index = value */
    size_t value_count;
    bool has_range; /* INTEGER, MONEY, RATIO: low ≤ value ≤ high */
    int64_t low, high;
    ru_value missing; /* what a key left out means: state and value */
    bool derived, is_protected, moves_daily, from_plugin;
    ru_expiry expiry;
    int32_t expiry_days;
    int expiry_from;      /* slot of the date or instant fact */
    ru_state expiry_then; /* RU_NONE or RU_UNKNOWN */
    ru_label say;         /* how the fact is called */
    ru_label *say_values; /* ENUM: [value_count] or NULL */
    ru_label ask;         /* the question that asks for it */
    ru_str source, purpose, in_power_of, unit;
    ru_str meter; /* the number it is measured against, shown with it in each decision; n 0: none */
    ru_str file;
    int line, column;
} ru_fact;
typedef struct ru_word {
    uint64_t low, high;
} ru_word; /* the first 16 bytes of a name, zeros after its end */
typedef struct ru_place {
    ru_word word;
    uint64_t index;
} ru_place;                /* index + 1, 0 empty */
typedef struct ru_lookup { /* from a name to its index: open addressing */
    const ru_str *names;
    const ru_place *places;
    uint32_t count, mask;
    uint8_t shift; /* how far a hash is shifted to become a place */
} ru_lookup;
typedef struct ru_field_key { /* what the request reader needs of one field, close together */
    ru_lookup values;         /* ENUM, LIST_ENUM */
    int64_t low, high;        /* INT64_MIN, INT64_MAX where there is no range */
    uint8_t type;             /* ru_type */
    bool derived;             /* or a plugin's: no request carries it */
} ru_field_key;
typedef struct ru_bounds {
    int64_t low, high;
} ru_bounds; /* both in; low above high: nothing */
typedef struct ru_field_json {
    ru_str key;
    const ru_str *values;
} ru_field_json;           /* as the canonical request has them: ,"name": and, ENUM, "value"; else NULL */
typedef struct ru_fields { /* a table of facts or of contact fields, sorted by name: index = slot */
    ru_fact *items;
    ru_str *names;       /* [count] the names alone: look-ups, and hints by ru_str_nearest */
    ru_field_key *keys;  /* [count] */
    ru_value *missing;   /* [count] what left-out keys mean; copied at the start of every request */
    ru_field_json *json; /* [count] */
    ru_bounds *settable; /* [count] what a host may set in process, as a number */
    size_t count;
    ru_lookup lookup; /* from a name to its slot */
} ru_fields;
typedef struct ru_number {
    ru_str name;
    ru_type type;                    /* INTEGER, RATIO, MONEY, DATE */
    int64_t value;                   /* all but MONEY */
    bool *has_money;                 /* MONEY: [currency_count] */
    int64_t *money;                  /* MONEY: [currency_count] minor units */
    int64_t written, *written_money; /* as the file says it, where a policy has tightened it */
    bool tightened;
    int tighter; /* -1 lower, +1 higher, 0 may not be tightened */
    ru_str unit, doc, file;
    int line, column;
} ru_number;
typedef struct ru_schema {
    ru_fields facts, contact; /* contact has no "at": it is built in */
    ru_number *numbers;       /* sorted by name */
    size_t number_count;
    ru_str languages[RU_MAX_LANGS];
    size_t language_count;
    ru_str currencies[RU_MAX_CURRENCIES]; /* the values of the enum fact `currency`, same index */
    size_t currency_count;
    int *tightened; /* indexes of the numbers that the policy tightened; NULL: none */
    size_t tightened_count;
    int *expiring; /* slots of the facts that expire */
    size_t expiring_count;
    const ru_calendar *calendar; /* while a folder's rules are compiled: its days, for date_of */
    struct {
        int jurisdiction, role, timezone, timezone_candidates, currency, language, preferred_channel, subject, balance;
    } core; /* slots, -1 undeclared */
} ru_schema;

/* Builds the schema in the arena. `facts`, `contacts`, `numbers`: one YAML map per file, of the policy and of each pack it uses (first the
 * policy's own); entries that two files declare must be alike. Refuses: unknown keys or types, a default out of range, an
 * expiry without `then`, a core fact of the wrong type, jurisdiction/role/timezone with an if_missing other than unknown, a
 * protected core fact, more than 64 values in a list of enum. Errors carry file:line:column. */
typedef struct ru_schema_files {
    const ru_node **facts, **contacts, **numbers;
    size_t facts_count, contacts_count, numbers_count;
    const ru_str *languages;
    size_t language_count;
} ru_schema_files;
ruth_status ru_schema_build(ru_arena *a, const ru_schema_files *files, ru_schema **out, ruth_error *e);
int ru_fields_find(const ru_fields *f, ru_str name);                /* slot or -1 */
const ru_number *ru_schema_number(const ru_schema *s, ru_str name); /* or NULL */
/* policy.yaml `tighten`: sets a number in its declared direction or refuses (node at fault gives the place). */
ruth_status ru_schema_tighten(ru_schema *s, ru_arena *a, ru_str name, const ru_node *value, ruth_error *e);
/* Is every number still at least as tight as its file says? Asked again at every seal. */
bool ru_schema_kept(const ru_schema *s);
/* One literal (YAML scalar or Lua value) read as a value of the type of `f`. Money: "50.00 USD" (and *currency is its index) or the
 * integer 0 (*currency −1: any). Ratio: decimal text, "0.5". Windows: list of {days, from, to}. Fails at the node with what was expected and the nearest value name. */
ruth_status ru_value_read(const ru_schema *s, const ru_fact *f, const ru_node *n, ru_arena *a, ru_value *out, int *currency, ruth_error *e);
/* Appends the value in canonical JSON (request form); the value must have state RU_VALUE. */
void ru_value_write(ru_buf *b, const ru_fact *f, const ru_value *v);
/* One element of a matcher on a LIST_ENUM fact (has_any("health")): its index. Fails at the node with the nearest value name. */
ruth_status ru_value_element(const ru_fact *f, const ru_node *n, int64_t *index, ruth_error *e);
/* Are two values of one fact the same (state, and the value when there is one)? */
bool ru_value_same(const ru_fact *f, const ru_value *a, const ru_value *b);

/* ---- words for people: `language` and `currency` are indexes in the schema; −1 or too large: none ---- */
const char *ru_type_name(ru_type t);   /* as facts.yaml writes it: "list of enum" */
const char *ru_type_phrase(ru_type t); /* with its article: "an integer", "money" */
/* What the fact is called: its label in that language, else its name with spaces for underscores. */
void ru_fact_say(ru_buf *b, const ru_fact *f, int language);
/* One value of an enum: its label in that language, else its name with spaces for underscores. */
void ru_fact_say_value(ru_buf *b, const ru_fact *f, int64_t index, int language);
/* A value for texts: 42 · 1234.56 USD · 12.5 % · 2026-03-02 · 2026-03-02 14:00 UTC · yes (oui) · labels; not known "…", none on file in words. */
void ru_value_say(ru_buf *b, const ru_schema *s, const ru_fact *f, const ru_value *v, int language, int currency);
/* The question that asks for the fact in that language; p NULL: none. */
ru_str ru_fact_question(const ru_fact *f, int language);

/* ---- zones of a session: loads each zone once, keeps it ---- */
typedef struct ru_zones ru_zones;
ruth_status ru_zones_new(const ruth_allocator *alloc, const char *directory, ru_zones **out, ruth_error *e);
void ru_zones_free(ru_zones *z);
const ru_zone *ru_zones_get(ru_zones *z, ru_str name); /* NULL: no such zone (or too many: 1024) */
/* Where the look-ups of a zone begin: what the last one found, kept from decision to decision. Any memo does, so one that another zone has driven out is no harm. */
ru_zone_memo *ru_zones_near(ru_zones *z, const ru_zone *zone);
bool ru_zones_refused(ru_zones *z); /* was a zone not given because the allocator refused, since this was asked last? */

/* ---- one request ---- */
typedef struct ru_contact {
    ru_state at_state;
    uint8_t at_given; /* 0 left out, 1 null, 2 value */
    int64_t at;
    ru_value *fields;
} ru_contact;
enum { RU_MAX_LINE = 1024 * 1024, RU_MAX_REF = 4096, RU_MAX_ID = 200, RU_MAX_CONTACTS = 4096, RU_MAX_FACTS = 1024, RU_MAX_CONTACT_FIELDS = 63 };
/* What `choice` says: an offered line by its id and, where the line itself was handed back, the terms that the person saw. */
enum { RU_SEEN_PLAN = 1, RU_SEEN_INSTALMENT = 2, RU_SEEN_COUNT = 4, RU_SEEN_EVERY = 8, RU_SEEN_LAST = 16, RU_SEEN_TOTAL = 32 };
typedef struct ru_taken {
    bool given;
    unsigned seen;
    ru_str id, plan;
    int64_t instalment, count, last, total;
    int every;
} ru_taken; /* every: 0 week, 1 two weeks, 2 month */
/* What `offer` says: what the person offers to pay. */
typedef struct ru_bid {
    bool given, has_count, has_first_due;
    int64_t amount, count;
    int every;
    int32_t first_due;
} ru_bid;
typedef struct ru_request {
    ru_str id; /* p NULL until read */
    int64_t now;
    ru_value *facts;         /* [schema->facts.count]; derived slots RU_UNKNOWN until derived */
    ru_state contacts_state; /* RU_UNKNOWN: null; RU_VALUE: a list (left out: empty) */
    ru_contact *contacts;    /* sorted by `at`, oldest first; unknown `at` last; equal ones keep their order */
    size_t contact_count;
    uint8_t contacts_given; /* 0 left out, 1 null, 2 list */
    ru_state debt_state;    /* RU_NONE: left out; RU_UNKNOWN: null; RU_VALUE */
    ru_str debt;
    ru_str ref;           /* raw JSON text, validated, at most 4 KiB; p NULL: absent */
    ru_str choice, offer; /* raw JSON text, validated; p NULL: absent */
    ru_taken taken;       /* what they say; not given: absent or null */
    ru_bid bid;
    ru_str proposed; /* raw JSON text of "proposed" (permit); p NULL: absent */
} ru_request;
typedef enum ru_reject {
    RU_REJECT_NONE,
    RU_REJECT_JSON,
    RU_REJECT_KEY,
    RU_REJECT_TYPE,
    RU_REJECT_RANGE,
    RU_REJECT_MISSING,
    RU_REJECT_CONTACT,
    RU_REJECT_NOT_IN_FORCE,
    RU_REJECT_TOO_LONG,
    RU_REJECT_SCRIPT_MEMORY
} ru_reject;
typedef struct ru_rejection {
    ru_reject code;
    char at[160];
    char message[400];
} ru_rejection;                                   /* `at` is a JSON pointer, "" the whole line */
bool ru_rejected_memory(const ru_rejection *why); /* the request was not wrong: there was no memory to hold it */
const char *ru_reject_name(ru_reject code);       /* "json", "key", … as in the contract */
/* Reads one line straight into `r`. `r->facts` and contacts are taken from `a` (reset per request); `line` must outlive r. `at_override`: NULL, or the instant that replaces `now`.
 * Strict: unknown top-level key (also "proposed" unless allow_proposed), undeclared or derived fact, wrong type, duplicate key, out of range,
 * contact after now, zone not installed, timezone not among the candidates → false and *why. r->id is set as soon as it could be read, also when rejected. False with
 * why->code RU_REJECT_SCRIPT_MEMORY never; out of memory: RU_REJECT_TOO_LONG with "out of memory". */
bool ru_request_read(const ru_schema *s, ru_zones *zones, ru_arena *a, ru_str line, const int64_t *at_override, bool allow_proposed, ru_request *r,
                     ru_rejection *why);
/* One key at the top of a request from its JSON alone: "choice", "offer" or "ref"; in place of what was there. False and *why: r is as it was. `json` must outlive r. */
bool ru_request_read_key(const ru_schema *s, ru_zones *zones, ru_arena *a, ru_str key, ru_str json, ru_request *r, ru_rejection *why);
/* What the reader proves last, for a request that was put together without it: zones do not contradict, no contact after now; contacts come in order of time. */
bool ru_request_complete(const ru_schema *s, ru_zones *zones, ru_arena *a, ru_request *r, ru_rejection *why);
/* What `proposed` of a read request says: fields of contacts.yaml, `at` (needed) and `debt`. What it leaves out has the field's default; `person` is its
 * recipient then. False and *why like ru_request_read. */
typedef struct ru_asked {
    int64_t at;
    ru_value *fields;
    ru_str debt; /* p NULL: not said */
} ru_asked;
bool ru_proposed_read(const ru_schema *s, ru_zones *zones, ru_arena *a, ru_request *r, ru_asked *out, ru_rejection *why);
/* The canonical request without ref: {"id":…,"now":…,"facts":{…by name…},"contacts":[… in canonical order, fields by name, `at` first …],"debt":…,"choice":…,"offer":…}; absent left out. */
void ru_request_write(ru_buf *b, const ru_schema *s, const ru_request *r);
/* Raw, validated JSON (ref, choice, offer) token by token: the same tokens without white space between them. */
void ru_request_put_raw(ru_buf *b, ru_str raw);

/* ---- what came of a decision (docs/report.md) ---- */
typedef enum ru_event_kind {
    RU_EVENT_PAYMENT,
    RU_EVENT_PROMISE_KEPT,
    RU_EVENT_PROMISE_BROKEN,
    RU_EVENT_COMPLAINT,
    RU_EVENT_SURVEY,
    RU_EVENT_OPT_OUT,
    RU_EVENTS
} ru_event_kind;
typedef struct ru_event {
    ru_event_kind kind;
    int64_t at, amount, rating;                /* amount, rating: 0 where there is none */
    ru_str decision, id, subject;              /* of which decision: one of them, the others p NULL */
    ru_str currency, about, channel, event_id; /* p NULL: not said */
} ru_event;
ru_str ru_event_name(ru_event_kind kind);
/* Strict like ru_request_read; what is read points into `line` and `a`. */
bool ru_event_read(ru_arena *a, ru_str line, ru_event *out, ru_rejection *why);
/* {"event":…,"at":…, what it says, "event_id":…}; without the decision. */
void ru_event_write(ru_buf *b, const ru_event *e);
bool ru_event_take(ru_arena *a, ru_str canonical, ru_event *out, ru_rejection *why); /* what was so written; false: something else */

/* ---- what a rule may look at while one request is judged ---- */
enum { RU_MAX_ZONES = 16 };
typedef struct ru_scene {
    const ru_schema *schema;
    ru_request *request;
    int currency;                       /* index, −1 not known or none on file */
    const ru_zone *zones[RU_MAX_ZONES]; /* Z of docs/SEMANTICS.md; more candidates than 16: no zone */
    ru_zone_memo memo[RU_MAX_ZONES];
    size_t zone_count;           /* 0: no zone */
    int32_t today[RU_MAX_ZONES]; /* local date of now in each */
    int64_t expires_next;        /* earliest expiry after now of a fact that has a value, INT64_MAX none */
    uint64_t *expired_by;        /* bit per slot: this fact is not known because the date (or zone) of its expiry is not known; NULL: no fact expires */
} ru_scene;
/* Fills the scene from a read request: zones, today, currency, then applies expiries to request->facts in place. `a` per request. */
bool ru_scene_open(ru_scene *sc, const ru_schema *s, ru_zones *zones, ru_request *r, ru_arena *a);

/* 00:00 of a local date: in the zone where it comes first, and where it comes last. No zone: UTC+14 and UTC−12. */
int64_t ru_scene_earliest(const ru_scene *sc, int32_t date);
int64_t ru_scene_latest(const ru_scene *sc, int32_t date);

/* Step by step from an instant or a date: 'd' n days on, 'b' to the n-th business day after, both ending at 00:00; 'h' n hours on, alone and from an
 * instant only. Two readings, of the zones or of every zone there may be: beyond doubt it has not come before `surely`; it has come from `at` on. */
typedef struct ru_stride {
    char kind;
    int64_t n;
} ru_stride;
typedef struct ru_due {
    int64_t surely, at;
} ru_due;
ru_due ru_scene_walk(const ru_scene *sc, int64_t value, bool is_instant, const ru_stride *steps, size_t count, const ru_calendar *calendar);
/* The local date it comes to: RU_UNKNOWN where zones disagree, or an instant has no zone to be read in. */
ru_state ru_scene_date(const ru_scene *sc, int64_t value, bool is_instant, const ru_stride *steps, size_t count, const ru_calendar *calendar, int64_t *date);

/* ---- contact filters: conditions over the fields of one contact ---- */
typedef struct ru_filter ru_filter; /* all_of / any_of / none_of over atoms field–matcher; compiled in the policy arena */
/* `cond` is the normalised condition tree of script.h, its atoms naming contact fields (also `at` with spans, and `debts = {x="same_debt"}`). `likes`: named filters (contacts_like). */
typedef struct ru_named_filter {
    ru_str name;
    const ru_filter *filter;
} ru_named_filter;
ruth_status ru_filter_build(ru_arena *a, const ru_schema *s, const ru_node *cond, const ru_named_filter *likes, size_t like_count, const ru_filter **out,
                            ruth_error *e);
ru_tri ru_filter_match(const ru_filter *f, const ru_scene *sc, const ru_contact *c);
/* The same over a proposal: `fields` [schema->contact.count], no `at`. Used at load for `on`, `except_on`. */
ru_tri ru_filter_match_fields(const ru_filter *f, const ru_schema *s, const ru_value *fields);
bool ru_filter_reads_at(const ru_filter *f); /* does it look at when the contact was? */
/* Marks (bit per contact field; bit schema->contact.count for `at`) the unknown fields that keep the match of c undecided. */
void ru_filter_unknown(const ru_filter *f, const ru_scene *sc, const ru_contact *c, uint64_t *fields_bits);

/* ---- expressions ---- */
typedef struct ru_expr ru_expr;
ru_type ru_expr_type(const ru_expr *x);
ru_str ru_expr_unit(const ru_expr *x); /* "days", …; n 0: none. A place with another unit refuses it */
/* Builds from the normalised expression tree of script.h (x = fact, number, money, percent, add, sub, mul, div, smaller, larger, money_of, integer_of, last, count, or a bare literal), checking types
 * and units. `want`: the type the place needs. Derived facts may be read (they must come earlier in the order, see ru_expr_reads). */
ruth_status ru_expr_build(ru_arena *a, const ru_schema *s, const ru_node *n, ru_type want, const ru_named_filter *likes, size_t like_count, const ru_expr **out,
                          ruth_error *e);
/* Strict evaluation. RU_VALUE: *out set. *overflow set true when the result is not known because of overflow or division by zero. */
ru_state ru_expr_eval(const ru_expr *x, const ru_scene *sc, int64_t *out, bool *overflow);
/* Is the expression a constant (no fact, no contact)? Then its value a currency: *by_currency says whether it depends on it; values[c], has[c] for each currency (index 0 used alone when not). */
bool ru_expr_constant(const ru_expr *x, const ru_schema *s, bool *by_currency, int64_t values[RU_MAX_CURRENCIES], bool has[RU_MAX_CURRENCIES]);
/* Calls `visit` for every fact slot it reads (amounts of money read the currency); contacts are reported as slot −1. */
void ru_expr_reads(const ru_expr *x, void (*visit)(void *ctx, int slot), void *ctx);
/* Calls `visit` for each contact that a `last` or `count` in it rests on: RU_TRUE it counts, RU_MAYBE it may. */
void ru_expr_contacts(const ru_expr *x, const ru_scene *sc, void (*visit)(void *ctx, const ru_contact *c, ru_tri counts), void *ctx);
/* May its value change at a local midnight with the request unchanged (windows of days over contacts)? */
bool ru_expr_reads_day(const ru_expr *x);
/* When contacts grow older: *day is set when a midnight may change the value; *next lowered to the first exact flip after now. */
void ru_expr_moves(const ru_expr *x, const ru_scene *sc, bool *day, int64_t *next);
/* Marks what makes it unknown now: fact slots (not-known ones among its operands, also the currency slot), and contact fields. all_contacts: `contacts` itself is null. */
typedef struct ru_unknowns {
    uint64_t *facts;
    uint64_t contact_fields;
    bool contacts, debt, zone;
} ru_unknowns;
void ru_expr_unknown(const ru_expr *x, const ru_scene *sc, ru_unknowns *into);
/* ru_filter_unknown and more: also `debt` (the request's) and `zone` where they keep the match of c undecided. In `facts` (may be NULL) only the currency is ever marked. */
void ru_filter_unknowns(const ru_filter *f, const ru_scene *sc, const ru_contact *c, ru_unknowns *into);

#endif

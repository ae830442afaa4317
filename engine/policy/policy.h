/* policy.h: a folder of files → one immutable, shared, compiled policy. The compiler's parts are in build.h. */
#ifndef RU_POLICY_H
#define RU_POLICY_H

#include "engine/base/phrases.h"
#include "engine/charter/charter.h"
#include "engine/facts/facts.h"
#include "engine/match/match.h"
#include "engine/plugin/plugin.h"
#include "engine/script/script.h"

/* ---- texts ---- */
typedef enum ru_part_kind {
    RU_PART_LITERAL,
    RU_PART_FACT,       /* index: slot */
    RU_PART_NUMBER,     /* index: number */
    RU_PART_INSTALMENT, /* what a plan computed */
    RU_PART_COUNT,
    RU_PART_EVERY,
    RU_PART_LAST,
    RU_PART_TOTAL,
    RU_PART_LEFT,
    RU_PART_FIRST_DUE,
    RU_PART_UNTIL
} ru_part_kind;
typedef struct ru_part {
    ru_part_kind kind;
    int index;
    ru_str literal;
} ru_part;
typedef struct ru_template {
    const ru_part *parts;
    size_t count;
    ru_str json; /* quoted and escaped when there is no placeholder; else p NULL */
} ru_template;
typedef struct ru_reason {
    const ru_template *text;
} ru_reason; /* `because`, in the policy's first language; text NULL: none */

typedef struct ru_variant {
    const ru_template *subject, *body;
    bool wording;
} ru_variant;                    /* body NULL: no such variant; subject may be NULL; wording: what no_words keeps out may stand in it */
typedef struct ru_message_text { /* one message in one language */
    ru_variant *variants;        /* [channel_count * tone_count] */
    const ru_template *next_step, *cannot;
    const ru_template *const *disclosures; /* parallel to ru_message.carries */
    const bool *statutory;                 /* parallel: the law prescribes it */
    bool wording;                          /* what no_words keeps out may stand in its other texts */
} ru_message_text;
typedef struct ru_message {
    ru_str id, id_json;
    bool statutory;        /* the law prescribes its text */
    int purpose;           /* index into ru_policy.purposes */
    const ru_str *carries; /* disclosure ids, sorted */
    size_t carries_count;
    ru_message_text by_lang[RU_MAX_LANGS];
} ru_message;

/* A talk card: for the person who takes over, in the language of the person they talk with. */
typedef struct ru_lines {
    const ru_template *const *items;
    size_t count;
} ru_lines;
typedef struct ru_card_text {
    const ru_template *opening;
    ru_lines questions, avoid;
    bool wording; /* as of a variant; what it offers included */
} ru_card_text;
typedef struct ru_card {
    ru_str id, id_json;
    ru_card_text by_lang[RU_MAX_LANGS]; /* opening NULL: not in this language; the first has all */
} ru_card;

/* ---- rules ---- */
typedef struct ru_rule {
    ru_str id, id_json;
    ru_str file;
    int line;
    ru_str place_json;          /* "segments.lua:12", quoted */
    int result;                 /* index of its condition in ru_policy.match */
    int is;                     /* ordinal: segment, ladder place, team … */
    int message;                /* action and message rules: index, −1 none */
    const ru_template *because; /* NULL: none */
} ru_rule;
typedef struct ru_rules {
    ru_rule *items;
    size_t count;
    int first_result;
} ru_rules; /* results are contiguous */

typedef enum ru_every { RU_EVERY_WEEK, RU_EVERY_TWO_WEEKS, RU_EVERY_MONTH, RU_EVERY_COUNT } ru_every;
typedef enum ru_offer_kind { RU_OFFER_INSTALMENTS, RU_OFFER_PAUSE, RU_OFFER_REDUCED, RU_OFFER_PLUGIN } ru_offer_kind;
typedef struct ru_offer_key { /* what is handed to a plugin under one key of its word: an expression, a fact, or what stands there */
    ru_type type;
    const ru_expr *expr;  /* NULL: not a number */
    int slot;             /* −1: not a fact */
    bool given, optional; /* given: a literal or a fact */
    int64_t number;
    ru_str text;
} ru_offer_key;
typedef struct ru_offer {
    ru_offer_kind kind;
    const ru_expr *of, *up_to, *smallest, *left_of; /* NULL where not given */
    int every_slot;                                 /* −1: `every` is fixed; else slot of an enum fact with values week, two_weeks, month */
    int payday_slot; /* −1: payments fall on the usual days; else slot of a date fact: two days after they are paid, on business days */
    ru_every every;
    int64_t longest;        /* instalments: most payments, when longest_months is 0 */
    int64_t longest_months; /* … or the longest time in months */
    int64_t months;         /* pause, reduced */
    uint8_t every_of[16];   /* enum value → ru_every */
    int plugin;             /* RU_OFFER_PLUGIN: index, word of it, and its keys in the word's order */
    uint32_t word, key_count;
    const ru_offer_key *keys;
} ru_offer;

typedef struct ru_ceiling {
    int field;
    const ru_expr *most;
} ru_ceiling;                  /* of a contact field */
typedef struct ru_limit_info { /* what charter.h does not need to know of a limit; same index */
    ru_str name, id_json;      /* under which it reports: its id without an arm */
    ru_str id, cite_json, nature_json, status_json;
    ru_rule rule;                /* its condition is rule.result */
    int only_if;                 /* result index, −1 none */
    const ru_expr *from, *until; /* during … from / until_date */
    bool from_is_instant;
    int64_t during_days, during_hours;           /* −1 none */
    int64_t until_days;                          /* how many days after `until` it ends: 1 for `through` */
    const ru_expr *starts, *lifted_from, *after; /* NULL: not said; `after` also where it is a last { … } */
    bool starts_is_instant, lifted_is_instant, after_is_instant;
    bool timed; /* some date, or what happened, says from when or until when it refuses */
    int64_t lifted_days;
    int widened_slot, closed_slot; /* −1 none */
    const ru_ceiling *ceilings;
    size_t ceiling_count;
    const ru_expr *leaves;                  /* leave_at_least; NULL: none */
    const ru_phrases *banned[RU_MAX_LANGS]; /* no_words; NULL: none in that language */
    const ru_str *require;                  /* ids of disclosures */
    size_t require_count;
    uint64_t duties;                 /* the same, bit per ru_policy.duties */
    const ru_filter *on, *except_on; /* contact fields, the channel among them; NULL: none named */
    int by_kind;                     /* 'd' days 'h' hours 'b' business days, 0 none */
    int64_t by_count;
    int team; /* −1 none */
    int card; /* of the hand-over, where it is certain; −1: the team's */
} ru_limit_info;

/* A disclosure that some limit requires. */
enum { RU_MAX_DUTIES = 64 };
typedef struct ru_duty {
    ru_str id;
    bool statutory, wording[RU_MAX_LANGS],
        harmless[RU_MAX_LANGS]; /* statutory: the law prescribes it; wording: as of a variant; harmless: this text may stand though it is not due */
    const ru_template *by_lang[RU_MAX_LANGS]; /* NULL: no text in that language */
} ru_duty;

typedef struct ru_way_info {
    ru_rule rule;
    const ru_value *fields;
} ru_way_info; /* what a contact on this channel rule carries, [contact field count] */
typedef struct ru_derivation {
    int slot;
    const ru_expr *expr;
} ru_derivation;
typedef struct ru_meter {
    int slot, number;
} ru_meter; /* a derived integer, and the number it is measured against */
typedef struct ru_ordinal {
    ru_str name, json;
} ru_ordinal;
typedef struct ru_action_info {
    ru_str message_name;
    int message;
    uint32_t purposes; /* bit per purpose its messages may have */
} ru_action_info;
typedef struct ru_coded {
    ru_str kind, id;
} ru_coded; /* the rule that owns coded condition i */
/* Facts that only an unknown outcome makes interesting, and instants at which a decision may change by itself. */
typedef struct ru_moves {
    bool day_spans_or_moving;
    const int *moving_slots;
    size_t moving_count;
    const int *day_slots;
    size_t day_count;
} ru_moves;
typedef struct ru_hour_span {
    int slot;
    int64_t seconds;
} ru_hour_span;

typedef struct ru_loaded {
    ru_str path, bytes;
} ru_loaded; /* a file of the policy or a pack: its name as errors show it, what stood in it */

typedef struct ru_policy {
    int references; /* atomic */
    ruth_allocator alloc;
    ru_arena arena;
    ru_str folder, zoneinfo;         /* zoneinfo.p NULL: the system's */
    ru_str name, version, head_json; /* head_json: the "policy":{…} member of every decision */
    unsigned char digest[RU_DIGEST_SIZE], engine[RU_DIGEST_SIZE];
    char digest_hex[2 * RU_DIGEST_SIZE + 1], engine_hex[2 * RU_DIGEST_SIZE + 1];
    ru_str release;         /* what the engine's digest covers, a line each */
    const ru_loaded *files; /* all that the policy's digest covers, sorted by path: enough to load it again */
    size_t file_count;
    int32_t valid_from, valid_until; /* local dates, both in; INT32_MIN / INT32_MAX */
    int32_t horizon_days;
    ru_schema *schema;
    ru_match *match;             /* read only */
    const ru_cond *const *conds; /* by result: the trees that `match` was made of, for saying what decided */
    const ru_expr *const *exprs;
    ru_charter charter;
    ru_derivation *derived; /* in evaluation order */
    size_t derived_count;
    int *experiments; /* slots of the facts that are the arm of an experiment, by name */
    size_t experiment_count;
    ru_meter *meters; /* by name of the fact */
    size_t meter_count;
    ru_ordinal *segment_names, *action_names, *tone_names, *channel_names, *teams, *purposes;
    size_t segment_count, team_count, purpose_count;
    ru_rules segments, plans, referrals, actions, tones, ways_rules, messages_rules;
    ru_offer *offers;                /* per plan rule */
    ru_way_info *ways;               /* per channel rule, in id order (parallel to charter.ways and ways_rules) */
    ru_limit_info *limits;           /* sorted by id, parallel to charter.limits */
    bool bans_words;                 /* some limit has no_words … */
    bool duty_wording[RU_MAX_LANGS]; /* … and what it keeps out may stand in some disclosure that limits require */
    ru_duty *duties;                 /* sorted by id */
    size_t duty_count;
    ru_message *messages;
    size_t message_count;
    ru_card *cards;
    size_t card_count;
    int *team_cards;                                                                          /* per team, −1 none */
    const ru_template *const *card_plans[RU_MAX_LANGS], *const *card_referrals[RU_MAX_LANGS]; /* why each may be offered, per rule; NULL: no cards */
    ru_action_info *action_info;                                                              /* per ladder place */
    int preferred_of[64];                                                                     /* value of preferred_channel → channel place or −1 */
    int *language_of;   /* value of the fact language → index in schema.languages, 0 where texts are not in it */
    ru_source *sources; /* Lua files in load order, for a session's own state */
    size_t source_count;
    ru_coded *coded;
    size_t coded_count;
    const int *moving_slots; /* facts with `moves: daily` that some rule reads */
    size_t moving_count;
    const int *day_span_slots; /* facts read by day spans */
    size_t day_span_count;
    const ru_expr *const *timed; /* expressions over contacts, which grow older */
    size_t timed_count;
    const ru_hour_span *hour_spans; /* exact flips of hour spans */
    size_t hour_span_count;
    bool reads_day;       /* some decision of this policy may change at a local midnight */
    const int32_t *dates; /* effective dates: a decision may change at the start of these local days */
    size_t date_count;
    ru_template *inbound[RU_MAX_LANGS]; /* why inbound help is open */
    int limit_results, only_if_results; /* first result indexes */
    ru_plugin *plugins;                 /* in the order of policy.yaml */
    size_t plugin_count;
    ru_script_offer *plugin_words; /* words that they add to plans.lua */
    size_t plugin_word_count;
    int renderer;            /* index of the plugin that words messages, −1 none */
    bool inspects, observes; /* some plugin does */
    bool plugin_day;         /* a plugin takes part, or a rule reads what one should have written: good until midnight at most */
} ru_policy;

/* Where a load finds what does not stand in the policy's folder. */
typedef struct ru_places {
    const char *zoneinfo;     /* NULL: the system's */
    ru_plugin_store *plugins; /* NULL: no plugins can be loaded */
    const ru_loaded *files;   /* NULL: the folder stands on disk; else it and its packs are these, sorted or not, and nothing is read from the disk */
    size_t file_count;
} ru_places;
/* Loads and compiles a folder. *out starts with one reference. `places` NULL: all defaults. Errors carry file:line:column where there is a place. */
ruth_status ru_policy_load(const ruth_allocator *alloc, const char *folder, const ru_places *places, ru_policy **out, ruth_error *e);
ru_policy *ru_policy_retain(ru_policy *p);  /* thread-safe; gives p */
void ru_policy_release(ru_policy *p);       /* thread-safe; the last one frees; NULL allowed */
void ru_policy_close_plugins(ru_policy *p); /* of the last release */

bool ru_lock_is_near(ru_str name); /* lock.c: nearly the name of charter.lock, and not it */
#endif

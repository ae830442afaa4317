/* build.h: the compiler's working state, shared by the files of engine/policy/ and by nobody else. */
#ifndef RU_BUILD_H
#define RU_BUILD_H

#include "engine/policy/study.h"

typedef struct ru_circumstance {
    ru_str name;
    const ru_node *node;
    const ru_cond *cond;
    int state; /* 0 new, 1 being built, 2 done */
} ru_circumstance;

typedef struct ru_build {
    ru_policy *p;
    ru_arena *a;       /* the policy's arena */
    ru_arena *scratch; /* freed after the load */
    ruth_error *e;
    const ru_places *places; /* NULL: all defaults */
    ru_pack *packs;
    size_t pack_count;
    ru_loaded *files;
    size_t file_count, file_capacity;
    ru_source *sources;
    size_t source_count, source_capacity;
    ru_node *rules;
    ru_raws raw[RU_KIND_COUNT];
    ru_circumstance *circumstances;
    size_t circumstance_count;
    ru_named_filter *likes;
    size_t like_count;
    const ru_cond **conds; /* in result order */
    size_t cond_count, cond_capacity;
    const ru_expr **exprs;
    size_t expr_count, expr_capacity;
    ru_coded *coded;
    size_t coded_count, coded_capacity;
    uint8_t *slot_read;     /* per fact: some rule reads it */
    uint8_t *slot_day_span; /* per fact: a day span reads it */
    ru_hour_span *hour_spans;
    size_t hour_span_count, hour_span_capacity;
    int32_t *dates;
    size_t date_count, date_capacity;
    const ru_expr **timed; /* expressions over contacts */
    size_t timed_count, timed_capacity;
    bool meets_contacts; /* the expression being looked at reads contacts */
    bool keep;           /* for a study: remember which condition became what */
    ru_said *said;
    size_t said_count, said_capacity;
    const ru_loaded *mended; /* bytes that replace those on disk */
    size_t mended_count;
    ru_str kind_now, id_now; /* the rule being compiled, for coded conditions and messages */
} ru_build;

/* Pushes one item on one of the growing arrays above; false: out of memory. */
#define RU_PUSH(b, arena, items, count, capacity, value) \
    (((items) = ru_arena_grow((arena), (items), (count), &(capacity), sizeof *(items))) ? ((items)[(count)++] = (value), true) : false)

/* ---- the parts, in the order they run ---- */
ruth_status ru_build_all(ru_build *b, const char *folder);  /* load.c: all of them */
ruth_status ru_build_read(ru_build *b, const char *folder); /* files.c: folders → trees and sources */
/* lock.c: SHA-256 over the files (sorted by path) of the pack, or of all when it is NULL; and charter.lock against them. */
ruth_status ru_digest_files(const ruth_allocator *alloc, const ru_loaded *files, size_t count, const ru_pack *pack, unsigned char out[RU_DIGEST_SIZE]);
void ru_build_sort_files(ru_build *b); /* files.c: by path */
ruth_status ru_build_lock(ru_build *b, ru_str bytes);
ruth_status ru_build_no_lock(ru_build *b);                                    /* lock.c: there is none; is there one by nearly the right name? */
ruth_status ru_build_plugins(ru_build *b);                                    /* plugins.c: found, greeted, opened */
ruth_status ru_build_head(ru_build *b);                                       /* head.c: policy.yaml, teams, holidays, digests */
ruth_status ru_build_engine(ru_build *b, const char *zoneinfo);               /* head.c: what decides besides the policy */
ruth_status ru_build_teams(ru_build *b);                                      /* people.c: teams.yaml */
ruth_status ru_build_directory(ru_build *b);                                  /* people.c: directory.yaml, once referrals are known */
ruth_status ru_build_sort(ru_build *b);                                       /* rules.c: rule data by kind, ids unique */
ruth_status ru_build_ladders(ru_build *b);                                    /* ladders.c */
ruth_status ru_build_messages(ru_build *b);                                   /* messages.c */
ruth_status ru_build_cards(ru_build *b);                                      /* cards.c: talk cards, and which goes with a team */
ruth_status ru_build_card_offers(ru_build *b);                                /* cards.c, once the rules are known */
ruth_status ru_build_card_named(ru_build *b, const ru_node *n, int *out);     /* NULL: −1 */
ruth_status ru_build_circumstances(ru_build *b);                              /* cond.c */
ruth_status ru_build_rules(ru_build *b);                                      /* rules.c */
ruth_status ru_build_limits(ru_build *b);                                     /* limits.c */
ruth_status ru_build_duty_texts(ru_build *b);                                 /* duties.c: the disclosures that limits require */
const ru_node *ru_build_find_text(const ru_build *b, size_t lang, ru_str id); /* messages.c; NULL: none */
ruth_status ru_build_statutory(ru_build *b, const ru_node *text, bool *out);  /* messages.c: does the law prescribe this message or disclosure? */
const ru_node *ru_disclosure_text(const ru_node *n);                          /* its scalar, also of { text: …, harmless_if_not_due: … }; NULL: none */
/* limit_counts.c, for limits.c: the keys of one limit that count, wait, cap, lift, close, require. */
ruth_status ru_build_counts(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info);
ruth_status ru_build_ceilings(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info);
ruth_status ru_build_lifts(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info);
ruth_status ru_build_windows_fact(ru_build *b, const ru_raw *r, const char *key, int *slot); /* −1: the key is not there */
ruth_status ru_build_own_clock(ru_build *b, const ru_raw *r, ru_limit *l);
ruth_status ru_build_banned(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info); /* lexicons.c */
ruth_status ru_build_wording(ru_build *b); /* wording.c: which texts no_words may refuse, once limits and disclosures are known */
ruth_status ru_build_protected(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info); /* lexicons.c */
ruth_status ru_build_duties(ru_build *b, const ru_raw *r, ru_limit *l, ru_limit_info *info);
ruth_status ru_build_instant_or_date(ru_build *b, const ru_node *n, const ru_expr **out, bool *is_instant); /* limits.c */
ruth_status ru_build_calendar(ru_build *b, ru_pack *pack); /* calendar.c: holidays and business days of a folder */
ruth_status ru_build_plugin_facts(ru_build *b);            /* plugin_facts.c: what a plugin says releases no limit */
ruth_status ru_build_phrase_bank(ru_build *b);             /* phrase_bank.c: phrases.yaml, once segments are known */
ruth_status ru_build_guarantees(ru_build *b);              /* guarantees.c */
ruth_status ru_build_moves(ru_build *b);                   /* moves.c: what may change by itself */

/* ---- shared helpers ---- */
void ru_raws_sort(ru_raws *raws); /* by id */
/* What a condition may read besides facts. */
enum { RU_READS_SEGMENT = 1, RU_READS_PLANS = 2, RU_READS_ACTION = 4, RU_READS_TONE = 8, RU_READS_FINAL = 16, RU_MAY_BE_CODED = 32 };
ruth_status ru_build_cond(ru_build *b, const ru_node *n, unsigned scope, const ru_cond **out);
ruth_status ru_build_atom(ru_build *b, const ru_node *n, unsigned scope, const ru_cond **out); /* atom.c */
/* when ∧ ¬unless ∧ where the pack applies ∧ (with_dates) effective dates → result index. */
ruth_status ru_build_rule_cond(ru_build *b, const ru_raw *r, unsigned scope, bool with_dates, int *result);
/* id, place, because and condition of any rule. */
ruth_status ru_build_rule(ru_build *b, const ru_raw *r, unsigned scope, bool with_dates, ru_rule *out);
ruth_status ru_build_applies(ru_build *b, ru_pack *pack);
ruth_status ru_build_expr(ru_build *b, const ru_node *n, ru_type want, const ru_expr **out);
ruth_status ru_build_filter(ru_build *b, const ru_node *n, const ru_filter **out);
ruth_status ru_build_constant(ru_build *b, const ru_node *n, ru_type want, int64_t *out); /* a number without currency */
ruth_status ru_build_dates(ru_build *b, const ru_node *body, int32_t *from, int32_t *until);
int ru_build_ordinal(const ru_ordinal *items, size_t count, ru_str name); /* −1: none */
ruth_status ru_build_unknown_name(const ru_node *at, ruth_error *e, const char *what, ru_str name, const ru_ordinal *items, size_t count);
ru_str ru_build_json(ru_build *b, ru_str s); /* quoted, escaped; p NULL: out of memory */
ruth_status ru_build_because_in(ru_build *b, const ru_node *body, const ru_node *at, size_t lang,
                                const ru_template **out); /* another language; falls back to the first */
ruth_status ru_build_because(ru_build *b, const ru_node *body, const ru_node *at, const ru_template **out);
ruth_status ru_build_template(ru_build *b, const ru_node *at, ru_str text, const ru_template **out);
int ru_build_message_index(const ru_build *b, ru_str id);
ruth_status ru_build_offer(ru_build *b, const ru_raw *r, ru_offer *out);
ruth_status ru_build_plugin_offer(ru_build *b, const ru_node *kind, const ru_node *with, ru_offer *out, bool *taken); /* *taken false: no plugin's word */
ruth_status ru_build_plugin_file(ru_build *b, ru_str id, ru_str name, ru_str *bytes); /* files.c: plugins/ID/NAME; bytes->p NULL: there is none */
bool ru_build_plugin_line(ru_build *b, const ru_plugin *p, ru_str *out);              /* for the engine's digest; false: out of memory */
const ru_cond *ru_cond_new(ru_build *b, ru_cond_kind kind, const ru_cond **items, size_t count);
const ru_cond *ru_cond_atom(ru_build *b, const ru_atom *atom);
ruth_status ru_build_span(ru_build *b, const ru_node *n, char *kind, int64_t *count); /* 'd' days, 'h' hours, 'b' business days, 'm' months */
const ru_ranges *ru_ranges_one(ru_build *b, int64_t low, int64_t high);

#endif

/* session.h: the working memory of one thread and what a decision leaves in it. Shared by the files of engine/decide/. */
#ifndef RU_SESSION_H
#define RU_SESSION_H

#include "engine/policy/policy.h"

enum { RU_LINE_LIMIT = 1 << 20, RU_MENU_MAX = 3, RU_MAX_PLANS = 64, RU_MAX_FAILURES = 64, RU_MAX_LISTED = 256, RU_MAX_HANDOVERS = 16 };

/* What a first-hit stage left: the rules not definitely false up to the first definite hit. */
typedef struct ru_stage_result {
    int *rules;       /* indexes into the kind's rules, in file order; room for all, as for the others */
    uint8_t *results; /* ru_tri of each */
    size_t rule_count;
    int32_t *ordinals; /* their values, sorted, each once */
    size_t ordinal_count;
    bool definite;
} ru_stage_result;

/* One line of a plan's menu. */
typedef struct ru_plan_item {
    int plan; /* index of the rule */
    ru_offer_kind kind;
    ru_every every;
    int64_t instalment, count, last, total, left, monthly;
    bool has_left;
    int32_t first_due;
} ru_plan_item;

/* The figures of an offer, as they are now. */
typedef struct ru_terms {
    int64_t sum, up_to, smallest, longest, left_of;
    bool has_left;
    ru_every every;
    int32_t first_due;
} ru_terms;

typedef struct ru_failure {
    ru_str kind, id;
    const char *code;
} ru_failure; /* kind: what `id` is, "rule" or "plugin" */

/* Facts that are not known and matter, and what they keep open. */
typedef struct ru_open {
    int slot;
    uint32_t stages;
    int rules;
} ru_open;
typedef struct ru_unknown_report {
    ru_open *facts; /* sorted by name */
    size_t fact_count;
    uint64_t contact_fields; /* bit per contact field; bit contact.count: `at` */
    bool contacts, debt;
} ru_unknown_report;

typedef struct ru_decision {
    ru_stage_result segments, actions, tones;
    uint8_t plans[RU_MAX_PLANS];      /* ru_tri: eligible, offer and limits taken together */
    uint8_t plan_rules[RU_MAX_PLANS]; /* ru_tri of the rule and its offer alone */
    ru_plan_item *menu;
    size_t menu_count;
    int plans_definite, plans_possible;
    uint64_t plans_proposed;   /* before plan limits, bit per plan */
    uint8_t *referrals, *ways; /* ru_tri per rule */
    ru_limit_now *limits;
    uint16_t *applying; /* the limits that are not false */
    size_t applying_count;
    ru_permission permission; /* after composition and good_until */
    ru_permission judged;     /* as the charter gave it: the theorem is about this one */
    const ru_sealed *sealed;
    union {
        char bytes[RU_SEALED_SIZE];
        int64_t align;
    } seal;
    int message; /* −1 none */
    int variant_tone;
    int lang;
    int card;                     /* talk card of the first hand-over, −1 none that may be shown */
    int64_t good_until, again_at; /* INT64_MAX: null */
    int64_t next_midnight;        /* of a moving policy, INT64_MAX none */
    const uint16_t *refusing;     /* permit: the limits that refused, in order */
    size_t refusing_count;
    ru_listed listed[RU_MAX_LISTED];
    size_t listed_count;
    uint16_t hand_overs[RU_MAX_HANDOVERS];
    size_t hand_over_count;
    ru_failure failures[RU_MAX_FAILURES];
    size_t failure_count;
    ru_unknown_report unknown;
    int32_t due_today, due_monthly; /* first_due of monthly plans, as it was on the day `due_today` */
} ru_decision;

struct ruth_session {
    ru_policy *policy;
    ruth_allocator alloc;
    ru_arena arena; /* reset at each decision */
    ru_arena kept;  /* what every decision uses again: as long as the session */
    ru_zones *zones;
    ru_match_run *run;
    ru_results results;    /* of the run */
    ru_script *script;     /* NULL until a coded condition is asked for */
    ru_code_result *coded; /* per coded condition, of this decision */
    uint8_t *coded_ran;
    bool script_spent;   /* a memory cap was hit: answer the line with script_memory */
    bool script_refused; /* the allocator refused: no answer at all */
    bool has_now;        /* --at */
    int64_t now;
    ru_request request;
    ru_scene scene;
    const ru_value *asked; /* permit: the fields of the one proposal; NULL: a decision */
    ru_decision d;
    ru_buf out;       /* the answer line */
    ru_buf words;     /* one text of it, while it is put together */
    ru_buf canonical; /* what the decision id is taken of */
    size_t selves_opened;
    void **selves;            /* per plugin: its `self` for this session, where it is called from one thread only */
    ru_buf rendered;          /* what a plugin made of the message's own words; empty: it has none */
    ru_buf recorded;          /* what plugins that are not pure gave back, recorded.c */
    ru_buf given;             /* the same of an earlier decision, for the next one */
    ru_buf record;            /* the decision as a ledger wants it */
    struct ru_packer *packer; /* made when the first is asked for */
    bool has_given, replaying, replay_first;
    ru_json replay;
    char plugin_note[256]; /* why the last call that failed did */
    uint64_t unobserved;   /* calls of observers that failed */
    ru_rejection rejection;
    bool open;                  /* a request is being built by hand */
    size_t contact_room, built; /* of that: contacts there is room for; bytes it would take as a line, about */
    bool decided;               /* `d` holds a decision */
    bool answered;              /* `out` holds the answer to a question */
    bool disagreed;             /* the second opinion is another one; rejection.message says about which limit */
    bool written;               /* `out` and `canonical` hold it too */
};

#include "engine/decide/decide.h"
#include "engine/decide/answers.h"
#endif

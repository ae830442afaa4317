/* study.h: a policy loaded for a tool: the compiled form, and beside it what the compiler forgets, as the officer wrote it.
 *
 * Hosts that only decide never make one. Rule i of a kind in `raw` is rule i of the same kind in the policy (channels and limits are
 * sorted by id in both). Everything lives until ru_study_free; read only. */
#ifndef RU_STUDY_H
#define RU_STUDY_H

#include "engine/policy/policy.h"

/* One folder that takes part: the policy itself (first) or a pack it uses. */
typedef struct ru_pack {
    ru_str name;                                                             /* "" for the policy itself, "charter/us-federal" for a pack */
    ru_str folder;                                                           /* on disk */
    const ru_node *head;                                                     /* policy.yaml */
    const ru_node *facts, *contacts, *numbers, *teams, *directory, *phrases; /* NULL: the pack has none */
    const ru_node *messages[RU_MAX_LANGS], *lexicons[RU_MAX_LANGS];          /* by language of the policy */
    const ru_cond *applies;                                                  /* NULL: everywhere */
    const ru_calendar *calendar;                                             /* its holidays and business days */
    int32_t valid_from, valid_until;                                         /* of every limit of it that does not say; INT32_MIN, INT32_MAX open */
} ru_pack;

typedef enum ru_kind {
    RU_KIND_CIRCUMSTANCE,
    RU_KIND_DERIVE,
    RU_KIND_SEGMENT,
    RU_KIND_PLAN,
    RU_KIND_REFERRAL,
    RU_KIND_ACTION,
    RU_KIND_TONE,
    RU_KIND_CHANNEL,
    RU_KIND_MESSAGE,
    RU_KIND_LIMIT,
    RU_KIND_GUARANTEE,
    RU_KIND_LADDER,
    RU_KIND_CONTACTS_LIKE,
    RU_KIND_COUNT
} ru_kind;
/* One word's output as script.h describes it: node {kind, id, file, line, body}, body its keys. */
typedef struct ru_raw {
    const ru_node *node, *body;
    ru_str id, file;
    const ru_pack *pack;
} ru_raw;
typedef struct ru_raws {
    ru_raw *items;
    size_t count, capacity;
} ru_raws;

/* A condition as written (a node with `op`, see script.h) and what it became. */
typedef struct ru_said {
    const ru_node *node;
    const ru_cond *cond;
} ru_said;

typedef struct ru_study {
    ru_policy *policy; /* held */
    ru_arena arena;    /* of the trees below; tools may put more into it */
    const ru_pack *packs;
    size_t pack_count;
    const ru_loaded *files; /* sorted by path */
    size_t file_count;
    ru_raws raw[RU_KIND_COUNT];
    const ru_said *said; /* sorted by node address */
    size_t said_count;
    const ru_cond *const *conds; /* by result index: the whole condition of a rule: when, unless, where its pack applies, its dates */
    size_t cond_count;
    struct ru_build *build; /* what ru_study_text needs */
} ru_study;

/* ru_policy_load, and more kept. Gives *out, freed by ru_study_free. Fails like ru_policy_load. `mended`: files whose bytes replace what stands on disk,
 * by path; the check tries a policy again with a fault cut out (a path without bytes: a file that is passed over). NULL and 0: none. */
ruth_status ru_study_open(const ruth_allocator *alloc, const char *folder, const ru_places *places, const ru_loaded *mended, size_t mended_count,
                          ru_study **out, ruth_error *e);
void ru_study_free(ru_study *s); /* NULL allowed */
/* What the condition node became; NULL: it was not compiled (a contact filter, say). */
const ru_cond *ru_study_cond(const ru_study *s, const ru_node *node);
const char *ru_kind_name(ru_kind k); /* "segment", "contacts_like" … as rules.c and officers call it */
/* The file's bytes; p NULL: no such file. */
ru_str ru_study_file(const ru_study *s, ru_str path);
/* The text a rule's `because` names, in a language (index), with its placeholders; *out NULL: the rule has none. Falls back to the first language. */
ruth_status ru_study_because(ru_study *s, const ru_raw *rule, size_t language, const ru_template **out, ruth_error *e);

#endif

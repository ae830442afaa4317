/* lint.h: what the files of the lints share: the policy looked at, its texts by id, and how a finding is said. */
#ifndef RU_LINT_H
#define RU_LINT_H

#include "engine/author/check.h"

/* One entry of messages/LANG.yaml. */
typedef struct ru_text {
    ru_str id;
    const ru_node *node, *key; /* what stands under the id, and where the id stands */
    bool used, silent;         /* silent: it has no text for the kindest channel */
} ru_text;
typedef struct ru_texts {
    ru_text *items;
    size_t count;
} ru_texts; /* sorted by id */

typedef struct ru_lint {
    ru_study *s;
    const ru_check_context *c;
    ru_findings *f;
    ru_arena *a;                  /* gone after the lints */
    ru_texts texts[RU_MAX_LANGS]; /* by language of the policy, its packs' too */
    bool failed;                  /* out of memory: sticky */
} ru_lint;

/* Adds effect and suggestion (NULL: none) to a finding just made; `f` NULL: nothing. Gives it. */
ru_finding *ru_lint_say(ru_finding *f, const char *effect, const char *suggestion);
ru_str ru_lint_print(ru_lint *l, const char *format, ...) RU_PRINTF(2, 3); /* in the findings' arena; "" and failed when memory ran out */
/* The node of a map's key: YAML knows its place; else the value's. */
const ru_node *ru_lint_key(const ru_node *map, size_t i);
ru_text *ru_lint_text(const ru_lint *l, size_t lang, ru_str id); /* NULL: none */
/* Calls `visit` for every text in `n`: itself, or what stands under its keys, line by line; lists of ids under `carries`, and `purpose`, `statutory`, `doc` are no texts. */
void ru_lint_each_text(const ru_node *n, void (*visit)(void *ctx, const ru_node *text, bool subject), void *ctx);
bool ru_lint_is_statutory(const ru_node *message);
bool ru_lint_is_reason(ru_str id);         /* "why.…", "us.ca.why.…" */
bool ru_lint_is_card(const ru_node *text); /* a talk card */
ru_str ru_lint_purpose(const ru_node *message);

/* lint_reach.c: what a condition can still be when one fact is not known (or none on file) and everything else is anything. */
typedef struct ru_reach_of {
    bool can_true, can_false;
} ru_reach_of;
ru_reach_of ru_lint_reach(const ru_lint *l, const ru_cond *c, int slot);
bool ru_lint_depends(const ru_lint *l, int slot, int on); /* the same fact, or derived from it */

void ru_lint_used(ru_lint *l); /* lint_messages.c: marks the texts that something uses; first of all */
/* Each adds its findings. */
void ru_lint_languages(ru_lint *l); /* lint_languages.c: what one language has and another lacks */
void ru_lint_messages(ru_lint *l);  /* lint_messages.c: a way out, texts nobody uses, silence for want of a text */
void ru_lint_words(ru_lint *l);     /* lint_words.c: words that are not said, and how hard it is to read */
void ru_lint_limits(ru_lint *l);    /* lint_limits.c: what a limit rests on, and whether it touches anything */
void ru_lint_hours(ru_lint *l);     /* lint_hours.c: no permitted hour in any week */
void ru_lint_silence(ru_lint *l);   /* lint_silence.c: one fact left out silences everybody */
void ru_lint_questions(ru_lint *l); /* lint_questions.c: decided by what nobody is ever asked */
void ru_lint_leftovers(ru_lint *l); /* lint_leftovers.c: facts and numbers never used, teams without names, places without a number rung */
void ru_lint_phrases(ru_lint *l);   /* lint_phrases.c: phrases said where nobody tried them */
void ru_lint_plans(ru_lint *l);     /* lint_plans.c: plans that can offer nothing */
void ru_lint_holidays(ru_lint *l);  /* lint_holidays.c: a day twice in one list */

#endif

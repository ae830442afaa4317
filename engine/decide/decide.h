/* decide.h: the steps of a decision, in the order decide.c takes them. */
#ifndef RU_DECIDE_H
#define RU_DECIDE_H

#include "engine/policy/policy.h"

typedef struct ruth_session ru_session;

/* Decides the request that stands in the session. False: out of memory, or rejected with s->rejection set. */
bool ru_decide(ru_session *s);

/* in_process.c: is the request that was built call by call whole? False: rejected, or out of memory */
bool ru_built_complete(ru_session *s);
/* enrich.c: false: out of memory, or recorded results that do not fit */
bool ru_enrich(ru_session *s);
/* plugins.c: each false like ru_enrich */
bool ru_plugin_ask(ru_session *s, size_t plugin, ru_plugin_call *c, ru_str of); /* calls, or takes what is recorded; notes a failure */
bool ru_plugin_plan(ru_session *s, size_t plan, struct ru_plan_item *menu, size_t *count, ru_tri *state);
bool ru_plugin_wording(ru_session *s, const ru_message *m, int channel, int tone, bool *fit); /* rendered, and looked at */
bool ru_plugin_inspect(ru_session *s, ru_str of, bool *fit);                                  /* what stands in s->words, looked at */
void ru_plugins_observe(ru_session *s);                                                       /* the answer stands in s->out */
/* recorded.c */
bool ru_recorded_begin(ru_session *s);
bool ru_recorded_take(ru_session *s, ru_plugin_call *c, ru_str of);
void ru_recorded_put(ru_session *s, const ru_plugin_call *c, ru_str of);
bool ru_recorded_end(ru_session *s);
/* derive.c */
void ru_derive(ru_session *s);
/* stages.c */
void ru_stage_first_hit(ru_session *s, const ru_rules *rules, struct ru_stage_result *out);
void ru_stage_each(ru_session *s, const ru_rules *rules, uint8_t *out);            /* ru_tri per rule */
void ru_stage_add(struct ru_stage_result *r, int32_t ordinal);                     /* room for one more was left */
int ru_stage_rule(const ru_rules *rules, const struct ru_stage_result *r, int is); /* deciding rule for a value; −1 none */
ru_tri ru_run_coded(void *session, int index);
void ru_fail_rule(ru_session *s, ru_str kind, ru_str id, const char *code);
/* plans.c */
bool ru_plans_offer(ru_session *s); /* which plans, what they offer, plans in reach */
bool ru_plan_values(ru_session *s, size_t plan, struct ru_plan_item *menu, size_t *count, ru_tri *state);
/* The figures of an offer that is not a plugin's, `rhythm` −1: as the plan has it, else for that rhythm where the plan leaves it to a fact. RU_VALUE all
 * there, RU_UNKNOWN one is not known, RU_NONE one is none on file. */
ru_state ru_plan_terms(ru_session *s, size_t plan, int rhythm, struct ru_terms *t);
struct ru_plan_item ru_plan_paying(size_t plan, const struct ru_terms *t, int64_t payment); /* equal payments of so much, the last what remains */
enum { RU_SOONEST_FIRST_PAYMENT = 10 };                                                     /* days: charter-facts 12, "else >= 10 days after agreement" */
int32_t ru_plan_first_due(ru_session *s, size_t plan, ru_every every);
int32_t ru_plan_step(int32_t date, ru_every every, int64_t payments); /* so many payments later; a month's end is clamped */
int32_t ru_plan_until(const ru_plan_item *i);             /* the day of the last payment; of a pause: when it ends; INT32_MAX: beyond all calendars */
int64_t ru_plan_monthly(int64_t payment, ru_every every); /* what it takes a month */
int64_t ru_instalment_most(int64_t sum, int64_t smallest, int64_t longest); /* the largest feasible number of payments */
/* bounds.c */
void ru_limits_resolve(ru_session *s);
int64_t ru_good_until(ru_session *s);
int64_t ru_contact_by(const ru_session *s);
bool ru_policy_in_force(ru_session *s);
int32_t ru_today(const ru_scene *sc); /* in the first zone; no zone: UTC */
int64_t ru_hand_over_by(const ru_session *s, size_t limit);
/* compose.c */
bool ru_compose(ru_session *s); /* false: out of memory. Message, tone and channel that have a text; only takes away */
void ru_template_write(ru_buf *b, const ru_session *s, const ru_template *t, int lang, const struct ru_plan_item *plan); /* plain text */
void ru_money_write(ru_buf *b, const ru_session *s, int64_t minor, int lang);
bool ru_template_known(const ru_session *s, const ru_template *t); /* is all known that stands in it? */
/* protected.c: takes lines off the menu that leave too little; RU_FALSE: the plan stands, else it is refused for certain or perhaps. */
ru_tri ru_plan_protect(ru_session *s, size_t plan, struct ru_plan_item *items, size_t *count);
/* Would a limit take this line off? RU_FALSE: none; else the first that does, or may. */
ru_tri ru_plan_takes_too_much(const ru_session *s, const struct ru_plan_item *item, size_t *limit);
/* wording.c: *fits: no limit's words stand in the text; false: out of memory. */
bool ru_wording_fits(ru_session *s, const ru_message *m, int channel, int tone, bool *fits);
/* card.c: the talk card of the hand-over, where all that it says may be said; false: out of memory, or recorded results that do not fit */
bool ru_card_choose(ru_session *s);
void ru_card_write(ru_buf *b, ru_session *s); /* as JSON; null: none */
/* duties.c */
uint64_t ru_duties_added(const ru_session *s, const ru_message *m, int channel, int tone); /* what limits add to what it carries, bit per duty */
bool ru_duties_fit(const ru_session *s, const ru_message *m, int channel, int tone);       /* can the message carry all that is due? */
void ru_text_write(ru_buf *b, const ru_session *s);                                        /* the whole message */
void ru_text_write_as(ru_buf *b, const ru_session *s, const ru_message *m, int channel, int tone);
void ru_text_write_unprescribed(ru_buf *b, const ru_session *s, const ru_message *m, int channel, int tone); /* the same without what the law prescribes */
/* unknown.c */
bool ru_unknown_collect(ru_session *s);
bool ru_needs(ru_session *s, size_t plan, struct ru_unknown_report *out); /* what would settle a possible plan */
bool ru_needs_rule(ru_session *s, int result, struct ru_unknown_report *out);
/* permit.c */
bool ru_permit(ru_session *s); /* answers the request's `proposed` into s->out; false: rejected, or out of memory */
/* holds_facts.c: the second opinion (charter.h) on the whole of a decision or an answer. Built with RU_CHECK_HOLDS, every one of them is compared; a
 * difference is RUTH_E_INTERNAL, and nothing is decided. */
void ru_holds_facts(const ru_session *s, size_t limit, ru_limit_facts *f); /* of the request at hand; s->asked: of that proposal */
bool ru_holds_about(const ru_session *s, size_t limit, const ru_contact *asked);
bool ru_holds_decision(ru_session *s);                                        /* false: out of memory, or s->disagreed */
bool ru_holds_answer(ru_session *s, const ru_asked *asked, int64_t earliest); /* likewise; `earliest` INT64_MAX: none was given */
/* write.c */
void ru_template_put(ru_buf *b, ru_session *s, const ru_template *t, int lang, const struct ru_plan_item *plan); /* a JSON string */
void ru_line_id_put(ru_buf *b, const ru_session *s, const struct ru_plan_item *i);                               /* "pause-0" */
bool ru_decision_write(ru_session *s);
bool ru_possible_write(ru_buf *text, ru_session *s, int result,
                       int lang); /* why a rule that is only possible let the kinder way be taken; false: out of memory */
void ru_names_write(ru_buf *b, const ru_session *s, const struct ru_unknown_report *r); /* facts, contacts, fields, debt: a list by name */
void ru_every_write(ru_buf *b, ru_every every);                                         /* "month", quoted */
void ru_rejection_write(ru_buf *b, ru_str id, const ru_rejection *why, uint64_t line);

/* Whose contacts count for `per "person"` of a limit; NULL: everybody's. */
const ru_value *ru_counted_person(const ru_session *s, size_t limit);

#endif

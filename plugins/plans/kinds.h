/* kinds.h: the arithmetic of the kinds of plan, in whole minor units: what a line of the menu is made of. No host, no memory. */
#ifndef PLUGINS_PLANS_KINDS_H
#define PLUGINS_PLANS_KINDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PLANS_WEEK, PLANS_TWO_WEEKS, PLANS_MONTH }; /* as ruth_plugin_line.every */
enum { PLANS_MENU = 3, PLANS_MOST_COUNT = 2000 };

typedef struct plans_terms {
    int64_t of;       /* what is owed */
    int64_t up_to;    /* what a payment may be at most: plans_payment of what is affordable a month */
    int64_t smallest; /* what a payment is at least; 1 where nothing is said */
    int64_t longest;  /* payments, at most */
} plans_terms;
typedef struct plans_line {
    int64_t instalment, count, last, total;
} plans_line;

/* The largest payment of that rhythm whose yearly sum is at most twelve times `monthly`; 0: none. */
int64_t plans_payment(int64_t monthly, int every);
/* What such a payment takes a month, rounded up: what is left is never said too high. INT64_MAX: more than can be said. */
int64_t plans_monthly(int64_t payment, int every);
/* `months` months in payments of that rhythm, rounded down. */
int64_t plans_payments(int64_t months, int every);
/* What is affordable a month when `keep` of `left_of` stays with the person; 0: nothing. */
int64_t plans_affordable(int64_t up_to, int64_t left_of, int64_t keep);

/* Equal payments, the last one smaller. Lowest feasible payment first, then the quickest, then one between; each with its own count. Gives how many lines, 0 to 3. */
size_t plans_equal(const plans_terms *t, plans_line out[PLANS_MENU]);
/* The highest payment for at most `longest` payments; what is owed beyond stays. */
bool plans_reduced(const plans_terms *t, plans_line *out);
/* `amount` each time, for at most `longest` payments, never more than what is owed. */
bool plans_token(const plans_terms *t, int64_t amount, plans_line *out);
/* A month's interest, rounded half up, `longest` times. `rate`: a year's, in millionths, at most 1. */
bool plans_interest(const plans_terms *t, int64_t rate, plans_line *out);
/* One payment: `share` (millionths, at most 1) of what is owed, rounded down. */
bool plans_settlement(const plans_terms *t, int64_t share, plans_line *out);

/* Payments that rise: `stage` payments of `start`, then as many of `step` more each, never above up_to. The line is the first stage, and only there where the whole
 * pays off in at most `longest` payments; what follows is agreed at the review. */
bool plans_step_up(const plans_terms *t, int64_t start, int64_t step, int64_t stage, plans_line *out);
/* What an account must have before it is brought up to date again: charter-facts 12, after the FFIEC policy for retail credit. */
typedef struct plans_account {
    int64_t months_old, paid_in_a_row, re_aged_12m, re_aged_5y;
} plans_account;
bool plans_may_re_age(const plans_account *a);

/* First day a payment may be due: payday and two days where `payday` is known and not past, else ten days from today; never on a Saturday or Sunday. */
int32_t plans_first_due(int32_t today, bool has_payday, int64_t payday);

#endif

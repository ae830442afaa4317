/* plans.c: words for plans.lua: equal_instalments, longer_spread, reduced_with_freeze, token_payment, interest_payments, settlement_payment, rising_payments,
 * re_aged_instalments. The arithmetic is in kinds.c. */
#include <string.h>

#include "engine/include/ruth_plugin.h"
#include "plugins/plans/kinds.h"

/* What every word has between its braces, in this order; what a word has of its own comes behind. Money in minor units. */
enum { OF, UP_TO, EVERY, LEFT_OF, KEEP, PAYDAY, MONTHS, OWN, KEYS };
#define SHARED_KEYS(months_optional)                                                                                                  \
    {"of", RUTH_PLUGIN_MONEY, 0}, {"up_to", RUTH_PLUGIN_MONEY, 0}, {"every", RUTH_PLUGIN_ENUM, 1}, {"left_of", RUTH_PLUGIN_MONEY, 1}, \
        {"keep", RUTH_PLUGIN_MONEY, 1}, {"payday", RUTH_PLUGIN_DATE, 1}, {                                                            \
        "months", RUTH_PLUGIN_INTEGER, months_optional                                                                                \
    }
static const ruth_plugin_key equal_keys[] = {SHARED_KEYS(0), {"smallest", RUTH_PLUGIN_MONEY, 1}};
static const ruth_plugin_key reduced_keys[] = {SHARED_KEYS(0)};
static const ruth_plugin_key token_keys[] = {SHARED_KEYS(1), {"amount", RUTH_PLUGIN_MONEY, 0}};
static const ruth_plugin_key interest_keys[] = {SHARED_KEYS(0), {"rate", RUTH_PLUGIN_RATIO, 0}};
static const ruth_plugin_key settlement_keys[] = {SHARED_KEYS(1), {"share", RUTH_PLUGIN_RATIO, 0}};
enum { START = OWN, STEP, STAGE, RISING_KEYS };
static const ruth_plugin_key rising_keys[] = {
    SHARED_KEYS(0), {"start", RUTH_PLUGIN_MONEY, 0}, {"step", RUTH_PLUGIN_MONEY, 0}, {"review", RUTH_PLUGIN_INTEGER, 1}};
enum { SMALLEST = OWN, ACCOUNT_MONTHS, PAID_IN_A_ROW, RE_AGED_12M, RE_AGED_5Y, RE_AGED_KEYS };
static const ruth_plugin_key re_aged_keys[] = {SHARED_KEYS(0),
                                               {"smallest", RUTH_PLUGIN_MONEY, 1},
                                               {"account_months", RUTH_PLUGIN_INTEGER, 0},
                                               {"paid_in_a_row", RUTH_PLUGIN_INTEGER, 0},
                                               {"re_aged_12m", RUTH_PLUGIN_INTEGER, 0},
                                               {"re_aged_5y", RUTH_PLUGIN_INTEGER, 0}};

enum { EQUAL, LONGER, REDUCED, TOKEN, INTEREST, SETTLEMENT, RISING, RE_AGED };
static const ruth_plugin_word words[] = {
    {"equal_instalments", equal_keys, KEYS},       {"longer_spread", equal_keys, KEYS},
    {"reduced_with_freeze", reduced_keys, OWN},    {"token_payment", token_keys, KEYS},
    {"interest_payments", interest_keys, KEYS},    {"settlement_payment", settlement_keys, KEYS},
    {"rising_payments", rising_keys, RISING_KEYS}, {"re_aged_instalments", re_aged_keys, RE_AGED_KEYS},
};
enum { TOKEN_MONTHS = 6, REVIEW_LEAST = 3, REVIEW_MOST = 6 /* looked at again after six months, what rises after three to six: charter-facts 12 */ };

static bool has(const ruth_plugin_value *v) { return v->state == RUTH_PLUGIN_VALUE; }

/* A rhythm that is not one of these (a pay cycle of another kind) is paid monthly: the fewest due dates. */
static int every_of(const ruth_plugin_value *v) {
    if (!has(v)) return PLANS_MONTH;
    if (v->text.length == 4 && !memcmp(v->text.bytes, "week", 4)) return PLANS_WEEK;
    if (v->text.length == 9 && !memcmp(v->text.bytes, "two_weeks", 9)) return PLANS_TWO_WEEKS;
    return PLANS_MONTH;
}

/* A stage is what lies between two reviews. */
static bool rising(const plans_terms *t, int every, const ruth_plugin_value *values, plans_line *out) {
    int64_t review = has(&values[STAGE]) ? values[STAGE].number : REVIEW_MOST;
    return review >= REVIEW_LEAST && review <= REVIEW_MOST && plans_step_up(t, values[START].number, values[STEP].number, plans_payments(review, every), out);
}

static size_t re_aged(const plans_terms *t, const ruth_plugin_value *values, plans_line *out) {
    plans_account a = {values[ACCOUNT_MONTHS].number, values[PAID_IN_A_ROW].number, values[RE_AGED_12M].number, values[RE_AGED_5Y].number};
    return plans_may_re_age(&a) && plans_equal(t, out) ? 1 : 0;
}

/* The lines of one word. */
static size_t lines_of(uint32_t word, const plans_terms *t, int every, const ruth_plugin_value *values, plans_line *out) {
    switch (word) {
    case EQUAL: return plans_equal(t, out);
    case LONGER: return plans_equal(t, out) ? 1 : 0; /* the lowest payment is what this kind is for */
    case REDUCED: return plans_reduced(t, out);
    case TOKEN: return plans_token(t, values[OWN].number, out);
    case INTEREST: return plans_interest(t, values[OWN].number, out);
    case SETTLEMENT: return plans_settlement(t, values[OWN].number, out);
    case RISING: return rising(t, every, values, out);
    case RE_AGED: return re_aged(t, values, out);
    default: return 0;
    }
}

static int put(const ruth_host *host, void *call, const plans_line *l, int every, int32_t due, const ruth_plugin_value *left_of) {
    ruth_plugin_line line = {
        .size = sizeof line, .every = (uint32_t)every, .instalment = l->instalment, .count = l->count, .last = l->last, .total = l->total, .first_due = due};
    int64_t monthly = plans_monthly(l->instalment, every);
    if (has(left_of) && left_of->number >= monthly) { /* what is below 0 is not left */
        line.has_left = 1;
        line.left = left_of->number - monthly;
    }
    return host->line(call, &line);
}

/* No line: nothing that fits, so nothing is offered. What the host does not know, it does not ask us about. */
static int offer(const ruth_host *host, void *call, void *self, uint32_t word, const ruth_plugin_value *values) {
    (void)self;
    int32_t today;
    int every = word == SETTLEMENT || word == INTEREST ? PLANS_MONTH : every_of(&values[EVERY]);
    int64_t monthly = values[UP_TO].number, months = has(&values[MONTHS]) ? values[MONTHS].number : TOKEN_MONTHS;
    if (has(&values[KEEP])) {
        if (!has(&values[LEFT_OF])) return host->fail(call, NULL, 0, 0, "keep is given, but not what it is to be kept of: left_of");
        monthly = plans_affordable(monthly, values[LEFT_OF].number, values[KEEP].number);
    }
    if (!host->today(call, &today)) return host->fail(call, NULL, 0, 0, "which day it is for the person is not known, so no due date can be named");
    plans_terms t = {.of = values[OF].number, .up_to = plans_payment(monthly, every), .smallest = 1, .longest = plans_payments(months, every)};
    if ((word == EQUAL || word == LONGER || word == RE_AGED) && has(&values[OWN]) && values[OWN].number > 1) t.smallest = values[OWN].number;
    plans_line lines[PLANS_MENU];
    size_t count = lines_of(word, &t, every, values, lines);
    int32_t due = plans_first_due(today, has(&values[PAYDAY]), values[PAYDAY].number);
    for (size_t i = 0; i < count; i++) {
        int st = put(host, call, &lines[i], every, due, &values[LEFT_OF]);
        if (st) return st;
    }
    return RUTH_PLUGIN_OK;
}

static const ruth_plugin_offer offers = {sizeof offers, words, sizeof words / sizeof *words, offer};
static const ruth_plugin_ability abilities[] = {{RUTH_PLUGIN_OFFER, &offers}};

/* The policy hands over what it wants known: this plugin reads no fact itself. */
RUTH_PLUGIN_ENTRY(plans) = {
    RUTH_PLUGIN_HEAD,
    "plans",
    "1.1.0",
    "Plans in exact integer money: equal, longer and re-aged instalments, reduced, rising, token, interest only, settlement.",
    RUTH_PLUGIN_PURE,
    RUTH_PLUGIN_ANY_THREAD,
    0,
    0,
    0,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    abilities,
    1,
};

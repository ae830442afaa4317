/* kinds.c: the arithmetic of the kinds of plan, exact: every product is bounded before it is made. */
#include "plugins/plans/kinds.h"

enum { MILLION = 1000000, AFTER_PAYDAY = 2, SOONEST = 10 };

static int64_t ceil_div(int64_t a, int64_t b) { return a / b + (a % b != 0); } /* a ≥ 0, b > 0 */
static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t a_year(int every) { return every == PLANS_WEEK ? 52 : every == PLANS_TWO_WEEKS ? 26 : 12; }

int64_t plans_payment(int64_t monthly, int every) {
    if (monthly <= 0 || monthly > INT64_MAX / 12) return 0;
    return monthly * 12 / a_year(every);
}

int64_t plans_monthly(int64_t payment, int every) { return payment > INT64_MAX / 52 ? INT64_MAX : ceil_div(payment * a_year(every), 12); }

int64_t plans_payments(int64_t months, int every) { return months < 1 || months > PLANS_MOST_COUNT ? 0 : months * a_year(every) / 12; }

int64_t plans_affordable(int64_t up_to, int64_t left_of, int64_t keep) {
    if (up_to <= 0 || keep < 0 || left_of <= keep) return 0;
    return least(up_to, left_of - keep);
}

static plans_line line_of(int64_t of, int64_t instalment) {
    int64_t count = ceil_div(of, instalment);
    return (plans_line){.instalment = instalment, .count = count, .last = of - (count - 1) * instalment, .total = of};
}

static bool usable(const plans_terms *t) { return t->of > 0 && t->up_to > 0 && t->longest > 0; }

/* A payment a pays off in ceil(of/a) payments, which falls as a rises: so the lowest feasible one is the larger of the two lower bounds. */
size_t plans_equal(const plans_terms *t, plans_line out[PLANS_MENU]) {
    if (!usable(t)) return 0;
    int64_t lowest = ceil_div(t->of, t->longest);
    if (lowest < t->smallest) lowest = least(t->smallest, t->of); /* what is owed may be less than the smallest payment */
    if (lowest > t->up_to) return 0;
    size_t n = 0;
    plans_line low = out[n++] = line_of(t->of, lowest);
    plans_line quick = line_of(t->of, ceil_div(t->of, ceil_div(t->of, t->up_to)));
    if (quick.count >= low.count) return n;
    out[n++] = quick;
    plans_line between = line_of(t->of, ceil_div(t->of, quick.count + (low.count - quick.count) / 2));
    if (between.count > quick.count && between.count < low.count) out[n++] = between;
    return n;
}

static bool few(const plans_terms *t, int64_t instalment, plans_line *out) {
    *out = line_of(t->of, instalment);
    if (out->count <= t->longest) return true;
    *out = (plans_line){
        .instalment = instalment, .count = t->longest, .last = instalment, .total = instalment * t->longest}; /* below what is owed: no overflow */
    return true;
}

bool plans_reduced(const plans_terms *t, plans_line *out) { return usable(t) && few(t, least(t->up_to, t->of), out); }

bool plans_token(const plans_terms *t, int64_t amount, plans_line *out) {
    return usable(t) && amount > 0 && amount <= t->up_to && few(t, least(amount, t->of), out);
}

bool plans_interest(const plans_terms *t, int64_t rate, plans_line *out) {
    const int64_t parts = (int64_t)12 * MILLION;
    if (!usable(t) || t->longest > PLANS_MOST_COUNT || rate <= 0 || rate > MILLION) return false;
    int64_t each = t->of / parts * rate + (t->of % parts * rate + parts / 2) / parts;
    if (each < 1 || each > t->up_to || each > INT64_MAX / t->longest) return false;
    *out = (plans_line){.instalment = each, .count = t->longest, .last = each, .total = each * t->longest};
    return true;
}

bool plans_settlement(const plans_terms *t, int64_t share, plans_line *out) {
    if (!usable(t) || share <= 0 || share > MILLION) return false;
    int64_t each = t->of / MILLION * share + t->of % MILLION * share / MILLION;
    if (each < 1 || each > t->up_to) return false;
    *out = (plans_line){.instalment = each, .count = 1, .last = each, .total = each};
    return true;
}

bool plans_step_up(const plans_terms *t, int64_t start, int64_t step, int64_t stage, plans_line *out) {
    if (!usable(t) || start < 1 || start > t->up_to || step < 1 || stage < 1) return false;
    int64_t left = t->of, payment = start, paid = 0;
    while (ceil_div(left, payment) > stage) {
        paid += stage;
        if (paid >= t->longest) return false;
        left -= payment * stage; /* more than that is left: no overflow */
        payment = step > t->up_to - payment ? t->up_to : payment + step;
    }
    if (paid + ceil_div(left, payment) > t->longest) return false;
    *out = line_of(t->of, least(start, t->of));
    if (out->count > stage) *out = (plans_line){.instalment = start, .count = stage, .last = start, .total = start * stage};
    return true;
}

bool plans_may_re_age(const plans_account *a) {
    return a->months_old >= 9 && a->paid_in_a_row >= 3 && a->re_aged_12m >= 0 && a->re_aged_12m < 1 && a->re_aged_5y >= 0 &&
           a->re_aged_5y < 2; /* once in twelve months, twice in five years */
}

int32_t plans_first_due(int32_t today, bool has_payday, int64_t payday) {
    int32_t due = has_payday && payday >= today && payday < INT32_MAX - 8 ? (int32_t)payday + AFTER_PAYDAY : today + SOONEST;
    int32_t weekday = (due % 7 + 10) % 7; /* day 0 was a Thursday: 0 is Monday */
    return weekday < 5 ? due : due + 7 - weekday;
}

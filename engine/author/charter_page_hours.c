/* charter_page_hours.c: hours of the week in words, days that are alike together. */
#include "engine/author/charter_page.h"

enum { DAYS = 8, HOLIDAY = 7 };
static const struct {
    const char *key;
    unsigned days;
} keys[] = {{"mon", 1},      {"tue", 2},      {"wed", 4},      {"thu", 8},      {"fri", 16},        {"sat", 32},      {"sun", 64},
            {"mon_thu", 15}, {"mon_fri", 31}, {"mon_sat", 63}, {"sat_sun", 96}, {"every_day", 127}, {"holidays", 128}};

static ru_str day_name(const ru_page *p, size_t day) {
    if (day == HOLIDAY) return ru_str_of(p->x->french ? "jours fériés" : "public holidays");
    return ru_page_weekday(p, day);
}

/* "09:00" → 9 h. */
static ru_str clock_words(ru_page *p, const ru_node *n) {
    ru_str t = n->kind == RU_NODE_TEXT ? n->text : RU_STR("");
    if (t.n != 5 || !p->x->french) return t;
    ru_str h = t.p[0] == '0' ? (ru_str){t.p + 1, 1} : (ru_str){t.p, 2}, m = {t.p + 3, 2};
    return ru_str_is(m, "00") ? RU_PAGE1(p, "", "{0}\xC2\xA0h", h) : RU_PAGE2(p, "", "{0}\xC2\xA0h\xC2\xA0{1}", h, m);
}

static bool is_text(const ru_node *n, const char *text) { return n->kind == RU_NODE_TEXT && ru_str_is(n->text, text); }

static ru_str span_words(ru_page *p, const ru_node *n) {
    if (n->count == 2 && is_text(n->items[0], "00:00") && is_text(n->items[1], "24:00")) return RU_PAGE0(p, "at any hour", "à toute heure");
    return n->count == 2 ? RU_PAGE2(p, "{0} to {1}", "de {0} à {1}", clock_words(p, n->items[0]), clock_words(p, n->items[1])) : RU_STR("");
}

/* A day that is not named is closed. */
static bool closed(const ru_node *n) {
    const ru_node *x = ru_node_get(n, "x");
    return !n || (x && ru_str_is(x->text, "closed"));
}

static ru_str day_words(ru_page *p, const ru_node *n) {
    ru_words all = {NULL, 0, 0};
    if (closed(n)) return RU_STR("");
    if (ru_node_get(n, "x")) return RU_PAGE0(p, "at any hour", "à toute heure");
    if (n->kind != RU_NODE_LIST || !n->count) return RU_STR("");
    bool several = n->items[0]->kind == RU_NODE_LIST;
    for (size_t i = 0; i < (several ? n->count : 1); i++) ru_page_add(p, &all, span_words(p, several ? n->items[i] : n));
    return ru_page_and(p, &all);
}

/* "Monday to Friday", "du lundi au vendredi". */
static ru_str range_name(ru_page *p, size_t from, size_t to, bool never) {
    if (from == to) return RU_PAGE1(p, "{0}", from == HOLIDAY ? "les {0}" : "le {0}", day_name(p, from));
    if (to == from + 1 && never) return RU_PAGE2(p, "{0} or {1}", "le {0} ni le {1}", day_name(p, from), day_name(p, to));
    if (to == from + 1) return RU_PAGE2(p, "{0} and {1}", "le {0} et le {1}", day_name(p, from), day_name(p, to));
    return from == 0 && to == 6 ? RU_PAGE0(p, "every day", "tous les jours") : RU_PAGE2(p, "{0} to {1}", "du {0} au {1}", day_name(p, from), day_name(p, to));
}

/* Days that are alike, in the order of the week; holidays, where they are named, with the Sundays they are like. */
static ru_str alike_days(ru_page *p, const ru_str said[DAYS], size_t from, size_t to, bool *holidays) {
    bool never = !said[to].n;
    ru_str range = range_name(p, from, to, never), free_days = range_name(p, HOLIDAY, HOLIDAY, never);
    if (to != 6 || !*holidays || !ru_str_eq(said[HOLIDAY], said[6])) return range;
    *holidays = false;
    return never ? RU_PAGE2(p, "{0} or {1}", "{0} ni {1}", range, free_days) : RU_PAGE2(p, "{0} and {1}", "{0} et {1}", range, free_days);
}

static void add_days(ru_page *p, ru_words *all, ru_str days, const ru_node *hours, ru_str said) {
    if (closed(hours)) ru_page_add(p, all, RU_PAGE1(p, "never on {0}", "jamais {0}", days));
    else ru_page_add(p, all, RU_PAGE2(p, "{0} {1}", "{0} {1}", days, said));
}

ru_str ru_page_hours(ru_page *p, const ru_node *hours) {
    const ru_node *day[DAYS] = {NULL};
    ru_str said[DAYS];
    ru_words all = {NULL, 0, 0};
    for (size_t i = 0; hours->kind == RU_NODE_MAP && i < hours->count; i++)
        for (size_t k = 0; k < RU_COUNT(keys); k++)
            for (size_t d = 0; ru_str_is(hours->keys[i], keys[k].key) && d < DAYS; d++)
                if (keys[k].days >> d & 1) day[d] = hours->items[i];
    bool holidays = day[HOLIDAY] != NULL;
    for (size_t d = 0; d < DAYS; d++) said[d] = day_words(p, day[d]);
    for (size_t d = 0, to; d < HOLIDAY; d = to + 1) {
        for (to = d; to + 1 < HOLIDAY && ru_str_eq(said[to + 1], said[d]);) to++;
        add_days(p, &all, alike_days(p, said, d, to, &holidays), day[d], said[d]);
    }
    if (holidays) add_days(p, &all, range_name(p, HOLIDAY, HOLIDAY, false), day[HOLIDAY], said[HOLIDAY]);
    return ru_page_join(p, &all, p->x->french ? "\xE2\x80\xAF; " : "; ", "; ", "\xE2\x80\xAF; ");
}

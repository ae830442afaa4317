/* charter_page_days.c: the holidays and business days of a folder in words, those of every year by their rule. */
#include "engine/author/charter_page.h"

enum { WEEK = 7, YEAR = 12 };
static const struct {
    const char *key, *en, *fr;
} weekdays[WEEK] = {{"monday", "Monday", "lundi"},     {"tuesday", "Tuesday", "mardi"},  {"wednesday", "Wednesday", "mercredi"},
                    {"thursday", "Thursday", "jeudi"}, {"friday", "Friday", "vendredi"}, {"saturday", "Saturday", "samedi"},
                    {"sunday", "Sunday", "dimanche"}};
static const char *const months[YEAR] = {"january", "february", "march",     "april",   "may",      "june",
                                         "july",    "august",   "september", "october", "november", "december"};

ru_str ru_page_weekday(const ru_page *p, size_t day) { return ru_str_of(p->x->french ? weekdays[day].fr : weekdays[day].en); }

static ru_str weekday_called(const ru_page *p, ru_str key) {
    for (size_t d = 0; d < WEEK; d++)
        if (ru_str_is(key, weekdays[d].key)) return ru_page_weekday(p, d);
    return key;
}

static ru_str month_called(const ru_page *p, ru_str key) {
    for (int m = 0; m < YEAR; m++)
        if (ru_str_is(key, months[m])) return ru_month_name(p->x->french, m + 1);
    return key;
}

/* "12-25" → 25 December. */
static ru_str each_year(ru_page *p, ru_str date) {
    int32_t day;
    if (!ru_date_parse(RU_PAGE1(p, "2000-{0}", "2000-{0}", date), &day)) return date;
    ru_str said = ru_explain_date(p->x, day);
    return said.n > 5 ? (ru_str){said.p, said.n - 5} : said; /* without " 2000" */
}

static ru_str at_easter(ru_page *p, ru_str days) {
    static const struct {
        const char *days, *en, *fr;
    } known[] = {{"-3", "Maundy Thursday", "jeudi saint"},   {"-2", "Good Friday", "vendredi saint"},         {"0", "Easter Sunday", "dimanche de Pâques"},
                 {"1", "Easter Monday", "lundi de Pâques"},  {"39", "Ascension Day", "jeudi de l'Ascension"}, {"49", "Whit Sunday", "dimanche de Pentecôte"},
                 {"50", "Whit Monday", "lundi de Pentecôte"}};
    for (size_t i = 0; i < RU_COUNT(known); i++)
        if (ru_str_is(days, known[i].days)) return ru_str_of(p->x->french ? known[i].fr : known[i].en);
    return RU_PAGE1(p, "Easter Sunday and {0} days", "dimanche de Pâques et {0} jours", days);
}

static ru_str nth_day(ru_page *p, const ru_node *nth) {
    static const struct {
        const char *n, *en, *fr;
    } places[] = {{"1", "first", "premier"}, {"2", "second", "deuxième"}, {"3", "third", "troisième"}, {"4", "fourth", "quatrième"}};
    ru_str place = nth->items[0]->text;
    for (size_t i = 0; i < RU_COUNT(places); i++)
        if (ru_str_is(nth->items[0]->text, places[i].n)) place = ru_str_of(p->x->french ? places[i].fr : places[i].en);
    ru_str month = month_called(p, nth->items[2]->text);
    return RU_PAGE3(p, "{0} {1} {2}", "{0} {1} {2}", place, weekday_called(p, nth->items[1]->text),
                    p->x->french ? ru_page_de(p, month) : RU_PAGE1(p, "of {0}", "", month));
}

/* When it is, every year. The shapes are those that the compiler let through. */
static ru_str rule_of(ru_page *p, const ru_node *n) {
    const ru_node *nth = ru_node_get(n, "nth"), *last = ru_node_get(n, "last"), *before = ru_node_get(n, "weekday_before");
    ru_str date = ru_page_text(n, "date"), easter = ru_page_text(n, "easter"), every = ru_page_text(n, "every");
    if (date.n) return each_year(p, date);
    if (easter.n) return at_easter(p, easter);
    if (every.n) return RU_PAGE1(p, "every {0}", "chaque {0}", weekday_called(p, every));
    if (nth && nth->count == 3) return nth_day(p, nth);
    if (last && last->count == 2)
        return RU_PAGE2(p, "last {0} of {1}", "dernier {0} de {1}", weekday_called(p, last->items[0]->text), month_called(p, last->items[1]->text));
    if (before && before->count == 2)
        return RU_PAGE2(p, "the {0} before {1}", "le {0} avant le {1}", weekday_called(p, before->items[0]->text), each_year(p, before->items[1]->text));
    return RU_STR("");
}

static ru_str moved(ru_page *p, const ru_node *n) {
    const ru_node *if_on = ru_node_get(n, "if_on");
    ru_words all = {NULL, 0, 0};
    for (size_t i = 0; if_on && if_on->kind == RU_NODE_MAP && i < if_on->count; i++) {
        ru_str by = if_on->items[i]->text, day = weekday_called(p, if_on->keys[i]);
        bool back = by.n && by.p[0] == '-';
        if (back) by = (ru_str){by.p + 1, by.n - 1};
        by = ru_str_is(by, "1") ? RU_PAGE1(p, "{0} day", "{0} jour", by) : RU_PAGE1(p, "{0} days", "{0} jours", by);
        ru_page_add(p, &all,
                    back ? RU_PAGE2(p, ", {1} earlier where it falls on a {0}", ", {1} plus tôt s'il tombe un {0}", day, by)
                         : RU_PAGE2(p, ", {1} later where it falls on a {0}", ", {1} plus tard s'il tombe un {0}", day, by));
    }
    return ru_page_join(p, &all, "", "", "");
}

static ru_str holiday(ru_page *p, const ru_node *n) {
    ru_str name = ru_page_text(n, "name"), from = ru_page_text(n, "from"), until = ru_page_text(n, "until"), rule;
    if (n->kind == RU_NODE_TEXT) return ru_page_date(p, n);
    rule = RU_PAGE2(p, "{0}{1}", "{0}{1}", rule_of(p, n), moved(p, n));
    if (from.n) rule = RU_PAGE2(p, "{0}, from {1} on", "{0}, à partir de {1}", rule, from);
    if (until.n) rule = RU_PAGE2(p, "{0}, until {1}", "{0}, jusqu'en {1}", rule, until);
    return name.n && !ru_str_eq(name, rule) ? RU_PAGE2(p, "{0} ({1})", "{0} ({1})", name, rule) : rule;
}

ru_str ru_page_holidays(ru_page *p, const ru_node *head) {
    const ru_node *list = ru_node_get(head, "holidays");
    ru_words all = {NULL, 0, 0};
    for (size_t i = 0; list && list->kind == RU_NODE_LIST && i < list->count; i++) ru_page_add(p, &all, holiday(p, list->items[i]));
    ru_str days = ru_page_sentence(p, ru_page_join(p, &all, p->x->french ? "\xE2\x80\xAF; " : "; ", "; ", "\xE2\x80\xAF; ")),
           not_on = ru_page_text(head, "not_on");
    if (!days.n || !not_on.n) return days;
    return RU_PAGE2(p, "{0} None where it falls on a {1}.", "{0} Aucun quand il tombe un {1}.", days, weekday_called(p, not_on));
}

ru_str ru_page_business_days(ru_page *p, const ru_node *head) {
    ru_str days = ru_page_text(head, "business_days");
    if (!days.n) return days;
    return ru_str_is(days, "mon_sat") ? RU_PAGE0(p, "Monday to Saturday, without holidays.", "Du lundi au samedi, hors jours fériés.")
                                      : RU_PAGE0(p, "Monday to Friday, without holidays.", "Du lundi au vendredi, hors jours fériés.");
}

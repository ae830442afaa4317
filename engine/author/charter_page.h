/* charter_page.h: what the files of the charter's page share: a policy as it was compiled, and the words its limits are printed in. */
#ifndef RU_CHARTER_PAGE_H
#define RU_CHARTER_PAGE_H

#include "engine/author/explain.h"

typedef struct ruth_charter_page ru_page;
struct ruth_charter_page {
    ru_explainer *x; /* the policy with its sources; dates, money, names and lines are said as an explanation says them */
    bool html;
    ru_str foreign;      /* language of the next text where it is not the page's; n 0: it is */
    const ru_str *heads; /* of the table that is being written */
    ru_str language;     /* "en" or "fr" */
    bool left;           /* in the last section: what ruth cannot see to */
    bool failed;         /* out of memory: sticky, as in x */
};

/* All texts given live in x->arena; "" when memory ran out. */

/* charter_page_say.c: phrases and lists in the page's language. {0} {1} {2} in a phrase are what it is said with. */
ru_str ru_page_say(ru_page *p, const char *en, const char *fr, const ru_str *args, size_t count);
#define RU_PAGE0(p, en, fr) ru_page_say((p), (en), (fr), NULL, 0)
#define RU_PAGE1(p, en, fr, a) ru_page_say((p), (en), (fr), (ru_str[]){(a)}, 1)
#define RU_PAGE2(p, en, fr, a, b) ru_page_say((p), (en), (fr), (ru_str[]){(a), (b)}, 2)
#define RU_PAGE3(p, en, fr, a, b, c) ru_page_say((p), (en), (fr), (ru_str[]){(a), (b), (c)}, 3)
typedef struct ru_words {
    ru_str *items;
    size_t count, capacity;
} ru_words;                                                                                                        /* several texts, one after the other */
void ru_page_add(ru_page *p, ru_words *w, ru_str text);                                                            /* "" is left out */
ru_str ru_page_join(ru_page *p, const ru_words *w, const char *between, const char *last_en, const char *last_fr); /* "a, b or c" */
ru_str ru_page_and(ru_page *p, const ru_words *w);
ru_str ru_page_or(ru_page *p, const ru_words *w);
ru_str ru_page_de(ru_page *p, ru_str s);       /* French: de + le jour = du jour; in English "of …" */
ru_str ru_page_sentence(ru_page *p, ru_str s); /* a large first letter, a full stop */
ru_str ru_page_quoted(ru_page *p, ru_str s);
ru_str ru_page_spaced(ru_page *p, ru_str name);                  /* formal_notice → formal notice */
ru_str ru_page_text(const ru_node *n, const char *key);          /* the text under a key; "" where there is none */
ru_str ru_page_summary(const ru_page *p, const ru_node *head);   /* what policy.yaml says of itself, in the page's language */
const ru_node *ru_page_entry_of(const ru_node *map, ru_str key); /* NULL: none */

/* charter_page_names.c: names that policies share, in words; p NULL: not one of them. `of` n 0: the name by itself. */
ru_str ru_page_known(bool french, ru_str of, ru_str name);

/* charter_page_value.c */
const ru_fact *ru_page_fact(const ru_page *p, ru_str name, bool contact); /* NULL: a name of the language, such as `at` */
ru_str ru_page_label(ru_page *p, ru_str name, bool contact);              /* what a fact, or a field of a contact, is called */
bool ru_page_labelled(const ru_page *p, ru_str name, bool contact);       /* … in words and not just by its name */
ru_str ru_page_value(ru_page *p, ru_str fact, const ru_node *v, bool contact);
ru_str ru_page_figure(ru_page *p, const ru_number *n);          /* in force, with its unit */
ru_str ru_page_count(ru_page *p, const ru_node *v, int64_t *n); /* a whole number as it is in force; *n −1 where it is none */
ru_str ru_page_span(ru_page *p, const ru_node *span);
ru_str ru_page_expr(ru_page *p, const ru_node *v); /* an amount, a date or an instant */
ru_str ru_page_date(ru_page *p, const ru_node *n); /* "2026-03-02" as people say it */
ru_str ru_page_money(ru_page *p, ru_str text);     /* "50.00 USD" likewise */

/* charter_page_cond.c */
ru_str ru_page_cond(ru_page *p, const ru_node *n, bool contact);      /* contact: a filter of contacts */
const ru_node *ru_page_resolved(const ru_page *p, const ru_node *n);  /* a circumstance or a named filter by what it says */
const ru_raw *ru_page_raw(const ru_page *p, ru_kind kind, ru_str id); /* NULL: none */

/* charter_page_hours.c */
ru_str ru_page_hours(ru_page *p, const ru_node *hours);

/* charter_page_days.c: holidays and business days of a folder */
ru_str ru_page_weekday(const ru_page *p, size_t day);          /* 0 Monday … 6 Sunday */
ru_str ru_page_holidays(ru_page *p, const ru_node *head);      /* in sentences; n 0: none named */
ru_str ru_page_business_days(ru_page *p, const ru_node *head); /* n 0: it does not say */

/* charter_page_aim.c: what a limit is about: a noun, and what stands behind it: "contact", " by letter (except …)" */
typedef struct ru_aim_words {
    ru_str one, many, none, tail, lead;
} ru_aim_words; /* contact, contacts, "no contact"; lead: "contact by letter: ", "" where it is any contact */
ru_aim_words ru_page_aim(ru_page *p, const ru_node *body);

/* charter_page_effect.c */
ru_str ru_page_who(ru_page *p, const ru_node *body);     /* for whom: when, unless */
ru_str ru_page_effects(ru_page *p, const ru_node *body); /* what may not happen, in sentences */
ru_str ru_page_dates(ru_page *p, const ru_node *body);   /* valid_from, valid_until; n 0: none */

/* charter_page.c */
ru_str ru_page_title(ru_page *p, const ru_pack *pack);

/* charter_page_rules.c: every rule once */
void ru_page_rules(ru_page *p, const ru_pack *pack);              /* the rules of a pack that ruth sees to */
size_t ru_page_left(ru_page *p, const ru_pack *pack, bool write); /* those it cannot see to: how many; written where `write` */
size_t ru_page_rule_count(ru_page *p, const ru_pack *pack);

/* charter_page_numbers.c: the figures that the rules of a pack rest on */
void ru_page_numbers(ru_page *p, const ru_pack *pack);

/* charter_page_write.c: the page itself, as text or HTML; what is written is escaped here and nowhere else */
void ru_page_begin(ru_page *p, ru_str title);
void ru_page_end(ru_page *p);
void ru_page_links(ru_page *p, const ru_words *sections);   /* the list of sections, in their order; HTML only */
void ru_page_section(ru_page *p, ru_str heading, size_t n); /* number n of the list */
void ru_page_section_end(ru_page *p);
void ru_page_put(ru_page *p, ru_str text); /* a paragraph; "" is left out */
void ru_page_rule(ru_page *p, ru_str id);  /* entries follow */
void ru_page_rule_end(ru_page *p);
void ru_page_entries(ru_page *p, bool begin);                                      /* around entries that stand outside of a rule */
void ru_page_entry(ru_page *p, ru_str label, ru_str text);                         /* "" is left out */
void ru_page_cases(ru_page *p, ru_str label, const ru_words *cases);               /* numbered */
void ru_page_table(ru_page *p, ru_str caption, const ru_str *heads, size_t count); /* heads stay valid until its end */
void ru_page_row(ru_page *p, const ru_str *cells, size_t count);                   /* `foreign` is that of the last cell */
void ru_page_table_end(ru_page *p);

#endif

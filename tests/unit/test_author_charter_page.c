/* test_author_charter_page.c: what the charter's page says of conditions, amounts, spans, counts, holidays and texts that no shipped policy has, in both languages. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/support.h"

#define NB "\xC2\xA0"
#define THIN "\xE2\x80\xAF"

/* clang-format off */
static const support_file files[] = {
    {"policy.yaml",
     "policy: page\n"
     "version: 1.0.0\n"
     "languages: [en, fr]\n"
     "business_days: mon_fri\n"
     "not_on: saturday\n"
     "holidays: [ { name: { en: \"Summer Day\", fr: \"jour d'été\" }, last: [monday, may] }, { name: \"Victoria Day\", weekday_before: [monday, 05-25] }, { name: \"Whit Monday\", easter: 50 }, { name: \"Corpus\", easter: 60 }, { name: \"Boxing Day\", date: 12-26, if_on: { saturday: 2, sunday: 1 } }, { name: \"Queen\", date: 06-24, if_on: { sunday: -1 }, from: 2020, until: 2030 }, { name: \"New\", date: 01-02, from: 2027 }, { every: saturday } ]\n"},
    {"facts.yaml",
     "jurisdiction: { type: enum, values: [us], source: host }\n"
     "timezone: { type: zone, source: host }\n"
     "currency: { type: enum, values: [USD, EUR], source: host }\n"
     "balance: { type: money, source: host, say: { en: \"the amount owed\", fr: \"la somme due\" } }\n"
     "costs: { type: money, if_missing: none_on_file, source: host }\n"
     "late: { type: integer, unit: days, source: host, say: { en: \"days late\", fr: \"jours de retard\" } }\n"
     "calls_made: { type: integer, if_missing: none_on_file, source: host }\n"
     "rate: { type: ratio, if_missing: none_on_file, source: host, say: { en: \"the rate\", fr: \"le taux\" } }\n"
     "needs: { type: list of enum, values: [health, money_help], if_missing: none_on_file, source: person, say: { en: \"what they need\", fr: \"ce qu'il faut\", health: { en: \"care\", fr: \"des soins\" } } }\n"
     "mood: { type: enum, values: [calm, angry], if_missing: none_on_file, source: person, say: { en: \"the mood\", fr: \"l'humeur\", calm: { en: \"calm\", fr: \"calme\" } } }\n"
     "event_on: { type: date, if_missing: none_on_file, source: person, say: { en: \"the day it happened\", fr: \"le jour de l'événement\" } }\n"
     "seen_at: { type: instant, if_missing: none_on_file, source: host }\n"
     "ill: { type: boolean, if_missing: none_on_file, source: person, say: { en: \"being ill\", fr: \"une maladie\" } }\n"
     "home: { type: zone, if_missing: none_on_file, source: person }\n"
     "last_call: { type: instant, source: derived, say: { en: \"the last call\", fr: \"le dernier appel\" } }\n"
     "calls: { type: integer, source: derived }\n"
     "free: { type: money, source: derived }\n"
     "whole: { type: integer, source: derived }\n"},
    {"contacts.yaml",
     "channel: { type: enum, values: [letter, email, voice] }\n"
     "direction: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"
     "outcome: { type: enum, values: [no_answer, conversation], if_missing: unknown }\n"
     "automated: { type: boolean, if_missing: false }\n"
     "purpose: { type: enum, values: [help, demand], if_missing: help }\n"
     "debts: { type: list of text, if_missing: [D1] }\n"
     "amount: { type: money, if_missing: none_on_file }\n"},
    {"numbers.yaml",
     "most: { type: integer, value: 7, tighter: lower, doc: \"calls\" }\n"
     "span: { type: integer, value: 30, unit: days, tighter: higher }\n"
     "floor: { type: money, USD: \"50.00\", tighter: higher }\n"
     "part: { type: ratio, value: \"0.125\" }\n"},
    {"derive.lua",
     "contacts_like \"talk\" { outcome = \"conversation\" }\n"
     "derive.last_call = last { channel = \"voice\" }\n"
     "derive.calls = count { channel = \"voice\", within = days(number.span), since_last = { contacts_like.talk } }\n"
     "derive.free = money_of { fact.balance - fact.costs, round = \"down\", not_below = 0 }\n"
     "derive.whole = integer_of { fact.calls_made / 3, round = \"up\" }\n"},
    {"teams.yaml",
     "night_shift: { name: { en: Night } }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\", message = \"hello\" } }\n"
     "ladder \"tone\" { { \"gentle\" }, { \"plain\" } }\n"
     "ladder \"channel\" { { \"letter\" }, { \"email\" }, { \"voice\" } }\n"},
    {"circumstances.lua",
     "circumstance \"quiet\" { mood = \"calm\" }\n"},
    {"segments.lua",
     "segment \"all\" { when = otherwise }\n"},
    {"actions.lua",
     "action \"write\" { when = { late = above(0) } }\n"
     "action \"none\" { when = otherwise }\n"},
    {"tones.lua",
     "tone \"gentle\" { when = otherwise }\n"},
    {"channels.lua",
     "channel \"letter\" { when = otherwise }\n"},
    {"charter.lua",
     "limit \"a01\" { cite = \"x\", on = outbound, when = { needs = has_all(\"health\", \"money_help\") }, forbid = true }\n"
     "limit \"a02\" { cite = \"x\", on = outbound, when = { needs = has_none(\"health\") }, forbid = true }\n"
     "limit \"a03\" { cite = \"x\", on = outbound, when = { event_on = today }, forbid = true }\n"
     "limit \"a04\" { cite = \"x\", on = outbound, when = { mood = none_of(\"angry\") }, forbid = true }\n"
     "limit \"a05\" { cite = \"x\", on = outbound, when = { ill = true }, unless = { mood = on_file }, forbid = true }\n"
     "limit \"a06\" { cite = \"x\", on = outbound, when = { ill = false, rate = above(\"0.25\") }, forbid = true }\n"
     "limit \"a07\" { cite = \"x\", on = outbound, when = { late = between(number.span, 90) }, forbid = true }\n"
     "limit \"a08\" { cite = \"x\", on = outbound, when = { calls = at_least(number.most) }, forbid = true }\n"
     "limit \"a09\" { cite = \"x\", on = outbound, when = { calls_made = above(count { channel = \"voice\", within = days(7), since_last = { direction = \"inbound\" } }) }, forbid = true }\n"
     "limit \"a10\" { cite = \"x\", on = outbound, when = { seen_at = within_next(hours(6)) }, forbid = true }\n"
     "limit \"a11\" { cite = \"x\", on = outbound, when = { seen_at = within_last(hours(6)) }, unless = function(f) return f.late > 3 end, forbid = true }\n"
     "limit \"a12\" { cite = \"x\", on = outbound, when = otherwise, forbid = true }\n"
     "limit \"a13\" { cite = \"x\", on = outbound, when = { free = below(number.floor) }, forbid = true }\n"
     "limit \"a14\" { cite = \"x\", on = outbound, when = { whole = above(3), costs = on_file }, forbid = true }\n"
     "limit \"a15\" { cite = \"x\", on = outbound, when = { balance = below(fact.costs + money(\"1.00 USD\")) }, forbid = true }\n"
     "limit \"a16\" { cite = \"x\", on = outbound, when = { balance = above(number.part * (fact.costs + fact.balance)) }, forbid = true }\n"
     "limit \"a17\" { cite = \"x\", on = outbound, when = { balance = above(fact.costs * 3 - fact.costs) }, forbid = true }\n"
     "limit \"a18\" { cite = \"x\", on = outbound, when = { none_of_these { circumstance.quiet, late = above(3) } }, forbid = true }\n"
     "limit \"a19\" { cite = \"x\", on = outbound, when = { last_call = longer_ago_than(days(number.span)) }, forbid = true }\n"
     "limit \"a20\" { cite = \"x\", on = outbound, when = { home = \"Europe/Paris\" }, forbid = true }\n"
     "limit \"b01\" { cite = \"x\", on = { any_of { { channel = \"voice\" }, { automated = true } } }, forbid = true }\n"
     "limit \"b02\" { cite = \"x\", on = { channel = \"voice\", debts = has_any(\"D1\") }, forbid = true }\n"
     "limit \"b03\" { cite = \"x\", on = { tone = \"plain\" }, forbid = true }\n"
     "limit \"b04\" { cite = \"x\", on = { channel = \"voice\" }, at_most = { { 3, ever } }, counting = { channel = \"voice\" }, per = { \"debt\" } }\n"
     "limit \"b05\" { cite = \"x\", on = outbound, at_most = { { 3, business_days(2) } }, except = { outcome = \"no_answer\" } }\n"
     "limit \"b06\" { cite = \"x\", on = outbound, at_most = { { 1, days(number.span) } }, from_first = { outcome = \"conversation\" } }\n"
     "limit \"b07\" { cite = \"x\", on = outbound, wait = hours(4), after = last { direction = \"outbound\" } }\n"
     "limit \"b08\" { cite = \"x\", on = outbound, forbid = true, valid_from = \"2026-01-01\", valid_until = \"2027-01-01\" }\n"
     "limit \"b09\" { cite = \"x\", on = outbound, ceiling = { amount = larger(number.floor, fact.costs) } }\n"
     "limit \"b10\" { cite = \"x\", on = outbound, require = { \"opt_out\" } }\n"
     "limit \"b11\" { cite = \"x\", on = outbound, no_words = { \"final\", \"now\" } }\n"
     "limit \"b12\" { cite = \"x\", on = outbound, hand_over = team \"night_shift\", by = hours(4) }\n"
     "limit \"b13\" { cite = \"x\", on = { channel = \"voice\" }, hours = { every_day = { \"09:00\", \"17:00\" } }, hours_in = \"America/Argentina/Buenos_Aires\" }\n"
     "limit \"b14\" { cite = \"x\", on = { channel = \"email\" }, only_if = { ill = false, seen_at = on_file } }\n"
     "limit \"b15\" { cite = \"x\", leave_at_least = number.part * fact.costs + number.floor }\n"
     "limit \"b16\" { cite = \"x\", on = outbound, forbid = true, because = \"why.b16\", until_date = fact.event_on }\n"},
    {"messages/en.yaml",
     "why.b16: \"{late} and {floor} and {span}: élan?\"\n"
     "hello:\n"
     "  purpose: help\n"
     "  variants: { letter: { gentle: { body: \"{late}\" } } }\n"
     "  carries: [opt_out]\n"
     "opt_out: \"Write \\\"stop\\\".\"\n"},
    {"messages/fr.yaml",
     "why.b16: \"{late} et {floor} et {span} : élan\"\n"
     "hello:\n"
     "  purpose: help\n"
     "  variants: { letter: { gentle: { body: \"{late}\" } } }\n"
     "  carries: [opt_out]\n"
     "opt_out: \"écrivez \\\"stop\\\".\"\n"},
    {NULL, NULL},
};

/* The words of each limit, on one line; "days": of business days and holidays. */
static const struct { const char *rule, *en, *fr; } words[] = {
    {"a01", "Who: People whose file shows: what they need (care and money help, all of them). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": ce qu'il faut (à la fois des soins et money help). Limite" NB ": Aucun contact."},
    {"a02", "Who: People whose file shows: what they need (none of care). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": ce qu'il faut (aucun parmi des soins). Limite" NB ": Aucun contact."},
    {"a03", "Who: People whose file shows: the day it happened (today). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": le jour de l'événement (aujourd'hui). Limite" NB ": Aucun contact."},
    {"a04", "Who: People whose file shows: the mood (other than angry). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": l'humeur (autre que angry). Limite" NB ": Aucun contact."},
    {"a05", "Who: People whose file shows: being ill. Not where it shows for certain: the mood. Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": une maladie. Sauf s'il indique avec certitude" NB ": l'humeur. Limite" NB ": Aucun contact."},
    {"a06", "Who: People whose file shows: being ill (no) and the rate (more than 0.25). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": une maladie (non) et le taux (plus de 0.25). Limite" NB ": Aucun contact."},
    {"a07", "Who: People whose file shows: days late (from 30 to 90). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": jours de retard (de 30 à 90). Limite" NB ": Aucun contact."},
    {"a08", "Who: People whose file shows: the number of contacts (call) within 30 days since the last one (a conversation) (at least 7). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": le nombre de contacts (appel) en 30 jours depuis le dernier (conversation) (au moins 7). Limite" NB ": Aucun contact."},
    {"a09", "Who: People whose file shows: calls made (more than the number of contacts (call) within 7 days since the last one (from the person)). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": calls made (plus de le nombre de contacts (appel) en 7 jours depuis le dernier (de la part de la personne)). Limite" NB ": Aucun contact."},
    {"a10", "Who: People whose file shows: seen at (within the next 6 hours). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": seen at (d'ici 6 heures au plus). Limite" NB ": Aucun contact."},
    {"a11", "Who: People whose file shows: seen at (within the last 6 hours). Not where it shows for certain: something that only code decides (charter.lua, line 11). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": seen at (il y a 6 heures au plus). Sauf s'il indique avec certitude" NB ": quelque chose que seul du code décide (charter.lua, ligne 11). Limite" NB ": Aucun contact."},
    {"a12", "Who: Everyone. Limit: No contact.",
     "Qui" NB ": Tout le monde. Limite" NB ": Aucun contact."},
    {"a13", "Who: People whose file shows: the amount owed minus costs, but never below 0 (less than 50.00" NB "USD). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": la somme due moins costs, sans jamais descendre sous 0 (moins de 50,00" NB "USD). Limite" NB ": Aucun contact."},
    {"a14", "Who: People whose file shows: calls made divided by 3 (more than 3) and costs (on file). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": calls made divisé par 3 (plus de 3) et costs (au dossier). Limite" NB ": Aucun contact."},
    {"a15", "Who: People whose file shows: the amount owed (less than costs plus 1.00" NB "USD). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": la somme due (moins de costs plus 1,00" NB "USD). Limite" NB ": Aucun contact."},
    {"a16", "Who: People whose file shows: the amount owed (more than 12.5 % of (costs plus the amount owed)). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": la somme due (plus de 12,5 % de (costs plus la somme due)). Limite" NB ": Aucun contact."},
    {"a17", "Who: People whose file shows: the amount owed (more than costs times 3 minus costs). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": la somme due (plus de costs fois 3 moins costs). Limite" NB ": Aucun contact."},
    {"a18", "Who: People whose file shows: none of these: the mood (calm) or days late (more than 3). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": rien de ceci" NB ": l'humeur (calme) ou jours de retard (plus de 3). Limite" NB ": Aucun contact."},
    {"a19", "Who: People whose file shows: the last call (more than 30 days ago). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": le dernier appel (il y a plus de 30 jours). Limite" NB ": Aucun contact."},
    {"a20", "Who: People whose file shows: home (Europe/Paris). Limit: No contact.",
     "Qui" NB ": Les personnes dont le dossier indique" NB ": home (Europe/Paris). Limite" NB ": Aucun contact."},
    {"b01", "Who: Everyone. Limit: No contact (call or sent without a person).",
     "Qui" NB ": Tout le monde. Limite" NB ": Aucun contact (appel ou envoyé sans intervention humaine)."},
    {"b02", "Who: Everyone. Limit: No contact by call (the debts it is about (D1 among them)).",
     "Qui" NB ": Tout le monde. Limite" NB ": Aucun contact par appel (les dettes concernées (dont D1))."},
    {"b03", "Who: Everyone. Limit: Not the tone “plain”.",
     "Qui" NB ": Tout le monde. Limite" NB ": Jamais le ton «" NB "neutre" NB "»."},
    {"b04", "Who: Everyone. Limit: At most 3 contacts by call in all. What counts: contacts (call). Counted apart for each debt.",
     "Qui" NB ": Tout le monde. Limite" NB ": Au plus 3 contacts par appel en tout. Ce qui compte" NB ": les contacts (appel). Le compte se fait séparément pour chaque dette."},
    {"b05", "Who: Everyone. Limit: At most 3 contacts in 2 business days. What does not count and stays free: contacts (no answer).",
     "Qui" NB ": Tout le monde. Limite" NB ": Au plus 3 contacts en 2 jours ouvrables. Ce qui ne compte pas et reste permis" NB ": les contacts (sans réponse)."},
    {"b06", "Who: Everyone. Limit: At most 1 contact in 30 days. The count begins with the first contact of this kind (a conversation).",
     "Qui" NB ": Tout le monde. Limite" NB ": Au plus 1 contact en 30 jours. Le compte commence au premier contact de ce type (conversation)."},
    {"b07", "Who: Everyone. Limit: No contact until 4 hours after the last contact (from us).",
     "Qui" NB ": Tout le monde. Limite" NB ": Aucun contact avant 4 heures après le dernier contact (de notre part)."},
    {"b08", "Who: Everyone. Limit: No contact. Dates: From 1 January 2026 through 1 January 2027.",
     "Qui" NB ": Tout le monde. Limite" NB ": Aucun contact. Dates" NB ": Du 1er janvier 2026 au 1er janvier 2027 inclus."},
    {"b09", "Who: Everyone. Limit: The amount at most the larger of 50.00" NB "USD and costs.",
     "Qui" NB ": Tout le monde. Limite" NB ": Le montant au plus la plus grande de ces valeurs" NB ": 50,00" NB "USD et costs."},
    {"b10", "Who: Everyone. Limit: Contact only with these words: “Write \"stop\".”.",
     "Qui" NB ": Tout le monde. Limite" NB ": Contact seulement avec ces mentions" NB ": «" NB "écrivez \"stop\"." NB "»."},
    {"b11", "Who: Everyone. Limit: None of these words: “final” and “now”.",
     "Qui" NB ": Tout le monde. Limite" NB ": Aucun de ces mots" NB ": «" NB "final" NB "» et «" NB "now" NB "»."},
    {"b12", "Who: Everyone. Limit: No contact by a machine. A person decides: Night, within 4 hours.",
     "Qui" NB ": Tout le monde. Limite" NB ": Aucun contact par une machine. Une personne décide" NB ": night shift, sous 4 heures."},
    {"b13", "Who: Everyone. Limit: Contact by call only at these hours, on the clock of Buenos Aires: every day 09:00 to 17:00.",
     "Qui" NB ": Tout le monde. Limite" NB ": Contact par appel seulement à ces heures, à l'heure de Buenos Aires" NB ": tous les jours de 9" NB "h à 17" NB "h."},
    {"b14", "Who: Everyone. Limit: Contact by e-mail only if the file shows for certain: being ill (no) and seen at (on file).",
     "Qui" NB ": Tout le monde. Limite" NB ": Contact par courriel seulement si le dossier indique avec certitude" NB ": une maladie (non) et seen at (au dossier)."},
    {"b15", "Who: Everyone. Limit: A plan leaves the person at least this each month: 12.5 % of costs plus 50.00" NB "USD.",
     "Qui" NB ": Tout le monde. Limite" NB ": Un arrangement laisse chaque mois à la personne au moins ceci" NB ": 12,5 % de costs plus 50,00" NB "USD."},
    {"b16", "Who: Everyone. Limit: No contact until this date: the day it happened. Why: [days late] and 50.00" NB "USD and 30: élan?",
     "Qui" NB ": Tout le monde. Limite" NB ": Aucun contact jusqu'à cette date" NB ": le jour de l'événement. Pourquoi" NB ": [jours de retard] et 50,00" NB "USD et 30" NB ": élan."},
    {"days", "Business days: Monday to Friday, without holidays. Holidays: Last Monday of May; Victoria Day (the Monday before 25 May); Whit Monday; Corpus (Easter Sunday and 60 days); Boxing Day (26 December, 2 days later where it falls on a Saturday, 1 day later where it falls on a Sunday); Queen (24 June, 1 day earlier where it falls on a Sunday, from 2020 on, until 2030); New (2 January, from 2027 on); every Saturday. None where it falls on a Saturday.",
     "Jours ouvrables" NB ": Du lundi au vendredi, hors jours fériés. Jours fériés" NB ": Dernier lundi de mai" THIN "; Victoria Day (le lundi avant le 25 mai)" THIN "; Whit Monday (lundi de Pentecôte)" THIN "; Corpus (dimanche de Pâques et 60 jours)" THIN "; Boxing Day (26 décembre, 2 jours plus tard s'il tombe un samedi, 1 jour plus tard s'il tombe un dimanche)" THIN "; Queen (24 juin, 1 jour plus tôt s'il tombe un dimanche, à partir de 2020, jusqu'en 2030)" THIN "; New (2 janvier, à partir de 2027)" THIN "; chaque samedi. Aucun quand il tombe un samedi."},
};
/* clang-format on */

static char *flat_page(ruth_charter_page *page, const char *lang, int html) {
    const ruth_charter_page_options o = {.size = sizeof o, .lang = lang, .html = html};
    ruth_text t;
    ruth_error e;
    if (ruth_charter_page_write(page, &o, &t, &e)) fail_msg("%s", e.message);
    char *flat = malloc(t.length + 1);
    assert_non_null(flat);
    size_t n = 0;
    for (size_t i = 0; i < t.length; i++) {
        char c = t.bytes[i] == '\n' ? ' ' : t.bytes[i];
        if (c != ' ' || (n && flat[n - 1] != ' ')) flat[n++] = c;
    }
    flat[n] = 0;
    return flat;
}

static void every_form_has_words(void **state) {
    (void)state;
    ruth_engine *engine;
    ruth_charter_page *page;
    ruth_error e;
    char folder[256];
    snprintf(folder, sizeof folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &engine, &e), RUTH_OK);
    if (ruth_charter_page_open(engine, folder, &page, &e)) fail_msg("%s:%d: %s", e.file, e.line, e.message);
    for (int french = 0; french < 2; french++) {
        char *text = flat_page(page, french ? "fr" : "en", 0);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            char wanted[1500];
            if (strcmp(words[i].rule, "days") != 0)
                snprintf(wanted, sizeof wanted, " %s %s Source%s: x.", words[i].rule, french ? words[i].fr : words[i].en, french ? NB : "");
            else snprintf(wanted, sizeof wanted, " %s", french ? words[i].fr : words[i].en);
            assert_has(text, wanted);
        }
        free(text);
        char *html = flat_page(page, french ? "fr" : "en", 1);
        assert_has(html, "<h3 id=\"rule-b16\">b16</h3>");
        free(html);
    }
    const ruth_charter_page_options german = {.size = sizeof german, .lang = "de"}, short_one = {.size = 4};
    ruth_text t;
    assert_int_equal(ruth_charter_page_write(page, &german, &t, &e), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_charter_page_write(page, &short_one, &t, &e), RUTH_E_ARGUMENT);
    assert_int_equal(ruth_charter_page_write(page, NULL, &t, &e), RUTH_OK);
    ruth_charter_page_free(page);
    ruth_engine_free(engine);
    support_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_form_has_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

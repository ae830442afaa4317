/* test_author_explain.c: conditions as they were written and values of every kind, as explain tells them, in both languages and to each reader. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/include/ruth_author.h"
#include "tests/support/support.h"

#define NB "\xC2\xA0"
#define THIN "\xE2\x80\xAF"
static char segments[1000];
static const support_file files[] = {
    {"policy.yaml", "policy: rich\nversion: 1.0.0\nlanguages: [en, fr]\n"},
    {"facts.yaml",
     "timezone: { type: zone, source: host }\ntimezone_candidates: { type: list of zone, if_missing: none_on_file, source: host }\ncurrency: { type: enum, values: [USD, JPY, EUR], source: host }\nbalance: { type: money, source: host }\n"
     "late: { type: integer, unit: days, source: host }\nwaited: { type: integer, unit: hours, source: host }\nterm: { type: integer, unit: months, source: host }\nage: { type: integer, unit: years, source: host }\nscore: { type: integer, source: host }\n"
     "areas: { type: list of enum, values: [flat, light], if_missing: none_on_file, source: person }\nplaces: { type: list of zone, if_missing: none_on_file, source: person }\nnotes: { type: list of text, if_missing: none_on_file, source: person }\n"
     "shut: { type: weekly windows, if_missing: none_on_file, source: person }\nhome: { type: zone, if_missing: none_on_file, source: person }\ndue: { type: date, if_missing: none_on_file, source: host }\nseen: { type: instant, if_missing: none_on_file, source: host }\nrate: { type: ratio, source: host }\n"
     "calm: { type: boolean, if_missing: true, source: person, expires: { after: 10 days, from: due, then: unknown } }\nevent: { type: enum, values: [loss, birth], if_missing: none_on_file, source: person }\nspoke: { type: instant, source: derived }\nsent: { type: integer, source: derived }\n"},
    {"numbers.yaml",
     "some: { type: integer, value: 40, unit: days }\nleast: { type: money, USD: \"12.50\", EUR: \"10.00\" }\npart: { type: ratio, value: \"0.25\" }\n"},
    {"contacts.yaml",
     "channel: { type: enum, values: [letter, email, fax] }\ndirection: { type: enum, values: [outbound, inbound], if_missing: outbound }\noutcome: { type: enum, values: [conversation, nobody], if_missing: none_on_file }\n"},
    {"derive.lua",
     "contacts_like \"talk\" { outcome = \"conversation\" }\nderive.spoke = last { contacts_like.talk }\nderive.sent = count { direction = \"outbound\", within = days(7) }\n"},
    {"teams.yaml", "care: { name: { en: Care, fr: Aide } }\nnight_shift: { name: { en: Night } }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\", message = \"hello\" } }\nladder \"tone\" { { \"gentle\" }, { \"plain\" } }\nladder \"channel\" { { \"letter\" }, { \"email\" }, { \"fax\" } }\n"},
    {"circumstances.lua", "circumstance \"grieving\" { any_of { event = \"loss\", calm = false } }\ncircumstance \"quiet\" { calm = true }\n"},
    {"segments.lua", segments},
    {"actions.lua", "action \"write\" { when = { plans_in_reach = at_most(5) } }\naction \"none\" { when = otherwise }\n"},
    {"tones.lua", "tone \"plain\" { when = { action = \"write\", late = above(200) } }\ntone \"gentle\" { when = otherwise }\n"},
    {"channels.lua", "channel \"fax\" { when = { tone = \"plain\" }, prefer = 1 }\nchannel \"letter\" { when = otherwise, prefer = 3 }\n"},
    {"charter.lua", "limit \"hand\" { cite = house \"3\", on = outbound, when = { score = 99 }, hand_over = team \"night_shift\", by = business_days(2) }\n"},
    {"messages/en.yaml", "hello:\n  purpose: help\n  variants: { letter: { gentle: { body: \"{late}\" } }, fax: { plain: { body: \"{late}\" } } }\n"},
    {"messages/fr.yaml", "hello:\n  purpose: help\n  variants: { letter: { gentle: { body: \"{late}\" } }, fax: { plain: { body: \"{late}\" } } }\n"},
    {NULL, NULL},
};

typedef struct world {
    char folder[256];
    ruth_engine *engine;
    ruth_explainer *explainer;
} world;

static void open_world(world *w, const char *rule) {
    ruth_error e;
    snprintf(segments, sizeof segments, "%s\nsegment \"rest\" { when = otherwise }\n", rule);
    snprintf(w->folder, sizeof w->folder, "%s", support_folder(files));
    assert_int_equal(ruth_engine_new(NULL, &w->engine, &e), RUTH_OK);
    if (ruth_explainer_new(w->engine, w->folder, &w->explainer, &e)) fail_msg("%s: %s:%d: %s", rule, e.file, e.line, e.message);
}

static void close_world(world *w) {
    ruth_explainer_free(w->explainer);
    ruth_engine_free(w->engine);
    support_remove(w->folder);
}

static const char usual[] =
    "\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":123456789,\"late\":1,\"waited\":30,\"term\":12,\"age\":1,\"score\":1234,\"rate\":\"0.125\"";
static const char before[] =
    "[{\"at\":\"2026-01-10T15:00:00Z\",\"channel\":\"letter\"},{\"at\":\"2026-01-05T15:00:00Z\",\"channel\":\"fax\",\"outcome\":\"conversation\"}]";

/* What is told, on one line: where it is folded says nothing here. */
static const char *told(world *w, const char *facts, const char *contacts, ruth_audience audience, const char *lang, ruth_format format) {
    static char line[2000], flat[60000];
    const ruth_explain_options o = {.size = sizeof o, .audience = audience, .lang = lang, .all = 1, .format = format};
    ruth_text t;
    ruth_error e;
    size_t n = 0;
    snprintf(line, sizeof line, "{\"id\":\"x\",\"now\":\"2026-03-02T15:00:00Z\",\"facts\":{%s},\"contacts\":%s}", facts, contacts);
    if (ruth_explain(w->explainer, line, strlen(line), &o, &t, NULL, &e)) fail_msg("%s: %s", line, e.message);
    for (size_t i = 0; i < t.length && n + 1 < sizeof flat; i++) {
        char c = t.bytes[i] == '\n' ? ' ' : t.bytes[i];
        if (c != ' ' || (n && flat[n - 1] != ' ')) flat[n++] = c;
    }
    flat[n] = 0;
    return flat;
}

/* The usual facts, and these in the place of those of the same name. */
static void with(char *out, size_t room, const char *facts) {
    size_t n = 0;
    for (const char *f = usual, *end; *f; f = *end ? end + 1 : end) {
        end = strchr(f, ',');
        if (!end) end = f + strlen(f);
        size_t name = (size_t)(strchr(f, ':') - f);
        char key[40];
        snprintf(key, sizeof key, "%.*s:", (int)name, f);
        if (!strstr(facts, key)) n += (size_t)snprintf(out + n, room - n, "%.*s,", (int)(end - f), f);
    }
    if (facts[0]) snprintf(out + n, room - n, "%s", facts);
    else out[n - 1] = 0;
}

/* ---- conditions and values ---- */
static const struct {
    const char *condition, *facts, *en, *fr;
} conditions[] = {
#define WHEN(c) "segment \"x\" { when = { " c " } }"
    {WHEN("late = above(number.some)"), "", "✗ x (segments.lua:1): late = above(number.some) (some is 40): 1 day, given in the request",
     "✗ x (segments.lua:1)" NB ": late = above(number.some) (some vaut 40)" NB ": 1 jour, donné dans la demande"},
    {WHEN("late = above(fact.score + 100 - 3)"), "", "✗ x (segments.lua:1): late = above(fact.score + 100 - 3): 1 day, given in the request",
     "✗ x (segments.lua:1)" NB ": late = above(fact.score + 100 - 3)" NB ": 1 jour, donné dans la demande"},
    {WHEN("late = above(fact.score * 20)"), "", "✗ x (segments.lua:1): late = above(fact.score * 20): 1 day, given in the request",
     "✗ x (segments.lua:1)" NB ": late = above(fact.score * 20)" NB ": 1 jour, donné dans la demande"},
    {WHEN("waited = above(larger(fact.score, 3))"), "", "✗ x (segments.lua:1): waited = above(larger(fact.score, 3)): 30 hours, given in the request",
     "✗ x (segments.lua:1)" NB ": waited = above(larger(fact.score, 3))" NB ": 30 heures, donné dans la demande"},
    {WHEN("waited = below(smaller(fact.score, 3))"), "\"waited\":1", "✓ waited = below(smaller(fact.score, 3)): 1 hour, given in the request",
     "✓ waited = below(smaller(fact.score, 3))" NB ": 1 heure, donné dans la demande"},
    {WHEN("term = one_of(1, 2, 3)"), "", "✗ x (segments.lua:1): term = one_of(1, 2, 3): 12 months, given in the request",
     "✗ x (segments.lua:1)" NB ": term = one_of(1, 2, 3)" NB ": 12 mois, donné dans la demande"},
    {WHEN("age = between(60, 90)"), "", "✗ x (segments.lua:1): age = between(60, 90): 1 year, given in the request",
     "✗ x (segments.lua:1)" NB ": age = between(60, 90)" NB ": 1 an, donné dans la demande"},
    {WHEN("age = above(3)"), "\"age\":-1", "✗ x (segments.lua:1): age = above(3): -1 year, given in the request",
     "✗ x (segments.lua:1)" NB ": age = above(3)" NB ": -1 an, donné dans la demande"},
    {WHEN("late = above(3)"), "\"late\":0", "✗ x (segments.lua:1): late = above(3): 0 days, given in the request",
     "✗ x (segments.lua:1)" NB ": late = above(3)" NB ": 0 jour, donné dans la demande"},
    {WHEN("score = above(5000)"), "\"score\":-1234", "✗ x (segments.lua:1): score = above(5000): -1,234, given in the request",
     "✗ x (segments.lua:1)" NB ": score = above(5000)" NB ": -1" THIN "234, donné dans la demande"},
    {WHEN(
         "score = below(count { direction = \"outbound\", within = days(30), since_last = { any_of { { outcome = \"conversation\" }, all_of { direction = \"inbound\", none_of_these { channel = \"letter\" } } } } })"),
     "",
     "✗ x (segments.lua:1): score = below(count { direction = \"outbound\", within = days(30), since_last = { any_of { all_of { outcome = \"conversation\" }, all_of { direction = \"inbound\", none_of_these { channel = \"letter\" } } } } }): 1,234, given in the request",
     "✗ x (segments.lua:1)" NB
     ": score = below(count { direction = \"outbound\", within = days(30), since_last = { any_of { all_of { outcome = \"conversation\" }, all_of { direction = \"inbound\", none_of_these { channel = \"letter\" } } } } })" NB
     ": 1" THIN "234, donné dans la demande"},
    {WHEN("seen = below(last { contacts_like.talk, channel = none_of(\"letter\") })"), "\"seen\":\"2026-02-27T05:30:00Z\"",
     "✗ x (segments.lua:1): seen = below(last { channel = none_of(\"letter\"), contacts_like.talk }): 27 February 2026, 00:30 in New York, given in the request",
     "✗ x (segments.lua:1)" NB ": seen = below(last { channel = none_of(\"letter\"), contacts_like.talk })" NB
     ": 27 février 2026 à 0 h 30 (heure de New York), donné dans la demande"},
    {WHEN("areas = has_all(\"flat\", \"light\")"), "\"areas\":[]", "✗ x (segments.lua:1): areas = has_all(\"flat\", \"light\"): none, given in the request",
     "✗ x (segments.lua:1)" NB ": areas = has_all(\"flat\", \"light\")" NB ": aucun, donné dans la demande"},
    {WHEN("areas = has_none(\"flat\")"), "\"areas\":[\"flat\",\"light\"]",
     "✗ x (segments.lua:1): areas = has_none(\"flat\"): flat, light, given in the request",
     "✗ x (segments.lua:1)" NB ": areas = has_none(\"flat\")" NB ": flat, light, donné dans la demande"},
    {WHEN("places = not_on_file"), "\"places\":[\"Europe/Paris\",\"America/New_York\"]",
     "✗ x (segments.lua:1): places = not_on_file: Paris, New York, given in the request",
     "✗ x (segments.lua:1)" NB ": places = not_on_file" NB ": Paris, New York, donné dans la demande"},
    {WHEN("places = not_on_file"), "\"places\":[]", "✗ x (segments.lua:1): places = not_on_file: none, given in the request",
     "✗ x (segments.lua:1)" NB ": places = not_on_file" NB ": aucun, donné dans la demande"},
    {WHEN("notes = not_on_file"), "\"notes\":[\"one\",\"two\"]", "✗ x (segments.lua:1): notes = not_on_file: one, two, given in the request",
     "✗ x (segments.lua:1)" NB ": notes = not_on_file" NB ": one, two, donné dans la demande"},
    {WHEN("notes = not_on_file"), "\"notes\":[]", "✗ x (segments.lua:1): notes = not_on_file: none, given in the request",
     "✗ x (segments.lua:1)" NB ": notes = not_on_file" NB ": aucun, donné dans la demande"},
    {WHEN("shut = not_on_file"), "\"shut\":[]", "✗ x (segments.lua:1): shut = not_on_file: none, given in the request",
     "✗ x (segments.lua:1)" NB ": shut = not_on_file" NB ": aucun, donné dans la demande"},
    {WHEN("shut = not_on_file"), "\"shut\":[{\"days\":[\"mon\"],\"from\":\"09:00\",\"to\":\"10:00\"}]",
     "✗ x (segments.lua:1): shut = not_on_file: mon 09:00–10:00, given in the request",
     "✗ x (segments.lua:1)" NB ": shut = not_on_file" NB ": mon 09:00–10:00, donné dans la demande"},
    {WHEN("home = \"Europe/Paris\""), "\"home\":\"America/Los_Angeles\"", "✗ x (segments.lua:1): home = \"Europe/Paris\": Los Angeles, given in the request",
     "✗ x (segments.lua:1)" NB ": home = \"Europe/Paris\"" NB ": Los Angeles, donné dans la demande"},
    {WHEN("due = within_last(days(3))"), "\"due\":\"2026-01-01\"", "✗ x (segments.lua:1): due = within_last(days(3)): 1 January 2026, given in the request",
     "✗ x (segments.lua:1)" NB ": due = within_last(days(3))" NB ": 1er janvier 2026, donné dans la demande"},
    {WHEN("due = today"), "\"due\":\"2026-01-02\"", "✗ x (segments.lua:1): due = today: 2 January 2026, given in the request",
     "✗ x (segments.lua:1)" NB ": due = today" NB ": 2 janvier 2026, donné dans la demande"},
    {WHEN("seen = within_last(hours(4))"), "\"seen\":\"2026-02-27T05:00:00Z\"",
     "✗ x (segments.lua:1): seen = within_last(hours(4)): 27 February 2026, 00:00 in New York, given in the request",
     "✗ x (segments.lua:1)" NB ": seen = within_last(hours(4))" NB ": 27 février 2026 à 0 h (heure de New York), donné dans la demande"},
    {WHEN("seen = longer_ago_than(days(number.some))"), "\"seen\":null",
     "Only possible, as this is not known: seen. Of all that is possible (x and rest) the kindest was taken. ? seen = longer_ago_than(days(number.some)) (some is 40): not known, null in the request",
     "Seulement possible, car ceci n'est pas connu" NB
     ": seen. De tout ce qui est possible (x et rest), le plus doux a été retenu. ? seen = longer_ago_than(days(number.some)) (some vaut 40)" NB
     ": pas connu, null dans la demande"},
    {WHEN("rate = above(\"0.5\")"), "", "✗ x (segments.lua:1): rate = above(\"0.5\"): 12.5 %, given in the request",
     "✗ x (segments.lua:1)" NB ": rate = above(\"0.5\")" NB ": 12.5 %, donné dans la demande"},
    {WHEN("rate = above(percent(\"50\"))"), "", "✗ x (segments.lua:1): rate = above(percent(\"50\")): 12.5 %, given in the request",
     "✗ x (segments.lua:1)" NB ": rate = above(percent(\"50\"))" NB ": 12.5 %, donné dans la demande"},
    {WHEN("balance = below(money(\"1.00 USD\"))"), "",
     "✗ x (segments.lua:1): balance = below(money(\"1.00 USD\")): 1,234,567.89" NB "USD, given in the request",
     "✗ x (segments.lua:1)" NB ": balance = below(money(\"1.00 USD\"))" NB ": 1" THIN "234" THIN "567,89" NB "USD, donné dans la demande"},
    {WHEN("balance = above(number.least)"), "\"balance\":-5000",
     "✗ x (segments.lua:1): balance = above(number.least) (least is 12.50 USD): -50.00" NB "USD, given in the request",
     "✗ x (segments.lua:1)" NB ": balance = above(number.least) (least vaut 12.50 USD)" NB ": -50,00" NB "USD, donné dans la demande"},
    {WHEN("balance = above(number.least)"), "\"balance\":0,\"currency\":\"JPY\"",
     "Only possible, as this is not known: what comes before it. Of all that is possible (x and rest) the kindest was taken. ? balance = above(number.least) (least is …): 0" NB
     "JPY, given in the request",
     "Seulement possible, car ceci n'est pas connu" NB
     ": ce qui précède. De tout ce qui est possible (x et rest), le plus doux a été retenu. ? balance = above(number.least) (least vaut …)" NB ": 0" NB
     "JPY, donné dans la demande"},
    {WHEN("balance = above(number.part * fact.balance)"), "\"balance\":-5,\"currency\":\"EUR\"",
     "✗ x (segments.lua:1): balance = above(number.part * fact.balance) (part is 25 %): -0.05" NB "EUR, given in the request",
     "✗ x (segments.lua:1)" NB ": balance = above(number.part * fact.balance) (part vaut 25 %)" NB ": -0,05" NB "EUR, donné dans la demande"},
    {WHEN("event = none_of(\"loss\")"), "\"event\":\"loss\"", "✗ x (segments.lua:1): event = none_of(\"loss\"): loss, given in the request",
     "✗ x (segments.lua:1)" NB ": event = none_of(\"loss\")" NB ": loss, donné dans la demande"},
    {WHEN("event = on_file"), "", "✗ x (segments.lua:1): event = on_file: none on file, left out (if_missing in facts.yaml)",
     "✗ x (segments.lua:1)" NB ": event = on_file" NB ": rien au dossier, absent (if_missing dans facts.yaml)"},
    {WHEN("event = on_file"), "\"event\":null",
     "Only possible, as this is not known: event. Of all that is possible (x and rest) the kindest was taken. ? event = on_file: not known, null in the request",
     "Seulement possible, car ceci n'est pas connu" NB ": event. De tout ce qui est possible (x et rest), le plus doux a été retenu. ? event = on_file" NB
     ": pas connu, null dans la demande"},
    {WHEN("calm = false"), "", "✗ x (segments.lua:1): calm = false: yes, left out (if_missing in facts.yaml)",
     "✗ x (segments.lua:1)" NB ": calm = false" NB ": oui, absent (if_missing dans facts.yaml)"},
    {WHEN("calm = false"), "\"due\":\"2026-01-01\"",
     "Only possible, as this is not known: calm. Of all that is possible (x and rest) the kindest was taken. ? calm = false: not known, expired: it counts for 10 days after due (1 January 2026)",
     "Seulement possible, car ceci n'est pas connu" NB ": calm. De tout ce qui est possible (x et rest), le plus doux a été retenu. ? calm = false" NB
     ": pas connu, périmé" NB ": valable 10 jours après due (1er janvier 2026)"},
    {WHEN("calm = false"), "\"due\":null",
     "Only possible, as this is not known: due. Of all that is possible (x and rest) the kindest was taken. ? calm = false: not known, it may have expired: the day or the time zone is not known",
     "Seulement possible, car ceci n'est pas connu" NB ": due. De tout ce qui est possible (x et rest), le plus doux a été retenu. ? calm = false" NB
     ": pas connu, peut-être périmé" NB ": le jour ou le fuseau n'est pas connu"},
    {WHEN("spoke = within_last(days(7))"), "",
     "✗ x (segments.lua:1): spoke = within_last(days(7)): 5 January 2026, 10:00 in New York, from the contacts: 5 January 2026, 10:00 in New York fax conversation",
     "✗ x (segments.lua:1)" NB ": spoke = within_last(days(7))" NB ": 5 janvier 2026 à 10 h (heure de New York), d'après les contacts" NB
     ": 5 janvier 2026 à 10 h (heure de New York) fax conversation"},
    {WHEN("sent = above(3)"), "", "✗ x (segments.lua:1): sent = above(3): 0, from the contacts: none matches",
     "✗ x (segments.lua:1)" NB ": sent = above(3)" NB ": 0, d'après les contacts" NB ": aucun ne correspond"},
    {WHEN("late = above(1), currency = \"EUR\""), "\"currency\":null", "✗ x (segments.lua:1): late = above(1): 1 day, given in the request",
     "✗ x (segments.lua:1)" NB ": late = above(1)" NB ": 1 jour, donné dans la demande"},
    {"segment \"x\" { when = circumstance.grieving, unless = circumstance.quiet }", "\"event\":\"loss\"",
     "✗ x (segments.lua:1): calm = true: yes, left out (if_missing in facts.yaml)",
     "✗ x (segments.lua:1)" NB ": calm = true" NB ": oui, absent (if_missing dans facts.yaml)"},
    {"segment \"x\" { when = circumstance.grieving, unless = circumstance.quiet }", "\"event\":\"loss\",\"calm\":false",
     "✓ circumstance.grieving ✓ any_of ✓ event = \"loss\": loss, given in the request ✓ calm = false: no, given in the request ✓ unless ✗ circumstance.quiet ✗ calm = true: no, given in the request",
     "✓ circumstance.grieving ✓ any_of ✓ event = \"loss\"" NB ": loss, donné dans la demande ✓ calm = false" NB
     ": non, donné dans la demande ✓ unless ✗ circumstance.quiet ✗ calm = true" NB ": non, donné dans la demande"},
    {"segment \"x\" { when = { none_of_these { { event = \"loss\" }, { late = above(5) } } } }", "\"event\":\"loss\"",
     "✗ x (segments.lua:1): event = \"loss\": loss, given in the request", "✗ x (segments.lua:1)" NB ": event = \"loss\"" NB ": loss, donné dans la demande"},
    {"segment \"x\" { when = { all_of { any_of { event = \"loss\", late = 1 }, { score = above(9999) } } } }", "",
     "✗ x (segments.lua:1): score = above(9999): 1,234, given in the request",
     "✗ x (segments.lua:1)" NB ": score = above(9999)" NB ": 1" THIN "234, donné dans la demande"},
    {"segment \"x\" { when = function(f) return f.late > 100 end }", "", "✗ x (segments.lua:1): function", "✗ x (segments.lua:1)" NB ": function"},
    {"segment \"x\" { when = { late = 1, all_of { score = 3 } }, unless = function(f) return f.late > 100 end }", "",
     "✗ x (segments.lua:1): score = 3: 1,234, given in the request", "✗ x (segments.lua:1)" NB ": score = 3" NB ": 1" THIN "234, donné dans la demande"},
    {"segment \"x\" { valid_from = \"2026-01-01\", valid_until = \"2026-02-01\", when = { late = 1 } }", "",
     "✗ x (segments.lua:1): valid_from = \"2026-01-01\", valid_until = \"2026-02-01\"",
     "✗ x (segments.lua:1)" NB ": valid_from = \"2026-01-01\", valid_until = \"2026-02-01\""},
    {"segment \"x\" { valid_from = \"2026-04-01\", when = { late = 1 } }", "", "✗ x (segments.lua:1): valid_from = \"2026-04-01\"",
     "✗ x (segments.lua:1)" NB ": valid_from = \"2026-04-01\""},
    {"segment \"x\" { when = { late = 1, calm = true, event = none_of(\"birth\") } }", "",
     "✓ late = 1: 1 day, given in the request ✓ calm = true: yes, left out (if_missing in facts.yaml) ✓ event = none_of(\"birth\"): none on file, left out (if_missing in facts.yaml)",
     "✓ late = 1" NB ": 1 jour, donné dans la demande ✓ calm = true" NB ": oui, absent (if_missing dans facts.yaml) ✓ event = none_of(\"birth\")" NB
     ": rien au dossier, absent (if_missing dans facts.yaml)"},
};

static void every_condition_and_value(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        world w;
        char all[1500];
        open_world(&w, conditions[i].condition);
        with(all, sizeof all, conditions[i].facts);
        assert_has(told(&w, all, before, RUTH_FOR_OFFICER, "en", RUTH_AS_TEXT), conditions[i].en);
        assert_has(told(&w, all, before, RUTH_FOR_OFFICER, "fr", RUTH_AS_TEXT), conditions[i].fr);
        close_world(&w);
    }
}

/* ---- what the charter held back ---- */
static const struct {
    const char *charter, *facts, *en, *fr, *examiner, *person;
} limits[] =
    {
        {"limit \"l\" { cite = house \"1\", on = outbound, closed_in = fact.shut }", "\"shut\":[{\"days\":[\"mon\"],\"from\":\"09:00\",\"to\":\"23:00\"}]",
         "- l keeps every contact out of the hours the person ruled out, until 2 March 2026, 23:00 in New York [house: 1] Without this limit: we would send an e-mail on 2 March 2026 between 10:00 and midnight in New York.",
         "- l écarte tout contact des heures que la personne a exclues, jusqu'au 2 mars 2026 à 23 h (heure de New York) [house: 1] Sans cette limite" NB
         ": nous enverrions un courriel le 2 mars 2026 entre 10 h et minuit (heure de New York).",
         "- l keeps every contact out of the hours the person ruled out, until 2 March 2026, 23:00 in New York [2026-03-03T04:00:00Z] [house: 1] Without this limit: we would send an e-mail from 2 March 2026, 10:00 in New York [2026-03-02T15:00:00Z] until 3 March 2026, 00:00 in New York [2026-03-03T05:00:00Z]. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous allons vous envoyer un courriel."},
        {"limit \"l\" { cite = house \"1\", on = { channel = \"email\" }, closed_in = fact.shut }",
         "\"shut\":[{\"days\":[\"mon\"],\"from\":\"09:00\",\"to\":\"23:00\"}]",
         "- l keeps contact by email out of the hours the person ruled out, until 2 March 2026, 23:00 in New York [house: 1] Without this limit: we would send an e-mail on 2 March 2026 between 10:00 and midnight in New York.",
         "- l écarte le contact par email des heures que la personne a exclues, jusqu'au 2 mars 2026 à 23 h (heure de New York) [house: 1] Sans cette limite" NB
         ": nous enverrions un courriel le 2 mars 2026 entre 10 h et minuit (heure de New York).",
         "- l keeps contact by email out of the hours the person ruled out, until 2 March 2026, 23:00 in New York [2026-03-03T04:00:00Z] [house: 1] Without this limit: we would send an e-mail from 2 March 2026, 10:00 in New York [2026-03-02T15:00:00Z] until 3 March 2026, 00:00 in New York [2026-03-03T05:00:00Z]. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous allons vous envoyer un courriel."},
        {"limit \"l\" { cite = house \"1\", on = { tone = \"plain\" }, forbid = true }", "",
         "- l forbids the tone plain, until a fact changes [house: 1] Without this limit: the tone would be plain.",
         "- l interdit le ton plain, jusqu'à ce qu'un fait change [house: 1] Sans cette limite" NB ": le ton serait plain.",
         "- l forbids the tone plain, until a fact changes [house: 1] Without this limit: the tone would be plain. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous allons vous envoyer un courriel."},
        {"limit \"l\" { cite = house \"1\", on = { action = \"write\" }, forbid = true }", "",
         "- l forbids the action write, until a fact changes [house: 1] Without this limit: the action would be write; the message would be hello.",
         "- l interdit l'action write, jusqu'à ce qu'un fait change [house: 1] Sans cette limite" NB ": l'action serait write" THIN
         "; le message serait hello.",
         "- l forbids the action write, until a fact changes [house: 1] Without this limit: the action would be write; the message would be hello. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous allons vous envoyer un courriel."},
        {"limit \"l\" { cite = house \"1\", on = { action = one_of(\"write\", \"listen\") }, forbid = true, during = days(5), from = fact.due }",
         "\"due\":\"2026-03-01\"",
         "- l forbids the action write, until 6 March 2026, 00:00 in New York [house: 1] Without this limit: we would send an e-mail on 2 March 2026 between 10:00 and midnight in New York; the action would be write.",
         "- l interdit l'action write, jusqu'au 6 mars 2026 à 0 h (heure de New York) [house: 1] Sans cette limite" NB
         ": nous enverrions un courriel le 2 mars 2026 entre 10 h et minuit (heure de New York)" THIN "; l'action serait write.",
         "- l forbids the action write, until 6 March 2026, 00:00 in New York [2026-03-06T05:00:00Z] [house: 1] Without this limit: we would send an e-mail from 2 March 2026, 10:00 in New York [2026-03-02T15:00:00Z] until 3 March 2026, 00:00 in New York [2026-03-03T05:00:00Z]; the action would be write. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous n'allons pas vous écrire ni vous appeler pour le moment."},
        {"limit \"l\" { cite = house \"1\", on = { action = one_of(\"write\", \"listen\") }, forbid = true, until_date = fact.due }", "\"due\":\"2026-03-09\"",
         "- l forbids the action write, until 9 March 2026, 00:00 in New York [house: 1] Without this limit: we would send an e-mail on 2 March 2026 between 10:00 and midnight in New York; the action would be write.",
         "- l interdit l'action write, jusqu'au 9 mars 2026 à 0 h (heure de New York) [house: 1] Sans cette limite" NB
         ": nous enverrions un courriel le 2 mars 2026 entre 10 h et minuit (heure de New York)" THIN "; l'action serait write.",
         "- l forbids the action write, until 9 March 2026, 00:00 in New York [2026-03-09T04:00:00Z] [house: 1] Without this limit: we would send an e-mail from 2 March 2026, 10:00 in New York [2026-03-02T15:00:00Z] until 3 March 2026, 00:00 in New York [2026-03-03T05:00:00Z]; the action would be write. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous n'allons pas vous écrire ni vous appeler pour le moment."},
        {"limit \"l\" { cite = house \"1\", on = outbound, action_at_most = \"listen\" }", "",
         "- l keeps the action at listen or kinder, until a fact changes [house: 1] Without this limit: the action would be write; the message would be hello.",
         "- l garde l'action à listen ou plus douce, jusqu'à ce qu'un fait change [house: 1] Sans cette limite" NB ": l'action serait write" THIN
         "; le message serait hello.",
         "- l keeps the action at listen or kinder, until a fact changes [house: 1] Without this limit: the action would be write; the message would be hello. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous allons vous envoyer un courriel."},
        {"limit \"l\" { cite = house \"1\", on = outbound, tone_at_most = \"gentle\" }", "",
         "- l keeps the tone at gentle or kinder, until a fact changes [house: 1] Without this limit: the tone would be plain.",
         "- l garde le ton à gentle ou plus doux, jusqu'à ce qu'un fait change [house: 1] Sans cette limite" NB ": le ton serait plain.",
         "- l keeps the tone at gentle or kinder, until a fact changes [house: 1] Without this limit: the tone would be plain. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous allons vous envoyer un courriel."},
        {"limit \"l\" { cite = house \"1\", on = { plan = \"parts\" }, forbid = true }", "",
         "- l forbids the plan parts, until a fact changes [house: 1] Without this limit: the plan parts would be offered.",
         "- l interdit l'arrangement parts, jusqu'à ce qu'un fait change [house: 1] Sans cette limite" NB ": l'arrangement parts serait proposé.",
         "- l forbids the plan parts, until a fact changes [house: 1] Without this limit: the plan parts would be offered. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous allons vous envoyer un courriel."},
        {"limit \"l\" { cite = house \"1\", on = { plan = one_of(\"parts\", \"pause\") }, forbid = true }", "",
         "- l forbids the plan parts, pause, until a fact changes [house: 1] Without this limit: the plan parts, pause would be offered.",
         "- l interdit l'arrangement parts, pause, jusqu'à ce qu'un fait change [house: 1] Sans cette limite" NB ": l'arrangement parts, pause serait proposé.",
         "- l forbids the plan parts, pause, until a fact changes [house: 1] Without this limit: the plan parts, pause would be offered. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous allons vous envoyer un courriel."},
        {"limit \"l\" { cite = house \"1\", leave_at_least = money(\"199.00 USD\") }", "",
         "- l takes plans off that leave too little to live on, until a fact changes [house: 1] Without this limit: the plan parts would be offered.",
         "- l retire les plans qui laissent trop peu pour vivre, jusqu'à ce qu'un fait change [house: 1] Sans cette limite" NB
         ": l'arrangement parts serait proposé.",
         "- l takes plans off that leave too little to live on, until a fact changes [house: 1] Without this limit: the plan parts would be offered. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous allons vous envoyer un courriel."},
        {"limit \"l\" { cite = \"Law 7\", nature = \"prohibition\", on = { channel = \"email\" }, only_if = { calm = false } }", "",
         "- l allows contact by email on a condition only, which is not met, until a fact changes [Law 7, prohibition] Without this limit: we would send an e-mail on 2 March 2026 between 10:00 and midnight in New York.",
         "- l ne permet le contact par email qu'à une condition, qui n'est pas remplie, jusqu'à ce qu'un fait change [Law 7, prohibition] Sans cette limite" NB
         ": nous enverrions un courriel le 2 mars 2026 entre 10 h et minuit (heure de New York).",
         "- l allows contact by email on a condition only, which is not met, until a fact changes [Law 7, prohibition] Without this limit: we would send an e-mail from 2 March 2026, 10:00 in New York [2026-03-02T15:00:00Z] until 3 March 2026, 00:00 in New York [2026-03-03T05:00:00Z]. ✓ no condition: it always applies only_if ✗ calm = false: yes, left out (if_missing in facts.yaml)",
         "Ce que nous avons décidé Nous allons vous écrire une lettre."},
        {"limit \"l\" { cite = house \"1\", on = { channel = one_of(\"email\", \"letter\") }, hours = { mon_fri = { \"20:00\", \"21:00\" } } }", "",
         "- l keeps contact by letter and email to its hours, until 2 March 2026, 20:00 in New York [house: 1] Without this limit: we would send an e-mail on 2 March 2026 between 10:00 and midnight in New York.",
         "- l garde ses heures pour le contact par letter et email, jusqu'au 2 mars 2026 à 20 h (heure de New York) [house: 1] Sans cette limite" NB
         ": nous enverrions un courriel le 2 mars 2026 entre 10 h et minuit (heure de New York).",
         "- l keeps contact by letter and email to its hours, until 2 March 2026, 20:00 in New York [2026-03-03T01:00:00Z] [house: 1] Without this limit: we would send an e-mail from 2 March 2026, 10:00 in New York [2026-03-02T15:00:00Z] until 3 March 2026, 00:00 in New York [2026-03-03T05:00:00Z]. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous allons vous envoyer un courriel."},
        {"limit \"l\" { cite = house \"1\", on = outbound, hours = { tue = { \"20:00\", \"21:00\" } } }", "",
         "- l keeps every contact to its hours, until 3 March 2026, 20:00 in New York [house: 1] Without this limit: we would send an e-mail on 2 March 2026 between 10:00 and midnight in New York; the action would be write.",
         "- l garde ses heures pour tout contact, jusqu'au 3 mars 2026 à 20 h (heure de New York) [house: 1] Sans cette limite" NB
         ": nous enverrions un courriel le 2 mars 2026 entre 10 h et minuit (heure de New York)" THIN "; l'action serait write.",
         "- l keeps every contact to its hours, until 3 March 2026, 20:00 in New York [2026-03-04T01:00:00Z] [house: 1] Without this limit: we would send an e-mail from 2 March 2026, 10:00 in New York [2026-03-02T15:00:00Z] until 3 March 2026, 00:00 in New York [2026-03-03T05:00:00Z]; the action would be write. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous n'allons pas vous écrire ni vous appeler pour le moment."},
        {"limit \"l\" { cite = house \"1\", on = outbound, wait = days(90), after = last { direction = \"outbound\" } }", "",
         "- l makes every contact wait, until 10 April 2026, 00:00 in New York [house: 1] Without this limit: we would send an e-mail on 2 March 2026 between 10:00 and midnight in New York; the action would be write.",
         "- l fait attendre tout contact, jusqu'au 10 avril 2026 à 0 h (heure de New York) [house: 1] Sans cette limite" NB ": nous enverrions un courriel le 2 mars 2026 entre 10 h et minuit (heure de New York)" THIN "; l'action serait write.", "- l makes every contact wait, until 10 April 2026, 00:00 in New York [2026-04-10T04:00:00Z] [house: 1] Without this limit: we would send an e-mail from 2 March 2026, 10:00 in New York [2026-03-02T15:00:00Z] until 3 March 2026, 00:00 in New York [2026-03-03T05:00:00Z]; the action would be write. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous n'allons pas vous écrire ni vous appeler pour le moment."},
        {"limit \"l\" { cite = house \"1\", on = outbound, at_most = { { 1, days(90) } } }", "",
         "- l lets no more of every contact through for now, until 10 April 2026, 00:00 in New York [house: 1] Without this limit: we would send an e-mail on 2 March 2026 between 10:00 and midnight in New York; the action would be write.",
         "- l n'en laisse pas passer davantage pour tout contact, jusqu'au 10 avril 2026 à 0 h (heure de New York) [house: 1] Sans cette limite" NB
         ": nous enverrions un courriel le 2 mars 2026 entre 10 h et minuit (heure de New York)" THIN "; l'action serait write.",
         "- l lets no more of every contact through for now, until 10 April 2026, 00:00 in New York [2026-04-10T04:00:00Z] [house: 1] Without this limit: we would send an e-mail from 2 March 2026, 10:00 in New York [2026-03-02T15:00:00Z] until 3 March 2026, 00:00 in New York [2026-03-03T05:00:00Z]; the action would be write. ✓ no condition: it always applies",
         "Ce que nous avons décidé Nous n'allons pas vous écrire ni vous appeler pour le moment."},
        {"limit \"l\" { cite = house \"1\", on = outbound, hand_over = team \"care\" }", "",
         "- l hands over to Care, until a fact changes [house: 1] Without this limit: we would send an e-mail on 2 March 2026 between 10:00 and midnight in New York; the action would be write; nobody would take over.",
         "- l passe le relais à Aide, jusqu'à ce qu'un fait change [house: 1] Sans cette limite" NB
         ": nous enverrions un courriel le 2 mars 2026 entre 10 h et minuit (heure de New York)" THIN "; l'action serait write" THIN
         "; personne ne prendrait le relais.",
         "- l hands over to Care, until a fact changes [house: 1] Without this limit: we would send an e-mail from 2 March 2026, 10:00 in New York [2026-03-02T15:00:00Z] until 3 March 2026, 00:00 in New York [2026-03-03T05:00:00Z]; the action would be write; nobody would take over. ✓ no condition: it always applies",
         "Ce que nous avons décidé Aucune machine ne va vous écrire ni vous appeler pour le moment."},
        {"limit \"l\" { cite = house \"1\", on = outbound, hand_over = team \"care\", by = business_days(2), because = \"why.cap\" }\nlimit \"m\" { cite = house \"2\", on = outbound, hand_over = team \"night_shift\", by = hours(4) }",
         "",
         "- m hands over to Night, until a fact changes [house: 2] Without this limit: Care would take over by 5 March 2026, 00:00 in New York. Also in the way; without any one of these alone the outcome is the same: - hand over, until a fact changes: l",
         "- m passe le relais à night shift, jusqu'à ce qu'un fait change [house: 2] Sans cette limite" NB
         ": Aide prendrait le relais au plus tard le 5 mars 2026 à 0 h (heure de New York). Également en travers" THIN
         "; sans l'une d'elles seule, le résultat est le même" NB ": - passent le relais, jusqu'à ce qu'un fait change" NB ": l",
         "- l hands over to Care, until a fact changes [house: 1] 1 days. Without this limit: the outcome would be the same. ✓ no condition: it always applies - m hands over to Night, until a fact changes [house: 2] Without this limit: Care would take over by 5 March 2026, 00:00 in New York [2026-03-05T05:00:00Z]. ✓ no condition: it always applies",
         "Ce que nous avons décidé Aucune machine ne va vous écrire ni vous appeler pour le moment."},
        {"limit \"l\" { cite = house \"1\", on = outbound, forbid = true }\nlimit \"m\" { cite = house \"2\", on = outbound, when = { late = 1 }, forbid = true }\nlimit \"n\" { cite = house \"3\", on = outbound, when = { event = \"loss\" }, forbid = true }",
         "\"event\":null", "Also in the way; without any one of these alone the outcome is the same: - forbid, until a fact changes: l, m, n",
         "Également en travers" THIN "; sans l'une d'elles seule, le résultat est le même" NB ": - interdisent, jusqu'à ce qu'un fait change" NB ": l, m, n",
         "- l forbids every contact, until a fact changes [house: 1] Without this limit: the outcome would be the same. ✓ no condition: it always applies - m forbids every contact, until a fact changes [house: 2] Without this limit: the outcome would be the same. ✓ late = 1: 1 day, given in the request - n forbids every contact, until a fact changes (it may apply: something is not known) [house: 3] Without this limit: the outcome would be the same. ? event = \"loss\": not known, null in the request",
         "Ce que nous avons décidé Nous n'allons pas vous écrire ni vous appeler pour le moment."},
        {"limit \"l\" { cite = house \"1\", on = outbound, when = { event = \"loss\" }, forbid = true }\nlimit \"m\" { cite = house \"2\", on = outbound, when = { calm = false }, forbid = true }",
         "\"event\":null,\"calm\":null", "Also in the way; without any one of these alone the outcome is the same: - forbid, until a fact changes: l, m",
         "Également en travers" THIN "; sans l'une d'elles seule, le résultat est le même" NB ": - interdisent, jusqu'à ce qu'un fait change" NB ": l, m",
         "- l forbids every contact, until a fact changes (it may apply: something is not known) [house: 1] Without this limit: the outcome would be the same. ? event = \"loss\": not known, null in the request - m forbids every contact, until a fact changes (it may apply: something is not known) [house: 2] Without this limit: the outcome would be the same. ? calm = false: not known, null in the request",
         "Ce que nous avons décidé Nous n'allons pas vous écrire ni vous appeler pour le moment."},
};

static void every_effect_of_a_limit(void **state) {
    (void)state;
    static const support_file other[] = {
        {"plans.lua",
         "plan \"parts\" { when = { balance = above(0) }, offer = instalments { of = fact.balance, up_to = money(\"50.00 USD\"), every = \"month\", longest = 12, left_of = fact.balance } }\nplan \"pause\" { when = { balance = above(0) }, offer = pause_payments { months = 1 } }\n"},
        {"ladders.lua",
         "ladder \"action\" { { \"none\", contact = false }, { \"listen\", message = \"soft\" }, { \"write\", message = \"hello\", gives_way = \"listen\" } }\nladder \"tone\" { { \"gentle\" }, { \"plain\" } }\nladder \"channel\" { { \"letter\" }, { \"email\" }, { \"fax\" } }\n"},
        {"tones.lua", "tone \"plain\" { when = { action = \"write\" } }\ntone \"gentle\" { when = otherwise }\n"},
        {"channels.lua",
         "channel \"fax\" { when = { score = 5 }, prefer = 1 }\nchannel \"email\" { when = { score = above(7) }, prefer = 2 }\nchannel \"letter\" { when = otherwise, prefer = 3 }\n"},
        {"messages/en.yaml",
         "hello:\n  purpose: help\n  variants: { letter: { gentle: { body: \"{late}\" }, plain: { body: \"{late}\" } }, email: { gentle: { body: \"{late}\" }, plain: { body: \"{late}\" } }, fax: { gentle: { body: \"{late}\" }, plain: { body: \"{late}\" } } }\nsoft:\n  purpose: help\n  variants: { letter: { gentle: { body: \"{late}\" }, plain: { body: \"{late}\" } }, email: { gentle: { body: \"{late}\" }, plain: { body: \"{late}\" } }, fax: { gentle: { body: \"{late}\" }, plain: { body: \"{late}\" } } }\nwhy.cap: \"{late} days\"\n"},
        {"messages/fr.yaml",
         "hello:\n  purpose: help\n  variants: { letter: { gentle: { body: \"{late}\" }, plain: { body: \"{late}\" } }, email: { gentle: { body: \"{late}\" }, plain: { body: \"{late}\" } }, fax: { gentle: { body: \"{late}\" }, plain: { body: \"{late}\" } } }\nsoft:\n  purpose: help\n  variants: { letter: { gentle: { body: \"{late}\" }, plain: { body: \"{late}\" } }, email: { gentle: { body: \"{late}\" }, plain: { body: \"{late}\" } }, fax: { gentle: { body: \"{late}\" }, plain: { body: \"{late}\" } } }\nwhy.cap: \"{late} jours\"\n"},
    };
    support_file all[32];
    size_t n = 0;
    for (; files[n].name; n++) all[n] = files[n];
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        size_t k = 0;
        while (k < n && strcmp(all[k].name, other[i].name) != 0) k++;
        all[k] = other[i];
        n += k == n;
    }
    snprintf(segments, sizeof segments, "segment \"rest\" { when = otherwise }\n");
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        world w;
        ruth_error e;
        char facts[1500];
        for (size_t k = 0; k < n; k++)
            if (!strcmp(all[k].name, "charter.lua")) all[k].text = limits[i].charter;
        all[n] = (support_file){NULL, NULL};
        snprintf(w.folder, sizeof w.folder, "%s", support_folder(all));
        assert_int_equal(ruth_engine_new(NULL, &w.engine, &e), RUTH_OK);
        if (ruth_explainer_new(w.engine, w.folder, &w.explainer, &e)) fail_msg("%s: %s:%d: %s", limits[i].charter, e.file, e.line, e.message);
        snprintf(
            facts, sizeof facts,
            "\"timezone\":\"America/New_York\",\"currency\":\"USD\",\"balance\":20000,\"late\":1,\"waited\":30,\"term\":12,\"age\":1,\"score\":1234,\"rate\":\"0.125\"%s%s",
            limits[i].facts[0] ? "," : "", limits[i].facts);
        static const char letter[] = "[{\"at\":\"2026-01-10T15:00:00Z\",\"channel\":\"letter\"}]";
        assert_has(told(&w, facts, letter, RUTH_FOR_OFFICER, "en", RUTH_AS_TEXT), limits[i].en);
        assert_has(told(&w, facts, letter, RUTH_FOR_OFFICER, "fr", RUTH_AS_TEXT), limits[i].fr);
        assert_has(told(&w, facts, letter, RUTH_FOR_EXAMINER, "en", RUTH_AS_TEXT), limits[i].examiner);
        assert_has(told(&w, facts, letter, RUTH_FOR_PERSON, "fr", RUTH_AS_TEXT), limits[i].person);
        assert_has(told(&w, facts, letter, RUTH_FOR_OFFICER, "en", RUTH_AS_JSON), "\"limits\":[{");
        close_world(&w);
    }
}

/* ---- rules for some time, and packs for some people ---- */
static void dates_and_packs(void **state) {
    (void)state;
    static const struct {
        const char *charter, *applies, *pack, *facts, *examiner;
    } tries[] = {
        {"limit \"l\" { cite = house \"1\", on = outbound, valid_from = \"2026-01-01\", forbid = true }", "", "", "", "✓ valid_from = \"2026-01-01\""},
        {"limit \"l\" { cite = house \"1\", on = outbound, valid_until = \"2026-03-02\", forbid = true }", "", "", "", "✓ valid_until = \"2026-03-02\""},
        {"limit \"l\" { cite = house \"1\", on = outbound, valid_from = \"2026-03-02\", valid_until = \"2026-12-31\", when = { late = 1 }, unless = { calm = false }, forbid = true }",
         "", "", "", "✓ valid_from = \"2026-03-02\", valid_until = \"2026-12-31\""},
        {"limit \"l\" { cite = house \"1\", on = outbound, when = { circumstance.grieving }, forbid = true }", "", "", "\"event\":\"loss\"",
         "✓ circumstance.grieving ✓ any_of ✓ event = \"loss\": loss, given in the request ✗ calm = false: yes, left out (if_missing in facts.yaml)"},
        {"limit \"l\" { cite = house \"1\", on = outbound, when = { any_of { circumstance.lone, all_of { late = 1, score = 3 }, none_of_these { event = \"birth\" } } }, forbid = true }",
         "", "", "", "✓ any_of ✓ circumstance.lone"},
        {"", "applies: { currency: USD }\n", "limit \"p\" { cite = house \"1\", on = outbound, forbid = true }", "",
         "✓ applies (packs/extra) ✓ currency: USD: USD, given in the request"},
        {"", "applies: { currency: [USD, EUR], event: [loss, birth] }\n",
         "limit \"p\" { cite = house \"1\", on = outbound, when = { late = 1 }, forbid = true }", "\"event\":\"birth\"",
         "✓ late = 1: 1 day, given in the request ✓ applies (packs/extra) ✓ currency: [USD, EUR]: USD, given in the request ✓ event: [loss, birth]: birth, given in the request"},
        {"", "applies: { event: loss }\n",
         "limit \"p\" { cite = house \"1\", on = outbound, unless = { late = 7 }, valid_until = \"2026-08-01\", forbid = true }", "\"event\":null",
         "✓ unless ✗ all_of ✗ late = 7: 1 day, given in the request ? applies (packs/extra) ? event: loss: not known, null in the request ✓ valid_until = \"2026-08-01\""},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        support_file all[40];
        char names[40][60], head[300];
        size_t n = 0;
        world w;
        ruth_error e;
        char facts[1500];
        for (; files[n].name; n++) {
            snprintf(names[n], sizeof names[n], "main/%s", files[n].name);
            all[n] = (support_file){names[n], files[n].text};
            if (!strcmp(files[n].name, "charter.lua")) all[n].text = tries[i].charter[0] ? tries[i].charter : "-- none\n";
            if (!strcmp(files[n].name, "policy.yaml")) all[n].text = "policy: rich\nversion: 1.0.0\nlanguages: [en, fr]\nuses: [packs/extra]\n";
            if (!strcmp(files[n].name, "circumstances.lua"))
                all[n].text =
                    "circumstance \"grieving\" { any_of { event = \"loss\", calm = false } }\ncircumstance \"quiet\" { calm = true }\ncircumstance \"lone\" { late = 1 }\n";
        }
        snprintf(head, sizeof head, "pack: extra\nversion: 1.0.0\n%s", tries[i].applies);
        all[n++] = (support_file){"packs/extra/policy.yaml", head};
        all[n++] = (support_file){"packs/extra/charter.lua", tries[i].pack[0] ? tries[i].pack : "-- none\n"};
        all[n] = (support_file){NULL, NULL};
        snprintf(segments, sizeof segments, "segment \"rest\" { when = otherwise }\n");
        snprintf(w.folder, sizeof w.folder, "%s", support_folder(all));
        char path[300];
        snprintf(path, sizeof path, "%s/main", w.folder);
        assert_int_equal(ruth_engine_new(NULL, &w.engine, &e), RUTH_OK);
        if (ruth_explainer_new(w.engine, path, &w.explainer, &e)) fail_msg("%s%s: %s:%d: %s", tries[i].charter, tries[i].pack, e.file, e.line, e.message);
        with(facts, sizeof facts, tries[i].facts);
        assert_has(told(&w, facts, before, RUTH_FOR_EXAMINER, "en", RUTH_AS_TEXT), tries[i].examiner);
        close_world(&w);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_condition_and_value), cmocka_unit_test(every_effect_of_a_limit),
                                       cmocka_unit_test(dates_and_packs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* charter_garden.c: a limit of every form, and what the charter's page must say of it in English and French. */
#include "tests/support/charter_garden.h"

#define NB "\xC2\xA0"
#define THIN "\xE2\x80\xAF"

/* clang-format off */
const support_file charter_garden[] = {
    {"policy.yaml",
     "policy: all\n"
     "version: 2.1.0\n"
     "summary: \"Every word <b>of</b> limits & more\"\n"
     "languages: [en, fr]\n"
     "valid_from: 2026-01-01\n"
     "business_days: mon_sat\n"
     "not_on: sunday\n"
     "holidays: [ { name: \"Christmas\", date: 12-25 }, { name: \"Good Friday\", easter: -2 }, { name: \"Labour Day\", nth: [1, monday, september] }, { every: sunday }, 2026-05-01 ]\n"
     "tighten: { calls: 5, floor: { USD: \"60.00\" } }\n"},
    {"facts.yaml",
     "jurisdiction: { type: enum, values: [us, us-ma], source: host }\n"
     "role: { type: enum, values: [first_party, third_party], source: host }\n"
     "timezone: { type: zone, source: host }\n"
     "currency: { type: enum, values: [USD, CAD], source: host }\n"
     "balance: { type: money, if_missing: none_on_file, source: host, say: { en: \"the amount owed\", fr: \"la somme due\" } }\n"
     "costs: { type: money, if_missing: none_on_file, source: host, say: { en: \"essential costs\", fr: \"les dépenses essentielles\" } }\n"
     "late: { type: integer, unit: days, if_missing: none_on_file, source: host, say: { en: \"days late\", fr: \"jours de retard\" } }\n"
     "event: { type: enum, values: [loss, birth, other], if_missing: none_on_file, source: person, say: { en: \"a hard moment\", fr: \"un moment difficile\", loss: { en: \"a loss\", fr: \"une perte\" }, birth: { en: \"a birth\", fr: \"une naissance\" } } }\n"
     "event_on: { type: date, if_missing: none_on_file, source: person, say: { en: \"the day it happened\", fr: \"le jour de l'événement\" } }\n"
     "stay_ends_on: { type: date, if_missing: none_on_file, source: host, say: { en: \"the last day of the stay\", fr: \"le dernier jour du répit\" } }\n"
     "called_at: { type: instant, if_missing: none_on_file, source: host, say: { en: \"the consent to a call\", fr: \"l'accord pour un appel\" } }\n"
     "complaint: { type: boolean, if_missing: false, source: host, say: { en: \"an open complaint\", fr: \"une réclamation en cours\" } }\n"
     "attorney_known: { type: boolean, if_missing: none_on_file, source: host }\n"
     "opt_outs: { type: list of enum, values: [letter, email, voice], if_missing: none_on_file, source: person, say: { en: \"the ways of contact refused\", fr: \"les moyens de contact refusés\" } }\n"
     "good_hours: { type: weekly windows, if_missing: none_on_file, source: person, say: { en: \"the hours that suit them\", fr: \"les heures qui conviennent\" } }\n"
     "bad_hours: { type: weekly windows, if_missing: none_on_file, source: person, say: { en: \"the hours that do not suit them\", fr: \"les heures qui ne conviennent pas\" } }\n"
     "silent_on: { type: date, source: derived }\n"
     "free_on: { type: date, source: derived, say: { en: \"the day the waiting ends\", fr: \"le jour où l'attente finit\" } }\n"},
    {"contacts.yaml",
     "channel: { type: enum, values: [letter, email, voice] }\n"
     "direction: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"
     "outcome: { type: enum, values: [no_answer, conversation, not_connected], if_missing: unknown }\n"
     "person: { type: text, if_missing: consumer }\n"
     "place: { type: enum, values: [cell, home, work], if_missing: cell }\n"
     "with_prior_consent: { type: boolean, if_missing: false }\n"
     "amount: { type: money, if_missing: none_on_file }\n"
     "debts: { type: list of text, if_missing: [D1] }\n"},
    {"numbers.yaml",
     "calls: { type: integer, value: 7, tighter: lower, doc: \"calls in a week\" }\n"
     "pause: { type: integer, value: 60, unit: days, tighter: higher, doc: \"peace <after> a loss\" }\n"
     "floor: { type: money, USD: \"50.00\", CAD: \"65.00\", tighter: higher, doc: \"what stays\" }\n"
     "share: { type: ratio, value: \"0.125\", doc: \"a share\" }\n"
     "unused: { type: integer, value: 3, doc: \"of no limit\" }\n"},
    {"teams.yaml",
     "care: { name: { en: \"Care team\", fr: \"Équipe d'accompagnement\" }, languages: [en], skill: care, urgency: 1 }\n"},
    {"derive.lua",
     "derive.silent_on = date_of { fact.event_on, business_days(1), days(45) }\n"
     "derive.free_on = date_of { fact.called_at, business_days(3), days(14) }\n"},
    {"circumstances.lua",
     "circumstance \"struck\" { any_of { event = \"loss\", complaint = true } }\n"
     "circumstance \"hard\" { any_of { circumstance.struck, event = one_of(\"birth\", \"other\"), all_of { late = above(30), balance = at_least(money \"10.00 USD\") } } }\n"},
    {"charter.lua",
     "limit \"t.forbid\" { cite = ethics \"peace\", nature = \"charter\", because = \"why.pause\", when = circumstance.hard, unless = { balance = at_most(0) }, forbid = true, during = days(number.pause), from = fact.event_on, hand_over = team \"care\", by = business_days(2) }\n"
     "limit \"t.until\" { cite = \"12 CFR 1006.6 & more\", nature = \"prohibition\", status = \"verified\", because = \"why.stay\", forbid = true, until_date = fact.free_on }\n"
     "limit \"t.through\" { cite = \"x\", nature = \"guidance\", status = \"from_memory\", valid_from = \"2026-09-01\", forbid = true, through = fact.stay_ends_on, starting = fact.event_on }\n"
     "limit \"t.cap\" { cite = \"x\", nature = \"presumption\", status = \"verified_secondary\", on = { channel = \"voice\", place = \"work\" }, when = { role = \"third_party\" },\n"
     "  at_most = { { number.calls, stricter(days(7), hours(168)) }, { 1, hours(4) }, { 90, ever } }, per = { \"person\", \"debt\" },\n"
     "  counting = { channel = \"voice\", direction = \"outbound\" }, except = { any_of { outcome = \"not_connected\", with_prior_consent = true } }, from_first = { outcome = \"conversation\" } }\n"
     "limit \"t.wait\" { cite = \"x\", on = { channel = \"voice\" }, wait = { business_days(3), days(14) }, after = last { outcome = \"conversation\" }, per = { \"debt\" } }\n"
     "limit \"t.wait_fact\" { cite = \"x\", wait = days(1), after = fact.called_at, lifted_for = days(7), lifted_from = fact.called_at }\n"
     "limit \"t.hours\" { cite = \"x\", except_on = { channel = \"letter\" }, hours = { mon_thu = { { \"08:00\", \"12:00\" }, { \"13:30\", \"19:00\" } }, fri = { \"08:00\", \"19:00\" }, sat = { \"00:00\", \"24:00\" }, sun = closed, holidays = closed }, widened_by = fact.good_hours }\n"
     "limit \"t.hours_there\" { cite = \"x\", hours = { every_day = { \"08:00\", \"21:00\" } }, hours_in = \"America/New_York\" }\n"
     "limit \"t.closed\" { cite = \"x\", closed_in = fact.bad_hours }\n"
     "limit \"t.only_if\" { cite = \"x\", on = { purpose = one_of(\"demand\", \"legal\") }, only_if = { late = between(10, 20), attorney_known = false, none_of_these { complaint = true, event = on_file } } }\n"
     "limit \"t.ceiling\" { cite = \"x\", on = { channel = \"letter\" }, ceiling = { amount = smaller(number.floor, percent \"12.5\" * fact.balance) } }\n"
     "limit \"t.tone\" { cite = \"x\", when = { event_on = within_last(days(30)) }, tone_at_most = \"soft\" }\n"
     "limit \"t.action\" { cite = \"x\", when = { event_on = below(fact.stay_ends_on) }, action_at_most = \"write\" }\n"
     "limit \"t.hand_over\" { cite = \"x\", when = { opt_outs = has_any(\"letter\", \"email\") }, hand_over = team \"care\" }\n"
     "limit \"t.require\" { cite = house \"d\", nature = \"disclosure_duty\", status = \"withdrawn\", on = { channel = \"email\" }, require = { \"mini_miranda\", \"opt_out\" } }\n"
     "limit \"t.no_words\" { cite = \"x\", no_words = lexicon \"threats\" }\n"
     "limit \"t.no_words_list\" { cite = \"x\", no_words = { \"last <-warning\", \"final demand\" } }\n"
     "limit \"t.leave\" { cite = \"x\", leave_at_least = larger(number.floor, number.share * fact.costs) }\n"
     "limit \"t.arms/letter\" { cite = \"arms\", nature = \"prohibition\", when = { opt_outs = has_any(\"letter\") }, on = { channel = \"letter\" }, forbid = true }\n"
     "limit \"t.arms/email\" { cite = \"arms\", nature = \"prohibition\", when = { opt_outs = has_any(\"email\") }, on = { channel = \"email\" }, forbid = true, valid_until = \"2027-01-31\" }\n"
     "limit \"t.coded\" { cite = \"x\", when = function(f) return f.late ~= nil and f.late > 3 end, forbid = true }\n"
     "limit \"t.step\" { cite = \"x\", on = { action = \"write\" }, only_if = { called_at = longer_ago_than(hours(24)) } }\n"
     "limit \"t.not_by\" { cite = \"x\", on = { channel = none_of(\"letter\", \"email\"), place = \"work\" }, except_on = { purpose = \"thanks\" }, forbid = true }\n"
     "limit \"t.sum\" { cite = \"x\", on = { channel = \"letter\" }, ceiling = { amount = money \"30.00 USD\" + percent \"10\" * (fact.balance - money \"150.00 USD\") } }\n"
     "limit \"t.none\" { cite = \"x\", when = any_of { late = at_most(3), any_of { late = not_on_file } }, forbid = true }\n"
     "limit \"t.derived\" { cite = \"x\", forbid = true, until_date = fact.silent_on }\n"
     "limit \"t.plan\" { cite = \"x\", on = { plan = \"pause\" }, when = { late = at_least(1) }, forbid = true }\n"
     "limit \"t.host\" { cite = \"law & order\", nature = \"prohibition\", status = \"from_memory\", because = \"why.host\", left_to = \"host\" }\n"},
    {"ladders.lua",
     "ladder \"action\" { { \"none\", contact = false }, { \"write\" }, { \"sue\" } }\n"
     "ladder \"tone\" { { \"soft\" }, { \"plain\" } }\n"
     "ladder \"channel\" { { \"letter\" }, { \"email\" }, { \"voice\" } }\n"},
    {"segments.lua",
     "segment \"all\" { when = otherwise }\n"},
    {"actions.lua",
     "action \"none\" { when = otherwise }\n"},
    {"tones.lua",
     "tone \"soft\" { when = otherwise }\n"},
    {"channels.lua",
     "channel \"letter\" { when = otherwise }\n"},
    {"plans.lua",
     "plan \"pause\" { when = { late = above(0) }, offer = pause_payments { months = 1 } }\n"},
    {"messages/en.yaml",
     "why.pause: \"{event} was reported: peace for {pause} days\"\n"
     "why.stay: \"A stay <runs>\"\n"
     "why.host: \"Somebody must see to it\"\n"
     "mini_miranda: \"This is an attempt to collect a debt.\"\n"
     "opt_out: { text: \"Answer STOP & we stop.\", harmless_if_not_due: true }\n"},
    {"messages/fr.yaml",
     "why.pause: \"On nous a signalé {event} : la paix pendant {pause} jours\"\n"
     "why.stay: \"Un répit est en cours\"\n"
     "why.host: \"Quelqu'un doit y veiller\"\n"
     "mini_miranda: \"Ceci est une démarche de recouvrement.\"\n"
     "opt_out: { text: \"Répondez STOP et nous arrêtons.\", harmless_if_not_due: true }\n"},
    {"lexicons/en.yaml",
     "threats: [\"jail\", \"police&court\"]\n"},
    {"lexicons/fr.yaml",
     "threats: [\"prison\"]\n"},
    {NULL, NULL},
};

const charter_words charter_garden_words[] = {
    {"t.forbid", "People whose file shows: a hard moment (a loss, a birth or other); an open complaint; or days late (more than 30) together with the amount owed (at least 10.00" NB "USD). Not where it shows for certain: the amount owed (at most 0).",
     "Les personnes dont le dossier indique" NB ": un moment difficile (une perte, une naissance ou other)" THIN "; une réclamation en cours" THIN "; ou jours de retard (plus de 30) avec la somme due (au moins 10,00" NB "USD). Sauf s'il indique avec certitude" NB ": la somme due (au plus 0)."},
    {"t.forbid", "No contact for 60 days from the day it happened.",
     "Aucun contact pendant 60 jours à partir du jour de l'événement."},
    {"t.forbid", "A person decides: Care team, within 2 business days.",
     "Une personne décide" NB ": Équipe d'accompagnement, sous 2 jours ouvrables."},
    {"t.forbid", "[a hard moment] was reported: peace for 60 days.",
     "On nous a signalé [un moment difficile]"},
    {"t.forbid", "Ethical charter, article peace. A promise of our own.",
     "Charte éthique, article peace. Un engagement que nous prenons."},
    {"t.until", "No contact until this date: the day the waiting ends.",
     "Aucun contact jusqu'à cette date" NB ": le jour où l'attente finit."},
    {"t.until", "A stay &lt;runs&gt;.",
     "Un répit est en cours."},
    {"t.until", "12 CFR 1006.6 &amp; more. A ban. Verified against the official text.",
     "12 CFR 1006.6 &amp; more. Une interdiction. Vérifié sur le texte officiel."},
    {"t.through", "No contact from the day it happened on through this date: the last day of the stay.",
     "Aucun contact à partir du jour de l'événement jusqu'à la fin de cette date" NB ": le dernier jour du répit."},
    {"t.through", "From 1 September 2026 on.",
     "À partir du 1er septembre 2026."},
    {"t.through", "Guidance of an authority. From memory, not verified: have counsel look at it.",
     "Une recommandation d'une autorité. De mémoire, non vérifié" NB ": à faire relire par un juriste."},
    {"t.cap", "collected for another, or by a buyer of the debt.",
     "recouvrement pour autrui, ou par un acheteur de la dette."},
    {"t.cap", "At most 5 contacts by call (at work) in 7 days or 168 hours (whichever protects longer), 1 in 4 hours and 90 in all.",
     "Au plus 5 contacts par appel (sur le lieu de travail) en 7 jours ou 168 heures (selon ce qui protège le plus longtemps), 1 en 4 heures et 90 en tout."},
    {"t.cap", "What counts: contacts (call and from us). What does not count and stays free: contacts (not connected or consent given before). The count begins with the first contact of this kind (a conversation). Counted apart for each person and debt.",
     "Ce qui compte" NB ": les contacts (appel et de notre part). Ce qui ne compte pas et reste permis" NB ": les contacts (non abouti ou accord donné auparavant). Le compte commence au premier contact de ce type (conversation). Le compte se fait séparément pour chaque personne et dette."},
    {"t.cap", "is presumed to be unlawful. Verified in a secondary source; the official text was not seen.",
     "est présumé illicite. Vérifié dans une source secondaire" THIN "; le texte officiel n'a pas été vu."},
    {"t.not_by", "No contact (at work; other than by letter or e-mail; except to say thank you).", "Aucun contact (sur le lieu de travail" THIN "; autre que par lettre ou courriel" THIN "; sauf pour remercier)."},
    {"t.sum", "the amount at most 30.00" NB "USD plus 10 % of (the amount owed minus 150.00" NB "USD).", "le montant au plus 30,00" NB "USD plus 10 % de (la somme due moins 150,00" NB "USD)."},
    {"t.none", "days late (at most 3 or none on file).", "jours de retard (au plus 3 ou rien au dossier)."},
    {"t.derived", "the day it happened plus 1 business day, then 45 days.", "le jour de l'événement plus 1 jour ouvrable, puis 45 jours."},
    {"t.wait", "No contact by call until 3 business days, then 14 days after the last contact (a conversation). Counted apart for each debt.",
     "Aucun contact par appel avant 3 jours ouvrables, puis 14 jours après le dernier contact (conversation)."},
    {"t.wait_fact", "No contact until 1 day after the consent to a call. Lifted for 7 days from the consent to a call.",
     "Aucun contact avant 1 jour après l'accord pour un appel. Levé pendant 7 jours à partir de l'accord pour un appel."},
    {"t.hours", "Contact (except by letter) only at these hours, in the person's local time: Monday to Thursday 08:00 to 12:00 and 13:30 to 19:00; Friday 08:00 to 19:00; Saturday at any hour; never on Sunday or public holidays. Also open: the hours that suit them.",
     "Contact (sauf par lettre) seulement à ces heures, à l'heure locale de la personne" NB ": du lundi au jeudi de 8" NB "h à 12" NB "h et de 13" NB "h" NB "30 à 19" NB "h" THIN "; le vendredi de 8" NB "h à 19" NB "h" THIN "; le samedi à toute heure" THIN "; jamais le dimanche ni les jours fériés. Ouvert aussi" NB ": les heures qui conviennent."},
    {"t.hours_there", "Contact only at these hours, on the clock of New York: every day 08:00 to 21:00.",
     "Contact seulement à ces heures, à l'heure de New York" NB ": tous les jours de 8" NB "h à 21" NB "h."},
    {"t.closed", "No contact in these windows: the hours that do not suit them.",
     "Aucun contact dans ces créneaux" NB ": les heures qui ne conviennent pas."},
    {"t.only_if", "Message to ask for payment or as a legal step only if the file shows for certain: days late (from 10 to 20), a lawyer who is known (no) and none of these: an open complaint or a hard moment.",
     "Message pour demander un paiement ou comme démarche juridique seulement si le dossier indique avec certitude" NB ": jours de retard (de 10 à 20), un avocat connu (non) et rien de ceci" NB ": une réclamation en cours ou un moment difficile."},
    {"t.ceiling", "Contact by letter: the amount at most the smaller of 60.00" NB "USD / 65.00" NB "CAD and 12.5 % of the amount owed.",
     "Contact par lettre" NB ": le montant au plus la plus petite de ces valeurs" NB ": 60,00" NB "USD / 65,00" NB "CAD et 12,5 % de la somme due."},
    {"t.tone", "the day it happened (within the last 30 days).",
     "le jour de l'événement (il y a 30 jours au plus)."},
    {"t.tone", "No tone firmer than “soft”.",
     "Aucun ton plus ferme que «" NB "soft" NB "»."},
    {"t.action", "the day it happened (before the last day of the stay).",
     "le jour de l'événement (avant le dernier jour du répit)."},
    {"t.action", "No step beyond “write”.",
     "Aucune action au-delà de «" NB "write" NB "»."},
    {"t.hand_over", "the ways of contact refused (at least one of letter and e-mail).",
     "les moyens de contact refusés (au moins un parmi lettre et courriel)."},
    {"t.hand_over", "No contact by a machine. A person decides: Care team.",
     "Aucun contact par une machine. Une personne décide" NB ": Équipe d'accompagnement."},
    {"t.require", "Contact by e-mail only with these words: “This is an attempt to collect a debt.” and “Answer STOP &amp; we stop.”.",
     "Contact par courriel seulement avec ces mentions" NB ": «" NB "Ceci est une démarche de recouvrement." NB "» et «" NB "Répondez STOP et nous arrêtons." NB "»."},
    {"t.require", "Rules of the house, article d. A duty to inform. The source was withdrawn.",
     "Règles de la maison, article d. Un devoir d'information. La source a été retirée."},
    {"t.no_words", "None of these words: “jail” and “police&amp;court”.",
     "Aucun de ces mots" NB ": «" NB "prison" NB "»."},
    {"t.no_words_list", "None of these words: “last &lt;-warning” and “final demand”.",
     "Aucun de ces mots" NB ": «" NB "last &lt;-warning" NB "» et «" NB "final demand" NB "»."},
    {"t.leave", "A plan leaves the person at least this each month: the larger of 60.00" NB "USD / 65.00" NB "CAD and 12.5 % of essential costs.",
     "Un arrangement laisse chaque mois à la personne au moins ceci" NB ": la plus grande de ces valeurs" NB ": 60,00" NB "USD / 65,00" NB "CAD et 12,5 % des dépenses essentielles."},
    {"t.arms", "<li>People whose file shows: the ways of contact refused (letter among them). No contact by letter.</li>",
     "<li>Les personnes dont le dossier indique" NB ": les moyens de contact refusés (dont lettre). Aucun contact par lettre.</li>"},
    {"t.arms", "No contact by e-mail. Through 31 January 2027.</li>",
     "Aucun contact par courriel. Jusqu'au 31 janvier 2027 inclus.</li>"},
    {"t.arms", "arms. A ban.",
     "arms. Une interdiction."},
    {"t.coded", "something that only code decides (charter.lua, line 23).",
     "quelque chose que seul du code décide (charter.lua, ligne 23)."},
    {"t.step", "Step “write” only if the file shows for certain: the consent to a call (more than 24 hours ago).",
     "Recours à l'action «" NB "write" NB "» seulement si le dossier indique avec certitude" NB ": l'accord pour un appel (il y a plus de 24 heures)."},
    {"t.plan", "No plan “payment pause”.",
     "Aucun arrangement «" NB "pause de paiement" NB "»."},
    {"t.host", "<dt>Duty</dt><dd>Somebody must see to it.</dd>", "<dt>Devoir</dt><dd>Quelqu'un doit y veiller.</dd>"},
    {"t.host", "law &amp; order. A ban. From memory, not verified: have counsel look at it.",
     "Quelqu'un doit y veiller."},
    {NULL, NULL, NULL},
};
/* clang-format on */

/* slips_garden.c: the policy that slips are made in: small, with every kind of file, and without a fault. */
#include "tests/support/slips.h"

const support_file slips_garden[] = {
    {"policy.yaml", "policy: garden\n"
                    "version: 1.0.0\n"
                    "summary: A small policy for slips\n"
                    "languages: [en, fr]\n"
                    "valid_from: 2026-01-01\n"
                    "horizon: 14 days\n"
                    "uses: []\n"
                    "holidays: [2026-01-01, 2026-12-25]\n"},
    {"facts.yaml", "jurisdiction: { type: enum, values: [us, ca], source: host }\n"
                   "timezone: { type: zone, source: host }\n"
                   "currency: { type: enum, values: [USD, CAD], source: host }\n"
                   "balance: { type: money, source: host }\n"
                   "days_late: { type: integer, range: [0, 9999], unit: days, if_missing: 0, source: host }\n"
                   "promises: { type: integer, range: [0, 99], if_missing: 0, source: host }\n"
                   "life_event: { type: enum, values: [bereavement, illness, job_loss], if_missing: none_on_file, source: person }\n"
                   "life_event_on: { type: date, if_missing: none_on_file, source: person }\n"
                   "needs: { type: list of enum, values: [health, means], if_missing: none_on_file, source: person }\n"
                   "income: { type: money, if_missing: none_on_file, source: person, say: { en: \"what comes in\", fr: \"ce qui entre\" } }\n"
                   "costs: { type: money, if_missing: none_on_file, source: person }\n"
                   "share_kept: { type: ratio, if_missing: none_on_file, source: person }\n"
                   "complaint: { type: boolean, if_missing: false, source: host }\n"
                   "email_ok: { type: boolean, if_missing: false, source: person }\n"
                   "sex: { type: enum, values: [female, male], source: host, protected: true }\n"
                   "spare: { type: money, source: derived }\n"
                   "listened_on: { type: instant, source: derived }\n"
                   "letters: { type: integer, source: derived }\n"},
    {"numbers.yaml", "patience: { type: integer, value: 10, unit: days, tighter: higher }\n"
                     "gap: { type: integer, value: 4, unit: hours, tighter: higher }\n"
                     "most_promises: { type: integer, value: 3 }\n"
                     "floor: { type: money, USD: \"50.00\", CAD: \"65.00\" }\n"
                     "keep: { type: ratio, value: \"0.10\" }\n"},
    {"contacts.yaml", "channel: { type: enum, values: [letter, email, voice] }\n"
                      "direction: { type: enum, values: [outbound, inbound], if_missing: outbound }\n"
                      "outcome: { type: enum, values: [no_answer, conversation], if_missing: unknown }\n"
                      "about: { type: enum, values: [thanks, help], if_missing: none_on_file }\n"},
    {"teams.yaml", "care: { name: { en: \"Care team\", fr: \"Équipe\" }, languages: [en, fr], urgency: 1 }\n"
                   "advisers: { name: { en: \"Advisers\", fr: \"Conseillers\" }, languages: [en, fr], urgency: 2 }\n"},
    {"directory.yaml", "advice:\n"
                       "  - { region: us, languages: [en], name: \"Free advice\", phone: \"555\", free: true }\n"},
    {"circumstances.lua",
     "circumstance \"bereaved\" { life_event = \"bereavement\" }\n"
     "circumstance \"hard_times\" { any_of { life_event = one_of(\"illness\", \"job_loss\"), needs = has_any(\"health\", \"means\") } }\n"},
    {"derive.lua", "derive.spare = money_of { fact.income - fact.costs - number.floor, round = \"down\", not_below = 0 }\n"
                   "derive.listened_on = last { outcome = \"conversation\" }\n"
                   "derive.letters = count { channel = \"letter\", within = days(number.patience) }\n"},
    {"segments.lua", "-- who is who\n"
                     "segment \"bereaved\" { when = circumstance.bereaved, because = \"why.bereaved\" }\n"
                     "segment \"early\" {\n"
                     "  when = { days_late = between(1, 15), promises = at_most(number.most_promises) },\n"
                     "  because = \"why.late\",\n"
                     "}\n"
                     "segment \"late\" { when = otherwise, because = \"why.late\" }\n"},
    {"plans.lua", "plan \"smaller\" {\n"
                  "  when = { spare = at_least(money(\"5.00 USD\")), promises = below(2) },\n"
                  "  offer = instalments { of = fact.balance, up_to = fact.spare, every = \"month\", longest = 24, smallest = number.floor },\n"
                  "  because = \"why.plan\",\n"
                  "}\n"},
    {"referrals.lua", "referral \"advice\" { when = { days_late = at_least(1) }, because = \"why.late\" }\n"},
    {"ladders.lua", "ladder \"action\" {\n"
                    "  { \"help\" },\n"
                    "  { \"none\", contact = false },\n"
                    "  { \"remind\", gives_way = \"help\" },\n"
                    "}\n"
                    "ladder \"tone\" { { \"plain\" }, { \"firm\" } }\n"
                    "ladder \"channel\" { { \"letter\" }, { \"email\" }, { \"voice\" } }\n"},
    {"actions.lua",
     "rows \"action\" {\n"
     "  columns { \"id\", \"segment\", \"days_late\", \"is\", \"message\", \"because\" },\n"
     "  row { \"peace\", \"bereaved\", any, \"none\", nothing, \"why.bereaved\" },\n"
     "  row { \"ask\", \"early\", at_least(3), \"help\", \"help\", \"why.late\" },\n"
     "}\n"
     "action \"write\" { is = \"remind\", when = { segment = \"late\", life_event = not_on_file }, message = \"reminder\", because = \"why.late\" }\n"
     "action \"rest\" { is = \"none\", when = otherwise, because = \"why.late\" }\n"},
    {"tones.lua", "tone \"plain\" { when = otherwise }\n"},
    {"channels.lua", "channel \"letter\" { when = otherwise, prefer = 2 }\n"
                     "channel \"email\" { when = { email_ok = true }, prefer = 1, with = { about = \"help\" } }\n"},
    {"charter.lua",
     "limit \"peace\" {\n"
     "  cite = ethics \"peace\", on = outbound, when = circumstance.bereaved,\n"
     "  forbid = true, during = days(60), from = fact.life_event_on, hand_over = team \"care\", by = business_days(2),\n"
     "}\n"
     "limit \"gap\" { cite = ethics \"gap\", on = outbound, forbid = true, when = { listened_on = within_last(hours(number.gap)) } }\n"
     "limit \"day\" { cite = ethics \"hours\", on = outbound, except_on = { channel = \"letter\" }, hours = { mon_fri = { \"09:00\", \"19:00\" }, sat = closed, sun = closed } }\n"
     "limit \"email\" { cite = ethics \"consent\", on = { channel = \"email\" }, only_if = { email_ok = true } }\n"},
    {"guarantees.lua", "guarantee \"a complaint costs nothing\" { changing = { complaint = { false, true } }, never = \"harsher\" }\n"},
    {"messages/en.yaml", "why.bereaved: \"We leave you in peace\"\n"
                         "why.late: \"{days_late} days late\"\n"
                         "why.plan: \"{instalment} is what you can spare\"\n"
                         "free_advice: \"Advice is free\"\n"
                         "help:\n"
                         "  purpose: help\n"
                         "  variants:\n"
                         "    letter: { plain: { subject: \"Help\", body: \"We can help.\" } }\n"
                         "    email: { plain: { subject: \"Help\", body: \"We can help.\" } }\n"
                         "  next_step: \"Call us.\"\n"
                         "  cannot: \"If you cannot pay, tell us.\"\n"
                         "  carries: [free_advice]\n"
                         "reminder:\n"
                         "  purpose: demand\n"
                         "  variants:\n"
                         "    letter: { plain: { subject: \"Your account\", body: \"You owe {balance}.\" } }\n"
                         "    email: { plain: { subject: \"Your account\", body: \"You owe {balance}.\" } }\n"
                         "  next_step: \"Call us.\"\n"
                         "  cannot: \"If you cannot pay, tell us.\"\n"},
    {"messages/fr.yaml", "why.bereaved: \"Nous vous laissons en paix\"\n"
                         "why.late: \"{days_late} jours de retard\"\n"
                         "why.plan: \"{instalment} est ce que vous pouvez payer\"\n"
                         "free_advice: \"Le conseil est gratuit\"\n"
                         "help:\n"
                         "  purpose: help\n"
                         "  variants:\n"
                         "    letter: { plain: { subject: \"Aide\", body: \"Nous pouvons aider.\" } }\n"
                         "    email: { plain: { subject: \"Aide\", body: \"Nous pouvons aider.\" } }\n"
                         "  next_step: \"Appelez-nous.\"\n"
                         "  cannot: \"Si vous ne pouvez pas payer, dites-le.\"\n"
                         "  carries: [free_advice]\n"
                         "reminder:\n"
                         "  purpose: demand\n"
                         "  variants:\n"
                         "    letter: { plain: { subject: \"Votre compte\", body: \"Vous devez {balance}.\" } }\n"
                         "    email: { plain: { subject: \"Votre compte\", body: \"Vous devez {balance}.\" } }\n"
                         "  next_step: \"Appelez-nous.\"\n"
                         "  cannot: \"Si vous ne pouvez pas payer, dites-le.\"\n"},
    {NULL, NULL},
};

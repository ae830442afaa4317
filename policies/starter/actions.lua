-- actions.lua: what to do; the first row that fits wins. A table is a table: `any` says nothing about its column, `nothing` is an empty cell.
rows "action" {
  columns { "id",        "segment",      "last_outbound",                         "listened_on", "plans_in_reach", "is",          "message",     "because" },
  row     { "no_debt",   "nothing_owed", any,                                     any,           any,              "none",        nothing,       "why.nothing_owed" },
  row     { "peace",     "in_peace",     any,                                     any,           any,              "none",        nothing,       "why.in_peace" },
  row     { "not_due",   "not_due",      any,                                     any,           any,              "none",        nothing,       "why.not_due" },
  row     { "give_time", any,            within_last(days(number.patience_days)), any,           any,              "none",        nothing,       "why.give_time" },
  row     { "help",      "hard_times",   any,                                     any,           any,              "offer_help",  "offer_help",  "why.hard_times" },
  row     { "listen",    any,            any,                                     not_on_file,   any,              "listen",      "listen",      "why.listen" },
  row     { "plans",     any,            any,                                     on_file,       at_least(1),      "offer_plans", "plan_offer",  "why.plans" },
}
action "remind" { when = { segment = one_of("early", "late") }, message = "reminder", because = "why.days_late" }
action "wait"   { is = "none", when = otherwise, because = "why.give_time" }

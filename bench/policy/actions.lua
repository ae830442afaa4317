rows "action" {
  columns { "id",        "segment",                                              "plans_in_reach", "is",          "message" },
  row     { "peace",     one_of("nothing_owed", "bereaved", "contested"),        any,              "none",        nothing },
  row     { "care",      "vulnerable",                                           any,              "offer_help",  "m" },
  row     { "help",      "lost_income",                                          any,              "offer_help",  "m" },
  row     { "not_due",   "before_due",                                           any,              "none",        nothing },
  row     { "plans",     any,                                                    at_least(1),      "offer_plans", "m" },
}
action "notice" { is = "formal_notice", when = { segment = "late", days_past_due = above(120), promises_kept = 0 }, message = "m" }
action "remind" { when = { segment = "late" }, message = "m" }
action "listen" { when = otherwise, message = "m" }

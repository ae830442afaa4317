-- actions.lua: what to do, first hit wins. A table is a table: each row is a rule with its own id and line; `any` says nothing.

-- 1. People who are left in peace. Where a person takes over, the charter hands the case to a team.
rows "action" {
  columns { "id",           "segment",      "is",   "message", "because" },
  row     { "owes_nothing", "nothing_owed", "none", nothing,   "why.nothing_owed" },
  row     { "peace",        "bereaved",     "none", nothing,   "why.bereaved" },
  row     { "asked_peace",  "wants_peace",  "none", nothing,   "why.wants_peace" },
  row     { "person_first", "contested",    "none", nothing,   "why.person_decides" },
  row     { "care_first",   "vulnerable",   "none", nothing,   "why.needs_care" },
}

-- 2. People who caught up, keep their plan, or are not late yet.
rows "action" {
  columns { "id",           "segment",    "days_past_due", "thanks_sent", "is",    "message", "because" },
  row     { "thank",        "cured",      at_most(0),      at_most(0),    "thank", "thank",   "why.caught_up" },
  row     { "cured_rest",   "cured",      any,             any,           "none",  nothing,   "why.caught_up" },
}
rows "action" {
  columns { "id",            "segment",    "risk_signal", "plan_status", "contacts_30d", "is",            "message",       "because" },
  row     { "early_support", "before_due", true,          any,           at_most(0),     "early_support", "early_support", "why.risk_signal" },
  row     { "not_due",       "before_due", any,           any,           any,            "none",          nothing,         "why.not_due" },
  row     { "plan_kept",     "on_plan",    any,           "kept",        any,            "none",          nothing,         "why.on_plan" },
}

-- 3. Everybody else: who said "later" is left alone until then; time to answer, then listen, then offer, then ask.
action "asked_later" { is = "none", when = circumstance.asked_later, because = "why.asked_later" }
rows "action" {
  columns { "id",          "segment",     "last_outbound",                         "listened_on", "plans_in_reach", "ease_request", "is",          "message",     "because" },
  row     { "give_time",   any,           within_last(days(number.patience_days)), any,           any,              any,            "none",        nothing,       "why.give_time" },
  row     { "plan_missed", "on_plan",     any,                                     any,           any,              any,            "check_in",    "check_in",    "why.plan_missed" },
  row     { "asked_plans", any,           any,                                     on_file,       at_least(1),      one_of("smaller_payments", "pause", "later_date"), "offer_plans", "plan_offer", "why.asked_plans" },
  row     { "hard_plans",  "lost_income", any,                                     on_file,       at_least(1),      any,            "offer_plans", "plan_offer",  "why.plans" },
  row     { "hard_rest",   "lost_income", within_last(days(number.support_gap_days)), any,        any,              any,            "none",        nothing,       "why.give_time" },
  row     { "hard_help",   "lost_income", any,                                     any,           any,              any,            "offer_help",  "offer_help",  "why.lost_income" },
  row     { "listen",      any,           any,                                     not_on_file,   any,              any,            "listen",      "listen",      "why.listen" },
}

-- 4. We have listened. The formal notice is the last step, and the charter checks every condition of it again.
action "notice" {
  is = "formal_notice", message = "formal_notice", because = "why.formal_notice",
  when = { segment = "late", days_past_due = above(number.notice_after), offers_made = at_least(number.offers_before_notice), human_approval_on = on_file },
}
rows "action" {
  columns { "id",          "segment",                  "plans_in_reach", "offers_made", "reviews_invited", "is",            "message",       "because" },
  row     { "plans",       any,                        at_least(1),      any,           any,               "offer_plans",   "plan_offer",    "why.plans" },
  row     { "early_check", "early",                    any,              any,           any,               "check_in",      "check_in",      "why.days_late" },
  row     { "review",      one_of("middle", "late"),   any,              any,           at_most(0),        "invite_review", "invite_review", "why.review" },
  row     { "remind",      one_of("middle", "late"),   any,              at_least(1),   any,               "remind",        "reminder",      "why.days_late" },
}
action "wait" { is = "none", when = otherwise, because = "why.nothing_to_do" }

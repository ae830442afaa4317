-- credit-union: what a member has with us is not a lever. `member_step` of a proposal says which step it is; `ruth permit` answers for it.
limit "sector.credit_union.services_stay" { cite = ethics "continuity", nature = "charter", because = "sector.credit_union.why.services_stay", on = { member_step = "services_cut" }, forbid = true }
limit "sector.credit_union.set_off_agreed" {
  cite = ethics "exempt_income", nature = "charter", because = "sector.credit_union.why.set_off_agreed", on = { member_step = "set_off" }, only_if = { set_off_agreed_on = on_file },
}
limit "sector.credit_union.money_to_live_on" {
  cite = ethics "exempt_income", nature = "charter", because = "sector.credit_union.why.money_to_live_on", on = { member_step = "set_off" }, when = { holds_benefits = true }, forbid = true,
}
-- a loan is re-aged for those who can and will pay, once a year and twice in five years at most: a rule of our own, in the manner of what banks in the United States follow
limit "sector.credit_union.re_age_once" {
  cite = ethics "re_age", nature = "charter", because = "sector.credit_union.why.re_age_once", on = { member_step = "re_age" },
  at_most = { { 1, days(365) }, { 2, days(1826) } }, counting = { direction = "outbound", member_step = "re_age" },
}
limit "sector.credit_union.re_age_ready" {
  cite = ethics "re_age", nature = "charter", because = "sector.credit_union.why.re_age_ready", on = { member_step = "re_age" },
  only_if = { payments_in_a_row = at_least(number.re_age_payments), loan_opened_on = longer_ago_than(days(number.re_age_months)) },
}
limit "sector.credit_union.counselling" { cite = ethics "debt_advice", nature = "charter", because = "sector.credit_union.why.counselling", on = outbound, when = { in_counselling = true }, action_at_most = "invite_review" }
limit "sector.credit_union.kind_while_counselled" { cite = ethics "debt_advice", nature = "charter", because = "sector.credit_union.why.counselling", on = outbound, when = { in_counselling = true }, tone_at_most = "encouragement" }
limit "sector.credit_union.workout_policy" {
  cite = "12 CFR part 741, App. B", nature = "guidance", status = "from_memory", because = "sector.credit_union.why.workout_policy", on = outbound,
  when = { jurisdiction = one_of("us", "us-ma", "us-dc", "us-ny-nyc", "us-ca", "us-fl", "us-wa") }, left_to = "host",
}

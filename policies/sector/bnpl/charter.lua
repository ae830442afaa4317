-- bnpl: small purchases add up in one life. All of them together count as one; what came back or never came is not asked for.
limit "sector.bnpl.return_rests" {
  cite = ethics "human_handover", nature = "charter", because = "sector.bnpl.why.return_rests", on = outbound, when = { any_of { return_open = true, goods_missing = true } }, forbid = true, hand_over = team "complaints", by = business_days(2),
}
limit "sector.bnpl.one_voice" {
  cite = ethics "frequency", nature = "charter", because = "sector.bnpl.why.one_voice", on = outbound, when = { purchases_open = at_least(2) }, at_most = { { number.bnpl_per_week, days(7) } }, counting = { direction = "outbound" },
}
limit "sector.bnpl.many_purchases" {
  cite = ethics "realistic_plan", nature = "charter", because = "sector.bnpl.why.many_purchases", on = outbound, when = { purchases_open = at_least(number.bnpl_purchases) }, forbid = true, hand_over = team "advisers", by = business_days(5),
}
limit "sector.bnpl.fee_stacking" {
  cite = ethics "fee_transparency", nature = "charter", because = "sector.bnpl.why.fee_stacking", on = outbound, when = { late_fee_on = within_last(days(number.bnpl_fee_days)) }, ceiling = { fee = 0 },
}
limit "sector.bnpl.no_more_credit" { cite = ethics "continuity", nature = "charter", because = "sector.bnpl.why.no_more_credit", on = { sells_credit = true }, forbid = true }
limit "sector.bnpl.gb_notices" {
  cite = "FCA PS26/1", nature = "guidance", status = "verified_secondary", valid_from = "2026-07-15", because = "sector.bnpl.why.gb_notices", on = outbound, when = { jurisdiction = "gb" }, left_to = "host",
}

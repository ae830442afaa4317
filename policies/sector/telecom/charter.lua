-- telecom: a line is how people reach work, care and help, and how they would reach us. Emergency and incoming calls stay, whatever the step; the host sees to it.
limit "sector.telecom.only_line" {
  cite = ethics "essential_service", nature = "charter", because = "sector.telecom.why.only_line", on = { line_step = "disconnection" }, when = { only_line = true }, forbid = true,
}
limit "sector.telecom.restrict_first" {
  cite = ethics "offer_before_ask", nature = "charter", because = "sector.telecom.why.restrict_first", on = { line_step = "disconnection" }, only_if = { restricted_on = longer_ago_than(days(number.restriction_days)) },
}
limit "sector.telecom.notice_first" {
  cite = ethics "offer_before_ask", nature = "charter", because = "sector.telecom.why.notice_first", on = { line_step = one_of("restriction", "disconnection") }, only_if = { telecom_noticed_at = on_file },
}
limit "sector.telecom.notice_time" {
  cite = ethics "offer_before_ask", nature = "charter", because = "sector.telecom.why.notice_time", on = { line_step = one_of("restriction", "disconnection") }, wait = days(number.telecom_notice_days), after = last { direction = "outbound", line_step = "notice" },
}
limit "sector.telecom.bill_jump" {
  cite = ethics "clear_bill", nature = "charter", because = "sector.telecom.why.bill_jump", on = outbound, when = { bill_jump = true }, forbid = true, hand_over = team "complaints", by = business_days(2),
}
limit "sector.telecom.kind_line"    { cite = ethics "essential_service", nature = "charter", because = "sector.telecom.why.kind_line", on = outbound, when = { restricted_on = on_file }, tone_at_most = "encouragement", action_at_most = "invite_review" }
limit "sector.telecom.no_cut_words" { cite = ethics "no_threat", nature = "charter", because = "sector.telecom.why.no_cut_words", on = outbound, no_words = lexicon "telecom_cut" }
limit "sector.telecom.emergency"    { cite = ethics "essential_service", nature = "charter", because = "sector.telecom.why.emergency", on = outbound, left_to = "host" }

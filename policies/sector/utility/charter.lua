-- utility: what keeps a home warm, lit and alive is not a lever. `supply_step` of a proposal says which step on the service it is; `ruth permit` answers for it.
limit "sector.utility.health" {
  cite = ethics "essential_service", nature = "charter", because = "sector.utility.why.health", on = { supply_step = one_of("restriction", "disconnection") }, when = { medical_device = true }, forbid = true,
}
limit "sector.utility.weather" {
  cite = ethics "essential_service", nature = "charter", because = "sector.utility.why.weather", on = { supply_step = "disconnection" }, when = { weather_alert = true }, forbid = true,
}
limit "sector.utility.winter" {
  cite = ethics "essential_service", nature = "charter", because = "sector.utility.why.winter", on = { supply_step = "disconnection" }, when = { winter_from = on_file }, forbid = true, starting = fact.winter_from, through = fact.winter_until,
}
limit "sector.utility.tariff_first" {
  cite = ethics "offer_before_ask", nature = "charter", because = "sector.utility.why.tariff_first", on = { supply_step = one_of("restriction", "disconnection") }, only_if = { tariff_checked_on = within_last(days(number.tariff_fresh_days)) },
}
limit "sector.utility.notice_first" {
  cite = ethics "offer_before_ask", nature = "charter", because = "sector.utility.why.notice_first", on = { supply_step = one_of("restriction", "disconnection") }, only_if = { utility_noticed_at = on_file },
}
limit "sector.utility.notice_time" {
  cite = ethics "offer_before_ask", nature = "charter", because = "sector.utility.why.notice_time", on = { supply_step = one_of("restriction", "disconnection") }, wait = days(number.utility_notice_days), after = last { direction = "outbound", supply_step = "notice" },
}
limit "sector.utility.quiet_home" {
  cite = ethics "essential_service", nature = "charter", because = "sector.utility.why.quiet_home", on = outbound, when = { medical_device = true }, tone_at_most = "encouragement", action_at_most = "invite_review",
}
limit "sector.utility.looked_after" {
  cite = ethics "human_handover", nature = "charter", because = "sector.utility.why.looked_after", on = outbound, when = { medical_device = true, tariff_checked_on = not_on_file }, forbid = true, hand_over = team "care", by = business_days(2),
}
limit "sector.utility.no_cut_words" { cite = ethics "no_threat", nature = "charter", because = "sector.utility.why.no_cut_words", on = outbound, no_words = lexicon "utility_cut" }

-- charter.lua: what may never happen, whatever the other files say. Limits only take away: their order does not matter, and one more never
-- permits more. What is not known counts in the protective direction.
limit "house.nothing_owed" { cite = house "nothing_owed", nature = "charter", because = "why.nothing_owed", on = outbound, when = circumstance.owes_nothing, forbid = true }
limit "house.bereavement" {
  cite = house "peace", nature = "charter", because = "why.limit_bereaved", on = outbound, when = circumstance.bereaved,
  forbid = true, during = days(number.bereavement_pause), from = fact.life_event_on, hand_over = team "care", by = business_days(2),
}
limit "house.pause"        { cite = house "peace", nature = "charter", because = "why.limit_pause", on = outbound, when = { pause_until = on_file }, forbid = true, until_date = fact.pause_until }
limit "house.complaint"    { cite = house "complaints", nature = "charter", because = "why.limit_complaint", on = outbound, when = circumstance.contested, forbid = true, hand_over = team "complaints", by = business_days(2) }
limit "house.hours" {
  cite = house "quiet_hours", nature = "charter", because = "why.limit_hours", on = outbound, except_on = { channel = "letter" },
  hours = { mon_fri = { "09:00", "19:00" }, sat = { "10:00", "17:00" }, sun = closed, holidays = closed },
}
limit "house.frequency"    { cite = house "frequency", nature = "charter", because = "why.limit_frequency", on = outbound, when = { contacts_7d = at_least(number.per_week) }, forbid = true }
limit "house.email"        { cite = house "consent", nature = "charter", because = "why.limit_consent", on = { channel = "email" }, only_if = { email_consent = true } }
limit "house.voice"        { cite = house "consent", nature = "charter", because = "why.limit_consent", on = { channel = "voice" }, only_if = { call_consent = true } }
limit "house.listen_first" { cite = house "listen_first", nature = "charter", because = "why.limit_listen", on = { action = "remind" }, only_if = { listened_on = on_file } }
limit "house.hard_times"   { cite = house "hard_times", nature = "charter", because = "why.limit_hard_times", on = outbound, when = circumstance.hard_times, tone_at_most = "encouragement" }

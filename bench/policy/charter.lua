limit "l01.bereaved"  { cite = ethics "x", on = outbound, when = circumstance.bereaved, forbid = true, hand_over = team "care", by = days(2) }
limit "l02.contested" { cite = ethics "x", on = outbound, when = circumstance.contested, forbid = true, hand_over = team "complaints", by = days(2) }
limit "l03.hours"     { cite = ethics "x", on = outbound, except_on = { channel = one_of("letter", "portal") }, hours = { mon_fri = { "09:00", "19:00" }, sat = { "10:00", "17:00" }, sun = closed } }
limit "l04.owes"      { cite = ethics "x", on = outbound, when = { balance = at_most(0) }, forbid = true }
limit "l05.tone"      { cite = ethics "x", on = outbound, when = circumstance.lost_income, tone_at_most = "encouragement" }
limit "l06.care_tone" { cite = ethics "x", on = outbound, when = circumstance.needs_care, tone_at_most = "encouragement" }
limit "l07.often"     { cite = ethics "x", on = { channel = one_of("email", "sms", "voice") }, when = { contacts_7d = at_least(3) }, forbid = true }
limit "l08.notice"    { cite = ethics "x", on = { action = "formal_notice" }, only_if = { plans_broken_12m = at_least(1) } }
limit "l09.role"      { cite = ethics "x", on = outbound, when = { role = "third_party", jurisdiction = "ca-qc" }, action_at_most = "offer_plans" }
limit "l10.early"     { cite = ethics "x", on = outbound, when = { days_past_due = at_most(30) }, action_at_most = "remind" }

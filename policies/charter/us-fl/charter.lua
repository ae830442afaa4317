-- us-fl: Florida, both roles ("a person"). E-mail is free of these hours since 16 May 2025; the federal hours bind a third party all the same.
limit "us.fl.quiet_hours" {
  cite = "Fla. Stat. 559.72(17); SB 232 (2025)", nature = "prohibition", status = "verified_secondary", because = "us.fl.why.quiet_hours",
  on = { channel = one_of("voice", "sms") }, when = otherwise, unless = { prior_consent_night = true }, hours = { every_day = { "08:00", "21:00" } },
}
limit "us.fl.area_code" {
  cite = "Fla. Stat. 559.72(17)(a)", nature = "presumption", status = "verified_secondary", because = "us.fl.why.area_code", on = { channel = one_of("voice", "sms") }, when = otherwise, left_to = "host",
}

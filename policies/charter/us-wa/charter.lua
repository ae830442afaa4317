-- us-wa: Washington, third parties (licensees) only. Answers to the person do not count and are not refused. "A single week" is not settled: the stricter of seven calendar days and 168 hours.
limit "us.wa.three_per_week" {
  cite = "RCW 19.16.250", nature = "prohibition", status = "verified_secondary", because = "us.wa.why.three_per_week",
  on = { channel = none_of("bureau", "ledger"), recipient = one_of("consumer", "spouse") }, when = { role = "third_party" },
  at_most = { { 3, stricter(days(7), hours(168)) } }, counting = { channel = none_of("bureau", "ledger"), direction = "outbound", recipient = one_of("consumer", "spouse") },
  except = { any_of { reply_same_medium = true, callback_requested = true, requested_by_debtor = true } },
}
limit "us.wa.workplace_once_per_week" {
  cite = "RCW 19.16.250", nature = "prohibition", status = "verified_secondary", because = "us.wa.why.workplace_once_per_week",
  on = { channel = none_of("bureau", "ledger"), place = "work" }, when = { role = "third_party" },
  at_most = { { 1, stricter(days(7), hours(168)) } }, counting = { channel = none_of("bureau", "ledger"), direction = "outbound", place = "work" },
  except = { any_of { reply_same_medium = true, callback_requested = true, requested_by_debtor = true } },
}
limit "us.wa.hours" {
  cite = "RCW 19.16.250", nature = "prohibition", status = "verified_secondary", because = "us.wa.why.hours",
  on = { channel = "voice", place = "home", requested_by_debtor = false }, except_on = { callback_requested = true }, when = { role = "third_party" }, hours = { every_day = { "07:30", "21:00" } },
}

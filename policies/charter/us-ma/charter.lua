-- us-ma: Massachusetts. "Creditor" is wide there, so both roles are bound. Calls and texts count together; what truly could not reach the person does not count, choosing not to
-- leave a message does. Which kind of seven and thirty days is meant is not settled: the stricter of calendar days and elapsed time.
limit "us.ma.two_in_seven" {
  cite = "940 CMR 7.04(1)(f); 209 CMR 18.16(1)(d)", nature = "prohibition", status = "verified", because = "us.ma.why.two_in_seven",
  on = { channel = one_of("voice", "sms"), place = one_of("cell", "home") }, when = otherwise,
  at_most = { { 2, stricter(days(7), hours(168)) } }, per = { "debt" },
  counting = { channel = one_of("voice", "sms"), direction = "outbound", place = one_of("cell", "home") }, except = { outcome = one_of("not_connected", "bounced") },
}
limit "us.ma.two_in_thirty_elsewhere" {
  cite = "940 CMR 7.04(1)(f); 209 CMR 18.16(1)(d)", nature = "prohibition", status = "verified", because = "us.ma.why.two_in_thirty_elsewhere",
  on = { channel = one_of("voice", "sms"), place = none_of("cell", "home") }, when = otherwise,
  at_most = { { 2, stricter(days(30), hours(720)) } }, per = { "debt" },
  counting = { channel = one_of("voice", "sms"), direction = "outbound", place = none_of("cell", "home") }, except = { outcome = one_of("not_connected", "bounced") },
}
limit "us.ma.quiet_hours" {
  cite = "940 CMR 7.04, 7.05(3)(e)", nature = "prohibition", status = "verified_secondary", because = "us.ma.why.quiet_hours",
  on = { channel = "voice" }, when = otherwise, hours = { every_day = { "08:00", "21:00" } }, widened_by = fact.convenient_windows,
}
limit "us.ma.work_calls_request" {
  cite = "940 CMR 7.04(1)(h); 209 CMR 18.16(1)(c)", nature = "prohibition", status = "verified", because = "us.ma.why.work_calls_request",
  on = { place = "work" }, when = otherwise, left_to = "host",
}
limit "us.ma.caller_identity" {
  cite = "940 CMR 7.04(1)(d)", nature = "disclosure_duty", status = "verified", because = "us.ma.why.caller_identity",
  on = { channel = "voice" }, when = otherwise, require = { "us.ma.caller_identity" },
}
limit "us.ma.household_silence" {
  cite = "940 CMR 7.05(2)", nature = "prohibition", status = "verified", because = "us.ma.why.household_silence", on = outbound, when = otherwise, left_to = "host",
}

-- Ontario, agencies only. A bureau and a ledger are no contacts. The notice itself is sent by the host; until it is on file nothing else goes out.

-- the notice first, then six days; if the person says it never came, the host sends it again and records the new date
limit "ca.on.reg74_notice_wait" {
  cite = "R.R.O. 1990, Reg. 74, s. 21", nature = "prohibition", status = "verified", because = "ca.on.why.notice_wait",
  on = outbound, except_on = { channel = one_of("bureau", "ledger") }, when = { role = "third_party" }, wait = days(6), after = fact.notice_sent_at,
}
limit "ca.on.reg74_notice_wait/sent" {
  cite = "R.R.O. 1990, Reg. 74, s. 21", nature = "prohibition", status = "verified", because = "ca.on.why.notice_first",
  on = outbound, except_on = { channel = one_of("bureau", "ledger") }, when = { role = "third_party" }, only_if = { notice_sent_at = on_file },
}

-- The first conversation opens the count and is number one. An unanswered call without a message is no contact; mail is outside. Contacts for
-- all debts count together: which of them have the same creditor is not on file. The kind of seven days is not settled: the stricter of two.
limit "ca.on.reg74_three_in_seven" {
  cite = "R.R.O. 1990, Reg. 74, s. 22", nature = "prohibition", status = "verified", because = "ca.on.why.three_in_seven",
  on = outbound, except_on = { channel = one_of("letter", "bureau", "ledger") }, when = { role = "third_party" },
  at_most = { { 3, stricter(days(7), hours(168)) } }, per = { "person" }, from_first = { outcome = "conversation" },
  counting = { direction = "outbound", channel = none_of("letter", "bureau", "ledger"), outcome = none_of("no_answer", "not_connected") }, except = { requested_by_debtor = true },
}

limit "ca.on.reg74_hours" {
  cite = "R.R.O. 1990, Reg. 74, s. 22", nature = "prohibition", status = "verified_secondary", because = "ca.on.why.hours",
  on = { channel = one_of("voice", "visit") }, when = { role = "third_party" }, hours = { mon_sat = { "07:00", "21:00" }, sun = { "13:00", "17:00" } },
}
limit "ca.on.reg74_holiday" {
  cite = "R.R.O. 1990, Reg. 74, s. 22", nature = "prohibition", status = "verified_secondary", because = "ca.on.why.holiday",
  on = { channel = one_of("voice", "visit") }, when = { role = "third_party" }, hours = { every_day = { "00:00", "24:00" }, holidays = closed },
}
limit "ca.on.reg74_dispute_court" {
  cite = "R.R.O. 1990, Reg. 74", nature = "prohibition", status = "from_memory", because = "ca.on.why.dispute_court",
  on = { channel = none_of("bureau", "ledger"), recipient = none_of("attorney", "legal_advisor") },
  when = { role = "third_party", any_of { dispute_registered = true, attorney_known = true } }, forbid = true,
}

-- us-dc: District of Columbia, both roles. In scope: a debt more than 30 days past due; how late it is not said: in scope. Every limit leaves out only what is surely at most 30 days late.
-- Which kind of seven days is meant is not settled: the stricter of calendar days and elapsed time.
limit "us.dc.scope" {
  cite = "D.C. Code 28-3814(a), (b)", nature = "prohibition", status = "verified", because = "us.dc.why.scope", on = outbound, when = otherwise, left_to = "host",
}

-- ---- calls ------------------------------------------------------------------------------------------------------
limit "us.dc.four_in_seven" {
  cite = "D.C. Code 28-3814(d)(4)(A)(i)", nature = "prohibition", status = "verified", because = "us.dc.why.four_in_seven",
  on = { channel = "voice" }, when = otherwise, unless = { days_past_due = at_most(30) },
  at_most = { { 4, stricter(days(7), hours(168)) } }, per = { "debt" }, counting = { channel = "voice", direction = "outbound" },
  except = { any_of { outcome = one_of("not_connected", "wrong_number"), callback_requested = true, requested_by_debtor = true } },
}
limit "us.dc.call_cooldown" {
  cite = "D.C. Code 28-3814(d)(4)(A)(ii)", nature = "prohibition", status = "verified", because = "us.dc.why.call_cooldown",
  on = { channel = "voice", requested_by_debtor = false }, except_on = { callback_requested = true }, when = otherwise, unless = { days_past_due = at_most(30) },
  wait = stricter(days(7), hours(168)), after = last { channel = "voice", outcome = "conversation" }, per = { "debt" },
}
limit "us.dc.call_opt_out" {
  cite = "D.C. Code 28-3814(d)(4)(A)(iii)", nature = "prohibition", status = "verified", because = "us.dc.why.call_opt_out",
  on = { channel = "voice" }, when = { medium_opt_outs = has_any("voice") }, unless = { days_past_due = at_most(30) }, forbid = true,
}

-- ---- electronic messages: the mailed notice first, then one request for consent in seven days, then at most five ---------
-- The notice is about charged-off debts; only a debt that is surely not charged off goes without it.
limit "us.dc.electronic_notice_first" {
  cite = "D.C. Code 28-3814(d)(4)(B)(i), (m)(2)(A)", nature = "prohibition", status = "verified", because = "us.dc.why.electronic_notice_first",
  on = { channel = one_of("email", "sms", "social", "whatsapp") }, when = { notice_mailed_at = not_on_file },
  unless = any_of { days_past_due = at_most(30), charged_off = false }, forbid = true,
}
limit "us.dc.electronic_consent/others" {
  cite = "D.C. Code 28-3814(d)(4)(B)(ii)", nature = "prohibition", status = "verified", because = "us.dc.why.electronic_consent",
  on = { channel = one_of("email", "sms", "social", "whatsapp") }, except_on = { purpose = "seek_consent" }, when = { any_of { notice_mailed_at = on_file, charged_off = false } },
  unless = any_of { days_past_due = at_most(30), electronic_consent = true }, forbid = true,
}
limit "us.dc.electronic_consent/one_request" {
  cite = "D.C. Code 28-3814(d)(4)(B)(ii)", nature = "prohibition", status = "verified", because = "us.dc.why.electronic_one_request",
  on = { channel = one_of("email", "sms", "social", "whatsapp"), purpose = "seek_consent" }, when = { any_of { notice_mailed_at = on_file, charged_off = false } },
  unless = any_of { days_past_due = at_most(30), electronic_consent = true },
  at_most = { { 1, stricter(days(7), hours(168)) } }, per = { "person" }, counting = { channel = one_of("email", "sms", "social", "whatsapp"), direction = "outbound" },
}
limit "us.dc.electronic_five_in_seven/count" {
  cite = "D.C. Code 28-3814(d)(4)(B)(iii)", nature = "prohibition", status = "verified", because = "us.dc.why.electronic_five_in_seven",
  on = { channel = one_of("email", "sms", "social", "whatsapp") }, when = { electronic_consent = true }, unless = { days_past_due = at_most(30) },
  at_most = { { 5, stricter(days(7), hours(168)) } }, per = { "debt" }, counting = { channel = one_of("email", "sms", "social", "whatsapp"), direction = "outbound" },
  except = { any_of { outcome = one_of("wrong_number", "bounced"), reply_same_medium = true } },
}
limit "us.dc.electronic_five_in_seven/opt_out_missing" {
  cite = "D.C. Code 28-3814(d)(4)(B)(iii)", nature = "disclosure_duty", status = "verified", because = "us.dc.why.electronic_opt_out",
  on = { channel = one_of("email", "sms", "social", "whatsapp"), opt_out_notice = false }, when = otherwise, unless = { days_past_due = at_most(30) }, forbid = true,
}
limit "us.dc.electronic_five_in_seven/opt_out_carried" {
  cite = "D.C. Code 28-3814(d)(4)(B)(iii)", nature = "disclosure_duty", status = "verified", because = "us.dc.why.electronic_opt_out",
  on = { channel = one_of("email", "sms", "social", "whatsapp") }, when = otherwise, unless = { days_past_due = at_most(30) }, require = { "us.dc.opt_out" },
}

-- ---- hours, visits, representation ----------------------------------------------------------------------------------
limit "us.dc.quiet_hours" {
  cite = "D.C. Code 28-3814(k)", nature = "prohibition", status = "verified", because = "us.dc.why.quiet_hours",
  on = { channel = one_of("voice", "sms") }, when = otherwise, unless = { days_past_due = at_most(30) },
  hours = { every_day = { "08:00", "21:00" } }, hours_in = "America/New_York",
}
limit "us.dc.no_visit" {
  cite = "D.C. Code 28-3814(d)(5), (6)", nature = "prohibition", status = "verified", because = "us.dc.why.no_visit",
  on = { channel = "visit" }, when = otherwise, unless = { days_past_due = at_most(30) }, forbid = true,
}
limit "us.dc.attorney_represented" {
  cite = "D.C. Code 28-3814(g)(5)", nature = "prohibition", status = "verified", because = "us.dc.why.attorney_represented",
  on = { recipient = none_of("attorney", "consumer_attorney", "cra", "credit_bureau", "consumer_reporting_agency", "creditor", "creditor_attorney", "collector_attorney") },
  except_on = { channel = one_of("bureau", "ledger") }, when = { attorney_known = true }, unless = { days_past_due = at_most(30) }, forbid = true,
}

-- ---- plans, old debts ------------------------------------------------------------------------------------------------
limit "us.dc.plan_in_writing" {
  cite = "D.C. Code 28-3814(n)", nature = "disclosure_duty", status = "verified", because = "us.dc.why.plan_in_writing", on = outbound, when = otherwise, left_to = "host",
}
limit "us.dc.no_revival" {
  cite = "D.C. Code 28-3814(l), (o)", nature = "prohibition", status = "verified", because = "us.dc.why.no_revival", on = outbound, when = otherwise, left_to = "host",
}

-- us-ca: California, both roles. Civ. Code 1788.17 is one citation and five limits, which stand beside the federal ones for a third party. The call counts of 2021 are not part of it.
limit "us.ca.rosenthal_quiet_hours" {
  cite = "Cal. Civ. Code 1788.17; 15 USC 1692c(a)(1)", nature = "prohibition", status = "verified", because = "us.ca.why.quiet_hours",
  on = outbound, except_on = { channel = one_of("letter", "bureau", "ledger") }, when = otherwise, unless = { direct_consent_to_this_time = true },
  hours = { every_day = { "08:00", "21:00" } }, widened_by = fact.convenient_windows,
}
limit "us.ca.rosenthal_attorney" {
  cite = "Cal. Civ. Code 1788.17; 15 USC 1692c(a)(2)", nature = "prohibition", status = "verified", because = "us.ca.why.attorney",
  on = { recipient = none_of("attorney", "consumer_attorney", "cra", "credit_bureau", "consumer_reporting_agency", "creditor", "creditor_attorney", "collector_attorney") },
  except_on = { channel = one_of("bureau", "ledger") },
  when = { attorney_known = true }, unless = any_of { attorney_unresponsive = true, attorney_consents = true }, forbid = true,
}
limit "us.ca.rosenthal_workplace" {
  cite = "Cal. Civ. Code 1788.17; 15 USC 1692c(a)(3)", nature = "prohibition", status = "verified", because = "us.ca.why.workplace",
  on = { place = "work" }, when = { employer_prohibits = true }, forbid = true,
}
limit "us.ca.rosenthal_cease" {
  cite = "Cal. Civ. Code 1788.17; 15 USC 1692c(c)", nature = "prohibition", status = "verified", because = "us.ca.why.cease",
  on = {
    channel = none_of("bureau", "ledger"),
    recipient = none_of("attorney", "consumer_attorney", "cra", "credit_bureau", "consumer_reporting_agency", "creditor", "creditor_attorney", "collector_attorney"),
  },
  except_on = { purpose = one_of("terminate_efforts", "intends_remedy") }, when = { cease_received_at = on_file }, forbid = true, starting = fact.cease_received_at,
}
limit "us.ca.rosenthal_third_party" {
  cite = "Cal. Civ. Code 1788.17; 15 USC 1692b, 1692c(b), (d)", nature = "prohibition", status = "verified", because = "us.ca.why.third_party",
  on = {
    recipient = none_of("consumer", "codebtor", "co_debtor", "spouse", "surviving_spouse", "parent_of_minor", "guardian", "legal_guardian", "executor", "administrator", "personal_representative",
                        "confirmed_successor", "confirmed_successor_in_interest", "attorney", "consumer_attorney", "cra", "credit_bureau", "consumer_reporting_agency", "creditor", "creditor_attorney", "collector_attorney"),
    with_prior_consent = false,
  },
  except_on = { purpose = "location_information" }, when = otherwise, forbid = true,
}
limit "us.ca.rosenthal_1788_17" {
  cite = "Cal. Civ. Code 1788.17; 15 USC 1692d-1692j", nature = "prohibition", status = "verified", because = "us.ca.why.conduct", on = outbound, when = otherwise, left_to = "host",
}
limit "us.ca.time_barred_notice/suit" {
  cite = "Cal. Civ. Code 1788.14(d)", nature = "prohibition", status = "from_memory", because = "us.ca.why.time_barred_suit", on = { action = "threaten_suit" }, when = { time_barred = true }, forbid = true,
}
limit "us.ca.time_barred_notice/written" {
  cite = "Cal. Civ. Code 1788.14(d)", nature = "disclosure_duty", status = "from_memory", because = "us.ca.why.time_barred_notice",
  on = { channel = one_of("letter", "portal", "email", "sms", "whatsapp", "social") }, except_on = { purpose = one_of("location_information", "opt_out_confirmation") },
  when = { time_barred = true }, require = { "us.ca.time_barred" },
}

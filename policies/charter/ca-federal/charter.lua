-- Canada, federal: prescribed debt collection practices. A bureau and a ledger are no contacts; a letter has no hour.
-- Provincial caisses and credit unions are certain not to be bound; an institution that is not on file, or not known, is bound.

-- ---- when: Sunday, another holiday, any other day; never two of them at once ------------------------------------
limit "ca.fcpf.sunday_hours" {
  cite = "SOR/2021-181, Schedule, item 5(1)(a)", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.sunday_hours",
  on = outbound, except_on = { channel = one_of("letter", "bureau", "ledger") }, unless = any_of { hours_written_consent = true, institution = one_of("caisse", "credit_union") },
  hours = { mon_sat = { "00:00", "24:00" }, sun = { "13:00", "17:00" } },
}
limit "ca.fcpf.holiday" {
  cite = "SOR/2021-181, Schedule, item 5(1)(b); Interpretation Act, s. 35", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.holiday",
  on = outbound, except_on = { channel = one_of("letter", "bureau", "ledger") }, unless = any_of { hours_written_consent = true, institution = one_of("caisse", "credit_union") },
  hours = { every_day = { "00:00", "24:00" }, holidays = closed },
}
limit "ca.fcpf.weekday_hours" {
  cite = "SOR/2021-181, Schedule, item 5(1)(c)", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.weekday_hours",
  on = outbound, except_on = { channel = one_of("letter", "bureau", "ledger") }, unless = any_of { hours_written_consent = true, institution = one_of("caisse", "credit_union") },
  hours = { mon_sat = { "07:00", "21:00" }, sun = { "00:00", "24:00" }, holidays = { "00:00", "24:00" } },
}
limit "ca.fcpf.hours_consent" {
  cite = "SOR/2021-181, Schedule, item 5(1)", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.hours_consent", left_to = "host",
}

-- ---- whom: the person who owes, and hardly anybody else ----------------------------------------------------------
limit "ca.fcpf.third_party" {
  cite = "SOR/2021-181, Schedule, item 2", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.third_party",
  on = { recipient = none_of("consumer", "co_debtor", "guarantor", "guardian", "personal_representative", "attorney", "legal_advisor", "debt_adviser", "employer", "spouse"), with_prior_consent = false },
  except_on = { purpose = "location_information" }, unless = { institution = one_of("caisse", "credit_union") }, forbid = true,
}
limit "ca.fcpf.third_party/spouse" {
  cite = "SOR/2021-181, Schedule, item 2", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.third_party",
  on = { recipient = "spouse", with_prior_consent = false },
  except_on = { purpose = "location_information" }, unless = any_of { spouse_is_codebtor = true, institution = one_of("caisse", "credit_union") }, forbid = true,
}
-- only to confirm that the person works there, as what, and where: what a contact for location_information asks
limit "ca.fcpf.employer" {
  cite = "SOR/2021-181, Schedule, item 3", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.employer",
  on = { recipient = "employer", with_prior_consent = false }, except_on = { purpose = "location_information" }, unless = { institution = one_of("caisse", "credit_union") }, forbid = true,
}
limit "ca.fcpf.workplace" {
  cite = "SOR/2021-181, Schedule, item 4", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.workplace",
  on = { place = "work", recipient = none_of("employer"), with_prior_consent = false }, unless = any_of { home_attempts_failed = true, institution = one_of("caisse", "credit_union") }, forbid = true,
}
limit "ca.fcpf.not_liable" {
  cite = "SOR/2021-181, Schedule, item 9", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.not_liable", left_to = "host",
}

-- ---- what the person asked for -----------------------------------------------------------------------------------
limit "ca.fcpf.writing_only" {
  cite = "SOR/2021-181, Schedule, item 6(a)", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.writing_only",
  on = { channel = one_of("voice", "visit") }, when = { writing_only_registered = true }, unless = { institution = one_of("caisse", "credit_union") }, forbid = true,
}
limit "ca.fcpf.legal_advisor_only" {
  cite = "SOR/2021-181, Schedule, item 6(b)", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.legal_advisor_only",
  on = { channel = none_of("bureau", "ledger"), recipient = none_of("attorney", "legal_advisor") }, when = { legal_advisor_only = true }, unless = { institution = one_of("caisse", "credit_union") }, forbid = true,
}
limit "ca.fcpf.dispute_registered" {
  cite = "SOR/2021-181, Schedule, item 6(c)", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.dispute_registered",
  on = { channel = none_of("bureau", "ledger"), with_prior_consent = false }, when = { dispute_registered = true }, unless = { institution = one_of("caisse", "credit_union") }, forbid = true,
}

-- ---- what is said, and what it costs -----------------------------------------------------------------------------
limit "ca.fcpf.details_and_identity" {
  cite = "SOR/2021-181, Schedule, item 1", nature = "disclosure_duty", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.details_and_identity",
  on = outbound, except_on = { channel = one_of("bureau", "ledger") }, unless = { institution = one_of("caisse", "credit_union") }, require = { "ca.fcpf.says.details_and_identity" },
}
limit "ca.fcpf.no_collection_charges" {
  cite = "SOR/2021-181, Schedule, item 8; Bank Act, s. 627.3", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.no_collection_charges",
  on = { action = one_of("charge_collection_fee", "charge_collection_cost", "charge_collector_fee") }, unless = { institution = one_of("caisse", "credit_union") }, forbid = true,
}
limit "ca.fcpf.cost_to_debtor" {
  cite = "SOR/2021-181, Schedule, item 5(2)", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.cost_to_debtor", left_to = "host",
}
limit "ca.fcpf.false_legal_threat" {
  cite = "SOR/2021-181, Schedule, item 10", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.false_legal_threat", left_to = "host",
}
limit "ca.fcpf.false_court_document" {
  cite = "SOR/2021-181, Schedule, item 11", nature = "prohibition", status = "verified", valid_from = "2022-06-30", because = "ca.fcpf.why.false_court_document", left_to = "host",
}

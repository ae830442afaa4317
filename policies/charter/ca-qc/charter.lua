-- Québec. « Oral » : l'appel et la visite. Un bureau de crédit et un registre ne sont pas des contacts.

-- ---- articles 3 et 4 : toute personne, le créancier lui-même aussi -----------------------------------------------
limit "ca.qc.lrcc3_legal_advisor" {
  cite = "RLRQ c. R-2.2, art. 3, 2°", nature = "prohibition", status = "verified", because = "ca.qc.why.legal_advisor",
  on = { channel = none_of("bureau", "ledger"), recipient = none_of("attorney", "legal_advisor") }, when = { legal_advisor_written = true }, forbid = true,
}
limit "ca.qc.lrcc3_contested" {
  cite = "RLRQ c. R-2.2, art. 3, 2.1°", nature = "prohibition", status = "verified", because = "ca.qc.why.contested",
  on = { channel = one_of("voice", "visit") }, when = { contested_sue_me_written = true }, forbid = true,
}
limit "ca.qc.lrcc3_conduct"    { cite = "RLRQ c. R-2.2, art. 3, 1°, 3° à 7°", nature = "prohibition", status = "verified", because = "ca.qc.why.conduct", left_to = "host" }
limit "ca.qc.lrcc3_not_debtor" { cite = "RLRQ c. R-2.2, art. 3, 8°", nature = "prohibition", status = "verified", because = "ca.qc.why.not_debtor", left_to = "host" }

-- une seule fois, et seulement pour une adresse ou un téléphone que l'on n'a pas ; la caution n'est pas un tiers
limit "ca.qc.lrcc4_third_party" {
  cite = "RLRQ c. R-2.2, art. 4", nature = "prohibition", status = "verified", because = "ca.qc.why.third_party",
  on = { recipient = none_of("consumer", "co_debtor", "guarantor", "guardian", "personal_representative", "attorney", "legal_advisor", "debt_adviser", "spouse") },
  except_on = { purpose = "location_information" }, forbid = true,
}
limit "ca.qc.lrcc4_third_party/spouse" {
  cite = "RLRQ c. R-2.2, art. 4", nature = "prohibition", status = "verified", because = "ca.qc.why.third_party",
  on = { recipient = "spouse" }, except_on = { purpose = "location_information" }, unless = { spouse_is_codebtor = true }, forbid = true,
}
limit "ca.qc.lrcc4_third_party/once" {
  cite = "RLRQ c. R-2.2, art. 4", nature = "prohibition", status = "verified", because = "ca.qc.why.third_party",
  on = { recipient = none_of("consumer", "co_debtor", "guarantor", "guardian", "personal_representative", "attorney", "legal_advisor", "debt_adviser"), purpose = "location_information" },
  at_most = { { 1, ever } }, counting = { direction = "outbound", purpose = "location_information", outcome = none_of("no_answer", "not_connected") },
}
limit "ca.qc.lrcc4_workplace" {
  cite = "RLRQ c. R-2.2, art. 4", nature = "prohibition", status = "verified", because = "ca.qc.why.workplace",
  on = { place = "work", recipient = none_of("employer"), with_prior_consent = false }, only_if = { home_attempts_failed = true },
}
limit "ca.qc.lrcc4_workplace/once" {
  cite = "RLRQ c. R-2.2, art. 4", nature = "prohibition", status = "verified", because = "ca.qc.why.workplace_once",
  on = { place = "work", recipient = none_of("employer"), with_prior_consent = false },
  at_most = { { 1, ever } }, counting = { direction = "outbound", place = "work", outcome = "conversation" },
}

-- ---- article 34 : le titulaire de permis --------------------------------------------------------------------------
limit "ca.qc.lrcc34_hours" {
  cite = "RLRQ c. R-2.2, art. 34", nature = "prohibition", status = "verified", because = "ca.qc.why.hours",
  on = { channel = one_of("voice", "visit") }, when = { role = "third_party" }, hours = { every_day = { "08:00", "20:00" } },
}
limit "ca.qc.lrcc34_holiday" {
  cite = "RLRQ c. R-2.2, art. 34; liste de l'Office de la protection du consommateur", nature = "prohibition", status = "verified", because = "ca.qc.why.holiday",
  on = { channel = one_of("voice", "visit") }, when = { role = "third_party" }, hours = { every_day = { "00:00", "24:00" }, holidays = closed },
}
limit "ca.qc.lrcc34_notice_first" {
  cite = "RLRQ c. R-2.2, art. 34", nature = "prohibition", status = "verified_secondary", because = "ca.qc.why.notice_first",
  on = { channel = one_of("voice", "visit") }, when = { role = "third_party" }, only_if = { claim_notice_sent_at = on_file },
}
limit "ca.qc.lrcc34_writing_only" {
  cite = "RLRQ c. R-2.2, art. 34", nature = "prohibition", status = "verified_secondary", because = "ca.qc.why.writing_only",
  on = { channel = one_of("voice", "visit") }, when = { role = "third_party", writing_only = true }, forbid = true,
}
limit "ca.qc.lrcc34_no_extra_fee" {
  cite = "RLRQ c. R-2.2, art. 34", nature = "prohibition", status = "verified_secondary", because = "ca.qc.why.no_extra_fee",
  on = { action = one_of("charge_collection_fee", "charge_collection_cost", "charge_collector_fee") }, when = { role = "third_party" }, forbid = true,
}
limit "ca.qc.lrcc34_no_suit_suggestion" {
  cite = "RLRQ c. R-2.2, art. 34", nature = "prohibition", status = "verified_secondary", because = "ca.qc.why.no_suit_suggestion",
  on = { action = "threaten_suit" }, when = { role = "third_party" }, forbid = true,
}
limit "ca.qc.lpc_term_forfeiture" { cite = "RLRQ c. P-40.1, art. 105", nature = "prohibition", status = "from_memory", because = "ca.qc.why.term_forfeiture", left_to = "host" }

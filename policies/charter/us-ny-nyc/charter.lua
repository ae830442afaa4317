-- us-ny-nyc: New York City. Bound are third parties, and creditors once they are in debt collection procedures (not in routine servicing). The cap is per account, over all media, letters too;
-- which contacts the text leaves out was not seen, so none is left out. Which kind of seven days is meant is not settled: the stricter of calendar days and elapsed time.
limit "us.nyc.three_in_seven/third_party" {
  cite = "6 RCNY 5-77(b)", nature = "prohibition", status = "verified_secondary", valid_from = "2026-09-01", because = "us.nyc.why.three_in_seven",
  on = { channel = none_of("bureau", "ledger") }, when = { role = "third_party" },
  at_most = { { 3, stricter(days(7), hours(168)) } }, per = { "debt" }, counting = { channel = none_of("bureau", "ledger"), direction = "outbound" },
}
limit "us.nyc.three_in_seven/creditor" {
  cite = "6 RCNY 5-77(b)", nature = "prohibition", status = "verified_secondary", valid_from = "2026-09-01", because = "us.nyc.why.three_in_seven",
  on = { channel = none_of("bureau", "ledger") }, when = { role = "first_party", debt_collection_procedures = true },
  at_most = { { 3, stricter(days(7), hours(168)) } }, per = { "debt" }, counting = { channel = none_of("bureau", "ledger"), direction = "outbound" },
}
limit "us.nyc.electronic_consent/third_party" {
  cite = "6 RCNY 5-77", nature = "prohibition", status = "verified_secondary", valid_from = "2026-09-01", because = "us.nyc.why.electronic_consent",
  on = { channel = one_of("email", "sms", "social", "whatsapp") }, when = { role = "third_party" }, unless = { electronic_consent = true }, forbid = true,
}
limit "us.nyc.electronic_consent/creditor" {
  cite = "6 RCNY 5-77", nature = "prohibition", status = "verified_secondary", valid_from = "2026-09-01", because = "us.nyc.why.electronic_consent",
  on = { channel = one_of("email", "sms", "social", "whatsapp") }, when = { role = "first_party", debt_collection_procedures = true }, unless = { electronic_consent = true }, forbid = true,
}
limit "us.nyc.cra_notice" {
  cite = "6 RCNY 2-191 to 2-193, 5-77", nature = "disclosure_duty", status = "verified_secondary", valid_from = "2026-09-01", because = "us.nyc.why.cra_notice",
  on = { channel = "bureau" }, when = otherwise, left_to = "host",
}
limit "us.nyc.time_barred_notice/third_party" {
  cite = "6 RCNY 2-191 to 2-193, 5-77", nature = "disclosure_duty", status = "verified_secondary", valid_from = "2026-09-01", because = "us.nyc.why.time_barred_notice",
  on = { channel = none_of("bureau", "ledger") }, except_on = { purpose = one_of("location_information", "opt_out_confirmation") },
  when = { role = "third_party", time_barred = true }, require = { "us.nyc.time_barred" },
}
limit "us.nyc.time_barred_notice/creditor" {
  cite = "6 RCNY 2-191 to 2-193, 5-77", nature = "disclosure_duty", status = "verified_secondary", valid_from = "2026-09-01", because = "us.nyc.why.time_barred_notice",
  on = { channel = none_of("bureau", "ledger") }, except_on = { purpose = one_of("location_information", "opt_out_confirmation") },
  when = { role = "first_party", debt_collection_procedures = true, time_barred = true }, require = { "us.nyc.time_barred" },
}
limit "us.nyc.language_records" {
  cite = "6 RCNY 2-191 to 2-193, 5-77", nature = "prohibition", status = "verified_secondary", valid_from = "2026-09-01", because = "us.nyc.why.language_records",
  on = outbound, when = otherwise, left_to = "host",
}

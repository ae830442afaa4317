-- us-ny: State of New York, third parties only.
limit "us.ny.dfs_initial" {
  cite = "23 NYCRR 1.2", nature = "disclosure_duty", status = "verified", because = "us.ny.why.dfs_initial", on = outbound, when = { role = "third_party" }, left_to = "host",
}
-- A charged-off debt that was disputed in writing: nothing is collected until the substantiation has gone out. The oral dispute, and the telling about the right, are the host's.
limit "us.ny.dfs_substantiation/written" {
  cite = "23 NYCRR 1.4", nature = "prohibition", status = "verified", because = "us.ny.why.dfs_substantiation",
  on = outbound, except_on = { purpose = "send_verification" },
  when = { role = "third_party", charged_off = true, written_dispute_received_at = on_file, written_dispute_verification_sent_at = not_on_file },
  forbid = true, starting = fact.written_dispute_received_at,
}
limit "us.ny.dfs_substantiation/oral" {
  cite = "23 NYCRR 1.4", nature = "prohibition", status = "verified", because = "us.ny.why.dfs_substantiation_oral", on = outbound, when = { role = "third_party" }, left_to = "host",
}
limit "us.ny.dfs_time_barred" {
  cite = "23 NYCRR 1.3", nature = "disclosure_duty", status = "from_memory", because = "us.ny.why.dfs_time_barred",
  on = { channel = none_of("bureau", "ledger") }, except_on = { purpose = one_of("location_information", "opt_out_confirmation") },
  when = { role = "third_party", time_barred = true }, require = { "us.ny.time_barred" },
}
limit "us.ny.dfs_email/consent" {
  cite = "23 NYCRR 1.6", nature = "prohibition", status = "from_memory", because = "us.ny.why.dfs_email",
  on = { channel = "email" }, when = { role = "third_party" }, unless = { electronic_consent = true }, forbid = true,
}
limit "us.ny.dfs_email/employer" {
  cite = "23 NYCRR 1.6", nature = "prohibition", status = "from_memory", because = "us.ny.why.dfs_email_employer",
  on = { channel = "email", address_kind = "employer_email" }, when = { role = "third_party" }, forbid = true,
}
limit "us.ny.dfs_settlement" {
  cite = "23 NYCRR 1.5", nature = "disclosure_duty", status = "from_memory", because = "us.ny.why.dfs_settlement", on = outbound, when = { role = "third_party" }, left_to = "host",
}

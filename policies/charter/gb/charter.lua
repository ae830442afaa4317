-- Great Britain. Both dates of a breathing space are local days, both in; an end that is not known yet is no end.

-- ---- breathing space ------------------------------------------------------------------------------------------------
-- Still allowed: what the person asked for, an answer to a complaint, notices that the Consumer Credit Act prescribes, and their debt adviser.
limit "gb.brs.no_contact" {
  cite = "SI 2020/1311, reg. 11", nature = "prohibition", status = "verified", because = "gb.brs.why.no_contact",
  on = { channel = none_of("bureau", "ledger"), recipient = none_of("debt_adviser") }, except_on = { purpose = one_of("debtor_request", "complaint_response", "cca_required_notice") },
  when = { any_of { breathing_space_kind = on_file, breathing_space_starts_on = on_file, breathing_space_ends_on = on_file } },
  forbid = true, starting = fact.breathing_space_starts_on, through = fact.breathing_space_ends_on,
}
limit "gb.brs.no_interest_fees" {
  cite = "SI 2020/1311, reg. 7", nature = "prohibition", status = "verified_secondary", because = "gb.brs.why.no_interest_fees",
  on = { action = one_of("charge_interest", "charge_reminder_fee", "charge_collection_fee", "charge_collection_cost", "charge_collector_fee", "claim_indemnity") },
  when = { any_of { breathing_space_kind = on_file, breathing_space_starts_on = on_file, breathing_space_ends_on = on_file } },
  forbid = true, starting = fact.breathing_space_starts_on, through = fact.breathing_space_ends_on,
}
limit "gb.brs.duration"     { cite = "SI 2020/1311, reg. 26, 27, 32", nature = "guidance", status = "verified_secondary", because = "gb.brs.why.duration", left_to = "host" }
limit "gb.brs.agent_notice" { cite = "SI 2020/1311, reg. 12", nature = "disclosure_duty", status = "verified", because = "gb.brs.why.agent_notice", left_to = "host" }
limit "gb.brs.limitation"   { cite = "SI 2020/1311, reg. 8", nature = "guidance", status = "from_memory", because = "gb.brs.why.limitation", left_to = "host" }

-- ---- what is asked of firms -------------------------------------------------------------------------------------------
limit "gb.conc.7_2_vulnerable" { cite = "FCA Handbook, CONC 7.2; FG21/1", nature = "guidance", status = "from_memory", because = "gb.conc.why.vulnerable", left_to = "host" }
limit "gb.conc.7_3_4"  { cite = "FCA Handbook, CONC 7.3.4R to 7.3.5G; PS24/2", nature = "prohibition", status = "from_memory", because = "gb.conc.why.forbearance", left_to = "host", valid_from = "2024-11-04" }
limit "gb.conc.7_3_11" { cite = "FCA Handbook, CONC 7.3.11R to 7.3.12G", nature = "prohibition", status = "from_memory", because = "gb.conc.why.debt_counsellor", left_to = "host" }
limit "gb.conc.7_7"    { cite = "FCA Handbook, CONC 7.7.5R", nature = "prohibition", status = "from_memory", because = "gb.conc.why.charges", left_to = "host" }
limit "gb.conc.7_9"    { cite = "FCA Handbook, CONC 7.9", nature = "prohibition", status = "from_memory", because = "gb.conc.why.contact", left_to = "host" }
limit "gb.conc.7_10"   { cite = "FCA Handbook, CONC 7.10", nature = "prohibition", status = "from_memory", because = "gb.conc.why.capacity", left_to = "host" }
limit "gb.conc.7_11"   { cite = "FCA Handbook, CONC 7.11", nature = "prohibition", status = "verified_secondary", because = "gb.conc.why.authority", left_to = "host" }
limit "gb.conc.7_14"   { cite = "FCA Handbook, CONC 7.14", nature = "prohibition", status = "from_memory", because = "gb.conc.why.dispute", left_to = "host" }
limit "gb.conc.7_15"   { cite = "FCA Handbook, CONC 7.15", nature = "prohibition", status = "from_memory", because = "gb.conc.why.statute_barred", left_to = "host" }
limit "gb.dpc"         { cite = "Regulated Activities Order; FCA PS26/1", nature = "guidance", status = "verified_secondary", valid_from = "2026-07-15", because = "gb.why.pay_later", left_to = "host" }
limit "gb.limitation"  { cite = "Limitation Act 1980, s. 5; Prescription and Limitation (Scotland) Act 1973", nature = "guidance", status = "from_memory", because = "gb.why.limitation", left_to = "host" }

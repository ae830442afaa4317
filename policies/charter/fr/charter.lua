-- France. Who recovers without an enforceable title bears the cost; who recovers for another writes a letter with what it must say, and recalls it afterwards.

limit "fr.cpce.l111_8_no_fee" {
  cite = "CPCE, art. L111-8, al. 2 et 3", nature = "prohibition", status = "verified", because = "fr.cpce.why.no_fee",
  on = { action = one_of("charge_collection_fee", "charge_collection_cost", "charge_collector_fee") }, unless = { act_prescribed_by_law = true }, forbid = true,
}
limit "fr.conso.l312_38" { cite = "C. conso., art. L312-38, L312-39", nature = "prohibition", status = "verified", because = "fr.conso.why.credit_costs", left_to = "host" }

-- ---- who recovers for another --------------------------------------------------------------------------------------
limit "fr.cpce.r124_3_mandate" { cite = "CPCE, art. R124-2, R124-3", nature = "prohibition", status = "verified", because = "fr.cpce.why.mandate", left_to = "host" }
-- the letter carries what the law has it say about costs; names, seats and the parts of the amount come from the host
limit "fr.cpce.r124_4_letter" {
  cite = "CPCE, art. R124-4", nature = "disclosure_duty", status = "verified", because = "fr.cpce.why.letter",
  on = { channel = "letter" }, when = { role = "third_party", letter_sent_at = not_on_file }, require = { "fr.cpce.says.l111_8" },
}
-- only once the letter is on file: the letter itself recalls none
limit "fr.cpce.r124_4_reference" {
  cite = "CPCE, art. R124-4, dernier alinéa", nature = "prohibition", status = "verified", because = "fr.cpce.why.reference",
  on = { letter_reference_recalled = false }, when = { role = "third_party", letter_sent_at = on_file }, forbid = true,
}
limit "fr.cpce.r124_6_receipt" { cite = "CPCE, art. R124-6", nature = "prohibition", status = "verified", because = "fr.cpce.why.receipt", left_to = "host" }

-- ---- how ---------------------------------------------------------------------------------------------------------------
limit "fr.conso.l121_6_aggressive" { cite = "C. conso., art. L121-6", nature = "prohibition", status = "verified", because = "fr.conso.why.aggressive", left_to = "host" }
limit "fr.cp.222_16" { cite = "C. pénal, art. 222-16", nature = "prohibition", status = "verified", because = "fr.cp.why.malicious_calls", left_to = "host" }
limit "fr.cp.433_13" { cite = "C. pénal, art. 433-13", nature = "prohibition", status = "verified", because = "fr.cp.why.lookalikes", left_to = "host" }
limit "fr.hours" { cite = "C. conso., art. D223-9 (démarchage; ne vise pas le recouvrement)", nature = "charter", status = "verified", because = "fr.why.hours", left_to = "host" }

-- ---- overindebtedness, old debts, judges, payments -------------------------------------------------------------------
limit "fr.conso.l722_2" { cite = "C. conso., art. L722-2, L722-3", nature = "prohibition", status = "verified", because = "fr.conso.why.overindebted", left_to = "host" }
limit "fr.conso.l722_5" { cite = "C. conso., art. L722-5", nature = "prohibition", status = "verified", because = "fr.conso.why.overindebted_payments", left_to = "host" }
limit "fr.conso.l218_2" {
  cite = "C. conso., art. L218-2", nature = "prohibition", status = "verified", because = "fr.conso.why.time_barred",
  on = { action = "threaten_suit" }, when = { time_barred = true }, forbid = true,
}
limit "fr.civ.1343_5_grace" { cite = "C. civ., art. 1343-5", nature = "guidance", status = "verified", because = "fr.civ.why.grace", left_to = "host" }
limit "fr.civ.imputation" { cite = "C. civ., art. 1342-10, 1343-1", nature = "prohibition", status = "verified", because = "fr.civ.why.imputation", left_to = "host" }
limit "fr.civ.1231_5" { cite = "C. civ., art. 1231-5", nature = "prohibition", status = "verified", because = "fr.civ.why.penalty", left_to = "host" }
limit "fr.ficp" { cite = "C. conso., art. L751-1, L752-1", nature = "prohibition", status = "verified", because = "fr.why.ficp", left_to = "host" }

-- Belgium, book XIX. What stands in the title on recovery for others is about collectors (third party); the rest is about everybody.

-- ---- reminders and what they cost (XIX.2) -------------------------------------------------------------------------
-- Fourteen days: by post from the third working day after sending, electronically from the next day. A medium that is not on file is the post.
limit "be.xix2.reminder_before_indemnity" {
  cite = "Code de droit économique, art. XIX.2, par. 1", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix2.why.first_reminder",
  on = { action = one_of("claim_indemnity", "charge_interest") }, only_if = { first_reminder_sent_at = on_file },
}
limit "be.xix2.reminder_before_indemnity/post" {
  cite = "Code de droit économique, art. XIX.2, par. 1", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix2.why.fourteen_days",
  on = { action = one_of("claim_indemnity", "charge_interest") }, when = { first_reminder_medium = none_of("electronic") },
  wait = { business_days(3), days(14) }, after = fact.first_reminder_sent_at,
}
limit "be.xix2.reminder_before_indemnity/electronic" {
  cite = "Code de droit économique, art. XIX.2, par. 1, al. 2", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix2.why.fourteen_days",
  on = { action = one_of("claim_indemnity", "charge_interest") }, when = { first_reminder_medium = "electronic" },
  wait = days(15), after = fact.first_reminder_sent_at,
}
-- a reminder whose number is not on file is the first
limit "be.xix2.first_reminder_free" {
  cite = "Code de droit économique, art. XIX.2, par. 2", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix2.why.first_free",
  on = { action = "charge_reminder_fee" }, when = { any_of { { reminder_no = at_most(1) }, { reminder_no = not_on_file } } }, forbid = true,
}
limit "be.xix2.three_reminders_free" {
  cite = "Code de droit économique, art. XIX.2, par. 2, al. 2", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix2.why.three_free",
  on = { action = "charge_reminder_fee" },
  when = { regular_delivery = true, any_of { { unpaid_instalments_reminded_this_year = at_most(3) }, { unpaid_instalments_reminded_this_year = not_on_file } } }, forbid = true,
}
limit "be.xix2.reminder_cost_cap" {
  cite = "Code de droit économique, art. XIX.2, par. 2", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix2.why.reminder_cost",
  on = { action = "charge_reminder_fee" }, when = { reminder_no = above(1), postage = not_on_file }, ceiling = { amount = money("7.50 EUR") },
}
limit "be.xix2.reminder_cost_cap/postage" {
  cite = "Code de droit économique, art. XIX.2, par. 2", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix2.why.reminder_cost",
  on = { action = "charge_reminder_fee" }, when = { reminder_no = above(1), postage = on_file }, ceiling = { amount = money("7.50 EUR") + fact.postage },
}
limit "be.xix2.reminder_content" { cite = "Code de droit économique, art. XIX.2, par. 3", nature = "disclosure_duty", status = "verified", valid_from = "2023-09-01", because = "be.xix2.why.reminder_content", left_to = "host" }
limit "be.xix2.sme_interest"     { cite = "Code de droit économique, art. XIX.2, par. 4", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix2.why.sme_interest", left_to = "host" }
limit "be.xix3.proof_on_request" { cite = "Code de droit économique, art. XIX.3", nature = "disclosure_duty", status = "verified", valid_from = "2023-09-01", because = "be.xix3.why.proof", left_to = "host" }

-- ---- how much may be asked for (XIX.4) ----------------------------------------------------------------------------
limit "be.xix4.interest_cap" { cite = "Code de droit économique, art. XIX.4, al. 1, 1°", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix4.why.interest_cap", left_to = "host" }
-- a balance that is not on file: the lowest of the three; fractions of a cent fall away
limit "be.xix4.indemnity_cap/up_to_150" {
  cite = "Code de droit économique, art. XIX.4, al. 1, 2°", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix4.why.indemnity_cap",
  on = { action = "claim_indemnity" }, when = { any_of { { balance = at_most(money("150.00 EUR")) }, { balance = not_on_file } } },
  ceiling = { amount = money("20.00 EUR") },
}
limit "be.xix4.indemnity_cap/up_to_500" {
  cite = "Code de droit économique, art. XIX.4, al. 1, 2°", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix4.why.indemnity_cap",
  on = { action = "claim_indemnity" }, when = { balance = between(money("150.01 EUR"), money("500.00 EUR")) },
  ceiling = { amount = money_of { money("30.00 EUR") + percent("10") * (fact.balance - money("150.00 EUR")), round = "down" } },
}
limit "be.xix4.indemnity_cap/above_500" {
  cite = "Code de droit économique, art. XIX.4, al. 1, 2°", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix4.why.indemnity_cap",
  on = { action = "claim_indemnity" }, when = { balance = above(money("500.00 EUR")) },
  ceiling = { amount = money_of { smaller(money("65.00 EUR") + percent("5") * (fact.balance - money("500.00 EUR")), money("2000.00 EUR")), round = "down" } },
}

-- ---- whom (XIX.5) ---------------------------------------------------------------------------------------------------
limit "be.xix5.non_debtor" {
  cite = "Code de droit économique, art. XIX.5", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix5.why.non_debtor",
  on = { recipient = none_of("consumer", "co_debtor", "guarantor", "parent_of_minor", "guardian", "personal_representative", "attorney", "legal_advisor", "debt_adviser", "spouse") }, forbid = true,
}
limit "be.xix5.non_debtor/spouse" {
  cite = "Code de droit économique, art. XIX.5", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix5.why.non_debtor",
  on = { recipient = "spouse" }, unless = { spouse_is_codebtor = true }, forbid = true,
}

-- ---- the formal notice, the fourteen days, the holds (XIX.7, XIX.9) -------------------------------------------------
-- They hold back every measure, a report to a bureau and a booking too. The notice itself is sent by the host; until it is on file nothing else is done.
limit "be.xix7.formal_notice_first" {
  cite = "Code de droit économique, art. XIX.7", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix7.why.formal_notice",
  on = outbound, when = { role = "third_party" }, only_if = { formal_notice_sent_at = on_file },
}
limit "be.xix9.waiting_14d" {
  cite = "Code de droit économique, art. XIX.9, par. 1", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix9.why.fourteen_days",
  on = outbound, when = { role = "third_party" }, wait = { business_days(3), days(14) }, after = fact.formal_notice_sent_at,
}
limit "be.xix9.plan_request_hold" {
  cite = "Code de droit économique, art. XIX.9, par. 2", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix9.why.plan_request",
  on = outbound, when = { role = "third_party", plan_requested_at = on_file, be_plan_requested_on = below(fact.be_notice_free_on) }, forbid = true,
}
limit "be.xix9.mediation_hold" {
  cite = "Code de droit économique, art. XIX.9, par. 3", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix9.why.mediation",
  on = outbound, when = { role = "third_party", mediation_requested_at = on_file, be_mediation_requested_on = below(fact.be_notice_free_on) }, forbid = true, until_date = fact.be_mediation_free_on,
}
limit "be.xix9.contest_hold" {
  cite = "Code de droit économique, art. XIX.9, par. 4", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix9.why.contest",
  on = outbound, when = { role = "third_party", contested_at = on_file, be_contested_on = below(fact.be_notice_free_on) }, forbid = true,
}
-- no decision is recorded here, so plan and contest hold until the host withdraws the request from the facts; it also counts the 45 days
limit "be.xix9.max_45" { cite = "Code de droit économique, art. XIX.9, par. 5", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix9.why.max_45", left_to = "host" }

-- ---- how collectors behave (XIX.10 to XIX.13) -------------------------------------------------------------------------
limit "be.xix10.visits_22_08" {
  cite = "Code de droit économique, art. XIX.10, par. 3", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix10.why.visits",
  on = { channel = "visit" }, when = { role = "third_party" }, hours = { every_day = { "08:00", "22:00" } },
}
limit "be.xix10.visit_conduct" { cite = "Code de droit économique, art. XIX.10", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix10.why.visit_conduct", left_to = "host" }
limit "be.xix11.calls_22_08" {
  cite = "Code de droit économique, art. XIX.11", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix11.why.calls",
  on = { channel = "voice" }, when = { role = "third_party" }, hours = { every_day = { "08:00", "22:00" } },
}
limit "be.xix11.plan_confirmation" { cite = "Code de droit économique, art. XIX.11", nature = "disclosure_duty", status = "verified", valid_from = "2023-09-01", because = "be.xix11.why.plan_confirmation", left_to = "host" }
limit "be.xix12.yearly_statement"  { cite = "Code de droit économique, art. XIX.12", nature = "disclosure_duty", status = "verified", valid_from = "2023-09-01", because = "be.xix12.why.yearly_statement", left_to = "host" }
limit "be.xix13.no_collector_fee" {
  cite = "Code de droit économique, art. XIX.13", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.xix13.why.no_fee",
  on = { action = one_of("charge_collector_fee", "charge_collection_fee", "charge_collection_cost") }, when = { role = "third_party" }, forbid = true,
}
limit "be.sanction" { cite = "Code de droit économique, art. XIX.15", nature = "prohibition", status = "verified", valid_from = "2023-09-01", because = "be.why.sanction", left_to = "host" }

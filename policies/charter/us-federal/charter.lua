-- us-federal: what federal law forbids. Collectors for others and buyers of debts (role third_party) are bound by the FDCPA and Regulation F; the rows without a role bind both.
-- A role that is not known is bound by everything. Letters are free of hours; bureau and ledger are no contacts.

-- ---- hours and places ----------------------------------------------------------------------------------------
limit "us.fdcpa.quiet_hours" {
  cite = "15 USC 1692c(a)(1); 12 CFR 1006.6(b)(1)(i)", nature = "prohibition", status = "verified", because = "us.why.quiet_hours",
  on = outbound, except_on = { channel = one_of("letter", "bureau", "ledger") }, when = { role = "third_party" }, unless = { direct_consent_to_this_time = true },
  hours = { every_day = { "08:00", "21:00" } }, widened_by = fact.convenient_windows,
}
limit "us.fdcpa.electronic_time" {
  cite = "12 CFR part 1006, Supplement I, comment to 1006.6(b)(1)", nature = "prohibition", status = "from_memory", because = "us.why.electronic_time",
  on = { channel = one_of("email", "sms", "social", "whatsapp") }, when = { role = "third_party" }, left_to = "host",
}
limit "us.fdcpa.unknown_location" {
  cite = "12 CFR part 1006, Supplement I, comment to 1006.6(b)(1)(i)", nature = "prohibition", status = "from_memory", because = "us.why.unknown_location",
  on = outbound, when = { role = "third_party" }, left_to = "host",
}
limit "us.reg_f.known_inconvenient_time" {
  cite = "12 CFR 1006.6(b)(1)(i); comment 6(b)(1)-1", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.known_inconvenient_time",
  on = outbound, except_on = { channel = one_of("letter", "bureau", "ledger") }, when = { role = "third_party" }, unless = { direct_consent_to_this_time = true },
  closed_in = fact.inconvenient_windows,
}
limit "us.reg_f.inconvenient_place" {
  cite = "12 CFR 1006.6(b)(1)(ii)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.inconvenient_place",
  on = outbound, when = { role = "third_party" }, left_to = "host",
}
limit "us.reg_f.workplace_prohibited" {
  cite = "15 USC 1692c(a)(3); 12 CFR 1006.6(b)(3)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.workplace_prohibited",
  on = { place = "work" }, when = { role = "third_party", employer_prohibits = true }, forbid = true,
}

-- ---- who speaks for the person; who must not hear of the debt --------------------------------------------------
limit "us.reg_f.attorney_represented" {
  cite = "15 USC 1692c(a)(2); 12 CFR 1006.6(b)(2), (4)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.attorney_represented",
  on = { recipient = none_of("attorney", "consumer_attorney", "cra", "credit_bureau", "consumer_reporting_agency", "creditor", "creditor_attorney", "collector_attorney") },
  except_on = { channel = one_of("bureau", "ledger") },
  when = { role = "third_party", attorney_known = true }, unless = any_of { attorney_unresponsive = true, attorney_consents = true }, forbid = true,
}
limit "us.reg_f.third_party_disclosure" {
  cite = "15 USC 1692b, 1692c(b), (d); 12 CFR 1006.6(a), (d)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.third_party_disclosure",
  on = {
    recipient = none_of("consumer", "codebtor", "co_debtor", "spouse", "surviving_spouse", "parent_of_minor", "guardian", "legal_guardian", "executor", "administrator", "personal_representative",
                        "confirmed_successor", "confirmed_successor_in_interest", "attorney", "consumer_attorney", "cra", "credit_bureau", "consumer_reporting_agency", "creditor", "creditor_attorney", "collector_attorney"),
    with_prior_consent = false,
  },
  except_on = { purpose = "location_information" }, when = { role = "third_party" }, forbid = true,
}
limit "us.reg_f.location_information/once" {
  cite = "15 USC 1692b(3); 12 CFR 1006.10(c)", nature = "prohibition", status = "from_memory", valid_from = "2021-11-30", because = "us.why.location_once",
  on = { purpose = "location_information" }, when = { role = "third_party" },
  at_most = { { 1, ever } }, per = { "person" }, counting = { purpose = "location_information", direction = "outbound" },
  except = { any_of { outcome = one_of("no_answer", "not_connected", "bounced"), callback_requested = true } },
}
limit "us.reg_f.location_information/attorney" {
  cite = "15 USC 1692b(6); 12 CFR 1006.10(c)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.location_attorney",
  on = { purpose = "location_information", recipient = none_of("attorney", "consumer_attorney") },
  when = { role = "third_party", attorney_known = true }, unless = { attorney_unresponsive = true }, forbid = true,
}
limit "us.reg_f.location_information/words" {
  cite = "15 USC 1692b; 12 CFR 1006.10", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.location_words",
  on = { purpose = "location_information" }, when = { role = "third_party" }, left_to = "host",
}
limit "us.reg_f.deceased" {
  cite = "12 CFR 1006.6(a)(1), (4); 1006.34(a)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.deceased",
  on = outbound, when = { role = "third_party", deceased = true }, left_to = "host",
}

-- ---- the person said stop, or disputes --------------------------------------------------------------------------
limit "us.reg_f.cease_contact" {
  cite = "15 USC 1692c(c); 12 CFR 1006.6(c)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.cease_contact",
  on = {
    channel = none_of("bureau", "ledger"),
    recipient = none_of("attorney", "consumer_attorney", "cra", "credit_bureau", "consumer_reporting_agency", "creditor", "creditor_attorney", "collector_attorney"),
  },
  except_on = { purpose = one_of("terminate_efforts", "intends_remedy") },
  when = { role = "third_party", cease_received_at = on_file }, forbid = true, starting = fact.cease_received_at,
}
limit "us.reg_f.dispute_cease_collection" {
  cite = "15 USC 1692g(b); 12 CFR 1006.38(c), (d)(2)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.dispute_cease_collection",
  on = outbound, except_on = { purpose = "send_verification" },
  when = { role = "third_party", written_dispute_received_at = on_file, written_dispute_within_validation_period = true, written_dispute_verification_sent_at = not_on_file },
  forbid = true, starting = fact.written_dispute_received_at,
}
limit "us.reg_f.dispute_payment_application" {
  cite = "15 USC 1692h; 12 CFR 1006.30(c)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.dispute_payment_application",
  on = outbound, when = { role = "third_party" }, left_to = "host",
}

-- ---- how often one calls ----------------------------------------------------------------------------------------
-- Counted: every call placed that connects, also one that rings unanswered, drops or reaches voicemail. Not counted, and not refused: calls with direct prior consent, calls to the
-- people of 1006.6(d)(1)(ii)-(vi); not counted: what did not connect. Never counted: texts, e-mails, letters, incoming calls. Consent given: seven local dates, its own the first.
limit "us.reg_f.seven_in_seven" {
  cite = "12 CFR 1006.14(b)(2)(i)(A), (ii); (b)(3), (4)", nature = "presumption", status = "verified", valid_from = "2021-11-30", because = "us.why.seven_in_seven",
  on = { channel = "voice" }, when = { role = "third_party" }, at_most = { { 7, days(7) } }, per = { "person", "debt" }, counting = { channel = "voice", direction = "outbound" },
  except = {
    any_of {
      outcome = "not_connected", with_prior_consent = true,
      recipient = one_of("attorney", "consumer_attorney", "cra", "credit_bureau", "consumer_reporting_agency", "creditor", "creditor_attorney", "collector_attorney"),
    },
  },
  lifted_for = days(7), lifted_from = fact.call_consent_at,
}
limit "us.reg_f.conversation_cooldown" {
  cite = "12 CFR 1006.14(b)(2)(i)(B); (b)(3), (4); comment 14(b)(4)-1", nature = "presumption", status = "verified", valid_from = "2021-11-30", because = "us.why.conversation_cooldown",
  on = { channel = "voice" }, when = { role = "third_party" }, wait = days(7), after = last { channel = "voice", outcome = "conversation" }, per = { "person", "debt" },
  except = {
    any_of {
      with_prior_consent = true,
      recipient = one_of("attorney", "consumer_attorney", "cra", "credit_bureau", "consumer_reporting_agency", "creditor", "creditor_attorney", "collector_attorney"),
    },
  },
  lifted_for = days(7), lifted_from = fact.call_consent_at,
}
limit "us.reg_f.rebut_compliance" {
  cite = "CFPB Debt Collection Rule FAQs, Rebutting presumptions, 1", nature = "guidance", status = "verified_secondary", valid_from = "2021-11-30", because = "us.why.rebut_compliance",
  on = { channel = "voice" }, when = { role = "third_party" }, left_to = "host",
}

-- ---- media: a person may close one; one confirmation with nothing else, one answer by the same medium stay open -----
limit "us.reg_f.medium_opt_out/letter" {
  cite = "12 CFR 1006.14(h)(1), (2)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.medium_opt_out",
  on = { channel = "letter", reply_same_medium = false }, except_on = { purpose = "opt_out_confirmation" }, when = { role = "third_party", medium_opt_outs = has_any("letter") }, forbid = true,
}
limit "us.reg_f.medium_opt_out/portal" {
  cite = "12 CFR 1006.14(h)(1), (2)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.medium_opt_out",
  on = { channel = "portal", reply_same_medium = false }, except_on = { purpose = "opt_out_confirmation" }, when = { role = "third_party", medium_opt_outs = has_any("portal") }, forbid = true,
}
limit "us.reg_f.medium_opt_out/email" {
  cite = "12 CFR 1006.14(h)(1), (2)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.medium_opt_out",
  on = { channel = "email", reply_same_medium = false }, except_on = { purpose = "opt_out_confirmation" }, when = { role = "third_party", medium_opt_outs = has_any("email") }, forbid = true,
}
limit "us.reg_f.medium_opt_out/sms" {
  cite = "12 CFR 1006.14(h)(1), (2)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.medium_opt_out",
  on = { channel = "sms", reply_same_medium = false }, except_on = { purpose = "opt_out_confirmation" }, when = { role = "third_party", medium_opt_outs = has_any("sms") }, forbid = true,
}
limit "us.reg_f.medium_opt_out/whatsapp" {
  cite = "12 CFR 1006.14(h)(1), (2)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.medium_opt_out",
  on = { channel = "whatsapp", reply_same_medium = false }, except_on = { purpose = "opt_out_confirmation" }, when = { role = "third_party", medium_opt_outs = has_any("whatsapp") }, forbid = true,
}
limit "us.reg_f.medium_opt_out/voice" {
  cite = "12 CFR 1006.14(h)(1), (2)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.medium_opt_out",
  on = { channel = "voice", reply_same_medium = false }, except_on = { purpose = "opt_out_confirmation" }, when = { role = "third_party", medium_opt_outs = has_any("voice") }, forbid = true,
}
limit "us.reg_f.medium_opt_out/visit" {
  cite = "12 CFR 1006.14(h)(1), (2)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.medium_opt_out",
  on = { channel = "visit", reply_same_medium = false }, except_on = { purpose = "opt_out_confirmation" }, when = { role = "third_party", medium_opt_outs = has_any("visit") }, forbid = true,
}
limit "us.reg_f.medium_opt_out/social" {
  cite = "12 CFR 1006.14(h)(1), (2)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.medium_opt_out",
  on = { channel = "social", reply_same_medium = false }, except_on = { purpose = "opt_out_confirmation" }, when = { role = "third_party", medium_opt_outs = has_any("social") }, forbid = true,
}
limit "us.reg_f.electronic_opt_out_notice/missing" {
  cite = "12 CFR 1006.6(e)", nature = "disclosure_duty", status = "verified", valid_from = "2021-11-30", because = "us.why.electronic_opt_out_notice",
  on = { channel = one_of("email", "sms", "social", "whatsapp"), opt_out_notice = false }, when = { role = "third_party" }, forbid = true,
}
limit "us.reg_f.electronic_opt_out_notice/carried" {
  cite = "12 CFR 1006.6(e)", nature = "disclosure_duty", status = "verified", valid_from = "2021-11-30", because = "us.why.electronic_opt_out_notice",
  on = { channel = one_of("email", "sms", "social", "whatsapp") }, when = { role = "third_party" }, require = { "us.opt_out" },
}
limit "us.reg_f.sms_number_freshness" {
  cite = "12 CFR 1006.6(d)(5)", nature = "safe_harbor", status = "verified", valid_from = "2021-11-30", because = "us.why.sms_number_freshness",
  on = { channel = "sms" }, when = { role = "third_party" }, left_to = "host",
}
limit "us.reg_f.email_procedures" {
  cite = "12 CFR 1006.6(d)(4)", nature = "safe_harbor", status = "verified_secondary", valid_from = "2021-11-30", because = "us.why.email_procedures",
  on = { channel = "email" }, when = { role = "third_party" }, left_to = "host",
}
limit "us.reg_f.work_email" {
  cite = "12 CFR 1006.22(f)(3)", nature = "prohibition", status = "from_memory", valid_from = "2021-11-30", because = "us.why.work_email",
  on = { channel = "email", address_kind = "employer_email", with_prior_consent = false }, when = { role = "third_party" }, unless = { consumer_wrote_from_work_email = true }, forbid = true,
}
limit "us.reg_f.social_media_public" {
  cite = "12 CFR 1006.22(f)(4)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.social_media_public",
  on = { channel = "social", visibility = "public" }, when = { role = "third_party" }, forbid = true,
}
limit "us.reg_f.limited_content_voicemail" {
  cite = "12 CFR 1006.2(b), (j)", nature = "safe_harbor", status = "verified", valid_from = "2021-11-30", because = "us.why.limited_content_voicemail",
  on = { channel = "voice" }, when = { role = "third_party" }, left_to = "host",
}

-- ---- what must be said ------------------------------------------------------------------------------------------
limit "us.reg_f.meaningful_identity" {
  cite = "12 CFR 1006.14(g)", nature = "disclosure_duty", status = "verified", valid_from = "2021-11-30", because = "us.why.meaningful_identity",
  on = { channel = "voice" }, when = { role = "third_party" }, require = { "us.caller_identity" },
}
limit "us.reg_f.disclosure_initial" {
  cite = "15 USC 1692e(11); 12 CFR 1006.18(e)(1)", nature = "disclosure_duty", status = "verified", valid_from = "2021-11-30", because = "us.why.disclosure_initial",
  on = { channel = none_of("bureau", "ledger") }, except_on = { purpose = one_of("location_information", "opt_out_confirmation") },
  when = { role = "third_party", us_earlier_communication_at = not_on_file }, require = { "us.mini_miranda" },
}
limit "us.reg_f.disclosure_subsequent" {
  cite = "12 CFR 1006.18(e)(2), (4)", nature = "disclosure_duty", status = "verified", valid_from = "2021-11-30", because = "us.why.disclosure_subsequent",
  on = { channel = none_of("bureau", "ledger") }, except_on = { purpose = one_of("location_information", "opt_out_confirmation") },
  when = { role = "third_party", us_earlier_communication_at = on_file }, require = { "us.from_debt_collector" },
}
limit "us.reg_f.validation_notice" {
  cite = "15 USC 1692g(a); 12 CFR 1006.34(a), (b)(3), (c)", nature = "disclosure_duty", status = "verified", valid_from = "2021-11-30", because = "us.why.validation_notice",
  on = outbound, when = { role = "third_party" }, left_to = "host",
}
limit "us.reg_f.validation_period" {
  cite = "12 CFR 1006.34(b)(5), 1006.38(b)(1)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.validation_period",
  on = outbound, when = { role = "third_party" }, left_to = "host",
}

-- ---- suits, reports, amounts, conduct -----------------------------------------------------------------------------
limit "us.reg_f.time_barred_suit" {
  cite = "12 CFR 1006.26(b)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.time_barred_suit",
  on = { action = "threaten_suit" }, when = { role = "third_party", time_barred = true }, forbid = true,
}
-- Before a report to a bureau: the debt was spoken about; or a letter went out, fourteen days passed, and it did not come back.
limit "us.reg_f.passive_collection/nothing_yet" {
  cite = "12 CFR 1006.30(a)(1)", nature = "prohibition", status = "from_memory", valid_from = "2021-11-30", because = "us.why.passive_nothing",
  on = { channel = "bureau" }, when = { role = "third_party", spoke_about_debt_at = not_on_file, letter_sent_at = not_on_file }, forbid = true,
}
limit "us.reg_f.passive_collection/came_back" {
  cite = "12 CFR 1006.30(a)(1)(ii)", nature = "prohibition", status = "from_memory", valid_from = "2021-11-30", because = "us.why.passive_came_back",
  on = { channel = "bureau" }, when = { role = "third_party", spoke_about_debt_at = not_on_file, undeliverable = true }, forbid = true,
}
limit "us.reg_f.passive_collection/waiting" {
  cite = "12 CFR 1006.30(a)(1)(ii)", nature = "prohibition", status = "from_memory", valid_from = "2021-11-30", because = "us.why.passive_waiting",
  on = { channel = "bureau" }, when = { role = "third_party", spoke_about_debt_at = not_on_file }, wait = days(14), after = fact.letter_sent_at,
}
limit "us.reg_f.unauthorised_amount" {
  cite = "15 USC 1692f(1); 12 CFR 1006.22(b)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.unauthorised_amount",
  on = outbound, when = { role = "third_party" }, left_to = "host",
}
limit "us.reg_f.postdated" {
  cite = "15 USC 1692f(2)", nature = "disclosure_duty", status = "verified", because = "us.why.postdated", on = outbound, when = { role = "third_party" }, left_to = "host",
}
limit "us.reg_f.false_threats" {
  cite = "15 USC 1692d, 1692e(1)-(16)", nature = "prohibition", status = "verified", because = "us.why.false_threats", on = outbound, when = { role = "third_party" }, left_to = "host",
}
limit "us.reg_f.venue" {
  cite = "15 USC 1692i; 12 CFR 1006.30(d)", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.venue", on = outbound, when = { role = "third_party" }, left_to = "host",
}
limit "us.reg_f.retention" {
  cite = "12 CFR 1006.100", nature = "prohibition", status = "verified", valid_from = "2021-11-30", because = "us.why.retention", on = outbound, when = { role = "third_party" }, left_to = "host",
}

-- ---- both roles ---------------------------------------------------------------------------------------------------
limit "us.bankruptcy.automatic_stay" {
  cite = "11 USC 362(a)(6)", nature = "prohibition", status = "verified_secondary", because = "us.why.automatic_stay", on = outbound, when = { bankruptcy_stay = true }, forbid = true,
}
limit "us.bankruptcy.discharge_injunction" {
  cite = "11 USC 524(a)(2)", nature = "prohibition", status = "from_memory", because = "us.why.discharge_injunction", on = outbound, when = { debt_discharged = true }, forbid = true,
}
limit "us.scra.six_percent" {
  cite = "50 USC 3937", nature = "prohibition", status = "verified", because = "us.why.scra_six_percent", on = outbound, when = otherwise, left_to = "host",
}
limit "us.scra.default_judgment" {
  cite = "50 USC 3931", nature = "prohibition", status = "from_memory", because = "us.why.scra_default_judgment", on = outbound, when = otherwise, left_to = "host",
}
-- A line that is not recorded as residential is taken for a mobile.
limit "us.tcpa.consent" {
  cite = "47 USC 227(b)(1)(A)(iii)", nature = "prohibition", status = "from_memory", because = "us.why.tcpa_consent",
  on = { channel = one_of("voice", "sms"), dialer = one_of("autodialer", "prerecorded"), line = none_of("residential") }, when = otherwise, unless = { tcpa_consent = true }, forbid = true,
}
limit "us.tcpa.residential_three_in_thirty" {
  cite = "47 CFR 64.1200(a)(3)(iii)", nature = "prohibition", status = "from_memory", because = "us.why.tcpa_residential",
  on = { channel = "voice", dialer = "prerecorded", line = "residential" }, when = otherwise, unless = { tcpa_consent = true },
  at_most = { { 3, stricter(days(30), hours(720)) } }, per = { "person" }, counting = { channel = "voice", direction = "outbound", dialer = "prerecorded", line = none_of("cell") },
}
limit "us.tcpa.revocation/voice" {
  cite = "47 CFR 64.1200(a)(10)-(12); 89 FR 15756", nature = "prohibition", status = "verified_secondary", valid_from = "2025-04-11", because = "us.why.tcpa_revocation",
  on = { channel = "voice", dialer = one_of("autodialer", "prerecorded") }, when = { medium_opt_outs = has_any("voice") }, forbid = true,
}
limit "us.tcpa.revocation/sms" {
  cite = "47 CFR 64.1200(a)(10)-(12); 89 FR 15756", nature = "prohibition", status = "verified_secondary", valid_from = "2025-04-11", because = "us.why.tcpa_revocation",
  on = { channel = "sms", dialer = one_of("autodialer", "prerecorded") }, except_on = { purpose = "opt_out_confirmation" }, when = { medium_opt_outs = has_any("sms") }, forbid = true,
}
limit "us.fcra.furnisher" {
  cite = "15 USC 1681s-2; 12 CFR 1022.40-43", nature = "prohibition", status = "from_memory", because = "us.why.fcra_furnisher", on = { channel = "bureau" }, when = otherwise, left_to = "host",
}
limit "us.udaap" {
  cite = "12 USC 5531, 5536", nature = "guidance", status = "from_memory", because = "us.why.udaap", on = outbound, when = otherwise, left_to = "host",
}
limit "us.ecoa" {
  cite = "15 USC 1691(a)", nature = "prohibition", status = "verified", because = "us.why.ecoa", on = outbound, when = otherwise, left_to = "host",
}
limit "us.reg_x.early_intervention" {
  cite = "12 CFR 1024.39, 1024.41", nature = "disclosure_duty", status = "from_memory", because = "us.why.reg_x", on = outbound, when = otherwise, left_to = "host",
}
limit "us.ncua.workout" {
  cite = "12 CFR part 741, App. B", nature = "guidance", status = "from_memory", because = "us.why.ncua_workout", on = outbound, when = otherwise, left_to = "host",
}

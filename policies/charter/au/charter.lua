-- Australia: what RG 96 recommends with a number, an hour or a day. A bureau and a ledger are no contacts; a letter has no hour.

-- ---- when -------------------------------------------------------------------------------------------------------------
limit "au.rg96.hours/telephone" {
  cite = "RG 96, part 2, section 4", nature = "guidance", status = "verified", because = "au.rg96.why.hours",
  on = { channel = one_of("voice", "sms", "whatsapp") }, hours = { mon_fri = { "07:30", "21:00" }, sat_sun = { "09:00", "21:00" } },
}
limit "au.rg96.hours/face_to_face" {
  cite = "RG 96, part 2, section 4", nature = "guidance", status = "verified", because = "au.rg96.why.hours_visit",
  on = { channel = "visit" }, hours = { every_day = { "09:00", "21:00" } },
}
limit "au.rg96.public_holiday" {
  cite = "RG 96, part 2, section 4", nature = "guidance", status = "verified", because = "au.rg96.why.public_holiday",
  on = outbound, except_on = { channel = one_of("letter", "bureau", "ledger") }, hours = { every_day = { "00:00", "24:00" }, holidays = closed },
}
-- the person's own working hours are not on file: the usual ones
limit "au.rg96.workplace_hours" {
  cite = "RG 96, part 2, section 4", nature = "guidance", status = "verified", because = "au.rg96.why.workplace_hours",
  on = { place = "work" }, except_on = { channel = one_of("letter", "bureau", "ledger") }, hours = { mon_fri = { "09:00", "17:00" } },
}
limit "au.rg96.wishes" {
  cite = "RG 96, part 2, section 4", nature = "guidance", status = "verified", because = "au.rg96.why.wishes",
  on = outbound, except_on = { channel = one_of("letter", "bureau", "ledger") }, closed_in = fact.inconvenient_windows,
}

-- ---- how often: actual contact only, per account, visits apart ----------------------------------------------------------
-- Section 3: a call that was answered, be it for a moment, a message left and a message delivered are contact; a call that nobody answered is an attempt.
-- Which days are a week or a month is not settled; seven and thirty-one days back are as strict as any reading.
limit "au.rg96.frequency_week" {
  cite = "RG 96, part 2, section 5", nature = "guidance", status = "verified", because = "au.rg96.why.frequency_week",
  on = { channel = none_of("visit", "bureau", "ledger") }, at_most = { { 3, stricter(days(7), hours(168)) } }, per = { "person", "debt" },
  counting = { direction = "outbound", channel = none_of("visit", "bureau", "ledger"), outcome = one_of("conversation", "dropped", "voicemail", "delivered") },
}
limit "au.rg96.frequency_month" {
  cite = "RG 96, part 2, section 5", nature = "guidance", status = "verified", because = "au.rg96.why.frequency_month",
  on = { channel = none_of("visit", "bureau", "ledger") }, at_most = { { 10, days(31) } }, per = { "person", "debt" },
  counting = { direction = "outbound", channel = none_of("visit", "bureau", "ledger"), outcome = one_of("conversation", "dropped", "voicemail", "delivered") },
}
limit "au.rg96.attempts"     { cite = "RG 96, part 2, section 5", nature = "guidance", status = "verified", because = "au.rg96.why.attempts", left_to = "host" }
limit "au.rg96.face_to_face" { cite = "RG 96, part 2, section 7", nature = "charter", status = "from_memory", because = "au.rg96.why.face_to_face", left_to = "host" }

-- ---- hardship, notices ----------------------------------------------------------------------------------------------------
limit "au.ncc_s72_hardship" { cite = "National Credit Code, s. 72", nature = "prohibition", status = "from_memory", because = "au.ncc.why.hardship", left_to = "host" }
limit "au.ncc_s88"          { cite = "National Credit Code, s. 88", nature = "prohibition", status = "from_memory", because = "au.ncc.why.default_notice", left_to = "host" }

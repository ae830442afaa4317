-- charter.lua: what may never happen, whatever the other files say. Limits only take away: their order does not matter, and adding one
-- never permits more. on: which proposals · when: which person · effect · cite. What is not known counts in the restricting direction.

-- ---- nobody who owes nothing --------------------------------------------------------------------------------
limit "ethics.nothing_owed"   { cite = ethics "nothing_owed", nature = "charter", because = "why.nothing_owed", on = outbound, when = circumstance.owes_nothing, forbid = true }
limit "ethics.paid_is_paid"   { cite = ethics "continuity", nature = "charter", because = "why.caught_up", on = { purpose = one_of("demand", "legal") }, when = circumstance.caught_up, forbid = true }

-- ---- peace --------------------------------------------------------------------------------------------------
limit "ethics.pause_life_event" {
  cite = ethics "pause_life_event", nature = "charter", because = "why.limit_bereaved", on = outbound, when = circumstance.bereaved,
  forbid = true, during = days(number.bereavement_pause), from = fact.life_event_on, hand_over = team "care", by = business_days(2), card = "card_bereaved",
}
limit "ethics.pause_life_event.job_loss" {
  cite = ethics "pause_life_event", nature = "charter", because = "why.limit_life_event", on = { purpose = one_of("demand", "legal") }, when = { life_event = "job_loss" },
  forbid = true, during = days(number.life_event_pause), from = fact.life_event_on,
}
limit "ethics.pause_life_event.illness" {
  cite = ethics "pause_life_event", nature = "charter", because = "why.limit_life_event", on = { purpose = one_of("demand", "legal") }, when = { life_event = "illness" },
  forbid = true, during = days(number.life_event_pause), from = fact.life_event_on,
}
limit "ethics.pause_life_event.separation" {
  cite = ethics "pause_life_event", nature = "charter", because = "why.limit_life_event", on = { purpose = one_of("demand", "legal") }, when = { life_event = "separation" },
  forbid = true, during = days(number.life_event_pause), from = fact.life_event_on,
}
limit "ethics.pause_life_event.birth" {
  cite = ethics "pause_life_event", nature = "charter", because = "why.limit_life_event", on = { purpose = one_of("demand", "legal") }, when = { life_event = "birth" },
  forbid = true, during = days(number.life_event_pause), from = fact.life_event_on,
}
limit "ethics.pause_life_event.disaster" {
  cite = ethics "pause_life_event", nature = "charter", because = "why.limit_life_event", on = { purpose = one_of("demand", "legal") }, when = { life_event = "disaster" },
  forbid = true, during = days(number.life_event_pause), from = fact.life_event_on,
}
-- before anything is asked for again, a person has looked at the situation since
limit "ethics.review_before_resuming" {
  cite = ethics "pause_life_event", nature = "charter", because = "why.limit_review_first", on = { purpose = one_of("demand", "legal") }, unless = circumstance.owes_nothing,
  when = { life_event_on = longer_ago_than(days(number.life_event_pause)), circumstance.unreviewed }, forbid = true, hand_over = team "advisers", by = business_days(10), card = "card_review",
}
-- the person asked for a pause: every channel, until the day they named
limit "ethics.asked_pause" { cite = ethics "asked_pause", nature = "charter", because = "why.limit_asked_pause", on = outbound, when = { pause_until = on_file }, forbid = true, until_date = fact.pause_until }
limit "ethics.asked_to_stop" { cite = ethics "asked_to_stop", nature = "charter", because = "why.limit_asked_stop", on = outbound, when = circumstance.said_stop, forbid = true }
limit "ethics.preferred_now.later" {
  cite = ethics "preferred_channel", nature = "charter", because = "why.limit_later", on = outbound, when = { preferred_now = "later" }, wait = days(number.later_days), after = fact.answered_on,
}
-- what came in today rests: no demand so soon after a payment, nor after the answer to a complaint
limit "ethics.payment_rests" { cite = ethics "continuity", nature = "charter", because = "why.limit_payment_rests", on = { purpose = one_of("demand", "legal") }, wait = days(number.payment_rest_days), after = fact.last_payment_on }
limit "ethics.cool_off.complaint" {
  cite = ethics "equal_complaints", nature = "charter", because = "why.limit_cool_off_complaint", on = { purpose = one_of("demand", "legal") }, wait = days(number.cool_off_days), after = fact.complaint_closed_on,
}

-- ---- a person decides ---------------------------------------------------------------------------------------
limit "ethics.human_handover.danger" {
  cite = ethics "human_handover", nature = "charter", because = "why.limit_danger", on = outbound, when = circumstance.in_danger, forbid = true, hand_over = team "safety", by = hours(1), card = "card_danger",
}
limit "ethics.human_handover.vulnerable" {
  cite = ethics "human_handover", nature = "charter", because = "why.needs_care", on = outbound, when = circumstance.needs_care, unless = circumstance.owes_nothing,
  forbid = true, hand_over = team "care", by = business_days(2), card = "card_care",
}
limit "ethics.human_handover.contested" {
  cite = ethics "human_handover", nature = "charter", because = "why.limit_contested", on = outbound, when = circumstance.contested, forbid = true, hand_over = team "complaints", by = business_days(2), card = "card_contested",
}
limit "ethics.human_handover.asked" {
  cite = ethics "human_handover", nature = "charter", because = "why.limit_asked_person", on = outbound, when = circumstance.wants_person, unless = circumstance.owes_nothing,
  forbid = true, hand_over = team "advisers", by = business_days(2), card = "card_asked_person",
}
limit "ethics.human_handover.broken_plans" {
  cite = ethics "human_handover", nature = "charter", because = "why.limit_broken_plans", on = outbound, when = { plans_broken_12m = at_least(number.broken_plans) }, unless = circumstance.owes_nothing,
  forbid = true, hand_over = team "advisers", by = business_days(5), card = "card_plan_again",
}
limit "ethics.human_handover.third_change" {
  cite = ethics "human_handover", nature = "charter", because = "why.limit_third_change", on = outbound, when = { modifications_12m = at_least(number.changes_a_year) }, unless = circumstance.owes_nothing,
  forbid = true, hand_over = team "advisers", by = business_days(5), card = "card_plan_again",
}
limit "ethics.cool_off.rating" {
  cite = ethics "feedback", nature = "charter", because = "why.limit_cool_off_rating", on = outbound, when = circumstance.went_badly, forbid = true, hand_over = team "complaints", by = business_days(2), card = "card_rating",
}
limit "ethics.support.arranged" {
  cite = ethics "human_handover", nature = "charter", because = "why.limit_support_arranged", on = outbound, when = { support_needs = has_any("large_print", "interpreter", "someone_with_them") }, unless = circumstance.owes_nothing,
  forbid = true, hand_over = team "care", by = business_days(2), card = "card_support",
}
limit "ethics.human_touch" {
  cite = ethics "human_touch", nature = "charter", because = "why.limit_human_touch", on = outbound, when = { robots = at_least(number.robots_in_a_row) }, unless = circumstance.owes_nothing,
  forbid = true, hand_over = team "outreach", by = business_days(10), card = "card_human_touch",
}

-- ---- when and how often -------------------------------------------------------------------------------------
limit "ethics.humane_hours" {
  cite = ethics "humane_hours", nature = "charter", because = "why.limit_hours", on = outbound, except_on = { channel = one_of("letter", "portal") }, widened_by = fact.convenient_windows,
  hours = { mon_fri = { "09:00", "19:00" }, sat = { "10:00", "17:00" }, sun = closed, holidays = closed },
}
limit "ethics.frequency.day"   { cite = ethics "frequency", nature = "charter", because = "why.limit_frequency", on = outbound, at_most = { { number.per_day, days(1) } },    counting = { direction = "outbound" } }
limit "ethics.frequency.week"  { cite = ethics "frequency", nature = "charter", because = "why.limit_frequency", on = outbound, at_most = { { number.per_week, days(7) } },   counting = { direction = "outbound" } }
limit "ethics.frequency.month" { cite = ethics "frequency", nature = "charter", because = "why.limit_frequency", on = outbound, at_most = { { number.per_month, days(30) } }, counting = { direction = "outbound" } }
limit "ethics.frequency.gap"   { cite = ethics "frequency", nature = "charter", because = "why.limit_gap", on = outbound, wait = hours(number.gap_hours), after = last { direction = "outbound" } }

limit "ethics.support.more_time" {
  cite = ethics "human_handover", nature = "charter", because = "why.limit_more_time", on = outbound, when = { support_needs = has_any("more_time") }, wait = days(number.support_wait_days), after = last { direction = "outbound" },
}
-- all channels together, each with its weight: numbers.yaml says how much is enough
limit "ethics.pressure" { cite = ethics "frequency", nature = "charter", because = "why.limit_pressure", on = outbound, when = { pressure = at_least(number.pressure_ceiling) }, forbid = true }
-- the part of the day that suits them
limit "ethics.preferred_now.daytime" {
  cite = ethics "preferred_channel", nature = "charter", because = "why.limit_daytime", on = outbound, except_on = { channel = one_of("letter", "portal") }, when = { preferred_now = "daytime" },
  hours = { mon_fri = { "09:00", "17:00" }, sat = { "10:00", "17:00" }, sun = closed, holidays = closed },
}
limit "ethics.preferred_now.evening" {
  cite = ethics "preferred_channel", nature = "charter", because = "why.limit_evening", on = outbound, except_on = { channel = one_of("letter", "portal") }, when = { preferred_now = "evening" },
  hours = { mon_fri = { "17:00", "19:00" }, sat = { "10:00", "17:00" }, sun = closed, holidays = closed },
}

-- ---- by which way -------------------------------------------------------------------------------------------
limit "ethics.consent.email"    { cite = ethics "consent", nature = "charter", because = "why.limit_consent", on = { channel = "email" },    only_if = { email_consent = true } }
limit "ethics.consent.sms"      { cite = ethics "consent", nature = "charter", because = "why.limit_consent", on = { channel = "sms" },      only_if = { sms_consent = true } }
limit "ethics.consent.whatsapp" { cite = ethics "consent", nature = "charter", because = "why.limit_consent", on = { channel = "whatsapp" }, only_if = { whatsapp_consent = true } }
limit "ethics.consent.voice"    { cite = ethics "consent", nature = "charter", because = "why.limit_consent", on = { channel = "voice" },    only_if = { call_consent = true } }
limit "ethics.calls_for_urgency" { cite = ethics "calls_for_urgency", nature = "charter", because = "why.limit_calls", on = { channel = "voice" }, only_if = circumstance.may_call }
-- a stated preference is a ceiling: what is harsher than the way the person named is refused
limit "ethics.preferred_channel.portal"   { cite = ethics "preferred_channel", nature = "charter", because = "why.limit_preferred", on = { channel = "portal" },   when = { any_of { preferred_channel = "letter", preferred_now = "letter" } }, forbid = true }
limit "ethics.preferred_channel.email"    { cite = ethics "preferred_channel", nature = "charter", because = "why.limit_preferred", on = { channel = "email" },    when = { any_of { preferred_channel = one_of("letter", "portal"), preferred_now = one_of("letter", "portal") } }, forbid = true }
limit "ethics.preferred_channel.sms"      { cite = ethics "preferred_channel", nature = "charter", because = "why.limit_preferred", on = { channel = "sms" },      when = { any_of { preferred_channel = one_of("letter", "portal", "email"), preferred_now = one_of("letter", "portal", "email") } }, forbid = true }
limit "ethics.preferred_channel.whatsapp" { cite = ethics "preferred_channel", nature = "charter", because = "why.limit_preferred", on = { channel = "whatsapp" }, when = { any_of { preferred_channel = one_of("letter", "portal", "email", "sms"), preferred_now = one_of("letter", "portal", "email", "sms") } }, forbid = true }
limit "ethics.preferred_channel.voice"    { cite = ethics "preferred_channel", nature = "charter", because = "why.limit_preferred", on = { channel = "voice" },    when = { any_of { preferred_channel = one_of("letter", "portal", "email", "sms", "whatsapp"), preferred_now = one_of("letter", "portal", "email", "sms", "whatsapp") } }, forbid = true }
limit "ethics.opt_out.letter"   { cite = ethics "opt_out", nature = "charter", because = "why.limit_opt_out", on = { channel = "letter" },   when = { medium_opt_outs = has_any("letter") }, forbid = true }
limit "ethics.opt_out.portal"   { cite = ethics "opt_out", nature = "charter", because = "why.limit_opt_out", on = { channel = "portal" },   when = { medium_opt_outs = has_any("portal") }, forbid = true }
limit "ethics.opt_out.email"    { cite = ethics "opt_out", nature = "charter", because = "why.limit_opt_out", on = { channel = "email" },    when = { medium_opt_outs = has_any("email") }, forbid = true }
limit "ethics.opt_out.sms"      { cite = ethics "opt_out", nature = "charter", because = "why.limit_opt_out", on = { channel = "sms" },      when = { medium_opt_outs = has_any("sms") }, forbid = true }
limit "ethics.opt_out.whatsapp" { cite = ethics "opt_out", nature = "charter", because = "why.limit_opt_out", on = { channel = "whatsapp" }, when = { medium_opt_outs = has_any("whatsapp") }, forbid = true }
limit "ethics.opt_out.voice"    { cite = ethics "opt_out", nature = "charter", because = "why.limit_opt_out", on = { channel = "voice" },    when = { medium_opt_outs = has_any("voice") }, forbid = true }

limit "ethics.support.in_writing" { cite = ethics "preferred_channel", nature = "charter", because = "why.limit_in_writing", on = { channel = "voice" }, when = { support_needs = has_any("in_writing") }, forbid = true }

-- ---- in which tone, how far ---------------------------------------------------------------------------------
limit "ethics.tone.hard_times" { cite = ethics "no_threat", nature = "charter", because = "why.limit_tone_hard", on = outbound, when = circumstance.hard_times, tone_at_most = "encouragement" }
limit "ethics.tone.early"      { cite = ethics "no_threat", nature = "charter", because = "why.limit_tone_early", on = outbound, when = { days_past_due = at_most(number.early_until) }, tone_at_most = "encouragement" }
limit "ethics.tone.not_heard"  { cite = ethics "listen_first", nature = "charter", because = "why.limit_tone_unheard", on = outbound, when = { listened_on = not_on_file }, tone_at_most = "nudge" }
-- a firmer tone only after the one below has had its time and has arrived, and while nothing is contested; a kinder one at any moment
limit "ethics.tone.step_nudge" {
  cite = ethics "tone_steps", nature = "charter", because = "why.limit_tone_step", on = { tone = one_of("nudge", "plain", "firm") },
  only_if = { said_kindly = at_least(number.step_messages), kindly_since = at_least(1), none_of_these { circumstance.contested, circumstance.needs_care } },
}
limit "ethics.tone.step_plain" {
  cite = ethics "tone_steps", nature = "charter", because = "why.limit_tone_step", on = { tone = one_of("plain", "firm") }, only_if = { said_lightly = at_least(number.step_messages), lightly_since = at_least(1) },
}
limit "ethics.tone.step_firm" {
  cite = ethics "tone_steps", nature = "charter", because = "why.limit_tone_step", on = { tone = "firm" }, only_if = { said_plainly = at_least(number.step_messages), plainly_since = at_least(1) },
}
limit "ethics.hard_times_ceiling" { cite = ethics "pause_life_event", nature = "charter", because = "why.limit_hard_ceiling", on = outbound, when = circumstance.hard_times, action_at_most = "invite_review" }
limit "ethics.hard_times_ceiling/fee" { cite = ethics "pause_life_event", nature = "charter", because = "why.limit_hard_ceiling", on = outbound, when = circumstance.hard_times, ceiling = { fee = 0 } }
limit "ethics.early_ceiling"   { cite = ethics "offer_before_ask", nature = "charter", because = "why.limit_early_ceiling", on = outbound, when = { days_past_due = at_most(number.early_until) }, action_at_most = "offer_plans" }
-- before anything is due: support at most, once a month, and never a demand
limit "ethics.proactive"       { cite = ethics "proactive", nature = "charter", because = "why.limit_proactive", on = outbound, when = circumstance.not_due, unless = circumstance.on_plan, action_at_most = "early_support" }
limit "ethics.proactive_once"  { cite = ethics "proactive", nature = "charter", because = "why.limit_proactive_once", on = { action = "early_support" }, when = { contacts_30d = at_least(1) }, forbid = true }

-- ---- with which words: the text as it would be sent (lexicons/); what the law prescribes word for word is exempt ---
limit "ethics.no_threat" { cite = ethics "no_threat", nature = "charter", because = "why.limit_no_threat", on = outbound, no_words = lexicon "no_threat" }
limit "ethics.no_threat/legal" {
  cite = ethics "no_threat", nature = "charter", because = "why.limit_no_threat", on = outbound, except_on = { purpose = "legal" }, no_words = lexicon "legal_threat",
}
limit "ethics.no_shame"  { cite = ethics "no_shame", nature = "charter", because = "why.limit_no_shame", on = outbound, no_words = lexicon "no_shame" }

-- ---- first listen, then offer, a court last -----------------------------------------------------------------
limit "ethics.listen_first"     { cite = ethics "listen_first", nature = "charter", because = "why.limit_listen_first", on = { action = one_of("remind", "formal_notice") }, only_if = { listened_on = on_file } }
limit "ethics.offer_before_ask" { cite = ethics "offer_before_ask", nature = "charter", because = "why.limit_offer_first", on = { purpose = one_of("demand", "legal") }, only_if = { offers_made = at_least(1) } }
limit "ethics.before_litigation" {
  cite = ethics "before_litigation", nature = "charter", because = "why.limit_litigation", on = { action = "formal_notice" },
  only_if = {
    days_past_due = above(number.notice_after), offers_made = at_least(number.offers_before_notice), offers_settled = at_least(1),
    hardship_reviewed_on = within_last(days(number.review_fresh_days)), human_approval_on = within_last(days(number.approval_fresh_days)),
  },
}
limit "ethics.tone.step_remind" {
  cite = ethics "tone_steps", nature = "charter", because = "why.limit_tone_step", on = { action = "remind" }, only_if = { said_kindly = at_least(number.step_messages), kindly_since = at_least(1) },
}
limit "ethics.tone.step_notice" {
  cite = ethics "tone_steps", nature = "charter", because = "why.limit_tone_step", on = { action = "formal_notice" }, only_if = { said_plainly = at_least(number.step_messages), plainly_since = at_least(1) },
}
limit "ethics.notice_by_letter" {
  cite = ethics "before_litigation", nature = "charter", because = "why.limit_by_letter",
  on = { action = "formal_notice", channel = one_of("portal", "email", "sms", "whatsapp", "voice") }, forbid = true,
}
limit "ethics.too_old" { cite = ethics "before_litigation", nature = "charter", because = "why.limit_too_old", on = { purpose = "legal" }, only_if = { time_barred = false } }

-- ---- plans that help ----------------------------------------------------------------------------------------
limit "ethics.realistic_plan.pauses" { cite = ethics "realistic_plan", nature = "charter", because = "why.limit_pauses", on = { plan = "pause" }, when = { pauses_12m = at_least(number.pauses_a_year) }, forbid = true }
limit "ethics.realistic_plan.again"  {
  cite = ethics "realistic_plan", nature = "charter", because = "why.limit_plans_again", on = { plan = one_of("smaller_instalments", "weekly_instalments", "two_week_instalments", "longer_spread") },
  when = { plans_broken_12m = at_least(number.broken_plans) }, forbid = true,
}
limit "ethics.realistic_plan.third_change" {
  cite = ethics "realistic_plan", nature = "charter", because = "why.limit_third_change", on = { plan = one_of("smaller_instalments", "weekly_instalments", "two_week_instalments", "longer_spread") },
  when = { modifications_12m = at_least(number.changes_a_year) }, forbid = true,
}
-- no plan on top of one that is kept, unless life got harder
limit "ethics.realistic_plan.on_plan" {
  cite = ethics "realistic_plan", nature = "charter", because = "why.limit_plan_on_plan", on = { plan = one_of("smaller_instalments", "weekly_instalments", "two_week_instalments", "longer_spread") },
  when = { plan_status = "kept" }, unless = circumstance.hard_times, forbid = true,
}

-- a bill whose parts do not give the total is put right before anybody is asked to pay it
limit "ethics.clear_bill.adds_up" { cite = ethics "clear_bill", nature = "charter", because = "why.limit_bill", on = { purpose = one_of("demand", "legal") }, when = circumstance.bill_is_wrong, forbid = true }

-- ---- what a message always says -----------------------------------------------------------------------------
limit "ethics.ai_disclosure" { cite = ethics "ai_disclosure", nature = "charter", because = "why.limit_says_automatic", on = { automated = true }, require = { "automated_sender" } }
limit "ethics.debt_advice"   { cite = ethics "debt_advice", nature = "charter", because = "why.limit_names_advice", on = { purpose = one_of("demand", "legal") }, require = { "free_advice" } }

-- ---- what ruth cannot see to: whoever uses the charter does -------------------------------------------------
limit "ethics.clear_bill"      { cite = ethics "clear_bill", nature = "charter", because = "why.host_clear_bill", on = outbound, left_to = "host" }
limit "ethics.fee_transparency" { cite = ethics "fee_transparency", nature = "charter", because = "why.host_fees", on = outbound, left_to = "host" }
limit "ethics.plain_language"  { cite = ethics "plain_language", nature = "charter", because = "why.host_plain", on = outbound, left_to = "host" }
limit "ethics.personalised_not_presumed" { cite = ethics "personalised_not_presumed", nature = "charter", because = "why.host_facts", on = outbound, left_to = "host" }
limit "ethics.minimisation"    { cite = ethics "minimisation", nature = "charter", because = "why.host_minimisation", on = outbound, left_to = "host" }
limit "ethics.equal_complaints" { cite = ethics "equal_complaints", nature = "charter", because = "why.host_complaints", on = outbound, left_to = "host" }
limit "ethics.feedback"        { cite = ethics "feedback", nature = "charter", because = "why.host_feedback", on = outbound, left_to = "host" }
limit "ethics.explain"         { cite = ethics "explain", nature = "charter", because = "why.host_explain", on = outbound, left_to = "host" }
limit "ethics.no_incentive"    { cite = ethics "no_incentive", nature = "charter", because = "why.host_incentive", on = outbound, left_to = "host" }

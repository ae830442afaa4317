-- circumstances.lua: what may be going on in a life, as far as the ethical charter looks; a policy that uses it reads the same names.

circumstance "owes_nothing" { balance = at_most(0) }

-- a bill in parts that give the total to the cent; and one whose parts do not
circumstance "bill_adds_up" { bill_gap = between(0, 0) }
circumstance "bill_is_wrong" { any_of { { bill_gap = above(0) }, { bill_gap = below(0) } } }

circumstance "bereaved"    { life_event = "bereavement" }
circumstance "in_danger"   { any_of { life_event = "violence", harm_signal = true } }
circumstance "needs_care"  { any_of { vulnerabilities = has_any("health", "resilience", "capability", "life_event"), distress = true, circumstance.in_danger } }
circumstance "lost_income" { any_of { life_event = one_of("job_loss", "illness", "separation", "birth", "disaster"),
                                      barrier = one_of("job_loss", "illness", "separation") } }
-- a declared crisis where the person lives; dated, and region by region: the host sets both days
circumstance "in_crisis"   { crisis_from = within_last(days(number.crisis_longest)), none_of_these { crisis_until = longer_ago_than(days(0)) } }
circumstance "hard_times"  { any_of { circumstance.bereaved, circumstance.needs_care, circumstance.lost_income, circumstance.in_crisis } }
circumstance "unreviewed"  { any_of { { hardship_reviewed_on = not_on_file }, { hardship_reviewed_on = below(fact.life_event_on) } } }

circumstance "contested"   { any_of { complaint_open = true, dispute_open = true, barrier = "disagree" } }
circumstance "went_badly"  { last_rating = at_most(number.low_rating), rated_on = within_last(days(number.cool_off_days)) }
circumstance "asked_later" { preferred_now = "later", answered_on = within_last(days(number.later_days)) }
circumstance "said_stop"   { cease_received_at = on_file }
circumstance "wants_person" { any_of { wants_human = true, ease_request = "talk" } }

circumstance "on_plan"     { plan_status = one_of("kept", "missed") }
circumstance "not_due"     { days_past_due = at_most(0) }
circumstance "caught_up"   { cured_on = within_last(days(number.cured_days)) }

circumstance "deadline_near" { deadline_on = within_next(days(number.urgent_days)) }
circumstance "asked_for_calls" { any_of { preferred_channel = "voice", preferred_now = "voice", call_reason = "asked_for_a_call" } }
circumstance "safety_check" { call_reason = "safety_check" }
circumstance "may_call"    { any_of { circumstance.deadline_near, circumstance.asked_for_calls, circumstance.safety_check } }

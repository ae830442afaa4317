-- circumstances.lua: what may be going on in a life, as far as the ethical charter looks; a policy that uses it reads the same names.

circumstance "owes_nothing" { balance = at_most(0) }

circumstance "bereaved"    { life_event = "bereavement" }
circumstance "in_danger"   { any_of { life_event = "violence", harm_signal = true } }
circumstance "needs_care"  { any_of { vulnerabilities = has_any("health", "resilience", "capability", "life_event"), distress = true, circumstance.in_danger } }
circumstance "lost_income" { any_of { life_event = one_of("job_loss", "illness", "separation", "birth", "disaster"),
                                      barrier = one_of("job_loss", "illness", "separation") } }
circumstance "hard_times"  { any_of { circumstance.bereaved, circumstance.needs_care, circumstance.lost_income } }

circumstance "contested"   { any_of { complaint_open = true, dispute_open = true, barrier = "disagree" } }
circumstance "said_stop"   { cease_received_at = on_file }
circumstance "wants_person" { any_of { wants_human = true, ease_request = "talk" } }

circumstance "on_plan"     { plan_status = one_of("kept", "missed") }
circumstance "not_due"     { days_past_due = at_most(0) }
circumstance "caught_up"   { cured_on = within_last(days(number.cured_days)) }

circumstance "deadline_near" { deadline_on = within_next(days(number.urgent_days)) }
circumstance "asked_for_calls" { any_of { preferred_channel = "voice", call_reason = "asked_for_a_call" } }
circumstance "safety_check" { call_reason = "safety_check" }
circumstance "may_call"    { any_of { circumstance.deadline_near, circumstance.asked_for_calls, circumstance.safety_check } }

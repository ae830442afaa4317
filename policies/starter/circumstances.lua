-- circumstances.lua: what may be going on in a life, said once by name. Segments, plans and limits all use it, so a change here reaches them all.
circumstance "owes_nothing" { balance = at_most(0) }
circumstance "bereaved"     { life_event = "bereavement" }
circumstance "not_due"      { days_past_due = at_most(0) }
circumstance "hard_times"   { life_event = one_of("job_loss", "illness") }
circumstance "wants_peace"  { pause_until = within_next(days(366)), none_of_these { pause_until = today } }
circumstance "contested"    { complaint_open = true }

-- segments.lua: where a person stands. The first rule that fits wins, so the most protected come first; the last takes everybody else.
segment "nothing_owed" { when = circumstance.owes_nothing, because = "why.nothing_owed" }
segment "in_peace"     { when = { any_of { circumstance.bereaved, circumstance.wants_peace, circumstance.contested } }, because = "why.in_peace" }
segment "hard_times"   { when = circumstance.hard_times,   because = "why.hard_times" }
segment "not_due"      { when = circumstance.not_due,      because = "why.not_due" }
segment "early"        { when = { days_past_due = at_most(number.early_until) }, because = "why.days_late" }
segment "late"         { when = otherwise,                 because = "why.days_late" }

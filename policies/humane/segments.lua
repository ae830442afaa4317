-- segments.lua: where a person stands. First hit wins, most protected first; the last takes everybody else.

segment "nothing_owed" { when = circumstance.owes_nothing, because = "why.nothing_owed" }
segment "bereaved"     { when = circumstance.bereaved,     because = "why.bereaved" }
segment "wants_peace"  { when = { any_of { circumstance.wants_peace, circumstance.said_stop } }, because = "why.wants_peace" }
segment "contested"    { when = { any_of { circumstance.contested, circumstance.wants_person, circumstance.went_badly } }, because = "why.person_decides" }
segment "vulnerable"   { when = circumstance.needs_care,   because = "why.needs_care" }
segment "cured"        { when = circumstance.caught_up,    because = "why.caught_up" }
segment "lost_income"  { when = circumstance.lost_income,  because = "why.lost_income" }
segment "on_plan"      { when = circumstance.on_plan,      because = "why.on_plan" }
segment "before_due"   { when = circumstance.not_due,      because = "why.not_due" }
segment "early"        { when = { days_past_due = between(1, number.early_until) }, because = "why.days_late" }
segment "middle"       { when = { days_past_due = between(1, number.middle_until) }, because = "why.days_late" }
segment "late"         { when = otherwise,                 because = "why.days_late" }

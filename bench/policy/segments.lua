segment "nothing_owed" { when = { balance = at_most(0) } }
segment "bereaved"     { when = circumstance.bereaved }
segment "contested"    { when = circumstance.contested }
segment "vulnerable"   { when = circumstance.needs_care }
segment "lost_income"  { when = circumstance.lost_income }
segment "before_due"   { when = { days_past_due = at_most(0) } }
segment "early"        { when = { days_past_due = between(1, number.early_until) } }
segment "late"         { when = otherwise }

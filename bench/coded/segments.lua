segment "nothing_owed" { when = function(f) return f.balance <= 0 end }
segment "bereaved"     { when = function(f) return f.life_event == "bereavement" end }
segment "contested"    { when = function(f) return f.complaint_open or f.dispute_open end }
segment "vulnerable"   { when = function(f) return f.vulnerable or f.distress end }
segment "lost_income"  { when = function(f) local e, b = f.life_event, f.barrier return e == "job_loss" or e == "illness" or e == "separation" or e == "disaster" or b == "job_loss" or b == "illness" end }
segment "before_due"   { when = function(f) return f.days_past_due <= 0 end }
segment "early"        { when = function(f) return f.days_past_due >= 1 and f.days_past_due <= 15 end }
segment "late"         { when = otherwise }

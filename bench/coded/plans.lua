local function plan_for(id, longest, condition)
  plan(id) { when = condition, offer = instalments { of = fact.balance, up_to = fact.affordable, every = "month", longest = longest, smallest = number.smallest } }
end
local function lost(f)
  local e, b = f.life_event, f.barrier
  return e == "job_loss" or e == "illness" or e == "separation" or e == "disaster" or b == "job_loss" or b == "illness"
end
plan_for("spread_12", 12, function(f) return f.affordable >= 500 and f.plans_broken_12m <= 1 end)
plan_for("spread_24", 24, function(f) return f.affordable >= 500 and f.plans_broken_12m <= 1 and f.balance >= (f.currency == "CAD" and 26000 or 20000) end)
plan_for("spread_36", 36, function(f) return f.affordable >= 500 and f.plans_broken_12m == 0 and f.balance >= (f.currency == "CAD" and 65000 or 50000) end)
plan_for("spread_60", 60, function(f) return f.affordable >= 500 and lost(f) end)
plan "pause_1" { when = function(f) return lost(f) end, offer = pause_payments { months = 1 } }
plan "pause_3" { when = function(f) return (f.vulnerable or f.distress) and f.promises_kept >= 1 end, offer = pause_payments { months = 3 } }

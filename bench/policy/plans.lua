local function plan_for(id, longest, condition)
  plan(id) { when = condition, offer = instalments { of = fact.balance, up_to = fact.affordable, every = "month", longest = longest, smallest = number.smallest } }
end
plan_for("spread_12", 12, { affordable = at_least(number.smallest), plans_broken_12m = at_most(1) })
plan_for("spread_24", 24, { affordable = at_least(number.smallest), plans_broken_12m = at_most(1), balance = at_least(number.middle_sum) })
plan_for("spread_36", 36, { affordable = at_least(number.smallest), plans_broken_12m = 0, balance = at_least(number.large_sum) })
plan_for("spread_60", 60, { circumstance.lost_income, affordable = at_least(number.smallest) })
plan "pause_1" { when = circumstance.lost_income, offer = pause_payments { months = 1 } }
plan "pause_3" { when = { circumstance.needs_care, promises_kept = at_least(1) }, offer = pause_payments { months = 3 } }

-- plans.lua: kinds of plan that begin small; words of the plugin `plans`. What is kept back of the month's means is humane's own reserve.

-- after a loss of income: a small payment that rises at each review, never above what is affordable
plan "rising" {
  when    = { balance = above(0), circumstance.lost_income, affordable = at_least(number.first_step), plans_broken_12m = below(number.broken_plans), modifications_12m = below(number.changes_a_year) },
  unless  = { plan_status = "kept" },
  offer   = rising_payments { of = fact.balance, up_to = fact.affordable, every = "month", months = 60, start = number.first_step, step = number.each_step, review = 6, left_of = fact.disposable, keep = fact.reserve },
  because = "why.rising",
}

-- as debt advisers in Britain know it: a token each month for half a year, then looked at again together
plan "token" {
  when    = { balance = above(0), jurisdiction = "gb", circumstance.hard_times, affordable = at_least(number.token_payment) },
  offer   = token_payment { of = fact.balance, up_to = fact.affordable, amount = number.token_payment, every = "month", months = 6, left_of = fact.disposable, keep = fact.reserve },
  because = "why.token",
}

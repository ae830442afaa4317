-- plans.lua: what may be offered. Every sum is exact; a plan never takes more than what is affordable each month or week, and is due two
-- days after payday, where we know it, on a business day.

plan "smaller_instalments" {
  when    = { balance = above(0), affordable = at_least(number.smallest_instalment), plans_broken_12m = below(number.broken_plans) },
  unless  = { pay_cycle = one_of("week", "two_weeks") },
  offer   = instalments { of = fact.balance, up_to = fact.affordable, every = "month", payday = fact.payday, longest = 24, smallest = number.smallest_instalment },
  because = "why.smaller_instalments",
}

-- paid every week, or every two weeks: small sums right after payday are easier to keep
plan "weekly_instalments" {
  when    = { balance = above(0), pay_cycle = "week", affordable_week = at_least(number.smallest_instalment), plans_broken_12m = below(number.broken_plans) },
  offer   = instalments { of = fact.balance, up_to = fact.affordable_week, every = "week", payday = fact.payday, longest = 104, smallest = number.smallest_instalment },
  because = "why.weekly_instalments",
}

plan "two_week_instalments" {
  when    = { balance = above(0), pay_cycle = "two_weeks", affordable_two_weeks = at_least(number.smallest_instalment), plans_broken_12m = below(number.broken_plans) },
  offer   = instalments { of = fact.balance, up_to = fact.affordable_two_weeks, every = "two_weeks", payday = fact.payday, longest = 52, smallest = number.smallest_instalment },
  because = "why.two_week_instalments",
}

-- more time where life is hard, or where somebody asked for smaller payments
plan "longer_spread" {
  when    = { balance = above(0), affordable = at_least(number.smallest_instalment), plans_broken_12m = below(number.broken_plans),
              any_of { circumstance.hard_times, barrier = one_of("high_costs", "other_debts"), ease_request = "smaller_payments" } },
  offer   = instalments { of = fact.balance, up_to = fact.affordable, every = "month", payday = fact.payday, longest = 60, smallest = number.smallest_instalment },
  because = "why.longer_spread",
}

-- no payment for two months; no interest and no fee meanwhile
plan "pause" {
  when    = { balance = above(0), any_of { circumstance.hard_times, ease_request = one_of("pause", "later_date") } },
  offer   = pause_payments { months = 2 },
  because = "why.pause",
}

-- a small payment for six months with interest frozen; what remains is looked at again afterwards
plan "reduced_with_freeze" {
  when    = { balance = above(0), affordable = at_least(number.token_payment), any_of { circumstance.hard_times, barrier = one_of("high_costs", "other_debts") } },
  offer   = reduced { of = fact.balance, up_to = fact.affordable, every = "month", payday = fact.payday, months = 6 },
  because = "why.reduced_with_freeze",
}

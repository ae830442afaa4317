-- plans.lua: what may be offered. Sums are exact to the cent; no payment is above what the person can afford.
plan "instalments" {
  when    = { balance = above(0), affordable = at_least(number.smallest_instalment) },
  offer   = instalments { of = fact.balance, up_to = fact.affordable, every = "month", longest = 24, smallest = number.smallest_instalment },
  because = "why.instalments",
}
plan "pause" {
  when    = { balance = above(0), circumstance.hard_times },
  offer   = pause_payments { months = 2 },
  because = "why.pause",
}

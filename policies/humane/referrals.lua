-- referrals.lua: free and independent help; where to find it near the person stands in directory.yaml.

referral "crisis_line"     { when = { any_of { circumstance.in_danger, distress = true } }, because = "why.crisis_line" }
referral "debt_advice"     { when = { balance = above(0), any_of { days_past_due = at_least(1), circumstance.hard_times } }, because = "why.debt_advice" }
referral "budget_coaching" { when = { balance = above(0), any_of { plans_broken_12m = at_least(1), disposable = at_most(0), barrier = one_of("high_costs", "other_debts"), risk_signal = true } },
                             because = "why.budget_coaching" }

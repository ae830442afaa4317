-- derive.lua: what follows from what we know; each derived fact is declared in facts.yaml. One thing not known makes it not known.

-- means, in exact money: at most a share of what is left after the essentials, and never into the reserve
derive.disposable      = money_of { fact.monthly_income - fact.essential_costs - fact.priority_debts }
derive.reserve         = money_of { larger(number.reserve_share * fact.essential_costs, number.reserve_floor), round = "up" }
derive.affordable      = money_of { smaller(number.affordable_share * fact.disposable, fact.disposable - fact.reserve), round = "down", not_below = 0 }
derive.affordable_two_weeks = money_of { 2 * fact.affordable_week }
derive.affordable_week = money_of { number.week_share * fact.affordable, round = "down", not_below = 0 }

-- what happened between us
derive.last_outbound  = last  { direction = "outbound" }
derive.contacts_today = count { direction = "outbound", within = days(1) }
derive.contacts_7d    = count { direction = "outbound", within = days(7) }
derive.thanks_sent    = count { direction = "outbound", about = "thanks", within = days(60) }
derive.reviews_invited = count { direction = "outbound", about = "review", within = days(180) }

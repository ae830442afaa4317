-- derive.lua: what follows from what we know. Each is declared in facts.yaml with source: derived. One thing not known makes it not known.
derive.affordable    = money_of { number.affordable_share * (fact.monthly_income - fact.essential_costs), round = "down", not_below = 0 }
derive.listened_on   = last  { outcome = "conversation", asked = "three_questions" }
derive.last_outbound = last  { direction = "outbound" }
derive.contacts_7d   = count { direction = "outbound", within = days(7) }

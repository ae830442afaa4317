-- derive.lua: what happened between us, as far as the ethical charter counts it.

derive.listened_on    = last  { outcome = "conversation", asked = "three_questions" }
derive.contacts_30d   = count { direction = "outbound", within = days(30) }
derive.robots         = count { direction = "outbound", automated = true, since_last = { automated = false } }
derive.offers_made    = count { direction = "outbound", about = one_of("help", "plans", "review") }
derive.offers_settled = count { direction = "outbound", about = one_of("help", "plans", "review"), at = longer_ago_than(days(number.offers_old_days)) }

-- derive.lua: what happened between us, as far as the ethical charter counts it.

-- what is owed, less its parts: 0 where a bill adds up; none on file where it is not itemised
derive.bill_gap       = money_of { fact.balance - fact.principal - fact.interest - fact.fees + fact.credits }

derive.listened_on    = last  { outcome = "conversation", asked = "three_questions" }
derive.contacts_30d   = count { direction = "outbound", within = days(30) }
derive.robots         = count { direction = "outbound", automated = true, since_last = { automated = false } }
derive.offers_made    = count { direction = "outbound", about = one_of("help", "plans", "review") }
derive.offers_settled = count { direction = "outbound", about = one_of("help", "plans", "review"), at = longer_ago_than(days(number.offers_old_days)) }

-- In which tone: what arrived, in each tone, and how much of it long enough ago. Where nobody wrote down how it was said, what it was about says it, the kinder way.
contacts_like "kind"  { direction = "outbound", outcome = one_of("delivered", "conversation"),
                        any_of { said = one_of("gratitude", "encouragement"), all_of { said = not_on_file, about = one_of("thanks", "support", "help", "check_in", "listening", "plans", "review") } } }
contacts_like "light" { direction = "outbound", outcome = one_of("delivered", "conversation"), any_of { said = "nudge", all_of { said = not_on_file, about = "reminder" } } }
contacts_like "plain" { direction = "outbound", outcome = one_of("delivered", "conversation"), said = "plain" }
derive.said_kindly   = count { contacts_like.kind }
derive.kindly_since  = count { contacts_like.kind, at = longer_ago_than(days(number.step_days)) }
derive.said_lightly  = count { contacts_like.light }
derive.lightly_since = count { contacts_like.light, at = longer_ago_than(days(number.step_days)) }
derive.said_plainly  = count { contacts_like.plain }
derive.plainly_since = count { contacts_like.plain, at = longer_ago_than(days(number.step_days)) }

-- How heavily our messages weigh: every one once, what rings in a pocket once more, a call or a visit twice more.
derive.pressure = integer_of { fact.contacts_30d
                             + count { direction = "outbound", channel = one_of("sms", "whatsapp", "voice", "visit"), within = days(30) }
                             + 2 * count { direction = "outbound", channel = one_of("voice", "visit"), within = days(30) } }

-- referrals.lua: free and independent help; where to find it stands in directory.yaml.
referral "debt_advice" { when = { balance = above(0), days_past_due = at_least(1) }, because = "why.debt_advice" }

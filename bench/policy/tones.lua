tone "gratitude"     { when = { promises_kept = at_least(6), days_past_due = at_most(5) } }
tone "kind_hard"     { is = "encouragement", when = { segment = one_of("lost_income", "vulnerable") } }
tone "kind_early"    { is = "encouragement", when = { segment = "early", months_on_book = at_least(24) } }
tone "nudge"         { when = { segment = "early" } }
tone "firm"          { when = { action = "formal_notice" } }
tone "plain"         { when = otherwise }

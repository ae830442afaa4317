-- tones.lua: how it is said. The charter's ceilings can only make it kinder.

tone "gratitude"     { when = { segment = "cured" }, because = "why.tone_thanks" }
tone "firm"          { when = { action = "formal_notice" }, because = "why.tone_formal" }
tone "encouragement" { when = { action = one_of("none", "thank", "offer_help", "early_support", "check_in", "listen", "offer_plans") }, because = "why.tone_help" }
tone "nudge"         { when = { segment = one_of("early", "middle") }, because = "why.tone_nudge" }
tone "plain"         { when = otherwise, because = "why.tone_plain" }

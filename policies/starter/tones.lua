-- tones.lua: how it is said; the first rule that fits wins. The charter can only make it kinder.
tone "encouragement" { when = { action = one_of("none", "offer_help", "listen", "offer_plans") }, because = "why.tone_help" }
tone "nudge"         { when = { segment = "early" }, because = "why.tone_nudge" }
tone "plain"         { when = otherwise, because = "why.tone_plain" }

-- messages.lua: which text, where the action does not settle it. A persona is how somebody said they like to be written to
-- (circumstances.lua); whether they said it is not known: the usual text.

message "listen_brief"     { when = { action = "listen", circumstance.persona_brief },      because = "why.brief" }
message "listen_steps"     { when = { action = "listen", circumstance.persona_steps },      because = "why.steps" }
message "check_in_brief"   { when = { action = "check_in", circumstance.persona_brief },    because = "why.brief" }
message "check_in_steps"   { when = { action = "check_in", circumstance.persona_steps },    because = "why.steps" }
message "plan_offer_brief" { when = { action = "offer_plans", circumstance.persona_brief }, because = "why.brief" }
message "plan_offer_steps" { when = { action = "offer_plans", circumstance.persona_steps }, because = "why.steps" }

-- an adviser with a name; the name is not known, or must not be said: the invitation without it
message "invite_review_named" { when = { action = "invite_review", adviser = on_file }, because = "why.review" }

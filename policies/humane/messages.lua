-- messages.lua: which text, where the action does not settle it. A persona is how somebody said they like to be written to
-- (circumstances.lua); whether they said it is not known: the usual text. First hit wins.

-- a bill that adds up is shown in its parts, where there is room for them
message "reminder_itemised"      { when = { action = "remind", channel = one_of("letter", "portal", "email"), circumstance.bill_adds_up }, because = "why.bill" }
message "formal_notice_itemised" { when = { action = "formal_notice", circumstance.bill_adds_up }, because = "why.bill" }

-- personas
message "thank_brief"         { when = { action = "thank", circumstance.persona_brief },         because = "why.brief" }
message "thank_steps"         { when = { action = "thank", circumstance.persona_steps },         because = "why.steps" }
message "offer_help_brief"    { when = { action = "offer_help", circumstance.persona_brief },    because = "why.brief" }
message "offer_help_steps"    { when = { action = "offer_help", circumstance.persona_steps },    because = "why.steps" }
message "early_support_brief" { when = { action = "early_support", circumstance.persona_brief }, because = "why.brief" }
message "early_support_steps" { when = { action = "early_support", circumstance.persona_steps }, because = "why.steps" }
message "check_in_brief"      { when = { action = "check_in", circumstance.persona_brief },      because = "why.brief" }
message "check_in_steps"      { when = { action = "check_in", circumstance.persona_steps },      because = "why.steps" }
message "listen_brief"        { when = { action = "listen", circumstance.persona_brief },        because = "why.brief" }
message "listen_steps"        { when = { action = "listen", circumstance.persona_steps },        because = "why.steps" }
message "plan_offer_brief"    { when = { action = "offer_plans", circumstance.persona_brief },   because = "why.brief" }
message "plan_offer_steps"    { when = { action = "offer_plans", circumstance.persona_steps },   because = "why.steps" }
message "invite_review_brief" { when = { action = "invite_review", circumstance.persona_brief }, because = "why.brief" }
message "invite_review_steps" { when = { action = "invite_review", circumstance.persona_steps }, because = "why.steps" }
message "reminder_brief"      { when = { action = "remind", circumstance.persona_brief },        because = "why.brief" }
message "reminder_steps"      { when = { action = "remind", circumstance.persona_steps },        because = "why.steps" }

-- stages: a plan that missed one payment is asked after as a plan; late, we say that it is not too late
message "check_in_plan" { when = { action = "check_in", segment = "on_plan" }, because = "why.plan_missed" }
message "listen_late"   { when = { action = "listen", segment = "late" },      because = "why.days_late" }

-- an adviser with a name; the name is not known, or must not be said: the invitation without it
message "invite_review_named" { when = { action = "invite_review", adviser = on_file }, because = "why.review" }

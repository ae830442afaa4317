-- circumstances.lua: what may be going on in a life, said once by name and shared by segments, plans, referrals, channels and limits.

-- the person disagrees, or asked not to be written to: people decide, not ruth
circumstance "wants_peace" { pause_until = within_next(days(number.longest_peace)), none_of_these { pause_until = today } }
-- personas: how somebody likes to be written to, by what they said; messages.lua picks the texts
circumstance "persona_brief" { any_of { style = "brief", support_needs = has_any("simple_words") } }
circumstance "persona_steps" { style = "step_by_step" }

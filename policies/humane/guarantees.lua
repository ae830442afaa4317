-- guarantees.lua: promises of the house, tried on every case and on made-up people.

guarantee "a complaint costs nothing"           { changing = { complaint_open = { false, true } }, never = "harsher" }
guarantee "a dispute costs nothing"             { changing = { dispute_open = { false, true } }, never = "harsher" }
guarantee "asking for a person costs nothing"   { changing = { wants_human = { false, true } }, never = "harsher" }
guarantee "a sign of risk is not a mark"        { when = circumstance.not_due, never = { action = "remind" } }
guarantee "hard times are never met firmly"     { when = circumstance.hard_times, never = { tone = "firm" } }
guarantee "hard times bring no formal notice"   { when = circumstance.hard_times, never = { action = "formal_notice" } }
guarantee "who owes nothing is not reminded"    { when = circumstance.owes_nothing, never = { action = "remind" } }
guarantee "nobody is pressed before being heard" { when = { listened_on = not_on_file }, never = { action = "remind" } }

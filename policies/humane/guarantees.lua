-- guarantees.lua: promises of the house, tried on every case and on made-up people.

guarantee "a complaint costs nothing"           { changing = { complaint_open = { false, true } }, never = "harsher" }
guarantee "a dispute costs nothing"             { changing = { dispute_open = { false, true } }, never = "harsher" }
guarantee "asking for a person costs nothing"   { changing = { wants_human = { false, true } }, never = "harsher" }
guarantee "a sign of risk is not a mark"        { when = circumstance.not_due, never = { action = "remind" } }
guarantee "hard times are never met firmly"     { when = circumstance.hard_times, never = { tone = "firm" } }
guarantee "hard times bring no formal notice"   { when = circumstance.hard_times, never = { action = "formal_notice" } }
guarantee "who owes nothing is not reminded"    { when = circumstance.owes_nothing, never = { action = "remind" } }
guarantee "nobody is pressed before being heard" { when = { listened_on = not_on_file }, never = { action = "remind" } }
guarantee "a low rating costs nothing"          { changing = { last_rating = { 5, 1 } }, never = "harsher" }
guarantee "distress costs nothing"              { changing = { distress = { false, true } }, never = "harsher" }
guarantee "words of despair cost nothing"       { changing = { harm_signal = { false, true } }, never = "harsher" }
guarantee "changing a plan costs nothing"       { changing = { modifications_12m = { 0, 2 } }, never = "harsher" }
guarantee "a crisis is never met firmly"        { when = circumstance.in_crisis, never = { tone = { "nudge", "plain", "firm" } } }
guarantee "a crisis brings no demand"           { when = circumstance.in_crisis, never = { action = { "remind", "formal_notice" } } }
guarantee "what they are like decides nothing"  { changing = { sex = { "female", "male" } }, never = "harsher" }
guarantee "nor how old they are"                { changing = { age = { 30, 80 } }, never = "harsher" }

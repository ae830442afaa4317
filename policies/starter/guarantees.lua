-- guarantees.lua: promises of the house, tried on every case and on made-up people each time you run `ruth test`.
guarantee "a complaint costs nothing"       { changing = { complaint_open = { false, true } }, never = "harsher" }
guarantee "hard times are not met plainly"  { when = circumstance.hard_times, never = { tone = "plain" } }
guarantee "who owes nothing hears nothing"  { when = circumstance.owes_nothing, never = { channel = { "letter", "email", "voice" } } }

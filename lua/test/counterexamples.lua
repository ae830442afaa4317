-- counterexamples.lua: the hand-made policies that show why each rule of 3-semantics.md is needed, and others that once broke the theorem.
--
-- Each: a policy in a few lines, a request, a mutation; what must come out before and after. With `rule` switched off the theorem must fail.

local json = require "json"

local ladders = [[
ladder "action" { { "none", contact = false }, { "remind", message = "letter" }, { "formal", message = "letter" }, { "legal", message = "letter" } }
ladder "tone" { { "plain" }, { "firm" } }
ladder "channel" { { "letter" }, { "email" }, { "sms" }, { "voice" } }
segment "all" { when = otherwise }
]]
local plain_tone, by_letter = 'tone "plain" { when = otherwise }\n', 'channel "letter" { when = otherwise }\n'

local zone = { type = "zone" }

return {
  { name = "S1: not_on_file of what is not known is not known", rule = "S1",
    facts = { z = { type = "integer" } },
    lua = ladders .. by_letter .. [[
action "formal" { when = otherwise }
tone "firm" { when = { z = not_on_file } }
tone "plain" { when = otherwise }
]],
    request = { facts = { z = 1 } }, mutation = { kind = "null_fact", name = "z" },
    before = { action = "formal", tone = "plain" }, after = { action = "formal", tone = "plain" } },

  { name = "S2: every possible action goes through the charter, not the first one", rule = "S2",
    facts = { x = { type = "integer" } },
    lua = ladders .. plain_tone .. by_letter .. [[
action "a1" { is = "remind", when = { x = 1 } }
action "a2" { is = "formal", when = { x = 2 } }
limit "no_formal" { cite = house "1", on = { action = "formal" }, forbid = true }
]],
    request = { facts = { x = 2 } }, mutation = { kind = "null_fact", name = "x" },
    before = { action = "none" }, after = { action = "none" } },

  { name = "S3: a ceiling refuses what is above it, it does not lower it", rule = "S3",
    facts = {},
    lua = ladders .. plain_tone .. by_letter .. [[
action "legal" { when = otherwise }
limit "no_legal" { cite = house "1", on = { action = "legal" }, forbid = true }
]],
    request = { facts = {} }, mutation = { kind = "add_limit", text = 'limit "ceiling" { cite = house "1", on = outbound, action_at_most = "remind" }', limit = { id = "ceiling" } },
    before = { action = "none" }, after = { action = "none" } },

  { name = "S4: an unknown e-mail consent does not turn into a telephone call", rule = "S4",
    facts = { email_consent = { type = "boolean" } },
    lua = ladders .. plain_tone .. [[
action "remind" { when = otherwise }
channel "email" { when = { email_consent = true }, prefer = 1 }
channel "voice" { when = otherwise, prefer = 2 }
]],
    request = { facts = { email_consent = true } }, mutation = { kind = "null_fact", name = "email_consent" },
    before = { action = "remind", channel = "email" }, after = { action = "none" } },

  { name = "S4: a refused channel gives way to kinder ones only", rule = "S4",
    facts = {},
    lua = ladders .. plain_tone .. [[
action "remind" { when = otherwise }
channel "sms" { when = otherwise, prefer = 1 }
channel "voice" { when = otherwise, prefer = 2 }
]],
    request = { facts = {} }, mutation = { kind = "add_limit", text = 'limit "no_sms" { cite = house "1", on = { channel = "sms" }, forbid = true }', limit = { id = "no_sms" } },
    before = { action = "remind", channel = "sms" }, after = { action = "none" } },

  { name = "S5: a coded rule that reads what is not known is unknown", rule = "S5",
    facts = { z = { type = "integer" } },
    lua = ladders .. plain_tone .. by_letter .. [[
action "a1" { is = "legal", when = function(f) return f.z == nil end }
action "a2" { is = "remind", when = otherwise }
]],
    request = { facts = { z = 1 } }, mutation = { kind = "null_fact", name = "z" },
    before = { action = "remind" }, after = { action = "remind" } },

  { name = "a plan that a limit takes away stays in reach as a possible one (SEMANTICS 11)",
    facts = {},
    lua = ladders .. plain_tone .. by_letter .. [[
plan "pause" { when = otherwise, offer = pause_payments { months = 1 } }
action "a1" { is = "none", when = { plans_in_reach = at_least(1) } }
action "a2" { is = "legal", when = otherwise }
]],
    request = { facts = {} }, mutation = { kind = "add_limit", text = 'limit "no_pause" { cite = house "1", on = { plan = "pause" }, forbid = true }', limit = { id = "no_pause" } },
    before = { action = "none" }, after = { action = "none" } },

  { name = "silence is the least of what every possible action ends at (SEMANTICS 19)",
    facts = { x = { type = "boolean" } },
    lua = [[
ladder "action" { { "none", contact = false }, { "note", contact = false }, { "legal", message = "letter" } }
ladder "tone" { { "plain" } }
ladder "channel" { { "letter" } }
segment "all" { when = otherwise }
action "a1" { is = "note", when = { x = true } }
action "a2" { is = "legal", when = otherwise }
]] .. plain_tone,
    request = { facts = { x = false } }, mutation = { kind = "null_fact", name = "x" },
    before = { action = "none" }, after = { action = "none" } },

  { name = "none is the lowest action, wherever it stands on the ladder (SEMANTICS 13)",
    facts = {},
    lua = [[
ladder "action" { { "note", contact = false }, { "none", contact = false } }
ladder "tone" { { "plain" } }
ladder "channel" { { "letter" } }
segment "all" { when = otherwise }
action "note" { when = otherwise }
]] .. plain_tone,
    request = { facts = {} }, mutation = { kind = "add_limit", text = 'limit "no_note" { cite = house "1", on = { action = "note" }, forbid = true }', limit = { id = "no_note" } },
    before = { action = "note" }, after = { action = "none" } },

  { name = "an expiry by an instant, without a zone, on a day of 25 hours (SEMANTICS 4)",
    facts = { timezone = zone, v = { type = "boolean", expires = { after = "0 days", from = "i1", ["then"] = "none_on_file" } }, i1 = { type = "instant" } },
    lua = ladders .. plain_tone .. by_letter .. [[
action "a1" { is = "legal", when = { v = not_on_file } }
action "a2" { is = "none", when = otherwise }
]],
    request = { now = "2026-11-02T04:30:00Z", facts = { timezone = "America/New_York", v = true, i1 = "2026-11-01T04:00:00Z" } }, mutation = { kind = "null_fact", name = "timezone" },
    before = { action = "none" }, after = { action = "none" } },

  { name = "what keeps the segment open is what a possible plan needs (SEMANTICS 23)",
    facts = { x = { type = "boolean" } },
    lua = [[
ladder "action" { { "none", contact = false } }
ladder "tone" { { "plain" } }
ladder "channel" { { "letter" } }
segment "early" { when = { x = true } }
segment "late" { when = otherwise }
plan "pause" { when = { segment = "late" }, offer = pause_payments { months = 1 } }
]] .. plain_tone,
    request = { facts = { x = false } }, mutation = { kind = "null_fact", name = "x" },
    before = { action = "none" }, after = { possible_plans = json.list { { plan = "pause", needs = { "x" } } } } },
}

-- ladders.lua: what may be done, in which tone, by which channel: kindest first. What the charter refuses gives way to something kinder.
ladder "action" {
  { "offer_help" },
  { "none", contact = false },
  { "listen" },
  { "offer_plans", needs = "plan", gives_way = "listen" },
  { "remind", gives_way = "listen" },
}
ladder "tone"    { { "encouragement" }, { "nudge" }, { "plain" } }
ladder "channel" { { "letter" }, { "email" }, { "voice" } }

-- ladders.lua: what may be done, in which tone, by which channel; kindest first. When each is chosen stands elsewhere.

-- `gives_way` names the kinder action that takes its place when the charter refuses it. A ceiling counts along this list, so
-- help and thanks stand below silence: a ceiling at "none" still lets them through.
ladder "action" {
  { "thank" },
  { "offer_help" },
  { "early_support" },
  { "none", contact = false },
  { "check_in" },
  { "listen" },
  { "offer_plans", needs = "plan", gives_way = "check_in" },
  { "invite_review", gives_way = "check_in" },
  { "remind", gives_way = "listen" },
  { "formal_notice", gives_way = "remind" },
}

ladder "tone" { { "gratitude" }, { "encouragement" }, { "nudge" }, { "plain" }, { "firm" } }

-- A letter comes first: it needs no consent and no account, rings nowhere, and waits until it is opened.
ladder "channel" { { "letter" }, { "portal" }, { "email" }, { "sms" }, { "whatsapp" }, { "voice" } }

ladder "action" { { "none", contact = false }, { "offer_help" }, { "listen" }, { "offer_plans", needs = "plan", gives_way = "listen" }, { "remind", gives_way = "listen" }, { "formal_notice", gives_way = "remind" } }
ladder "tone"    { { "gratitude" }, { "encouragement" }, { "nudge" }, { "plain" }, { "firm" } }
ladder "channel" { { "portal" }, { "letter" }, { "email" }, { "sms" }, { "voice" } }

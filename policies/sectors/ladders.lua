ladder "action"  { { "none", contact = false }, { "invite_review" }, { "remind" } }
ladder "tone"    { { "encouragement" }, { "plain" } }
ladder "channel" { { "letter" }, { "portal" }, { "email" }, { "sms" }, { "whatsapp" }, { "voice" } }

ladder "action" { { "none", contact = false } }
ladder "channel" { { "letter" }, { "portal" }, { "email" }, { "sms" }, { "whatsapp" }, { "voice" } }

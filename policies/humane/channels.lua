-- channels.lua: by which way. The person's own preference comes first, then the lowest `prefer`. A channel that is refused gives
-- way to a kinder one only, so an unanswered question about e-mail ends in a letter, never in a call.

-- What they said works best right now goes before what usually comes first; it needs the same consent.
channel "asked_letter" { is = "letter", when = { preferred_now = "letter" }, prefer = 0, with = { automated = true }, because = "why.works_now" }
channel "asked_portal" { is = "portal", when = { portal_user = true, preferred_now = "portal" }, prefer = 0, with = { automated = true }, because = "why.works_now" }
channel "asked_email" { is = "email", when = { email_consent = true, preferred_now = "email" }, prefer = 0, with = { automated = true }, because = "why.works_now" }
channel "asked_sms" { is = "sms", when = { sms_consent = true, preferred_now = "sms" }, prefer = 0, with = { automated = true }, because = "why.works_now" }
channel "asked_whatsapp" { is = "whatsapp", when = { whatsapp_consent = true, preferred_now = "whatsapp" }, prefer = 0, with = { automated = true }, because = "why.works_now" }

channel "letter"         { when = otherwise, prefer = 6, with = { automated = true }, because = "why.letter" }
channel "portal"         { when = { portal_user = true }, prefer = 3, with = { automated = true }, because = "why.portal" }
channel "email"          { when = { email_consent = true }, prefer = 2, with = { automated = true }, because = "why.email" }
channel "sms"            { when = { sms_consent = true }, prefer = 4, with = { automated = true }, because = "why.sms" }
channel "whatsapp"       { when = { whatsapp_consent = true }, prefer = 5, with = { automated = true }, because = "why.whatsapp" }

-- A call needs a consent and a reason from a closed list; the rule that made it possible is the reason the decision names.
channel "voice_deadline" { is = "voice", when = { call_consent = true, circumstance.deadline_near }, prefer = 1, with = { automated = false }, because = "why.call_deadline" }
channel "voice_safety"   { is = "voice", when = { call_consent = true, circumstance.safety_check }, prefer = 1, with = { automated = false }, because = "why.call_safety" }
channel "voice_asked"    { is = "voice", when = { call_consent = true, circumstance.asked_for_calls }, prefer = 1, with = { automated = false }, because = "why.call_asked" }

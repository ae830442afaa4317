-- channels.lua: by which way. The person's own preference comes first, then the lowest `prefer`. A way that is refused gives way to kinder ones only.
channel "letter" { when = otherwise, prefer = 3, because = "why.letter" }
channel "email"  { when = { email_consent = true }, prefer = 1, because = "why.email" }
channel "voice"  { when = { call_consent = true, preferred_channel = "voice" }, prefer = 2, because = "why.voice" }

channel "email"  { when = { email_consent = true }, prefer = 1 }
channel "sms"    { when = { sms_consent = true, days_past_due = at_least(5) }, prefer = 2 }
channel "letter" { when = otherwise, prefer = 3 }
channel "voice"  { when = { call_consent = true, preferred_channel = "voice", days_past_due = above(30) }, prefer = 4 }
channel "portal" { when = { months_on_book = at_least(12) }, prefer = 5 }

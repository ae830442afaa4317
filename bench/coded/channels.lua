channel "email"  { when = function(f) return f.email_consent end, prefer = 1 }
channel "sms"    { when = function(f) return f.sms_consent and f.days_past_due >= 5 end, prefer = 2 }
channel "letter" { when = otherwise, prefer = 3 }
channel "voice"  { when = function(f) return f.call_consent and f.preferred_channel == "voice" and f.days_past_due > 30 end, prefer = 4 }
channel "portal" { when = function(f) return f.months_on_book >= 12 end, prefer = 5 }

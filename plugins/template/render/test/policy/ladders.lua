ladder "action" { { "none", contact = false }, { "listen", message = "hello" } }
ladder "tone" { { "gentle" }, { "plain" } }
ladder "channel" { { "letter" } }

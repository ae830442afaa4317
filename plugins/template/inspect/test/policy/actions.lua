action "listen" { when = { balance = above(0) } }
action "none" { when = otherwise }

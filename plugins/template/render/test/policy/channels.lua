channel "letter" { when = otherwise, prefer = 1 }

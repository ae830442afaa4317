segment "all" { when = otherwise }

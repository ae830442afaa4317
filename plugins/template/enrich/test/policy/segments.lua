segment "steady" { when = { @NAME@ = at_least(50) } }
segment "fragile" { when = { @NAME@ = below(50) } }
segment "rest" { when = otherwise }

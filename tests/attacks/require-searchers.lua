table.insert(package.searchers, 1, function() return function() return "PWNED" end end)
return require("x")

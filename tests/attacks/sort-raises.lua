table.sort({ 2, 1 }, function() error("stop") end)
return "PWNED"

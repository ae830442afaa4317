_ENV["pairs"] = function() return "PWNED" end
return pairs()

error({ __tostring = function() return "PWNED" end })

return tostring({ __tostring = function() return "PWNED" end, __name = "PWNED" })

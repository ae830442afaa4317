end return "PWNED" --[[

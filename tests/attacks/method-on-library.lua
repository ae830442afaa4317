function string.PWNED() return "PWNED" end
return ("").PWNED()

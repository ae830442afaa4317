local s = "a\
b" ; local x = 1 | (2 or 3) --"
return "PWNED"

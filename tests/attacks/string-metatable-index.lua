local s = ("").__index
return s and "PWNED" or "no"

local t = { z = 0 }
local n = (t.z) / (t.z)
if n ~= n then return "PWNED" end

local z = 0
local n = z / z
if not (n > 5) then return "PWNED" end

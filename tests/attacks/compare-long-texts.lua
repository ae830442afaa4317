local a = string.rep("x", 65535)
local b, c = a .. "y", a .. "z"
while true do local d = b < c end

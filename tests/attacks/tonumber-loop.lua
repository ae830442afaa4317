local s = string.rep("9", 65000)
while true do local n = tonumber(s) end

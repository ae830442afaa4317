local s = string.rep("a", 65000)
while true do local p = s:find("b") end

local s, n = string.rep("a", 65000), string.rep("a", 32000) .. "b"
while true do local p = s:find(n) end

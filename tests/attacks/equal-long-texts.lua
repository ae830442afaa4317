local a, b = string.rep("x", 65535) .. "y", string.rep("x", 65535) .. "y"
while true do local d = a == b end

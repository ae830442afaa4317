local s = string.rep("x", 65000)
while true do s = s:upper():lower():reverse() end

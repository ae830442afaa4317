local t = {}
for i = 1, 500 do t["k" .. (i * 7919) % 1009] = i end
local h = 7
for k, v in pairs(t) do h = (h * 31 + v + #k) % 99991 end
return h

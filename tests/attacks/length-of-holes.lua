local t = {}
for i = 1, 16384 do t[i] = i end
for i = 2, 16384, 2 do t[i] = nil end
while true do local n = #t end

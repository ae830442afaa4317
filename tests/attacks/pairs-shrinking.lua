local t, n = { 1, 2, 3, 4, 5 }, 0
for k in pairs(t) do n = n + 1 for i = 1, 5 do t[i] = nil end end
return n

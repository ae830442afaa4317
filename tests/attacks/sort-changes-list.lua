local t = {}
for i = 1, 100 do t[i] = 100 - i end
table.sort(t, function(a, b) table.remove(t) return (a or 0) < (b or 0) end)
return #t

local t, s = {}, ""
for i = 1, 10 do t[i] = { (i + 1) % 2, i } end
table.sort(t, function(a, b) return a[1] < b[1] end)
for _, v in ipairs(t) do s = s .. v[2] .. " " end
return s

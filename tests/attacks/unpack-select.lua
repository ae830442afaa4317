local t = {}
for i = 1, 250 do t[i] = i end
local function last(...) return (select(-1, ...)) end
while true do last(table.unpack(t)) end

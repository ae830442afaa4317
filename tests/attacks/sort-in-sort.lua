local function deep() table.sort({ 2, 1, 3 }, function(a, b) deep() return a < b end) end
deep()

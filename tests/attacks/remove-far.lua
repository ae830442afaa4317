local t = { 1 }
table.remove(t, math.mininteger)

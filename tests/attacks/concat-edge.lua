return table.concat({ "a" }, "", math.maxinteger - 1, math.maxinteger)

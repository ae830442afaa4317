return #string.rep("x", math.mininteger)

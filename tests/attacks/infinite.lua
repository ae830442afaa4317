local z = 0
if 1 / z > math.maxinteger then return "PWNED" end

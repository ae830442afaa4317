local t = {}
t[math.maxinteger] = 1
return #t

local s = ""
for k in pairs({ b = 1, a = 1, [10] = 1, [1] = 1, z = 1, A = 1, aa = 1, [-2] = 1, [true] = 1, [false] = 1 }) do s = s .. tostring(k) .. " " end
return s

local function f(z) return z / z end
return f(0) ~= f(0) and "PWNED"

local function f(s) for i = 1, 2, s do if i > 1 then return "PWNED" end end end
return f("0.25")

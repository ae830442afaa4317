for _, f in pairs(_ENV) do for _, x in pairs(_ENV) do if type(f) == "function" then f(x, x) end end end
return "PWNED"

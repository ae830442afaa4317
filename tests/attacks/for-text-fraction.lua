for i = "0.5", 3 do if i < 1 then return "PWNED" end end

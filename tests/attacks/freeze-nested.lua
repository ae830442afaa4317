for name, library in pairs(_ENV) do if type(library) == "table" then library.x = 1 end end
return "PWNED"

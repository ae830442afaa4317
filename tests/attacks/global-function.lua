function helper() return "PWNED" end
return helper()

assert(false, { 1 })
return "PWNED"

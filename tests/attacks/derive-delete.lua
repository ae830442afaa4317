derive.x = nil
return "PWNED"

-- xlocal y = 1 | (2 or 3)
return "PWNED"

return 1 -- return "PWNED"

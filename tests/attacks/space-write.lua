fact.balance = 0
return "PWNED"

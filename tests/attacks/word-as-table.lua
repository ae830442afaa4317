local f = fact.balance
f.name = "PWNED"
return f

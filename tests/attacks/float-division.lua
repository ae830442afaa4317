local a, b = 1999, 100
return a / b

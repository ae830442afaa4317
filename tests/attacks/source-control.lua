-- [2J
return 1

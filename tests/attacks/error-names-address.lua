local t = {}
return t < t

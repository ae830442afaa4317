local t = {}
for i = 1, 17 do t = { t } end
return t

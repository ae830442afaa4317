local t = { 1 }
for i = 1, 14 do t = { t, t } end
return t

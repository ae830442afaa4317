local c = all_of { a = 1 }
while true do c = all_of { c } end

local e = fact.a
while true do e = e + e end

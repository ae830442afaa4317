return tostring({}) .. " " .. tostring(tostring) .. " " .. tostring(fact) .. " " .. tostring(fact.x) .. " " .. tostring(nil)

while true do local x = at_least(1) end

local x <--[[ ]]close--[[ ]]> = nil
return "PWNED"

while true do segment("s") { when = function(f) return true end } end

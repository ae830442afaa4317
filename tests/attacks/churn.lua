while true do local t = { ("x"):rep(60000), ("y"):rep(60000) } end

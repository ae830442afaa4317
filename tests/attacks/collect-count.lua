return collectgarbage("count")

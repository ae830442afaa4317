local i = 0
while true do i = i + 1 segment("s" .. i) { when = otherwise } end

local x <close> = nil
error("x")

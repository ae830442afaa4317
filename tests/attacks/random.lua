return math.random(1, 1000000)

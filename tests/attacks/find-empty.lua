return ("abc"):find("", math.maxinteger)

return { ("abc"):find("a", math.mininteger) }

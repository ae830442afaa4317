return ("abc"):sub(math.mininteger, math.maxinteger) .. "|" .. ("abc"):sub(math.maxinteger, math.mininteger) .. "|" .. ("abc"):sub(math.mininteger, math.mininteger)

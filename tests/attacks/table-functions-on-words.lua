table.insert(_ENV, "PWNED")

engine.define_word("x", 1)
return "PWNED"

return "a​b"

return { "Z" < "a", "z" < "ä", "ch" > "d" }

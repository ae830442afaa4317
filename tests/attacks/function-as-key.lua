return { [pairs] = 1 }

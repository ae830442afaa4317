return 10 ^ 2

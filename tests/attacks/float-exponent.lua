return 1e2

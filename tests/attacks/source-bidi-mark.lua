return 1 --؜

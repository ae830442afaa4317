return 1 << 62

return ~0

return "aÀ¢b"

return 19.99 * 100

return os.getenv("PATH") and "PWNED"

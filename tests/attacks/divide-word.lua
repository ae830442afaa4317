return __over ^ 2 and "PWNED"

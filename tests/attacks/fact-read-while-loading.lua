return f.balance

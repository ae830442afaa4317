return fact.balance

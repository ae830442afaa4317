return { [fact.a] = 1 }

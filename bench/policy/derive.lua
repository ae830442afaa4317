derive.disposable = money_of { fact.monthly_income - fact.essential_costs - fact.priority_debts }
derive.affordable = money_of { smaller(number.affordable_share * fact.disposable, fact.disposable - number.reserve), round = "down", not_below = 0 }

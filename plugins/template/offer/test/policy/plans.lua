plan "by_payday" {
  when = { balance = above(0) },
  offer = @NAME@ { of = fact.balance, up_to = fact.affordable, from = fact.payday, most = 12 },
}

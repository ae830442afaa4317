circumstance "bereaved"    { life_event = "bereavement" }
circumstance "lost_income" { any_of { life_event = one_of("job_loss", "illness", "separation", "disaster"), barrier = one_of("job_loss", "illness") } }
circumstance "contested"   { any_of { complaint_open = true, dispute_open = true } }
circumstance "needs_care"  { any_of { vulnerable = true, distress = true } }

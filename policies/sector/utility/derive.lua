derive.utility_noticed_at = last { direction = "outbound", supply_step = "notice" }
